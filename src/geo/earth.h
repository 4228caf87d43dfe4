/** The WGS 84 ellipsoid, held by callers that measure many geodesics. */
#ifndef MARSAD_GEO_EARTH_H
#define MARSAD_GEO_EARTH_H

#include <geodesic.h>
#include <math.h>

#include "marsad/geodesy.h"

/** The ellipsoid with its series coefficients; made once, then read only, from any thread. */
typedef struct mrs_earth {
    struct geod_geodesic ellipsoid;
} mrs_earth;

mrs_earth mrs_earth_wgs84(void);

/** As marsad_geodesic_between() and marsad_geodesic_point(). */
marsad_geodesic mrs_earth_between(const mrs_earth *earth, marsad_lonlat from, marsad_lonlat to);
marsad_lonlat mrs_earth_point(const mrs_earth *earth, marsad_lonlat from, double azimuth_deg,
                              double distance_m);

/** Degrees as radians. */
static inline double mrs_radians(double degrees)
{
    return degrees * (acos(-1) / 180);
}

/** An angle brought into [0, 360). */
double mrs_azimuth_normalise(double degrees);

/** A longitude brought into [-180, 180); one within [-180, 180] is left as it is. */
double mrs_longitude_normalise(double degrees);

#endif
