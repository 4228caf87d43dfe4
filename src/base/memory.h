/**
 * Allocation. All of the library's own memory comes through here: sizes are checked for overflow,
 * and a test can make the Nth allocation fail.
 */
#ifndef MARSAD_BASE_MEMORY_H
#define MARSAD_BASE_MEMORY_H

#include <stddef.h>

/** `count` zeroed items of `size` bytes, or NULL. A count of 0 gives room for one. */
void *mrs_alloc(size_t count, size_t size);

/** `size` bytes that are not zeroed, at a multiple of `alignment` (a power of two), or NULL. */
void *mrs_alloc_aligned(size_t size, size_t alignment);

/** Resizes to `count` items of `size` bytes; NULL leaves the old block as it was. */
void *mrs_resize(void *block, size_t count, size_t size);

/** A copy of a string, or NULL if memory is out. NULL is copied as "". */
char *mrs_strdup(const char *text);

/** A copy of the first `length` bytes, with a final NUL. */
char *mrs_strndup(const char *text, size_t length);

void mrs_free(void *block);

/**
 * Makes sure that an array has room for one more item: grows `*items` by half its size where
 * `count` has reached `*capacity`. Returns 0 (and changes nothing) if memory is out.
 *
 *     if (!mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items))
 */
int mrs_grow(void **items, size_t *capacity, size_t count, size_t size);

/** For tests: the Nth allocation of this thread from now on fails (1 is the next); 0 never. */
void mrs_alloc_fail_at(long nth);

#endif
