/** How often texts occur. */
#ifndef MARSAD_EVENTS_INFO_TALLY_H
#define MARSAD_EVENTS_INFO_TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "events/seen.h"

typedef struct mrs_tally_item {
    const char *text;
    size_t count;
    long row; /* the user's */
} mrs_tally_item;

/** Started with {0}. */
typedef struct mrs_tally {
    mrs_arena memory;
    mrs_seen known; /* 1 + the index in `items` */
    mrs_tally_item *items;
    size_t count, capacity;
    bool full; /* a text more than there was room for was met: it is in no item */
} mrs_tally;

/** Counts a text (copied). NULL if it would be more than `most`, or memory is out. */
mrs_tally_item *mrs_tally_add(mrs_tally *tally, const char *text, size_t most);

/** The commonest first, then by their bytes; no more may be added. Returns how many there are. */
size_t mrs_tally_sort(mrs_tally *tally);

void mrs_tally_clear(mrs_tally *tally);

#endif
