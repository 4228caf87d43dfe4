/** The pairs of a table, as `marsad distance --in` reads them. */
#ifndef MARSAD_CLI_PAIR_TABLE_H
#define MARSAD_CLI_PAIR_TABLE_H

#include "cli/bulk.h"

/** The columns of an end. */
typedef struct pair_columns {
    bool named, placed; /* it has a column of names; columns of degrees */
    size_t name, lon, lat;
} pair_columns;

/** An end of a pair. */
typedef struct pair_end {
    const marsad_place *place; /* NULL unless it is sure */
    marsad_place own;          /* of coordinates, which `place` points to then; nothing to free */
} pair_end;

/** A row's answer. It points into the table and the names: it must not be copied. */
typedef struct pair_row {
    pair_end ends[2]; /* from, to */
    row_outcome outcome;
} pair_row;

/** Finds the columns from and to. Prints errors; returns an exit status. */
int pair_table_find(const bulk *b, pair_columns out[2]);

/** What the table calls the end; "" where it has no name for it. */
const char *pair_table_name(const bulk *b, size_t index, const pair_columns *columns);

/** Answers a row. Prints errors that are not the row's; returns their exit status. */
int pair_table_row(bulk *b, size_t index, const pair_columns columns[2], pair_row *out);

#endif
