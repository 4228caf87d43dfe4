/** Random numbers that are the same in every run. */
#ifndef MARSAD_TEST_RANDOM_H
#define MARSAD_TEST_RANDOM_H

#include <stdint.h>

/** A test may set it: from the same seed come the same numbers. */
static uint32_t random_seed = 4711;

/** By a linear congruential generator (Numerical Recipes' constants), whose upper 24 bits count. */
static inline double random_between(double low, double high)
{
    random_seed = random_seed * 1664525U + 1013904223U;
    return low + (high - low) * (random_seed >> 8) / 16777216.0;
}

#endif
