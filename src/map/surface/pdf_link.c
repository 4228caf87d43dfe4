/* Links in a PDF: an annotation over what each link group drew. */
#include <cairo-pdf.h>
#include <math.h>

#include "base/buffer.h"
#include "map/surface/pdf_link.h"
#include "map/type.h"

static mrs_rect united(mrs_rect a, mrs_rect b)
{
    if (a.w <= 0 || b.w <= 0) {
        return a.w <= 0 ? b : a;
    }
    double x = fmin(a.x, b.x);
    double y = fmin(a.y, b.y);
    return (mrs_rect){x, y, fmax(a.x + a.w, b.x + b.w) - x, fmax(a.y + a.h, b.y + b.h) - y};
}

static mrs_rect around_marker(const mrs_scene *scene, size_t kind, mrs_point centre)
{
    const mrs_marker_kind *of = &scene->markers[kind];
    return mrs_rect_around(centre, fmax(of->radius, of->icon_size / 2));
}

static mrs_rect around_markers(const mrs_scene *scene, const mrs_item *item)
{
    mrs_rect box = {0};
    for (size_t i = 0; i < item->markers.count; i++) {
        box = united(box, around_marker(scene, item->markers.marker_kind, item->markers.points[i]));
    }
    return box;
}

/* The box of what a reader would click at; w of 0 for what has none. */
static mrs_rect box_of(const mrs_scene *scene, const mrs_item *item)
{
    switch (item->kind) {
    case MRS_ITEM_RECT:
        return item->rect.box;
    case MRS_ITEM_CIRCLE:
        return mrs_rect_around(item->circle.centre, item->circle.radius);
    case MRS_ITEM_MARKER:
        return around_marker(scene, item->marker.marker_kind, item->marker.centre);
    case MRS_ITEM_MARKERS:
        return around_markers(scene, item);
    default:
        return (mrs_rect){0}; /* a text stands in its box or on its disc */
    }
}

mrs_rect mrs_pdf_group_box(const mrs_scene *scene, size_t first)
{
    const mrs_rect clip = scene->items[first].group.clip;
    if (clip.w > 0) {
        return clip;
    }
    mrs_rect box = {0};
    size_t depth = 0;
    for (size_t i = first; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        depth += item->kind == MRS_ITEM_GROUP_BEGIN;
        depth -= item->kind == MRS_ITEM_GROUP_END;
        if (depth == 0) {
            break;
        }
        box = united(box, box_of(scene, item));
    }
    return box;
}

/* cairo reads the rectangle in points of the page, whatever the matrix is. Whole points are exact
 * enough, and are written alike in every locale. */
static bool add_link(cairo_t *cr, mrs_rect box, double scale, const char *href)
{
    mrs_buffer text = {0};
    long x = (long)floor(box.x * scale);
    long y = (long)floor(box.y * scale);
    mrs_buffer_addf(&text, "rect=[%ld %ld %ld %ld] uri='%s'", x, y,
                    (long)ceil((box.x + box.w) * scale) - x,
                    (long)ceil((box.y + box.h) * scale) - y, href);
    bool ok = !text.failed;
    if (ok) {
        cairo_tag_begin(cr, CAIRO_TAG_LINK, text.text);
        cairo_tag_end(cr, CAIRO_TAG_LINK);
    }
    mrs_buffer_clear(&text);
    return ok;
}

bool mrs_pdf_links(cairo_t *cr, const mrs_scene *scene, double scale)
{
    bool ok = true;
    for (size_t i = 0; ok && i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.href) {
            mrs_rect box = mrs_pdf_group_box(scene, i);
            ok = box.w <= 0 || add_link(cr, box, scale, item->group.href);
        }
    }
    return ok;
}
