#include "events/plain.h"

#include <stdint.h>
#include <string.h>

#include "text/utf8.h"

/* What takes no room, and tells only the direction of the text. */
static bool is_mark(uint32_t point)
{
    return point == 0x61C || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
           point == 0xFEFF;
}

static uint32_t plain(uint32_t point)
{
    if (point >= 0x660 && point <= 0x669) {
        return point - 0x660 + '0';
    }
    if (point >= 0x6F0 && point <= 0x6F9) {
        return point - 0x6F0 + '0';
    }
    if (point >= 'A' && point <= 'Z') {
        return point - 'A' + 'a';
    }
    switch (point) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return '-';
    case 0xA0:
    case 0x2009:
    case 0x202F:
        return ' ';
    case 0x66B:
        return '.';
    case 0x66C:
        return ',';
    case 0x2019:
        return '\'';
    default:
        return point;
    }
}

bool mrs_plain_text(const char *text, char *out, size_t size)
{
    size_t length = strnlen(text, size), used = 0;
    while (length) {
        uint32_t point;
        size_t step = mrs_utf8_decode(text, length, &point);
        uint32_t to = plain(point);
        size_t room = to < 0x80 ? 1 : step;
        if (step == 0 || used + room >= size) {
            return false;
        }
        if (to < 0x80) {
            out[used++] = (char)to;
        } else if (!is_mark(point)) {
            memcpy(out + used, text, step);
            used += step;
        }
        text += step;
        length -= step;
    }
    out[used] = '\0';
    return *text == '\0';
}
