/** From candidates to an order of likelihood. */
#ifndef MARSAD_RESOLVE_RANK_H
#define MARSAD_RESOLVE_RANK_H

#include "resolve/match.h"

/** Where and how the question stands. */
typedef struct mrs_setting {
    char country[3]; /* asked for, in capitals, or "" */
    bool only_country;
    bool thorough; /* every way is tried, even where a likely place was found */
    bool has_near;
    marsad_lonlat near;
    const marsad_lonlat *company; /* the other places of the file */
    size_t company_count;
} mrs_setting;

enum { MRS_RANKED_MOST = 24 };

/** The likeliest candidates, best first, with the probability of each; what is left is that of
 *  none of them. */
typedef struct mrs_ranking {
    const mrs_candidate *items[MRS_RANKED_MOST];
    double probability[MRS_RANKED_MOST];
    size_t count;
    double none;
} mrs_ranking;

/** True if a place of the country has the name, not only one that sounds alike. */
bool mrs_ranking_lists_in(const mrs_ranking *ranking, const char *country);

/** True in countries where place names are written in Arabic. */
bool mrs_writes_arabic(const mrs_index_place *place);
/** How much a distance weighs: 0 at 0 m, and about one more with each tripling beyond 25 km. */
double mrs_remoteness(double metres);

/** The part of a candidate's score that its place and the setting decide. */
double mrs_place_score(const double *weights, const mrs_candidate *it, const mrs_setting *setting);

/** The score that no place of the list is meant, by what else the text seems to be. */
double mrs_none_score(const double *weights, const mrs_query *query);

/**
 * Scores and orders the candidates. The score is a sum of the weights in weights.tsv; the
 * probability of a place is exp(score), as a share of the sum over all places and of exp(score) of
 * none of them (a conditional logit, McFadden 1974), so that the weights can be fitted on cases.
 *
 * Two candidates are one place, and the lesser is dropped, if both are populated (or both
 * airports), in one country, and no farther apart than 5 km or the larger of their uncertainties
 * (at most 10 km; 3 km where one is a quarter of a town). A district or country beside a town of
 * the same name is put aside: it is no rival ("Misrata" is the town), unless words of kind ask for
 * it.
 */
void mrs_rank(mrs_matcher *matcher, mrs_candidates *list, const mrs_query *query,
              const mrs_setting *setting, mrs_ranking *out);

#endif
