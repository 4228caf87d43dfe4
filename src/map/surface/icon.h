/** Icons: black stencils in SVG files, to be drawn in a colour. */
#ifndef MARSAD_MAP_ICON_H
#define MARSAD_MAP_ICON_H

#include <libxml/tree.h>

#include "map/style.h"
#include "marsad/status.h"

/**
 * Reads the icon `name` of the folder `icons` and recolours it: what is black, or has no colour of
 * its own, takes `color` (whose opacity is left to the caller). Free with xmlFreeDoc().
 */
marsad_status mrs_icon_load(const char *icons, const char *name, mrs_color color, xmlDocPtr *out,
                            marsad_error *error);

#endif
