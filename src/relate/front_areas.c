#include "relate/front_areas.h"

#include "base/fail.h"

marsad_status mrs_front_trace_areas(marsad_front *front, mrs_front_state *state,
                                    const char *basemap, marsad_error *error)
{
    (void)front;
    (void)state;
    (void)basemap;
    return mrs_fail(error, MARSAD_ERR_LIBRARY, "areas are not there yet");
}
