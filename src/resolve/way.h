/** The way between the two anchors of a relative location: by road, or else the geodesic. */
#ifndef MARSAD_RESOLVE_WAY_H
#define MARSAD_RESOLVE_WAY_H

#include "marsad/roads.h"
#include "resolve/anchor.h"

typedef struct mrs_way {
    mrs_anchor from, to;
    bool by_road;
    marsad_road_path path; /* empty unless by road */
    marsad_geodesic line;
    double length_m; /* of the road or the geodesic */
} mrs_way;

/** Finds the way; a road is taken only where it goes from one to the other without going round.
 *  `roads` may be NULL. MARSAD_ERR_INPUT if the anchors are the same place. Free with
 *  mrs_way_clear(). */
marsad_status mrs_way_find(const marsad_roads *roads, const marsad_place *from,
                           const marsad_place *to, mrs_way *out, marsad_error *error);
void mrs_way_clear(mrs_way *way);

/** The point of the way `distance_m` from its start; beyond its end it is its end. */
marsad_lonlat mrs_way_point(const mrs_way *way, double distance_m);

#endif
