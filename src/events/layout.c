#include "events/layout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/number.h"

const mrs_field mrs_place_fields[MRS_PLACE_COLUMNS] = {
    [MRS_PLACE_ID] = {"place_id", MRS_CELL_TEXT, 0},
    [MRS_PLACE_NAME] = {"place_name", MRS_CELL_TEXT, 0},
    [MRS_PLACE_LON] = {"lon", MRS_CELL_NUMBER, 6},
    [MRS_PLACE_LAT] = {"lat", MRS_CELL_NUMBER, 6},
    [MRS_PLACE_UNCERTAINTY_M] = {"uncertainty_m", MRS_CELL_NUMBER, 1},
    [MRS_PLACE_MATCH] = {"match", MRS_CELL_TEXT, 0},
    [MRS_PLACE_CONFIDENCE] = {"confidence", MRS_CELL_NUMBER, 3},
    [MRS_PLACE_PLACED_BY] = {"placed_by", MRS_CELL_TEXT, 0},
    [MRS_PLACE_REASON] = {"reason", MRS_CELL_TEXT, 0},
};

/* ---- columns -------------------------------------------------------------------------------- */

/* Whether a column of the file of this name holds the same as ours. */
static bool is_shared(const char *name)
{
    return strcasecmp(name, "lon") == 0 || strcasecmp(name, "lat") == 0 ||
           strcasecmp(name, "uncertainty_m") == 0;
}

static size_t called(const mrs_field *ours, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(ours[i].name, name) == 0) {
            return i;
        }
    }
    return MRS_NONE_OF;
}

static bool file_has(const mrs_layout_file *file, const char *name)
{
    for (size_t i = 0; i < file->count; i++) {
        if (strcasecmp(file->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static const char *renamed(mrs_layout *layout, const char *name)
{
    static const char prefix[] = "input_";
    size_t size = sizeof prefix + strlen(name);
    char *made = mrs_arena_alloc(&layout->names, 1, size);
    if (made) {
        snprintf(made, size, "%s%s", prefix, name);
    }
    return made;
}

static bool is_count(mrs_column known)
{
    return known == MRS_COLUMN_KILLED || known == MRS_COLUMN_INJURED;
}

static bool add_file_column(mrs_layout *layout, const mrs_layout_file *file, size_t index,
                            size_t same)
{
    const char *name = file->names[index];
    bool ours = same != MRS_NONE_OF;
    bool shared = ours && is_shared(name);
    mrs_layout_column *c = &layout->columns[layout->count];
    mrs_field *field = &layout->fields[layout->count++];
    *c = (mrs_layout_column){index, shared ? same : MRS_NONE_OF,
                             file->known ? file->known[index] : mrs_column_find(name)};
    field->name = ours && !shared ? renamed(layout, name) : name;
    field->kind = shared               ? MRS_CELL_NUMBER
                  : is_count(c->known) ? MRS_CELL_INTEGER
                                       : file->kinds[index];
    field->decimals = -1;
    return field->name != NULL;
}

marsad_status mrs_layout_make(const mrs_layout_file *file, const mrs_field *ours, size_t our_count,
                              mrs_layout *out, marsad_error *error)
{
    size_t most = file->count + our_count;
    *out = (mrs_layout){.columns = mrs_alloc(most, sizeof *out->columns),
                        .fields = mrs_alloc(most, sizeof *out->fields),
                        .cells = mrs_alloc(most, sizeof *out->cells)};
    if (!out->columns || !out->fields || !out->cells) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < file->count; i++) {
        if (!add_file_column(out, file, i, called(ours, our_count, file->names[i]))) {
            return mrs_fail_memory(error);
        }
    }
    for (size_t i = 0; i < our_count; i++) {
        if (!is_shared(ours[i].name) || !file_has(file, ours[i].name)) {
            out->columns[out->count] = (mrs_layout_column){MRS_NONE_OF, i, MRS_COLUMN_COUNT};
            out->fields[out->count++] = ours[i];
        }
    }
    return MARSAD_OK;
}

void mrs_layout_clear(mrs_layout *layout)
{
    mrs_free(layout->columns);
    mrs_free(layout->fields);
    mrs_free(layout->cells);
    mrs_arena_clear(&layout->names);
    *layout = (mrs_layout){0};
}

bool mrs_layout_is_ours(const mrs_layout_column *column, bool placed)
{
    return column->of_ours != MRS_NONE_OF && (column->of_file == MRS_NONE_OF || placed);
}

/* ---- cells ---------------------------------------------------------------------------------- */

mrs_cell mrs_cell_text(const char *text)
{
    mrs_cell cell = {.text = text};
    cell.is_null = !text || !text[0];
    return cell;
}

mrs_cell mrs_cell_number(bool known, double value)
{
    mrs_cell cell = {.number = value};
    cell.is_null = !known;
    return cell;
}

mrs_cell mrs_cell_flag(bool known, bool value)
{
    mrs_cell cell = {.flag = value};
    cell.is_null = !known;
    return cell;
}

mrs_cell mrs_layout_file_cell(const char *text, mrs_cell_kind kind)
{
    double value = 0;
    if (kind == MRS_CELL_TEXT) {
        return mrs_cell_text(text);
    }
    if (kind == MRS_CELL_FLAG) {
        return mrs_cell_flag(text[0] != '\0', strcmp(text, "true") == 0);
    }
    if (!mrs_number_parse(text, strlen(text), &value)) {
        return (mrs_cell){.is_null = true};
    }
    if (kind == MRS_CELL_INTEGER) {
        return (mrs_cell){.integer = strtoll(text, NULL, 10)};
    }
    return (mrs_cell){.number = value};
}

mrs_cell mrs_layout_count_cell(const marsad_incident *incident, mrs_column known)
{
    long count = known == MRS_COLUMN_KILLED ? incident->killed : incident->injured;
    mrs_cell cell = {.integer = count};
    cell.is_null = count < 0;
    return cell;
}

/* ---- where a row was placed ----------------------------------------------------------------- */

mrs_placed mrs_placed_of(const marsad_incident *incident)
{
    const marsad_resolution *answer = incident->resolution;
    bool placed = marsad_incident_is_placed(incident);
    const marsad_place *place = placed && answer ? marsad_resolution_place(answer) : NULL;
    return (mrs_placed){.placement = incident->placement,
                        .at = incident->at,
                        .uncertainty_m = incident->uncertainty_m,
                        .id = place ? place->id : NULL,
                        .name = place ? place->name : NULL,
                        .match = answer && place ? marsad_match_text(answer->match) : NULL,
                        .reason = answer ? answer->reason : NULL,
                        .confidence = answer ? answer->confidence : -1};
}

/* Coordinates of the file stay as exact as they are; ours have six decimals wherever they stand. */
static double own_decimals(const mrs_placed *placed, double degrees)
{
    const double step = 1e6;
    bool of_file = placed->placement == MARSAD_PLACED_BY_COORDINATES;
    return of_file ? degrees : nearbyint(degrees * step) / step;
}

mrs_cell mrs_placed_cell(const mrs_placed *p, mrs_place_column column)
{
    bool placed = p->placement != MARSAD_UNPLACED && p->placement != MARSAD_PLACED_AMBIGUOUSLY;
    switch (column) {
    case MRS_PLACE_ID:
        return mrs_cell_text(p->id);
    case MRS_PLACE_NAME:
        return mrs_cell_text(p->name);
    case MRS_PLACE_LON:
        return mrs_cell_number(placed, own_decimals(p, p->at.lon));
    case MRS_PLACE_LAT:
        return mrs_cell_number(placed, own_decimals(p, p->at.lat));
    case MRS_PLACE_UNCERTAINTY_M:
        return mrs_cell_number(placed && p->uncertainty_m > 0, p->uncertainty_m);
    case MRS_PLACE_MATCH:
        return mrs_cell_text(p->match);
    case MRS_PLACE_CONFIDENCE:
        return mrs_cell_number(p->confidence >= 0, p->confidence);
    case MRS_PLACE_PLACED_BY:
        return (mrs_cell){.text = marsad_placement_text(p->placement)};
    default:
        return mrs_cell_text(p->reason);
    }
}
