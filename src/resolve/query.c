#include "resolve/query.h"

#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "text/utf8.h"

static size_t count_letters(const mrs_folded *folded)
{
    size_t count = 0;
    for (size_t i = 0; i < folded->length; i++) {
        unsigned char byte = (unsigned char)folded->text[i];
        bool starts = byte > ' ' && (byte & 0xC0) != 0x80;
        count += !starts ? 0 : byte >= 0xE2 && byte < 0xF0 ? 3 : 1; /* U+2000 up: a syllable each */
    }
    return count;
}

/* Words that make a name Arabic, in the usual romanisations, folded. */
static bool is_arabic_word(const mrs_token *token)
{
    static const char *const words[] = {
        "abu",  "abou", "bu",   "bou",   "umm",   "oum",    "um",    "bin",  "ben",  "ibn",  "bani",
        "beni", "ain",  "ayn",  "ein",   "bir",   "wadi",   "oued",  "uadi", "qasr", "gasr", "ksar",
        "sidi", "suq",  "souq", "souk",  "suk",   "bab",    "hay",   "hayy", "deir", "dayr", "beit",
        "bayt", "tall", "tell", "jabal", "jebel", "djebel", "gebel", "khan", "kafr", "abd"};
    const size_t longest = 6;
    for (size_t i = 0; token->length <= longest && i < sizeof words / sizeof *words; i++) {
        if (words[i][0] == token->text[0] && strlen(words[i]) == token->length &&
            memcmp(words[i], token->text, token->length) == 0) {
            return true;
        }
    }
    return false;
}

static bool looks_arabic(const mrs_tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const mrs_token *token = &tokens->items[i];
        if (token->article || token->skip || (i + 1 < tokens->count && is_arabic_word(token))) {
            return true;
        }
    }
    return false;
}

marsad_status mrs_query_read(const char *text, size_t length, mrs_query *out, marsad_error *error)
{
    out->cut = (mrs_folded){0};
    out->form_count = 0;
    out->seems = 0;
    marsad_status status = mrs_fold_name(text, length, &out->folded, error);
    if (status) {
        return status;
    }
    out->letters = count_letters(&out->folded);
    mrs_form *whole = &out->forms[0];
    mrs_tokens_of(&out->folded, &whole->tokens);
    whole->first = 0;
    whole->end = whole->tokens.count;
    whole->dropped = 0;
    whole->kind_count = 0;
    whole->country = NULL;
    whole->arabic = looks_arabic(&whole->tokens);
    out->form_count = 1;
    return MARSAD_OK;
}

void mrs_query_clear(mrs_query *query)
{
    mrs_free(query->folded.text);
    mrs_free(query->cut.text);
    query->folded.text = query->cut.text = NULL;
}

static bool same_words(const mrs_form *a, const mrs_form *b)
{
    if (a->end - a->first != b->end - b->first) {
        return false;
    }
    for (size_t i = 0; i < a->end - a->first; i++) {
        const mrs_token *x = &a->tokens.items[a->first + i], *y = &b->tokens.items[b->first + i];
        if (x->length != y->length || memcmp(x->text, y->text, x->length) != 0) {
            return false;
        }
    }
    return true;
}

/* The next free form, or NULL. */
static mrs_form *new_form(mrs_query *query, const mrs_form *from)
{
    if (query->form_count == MRS_FORMS_MOST) {
        return NULL;
    }
    mrs_form *form = &query->forms[query->form_count];
    *form = *from;
    return form;
}

/* Keeps the form just made, unless it is empty or there already. */
static void keep_form(mrs_query *query, const mrs_form *form)
{
    if (form->first >= form->end) {
        return;
    }
    for (size_t i = 0; i < query->form_count; i++) {
        if (same_words(&query->forms[i], form)) {
            return;
        }
    }
    query->form_count++;
}

/* True if all words that are left are in the table. */
static bool is_common(const mrs_words *words, const mrs_form *form)
{
    const unsigned names = 1U << MRS_WORD_GIVEN | 1U << MRS_WORD_TITLE;
    for (size_t at = form->first, taken = 1; at < form->end; at += taken) {
        taken = 1;
        const mrs_word *word = mrs_word_at(words, &form->tokens, at, form->end, &taken);
        if (!word || mrs_word_of_class(word, names)) {
            return false;
        }
    }
    return true;
}

static void add_core(mrs_query *query, const mrs_words *words, const mrs_form *from, bool heads)
{
    mrs_form *form = new_form(query, from);
    mrs_core core;
    if (!form) {
        return;
    }
    mrs_core_find(words, &from->tokens, heads, &core);
    form->first = core.first;
    form->end = core.end;
    form->dropped |= (heads ? MRS_DROPPED_HEAD : 0) | MRS_DROPPED_KIND;
    form->kind_count = core.kind_count;
    form->country = core.country;
    memcpy(form->kinds, core.kinds, sizeof form->kinds);
    if (form->dropped && is_common(words, form)) {
        return; /* "the old bridge": old is no name of a bridge */
    }
    keep_form(query, form);
}

/* --- Clitics --- */

static const size_t LETTER = 2; /* bytes of an Arabic letter */

static bool is_one_of(const char *letter, const char *letters)
{
    for (; *letters; letters += LETTER) {
        if (memcmp(letter, letters, LETTER) == 0) {
            return true;
        }
    }
    return false;
}

/* The bytes of the `nth` way (from 0) to take clitics off the front of a word; 0: no such way.
   وللوشكة: one of و or ف, then one of ب ل ك; لل is ل with the article, whose alef is not written.
 */
static size_t clitic_bytes(const mrs_words *words, const mrs_token *token, bool alone, unsigned nth)
{
    const char *text = token->text;
    const size_t left_at_least = (alone ? 3 : 2) * LETTER; /* بن in لبن جواد */
    size_t length = token->length, at = 0;
    if (nth == 0 && !token->hamza && length > LETTER && is_one_of(text, "وفبلك") &&
        mrs_words_find(words, text + LETTER, length - LETTER)) {
        return LETTER; /* a word of the table, however short: بحي */
    }
    if (length < LETTER + left_at_least || token->hamza) {
        return 0;
    }
    if (is_one_of(text, "وف")) {
        at = LETTER;
        if (nth == 0) {
            return at;
        }
    } else if (nth > 0) {
        return 0;
    }
    if (length >= at + LETTER + left_at_least && is_one_of(text + at, "بلك")) {
        bool lam = is_one_of(text + at, "ل") && is_one_of(text + at + LETTER, "ل");
        return lam && length >= at + 2 * LETTER + left_at_least ? at + 2 * LETTER : at + LETTER;
    }
    return 0;
}

static void cut_clitic(mrs_form *form, size_t bytes)
{
    mrs_token *token = &form->tokens.items[form->first];
    token->text += bytes;
    token->length -= bytes;
    mrs_token_find_article(token, form->first + 1 < form->end ? token + 1 : NULL);
    form->dropped |= MRS_DROPPED_CLITIC;
    form->arabic = looks_arabic(&form->tokens);
}

static void add_without_clitics(mrs_query *query, const mrs_words *words)
{
    const mrs_form *whole = &query->forms[0];
    for (unsigned nth = 0; nth < 2; nth++) {
        size_t bytes = clitic_bytes(words, &whole->tokens.items[0], whole->end == 1, nth);
        mrs_form *form = bytes ? new_form(query, whole) : NULL;
        if (!form) {
            continue;
        }
        cut_clitic(form, bytes);
        size_t before = query->form_count;
        keep_form(query, form);
        if (query->form_count > before) {
            add_core(query, words, form, false);
        }
    }
}

/* --- Elisions --- */

static bool is_apostrophe_at(const char *text, size_t length, size_t at, size_t *size)
{
    uint32_t point = 0;
    *size = at < length ? mrs_utf8_decode(text + at, length - at, &point) : 0;
    return *size && mrs_fold_is_apostrophe(point);
}

static bool starts_word(const char *text, size_t at)
{
    return at == 0 || strchr(" \t-(,", text[at - 1]);
}

/* A copy of the text with a space for each apostrophe of d', l', dell', all'; false: there is none,
   or no memory. */
static bool cut_elisions(const char *text, size_t length, char *out)
{
    bool any = false;
    memcpy(out, text, length);
    for (size_t at = 0; at + 1 < length; at++) {
        size_t size = 0;
        bool letter = strchr("dlDL", text[at]) != NULL;
        bool start = starts_word(text, at) || (at >= 3 && memcmp(text + at - 3, "del", 3) == 0) ||
                     (at >= 2 && memcmp(text + at - 2, "al", 2) == 0);
        if (letter && start && is_apostrophe_at(text, length, at + 1, &size)) {
            memset(out + at + 1, ' ', size);
            any = true;
        }
    }
    return any;
}

/* d and l by themselves, left by cutting an elision. */
static void skip_elided(mrs_form *form)
{
    size_t kept = 0;
    for (size_t i = 0; i < form->tokens.count; i++) {
        const mrs_token *token = &form->tokens.items[i];
        bool elided = token->length == 1 && (token->text[0] == 'd' || token->text[0] == 'l') &&
                      i + 1 < form->tokens.count;
        if (!elided) {
            form->tokens.items[kept++] = *token;
        }
    }
    form->tokens.count = form->end = kept;
}

static marsad_status add_without_elisions(mrs_query *query, const mrs_words *words,
                                          const char *text, size_t length, marsad_error *error)
{
    char *cut = mrs_alloc(length + 1, 1);
    if (!cut) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    if (cut_elisions(text, length, cut)) {
        status = mrs_fold_name(cut, length, &query->cut, error);
        mrs_form *form = status ? NULL : new_form(query, &query->forms[0]);
        if (form) {
            mrs_tokens_of(&query->cut, &form->tokens);
            skip_elided(form);
            form->dropped = MRS_DROPPED_CLITIC;
            keep_form(query, form);
            add_core(query, words, form, false);
        }
    }
    mrs_free(cut);
    return status;
}

/* --- What it is, if no place --- */

static const mrs_word *class_at(const mrs_words *words, const mrs_form *whole, size_t at,
                                unsigned classes, size_t *taken)
{
    return mrs_word_of_class(mrs_word_at(words, &whole->tokens, at, whole->end, taken), classes);
}

static bool is_person(const mrs_words *words, const mrs_form *whole)
{
    size_t taken = 0;
    if (class_at(words, whole, 0, 1U << MRS_WORD_TITLE, &taken)) {
        return true;
    }
    return class_at(words, whole, 0, 1U << MRS_WORD_GIVEN, &taken);
}

static unsigned judge_words(const mrs_words *words, const mrs_form *whole)
{
    const unsigned nothing = 1U << MRS_WORD_ORDINARY | 1U << MRS_WORD_TYPE |
                             1U << MRS_WORD_QUALIFIER | 1U << MRS_WORD_PARTICLE |
                             1U << MRS_WORD_ORGANISATION;
    unsigned seems = is_person(words, whole) ? MRS_SEEMS_PERSON : 0;
    bool ordinary = true;
    for (size_t at = 0, taken = 1; at < whole->end; at += taken) {
        taken = 1;
        const mrs_word *word = mrs_word_at(words, &whole->tokens, at, whole->end, &taken);
        if (mrs_word_of_class(word, 1U << MRS_WORD_ORGANISATION)) {
            seems |= MRS_SEEMS_ORGANISATION;
        }
        bool digits = true;
        for (size_t i = 0; i < whole->tokens.items[at].length; i++) {
            char byte = whole->tokens.items[at].text[i];
            digits = digits && byte >= '0' && byte <= '9';
        }
        ordinary = ordinary && (digits || mrs_word_of_class(word, nothing));
        if (!word) {
            taken = 1;
        }
    }
    unsigned phrase = whole->end > 1 ? MRS_SEEMS_PHRASE : MRS_SEEMS_ORDINARY;
    return seems | (ordinary ? phrase : 0);
}

void mrs_query_judge(mrs_query *query, const mrs_words *words)
{
    query->seems = judge_words(words, &query->forms[0]);
}

bool mrs_query_needs_romanising(const mrs_query *query)
{
    const mrs_form *whole = &query->forms[0];
    for (size_t i = 0; i < whole->end; i++) {
        uint32_t first = 0;
        const mrs_token *token = &whole->tokens.items[i];
        if (mrs_utf8_decode(token->text, token->length, &first) &&
            (first < 0x250 || (first >= 0x600 && first <= 0x6FF))) {
            return false;
        }
    }
    return whole->end > 0;
}

marsad_status mrs_query_forms(mrs_query *query, const mrs_words *words, const char *text,
                              size_t length, marsad_error *error)
{
    if (query->forms[0].end == 0) {
        return MARSAD_OK;
    }
    add_core(query, words, &query->forms[0], false);
    marsad_status status = add_without_elisions(query, words, text, length, error);
    if (!status) {
        add_without_clitics(query, words);
        add_core(query, words, &query->forms[0], true);
    }
    return status;
}
