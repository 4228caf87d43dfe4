#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "marsad/status.h"

static _Thread_local long fail_at;

/* True where a test wants this allocation to fail, or its size is no size. */
static int refused(size_t count, size_t size)
{
    int overflows = size && count > SIZE_MAX / size;
    return (fail_at > 0 && --fail_at == 0) || overflows;
}

void mrs_alloc_fail_at(long nth)
{
    fail_at = nth;
}

void *mrs_alloc(size_t count, size_t size)
{
    if (refused(count, size)) {
        return NULL;
    }
    return calloc(count ? count : 1, size);
}

void *mrs_alloc_aligned(size_t size, size_t alignment)
{
    void *block = NULL;
    if (refused(1, size) || posix_memalign(&block, alignment, size) != 0) {
        return NULL;
    }
    return block;
}

void *mrs_resize(void *block, size_t count, size_t size)
{
    if (refused(count, size)) {
        return NULL;
    }
    return realloc(block, count && size ? count * size : 1);
}

char *mrs_strndup(const char *text, size_t length)
{
    char *copy = mrs_alloc(length + 1, 1);
    if (copy && length) {
        memcpy(copy, text, length);
    }
    return copy;
}

char *mrs_strdup(const char *text)
{
    return text ? mrs_strndup(text, strlen(text)) : mrs_strndup("", 0);
}

void mrs_free(void *block)
{
    free(block);
}

void marsad_string_free(char *text)
{
    mrs_free(text);
}

int mrs_grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return 1;
    }
    size_t larger = *capacity + *capacity / 2 + 8;
    void *grown = mrs_resize(*items, larger, size);
    if (!grown) {
        return 0;
    }
    *items = grown;
    *capacity = larger;
    return 1;
}
