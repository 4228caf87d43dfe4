/**
 * The sounds of a name: one alphabet for Arabic letters and for the ways of writing them in Latin
 * ones, so that "أبو قرين", "Abu Qurayn", "Abou Grein" and "Bugrein" can be compared.
 *
 * A sound is one ASCII character:
 *
 *     b p f v  t T(ط) c(th)  d D(ض) E(dh, ذ)  s S(ص)  z Z(ظ)  x(sh, ش) C(ch)  j
 *     k q g G(gh, غ)  h H(ح) K(kh, خ)  l r m n  W (w before a vowel, at the start of a word)
 *     a e i o u w y, and digits
 *
 * Spellings are ambiguous (ch is ش in French, خ or ك elsewhere; g is ق, ج or غ), so a name has
 * several readings. Its skeleton is what is left when the vowels and semi-vowels are dropped and
 * the consonants that are confused are put together; two spellings of one name nearly always share
 * the skeleton of some reading.
 */
#ifndef MARSAD_TEXT_SOUNDS_H
#define MARSAD_TEXT_SOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/tokens.h"

enum { MRS_SOUNDS_MOST = 60, MRS_READINGS_MOST = 12 };

typedef struct mrs_sounds {
    char text[MRS_SOUNDS_MOST];
    uint8_t length;
    bool abjad;   /* read from Arabic letters, which leave short vowels out */
    uint8_t cost; /* how unlikely the reading is: 0 for the first, 1 to 4 for others */
} mrs_sounds;

typedef struct mrs_readings {
    mrs_sounds items[MRS_READINGS_MOST]; /* the likeliest first */
    size_t count;                        /* 0: the words are of another script */
    uint8_t ends[MRS_TOKENS_MOST];       /* of the first reading: where each word ends */
} mrs_readings;

/**
 * Reads the words from `first` up to `end` (not included), leaving articles out. At most `most`
 * readings. Words beyond MRS_SOUNDS_MOST sounds are left out.
 */
void mrs_sounds_read(const mrs_tokens *tokens, size_t first, size_t end, size_t most,
                     mrs_readings *out);

/** Writes the skeleton of `length` sounds, at most `length` capitals and digits, without an end.
 *  Returns how many. */
size_t mrs_skeleton(const char *sounds, size_t length, char *out);

enum { MRS_SOUND_COST = 16 /* of dropping or changing a consonant */, MRS_SOUND_LETTERS = 128 };

/** What it costs to confuse two sounds, and to drop one: between spellings of one script, and where
 *  the other side is Arabic, which does not write short vowels. */
typedef struct mrs_sound_costs {
    unsigned char pair[2][MRS_SOUND_LETTERS][MRS_SOUND_LETTERS];
    unsigned char drop[2][MRS_SOUND_LETTERS];
} mrs_sound_costs;

void mrs_sound_costs_fill(mrs_sound_costs *out);

/**
 * The least cost of turning one name into the other, by the weighted edit distance with swapped
 * neighbours (optimal string alignment, the restricted form of Damerau's). Gives up with `most` + 1
 * once the cost must be above `most`.
 */
int mrs_sounds_distance(const mrs_sound_costs *costs, const mrs_sounds *left,
                        const mrs_sounds *right, int most);

/** What it costs to drop all sounds of a name: its length in the same measure. */
int mrs_sounds_weight(const mrs_sounds *sounds);

#endif
