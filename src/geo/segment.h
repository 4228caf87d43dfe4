/** Geodesic segments: how near a point comes to one. */
#ifndef MARSAD_GEO_SEGMENT_H
#define MARSAD_GEO_SEGMENT_H

#include "geo/earth.h"
#include "geo/space.h"
#include "marsad/geodesy.h"

/** Where a point of the ellipsoid is in space, metres from the centre of the earth. */
mrs_vector3 mrs_in_space(const mrs_earth *earth, marsad_lonlat point);

/** The straight line through the earth, metres: never longer than the geodesic, and therefore a
 *  cheap bound that needs no care at the antimeridian or the poles. */
double mrs_chord(mrs_vector3 a, mrs_vector3 b);

/**
 * The point of the geodesic from `from` to `to` (`length_m` long) that is nearest to `point`;
 * beyond an end it is that end.
 */
marsad_lonlat mrs_segment_foot(const mrs_earth *earth, marsad_lonlat from, marsad_lonlat to,
                               double length_m, marsad_lonlat point);

#endif
