/**
 * Numbers and distances in running text: English, French and Arabic, in digits or in words.
 *
 * How far off a stated distance may be (`tol_m`) follows from how it is written:
 *  - half a step of the last digit that says something (15 km: 0.5 km, 12.50 km: 5 m), but at most
 *    15 % of the figure (20 km: 3 km and not 5, 200 km: 30 km and not 50), for few people who write
 *    200 km mean 150; a number in words is taken for rounded to fives, tens or hundreds;
 *  - after "about" half a step without that bound, but no less than 10 % and no more than 25 %;
 *  - after "more than", "less than" 25 %;
 *  - of a range, half its width (but no less than its first figure leaves open); "within 20 km" is
 * the range from 0 to 20 km.
 */
#ifndef MARSAD_TEXT_NUMERALS_H
#define MARSAD_TEXT_NUMERALS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/passage.h"

typedef struct mrs_numeral {
    double value;
    double step;   /* what the number is rounded to: 1 for 15, 10 for 20, 0.1 for 1.5 */
    double spread; /* what a vague word leaves open ("a few", "a dozen"), or 0 */
    bool wrong;    /* its digits are no number: "1.2.3" */
} mrs_numeral;

/** The number that begins at token `at`, 0 to 999 where in words: how many tokens it takes, or 0.
 */
size_t mrs_numeral_read(const mrs_passage *tokens, size_t at, mrs_numeral *out);

typedef struct mrs_length {
    double metres; /* the middle of a range */
    double tol_m;
    bool wrong; /* nothing that can be a distance on the ground: no number, 0, beyond half way
                   round the earth */
} mrs_length;

/** The distance that begins at token `at`, with what is said of it before ("about") and after
 *  ("and a half", "or so"): how many tokens it takes, or 0. */
size_t mrs_length_read(const mrs_passage *tokens, size_t at, mrs_length *out);

/** What a word of a number stands for. */
typedef enum mrs_number_kind {
    MRS_NUMBER_DIGIT,  /* 0 to 9 */
    MRS_NUMBER_TEEN,   /* 11 to 19, to which nothing is added */
    MRS_NUMBER_TEN,    /* dix: dix-sept */
    MRS_NUMBER_TEN_AR, /* عشر: after a digit 11 to 19, alone 10 */
    MRS_NUMBER_TENS,
    MRS_NUMBER_SIXTY, /* soixante: soixante et onze */
    MRS_NUMBER_HUNDRED,
    MRS_NUMBER_VAGUE, /* a dozen, une vingtaine: takes an article, and is rounded */
    MRS_NUMBER_FEW,   /* a few, several, بضعة */
    MRS_NUMBER_PART   /* half, a quarter */
} mrs_number_kind;

typedef struct mrs_number_word {
    const char *key; /* folded */
    double value;
    mrs_number_kind kind;
} mrs_number_word;

/** Every word of a number, sorted by its key. */
const mrs_number_word *mrs_number_words(size_t *count);

#endif
