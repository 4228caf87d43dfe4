/* What lies under hexagons and density: names of areas and small towns give way to it. */
#include <math.h>

#include "map/symbols.h"

static const double PROBE = 5; /* px between the points at which a box is looked at */

static bool has_incidents(const mrs_bins *bins, mrs_point at)
{
    int column;
    int row;
    mrs_hexagon_at(&bins->hexagons, at, &column, &row);
    column -= bins->first_column;
    row -= bins->first_row;
    if (column < 0 || row < 0 || column >= bins->columns || row >= bins->rows) {
        return false;
    }
    return bins->counts[(size_t)row * (size_t)bins->columns + (size_t)column] > 0;
}

static bool is_dense(const mrs_density *d, mrs_point at)
{
    double column = round((at.x - d->origin.x) / d->step);
    double row = round((at.y - d->origin.y) / d->step);
    if (column < 0 || row < 0 || column >= (double)d->columns || row >= (double)d->rows) {
        return false;
    }
    double value = (double)d->values[(size_t)row * d->columns + (size_t)column];
    return value * d->unit_m2 >= d->breaks.least;
}

bool mrs_on_surface(const mrs_pane *pane, mrs_rect box)
{
    if (!pane->bins && !(pane->density && pane->density->breaks.count)) {
        return false;
    }
    int columns = (int)ceil(box.w / PROBE);
    int rows = (int)ceil(box.h / PROBE);
    for (int j = 0; j <= rows; j++) {
        for (int i = 0; i <= columns; i++) {
            mrs_point at = {box.x + fmin(i * PROBE, box.w), box.y + fmin(j * PROBE, box.h)};
            if (pane->bins ? has_incidents(pane->bins, at) : is_dense(pane->density, at)) {
                return true;
            }
        }
    }
    return false;
}
