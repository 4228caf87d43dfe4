/** Markers drawn with cairo: each kind is made once, and used wherever it stands. */
#ifndef MARSAD_MAP_SURFACE_MARKER_H
#define MARSAD_MAP_SURFACE_MARKER_H

#include <cairo.h>

#include "map/scene.h"
#include "marsad/status.h"

/** The markers of a scene, ready for drawing. */
typedef struct mrs_marker_art mrs_marker_art;

/** Reads the icons of the scene's markers from the folder `icons`. `scene` must outlive it. */
marsad_status mrs_marker_art_new(const mrs_scene *scene, const char *icons, mrs_marker_art **out,
                                 marsad_error *error);
void mrs_marker_art_free(mrs_marker_art *art);

/** Draws an item that is a marker or many markers. Errors of cairo are left in `cr`. */
void mrs_marker_draw(cairo_t *cr, mrs_marker_art *art, const mrs_item *item);

#endif
