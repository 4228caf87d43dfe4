/*
 * Rows as objects of JSON: what they hold stays, with its types and in its order, and ours comes
 * behind it. In a GeoJSON feature that is among the properties.
 */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "events/geocode_job.h"

static size_t our_column(const mrs_geocode_sink *sink, const char *key)
{
    for (size_t i = 0; i < sink->our_count; i++) {
        const char *name = sink->ours[i].name;
        if (name[0] == key[0] && strcmp(name, key) == 0) {
            return i;
        }
    }
    return MRS_NONE_OF;
}

static bool is_feature(struct json_object *object)
{
    struct json_object *type = NULL;
    struct json_object *properties = NULL;
    return json_object_object_get_ex(object, "type", &type) &&
           json_object_is_type(type, json_type_string) &&
           strcmp(json_object_get_string(type), "Feature") == 0 &&
           json_object_object_get_ex(object, "properties", &properties);
}

bool mrs_geocode_is_free(const mrs_geocode_sink *sink, struct json_object *object)
{
    if (is_feature(object)) {
        return false;
    }
    json_object_object_foreach(object, key, value)
    {
        (void)value;
        if (our_column(sink, key) != MRS_NONE_OF) {
            return false;
        }
    }
    return json_object_object_length(object) > 0;
}

static struct json_object *new_value(const mrs_geocode_sink *sink, const mrs_geocoded *row,
                                     size_t column)
{
    char text[MRS_NUMBER_TEXT];
    mrs_cell cell = mrs_geocode_cell(sink, row, column);
    const mrs_field *field = &sink->ours[column];
    if (cell.is_null) {
        return NULL;
    }
    switch (field->kind) {
    case MRS_CELL_INTEGER:
        return json_object_new_int64(cell.integer);
    case MRS_CELL_NUMBER:
        mrs_number_text(cell.number, field->decimals, text);
        return json_object_new_double_s(cell.number, text);
    case MRS_CELL_FLAG:
        return json_object_new_boolean(cell.flag);
    case MRS_CELL_TEXT:
        break;
    }
    return json_object_new_string(cell.text);
}

/* The first three of ours that a row may have itself, as in a table. */
static bool is_shared(size_t column)
{
    return column == MRS_PLACE_LON || column == MRS_PLACE_LAT || column == MRS_PLACE_UNCERTAINTY_M;
}

static bool is_empty(struct json_object *value)
{
    return !value ||
           (json_object_is_type(value, json_type_string) && !json_object_get_string(value)[0]);
}

/* Adds what stood under a key: under `input_` and the key, if it is one of ours. */
static void add_theirs(const mrs_geocode_sink *sink, const mrs_geocoded *row,
                       struct json_object *from, struct json_object *to, const char *key,
                       struct json_object *value)
{
    size_t ours = our_column(sink, key);
    if (ours == MRS_NONE_OF) {
        json_object_object_add(to, key, json_object_get(value));
    } else if (is_shared(ours)) {
        json_object_object_add(
            to, key, is_empty(value) ? new_value(sink, row, ours) : json_object_get(value));
    } else {
        char name[128];
        snprintf(name, sizeof name, "input_%s", key);
        for (unsigned number = 2; json_object_object_get_ex(from, name, NULL); number++) {
            snprintf(name, sizeof name, "input_%s_%u", key, number);
        }
        json_object_object_add(to, name, json_object_get(value));
    }
}

/* A copy with ours behind it; `from` may be NULL. */
static struct json_object *with_ours(const mrs_geocode_sink *sink, const mrs_geocoded *row,
                                     struct json_object *from)
{
    struct json_object *to = json_object_new_object();
    if (from) {
        json_object_object_foreach(from, key, value)
        {
            add_theirs(sink, row, from, to, key, value);
        }
    }
    for (size_t i = 0; i < sink->our_count; i++) {
        if (!is_shared(i) || !json_object_object_get_ex(to, sink->ours[i].name, NULL)) {
            json_object_object_add(to, sink->ours[i].name, new_value(sink, row, i));
        }
    }
    return to;
}

static struct json_object *new_degrees(double degrees)
{
    enum { DECIMALS = 6 };
    char text[MRS_NUMBER_TEXT];
    mrs_number_text(degrees, DECIMALS, text);
    return json_object_new_double_s(degrees, text);
}

static struct json_object *new_point(const mrs_geocoded *row)
{
    if (row->fault || !marsad_incident_is_placed(&row->incident)) {
        return NULL;
    }
    struct json_object *point = json_object_new_object();
    struct json_object *position = json_object_new_array_ext(2);
    json_object_array_add(position, new_degrees(row->placed.at.lon));
    json_object_array_add(position, new_degrees(row->placed.at.lat));
    json_object_object_add(point, "type", json_object_new_string("Point"));
    json_object_object_add(point, "coordinates", position);
    return point;
}

static struct json_object *new_feature(const mrs_geocode_sink *sink, const mrs_geocoded *row,
                                       struct json_object *from)
{
    struct json_object *to = json_object_new_object();
    json_object_object_foreach(from, key, value)
    {
        struct json_object *made;
        if (strcmp(key, "properties") == 0) {
            bool has = json_object_is_type(value, json_type_object);
            made = with_ours(sink, row, has ? value : NULL);
        } else if (strcmp(key, "geometry") == 0 && !value) {
            made = new_point(row);
        } else {
            made = json_object_get(value);
        }
        json_object_object_add(to, key, made);
    }
    if (!json_object_object_get_ex(to, "geometry", NULL)) {
        json_object_object_add(to, "geometry", new_point(row));
    }
    return to;
}

/* Puts the text of the object on the line, and frees it. */
static marsad_status put(mrs_geocode_sink *sink, struct json_object *object, marsad_error *error)
{
    size_t length = 0;
    const char *text = json_object_to_json_string_length(
        object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
    sink->line.length = 0;
    mrs_buffer_add_bytes(&sink->line, text ? text : "", text ? length : 0);
    json_object_put(object);
    return text && !sink->line.failed ? MARSAD_OK : mrs_fail_memory(error);
}

marsad_status mrs_geocode_object(mrs_geocode_sink *sink, struct json_object *object,
                                 const mrs_geocoded *row, marsad_error *error)
{
    return put(sink,
               is_feature(object) ? new_feature(sink, row, object) : with_ours(sink, row, object),
               error);
}

marsad_status mrs_geocode_no_object(mrs_geocode_sink *sink, const char *raw, size_t length,
                                    const mrs_geocoded *row, marsad_error *error)
{
    const int most = 1 << 20; /* bytes: beyond, the line is cut */
    struct json_object *line = json_object_new_object();
    int kept = length < (size_t)most ? (int)length : most;
    json_object_object_add(line, "malformed", json_object_new_string_len(raw, kept));
    struct json_object *made = with_ours(sink, row, line);
    json_object_put(line);
    return put(sink, made, error);
}
