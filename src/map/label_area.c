/*
 * Where a label could stand inside an area: the area is drawn into cells, and a table of sums tells
 * of any box how much of it lies outside. A place is the better the more of the area is left around
 * the name, as at a pole of inaccessibility, measured for a box in place of a point.
 */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "map/label.h"

enum { MOST_STEPS = 40, MOST_PLACES = 10, MOST_TRIED = 160, MOST_ROOM = 16 };

static const double CELL = 4;         /* px */
static const double SLACK = 1;        /* px of a box that may stand out */
static const double COST_AREA = 1;    /* of not standing where the data put the name */
static const double GAIN_GIVEN = 2.5; /* of standing there */
static const double COST_OUTSIDE = 9; /* of a name that stands outside altogether */
static const double MOST_OUTSIDE = 0.35;
static const double COST_TIGHT = 3; /* of no room around the name at all */
static const double COST_ASIDE = 3; /* half the area's size away from its middle */

/* The area in cells, over the part of it that the frame shows. */
typedef struct raster {
    mrs_rect box;
    size_t columns, rows;
    bool *turned;      /* whether the outline is crossed an odd number of times left of here */
    uint32_t *outside; /* sums, (columns + 1) by (rows + 1) */
    mrs_point middle;  /* of the area that the frame shows */
} raster;

static mrs_rect bounds_of(const mrs_path *path)
{
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (size_t i = 0; i < path->count; i++) {
        left = fmin(left, path->points[i].x);
        right = fmax(right, path->points[i].x);
        top = fmin(top, path->points[i].y);
        bottom = fmax(bottom, path->points[i].y);
    }
    return (mrs_rect){left, top, right - left, bottom - top};
}

static mrs_rect shared(mrs_rect a, mrs_rect b)
{
    double left = fmax(a.x, b.x);
    double top = fmax(a.y, b.y);
    return (mrs_rect){left, top, fmin(a.x + a.w, b.x + b.w) - left,
                      fmin(a.y + a.h, b.y + b.h) - top};
}

/* Every row whose middle the edge crosses turns about right of the crossing. */
static void turn_rows(raster *r, mrs_point a, mrs_point b)
{
    if (a.y > b.y) {
        mrs_point kept = a;
        a = b;
        b = kept;
    }
    double first = ceil((a.y - r->box.y) / CELL - 0.5);
    double last = ceil((b.y - r->box.y) / CELL - 0.5) - 1;
    first = fmin(fmax(first, 0), (double)r->rows);
    last = fmax(fmin(last, (double)r->rows - 1), -1);
    for (int i = (int)first; i <= (int)last; i++) {
        double y = r->box.y + (i + 0.5) * CELL;
        double x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
        double column = fmax(ceil((x - r->box.x) / CELL - 0.5), 0);
        if (column < (double)r->columns) {
            r->turned[(size_t)i * r->columns + (size_t)column] ^= true;
        }
    }
}

static void sum_outside(raster *r)
{
    size_t wide = r->columns + 1;
    double count = 0;
    mrs_point sums = {0, 0};
    for (size_t row = 0; row < r->rows; row++) {
        bool inside = false;
        uint32_t sum = 0;
        for (size_t column = 0; column < r->columns; column++) {
            inside ^= r->turned[row * r->columns + column];
            sum += !inside;
            count += inside;
            sums.x += inside ? (double)column + 0.5 : 0;
            sums.y += inside ? (double)row + 0.5 : 0;
            r->outside[(row + 1) * wide + column + 1] = r->outside[row * wide + column + 1] + sum;
        }
    }
    if (count > 0) {
        r->middle = (mrs_point){r->box.x + sums.x / count * CELL, r->box.y + sums.y / count * CELL};
    }
}

static bool raster_make(const mrs_path *path, mrs_rect frame, raster *out)
{
    *out = (raster){.box = shared(bounds_of(path), frame)};
    if (!(out->box.w > CELL && out->box.h > CELL)) {
        return true;
    }
    out->columns = (size_t)ceil(out->box.w / CELL);
    out->rows = (size_t)ceil(out->box.h / CELL);
    out->turned = mrs_alloc(out->columns * out->rows, sizeof *out->turned);
    out->outside = mrs_alloc((out->columns + 1) * (out->rows + 1), sizeof *out->outside);
    if (!out->turned || !out->outside) {
        return false;
    }
    for (size_t part = 0; part < path->part_count; part++) {
        size_t end = mrs_path_part_end(path, part);
        for (size_t i = path->starts[part], j = end - 1; i < end; j = i++) {
            turn_rows(out, path->points[j], path->points[i]);
        }
    }
    sum_outside(out);
    return true;
}

static void raster_clear(raster *r)
{
    mrs_free(r->turned);
    mrs_free(r->outside);
}

static size_t clamped(double value, size_t most)
{
    return value <= 0 ? 0 : value >= (double)most ? most : (size_t)value;
}

/* The share of a box that lies outside the area; what lies outside the raster does. */
static double share_outside(const raster *r, mrs_rect box)
{
    double left = floor((box.x - r->box.x + SLACK) / CELL);
    double top = floor((box.y - r->box.y + SLACK) / CELL);
    double right = fmax(ceil((box.x + box.w - r->box.x - SLACK) / CELL), left + 1);
    double bottom = fmax(ceil((box.y + box.h - r->box.y - SLACK) / CELL), top + 1);
    size_t l = clamped(left, r->columns);
    size_t t = clamped(top, r->rows);
    size_t e = clamped(right, r->columns);
    size_t b = clamped(bottom, r->rows);
    size_t wide = r->columns + 1;
    uint32_t out = r->outside[b * wide + e] - r->outside[t * wide + e] - r->outside[b * wide + l] +
                   r->outside[t * wide + l];
    double cells = (right - left) * (bottom - top);
    double within = (double)((e - l) * (b - t));
    return (cells - within + (double)out) / cells;
}

/* --- Places --- */

typedef struct place {
    mrs_point at;
    double cost;
    uint32_t key;
} place;

/* How good a box is: all of it inside, room around it, and near to the middle. */
static double area_cost(const raster *r, mrs_rect box)
{
    double outside = share_outside(r, box);
    if (outside > MOST_OUTSIDE) {
        return INFINITY;
    }
    int room = 0;
    while (outside == 0 && room < MOST_ROOM) {
        double by = (room + 1) * box.h / 2;
        mrs_rect grown = {box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by};
        if (share_outside(r, grown) > 0) {
            break;
        }
        room++;
    }
    double aside = hypot((box.x + box.w / 2 - r->middle.x) / r->box.w,
                         (box.y + box.h / 2 - r->middle.y) / r->box.h);
    return COST_AREA + COST_OUTSIDE * outside + COST_TIGHT * (1 - (double)room / MOST_ROOM) +
           COST_ASIDE * 2 * aside;
}

static int by_cost(const void *a, const void *b)
{
    const place *one = a;
    const place *two = b;
    if (one->cost != two->cost) {
        return one->cost < two->cost ? -1 : 1;
    }
    return one->key < two->key ? -1 : one->key > two->key;
}

/* The places of a grid over the area, the best first. */
static size_t find_places(const raster *r, mrs_rect ink, uint32_t key, place *out)
{
    double right = fmax(r->box.w / MOST_STEPS, CELL);
    double down = fmax(r->box.h / MOST_STEPS, CELL);
    size_t count = 0;
    for (int j = 0; j < MOST_STEPS; j++) {
        for (int i = 0; i < MOST_STEPS; i++) {
            mrs_point p = {r->box.x + (i + 0.5) * right, r->box.y + (j + 0.5) * down};
            mrs_rect box = {p.x - ink.w / 2, p.y - ink.h / 2, ink.w, ink.h};
            double cost = mrs_rect_has(r->box, p) ? area_cost(r, box) : INFINITY;
            if (cost < INFINITY) {
                out[count++] = (place){p, cost, key + (uint32_t)(j * MOST_STEPS + i)};
            }
        }
    }
    qsort(out, count, sizeof *out, by_cost);
    return count;
}

static bool is_near(const place *taken, size_t count, mrs_point p, mrs_rect ink)
{
    for (size_t i = 0; i < count; i++) {
        if (fabs(taken[i].at.x - p.x) < ink.w / 3 && fabs(taken[i].at.y - p.y) < ink.h * 1.5) {
            return true;
        }
    }
    return false;
}

/* The best places that are free, not too near to each other. */
static void take_places(const mrs_label_room *room, size_t index, const place *places, size_t count,
                        mrs_rect ink, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    place taken[MOST_PLACES];
    size_t found = 0;
    size_t tried = 0;
    for (size_t i = 0; i < count && found < MOST_PLACES && tried < MOST_TRIED; i++) {
        if (is_near(taken, found, places[i].at, ink)) {
            continue;
        }
        tried++;
        mrs_candidate *c = mrs_candidate_add(out, index, places[i].key, places[i].cost);
        if (!c) {
            return;
        }
        size_t before = out->count;
        mrs_rect at = {places[i].at.x - ink.w / 2, places[i].at.y - ink.h / 2, ink.w, ink.h};
        c->at = (mrs_point){at.x - ink.x, at.y - ink.y};
        mrs_piece_add(out, label, at);
        mrs_candidate_settle(room, out);
        if (out->count == before) {
            taken[found++] = places[i];
        }
    }
}

/* Where the data put the name is good for the area as a whole: of the part that the frame shows, it
 * may be the corner. */
static void weigh_given(const raster *r, size_t index, mrs_candidates *out)
{
    for (size_t i = out->count; i > 0 && out->items[i - 1].label == index; i--) {
        mrs_candidate *given = &out->items[i - 1];
        double cost = area_cost(r, out->pieces[given->piece].box);
        given->cost += fmin(fmax(cost - GAIN_GIVEN, 0), COST_OUTSIDE);
    }
}

void mrs_area_candidates(const mrs_label_room *room, size_t index, uint32_t key,
                         mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    mrs_rect ink = mrs_label_block(label, "center").ink;
    raster cells;
    place *places = mrs_alloc((size_t)MOST_STEPS * MOST_STEPS, sizeof *places);
    if (!places || !raster_make(label->area, room->pane->frame.rect, &cells)) {
        out->failed = true;
    } else if (cells.outside) {
        weigh_given(&cells, index, out);
        take_places(room, index, places, find_places(&cells, ink, key, places), ink, out);
    }
    if (places) {
        raster_clear(&cells);
    }
    mrs_free(places);
}
