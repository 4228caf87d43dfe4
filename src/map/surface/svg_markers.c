/* Many markers of one kind in an SVG: in as few bytes as they can be said in. */
#include <math.h>
#include <stdio.h>

#include "base/buffer.h"
#include "map/surface/dots.h"
#include "map/surface/svg_write.h"

/* Lines without length, each from the difference to the point before. */
static void dot_data(const mrs_point *points, size_t count, mrs_buffer *out)
{
    long x = 0;
    long y = 0;
    for (size_t i = 0; i < count; i++) {
        char text[64];
        char *end = text;
        long nx = lround(points[i].x * 10);
        long ny = lround(points[i].y * 10);
        *end++ = i ? 'm' : 'M';
        end = mrs_svg_add_tenths(end, nx - x);
        if (ny >= y) {
            *end++ = ' ';
        }
        end = mrs_svg_add_tenths(end, ny - y);
        *end++ = 'h';
        *end++ = '0';
        mrs_buffer_add_bytes(out, text, (size_t)(end - text));
        x = nx;
        y = ny;
    }
}

/* The path is written once: a ring around the dots is the same path, stroked wider. */
static void write_dots(mrs_svg *w, const mrs_item *item, const mrs_dots *dots)
{
    char id[32];
    mrs_buffer data = {0};
    mrs_buffer_reserve(&data, item->markers.count * 14);
    dot_data(item->markers.points, item->markers.count, &data);
    snprintf(id, sizeof id, "dots-%zu", ++w->dots);
    mrs_svg_start(w, "g");
    mrs_svg_attribute(w, "class", "markers");
    mrs_svg_attribute(w, "fill", "none");
    mrs_svg_attribute(w, "stroke-linecap", "round");
    if (dots->opacity < 1) {
        mrs_svg_number(w, "opacity", dots->opacity);
    }
    mrs_svg_start(w, "defs");
    mrs_svg_start(w, "path");
    mrs_svg_prefixed(w, "id", "", id, "");
    mrs_svg_attribute(w, "d", data.failed ? "" : data.text);
    w->bad |= data.failed;
    mrs_buffer_clear(&data);
    mrs_svg_end(w);
    mrs_svg_end(w);
    for (size_t i = 0; i < dots->layer_count; i++) {
        mrs_svg_start(w, "use");
        mrs_svg_prefixed(w, "href", "#", id, "");
        mrs_svg_color(w, "stroke", "stroke-opacity", dots->layers[i].color);
        mrs_svg_number(w, "stroke-width", dots->layers[i].diameter);
        mrs_svg_end(w);
    }
    mrs_svg_end(w);
}

void mrs_svg_markers(mrs_svg *w, const mrs_item *item)
{
    mrs_dots dots;
    size_t kind = item->markers.marker_kind;
    if (mrs_dots_of(&w->scene->markers[kind], &dots)) {
        write_dots(w, item, &dots);
        return;
    }
    mrs_svg_start(w, "g");
    mrs_svg_attribute(w, "class", "markers");
    for (size_t i = 0; i < item->markers.count; i++) {
        mrs_svg_use_marker(w, kind, item->markers.points[i], 0);
    }
    mrs_svg_end(w);
}
