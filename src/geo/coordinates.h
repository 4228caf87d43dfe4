/** The one door to coordinates in text: every form that Marsad reads. */
#ifndef MARSAD_GEO_COORDINATES_H
#define MARSAD_GEO_COORDINATES_H

#include "text/lonlat.h"

/**
 * Reads coordinates: pairs in degrees, with minutes and seconds, geo: URIs, WKT points, UTM, MGRS.
 * MARSAD_ERR_NOT_FOUND, with `error` left alone, if the text is something else, such as a name;
 * quick where it has no digit. MARSAD_ERR_INPUT if it is coordinates, but they cannot be right or
 * their order cannot be known. MARSAD_ERR_LIBRARY if PROJ fails (UTM and MGRS only).
 */
marsad_status mrs_coordinates_read(const char *text, mrs_coordinates *out, marsad_error *error);

#endif
