#include "events/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/trim.h"
#include "events/hxl.h"
#include "events/reader_handle.h"
#include "events/table.h"
#include "marsad/text.h"

/* ---- faults of a row ------------------------------------------------------------------------ */

void mrs_reader_clear_faults(mrs_event_reader *r)
{
    r->faults.count = r->faults.found = 0;
    r->fault.length = 0;
    r->broken = false;
}

/* Tells the caller the faults of the row from `first` on, and adds them to the line. */
static void tell_faults(mrs_event_reader *r, size_t first)
{
    for (size_t i = first; i < r->faults.count; i++) {
        const marsad_error *fault = &r->faults.items[i];
        mrs_buffer_addf(&r->fault, "%s%s", r->fault.length ? "; " : "", fault->message);
        if (r->told) {
            mrs_fault(r->told, fault->row, fault->column[0] ? fault->column : NULL, "%s",
                      fault->message);
        }
    }
}

void mrs_event_reader_reject(mrs_event_reader *reader, const char *column, const char *format, ...)
{
    char message[sizeof reader->faults.items->message];
    size_t first = reader->faults.count;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    mrs_fault(&reader->fault_list, reader->incident.row, column, "%s", message);
    tell_faults(reader, first);
}

/* ---- cells ---------------------------------------------------------------------------------- */

static const char *read_bytes(mrs_event_reader *r, size_t index, size_t *length)
{
    const char *text = mrs_vector_text(r->vector, r->columns[index]);
    size_t bad;
    *length = strlen(text);
    if (marsad_text_is_utf8(text, *length, &bad)) {
        return text;
    }
    mrs_fault(&r->fault_list, mrs_vector_row(r->vector), mrs_event_reader_column(r, index),
              "the text is not UTF-8 (byte %zu of the cell): save the table as UTF-8", bad + 1);
    return NULL;
}

bool mrs_reader_read_cells(mrs_event_reader *r, mrs_row *row)
{
    bool any = false;
    r->texts.length = 0;
    for (size_t i = 0; i < r->column_count; i++) {
        size_t length;
        const char *text = read_bytes(r, i, &length);
        any = any || !text || !mrs_is_blank(text);
        for (int c = 0; !text && c < MRS_COLUMN_COUNT; c++) {
            row->unreadable[c] |= r->current->of_file[c] == i;
        }
        r->starts[i] = r->texts.length;
        mrs_buffer_add_bytes(&r->texts, text ? text : "", (text ? length : 0) + 1);
    }
    return any;
}

/* The text without surrounding spaces: itself where it has none, or else a copy in `trimmed`, which
 * has room for it. */
static const char *trim(mrs_event_reader *r, const char *text)
{
    size_t length = strlen(text);
    text = mrs_trim(text, &length);
    if (text[length] == '\0') {
        return text;
    }
    size_t start = r->trimmed.length;
    mrs_buffer_add_bytes(&r->trimmed, text, length);
    mrs_buffer_add_bytes(&r->trimmed, "", 1);
    return r->trimmed.failed ? "" : r->trimmed.text + start;
}

/* Points the row to the texts of the columns that are known. */
static void fill_row(mrs_event_reader *r, mrs_row *row)
{
    r->trimmed.length = 0;
    mrs_buffer_reserve(&r->trimmed, r->texts.length + MRS_COLUMN_COUNT + 3);
    for (int c = 0; c < MRS_COLUMN_COUNT; c++) {
        size_t column = r->current->of_file[c];
        if (column == MRS_NO_COLUMN || r->texts.failed) {
            row->cells[c] = "";
            continue;
        }
        row->cells[c] = trim(r, mrs_event_reader_cell(r, column));
    }
}

static const char *what_shape(mrs_shape_kind kind)
{
    return kind == MRS_SHAPE_AREAS ? "an area" : kind == MRS_SHAPE_LINES ? "a line" : "several";
}

static marsad_status read_geometry(mrs_event_reader *r, mrs_row *row, marsad_error *error)
{
    if (!mrs_vector_has_crs(r->vector)) {
        return MARSAD_OK;
    }
    const mrs_shape *shape;
    marsad_status status = mrs_vector_shape(r->vector, &shape, error);
    if (status == MARSAD_OK && shape->kind == MRS_SHAPE_POINT) {
        row->has_point = true;
        row->point = shape->points[0];
    } else if (status == MARSAD_OK && shape->kind != MRS_SHAPE_NONE) {
        mrs_fault(&r->fault_list, row->number, NULL,
                  "the geometry of an incident must be a point, not %s: take its centroid",
                  what_shape(shape->kind));
        row->unreadable[MRS_COLUMN_LOCATION] = true;
    }
    return status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Whether the row's dates may lie between since and until. */
static bool may_be_within(const mrs_event_reader *r)
{
    marsad_date first = r->incident.date;
    marsad_date last = r->incident.end_date.year ? r->incident.end_date : first;
    if (!first.year || r->broken) {
        return true;
    }
    return !(r->since.year && mrs_date_surely_before(last, r->since)) &&
           !(r->until.year && mrs_date_surely_before(r->until, first));
}

static marsad_status fail_if_memory_is_out(const mrs_event_reader *r, marsad_error *error)
{
    bool out = r->fault_list.out_of_memory || r->texts.failed || r->trimmed.failed ||
               r->fault.failed || (r->told && r->told->out_of_memory);
    return out ? mrs_fail_memory(error) : MARSAD_OK;
}

/* The current row's meaning: that of the table, or of its own keys. */
static marsad_status find_schema(mrs_event_reader *r, marsad_error *error)
{
    struct json_object *object = mrs_vector_object(r->vector);
    r->current = &r->schema;
    if (!r->by_lines || !object) {
        return MARSAD_OK;
    }
    const mrs_schema *found =
        mrs_reader_take_columns(r) ? mrs_key_schemas_of(&r->keys, object, r->vector) : NULL;
    r->current = found ? found : r->current;
    return found ? MARSAD_OK : mrs_fail_memory(error);
}

/* In lines of JSON, what names the place may be an object: nobody's name. */
static void check_location(mrs_event_reader *r, mrs_row *row)
{
    char start = row->cells[MRS_COLUMN_LOCATION][0];
    if (!r->broken && r->by_lines && (start == '{' || start == '[')) {
        mrs_fault(&r->fault_list, row->number, "location",
                  "location is an %s, not a name: write location, lon and lat as keys of the row",
                  start == '{' ? "object" : "array");
        row->unreadable[MRS_COLUMN_LOCATION] = true;
    }
}

/* Reads the row at which the vector stands; `*taken` is false if there is nothing in it, or it lies
 * outside the dates. */
static marsad_status read_row(mrs_event_reader *r, bool *taken, marsad_error *error)
{
    mrs_row row = {.number = mrs_vector_row(r->vector)};
    const char *broken = mrs_vector_fault(r->vector);
    mrs_reader_clear_faults(r);
    r->broken = broken != NULL;
    marsad_status status = find_schema(r, error);
    bool any = !status && mrs_reader_read_cells(r, &row);
    status = status || r->broken ? status : read_geometry(r, &row, error);
    *taken = any || r->broken || row.has_point || r->faults.count;
    if (status || !*taken) {
        return status;
    }
    fill_row(r, &row);
    row.unreadable[MRS_COLUMN_LOCATION] |= r->placeless;
    check_location(r, &row);
    row.schema = r->current;
    row.vocabulary = &r->vocabulary;
    if (r->broken) {
        r->incident = (marsad_incident){.row = row.number};
        mrs_reader_clear_faults(r);
        r->broken = true;
        mrs_fault(&r->fault_list, row.number, NULL, "%s", broken);
    } else {
        mrs_row_read(&row, &r->fault_list, &r->incident);
    }
    return fail_if_memory_is_out(r, error);
}

static marsad_status step(mrs_event_reader *r, bool *more, marsad_error *error)
{
    if (r->waiting) {
        r->waiting = false;
        *more = r->has_first;
        return MARSAD_OK;
    }
    return mrs_vector_next(r->vector, more, error);
}

marsad_status mrs_event_reader_next(mrs_event_reader *reader, bool *more, marsad_error *error)
{
    for (;;) {
        bool taken = false;
        marsad_status status = step(reader, more, error);
        status = status || !*more ? status : read_row(reader, &taken, error);
        if (status || !*more) {
            *more = false;
            return status;
        }
        bool within = !taken || may_be_within(reader);
        reader->left_out += !within;
        if (taken && within) {
            tell_faults(reader, 0);
            return fail_if_memory_is_out(reader, error);
        }
    }
}

/* ---- what is asked -------------------------------------------------------------------------- */

size_t mrs_event_reader_column_count(const mrs_event_reader *reader)
{
    return reader->column_count;
}

const char *mrs_event_reader_column(const mrs_event_reader *reader, size_t column)
{
    return mrs_vector_column_name(reader->vector, reader->columns[column]);
}

mrs_cell_kind mrs_event_reader_kind(const mrs_event_reader *reader, size_t column)
{
    return mrs_vector_column_kind(reader->vector, reader->columns[column]);
}

const mrs_schema *mrs_event_reader_schema(const mrs_event_reader *reader)
{
    return reader->current;
}

bool mrs_event_reader_is_lines(const mrs_event_reader *reader)
{
    return reader->by_lines;
}

const char *mrs_event_reader_note(mrs_event_reader *reader)
{
    const char *of_file = mrs_vector_note(reader->vector);
    const mrs_vocabulary *vocabulary = &reader->vocabulary;
    mrs_buffer *note = &reader->note;
    if (!vocabulary->rough_row) {
        return of_file;
    }
    note->length = 0;
    mrs_buffer_addf(note,
                    "%s%ssome numbers of people are rough, such as \"%s\" in row %ld: the number "
                    "that is said counts, or the lower of two",
                    of_file, of_file[0] ? "; " : "", vocabulary->rough_count,
                    vocabulary->rough_row);
    return note->failed ? of_file : note->text;
}

const char *mrs_event_reader_format(const mrs_event_reader *reader)
{
    return mrs_vector_format(reader->vector);
}

const char *mrs_event_reader_layer(const mrs_event_reader *reader)
{
    return mrs_vector_layer(reader->vector);
}

const char *mrs_event_reader_fault(const mrs_event_reader *reader)
{
    return reader->faults.count ? reader->fault.text : NULL;
}

const char *mrs_event_reader_encoding(const mrs_event_reader *reader)
{
    return mrs_vector_encoding(reader->vector);
}

size_t mrs_event_reader_layer_count(const mrs_event_reader *reader)
{
    return mrs_vector_layer_count(reader->vector);
}

const char *mrs_event_reader_layer_name(const mrs_event_reader *reader, size_t index)
{
    return mrs_vector_layer_name(reader->vector, index);
}

const char *mrs_event_reader_tag(const mrs_event_reader *reader, size_t column)
{
    const char *name = mrs_event_reader_column(reader, column);
    const char *below = column < reader->tag_count ? reader->tags[column] : "";
    return mrs_hxl_is_tag(below) ? below : mrs_hxl_is_tag(name) ? name : "";
}

const marsad_problems *mrs_event_reader_faults(const mrs_event_reader *reader)
{
    return &reader->faults;
}

bool mrs_event_reader_is_broken(const mrs_event_reader *reader)
{
    return reader->broken;
}

const marsad_incident *mrs_event_reader_incident(const mrs_event_reader *reader)
{
    return &reader->incident;
}

long mrs_event_reader_row(const mrs_event_reader *reader)
{
    return reader->incident.row;
}

const char *mrs_event_reader_cell(const mrs_event_reader *reader, size_t column)
{
    return reader->texts.text + reader->starts[column];
}

size_t mrs_event_reader_left_out(const mrs_event_reader *reader)
{
    return reader->left_out;
}

struct json_object *mrs_event_reader_object(const mrs_event_reader *reader)
{
    return mrs_vector_object(reader->vector);
}

const char *mrs_event_reader_raw(const mrs_event_reader *reader, size_t *length)
{
    const char *raw = mrs_vector_raw(reader->vector, length);
    bool whole = !reader->hides || reader->broken;
    *length = whole ? *length : 0;
    return whole ? raw : NULL;
}

void mrs_event_reader_progress(const mrs_event_reader *reader, uint64_t *done, uint64_t *all)
{
    mrs_vector_progress(reader->vector, done, all);
}

bool mrs_event_reader_mark(const mrs_event_reader *reader, uint64_t *offset)
{
    return mrs_vector_mark(reader->vector, offset);
}

marsad_status mrs_event_reader_seek(mrs_event_reader *reader, uint64_t offset, long row,
                                    marsad_error *error)
{
    reader->waiting = false;
    return mrs_vector_seek(reader->vector, offset, row, error);
}
