#include "gazetteer/store.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/geometry.h"
#include "gazetteer/index_write.h"
#include "gazetteer/schema.h"
#include "marsad/text.h"

typedef struct store {
    const mrs_sources *sources;
    const char *final_path;
    sqlite3 *db;
    sqlite3_stmt *place, *name, *box, *source;
    int64_t *places_of_file;
    marsad_bbox extent;
    const char **seen; /* the texts of the place in hand */
    size_t seen_count, seen_capacity;
    int64_t done;
} store;

static marsad_status fail_sqlite(const store *s, marsad_error *error)
{
    int code = sqlite3_errcode(s->db);
    marsad_status status = code == SQLITE_NOMEM ? MARSAD_ERR_MEMORY : MARSAD_ERR_IO;
    return mrs_fail_at(error, status, s->final_path, 0, NULL, "cannot write the gazetteer: %s",
                       sqlite3_errmsg(s->db));
}

static marsad_status run(const store *s, const char *sql, marsad_error *error)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? MARSAD_OK
                                                                   : fail_sqlite(s, error);
}

static marsad_status step(const store *s, sqlite3_stmt *statement, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    if (sqlite3_step(statement) != SQLITE_DONE) {
        status = fail_sqlite(s, error);
    }
    sqlite3_reset(statement);
    return status;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

static marsad_status prepare(store *s, marsad_error *error)
{
    const struct {
        sqlite3_stmt **statement;
        const char *sql;
    } statements[] = {
        {&s->place, "INSERT INTO places (fid, geom, id, name, name_ar, name_fr, feature_code,"
                    " country, admin1, uncertainty_m, population, importance, source)"
                    " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)"},
        {&s->name, "INSERT INTO names (place, name, language, kind, key_full, key_bare, source)"
                   " VALUES (?1,?2,?3,?4,?5,?6,?7)"},
        {&s->box, "INSERT INTO rtree_places_geom VALUES (?1,?2,?2,?3,?3)"},
        {&s->source, "INSERT INTO sources VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)"},
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        if (sqlite3_prepare_v2(s->db, statements[i].sql, -1, statements[i].statement, NULL)) {
            return fail_sqlite(s, error);
        }
    }
    return MARSAD_OK;
}

static marsad_status write_name(const store *s, int64_t fid, uint32_t file,
                                const mrs_source_name *name, marsad_error *error)
{
    sqlite3_bind_int64(s->name, 1, fid);
    bind_text(s->name, 2, name->text);
    bind_text(s->name, 3, name->language);
    bind_text(s->name, 4, mrs_name_kind_text(name->kind));
    bind_text(s->name, 5, name->full);
    bind_text(s->name, 6, name->bare); /* NULL is NULL */
    sqlite3_bind_int64(s->name, 7, (int64_t)file + 1);
    return step(s, s->name, error);
}

/* Notes a text as written for the place in hand; `*is_new` is false if it was already. */
static marsad_status note_text(store *s, const char *text, bool *is_new, marsad_error *error)
{
    *is_new = false;
    for (size_t i = 0; i < s->seen_count; i++) {
        if (strcmp(s->seen[i], text) == 0) {
            return MARSAD_OK;
        }
    }
    if (!mrs_grow((void **)&s->seen, &s->seen_capacity, s->seen_count, sizeof *s->seen)) {
        return mrs_fail_memory(error);
    }
    s->seen[s->seen_count++] = text;
    *is_new = true;
    return MARSAD_OK;
}

static marsad_status write_entry_names(store *s, int64_t fid, const mrs_source_entry *entry,
                                       marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (uint32_t i = 0; !status && i < entry->name_count; i++) {
        const mrs_source_name *name = &s->sources->names[entry->first_name + i];
        bool is_new = false;
        status = note_text(s, name->text, &is_new, error);
        if (!status && is_new) {
            status = write_name(s, fid, entry->file, name, error);
        }
    }
    return status;
}

/* The id under which a weaker source knows the place, so that it is found by that too. */
static marsad_status write_joined_id(const store *s, int64_t fid, const mrs_source_entry *entry,
                                     marsad_error *error)
{
    marsad_keys keys;
    marsad_status status = marsad_text_keys(entry->id, &keys, error);
    if (!status) {
        mrs_source_name name = {entry->id, "", MRS_NAME_CODE, keys.full, NULL};
        if (strcmp(keys.full, keys.bare) != 0) {
            name.bare = keys.bare;
        }
        status = write_name(s, fid, entry->file, &name, error);
        marsad_keys_clear(&keys);
    }
    return status;
}

/* Writes the names of all members of a place; `*count` is how many. */
static marsad_status write_names(store *s, int64_t fid, uint32_t root, size_t *count,
                                 marsad_error *error)
{
    s->seen_count = 0;
    marsad_status status = MARSAD_OK;
    for (uint32_t at = root + 1; at && !status; at = s->sources->entries[at - 1].next_member) {
        const mrs_source_entry *entry = &s->sources->entries[at - 1];
        status = write_entry_names(s, fid, entry, error);
        if (!status && at - 1 != root && entry->id[0]) {
            status = write_joined_id(s, fid, entry, error);
        }
    }
    *count = s->seen_count;
    return status;
}

static void widen(marsad_bbox *box, marsad_lonlat at)
{
    box->west = fmin(box->west, at.lon);
    box->east = fmax(box->east, at.lon);
    box->south = fmin(box->south, at.lat);
    box->north = fmax(box->north, at.lat);
}

static marsad_status write_row(const store *s, int64_t fid, const mrs_source_entry *entry,
                               size_t names, marsad_error *error)
{
    unsigned char blob[MRS_POINT_BLOB_SIZE];
    mrs_point_encode(entry->at, blob);
    sqlite3_bind_int64(s->place, 1, fid);
    sqlite3_bind_blob(s->place, 2, blob, sizeof blob, SQLITE_TRANSIENT);
    const char *texts[] = {entry->id,           entry->name,    entry->name_ar, entry->name_fr,
                           entry->feature_code, entry->country, entry->admin1};
    for (int i = 0; i < 7; i++) {
        bind_text(s->place, 3 + i, texts[i]);
    }
    sqlite3_bind_double(s->place, 10, entry->uncertainty_m);
    sqlite3_bind_int64(s->place, 11, entry->population);
    sqlite3_bind_double(s->place, 12,
                        mrs_importance(entry->feature_code, entry->population, names));
    bind_text(s->place, 13, s->sources->files[entry->file].name);
    return step(s, s->place, error);
}

static marsad_status write_place(store *s, int64_t fid, uint32_t root, marsad_error *error)
{
    const mrs_source_entry *entry = &s->sources->entries[root];
    size_t names = 0;
    marsad_status status = write_names(s, fid, root, &names, error);
    if (!status) {
        status = write_row(s, fid, entry, names, error);
    }
    if (!status) {
        sqlite3_bind_int64(s->box, 1, fid);
        sqlite3_bind_double(s->box, 2, entry->at.lon);
        sqlite3_bind_double(s->box, 3, entry->at.lat);
        status = step(s, s->box, error);
    }
    widen(&s->extent, entry->at);
    s->places_of_file[entry->file]++;
    return status;
}

static marsad_status write_places(store *s, marsad_progress progress, void *context,
                                  marsad_error *error)
{
    const int64_t total = (int64_t)s->sources->entry_count;
    int64_t fid = 0;
    marsad_status status = MARSAD_OK;
    for (uint32_t i = 0; !status && i < s->sources->entry_count; i++) {
        if (s->sources->entries[i].root == i) {
            status = write_place(s, ++fid, i, error);
        }
        if (!status && i % 1024 == 0) {
            status = mrs_sources_stopped(s->sources, error);
        }
        if (progress && i % 1024 == 0) {
            progress(context, i, total);
        }
    }
    if (progress && !status) {
        progress(context, total, total);
    }
    return status;
}

static marsad_status write_sources(const store *s, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < s->sources->file_count; i++) {
        const mrs_source_file *file = &s->sources->files[i];
        const char *texts[] = {file->file,        file->name, file->licence,
                               file->attribution, file->url,  file->date};
        sqlite3_bind_int64(s->source, 1, (int64_t)i + 1);
        for (int t = 0; t < 6; t++) {
            bind_text(s->source, 2 + t, texts[t]);
        }
        sqlite3_bind_int64(s->source, 8, file->priority);
        sqlite3_bind_int64(s->source, 9, s->places_of_file[i]);
        status = step(s, s->source, error);
    }
    return status;
}

static marsad_status write_extent(const store *s, marsad_error *error)
{
    sqlite3_stmt *update = NULL;
    if (sqlite3_prepare_v2(s->db,
                           "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3,"
                           " max_y = ?4 WHERE table_name = 'places'",
                           -1, &update, NULL)) {
        return fail_sqlite(s, error);
    }
    sqlite3_bind_double(update, 1, s->extent.west);
    sqlite3_bind_double(update, 2, s->extent.south);
    sqlite3_bind_double(update, 3, s->extent.east);
    sqlite3_bind_double(update, 4, s->extent.north);
    marsad_status status = step(s, update, error);
    sqlite3_finalize(update);
    return status;
}

static marsad_status open_store(store *s, const char *path, marsad_error *error)
{
    s->places_of_file = mrs_alloc(s->sources->file_count, sizeof *s->places_of_file);
    if (!s->places_of_file) {
        return mrs_fail_memory(error);
    }
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL)) {
        return fail_sqlite(s, error);
    }
    /* The file is thrown away if anything fails, so no journal is needed; it is synced by the
       caller before it takes its final name. */
    marsad_status status = run(s,
                               "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;"
                               "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
                               "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;",
                               error);
    return status ? status : run(s, mrs_schema_tables, error);
}

static marsad_status close_store(store *s, marsad_status status, marsad_error *error)
{
    sqlite3_finalize(s->place);
    sqlite3_finalize(s->name);
    sqlite3_finalize(s->box);
    sqlite3_finalize(s->source);
    if (sqlite3_close(s->db) != SQLITE_OK && !status) {
        status = fail_sqlite(s, error);
    }
    mrs_free(s->places_of_file);
    mrs_free(s->seen);
    return status;
}

marsad_status mrs_store_write(const mrs_sources *sources, const char *path, const char *final_path,
                              marsad_progress progress, void *progress_context, marsad_error *error)
{
    store s = {.sources = sources,
               .final_path = final_path,
               .extent = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    marsad_status status = open_store(&s, path, error);
    if (!status) {
        status = prepare(&s, error);
    }
    if (!status) {
        status = write_places(&s, progress, progress_context, error);
    }
    if (!status) {
        status = write_sources(&s, error);
    }
    if (!status) {
        status = write_extent(&s, error);
    }
    if (!status) {
        status = mrs_index_write(s.db, final_path, error);
    }
    if (!status) {
        status = run(&s, mrs_schema_finish, error);
    }
    return close_store(&s, status, error);
}
