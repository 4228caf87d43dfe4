#include "marsad/front.h"

#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "geo/vector.h"

typedef struct vector3 {
    double x, y, z;
} vector3;

/* One geodesic segment. */
typedef struct segment {
    marsad_lonlat from, to;
    vector3 start; /* `from` in space, metres from the centre of the earth */
    double length_m;
} segment;

struct marsad_front {
    mrs_earth earth;
    segment *segments;
    size_t count, capacity;
    size_t lines;
};

/* Geocentric Cartesian coordinates of a point on the ellipsoid. */
static vector3 in_space(const mrs_earth *earth, marsad_lonlat point)
{
    const double radian = acos(-1) / 180;
    double lat = point.lat * radian;
    double lon = point.lon * radian;
    double e2 = earth->ellipsoid.f * (2 - earth->ellipsoid.f);
    double normal = earth->ellipsoid.a / sqrt(1 - e2 * sin(lat) * sin(lat));
    return (vector3){normal * cos(lat) * cos(lon), normal * cos(lat) * sin(lon),
                     normal * (1 - e2) * sin(lat)};
}

static double chord(vector3 a, vector3 b)
{
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z));
}

/* ---- reading ------------------------------------------------------------------------------- */

/* Lines that cross the antimeridian may be written with longitudes beyond 180. */
static bool normalise(marsad_lonlat *point)
{
    if (!(fabs(point->lon) <= 540)) {
        return false;
    }
    point->lon = mrs_longitude_normalise(point->lon);
    return marsad_lonlat_valid(*point);
}

static bool add_segment(marsad_front *front, marsad_lonlat from, marsad_lonlat to)
{
    if (!mrs_grow((void **)&front->segments, &front->capacity, front->count,
                  sizeof *front->segments)) {
        return false;
    }
    front->segments[front->count++] =
        (segment){.from = from,
                  .to = to,
                  .start = in_space(&front->earth, from),
                  .length_m = mrs_earth_between(&front->earth, from, to).distance_m};
    return true;
}

static marsad_status add_line(marsad_front *front, const marsad_lonlat *points, size_t count,
                              marsad_error *error)
{
    if (count < 2) {
        return mrs_fail(error, MARSAD_ERR_INPUT, "a line of the front has fewer than two points");
    }
    marsad_lonlat before = points[0];
    for (size_t i = 0; i < count; i++) {
        marsad_lonlat point = points[i];
        if (!normalise(&point)) {
            return mrs_fail(error, MARSAD_ERR_INPUT,
                            "the coordinates %g, %g are out of range: is the file's coordinate "
                            "reference system the right one?",
                            points[i].lon, points[i].lat);
        }
        if (i > 0 && !add_segment(front, before, point)) {
            return mrs_fail_memory(error);
        }
        before = point;
    }
    front->lines++;
    return MARSAD_OK;
}

static marsad_status add_shape(marsad_front *front, const mrs_shape *shape, marsad_error *error)
{
    if (shape->kind != MRS_SHAPE_LINES && shape->kind != MRS_SHAPE_NONE) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "a front is made of lines, and this is not a line");
    }
    size_t start = 0;
    for (size_t i = 0; i < shape->line_count; i++) {
        marsad_status status =
            add_line(front, shape->points + start, shape->ends[i] - start, error);
        if (status) {
            return status;
        }
        start = shape->ends[i];
    }
    return MARSAD_OK;
}

static marsad_status add_features(marsad_front *front, mrs_vector *vector, const char *path,
                                  marsad_error *error)
{
    for (;;) {
        bool more;
        const mrs_shape *shape;
        marsad_status status = mrs_vector_next(vector, &more, error);
        if (status || !more) {
            return status;
        }
        status = mrs_vector_shape(vector, &shape, error);
        if (status) {
            return status;
        }
        marsad_error cause = {0};
        status = add_shape(front, shape, &cause);
        if (status) {
            return mrs_fail_at(error, status, path, mrs_vector_row(vector), NULL, "%s",
                               cause.message);
        }
    }
}

static marsad_status read_lines(marsad_front *front, mrs_vector *vector, const char *path,
                                marsad_error *error)
{
    if (!mrs_vector_has_crs(vector)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                           "the file does not say its coordinate reference system: save it with "
                           "one (a shapefile needs its .prj)");
    }
    marsad_status status = add_features(front, vector, path, error);
    if (!status && front->count == 0) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL, "the file holds no line");
    }
    return status;
}

marsad_status marsad_front_open(const char *const *paths, size_t path_count, const char *basemap,
                                marsad_front **out, marsad_error *error)
{
    const char *path = paths[0];
    (void)path_count;
    (void)basemap;
    *out = NULL;
    mrs_vector *vector;
    marsad_status status = mrs_vector_open(path, MRS_VECTOR_ANY, NULL, &vector, error);
    if (status) {
        return status;
    }
    marsad_front *front = mrs_alloc(1, sizeof *front);
    if (!front) {
        status = mrs_fail_memory(error);
    } else {
        front->earth = mrs_earth_wgs84();
        status = read_lines(front, vector, path, error);
    }
    mrs_vector_close(vector);
    if (status) {
        marsad_front_free(front);
        return status;
    }
    *out = front;
    return MARSAD_OK;
}

void marsad_front_free(marsad_front *front)
{
    if (front) {
        mrs_free(front->segments);
        mrs_free(front);
    }
}

/* The only state in force. */
marsad_status marsad_front_in_force(const marsad_front *front, marsad_date date, size_t *state,
                                    marsad_error *error)
{
    (void)front;
    (void)date;
    (void)error;
    *state = 0;
    return MARSAD_OK;
}

/* ---- the nearest point --------------------------------------------------------------------- */

typedef struct nearest {
    marsad_geodesic line; /* from the point asked about */
    marsad_lonlat at;
} nearest;

static void consider(const mrs_earth *earth, marsad_lonlat point, marsad_lonlat at, nearest *best)
{
    marsad_geodesic line = mrs_earth_between(earth, point, at);
    if (line.distance_m < best->line.distance_m) {
        *best = (nearest){line, at};
    }
}

/*
 * How far along the line, from a point of it, the foot of the perpendicular from `point` lies, if
 * the earth were a sphere there: in the right triangle with the hypotenuse sigma and the angle
 * alpha at the line, tan(leg) = tan(sigma) cos(alpha). `azimuth` is the line's own at `at`.
 */
static double step_to_foot(const mrs_earth *earth, marsad_lonlat at, double azimuth,
                           marsad_lonlat point)
{
    const double radian = acos(-1) / 180;
    const double radius = earth->ellipsoid.a;
    double distance;
    double towards;
    geod_inverse(&earth->ellipsoid, at.lat, at.lon, point.lat, point.lon, &distance, &towards,
                 NULL);
    double sigma = distance / radius;
    return radius * atan2(sin(sigma) * cos((towards - azimuth) * radian), cos(sigma));
}

/*
 * The foot of the perpendicular from `point` to a segment, by iterating the spherical solution on
 * the ellipsoid (S. Baselga, J. C. Martinez-Llario, Intersection and point-to-line solutions for
 * geodesics on the ellipsoid, Stud. Geophys. Geod. 62, 353-363, 2018,
 * doi:10.1007/s11200-017-1020-z). Converges in a few steps; no gnomonic plane is needed, so long
 * segments and far points are as good as near ones. A foot beyond an end is that end.
 */
static marsad_lonlat foot_on_segment(const mrs_earth *earth, const segment *s, marsad_lonlat point)
{
    enum { MOST_STEPS = 30 };
    const double close_enough_m = 1e-6;
    struct geod_geodesicline line;
    geod_inverseline(&line, &earth->ellipsoid, s->from.lat, s->from.lon, s->to.lat, s->to.lon, 0);
    double along = 0;
    marsad_lonlat at = s->from;
    double azimuth = line.azi1;
    for (int i = 0; i < MOST_STEPS; i++) {
        double next = along + step_to_foot(earth, at, azimuth, point);
        next = fmin(fmax(next, 0), s->length_m);
        double moved = fabs(next - along);
        along = next;
        geod_position(&line, along, &at.lat, &at.lon, &azimuth);
        if (moved < close_enough_m) {
            break;
        }
    }
    return at;
}

/* The nearest vertex by straight lines through the earth, which order as geodesics do but for
 * close calls: a first bound, so that most segments need no geodesic at all. */
static marsad_lonlat nearest_vertex(const marsad_front *front, vector3 point)
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < front->count; i++) {
        double length = chord(front->segments[i].start, point);
        if (length < least) {
            least = length;
            best = i;
        }
    }
    return front->segments[best].from;
}

static nearest find_nearest(const marsad_front *front, marsad_lonlat point)
{
    const mrs_earth *earth = &front->earth;
    vector3 here = in_space(earth, point);
    nearest best = {.line = {.distance_m = INFINITY}};
    consider(earth, point, nearest_vertex(front, here), &best);
    for (size_t i = 0; i < front->count; i++) {
        const segment *s = &front->segments[i];
        /* No point of the segment is nearer than this: a chord is never longer than a geodesic. */
        if (chord(s->start, here) - s->length_m > best.line.distance_m) {
            continue;
        }
        consider(earth, point, s->from, &best);
        consider(earth, point, s->to, &best);
        if (s->length_m > 0) {
            consider(earth, point, foot_on_segment(earth, s, point), &best);
        }
    }
    return best;
}

marsad_status marsad_front_relate(const marsad_front *front, size_t state, marsad_lonlat point,
                                  double uncertainty_m, marsad_front_relation *out,
                                  marsad_error *error)
{
    *out = (marsad_front_relation){0};
    (void)state;
    if (!marsad_lonlat_valid(point)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the point's coordinates are out of range");
    }
    if (!(uncertainty_m >= 0)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the uncertainty must be 0 metres or more");
    }
    nearest best = find_nearest(front, point);
    *out = (marsad_front_relation){.has_line = true,
                                   .distance_m = best.line.distance_m,
                                   .azimuth_deg = best.line.azimuth_deg,
                                   .nearest = best.at,
                                   .within_uncertainty = best.line.distance_m <= uncertainty_m};
    return MARSAD_OK;
}
