/*
 * Circles that cover each other's numbers are moved apart, each so little that it still stands on
 * its place. What cannot be told apart so becomes one circle: a number that is half covered would
 * say less.
 */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/symbols.h"

enum { ROUNDS = 60, ROUNDS_OF_JOINING = 200 };

static const double MOST_MOVE = 10;   /* px from its place; */
static const double LEAST_MOVE = 4;   /* of the smallest, which no longer touch theirs then */
static const double LEAST_NUMBER = 6; /* px: smaller circles have neither number nor icon */
static const double EDGE = 1.5;       /* px, around a circle, to the one beside it and the frame */
static const double SLACK = 0.3;      /* px of a number's room that may be covered */

typedef struct body {
    mrs_point home, at;
    double radius;
    double most; /* px that it may move */
    size_t group;
} body;

typedef struct pair {
    size_t a, b; /* bodies; a is the greater */
} pair;

typedef struct crowd {
    mrs_rect within; /* the frame */
    body *bodies;
    size_t count;
    pair *pairs; /* that could come into each other's way */
    size_t pair_count, pair_capacity;
} crowd;

static int by_x(const void *a, const void *b)
{
    const body *p = a;
    const body *q = b;
    if (p->home.x != q->home.x) {
        return p->home.x < q->home.x ? -1 : 1;
    }
    return (p->group > q->group) - (p->group < q->group);
}

/* px by which two circles are too near: the lesser, drawn above, covers the greater's number. */
static double overlap(const body *greater, const body *lesser)
{
    double away = hypot(lesser->at.x - greater->at.x, lesser->at.y - greater->at.y);
    return MRS_RING_HOLE * greater->radius + lesser->radius + EDGE - away;
}

/* --- Who is near whom --- */

static bool add_pair(crowd *c, size_t i, size_t j)
{
    if (!mrs_grow((void **)&c->pairs, &c->pair_capacity, c->pair_count, sizeof *c->pairs)) {
        return false;
    }
    bool greater = c->bodies[i].radius >= c->bodies[j].radius;
    c->pairs[c->pair_count++] = greater ? (pair){i, j} : (pair){j, i};
    return true;
}

static bool are_near(const body *a, const body *b)
{
    double greater = fmax(a->radius, b->radius);
    double lesser = fmin(a->radius, b->radius);
    double away = hypot(b->home.x - a->home.x, b->home.y - a->home.y);
    return greater >= LEAST_NUMBER &&
           away < MRS_RING_HOLE * greater + lesser + EDGE + a->most + b->most;
}

static bool find_pairs(crowd *c)
{
    double largest = 0;
    for (size_t i = 0; i < c->count; i++) {
        largest = fmax(largest, c->bodies[i].radius);
    }
    for (size_t i = 0; i < c->count && largest >= LEAST_NUMBER; i++) {
        const body *a = &c->bodies[i];
        double reach = a->radius + largest + EDGE + 2 * MOST_MOVE;
        for (size_t j = i + 1; j < c->count && c->bodies[j].home.x - a->home.x < reach; j++) {
            if (are_near(a, &c->bodies[j]) && !add_pair(c, i, j)) {
                return false;
            }
        }
    }
    return true;
}

/* --- Moving --- */

mrs_point mrs_kept_within(mrs_rect frame, mrs_point at, double radius)
{
    double by = fmin(radius + EDGE, fmin(frame.w, frame.h) / 2);
    return (mrs_point){fmin(fmax(at.x, frame.x + by), frame.x + frame.w - by),
                       fmin(fmax(at.y, frame.y + by), frame.y + frame.h - by)};
}

static void move(const crowd *c, body *b, double dx, double dy)
{
    mrs_point at = {b->at.x + dx, b->at.y + dy};
    double away = hypot(at.x - b->home.x, at.y - b->home.y);
    at = away > b->most ? mrs_point_between(b->home, at, b->most / away) : at;
    b->at = mrs_kept_within(c->within, at, b->radius);
}

/* The greater moves less. Of two at one place, the lesser goes down. */
static void push_apart(const crowd *c, const pair *p)
{
    body *a = &c->bodies[p->a];
    body *b = &c->bodies[p->b];
    double gap = overlap(a, b);
    if (gap <= 0) {
        return;
    }
    double away = hypot(b->at.x - a->at.x, b->at.y - a->at.y);
    mrs_point way = {0, 1};
    if (away > 1e-6) {
        way = (mrs_point){(b->at.x - a->at.x) / away, (b->at.y - a->at.y) / away};
    }
    double share = b->radius * b->radius / (a->radius * a->radius + b->radius * b->radius);
    double step = gap * 0.6; /* less would never quite arrive */
    move(c, a, -way.x * step * share, -way.y * step * share);
    move(c, b, way.x * step * (1 - share), way.y * step * (1 - share));
}

static marsad_status settle(mrs_pane *pane, crowd *c, marsad_error *error)
{
    *c = (crowd){.within = pane->frame.rect};
    c->bodies = mrs_alloc(pane->group_count, sizeof *c->bodies);
    if (!c->bodies) {
        return mrs_fail_memory(error);
    }
    for (size_t g = 0; g < pane->group_count; g++) {
        const mrs_mark_group *group = &pane->groups[g];
        mrs_point at = mrs_kept_within(c->within, group->ground, group->radius);
        double most = fmin(fmax(group->radius - 1, LEAST_MOVE), MOST_MOVE);
        c->bodies[c->count++] = (body){at, at, group->radius, most, g};
    }
    qsort(c->bodies, c->count, sizeof *c->bodies, by_x);
    if (!find_pairs(c)) {
        return mrs_fail_memory(error);
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < c->pair_count; i++) {
            push_apart(c, &c->pairs[i]);
        }
    }
    return MARSAD_OK;
}

/* --- Joining --- */

static bool has_number(const mrs_mark_group *group)
{
    return mrs_is_circle(group) && group->radius >= LEAST_NUMBER;
}

/* It keeps the place and the name of the greater. */
static void join(mrs_mark_group *greater, const mrs_mark_group *lesser)
{
    greater->count += lesser->count;
    greater->value += lesser->value;
}

static bool are_apart(const mrs_pane *pane, const crowd *c, const pair *p)
{
    const body *greater = &c->bodies[p->a];
    return !has_number(&pane->groups[greater->group]) ||
           overlap(greater, &c->bodies[p->b]) <= SLACK;
}

/* Joins pairs of which one still covers the other's number, no group twice: the others may have
 * room then. `into` tells of each group which it is now in. */
static size_t join_covered(mrs_pane *pane, const crowd *c, size_t *into, bool *taken)
{
    size_t joined = 0;
    for (size_t g = 0; g < pane->group_count; g++) {
        into[g] = g;
        taken[g] = false;
    }
    for (size_t i = 0; i < c->pair_count; i++) {
        size_t greater = c->bodies[c->pairs[i].a].group;
        size_t lesser = c->bodies[c->pairs[i].b].group;
        if (!taken[greater] && !taken[lesser] && !are_apart(pane, c, &c->pairs[i])) {
            join(&pane->groups[greater], &pane->groups[lesser]);
            into[lesser] = greater;
            taken[greater] = taken[lesser] = true;
            joined++;
        }
    }
    return joined;
}

/* Leaves out the groups that are in others now. */
static void close_ranks(mrs_pane *pane, size_t *into, size_t *place)
{
    size_t count = 0;
    for (size_t g = 0; g < pane->group_count; g++) {
        if (into[g] == g) {
            place[g] = count;
            pane->groups[count++] = pane->groups[g];
        }
    }
    for (size_t i = 0; i < pane->mark_count; i++) {
        pane->marks[i].group = place[into[pane->marks[i].group]];
    }
    pane->group_count = count;
}

static void take_places(mrs_pane *pane, const crowd *c)
{
    for (size_t i = 0; i < c->count; i++) {
        pane->groups[c->bodies[i].group].ground = c->bodies[i].at;
    }
}

marsad_status mrs_settle_circles(mrs_pane *pane, void (*size_circles)(mrs_pane *pane),
                                 marsad_error *error)
{
    size_t *into = mrs_alloc(2 * pane->group_count, sizeof *into);
    size_t *place = into ? into + pane->group_count : NULL;
    bool *taken = mrs_alloc(pane->group_count, sizeof *taken);
    marsad_status status = into && taken ? MARSAD_OK : mrs_fail_memory(error);
    bool again = true;
    for (int round = 0; !status && again; round++) {
        crowd c;
        size_circles(pane);
        status = settle(pane, &c, error);
        again = !status && round < ROUNDS_OF_JOINING && join_covered(pane, &c, into, taken);
        if (!status && again) {
            close_ranks(pane, into, place);
        } else if (!status) {
            take_places(pane, &c);
        }
        mrs_free(c.bodies);
        mrs_free(c.pairs);
    }
    mrs_free(into);
    mrs_free(taken);
    return status;
}
