/* A kind of marker is recorded once; a picture that has many of it gets it as sprites. */
#include "map/surface/marker.h"

#include <librsvg/rsvg.h>
#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/surface/dots.h"
#include "map/surface/hidden.h"
#include "map/surface/icon.h"

enum {
    STEPS = 2,          /* positions of a sprite that are told apart within a pixel, each way */
    LEAST_SPRITES = 12, /* fewer markers of a kind are drawn where they stand exactly */
};

/* A marker of one kind. */
typedef struct art {
    const mrs_marker_kind *kind;
    cairo_surface_t *recorded; /* around (0, 0) */
    cairo_surface_t *sprites[STEPS * STEPS];
    size_t count; /* in the scene */
} art;

struct mrs_marker_art {
    art *kinds;
    size_t count;
};

static marsad_status fail_icon(const char *name, GError *problem, marsad_error *error)
{
    marsad_status status = mrs_fail(error, MARSAD_ERR_LIBRARY, "cannot draw the icon %s: %s", name,
                                    problem ? problem->message : "librsvg does not say why");
    g_clear_error(&problem);
    return status;
}

static marsad_status render_icon(cairo_t *cr, xmlDocPtr icon, const mrs_marker_kind *kind,
                                 marsad_error *error)
{
    xmlChar *svg = NULL;
    int length = 0;
    xmlDocDumpMemory(icon, &svg, &length);
    if (!svg) {
        return mrs_fail_memory(error);
    }
    GError *problem = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_data(svg, (gsize)length, &problem);
    RsvgRectangle box = {-kind->icon_size / 2, -kind->icon_size / 2, kind->icon_size,
                         kind->icon_size};
    marsad_status status = MARSAD_OK;
    if (!handle || !rsvg_handle_render_document(handle, cr, &box, &problem)) {
        status = fail_icon(kind->icon, problem, error);
    }
    g_clear_object(&handle);
    xmlFree(svg);
    return status;
}

static marsad_status draw_icon(cairo_t *cr, const char *icons, const mrs_marker_kind *kind,
                               marsad_error *error)
{
    xmlDocPtr icon;
    marsad_status status = mrs_icon_load(icons, kind->icon, kind->icon_color, &icon, error);
    if (!status) {
        status = render_icon(cr, icon, kind, error);
        xmlFreeDoc(icon);
    }
    return status;
}

static marsad_status draw_faded_icon(cairo_t *cr, const char *icons, const mrs_marker_kind *kind,
                                     marsad_error *error)
{
    if (kind->icon_color.a >= 1) {
        return draw_icon(cr, icons, kind, error);
    }
    cairo_push_group(cr);
    marsad_status status = draw_icon(cr, icons, kind, error);
    cairo_pop_group_to_source(cr);
    cairo_paint_with_alpha(cr, kind->icon_color.a);
    return status;
}

static void draw_disc(cairo_t *cr, const mrs_marker_kind *kind)
{
    cairo_arc(cr, 0, 0, kind->radius, 0, 2 * M_PI);
    if (kind->fill.a > 0) {
        cairo_set_source_rgba(cr, kind->fill.r, kind->fill.g, kind->fill.b, kind->fill.a);
        cairo_fill_preserve(cr);
    }
    if (kind->stroke.a > 0 && kind->stroke_width > 0) {
        cairo_set_source_rgba(cr, kind->stroke.r, kind->stroke.g, kind->stroke.b, kind->stroke.a);
        cairo_set_line_width(cr, kind->stroke_width);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

static marsad_status record_marker(art *marker, const char *icons, marsad_error *error)
{
    const mrs_marker_kind *kind = marker->kind;
    double reach = mrs_marker_reach(kind);
    cairo_rectangle_t extent = {-reach, -reach, 2 * reach, 2 * reach};
    marker->recorded = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extent);
    cairo_t *cr = cairo_create(marker->recorded);
    draw_disc(cr, kind);
    marsad_status status = kind->icon[0] ? draw_faded_icon(cr, icons, kind, error) : MARSAD_OK;
    cairo_destroy(cr);
    return status;
}

static void count_markers(const mrs_scene *scene, art *kinds)
{
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_MARKER) {
            kinds[item->marker.marker_kind].count++;
        } else if (item->kind == MRS_ITEM_MARKERS) {
            kinds[item->markers.marker_kind].count += item->markers.count;
        }
    }
}

marsad_status mrs_marker_art_new(const mrs_scene *scene, const char *icons, mrs_marker_art **out,
                                 marsad_error *error)
{
    mrs_marker_art *made = mrs_alloc(1, sizeof *made);
    *out = NULL;
    if (made) {
        made->kinds = mrs_alloc(scene->marker_count, sizeof *made->kinds);
    }
    if (!made || !made->kinds) {
        mrs_free(made);
        return mrs_fail_memory(error);
    }
    count_markers(scene, made->kinds);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < scene->marker_count; i++) {
        made->kinds[i].kind = &scene->markers[i];
        made->count = i + 1;
        status = record_marker(&made->kinds[i], icons, error);
    }
    if (status) {
        mrs_marker_art_free(made);
        return status;
    }
    *out = made;
    return MARSAD_OK;
}

void mrs_marker_art_free(mrs_marker_art *made)
{
    for (size_t i = 0; i < made->count; i++) {
        cairo_surface_destroy(made->kinds[i].recorded);
        for (size_t k = 0; k < (size_t)STEPS * STEPS; k++) {
            cairo_surface_destroy(made->kinds[i].sprites[k]);
        }
    }
    mrs_free(made->kinds);
    mrs_free(made);
}

/* --- Drawing one --- */

static void draw_recorded(cairo_t *cr, const art *marker, mrs_point centre, double angle_deg)
{
    if (angle_deg == 0) {
        cairo_set_source_surface(cr, marker->recorded, centre.x, centre.y);
        cairo_paint(cr);
        return;
    }
    cairo_save(cr);
    cairo_translate(cr, centre.x, centre.y);
    cairo_rotate(cr, angle_deg * M_PI / 180);
    cairo_set_source_surface(cr, marker->recorded, 0, 0);
    cairo_paint(cr);
    cairo_restore(cr);
}

/* The marker at `part_x` and `part_y` steps right of and below the corner of its middle pixel. */
static cairo_surface_t *make_sprite(const art *marker, double scale, int half, int part_x,
                                    int part_y)
{
    cairo_surface_t *made =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 2 * half + 1, 2 * half + 1);
    cairo_t *cr = cairo_create(made);
    cairo_translate(cr, half + (double)part_x / STEPS, half + (double)part_y / STEPS);
    cairo_scale(cr, scale, scale);
    draw_recorded(cr, marker, (mrs_point){0, 0}, 0);
    cairo_destroy(cr);
    return made;
}

/* A marker on a picture, to half a pixel. */
static void draw_sprite(cairo_t *cr, art *marker, const cairo_matrix_t *to_picture,
                        mrs_point centre)
{
    cairo_matrix_transform_point(to_picture, &centre.x, &centre.y);
    int half = (int)ceil(mrs_marker_reach(marker->kind) * to_picture->xx);
    long steps_x = lround(centre.x * STEPS);
    long steps_y = lround(centre.y * STEPS);
    int part_x = (int)((steps_x % STEPS + STEPS) % STEPS);
    int part_y = (int)((steps_y % STEPS + STEPS) % STEPS);
    cairo_surface_t **sprite = &marker->sprites[part_y * STEPS + part_x];
    if (!*sprite) {
        *sprite = make_sprite(marker, to_picture->xx, half, part_x, part_y);
    }
    long left = (steps_x - part_x) / STEPS - half;
    long top = (steps_y - part_y) / STEPS - half;
    cairo_set_source_surface(cr, *sprite, (double)left, (double)top);
    cairo_paint(cr);
}

static void draw_upright(cairo_t *cr, art *marker, const mrs_point *points, size_t count)
{
    bool on_picture = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
    if (!on_picture || marker->count < LEAST_SPRITES) {
        for (size_t i = 0; i < count; i++) {
            draw_recorded(cr, marker, points[i], 0);
        }
        return;
    }
    cairo_matrix_t to_picture;
    cairo_get_matrix(cr, &to_picture);
    cairo_save(cr);
    cairo_identity_matrix(cr);
    for (size_t i = 0; i < count; i++) {
        draw_sprite(cr, marker, &to_picture, points[i]);
    }
    cairo_restore(cr);
}

void mrs_marker_draw(cairo_t *cr, mrs_marker_art *made, const mrs_item *item)
{
    mrs_dots dots;
    if (item->kind == MRS_ITEM_MARKER) {
        art *marker = &made->kinds[item->marker.marker_kind];
        if (item->marker.angle_deg == 0) {
            draw_upright(cr, marker, &item->marker.centre, 1);
        } else {
            draw_recorded(cr, marker, item->marker.centre, item->marker.angle_deg);
        }
        return;
    }
    art *marker = &made->kinds[item->markers.marker_kind];
    if (mrs_dots_of(marker->kind, &dots)) {
        mrs_dots_draw(cr, &dots, item->markers.points, item->markers.count);
    } else {
        draw_upright(cr, marker, item->markers.points, item->markers.count);
    }
}
