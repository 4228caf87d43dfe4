#include "events/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "events/hxl.h"
#include "events/key_schemas.h"
#include "events/rejected.h"
#include "events/row.h"
#include "events/table.h"
#include "geo/vector.h"
#include "marsad/text.h"

struct mrs_event_reader {
    char *path;
    mrs_vector *vector;
    mrs_faults *told; /* the caller's; may be NULL */
    marsad_date since, until;
    size_t left_out;

    size_t *columns; /* of the vector, without those that are not shown */
    size_t column_count, column_capacity;
    size_t looked_at; /* columns of the vector that are, or are not, among `columns` */
    bool hides;       /* some are not */
    bool by_lines;    /* newline-delimited JSON, whose rows have their own columns */
    mrs_schema schema;
    mrs_key_schemas keys; /* of newline-delimited JSON */
    const mrs_schema *current;
    char **tags; /* of HXL, that stand below the header; NULL where none do */
    size_t tag_count;

    mrs_vocabulary vocabulary;

    mrs_buffer texts; /* of the row's cells, each with its final NUL */
    size_t *starts;   /* of each in `texts` */
    size_t start_capacity;
    mrs_buffer trimmed; /* of those that have spaces around them */
    marsad_problems faults;
    mrs_faults fault_list; /* what fills `faults` */
    mrs_buffer fault;      /* all of them in a line */
    mrs_buffer note;
    bool broken;
    marsad_incident incident;

    bool waiting; /* the vector's first row was looked at and is yet to be given */
    bool has_first;
};

/* ---- faults of a row ------------------------------------------------------------------------ */

static void clear_faults(mrs_event_reader *r)
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

/* ---- columns -------------------------------------------------------------------------------- */

/* Takes in the columns of the vector that are new. */
static bool take_columns(mrs_event_reader *r)
{
    size_t count = mrs_vector_column_count(r->vector);
    for (; r->looked_at < count; r->looked_at++) {
        const char *name = mrs_vector_column_name(r->vector, r->looked_at);
        if (!r->by_lines && mrs_rejected_is_ours(name)) {
            r->hides = true;
            continue;
        }
        if (!mrs_grow((void **)&r->columns, &r->column_capacity, r->column_count,
                      sizeof *r->columns)) {
            return false;
        }
        r->columns[r->column_count++] = r->looked_at;
    }
    if (r->start_capacity < r->column_count) {
        size_t *starts = mrs_resize(r->starts, r->column_capacity, sizeof *starts);
        if (!starts) {
            return false;
        }
        r->starts = starts;
        r->start_capacity = r->column_capacity;
    }
    return true;
}

static char *list_columns(const mrs_event_reader *r)
{
    mrs_buffer list = {0};
    for (size_t i = 0; i < r->column_count && list.length < 400; i++) {
        char quoted[MRS_QUOTED_SIZE];
        const char *name = mrs_event_reader_column(r, i);
        bool readable = marsad_text_is_utf8(name, strlen(name), NULL);
        mrs_buffer_addf(&list, "%s%s", i ? ", " : "", mrs_quoted(quoted, readable ? name : "?"));
    }
    return mrs_buffer_take(&list);
}

static bool places(const mrs_event_reader *r)
{
    const size_t *of = r->schema.of_file;
    return of[MRS_COLUMN_LOCATION] != MRS_NO_COLUMN ||
           of[MRS_COLUMN_COORDINATES] != MRS_NO_COLUMN ||
           (of[MRS_COLUMN_LON] != MRS_NO_COLUMN && of[MRS_COLUMN_LAT] != MRS_NO_COLUMN) ||
           mrs_vector_has_crs(r->vector);
}

static void check_places(mrs_event_reader *r, mrs_faults *faults)
{
    if (places(r)) {
        return;
    }
    char *list = list_columns(r);
    faults->out_of_memory |= !list;
    mrs_fault(faults, 1, NULL,
              "there is neither a column \"location\" nor columns \"lon\" and \"lat\"; the table "
              "has %s",
              list && list[0] ? list : "none at all");
    mrs_free(list);
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

/* Copies the texts of the current row, for the vector gives one at a time. Returns whether there
 * are any but spaces. What is not UTF-8 is noted in `unreadable`. */
static bool read_cells(mrs_event_reader *r, mrs_row *row)
{
    bool any = false;
    r->texts.length = 0;
    for (size_t i = 0; i < r->column_count; i++) {
        size_t length;
        const char *text = read_bytes(r, i, &length);
        any = any || !text || text[strspn(text, " \t\r\n")] != '\0';
        for (int c = 0; !text && c < MRS_COLUMN_COUNT; c++) {
            row->unreadable[c] |= r->current->of_file[c] == i;
        }
        r->starts[i] = r->texts.length;
        mrs_buffer_add_bytes(&r->texts, text ? text : "", (text ? length : 0) + 1);
    }
    return any;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The text without surrounding spaces: itself where it has none, or else a copy in `trimmed`, which
 * has room for it. */
static const char *trim(mrs_event_reader *r, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t length = strlen(text);
    if (length == 0 || !is_space(text[length - 1])) {
        return text;
    }
    while (is_space(text[length - 1])) {
        length--;
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
        mrs_fault(&r->fault_list, row->number, NULL, "the geometry of an incident must be a point");
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
        take_columns(r) ? mrs_key_schemas_of(&r->keys, object, r->vector) : NULL;
    r->current = found ? found : r->current;
    return found ? MARSAD_OK : mrs_fail_memory(error);
}

/* Reads the row at which the vector stands; `*taken` is false if there is nothing in it, or it lies
 * outside the dates. */
static marsad_status read_row(mrs_event_reader *r, bool *taken, marsad_error *error)
{
    mrs_row row = {.number = mrs_vector_row(r->vector)};
    const char *broken = mrs_vector_fault(r->vector);
    clear_faults(r);
    r->broken = broken != NULL;
    marsad_status status = find_schema(r, error);
    bool any = !status && read_cells(r, &row);
    status = status || r->broken ? status : read_geometry(r, &row, error);
    *taken = any || r->broken || row.has_point || r->faults.count;
    if (status || !*taken) {
        return status;
    }
    fill_row(r, &row);
    row.schema = r->current;
    row.vocabulary = &r->vocabulary;
    if (r->broken) {
        r->incident = (marsad_incident){.row = row.number};
        clear_faults(r);
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

/* ---- opening -------------------------------------------------------------------------------- */

/* Tags may stand in the first row: it is looked at, and given later if there are none. `out` lives
 * until the next row is read. */
static marsad_status read_first(mrs_event_reader *r, const char ***out, marsad_error *error)
{
    mrs_row row = {0};
    *out = NULL;
    r->waiting = true;
    marsad_status status = mrs_vector_next(r->vector, &r->has_first, error);
    if (status || !r->has_first) {
        return status;
    }
    read_cells(r, &row);
    clear_faults(r);
    *out = mrs_alloc(r->column_count, sizeof **out);
    for (size_t i = 0; *out && i < r->column_count; i++) {
        (*out)[i] = mrs_event_reader_cell(r, i);
    }
    return *out && !r->texts.failed ? MARSAD_OK : mrs_fail_memory(error);
}

static const char **list_names(const mrs_event_reader *r)
{
    const char **names = mrs_alloc(r->column_count, sizeof *names);
    for (size_t i = 0; names && i < r->column_count; i++) {
        names[i] = mrs_event_reader_column(r, i);
    }
    return names;
}

static bool keep_tags(mrs_event_reader *r, const char *const *row)
{
    r->tags = mrs_alloc(r->column_count, sizeof *r->tags);
    for (size_t i = 0; r->tags && i < r->column_count; i++) {
        r->tags[i] = mrs_strdup(row[i]);
        if (!r->tags[i]) {
            return false;
        }
        r->tag_count++;
    }
    return r->tags != NULL;
}

/* What the columns mean, of a table that has them before its rows. */
static marsad_status map_columns(mrs_event_reader *r, const char *map, mrs_faults *faults,
                                 marsad_error *error)
{
    const char **first = NULL;
    marsad_status status = take_columns(r) ? MARSAD_OK : mrs_fail_memory(error);
    status = status ? status : read_first(r, &first, error);
    const char **names = status ? NULL : list_names(r);
    if (names) {
        mrs_schema_find(names, r->column_count, first, map, faults, &r->schema);
        r->waiting = !r->schema.tags_below;
        check_places(r, faults);
        bool kept = !r->schema.tags_below || keep_tags(r, first);
        status = kept ? MARSAD_OK : mrs_fail_memory(error);
    } else if (!status) {
        status = mrs_fail_memory(error);
    }
    mrs_free(names);
    mrs_free(first);
    return status;
}

/* Tells all that is wrong with the table as a whole. */
static marsad_status end_faults(mrs_event_reader *r, mrs_faults *faults, marsad_error *error)
{
    for (size_t i = 0; r->told && i < faults->list->count; i++) {
        const marsad_error *fault = &faults->list->items[i];
        mrs_fault(r->told, fault->row, fault->column[0] ? fault->column : NULL, "%s",
                  fault->message);
    }
    marsad_status status = mrs_faults_end(faults, error);
    marsad_problems_clear(faults->list);
    return status;
}

static marsad_status open_table(mrs_event_reader *r, const char *path,
                                const marsad_events_options *options, bool any, marsad_error *error)
{
    marsad_problems problems = {0};
    mrs_faults faults = {.path = r->path, .list = &problems};
    mrs_vector_how how = {.layer = options->layer,
                          .where = options->where,
                          .encoding = options->encoding,
                          .separator = options->separator};
    marsad_status status = mrs_vector_open_rows(path, &how, &r->vector, error);
    if (status) {
        return status;
    }
    r->by_lines = mrs_vector_is_lines(r->vector);
    r->current = &r->schema;
    mrs_schema_clear(&r->schema);
    status = r->by_lines ? mrs_key_schemas_start(&r->keys, options->map, &faults, error)
                         : map_columns(r, options->map, &faults, error);
    if (status) {
        marsad_problems_clear(&problems);
        return status;
    }
    status = end_faults(r, &faults, error);
    return any && status == MARSAD_ERR_INPUT ? MARSAD_OK : status;
}

static marsad_status open_reader(const char *path, const marsad_events_options *options, bool any,
                                 mrs_faults *faults, mrs_event_reader **out, marsad_error *error)
{
    const marsad_events_options defaults = marsad_events_defaults();
    *out = NULL;
    options = options ? options : &defaults;
    mrs_event_reader *r = mrs_alloc(1, sizeof *r);
    if (!r || !(r->path = mrs_strdup(strcmp(path, "-") == 0 ? "standard input" : path))) {
        mrs_free(r);
        return mrs_fail_memory(error);
    }
    r->told = faults;
    r->fault_list = (mrs_faults){.path = r->path, .list = &r->faults};
    r->since = options->since;
    r->until = options->until;
    marsad_status status = open_table(r, path, options, any, error);
    if (status) {
        mrs_event_reader_close(r);
        return status;
    }
    *out = r;
    return MARSAD_OK;
}

marsad_status mrs_event_reader_open(const char *path, const marsad_events_options *options,
                                    mrs_faults *faults, mrs_event_reader **out, marsad_error *error)
{
    return open_reader(path, options, false, faults, out, error);
}

marsad_status mrs_event_reader_open_any(const char *path, const marsad_events_options *options,
                                        mrs_faults *faults, mrs_event_reader **out,
                                        marsad_error *error)
{
    return open_reader(path, options, true, faults, out, error);
}

void mrs_event_reader_close(mrs_event_reader *reader)
{
    if (!reader) {
        return;
    }
    mrs_vector_close(reader->vector);
    mrs_key_schemas_clear(&reader->keys);
    mrs_vocabulary_clear(&reader->vocabulary);
    marsad_problems_clear(&reader->faults);
    mrs_buffer_clear(&reader->texts);
    mrs_buffer_clear(&reader->trimmed);
    mrs_buffer_clear(&reader->fault);
    mrs_buffer_clear(&reader->note);
    for (size_t i = 0; i < reader->tag_count; i++) {
        mrs_free(reader->tags[i]);
    }
    mrs_free(reader->tags);
    mrs_free(reader->columns);
    mrs_free(reader->starts);
    mrs_free(reader->path);
    mrs_free(reader);
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
