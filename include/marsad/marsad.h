/**
 * Marsad: from a list of reported incidents to a map that can stand in a report.
 *
 * Includes every public header. Start at resolver.h, events.h and map.h.
 */
#ifndef MARSAD_MARSAD_H
#define MARSAD_MARSAD_H

#include "marsad/claim.h"
#include "marsad/events.h"
#include "marsad/events_info.h"
#include "marsad/front.h"
#include "marsad/gazetteer.h"
#include "marsad/geocode.h"
#include "marsad/geodesy.h"
#include "marsad/land.h"
#include "marsad/map.h"
#include "marsad/report.h"
#include "marsad/resolver.h"
#include "marsad/roads.h"
#include "marsad/status.h"
#include "marsad/style.h"
#include "marsad/table.h"
#include "marsad/text.h"

#endif
