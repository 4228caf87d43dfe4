/** Hatching: fill patterns as lines, which every file format draws alike and without seams. */
#ifndef MARSAD_MAP_HATCH_H
#define MARSAD_MAP_HATCH_H

#include "map/scene.h"

/**
 * The lines that hatch an area: "hatch" rises to the right, "hatch-back" falls, "hatch-cross" does
 * both; on any other word there are none. The lines of all areas of a sheet are in line with each
 * other. Rings count by the even-odd rule; what is in holes is left out.
 */
mrs_path mrs_hatch(const mrs_path *rings, const char *pattern);

/** The paint of its lines. */
mrs_paint mrs_hatch_paint(mrs_color color);

#endif
