/** Folding of names to the letters and digits by which they are compared. */
#ifndef MARSAD_TEXT_FOLD_H
#define MARSAD_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "marsad/status.h"

/**
 * A folded name: words of folded letters and digits, each with one separator byte before it.
 * A separator is MRS_WORD, or MRS_WORD_HAMZA where the word was written with a hamza on its first
 * alef: such a word begins with a root letter, not with the article.
 */
typedef struct mrs_folded {
    char *text;
    size_t length;
    size_t capacity; /* never outgrown: see mrs_fold_name() */
    bool in_word;
} mrs_folded;

#define MRS_WORD       ' '
#define MRS_WORD_HAMZA '\x1f'

/** Folds a name of `length` bytes. MARSAD_ERR_INPUT if it is not UTF-8. Free `out->text`. */
marsad_status mrs_fold_name(const char *name, size_t length, mrs_folded *out, marsad_error *error);

/* What one code point becomes. */
#define MRS_FOLD_DROP      0U          /* nothing: marks, tatweel, apostrophes */
#define MRS_FOLD_SEPARATOR 0xFFFFFFFFU /* the end of a word */

/** The folding of a code point of U+0600 to U+06FF: another of that block, a digit, or one of
 *  the two above. */
uint32_t mrs_fold_arabic(uint32_t point);

/** True for the alefs that carry a hamza or madda of their own. */
bool mrs_fold_is_hamza_alef(uint32_t point);

/** True for U+0653 to U+0655, the hamza and madda that stand on the letter before them. */
bool mrs_fold_is_combining_hamza(uint32_t point);

/** The Latin letters for a lower-case letter that Unicode does not decompose ("ø" gives "o", "ß"
 *  gives "ss"), or NULL. */
const char *mrs_fold_latin_special(uint32_t point);

/** True for apostrophes and the signs that stand for hamza and ayn in romanised names. */
bool mrs_fold_is_apostrophe(uint32_t point);

#endif
