/** The pairs of a table, as `marsad distance --in` reads them. */
#ifndef MARSAD_CLI_PAIR_TABLE_H
#define MARSAD_CLI_PAIR_TABLE_H

#include "cli/cli.h"

/** What became of a row, or of one of its ends; the worse the later. */
typedef enum pair_status {
    PAIR_RESOLVED = 0,
    PAIR_AMBIGUOUS,
    PAIR_UNRESOLVED,
    PAIR_MALFORMED,
    PAIR_STATUSES
} pair_status;

enum { PAIR_REASON = 512 };

/** An end of a pair. */
typedef struct pair_end {
    const marsad_place *place; /* NULL unless it is sure */
    marsad_place own;          /* of coordinates, which `place` points to then; nothing to free */
} pair_end;

/** A row's answer. It points into the table and the names: it must not be copied. */
typedef struct pair_row {
    pair_end ends[2]; /* from, to */
    pair_status status;
    char reason[PAIR_REASON]; /* "" where it is resolved */
    bool fatal;               /* not of the row, but of the gazetteer or the machine: it was told */
} pair_row;

typedef struct pair_columns {
    bool named, placed; /* it has a column of names; columns of degrees */
    size_t name, lon, lat;
} pair_columns;

typedef struct pair_table {
    const cli_args *args;
    marsad_table *table;
    const char *file; /* as messages call it */
    pair_columns columns[2];
    cli_places places;
    bool opened; /* the places, with the first name (or road) that needs them */
    char country[3];
    void *names; /* those resolved before: a tree of tsearch() */
} pair_table;

/** Reads the table of --in and finds its columns. Prints errors; returns an exit status. Close it
 *  in any case. */
int pair_table_open(const cli_args *args, pair_table *out);
void pair_table_close(pair_table *pairs);

/** Opens the gazetteer and the basemap, once. Prints errors; returns an exit status. */
int pair_table_open_places(pair_table *pairs);

/** Answers a row. */
void pair_table_row(pair_table *pairs, size_t index, pair_row *out);

/** "resolved", "ambiguous", "unresolved", "malformed". */
const char *pair_status_text(pair_status status);

#endif
