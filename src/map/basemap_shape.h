/** The basemap's geometries as paths on the sheet: clipped, and no finer than the sheet shows. */
#ifndef MARSAD_MAP_BASEMAP_SHAPE_H
#define MARSAD_MAP_BASEMAP_SHAPE_H

#include <geos_c.h>
#include <stdbool.h>
#include <stddef.h>

#include "map/basemap_dissolve.h"
#include "map/frame.h"

/** A box of real longitudes, and what to add to them so that they run on past the antimeridian. */
typedef struct mrs_window {
    marsad_bbox box;
    double shift;
} mrs_window;

/** The windows that make up what the frame shows and a little more; one or two of them. */
size_t mrs_windows_of(const mrs_frame *frame, mrs_window out[2]);

/** What turns geometries into paths, with room for the one at hand. Start with mrs_shaper_of(). */
typedef struct mrs_shaper {
    GEOSContextHandle_t geos;
    const mrs_frame *frame;
    mrs_window window;
    double lengths_per_lon, lengths_per_lat; /* a degree in lengths that can just be told apart */
    double longest_deg;   /* longer segments are divided, for their image is curved */
    mrs_path *path;       /* what is being made */
    mrs_dissolver *tiles; /* or NULL: areas are added to these in place of the path */
    marsad_lonlat *points;
    size_t point_count, point_capacity;
    size_t *rings; /* of the polygon at hand: the index of each one's first point */
    size_t ring_count, ring_capacity;
    bool failed; /* memory is out */
} mrs_shaper;

mrs_shaper mrs_shaper_of(GEOSContextHandle_t geos, const mrs_frame *frame, mrs_window window);
void mrs_shaper_clear(mrs_shaper *shaper);

/**
 * Adds what the window shows of a geometry in WKB (OGC 06-103r4, 8.2) to `path`. `seen` says
 * whether that is anything; points are seen, but add nothing. False if it is not such a geometry,
 * or `shaper` failed.
 */
bool mrs_shape_wkb(mrs_shaper *shaper, const unsigned char *wkb, size_t size, mrs_path *path,
                   bool *seen);

/** Adds the image of all tiles together to `path`. False if memory is out. */
bool mrs_shape_tiles(mrs_shaper *shaper, mrs_path *path);

#endif
