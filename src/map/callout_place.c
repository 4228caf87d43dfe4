/* The callouts among all else on the map: what their places depend on, and what they take. */
#include "map/callout_place.h"
#include "base/fail.h"
#include "map/clutter.h"

enum { BUDGET = 1500000 }; /* places weighed: a crowd of twelve takes two thirds of it */

/* The lines that a box would hide: roads, the coast, and the front, which comes with both its
 * sides. */
static marsad_status find_clutter(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = mrs_pane_features(pane, MRS_SOURCE_ROADS, error);
    if (!status) {
        status = mrs_pane_features(pane, MRS_SOURCE_LAND, error);
    }
    if (status) {
        return status;
    }
    if (pane->sheet->front && (status = mrs_pane_features(pane, MRS_SOURCE_FRONT, error))) {
        return status;
    }
    pane->clutter = mrs_clutter_new(pane->frame.rect);
    if (!pane->clutter) {
        return mrs_fail_memory(error);
    }
    mrs_clutter_add(pane->clutter, &pane->features[MRS_SOURCE_LAND], 0.6);
    mrs_clutter_add(pane->clutter, &pane->features[MRS_SOURCE_ROADS], 1);
    mrs_clutter_add(pane->clutter, &pane->features[MRS_SOURCE_FRONT], 4);
    mrs_clutter_sum(pane->clutter);
    return MARSAD_OK;
}

/* What was placed is in the way of all labels from now on. */
static marsad_status take_room(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pane->callout_count; i++) {
        const mrs_callout *callout = &pane->callouts[i];
        pane->marks[callout->mark].has_callout = callout->placed;
        if (callout->placed) {
            status = mrs_obstacle_box(pane, mrs_rect_grown(callout->box, 4), error);
        }
        if (callout->placed && !status) {
            status = mrs_obstacle_line(pane, callout->leader[0], callout->leader[1], error);
        }
    }
    bool badged = pane->sheet->as == MARSAD_AS_CALLOUTS || pane->sheet->as == MARSAD_AS_NUMBERS;
    for (size_t i = 0; i < pane->mark_count; i++) {
        mrs_mark *mark = &pane->marks[i];
        pane->sheet->summary.callouts_dropped +=
            pane->sheet->as == MARSAD_AS_CALLOUTS && !mark->has_callout;
        mark->has_badge = !mark->has_callout && badged;
    }
    return status;
}

marsad_status mrs_place_callouts(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = pane->callout_count ? find_clutter(pane, error) : MARSAD_OK;
    if (status) {
        return status;
    }
    size_t weighed;
    status = mrs_search_callouts(pane, BUDGET, &weighed, error);
    return status ? status : take_room(pane, error);
}
