#include "map/style_check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"

mrs_path mrs_path_key(const mrs_path *parent, const char *key)
{
    return (mrs_path){parent, key, 0};
}

mrs_path mrs_path_index(const mrs_path *parent, size_t index)
{
    return (mrs_path){parent, NULL, index};
}

static void write_path(mrs_buffer *out, const mrs_path *path)
{
    if (!path) {
        return;
    }
    write_path(out, path->parent);
    if (path->key) {
        mrs_buffer_addf(out, "%s%s", out->length ? "." : "", path->key);
    } else {
        mrs_buffer_addf(out, "[%zu]", path->index);
    }
}

marsad_status mrs_check_fail(const mrs_checker *checker, const mrs_path *path, const char *format,
                             ...)
{
    char message[640];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);

    mrs_buffer where = {0};
    write_path(&where, path);
    marsad_status status =
        mrs_fail_at(checker->error, MARSAD_ERR_INPUT, checker->file, 0, NULL, "%s%s%s",
                    where.text ? where.text : "", where.length ? ": " : "", message);
    mrs_buffer_clear(&where);
    return status;
}

enum { WORD_MAX = 48 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits between two words, a swap of neighbours counting once ("optimal string alignment"); words
 * too long to compare are far apart. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t length = strlen(b);
    if (length > WORD_MAX || strlen(a) > WORD_MAX) {
        return WORD_MAX;
    }
    size_t rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= length; j++) {
        rows[0][j] = j;
    }
    size_t i = 0;
    for (; a[i]; i++) {
        const size_t *earlier = rows[(i + 2) % 3];
        const size_t *last = rows[i % 3];
        size_t *row = rows[(i + 1) % 3];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            row[j + 1] = least(last[j] + (a[i] != b[j]), least(last[j + 1], row[j]) + 1);
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
                row[j + 1] = least(row[j + 1], earlier[j - 1] + 1);
            }
        }
    }
    return rows[i % 3][length];
}

/* A suggestion must share two thirds of the word, or it only misleads. */
static const char *nearest_word(const char *word, const char *const *words)
{
    const char *nearest = NULL;
    size_t best = strlen(word) / 3 + 1;
    for (size_t i = 0; words[i]; i++) {
        size_t distance = edit_distance(word, words[i]);
        if (distance < best) {
            best = distance;
            nearest = words[i];
        }
    }
    return nearest;
}

marsad_status mrs_check_fail_word(const mrs_checker *checker, const mrs_path *path,
                                  const char *what, const char *word, const char *const *words)
{
    const char *nearest = nearest_word(word, words);
    if (nearest) {
        return mrs_check_fail(checker, path, "%s \"%.60s\"; did you mean \"%s\"?", what, word,
                              nearest);
    }
    mrs_buffer list = {0};
    for (size_t i = 0; words[i]; i++) {
        mrs_buffer_addf(&list, "%s%s", i ? ", " : "", words[i]);
    }
    marsad_status status = mrs_check_fail(checker, path, "%s \"%.60s\"; use one of %s", what, word,
                                          list.text ? list.text : "the documented ones");
    mrs_buffer_clear(&list);
    return status;
}

const char *mrs_json_kind(struct json_object *json)
{
    switch (json_object_get_type(json)) {
    case json_type_null:
        return "null";
    case json_type_boolean:
        return "true or false";
    case json_type_double:
    case json_type_int:
        return "a number";
    case json_type_object:
        return "an object";
    case json_type_array:
        return "an array";
    case json_type_string:
        return "text";
    }
    return "something else";
}

marsad_status mrs_check_text(const mrs_checker *checker, const mrs_path *path,
                             struct json_object *json, const char **out)
{
    if (!json_object_is_type(json, json_type_string)) {
        return mrs_check_fail(checker, path, "expected text, but this is %s", mrs_json_kind(json));
    }
    const char *text = json_object_get_string(json);
    size_t length = (size_t)json_object_get_string_len(json);
    if (strlen(text) != length) {
        return mrs_check_fail(checker, path, "text must not contain the character U+0000");
    }
    *out = mrs_arena_text(checker->arena, text, length);
    return *out ? MARSAD_OK : mrs_fail_memory(checker->error);
}

marsad_status mrs_check_number(const mrs_checker *checker, const mrs_path *path,
                               struct json_object *json, double *out)
{
    if (!json_object_is_type(json, json_type_int) && !json_object_is_type(json, json_type_double)) {
        return mrs_check_fail(checker, path, "expected a number, but this is %s",
                              mrs_json_kind(json));
    }
    *out = json_object_get_double(json);
    if (!isfinite(*out)) {
        return mrs_check_fail(checker, path, "expected a finite number");
    }
    return MARSAD_OK;
}
