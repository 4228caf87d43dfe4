#include "resolve/search.h"

#include <string.h>

#include "base/memory.h"
#include "text/romanise.h"

/* Homonyms end the search, for places of a like name are no likelier than those of the name itself.
   A place abroad, or one of another kind than the words say, does not. */
static bool is_settled(const mrs_search *search, const mrs_setting *setting)
{
    const mrs_ranking *ranking = &search->ranking;
    if (ranking->count == 0) {
        return false;
    }
    const mrs_candidate *first = ranking->items[0];
    bool listed = first->likeness != MRS_LIKE_SOUND;
    double likely = listed ? 1 - ranking->none : ranking->probability[0];
    if (likely < MRS_LIKELY_ENOUGH) {
        return false;
    }
    bool abroad = setting->country[0] && first->at->country[0] &&
                  memcmp(first->at->country, setting->country, 2) != 0;
    bool kind_differs = first->form->kind_count && !mrs_candidate_kind_agrees(first);
    /* "Al Wishkah" may be a listed alternate of a town in Washington, but for the article. */
    bool foreign =
        first->form->arabic && first->likeness != MRS_LIKE_WHOLE && !mrs_writes_arabic(first->at);
    return !setting->thorough && !foreign && !abroad && !kind_differs && first->differing == 0;
}

static void rank(mrs_matcher *matcher, const mrs_setting *setting, mrs_search *search)
{
    mrs_rank(matcher, &search->list, &search->query, setting, &search->ranking);
}

static marsad_status search_listed(mrs_matcher *matcher, const char *text, size_t length,
                                   enum mrs_romanisation romanised, const mrs_setting *setting,
                                   mrs_search *search, marsad_error *error)
{
    mrs_candidates_reset(&search->list);
    search->ranking.count = 0;
    search->ranking.none = 1;
    marsad_status status = mrs_query_read(text, length, &search->query, error);
    if (status) {
        return status;
    }
    search->query.romanised = romanised;
    status = mrs_match_listed(matcher, &search->query.forms[0], text, length, &search->list, error);
    if (!status && search->list.count) {
        mrs_query_judge(&search->query, matcher->words);
        rank(matcher, setting, search);
    }
    return status;
}

/* The forms that keep, or lack, words that are mostly part of a name. */
static marsad_status match_forms(mrs_matcher *matcher, bool heads, mrs_search *search,
                                 marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 1; !status && i < search->query.form_count; i++) {
        const mrs_form *form = &search->query.forms[i];
        if (heads == ((form->dropped & MRS_DROPPED_HEAD) != 0)) {
            status = mrs_match_listed(matcher, form, "", 0, &search->list, error);
        }
    }
    return status;
}

static marsad_status match_sounds(mrs_matcher *matcher, mrs_hearing hearing, bool heads,
                                  mrs_search *search, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < search->query.form_count; i++) {
        const mrs_form *form = &search->query.forms[i];
        if (heads == ((form->dropped & MRS_DROPPED_HEAD) != 0)) {
            status = mrs_match_sound(matcher, form, hearing, &search->list, error);
        }
    }
    return status;
}

static marsad_status search_as(mrs_matcher *matcher, const char *text, size_t length,
                               enum mrs_romanisation romanised, const mrs_setting *setting,
                               mrs_search *search, marsad_error *error);

static bool has_symbols(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0xE2 && byte < 0xF0) { /* the first of three bytes, U+2000 up */
            return true;
        }
    }
    return false;
}

/* Names in Greek, Cyrillic, Chinese … that are not listed: by their romanisation. */
static marsad_status search_romanised(mrs_matcher *matcher, const char *text, size_t length,
                                      const mrs_setting *setting, mrs_search *search,
                                      marsad_error *error)
{
    char *latin = NULL;
    marsad_status status =
        matcher->romaniser ? MARSAD_OK : mrs_romaniser_new(&matcher->romaniser, error);
    if (!status) {
        status = mrs_romanise(matcher->romaniser, text, length, &latin, error);
    }
    if (!status && latin) {
        mrs_query_clear(&search->query);
        status = search_as(matcher, latin, strlen(latin),
                           has_symbols(text, length) ? MRS_ROMANISED_SYMBOLS : MRS_ROMANISED,
                           setting, search, error);
    }
    mrs_free(latin);
    return status;
}

marsad_status mrs_search_forms(mrs_matcher *matcher, const char *text, size_t length,
                               const mrs_setting *setting, mrs_search *search, marsad_error *error)
{
    mrs_query_judge(&search->query, matcher->words);
    marsad_status status = mrs_query_forms(&search->query, matcher->words, text, length, error);
    if (!status) {
        status = match_forms(matcher, false, search, error);
        rank(matcher, setting, search);
    }
    return status;
}

/* Nothing better can come: the sounds are nearly the same, or the place is as good as sure. */
static bool is_certain(const mrs_search *search, const mrs_setting *setting)
{
    enum { NEARLY_THE_SAME = 4 };
    const double sure = 0.9;
    return is_settled(search, setting) && (search->ranking.items[0]->cost <= NEARLY_THE_SAME ||
                                           search->ranking.probability[0] >= sure);
}

marsad_status mrs_search_sounds(mrs_matcher *matcher, const char *text, size_t length,
                                const mrs_setting *setting, mrs_search *search, marsad_error *error)
{
    if (!search->query.romanised && mrs_query_needs_romanising(&search->query)) {
        return search_romanised(matcher, text, length, setting, search, error);
    }
    marsad_status status = MARSAD_OK;
    for (int hearing = 0; !status && hearing < MRS_HEARINGS; hearing++) {
        status = match_sounds(matcher, (mrs_hearing)hearing, false, search, error);
        if (hearing == MRS_HEAR_VOWELLED) {
            continue; /* the skeleton may tell of likelier ones */
        }
        rank(matcher, setting, search);
        if (status || is_certain(search, setting)) {
            return status;
        }
    }
    if (status || is_settled(search, setting)) {
        return status;
    }
    status = match_forms(matcher, true, search, error);
    if (!status) {
        status = match_sounds(matcher, MRS_HEAR_SKELETON, true, search, error);
    }
    rank(matcher, setting, search);
    return status;
}

bool mrs_search_is_settled(const mrs_search *search, const mrs_setting *setting)
{
    return is_settled(search, setting) || search->query.letters == 0;
}

static marsad_status search_as(mrs_matcher *matcher, const char *text, size_t length,
                               enum mrs_romanisation romanised, const mrs_setting *setting,
                               mrs_search *search, marsad_error *error)
{
    marsad_status status = search_listed(matcher, text, length, romanised, setting, search, error);
    if (!status && !mrs_search_is_settled(search, setting)) {
        status = mrs_search_forms(matcher, text, length, setting, search, error);
    }
    if (!status && !mrs_search_is_settled(search, setting)) {
        status = mrs_search_sounds(matcher, text, length, setting, search, error);
    }
    return status;
}

marsad_status mrs_search_listed(mrs_matcher *matcher, const char *text, size_t length,
                                const mrs_setting *setting, mrs_search *search, marsad_error *error)
{
    return search_listed(matcher, text, length, MRS_AS_WRITTEN, setting, search, error);
}

marsad_status mrs_search_name(mrs_matcher *matcher, const char *text, size_t length,
                              const mrs_setting *setting, mrs_search *search, marsad_error *error)
{
    return search_as(matcher, text, length, MRS_AS_WRITTEN, setting, search, error);
}
