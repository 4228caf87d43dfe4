/**
 * Texts that a spreadsheet would take for a formula when it opens a CSV. Such a cell gets an
 * apostrophe before it, as people type it themselves, and readers of ours take it off again: what
 * is written reads back the same, whatever it is.
 */
#ifndef MARSAD_GEO_FORMULA_H
#define MARSAD_GEO_FORMULA_H

#include <stdbool.h>

/**
 * True if a cell of a CSV needs an apostrophe before it: it begins with one of = + - @, a tab or a
 * line end (OWASP's list), apostrophes before that or not, and is neither a plain number ("-3.5")
 * nor a mere "-", which many write for "nothing".
 */
bool mrs_formula_like(const char *text);

/** What a cell of a CSV says: `cell`, or what follows its first apostrophe if that stands there for
 *  protection. */
const char *mrs_formula_bare(const char *cell);

#endif
