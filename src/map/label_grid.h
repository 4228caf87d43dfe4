/** An index of rectangles on the sheet by square cells: which of thousands lie near a place. */
#ifndef MARSAD_MAP_LABEL_GRID_H
#define MARSAD_MAP_LABEL_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "map/scene.h"

typedef struct mrs_grid mrs_grid;

/** Indexes `count` boxes, which are copied. What lies outside `area` counts as at its edge. NULL if
 *  memory is out. */
mrs_grid *mrs_grid_new(mrs_rect area, const mrs_rect *boxes, size_t count);
void mrs_grid_free(mrs_grid *grid);

/** Called with each box near another: true ends the search. */
typedef bool (*mrs_grid_visit)(void *context, size_t box);

/** Whether `visit` says so of any of the boxes that overlap `box`. It may be called several times
 *  with one. A NULL grid is empty. */
bool mrs_grid_any(const mrs_grid *grid, mrs_rect box, mrs_grid_visit visit, void *context);

/** Called with two boxes that overlap, `a` below `b`; false ends the search. */
typedef bool (*mrs_grid_pair)(void *context, size_t a, size_t b);

/** Calls `pair` once for each two boxes that overlap, in an order that depends on the boxes only.
 *  False if `pair` ended it. */
bool mrs_grid_pairs(const mrs_grid *grid, mrs_grid_pair pair, void *context);

#endif
