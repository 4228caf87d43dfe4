/* What the panes of a sheet share, so that one legend is right for all of them: the classes of
 * hexagons and densities, and the scale of circles. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
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

/* The greatest sum of values in one hexagon, about as wide as a group reaches. */
static double largest_near(const mrs_pane *pane, double join, double *sums, size_t columns,
                           size_t rows)
{
    const mrs_census *census = pane->census;
    const double *values = pane->sheet->symbols->values;
    mrs_hexagons hexagons = {{pane->frame.rect.x, pane->frame.rect.y}, 2 * join};
    double largest = 0;
    for (size_t i = 0; i < census->count; i++) {
        double value = values ? values[i] : 1;
        mrs_point at = {(double)census->at[i][0], (double)census->at[i][1]};
        int column = 0;
        int row = 0;
        if (census->is_shown[i] && value > 0) {
            mrs_hexagon_at(&hexagons, at, &column, &row);
            size_t x = (size_t)column + 1;
            size_t y = (size_t)row + 1;
            double *sum =
                &sums[(y < rows ? y : rows - 1) * columns + (x < columns ? x : columns - 1)];
            *sum += value;
            largest = fmax(largest, *sum);
        }
    }
    return largest;
}

marsad_status mrs_largest_in_facets(mrs_sheet *sheet, double join, double *out, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    *out = 0;
    for (size_t p = 1; !status && p < sheet->pane_count; p++) {
        mrs_pane *pane = &sheet->panes[p];
        if (pane->role != MRS_PANE_FACET) {
            continue;
        }
        size_t columns = (size_t)(pane->frame.rect.w / (2 * join)) + 4;
        size_t rows = (size_t)(pane->frame.rect.h / (1.7 * join)) + 4;
        double *sums = mrs_alloc(columns * rows, sizeof *sums);
        status = sums ? mrs_take_census(pane, error) : mrs_fail_memory(error);
        if (!status) {
            *out = fmax(*out, largest_near(pane, join, sums, columns, rows));
        }
        mrs_free(sums);
    }
    return status;
}
