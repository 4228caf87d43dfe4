/**
 * Tables of text: CSV as people and spreadsheets write it, with all its cells.
 */
#ifndef MARSAD_TABLE_H
#define MARSAD_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A table in memory. Read only once it is open: threads may share it. */
typedef struct marsad_table marsad_table;

/**
 * Reads the CSV file at `path` ("-": standard input) in UTF-8, whose first row names the columns;
 * cells are separated by commas, semicolons or tabs, whichever the header has most of. Empty rows,
 * and those whose cells all are, are passed over.
 *
 * MARSAD_ERR_NOT_FOUND if there is no such file; MARSAD_ERR_INPUT, at its row, if it is a folder,
 * empty, no text in UTF-8, or a quotation mark is out of place. A row with too few or too many
 * cells is for the caller: see marsad_table_cell_count().
 */
MARSAD_API marsad_status marsad_table_read(const char *path, marsad_table **out,
                                           marsad_error *error);

/** May be NULL. */
MARSAD_API void marsad_table_free(marsad_table *table);

/** At least one. */
MARSAD_API size_t marsad_table_column_count(const marsad_table *table);

/** The column's name, without surrounding spaces. */
MARSAD_API const char *marsad_table_column(const marsad_table *table, size_t column);

/**
 * Finds a column by its name, whatever the case of its letters. MARSAD_ERR_NOT_FOUND if there is
 * none; MARSAD_ERR_INPUT if there are two.
 */
MARSAD_API marsad_status marsad_table_find(const marsad_table *table, const char *name, size_t *out,
                                           marsad_error *error);

/** Rows, without the header. */
MARSAD_API size_t marsad_table_row_count(const marsad_table *table);

/** The number of the row at `index` as a spreadsheet counts it: the header is row 1. */
MARSAD_API long marsad_table_row(const marsad_table *table, size_t index);

/** The cells that the row has in the file, which may be fewer or more than there are columns. */
MARSAD_API size_t marsad_table_cell_count(const marsad_table *table, size_t index);

/** What the cell says, with its spaces; "" where the row has none in this column. An apostrophe
 *  before what would be a formula is not part of it: see marsad_table_is_formula(). */
MARSAD_API const char *marsad_table_cell(const marsad_table *table, size_t index, size_t column);

/**
 * True if a spreadsheet that opens a CSV would take a cell with this text for a formula, so that it
 * is to be written with an apostrophe before it: it begins with one of = + - @, a tab or a line
 * end, and is neither a number nor a mere "-". Also if apostrophes stand before that, so that
 * reading gives back what was written.
 */
MARSAD_API bool marsad_table_is_formula(const char *text);

#ifdef __cplusplus
}
#endif
#endif
