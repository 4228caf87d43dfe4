#include "text/romanise.h"

#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/fail.h"
#include "base/memory.h"

struct mrs_romaniser {
    UTransliterator *rules;
};

enum { ROMANISED_UNITS = 1024 };

static marsad_status fail_icu(UErrorCode code, marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_LIBRARY, "cannot romanise a name: %s", u_errorName(code));
}

/* Names are short: one that does not fit is cut. */
static int32_t to_units(const char *text, size_t length, UChar *units, UErrorCode *code)
{
    int32_t count = 0;
    int32_t bytes = length < ROMANISED_UNITS / 4 ? (int32_t)length : ROMANISED_UNITS / 4;
    u_strFromUTF8Lenient(units, ROMANISED_UNITS, &count, text, bytes, code);
    return count;
}

static marsad_status to_utf8(const UChar *units, int32_t count, char **out, marsad_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t size = 0;
    *out = mrs_alloc((size_t)count * 3 + 1, 1);
    if (!*out) {
        return mrs_fail_memory(error);
    }
    u_strToUTF8(*out, count * 3 + 1, &size, units, count, &code);
    if (U_FAILURE(code)) {
        mrs_free(*out);
        *out = NULL;
        return fail_icu(code, error);
    }
    return MARSAD_OK;
}

marsad_status mrs_romaniser_new(mrs_romaniser **out, marsad_error *error)
{
    /* ISO 9's one letter for each of Cyrillic's, as English writes them. */
    static const UChar written[] = u":: Any-Latin; :: Lower; ž > zh; š > sh; č > ch; ŝ > shch;"
                                   u" û > yu; â > ya; :: Latin-ASCII;";
    UErrorCode code = U_ZERO_ERROR;
    *out = mrs_alloc(1, sizeof **out);
    if (!*out) {
        return mrs_fail_memory(error);
    }
    (*out)->rules = utrans_openU(u"Marsad", -1, UTRANS_FORWARD, written, -1, NULL, &code);
    if (U_FAILURE(code)) {
        mrs_free(*out);
        *out = NULL;
        return fail_icu(code, error);
    }
    return MARSAD_OK;
}

void mrs_romaniser_free(mrs_romaniser *romaniser)
{
    if (romaniser) {
        utrans_close(romaniser->rules);
        mrs_free(romaniser);
    }
}

marsad_status mrs_romanise(const mrs_romaniser *romaniser, const char *text, size_t length,
                           char **out, marsad_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar units[ROMANISED_UNITS], before[ROMANISED_UNITS];
    *out = NULL;
    int32_t count = to_units(text, length, units, &code), end = count;
    memcpy(before, units, (size_t)count * sizeof *units);
    utrans_transUChars(romaniser->rules, units, &count, ROMANISED_UNITS, 0, &end, &code);
    if (U_FAILURE(code)) {
        return fail_icu(code, error);
    }
    bool same = count == end && memcmp(before, units, (size_t)count * sizeof *units) == 0;
    return same ? MARSAD_OK : to_utf8(units, count, out, error);
}
