/**
 * Delimited text (RFC 4180; also LF or CR alone as line ends) row by row. A malformed row is not
 * the end: its fault is said, and the rows behind it are read.
 */
#ifndef MARSAD_GEO_DELIMITED_H
#define MARSAD_GEO_DELIMITED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "geo/source.h"
#include "marsad/status.h"

/** Where the next byte of a kind stands in the stream, so that each is looked for once. */
typedef struct mrs_next_byte {
    char byte;
    uint64_t from; /* there is none from the row's start up to here */
    bool found;    /* and here is one */
} mrs_next_byte;

/** What kind of fault a row has: one of structure leaves in doubt where the rows around it end. */
typedef enum mrs_row_fault {
    MRS_ROW_GOOD = 0,
    MRS_ROW_STRUCTURE,
    MRS_ROW_CONTENT, /* its text or the length of a cell */
    MRS_ROW_COUNT    /* of its cells */
} mrs_row_fault;

typedef struct mrs_delimited {
    mrs_source *source;
    char separator;
    char **names; /* of the columns, without surrounding spaces */
    size_t column_count;
    mrs_next_byte line_feed, carriage_return, quote;

    /* The current row: */
    long row;          /* as a spreadsheet counts it: the header is row 1, empty lines count */
    size_t cell_count; /* that it has in the file */
    size_t cells_kept; /* of them, at most column_count */
    mrs_buffer cells;  /* their texts, each with its final NUL */
    size_t *starts;    /* of each in `cells`; room for column_count */
    char fault[320];   /* what is wrong with it, or "" */
    mrs_row_fault kind;
    const char *raw; /* as it stands in the window */
    size_t raw_length;
    size_t taken; /* bytes of the window that it takes, with its line end */
    size_t starts_room;
} mrs_delimited;

/** Reads the header. `separator` is ',', ';', '|', a tab or any other character; 0: told by the
 *  header and the first rows, or by Excel's line "sep=;" above them. The source remains the
 *  caller's and must live as long. */
marsad_status mrs_delimited_open(mrs_source *source, char separator, mrs_delimited *out,
                                 marsad_error *error);
void mrs_delimited_close(mrs_delimited *table);

/** Steps to the next row that is not an empty line; `*more` is false past the last. Only what ends
 *  the reading is an error. */
marsad_status mrs_delimited_next(mrs_delimited *table, bool *more, marsad_error *error);

/** The current row's cell, "" where it has none. */
const char *mrs_delimited_cell(const mrs_delimited *table, size_t column);

/** Goes on at a row that begins at `offset` in the file and is row `row`. */
marsad_status mrs_delimited_seek(mrs_delimited *table, uint64_t offset, long row,
                                 marsad_error *error);

#endif
