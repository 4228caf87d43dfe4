#include "map/front_advance.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"

static const double HEAD_PX = 26;     /* of the stretch for the head */
static const double SHORTEST_PX = 40; /* a head, and a shaft that can be seen */
static const double SHORT_OF_PX = 5;  /* the line that it leads to */

/* --- Where it stands --- */

/* An arrow through an incident's marker says little, so it may stand beside its place: parallel to
 * itself, from edge to edge of the ground that changed hands. */
typedef struct place {
    const mrs_pane *pane;
    mrs_path ground;       /* that changed hands, on the sheet */
    mrs_point from, along; /* where it belongs: its beginning, and its direction, of length 1 */
    double length;
} place;

/* The ground as rings on the sheet; of none where the projection does not show all of it. */
static void trace_ground(place *p, const marsad_front_change *change)
{
    size_t start = 0;
    bool shown = true;
    p->ground.closed = true;
    for (size_t ring = 0; ring < change->ring_count; ring++) {
        mrs_path_start(&p->ground);
        for (size_t i = start; i < change->ends[ring]; i++) {
            mrs_point at = {0, 0};
            shown &= mrs_frame_to_page(&p->pane->frame, change->points[i], &at);
            mrs_path_add(&p->ground, at.x, at.y);
        }
        start = change->ends[ring];
    }
    if (!shown || p->ground.failed) {
        mrs_path_clear(&p->ground);
    }
}

enum { MOST_CROSSINGS = 64 };

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where the line through `origin` in the arrow's direction crosses the edges of the ground, px from
 * there, in their order. Returns how many; 0 if they are too many to tell. */
static size_t find_crossings(const place *p, mrs_point origin, double crossings[MOST_CROSSINGS])
{
    size_t count = 0;
    for (size_t part = 0; part < p->ground.part_count; part++) {
        size_t end = mrs_path_part_end(&p->ground, part);
        for (size_t i = p->ground.starts[part], j = end - 1; i < end; j = i++) {
            mrs_point a = {p->ground.points[j].x - origin.x, p->ground.points[j].y - origin.y};
            mrs_point b = {p->ground.points[i].x - origin.x, p->ground.points[i].y - origin.y};
            double beside_a = a.y * p->along.x - a.x * p->along.y;
            double beside_b = b.y * p->along.x - b.x * p->along.y;
            if ((beside_a > 0) == (beside_b > 0)) {
                continue;
            }
            if (count == MOST_CROSSINGS) {
                return 0;
            }
            mrs_point at = mrs_point_between(a, b, beside_a / (beside_a - beside_b));
            crossings[count++] = at.x * p->along.x + at.y * p->along.y;
        }
    }
    qsort(crossings, count, sizeof *crossings, by_size);
    return count;
}

/* The longest stretch of ground on the line `aside` px to the right of where the arrow belongs. */
static double longest_stretch(const place *p, double aside, mrs_point *from, mrs_point *to)
{
    mrs_point origin = {p->from.x - aside * p->along.y, p->from.y + aside * p->along.x};
    double crossings[MOST_CROSSINGS] = {0};
    size_t count = find_crossings(p, origin, crossings);
    double longest = 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        if (crossings[i + 1] - crossings[i] > longest) {
            longest = crossings[i + 1] - crossings[i];
            *from = (mrs_point){origin.x + p->along.x * crossings[i],
                                origin.y + p->along.y * crossings[i]};
            *to = (mrs_point){origin.x + p->along.x * crossings[i + 1],
                              origin.y + p->along.y * crossings[i + 1]};
        }
    }
    return longest;
}

static bool is_clear(const mrs_pane *pane, mrs_point from, mrs_point to)
{
    const double half_head = 8; /* px */
    bool clear = true;
    for (size_t i = 0; i < pane->group_count && clear; i++) {
        clear = !mrs_rect_crosses(mrs_rect_grown(pane->groups[i].box, half_head), from, to);
    }
    return clear;
}

/* Finds a stretch beside markers, the nearest to where the arrow belongs that is not much shorter.
 * Where there is none, it stays. */
static void stand_aside(const place *p, mrs_point *from, mrs_point *to)
{
    static const double asides[] = {12, -12, 24, -24, 36, -36, 48, -48};
    const double least = fmax(SHORTEST_PX, p->length * 0.6);
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++) {
        mrs_point a = *from;
        mrs_point b = *to;
        if (longest_stretch(p, asides[i], &a, &b) >= least &&
            mrs_rect_has(p->pane->frame.rect, b) && is_clear(p->pane, a, b)) {
            *from = a;
            *to = b;
            return;
        }
    }
}

bool mrs_front_shows_advance(const mrs_pane *pane, const marsad_front_advance *advance,
                             mrs_point *from, mrs_point *to)
{
    *from = *to = (mrs_point){0, 0};
    bool shown = mrs_frame_to_page(&pane->frame, advance->from, from) &&
                 mrs_frame_to_page(&pane->frame, advance->to, to) &&
                 mrs_rect_has(pane->frame.rect, *to);
    double length = shown ? hypot(to->x - from->x, to->y - from->y) : 0;
    if (length < SHORTEST_PX) {
        return false;
    }
    if (!is_clear(pane, *from, *to)) {
        mrs_point along = {(to->x - from->x) / length, (to->y - from->y) / length};
        place p = {.pane = pane, .from = *from, .along = along, .length = length};
        trace_ground(&p, &pane->sheet->front->comparison->changes[advance->change]);
        stand_aside(&p, from, to);
        mrs_path_clear(&p.ground);
    }
    return true;
}

/* --- As features --- */

static bool add_part(const mrs_sheet *sheet, mrs_feature_list *out, const char *holder,
                     const char *state, mrs_point from, mrs_point to)
{
    size_t index = mrs_front_holder_named(sheet, holder);
    mrs_feature *feature = mrs_front_feature_in(sheet, out, index, sheet->front->now, state);
    if (!feature) {
        return false;
    }
    mrs_path_start(&feature->path);
    mrs_path_add(&feature->path, from.x, from.y);
    mrs_path_add(&feature->path, to.x, to.y);
    return !feature->path.failed;
}

bool mrs_front_add_arrow(const mrs_sheet *sheet, mrs_feature_list *out, const char *holder,
                         mrs_point from, mrs_point to)
{
    double length = hypot(to.x - from.x, to.y - from.y);
    mrs_point neck = mrs_point_between(to, from, HEAD_PX / length);
    mrs_point middle = mrs_point_between(to, from, HEAD_PX / 2 / length);
    return add_part(sheet, out, holder, "advance", from, middle) &&
           add_part(sheet, out, holder, "advance-head", neck, to);
}

marsad_status mrs_front_advances(const mrs_pane *pane, mrs_feature_list *out, marsad_error *error)
{
    const struct mrs_sheet_front *front = pane->sheet->front;
    size_t count = front && front->comparison ? front->comparison->advance_count : 0;
    for (size_t i = 0; i < count; i++) {
        const marsad_front_advance *advance = &front->comparison->advances[i];
        mrs_point from;
        mrs_point to;
        if (!mrs_front_shows_advance(pane, advance, &from, &to)) {
            continue;
        }
        double length = hypot(to.x - from.x, to.y - from.y);
        mrs_point tip = mrs_point_between(to, from, SHORT_OF_PX / length);
        if (!mrs_front_add_arrow(pane->sheet, out, advance->holder, from, tip)) {
            return mrs_fail_memory(error);
        }
    }
    return MARSAD_OK;
}
