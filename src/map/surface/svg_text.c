/* Text in an SVG: real text, set line by line where Pango put it; or the outlines of its glyphs. */
#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "map/surface/svg_write.h"

static double letter_spacing(PangoLayout *layout)
{
    double spacing = 0;
    PangoAttrList *list = pango_layout_get_attributes(layout);
    if (list) {
        PangoAttrIterator *at = pango_attr_list_get_iterator(list);
        PangoAttribute *found = pango_attr_iterator_get(at, PANGO_ATTR_LETTER_SPACING);
        spacing = found ? pango_units_to_double(((PangoAttrInt *)found)->value) : 0;
        pango_attr_iterator_destroy(at);
    }
    return spacing;
}

static void font_attributes(mrs_svg *w, const mrs_item *item)
{
    PangoLayout *layout = item->text.layout;
    const PangoFontDescription *font = pango_layout_get_font_description(layout);
    mrs_buffer families = {0};
    mrs_buffer_addf(&families, "'%s', 'Noto Sans Arabic', sans-serif",
                    pango_font_description_get_family(font));
    if (!families.failed) {
        mrs_svg_attribute(w, "font-family", families.text);
    }
    w->bad |= families.failed;
    mrs_buffer_clear(&families);
    mrs_svg_number(w, "font-size", pango_units_to_double(pango_font_description_get_size(font)));
    if (pango_font_description_get_weight(font) >= PANGO_WEIGHT_BOLD) {
        mrs_svg_attribute(w, "font-weight", "bold");
    }
    if (pango_font_description_get_style(font) == PANGO_STYLE_ITALIC) {
        mrs_svg_attribute(w, "font-style", "italic");
    }
    double spacing = letter_spacing(layout);
    if (spacing != 0) {
        mrs_svg_number(w, "letter-spacing", spacing);
    }
}

/* The halo is drawn twice over, for what is in the way of each other's viewer: by a <use> of the
 * text before it, as LibreOffice and Word know no paint-order and would draw it over the letters;
 * and by paint-order where styles are known (svg_guard.c), for the <use> would be found by a
 * page's search as a second text. */
static void begin_halo(mrs_svg *w, const mrs_item *item)
{
    char id[32];
    if (item->paint.width <= 0) {
        return;
    }
    snprintf(id, sizeof id, "text-%zu", ++w->texts);
    mrs_svg_start(w, "g");
    mrs_svg_attribute(w, "class", "halo");
    mrs_svg_color(w, "stroke", "stroke-opacity", item->paint.stroke);
    mrs_svg_number(w, "stroke-width", item->paint.width);
    mrs_svg_attribute(w, "stroke-linejoin", "round");
    mrs_svg_attribute(w, "paint-order", "stroke");
    mrs_svg_start(w, "use");
    mrs_svg_prefixed(w, "href", "#", id, "");
    mrs_svg_attribute(w, "fill", "none");
    mrs_svg_end(w);
    mrs_svg_start(w, "g");
    mrs_svg_color(w, "fill", "fill-opacity", item->paint.fill);
    mrs_svg_attribute(w, "stroke", "none");
}

static void end_halo(mrs_svg *w, const mrs_item *item)
{
    if (item->paint.width > 0) {
        mrs_svg_end(w);
        mrs_svg_end(w);
    }
}

/* Its colour; or, where that stands on the group of its halo, the id by which this uses it. */
static void text_paint(mrs_svg *w, const mrs_item *item)
{
    char id[32];
    if (item->paint.width > 0) {
        snprintf(id, sizeof id, "text-%zu", w->texts);
        mrs_svg_prefixed(w, "id", "", id, "");
    } else {
        mrs_svg_color(w, "fill", "fill-opacity", item->paint.fill);
    }
}

static void text_attributes(mrs_svg *w, const mrs_item *item)
{
    PangoContext *context = pango_layout_get_context(item->text.layout);
    if (pango_context_get_base_dir(context) == PANGO_DIRECTION_RTL) {
        mrs_svg_attribute(w, "direction", "rtl");
    }
    font_attributes(w, item);
    text_paint(w, item);
    mrs_svg_turned(w, item->text.angle_deg, item->text.at);
}

/* One line of a layout, an element of its own: the direction of one line must not reorder another.
 * A viewer that lacks the fonts still gives the line the width in which it was set. */
static void write_line(mrs_svg *w, const mrs_item *item, PangoLayoutIter *at, bool alone)
{
    const PangoLayoutLine *line = pango_layout_iter_get_line_readonly(at);
    const char *text = pango_layout_get_text(item->text.layout) + line->start_index;
    int length = line->length;
    while (length > 0 && text[length - 1] == ' ') {
        length--; /* the space at which the line was broken */
    }
    if (length == 0) {
        return;
    }
    PangoRectangle box;
    pango_layout_iter_get_line_extents(at, NULL, &box);
    double left = item->text.at.x + pango_units_to_double(box.x);
    double width = pango_units_to_double(box.width);
    mrs_svg_start(w, "text");
    if (alone) {
        text_attributes(w, item);
    }
    mrs_svg_number(w, "x", line->resolved_dir == PANGO_DIRECTION_RTL ? left + width : left);
    mrs_svg_number(w, "y",
                   item->text.at.y + pango_units_to_double(pango_layout_iter_get_baseline(at)));
    mrs_svg_number(w, "textLength", width);
    mrs_svg_attribute(w, "lengthAdjust", "spacingAndGlyphs");
    char *copy = mrs_strndup(text, (size_t)length);
    mrs_svg_string(w, copy ? copy : "");
    w->bad |= !copy;
    mrs_free(copy);
    mrs_svg_end(w);
}

/* --- Outlines --- */

/* Where the pen is, in hundredths of a pixel: what follows is written as the difference to it. */
typedef struct pen {
    long x, y;
} pen;

static pen pen_at(const cairo_path_data_t *point)
{
    return (pen){lround(point->point.x * 100), lround(point->point.y * 100)};
}

static void add_point(mrs_buffer *out, const char *command, pen from, const cairo_path_data_t *to)
{
    char x[32];
    char y[32];
    pen there = pen_at(to);
    mrs_svg_shorten((double)(there.x - from.x) / 100, x);
    mrs_svg_shorten((double)(there.y - from.y) / 100, y);
    bool spaced = command[0] == ' ' && x[0] == '-'; /* the sign keeps numbers apart as well */
    mrs_buffer_addf(out, "%s%s%s%s", spaced ? "" : command, x, y[0] == '-' ? "" : " ", y);
}

static void outline_data(const cairo_path_t *path, mrs_buffer *out)
{
    pen at = {0};
    pen first = {0};
    mrs_buffer_add(out, "");
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *points = &path->data[i + 1];
        switch (path->data[i].header.type) {
        case CAIRO_PATH_MOVE_TO:
            at = first = pen_at(points);
            if (i + path->data[i].header.length < path->num_data) { /* one is left at the end */
                add_point(out, "M", (pen){0}, points);
            }
            break;
        case CAIRO_PATH_LINE_TO:
            add_point(out, "l", at, points);
            at = pen_at(points);
            break;
        case CAIRO_PATH_CURVE_TO:
            add_point(out, "c", at, &points[0]);
            add_point(out, " ", at, &points[1]);
            add_point(out, " ", at, &points[2]);
            at = pen_at(&points[2]);
            break;
        case CAIRO_PATH_CLOSE_PATH:
            mrs_buffer_add(out, "z");
            at = first;
            break;
        }
    }
}

/* The glyphs of a layout, whose top left corner is at `at`, as the data of a path. */
static bool trace_glyphs(PangoLayout *layout, mrs_point at, mrs_buffer *out)
{
    /* A surface without bounds: cairo leaves out the glyphs that lie beyond them. */
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, NULL);
    cairo_t *cr = cairo_create(surface);
    cairo_move_to(cr, at.x, at.y);
    pango_cairo_layout_path(cr, layout);
    cairo_path_t *path = cairo_copy_path(cr);
    bool ok = path->status == CAIRO_STATUS_SUCCESS;
    if (ok) {
        outline_data(path, out);
    }
    cairo_path_destroy(path);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return ok && !out->failed;
}

static void write_outlines(mrs_svg *w, const mrs_item *item)
{
    mrs_buffer data = {0};
    w->bad |= !trace_glyphs(item->text.layout, item->text.at, &data);
    if (data.length) {
        mrs_svg_start(w, "path");
        mrs_svg_attribute(w, "role", "img");
        mrs_svg_label(w, pango_layout_get_text(item->text.layout));
        text_paint(w, item);
        mrs_svg_turned(w, item->text.angle_deg, item->text.at);
        mrs_svg_attribute(w, "d", data.text);
        mrs_svg_end(w);
    }
    mrs_buffer_clear(&data);
}

static void write_lines(mrs_svg *w, const mrs_item *item)
{
    bool alone = pango_layout_get_line_count(item->text.layout) == 1;
    if (!alone) {
        mrs_svg_start(w, "g");
        text_attributes(w, item);
    }
    PangoLayoutIter *at = pango_layout_get_iter(item->text.layout);
    do {
        write_line(w, item, at, alone);
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    if (!alone) {
        mrs_svg_end(w);
    }
}

void mrs_svg_text(mrs_svg *w, const mrs_item *item)
{
    begin_halo(w, item);
    if (w->scene->outlines) {
        write_outlines(w, item);
    } else {
        write_lines(w, item);
    }
    end_halo(w, item);
}
