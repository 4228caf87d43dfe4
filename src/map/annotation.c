/* How a sheet annotates its incidents: as asked for, or by how many of them it shows. */
#include "map/panes.h"

enum { MOST_CALLOUTS = 12, MOST_NUMBERS = 40, MOST_IN_GROUPS = 10000 };

/* How many incidents lie in the main pane's frame. */
static size_t count_shown(const mrs_sheet *sheet)
{
    const mrs_frame *frame = &sheet->panes[0].frame;
    size_t count = 0;
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        mrs_point at;
        count += marsad_incident_is_placed(incident) &&
                 mrs_frame_to_page(frame, incident->at, &at) && mrs_rect_has(frame->rect, at);
    }
    return count;
}

/* Small multiples have no room for callouts; each has only its own incidents. */
static marsad_map_as choose_for_facets(const mrs_sheet *sheet, size_t shown)
{
    size_t most = 0;
    for (size_t i = 0; i < sheet->facet_count; i++) {
        most = sheet->facets[i].count > most ? sheet->facets[i].count : most;
    }
    return shown <= MOST_NUMBERS     ? MARSAD_AS_NUMBERS
           : most <= MOST_NUMBERS    ? MARSAD_AS_POINTS
           : shown <= MOST_IN_GROUPS ? MARSAD_AS_GROUPS
                                     : MARSAD_AS_HEXBIN;
}

void mrs_choose_annotation(mrs_sheet *sheet)
{
    sheet->as = sheet->options->as;
    if (sheet->as == MARSAD_AS_AUTO) {
        size_t shown = count_shown(sheet);
        sheet->as = sheet->facet_count        ? choose_for_facets(sheet, shown)
                    : shown <= MOST_CALLOUTS  ? MARSAD_AS_CALLOUTS
                    : shown <= MOST_NUMBERS   ? MARSAD_AS_NUMBERS
                    : shown <= MOST_IN_GROUPS ? MARSAD_AS_GROUPS
                                              : MARSAD_AS_HEXBIN;
    }
    sheet->summary.as = sheet->as;
}
