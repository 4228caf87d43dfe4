/** An open table of events, for the parts of reader.h that lie in files of their own. */
#ifndef MARSAD_EVENTS_READER_HANDLE_H
#define MARSAD_EVENTS_READER_HANDLE_H

#include "base/buffer.h"
#include "events/key_schemas.h"
#include "events/reader.h"
#include "events/row.h"
#include "geo/vector.h"

struct mrs_event_reader {
    char *path;
    mrs_vector *vector;
    mrs_faults *told; /* the caller's; may be NULL */
    marsad_date since, until;
    size_t left_out;

    size_t *columns; /* of the vector, without those that are not shown */
    size_t column_count, column_capacity;
    size_t looked_at; /* columns of the vector that are, or are not, among `columns` */
    bool hides;       /* some are not */
    bool placeless;   /* no column of the table places anything, which is told once */
    bool by_lines;    /* newline-delimited JSON, whose rows have their own columns */
    mrs_schema schema;
    mrs_key_schemas keys; /* of newline-delimited JSON */
    const mrs_schema *current;
    char **tags; /* of HXL, that stand below the header; NULL where none do */
    size_t tag_count;

    mrs_vocabulary vocabulary;

    mrs_buffer texts; /* of the row's cells, each with its final NUL */
    size_t *starts;   /* of each in `texts` */
    size_t start_capacity;
    mrs_buffer trimmed; /* of those that have spaces around them */
    marsad_problems faults;
    mrs_faults fault_list; /* what fills `faults` */
    mrs_buffer fault;      /* all of them in a line */
    mrs_buffer note;
    bool broken;
    marsad_incident incident;

    bool waiting; /* the vector's first row was looked at and is yet to be given */
    bool has_first;
};

/** Takes in the columns of the vector that are new; false if memory is out. */
bool mrs_reader_take_columns(mrs_event_reader *r);

/** Copies the texts of the current row, for the vector gives one at a time. Returns whether there
 *  are any but spaces. What is not UTF-8 is a fault, and noted in `row->unreadable`. */
bool mrs_reader_read_cells(mrs_event_reader *r, mrs_row *row);

void mrs_reader_clear_faults(mrs_event_reader *r);

#endif
