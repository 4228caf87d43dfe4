/** Relating one incident to a front. */
#ifndef MARSAD_RELATE_FRONT_RELATE_H
#define MARSAD_RELATE_FRONT_RELATE_H

#include "marsad/front.h"

enum { MRS_WHY_SIZE = 200 };

/** As marsad_front_relate_events(), of one incident; `at` is the state for all, or NULL. What
 *  `why_not` says may stand in `why`. */
marsad_status mrs_front_relate_event(const marsad_front *front, const marsad_incident *incident,
                                     const size_t *at, char why[MRS_WHY_SIZE],
                                     marsad_event_relation *item, marsad_error *error);

#endif
