/** Memory that is freed all at once: a table's cells, a style's tree, what one evaluation makes. */
#ifndef MARSAD_BASE_ARENA_H
#define MARSAD_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct mrs_arena_block;

/** Started with `mrs_arena arena = {0};`. Takes no memory until something is asked of it. */
typedef struct mrs_arena {
    struct mrs_arena_block *last;
    bool failed; /* an allocation failed once */
} mrs_arena;

/** `count` zeroed items of `size` bytes, aligned for any type; NULL if memory is out. */
void *mrs_arena_alloc(mrs_arena *arena, size_t count, size_t size);

/** A copy of `length` bytes with a final NUL, or NULL if memory is out. Nothing costs nothing. */
const char *mrs_arena_text(mrs_arena *arena, const char *text, size_t length);

void mrs_arena_clear(mrs_arena *arena);

#endif
