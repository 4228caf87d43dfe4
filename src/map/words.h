/** The words that a map writes, in each language, and its dates and figures. */
#ifndef MARSAD_MAP_WORDS_H
#define MARSAD_MAP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "marsad/events.h"
#include "marsad/geodesy.h"

typedef enum mrs_word {
    MRS_WORD_LEGEND,
    MRS_WORD_SIGNS,
    MRS_WORD_NOT_PLACED,
    MRS_WORD_AMBIGUOUS,
    MRS_WORD_OUTSIDE,
    MRS_WORD_KEY,
    MRS_WORD_KEY_BY_DATE,
    MRS_WORD_UNDATED,
    MRS_WORD_UNDATED_COUNT,
    MRS_WORD_NO_ROOM,
    MRS_WORD_UNCERTAINTY,
    MRS_WORD_CAPITAL,
    MRS_WORD_CITY,
    MRS_WORD_TOWN,
    MRS_WORD_ROAD,
    MRS_WORD_BORDER,
    MRS_WORD_DISPUTED,
    MRS_WORD_DISTRICT,
    MRS_WORD_LOCATOR,
    MRS_WORD_PROJECTION,
    MRS_WORD_SCALE,
    MRS_WORD_PLACES,
    MRS_WORD_BASEMAP,
    MRS_WORD_ROADS_SCHEMATIC,
    MRS_WORD_INCIDENT_SOURCES,
    MRS_WORD_KILLED,
    MRS_WORD_KILLED_ONE,
    MRS_WORD_INJURED,
    MRS_WORD_INJURED_ONE,
    MRS_WORD_KM,
    MRS_WORD_M,
    MRS_WORD_NORTH,
    MRS_WORD_INCIDENTS,
    MRS_WORD_PLACED,
    MRS_WORD_NO_POSITION,
    MRS_WORD_MADE_WITH,
    MRS_WORD_ROMANISED, /* behind the mark of names that were */
    MRS_WORD_TITLE,     /* of a map without one */
    MRS_WORD_KM2,
    MRS_WORD_COMMA, /* with its space */
    MRS_WORD_FRONT_LEGEND,
    MRS_WORD_FRONT,
    MRS_WORD_DERIVED,
    MRS_WORD_ILLUSTRATIVE,
    MRS_WORD_ON_FRONT,
    MRS_WORD_GROUND_OF,
    MRS_WORD_SIDE_UNCERTAIN,
    MRS_WORD_HOLDER_UNKNOWN,
    MRS_WORD_NOBODY_KNOWN,
    MRS_WORD_DATE_UNKNOWN,
    MRS_WORD_NOT_GIVEN, /* the value of a column */
    MRS_WORD_INSET_COUNT,
    MRS_WORD_INSET,
    MRS_WORD_OTHERS, /* other incidents than those with a callout */
    MRS_WORD_DATA,
    MRS_WORD_AT_CENTRE, /* of a map */
    MRS_WORD_AND_MORE,  /* from here on, # stands for what mrs_say_with() puts there */
    MRS_WORD_AND_OTHERS,
    MRS_WORD_SCALE_LARGER,
    MRS_WORD_SCALE_SMALLER,
    MRS_WORD_SCALE_BETWEEN,
    MRS_WORD_SCALE_TIMES,
    MRS_WORD_REJECTED,
    MRS_WORD_LEFT_OUT,
    MRS_WORD_LEFT_LOCATOR,
    MRS_WORD_LEFT_SIGNS,
    MRS_WORD_LEFT_QUOTES,
    MRS_WORD_LEFT_HEADLINES,
    MRS_WORD_LEFT_ENTRIES,
    MRS_WORD_LEFT_ROWS,
    MRS_WORD_LEFT_SOURCES,
    MRS_WORD_LEFT_CREDITS,
    MRS_WORD_LEFT_TITLE,
    MRS_WORD_LEFT_INSET_SYMBOLS,
    MRS_WORD_COUNT
} mrs_word;

/** Never NULL. */
const char *mrs_say(mrs_word word, marsad_lang lang);

/** Adds a word in which each # is replaced: the first by `first`, the next by `second`. */
void mrs_say_with(mrs_buffer *out, mrs_word word, marsad_lang lang, const char *first,
                  const char *second);

/** What stands between a word and what it announces: French sets a space before a colon. */
const char *mrs_colon(marsad_lang lang);

/** Between the parts of a line. */
#define MRS_DOT " · "

/** Writes dates in one language. ICU takes a while to get ready for each kind of date, so what it
 * made ready is kept. */
typedef struct mrs_calendar mrs_calendar;

/** NULL if memory is out. */
mrs_calendar *mrs_calendar_new(marsad_lang lang);
void mrs_calendar_free(mrs_calendar *calendar);

/** Adds one date, or a range where `last` is later, as readers of the language write them. Nothing
 *  for an absent date. */
void mrs_say_dates(mrs_buffer *out, mrs_calendar *calendar, marsad_date first, marsad_date last);

/** The same in short and without the year, "2 Jan", for where all dates are of one year that is
 * said elsewhere; in full where no day is known, or two years are. */
void mrs_say_days(mrs_buffer *out, mrs_calendar *calendar, marsad_date first, marsad_date last);

/** Puts the language's decimal sign into a figure; returns it. */
char *mrs_localize_decimals(char *figure, marsad_lang lang);

/** "1:1,400,000" with the language's separators. */
void mrs_say_scale(mrs_buffer *out, double denominator, marsad_lang lang);

/** "14° E", "31.5° N" for a graticule. */
void mrs_say_degrees(mrs_buffer *out, double degrees, bool longitude, marsad_lang lang);

#endif
