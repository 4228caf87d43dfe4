/** A style in memory. */
#ifndef MARSAD_MAP_STYLE_MODEL_H
#define MARSAD_MAP_STYLE_MODEL_H

#include <json-c/json.h>

#include "base/arena.h"
#include "map/style.h"
#include "map/style_check.h"

struct marsad_style {
    mrs_arena arena; /* holds all that the rest points to */
    const char *name;
    mrs_layer *layers;
    size_t layer_count;
    mrs_value furniture[MRS_FURNITURE_COUNT];
};

/** Checks a style's JSON and fills `style`, whose arena is the checker's. */
marsad_status mrs_style_read(const mrs_checker *checker, struct json_object *root,
                             marsad_style *style);

/** Checks the root's `metadata` (NULL: all defaults) and fills style->furniture. */
marsad_status mrs_style_read_furniture(const mrs_checker *checker, struct json_object *metadata,
                                       marsad_style *style);

#endif
