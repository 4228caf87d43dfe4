#include "map/clutter.h"

#include <math.h>

#include "base/memory.h"

static const double CELL = 6; /* px */

struct mrs_clutter {
    mrs_rect area;
    size_t columns, rows;
    double *sums; /* (columns + 1) by (rows + 1); the first row and column are 0 */
};

mrs_clutter *mrs_clutter_new(mrs_rect area)
{
    mrs_clutter *clutter = mrs_alloc(1, sizeof *clutter);
    if (!clutter) {
        return NULL;
    }
    clutter->area = area;
    clutter->columns = (size_t)ceil(fmax(area.w, 1) / CELL);
    clutter->rows = (size_t)ceil(fmax(area.h, 1) / CELL);
    clutter->sums = mrs_alloc((clutter->columns + 1) * (clutter->rows + 1), sizeof *clutter->sums);
    if (!clutter->sums) {
        mrs_free(clutter);
        return NULL;
    }
    return clutter;
}

void mrs_clutter_free(mrs_clutter *clutter)
{
    if (clutter) {
        mrs_free(clutter->sums);
        mrs_free(clutter);
    }
}

static double *cell(const mrs_clutter *clutter, size_t column, size_t row)
{
    return &clutter->sums[row * (clutter->columns + 1) + column];
}

void mrs_clutter_point(mrs_clutter *clutter, mrs_point at, double weight)
{
    double column = floor((at.x - clutter->area.x) / CELL);
    double row = floor((at.y - clutter->area.y) / CELL);
    if (column >= 0 && row >= 0 && column < (double)clutter->columns &&
        row < (double)clutter->rows) {
        *cell(clutter, (size_t)column + 1, (size_t)row + 1) += weight;
    }
}

static void count_segment(mrs_clutter *clutter, mrs_point a, mrs_point b, double weight)
{
    double length = hypot(b.x - a.x, b.y - a.y);
    double reach = clutter->area.w + clutter->area.h;
    if (length <= 0 || length > 4 * reach) {
        return; /* nothing, or far outside the area */
    }
    int steps = (int)ceil(length / (CELL / 2));
    for (int i = 0; i < steps; i++) {
        double t = (i + 0.5) / steps;
        mrs_point at = {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
        mrs_clutter_point(clutter, at, weight * length / steps);
    }
}

void mrs_clutter_add(mrs_clutter *clutter, const mrs_feature_list *features, double weight)
{
    for (size_t f = 0; f < features->count; f++) {
        const mrs_path *path = &features->items[f].path;
        for (size_t part = 0; part < path->part_count; part++) {
            for (size_t i = path->starts[part] + 1; i < mrs_path_part_end(path, part); i++) {
                count_segment(clutter, path->points[i - 1], path->points[i], weight);
            }
        }
    }
}

void mrs_clutter_sum(mrs_clutter *clutter)
{
    for (size_t row = 1; row <= clutter->rows; row++) {
        for (size_t column = 1; column <= clutter->columns; column++) {
            *cell(clutter, column, row) += *cell(clutter, column - 1, row) +
                                           *cell(clutter, column, row - 1) -
                                           *cell(clutter, column - 1, row - 1);
        }
    }
}

static size_t clamp(double value, size_t most)
{
    return value <= 0 ? 0 : value >= (double)most ? most : (size_t)value;
}

/* What is counted in cells from `left` to before `right`, and from `top` to before `bottom`. */
static double between(const mrs_clutter *clutter, size_t left, size_t right, size_t top,
                      size_t bottom)
{
    return *cell(clutter, right, bottom) - *cell(clutter, left, bottom) -
           *cell(clutter, right, top) + *cell(clutter, left, top);
}

double mrs_clutter_in(const mrs_clutter *clutter, mrs_rect box)
{
    size_t left = clamp(floor((box.x - clutter->area.x) / CELL), clutter->columns);
    size_t right = clamp(ceil((box.x + box.w - clutter->area.x) / CELL), clutter->columns);
    size_t top = clamp(floor((box.y - clutter->area.y) / CELL), clutter->rows);
    size_t bottom = clamp(ceil((box.y + box.h - clutter->area.y) / CELL), clutter->rows);
    return between(clutter, left, right, top, bottom);
}

double mrs_clutter_at_least(const mrs_clutter *clutter, mrs_rect box)
{
    size_t left = clamp(ceil((box.x - clutter->area.x) / CELL), clutter->columns);
    size_t right = clamp(floor((box.x + box.w - clutter->area.x) / CELL), clutter->columns);
    size_t top = clamp(ceil((box.y - clutter->area.y) / CELL), clutter->rows);
    size_t bottom = clamp(floor((box.y + box.h - clutter->area.y) / CELL), clutter->rows);
    return left < right && top < bottom ? between(clutter, left, right, top, bottom) : 0;
}
