/** What the names of a table mean, each asked once: compact, for a million rows may have as many
 *  names. */
#ifndef MARSAD_EVENTS_GEOCODE_ANSWERS_H
#define MARSAD_EVENTS_GEOCODE_ANSWERS_H

#include "events/placer.h"
#include "events/review.h"

/** A place that a name may mean. */
typedef struct mrs_named_place {
    marsad_lonlat at;
    double uncertainty_m;
    const char *id, *name;
} mrs_named_place;

/** Texts are kept with the answers. */
typedef struct mrs_answer {
    const char *fault; /* why the location cannot be one; NULL if it can */
    marsad_placement placement;
    marsad_lonlat at;
    double uncertainty_m;
    double confidence;
    const char *id, *name, *match, *reason;
    int where_prec, geo_precision;
    mrs_named_place *places; /* that have the name: for coordinates to be compared with */
    size_t place_count;
    size_t question; /* 1 + its index in the review; 0: none */
    bool is_alone;   /* still open, and asked without company */
} mrs_answer;

/** Begun with `placer` as its own header says, and `review`; the rest zero. */
typedef struct mrs_answers {
    mrs_placer placer;
    mrs_review *review; /* NULL: no questions are noted */
    bool *used;         /* of each decision; NULL without any */
    mrs_answer *items;
    size_t count, capacity;
    mrs_arena texts;
} mrs_answers;

/** The answer for an incident's location; valid until the next call. `in_company` lets the placer's
 *  company help, and notes what stays open for review. */
marsad_status mrs_answers_get(mrs_answers *answers, const marsad_incident *incident,
                              bool in_company, const mrs_answer **out, marsad_error *error);

void mrs_answers_clear(mrs_answers *answers);

/** Answers that are kept at once; with more, all are asked anew. */
enum { MRS_ANSWERS_MOST = 200000 };

#endif
