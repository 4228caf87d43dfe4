/** Gathering what is wrong with a table. */
#ifndef MARSAD_EVENTS_PROBLEMS_H
#define MARSAD_EVENTS_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/events.h"

typedef struct mrs_faults {
    const char *path;
    marsad_problems *list;
    size_t capacity;
    bool out_of_memory;
} mrs_faults;

/** Adds a fault at a row (0: none) and column (NULL: none). Past some hundreds they are only
 *  counted. */
void mrs_fault(mrs_faults *faults, long row, const char *column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** MARSAD_OK if there are none, else MARSAD_ERR_INPUT with the first in `error`; or memory is out.
 */
marsad_status mrs_faults_end(mrs_faults *faults, marsad_error *error);

enum { MRS_QUOTED_SIZE = 84 };

/** A cell's text for a message: at most some dozens of characters, on one line, valid UTF-8 if the
 *  cell is. Writes to `to` and returns it. */
const char *mrs_quoted(char to[MRS_QUOTED_SIZE], const char *text);

#endif
