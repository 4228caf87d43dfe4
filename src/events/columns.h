/** The columns of an events table that Marsad knows. */
#ifndef MARSAD_EVENTS_COLUMNS_H
#define MARSAD_EVENTS_COLUMNS_H

#include "marsad/events.h"

typedef enum mrs_column {
    MRS_COLUMN_ID = 0,
    MRS_COLUMN_LABEL,
    MRS_COLUMN_DATE,
    MRS_COLUMN_END_DATE,
    MRS_COLUMN_DATE_PRECISION,
    MRS_COLUMN_TYPE,
    MRS_COLUMN_SUBTYPE, /* finer than the type, which it decides where it is known */
    MRS_COLUMN_LOCATION,
    MRS_COLUMN_LOCATION_DETAIL,
    MRS_COLUMN_ADMIN1,
    MRS_COLUMN_ADMIN2,
    MRS_COLUMN_ADMIN3,
    MRS_COLUMN_COUNTRY,
    MRS_COLUMN_LON,
    MRS_COLUMN_LAT,
    MRS_COLUMN_COORDINATES, /* both in one cell, as marsad_coordinates_parse() reads them */
    MRS_COLUMN_UNCERTAINTY_M,
    MRS_COLUMN_WHERE_PREC,    /* UCDP's 1 to 7 */
    MRS_COLUMN_GEO_PRECISION, /* ACLED's 1 to 3 */
    MRS_COLUMN_ACTOR1,
    MRS_COLUMN_ACTOR2,
    MRS_COLUMN_CONTROLLER_AFTER,
    MRS_COLUMN_KILLED,
    MRS_COLUMN_INJURED,
    MRS_COLUMN_HEADLINE,
    MRS_COLUMN_HEADLINE_AR,
    MRS_COLUMN_HEADLINE_FR,
    MRS_COLUMN_SOURCE,
    MRS_COLUMN_URL,
    MRS_COLUMN_NOTE,
    MRS_COLUMN_COUNT
} mrs_column;

const char *mrs_column_name(mrs_column column);

/** The column with this name, whatever its case; MRS_COLUMN_COUNT if there is none. */
mrs_column mrs_column_find(const char *name);

/** Where an incident keeps the column's text; NULL for a column that is more than text. */
const char **mrs_column_text(marsad_incident *incident, mrs_column column);

#endif
