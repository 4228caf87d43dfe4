/** What a PDF says of its parts: tags for those who have it read aloud, and an outline. */
#ifndef MARSAD_MAP_PDF_TAGS_H
#define MARSAD_MAP_PDF_TAGS_H

#include <cairo.h>
#include <stdbool.h>

#include "map/scene.h"
#include "map/surface/surface.h"

/** The scene's parts in structure types: each map a figure, the title a heading, each text beside
 *  the maps a paragraph. To free with mrs_free(); NULL if memory is out. */
mrs_tag *mrs_pdf_tags(const mrs_scene *scene, size_t *count);

/** Adds the outline: the map, its incidents where they are few enough, the legend, the sources.
 *  `scale`: points to the scene's pixel. False if memory is out. */
bool mrs_pdf_outline(cairo_surface_t *pdf, const mrs_scene *scene, double scale);

#endif
