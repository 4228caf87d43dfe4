#include "map/label_grid.h"

#include <math.h>

#include "base/memory.h"

static const double CELL = 32; /* px: about as wide as a short name */

/* The cells that a box covers, both ends counted. */
typedef struct cells {
    uint16_t left, top, right, bottom;
} cells;

struct mrs_grid {
    mrs_rect area;
    size_t columns, rows; /* fewer than 65536 of each */
    mrs_rect *boxes;
    cells *covered; /* by each box */
    size_t count;
    uint32_t *starts; /* of each cell's items, and one past the last */
    uint32_t *items;
};

static uint16_t clamp(double value, size_t count)
{
    return (uint16_t)(value <= 0 ? 0 : value >= (double)count ? count - 1 : (size_t)value);
}

static cells cells_of(const mrs_grid *grid, mrs_rect box)
{
    return (cells){clamp((box.x - grid->area.x) / CELL, grid->columns),
                   clamp((box.y - grid->area.y) / CELL, grid->rows),
                   clamp((box.x + box.w - grid->area.x) / CELL, grid->columns),
                   clamp((box.y + box.h - grid->area.y) / CELL, grid->rows)};
}

/* Counts the items of each cell into starts[cell + 1]; or, with `next`, puts them in their places.
 */
static void walk(mrs_grid *grid, uint32_t *next)
{
    for (size_t i = 0; i < grid->count; i++) {
        cells at = grid->covered[i];
        for (size_t row = at.top; row <= at.bottom; row++) {
            for (size_t column = at.left; column <= at.right; column++) {
                size_t cell = row * grid->columns + column;
                if (next) {
                    grid->items[next[cell]++] = (uint32_t)i;
                } else {
                    grid->starts[cell + 1]++;
                }
            }
        }
    }
}

static bool fill(mrs_grid *grid)
{
    size_t count = grid->columns * grid->rows;
    walk(grid, NULL);
    for (size_t i = 0; i < count; i++) {
        grid->starts[i + 1] += grid->starts[i];
    }
    uint32_t *next = mrs_alloc(count, sizeof *next);
    grid->items = mrs_alloc((size_t)grid->starts[count] + 1, sizeof *grid->items);
    if (next && grid->items) {
        for (size_t i = 0; i < count; i++) {
            next[i] = grid->starts[i];
        }
        walk(grid, next);
    }
    bool ok = next && grid->items;
    mrs_free(next);
    return ok;
}

mrs_grid *mrs_grid_new(mrs_rect area, const mrs_rect *boxes, size_t count)
{
    mrs_grid *grid = mrs_alloc(1, sizeof *grid);
    if (!grid) {
        return NULL;
    }
    grid->area = area;
    grid->columns = (size_t)ceil(fmax(area.w, 1) / CELL);
    grid->rows = (size_t)ceil(fmax(area.h, 1) / CELL);
    grid->count = count;
    grid->boxes = mrs_alloc(count + 1, sizeof *grid->boxes);
    grid->covered = mrs_alloc(count + 1, sizeof *grid->covered);
    grid->starts = mrs_alloc(grid->columns * grid->rows + 1, sizeof *grid->starts);
    bool ok = grid->boxes && grid->covered && grid->starts;
    for (size_t i = 0; ok && i < count; i++) {
        grid->boxes[i] = boxes[i];
        grid->covered[i] = cells_of(grid, boxes[i]);
    }
    if (!ok || !fill(grid)) {
        mrs_grid_free(grid);
        return NULL;
    }
    return grid;
}

void mrs_grid_free(mrs_grid *grid)
{
    if (grid) {
        mrs_free(grid->boxes);
        mrs_free(grid->covered);
        mrs_free(grid->starts);
        mrs_free(grid->items);
        mrs_free(grid);
    }
}

bool mrs_grid_any(const mrs_grid *grid, mrs_rect box, mrs_grid_visit visit, void *context)
{
    if (!grid || !grid->count) {
        return false;
    }
    cells at = cells_of(grid, box);
    for (size_t row = at.top; row <= at.bottom; row++) {
        for (size_t column = at.left; column <= at.right; column++) {
            size_t cell = row * grid->columns + column;
            for (uint32_t i = grid->starts[cell]; i < grid->starts[cell + 1]; i++) {
                uint32_t item = grid->items[i];
                if (mrs_rect_overlaps(grid->boxes[item], box) && visit(context, item)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* Two boxes may share several cells: they count in the first of them. */
static bool is_first_cell(const mrs_grid *grid, size_t a, size_t b, size_t column, size_t row)
{
    cells one = grid->covered[a];
    cells two = grid->covered[b];
    size_t left = one.left > two.left ? one.left : two.left;
    size_t top = one.top > two.top ? one.top : two.top;
    return left == column && top == row;
}

static bool cell_pairs(const mrs_grid *grid, size_t column, size_t row, mrs_grid_pair pair,
                       void *context)
{
    size_t cell = row * grid->columns + column;
    for (uint32_t i = grid->starts[cell]; i < grid->starts[cell + 1]; i++) {
        for (uint32_t j = i + 1; j < grid->starts[cell + 1]; j++) {
            uint32_t a = grid->items[i];
            uint32_t b = grid->items[j];
            if (mrs_rect_overlaps(grid->boxes[a], grid->boxes[b]) &&
                is_first_cell(grid, a, b, column, row) && !pair(context, a, b)) {
                return false;
            }
        }
    }
    return true;
}

bool mrs_grid_pairs(const mrs_grid *grid, mrs_grid_pair pair, void *context)
{
    bool going = true;
    for (size_t row = 0; going && row < grid->rows; row++) {
        for (size_t column = 0; going && column < grid->columns; column++) {
            going = cell_pairs(grid, column, row, pair, context);
        }
    }
    return going;
}
