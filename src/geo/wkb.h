/** Lines as a GeoPackage keeps them: the GP header, then well-known binary. */
#ifndef MARSAD_GEO_WKB_H
#define MARSAD_GEO_WKB_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"

/** The WKB behind a GeoPackage geometry's header, NULL if it has none; `*wkb_size` is its size. */
const unsigned char *mrs_gpkg_wkb(const void *blob, size_t size, size_t *wkb_size);

/** What is told of lines: `count` points, given one by one by mrs_wkb_point(). False ends the
 *  reading. */
typedef struct mrs_wkb_line {
    const unsigned char *bytes;
    size_t count;
    size_t stride; /* bytes from one point to the next; heights and measures are passed over */
    bool little_endian;
} mrs_wkb_line;
typedef bool (*mrs_wkb_take_line)(void *context, const mrs_wkb_line *line);

/** The point at `index` < line->count, as it is written: not checked for its range. */
marsad_lonlat mrs_wkb_point(const mrs_wkb_line *line, size_t index);

typedef enum mrs_wkb_result {
    MRS_WKB_OK = 0,
    MRS_WKB_BROKEN,  /* truncated, or not WKB */
    MRS_WKB_NO_LINE, /* neither a line string nor several */
    MRS_WKB_STOPPED  /* `take` returned false */
} mrs_wkb_result;

/** Hands the lines of a LINESTRING or MULTILINESTRING to `take`, of either byte order and with any
 *  dimensions (ISO's codes, as GeoPackage wants them). */
mrs_wkb_result mrs_wkb_lines(const unsigned char *wkb, size_t size, mrs_wkb_take_line take,
                             void *context);

#endif
