#include "text/passage.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "text/fold.h"
#include "text/utf8.h"

/* What a code point is to the reader. */
typedef enum point_class {
    POINT_GAP, /* white space, quotation marks, full stops */
    POINT_LETTER,
    POINT_DIGIT,
    POINT_UNSEEN, /* marks within words; bidirectional controls */
    POINT_APOSTROPHE,
    POINT_COMMA,
    POINT_DASH,
    POINT_OPEN,
    POINT_CLOSE,
    POINT_SIGN,
    POINT_FRACTION
} point_class;

typedef struct reader {
    const char *text;
    size_t length, at;
    uint32_t point; /* the code point at `at`, of `size` bytes */
    size_t size;
    mrs_passage *out;
    bool spaced, failed;
} reader;

static void peek(reader *r)
{
    r->point = 0;
    if (r->at >= r->length) {
        r->size = 0;
    } else if ((unsigned char)r->text[r->at] < 0x80) {
        r->point = (unsigned char)r->text[r->at];
        r->size = 1;
    } else {
        r->size = mrs_utf8_decode(r->text + r->at, r->length - r->at, &r->point);
        r->failed |= r->size == 0;
    }
}

static void advance(reader *r)
{
    r->at += r->size;
    peek(r);
}

static point_class class_of_ascii(uint32_t point)
{
    if ((point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z')) {
        return POINT_LETTER;
    }
    if (point >= '0' && point <= '9') {
        return POINT_DIGIT;
    }
    switch (point) {
    case '\'':
    case '`':
        return POINT_APOSTROPHE;
    case ',':
    case ';':
    case ':':
        return POINT_COMMA;
    case '-':
    case '/':
        return POINT_DASH;
    case '(':
    case '[':
        return POINT_OPEN;
    case ')':
    case ']':
        return POINT_CLOSE;
    case '&':
    case '~':
    case '<':
    case '>':
        return POINT_SIGN;
    default:
        return POINT_GAP;
    }
}

static point_class class_of_arabic(uint32_t point)
{
    if (point == 0x60C || point == 0x61B) {
        return POINT_COMMA;
    }
    uint32_t folded = mrs_fold_arabic(point);
    if (folded == MRS_FOLD_SEPARATOR) {
        return POINT_GAP;
    }
    if (folded == MRS_FOLD_DROP) {
        return POINT_UNSEEN;
    }
    return folded >= '0' && folded <= '9' ? POINT_DIGIT : POINT_LETTER;
}

static bool is_dash(uint32_t point)
{
    return (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

static point_class class_of_other(uint32_t point)
{
    if (is_dash(point)) {
        return POINT_DASH;
    }
    if (mrs_fold_is_apostrophe(point)) {
        return POINT_APOSTROPHE;
    }
    if (point == 0xB1 || point == 0x2248) {
        return POINT_SIGN;
    }
    if (point >= 0xBC && point <= 0xBE) {
        return POINT_FRACTION;
    }
    if ((point >= 0x300 && point <= 0x36F) || (point >= 0x200B && point <= 0x200F) ||
        (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069)) {
        return POINT_UNSEEN;
    }
    return u_isalnum((UChar32)point) ? POINT_LETTER : POINT_GAP;
}

static point_class class_of(uint32_t point)
{
    if (point < 0x80) {
        return class_of_ascii(point);
    }
    return point >= 0x600 && point <= 0x6FF ? class_of_arabic(point) : class_of_other(point);
}

/* Starts a token at the reader's place, or returns NULL where there is no room for one. */
static mrs_passage_word *start(reader *r, mrs_passage_kind kind)
{
    mrs_passage *out = r->out;
    if (out->count == MRS_PASSAGE_MAX || out->used + 8 > MRS_PASSAGE_BYTES) {
        r->failed = true;
        return NULL;
    }
    mrs_passage_word *token = &out->items[out->count++];
    *token = (mrs_passage_word){.key = out->keys + out->used,
                                .start = (uint16_t)r->at,
                                .end = (uint16_t)(r->at + r->size),
                                .kind = (uint8_t)kind,
                                .spaced = r->spaced};
    r->spaced = false;
    return token;
}

static void put_byte(reader *r, mrs_passage_word *token, char byte)
{
    if (r->out->used + 2 > MRS_PASSAGE_BYTES) {
        r->failed = true;
        return;
    }
    r->out->keys[r->out->used++] = byte;
    token->key_length++;
}

static void put_text(reader *r, mrs_passage_word *token, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        put_byte(r, token, text[i]);
    }
}

static void put_point(reader *r, mrs_passage_word *token, uint32_t point)
{
    char bytes[4] = {0};
    put_text(r, token, bytes, mrs_utf8_encode(point, bytes));
}

/* Ends the key of the token that was started last. */
static void finish(reader *r)
{
    r->out->keys[r->out->used++] = '\0'; /* put_byte() and start() leave room */
}

/* A letter outside ASCII and the Arabic block: its base letter without accents. */
static void put_other_letter(reader *r, mrs_passage_word *token)
{
    uint32_t lower = (uint32_t)u_foldCase((UChar32)r->point, U_FOLD_CASE_DEFAULT);
    const char *letters = mrs_fold_latin_special(lower);
    if (letters) {
        put_text(r, token, letters, strlen(letters));
        return;
    }
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&code);
    UChar units[8];
    int32_t count =
        U_SUCCESS(code) ? unorm2_getDecomposition(nfkd, (UChar32)lower, units, 8, &code) : -1;
    if (count > 0 && U_SUCCESS(code) && !U16_IS_SURROGATE(units[0])) {
        lower = (uint32_t)units[0];
    }
    put_point(r, token, lower);
}

static void put_letter(reader *r, mrs_passage_word *token)
{
    if (r->point >= 'A' && r->point <= 'Z') {
        put_byte(r, token, (char)(r->point + ('a' - 'A')));
    } else if (r->point < 0x80) {
        put_byte(r, token, (char)r->point);
    } else if (r->point >= 0x600 && r->point <= 0x6FF) {
        put_point(r, token, mrs_fold_arabic(r->point));
    } else {
        put_other_letter(r, token);
    }
}

static bool is_elided(const mrs_passage_word *token)
{
    return (token->key_length == 1 && (token->key[0] == 'd' || token->key[0] == 'l')) ||
           (token->key_length == 2 && memcmp(token->key, "qu", 2) == 0);
}

/* True at the dot of "N.E." and "ك.م": one letter before it, one after it. */
static bool is_abbreviation_dot(const reader *r, size_t run)
{
    reader ahead = *r;
    if (r->point != '.' || run != 1) {
        return false;
    }
    advance(&ahead);
    if (ahead.size == 0 || class_of(ahead.point) != POINT_LETTER) {
        return false;
    }
    advance(&ahead);
    return ahead.size == 0 || class_of(ahead.point) != POINT_LETTER;
}

/* True if the word goes on with the code point at the reader's place, which it then steps over. */
static bool continues(reader *r, mrs_passage_word *token, size_t *run)
{
    point_class class = class_of(r->point);
    if (class == POINT_LETTER || (class == POINT_DIGIT && !token->arabic)) {
        put_letter(r, token);
        token->end = (uint16_t)(r->at + r->size);
        ++*run;
    } else if (class == POINT_UNSEEN) {
        if (r->point < 0x2000) {
            token->end = (uint16_t)(r->at + r->size);
        }
    } else if (class == POINT_APOSTROPHE) {
        if (is_elided(token)) {
            return false;
        }
    } else if (is_abbreviation_dot(r, *run)) {
        *run = 0;
    } else {
        return false;
    }
    advance(r);
    return true;
}

static void read_word(reader *r)
{
    mrs_passage_word *token = start(r, MRS_PASSAGE_WORD);
    if (!token) {
        return;
    }
    size_t run = 0;
    token->arabic = r->point >= 0x600 && r->point <= 0x6FF;
    while (r->size && !r->failed && continues(r, token, &run)) {
    }
    finish(r);
}

static char digit_of(uint32_t point)
{
    return (char)(point < 0x80 ? point : mrs_fold_arabic(point));
}

/* What may stand between two digits of one number, or 0. */
static char separator_of(uint32_t point)
{
    switch (point) {
    case '.':
    case ',':
    case '\'':
        return (char)point;
    case 0x60C:
        return ',';
    case 0x2019:
        return '\'';
    case 0x66B:
        return 'd';
    case 0x66C:
        return 't';
    default:
        return 0;
    }
}

static bool is_digit_next(const reader *r)
{
    reader ahead = *r;
    advance(&ahead);
    return ahead.size && class_of(ahead.point) == POINT_DIGIT;
}

static void read_number(reader *r)
{
    mrs_passage_word *token = start(r, MRS_PASSAGE_NUMBER);
    while (token && r->size && !r->failed) {
        char separator = separator_of(r->point);
        if (class_of(r->point) == POINT_DIGIT) {
            put_byte(r, token, digit_of(r->point));
        } else if (separator && is_digit_next(r)) {
            put_byte(r, token, separator);
        } else {
            break;
        }
        token->end = (uint16_t)(r->at + r->size);
        advance(r);
    }
    if (token) {
        finish(r);
    }
}

static void read_mark(reader *r, mrs_passage_kind kind, const char *key)
{
    mrs_passage_word *token = start(r, kind);
    if (token) {
        put_text(r, token, key, strlen(key));
        finish(r);
        advance(r);
    }
}

static const char *sign_key(uint32_t point)
{
    switch (point) {
    case '&':
        return "&";
    case '<':
        return "<";
    case '>':
        return ">";
    default:
        return "~";
    }
}

static void read_fraction(reader *r)
{
    static const char *const values[] = {"0.25", "0.5", "0.75"};
    read_mark(r, MRS_PASSAGE_NUMBER, values[r->point - 0xBC]);
}

/* A tatweel between spaces is written for a dash; one before a letter lengthens nothing. */
static void read_unseen(reader *r)
{
    reader ahead = *r;
    advance(&ahead);
    if (r->point == 0x640 && (r->spaced || r->at == 0) &&
        (ahead.size == 0 || class_of(ahead.point) == POINT_GAP)) {
        read_mark(r, MRS_PASSAGE_DASH, "-");
        return;
    }
    advance(r);
}

static void read_token(reader *r)
{
    switch (class_of(r->point)) {
    case POINT_LETTER:
        read_word(r);
        break;
    case POINT_DIGIT:
        read_number(r);
        break;
    case POINT_FRACTION:
        read_fraction(r);
        break;
    case POINT_COMMA:
        read_mark(r, MRS_PASSAGE_COMMA, ",");
        break;
    case POINT_DASH:
        read_mark(r, MRS_PASSAGE_DASH, r->point == '/' ? "/" : "-");
        break;
    case POINT_OPEN:
        read_mark(r, MRS_PASSAGE_OPEN, "(");
        break;
    case POINT_CLOSE:
        read_mark(r, MRS_PASSAGE_CLOSE, ")");
        break;
    case POINT_SIGN:
        read_mark(r, MRS_PASSAGE_SIGN, sign_key(r->point));
        break;
    case POINT_UNSEEN:
        read_unseen(r);
        break;
    default:
        r->spaced = true;
        advance(r);
    }
}

bool mrs_passage_read(const char *text, mrs_passage *out)
{
    out->text = text;
    out->count = out->used = 0;
    reader r = {.text = text, .length = strnlen(text, UINT16_MAX), .out = out};
    if (r.length == UINT16_MAX) {
        return false;
    }
    peek(&r);
    while (r.size && !r.failed) {
        read_token(&r);
    }
    return !r.failed;
}

bool mrs_passage_is(const mrs_passage_word *token, const char *key)
{
    return token->kind != MRS_PASSAGE_NUMBER && strcmp(token->key, key) == 0;
}

size_t mrs_passage_match(const mrs_passage *tokens, size_t at, const char *phrase)
{
    size_t i = at;
    while (*phrase) {
        size_t length = strcspn(phrase, " ");
        if (i == tokens->count || tokens->items[i].kind == MRS_PASSAGE_NUMBER ||
            tokens->items[i].key_length != length ||
            memcmp(tokens->items[i].key, phrase, length) != 0) {
            return 0;
        }
        i++;
        phrase += length + (phrase[length] == ' ');
    }
    return i - at;
}

size_t mrs_passage_skip(const mrs_passage *tokens, const mrs_passage_word *token, size_t letters)
{
    size_t at = token->start;
    while (at < token->end) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(tokens->text + at, token->end - at, &point);
        if (size == 0) {
            break;
        }
        if (class_of(point) == POINT_LETTER && letters-- == 0) {
            break;
        }
        at += size;
    }
    return at;
}
