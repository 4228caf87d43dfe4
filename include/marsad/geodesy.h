/**
 * Points, boxes, and distances on the WGS 84 ellipsoid.
 *
 * Longitude comes before latitude, both in degrees; lengths are metres; azimuths are degrees
 * clockwise from true north in [0, 360).
 */
#ifndef MARSAD_GEODESY_H
#define MARSAD_GEODESY_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct marsad_lonlat {
    double lon; /* degrees east, [-180, 180] */
    double lat; /* degrees north, [-90, 90] */
} marsad_lonlat;

/** A box in degrees. Where it crosses the antimeridian, west > east. */
typedef struct marsad_bbox {
    double west, south, east, north;
} marsad_bbox;

/** The geodesic (shortest line) from one point to another. */
typedef struct marsad_geodesic {
    double distance_m;
    double azimuth_deg;      /* at the first point, towards the second */
    double back_azimuth_deg; /* at the second point, towards the first */
} marsad_geodesic;

/** Languages that Marsad speaks. */
typedef enum marsad_lang { MARSAD_LANG_EN = 0, MARSAD_LANG_AR, MARSAD_LANG_FR } marsad_lang;

/** Reads "en", "ar" or "fr". MARSAD_ERR_USAGE on anything else, with the list in the message. */
MARSAD_API marsad_status marsad_lang_parse(const char *code, marsad_lang *out, marsad_error *error);

/** The two-letter code of a language. */
MARSAD_API const char *marsad_lang_code(marsad_lang lang);

/** True if both numbers are finite and within the ranges above. */
MARSAD_API bool marsad_lonlat_valid(marsad_lonlat point);

/**
 * Reads a position on WGS 84, with N, S, E, W (O), words or labels in English, Arabic and French,
 * in western and Arabic digits:
 *  - decimal degrees ("32.89N,13.185E", "lat 32.89 lon 13.185"); degrees and decimal minutes;
 *    degrees, minutes and seconds ("32°53'24\"N 13°11'06\"E", "325324N 0131106E");
 *  - "geo:32.89,13.185" (latitude first) and "POINT(13.185 32.89)" (longitude first);
 *  - UTM ("33R 328500 3480000", "UTM zone 33 north, 328500 mE 3480000 mN");
 *  - MGRS ("33SUR2850080000", "33S UR 285 800"): the square's centre.
 * Two degrees come in either order, where letters or a number beyond 90 decide it.
 *
 * `precision_m` (may be NULL) is the radius that the last place written leaves open: half a step of
 * it along the meridian, of an MGRS square half the diagonal; never under 10 m.
 *
 * Returns MARSAD_OK; MARSAD_ERR_NOT_FOUND if the text is something else (a name, say);
 * MARSAD_ERR_INPUT if it is coordinates, but their order or hemisphere cannot be known or they
 * cannot be right; MARSAD_ERR_LIBRARY if PROJ fails.
 */
MARSAD_API marsad_status marsad_coordinates_parse(const char *text, marsad_lonlat *out,
                                                  double *precision_m, marsad_error *error);

/**
 * The geodesic between two valid points, by Karney's algorithm as PROJ implements it
 * (C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87, 43-55, 2013,
 * doi:10.1007/s00190-012-0578-z); accurate to some nanometres. Between a point and itself the
 * distance and both azimuths are 0.
 */
MARSAD_API marsad_geodesic marsad_geodesic_between(marsad_lonlat from, marsad_lonlat to);

/**
 * The geodesics from each of `from_count` points to each of `to_count` others, row by row: `out`
 * has room for from_count * to_count. Where `to` is `from` itself, with as many points, each pair
 * is measured once, from the point that comes first, and mirrored for the way back: the same to
 * some nanometres as marsad_geodesic_between(), but where many lines are equally short (between
 * antipodes) or at a pole, where the mirror's azimuths belong to the same line.
 *
 * Large ones are shared by `threads` threads (0: as many as the machine has processors); threads
 * that the system refuses are done without. The results do not depend on how many there were.
 * MARSAD_ERR_USAGE if a point is not on Earth; then `out` is as it was.
 */
MARSAD_API marsad_status marsad_geodesic_matrix(const marsad_lonlat *from, size_t from_count,
                                                const marsad_lonlat *to, size_t to_count,
                                                unsigned threads, marsad_geodesic *out,
                                                marsad_error *error);

/** Units of length that distances are told in. */
typedef enum marsad_unit { MARSAD_UNIT_KM = 0, MARSAD_UNIT_MI, MARSAD_UNIT_NMI } marsad_unit;

/** Reads "km", "mi" or "nmi". MARSAD_ERR_USAGE on anything else, with the list in the message. */
MARSAD_API marsad_status marsad_unit_parse(const char *text, marsad_unit *out, marsad_error *error);

/** "km", "mi", "nmi". */
MARSAD_API const char *marsad_unit_text(marsad_unit unit);

/** Metres in one: 1000, 1609.344 (international mile), 1852. */
MARSAD_API double marsad_unit_metres(marsad_unit unit);

/**
 * Reads a length as the resolver reads it in a location, but for one plain figure in digits:
 * "50km", "50 km", "12.5 mi", "12,5 km", "800 m", "10 nmi", "٥٠ كم". "mi" is the international
 * mile; "nm" is "nmi". MARSAD_ERR_USAGE if it is none (also "about 50 km", "50-60 km"), has no
 * unit, is not positive, or goes beyond half way round the Earth.
 */
MARSAD_API marsad_status marsad_length_parse(const char *text, double *metres, marsad_error *error);

/** The point `distance_m` (may be negative) from `from` along the geodesic that starts at
 *  `azimuth_deg`. */
MARSAD_API marsad_lonlat marsad_geodesic_point(marsad_lonlat from, double azimuth_deg,
                                               double distance_m);

/** The compass direction as an abbreviation of eight winds: "N", "NE", … "NW". `azimuth_deg` is
 *  any finite number. */
MARSAD_API const char *marsad_compass_abbreviation(double azimuth_deg);

/** The same as words: "south-east", "جنوب شرق", "sud-est". */
MARSAD_API const char *marsad_compass_word(double azimuth_deg, marsad_lang lang);

/** Reads "W,S,E,N" in degrees. MARSAD_ERR_USAGE with a message that says what is wrong. */
MARSAD_API marsad_status marsad_bbox_parse(const char *text, marsad_bbox *out, marsad_error *error);

/** The smallest box that holds a circle of `radius_m` > 0 around `centre`. Near a pole it spans all
 *  longitudes. */
MARSAD_API marsad_bbox marsad_bbox_around(marsad_lonlat centre, double radius_m);

/** True if the point lies in the box or on its edge. */
MARSAD_API bool marsad_bbox_contains(marsad_bbox box, marsad_lonlat point);

#ifdef __cplusplus
}
#endif
#endif
