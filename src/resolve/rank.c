#include "resolve/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gazetteer/kinds.h"

static bool is_country(const mrs_index_place *place, const char *code)
{
    return memcmp(place->country, code, 2) == 0;
}

bool mrs_ranking_lists_in(const mrs_ranking *ranking, const char *country)
{
    for (size_t i = 0; i < ranking->count; i++) {
        const mrs_candidate *it = ranking->items[i];
        if (it->likeness != MRS_LIKE_SOUND && is_country(it->at, country)) {
            return true;
        }
    }
    return false;
}

/* Countries where place names are written in Arabic. */
bool mrs_writes_arabic(const mrs_index_place *place)
{
    static const char codes[] = "AEBHDJDZEGEHIQJOKMKWLBLYMAMROMPSQASASDSOSSSYTDTNYE";
    for (size_t i = 0; i + 1 < sizeof codes; i += 2) {
        if (memcmp(place->country, codes + i, 2) == 0) {
            return true;
        }
    }
    return false;
}

static marsad_lonlat at_of(const mrs_candidate *it)
{
    return (marsad_lonlat){it->at->lon, it->at->lat};
}

/* Far enough for ranking, and ten times as fast as the geodesic: the haversine on a sphere. */
static double distance_m(marsad_lonlat a, marsad_lonlat b)
{
    const double radian = 0.017453292519943295, radius_m = 6371008.8;
    double dlat = sin((b.lat - a.lat) * radian / 2), dlon = sin((b.lon - a.lon) * radian / 2);
    double h = dlat * dlat + cos(a.lat * radian) * cos(b.lat * radian) * dlon * dlon;
    return 2 * radius_m * asin(fmin(1, sqrt(h)));
}

double mrs_remoteness(double metres)
{
    return log1p(metres / 25e3);
}

static double company_of(const mrs_candidate *it, const mrs_setting *setting)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < setting->company_count; i++) {
        nearest = fmin(nearest, distance_m(at_of(it), setting->company[i]));
    }
    return isfinite(nearest) ? mrs_remoteness(nearest) : 0;
}

double mrs_place_score(const double *w, const mrs_candidate *it, const mrs_setting *setting)
{
    bool sound = it->likeness == MRS_LIKE_SOUND;
    double sum = w[sound ? MRS_W_importance_sound : MRS_W_importance] * it->at->importance / 1e4;
    sum += it->at->flags & MRS_PLACE_CURATED ? w[MRS_W_curated] : 0;
    if (it->form->arabic) {
        bool home = mrs_writes_arabic(it->at);
        sum += w[home ? MRS_W_arab : MRS_W_not_arab];
        sum += !home && it->likeness == MRS_LIKE_ARTICLE ? w[MRS_W_foreign_article] : 0;
    }
    if (setting->country[0] && it->at->country[0]) { /* else it may be anywhere */
        sum += w[is_country(it->at, setting->country) ? MRS_W_country : MRS_W_abroad];
    }
    sum += it->agreeing * w[MRS_W_context_agrees] + it->differing * w[MRS_W_context_differs];
    if (it->form->country) {
        sum += is_country(it->at, it->form->country) ? w[MRS_W_context_agrees]
                                                     : w[MRS_W_context_differs];
    }
    if (setting->has_near) {
        sum += w[MRS_W_near] * mrs_remoteness(distance_m(at_of(it), setting->near));
    }
    if (setting->company_count) {
        sum += w[MRS_W_company] * company_of(it, setting);
    }
    return sum;
}

double mrs_none_score(const double *w, const mrs_query *query)
{
    return w[MRS_W_none] + (query->letters < 3 ? w[MRS_W_none_brief] : 0) +
           (query->seems & MRS_SEEMS_ORDINARY ? w[MRS_W_none_ordinary] : 0) +
           (query->seems & MRS_SEEMS_PHRASE ? w[MRS_W_none_phrase] : 0) +
           (query->romanised == MRS_ROMANISED ? w[MRS_W_none_romanised] : 0) +
           (query->romanised == MRS_ROMANISED_SYMBOLS ? w[MRS_W_none_symbols] : 0) +
           (query->seems & MRS_SEEMS_ORGANISATION ? w[MRS_W_none_organisation] : 0) +
           (query->seems & MRS_SEEMS_PERSON ? w[MRS_W_none_person] : 0);
}

/* The best MRS_RANKED_MOST, in order. */
static void keep_best(const mrs_candidates *list, mrs_ranking *out)
{
    out->count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const mrs_candidate *it = &list->items[i];
        size_t at = out->count < MRS_RANKED_MOST ? out->count : MRS_RANKED_MOST;
        while (at > 0) {
            const mrs_candidate *other = out->items[at - 1];
            bool before = it->score > other->score ||
                          (!(it->score < other->score) && it->at->row < other->at->row);
            if (!before) {
                break;
            }
            if (at < MRS_RANKED_MOST) {
                out->items[at] = other;
            }
            at--;
        }
        if (at < MRS_RANKED_MOST) {
            out->items[at] = it;
            out->count += out->count < MRS_RANKED_MOST;
        }
    }
}

/* Within how many metres two candidates are one place; negative: never. */
static double merge_radius_m(const mrs_candidate *a, const mrs_candidate *b)
{
    mrs_place_class ka = a->class, kb = b->class;
    bool quarters = (ka == MRS_CLASS_QUARTER && kb == MRS_CLASS_QUARTER) ||
                    (ka == MRS_CLASS_POPULATED && kb == MRS_CLASS_QUARTER) ||
                    (ka == MRS_CLASS_QUARTER && kb == MRS_CLASS_POPULATED);
    if (quarters) {
        return 3e3;
    }
    bool alike = ka == kb && (ka == MRS_CLASS_POPULATED || ka == MRS_CLASS_AIRPORT);
    double uncertainty = fmax((double)a->at->uncertainty_m, (double)b->at->uncertainty_m);
    return alike ? fmax(fmin(uncertainty, 10e3), 5e3) : -1;
}

/* Names that only sound alike may well be those of neighbours; listed ones are of one place. */
static bool are_one(const mrs_candidate *a, const mrs_candidate *b)
{
    bool listed = a->likeness != MRS_LIKE_SOUND && b->likeness != MRS_LIKE_SOUND;
    double radius = listed ? merge_radius_m(a, b) : -1;
    return radius > 0 && memcmp(a->at->country, b->at->country, 2) == 0 &&
           distance_m(at_of(a), at_of(b)) <= radius;
}

static void merge(mrs_ranking *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        bool again = false;
        for (size_t k = 0; k < kept && !again; k++) {
            again = are_one(out->items[k], out->items[i]);
        }
        if (!again) {
            out->items[kept++] = out->items[i];
        }
    }
    out->count = kept;
}

static bool is_area(const mrs_candidate *it)
{
    mrs_place_class class = it->class;
    return class == MRS_CLASS_DISTRICT || class == MRS_CLASS_COUNTRY;
}

/* Behind every rival. */
static const double ASIDE = 12;

/* A hamlet that is less likely than that by itself does not stand before its country. */
static bool has_town_beside(const mrs_candidates *list, const mrs_candidate *area)
{
    for (size_t i = 0; i < list->count; i++) {
        const mrs_candidate *other = &list->items[i];
        if (other->class == MRS_CLASS_POPULATED && other->likely > area->likely - 2 &&
            other->score > area->score - ASIDE &&
            memcmp(other->at->country, area->at->country, 2) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_abroad(const mrs_candidate *it, const mrs_setting *setting)
{
    return it->at->country[0] && !is_country(it->at, setting->country);
}

/* Where only one country will do, a place elsewhere is no rival to one that is there. */
static bool has_home(const mrs_candidates *list, const mrs_setting *setting)
{
    for (size_t i = 0; setting->only_country && i < list->count; i++) {
        if (!is_abroad(&list->items[i], setting)) {
            return true;
        }
    }
    return false;
}

static void score(mrs_matcher *matcher, mrs_candidates *list, const mrs_setting *setting)
{
    for (size_t i = 0; i < list->count; i++) {
        mrs_candidate *it = &list->items[i];
        it->score = it->likely + mrs_place_score(matcher->weights, it, setting);
    }
    const bool home = has_home(list, setting);
    for (size_t i = 0; i < list->count; i++) {
        mrs_candidate *it = &list->items[i];
        it->aside = is_area(it) && !mrs_candidate_kind_agrees(it) && has_town_beside(list, it);
        it->aside = it->aside || (home && is_abroad(it, setting));
    }
    for (size_t i = 0; i < list->count; i++) {
        list->items[i].score -= list->items[i].aside ? ASIDE : 0;
    }
}

static size_t count_words(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        bool starts = i == 0 || text[i - 1] == ' ' || text[i - 1] == '-';
        count += starts && text[i] != ' ' && text[i] != '-';
    }
    return count;
}

/* True if the first is listed word by word as the location stands: a phrase of ordinary words that
   is the name of a place ("Test Village"). */
static bool is_listed_phrase(const mrs_ranking *ranking)
{
    const mrs_candidate *first = ranking->count ? ranking->items[0] : NULL;
    return first && first->likeness == MRS_LIKE_WHOLE && !first->form->dropped &&
           count_words(first->name.text, first->name.head.text_length) == first->form->end;
}

void mrs_rank(mrs_matcher *matcher, mrs_candidates *list, const mrs_query *query,
              const mrs_setting *setting, mrs_ranking *out)
{
    score(matcher, list, setting);
    keep_best(list, out);
    merge(out);
    const double unlisted = -4.6; /* one in a hundred: no gazetteer lists all places */
    double none = mrs_none_score(matcher->weights, query);
    if (query->seems & MRS_SEEMS_PHRASE && is_listed_phrase(out)) {
        none -= matcher->weights[MRS_W_none_phrase];
    }
    double top = none;
    for (size_t i = 0; i < out->count; i++) {
        top = fmax(top, out->items[i]->score);
    }
    none = fmax(none, top + unlisted);
    double sum = exp(none - top);
    for (size_t i = 0; i < out->count; i++) {
        out->probability[i] = exp(out->items[i]->score - top);
        sum += out->items[i]->aside ? 0 : out->probability[i];
    }
    for (size_t i = 0; i < out->count; i++) {
        out->probability[i] /= sum;
    }
    out->none = exp(none - top) / sum;
}
