/** The parts of reading a row. */
#ifndef MARSAD_EVENTS_ROW_PARTS_H
#define MARSAD_EVENTS_ROW_PARTS_H

#include "events/row.h"

/** True of a table that does not have our own names, whose words are not a matter of spelling. */
bool mrs_row_is_foreign(const mrs_row *row);
mrs_convention mrs_row_convention(const mrs_row *row);

/** Reports that a cell must be something: "killed must be a number, not "x"". */
void mrs_row_fault(const mrs_row *row, mrs_faults *faults, mrs_column column, const char *must);

/** date, end_date and date_precision. */
void mrs_row_read_dates(const mrs_row *row, mrs_faults *faults, marsad_incident *out);

/** location, coordinates and uncertainty. */
void mrs_row_read_place(const mrs_row *row, mrs_faults *faults, marsad_incident *out);

#endif
