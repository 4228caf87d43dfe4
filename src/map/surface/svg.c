/*
 * SVG: a document, not a picture. Groups keep their ids, classes and titles, each kind of marker is
 * a <symbol> drawn once, and labels are real text.
 */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/paper.h"
#include "map/surface/icon.h"
#include "map/surface/surface.h"
#include "map/surface/svg_write.h"

/* --- Shapes --- */

/* Tenths of a pixel, as the difference to the point before: errors do not add up. */
static void path_data(const mrs_path *path, mrs_buffer *out)
{
    long x = 0;
    long y = 0;
    for (size_t part = 0; part < path->part_count; part++) {
        for (size_t i = path->starts[part]; i < mrs_path_part_end(path, part); i++) {
            bool first = i == path->starts[part];
            long nx = lround(path->points[i].x * 10);
            long ny = lround(path->points[i].y * 10);
            long dx = nx - (first ? 0 : x);
            long dy = ny - (first ? 0 : y);
            x = nx;
            y = ny;
            if (!first && dx == 0 && dy == 0) {
                continue;
            }
            char text[48];
            char *end = text;
            *end++ = first ? 'M' : 'l';
            end = mrs_svg_add_tenths(end, dx);
            if (dy >= 0) { /* a sign keeps numbers apart as well */
                *end++ = ' ';
            }
            end = mrs_svg_add_tenths(end, dy);
            mrs_buffer_add_bytes(out, text, (size_t)(end - text));
        }
        if (path->closed) {
            mrs_buffer_add(out, "z");
        }
    }
}

static void write_path(mrs_svg *w, const mrs_item *item)
{
    mrs_buffer data = {0};
    path_data(&item->path, &data);
    mrs_svg_start(w, "path");
    mrs_svg_paint(w, &item->paint);
    if (item->path.closed && item->paint.fill.a > 0) {
        mrs_svg_attribute(w, "fill-rule", "evenodd");
    }
    if (data.failed) {
        w->bad = 1;
    } else {
        mrs_svg_attribute(w, "d", data.text);
    }
    mrs_svg_end(w);
    mrs_buffer_clear(&data);
}

static void box_attributes(mrs_svg *w, mrs_rect box)
{
    mrs_svg_number(w, "x", box.x);
    mrs_svg_number(w, "y", box.y);
    mrs_svg_number(w, "width", box.w);
    mrs_svg_number(w, "height", box.h);
}

static void write_rect(mrs_svg *w, const mrs_item *item)
{
    mrs_svg_start(w, "rect");
    box_attributes(w, item->rect.box);
    if (item->rect.radius > 0) {
        mrs_svg_number(w, "rx", item->rect.radius);
    }
    mrs_svg_paint(w, &item->paint);
    mrs_svg_end(w);
}

static void write_circle(mrs_svg *w, const mrs_item *item)
{
    mrs_svg_start(w, "circle");
    mrs_svg_number(w, "cx", item->circle.centre.x);
    mrs_svg_number(w, "cy", item->circle.centre.y);
    mrs_svg_number(w, "r", item->circle.radius);
    mrs_svg_paint(w, &item->paint);
    mrs_svg_end(w);
}

/* --- Markers --- */

static void copy_node(mrs_svg *w, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) {
            continue;
        }
        mrs_svg_start(w, (const char *)node->name);
        for (const xmlAttr *a = node->properties; a; a = a->next) {
            xmlChar *value = xmlNodeGetContent((const xmlNode *)a);
            mrs_svg_attribute(w, (const char *)a->name, value ? (const char *)value : "");
            xmlFree(value);
        }
        copy_node(w, node->children);
        mrs_svg_end(w);
    }
}

static marsad_status write_icon(mrs_svg *w, const mrs_marker_kind *kind, marsad_error *error)
{
    xmlDocPtr icon;
    marsad_status status = mrs_icon_load(w->icons, kind->icon, kind->icon_color, &icon, error);
    if (status) {
        return status;
    }
    const xmlNode *root = xmlDocGetRootElement(icon);
    xmlChar *box = xmlGetNoNsProp(root, BAD_CAST "viewBox");
    double half = kind->icon_size / 2;
    mrs_svg_start(w, "svg");
    box_attributes(w, (mrs_rect){-half, -half, kind->icon_size, kind->icon_size});
    mrs_svg_attribute(w, "viewBox", box ? (const char *)box : "0 0 15 15");
    mrs_svg_color(w, "fill", "fill-opacity", kind->icon_color);
    copy_node(w, root->children);
    mrs_svg_end(w);
    xmlFree(box);
    xmlFreeDoc(icon);
    return MARSAD_OK;
}

static void marker_id(size_t index, const mrs_scene *scene, char out[96])
{
    const char *icon = scene->markers[index].icon;
    snprintf(out, 96, "marker-%zu-%.60s", index + 1, icon[0] ? icon : "disc");
}

static marsad_status write_symbol(mrs_svg *w, size_t index, marsad_error *error)
{
    const mrs_marker_kind *kind = &w->scene->markers[index];
    char id[96];
    marker_id(index, w->scene, id);
    mrs_svg_start(w, "symbol");
    mrs_svg_prefixed(w, "id", "", id, "");
    mrs_svg_attribute(w, "overflow", "visible");
    mrs_svg_start(w, "circle");
    mrs_svg_number(w, "r", kind->radius);
    mrs_paint disc = {.fill = kind->fill, .stroke = kind->stroke, .width = kind->stroke_width};
    mrs_svg_paint(w, &disc);
    mrs_svg_end(w);
    marsad_status status = kind->icon[0] ? write_icon(w, kind, error) : MARSAD_OK;
    mrs_svg_end(w);
    return status;
}

void mrs_svg_use_marker(mrs_svg *w, size_t marker_kind, mrs_point centre, double angle_deg)
{
    char id[96];
    marker_id(marker_kind, w->scene, id);
    mrs_svg_start(w, "use");
    mrs_svg_prefixed(w, "href", "#", id, "");
    mrs_svg_number(w, "x", centre.x);
    mrs_svg_number(w, "y", centre.y);
    mrs_svg_turned(w, angle_deg, centre);
    mrs_svg_end(w);
}

/* --- The document --- */

/* A link opens beside the page: nobody loses their place in a report. */
static void begin_link(mrs_svg *w, const mrs_item *item)
{
    mrs_svg_start(w, "a");
    mrs_svg_attribute(w, "class", item->group.css);
    mrs_svg_attribute(w, "href", item->group.href);
    if (strncasecmp(item->group.href, "mailto:", 7) != 0) {
        mrs_svg_attribute(w, "target", "_blank");
        mrs_svg_attribute(w, "rel", "noopener noreferrer");
    }
    if (item->group.title) {
        mrs_svg_label(w, item->group.title);
    }
}

static void begin_group(mrs_svg *w, const mrs_item *item)
{
    if (item->group.href) {
        begin_link(w, item);
        return;
    }
    mrs_svg_start(w, "g");
    if (item->group.id) {
        mrs_svg_prefixed(w, "id", "", item->group.id, "");
    }
    if (item->group.css) {
        mrs_svg_attribute(w, "class", item->group.css);
    }
    if (item->group.clip.w > 0) {
        char id[32];
        snprintf(id, sizeof id, "clip-%zu", ++w->clips);
        mrs_svg_prefixed(w, "clip-path", "url(#", id, ")");
    }
    if (item->group.title) {
        mrs_svg_start(w, "title");
        mrs_svg_string(w, item->group.title);
        mrs_svg_end(w);
    }
}

static void write_item(mrs_svg *w, const mrs_item *item)
{
    switch (item->kind) {
    case MRS_ITEM_GROUP_BEGIN:
        begin_group(w, item);
        break;
    case MRS_ITEM_GROUP_END:
        mrs_svg_end(w);
        break;
    case MRS_ITEM_PATH:
        write_path(w, item);
        break;
    case MRS_ITEM_RECT:
        write_rect(w, item);
        break;
    case MRS_ITEM_CIRCLE:
        write_circle(w, item);
        break;
    case MRS_ITEM_TEXT:
        mrs_svg_text(w, item);
        break;
    case MRS_ITEM_MARKER:
        mrs_svg_use_marker(w, item->marker.marker_kind, item->marker.centre,
                           item->marker.angle_deg);
        break;
    case MRS_ITEM_MARKERS:
        mrs_svg_markers(w, item);
        break;
    }
}

static marsad_status write_definitions(mrs_svg *w, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    size_t clips = 0;
    mrs_svg_start(w, "defs");
    for (size_t i = 0; i < w->scene->count; i++) {
        const mrs_item *item = &w->scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.clip.w > 0) {
            char id[32];
            snprintf(id, sizeof id, "clip-%zu", ++clips);
            mrs_svg_start(w, "clipPath");
            mrs_svg_prefixed(w, "id", "", id, "");
            mrs_svg_start(w, "rect");
            box_attributes(w, item->group.clip);
            mrs_svg_end(w);
            mrs_svg_end(w);
        }
    }
    for (size_t i = 0; !status && i < w->scene->marker_count; i++) {
        status = write_symbol(w, i, error);
    }
    mrs_svg_end(w);
    return status;
}

/* A side of the sheet, in millimetres if its size was asked for on paper. */
static void sheet_length(mrs_svg *w, const char *name, double px)
{
    const char *unit;
    char digits[32];
    char text[40];
    mrs_svg_shorten(mrs_paper_length(w->scene, px, &unit), digits);
    snprintf(text, sizeof text, "%s%s", digits, w->scene->in_mm ? unit : "");
    mrs_svg_attribute(w, name, text);
}

static void write_root(mrs_svg *w)
{
    const mrs_scene *scene = w->scene;
    char a[32];
    char b[32];
    mrs_buffer text = {0};
    mrs_svg_start(w, "svg");
    mrs_svg_attribute(w, "xmlns", "http://www.w3.org/2000/svg");
    sheet_length(w, "width", scene->width);
    sheet_length(w, "height", scene->height);
    mrs_buffer_addf(&text, "0 0 %s %s", mrs_svg_shorten(scene->width, a),
                    mrs_svg_shorten(scene->height, b));
    mrs_svg_attribute(w, "viewBox", text.failed ? "" : text.text);
    w->bad |= text.failed;
    mrs_buffer_clear(&text);
    mrs_svg_prefixed(w, "id", "", "map", "");
    /* Nothing in an image can be reached with the keyboard or read aloud: with links it is none. */
    mrs_svg_attribute(w, "role", scene->has_links ? "graphics-document document" : "img");
    mrs_buffer_addf(&text, "%s-title %s-desc", scene->prefix, scene->prefix);
    mrs_svg_attribute(w, "aria-labelledby", text.failed ? "" : text.text);
    w->bad |= text.failed;
    mrs_buffer_clear(&text);
    mrs_svg_attribute(w, "lang", scene->language);
    /* As texts say only what is other, and would inherit from a page. */
    mrs_svg_attribute(w, "direction", "ltr");
    mrs_svg_start(w, "title");
    mrs_svg_prefixed(w, "id", "", "title", "");
    mrs_svg_string(w, scene->title);
    mrs_svg_end(w);
    mrs_svg_start(w, "desc");
    mrs_svg_prefixed(w, "id", "", "desc", "");
    mrs_svg_string(w, scene->description);
    mrs_svg_end(w);
    if (scene->data) {
        mrs_svg_start(w, "metadata");
        mrs_svg_prefixed(w, "id", "", "data", "");
        w->bad |= xmlTextWriterWriteRaw(w->xml, BAD_CAST scene->data) < 0;
        mrs_svg_end(w);
    }
    mrs_svg_guard(w);
}

static marsad_status write_document(mrs_svg *w, marsad_error *error)
{
    w->bad |= xmlTextWriterStartDocument(w->xml, NULL, "UTF-8", NULL) < 0;
    write_root(w);
    marsad_status status = write_definitions(w, error);
    mrs_item page = {.kind = MRS_ITEM_RECT, .paint = mrs_fill(w->scene->page)};
    page.rect.box = (mrs_rect){0, 0, w->scene->width, w->scene->height};
    write_item(w, &page);
    for (size_t i = 0; i < w->scene->count; i++) {
        write_item(w, &w->scene->items[i]);
    }
    w->bad |= xmlTextWriterEndDocument(w->xml) < 0;
    return status;
}

marsad_status mrs_surface_svg(const mrs_scene *scene, const char *icons, FILE *stream,
                              const char *path, marsad_error *error)
{
    xmlBufferPtr bytes = xmlBufferCreate();
    mrs_svg w = {.scene = scene, .icons = icons};
    w.xml = bytes ? xmlNewTextWriterMemory(bytes, 0) : NULL;
    if (!w.xml) {
        xmlBufferFree(bytes);
        return mrs_fail_memory(error);
    }
    xmlTextWriterSetIndent(w.xml, 0);
    marsad_status status = write_document(&w, error);
    xmlFreeTextWriter(w.xml); /* flushes */
    size_t length = (size_t)xmlBufferLength(bytes);
    if (!status && w.bad) {
        status = mrs_fail(error, MARSAD_ERR_LIBRARY, "libxml2 cannot write the SVG");
    } else if (!status && fwrite(xmlBufferContent(bytes), 1, length, stream) != length) {
        status = mrs_fail_write(error, path);
    }
    xmlBufferFree(bytes);
    return status;
}
