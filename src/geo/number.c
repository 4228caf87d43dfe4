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
