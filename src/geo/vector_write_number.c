/* Numbers as they are written, whatever the format and the locale. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "geo/vector_write_handle.h"

/* Doubles beyond have no decimals to drop. */
static const double WHOLE_NUMBERS_END = 9e15;

static double power_of_ten(int exponent)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    return exponent < 16 ? powers[exponent] : pow(10, exponent);
}

double mrs_number_rounded(double value, int decimals)
{
    if (decimals < 0) {
        return value + 0.0;
    }
    double scale = power_of_ten(decimals);
    return fabs(value) * scale < WHOLE_NUMBERS_END
               ? nearbyint(value * scale) / scale + 0.0 /* no -0 */
               : value;
}

/* How many decimals 15 digits leave a number. */
static int decimals_of(double value)
{
    int before = value == 0 ? 0 : (int)floor(log10(fabs(value))) + 1;
    return before > 15 ? 0 : before < 0 ? 15 : 15 - before;
}

/* The digits of a whole number, at least `least` of them; returns how many. */
static size_t put_digits(uint64_t number, size_t least, char *out)
{
    char reversed[24];
    size_t count = 0;
    do {
        reversed[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number || count < least);
    for (size_t i = 0; i < count; i++) {
        out[i] = reversed[count - 1 - i];
    }
    return count;
}

size_t mrs_number_text(double value, int decimals, char out[MRS_NUMBER_TEXT])
{
    if (decimals < 0) {
        decimals = decimals_of(value);
    }
    double scale = power_of_ten(decimals);
    double scaled = nearbyint(fabs(value) * scale);
    if (!(scaled < WHOLE_NUMBERS_END)) {
        return (size_t)snprintf(out, MRS_NUMBER_TEXT, "%.0f", value);
    }
    uint64_t units = (uint64_t)scaled;
    uint64_t per_one = (uint64_t)scale;
    size_t length = 0;
    if (value < 0 && units) {
        out[length++] = '-';
    }
    length += put_digits(units / per_one, 1, out + length);
    if (units % per_one) {
        out[length++] = '.';
        length += put_digits(units % per_one, (size_t)decimals, out + length);
        while (out[length - 1] == '0') {
            length--;
        }
    }
    out[length] = '\0';
    return length;
}

bool mrs_cell_is_empty(mrs_cell_kind kind, const mrs_cell *cell)
{
    return cell->is_null || (kind == MRS_CELL_TEXT && !cell->text) ||
           (kind == MRS_CELL_NUMBER && !isfinite(cell->number));
}
