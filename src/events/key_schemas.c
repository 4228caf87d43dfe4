#include "events/key_schemas.h"

#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/schema_map.h"

/* Of rows that have ever other keys no more are remembered. */
enum { MOST_KNOWN = 1000 };

void mrs_schema_clear(mrs_schema *schema)
{
    *schema = (mrs_schema){0};
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        schema->of_file[i] = MRS_NO_COLUMN;
    }
}

marsad_status mrs_key_schemas_start(mrs_key_schemas *schemas, const char *map, mrs_faults *faults,
                                    marsad_error *error)
{
    mrs_schema nothing;
    mrs_table_head open = {.open = true};
    mrs_schema_clear(&nothing);
    schemas->map = map ? mrs_strdup(map) : NULL;
    bool kept = mrs_schema_apply_map(map, &open, faults, &nothing) && (!map || schemas->map);
    return kept ? MARSAD_OK : mrs_fail_memory(error);
}

static void forget(mrs_key_schemas *schemas)
{
    mrs_seen_clear(&schemas->known);
    mrs_arena_clear(&schemas->memory);
    schemas->count = 0;
}

void mrs_key_schemas_clear(mrs_key_schemas *schemas)
{
    forget(schemas);
    mrs_free(schemas->items);
    mrs_free(schemas->names);
    mrs_buffer_clear(&schemas->key);
    mrs_free(schemas->map);
    *schemas = (mrs_key_schemas){0};
}

/* A GeoJSON feature's columns are its properties. */
static struct json_object *columns_of(struct json_object *object)
{
    struct json_object *type = NULL;
    struct json_object *properties = NULL;
    bool feature = json_object_object_get_ex(object, "type", &type) &&
                   json_object_is_type(type, json_type_string) &&
                   strcmp(json_object_get_string(type), "Feature") == 0;
    if (!feature) {
        return object;
    }
    json_object_object_get_ex(object, "properties", &properties);
    return json_object_is_type(properties, json_type_object) ? properties : NULL;
}

static bool list_keys(mrs_key_schemas *schemas, struct json_object *object)
{
    schemas->name_count = 0;
    schemas->key.length = 0;
    mrs_buffer_add(&schemas->key, "");
    struct json_object *columns = columns_of(object);
    if (!columns) {
        return !schemas->key.failed;
    }
    json_object_object_foreach(columns, name, value)
    {
        (void)value;
        if (!mrs_grow((void **)&schemas->names, &schemas->name_capacity, schemas->name_count,
                      sizeof *schemas->names)) {
            return false;
        }
        schemas->names[schemas->name_count++] = name;
        mrs_buffer_addf(&schemas->key, "%zu:%s", strlen(name), name);
    }
    return !schemas->key.failed;
}

static size_t column_of(const mrs_vector *vector, const char *name)
{
    size_t count = mrs_vector_column_count(vector);
    size_t i = 0;
    while (i < count && strcmp(mrs_vector_column_name(vector, i), name) != 0) {
        i++;
    }
    return i < count ? i : MRS_NO_COLUMN;
}

/* Finds the schema of the names and turns their places among themselves into those of the vector.
 * What is wrong with it is the row's own affair, which is seen where something is missing. */
static bool find(const mrs_key_schemas *schemas, const mrs_vector *vector, mrs_schema *out)
{
    marsad_problems problems = {0};
    mrs_faults faults = {.path = "", .list = &problems};
    mrs_schema_find_of_row(schemas->names, schemas->name_count, schemas->map, &faults, out);
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        if (out->of_file[i] != MRS_NO_COLUMN) {
            out->of_file[i] = column_of(vector, schemas->names[out->of_file[i]]);
        }
    }
    marsad_problems_clear(&problems);
    return !faults.out_of_memory;
}

/* Keeps the schema of the names, under their key. 0 if memory is out, else 1 + its index. */
static size_t keep(mrs_key_schemas *schemas, const mrs_vector *vector)
{
    if (schemas->count >= MOST_KNOWN) {
        forget(schemas);
    }
    const char *key = mrs_arena_text(&schemas->memory, schemas->key.text, schemas->key.length);
    if (!key || !mrs_grow((void **)&schemas->items, &schemas->capacity, schemas->count,
                          sizeof *schemas->items)) {
        return 0;
    }
    size_t *index = find(schemas, vector, &schemas->items[schemas->count])
                        ? mrs_seen_at(&schemas->known, key)
                        : NULL;
    if (!index) {
        return 0;
    }
    *index = ++schemas->count;
    return *index;
}

const mrs_schema *mrs_key_schemas_of(mrs_key_schemas *schemas, struct json_object *object,
                                     const mrs_vector *vector)
{
    if (!list_keys(schemas, object)) {
        return NULL;
    }
    size_t known = mrs_seen_find(&schemas->known, schemas->key.text);
    known = known ? known : keep(schemas, vector);
    return known ? &schemas->items[known - 1] : NULL;
}
