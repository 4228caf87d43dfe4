/** Links in a PDF, and where its parts stand. */
#ifndef MARSAD_MAP_PDF_LINK_H
#define MARSAD_MAP_PDF_LINK_H

#include <cairo.h>
#include <stdbool.h>

#include "map/scene.h"

/** The box of what a reader would click at in the group that begins at `first`: its shapes, not its
 *  texts; of a clipped group the rectangle that it is clipped to. w of 0 where there is none. */
mrs_rect mrs_pdf_group_box(const mrs_scene *scene, size_t first);

/** Adds an annotation for each link group of the scene to the page of a PDF that is being drawn, at
 *  `scale` points to the scene's pixel. False if memory is out; errors of cairo are left in `cr`.
 */
bool mrs_pdf_links(cairo_t *cr, const mrs_scene *scene, double scale);

#endif
