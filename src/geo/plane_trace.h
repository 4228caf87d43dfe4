/** Geodesics traced in a plane: points enough that its straight edges keep to them. */
#ifndef MARSAD_GEO_PLANE_TRACE_H
#define MARSAD_GEO_PLANE_TRACE_H

#include "geo/earth.h"
#include "geo/plane.h"

/** Points of the plane, x and y in turn. Started with `mrs_trace trace = {0};`; `xy` to be freed
 *  with mrs_free(). */
typedef struct mrs_trace {
    double *xy;
    size_t count; /* of points */
    size_t capacity;
    bool failed; /* memory ran out, or a point has no image */
} mrs_trace;

/** Traces the geodesics from point to point, and back to the first if `closed`. One edge gives the
 *  same points whichever way it is walked. */
void mrs_trace_path(const mrs_plane *plane, const marsad_lonlat *points, size_t count, bool closed,
                    mrs_trace *trace);

const mrs_earth *mrs_plane_earth(const mrs_plane *plane);

#endif
