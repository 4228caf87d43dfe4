#include "map/scene.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

/* --- Paths --- */

void mrs_path_start(mrs_path *path)
{
    if (path->failed || !mrs_grow((void **)&path->starts, &path->part_capacity, path->part_count,
                                  sizeof *path->starts)) {
        path->failed = true;
        return;
    }
    path->starts[path->part_count++] = path->count;
}

void mrs_path_add(mrs_path *path, double x, double y)
{
    if (path->failed ||
        !mrs_grow((void **)&path->points, &path->capacity, path->count, sizeof *path->points)) {
        path->failed = true;
        return;
    }
    path->points[path->count++] = (mrs_point){x, y};
}

void mrs_path_end(mrs_path *path, size_t least)
{
    if (path->part_count && path->count - path->starts[path->part_count - 1] < least) {
        path->count = path->starts[--path->part_count];
    }
}

size_t mrs_path_part_end(const mrs_path *path, size_t part)
{
    return part + 1 < path->part_count ? path->starts[part + 1] : path->count;
}

mrs_point mrs_point_between(mrs_point a, mrs_point b, double share)
{
    return (mrs_point){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

double mrs_path_area(const mrs_path *path)
{
    double twice = 0; /* a hole runs the other way round, and takes away by itself */
    for (size_t part = 0; part < path->part_count; part++) {
        size_t end = mrs_path_part_end(path, part);
        for (size_t i = path->starts[part], j = end - 1; i < end; j = i++) {
            twice += path->points[j].x * path->points[i].y - path->points[i].x * path->points[j].y;
        }
    }
    return fabs(twice) / 2;
}

bool mrs_path_contains(const mrs_path *path, mrs_point p)
{
    bool inside = false;
    for (size_t part = 0; part < path->part_count; part++) {
        size_t end = mrs_path_part_end(path, part);
        for (size_t i = path->starts[part], j = end - 1; i < end; j = i++) {
            mrs_point a = path->points[i];
            mrs_point b = path->points[j];
            if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
                inside = !inside;
            }
        }
    }
    return inside;
}

void mrs_path_append(mrs_path *path, const mrs_path *from)
{
    path->closed = from->closed;
    path->failed |= from->failed;
    for (size_t part = 0; part < from->part_count; part++) {
        mrs_path_start(path);
        for (size_t i = from->starts[part]; i < mrs_path_part_end(from, part); i++) {
            mrs_path_add(path, from->points[i].x, from->points[i].y);
        }
    }
}

void mrs_path_clear(mrs_path *path)
{
    mrs_free(path->points);
    mrs_free(path->starts);
    *path = (mrs_path){0};
}

/* --- Paint --- */

bool mrs_color_equals(mrs_color a, mrs_color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

bool mrs_paint_equals(const mrs_paint *a, const mrs_paint *b)
{
    bool same = mrs_color_equals(a->fill, b->fill) && mrs_color_equals(a->stroke, b->stroke) &&
                a->width == b->width && a->cap == b->cap && a->join == b->join &&
                a->dash_count == b->dash_count && a->crisp == b->crisp;
    for (size_t i = 0; same && i < a->dash_count; i++) {
        same = a->dash[i] == b->dash[i];
    }
    return same;
}

mrs_paint mrs_fill(mrs_color color)
{
    return (mrs_paint){.fill = color};
}

mrs_paint mrs_stroke(mrs_color color, double width)
{
    return (mrs_paint){.stroke = color, .width = width};
}

/* --- Scenes --- */

mrs_scene *mrs_scene_new(double width, double height)
{
    mrs_scene *scene = mrs_alloc(1, sizeof *scene);
    if (scene) {
        scene->width = width;
        scene->height = height;
        scene->px_per_inch = 96;
        scene->dpi = 96;
        scene->page = (mrs_color){1, 1, 1, 1};
    }
    return scene;
}

static void clear_item(mrs_item *item)
{
    if (item->kind == MRS_ITEM_GROUP_BEGIN) {
        mrs_free(item->group.id);
        mrs_free(item->group.css);
        mrs_free(item->group.title);
        mrs_free(item->group.href);
    } else if (item->kind == MRS_ITEM_PATH) {
        mrs_path_clear(&item->path);
    } else if (item->kind == MRS_ITEM_TEXT) {
        g_object_unref(item->text.layout);
    } else if (item->kind == MRS_ITEM_MARKERS) {
        mrs_free(item->markers.points);
    }
}

void mrs_scene_free(mrs_scene *scene)
{
    if (!scene) {
        return;
    }
    for (size_t i = 0; i < scene->count; i++) {
        clear_item(&scene->items[i]);
    }
    for (size_t i = 0; i < scene->marker_count; i++) {
        mrs_free(scene->markers[i].icon);
    }
    mrs_free(scene->items);
    mrs_free(scene->markers);
    mrs_free(scene->title);
    mrs_free(scene->description);
    mrs_free(scene->language);
    mrs_free(scene->credits);
    mrs_free(scene->prefix);
    mrs_free(scene->data);
    mrs_free(scene);
}

bool mrs_scene_failed(const mrs_scene *scene)
{
    return scene->failed;
}

/* A new item of this kind at the end, or NULL. */
static mrs_item *add_item(mrs_scene *scene, mrs_item_kind kind)
{
    if (scene->failed ||
        !mrs_grow((void **)&scene->items, &scene->capacity, scene->count, sizeof *scene->items)) {
        scene->failed = true;
        return NULL;
    }
    mrs_item *item = &scene->items[scene->count++];
    *item = (mrs_item){.kind = kind};
    return item;
}

static char *copy_text(mrs_scene *scene, const char *text)
{
    char *copy = text ? mrs_strdup(text) : NULL;
    scene->failed |= text && !copy;
    return copy;
}

/* "incident-12", "callout-12", "group-12". */
static bool names_incident(const char *id)
{
    static const char *const kinds[] = {"incident-", "callout-", "group-"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i]);
        if (strncmp(id, kinds[i], length) == 0 && id[length] &&
            !id[length + strspn(id + length, "0123456789")]) {
            return true;
        }
    }
    return false;
}

static char *scoped_id(mrs_scene *scene, const char *id)
{
    char text[128];
    if (!id || !scene->scope[0] || names_incident(id)) {
        return copy_text(scene, id);
    }
    snprintf(text, sizeof text, "%s%.90s", scene->scope, id);
    return copy_text(scene, text);
}

void mrs_scene_begin(mrs_scene *scene, const char *id, const char *css, const char *title)
{
    mrs_item *item = add_item(scene, MRS_ITEM_GROUP_BEGIN);
    if (item) {
        item->group.id = scoped_id(scene, id);
        item->group.css = copy_text(scene, css);
        item->group.title = copy_text(scene, title);
    }
}

void mrs_scene_begin_clipped(mrs_scene *scene, const char *id, const char *css, mrs_rect clip)
{
    mrs_scene_begin(scene, id, css, NULL);
    if (!scene->failed) {
        scene->items[scene->count - 1].group.clip = clip;
    }
}

void mrs_scene_begin_link(mrs_scene *scene, const char *href, const char *title)
{
    mrs_scene_begin(scene, NULL, "link", title);
    if (!scene->failed) {
        scene->items[scene->count - 1].group.href = copy_text(scene, href);
        scene->has_links = true;
    }
}

void mrs_scene_end(mrs_scene *scene)
{
    /* A group that stayed empty leaves nothing behind. */
    if (!scene->failed && scene->count &&
        scene->items[scene->count - 1].kind == MRS_ITEM_GROUP_BEGIN) {
        clear_item(&scene->items[--scene->count]);
        return;
    }
    add_item(scene, MRS_ITEM_GROUP_END);
}

void mrs_scene_cut(mrs_scene *scene, size_t count)
{
    while (scene->count > count) {
        clear_item(&scene->items[--scene->count]);
    }
}

static void move_point(mrs_point *point, mrs_point by)
{
    point->x += by.x;
    point->y += by.y;
}

static void move_rect(mrs_rect *rect, mrs_point by)
{
    rect->x += by.x;
    rect->y += by.y;
}

static void move_item(mrs_item *item, mrs_point by)
{
    switch (item->kind) {
    case MRS_ITEM_GROUP_BEGIN:
        move_rect(&item->group.clip, by);
        break;
    case MRS_ITEM_GROUP_END:
        break;
    case MRS_ITEM_PATH:
        for (size_t i = 0; i < item->path.count; i++) {
            move_point(&item->path.points[i], by);
        }
        break;
    case MRS_ITEM_RECT:
        move_rect(&item->rect.box, by);
        break;
    case MRS_ITEM_CIRCLE:
        move_point(&item->circle.centre, by);
        break;
    case MRS_ITEM_TEXT:
        move_point(&item->text.at, by);
        break;
    case MRS_ITEM_MARKER:
        move_point(&item->marker.centre, by);
        break;
    case MRS_ITEM_MARKERS:
        for (size_t i = 0; i < item->markers.count; i++) {
            move_point(&item->markers.points[i], by);
        }
        break;
    }
}

void mrs_scene_move(mrs_scene *scene, size_t first, size_t last, mrs_point by)
{
    for (size_t i = first; i < last && i < scene->count; i++) {
        move_item(&scene->items[i], by);
    }
}

void mrs_scene_path(mrs_scene *scene, mrs_path *path, const mrs_paint *paint)
{
    scene->failed |= path->failed;
    mrs_item *item = path->part_count ? add_item(scene, MRS_ITEM_PATH) : NULL;
    if (!item) {
        mrs_path_clear(path);
        return;
    }
    item->paint = *paint;
    item->path = *path;
    *path = (mrs_path){0};
}

void mrs_scene_line(mrs_scene *scene, mrs_point from, mrs_point to, const mrs_paint *paint)
{
    mrs_path path = {0};
    mrs_path_start(&path);
    mrs_path_add(&path, from.x, from.y);
    mrs_path_add(&path, to.x, to.y);
    mrs_scene_path(scene, &path, paint);
}

void mrs_scene_rect(mrs_scene *scene, mrs_rect box, double radius, const mrs_paint *paint)
{
    mrs_item *item = add_item(scene, MRS_ITEM_RECT);
    if (item) {
        item->paint = *paint;
        item->rect.box = box;
        item->rect.radius = radius;
    }
}

void mrs_scene_circle(mrs_scene *scene, mrs_point centre, double radius, const mrs_paint *paint)
{
    mrs_item *item = add_item(scene, MRS_ITEM_CIRCLE);
    if (item) {
        item->paint = *paint;
        item->circle.centre = centre;
        item->circle.radius = radius;
    }
}

void mrs_scene_text(mrs_scene *scene, PangoLayout *layout, mrs_point at, mrs_color color,
                    mrs_color halo, double halo_width)
{
    mrs_item *item = add_item(scene, MRS_ITEM_TEXT);
    if (item) {
        item->paint = mrs_fill(color);
        if (halo_width > 0) {
            item->paint.stroke = halo;
            item->paint.width = 2 * halo_width; /* half of a stroke lies outside the glyph */
        }
        item->text.layout = g_object_ref(layout);
        item->text.at = at;
    }
}

void mrs_scene_text_at(mrs_scene *scene, PangoLayout *layout, mrs_point at, double angle_deg,
                       mrs_color color, mrs_color halo, double halo_width)
{
    mrs_scene_text(scene, layout, at, color, halo, halo_width);
    if (!scene->failed) {
        scene->items[scene->count - 1].text.angle_deg = angle_deg;
    }
}

void mrs_scene_text_turned(mrs_scene *scene, PangoLayout *layout, mrs_point centre,
                           double angle_deg, mrs_color color)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    double dx = -pango_units_to_double(logical.width) / 2;
    double dy = -pango_units_to_double(logical.height) / 2;
    mrs_point by = mrs_point_turned((mrs_point){dx, dy}, angle_deg);
    mrs_point at = {centre.x + by.x, centre.y + by.y};
    mrs_scene_text_at(scene, layout, at, angle_deg, color, color, 0);
}

static bool same_kind(const mrs_marker_kind *a, const mrs_marker_kind *b)
{
    return strcmp(a->icon, b->icon) == 0 && mrs_color_equals(a->fill, b->fill) &&
           mrs_color_equals(a->stroke, b->stroke) &&
           mrs_color_equals(a->icon_color, b->icon_color) && a->radius == b->radius &&
           a->stroke_width == b->stroke_width && a->icon_size == b->icon_size;
}

size_t mrs_scene_marker_kind(mrs_scene *scene, const mrs_marker_kind *kind)
{
    for (size_t i = 0; i < scene->marker_count; i++) {
        if (same_kind(&scene->markers[i], kind)) {
            return i;
        }
    }
    if (scene->failed || !mrs_grow((void **)&scene->markers, &scene->marker_capacity,
                                   scene->marker_count, sizeof *scene->markers)) {
        scene->failed = true;
        return 0;
    }
    mrs_marker_kind *added = &scene->markers[scene->marker_count];
    *added = *kind;
    added->icon = copy_text(scene, kind->icon);
    return scene->failed ? 0 : scene->marker_count++;
}

void mrs_scene_marker(mrs_scene *scene, size_t marker_kind, mrs_point centre)
{
    mrs_item *item = add_item(scene, MRS_ITEM_MARKER);
    if (item) {
        item->marker.marker_kind = marker_kind;
        item->marker.centre = centre;
    }
}

void mrs_scene_marker_turned(mrs_scene *scene, size_t marker_kind, mrs_point centre,
                             double angle_deg)
{
    mrs_scene_marker(scene, marker_kind, centre);
    if (!scene->failed) {
        scene->items[scene->count - 1].marker.angle_deg = angle_deg;
    }
}

void mrs_scene_markers(mrs_scene *scene, size_t marker_kind, mrs_point *points, size_t count)
{
    mrs_item *item = count ? add_item(scene, MRS_ITEM_MARKERS) : NULL;
    if (!item) {
        mrs_free(points);
        return;
    }
    item->markers.marker_kind = marker_kind;
    item->markers.points = points;
    item->markers.count = count;
}
