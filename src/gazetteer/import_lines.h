/** Lines of a text that may be longer than memory, one at a time. */
#ifndef MARSAD_GAZETTEER_IMPORT_LINES_H
#define MARSAD_GAZETTEER_IMPORT_LINES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "gazetteer/import.h"

enum { MRS_FIELDS_MOST = 64 };

typedef struct mrs_lines {
    FILE *stream;
    const char *path;
    char *line; /* getline()'s: without its line end */
    size_t capacity, length;
    int64_t done, total; /* bytes */
    char *fields[MRS_FIELDS_MOST];
    size_t field_count; /* of the line in hand, cut at its tabs; surplus fields are only counted */
} mrs_lines;

marsad_status mrs_lines_open(mrs_lines *lines, const char *path, marsad_error *error);

/** The next line that is not empty: sets `import->row`, and cuts the fields. `*more` is false at
 * the end. Tells the progress. The line may hold anything but a line feed; see mrs_lines_valid().
 */
marsad_status mrs_lines_next(mrs_lines *lines, mrs_import *import, bool *more, marsad_error *error);

/** True if the line in hand is UTF-8 text. */
bool mrs_lines_valid(const mrs_lines *lines);

void mrs_lines_close(mrs_lines *lines);

#endif
