/* A grid of cells over the frame, as a summed-area table (F. C. Crow, 1984): however many incidents
 * there are, a box is looked up in four of its sums. */
#include "map/cover.h"

#include <math.h>
#include <stdint.h>

#include "base/memory.h"
#include "map/symbols.h"

static const double CELL = 4;         /* px */
static const double DOT_REACH = 5;    /* px from an incident's place to the edge of its dot */
static const double DENSE_REACH = 10; /* and to the edge of what a surface shows of it */

struct mrs_cover {
    mrs_rect frame;
    double reach; /* of the symbol of an incident around its place */
    size_t columns, rows;
    uint32_t *sums; /* of the cells above and to the left, by row; one more each way than cells */
};

/* The cell's column or row, within 0 to `count`. */
static size_t cell_at(double offset, size_t count)
{
    double cell = floor(offset / CELL);
    return cell < 0 ? 0 : cell > (double)count ? count : (size_t)cell;
}

static void mark_box(mrs_cover *cover, mrs_rect box)
{
    size_t right = cell_at(box.x + box.w - cover->frame.x, cover->columns - 1);
    size_t bottom = cell_at(box.y + box.h - cover->frame.y, cover->rows - 1);
    for (size_t row = cell_at(box.y - cover->frame.y, cover->rows); row <= bottom; row++) {
        for (size_t i = cell_at(box.x - cover->frame.x, cover->columns); i <= right; i++) {
            cover->sums[(row + 1) * (cover->columns + 1) + i + 1] = 1;
        }
    }
}

static void mark_incidents(mrs_cover *cover, const mrs_pane *pane)
{
    const mrs_census *census = pane->census;
    for (size_t i = 0; census && i < census->count; i++) {
        if (census->is_shown[i]) {
            mark_box(cover, (mrs_rect){census->at[i][0], census->at[i][1], 0, 0});
        }
    }
    for (size_t i = 0; i < pane->group_count; i++) {
        mark_box(cover, pane->groups[i].box);
    }
}

static void sum_up(mrs_cover *cover)
{
    size_t width = cover->columns + 1;
    for (size_t row = 1; row <= cover->rows; row++) {
        uint32_t along = 0;
        for (size_t i = 1; i < width; i++) {
            along += cover->sums[row * width + i];
            cover->sums[row * width + i] = along + cover->sums[(row - 1) * width + i];
        }
    }
}

/* Half a hexagon, where these are shown. */
static double reach_of(const mrs_pane *pane)
{
    if (pane->bins) {
        return pane->bins->width_m / pane->frame.metres_per_px / 2;
    }
    return pane->density ? DENSE_REACH : DOT_REACH;
}

mrs_cover *mrs_cover_new(const mrs_pane *pane)
{
    mrs_cover *cover = mrs_alloc(1, sizeof *cover);
    if (!cover) {
        return NULL;
    }
    cover->frame = pane->frame.rect;
    cover->reach = reach_of(pane);
    cover->columns = (size_t)ceil(fmax(cover->frame.w, CELL) / CELL);
    cover->rows = (size_t)ceil(fmax(cover->frame.h, CELL) / CELL);
    cover->sums = mrs_alloc((cover->columns + 1) * (cover->rows + 1), sizeof *cover->sums);
    if (!cover->sums) {
        mrs_free(cover);
        return NULL;
    }
    mark_incidents(cover, pane);
    sum_up(cover);
    return cover;
}

void mrs_cover_free(mrs_cover *cover)
{
    if (cover) {
        mrs_free(cover->sums);
        mrs_free(cover);
    }
}

size_t mrs_cover_count(const mrs_cover *cover, mrs_rect box, double more)
{
    mrs_rect wide = mrs_rect_grown(box, more + cover->reach);
    size_t left = cell_at(wide.x - cover->frame.x, cover->columns);
    size_t top = cell_at(wide.y - cover->frame.y, cover->rows);
    size_t right = cell_at(wide.x + wide.w + CELL - cover->frame.x, cover->columns);
    size_t bottom = cell_at(wide.y + wide.h + CELL - cover->frame.y, cover->rows);
    const uint32_t *upper = cover->sums + top * (cover->columns + 1);
    const uint32_t *lower = cover->sums + bottom * (cover->columns + 1);
    return lower[right] - lower[left] - upper[right] + upper[left];
}
