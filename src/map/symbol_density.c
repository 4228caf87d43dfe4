/* Density: incidents by area, smoothed by a kernel of one radius on the ground (B. W. Silverman,
 * Density Estimation for Statistics and Data Analysis, 1986; the quartic kernel is his (4.5)). */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/features.h"
#include "map/symbol_words.h"
#include "map/symbols.h"

enum { METRIC_STEP = 8 }; /* nodes between those at which the ground is measured */

static const double NODE_PX = 4;
static const double RADIUS_SHARE = 0.045; /* of the frame's lesser side */
static const double LINE_WIDTH = 0.6;

/* How a step on the sheet lies on the ground: metres east and north by pixel right and down. */
typedef struct metric {
    double east_x, east_y, north_x, north_y;
    double area; /* m² of a px²; 0 where there is no ground */
} metric;

typedef struct ground {
    size_t columns, rows;
    metric *nodes;
} ground;

/* --- The ground under the sheet --- */

static metric measure(const mrs_frame *frame, mrs_point at)
{
    const double degree = M_PI / 180;
    const double a = 6378137; /* of WGS 84 */
    const double e2 = 0.00669437999014;
    marsad_lonlat here;
    marsad_lonlat right;
    marsad_lonlat down;
    metric m = {0};
    if (!mrs_frame_to_ground(frame, at, &here) ||
        !mrs_frame_to_ground(frame, (mrs_point){at.x + 1, at.y}, &right) ||
        !mrs_frame_to_ground(frame, (mrs_point){at.x, at.y + 1}, &down)) {
        return m;
    }
    double sine = sin(here.lat * degree);
    double w = sqrt(1 - e2 * sine * sine);
    double east = a / w * cos(here.lat * degree) * degree; /* metres by degree */
    double north = a * (1 - e2) / (w * w * w) * degree;
    m.east_x = remainder(right.lon - here.lon, 360) * east;
    m.east_y = remainder(down.lon - here.lon, 360) * east;
    m.north_x = (right.lat - here.lat) * north;
    m.north_y = (down.lat - here.lat) * north;
    m.area = fabs(m.east_x * m.north_y - m.east_y * m.north_x);
    return m;
}

static bool measure_all(const mrs_frame *frame, const mrs_density *d, ground *out)
{
    out->columns = d->columns / METRIC_STEP + 2;
    out->rows = d->rows / METRIC_STEP + 2;
    out->nodes = mrs_alloc(out->columns * out->rows, sizeof *out->nodes);
    for (size_t i = 0; out->nodes && i < out->columns * out->rows; i++) {
        size_t column = i % out->columns;
        size_t row = i / out->columns;
        mrs_point at = {d->origin.x + d->step * METRIC_STEP * (double)column,
                        d->origin.y + d->step * METRIC_STEP * (double)row};
        out->nodes[i] = measure(frame, at);
    }
    return out->nodes != NULL;
}

static double between(double a, double b, double c, double d, double x, double y)
{
    return (a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y;
}

/* At a node of the grid, from the four measured around it. */
static metric metric_at(const ground *g, size_t column, size_t row)
{
    size_t x = column / METRIC_STEP;
    size_t y = row / METRIC_STEP;
    double fx = (double)(column % METRIC_STEP) / METRIC_STEP;
    double fy = (double)(row % METRIC_STEP) / METRIC_STEP;
    const metric *p = &g->nodes[y * g->columns + x];
    const metric *q = p + g->columns;
    metric m = {between(p[0].east_x, p[1].east_x, q[0].east_x, q[1].east_x, fx, fy),
                between(p[0].east_y, p[1].east_y, q[0].east_y, q[1].east_y, fx, fy),
                between(p[0].north_x, p[1].north_x, q[0].north_x, q[1].north_x, fx, fy),
                between(p[0].north_y, p[1].north_y, q[0].north_y, q[1].north_y, fx, fy), 0};
    bool whole = p[0].area > 0 && p[1].area > 0 && q[0].area > 0 && q[1].area > 0;
    m.area = whole ? fabs(m.east_x * m.north_y - m.east_y * m.north_x) : 0;
    return m;
}

/* --- The surface --- */

/* Shares each incident among the four nodes around it. Those outside the frame count as far as
 * their kernel reaches into it. */
static void count_at_nodes(const mrs_census *census, mrs_rect within, const mrs_density *d,
                           float *counts)
{
    for (size_t i = 0; i < census->count; i++) {
        mrs_point at = {(double)census->at[i][0], (double)census->at[i][1]};
        if (!census->is_placed[i] || !mrs_rect_has(within, at)) {
            continue;
        }
        double x = (at.x - d->origin.x) / d->step;
        double y = (at.y - d->origin.y) / d->step;
        size_t column = (size_t)x;
        size_t row = (size_t)y;
        float fx = (float)(x - (double)column);
        float fy = (float)(y - (double)row);
        float *node = &counts[row * d->columns + column];
        node[0] += (1 - fx) * (1 - fy);
        node[1] += fx * (1 - fy);
        node[d->columns] += (1 - fx) * fy;
        node[d->columns + 1] += fx * fy;
    }
}

/* The nodes that a kernel may reach. */
typedef struct reach {
    size_t left, right, top, bottom;
} reach;

static reach reach_of(const mrs_density *d, const metric *m, size_t column, size_t row)
{
    /* The half axes of the box around the ellipse that a circle on the ground is on the sheet. */
    double across = d->radius_m * hypot(m->north_y, m->east_y) / m->area / d->step;
    double along = d->radius_m * hypot(m->north_x, m->east_x) / m->area / d->step;
    size_t x = (size_t)fmin(across, (double)d->columns);
    size_t y = (size_t)fmin(along, (double)d->rows);
    return (reach){column > x ? column - x : 0,
                   column + x < d->columns ? column + x : d->columns - 1, row > y ? row - y : 0,
                   row + y < d->rows ? row + y : d->rows - 1};
}

static double kernel(const mrs_density *d, const metric *m, double columns, double rows)
{
    double x = columns * d->step;
    double y = rows * d->step;
    double east = m->east_x * x + m->east_y * y;
    double north = m->north_x * x + m->north_y * y;
    double u = 1 - (east * east + north * north) / (d->radius_m * d->radius_m);
    return u > 0 ? u * u : 0;
}

/* Spreads what was counted at a node, so that all of it comes to lie on the ground around it: the
 * kernel's sum is measured on the nodes that it reaches, not taken from its formula. */
static void spread(mrs_density *d, const ground *g, size_t column, size_t row, double count)
{
    metric m = metric_at(g, column, row);
    if (!(m.area > 0)) {
        return;
    }
    reach r = reach_of(d, &m, column, row);
    double sum = 0;
    for (size_t y = r.top; y <= r.bottom; y++) {
        for (size_t x = r.left; x <= r.right; x++) {
            sum += kernel(d, &m, (double)x - (double)column, (double)y - (double)row) *
                   (double)d->areas[y * d->columns + x];
        }
    }
    for (size_t y = r.top; y <= r.bottom && sum > 0; y++) {
        for (size_t x = r.left; x <= r.right; x++) {
            d->values[y * d->columns + x] +=
                (float)(count / sum *
                        kernel(d, &m, (double)x - (double)column, (double)y - (double)row));
        }
    }
}

static void lay_out(const mrs_pane *pane, mrs_density *d, mrs_rect *within)
{
    const mrs_frame *frame = &pane->frame;
    const mrs_density *main = pane->role == MRS_PANE_MAIN ? NULL : pane->sheet->panes[0].density;
    mrs_rect f = frame->rect;
    d->radius_m = main ? main->radius_m
                       : mrs_round_near(RADIUS_SHARE * fmin(f.w, f.h) * frame->metres_per_px);
    d->step = NODE_PX;
    double radius_px = d->radius_m / frame->metres_per_px;
    double spare = 2 * radius_px + 2 * NODE_PX;
    *within = mrs_rect_grown(f, radius_px);
    d->origin = (mrs_point){f.x - spare, f.y - spare};
    d->columns = (size_t)((f.w + 2 * spare) / NODE_PX) + 2;
    d->rows = (size_t)((f.h + 2 * spare) / NODE_PX) + 2;
}

static void fill_surface(mrs_pane *pane, mrs_density *d, mrs_rect within, float *counts,
                         const ground *g)
{
    count_at_nodes(pane->census, within, d, counts);
    for (size_t i = 0; i < d->columns * d->rows; i++) {
        d->areas[i] =
            (float)(metric_at(g, i % d->columns, i / d->columns).area * d->step * d->step);
    }
    for (size_t i = 0; i < d->columns * d->rows; i++) {
        if (counts[i] > 0) {
            spread(d, g, i % d->columns, i / d->columns, (double)counts[i]);
        }
    }
}

marsad_status mrs_make_density(mrs_pane *pane, marsad_error *error)
{
    mrs_density *d = pane->density = mrs_alloc(1, sizeof *d);
    ground g = {0};
    mrs_rect within;
    if (!d) {
        return mrs_fail_memory(error);
    }
    lay_out(pane, d, &within);
    d->values = mrs_alloc(d->columns * d->rows, sizeof *d->values);
    d->areas = mrs_alloc(d->columns * d->rows, sizeof *d->areas);
    float *counts = mrs_alloc(d->columns * d->rows, sizeof *counts);
    marsad_status status = MARSAD_OK;
    if (d->values && d->areas && counts && measure_all(&pane->frame, d, &g)) {
        fill_surface(pane, d, within, counts, &g);
        status = mrs_share_density_classes(pane->sheet, error);
    } else {
        status = mrs_fail_memory(error);
    }
    mrs_free(counts);
    mrs_free(g.nodes);
    return status;
}

void mrs_density_free(mrs_density *density)
{
    if (density) {
        mrs_free(density->values);
        mrs_free(density->areas);
        mrs_free(density);
    }
}

/* --- Drawing --- */

/* A band lies between the rings of its level and those of the next, which lie within them: by the
 * even-odd rule, both together hold it. */
static void draw_band(mrs_pane *pane, size_t class, double low, mrs_color color)
{
    const mrs_density *d = pane->density;
    mrs_path path = {.closed = true};
    mrs_contour(d, low / d->unit_m2, &path);
    if (class + 1 < d->breaks.count) {
        mrs_contour(d, d->breaks.upper[class] / d->unit_m2, &path);
    }
    mrs_paint paint = mrs_fill(mrs_faded(color, MRS_SURFACE_OPACITY));
    paint.stroke = mrs_faded(mrs_sheet_color(pane->sheet, MRS_HALO_COLOR), 0.7);
    paint.width = LINE_WIDTH;
    mrs_scene_path(pane->sheet->scene, &path, &paint);
}

void mrs_draw_density(mrs_pane *pane)
{
    const mrs_density *d = pane->density;
    mrs_color colors[MRS_BREAKS_MAX];
    mrs_ramp_colors(pane->sheet->sources->style, d->breaks.count, colors);
    for (size_t i = 0; i < d->breaks.count; i++) {
        char css[48];
        snprintf(css, sizeof css, "density class-%zu", i + 1);
        mrs_scene_begin(pane->sheet->scene, NULL, css, NULL);
        draw_band(pane, i, i ? d->breaks.upper[i - 1] : d->breaks.least, colors[i]);
        mrs_scene_end(pane->sheet->scene);
    }
}
