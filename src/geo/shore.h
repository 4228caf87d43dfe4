/**
 * Coasts and international borders of a basemap, seen in a plane: how far a point is from them.
 * They are as exact as the basemap, about a kilometre (1:10,000,000). Lakes are land here.
 */
#ifndef MARSAD_GEO_SHORE_H
#define MARSAD_GEO_SHORE_H

#include "geo/plane.h"

typedef struct mrs_shore mrs_shore;

/** Reads what lies within `margin_m` of the box that the points span. The plane must live as long.
 *  Errors as of marsad_land_open(); a basemap without the layer `boundaries` has no borders. */
marsad_status mrs_shore_open(const char *basemap, const mrs_plane *plane,
                             const marsad_lonlat *points, size_t count, double margin_m,
                             mrs_shore **out, marsad_error *error);
void mrs_shore_free(mrs_shore *shore);

typedef struct mrs_shore_place {
    bool on_land;
    double coast_m, border_m; /* distance to the nearest; INFINITY where there is none near */
} mrs_shore_place;

/** Where a point of the plane lies. Distances beyond the margin only say that it is exceeded. */
mrs_shore_place mrs_shore_at(const mrs_shore *shore, double x, double y);

#endif
