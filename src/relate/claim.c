/* Claims tested: the parts that a relation has, their verdicts, and what follows from them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "relate/claim.h"
#include "resolve/anchor.h"

/* The table in marsad/claim.h. */
static const mrs_grade_limits DIRECTION = {22.5, 45};
static const mrs_grade_limits DISTANCE = {0.10, 0.25};
static const mrs_grade_limits WITHIN = {1, 1.25};
static const mrs_grade_limits NEAR = {1, 1.5};
static const mrs_grade_limits DETOUR = {1.10, 1.25};
static const mrs_grade_limits MIDWAY = {0.10, 0.17};
static const mrs_grade_limits FARTHER = {1, 1.05};
static const mrs_grade_limits OFF_ROAD = {2000, 5000};

static const double SAME_M = 1;              /* two points nearer than this are one */
static const double HALF_EARTH_M = 20003931; /* from pole to pole: nothing is farther away */

marsad_claim_point marsad_claim_point_of(const marsad_place *place)
{
    return (marsad_claim_point){place->at, place->uncertainty_m, mrs_anchor_of(place).near_m};
}

const char *marsad_claim_relation_text(marsad_claim_relation relation)
{
    static const char *const texts[] = {"direction",      "near",    "within", "between",
                                        "midway-between", "on-road", "from"};
    return (unsigned)relation < sizeof texts / sizeof *texts ? texts[relation] : "direction";
}

void marsad_claim_anchors(marsad_claim_relation relation, size_t *least, size_t *most)
{
    bool two = relation == MARSAD_CLAIM_BETWEEN || relation == MARSAD_CLAIM_MIDWAY;
    bool road = relation == MARSAD_CLAIM_ON_ROAD;
    *least = two ? 2 : road ? 0 : 1;
    *most = two || road ? 2 : 1;
}

/* ---- what is asked ------------------------------------------------------------------------- */

static bool takes_lengths(marsad_claim_relation relation)
{
    return relation != MARSAD_CLAIM_BETWEEN && relation != MARSAD_CLAIM_MIDWAY &&
           relation != MARSAD_CLAIM_ON_ROAD;
}

/* As messages call it: in the words that are typed. */
static const char *quoted(marsad_claim_relation relation, char out[64])
{
    bool direction = relation == MARSAD_CLAIM_DIRECTION;
    snprintf(out, 64, "%s\"%s\"", direction ? "a direction such as " : "",
             direction ? "east-of" : marsad_claim_relation_text(relation));
    return out;
}

static marsad_status check_anchor_count(const marsad_claim *claim, marsad_error *error)
{
    static const char *const counts[] = {"no anchor", "one anchor", "two anchors"};
    char name[64];
    quoted(claim->relation, name);
    size_t least;
    size_t most;
    marsad_claim_anchors(claim->relation, &least, &most);
    if (claim->anchor_count < least) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "%s needs %s, the place%s that it is measured from", name, counts[least],
                        least > 1 ? "s" : "");
    }
    if (claim->anchor_count > most) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "%s takes %s%s, not more", name,
                        least < most ? "at most " : "", counts[most]);
    }
    return MARSAD_OK;
}

static marsad_status check_lengths(const marsad_claim *claim, marsad_error *error)
{
    char name[64];
    quoted(claim->relation, name);
    bool distance = !isnan(claim->distance_m);
    bool within = !isnan(claim->within_m);
    if (!takes_lengths(claim->relation)) {
        return distance || within ? mrs_fail(error, MARSAD_ERR_USAGE, "%s takes no distance", name)
                                  : MARSAD_OK;
    }
    if (claim->relation == MARSAD_CLAIM_DISTANCE && !distance) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"from\" needs the distance that is stated, such as \"200km from\"");
    }
    if (claim->relation == MARSAD_CLAIM_WITHIN && !within && !distance) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "\"within\" needs the distance within which it is to lie, such as "
                        "\"within 10km of\"");
    }
    bool bound = claim->relation == MARSAD_CLAIM_WITHIN || claim->relation == MARSAD_CLAIM_NEAR;
    if (bound && within && distance) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "%s takes one distance: the one within which the place is to lie", name);
    }
    return MARSAD_OK;
}

marsad_status marsad_claim_check(const marsad_claim *claim, marsad_error *error)
{
    if ((unsigned)claim->relation > MARSAD_CLAIM_DISTANCE) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "there is no such relation");
    }
    marsad_status status = check_anchor_count(claim, error);
    return status ? status : check_lengths(claim, error);
}

static bool is_length(double metres)
{
    return isnan(metres) || (metres > 0 && metres <= HALF_EARTH_M);
}

static bool is_usable(const marsad_claim_point *point)
{
    return marsad_lonlat_valid(point->at) && point->uncertainty_m >= 0 &&
           point->uncertainty_m <= HALF_EARTH_M && point->near_m >= 0 && isfinite(point->near_m);
}

static marsad_status check_figures(const marsad_claim *claim, marsad_error *error)
{
    bool usable = is_usable(&claim->place);
    for (size_t i = 0; i < claim->anchor_count; i++) {
        usable = usable && is_usable(&claim->anchors[i]);
    }
    if (!usable) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a place's coordinates or its radius are out of range");
    }
    if (!is_length(claim->distance_m) || !is_length(claim->within_m)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a stated distance must be more than 0 and at most 20,000 km");
    }
    if (!(claim->distance_tol_m >= 0 && claim->distance_tol_m <= HALF_EARTH_M)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the width of a stated range is out of range");
    }
    if (claim->relation == MARSAD_CLAIM_DIRECTION && !isfinite(claim->azimuth_deg)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the azimuth of the direction must be a number");
    }
    return MARSAD_OK;
}

/* ---- parts --------------------------------------------------------------------------------- */

typedef struct test {
    const marsad_claim *claim;
    const marsad_roads *roads;
    marsad_claim_answer *out;
    marsad_error *error;
} test;

static marsad_claim_part *add_part(test *t, marsad_claim_measure measure)
{
    marsad_claim_part *part = &t->out->parts[t->out->part_count++];
    *part = (marsad_claim_part){
        .measure = measure, .decides = true, .stated = NAN, .measured = NAN, .off = NAN};
    return part;
}

/* A part that nothing can be measured of: whatever the radii, its verdict is this one. */
static void leave_open(marsad_claim_part *part, marsad_claim_gap gap, marsad_verdict verdict)
{
    part->gap = gap;
    part->verdict = part->best = part->worst = verdict;
}

/* Two places that coincide; where they are not known exactly the claim may be true after all. */
static void refute_same_place(marsad_claim_part *part, bool exact)
{
    leave_open(part, MARSAD_GAP_SAME_PLACE, MARSAD_DOES_NOT_HOLD);
    part->best = exact ? MARSAD_DOES_NOT_HOLD : MARSAD_HOLDS;
}

static double radii(const marsad_claim *claim)
{
    return claim->place.uncertainty_m + claim->anchors[0].uncertainty_m;
}

static marsad_geodesic from_anchor(const marsad_claim *claim)
{
    return marsad_geodesic_between(claim->anchors[0].at, claim->place.at);
}

/* ---- direction and distance ---------------------------------------------------------------- */

/* At a pole all directions are one, whatever azimuth its longitude gives. */
static double azimuth_of(const marsad_claim *claim)
{
    const double pole = 90 - 1e-9;
    double latitude = claim->anchors[0].at.lat;
    if (fabs(latitude) >= pole) {
        return latitude > 0 ? 180 : 0;
    }
    return from_anchor(claim).azimuth_deg;
}

static void test_direction(test *t)
{
    const marsad_claim *claim = t->claim;
    marsad_claim_part *part = add_part(t, MARSAD_MEASURE_DIRECTION);
    double distance = from_anchor(claim).distance_m;
    part->stated = claim->azimuth_deg;
    if (distance < SAME_M) {
        refute_same_place(part, radii(claim) < SAME_M);
        return;
    }
    part->measured = azimuth_of(claim);
    double off = fabs(remainder(part->measured - claim->azimuth_deg, 360));
    double turn = mrs_claim_turn(&claim->anchors[0], &claim->place, distance);
    mrs_figure figure = {off, fmax(off - turn, 0), fmin(off + turn, 180)};
    mrs_claim_grade(part, figure, DIRECTION);
}

/* How far off the stated length or range one is, as a share of it. */
static mrs_figure off_length(const marsad_claim *claim, double measured)
{
    double stated = claim->distance_m;
    double open = claim->distance_tol_m;
    double least = fmax(measured - radii(claim), 0);
    double most = measured + radii(claim);
    double nearest = fmin(fmax(stated, least), most);
    double farthest = fmax(fabs(least - stated), fabs(most - stated));
    return (mrs_figure){fmax(fabs(measured - stated) - open, 0) / stated,
                        fmax(fabs(nearest - stated) - open, 0) / stated,
                        fmax(farthest - open, 0) / stated};
}

static marsad_status tell_road_distance(test *t)
{
    double length = 0;
    bool schematic = false;
    if (!t->roads) {
        return MARSAD_OK;
    }
    marsad_status status = mrs_claim_road_to(t->claim, t->roads, &length, &schematic, t->error);
    if (status == MARSAD_ERR_NOT_FOUND ||
        (!status && mrs_claim_goes_round(length, from_anchor(t->claim).distance_m))) {
        return MARSAD_OK;
    }
    if (!status) {
        marsad_claim_part *part = add_part(t, MARSAD_MEASURE_DISTANCE);
        part->decides = false;
        part->by_road = true;
        part->schematic = schematic;
        part->stated = t->claim->distance_m;
        part->measured = length;
        mrs_claim_grade(part, off_length(t->claim, length), DISTANCE);
    }
    return status;
}

static marsad_status test_distance(test *t)
{
    marsad_claim_part *part = add_part(t, MARSAD_MEASURE_DISTANCE);
    part->stated = t->claim->distance_m;
    part->measured = from_anchor(t->claim).distance_m;
    mrs_claim_grade(part, off_length(t->claim, part->measured), DISTANCE);
    return tell_road_distance(t);
}

static void grade_reach(test *t, marsad_claim_part *part, double bound, mrs_grade_limits limits)
{
    double margin = radii(t->claim);
    part->stated = bound;
    part->measured = from_anchor(t->claim).distance_m;
    mrs_figure figure = {part->measured / bound, fmax(part->measured - margin, 0) / bound,
                         (part->measured + margin) / bound};
    mrs_claim_grade(part, figure, limits);
}

static void test_within(test *t, double bound)
{
    grade_reach(t, add_part(t, MARSAD_MEASURE_WITHIN), bound, WITHIN);
}

static void test_near(test *t)
{
    double reach = t->claim->anchors[0].near_m;
    marsad_claim_part *part = add_part(t, MARSAD_MEASURE_NEAR);
    if (reach > 0) {
        grade_reach(t, part, reach, NEAR);
    } else {
        part->measured = from_anchor(t->claim).distance_m;
        leave_open(part, MARSAD_GAP_NO_REACH, MARSAD_CANNOT_TELL);
    }
}

/* From one anchor: what is asked of the direction, the distance, and the bound. */
static marsad_status test_one(test *t)
{
    const marsad_claim *claim = t->claim;
    bool bound = claim->relation == MARSAD_CLAIM_NEAR || claim->relation == MARSAD_CLAIM_WITHIN;
    double within = bound && isnan(claim->within_m) ? claim->distance_m : claim->within_m;
    marsad_status status = MARSAD_OK;
    if (claim->relation == MARSAD_CLAIM_DIRECTION) {
        test_direction(t);
    }
    if (!bound && !isnan(claim->distance_m)) {
        status = test_distance(t);
    }
    if (!isnan(within)) {
        test_within(t, within);
    } else if (claim->relation == MARSAD_CLAIM_NEAR) {
        test_near(t);
    }
    return status;
}

/* ---- between ------------------------------------------------------------------------------- */

static double stretch(const marsad_claim *claim, size_t anchor)
{
    return marsad_geodesic_between(claim->place.at, claim->anchors[anchor].at).distance_m;
}

static mrs_triangle triangle(const marsad_claim *claim, double first_m, double second_m,
                             double apart_m)
{
    return (mrs_triangle){first_m,
                          second_m,
                          apart_m,
                          claim->place.uncertainty_m,
                          claim->anchors[0].uncertainty_m,
                          claim->anchors[1].uncertainty_m};
}

/* The anchor beyond which the place lies: it is farther from the other than they are apart. */
static int beyond(const mrs_triangle *lengths)
{
    if (fmax(lengths->first_m, lengths->second_m) <= lengths->apart_m) {
        return 0;
    }
    return lengths->first_m < lengths->second_m ? 1 : 2;
}

/* The two parts of one way; returns the first of them. */
static marsad_claim_part *add_way(test *t, const mrs_betweenness *found,
                                  const mrs_triangle *lengths)
{
    bool midway = t->claim->relation == MARSAD_CLAIM_MIDWAY;
    marsad_claim_part *detour = add_part(t, MARSAD_MEASURE_DETOUR);
    detour->measured = found->detour.value;
    mrs_claim_grade(detour, found->detour, DETOUR);
    marsad_claim_part *share = add_part(t, MARSAD_MEASURE_SHARE);
    share->measured = found->share.value;
    share->stated = midway ? 0.5 : NAN;
    share->beyond = beyond(lengths);
    mrs_claim_grade(share, midway ? found->uneven : found->farther, midway ? MIDWAY : FARTHER);
    return detour;
}

static void add_no_way(test *t, marsad_claim_gap gap)
{
    marsad_claim_part *part = add_part(t, MARSAD_MEASURE_DETOUR);
    leave_open(part, gap, MARSAD_CANNOT_TELL);
    part->by_road = true;
    part->decides = false;
}

static marsad_status test_by_road(test *t, double straight_m, marsad_claim_part *straight)
{
    mrs_road_lengths lengths;
    if (!t->roads) {
        add_no_way(t, MARSAD_GAP_NO_ROADS);
        return MARSAD_OK;
    }
    marsad_status status = mrs_claim_roads(t->claim, t->roads, &lengths, t->error);
    if (status == MARSAD_ERR_NOT_FOUND || (!status && lengths.apart_m < SAME_M)) {
        add_no_way(t, MARSAD_GAP_NO_WAY);
        return MARSAD_OK;
    }
    if (status) {
        return status;
    }
    bool round = mrs_claim_goes_round(lengths.apart_m, straight_m);
    mrs_triangle t3 = triangle(t->claim, lengths.first_m, lengths.second_m, lengths.apart_m);
    mrs_betweenness found = mrs_between_by_road(&t3);
    marsad_claim_part *road = add_way(t, &found, &t3);
    for (int i = 0; i < 2; i++) {
        road[i].by_road = true;
        road[i].schematic = lengths.schematic;
        road[i].decides = !round;
        road[i].gap = round ? MARSAD_GAP_ROUNDABOUT : MARSAD_GAP_NONE;
        straight[i].decides = round;
    }
    return MARSAD_OK;
}

static marsad_status test_two(test *t)
{
    const marsad_claim *claim = t->claim;
    double apart = marsad_geodesic_between(claim->anchors[0].at, claim->anchors[1].at).distance_m;
    mrs_triangle lengths = triangle(claim, stretch(claim, 0), stretch(claim, 1), apart);
    if (apart < SAME_M) {
        leave_open(add_part(t, MARSAD_MEASURE_DETOUR), MARSAD_GAP_SAME_ANCHORS, MARSAD_CANNOT_TELL);
        return MARSAD_OK;
    }
    if (fmin(lengths.first_m, lengths.second_m) < SAME_M) {
        double nearer = claim->anchors[lengths.first_m < lengths.second_m ? 0 : 1].uncertainty_m;
        refute_same_place(add_part(t, MARSAD_MEASURE_SHARE),
                          claim->place.uncertainty_m + nearer < SAME_M);
        return MARSAD_OK;
    }
    mrs_betweenness found = mrs_between_straight(&lengths);
    marsad_claim_part *straight = add_way(t, &found, &lengths);
    return test_by_road(t, apart, straight);
}

static marsad_status test_on_road(test *t)
{
    double distance = 0;
    marsad_claim_part *part = add_part(t, MARSAD_MEASURE_OFF_ROAD);
    part->by_road = true;
    leave_open(part, MARSAD_GAP_NO_ROADS, MARSAD_CANNOT_TELL);
    if (!t->roads) {
        return MARSAD_OK;
    }
    marsad_status status =
        mrs_claim_off_road(t->claim, t->roads, &distance, &part->schematic, t->error);
    if (status) {
        part->gap = MARSAD_GAP_NO_WAY;
        return status == MARSAD_ERR_NOT_FOUND ? MARSAD_OK : status;
    }
    double radius = t->claim->place.uncertainty_m;
    part->gap = MARSAD_GAP_NONE;
    part->measured = distance;
    mrs_grade_limits limits = {fmax(OFF_ROAD.holds, radius), fmax(OFF_ROAD.roughly, radius)};
    mrs_claim_grade(part, (mrs_figure){distance, fmax(distance - radius, 0), distance + radius},
                    limits);
    return MARSAD_OK;
}

/* ---- the answer ---------------------------------------------------------------------------- */

static marsad_verdict worse(marsad_verdict a, marsad_verdict b)
{
    return a > b ? a : b;
}

static void conclude(marsad_claim_answer *out)
{
    for (size_t i = 0; i < out->part_count; i++) {
        const marsad_claim_part *part = &out->parts[i];
        if (part->decides) {
            out->verdict = worse(out->verdict, part->verdict);
            out->best = worse(out->best, part->best);
            out->worst = worse(out->worst, part->worst);
        }
    }
    out->could_differ = out->best != out->worst;
}

/* The parts that decide come first; else the order stays. */
static void put_in_order(marsad_claim_answer *out)
{
    marsad_claim_part parts[MARSAD_CLAIM_PARTS] = {0};
    size_t count = 0;
    for (int decides = 1; decides >= 0; decides--) {
        for (size_t i = 0; i < out->part_count; i++) {
            if (out->parts[i].decides == (bool)decides) {
                parts[count++] = out->parts[i];
            }
        }
    }
    memcpy(out->parts, parts, count * sizeof *parts);
}

marsad_status marsad_claim_test(const marsad_claim *claim, const marsad_roads *roads,
                                marsad_claim_answer *out, marsad_error *error)
{
    *out = (marsad_claim_answer){0};
    marsad_status status = marsad_claim_check(claim, error);
    if (!status) {
        status = check_figures(claim, error);
    }
    if (status) {
        return status;
    }
    test t = {claim, roads, out, error};
    switch (claim->relation) {
    case MARSAD_CLAIM_BETWEEN:
    case MARSAD_CLAIM_MIDWAY:
        status = test_two(&t);
        break;
    case MARSAD_CLAIM_ON_ROAD:
        status = test_on_road(&t);
        break;
    default:
        status = test_one(&t);
        break;
    }
    if (status) {
        *out = (marsad_claim_answer){0};
        return status;
    }
    conclude(out);
    put_in_order(out);
    return MARSAD_OK;
}
