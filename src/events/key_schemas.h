/** What the keys of newline-delimited JSON mean, object by object: a function of the object's own
 *  keys alone, so that a file can be cut anywhere between its lines. */
#ifndef MARSAD_EVENTS_KEY_SCHEMAS_H
#define MARSAD_EVENTS_KEY_SCHEMAS_H

#include <json-c/json.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "events/schema.h"
#include "events/seen.h"
#include "geo/vector.h"

/** The schemas that were found, each by the keys it is of. Started with {0}. */
typedef struct mrs_key_schemas {
    char *map;
    mrs_arena memory;
    mrs_seen known; /* keys, each with its length before it: 1 + the index in `items` */
    mrs_schema *items;
    size_t count, capacity;
    mrs_buffer key;
    const char **names; /* of the object at hand */
    size_t name_count, name_capacity;
} mrs_key_schemas;

/** Takes and checks `map` (may be NULL): what is wrong with it whatever the keys is a fault. */
marsad_status mrs_key_schemas_start(mrs_key_schemas *schemas, const char *map, mrs_faults *faults,
                                    marsad_error *error);
void mrs_key_schemas_clear(mrs_key_schemas *schemas);

/** The object's schema (a GeoJSON feature's: that of its properties), its columns being those of
 *  `vector`. NULL if memory is out; valid until the next call. */
const mrs_schema *mrs_key_schemas_of(mrs_key_schemas *schemas, struct json_object *object,
                                     const mrs_vector *vector);

/** A schema in which nothing is known. */
void mrs_schema_clear(mrs_schema *schema);

#endif
