#include "events/terms.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "marsad/text.h"
#include "text/utf8.h"

bool mrs_terms_add(mrs_terms *terms, const char *spelling, int value)
{
    marsad_keys keys;
    if (marsad_text_keys(spelling, &keys, NULL)) {
        return false;
    }
    const char *key = mrs_arena_text(&terms->arena, keys.bare, strlen(keys.bare));
    marsad_keys_clear(&keys);
    size_t *rank = key ? mrs_seen_at(&terms->ranks, key) : NULL;
    if (!rank ||
        !mrs_grow((void **)&terms->values, &terms->capacity, terms->count, sizeof *terms->values)) {
        return false;
    }
    if (*rank == 0) {
        terms->values[terms->count++] = value;
        *rank = terms->count;
    }
    return true;
}

bool mrs_terms_add_all(mrs_terms *terms, const char *spellings, int value)
{
    while (*spellings) {
        size_t length = strcspn(spellings, "|");
        const char *spelling = mrs_arena_text(&terms->arena, spellings, length);
        if (!spelling || !mrs_terms_add(terms, spelling, value)) {
            return false;
        }
        spellings += length + (spellings[length] == '|');
    }
    return true;
}

void mrs_terms_clear(mrs_terms *terms)
{
    mrs_arena_clear(&terms->arena);
    mrs_seen_clear(&terms->ranks);
    mrs_free(terms->values);
    *terms = (mrs_terms){0};
}

/* The rank of a text that is one spelling; what is not UTF-8 has none. */
static bool find_whole(const mrs_terms *terms, const char *text, size_t *rank)
{
    marsad_keys keys;
    marsad_status status = marsad_text_keys(text, &keys, NULL);
    *rank = 0;
    if (status) {
        return status == MARSAD_ERR_INPUT;
    }
    *rank = keys.bare[0] ? mrs_seen_find(&terms->ranks, keys.bare) : 0;
    marsad_keys_clear(&keys);
    return true;
}

static bool is_arabic(uint32_t point)
{
    return point >= 0x620 && point <= 0x6FF;
}

static bool is_latin(uint32_t point)
{
    return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') ||
           (point >= 0xC0 && point <= 0x24F);
}

static bool is_between(uint32_t point)
{
    return point == 0x2013 || point == 0x2014 || point == 0x60C || point == 0x61B ||
           (point < 0x80 && strchr("/|()[]-,;:\n\r", (int)point));
}

/* The bytes of the part at `text`: to a mark between two parts, or to where the script changes. */
static size_t part_length(const char *text)
{
    bool arabic = false, latin = false;
    size_t at = 0, all = strlen(text);
    while (at < all) {
        uint32_t point;
        size_t step = mrs_utf8_decode(text + at, all - at, &point);
        if (step == 0 || is_between(point) || (arabic && is_latin(point)) ||
            (latin && is_arabic(point))) {
            break;
        }
        arabic |= is_arabic(point);
        latin |= is_latin(point);
        at += step;
    }
    return at;
}

/* The bytes of the mark at `text`, or of bytes that are no text; 0 at a letter or the end. */
static size_t mark_length(const char *text)
{
    uint32_t point;
    size_t step = *text ? mrs_utf8_decode(text, strlen(text), &point) : 0;
    return !*text ? 0 : step == 0 ? 1 : is_between(point) ? step : 0;
}

static bool take_part(const mrs_terms *terms, const char *text, size_t length, mrs_term *out)
{
    char *part = mrs_strndup(text, length);
    size_t rank;
    bool found = part && find_whole(terms, part, &rank);
    if (!found) {
        mrs_free(part);
        return false;
    }
    if (rank == 0) {
        out->unknown |= part[strspn(part, " ")] != '\0';
    } else if (out->rank == 0) {
        out->rank = rank;
        out->value = terms->values[rank - 1];
    } else {
        out->differ |= terms->values[rank - 1] != out->value;
        out->rank = rank < out->rank ? rank : out->rank;
    }
    mrs_free(part);
    return true;
}

/* No spelling is as long, and a cell may have megabytes. */
enum { LONGEST = 400 };

bool mrs_terms_find(const mrs_terms *terms, const char *text, mrs_term *out)
{
    *out = (mrs_term){0};
    if (strnlen(text, LONGEST + 1) > LONGEST) {
        return true;
    }
    if (!find_whole(terms, text, &out->rank)) {
        return false;
    }
    if (out->rank) {
        out->value = terms->values[out->rank - 1];
        return true;
    }
    while (*text) {
        size_t mark = mark_length(text);
        size_t length = mark ? 0 : part_length(text);
        if (length && !take_part(terms, text, length, out)) {
            return false;
        }
        text += mark + length;
    }
    return true;
}
