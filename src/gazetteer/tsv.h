/** Tab-separated text with a header row and no quoting, as the gazetteer's sources are kept. */
#ifndef MARSAD_GAZETTEER_TSV_H
#define MARSAD_GAZETTEER_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/status.h"

enum { MRS_TSV_MAX_COLUMNS = 32 };

typedef struct mrs_tsv {
    char *path;
    char *text; /* the whole file; fields point into it */
    char *at;
    char *end;
    long row;                           /* as a spreadsheet counts: the header is row 1 */
    size_t width;                       /* columns in the file */
    const char *const *columns;         /* the columns asked for, and how many */
    size_t column_count;                /* (at most MRS_TSV_MAX_COLUMNS) */
    size_t places[MRS_TSV_MAX_COLUMNS]; /* where each of them stands in the file */
} mrs_tsv;

/** Reads the file and finds the columns by their names. `columns` must outlive the reader. */
marsad_status mrs_tsv_open(mrs_tsv *tsv, const char *path, const char *const *columns,
                           size_t column_count, marsad_error *error);

/** The next row: `fields` gets one string for each column asked for. `*more` is false at the end.
 *  A row with another number of fields, or text that is not UTF-8, is an error. */
marsad_status mrs_tsv_next(mrs_tsv *tsv, const char **fields, bool *more, marsad_error *error);

/** Hands over the text that the fields point into; free it with mrs_free(). */
char *mrs_tsv_take_text(mrs_tsv *tsv);

void mrs_tsv_close(mrs_tsv *tsv);

#endif
