/** Relative locations at the coast: what is reported from the land is not placed in the sea. */
#ifndef MARSAD_RESOLVE_ASHORE_H
#define MARSAD_RESOLVE_ASHORE_H

#include "marsad/land.h"
#include "resolve/relation.h"
#include "resolve/relative.h"

/** True if the location speaks of the sea or a lake: "off the coast of X", "au large de X", "X في
 *  عرض البحر", a figure in nautical miles; not if only the name of an anchor does ("Lake Chad"). */
bool mrs_relation_at_sea(const char *location, const mrs_relation *relation);

/**
 * Puts the point of `placed` on land, with the radius that holds all land of its circle, and says
 * so in `how`. Leaves it as it is where its point is on land already, where the words speak of the
 * water, where an anchor lies in it, between two countries that no road connects, where the circle
 * is beyond what can be clipped, and where next to none of it is land: a hundredth, or a twentieth
 * if the words give a figure ("20 km north of Zuwara"). `land` may be NULL: then nothing is done.
 */
marsad_status mrs_relative_put_ashore(marsad_land *land, const char *location,
                                      const mrs_relation *relation,
                                      const marsad_place *const *anchors, mrs_relative *placed,
                                      marsad_error *error);

#endif
