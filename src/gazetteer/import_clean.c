#include "gazetteer/import_clean.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/fail.h"
#include "base/memory.h"
#include "text/utf8.h"

/* ---- marks --------------------------------------------------------------------------------- */

enum { KEEP, DROP, SPACE };

static bool is_between(uint32_t point, uint32_t first, uint32_t last)
{
    return point >= first && point <= last;
}

static int fate_of(uint32_t point)
{
    if (point < 0x20 || is_between(point, 0x7F, 0x9F) || u_isUWhiteSpace((UChar32)point)) {
        return SPACE;
    }
    bool direction = point == 0x61C || is_between(point, 0x200E, 0x200F) ||
                     is_between(point, 0x202A, 0x202E) || is_between(point, 0x2066, 0x206F);
    bool width = point == 0xAD || point == 0x200B || point == 0x200D || point == 0x2060 ||
                 point == 0xFEFF || is_between(point, 0xFE00, 0xFE0F);
    bool filler =
        point == 0x640 || point == 0xFFFC || point == 0xFFFD || is_between(point, 0xE000, 0xF8FF);
    return direction || width || filler ? DROP : KEEP;
}

static void add_point(mrs_buffer *out, uint32_t point)
{
    char bytes[4];
    mrs_buffer_add_bytes(out, bytes, mrs_utf8_encode(point, bytes));
}

/* Writes the text without stray marks, its spaces single. */
static void drop_marks(const char *text, mrs_buffer *out)
{
    size_t length = strlen(text);
    bool space = false;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        at += size ? size : 1;
        int fate = size ? fate_of(point) : DROP;
        space = space || fate == SPACE;
        if (fate != KEEP) {
            continue;
        }
        if (space && out->length) {
            mrs_buffer_add(out, " ");
        }
        space = false;
        add_point(out, point == '`' || point == 0xB4 ? '\'' : point);
    }
}

/* Arabic as old programs and PDF files write it: one code point for each shape of a letter. */
static bool has_presentation_forms(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        if (is_between(point, 0xFB50, 0xFDFF) || is_between(point, 0xFE70, 0xFEFC)) {
            return true;
        }
        at += size ? size : 1;
    }
    return false;
}

static marsad_status normalise(mrs_buffer *text, marsad_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *form = has_presentation_forms(text->text) ? unorm2_getNFKCInstance(&code)
                                                                  : unorm2_getNFCInstance(&code);
    /* A name is short: what is longer stays as it is. NFKC makes at most 18 units of one. */
    enum { UNITS = 512 };
    UChar source[UNITS], target[UNITS * 18];
    char bytes[sizeof target / sizeof *target * 3 + 1];
    int32_t length = 0;
    u_strFromUTF8(source, UNITS, &length, text->text, -1, &code);
    if (U_FAILURE(code) || unorm2_isNormalized(form, source, length, &code)) {
        return MARSAD_OK;
    }
    length = unorm2_normalize(form, source, length, target, UNITS * 18, &code);
    u_strToUTF8(bytes, (int32_t)sizeof bytes, NULL, target, length, &code);
    if (U_FAILURE(code)) {
        return code == U_MEMORY_ALLOCATION_ERROR ? mrs_fail_memory(error) : MARSAD_OK;
    }
    text->length = 0;
    mrs_buffer_add(text, bytes);
    return MARSAD_OK;
}

/* ---- ends ---------------------------------------------------------------------------------- */

/* A part of a text. */
typedef struct span {
    const char *start, *end;
} span;

static uint32_t first_point(span s, size_t *size)
{
    uint32_t point = 0;
    *size = mrs_utf8_decode(s.start, (size_t)(s.end - s.start), &point);
    return point;
}

static uint32_t last_point(span s, size_t *size)
{
    const char *at = s.end - 1;
    while (at > s.start && ((unsigned char)*at & 0xC0U) == 0x80) {
        at--;
    }
    uint32_t point = 0;
    *size = mrs_utf8_decode(at, (size_t)(s.end - at), &point);
    return point;
}

static bool is_one_of(uint32_t point, const char *points)
{
    size_t length = strlen(points);
    for (size_t at = 0; at < length;) {
        uint32_t other = 0;
        at += mrs_utf8_decode(points + at, length - at, &other);
        if (other == point) {
            return true;
        }
    }
    return false;
}

static bool contains(span s, char c)
{
    return memchr(s.start, c, (size_t)(s.end - s.start)) != NULL;
}

/* An opening apostrophe may be an ayn ('Ayn Zarah), a closing full stop an abbreviation's (St.). */
static bool is_stray(uint32_t point, span s, bool at_end)
{
    if (is_one_of(point, " ,;:*#_=~^<>|/\\+\"“”„«»‹›،؛؟?!•·–—-")) {
        return true;
    }
    switch (point) {
    case '(':
        return at_end || !contains(s, ')');
    case '[':
        return at_end || !contains(s, ']');
    case ')':
        return !at_end || !contains(s, '(');
    case ']':
        return !at_end || !contains(s, '[');
    case '.': {
        span rest = {s.start, s.end - 1};
        return !at_end || (!contains(rest, '.') && s.end - s.start > 5);
    }
    default:
        return false;
    }
}

/* Quotation marks that are apostrophes too go only in pairs, as brackets around all of it do. */
static bool is_wrapped(span s)
{
    if (s.end - s.start < 3) {
        return false;
    }
    size_t head = 0, tail = 0;
    uint32_t first = first_point(s, &head), last = last_point(s, &tail);
    span inner = {s.start + head, s.end - tail};
    if (first == '\'' || first == 0x2018) {
        return (last == '\'' || last == 0x2019) && !contains(inner, ' ');
    }
    return (first == '(' && last == ')' && !contains(inner, '(')) ||
           (first == '[' && last == ']' && !contains(inner, '['));
}

/* Takes off what is stray at either end; false if nothing is. */
static bool take_off(span *s)
{
    size_t head = 0, tail = 0;
    uint32_t first = first_point(*s, &head), last = last_point(*s, &tail);
    bool wrapped = is_wrapped(*s), at_start = is_stray(first, *s, false);
    s->start += wrapped || at_start ? head : 0;
    if (wrapped || (!at_start && is_stray(last, *s, true))) {
        s->end -= tail;
        return true;
    }
    return at_start;
}

static span trim(span s)
{
    while (s.start < s.end && take_off(&s)) {
    }
    return s;
}

/* ---- placeholders -------------------------------------------------------------------------- */

/* By the folded key, so that "No Name", "no-name" and "غَيْر مَعرُوف" are known too. None of these is
   a place's name that we know of. */
static const char *const placeholder_names[] = {
    "no name",       "noname",        "unnamed",       "un-named",     "not named",
    "nameless",      "unknown",       "not known",     "unknown name", "name unknown",
    "no data",       "not available", "untitled",      "undefined",    "unspecified",
    "not specified", "fixme",         "to be named",   "sans nom",     "sans-nom",
    "inconnu",       "inconnue",      "non renseigné", "non nommé",    "sin nombre",
    "senza nome",    "sconosciuto",   "ohne Namen",    "unbekannt",    "بدون اسم",
    "بدون إسم",      "بلا اسم",       "بلا إسم",       "لا اسم",       "من دون اسم",
    "غير معروف",     "غير معروفة",    "غير مسمى",      "غير مسماة",    "غير محدد",
    "مجهول",         "لا يوجد",       "لا يوجد اسم",   "без названия", "неизвестно",
    "без назви",     "невідомо",      "לא ידוע",       "ללא שם",       "بدون نام",
    "نامعلوم",       "isimsiz",       "adsız"};

/* As programs write nothing. */
static const char *const placeholder_texts[] = {
    "n/a",  "N/A",  "n.a.", "N.A.", "#N/A", "NA",  "nan", "NaN", "NULL", "null", "Null",
    "NONE", "none", "nil",  "TBD",  "tbd",  "TBC", "xxx", "XXX", "xx",   "XX"};

enum { PLACEHOLDER_COUNT = sizeof placeholder_names / sizeof *placeholder_names };

static marsad_status fold_placeholders(mrs_name_pieces *pieces, marsad_error *error)
{
    pieces->placeholder_keys = mrs_alloc(PLACEHOLDER_COUNT, sizeof *pieces->placeholder_keys);
    if (!pieces->placeholder_keys || !mrs_hash_init(&pieces->placeholders, PLACEHOLDER_COUNT)) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < PLACEHOLDER_COUNT; i++) {
        marsad_keys *keys = &pieces->placeholder_keys[i];
        status = marsad_text_keys(placeholder_names[i], keys, error);
        if (!status && !mrs_hash_add(&pieces->placeholders, keys->full, 0)) {
            status = mrs_fail_memory(error);
        }
    }
    return status;
}

static marsad_status find_placeholder(mrs_name_pieces *pieces, const char *text, bool *out,
                                      marsad_error *error)
{
    *out = false;
    for (size_t i = 0; i < sizeof placeholder_texts / sizeof *placeholder_texts; i++) {
        if (strcmp(text, placeholder_texts[i]) == 0) {
            *out = true;
            return MARSAD_OK;
        }
    }
    if (!pieces->placeholder_keys) {
        marsad_status status = fold_placeholders(pieces, error);
        if (status) {
            return status;
        }
    }
    marsad_keys keys;
    marsad_status status = marsad_text_keys(text, &keys, error);
    if (!status) {
        *out = mrs_hash_first(&pieces->placeholders, keys.full) != NULL;
        marsad_keys_clear(&keys);
    }
    return status;
}

/* ---- scripts ------------------------------------------------------------------------------- */

static marsad_script script_of(uint32_t point)
{
    char bytes[5] = {0};
    mrs_utf8_encode(point, bytes);
    return u_isalpha((UChar32)point) ? marsad_text_script(bytes) : MARSAD_SCRIPT_NONE;
}

static void count_letters(span s, size_t counts[MARSAD_SCRIPT_OTHER + 1])
{
    memset(counts, 0, (MARSAD_SCRIPT_OTHER + 1) * sizeof *counts);
    while (s.start < s.end) {
        size_t size = 0;
        counts[script_of(first_point(s, &size))]++;
        s.start += size ? size : 1;
    }
}

static void add_piece(mrs_name_pieces *pieces, span s, marsad_script script)
{
    s = trim(s);
    if (s.start == s.end || pieces->count == MRS_PIECES_MOST) {
        return;
    }
    size_t length = (size_t)(s.end - s.start);
    pieces->items[pieces->count].start = pieces->text.length;
    pieces->items[pieces->count].length = length;
    pieces->items[pieces->count++].script = script;
    mrs_buffer_add_bytes(&pieces->text, s.start, length);
    mrs_buffer_add_bytes(&pieces->text, "", 1);
}

/* The end of the run of one script that begins at `s.start`: what is no letter belongs to the run
   before it. */
static const char *run_end(span s, marsad_script *script)
{
    *script = MARSAD_SCRIPT_NONE;
    while (s.start < s.end) {
        size_t size = 0;
        marsad_script here = script_of(first_point(s, &size));
        if (here != MARSAD_SCRIPT_NONE && *script != MARSAD_SCRIPT_NONE && here != *script) {
            break;
        }
        *script = here != MARSAD_SCRIPT_NONE ? here : *script;
        s.start += size ? size : 1;
    }
    return s.start;
}

/* Adds a text without slashes: one name, or where two scripts have at least two letters each, the
   runs of each. A single letter of another script is part of a name ("Block B" in Arabic). */
static void add_by_script(mrs_name_pieces *pieces, span s)
{
    size_t counts[MARSAD_SCRIPT_OTHER + 1];
    count_letters(s, counts);
    int scripts = 0;
    marsad_script most = MARSAD_SCRIPT_NONE;
    for (marsad_script i = MARSAD_SCRIPT_LATIN; i <= MARSAD_SCRIPT_OTHER; i++) {
        scripts += counts[i] >= 2;
        most = counts[i] > (most ? counts[most] : 0) ? i : most;
    }
    if (scripts < 2) {
        add_piece(pieces, s, most);
        return;
    }
    while (s.start < s.end) {
        marsad_script script;
        const char *end = run_end(s, &script);
        add_piece(pieces, (span){s.start, end}, script);
        s.start = end;
    }
}

static bool has_two_letters(span s)
{
    size_t counts[MARSAD_SCRIPT_OTHER + 1];
    count_letters(s, counts);
    return counts[MARSAD_SCRIPT_LATIN] + counts[MARSAD_SCRIPT_ARABIC] +
               counts[MARSAD_SCRIPT_OTHER] >=
           2;
}

/* Splits at slashes, bars and semicolons, where a name stands on both sides. */
static void split(mrs_name_pieces *pieces, span s)
{
    const char *at = s.start;
    while (at < s.end) {
        at += strcspn(at, "/|;");
        span left = {s.start, at}, right = {at + 1, s.end};
        if (at < s.end && has_two_letters(left) && has_two_letters(right)) {
            add_by_script(pieces, left);
            s.start = right.start;
        }
        at++;
    }
    add_by_script(pieces, s);
}

static bool has_letter_or_digit(span s)
{
    while (s.start < s.end) {
        size_t size = 0;
        if (u_isalnum((UChar32)first_point(s, &size))) {
            return true;
        }
        s.start += size ? size : 1;
    }
    return false;
}

marsad_status mrs_clean_name(mrs_name_pieces *pieces, const char *text, marsad_error *error)
{
    pieces->count = 0;
    pieces->text.length = 0;
    pieces->clean.length = 0;
    pieces->placeholder = false;
    drop_marks(text, &pieces->clean);
    if (pieces->clean.length == 0) {
        pieces->placeholder = !pieces->clean.failed && text[0] != '\0';
        return pieces->clean.failed ? mrs_fail_memory(error) : MARSAD_OK;
    }
    marsad_status status = normalise(&pieces->clean, error);
    if (!status && !pieces->clean.failed) {
        status = find_placeholder(pieces, pieces->clean.text, &pieces->placeholder, error);
    }
    if (!status && !pieces->clean.failed && !pieces->placeholder) {
        span all = {pieces->clean.text, pieces->clean.text + pieces->clean.length};
        pieces->placeholder = !has_letter_or_digit(all);
        if (!pieces->placeholder) {
            split(pieces, all);
        }
    }
    return pieces->clean.failed || pieces->text.failed ? mrs_fail_memory(error) : status;
}

const char *mrs_piece_text(const mrs_name_pieces *pieces, size_t index)
{
    return pieces->text.text + pieces->items[index].start;
}

void mrs_name_pieces_clear(mrs_name_pieces *pieces)
{
    mrs_buffer_clear(&pieces->text);
    mrs_buffer_clear(&pieces->clean);
    for (size_t i = 0; pieces->placeholder_keys && i < PLACEHOLDER_COUNT; i++) {
        marsad_keys_clear(&pieces->placeholder_keys[i]);
    }
    mrs_free(pieces->placeholder_keys);
    mrs_hash_clear(&pieces->placeholders);
    *pieces = (mrs_name_pieces){0};
}

bool mrs_is_arabic_spelling(const char *text)
{
    size_t length = strlen(text);
    bool any = false;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        at += size ? size : 1;
        if (script_of(point) != MARSAD_SCRIPT_ARABIC) {
            continue;
        }
        /* The letters of Arabic and its marks; ڤ and ڨ, with which it writes foreign v and g. */
        if (!is_between(point, 0x621, 0x655) && point != 0x670 && point != 0x671 &&
            point != 0x6A4 && point != 0x6A8) {
            return false;
        }
        any = true;
    }
    return any;
}
