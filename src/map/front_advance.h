/** Arrows for advances: from the ground that a holder had to the farthest that it took. */
#ifndef MARSAD_MAP_FRONT_ADVANCE_H
#define MARSAD_MAP_FRONT_ADVANCE_H

#include "map/front_sheet.h"

/** Whether the pane shows an advance: its end lies in the frame, and it is long enough for an
 *  arrow. `from` and `to` are then where it begins and ends on the sheet: beside the markers of
 *  incidents, which have been made, if there is such a place on the ground that changed hands. */
bool mrs_front_shows_advance(const mrs_pane *pane, const marsad_front_advance *advance,
                             mrs_point *from, mrs_point *to);

/** Adds an arrow between two points of the sheet to `out` in the two parts that a style draws: its
 *  shaft, of state "advance", and the stretch in whose middle the head stands, "advance-head".
 *  False if memory is out. */
bool mrs_front_add_arrow(const mrs_sheet *sheet, mrs_feature_list *out, const char *holder,
                         mrs_point from, mrs_point to);

/** Adds the arrows that a pane shows to `out`, as the style's source layer `front`. */
marsad_status mrs_front_advances(const mrs_pane *pane, mrs_feature_list *out, marsad_error *error);

#endif
