#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "gazetteer/geometry.h"
#include "gazetteer/handle.h"
#include "gazetteer/schema.h"

marsad_status mrs_fail_sqlite(const marsad_gazetteer *gazetteer, marsad_error *error)
{
    switch (sqlite3_errcode(gazetteer->db)) {
    case SQLITE_NOMEM:
        return mrs_fail_memory(error);
    case SQLITE_NOTADB:
        return mrs_fail_at(error, MARSAD_ERR_INPUT, gazetteer->path, 0, NULL,
                           "not a GeoPackage; build one with 'marsad gazetteer build'");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return mrs_fail_at(error, MARSAD_ERR_IO, gazetteer->path, 0, NULL, "cannot read: %s",
                           sqlite3_errmsg(gazetteer->db));
    default:
        return mrs_fail_at(error, MARSAD_ERR_INPUT, gazetteer->path, 0, NULL,
                           "not a usable gazetteer: %s; rebuild it with 'marsad gazetteer build'",
                           sqlite3_errmsg(gazetteer->db));
    }
}

static marsad_status read_application_id(marsad_gazetteer *gazetteer, marsad_error *error)
{
    sqlite3_stmt *row = NULL;
    int application = 0;
    if (sqlite3_prepare_v2(gazetteer->db, "PRAGMA application_id", -1, &row, NULL) != SQLITE_OK ||
        sqlite3_step(row) != SQLITE_ROW) {
        marsad_status status = mrs_fail_sqlite(gazetteer, error);
        sqlite3_finalize(row);
        return status;
    }
    application = sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    if (application != MRS_GPKG_APPLICATION_ID) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, gazetteer->path, 0, NULL,
                           "an SQLite file, but not a GeoPackage; build one with 'marsad gazetteer "
                           "build'");
    }
    return MARSAD_OK;
}

/* SQLite's word for a table that is not there is SQLITE_ERROR; anything else is damage. */
static marsad_status fail_version_query(const marsad_gazetteer *gazetteer, marsad_error *error)
{
    if (sqlite3_errcode(gazetteer->db) != SQLITE_ERROR) {
        return mrs_fail_sqlite(gazetteer, error);
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, gazetteer->path, 0, NULL,
                       "a GeoPackage, but not a gazetteer of Marsad's; build one with 'marsad "
                       "gazetteer build'");
}

static marsad_status check_version(marsad_gazetteer *gazetteer, marsad_error *error)
{
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(gazetteer->db, "SELECT value FROM marsad WHERE key = 'key_version'", -1,
                           &row, NULL) != SQLITE_OK) {
        return fail_version_query(gazetteer, error);
    }
    marsad_status status = MARSAD_OK;
    int code = sqlite3_step(row);
    const char *version = code == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0) : NULL;
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        status = mrs_fail_sqlite(gazetteer, error);
    } else if (!version || strcmp(version, MRS_KEY_VERSION) != 0) {
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, gazetteer->path, 0, NULL,
                             "its look-up keys are of version %s, this program's of version %s; "
                             "rebuild it with 'marsad gazetteer build'",
                             version ? version : "(none)", MRS_KEY_VERSION);
    }
    sqlite3_finalize(row);
    return status;
}

/* The best kind of a place's names comes first. */
#define FIND_COLUMNS "n.name, n.language, n.kind, " MRS_PLACE_COLUMNS
#define FIND_ORDER                                                                                 \
    " CROSS JOIN places p ON p.fid = n.place ORDER BY n.place, CASE n.kind WHEN 'official' THEN 0" \
    " WHEN 'alternate' THEN 1 WHEN 'colloquial' THEN 2 WHEN 'historical' THEN 3 ELSE 4 END, n.fid"

static marsad_status prepare(marsad_gazetteer *gazetteer, marsad_error *error)
{
    const struct {
        sqlite3_stmt **statement;
        const char *sql;
    } statements[] = {
        {&gazetteer->by_full,
         "SELECT " FIND_COLUMNS " FROM (SELECT * FROM names WHERE key_full = ?1) n" FIND_ORDER},
        /* key_bare is NULL where it equals key_full. */
        {&gazetteer->by_bare,
         "SELECT " FIND_COLUMNS " FROM (SELECT * FROM names WHERE key_bare = ?1 UNION ALL"
         " SELECT * FROM names WHERE key_full = ?1 AND key_bare IS NULL) n" FIND_ORDER},
        {&gazetteer->by_id, "SELECT " MRS_PLACE_COLUMNS " FROM places p WHERE p.id = ?1"},
        {&gazetteer->by_row, "SELECT " MRS_PLACE_COLUMNS " FROM places p WHERE p.fid = ?1"},
        {&gazetteer->by_code,
         "SELECT " MRS_PLACE_COLUMNS " FROM names n CROSS JOIN places p ON p.fid = n.place"
         " WHERE n.key_full = ?1 AND n.kind = 'code' AND n.name = ?2 ORDER BY n.fid LIMIT 1"},
        /* Where west > east the box goes over the antimeridian. The R-tree's boxes are a little
           larger than their points, so the reader looks at the points again. */
        {&gazetteer->in_box,
         "SELECT " MRS_PLACE_COLUMNS
         " FROM (SELECT id FROM rtree_places_geom WHERE ?1 <= ?3 AND maxx >= ?1 AND minx <= ?3"
         "  AND maxy >= ?2 AND miny <= ?4"
         " UNION SELECT id FROM rtree_places_geom WHERE ?1 > ?3 AND maxx >= ?1"
         "  AND maxy >= ?2 AND miny <= ?4"
         " UNION SELECT id FROM rtree_places_geom WHERE ?1 > ?3 AND minx <= ?3"
         "  AND maxy >= ?2 AND miny <= ?4) r"
         " CROSS JOIN places p ON p.fid = r.id WHERE p.feature_code GLOB 'PPL*'"
         " ORDER BY p.importance DESC, p.id"},
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        if (sqlite3_prepare_v3(gazetteer->db, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                               statements[i].statement, NULL) != SQLITE_OK) {
            return mrs_fail_sqlite(gazetteer, error);
        }
    }
    return MARSAD_OK;
}

static marsad_status open_file(marsad_gazetteer *gazetteer, const char *path, marsad_error *error)
{
    gazetteer->path = mrs_strdup(path);
    if (!gazetteer->path) {
        return mrs_fail_memory(error);
    }
    if (sqlite3_open_v2(path, &gazetteer->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        return gazetteer->db ? mrs_fail_sqlite(gazetteer, error) : mrs_fail_memory(error);
    }
    marsad_status status = read_application_id(gazetteer, error);
    if (!status) {
        status = check_version(gazetteer, error);
    }
    /* One transaction for as long as it is open: no locks are taken and dropped for each row. */
    if (!status && sqlite3_exec(gazetteer->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) {
        status = mrs_fail_sqlite(gazetteer, error);
    }
    if (!status) {
        status = prepare(gazetteer, error);
    }
    return status ? status
                  : mrs_index_open(gazetteer->db, gazetteer->path, &gazetteer->index, error);
}

marsad_status marsad_gazetteer_open(const char *path, marsad_gazetteer **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(path, error);
    if (status) {
        return status;
    }
    marsad_gazetteer *gazetteer = mrs_alloc(1, sizeof *gazetteer);
    if (!gazetteer) {
        return mrs_fail_memory(error);
    }
    status = open_file(gazetteer, path, error);
    if (status) {
        marsad_gazetteer_close(gazetteer);
        return status;
    }
    *out = gazetteer;
    return MARSAD_OK;
}

void marsad_gazetteer_close(marsad_gazetteer *gazetteer)
{
    if (!gazetteer) {
        return;
    }
    mrs_known_drop(gazetteer->known);
    mrs_index_close(gazetteer->index);
    sqlite3_finalize(gazetteer->by_row);
    sqlite3_finalize(gazetteer->by_full);
    sqlite3_finalize(gazetteer->by_bare);
    sqlite3_finalize(gazetteer->by_id);
    sqlite3_finalize(gazetteer->by_code);
    sqlite3_finalize(gazetteer->in_box);
    sqlite3_finalize(gazetteer->around);
    sqlite3_close(gazetteer->db);
    mrs_free(gazetteer->path);
    mrs_free(gazetteer);
}
