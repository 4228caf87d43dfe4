/** A map from strings to numbers, for finding what was seen before. Its order is never shown. */
#ifndef MARSAD_EVENTS_SEEN_H
#define MARSAD_EVENTS_SEEN_H

#include <stdbool.h>
#include <stddef.h>

/** Started with `mrs_seen seen = {0};`. Keys are kept by pointer. */
typedef struct mrs_seen {
    struct mrs_seen_entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} mrs_seen;

/** The value of `key`, to read or set; a new key has 0. NULL if memory is out. Valid until the next
 *  call. */
size_t *mrs_seen_at(mrs_seen *index, const char *key);

/** The value of `key`, or 0 where it is none; adds nothing. */
size_t mrs_seen_find(const mrs_seen *index, const char *key);

void mrs_seen_clear(mrs_seen *index);

#endif
