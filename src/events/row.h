/** One row of an events table: from cells to an incident, with everything that is wrong. */
#ifndef MARSAD_EVENTS_ROW_H
#define MARSAD_EVENTS_ROW_H

#include <stdbool.h>

#include "events/columns.h"
#include "events/problems.h"
#include "events/schema.h"
#include "events/vocabulary.h"

typedef struct mrs_row {
    long number;
    const mrs_schema *schema;            /* how cells are understood; NULL: a table of our own */
    mrs_vocabulary *vocabulary;          /* of the table, so that nothing is looked up twice */
    const char *cells[MRS_COLUMN_COUNT]; /* trimmed; "" where empty or the column is missing */
    bool unreadable[MRS_COLUMN_COUNT];   /* not UTF-8, already reported; the cell is "" */
    bool has_point;                      /* the feature has a point of its own */
    marsad_lonlat point;
} mrs_row;

/**
 * Fills `out` from the row, as far as it makes sense, and reports its faults. Texts are the row's,
 * or static.
 *
 * "-", "n/a", "unknown" and the like are empty where a number, a date or a code is asked for;
 * numbers may have Arabic digits and a decimal comma, counts thousands and words ("at least 5").
 * In other people's tables types that are not known are MARSAD_TYPE_OTHER, and codes that are not
 * known say nothing; in a table with our own names these are faults. Countries become their two
 * letters. Where there are coordinates, codes of precision become metres, unless those are given.
 */
void mrs_row_read(const mrs_row *row, mrs_faults *faults, marsad_incident *out);

#endif
