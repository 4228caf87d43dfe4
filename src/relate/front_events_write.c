/*
 * Events with how they lie to a front, as a table.
 *
 * The columns are the file's own, then ours. Ours always have the same names: a column of the file
 * that is called so is kept as "input_" and its name. Only lon, lat and uncertainty_m mean there
 * what they mean here: they stay where they are, and hold what the distances were measured with.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/columns.h"
#include "events/look.h"
#include "events/table.h"
#include "geo/number.h"
#include "geo/vector_write.h"
#include "marsad/front.h"

typedef enum own {
    OWN_PLACE_ID,
    OWN_PLACE_NAME,
    OWN_LON,
    OWN_LAT,
    OWN_UNCERTAINTY_M,
    OWN_MATCH,
    OWN_CONFIDENCE,
    OWN_PLACED_BY,
    OWN_REASON,
    OWN_FRONT_DISTANCE_M,
    OWN_FRONT_AZIMUTH_DEG,
    OWN_FRONT_LON,
    OWN_FRONT_LAT,
    OWN_FRONT_LINE,
    OWN_CONTROLLER,
    OWN_CONTROLLER_CERTAIN,
    OWN_FRONT_DATE,
    OWN_FRONT_NOTE,
    OWN_COUNT
} own;

static const mrs_field own_fields[OWN_COUNT] = {
    [OWN_PLACE_ID] = {"place_id", MRS_CELL_TEXT, 0},
    [OWN_PLACE_NAME] = {"place_name", MRS_CELL_TEXT, 0},
    [OWN_LON] = {"lon", MRS_CELL_NUMBER, 6},
    [OWN_LAT] = {"lat", MRS_CELL_NUMBER, 6},
    [OWN_UNCERTAINTY_M] = {"uncertainty_m", MRS_CELL_NUMBER, 1},
    [OWN_MATCH] = {"match", MRS_CELL_TEXT, 0},
    [OWN_CONFIDENCE] = {"confidence", MRS_CELL_NUMBER, 3},
    [OWN_PLACED_BY] = {"placed_by", MRS_CELL_TEXT, 0},
    [OWN_REASON] = {"reason", MRS_CELL_TEXT, 0},
    [OWN_FRONT_DISTANCE_M] = {"front_distance_m", MRS_CELL_NUMBER, 1},
    [OWN_FRONT_AZIMUTH_DEG] = {"front_azimuth_deg", MRS_CELL_NUMBER, 3},
    [OWN_FRONT_LON] = {"front_lon", MRS_CELL_NUMBER, 6},
    [OWN_FRONT_LAT] = {"front_lat", MRS_CELL_NUMBER, 6},
    [OWN_FRONT_LINE] = {"front_line", MRS_CELL_TEXT, 0},
    [OWN_CONTROLLER] = {"controller", MRS_CELL_TEXT, 0},
    [OWN_CONTROLLER_CERTAIN] = {"controller_certain", MRS_CELL_FLAG, 0},
    [OWN_FRONT_DATE] = {"front_date", MRS_CELL_TEXT, 0},
    [OWN_FRONT_NOTE] = {"front_note", MRS_CELL_TEXT, 0},
};

/* A column to be written: of the file, of ours, or of both. */
typedef struct column {
    size_t of_file; /* its index there, or NOT_OF_FILE */
    own of_ours;    /* or OWN_COUNT */
    mrs_column known;
} column;

#define NOT_OF_FILE SIZE_MAX

typedef struct table {
    const marsad_front *front;
    const marsad_events *events;
    column *columns;
    mrs_field *fields;
    mrs_cell *cells; /* of the row that is being written */
    size_t count;
    mrs_arena names;
    char date[MARSAD_DATE_TEXT];
} table;

/* ---- columns -------------------------------------------------------------------------------- */

static bool is_shared(own index)
{
    return index == OWN_LON || index == OWN_LAT || index == OWN_UNCERTAINTY_M;
}

static own own_called(const char *name)
{
    int i = 0;
    while (i < OWN_COUNT && strcasecmp(own_fields[i].name, name) != 0) {
        i++;
    }
    return (own)i;
}

static bool file_has(const marsad_events *events, const char *name)
{
    for (size_t i = 0; i < events->column_count; i++) {
        if (strcasecmp(events->columns[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static const char *renamed(table *t, const char *name)
{
    static const char prefix[] = "input_";
    size_t size = sizeof prefix + strlen(name);
    char *made = mrs_arena_alloc(&t->names, 1, size);
    if (made) {
        snprintf(made, size, "%s%s", prefix, name);
    }
    return made;
}

static mrs_cell_kind kind_of(mrs_column known, mrs_cell_kind of_file)
{
    return known == MRS_COLUMN_KILLED || known == MRS_COLUMN_INJURED ? MRS_CELL_INTEGER : of_file;
}

static bool add_file_column(table *t, size_t index)
{
    const char *name = t->events->columns[index];
    own same = own_called(name);
    bool shared = same < OWN_COUNT && is_shared(same);
    column *c = &t->columns[t->count];
    mrs_field *field = &t->fields[t->count++];
    *c = (column){index, shared ? same : OWN_COUNT, mrs_column_find(name)};
    field->name = same < OWN_COUNT && !shared ? renamed(t, name) : name;
    field->kind = shared ? MRS_CELL_NUMBER : kind_of(c->known, t->events->kinds[index]);
    field->decimals = -1;
    return field->name != NULL;
}

static marsad_status make_columns(table *t, marsad_error *error)
{
    size_t most = t->events->column_count + OWN_COUNT;
    t->columns = mrs_alloc(most, sizeof *t->columns);
    t->fields = mrs_alloc(most, sizeof *t->fields);
    t->cells = mrs_alloc(most, sizeof *t->cells);
    if (!t->columns || !t->fields || !t->cells) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < t->events->column_count; i++) {
        if (!add_file_column(t, i)) {
            return mrs_fail_memory(error);
        }
    }
    for (int i = 0; i < OWN_COUNT; i++) {
        if (!is_shared((own)i) || !file_has(t->events, own_fields[i].name)) {
            t->columns[t->count] = (column){NOT_OF_FILE, (own)i, MRS_COLUMN_COUNT};
            t->fields[t->count++] = own_fields[i];
        }
    }
    return MARSAD_OK;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static const mrs_cell none = {.is_null = true};

static mrs_cell text_or_none(const char *text)
{
    mrs_cell cell = {.text = text};
    cell.is_null = !text || !text[0];
    return cell;
}

static mrs_cell number(bool known, double value)
{
    mrs_cell cell = {.number = value};
    cell.is_null = !known;
    return cell;
}

static mrs_cell flag_cell(bool known, bool value)
{
    mrs_cell cell = {.flag = value};
    cell.is_null = !known;
    return cell;
}

/* What the file has there, as what the column holds. */
static mrs_cell file_cell(const char *text, mrs_cell_kind kind)
{
    double value = 0;
    if (kind == MRS_CELL_TEXT) {
        return text_or_none(text);
    }
    if (kind == MRS_CELL_FLAG) {
        return flag_cell(text[0] != '\0', strcmp(text, "true") == 0);
    }
    if (!mrs_number_parse(text, strlen(text), &value)) {
        return none;
    }
    if (kind == MRS_CELL_INTEGER) {
        return (mrs_cell){.integer = strtoll(text, NULL, 10)};
    }
    return (mrs_cell){.number = value};
}

static mrs_cell count_cell(long count)
{
    mrs_cell cell = {.integer = count};
    cell.is_null = count < 0;
    return cell;
}

/* Coordinates of the file stay as exact as they are; ours have six decimals wherever they stand. */
static double own_decimals(const marsad_incident *incident, double degrees)
{
    const double step = 1e6;
    bool of_file = incident->placement == MARSAD_PLACED_BY_COORDINATES;
    return of_file ? degrees : nearbyint(degrees * step) / step;
}

/* Where the incident was placed, and why there. Of an ambiguous one only the reason is told: what
 * it may be is no place. */
static mrs_cell place_cell(const marsad_incident *incident, own index)
{
    bool placed = marsad_incident_is_placed(incident);
    const marsad_resolution *answer = incident->resolution;
    const marsad_place *place = placed && answer ? marsad_resolution_place(answer) : NULL;
    switch (index) {
    case OWN_PLACE_ID:
        return text_or_none(place ? place->id : NULL);
    case OWN_PLACE_NAME:
        return text_or_none(place ? place->name : NULL);
    case OWN_LON:
        return number(placed, own_decimals(incident, incident->at.lon));
    case OWN_LAT:
        return number(placed, own_decimals(incident, incident->at.lat));
    case OWN_UNCERTAINTY_M:
        return number(placed && incident->uncertainty_m > 0, incident->uncertainty_m);
    case OWN_MATCH:
        return text_or_none(place ? marsad_match_text(answer->match) : NULL);
    case OWN_CONFIDENCE:
        return number(answer != NULL, answer ? answer->confidence : 0);
    case OWN_PLACED_BY:
        return (mrs_cell){.text = marsad_placement_text(incident->placement)};
    default:
        return text_or_none(answer ? answer->reason : NULL);
    }
}

/* How it lies to the front. */
static mrs_cell relation_cell(const table *t, const marsad_event_relation *item, own index)
{
    const marsad_front_relation *r = &item->relation;
    const marsad_front_state *state =
        item->related ? marsad_front_state_at(t->front, item->state) : NULL;
    bool near = state && r->has_line;
    switch (index) {
    case OWN_FRONT_DISTANCE_M:
        return number(near, r->distance_m);
    case OWN_FRONT_AZIMUTH_DEG:
        return number(near, r->azimuth_deg);
    case OWN_FRONT_LON:
        return number(near, r->nearest.lon);
    case OWN_FRONT_LAT:
        return number(near, r->nearest.lat);
    case OWN_FRONT_LINE:
        return text_or_none(near ? state->lines[r->line].name : NULL);
    case OWN_CONTROLLER:
        return text_or_none(state ? marsad_front_holder(t->front, r->controller) : NULL);
    case OWN_CONTROLLER_CERTAIN:
        return flag_cell(state != NULL, r->controller_certain);
    case OWN_FRONT_DATE:
        return text_or_none(state ? t->date : NULL);
    default:
        return text_or_none(marsad_event_relation_note(item));
    }
}

static mrs_cell own_cell(const table *t, const marsad_incident *incident,
                         const marsad_event_relation *item, own index)
{
    return index < OWN_FRONT_DISTANCE_M ? place_cell(incident, index)
                                        : relation_cell(t, item, index);
}

static mrs_cell cell_of(const table *t, size_t row, const marsad_event_relation *item, size_t index)
{
    const column *c = &t->columns[index];
    const marsad_incident *incident = marsad_events_get(t->events, row);
    if (c->of_ours < OWN_COUNT &&
        (c->of_file == NOT_OF_FILE || marsad_incident_is_placed(incident))) {
        return own_cell(t, incident, item, c->of_ours);
    }
    if (c->known == MRS_COLUMN_KILLED || c->known == MRS_COLUMN_INJURED) {
        return count_cell(c->known == MRS_COLUMN_KILLED ? incident->killed : incident->injured);
    }
    return file_cell(marsad_events_cell(t->events, row, c->of_file), t->fields[index].kind);
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* The date of the front that the event is told against. */
static marsad_date front_date(const table *t, const marsad_event_relation *item)
{
    return item->related ? marsad_front_state_at(t->front, item->state)->date : (marsad_date){0};
}

static marsad_status write_rows(table *t, const marsad_event_relation *relations,
                                mrs_writer *writer, marsad_error *error)
{
    static const size_t one_point = 1;
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < t->events->count; i++) {
        const marsad_incident *incident = marsad_events_get(t->events, i);
        marsad_date_text(front_date(t, &relations[i]), t->date);
        for (size_t c = 0; c < t->count; c++) {
            t->cells[c] = cell_of(t, i, &relations[i], c);
        }
        status = mrs_writer_add(writer, t->cells, &incident->at, &one_point,
                                marsad_incident_is_placed(incident), error);
        if (status && error && error->row > 0) {
            error->row = incident->row; /* as whoever reads the events counts */
        }
    }
    return status;
}

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

marsad_status marsad_front_write_events(const marsad_front *front, const marsad_events *events,
                                        const marsad_event_relation *relations, const char *path,
                                        marsad_error *error)
{
    table t = {.front = front, .events = events};
    mrs_writer *writer = NULL;
    marsad_status status = make_columns(&t, error);
    if (!status) {
        mrs_events_look look;
        mrs_events_look_of(t.fields, t.count, &look);
        const mrs_writer_plan plan = {.layer = "events",
                                      .shape = MRS_WRITE_POINT,
                                      .fields = t.fields,
                                      .field_count = t.count,
                                      .look = &look.look};
        status = mrs_writer_begin(path, &plan, &writer, error);
    }
    if (!status) {
        status = write_rows(&t, relations, writer, error);
    }
    if (!status) {
        status = mrs_writer_commit(writer, error);
    } else {
        mrs_writer_abandon(writer);
    }
    mrs_free(t.columns);
    mrs_free(t.fields);
    mrs_free(t.cells);
    mrs_arena_clear(&t.names);
    return status;
}
