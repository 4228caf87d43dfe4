/** UTM coordinates and MGRS squares in text. */
#ifndef MARSAD_GEO_GRID_TEXT_H
#define MARSAD_GEO_GRID_TEXT_H

#include "text/lonlat.h"

/**
 * Reads "33R 328500 3480000", "UTM zone 33 north, 328500 mE 3480000 mN" and their like.
 *
 * The letter behind the zone is a latitude band (C to X) or a hemisphere (N, S, or the word). N is
 * north either way. S is the band from 32 N to 40 N, or the southern hemisphere: where the northing
 * does not fall in the band it is the hemisphere; otherwise it could be both and is refused.
 * Without labels the easting comes first, but where only a number beyond a million can be the
 * northing. MARSAD_ERR_NOT_FOUND, with `error` left alone, if the tokens are no such thing;
 * MARSAD_ERR_INPUT if they are, but cannot be right.
 */
marsad_status mrs_utm_read(const mrs_lonlat_tokens *tokens, mrs_coordinates *out,
                           marsad_error *error);

/**
 * Reads "33SUR2850080000", "33S UR 28500 80000", 0 to 5 digits a half: the square's centre, with
 * half its diagonal as precision. Statuses as mrs_utm_read(). What may be a name or a date
 * ("31MAR", "12 HAY 24") is not found, unless "MGRS" stands before it; polar squares are refused.
 */
marsad_status mrs_mgrs_read(const mrs_lonlat_tokens *tokens, mrs_coordinates *out,
                            marsad_error *error);

#endif
