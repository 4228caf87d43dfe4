/* Events with how they lie to a front, as a table: the columns of events/layout.h. */
#include <string.h>

#include "events/layout.h"
#include "events/look.h"
#include "events/table.h"
#include "marsad/front.h"
#include "relate/relation_columns.h"

enum { OWN_COUNT = MRS_PLACE_COLUMNS + MRS_RELATION_COLUMNS };

typedef struct table {
    const marsad_front *front;
    const marsad_events *events;
    mrs_layout layout;
} table;

static marsad_status make_columns(table *t, marsad_error *error)
{
    mrs_field own[OWN_COUNT];
    memcpy(own, mrs_place_fields, sizeof mrs_place_fields);
    memcpy(own + MRS_PLACE_COLUMNS, mrs_relation_fields, sizeof mrs_relation_fields);
    const mrs_layout_file file = {
        .names = t->events->columns, .kinds = t->events->kinds, .count = t->events->column_count};
    return mrs_layout_make(&file, own, OWN_COUNT, &t->layout, error);
}

static mrs_cell cell_of(const table *t, size_t row, const mrs_placed *placed,
                        const mrs_cell *relation, size_t index)
{
    const mrs_layout_column *c = &t->layout.columns[index];
    const marsad_incident *incident = marsad_events_get(t->events, row);
    if (mrs_layout_is_ours(c, marsad_incident_is_placed(incident))) {
        return c->of_ours < MRS_PLACE_COLUMNS
                   ? mrs_placed_cell(placed, (mrs_place_column)c->of_ours)
                   : relation[c->of_ours - MRS_PLACE_COLUMNS];
    }
    if (c->known == MRS_COLUMN_KILLED || c->known == MRS_COLUMN_INJURED) {
        return mrs_layout_count_cell(incident, c->known);
    }
    return mrs_layout_file_cell(marsad_events_cell(t->events, row, c->of_file),
                                t->layout.fields[index].kind);
}

static marsad_status write_rows(table *t, const marsad_event_relation *relations,
                                mrs_writer *writer, marsad_error *error)
{
    static const size_t one_point = 1;
    char date[MARSAD_DATE_TEXT];
    mrs_cell relation[MRS_RELATION_COLUMNS];
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < t->events->count; i++) {
        const marsad_incident *incident = marsad_events_get(t->events, i);
        mrs_placed placed = mrs_placed_of(incident);
        mrs_relation_cells(t->front, &relations[i], date, relation);
        for (size_t c = 0; c < t->layout.count; c++) {
            t->layout.cells[c] = cell_of(t, i, &placed, relation, c);
        }
        status = mrs_writer_add(writer, t->layout.cells, &incident->at, &one_point,
                                marsad_incident_is_placed(incident), error);
        if (status && error && error->row > 0) {
            error->row = incident->row; /* as whoever reads the events counts */
        }
    }
    return status;
}

marsad_status marsad_front_write_events(const marsad_front *front, const marsad_events *events,
                                        const marsad_event_relation *relations, const char *path,
                                        marsad_error *error)
{
    table t = {.front = front, .events = events};
    mrs_writer *writer = NULL;
    marsad_status status = make_columns(&t, error);
    if (!status) {
        mrs_events_look look;
        mrs_events_look_of(t.layout.fields, t.layout.count, &look);
        const mrs_writer_plan plan = {.layer = "events",
                                      .shape = MRS_WRITE_POINT,
                                      .fields = t.layout.fields,
                                      .field_count = t.layout.count,
                                      .look = &look.look};
        status = mrs_writer_begin(path, &plan, &writer, error);
    }
    if (!status) {
        status = write_rows(&t, relations, writer, error);
    }
    status = mrs_writer_end(writer, status, error);
    mrs_layout_clear(&t.layout);
    return status;
}
