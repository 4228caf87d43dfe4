/** Circles on the ellipsoid: the smallest ones that hold what words leave open. */
#ifndef MARSAD_RESOLVE_CIRCLE_H
#define MARSAD_RESOLVE_CIRCLE_H

#include "marsad/geodesy.h"
#include "marsad/roads.h"

typedef struct mrs_circle {
    marsad_lonlat centre;
    double radius_m;
} mrs_circle;

/**
 * The smallest circle around the part of a ring, from `inner_m` to `outer_m` around `middle`, that
 * lies within `half_angle_deg` (0 to 90) of an azimuth. Exact in the plane; on the ground for rings
 * of some hundreds of kilometres well within what is left open.
 */
mrs_circle mrs_circle_of_sector(marsad_lonlat middle, double inner_m, double outer_m,
                                double azimuth_deg, double half_angle_deg);

/** The smallest circle (to a thousandth) around the stretch of a path from `from_m` to `to_m` along
 *  it. MARSAD_ERR_MEMORY is the only failure. */
marsad_status mrs_circle_of_path(const marsad_road_path *path, double from_m, double to_m,
                                 mrs_circle *out, marsad_error *error);

#endif
