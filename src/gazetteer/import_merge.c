/* Adding what was taken to the gazetteer as it was. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import.h"

#define NONE UINT32_MAX

/* All entries, old and new, before they are put in order. */
typedef struct merge {
    mrs_sources *sources;
    uint32_t file;
    size_t old_count, count;
    mrs_source_entry *all; /* the old ones, then the new ones; `root` counts in here */
    uint32_t *place;       /* of each within its source; NONE where another took its place */
    uint32_t *instead;     /* the entry that is the root now of what it was the root of; or NONE */
    uint32_t *order;       /* indexes of `all`: by source, each as its rows stand */
    size_t order_count;
    uint32_t *now; /* where each is in `sources->entries` */
} merge;

static marsad_status start(merge *m, mrs_import *import, marsad_error *error)
{
    mrs_sources *sources = m->sources, *taken = &import->taken;
    m->old_count = sources->entry_count;
    m->count = m->old_count + taken->entry_count;
    m->all = mrs_alloc(m->count, sizeof *m->all);
    m->place = mrs_alloc(m->count, sizeof *m->place);
    m->instead = mrs_alloc(m->count, sizeof *m->instead);
    m->order = mrs_alloc(m->count, sizeof *m->order);
    m->now = mrs_alloc(m->count, sizeof *m->now);
    if (m->count >= NONE || !m->all || !m->place || !m->instead || !m->order || !m->now) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < m->count; i++) {
        bool old = i < m->old_count;
        m->all[i] = old ? sources->entries[i] : taken->entries[i - m->old_count];
        m->place[i] = (uint32_t)i;
        m->instead[i] = NONE;
        if (!old) {
            m->all[i].root = (uint32_t)i;
            m->all[i].file = m->file;
            m->all[i].first_name += (uint32_t)sources->name_count;
        }
    }
    return MARSAD_OK;
}

/* Hands the names over. */
static marsad_status move_names(mrs_import *import, mrs_sources *sources, marsad_error *error)
{
    size_t count = sources->name_count + import->taken.name_count;
    if (count >= UINT32_MAX / 2) {
        return mrs_fail_memory(error);
    }
    if (count > sources->name_capacity) {
        void *grown = mrs_resize(sources->names, count, sizeof *sources->names);
        if (!grown) {
            return mrs_fail_memory(error);
        }
        sources->names = grown;
        sources->name_capacity = count;
    }
    if (import->taken.name_count) {
        memcpy(sources->names + sources->name_count, import->taken.names,
               import->taken.name_count * sizeof *sources->names);
    }
    sources->name_count = count;
    import->taken.name_count = 0;
    return MARSAD_OK;
}

/* ---- the same id --------------------------------------------------------------------------- */

/* A new place takes the place of the old one of the same source and id, and its members. One of the
   same id in another source is the same place too, whatever it is called there. */
static void match(merge *m, uint32_t old, uint32_t new)
{
    const mrs_source_entry *was = &m->all[old];
    if (was->file == m->file) {
        m->place[new] = m->place[old];
        m->place[old] = NONE;
        m->instead[old] = new;
    } else if (was->file < m->file) {
        m->all[new].root = was->root;
    } else {
        m->instead[old] = new;
    }
}

static marsad_status match_ids(merge *m, marsad_import_summary *summary, marsad_error *error)
{
    mrs_hash ids = {0};
    bool ready = mrs_hash_init(&ids, m->old_count);
    for (uint32_t i = 0; ready && i < m->old_count; i++) {
        ready = !m->all[i].id[0] || mrs_hash_add(&ids, m->all[i].id, i);
    }
    for (uint32_t i = (uint32_t)m->old_count; ready && i < m->count; i++) {
        const mrs_hash_item *item = mrs_hash_first(&ids, m->all[i].id);
        for (; item; item = mrs_hash_next(&ids, item)) {
            summary->replaced += m->all[item->value].file == m->file;
            match(m, item->value, i);
        }
    }
    mrs_hash_clear(&ids);
    return ready ? MARSAD_OK : mrs_fail_memory(error);
}

/* ---- order --------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b, void *context)
{
    const merge *m = context;
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    uint32_t left_file = m->all[left].file, right_file = m->all[right].file;
    if (left_file != right_file) {
        return left_file < right_file ? -1 : 1;
    }
    return m->place[left] < m->place[right] ? -1 : m->place[left] > m->place[right];
}

static void put_in_order(merge *m)
{
    for (uint32_t i = 0; i < m->count; i++) {
        if (m->place[i] != NONE) {
            m->order[m->order_count++] = i;
        }
    }
    qsort_r(m->order, m->order_count, sizeof *m->order, compare, m);
    for (uint32_t i = 0; i < m->order_count; i++) {
        m->now[m->order[i]] = i;
    }
}

/* What an entry is a part of, or itself. */
static uint32_t root_of(const merge *m, uint32_t index)
{
    uint32_t root = m->instead[index] != NONE ? m->instead[index] : m->all[index].root;
    while (m->instead[root] != NONE) {
        root = m->instead[root];
    }
    return root;
}

static void write_back(merge *m)
{
    mrs_sources *sources = m->sources;
    mrs_free(sources->entries);
    sources->entries = mrs_alloc(m->order_count, sizeof *sources->entries);
    sources->entry_count = sources->entry_capacity = 0;
    if (!sources->entries) {
        return;
    }
    for (size_t i = 0; i < m->order_count; i++) {
        sources->entries[i] = m->all[m->order[i]];
        sources->entries[i].root = m->now[root_of(m, m->order[i])];
    }
    sources->entry_count = sources->entry_capacity = m->order_count;
    /* A place that took the place of an old one had its gaps filled from the members once. */
    for (size_t i = 0; i < m->order_count; i++) {
        mrs_source_entry *entry = &sources->entries[i];
        if (entry->root != i) {
            mrs_sources_fill(&sources->entries[entry->root], entry);
        }
    }
    mrs_sources_link(sources);
}

/* ---- counts -------------------------------------------------------------------------------- */

static void count_outcomes(const merge *m, marsad_import_summary *summary)
{
    for (size_t i = m->old_count; i < m->count; i++) {
        bool replaced = m->place[i] < m->old_count;
        uint32_t at = m->now[i];
        bool alone = m->sources->entries[at].root == at;
        summary->added += !replaced && alone;
        summary->joined += !replaced && !alone;
    }
}

static bool is_in_earlier(const mrs_sources *sources, uint32_t root, uint32_t entry, uint32_t name)
{
    const char *text = sources->names[name].text;
    for (uint32_t at = root + 1; at; at = sources->entries[at - 1].next_member) {
        const mrs_source_entry *member = &sources->entries[at - 1];
        for (uint32_t i = 0; i < member->name_count; i++) {
            if (member->first_name + i == name) {
                return false;
            }
            if (strcmp(sources->names[member->first_name + i].text, text) == 0) {
                return true;
            }
        }
        if (at - 1 == entry) {
            break;
        }
    }
    return false;
}

void mrs_import_count(const mrs_sources *sources, int64_t *places, int64_t *names)
{
    *places = *names = 0;
    for (uint32_t e = 0; e < sources->entry_count; e++) {
        const mrs_source_entry *entry = &sources->entries[e];
        *places += entry->root == e;
        *names += entry->root != e && entry->id[0];
        for (uint32_t i = 0; i < entry->name_count; i++) {
            *names += !is_in_earlier(sources, entry->root, e, entry->first_name + i);
        }
    }
}

marsad_status mrs_import_merge(mrs_import *import, mrs_sources *sources, uint32_t file,
                               marsad_error *error)
{
    merge m = {.sources = sources, .file = file};
    marsad_status status = start(&m, import, error);
    if (!status) {
        status = move_names(import, sources, error);
    }
    if (!status) {
        status = match_ids(&m, import->summary, error);
    }
    if (!status) {
        put_in_order(&m);
        write_back(&m);
        status = sources->entries ? MARSAD_OK : mrs_fail_memory(error);
    }
    if (!status) {
        status = mrs_sources_join(sources, error);
    }
    if (!status) {
        count_outcomes(&m, import->summary);
    }
    mrs_free(m.all);
    mrs_free(m.place);
    mrs_free(m.instead);
    mrs_free(m.order);
    mrs_free(m.now);
    return status;
}
