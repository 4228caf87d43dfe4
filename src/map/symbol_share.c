/* What the panes of a sheet have in common: sizes and classes mean the same in each. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"
#include "map/symbols.h"

size_t mrs_model_pane(const mrs_sheet *sheet)
{
    size_t model = 0;
    for (size_t i = 1; i < sheet->facet_count; i++) {
        model = sheet->facets[i].count > sheet->facets[model].count ? i : model;
    }
    return model;
}

/* The greatest circle may stand in any of them. */
static void share_sizes(mrs_sheet *sheet)
{
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_pane *pane = &sheet->panes[p];
        for (size_t g = 0; g < pane->group_count; g++) {
            sheet->symbols->scale.largest =
                fmax(sheet->symbols->scale.largest, pane->groups[g].value);
        }
    }
}

/* --- Hexagons --- */

static int by_count(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static size_t bins_of(const mrs_pane *pane)
{
    return (size_t)pane->bins->columns * (size_t)pane->bins->rows;
}

static marsad_status share_bins(mrs_sheet *sheet, marsad_error *error)
{
    size_t all = 0;
    size_t count = 0;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        all += bins_of(&sheet->panes[p]);
    }
    size_t *sorted = mrs_alloc(all, sizeof *sorted);
    if (!sorted) {
        return mrs_fail_memory(error);
    }
    for (size_t p = 0; p < sheet->pane_count; p++) {
        for (size_t i = 0; i < bins_of(&sheet->panes[p]); i++) {
            sorted[count] = sheet->panes[p].bins->counts[i];
            count += sorted[count] > 0;
        }
    }
    qsort(sorted, count, sizeof *sorted, by_count);
    mrs_breaks breaks = mrs_count_breaks(sorted, count);
    for (size_t p = 0; p < sheet->pane_count; p++) {
        sheet->panes[p].bins->breaks = breaks;
    }
    mrs_free(sorted);
    return MARSAD_OK;
}

/* --- Density --- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The values in the frame, by square metre. */
static size_t add_values(const mrs_pane *pane, double *out)
{
    const mrs_density *d = pane->density;
    size_t count = 0;
    for (size_t i = 0; i < d->columns * d->rows; i++) {
        mrs_point at = {d->origin.x + d->step * (double)(i % d->columns),
                        d->origin.y + d->step * (double)(i / d->columns)};
        out[count] = (double)d->values[i];
        count += d->values[i] > 0 && mrs_rect_has(pane->frame.rect, at);
    }
    return count;
}

/* The unit is that of the pane with the highest density. */
static marsad_status share_density(mrs_sheet *sheet, marsad_error *error)
{
    size_t all = 1;
    size_t count = 0;
    double unit = INFINITY;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_density *d = sheet->panes[p].density;
        all += d->columns * d->rows;
        unit = fmin(unit, d->unit_m2);
    }
    double *sorted = mrs_alloc(all, sizeof *sorted);
    if (!sorted) {
        return mrs_fail_memory(error);
    }
    for (size_t p = 0; p < sheet->pane_count; p++) {
        count += add_values(&sheet->panes[p], sorted + count);
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] *= unit;
    }
    qsort(sorted, count, sizeof *sorted, by_value);
    mrs_breaks breaks = mrs_level_breaks(sorted, count);
    for (size_t p = 0; p < sheet->pane_count; p++) {
        sheet->panes[p].density->unit_m2 = unit;
        sheet->panes[p].density->breaks = breaks;
    }
    mrs_free(sorted);
    return MARSAD_OK;
}

marsad_status mrs_share_scales(mrs_sheet *sheet, marsad_error *error)
{
    if (sheet->pane_count == 1) {
        return MARSAD_OK;
    }
    share_sizes(sheet);
    return sheet->as == MARSAD_AS_HEXBIN    ? share_bins(sheet, error)
           : sheet->as == MARSAD_AS_DENSITY ? share_density(sheet, error)
                                            : MARSAD_OK;
}
