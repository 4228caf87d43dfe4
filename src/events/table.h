/**
 * The table of incidents from within, and what the folder is made of.
 *
 * A row on its way, with the files that see to it; each uses only those above it:
 *   ../geo/vector.h   the file as rows of cells, whatever its format
 *   columns.c         the columns that we know
 *   schema.c          what those of a table mean: by the caller's word (schema_map.c), our names,
 *                     ACLED's and UCDP's, tags (hxl.c), usual headers (headers.c, from
 *                     geodata/events/headers.tsv); key_schemas.c, where each row has its own
 *   row.c             from cells to an incident: row_dates.c (date_read.c, date_tokens.c,
 *                     date_words.c), row_place.c (precision.c), and the words for types and
 *                     countries (vocabulary.c, terms.c, types.c, country.c)
 *   problems.c        what is wrong, counted and listed
 *   reader.c          one row after the other, none kept: reader_open.c, reader_handle.h
 *   ids.c             ids that two rows have
 *   count.c, plain.c  numbers of people, and of other scripts
 *   rejected.c        rows with faults, kept aside and written; side_file.c says where
 *
 * and what becomes of the rows:
 *   read.c            marsad_events_read(): all of them in memory; events.c and date.c, what is
 *                     asked of them
 *   info.c            marsad_events_info_read(): what a table is (info_tally.c)
 *   placer.c          a name's place, with the company of the places around it; decisions.c first,
 *                     what a person has chosen
 *   layout.c, look.c  the columns of a table that is written, and how QGIS shows it
 *   geocode_job.h     marsad_geocode(): has a map of its own
 */
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
