#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "marsad/text.h"
#include "text/fold.h"

typedef struct word {
    const char *text;
    size_t length;
    bool hamza; /* its first alef was written with a hamza */
} word;

static bool is_separator(char byte)
{
    return byte == MRS_WORD || byte == MRS_WORD_HAMZA;
}

/* The word whose separator stands at `at`; false at the end. */
static bool word_at(const mrs_folded *folded, size_t at, word *out)
{
    if (at >= folded->length) {
        return false;
    }
    size_t end = at + 1;
    while (end < folded->length && !is_separator(folded->text[end])) {
        end++;
    }
    *out = (word){folded->text + at + 1, end - at - 1, folded->text[at] == MRS_WORD_HAMZA};
    return true;
}

static bool starts_with(const word *w, const char *prefix, size_t length)
{
    return w->length >= length && memcmp(w->text, prefix, length) == 0;
}

/*
 * The length in bytes of an Arabic article at the start of a word. The alef must be plain (ألمانيا
 * has a hamza, and no article), and at least three letters must follow: that leaves الله and الف
 * whole, and loses no name of a place that we know of.
 */
static size_t arabic_article(const word *w)
{
    static const char al[] = "\xD8\xA7\xD9\x84";
    const size_t size = sizeof al - 1, letter = 2;
    return !w->hamza && starts_with(w, al, size) && w->length >= size + 3 * letter ? size : 0;
}

/*
 * True for a whole word that is an article of the next one: al, el, il, ul; the same with the l
 * assimilated to a sun letter, if the next word begins with that letter (as sidrah, ech cheikh,
 * ej jem); and ال written apart.
 */
static bool is_article_of(const word *w, const word *next)
{
    if (w->length == 4 && starts_with(w, "\xD8\xA7\xD9\x84", 4)) {
        return !w->hamza;
    }
    if (w->length < 2 || w->length > 3 || !strchr("aeiu", w->text[0])) {
        return false;
    }
    const char *rest = w->text + 1;
    size_t length = w->length - 1;
    if (length == 1) {
        return *rest == 'l' || (strchr("djnrstz", *rest) && starts_with(next, rest, 1));
    }
    static const char pairs[][3] = {"ch", "dh", "sh", "th"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (memcmp(rest, pairs[i], 2) == 0) {
            return starts_with(next, rest, 2);
        }
    }
    return false;
}

static void append(char *key, size_t *length, const char *text, size_t count)
{
    memcpy(key + *length, text, count);
    *length += count;
    key[*length] = '\0';
}

/* A word that is last is never an article, so that a bare key is empty only if the full one is. */
static void join_words(const mrs_folded *folded, marsad_keys *keys)
{
    size_t full = 0, bare = 0, at = 0;
    word w, next;
    while (word_at(folded, at, &w)) {
        at += w.length + 1;
        append(keys->full, &full, w.text, w.length);
        if (word_at(folded, at, &next) && is_article_of(&w, &next)) {
            continue;
        }
        size_t skipped = arabic_article(&w);
        append(keys->bare, &bare, w.text + skipped, w.length - skipped);
    }
}

marsad_status marsad_text_keys(const char *name, marsad_keys *out, marsad_error *error)
{
    *out = (marsad_keys){0};
    mrs_folded folded;
    marsad_status status = mrs_fold_name(name, strlen(name), &folded, error);
    if (status) {
        return status;
    }
    out->full = mrs_alloc(folded.length + 1, 1);
    out->bare = mrs_alloc(folded.length + 1, 1);
    if (!out->full || !out->bare) {
        marsad_keys_clear(out);
        mrs_free(folded.text);
        return mrs_fail_memory(error);
    }
    join_words(&folded, out);
    mrs_free(folded.text);
    return MARSAD_OK;
}

void marsad_keys_clear(marsad_keys *keys)
{
    if (keys) {
        mrs_free(keys->full);
        mrs_free(keys->bare);
        *keys = (marsad_keys){0};
    }
}
