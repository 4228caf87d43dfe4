/* Dots: very many incidents as bare discs, and those at the very same place beside each other. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/symbols.h"

enum { ROUNDS = 8 };

static const double MOST_SPREAD = 34; /* px from a place to the farthest of its discs */

/* --- Those at one place --- */

mrs_point mrs_packed(size_t nth, double step)
{
    /* Rings of 6, 12, 18 … on a triangular lattice, each from its corner on. */
    size_t ring = 0;
    size_t before = 1; /* in all rings within this one */
    while (nth >= before) {
        ring++;
        before += 6 * ring;
    }
    if (!ring) {
        return (mrs_point){0, 0};
    }
    size_t in_ring = nth - (before - 6 * ring);
    size_t corner = in_ring / ring;
    double side = (double)corner;
    double along = (double)(in_ring % ring) / (double)ring;
    double a = side * M_PI / 3;
    double b = (side + 1) * M_PI / 3;
    double x = cos(a) * (1 - along) + cos(b) * along;
    double y = sin(a) * (1 - along) + sin(b) * along;
    return (mrs_point){(double)ring * step * x, (double)ring * step * y};
}

typedef struct dot {
    float x, y;
    uint32_t index;
} dot;

static int by_place(const void *a, const void *b)
{
    const dot *p = a;
    const dot *q = b;
    if (p->x != q->x) {
        return p->x < q->x ? -1 : 1;
    }
    if (p->y != q->y) {
        return p->y < q->y ? -1 : 1;
    }
    return (p->index > q->index) - (p->index < q->index);
}

static bool same_place(const dot *a, const dot *b)
{
    return a->x == b->x && a->y == b->y;
}

/* The dots shown, those at one place together. */
static dot *list_dots(const mrs_census *census, size_t *count)
{
    dot *dots = mrs_alloc(census->shown, sizeof *dots);
    *count = 0;
    for (size_t i = 0; dots && i < census->count; i++) {
        if (census->is_shown[i]) {
            dots[(*count)++] = (dot){census->at[i][0], census->at[i][1], (uint32_t)i};
        }
    }
    if (dots) {
        qsort(dots, *count, sizeof *dots, by_place);
    }
    return dots;
}

size_t mrs_most_at_one_place(const mrs_census *census)
{
    size_t count;
    size_t most = 0;
    dot *dots = list_dots(census, &count);
    for (size_t from = 0, to; dots && from < count; from = to) {
        for (to = from; to < count && same_place(&dots[from], &dots[to]);) {
            to++;
        }
        most = to - from > most ? to - from : most;
    }
    mrs_free(dots);
    return most;
}

double mrs_packing_step(size_t count, double wished)
{
    double rings = ceil(sqrt((double)count / 3)); /* ring k ends with 1 + 3k(k + 1) of them */
    return fmin(wished, MOST_SPREAD / fmax(rings, 1));
}

static int by_index(const void *a, const void *b)
{
    const dot *p = a;
    const dot *q = b;
    return (p->index > q->index) - (p->index < q->index);
}

/* The dots shown, in the order of the file. */
static dot *make_dots(const mrs_pane *pane, double radius, size_t *count)
{
    const double step = 2 * radius + 0.4;
    dot *dots = list_dots(pane->census, count);
    if (!dots) {
        return NULL;
    }
    for (size_t from = 0, to; from < *count; from = to) {
        dot first = dots[from];
        for (to = from; to < *count && same_place(&first, &dots[to]);) {
            to++;
        }
        for (size_t i = from; i < to; i++) {
            mrs_point by = mrs_packed(i - from, mrs_packing_step(to - from, step));
            mrs_point at = {(double)first.x + by.x, (double)first.y + by.y};
            at = mrs_kept_within(pane->frame.rect, at, radius);
            dots[i].x = (float)at.x;
            dots[i].y = (float)at.y;
        }
    }
    qsort(dots, *count, sizeof *dots, by_index);
    return dots;
}

/* --- Drawing --- */

static void draw_class(mrs_sheet *sheet, const dot *dots, size_t count, size_t class, size_t kind)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += mrs_color_class_of(sheet, dots[i].index) == class;
    }
    mrs_point *points = mrs_alloc(found, sizeof *points);
    sheet->scene->failed |= !points;
    found = 0;
    for (size_t i = 0; points && i < count; i++) {
        if (mrs_color_class_of(sheet, dots[i].index) == class) {
            points[found++] = (mrs_point){(double)dots[i].x, (double)dots[i].y};
        }
    }
    if (points) {
        mrs_scene_markers(sheet->scene, kind, points, found);
    }
}

/* In several rounds over the file, so that no colour covers all others. */
void mrs_draw_dots(mrs_pane *pane)
{
    mrs_sheet *sheet = pane->sheet;
    const mrs_symbols *s = sheet->symbols;
    size_t count;
    dot *dots = make_dots(pane, s->single_px, &count);
    sheet->scene->failed |= !dots;
    for (size_t round = 0; dots && round < ROUNDS; round++) {
        size_t from = count * round / ROUNDS;
        size_t to = count * (round + 1) / ROUNDS;
        for (size_t c = 0; c < s->class_count; c++) {
            mrs_marker_kind kind = {.icon = "",
                                    .fill = s->classes[c].fill,
                                    .stroke = s->classes[c].stroke,
                                    .stroke_width = 0.5,
                                    .radius = s->single_px};
            size_t marker = mrs_scene_marker_kind(sheet->scene, &kind);
            draw_class(sheet, dots + from, to - from, c, marker);
        }
    }
    mrs_free(dots);
}

/* --- Markers --- */

/* Each mark is a group of its own, beside the others at the same place. */
marsad_status mrs_scatter_marks(mrs_pane *pane, marsad_error *error)
{
    mrs_mark **order = mrs_alloc(pane->mark_count, sizeof *order);
    if (!order) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < pane->mark_count; i++) {
        order[i] = &pane->marks[i];
    }
    qsort(order, pane->mark_count, sizeof *order, mrs_marks_by_place);
    for (size_t from = 0, to; from < pane->mark_count; from = to) {
        mrs_point at = order[from]->ground;
        for (to = from;
             to < pane->mark_count && order[to]->ground.x == at.x && order[to]->ground.y == at.y;) {
            to++;
        }
        for (size_t i = from; i < to; i++) {
            double step = mrs_packing_step(to - from, 2 * order[i]->radius + 1);
            mrs_point by = mrs_packed(i - from, step);
            order[i]->centre = mrs_kept_within(
                pane->frame.rect, (mrs_point){at.x + by.x, at.y + by.y}, order[i]->radius);
        }
    }
    mrs_free(order);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pane->mark_count; i++) {
        mrs_mark *mark = &pane->marks[i];
        double r = mark->radius;
        mark->group = pane->group_count++;
        pane->groups[mark->group] = (mrs_mark_group){.ground = mark->ground,
                                                     .box = mrs_rect_around(mark->centre, r),
                                                     .count = 1,
                                                     .first = i};
        status = mrs_obstacle_box(pane, pane->groups[mark->group].box, error);
    }
    return status;
}
