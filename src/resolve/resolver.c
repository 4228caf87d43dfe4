#include "marsad/resolver.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "marsad/text.h"
#include "resolve/judge.h"
#include "text/lonlat.h"

struct marsad_resolver {
    marsad_gazetteer *gazetteer;
};

marsad_resolve_options marsad_resolve_defaults(void)
{
    return (marsad_resolve_options){.country = NULL, .max_candidates = 5};
}

const char *marsad_resolve_status_text(marsad_resolve_status status)
{
    switch (status) {
    case MARSAD_RESOLVED:
        return "resolved";
    case MARSAD_AMBIGUOUS:
        return "ambiguous";
    case MARSAD_UNRESOLVED:
        break;
    }
    return "unresolved";
}

const char *marsad_match_text(marsad_match match)
{
    switch (match) {
    case MARSAD_MATCH_EXACT:
        return "exact";
    case MARSAD_MATCH_VARIANT:
        return "variant";
    case MARSAD_MATCH_SKELETON:
        return "skeleton";
    case MARSAD_MATCH_FUZZY:
        return "fuzzy";
    case MARSAD_MATCH_RELATIVE:
        return "relative";
    case MARSAD_MATCH_COORDINATE:
        return "coordinate";
    case MARSAD_MATCH_NONE:
        break;
    }
    return "none";
}

marsad_status marsad_resolver_new(marsad_gazetteer *gazetteer, marsad_resolver **out,
                                  marsad_error *error)
{
    *out = mrs_alloc(1, sizeof **out);
    if (!*out) {
        return mrs_fail_memory(error);
    }
    (*out)->gazetteer = gazetteer;
    return MARSAD_OK;
}

void marsad_resolver_free(marsad_resolver *resolver)
{
    mrs_free(resolver);
}

void marsad_resolution_free(marsad_resolution *resolution)
{
    if (!resolution) {
        return;
    }
    for (size_t i = 0; i < resolution->candidate_count; i++) {
        marsad_place_clear(&resolution->candidates[i].place);
    }
    mrs_free(resolution->candidates);
    mrs_free(resolution->reason);
    mrs_free(resolution->query);
    mrs_free(resolution);
}

/* What a question asks, after checking. */
typedef struct question {
    const char *location;
    char country[3]; /* in capitals, or "" */
    bool only_country;
    size_t max_candidates;
} question;

static marsad_status read_question(const char *location, const marsad_resolve_options *options,
                                   question *out, marsad_error *error)
{
    marsad_resolve_options defaults = marsad_resolve_defaults();
    options = options ? options : &defaults;
    *out = (question){.location = location,
                      .only_country = options->only_country,
                      .max_candidates = options->max_candidates};
    if (!location || options->max_candidates == 0) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "a location and room for a candidate are needed");
    }
    size_t bad = 0;
    if (!marsad_text_is_utf8(location, strlen(location), &bad)) {
        return mrs_fail(error, MARSAD_ERR_INPUT, "the location is not UTF-8 text (byte %zu)",
                        bad + 1);
    }
    const char *country = options->country ? options->country : "";
    if (country[0] && (!isalpha((unsigned char)country[0]) || !isalpha((unsigned char)country[1]) ||
                       country[2])) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the country to prefer is a two-letter code such as LY, not \"%s\"",
                        country);
    }
    for (int i = 0; country[0] && i < 2; i++) {
        out->country[i] = (char)toupper((unsigned char)country[i]);
    }
    return MARSAD_OK;
}

/* Half a step of the last decimal as written, along the meridian; never finer than 10 m. */
static double written_precision_m(int decimals)
{
    const double degree_m = 111320;
    return fmax(10, 0.5 * degree_m * pow(10, -decimals));
}

/* A place without a name of its own: its name is the pair as it is usually written. */
static bool name_coordinates(marsad_place *place, int decimals)
{
    mrs_buffer name = {0};
    decimals = decimals > 6 ? 6 : decimals;
    mrs_buffer_addf(&name, "%.*f%c %.*f%c", decimals, fabs(place->at.lat),
                    place->at.lat < 0 ? 'S' : 'N', decimals, fabs(place->at.lon),
                    place->at.lon < 0 ? 'W' : 'E');
    place->name = mrs_buffer_take(&name);
    char **others[] = {&place->id,      &place->name_ar, &place->name_fr, &place->feature_code,
                       &place->country, &place->admin1,  &place->source};
    bool complete = place->name != NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        *others[i] = mrs_strdup("");
        complete = complete && *others[i];
    }
    return complete;
}

static marsad_status answer_coordinates(marsad_resolution *answer, marsad_lonlat at, int decimals,
                                        marsad_error *error)
{
    answer->candidates = mrs_alloc(1, sizeof *answer->candidates);
    if (!answer->candidates) {
        return mrs_fail_memory(error);
    }
    answer->candidate_count = 1;
    answer->candidates[0] = (marsad_candidate){.confidence = 1, .match = MARSAD_MATCH_COORDINATE};
    marsad_place *place = &answer->candidates[0].place;
    place->at = at;
    place->uncertainty_m = written_precision_m(decimals);
    mrs_buffer reason = {0};
    bool complete = name_coordinates(place, decimals);
    mrs_buffer_addf(&reason, "coordinate: a pair in decimal degrees, written to %.0f m",
                    place->uncertainty_m);
    answer->reason = mrs_buffer_take(&reason);
    if (!complete || !answer->reason) {
        return mrs_fail_memory(error);
    }
    answer->status = MARSAD_RESOLVED;
    answer->match = MARSAD_MATCH_COORDINATE;
    answer->confidence = 1;
    return MARSAD_OK;
}

static marsad_status look_up(marsad_resolver *resolver, const char *key, marsad_key_kind kind,
                             mrs_hits *hits, marsad_error *error)
{
    marsad_name_match_list matches;
    marsad_status status = marsad_gazetteer_find(resolver->gazetteer, key, kind, &matches, error);
    if (!status) {
        marsad_match match = kind == MARSAD_KEY_FULL ? MARSAD_MATCH_EXACT : MARSAD_MATCH_VARIANT;
        status = mrs_hits_add(hits, &matches, match, error);
        marsad_name_match_list_clear(&matches);
    }
    return status;
}

/* By the full key first, so that a place found by both counts as exact. */
static marsad_status gather(marsad_resolver *resolver, const char *location, mrs_hits *hits,
                            bool *has_text, marsad_error *error)
{
    marsad_keys keys;
    marsad_status status = marsad_text_keys(location, &keys, error);
    if (status) {
        return status;
    }
    *has_text = keys.full[0] != '\0';
    status = look_up(resolver, keys.full, MARSAD_KEY_FULL, hits, error);
    if (!status) {
        status = look_up(resolver, keys.bare, MARSAD_KEY_BARE, hits, error);
    }
    marsad_keys_clear(&keys);
    return status;
}

static marsad_status fill_candidates(marsad_resolution *answer, mrs_hits *hits,
                                     const mrs_verdict *verdict, size_t most, marsad_error *error)
{
    size_t count = hits->count < most ? hits->count : most;
    answer->candidates = mrs_alloc(count, sizeof *answer->candidates);
    if (!answer->candidates) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        answer->candidates[i] =
            (marsad_candidate){.place = hits->items[i].place,
                               .confidence = mrs_hit_confidence(hits, verdict, i),
                               .match = hits->items[i].match};
        hits->items[i].place = (marsad_place){0}; /* the answer owns it now */
    }
    answer->candidate_count = count;
    return MARSAD_OK;
}

static marsad_status answer_hits(marsad_resolution *answer, mrs_hits *hits, const question *asked,
                                 marsad_error *error)
{
    mrs_verdict verdict = mrs_judge(hits);
    answer->reason = mrs_reason(hits, &verdict, asked->country);
    if (!answer->reason) {
        return mrs_fail_memory(error);
    }
    answer->status = verdict.status;
    answer->confidence = verdict.confidence;
    answer->match = hits->items[0].match;
    return fill_candidates(answer, hits, &verdict, asked->max_candidates, error);
}

static marsad_status answer_nothing(marsad_resolution *answer, const mrs_hits *hits,
                                    const question *asked, bool has_text, marsad_error *error)
{
    mrs_buffer reason = {0};
    if (!has_text) {
        mrs_buffer_add(&reason, "there is no letter or digit in the location");
    } else if (hits->count) {
        mrs_buffer_addf(&reason,
                        "no place of this name is listed in %s; elsewhere: ", asked->country);
        mrs_add_place(&reason, &hits->items[0].place);
    } else if (hits->dropped) {
        mrs_buffer_addf(&reason,
                        "no listed name matches in %s; one elsewhere does, but for its article",
                        asked->country);
    } else {
        mrs_buffer_add(&reason, "no listed name matches");
    }
    answer->reason = mrs_buffer_take(&reason);
    return answer->reason ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status answer_name(marsad_resolver *resolver, marsad_resolution *answer,
                                 const question *asked, marsad_error *error)
{
    mrs_hits hits = {0};
    bool has_text = false;
    marsad_status status = gather(resolver, asked->location, &hits, &has_text, error);
    if (!status) {
        mrs_hits_rank(&hits, asked->location, asked->country);
        bool refused = asked->only_country && hits.count && hits.items[0].abroad;
        status = hits.count && !refused ? answer_hits(answer, &hits, asked, error)
                                        : answer_nothing(answer, &hits, asked, has_text, error);
    }
    mrs_hits_clear(&hits);
    return status;
}

marsad_status marsad_resolve(marsad_resolver *resolver, const char *location,
                             const marsad_resolve_options *options, marsad_resolution **out,
                             marsad_error *error)
{
    *out = NULL;
    question asked;
    marsad_status status = read_question(location, options, &asked, error);
    if (status) {
        return status;
    }
    marsad_lonlat at;
    int decimals = 0;
    marsad_status pair = mrs_text_lonlat(location, &at, &decimals, error);
    if (pair != MARSAD_OK && pair != MARSAD_ERR_NOT_FOUND) {
        return pair;
    }
    marsad_resolution *answer = mrs_alloc(1, sizeof *answer);
    if (!answer) {
        return mrs_fail_memory(error);
    }
    answer->query = mrs_strdup(location);
    if (!answer->query) {
        status = mrs_fail_memory(error);
    } else if (pair == MARSAD_OK) {
        status = answer_coordinates(answer, at, decimals, error);
    } else {
        status = answer_name(resolver, answer, &asked, error);
    }
    if (status) {
        marsad_resolution_free(answer);
        return status;
    }
    *out = answer;
    return MARSAD_OK;
}
