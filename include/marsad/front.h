/**
 * Fronts: lines of contact, and how incidents lie to them.
 */
#ifndef MARSAD_FRONT_H
#define MARSAD_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct marsad_front marsad_front;

/**
 * Reads the lines of a front from a file in any format and CRS that OGR reads. MARSAD_ERR_INPUT if
 * it holds no line, a geometry that is not a line, or lines without a CRS.
 */
MARSAD_API marsad_status marsad_front_open(const char *path, marsad_front **out,
                                           marsad_error *error);
MARSAD_API void marsad_front_free(marsad_front *front);

/** Number of lines, and of segments in all of them. */
MARSAD_API size_t marsad_front_line_count(const marsad_front *front);
MARSAD_API size_t marsad_front_segment_count(const marsad_front *front);

/** Where a point lies to a front. */
typedef struct marsad_front_relation {
    double distance_m;       /* geodesic, to the nearest point of the front */
    double azimuth_deg;      /* from the point towards the front; 0 where the distance is 0 */
    marsad_lonlat nearest;   /* on the front */
    bool within_uncertainty; /* the point's uncertainty radius reaches the front */
} marsad_front_relation;

/**
 * Relates a point with an uncertainty radius (0 if none) to the front. Segments are geodesics; the
 * nearest point is refined on the ellipsoid, not in the plane.
 */
MARSAD_API marsad_status marsad_front_relate(const marsad_front *front, marsad_lonlat point,
                                             double uncertainty_m, marsad_front_relation *out,
                                             marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
