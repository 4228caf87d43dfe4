#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/ids.h"
#include "events/reader.h"
#include "events/table.h"

typedef struct table_reader {
    mrs_event_reader *reader;
    marsad_events *events;
    mrs_faults faults;
    mrs_ids ids;
} table_reader;

/* ---- columns -------------------------------------------------------------------------------- */

/* Takes over the columns that are new. */
static bool keep_columns(table_reader *t)
{
    marsad_events *events = t->events;
    size_t count = mrs_event_reader_column_count(t->reader);
    if (count == events->column_count && events->columns) {
        return true;
    }
    const char **columns = mrs_resize(events->columns, count + 1, sizeof *columns);
    events->columns = columns ? columns : events->columns;
    mrs_cell_kind *kinds = mrs_resize(events->kinds, count + 1, sizeof *kinds);
    events->kinds = kinds ? kinds : events->kinds;
    if (!columns || !kinds) {
        return false;
    }
    for (size_t i = events->column_count; i < count; i++) {
        const char *name = mrs_event_reader_column(t->reader, i);
        columns[i] = mrs_arena_text(&events->strings, name, strlen(name));
        kinds[i] = mrs_event_reader_kind(t->reader, i);
        if (!columns[i]) {
            return false;
        }
        events->column_count = i + 1;
    }
    return true;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Keeps the cells of the row: how many, their offsets, and behind those their texts. NULL if memory
 * is out, or the row is longer than offsets can tell. */
static const mrs_cells *keep_cells(table_reader *t)
{
    size_t columns = mrs_event_reader_column_count(t->reader);
    size_t head = (columns + 1) * sizeof(mrs_cells);
    size_t length = 0;
    for (size_t i = 0; i < columns; i++) {
        length += strlen(mrs_event_reader_cell(t->reader, i)) + 1;
    }
    if (length > UINT32_MAX - head) {
        return NULL;
    }
    mrs_cells *cells = mrs_arena_alloc(&t->events->strings, 1, head + length);
    if (!cells) {
        return NULL;
    }
    size_t at = head;
    cells[0] = (mrs_cells)columns;
    for (size_t i = 0; i < columns; i++) {
        const char *text = mrs_event_reader_cell(t->reader, i);
        size_t size = strlen(text) + 1;
        cells[i + 1] = (mrs_cells)at;
        memcpy((char *)cells + at, text, size);
        at += size;
    }
    return cells;
}

/* The copy of a text of the incident: of one that stands in a cell, that in the kept cells. */
static const char *kept_text(table_reader *t, const mrs_cells *cells, mrs_column column,
                             const char *text)
{
    size_t of_file = mrs_event_reader_schema(t->reader)->of_file[column];
    if (!text[0]) {
        return "";
    }
    if (of_file != MRS_NO_COLUMN) {
        const char *cell = mrs_event_reader_cell(t->reader, of_file);
        uintptr_t offset = (uintptr_t)text - (uintptr_t)cell;
        if ((uintptr_t)text >= (uintptr_t)cell && offset <= strlen(cell)) {
            return (const char *)cells + cells[of_file + 1] + offset;
        }
    }
    return mrs_arena_text(&t->events->strings, text, strlen(text));
}

static bool keep_incident(table_reader *t)
{
    marsad_events *events = t->events;
    const mrs_cells *cells = keep_columns(t) ? keep_cells(t) : NULL;
    if (!cells ||
        !mrs_grow((void **)&events->items, &events->capacity, events->count,
                  sizeof *events->items) ||
        !mrs_grow((void **)&events->cells, &events->cells_capacity, events->count,
                  sizeof *events->cells)) {
        return false;
    }
    marsad_incident *incident = &events->items[events->count];
    *incident = *mrs_event_reader_incident(t->reader);
    for (int c = 0; c < MRS_COLUMN_COUNT; c++) {
        const char **text = mrs_column_text(incident, (mrs_column)c);
        if (text && !(*text = kept_text(t, cells, (mrs_column)c, *text))) {
            return false;
        }
    }
    events->cells[events->count++] = cells;
    return true;
}

static marsad_status take_row(table_reader *t, marsad_error *error)
{
    if (!mrs_ids_check(&t->ids, t->reader)) {
        return mrs_fail_memory(error);
    }
    if (mrs_event_reader_fault(t->reader)) {
        return mrs_rejected_add(&t->events->rejected, t->reader, error);
    }
    return keep_incident(t) ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status read_rows(table_reader *t, marsad_error *error)
{
    for (;;) {
        bool more;
        marsad_status status = mrs_event_reader_next(t->reader, &more, error);
        if (status || !more) {
            return status;
        }
        status = take_row(t, error);
        if (status) {
            return status;
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* A table without one good row is at fault as a whole. */
static void check_any(table_reader *t)
{
    marsad_events *events = t->events;
    if (events->count || events->rejected.count) {
        return;
    }
    if (events->left_out) {
        mrs_fault(&t->faults, 0, NULL, "no incident lies in the time that is asked for: all %zu %s",
                  events->left_out,
                  events->left_out == 1 ? "row lies outside it" : "rows lie outside it");
    } else {
        mrs_fault(&t->faults, 0, NULL, "the table has no incidents");
    }
}

static marsad_status read_all(table_reader *t, const char *path,
                              const marsad_events_options *options, marsad_error *error)
{
    marsad_events *events = t->events;
    marsad_status status = mrs_event_reader_open(path, options, &t->faults, &t->reader, error);
    status = status ? status : read_rows(t, error);
    if (status) {
        return status;
    }
    events->left_out = mrs_event_reader_left_out(t->reader);
    events->note = mrs_strdup(mrs_event_reader_note(t->reader));
    check_any(t);
    return keep_columns(t) && events->note ? MARSAD_OK : mrs_fail_memory(error);
}

/* A fault that ended the reading takes its place behind those of the rows before it, unless it is
 * listed with others of the whole table. */
static void list_ending(table_reader *t, const marsad_error *ending)
{
    if (!t->reader && t->faults.list->count) {
        return;
    }
    mrs_fault(&t->faults, ending->row, ending->column[0] ? ending->column : NULL, "%s",
              ending->message);
}

static marsad_status finish(table_reader *t, marsad_status status, const marsad_error *ending,
                            marsad_error *error)
{
    if (status == MARSAD_ERR_INPUT) {
        list_ending(t, ending);
    } else if (status) {
        if (error) {
            *error = *ending;
        }
        return status;
    }
    marsad_status faults = mrs_faults_end(&t->faults, error);
    bool some_are_good = !status && t->events->count;
    return faults == MARSAD_ERR_INPUT && some_are_good ? MARSAD_OK : faults;
}

marsad_status marsad_events_read(const char *path, const marsad_events_options *options,
                                 marsad_events **out, marsad_problems *problems,
                                 marsad_error *error)
{
    const char *named = strcmp(path, "-") == 0 ? "standard input" : path;
    *out = NULL;
    *problems = (marsad_problems){0};
    marsad_events *events = mrs_alloc(1, sizeof *events);
    if (!events || !(events->path = mrs_strdup(named))) {
        mrs_free(events);
        return mrs_fail_memory(error);
    }
    table_reader t = {.events = events, .faults = {.path = named, .list = problems}};
    marsad_error ending = {0};
    marsad_status status = finish(&t, read_all(&t, path, options, &ending), &ending, error);
    mrs_event_reader_close(t.reader);
    mrs_ids_clear(&t.ids);
    if (status) {
        marsad_events_free(events);
        return status;
    }
    *out = events;
    return MARSAD_OK;
}
