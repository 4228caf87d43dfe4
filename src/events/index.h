/** A map from strings to numbers, for finding what was seen before. Its order is never shown. */
#ifndef MARSAD_EVENTS_INDEX_H
#define MARSAD_EVENTS_INDEX_H

#include <stdbool.h>
#include <stddef.h>

/** Started with `mrs_index index = {0};`. Keys are kept by pointer. */
typedef struct mrs_index {
    struct mrs_index_entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} mrs_index;

/** The value of `key`, to read or set; a new key has 0. NULL if memory is out. Valid until the next
 *  call. */
size_t *mrs_index_at(mrs_index *index, const char *key);

void mrs_index_clear(mrs_index *index);

#endif
