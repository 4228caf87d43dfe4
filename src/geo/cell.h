/** What a column of a table holds. */
#ifndef MARSAD_GEO_CELL_H
#define MARSAD_GEO_CELL_H

typedef enum mrs_cell_kind {
    MRS_CELL_TEXT,
    MRS_CELL_INTEGER,
    MRS_CELL_NUMBER,
    MRS_CELL_FLAG
} mrs_cell_kind;

#endif
