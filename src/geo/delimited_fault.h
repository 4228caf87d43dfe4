/** What can be wrong with a row of delimited text. */
#ifndef MARSAD_GEO_DELIMITED_FAULT_H
#define MARSAD_GEO_DELIMITED_FAULT_H

#include "geo/delimited.h"

enum { MRS_LONGEST_CELL = 1024 * 1024 }; /* bytes */

/** Says what is wrong with the current row; what was said of it before stands, for the first fault
 *  is the cause of others. */
void mrs_delimited_fault(mrs_delimited *table, mrs_row_fault kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Looks at the current row's text, the count of its cells, and their lengths. */
void mrs_delimited_check(mrs_delimited *table);

/** At its text only, as of a header's. */
void mrs_delimited_check_text(mrs_delimited *table);

#endif
