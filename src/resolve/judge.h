/** From a ranking to an answer: its status, its confidence and its reason. */
#ifndef MARSAD_RESOLVE_JUDGE_H
#define MARSAD_RESOLVE_JUDGE_H

#include "base/buffer.h"
#include "resolve/search.h"

typedef struct mrs_verdict {
    marsad_resolve_status status;
    double confidence; /* the probability of the first place; 0 if unresolved */
    size_t close;      /* of an ambiguous name: places about as likely as the first, with it */
} mrs_verdict;

/**
 * Judges a ranking.
 *
 * Unresolved, if the places together are less likely than MRS_PLACE_LEAST. Else resolved, if the
 * first has MRS_FIRST_LEAST of what they have together, and is as likely as
 * MARSAD_CONFIDENCE_LEAST. Else ambiguous, if the name itself is listed: they are homonyms. Of
 * names that only sound alike the first three places must have most of it together, or nothing is
 * known: unresolved.
 */
mrs_verdict mrs_judge(const mrs_ranking *ranking);

#define MRS_PLACE_LEAST 0.5
#define MRS_FIRST_LEAST 0.62

/** How a candidate of the search was matched. */
marsad_match mrs_match_of(const mrs_search *search, const mrs_candidate *it);

/** The reason, one line; NULL if memory is out. `places` are those of the ranking's first ones,
 *  `count` of them; `location` is the text that was sought. */
char *mrs_reason(const mrs_search *search, const mrs_verdict *verdict, const mrs_setting *setting,
                 const marsad_place *const *places, size_t count);

/** Adds "Misrata (PPLA), Misratah, LY". */
void mrs_add_place(mrs_buffer *text, const marsad_place *place);

#endif
