/** The words that cells of a table hold, with what was found once kept from row to row. */
#ifndef MARSAD_EVENTS_VOCABULARY_H
#define MARSAD_EVENTS_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

#include "events/problems.h"
#include "events/terms.h"
#include "marsad/events.h"

/** Cells that were met, and what they mean. Forgets them when they are many. */
typedef struct mrs_recent {
    mrs_arena arena;
    mrs_seen values; /* 1 + the value */
} mrs_recent;

/** Started with `mrs_vocabulary vocabulary = {0};`; takes no memory until it is asked. */
typedef struct mrs_vocabulary {
    mrs_terms types, countries;
    mrs_recent recent_types, recent_countries;
    size_t serial_dates; /* rows whose date was a spreadsheet's number of days */
    long rough_row;      /* the first with a count such as "at least 5", or 0 */
    char rough_count[MRS_QUOTED_SIZE];
    bool out_of_memory;
} mrs_vocabulary;

void mrs_vocabulary_clear(mrs_vocabulary *vocabulary);

/** How sure a type is. */
typedef enum mrs_type_match {
    MRS_TYPE_UNKNOWN = 0,
    MRS_TYPE_IN_PART, /* "Shelling (night)": other words stand beside it */
    MRS_TYPE_WHOLE
} mrs_type_match;

/** The type that a text names: by our own names and labels, those of ACLED and UCDP, or a usual
 * word in English, Arabic or French (geodata/events/types.tsv). */
mrs_type_match mrs_vocabulary_type(mrs_vocabulary *vocabulary, const char *text,
                                   marsad_incident_type *out);

/** The two letters of ISO 3166-1 (static) for a country's code of two or three letters, its number,
 *  or its name in English, Arabic or French; NULL for anything else. */
const char *mrs_vocabulary_country(mrs_vocabulary *vocabulary, const char *text);

#endif
