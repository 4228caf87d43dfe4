/* Hexagonal bins: incidents counted in hexagons of one size on the sheet. */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/features.h"
#include "map/symbol_words.h"
#include "map/symbols.h"

static const double WISHED_PX = 19; /* across the flats, before it is rounded on the ground */
static const double EDGE_WIDTH = 0.6;

/* --- The lattice --- */

static double row_height(const mrs_hexagons *hexagons)
{
    return hexagons->width * sqrt(3) / 2;
}

mrs_point mrs_hexagon_centre(const mrs_hexagons *hexagons, int column, int row)
{
    double shift = row % 2 ? 0.5 : 0; /* every other row stands half a hexagon further */
    return (mrs_point){hexagons->origin.x + (column + shift) * hexagons->width,
                       hexagons->origin.y + row * row_height(hexagons)};
}

/* The centres of a hexagonal lattice are those of two rectangular ones, of the even rows and of the
 * odd rows; the nearest is the nearer of the nearest of either (D. B. Carr et al., Scatterplot
 * matrix techniques for large N, JASA 82, 1987). */
void mrs_hexagon_at(const mrs_hexagons *hexagons, mrs_point at, int *column, int *row)
{
    double x = (at.x - hexagons->origin.x) / hexagons->width;
    double y = (at.y - hexagons->origin.y) / row_height(hexagons);
    int rows[2] = {2 * (int)floor(y / 2 + 0.5), 2 * (int)floor(y / 2) + 1};
    int columns[2] = {(int)floor(x + 0.5), (int)floor(x)};
    double away[2];
    for (int i = 0; i < 2; i++) {
        double dx = x - (columns[i] + i * 0.5);
        double dy = (y - rows[i]) * sqrt(3) / 2;
        away[i] = dx * dx + dy * dy;
    }
    int nearer = away[1] < away[0];
    *column = columns[nearer];
    *row = rows[nearer];
}

/* --- Counting --- */

/* The width is round on the ground, at the frame's centre; the lattice begins at the frame's
 * corner, so that maps of one frame have the same hexagons. */
static void lay_out(const mrs_pane *pane, mrs_bins *bins)
{
    const mrs_frame *frame = &pane->frame;
    const mrs_bins *main = pane->role == MRS_PANE_MAIN ? NULL : pane->sheet->panes[0].bins;
    bins->width_m = main ? main->width_m : mrs_round_near(WISHED_PX * frame->metres_per_px);
    bins->hexagons =
        (mrs_hexagons){{frame->rect.x, frame->rect.y}, bins->width_m / frame->metres_per_px};
    mrs_point end = {frame->rect.w, frame->rect.h};
    bins->first_column = bins->first_row = -2;
    bins->columns = (int)(end.x / bins->hexagons.width) + 5;
    bins->rows = (int)(end.y / row_height(&bins->hexagons)) + 5;
}

static size_t *count_of(const mrs_bins *bins, int column, int row)
{
    int x = column - bins->first_column;
    int y = row - bins->first_row;
    return &bins->counts[(size_t)y * (size_t)bins->columns + (size_t)x];
}

static void count_all(const mrs_census *census, mrs_bins *bins)
{
    for (size_t i = 0; i < census->count; i++) {
        if (census->is_shown[i]) {
            int column;
            int row;
            mrs_point at = {(double)census->at[i][0], (double)census->at[i][1]};
            mrs_hexagon_at(&bins->hexagons, at, &column, &row);
            ++*count_of(bins, column, row);
        }
    }
}

marsad_status mrs_make_bins(mrs_pane *pane, marsad_error *error)
{
    mrs_bins *bins = pane->bins = mrs_alloc(1, sizeof *bins);
    if (!bins) {
        return mrs_fail_memory(error);
    }
    lay_out(pane, bins);
    bins->counts = mrs_alloc((size_t)bins->columns * (size_t)bins->rows, sizeof *bins->counts);
    if (!bins->counts) {
        return mrs_fail_memory(error);
    }
    count_all(pane->census, bins);
    return mrs_share_bin_classes(pane->sheet, error);
}

void mrs_bins_free(mrs_bins *bins)
{
    if (bins) {
        mrs_free(bins->counts);
        mrs_free(bins);
    }
}

/* --- Drawing --- */

static void trace(const mrs_hexagons *hexagons, mrs_point centre, mrs_path *path)
{
    double side = hexagons->width / sqrt(3);
    mrs_path_start(path);
    for (int corner = 0; corner < 6; corner++) {
        double angle = (corner * 60 - 90) * M_PI / 180;
        mrs_path_add(path, centre.x + side * cos(angle), centre.y + side * sin(angle));
    }
    mrs_path_end(path, 3);
}

/* All hexagons of a class, as one path. */
static void draw_class(mrs_pane *pane, size_t class, mrs_color color)
{
    const mrs_bins *bins = pane->bins;
    mrs_path path = {.closed = true};
    for (int y = 0; y < bins->rows; y++) {
        for (int x = 0; x < bins->columns; x++) {
            int column = x + bins->first_column;
            int row = y + bins->first_row;
            size_t count = *count_of(bins, column, row);
            if (count && mrs_break_class(&bins->breaks, (double)count) == class) {
                trace(&bins->hexagons, mrs_hexagon_centre(&bins->hexagons, column, row), &path);
            }
        }
    }
    mrs_paint paint = mrs_fill(mrs_faded(color, MRS_SURFACE_OPACITY));
    paint.stroke = mrs_sheet_color(pane->sheet, MRS_HALO_COLOR);
    paint.width = EDGE_WIDTH;
    mrs_scene_path(pane->sheet->scene, &path, &paint);
}

void mrs_draw_bins(mrs_pane *pane)
{
    const mrs_breaks *breaks = &pane->bins->breaks;
    mrs_color colors[MRS_BREAKS_MAX];
    mrs_ramp_colors(pane->sheet->sources->style, breaks->count, colors);
    for (size_t i = 0; i < breaks->count; i++) {
        char css[48];
        char low[MRS_FIGURE];
        mrs_buffer title = {0};
        marsad_lang lang = pane->sheet->lang;
        double least = i ? breaks->upper[i - 1] + 1 : breaks->least;
        mrs_buffer_addf(&title, "%s%s%s", mrs_say_symbol(MRS_SYMBOL_COUNT_HEADING, lang),
                        mrs_colon(lang), mrs_say_figure(least, lang, low));
        if (breaks->upper[i] > least) {
            mrs_buffer_addf(&title, "–%s", mrs_say_figure(breaks->upper[i], lang, low));
        }
        snprintf(css, sizeof css, "bins class-%zu", i + 1);
        mrs_scene_begin(pane->sheet->scene, NULL, css, title.failed ? NULL : title.text);
        draw_class(pane, i, colors[i]);
        mrs_scene_end(pane->sheet->scene);
        pane->sheet->scene->failed |= title.failed;
        mrs_buffer_clear(&title);
    }
}
