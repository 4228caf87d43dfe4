#include "events/table.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "events/date_read.h"

/* Reads exactly `count` digits; -1 if there are not so many. */
static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

int mrs_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* YYYY, YYYY-MM or YYYY-MM-DD as numbers; false on another form. Ranges are not checked. */
static bool split(const char *text, marsad_date *out)
{
    size_t length = strlen(text);
    if ((length != 4 && length != 7 && length != 10) || (length > 4 && text[4] != '-') ||
        (length > 7 && text[7] != '-')) {
        return false;
    }
    out->year = digits(text, 4);
    out->month = length > 4 ? digits(text + 5, 2) : 0;
    out->day = length > 7 ? digits(text + 8, 2) : 0;
    return out->year >= 0 && out->month >= 0 && out->day >= 0;
}

static bool exists(const marsad_date *date, size_t length)
{
    return date->year >= 1 && (length == 4 || (date->month >= 1 && date->month <= 12)) &&
           (length < 10 ||
            (date->day >= 1 && date->day <= mrs_days_in_month(date->year, date->month)));
}

marsad_status marsad_date_parse(const char *text, marsad_date *out, marsad_error *error)
{
    marsad_date date = {0};
    *out = date;
    if (!text || !split(text, &date) || !exists(&date, strlen(text))) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "a date must be written " MRS_DATE_FORMS ", not \"%.60s\"",
                        text ? text : "");
    }
    *out = date;
    return MARSAD_OK;
}

static int compare_parts(int a, int b)
{
    return (a > b) - (a < b);
}

static int at_least_one(int part)
{
    return part > 0 ? part : 1;
}

int marsad_date_compare(marsad_date a, marsad_date b)
{
    int order = compare_parts(a.year, b.year);
    if (!order) {
        order = compare_parts(at_least_one(a.month), at_least_one(b.month));
    }
    return order ? order : compare_parts(at_least_one(a.day), at_least_one(b.day));
}

const char *marsad_date_text(marsad_date date, char out[MARSAD_DATE_TEXT])
{
    out[0] = '\0';
    if (date.year && date.month && date.day) {
        snprintf(out, MARSAD_DATE_TEXT, "%04d-%02d-%02d", date.year, date.month, date.day);
    } else if (date.year && date.month) {
        snprintf(out, MARSAD_DATE_TEXT, "%04d-%02d", date.year, date.month);
    } else if (date.year) {
        snprintf(out, MARSAD_DATE_TEXT, "%04d", date.year);
    }
    return out;
}

bool mrs_date_surely_before(marsad_date a, marsad_date b)
{
    if (!a.month || !b.month) {
        a.month = b.month = 0;
    }
    if (!a.month || !a.day || !b.day) {
        a.day = b.day = 0;
    }
    return marsad_date_compare(a, b) < 0;
}
