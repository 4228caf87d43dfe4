/** Areas of control end at the coast, where they are drawn: who draws them seldom follows it. */
#ifndef MARSAD_MAP_FRONT_LAND_H
#define MARSAD_MAP_FRONT_LAND_H

#include "map/scene.h"

/** Cuts from rings what lies off `land`, both by the even-odd rule. Rings that GEOS cannot cut stay
 *  as they are, for who holds an area counts for more than its edge. */
void mrs_rings_keep_ashore(mrs_path *rings, const mrs_path *land);

#endif
