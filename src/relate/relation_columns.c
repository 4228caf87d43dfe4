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

/* ---- as columns of another table ------------------------------------------------------------ */

typedef struct teller {
    const marsad_front *front;
    bool has_state; /* one for all incidents */
    size_t state;
    char why[MRS_WHY_SIZE];
    char date[MARSAD_DATE_TEXT];
    char numbers[MRS_RELATION_COLUMNS][MRS_NUMBER_TEXT];
    marsad_more_column columns[MRS_RELATION_COLUMNS];
} teller;

static const char *text_of(teller *t, const mrs_cell *cell, size_t column)
{
    const mrs_field *field = &mrs_relation_fields[column];
    if (cell->is_null) {
        return NULL;
    }
    switch (field->kind) {
    case MRS_CELL_NUMBER:
        mrs_number_text(cell->number, field->decimals, t->numbers[column]);
        return t->numbers[column];
    case MRS_CELL_FLAG:
        return cell->flag ? "true" : "false";
    default:
        return cell->text;
    }
}

static marsad_status tell(void *state, const marsad_incident *incident, const char **texts,
                          marsad_error *error)
{
    teller *t = state;
    mrs_cell cells[MRS_RELATION_COLUMNS];
    marsad_event_relation item;
    marsad_status status = mrs_front_relate_event(
        t->front, incident, t->has_state ? &t->state : NULL, t->why, &item, error);
    if (status) {
        return status;
    }
    mrs_relation_cells(t->front, &item, t->date, cells);
    for (size_t i = 0; i < MRS_RELATION_COLUMNS; i++) {
        texts[i] = text_of(t, &cells[i], i);
    }
    return MARSAD_OK;
}

static void describe(marsad_more_column *to, const mrs_field *field)
{
    to->name = field->name;
    to->decimals = field->decimals;
    to->kind = field->kind == MRS_CELL_NUMBER ? MARSAD_MORE_NUMBER
               : field->kind == MRS_CELL_FLAG ? MARSAD_MORE_FLAG
                                              : MARSAD_MORE_TEXT;
}

marsad_status marsad_front_columns(const marsad_front *front, marsad_date at,
                                   marsad_more_columns *out, marsad_error *error)
{
    *out = (marsad_more_columns){0};
    teller *t = mrs_alloc(1, sizeof *t);
    if (!t) {
        return mrs_fail_memory(error);
    }
    t->front = front;
    t->has_state = at.year != 0;
    marsad_status status =
        t->has_state ? marsad_front_in_force(front, at, &t->state, error) : MARSAD_OK;
    if (status) {
        mrs_free(t);
        return status;
    }
    for (size_t i = 0; i < MRS_RELATION_COLUMNS; i++) {
        describe(&t->columns[i], &mrs_relation_fields[i]);
    }
    *out = (marsad_more_columns){
        .columns = t->columns, .count = MRS_RELATION_COLUMNS, .fill = tell, .state = t};
    return MARSAD_OK;
}

void marsad_front_columns_free(marsad_more_columns *columns)
{
    mrs_free(columns->state);
    *columns = (marsad_more_columns){0};
}
