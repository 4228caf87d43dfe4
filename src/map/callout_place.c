/*
 * Where callouts stand.
 *
 * Every box tries a grid of positions around its mark and takes the cheapest; then each in turn is
 * taken up and placed anew among the others until none moves (a local search: J. Christensen,
 * J. Marks and S. Shieber, An empirical study of algorithms for point-feature label placement, ACM
 * Transactions on Graphics 14(3), 1995). All costs are in pixels of leader line that it is worth to
 * avoid a fault.
 */
#include <float.h>
#include <math.h>

#include "base/fail.h"
#include "map/clutter.h"
#include "map/sheet.h"

enum { ROUNDS = 8, MOST_ALIGNED = 3 };

static const double GRID_STEP = 12;
static const double CLEARANCE = 8;         /* between boxes, and from boxes to the frame */
static const double FRONT_CLEARANCE = 8;   /* from boxes to the front, for its signs */
static const double NAME_CLEARANCE = 4;    /* from leaders to names */
static const double BEST_DISTANCE = 46;    /* of a box from its marker */
static const double COST_CROSSING = 600;   /* a leader crosses another, or a box */
static const double COST_OVER_NAME = 450;  /* a leader runs over a name */
static const double COST_OVER_MARK = 400;  /* a leader runs over another marker */
static const double COST_OVER_TOWN = 70;   /* a box hides a town, times its weight */
static const double COST_OVER_LINE = 0.14; /* a pixel of coast or road under a box */
static const double COST_OF_SLANT = 0.4;   /* a pixel by which a leader is longer than it need be */
static const double GAIN_ALIGNED = 22;     /* a box's edge stands under another's */
static const double MOST_COST = 380;       /* beyond it a number and the panel's key serve better */

/* --- Leaders --- */

/* From the edge of the marker to a point of the box. */
static void leader_to(const mrs_mark *mark, mrs_point to, mrs_point out[2])
{
    double length = hypot(to.x - mark->centre.x, to.y - mark->centre.y);
    double t = length > 0 ? fmin(mark->radius / length, 1) : 0;
    out[0] = (mrs_point){mark->centre.x + (to.x - mark->centre.x) * t,
                         mark->centre.y + (to.y - mark->centre.y) * t};
    out[1] = to;
}

enum { MOST_ENDS = 5 };

/* Where a leader may meet its box: at the nearest point, and along the edge that faces the mark. */
static size_t leader_ends(mrs_rect box, mrs_point at, mrs_point out[MOST_ENDS])
{
    mrs_point nearest = {fmin(fmax(at.x, box.x), box.x + box.w),
                         fmin(fmax(at.y, box.y), box.y + box.h)};
    bool beside = at.y > box.y && at.y < box.y + box.h;
    size_t count = 0;
    out[count++] = nearest;
    for (int i = 0; i < MOST_ENDS - 1; i++) {
        double t = (i + 0.5) / (MOST_ENDS - 1);
        out[count++] = beside ? (mrs_point){nearest.x, box.y + box.h * t}
                              : (mrs_point){box.x + box.w * t, nearest.y};
    }
    return count;
}

static mrs_rect marker_box(const mrs_mark *mark)
{
    return (mrs_rect){mark->centre.x - mark->radius, mark->centre.y - mark->radius,
                      2 * mark->radius, 2 * mark->radius};
}

static double cost_over_marks(const mrs_pane *pane, const mrs_mark *own, const mrs_point leader[2])
{
    double cost = 0;
    for (size_t i = 0; i < pane->mark_count; i++) {
        const mrs_mark *mark = &pane->marks[i];
        if (mark != own && mrs_rect_crosses(marker_box(mark), leader[0], leader[1])) {
            cost += COST_OVER_MARK;
        }
    }
    return cost;
}

/* The greater names were placed before the callouts, and their boxes stand last. */
static double cost_over_names(const mrs_pane *pane, const mrs_point leader[2])
{
    double cost = 0;
    for (size_t i = pane->first_name_box; i < pane->obstacles.box_count; i++) {
        mrs_rect box = mrs_rect_grown(pane->obstacles.boxes[i], NAME_CLEARANCE);
        cost += mrs_rect_crosses(box, leader[0], leader[1]) ? COST_OVER_NAME : 0;
    }
    return cost;
}

static double cost_over_callouts(const mrs_pane *pane, const mrs_callout *own,
                                 const mrs_point leader[2])
{
    double cost = 0;
    for (size_t i = 0; i < pane->callout_count; i++) {
        const mrs_callout *other = &pane->callouts[i];
        if (other == own || !other->placed) {
            continue;
        }
        bool lines = mrs_segments_cross(leader[0], leader[1], other->leader[0], other->leader[1]);
        bool box = mrs_rect_crosses(other->box, leader[0], leader[1]);
        cost += (lines + box) * COST_CROSSING;
    }
    return cost;
}

static double leader_cost(const mrs_pane *pane, const mrs_callout *callout,
                          const mrs_point leader[2])
{
    const mrs_mark *mark = &pane->marks[callout->mark];
    return cost_over_names(pane, leader) + cost_over_marks(pane, mark, leader) +
           cost_over_callouts(pane, callout, leader);
}

/* The leader with the fewest faults for a box; a straight one, if that has none. */
static double choose_leader(const mrs_pane *pane, const mrs_callout *callout, mrs_rect box,
                            mrs_point out[2])
{
    const mrs_mark *mark = &pane->marks[callout->mark];
    mrs_point ends[MOST_ENDS];
    size_t count = leader_ends(box, mark->centre, ends);
    double least = DBL_MAX;
    double shortest = mrs_rect_distance(box, mark->centre);
    for (size_t i = 0; i < count && least > 0; i++) {
        mrs_point leader[2];
        leader_to(mark, ends[i], leader);
        double length = hypot(ends[i].x - mark->centre.x, ends[i].y - mark->centre.y);
        double cost = leader_cost(pane, callout, leader) + (length - shortest) * COST_OF_SLANT;
        if (cost < least - 1e-9) {
            least = cost;
            out[0] = leader[0];
            out[1] = leader[1];
        }
    }
    return least;
}

/* --- Boxes --- */

static bool hits_obstacle(const mrs_pane *pane, mrs_rect box)
{
    mrs_rect grown = mrs_rect_grown(box, CLEARANCE - 2);
    for (size_t i = 0; i < pane->obstacles.box_count; i++) {
        if (mrs_rect_overlaps(grown, pane->obstacles.boxes[i])) {
            return true;
        }
    }
    return false;
}

/* Towns that are not named yet need room for their names as well as for their dots. */
static double cost_over_towns(const mrs_pane *pane, mrs_rect box)
{
    mrs_rect grown = {box.x - 30, box.y - 8, box.w + 60, box.h + 16};
    double cost = 0;
    for (size_t i = 0; i < pane->town_count; i++) {
        const mrs_town *town = &pane->towns[i];
        if (!town->labelled && mrs_rect_has(grown, town->at)) {
            cost += COST_OVER_TOWN * 4.0 / (town->rank * town->rank);
        }
    }
    return cost;
}

/* What it costs to stand among the callouts placed already; DBL_MAX where boxes overlap. */
static double cost_beside_callouts(const mrs_pane *pane, const mrs_callout *own, mrs_rect box)
{
    double cost = 0;
    int aligned = 0;
    mrs_rect grown = mrs_rect_grown(box, CLEARANCE);
    for (size_t i = 0; i < pane->callout_count; i++) {
        const mrs_callout *other = &pane->callouts[i];
        if (other == own || !other->placed) {
            continue;
        }
        if (mrs_rect_overlaps(grown, other->box)) {
            return DBL_MAX;
        }
        cost += mrs_rect_crosses(box, other->leader[0], other->leader[1]) ? COST_CROSSING : 0;
        bool in_line = fabs(other->box.x - box.x) < 0.5 ||
                       fabs(other->box.x + other->box.w - box.x - box.w) < 0.5;
        if (in_line && aligned < MOST_ALIGNED) {
            cost -= GAIN_ALIGNED;
            aligned++;
        }
    }
    return cost;
}

/* A position of a callout, and what it costs. */
typedef struct position {
    double cost;
    mrs_rect box;
    mrs_point leader[2];
} position;

/* Finds the cost of `try->box`; DBL_MAX where it cannot stand, or cannot beat `best`. The cheap
 * parts come first; what follows them can only gain by alignment. */
static void weigh(const mrs_pane *pane, const mrs_callout *callout, double best, position *try)
{
    const mrs_mark *mark = &pane->marks[callout->mark];
    const double enough = best + GAIN_ALIGNED * MOST_ALIGNED;
    double distance = mrs_rect_distance(try->box, mark->centre) - mark->radius;
    double cost = fabs(distance - BEST_DISTANCE) * (distance < BEST_DISTANCE ? 2 : 1);
    try->cost = DBL_MAX;
    if (cost >= enough) {
        return;
    }
    mrs_rect near = mrs_rect_grown(try->box, pane->sheet->front ? FRONT_CLEARANCE : 0);
    cost += COST_OVER_LINE * mrs_clutter_in(pane->clutter, near);
    if (cost >= enough || hits_obstacle(pane, try->box)) {
        return;
    }
    cost += cost_over_towns(pane, try->box);
    double beside = cost < enough ? cost_beside_callouts(pane, callout, try->box) : DBL_MAX;
    if (beside == DBL_MAX || cost + beside >= best) {
        return;
    }
    try->cost = cost + beside + choose_leader(pane, callout, try->box, try->leader);
}

/* --- Searching --- */

static void try_at(const mrs_pane *pane, const mrs_callout *callout, double x, double y,
                   position *found)
{
    position try = {.box = {x, y, callout->box.w, callout->box.h}};
    if (!mrs_rect_inside(try.box, mrs_rect_grown(pane->frame.rect, -CLEARANCE))) {
        return;
    }
    weigh(pane, callout, found->cost, &try);
    if (try.cost < found->cost - 1e-9) {
        *found = try;
    }
}

/* The positions of a square ring around the mark: all boxes whose middle is `ring` steps away. */
static void try_ring(const mrs_pane *pane, const mrs_callout *callout, int ring, position *found)
{
    mrs_point at = pane->marks[callout->mark].centre;
    double x = at.x - callout->box.w / 2;
    double y = at.y - callout->box.h / 2;
    for (int j = -ring; j <= ring; j++) {
        int step = j == -ring || j == ring || ring == 0 ? 1 : 2 * ring;
        for (int i = -ring; i <= ring; i += step) {
            try_at(pane, callout, x + i * GRID_STEP, y + j * GRID_STEP, found);
        }
    }
}

/* The positions in line with the callouts placed already, at most `rings` steps up or down. */
static void try_in_line(const mrs_pane *pane, const mrs_callout *callout, int rings,
                        position *found)
{
    mrs_point at = pane->marks[callout->mark].centre;
    for (size_t i = 0; i < pane->callout_count; i++) {
        const mrs_callout *other = &pane->callouts[i];
        if (other == callout || !other->placed) {
            continue;
        }
        double right = other->box.x + other->box.w - callout->box.w;
        for (int step = -rings; step <= rings; step++) {
            double y = at.y - callout->box.h / 2 + step * GRID_STEP;
            try_at(pane, callout, other->box.x, y, found);
            try_at(pane, callout, right, y, found);
        }
    }
}

/* Finds the cheapest position, ring by ring, until all further ones are too far to be cheaper. */
static position find_position(const mrs_pane *pane, const mrs_callout *callout)
{
    const mrs_mark *mark = &pane->marks[callout->mark];
    mrs_rect frame = pane->frame.rect;
    double half = fmax(callout->box.w, callout->box.h) / 2;
    position found = {.cost = MOST_COST};
    int most = (int)(fmax(frame.w, frame.h) / GRID_STEP) + 1;
    int ring = 0;
    for (; ring <= most; ring++) {
        double nearest = ring * GRID_STEP - half - mark->radius - BEST_DISTANCE;
        if (nearest >= found.cost + GAIN_ALIGNED * MOST_ALIGNED) {
            break;
        }
        try_ring(pane, callout, ring, &found);
    }
    try_in_line(pane, callout, ring, &found);
    return found;
}

static bool place_callout(const mrs_pane *pane, mrs_callout *callout)
{
    position found = find_position(pane, callout);
    bool was_placed = callout->placed;
    mrs_rect before = callout->box;
    callout->placed = found.cost < MOST_COST;
    if (!callout->placed) {
        return was_placed;
    }
    callout->box = found.box;
    callout->leader[0] = found.leader[0];
    callout->leader[1] = found.leader[1];
    return !was_placed || before.x != found.box.x || before.y != found.box.y;
}

/* The lines that a box would hide: roads, the coast, and the front, which comes with both its
 * sides. */
static marsad_status find_clutter(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = mrs_pane_features(pane, MRS_SOURCE_ROADS, error);
    if (!status) {
        status = mrs_pane_features(pane, MRS_SOURCE_LAND, error);
    }
    if (status) {
        return status;
    }
    if (pane->sheet->front && (status = mrs_pane_features(pane, MRS_SOURCE_FRONT, error))) {
        return status;
    }
    pane->clutter = mrs_clutter_new(pane->frame.rect);
    if (!pane->clutter) {
        return mrs_fail_memory(error);
    }
    mrs_clutter_add(pane->clutter, &pane->features[MRS_SOURCE_LAND], 0.6);
    mrs_clutter_add(pane->clutter, &pane->features[MRS_SOURCE_ROADS], 1);
    mrs_clutter_add(pane->clutter, &pane->features[MRS_SOURCE_FRONT], 4);
    mrs_clutter_sum(pane->clutter);
    return MARSAD_OK;
}

/* What was placed is in the way of all labels from now on. */
static marsad_status take_room(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pane->callout_count; i++) {
        const mrs_callout *callout = &pane->callouts[i];
        pane->marks[callout->mark].has_callout = callout->placed;
        if (callout->placed) {
            status = mrs_obstacle_box(pane, mrs_rect_grown(callout->box, 4), error);
        }
        if (callout->placed && !status) {
            status = mrs_obstacle_line(pane, callout->leader[0], callout->leader[1], error);
        }
    }
    bool badged = pane->sheet->as == MARSAD_AS_CALLOUTS || pane->sheet->as == MARSAD_AS_NUMBERS;
    for (size_t i = 0; i < pane->mark_count; i++) {
        mrs_mark *mark = &pane->marks[i];
        pane->sheet->summary.callouts_dropped +=
            pane->sheet->as == MARSAD_AS_CALLOUTS && !mark->has_callout;
        mark->has_badge = !mark->has_callout && badged;
    }
    return status;
}

marsad_status mrs_place_callouts(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = pane->callout_count ? find_clutter(pane, error) : MARSAD_OK;
    if (status) {
        return status;
    }
    bool moved = true;
    for (int round = 0; round < ROUNDS && moved; round++) {
        moved = false;
        for (size_t i = 0; i < pane->callout_count; i++) {
            moved |= place_callout(pane, &pane->callouts[i]);
        }
    }
    return take_room(pane, error);
}
