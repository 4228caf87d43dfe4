#include "text/tokens.h"

#include <string.h>

static bool is_separator(char byte)
{
    return byte == MRS_WORD || byte == MRS_WORD_HAMZA;
}

bool mrs_token_at(const mrs_folded *folded, size_t at, mrs_token *out)
{
    if (at >= folded->length) {
        return false;
    }
    size_t end = at + 1;
    while (end < folded->length && !is_separator(folded->text[end])) {
        end++;
    }
    *out = (mrs_token){.text = folded->text + at + 1,
                       .length = end - at - 1,
                       .hamza = folded->text[at] == MRS_WORD_HAMZA};
    return true;
}

static bool starts_with(const mrs_token *token, const char *prefix, size_t length)
{
    return token->length >= length && memcmp(token->text, prefix, length) == 0;
}

/*
 * The length in bytes of an Arabic article at the start of a word. The alef must be plain (ألمانيا
 * has a hamza, and no article), and at least three letters must follow: that leaves الله and الف
 * whole, and loses no name of a place that we know of.
 */
static size_t arabic_article(const mrs_token *token)
{
    static const char al[] = "\xD8\xA7\xD9\x84";
    const size_t size = sizeof al - 1, letter = 2;
    return !token->hamza && starts_with(token, al, size) && token->length >= size + 3 * letter
               ? size
               : 0;
}

/*
 * True for a whole word that is an article of the next one: al, el, il, ul; the same with the l
 * assimilated to a sun letter, if the next word begins with that letter (as sidrah, ech cheikh,
 * ej jem); and ال written apart.
 */
static bool is_article_of(const mrs_token *token, const mrs_token *next)
{
    if (token->length == 4 && starts_with(token, "\xD8\xA7\xD9\x84", 4)) {
        return !token->hamza;
    }
    if (token->length < 2 || token->length > 3 || !strchr("aeiu", token->text[0])) {
        return false;
    }
    const char *rest = token->text + 1;
    size_t length = token->length - 1;
    if (length == 1) {
        return *rest == 'l' || (strchr("djnrstz", *rest) && starts_with(next, rest, 1));
    }
    if (memcmp(rest, "sc", 2) == 0) { /* Italian: esc sciaal */
        return starts_with(next, "sc", 2);
    }
    static const char pairs[][3] = {"ch", "dh", "sh", "th"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (memcmp(rest, pairs[i], 2) == 0) {
            return starts_with(next, rest, 2);
        }
    }
    return false;
}

/* A word that is last is never an article, so that a bare key is empty only if the full one is. */
void mrs_token_find_article(mrs_token *token, const mrs_token *next)
{
    token->article = next && is_article_of(token, next);
    token->skip = token->article ? 0 : arabic_article(token);
}

void mrs_tokens_of(const mrs_folded *folded, mrs_tokens *out)
{
    size_t at = 0;
    out->count = 0;
    while (out->count < MRS_TOKENS_MOST && mrs_token_at(folded, at, &out->items[out->count])) {
        at += out->items[out->count++].length + 1;
    }
    for (size_t i = 0; i < out->count; i++) {
        mrs_token_find_article(&out->items[i], i + 1 < out->count ? &out->items[i + 1] : NULL);
    }
}
