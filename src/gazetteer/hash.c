#include "gazetteer/hash.h"

#include <string.h>

#include "base/memory.h"

/* FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923). */
static uint64_t hash_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (; *key; key++) {
        hash = (hash ^ (unsigned char)*key) * 0x100000001b3U;
    }
    return hash ^ hash >> 32;
}

bool mrs_hash_init(mrs_hash *hash, size_t expected)
{
    *hash = (mrs_hash){.bucket_count = 64};
    while (hash->bucket_count < expected) {
        hash->bucket_count *= 2;
    }
    hash->buckets = mrs_alloc(hash->bucket_count, sizeof *hash->buckets);
    return hash->buckets != NULL;
}

bool mrs_hash_add(mrs_hash *hash, const char *key, uint32_t value)
{
    if (hash->count == UINT32_MAX ||
        !mrs_grow((void **)&hash->items, &hash->capacity, hash->count, sizeof *hash->items)) {
        return false;
    }
    uint32_t *bucket = &hash->buckets[hash_of(key) & (hash->bucket_count - 1)];
    hash->items[hash->count++] = (mrs_hash_item){key, value, *bucket};
    *bucket = (uint32_t)hash->count;
    return true;
}

static const mrs_hash_item *find_from(const mrs_hash *hash, uint32_t at, const char *key)
{
    while (at && strcmp(hash->items[at - 1].key, key) != 0) {
        at = hash->items[at - 1].next;
    }
    return at ? &hash->items[at - 1] : NULL;
}

const mrs_hash_item *mrs_hash_first(const mrs_hash *hash, const char *key)
{
    return find_from(hash, hash->buckets[hash_of(key) & (hash->bucket_count - 1)], key);
}

const mrs_hash_item *mrs_hash_next(const mrs_hash *hash, const mrs_hash_item *item)
{
    return find_from(hash, item->next, item->key);
}

void mrs_hash_clear(mrs_hash *hash)
{
    mrs_free(hash->items);
    mrs_free(hash->buckets);
    *hash = (mrs_hash){0};
}
