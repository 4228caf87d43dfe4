#include "resolve/judge.h"

#include <math.h>
#include <string.h>

#include "gazetteer/kinds.h"

static double place_share(const mrs_ranking *ranking, size_t at)
{
    return at < ranking->count && !ranking->items[at]->aside ? ranking->probability[at] : 0;
}

static size_t count_close(const mrs_ranking *ranking)
{
    const double about_as_likely = 0.4; /* as a share of the first */
    size_t close = 0;
    while (close < ranking->count &&
           place_share(ranking, close) > about_as_likely * place_share(ranking, 0)) {
        close++;
    }
    return close;
}

mrs_verdict mrs_judge(const mrs_ranking *ranking)
{
    const double most = 0.6;
    mrs_verdict verdict = {.status = MARSAD_UNRESOLVED, .close = 1};
    double left = 1 - ranking->none;
    if (ranking->count == 0 || left < MRS_PLACE_LEAST) {
        return verdict;
    }
    verdict.confidence = ranking->probability[0];
    if (verdict.confidence >= fmax(MRS_FIRST_LEAST * left, MARSAD_CONFIDENCE_LEAST)) {
        verdict.status = MARSAD_RESOLVED;
        return verdict;
    }
    double three = 0;
    for (size_t i = 0; i < 3; i++) {
        three += place_share(ranking, i);
    }
    bool listed = ranking->items[0]->likeness != MRS_LIKE_SOUND;
    if (listed || three >= most * left) {
        verdict.status = MARSAD_AMBIGUOUS;
        verdict.close = count_close(ranking);
    } else {
        verdict.confidence = 0;
    }
    return verdict;
}

marsad_match mrs_match_of(const mrs_search *search, const mrs_candidate *it)
{
    if (it->likeness == MRS_LIKE_SOUND) {
        return it->skeleton ? MARSAD_MATCH_SKELETON : MARSAD_MATCH_FUZZY;
    }
    bool whole = it->likeness == MRS_LIKE_WHOLE && !it->form->dropped && !search->query.romanised;
    return whole ? MARSAD_MATCH_EXACT : MARSAD_MATCH_VARIANT;
}

void mrs_add_place(mrs_buffer *text, const marsad_place *place)
{
    mrs_buffer_add(text, place->name);
    mrs_buffer_add(text, " (");
    mrs_buffer_add(text, place->feature_code);
    mrs_buffer_add(text, ")");
    if (place->admin1[0]) {
        mrs_buffer_add(text, ", ");
        mrs_buffer_add(text, place->admin1);
    }
    if (place->country[0]) {
        mrs_buffer_add(text, ", ");
        mrs_buffer_add(text, place->country);
    }
}

static const char *kind_phrase(uint8_t kind)
{
    static const char *const phrases[MRS_NAME_KIND_COUNT] = {
        "the name", "an alternate name", "a colloquial name", "a historical name", "a code"};
    return phrases[kind < MRS_NAME_KIND_COUNT ? kind : MRS_NAME_ALTERNATE];
}

static void add_difference(mrs_buffer *text, const mrs_candidate *first)
{
    if (first->likeness == MRS_LIKE_ARTICLE) {
        mrs_buffer_add(text, ", alike but for the article,");
    } else if (first->likeness == MRS_LIKE_CORE) {
        mrs_buffer_add(text, ", without its word of kind,");
    } else if (first->likeness == MRS_LIKE_SOUND && first->cost == 0) {
        mrs_buffer_add(text, ", which sounds the same,");
    } else if (first->likeness == MRS_LIKE_SOUND) {
        mrs_buffer_addf(text, ", which sounds alike (%d%% off),",
                        100 * first->cost / (first->weight ? first->weight : 1));
    }
}

static void add_dropped(mrs_buffer *text, const mrs_candidate *first)
{
    if (first->form->dropped & MRS_DROPPED_CLITIC) {
        mrs_buffer_add(text, "; the name without the preposition joined to it");
    }
    if (first->form->kind_count) {
        mrs_buffer_add(text, "; by the words beside the name");
    }
}

static bool is_abroad(const marsad_place *place, const mrs_setting *setting)
{
    return setting->country[0] && place->country[0] &&
           strcmp(place->country, setting->country) != 0;
}

static void add_resolved(mrs_buffer *text, const mrs_search *search, const mrs_setting *setting,
                         const marsad_place *const *places, size_t count)
{
    const double worth_saying = 0.01;
    const mrs_candidate *first = search->ranking.items[0];
    mrs_buffer_add(text, marsad_match_text(mrs_match_of(search, first)));
    mrs_buffer_add(text, ": \"");
    mrs_buffer_add_bytes(text, first->name.text, first->name.head.text_length);
    mrs_buffer_add(text, "\"");
    add_difference(text, first);
    mrs_buffer_add(text, " is ");
    mrs_buffer_add(text, kind_phrase(first->name.head.kind));
    mrs_buffer_add(text, " of ");
    mrs_add_place(text, places[0]);
    add_dropped(text, first);
    mrs_buffer_add(text, search->query.romanised ? "; romanised" : "");
    if (is_abroad(places[0], setting)) {
        mrs_buffer_addf(text,
                        mrs_ranking_lists_in(&search->ranking, setting->country)
                            ? "; likelier than those of this name in %s"
                            : "; no place of this name is listed in %s",
                        setting->country);
    }
    if (count > 1 && place_share(&search->ranking, 1) > worth_saying) {
        mrs_buffer_add(text, "; less likely: ");
        mrs_add_place(text, places[1]);
    }
}

static void add_number(mrs_buffer *text, size_t number)
{
    static const char *const words[] = {"two", "three", "four", "five", "six"};
    if (number >= 2 && number - 2 < sizeof words / sizeof *words) {
        mrs_buffer_add(text, words[number - 2]);
    } else {
        mrs_buffer_addf(text, "%zu", number);
    }
}

static void add_ambiguous(mrs_buffer *text, const mrs_search *search, const mrs_verdict *verdict,
                          const marsad_place *const *places, size_t count)
{
    enum { SHOWN = 3 };
    bool sound = search->ranking.items[0]->likeness == MRS_LIKE_SOUND;
    size_t close = verdict->close > 1 ? verdict->close : 2;
    add_number(text, close);
    mrs_buffer_add(text, sound ? " places of a name that sounds like it are about as likely: "
                               : " places of this name are about as likely: ");
    size_t shown = close < SHOWN ? close : SHOWN;
    for (size_t i = 0; i < shown && i < count; i++) {
        mrs_buffer_add(text, i ? "; " : "");
        mrs_add_place(text, places[i]);
    }
    if (close > SHOWN) {
        mrs_buffer_addf(text, "; and %zu more", close - SHOWN);
    }
}

static void add_unresolved(mrs_buffer *text, const mrs_search *search,
                           const marsad_place *const *places, size_t count)
{
    const unsigned seems = search->query.seems;
    if (search->query.letters == 0) {
        mrs_buffer_add(text, "there is no letter or digit in the location");
        return;
    }
    mrs_buffer_add(text, seems & (MRS_SEEMS_ORDINARY | MRS_SEEMS_PHRASE)
                             ? "no name of a place, by its words"
                         : seems & MRS_SEEMS_ORGANISATION ? "an organisation, by its words"
                         : seems & MRS_SEEMS_PERSON       ? "a person, by its words"
                                                          : "no listed name matches");
    if (count) {
        mrs_buffer_add(text, search->ranking.items[0]->likeness == MRS_LIKE_SOUND
                                 ? "; the nearest in sound is "
                                 : "; one of this name is ");
        mrs_add_place(text, places[0]);
    }
}

char *mrs_reason(const mrs_search *search, const mrs_verdict *verdict, const mrs_setting *setting,
                 const marsad_place *const *places, size_t count)
{
    const size_t usual = 160;
    mrs_buffer text = {0};
    mrs_buffer_reserve(&text, usual);
    switch (verdict->status) {
    case MARSAD_RESOLVED:
        add_resolved(&text, search, setting, places, count);
        break;
    case MARSAD_AMBIGUOUS:
        add_ambiguous(&text, search, verdict, places, count);
        break;
    case MARSAD_UNRESOLVED:
        add_unresolved(&text, search, places, count);
        break;
    }
    return mrs_buffer_take(&text);
}
