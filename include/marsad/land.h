/**
 * Land and sea: whether a point lies on land, and what of a circle does.
 *
 * Land is the layer `land` of a basemap without its lakes. The coast is as exact as the basemap,
 * about a kilometre (1:10,000,000); lakes are coarser.
 */
#ifndef MARSAD_LAND_H
#define MARSAD_LAND_H

#include <stdbool.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A basemap's land, read where it is asked about. One thread at a time may use it. */
typedef struct marsad_land marsad_land;

/**
 * Opens the layers `land` and `lakes` (which may be missing) of a GeoPackage: areas in EPSG:4326,
 * each layer with its R-tree. Reads none of them yet: it takes less than a millisecond.
 *
 * MARSAD_ERR_NOT_FOUND if there is no such file or no layer `land`, MARSAD_ERR_INPUT if it is not a
 * GeoPackage or its layers cannot be used.
 */
MARSAD_API marsad_status marsad_land_open(const char *basemap, marsad_land **out,
                                          marsad_error *error);

/** Closes it. May be NULL. */
MARSAD_API void marsad_land_free(marsad_land *land);

/** Whether the point lies on land; the coast itself does. MARSAD_ERR_USAGE if it is not on Earth,
 *  MARSAD_ERR_INPUT if the file cannot be read there. */
MARSAD_API marsad_status marsad_land_contains(marsad_land *land, marsad_lonlat point, bool *out,
                                              marsad_error *error);

/** The largest circle that can be clipped, in metres. */
#define MARSAD_LAND_RADIUS_MOST 1000000.0

/** The land of a circle, as a circle of its own. */
typedef struct marsad_land_part {
    marsad_lonlat at; /* on land */
    double radius_m;  /* around it: holds all land of the circle asked about */
    double share;     /* of that circle's area, 0 to 1 */
} marsad_land_part;

/**
 * The land in the circle of `radius_m` (0 to MARSAD_LAND_RADIUS_MOST, without 0) around `centre`.
 * Where all of it is land, or none, the circle is given back as it is, with a share of 1 or 0.
 *
 * `at` is the land's centre of gravity, from which its points are least far away (in the mean of
 * squares); where that is in the water, or right at the shore, the nearest point that lies a
 * fiftieth of `radius_m` inland. (The pole of inaccessibility would often lie at the far end.) The
 * new circle may reach into the water, and where land is left and right of a bay it can be larger
 * than the old one. Beyond 100 km, coasts are smoothed by a thousandth of `radius_m`, which is
 * added to the radius; islets smaller than that are passed over. 40 km take a millisecond, 1000 km
 * about archipelagos some tenths of a second.
 *
 *     marsad_land_part part;
 *     if (marsad_land_clip(land, at, 22000, &part, &error) == MARSAD_OK && part.share > 0) {
 *         at = part.at;
 *     }
 *
 * MARSAD_ERR_USAGE if the circle is out of range, MARSAD_ERR_INPUT if the file cannot be read.
 */
MARSAD_API marsad_status marsad_land_clip(marsad_land *land, marsad_lonlat centre, double radius_m,
                                          marsad_land_part *out, marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
