/* Lines and rings, cut to a rectangle or trimmed to an area. */
#include <math.h>

#include "map/along.h"

/* --- Cutting --- */

/* The share of a segment that lies in the rectangle (Y.-D. Liang and B. A. Barsky, A new concept
 * and method for line clipping, 1984); false if none does. */
static bool share_within(mrs_rect r, mrs_point a, mrs_point b, double *from, double *to)
{
    const double out[] = {a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y};
    const double room[] = {a.x - r.x, r.x + r.w - a.x, a.y - r.y, r.y + r.h - a.y};
    *from = 0;
    *to = 1;
    for (int i = 0; i < 4; i++) {
        if (out[i] == 0 && room[i] < 0) {
            return false;
        }
        if (out[i] < 0) {
            *from = fmax(*from, room[i] / out[i]);
        } else if (out[i] > 0) {
            *to = fmin(*to, room[i] / out[i]);
        }
    }
    return *from < *to;
}

void mrs_lines_cut(const mrs_path *lines, mrs_rect to, mrs_path *out)
{
    for (size_t part = 0; part < lines->part_count; part++) {
        bool open = false;
        for (size_t i = lines->starts[part] + 1; i < mrs_path_part_end(lines, part); i++) {
            mrs_point a = lines->points[i - 1];
            mrs_point b = lines->points[i];
            double first;
            double last;
            if (!share_within(to, a, b, &first, &last)) {
                open = false;
                continue;
            }
            mrs_point begin = mrs_point_between(a, b, first);
            mrs_point end = last < 1 ? mrs_point_between(a, b, last) : b;
            if (!open || first > 0) {
                mrs_path_start(out);
                mrs_path_add(out, begin.x, begin.y);
            }
            mrs_path_add(out, end.x, end.y);
            open = last >= 1;
        }
    }
    out->failed |= lines->failed;
}

/* One side of the rectangle: `along` is the coordinate that it bounds. */
typedef struct side {
    bool vertical;
    bool upper; /* the greater of the two */
    double at;
} side;

static double beyond(side s, mrs_point p)
{
    double d = (s.vertical ? p.x : p.y) - s.at;
    return s.upper ? d : -d;
}

/* Keeps what of a ring lies on one side (I. E. Sutherland and G. W. Hodgman, Reentrant polygon
 * clipping, 1974). */
static void cut_ring(const mrs_path *ring, side s, mrs_path *out)
{
    mrs_path_start(out);
    for (size_t i = 0, j = ring->count - 1; i < ring->count; j = i++) {
        double a = beyond(s, ring->points[j]);
        double b = beyond(s, ring->points[i]);
        if ((a > 0) != (b > 0)) {
            mrs_point p = mrs_point_between(ring->points[j], ring->points[i], a / (a - b));
            mrs_path_add(out, p.x, p.y);
        }
        if (b <= 0) {
            mrs_path_add(out, ring->points[i].x, ring->points[i].y);
        }
    }
    mrs_path_end(out, 3);
}

void mrs_rings_cut(const mrs_path *rings, mrs_rect to, mrs_path *out)
{
    const side sides[] = {{true, false, to.x},
                          {true, true, to.x + to.w},
                          {false, false, to.y},
                          {false, true, to.y + to.h}};
    out->closed = true;
    out->failed |= rings->failed;
    for (size_t part = 0; part < rings->part_count; part++) {
        mrs_path ring = {.closed = true};
        mrs_path_start(&ring);
        for (size_t i = rings->starts[part]; i < mrs_path_part_end(rings, part); i++) {
            mrs_path_add(&ring, rings->points[i].x, rings->points[i].y);
        }
        for (size_t s = 0; s < 4 && ring.count; s++) {
            mrs_path kept = {.closed = true};
            cut_ring(&ring, sides[s], &kept);
            kept.failed |= ring.failed;
            mrs_path_clear(&ring);
            ring = kept;
        }
        mrs_path_append(out, &ring);
        mrs_path_clear(&ring);
    }
}

/* --- Trimming --- */

/* The point on a segment at the area's edge, from `out`, which lies beyond it, towards `in`. */
static mrs_point edge_between(const mrs_path *area, mrs_point out, mrs_point in)
{
    for (int i = 0; i < 20; i++) {
        mrs_point middle = mrs_point_between(out, in, 0.5);
        if (mrs_path_contains(area, middle)) {
            in = middle;
        } else {
            out = middle;
        }
    }
    return in;
}

/* Goes along the points of a line, `step` being 1 or -1, from its end at `first` to the place where
 * it enters the area. `*kept` is the first point within, which `*end` stands before. False if that
 * is farther than `most`. */
static bool find_entry(const mrs_point *points, size_t first, size_t count, int step,
                       const mrs_path *area, double most, size_t *kept, mrs_point *end)
{
    mrs_point last = points[first];
    size_t i = first;
    double walked = 0;
    for (size_t n = 1; n < count; n++) {
        i = step > 0 ? i + 1 : i - 1;
        double length = hypot(points[i].x - last.x, points[i].y - last.y);
        int pieces = (int)ceil(fmin(length, most)) + 1;
        mrs_point from = last;
        for (int k = 1; k <= pieces; k++) {
            mrs_point at = mrs_point_between(from, points[i], (double)k / pieces);
            if (mrs_path_contains(area, at)) {
                *kept = i;
                *end = edge_between(area, last, at);
                return walked + hypot(end->x - from.x, end->y - from.y) <= most;
            }
            last = at;
        }
        walked += length;
        if (walked > most) {
            return false;
        }
    }
    return false;
}

static void trim_part(const mrs_path *lines, size_t part, const mrs_path *area, double most,
                      mrs_path *out)
{
    size_t first = lines->starts[part];
    size_t last = mrs_path_part_end(lines, part) - 1;
    size_t count = last - first + 1;
    mrs_point begin = lines->points[first];
    mrs_point end = lines->points[last];
    size_t from = first + 1;
    size_t to = last - 1;
    bool whole = false;
    if (!mrs_path_contains(area, begin)) {
        whole |= !find_entry(lines->points, first, count, 1, area, most, &from, &begin);
    }
    if (!whole && !mrs_path_contains(area, end)) {
        whole |= !find_entry(lines->points, last, count, -1, area, most, &to, &end);
    }
    if (whole) { /* it lies beyond for too long, or wholly: so it was drawn */
        from = first + 1;
        to = last - 1;
        begin = lines->points[first];
        end = lines->points[last];
    }
    mrs_path_start(out);
    mrs_path_add(out, begin.x, begin.y);
    for (size_t i = from; i <= to && i < last; i++) {
        mrs_path_add(out, lines->points[i].x, lines->points[i].y);
    }
    mrs_path_add(out, end.x, end.y);
}

void mrs_lines_trim(mrs_path *lines, const mrs_path *area, double most)
{
    mrs_path trimmed = {.failed = lines->failed};
    for (size_t part = 0; part < lines->part_count; part++) {
        trim_part(lines, part, area, most, &trimmed);
    }
    mrs_path_clear(lines);
    *lines = trimmed;
}
