/** Places that answer to a name, and their ranking. */
#ifndef MARSAD_RESOLVE_HITS_H
#define MARSAD_RESOLVE_HITS_H

#include <stdbool.h>

#include "marsad/gazetteer.h"
#include "marsad/resolver.h"

/** A place one of whose names matched. */
typedef struct mrs_hit {
    marsad_place place;
    char *name; /* the gazetteer's spelling */
    char *kind; /* of the name: official, alternate … */
    marsad_match match;
    double score;
    bool preferred; /* in the preferred country */
    bool abroad;    /* a country is preferred, and this is not in it */
    bool aside;     /* no rival to those before it, though it may be what was meant */
} mrs_hit;

typedef struct mrs_hits {
    mrs_hit *items;
    size_t count, capacity;
    size_t dropped; /* names abroad that only the article makes alike */
} mrs_hits;

/** Adds the places of `matches` that are not there yet; takes their strings over. */
marsad_status mrs_hits_add(mrs_hits *hits, marsad_name_match_list *matches, marsad_match match,
                           marsad_error *error);

/**
 * Scores the hits, merges those that are one place listed twice, and sorts them, best first.
 *
 * The score is the place's importance (0 to 1), plus 2 in the preferred country (so that these come
 * before all others), less 0.2 where the article differs, less 0.05 for an alternate name, 0.08 for
 * a colloquial one, 0.2 for a historical one or a code. But a code that is written exactly as
 * listed (MRA) has 1.4 more for an airport, whose codes those are, and 0.4 for anything else.
 *
 * Put aside, 1 lower, are: a district or country beside a populated place of the same name in the
 * same country ("Misrata" is the town, unless the district is asked for by a name of its own); and
 * in the preferred country, where one name matches wholly, those whose article differs. A name
 * whose article differs is dropped if it lies outside the preferred country: that would be a guess.
 *
 * Two hits are one place if both are populated (or both airports), in one country, and no farther
 * apart than 5 km or the larger of their uncertainties (at most 10 km; 3 km where one is a quarter
 * of a town).
 */
void mrs_hits_rank(mrs_hits *hits, const char *query, const char *country);

void mrs_hits_clear(mrs_hits *hits);

#endif
