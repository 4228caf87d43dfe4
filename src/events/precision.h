/** What the precision codes of ACLED and UCDP mean in metres. */
#ifndef MARSAD_EVENTS_PRECISION_H
#define MARSAD_EVENTS_PRECISION_H

/**
 * The radius in which an incident lies whose coordinates have a code: the inverse of the table in
 * resolve/precision.h, which gives that code for a place so uncertain. 0 for other codes.
 *
 *     where_prec 1, geo_precision 1   a town, 3 km (the middle of the gazetteer's)
 *     where_prec 2, geo_precision 2   near a town, 25 km
 *     where_prec 3                    a district of the second order, 50 km
 *     where_prec 4, geo_precision 3   of the first, 120 km
 *     where_prec 5                    a line or a vague area, 100 km
 *     where_prec 6                    a country, 500 km
 *     where_prec 7                    the sea or the air, 200 km
 */
double mrs_where_prec_m(int where_prec);
double mrs_geo_precision_m(int geo_precision);

#endif
