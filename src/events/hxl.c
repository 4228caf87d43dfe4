#include "events/hxl.h"

#include <string.h>
#include <strings.h>

static const char *past_spaces(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

/* The bytes of a word: a letter, then letters, digits and underscores. */
static size_t word_length(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return strspn(text, letters) ? strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
                                 : 0;
}

/* Steps to the next word, which follows one of `signs`; NULL at the end or at anything else. */
static const char *next_word(const char **at, const char *signs, size_t *length, char *sign)
{
    const char *text = past_spaces(*at);
    if (!*text || !strchr(signs, *text)) {
        return NULL;
    }
    *sign = *text;
    text = past_spaces(text + 1);
    *length = word_length(text);
    if (*length == 0) {
        return NULL;
    }
    *at = text + *length;
    return text;
}

bool mrs_hxl_is_tag(const char *text)
{
    size_t length;
    char sign;
    if (!next_word(&text, "#", &length, &sign)) {
        return false;
    }
    while (next_word(&text, "+", &length, &sign)) {
    }
    return *past_spaces(text) == '\0';
}

bool mrs_hxl_is_row(const char *const *cells, size_t count)
{
    size_t tags = 0, others = 0;
    for (size_t i = 0; i < count; i++) {
        const char *cell = cells[i] ? past_spaces(cells[i]) : "";
        bool tag = mrs_hxl_is_tag(cell);
        tags += tag;
        others += !tag && *cell;
    }
    return tags > 0 && tags >= others;
}

static bool has_attribute(const char *tag, const char *word, size_t length)
{
    size_t found_length;
    char sign;
    const char *found;
    while ((found = next_word(&tag, "#+", &found_length, &sign))) {
        if (sign == '+' && found_length == length && strncasecmp(found, word, length) == 0) {
            return true;
        }
    }
    return false;
}

static size_t count_attributes(const char *tag)
{
    size_t count = 0;
    for (; *tag; tag++) {
        count += *tag == '+';
    }
    return count;
}

bool mrs_hxl_fits(const char *tag, const char *pattern, size_t *attributes)
{
    size_t length, wanted;
    char sign;
    const char *rest = tag;
    *attributes = count_attributes(tag);
    const char *name = next_word(&rest, "#", &length, &sign);
    const char *word = next_word(&pattern, "#", &wanted, &sign);
    if (!name || !word || length != wanted || strncasecmp(name, word, length) != 0) {
        return false;
    }
    while ((word = next_word(&pattern, "+-", &wanted, &sign))) {
        if (has_attribute(rest, word, wanted) != (sign == '+')) {
            return false;
        }
    }
    return true;
}
