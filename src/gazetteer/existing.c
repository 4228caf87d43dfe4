#include "gazetteer/existing.h"

#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/geometry.h"
#include "gazetteer/handle.h"
#include "gazetteer/hash.h"

typedef struct reader {
    marsad_gazetteer *gazetteer;
    mrs_sources *sources;
    mrs_hash files;       /* by a source's name */
    sqlite3_stmt *places; /* by fid */
    sqlite3_stmt *names;  /* by place, then fid */
    bool more_names;      /* `names` stands on a row */
} reader;

static const char *keep_text(reader *r, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? mrs_arena_text(&r->sources->texts, text, strlen(text)) : "";
}

static marsad_status fail_content(const reader *r, const char *what, const char *which,
                                  marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, r->gazetteer->path, 0, NULL,
                       "%s: \"%s\"; rebuild it with 'marsad gazetteer build'", what, which);
}

static marsad_status step(const reader *r, sqlite3_stmt *row, bool *more, marsad_error *error)
{
    int code = sqlite3_step(row);
    *more = code == SQLITE_ROW;
    return *more || code == SQLITE_DONE ? MARSAD_OK : mrs_fail_sqlite(r->gazetteer, error);
}

static marsad_status prepare(const reader *r, const char *sql, sqlite3_stmt **out,
                             marsad_error *error)
{
    return sqlite3_prepare_v2(r->gazetteer->db, sql, -1, out, NULL) == SQLITE_OK
               ? MARSAD_OK
               : mrs_fail_sqlite(r->gazetteer, error);
}

/* ---- sources ------------------------------------------------------------------------------- */

static marsad_status add_file(reader *r, sqlite3_stmt *row, marsad_error *error)
{
    mrs_sources *sources = r->sources;
    if (!mrs_grow((void **)&sources->files, &sources->file_capacity, sources->file_count,
                  sizeof *sources->files)) {
        return mrs_fail_memory(error);
    }
    /* names.source counts them from 1 without a gap. */
    if (sqlite3_column_int64(row, 0) != (sqlite3_int64)sources->file_count + 1) {
        return fail_content(r, "its sources are not numbered in order", "sources", error);
    }
    uint32_t index = (uint32_t)sources->file_count++;
    mrs_source_file *file = &sources->files[index];
    *file = (mrs_source_file){.priority = (long)sqlite3_column_int64(row, 7)};
    const char **texts[] = {&file->file,        &file->name, &file->licence,
                            &file->attribution, &file->url,  &file->date};
    for (int i = 0; i < 6; i++) {
        *texts[i] = keep_text(r, row, i + 1);
    }
    if (sources->texts.failed) {
        return mrs_fail_memory(error);
    }
    if (mrs_hash_first(&r->files, file->name)) {
        return MARSAD_OK; /* places know their source by its name: the strongest has it */
    }
    return mrs_hash_add(&r->files, file->name, index) ? MARSAD_OK : mrs_fail_memory(error);
}

static marsad_status read_files(reader *r, marsad_error *error)
{
    sqlite3_stmt *row = NULL;
    marsad_status status = prepare(r,
                                   "SELECT fid, file, name, licence, attribution, url, date,"
                                   " priority FROM sources ORDER BY fid",
                                   &row, error);
    bool more = !status;
    while (more) {
        status = step(r, row, &more, error);
        if (!status && more) {
            status = add_file(r, row, error);
        }
        more = more && !status;
    }
    sqlite3_finalize(row);
    return status;
}

/* ---- places -------------------------------------------------------------------------------- */

static marsad_status grow_entries(mrs_sources *sources, marsad_error *error)
{
    return sources->entry_count < UINT32_MAX - 1 &&
                   mrs_grow((void **)&sources->entries, &sources->entry_capacity,
                            sources->entry_count, sizeof *sources->entries)
               ? MARSAD_OK
               : mrs_fail_memory(error);
}

/* The entry of the place on which `places` stands, without names as yet. */
static marsad_status read_entry(reader *r, mrs_source_entry *out, marsad_error *error)
{
    sqlite3_stmt *row = r->places;
    *out = (mrs_source_entry){0};
    const char **texts[] = {&out->id,           &out->name,    &out->name_ar, &out->name_fr,
                            &out->feature_code, &out->country, &out->admin1};
    for (int i = 0; i < 7; i++) {
        *texts[i] = keep_text(r, row, 2 + i);
    }
    if (r->sources->texts.failed) {
        return mrs_fail_memory(error);
    }
    const char *source = (const char *)sqlite3_column_text(row, 9);
    const mrs_hash_item *file = mrs_hash_first(&r->files, source ? source : "");
    if (!file) {
        return fail_content(r, "a place's source is not in sources", out->id, error);
    }
    out->file = file->value;
    out->uncertainty_m = sqlite3_column_double(row, 10);
    out->population = sqlite3_column_int64(row, 11);
    const void *blob = sqlite3_column_blob(row, 1);
    return mrs_point_decode(blob, (size_t)sqlite3_column_bytes(row, 1), &out->at)
               ? MARSAD_OK
               : fail_content(r, "a place's geometry is no point", out->id, error);
}

static marsad_status read_name(reader *r, mrs_source_name *out, uint32_t *file, marsad_error *error)
{
    *out = (mrs_source_name){.text = keep_text(r, r->names, 1), .language = ""};
    out->language = keep_text(r, r->names, 2);
    if (r->sources->texts.failed) {
        return mrs_fail_memory(error);
    }
    const char *kind = (const char *)sqlite3_column_text(r->names, 3);
    if (!kind || !mrs_name_kind_parse(kind, &out->kind)) {
        return fail_content(r, "a name is of an unknown kind", out->text, error);
    }
    sqlite3_int64 source = sqlite3_column_int64(r->names, 4);
    if (source < 1 || source > (sqlite3_int64)r->sources->file_count) {
        return fail_content(r, "a name's source is not in sources", out->text, error);
    }
    *file = (uint32_t)(source - 1);
    return MARSAD_OK;
}

/* The store writes the id of a joined place as a code behind that place's names. Ids have a colon;
   codes of places have none. */
static bool is_joined_id(const mrs_source_name *name, uint32_t file, uint32_t root_file)
{
    return file != root_file && name->kind == MRS_NAME_CODE && strchr(name->text, ':');
}

/* Names of one source that follow each other, in a place's. */
typedef struct run {
    uint32_t root, file, first;
} run;

/* Ends a run. The first of the place's own source is the place's; others belong to a member of the
   id `id`, or of none ("") where somebody added names to the file by hand. */
static marsad_status end_run(reader *r, const run *at, const char *id, marsad_error *error)
{
    mrs_sources *sources = r->sources;
    mrs_source_entry *root = &sources->entries[at->root];
    uint32_t count = (uint32_t)sources->name_count - at->first;
    if (at->file == root->file && at->first == root->first_name) {
        root->name_count = count;
        return MARSAD_OK;
    }
    if (!id[0] && count == 0) {
        return MARSAD_OK;
    }
    marsad_status status = grow_entries(sources, error);
    if (!status) {
        mrs_source_entry member = sources->entries[at->root];
        member.id = id;
        member.file = at->file;
        member.first_name = at->first;
        member.name_count = count;
        sources->entries[sources->entry_count++] = member;
    }
    return status;
}

static marsad_status read_next_name(reader *r, run *at, marsad_error *error)
{
    const uint32_t root_file = r->sources->entries[at->root].file;
    mrs_source_name name;
    uint32_t file = 0;
    marsad_status status = read_name(r, &name, &file, error);
    if (!status && file != at->file) {
        status = end_run(r, at, "", error);
        *at = (run){at->root, file, (uint32_t)r->sources->name_count};
    }
    if (!status && is_joined_id(&name, file, root_file)) {
        status = end_run(r, at, name.text, error);
        at->first = (uint32_t)r->sources->name_count;
    } else if (!status) {
        bool kept = false;
        status = mrs_sources_add_name(r->sources, name, &kept, error);
    }
    return status;
}

/* Reads the names of the place whose entry is the last one, and the members joined to it. */
static marsad_status read_names(reader *r, int64_t fid, marsad_error *error)
{
    mrs_source_entry *root = &r->sources->entries[r->sources->entry_count - 1];
    root->first_name = (uint32_t)r->sources->name_count;
    run at = {root->root, root->file, root->first_name};
    marsad_status status = MARSAD_OK;
    while (!status && r->more_names && sqlite3_column_int64(r->names, 0) == fid) {
        status = read_next_name(r, &at, error);
        if (!status) {
            status = step(r, r->names, &r->more_names, error);
        }
    }
    return status ? status : end_run(r, &at, "", error);
}

static marsad_status read_place(reader *r, marsad_error *error)
{
    mrs_source_entry entry;
    marsad_status status = grow_entries(r->sources, error);
    if (!status) {
        status = read_entry(r, &entry, error);
    }
    if (status) {
        return status;
    }
    entry.root = (uint32_t)r->sources->entry_count;
    r->sources->entries[r->sources->entry_count++] = entry;
    return read_names(r, sqlite3_column_int64(r->places, 0), error);
}

static marsad_status read_places(reader *r, marsad_error *error)
{
    marsad_status status =
        prepare(r, "SELECT " MRS_PLACE_COLUMNS " FROM places p ORDER BY p.fid", &r->places, error);
    if (!status) {
        status = prepare(r,
                         "SELECT place, name, language, kind, source FROM names"
                         " ORDER BY place, fid",
                         &r->names, error);
    }
    if (!status) {
        status = step(r, r->names, &r->more_names, error);
    }
    bool more = !status;
    while (more) {
        status = step(r, r->places, &more, error);
        if (!status && more) {
            status = read_place(r, error);
        }
        more = more && !status;
    }
    return status;
}

marsad_status mrs_existing_read(const char *path, mrs_sources *out, marsad_error *error)
{
    reader r = {.sources = out};
    marsad_status status = marsad_gazetteer_open(path, &r.gazetteer, error);
    /* The names are put in order; that needs no file beside the memory they are read into. */
    if (!status && sqlite3_exec(r.gazetteer->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL)) {
        status = mrs_fail_sqlite(r.gazetteer, error);
    }
    if (!status && !mrs_hash_init(&r.files, 64)) {
        status = mrs_fail_memory(error);
    }
    if (!status) {
        status = read_files(&r, error);
    }
    if (!status) {
        status = read_places(&r, error);
    }
    if (!status) {
        mrs_sources_link(out);
    }
    sqlite3_finalize(r.places);
    sqlite3_finalize(r.names);
    mrs_hash_clear(&r.files);
    marsad_gazetteer_close(r.gazetteer);
    return status;
}
