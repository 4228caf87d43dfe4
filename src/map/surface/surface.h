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

/** Draws the whole scene, its page colour first, but for the items that are `hidden` (may be NULL:
 *  none). Errors of cairo are left in `cr`. */
marsad_status mrs_surface_draw(const mrs_scene *scene, const bool *hidden, const char *icons,
                               cairo_t *cr, marsad_error *error);

#endif
