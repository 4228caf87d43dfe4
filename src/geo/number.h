/** Decimal numbers in text, read strictly and independently of the locale's habits. */
#ifndef MARSAD_GEO_NUMBER_H
#define MARSAD_GEO_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Reads the first `length` bytes of `text` as one decimal number ("-97.5", "1e3", spaces around it
 * allowed). False, with `*out` untouched, on anything else: nothing at all, hexadecimal, "inf",
 * "nan", a decimal comma, a value beyond a double, trailing text.
 */
bool mrs_number_parse(const char *text, size_t length, double *out);

#endif
