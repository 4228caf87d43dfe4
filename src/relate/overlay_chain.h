/** Boundaries between two holders, chained from junction to junction. */
#ifndef MARSAD_RELATE_OVERLAY_CHAIN_H
#define MARSAD_RELATE_OVERLAY_CHAIN_H

#include "relate/overlay.h"

/** A boundary: net vertices in a row, with the same holder to the left and to the right all along.
 *  The left one is always a holder. Where it is closed, the last vertex is the first. */
typedef struct mrs_chain {
    size_t left, right;
    size_t *vertices;
    size_t count;
} mrs_chain;

typedef struct mrs_chains {
    mrs_chain *items;
    size_t count, capacity;
    size_t *vertices; /* of all */
    size_t vertex_count;
} mrs_chains;

/** Finds all; false if memory is out. Clear in any case. */
bool mrs_chains_find(const mrs_overlay *overlay, mrs_chains *out);
void mrs_chains_clear(mrs_chains *chains);

/** A stretch of a chain, in metres of the plane from its start. */
typedef struct mrs_stretch {
    double from_m, to_m;
    bool is_front;
} mrs_stretch;

typedef struct mrs_stretches {
    mrs_stretch *items;
    size_t count, capacity;
} mrs_stretches;

/** Measures a chain: metres from its start to each vertex. NULL if memory is out. */
double *mrs_chain_measure(const mrs_net *net, const mrs_chain *chain);

/** The point of a chain so many metres from its start. */
void mrs_chain_point(const mrs_net *net, const mrs_chain *chain, const double *metres, double at,
                     double *x, double *y);

/**
 * Tells which stretches of a chain are front by where they lie. Between two holders, it is what is
 * on land; between one and nobody, what is on land away from coasts and borders. One stretch
 * follows the other, from 0 to the chain's length. False if memory is out.
 */
bool mrs_chain_judge(const mrs_net *net, const mrs_chain *chain, const double *metres,
                     const mrs_shore *shore, mrs_stretches *out);

#endif
