/*
 * Where an inset stands on the main map: over sea or empty ground, on no incident, no town of
 * weight, no front; near what it shows, and at the frame's edge rather than in its middle.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/clutter.h"
#include "map/inset.h"
#include "map/symbols.h"

static const double STEP = 16;      /* px between the places that are tried */
static const double EDGE_GAP = 10;  /* between inset and frame */
static const double MARK_GAP = 8;   /* between inset and a marker */
static const double OTHER_GAP = 14; /* to its ground, and to other insets */
static const double FORBIDDEN = 1000;
static const double TOO_DEAR = 150;

/* What lies under the frame, by cells of STEP px. */
typedef struct terrain {
    mrs_rect area;
    size_t columns, rows;
    unsigned char *land;  /* 1 where there is land */
    mrs_point *incidents; /* that no inset shows */
    size_t incident_count;
    mrs_clutter *crowd; /* counts them by cells */
    const mrs_sheet *sheet;
    const mrs_inset_plan *plans;
    size_t count, index;
    mrs_rect mark; /* what a marker takes around its place */
} terrain;

/* --- Land --- */

static void flip_row(terrain *t, size_t row, double from_x)
{
    double first = ceil((from_x - t->area.x) / STEP - 0.5);
    for (size_t i = first > 0 ? (size_t)first : 0; i < t->columns; i++) {
        t->land[row * t->columns + i] ^= 1;
    }
}

/* The even-odd rule along the middle of each row of cells. */
static void flip_edge(terrain *t, mrs_point a, mrs_point b)
{
    double top = fmin(a.y, b.y);
    double bottom = fmax(a.y, b.y);
    double first = fmax(ceil((top - t->area.y) / STEP - 0.5), 0);
    for (size_t row = (size_t)first; row < t->rows; row++) {
        double y = t->area.y + ((double)row + 0.5) * STEP;
        if (y >= bottom) {
            break;
        }
        if (y >= top) {
            flip_row(t, row, a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
        }
    }
}

static void fill_land(terrain *t, const mrs_feature_list *list)
{
    for (size_t f = 0; f < list->count; f++) {
        const mrs_path *path = &list->items[f].path;
        for (size_t part = 0; part < path->part_count; part++) {
            size_t end = mrs_path_part_end(path, part);
            for (size_t i = path->starts[part], j = end - 1; i < end; j = i++) {
                flip_edge(t, path->points[j], path->points[i]);
            }
        }
    }
}

static bool is_land(const terrain *t, double x, double y)
{
    size_t column = (size_t)mrs_greater((x - t->area.x) / STEP, 0);
    size_t row = (size_t)mrs_greater((y - t->area.y) / STEP, 0);
    return column < t->columns && row < t->rows && t->land[row * t->columns + column];
}

static double land_in(const terrain *t, mrs_rect box)
{
    int across = (int)fmax(box.w / STEP, 1);
    int down = (int)fmax(box.h / STEP, 1);
    int land = 0;
    for (int i = 0; i < across * down; i++) {
        int row = i / across;
        land += is_land(t, box.x + (i % across + 0.5) * STEP, box.y + (row + 0.5) * STEP);
    }
    return (double)land / (across * down);
}

/* --- What a place costs --- */

/* Incidents under the inset, and under its lines; counted no further than to `enough`. */
static double cost_of_incidents(const terrain *t, mrs_rect box, double enough)
{
    double cost = 0;
    mrs_point links[2][2];
    size_t link_count = mrs_inset_links(t->plans[t->index].extent, box, links);
    for (size_t i = 0; i < t->incident_count && cost < enough; i++) {
        mrs_point at = t->incidents[i];
        mrs_rect marker = {at.x + t->mark.x, at.y + t->mark.y, t->mark.w, t->mark.h};
        cost += mrs_rect_overlaps(mrs_rect_grown(box, MARK_GAP), marker) ? FORBIDDEN : 0;
        for (size_t l = 0; l < link_count; l++) {
            cost += mrs_rect_crosses(marker, links[l][0], links[l][1]) ? 50 : 0;
        }
    }
    return cost;
}

static double cost_of_towns(const terrain *t, mrs_rect box)
{
    static const double by_rank[] = {0, 30, 8, 3, 1, 0.5};
    const mrs_pane *main = &t->sheet->panes[0];
    mrs_rect near = mrs_rect_grown(box, 6);
    double cost = 0;
    for (size_t i = 0; i < main->town_count; i++) {
        const mrs_town *town = &main->towns[i];
        cost += mrs_rect_has(near, town->at) ? by_rank[town->rank] + (town->capital ? 20 : 0) : 0;
    }
    return cost;
}

static double cost_of_front(const terrain *t, mrs_rect box)
{
    const mrs_feature_list *front = &t->sheet->panes[0].features[MRS_SOURCE_FRONT];
    for (size_t f = 0; f < front->count; f++) {
        const mrs_path *path = &front->items[f].path;
        for (size_t i = 1; i < path->count; i++) {
            if (mrs_rect_crosses(box, path->points[i - 1], path->points[i])) {
                return 60;
            }
        }
    }
    return 0;
}

/* Lines that cross those of the insets before it, or run under one, or one's lines under it. */
static double cost_of_links(const terrain *t, mrs_rect box)
{
    mrs_point own[2][2];
    mrs_point other[2][2];
    size_t own_count = mrs_inset_links(t->plans[t->index].extent, box, own);
    double cost = 0;
    for (size_t i = 0; i < t->index; i++) {
        size_t count = mrs_inset_links(t->plans[i].extent, t->plans[i].box, other);
        for (size_t o = 0; o < own_count; o++) {
            cost += mrs_rect_crosses(t->plans[i].box, own[o][0], own[o][1]) ? 20 : 0;
            for (size_t l = 0; l < count; l++) {
                bool cross = mrs_segments_cross(own[o][0], own[o][1], other[l][0], other[l][1]);
                cost += cross ? 20 : 0;
            }
        }
        for (size_t l = 0; l < count; l++) {
            cost += mrs_rect_crosses(box, other[l][0], other[l][1]) ? 20 : 0;
        }
    }
    return cost;
}

/* The ground of all insets and the other insets themselves are never covered. */
static bool is_taken(const terrain *t, mrs_rect box)
{
    mrs_rect grown = mrs_rect_grown(box, OTHER_GAP);
    for (size_t i = 0; i < t->count; i++) {
        if (mrs_rect_overlaps(grown, t->plans[i].extent) ||
            (i < t->index && mrs_rect_overlaps(grown, t->plans[i].box))) {
            return true;
        }
    }
    return false;
}

/* The scale bar likes the lower corner at the sheet's start best, and a place at the edge of the
 * frame leaves the rest in one piece. */
static double cost_of_position(const terrain *t, mrs_rect box)
{
    mrs_rect f = t->sheet->panes[0].frame.rect;
    const double away = EDGE_GAP + 1;
    bool beside = box.x - f.x < away || f.x + f.w - box.x - box.w < away;
    bool above = box.y - f.y < away || f.y + f.h - box.y - box.h < away;
    mrs_rect bar = {t->sheet->rtl ? f.x + f.w - 330 : f.x, f.y + f.h - 70, 330, 70};
    mrs_rect e = t->plans[t->index].extent;
    double distance = hypot(box.x + box.w / 2 - e.x - e.w / 2, box.y + box.h / 2 - e.y - e.h / 2);
    return (beside ? 0 : 3) + (above ? 0 : 3) + (mrs_rect_overlaps(box, bar) ? 12 : 0) +
           distance / sqrt(f.w * f.h) * 45;
}

/* No more than cost_of_incidents(): of those in whole cells, whose markers reach under the inset.
 */
static double least_cost_of_incidents(const terrain *t, mrs_rect box)
{
    return FORBIDDEN * mrs_clutter_at_least(t->crowd, mrs_rect_grown(box, MARK_GAP));
}

/* FORBIDDEN or more where it covers an incident; INFINITY where it cannot stand. The dearest parts
 * are looked at last, and only while the place is cheaper than the best so far. */
static double cost_of(const terrain *t, mrs_rect box, double best)
{
    double least = least_cost_of_incidents(t, box);
    if (least >= best || is_taken(t, box)) {
        return INFINITY;
    }
    double cost = cost_of_position(t, box);
    if (cost + least >= best) {
        return INFINITY;
    }
    double towns = cost_of_towns(t, box);
    if (cost + towns >= best) {
        return INFINITY;
    }
    cost = cost + 30 * land_in(t, box) + towns;
    cost += cost < best ? cost_of_front(t, box) + cost_of_links(t, box) : 0;
    return cost < best ? cost + cost_of_incidents(t, box, best - cost) : cost;
}

/* The cheapest place for a box of this size, of those that cost less than `best`. */
static double search(const terrain *t, mrs_point size, double best, mrs_rect *out)
{
    mrs_point spare = {t->area.w - size.x, t->area.h - size.y};
    if (spare.x < 0 || spare.y < 0) {
        return best;
    }
    int across = (int)ceil(spare.x / STEP) + 1;
    int down = (int)ceil(spare.y / STEP) + 1;
    for (int i = 0; i < across * down; i++) {
        int row = i / across;
        mrs_rect box = {t->area.x + fmin(i % across * STEP, spare.x),
                        t->area.y + fmin(row * STEP, spare.y), size.x, size.y};
        double cost = cost_of(t, box, best);
        if (cost < best) {
            best = cost;
            *out = box;
        }
    }
    return best;
}

/* --- All of it --- */

static bool is_in_an_inset(const terrain *t, mrs_point at)
{
    for (size_t i = 0; i < t->count; i++) {
        if (mrs_rect_has(t->plans[i].extent, at)) {
            return true;
        }
    }
    return false;
}

static bool find_incidents(terrain *t)
{
    const marsad_events *events = t->sheet->sources->events;
    t->crowd = mrs_clutter_new(t->sheet->panes[0].frame.rect);
    t->incidents = mrs_alloc(marsad_events_count(events), sizeof *t->incidents);
    if (!t->crowd || !t->incidents) {
        return false;
    }
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        mrs_point *at = &t->incidents[t->incident_count];
        t->incident_count += mrs_lies_in_frame(t->sheet, marsad_events_get(events, i), at) &&
                             !is_in_an_inset(t, *at);
    }
    for (size_t i = 0; i < t->incident_count; i++) {
        mrs_clutter_point(t->crowd, t->incidents[i], 1);
    }
    mrs_clutter_sum(t->crowd);
    return true;
}

static marsad_status read_terrain(mrs_sheet *sheet, terrain *t, marsad_error *error)
{
    mrs_pane *main = &sheet->panes[0];
    t->area = mrs_rect_grown(main->frame.rect, -EDGE_GAP);
    t->columns = (size_t)fmax(t->area.w / STEP, 0) + 1;
    t->rows = (size_t)fmax(t->area.h / STEP, 0) + 1;
    t->land = mrs_alloc(t->columns * t->rows, 1);
    if (!t->land || !find_incidents(t)) {
        return mrs_fail_memory(error);
    }
    marsad_status status = mrs_pane_features(main, MRS_SOURCE_LAND, error);
    status = status ? status : mrs_pane_features(main, MRS_SOURCE_FRONT, error);
    status = status ? status : mrs_find_towns(main, error);
    fill_land(t, &main->features[MRS_SOURCE_LAND]);
    return status;
}

/* The cheapest place of all sizes wider than `refused`, of those that cost less than `dearest`; a
 * smaller inset must be worth it. */
static bool choose_larger(const terrain *t, mrs_inset_plan *plan, double refused, double dearest)
{
    static const double dearer[MRS_INSET_SIZES] = {0, 5, 13, 22, 30};
    double best = dearest;
    bool found = false;
    for (int i = 0; i < MRS_INSET_SIZES; i++) {
        mrs_rect box;
        mrs_point size =
            mrs_inset_size(t->sheet, plan->extent.w / plan->extent.h, mrs_inset_sizes[i]);
        if (size.x <= refused) {
            continue;
        }
        size.y += mrs_heading_height(t->sheet);
        double cost = search(t, size, best - dearer[i], &box) + dearer[i];
        if (cost < best) {
            best = cost;
            plan->box = box;
            found = true;
        }
    }
    return found;
}

/* Larger than where it was refused; one that was asked for, of any size if it must. */
static bool choose_place(const terrain *t, mrs_inset_plan *plan, double dearest)
{
    double refused = mrs_refused_width(t->sheet, plan->extent);
    return choose_larger(t, plan, refused, dearest) ||
           (plan->radius_m > 0 && choose_larger(t, plan, 0, dearest));
}

/* A number stands in a pill beside its marker; how large circles become is not known yet. */
static mrs_rect room_of_marker(const mrs_sheet *sheet)
{
    const double marker = 13;
    const double figures = 24;
    double r = sheet->as == MARSAD_AS_GROUPS ? mrs_most_radius(sheet->panes[0].frame.rect) : marker;
    double beside = sheet->as == MARSAD_AS_NUMBERS ? figures : 0;
    return (mrs_rect){-r - (sheet->rtl ? beside : 0), -r, 2 * r + beside, 2 * r};
}

marsad_status mrs_find_inset_place(mrs_sheet *sheet, mrs_inset_plan *plans, size_t count,
                                   size_t index, bool *found, marsad_error *error)
{
    terrain t = {.sheet = sheet,
                 .plans = plans,
                 .count = count,
                 .index = index,
                 .mark = room_of_marker(sheet)};
    marsad_status status = read_terrain(sheet, &t, error);
    double dearest = plans[index].radius_m > 0 ? DBL_MAX : TOO_DEAR;
    *found = !status && choose_place(&t, &plans[index], dearest);
    mrs_clutter_free(t.crowd);
    mrs_free(t.land);
    mrs_free(t.incidents);
    return status;
}
