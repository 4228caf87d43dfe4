/**
 * The resolver: from a location as people write it to the place that is meant, how sure, and why.
 */
#ifndef MARSAD_RESOLVER_H
#define MARSAD_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/gazetteer.h"
#include "marsad/geodesy.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct marsad_resolver marsad_resolver;

typedef enum marsad_resolve_status {
    MARSAD_UNRESOLVED = 0, /* no place of that name is known */
    MARSAD_AMBIGUOUS,      /* two or more places are about as likely */
    MARSAD_RESOLVED
} marsad_resolve_status;

/** How the answer was found. */
typedef enum marsad_match {
    MARSAD_MATCH_NONE = 0,
    MARSAD_MATCH_EXACT,     /* a listed name, up to case, diacritics and letter variants */
    MARSAD_MATCH_VARIANT,   /* a listed name without its article */
    MARSAD_MATCH_SKELETON,  /* reserved */
    MARSAD_MATCH_FUZZY,     /* reserved */
    MARSAD_MATCH_RELATIVE,  /* reserved */
    MARSAD_MATCH_COORDINATE /* the location was a coordinate pair */
} marsad_match;

typedef struct marsad_candidate {
    marsad_place place;
    double confidence; /* 0 to 1 */
    marsad_match match;
} marsad_candidate;

/** The answer for one location. */
typedef struct marsad_resolution {
    char *query; /* as it was asked */
    marsad_resolve_status status;
    double confidence;            /* of the first candidate; 0 when unresolved */
    marsad_match match;           /* of the first candidate */
    char *reason;                 /* one line a person can read */
    marsad_candidate *candidates; /* best first; [0] is the place meant, or the likeliest */
    size_t candidate_count;       /* 0 when unresolved */
} marsad_resolution;

typedef struct marsad_resolve_options {
    const char *country;   /* ISO 3166-1 alpha-2 of the country to prefer, or NULL */
    bool only_country;     /* a place outside `country` is no answer, though the reason names it */
    size_t max_candidates; /* kept in an answer, at least 1 */
} marsad_resolve_options;

/** No country, five candidates. */
MARSAD_API marsad_resolve_options marsad_resolve_defaults(void);

/** The lower-case word of the JSON output: "resolved", "exact" … Never NULL. */
MARSAD_API const char *marsad_resolve_status_text(marsad_resolve_status status);
MARSAD_API const char *marsad_match_text(marsad_match match);

/** Makes a resolver over an open gazetteer, which must outlive it. */
MARSAD_API marsad_status marsad_resolver_new(marsad_gazetteer *gazetteer, marsad_resolver **out,
                                             marsad_error *error);
MARSAD_API void marsad_resolver_free(marsad_resolver *resolver);

/**
 * Resolves one location. That nothing or too much is found is an answer, not an error. `options`
 * may be NULL for the defaults. MARSAD_ERR_INPUT if `location` is not UTF-8 or is a coordinate pair
 * that cannot be right. Free with marsad_resolution_free().
 */
MARSAD_API marsad_status marsad_resolve(marsad_resolver *resolver, const char *location,
                                        const marsad_resolve_options *options,
                                        marsad_resolution **out, marsad_error *error);
MARSAD_API void marsad_resolution_free(marsad_resolution *resolution);

#ifdef __cplusplus
}
#endif
#endif
