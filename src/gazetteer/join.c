#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/hash.h"
#include "gazetteer/sources.h"
#include "text/sounds.h"

/* How far apart, in metres, two entries of the same name may lie and still be one place. Negative:
   they are never the same. */
static double join_radius_m(const mrs_source_entry *a, const mrs_source_entry *b)
{
    mrs_place_class ka = mrs_place_class_of(a->feature_code);
    mrs_place_class kb = mrs_place_class_of(b->feature_code);
    double uncertainty = fmax(a->uncertainty_m, b->uncertainty_m);
    bool populated = (ka == MRS_CLASS_POPULATED || ka == MRS_CLASS_QUARTER) &&
                     (kb == MRS_CLASS_POPULATED || kb == MRS_CLASS_QUARTER);
    if (populated) {
        bool quarter = ka == MRS_CLASS_QUARTER || kb == MRS_CLASS_QUARTER;
        return quarter ? 3e3 : fmin(fmax(uncertainty, 10e3), 15e3);
    }
    if (ka == MRS_CLASS_AIRPORT && kb == MRS_CLASS_AIRPORT) {
        return fmin(fmax(uncertainty, 5e3), 10e3);
    }
    if (strcmp(a->feature_code, b->feature_code) != 0) {
        return -1;
    }
    switch (ka) {
    case MRS_CLASS_COUNTRY:
        return INFINITY;
    case MRS_CLASS_DISTRICT: /* the points may be a centroid and a seat */
        return fmax(uncertainty, 100e3);
    default:
        return fmin(fmax(uncertainty, 5e3), 10e3);
    }
}

static bool same_country(const mrs_source_entry *a, const mrs_source_entry *b)
{
    return !a->country[0] || !b->country[0] || strcmp(a->country, b->country) == 0;
}

/* How a name is like another, the likest first. */
typedef enum likeness {
    LIKE_OFFICIAL = 0, /* the same full key, official in both */
    LIKE_FULL,         /* the same full key */
    LIKE_BARE,         /* the same but for the articles */
    LIKE_SOUNDS,       /* official in both, and of the same consonants in some reading */
    LIKENESS_COUNT
} likeness;

/* The less alike the names are, the nearer the places must be: the share of the radius. */
static const double radius_shares[LIKENESS_COUNT] = {1, 1, 0.5, 0.2};

/* The strongest entry found so far to which another may be joined. */
typedef struct partner {
    bool found;
    likeness like;
    double distance_m;
    uint32_t root;
} partner;

static bool is_better(const partner *best, likeness like, double distance_m, uint32_t root)
{
    if (!best->found || like != best->like) {
        return !best->found || like < best->like;
    }
    return distance_m < best->distance_m || (!(distance_m > best->distance_m) && root < best->root);
}

static void consider(const mrs_sources *sources, const mrs_source_entry *entry, uint32_t root,
                     likeness like, partner *best)
{
    const mrs_source_entry *other = &sources->entries[root];
    double radius = join_radius_m(entry, other) * radius_shares[like];
    if (radius < 0 || !same_country(entry, other) ||
        (fabs(entry->at.lat - other->at.lat) > 1 && radius < 100e3)) {
        return;
    }
    double distance = marsad_geodesic_between(entry->at, other->at).distance_m;
    if (distance <= radius && is_better(best, like, distance, root)) {
        *best = (partner){true, like, distance, root};
    }
}

/* Names by their keys: the values are indexes of names; `owners` gives the entry of each name. */
typedef struct by_key {
    mrs_hash full, bare, sounds;
    mrs_arena skeletons; /* the keys of `sounds` */
    uint32_t *owners;
} by_key;

enum { READINGS = 3, CONSONANTS_LEAST = 3 };

/* The skeletons of a name's readings, without repetition; those too short to mean anything are left
   out. */
typedef struct skeletons {
    char texts[READINGS][MRS_SOUNDS_MOST + 1];
    size_t count;
} skeletons;

static marsad_status read_skeletons(const char *name, skeletons *out, marsad_error *error)
{
    mrs_folded folded;
    mrs_tokens tokens;
    mrs_readings readings;
    out->count = 0;
    marsad_status status = mrs_fold_name(name, strlen(name), &folded, error);
    if (status) {
        return status;
    }
    mrs_tokens_of(&folded, &tokens);
    mrs_sounds_read(&tokens, 0, tokens.count, READINGS, &readings);
    for (size_t i = 0; i < readings.count; i++) {
        char *text = out->texts[out->count];
        size_t length = mrs_skeleton(readings.items[i].text, readings.items[i].length, text);
        text[length] = '\0';
        bool again = length < CONSONANTS_LEAST;
        for (size_t k = 0; k < out->count; k++) {
            again = again || strcmp(out->texts[k], text) == 0;
        }
        out->count += !again;
    }
    mrs_free(folded.text);
    return MARSAD_OK;
}

static const char *bare_of(const mrs_source_name *name)
{
    return name->bare ? name->bare : name->full;
}

/* Considers the places of stronger sources that have a name like this one. */
static void consider_like(const mrs_sources *sources, const by_key *keys,
                          const mrs_source_entry *entry, const mrs_source_name *name, partner *best)
{
    const mrs_hash_item *item = mrs_hash_first(&keys->full, name->full);
    for (; item; item = mrs_hash_next(&keys->full, item)) {
        const mrs_source_name *other = &sources->names[item->value];
        bool official = name->kind == MRS_NAME_OFFICIAL && other->kind == MRS_NAME_OFFICIAL;
        uint32_t root = sources->entries[keys->owners[item->value]].root;
        consider(sources, entry, root, official ? LIKE_OFFICIAL : LIKE_FULL, best);
    }
    item = mrs_hash_first(&keys->bare, bare_of(name));
    for (; item; item = mrs_hash_next(&keys->bare, item)) {
        uint32_t root = sources->entries[keys->owners[item->value]].root;
        consider(sources, entry, root, LIKE_BARE, best);
    }
}

static marsad_status consider_sounds(const mrs_sources *sources, const by_key *keys,
                                     const mrs_source_entry *entry, const mrs_source_name *name,
                                     partner *best, marsad_error *error)
{
    skeletons mine;
    marsad_status status = read_skeletons(name->text, &mine, error);
    for (size_t i = 0; !status && i < mine.count; i++) {
        const mrs_hash_item *item = mrs_hash_first(&keys->sounds, mine.texts[i]);
        for (; item; item = mrs_hash_next(&keys->sounds, item)) {
            uint32_t root = sources->entries[keys->owners[item->value]].root;
            consider(sources, entry, root, LIKE_SOUNDS, best);
        }
    }
    return status;
}

/* Sounds are asked only where no key finds a partner. */
static marsad_status find_partner(const mrs_sources *sources, const by_key *keys,
                                  const mrs_source_entry *entry, partner *best, marsad_error *error)
{
    *best = (partner){0};
    for (uint32_t i = 0; i < entry->name_count; i++) {
        const mrs_source_name *name = &sources->names[entry->first_name + i];
        if (name->kind != MRS_NAME_CODE) {
            consider_like(sources, keys, entry, name, best);
        }
    }
    marsad_status status = MARSAD_OK;
    for (uint32_t i = 0; !status && !best->found && i < entry->name_count; i++) {
        const mrs_source_name *name = &sources->names[entry->first_name + i];
        if (name->kind == MRS_NAME_OFFICIAL) {
            status = consider_sounds(sources, keys, entry, name, best, error);
        }
    }
    return status;
}

static void fill(const char **known, const char *other)
{
    if (!(*known)[0]) {
        *known = other;
    }
}

void mrs_sources_fill(mrs_source_entry *root, const mrs_source_entry *member)
{
    if (root->population == 0) {
        root->population = member->population;
    }
    fill(&root->name_ar, member->name_ar);
    fill(&root->name_fr, member->name_fr);
    fill(&root->admin1, member->admin1);
    fill(&root->country, member->country);
}

/* Makes an entry, and all that is a part of it, a part of another. */
static void join(mrs_sources *sources, uint32_t index, uint32_t root_index)
{
    mrs_source_entry *entry = &sources->entries[index], *root = &sources->entries[root_index];
    for (uint32_t at = index + 1; at; at = sources->entries[at - 1].next_member) {
        sources->entries[at - 1].root = root_index;
    }
    sources->entries[root->last_member].next_member = index + 1;
    root->last_member = entry->last_member;
    mrs_sources_fill(root, entry);
}

static marsad_status add_sounds(const mrs_sources *sources, by_key *keys, uint32_t index,
                                marsad_error *error)
{
    skeletons own;
    marsad_status status = read_skeletons(sources->names[index].text, &own, error);
    for (size_t i = 0; !status && i < own.count; i++) {
        const char *key = mrs_arena_text(&keys->skeletons, own.texts[i], strlen(own.texts[i]));
        if (!key || !mrs_hash_add(&keys->sounds, key, index)) {
            status = mrs_fail_memory(error);
        }
    }
    return status;
}

static marsad_status add_name_keys(const mrs_sources *sources, by_key *keys, uint32_t index,
                                   marsad_error *error)
{
    const mrs_source_name *name = &sources->names[index];
    if (name->kind == MRS_NAME_CODE) {
        return MARSAD_OK;
    }
    if (!mrs_hash_add(&keys->full, name->full, index) ||
        !mrs_hash_add(&keys->bare, bare_of(name), index)) {
        return mrs_fail_memory(error);
    }
    return name->kind == MRS_NAME_OFFICIAL ? add_sounds(sources, keys, index, error) : MARSAD_OK;
}

static marsad_status add_keys(const mrs_sources *sources, by_key *keys, size_t from, size_t to,
                              marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t e = from; !status && e < to; e++) {
        const mrs_source_entry *entry = &sources->entries[e];
        for (uint32_t i = 0; !status && i < entry->name_count; i++) {
            status = add_name_keys(sources, keys, entry->first_name + i, error);
        }
    }
    return status;
}

static uint32_t *name_owners(const mrs_sources *sources)
{
    uint32_t *owners = mrs_alloc(sources->name_count, sizeof *owners);
    for (size_t e = 0; owners && e < sources->entry_count; e++) {
        const mrs_source_entry *entry = &sources->entries[e];
        for (uint32_t i = 0; i < entry->name_count; i++) {
            owners[entry->first_name + i] = (uint32_t)e;
        }
    }
    return owners;
}

/* The index past the last entry of the source of the entry at `from`. */
static size_t end_of_file(const mrs_sources *sources, size_t from)
{
    size_t to = from;
    while (to < sources->entry_count && sources->entries[to].file == sources->entries[from].file) {
        to++;
    }
    return to;
}

/* A file's own names go into the table after all of it is joined: what one source lists as two
   places stays two. */
marsad_status mrs_sources_join(mrs_sources *sources, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    by_key keys = {.owners = name_owners(sources)};
    if (!keys.owners || !mrs_hash_init(&keys.full, sources->name_count) ||
        !mrs_hash_init(&keys.bare, sources->name_count) ||
        !mrs_hash_init(&keys.sounds, sources->name_count)) {
        status = mrs_fail_memory(error);
    }
    for (size_t from = 0; !status && from < sources->entry_count;) {
        size_t to = end_of_file(sources, from);
        for (size_t i = from; !status && from > 0 && i < to; i++) {
            partner best = {0};
            if (sources->entries[i].root == i) {
                status = find_partner(sources, &keys, &sources->entries[i], &best, error);
            }
            if (best.found) {
                join(sources, (uint32_t)i, best.root);
            }
        }
        status = status ? status : mrs_sources_stopped(sources, error);
        if (!status && to < sources->entry_count) {
            status = add_keys(sources, &keys, from, to, error);
        }
        from = to;
    }
    if (!status) {
        mrs_sources_link(sources); /* members that came along stand in order again */
    }
    mrs_hash_clear(&keys.full);
    mrs_hash_clear(&keys.bare);
    mrs_hash_clear(&keys.sounds);
    mrs_arena_clear(&keys.skeletons);
    mrs_free(keys.owners);
    return status;
}
