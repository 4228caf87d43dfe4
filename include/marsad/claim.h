/**
 * Claims: whether what a report says of where a place lies holds on the ground.
 *
 * "Abu Qurayn lies midway between Misrata and Sirte", "Misrata is 200 km east of Tripoli": each
 * part of such a sentence is measured, and the verdict is that of its worst part.
 */
#ifndef MARSAD_CLAIM_H
#define MARSAD_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/roads.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum marsad_claim_relation {
    MARSAD_CLAIM_DIRECTION = 0, /* "east-of": lies in that direction from the anchor */
    MARSAD_CLAIM_NEAR,          /* near the anchor, or within a stated distance of it */
    MARSAD_CLAIM_WITHIN,        /* no farther than the stated distance */
    MARSAD_CLAIM_BETWEEN,       /* on the way from one anchor to the other */
    MARSAD_CLAIM_MIDWAY,        /* so, and about half-way */
    MARSAD_CLAIM_ON_ROAD        /* on the road between the anchors, or at one with no anchor */
} marsad_claim_relation;

typedef enum marsad_verdict {
    MARSAD_HOLDS = 0,
    MARSAD_HOLDS_ROUGHLY,
    MARSAD_DOES_NOT_HOLD,
    MARSAD_CANNOT_TELL /* it hangs on what is not known: no road, say */
} marsad_verdict;

/** A place or anchor: a point, and the radius within which it is known to lie. */
typedef struct marsad_claim_point {
    marsad_lonlat at;
    double uncertainty_m;
} marsad_claim_point;

typedef struct marsad_claim {
    marsad_claim_relation relation;
    double azimuth_deg; /* of a direction: 0 for "north-of", 45 for "northeast-of" … */
    double distance_m;  /* stated, or NAN */
    marsad_claim_point place;
    marsad_claim_point anchors[2];
    size_t anchor_count;
} marsad_claim;

/** One measured part of a claim. */
typedef struct marsad_claim_part {
    char name[24]; /* "direction", "distance", "detour", "share", "road" … */
    marsad_verdict verdict;
    double stated;           /* NAN where nothing was stated */
    double measured;         /* degrees, metres, or a ratio: `unit` */
    char unit[8];            /* "deg", "m", "ratio" */
    char words[160];         /* "171.2° where east is 90°: off by 81.2°" */
    bool within_uncertainty; /* the places' radii could change this part's verdict */
} marsad_claim_part;

typedef struct marsad_claim_answer {
    marsad_verdict verdict; /* of the worst part */
    bool could_differ;      /* some part's verdict lies within the places' uncertainty */
    marsad_claim_part parts[8];
    size_t part_count;
} marsad_claim_answer;

/** Reads "east-of", "south-east of", "شرق", "midway-between", "near", "within", "on-road" … and the
 *  same in Arabic and French. MARSAD_ERR_USAGE, with the list, on anything else. */
MARSAD_API marsad_status marsad_claim_relation_parse(const char *text,
                                                     marsad_claim_relation *relation,
                                                     double *azimuth_deg, marsad_error *error);

/** How many anchors a relation takes. */
MARSAD_API void marsad_claim_anchors(marsad_claim_relation relation, size_t *least, size_t *most);

/** Tests the claim. `roads` may be NULL: then nothing is said of roads. */
MARSAD_API marsad_status marsad_claim_test(const marsad_claim *claim, const marsad_roads *roads,
                                           marsad_claim_answer *out, marsad_error *error);

/** "holds", "holds roughly", "does not hold", "cannot tell". Never NULL. */
MARSAD_API const char *marsad_verdict_text(marsad_verdict verdict, marsad_lang lang);

#ifdef __cplusplus
}
#endif
#endif
