/** Coordinate pairs in text, with the precision at which they were written. */
#ifndef MARSAD_TEXT_LONLAT_H
#define MARSAD_TEXT_LONLAT_H

#include "marsad/text.h"
#include "text/angle.h"
#include "text/lonlat_tokens.h"

/** A position read from text. */
typedef struct mrs_coordinates {
    marsad_lonlat at;
    double precision_m; /* a radius about `at` that what was written leaves open; at least 10 */
    const char *form;   /* such as "a pair in decimal degrees", "UTM"; static */
    char name[48];      /* as it is usually written, with the digits that were written */
} mrs_coordinates;

/** The finest precision that is claimed for a position, in metres. */
#define MRS_COORDINATES_FINEST_M 10.0

/**
 * Reads a pair of angles, a geo: URI or a WKT point. `comma_is_point` says how the tokens were
 * read: decimal commas are believed only where letters or labels leave no doubt. The precision is
 * half a step of the last place written of the coarser number, along the meridian.
 * MARSAD_ERR_NOT_FOUND, with `error` left alone, if the tokens are no pair; MARSAD_ERR_INPUT as of
 * marsad_text_lonlat().
 */
marsad_status mrs_lonlat_read(const mrs_lonlat_tokens *tokens, bool comma_is_point,
                              mrs_coordinates *out, marsad_error *error);

/** Reads a geo: URI (RFC 5870; latitude first) or a WKT point (longitude first); as
 *  mrs_lonlat_read(). */
marsad_status mrs_lonlat_read_notation(const mrs_lonlat_tokens *tokens, mrs_coordinates *out,
                                       marsad_error *error);

/** Fills `out` from two checked angles. MARSAD_ERR_INPUT, with `out` left alone, if they are out of
 *  range. */
marsad_status mrs_lonlat_fill(const mrs_angle *lon, const mrs_angle *lat, const char *form,
                              mrs_coordinates *out, marsad_error *error);

#endif
