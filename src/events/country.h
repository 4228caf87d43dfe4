/** Countries by their codes and names. */
#ifndef MARSAD_EVENTS_COUNTRY_H
#define MARSAD_EVENTS_COUNTRY_H

#include <stdbool.h>

#include "events/terms.h"

/** The code for one of two letters, whatever its case; NULL for anything else. Static. */
const char *mrs_country_code(const char *text);

/** Adds codes of three letters, numbers, and names as ICU and geodata/events/countries.tsv have
 *  them. Values are for mrs_country_of(). False if memory is out. */
bool mrs_countries_fill(mrs_terms *terms);

/** The code of two letters, static. */
const char *mrs_country_of(int value);

#endif
