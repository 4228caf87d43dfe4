/**
 * The structure of a CSV text, checked before OGR reads it: OGR pads short rows, drops surplus
 * cells and joins what a stray quotation mark leaves open, all without a word.
 */
#ifndef MARSAD_GEO_CSV_H
#define MARSAD_GEO_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "marsad/status.h"

typedef struct mrs_csv_row {
    long row;     /* as a spreadsheet counts it: the header is row 1, empty lines count */
    size_t cells; /* that it has */
    size_t start; /* offset of its first byte */
} mrs_csv_row;

typedef struct mrs_csv {
    char separator;      /* ',', ';' or tab: the commonest in the header */
    char **names;        /* of the columns, without quotation marks and surrounding spaces */
    size_t column_count; /* at least 1 */
    size_t header_end;   /* offset of the header's line end */
    bool one_separator;  /* the header has no other of ',', ';', '|', tab, outside quotes */
    mrs_csv_row *rows;   /* those that are not an empty line, without the header */
    size_t row_count;
} mrs_csv;

/**
 * Checks `length` bytes of CSV (RFC 4180; also LF or CR alone as line ends). MARSAD_ERR_INPUT, at
 * `file` and the row, if there is no header, a quotation mark is not closed or stands inside an
 * unquoted cell, or there is a NUL byte. Rows with too many or too few cells are for the caller.
 */
marsad_status mrs_csv_scan(const char *text, size_t length, const char *file, mrs_csv *out,
                           marsad_error *error);
void mrs_csv_clear(mrs_csv *csv);

/**
 * Reads the cells of a row of the text that was scanned into `out`, each with its final NUL, as far
 * as there are columns; `starts` gets their offsets in `out`, with room for column_count of them.
 * Line ends inside a cell become LF. Returns how many cells there are; `out` may have failed.
 */
size_t mrs_csv_read_row(const mrs_csv *csv, const char *text, size_t length, const mrs_csv_row *row,
                        mrs_buffer *out, size_t *starts);

/** A copy without surrounding spaces, to mrs_free(); NULL if memory is out. */
char *mrs_trimmed(const char *text);

#endif
