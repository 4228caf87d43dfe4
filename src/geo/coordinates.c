#include "geo/coordinates.h"

#include <string.h>

#include "base/fail.h"
#include "geo/grid_text.h"

static bool has_comma(const char *text)
{
    return strchr(text, ',') || strstr(text, "،");
}

static marsad_status read_tokens(const mrs_lonlat_tokens *tokens, bool comma_is_point,
                                 mrs_coordinates *out, marsad_error *error)
{
    marsad_status status = mrs_mgrs_read(tokens, out, error);
    if (status == MARSAD_ERR_NOT_FOUND) {
        status = mrs_utm_read(tokens, out, error);
    }
    return status == MARSAD_ERR_NOT_FOUND ? mrs_lonlat_read(tokens, comma_is_point, out, error)
                                          : status;
}

marsad_status mrs_coordinates_read(const char *text, mrs_coordinates *out, marsad_error *error)
{
    mrs_lonlat_tokens tokens;
    if (!mrs_text_has_digit(text)) {
        return MARSAD_ERR_NOT_FOUND;
    }
    marsad_status status = MARSAD_ERR_NOT_FOUND;
    if (mrs_lonlat_tokens_read(text, false, &tokens)) {
        status = read_tokens(&tokens, false, out, error);
    }
    if (status == MARSAD_ERR_NOT_FOUND && has_comma(text) &&
        mrs_lonlat_tokens_read(text, true, &tokens)) {
        status = read_tokens(&tokens, true, out, error);
    }
    return status;
}

marsad_status marsad_coordinates_parse(const char *text, marsad_lonlat *out, double *precision_m,
                                       marsad_error *error)
{
    mrs_coordinates read = {0};
    marsad_status status = mrs_coordinates_read(text, &read, error);
    if (status) {
        read = (mrs_coordinates){0};
    }
    *out = read.at;
    if (precision_m) {
        *precision_m = read.precision_m;
    }
    return status == MARSAD_ERR_NOT_FOUND
               ? mrs_fail(error, status,
                          "not coordinates; write them as 32.89N,13.185E, 32°53'24\"N "
                          "13°11'06\"E, 33R 328500 3480000 or 33SUR2850080000")
               : status;
}
