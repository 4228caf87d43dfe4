#include "marsad/table.h"

#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/csv.h"
#include "geo/formula.h"
#include "marsad/text.h"

struct marsad_table {
    char *file; /* as it is called in messages */
    char *text; /* of the file; its cells end in NUL bytes once it is cut up */
    size_t length;
    mrs_csv csv;
    const char **cells; /* csv.row_count times csv.column_count */
    size_t row_count;   /* of csv.rows, those that are not blank */
};

/* ---- cutting up a text whose structure is known to be right ---------------------------------- */

/* Ends the cell that begins at `at`, undoubling its quotation marks; returns what follows it: the
   separator or line end that stood there is in `*end`, 0 at the end of the text. */
static char *cut_cell(char *at, char separator, const char **cell, char *end)
{
    const char stops[] = {separator, '\n', '\r', '\0'};
    char *write = at;
    *cell = at;
    if (*at == '"') {
        for (at++; *at != '"' || at[1] == '"'; at++) {
            at += *at == '"';
            *write++ = *at;
        }
        at++;
        at += strcspn(at, stops);
    } else {
        at += strcspn(at, stops);
        write = at;
    }
    *end = *at;
    if (*end == '\r' && at[1] == '\n') {
        *at++ = '\0';
    }
    *write = '\0';
    *cell = mrs_formula_bare(*cell);
    return *end ? at + 1 : at;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* Cuts up one row that is not empty; false if all its cells are blank. */
static bool cut_row(const marsad_table *table, char **at, const char **cells)
{
    size_t columns = table->csv.column_count, count = 0;
    bool blank = true;
    char end;
    do {
        const char *cell;
        *at = cut_cell(*at, table->csv.separator, &cell, &end);
        blank = blank && is_blank(cell);
        if (count < columns) {
            cells[count++] = cell;
        }
    } while (end == table->csv.separator);
    for (; count < columns; count++) {
        cells[count] = "";
    }
    return !blank;
}

static void cut_rows(marsad_table *table, char *text)
{
    mrs_csv *csv = &table->csv;
    for (size_t i = 0; i < csv->row_count; i++) {
        text += strspn(text, "\r\n"); /* rows that are empty */
        if (cut_row(table, &text, table->cells + table->row_count * csv->column_count)) {
            csv->rows[table->row_count++] = csv->rows[i];
        }
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

/* The first cell that is not UTF-8, in a file that is not. */
static marsad_status fail_encoding(const marsad_table *table, marsad_error *error)
{
    size_t columns = table->csv.column_count;
    for (size_t i = 0; i < table->row_count * columns; i++) {
        const char *cell = table->cells[i];
        if (!marsad_text_is_utf8(cell, strlen(cell), NULL)) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, table->file,
                               table->csv.rows[i / columns].row, NULL,
                               "cell %zu is not UTF-8: save the table as UTF-8", i % columns + 1);
        }
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, table->file, 1, NULL,
                       "the names of the columns are not UTF-8: save the table as UTF-8");
}

static marsad_status cut_up(marsad_table *table, char *text, size_t length, marsad_error *error)
{
    marsad_status status = mrs_csv_scan(text, length, table->file, &table->csv, error);
    if (status) {
        return status;
    }
    bool readable = marsad_text_is_utf8(text, length, NULL);
    table->cells = mrs_alloc(table->csv.row_count * table->csv.column_count, sizeof *table->cells);
    if (!table->cells) {
        return mrs_fail_memory(error);
    }
    cut_rows(table, text + table->csv.header_end);
    return readable ? MARSAD_OK : fail_encoding(table, error);
}

static marsad_status read_table(marsad_table *table, const char *path, marsad_error *error)
{
    bool is_input = strcmp(path, "-") == 0;
    table->file = mrs_strdup(is_input ? "standard input" : path);
    if (!table->file) {
        return mrs_fail_memory(error);
    }
    marsad_status status =
        mrs_file_read(is_input ? "/dev/stdin" : path, &table->text, &table->length, error);
    if (status) {
        return status;
    }
    bool marked = table->length >= 3 && memcmp(table->text, "\xEF\xBB\xBF", 3) == 0;
    size_t start = marked ? 3 : 0;
    if (table->length == start) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, table->file, 0, NULL, "the file is empty");
    }
    return cut_up(table, table->text + start, table->length - start, error);
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
        mrs_csv_clear(&table->csv);
        mrs_free(table->cells);
        mrs_free(table->text);
        mrs_free(table->file);
        mrs_free(table);
    }
}

/* ---- asking ---------------------------------------------------------------------------------- */

size_t marsad_table_column_count(const marsad_table *table)
{
    return table->csv.column_count;
}

const char *marsad_table_column(const marsad_table *table, size_t column)
{
    return table->csv.names[column];
}

marsad_status marsad_table_find(const marsad_table *table, const char *name, size_t *out,
                                marsad_error *error)
{
    size_t found = table->csv.column_count;
    for (size_t i = 0; i < table->csv.column_count; i++) {
        if (strcasecmp(table->csv.names[i], name) != 0) {
            continue;
        }
        if (found < table->csv.column_count) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, table->file, 1, NULL,
                               "the column \"%s\" stands there twice", name);
        }
        found = i;
    }
    if (found == table->csv.column_count) {
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
    return table->csv.rows[index].row;
}

size_t marsad_table_cell_count(const marsad_table *table, size_t index)
{
    return table->csv.rows[index].cells;
}

const char *marsad_table_cell(const marsad_table *table, size_t index, size_t column)
{
    return table->cells[index * table->csv.column_count + column];
}

bool marsad_table_is_formula(const char *text)
{
    return mrs_formula_like(text);
}
