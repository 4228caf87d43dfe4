/** Dates as people and programs write them, in English, Arabic and French. */
#ifndef MARSAD_EVENTS_DATE_READ_H
#define MARSAD_EVENTS_DATE_READ_H

#include <stdbool.h>

#include "marsad/events.h"

typedef struct mrs_dates {
    marsad_date from;
    marsad_date to;   /* of a range; year 0 of a single date */
    bool from_serial; /* it was a spreadsheet's number of days, 1900 system */
} mrs_dates;

/**
 * Reads a date or a range of dates:
 *  - ISO 8601, whole or partial, with or without a time, which is dropped: 2020-01-26,
 *    2020-01-26T10:00Z, 2020-01, 2020, 20200126; a range 2020-01-25/2020-01-27;
 *  - numbers in European order: 26/01/2020, 26.1.2020, 26-01-2020, 01/2020; never month first:
 *    what is only possible so (01/26/2020) is an error that says so;
 *  - names of months in English, French and Arabic, of the Levant, the Maghreb and Egypt, whole or
 *    short, with or without a day of the week: "Sun, 26 January 2020", "January 26th, 2020",
 *    "1er févr. 2020", "26 يناير 2020", "كانون الثاني/يناير 2020". A wrong weekday is an error;
 *  - ranges: "25-27 January 2020", "25/01/2020 - 27/01/2020", "du 25 au 27 janvier 2020",
 *    "من 25 إلى 27 يناير 2020";
 *  - a spreadsheet's number of days, from 1927 to 2099: 43856, 43856.5.
 * Digits may be Arabic or Persian.
 *
 * MARSAD_ERR_INPUT for anything else, with a message that goes on from the quoted text ("… has a
 * year of two digits: write …"): a date that does not exist, one of the Hijri calendar, and years
 * of two digits, for 26/01/20 may be of 2020 or of 2026, and 20/01/26 of either end.
 */
marsad_status mrs_dates_read(const char *text, mrs_dates *out, marsad_error *error);

/** Days in a month of a year, by the Gregorian calendar. */
int mrs_days_in_month(int year, int month);

#endif
