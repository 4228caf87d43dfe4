#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 64 * 1024 };

typedef struct mrs_arena_block {
    struct mrs_arena_block *previous;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
} block;

static block *add_block(mrs_arena *arena, size_t size)
{
    size_t room = arena->last ? arena->last->size * 2 : FIRST_BLOCK;
    room = room > LARGEST_BLOCK ? LARGEST_BLOCK : room;
    room = room < size ? size : room;
    if (room > SIZE_MAX - sizeof(block)) {
        return NULL;
    }
    block *added = mrs_alloc(1, sizeof(block) + room);
    if (!added) {
        return NULL;
    }
    added->size = room;
    added->previous = arena->last;
    arena->last = added;
    return added;
}

static void *take(mrs_arena *arena, size_t need, size_t alignment)
{
    block *place = arena->last;
    size_t start = place ? (place->used + alignment - 1) / alignment * alignment : 0;
    if (!place || start > place->size || place->size - start < need) {
        place = add_block(arena, need);
        start = 0;
    }
    if (!place) {
        arena->failed = true;
        return NULL;
    }
    place->used = start + need;
    return place->bytes + start;
}

void *mrs_arena_alloc(mrs_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size) {
        arena->failed = true;
        return NULL;
    }
    return take(arena, count * size, alignof(max_align_t));
}

const char *mrs_arena_text(mrs_arena *arena, const char *text, size_t length)
{
    if (length == 0) {
        return "";
    }
    char *copy = take(arena, length + 1, 1); /* blocks are zeroed: the final NUL is there */
    if (copy) {
        memcpy(copy, text, length);
    }
    return copy;
}

void mrs_arena_clear(mrs_arena *arena)
{
    while (arena->last) {
        block *previous = arena->last->previous;
        mrs_free(arena->last);
        arena->last = previous;
    }
    arena->failed = false;
}
