#include "text/lonlat_tokens.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

/* The longest number and the longest word that are looked at, in characters and in bytes. */
enum { NUMBER_MOST = 39, WORD_MOST = 24 };

typedef struct reader {
    const char *at;
    const char *end;
    bool comma_is_point;
    bool spaced;
    mrs_lonlat_tokens *out;
} reader;

static const struct {
    const char *text; /* as folded by fold_letter() */
    mrs_lonlat_token_kind kind;
    mrs_lonlat_word word;
} words[] = {
    {"n", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"north", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"nord", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"ش", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"شمال", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"شمالا", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"شمالي", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"الشمال", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTH},
    {"s", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"south", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"sud", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"ج", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"جنوب", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"جنوبا", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"جنوبي", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"الجنوب", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SOUTH},
    {"e", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"east", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"est", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"ق", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"شرق", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"شرقا", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"شرقي", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"الشرق", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EAST},
    {"w", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"west", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"o", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST}, /* French ouest */
    {"ouest", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"غ", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"غرب", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"غربا", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"غربي", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"الغرب", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WEST},
    {"lat", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LAT},
    {"latitude", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LAT},
    {"عرض", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LAT},
    {"العرض", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LAT},
    {"lon", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LON},
    {"lng", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LON},
    {"long", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LON},
    {"longitude", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LON},
    {"طول", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LON},
    {"الطول", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LON},
    {"خط", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LINE},
    {"دائره", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_LINE},
    {"d", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"deg", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"degs", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"degree", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"degrees", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"degre", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"degres", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"درجه", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"درجات", MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_WORD_OTHER},
    {"min", MRS_LONLAT_TOKEN_MINUTE, MRS_LONLAT_WORD_OTHER},
    {"mins", MRS_LONLAT_TOKEN_MINUTE, MRS_LONLAT_WORD_OTHER},
    {"minute", MRS_LONLAT_TOKEN_MINUTE, MRS_LONLAT_WORD_OTHER},
    {"minutes", MRS_LONLAT_TOKEN_MINUTE, MRS_LONLAT_WORD_OTHER},
    {"دقيقه", MRS_LONLAT_TOKEN_MINUTE, MRS_LONLAT_WORD_OTHER},
    {"دقائق", MRS_LONLAT_TOKEN_MINUTE, MRS_LONLAT_WORD_OTHER},
    {"sec", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"secs", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"second", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"seconds", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"seconde", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"secondes", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"ثانيه", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"ثواني", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"ثوان", MRS_LONLAT_TOKEN_SECOND, MRS_LONLAT_WORD_OTHER},
    {"and", MRS_LONLAT_TOKEN_COMMA, MRS_LONLAT_WORD_OTHER},
    {"et", MRS_LONLAT_TOKEN_COMMA, MRS_LONLAT_WORD_OTHER},
    {"و", MRS_LONLAT_TOKEN_COMMA, MRS_LONLAT_WORD_OTHER},
    {"coordinates", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_INTRO},
    {"coords", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_INTRO},
    {"coordonnees", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_INTRO},
    {"gps", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_INTRO},
    {"احداثيات", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_INTRO},
    {"الاحداثيات", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_INTRO},
    {"utm", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_UTM},
    {"zone", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_ZONE},
    {"fuseau", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_ZONE},
    {"mgrs", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_MGRS},
    {"wgs", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_WGS},
    {"m", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_METRES},
    {"metres", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_METRES},
    {"meters", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_METRES},
    {"easting", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EASTING},
    {"x", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_EASTING},
    {"northing", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTHING},
    {"y", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_NORTHING},
    {"me", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_METRES_EAST},
    {"mn", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_METRES_NORTH},
    {"geo", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_GEO},
    {"point", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_POINT},
    {"srid", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_SRID},
    {"crs", MRS_LONLAT_TOKEN_WORD, MRS_LONLAT_WORD_CRS},
};

enum { BLOCK = 16 };

/* Whether one of BLOCK bytes, the first of which follows bytes[0], ends a digit. Without branches
 * and of a fixed length, so that the compiler makes it a few vector instructions. */
static bool block_has_digit(const uint8_t bytes[BLOCK + 1])
{
    uint8_t found = 0;
    for (int i = 0; i < BLOCK; i++) {
        uint8_t before = bytes[i], byte = bytes[i + 1];
        uint8_t western = (uint8_t)(byte - '0') < 10;
        uint8_t arabic = (before == 0xD9) & ((uint8_t)(byte - 0xA0) < 10);  /* U+0660 */
        uint8_t persian = (before == 0xDB) & ((uint8_t)(byte - 0xB0) < 10); /* U+06F0 */
        found |= western | arabic | persian;
    }
    return found;
}

bool mrs_text_has_digit(const char *text)
{
    uint8_t bytes[BLOCK + 1] = {0};
    size_t length = strlen(text);
    for (size_t at = 0; at < length; at += BLOCK) {
        size_t size = length - at < BLOCK ? length - at : BLOCK;
        bytes[0] = at ? (uint8_t)text[at - 1] : 0;
        memcpy(bytes + 1, text + at, size);
        memset(bytes + 1 + size, 0, BLOCK - size);
        if (block_has_digit(bytes)) {
            return true;
        }
    }
    return false;
}

/* 0 at the end and where the bytes are not UTF-8, with the size 0. */
static uint32_t peek(const reader *r, size_t *size)
{
    uint32_t point = 0;
    *size = mrs_utf8_decode(r->at, (size_t)(r->end - r->at), &point);
    return *size ? point : 0;
}

static bool is_space(uint32_t point)
{
    return point == ' ' || point == '\t' || point == 0xA0 || point == 0x202F || point == 0x2009 ||
           point == 0x200E || point == 0x200F || point == 0x61C ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static int digit_of(uint32_t point)
{
    if (point >= '0' && point <= '9') {
        return (int)(point - '0');
    }
    if (point >= 0x660 && point <= 0x669) {
        return (int)(point - 0x660);
    }
    return point >= 0x6F0 && point <= 0x6F9 ? (int)(point - 0x6F0) : -1;
}

static mrs_lonlat_token *add(reader *r, mrs_lonlat_token_kind kind, const char *text, size_t length)
{
    if (r->out->count == MRS_LONLAT_TOKENS_MOST) {
        return NULL;
    }
    mrs_lonlat_token *token = &r->out->items[r->out->count++];
    *token = (mrs_lonlat_token){.kind = kind, .spaced = r->spaced, .text = text, .length = length};
    r->spaced = false;
    return token;
}

/* --- Numbers --- */

static bool digit_follows(const reader *r, size_t size)
{
    reader ahead = {.at = r->at + size, .end = r->end};
    return digit_of(peek(&ahead, &size)) >= 0;
}

/* Where a comma is read as a decimal one, a digit must follow it. */
static bool is_decimal_point(const reader *r, uint32_t point, size_t size)
{
    return point == '.' || point == 0x66B ||
           (r->comma_is_point && (point == ',' || point == 0x60C) && digit_follows(r, size));
}

static bool is_number(const reader *r, uint32_t point, size_t size)
{
    return digit_of(point) >= 0 || ((point == '.' || point == 0x66B) && digit_follows(r, size));
}

/* Digits with at most one point among them. Of more than 17 digits the rest is beyond a double, so
 * that quotients by a power of ten, which is exact up to the 22nd, do without the locale. */
static bool read_number(reader *r)
{
    mrs_lonlat_token *token = add(r, MRS_LONLAT_TOKEN_NUMBER, r->at, 0);
    uint64_t mantissa = 0;
    int kept = 0, exponent = 0, count = 0;
    for (size_t size = 0; token; r->at += size) {
        uint32_t point = peek(r, &size);
        int digit = digit_of(point);
        if (digit < 0 && (token->has_point || !is_decimal_point(r, point, size))) {
            break;
        }
        if (++count > NUMBER_MOST) {
            return false;
        }
        if (digit < 0) {
            token->has_point = true;
            continue;
        }
        token->whole_digits += !token->has_point;
        token->decimals += token->has_point;
        bool keeps = kept < 17;
        mantissa = keeps ? mantissa * 10 + (uint64_t)digit : mantissa;
        kept += keeps && mantissa > 0;
        exponent += (keeps ? 0 : 1) - (token->has_point ? 1 : 0);
    }
    if (token) {
        double power = pow(10, abs(exponent));
        token->value = exponent < 0 ? (double)mantissa / power : (double)mantissa * power;
        token->length = (size_t)(r->at - token->text);
    }
    return token != NULL;
}

/* --- Words --- */

static bool is_arabic_letter(uint32_t point)
{
    return (point >= 0x621 && point <= 0x652) || point == 0x670;
}

static bool is_letter(uint32_t point)
{
    uint32_t low = point | 0x20U;
    return (point < 0x80 && low >= 'a' && low <= 'z') ||
           (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7) ||
           is_arabic_letter(point);
}

/* The letter by which words are compared; 0 for marks, which are not. */
static uint32_t fold_letter(uint32_t point)
{
    if (point < 0x80) {
        return point | 0x20U;
    }
    if ((point >= 0xC8 && point <= 0xCA) || (point >= 0xE8 && point <= 0xEA)) {
        return 'e';
    }
    if (point == 0x622 || point == 0x623 || point == 0x625) {
        return 0x627; /* alef */
    }
    if (point == 0x629) {
        return 0x647; /* heh for teh marbuta */
    }
    return point == 0x640 || point == 0x670 || (point >= 0x64B && point <= 0x652) ? 0 : point;
}

/* The index in `words`, or -1. */
static int find_word(const char *folded)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].text[0] == folded[0] && strcmp(words[i].text, folded) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static bool add_word(reader *r, const char *folded, const char *text)
{
    int found = find_word(folded);
    const size_t waw = sizeof "و" - 1;
    if (found < 0 && strncmp(folded, "و", waw) == 0 && find_word(folded + waw) >= 0) {
        if (!add(r, MRS_LONLAT_TOKEN_COMMA, text, waw)) { /* "and", written with the next word */
            return false;
        }
        found = find_word(folded + waw);
        text += waw;
    }
    mrs_lonlat_token *token =
        add(r, found < 0 ? MRS_LONLAT_TOKEN_WORD : words[found].kind, text, (size_t)(r->at - text));
    if (token) {
        token->word = found < 0 ? MRS_LONLAT_WORD_OTHER : words[found].word;
    }
    return token != NULL;
}

/* A run of letters and the full stop that abbreviates it. */
static bool read_word(reader *r)
{
    char folded[WORD_MOST + 5] = "";
    size_t length = 0, size = 0;
    const char *start = r->at;
    for (uint32_t point = peek(r, &size); is_letter(point); point = peek(r, &size)) {
        uint32_t letter = fold_letter(point);
        if (letter && length <= WORD_MOST) {
            length += mrs_utf8_encode(letter, folded + length);
        }
        r->at += size;
    }
    folded[length] = '\0';
    bool added = add_word(r, folded, start);
    if (peek(r, &size) == '.' && !digit_follows(r, size)) {
        r->at += size;
    }
    return added;
}

/* --- Marks --- */

static bool is_prime(uint32_t point)
{
    return point == '\'' || point == 0x2032 || point == 0x2019 || point == 0x2018 ||
           point == 0xB4 || point == '`' || point == 0x2B9 || point == 0x2BC;
}

static mrs_lonlat_token_kind kind_of_mark(uint32_t point)
{
    switch (point) {
    case '-':
    case 0x2212:
    case 0x2013:
        return MRS_LONLAT_TOKEN_MINUS;
    case '+':
        return MRS_LONLAT_TOKEN_PLUS;
    case 0xB0:
    case 0xBA:
    case 0x2DA:
        return MRS_LONLAT_TOKEN_DEGREE;
    case '"':
    case 0x2033:
    case 0x201D:
    case 0x201C:
    case 0x2BA:
        return MRS_LONLAT_TOKEN_SECOND;
    case ',':
    case ';':
    case '/':
    case 0x60C:
    case 0x61B:
        return MRS_LONLAT_TOKEN_COMMA;
    case ':':
    case '=':
        return MRS_LONLAT_TOKEN_COLON;
    case '(':
    case '[':
        return MRS_LONLAT_TOKEN_OPEN;
    case ')':
    case ']':
        return MRS_LONLAT_TOKEN_CLOSE;
    default:
        return is_prime(point) ? MRS_LONLAT_TOKEN_MINUTE : MRS_LONLAT_TOKEN_END;
    }
}

/* One sign; two primes together are a second's. */
static bool read_mark(reader *r, uint32_t point, size_t size)
{
    mrs_lonlat_token_kind kind = kind_of_mark(point);
    const char *start = r->at;
    r->at += size;
    if (kind == MRS_LONLAT_TOKEN_MINUTE && is_prime(peek(r, &size))) {
        kind = MRS_LONLAT_TOKEN_SECOND;
        r->at += size;
    }
    return kind != MRS_LONLAT_TOKEN_END && add(r, kind, start, (size_t)(r->at - start));
}

static bool read_token(reader *r)
{
    size_t size = 0;
    uint32_t point = peek(r, &size);
    if (size == 0) {
        return false;
    }
    if (is_space(point)) {
        r->spaced = true;
        r->at += size;
        return true;
    }
    if (is_number(r, point, size)) {
        return read_number(r);
    }
    return is_letter(point) ? read_word(r) : read_mark(r, point, size);
}

bool mrs_lonlat_tokens_read(const char *text, bool comma_is_point, mrs_lonlat_tokens *out)
{
    reader r = {
        .at = text, .end = text + strlen(text), .comma_is_point = comma_is_point, .out = out};
    out->count = 0;
    while (r.at < r.end) {
        if (!read_token(&r)) {
            return false;
        }
    }
    out->items[out->count] =
        (mrs_lonlat_token){.kind = MRS_LONLAT_TOKEN_END, .spaced = r.spaced, .text = r.at};
    return true;
}

/* --- Asking --- */

bool mrs_lonlat_token_is(const mrs_lonlat_token *token, mrs_lonlat_word word)
{
    return token->kind == MRS_LONLAT_TOKEN_WORD && token->word == word;
}

bool mrs_lonlat_token_is_letters(const mrs_lonlat_token *token, size_t length)
{
    return token->length == length &&
           (token->kind == MRS_LONLAT_TOKEN_WORD || token->kind == MRS_LONLAT_TOKEN_DEGREE ||
            token->kind == MRS_LONLAT_TOKEN_MINUTE || token->kind == MRS_LONLAT_TOKEN_SECOND ||
            token->kind == MRS_LONLAT_TOKEN_COMMA) &&
           (token->text[0] | 0x20) >= 'a' && (token->text[0] | 0x20) <= 'z';
}

char mrs_lonlat_token_axis(const mrs_lonlat_token *token)
{
    static const char letters[] = {0, 'N', 'S', 'E', 'W'};
    return token->kind == MRS_LONLAT_TOKEN_WORD && token->word <= MRS_LONLAT_WORD_WEST
               ? letters[token->word]
               : '\0';
}
