/** The resolver's inside, and the ways to an answer. */
#ifndef MARSAD_RESOLVE_RESOLVER_H
#define MARSAD_RESOLVE_RESOLVER_H

#include "marsad/land.h"
#include "marsad/roads.h"
#include "resolve/parts.h"

struct marsad_resolver {
    marsad_gazetteer *gazetteer;
    mrs_words *words;
    const marsad_roads *roads; /* given from outside, or the same as own_roads, or NULL */
    marsad_land *land;         /* the same */
    char *basemap;             /* from which the two below are opened when needed, or NULL */
    marsad_roads *own_roads;
    marsad_land *own_land;
    mrs_matcher matcher;
    mrs_search searches[1 + MRS_PARTS_MOST]; /* of the whole, and of its parts */
    mrs_search anchors[2];                   /* of the places it is relative to */
};

/** The land that it uses, opened if need be; `*out` is NULL if it has none. */
marsad_status mrs_resolver_land(marsad_resolver *resolver, marsad_land **out, marsad_error *error);

/** A place without a row in the gazetteer; NULL if memory is out. Free it with marsad_place_clear()
 *  and mrs_free(). */
marsad_place *mrs_new_point(const char *name, marsad_lonlat at, double uncertainty_m);

/** Makes `point` the only answer. Takes over both `point` and `reason`; either is NULL if memory
 * was out. */
marsad_status mrs_answer_point(marsad_resolution *answer, marsad_place *point, marsad_match match,
                               double confidence, char *reason, marsad_error *error);

/** What a search found, as an answer with at most `most` candidates. */
marsad_status mrs_answer_search(marsad_resolver *resolver, marsad_resolution *answer,
                                const mrs_search *search, const mrs_setting *setting, size_t most,
                                marsad_error *error);

/** Reads the location as one that is relative to places; `*found` is false if it is none, or if its
 *  places are not known. At most `most` candidates. */
marsad_status mrs_answer_relative(marsad_resolver *resolver, marsad_resolution *answer,
                                  const char *location, const mrs_setting *setting, size_t most,
                                  bool *found, marsad_error *error);

#endif
