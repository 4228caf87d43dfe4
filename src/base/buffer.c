#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static bool reserve(mrs_buffer *buffer, size_t extra)
{
    if (buffer->failed) {
        return false;
    }
    size_t need = buffer->length + extra + 1;
    if (need <= buffer->capacity) {
        return true;
    }
    size_t larger = buffer->capacity * 2 > need ? buffer->capacity * 2 : need + 31;
    char *grown = mrs_resize(buffer->text, larger, 1);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->text = grown;
    buffer->capacity = larger;
    return true;
}

void mrs_buffer_reserve(mrs_buffer *buffer, size_t length)
{
    reserve(buffer, length);
}

void mrs_buffer_add_bytes(mrs_buffer *buffer, const char *bytes, size_t length)
{
    if (!reserve(buffer, length)) {
        return;
    }
    if (length) {
        memcpy(buffer->text + buffer->length, bytes, length);
    }
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void mrs_buffer_add(mrs_buffer *buffer, const char *text)
{
    mrs_buffer_add_bytes(buffer, text, strlen(text));
}

void mrs_buffer_addf(mrs_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    if (!reserve(buffer, 0)) {
        return;
    }
    size_t room = buffer->capacity - buffer->length;
    va_start(arguments, format);
    int length = vsnprintf(buffer->text + buffer->length, room, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(buffer, (size_t)length)) {
        buffer->failed = true;
        buffer->text[buffer->length] = '\0';
        return;
    }
    if ((size_t)length >= room) { /* it was cut off: there is room for it now */
        va_start(arguments, format);
        vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    buffer->length += (size_t)length;
}

char *mrs_buffer_take(mrs_buffer *buffer)
{
    mrs_buffer_add_bytes(buffer, "", 0);
    char *text = buffer->text;
    if (buffer->failed) {
        mrs_free(text);
        text = NULL;
    }
    *buffer = (mrs_buffer){0};
    return text;
}

void mrs_buffer_clear(mrs_buffer *buffer)
{
    mrs_free(buffer->text);
    *buffer = (mrs_buffer){0};
}
