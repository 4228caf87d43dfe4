/** Running text cut into words, numbers and marks, with the folding by which words are compared. */
#ifndef MARSAD_TEXT_PASSAGE_H
#define MARSAD_TEXT_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MRS_PASSAGE_MAX = 48, MRS_PASSAGE_BYTES = 512 };

typedef enum mrs_passage_kind {
    MRS_PASSAGE_WORD,
    MRS_PASSAGE_NUMBER, /* digits with what stands between them: see mrs_numeral_read() */
    MRS_PASSAGE_COMMA,  /* commas, semicolons and colons, western and Arabic */
    MRS_PASSAGE_DASH,   /* hyphens, dashes, a slash, a tatweel that stands alone */
    MRS_PASSAGE_OPEN,
    MRS_PASSAGE_CLOSE,
    MRS_PASSAGE_SIGN /* one of & ~ < > ± ≈ */
} mrs_passage_kind;

/**
 * A token's key is NUL-terminated: a word folded as text/fold.h does; a number in western digits
 * with '.' ',' or '\'' as written, 'd' for the Arabic decimal sign and 't' for the Arabic thousands
 * sign; the first byte of a mark.
 */
typedef struct mrs_passage_word {
    const char *key;
    uint16_t key_length;
    uint16_t start, end; /* bytes of the text */
    uint8_t kind;
    bool spaced; /* something that is no token stands before it */
    bool arabic; /* a word that begins with a letter of the Arabic block */
} mrs_passage_word;

/** Keys point into the struct itself: it must not be copied. */
typedef struct mrs_passage {
    const char *text;
    size_t count;
    size_t used;
    mrs_passage_word items[MRS_PASSAGE_MAX];
    char keys[MRS_PASSAGE_BYTES];
} mrs_passage;

/**
 * Cuts `text` up. The dots of abbreviations ("N.E.") and the marks of Arabic writing are not seen;
 * the French "d'" and "l'" are words of their own. False if the text is longer than any location
 * is (MRS_PASSAGE_MAX, MRS_PASSAGE_BYTES) or is not UTF-8.
 */
bool mrs_passage_read(const char *text, mrs_passage *out);

/** True if the token is a word or mark with this key. */
bool mrs_passage_is(const mrs_passage_word *token, const char *key);

/** How many tokens from `at` on spell the words of `phrase` ("less than"); 0 if they do not. */
size_t mrs_passage_match(const mrs_passage *tokens, size_t at, const char *phrase);

/** The offset in the text of an Arabic word's letter number `letters`, past the marks before it. */
size_t mrs_passage_skip(const mrs_passage *tokens, const mrs_passage_word *token, size_t letters);

#endif
