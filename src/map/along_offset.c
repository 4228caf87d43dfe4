/* Lines beside lines: what `line-offset` and `line-gap-width` ask for. */
#include <math.h>

#include "base/memory.h"
#include "map/along.h"

/* The least 1 + cos of a turn that is mitred on its outer side: beyond, the miter would be longer
 * than twice the offset, MapLibre's limit, and the corner is cut off. */
static const double SHARPEST_MITER = 0.5;

/* One line or ring without repeated points. */
typedef struct track {
    mrs_point *points;
    size_t count;
    bool closed;
} track;

static double distance(mrs_point a, mrs_point b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

static bool same_place(mrs_point a, mrs_point b)
{
    return distance(a, b) < 1e-6;
}

static bool take_part(const mrs_path *lines, size_t part, track *out)
{
    size_t first = lines->starts[part];
    size_t end = mrs_path_part_end(lines, part);
    *out = (track){mrs_alloc(end - first + 1, sizeof *out->points), 0, lines->closed};
    if (!out->points) {
        return false;
    }
    for (size_t i = first; i < end; i++) {
        if (out->count == 0 || !same_place(out->points[out->count - 1], lines->points[i])) {
            out->points[out->count++] = lines->points[i];
        }
    }
    while (out->closed && out->count > 1 &&
           same_place(out->points[0], out->points[out->count - 1])) {
        out->count--;
    }
    return true;
}

static size_t segment_count(const track *t)
{
    return t->closed ? t->count : t->count - 1;
}

static mrs_point from_of(const track *t, size_t segment)
{
    return t->points[segment % t->count];
}

static mrs_point to_of(const track *t, size_t segment)
{
    return t->points[(segment + 1) % t->count];
}

/* The unit vector to the right of a segment, on a sheet whose y runs downwards. */
static mrs_point right_of(const track *t, size_t segment)
{
    mrs_point a = from_of(t, segment);
    mrs_point b = to_of(t, segment);
    double length = distance(a, b);
    return (mrs_point){-(b.y - a.y) / length, (b.x - a.x) / length};
}

/* Whether a point lies nearer than `least` to a segment. */
static bool is_near(mrs_point p, mrs_point a, mrs_point b, double least)
{
    double dx = b.x - a.x;
    double dy = b.y - a.y;
    double t = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
    t = fmin(fmax(t, 0), 1);
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy) < least;
}

/* Whether a point beside a vertex comes too near to the line before or after it, as it does where
 * the line winds more narrowly than the offset. Looks along the line for as far as a bend that
 * matters can reach. */
static bool is_crowded(const track *t, size_t vertex, mrs_point p, double by)
{
    const double least = fabs(by) * 0.995; /* rounding lies above it */
    const double reach = 8 * fabs(by);
    size_t segments = segment_count(t);
    double walked = 0;
    for (size_t i = vertex; i < vertex + segments && walked < reach; i++) {
        if (!t->closed && i >= segments) {
            break;
        }
        if (is_near(p, from_of(t, i), to_of(t, i), least)) {
            return true;
        }
        walked += distance(from_of(t, i), to_of(t, i));
    }
    walked = 0;
    for (size_t i = 0; i < segments && walked < reach; i++) {
        if (!t->closed && i >= vertex) {
            break;
        }
        size_t segment = (vertex + segments - 1 - i) % segments;
        if (is_near(p, from_of(t, segment), to_of(t, segment), least)) {
            return true;
        }
        walked += distance(from_of(t, segment), to_of(t, segment));
    }
    return false;
}

static void add_unless_crowded(const track *t, size_t vertex, mrs_point to_side, double by,
                               mrs_path *out)
{
    mrs_point at = t->points[vertex];
    mrs_point p = {at.x + to_side.x * by, at.y + to_side.y * by};
    if (!is_crowded(t, vertex, p, by)) {
        mrs_path_add(out, p.x, p.y);
    }
}

/* Where two segments meet: their miter, or two points where that would be too long. */
static void add_corner(const track *t, size_t vertex, double by, mrs_path *out)
{
    size_t segments = segment_count(t);
    size_t before = (vertex + segments - 1) % segments;
    mrs_point a = right_of(t, before);
    mrs_point b = right_of(t, vertex);
    double scale = 1 + a.x * b.x + a.y * b.y; /* 1 + cos of the turn */
    double sine = a.x * b.y - a.y * b.x;      /* above 0: to the right */
    bool mitred = scale >= SHARPEST_MITER;
    if (!mitred && sine * by > 0) { /* the inner side: as long as the segments reach that far */
        double shorter = fmin(distance(from_of(t, before), to_of(t, before)),
                              distance(from_of(t, vertex), to_of(t, vertex)));
        mitred = scale > 1e-9 && fabs(by * sine) <= shorter * scale;
    }
    if (mitred) {
        add_unless_crowded(t, vertex, (mrs_point){(a.x + b.x) / scale, (a.y + b.y) / scale}, by,
                           out);
    } else {
        add_unless_crowded(t, vertex, a, by, out);
        add_unless_crowded(t, vertex, b, by, out);
    }
}

static void add_end(mrs_point at, mrs_point to_side, double by, mrs_path *out)
{
    mrs_path_add(out, at.x + to_side.x * by, at.y + to_side.y * by);
}

static void add_beside(const track *t, double by, mrs_path *out)
{
    mrs_path_start(out);
    size_t last = t->count - 1;
    for (size_t i = 0; i < t->count; i++) {
        if (t->closed || (i > 0 && i < last)) {
            add_corner(t, i, by, out);
        } else {
            add_end(t->points[i], right_of(t, i == 0 ? 0 : last - 1), by, out);
        }
    }
    mrs_path_end(out, t->closed ? 3 : 2);
}

/* Whether the area lies to the right of a ring: a point just right of its longest side tells. */
static bool area_is_right(const mrs_path *rings, const track *t)
{
    const double step = 0.01; /* px */
    size_t longest = 0;
    for (size_t i = 1; i < t->count; i++) {
        if (distance(from_of(t, i), to_of(t, i)) >
            distance(from_of(t, longest), to_of(t, longest))) {
            longest = i;
        }
    }
    mrs_point middle = mrs_point_between(from_of(t, longest), to_of(t, longest), 0.5);
    mrs_point right = right_of(t, longest);
    return mrs_path_contains(rings,
                             (mrs_point){middle.x + step * right.x, middle.y + step * right.y});
}

static void add_part_beside(const mrs_path *lines, const track *t, mrs_line_sides sides,
                            mrs_path *out)
{
    double by = sides.offset;
    if (t->count < (t->closed ? 3U : 2U)) {
        return;
    }
    if (t->closed && by != 0 && !area_is_right(lines, t)) {
        by = -by;
    }
    if (sides.apart > 0) {
        add_beside(t, by - sides.apart / 2, out);
        add_beside(t, by + sides.apart / 2, out);
    } else {
        add_beside(t, by, out);
    }
}

void mrs_lines_beside(const mrs_path *lines, mrs_line_sides sides, mrs_path *out)
{
    out->closed = lines->closed;
    out->failed |= lines->failed;
    for (size_t part = 0; !out->failed && part < lines->part_count; part++) {
        track t;
        out->failed |= !take_part(lines, part, &t);
        if (!out->failed) {
            add_part_beside(lines, &t, sides, out);
        }
        mrs_free(t.points);
    }
}
