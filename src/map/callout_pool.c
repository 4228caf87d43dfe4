/*
 * The places that callouts may choose from: for each those of a grid over the frame that cost least
 * by themselves.
 */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/callout_place.h"

enum {
    MOST_SPOTS = 1500, /* in a pool */
    MOST_CELLS = 84    /* of the grid across the frame, and down */
};

static const double GRID_STEP = MRS_CALLOUT_GRID; /* px, at least */

typedef struct grid {
    double x, y, step;
    int columns, rows;
} grid;

static grid make_grid(const mrs_pane *pane)
{
    mrs_rect area = mrs_rect_grown(pane->frame.rect, -MRS_CALLOUT_GAP);
    grid g = {.x = area.x, .y = area.y};
    g.step = fmax(GRID_STEP, ceil(fmax(area.w, area.h) / MOST_CELLS));
    g.columns = (int)fmax(area.w / g.step, 0) + 1;
    g.rows = (int)fmax(area.h / g.step, 0) + 1;
    return g;
}

static int by_cost(const void *a, const void *b)
{
    const mrs_spot *one = a;
    const mrs_spot *two = b;
    if (one->cost != two->cost) {
        return one->cost < two->cost ? -1 : 1;
    }
    if (one->box.y != two->box.y) {
        return one->box.y < two->box.y ? -1 : 1;
    }
    if (one->box.x != two->box.x) {
        return one->box.x < two->box.x ? -1 : 1;
    }
    return one->leader[1].x < two->leader[1].x ? -1 : one->leader[1].x > two->leader[1].x;
}

/* Where the sheet is turned, right edges stand on the grid. */
static mrs_rect box_at(const mrs_pane *pane, const mrs_callout *callout, const grid *g, int i,
                       int j)
{
    double x = g->x + i * g->step;
    if (pane->sheet->rtl) {
        mrs_rect frame = pane->frame.rect;
        x = 2 * frame.x + frame.w - x - callout->box.w;
    }
    return (mrs_rect){x, g->y + j * g->step, callout->box.w, callout->box.h};
}

/* Sorts what was found, and keeps of it as much as a pool holds. Returns what a place must cost
 * less than to be kept among those. */
static double settle_pool(mrs_spot_pool *out)
{
    qsort(out->spots, out->count, sizeof *out->spots, by_cost);
    if (out->count < MOST_SPOTS) {
        return MRS_COST_OF_NONE;
    }
    out->count = MOST_SPOTS;
    return nextafter(out->spots[MOST_SPOTS - 1].cost, INFINITY);
}

static void fill_row(const mrs_pane *pane, const mrs_callout *callout, const grid *g, int j,
                     double enough, mrs_spot_pool *out)
{
    mrs_rect area = mrs_rect_grown(pane->frame.rect, -MRS_CALLOUT_CLEARANCE);
    for (int i = 0; i < g->columns; i++) {
        mrs_rect box = box_at(pane, callout, g, i, j);
        if (mrs_rect_inside(box, area)) {
            out->count += mrs_spots_of_box(pane, callout, box, enough, &out->spots[out->count]);
        }
    }
}

/* From the marker's row outwards: what lies far off need not be weighed once there is enough. */
static void fill_pool(const mrs_pane *pane, const mrs_callout *callout, const grid *g,
                      mrs_spot_pool *out)
{
    double enough = MRS_COST_OF_NONE;
    size_t settled = 0;
    int middle = (int)((pane->marks[callout->mark].centre.y - callout->box.h / 2 - g->y) / g->step);
    middle = middle < 0 ? 0 : middle >= g->rows ? g->rows - 1 : middle;
    for (int off = 0; off < g->rows; off++) {
        if (middle - off >= 0) {
            fill_row(pane, callout, g, middle - off, enough, out);
        }
        if (off > 0 && middle + off < g->rows) {
            fill_row(pane, callout, g, middle + off, enough, out);
        }
        if (out->count >= settled + MOST_SPOTS / 2) {
            enough = settle_pool(out);
            settled = out->count;
        }
    }
    settle_pool(out);
}

marsad_status mrs_make_spot_pools(const mrs_pane *pane, size_t count, mrs_spot_pool *pools,
                                  marsad_error *error)
{
    grid g = make_grid(pane);
    size_t most = (size_t)g.columns * (size_t)g.rows * MRS_SPOTS_A_BOX + MRS_SPOTS_A_BOX;
    mrs_spot *all = mrs_alloc(most, sizeof *all);
    bool failed = !all;
    for (size_t i = 0; !failed && i < count; i++) {
        mrs_spot_pool found = {all, 0};
        fill_pool(pane, &pane->callouts[i], &g, &found);
        pools[i].count = found.count;
        pools[i].spots = mrs_alloc(found.count + 1, sizeof *all);
        failed = !pools[i].spots;
        for (size_t k = 0; !failed && k < found.count; k++) {
            pools[i].spots[k] = all[k];
        }
    }
    mrs_free(all);
    return failed ? mrs_fail_memory(error) : MARSAD_OK;
}

void mrs_clear_spot_pools(mrs_spot_pool *pools, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mrs_free(pools[i].spots);
    }
}
