/** Newline-delimited JSON row by row: plain objects, or GeoJSON features. */
#ifndef MARSAD_GEO_JSON_ROWS_H
#define MARSAD_GEO_JSON_ROWS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/source.h"
#include "marsad/geodesy.h"
#include "marsad/status.h"

typedef struct mrs_json_rows {
    mrs_source *source;
    struct json_tokener *tokener;
    struct json_object *indexes; /* of the columns, by their names */
    char **names;                /* of the columns, as they were met */
    size_t column_count, column_room;

    /* The current row: */
    long row; /* its line, from 1 */
    struct json_object *object;
    struct json_object *cells; /* in it: itself, or a feature's properties; NULL if it has none */
    char fault[320];           /* what is wrong with it, or "" */
    const char *raw;           /* as it stands in the window */
    size_t raw_length;
    size_t taken; /* bytes of the window that it takes, with its line end */
    char number[32];
} mrs_json_rows;

/** Reads up to the first well-formed row to know its columns; the first step is to the first row
 *  all the same. The source remains the caller's and must live as long. */
marsad_status mrs_json_rows_open(mrs_source *source, mrs_json_rows *out, marsad_error *error);
void mrs_json_rows_close(mrs_json_rows *rows);

/** Steps to the next line that is not blank. Only what ends the reading is an error. */
marsad_status mrs_json_rows_next(mrs_json_rows *rows, bool *more, marsad_error *error);

/** The current row's value of a column as text: nested ones as compact JSON, whole numbers without
 *  ".0", "" for null and what it has not. */
const char *mrs_json_rows_cell(mrs_json_rows *rows, size_t column);

/** The geometry of the current row, or NULL if it is no feature or has none. */
struct json_object *mrs_json_rows_geometry(const mrs_json_rows *rows);

/** True if that is a point, which is then in `at`. */
bool mrs_json_is_point(struct json_object *geometry, marsad_lonlat *at);

/** Goes on at a line that begins at `offset` in the file and is row `row`. */
marsad_status mrs_json_rows_seek(mrs_json_rows *rows, uint64_t offset, long row,
                                 marsad_error *error);

#endif
