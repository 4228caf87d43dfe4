/** Numbers of people as tables write them. */
#ifndef MARSAD_EVENTS_COUNT_H
#define MARSAD_EVENTS_COUNT_H

#include <stdbool.h>

typedef enum mrs_count_kind {
    MRS_COUNT_NONE = 0, /* not a number of people */
    MRS_COUNT_DOUBTFUL, /* "1.000" may be one and a thousand */
    MRS_COUNT_TOO_MANY, /* more than an incident can reach */
    MRS_COUNT_EXACT,
    MRS_COUNT_LEAST /* "at least 5", "12+", "about 10", "10-15": the number, or the lower one */
} mrs_count_kind;

/**
 * Reads a count in any of the usual writings: western or Arabic digits, thousands parted by commas,
 * spaces or apostrophes (1,200), a fraction of zero (3.0), and words in English, Arabic or French
 * that make it a lower or a rough figure. `out` is set for the last two kinds only.
 */
mrs_count_kind mrs_count_read(const char *text, long *out);

#endif
