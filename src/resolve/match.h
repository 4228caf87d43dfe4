/** Places of the gazetteer that a location may mean: who shares a name or the sound of one. */
#ifndef MARSAD_RESOLVE_MATCH_H
#define MARSAD_RESOLVE_MATCH_H

#include "gazetteer/index.h"
#include "gazetteer/kinds.h"
#include "marsad/resolver.h"
#include "resolve/query.h"
#include "resolve/weights.h"
#include "text/romanise.h"

/** How a name of the place was matched. */
typedef enum mrs_likeness {
    MRS_LIKE_WHOLE = 0, /* the listed name as it stands */
    MRS_LIKE_ARTICLE,   /* but for an article */
    MRS_LIKE_CORE,      /* the listed name has words of kind that the location lacks */
    MRS_LIKE_SOUND      /* only the sounds are alike */
} mrs_likeness;

/** A place, by the best of its names. */
typedef struct mrs_candidate {
    uint32_t place; /* in the index */
    uint16_t slot;  /* of the list's table */
    const mrs_index_place *at;
    mrs_index_entry name;
    const mrs_form *form;
    mrs_place_class class;
    mrs_likeness likeness;
    bool core;     /* the sounds are those of the core of the listed name */
    bool skeleton; /* the skeletons are the same */
    bool cross;    /* one name is in Arabic letters, the other is not */
    bool first;    /* the first consonants differ */
    bool code_as_written;
    int cost;                /* of the sounds, in the measure of mrs_sounds_distance() */
    int weight;              /* of the longer name's sounds */
    int consonants;          /* of the location's skeleton */
    int agreeing, differing; /* parts of the location in which it lies, and does not */
    double likely;           /* the part of the score that the names decide */
    double score;            /* with the place; set by ranking */
    bool aside;              /* no rival to those before it, though it may be what was meant */
} mrs_candidate;

enum { MRS_CANDIDATES_MOST = 768, MRS_CANDIDATE_SLOTS = 2048 };

typedef struct mrs_candidates {
    mrs_candidate items[MRS_CANDIDATES_MOST];
    size_t count;
    uint16_t slots[MRS_CANDIDATE_SLOTS]; /* one more than an index, by place */
    int best_cost;                       /* of those alike in sound */
} mrs_candidates;

/** What gathering needs; made once. */
typedef struct mrs_matcher {
    mrs_index *index;
    const mrs_words *words;
    mrs_romaniser *romaniser; /* NULL until one is needed */
    mrs_sound_costs costs;
    double weights[MRS_WEIGHT_COUNT];
} mrs_matcher;

/** The part of a candidate's score that the names decide. */
double mrs_candidate_likely(const double *weights, const mrs_candidate *it);

/** True if a word of kind that was taken off the location speaks for the place. */
bool mrs_candidate_kind_agrees(const mrs_candidate *it);

/** Empties a list that was used, or is all zero. */
void mrs_candidates_reset(mrs_candidates *list);

/** Adds the places that are listed under the form's name. `location` is the whole as it was
 * written, or empty where the form is less. */
marsad_status mrs_match_listed(mrs_matcher *matcher, const mrs_form *form, const char *location,
                               size_t length, mrs_candidates *out, marsad_error *error);

/** The ways to go by the sounds, the quickest first. */
typedef enum mrs_hearing {
    MRS_HEAR_VOWELLED = 0, /* at most one sound is wrong, vowels taken in three classes */
    MRS_HEAR_SKELETON,     /* the consonants are those of the likeliest reading */
    MRS_HEAR_READINGS,     /* those of another reading */
    MRS_HEAR_ERRORS,       /* one consonant is wrong, and any vowels */
    MRS_HEARINGS
} mrs_hearing;

/** Adds the places that have a name which sounds alike in this way. */
marsad_status mrs_match_sound(mrs_matcher *matcher, const mrs_form *form, mrs_hearing hearing,
                              mrs_candidates *out, marsad_error *error);

#endif
