/**
 * Claims: whether what a report says of where a place lies holds on the ground.
 *
 * "Abu Qurayn lies midway between Misrata and Sirte", "Misrata is 200 km east of Tripoli": each
 * part of such a sentence is measured and graded, and the verdict is that of the worst part that
 * decides.
 *
 *     part                                                       holds        roughly
 *     direction: azimuth at the anchor, off the word's middle    to 22.5°     to 45°
 *     distance: geodesic, off the stated one, or range           to 10 %      to 25 %
 *     within: geodesic, of the stated bound                      to 100 %     to 125 %
 *     near: geodesic, of what counts as near the anchor          to 100 %     to 150 %
 *     detour: (A to P to B) / (A to B)                           to 1.10      to 1.25
 *     share, midway: (A to P) / (A to P to B)                    0.40 - 0.60  0.33 - 0.67
 *     share, between: the farther anchor's distance / (A to B)   to 1.00      to 1.05
 *     off the road: to the nearest point of the way              to 2 km, or  to 5 km
 *                                                                its radius
 *
 * What counts as near: the reach that the resolver gives to "near X", by the anchor's kind and size
 * (15 km beyond the edge of a city, 6 km beyond a village's).
 *
 * Between and midway are measured straight and along the roads. A report speaks of how people
 * travel, so the road decides where there is one: the anchors and the place lie near roads that
 * join them, and the road is at most 1.8 times as long as the straight line; else the straight line
 * does. Both are in the answer. A distance is graded straight; the road's is told beside it. The
 * limits of "off the road" allow for schematic roads, which run straight from place to place.
 *
 * The places' radii. Each part's `best` and `worst` are the verdicts that it could have for places
 * within their radii: an azimuth turns by asin((r1 + r2) / d) on the sphere, and with the meridians
 * where the anchor moves; a distance changes by r1 + r2; detours and shares are tried at places all
 * around the three circles.
 */
#ifndef MARSAD_CLAIM_H
#define MARSAD_CLAIM_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/gazetteer.h"
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
    MARSAD_CLAIM_ON_ROAD,       /* on the road between the anchors, on a road that leads to the one
                                   anchor, or at any road with no anchor */
    MARSAD_CLAIM_DISTANCE       /* "200 km from": at the stated distance, in any direction */
} marsad_claim_relation;

/** In the order of what is the worst: one part that does not hold refutes the claim. */
typedef enum marsad_verdict {
    MARSAD_HOLDS = 0,
    MARSAD_HOLDS_ROUGHLY,
    MARSAD_CANNOT_TELL, /* it hangs on what is not known: no road, say */
    MARSAD_DOES_NOT_HOLD
} marsad_verdict;

/** A place or anchor: a point, and the radius within which it is known to lie. */
typedef struct marsad_claim_point {
    marsad_lonlat at;
    double uncertainty_m; /* >= 0 */
    double near_m; /* of an anchor: how far from its point is near it; 0 where that is not known */
} marsad_claim_point;

/** The point of a place of the gazetteer or of an answer of the resolver. */
MARSAD_API marsad_claim_point marsad_claim_point_of(const marsad_place *place);

typedef struct marsad_claim {
    marsad_claim_relation relation;
    double azimuth_deg; /* of a direction: 0 for "north-of", 45 for "northeast-of" … */
    double distance_m;  /* stated, or NAN */
    double within_m;    /* a stated bound, or NAN */
    marsad_claim_point place;
    marsad_claim_point anchors[2];
    size_t anchor_count;
    double distance_tol_m; /* half the width of a stated range ("15 to 60 km"), else 0 */
} marsad_claim;

typedef enum marsad_claim_measure {
    MARSAD_MEASURE_DIRECTION = 0, /* degrees */
    MARSAD_MEASURE_DISTANCE,      /* metres */
    MARSAD_MEASURE_WITHIN,        /* metres */
    MARSAD_MEASURE_NEAR,          /* metres; `stated` is what counts as near */
    MARSAD_MEASURE_DETOUR,        /* a ratio, at least 1 */
    MARSAD_MEASURE_SHARE,         /* a ratio, 0 at the first anchor and 1 at the second */
    MARSAD_MEASURE_OFF_ROAD       /* metres */
} marsad_claim_measure;

/** What keeps a part from being measured, or from deciding. */
typedef enum marsad_claim_gap {
    MARSAD_GAP_NONE = 0,
    MARSAD_GAP_SAME_PLACE, /* the place is at an anchor: it has no direction, and is not between */
    MARSAD_GAP_SAME_ANCHORS, /* there is nothing between them */
    MARSAD_GAP_NO_ROADS,     /* there is no basemap */
    MARSAD_GAP_NO_WAY,       /* no road of the basemap is near, or none joins the places */
    MARSAD_GAP_ROUNDABOUT,   /* the road goes round: it was measured, and does not decide */
    MARSAD_GAP_NO_REACH      /* nothing says what counts as near */
} marsad_claim_gap;

/** One measured part of a claim. */
typedef struct marsad_claim_part {
    marsad_claim_measure measure;
    marsad_verdict verdict;
    marsad_verdict best, worst; /* for places within their radii */
    marsad_claim_gap gap;
    bool decides;    /* else it is told for comparison */
    bool by_road;    /* along the roads, not straight */
    bool schematic;  /* the roads are drawn from place to place */
    double stated;   /* NAN where nothing was stated */
    double measured; /* NAN where it could not be */
    double off;      /* degrees, or the ratio that the table above grades; metres off the road */
    int beyond;      /* of a share: 1 or 2, the anchor beyond which the place lies; else 0 */
} marsad_claim_part;

enum { MARSAD_CLAIM_PARTS = 8 };

typedef struct marsad_claim_answer {
    marsad_verdict verdict;                      /* of the worst part that decides */
    marsad_verdict best, worst;                  /* for places within their radii */
    bool could_differ;                           /* those two are not the same */
    marsad_claim_part parts[MARSAD_CLAIM_PARTS]; /* those that decide come first */
    size_t part_count;                           /* at least 1 */
} marsad_claim_answer;

/**
 * Reads the words of a relation into `relation`, `azimuth_deg`, `distance_m`, its tolerance and
 * `within_m` of a claim, and leaves its places alone: "east-of", "SE-of", "south-east of", "à l'est
 * de", "شرق", "midway-between", "near", "within", "on-road" …; also with a length: "200 km east
 * of", "within 10km of". MARSAD_ERR_USAGE, with the list, on anything else.
 */
MARSAD_API marsad_status marsad_claim_relation_parse(const char *text, marsad_claim *out,
                                                     marsad_error *error);

/** The names in a claim that was written as a sentence; "" where there are fewer. */
typedef struct marsad_claim_names {
    char place[512];
    char anchors[2][512];
} marsad_claim_names;

/**
 * Reads a claim written as a sentence, "Misrata is 200 km east of Tripoli", in English, Arabic or
 * French: the relation and the number of anchors into `out`, their names into `names`.
 * MARSAD_ERR_USAGE if it is none that can be tested; MARSAD_ERR_INPUT if its figure cannot be
 * right.
 */
MARSAD_API marsad_status marsad_claim_read(const char *sentence, marsad_claim *out,
                                           marsad_claim_names *names, marsad_error *error);

/** "direction", or the word that says it: "near", "within", "between", "midway-between", "on-road",
 *  "from". Never NULL. */
MARSAD_API const char *marsad_claim_relation_text(marsad_claim_relation relation);

/** How many anchors a relation takes. */
MARSAD_API void marsad_claim_anchors(marsad_claim_relation relation, size_t *least, size_t *most);

/** MARSAD_OK if the relation has the anchors and lengths that it takes; else MARSAD_ERR_USAGE, and
 *  the message says what is lacking or too much. The places are not looked at. */
MARSAD_API marsad_status marsad_claim_check(const marsad_claim *claim, marsad_error *error);

/**
 * Tests the claim. `roads` may be NULL: then nothing is said of roads. MARSAD_ERR_USAGE as of
 * marsad_claim_check(), or if a point, radius or length is out of range.
 *
 *     marsad_claim claim;
 *     marsad_claim_relation_parse("200 km east of", &claim, NULL);
 *     claim.place = marsad_claim_point_of(misrata);
 *     claim.anchors[0] = marsad_claim_point_of(tripoli);
 *     claim.anchor_count = 1;
 *     marsad_claim_answer answer;
 *     if (marsad_claim_test(&claim, roads, &answer, &error) == MARSAD_OK) { … }
 */
MARSAD_API marsad_status marsad_claim_test(const marsad_claim *claim, const marsad_roads *roads,
                                           marsad_claim_answer *out, marsad_error *error);

/** "holds", "holds roughly", "cannot tell", "does not hold". Never NULL. */
MARSAD_API const char *marsad_verdict_text(marsad_verdict verdict, marsad_lang lang);

/** "direction", "distance", "within", "near", "detour", "share", "off-road". Never NULL. */
MARSAD_API const char *marsad_claim_measure_text(marsad_claim_measure measure);

/**
 * A part in words: "direction: 171.2° (south) where south-east is 135°: off by 36.2°, holds
 * roughly". `claim` is the one that was tested. At most `size` bytes are written, cut between
 * characters, with a final NUL; 320 are enough. Returns `out`.
 */
MARSAD_API const char *marsad_claim_part_words(const marsad_claim *claim,
                                               const marsad_claim_part *part, marsad_lang lang,
                                               marsad_unit unit, char *out, size_t size);

/** What the radii leave open: "within the places' radii it could be: holds". "" if nothing. */
MARSAD_API const char *marsad_claim_differ_words(const marsad_claim_answer *answer,
                                                 marsad_lang lang, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
