/** Text in a PDF that can be searched and copied, from right to left too. */
#ifndef MARSAD_MAP_PDF_TEXT_H
#define MARSAD_MAP_PDF_TEXT_H

#include <cairo.h>
#include <pango/pango.h>

/** Shows a layout at cairo's current point, as pango_cairo_show_layout() does, on a PDF surface.
 *  Errors are left in `cr`. */
void mrs_pdf_show_layout(cairo_t *cr, PangoLayout *layout);

#endif
