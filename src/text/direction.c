#include "text/direction.h"

#include <string.h>
#include <unicode/uchar.h>

#include "text/utf8.h"

bool mrs_text_is_rtl(const char *text, bool otherwise)
{
    size_t length = strlen(text);
    int isolates = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        at += size ? size : 1;
        UCharDirection direction = u_charDirection((UChar32)point);
        if (point >= 0x2066 && point <= 0x2068) {
            isolates++;
        } else if (point == 0x2069) {
            isolates -= isolates > 0;
        } else if (isolates == 0 && direction == U_LEFT_TO_RIGHT) {
            return false;
        } else if (isolates == 0 &&
                   (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC)) {
            return true;
        }
    }
    return otherwise;
}
