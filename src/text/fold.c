#include "text/fold.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/fail.h"
#include "base/memory.h"
#include "text/utf8.h"

/*
 * Two ways lead to the same folding. Names in ASCII, in the Latin blocks and in the Arabic block,
 * nearly all there are, are folded code point by code point. A name with anything else is
 * normalised as a whole first. That both agree is tested over every code point of the blocks.
 */

static void put_point(mrs_folded *out, uint32_t point)
{
    if (!out->in_word) {
        out->text[out->length++] = MRS_WORD;
        out->in_word = true;
    }
    out->length += mrs_utf8_encode(point, out->text + out->length);
}

static void put_text(mrs_folded *out, const char *letters)
{
    for (; *letters; letters++) {
        put_point(out, (unsigned char)*letters);
    }
}

/* Notes a hamza on the alef with which a word begins, if that is all the word has so far. */
static void mark_hamza(mrs_folded *out)
{
    static const char first_alef[] = {MRS_WORD, '\xD8', '\xA7'};
    if (out->in_word && out->length >= sizeof first_alef &&
        memcmp(out->text + out->length - sizeof first_alef, first_alef, sizeof first_alef) == 0) {
        out->text[out->length - sizeof first_alef] = MRS_WORD_HAMZA;
    }
}

static void fold_arabic(mrs_folded *out, uint32_t point)
{
    uint32_t folded = mrs_fold_arabic(point);
    if (folded == MRS_FOLD_SEPARATOR) {
        out->in_word = false;
        return;
    }
    if (folded != MRS_FOLD_DROP) {
        put_point(out, folded);
    }
    if (mrs_fold_is_hamza_alef(point) || mrs_fold_is_combining_hamza(point)) {
        mark_hamza(out);
    }
}

static void fold_ascii(mrs_folded *out, uint32_t point)
{
    if (point >= 'A' && point <= 'Z') {
        put_point(out, point + ('a' - 'A'));
    } else if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9')) {
        put_point(out, point);
    } else if (point != '\'' && point != '`') {
        out->in_word = false;
    }
}

/*
 * Accents, and the vowel marks of Arabic and Hebrew, are dropped. The vowel signs, nuktas, viramas,
 * kana voicing and tones of other scripts (combining classes 0 to 9, and 103 to 132 of Thai, Lao
 * and Tibetan) tell words apart and are kept.
 */
static bool is_dropped_mark(uint32_t point)
{
    uint8_t class = u_getCombiningClass((UChar32)point);
    return class >= 10 && (class < 103 || class > 132);
}

static void fold_other(mrs_folded *out, uint32_t point)
{
    if (u_hasBinaryProperty((UChar32)point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        return;
    }
    switch (u_charType((UChar32)point)) {
    case U_NON_SPACING_MARK:
        if (!is_dropped_mark(point) && out->in_word) {
            put_point(out, point);
        }
        return;
    case U_COMBINING_SPACING_MARK:
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
        put_point(out, point);
        return;
    case U_DECIMAL_DIGIT_NUMBER:
        put_point(out, (uint32_t)('0' + u_charDigitValue((UChar32)point)));
        return;
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return;
    default:
        out->in_word = false;
    }
}

/* Folds a code point that stands in normalisation form KD. */
static void fold_decomposed(mrs_folded *out, uint32_t point)
{
    if (point < 0x80) {
        fold_ascii(out, point);
        return;
    }
    if (point >= 0x600 && point <= 0x6FF) {
        fold_arabic(out, point);
        return;
    }
    if (mrs_fold_is_apostrophe(point)) {
        return;
    }
    uint32_t lower = (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT);
    const char *letters = mrs_fold_latin_special(lower);
    if (letters) {
        put_text(out, letters);
    } else {
        fold_other(out, lower);
    }
}

/* U+0080 to U+036F and U+1E00 to U+1EFF: Latin letters and the accents on them. */
static bool is_latin_block(uint32_t point)
{
    return (point >= 0x80 && point <= 0x36F) || (point >= 0x1E00 && point <= 0x1EFF);
}

static void fold_latin(mrs_folded *out, uint32_t point, const UNormalizer2 *nfkd)
{
    if (mrs_fold_is_apostrophe(point)) {
        return;
    }
    UChar units[8];
    UErrorCode code = U_ZERO_ERROR;
    int32_t count = unorm2_getDecomposition(nfkd, (UChar32)point, units, 8, &code);
    if (count < 0 || U_FAILURE(code)) {
        fold_decomposed(out, point);
        return;
    }
    for (int32_t i = 0; i < count; i++) { /* Latin decompositions lie in the basic plane */
        fold_decomposed(out, units[i]);
    }
}

/* False if the name holds a code point that needs the whole-name way. */
static bool fold_directly(mrs_folded *out, const char *name, size_t length,
                          const UNormalizer2 *nfkd)
{
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        at += mrs_utf8_decode(name + at, length - at, &point);
        if (point < 0x80) {
            fold_ascii(out, point);
        } else if (point >= 0x600 && point <= 0x6FF) {
            fold_arabic(out, point);
        } else if (is_latin_block(point)) {
            fold_latin(out, point, nfkd);
        } else if (!mrs_fold_is_apostrophe(point)) {
            return false;
        }
    }
    return true;
}

/* Room for `bytes` bytes of folded words, the separators included. */
static bool reserve(mrs_folded *out, size_t bytes)
{
    mrs_free(out->text);
    *out = (mrs_folded){.capacity = bytes + 2};
    out->text = mrs_alloc(out->capacity, 1);
    return out->text != NULL;
}

/* The name in UTF-16 without the apostrophes that normalisation would turn into spaces. */
static int32_t to_utf16(const char *name, size_t length, UChar *units)
{
    int32_t count = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        at += mrs_utf8_decode(name + at, length - at, &point);
        if (mrs_fold_is_apostrophe(point)) {
            continue;
        }
        if (point >= 0x10000) {
            units[count++] = (UChar)(0xD7C0U + (point >> 10));
            point = 0xDC00U | (point & 0x3FFU);
        }
        units[count++] = (UChar)point;
    }
    return count;
}

static void fold_units(mrs_folded *out, const UChar *units, int32_t count)
{
    for (int32_t i = 0; i < count;) {
        uint32_t point = units[i++];
        if (point >= 0xD800 && point <= 0xDBFF && i < count) { /* the text was checked: a pair */
            point = 0x10000U + ((point - 0xD800U) << 10) + (units[i++] - 0xDC00U);
        }
        fold_decomposed(out, point);
    }
}

static marsad_status fold_normalised(mrs_folded *out, const char *name, size_t length,
                                     const UNormalizer2 *nfkd, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    UChar *decomposed = NULL;
    UChar *units = mrs_alloc(length + 1, sizeof *units);
    if (!units) {
        return mrs_fail_memory(error);
    }
    int32_t count = to_utf16(name, length, units);
    UErrorCode code = U_ZERO_ERROR;
    int32_t needed = unorm2_normalize(nfkd, units, count, NULL, 0, &code);
    if (code != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(code)) {
        status =
            mrs_fail(error, MARSAD_ERR_LIBRARY, "cannot normalise a name: %s", u_errorName(code));
        goto done;
    }
    decomposed = mrs_alloc((size_t)needed + 1, sizeof *decomposed);
    /* A unit folds to at most 3 bytes, and the end of a word to one more. */
    if (!decomposed || !reserve(out, ((size_t)needed + 1) * 4)) {
        status = mrs_fail_memory(error);
        goto done;
    }
    code = U_ZERO_ERROR;
    needed = unorm2_normalize(nfkd, units, count, decomposed, needed + 1, &code);
    fold_units(out, decomposed, needed);
done:
    mrs_free(decomposed);
    mrs_free(units);
    return status;
}

static marsad_status check_utf8(const char *name, size_t length, marsad_error *error)
{
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(name + at, length - at, &point);
        if (size == 0) {
            return mrs_fail(error, MARSAD_ERR_INPUT, "the name is not UTF-8 text (byte %zu)",
                            at + 1);
        }
        at += size;
    }
    return MARSAD_OK;
}

marsad_status mrs_fold_name(const char *name, size_t length, mrs_folded *out, marsad_error *error)
{
    *out = (mrs_folded){0};
    marsad_status status = check_utf8(name, length, error);
    if (status) {
        return status;
    }
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);
    if (U_FAILURE(code)) {
        return mrs_fail(error, MARSAD_ERR_LIBRARY, "ICU has no normalisation data: %s",
                        u_errorName(code));
    }
    /* Directly, a code point never folds to more bytes than it has, plus one for a word's start;
       one byte that is not folded lies between two words. */
    if (!reserve(out, length * 2)) {
        return mrs_fail_memory(error);
    }
    if (!fold_directly(out, name, length, nfkd)) {
        status = fold_normalised(out, name, length, nfkd, error);
    }
    if (status) {
        mrs_free(out->text);
        *out = (mrs_folded){0};
        return status;
    }
    out->text[out->length] = '\0';
    return MARSAD_OK;
}
