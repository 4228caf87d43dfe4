/** Links in a PDF. */
#ifndef MARSAD_MAP_PDF_LINK_H
#define MARSAD_MAP_PDF_LINK_H

#include <cairo.h>
#include <stdbool.h>

#include "map/scene.h"

/** Adds an annotation for each link group of the scene to the page of a PDF that is being drawn, at
 *  `scale` points to the scene's pixel. False if memory is out; errors of cairo are left in `cr`.
 */
bool mrs_pdf_links(cairo_t *cr, const mrs_scene *scene, double scale);

#endif
