/** A name sought in the gazetteer, by every way there is. */
#ifndef MARSAD_RESOLVE_SEARCH_H
#define MARSAD_RESOLVE_SEARCH_H

#include "resolve/rank.h"

typedef struct mrs_search {
    mrs_query query;
    mrs_candidates list;
    mrs_ranking ranking; /* of the list */
} mrs_search;

/** How likely the first place must be for no further way to be tried. */
#define MRS_LIKELY_ENOUGH 0.6

/**
 * The three steps of seeking a name; each goes on from the one before it, whose query it keeps.
 * What an earlier search found is forgotten by the first, but its query must have been cleared.
 *
 * 1. As it is listed.
 * 2. Without words of kind and clitics.
 * 3. By its sounds; by its sounds with an error in them; and without words that are mostly part of
 * a name. In another script than Latin and Arabic, from its romanisation.
 */
marsad_status mrs_search_listed(mrs_matcher *matcher, const char *text, size_t length,
                                const mrs_setting *setting, mrs_search *search,
                                marsad_error *error);
marsad_status mrs_search_forms(mrs_matcher *matcher, const char *text, size_t length,
                               const mrs_setting *setting, mrs_search *search, marsad_error *error);
marsad_status mrs_search_sounds(mrs_matcher *matcher, const char *text, size_t length,
                                const mrs_setting *setting, mrs_search *search,
                                marsad_error *error);

/** True if a further step is not needed: a likely place was found, in the country asked for and of
 *  the kind that the words say; or there is no letter to go by. */
bool mrs_search_is_settled(const mrs_search *search, const mrs_setting *setting);

/** The steps one after the other, as far as they are needed. */
marsad_status mrs_search_name(mrs_matcher *matcher, const char *text, size_t length,
                              const mrs_setting *setting, mrs_search *search, marsad_error *error);

#endif
