/* Notations that define the order of their numbers: geo: URIs and WKT points. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "text/lonlat.h"

/* A signed number as an angle. */
static bool parse_number(const mrs_lonlat_token **at, mrs_angle *out)
{
    *out = (mrs_angle){0};
    if ((*at)->kind == MRS_LONLAT_TOKEN_MINUS || (*at)->kind == MRS_LONLAT_TOKEN_PLUS) {
        out->has_minus = (*at)->kind == MRS_LONLAT_TOKEN_MINUS;
        ++*at;
    }
    if ((*at)->kind != MRS_LONLAT_TOKEN_NUMBER) {
        return false;
    }
    out->part[0] = (*at)->value;
    out->parts = 1;
    out->decimals = (*at)->decimals;
    ++*at;
    return true;
}

/* --- geo:LAT,LON[,HEIGHT][;crs=wgs84][;u=METRES] --- */

static bool is_letter(const mrs_lonlat_token *token, char letter)
{
    return mrs_lonlat_token_is_letters(token, 1) && (token->text[0] | 0x20) == letter;
}

/* The parameters; those that are not known say nothing of the place. */
static marsad_status read_parameters(const mrs_lonlat_token *at, double *uncertainty_m,
                                     marsad_error *error)
{
    while (at->kind != MRS_LONLAT_TOKEN_END) {
        bool named = at[0].kind == MRS_LONLAT_TOKEN_COMMA && at[1].kind != MRS_LONLAT_TOKEN_END &&
                     at[2].kind == MRS_LONLAT_TOKEN_COLON;
        if (named && mrs_lonlat_token_is(&at[1], MRS_LONLAT_WORD_CRS) &&
            !(mrs_lonlat_token_is(&at[3], MRS_LONLAT_WORD_WGS) && at[4].value == 84)) {
            return mrs_fail(error, MARSAD_ERR_INPUT,
                            "the geo: URI is not in WGS 84; write it with crs=wgs84");
        }
        if (named && is_letter(&at[1], 'u') && at[3].kind == MRS_LONLAT_TOKEN_NUMBER) {
            *uncertainty_m = at[3].value;
        }
        at++;
    }
    return MARSAD_OK;
}

static marsad_status read_geo(const mrs_lonlat_token *at, mrs_coordinates *out, marsad_error *error)
{
    mrs_angle lat, lon, height;
    bool is_pair = parse_number(&at, &lat) && (at++)->kind == MRS_LONLAT_TOKEN_COMMA &&
                   parse_number(&at, &lon);
    if (!is_pair) {
        return mrs_fail(
            error, MARSAD_ERR_INPUT,
            "a geo: URI holds the latitude and the longitude, such as geo:32.89,13.185");
    }
    if (at->kind == MRS_LONLAT_TOKEN_COMMA && at->text[0] == ',') {
        const mrs_lonlat_token *ahead = at + 1;
        at = parse_number(&ahead, &height) ? ahead : at;
    }
    double uncertainty_m = 0;
    marsad_status status = read_parameters(at, &uncertainty_m, error);
    status = status ? status : mrs_lonlat_fill(&lon, &lat, "a geo: URI", out, error);
    if (!status) {
        out->precision_m = fmax(out->precision_m, fmin(uncertainty_m, 2.1e7));
    }
    return status;
}

/* --- [SRID=4326;]POINT[ Z](LON LAT[ HEIGHT]) --- */

static bool skip_dimensions(const mrs_lonlat_token **at)
{
    bool has_any = is_letter(*at, 'z') || is_letter(*at, 'm') ||
                   (mrs_lonlat_token_is_letters(*at, 2) && strncasecmp((*at)->text, "zm", 2) == 0);
    *at += has_any;
    return (*at)->kind == MRS_LONLAT_TOKEN_OPEN;
}

static marsad_status read_wkt(const mrs_lonlat_token *at, double srid, mrs_coordinates *out,
                              marsad_error *error)
{
    mrs_angle lat, lon, more;
    if (!skip_dimensions(&at)) {
        return MARSAD_ERR_NOT_FOUND; /* "Point 5": a name */
    }
    at++;
    bool is_pair = parse_number(&at, &lon) && at->spaced && parse_number(&at, &lat);
    while (is_pair && at->kind != MRS_LONLAT_TOKEN_CLOSE && parse_number(&at, &more)) {
    }
    if (!is_pair || at[0].kind != MRS_LONLAT_TOKEN_CLOSE || at[1].kind != MRS_LONLAT_TOKEN_END) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "a WKT point holds the longitude, a space and the latitude, such as "
                        "POINT(13.185 32.89)");
    }
    if (srid != 4326) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the WKT point is in SRID %.0f; only 4326 (WGS 84) is read", srid);
    }
    return mrs_lonlat_fill(&lon, &lat, "a WKT point", out, error);
}

marsad_status mrs_lonlat_read_notation(const mrs_lonlat_tokens *tokens, mrs_coordinates *out,
                                       marsad_error *error)
{
    const mrs_lonlat_token *at = tokens->items;
    double srid = 4326;
    if (tokens->count < 4) {
        return MARSAD_ERR_NOT_FOUND;
    }
    if (mrs_lonlat_token_is(at, MRS_LONLAT_WORD_GEO)) {
        return at[1].kind == MRS_LONLAT_TOKEN_COLON ? read_geo(at + 2, out, error)
                                                    : MARSAD_ERR_NOT_FOUND;
    }
    if (mrs_lonlat_token_is(at, MRS_LONLAT_WORD_SRID) && at[1].kind == MRS_LONLAT_TOKEN_COLON &&
        at[2].kind == MRS_LONLAT_TOKEN_NUMBER && at[3].kind == MRS_LONLAT_TOKEN_COMMA) {
        srid = at[2].value;
        at += 4;
    }
    return mrs_lonlat_token_is(at, MRS_LONLAT_WORD_POINT) ? read_wkt(at + 1, srid, out, error)
                                                          : MARSAD_ERR_NOT_FOUND;
}
