#include "relate/relation_columns.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/layout.h"
#include "relate/front_relate.h"

const mrs_field mrs_relation_fields[MRS_RELATION_COLUMNS] = {
    [MRS_RELATION_DISTANCE_M] = {"front_distance_m", MRS_CELL_NUMBER, 1},
    [MRS_RELATION_AZIMUTH_DEG] = {"front_azimuth_deg", MRS_CELL_NUMBER, 3},
    [MRS_RELATION_LON] = {"front_lon", MRS_CELL_NUMBER, 6},
    [MRS_RELATION_LAT] = {"front_lat", MRS_CELL_NUMBER, 6},
    [MRS_RELATION_LINE] = {"front_line", MRS_CELL_TEXT, 0},
    [MRS_RELATION_CONTROLLER] = {"controller", MRS_CELL_TEXT, 0},
    [MRS_RELATION_CONTROLLER_CERTAIN] = {"controller_certain", MRS_CELL_FLAG, 0},
    [MRS_RELATION_DATE] = {"front_date", MRS_CELL_TEXT, 0},
    [MRS_RELATION_NOTE] = {"front_note", MRS_CELL_TEXT, 0},
};

const char *marsad_event_relation_note(const marsad_event_relation *relation)
{
    const marsad_front_relation *r = &relation->relation;
    if (!relation->related) {
        return relation->why_not;
    }
    if (!r->has_line) {
        return "no line of front at that date";
    }
    if (r->within_uncertainty) {
        return "its uncertainty reaches the front";
    }
    return r->beyond_end ? "beyond the end of the line" : "";
}

void mrs_relation_cells(const marsad_front *front, const marsad_event_relation *item,
                        char date[MARSAD_DATE_TEXT], mrs_cell cells[MRS_RELATION_COLUMNS])
{
    const marsad_front_relation *r = &item->relation;
    const marsad_front_state *state =
        item->related ? marsad_front_state_at(front, item->state) : NULL;
    bool near = state && r->has_line;
    marsad_date_text(state ? state->date : (marsad_date){0}, date);
    cells[MRS_RELATION_DISTANCE_M] = mrs_cell_number(near, r->distance_m);
    cells[MRS_RELATION_AZIMUTH_DEG] = mrs_cell_number(near, r->azimuth_deg);
    cells[MRS_RELATION_LON] = mrs_cell_number(near, r->nearest.lon);
    cells[MRS_RELATION_LAT] = mrs_cell_number(near, r->nearest.lat);
    cells[MRS_RELATION_LINE] = mrs_cell_text(near ? state->lines[r->line].name : NULL);
    cells[MRS_RELATION_CONTROLLER] =
        mrs_cell_text(state ? marsad_front_holder(front, r->controller) : NULL);
    cells[MRS_RELATION_CONTROLLER_CERTAIN] = mrs_cell_flag(state != NULL, r->controller_certain);
    cells[MRS_RELATION_DATE] = mrs_cell_text(date);
    cells[MRS_RELATION_NOTE] = mrs_cell_text(marsad_event_relation_note(item));
}
