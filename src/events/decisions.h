/** What a person has chosen for names that the resolver left open. */
#ifndef MARSAD_EVENTS_DECISIONS_H
#define MARSAD_EVENTS_DECISIONS_H

#include "base/arena.h"
#include "events/question.h"
#include "events/seen.h"
#include "marsad/geocode.h"

/** The row of the file, and the place that was chosen. */
typedef struct mrs_decision {
    size_t index; /* among the decisions */
    long row;
    const char *cells[MRS_REVIEW_COLUMNS]; /* as the file has them, "" where they are missing */
    bool is_none;                          /* it has no place */
    marsad_place place;                    /* with an id, or a point without one */
} mrs_decision;

struct marsad_decisions {
    char *path;
    mrs_arena strings;
    mrs_decision *items;
    size_t count, capacity;
    mrs_seen by_key; /* 1 + the index */
};

/** What was decided for the incident's location in its country and admin1; NULL if nothing. */
marsad_status mrs_decisions_find(const marsad_decisions *decisions, const marsad_incident *incident,
                                 const mrs_decision **out, marsad_error *error);

/** The decision as the answer to a question. */
marsad_status mrs_decision_answer(const mrs_decision *decision, const char *query,
                                  marsad_resolution **out, marsad_error *error);

#endif
