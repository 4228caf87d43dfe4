/** From areas of control, as they were drawn, to disjoint ground and the front between it. */
#ifndef MARSAD_RELATE_FRONT_AREAS_H
#define MARSAD_RELATE_FRONT_AREAS_H

#include "relate/front_handle.h"

/**
 * Replaces the state's areas by disjoint ones, adds the lines of the front that lie on their
 * boundaries, and gives the other boundaries to the state's control. Called by
 * mrs_front_finish_state(), which says what is done with what.
 */
marsad_status mrs_front_trace_areas(marsad_front *front, mrs_front_state *state,
                                    const char *basemap, marsad_error *error);

#endif
