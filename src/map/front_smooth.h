/**
 * The lines of a derived front are smoothed for drawing only: what an estimate draws as corners are
 * the corners of Voronoi cells, and stand for nothing. Where areas have a line in common, both are
 * smoothed alike, so that neither gaps nor overlaps come to be.
 */
#ifndef MARSAD_MAP_FRONT_SMOOTH_H
#define MARSAD_MAP_FRONT_SMOOTH_H

#include <stdbool.h>
#include <stddef.h>

#include "map/frame.h"
#include "marsad/front.h"

/** The points at which lines bend: all but their ends. */
typedef struct mrs_bends {
    marsad_lonlat *points; /* sorted */
    size_t count;
} mrs_bends;

/** Those of a state's lines; false if memory is out. Free `points` with mrs_free(). */
bool mrs_bends_of(const marsad_front_state *state, mrs_bends *out);

/** Adds a line, or a ring, to `path`, with the corners cut at its bends. Of a ring, whatever is no
 *  bend of a line keeps its shape. Points that the projection does not show are left out. */
void mrs_trace_smooth(const mrs_frame *frame, const mrs_bends *bends, const marsad_lonlat *points,
                      size_t count, bool ring, mrs_path *path);

#endif
