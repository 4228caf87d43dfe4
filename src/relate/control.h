/**
 * Ground and its holders at one date: directed geodesic segments, each with who holds the ground to
 * its left and right, and an index that finds the one nearest to a point.
 *
 * Lines of a front are such segments; so are the boundaries of areas, of which only some are front.
 * Who holds the ground of a point is answered by the segment nearest to it.
 */
#ifndef MARSAD_RELATE_CONTROL_H
#define MARSAD_RELATE_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

typedef struct mrs_control mrs_control;

/** A point nearer to a segment lies on it. */
#define MRS_CONTROL_ON_LINE_M 1e-3

/** A new one, empty; NULL if memory is out. */
mrs_control *mrs_control_new(void);
void mrs_control_free(mrs_control *control);

/** What all segments of one chain share. */
typedef struct mrs_control_sides {
    size_t left, right; /* holders, or MARSAD_NO_HOLDER */
    size_t line;        /* a number that the caller finds the line by */
    bool is_front;      /* false: a boundary that only tells whose ground it is */
} mrs_control_sides;

/** Adds a chain of `count` >= 2 valid points. Segments of no length are passed over. Ends that
 *  coincide with a point of another chain (to 1e-9 degrees) are joined to it. */
marsad_status mrs_control_add(mrs_control *control, const marsad_lonlat *points, size_t count,
                              mrs_control_sides sides, marsad_error *error);

/** Builds the index; to be called once, after the last chain and before the first question. From
 *  then on the control is read only, and threads may share it. */
marsad_status mrs_control_finish(mrs_control *control, marsad_error *error);

size_t mrs_control_segment_count(const mrs_control *control);

typedef struct mrs_control_nearest {
    double distance_m;  /* geodesic */
    double azimuth_deg; /* from the point; 0 where the distance is 0 */
    marsad_lonlat at;   /* on the segment */
    size_t line;        /* of the nearest segment */
    bool at_end;        /* `at` is a loose end: a point where only one segment stands, and the
                           question's point lies beyond it */
} mrs_control_nearest;

/** The nearest point of the front's segments; false if there are none. Exact to a millimetre. */
bool mrs_control_nearest_front(const mrs_control *control, marsad_lonlat point,
                               mrs_control_nearest *out);

/**
 * Who holds the ground of the point: the holder on its side of the nearest segment, front or not.
 * Where the nearest is a vertex, the sector decides between the segments that meet there, so that
 * the answer is right at corners and where three areas meet: of all their ends, the first that is
 * met going clockwise from the azimuth at which the point is seen from the vertex; its
 * counterclockwise side faces the point (the left one if the segment leaves the vertex, the right
 * one if it arrives). Beyond a loose end, it is the side of the segment's straight continuation.
 * Within 1e-3 m of a segment, on it: its left holder. Of segments that lie on one another, one that
 * names a holder goes before one that does not, then the first added.
 * MARSAD_NO_HOLDER if nobody holds it or there are no segments.
 */
size_t mrs_control_holder(const mrs_control *control, marsad_lonlat point);

/** Both at once, which costs little more than one of them. The result is that of
 *  mrs_control_nearest_front(). */
bool mrs_control_relate(const mrs_control *control, marsad_lonlat point,
                        mrs_control_nearest *nearest, size_t *holder);

#endif
