#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/geometry.h"
#include "gazetteer/handle.h"
#include "gazetteer/index_write.h"
#include "marsad/text.h"

typedef struct checker {
    sqlite3 *db;
    const char *path;
    size_t faults;
    char first[512]; /* what the first fault is */
} checker;

static void fault(checker *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fault(checker *c, const char *format, ...)
{
    if (c->faults++ == 0) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(c->first, sizeof c->first, format, arguments);
        va_end(arguments);
    }
}

/* Looks at each row of a query; a query that cannot be run is a fault too. */
typedef void (*row_check)(checker *c, sqlite3_stmt *row);

static void each_row(checker *c, const char *sql, row_check check)
{
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(c->db, sql, -1, &row, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(row);
        if (code == SQLITE_ROW) {
            check(c, row);
        }
    }
    if (code != SQLITE_DONE) {
        fault(c, "%s", sqlite3_errmsg(c->db));
    }
    sqlite3_finalize(row);
}

static const char *text_at(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? text : "";
}

static void check_is_ok(checker *c, sqlite3_stmt *row)
{
    if (strcmp(text_at(row, 0), "ok") != 0) {
        fault(c, "SQLite finds it damaged: %.100s", text_at(row, 0));
    }
}

/* The query gives the names of what is missing or at fault, each with a word for what is wrong. */
static void report_row(checker *c, sqlite3_stmt *row)
{
    fault(c, "%s: %s", text_at(row, 0), text_at(row, 1));
}

/* R-tree boxes are kept in 32-bit floats, rounded outwards: 1e-4 degrees hold that error. */
static bool box_fits(sqlite3_stmt *row, marsad_lonlat at)
{
    double west = sqlite3_column_double(row, 3), east = sqlite3_column_double(row, 4);
    double south = sqlite3_column_double(row, 5), north = sqlite3_column_double(row, 6);
    return west <= at.lon && at.lon <= east && south <= at.lat && at.lat <= north &&
           east - west < 1e-4 && north - south < 1e-4;
}

static void check_geometry(checker *c, sqlite3_stmt *row)
{
    marsad_lonlat at;
    const void *blob = sqlite3_column_blob(row, 2);
    if (!mrs_point_decode(blob, (size_t)sqlite3_column_bytes(row, 2), &at)) {
        fault(c, "the geometry of place %s is not a point in EPSG:4326", text_at(row, 1));
    } else if (sqlite3_column_type(row, 3) == SQLITE_NULL) {
        fault(c, "place %s is missing in the R-tree", text_at(row, 1));
    } else if (!box_fits(row, at)) {
        fault(c, "the R-tree has place %s elsewhere than its geometry", text_at(row, 1));
    }
}

static void check_keys(checker *c, sqlite3_stmt *row)
{
    marsad_keys keys;
    marsad_error error;
    if (marsad_text_keys(text_at(row, 0), &keys, &error)) {
        fault(c, "the name in row %s of names: %s", text_at(row, 3), error.message);
        return;
    }
    const char *bare = sqlite3_column_type(row, 2) == SQLITE_NULL ? keys.full : text_at(row, 2);
    if (strcmp(keys.full, text_at(row, 1)) != 0 || strcmp(keys.bare, bare) != 0) {
        fault(c, "the look-up keys of the name \"%s\" are not up to date", text_at(row, 0));
    }
    marsad_keys_clear(&keys);
}

static const char *const required_query =
    "WITH needed(kind, name) AS (VALUES ('table', 'gpkg_spatial_ref_sys'),"
    " ('table', 'gpkg_contents'), ('table', 'gpkg_geometry_columns'), ('table', 'gpkg_extensions'),"
    " ('table', 'places'), ('table', 'names'), ('table', 'sources'),"
    " ('table', 'lookup'), ('table', 'rtree_places_geom'), ('index', 'names_key_full'), ('index', "
    "'names_key_bare'),"
    " ('trigger', 'rtree_places_geom_insert'), ('trigger', 'rtree_places_geom_update2'),"
    " ('trigger', 'rtree_places_geom_update4'), ('trigger', 'rtree_places_geom_update5'),"
    " ('trigger', 'rtree_places_geom_update6'), ('trigger', 'rtree_places_geom_update7'),"
    " ('trigger', 'rtree_places_geom_delete'))"
    " SELECT 'missing', 'the ' || kind || ' ' || name FROM needed"
    " WHERE NOT EXISTS (SELECT 1 FROM sqlite_schema s WHERE s.type = kind AND s.name = "
    "needed.name)";

/* Each gives a row for each fault: what is wrong, and where. */
static const char *const fault_queries[] = {
    "SELECT 'not listed in gpkg_contents', t FROM (SELECT 'places' t UNION SELECT 'names' UNION"
    " SELECT 'sources' UNION SELECT 'lookup') WHERE t NOT IN (SELECT table_name FROM "
    "gpkg_contents)",
    "SELECT 'the R-tree has a row without a place', id FROM rtree_places_geom"
    " WHERE id NOT IN (SELECT fid FROM places)",
    "SELECT 'a place without a feature code', id FROM places WHERE feature_code = ''",
    "SELECT 'a place whose source is not in sources', id FROM places"
    " WHERE source NOT IN (SELECT name FROM sources)",
    "SELECT 'a place without a radius of uncertainty', id FROM places WHERE NOT uncertainty_m > 0",
    "SELECT 'a place whose importance is not from 0 to 1', id FROM places"
    " WHERE NOT importance BETWEEN 0 AND 1",
    "SELECT 'a place without a name', id FROM places"
    " WHERE fid NOT IN (SELECT place FROM names)",
    "SELECT 'a name without a place', name FROM names WHERE place NOT IN (SELECT fid FROM places)",
    "SELECT 'a name whose source is not in sources', name FROM names"
    " WHERE source NOT IN (SELECT fid FROM sources)",
    "SELECT 'a name of an unknown kind', name FROM names WHERE kind NOT IN"
    " ('official', 'alternate', 'colloquial', 'historical', 'code')",
    "SELECT 'a source without a licence or attribution', name FROM sources"
    " WHERE licence = '' OR attribution = ''",
};

static const char *const index_query =
    "SELECT 'the look-up index is not of the places and names', 'row ' || first || ' differs;"
    " rebuild it with ''marsad gazetteer build''' FROM (SELECT min(fid) first FROM"
    " (SELECT l.fid FROM lookup l LEFT JOIN temp.lookup_anew n ON n.fid = l.fid"
    "  WHERE n.data IS NOT l.data"
    " UNION ALL SELECT fid FROM temp.lookup_anew WHERE fid NOT IN (SELECT fid FROM lookup)))"
    " WHERE first IS NOT NULL";

/* Makes the index again beside the file, which is open for reading only, and compares. */
static void check_index(checker *c)
{
    marsad_error error;
    if (sqlite3_exec(c->db,
                     "END; PRAGMA temp_store = MEMORY;" /* opening began a transaction */
                     "CREATE TEMP TABLE lookup_anew (fid INTEGER PRIMARY KEY, data BLOB)",
                     NULL, NULL, NULL) != SQLITE_OK) {
        fault(c, "%s", sqlite3_errmsg(c->db));
    } else if (mrs_index_fill(c->db, "temp.lookup_anew", c->path, &error)) {
        fault(c, "the look-up index cannot be made again: %s", error.message);
    } else {
        each_row(c, index_query, report_row);
    }
}

static void check_all(checker *c)
{
    each_row(c, "PRAGMA integrity_check", check_is_ok);
    each_row(c, required_query, report_row);
    if (c->faults) {
        return; /* the rest would only say so again */
    }
    each_row(c, "SELECT rtreecheck('rtree_places_geom')", check_is_ok);
    each_row(c,
             "SELECT p.fid, p.id, p.geom, r.minx, r.maxx, r.miny, r.maxy FROM places p"
             " LEFT JOIN rtree_places_geom r ON r.id = p.fid",
             check_geometry);
    each_row(c, "SELECT name, key_full, key_bare, fid FROM names", check_keys);
    for (size_t i = 0; i < sizeof fault_queries / sizeof *fault_queries; i++) {
        each_row(c, fault_queries[i], report_row);
    }
    check_index(c);
}

marsad_status marsad_gazetteer_check(const char *path, size_t *faults, marsad_error *error)
{
    if (faults) {
        *faults = 0;
    }
    marsad_gazetteer *gazetteer = NULL;
    marsad_status status = marsad_gazetteer_open(path, &gazetteer, error);
    if (status) {
        if (faults) {
            *faults = status == MARSAD_ERR_INPUT;
        }
        return status;
    }
    checker c = {.db = gazetteer->db, .path = path};
    check_all(&c);
    if (faults) {
        *faults = c.faults;
    }
    if (c.faults) {
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL, "%s (%zu in all)", c.first,
                             c.faults);
    }
    marsad_gazetteer_close(gazetteer);
    return status;
}
