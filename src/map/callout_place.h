/**
 * Where callouts stand: what a place costs (callout_cost.c), and the search for the cheapest places
 * of all of them together (callout_search.c). All costs are in pixels of leader line that it is
 * worth to avoid a fault.
 */
#ifndef MARSAD_MAP_CALLOUT_PLACE_H
#define MARSAD_MAP_CALLOUT_PLACE_H

#include "map/sheet.h"

#define MRS_CALLOUT_CLEARANCE 8.0  /* px between boxes, and from boxes to the frame */
#define MRS_CALLOUT_GAP       12.0 /* px between the boxes of a column or a row */

#define MRS_CALLOUT_GRID 12.0 /* px between the places that are tried, at least */

/** What it costs to leave a callout out: a number and the panel's key serve better than a leader
 *  that crosses another, or a box far away. */
#define MRS_COST_OF_NONE 1000.0

/** The cost of a place that no callout may have. */
#define MRS_COST_FORBIDDEN 1e6

/** The most that a place is taken to gain by standing in line with others. */
#define MRS_MOST_GAIN 60.0

/** A place for a callout. */
typedef struct mrs_spot {
    mrs_rect box;
    mrs_point leader[2]; /* from the marker to the box */
    double cost;         /* whatever the others do */
} mrs_spot;

enum { MRS_SPOTS_A_BOX = 2 };

/** The cheapest leaders to a box, the cheapest first, of places that cost less than `enough`; 0
 *  where there is none. */
size_t mrs_spots_of_box(const mrs_pane *pane, const mrs_callout *callout, mrs_rect box,
                        double enough, mrs_spot out[MRS_SPOTS_A_BOX]);

/** Places that a callout may choose from, the cheapest first. */
typedef struct mrs_spot_pool {
    mrs_spot *spots;
    size_t count;
} mrs_spot_pool;

/** callout_pool.c: fills the pools, all zero before, of the first `count` callouts. They are to be
 *  cleared in any case. */
marsad_status mrs_make_spot_pools(const mrs_pane *pane, size_t count, mrs_spot_pool *pools,
                                  marsad_error *error);
void mrs_clear_spot_pools(mrs_spot_pool *pools, size_t count);

/** What a place of one callout costs beside that of another; the same either way around. May be
 *  negative. */
double mrs_cost_beside(const mrs_spot *one, const mrs_spot *other);

/** The place of a callout that is placed. */
static inline mrs_spot mrs_spot_of(const mrs_callout *callout)
{
    return (mrs_spot){callout->box, {callout->leader[0], callout->leader[1]}, callout->cost};
}

/** What all callouts cost as they stand: each alone, and each two beside each other; those not
 *  placed cost MRS_COST_OF_NONE. */
double mrs_callouts_cost(const mrs_pane *pane);

/**
 * Places the pane's callouts, whose boxes have their sizes, within a budget of places weighed
 * beside the others, and counts those. pane->clutter may be NULL. Depends on nothing but the pane.
 * Callouts after the 64th are not placed.
 */
marsad_status mrs_search_callouts(mrs_pane *pane, size_t budget, size_t *weighed,
                                  marsad_error *error);

/** What can be said of an arrangement: for tests and figures. */
typedef struct mrs_callout_figures {
    size_t placed, left_out;
    size_t crossings;     /* of leaders with each other */
    size_t over_boxes;    /* leaders that cross another callout's box */
    size_t over_marks;    /* leaders that run over another marker */
    size_t over_names;    /* leaders that run over a name placed before */
    size_t in_line;       /* callouts of which an edge stands exactly in line with another's */
    double leader_length; /* px, all together */
} mrs_callout_figures;

mrs_callout_figures mrs_callouts_measure(const mrs_pane *pane);

#endif
