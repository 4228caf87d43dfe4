/** The patterns of relative locations, and their matching against a phrase. */
#ifndef MARSAD_RESOLVE_RELATION_MATCH_H
#define MARSAD_RESOLVE_RELATION_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "resolve/relation.h"
#include "resolve/relation_words.h"
#include "text/numerals.h"

typedef enum mrs_element_kind {
    MRS_ELEMENT_END, /* of the pattern, and of the text */
    MRS_ELEMENT_WORD,
    MRS_ELEMENT_FIGURE, /* a distance */
    MRS_ELEMENT_WIND,
    MRS_ELEMENT_ANCHOR,
    MRS_ELEMENT_AND,  /* "and", "et", and و joined to the anchor that follows */
    MRS_ELEMENT_FOR,  /* ل, joined to the anchor that follows or not */
    MRS_ELEMENT_WITH, /* ب, in the same way */
    MRS_ELEMENT_NEXT, /* the second name follows the first with nothing between */
    MRS_ELEMENT_BREAK /* a comma or an opening parenthesis */
} mrs_element_kind;

/* How often a word may stand. */
enum { MRS_ONCE, MRS_MAYBE, MRS_ANY, MRS_SOME };

/* What a wind must be like. */
enum {
    MRS_WIND_ANY,
    MRS_WIND_SPELT,      /* not "SE" */
    MRS_WIND_INDEFINITE, /* Arabic without its article, which has no "of" after it: "شرق X" */
    MRS_WIND_WITH_THE    /* Arabic with it: "الضواحي الجنوبية" */
};

/** One step of a pattern. */
typedef struct mrs_element {
    uint8_t kind;
    uint8_t how;   /* MRS_ONCE …, or MRS_WIND_ANY …, or the number of the anchor */
    uint32_t does; /* MRS_WORD_ flags, any of them; or 0 for a dash */
} mrs_element;

enum { MRS_PATTERN_ELEMENTS = 18 };

/* Flags of a pattern. */
#define MRS_PATTERN_BARE   1U /* a subject may stand before it with no mark between them */
#define MRS_PATTERN_FIRST  2U /* only where nothing stands before it but such a mark */
#define MRS_PATTERN_SIDE   4U /* a direction that may be meant for a part, or the other way round */
#define MRS_PATTERN_NAMED  8U /* a wind before a name: perhaps together a name of its own */
#define MRS_PATTERN_ARABIC 16U /* its first word, or its wind, is Arabic */
#define MRS_PATTERN_LATIN  32U

typedef struct mrs_pattern {
    mrs_relation_kind kind;
    uint8_t flags;
    uint8_t cost;   /* of a pattern that is seldom meant */
    uint32_t needs; /* words that must stand somewhere in the text */
    mrs_element elements[MRS_PATTERN_ELEMENTS];
} mrs_pattern;

/** All patterns. */
const mrs_pattern *mrs_relation_patterns(size_t *count);

/** Beginnings that take a tail: "20 km from X", "east of X". */
const mrs_pattern *mrs_relation_heads(size_t *count);

/** Ways to say "on the road to Y" after one; anchors number 1 and 2. */
const mrs_pattern *mrs_relation_tails(size_t *count);

/** Tokens `from` to `to`, this one not included; the first without its first `skip` letters. */
typedef struct mrs_capture {
    size_t from, to, skip;
} mrs_capture;

enum { MRS_CAPTURES = 3 };

/** What a pattern found. */
typedef struct mrs_match {
    const mrs_pattern *pattern;
    size_t start; /* the token with which the relation begins */
    mrs_capture anchors[MRS_CAPTURES];
    bool has_figure, has_wind;
    mrs_length figure;
    mrs_wind wind;
    size_t wind_at;
    int cost; /* what speaks against it; 0 nothing */
} mrs_match;

typedef void mrs_match_found(const mrs_match *match, void *context);

/** Calls `found` for each way in which patterns match the phrase up to its end. */
void mrs_relation_match(const mrs_phrase *phrase, mrs_match_found *found, void *context);

/** What speaks against tokens `from` to `to` being one name: the words of relations among them. */
int mrs_relation_name_cost(const mrs_phrase *phrase, size_t from, size_t to);

/** True for a word in small letters, or in a script that has none: not the beginning of a name. */
bool mrs_relation_is_small(const mrs_phrase *phrase, size_t at);

#endif
