#include <stdint.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import_clean.h"
#include "text/arabic_latin.h"

static marsad_status romanise_by_icu(mrs_labeller *labeller, const char *text, mrs_buffer *out,
                                     marsad_error *error)
{
    enum { UNITS = 1024 };
    UChar units[UNITS];
    char bytes[UNITS * 3 + 1];
    UErrorCode code = U_ZERO_ERROR;
    if (!labeller->rules) {
        labeller->rules = utrans_openU(u"Any-Latin; Latin-ASCII; Any-Title", -1, UTRANS_FORWARD,
                                       NULL, 0, NULL, &code);
    }
    int32_t length = 0;
    u_strFromUTF8(units, UNITS, &length, text, -1, &code);
    int32_t limit = length;
    utrans_transUChars(labeller->rules, units, &length, UNITS, 0, &limit, &code);
    u_strToUTF8(bytes, (int32_t)sizeof bytes, NULL, units, length, &code);
    if (code == U_MEMORY_ALLOCATION_ERROR) {
        return mrs_fail_memory(error);
    }
    mrs_buffer_add(out, U_FAILURE(code) ? text : bytes);
    return MARSAD_OK;
}

void mrs_labeller_clear(mrs_labeller *labeller)
{
    if (labeller->rules) {
        utrans_close(labeller->rules);
        labeller->rules = NULL;
    }
}

marsad_status mrs_latin_label(mrs_labeller *labeller, const char *text, char **out,
                              marsad_error *error)
{
    mrs_buffer latin = {0};
    marsad_status status = MARSAD_OK;
    if (marsad_text_script(text) == MARSAD_SCRIPT_ARABIC) {
        mrs_arabic_latin(text, &latin);
    } else {
        status = romanise_by_icu(labeller, text, &latin, error);
    }
    *out = mrs_buffer_take(&latin);
    if (!status && !*out) {
        status = mrs_fail_memory(error);
    }
    if (status) {
        mrs_free(*out);
        *out = NULL;
    }
    return status;
}
