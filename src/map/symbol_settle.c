/* Moves circles that cover each other's numbers apart, by a few pixels at most. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/symbols.h"

enum { ROUNDS = 24, MOST_SETTLED = 4000 };

static const double MOST_MOVE = 6;     /* px from its place */
static const double LEAST_SETTLED = 6; /* px: smaller ones have neither number nor icon */
static const double CORE = 0.66;       /* of the radius, that none of the other should cover */

typedef struct body {
    mrs_point home, at;
    double radius;
    size_t group;
} body;

static int by_x(const void *a, const void *b)
{
    const body *p = a;
    const body *q = b;
    if (p->home.x != q->home.x) {
        return p->home.x < q->home.x ? -1 : 1;
    }
    return (p->group > q->group) - (p->group < q->group);
}

static void move(body *b, double dx, double dy)
{
    mrs_point at = {b->at.x + dx, b->at.y + dy};
    double away = hypot(at.x - b->home.x, at.y - b->home.y);
    b->at = away > MOST_MOVE ? mrs_point_between(b->home, at, MOST_MOVE / away) : at;
}

/* The greater moves less. Returns whether they were too near. */
static bool push_apart(body *a, body *b)
{
    double dx = b->at.x - a->at.x;
    double dy = b->at.y - a->at.y;
    double apart = CORE * mrs_greater(a->radius, b->radius) + mrs_lesser(a->radius, b->radius);
    if (fabs(dx) >= apart || fabs(dy) >= apart) {
        return false; /* as most, without a root */
    }
    double away = hypot(dx, dy);
    double gap = apart - away;
    /* One that lies within a much greater one would have to go too far. */
    if (gap <= 0 || away < 1e-6 || gap > 2 * MOST_MOVE) {
        return false;
    }
    double share = b->radius * b->radius / (a->radius * a->radius + b->radius * b->radius);
    double step = gap / 2 / away;
    move(a, -dx * step * share, -dy * step * share);
    move(b, dx * step * (1 - share), dy * step * (1 - share));
    return true;
}

/* Pushes all once that are too near; returns whether any were. `largest` is the greatest radius. */
static bool push_all(body *bodies, size_t count, double largest)
{
    bool pushed = false;
    for (size_t i = 0; i < count; i++) {
        double reach = bodies[i].radius + largest + 2 * MOST_MOVE;
        for (size_t j = i + 1; j < count && bodies[j].home.x - bodies[i].home.x < reach; j++) {
            pushed |= push_apart(&bodies[i], &bodies[j]);
        }
    }
    return pushed;
}

marsad_status mrs_settle_circles(mrs_pane *pane, marsad_error *error)
{
    body *bodies = mrs_alloc(pane->group_count, sizeof *bodies);
    size_t count = 0;
    double largest = 0;
    if (!bodies) {
        return mrs_fail_memory(error);
    }
    for (size_t g = 0; g < pane->group_count; g++) {
        const mrs_mark_group *group = &pane->groups[g];
        if (group->radius >= LEAST_SETTLED) {
            bodies[count++] = (body){group->ground, group->ground, group->radius, g};
            largest = fmax(largest, group->radius);
        }
    }
    qsort(bodies, count, sizeof *bodies, by_x);
    bool pushed = count <= MOST_SETTLED;
    for (int round = 0; round < ROUNDS && pushed; round++) {
        pushed = push_all(bodies, count, largest);
    }
    for (size_t i = 0; i < count; i++) {
        pane->groups[bodies[i].group].ground = bodies[i].at;
    }
    mrs_free(bodies);
    return MARSAD_OK;
}
