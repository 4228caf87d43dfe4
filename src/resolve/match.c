#include "resolve/match.h"

#include <stdio.h>
#include <string.h>

#include "gazetteer/kinds.h"
#include "marsad/text.h"

enum { KEY_BYTES = 4 * 255 /* as the index has */ };

void mrs_candidates_reset(mrs_candidates *list)
{
    if (list->count > MRS_CANDIDATES_MOST / 8) {
        memset(list->slots, 0, sizeof list->slots);
    } else {
        for (size_t i = 0; i < list->count; i++) {
            list->slots[list->items[i].slot] = 0;
        }
    }
    list->count = 0;
    list->best_cost = MRS_SOUND_COST * MRS_SOUNDS_MOST;
}

/* The candidate of this place, new if there is none; NULL when there is no room. */
static mrs_candidate *candidate_of(mrs_candidates *list, uint32_t place, bool *is_new)
{
    size_t at = place * 2654435761U >> 21; /* Knuth's multiplicative hash, to 11 bits */
    while (list->slots[at]) {
        mrs_candidate *found = &list->items[list->slots[at] - 1];
        if (found->place == place) {
            *is_new = false;
            return found;
        }
        at = (at + 1) % MRS_CANDIDATE_SLOTS;
    }
    if (list->count == MRS_CANDIDATES_MOST) {
        return NULL;
    }
    *is_new = true;
    list->slots[at] = (uint16_t)(list->count + 1);
    list->items[list->count].slot = (uint16_t)at;
    return &list->items[list->count++];
}

static double name_kind_weight(const double *weights, const mrs_candidate *it)
{
    switch ((mrs_name_kind)it->name.head.kind) {
    case MRS_NAME_ALTERNATE:
        return weights[MRS_W_alternate];
    case MRS_NAME_COLLOQUIAL:
        return weights[MRS_W_colloquial];
    case MRS_NAME_HISTORICAL:
        return weights[MRS_W_historical];
    case MRS_NAME_CODE:
        return weights[MRS_W_code];
    case MRS_NAME_OFFICIAL:
    case MRS_NAME_KIND_COUNT:
        break;
    }
    return 0;
}

/* The location as it was written, or nothing where words were taken off. */
typedef struct written {
    const char *text;
    size_t length;
} written;

static bool is_as_written(const mrs_index_entry *name, written location)
{
    return name->head.kind == MRS_NAME_CODE && location.length == name->head.text_length &&
           memcmp(location.text, name->text, location.length) == 0;
}

bool mrs_candidate_kind_agrees(const mrs_candidate *it)
{
    char code[sizeof it->at->feature_code + 1] = {0};
    memcpy(code, it->at->feature_code, sizeof it->at->feature_code);
    for (size_t i = 0; i < it->form->kind_count; i++) {
        if (mrs_word_means(it->form->kinds[i], code)) {
            return true;
        }
    }
    return false;
}

/* True if the words of kind are those of a district or a country. */
static bool asks_for_area(const mrs_form *form)
{
    for (size_t i = 0; i < form->kind_count; i++) {
        if (mrs_word_means(form->kinds[i], "ADM1") || mrs_word_means(form->kinds[i], "PCLI")) {
            return true;
        }
    }
    return false;
}

/* True if the words of kind are those of waters, mountains or deserts, at which a town may lie, but
   which it is not: the Gulf of Sirte. */
static bool asks_for_nature(const mrs_form *form)
{
    static const char *const codes[] = {"GULF", "BAY", "STRT", "LK", "MT", "MTS", "DSRT"};
    for (size_t i = 0; i < form->kind_count; i++) {
        for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
            if (mrs_word_means(form->kinds[i], codes[c])) {
                return true;
            }
        }
    }
    return false;
}

/* The words of kind around the name against the place's feature code, and against the words of kind
   in its own name. */
static double kind_weight(const double *weights, const mrs_candidate *it)
{
    const mrs_form *form = it->form;
    bool agrees = form->kind_count && mrs_candidate_kind_agrees(it);
    bool core = it->likeness == MRS_LIKE_CORE || it->core;
    double sum = core && !agrees ? weights[MRS_W_core] : 0;
    if (form->dropped & MRS_DROPPED_KIND && !form->kind_count) {
        sum += weights[MRS_W_words_dropped];
    }
    if (form->dropped & MRS_DROPPED_HEAD) {
        sum += weights[MRS_W_head];
    }
    if (form->kind_count) {
        bool town = memcmp(it->at->feature_code, "PPL", 3) == 0;
        sum += weights[agrees ? MRS_W_kind_agrees
                       : town && !asks_for_area(form) && it->likeness != MRS_LIKE_SOUND
                           ? MRS_W_kind_at_town
                           : MRS_W_kind_differs];
        sum += !agrees && asks_for_nature(form) ? weights[MRS_W_kind_nature] : 0;
        bool site = !town && memcmp(it->at->feature_code, "ADM", 3) != 0;
        sum += agrees && site ? weights[MRS_W_kind_site] : 0;
    }
    return sum;
}

static double sound_weight(const double *weights, const mrs_candidate *it)
{
    const int enough = 5, most = 10; /* consonants by which a name is known */
    const double near = 0.12, share = (double)it->cost / (it->weight ? it->weight : 1);
    double sum = weights[MRS_W_sound] + weights[MRS_W_difference] * it->cost / MRS_SOUND_COST +
                 weights[MRS_W_share] * share +
                 weights[MRS_W_far] * (share > near ? share - near : 0);
    sum += it->consonants < enough ? weights[MRS_W_brief] * (enough - it->consonants) : 0;
    sum += it->consonants > enough
               ? weights[MRS_W_telling] * ((it->consonants < most ? it->consonants : most) - enough)
               : 0;
    sum += it->class == MRS_CLASS_COUNTRY ? weights[MRS_W_country_sound] : 0;
    sum += it->cross ? weights[MRS_W_cross] : 0;
    sum += it->skeleton ? 0 : weights[MRS_W_error];
    sum += it->first ? weights[MRS_W_first] : 0;
    return sum + (it->form->dropped & MRS_DROPPED_CLITIC ? weights[MRS_W_clitic_sound] : 0);
}

static double code_weight(const double *weights, const mrs_candidate *it)
{
    bool airport = memcmp(it->at->feature_code, "AIR", 3) == 0;
    return weights[MRS_W_code_written] + (airport ? weights[MRS_W_code_airport] : 0);
}

double mrs_candidate_likely(const double *weights, const mrs_candidate *it)
{
    bool in_use = it->name.head.kind != MRS_NAME_HISTORICAL;
    double curated =
        in_use && it->name.head.flags & MRS_NAME_CURATED ? weights[MRS_W_curated_name] : 0;
    double sum = it->code_as_written ? code_weight(weights, it) : name_kind_weight(weights, it);
    sum += curated + kind_weight(weights, it);
    sum += it->form->dropped & MRS_DROPPED_CLITIC ? weights[MRS_W_clitic] : 0;
    sum += it->likeness == MRS_LIKE_ARTICLE ? weights[MRS_W_article] : 0;
    return sum + (it->likeness == MRS_LIKE_SOUND ? sound_weight(weights, it) : 0);
}

static mrs_place_class class_of(const mrs_index_place *place)
{
    char code[sizeof place->feature_code + 1] = {0};
    memcpy(code, place->feature_code, sizeof place->feature_code);
    return mrs_place_class_of(code);
}

static marsad_status add(mrs_matcher *matcher, const mrs_candidate *found, written location,
                         mrs_candidates *out, marsad_error *error)
{
    mrs_candidate it = *found;
    marsad_status status = mrs_index_place_at(matcher->index, it.place, &it.at, error);
    if (status) {
        return status;
    }
    it.class = class_of(it.at);
    it.code_as_written = is_as_written(&it.name, location);
    it.likely = mrs_candidate_likely(matcher->weights, &it);
    bool is_new = false;
    mrs_candidate *kept = candidate_of(out, it.place, &is_new);
    if (kept && (is_new || it.likely > kept->likely)) {
        it.slot = kept->slot;
        *kept = it;
    }
    return MARSAD_OK;
}

/* --- Listed names --- */

static size_t full_key(const mrs_form *form, char *out, size_t size)
{
    size_t length = 0;
    for (size_t i = form->first; i < form->end; i++) {
        const mrs_token *token = &form->tokens.items[i];
        if (length + token->length > size) {
            break;
        }
        memcpy(out + length, token->text, token->length);
        length += token->length;
    }
    return length;
}

/* False if the name does not have the key after all. */
static bool likeness_of(const mrs_index_name *name, uint32_t full, uint32_t bare, mrs_likeness *out)
{
    if (name->check[0] == full) {
        *out = MRS_LIKE_WHOLE;
    } else if (name->check[1] == bare) {
        *out = MRS_LIKE_ARTICLE;
    } else if (name->flags & MRS_NAME_HAS_CORE && name->check[2] == bare) {
        *out = MRS_LIKE_CORE;
    } else {
        return false;
    }
    return true;
}

static marsad_status match_key(mrs_matcher *matcher, const mrs_form *form, written location,
                               const char *key, size_t length, const uint32_t checks[2],
                               mrs_candidates *out, marsad_error *error)
{
    const mrs_posting *postings = NULL;
    size_t count = 0;
    marsad_status status =
        mrs_index_find(matcher->index, MRS_KEY_TEXT, key, length, &postings, &count, error);
    for (size_t i = 0; !status && i < count; i++) {
        mrs_candidate it = {.form = form};
        status = mrs_index_name_at(matcher->index, postings[i].ref, &it.name, error);
        if (status || !likeness_of(&it.name.head, checks[0], checks[1], &it.likeness)) {
            continue;
        }
        it.place = it.name.head.place;
        status = add(matcher, &it, location, out, error);
    }
    return status;
}

marsad_status mrs_match_listed(mrs_matcher *matcher, const mrs_form *form, const char *location,
                               size_t length, mrs_candidates *out, marsad_error *error)
{
    const written as_written = {location, length};
    char full[KEY_BYTES], bare[KEY_BYTES];
    size_t full_length = full_key(form, full, sizeof full);
    size_t bare_length = mrs_tokens_key(&form->tokens, form->first, form->end, bare, sizeof bare);
    if (full_length == 0) {
        return MARSAD_OK;
    }
    const uint32_t checks[2] = {mrs_key_check(full, full_length), mrs_key_check(bare, bare_length)};
    marsad_status status =
        match_key(matcher, form, as_written, full, full_length, checks, out, error);
    if (!status && checks[0] != checks[1] && bare_length) {
        status = match_key(matcher, form, as_written, bare, bare_length, checks, out, error);
    }
    return status;
}

/* --- Names alike in sound --- */

/* A cost that was found before: places share names, and names their sounds. */
typedef struct memory {
    const char *sounds;
    uint8_t length;
    bool abjad;
    int cost, most; /* more than `most`, if the cost is that and one */
} memory;

enum { MEMORIES = 64 };

/* A reading of the form, and how much another name may differ from it. */
typedef struct ear {
    mrs_matcher *matcher;
    const mrs_form *form;
    const mrs_sounds *sounds;
    int weight, consonants;
    uint16_t vowels, first; /* as posted */
    mrs_candidates *out;
    memory *memories;
} ear;

/* What a name may cost to be worth weighing: a share of the whole, and one beyond the best so far,
   which an important place may make good, and a curated one even more. */
static int most_cost(const ear *e, bool curated)
{
    int most = e->weight * (curated ? 30 : 17) / 100 + 2;
    int in_sight = e->out->best_cost + e->weight * (curated ? 22 : 8) / 100 + 2;
    return (most < in_sight ? most : in_sight) - e->sounds->cost;
}

/* How the skeletons compare. */
static void compare_skeletons(const ear *e, const mrs_sounds *other, mrs_candidate *it)
{
    char ours[MRS_SOUNDS_MOST], theirs[MRS_SOUNDS_MOST];
    size_t a = mrs_skeleton(e->sounds->text, e->sounds->length, ours);
    size_t b = mrs_skeleton(other->text, other->length, theirs);
    it->skeleton = a == b && memcmp(ours, theirs, a) == 0;
    it->first = a == 0 || b == 0 ? a != b : ours[0] != theirs[0];
}

static marsad_status add_sound(ear *e, mrs_candidate *it, const mrs_sounds *other, int cost,
                               marsad_error *error)
{
    int weight = mrs_sounds_weight(other);
    it->form = e->form;
    it->likeness = MRS_LIKE_SOUND;
    it->place = it->name.head.place;
    it->cost = cost;
    it->weight = weight > e->weight ? weight : e->weight;
    it->consonants = e->consonants;
    it->cross = other->abjad != e->sounds->abjad;
    compare_skeletons(e, other, it);
    if (cost < e->out->best_cost) {
        e->out->best_cost = cost;
    }
    return add(e->matcher, it, (written){"", 0}, e->out, error);
}

static void sounds_of(const mrs_index_entry *name, bool core, mrs_sounds *out)
{
    size_t first = core ? name->head.core_first : 0;
    size_t end = core ? name->head.core_end : name->head.sounds_length;
    memcpy(out->text, name->sounds + first, end - first);
    out->length = (uint8_t)(end - first);
    out->abjad = name->head.flags & MRS_NAME_ABJAD;
}

static memory *memory_of(const ear *e, const char *sounds, size_t length)
{
    uint64_t head = 0, tail = 0;
    memcpy(&head, sounds, length < 8 ? length : 8);
    memcpy(&tail, sounds + (length < 8 ? 0 : length - 8), length < 8 ? length : 8);
    uint64_t hash = (head * 31 ^ tail) * 0x9E3779B97F4A7C15ULL + length;
    return &e->memories[hash >> 58];
}

static int cost_of(const ear *e, const mrs_index_entry *name, bool core, int most)
{
    size_t first = core ? name->head.core_first : 0;
    size_t end = core ? name->head.core_end : name->head.sounds_length;
    const char *sounds = name->sounds + first;
    size_t length = end - first;
    bool abjad = name->head.flags & MRS_NAME_ABJAD;
    if (length == 0) {
        return most + 1;
    }
    memory *known = memory_of(e, sounds, length);
    if (known->length == length && known->abjad == abjad &&
        memcmp(known->sounds, sounds, length) == 0 &&
        (known->cost <= known->most || most <= known->most)) {
        return known->cost <= most ? known->cost : most + 1;
    }
    mrs_sounds other;
    sounds_of(name, core, &other);
    int cost = mrs_sounds_distance(&e->matcher->costs, e->sounds, &other, most);
    *known = (memory){sounds, (uint8_t)length, abjad, cost, most};
    return cost;
}

static marsad_status listen(ear *e, const mrs_posting *posting, marsad_error *error)
{
    int most = most_cost(e, posting->vowels & MRS_POSTED_CURATED);
    if (mrs_vowels_gap(e->vowels, posting->vowels) > most) {
        return MARSAD_OK;
    }
    mrs_candidate it = {0};
    mrs_sounds other;
    marsad_status status = mrs_index_name_at(e->matcher->index, posting->ref, &it.name, error);
    if (status) {
        return status;
    }
    for (int core = 0; !status && core <= (it.name.head.flags & MRS_NAME_HAS_CORE ? 1 : 0);
         core++) {
        int cost = cost_of(e, &it.name, core, most);
        if (cost <= most) {
            it.core = core;
            sounds_of(&it.name, core, &other);
            status = add_sound(e, &it, &other, cost + e->sounds->cost, error);
        }
    }
    return status;
}

static marsad_status hear(ear *e, mrs_key_space space, const char *key, size_t length,
                          marsad_error *error)
{
    enum { OTHER_FIRST = 12, AHEAD = 6 };
    /* Of keys that very many names have, the names of the most important places, which come first.
     */
    const size_t heard_most = space == MRS_KEY_SKELETON ? 128 : space == MRS_KEY_VOWELLED ? 64 : 32;
    const mrs_posting *postings = NULL;
    size_t count = 0;
    if (length == 0) {
        return MARSAD_OK;
    }
    marsad_status status =
        mrs_index_find(e->matcher->index, space, key, length, &postings, &count, error);
    for (size_t i = 0; !status && i < count && i < heard_most; i++) {
        bool first = (postings[i].vowels & MRS_POSTED_FIRST) == e->first;
        if (!first && i >= OTHER_FIRST && !(postings[i].vowels & MRS_POSTED_CURATED)) {
            continue; /* people seldom err in the first consonant */
        }
        if (i + AHEAD < count) {
            mrs_index_expect(e->matcher->index, postings[i + AHEAD].ref);
        }
        status = listen(e, &postings[i], error);
    }
    return status;
}

/* The key with each letter left out. */
static marsad_status hear_missing(ear *e, mrs_key_space space, const char *key, size_t length,
                                  marsad_error *error)
{
    char shorter[MRS_SOUNDS_MOST];
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < length; i++) {
        if (!mrs_key_without(key, length, i, shorter)) {
            continue;
        }
        status = hear(e, space, shorter, length - 1, error);
        if (!status && space == MRS_KEY_MISSING && length > MRS_SKELETON_LONG) {
            status = hear(e, MRS_KEY_SKELETON, shorter, length - 1, error);
        }
    }
    return status;
}

/* With its vowels, at most one sound wrong. */
static marsad_status hear_vowelled(ear *e, marsad_error *error)
{
    char key[MRS_SOUNDS_MOST];
    size_t count = mrs_vowelled_key(e->sounds->text, e->sounds->length, key);
    marsad_status status = count > 1 ? hear(e, MRS_KEY_VOWELLED, key, count, error) : MARSAD_OK;
    return status || count < 4 ? status : hear_missing(e, MRS_KEY_VOWELLED, key, count, error);
}

/* With any vowels, and at most one consonant wrong. */
static marsad_status hear_errors(ear *e, marsad_error *error)
{
    char skeleton[MRS_SOUNDS_MOST];
    size_t length = mrs_skeleton(e->sounds->text, e->sounds->length, skeleton);
    marsad_status status = MARSAD_OK;
    if (length >= MRS_SKELETON_LONG - 1) {
        status = hear(e, MRS_KEY_MISSING, skeleton, length, error);
    }
    return status || length < MRS_SKELETON_LONG
               ? status
               : hear_missing(e, MRS_KEY_MISSING, skeleton, length, error);
}

static marsad_status hear_skeleton(ear *e, marsad_error *error)
{
    char skeleton[MRS_SOUNDS_MOST];
    size_t length = mrs_skeleton(e->sounds->text, e->sounds->length, skeleton);
    /* One consonant says little (Gao, Zawiya): there the vowels must be those, too. */
    return length > 1 ? hear(e, MRS_KEY_SKELETON, skeleton, length, error) : MARSAD_OK;
}

static size_t consonants_of(const mrs_sounds *sounds)
{
    char skeleton[MRS_SOUNDS_MOST];
    return mrs_skeleton(sounds->text, sounds->length, skeleton);
}

marsad_status mrs_match_sound(mrs_matcher *matcher, const mrs_form *form, mrs_hearing hearing,
                              mrs_candidates *out, marsad_error *error)
{
    /* The first reading, or those after it, up to an end. */
    static const struct {
        size_t first, end;
        marsad_status (*hear)(ear *, marsad_error *);
    } ways[] = {
        {0, 1, hear_vowelled}, {0, 1, hear_skeleton}, {1, 10, hear_skeleton}, {0, 2, hear_errors}};
    mrs_readings readings;
    marsad_status status = MARSAD_OK;
    mrs_sounds_read(&form->tokens, form->first, form->end, ways[hearing].end, &readings);
    for (size_t i = ways[hearing].first; !status && i < readings.count; i++) {
        const mrs_sounds *sounds = &readings.items[i];
        memory memories[MEMORIES] = {0};
        ear e = {.memories = memories,
                 .matcher = matcher,
                 .form = form,
                 .sounds = sounds,
                 .weight = mrs_sounds_weight(sounds),
                 .consonants = (int)consonants_of(sounds),
                 .vowels = mrs_vowels_of(sounds),
                 .first = mrs_posted_first(sounds->text, sounds->length),
                 .out = out};
        status = ways[hearing].hear(&e, error);
    }
    return status;
}
