/** Classes of figures with round bounds, and round figures. */
#ifndef MARSAD_MAP_SYMBOL_BREAKS_H
#define MARSAD_MAP_SYMBOL_BREAKS_H

#include <stdbool.h>
#include <stddef.h>

enum { MRS_BREAKS_MAX = 6 };

/** Classes from the least to the most: class i ends with upper[i], which belongs to it. */
typedef struct mrs_breaks {
    size_t count;
    double upper[MRS_BREAKS_MAX]; /* the last is the greatest value */
    double least;                 /* where the first class begins; it belongs to it */
} mrs_breaks;

/** The greatest of …, 0.5, 1, 2, 5, 10, … that is not above a positive value. */
double mrs_round_below(double value);
/** That one of them which is nearest by ratio. */
double mrs_round_near(double value);

/**
 * At most six classes for counts of 1 and more, in ascending order: each its own where there are no
 * more than six; bounds in equal steps from 0, or from the least where all are about as many, if
 * that divides them much more evenly; or else by equal ratios, for they are spread over orders of
 * magnitude. Deterministic.
 */
mrs_breaks mrs_count_breaks(const size_t *sorted, size_t count);

/** As many classes for a surface of which `sorted` are the values above 0: from round level to
 *  round level, the lowest left out. A class holds its lower bound, not its upper. */
mrs_breaks mrs_level_breaks(const double *sorted, size_t count);

/** The class of a count. */
size_t mrs_break_class(const mrs_breaks *breaks, double value);

/** Three round values for a legend of circles, the greatest first; fewer where `largest` does not
 *  have as many below it. Returns how many. */
size_t mrs_sample_values(double largest, bool whole, double out[3]);

#endif
