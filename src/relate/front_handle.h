/**
 * A map of this folder, whose public side is marsad/front.h and marsad/claim.h:
 *
 *     front*      a front: its handle and states (front.c), read from files (_read, _columns),
 * asked of points and events (_relate), compared (_compare), estimated (_derive), written
 *                 (_write, _events_write)
 *     overlay*    from drawn areas to disjoint ground and the front around it, as a state is
 *                 completed: sources are taken to the plane, gaps closed, the net's faces labelled,
 *                 slivers absorbed, then areas and lines written; lines are boundaries that are
 *                 chained and judged by the coasts along them
 *     control*    ground at one date as directed segments: the nearest one to a point and who holds
 *                 the ground there, exact on the ellipsoid; an index in space (_index, _tree,
 *                 _search), the foot on a segment (_foot), sides and corners (_side, _vertex)
 *     change*     what _compare is made of: both states in one plane (_ground for areas; _lines and
 *                 _ends for lines), the faces that changed, the farthest advance, the towns
 *     derive*     what _derive is made of: the latest evidence, the land it reaches, its cells
 *     claim*      claims about where a place lies, which need no front: words read (_relation),
 *                 figures (_measure, _road), words written (_words)
 *
 * The plane of overlay, change and derive is geo/plane.h; coasts and borders are geo/shore.h.
 */

/**
 * A front from inside: its states with what they own, and how one is put together, whether from a
 * file or by an estimate:
 *
 *     marsad_front *front = mrs_front_new();
 *     mrs_front_state *state = mrs_front_add_state(front, date, true);
 *     mrs_front_holder_index(front, "GNA", &holder);
 *     mrs_front_add_area(state, &rings, holder, "Misrata, known holder", NULL);
 *     mrs_front_finish_state(front, state, "basemap.gpkg", &error);
 *     mrs_front_sort_states(front);
 *
 * Whatever fails, marsad_front_free() frees what there is.
 */
#ifndef MARSAD_RELATE_FRONT_HANDLE_H
#define MARSAD_RELATE_FRONT_HANDLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "geo/plane.h"
#include "marsad/front.h"
#include "relate/control.h"

/** Where an area or a line was read, for messages: `file` is NULL for what was not read. */
typedef struct mrs_front_origin {
    const char *file;
    long row; /* the feature's ordinal, from 1 */
    /* Of each point of the area, the sides of the mapped rectangle on which it lies, as bits, where
       the file is not in longitude and latitude, in which they are found otherwise; or NULL. */
    const unsigned char *edges;
} mrs_front_origin;

/** A state and what it owns. Its address never changes. */
typedef struct mrs_front_state {
    marsad_front_state shown; /* complete once the state is finished */
    mrs_control *control;     /* NULL before that */
    mrs_arena arena;          /* points, ends and texts of the lines and areas */
    marsad_front_line *lines;
    size_t line_count, line_capacity;
    marsad_front_area *areas;
    mrs_front_origin *origins; /* of each area, until the state is finished; then NULL */
    size_t area_count, area_capacity, origin_capacity;
    bool knows_edges; /* the origins tell the edges of the mapped rectangle */
} mrs_front_state;

struct marsad_front {
    mrs_front_state **states; /* in order of their dates once they are sorted */
    size_t state_count, state_capacity;
    char **holders;
    size_t holder_count, holder_capacity;
    marsad_error *warnings;
    size_t warning_count, warning_capacity;
};

/** An empty one; NULL if memory is out. */
marsad_front *mrs_front_new(void);

/** Whether two names, without the spaces around them, are one holder's: "GNA" and "gna" are. */
bool mrs_front_same_holder(const char *a, size_t a_length, const char *b, size_t b_length);

/** The index of a holder, who is added if there is none of that name. Spaces around the name and
 *  the case of its letters do not count; no name is MARSAD_NO_HOLDER. False if memory is out. */
bool mrs_front_holder_index(marsad_front *front, const char *name, size_t *out);

/** Appends a warning at a feature (`file` may be NULL, `row` 0). False if memory is out. */
bool mrs_front_warn(marsad_front *front, const char *file, long row, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Adds a state without anything; NULL if memory is out. */
mrs_front_state *mrs_front_add_state(marsad_front *front, marsad_date date, bool derived);

/** Adds a line of at least 2 valid points; all is copied. False if memory is out. */
bool mrs_front_add_line(mrs_front_state *state, const marsad_lonlat *points, size_t count,
                        size_t left, size_t right, const char *name);

/** Adds an area, valid or not, which may overlap others; all is copied. `origin` may be NULL. False
 *  if memory is out. */
bool mrs_front_add_area(mrs_front_state *state, const mrs_rings *rings, size_t holder,
                        const char *evidence, const mrs_front_origin *origin);

/**
 * Completes a state that has lines, or areas, or nothing.
 *
 * Areas are made valid and disjoint: those of one holder that touch become one, where two holders
 * overlap nobody is the holder, and gaps and overlaps narrower than MRS_FRONT_SLIVER_M go to a
 * neighbour. The lines are then found on their boundaries. `basemap` (NULL: none) tells coasts and
 * borders, which are no front. In a derived state neither is the edge towards ground nobody is
 * known to hold: there knowledge ends, not control.
 *
 * Then lengths and areas are measured, and the control is indexed.
 */
marsad_status mrs_front_finish_state(marsad_front *front, mrs_front_state *state,
                                     const char *basemap, marsad_error *error);

/** Warns of lines that cross themselves or each other, where two holders are named for the same
 *  ground. Part of mrs_front_finish_state(). */
marsad_status mrs_front_warn_crossings(marsad_front *front, const mrs_front_state *state,
                                       marsad_error *error);

/** Puts the states in order of their dates. */
void mrs_front_sort_states(marsad_front *front);

/** Gaps and overlaps between areas that are narrower come from how they were drawn. */
#define MRS_FRONT_SLIVER_M 150.0

#endif
