/** The core of a name: what is left without the words that say what kind of thing it is. */
#ifndef MARSAD_TEXT_CORE_H
#define MARSAD_TEXT_CORE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/tokens.h"
#include "text/words.h"

enum { MRS_CORE_KINDS = 4 };

typedef struct mrs_core {
    size_t first, end; /* the words of the core; first == end: the name is all type words */
    const mrs_word *kinds[MRS_CORE_KINDS]; /* type words that were taken off, outermost first; not
                                              those that say too little ("area") */
    size_t kind_count;
    const char *country; /* of an adjective that was taken off ("Libyan"), or NULL */
} mrs_core;

/**
 * Takes type words, their adjectives and particles off both ends: "the city of Misrata", "مطار
 * معيتيقة الدولي". With `heads` also the words that often belong to a name (Qasr, Ras, Wadi).
 */
void mrs_core_find(const mrs_words *words, const mrs_tokens *tokens, bool heads, mrs_core *out);

/**
 * The longest spelling of the table that begins with the word at `at` and does not go beyond `end`;
 * `*taken` is the number of words, articles among them. NULL if there is none.
 */
const mrs_word *mrs_word_at(const mrs_words *words, const mrs_tokens *tokens, size_t at, size_t end,
                            size_t *taken);

/** The meaning of `word` that is of one of the classes (a set of 1 << class), or NULL. */
const mrs_word *mrs_word_of_class(const mrs_word *word, unsigned classes);

/** Writes the key of some words, as marsad_text_keys() makes the bare key of a name; at most
 *  `size` bytes, without an end. Returns its length. */
size_t mrs_tokens_key(const mrs_tokens *tokens, size_t first, size_t end, char *out, size_t size);

#endif
