/** The writers: a scene to a stream, in one file format each. */
#ifndef MARSAD_MAP_SURFACE_H
#define MARSAD_MAP_SURFACE_H

#include <cairo.h>
#include <stdio.h>

#include "map/scene.h"
#include "marsad/status.h"

/** `icons` is the folder that holds the markers' icons. `path` is named in errors only. */
typedef marsad_status (*mrs_surface_writer)(const mrs_scene *scene, const char *icons, FILE *stream,
                                            const char *path, marsad_error *error);

marsad_status mrs_surface_png(const mrs_scene *scene, const char *icons, FILE *stream,
                              const char *path, marsad_error *error);
marsad_status mrs_surface_pdf(const mrs_scene *scene, const char *icons, FILE *stream,
                              const char *path, marsad_error *error);
marsad_status mrs_surface_svg(const mrs_scene *scene, const char *icons, FILE *stream,
                              const char *path, marsad_error *error);

/** A stretch of a scene's items that a PDF has under one tag. */
typedef struct mrs_tag {
    const char *type; /* "Figure" */
    size_t first, last;
} mrs_tag;

/** What is said of a scene's items besides. */
typedef struct mrs_item_notes {
    const bool *hidden;  /* for each: it is not drawn; or NULL */
    const mrs_tag *tags; /* one after the other, none in another; or NULL */
    size_t tag_count;
} mrs_item_notes;

/** Draws the whole scene, its page colour first. Errors of cairo are left in `cr`. */
marsad_status mrs_surface_draw(const mrs_scene *scene, mrs_item_notes notes, const char *icons,
                               cairo_t *cr, marsad_error *error);

#endif
