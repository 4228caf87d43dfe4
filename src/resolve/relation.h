/**
 * A location given relative to named places: what its words say, before the places are known.
 *
 * The reader knows no names. "South X" may be the place South X as well as a part of X: ask for the
 * whole text as a name first. (What makes a name with nearly every gazetteer is refused all the
 * same: South Sudan, شمال دارفور, and "Northern Front".)
 */
#ifndef MARSAD_RESOLVE_RELATION_H
#define MARSAD_RESOLVE_RELATION_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/status.h"

typedef enum mrs_relation_kind {
    MRS_RELATION_OFFSET,    /* "15 km south of X": a distance and a direction */
    MRS_RELATION_DISTANCE,  /* "20 km from X": a distance, the direction left open */
    MRS_RELATION_DIRECTION, /* "east of X": a direction, the distance left open */
    MRS_RELATION_PART,      /* "southern suburbs of X", "eastern Tripoli": a side of X itself */
    MRS_RELATION_AROUND, /* "outskirts of X", "outside X", "the countryside around X", مشارف X */
    MRS_RELATION_NEAR,   /* "near X", "by X", "not far from X" */
    MRS_RELATION_BETWEEN, /* "between X and Y" */
    MRS_RELATION_MIDWAY,  /* "midway between X and Y" */
    MRS_RELATION_ROAD,    /* "on the road from X to Y", "X-Y road"; "on the road to X" has one
                             anchor; "east of X on the road to Y" a direction from the first */
    MRS_RELATION_ALONG    /* "20 km from X on the road to Y": from the first anchor towards the
                             second, in the direction given, if any ("20 km south of X on …") */
} mrs_relation_kind;

enum { MRS_RELATION_ANCHORS = 2, MRS_RELATION_READINGS = 6 };

/** A stretch of the text that was read. */
typedef struct mrs_span {
    const char *at;
    size_t length;
} mrs_span;

typedef struct mrs_relation {
    mrs_relation_kind kind;
    mrs_span subject; /* "X (200 km east of Tripoli)": X; else empty. Words such as "a village" are
                         left out, but "clashes near X" gives "clashes": where the subject is no
                         place, the rest holds without it */
    mrs_span anchors[MRS_RELATION_ANCHORS]; /* with their type words ("city of X") and what follows
                                               a comma ("X, Libya"), without "the", "de", ل */
    size_t anchor_count;
    bool has_distance;
    double distance_m;     /* the middle of a stated range */
    double distance_tol_m; /* what the stated figure leaves open: half a step of its last digit,
                              half a range's width, more after "about" */
    bool has_direction;
    double azimuth_deg;
    double
        azimuth_tol_deg; /* half the angle the word covers: 22.5 of eight winds, 11.25 of sixteen */
} mrs_relation;

/** The ways in which a text can be read as a relative location, the likeliest first. */
typedef struct mrs_relations {
    mrs_relation items[MRS_RELATION_READINGS];
    size_t count; /* 0: the text is not relative at all */
} mrs_relations;

/**
 * Reads a location in English, Arabic or French; `text` is valid UTF-8, and the spans point into
 * it. Several readings where the words leave open where one name ends and the next begins.
 * MARSAD_ERR_INPUT where a relation is plainly meant but its figure cannot be right.
 */
marsad_status mrs_relation_read(const char *text, mrs_relations *out, marsad_error *error);

#endif
