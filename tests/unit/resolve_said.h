/** What a resolver says of a location, for tests: the answer checked for what holds of every one,
 *  and copied out. Include cmocka.h first. */
#ifndef MARSAD_TESTS_RESOLVE_SAID_H
#define MARSAD_TESTS_RESOLVE_SAID_H

#include <stdio.h>
#include <string.h>

#include "marsad/resolver.h"

enum { SAID_CANDIDATES = 5 };

typedef struct said {
    marsad_resolve_status status;
    marsad_match match;
    double confidence;
    char ids[SAID_CANDIDATES][48]; /* of the candidates */
    double shares[SAID_CANDIDATES];
    size_t count;
    char anchors[2][48];
    size_t anchor_count;
    marsad_lonlat at;
    double uncertainty_m;
    int where_prec, geo_precision;
    char reason[1024];
} said;

static inline void said_check_unresolved(const marsad_resolution *answer)
{
    assert_int_equal(answer->match, MARSAD_MATCH_NONE);
    assert_true(answer->confidence <= 0 && answer->confidence >= 0);
    assert_null(marsad_resolution_place(answer));
    assert_null(answer->own);
    assert_int_equal(answer->anchor_count, 0);
    assert_int_equal(marsad_where_prec(answer), 0);
    assert_int_equal(marsad_geo_precision(answer), 0);
}

static inline void said_check_answered(const marsad_resolution *answer)
{
    const marsad_place *place = marsad_resolution_place(answer);
    bool point = answer->match == MARSAD_MATCH_RELATIVE || answer->match == MARSAD_MATCH_COORDINATE;
    assert_true(answer->candidate_count >= 1);
    assert_ptr_equal(place, answer->candidates[0].place);
    assert_int_equal(answer->match, answer->candidates[0].match);
    assert_true(answer->confidence > 0 && answer->confidence <= 1);
    assert_true(answer->confidence >= answer->candidates[0].confidence &&
                answer->confidence <= answer->candidates[0].confidence);
    assert_ptr_equal(answer->own, point ? place : NULL);
    assert_int_equal(answer->anchor_count > 0, answer->match == MARSAD_MATCH_RELATIVE);
    assert_in_range(marsad_where_prec(answer), 1, 7);
    assert_in_range(marsad_geo_precision(answer), 1, 3);
}

/** What holds for every answer. */
static inline void said_check(const marsad_resolution *answer, const char *query)
{
    assert_string_equal(answer->query, query);
    assert_true(answer->reason[0] != '\0' && !strchr(answer->reason, '\n'));
    if (answer->status == MARSAD_UNRESOLVED) {
        said_check_unresolved(answer);
    } else {
        said_check_answered(answer);
    }
    for (size_t i = 0; i < answer->candidate_count; i++) {
        const marsad_candidate *it = &answer->candidates[i];
        assert_true(it->confidence >= 0 && it->confidence <= 1);
        assert_true(i == 0 || it->confidence <= it[-1].confidence);
        assert_int_not_equal(it->match, MARSAD_MATCH_NONE);
        assert_true(marsad_lonlat_valid(it->place->at));
        assert_true(it->place->uncertainty_m > 0);
    }
}

static inline said said_of(const marsad_resolution *answer)
{
    said out = {.status = answer->status,
                .match = answer->match,
                .confidence = answer->confidence,
                .count = answer->candidate_count,
                .anchor_count = answer->anchor_count,
                .where_prec = marsad_where_prec(answer),
                .geo_precision = marsad_geo_precision(answer)};
    for (size_t i = 0; i < out.count && i < SAID_CANDIDATES; i++) {
        snprintf(out.ids[i], sizeof out.ids[i], "%s", answer->candidates[i].place->id);
        out.shares[i] = answer->candidates[i].confidence;
    }
    for (size_t i = 0; i < out.anchor_count; i++) {
        snprintf(out.anchors[i], sizeof out.anchors[i], "%s", answer->anchors[i]->id);
    }
    if (out.count) {
        out.at = answer->candidates[0].place->at;
        out.uncertainty_m = answer->candidates[0].place->uncertainty_m;
    }
    snprintf(out.reason, sizeof out.reason, "%s", answer->reason);
    return out;
}

static inline said ask_with(marsad_resolver *resolver, const char *location,
                            const marsad_resolve_options *options)
{
    marsad_resolution *answer = NULL;
    marsad_error error = {0};
    if (marsad_resolve(resolver, location, options, &answer, &error)) {
        fail_msg("%s: %s", location, error.message);
    }
    said_check(answer, location);
    said out = said_of(answer);
    marsad_resolution_free(answer);
    return out;
}

static inline said ask(marsad_resolver *resolver, const char *location, const char *country)
{
    marsad_resolve_options options = marsad_resolve_defaults();
    options.country = country;
    return ask_with(resolver, location, &options);
}

/** The id of the place, or NONE, or AMBIGUOUS. */
static inline const char *said_outcome(const said *answer)
{
    switch (answer->status) {
    case MARSAD_UNRESOLVED:
        return "NONE";
    case MARSAD_AMBIGUOUS:
        return "AMBIGUOUS";
    case MARSAD_RESOLVED:
        break;
    }
    return answer->ids[0];
}

/** How likely the answer calls a place; 0 if it does not name it. */
static inline double said_share(const said *answer, const char *id)
{
    for (size_t i = 0; i < answer->count && i < SAID_CANDIDATES; i++) {
        if (strcmp(answer->ids[i], id) == 0) {
            return answer->shares[i];
        }
    }
    return 0;
}

/** Fails unless the location is answered as expected, and, if `match` is one, found so. */
static inline said expect(marsad_resolver *resolver, const char *location, const char *country,
                          const char *expected, marsad_match match)
{
    said found = ask(resolver, location, country);
    if (strcmp(said_outcome(&found), expected) != 0 ||
        (match != MARSAD_MATCH_NONE && found.match != match)) {
        fail_msg("%s (%s): %s by %s expected, but found %s with %.3f: %s", location,
                 country ? country : "", expected, marsad_match_text(match), said_outcome(&found),
                 found.confidence, found.reason);
    }
    return found;
}

#endif
