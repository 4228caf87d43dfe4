/**
 * How much of the map's line work lies in a rectangle: what a box laid over it would hide. Lines
 * are counted in cells, and the counts kept as a summed-area table (F. C. Crow, Summed-area tables
 * for texture mapping, SIGGRAPH 1984), so that asking costs the same for any rectangle.
 */
#ifndef MARSAD_MAP_CLUTTER_H
#define MARSAD_MAP_CLUTTER_H

#include "map/basemap.h"
#include "map/scene.h"

typedef struct mrs_clutter mrs_clutter;

/** Over an area of the sheet. NULL if memory is out. */
mrs_clutter *mrs_clutter_new(mrs_rect area);
void mrs_clutter_free(mrs_clutter *clutter);

/** Counts the outlines of features, each pixel of line as `weight`. */
void mrs_clutter_add(mrs_clutter *clutter, const mrs_feature_list *features, double weight);

/** Counts a point, unless it lies outside the area. */
void mrs_clutter_point(mrs_clutter *clutter, mrs_point at, double weight);

/** Ends the counting; after this, it can be asked. */
void mrs_clutter_sum(mrs_clutter *clutter);

/** The weighted pixels of line in a rectangle, to the precision of a cell. */
double mrs_clutter_in(const mrs_clutter *clutter, mrs_rect box);

/** The same without the cells that the rectangle's edge runs through. */
double mrs_clutter_at_least(const mrs_clutter *clutter, mrs_rect box);

#endif
