#include "map/hatch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double STEP = 7;  /* px between lines */
static const double WIDTH = 1; /* px */
static const double LEAST_LENGTH = 0.5;

mrs_paint mrs_hatch_paint(mrs_color color)
{
    return mrs_stroke(color, WIDTH);
}

/* Where a line of the hatching crosses the outline. */
typedef struct crossings {
    double *at;
    size_t count, capacity;
    bool failed;
} crossings;

static int by_value(const void *a, const void *b)
{
    double one = *(const double *)a;
    double two = *(const double *)b;
    return (one > two) - (one < two);
}

/* Hatching stands at 45 degrees: in the turned coordinates u = x + y s, v = y - x s, s being 1 or
 * -1, its lines are those of equal u, so that they need no square root. */
typedef struct turned {
    double u, v;
} turned;

static turned turn(mrs_point p, double s)
{
    return (turned){p.x + s * p.y, p.y - s * p.x};
}

static mrs_point turn_back(double u, double v, double s)
{
    return (mrs_point){(u - s * v) / 2, (s * u + v) / 2};
}

static void cross_ring(const mrs_path *rings, size_t part, double u, double s, crossings *found)
{
    size_t end = mrs_path_part_end(rings, part);
    for (size_t i = rings->starts[part], j = end - 1; i < end; j = i++) {
        turned a = turn(rings->points[j], s);
        turned b = turn(rings->points[i], s);
        if ((a.u > u) == (b.u > u)) {
            continue;
        }
        if (!mrs_grow((void **)&found->at, &found->capacity, found->count, sizeof *found->at)) {
            found->failed = true;
            return;
        }
        found->at[found->count++] = a.v + (u - a.u) / (b.u - a.u) * (b.v - a.v);
    }
}

static void hatch_line(const mrs_path *rings, double u, double s, crossings *found, mrs_path *out)
{
    found->count = 0;
    for (size_t part = 0; part < rings->part_count; part++) {
        cross_ring(rings, part, u, s, found);
    }
    if (found->count == 0) {
        return;
    }
    qsort(found->at, found->count, sizeof *found->at, by_value);
    for (size_t i = 0; i + 1 < found->count; i += 2) {
        if (found->at[i + 1] - found->at[i] < LEAST_LENGTH) {
            continue;
        }
        mrs_point a = turn_back(u, found->at[i], s);
        mrs_point b = turn_back(u, found->at[i + 1], s);
        mrs_path_start(out);
        mrs_path_add(out, a.x, a.y);
        mrs_path_add(out, b.x, b.y);
    }
}

static void hatch_one_way(const mrs_path *rings, double s, mrs_path *out)
{
    const double step = STEP * M_SQRT2; /* u counts 1.41 to a pixel across the lines */
    double least = HUGE_VAL;
    double most = -HUGE_VAL;
    for (size_t i = 0; i < rings->count; i++) {
        double u = turn(rings->points[i], s).u;
        least = fmin(least, u);
        most = fmax(most, u);
    }
    crossings found = {0};
    for (double line = ceil(least / step); line * step < most && !found.failed; line++) {
        hatch_line(rings, line * step, s, &found, out);
    }
    out->failed |= found.failed;
    mrs_free(found.at);
}

mrs_path mrs_hatch(const mrs_path *rings, const char *pattern)
{
    mrs_path out = {.failed = rings->failed};
    bool cross = strcmp(pattern, "hatch-cross") == 0;
    if (cross || strcmp(pattern, "hatch") == 0) {
        hatch_one_way(rings, 1, &out); /* x + y constant: rises to the right, y being downwards */
    }
    if (cross || strcmp(pattern, "hatch-back") == 0) {
        hatch_one_way(rings, -1, &out);
    }
    return out;
}
