/** The words and sentences of a report, in each language. */
#ifndef MARSAD_REPORT_WORDS_H
#define MARSAD_REPORT_WORDS_H

#include <stddef.h>

#include "base/buffer.h"
#include "marsad/geodesy.h"

/** The words that the page shows, in the order of the table; NULL beyond the last. */
const char *mrs_report_word_key(size_t index);

/** What a key says in a language; NULL if there is no such key. A sentence has the signs {1} to {4}
 *  where something is put in, and {shown} and {total} where the page itself does. */
const char *mrs_report_say(const char *key, marsad_lang lang);

/** Adds what a key says, with `values` (NULL: "") in the places of {1}, {2} … of which there are at
 *  most `count`. Each that is text of the data is isolated (Unicode FSI … PDI), where `isolate`
 *  has its bit: 1 for {1}, 2 for {2}, 4 for {3} … */
void mrs_report_say_with(mrs_buffer *out, const char *key, marsad_lang lang,
                         const char *const *values, size_t count, unsigned isolate);

#endif
