#include "events/seen.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"

struct mrs_seen_entry {
    const char *key; /* NULL where the slot is free */
    uint64_t hash;   /* of the key: to look at the text itself costs as much as all the rest */
    size_t value;
};

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t hash(const char *key)
{
    uint64_t h = 14695981039346656037u;
    for (; *key; key++) {
        h = (h ^ (unsigned char)*key) * 1099511628211u;
    }
    return h;
}

static struct mrs_seen_entry *slot_of(struct mrs_seen_entry *entries, size_t capacity,
                                      const char *key, uint64_t hashed)
{
    size_t at = (size_t)hashed & (capacity - 1);
    while (entries[at].key && (entries[at].hash != hashed || strcmp(entries[at].key, key) != 0)) {
        at = (at + 1) & (capacity - 1);
    }
    return &entries[at];
}

static bool enlarge(mrs_seen *index)
{
    size_t capacity = index->capacity ? index->capacity * 2 : 64;
    struct mrs_seen_entry *entries = mrs_alloc(capacity, sizeof *entries);
    if (!entries) {
        return false;
    }
    for (size_t i = 0; i < index->capacity; i++) {
        if (index->entries[i].key) {
            const struct mrs_seen_entry *entry = &index->entries[i];
            *slot_of(entries, capacity, entry->key, entry->hash) = *entry;
        }
    }
    mrs_free(index->entries);
    index->entries = entries;
    index->capacity = capacity;
    return true;
}

size_t *mrs_seen_at(mrs_seen *index, const char *key)
{
    if (index->count * 2 >= index->capacity && !enlarge(index)) {
        return NULL;
    }
    uint64_t hashed = hash(key);
    struct mrs_seen_entry *slot = slot_of(index->entries, index->capacity, key, hashed);
    if (!slot->key) {
        slot->key = key;
        slot->hash = hashed;
        index->count++;
    }
    return &slot->value;
}

size_t mrs_seen_find(const mrs_seen *index, const char *key)
{
    if (index->capacity == 0) {
        return 0;
    }
    return slot_of(index->entries, index->capacity, key, hash(key))->value;
}

void mrs_seen_clear(mrs_seen *index)
{
    mrs_free(index->entries);
    *index = (mrs_seen){0};
}
