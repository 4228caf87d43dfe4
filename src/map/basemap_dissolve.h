/** Areas that were cut into tiles along meridians and parallels, joined again. */
#ifndef MARSAD_MAP_BASEMAP_DISSOLVE_H
#define MARSAD_MAP_BASEMAP_DISSOLVE_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"

/** The outlines of tiles, in pieces. Started with `mrs_dissolver dissolver = {0};`. */
typedef struct mrs_dissolver {
    marsad_lonlat *points; /* of the chains, one behind the other */
    size_t point_count, point_capacity;
    struct mrs_chain *chains; /* where outlines run neither along a meridian nor a parallel */
    size_t chain_count, chain_capacity;
    struct mrs_straight *straights[2]; /* where they do: along meridians, and along parallels */
    size_t straight_count[2], straight_capacity[2];
    bool failed; /* memory is out */
} mrs_dissolver;

/** Adds a ring of a tile, its first point repeated at the end. It may be turned around in place. */
void mrs_dissolver_add(mrs_dissolver *dissolver, marsad_lonlat *ring, size_t count, bool hole);

/** Takes a ring, its first point repeated at the end. */
typedef void (*mrs_ring_sink)(void *context, const marsad_lonlat *ring, size_t count);

/** Hands the rings of all tiles together to `sink`, by the even-odd rule, and empties the
 *  dissolver. False if memory is out. */
bool mrs_dissolver_join(mrs_dissolver *dissolver, mrs_ring_sink sink, void *context);

void mrs_dissolver_clear(mrs_dissolver *dissolver);

#endif
