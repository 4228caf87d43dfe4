/* Goes through the scene from its last item to its first, and keeps which pixels are covered. */
#include "map/surface/hidden.h"

#include <math.h>

#include "base/memory.h"

enum { MOST_CLIPS = 32 };

/* cairo's arcs are polygons that stray from the circle by a tenth of a px, and are sampled. */
static const double EDGE = 0.75;

/* How far a marker's ink reaches, antialiasing included. */
static double ink_reach(const mrs_marker_kind *kind)
{
    return fmax(kind->radius + kind->stroke_width / 2, kind->icon_size * M_SQRT1_2) + EDGE;
}

typedef struct cover {
    int width, height;
    bool *pixels; /* by row: wholly covered by what is drawn later */
} cover;

double mrs_marker_reach(const mrs_marker_kind *kind)
{
    return fmax(kind->radius + kind->stroke_width, kind->icon_size * 0.75) + 1;
}

/* Whether all pixels that a disc touches are covered; the disc lies in the picture. */
static bool is_covered(const cover *c, mrs_point at, double reach)
{
    for (int y = (int)floor(at.y - reach); y < at.y + reach; y++) {
        double dy = fmax(fmax(y - at.y, at.y - y - 1), 0);
        double half = sqrt(fmax(reach * reach - dy * dy, 0));
        const bool *row = c->pixels + (size_t)y * (size_t)c->width;
        for (int x = (int)floor(at.x - half); x < at.x + half; x++) {
            if (!row[x]) {
                return false;
            }
        }
    }
    return true;
}

/* Covers the pixels that lie wholly in the disc, which itself lies in the picture. */
static void add_disc(cover *c, mrs_point at, double radius)
{
    for (int y = (int)ceil(at.y - radius); y + 1 <= at.y + radius; y++) {
        double dy = fmax(fabs(y - at.y), fabs(y + 1 - at.y));
        double half = dy < radius ? sqrt(radius * radius - dy * dy) : 0;
        bool *row = c->pixels + (size_t)y * (size_t)c->width;
        for (int x = (int)ceil(at.x - half); x + 1 <= at.x + half; x++) {
            row[x] = true;
        }
    }
}

static mrs_rect overlap(mrs_rect a, mrs_rect b)
{
    double x = fmax(a.x, b.x);
    double y = fmax(a.y, b.y);
    return (mrs_rect){x, y, fmin(a.x + a.w, b.x + b.w) - x, fmin(a.y + a.h, b.y + b.h) - y};
}

/* Sets for each marker whether it is drawn whole, clipped neither by a group nor by the sheet. */
static void find_whole(const mrs_scene *scene, bool *whole)
{
    mrs_rect clips[MOST_CLIPS] = {{0, 0, floor(scene->width), floor(scene->height)}};
    size_t depth = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && ++depth < MOST_CLIPS) {
            mrs_rect own = item->group.clip;
            clips[depth] = own.w > 0 ? overlap(clips[depth - 1], own) : clips[depth - 1];
        } else if (item->kind == MRS_ITEM_GROUP_END) {
            depth--;
        } else if (item->kind == MRS_ITEM_MARKER && depth < MOST_CLIPS) {
            double reach = mrs_marker_reach(&scene->markers[item->marker.marker_kind]);
            mrs_point at = item->marker.centre;
            mrs_rect box = mrs_rect_around(at, reach);
            whole[i] = mrs_rect_inside(box, clips[depth]);
        }
    }
}

bool *mrs_hidden_markers(const mrs_scene *scene)
{
    cover c = {.width = (int)scene->width, .height = (int)scene->height};
    bool *items = mrs_alloc(scene->count, sizeof *items);
    c.pixels = mrs_alloc((size_t)c.width, (size_t)c.height);
    if (!items || !c.pixels) {
        mrs_free(items);
        mrs_free(c.pixels);
        return NULL;
    }
    find_whole(scene, items);
    for (size_t i = scene->count; i-- > 0;) {
        const mrs_item *item = &scene->items[i];
        if (!items[i]) {
            continue;
        }
        const mrs_marker_kind *kind = &scene->markers[item->marker.marker_kind];
        items[i] = is_covered(&c, item->marker.centre, ink_reach(kind));
        if (!items[i] && kind->fill.a >= 1 && kind->radius > EDGE) {
            add_disc(&c, item->marker.centre, kind->radius - EDGE);
        }
    }
    mrs_free(c.pixels);
    return items;
}
