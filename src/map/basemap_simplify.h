/** Lines with no more points than can be told apart. */
#ifndef MARSAD_MAP_BASEMAP_SIMPLIFY_H
#define MARSAD_MAP_BASEMAP_SIMPLIFY_H

#include <stddef.h>

#include "marsad/geodesy.h"

/**
 * Keeps of a line's points, its ends among them, those without which it would pass another by more
 * than one length; a degree of longitude and of latitude is as many lengths as is said. Returns how
 * many there are now.
 */
size_t mrs_simplify(marsad_lonlat *points, size_t count, double lengths_per_lon,
                    double lengths_per_lat);

#endif
