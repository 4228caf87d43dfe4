/** The clause that says how a relative location was placed. */
#ifndef MARSAD_RESOLVE_RELATIVE_WORDS_H
#define MARSAD_RESOLVE_RELATIVE_WORDS_H

#include "resolve/anchor.h"
#include "resolve/relation.h"
#include "resolve/way.h"

/** The clause, in English, to free with mrs_free(); NULL if memory is out. `anchor` is the first;
 *  `way` is NULL where the words name one place only. `reach_m` is how far they were taken to reach
 *  where they give no figure. */
char *mrs_relative_words(const mrs_relation *relation, const mrs_anchor *anchor, const mrs_way *way,
                         double reach_m, double radius_m);

/** The same clause for the part that is land: its margin, if it has one, is now `radius_m`. To free
 *  with mrs_free(); NULL if memory is out. */
char *mrs_relative_words_ashore(const char *clause, double radius_m);

#endif
