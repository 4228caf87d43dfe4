/*
 * JSON of the Overpass API, read one element at a time: json-c holds an element's tree, never the
 * file's. Source of the format: https://wiki.openstreetmap.org/wiki/OSM_JSON
 */
#include <errno.h>
#include <json-c/json.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import.h"
#include "gazetteer/import_tags.h"
#include "marsad/text.h"

enum { CHUNK = 1 << 16, FRAME_MOST = 1 << 20, TAGS_MOST = 400 };

typedef struct overpass {
    mrs_import *import;
    const char *path;
    FILE *stream;
    char chunk[CHUNK];
    size_t at, end; /* in the chunk */
    long line;
    int64_t done, total;
    mrs_buffer frame; /* what stands around the elements */
    struct json_tokener *tokener;
} overpass;

static marsad_status fail_json(const overpass *o, const char *what, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, o->path, o->line, NULL, "%s", what);
}

/* Makes sure that there is a byte in the chunk; `*more` is false at the end of the file. */
static marsad_status fill(overpass *o, bool *more, marsad_error *error)
{
    *more = o->at < o->end;
    if (*more) {
        return MARSAD_OK;
    }
    o->at = 0;
    o->end = fread(o->chunk, 1, sizeof o->chunk, o->stream);
    o->done += (int64_t)o->end;
    *more = o->end > 0;
    if (ferror(o->stream)) {
        return mrs_fail_at(error, MARSAD_ERR_IO, o->path, 0, NULL, "cannot read: %s",
                           strerror(errno));
    }
    return mrs_import_tick(o->import, o->done, o->total, error);
}

static char take_byte(overpass *o)
{
    char c = o->chunk[o->at++];
    o->line += c == '\n';
    return c;
}

/* ---- around the elements ------------------------------------------------------------------- */

/* Where a scan stands in a JSON text: in which depth, in a string or not. */
typedef struct scan {
    int depth;
    bool in_string, escaped;
} scan;

static void scan_byte(scan *s, char c)
{
    if (s->in_string) {
        s->in_string = s->escaped || c != '"';
        s->escaped = !s->escaped && c == '\\';
    } else if (c == '"') {
        s->in_string = true;
    } else if (c == '{' || c == '[') {
        s->depth++;
    } else if (c == '}' || c == ']') {
        s->depth--;
    }
}

/* True if what was read ends in the key "elements" and the bracket of its array. */
static bool ends_in_elements(const mrs_buffer *frame)
{
    static const char key[] = "\"elements\"";
    size_t at = frame->length - 1; /* the bracket */
    while (at > 0 && strchr(" \t\r\n:", frame->text[at - 1])) {
        at--;
    }
    size_t length = sizeof key - 1;
    return at >= length && memcmp(frame->text + at - length, key, length) == 0;
}

/* Reads up to and with the bracket that begins the elements. */
static marsad_status read_head(overpass *o, marsad_error *error)
{
    scan s = {0};
    bool more = true;
    while (true) {
        marsad_status status = fill(o, &more, error);
        if (status) {
            return status;
        }
        if (!more || o->frame.length > FRAME_MOST) {
            return fail_json(o, "not an answer of Overpass: it has no list \"elements\"", error);
        }
        char c = take_byte(o);
        scan_byte(&s, c);
        mrs_buffer_add_bytes(&o->frame, &c, 1);
        if (o->frame.failed) {
            return mrs_fail_memory(error);
        }
        if (c == '[' && s.depth == 2 && !s.in_string && ends_in_elements(&o->frame)) {
            return MARSAD_OK;
        }
    }
}

static marsad_status read_tail(overpass *o, marsad_error *error)
{
    bool more = true;
    mrs_buffer_add(&o->frame, "]");
    while (true) {
        marsad_status status = fill(o, &more, error);
        if (status || !more || o->frame.length > FRAME_MOST) {
            return status;
        }
        char c = take_byte(o);
        mrs_buffer_add_bytes(&o->frame, &c, 1);
        if (o->frame.failed) {
            return mrs_fail_memory(error);
        }
    }
}

static const char *text_in(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;
    return json_object_object_get_ex(object, key, &value) &&
                   json_object_is_type(value, json_type_string)
               ? json_object_get_string(value)
               : "";
}

/* The date of the data; and the server says here if it gave up before the end. */
static marsad_status read_frame(overpass *o, marsad_error *error)
{
    struct json_object *frame = json_tokener_parse(o->frame.text);
    if (!frame) {
        return fail_json(o, "ends before the answer does: fetch it again", error);
    }
    struct json_object *osm3s = NULL;
    json_object_object_get_ex(frame, "osm3s", &osm3s);
    mrs_import_note_date(o->import, osm3s ? text_in(osm3s, "timestamp_osm_base") : "");
    const char *remark = text_in(frame, "remark");
    marsad_status status = MARSAD_OK;
    if (strstr(remark, "error")) {
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, o->path, 0, NULL,
                             "Overpass did not finish: %.300s", remark);
    }
    json_object_put(frame);
    return status;
}

/* ---- an element ---------------------------------------------------------------------------- */

static bool number_in(struct json_object *object, const char *key, double *out)
{
    struct json_object *value = NULL;
    bool is_number =
        json_object_object_get_ex(object, key, &value) &&
        (json_object_is_type(value, json_type_double) || json_object_is_type(value, json_type_int));
    *out = is_number ? json_object_get_double(value) : 0;
    return is_number;
}

/* A node's own position, an area's `center`, or the middle of its `bounds`. */
static void find_position(struct json_object *element, mrs_tagged *out)
{
    struct json_object *box = NULL, *center = NULL;
    double south = 0, west = 0, north = 0, east = 0;
    bool has_box = json_object_object_get_ex(element, "bounds", &box) &&
                   number_in(box, "minlat", &south) && number_in(box, "minlon", &west) &&
                   number_in(box, "maxlat", &north) && number_in(box, "maxlon", &east);
    bool has_center = json_object_object_get_ex(element, "center", &center);
    struct json_object *from = has_center ? center : element;
    out->has_position =
        number_in(from, "lat", &out->at.lat) && number_in(from, "lon", &out->at.lon);
    if (!has_box) {
        return;
    }
    marsad_lonlat corner = {east, north}, middle = {(west + east) / 2, (south + north) / 2};
    if (!out->has_position) {
        out->at = middle;
        out->has_position = true;
    }
    if (marsad_lonlat_valid(corner) && marsad_lonlat_valid(middle)) {
        out->uncertainty_m = marsad_geodesic_between(middle, corner).distance_m;
    }
}

/* Collects the tags that are texts; false if one is not UTF-8. */
static bool collect_tags(struct json_object *tags, mrs_tag *out, size_t *count)
{
    *count = 0;
    struct json_object_iterator at = json_object_iter_begin(tags);
    struct json_object_iterator end = json_object_iter_end(tags);
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
        struct json_object *value = json_object_iter_peek_value(&at);
        if (*count == TAGS_MOST || !json_object_is_type(value, json_type_string)) {
            continue;
        }
        const char *text = json_object_get_string(value);
        if (!marsad_text_is_utf8(text, (size_t)json_object_get_string_len(value), NULL)) {
            return false;
        }
        out[(*count)++] = (mrs_tag){json_object_iter_peek_name(&at), text};
    }
    return true;
}

static marsad_status take_element(overpass *o, struct json_object *element, marsad_error *error)
{
    struct json_object *tags = NULL, *id = NULL;
    if (!json_object_is_type(element, json_type_object)) {
        return mrs_import_skip(o->import, MARSAD_SKIP_BROKEN, error, "an element is no object");
    }
    if (!json_object_object_get_ex(element, "tags", &tags) ||
        !json_object_is_type(tags, json_type_object)) {
        return MARSAD_OK; /* a corner of another element */
    }
    const char *type = text_in(element, "type");
    bool known =
        strcmp(type, "node") == 0 || strcmp(type, "way") == 0 || strcmp(type, "relation") == 0;
    if (!known || !json_object_object_get_ex(element, "id", &id) ||
        !json_object_is_type(id, json_type_int)) {
        return mrs_import_skip(o->import, MARSAD_SKIP_BROKEN, error,
                               "an element without type and id");
    }
    mrs_tag list[TAGS_MOST];
    mrs_tagged tagged = {.tags = list};
    snprintf(tagged.id, sizeof tagged.id, "%s/%lld", type, (long long)json_object_get_int64(id));
    if (!collect_tags(tags, list, &tagged.count)) {
        return mrs_import_skip(o->import, MARSAD_SKIP_BROKEN, error, "%s: not UTF-8 text",
                               tagged.id);
    }
    find_position(element, &tagged);
    return mrs_import_tagged(o->import, &tagged, error);
}

/* Reads the element that begins at the next byte. */
static marsad_status read_element(overpass *o, marsad_error *error)
{
    struct json_object *element = NULL;
    o->import->row = o->line;
    json_tokener_reset(o->tokener);
    while (!element) {
        bool more = true;
        marsad_status status = fill(o, &more, error);
        if (status) {
            return status;
        }
        if (!more) {
            return fail_json(o, "ends within an element: fetch it again", error);
        }
        element = json_tokener_parse_ex(o->tokener, o->chunk + o->at, (int)(o->end - o->at));
        enum json_tokener_error code = json_tokener_get_error(o->tokener);
        if (!element && code != json_tokener_continue) {
            return fail_json(o, json_tokener_error_desc(code), error);
        }
        for (size_t used = json_tokener_get_parse_end(o->tokener); used > 0; used--) {
            take_byte(o);
        }
    }
    marsad_status status = take_element(o, element, error);
    json_object_put(element);
    return status;
}

static marsad_status read_elements(overpass *o, marsad_error *error)
{
    while (true) {
        bool more = true;
        marsad_status status = fill(o, &more, error);
        if (status) {
            return status;
        }
        if (!more) {
            return fail_json(o, "ends before its list of elements does: fetch it again", error);
        }
        char c = o->chunk[o->at];
        if (c == '{') {
            status = read_element(o, error);
        } else if (take_byte(o) == ']') {
            return MARSAD_OK;
        } else if (!strchr(" \t\r\n,", c)) {
            return fail_json(o, "is no JSON here", error);
        }
        if (status) {
            return status;
        }
    }
}

marsad_status mrs_import_overpass(mrs_import *import, const char *path, marsad_error *error)
{
    overpass *o = mrs_alloc(1, sizeof *o);
    if (!o) {
        return mrs_fail_memory(error);
    }
    *o = (overpass){.import = import, .path = path, .line = 1};
    marsad_status status = MARSAD_OK;
    o->tokener = json_tokener_new();
    o->stream = fopen(path, "rb");
    if (!o->stream) {
        status =
            mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot read: %s", strerror(errno));
    } else if (!o->tokener) {
        status = mrs_fail_memory(error);
    } else {
        o->total = mrs_import_size(o->stream);
        status = read_head(o, error);
    }
    if (!status) {
        status = read_elements(o, error);
    }
    if (!status) {
        status = read_tail(o, error);
    }
    if (!status) {
        status = read_frame(o, error);
    }
    if (o->tokener) {
        json_tokener_free(o->tokener);
    }
    if (o->stream) {
        fclose(o->stream);
    }
    mrs_buffer_clear(&o->frame);
    mrs_free(o);
    return status;
}
