#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/hash.h"
#include "gazetteer/sources.h"

/*
 * How far apart, in metres, two entries of the same name may lie and still be one place. A
 * negative distance: they are never the same.
 */
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

/* The strongest entry found so far to which another may be joined. */
typedef struct partner {
    bool found;
    bool official; /* the shared name is official in both */
    double distance_m;
    uint32_t root;
} partner;

static void consider(const mrs_sources *sources, const mrs_source_entry *entry, uint32_t root,
                     bool official, partner *best)
{
    const mrs_source_entry *other = &sources->entries[root];
    double radius = join_radius_m(entry, other);
    if (radius < 0 || !same_country(entry, other) ||
        (fabs(entry->at.lat - other->at.lat) > 1 && radius < 100e3)) {
        return;
    }
    double distance = marsad_geodesic_between(entry->at, other->at).distance_m;
    if (distance > radius) {
        return;
    }
    bool better =
        !best->found || (official && !best->official) ||
        (official == best->official &&
         (distance < best->distance_m || (!(distance > best->distance_m) && root < best->root)));
    if (better) {
        *best = (partner){true, official, distance, root};
    }
}

/* The values of `by_key` are indexes of names; `owners` gives the entry of each name. */
static partner find_partner(const mrs_sources *sources, const mrs_hash *by_key,
                            const uint32_t *owners, const mrs_source_entry *entry)
{
    partner best = {0};
    for (uint32_t i = 0; i < entry->name_count; i++) {
        const mrs_source_name *name = &sources->names[entry->first_name + i];
        if (name->kind == MRS_NAME_CODE) {
            continue;
        }
        const mrs_hash_item *item = mrs_hash_first(by_key, name->full);
        for (; item; item = mrs_hash_next(by_key, item)) {
            const mrs_source_name *other = &sources->names[item->value];
            bool official = name->kind == MRS_NAME_OFFICIAL && other->kind == MRS_NAME_OFFICIAL;
            uint32_t root = sources->entries[owners[item->value]].root;
            consider(sources, entry, root, official, &best);
        }
    }
    return best;
}

static void fill(const char **known, const char *other)
{
    if (!(*known)[0]) {
        *known = other;
    }
}

static void join(mrs_sources *sources, uint32_t index, uint32_t root_index)
{
    mrs_source_entry *entry = &sources->entries[index], *root = &sources->entries[root_index];
    entry->root = root_index;
    sources->entries[root->last_member].next_member = index + 1;
    root->last_member = index;
    if (root->population == 0) {
        root->population = entry->population;
    }
    fill(&root->name_ar, entry->name_ar);
    fill(&root->name_fr, entry->name_fr);
    fill(&root->admin1, entry->admin1);
    fill(&root->country, entry->country);
}

static bool add_keys(const mrs_sources *sources, mrs_hash *by_key, size_t from, size_t to)
{
    for (size_t e = from; e < to; e++) {
        const mrs_source_entry *entry = &sources->entries[e];
        for (uint32_t i = entry->first_name; i < entry->first_name + entry->name_count; i++) {
            if (sources->names[i].kind != MRS_NAME_CODE &&
                !mrs_hash_add(by_key, sources->names[i].full, i)) {
                return false;
            }
        }
    }
    return true;
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

/* A file's own names go into the table after all of it is joined: what one source lists as two
   places stays two. */
marsad_status mrs_sources_join(mrs_sources *sources, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    mrs_hash by_key = {0};
    uint32_t *owners = name_owners(sources);
    if (!owners || !mrs_hash_init(&by_key, sources->name_count)) {
        status = mrs_fail_memory(error);
    }
    size_t from = 0;
    while (!status && from < sources->entry_count) {
        size_t to = from;
        while (to < sources->entry_count &&
               sources->entries[to].file == sources->entries[from].file) {
            partner best = find_partner(sources, &by_key, owners, &sources->entries[to]);
            if (best.found) {
                join(sources, (uint32_t)to, best.root);
            }
            to++;
        }
        if (!add_keys(sources, &by_key, from, to)) {
            status = mrs_fail_memory(error);
        }
        from = to;
    }
    mrs_hash_clear(&by_key);
    mrs_free(owners);
    return status;
}
