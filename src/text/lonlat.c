#include "text/lonlat.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"

/* --- The shape of a pair --- */

static bool is_end(const mrs_lonlat_token *token)
{
    return token->kind == MRS_LONLAT_TOKEN_END ||
           (token->kind == MRS_LONLAT_TOKEN_CLOSE && is_end(token + 1));
}

/* A dash with a space on either side, behind a letter: "32°N - 13°E". */
static bool is_dash(const mrs_lonlat_token *at, const mrs_angle *first)
{
    return at->kind == MRS_LONLAT_TOKEN_MINUS && at->spaced && at[1].spaced && first->letter;
}

/* Numbers that only a space parts, as in "32.89 13.185", may well be two coordinates; glued to
 * each other they are one number, and with more than two it is not known where one ends. */
static bool parts_without_separator(const mrs_lonlat_token *at, const mrs_angle *first)
{
    return first->letter || first->label || (at->spaced && (first->parts == 1 || first->is_marked));
}

static bool parse_separator(const mrs_lonlat_token **at, const mrs_angle *first, bool *is_dashed)
{
    *is_dashed = is_dash(*at, first);
    if ((*at)->kind == MRS_LONLAT_TOKEN_COMMA || *is_dashed) {
        ++*at;
        return true;
    }
    return parts_without_separator(*at, first);
}

/* "3 4, 5 6" and "12:30, 13:45" are more often something else. */
static bool is_plain_list(const mrs_angle *angle)
{
    return angle->parts == 2 && !angle->letter && !angle->label;
}

static bool is_colon_time(const mrs_lonlat_token *tokens)
{
    return tokens[0].kind == MRS_LONLAT_TOKEN_NUMBER && tokens[1].kind == MRS_LONLAT_TOKEN_COLON;
}

static bool knows(const mrs_angle *angle)
{
    return mrs_angle_axis(angle) != MRS_AXIS_UNKNOWN;
}

/* Whether what was read can be meant as a pair. */
static bool is_likely(const mrs_lonlat_token *start, const mrs_angle pair[2], bool has_separator)
{
    bool mixed = pair[0].letter_first && pair[1].letter && !pair[1].letter_first;
    if (mixed && !has_separator && pair[0].parts != pair[1].parts) {
        return false; /* N 32 53 13 11 E: where does the first end? */
    }
    for (int i = 0; i < 2; i++) {
        char other = pair[!i].letter;
        if (pair[i].letter_is_o && other != 'N' && other != 'S') {
            return false;
        }
    }
    bool any_known = knows(&pair[0]) || knows(&pair[1]);
    bool is_marked = pair[0].is_marked && pair[1].is_marked && !is_colon_time(start);
    return any_known || is_marked || !(is_plain_list(&pair[0]) || is_plain_list(&pair[1]));
}

static const mrs_lonlat_token *skip_intro(const mrs_lonlat_token *at)
{
    if (mrs_lonlat_token_is(at, MRS_LONLAT_WORD_INTRO)) {
        at++;
        at += at->kind == MRS_LONLAT_TOKEN_COLON;
    }
    return at->kind == MRS_LONLAT_TOKEN_OPEN ? at + 1 : at;
}

static bool parse_pair(const mrs_lonlat_tokens *tokens, mrs_angle_joining joining,
                       mrs_angle pair[2], bool *is_dashed)
{
    const mrs_lonlat_token *start = skip_intro(tokens->items);
    const mrs_lonlat_token *at = start;
    if (!mrs_angle_parse(&at, joining, &pair[0])) {
        return false;
    }
    bool has_comma = at->kind == MRS_LONLAT_TOKEN_COMMA;
    bool is_glued = at->kind == MRS_LONLAT_TOKEN_NUMBER && !at->spaced;
    return parse_separator(&at, &pair[0], is_dashed) && mrs_angle_parse(&at, joining, &pair[1]) &&
           is_end(at) && !(is_glued && !pair[1].letter) && /* 1e3 */
           is_likely(start, pair, has_comma || *is_dashed);
}

/* Spaces join as many numbers to one angle as they can: "32 53 24 N 13 11 6 E"; or fewer, as in
 * "32 13E". */
static bool find_pair(const mrs_lonlat_tokens *tokens, bool comma_is_point, mrs_angle pair[2],
                      bool *is_dashed)
{
    for (int most = 3; most > 0; most--) {
        mrs_angle_joining joining = {.most = most};
        if (parse_pair(tokens, joining, pair, is_dashed)) {
            return !comma_is_point || (knows(&pair[0]) && knows(&pair[1]));
        }
    }
    mrs_angle_joining loose = {.most = 3, .past_points = true};
    return parse_pair(tokens, loose, pair, is_dashed) && pair[0].letter && pair[1].letter;
}

/* --- Its sense --- */

static marsad_status check_axes(const mrs_angle pair[2], bool is_dashed, marsad_error *error)
{
    for (int i = 0; i < 2; i++) {
        if (pair[i].letter && pair[i].label && mrs_angle_axis(&pair[i]) != pair[i].label) {
            return mrs_fail(error, MARSAD_ERR_INPUT,
                            "a coordinate is called a %s and has the letter %c; " MRS_ANGLE_ADVICE,
                            pair[i].label == MRS_AXIS_LAT ? "latitude" : "longitude",
                            pair[i].letter);
        }
    }
    if (is_dashed && !pair[1].letter) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "a dash before a coordinate may be a minus sign; " MRS_ANGLE_ADVICE);
    }
    mrs_axis axis = mrs_angle_axis(&pair[0]);
    if (axis && axis == mrs_angle_axis(&pair[1])) {
        return mrs_fail(error, MARSAD_ERR_INPUT, "both coordinates are %s; " MRS_ANGLE_ADVICE,
                        axis == MRS_AXIS_LAT ? "latitudes" : "longitudes");
    }
    return MARSAD_OK;
}

/* Which of the two is the latitude, or -1 with `error` filled. */
static int latitude_index(const mrs_angle pair[2], marsad_error *error)
{
    mrs_axis first = mrs_angle_axis(&pair[0]);
    if (first) {
        return first == MRS_AXIS_LAT ? 0 : 1;
    }
    mrs_axis second = mrs_angle_axis(&pair[1]);
    if (second) {
        return second == MRS_AXIS_LAT ? 1 : 0;
    }
    bool first_far = fabs(mrs_angle_degrees(&pair[0])) > 90;
    bool second_far = fabs(mrs_angle_degrees(&pair[1])) > 90;
    if (first_far == second_far) {
        mrs_fail(error, MARSAD_ERR_INPUT,
                 first_far ? "neither coordinate can be a latitude; " MRS_ANGLE_ADVICE
                           : "which coordinate is the latitude cannot be known; " MRS_ANGLE_ADVICE);
        return -1;
    }
    return first_far ? 1 : 0;
}

marsad_status mrs_lonlat_fill(const mrs_angle *lon, const mrs_angle *lat, const char *form,
                              mrs_coordinates *out, marsad_error *error)
{
    marsad_lonlat point = {mrs_angle_degrees(lon), mrs_angle_degrees(lat)};
    if (fabs(point.lon) > 180 || fabs(point.lat) > 90) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "coordinates out of range: longitude %.6g, latitude %.6g", point.lon,
                        point.lat);
    }
    double step_m = fmax(mrs_angle_step_m(lon), mrs_angle_step_m(lat));
    out->at = point;
    out->precision_m = fmax(MRS_COORDINATES_FINEST_M, step_m / 2);
    out->form = form;
    mrs_angle_name(lat, MRS_AXIS_LAT, out->name, sizeof out->name);
    size_t length = strlen(out->name);
    out->name[length++] = ' ';
    mrs_angle_name(lon, MRS_AXIS_LON, out->name + length, sizeof out->name - length);
    return MARSAD_OK;
}

static const char *form_of(const mrs_angle pair[2])
{
    const mrs_angle *longer = &pair[pair[1].parts > pair[0].parts];
    if (longer->parts == 1) {
        return "a pair in decimal degrees";
    }
    if (longer->parts == 3) {
        return "degrees, minutes and seconds";
    }
    return longer->decimals ? "degrees and decimal minutes" : "degrees and minutes";
}

marsad_status mrs_lonlat_read(const mrs_lonlat_tokens *tokens, bool comma_is_point,
                              mrs_coordinates *out, marsad_error *error)
{
    mrs_angle pair[2];
    bool is_dashed = false;
    *out = (mrs_coordinates){0};
    marsad_status status = mrs_lonlat_read_notation(tokens, out, error);
    if (status != MARSAD_ERR_NOT_FOUND) {
        return status;
    }
    if (!find_pair(tokens, comma_is_point, pair, &is_dashed)) {
        return MARSAD_ERR_NOT_FOUND;
    }
    for (int i = 0; i < 2; i++) {
        status = mrs_angle_check(&pair[i], error);
        if (status) {
            return status;
        }
    }
    status = check_axes(pair, is_dashed, error);
    int lat = status ? -1 : latitude_index(pair, error);
    if (lat < 0) {
        return MARSAD_ERR_INPUT;
    }
    return mrs_lonlat_fill(&pair[!lat], &pair[lat], form_of(pair), out, error);
}

marsad_status marsad_text_lonlat(const char *text, marsad_lonlat *out, marsad_error *error)
{
    mrs_lonlat_tokens tokens;
    mrs_coordinates read = {0};
    marsad_status status = MARSAD_ERR_NOT_FOUND;
    /* 32,89N 13,185E: where commas as separators make no pair, they may be decimal commas. */
    for (int comma = 0; comma < 2 && status == MARSAD_ERR_NOT_FOUND; comma++) {
        if (mrs_text_has_digit(text) && mrs_lonlat_tokens_read(text, comma, &tokens)) {
            status = mrs_lonlat_read(&tokens, comma, &read, error);
        }
    }
    if (status) {
        read = (mrs_coordinates){0};
    }
    *out = read.at;
    return status == MARSAD_ERR_NOT_FOUND
               ? mrs_fail(error, status, "not a coordinate pair; " MRS_ANGLE_ADVICE)
               : status;
}
