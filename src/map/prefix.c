/* Two maps in one page must not share an id: the prefix is a hash of all that a scene holds. */
#include "map/prefix.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static uint32_t hash(uint32_t h, const void *bytes, size_t length)
{
    const unsigned char *b = bytes; /* FNV-1a */
    for (size_t i = 0; i < length; i++) {
        h = (h ^ b[i]) * 16777619U;
    }
    return h;
}

static uint32_t hash_text(uint32_t h, const char *text)
{
    return text ? hash(h, text, strlen(text) + 1) : h;
}

/* Hundredths, the lowest byte first: the bytes of a double differ between machines. */
static uint32_t hash_number(uint32_t h, double value)
{
    uint64_t hundredths = (uint64_t)llround(value * 100);
    unsigned char bytes[6];
    for (size_t k = 0; k < sizeof bytes; k++) {
        bytes[k] = (unsigned char)(hundredths >> 8 * k);
    }
    return hash(h, bytes, sizeof bytes);
}

static uint32_t hash_color(uint32_t h, mrs_color color)
{
    return hash_number(h, color.r + 2 * color.g + 4 * color.b + 8 * color.a);
}

static uint32_t hash_paint(uint32_t h, const mrs_paint *paint)
{
    h = hash_color(hash_color(h, paint->fill), paint->stroke);
    return hash_number(h, paint->width + (double)paint->dash_count);
}

/* The first point, the last and the middle one: no other path of as many points has these. */
static uint32_t hash_path(uint32_t h, const mrs_path *path)
{
    const size_t at[] = {0, path->count / 2, path->count - 1};
    h = hash_number(h, (double)path->count);
    for (size_t i = 0; i < sizeof at / sizeof *at && path->count; i++) {
        h = hash_number(hash_number(h, path->points[at[i]].x), path->points[at[i]].y);
    }
    return h;
}

static uint32_t hash_points(uint32_t h, const mrs_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        h = hash_number(hash_number(h, points[i].x), points[i].y);
    }
    return h;
}

static uint32_t hash_rect(uint32_t h, mrs_rect box)
{
    h = hash_number(hash_number(h, box.x), box.y);
    return hash_number(hash_number(h, box.w), box.h);
}

static uint32_t hash_item(uint32_t h, const mrs_item *item)
{
    h = hash_paint(hash_number(h, item->kind), &item->paint);
    switch (item->kind) {
    case MRS_ITEM_GROUP_BEGIN:
        h = hash_text(hash_text(h, item->group.id), item->group.css);
        return hash_text(hash_text(h, item->group.title), item->group.href);
    case MRS_ITEM_PATH:
        return hash_path(h, &item->path);
    case MRS_ITEM_RECT:
        return hash_rect(h, item->rect.box);
    case MRS_ITEM_CIRCLE:
        h = hash_number(hash_number(h, item->circle.centre.x), item->circle.centre.y);
        return hash_number(h, item->circle.radius);
    case MRS_ITEM_MARKER:
        h = hash_number(hash_number(h, item->marker.centre.x), item->marker.centre.y);
        return hash_number(hash_number(h, item->marker.angle_deg),
                           (double)item->marker.marker_kind);
    case MRS_ITEM_MARKERS:
        h = hash_number(h, (double)item->markers.marker_kind);
        return hash_points(h, item->markers.points, item->markers.count);
    case MRS_ITEM_TEXT:
        h = hash_number(hash_number(h, item->text.at.x), item->text.at.y);
        return hash_text(h, pango_layout_get_text(item->text.layout));
    case MRS_ITEM_GROUP_END:
        break;
    }
    return h;
}

static uint32_t hash_marker(uint32_t h, const mrs_marker_kind *kind)
{
    h = hash_color(hash_color(hash_text(h, kind->icon), kind->fill), kind->stroke);
    h = hash_number(hash_color(h, kind->icon_color), kind->radius);
    return hash_number(hash_number(h, kind->stroke_width), kind->icon_size);
}

char *mrs_make_prefix(const mrs_scene *scene)
{
    uint32_t h = hash_text(hash_text(2166136261U, scene->title), scene->description);
    h = hash_text(hash_text(h, scene->language), scene->data);
    h = hash_color(hash_number(hash_number(h, scene->width), scene->height), scene->page);
    h = hash_number(h, scene->outlines);
    for (size_t i = 0; i < scene->marker_count; i++) {
        h = hash_marker(h, &scene->markers[i]);
    }
    for (size_t i = 0; i < scene->count; i++) {
        h = hash_item(h, &scene->items[i]);
    }
    char prefix[16];
    snprintf(prefix, sizeof prefix, "m%08x", (unsigned)h);
    return mrs_strdup(prefix);
}

/* No text of a table holds one of these: a quotation mark within a value is escaped. */
static const char *const WITH_IDS[] = {"\"element\":\"", "\"callout\":\""};

void mrs_put_prefix(char *data, const char *prefix)
{
    for (size_t i = 0; i < sizeof WITH_IDS / sizeof *WITH_IDS; i++) {
        for (char *at = data; (at = strstr(at, WITH_IDS[i]));) {
            at += strlen(WITH_IDS[i]);
            memcpy(at, prefix, strlen(MRS_PREFIX_ROOM));
        }
    }
}
