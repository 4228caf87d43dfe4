/** What a table reads as, row by row, in one line of text. */
#ifndef MARSAD_TESTS_ROWS_SAID_H
#define MARSAD_TESTS_ROWS_SAID_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/vector.h"

static inline void rows_say_row(FILE *out, mrs_vector *vector)
{
    marsad_lonlat at;
    double reach;
    fprintf(out, "|%ld", mrs_vector_row(vector));
    for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
        fprintf(out, "<%s>", mrs_vector_text(vector, i));
    }
    if (mrs_vector_position(vector, &at, &reach)) {
        fprintf(out, "@%g %g", at.lon, at.lat);
    }
    if (mrs_vector_fault(vector)) {
        fprintf(out, "!%s", mrs_vector_fault(vector));
    }
}

/** "CSV[a][b]|2<1><2>|3<3><>!its fault", or what came before "error STATUS row ROW: message". The
 *  columns are those known after the last row. To free(). */
static inline char *rows_said(const char *path, const mrs_vector_how *how)
{
    char *rows = NULL, *all = NULL;
    size_t size;
    FILE *out = open_memstream(&rows, &size);
    marsad_error error = {0};
    mrs_vector *vector;
    bool more = true;
    char columns[2048] = "";
    if (!mrs_vector_open_rows(path, how, &vector, &error)) {
        while (!mrs_vector_next(vector, &more, &error) && more) {
            rows_say_row(out, vector);
        }
        size_t length = (size_t)snprintf(columns, sizeof columns, "%s", mrs_vector_format(vector));
        for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
            length += (size_t)snprintf(columns + length, sizeof columns - length, "[%s]",
                                       mrs_vector_column_name(vector, i));
        }
    }
    mrs_vector_close(vector);
    if (error.status) {
        fprintf(out, "error %d row %ld: %s", error.status, error.row, error.message);
    }
    fclose(out);
    if (asprintf(&all, "%s%s", columns, rows) < 0) {
        abort();
    }
    free(rows);
    return all;
}

#endif
