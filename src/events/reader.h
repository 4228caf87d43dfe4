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
 *  with the first in `error`; `faults` (may be NULL) gets them all, and later those of the rows.
 *  `path` "-" is standard input; messages name it "standard input". */
marsad_status mrs_event_reader_open(const char *path, const marsad_events_options *options,
                                    mrs_faults *faults, mrs_event_reader **out,
                                    marsad_error *error);

/** The same, to look at a table: one whose columns are at fault, such as one by which nothing can
 * be placed, is opened all the same. `faults` must be given. */
marsad_status mrs_event_reader_open_any(const char *path, const marsad_events_options *options,
                                        mrs_faults *faults, mrs_event_reader **out,
                                        marsad_error *error);
void mrs_event_reader_close(mrs_event_reader *reader);

/** The file's columns, without those that mrs_rejected_write() put before them. Newline-delimited
 *  JSON may have more with each row: the count only grows. */
size_t mrs_event_reader_column_count(const mrs_event_reader *reader);
const char *mrs_event_reader_column(const mrs_event_reader *reader, size_t column);
mrs_cell_kind mrs_event_reader_kind(const mrs_event_reader *reader, size_t column);

/** What the columns mean; of newline-delimited JSON those of the current row, which depends on
 *  nothing but that row's own keys. */
const mrs_schema *mrs_event_reader_schema(const mrs_event_reader *reader);

/** True of newline-delimited JSON, whose rows have their own columns. */
bool mrs_event_reader_is_lines(const mrs_event_reader *reader);

/** What was assumed of the file and of the rows so far, "" if nothing; lives until it is asked
 * again. */
const char *mrs_event_reader_note(mrs_event_reader *reader);

/** "CSV", "XLSX" …, and the layer that is read, "" where the format has none. */
const char *mrs_event_reader_format(const mrs_event_reader *reader);
const char *mrs_event_reader_layer(const mrs_event_reader *reader);

/** The text's encoding, or ""; all layers of the file. */
const char *mrs_event_reader_encoding(const mrs_event_reader *reader);
size_t mrs_event_reader_layer_count(const mrs_event_reader *reader);
const char *mrs_event_reader_layer_name(const mrs_event_reader *reader, size_t index);

/** The column's HXL tag, in its header or below it; "" where it has none. */
const char *mrs_event_reader_tag(const mrs_event_reader *reader, size_t column);

/** Steps to the next row that has anything in it and lies between since and until; `*more` is false
 *  past the last. Only what ends the reading is an error: a row's own faults are asked for below.
 */
marsad_status mrs_event_reader_next(mrs_event_reader *reader, bool *more, marsad_error *error);

/** What is wrong with the row: "date must be …; killed must be …", or NULL for a good one. */
const char *mrs_event_reader_fault(const mrs_event_reader *reader);

/** The same one by one, in their order. */
const marsad_problems *mrs_event_reader_faults(const mrs_event_reader *reader);

/** Finds one fault more with the row, such as an id that another row has. */
void mrs_event_reader_reject(mrs_event_reader *reader, const char *column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** True if the row could not be taken apart into cells, so that what they say is doubtful. */
bool mrs_event_reader_is_broken(const mrs_event_reader *reader);

/** The row as an incident, not yet placed. Texts live until the next step. Of a row with a fault,
 * as far as it makes sense. */
const marsad_incident *mrs_event_reader_incident(const mrs_event_reader *reader);

/** The row's number, and the text that stands in a column, "" where it is empty; it lives until the
 *  next step. */
long mrs_event_reader_row(const mrs_event_reader *reader);
const char *mrs_event_reader_cell(const mrs_event_reader *reader, size_t column);

/** Rows so far that were passed over because they lie before since or after until. */
size_t mrs_event_reader_left_out(const mrs_event_reader *reader);

/** The row's object, of newline-delimited JSON only (a GeoJSON feature is one too); else NULL. It
 *  belongs to the reader until the next step; json_object_get() keeps it. */
struct json_object *mrs_event_reader_object(const mrs_event_reader *reader);

/** The row as it stands in the file, of delimited text and newline-delimited JSON; else NULL. Its
 *  cells are those of the columns, and no more, unless mrs_event_reader_is_broken(). */
const char *mrs_event_reader_raw(const mrs_event_reader *reader, size_t *length);

/** Bytes (or rows) read and in all, for progress; all is 0 where that is not known. */
void mrs_event_reader_progress(const mrs_event_reader *reader, uint64_t *done, uint64_t *all);

/** Where the row after the current one begins, to go on from there in another run: delimited text
 *  and newline-delimited JSON in files; false elsewhere. */
bool mrs_event_reader_mark(const mrs_event_reader *reader, uint64_t *offset);
marsad_status mrs_event_reader_seek(mrs_event_reader *reader, uint64_t offset, long row,
                                    marsad_error *error);

#endif
