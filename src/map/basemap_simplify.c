#include "map/basemap_simplify.h"

#include <math.h>
#include <stdbool.h>

#include "map/scene.h"

/* Where a point lies, in lengths that can just be told apart. */
static mrs_point scaled(marsad_lonlat at, mrs_point scale)
{
    return (mrs_point){at.lon * scale.x, at.lat * scale.y};
}

static double cross(mrs_point a, mrs_point b)
{
    return a.x * b.y - a.y * b.x;
}

/*
 * The directions in which a line may go on from the last point that was kept, so as to pass every
 * point since within a length: a wedge, narrowed by each (Sklansky and Gonzalez 1980).
 */
typedef struct wedge {
    mrs_point from;        /* the point kept last */
    mrs_point left, right; /* its sides; both 0: anywhere */
    double reach;          /* the square of the distance to the farthest point since */
} wedge;

/* Narrows the wedge by a point; false if a line to it would miss an earlier one. */
static bool narrow(wedge *w, mrs_point at)
{
    mrs_point to = {at.x - w->from.x, at.y - w->from.y};
    double square = to.x * to.x + to.y * to.y;
    if (square <= 1) {
        return w->reach <= 1; /* it may still go anywhere, unless it has come back */
    }
    bool open = w->left.x == 0 && w->left.y == 0;
    if (square < w->reach || (!open && (cross(w->left, to) > 0 || cross(w->right, to) < 0))) {
        return false;
    }
    /* The tangents to the circle of one length around the point. */
    double along = sqrt(square - 1);
    mrs_point left = {to.x * along - to.y, to.y * along + to.x};
    mrs_point right = {to.x * along + to.y, to.y * along - to.x};
    w->left = open || cross(w->left, left) < 0 ? left : w->left;
    w->right = open || cross(w->right, right) > 0 ? right : w->right;
    w->reach = square;
    return true;
}

size_t mrs_simplify(marsad_lonlat *points, size_t count, double lengths_per_lon,
                    double lengths_per_lat)
{
    mrs_point scale = {lengths_per_lon, lengths_per_lat};
    if (count < 3) {
        return count;
    }
    size_t kept = 1;
    wedge w = {.from = scaled(points[0], scale)};
    for (size_t i = 1; i < count; i++) {
        mrs_point at = scaled(points[i], scale);
        if (!narrow(&w, at)) {
            /* The one before this is kept: the line turns there. */
            w = (wedge){.from = scaled(points[i - 1], scale)};
            points[kept++] = points[i - 1];
            narrow(&w, at);
        }
    }
    points[kept++] = points[count - 1];
    return kept;
}
