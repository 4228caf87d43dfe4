/* The exact foot of a point on a segment, from where the index says that it about is. */
#include <math.h>

#include "geo/space.h"
#include "relate/control_handle.h"

/* A foot nearer to a vertex is the vertex. */
static const double VERTEX_M = 1e-4;

/* Feet whose distances differ by less are equally near. */
static const double SAME_M = 1e-7;

/* To first order a foot is moved by this at most, from points as near as this. */
static const double SHORT_LEG_M = 0.1;
static const double NEAR_M = 5e5;

/* Where a metre is fewer degrees of longitude than this, some 60 km and more from the poles, a
 * short leg moves it evenly. */
static const double PLAIN_LONGITUDES = 1e-3;

static const double VERY_FAR_M = 3e6;

static const double RADIAN = 0.017453292519943295;

typedef struct search {
    const mrs_control *control;
    const mrs_control_index *index;
    marsad_lonlat point;
    const mrs_control_vertex *measured; /* `to_measured` leads there; NULL: to none yet */
    marsad_geodesic to_measured;
    mrs_vector3 far; /* a point of a piece that was too far, and how far it is; -INFINITY: none */
    double far_m;
    mrs_control_foot best;
} search;

static void settle(search *it, const mrs_control_foot *foot)
{
    double nearer = it->best.distance_m - foot->distance_m;
    if (nearer > SAME_M || (nearer > -SAME_M && foot->segment < it->best.segment)) {
        it->best = *foot;
    }
}

/* How far along a segment, from a point of it, the foot of the perpendicular lies on a sphere: in
 * the right-angled triangle, tan(leg) = tan(hypotenuse) cos(angle). `aside_deg` is the angle
 * between the segment's course and where the point is seen from there. */
static double leg_m(const mrs_earth *earth, double distance_m, double aside_deg)
{
    double radius = earth->ellipsoid.a;
    double arc = distance_m / radius;
    return radius * atan2(sin(arc) * cos(aside_deg * RADIAN), cos(arc));
}

static const marsad_geodesic *way_to_vertex(search *it, const mrs_control_vertex *vertex)
{
    if (it->measured != vertex) {
        it->measured = vertex;
        it->to_measured = mrs_earth_between(&it->control->earth, it->point, vertex->at);
    }
    return &it->to_measured;
}

static void settle_vertex(search *it, size_t segment, const mrs_control_vertex *vertex)
{
    const marsad_geodesic *way = way_to_vertex(it, vertex);
    settle(it, &(mrs_control_foot){.distance_m = way->distance_m,
                                   .azimuth_deg = way->azimuth_deg,
                                   .view_deg = way->back_azimuth_deg,
                                   .at = vertex->at,
                                   .segment = segment,
                                   .vertex = vertex});
}

/* Settles for the end of a segment if a foot there is no foot within it. */
static bool settle_end(search *it, size_t segment, double along_m)
{
    const mrs_control_segment *s = &it->control->segments[segment];
    if (along_m > VERTEX_M && along_m < s->length_m - VERTEX_M) {
        return false;
    }
    settle_vertex(it, segment, &it->control->vertices[along_m > VERTEX_M ? s->end : s->start]);
    return true;
}

/*
 * Looks for the foot along the whole segment, exactly. The derivative of the distance along a
 * geodesic is the negative cosine of the angle under which the point is seen, so that a zero of it
 * is bracketed; each step within the bracket solves the spherical triangle, as S. Baselga and J. C.
 * Martinez-Llario do (Stud. Geophys. Geod. 62, 353-363, 2018, doi:10.1007/s11200-017-1020-z). A
 * quarter of the way round the earth the sphere is no guide, and the bracket is halved instead.
 */
static void follow(search *it, size_t segment, double along_m)
{
    enum { MOST_STEPS = 100 };
    const double close_enough_m = 1e-6;
    const mrs_earth *earth = &it->control->earth;
    const mrs_control_segment *s = &it->control->segments[segment];
    struct geod_geodesicline line;
    mrs_control_foot foot = {.segment = segment};
    double low = 0;
    double high = s->length_m;
    double leg_before = INFINITY;
    geod_lineinit(&line, &earth->ellipsoid, s->from.lat, s->from.lon, s->azimuth_deg, 0);
    along_m = fmin(fmax(along_m, low), high);
    for (int i = 0; i < MOST_STEPS; i++) {
        geod_position(&line, along_m, &foot.at.lat, &foot.at.lon, &foot.course_deg);
        marsad_geodesic way = mrs_earth_between(earth, it->point, foot.at);
        foot.distance_m = way.distance_m;
        foot.azimuth_deg = way.azimuth_deg;
        foot.view_deg = way.back_azimuth_deg;
        double leg = leg_m(earth, way.distance_m, way.back_azimuth_deg - foot.course_deg);
        *(leg > 0 ? &low : &high) = along_m;
        double next = along_m + leg;
        if (fabs(leg) <= close_enough_m || high - low <= close_enough_m) {
            break;
        }
        bool slow = fabs(leg) > leg_before / 2;
        along_m = slow || next <= low || next >= high ? (low + high) / 2 : next;
        leg_before = fabs(leg);
    }
    if (!settle_end(it, segment, along_m)) {
        settle(it, &foot);
    }
}

/* ---- along a piece ------------------------------------------------------------------------- */

/* A point of a piece, and how it moves along: degrees a metre. */
typedef struct spot {
    marsad_lonlat at, a_metre;
    double course_deg;
} spot;

static mrs_vector3 of_piece(const mrs_control_piece *piece, double q)
{
    const mrs_vector3 *m = &piece->middle;
    const mrs_vector3 *w = &piece->way;
    const mrs_vector3 *b = &piece->bulge;
    return (mrs_vector3){m->x + q * (w->x - q * b->x), m->y + q * (w->y - q * b->y),
                         m->z + q * (w->z - q * b->z)};
}

static mrs_vector3 course_of_piece(const mrs_control_piece *piece, double q)
{
    return (mrs_vector3){piece->way.x - 2 * q * piece->bulge.x,
                         piece->way.y - 2 * q * piece->bulge.y,
                         piece->way.z - 2 * q * piece->bulge.z};
}

/* The point lies on the ellipsoid, which makes its latitude simple: (x, y, z / (1 - e^2)) is its
 * normal, as long as the radius of curvature in the prime vertical, N. The meridian's radius is
 * N^3 (1 - e^2) / a^2. */
static spot spot_of(const search *it, const mrs_control_piece *piece, double q)
{
    const struct geod_geodesic *earth = &it->control->earth.ellipsoid;
    double squash = (1 - earth->f) * (1 - earth->f);
    mrs_vector3 p = mrs_control_index_out(it->index, of_piece(piece, q));
    mrs_vector3 t = mrs_control_index_turn_out(it->index, course_of_piece(piece, q));
    double from_axis = sqrt(p.x * p.x + p.y * p.y);
    double up_z = p.z / squash;
    double normal = sqrt(from_axis * from_axis + up_z * up_z);
    double cos_lon = from_axis > 0 ? p.x / from_axis : 1;
    double sin_lon = from_axis > 0 ? p.y / from_axis : 0;
    double outwards = cos_lon * t.x + sin_lon * t.y;
    double east = cos_lon * t.y - sin_lon * t.x;
    double north = (from_axis * t.z - up_z * outwards) / normal;
    double a_radian = 1 / (RADIAN * sqrt(east * east + north * north));
    double meridian = normal * normal * normal * squash / (earth->a * earth->a);
    return (spot){.at = {atan2(p.y, p.x) / RADIAN, atan2(up_z, from_axis) / RADIAN},
                  .a_metre = {east * a_radian / from_axis, north * a_radian / meridian},
                  .course_deg = atan2(east, north) / RADIAN};
}

/* Moves a foot by a short leg along its segment. */
static void shift(const search *it, const mrs_control_piece *piece, double q, const spot *here,
                  double leg, mrs_control_foot *foot)
{
    double turn = (foot->course_deg - foot->view_deg - 180) * RADIAN;
    double ahead = foot->distance_m + leg * cos(turn);
    double aside = leg * sin(turn);
    double arc = foot->distance_m / it->control->earth.ellipsoid.a;
    double spread = 1 - arc * arc / 6; /* sin(arc) / arc */
    foot->distance_m = sqrt(ahead * ahead + aside * aside);
    foot->azimuth_deg =
        mrs_azimuth_normalise(foot->azimuth_deg + atan2(aside / spread, ahead) / RADIAN);
    if (fabs(here->a_metre.lon) < PLAIN_LONGITUDES && fabs(here->at.lon) < 179.9) {
        foot->at.lon += here->a_metre.lon * leg;
        foot->at.lat += here->a_metre.lat * leg;
    } else {
        foot->at = spot_of(it, piece, q + leg / piece->length_m).at;
    }
}

/* Settles for a foot within a piece; false if it must be looked for more closely. */
static bool settle_within(search *it, const mrs_control_piece *piece, double q, double *along_m)
{
    const mrs_earth *earth = &it->control->earth;
    spot here = spot_of(it, piece, q);
    marsad_geodesic way = mrs_earth_between(earth, it->point, here.at);
    double leg = leg_m(earth, way.distance_m, way.back_azimuth_deg - here.course_deg);
    *along_m += leg;
    if (fabs(leg) > SHORT_LEG_M || way.distance_m > NEAR_M) {
        return false;
    }
    if (settle_end(it, piece->segment, *along_m)) {
        return true;
    }
    mrs_control_foot foot = {.distance_m = way.distance_m,
                             .azimuth_deg = way.azimuth_deg,
                             .view_deg = way.back_azimuth_deg,
                             .course_deg = here.course_deg,
                             .at = here.at,
                             .segment = piece->segment};
    if (way.distance_m > 0) {
        shift(it, piece, q, &here, leg, &foot);
    }
    settle(it, &foot);
    return true;
}

/* A vertex through the earth may still be none on the ellipsoid. */
static void look_at_vertex(search *it, size_t segment, bool at_end)
{
    const mrs_control_segment *s = &it->control->segments[segment];
    const mrs_control_vertex *vertex = &it->control->vertices[at_end ? s->end : s->start];
    const marsad_geodesic *way = way_to_vertex(it, vertex);
    double inwards_deg = at_end ? s->back_azimuth_deg : s->azimuth_deg;
    double leg = leg_m(&it->control->earth, way->distance_m, way->back_azimuth_deg - inwards_deg);
    if (!(way->distance_m > 0) || leg <= VERTEX_M) {
        settle_vertex(it, segment, vertex);
    } else {
        follow(it, segment, at_end ? s->length_m - leg : leg);
    }
}

/*
 * From very far away, chords tell little, and candidates are many. A piece is as far as any other
 * point, less the way between them.
 */
static bool too_far(search *it, const mrs_control_piece *piece)
{
    const double longest_m = 4e6; /* a chord whose geodesic is less than 1.02 times as long */
    mrs_vector3 between = mrs_plus(piece->middle, -1, it->far);
    double apart = sqrt(mrs_dot(between, between));
    if (apart < longest_m && it->far_m - 1.02 * apart - piece->length_m > it->best.distance_m) {
        return true;
    }
    it->far = piece->middle;
    it->far_m =
        mrs_earth_between(&it->control->earth, it->point, spot_of(it, piece, 0).at).distance_m;
    return it->far_m - piece->length_m > it->best.distance_m;
}

static void look_at(search *it, const mrs_control_candidate *candidate)
{
    const mrs_control_piece *piece = mrs_control_index_piece(it->index, candidate->piece);
    double q = candidate->part;
    if (candidate->chord2 > VERY_FAR_M * VERY_FAR_M && too_far(it, piece)) {
        return;
    }
    double along_m = piece->along_m + q * piece->length_m;
    if ((piece->first && q <= -0.5) || (piece->last && q >= 0.5)) {
        look_at_vertex(it, piece->segment, q > 0);
    } else if (!settle_within(it, piece, q, &along_m)) {
        follow(it, piece->segment, along_m);
    }
}

static void take(void *context, const mrs_control_candidate *candidates, size_t count)
{
    search *it = context;
    for (size_t i = 0; i < count; i++) {
        /* A chord is never longer than its geodesic. */
        double within = it->best.distance_m + 1e-2;
        if (candidates[i].chord2 <= within * within) {
            look_at(it, &candidates[i]);
        }
    }
}

mrs_control_foot mrs_control_foot_find(const mrs_control *control, const mrs_control_index *index,
                                       marsad_lonlat point)
{
    search it = {.control = control,
                 .index = index,
                 .point = point,
                 .far_m = -INFINITY,
                 .best = {.distance_m = INFINITY, .segment = control->count}};
    if (index) {
        mrs_vector3 here = mrs_in_space(&control->earth, point);
        mrs_control_index_search(index, mrs_control_index_into(index, here), take, &it);
    }
    return it.best;
}
