#include "map/along.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* --- Joining --- */

static bool same_point(mrs_point a, mrs_point b)
{
    const double apart = 1e-3; /* px */
    return fabs(a.x - b.x) < apart && fabs(a.y - b.y) < apart;
}

static mrs_point first_of(const mrs_path *lines, size_t part)
{
    return lines->points[lines->starts[part]];
}

static mrs_point last_of(const mrs_path *lines, size_t part)
{
    return lines->points[mrs_path_part_end(lines, part) - 1];
}

/* The one unused line that begins at a point; none where several do, for there lines meet. */
static size_t line_from(const mrs_path *lines, const bool *used, mrs_point at)
{
    size_t found = lines->part_count;
    for (size_t i = 0; i < lines->part_count; i++) {
        if (!used[i] && same_point(first_of(lines, i), at)) {
            found = found == lines->part_count ? i : lines->part_count + 1;
        }
    }
    return found < lines->part_count ? found : lines->part_count;
}

static bool is_continued(const mrs_path *lines, size_t part)
{
    for (size_t i = 0; i < lines->part_count; i++) {
        if (i != part && same_point(last_of(lines, i), first_of(lines, part))) {
            return true;
        }
    }
    return false;
}

/* Takes a line and all that follow it. */
static void take_chain(const mrs_path *lines, size_t part, bool *used, mrs_path *out)
{
    mrs_path_start(out);
    mrs_point start = first_of(lines, part);
    mrs_path_add(out, start.x, start.y);
    while (part < lines->part_count) {
        used[part] = true;
        for (size_t i = lines->starts[part] + 1; i < mrs_path_part_end(lines, part); i++) {
            mrs_path_add(out, lines->points[i].x, lines->points[i].y);
        }
        part = line_from(lines, used, last_of(lines, part));
    }
}

bool mrs_lines_join(mrs_path *lines)
{
    bool *used = mrs_alloc(lines->part_count + 1, sizeof *used);
    mrs_path joined = {0};
    for (int round = 0; used && round < 2; round++) { /* then those that run in a circle */
        for (size_t i = 0; i < lines->part_count; i++) {
            if (!used[i] && (round || !is_continued(lines, i))) {
                take_chain(lines, i, used, &joined);
            }
        }
    }
    bool ok = used && !joined.failed;
    mrs_free(used);
    mrs_path_clear(lines);
    *lines = joined;
    lines->failed |= !ok;
    return ok;
}

/* --- Smoothing --- */

static bool cut_corners(const mrs_point *points, size_t count, mrs_point **out, size_t *out_count)
{
    mrs_point *cut = mrs_alloc(2 * count, sizeof *cut);
    if (!cut) {
        return false;
    }
    size_t n = 0;
    cut[n++] = points[0];
    for (size_t i = 0; i + 1 < count; i++) {
        if (i > 0) {
            cut[n++] = mrs_point_between(points[i], points[i + 1], 0.25);
        }
        if (i + 2 < count) {
            cut[n++] = mrs_point_between(points[i + 1], points[i], 0.25);
        }
    }
    cut[n++] = points[count - 1];
    *out = cut;
    *out_count = n;
    return true;
}

void mrs_line_smooth(const mrs_point *points, size_t count, int rounds, mrs_path *out)
{
    mrs_point *made = NULL;
    for (int i = 0; i < rounds && count > 2; i++) {
        mrs_point *cut;
        if (!cut_corners(points, count, &cut, &count)) {
            out->failed = true;
            break;
        }
        mrs_free(made);
        points = made = cut;
    }
    mrs_path_start(out);
    for (size_t i = 0; i < count; i++) {
        mrs_path_add(out, points[i].x, points[i].y);
    }
    mrs_free(made);
}

/* --- Simplifying --- */

static double distance_to_chord(mrs_point p, mrs_point a, mrs_point b)
{
    double dx = b.x - a.x;
    double dy = b.y - a.y;
    double square = dx * dx + dy * dy;
    double t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* The point between two that lies farthest from their chord, or `first` if none does by more than
 * the tolerance. */
static size_t farthest_between(const mrs_point *points, size_t first, size_t last, double tolerance)
{
    size_t farthest = first;
    for (size_t i = first + 1; i < last; i++) {
        double away = distance_to_chord(points[i], points[first], points[last]);
        if (away > tolerance) {
            tolerance = away;
            farthest = i;
        }
    }
    return farthest;
}

/* Marks the points to be kept between two that are. */
static void keep_between(const mrs_point *points, size_t first, size_t last, double tolerance,
                         bool *kept)
{
    size_t farthest;
    while ((farthest = farthest_between(points, first, last, tolerance)) != first) {
        kept[farthest] = true;
        /* The longer half by the loop, the shorter one by recursion, which so stays shallow. */
        if (farthest - first < last - farthest) {
            keep_between(points, first, farthest, tolerance, kept);
            first = farthest;
        } else {
            keep_between(points, farthest, last, tolerance, kept);
            last = farthest;
        }
    }
}

void mrs_lines_simplify(const mrs_path *lines, double tolerance, mrs_path *out)
{
    bool *kept = mrs_alloc(lines->count + 1, sizeof *kept);
    out->failed |= lines->failed || !kept;
    for (size_t part = 0; !out->failed && part < lines->part_count; part++) {
        size_t first = lines->starts[part];
        size_t last = mrs_path_part_end(lines, part) - 1;
        kept[first] = kept[last] = true;
        keep_between(lines->points, first, last, tolerance, kept);
        mrs_path_start(out);
        for (size_t i = first; i <= last; i++) {
            if (kept[i]) {
                mrs_path_add(out, lines->points[i].x, lines->points[i].y);
            }
        }
    }
    mrs_free(kept);
}

/* --- Signs along lines --- */

static const double FINE_PX = 1.5; /* detail that a sign hides */

void mrs_stands_clear(mrs_stands *stands)
{
    mrs_free(stands->items);
    *stands = (mrs_stands){0};
}

static double length_of(const mrs_path *lines, size_t part)
{
    double length = 0;
    for (size_t i = lines->starts[part] + 1; i < mrs_path_part_end(lines, part); i++) {
        length += hypot(lines->points[i].x - lines->points[i - 1].x,
                        lines->points[i].y - lines->points[i - 1].y);
    }
    return length;
}

static mrs_point point_at(const mrs_path *lines, size_t part, double along)
{
    for (size_t i = lines->starts[part] + 1; i < mrs_path_part_end(lines, part); i++) {
        mrs_point a = lines->points[i - 1];
        mrs_point b = lines->points[i];
        double length = hypot(b.x - a.x, b.y - a.y);
        if (along <= length && length > 0) {
            return mrs_point_between(a, b, along / length);
        }
        along -= length;
    }
    return last_of(lines, part);
}

/* The foot of a sign is the chord of the line below it; returns its share of the line's length
 * there, which is 1 where the line is straight. */
static double foot_at(const mrs_path *lines, size_t part, double along, double width,
                      mrs_stand *out)
{
    mrs_point a = point_at(lines, part, along - width / 2);
    mrs_point b = point_at(lines, part, along + width / 2);
    *out = (mrs_stand){mrs_point_between(a, b, 0.5), atan2(b.y - a.y, b.x - a.x) * 180 / M_PI};
    return hypot(b.x - a.x, b.y - a.y) / width;
}

static void add_stand(mrs_stand stand, mrs_stands *out)
{
    if (!mrs_grow((void **)&out->items, &out->capacity, out->count, sizeof *out->items)) {
        out->failed = true;
        return;
    }
    out->items[out->count++] = stand;
}

static void stand_at(const mrs_path *lines, size_t part, double along, double width,
                     mrs_stands *out)
{
    const double straight = 0.9; /* a bend of some 50 degrees in the middle */
    mrs_stand stand;
    if (foot_at(lines, part, along, width, &stand) >= straight) {
        add_stand(stand, out);
    }
}

/* An order that does not depend on the way that lines run; what differs less is rounding. */
static int by_place(const void *a, const void *b)
{
    const double unit = 1e-6; /* px */
    mrs_point one = ((const mrs_stand *)a)->at;
    mrs_point two = ((const mrs_stand *)b)->at;
    double dx = round(one.x / unit) - round(two.x / unit);
    double dy = round(one.y / unit) - round(two.y / unit);
    return dx != 0 ? (dx > 0) - (dx < 0) : (dy > 0) - (dy < 0);
}

/* Of those that touch, drops the later ones. */
static void keep_apart(mrs_stands *stands, double width)
{
    size_t kept = 0;
    if (stands->count > 1) {
        qsort(stands->items, stands->count, sizeof *stands->items, by_place);
    }
    for (size_t i = 0; i < stands->count; i++) {
        mrs_point at = stands->items[i].at;
        bool touches = false;
        for (size_t k = kept; k > 0 && !touches && at.x - stands->items[k - 1].at.x < width; k--) {
            mrs_point other = stands->items[k - 1].at;
            touches = hypot(other.x - at.x, other.y - at.y) < width;
        }
        if (!touches) {
            stands->items[kept++] = stands->items[i];
        }
    }
    stands->count = kept;
}

static void stand_on(const mrs_path *lines, double spacing, double width, double phase,
                     mrs_stands *out)
{
    for (size_t part = 0; part < lines->part_count; part++) {
        double length = length_of(lines, part);
        long count = lround(length / fmax(spacing, width));
        count = count < 1 && length > 1.5 * width ? 1 : count;
        for (long i = 0; i < count; i++) {
            double along = length * ((double)i + phase) / (double)count;
            stand_at(lines, part, along, width, out);
        }
    }
    keep_apart(out, width);
}

void mrs_stand_along(const mrs_path *lines, double spacing, double width, double phase,
                     mrs_stands *out)
{
    mrs_path simple = {0};
    mrs_lines_simplify(lines, FINE_PX, &simple);
    out->failed |= simple.failed;
    if (!simple.failed) {
        stand_on(&simple, spacing, width, phase, out);
    }
    mrs_path_clear(&simple);
}

/* --- Texts along lines --- */

/* The straightest stretch for a text within `slack` px of a place on the line; of equal ones that
 * nearest to it, and of the two sides that farther left, so that the line's direction is no matter.
 */
static void stand_text_near(const mrs_path *lines, size_t part, double along, double slack,
                            double width, mrs_stands *out)
{
    enum { STEPS = 6 };               /* to either side */
    const double straight = 0.985;    /* the line leaves the text by a twelfth of its length */
    const double worth_a_step = 4e-3; /* straightness, for which a text moves on by one */
    const double equal = 1e-9;
    double best = 0;
    mrs_stand kept = {0};
    for (int k = -STEPS; k <= STEPS; k++) {
        mrs_stand stand;
        double share = foot_at(lines, part, along + slack * k / STEPS, width, &stand);
        double score = share - abs(k) * worth_a_step;
        bool better = score > best + equal || (score > best - equal && by_place(&stand, &kept) < 0);
        if (share >= straight && better) {
            best = score;
            kept = stand;
        }
    }
    if (best > 0) {
        add_stand(kept, out);
    }
}

static void stand_text_on(const mrs_path *lines, size_t part, double spacing, double width,
                          bool centred, mrs_stands *out)
{
    double length = length_of(lines, part);
    if (length < width || width <= 0) {
        return;
    }
    long count = centred ? 1 : lround(length / fmax(spacing, 1.25 * width));
    count = count < 1 ? 1 : count;
    double share = length / (double)count;
    double slack = centred ? 0 : (share - width) / 2;
    for (long i = 0; i < count; i++) {
        stand_text_near(lines, part, share * ((double)i + 0.5), slack, width, out);
    }
}

void mrs_stand_text(const mrs_path *lines, double spacing, double width, bool centred,
                    mrs_stands *out)
{
    mrs_path simple = {0};
    mrs_lines_simplify(lines, FINE_PX, &simple);
    out->failed |= simple.failed;
    for (size_t part = 0; !simple.failed && part < simple.part_count; part++) {
        stand_text_on(&simple, part, spacing, width, centred, out);
    }
    mrs_path_clear(&simple);
}
