/** One row of an events table: from cells to an incident, with everything that is wrong. */
#ifndef MARSAD_EVENTS_ROW_H
#define MARSAD_EVENTS_ROW_H

#include <stdbool.h>

#include "events/columns.h"
#include "events/problems.h"
#include "events/schema.h"

typedef struct mrs_row {
    long number;
    mrs_convention convention;           /* by which the cells are understood */
    const char *cells[MRS_COLUMN_COUNT]; /* trimmed; "" where empty or the column is missing */
    bool unreadable[MRS_COLUMN_COUNT];   /* not UTF-8, already reported; the cell is "" */
    bool has_point;                      /* the feature has a point of its own */
    marsad_lonlat point;
} mrs_row;

/** Fills `out` from the row, as far as it makes sense, and reports its faults. Texts are shared
 *  with the row. */
void mrs_row_read(const mrs_row *row, mrs_faults *faults, marsad_incident *out);

#endif
