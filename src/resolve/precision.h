/**
 * How precise a location is, in the two conventions that conflict data use.
 *
 *     what the location is                             UCDP where_prec   ACLED geo_precision
 *     a town, quarter, site, coordinate: to 25 km             1                   1
 *     relative to a place, radius to 25 km                    2                   2
 *     relative, 25 to 50 km                                   5                   2
 *     relative, beyond 50 km                                  5                   3
 *     second-level district and below (ADM2 … ADM5, ADMD)     3                   2
 *     first-level district (ADM1), even its eastern part      4                   3
 *     line or area: road, river, desert, region, mountains;
 *       any other place of more than 25 km                    5             2 to 50 km, else 3
 *     a side of a country ("eastern Libya")                   5                   3
 *     a country (PCL…)                                        6                   3
 *     open sea (OCN, SEA, GULF, STRT …)                       7                   3
 *
 * UCDP GED's codebook: 1 the exact place is known, 2 within some 25 km of a known point, 3 and 4
 * the district of the second and first order, 5 a line or a vague area for which a point was
 * chosen, 6 the country only, 7 international waters or airspace. ACLED's: 1 the town itself, 2 a
 * small part of a region or near a town, 3 a larger region. The limit of 50 km is ours: ACLED names
 * none, and it is about the size of a second-level district.
 */
#ifndef MARSAD_RESOLVE_PRECISION_H
#define MARSAD_RESOLVE_PRECISION_H

#include <stdbool.h>

#include "marsad/gazetteer.h"

/** The codes, from `place->feature_code` and `place->uncertainty_m`. Where `relative`, the code is
 *  the anchor's and the uncertainty is the radius of what was placed. */
int mrs_where_prec(const marsad_place *place, bool relative);
int mrs_geo_precision(const marsad_place *place, bool relative);

#endif
