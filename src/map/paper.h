/** The sheet's size: on paper, in the pixels of the drawing, and in those of a picture of it. */
#ifndef MARSAD_MAP_PAPER_H
#define MARSAD_MAP_PAPER_H

#include "map/scene.h"
#include "marsad/map.h"

typedef struct mrs_paper {
    double width, height; /* in the drawing's pixels, once it is trimmed */
    double px_per_inch;   /* of the drawing: 96; more where small paper has it reduced, less where
                             large paper has it enlarged */
    bool in_mm;           /* asked for in millimetres rather than in pixels */
    double margin;        /* around all that is written, within the trimmed sheet; px */
    double bleed;         /* around the trimmed sheet; px */
} mrs_paper;

/** The sheet that is asked for. MARSAD_ERR_USAGE if its size or resolution is out of range. */
marsad_status mrs_paper_of(const marsad_map_options *options, mrs_paper *out, marsad_error *error);

/** A length of the drawing as the sheet's size is spoken of; sets `unit` to "px" or "mm". */
double mrs_paper_length(const mrs_scene *scene, double px, const char **unit);

/** The pixels that a scene's picture has. MARSAD_ERR_USAGE if they are more than can be drawn. */
marsad_status mrs_picture_size(const mrs_scene *scene, int *width, int *height,
                               marsad_error *error);

#endif
