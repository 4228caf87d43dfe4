#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "marsad/text.h"
#include "text/utf8.h"

static marsad_script script_of(uint32_t point)
{
    if (point < 0x80) {
        return (point | 0x20U) >= 'a' && (point | 0x20U) <= 'z' ? MARSAD_SCRIPT_LATIN
                                                                : MARSAD_SCRIPT_NONE;
    }
    if (!u_isalpha((UChar32)point)) {
        return MARSAD_SCRIPT_NONE;
    }
    UErrorCode code = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)point, &code)) {
    case USCRIPT_LATIN:
        return MARSAD_SCRIPT_LATIN;
    case USCRIPT_ARABIC:
        return MARSAD_SCRIPT_ARABIC;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
        return MARSAD_SCRIPT_NONE;
    default:
        return U_FAILURE(code) ? MARSAD_SCRIPT_NONE : MARSAD_SCRIPT_OTHER;
    }
}

marsad_script marsad_text_script(const char *text)
{
    size_t counts[MARSAD_SCRIPT_OTHER + 1] = {0};
    size_t first[MARSAD_SCRIPT_OTHER + 1] = {0};
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        if (size == 0) {
            at++;
            continue;
        }
        marsad_script script = script_of(point);
        if (counts[script]++ == 0) {
            first[script] = at;
        }
        at += size;
    }
    marsad_script best = MARSAD_SCRIPT_NONE;
    counts[MARSAD_SCRIPT_NONE] = 0;
    for (marsad_script s = MARSAD_SCRIPT_LATIN; s <= MARSAD_SCRIPT_OTHER; s++) {
        if (counts[s] > counts[best] ||
            (counts[s] == counts[best] && counts[s] > 0 && first[s] < first[best])) {
            best = s;
        }
    }
    return best;
}
