/**
 * The search for the best places of labels, apart from any sheet: labels, each with candidates of
 * which it takes one or none, and pairs of candidates that exclude each other.
 *
 * The score is the sum, over the labels that are placed, of a label's weight less its candidate's
 * cost. A greedy pass fills labels in one by one; the improvement after it (a local search: J.
 * Christensen, J. Marks and S. Shieber, An empirical study of algorithms for point-feature label
 * placement, ACM Transactions on Graphics 14(3), 1995) takes a change only if the score rises. Its
 * random numbers have a fixed seed and its budget is counted in steps: same problem, same answer.
 */
#ifndef MARSAD_MAP_LABEL_SEARCH_H
#define MARSAD_MAP_LABEL_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MRS_NO_CANDIDATE UINT32_MAX

typedef struct mrs_problem {
    size_t labels;
    size_t candidates;
    const double *weights; /* of labels, above 0 */
    const uint32_t *first; /* of each label's candidates, and one past the last: labels + 1 */
    const double *costs;   /* of candidates; one that costs its label's weight is never taken */
    const uint32_t *conflict_first; /* of each candidate's conflicts: candidates + 1 */
    const uint32_t *conflicts;      /* candidates; each pair stands in both lists */
} mrs_problem;

typedef struct mrs_search {
    const mrs_problem *problem;
    uint32_t *chosen;  /* each label's candidate, or MRS_NO_CANDIDATE */
    uint32_t *owner;   /* the label of each candidate */
    uint32_t *blocked; /* by how many placed candidates each is excluded */
    double score;
    size_t steps; /* taken so far: conflicts looked at */
    uint64_t random;
    struct mrs_search_log {
        uint32_t label, before;
    } * log; /* what was changed, for taking it back */
    size_t log_count, log_capacity;
    uint32_t *queue; /* labels, for a change's own use */
    size_t queue_count;
    bool *queued;
    bool failed; /* memory is out: the search stops where it is */
} mrs_search;

/** False if memory is out. Clear it in either case. */
bool mrs_search_start(mrs_search *search, const mrs_problem *problem);
void mrs_search_clear(mrs_search *search);

/** Places a label at a candidate of its own, if nothing placed excludes it. */
void mrs_search_set(mrs_search *search, uint32_t candidate);

/** Places the labels that are not placed, in this order, each at its cheapest free candidate. */
void mrs_search_greedy(mrs_search *search, const uint32_t *order, size_t count);

/** Raises the score until nothing more is found, or `budget` steps were taken in all. More budget
 *  never gives a lower score. */
void mrs_search_improve(mrs_search *search, size_t budget);

#endif
