#include "geo/encoding.h"

#include <string.h>
#include <unicode/ucnv.h>

#include "base/fail.h"
#include "base/memory.h"

/* ---- decoding -------------------------------------------------------------------------------- */

struct mrs_decoder {
    UConverter *from, *to;
    bool started; /* something was written: a byte order mark can no longer come */
};

bool mrs_encoding_is_utf8(const char *encoding)
{
    return ucnv_compareNames(encoding, "UTF-8") == 0;
}

static void stop_at_malformed(UConverter *from, UErrorCode *code)
{
    UConverterToUCallback before;
    const void *before_context;
    ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, &before, &before_context, code);
}

marsad_status mrs_decoder_open(const char *encoding, mrs_decoder **out, marsad_error *error)
{
    *out = NULL;
    mrs_decoder *decoder = mrs_alloc(1, sizeof *decoder);
    if (!decoder) {
        return mrs_fail_memory(error);
    }
    UErrorCode code = U_ZERO_ERROR;
    decoder->from = encoding[0] ? ucnv_open(encoding, &code) : NULL;
    if (!decoder->from || U_FAILURE(code)) {
        mrs_decoder_close(decoder);
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "there is no encoding \"%s\": name it as utf-8, utf-16, windows-1256, "
                        "windows-1252 or iso-8859-6",
                        encoding);
    }
    decoder->to = ucnv_open("UTF-8", &code);
    stop_at_malformed(decoder->from, &code);
    if (U_FAILURE(code)) {
        mrs_decoder_close(decoder);
        return mrs_fail(error, MARSAD_ERR_LIBRARY, "ICU cannot turn %s into UTF-8: %s", encoding,
                        u_errorName(code));
    }
    *out = decoder;
    return MARSAD_OK;
}

void mrs_decoder_close(mrs_decoder *decoder)
{
    if (decoder) {
        ucnv_close(decoder->from);
        ucnv_close(decoder->to);
        mrs_free(decoder);
    }
}

/* The mark that begins a text is not of the text. */
static void drop_mark(mrs_decoder *decoder, const char **text, size_t *length)
{
    if (!decoder->started && *length >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) {
        *text += 3;
        *length -= 3;
    }
    decoder->started |= *length > 0;
}

/* Adds what was decoded; of a pair of surrogates the first may come alone, and its second next. */
static void add_decoded(mrs_decoder *decoder, const UChar *text, const UChar *end, mrs_buffer *out)
{
    UErrorCode code;
    do {
        char block[4096];
        char *target = block;
        code = U_ZERO_ERROR;
        ucnv_fromUnicode(decoder->to, &target, block + sizeof block, &text, end, NULL, false,
                         &code);
        const char *bytes = block;
        size_t length = (size_t)(target - block);
        drop_mark(decoder, &bytes, &length);
        mrs_buffer_add_bytes(out, bytes, length);
    } while (code == U_BUFFER_OVERFLOW_ERROR);
}

marsad_status mrs_decoder_add(mrs_decoder *decoder, const char *bytes, size_t length, bool last,
                              mrs_buffer *out, marsad_error *error)
{
    const char *end = bytes + length;
    UErrorCode code;
    do {
        UChar block[2048];
        UChar *target = block;
        code = U_ZERO_ERROR;
        ucnv_toUnicode(decoder->from, &target, block + sizeof block / sizeof *block, &bytes, end,
                       NULL, last, &code);
        add_decoded(decoder, block, target, out);
        bool malformed = code == U_ILLEGAL_CHAR_FOUND || code == U_INVALID_CHAR_FOUND ||
                         code == U_TRUNCATED_CHAR_FOUND || code == U_ILLEGAL_ESCAPE_SEQUENCE ||
                         code == U_UNSUPPORTED_ESCAPE_SEQUENCE;
        if (malformed) {
            decoder->started = true;
            mrs_buffer_add_bytes(out, "\xFF", 1);
        } else if (U_FAILURE(code) && code != U_BUFFER_OVERFLOW_ERROR) {
            return mrs_fail(error, MARSAD_ERR_LIBRARY, "ICU cannot decode the text: %s",
                            u_errorName(code));
        }
    } while (bytes < end || code == U_BUFFER_OVERFLOW_ERROR);
    return out->failed ? mrs_fail_memory(error) : MARSAD_OK;
}
