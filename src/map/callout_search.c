/*
 * The search for places of all callouts together.
 *
 * Every callout has a pool of places, those of a grid over the frame that cost least by themselves.
 * In a few orders, each takes the cheapest place of its pool among those placed before it, and the
 * best of these arrangements is kept. Then, as long as the cost of all falls, single callouts are
 * placed anew, also in line with others; two exchange their places; two are taken up and placed one
 * after the other; and one is given a place that it would like, and those in its way place
 * themselves around it. This is the local search of J. Christensen, J. Marks and S. Shieber, An
 * empirical study of algorithms for point-feature label placement, ACM Transactions on Graphics
 * 14(3), 1995, with larger neighbourhoods. It never takes a step up, so that it ends; and at the
 * latest with its budget of places weighed.
 */
#include <math.h>
#include <stdlib.h>

#include "map/callout_place.h"

enum {
    MOST_CALLOUTS = 64,
    MOST_WISHES = 24, /* places that a callout may drive others from */
    MOST_TRIALS = 300000,
    ROUNDS = 8
};

static const double GRID_STEP = MRS_CALLOUT_GRID;
static const double LEAST_FALL = 1e-6;
static const double AT_EASE = 70; /* a callout that costs less needs no other place */

typedef struct search {
    mrs_pane *pane;
    size_t weighed, budget;
    size_t count;
    mrs_spot_pool pools[MOST_CALLOUTS]; /* one a callout */
} search;

/* --- The cheapest place of one callout --- */

/* What a place costs among the callouts placed already; at least `enough` where it is not below. */
static double weigh(const search *s, const mrs_callout *callout, const mrs_spot *spot,
                    double enough)
{
    double cost = spot->cost;
    for (size_t i = 0; i < s->count && cost < enough + MRS_MOST_GAIN; i++) {
        const mrs_callout *other = &s->pane->callouts[i];
        if (other != callout && other->placed) {
            mrs_spot there = mrs_spot_of(other);
            cost += mrs_cost_beside(spot, &there);
        }
    }
    return cost;
}

/* A place found, and what it costs among the others. */
typedef struct found {
    mrs_spot spot;
    double cost;
} found;

static void try_spot(search *s, const mrs_callout *callout, const mrs_spot *spot, found *best)
{
    if (s->weighed < s->budget) {
        s->weighed++;
        double cost = weigh(s, callout, spot, best->cost);
        if (cost < best->cost - LEAST_FALL) {
            *best = (found){*spot, cost};
        }
    }
}

static void try_pool(search *s, const mrs_callout *callout, found *best)
{
    const mrs_spot_pool *from = &s->pools[callout - s->pane->callouts];
    for (size_t i = 0; i < from->count && from->spots[i].cost < best->cost + MRS_MOST_GAIN; i++) {
        try_spot(s, callout, &from->spots[i], best);
    }
}

static void try_box(search *s, const mrs_callout *callout, double x, double y, found *best)
{
    mrs_rect box = {x, y, callout->box.w, callout->box.h};
    mrs_spot spots[MRS_SPOTS_A_BOX];
    if (mrs_rect_inside(box, mrs_rect_grown(s->pane->frame.rect, -MRS_CALLOUT_CLEARANCE))) {
        size_t count = mrs_spots_of_box(s->pane, callout, box, best->cost + MRS_MOST_GAIN, spots);
        for (size_t i = 0; i < count; i++) {
            try_spot(s, callout, &spots[i], best);
        }
    }
}

/* The places in line with another box: next to it, or in its column anywhere near the mark. */
static void try_in_line(search *s, const mrs_callout *callout, mrs_rect with, found *best)
{
    enum { REACH = 14 };
    mrs_rect box = callout->box;
    mrs_point at = s->pane->marks[callout->mark].centre;
    double xs[] = {with.x, with.x + with.w - box.w};
    double ys[] = {with.y, with.y + with.h - box.h};
    for (size_t side = 0; side < 2; side++) {
        try_box(s, callout, xs[side], with.y - MRS_CALLOUT_GAP - box.h, best);
        try_box(s, callout, xs[side], with.y + with.h + MRS_CALLOUT_GAP, best);
        try_box(s, callout, with.x - MRS_CALLOUT_GAP - box.w, ys[side], best);
        try_box(s, callout, with.x + with.w + MRS_CALLOUT_GAP, ys[side], best);
        for (int step = -REACH; step <= REACH; step++) {
            try_box(s, callout, xs[side], at.y - box.h / 2 + step * GRID_STEP, best);
        }
    }
}

static void try_all_lines(search *s, const mrs_callout *callout, found *best)
{
    for (size_t i = 0; i < s->count; i++) {
        const mrs_callout *other = &s->pane->callouts[i];
        if (other != callout && other->placed) {
            try_in_line(s, callout, other->box, best);
        }
    }
}

/* The places a little off a box. */
static void try_around(search *s, const mrs_callout *callout, mrs_rect box, found *best)
{
    enum { STEPS = 6 };
    for (int j = -STEPS; j <= STEPS; j++) {
        for (int i = -STEPS; i <= STEPS; i++) {
            try_box(s, callout, box.x + i * GRID_STEP / 4, box.y + j * GRID_STEP / 4, best);
        }
    }
}

static void take(mrs_callout *callout, const found *best)
{
    callout->placed = best->cost < MRS_COST_OF_NONE;
    if (callout->placed) {
        callout->box = best->spot.box;
        callout->leader[0] = best->spot.leader[0];
        callout->leader[1] = best->spot.leader[1];
        callout->cost = best->spot.cost;
    }
}

static void place(search *s, mrs_callout *callout, bool in_line)
{
    found best = {.cost = MRS_COST_OF_NONE};
    callout->placed = false;
    try_pool(s, callout, &best);
    if (in_line) {
        if (best.cost < MRS_COST_OF_NONE) {
            try_around(s, callout, best.spot.box, &best);
        }
        try_all_lines(s, callout, &best);
    }
    take(callout, &best);
}

/* --- Steps that are taken back where they do not pay --- */

static void copy(mrs_callout *to, const mrs_callout *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = from[i];
    }
}

/* All callouts as they stand before a step. */
typedef struct snapshot {
    double cost;
    mrs_callout callouts[MOST_CALLOUTS];
} snapshot;

static void remember(const search *s, snapshot *out)
{
    out->cost = mrs_callouts_cost(s->pane);
    copy(out->callouts, s->pane->callouts, s->count);
}

/* Keeps the step if the cost of all fell; returns whether it did. */
static bool pays(search *s, const snapshot *before)
{
    if (mrs_callouts_cost(s->pane) < before->cost - LEAST_FALL) {
        return true;
    }
    copy(s->pane->callouts, before->callouts, s->count);
    return false;
}

static bool place_anew(search *s, mrs_callout *callout)
{
    snapshot before;
    remember(s, &before);
    place(s, callout, true);
    return pays(s, &before);
}

/* Places two anew, the first as if the second were not there. */
static bool place_pair(search *s, mrs_callout *one, mrs_callout *two)
{
    snapshot before;
    remember(s, &before);
    two->placed = false;
    place(s, one, false);
    place(s, two, false);
    return pays(s, &before);
}

/* The cheapest place for a callout about where `there` is: any of its corners or sides in line. */
static void place_at(search *s, mrs_callout *callout, mrs_rect there)
{
    found best = {.cost = MRS_COST_OF_NONE};
    for (int i = 0; i <= 2; i++) {
        for (int j = 0; j <= 2; j++) {
            double x = there.x + (there.w - callout->box.w) * i / 2;
            double y = there.y + (there.h - callout->box.h) * j / 2;
            try_box(s, callout, x, y, &best);
        }
    }
    take(callout, &best);
}

static bool exchange(search *s, mrs_callout *one, mrs_callout *two)
{
    snapshot before;
    if (!one->placed || !two->placed) {
        return false;
    }
    remember(s, &before);
    mrs_rect boxes[2] = {one->box, two->box};
    one->placed = two->placed = false;
    place_at(s, one, boxes[1]);
    place_at(s, two, boxes[0]);
    return pays(s, &before);
}

/* Gives a callout a place; those that it is in the way of look for others. */
static bool drive_away(search *s, mrs_callout *callout, const mrs_spot *wish)
{
    snapshot before;
    bool driven[MOST_CALLOUTS] = {false};
    remember(s, &before);
    take(callout, &(found){*wish, wish->cost});
    for (size_t i = 0; i < s->count; i++) {
        mrs_callout *other = &s->pane->callouts[i];
        mrs_spot there = mrs_spot_of(other);
        driven[i] =
            other != callout && (!other->placed || mrs_cost_beside(wish, &there) > MRS_MOST_GAIN);
        other->placed = other->placed && !driven[i];
    }
    for (size_t i = 0; i < s->count; i++) {
        if (driven[i]) {
            place(s, &s->pane->callouts[i], false);
        }
    }
    return pays(s, &before);
}

/* --- Rounds --- */

static bool improve_each(search *s)
{
    bool better = false;
    for (size_t i = 0; i < s->count; i++) {
        better |= place_anew(s, &s->pane->callouts[i]);
    }
    return better;
}

static bool is_at_ease(const search *s, const mrs_callout *callout)
{
    mrs_spot spot = mrs_spot_of(callout);
    return callout->placed && weigh(s, callout, &spot, MRS_COST_OF_NONE) < AT_EASE;
}

static bool improve_pairs(search *s)
{
    bool better = false;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t j = 0; j < i && s->weighed < s->budget; j++) {
            mrs_callout *one = &s->pane->callouts[i];
            mrs_callout *two = &s->pane->callouts[j];
            better |= exchange(s, one, two);
            if (!is_at_ease(s, one) || !is_at_ease(s, two)) {
                better |= place_pair(s, one, two);
                better |= place_pair(s, two, one);
            }
        }
    }
    return better;
}

static bool overlap(const mrs_spot *a, const mrs_spot *b)
{
    return mrs_rect_overlaps(a->box, b->box);
}

/* Lets a callout drive others from the places that it would like, which lie apart. */
static bool insist(search *s, mrs_callout *callout)
{
    const mrs_spot_pool *from = &s->pools[callout - s->pane->callouts];
    const mrs_spot *tried[MOST_WISHES];
    size_t count = 0;
    for (size_t i = 0; i < from->count && count < MOST_WISHES && s->weighed < s->budget; i++) {
        bool apart = true;
        for (size_t k = 0; k < count && apart; k++) {
            apart = !overlap(tried[k], &from->spots[i]);
        }
        if (apart) {
            tried[count++] = &from->spots[i];
            if (drive_away(s, callout, &from->spots[i])) {
                return true;
            }
        }
    }
    return false;
}

static bool insist_each(search *s)
{
    bool better = false;
    for (size_t i = 0; i < s->count && s->weighed < s->budget; i++) {
        if (!is_at_ease(s, &s->pane->callouts[i])) {
            better |= insist(s, &s->pane->callouts[i]);
        }
    }
    return better;
}

/* --- Trial and error --- */

/* What is below this has no fault: nothing crosses, nothing is run over, none is left out. */
static const double A_FAULT = 400;

static bool has_faults(const search *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const mrs_callout *callout = &s->pane->callouts[i];
        mrs_spot spot = mrs_spot_of(callout);
        if (!callout->placed || weigh(s, callout, &spot, MRS_COST_OF_NONE) > A_FAULT) {
            return true;
        }
    }
    return false;
}

static bool goes_with(const search *s, const mrs_spot *spot, const size_t *order, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        mrs_spot there = mrs_spot_of(&s->pane->callouts[order[i]]);
        if (mrs_cost_beside(spot, &there) > A_FAULT) {
            return false;
        }
    }
    return true;
}

/* Gives all callouts from the `next` of the order on a place without a fault, if there is one
 * beside those before; gives up when `most` places were weighed. */
static bool complete(search *s, const size_t *order, size_t next, size_t most)
{
    if (next == s->count) {
        return true;
    }
    mrs_callout *callout = &s->pane->callouts[order[next]];
    const mrs_spot_pool *from = &s->pools[order[next]];
    for (size_t i = 0; i < from->count && from->spots[i].cost < A_FAULT; i++) {
        if (s->weighed >= most) {
            return false;
        }
        s->weighed++;
        const mrs_spot *spot = &from->spots[i];
        if (goes_with(s, spot, order, next)) {
            take(callout, &(found){*spot, spot->cost});
            if (complete(s, order, next + 1, most)) {
                return true;
            }
        }
    }
    return false;
}

/* Those with the fewest places first. */
static void order_by_choice(const search *s, size_t *order)
{
    for (size_t i = 0; i < s->count; i++) {
        size_t at = i;
        while (at > 0 && s->pools[order[at - 1]].count > s->pools[i].count) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

/* Looks for an arrangement without any fault, whatever it costs. */
static bool try_all(search *s)
{
    snapshot before;
    size_t order[MOST_CALLOUTS];
    remember(s, &before);
    order_by_choice(s, order);
    size_t most = s->weighed + MOST_TRIALS < s->budget ? s->weighed + MOST_TRIALS : s->budget;
    if (complete(s, order, 0, most)) {
        return pays(s, &before);
    }
    copy(s->pane->callouts, before.callouts, s->count);
    return false;
}

/* --- Orders to begin in --- */

typedef struct turn {
    double key;
    size_t callout;
} turn;

static int by_key(const void *a, const void *b)
{
    const turn *one = a;
    const turn *two = b;
    if (one->key != two->key) {
        return one->key < two->key ? -1 : 1;
    }
    return one->callout < two->callout ? -1 : one->callout > two->callout;
}

/* How near the other marks stand. */
static double crowd_at(const mrs_pane *pane, mrs_point at)
{
    double crowd = 0;
    for (size_t i = 0; i < pane->mark_count; i++) {
        mrs_point there = pane->marks[i].centre;
        crowd += 1 / (1 + hypot(there.x - at.x, there.y - at.y) / 50);
    }
    return crowd;
}

typedef enum order { BY_NUMBER, ACROSS, DOWN, CROWDED_LAST, CROWDED_FIRST, ORDERS } order;

static void make_turns(const search *s, order by, turn *turns)
{
    for (size_t i = 0; i < s->count; i++) {
        mrs_point at = s->pane->marks[s->pane->callouts[i].mark].centre;
        double crowd = crowd_at(s->pane, at);
        double across = s->pane->sheet->rtl ? -at.x : at.x;
        double keys[ORDERS] = {(double)i, across, at.y, crowd, -crowd};
        turns[i] = (turn){keys[by], i};
    }
    qsort(turns, s->count, sizeof *turns, by_key);
}

static void begin(search *s, order by)
{
    turn turns[MOST_CALLOUTS] = {{0, 0}};
    make_turns(s, by, turns);
    for (size_t i = 0; i < s->count; i++) {
        s->pane->callouts[i].placed = false;
    }
    for (size_t i = 0; i < s->count; i++) {
        place(s, &s->pane->callouts[turns[i].callout], false);
    }
}

/* Begins in each order, and keeps the cheapest arrangement. */
static void begin_best(search *s)
{
    snapshot best = {.cost = HUGE_VAL};
    for (order by = BY_NUMBER; by < ORDERS; by++) {
        begin(s, by);
        if (mrs_callouts_cost(s->pane) < best.cost - LEAST_FALL) {
            remember(s, &best);
        }
    }
    copy(s->pane->callouts, best.callouts, s->count);
}

static void improve(search *s)
{
    bool better = true;
    for (int round = 0; round < ROUNDS && better; round++) {
        better = improve_each(s);
        better |= improve_pairs(s);
        better |= insist_each(s);
    }
}

marsad_status mrs_search_callouts(mrs_pane *pane, size_t budget, size_t *weighed,
                                  marsad_error *error)
{
    search s = {.pane = pane, .budget = budget, .count = pane->callout_count};
    s.count = s.count < MOST_CALLOUTS ? s.count : MOST_CALLOUTS;
    *weighed = 0;
    if (pane->callout_count == 0) {
        return MARSAD_OK;
    }
    marsad_status status = mrs_make_spot_pools(pane, s.count, s.pools, error);
    if (!status) {
        begin_best(&s);
        improve(&s);
        if (has_faults(&s) && try_all(&s)) {
            improve(&s);
        }
        *weighed = s.weighed;
    }
    mrs_clear_spot_pools(s.pools, s.count);
    return status;
}
