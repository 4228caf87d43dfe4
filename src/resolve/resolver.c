#include "marsad/resolver.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/handle.h"
#include "geo/coordinates.h"
#include "marsad/text.h"
#include "resolve/judge.h"
#include "resolve/parts.h"
#include "resolve/precision.h"
#include "resolve/resolver.h"

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
    case MARSAD_MATCH_DECISION:
        return "decision";
    case MARSAD_MATCH_NONE:
        break;
    }
    return "none";
}

const marsad_place *marsad_resolution_place(const marsad_resolution *resolution)
{
    return resolution->status != MARSAD_UNRESOLVED && resolution->candidate_count
               ? resolution->candidates[0].place
               : NULL;
}

/* A relative location has the code of its anchor and the radius of its own. */
static int precision(const marsad_resolution *resolution,
                     int (*code)(const marsad_place *place, bool relative))
{
    const marsad_place *place = marsad_resolution_place(resolution);
    bool relative = resolution->match == MARSAD_MATCH_RELATIVE && resolution->anchor_count > 0;
    if (!place) {
        return 0;
    }
    marsad_place measured = *place;
    if (relative) {
        measured.feature_code = resolution->anchors[0]->feature_code;
    }
    return code(&measured, relative);
}

int marsad_where_prec(const marsad_resolution *resolution)
{
    return precision(resolution, mrs_where_prec);
}

int marsad_geo_precision(const marsad_resolution *resolution)
{
    return precision(resolution, mrs_geo_precision);
}

marsad_status marsad_resolver_new(marsad_gazetteer *gazetteer, marsad_resolver **out,
                                  marsad_error *error)
{
    marsad_resolver *resolver = mrs_alloc(1, sizeof *resolver);
    *out = NULL;
    if (!resolver) {
        return mrs_fail_memory(error);
    }
    resolver->gazetteer = gazetteer;
    resolver->words = mrs_words_new(error);
    if (!resolver->words) {
        mrs_free(resolver);
        return MARSAD_ERR_MEMORY;
    }
    resolver->matcher.index = gazetteer->index;
    resolver->matcher.words = resolver->words;
    mrs_sound_costs_fill(&resolver->matcher.costs);
    for (size_t i = 0; i < MRS_WEIGHT_COUNT; i++) {
        resolver->matcher.weights[i] = mrs_weights[i].value;
    }
    *out = resolver;
    return MARSAD_OK;
}

void marsad_resolver_use_roads(marsad_resolver *resolver, const marsad_roads *roads)
{
    resolver->roads = roads;
}

void marsad_resolver_use_land(marsad_resolver *resolver, marsad_land *land)
{
    resolver->land = land;
}

static void close_basemap(marsad_resolver *resolver)
{
    resolver->roads = resolver->roads == resolver->own_roads ? NULL : resolver->roads;
    resolver->land = resolver->land == resolver->own_land ? NULL : resolver->land;
    marsad_roads_free(resolver->own_roads);
    marsad_land_free(resolver->own_land);
    mrs_free(resolver->basemap);
    resolver->own_roads = NULL;
    resolver->own_land = NULL;
    resolver->basemap = NULL;
}

marsad_status marsad_resolver_use_basemap(marsad_resolver *resolver, const char *path,
                                          marsad_error *error)
{
    close_basemap(resolver);
    resolver->basemap = path ? mrs_strdup(path) : NULL;
    return path && !resolver->basemap ? mrs_fail_memory(error) : MARSAD_OK;
}

marsad_status marsad_resolver_roads(marsad_resolver *resolver, const marsad_roads **out,
                                    marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    if (!resolver->roads && resolver->basemap) {
        status = marsad_roads_open(resolver->basemap, &resolver->own_roads, error);
        resolver->roads = resolver->own_roads;
    }
    *out = resolver->roads;
    return status;
}

marsad_status mrs_resolver_land(marsad_resolver *resolver, marsad_land **out, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    if (!resolver->land && resolver->basemap) {
        status = marsad_land_open(resolver->basemap, &resolver->own_land, error);
        resolver->land = resolver->own_land;
    }
    *out = resolver->land;
    return status;
}

void marsad_resolver_free(marsad_resolver *resolver)
{
    if (resolver) {
        close_basemap(resolver);
        mrs_romaniser_free(resolver->matcher.romaniser);
        mrs_words_free(resolver->words);
        mrs_free(resolver);
    }
}

void marsad_resolution_free(marsad_resolution *resolution)
{
    if (!resolution) {
        return;
    }
    mrs_known_drop(resolution->held);
    marsad_place_clear(resolution->own);
    mrs_free(resolution->own);
    mrs_free(resolution->candidates);
    mrs_free(resolution->reason);
    mrs_free(resolution->query);
    mrs_free(resolution);
}

/* --- The question --- */

static marsad_status read_country(const char *country, mrs_setting *out, marsad_error *error)
{
    if (!country || !country[0]) {
        out->only_country = false;
        return MARSAD_OK;
    }
    if (!isalpha((unsigned char)country[0]) || !isalpha((unsigned char)country[1]) || country[2]) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the country to prefer is a two-letter code such as LY, not \"%s\"",
                        country);
    }
    for (int i = 0; i < 2; i++) {
        out->country[i] = (char)toupper((unsigned char)country[i]);
    }
    return MARSAD_OK;
}

static marsad_status read_question(const char *location, const marsad_resolve_options *options,
                                   mrs_setting *out, marsad_error *error)
{
    *out = (mrs_setting){.only_country = options->only_country,
                         .has_near = options->has_near,
                         .near = options->near,
                         .company = options->company,
                         .company_count = options->company_count};
    if (!location || options->max_candidates == 0) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "a location and room for a candidate are needed");
    }
    size_t bad = 0;
    if (!marsad_text_is_utf8(location, strlen(location), &bad)) {
        return mrs_fail(error, MARSAD_ERR_INPUT, "the location is not UTF-8 text (byte %zu)",
                        bad + 1);
    }
    if (options->has_near && !marsad_lonlat_valid(options->near)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the point to look near is not on Earth");
    }
    return read_country(options->country, out, error);
}

/* --- Answers --- */

marsad_status mrs_answer_point(marsad_resolution *answer, marsad_place *point, marsad_match match,
                               double confidence, char *reason, marsad_error *error)
{
    answer->own = point;
    answer->reason = reason;
    answer->candidates = mrs_alloc(1, sizeof *answer->candidates);
    if (!point || !reason || !answer->candidates) {
        return mrs_fail_memory(error);
    }
    answer->candidates[0] = (marsad_candidate){point, confidence, match};
    answer->candidate_count = 1;
    answer->status = MARSAD_RESOLVED;
    answer->match = match;
    answer->confidence = confidence;
    return MARSAD_OK;
}

marsad_place *mrs_new_point(const char *name, marsad_lonlat at, double uncertainty_m)
{
    marsad_place *place = mrs_alloc(1, sizeof *place);
    if (!place) {
        return NULL;
    }
    place->at = at;
    place->uncertainty_m = uncertainty_m;
    char **texts[] = {&place->name,         &place->id,      &place->name_ar, &place->name_fr,
                      &place->feature_code, &place->country, &place->admin1,  &place->source};
    bool complete = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = mrs_strdup(i == 0 ? name : "");
        complete = complete && *texts[i];
    }
    if (!complete) {
        marsad_place_clear(place);
        mrs_free(place);
        return NULL;
    }
    return place;
}

static marsad_status answer_coordinates(marsad_resolution *answer, const mrs_coordinates *read,
                                        marsad_error *error)
{
    mrs_buffer reason = {0};
    mrs_buffer_addf(&reason, "coordinate: %s, written to %.0f m", read->form, read->precision_m);
    return mrs_answer_point(answer, mrs_new_point(read->name, read->at, read->precision_m),
                            MARSAD_MATCH_COORDINATE, 1, mrs_buffer_take(&reason), error);
}

static marsad_status fill_candidates(marsad_resolver *resolver, marsad_resolution *answer,
                                     const mrs_search *search, size_t count, marsad_error *error)
{
    const mrs_ranking *ranking = &search->ranking;
    answer->candidates = mrs_alloc(count + 1, sizeof *answer->candidates);
    if (!answer->candidates) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < count; i++) {
        const mrs_candidate *it = ranking->items[i];
        marsad_candidate *to = &answer->candidates[i];
        double first = ranking->probability[0];
        to->confidence = ranking->probability[i] < first ? ranking->probability[i] : first;
        to->match = mrs_match_of(search, it);
        status = mrs_gazetteer_place_at(resolver->gazetteer, it->place, &to->place, error);
    }
    answer->candidate_count = count;
    return status;
}

/* True if the options rule the place out. */
static bool is_abroad(const mrs_candidate *it, const mrs_setting *setting)
{
    return setting->only_country && memcmp(it->at->country, setting->country, 2) != 0;
}

static char *abroad_reason(const marsad_resolution *answer, const mrs_ranking *ranking,
                           const mrs_setting *setting)
{
    mrs_buffer text = {0};
    mrs_buffer_addf(&text,
                    mrs_ranking_lists_in(ranking, setting->country)
                        ? "a place elsewhere is likelier than those of this name in %s: "
                        : "no place of this name is listed in %s; elsewhere: ",
                    setting->country);
    mrs_add_place(&text, answer->candidates[0].place);
    return mrs_buffer_take(&text);
}

marsad_status mrs_answer_search(marsad_resolver *resolver, marsad_resolution *answer,
                                const mrs_search *search, const mrs_setting *setting, size_t most,
                                marsad_error *error)
{
    mrs_verdict verdict = mrs_judge(&search->ranking);
    size_t count = search->ranking.count < most ? search->ranking.count : most;
    marsad_status status = fill_candidates(resolver, answer, search, count, error);
    if (status) {
        return status;
    }
    bool abroad =
        verdict.status != MARSAD_UNRESOLVED && is_abroad(search->ranking.items[0], setting);
    verdict.status = abroad ? MARSAD_UNRESOLVED : verdict.status;
    const marsad_place *places[3] = {0};
    for (size_t i = 0; i < 3 && i < count; i++) {
        places[i] = answer->candidates[i].place;
    }
    answer->reason = abroad ? abroad_reason(answer, &search->ranking, setting)
                            : mrs_reason(search, &verdict, setting, places, count < 3 ? count : 3);
    if (!answer->reason) {
        return mrs_fail_memory(error);
    }
    answer->status = verdict.status;
    if (verdict.status != MARSAD_UNRESOLVED) {
        answer->confidence = verdict.confidence;
        answer->match = answer->candidates[0].match;
    }
    return MARSAD_OK;
}

/* Splits the location into parts that say where each other lie; 0 if it is not made so. */
static marsad_status split(marsad_resolver *resolver, const char *location,
                           const mrs_setting *setting, const char *parts[MRS_PARTS_MOST],
                           size_t lengths[MRS_PARTS_MOST], size_t *count, bool *last,
                           marsad_error *error)
{
    static const char ba[] = "ب";
    const size_t letter = sizeof ba - 1;
    *count = mrs_parts_split(location, strlen(location), parts, lengths);
    if (*count) {
        return MARSAD_OK;
    }
    bool listed = false;
    *last = true;
    *count = mrs_parts_split_last(location, strlen(location), parts, lengths);
    if (*count == 0) {
        return MARSAD_OK;
    }
    mrs_search *search = &resolver->searches[1];
    marsad_status status = mrs_part_is_listed(&resolver->matcher, parts[1], lengths[1], false,
                                              setting, search, &listed, error);
    if (!status && !listed && lengths[1] > 4 * letter && memcmp(parts[1], ba, letter) == 0) {
        parts[1] += letter;
        lengths[1] -= letter;
        status = mrs_part_is_listed(&resolver->matcher, parts[1], lengths[1], true, setting, search,
                                    &listed, error);
    }
    *count = listed ? *count : 0;
    return status;
}

/* A part that may be a place by itself. */
static bool names_place(const mrs_search *part)
{
    return part->ranking.count && part->ranking.none < 0.5;
}

/* Fills the candidates, where any is in the country asked for with those only, and the reason with
   the likeliest place of each part; `*places` is how many there are. */
static marsad_status list_apart(marsad_resolver *resolver, marsad_resolution *answer,
                                const mrs_search *parts, size_t count, bool only_home,
                                const mrs_setting *setting, size_t most, mrs_buffer *reason,
                                size_t *places, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    *places = 0;
    mrs_buffer_add(reason, "several places are named, and none lies in another");
    for (size_t i = 0; !status && i < count; i++) {
        if (!names_place(&parts[i])) {
            continue;
        }
        const mrs_candidate *first = parts[i].ranking.items[0];
        const marsad_place *place = NULL;
        status = mrs_gazetteer_place_at(resolver->gazetteer, first->place, &place, error);
        if (status) {
            break;
        }
        mrs_buffer_add(reason, (*places)++ ? "; " : ": ");
        mrs_add_place(reason, place);
        if (answer->candidate_count < most && !(only_home && is_abroad(first, setting))) {
            answer->candidates[answer->candidate_count++] =
                (marsad_candidate){place, 0, mrs_match_of(&parts[i], first)};
        }
    }
    return status;
}

/* "Misrata, Sirte": the likeliest place of each part, as far as there is room. */
static marsad_status answer_apart(marsad_resolver *resolver, marsad_resolution *answer,
                                  const mrs_search *parts, size_t count, const mrs_setting *setting,
                                  size_t most, marsad_error *error)
{
    mrs_buffer reason = {0};
    size_t places = 0;
    bool home = false;
    answer->candidates = mrs_alloc(count, sizeof *answer->candidates);
    if (!answer->candidates) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        home = home || (names_place(&parts[i]) && !is_abroad(parts[i].ranking.items[0], setting));
    }
    marsad_status status =
        list_apart(resolver, answer, parts, count, home, setting, most, &reason, &places, error);
    for (size_t i = 0; i < answer->candidate_count; i++) {
        answer->candidates[i].confidence = 1.0 / (double)places;
    }
    if (home && !status) {
        answer->status = MARSAD_AMBIGUOUS;
        answer->confidence = answer->candidates[0].confidence;
        answer->match = answer->candidates[0].match;
    } else if (!home) {
        mrs_buffer_addf(&reason, "; none of them is in %s", setting->country);
    }
    answer->reason = mrs_buffer_take(&reason);
    return status || answer->reason ? status : mrs_fail_memory(error);
}

static bool contradicts(const mrs_search *search)
{
    const mrs_candidate *first = search->ranking.count ? search->ranking.items[0] : NULL;
    return first && first->differing > 0 && first->agreeing == 0;
}

/* "Foo, Tripoli": what is meant lies in Tripoli, but is not it. "Tripoli, Tunisia": one of the two
   is not as it should be. */
static marsad_status lessen(marsad_resolution *answer, const char *part, size_t length,
                            const char *why, marsad_error *error)
{
    const double wider = 0.6;
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "\"");
    mrs_buffer_add_bytes(&text, part, length);
    mrs_buffer_add(&text, "\" ");
    mrs_buffer_add(&text, why);
    mrs_buffer_add(&text, "; ");
    mrs_buffer_add(&text, answer->reason);
    mrs_free(answer->reason);
    answer->reason = mrs_buffer_take(&text);
    answer->confidence *= wider;
    for (size_t i = 0; i < answer->candidate_count; i++) {
        answer->candidates[i].confidence *= wider;
    }
    return answer->reason ? MARSAD_OK : mrs_fail_memory(error);
}

/* As parts; `*found` is false if they are not places that say where each other lie. */
static marsad_status answer_parts(marsad_resolver *resolver, marsad_resolution *answer,
                                  const char *location, const mrs_setting *setting, size_t most,
                                  bool *found, marsad_error *error)
{
    const char *parts[MRS_PARTS_MOST];
    size_t lengths[MRS_PARTS_MOST], count = 0;
    mrs_parts_choice choice = {.head = -1};
    *found = false;
    bool last = false;
    marsad_status status = split(resolver, location, setting, parts, lengths, &count, &last, error);
    if (status || count == 0) {
        return status;
    }
    mrs_search *searches = resolver->searches + 1;
    status = mrs_search_parts(&resolver->matcher, resolver->gazetteer, parts, lengths, count,
                              setting, searches, &choice, error);
    *found = !status && choice.head >= 0 && (!last || choice.head == 0);
    if (*found && choice.apart) {
        status = answer_apart(resolver, answer, searches, count, setting, most, error);
    } else if (*found) {
        status = mrs_answer_search(resolver, answer, &searches[choice.head], setting, most, error);
        if (!status && choice.head > 0 && !choice.agrees) {
            status = lessen(answer, parts[0], lengths[0],
                            "is not known, only what is named beside it", error);
        } else if (!status && contradicts(&searches[choice.head])) {
            status = lessen(answer, parts[choice.head], lengths[choice.head],
                            "does not lie in what is named beside it", error);
        }
    }
    for (size_t i = 0; i < count; i++) {
        mrs_query_clear(&searches[i].query);
    }
    return status;
}

/* "Sirte, Misrata and Tripoli": a list, if all of it are places. */
static marsad_status answer_list(marsad_resolver *resolver, marsad_resolution *answer,
                                 const char *location, const mrs_setting *setting, size_t most,
                                 bool *found, marsad_error *error)
{
    const char *parts[MRS_PARTS_MOST];
    size_t lengths[MRS_PARTS_MOST], searched = 0;
    mrs_search *searches = resolver->searches + 1;
    size_t count = mrs_parts_split_list(location, strlen(location), parts, lengths);
    marsad_status status = MARSAD_OK;
    *found = count > 0;
    while (!status && *found && searched < count) {
        mrs_search *search = &searches[searched];
        status = mrs_search_name(&resolver->matcher, parts[searched], lengths[searched], setting,
                                 search, error);
        *found = !status && mrs_is_place_by_itself(search);
        searched++;
    }
    if (!status && *found) {
        status = answer_apart(resolver, answer, searches, count, setting, most, error);
    }
    for (size_t i = 0; i < searched; i++) {
        mrs_query_clear(&searches[i].query);
    }
    return status;
}

static marsad_status answer_name(marsad_resolver *resolver, marsad_resolution *answer,
                                 const char *location, const mrs_setting *setting, size_t most,
                                 marsad_error *error)
{
    mrs_matcher *matcher = &resolver->matcher;
    mrs_search *search = &resolver->searches[0];
    size_t length = strlen(location);
    bool found = false;
    marsad_status status = mrs_search_listed(matcher, location, length, setting, search, error);
    bool settled = mrs_search_is_settled(search, setting);
    if (!status && !settled) {
        status = mrs_answer_relative(resolver, answer, location, setting, most, &found, error);
    }
    if (!status && !settled && !found) {
        status = mrs_search_forms(matcher, location, length, setting, search, error);
        settled = mrs_search_is_settled(search, setting);
    }
    if (!status && !settled && !found) {
        status = answer_list(resolver, answer, location, setting, most, &found, error);
    }
    if (!status && !settled && !found) {
        status = answer_parts(resolver, answer, location, setting, most, &found, error);
    }
    if (!status && !settled && !found) {
        status = mrs_search_sounds(matcher, location, length, setting, search, error);
    }
    if (!status && !found) {
        status = mrs_answer_search(resolver, answer, search, setting, most, error);
    }
    mrs_query_clear(&search->query);
    return status;
}

marsad_status marsad_resolve(marsad_resolver *resolver, const char *location,
                             const marsad_resolve_options *options, marsad_resolution **out,
                             marsad_error *error)
{
    *out = NULL;
    marsad_resolve_options defaults = marsad_resolve_defaults();
    options = options ? options : &defaults;
    mrs_setting setting;
    marsad_status status = read_question(location, options, &setting, error);
    if (status) {
        return status;
    }
    mrs_coordinates read;
    marsad_status pair = mrs_coordinates_read(location, &read, error);
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
        status = answer_coordinates(answer, &read, error);
    } else {
        status = answer_name(resolver, answer, location, &setting, options->max_candidates, error);
    }
    if (status) {
        marsad_resolution_free(answer);
        return status;
    }
    answer->held = mrs_known_hold(resolver->gazetteer->known);
    *out = answer;
    return MARSAD_OK;
}
