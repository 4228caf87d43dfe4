/** Many bare discs of one kind, drawn as one: for pictures, and for what keeps paths as paths. */
#ifndef MARSAD_MAP_SURFACE_DOTS_H
#define MARSAD_MAP_SURFACE_DOTS_H

#include <cairo.h>

#include "map/scene.h"

/** What a bare disc is made of: round dots of one colour on one another, the lowest first. */
typedef struct mrs_dots {
    struct {
        double diameter; /* px */
        mrs_color color;
    } layers[2];
    size_t layer_count;
    double opacity; /* of all of it */
} mrs_dots;

/** The dots that make a marker of this kind; false if it is no filled disc without an icon. */
bool mrs_dots_of(const mrs_marker_kind *kind, mrs_dots *out);

/** Draws dots at these points, to a quarter of a pixel on a picture. Errors are left in `cr`. */
void mrs_dots_draw(cairo_t *cr, const mrs_dots *dots, const mrs_point *points, size_t count);

#endif
