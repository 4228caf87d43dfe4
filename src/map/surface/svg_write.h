/** An SVG being written: what its parts share. */
#ifndef MARSAD_MAP_SVG_WRITE_H
#define MARSAD_MAP_SVG_WRITE_H

#include <libxml/xmlwriter.h>

#include "map/scene.h"

/** libxml2's results are gathered in `bad`, looked at once at the end. */
typedef struct mrs_svg {
    const mrs_scene *scene;
    const char *icons;
    xmlTextWriterPtr xml;
    int bad;
    size_t clips; /* clip paths written so far */
    size_t dots;  /* paths of many dots written so far */
    size_t texts; /* texts with a halo written so far */
} mrs_svg;

void mrs_svg_start(mrs_svg *w, const char *name);
void mrs_svg_end(mrs_svg *w);
void mrs_svg_attribute(mrs_svg *w, const char *name, const char *value);

/** Text, with U+FFFD for every character that XML cannot hold. */
void mrs_svg_string(mrs_svg *w, const char *text);

/** What a reader says for the element, cleaned in the same way. */
void mrs_svg_label(mrs_svg *w, const char *text);

/** A number with at most two decimals, as short as it can be written: "3", "0.5", "-.25". */
const char *mrs_svg_shorten(double value, char out[32]);
/** The same of a number of tenths, without its final NUL: at most 22 bytes. Returns their end. */
char *mrs_svg_add_tenths(char *out, long tenths);
void mrs_svg_number(mrs_svg *w, const char *name, double value);

/** An id, or a reference to one ("#…" or "url(#…)"), with the document's prefix. */
void mrs_svg_prefixed(mrs_svg *w, const char *name, const char *before, const char *id,
                      const char *after);

void mrs_svg_color(mrs_svg *w, const char *name, const char *opacity, mrs_color value);
void mrs_svg_paint(mrs_svg *w, const mrs_paint *value);

/** Turns an element clockwise about a point, if it is turned at all. */
void mrs_svg_turned(mrs_svg *w, double angle_deg, mrs_point about);

/** svg.c: a marker at a place, turned clockwise about it. */
void mrs_svg_use_marker(mrs_svg *w, size_t marker_kind, mrs_point centre, double angle_deg);

/** svg_markers.c: an item of many markers. */
void mrs_svg_markers(mrs_svg *w, const mrs_item *item);

/** svg_guard.c: the style element that keeps the rules of a page off the map. */
void mrs_svg_guard(mrs_svg *w);

/** svg_text.c: a text item. */
void mrs_svg_text(mrs_svg *w, const mrs_item *item);

#endif
