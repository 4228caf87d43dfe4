/** OpenStreetMap's tags as places. */
#ifndef MARSAD_GAZETTEER_IMPORT_TAGS_H
#define MARSAD_GAZETTEER_IMPORT_TAGS_H

#include "gazetteer/import.h"

typedef struct mrs_tag {
    const char *key, *value;
} mrs_tag;

/** An element with its tags. `id` is as OpenStreetMap writes it: "node/260714409". */
typedef struct mrs_tagged {
    char id[64];
    const mrs_tag *tags;
    size_t count;
    bool has_position;
    marsad_lonlat at;
    double uncertainty_m; /* of an area: its reach; 0 for a point */
} mrs_tagged;

/** Gives the element to the import: its names, and what it is in GeoNames' feature codes. What has
 *  neither a name nor the tag `place` is passed over without a word. */
marsad_status mrs_import_tagged(mrs_import *import, const mrs_tagged *element, marsad_error *error);

#endif
