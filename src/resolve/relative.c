#include "resolve/relative.h"

#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "resolve/anchor.h"
#include "resolve/circle.h"
#include "resolve/relative_words.h"
#include "resolve/way.h"

/* The reasons for these figures stand in the header. */
static const double OFFSET_LOOSENESS = 1.25;
static const double DIRECTION_LOOSENESS = 1.5;
static const double PART_LOOSENESS = 2;
static const double AREA_LOOSENESS = 8.0 / 3;
static const double ROAD_FIGURE = 0.1;   /* of a figure that may be read off the road */
static const double ALONG_ROAD = 0.05;   /* of a figure along a known road */
static const double ALONG_LINE = 0.15;   /* of one along a road that is not known */
static const double MIDWAY_ROAD = 0.125; /* of the way's length */
static const double MIDWAY_LINE = 0.15;
static const double BESIDE_LINE = 0.2;
static const double SCHEMATIC_M = 3000;
static const double LEAST_RADIUS_M = 100;
static const double HALF_EARTH_M = 20003931; /* from pole to pole: nothing is farther away */

/* What is being placed. */
typedef struct placing {
    mrs_relation relation; /* its kind is what the words amount to */
    mrs_anchor anchor;     /* the first */
    mrs_circle circle;
    double reach_m; /* from the anchor's middle, where the words give no figure */
} placing;

/* ---- what is asked ------------------------------------------------------------------------- */

static bool in_range(double value, double least, double most)
{
    return value >= least && value <= most;
}

static marsad_status check_numbers(const mrs_relation *relation, marsad_error *error)
{
    if (relation->has_distance && (!in_range(relation->distance_m, 0, HALF_EARTH_M) ||
                                   !in_range(relation->distance_tol_m, 0, HALF_EARTH_M))) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the distance must be 0 to 20,000 km, and so its tolerance");
    }
    if (relation->has_direction &&
        (!isfinite(relation->azimuth_deg) || !in_range(relation->azimuth_tol_deg, 0, 180))) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the direction must be finite, its tolerance 0 to 180 degrees");
    }
    return MARSAD_OK;
}

static marsad_status check_anchors(const mrs_relation *relation, const marsad_place *const *anchors,
                                   marsad_error *error)
{
    bool two = relation->kind == MRS_RELATION_BETWEEN || relation->kind == MRS_RELATION_MIDWAY;
    size_t needed = two ? 2 : 1;
    if (relation->anchor_count < needed || relation->anchor_count > MRS_RELATION_ANCHORS) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the words need %s",
                        two ? "two places" : "a place");
    }
    for (size_t i = 0; i < relation->anchor_count; i++) {
        const marsad_place *place = anchors[i];
        if (!place || !place->feature_code || !marsad_lonlat_valid(place->at) ||
            !in_range(place->uncertainty_m, 0, HALF_EARTH_M)) {
            return mrs_fail(error, MARSAD_ERR_USAGE, "a place that the words name is not usable");
        }
    }
    return MARSAD_OK;
}

/* The kind that is left where the words lack a figure, a direction or a second place. */
static mrs_relation_kind kind_meant(const mrs_relation *relation)
{
    mrs_relation_kind nothing_said = MRS_RELATION_NEAR;
    switch (relation->kind) {
    case MRS_RELATION_ALONG:
        if (relation->anchor_count == 2) {
            return relation->has_distance ? MRS_RELATION_ALONG : MRS_RELATION_ROAD;
        }
        return relation->has_distance ? MRS_RELATION_DISTANCE : MRS_RELATION_ROAD;
    case MRS_RELATION_PART:
        return relation->has_direction ? MRS_RELATION_PART : MRS_RELATION_AROUND;
    case MRS_RELATION_OFFSET:
    case MRS_RELATION_DISTANCE:
    case MRS_RELATION_DIRECTION:
        if (relation->has_distance) {
            return relation->has_direction ? MRS_RELATION_OFFSET : MRS_RELATION_DISTANCE;
        }
        return relation->has_direction ? MRS_RELATION_DIRECTION : nothing_said;
    default:
        return relation->kind;
    }
}

/* ---- from one place ------------------------------------------------------------------------ */

static double half_angle(const placing *p, double looseness)
{
    return fmin(p->relation.azimuth_tol_deg * looseness, 90);
}

static mrs_circle sector(const placing *p, double inner_m, double outer_m, double looseness)
{
    return mrs_circle_of_sector(p->anchor.place->at, inner_m, outer_m, p->relation.azimuth_deg,
                                half_angle(p, looseness));
}

static void place_offset(placing *p)
{
    const mrs_relation *r = &p->relation;
    double distance = r->distance_m;
    if (p->anchor.kind == MRS_ANCHOR_AREA) { /* from its edge, wherever that is */
        p->circle = sector(p, fmax(distance - r->distance_tol_m, 0),
                           p->anchor.extent_m + distance + r->distance_tol_m, OFFSET_LOOSENESS);
        return;
    }
    double angle = half_angle(p, OFFSET_LOOSENESS) * acos(-1) / 180;
    double sideways = 2 * distance * sin(angle / 2);
    double lengthways = hypot(r->distance_tol_m + p->anchor.extent_m, ROAD_FIGURE * distance);
    p->circle = (mrs_circle){marsad_geodesic_point(p->anchor.place->at, r->azimuth_deg, distance),
                             hypot(sideways, lengthways)};
}

static void place_direction(placing *p)
{
    p->reach_m = p->anchor.direction_m;
    p->circle = p->anchor.kind == MRS_ANCHOR_AREA
                    ? sector(p, 0, p->reach_m, AREA_LOOSENESS)
                    : sector(p, p->anchor.extent_m, p->reach_m, DIRECTION_LOOSENESS);
}

static void place_part(placing *p)
{
    p->circle = sector(p, 0, p->anchor.part_m,
                       p->anchor.kind == MRS_ANCHOR_AREA ? AREA_LOOSENESS : PART_LOOSENESS);
}

static void place_about(placing *p, double reach_m)
{
    p->reach_m = reach_m;
    p->circle = (mrs_circle){p->anchor.place->at, reach_m};
}

static void place_by_one(placing *p)
{
    const mrs_relation *r = &p->relation;
    switch (r->kind) {
    case MRS_RELATION_OFFSET:
        place_offset(p);
        break;
    case MRS_RELATION_DISTANCE:
        place_about(p, r->distance_m + r->distance_tol_m + p->anchor.extent_m);
        break;
    case MRS_RELATION_DIRECTION:
        place_direction(p);
        break;
    case MRS_RELATION_PART:
        place_part(p);
        break;
    case MRS_RELATION_AROUND:
        place_about(p, p->anchor.around_m);
        break;
    case MRS_RELATION_ROAD: /* one end of it is all that is known */
        place_about(p, 2 * p->anchor.near_m - p->anchor.extent_m);
        break;
    default:
        place_about(p, p->anchor.near_m);
        break;
    }
}

/* ---- between two --------------------------------------------------------------------------- */

static double beside_road(const mrs_way *way)
{
    return way->path.schematic ? SCHEMATIC_M : 0;
}

/* From edge to edge; from middle to middle where the two nearly touch or overlap. */
static void open_stretch(const mrs_way *way, double *from_m, double *to_m)
{
    const double least_share = 0.2;
    *from_m = way->from.extent_m;
    *to_m = way->length_m - way->to.extent_m;
    if (*to_m - *from_m < least_share * way->length_m) {
        *from_m = 0;
        *to_m = way->length_m;
    }
}

static marsad_status place_stretch(placing *p, const mrs_way *way, marsad_error *error)
{
    double from_m;
    double to_m;
    open_stretch(way, &from_m, &to_m);
    if (way->by_road) {
        marsad_status status = mrs_circle_of_path(&way->path, from_m, to_m, &p->circle, error);
        p->circle.radius_m += beside_road(way);
        return status;
    }
    double half = (to_m - from_m) / 2;
    p->circle =
        (mrs_circle){mrs_way_point(way, from_m + half), hypot(half, BESIDE_LINE * way->length_m)};
    return MARSAD_OK;
}

static void place_midway(placing *p, const mrs_way *way)
{
    double share = way->by_road ? MIDWAY_ROAD : MIDWAY_LINE;
    double ends = (way->from.extent_m + way->to.extent_m) / 2;
    p->circle = (mrs_circle){mrs_way_point(way, way->length_m / 2),
                             hypot(share * way->length_m, ends) + beside_road(way)};
}

static marsad_status place_along(placing *p, const mrs_way *way, marsad_error *error)
{
    const mrs_relation *r = &p->relation;
    const double longer_on_the_ground = 1.2;
    double distance = r->distance_m;
    double most = longer_on_the_ground * way->length_m + r->distance_tol_m + way->to.extent_m +
                  way->from.extent_m;
    if (distance > most) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "%s is only %.0f km from %s, so nothing on the way is %.0f km from it",
                        mrs_anchor_name(&way->to), way->length_m / 1000,
                        mrs_anchor_name(&way->from), distance / 1000);
    }
    double share = way->by_road ? ALONG_ROAD : ALONG_LINE;
    double radius = hypot(r->distance_tol_m + way->from.extent_m, share * distance);
    p->circle = (mrs_circle){mrs_way_point(way, distance), radius + beside_road(way)};
    return MARSAD_OK;
}

/* The way without a direction is found in one order, so that "between X and Y" and "between Y and
 * X" give the same circle to the last bit. */
static bool comes_first(const marsad_place *a, const marsad_place *b)
{
    return a->at.lon != b->at.lon ? a->at.lon < b->at.lon : a->at.lat <= b->at.lat;
}

/* What the reason names goes back into the order of the text; the way's points stay. */
static void rename_ends(mrs_way *way)
{
    mrs_anchor first = way->from;
    way->from = way->to;
    way->to = first;
    marsad_road_stretch *roads = way->path.roads;
    for (size_t i = 0, j = way->path.road_count; i + 1 < j; i++) {
        marsad_road_stretch stretch = roads[i];
        roads[i] = roads[--j];
        roads[j] = stretch;
    }
}

static marsad_status place_by_two(placing *p, const marsad_place *const *anchors,
                                  const marsad_roads *roads, mrs_way *way, marsad_error *error)
{
    mrs_relation_kind kind = p->relation.kind;
    bool in_order = kind == MRS_RELATION_ALONG || comes_first(anchors[0], anchors[1]);
    marsad_status status =
        mrs_way_find(roads, anchors[in_order ? 0 : 1], anchors[in_order ? 1 : 0], way, error);
    if (status) {
        return status;
    }
    if (kind == MRS_RELATION_ALONG) {
        return place_along(p, way, error);
    }
    if (kind == MRS_RELATION_MIDWAY) {
        place_midway(p, way);
    } else {
        status = place_stretch(p, way, error);
    }
    if (!in_order) {
        rename_ends(way);
    }
    return status;
}

/* ---- the answer ---------------------------------------------------------------------------- */

static bool takes_two(const mrs_relation *relation)
{
    switch (relation->kind) {
    case MRS_RELATION_BETWEEN:
    case MRS_RELATION_MIDWAY:
    case MRS_RELATION_ALONG:
        return true;
    case MRS_RELATION_ROAD:
        return relation->anchor_count == 2;
    default:
        return false;
    }
}

marsad_status mrs_relative_place(const mrs_relation *relation, const marsad_place *const *anchors,
                                 const marsad_roads *roads, mrs_relative *out, marsad_error *error)
{
    *out = (mrs_relative){0};
    marsad_status status = check_numbers(relation, error);
    if (!status) {
        status = check_anchors(relation, anchors, error);
    }
    if (status) {
        return status;
    }
    placing p = {.relation = *relation, .anchor = mrs_anchor_of(anchors[0])};
    p.relation.kind = kind_meant(relation);
    mrs_way way = {0};
    bool two = takes_two(&p.relation);
    if (two) {
        status = place_by_two(&p, anchors, roads, &way, error);
    } else {
        place_by_one(&p);
    }
    if (!status) {
        double radius = fmin(fmax(p.circle.radius_m, LEAST_RADIUS_M), HALF_EARTH_M);
        *out = (mrs_relative){p.circle.centre, radius, way.by_road, NULL};
        out->how = mrs_relative_words(&p.relation, &p.anchor, two ? &way : NULL, p.reach_m, radius);
        status = out->how ? MARSAD_OK : mrs_fail_memory(error);
    }
    mrs_way_clear(&way);
    if (status) {
        *out = (mrs_relative){0};
    }
    return status;
}

void mrs_relative_clear(mrs_relative *relative)
{
    if (relative) {
        mrs_free(relative->how);
        *relative = (mrs_relative){0};
    }
}
