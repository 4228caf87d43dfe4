/*
 * SVG: a document, not a picture. Groups keep their ids, classes and titles, each kind of marker is
 * a <symbol> drawn once, and labels are real text, set line by line where Pango put them.
 */
#include <libxml/xmlwriter.h>
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/surface/icon.h"
#include "map/surface/surface.h"

/* A document being written. libxml2's results are gathered in `bad`, looked at once at the end. */
typedef struct writer {
    const mrs_scene *scene;
    const char *icons;
    xmlTextWriterPtr xml;
    int bad;
    size_t clips; /* clip paths written so far */
} writer;

static void start(writer *w, const char *name)
{
    w->bad |= xmlTextWriterStartElement(w->xml, BAD_CAST name) < 0;
}

static void end(writer *w)
{
    w->bad |= xmlTextWriterEndElement(w->xml) < 0;
}

static void attribute(writer *w, const char *name, const char *value)
{
    w->bad |= xmlTextWriterWriteAttribute(w->xml, BAD_CAST name, BAD_CAST value) < 0;
}

/* True for what XML 1.0 has no way to write: control characters, and U+FFFE and U+FFFF. Sets how
 * many bytes of UTF-8 it takes. */
static bool is_unwritable(const unsigned char *c, size_t *length)
{
    *length = 1;
    if (c[0] < 0x20) {
        return c[0] != '\t' && c[0] != '\n' && c[0] != '\r';
    }
    *length = 3;
    return c[0] == 0xEF && c[1] == 0xBF && c[2] >= 0xBE;
}

/* Text, with U+FFFD for every character that XML cannot hold. */
static void string(writer *w, const char *text)
{
    mrs_buffer clean = {0};
    const unsigned char *c = (const unsigned char *)text;
    const unsigned char *kept = c; /* up to here all is in `clean` */
    while (*c) {
        size_t length;
        bool bad = is_unwritable(c, &length);
        if (bad) {
            mrs_buffer_add_bytes(&clean, (const char *)kept, (size_t)(c - kept));
            mrs_buffer_add(&clean, "\uFFFD");
            kept = c + length;
        }
        c += bad ? length : 1;
    }
    mrs_buffer_add_bytes(&clean, (const char *)kept, (size_t)(c - kept));
    w->bad |= clean.failed || xmlTextWriterWriteString(w->xml, BAD_CAST clean.text) < 0;
    mrs_buffer_clear(&clean);
}

/* A number with at most two decimals, as short as it can be written: "3", "0.5", "-.25". */
static const char *shorten(double value, char out[32])
{
    long hundredths = lround(value * 100);
    unsigned long whole = (unsigned long)labs(hundredths) / 100;
    unsigned rest = (unsigned)(labs(hundredths) % 100);
    char digits[24];
    size_t count = 0;
    size_t used = 0;
    if (hundredths < 0) {
        out[used++] = '-';
    }
    for (; whole || (!rest && !count); whole /= 10) {
        digits[count++] = (char)('0' + whole % 10);
    }
    while (count) {
        out[used++] = digits[--count];
    }
    if (rest) {
        out[used++] = '.';
        out[used++] = (char)('0' + rest / 10);
        out[used] = (char)('0' + rest % 10);
        used += out[used] != '0';
    }
    out[used] = '\0';
    return out;
}

static void number(writer *w, const char *name, double value)
{
    char text[32];
    attribute(w, name, shorten(value, text));
}

/* An id, or a reference to one ("#…" or "url(#…)"), with the document's prefix. */
static void prefixed(writer *w, const char *name, const char *before, const char *id,
                     const char *after)
{
    const char *parts[] = {before, w->scene->prefix, "-", id, after};
    mrs_buffer text = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        mrs_buffer_add(&text, parts[i]);
    }
    if (text.failed) {
        w->bad = 1;
    } else {
        attribute(w, name, text.text);
    }
    mrs_buffer_clear(&text);
}

/* --- Paint --- */

static void color(writer *w, const char *name, const char *opacity, mrs_color value)
{
    if (value.a <= 0) {
        attribute(w, name, "none");
        return;
    }
    char text[16];
    snprintf(text, sizeof text, "#%02x%02x%02x", (unsigned)lround(value.r * 255),
             (unsigned)lround(value.g * 255), (unsigned)lround(value.b * 255));
    attribute(w, name, text);
    if (value.a < 1) {
        number(w, opacity, value.a);
    }
}

static void dashes(writer *w, const mrs_paint *paint)
{
    mrs_buffer list = {0};
    for (size_t i = 0; i < paint->dash_count; i++) {
        char text[32];
        mrs_buffer_addf(&list, "%s%s", i ? " " : "", shorten(paint->dash[i], text));
    }
    if (paint->dash_count && !list.failed) {
        attribute(w, "stroke-dasharray", list.text);
    }
    w->bad |= list.failed;
    mrs_buffer_clear(&list);
}

static void paint(writer *w, const mrs_paint *value)
{
    color(w, "fill", "fill-opacity", value->fill);
    if (value->stroke.a <= 0 || value->width <= 0) {
        return;
    }
    color(w, "stroke", "stroke-opacity", value->stroke);
    number(w, "stroke-width", value->width);
    dashes(w, value);
    static const char *const caps[] = {NULL, "round", "square"};
    static const char *const joins[] = {NULL, "round", "bevel"};
    if (caps[value->cap]) {
        attribute(w, "stroke-linecap", caps[value->cap]);
    }
    if (joins[value->join]) {
        attribute(w, "stroke-linejoin", joins[value->join]);
    }
}

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
            char a[32];
            char b[32];
            shorten((double)dx / 10, a);
            shorten((double)dy / 10, b);
            mrs_buffer_add(out, first ? "M" : "l");
            mrs_buffer_add(out, a);
            mrs_buffer_add(out, b[0] == '-' ? "" : " ");
            mrs_buffer_add(out, b);
        }
        if (path->closed) {
            mrs_buffer_add(out, "z");
        }
    }
}

static void write_path(writer *w, const mrs_item *item)
{
    mrs_buffer data = {0};
    path_data(&item->path, &data);
    start(w, "path");
    paint(w, &item->paint);
    if (item->path.closed && item->paint.fill.a > 0) {
        attribute(w, "fill-rule", "evenodd");
    }
    if (data.failed) {
        w->bad = 1;
    } else {
        attribute(w, "d", data.text);
    }
    end(w);
    mrs_buffer_clear(&data);
}

static void box_attributes(writer *w, mrs_rect box)
{
    number(w, "x", box.x);
    number(w, "y", box.y);
    number(w, "width", box.w);
    number(w, "height", box.h);
}

static void write_rect(writer *w, const mrs_item *item)
{
    start(w, "rect");
    box_attributes(w, item->rect.box);
    if (item->rect.radius > 0) {
        number(w, "rx", item->rect.radius);
    }
    paint(w, &item->paint);
    end(w);
}

static void write_circle(writer *w, const mrs_item *item)
{
    start(w, "circle");
    number(w, "cx", item->circle.centre.x);
    number(w, "cy", item->circle.centre.y);
    number(w, "r", item->circle.radius);
    paint(w, &item->paint);
    end(w);
}

/* --- Text --- */

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

static void font_attributes(writer *w, const mrs_item *item)
{
    PangoLayout *layout = item->text.layout;
    const PangoFontDescription *font = pango_layout_get_font_description(layout);
    mrs_buffer families = {0};
    mrs_buffer_addf(&families, "'%s', 'Noto Sans Arabic', sans-serif",
                    pango_font_description_get_family(font));
    if (!families.failed) {
        attribute(w, "font-family", families.text);
    }
    w->bad |= families.failed;
    mrs_buffer_clear(&families);
    number(w, "font-size", pango_units_to_double(pango_font_description_get_size(font)));
    if (pango_font_description_get_weight(font) >= PANGO_WEIGHT_BOLD) {
        attribute(w, "font-weight", "bold");
    }
    if (pango_font_description_get_style(font) == PANGO_STYLE_ITALIC) {
        attribute(w, "font-style", "italic");
    }
    double spacing = letter_spacing(layout);
    if (spacing != 0) {
        number(w, "letter-spacing", spacing);
    }
}

static void text_paint(writer *w, const mrs_item *item)
{
    color(w, "fill", "fill-opacity", item->paint.fill);
    if (item->paint.width > 0) {
        color(w, "stroke", "stroke-opacity", item->paint.stroke);
        number(w, "stroke-width", item->paint.width);
        attribute(w, "stroke-linejoin", "round");
        attribute(w, "paint-order", "stroke");
    }
}

/* Turns an element about a point, if it is turned at all. */
static void turned(writer *w, double angle_deg, mrs_point about)
{
    char a[32];
    char x[32];
    char y[32];
    char turn[128];
    if (angle_deg != 0) {
        snprintf(turn, sizeof turn, "rotate(%s %s %s)", shorten(angle_deg, a), shorten(about.x, x),
                 shorten(about.y, y));
        attribute(w, "transform", turn);
    }
}

static void text_attributes(writer *w, const mrs_item *item)
{
    PangoContext *context = pango_layout_get_context(item->text.layout);
    if (pango_context_get_base_dir(context) == PANGO_DIRECTION_RTL) {
        attribute(w, "direction", "rtl");
    }
    font_attributes(w, item);
    text_paint(w, item);
    turned(w, item->text.angle_deg, item->text.at);
}

/* One line of a layout, an element of its own: the direction of one line must not reorder another.
 * A viewer that lacks the fonts still gives the line the width in which it was set. */
static void write_line(writer *w, const mrs_item *item, PangoLayoutIter *at, bool alone)
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
    start(w, "text");
    if (alone) {
        text_attributes(w, item);
    }
    number(w, "x", line->resolved_dir == PANGO_DIRECTION_RTL ? left + width : left);
    number(w, "y", item->text.at.y + pango_units_to_double(pango_layout_iter_get_baseline(at)));
    number(w, "textLength", width);
    attribute(w, "lengthAdjust", "spacingAndGlyphs");
    char *copy = mrs_strndup(text, (size_t)length);
    string(w, copy ? copy : "");
    w->bad |= !copy;
    mrs_free(copy);
    end(w);
}

static void write_text(writer *w, const mrs_item *item)
{
    bool alone = pango_layout_get_line_count(item->text.layout) == 1;
    if (!alone) {
        start(w, "g");
        text_attributes(w, item);
    }
    PangoLayoutIter *at = pango_layout_get_iter(item->text.layout);
    do {
        write_line(w, item, at, alone);
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    if (!alone) {
        end(w);
    }
}

/* --- Markers --- */

static void copy_node(writer *w, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) {
            continue;
        }
        start(w, (const char *)node->name);
        for (const xmlAttr *a = node->properties; a; a = a->next) {
            xmlChar *value = xmlNodeGetContent((const xmlNode *)a);
            attribute(w, (const char *)a->name, value ? (const char *)value : "");
            xmlFree(value);
        }
        copy_node(w, node->children);
        end(w);
    }
}

static marsad_status write_icon(writer *w, const mrs_marker_kind *kind, marsad_error *error)
{
    xmlDocPtr icon;
    marsad_status status = mrs_icon_load(w->icons, kind->icon, kind->icon_color, &icon, error);
    if (status) {
        return status;
    }
    const xmlNode *root = xmlDocGetRootElement(icon);
    xmlChar *box = xmlGetNoNsProp(root, BAD_CAST "viewBox");
    double half = kind->icon_size / 2;
    start(w, "svg");
    box_attributes(w, (mrs_rect){-half, -half, kind->icon_size, kind->icon_size});
    attribute(w, "viewBox", box ? (const char *)box : "0 0 15 15");
    color(w, "fill", "fill-opacity", kind->icon_color);
    copy_node(w, root->children);
    end(w);
    xmlFree(box);
    xmlFreeDoc(icon);
    return MARSAD_OK;
}

static void marker_id(size_t index, const mrs_scene *scene, char out[96])
{
    const char *icon = scene->markers[index].icon;
    snprintf(out, 96, "marker-%zu-%.60s", index + 1, icon[0] ? icon : "disc");
}

static marsad_status write_symbol(writer *w, size_t index, marsad_error *error)
{
    const mrs_marker_kind *kind = &w->scene->markers[index];
    char id[96];
    marker_id(index, w->scene, id);
    start(w, "symbol");
    prefixed(w, "id", "", id, "");
    attribute(w, "overflow", "visible");
    start(w, "circle");
    number(w, "r", kind->radius);
    mrs_paint disc = {.fill = kind->fill, .stroke = kind->stroke, .width = kind->stroke_width};
    paint(w, &disc);
    end(w);
    marsad_status status = kind->icon[0] ? write_icon(w, kind, error) : MARSAD_OK;
    end(w);
    return status;
}

static void write_marker(writer *w, const mrs_item *item)
{
    char id[96];
    marker_id(item->marker.marker_kind, w->scene, id);
    start(w, "use");
    prefixed(w, "href", "#", id, "");
    number(w, "x", item->marker.centre.x);
    number(w, "y", item->marker.centre.y);
    turned(w, item->marker.angle_deg, item->marker.centre);
    end(w);
}

/* --- The document --- */

static void begin_group(writer *w, const mrs_item *item)
{
    start(w, "g");
    if (item->group.id) {
        prefixed(w, "id", "", item->group.id, "");
    }
    if (item->group.css) {
        attribute(w, "class", item->group.css);
    }
    if (item->group.clip.w > 0) {
        char id[32];
        snprintf(id, sizeof id, "clip-%zu", ++w->clips);
        prefixed(w, "clip-path", "url(#", id, ")");
    }
    if (item->group.title) {
        start(w, "title");
        string(w, item->group.title);
        end(w);
    }
}

static void write_item(writer *w, const mrs_item *item)
{
    switch (item->kind) {
    case MRS_ITEM_GROUP_BEGIN:
        begin_group(w, item);
        break;
    case MRS_ITEM_GROUP_END:
        end(w);
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
        write_text(w, item);
        break;
    case MRS_ITEM_MARKER:
        write_marker(w, item);
        break;
    }
}

static marsad_status write_definitions(writer *w, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    size_t clips = 0;
    start(w, "defs");
    for (size_t i = 0; i < w->scene->count; i++) {
        const mrs_item *item = &w->scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.clip.w > 0) {
            char id[32];
            snprintf(id, sizeof id, "clip-%zu", ++clips);
            start(w, "clipPath");
            prefixed(w, "id", "", id, "");
            start(w, "rect");
            box_attributes(w, item->group.clip);
            end(w);
            end(w);
        }
    }
    for (size_t i = 0; !status && i < w->scene->marker_count; i++) {
        status = write_symbol(w, i, error);
    }
    end(w);
    return status;
}

static void write_root(writer *w)
{
    const mrs_scene *scene = w->scene;
    char a[32];
    char b[32];
    mrs_buffer text = {0};
    start(w, "svg");
    attribute(w, "xmlns", "http://www.w3.org/2000/svg");
    number(w, "width", scene->width);
    number(w, "height", scene->height);
    mrs_buffer_addf(&text, "0 0 %s %s", shorten(scene->width, a), shorten(scene->height, b));
    attribute(w, "viewBox", text.failed ? "" : text.text);
    w->bad |= text.failed;
    mrs_buffer_clear(&text);
    prefixed(w, "id", "", "map", "");
    attribute(w, "role", "img");
    mrs_buffer_addf(&text, "%s-title %s-desc", scene->prefix, scene->prefix);
    attribute(w, "aria-labelledby", text.failed ? "" : text.text);
    w->bad |= text.failed;
    mrs_buffer_clear(&text);
    attribute(w, "lang", scene->language);
    start(w, "title");
    prefixed(w, "id", "", "title", "");
    string(w, scene->title);
    end(w);
    start(w, "desc");
    prefixed(w, "id", "", "desc", "");
    string(w, scene->description);
    end(w);
}

static marsad_status write_document(writer *w, marsad_error *error)
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
    writer w = {.scene = scene, .icons = icons};
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
