#include "text/angle.h"

#include <math.h>
#include <stdio.h>

#include "base/fail.h"

static const char *const part_names[] = {"degrees", "minutes", "seconds"};

static void skip_colon(const mrs_lonlat_token **at)
{
    if ((*at)->kind == MRS_LONLAT_TOKEN_COLON) {
        ++*at;
    }
}

/* "lat", "longitude:", "خط عرض". */
static void parse_label(const mrs_lonlat_token **at, mrs_angle *out)
{
    const mrs_lonlat_token *token = *at;
    token += mrs_lonlat_token_is(token, MRS_LONLAT_WORD_LINE);
    if (mrs_lonlat_token_is(token, MRS_LONLAT_WORD_LAT) ||
        mrs_lonlat_token_is(token, MRS_LONLAT_WORD_LON)) {
        out->label = token->word == MRS_LONLAT_WORD_LAT ? MRS_AXIS_LAT : MRS_AXIS_LON;
        *at = token + 1;
        skip_colon(at);
    }
}

static bool parse_letter(const mrs_lonlat_token **at, mrs_angle *out)
{
    out->letter = mrs_lonlat_token_axis(*at);
    if (!out->letter) {
        return false;
    }
    out->letter_is_o = (*at)->length == 1 && ((*at)->text[0] | 0x20) == 'o';
    ++*at;
    return true;
}

static void parse_sign(const mrs_lonlat_token **at, mrs_angle *out)
{
    if ((*at)->kind == MRS_LONLAT_TOKEN_MINUS || (*at)->kind == MRS_LONLAT_TOKEN_PLUS) {
        out->has_minus = (*at)->kind == MRS_LONLAT_TOKEN_MINUS;
        ++*at;
    }
}

static mrs_lonlat_token_kind mark_of_part(int part)
{
    static const mrs_lonlat_token_kind marks[] = {MRS_LONLAT_TOKEN_DEGREE, MRS_LONLAT_TOKEN_MINUTE,
                                                  MRS_LONLAT_TOKEN_SECOND};
    return marks[part];
}

static void add_part(const mrs_lonlat_token *number, mrs_angle *out)
{
    if (out->parts == 0) {
        out->whole_digits = number->whole_digits;
    }
    out->part[out->parts++] = number->value;
    out->decimals = number->decimals;
}

/* Where the next part's number stands after "and" or a comma between words: "32 degrees and 53
 * minutes"; NULL if what follows is no part with a mark of its own. */
static const mrs_lonlat_token *part_behind_comma(const mrs_lonlat_token *at, int part)
{
    return at->kind == MRS_LONLAT_TOKEN_COMMA && at[1].kind == MRS_LONLAT_TOKEN_NUMBER &&
                   at[2].kind == mark_of_part(part)
               ? at + 1
               : NULL;
}

/* The number of the part after `before`, or NULL where the angle ends. `at` stands behind the
 * number and its mark, if any. */
static const mrs_lonlat_token *next_part(const mrs_lonlat_token *at, const mrs_lonlat_token *before,
                                         bool is_marked, mrs_angle_joining joining,
                                         const mrs_angle *angle)
{
    int part = angle->parts;
    if (is_marked && part_behind_comma(at, part)) {
        return at + 1;
    }
    if (at->kind == MRS_LONLAT_TOKEN_COLON && !is_marked && at[1].kind == MRS_LONLAT_TOKEN_NUMBER) {
        return at + 1;
    }
    if (at->kind != MRS_LONLAT_TOKEN_NUMBER || at[1].kind == MRS_LONLAT_TOKEN_DEGREE) {
        return NULL;
    }
    if (at[1].kind == mark_of_part(part)) {
        return at;
    }
    bool joins = is_marked || (at->spaced && part < joining.most);
    return joins && (!before->has_point || joining.past_points) ? at : NULL;
}

/* Degrees, and minutes and seconds where they follow. */
static bool parse_parts(const mrs_lonlat_token **at, mrs_angle_joining joining, mrs_angle *out)
{
    const mrs_lonlat_token *number = *at;
    if (number->kind != MRS_LONLAT_TOKEN_NUMBER) {
        return false;
    }
    while (number) {
        add_part(number, out);
        *at = number + 1;
        bool is_marked = (*at)->kind == mark_of_part(out->parts - 1);
        *at += is_marked;
        out->is_marked |= is_marked;
        const mrs_lonlat_token *next =
            out->parts < 3 ? next_part(*at, number, is_marked, joining, out) : NULL;
        out->is_marked |= next && next > *at;
        out->inner_decimal |= next && number->has_point;
        number = next;
    }
    return true;
}

bool mrs_angle_parse(const mrs_lonlat_token **at, mrs_angle_joining joining, mrs_angle *out)
{
    *out = (mrs_angle){0};
    parse_label(at, out);
    out->letter_first = parse_letter(at, out);
    if (out->letter_first) {
        skip_colon(at);
    }
    parse_sign(at, out);
    if (!parse_parts(at, joining, out)) {
        return false;
    }
    if (!out->letter_first) {
        parse_letter(at, out);
    }
    return true;
}

/* --- Checking --- */

/* DDMM, DDMMSS, DDDMM or DDDMMSS: an even number of digits leaves two for the degrees. */
static marsad_status unfold(mrs_angle *angle, marsad_error *error)
{
    int digits = angle->whole_digits;
    bool is_lat = mrs_angle_axis(angle) == MRS_AXIS_LAT;
    if (angle->parts > 1 || digits < 4 || !angle->letter || angle->is_marked) {
        return MARSAD_OK;
    }
    if (digits > 7 || (is_lat && digits % 2)) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "%.0f is no degrees, and no minutes with them: write 3253N 01311E, or "
                        "325324N 0131106E; a UTM position needs its zone, such as 33N 328500 "
                        "3480000",
                        angle->part[0]);
    }
    double run = angle->part[0];
    if (digits >= 6) {
        angle->part[2] = fmod(run, 100);
        run = floor(run / 100);
    }
    angle->parts = digits >= 6 ? 3 : 2;
    angle->part[1] = fmod(run, 100);
    angle->part[0] = floor(run / 100);
    return MARSAD_OK;
}

marsad_status mrs_angle_check(mrs_angle *angle, marsad_error *error)
{
    if (angle->letter && angle->has_minus) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "a coordinate has both a minus sign and the letter %c; " MRS_ANGLE_ADVICE,
                        angle->letter);
    }
    if (angle->inner_decimal) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "only the last part of a coordinate can have decimals; write 32.89N, or "
                        "32°53.4'N");
    }
    marsad_status status = unfold(angle, error);
    for (int i = 1; !status && i < angle->parts && i < 3; i++) {
        if (angle->part[i] >= 60) {
            status = mrs_fail(error, MARSAD_ERR_INPUT,
                              "the %s of a coordinate must be below 60, not %.6g", part_names[i],
                              angle->part[i]);
        }
    }
    return status;
}

/* --- Telling --- */

mrs_axis mrs_angle_axis(const mrs_angle *angle)
{
    if (angle->letter) {
        return angle->letter == 'N' || angle->letter == 'S' ? MRS_AXIS_LAT : MRS_AXIS_LON;
    }
    return angle->label;
}

static bool is_negative(const mrs_angle *angle)
{
    return angle->has_minus || angle->letter == 'S' || angle->letter == 'W';
}

double mrs_angle_degrees(const mrs_angle *angle)
{
    double degrees = angle->part[0];
    if (angle->parts > 1) {
        degrees += (angle->part[1] * 60 + angle->part[2]) / 3600;
    }
    return is_negative(angle) ? -degrees : degrees;
}

double mrs_angle_step_m(const mrs_angle *angle)
{
    static const double unit_m[] = {111320, 1855.3, 30.92};
    return unit_m[angle->parts - 1] * pow(10, -angle->decimals);
}

/* Cut, not rounded, so that 59.9999999 does not become 60. */
static double cut(double value, int decimals, int most)
{
    double power = pow(10, most);
    return decimals > most ? floor(value * power) / power : value;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

void mrs_angle_name(const mrs_angle *angle, mrs_axis axis, char *out, size_t size)
{
    /* What fits the width; the finest is a thousandth of a millimetre or less. */
    static const int most[] = {12, 8, 6};
    int last = angle->parts - 1;
    int places = least(angle->decimals, most[last]);
    int width = places ? places + 3 : 2;
    double value = cut(angle->part[last], angle->decimals, most[last]);
    char letter = is_negative(angle) ? "SW"[axis == MRS_AXIS_LON] : "NE"[axis == MRS_AXIS_LON];
    if (angle->parts == 1) {
        snprintf(out, size, "%.*f%c", places, value, letter);
    } else if (angle->parts == 2) {
        snprintf(out, size, "%.0f°%0*.*f'%c", angle->part[0], width, places, value, letter);
    } else {
        snprintf(out, size, "%.0f°%02.0f'%0*.*f\"%c", angle->part[0], angle->part[1], width, places,
                 value, letter);
    }
}
