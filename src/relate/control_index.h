/**
 * An index of segments in space: pieces of geodesics as parabolas, in a packed tree of boxes.
 *
 * All lengths here are straight lines through the earth. Such a chord c bounds the geodesic s of
 * its ends from below, and what s can be more is bounded too, so that the search hands out the few
 * pieces that can be nearest, and only those are measured on the ellipsoid.
 */
#ifndef MARSAD_RELATE_CONTROL_INDEX_H
#define MARSAD_RELATE_CONTROL_INDEX_H

#include <stdint.h>

#include "geo/segment.h"

/**
 * A piece of a geodesic, at most MRS_CONTROL_PIECE_M long: middle + q way - q^2 bulge for q in
 * [-1/2, 1/2], which misses the geodesic by less than 2 micrometres and its direction by less than
 * 1e-9. Metres in the index's frame.
 */
typedef struct mrs_control_piece {
    mrs_vector3 middle, way, bulge;
    double way2;     /* |way|^2 */
    double along_m;  /* of the middle, from the segment's start */
    double length_m; /* on the ellipsoid */
    uint32_t segment;
    bool first, last; /* of its segment */
} mrs_control_piece;

#define MRS_CONTROL_PIECE_M 12e3

typedef struct mrs_control_index mrs_control_index;

/** A segment to be indexed, its length and its azimuth at `from`. */
typedef struct mrs_control_span {
    marsad_lonlat from, to;
    double length_m, azimuth_deg;
    uint32_t number; /* becomes mrs_control_piece.segment */
} mrs_control_span;

/** NULL if memory is out. */
mrs_control_index *mrs_control_index_new(const mrs_earth *earth, const mrs_control_span *spans,
                                         size_t count);
void mrs_control_index_free(mrs_control_index *index);

const mrs_control_piece *mrs_control_index_piece(const mrs_control_index *index, uint32_t piece);

/** A point of the ellipsoid, brought into the index's frame, and back. */
mrs_vector3 mrs_control_index_into(const mrs_control_index *index, mrs_vector3 geocentric);
mrs_vector3 mrs_control_index_out(const mrs_control_index *index, mrs_vector3 framed);

/** A direction, brought out of the frame. */
mrs_vector3 mrs_control_index_turn_out(const mrs_control_index *index, mrs_vector3 framed);

/** A piece that may be nearest. */
typedef struct mrs_control_candidate {
    uint32_t piece;
    double part;   /* q of the point of it that is nearest through the earth */
    double chord2; /* square of that distance */
} mrs_control_candidate;

enum { MRS_CONTROL_CANDIDATES = 16 };

/** Is handed candidates, up to MRS_CONTROL_CANDIDATES at a time. */
typedef void (*mrs_control_take)(void *context, const mrs_control_candidate *candidates,
                                 size_t count);

/** Hands out every piece that can be nearest to a point in the index's frame by geodesic. */
void mrs_control_index_search(const mrs_control_index *index, mrs_vector3 point,
                              mrs_control_take take, void *context);

#endif
