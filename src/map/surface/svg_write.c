/* The least parts of an SVG: elements, attributes, numbers, paint. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "map/surface/svg_write.h"

void mrs_svg_start(mrs_svg *w, const char *name)
{
    w->bad |= xmlTextWriterStartElement(w->xml, BAD_CAST name) < 0;
}

void mrs_svg_end(mrs_svg *w)
{
    w->bad |= xmlTextWriterEndElement(w->xml) < 0;
}

void mrs_svg_attribute(mrs_svg *w, const char *name, const char *value)
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
void mrs_svg_string(mrs_svg *w, const char *text)
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

void mrs_svg_label(mrs_svg *w, const char *text)
{
    w->bad |= xmlTextWriterStartAttribute(w->xml, BAD_CAST "aria-label") < 0;
    mrs_svg_string(w, text);
    w->bad |= xmlTextWriterEndAttribute(w->xml) < 0;
}

/* A number with at most two decimals, as short as it can be written: "3", "0.5", "-.25". */
const char *mrs_svg_shorten(double value, char out[32])
{
    long hundredths = lround(value * 100);
    unsigned long whole = (unsigned long)labs(hundredths) / 100;
    unsigned rest = (unsigned)(labs(hundredths) % 100);
    char digits[24] = "";
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

char *mrs_svg_add_tenths(char *out, long tenths)
{
    char digits[24] = "";
    size_t count = 0;
    if (tenths < 0) {
        *out++ = '-';
    }
    unsigned long whole = (unsigned long)labs(tenths) / 10;
    unsigned long rest = (unsigned long)labs(tenths) % 10;
    for (; whole || (!rest && !count); whole /= 10) {
        digits[count++] = (char)('0' + whole % 10);
    }
    while (count) {
        *out++ = digits[--count];
    }
    if (rest) {
        *out++ = '.';
        *out++ = (char)('0' + rest);
    }
    return out;
}

void mrs_svg_number(mrs_svg *w, const char *name, double value)
{
    char text[32];
    mrs_svg_attribute(w, name, mrs_svg_shorten(value, text));
}

/* An id, or a reference to one ("#…" or "url(#…)"), with the document's prefix. */
void mrs_svg_prefixed(mrs_svg *w, const char *name, const char *before, const char *id,
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
        mrs_svg_attribute(w, name, text.text);
    }
    mrs_buffer_clear(&text);
}

/* --- Paint --- */

void mrs_svg_color(mrs_svg *w, const char *name, const char *opacity, mrs_color value)
{
    if (value.a <= 0) {
        mrs_svg_attribute(w, name, "none");
        return;
    }
    char text[16];
    snprintf(text, sizeof text, "#%02x%02x%02x", (unsigned)lround(value.r * 255),
             (unsigned)lround(value.g * 255), (unsigned)lround(value.b * 255));
    mrs_svg_attribute(w, name, text);
    if (value.a < 1) {
        mrs_svg_number(w, opacity, value.a);
    }
}

static void dashes(mrs_svg *w, const mrs_paint *paint)
{
    mrs_buffer list = {0};
    for (size_t i = 0; i < paint->dash_count; i++) {
        char text[32];
        mrs_buffer_addf(&list, "%s%s", i ? " " : "", mrs_svg_shorten(paint->dash[i], text));
    }
    if (paint->dash_count && !list.failed) {
        mrs_svg_attribute(w, "stroke-dasharray", list.text);
    }
    w->bad |= list.failed;
    mrs_buffer_clear(&list);
}

void mrs_svg_paint(mrs_svg *w, const mrs_paint *value)
{
    mrs_svg_color(w, "fill", "fill-opacity", value->fill);
    if (value->crisp) {
        mrs_svg_attribute(w, "shape-rendering", "crispEdges");
    }
    if (value->stroke.a <= 0 || value->width <= 0) {
        return;
    }
    mrs_svg_color(w, "stroke", "stroke-opacity", value->stroke);
    mrs_svg_number(w, "stroke-width", value->width);
    dashes(w, value);
    static const char *const caps[] = {NULL, "round", "square"};
    static const char *const joins[] = {NULL, "round", "bevel"};
    if (caps[value->cap]) {
        mrs_svg_attribute(w, "stroke-linecap", caps[value->cap]);
    }
    if (joins[value->join]) {
        mrs_svg_attribute(w, "stroke-linejoin", joins[value->join]);
    }
}

/* Turns an element about a point, if it is turned at all. */
void mrs_svg_turned(mrs_svg *w, double angle_deg, mrs_point about)
{
    char a[32];
    char x[32];
    char y[32];
    char turn[128];
    if (angle_deg != 0) {
        snprintf(turn, sizeof turn, "rotate(%s %s %s)", mrs_svg_shorten(angle_deg, a),
                 mrs_svg_shorten(about.x, x), mrs_svg_shorten(about.y, y));
        mrs_svg_attribute(w, "transform", turn);
    }
}
