/** What a PDF says of itself as a document, beyond what cairo can write. */
#ifndef MARSAD_MAP_PDF_UPDATE_H
#define MARSAD_MAP_PDF_UPDATE_H

#include "base/buffer.h"
#include "map/scene.h"

/** The places of the scene's incidents, once each and in their order, with commas between; as many
 *  as a reader may want. NULL if memory is out. To free with mrs_free(). */
char *mrs_pdf_keywords(const mrs_scene *scene);

/**
 * Appends an update (ISO 32000-1, 7.5.6) to what cairo wrote: the document's language, its title
 * for the window, its metadata in XMP, the map in words for those who cannot see it; where a page
 * with a bleed is cut; no date; and no name given twice in a dictionary. A file that is not as
 * cairo 1.16 writes it is left as it is.
 */
void mrs_pdf_update(mrs_buffer *pdf, const mrs_scene *scene);

#endif
