/* OpenStreetMap's files, through OGR: nodes (its layer `points`) and areas (`multipolygons`). */
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import.h"
#include "gazetteer/import_tags.h"
#include "geo/vector.h"
#include "marsad/text.h"

enum { TAGS_MOST = 400 };

/* The tags of a feature: some have a column of their own, the others stand in `other_tags`. */
typedef struct feature_tags {
    mrs_arena texts;
    mrs_tag items[TAGS_MOST];
    size_t count;
} feature_tags;

static bool add_tag(feature_tags *tags, const char *key, const char *value)
{
    if (tags->count == TAGS_MOST || !value[0]) {
        return true;
    }
    mrs_tag tag = {mrs_arena_text(&tags->texts, key, strlen(key)),
                   mrs_arena_text(&tags->texts, value, strlen(value))};
    tags->items[tags->count++] = tag;
    return tag.key && tag.value;
}

/* Reads a quoted text of PostgreSQL's hstore: a backslash takes the next byte as it is. Returns
   what follows it; NULL if there is none. */
static const char *read_quoted(const char *at, mrs_buffer *out)
{
    out->length = 0;
    mrs_buffer_add(out, "");
    at = strchr(at, '"');
    if (!at) {
        return NULL;
    }
    for (at++; *at && *at != '"'; at++) {
        at += *at == '\\' && at[1];
        mrs_buffer_add_bytes(out, at, 1);
    }
    return *at ? at + 1 : NULL;
}

/* Reads `"key"=>"value","key"=>"value"`. False if memory is out. */
static bool add_other_tags(feature_tags *tags, const char *text)
{
    mrs_buffer key = {0}, value = {0};
    bool good = true;
    while (good && text && *text) {
        text = read_quoted(text, &key);
        text = text ? read_quoted(text, &value) : NULL;
        good = !key.failed && !value.failed;
        if (good && text && key.length && value.length) {
            good = add_tag(tags, key.text, value.text);
        }
    }
    mrs_buffer_clear(&key);
    mrs_buffer_clear(&value);
    return good;
}

/* Sets the id too, which other columns than the tags hold. */
static bool collect(mrs_vector *vector, const char *type, feature_tags *tags, mrs_tagged *out)
{
    bool good = true;
    for (size_t i = 0; good && i < mrs_vector_column_count(vector); i++) {
        const char *name = mrs_vector_column_name(vector, i);
        const char *text = mrs_vector_text(vector, i);
        bool way = strcmp(name, "osm_way_id") == 0;
        if (way || strcmp(name, "osm_id") == 0) {
            if (text[0]) {
                snprintf(out->id, sizeof out->id, "%s/%.40s", way ? "way" : type, text);
            }
        } else if (strcmp(name, "other_tags") == 0) {
            good = add_other_tags(tags, text);
        } else {
            good = add_tag(tags, name, text);
        }
    }
    out->tags = tags->items;
    out->count = tags->count;
    return good;
}

static bool are_utf8(const mrs_tagged *element)
{
    bool valid = true;
    for (size_t i = 0; i < element->count; i++) {
        const mrs_tag *tag = &element->tags[i];
        valid = valid && marsad_text_is_utf8(tag->value, strlen(tag->value), NULL);
    }
    return valid;
}

static marsad_status take_feature(mrs_import *import, mrs_vector *vector, const char *type,
                                  feature_tags *tags, marsad_error *error)
{
    mrs_tagged element = {.id = ""};
    tags->count = 0;
    mrs_arena_clear(&tags->texts);
    if (!collect(vector, type, tags, &element)) {
        return mrs_fail_memory(error);
    }
    import->row = mrs_vector_row(vector);
    if (!are_utf8(&element)) {
        return mrs_import_skip(import, MARSAD_SKIP_BROKEN, error, "%s: not UTF-8 text", element.id);
    }
    element.has_position = mrs_vector_position(vector, &element.at, &element.uncertainty_m);
    return mrs_import_tagged(import, &element, error);
}

static marsad_status read_layer(mrs_import *import, const char *path, const char *layer,
                                const char *type, feature_tags *tags, marsad_error *error)
{
    mrs_vector *vector = NULL;
    marsad_status status = mrs_vector_open(path, MRS_VECTOR_OSM, layer, &vector, error);
    bool more = !status;
    while (more) {
        status = mrs_vector_next(vector, &more, error);
        if (!status && more) {
            status = take_feature(import, vector, type, tags, error);
        }
        if (!status && import->row % 1024 == 0) {
            status = mrs_import_tick(import, 0, 0, error);
        }
        more = more && !status;
    }
    mrs_vector_close(vector);
    return status;
}

marsad_status mrs_import_osm(mrs_import *import, const char *path, marsad_error *error)
{
    feature_tags *tags = mrs_alloc(1, sizeof *tags);
    if (!tags) {
        return mrs_fail_memory(error);
    }
    marsad_status status = read_layer(import, path, "points", "node", tags, error);
    if (!status) {
        status = read_layer(import, path, "multipolygons", "relation", tags, error);
    }
    mrs_arena_clear(&tags->texts);
    mrs_free(tags);
    return status;
}
