#include "events/info_tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static mrs_tally_item *add(mrs_tally *tally, const char *text)
{
    const char *kept = mrs_arena_text(&tally->memory, text, strlen(text));
    if (!kept ||
        !mrs_grow((void **)&tally->items, &tally->capacity, tally->count, sizeof *tally->items)) {
        return NULL;
    }
    size_t *index = mrs_seen_at(&tally->known, kept);
    if (!index) {
        return NULL;
    }
    tally->items[tally->count] = (mrs_tally_item){.text = kept};
    *index = ++tally->count;
    return &tally->items[tally->count - 1];
}

mrs_tally_item *mrs_tally_add(mrs_tally *tally, const char *text, size_t most)
{
    size_t known = mrs_seen_find(&tally->known, text);
    if (!known && tally->count >= most) {
        tally->full = true;
        return NULL;
    }
    mrs_tally_item *item = known ? &tally->items[known - 1] : add(tally, text);
    if (item) {
        item->count++;
    }
    return item;
}

static int by_count(const void *a, const void *b)
{
    const mrs_tally_item *first = a;
    const mrs_tally_item *second = b;
    if (first->count != second->count) {
        return first->count < second->count ? 1 : -1;
    }
    return strcmp(first->text, second->text);
}

size_t mrs_tally_sort(mrs_tally *tally)
{
    if (tally->count) {
        qsort(tally->items, tally->count, sizeof *tally->items, by_count);
    }
    return tally->count;
}

void mrs_tally_clear(mrs_tally *tally)
{
    mrs_seen_clear(&tally->known);
    mrs_arena_clear(&tally->memory);
    mrs_free(tally->items);
    *tally = (mrs_tally){0};
}
