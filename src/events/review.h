/** Questions for a person: the names that stay open, each with what it may be. */
#ifndef MARSAD_EVENTS_REVIEW_H
#define MARSAD_EVENTS_REVIEW_H

#include <stdint.h>

#include "base/arena.h"
#include "events/decisions.h"
#include "events/question.h"
#include "events/seen.h"

/** A distinct name in its context. */
typedef struct mrs_question {
    const char *location, *country, *admin1;
    const char *status, *reason;
    const char *candidates[MRS_REVIEW_CANDIDATES]; /* "" where there are no more */
    const char *ids[MRS_REVIEW_CANDIDATES];        /* or coordinates, of what has no id */
    uint64_t rows;
    long first_row;
} mrs_question;

/** Started with {0}. */
typedef struct mrs_review {
    mrs_question *items;
    size_t count, capacity;
    mrs_seen by_key; /* 1 + the index */
    mrs_arena texts;
    mrs_buffer key;
    uint64_t not_listed; /* names beyond MRS_REVIEW_MOST; again if they are forgotten between */
} mrs_review;

/** More than anybody will answer. */
enum { MRS_REVIEW_MOST = 100000 };

#define MRS_NO_QUESTION ((size_t)-1)

/** The question about an incident's location that the answer leaves open, to count rows in;
 *  `*index` is its index. A new one has no rows; beyond the most there is none,
 *  MRS_NO_QUESTION. */
marsad_status mrs_review_ask(mrs_review *review, const marsad_incident *incident,
                             const marsad_resolution *answer, size_t *index, marsad_error *error);

/** How many have rows. */
uint64_t mrs_review_count(const mrs_review *review);

/** Writes those, the most frequent first; before them `kept`, where it is not NULL, as they stand
 *  in their file. Whole or not at all. */
marsad_status mrs_review_write(const mrs_review *review, const marsad_decisions *kept,
                               const char *path, marsad_error *error);

/** MARSAD_OK if a file of this name can be written for review. */
marsad_status mrs_review_check_path(const char *path, marsad_error *error);

void mrs_review_clear(mrs_review *review);

#endif
