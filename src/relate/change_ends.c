/* Loose ends of the lines of two states, and how they are joined, so that the ground between the
 * states is enclosed. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "geo/plane_trace.h"
#include "relate/change.h"

static const double TOUCH_M = 1;      /* an end so near to a line was meant to lie on it */
static const double OVERLAP_M = 2e-3; /* by which a tie crosses the line that it is tied to */
static const double AT_POINT_M = 1e-6;

/* ---- ends that lie on a line --------------------------------------------------------------- */

/* Edges of the end's own line that lie near it because they lead there: [*skip, *skip_end). */
static void own_edges(const mrs_change_side *side, const mrs_change_end *end, size_t *skip,
                      size_t *skip_end)
{
    const mrs_change_edge *last = &side->edges[end->edge];
    bool forward = end->x == last->x[0] && end->y == last->y[0]; /* the line begins here */
    double length = 0;
    *skip = end->edge;
    *skip_end = end->edge + 1;
    for (size_t i = end->edge; length <= 2 * TOUCH_M && i < side->edge_count;
         i = forward ? i + 1 : i - 1) { /* -1 wraps beyond the count */
        const mrs_change_edge *edge = &side->edges[i];
        if (edge->line != last->line) {
            break;
        }
        *skip = i < *skip ? i : *skip;
        *skip_end = i + 1 > *skip_end ? i + 1 : *skip_end;
        length += hypot(edge->x[1] - edge->x[0], edge->y[1] - edge->y[0]);
    }
}

static bool add_tie(mrs_change *change, const double *xy, unsigned count)
{
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(change->geos, xy, count, 0, 0);
    return sequence &&
           mrs_change_add_arc(change, GEOSGeom_createLineString_r(change->geos, sequence));
}

/* Ties an end to an edge that it lies on but for rounding, so that noding finds them meet. */
static bool tie(mrs_change *change, const mrs_change_end *end, const mrs_change_edge *edge)
{
    double dx = edge->x[1] - edge->x[0];
    double dy = edge->y[1] - edge->y[0];
    double length = hypot(dx, dy);
    double along = ((end->x - edge->x[0]) * dx + (end->y - edge->y[0]) * dy) / length;
    if (along < AT_POINT_M || along > length - AT_POINT_M) {
        size_t k = along < length / 2 ? 0 : 1;
        const double xy[] = {end->x, end->y, edge->x[k], edge->y[k]};
        bool apart = xy[0] != xy[2] || xy[1] != xy[3];
        return !apart || add_tie(change, xy, 2);
    }
    /* Across the edge on both sides: from the end, whichever side it lies on. */
    double across = ((end->x - edge->x[0]) * dy - (end->y - edge->y[0]) * dx) / length;
    double reach = fabs(across) + OVERLAP_M;
    double ux = dy / length;
    double uy = -dx / length;
    const double xy[] = {end->x - ux * reach, end->y - uy * reach, end->x, end->y,
                         end->x + ux * reach, end->y + uy * reach};
    return add_tie(change, xy, 3);
}

/* Whether an end of the other state, and none with the same holders on its sides, lies there: then
 * the two go on to ground that changed hands beyond what the lines enclose. */
static bool contradicts(const mrs_change_end *end, const mrs_change_side *other)
{
    bool found = false;
    for (size_t i = 0; i < other->end_count; i++) {
        const mrs_change_end *there = &other->ends[i];
        if (hypot(end->x - there->x, end->y - there->y) <= TOUCH_M) {
            if (end->left == there->left && end->right == there->right) {
                return false;
            }
            found = true;
        }
    }
    return found;
}

/* Looks for what the ends of a side lie on; those that lie on nothing are open. */
static bool tie_ends(mrs_change *change, mrs_change_side *side, const mrs_change_side *other)
{
    for (size_t i = 0; i < side->end_count; i++) {
        mrs_change_end *end = &side->ends[i];
        double distance;
        size_t skip;
        size_t skip_end;
        own_edges(side, end, &skip, &skip_end);
        size_t own =
            mrs_change_edge_near(change, side, end->x, end->y, TOUCH_M, skip, skip_end, &distance);
        size_t others =
            mrs_change_edge_near(change, other, end->x, end->y, TOUCH_M, 0, 0, &distance);
        end->open = own == SIZE_MAX && others == SIZE_MAX;
        change->unjoined += own == SIZE_MAX && others != SIZE_MAX && contradicts(end, other);
        if ((own != SIZE_MAX && !tie(change, end, &side->edges[own])) ||
            (others != SIZE_MAX && !tie(change, end, &other->edges[others]))) {
            return false;
        }
    }
    return true;
}

/* ---- ends that are joined ------------------------------------------------------------------ */

typedef struct end_pair {
    mrs_change_end *of_old, *of_new;
    size_t order;
    double distance_m;
} end_pair;

typedef struct end_pairs {
    end_pair *items;
    size_t count, capacity;
} end_pairs;

static bool add_pair(const mrs_change *change, end_pairs *pairs, mrs_change_end *of_old,
                     mrs_change_end *of_new)
{
    if (!mrs_grow((void **)&pairs->items, &pairs->capacity, pairs->count, sizeof *pairs->items)) {
        return false;
    }
    const mrs_earth *earth = mrs_plane_earth(change->plane);
    double distance = mrs_earth_between(earth, of_old->at, of_new->at).distance_m;
    pairs->items[pairs->count] = (end_pair){of_old, of_new, pairs->count, distance};
    pairs->count++;
    return true;
}

/* Open ends of old and new with the same holders on their sides. */
static bool list_pairs(mrs_change *change, end_pairs *pairs)
{
    mrs_change_side *side = change->sides;
    for (size_t i = 0; i < side[0].end_count; i++) {
        mrs_change_end *a = &side[0].ends[i];
        for (size_t k = 0; k < side[1].end_count; k++) {
            mrs_change_end *b = &side[1].ends[k];
            bool match = a->open && b->open && a->left == b->left && a->right == b->right;
            if (match && !add_pair(change, pairs, a, b)) {
                return false;
            }
        }
    }
    return true;
}

static int by_distance(const void *a, const void *b)
{
    const end_pair *first = a;
    const end_pair *second = b;
    if (first->distance_m != second->distance_m) {
        return first->distance_m < second->distance_m ? -1 : 1;
    }
    return first->order < second->order ? -1 : 1;
}

/* The nearest two are joined, then the nearest of the rest: always two that are mutually nearest
 * among those left. */
static bool join_pairs(mrs_change *change, const end_pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const end_pair *pair = &pairs->items[i];
        if (!pair->of_old->open || !pair->of_new->open) {
            continue;
        }
        const marsad_lonlat ends[] = {pair->of_old->at, pair->of_new->at};
        if (!mrs_change_add_arc(change, mrs_plane_line(change->plane, ends, 2))) {
            return false;
        }
        change->joined_m += pair->distance_m;
        pair->of_old->open = false;
        pair->of_new->open = false;
    }
    return true;
}

static size_t count_open(const mrs_change_side *side)
{
    size_t count = 0;
    for (size_t i = 0; i < side->end_count; i++) {
        count += side->ends[i].open;
    }
    return count;
}

marsad_status mrs_change_join_ends(mrs_change *change, marsad_error *error)
{
    end_pairs pairs = {0};
    mrs_change_side *side = change->sides;
    bool done = tie_ends(change, &side[0], &side[1]) && tie_ends(change, &side[1], &side[0]) &&
                list_pairs(change, &pairs);
    if (done && pairs.count > 0) {
        qsort(pairs.items, pairs.count, sizeof *pairs.items, by_distance);
    }
    done = done && join_pairs(change, &pairs);
    mrs_free(pairs.items);
    change->unjoined += count_open(&side[0]) + count_open(&side[1]);
    return done ? MARSAD_OK : mrs_fail_memory(error);
}
