/* Opening a table of events: which columns it shows, and what they mean. */
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/reader_handle.h"
#include "events/rejected.h"
#include "marsad/text.h"

/* ---- columns -------------------------------------------------------------------------------- */

bool mrs_reader_take_columns(mrs_event_reader *r)
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

/* A sheet may have its title above its header: the number of the first row if that is one, or 0. */
static long header_below(const mrs_event_reader *r, const char *const *first)
{
    marsad_problems problems = {0};
    mrs_faults ignored = {.path = r->path, .list = &problems};
    mrs_schema schema;
    if (!first) {
        return 0;
    }
    mrs_schema_find(first, r->column_count, NULL, NULL, &ignored, &schema);
    marsad_problems_clear(&problems);
    bool placed = schema.of_file[MRS_COLUMN_LOCATION] != MRS_NO_COLUMN ||
                  (schema.of_file[MRS_COLUMN_LON] != MRS_NO_COLUMN &&
                   schema.of_file[MRS_COLUMN_LAT] != MRS_NO_COLUMN);
    return placed ? mrs_vector_row(r->vector) : 0;
}

static void check_places(mrs_event_reader *r, const char *const *first, mrs_faults *faults)
{
    if (places(r)) {
        return;
    }
    char *list = list_columns(r);
    long header = header_below(r, first);
    char advice[80] = "--map location=HEADER says which one names the place";
    if (header) {
        snprintf(advice, sizeof advice, "row %ld looks like the header: take away what is above it",
                 header);
    }
    r->placeless = true;
    faults->out_of_memory |= !list;
    mrs_fault(faults, 1, NULL,
              "there is neither a column \"location\" nor columns \"lon\" and \"lat\"; the table "
              "has %s; %s",
              list && list[0] ? list : "none at all", advice);
    mrs_free(list);
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
    mrs_reader_read_cells(r, &row);
    mrs_reader_clear_faults(r);
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
    marsad_status status = mrs_reader_take_columns(r) ? MARSAD_OK : mrs_fail_memory(error);
    status = status ? status : read_first(r, &first, error);
    const char **names = status ? NULL : list_names(r);
    if (names) {
        mrs_schema_find(names, r->column_count, first, map, faults, &r->schema);
        r->waiting = !r->schema.tags_below;
        check_places(r, first, faults);
        bool kept = !first || !r->schema.tags_below || keep_tags(r, first);
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
