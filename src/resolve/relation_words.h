/** The words of relative locations: what each may do in a phrase, and the winds. */
#ifndef MARSAD_RESOLVE_RELATION_WORDS_H
#define MARSAD_RESOLVE_RELATION_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/passage.h"

/* What a word may do; one word may do several things ("a" is an article, and French "to"). */
#define MRS_WORD_FILLER  (1U << 0) /* says nothing of where: "in", "located", "تقع" */
#define MRS_WORD_GENERIC (1U << 1) /* a place without a name: "village", "منطقة" */
#define MRS_WORD_ARTICLE (1U << 2) /* "the", "la"; ال is part of its word */
#define MRS_WORD_OF      (1U << 3) /* also "from" */
#define MRS_WORD_TO      (1U << 4) /* the far end of a road */
#define MRS_WORD_TOWARD  (1U << 5) /* before a wind: "to the", "au", "باتجاه" */
#define MRS_WORD_HEADING (1U << 6) /* before a place one goes towards: "towards", "direction" */
#define MRS_WORD_AND     (1U << 7)
#define MRS_WORD_BETWEEN (1U << 8)
#define MRS_WORD_MIDDLE  (1U << 9)  /* "midway", "منتصف" */
#define MRS_WORD_WAY     (1U << 10) /* what follows it: "half WAY", "منتصف المسافة" */
#define MRS_WORD_NEAR    (1U << 11)
#define MRS_WORD_BESIDE  (1U << 12) /* "by", "off": near only where nothing stands before them */
#define MRS_WORD_NOT     (1U << 13)
#define MRS_WORD_FAR     (1U << 14)
#define MRS_WORD_AROUND  (1U << 15) /* prepositions: "around", "outside", "خارج" */
#define MRS_WORD_EDGE    (1U << 16) /* nouns for what lies around a town: "outskirts", "ضواحي" */
#define MRS_WORD_PART    (1U << 17) /* nouns for a part of it: "side", "districts", "أحياء" */
#define MRS_WORD_ZONE    (1U << 18) /* "area": a part after a wind, nothing before one */
#define MRS_WORD_ROAD    (1U << 19)
#define MRS_WORD_PAVED   (1U << 20) /* what is said of a road: "coastal", "main" */
#define MRS_WORD_LINK    (1U << 21) /* "linking", "الرابط" */
#define MRS_WORD_WITH    (1U << 22) /* "linking X WITH Y" */
#define MRS_WORD_ON      (1U << 23) /* before a road, with what may stand between */
#define MRS_WORD_AWAY    (1U << 24) /* beside a distance: "away", "at a distance of", "على بعد" */
#define MRS_WORD_COMMON  (1U << 25) /* with a wind a proper name or a body of men: "front" */
#define MRS_WORD_FIGURE  (1U << 26) /* a number, or a unit of length */
#define MRS_WORD_WIND    (1U << 27)
#define MRS_WORD_SKIRTS                                                                            \
    (1U << 28) /* edges that may follow a name: "Tripoli outskirts", no "edge" */
#define MRS_WORD_PLURAL (1U << 29) /* "between the CITIES of X and Y": says nothing of X */

typedef struct mrs_lexeme {
    const char *key; /* folded */
    uint32_t does;
} mrs_lexeme;

/** The lexicon, sorted by key; winds and numbers are not in it. */
const mrs_lexeme *mrs_relation_lexicon(size_t *count);

/* How a wind is written. */
#define MRS_WIND_SHORT     1U /* "NE", "N.E." */
#define MRS_WIND_ADJECTIVE 2U /* "northern", "شمالية" */
#define MRS_WIND_DEFINITE  4U /* "الشمال" */

/** A word of the phrase, beside its token. */
typedef struct mrs_relation_word {
    uint32_t does;
    uint8_t wind;    /* MRS_WIND_ flags */
    char letters[4]; /* of a wind word: "N", "NE", "NNE" */
} mrs_relation_word;

/** A text ready to be matched. Not to be copied (see mrs_passage). */
typedef struct mrs_phrase {
    mrs_passage tokens;
    mrs_relation_word words[MRS_PASSAGE_MAX];
    uint32_t does; /* of all words together */
    bool capitals; /* it has no small Latin letter: capitals tell nothing */
} mrs_phrase;

/** Reads `text`; false if it is no phrase (too long, not UTF-8). */
bool mrs_phrase_read(const char *text, mrs_phrase *out);

/** Fills `does`, `wind` and `letters` if the token is a wind word. */
bool mrs_wind_word(const mrs_passage_word *token, mrs_relation_word *out);

typedef struct mrs_wind {
    double azimuth_deg, tol_deg;
    uint8_t flags; /* of the first word */
    uint8_t last;  /* flags of the last word */
    char letters[4];
} mrs_wind;

/** The wind that the words from `at` on spell ("north - east"): how many tokens it takes, or 0. */
size_t mrs_wind_read(const mrs_phrase *phrase, size_t at, mrs_wind *out);

/** True if a wind and a name together are a name of its own: "South Sudan", "شمال دارفور". `name`
 *  is folded. */
bool mrs_wind_makes_name(const char *letters, const char *name);

#endif
