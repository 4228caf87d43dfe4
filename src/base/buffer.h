/**
 * A string that grows. It keeps its first failure: once memory is out, later calls do nothing, and
 * mrs_buffer_take() returns NULL. Callers check once, at the end.
 */
#ifndef MARSAD_BASE_BUFFER_H
#define MARSAD_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct mrs_buffer {
    char *text; /* NUL-terminated once anything was added; NULL before */
    size_t length;
    size_t capacity;
    bool failed;
} mrs_buffer;

/** A buffer is started with `mrs_buffer buffer = {0};`. */
void mrs_buffer_add(mrs_buffer *buffer, const char *text);
void mrs_buffer_add_bytes(mrs_buffer *buffer, const char *bytes, size_t length);
void mrs_buffer_addf(mrs_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Makes room for `length` more bytes at once. */
void mrs_buffer_reserve(mrs_buffer *buffer, size_t length);

/** Hands over the string ("" if nothing was added) and empties the buffer; NULL if it failed. */
char *mrs_buffer_take(mrs_buffer *buffer);

/** Frees what the buffer holds. */
void mrs_buffer_clear(mrs_buffer *buffer);

#endif
