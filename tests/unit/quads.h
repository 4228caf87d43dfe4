/** Turned rectangles: where the ink of a text stands, and whether two of them share ground. */
#ifndef MARSAD_TESTS_QUADS_H
#define MARSAD_TESTS_QUADS_H

#include <math.h>
#include <stdbool.h>

#include "map/scene.h"
#include "map/type.h"

typedef struct quad {
    mrs_point corners[4]; /* one after the other */
} quad;

static inline quad quad_of_rect(mrs_rect r)
{
    return (quad){{{r.x, r.y}, {r.x + r.w, r.y}, {r.x + r.w, r.y + r.h}, {r.x, r.y + r.h}}};
}

/** The ink of a text item, without its halo. */
static inline quad quad_of_text(const mrs_item *item)
{
    mrs_rect ink = mrs_layout_ink(item->text.layout);
    quad made = quad_of_rect(ink);
    for (int i = 0; i < 4; i++) {
        mrs_point by = mrs_point_turned(made.corners[i], item->text.angle_deg);
        made.corners[i] = (mrs_point){item->text.at.x + by.x, item->text.at.y + by.y};
    }
    return made;
}

static inline bool quad_within(const quad *q, mrs_rect r, double tolerance)
{
    mrs_rect grown = mrs_rect_grown(r, tolerance);
    bool within = true;
    for (int i = 0; i < 4; i++) {
        within &= mrs_rect_has(grown, q->corners[i]);
    }
    return within;
}

/* How deep two quads lie in each other along the normal of a side of `a`; below 0: not at all. */
static inline double quad_depth_along(const quad *a, const quad *b, int side)
{
    mrs_point from = a->corners[side];
    mrs_point to = a->corners[(side + 1) % 4];
    double length = hypot(to.x - from.x, to.y - from.y);
    if (length <= 0) {
        return INFINITY;
    }
    mrs_point normal = {-(to.y - from.y) / length, (to.x - from.x) / length};
    double low[2] = {INFINITY, INFINITY};
    double high[2] = {-INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        double on_a = a->corners[i].x * normal.x + a->corners[i].y * normal.y;
        double on_b = b->corners[i].x * normal.x + b->corners[i].y * normal.y;
        low[0] = fmin(low[0], on_a);
        high[0] = fmax(high[0], on_a);
        low[1] = fmin(low[1], on_b);
        high[1] = fmax(high[1], on_b);
    }
    return fmin(high[0], high[1]) - fmax(low[0], low[1]);
}

/** How deep two quads lie in each other, px: what one would have to be moved; 0 or below: not. */
static inline double quad_depth(const quad *a, const quad *b)
{
    double depth = INFINITY;
    for (int side = 0; side < 4; side++) {
        depth = fmin(depth, quad_depth_along(a, b, side));
        depth = fmin(depth, quad_depth_along(b, a, side));
    }
    return depth;
}

/** How far a disc reaches into a quad, px; 0 or below: not at all. */
static inline double quad_disc_depth(const quad *q, mrs_point centre, double radius)
{
    double outside = -INFINITY; /* the greatest distance outside of a side */
    double nearest = INFINITY;
    for (int i = 0; i < 4; i++) {
        mrs_point a = q->corners[i];
        mrs_point b = q->corners[(i + 1) % 4];
        double dx = b.x - a.x;
        double dy = b.y - a.y;
        double length = fmax(hypot(dx, dy), 1e-9);
        double along =
            fmin(fmax(((centre.x - a.x) * dx + (centre.y - a.y) * dy) / length, 0), length);
        nearest = fmin(nearest, hypot(a.x + dx * along / length - centre.x,
                                      a.y + dy * along / length - centre.y));
        outside = fmax(outside, ((centre.x - a.x) * dy - (centre.y - a.y) * dx) / length);
    }
    return outside > 0 ? radius - nearest : radius + nearest;
}

#endif
