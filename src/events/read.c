#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "events/row.h"
#include "events/seen.h"
#include "events/table.h"
#include "geo/vector.h"
#include "marsad/text.h"

typedef struct reader {
    mrs_vector *vector;
    marsad_events *events;
    mrs_faults faults;
    mrs_column *known; /* of each column of the file; MRS_COLUMN_COUNT if unknown */
    mrs_buffer texts;  /* of the row's cells, each with its final NUL */
    uint32_t *starts;  /* of each in `texts` */
    bool present[MRS_COLUMN_COUNT];
    mrs_seen ids; /* the row that has each */
    size_t rows;  /* with anything in them */
} reader;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The text without surrounding spaces: itself where it has none, or else a copy. */
static const char *trimmed(reader *r, const char *text)
{
    const char *start = text;
    if (!*start) {
        return "";
    }
    while (is_space(*start)) {
        start++;
    }
    size_t length = strlen(start);
    size_t kept = length;
    while (kept > 0 && is_space(start[kept - 1])) {
        kept--;
    }
    if (kept == length) {
        return start;
    }
    const char *copy = mrs_arena_text(&r->events->strings, start, kept);
    r->faults.out_of_memory |= !copy;
    return copy ? copy : "";
}

/* A country's two letters as capitals; anything else as it is. */
static const char *capitals(reader *r, const char *text)
{
    if (strlen(text) != 2) {
        return text;
    }
    char big[3] = {0};
    for (int i = 0; i < 2; i++) {
        bool small = text[i] >= 'a' && text[i] <= 'z';
        big[i] = small ? (char)(text[i] - 'a' + 'A') : text[i];
    }
    if (strcmp(big, text) == 0) {
        return text;
    }
    const char *copy = mrs_arena_text(&r->events->strings, big, 2);
    r->faults.out_of_memory |= !copy;
    return copy ? copy : "";
}

/* ---- columns ------------------------------------------------------------------------------- */

static char *list_columns(const mrs_vector *vector)
{
    mrs_buffer list = {0};
    for (size_t i = 0; i < mrs_vector_column_count(vector) && list.length < 400; i++) {
        char quoted[MRS_QUOTED_SIZE];
        const char *name = mrs_vector_column_name(vector, i);
        bool readable = marsad_text_is_utf8(name, strlen(name), NULL);
        mrs_buffer_addf(&list, "%s%s", i ? ", " : "", mrs_quoted(quoted, readable ? name : "?"));
    }
    return mrs_buffer_take(&list);
}

static void fault_no_place_column(reader *r)
{
    char *list = list_columns(r->vector);
    r->faults.out_of_memory |= !list;
    mrs_fault(
        &r->faults, 1, NULL,
        "there is neither a column \"location\" nor columns \"lon\" and \"lat\"; the table has "
        "%s",
        list && list[0] ? list : "none at all");
    mrs_free(list);
}

static void map_column(reader *r, size_t index)
{
    const char *name = mrs_vector_column_name(r->vector, index);
    size_t bad;
    if (!marsad_text_is_utf8(name, strlen(name), &bad)) {
        mrs_fault(&r->faults, 1, NULL,
                  "the name of column %zu is not UTF-8: save the table as UTF-8", index + 1);
        r->known[index] = MRS_COLUMN_COUNT;
        return;
    }
    mrs_column column = mrs_column_find(name);
    if (column < MRS_COLUMN_COUNT && r->present[column]) {
        mrs_fault(&r->faults, 1, mrs_column_name(column), "the column \"%s\" stands there twice",
                  mrs_column_name(column));
        column = MRS_COLUMN_COUNT;
    }
    r->known[index] = column;
    if (column < MRS_COLUMN_COUNT) {
        r->present[column] = true;
    }
}

static bool keep_columns(reader *r, size_t count)
{
    marsad_events *events = r->events;
    r->known = mrs_alloc(count, sizeof *r->known);
    r->starts = mrs_alloc(count, sizeof *r->starts);
    events->columns = mrs_alloc(count, sizeof *events->columns);
    events->kinds = mrs_alloc(count, sizeof *events->kinds);
    if (!r->known || !r->starts || !events->columns || !events->kinds) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = mrs_vector_column_name(r->vector, i);
        events->columns[i] = mrs_arena_text(&events->strings, name, strlen(name));
        events->kinds[i] = mrs_vector_column_kind(r->vector, i);
        if (!events->columns[i]) {
            return false;
        }
    }
    events->column_count = count;
    return true;
}

/* False if nothing in the table can be placed, so that its rows are not worth reading. */
static bool map_columns(reader *r)
{
    size_t count = mrs_vector_column_count(r->vector);
    if (!keep_columns(r, count)) {
        r->faults.out_of_memory = true;
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        map_column(r, i);
    }
    bool placed = r->present[MRS_COLUMN_LOCATION] ||
                  (r->present[MRS_COLUMN_LON] && r->present[MRS_COLUMN_LAT]) ||
                  mrs_vector_has_crs(r->vector);
    if (!placed) {
        fault_no_place_column(r);
    }
    return placed;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* Puts a cell's text behind those before it in the row. */
static void read_cell(reader *r, mrs_row *row, size_t index, bool *blank)
{
    const char *text = mrs_vector_text(r->vector, index);
    size_t length = strlen(text);
    mrs_column column = r->known[index];
    size_t bad;
    r->starts[index] = (uint32_t)r->texts.length;
    if (!marsad_text_is_utf8(text, length, &bad)) {
        *blank = false;
        mrs_fault(&r->faults, row->number, mrs_vector_column_name(r->vector, index),
                  "the text is not UTF-8 (byte %zu of the cell): save the table as UTF-8", bad + 1);
        if (column < MRS_COLUMN_COUNT) {
            row->unreadable[column] = true;
        }
        text = "";
        length = 0;
    }
    *blank = *blank && text[strspn(text, " \t\r\n")] == '\0';
    mrs_buffer_add_bytes(&r->texts, text, length + 1);
}

/* Keeps the cells of the row: their offsets, and behind those their texts. NULL if memory is out,
 * or the row is longer than offsets can tell. */
static const mrs_cells *keep_cells(reader *r)
{
    size_t columns = r->events->column_count;
    size_t head = columns * sizeof(mrs_cells);
    if (r->texts.failed || r->texts.length > UINT32_MAX - head) {
        return NULL;
    }
    mrs_cells *cells = mrs_arena_alloc(&r->events->strings, 1, head + r->texts.length);
    for (size_t i = 0; cells && i < columns; i++) {
        cells[i] = (mrs_cells)head + r->starts[i];
    }
    if (cells && r->texts.length) {
        memcpy((char *)cells + head, r->texts.text, r->texts.length);
    }
    return cells;
}

/* Points the row to the texts of the columns that are known. */
static void fill_row(reader *r, mrs_row *row, const mrs_cells *cells)
{
    for (size_t i = 0; i < r->events->column_count; i++) {
        mrs_column column = r->known[i];
        if (column == MRS_COLUMN_COUNT) {
            continue;
        }
        const char *text = trimmed(r, (const char *)cells + cells[i]);
        row->cells[column] = column == MRS_COLUMN_COUNTRY ? capitals(r, text) : text;
    }
}

static marsad_status read_geometry(reader *r, mrs_row *row, marsad_error *error)
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
        mrs_fault(&r->faults, row->number, NULL, "the geometry of an incident must be a point");
        row->unreadable[MRS_COLUMN_LOCATION] = true;
    }
    return status;
}

static void check_id(reader *r, const marsad_incident *incident)
{
    if (!incident->id[0]) {
        return;
    }
    size_t *first = mrs_seen_at(&r->ids, incident->id);
    if (!first) {
        r->faults.out_of_memory = true;
    } else if (*first) {
        char quoted[MRS_QUOTED_SIZE];
        mrs_fault(&r->faults, incident->row, "id", "id \"%s\" is already that of row %zu",
                  mrs_quoted(quoted, incident->id), *first);
    } else {
        *first = (size_t)incident->row;
    }
}

static void add_incident(reader *r, mrs_row *row)
{
    marsad_events *events = r->events;
    const mrs_cells *cells = keep_cells(r);
    if (!cells ||
        !mrs_grow((void **)&events->items, &events->capacity, events->count,
                  sizeof *events->items) ||
        !mrs_grow((void **)&events->cells, &events->cells_capacity, events->count,
                  sizeof *events->cells)) {
        r->faults.out_of_memory = true;
        return;
    }
    fill_row(r, row, cells);
    events->cells[events->count] = cells;
    marsad_incident *incident = &events->items[events->count++];
    mrs_row_read(row, &r->faults, incident);
    check_id(r, incident);
}

static marsad_status read_row(reader *r, marsad_error *error)
{
    mrs_row row = {.number = mrs_vector_row(r->vector)};
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        row.cells[i] = "";
    }
    bool blank = true;
    r->texts.length = 0;
    size_t columns = mrs_vector_column_count(r->vector);
    for (size_t i = 0; i < columns; i++) {
        read_cell(r, &row, i, &blank);
    }
    marsad_status status = read_geometry(r, &row, error);
    if (status || (blank && !row.has_point && !row.unreadable[MRS_COLUMN_LOCATION])) {
        return status;
    }
    r->rows++;
    size_t cells = mrs_vector_cell_count(r->vector);
    if (cells != columns) {
        mrs_fault(&r->faults, row.number, NULL, "the row has %zu cell%s where the header has %zu",
                  cells, cells == 1 ? "" : "s", columns);
        return MARSAD_OK;
    }
    add_incident(r, &row);
    return MARSAD_OK;
}

static marsad_status read_rows(reader *r, marsad_error *error)
{
    bool more = true;
    while (more && !r->faults.out_of_memory) {
        marsad_status status = mrs_vector_next(r->vector, &more, error);
        if (!status && more) {
            status = read_row(r, error);
        }
        if (status) {
            return status;
        }
    }
    if (r->rows == 0) {
        mrs_fault(&r->faults, 0, NULL, "the table has no incidents");
    }
    return MARSAD_OK;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static marsad_status read_all(reader *r, const char *path, marsad_error *error)
{
    marsad_status status = mrs_vector_open(path, MRS_VECTOR_TABLE, NULL, &r->vector, error);
    if (!status && map_columns(r)) {
        status = read_rows(r, error);
    }
    return status;
}

/* A fault that ended the reading takes its place behind those of the rows before it. */
static marsad_status finish(reader *r, marsad_status status, const marsad_error *ending,
                            marsad_error *error)
{
    if (status == MARSAD_ERR_INPUT) {
        mrs_fault(&r->faults, ending->row, ending->column[0] ? ending->column : NULL, "%s",
                  ending->message);
    } else if (status) {
        if (error) {
            *error = *ending;
        }
        return status;
    }
    return mrs_faults_end(&r->faults, error);
}

marsad_status marsad_events_read(const char *path, const marsad_events_options *options,
                                 marsad_events **out, marsad_problems *problems,
                                 marsad_error *error)
{
    (void)options;
    *out = NULL;
    *problems = (marsad_problems){0};
    marsad_events *events = mrs_alloc(1, sizeof *events);
    if (!events || !(events->path = mrs_strdup(path))) {
        mrs_free(events);
        return mrs_fail_memory(error);
    }
    reader r = {.events = events, .faults = {.path = path, .list = problems}};
    marsad_error ending = {0};
    marsad_status status = finish(&r, read_all(&r, path, &ending), &ending, error);
    mrs_vector_close(r.vector);
    mrs_free(r.known);
    mrs_free(r.starts);
    mrs_buffer_clear(&r.texts);
    mrs_seen_clear(&r.ids);
    if (status) {
        marsad_events_free(events);
        return status;
    }
    *out = events;
    return MARSAD_OK;
}
