/** A basemap's land from inside: reading the areas of a box. */
#ifndef MARSAD_GEO_LAND_H
#define MARSAD_GEO_LAND_H

#include <geos_c.h>
#include <sqlite3.h>

#include "marsad/land.h"

typedef enum mrs_land_layer { MRS_LAND_LAND = 0, MRS_LAND_LAKES, MRS_LAND_LAYERS } mrs_land_layer;

struct marsad_land {
    char *path;
    sqlite3 *database;
    sqlite3_stmt *queries[MRS_LAND_LAYERS]; /* the areas of a box; NULL for lakes: there are none */
    GEOSContextHandle_t geos;
    GEOSWKBReader *reader;
};

/** Takes over an area. Another status than MARSAD_OK ends the reading. */
typedef marsad_status (*mrs_land_take)(void *context, GEOSGeometry *area, marsad_error *error);

/** Hands the areas of a layer whose boxes meet `box` (west <= east) to `take`, whole, in the order
 *  of the table. */
marsad_status mrs_land_read(marsad_land *land, mrs_land_layer layer, marsad_bbox box,
                            mrs_land_take take, void *context, marsad_error *error);

/** MARSAD_ERR_INPUT: the areas cannot be worked with. */
marsad_status mrs_land_fail_areas(const marsad_land *land, marsad_error *error);

#endif
