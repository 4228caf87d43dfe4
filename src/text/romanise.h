/** Romanisation of scripts whose letters Marsad does not know by itself. */
#ifndef MARSAD_TEXT_ROMANISE_H
#define MARSAD_TEXT_ROMANISE_H

#include <stddef.h>

#include "marsad/status.h"

typedef struct mrs_romaniser mrs_romaniser;

/** By ICU's "Any-Latin", with Cyrillic as English writes it. Making one takes milliseconds. */
marsad_status mrs_romaniser_new(mrs_romaniser **out, marsad_error *error);
void mrs_romaniser_free(mrs_romaniser *romaniser);

/** The text in Latin letters, to be freed with mrs_free(); NULL where that changes nothing. `text`
 *  is valid UTF-8; of a very long one only the beginning is read. */
marsad_status mrs_romanise(const mrs_romaniser *romaniser, const char *text, size_t length,
                           char **out, marsad_error *error);

#endif
