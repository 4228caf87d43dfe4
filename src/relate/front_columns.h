/** The attributes of a front's file. */
#ifndef MARSAD_RELATE_FRONT_COLUMNS_H
#define MARSAD_RELATE_FRONT_COLUMNS_H

#include "geo/vector.h"
#include "relate/front_handle.h"

typedef enum mrs_front_column {
    MRS_FRONT_DATE = 0,
    MRS_FRONT_LEFT,
    MRS_FRONT_RIGHT,
    MRS_FRONT_CONTROLLER,
    MRS_FRONT_NAME,
    MRS_FRONT_DERIVED,
    MRS_FRONT_EVIDENCE,
    MRS_FRONT_NOTE,
    MRS_FRONT_COLUMNS
} mrs_front_column;

/** A file that is being read. */
typedef struct mrs_front_file {
    const char *path;
    mrs_vector *vector;
    size_t columns[MRS_FRONT_COLUMNS]; /* MRS_FRONT_ABSENT where it has none */
    marsad_date date;                  /* that of all its features, if there is no such column */
} mrs_front_file;

#define MRS_FRONT_ABSENT ((size_t)-1)

/** Finds the columns of the file's layer, in any case of letters, and a date in the file's name.
 *  Warns of a column taken for another's name, and of that date. False if memory is out. */
bool mrs_front_find_columns(mrs_front_file *file, marsad_front *front);

/** The current feature's attribute, "" where there is none; valid until the next call. */
const char *mrs_front_text(const mrs_front_file *file, mrs_front_column column);

/** The current feature's date (year 0: none). MARSAD_ERR_INPUT, with row and column, unless it is a
 *  day; a time of day behind it does not count. */
marsad_status mrs_front_date(const mrs_front_file *file, marsad_date *out, marsad_error *error);

/** Whether the current feature says that it was estimated. */
bool mrs_front_is_derived(const mrs_front_file *file);

#endif
