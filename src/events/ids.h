/** Ids that two rows have. */
#ifndef MARSAD_EVENTS_IDS_H
#define MARSAD_EVENTS_IDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "events/reader.h"
#include "events/seen.h"

/** Started with {0}. */
typedef struct mrs_ids {
    mrs_arena memory;
    mrs_seen rows; /* that have them first */
    size_t most;   /* no more are kept; 0: all */
} mrs_ids;

/**
 * Rejects the reader's row if one before it has its id; false if memory is out. An id of ours is
 * one incident's. Those in the tables of others need not be: ACLED's dyadic exports have a row for
 * each of two sides.
 */
bool mrs_ids_check(mrs_ids *ids, mrs_event_reader *reader);

void mrs_ids_clear(mrs_ids *ids);

#endif
