/**
 * Reading events row by row, in memory that does not grow with the table: what marsad_events_read()
 * and geocoding stand on.
 */
#ifndef MARSAD_EVENTS_READER_H
#define MARSAD_EVENTS_READER_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "events/schema.h"
#include "geo/cell.h"
#include "marsad/events.h"

typedef struct mrs_event_reader mrs_event_reader;

/** Opens the table and finds what its columns mean. Faults of the whole table are MARSAD_ERR_INPUT
 *  with the first in `error`; `faults` (may be NULL) gets them all, and later those of the rows. */
marsad_status mrs_event_reader_open(const char *path, const marsad_events_options *options,
                                    mrs_faults *faults, mrs_event_reader **out,
                                    marsad_error *error);
void mrs_event_reader_close(mrs_event_reader *reader);

/** The file's columns. Newline-delimited JSON may have more with each row: the count only grows. */
size_t mrs_event_reader_column_count(const mrs_event_reader *reader);
const char *mrs_event_reader_column(const mrs_event_reader *reader, size_t column);
mrs_cell_kind mrs_event_reader_kind(const mrs_event_reader *reader, size_t column);
const mrs_schema *mrs_event_reader_schema(const mrs_event_reader *reader);
const char *mrs_event_reader_note(const mrs_event_reader *reader);

/** Steps to the next row that has anything in it and lies between since and until; `*more` is false
 *  past the last. Only what ends the reading is an error: a row's own faults are asked for below.
 */
marsad_status mrs_event_reader_next(mrs_event_reader *reader, bool *more, marsad_error *error);

/** What is wrong with the row: "date must be …; killed must be …", or NULL for a good one. */
const char *mrs_event_reader_fault(const mrs_event_reader *reader);

/** The row as an incident, not yet placed. Texts live until the next step. Of a row with a fault,
 * as far as it makes sense. */
const marsad_incident *mrs_event_reader_incident(const mrs_event_reader *reader);

/** The row's number, and the text that stands in a column, "" where it is empty. */
long mrs_event_reader_row(const mrs_event_reader *reader);
const char *mrs_event_reader_cell(const mrs_event_reader *reader, size_t column);

/** The row's object, of newline-delimited JSON only (a GeoJSON feature is one too); else NULL. It
 *  belongs to the reader until the next step; json_object_get() keeps it. */
struct json_object *mrs_event_reader_object(const mrs_event_reader *reader);

/** The row as it stands in the file, of delimited text and newline-delimited JSON; else NULL. */
const char *mrs_event_reader_raw(const mrs_event_reader *reader, size_t *length);

/** Bytes (or rows) read and in all, for progress; all is 0 where that is not known. */
void mrs_event_reader_progress(const mrs_event_reader *reader, uint64_t *done, uint64_t *all);

/** Where the row after the current one begins, to go on from there in another run: delimited text
 *  and newline-delimited JSON in files; false elsewhere. */
bool mrs_event_reader_mark(const mrs_event_reader *reader, uint64_t *offset);
marsad_status mrs_event_reader_seek(mrs_event_reader *reader, uint64_t offset, long row,
                                    marsad_error *error);

#endif
