#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "geo/grid.h"
#include "geo/grid_text.h"

/* The parts of a text of the shape of an MGRS square, as they stand. */
typedef struct written {
    bool is_named;                /* "MGRS" stands before it */
    const mrs_lonlat_token *zone; /* NULL of a polar square */
    char letters[4];              /* band, column and row, in capitals */
    bool is_upper;                /* they were written in capitals */
    bool is_spaced;               /* 33S UR: a space before the square's letters */
    bool is_usual;                /* the spaces are those of 33SUR or 33S UR or 33 S UR */
    int groups;                   /* of digits, 0 to 2 */
    const mrs_lonlat_token *group[2];
} written;

/* --- The shape --- */

static bool take_letters(const mrs_lonlat_token **at, size_t count, size_t from, written *out)
{
    if (!mrs_lonlat_token_is_letters(*at, count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        char letter = (*at)->text[i];
        if (!isalpha((unsigned char)letter)) {
            return false;
        }
        out->is_upper = out->is_upper && isupper((unsigned char)letter);
        out->letters[from + i] = (char)toupper((unsigned char)letter);
    }
    ++*at;
    return true;
}

/* SUR, or S UR. */
static bool parse_letters(const mrs_lonlat_token **at, written *out)
{
    bool is_apart = (*at)->spaced && out->zone;
    out->is_upper = true;
    if (take_letters(at, 3, 0, out)) {
        out->is_usual = !is_apart;
        return true;
    }
    out->is_spaced = out->is_usual = true;
    return take_letters(at, 1, 0, out) && (*at)->spaced && take_letters(at, 2, 1, out);
}

static bool parse(const mrs_lonlat_token *at, written *out)
{
    *out = (written){.is_named = mrs_lonlat_token_is(at, MRS_LONLAT_WORD_MGRS)};
    at += out->is_named;
    at += out->is_named && at->kind == MRS_LONLAT_TOKEN_COLON;
    if (at->kind == MRS_LONLAT_TOKEN_NUMBER) {
        out->zone = at++;
        if (out->zone->whole_digits > 2 || out->zone->has_point) {
            return false;
        }
    }
    if (!parse_letters(&at, out)) {
        return false;
    }
    while (out->groups < 2 && at->kind == MRS_LONLAT_TOKEN_NUMBER && !at->has_point) {
        out->group[out->groups++] = at++;
    }
    return at->kind == MRS_LONLAT_TOKEN_END;
}

static int digits_of(const written *w)
{
    int digits = 0;
    for (int i = 0; i < w->groups; i++) {
        digits += w->group[i]->whole_digits;
    }
    return digits;
}

/* 31MAR, 31MAR24, 31MAR2024; and a bearing in kilometres, 10KMS. */
static bool is_date_or_distance(const written *w, int digits)
{
    static const char months[] = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC ";
    const char *found = strstr(months, w->letters);
    bool is_date = found && (found - months) % 4 == 0 && digits <= 4;
    return is_date || (digits == 0 && strncmp(w->letters, "KM", 2) == 0);
}

/* Whether these are meant as a square even if there is no such square. Less may be a name:
 * "12 rue 123456". */
static bool is_surely_mgrs(const written *w, int digits)
{
    if (w->is_named) {
        return true;
    }
    if (!w->zone) {
        return w->is_upper && digits >= 6;
    }
    return (digits >= 6 && (w->is_upper || w->is_usual)) ||
           (digits >= 4 && w->is_upper && w->is_spaced);
}

static bool may_be_mgrs(const written *w, int digits)
{
    if (is_surely_mgrs(w, digits)) {
        return true;
    }
    return w->is_upper && w->is_usual && w->zone && digits % 2 == 0 &&
           (w->is_spaced || !is_date_or_distance(w, digits));
}

static bool has_band(const written *w)
{
    return w->zone ? mrs_grid_is_band(w->letters[0])
                   : w->letters[0] && strchr("ABYZ", w->letters[0]);
}

/* --- The sense --- */

static marsad_status check(const written *w, int digits, marsad_error *error)
{
    if (!w->zone) {
        return mrs_fail(
            error, MARSAD_ERR_INPUT,
            "polar MGRS squares, without a zone number, are not read; write the place as "
            "84.5N,13.185E");
    }
    bool halves = w->groups < 2 || w->group[0]->whole_digits == w->group[1]->whole_digits;
    if (digits % 2 || digits > 10 || !halves) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "an MGRS square has as many digits for the easting as for the northing, at "
                        "most 5; here are %d in all",
                        digits);
    }
    return MARSAD_OK;
}

static mrs_mgrs square_of(const written *w, int digits)
{
    mrs_mgrs square = {.zone = (int)w->zone->value,
                       .band = w->letters[0],
                       .column = w->letters[1],
                       .row = w->letters[2],
                       .digits = digits / 2};
    double power = pow(10, square.digits);
    if (w->groups == 1) {
        square.easting = floor(w->group[0]->value / power);
        square.northing = fmod(w->group[0]->value, power);
    } else if (w->groups == 2) {
        square.easting = w->group[0]->value;
        square.northing = w->group[1]->value;
    }
    return square;
}

static void describe(const mrs_mgrs *square, mrs_coordinates *out)
{
    out->form = "MGRS";
    out->precision_m = fmax(MRS_COORDINATES_FINEST_M, out->precision_m);
    int length = snprintf(out->name, sizeof out->name, "%d%c%c%c", square->zone, square->band,
                          square->column, square->row);
    if (square->digits) {
        snprintf(out->name + length, sizeof out->name - (size_t)length, "%0*.0f%0*.0f",
                 square->digits, square->easting, square->digits, square->northing);
    }
}

marsad_status mrs_mgrs_read(const mrs_lonlat_tokens *tokens, mrs_coordinates *out,
                            marsad_error *error)
{
    written w;
    *out = (mrs_coordinates){0};
    if (tokens->count < 2 || !parse(tokens->items, &w) || !has_band(&w)) {
        return MARSAD_ERR_NOT_FOUND;
    }
    int digits = digits_of(&w);
    if (!may_be_mgrs(&w, digits)) {
        return MARSAD_ERR_NOT_FOUND;
    }
    marsad_error reason = {0};
    marsad_status status = check(&w, digits, &reason);
    if (!status) {
        mrs_mgrs square = square_of(&w, digits);
        status = mrs_mgrs_position(&square, &out->at, &out->precision_m, &reason);
        if (!status) {
            describe(&square, out);
            return MARSAD_OK;
        }
    }
    if (status == MARSAD_ERR_INPUT && !is_surely_mgrs(&w, digits)) {
        return MARSAD_ERR_NOT_FOUND;
    }
    if (error) {
        *error = reason;
    }
    return status;
}
