#include "resolve/relation_words.h"

#include <string.h>

static uint32_t lookup(const char *key)
{
    size_t low = 0, high = 0;
    const mrs_lexeme *lexicon = mrs_relation_lexicon(&high);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, lexicon[middle].key);
        if (order == 0) {
            return lexicon[middle].does;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return 0;
}

/* True for the letters that are written together with the Arabic word after them. */
static bool is_clitic(const char *key)
{
    static const char *const clitics[] = {"و", "ف", "ب", "ل"};
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
        if (strncmp(key, clitics[i], 2) == 0) {
            return true;
        }
    }
    return false;
}

/* What only a whole word may do: too short, or a name's first letters as easily. */
#define NEVER_JOINED                                                                               \
    (MRS_WORD_FIGURE | MRS_WORD_OF | MRS_WORD_AND | MRS_WORD_COMMON | MRS_WORD_WITH)

static uint32_t lookup_arabic(const char *key)
{
    uint32_t does = lookup(key);
    for (int i = 0; i < 2 && !does && is_clitic(key); i++) {
        key += 2;
        does = lookup(key) & ~NEVER_JOINED;
    }
    return does;
}

static uint32_t what_does(const mrs_passage_word *token)
{
    switch (token->kind) {
    case MRS_PASSAGE_NUMBER:
        return MRS_WORD_FIGURE;
    case MRS_PASSAGE_SIGN:
        return token->key[0] == '&' ? MRS_WORD_AND : 0;
    case MRS_PASSAGE_WORD:
        return token->arabic ? lookup_arabic(token->key) : lookup(token->key);
    default:
        return 0;
    }
}

static bool has_small_letter(const char *text)
{
    while (*text && !(*text >= 'a' && *text <= 'z')) {
        text++;
    }
    return *text != '\0';
}

bool mrs_phrase_read(const char *text, mrs_phrase *out)
{
    out->does = 0;
    if (!mrs_passage_read(text, &out->tokens)) {
        return false;
    }
    for (size_t i = 0; i < out->tokens.count; i++) {
        const mrs_passage_word *token = &out->tokens.items[i];
        mrs_relation_word *word = &out->words[i];
        *word = (mrs_relation_word){.does = what_does(token)};
        if (token->kind == MRS_PASSAGE_WORD) {
            (void)mrs_wind_word(token, word);
        }
        out->does |= word->does;
    }
    out->capitals = !has_small_letter(text);
    return true;
}
