/**
 * A condition in OGR SQL upon rows that OGR does not read itself: OGR judges each as the only
 * feature of a layer in memory. An empty cell is NULL. Cells are text; a column that is compared
 * with a number holds numbers, and is NULL where a cell is none.
 */
#ifndef MARSAD_GEO_ROW_FILTER_H
#define MARSAD_GEO_ROW_FILTER_H

#include <stdbool.h>

#include "geo/vector.h"

typedef struct mrs_row_filter mrs_row_filter;

/** MARSAD_ERR_USAGE, with the columns there are, if OGR does not accept the condition. */
marsad_status mrs_row_filter_open(mrs_vector *vector, const char *where, mrs_row_filter **out,
                                  marsad_error *error);
void mrs_row_filter_close(mrs_row_filter *filter);

/** True if the condition holds for the vector's current row. */
bool mrs_row_filter_keeps(mrs_row_filter *filter, mrs_vector *vector);

#endif
