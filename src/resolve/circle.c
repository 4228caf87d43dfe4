#include "resolve/circle.h"

#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"

mrs_circle mrs_circle_of_sector(marsad_lonlat middle, double inner_m, double outer_m,
                                double azimuth_deg, double half_angle_deg)
{
    double cosine = cos(mrs_radians(half_angle_deg));
    double sine = sin(mrs_radians(half_angle_deg));
    /* By symmetry the centre is on the axis. The outer corners lie on the circle: either it has
       their chord as a diameter, or the inner corners would stick out and lie on it too. */
    double chord = outer_m * cosine;
    double through_all = cosine > 0 ? (inner_m + outer_m) / (2 * cosine) : INFINITY;
    double offset = fmin(chord, through_all);
    return (mrs_circle){marsad_geodesic_point(middle, azimuth_deg, offset),
                        hypot(chord - offset, outer_m * sine)};
}

/* ---- around a path ------------------------------------------------------------------------- */

typedef struct flat {
    double x, y;
} flat;

/* Distances from `origin` and azimuths at it are kept: azimuthal equidistant. */
static flat flatten(marsad_lonlat origin, marsad_lonlat point)
{
    marsad_geodesic line = marsad_geodesic_between(origin, point);
    double azimuth = mrs_radians(line.azimuth_deg);
    return (flat){line.distance_m * sin(azimuth), line.distance_m * cos(azimuth)};
}

static size_t farthest(const flat *points, size_t count, flat from)
{
    size_t best = 0;
    double most = -1;
    for (size_t i = 0; i < count; i++) {
        double x = points[i].x - from.x;
        double y = points[i].y - from.y;
        if (x * x + y * y > most) {
            most = x * x + y * y;
            best = i;
        }
    }
    return best;
}

/* M. Badoiu, K. L. Clarkson, Smaller core-sets for balls, SODA 2003: steps of 1/(i + 1) towards the
 * farthest point come within 1/sqrt(i) of the centre, in practice far nearer. */
static flat centre_of(const flat *points, size_t count)
{
    enum { STEPS = 2000 };
    flat centre = {(points[0].x + points[count - 1].x) / 2,
                   (points[0].y + points[count - 1].y) / 2};
    for (int i = 1; i <= STEPS; i++) {
        flat far = points[farthest(points, count, centre)];
        centre.x += (far.x - centre.x) / (i + 1);
        centre.y += (far.y - centre.y) / (i + 1);
    }
    return centre;
}

marsad_status mrs_circle_of_path(const marsad_road_path *path, double from_m, double to_m,
                                 mrs_circle *out, marsad_error *error)
{
    *out = (mrs_circle){0};
    marsad_lonlat *points = mrs_alloc(path->count + 2, sizeof *points);
    flat *images = mrs_alloc(path->count + 2, sizeof *images);
    if (!points || !images) {
        mrs_free(points);
        mrs_free(images);
        return mrs_fail_memory(error);
    }
    size_t count = 0;
    points[count++] = marsad_road_path_point(path, from_m);
    for (size_t i = 0; i < path->count; i++) {
        if (path->along_m[i] > from_m && path->along_m[i] < to_m) {
            points[count++] = path->points[i];
        }
    }
    points[count++] = marsad_road_path_point(path, to_m);
    marsad_lonlat origin = marsad_road_path_point(path, (from_m + to_m) / 2);
    for (size_t i = 0; i < count; i++) {
        images[i] = flatten(origin, points[i]);
    }
    flat c = centre_of(images, count);
    out->centre = marsad_geodesic_point(origin, atan2(c.x, c.y) / mrs_radians(1), hypot(c.x, c.y));
    for (size_t i = 0; i < count; i++) {
        double distance = marsad_geodesic_between(out->centre, points[i]).distance_m;
        out->radius_m = fmax(out->radius_m, distance);
    }
    mrs_free(points);
    mrs_free(images);
    return MARSAD_OK;
}
