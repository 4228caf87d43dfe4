/** What a map says of a front, in each language. */
#ifndef MARSAD_MAP_FRONT_WORDS_H
#define MARSAD_MAP_FRONT_WORDS_H

#include "map/words.h"
#include "marsad/front.h"

/** A whole number in groups of three digits, with the language's separators. */
void mrs_say_whole(mrs_buffer *out, double value, marsad_lang lang);

/** "14 km", or "14 ± 5 km" where the uncertainty is a tenth of it or more; below 1 km in hundreds
 * of metres. */
void mrs_say_distance(mrs_buffer *out, double metres, double uncertainty_m, marsad_lang lang);

/** "729 km²", with the language's separators; below 10 km² with one decimal. */
void mrs_say_area(mrs_buffer *out, double area_m2, marsad_lang lang);

/**
 * "14 km east of the front", or that it is on the front. `from_front_deg` is the azimuth from the
 * front's nearest point. With a date, of the front of that day.
 */
void mrs_say_from_front(mrs_buffer *out, const marsad_front_relation *relation,
                        double from_front_deg, double uncertainty_m, const char *date,
                        marsad_lang lang);

/** "ground held by GNA", with the name isolated; or that the side is not certain, or not known. */
void mrs_say_ground(mrs_buffer *out, const marsad_front_relation *relation, const char *holder,
                    marsad_lang lang);

/** "Advance of GNA: 29 km". */
void mrs_say_advance(mrs_buffer *out, const char *holder, double distance_m, marsad_lang lang);

/** "From LNA to GNA"; a name of "" is said to be unknown. */
void mrs_say_change(mrs_buffer *out, const char *from, const char *to, marsad_lang lang);

#endif
