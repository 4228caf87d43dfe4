/* What the panes of a sheet share, so that one legend is right for all of them: the classes of
 * hexagons and densities, and the scale of circles. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"
#include "map/symbols.h"

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static size_t bin_count(const mrs_bins *bins)
{
    return bins ? (size_t)bins->columns * (size_t)bins->rows : 0;
}

marsad_status mrs_share_bin_classes(mrs_sheet *sheet, marsad_error *error)
{
    size_t room = 0;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        room += bin_count(sheet->panes[p].bins);
    }
    size_t *sorted = mrs_alloc(room, sizeof *sorted);
    if (!sorted) {
        return mrs_fail_memory(error);
    }
    size_t count = 0;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_bins *bins = sheet->panes[p].bins;
        for (size_t i = 0; i < bin_count(bins); i++) {
            sorted[count] = bins->counts[i];
            count += bins->counts[i] > 0;
        }
    }
    qsort(sorted, count, sizeof *sorted, by_size);
    mrs_breaks breaks = mrs_count_breaks(sorted, count);
    for (size_t p = 0; p < sheet->pane_count; p++) {
        if (sheet->panes[p].bins) {
            sheet->panes[p].bins->breaks = breaks;
        }
    }
    mrs_free(sorted);
    return MARSAD_OK;
}

/* --- Densities --- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The least unit by which the highest density is a figure of two digits. */
static double choose_unit(double most)
{
    double unit = 1e6;
    while (most * unit < 10 && unit < 1e11) {
        unit *= 10;
    }
    return unit;
}

/* Adds the densities above 0 that the pane's frame shows. */
static size_t gather(const mrs_pane *pane, double *out, size_t count)
{
    const mrs_density *d = pane->density;
    for (size_t i = 0; d && i < d->columns * d->rows; i++) {
        size_t column = i % d->columns;
        size_t row = i / d->columns;
        mrs_point at = {d->origin.x + d->step * (double)column,
                        d->origin.y + d->step * (double)row};
        out[count] = (double)d->values[i];
        count += d->values[i] > 0 && mrs_rect_has(pane->frame.rect, at);
    }
    return count;
}

marsad_status mrs_share_density_classes(mrs_sheet *sheet, marsad_error *error)
{
    size_t room = 1;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_density *d = sheet->panes[p].density;
        room += d ? d->columns * d->rows : 0;
    }
    double *sorted = mrs_alloc(room, sizeof *sorted);
    if (!sorted) {
        return mrs_fail_memory(error);
    }
    size_t count = 0;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        count = gather(&sheet->panes[p], sorted, count);
    }
    qsort(sorted, count, sizeof *sorted, by_value);
    double unit = choose_unit(count ? sorted[count - 1] : 0);
    for (size_t i = 0; i < count; i++) {
        sorted[i] *= unit;
    }
    mrs_breaks breaks = mrs_level_breaks(sorted, count);
    for (size_t p = 0; p < sheet->pane_count; p++) {
        if (sheet->panes[p].density) {
            sheet->panes[p].density->breaks = breaks;
            sheet->panes[p].density->unit_m2 = unit;
        }
    }
    mrs_free(sorted);
    return MARSAD_OK;
}

/* --- Circles --- */

size_t mrs_model_pane(const mrs_sheet *sheet)
{
    size_t model = 0;
    for (size_t i = 1; i < sheet->facet_count; i++) {
        model = sheet->facets[i].count > sheet->facets[model].count ? i : model;
    }
    return model;
}

void mrs_share_sizes(mrs_sheet *sheet)
{
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_pane *pane = &sheet->panes[p];
        for (size_t g = 0; g < pane->group_count; g++) {
            sheet->symbols->scale.largest =
                fmax(sheet->symbols->scale.largest, pane->groups[g].value);
        }
    }
}
