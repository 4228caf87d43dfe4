/** What the columns of a table mean: our own names, other people's tables, plain headers. */
#ifndef MARSAD_EVENTS_SCHEMA_H
#define MARSAD_EVENTS_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "events/columns.h"
#include "events/problems.h"

/** Whose table it is. */
typedef enum mrs_convention {
    MRS_TABLE_OWN = 0,   /* Marsad's names */
    MRS_TABLE_ACLED,     /* ACLED's export since March 2023 */
    MRS_TABLE_ACLED_OLD, /* and before: event_id_cnty with data_id, iso3, event_date "26 January
                            2020" */
    MRS_TABLE_UCDP,      /* UCDP GED */
    MRS_TABLE_HXL,       /* HXL tags in the row below the header, or in the header itself */
    MRS_TABLE_PLAIN      /* usual headers in English, Arabic or French */
} mrs_convention;

/** "Marsad", "ACLED (since 2023)", "ACLED (before 2023)", "UCDP GED", "HXL", "plain headers". */
const char *mrs_convention_name(mrs_convention convention);

/** The order of two numbers in one cell. */
typedef enum mrs_order {
    MRS_ORDER_BY_TEXT = 0, /* each cell must tell, by letters or otherwise */
    MRS_ORDER_LAT_LON,
    MRS_ORDER_LON_LAT
} mrs_order;

#define MRS_NO_COLUMN ((size_t)-1)

typedef struct mrs_schema {
    mrs_convention convention;
    size_t of_file[MRS_COLUMN_COUNT]; /* the file's column that fills ours, or MRS_NO_COLUMN */
    bool by_map[MRS_COLUMN_COUNT];    /* the caller said so */
    mrs_order order; /* in the column of coordinates, as its header or the map says */
    bool tags_below; /* the first row below the header holds HXL tags: no incident */
} mrs_schema;

/**
 * Finds what the columns mean. `first_row` is the row below the header, or NULL where the format
 * has none (there, tags cannot stand below). `map` is "location=Lieu,date=Jour", or NULL: it comes
 * before what is recognised; a name that the file has not, or a column of ours that there is not,
 * is a fault that lists what there is; "lon=" disregards what would be recognised, and a header
 * that has a comma stands between quotation marks. "lat=X,lon=X" says that X holds both, latitude
 * first. Where nothing else places the rows of a table that is not our own or ACLED's or UCDP's,
 * the finest district that it names is their location. Of two columns of the file with one meaning
 * the first in our order of preference counts; the same name twice is a fault. Pure: the same names
 * give the same.
 */
void mrs_schema_find(const char *const *names, size_t count, const char *const *first_row,
                     const char *map, mrs_faults *faults, mrs_schema *out);

/** The same for a row that has columns of its own: one of the map's that is not there is empty. */
void mrs_schema_find_of_row(const char *const *names, size_t count, const char *map,
                            mrs_faults *faults, mrs_schema *out);

#endif
