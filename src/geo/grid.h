/** Grid positions: UTM coordinates and MGRS squares, on WGS 84. */
#ifndef MARSAD_GEO_GRID_H
#define MARSAD_GEO_GRID_H

#include <stdbool.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

/** A position in a UTM zone. */
typedef struct mrs_utm {
    int zone;         /* 1 to 60 */
    char band;        /* C to X without I and O, or 0 if only the hemisphere is known */
    bool is_south;    /* the northing counts from 10,000 km south of the equator */
    double easting_m; /* 100,000 to 900,000 */
    double northing_m;
} mrs_utm;

/** An MGRS square (NGA.STND.0037, Universal Grids and Grid Reference Systems, 2014). */
typedef struct mrs_mgrs {
    int zone;                 /* 1 to 60 */
    char band;                /* C to X without I and O */
    char column, row;         /* of the 100 km square, in capitals */
    int digits;               /* of each half, 0 (100 km) to 5 (1 m) */
    double easting, northing; /* the two halves, as they are written */
} mrs_mgrs;

/** True for the letters of latitude bands: C to X without I and O, in capitals. */
bool mrs_grid_is_band(char letter);

/** The letter of the band that holds a latitude of [-80, 84]; of others, the nearest band's. */
char mrs_grid_band(double lat);

/** True if `lat` lies in the band, or within `tolerance_deg` of it. */
bool mrs_grid_in_band(char band, double lat, double tolerance_deg);

/**
 * The position of UTM coordinates. MARSAD_ERR_INPUT, with what is wrong, if the zone, the easting
 * or the northing is out of range, or the position is not in the band. MARSAD_ERR_LIBRARY if PROJ
 * fails.
 */
marsad_status mrs_utm_position(const mrs_utm *utm, marsad_lonlat *out, marsad_error *error);

/**
 * The centre of an MGRS square, and half its diagonal. MARSAD_ERR_INPUT if there is no such square:
 * its zone does not exist, its letters are not used in the zone, or it lies outside the band or
 * more than a degree outside the zone.
 */
marsad_status mrs_mgrs_position(const mrs_mgrs *mgrs, marsad_lonlat *out, double *radius_m,
                                marsad_error *error);

#endif
