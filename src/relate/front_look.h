/** How fronts, ground and its changes are shown by programs that open a file of theirs. */
#ifndef MARSAD_RELATE_FRONT_LOOK_H
#define MARSAD_RELATE_FRONT_LOOK_H

#include <stdbool.h>

#include "geo/look.h"
#include "marsad/front.h"

typedef struct mrs_front_look {
    mrs_look look;
    mrs_look_class *classes;
    size_t capacity;
} mrs_front_look;

/** Looks of a state's areas by their controller, of its lines by who holds their sides, and of
 *  changes by who came to hold the ground. False if memory is out. To be cleared; names are the
 *  front's or the comparison's. */
bool mrs_look_of_areas(const marsad_front *front, const marsad_front_state *state,
                       mrs_front_look *out);
bool mrs_look_of_lines(const marsad_front *front, const marsad_front_state *state,
                       mrs_front_look *out);
bool mrs_look_of_changes(const marsad_front_comparison *comparison, mrs_front_look *out);
void mrs_front_look_clear(mrs_front_look *look);

/** The colors of a side in maps, counted from 1 in the order of the holders' names (0: nobody):
 *  those of "control" and "front-teeth" in styles/report.json. */
const char *mrs_side_fill(size_t side);
const char *mrs_side_stroke(size_t side);

#endif
