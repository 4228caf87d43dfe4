#include "marsad/table.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/memory.h"
#include "base/trim.h"
#include "geo/delimited.h"
#include "geo/formula.h"

typedef struct table_row {
    long row;     /* as a spreadsheet counts it */
    size_t count; /* of the cells that it has */
    const char **cells;
} table_row;

struct marsad_table {
    char *file; /* as it is called in messages */
    char **names;
    size_t column_count;
    table_row *rows; /* those that are not blank */
    size_t row_count, row_capacity;
    mrs_arena texts;
};

/* ---- reading --------------------------------------------------------------------------------- */

static bool is_blank_row(const mrs_delimited *reader)
{
    bool blank = true;
    for (size_t i = 0; blank && i < reader->cells_kept; i++) {
        blank = mrs_is_blank(mrs_delimited_cell(reader, i));
    }
    return blank;
}

static marsad_status keep_row(marsad_table *table, const mrs_delimited *reader, marsad_error *error)
{
    if (!mrs_grow((void **)&table->rows, &table->row_capacity, table->row_count,
                  sizeof *table->rows)) {
        return mrs_fail_memory(error);
    }
    table_row *row = &table->rows[table->row_count++];
    *row = (table_row){
        .row = reader->row,
        .count = reader->cell_count,
        .cells = mrs_arena_alloc(&table->texts, reader->column_count, sizeof *row->cells)};
    for (size_t i = 0; row->cells && i < reader->column_count; i++) {
        const char *cell = mrs_delimited_cell(reader, i);
        row->cells[i] = mrs_arena_text(&table->texts, cell, strlen(cell));
    }
    return table->texts.failed ? mrs_fail_memory(error) : MARSAD_OK;
}

static marsad_status read_rows(marsad_table *table, mrs_delimited *reader, marsad_error *error)
{
    bool more = true;
    marsad_status status = MARSAD_OK;
    while (!status && (status = mrs_delimited_next(reader, &more, error)) == MARSAD_OK && more) {
        if (reader->kind == MRS_ROW_STRUCTURE || reader->kind == MRS_ROW_CONTENT) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, table->file, reader->row, NULL, "%s",
                               reader->fault);
        }
        status = is_blank_row(reader) ? MARSAD_OK : keep_row(table, reader, error);
    }
    return status;
}

static marsad_status read_source(marsad_table *table, mrs_source *source, marsad_error *error)
{
    mrs_delimited reader;
    marsad_status status = mrs_delimited_open(source, '\0', &reader, error);
    if (!status) {
        status = read_rows(table, &reader, error);
        table->names = reader.names; /* the table's from here on */
        table->column_count = reader.column_count;
        reader.names = NULL;
        reader.column_count = 0;
        mrs_delimited_close(&reader);
    }
    return status;
}

static marsad_status read_table(marsad_table *table, const char *path, marsad_error *error)
{
    mrs_source source;
    marsad_status status = mrs_source_open(path, "UTF-8", &source, error);
    if (status) {
        return status;
    }
    table->file = mrs_strdup(source.file);
    if (!table->file) {
        status = mrs_fail_memory(error);
    } else if (source.kind != MRS_KIND_TEXT) {
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, table->file, 0, NULL,
                             "no CSV: export the table as CSV in UTF-8");
    } else {
        status = read_source(table, &source, error);
    }
    mrs_source_close(&source);
    return status;
}

marsad_status marsad_table_read(const char *path, marsad_table **out, marsad_error *error)
{
    *out = NULL;
    marsad_table *table = mrs_alloc(1, sizeof *table);
    if (!table) {
        return mrs_fail_memory(error);
    }
    marsad_status status = read_table(table, path, error);
    if (status) {
        marsad_table_free(table);
        return status;
    }
    *out = table;
    return MARSAD_OK;
}

void marsad_table_free(marsad_table *table)
{
    if (table) {
        for (size_t i = 0; i < table->column_count; i++) {
            mrs_free(table->names[i]);
        }
        mrs_free(table->names);
        mrs_free(table->rows);
        mrs_arena_clear(&table->texts);
        mrs_free(table->file);
        mrs_free(table);
    }
}

/* ---- asking ---------------------------------------------------------------------------------- */

size_t marsad_table_column_count(const marsad_table *table)
{
    return table->column_count;
}

const char *marsad_table_column(const marsad_table *table, size_t column)
{
    return table->names[column];
}

marsad_status marsad_table_find(const marsad_table *table, const char *name, size_t *out,
                                marsad_error *error)
{
    size_t found = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        if (strcasecmp(table->names[i], name) != 0) {
            continue;
        }
        if (found < table->column_count) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, table->file, 1, NULL,
                               "the column \"%s\" stands there twice", name);
        }
        found = i;
    }
    if (found == table->column_count) {
        return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, table->file, 1, NULL,
                           "there is no column \"%s\"", name);
    }
    *out = found;
    return MARSAD_OK;
}

size_t marsad_table_row_count(const marsad_table *table)
{
    return table->row_count;
}

long marsad_table_row(const marsad_table *table, size_t index)
{
    return table->rows[index].row;
}

size_t marsad_table_cell_count(const marsad_table *table, size_t index)
{
    return table->rows[index].count;
}

const char *marsad_table_cell(const marsad_table *table, size_t index, size_t column)
{
    return table->rows[index].cells[column];
}

bool marsad_table_is_formula(const char *text)
{
    return mrs_formula_like(text);
}
