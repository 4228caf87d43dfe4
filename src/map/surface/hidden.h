/** Markers that others hide: on a crowded map, drawing them would be most of the work. */
#ifndef MARSAD_MAP_SURFACE_HIDDEN_H
#define MARSAD_MAP_SURFACE_HIDDEN_H

#include "map/scene.h"

/**
 * For each item of the scene, whether it is a marker of which no pixel is seen, because opaque
 * discs of markers drawn after it cover all of it. For pictures of one pixel per px only. NULL if
 * memory is out; free with mrs_free().
 */
bool *mrs_hidden_markers(const mrs_scene *scene);

/** How far a marker reaches from its centre, px. */
double mrs_marker_reach(const mrs_marker_kind *kind);

#endif
