#include "resolve/hits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/kinds.h"

static void clear_hit(mrs_hit *hit)
{
    marsad_place_clear(&hit->place);
    mrs_free(hit->name);
    mrs_free(hit->kind);
    *hit = (mrs_hit){0};
}

void mrs_hits_clear(mrs_hits *hits)
{
    for (size_t i = 0; i < hits->count; i++) {
        clear_hit(&hits->items[i]);
    }
    mrs_free(hits->items);
    *hits = (mrs_hits){0};
}

static bool is_known(const mrs_hits *hits, size_t known, int64_t row)
{
    for (size_t i = 0; i < known; i++) {
        if (hits->items[i].place.row == row) {
            return true;
        }
    }
    return false;
}

marsad_status mrs_hits_add(mrs_hits *hits, marsad_name_match_list *matches, marsad_match match,
                           marsad_error *error)
{
    size_t known = hits->count;
    for (size_t i = 0; i < matches->count; i++) {
        marsad_name_match *found = &matches->items[i];
        if (is_known(hits, known, found->place.row)) {
            continue;
        }
        if (!mrs_grow((void **)&hits->items, &hits->capacity, hits->count, sizeof *hits->items)) {
            return mrs_fail_memory(error);
        }
        hits->items[hits->count++] = (mrs_hit){
            .place = found->place, .name = found->name, .kind = found->kind, .match = match};
        found->place = (marsad_place){0};
        found->name = NULL;
        found->kind = NULL;
    }
    return MARSAD_OK;
}

static double name_bonus(const mrs_hit *hit, const char *query)
{
    static const double bonuses[MRS_NAME_KIND_COUNT] = {0, -0.05, -0.08, -0.2, -0.2};
    mrs_name_kind kind = MRS_NAME_ALTERNATE;
    mrs_name_kind_parse(hit->kind, &kind);
    if (kind == MRS_NAME_CODE && strcmp(hit->name, query) == 0) {
        return mrs_place_class_of(hit->place.feature_code) == MRS_CLASS_AIRPORT ? 1.4 : 0.4;
    }
    return bonuses[kind];
}

static void score(mrs_hit *hit, const char *query, const char *country)
{
    hit->preferred = country[0] && strcmp(hit->place.country, country) == 0;
    hit->abroad = country[0] && !hit->preferred;
    hit->score = hit->place.importance + (hit->preferred ? 2 : 0) + name_bonus(hit, query) -
                 (hit->match == MARSAD_MATCH_VARIANT ? 0.2 : 0);
}

static bool same_country(const mrs_hit *a, const mrs_hit *b)
{
    return strcmp(a->place.country, b->place.country) == 0;
}

static bool has_town_beside(const mrs_hits *hits, const mrs_hit *area)
{
    for (size_t i = 0; i < hits->count; i++) {
        const mrs_hit *other = &hits->items[i];
        if (mrs_place_class_of(other->place.feature_code) == MRS_CLASS_POPULATED &&
            same_country(other, area)) {
            return true;
        }
    }
    return false;
}

static bool is_area(const mrs_hit *hit)
{
    mrs_place_class class = mrs_place_class_of(hit->place.feature_code);
    return class == MRS_CLASS_DISTRICT || class == MRS_CLASS_COUNTRY;
}

static bool has_exact_in_country(const mrs_hits *hits)
{
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->items[i].preferred && hits->items[i].match == MARSAD_MATCH_EXACT) {
            return true;
        }
    }
    return false;
}

static void put_aside(mrs_hits *hits)
{
    bool exact = has_exact_in_country(hits);
    for (size_t i = 0; i < hits->count; i++) {
        mrs_hit *hit = &hits->items[i];
        bool lesser = exact && hit->preferred && hit->match == MARSAD_MATCH_VARIANT;
        if (lesser || (is_area(hit) && has_town_beside(hits, hit))) {
            hit->aside = true;
            hit->score -= 1;
        }
    }
}

static void drop_variants_abroad(mrs_hits *hits)
{
    size_t kept = 0;
    for (size_t i = 0; i < hits->count; i++) {
        mrs_hit *hit = &hits->items[i];
        if (hit->abroad && hit->match == MARSAD_MATCH_VARIANT) {
            clear_hit(hit);
            hits->dropped++;
            continue;
        }
        hits->items[kept++] = *hit;
    }
    hits->count = kept;
}

static int compare(const void *left, const void *right)
{
    const mrs_hit *a = left, *b = right;
    if (a->score < b->score || a->score > b->score) {
        return a->score < b->score ? 1 : -1;
    }
    return (a->place.row > b->place.row) - (a->place.row < b->place.row);
}

/* Within how many metres two hits are one place; negative: never. */
static double merge_radius_m(const mrs_hit *a, const mrs_hit *b)
{
    mrs_place_class ka = mrs_place_class_of(a->place.feature_code);
    mrs_place_class kb = mrs_place_class_of(b->place.feature_code);
    double uncertainty = fmin(fmax(a->place.uncertainty_m, b->place.uncertainty_m), 10e3);
    if ((ka == MRS_CLASS_POPULATED && kb == MRS_CLASS_QUARTER) ||
        (kb == MRS_CLASS_POPULATED && ka == MRS_CLASS_QUARTER) ||
        (ka == MRS_CLASS_QUARTER && kb == MRS_CLASS_QUARTER)) {
        return 3e3;
    }
    bool alike = ka == kb && (ka == MRS_CLASS_POPULATED || ka == MRS_CLASS_AIRPORT);
    return alike ? fmax(uncertainty, 5e3) : -1;
}

static bool is_listed_before(const mrs_hits *hits, size_t count, const mrs_hit *hit)
{
    for (size_t i = 0; i < count; i++) {
        const mrs_hit *other = &hits->items[i];
        double radius = merge_radius_m(other, hit);
        if (radius > 0 && same_country(other, hit) &&
            marsad_geodesic_between(other->place.at, hit->place.at).distance_m <= radius) {
            return true;
        }
    }
    return false;
}

/* Of sorted hits, drops each that is the same place as a better one. */
static void merge(mrs_hits *hits)
{
    size_t kept = 0;
    for (size_t i = 0; i < hits->count; i++) {
        if (is_listed_before(hits, kept, &hits->items[i])) {
            clear_hit(&hits->items[i]);
            continue;
        }
        if (kept != i) {
            hits->items[kept] = hits->items[i];
            hits->items[i] = (mrs_hit){0};
        }
        kept++;
    }
    hits->count = kept;
}

void mrs_hits_rank(mrs_hits *hits, const char *query, const char *country)
{
    if (hits->count == 0) {
        return;
    }
    for (size_t i = 0; i < hits->count; i++) {
        score(&hits->items[i], query, country);
    }
    drop_variants_abroad(hits);
    put_aside(hits);
    qsort(hits->items, hits->count, sizeof *hits->items, compare);
    merge(hits);
}
