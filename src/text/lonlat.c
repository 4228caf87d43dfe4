#include "text/lonlat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "text/utf8.h"

#define HOW_TO_WRITE "write it with letters, such as 32.89N,13.185E"

typedef struct reader {
    const char *at;
    const char *end;
    bool comma_is_point; /* a comma between digits is a decimal comma */
} reader;

/* One number of the pair. `axis` is 'N', 'S', 'E', 'W', or 0 if no letter stands with it. */
typedef struct coordinate {
    double value;
    int decimals;
    char axis;
    bool has_sign;
} coordinate;

static uint32_t peek(const reader *r, size_t *size)
{
    uint32_t point = 0;
    *size = mrs_utf8_decode(r->at, (size_t)(r->end - r->at), &point);
    return *size ? point : 0;
}

static bool is_space(uint32_t point)
{
    return point == ' ' || point == '\t' || point == 0xA0 || point == 0x202F || point == 0x2009 ||
           point == 0x200E || point == 0x200F || point == 0x61C ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

static void skip_spaces(reader *r)
{
    size_t size = 0;
    while (r->at < r->end && is_space(peek(r, &size))) {
        r->at += size;
    }
}

/* Takes a comma, semicolon or slash, western or Arabic, with the spaces around it. */
static void skip_separator(reader *r)
{
    skip_spaces(r);
    size_t size = 0;
    uint32_t point = peek(r, &size);
    if (point == ',' || point == ';' || point == '/' || point == 0x60C || point == 0x61B) {
        r->at += size;
        skip_spaces(r);
    }
}

static char axis_of(uint32_t point)
{
    switch (point) {
    case 'N':
    case 'n':
    case 0x634: /* sheen of shamal */
        return 'N';
    case 'S':
    case 's':
    case 0x62C: /* jeem of janub */
        return 'S';
    case 'E':
    case 'e':
    case 0x642: /* qaf of sharq */
        return 'E';
    case 'W':
    case 'w':
    case 0x63A: /* ghayn of gharb */
        return 'W';
    default:
        return 0;
    }
}

static bool read_axis(reader *r, coordinate *out)
{
    size_t size = 0;
    skip_spaces(r);
    char axis = axis_of(peek(r, &size));
    if (!axis) {
        return false;
    }
    r->at += size;
    out->axis = axis;
    return true;
}

static int digit_of(uint32_t point)
{
    if (point >= '0' && point <= '9') {
        return (int)(point - '0');
    }
    if (point >= 0x660 && point <= 0x669) {
        return (int)(point - 0x660);
    }
    return point >= 0x6F0 && point <= 0x6F9 ? (int)(point - 0x6F0) : -1;
}

static void read_sign(reader *r, char *digits, size_t *count, coordinate *out)
{
    size_t size = 0;
    uint32_t point = peek(r, &size);
    if (point == '-' || point == 0x2212 || point == '+') {
        out->has_sign = point != '+';
        digits[(*count)++] = point == '+' ? '+' : '-';
        r->at += size;
        skip_spaces(r);
    }
}

/* Where a comma is read as a decimal one, a digit must follow it. */
static bool is_decimal_point(const reader *r, uint32_t point, size_t size)
{
    if (point == '.' || point == 0x66B) {
        return true;
    }
    size_t next_size = 0;
    reader ahead = {r->at + size, r->end, false};
    return r->comma_is_point && (point == ',' || point == 0x60C) && ahead.at < ahead.end &&
           digit_of(peek(&ahead, &next_size)) >= 0;
}

/* Reads digits with at most one point among them; false if there is none or they are too many. */
static bool read_number(reader *r, coordinate *out)
{
    char digits[40];
    size_t count = 0, size = 0;
    bool point_seen = false, digit_seen = false;
    read_sign(r, digits, &count, out);
    for (; r->at < r->end; r->at += size) {
        uint32_t point = peek(r, &size);
        int digit = digit_of(point);
        if (digit >= 0) {
            digits[count++] = (char)('0' + digit);
            digit_seen = true;
            out->decimals += point_seen;
        } else if (!point_seen && is_decimal_point(r, point, size)) {
            digits[count++] = '.';
            point_seen = true;
        } else {
            break;
        }
        if (count >= sizeof digits - 1) {
            return false;
        }
    }
    digits[count] = '\0';
    out->value = strtod(digits, NULL);
    return digit_seen;
}

static void skip_degree_sign(reader *r)
{
    size_t size = 0;
    reader ahead = *r;
    skip_spaces(&ahead);
    uint32_t point = peek(&ahead, &size);
    if (point == 0xB0 || point == 0xBA || point == 0x2DA) {
        r->at = ahead.at + size;
    }
}

static bool read_coordinate(reader *r, coordinate *out)
{
    *out = (coordinate){0};
    bool letter_first = read_axis(r, out);
    skip_spaces(r);
    if (!read_number(r, out)) {
        return false;
    }
    skip_degree_sign(r);
    if (!letter_first) {
        reader ahead = *r;
        if (read_axis(&ahead, out)) {
            *r = ahead;
        }
    }
    return true;
}

static bool read_pair(const char *text, bool comma_is_point, coordinate pair[2])
{
    reader r = {text, text + strlen(text), comma_is_point};
    skip_spaces(&r);
    if (!read_coordinate(&r, &pair[0])) {
        return false;
    }
    const char *before = r.at;
    skip_separator(&r);
    if (r.at == before && !pair[0].axis) {
        return false; /* two numbers with nothing between them are one number */
    }
    if (!read_coordinate(&r, &pair[1])) {
        return false;
    }
    skip_spaces(&r);
    return r.at == r.end;
}

static bool is_latitude(char axis)
{
    return axis == 'N' || axis == 'S';
}

/* Applies the letter's sign; a minus beside S or W would leave the hemisphere open. */
static marsad_status apply_axis(coordinate *c, marsad_error *error)
{
    if (c->axis && c->has_sign) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "a coordinate has both a minus sign and the letter %c; " HOW_TO_WRITE,
                        c->axis);
    }
    if (c->axis == 'S' || c->axis == 'W') {
        c->value = -c->value;
    }
    return MARSAD_OK;
}

/* Which of the two is the latitude, or -1 with `error` filled. */
static int latitude_index(const coordinate pair[2], marsad_error *error)
{
    if (pair[0].axis || pair[1].axis) {
        if (pair[0].axis && pair[1].axis &&
            is_latitude(pair[0].axis) == is_latitude(pair[1].axis)) {
            mrs_fail(error, MARSAD_ERR_INPUT, "both coordinates are %s; " HOW_TO_WRITE,
                     is_latitude(pair[0].axis) ? "latitudes" : "longitudes");
            return -1;
        }
        return pair[0].axis ? !is_latitude(pair[0].axis) : is_latitude(pair[1].axis);
    }
    bool first_far = fabs(pair[0].value) > 90, second_far = fabs(pair[1].value) > 90;
    if (first_far == second_far) {
        mrs_fail(error, MARSAD_ERR_INPUT,
                 first_far ? "neither coordinate can be a latitude; " HOW_TO_WRITE
                           : "which coordinate is the latitude cannot be known; " HOW_TO_WRITE);
        return -1;
    }
    return first_far ? 1 : 0;
}

marsad_status mrs_text_lonlat(const char *text, marsad_lonlat *out, int *decimals,
                              marsad_error *error)
{
    coordinate pair[2];
    *out = (marsad_lonlat){0};
    /* 32,89N 13,185E: decimal commas are believed only where letters leave no doubt. */
    if (!read_pair(text, false, pair) &&
        !(read_pair(text, true, pair) && pair[0].axis && pair[1].axis)) {
        return MARSAD_ERR_NOT_FOUND;
    }
    for (int i = 0; i < 2; i++) {
        marsad_status status = apply_axis(&pair[i], error);
        if (status) {
            return status;
        }
    }
    int lat = latitude_index(pair, error);
    if (lat < 0) {
        return MARSAD_ERR_INPUT;
    }
    marsad_lonlat point = {pair[!lat].value, pair[lat].value};
    if (fabs(point.lon) > 180 || fabs(point.lat) > 90) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "coordinates out of range: longitude %.6g, latitude %.6g", point.lon,
                        point.lat);
    }
    *out = point;
    *decimals = pair[0].decimals < pair[1].decimals ? pair[0].decimals : pair[1].decimals;
    return MARSAD_OK;
}

marsad_status marsad_text_lonlat(const char *text, marsad_lonlat *out, marsad_error *error)
{
    int decimals = 0;
    marsad_status status = mrs_text_lonlat(text, out, &decimals, error);
    return status == MARSAD_ERR_NOT_FOUND
               ? mrs_fail(error, status, "not a coordinate pair; " HOW_TO_WRITE)
               : status;
}
