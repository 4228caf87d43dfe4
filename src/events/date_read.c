#include "events/date_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "events/date_tokens.h"
#include "events/table.h"
#include "geo/number.h"

#define FORMS "write 2020-01-26, 26/01/2020 or 26 January 2020"

/* What is wrong. Of several ways to understand a text the first that says more than "not
 * understood" is told. */
typedef struct reason {
    char text[160];
    bool telling;
} reason;

__attribute__((format(printf, 2, 3))) static bool because(reason *why, const char *format, ...)
{
    if (!why->telling) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(why->text, sizeof why->text, format, arguments);
        va_end(arguments);
        why->telling = true;
    }
    return false;
}

/* ---- the calendar -------------------------------------------------------------------------- */

/* Days since 1970-01-01, by Howard Hinnant's days_from_civil: years begin in March, so that the
 * leap day is the last. */
static long days_of(marsad_date date)
{
    long year = date.year - (date.month <= 2);
    long era = year / 400, of_era = year - era * 400;
    long of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* And back: civil_from_days. */
static marsad_date date_of(long days)
{
    days += 719468;
    long era = days / 146097, of_era = days - era * 146097;
    long year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long from_march = (5 * of_year + 2) / 153;
    int month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    return (marsad_date){.year = (int)(year_of_era + era * 400) + (month <= 2),
                         .month = month,
                         .day = (int)(of_year - (153 * from_march + 2) / 5) + 1};
}

static bool exists(marsad_date date, bool has_month, bool has_day, reason *why)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    if (date.year < 1) {
        return because(why, "has the year 0");
    }
    if (has_month && (date.month < 1 || date.month > 12)) {
        return because(why, "does not exist: there is no month %d", date.month);
    }
    int days = has_day ? mrs_days_in_month(date.year, date.month) : 0;
    if (has_day && (date.day < 1 || date.day > days)) {
        return because(why, "does not exist: %s %d has %d days", months[date.month - 1], date.year,
                       days);
    }
    return true;
}

/* ---- one date ------------------------------------------------------------------------------ */

/* What is written of a date, or of one end of a range, whose other end may have the rest. */
typedef struct date_part {
    marsad_date date;
    bool has_month, has_day;
    int weekday;
} date_part;

typedef struct pieces {
    const mrs_date_token *numbers[3];
    int number_count;
    int month;    /* by its name */
    int month_at; /* how many numbers stand before it */
    int weekday;
    char signs[2]; /* between the numbers; ' ' where there is none */
} pieces;

static bool take_number(pieces *out, const mrs_date_token *token, char sign)
{
    if (out->number_count == 3) {
        return false;
    }
    if (out->number_count) {
        out->signs[out->number_count - 1] = sign;
    }
    out->numbers[out->number_count++] = token;
    return true;
}

/* "كانون الثاني/يناير" says the same month twice. */
static bool take_month(pieces *out, int month)
{
    bool taken = out->month == 0 || out->month == month;
    out->month = month;
    out->month_at = out->number_count;
    return taken;
}

/* Stands between two parts, never at an end. */
static bool is_stroke(int sign)
{
    return sign == '/' || sign == '-';
}

static bool take_pieces(const mrs_date_token *tokens, size_t count, pieces *out)
{
    char sign = ' ';
    bool taken = true;
    *out = (pieces){0};
    for (size_t i = 0; taken && i < count; i++) {
        const mrs_date_token *token = &tokens[i];
        switch (token->kind) {
        case MRS_DATE_NUMBER:
            taken = take_number(out, token, sign);
            sign = ' ';
            break;
        case MRS_DATE_MONTH:
            taken = take_month(out, token->value);
            sign = ' ';
            break;
        case MRS_DATE_WEEKDAY:
            taken = out->weekday == 0;
            out->weekday = token->value;
            break;
        case MRS_DATE_SIGN:
            taken = (sign == ' ' || sign == '.') && (i > 0 || !is_stroke(token->value));
            sign = (char)token->value;
            break;
        default:
            taken = false;
        }
    }
    return taken && !is_stroke(sign);
}

static bool is_year(const mrs_date_token *number)
{
    return number->digits == 4;
}

static bool is_short(const mrs_date_token *number)
{
    return number->digits <= 2;
}

/* Years of that calendar in the lifetimes of people who write dates; of ours nobody maps incidents.
 */
static bool looks_hijri(int year)
{
    return year >= 1300 && year <= 1500;
}

static bool take_year(date_part *out, int year, reason *why)
{
    out->date.year = year;
    return !looks_hijri(year) ||
           because(why, "seems to be of the Hijri calendar: write the Gregorian date");
}

static bool day_month(date_part *out, int day, int month, reason *why)
{
    out->date.day = day;
    out->date.month = month;
    out->has_day = out->has_month = true;
    if (month > 12 && day <= 12) {
        return because(why,
                       "does not exist: there is no month %d, for dates are day/month/year; "
                       "write %s",
                       month, "2020-01-26");
    }
    return true;
}

static bool two_digit_year(reason *why)
{
    return because(why, "has a year of two digits: write 2020-01-26 or 26/01/2020");
}

static bool read_three(const pieces *in, date_part *out, reason *why)
{
    const mrs_date_token *const *n = in->numbers;
    if (in->signs[0] != in->signs[1] || !is_short(n[1]) || in->signs[0] == ',') {
        return false;
    }
    if (is_year(n[0]) && is_short(n[2])) {
        out->date.day = n[2]->value;
        out->date.month = n[1]->value;
        out->has_day = out->has_month = true;
        return take_year(out, n[0]->value, why);
    }
    if (is_short(n[0]) && is_year(n[2])) {
        return take_year(out, n[2]->value, why) && day_month(out, n[0]->value, n[1]->value, why);
    }
    return is_short(n[0]) && is_short(n[2]) && two_digit_year(why);
}

/* 2020-01, 01/2020; in a range also 25/01. */
static bool read_two(const pieces *in, date_part *out, reason *why)
{
    const mrs_date_token *a = in->numbers[0], *b = in->numbers[1];
    if (in->signs[0] == ' ' || in->signs[0] == ',') { /* the "27, 2020" of "January 25-27, 2020" */
        out->date.day = a->value;
        out->has_day = is_short(a) && is_year(b);
        return out->has_day && take_year(out, b->value, why);
    }
    if (is_short(a) && is_short(b)) {
        return day_month(out, a->value, b->value, why);
    }
    bool first = is_year(a) && is_short(b);
    if (!first && !(is_short(a) && is_year(b))) {
        return false;
    }
    out->date.month = first ? b->value : a->value;
    out->has_month = true;
    return take_year(out, first ? a->value : b->value, why);
}

static bool read_one(const mrs_date_token *number, date_part *out, reason *why)
{
    if (number->digits == 8) {
        out->date =
            (marsad_date){number->value / 10000, number->value / 100 % 100, number->value % 100};
        return out->has_month = out->has_day = true;
    }
    if (is_short(number)) {
        out->date.day = number->value;
        return out->has_day = true;
    }
    return is_year(number) && take_year(out, number->value, why);
}

/* With the month's name the year, which has four digits, may stand at either end. */
static bool read_named(const pieces *in, date_part *out, reason *why)
{
    int years = 0, days = 0;
    out->date.month = in->month;
    out->has_month = true;
    for (int i = 0; i < in->number_count; i++) {
        const mrs_date_token *number = in->numbers[i];
        bool inside = in->number_count == 2 && in->month_at != 1 && (i == 0) == (in->month_at == 0);
        if (is_year(number) && !inside) {
            out->date.year = number->value;
            years++;
        } else if (is_short(number)) {
            out->date.day = number->value;
            out->has_day = true;
            days++;
        } else {
            return false;
        }
    }
    if (days == 2 && years == 0 && (in->month_at == 1 || in->signs[0] != '-')) {
        return two_digit_year(why);
    }
    return years <= 1 && days <= 1 && (years == 0 || take_year(out, out->date.year, why));
}

/* Reads what is written of a date, in part or in whole. */
static bool read_part(const mrs_date_token *tokens, size_t count, date_part *out, reason *why)
{
    pieces in;
    *out = (date_part){0};
    if (!take_pieces(tokens, count, &in)) {
        return false;
    }
    out->weekday = in.weekday;
    if (in.month) {
        return read_named(&in, out, why);
    }
    switch (in.number_count) {
    case 3:
        return read_three(&in, out, why);
    case 2:
        return read_two(&in, out, why);
    case 1:
        return read_one(in.numbers[0], out, why);
    default:
        return false;
    }
}

static bool weekday_fits(const date_part *part, reason *why)
{
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
    if (part->weekday == 0 || !part->has_day) {
        return true;
    }
    long since_monday = (days_of(part->date) + 3) % 7; /* 1970-01-01 was a Thursday */
    int weekday = (int)((since_monday + 7) % 7);
    return weekday == part->weekday - 1 ||
           because(why, "was a %s, not a %s", days[weekday], days[part->weekday - 1]);
}

static bool is_whole(const date_part *part, reason *why)
{
    if (part->has_day && !part->has_month) {
        return false;
    }
    if (part->date.year == 0 && part->has_month) {
        return because(why, "has no year");
    }
    return exists(part->date, part->has_month, part->has_day, why) && weekday_fits(part, why);
}

static bool read_single(const mrs_date_tokens *tokens, mrs_dates *out, reason *why)
{
    date_part part;
    bool read = read_part(tokens->items, tokens->count, &part, why) && is_whole(&part, why);
    out->from = part.date;
    return read;
}

/* ---- ranges -------------------------------------------------------------------------------- */

/* Each end takes from the other what it has not: "25-27 January 2020". */
static void complete(date_part *left, date_part *right)
{
    if (left->date.year == 0) {
        left->date.year = right->date.year;
    }
    if (right->date.year == 0) {
        right->date.year = left->date.year;
    }
    date_part *without = !left->has_month ? left : right;
    const date_part *with = !left->has_month ? right : left;
    if (!without->has_month && without->has_day && with->has_month) {
        without->date.month = with->date.month;
        without->has_month = true;
    }
}

/* `and`: two days, which are a range only if they follow each other. */
static bool join(date_part *left, date_part *right, bool and, mrs_dates *out, reason *why)
{
    complete(left, right);
    if (left->has_day != right->has_day || left->has_month != right->has_month) {
        return false;
    }
    if (!is_whole(left, why) || !is_whole(right, why)) {
        return false;
    }
    int order = marsad_date_compare(left->date, right->date);
    if (order > 0) {
        return because(why, "ends before it begins: write both dates in full");
    }
    if (and&&(!left->has_day || days_of(right->date) - days_of(left->date) != 1)) {
        return because(why, "lists several dates: write the first and the last, as in "
                            "2020-01-25/2020-01-27");
    }
    out->from = left->date;
    out->to = order ? right->date : (marsad_date){0};
    return true;
}

static bool read_split(const mrs_date_tokens *tokens, size_t first, size_t at, bool and,
                       mrs_dates *out, reason *why)
{
    date_part left, right;
    return at > first && at + 1 < tokens->count &&
           read_part(tokens->items + first, at - first, &left, why) &&
           read_part(tokens->items + at + 1, tokens->count - at - 1, &right, why) &&
           join(&left, &right, and, out, why);
}

/* What may stand between the ends of a range, the surest first. */
typedef enum joint_kind {
    JOINT_WORD,
    JOINT_SPACED,
    JOINT_DASH,
    JOINT_SLASH,
    JOINT_AND,
    JOINTS
} joint_kind;

static bool is_joint(const mrs_date_tokens *tokens, size_t at, joint_kind joint, bool between)
{
    const mrs_date_token *token = &tokens->items[at];
    bool dash = token->kind == MRS_DATE_SIGN && token->value == '-';
    switch (joint) {
    case JOINT_WORD:
        return token->kind == MRS_DATE_TO || (between && token->kind == MRS_DATE_AND);
    case JOINT_SPACED:
        return dash && token->spaced && at + 1 < tokens->count && token[1].spaced;
    case JOINT_DASH:
        return dash;
    case JOINT_SLASH:
        return token->kind == MRS_DATE_SIGN && token->value == '/';
    default:
        return token->kind == MRS_DATE_AND;
    }
}

static bool read_range(const mrs_date_tokens *tokens, mrs_dates *out, reason *why)
{
    mrs_date_kind head = tokens->items[0].kind;
    bool between = head == MRS_DATE_BETWEEN;
    size_t first = between || head == MRS_DATE_FROM;
    for (int joint = 0; joint < JOINTS; joint++) {
        for (size_t at = first; at < tokens->count; at++) {
            if (is_joint(tokens, at, (joint_kind)joint, between) &&
                read_split(tokens, first, at, joint == JOINT_AND, out, why)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* YYYY-MM-DD, alone or before a time: nearly all dates there are. */
static bool read_iso(const char *text, mrs_dates *out)
{
    static const char form[] = "0000-00-00";
    for (int i = 0; i < 10; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != '-') {
            return false;
        }
    }
    reason ignored = {.telling = true};
    out->from = (marsad_date){
        (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0'),
        (text[5] - '0') * 10 + (text[6] - '0'), (text[8] - '0') * 10 + (text[9] - '0')};
    return !looks_hijri(out->from.year) &&
           (text[10] == '\0' || strcmp(text + 10, " 00:00:00.000") == 0) &&
           exists(out->from, true, true, &ignored);
}

/* The number of days of a spreadsheet, whose day 1 is 1900-01-01, and which believes that there was
 * a 1900-02-29: right from 60 on. */
static bool take_serial(double serial, mrs_dates *out)
{
    static const double first = 10000, last = 73050; /* 1927-05-18, 2099-12-31 */
    static const long unix_days = 25569;
    out->from_serial = serial >= first && serial < last + 1;
    if (out->from_serial) {
        out->from = date_of((long)serial - unix_days);
    }
    return out->from_serial;
}

/* Five digits, with a fraction or without. */
static bool read_serial(const char *text, mrs_dates *out)
{
    size_t whole = strspn(text, "0123456789");
    size_t length = strspn(text, "0123456789.");
    double serial;
    return whole == 5 && text[length] == '\0' && text[length - 1] != '.' &&
           mrs_number_parse(text, length, &serial) && take_serial(serial, out);
}

static bool read_written(const char *text, mrs_dates *out, reason *why)
{
    mrs_date_tokens tokens;
    if (!mrs_date_tokens_read(text, &tokens) || (tokens.count == 0 && !tokens.hijri)) {
        return false;
    }
    if (tokens.hijri) {
        return because(why, "is of the Hijri calendar: write the Gregorian date");
    }
    if (tokens.count == 1 && tokens.items[0].digits == 5) {
        return take_serial(tokens.items[0].value, out);
    }
    return read_single(&tokens, out, why) || read_range(&tokens, out, why);
}

marsad_status mrs_dates_read(const char *text, mrs_dates *out, marsad_error *error)
{
    *out = (mrs_dates){0};
    reason why = {.text = "is not understood: " FORMS};
    if (read_iso(text, out) || read_serial(text, out) || read_written(text, out, &why)) {
        return MARSAD_OK;
    }
    *out = (mrs_dates){0};
    return mrs_fail(error, MARSAD_ERR_INPUT, "%s", why.text);
}
