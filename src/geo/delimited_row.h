/** Where a row of delimited text ends, and its cells. */
#ifndef MARSAD_GEO_DELIMITED_ROW_H
#define MARSAD_GEO_DELIMITED_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

typedef enum mrs_row_end {
    MRS_ROW_WHOLE,
    MRS_ROW_CUT,    /* the text ends before the row does */
    MRS_ROW_OPEN,   /* it ends inside quotation marks, and nothing comes behind it */
    MRS_ROW_INSIDE, /* a quotation mark stands inside an unquoted cell */
    MRS_ROW_BEHIND  /* text stands behind a cell's closing quotation mark */
} mrs_row_end;

typedef struct mrs_row_scan {
    /* To be set: */
    const char *start, *end; /* the text; a row begins at its start */
    bool last;               /* nothing comes behind the text */
    char separator;
    mrs_buffer *cells; /* gets the cells, each with its final NUL; NULL: they are only counted */
    size_t *starts;    /* gets their offsets in `cells`, of the first `room` cells */
    size_t room;

    /* What is found: */
    size_t length;        /* of the row, without its line end */
    size_t line_end;      /* length of that */
    size_t count;         /* of cells */
    const char *opened;   /* the last opening quotation mark, or NULL */
    const char *spanning; /* that of the first cell that goes over a line's end, or NULL */
    size_t before;        /* cells before that one */
} mrs_row_scan;

/** Scans the row. Of a malformed one, `length` goes to where the fault was seen. Line ends inside
 *  cells become LF. */
mrs_row_end mrs_row_scan_next(mrs_row_scan *scan);

/** The length of the line that begins at `at`, with its line end where `with_end`. */
size_t mrs_line_length(const char *at, const char *end, bool with_end);

#endif
