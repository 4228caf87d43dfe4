#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "map/style_color.h"
#include "map/style_model.h"
#include "map/style_property.h"
#include "map/style_value.h"

static const char prefix[] = "marsad:";

enum { NUMBER_MAX = 1000 };

static int find_key(const char *name)
{
    for (int i = 0; i < MRS_FURNITURE_COUNT; i++) {
        if (strcmp(mrs_furniture_describe((mrs_furniture)i)->name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static marsad_status fail_key(const mrs_checker *checker, const mrs_path *path, const char *name)
{
    const char *names[MRS_FURNITURE_COUNT + 1] = {NULL};
    for (size_t i = 0; i < MRS_FURNITURE_COUNT; i++) {
        names[i] = mrs_furniture_describe((mrs_furniture)i)->name;
    }
    return mrs_check_fail_word(checker, path, "unknown key", name, names);
}

static marsad_status read_number(const mrs_checker *checker, const mrs_path *path,
                                 struct json_object *json, const mrs_furniture_spec *spec,
                                 mrs_value *out)
{
    double number = 0;
    marsad_status status = mrs_check_number(checker, path, json, &number);
    if (status) {
        return status;
    }
    if (number < spec->least || number > NUMBER_MAX) {
        return mrs_check_fail(checker, path, "expected a number from %g to %d, not %g", spec->least,
                              (int)NUMBER_MAX, number);
    }
    *out = mrs_value_number(number);
    return MARSAD_OK;
}

/* A list of colours with spaces between them. */
static marsad_status check_colors(const mrs_checker *checker, const mrs_path *path,
                                  const char *text, size_t least)
{
    size_t count = 0;
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        char word[32];
        size_t length = strcspn(text, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        mrs_value value = mrs_value_text(word);
        if (length >= sizeof word || !mrs_value_convert(&value, MRS_KIND_COLOR, false, NULL)) {
            return mrs_check_fail(checker, path,
                                  "\"%.31s\" is not a color; write CSS colors such as \"#3366cc\", "
                                  "with spaces between them but not in them",
                                  word);
        }
        count++;
        text += length;
    }
    return count >= least ? MARSAD_OK
                          : mrs_check_fail(checker, path, "expected at least %zu colors, not %zu",
                                           least, count);
}

static marsad_status read_value(const mrs_checker *checker, const mrs_path *path,
                                struct json_object *json, const mrs_furniture_spec *spec,
                                mrs_value *out)
{
    if (spec->kind == MRS_KIND_NUMBER) {
        return read_number(checker, path, json, spec, out);
    }
    const char *text = NULL;
    marsad_status status = mrs_check_text(checker, path, json, &text);
    if (status) {
        return status;
    }
    *out = mrs_value_text(text);
    if (spec->kind == MRS_KIND_TEXT && spec->least > 0) {
        return check_colors(checker, path, text, (size_t)spec->least);
    }
    if (spec->kind == MRS_KIND_COLOR && !mrs_value_convert(out, MRS_KIND_COLOR, false, NULL)) {
        return mrs_check_fail(
            checker, path, "\"%.60s\" is not a color; write a CSS color such as \"#3366cc\"", text);
    }
    if (spec->kind == MRS_KIND_TEXT && !*text) {
        return mrs_check_fail(checker, path, "expected text, but this is empty");
    }
    return MARSAD_OK;
}

static void set_default(const mrs_furniture_spec *spec, mrs_value *out)
{
    if (spec->kind == MRS_KIND_NUMBER) {
        *out = mrs_value_number(spec->number);
        return;
    }
    *out = mrs_value_text(spec->text);
    mrs_value_convert(out, spec->kind, false, NULL);
}

marsad_status mrs_style_read_furniture(const mrs_checker *checker, struct json_object *metadata,
                                       marsad_style *style)
{
    mrs_path path = mrs_path_key(NULL, "metadata");
    for (int i = 0; i < MRS_FURNITURE_COUNT; i++) {
        set_default(mrs_furniture_describe((mrs_furniture)i), &style->furniture[i]);
    }
    if (!metadata) {
        return MARSAD_OK;
    }
    if (!json_object_is_type(metadata, json_type_object)) {
        return mrs_check_fail(checker, &path, "expected an object, but this is %s",
                              mrs_json_kind(metadata));
    }
    json_object_object_foreach(metadata, name, value)
    {
        if (strncmp(name, prefix, sizeof prefix - 1) != 0) {
            continue;
        }
        mrs_path here = mrs_path_key(&path, name);
        int key = find_key(name);
        marsad_status status =
            key < 0 ? fail_key(checker, &path, name)
                    : read_value(checker, &here, value, mrs_furniture_describe((mrs_furniture)key),
                                 &style->furniture[key]);
        if (status) {
            return status;
        }
    }
    return MARSAD_OK;
}
