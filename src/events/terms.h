/** Spellings and what they stand for, compared as names are. */
#ifndef MARSAD_EVENTS_TERMS_H
#define MARSAD_EVENTS_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "events/seen.h"

/** Started with `mrs_terms terms = {0};`. */
typedef struct mrs_terms {
    mrs_arena arena;
    mrs_seen ranks; /* by marsad_text_keys()'s bare key: 1 + the index in `values` */
    int *values;
    size_t count, capacity;
} mrs_terms;

/** Adds a spelling; of two values the first keeps it. False if memory is out. */
bool mrs_terms_add(mrs_terms *terms, const char *spelling, int value);

/** Adds spellings with '|' between them. */
bool mrs_terms_add_all(mrs_terms *terms, const char *spellings, int value);
void mrs_terms_clear(mrs_terms *terms);

/** What a text means, in whole or by its parts, for many are bilingual ("المكان / Place") or carry
 * a remark ("Date (dd/mm/yyyy)"). */
typedef struct mrs_term {
    size_t rank;  /* the earlier a spelling was added the lower; 0: nothing that is known */
    int value;    /* of the first part that is known */
    bool differ;  /* parts mean different things */
    bool unknown; /* there is a part that is not known */
} mrs_term;

/** False if memory is out. */
bool mrs_terms_find(const mrs_terms *terms, const char *text, mrs_term *out);

#endif
