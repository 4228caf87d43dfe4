/** A hash table from strings to small numbers; a key may stand for several. */
#ifndef MARSAD_GAZETTEER_HASH_H
#define MARSAD_GAZETTEER_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct mrs_hash_item {
    const char *key; /* not owned */
    uint32_t value;
    uint32_t next; /* one more than the index of the next item in the bucket; 0 at the end */
} mrs_hash_item;

typedef struct mrs_hash {
    mrs_hash_item *items;
    size_t count, capacity;
    uint32_t *buckets; /* one more than an item's index */
    size_t bucket_count;
} mrs_hash;

/** Makes room for `expected` keys (it may grow longer chains beyond that). False: no memory. */
bool mrs_hash_init(mrs_hash *hash, size_t expected);
bool mrs_hash_add(mrs_hash *hash, const char *key, uint32_t value);

/** The first item with this key, and the next after `item`; NULL at the end. Newest first. */
const mrs_hash_item *mrs_hash_first(const mrs_hash *hash, const char *key);
const mrs_hash_item *mrs_hash_next(const mrs_hash *hash, const mrs_hash_item *item);

void mrs_hash_clear(mrs_hash *hash);

#endif
