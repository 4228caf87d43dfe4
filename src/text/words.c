#include "text/words.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/memory.h"
#include "text/fold.h"

typedef struct row {
    mrs_word_class class;
    const char *language;
    const char *words; /* the word "0" stands between two spellings */
    const char *codes;
    size_t count; /* of the spellings */
    bool folded;  /* as they stand */
} row;

/* Made from geodata/resolver/words.tsv. */
static const row rows[] = {
#include "words.inc"
};

enum { SHARED = 8 }; /* more than any spelling has words */

static const size_t row_count = sizeof rows / sizeof *rows;

typedef struct spelling {
    const char *text;
    const mrs_word *word; /* shared by the spellings of a row that have as many words */
    uint32_t length;
    uint32_t hash;
} spelling;

/* Small, for all of it is touched at each start. */
struct mrs_words {
    spelling *spellings;
    size_t count;
    uint32_t *slots; /* one more than the index of a spelling, or 0 where free */
    size_t mask;     /* the slots are a power of two, at least twice as many as the spellings */
    mrs_arena meanings;
    char *text; /* of the rows that are folded here, one after the other */
    size_t used;
    size_t longest;
};

/* FNV-1a, 32 bits (Fowler, Noll, Vo; RFC 9923). */
static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 0x811c9dc5U;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 0x01000193U;
    }
    return hash ^ hash >> 16;
}

/* The slot that holds the text, or the free one where it belongs. */
static uint32_t *slot_of(const mrs_words *words, uint32_t hash, const char *text, size_t length)
{
    for (size_t at = hash & words->mask;; at = (at + 1) & words->mask) {
        uint32_t *found = &words->slots[at];
        if (!*found) {
            return found;
        }
        const spelling *held = &words->spellings[*found - 1];
        if (held->hash == hash && held->length == length && memcmp(held->text, text, length) == 0) {
            return found;
        }
    }
}

static const mrs_word *meaning(mrs_words *words, mrs_word word)
{
    mrs_word *kept = mrs_arena_alloc(&words->meanings, 1, sizeof *kept);
    if (kept) {
        *kept = word;
    }
    return kept;
}

/* A copy of the meanings from `first` on with `last` after them: the old ones may be shared. */
static const mrs_word *chain(mrs_words *words, const mrs_word *first, const mrs_word *last)
{
    mrs_word copy = *first;
    copy.next = first->next ? chain(words, first->next, last) : last;
    return meaning(words, copy);
}

static void insert(mrs_words *words, const char *text, size_t length, const mrs_word *word)
{
    uint32_t hash = hash_of(text, length);
    uint32_t *place = slot_of(words, hash, text, length);
    if (*place) {
        spelling *held = &words->spellings[*place - 1];
        held->word = chain(words, held->word, word);
        return;
    }
    words->spellings[words->count++] = (spelling){text, word, (uint32_t)length, hash};
    *place = (uint32_t)words->count;
}

/* `shared` has the meanings of the row's spellings so far, by the number of words. */
static bool add_spelling(mrs_words *words, const row *from, const mrs_word **shared,
                         const char *text, size_t length)
{
    size_t count = 1;
    for (size_t i = 0; i < length; i++) {
        count += text[i] == ' ';
    }
    const mrs_word **word = &shared[count % SHARED];
    if (!*word || (*word)->words != count) {
        *word = meaning(words, (mrs_word){from->class, from->codes, from->language, count, NULL});
    }
    if (*word) {
        insert(words, text, length, *word);
    }
    if (count > words->longest) {
        words->longest = count;
    }
    return !words->meanings.failed;
}

/* Takes in a folded row, which has one space between words; false if memory is out. */
static bool add_spellings(mrs_words *words, const row *from, const char *text)
{
    const mrs_word *shared[SHARED] = {NULL};
    const char *zero = strchr(text, '0');
    for (; zero; zero = strchr(text, '0')) {
        if (!add_spelling(words, from, shared, text, (size_t)(zero - 1 - text))) {
            return false;
        }
        text = zero + 2;
    }
    return add_spelling(words, from, shared, text, strlen(text));
}

/* Appends a folded row to the text of the table, without its first separator. */
static const char *keep_text(mrs_words *words, const mrs_folded *folded)
{
    char *text = words->text + words->used;
    for (size_t i = 1; i < folded->length; i++) {
        char byte = folded->text[i];
        words->text[words->used++] = byte == MRS_WORD_HAMZA ? MRS_WORD : byte;
    }
    words->text[words->used++] = '\0';
    return text;
}

static marsad_status add_row(mrs_words *words, const row *from, marsad_error *error)
{
    if (from->folded) {
        return add_spellings(words, from, from->words) ? MARSAD_OK : mrs_fail_memory(error);
    }
    mrs_folded folded;
    marsad_status status = mrs_fold_name(from->words, strlen(from->words), &folded, error);
    if (status) {
        return status;
    }
    bool kept = add_spellings(words, from, keep_text(words, &folded));
    mrs_free(folded.text);
    return kept ? MARSAD_OK : mrs_fail_memory(error);
}

/* Room for every spelling: a folded row has at most twice the bytes that it is written with. */
static bool reserve(mrs_words *words)
{
    size_t spellings = 0, bytes = 1, slots = 2;
    for (size_t i = 0; i < row_count; i++) {
        spellings += rows[i].count;
        bytes += rows[i].folded ? 0 : strlen(rows[i].words) + 1;
    }
    while (slots < 2 * spellings) {
        slots *= 2;
    }
    words->mask = slots - 1;
    words->spellings = mrs_alloc(spellings, sizeof *words->spellings);
    words->slots = mrs_alloc(slots, sizeof *words->slots);
    words->text = mrs_alloc(bytes, 2);
    return words->spellings && words->slots && words->text;
}

mrs_words *mrs_words_new(marsad_error *error)
{
    mrs_words *words = mrs_alloc(1, sizeof *words);
    if (!words || !reserve(words)) {
        mrs_words_free(words);
        mrs_fail_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < row_count; i++) {
        if (add_row(words, &rows[i], error)) {
            mrs_words_free(words);
            return NULL;
        }
    }
    return words;
}

void mrs_words_free(mrs_words *words)
{
    if (words) {
        mrs_free(words->spellings);
        mrs_free(words->slots);
        mrs_free(words->text);
        mrs_arena_clear(&words->meanings);
        mrs_free(words);
    }
}

const mrs_word *mrs_words_find(const mrs_words *words, const char *folded, size_t length)
{
    uint32_t place = *slot_of(words, hash_of(folded, length), folded, length);
    return place ? words->spellings[place - 1].word : NULL;
}

size_t mrs_words_longest(const mrs_words *words)
{
    return words->longest;
}

bool mrs_word_means(const mrs_word *word, const char *feature_code)
{
    if (word->class != MRS_WORD_TYPE && word->class != MRS_WORD_TYPE_HEAD) {
        return false;
    }
    for (const char *code = word->codes; *code;) {
        size_t length = strcspn(code, "|");
        if (strncmp(code, feature_code, length) == 0 && (length > 2 || !feature_code[length])) {
            return true;
        }
        code += length + (code[length] == '|');
    }
    return false;
}
