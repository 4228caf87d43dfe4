/** The columns that tell how an incident lies to a front. */
#ifndef MARSAD_RELATE_RELATION_COLUMNS_H
#define MARSAD_RELATE_RELATION_COLUMNS_H

#include "geo/vector_write.h"
#include "marsad/front.h"

typedef enum mrs_relation_column {
    MRS_RELATION_DISTANCE_M = 0,
    MRS_RELATION_AZIMUTH_DEG,
    MRS_RELATION_LON,
    MRS_RELATION_LAT,
    MRS_RELATION_LINE,
    MRS_RELATION_CONTROLLER,
    MRS_RELATION_CONTROLLER_CERTAIN,
    MRS_RELATION_DATE,
    MRS_RELATION_NOTE,
    MRS_RELATION_COLUMNS
} mrs_relation_column;

extern const mrs_field mrs_relation_fields[MRS_RELATION_COLUMNS];

/** Fills the cells; the front's date stands in `date`, other texts live with the front and the
 *  relation. */
void mrs_relation_cells(const marsad_front *front, const marsad_event_relation *item,
                        char date[MARSAD_DATE_TEXT], mrs_cell cells[MRS_RELATION_COLUMNS]);

#endif
