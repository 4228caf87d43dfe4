#include "gazetteer/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/hash.h"
#include "gazetteer/tsv.h"
#include "geo/number.h"
#include "marsad/text.h"

enum { S_FILE, S_NAME, S_LICENCE, S_ATTRIBUTION, S_URL, S_DATE, S_PRIORITY, S_COUNT };
static const char *const source_columns[S_COUNT] = {"file", "name", "licence", "attribution",
                                                    "url",  "date", "priority"};

enum {
    P_ID,
    P_NAME,
    P_NAME_AR,
    P_NAME_FR,
    P_ALTERNATES,
    P_FEATURE_CODE,
    P_COUNTRY,
    P_ADMIN1,
    P_LON,
    P_LAT,
    P_UNCERTAINTY,
    P_POPULATION,
    P_COUNT
};
static const char *const place_columns[P_COUNT] = {
    "id",      "name",   "name_ar", "name_fr", "alternates",    "feature_code",
    "country", "admin1", "lon",     "lat",     "uncertainty_m", "population"};

static marsad_status fail_field(const mrs_tsv *tsv, int column, marsad_error *error,
                                const char *message, const char *value)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, tsv->path, tsv->row, tsv->columns[column],
                       "%s: \"%s\"", message, value);
}

static char *path_in(const char *folder, const char *file)
{
    mrs_buffer path = {0};
    mrs_buffer_addf(&path, "%s/%s", folder, file);
    return mrs_buffer_take(&path);
}

static marsad_status add_file(mrs_sources *sources, const mrs_tsv *tsv, const char **fields,
                              marsad_error *error)
{
    double priority = 0;
    if (!mrs_number_parse(fields[S_PRIORITY], strlen(fields[S_PRIORITY]), &priority) ||
        priority < 1 || priority > 1e6 || priority != (double)(long)priority) {
        return fail_field(tsv, S_PRIORITY, error, "not a whole number from 1 up",
                          fields[S_PRIORITY]);
    }
    static const int required[] = {S_FILE, S_NAME, S_LICENCE, S_ATTRIBUTION};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        if (!fields[required[i]][0]) {
            return fail_field(tsv, required[i], error, "must not be empty", "");
        }
    }
    if (!mrs_grow((void **)&sources->files, &sources->file_capacity, sources->file_count,
                  sizeof *sources->files)) {
        return mrs_fail_memory(error);
    }
    size_t at = sources->file_count++;
    for (; at > 0 && sources->files[at - 1].priority > (long)priority; at--) {
        sources->files[at] = sources->files[at - 1];
    }
    sources->files[at] =
        (mrs_source_file){fields[S_FILE], fields[S_NAME], fields[S_LICENCE], fields[S_ATTRIBUTION],
                          fields[S_URL],  fields[S_DATE], (long)priority,    NULL};
    return MARSAD_OK;
}

static marsad_status read_index(mrs_sources *sources, const char *folder, marsad_error *error)
{
    char *path = path_in(folder, "sources.tsv");
    if (!path) {
        return mrs_fail_memory(error);
    }
    mrs_tsv tsv;
    marsad_status status = mrs_tsv_open(&tsv, path, source_columns, S_COUNT, error);
    bool more = !status;
    while (more) {
        const char *fields[S_COUNT];
        status = mrs_tsv_next(&tsv, fields, &more, error);
        if (!status && more) {
            status = add_file(sources, &tsv, fields, error);
        }
        more = more && !status;
    }
    if (!status && sources->file_count == 0) {
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL, "lists no source");
    }
    sources->index_text = mrs_tsv_take_text(&tsv);
    mrs_tsv_close(&tsv);
    mrs_free(path);
    return status;
}

static marsad_status read_number(const mrs_tsv *tsv, const char **fields, int column, double least,
                                 double most, double *out, marsad_error *error)
{
    if (!mrs_number_parse(fields[column], strlen(fields[column]), out)) {
        return fail_field(tsv, column, error, "not a number", fields[column]);
    }
    if (*out < least || *out > most) {
        return fail_field(tsv, column, error, "out of range", fields[column]);
    }
    return MARSAD_OK;
}

static bool is_country_code(const char *text)
{
    return text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z' && !text[2];
}

static marsad_status check_texts(const mrs_tsv *tsv, const char **fields, marsad_error *error)
{
    static const int required[] = {P_ID, P_NAME, P_FEATURE_CODE};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        if (!fields[required[i]][0]) {
            return fail_field(tsv, required[i], error, "must not be empty", "");
        }
    }
    if (fields[P_COUNTRY][0] && !is_country_code(fields[P_COUNTRY])) {
        return fail_field(tsv, P_COUNTRY, error, "not a two-letter country code in capitals",
                          fields[P_COUNTRY]);
    }
    return MARSAD_OK;
}

static marsad_status read_numbers(const mrs_tsv *tsv, const char **fields, mrs_source_entry *entry,
                                  marsad_error *error)
{
    double population = 0;
    marsad_status status = read_number(tsv, fields, P_LON, -180, 180, &entry->at.lon, error);
    if (!status) {
        status = read_number(tsv, fields, P_LAT, -90, 90, &entry->at.lat, error);
    }
    if (!status) {
        /* Nothing on Earth is farther away than 20,004 km. */
        status = read_number(tsv, fields, P_UNCERTAINTY, 0, 2.1e7, &entry->uncertainty_m, error);
    }
    if (!status && entry->uncertainty_m <= 0) {
        return fail_field(tsv, P_UNCERTAINTY, error, "must be more than 0", fields[P_UNCERTAINTY]);
    }
    if (!status && fields[P_POPULATION][0]) {
        status = read_number(tsv, fields, P_POPULATION, 0, 1e11, &population, error);
    }
    if (!status && population != (double)(int64_t)population) {
        return fail_field(tsv, P_POPULATION, error, "not a whole number", fields[P_POPULATION]);
    }
    entry->population = (int64_t)population;
    return status;
}

marsad_status mrs_sources_add_name(mrs_sources *sources, mrs_source_name name, bool *kept,
                                   marsad_error *error)
{
    *kept = false;
    if (!mrs_grow((void **)&sources->names, &sources->name_capacity, sources->name_count,
                  sizeof *sources->names)) {
        return mrs_fail_memory(error);
    }
    marsad_keys keys;
    marsad_status status = marsad_text_keys(name.text, &keys, error);
    if (status) {
        return status;
    }
    if (!keys.full[0]) {
        marsad_keys_clear(&keys);
        return MARSAD_OK;
    }
    if (strcmp(keys.full, keys.bare) == 0) {
        mrs_free(keys.bare);
        keys.bare = NULL;
    }
    name.full = keys.full;
    name.bare = keys.bare;
    sources->names[sources->name_count++] = name;
    *kept = true;
    return MARSAD_OK;
}

/* A name that could never be looked up is an error as the place's own name. */
static marsad_status add_name(mrs_sources *sources, const mrs_tsv *tsv, int column,
                              mrs_source_name name, marsad_error *error)
{
    bool kept = false;
    marsad_status status = mrs_sources_add_name(sources, name, &kept, error);
    return status || kept || column != P_NAME
               ? status
               : fail_field(tsv, column, error, "no letter or digit in the name", name.text);
}

/* One of the alternates: `text`, `text@language` or `text@language@kind`. Cut in place. */
static marsad_status add_alternate(mrs_sources *sources, const mrs_tsv *tsv, char *text,
                                   marsad_error *error)
{
    mrs_source_name name = {.text = text, .language = "", .kind = MRS_NAME_ALTERNATE};
    char *language = strchr(text, '@');
    char *kind = language ? strchr(language + 1, '@') : NULL;
    if (kind && !mrs_name_kind_parse(kind + 1, &name.kind)) {
        return fail_field(tsv, P_ALTERNATES, error,
                          "the kind after the second @ is official, alternate, colloquial, "
                          "historical or code",
                          text);
    }
    if (language == text || !*text) {
        return fail_field(tsv, P_ALTERNATES, error, "an empty name", text);
    }
    if (kind) {
        *kind = '\0';
    }
    if (language) {
        *language = '\0';
        name.language = language + 1;
    }
    return add_name(sources, tsv, P_ALTERNATES, name, error);
}

static marsad_status add_names(mrs_sources *sources, const mrs_tsv *tsv, const char **fields,
                               marsad_error *error)
{
    static const struct {
        int column;
        const char *language;
    } own[] = {{P_NAME, "en"}, {P_NAME_AR, "ar"}, {P_NAME_FR, "fr"}};
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < sizeof own / sizeof *own; i++) {
        const char *text = fields[own[i].column];
        if (*text) {
            mrs_source_name name = {
                .text = text, .language = own[i].language, .kind = MRS_NAME_OFFICIAL};
            status = add_name(sources, tsv, own[i].column, name, error);
        }
    }
    /* The field lies in the file's text, which the sources own and may cut. */
    char *next = (char *)(uintptr_t)fields[P_ALTERNATES];
    while (!status && next && *next) {
        char *text = next;
        next = strchr(text, '|');
        if (next) {
            *next++ = '\0';
        }
        status = add_alternate(sources, tsv, text, error);
    }
    return status;
}

static marsad_status add_entry(mrs_sources *sources, uint32_t file, const mrs_tsv *tsv,
                               const char **fields, marsad_error *error)
{
    mrs_source_entry entry = {fields[P_ID],
                              fields[P_NAME],
                              fields[P_NAME_AR],
                              fields[P_NAME_FR],
                              fields[P_FEATURE_CODE],
                              fields[P_COUNTRY],
                              fields[P_ADMIN1],
                              {0, 0},
                              0,
                              0,
                              file,
                              0,
                              0,
                              0,
                              0,
                              0};
    marsad_status status = check_texts(tsv, fields, error);
    if (!status) {
        status = read_numbers(tsv, fields, &entry, error);
    }
    if (status) {
        return status;
    }
    if (sources->entry_count >= UINT32_MAX - 1 || sources->name_count >= UINT32_MAX / 2 ||
        !mrs_grow((void **)&sources->entries, &sources->entry_capacity, sources->entry_count,
                  sizeof *sources->entries)) {
        return mrs_fail_memory(error);
    }
    entry.first_name = (uint32_t)sources->name_count;
    status = add_names(sources, tsv, fields, error);
    entry.name_count = (uint32_t)(sources->name_count - entry.first_name);
    entry.root = (uint32_t)sources->entry_count;
    entry.last_member = entry.root;
    sources->entries[sources->entry_count++] = entry;
    return status;
}

static marsad_status read_places(mrs_sources *sources, uint32_t file, const char *folder,
                                 mrs_hash *ids, marsad_error *error)
{
    char *path = path_in(folder, sources->files[file].file);
    if (!path) {
        return mrs_fail_memory(error);
    }
    mrs_tsv tsv;
    marsad_status status = mrs_tsv_open(&tsv, path, place_columns, P_COUNT, error);
    mrs_free(path);
    bool more = !status;
    while (more) {
        const char *fields[P_COUNT];
        status = mrs_tsv_next(&tsv, fields, &more, error);
        if (status || !more) {
            break;
        }
        if (mrs_hash_first(ids, fields[P_ID])) {
            status = fail_field(&tsv, P_ID, error, "this id stands in an earlier row or file too",
                                fields[P_ID]);
            break;
        }
        status = add_entry(sources, file, &tsv, fields, error);
        if (!status && !mrs_hash_add(ids, fields[P_ID], 0)) {
            status = mrs_fail_memory(error);
        }
        more = !status;
    }
    sources->files[file].text = mrs_tsv_take_text(&tsv);
    mrs_tsv_close(&tsv);
    return status;
}

marsad_status mrs_sources_read(const char *folder, mrs_sources *out, marsad_error *error)
{
    *out = (mrs_sources){0};
    mrs_hash ids = {0};
    marsad_status status =
        mrs_hash_init(&ids, 1U << 16) ? read_index(out, folder, error) : mrs_fail_memory(error);
    for (uint32_t file = 0; !status && file < out->file_count; file++) {
        status = read_places(out, file, folder, &ids, error);
    }
    mrs_hash_clear(&ids);
    if (status) {
        mrs_sources_clear(out);
    }
    return status;
}

marsad_status mrs_sources_stopped(const mrs_sources *sources, marsad_error *error)
{
    return sources->stop && sources->stop(sources->stop_context)
               ? mrs_fail(error, MARSAD_ERR_IO, "stopped; nothing was written")
               : MARSAD_OK;
}

void mrs_sources_link(mrs_sources *sources)
{
    for (uint32_t i = 0; i < sources->entry_count; i++) {
        sources->entries[i].next_member = 0;
        sources->entries[i].last_member = i;
    }
    for (uint32_t i = 0; i < sources->entry_count; i++) {
        mrs_source_entry *root = &sources->entries[sources->entries[i].root];
        if (sources->entries[i].root != i) {
            sources->entries[root->last_member].next_member = i + 1;
            root->last_member = i;
        }
    }
}

void mrs_sources_clear(mrs_sources *sources)
{
    mrs_arena_clear(&sources->texts);
    for (size_t i = 0; i < sources->name_count; i++) {
        mrs_free(sources->names[i].full);
        mrs_free(sources->names[i].bare);
    }
    for (size_t i = 0; i < sources->file_count; i++) {
        mrs_free(sources->files[i].text);
    }
    mrs_free(sources->names);
    mrs_free(sources->entries);
    mrs_free(sources->files);
    mrs_free(sources->index_text);
    *sources = (mrs_sources){0};
}
