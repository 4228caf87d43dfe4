/*
 * On a picture, the coverage of all dots is gathered in a mask: a dot is stamped there from one of
 * sixteen drawings of it, and a pixel keeps the greatest coverage that a dot gives it. Elsewhere
 * they are one path of lines without length, whose round ends make the dots.
 */
#include "map/surface/dots.h"

#include <math.h>

enum { STEPS = 4 }; /* positions that are told apart within a pixel, each way */

bool mrs_dots_of(const mrs_marker_kind *kind, mrs_dots *out)
{
    *out = (mrs_dots){.opacity = kind->fill.a};
    bool ringed = kind->stroke.a > 0 && kind->stroke_width > 0;
    double inset = ringed ? kind->stroke_width / 2 : 0;
    if (kind->icon[0] || kind->fill.a <= 0 || kind->radius <= inset) {
        return false;
    }
    if (ringed) {
        mrs_color ring = kind->stroke;
        ring.a = fmin(ring.a / kind->fill.a, 1);
        out->layers[out->layer_count].diameter = 2 * (kind->radius + inset);
        out->layers[out->layer_count++].color = ring;
    }
    mrs_color fill = kind->fill;
    fill.a = 1;
    out->layers[out->layer_count].diameter = 2 * (kind->radius - inset);
    out->layers[out->layer_count++].color = fill;
    return true;
}

/* --- On a picture --- */

/* The drawings of a dot: STEPS² cells side by side, of coverage. */
typedef struct stamps {
    cairo_surface_t *surface;
    int cell; /* side, px */
    int stride;
    const unsigned char *pixels;
} stamps;

static stamps draw_stamps(double diameter)
{
    stamps s = {.cell = (int)ceil(diameter) + 2};
    s.surface = cairo_image_surface_create(CAIRO_FORMAT_A8, s.cell * STEPS * STEPS, s.cell);
    cairo_t *cr = cairo_create(s.surface);
    for (int i = 0; i < STEPS * STEPS; i++) {
        int column = i % STEPS;
        int row = i / STEPS;
        int half = s.cell / 2; /* a whole pixel, from which the steps count */
        double x = i * s.cell + half + (double)column / STEPS;
        double y = half + (double)row / STEPS;
        cairo_arc(cr, x, y, diameter / 2, 0, 2 * M_PI);
        cairo_fill(cr);
    }
    cairo_destroy(cr);
    cairo_surface_flush(s.surface);
    s.pixels = cairo_image_surface_get_data(s.surface);
    s.stride = cairo_image_surface_get_stride(s.surface);
    return s;
}

/* A part of the picture, in its pixels. */
typedef struct mask {
    cairo_surface_t *surface;
    int x, y, width, height;
    int stride;
    unsigned char *pixels; /* coverage; NULL if there is no such surface */
} mask;

static int clamp(double value, int least, int most)
{
    return value < least ? least : value > most ? most : (int)value;
}

/* Room for the coverage of all that the clip lets through. */
static mask start_mask(cairo_t *cr)
{
    cairo_surface_t *picture = cairo_get_target(cr);
    int width = cairo_image_surface_get_width(picture);
    int height = cairo_image_surface_get_height(picture);
    double x0;
    double y0;
    double x1;
    double y1;
    cairo_clip_extents(cr, &x0, &y0, &x1, &y1);
    mask m = {.x = clamp(floor(x0), 0, width), .y = clamp(floor(y0), 0, height)};
    m.width = clamp(ceil(x1), m.x, width) - m.x;
    m.height = clamp(ceil(y1), m.y, height) - m.y;
    m.surface = cairo_image_surface_create(CAIRO_FORMAT_A8, m.width, m.height);
    m.stride = cairo_image_surface_get_stride(m.surface);
    m.pixels = cairo_image_surface_get_data(m.surface);
    return m;
}

/* Lays the drawing `i` of a dot over the mask, its cell's corner at (left, top) of the mask. */
static void stamp(const mask *m, const stamps *s, int i, int left, int top)
{
    int x0 = left < 0 ? -left : 0;
    int y0 = top < 0 ? -top : 0;
    int x1 = left + s->cell > m->width ? m->width - left : s->cell;
    int y1 = top + s->cell > m->height ? m->height - top : s->cell;
    for (int y = y0; y < y1; y++) {
        const unsigned char *from = s->pixels + (ptrdiff_t)y * s->stride + (ptrdiff_t)i * s->cell;
        unsigned char *to = m->pixels + (ptrdiff_t)(top + y) * m->stride + left;
        for (int x = x0; x < x1; x++) {
            to[x] = to[x] > from[x] ? to[x] : from[x];
        }
    }
}

static void stamp_all(const mask *m, const stamps *s, const cairo_matrix_t *to_picture,
                      const mrs_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double x = points[i].x;
        double y = points[i].y;
        cairo_matrix_transform_point(to_picture, &x, &y);
        double reach = s->cell;
        if (x < m->x - reach || y < m->y - reach || x > m->x + m->width + reach ||
            y > m->y + m->height + reach) {
            continue;
        }
        int steps_x = (int)lround(x * STEPS);
        int steps_y = (int)lround(y * STEPS);
        int part_x = (steps_x % STEPS + STEPS) % STEPS;
        int part_y = (steps_y % STEPS + STEPS) % STEPS;
        stamp(m, s, part_y * STEPS + part_x, (steps_x - part_x) / STEPS - s->cell / 2 - m->x,
              (steps_y - part_y) / STEPS - s->cell / 2 - m->y);
    }
}

static void stamp_layer(cairo_t *cr, double diameter, mrs_color color, const mrs_point *points,
                        size_t count)
{
    cairo_matrix_t to_picture;
    cairo_get_matrix(cr, &to_picture);
    cairo_save(cr);
    cairo_identity_matrix(cr);
    stamps s = draw_stamps(diameter * to_picture.xx);
    mask m = start_mask(cr);
    if (s.pixels && m.pixels) {
        stamp_all(&m, &s, &to_picture, points, count);
        cairo_surface_mark_dirty(m.surface);
    }
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
    cairo_mask_surface(cr, m.surface, m.x, m.y);
    if (!s.pixels) {
        cairo_set_source_surface(cr, s.surface, 0, 0); /* leaves its error in `cr` */
    }
    cairo_surface_destroy(m.surface);
    cairo_surface_destroy(s.surface);
    cairo_restore(cr);
}

/* --- As a path --- */

static void stroke_layer(cairo_t *cr, double diameter, mrs_color color, const mrs_point *points,
                         size_t count)
{
    cairo_new_path(cr);
    for (size_t i = 0; i < count; i++) {
        cairo_move_to(cr, points[i].x, points[i].y);
        cairo_line_to(cr, points[i].x, points[i].y);
    }
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
    cairo_set_line_width(cr, diameter);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_stroke(cr);
}

void mrs_dots_draw(cairo_t *cr, const mrs_dots *dots, const mrs_point *points, size_t count)
{
    bool on_picture = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
    if (dots->opacity < 1) {
        cairo_push_group(cr);
    }
    for (size_t i = 0; i < dots->layer_count; i++) {
        (on_picture ? stamp_layer : stroke_layer)(cr, dots->layers[i].diameter,
                                                  dots->layers[i].color, points, count);
    }
    if (dots->opacity < 1) {
        cairo_pop_group_to_source(cr);
        cairo_paint_with_alpha(cr, dots->opacity);
    }
}
