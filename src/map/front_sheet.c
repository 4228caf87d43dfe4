/* The states of a front that the map shows, chosen once, before anything is composed. */
#include "map/front_sheet.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"

static marsad_status find_states(mrs_sheet *sheet, size_t *now, size_t *before, bool *changed,
                                 marsad_error *error)
{
    const marsad_map_options *options = sheet->options;
    marsad_date first;
    marsad_date at = options->front_at;
    if (!at.year) {
        mrs_incident_dates(sheet->sources->events, &first, &at);
    }
    marsad_status status = marsad_front_in_force(sheet->sources->front, at, now, error);
    *changed = false;
    if (!status && options->front_since.year) {
        status = marsad_front_in_force(sheet->sources->front, options->front_since, before, error);
        *changed = !status && *before != *now;
    }
    return status;
}

marsad_status mrs_choose_front(mrs_sheet *sheet, marsad_error *error)
{
    const marsad_front *front = sheet->sources->front;
    size_t now = 0;
    size_t before = 0;
    bool changed = false;
    if (!front) {
        return MARSAD_OK;
    }
    marsad_status status = find_states(sheet, &now, &before, &changed, error);
    if (status) {
        return status;
    }
    sheet->front = mrs_alloc(1, sizeof *sheet->front);
    if (!sheet->front) {
        return mrs_fail_memory(error);
    }
    sheet->front->now = marsad_front_state_at(front, now);
    if (changed) {
        sheet->front->before = marsad_front_state_at(front, before);
        status =
            marsad_front_compare(front, before, front, now, NULL, &sheet->front->comparison, error);
    }
    if (!status) {
        /* Between two fronts, an incident belongs to the one of its own day. */
        marsad_date none = {0};
        status = marsad_front_relate_events(
            front, sheet->sources->events,
            sheet->options->front_since.year ? none : sheet->options->front_at,
            &sheet->front->relations, error);
    }
    return status;
}

void mrs_forget_front(mrs_sheet *sheet)
{
    if (sheet->front) {
        marsad_front_comparison_free(sheet->front->comparison);
        marsad_event_relations_free(sheet->front->relations);
        mrs_free(sheet->front);
        sheet->front = NULL;
    }
}

const marsad_event_relation *mrs_front_relation(const mrs_sheet *sheet,
                                                const marsad_incident *incident)
{
    if (!sheet->front) {
        return NULL;
    }
    return &sheet->front->relations[incident - marsad_events_get(sheet->sources->events, 0)];
}

marsad_status mrs_front_avoid(mrs_pane *pane, marsad_error *error)
{
    const double least = 4; /* px: nearer points of the line are passed over */
    if (!pane->sheet->front) {
        return MARSAD_OK;
    }
    marsad_status status = mrs_pane_features(pane, MRS_SOURCE_FRONT, error);
    const mrs_feature_list *list = &pane->features[MRS_SOURCE_FRONT];
    for (size_t f = 0; !status && f < list->count; f++) {
        const mrs_path *path = &list->items[f].path;
        const char *what = mrs_feature_text(&list->items[f], "state");
        bool line = mrs_feature_attribute(&list->items[f], "side").number == 0;
        bool avoided = (strcmp(what, "now") == 0 && line) || strncmp(what, "advance", 7) == 0;
        for (size_t part = 0; avoided && part < path->part_count; part++) {
            mrs_point from = path->points[path->starts[part]];
            size_t end = mrs_path_part_end(path, part);
            for (size_t i = path->starts[part] + 1; !status && i < end; i++) {
                mrs_point to = path->points[i];
                if (i + 1 == end || hypot(to.x - from.x, to.y - from.y) >= least) {
                    status = mrs_obstacle_front(pane, from, to, error);
                    from = to;
                }
            }
        }
    }
    return status;
}
