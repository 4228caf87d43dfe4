#include "resolve/parts.h"

#include <math.h>
#include <string.h>

#include "gazetteer/kinds.h"
#include "text/utf8.h"

/* --- Splitting --- */

static bool is_separator(uint32_t point)
{
    return point == ',' || point == ';' || point == '/' || point == '(' || point == ')' ||
           point == ':' || point == '|' || point == '[' || point == ']' || point == 0x60C ||
           point == 0x61B || point == 0x2014;
}

/* A word or dash that separates where there are spaces on both sides. */
static size_t word_at(const char *const *words, const char *text, size_t length, size_t at)
{
    for (size_t i = 0; words[i]; i++) {
        size_t size = strlen(words[i]);
        if (at + size < length && memcmp(text + at, words[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

/* Words and dashes that separate, with the spaces around them. */
static const char *const separators[] = {" - ", " \u2013 ", " in ", " في ", " dans ", " à ", NULL};

/* Those of a list; the Arabic one is joined to the next word. */
static const char *const conjunctions[] = {" and ", " & ", " or ", " et ", " ou ",
                                           " e ",   " و ", " و",   NULL};

typedef struct splitter {
    const char **parts;
    size_t *lengths;
    size_t count;
    bool too_many;
} splitter;

static void end_part(splitter *s, const char *text, size_t first, size_t end)
{
    while (first < end && text[first] == ' ') {
        first++;
    }
    while (end > first && text[end - 1] == ' ') {
        end--;
    }
    if (first == end) {
        return;
    }
    if (s->count == MRS_PARTS_MOST) {
        s->too_many = true;
        return;
    }
    s->parts[s->count] = text + first;
    s->lengths[s->count++] = end - first;
}

static void split(splitter *s, const char *text, size_t length, bool lists)
{
    size_t first = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        size_t size = mrs_utf8_decode(text + at, length - at, &point);
        size_t word = word_at(separators, text, length, at);
        size_t list = lists && !word ? word_at(conjunctions, text, length, at) : 0;
        if (word || list || is_separator(point)) {
            end_part(s, text, first, at);
            at += word   ? word - 1
                  : list ? list
                  : size ? size
                         : 1; /* its last space may begin more */
            first = at;
        } else {
            at += size ? size : 1;
        }
    }
    end_part(s, text, first, length);
}

size_t mrs_parts_split(const char *text, size_t length, const char *parts[MRS_PARTS_MOST],
                       size_t lengths[MRS_PARTS_MOST])
{
    splitter s = {parts, lengths, 0, false};
    split(&s, text, length, false);
    return s.count > 1 && !s.too_many ? s.count : 0;
}

size_t mrs_parts_split_list(const char *text, size_t length, const char *parts[MRS_PARTS_MOST],
                            size_t lengths[MRS_PARTS_MOST])
{
    splitter s = {parts, lengths, 0, false};
    bool any = false;
    for (size_t at = 0; at < length && !any; at++) {
        any = text[at] == ' ' && word_at(conjunctions, text, length, at);
    }
    if (any) {
        split(&s, text, length, true);
    }
    return s.count > 1 ? s.count : 0;
}

size_t mrs_parts_split_last(const char *text, size_t length, const char *parts[MRS_PARTS_MOST],
                            size_t lengths[MRS_PARTS_MOST])
{
    splitter s = {parts, lengths, 0, false};
    size_t at = length;
    while (at > 0 && text[at - 1] != ' ') {
        at--;
    }
    end_part(&s, text, 0, at);
    end_part(&s, text, at, length);
    return s.count == 2 ? 2 : 0;
}

/* --- Agreement --- */

static double distance_m(const mrs_index_place *a, const mrs_index_place *b)
{
    return marsad_geodesic_between((marsad_lonlat){a->lon, a->lat}, (marsad_lonlat){b->lon, b->lat})
        .distance_m;
}

/* True if the place `a` may be said to lie in or at that of `in`. */
static bool lies_in(const mrs_index_place *a, const mrs_candidate *in)
{
    const mrs_index_place *b = in->at;
    if (a == b) {
        return true;
    }
    if (b->country[0] && a->country[0] && memcmp(a->country, b->country, 2) != 0) {
        return false;
    }
    double uncertainty = b->uncertainty_m;
    switch (in->class) {
    case MRS_CLASS_COUNTRY:
        return true;
    case MRS_CLASS_DISTRICT:
        return distance_m(a, b) <= fmax(1.5 * uncertainty, 100e3);
    default:
        return distance_m(a, b) <= 25e3 + 2.5 * uncertainty;
    }
}

/* The same words, or words of the same sound, as the district of the place. */
static marsad_status is_in_district(mrs_matcher *matcher, marsad_gazetteer *gazetteer,
                                    const mrs_candidate *it, const mrs_query *where, bool *known,
                                    bool *agrees, marsad_error *error)
{
    const marsad_place *place = NULL;
    mrs_query district;
    mrs_readings ours, theirs;
    marsad_status status = mrs_gazetteer_place_at(gazetteer, it->place, &place, error);
    *known = !status && place->admin1[0];
    if (status || !*known || where->form_count == 0) {
        return status;
    }
    status = mrs_query_read(place->admin1, strlen(place->admin1), &district, error);
    if (status) {
        return status;
    }
    mrs_sounds_read(&district.forms[0].tokens, 0, district.forms[0].end, 1, &ours);
    for (size_t i = 0; i < where->form_count && !*agrees; i++) {
        const mrs_form *form = &where->forms[i];
        mrs_sounds_read(&form->tokens, form->first, form->end, 1, &theirs);
        if (ours.count && theirs.count) {
            int most = mrs_sounds_weight(&ours.items[0]) / 6;
            *agrees = mrs_sounds_distance(&matcher->costs, &ours.items[0], &theirs.items[0],
                                          most) <= most;
        }
    }
    mrs_query_clear(&district);
    return status;
}

static marsad_status agrees_with(mrs_matcher *matcher, marsad_gazetteer *gazetteer,
                                 const mrs_candidate *it, const mrs_search *where, bool *agrees,
                                 marsad_error *error)
{
    const double possible = 0.02;
    bool known = false;
    *agrees = false;
    marsad_status status =
        is_in_district(matcher, gazetteer, it, &where->query, &known, agrees, error);
    for (size_t i = 0; !status && i < where->ranking.count && !*agrees; i++) {
        const mrs_candidate *other = where->ranking.items[i];
        /* An area beside a town of its name is put aside; here it may well be what is meant. */
        bool likely = where->ranking.probability[i] > possible ||
                      (other->aside && other->likeness != MRS_LIKE_SOUND);
        bool by_name = known && other->class == MRS_CLASS_DISTRICT; /* and it was not alike */
        /* What only sounds like both parts is hardly meant by both. */
        bool twice = it->at == other->at && it->likeness == MRS_LIKE_SOUND;
        *agrees = likely && !by_name && !twice && lies_in(it->at, other);
    }
    return status;
}

/* Sets what the other parts say of the likeliest candidates of one part. */
static marsad_status set_context(mrs_matcher *matcher, marsad_gazetteer *gazetteer,
                                 mrs_search *searches, size_t count, size_t head,
                                 marsad_error *error)
{
    mrs_search *search = &searches[head];
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; i < search->list.count; i++) {
        search->list.items[i].agreeing = search->list.items[i].differing = 0;
    }
    for (size_t i = 0; !status && i < search->ranking.count; i++) {
        mrs_candidate *it = &search->list.items[search->ranking.items[i] - search->list.items];
        for (size_t w = 0; !status && w < count; w++) {
            bool agrees = false;
            if (w == head) {
                continue;
            }
            status = agrees_with(matcher, gazetteer, it, &searches[w], &agrees, error);
            it->agreeing += agrees;
            it->differing += !agrees && searches[w].ranking.none < 0.5;
        }
    }
    return status;
}

/* How well a part does as the place that is meant; the smaller of two is. */
typedef struct fitness {
    bool is_place, agrees;
    bool is_site; /* no country or district */
    double uncertainty_m;
} fitness;

static bool is_fitter(const fitness *a, const fitness *b)
{
    if (a->is_place != b->is_place) {
        return a->is_place;
    }
    if (a->agrees != b->agrees) {
        return a->agrees;
    }
    if (a->agrees) {
        return a->uncertainty_m < 0.8 * b->uncertainty_m;
    }
    return false;
}

static fitness fitness_of(const mrs_search *search)
{
    if (search->ranking.count == 0) {
        return (fitness){0};
    }
    const mrs_candidate *first = search->ranking.items[0];
    return (fitness){.is_place = search->ranking.none < 0.5,
                     .is_site =
                         first->class != MRS_CLASS_COUNTRY && first->class != MRS_CLASS_DISTRICT,
                     .agrees = first->agreeing != 0,
                     .uncertainty_m = first->at->uncertainty_m};
}

/* The country that the other parts leave no doubt about, or NULL. */
static const char *country_of(const mrs_search *searches, size_t count, size_t head)
{
    for (size_t i = 0; i < count; i++) {
        const mrs_ranking *ranking = &searches[i].ranking;
        if (i != head && ranking->count && ranking->probability[0] >= 0.9 &&
            ranking->items[0]->class == MRS_CLASS_COUNTRY) {
            return ranking->items[0]->at->country;
        }
    }
    return NULL;
}

/* A part again, where another part says in which country to look. */
static marsad_status search_again(mrs_matcher *matcher, const char *part, size_t length,
                                  const char *country, const mrs_setting *setting,
                                  mrs_search *search, marsad_error *error)
{
    mrs_setting there = *setting;
    if (setting->country[0] && memcmp(setting->country, country, 2) != 0) {
        return MARSAD_OK; /* asked for elsewhere: that the two disagree is judged as it is */
    }
    memcpy(there.country, country, 2);
    mrs_query_clear(&search->query);
    return mrs_search_name(matcher, part, length, &there, search, error);
}

marsad_status mrs_part_is_listed(mrs_matcher *matcher, const char *part, size_t length, bool joined,
                                 const mrs_setting *setting, mrs_search *search, bool *listed,
                                 marsad_error *error)
{
    marsad_status status = mrs_search_listed(matcher, part, length, setting, search, error);
    const mrs_ranking *ranking = &search->ranking;
    *listed = !status && ranking->count && ranking->probability[0] >= MRS_LIKELY_ENOUGH &&
              (joined || ranking->items[0]->class == MRS_CLASS_COUNTRY);
    mrs_query_clear(&search->query);
    return status;
}

static marsad_status search_each(mrs_matcher *matcher, const char *const *parts,
                                 const size_t *lengths, size_t count, const mrs_setting *setting,
                                 mrs_search *searches, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < count; i++) {
        status = mrs_search_name(matcher, parts[i], lengths[i], setting, &searches[i], error);
    }
    for (size_t i = 0; !status && i < count; i++) {
        const char *country = country_of(searches, count, i);
        if (country) {
            status =
                search_again(matcher, parts[i], lengths[i], country, setting, &searches[i], error);
        }
    }
    return status;
}

bool mrs_is_place_by_itself(const mrs_search *search)
{
    const double sure = 0.9;
    const mrs_ranking *ranking = &search->ranking;
    return ranking->count && ranking->probability[0] >= sure &&
           ranking->items[0]->likeness != MRS_LIKE_SOUND;
}

/* Judges each part by the others, and chooses the place that is meant among them. */
static marsad_status choose(mrs_matcher *matcher, marsad_gazetteer *gazetteer, mrs_search *searches,
                            size_t count, const mrs_setting *setting, mrs_parts_choice *out,
                            marsad_error *error)
{
    fitness best = {0};
    mrs_ranking in_context[MRS_PARTS_MOST];
    marsad_status status = MARSAD_OK;
    size_t places = 0;
    *out = (mrs_parts_choice){.head = -1};
    for (size_t i = 0; !status && i < count; i++) {
        mrs_ranking alone = searches[i].ranking;
        places += mrs_is_place_by_itself(&searches[i]) &&
                  searches[i].ranking.items[0]->class != MRS_CLASS_COUNTRY;
        status = set_context(matcher, gazetteer, searches, count, i, error);
        mrs_rank(matcher, &searches[i].list, &searches[i].query, setting, &in_context[i]);
        searches[i].ranking = in_context[i];
        fitness fit = fitness_of(&searches[i]);
        searches[i].ranking = alone;
        if (i > 0 && out->head < 0 && !fit.is_site) {
            continue; /* "unknown, Libya" is no place: a country does not stand for what is in it */
        }
        if (fit.is_place && (out->head < 0 || is_fitter(&fit, &best))) {
            best = fit;
            out->head = (int)i;
        }
    }
    out->agrees = best.agrees;
    out->apart = !best.agrees && places > 1;
    if (out->head >= 0 && !out->apart) {
        searches[out->head].ranking = in_context[out->head];
    }
    return status;
}

marsad_status mrs_search_parts(mrs_matcher *matcher, marsad_gazetteer *gazetteer,
                               const char *const *parts, const size_t *lengths, size_t count,
                               const mrs_setting *setting, mrs_search *searches,
                               mrs_parts_choice *out, marsad_error *error)
{
    mrs_setting thorough = *setting;
    thorough.thorough = true;
    marsad_status status = search_each(matcher, parts, lengths, count, setting, searches, error);
    if (!status) {
        status = choose(matcher, gazetteer, searches, count, setting, out, error);
    }
    if (status || out->agrees) {
        return status;
    }
    /* The place beside it may be one that is only alike, and was not looked for yet. */
    for (size_t i = 0; i < count; i++) {
        mrs_query_clear(&searches[i].query);
    }
    status = search_each(matcher, parts, lengths, count, &thorough, searches, error);
    return status ? status : choose(matcher, gazetteer, searches, count, setting, out, error);
}

/* Moves what a search found, with its query, which is left cleared. */
static void move_search(mrs_search *from, mrs_search *to)
{
    mrs_query_clear(&to->query);
    *to = *from;
    for (size_t i = 0; i < to->list.count; i++) {
        const mrs_form **form = &to->list.items[i].form;
        *form = &to->query.forms[*form - from->query.forms];
    }
    for (size_t i = 0; i < to->ranking.count; i++) {
        to->ranking.items[i] = &to->list.items[to->ranking.items[i] - from->list.items];
    }
    from->query.folded.text = from->query.cut.text = NULL;
}

marsad_status mrs_search_place(mrs_matcher *matcher, marsad_gazetteer *gazetteer, const char *text,
                               size_t length, const mrs_setting *setting, mrs_search *search,
                               mrs_search *spare, marsad_error *error)
{
    const char *parts[MRS_PARTS_MOST];
    size_t lengths[MRS_PARTS_MOST];
    mrs_parts_choice choice = {.head = -1};
    size_t count = mrs_parts_split(text, length, parts, lengths);
    if (count == 0) {
        return mrs_search_name(matcher, text, length, setting, search, error);
    }
    marsad_status status = mrs_search_listed(matcher, text, length, setting, search, error);
    if (status || mrs_search_is_settled(search, setting)) {
        return status;
    }
    status =
        mrs_search_parts(matcher, gazetteer, parts, lengths, count, setting, spare, &choice, error);
    if (!status && choice.head >= 0 && !choice.apart) {
        move_search(&spare[choice.head], search);
    }
    for (size_t i = 0; i < count; i++) {
        mrs_query_clear(&spare[i].query);
    }
    return status;
}
