/* Telling an encoding by what the text holds. Byte order marks and the NUL bytes of UTF-16 leave no
 * doubt, and text in another encoding is hardly ever well-formed UTF-8. Between encodings of one
 * byte a letter only their words decide: Arabic ones are of Arabic letters alone, among which alef
 * and lam are a quarter; in those of the languages of Western Europe single accented letters stand
 * among plain ones. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "geo/encoding.h"
#include "marsad/text.h"

typedef unsigned char byte;

static const struct {
    const char *bytes;
    size_t length;
    const char *name;
} marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"},
    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
    {"\xFF\xFE", 2, "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE"},
};

static bool has_mark(const char *bytes, size_t length, mrs_encoding *out)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0) {
            out->name = marks[i].name;
            out->mark = marks[i].length;
            return true;
        }
    }
    return false;
}

static bool is_printable(char c)
{
    return c >= ' ' && c <= '~';
}

/* UTF-16 without a mark: of its spaces, digits, separators and line ends every second byte is NUL,
 * and of hardly any character are both bytes those of plain characters. */
static const char *told_by_nul(const char *bytes, size_t length)
{
    size_t nul[2] = {0}, plain = 0;
    size_t pairs = (length < 4096 ? length : 4096) / 2;
    for (size_t i = 0; i < pairs; i++) {
        char first = bytes[2 * i], second = bytes[2 * i + 1];
        nul[0] += first == '\0';
        nul[1] += second == '\0';
        plain += is_printable(first) && is_printable(second);
    }
    bool many = (nul[0] + nul[1]) * 20 >= pairs && plain * 10 <= pairs;
    if (!many || pairs < 2 || (nul[0] == 0) == (nul[1] == 0)) {
        return NULL;
    }
    return nul[0] ? "UTF-16BE" : "UTF-16LE";
}

/* ---- lines that are UTF-8, and lines that are not -------------------------------------------- */

typedef struct census {
    size_t lines, good, bad; /* of `lines`, not ASCII: UTF-8, and not */
    size_t first_bad;        /* offset of a byte */
} census;

/* Where a character that the end of the text may have cut in two begins, or the end. */
static size_t whole_characters(const char *bytes, size_t length)
{
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        byte b = (byte)bytes[length - back];
        if (b >= 0xC0) {
            size_t needs = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
            return needs > back ? length - back : length;
        }
        if (b < 0x80) {
            break;
        }
    }
    return length;
}

static bool is_ascii(const char *text, size_t length)
{
    byte all = 0;
    for (size_t i = 0; i < length; i++) {
        all |= (byte)text[i];
    }
    return all < 0x80;
}

static void count_line(census *count, const char *bytes, size_t start, size_t length)
{
    count->lines++;
    if (is_ascii(bytes + start, length)) {
        return;
    }
    /* NUL bytes are another fault than the encoding's. */
    for (size_t at = 0; at < length;) {
        size_t bad = 0;
        if (marsad_text_is_utf8(bytes + start + at, length - at, &bad)) {
            break;
        }
        at += bad;
        if (bytes[start + at]) {
            count->first_bad = count->bad++ ? count->first_bad : start + at;
            return;
        }
        at++;
    }
    count->good++;
}

static census count_lines(const char *bytes, size_t length)
{
    census count = {0};
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t line = end ? (size_t)(end - bytes) - at : length - at;
        count_line(&count, bytes, at, line);
        at += line + 1;
    }
    return count;
}

/* ---- words ----------------------------------------------------------------------------------- */

/* What a byte from 0x80 on is: in Windows-1256 an Arabic letter (or vowel sign), in Windows-1252 a
 * letter of the common languages of Western Europe. */
enum { ARABIC = 1, LATIN = 2, BYTE_LETTER = 3 };

static int letters_of(byte b)
{
    static const byte arabic[] =
        "\x81\x8D\x8E\x8F\x90\x98\x9A\x9F\xAA"
        "\xC0\xC1\xC2\xC3\xC4\xC5\xC6\xC7\xC8\xC9\xCA\xCB\xCC\xCD\xCE\xCF\xD0\xD1\xD2\xD3\xD4\xD5"
        "\xD6\xD8\xD9\xDA\xDB\xDC\xDD\xDE\xDF\xE1\xE3\xE4\xE5\xE6\xEC\xED\xF0\xF1\xF2\xF3\xF5\xF6"
        "\xF8\xFA\xFF";
    static const byte latin[] =
        "\x8C\x9C\xC0\xC1\xC2\xC4\xC6\xC7\xC8\xC9\xCA\xCB\xCD\xCE\xCF\xD1\xD3\xD4\xD6\xD9\xDA\xDB"
        "\xDC\xDF\xE0\xE1\xE2\xE3\xE4\xE6\xE7\xE8\xE9\xEA\xEB\xED\xEE\xEF\xF1\xF3\xF4\xF5\xF6\xF9"
        "\xFA\xFB\xFC";
    return (memchr(arabic, b, sizeof arabic - 1) ? ARABIC : 0) |
           (memchr(latin, b, sizeof latin - 1) ? LATIN : 0);
}

static bool is_plain_letter(byte b)
{
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
}

/* What both encodings have for marks that stand beside words: quotation marks, dashes, spaces, and
 * the Arabic comma, semicolon and question mark. */
static bool is_mark(byte b)
{
    static const byte bytes[] = {0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xA0,
                                 0xA1, 0xAB, 0xB0, 0xB7, 0xBA, 0xBB, 0xBF, 0x9D, 0x9E, 0xFD, 0xFE};
    return b < 0x80 ? !is_plain_letter(b) : memchr(bytes, b, sizeof bytes) != NULL;
}

typedef struct word_census {
    size_t arabic, latin, other; /* that hold a byte from 0x80 on */
    size_t letters, alef, lam;   /* of the Arabic words */
} word_census;

static void count_word(word_census *count, const byte *word, size_t length)
{
    size_t high = 0, plain = 0, run = 0, longest = 0, alef = 0, lam = 0;
    int all = ARABIC | LATIN;
    for (size_t i = 0; i < length; i++) {
        bool is_high = word[i] >= 0x80;
        high += is_high;
        plain += !is_high;
        run = is_high ? run + 1 : 0;
        longest = run > longest ? run : longest;
        all &= is_high ? letters_of(word[i]) : BYTE_LETTER;
        alef += word[i] == 0xC7;
        lam += word[i] == 0xE1;
    }
    if (high == 0) {
        return;
    }
    if ((all & ARABIC) && plain == 0) {
        count->arabic += high > 1; /* one letter alone may be à or و */
        count->letters += high;
        count->alef += alef;
        count->lam += lam;
    } else if ((all & LATIN) && longest <= 2 && (high <= plain || length == 1)) {
        count->latin++;
    } else {
        count->other++;
    }
}

static word_census count_words(const char *bytes, size_t length)
{
    word_census count = {0};
    const byte *text = (const byte *)bytes;
    for (size_t at = 0; at < length;) {
        size_t start = at;
        while (at < length && !is_mark(text[at])) {
            at++;
        }
        if (at > start) {
            count_word(&count, text + start, at - start);
        }
        at += at < length;
    }
    return count;
}

/* In Arabic some 15 of 100 letters are alef and 10 are lam; in Cyrillic or Greek text the bytes of
 * both are rare. A table in Windows-1256 may have French words too, whose letters it shares. */
static bool is_arabic(const word_census *w)
{
    return w->arabic >= 3 && w->other * 20 <= w->arabic && w->alef * 20 >= w->letters &&
           w->lam * 25 >= w->letters;
}

static bool is_latin(const word_census *w)
{
    return w->latin >= 2 && (w->other + w->arabic) * 20 <= w->latin;
}

static const char *told_by_words(const char *bytes, size_t length, const char **so_read)
{
    word_census w = count_words(bytes, length);
    if (is_arabic(&w)) {
        *so_read = "so read its words are Arabic";
        return "windows-1256";
    }
    if (is_latin(&w)) {
        *so_read = "so read its words have accents as French or Spanish ones do";
        return "windows-1252";
    }
    return NULL;
}

/* ---- telling --------------------------------------------------------------------------------- */

static void assume(mrs_encoding *out, const char *name, const char *because)
{
    out->name = name;
    snprintf(out->note, sizeof out->note,
             "read as %s, for it is no UTF-8 and %s: say --encoding to read it otherwise", name,
             because);
}

static void tell_bytes(const char *bytes, size_t length, mrs_encoding *out)
{
    census lines = count_lines(bytes, length);
    out->name = "UTF-8";
    out->ascii = lines.good == 0 && lines.bad == 0;
    if (lines.bad == 0) {
        return;
    }
    const char *so_read;
    const char *words = told_by_words(bytes, length, &so_read);
    bool few = lines.bad * 10 <= lines.lines;
    if (lines.good > 0 && (few || lines.good >= lines.bad)) {
        return; /* its other lines are faults of their own */
    }
    if (words) {
        assume(out, words, so_read);
    } else if (!few) {
        out->name = NULL;
        out->bad = lines.first_bad;
    }
}

void mrs_encoding_tell(const char *bytes, size_t length, bool whole, mrs_encoding *out)
{
    *out = (mrs_encoding){0};
    if (has_mark(bytes, length, out)) {
        return;
    }
    const char *wide = told_by_nul(bytes, length);
    if (wide) {
        assume(out, wide, "every second byte of its digits and spaces is NUL");
        return;
    }
    tell_bytes(bytes, whole ? length : whole_characters(bytes, length), out);
}
