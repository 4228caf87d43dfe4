/** Anchors of relative locations: their kinds, and what the words leave open about each. */
#ifndef MARSAD_RESOLVE_ANCHOR_H
#define MARSAD_RESOLVE_ANCHOR_H

#include "marsad/gazetteer.h"

typedef enum mrs_anchor_kind {
    MRS_ANCHOR_METROPOLIS = 0,
    MRS_ANCHOR_CITY,
    MRS_ANCHOR_TOWN,
    MRS_ANCHOR_VILLAGE,
    MRS_ANCHOR_QUARTER,
    MRS_ANCHOR_SITE,
    MRS_ANCHOR_AREA
} mrs_anchor_kind;

mrs_anchor_kind mrs_anchor_kind_of(const marsad_place *place);

/** A place as an anchor: how far from its middle each kind of words reaches, in metres. */
typedef struct mrs_anchor {
    const marsad_place *place;
    mrs_anchor_kind kind;
    double extent_m;
    double around_m, near_m, direction_m, part_m;
} mrs_anchor;

/** The anchor by the table in resolve/relative.h. */
mrs_anchor mrs_anchor_of(const marsad_place *place);

/** The anchor's name as a reason writes it. Never empty. */
const char *mrs_anchor_name(const mrs_anchor *anchor);

#endif
