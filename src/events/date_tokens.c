#include "events/date_tokens.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "text/utf8.h"

/* A date is not longer, whatever stands around it. */
enum { PLAIN_SIZE = 160 };

/* ---- one spelling for each sign ------------------------------------------------------------ */

static const uint32_t DROP = 0;

static bool is_invisible(uint32_t point)
{
    return (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0x61C || point == 0xFEFF ||
           point == 0x640;
}

static uint32_t plain_sign(uint32_t point)
{
    switch (point) {
    case 0xA0:
    case 0x202F:
    case 0x2009:
    case '\t':
    case '\n':
    case '\r':
        return ' ';
    case 0x60C:
    case ';':
    case 0x61B:
        return ',';
    case 0x66B:
        return '.';
    case 0x2212:
        return '-';
    case 0x2044:
    case '\\':
        return '/';
    case 0x2019:
        return '\'';
    default:
        return point;
    }
}

static uint32_t plain_point(uint32_t point)
{
    if (is_invisible(point)) {
        return DROP;
    }
    if (point >= 0x660 && point <= 0x669) {
        return point - 0x660 + '0';
    }
    if (point >= 0x6F0 && point <= 0x6F9) {
        return point - 0x6F0 + '0';
    }
    if (point >= 0x2010 && point <= 0x2015) {
        return '-';
    }
    return plain_sign(point);
}

static bool make_plain(const char *text, char out[PLAIN_SIZE])
{
    size_t length = strlen(text), used = 0;
    while (length) {
        uint32_t point;
        size_t step = mrs_utf8_decode(text, length, &point);
        if (step == 0 || used + 5 > PLAIN_SIZE) {
            return false;
        }
        point = plain_point(point);
        if (point != DROP) {
            used += mrs_utf8_encode(point, out + used);
        }
        text += step;
        length -= step;
    }
    out[used] = '\0';
    return true;
}

/* ---- times of day -------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digit_count(const char *text)
{
    return strspn(text, "0123456789");
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* The bytes of a zone: Z, UTC, GMT, an offset, or both. */
static size_t zone_length(const char *text)
{
    size_t at = strspn(text, " ");
    if (text[at] == 'Z' || text[at] == 'z') {
        return at + 1;
    }
    if (strncasecmp(text + at, "GMT", 3) == 0 || strncasecmp(text + at, "UTC", 3) == 0) {
        at += 3;
    }
    if ((text[at] == '+' || text[at] == '-') && is_digit(text[at + 1]) && is_digit(text[at + 2])) {
        at += 3;
        at += text[at] == ':';
        at += digit_count(text + at);
        return at;
    }
    return 0;
}

/* The bytes of ":30", ":30:15.250", "h30", "h" after an hour. */
static size_t minutes_length(const char *text)
{
    bool french = text[0] == 'h' || text[0] == 'H';
    size_t at = french && text[1] == ' ' && digit_count(text + 2) == 2 ? 2 : 1;
    if (digit_count(text + at) != 2) {
        return french && digit_count(text + at) == 0 ? 1 : 0;
    }
    if (two_digits(text + at) > 59) {
        return 0;
    }
    at += 2;
    if (text[at] == ':' && digit_count(text + at + 1) == 2 && two_digits(text + at + 1) <= 60) {
        at += 3;
        if (text[at] == '.' || text[at] == ',') {
            size_t fraction = digit_count(text + at + 1);
            at += fraction ? fraction + 1 : 0;
        }
    }
    return at;
}

/* The bytes of a time at `text`, with its zone; 0 if none begins there. */
static size_t clock_length(const char *text)
{
    size_t hour = digit_count(text);
    if (hour < 1 || hour > 2 || (hour == 2 && two_digits(text) > 24)) {
        return 0;
    }
    size_t spaces = text[hour] == ' ' && (text[hour + 1] == 'h' || text[hour + 1] == 'H');
    char sign = text[hour + spaces];
    size_t minutes =
        sign == ':' || sign == 'h' || sign == 'H' ? minutes_length(text + hour + spaces) : 0;
    if (minutes == 0) {
        return 0;
    }
    size_t at = hour + spaces + minutes;
    return at + zone_length(text + at);
}

/* ---- tokens -------------------------------------------------------------------------------- */

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t letter_count(const char *text)
{
    size_t length = 0;
    while (is_ascii_letter(text[length]) || (unsigned char)text[length] >= 0x80 ||
           (length && text[length] == '\'')) {
        length++;
    }
    return length;
}

static bool push(mrs_date_tokens *tokens, mrs_date_token token)
{
    if (tokens->count == MRS_DATE_TOKENS_MOST) {
        return false;
    }
    tokens->items[tokens->count++] = token;
    return true;
}

static bool read_number(mrs_date_tokens *tokens, const char *text, size_t length, bool spaced)
{
    int value = 0;
    if (length > 8) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        value = value * 10 + (text[i] - '0');
    }
    return push(tokens, (mrs_date_token){.kind = MRS_DATE_NUMBER,
                                         .value = value,
                                         .digits = (int)length,
                                         .spaced = spaced});
}

/* "كانون" and "تشرين" take their number from the next word. */
static bool read_numbered_month(mrs_date_tokens *tokens, const mrs_date_word *word,
                                const char **rest, bool spaced)
{
    *rest += strspn(*rest, " ");
    size_t length = letter_count(*rest);
    const mrs_date_word *ordinal = mrs_date_word_find(*rest, length);
    if (!ordinal || ordinal->kind != MRS_DATE_ORDINAL) {
        return false;
    }
    *rest += length;
    bool first = ordinal->value == 1;
    int month = word->kind == MRS_DATE_KANUN ? (first ? 12 : 1) : (first ? 10 : 11);
    return push(tokens, (mrs_date_token){MRS_DATE_MONTH, month, 0, spaced, false});
}

static bool read_word(mrs_date_tokens *tokens, const char **at, bool spaced)
{
    size_t length = letter_count(*at);
    const mrs_date_word *word = mrs_date_word_find(*at, length);
    const char *text = *at;
    *at += length;
    if (!word || word->kind == MRS_DATE_ORDINAL) {
        return false;
    }
    switch (word->kind) {
    case MRS_DATE_NOTHING:
        return true;
    case MRS_DATE_HIJRI:
        tokens->hijri = true;
        return true;
    case MRS_DATE_KANUN:
    case MRS_DATE_TISHRIN:
        return read_numbered_month(tokens, word, at, spaced);
    default:
        return push(tokens, (mrs_date_token){word->kind, word->value, 0, spaced,
                                             length == 3 && strncasecmp(text, "mar", 3) == 0});
    }
}

/* "from 10:00 to 12:00", "à 10h": what leads to a time goes with it. */
static void drop_lead(mrs_date_tokens *tokens)
{
    mrs_date_kind last = tokens->count ? tokens->items[tokens->count - 1].kind : MRS_DATE_NOTHING;
    tokens->count -= last == MRS_DATE_FROM || last == MRS_DATE_TO;
}

/* A time may follow the date with a T between them. */
static size_t dropped_length(const char *at, bool after_digit)
{
    if (is_digit(*at)) {
        return clock_length(at);
    }
    size_t clock = after_digit && (*at == 'T' || *at == 't') ? clock_length(at + 1) : 0;
    return clock ? clock + 1 : strchr("()", *at) ? 1 : 0;
}

static bool read_token(mrs_date_tokens *tokens, const char **at, bool spaced)
{
    char c = **at;
    if (is_digit(c)) {
        size_t length = digit_count(*at);
        bool read = read_number(tokens, *at, length, spaced);
        *at += length;
        return read;
    }
    if (strchr("/-.,&", c)) {
        (*at)++;
        mrs_date_kind kind = c == '&' ? MRS_DATE_AND : MRS_DATE_SIGN;
        return push(tokens, (mrs_date_token){kind, c, 0, spaced, false});
    }
    return letter_count(*at) && read_word(tokens, at, spaced);
}

/* "mar" beside another month is the French Tuesday. */
static void find_tuesday(mrs_date_tokens *tokens)
{
    bool other = false;
    for (size_t i = 0; i < tokens->count; i++) {
        other |= tokens->items[i].kind == MRS_DATE_MONTH && tokens->items[i].value != 3;
    }
    mrs_date_token *first = &tokens->items[0];
    if (other && first->may_be_tuesday) {
        *first = (mrs_date_token){MRS_DATE_WEEKDAY, 2, 0, false, false};
    }
}

bool mrs_date_tokens_read(const char *text, mrs_date_tokens *out)
{
    char plain[PLAIN_SIZE];
    *out = (mrs_date_tokens){0};
    if (!make_plain(text, plain)) {
        return false;
    }
    bool spaced = false;
    for (const char *at = plain; *at;) {
        size_t dropped = dropped_length(at, at > plain && is_digit(at[-1]));
        if (*at == ' ' || dropped) {
            if (dropped > 1) {
                drop_lead(out);
            }
            at += dropped ? dropped : 1;
            spaced = true;
            continue;
        }
        if (!read_token(out, &at, spaced)) {
            return out->hijri;
        }
        spaced = false;
    }
    find_tuesday(out);
    return true;
}
