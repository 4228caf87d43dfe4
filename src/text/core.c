#include "text/core.h"

#include <string.h>

enum { SPELLING_BYTES = 96 };

/* The words [first, end) without articles, joined by single spaces; 0 if they are too long. */
static size_t join(const mrs_tokens *tokens, size_t first, size_t end, char *out)
{
    size_t length = 0;
    for (size_t i = first; i < end; i++) {
        const mrs_token *token = &tokens->items[i];
        if (token->article) {
            continue;
        }
        size_t size = token->length - token->skip;
        if (length + size + 1 > SPELLING_BYTES) {
            return 0;
        }
        if (length) {
            out[length++] = ' ';
        }
        memcpy(out + length, token->text + token->skip, size);
        length += size;
    }
    return length;
}

static const mrs_word *find(const mrs_words *words, const mrs_tokens *tokens, size_t first,
                            size_t end)
{
    char text[SPELLING_BYTES];
    size_t length = join(tokens, first, end, text);
    return length ? mrs_words_find(words, text, length) : NULL;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

const mrs_word *mrs_word_at(const mrs_words *words, const mrs_tokens *tokens, size_t at, size_t end,
                            size_t *taken)
{
    for (size_t count = least(mrs_words_longest(words) + 1, end - at); count > 0; count--) {
        const mrs_word *found = find(words, tokens, at, at + count);
        if (found) {
            *taken = count;
            return found;
        }
    }
    return NULL;
}

/* The longest spelling that ends before `end`. */
static const mrs_word *word_before(const mrs_words *words, const mrs_tokens *tokens, size_t first,
                                   size_t end, size_t *taken)
{
    for (size_t count = least(mrs_words_longest(words) + 1, end - first); count > 0; count--) {
        const mrs_word *found = find(words, tokens, end - count, end);
        if (found && !tokens->items[end - count].article) {
            *taken = count;
            return found;
        }
    }
    return NULL;
}

const mrs_word *mrs_word_of_class(const mrs_word *word, unsigned classes)
{
    while (word && !(classes >> word->class & 1U)) {
        word = word->next;
    }
    return word;
}

static void note(mrs_core *core, const mrs_word *word)
{
    if (word->class == MRS_WORD_QUALIFIER && word->codes[0]) {
        core->country = word->codes;
    } else if ((word->class == MRS_WORD_TYPE || word->class == MRS_WORD_TYPE_HEAD) &&
               word->codes[0] && core->kind_count < MRS_CORE_KINDS) {
        core->kinds[core->kind_count++] = word;
    }
}

void mrs_core_find(const mrs_words *words, const mrs_tokens *tokens, bool heads, mrs_core *out)
{
    const unsigned loose = 1U << MRS_WORD_TYPE | 1U << MRS_WORD_QUALIFIER |
                           1U << MRS_WORD_PARTICLE | (heads ? 1U << MRS_WORD_TYPE_HEAD : 0);
    *out = (mrs_core){.end = tokens->count};
    size_t taken = 0;
    while (out->first < out->end) {
        const mrs_word *word =
            mrs_word_of_class(mrs_word_at(words, tokens, out->first, out->end, &taken), loose);
        if (!word) {
            break;
        }
        note(out, word);
        out->first += taken;
    }
    while (out->first < out->end) {
        const mrs_word *word =
            mrs_word_of_class(word_before(words, tokens, out->first, out->end, &taken), loose);
        if (!word) {
            break;
        }
        note(out, word);
        out->end -= taken;
    }
}

size_t mrs_tokens_key(const mrs_tokens *tokens, size_t first, size_t end, char *out, size_t size)
{
    size_t length = 0;
    for (size_t i = first; i < end; i++) {
        const mrs_token *token = &tokens->items[i];
        size_t count = token->article ? 0 : token->length - token->skip;
        if (length + count > size) {
            break;
        }
        memcpy(out + length, token->text + token->skip, count);
        length += count;
    }
    return length;
}
