#include "geo/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Longer than any decimal form that a double needs. */
enum { LONGEST = 120 };

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_digits(const char *text, size_t length, size_t at)
{
    while (at < length && text[at] >= '0' && text[at] <= '9') {
        at++;
    }
    return at;
}

static size_t skip_sign(const char *text, size_t length, size_t at)
{
    return at < length && (text[at] == '+' || text[at] == '-') ? at + 1 : at;
}

/* True if the whole text is [sign] digits [. digits] [e [sign] digits], with a digit in the
 * mantissa. */
static bool is_decimal(const char *text, size_t length)
{
    size_t start = skip_sign(text, length, 0);
    size_t at = skip_digits(text, length, start);
    size_t digits = at - start;
    if (at < length && text[at] == '.') {
        size_t fraction = skip_digits(text, length, at + 1);
        digits += fraction - (at + 1);
        at = fraction;
    }
    if (digits > 0 && at < length && (text[at] == 'e' || text[at] == 'E')) {
        size_t exponent = skip_sign(text, length, at + 1);
        at = skip_digits(text, length, exponent);
        if (at == exponent) {
            return false;
        }
    }
    return digits > 0 && at == length;
}

/*
 * The value of a decimal without an exponent, where both its digits as a whole number and the power
 * of ten under them are exact: then their quotient is the nearest double (Clinger 1990). Almost all
 * coordinates are.
 */
static bool short_decimal(const char *text, size_t length, double *out)
{
    static const double powers[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    enum { MOST_DIGITS = 15 };
    size_t at = skip_sign(text, length, 0);
    bool negative = at && text[0] == '-';
    long long whole = 0;
    size_t digits = 0;
    size_t decimals = 0;
    bool fraction = false;
    for (; at < length; at++) {
        if (text[at] == '.') {
            fraction = true;
        } else if (text[at] < '0' || text[at] > '9' || ++digits > MOST_DIGITS) {
            return false;
        } else {
            whole = whole * 10 + (text[at] - '0');
            decimals += fraction;
        }
    }
    double value = (double)whole / powers[decimals];
    *out = negative ? -value : value;
    return true;
}

bool mrs_number_parse(const char *text, size_t length, double *out)
{
    while (length > 0 && is_space(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_space(text[length - 1])) {
        length--;
    }
    if (length >= LONGEST || !is_decimal(text, length)) {
        return false;
    }
    if (short_decimal(text, length, out)) {
        return true;
    }
    char copy[LONGEST];
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *end = NULL;
    double value = strtod(copy, &end);
    if (*end != '\0' || !isfinite(value)) {
        return false;
    }
    *out = value;
    return true;
}
