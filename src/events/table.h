/** The table of incidents from within. */
#ifndef MARSAD_EVENTS_TABLE_H
#define MARSAD_EVENTS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "events/rejected.h"
#include "geo/cell.h"
#include "marsad/events.h"

/** The cells of a row as the file has them: how many there are, and of each the offset of its text
 *  from here. Columns that were first met further down have none. */
typedef uint32_t mrs_cells;

struct marsad_events {
    char *path;
    mrs_arena strings;
    marsad_incident *items;
    size_t count, capacity;
    const char **columns; /* the file's */
    mrs_cell_kind *kinds; /* of each */
    size_t column_count;
    const mrs_cells **cells; /* of each incident; as many as `items`, with their own capacity */
    size_t cells_capacity;
    mrs_rejected rejected;           /* rows with faults */
    size_t left_out;                 /* rows outside the time that was asked for */
    char *note;                      /* what was assumed of the file */
    marsad_resolution **resolutions; /* one for each distinct location in its country */
    size_t resolution_count, resolution_capacity;
};

/** What a date must look like, for messages. */
#define MRS_DATE_FORMS "YYYY-MM-DD, YYYY-MM or YYYY and exist in the calendar"

/** Finds a type by its name, whatever its case, with spaces or hyphens for underscores. */
bool mrs_incident_type_parse(const char *text, marsad_incident_type *out);

/** True if `a` ends before `b` begins, as far as the coarser of the two dates can tell. */
bool mrs_date_surely_before(marsad_date a, marsad_date b);

#endif
