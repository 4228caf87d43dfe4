/** Texts without the white space around them: spaces, tabs and line ends. */
#ifndef MARSAD_BASE_TRIM_H
#define MARSAD_BASE_TRIM_H

#include <stdbool.h>
#include <stddef.h>

/** Where the first `*length` bytes of the text begin without it; `*length` is then what is left. */
const char *mrs_trim(const char *text, size_t *length);

/** A copy without it, to mrs_free(); NULL if memory is out. */
char *mrs_trimmed(const char *text);

/** True if there is nothing else. */
bool mrs_is_blank(const char *text);

#endif
