/**
 * From the words of a relative location and the places of its anchors to a point with a radius.
 *
 * The circle is meant to hold the place in about nine cases of ten. What goes into it:
 *
 * The anchor. People measure from a town's middle or from its edge: its extent (uncertainty_m)
 * counts as an error of the distance. Independent errors are added as squares.
 *
 * The figure. Its stated tolerance, and a tenth of it, for many figures are read off the road,
 * which is longer than the straight line (a seventh where no road of the basemap is known, and the
 * way bends besides; a twentieth along a road that is known).
 *
 * The direction. A word of eight winds covers 22.5 degrees to either side, and people are looser:
 * with a figure, 1.25 of the word's own half angle (who gives one has looked at a map); without,
 * 1.5 of it; for a side of a town ("southern suburbs"), 2 of it; for a side of a country or
 * district, whose shape is no circle, 8/3 of it: "eastern Libya" has Benghazi in it, due north of
 * Libya's middle.
 *
 * No figure. Then the kind of the anchor decides, by this table of kilometres beyond its extent
 * (`part` in extents from its middle). The circle is the smallest around the sector of the ring.
 *
 *     anchor                                around  near  direction  part
 *     metropolis  1,000,000 people and more     20    25         50     3
 *     city        100,000; any capital          10    15         35     3
 *     town        10,000                         6    10         20     3
 *     village     fewer                          4     6         12     3
 *     quarter     a part of a town             1.5     2          4   1.5
 *     site        airport, camp, port …          2     4          8   1.5
 *     area        country, district: in        1.5   1.5        1.4   1.4
 *                 extents from its middle
 *
 * Where the population is unknown, a seat of a first-level district is a city, of a second-level
 * one a town, and else the extent tells: 5 km a city, 2.5 km a town. "East of Libya" is its eastern
 * part. An area's extent is the radius of a circle of its size, and its middle need not be in the
 * middle: its corners lie up to 1.4 extents away (Tripoli 1040 km from Libya's, Bamako 925 km from
 * Mali's). "On the road to X" with no other end reaches twice as far beyond X as "near X".
 *
 * Reasons: a report names the nearest town that its readers know, so the reach grows with the town
 * and ends about halfway to the next of its rank: some 40 km for a city of Misrata's rank, and some
 * 10 km for a village. "Near" a town is within a morning's walk of its edge, "near" a camp within
 * sight or earshot. Suburbs: Tripoli's southern ones (Al Hadbah, Salah ad Din, Ayn Zarah, Wadi ar
 * Rabi', Qasr bin Ghashir) lie 5 to 25 km from a middle whose extent is 8 km.
 *
 * Between two places. The stretch from edge to edge, along the basemap's road where one connects
 * them without going round (1.8 times the straight line at most) and the smallest circle around it;
 * else along the geodesic, with a fifth of its length to either side. Midway: an eighth of the
 * length to either end (0.15 without a road). Beside a schematic road 3 km are added, for it is
 * drawn straight from place to place.
 */
#ifndef MARSAD_RESOLVE_RELATIVE_H
#define MARSAD_RESOLVE_RELATIVE_H

#include "marsad/gazetteer.h"
#include "marsad/roads.h"
#include "resolve/relation.h"

typedef struct mrs_relative {
    marsad_lonlat at;
    double uncertainty_m; /* > 0 */
    bool by_road;         /* the basemap's road decided */
    char *how;            /* one English clause: "15 km south of Misrata, give or take 8 km" */
} mrs_relative;

/**
 * Places what the relation says. `anchors` are relation->anchor_count places in the order of the
 * words; `roads` may be NULL. A relation that lacks its figure or direction is taken for what is
 * left (OFFSET without a direction as DISTANCE); its subject plays no part.
 *
 * MARSAD_ERR_INPUT where the words cannot be true of these places: between a place and itself, or
 * farther along the way than it is long (and a fifth more). MARSAD_ERR_USAGE if an anchor is
 * missing or a number is out of range. Free with mrs_relative_clear().
 */
marsad_status mrs_relative_place(const mrs_relation *relation, const marsad_place *const *anchors,
                                 const marsad_roads *roads, mrs_relative *out, marsad_error *error);

/** Frees the text and zeroes it. `relative` may be NULL. */
void mrs_relative_clear(mrs_relative *relative);

#endif
