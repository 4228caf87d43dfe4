#include "geo/segment.h"

#include <math.h>

mrs_vector3 mrs_in_space(const mrs_earth *earth, marsad_lonlat point)
{
    double a = earth->ellipsoid.a;
    double e2 = earth->ellipsoid.f * (2 - earth->ellipsoid.f);
    double sine = sin(mrs_radians(point.lat));
    double prime_vertical = a / sqrt(1 - e2 * sine * sine);
    double from_axis = prime_vertical * cos(mrs_radians(point.lat));
    return (mrs_vector3){from_axis * cos(mrs_radians(point.lon)),
                         from_axis * sin(mrs_radians(point.lon)), prime_vertical * (1 - e2) * sine};
}

double mrs_chord(mrs_vector3 a, mrs_vector3 b)
{
    mrs_vector3 way = mrs_plus(a, -1, b);
    return sqrt(mrs_dot(way, way));
}

/*
 * Iterates the solution of the right-angled spherical triangle, tan(leg) = tan(hypotenuse)
 * cos(angle), on the ellipsoid: S. Baselga, J. C. Martinez-Llario, Intersection and point-to-line
 * solutions for geodesics on the ellipsoid, Stud. Geophys. Geod. 62, 353-363, 2018,
 * doi:10.1007/s11200-017-1020-z.
 */
marsad_lonlat mrs_segment_foot(const mrs_earth *earth, marsad_lonlat from, marsad_lonlat to,
                               double length_m, marsad_lonlat point)
{
    enum { MOST_STEPS = 30 };
    const double close_enough_m = 1e-6;
    const double radius_m = earth->ellipsoid.a;
    marsad_lonlat at = from;
    if (!(length_m > 0)) {
        return at;
    }
    struct geod_geodesicline line;
    geod_inverseline(&line, &earth->ellipsoid, from.lat, from.lon, to.lat, to.lon, 0);
    double azimuth = line.azi1;
    double along = 0;
    for (int i = 0; i < MOST_STEPS; i++) {
        double distance;
        double towards;
        geod_inverse(&earth->ellipsoid, at.lat, at.lon, point.lat, point.lon, &distance, &towards,
                     NULL);
        double arc = distance / radius_m;
        double leg = radius_m * atan2(sin(arc) * cos(mrs_radians(towards - azimuth)), cos(arc));
        double next = fmin(fmax(along + leg, 0), length_m);
        double moved = fabs(next - along);
        along = next;
        geod_position(&line, along, &at.lat, &at.lon, &azimuth);
        if (moved < close_enough_m) {
            break;
        }
    }
    /* The ends as they are written: a foot there must not differ from the vertex by rounding. */
    return along <= 0 ? from : along >= length_m ? to : at;
}
