/** The words that stand around a place's name in a text: kinds of place, titles, particles … */
#ifndef MARSAD_TEXT_WORDS_H
#define MARSAD_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/status.h"

/** What a word does beside a name. geodata/README.md says more of each. */
typedef enum mrs_word_class {
    MRS_WORD_TYPE = 0,     /* a kind of place: may be dropped */
    MRS_WORD_TYPE_HEAD,    /* a kind of place, or part of one's name: dropped as a last resort */
    MRS_WORD_QUALIFIER,    /* an adjective of a kind of place, or of a nation */
    MRS_WORD_PARTICLE,     /* of, in, the … */
    MRS_WORD_TITLE,        /* stands before a person's name */
    MRS_WORD_GIVEN,        /* a person's given name */
    MRS_WORD_ORGANISATION, /* an armed force, an authority, a company … */
    MRS_WORD_ORDINARY,     /* no place by itself */
    MRS_WORD_CLASS_COUNT
} mrs_word_class;

/** One meaning of a spelling. It lives as long as its table. */
typedef struct mrs_word {
    mrs_word_class class;
    const char *codes;    /* separated by '|': see mrs_word_means(); a qualifier's are countries */
    const char *language; /* "ar", "en", "fr", "it", or "" for several */
    size_t words;         /* of which the spelling consists, 1 or more */
    const struct mrs_word *next; /* the same spelling in a later row of the table, or NULL */
} mrs_word;

typedef struct mrs_words mrs_words;

/** The table, from the text that was compiled in; NULL (with `error`) if memory is out. Free it
 *  with mrs_words_free(). It does not change, so several threads may read it. */
mrs_words *mrs_words_new(marsad_error *error);
void mrs_words_free(mrs_words *words);

/**
 * The first meaning of a spelling of one or more words, or NULL if it has none. `folded` holds
 * words as mrs_fold_name() makes them, joined by one space without marks of a hamza: "air base",
 * "قاعده جويه". The table has no articles ("ال", "the"): look a word up without them too.
 */
const mrs_word *mrs_words_find(const mrs_words *words, const char *folded, size_t length);

/** The number of words of the longest spelling, for greedy reading. */
size_t mrs_words_longest(const mrs_words *words);

/**
 * True if a kind of place speaks for a GeoNames feature code. A code of the table with three
 * letters or more is a prefix ("PPL" means PPLX too), one of two is whole ("ST", a street, does
 * not mean STM, a stream). Always false for the other classes.
 */
bool mrs_word_means(const mrs_word *word, const char *feature_code);

#endif
