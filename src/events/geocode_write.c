#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/trim.h"
#include "events/geocode_job.h"
#include "events/look.h"

bool mrs_geocode_is_json_lines(const char *format)
{
    return strcasecmp(format, "ndjson") == 0 || strcasecmp(format, "geojsonl") == 0 ||
           strcasecmp(format, "geojsons") == 0;
}

static bool is_delimited(const char *format)
{
    return strcasecmp(format, "csv") == 0 || strcasecmp(format, "tsv") == 0;
}

bool mrs_geocode_is_lines(const char *format)
{
    return is_delimited(format) || mrs_geocode_is_json_lines(format);
}

/* ---- beginning ------------------------------------------------------------------------------ */

static marsad_status make_ours(mrs_geocode_sink *sink, marsad_error *error)
{
    static const mrs_field own[] = {{"where_prec", MRS_CELL_INTEGER, 0},
                                    {"geo_precision", MRS_CELL_INTEGER, 0},
                                    {"name_distance_m", MRS_CELL_NUMBER, 1},
                                    {"check", MRS_CELL_TEXT, 0}};
    static const mrs_cell_kind kinds[] = {[MARSAD_MORE_TEXT] = MRS_CELL_TEXT,
                                          [MARSAD_MORE_NUMBER] = MRS_CELL_NUMBER,
                                          [MARSAD_MORE_FLAG] = MRS_CELL_FLAG};
    size_t more = sink->more ? sink->more->count : 0;
    sink->our_count = MRS_GEOCODE_COLUMNS + more;
    sink->ours = mrs_alloc(sink->our_count, sizeof *sink->ours);
    if (!sink->ours) {
        return mrs_fail_memory(error);
    }
    memcpy(sink->ours, mrs_place_fields, sizeof mrs_place_fields);
    memcpy(sink->ours + MRS_PLACE_COLUMNS, own, sizeof own);
    for (size_t i = 0; i < more; i++) {
        const marsad_more_column *column = &sink->more->columns[i];
        sink->ours[MRS_GEOCODE_COLUMNS + i] =
            (mrs_field){column->name, kinds[column->kind], column->decimals};
    }
    return MARSAD_OK;
}

/* What each column means: of delimited text nothing, for its cells stay as they are. */
static void fill_known(const mrs_geocode_sink *sink, const mrs_event_reader *reader,
                       mrs_column *known, size_t count)
{
    const mrs_schema *schema = mrs_event_reader_schema(reader);
    for (size_t i = 0; i < count; i++) {
        known[i] = MRS_COLUMN_COUNT;
        if (!sink->is_delimited && schema->of_file[MRS_COLUMN_KILLED] == i) {
            known[i] = MRS_COLUMN_KILLED;
        } else if (!sink->is_delimited && schema->of_file[MRS_COLUMN_INJURED] == i) {
            known[i] = MRS_COLUMN_INJURED;
        }
    }
}

/* In delimited text a shared column holds the file's text, or ours. */
static void keep_texts(mrs_geocode_sink *sink)
{
    for (size_t i = 0; sink->is_delimited && i < sink->layout.count; i++) {
        if (sink->layout.columns[i].of_file != MRS_NONE_OF) {
            sink->layout.fields[i].kind = MRS_CELL_TEXT;
        }
    }
}

static marsad_status make_layout(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                                 marsad_error *error)
{
    size_t count = sink->of_objects ? 0 : mrs_event_reader_column_count(reader);
    const char **names = mrs_alloc(count, sizeof *names);
    mrs_cell_kind *kinds = mrs_alloc(count, sizeof *kinds);
    mrs_column *known = mrs_alloc(count, sizeof *known);
    marsad_status status = names && kinds && known ? MARSAD_OK : mrs_fail_memory(error);
    for (size_t i = 0; !status && i < count; i++) {
        names[i] = mrs_event_reader_column(reader, i);
        kinds[i] = mrs_event_reader_kind(reader, i);
    }
    if (!status) {
        fill_known(sink, reader, known, count);
        const mrs_layout_file file = {names, kinds, known, count};
        status = mrs_layout_make(&file, sink->ours, sink->our_count, &sink->layout, error);
    }
    sink->file_columns = count;
    keep_texts(sink);
    mrs_free(names);
    mrs_free(kinds);
    mrs_free(known);
    return status;
}

marsad_status mrs_geocode_begin(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                                const mrs_sink_plan *plan, marsad_error *error)
{
    sink->is_delimited = is_delimited(sink->format);
    sink->of_objects = mrs_geocode_is_json_lines(sink->format) && mrs_event_reader_is_lines(reader);
    marsad_status status = make_ours(sink, error);
    status = status ? status : make_layout(sink, reader, error);
    if (status) {
        return status;
    }
    mrs_events_look look;
    mrs_events_look_of(sink->layout.fields, sink->layout.count, &look);
    const mrs_writer_plan how = {.layer = "events",
                                 .shape = MRS_WRITE_POINT,
                                 .fields = sink->layout.fields,
                                 .field_count = sink->layout.count,
                                 .format = sink->format,
                                 .part = plan->part,
                                 .keep = plan->keep,
                                 .at_once = plan->at_once,
                                 .large = true,
                                 .look = &look.look};
    return mrs_writer_begin(sink->path, &how, &sink->writer, error);
}

void mrs_geocode_clear(mrs_geocode_sink *sink)
{
    mrs_writer_abandon(sink->writer);
    sink->writer = NULL;
    mrs_layout_clear(&sink->layout);
    mrs_buffer_clear(&sink->line);
    mrs_buffer_clear(&sink->numbers);
    mrs_free(sink->ours);
    sink->ours = NULL;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static mrs_cell code_cell(int code)
{
    mrs_cell cell = {.integer = code};
    cell.is_null = code == 0;
    return cell;
}

static mrs_cell more_cell(const mrs_geocode_sink *sink, const mrs_geocoded *row, size_t column)
{
    const char *text = row->more ? row->more[column - MRS_GEOCODE_COLUMNS] : NULL;
    return mrs_layout_file_cell(text ? text : "", sink->ours[column].kind);
}

mrs_cell mrs_geocode_cell(const mrs_geocode_sink *sink, const mrs_geocoded *row, size_t column)
{
    if (column >= MRS_GEOCODE_COLUMNS) {
        return more_cell(sink, row, column);
    }
    if (row->fault && column == MRS_PLACE_PLACED_BY) {
        return (mrs_cell){.text = "malformed"};
    }
    if (column < MRS_PLACE_COLUMNS) {
        return mrs_placed_cell(&row->placed, (mrs_place_column)column);
    }
    switch ((mrs_geocode_column)column) {
    case MRS_GEOCODE_WHERE_PREC:
        return code_cell(row->where_prec);
    case MRS_GEOCODE_GEO_PRECISION:
        return code_cell(row->geo_precision);
    case MRS_GEOCODE_NAME_DISTANCE_M:
        return mrs_cell_number(row->name_distance_m >= 0, row->name_distance_m);
    default:
        return mrs_cell_text(row->fault ? row->fault : row->check.text);
    }
}

/* Ours in a column of the file that holds text: a number as it would be written. At most two of a
 * row's numbers have a text at once, for which there is room. */
static mrs_cell as_text(mrs_geocode_sink *sink, const mrs_cell *cell, size_t column)
{
    char text[MRS_NUMBER_TEXT];
    if (cell->is_null) {
        return *cell;
    }
    size_t length = mrs_number_text(cell->number, sink->ours[column].decimals, text);
    size_t start = sink->numbers.length;
    mrs_buffer_add_bytes(&sink->numbers, text, length);
    mrs_buffer_add_bytes(&sink->numbers, "", 1);
    return mrs_cell_text(sink->numbers.failed ? NULL : sink->numbers.text + start);
}

static mrs_cell cell_of(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                        const mrs_geocoded *row, size_t index)
{
    const mrs_layout_column *column = &sink->layout.columns[index];
    bool of_file = column->of_file != MRS_NONE_OF;
    const char *text = of_file ? mrs_event_reader_cell(reader, column->of_file) : "";
    if (column->of_ours != MRS_NONE_OF && !text[0]) {
        mrs_cell ours = mrs_geocode_cell(sink, row, column->of_ours);
        return of_file && sink->is_delimited ? as_text(sink, &ours, column->of_ours) : ours;
    }
    if (column->known != MRS_COLUMN_COUNT) {
        return mrs_layout_count_cell(&row->incident, column->known);
    }
    return mrs_layout_file_cell(text, sink->layout.fields[index].kind);
}

static void count_lost(mrs_geocode_sink *sink, const mrs_event_reader *reader)
{
    size_t count = mrs_event_reader_column_count(reader);
    for (size_t i = sink->file_columns; i < count; i++) {
        sink->lost_cells += mrs_event_reader_cell(reader, i)[0] != '\0';
    }
}

static marsad_status add_cells(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                               const mrs_geocoded *row, marsad_error *error)
{
    static const size_t one_point = 1;
    enum { NUMBERS_ROOM = 3 * (MRS_NUMBER_TEXT + 1) };
    sink->numbers.length = 0;
    mrs_buffer_reserve(&sink->numbers, NUMBERS_ROOM);
    for (size_t i = 0; i < sink->layout.count; i++) {
        sink->layout.cells[i] = cell_of(sink, reader, row, i);
    }
    count_lost(sink, reader);
    if (sink->numbers.failed) {
        return mrs_fail_memory(error);
    }
    return mrs_writer_add(sink->writer, sink->layout.cells, &row->placed.at, &one_point,
                          !row->fault && marsad_incident_is_placed(&row->incident), error);
}

static marsad_status add_object(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                                const mrs_geocoded *row, marsad_error *error)
{
    struct json_object *object = mrs_event_reader_object(reader);
    size_t length = 0;
    const char *raw = mrs_event_reader_raw(reader, &length);
    raw = raw ? mrs_trim(raw, &length) : NULL;
    bool is_object = json_object_is_type(object, json_type_object);
    if (is_object && raw && mrs_geocode_is_free(sink, object)) {
        for (size_t i = 0; i < sink->our_count; i++) {
            sink->layout.cells[i] = mrs_geocode_cell(sink, row, i);
        }
        return mrs_writer_add_object(sink->writer, raw, length, sink->layout.cells, error);
    }
    marsad_status status = is_object
                               ? mrs_geocode_object(sink, object, row, error)
                               : mrs_geocode_no_object(sink, raw ? raw : "", length, row, error);
    return status ? status
                  : mrs_writer_add_object(sink->writer, sink->line.text, sink->line.length, NULL,
                                          error);
}

marsad_status mrs_geocode_add(mrs_geocode_sink *sink, const mrs_event_reader *reader,
                              const mrs_geocoded *row, marsad_error *error)
{
    marsad_status status = sink->of_objects ? add_object(sink, reader, row, error)
                                            : add_cells(sink, reader, row, error);
    if (status && error && error->row > 0) {
        error->row = row->incident.row; /* as whoever reads the table counts */
    }
    return status;
}
