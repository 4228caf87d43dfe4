/**
 * How a layer is shown at once by the programs that open it: as QGIS keeps it in a GeoPackage, in
 * its own form (QML) and in that of the OGC (SLD 1.1).
 */
#ifndef MARSAD_GEO_LOOK_H
#define MARSAD_GEO_LOOK_H

#include <stddef.h>

#include "base/buffer.h"

typedef enum mrs_look_kind {
    MRS_LOOK_POINTS, /* discs with a white edge */
    MRS_LOOK_LINES,  /* dark, with the color of what holds either side along it */
    MRS_LOOK_AREAS   /* tinted, with an edge */
} mrs_look_kind;

/** Features that look alike. */
typedef struct mrs_look_class {
    const char *value; /* in the look's column; NULL: in all others, and then the last class */
    const char *right; /* in its second column; NULL where there is none */
    const char *label;
    const char *color;       /* "#d55e00"; of a line: along its left side */
    const char *right_color; /* of a line */
} mrs_look_class;

typedef struct mrs_look {
    const char *name; /* of the style, in at most 30 letters */
    const char *description;
    mrs_look_kind kind;
    const char *column; /* that tells the classes apart; NULL: there is one class */
    const char *second; /* that does so with it; NULL: none */
    const mrs_look_class *classes;
    size_t class_count;
    const char *text; /* the column of the labels; NULL: none */
} mrs_look;

/** The XML of a style for QGIS 3, or of an SLD for a layer of that name; "" in `out` never: it has
 *  failed where memory is out. */
void mrs_look_qml(const mrs_look *look, mrs_buffer *out);
void mrs_look_sld(const mrs_look *look, const char *layer, mrs_buffer *out);

#endif
