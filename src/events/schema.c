#include "events/schema.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "events/headers.h"
#include "events/hxl.h"
#include "events/schema_map.h"
#include "marsad/text.h"

typedef struct finder {
    mrs_table_head head;
    mrs_faults *faults;
    mrs_schema *out;
    mrs_arena arena;
    const char **keys; /* of the names */
    bool *used;        /* the file's columns that have a meaning */
} finder;

const char *mrs_convention_name(mrs_convention convention)
{
    static const char *const names[] = {
        [MRS_TABLE_OWN] = "Marsad",
        [MRS_TABLE_ACLED] = "ACLED (since 2023)",
        [MRS_TABLE_ACLED_OLD] = "ACLED (before 2023)",
        [MRS_TABLE_UCDP] = "UCDP GED",
        [MRS_TABLE_HXL] = "HXL",
        [MRS_TABLE_PLAIN] = "plain headers",
    };
    return names[convention];
}

static bool is_free(const finder *f, mrs_column column)
{
    return f->out->of_file[column] == MRS_NO_COLUMN && !f->out->by_map[column];
}

static void take(finder *f, mrs_column column, size_t index)
{
    f->out->of_file[column] = index;
    f->used[index] = true;
}

/* ---- whose table --------------------------------------------------------------------------- */

static bool has_key(const finder *f, const char *key)
{
    for (size_t i = 0; i < f->head.count; i++) {
        if (strcmp(f->keys[i], key) == 0) {
            return true;
        }
    }
    return false;
}

/* The column sets differ in more, but these are enough to tell them apart. */
static mrs_convention find_convention(const finder *f)
{
    if (has_key(f, "eventdate") &&
        (has_key(f, "eventidcnty") || has_key(f, "subeventtype") || has_key(f, "assocactor1"))) {
        bool old = has_key(f, "dataid") || has_key(f, "iso3") || has_key(f, "eventidnocnty");
        return old ? MRS_TABLE_ACLED_OLD : MRS_TABLE_ACLED;
    }
    if (has_key(f, "typeofviolence") &&
        (has_key(f, "wherecoordinates") || has_key(f, "datestart"))) {
        return MRS_TABLE_UCDP;
    }
    return f->head.tags ? MRS_TABLE_HXL : MRS_TABLE_OWN;
}

/* ---- by names ------------------------------------------------------------------------------ */

static void find_own(finder *f)
{
    for (size_t i = 0; i < f->head.count; i++) {
        mrs_column column = f->used[i] ? MRS_COLUMN_COUNT : mrs_column_find(f->head.names[i]);
        if (column < MRS_COLUMN_COUNT && is_free(f, column)) {
            take(f, column, i);
        }
    }
}

/* Takes what is free by the meanings in `terms`; of two columns the one with the lower rank. */
static bool find_by_terms(finder *f, const mrs_terms *terms)
{
    size_t ranks[MRS_COLUMN_COUNT] = {0}, best[MRS_COLUMN_COUNT];
    for (size_t i = 0; i < f->head.count; i++) {
        mrs_meaning meaning;
        if (f->used[i]) {
            continue;
        }
        if (!mrs_header_meaning(terms, f->head.names[i], &meaning)) {
            return false;
        }
        mrs_column column = meaning.column;
        if (column < MRS_COLUMN_COUNT && is_free(f, column) &&
            (ranks[column] == 0 || meaning.rank < ranks[column])) {
            ranks[column] = meaning.rank;
            best[column] = i;
        }
    }
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        if (ranks[i]) {
            take(f, (mrs_column)i, best[i]);
        }
    }
    return true;
}

static bool find_by_headers(finder *f, mrs_headers tables)
{
    mrs_terms terms = {0};
    bool found =
        mrs_headers_fill(&terms, tables, tables == MRS_HEADERS_PLAIN) && find_by_terms(f, &terms);
    mrs_terms_clear(&terms);
    return found;
}

/* ---- by tags ------------------------------------------------------------------------------- */

static size_t best_tag(const finder *f, const char *pattern)
{
    size_t best = MRS_NO_COLUMN, fewest = SIZE_MAX;
    for (size_t i = 0; i < f->head.count; i++) {
        size_t attributes;
        if (!f->used[i] && f->head.tags[i] && mrs_hxl_fits(f->head.tags[i], pattern, &attributes) &&
            attributes < fewest) {
            best = i;
            fewest = attributes;
        }
    }
    return best;
}

static void find_by_tags(finder *f)
{
    size_t count;
    const mrs_header_row *rows = mrs_header_rows(&count);
    for (size_t i = 0; i < count; i++) {
        const char *rest = rows[i].headers, *pattern;
        while (rows[i].tables == MRS_HEADERS_HXL && is_free(f, rows[i].column) &&
               (pattern = mrs_header_next(&rest, &f->arena))) {
            size_t index = best_tag(f, pattern);
            if (index != MRS_NO_COLUMN) {
                take(f, rows[i].column, index);
            }
        }
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void find_tags(finder *f, const char *const *first_row)
{
    if (mrs_hxl_is_row(f->head.names, f->head.count)) {
        f->head.tags = f->head.names;
    } else if (first_row && mrs_hxl_is_row(first_row, f->head.count)) {
        f->head.tags = first_row;
        f->out->tags_below = true;
    }
}

static bool fold_names(finder *f)
{
    f->keys = mrs_alloc(f->head.count, sizeof *f->keys);
    f->used = mrs_alloc(f->head.count, sizeof *f->used);
    for (size_t i = 0; f->keys && f->used && i < f->head.count; i++) {
        const char *name = f->head.names[i];
        if (!marsad_text_is_utf8(name, strlen(name), NULL)) {
            mrs_fault(f->faults, 1, NULL,
                      "the name of column %zu is not UTF-8: save the table as UTF-8", i + 1);
        }
        f->keys[i] = mrs_header_key(name, &f->arena);
        if (!f->keys[i]) {
            return false;
        }
    }
    return f->keys && f->used;
}

static void use_mapped(finder *f)
{
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        if (f->out->of_file[i] != MRS_NO_COLUMN) {
            f->used[f->out->of_file[i]] = true;
        }
    }
}

static size_t count_used(const finder *f)
{
    size_t count = 0;
    for (size_t i = 0; i < f->head.count; i++) {
        count += f->used[i];
    }
    return count;
}

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* HXL's +coord, and what phones and survey forms call "gps", have the latitude first. */
static void find_order(finder *f)
{
    static const char *const lat_first[] = {"lat", "gps", "geopoint", "خطعرض", "عرض"};
    static const char *const lon_first[] = {"lon", "lng", "خططول", "طول"};
    size_t index = f->out->of_file[MRS_COLUMN_COORDINATES];
    if (index == MRS_NO_COLUMN || f->out->order != MRS_ORDER_BY_TEXT) {
        return;
    }
    bool tagged = f->head.tags && f->head.tags[index] && strchr(f->head.tags[index], '#');
    for (size_t i = 0; i < sizeof lat_first / sizeof *lat_first; i++) {
        if (tagged || begins_with(f->keys[index], lat_first[i])) {
            f->out->order = MRS_ORDER_LAT_LON;
        }
    }
    for (size_t i = 0; i < sizeof lon_first / sizeof *lon_first; i++) {
        if (!tagged && begins_with(f->keys[index], lon_first[i])) {
            f->out->order = MRS_ORDER_LON_LAT;
        }
    }
}

/* A table of districts: the finest that it names is where its rows lie. */
static void place_by_district(finder *f)
{
    static const mrs_column districts[] = {MRS_COLUMN_ADMIN3, MRS_COLUMN_ADMIN2, MRS_COLUMN_ADMIN1};
    mrs_schema *out = f->out;
    bool placed = out->of_file[MRS_COLUMN_LON] != MRS_NO_COLUMN ||
                  out->of_file[MRS_COLUMN_COORDINATES] != MRS_NO_COLUMN;
    for (int i = 0; i < 3; i++) {
        size_t index = out->of_file[districts[i]];
        if (!placed && is_free(f, MRS_COLUMN_LOCATION) && index != MRS_NO_COLUMN) {
            out->of_file[MRS_COLUMN_LOCATION] = index;
        }
    }
}

/* One axis alone places nothing: a column that is only called "x" is something else. */
static void drop_lone_axis(finder *f)
{
    static const mrs_column axes[] = {MRS_COLUMN_LON, MRS_COLUMN_LAT};
    mrs_schema *out = f->out;
    for (int i = 0; i < 2; i++) {
        size_t index = out->of_file[axes[i]];
        bool lone = index != MRS_NO_COLUMN && out->of_file[axes[1 - i]] == MRS_NO_COLUMN;
        if (lone && !out->by_map[axes[i]] && mrs_column_find(f->head.names[index]) != axes[i]) {
            out->of_file[axes[i]] = MRS_NO_COLUMN;
            f->used[index] = false;
        }
    }
}

/* Our own names come before another's, for a table that was geocoded has ours beside its own; but a
 * tag says more than the header above it. */
static bool find_columns(finder *f)
{
    mrs_convention convention = find_convention(f);
    bool found = true;
    if (convention == MRS_TABLE_HXL) {
        find_by_tags(f);
    }
    bool mapped = convention == MRS_TABLE_OWN && count_used(f) > 0;
    find_own(f);
    size_t own = count_used(f);
    if (convention == MRS_TABLE_ACLED || convention == MRS_TABLE_ACLED_OLD) {
        found = find_by_headers(f, MRS_HEADERS_ACLED);
    } else if (convention == MRS_TABLE_UCDP) {
        found = find_by_headers(f, MRS_HEADERS_UCDP);
    } else {
        found = find_by_headers(f, MRS_HEADERS_PLAIN);
    }
    drop_lone_axis(f);
    if (convention == MRS_TABLE_OWN && (mapped || count_used(f) > own)) {
        convention = MRS_TABLE_PLAIN;
    }
    f->out->convention = convention;
    find_order(f);
    if (convention == MRS_TABLE_PLAIN || convention == MRS_TABLE_HXL) {
        place_by_district(f);
    }
    return found;
}

static bool is_only_one(const finder *f, size_t index)
{
    for (size_t i = 0; i < f->head.count; i++) {
        if (i != index && strcasecmp(f->head.names[i], f->head.names[index]) == 0) {
            return false;
        }
    }
    return true;
}

/* Tags may repeat: the first counts. */
static void fault_doubles(const finder *f)
{
    for (int i = 0; f->head.tags != f->head.names && i < MRS_COLUMN_COUNT; i++) {
        size_t index = f->out->of_file[i];
        if (index != MRS_NO_COLUMN && !is_only_one(f, index)) {
            char quoted[MRS_QUOTED_SIZE];
            mrs_fault(f->faults, 1, mrs_column_name((mrs_column)i),
                      "the column \"%s\" stands there twice: give one of them another name",
                      mrs_quoted(quoted, f->head.names[index]));
        }
    }
}

static void find(finder *f, const char *const *first_row, const char *map)
{
    *f->out = (mrs_schema){0};
    for (int i = 0; i < MRS_COLUMN_COUNT; i++) {
        f->out->of_file[i] = MRS_NO_COLUMN;
    }
    find_tags(f, first_row);
    bool found = fold_names(f) && mrs_schema_apply_map(map, &f->head, f->faults, f->out);
    if (found) {
        use_mapped(f);
        found = find_columns(f) && !f->arena.failed;
    }
    if (!found) {
        f->faults->out_of_memory = true;
    }
    fault_doubles(f);
    mrs_free(f->keys);
    mrs_free(f->used);
    mrs_arena_clear(&f->arena);
}

void mrs_schema_find(const char *const *names, size_t count, const char *const *first_row,
                     const char *map, mrs_faults *faults, mrs_schema *out)
{
    finder f = {.head = {.names = names, .count = count}, .faults = faults, .out = out};
    find(&f, first_row, map);
}

void mrs_schema_find_of_row(const char *const *names, size_t count, const char *map,
                            mrs_faults *faults, mrs_schema *out)
{
    finder f = {
        .head = {.names = names, .count = count, .open = true}, .faults = faults, .out = out};
    find(&f, NULL, map);
}
