/*
 * What a callout's place costs: how far its box stands from the marker, what the box hides, what
 * the leader runs over, and how box and leader stand to the other callouts.
 *
 * The cost of an arrangement is a sum over callouts and over pairs of them, after the energy of
 * J. Christensen, J. Marks and S. Shieber, An empirical study of algorithms for point-feature label
 * placement, ACM Transactions on Graphics 14(3), 1995; that leaders end at the middle of a side or
 * at a corner is the "port" of boundary labelling (M. A. Bekos, M. Kaufmann, A. Symvonis and
 * A. Wolff, Boundary labeling: models and efficient algorithms for rectangular maps, Computational
 * Geometry 36(3), 2007).
 */
#include <math.h>

#include "map/callout_place.h"
#include "map/clutter.h"

static const double FRONT_CLEARANCE = 8;  /* from boxes to the front, for its signs */
static const double NAME_CLEARANCE = 3;   /* from leaders to names */
static const double MARK_CLEARANCE = 4;   /* from leaders to other markers */
static const double BOX_CLEARANCE = 3;    /* from leaders to other callouts' boxes */
static const double BEST_DISTANCE = 46;   /* of a box from its marker */
static const double LEAST_DISTANCE = 14;  /* a shorter leader is hardly seen */
static const double COST_CROSSING = 1200; /* a leader crosses another, or a box */
static const double COST_OVER_MARK = 700; /* a leader runs over another marker */
static const double COST_OVER_NAME = 260; /* a leader runs over a name, which will have to move */
static const double COST_OVER_FRONT = 350;
static const double COST_OVER_TOWN = 70;   /* a box hides a town, times its weight */
static const double COST_OVER_LINE = 0.14; /* a pixel of coast or road under a box */
static const double COST_OF_SLANT = 0.4;   /* a pixel by which a leader is longer than it need be */
static const double COST_SHALLOW = 30;     /* a leader meets its box along the side */
static const double COST_CORNER = 4;       /* it ends at a corner, not at the middle of a side */
static const double COST_ALMOST = 14;      /* edges are nearly in line, and look like a mistake */
static const double GAIN_IN_LINE = 6;      /* an edge stands in line with another's */
static const double GAIN_IN_COLUMN = 14;   /* and the boxes are neighbours */
static const double GAIN_GAP = 10;         /* neighbours with the usual gap between them */
static const double NEIGHBOURS = 60;       /* px between boxes that are seen as such */

/* --- Leaders --- */

/* From the edge of the marker, away from its centre, to a point of the box. */
static void leader_to(const mrs_mark *mark, mrs_point to, mrs_point out[2])
{
    double length = hypot(to.x - mark->centre.x, to.y - mark->centre.y);
    double t = length > 0 ? fmin(mark->radius / length, 1) : 0;
    out[0] = mrs_point_between(mark->centre, to, t);
    out[1] = to;
}

/* A point of a box where a leader may end. */
typedef struct port {
    mrs_point at;
    double cost;
} port;

enum { MOST_PORTS = 6 };

/* The cost of a leader's angle to the side that it ends at, whose direction is given. */
static double cost_of_angle(mrs_point from, mrs_point to, bool upright)
{
    double along = upright ? fabs(to.y - from.y) : fabs(to.x - from.x);
    double across = upright ? fabs(to.x - from.x) : fabs(to.y - from.y);
    return across < 0.3 * along ? COST_SHALLOW : 0;
}

/* The middles of the sides that face the mark, and the corners next to it. */
static size_t find_ports(mrs_rect box, mrs_point from, port out[MOST_PORTS])
{
    bool left = from.x < box.x;
    bool right = from.x > box.x + box.w;
    bool above = from.y < box.y;
    bool below = from.y > box.y + box.h;
    double x = left ? box.x : box.x + box.w;
    double y = above ? box.y : box.y + box.h;
    size_t count = 0;
    if (left || right) {
        mrs_point middle = {x, box.y + box.h / 2};
        out[count++] = (port){middle, cost_of_angle(from, middle, true)};
    }
    if (above || below) {
        mrs_point middle = {box.x + box.w / 2, y};
        out[count++] = (port){middle, cost_of_angle(from, middle, false)};
    }
    if ((left || right) && (above || below)) {
        out[count++] = (port){{x, y}, COST_CORNER};
    } else if (left || right) {
        out[count++] = (port){{x, box.y}, COST_CORNER};
        out[count++] = (port){{x, box.y + box.h}, COST_CORNER};
    } else if (above || below) {
        out[count++] = (port){{box.x, y}, COST_CORNER};
        out[count++] = (port){{box.x + box.w, y}, COST_CORNER};
    }
    return count;
}

static double distance_to_line(mrs_point p, const mrs_point line[2])
{
    mrs_point along = {line[1].x - line[0].x, line[1].y - line[0].y};
    double square = along.x * along.x + along.y * along.y;
    double t = (p.x - line[0].x) * along.x + (p.y - line[0].y) * along.y;
    t = square > 0 ? mrs_lesser(mrs_greater(t / square, 0), 1) : 0;
    return hypot(p.x - line[0].x - t * along.x, p.y - line[0].y - t * along.y);
}

static bool comes_near(const mrs_point leader[2], mrs_point at, double reach)
{
    mrs_rect around = mrs_rect_around(at, reach);
    return mrs_rect_crosses(around, leader[0], leader[1]) && distance_to_line(at, leader) < reach;
}

static size_t count_over_marks(const mrs_pane *pane, const mrs_mark *own, const mrs_point leader[2])
{
    size_t count = 0;
    for (size_t i = 0; i < pane->mark_count; i++) {
        const mrs_mark *mark = &pane->marks[i];
        count += mark != own && comes_near(leader, mark->centre, mark->radius + MARK_CLEARANCE);
    }
    return count;
}

/* The greater names were placed before the callouts, to see where they would like to stand. They
 * are placed once more afterwards, around the callouts. */
static size_t count_over_names(const mrs_pane *pane, const mrs_point leader[2])
{
    size_t count = 0;
    for (size_t i = pane->first_name_box; i < pane->first_name_end; i++) {
        mrs_rect box = mrs_rect_grown(pane->obstacles.boxes[i], NAME_CLEARANCE);
        count += mrs_rect_crosses(box, leader[0], leader[1]);
    }
    return count;
}

/* What a leader runs over; it need not be exact where it is `enough`. */
static double cost_of_way(const mrs_pane *pane, const mrs_mark *mark, const mrs_point leader[2],
                          double enough)
{
    double cost = (double)count_over_marks(pane, mark, leader) * COST_OVER_MARK;
    return cost < enough ? (double)count_over_names(pane, leader) * COST_OVER_NAME + cost : cost;
}

/* The cost of the leader's shape. */
static double cost_of_shape(const mrs_mark *mark, mrs_rect box, const port *to)
{
    double shortest = mrs_rect_distance(box, mark->centre);
    double length = hypot(to->at.x - mark->centre.x, to->at.y - mark->centre.y);
    return to->cost + (length - shortest) * COST_OF_SLANT;
}

/* --- What a box hides --- */

static bool hits_obstacle(const mrs_pane *pane, mrs_rect box)
{
    mrs_rect grown = mrs_rect_grown(box, MRS_CALLOUT_CLEARANCE - 2);
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

static double cost_over_front(const mrs_pane *pane, mrs_rect box)
{
    mrs_rect grown = mrs_rect_grown(box, FRONT_CLEARANCE);
    for (size_t i = 0; i < pane->obstacles.front_count; i++) {
        if (mrs_rect_crosses(grown, pane->obstacles.front[i][0], pane->obstacles.front[i][1])) {
            return COST_OVER_FRONT;
        }
    }
    return 0;
}

static double cost_over_lines(const mrs_pane *pane, mrs_rect box)
{
    mrs_rect near = mrs_rect_grown(box, pane->obstacles.front_count ? FRONT_CLEARANCE : 0);
    return pane->clutter ? COST_OVER_LINE * mrs_clutter_in(pane->clutter, near) : 0;
}

static double cost_of_distance(const mrs_mark *mark, mrs_rect box)
{
    double distance = mrs_rect_distance(box, mark->centre) - mark->radius;
    if (distance < LEAST_DISTANCE) {
        return MRS_COST_FORBIDDEN;
    }
    return fabs(distance - BEST_DISTANCE) * (distance < BEST_DISTANCE ? 2 : 1);
}

/* --- Boxes beside each other --- */

/* The gap between two stretches of a line; negative where they overlap. */
static double gap_between(double a, double a_length, double b, double b_length)
{
    return mrs_greater(a, b) - mrs_lesser(a + a_length, b + b_length);
}

/* What it is worth that two boxes begin or end in line, which are `gap` apart across it. */
static double order_of(double starts, double ends, double gap, bool neighbours)
{
    double off = mrs_lesser(fabs(starts), fabs(ends));
    if (off < 0.5) {
        double usual = fabs(gap - MRS_CALLOUT_GAP) < 0.5 ? GAIN_GAP : 0;
        return neighbours ? -GAIN_IN_LINE - GAIN_IN_COLUMN - usual : -GAIN_IN_LINE;
    }
    return neighbours && off < MRS_CALLOUT_GAP ? COST_ALMOST : 0;
}

static double cost_of_order(mrs_rect a, mrs_rect b)
{
    double across = gap_between(a.x, a.w, b.x, b.w);
    double down = gap_between(a.y, a.h, b.y, b.h);
    bool column = across < 0 && down < NEIGHBOURS;
    bool row = down < 0 && across < NEIGHBOURS;
    double cost = order_of(a.x - b.x, a.x + a.w - b.x - b.w, down, column);
    if (row) {
        cost += order_of(a.y - b.y, a.y + a.h - b.y - b.h, across, true);
    }
    return cost;
}

double mrs_cost_beside(const mrs_spot *one, const mrs_spot *other)
{
    if (mrs_rect_overlaps(mrs_rect_grown(one->box, MRS_CALLOUT_CLEARANCE - 0.01), other->box)) {
        return MRS_COST_FORBIDDEN;
    }
    const mrs_point *a = one->leader;
    const mrs_point *b = other->leader;
    int crossings = mrs_segments_cross(a[0], a[1], b[0], b[1]) +
                    mrs_rect_crosses(mrs_rect_grown(one->box, BOX_CLEARANCE), b[0], b[1]) +
                    mrs_rect_crosses(mrs_rect_grown(other->box, BOX_CLEARANCE), a[0], a[1]);
    return crossings * COST_CROSSING + cost_of_order(one->box, other->box);
}

/* --- All of it --- */

/* What the box costs without a leader, or MRS_COST_FORBIDDEN: the cheap parts come first. */
static double cost_of_box(const mrs_pane *pane, const mrs_mark *mark, mrs_rect box, double enough)
{
    double cost = cost_of_distance(mark, box);
    if (cost >= enough) {
        return MRS_COST_FORBIDDEN;
    }
    cost += cost_over_lines(pane, box);
    if (cost >= enough || hits_obstacle(pane, box)) {
        return MRS_COST_FORBIDDEN;
    }
    return cost + cost_over_towns(pane, box) + cost_over_front(pane, box);
}

/* Puts a spot among those found, which stay in the order of their costs. */
static size_t keep(mrs_spot *out, size_t count, const mrs_spot *spot)
{
    size_t at = count;
    while (at > 0 && out[at - 1].cost > spot->cost) {
        at--;
    }
    for (size_t i = count < MRS_SPOTS_A_BOX ? count : MRS_SPOTS_A_BOX - 1; i > at; i--) {
        out[i] = out[i - 1];
    }
    if (at < MRS_SPOTS_A_BOX) {
        out[at] = *spot;
        count += count < MRS_SPOTS_A_BOX;
    }
    return count;
}

size_t mrs_spots_of_box(const mrs_pane *pane, const mrs_callout *callout, mrs_rect box,
                        double enough, mrs_spot out[MRS_SPOTS_A_BOX])
{
    const mrs_mark *mark = &pane->marks[callout->mark];
    double alone = cost_of_box(pane, mark, box, enough);
    size_t count = 0;
    port ports[MOST_PORTS];
    size_t port_count = alone < enough ? find_ports(box, mark->centre, ports) : 0;
    for (size_t i = 0; i < port_count; i++) {
        mrs_spot spot = {.box = box, .cost = alone + cost_of_shape(mark, box, &ports[i])};
        if (spot.cost < enough) {
            leader_to(mark, ports[i].at, spot.leader);
            spot.cost += cost_of_way(pane, mark, spot.leader, enough - spot.cost);
            count = spot.cost < enough ? keep(out, count, &spot) : count;
        }
    }
    return count;
}

double mrs_callouts_cost(const mrs_pane *pane)
{
    double cost = 0;
    for (size_t i = 0; i < pane->callout_count; i++) {
        mrs_spot one = mrs_spot_of(&pane->callouts[i]);
        bool placed = pane->callouts[i].placed;
        cost += placed ? one.cost : MRS_COST_OF_NONE;
        for (size_t j = 0; placed && j < i; j++) {
            mrs_spot other = mrs_spot_of(&pane->callouts[j]);
            cost += pane->callouts[j].placed ? mrs_cost_beside(&one, &other) : 0;
        }
    }
    return cost;
}

/* --- Figures --- */

static bool is_in_line(const mrs_pane *pane, const mrs_callout *own)
{
    for (size_t i = 0; i < pane->callout_count; i++) {
        const mrs_callout *other = &pane->callouts[i];
        if (other != own && other->placed && cost_of_order(own->box, other->box) < 0) {
            return true;
        }
    }
    return false;
}

mrs_callout_figures mrs_callouts_measure(const mrs_pane *pane)
{
    mrs_callout_figures f = {0};
    for (size_t i = 0; i < pane->callout_count; i++) {
        const mrs_callout *a = &pane->callouts[i];
        f.placed += a->placed;
        f.left_out += !a->placed;
        if (!a->placed) {
            continue;
        }
        const mrs_point *to = a->leader;
        f.over_marks += count_over_marks(pane, &pane->marks[a->mark], to);
        f.over_names += count_over_names(pane, to);
        f.in_line += is_in_line(pane, a);
        f.leader_length += hypot(to[1].x - to[0].x, to[1].y - to[0].y);
        for (size_t j = 0; j < pane->callout_count; j++) {
            const mrs_callout *b = &pane->callouts[j];
            if (j != i && b->placed) {
                f.crossings +=
                    j > i && mrs_segments_cross(to[0], to[1], b->leader[0], b->leader[1]);
                f.over_boxes += mrs_rect_crosses(b->box, to[0], to[1]);
            }
        }
    }
    return f;
}
