/* Settling the names of the places that were taken. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import.h"

/* Orders the staged names by their owners, and of one by rank; else they stay as they came. */
static int compare(const void *a, const void *b)
{
    const mrs_import_staged *left = *(const mrs_import_staged *const *)a;
    const mrs_import_staged *right = *(const mrs_import_staged *const *)b;
    if (left->owner != right->owner) {
        return left->owner < right->owner ? -1 : 1;
    }
    if (left->rank != right->rank) {
        return left->rank < right->rank ? -1 : 1;
    }
    return left < right ? -1 : left > right;
}

/* The names of one place, ordered; those that say again what an earlier one says are NULL. */
typedef struct owned {
    const mrs_import_staged **names;
    size_t count;
} owned;

/* Of two that are equal the first stays; what it does not say of its language the other does. The
   earlier name is replaced by a copy of itself with that language: `languages` holds it. */
static void drop_repeated(const owned *of, const char **languages)
{
    for (size_t i = 0; i < of->count; i++) {
        languages[i] = of->names[i] ? of->names[i]->language : "";
        for (size_t k = i + 1; of->names[i] && k < of->count; k++) {
            if (!of->names[k] || strcmp(of->names[i]->text, of->names[k]->text) != 0) {
                continue;
            }
            languages[i] = languages[i][0] ? languages[i] : of->names[k]->language;
            of->names[k] = NULL;
        }
    }
}

static size_t best_latin(const owned *of)
{
    size_t i = 0;
    while (i < of->count && !(of->names[i] && of->names[i]->rank < MRS_RANK_NEVER &&
                              of->names[i]->script == MARSAD_SCRIPT_LATIN)) {
        i++;
    }
    return i;
}

/* Arabic names that say what kind of place it is, or are vocalised, suit a map less. */
static int flaws_of(const char *arabic)
{
    static const char *const words[] = {"شعبية ", "مدينة ", "قرية ",  "محافظة ",
                                        "منطقة ", "بلدية ", "ولاية ", "مديرية "};
    static const char *const marks[] = {"\u064B", "\u064C", "\u064D", "\u064E",
                                        "\u064F", "\u0650", "\u0651", "\u0652"};
    int flaws = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        flaws += strncmp(arabic, words[i], strlen(words[i])) == 0;
        flaws += 2 * (strstr(arabic, marks[i]) != NULL);
    }
    return flaws;
}

/* The best name in a language: its rank decides, of alternates then the flaws, then the order. */
static size_t best_in(const owned *of, const char *const *languages, const char *language,
                      marsad_script script)
{
    size_t best = of->count;
    int least = 0;
    for (size_t i = 0; i < of->count; i++) {
        const mrs_import_staged *name = of->names[i];
        if (!name || name->rank >= MRS_RANK_NEVER || name->script != script ||
            strcmp(languages[i], language) != 0) {
            continue;
        }
        bool choose = script == MARSAD_SCRIPT_ARABIC && name->rank >= MRS_RANK_ALTERNATE;
        int score = 100 * name->rank + (choose ? flaws_of(name->text) : 0);
        if (best == of->count || score < least) {
            best = i;
            least = score;
        }
    }
    return best;
}

/* The Latin name of a place that has none: made up from one in another script, or the digits. */
static marsad_status make_latin(mrs_import *import, const owned *of, mrs_source_entry *entry,
                                marsad_error *error)
{
    const mrs_import_staged *from = NULL;
    for (size_t i = 0; i < of->count; i++) {
        const mrs_import_staged *name = of->names[i];
        bool usable = name && name->kind != MRS_NAME_CODE;
        from = usable && (!from || (from->script == MARSAD_SCRIPT_NONE)) ? name : from;
    }
    if (!from) { /* a place was taken for a name that is no code, so there is one */
        entry->name = entry->id;
        return MARSAD_OK;
    }
    if (from->script == MARSAD_SCRIPT_LATIN || from->script == MARSAD_SCRIPT_NONE) {
        entry->name = from->text;
        return MARSAD_OK;
    }
    char *latin = NULL;
    marsad_status status = mrs_latin_label(&import->labeller, from->text, &latin, error);
    if (!status) {
        entry->name = mrs_arena_text(&import->taken.texts, latin, strlen(latin));
        status = entry->name ? MARSAD_OK : mrs_fail_memory(error);
    }
    mrs_free(latin);
    return status;
}

static marsad_status add_name(mrs_import *import, mrs_source_entry *entry,
                              const mrs_import_staged *staged, const char *language, bool official,
                              marsad_error *error)
{
    mrs_source_name name = {.text = staged->text,
                            .language = language,
                            .kind = official ? MRS_NAME_OFFICIAL : (mrs_name_kind)staged->kind};
    bool kept = false;
    marsad_status status = mrs_sources_add_name(&import->taken, name, &kept, error);
    entry->name_count += kept;
    return status;
}

static marsad_status settle_place(mrs_import *import, mrs_source_entry *entry, const owned *of,
                                  const char **languages, marsad_error *error)
{
    drop_repeated(of, languages);
    size_t latin = best_latin(of);
    size_t arabic = best_in(of, languages, "ar", MARSAD_SCRIPT_ARABIC);
    size_t french = best_in(of, languages, "fr", MARSAD_SCRIPT_LATIN);
    marsad_status status = MARSAD_OK;
    if (latin < of->count) {
        entry->name = of->names[latin]->text;
    } else {
        status = make_latin(import, of, entry, error);
    }
    entry->name_ar = arabic < of->count ? of->names[arabic]->text : "";
    entry->name_fr = french < of->count && french != latin ? of->names[french]->text : "";
    entry->first_name = (uint32_t)import->taken.name_count;
    for (size_t i = 0; !status && i < of->count; i++) {
        if (of->names[i]) {
            bool official = i == latin || i == arabic || i == french;
            status = add_name(import, entry, of->names[i], languages[i], official, error);
        }
    }
    return status;
}

static void find_district(const mrs_import *import, mrs_source_entry *entry)
{
    if (entry->root) {
        const mrs_hash_item *item = mrs_hash_first(&import->admin1, entry->admin1);
        entry->admin1 = item ? import->admin1_names[item->value] : "";
    }
    entry->root = 0;
}

static marsad_status settle_all(mrs_import *import, const mrs_import_staged **order,
                                const char **languages, marsad_error *error)
{
    size_t at = 0;
    marsad_status status = MARSAD_OK;
    for (uint32_t i = 0; !status && i < import->taken.entry_count; i++) {
        size_t end = at;
        while (end < import->staged_count && order[end]->owner == i) {
            end++;
        }
        owned of = {order + at, end - at};
        mrs_source_entry *entry = &import->taken.entries[i];
        find_district(import, entry);
        status = settle_place(import, entry, &of, languages + at, error);
        if (!status && i % 4096 == 0) {
            status = mrs_sources_stopped(&import->taken, error);
        }
        at = end;
    }
    return status;
}

marsad_status mrs_import_settle(mrs_import *import, marsad_error *error)
{
    const mrs_import_staged **order = mrs_alloc(import->staged_count, sizeof *order);
    const char **languages = mrs_alloc(import->staged_count, sizeof *languages);
    marsad_status status = MARSAD_OK;
    if (!order || !languages) {
        status = mrs_fail_memory(error);
    } else {
        for (size_t i = 0; i < import->staged_count; i++) {
            order[i] = &import->staged[i];
        }
        qsort(order, import->staged_count, sizeof *order, compare);
        status = settle_all(import, order, languages, error);
    }
    mrs_free(order);
    mrs_free(languages);
    mrs_free(import->staged);
    import->staged = NULL;
    import->staged_count = 0;
    return status;
}
