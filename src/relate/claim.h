/** Claims from inside: how a part is graded, and the figures that it is graded by. */
#ifndef MARSAD_RELATE_CLAIM_H
#define MARSAD_RELATE_CLAIM_H

#include "marsad/claim.h"

/** Up to what a figure holds, and up to what it does roughly. */
typedef struct mrs_grade_limits {
    double holds, roughly;
} mrs_grade_limits;

/** A figure, and the least and the most that it is within the places' radii. */
typedef struct mrs_figure {
    double value, least, most;
} mrs_figure;

/** Fills `off` and the verdicts of a part; what is not a number does not hold. */
void mrs_claim_grade(marsad_claim_part *part, mrs_figure off, mrs_grade_limits limits);

/** How far the azimuth from the anchor to the place can turn for points within their radii, degrees
 *  up to 180. */
double mrs_claim_turn(const marsad_claim_point *anchor, const marsad_claim_point *place,
                      double distance_m);

/** Three places by the lengths between them, and their radii. */
typedef struct mrs_triangle {
    double first_m, second_m; /* from the place to each anchor */
    double apart_m;           /* between the anchors, > 0 */
    double place_r, first_r, second_r;
} mrs_triangle;

/** How a place lies to two anchors. */
typedef struct mrs_betweenness {
    mrs_figure detour, share;
    mrs_figure farther; /* the farther anchor's distance in those of the anchors from each other */
    mrs_figure uneven;  /* how far the share is from a half */
} mrs_betweenness;

/** Of straight lines: the places are tried all around their circles, in the plane in which the
 *  three lengths are true. */
mrs_betweenness mrs_between_straight(const mrs_triangle *lengths);

/** Of lengths along a road: a place moves along it, or off it and back. */
mrs_betweenness mrs_between_by_road(const mrs_triangle *lengths);

/** Lengths along the roads, with the ways from the points to the roads. */
typedef struct mrs_road_lengths {
    double first_m, second_m, apart_m;
    bool schematic;
} mrs_road_lengths;

/** MARSAD_ERR_NOT_FOUND where no road is near or none joins the places (`error` is then empty). */
marsad_status mrs_claim_roads(const marsad_claim *claim, const marsad_roads *roads,
                              mrs_road_lengths *out, marsad_error *error);

/** The length of the road from the place to its first anchor; as mrs_claim_roads(). */
marsad_status mrs_claim_road_to(const marsad_claim *claim, const marsad_roads *roads,
                                double *length_m, bool *schematic, marsad_error *error);

/** How far the place is from the road that the claim names; as mrs_claim_roads(). */
marsad_status mrs_claim_off_road(const marsad_claim *claim, const marsad_roads *roads,
                                 double *distance_m, bool *schematic, marsad_error *error);

/** True where a road goes round by a third place, so that it is not the one that is meant. */
bool mrs_claim_goes_round(double road_m, double straight_m);

#endif
