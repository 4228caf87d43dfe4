/** Rows that were not taken for a fault of theirs: kept in a temporary file, for a table may have
 *  millions of them, and written to a side file in the end. */
#ifndef MARSAD_EVENTS_REJECTED_H
#define MARSAD_EVENTS_REJECTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buffer.h"
#include "events/reader.h"

/** Started with {0}. */
typedef struct mrs_rejected {
    FILE *kept;        /* without a name; NULL while there is none */
    mrs_buffer record; /* of the row at hand */
    size_t count;
    bool broken; /* a row among them could not be taken apart into cells */
} mrs_rejected;

/** Keeps the reader's current row, its cells and what is wrong with it. */
marsad_status mrs_rejected_add(mrs_rejected *rejected, const mrs_event_reader *reader,
                               marsad_error *error);

/** Writes those that were kept to a CSV with these columns (the reader's, at its end), whole or not
 *  at all. Before them stand `marsad_row`, `marsad_fault` and, if a row could not be taken apart,
 *  `marsad_raw`: the row as it stands in the file. */
marsad_status mrs_rejected_write(mrs_rejected *rejected, const char *const *columns, size_t count,
                                 const char *path, marsad_error *error);

/** Tells the row and the fault of each of the first `most`, in the order of the file: `tell`
 * returns false to stop. Row 0 is not known. MARSAD_ERR_IO if they cannot be read back. */
marsad_status mrs_rejected_each(const mrs_rejected *rejected, size_t most,
                                bool (*tell)(void *state, long row, const char *fault), void *state,
                                marsad_error *error);

/** True of the names of those columns: a mended side file can be read as it is. */
bool mrs_rejected_is_ours(const char *column);

void mrs_rejected_clear(mrs_rejected *rejected);

#endif
