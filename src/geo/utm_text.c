#include <ctype.h>
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "geo/grid.h"
#include "geo/grid_text.h"

#define HOW_TO_WRITE "33 north 328500 3480000"

/* A number of metres, and the direction that stands with it. */
typedef struct ordinate {
    const mrs_lonlat_token *number;
    char axis; /* 'E', 'N' or 0 */
} ordinate;

/* What a text of the shape of UTM coordinates says. */
typedef struct written {
    bool is_named; /* "UTM" or "zone" */
    int zone;
    char letter;   /* as written, in capitals, or 0 */
    bool is_spelt; /* "north", not "N" */
    ordinate first, second;
} written;

/* --- The shape --- */

static void skip(const mrs_lonlat_token **at, mrs_lonlat_token_kind kind)
{
    *at += (*at)->kind == kind;
}

static char label_of(const mrs_lonlat_token *token)
{
    if (token->kind != MRS_LONLAT_TOKEN_WORD) {
        return 0;
    }
    switch (token->word) {
    case MRS_LONLAT_WORD_EAST:
    case MRS_LONLAT_WORD_EASTING:
    case MRS_LONLAT_WORD_METRES_EAST:
        return 'E';
    case MRS_LONLAT_WORD_NORTH:
    case MRS_LONLAT_WORD_NORTHING:
    case MRS_LONLAT_WORD_METRES_NORTH:
        return 'N';
    default:
        return 0;
    }
}

static bool parse_label(const mrs_lonlat_token **at, char *axis)
{
    *axis = label_of(*at);
    *at += *axis != 0;
    return *axis != 0;
}

static bool parse_ordinate(const mrs_lonlat_token **at, ordinate *out)
{
    bool label_first = parse_label(at, &out->axis);
    skip(at, MRS_LONLAT_TOKEN_COLON);
    if ((*at)->kind != MRS_LONLAT_TOKEN_NUMBER) {
        return false;
    }
    out->number = (*at)++;
    *at += mrs_lonlat_token_is(*at, MRS_LONLAT_WORD_METRES);
    if (!label_first) {
        parse_label(at, &out->axis);
    }
    return true;
}

static bool parse_ordinates(const mrs_lonlat_token **at, written *out)
{
    if (!parse_ordinate(at, &out->first)) {
        return false;
    }
    skip(at, MRS_LONLAT_TOKEN_COMMA);
    return parse_ordinate(at, &out->second);
}

/* "E 328500 N 3480000": an E before a number is its label if another label follows it so. */
static bool is_label_of_easting(const mrs_lonlat_token *at)
{
    return mrs_lonlat_token_is(at, MRS_LONLAT_WORD_EAST) && at[1].kind == MRS_LONLAT_TOKEN_NUMBER &&
           label_of(&at[2]) == 'N' && at[3].kind == MRS_LONLAT_TOKEN_NUMBER;
}

/* A latitude band or a hemisphere. */
static void parse_zone_letter(const mrs_lonlat_token **at, written *out)
{
    const mrs_lonlat_token *token = *at;
    char axis = mrs_lonlat_token_axis(token);
    if ((axis == 'N' || axis == 'S') && token->length > 1) {
        out->letter = axis;
        out->is_spelt = true;
        ++*at;
    } else if (mrs_lonlat_token_is_letters(token, 1) && !is_label_of_easting(token) &&
               mrs_grid_is_band((char)toupper((unsigned char)token->text[0]))) {
        out->letter = (char)toupper((unsigned char)token->text[0]);
        ++*at;
    }
}

/* "WGS 84 / UTM zone" and its like. */
static bool parse_system(const mrs_lonlat_token **at)
{
    const mrs_lonlat_token *start = *at;
    if (mrs_lonlat_token_is(*at, MRS_LONLAT_WORD_WGS) && (*at)[1].value == 84) {
        *at += 2;
        skip(at, MRS_LONLAT_TOKEN_COMMA);
    }
    bool is_named = false;
    while (mrs_lonlat_token_is(*at, MRS_LONLAT_WORD_UTM) ||
           mrs_lonlat_token_is(*at, MRS_LONLAT_WORD_ZONE)) {
        ++*at;
        is_named = true;
        skip(at, MRS_LONLAT_TOKEN_COLON);
    }
    *at = is_named ? *at : start;
    return is_named;
}

static bool parse_zone(const mrs_lonlat_token **at, written *out)
{
    out->is_named |= parse_system(at);
    const mrs_lonlat_token *number = *at;
    if (number->kind != MRS_LONLAT_TOKEN_NUMBER || number->whole_digits > 2 || number->has_point) {
        return false;
    }
    out->zone = (int)number->value;
    ++*at;
    parse_zone_letter(at, out);
    return true;
}

static bool parse_zone_first(const mrs_lonlat_token *at, written *out)
{
    *out = (written){0};
    if (!parse_zone(&at, out)) {
        return false;
    }
    skip(&at, at->kind == MRS_LONLAT_TOKEN_COLON ? MRS_LONLAT_TOKEN_COLON : MRS_LONLAT_TOKEN_COMMA);
    return parse_ordinates(&at, out) && at->kind == MRS_LONLAT_TOKEN_END;
}

static bool parse_zone_last(const mrs_lonlat_token *at, written *out)
{
    *out = (written){.is_named = parse_system(&at)};
    if (!parse_ordinates(&at, out)) {
        return false;
    }
    skip(&at, MRS_LONLAT_TOKEN_COMMA);
    return parse_zone(&at, out) && at->kind == MRS_LONLAT_TOKEN_END;
}

/* An easting has six digits; only with them can a text be meant so. */
static bool is_utm(const mrs_lonlat_tokens *tokens, written *out)
{
    if (tokens->count < 3 ||
        (!parse_zone_first(tokens->items, out) && !parse_zone_last(tokens->items, out))) {
        return false;
    }
    bool is_long = out->first.number->whole_digits >= 6 || out->second.number->whole_digits >= 6;
    return is_long && (out->is_named || out->letter || out->first.axis || out->second.axis);
}

/* --- The sense --- */

static marsad_status order(const written *w, const mrs_lonlat_token **easting,
                           const mrs_lonlat_token **northing, marsad_error *error)
{
    const double most_easting = 1e6;
    bool swapped = w->first.axis == 'N' || w->second.axis == 'E';
    bool straight = w->first.axis == 'E' || w->second.axis == 'N';
    if (swapped && straight) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the UTM coordinates have two %s; write " HOW_TO_WRITE,
                        w->first.axis == 'N' ? "northings" : "eastings");
    }
    if (!swapped && !straight) {
        swapped = w->first.number->value >= most_easting && w->second.number->value < most_easting;
    }
    *easting = swapped ? w->second.number : w->first.number;
    *northing = swapped ? w->first.number : w->second.number;
    return MARSAD_OK;
}

/* Whether a bare S may mean the band from 32 N to 40 N as well. */
static marsad_status check_south(mrs_utm utm, marsad_error *error)
{
    marsad_lonlat north;
    marsad_error ignored;
    utm.is_south = false;
    utm.band = 'S';
    if (mrs_utm_position(&utm, &north, &ignored)) {
        return MARSAD_OK;
    }
    return mrs_fail(error, MARSAD_ERR_INPUT,
                    "%dS may be band S, %.1f degrees north, or the southern hemisphere; write %d "
                    "north or %d south before the easting",
                    utm.zone, north.lat, utm.zone, utm.zone);
}

static marsad_status set_hemisphere(const written *w, mrs_utm *utm, marsad_error *error)
{
    if (!w->letter) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "UTM zone %d is north or south of the equator; write %d north or %d south "
                        "before the easting",
                        w->zone, w->zone, w->zone);
    }
    utm->is_south = w->letter < 'N' || w->letter == 'S';
    if (w->letter == 'S' && !w->is_spelt) {
        return check_south(*utm, error);
    }
    utm->band = w->letter == 'S' || w->letter == 'N' ? '\0' : w->letter;
    return MARSAD_OK;
}

static double step_of(const mrs_lonlat_token *number)
{
    return pow(10, -number->decimals);
}

static int places(const mrs_lonlat_token *number)
{
    return number->decimals > 6 ? 6 : number->decimals;
}

/* With a letter that leaves the hemisphere beyond doubt: the band that was written, N, or in the
 * south the band in which the position lies. */
static void describe(const mrs_utm *utm, const mrs_lonlat_token *easting,
                     const mrs_lonlat_token *northing, mrs_coordinates *out)
{
    char letter = utm->band ? utm->band : utm->is_south ? mrs_grid_band(out->at.lat) : 'N';
    out->form = "UTM";
    out->precision_m =
        fmax(MRS_COORDINATES_FINEST_M, fmax(step_of(easting), step_of(northing)) / 2);
    snprintf(out->name, sizeof out->name, "%d%c %.*f %.*f", utm->zone, letter, places(easting),
             utm->easting_m, places(northing), utm->northing_m);
}

marsad_status mrs_utm_read(const mrs_lonlat_tokens *tokens, mrs_coordinates *out,
                           marsad_error *error)
{
    written w;
    const mrs_lonlat_token *easting = NULL, *northing = NULL;
    *out = (mrs_coordinates){0};
    if (!is_utm(tokens, &w)) {
        return MARSAD_ERR_NOT_FOUND;
    }
    marsad_status status = order(&w, &easting, &northing, error);
    if (status) {
        return status;
    }
    mrs_utm utm = {.zone = w.zone, .easting_m = easting->value, .northing_m = northing->value};
    status = set_hemisphere(&w, &utm, error);
    status = status ? status : mrs_utm_position(&utm, &out->at, error);
    if (!status) {
        describe(&utm, easting, northing, out);
    }
    return status;
}
