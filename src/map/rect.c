/* How rectangles, points and segments lie to each other on the sheet. */
#include <math.h>

#include "map/scene.h"

bool mrs_rect_inside(mrs_rect inner, mrs_rect outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

/* How far a coordinate lies outside a side of a rectangle. */
static double outside_by(double at, double start, double length)
{
    double before = start - at;
    double after = at - start - length;
    return before > 0 ? before : after > 0 ? after : 0;
}

double mrs_rect_distance(mrs_rect rect, mrs_point point)
{
    double dx = outside_by(point.x, rect.x, rect.w);
    double dy = outside_by(point.y, rect.y, rect.h);
    return dx > 0 && dy > 0 ? hypot(dx, dy) : dx + dy; /* most are straight above or beside */
}

mrs_point mrs_point_turned(mrs_point by, double angle_deg)
{
    double angle = angle_deg * M_PI / 180;
    return (mrs_point){by.x * cos(angle) - by.y * sin(angle),
                       by.x * sin(angle) + by.y * cos(angle)};
}

static double turn(mrs_point a, mrs_point b, mrs_point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool within_box(mrs_point a, mrs_point b, mrs_point p)
{
    return p.x >= mrs_lesser(a.x, b.x) && p.x <= mrs_greater(a.x, b.x) &&
           p.y >= mrs_lesser(a.y, b.y) && p.y <= mrs_greater(a.y, b.y);
}

bool mrs_segments_meet(mrs_point a, mrs_point b, mrs_point c, mrs_point d)
{
    double abc = turn(a, b, c);
    double abd = turn(a, b, d);
    double cda = turn(c, d, a);
    double cdb = turn(c, d, b);
    if (((abc > 0 && abd < 0) || (abc < 0 && abd > 0)) &&
        ((cda > 0 && cdb < 0) || (cda < 0 && cdb > 0))) {
        return true;
    }
    return (abc == 0 && within_box(a, b, c)) || (abd == 0 && within_box(a, b, d)) ||
           (cda == 0 && within_box(c, d, a)) || (cdb == 0 && within_box(c, d, b));
}

bool mrs_rect_holds_part(mrs_rect rect, mrs_point a, mrs_point b)
{
    mrs_point nw = {rect.x, rect.y};
    mrs_point se = {rect.x + rect.w, rect.y + rect.h};
    if (within_box(nw, se, a) || within_box(nw, se, b)) {
        return true;
    }
    mrs_point ne = {se.x, nw.y};
    mrs_point sw = {nw.x, se.y};
    return mrs_segments_cross(a, b, nw, se) || mrs_segments_cross(a, b, ne, sw);
}
