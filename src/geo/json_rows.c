#include "geo/json_rows.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "marsad/text.h"

enum { LONGEST_CELL = 1024 * 1024, LONGEST_ROW = 16 * 1024 * 1024 };

static const char *start_of(const mrs_json_rows *rows)
{
    return rows->source->bytes + rows->source->at;
}

static size_t rest_of(const mrs_json_rows *rows)
{
    return rows->source->end - rows->source->at;
}

__attribute__((format(printf, 2, 3))) static void fault(mrs_json_rows *rows, const char *format,
                                                        ...)
{
    va_list arguments;
    if (rows->fault[0]) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(rows->fault, sizeof rows->fault, format, arguments);
    va_end(arguments);
}

/* ---- columns --------------------------------------------------------------------------------- */

static bool add_column(mrs_json_rows *rows, const char *name)
{
    if (!mrs_grow((void **)&rows->names, &rows->column_room, rows->column_count,
                  sizeof *rows->names)) {
        return false;
    }
    char *copy = mrs_strdup(name);
    struct json_object *index = copy ? json_object_new_int64((int64_t)rows->column_count) : NULL;
    if (!index || json_object_object_add(rows->indexes, name, index)) {
        json_object_put(index);
        mrs_free(copy);
        return false;
    }
    rows->names[rows->column_count++] = copy;
    return true;
}

/* Adds the columns that the row is the first to have. Most rows have the keys of those before, in
 * their order. */
static marsad_status meet_columns(mrs_json_rows *rows, marsad_error *error)
{
    size_t expected = 0;
    json_object_object_foreach(rows->cells, key, value)
    {
        (void)value;
        bool known = expected < rows->column_count && strcmp(rows->names[expected], key) == 0;
        expected++;
        if (!known && !json_object_object_get_ex(rows->indexes, key, NULL) &&
            !add_column(rows, key)) {
            return mrs_fail_memory(error);
        }
    }
    return MARSAD_OK;
}

/* ---- one row --------------------------------------------------------------------------------- */

/* Lets the window hold the next line; `*more` is false if there is none. Of a line that is longer
 * than any may be, `*cut` is true, and what follows is dropped. */
static marsad_status find_line(mrs_json_rows *rows, bool *more, marsad_error *error)
{
    mrs_source *source = rows->source;
    size_t seen = 0;
    for (;;) {
        size_t rest = rest_of(rows);
        const char *end = rest > seen ? memchr(start_of(rows) + seen, '\n', rest - seen) : NULL;
        if (end || source->ended) {
            *more = rest > 0;
            rows->raw = start_of(rows);
            rows->raw_length = end ? (size_t)(end - rows->raw) : rest;
            rows->taken = rows->raw_length + (end != NULL);
            return MARSAD_OK;
        }
        if (rest > LONGEST_ROW) {
            fault(rows, "the row has more than 16 MiB");
            source->at = source->end;
        }
        seen = rest_of(rows);
        marsad_status status = mrs_source_more(source, error);
        if (status) {
            *more = false;
            return status;
        }
    }
}

/* Without the spaces around it, and the record separator before it that RFC 8142 has. */
static void trim_row(mrs_json_rows *rows)
{
    while (rows->raw_length > 0 && strchr(" \t\r\x1E", rows->raw[0]) && rows->raw[0]) {
        rows->raw++;
        rows->raw_length--;
    }
    while (rows->raw_length > 0 && strchr(" \t\r", rows->raw[rows->raw_length - 1]) &&
           rows->raw[rows->raw_length - 1]) {
        rows->raw_length--;
    }
}

static void check_text(mrs_json_rows *rows)
{
    size_t bad = 0;
    if (marsad_text_is_utf8(rows->raw, rows->raw_length, &bad)) {
        return;
    }
    unsigned byte = (unsigned char)rows->raw[bad];
    if (byte == 0) {
        fault(rows, "there is a NUL byte in the row");
    } else if (rows->source->decoder) {
        fault(rows, "the row is not text in %s", rows->source->encoding);
    } else {
        fault(rows, "the row is not UTF-8 (byte 0x%02X): save the file as UTF-8%s", byte,
              rows->source->declared ? "" : ", or say --encoding");
    }
}

static void parse_row(mrs_json_rows *rows)
{
    if (rows->raw[0] != '{') {
        fault(rows, "the row is no object: write {\"name\": value, …}");
        return;
    }
    json_tokener_reset(rows->tokener);
    struct json_object *object =
        json_tokener_parse_ex(rows->tokener, rows->raw, (int)rows->raw_length);
    enum json_tokener_error how = json_tokener_get_error(rows->tokener);
    size_t end = json_tokener_get_parse_end(rows->tokener);
    if (how == json_tokener_continue) {
        fault(rows, "the row ends before its object does");
    } else if (how != json_tokener_success) {
        fault(rows, "the row is no JSON: %s at its byte %zu", json_tokener_error_desc(how),
              end + 1);
    } else if (end < rows->raw_length) {
        fault(rows, "there is text behind the row's object: write one object a line");
    } else {
        rows->object = object;
        return;
    }
    json_object_put(object);
}

static void find_cells(mrs_json_rows *rows)
{
    struct json_object *type, *properties;
    bool is_feature = json_object_object_get_ex(rows->object, "type", &type) &&
                      json_object_is_type(type, json_type_string) &&
                      strcmp(json_object_get_string(type), "Feature") == 0 &&
                      json_object_object_get_ex(rows->object, "properties", &properties);
    rows->cells = is_feature ? properties : rows->object;
    if (rows->cells && !json_object_is_type(rows->cells, json_type_object)) {
        fault(rows, "the feature's properties are no object");
        rows->cells = NULL;
    }
}

static void check_cells(mrs_json_rows *rows)
{
    json_object_object_foreach(rows->cells, key, value)
    {
        if (!json_object_is_type(value, json_type_string)) {
            continue;
        }
        size_t length = (size_t)json_object_get_string_len(value);
        if (length > LONGEST_CELL) {
            fault(rows,
                  "the cell \"%.60s\" has %zu bytes, more than the 1 MiB that a cell may have", key,
                  length);
        } else if (strlen(json_object_get_string(value)) != length) {
            fault(rows, "there is a NUL character in the cell \"%.60s\"", key);
        }
    }
}

static void forget_row(mrs_json_rows *rows)
{
    json_object_put(rows->object);
    rows->object = rows->cells = NULL;
    rows->fault[0] = '\0';
    rows->raw = NULL;
    rows->raw_length = 0;
}

static marsad_status read_row(mrs_json_rows *rows, marsad_error *error)
{
    check_text(rows);
    if (!rows->fault[0]) {
        parse_row(rows);
    }
    if (rows->object) {
        find_cells(rows);
    }
    if (!rows->cells) {
        return MARSAD_OK;
    }
    check_cells(rows);
    return meet_columns(rows, error);
}

marsad_status mrs_json_rows_next(mrs_json_rows *rows, bool *more, marsad_error *error)
{
    do {
        forget_row(rows);
        rows->source->at += rows->taken;
        rows->taken = 0;
        marsad_status status = find_line(rows, more, error);
        if (status || !*more) {
            rows->raw = NULL;
            rows->raw_length = 0;
            return status;
        }
        rows->row++;
        trim_row(rows);
    } while (rows->raw_length == 0 && !rows->fault[0]);
    return read_row(rows, error);
}

const char *mrs_json_rows_cell(mrs_json_rows *rows, size_t column)
{
    struct json_object *value;
    if (!rows->cells || column >= rows->column_count ||
        !json_object_object_get_ex(rows->cells, rows->names[column], &value) || !value) {
        return "";
    }
    if (json_object_is_type(value, json_type_string)) {
        return json_object_get_string(value);
    }
    double number = json_object_get_double(value);
    if (json_object_is_type(value, json_type_double) && number == floor(number) &&
        fabs(number) < 1e15) {
        snprintf(rows->number, sizeof rows->number, "%.0f", number);
        return rows->number;
    }
    const char *text = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
                                                                 JSON_C_TO_STRING_NOSLASHESCAPE);
    return text ? text : "";
}

/* ---- geometries ------------------------------------------------------------------------------ */

struct json_object *mrs_json_rows_geometry(const mrs_json_rows *rows)
{
    struct json_object *geometry;
    bool has = rows->object && rows->cells != rows->object &&
               json_object_object_get_ex(rows->object, "geometry", &geometry) &&
               json_object_is_type(geometry, json_type_object);
    return has ? geometry : NULL;
}

static bool is_number(struct json_object *value)
{
    return json_object_is_type(value, json_type_double) ||
           json_object_is_type(value, json_type_int);
}

bool mrs_json_is_point(struct json_object *geometry, marsad_lonlat *at)
{
    struct json_object *type, *pair;
    if (!json_object_object_get_ex(geometry, "type", &type) ||
        !json_object_is_type(type, json_type_string) ||
        strcmp(json_object_get_string(type), "Point") != 0 ||
        !json_object_object_get_ex(geometry, "coordinates", &pair) ||
        !json_object_is_type(pair, json_type_array) || json_object_array_length(pair) < 2) {
        return false;
    }
    struct json_object *lon = json_object_array_get_idx(pair, 0);
    struct json_object *lat = json_object_array_get_idx(pair, 1);
    *at = (marsad_lonlat){json_object_get_double(lon), json_object_get_double(lat)};
    return is_number(lon) && is_number(lat) && isfinite(at->lon) && isfinite(at->lat);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Goes back to the first line, of which the columns are known now. */
static void rewind_rows(mrs_json_rows *rows, uint64_t first)
{
    forget_row(rows);
    rows->source->at = (size_t)(first - rows->source->base);
    rows->taken = 0;
    rows->row = 0;
}

/* Reads rows without letting go of the window, until one has columns. */
static marsad_status look_ahead(mrs_json_rows *rows, marsad_error *error)
{
    mrs_source *source = rows->source;
    uint64_t first = source->base + source->at;
    size_t ahead = 0;
    bool more = true;
    marsad_status status = MARSAD_OK;
    while (!status && more && rows->column_count == 0 && ahead < LONGEST_CELL) {
        const char *start = start_of(rows) + ahead;
        size_t rest = rest_of(rows) - ahead;
        const char *end = rest > 0 ? memchr(start, '\n', rest) : NULL;
        if (!end && !source->ended && rest <= LONGEST_ROW) {
            status = mrs_source_more(source, error);
            continue;
        }
        forget_row(rows);
        rows->raw = start;
        rows->raw_length = end ? (size_t)(end - start) : rest;
        ahead += rows->raw_length + (end != NULL);
        more = end != NULL;
        trim_row(rows);
        status = rows->raw_length ? read_row(rows, error) : MARSAD_OK;
    }
    rewind_rows(rows, first);
    return status;
}

marsad_status mrs_json_rows_open(mrs_source *source, mrs_json_rows *out, marsad_error *error)
{
    *out = (mrs_json_rows){
        .source = source, .tokener = json_tokener_new(), .indexes = json_object_new_object()};
    marsad_status status = MARSAD_OK;
    if (!out->tokener || !out->indexes) {
        status = mrs_fail_memory(error);
    } else {
        json_tokener_set_flags(out->tokener,
                               JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
        status = look_ahead(out, error);
    }
    if (status) {
        mrs_json_rows_close(out);
    }
    return status;
}

void mrs_json_rows_close(mrs_json_rows *rows)
{
    for (size_t i = 0; i < rows->column_count; i++) {
        mrs_free(rows->names[i]);
    }
    mrs_free(rows->names);
    json_object_put(rows->object);
    json_object_put(rows->indexes);
    if (rows->tokener) {
        json_tokener_free(rows->tokener);
    }
    *rows = (mrs_json_rows){0};
}

marsad_status mrs_json_rows_seek(mrs_json_rows *rows, uint64_t offset, long row,
                                 marsad_error *error)
{
    marsad_status status = mrs_source_seek(rows->source, offset, error);
    if (!status) {
        forget_row(rows);
        rows->taken = 0;
        rows->row = row - 1;
    }
    return status;
}
