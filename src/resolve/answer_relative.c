#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "resolve/ashore.h"
#include "resolve/judge.h"
#include "resolve/relation.h"
#include "resolve/relative.h"
#include "resolve/resolver.h"

/* The places of a relation's anchors, as far as they are known. */
typedef struct anchors {
    const marsad_place *places[MRS_RELATION_ANCHORS];
    double confidence; /* that all of them are meant */
    bool all;
} anchors;

/* Which of the likely places of two anchors are meant is told by their nearness: of "Zawiya" and
   "Tripoli" the two in Libya. */
static double pair_score(const mrs_ranking *a, size_t i, const mrs_ranking *b, size_t j,
                         mrs_matcher *matcher)
{
    const mrs_index_place *x = a->items[i]->at, *y = b->items[j]->at;
    double metres =
        marsad_geodesic_between((marsad_lonlat){x->lon, x->lat}, (marsad_lonlat){y->lon, y->lat})
            .distance_m;
    return log(a->probability[i]) + log(b->probability[j]) +
           matcher->weights[MRS_W_company] * mrs_remoteness(metres);
}

static void choose_pair(mrs_matcher *matcher, const mrs_ranking *a, const mrs_ranking *b,
                        size_t chosen[2], double *share)
{
    enum { LIKELY = 6 };
    double best = -INFINITY, sum = 0;
    size_t rows = a->count < LIKELY ? a->count : LIKELY;
    size_t columns = b->count < LIKELY ? b->count : LIKELY;
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            double score = pair_score(a, i, b, j, matcher);
            sum += exp(score);
            if (score > best) {
                best = score;
                chosen[0] = i;
                chosen[1] = j;
            }
        }
    }
    *share = sum > 0 ? exp(best) / sum : 0;
}

/* Seeks each anchor in a search of its own. */
static marsad_status search_anchors(marsad_resolver *resolver, const mrs_relation *relation,
                                    const mrs_setting *setting, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < relation->anchor_count; i++) {
        const mrs_span *span = &relation->anchors[i];
        status = mrs_search_place(&resolver->matcher, resolver->gazetteer, span->at, span->length,
                                  setting, &resolver->anchors[i], resolver->searches + 1, error);
    }
    return status;
}

static marsad_status take_places(marsad_resolver *resolver, const mrs_relation *relation,
                                 anchors *out, marsad_error *error)
{
    const mrs_search *searches = resolver->anchors;
    size_t chosen[MRS_RELATION_ANCHORS] = {0};
    double share = 1;
    out->confidence = 1;
    for (size_t i = 0; i < relation->anchor_count; i++) {
        if (searches[i].ranking.count == 0 || searches[i].ranking.none > 1 - MRS_PLACE_LEAST) {
            return MARSAD_OK;
        }
        out->confidence *= 1 - searches[i].ranking.none;
    }
    if (relation->anchor_count == 2) {
        choose_pair(&resolver->matcher, &searches[0].ranking, &searches[1].ranking, chosen, &share);
    } else {
        share = searches[0].ranking.probability[0] / out->confidence;
    }
    out->confidence *= share;
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < relation->anchor_count; i++) {
        status =
            mrs_gazetteer_place_at(resolver->gazetteer, searches[i].ranking.items[chosen[i]]->place,
                                   &out->places[i], error);
    }
    out->all = !status;
    return status;
}

static marsad_status find_anchors(marsad_resolver *resolver, const mrs_relation *relation,
                                  const mrs_setting *setting, anchors *out, marsad_error *error)
{
    *out = (anchors){0};
    marsad_status status = search_anchors(resolver, relation, setting, error);
    if (!status) {
        status = take_places(resolver, relation, out, error);
    }
    for (size_t i = 0; i < relation->anchor_count; i++) {
        mrs_query_clear(&resolver->anchors[i].query);
    }
    return status;
}

/* The name of a point is what was asked; its country and district are those of its anchors. */
static marsad_place *new_place(const char *location, const anchors *found, size_t count,
                               const mrs_relative *placed)
{
    marsad_place *point = mrs_new_point(location, placed->at, placed->uncertainty_m);
    const marsad_place *first = found->places[0];
    const marsad_place *last = found->places[count - 1];
    if (!point || strcmp(first->country, last->country) != 0) {
        return point;
    }
    char *country = mrs_strdup(first->country);
    char *source = mrs_strdup(first->source);
    if (country && source) {
        mrs_free(point->country);
        mrs_free(point->source);
        point->country = country;
        point->source = source;
        return point;
    }
    mrs_free(country);
    mrs_free(source);
    marsad_place_clear(point);
    mrs_free(point);
    return NULL;
}

/* As sure as its places are: less than this is ambiguous. */
static bool is_sure(const anchors *found)
{
    return found->confidence >= MRS_FIRST_LEAST;
}

static char *make_reason(const mrs_relative *placed, const anchors *found, size_t count)
{
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "relative: ");
    mrs_buffer_add(&text, placed->how);
    for (size_t i = 0; i < count; i++) {
        mrs_buffer_add(&text, i ? " and " : "; from ");
        mrs_add_place(&text, found->places[i]);
    }
    if (!is_sure(found)) {
        mrs_buffer_addf(&text, ", but it is not sure that %s meant",
                        count > 1 ? "they are" : "it is");
    }
    return mrs_buffer_take(&text);
}

static marsad_status give_answer(marsad_resolution *answer, const char *location,
                                 const mrs_relation *relation, const anchors *found,
                                 const mrs_relative *placed, marsad_error *error)
{
    size_t count = relation->anchor_count;
    marsad_status status =
        mrs_answer_point(answer, new_place(location, found, count, placed), MARSAD_MATCH_RELATIVE,
                         found->confidence, make_reason(placed, found, count), error);
    for (size_t i = 0; !status && i < count; i++) {
        answer->anchors[i] = found->places[i];
    }
    answer->anchor_count = status ? 0 : count;
    if (!status && !is_sure(found)) {
        answer->status = MARSAD_AMBIGUOUS;
    }
    return status;
}

static bool is_abroad(const anchors *found, size_t count, const mrs_setting *setting)
{
    for (size_t i = 0; setting->only_country && i < count; i++) {
        if (strcmp(found->places[i]->country, setting->country) == 0) {
            return false; /* one on this side of a border will do */
        }
    }
    return setting->only_country;
}

/* The relation on the ground; `*possible` is false if it cannot be true of these places. */
static marsad_status place_relation(marsad_resolver *resolver, const mrs_relation *relation,
                                    const anchors *found, mrs_relative *placed, bool *possible,
                                    marsad_error *error)
{
    const marsad_roads *roads;
    *possible = true;
    marsad_status status = marsad_resolver_roads(resolver, &roads, error);
    if (status) {
        return status;
    }
    status = mrs_relative_place(relation, found->places, roads, placed, error);
    *possible = status != MARSAD_ERR_INPUT;
    return *possible ? status : MARSAD_OK;
}

static marsad_status put_ashore(marsad_resolver *resolver, const char *location,
                                const mrs_relation *relation, const anchors *found,
                                mrs_relative *placed, marsad_error *error)
{
    marsad_land *land;
    marsad_status status = mrs_resolver_land(resolver, &land, error);
    return status ? status
                  : mrs_relative_put_ashore(land, location, relation, found->places, placed, error);
}

static marsad_status answer_reading(marsad_resolver *resolver, marsad_resolution *answer,
                                    const char *location, const mrs_relation *relation,
                                    const mrs_setting *setting, bool *answered, marsad_error *error)
{
    anchors found;
    mrs_relative placed;
    *answered = false;
    marsad_status status = find_anchors(resolver, relation, setting, &found, error);
    if (status || !found.all || is_abroad(&found, relation->anchor_count, setting)) {
        return status;
    }
    bool possible;
    status = place_relation(resolver, relation, &found, &placed, &possible, error);
    if (!status && possible) { /* else another reading may be */
        status = put_ashore(resolver, location, relation, &found, &placed, error);
        status = status ? status : give_answer(answer, location, relation, &found, &placed, error);
        mrs_relative_clear(&placed);
        *answered = !status;
    }
    return status;
}

/* "X (200 km east of Tripoli)": X itself, if it lies there; else the point. */
static marsad_status answer_subject(marsad_resolver *resolver, marsad_resolution *answer,
                                    const mrs_relation *relation, const mrs_setting *setting,
                                    size_t most, bool *answered, marsad_error *error)
{
    anchors found;
    mrs_relative placed;
    *answered = false;
    marsad_status status = find_anchors(resolver, relation, setting, &found, error);
    if (status || !found.all) {
        return status;
    }
    bool possible;
    status = place_relation(resolver, relation, &found, &placed, &possible, error);
    if (status || !possible) {
        return status;
    }
    mrs_setting there = *setting;
    mrs_search *search = &resolver->searches[1];
    there.has_near = true;
    there.near = placed.at;
    status = mrs_search_name(&resolver->matcher, relation->subject.at, relation->subject.length,
                             &there, search, error);
    if (!status && mrs_search_is_settled(search, &there)) {
        const mrs_index_place *at = search->ranking.items[0]->at;
        marsad_lonlat where = {at->lon, at->lat};
        double reach = 1.5 * (placed.uncertainty_m + (double)at->uncertainty_m);
        /* Without a figure it may be far: the countryside of a city is its province, and "south of
           Misrata" is said of places a day away. */
        reach = relation->has_distance ? reach : fmax(reach, 250e3);
        *answered = marsad_geodesic_between(where, placed.at).distance_m <= reach;
    }
    if (*answered) {
        status = mrs_answer_search(resolver, answer, search, &there, most, error);
    }
    mrs_query_clear(&search->query);
    mrs_relative_clear(&placed);
    return status;
}

/* A figure, or two places, leave no doubt that a relation is meant. */
static bool is_plain(const mrs_relation *relation)
{
    return relation->has_distance || relation->kind == MRS_RELATION_MIDWAY ||
           relation->kind == MRS_RELATION_BETWEEN;
}

/* That its places are not known is the answer; a part of the words would be another place. */
static marsad_status answer_unknown(marsad_resolution *answer, const mrs_relation *relation,
                                    marsad_error *error)
{
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "relative to a place that is not known: ");
    for (size_t i = 0; i < relation->anchor_count; i++) {
        mrs_buffer_add(&text, i ? "; " : "");
        mrs_buffer_add_bytes(&text, relation->anchors[i].at, relation->anchors[i].length);
    }
    answer->reason = mrs_buffer_take(&text);
    return answer->reason ? MARSAD_OK : mrs_fail_memory(error);
}

marsad_status mrs_answer_relative(marsad_resolver *resolver, marsad_resolution *answer,
                                  const char *location, const mrs_setting *setting, size_t most,
                                  bool *found, marsad_error *error)
{
    mrs_relations read;
    *found = false;
    marsad_status status = mrs_relation_read(location, &read, error);
    for (size_t i = 0; !status && !*found && i < read.count; i++) {
        if (read.items[i].subject.length) {
            status = answer_subject(resolver, answer, &read.items[i], setting, most, found, error);
        }
        if (!status && !*found && read.items[i].anchor_count) {
            status =
                answer_reading(resolver, answer, location, &read.items[i], setting, found, error);
        }
    }
    if (!status && !*found && read.count && is_plain(&read.items[0])) {
        *found = true;
        status = answer_unknown(answer, &read.items[0], error);
    }
    return status;
}
