/** Numbers and signs of other scripts as the plain ones that are read further. */
#ifndef MARSAD_EVENTS_PLAIN_H
#define MARSAD_EVENTS_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Copies `text` with western digits, plain hyphens, spaces and decimal points, small Latin letters,
 * and without marks that only tell the direction of the text. False if it does not fit.
 */
bool mrs_plain_text(const char *text, char *out, size_t size);

#endif
