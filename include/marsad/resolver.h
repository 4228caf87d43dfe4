/**
 * The resolver: from a location as people write it to the place that is meant, how sure, and why.
 *
 * A resolver is used by one thread at a time, and so is the gazetteer under it: for more threads
 * open the file once each. An answer may outlive both, and another thread may read and free it.
 */
#ifndef MARSAD_RESOLVER_H
#define MARSAD_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/gazetteer.h"
#include "marsad/geodesy.h"
#include "marsad/land.h"
#include "marsad/roads.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct marsad_resolver marsad_resolver;

typedef enum marsad_resolve_status {
    MARSAD_UNRESOLVED = 0, /* no place is known that is likely enough to be meant */
    MARSAD_AMBIGUOUS, /* two or more places are about as likely; or a point is given relative to
                         one that is not sure */
    MARSAD_RESOLVED
} marsad_resolve_status;

/** How the answer was found. */
typedef enum marsad_match {
    MARSAD_MATCH_NONE = 0,
    MARSAD_MATCH_EXACT,      /* a listed name, up to case, diacritics and letter variants */
    MARSAD_MATCH_VARIANT,    /* a listed name but for an article, a preposition or words of kind */
    MARSAD_MATCH_SKELETON,   /* a listed name that sounds alike: the same consonants */
    MARSAD_MATCH_FUZZY,      /* a listed name with an error in it */
    MARSAD_MATCH_RELATIVE,   /* a point given by its relation to places */
    MARSAD_MATCH_COORDINATE, /* the location was a pair of coordinates */
    MARSAD_MATCH_DECISION    /* a person has said so */
} marsad_match;

typedef struct marsad_candidate {
    const marsad_place *place; /* lives as long as the answer */
    double confidence;         /* 0 to 1: the probability that it is meant */
    marsad_match match;
} marsad_candidate;

/** The answer for one location. */
typedef struct marsad_resolution {
    char *query; /* as it was asked */
    marsad_resolve_status status;
    double confidence;            /* of the place meant; 0 when unresolved */
    marsad_match match;           /* the same; MARSAD_MATCH_NONE when unresolved */
    char *reason;                 /* one line a person can read */
    marsad_candidate *candidates; /* best first. Unresolved: what comes nearest, for a person to
                                     choose from */
    size_t candidate_count;
    marsad_place *own;              /* a point that the gazetteer does not hold, which the only
                                       candidate is; or NULL */
    const marsad_place *anchors[2]; /* of a relative location: the places it was built from */
    size_t anchor_count;
    void *held; /* what keeps the places alive */
} marsad_resolution;

typedef struct marsad_resolve_options {
    const char *country; /* ISO 3166-1 alpha-2 of the country to prefer, or NULL */
    bool only_country;   /* a place outside `country` is no answer, though the reason names it */
    bool has_near;       /* places about `near` are likelier */
    marsad_lonlat near;
    const marsad_lonlat
        *company; /* places that the same table names: those near one are likelier */
    size_t company_count;
    size_t max_candidates; /* kept in an answer, at least 1 */
} marsad_resolve_options;

/** No country, five candidates. */
MARSAD_API marsad_resolve_options marsad_resolve_defaults(void);

/** The place meant: the first candidate, which of an ambiguous answer is only the likeliest; NULL
 *  when unresolved. */
MARSAD_API const marsad_place *marsad_resolution_place(const marsad_resolution *resolution);

/** How precise the answer is in the codes of UCDP's where_prec (1 to 7) and ACLED's geo_precision
 * (1 to 3); src/resolve/precision.h has the tables. 0 when unresolved. */
MARSAD_API int marsad_where_prec(const marsad_resolution *resolution);
MARSAD_API int marsad_geo_precision(const marsad_resolution *resolution);

/** The lower-case word of the JSON output: "resolved", "exact" … Never NULL. */
MARSAD_API const char *marsad_resolve_status_text(marsad_resolve_status status);
MARSAD_API const char *marsad_match_text(marsad_match match);

/** Makes a resolver over an open gazetteer, which must outlive it. */
MARSAD_API marsad_status marsad_resolver_new(marsad_gazetteer *gazetteer, marsad_resolver **out,
                                             marsad_error *error);
MARSAD_API void marsad_resolver_free(marsad_resolver *resolver);

/** Gives it the roads along which "on the road from X to Y" is measured; they must outlive it. NULL
 *  takes them away: then the straight line is used. */
MARSAD_API void marsad_resolver_use_roads(marsad_resolver *resolver, const marsad_roads *roads);

/** Gives it the land, on which a relative location is put whose circle reaches over a coast and has
 *  its middle in the water: "east of Misrata". The radius is then such that the new circle holds
 * all land of the old one, and the reason says "on land". Words about the sea ("off the coast of
 *  Sirte") are left there. It must outlive the resolver; NULL takes it away. */
MARSAD_API void marsad_resolver_use_land(marsad_resolver *resolver, marsad_land *land);

/**
 * Gives it the roads and the land of a basemap, which are opened when a location first needs them;
 * a fault of the file is an error of that location. NULL takes them away. What was given by the two
 * functions above comes first.
 */
MARSAD_API marsad_status marsad_resolver_use_basemap(marsad_resolver *resolver, const char *path,
                                                     marsad_error *error);

/** The roads that it uses, opened if need be; `*out` is NULL if it has none. They live as long as
 *  the resolver has them. */
MARSAD_API marsad_status marsad_resolver_roads(marsad_resolver *resolver, const marsad_roads **out,
                                               marsad_error *error);

/** The least confidence of a resolved answer. */
#define MARSAD_CONFIDENCE_LEAST 0.5

/**
 * Resolves one location. That nothing or too much is found is an answer, not an error. `options`
 * may be NULL for the defaults; its strings and points are not kept. Free with
 * marsad_resolution_free().
 *
 * MARSAD_ERR_INPUT if `location` is not UTF-8, is a coordinate pair or has a distance that cannot
 * be right; and with `error->file` set if the gazetteer or the basemap is damaged. MARSAD_ERR_USAGE
 * if an option is out of range.
 */
MARSAD_API marsad_status marsad_resolve(marsad_resolver *resolver, const char *location,
                                        const marsad_resolve_options *options,
                                        marsad_resolution **out, marsad_error *error);
MARSAD_API void marsad_resolution_free(marsad_resolution *resolution);

#ifdef __cplusplus
}
#endif
#endif
