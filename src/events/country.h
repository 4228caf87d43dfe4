/** Countries by their codes and names. */
#ifndef MARSAD_EVENTS_COUNTRY_H
#define MARSAD_EVENTS_COUNTRY_H

#include <stdbool.h>

#include "events/terms.h"

/** The value of a code of two letters, whatever its case; negative for anything else. */
int mrs_country_value(const char *text);

/** Adds codes of three letters, numbers, and names as ICU and geodata/events/countries.tsv have
 *  them. False if memory is out. */
bool mrs_countries_fill(mrs_terms *terms);

/** The code of two letters of a value, static. */
const char *mrs_country_of(int value);

#endif
