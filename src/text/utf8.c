#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

#include "marsad/text.h"

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0U) == 0x80U;
}

/* Length, and the least value that may be written in it, by the first byte. */
static size_t sequence_length(unsigned char first, uint32_t *least)
{
    if (first >= 0xC2U && first <= 0xDFU) {
        *least = 0x80;
        return 2;
    }
    if (first >= 0xE0U && first <= 0xEFU) {
        *least = 0x800;
        return 3;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        *least = 0x10000;
        return 4;
    }
    return 0;
}

size_t mrs_utf8_decode(const char *text, size_t length, uint32_t *point)
{
    const unsigned char *bytes = (const unsigned char *)text;
    if (length == 0) {
        return 0;
    }
    if (bytes[0] < 0x80U) {
        *point = bytes[0];
        return 1;
    }
    uint32_t least = 0;
    size_t size = sequence_length(bytes[0], &least);
    if (size == 0 || size > length) {
        return 0;
    }
    uint32_t value = bytes[0] & (0xFFU >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if (!is_continuation(bytes[i])) {
            return 0;
        }
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *point = value;
    return size;
}

size_t mrs_utf8_encode(uint32_t point, char *out)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80U | (point & 0x3FU));
        point >>= 6;
    }
    out[0] = (char)((0xF00U >> size & 0xFFU) | point);
    return size;
}

/* How many bytes at the start are ASCII, but no NUL. */
static size_t plain_length(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && (signed char)text[at] > 0) {
        at++;
    }
    return at;
}

bool marsad_text_is_utf8(const char *text, size_t length, size_t *bad_offset)
{
    size_t at = 0;
    while (at < length) {
        at += plain_length(text + at, length - at);
        if (at == length) {
            return true;
        }
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        if (size == 0 || point == 0) {
            if (bad_offset) {
                *bad_offset = at;
            }
            return false;
        }
        at += size;
    }
    return true;
}

size_t mrs_utf8_prefix(const char *text, size_t length, size_t most)
{
    if (length <= most) {
        return length;
    }
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80) {
        most--;
    }
    return most;
}

void mrs_utf8_replace_noncharacters(char *text)
{
    for (char *c = strstr(text, "\xEF\xBF"); c; c = strstr(c + 2, "\xEF\xBF")) {
        if (c[2] == '\xBE' || c[2] == '\xBF') {
            c[2] = '\xBD';
        }
    }
}
