/* Draws a scene with cairo: for PNG and PDF. */
#include <math.h>
#include <pango/pangocairo.h>

#include "map/surface/marker.h"
#include "map/surface/pdf_text.h"
#include "map/surface/surface.h"

static void set_color(cairo_t *cr, mrs_color color)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
}

static void apply_stroke(cairo_t *cr, const mrs_paint *paint)
{
    set_color(cr, paint->stroke);
    cairo_set_line_width(cr, paint->width);
    cairo_set_dash(cr, paint->dash, (int)paint->dash_count, 0);
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL};
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND,
                                            CAIRO_LINE_CAP_SQUARE};
    cairo_set_line_join(cr, joins[paint->join]);
    cairo_set_line_cap(cr, caps[paint->cap]);
    cairo_stroke(cr);
}

/* Fills and strokes cairo's current path as painted. */
static void paint_path(cairo_t *cr, const mrs_paint *paint)
{
    if (paint->fill.a > 0) {
        set_color(cr, paint->fill);
        cairo_set_antialias(cr, paint->crisp ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_DEFAULT);
        cairo_fill_preserve(cr);
        cairo_set_antialias(cr, CAIRO_ANTIALIAS_DEFAULT);
    }
    if (paint->stroke.a > 0 && paint->width > 0) {
        apply_stroke(cr, paint);
    }
    cairo_new_path(cr);
}

static void trace_path(cairo_t *cr, const mrs_path *path)
{
    for (size_t part = 0; part < path->part_count; part++) {
        size_t i = path->starts[part];
        cairo_move_to(cr, path->points[i].x, path->points[i].y);
        for (i++; i < mrs_path_part_end(path, part); i++) {
            cairo_line_to(cr, path->points[i].x, path->points[i].y);
        }
        if (path->closed) {
            cairo_close_path(cr);
        }
    }
}

static void trace_rect(cairo_t *cr, mrs_rect box, double radius)
{
    if (radius <= 0) {
        cairo_rectangle(cr, box.x, box.y, box.w, box.h);
        return;
    }
    double r = fmin(radius, fmin(box.w, box.h) / 2);
    cairo_new_sub_path(cr);
    cairo_arc(cr, box.x + box.w - r, box.y + r, r, -M_PI / 2, 0);
    cairo_arc(cr, box.x + box.w - r, box.y + box.h - r, r, 0, M_PI / 2);
    cairo_arc(cr, box.x + r, box.y + box.h - r, r, M_PI / 2, M_PI);
    cairo_arc(cr, box.x + r, box.y + r, r, M_PI, 3 * M_PI / 2);
    cairo_close_path(cr);
}

static void draw_text(cairo_t *cr, const mrs_item *item)
{
    cairo_save(cr);
    cairo_translate(cr, item->text.at.x, item->text.at.y);
    cairo_rotate(cr, item->text.angle_deg * M_PI / 180);
    cairo_move_to(cr, 0, 0);
    if (item->paint.width > 0) {
        mrs_paint halo = {
            .stroke = item->paint.stroke, .width = item->paint.width, .join = MRS_LINE_ROUND};
        pango_cairo_layout_path(cr, item->text.layout);
        apply_stroke(cr, &halo);
        cairo_move_to(cr, 0, 0);
    }
    set_color(cr, item->paint.fill);
    if (cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_PDF) {
        mrs_pdf_show_layout(cr, item->text.layout);
    } else {
        pango_cairo_show_layout(cr, item->text.layout);
    }
    cairo_restore(cr);
    cairo_new_path(cr);
}

/* --- The scene --- */

static void draw_item(cairo_t *cr, const mrs_item *item, mrs_marker_art *art)
{
    switch (item->kind) {
    case MRS_ITEM_GROUP_BEGIN:
        cairo_save(cr);
        if (item->group.clip.w > 0) {
            trace_rect(cr, item->group.clip, 0);
            cairo_clip(cr);
        }
        break;
    case MRS_ITEM_GROUP_END:
        cairo_restore(cr);
        break;
    case MRS_ITEM_PATH:
        trace_path(cr, &item->path);
        paint_path(cr, &item->paint);
        break;
    case MRS_ITEM_RECT:
        trace_rect(cr, item->rect.box, item->rect.radius);
        paint_path(cr, &item->paint);
        break;
    case MRS_ITEM_CIRCLE:
        cairo_arc(cr, item->circle.centre.x, item->circle.centre.y, item->circle.radius, 0,
                  2 * M_PI);
        cairo_close_path(cr);
        paint_path(cr, &item->paint);
        break;
    case MRS_ITEM_TEXT:
        draw_text(cr, item);
        break;
    case MRS_ITEM_MARKER:
    case MRS_ITEM_MARKERS:
        mrs_marker_draw(cr, art, item);
        break;
    }
}

/* All items, in their tags. */
static void draw_items(cairo_t *cr, const mrs_scene *scene, mrs_item_notes notes,
                       mrs_marker_art *art)
{
    size_t tag = 0;
    for (size_t i = 0; i < scene->count; i++) {
        bool tagged = tag < notes.tag_count && i >= notes.tags[tag].first;
        if (tagged && i == notes.tags[tag].first) {
            cairo_tag_begin(cr, notes.tags[tag].type, NULL);
        }
        if (!notes.hidden || !notes.hidden[i]) {
            draw_item(cr, &scene->items[i], art);
        }
        if (tagged && i == notes.tags[tag].last) {
            cairo_tag_end(cr, notes.tags[tag++].type);
        }
    }
}

marsad_status mrs_surface_draw(const mrs_scene *scene, mrs_item_notes notes, const char *icons,
                               cairo_t *cr, marsad_error *error)
{
    mrs_marker_art *art;
    marsad_status status = mrs_marker_art_new(scene, icons, &art, error);
    if (status) {
        return status;
    }
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    set_color(cr, scene->page);
    cairo_paint(cr);
    draw_items(cr, scene, notes, art);
    mrs_marker_art_free(art);
    return MARSAD_OK;
}
