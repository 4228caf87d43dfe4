/** One coordinate as it is written: degrees, or degrees with minutes, or with seconds too. */
#ifndef MARSAD_TEXT_ANGLE_H
#define MARSAD_TEXT_ANGLE_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/status.h"
#include "text/lonlat_tokens.h"

/** How to write a pair that leaves its order open, for messages. */
#define MRS_ANGLE_ADVICE "write it with letters, such as 32.89N,13.185E"

/** What is known of an angle's direction. */
typedef enum mrs_axis { MRS_AXIS_UNKNOWN = 0, MRS_AXIS_LAT, MRS_AXIS_LON } mrs_axis;

typedef struct mrs_angle {
    double part[3];   /* degrees, minutes, seconds; without sign */
    int parts;        /* 1 to 3 */
    int whole_digits; /* of the first part */
    int decimals;     /* of the last part */
    char letter;      /* 'N', 'S', 'E', 'W', or 0 */
    bool letter_first;
    bool letter_is_o; /* French: O for ouest */
    mrs_axis label;   /* "lat", "longitude" … */
    bool has_minus;
    bool is_marked;     /* has a degree sign, or its like as words and colons */
    bool inner_decimal; /* a part before the last one has a decimal point */
} mrs_angle;

/** How far spaces alone join numbers to one angle. */
typedef struct mrs_angle_joining {
    int most;         /* at most so many, 1 to 3 */
    bool past_points; /* also numbers with a decimal point, to tell what is wrong */
} mrs_angle_joining;

/** Reads an angle at `*at`, which is left behind it; false if there is none. */
bool mrs_angle_parse(const mrs_lonlat_token **at, mrs_angle_joining joining, mrs_angle *out);

/**
 * Takes digits that are written together apart (325324N, 01311E), and checks what does not depend
 * on the other angle. MARSAD_ERR_INPUT if minutes or seconds reach 60, a part before the last one
 * has decimals, or a minus stands beside a letter.
 */
marsad_status mrs_angle_check(mrs_angle *angle, marsad_error *error);

/** What its letter, or else its label, says. */
mrs_axis mrs_angle_axis(const mrs_angle *angle);

/** In degrees, negative in the south and west. */
double mrs_angle_degrees(const mrs_angle *angle);

/** One step of the last place that is written, along the meridian. */
double mrs_angle_step_m(const mrs_angle *angle);

/** Writes the angle with the digits it was written with (at most 22 bytes and the NUL), and the
 *  letter of `axis`. */
void mrs_angle_name(const mrs_angle *angle, mrs_axis axis, char *out, size_t size);

#endif
