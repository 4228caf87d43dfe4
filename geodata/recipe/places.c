#include "recipe.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

static void append(strings *list, char *text)
{
    if (!mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items)) {
        stop("out of memory");
    }
    list->items[list->count++] = text;
}

void strings_add(strings *list, const char *text)
{
    char *clean = name_clean(text);
    if (*clean) {
        append(list, clean);
    } else {
        mrs_free(clean);
    }
}

void strings_add_name(strings *list, const char *text, const char *lang, const char *kind)
{
    char *clean = name_clean(text);
    if (*clean) {
        mrs_buffer name = {0};
        mrs_buffer_add(&name, clean);
        if (*lang || *kind) {
            mrs_buffer_addf(&name, "@%s", lang);
        }
        if (*kind) {
            mrs_buffer_addf(&name, "@%s", kind);
        }
        append(list, need(mrs_buffer_take(&name)));
    }
    mrs_free(clean);
}

void strings_add_all(strings *list, const strings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        append(list, need(mrs_strdup(from->items[i])));
    }
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void strings_sort(strings *list)
{
    if (!list->count) {
        return;
    }
    qsort(list->items, list->count, sizeof *list->items, by_bytes);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        if (strcmp(list->items[i], list->items[kept - 1]) == 0) {
            mrs_free(list->items[i]);
        } else {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

void strings_clear(strings *list)
{
    for (size_t i = 0; i < list->count; i++) {
        mrs_free(list->items[i]);
    }
    mrs_free(list->items);
    *list = (strings){0};
}

place_row *places_add(place_rows *list)
{
    if (!mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items)) {
        stop("out of memory");
    }
    place_row *row = &list->items[list->count++];
    *row = (place_row){0};
    return row;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static int by_order(const void *a, const void *b)
{
    const place_row *left = a;
    const place_row *right = b;
    int difference = strcmp(or_empty(left->country), or_empty(right->country));
    if (!difference) {
        difference = (left->order > right->order) - (left->order < right->order);
    }
    return difference ? difference : strcmp(left->id, right->id);
}

/* True if the text of an alternate (what stands before @) is `name`. */
static bool is_name(const char *alternate, const char *name)
{
    size_t length = strcspn(alternate, "@");
    return name && strlen(name) == length && strncmp(alternate, name, length) == 0;
}

static void write_alternates(FILE *out, const place_row *row)
{
    const char *between = "";
    for (size_t i = 0; i < row->alternates.count; i++) {
        const char *alternate = row->alternates.items[i];
        if (!is_name(alternate, row->name) && !is_name(alternate, row->name_ar) &&
            !is_name(alternate, row->name_fr)) {
            fprintf(out, "%s%s", between, alternate);
            between = "|";
        }
    }
}

/* Degrees with at most five decimals, without idle zeros. */
static void write_degrees(FILE *out, double degrees)
{
    char text[32];
    snprintf(text, sizeof text, "%.5f", degrees);
    size_t length = strlen(text);
    while (text[length - 1] == '0') {
        text[--length] = '\0';
    }
    if (text[length - 1] == '.') {
        text[--length] = '\0';
    }
    fputs(strcmp(text, "-0") == 0 ? "0" : text, out);
}

static void write_row(FILE *out, place_row *row)
{
    strings_sort(&row->alternates);
    fprintf(out, "%s\t%s\t%s\t%s\t", row->id, row->name, or_empty(row->name_ar),
            or_empty(row->name_fr));
    write_alternates(out, row);
    fprintf(out, "\t%s\t%s\t%s\t", row->feature_code, or_empty(row->country),
            or_empty(row->admin1));
    write_degrees(out, row->lon);
    fputc('\t', out);
    write_degrees(out, row->lat);
    fprintf(out, "\t%" PRId64 "\t%" PRId64 "\n", row->uncertainty_m, row->population);
}

void places_write(place_rows *list, const char *path)
{
    marsad_error error = {0};
    mrs_output output = {0};
    if (mrs_output_open(&output, path, &error)) {
        stop("%s: %s", path, error.message);
    }
    qsort(list->items, list->count, sizeof *list->items, by_order);
    fputs(PLACE_HEADER "\n", output.stream);
    for (size_t i = 0; i < list->count; i++) {
        write_row(output.stream, &list->items[i]);
    }
    if (mrs_output_commit(&output, &error)) {
        stop("%s: %s", path, error.message);
    }
}

void places_clear(place_rows *list)
{
    for (size_t i = 0; i < list->count; i++) {
        place_row *row = &list->items[i];
        mrs_free(row->id);
        mrs_free(row->name);
        mrs_free(row->name_ar);
        mrs_free(row->name_fr);
        mrs_free(row->feature_code);
        mrs_free(row->country);
        mrs_free(row->admin1);
        strings_clear(&row->alternates);
    }
    mrs_free(list->items);
    *list = (place_rows){0};
}
