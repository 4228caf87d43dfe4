/** Arabic names in Latin letters, by rule. */
#ifndef MARSAD_TEXT_ARABIC_LATIN_H
#define MARSAD_TEXT_ARABIC_LATIN_H

#include "base/buffer.h"

/**
 * Adds `text` in Latin letters, as the system of BGN and PCGN would write it without its marks;
 * what is not Arabic script stays. Arabic is written without its short vowels: where the text has
 * no harakat they are guessed, so that the result can be said and recognised. It is a makeshift,
 * not a name: nobody is known to write it.
 */
void mrs_arabic_latin(const char *text, mrs_buffer *out);

#endif
