#include "map/basemap.h"

#include <geos_c.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/basemap_shape.h"

struct mrs_basemap {
    char *path;
    sqlite3 *database;
    GEOSContextHandle_t geos;
    mrs_credit *credits;
    size_t credit_count;
};

/* --- Features --- */

void mrs_feature_list_clear(mrs_feature_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        mrs_feature *feature = &list->items[i];
        for (size_t j = 0; j < feature->attribute_count; j++) {
            mrs_free(feature->attributes[j].name);
            mrs_free(feature->attributes[j].text);
        }
        mrs_free(feature->attributes);
        mrs_path_clear(&feature->path);
    }
    mrs_free(list->items);
    *list = (mrs_feature_list){0};
}

static const mrs_attribute *find_attribute(const mrs_feature *feature, const char *name)
{
    for (size_t i = 0; i < feature->attribute_count; i++) {
        if (strcmp(feature->attributes[i].name, name) == 0) {
            return &feature->attributes[i];
        }
    }
    return NULL;
}

mrs_value mrs_feature_attribute(const void *feature, const char *name)
{
    const mrs_attribute *attribute = find_attribute(feature, name);
    if (!attribute) {
        return mrs_value_null();
    }
    return attribute->text ? mrs_value_text(attribute->text) : mrs_value_number(attribute->number);
}

const char *mrs_feature_text(const mrs_feature *feature, const char *name)
{
    const mrs_attribute *attribute = find_attribute(feature, name);
    return attribute && attribute->text ? attribute->text : "";
}

/* --- Opening --- */

static marsad_status fail_sqlite(const mrs_basemap *basemap, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, basemap->path, 0, NULL,
                       "cannot read the basemap: %s", sqlite3_errmsg(basemap->database));
}

static marsad_status read_credits(mrs_basemap *basemap, marsad_error *error)
{
    sqlite3_stmt *query = NULL;
    if (sqlite3_prepare_v2(basemap->database,
                           "SELECT name, attribution, licence FROM sources ORDER BY rowid", -1,
                           &query, NULL) != SQLITE_OK) {
        return fail_sqlite(basemap, error);
    }
    size_t capacity = 0;
    marsad_status status = MARSAD_OK;
    int step = SQLITE_DONE;
    while (!status && (step = sqlite3_step(query)) == SQLITE_ROW) {
        if (!mrs_grow((void **)&basemap->credits, &capacity, basemap->credit_count,
                      sizeof *basemap->credits)) {
            status = mrs_fail_memory(error);
            break;
        }
        mrs_credit *credit = &basemap->credits[basemap->credit_count++];
        credit->name = mrs_strdup((const char *)sqlite3_column_text(query, 0));
        credit->attribution = mrs_strdup((const char *)sqlite3_column_text(query, 1));
        credit->licence = mrs_strdup((const char *)sqlite3_column_text(query, 2));
        if (!credit->name || !credit->attribution || !credit->licence) {
            status = mrs_fail_memory(error);
        }
    }
    if (!status && step != SQLITE_DONE) {
        status = fail_sqlite(basemap, error);
    }
    sqlite3_finalize(query);
    return status;
}

/* Without land and countries a map would be all sea, and would not say why. */
static marsad_status check_tables(const mrs_basemap *basemap, marsad_error *error)
{
    static const char *const needed[] = {"land", "countries"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!mrs_basemap_has(basemap, needed[i])) {
            return mrs_fail_at(error, MARSAD_ERR_INPUT, basemap->path, 0, NULL,
                               "the basemap has no layer \"%s\"; rebuild or reinstall it",
                               needed[i]);
        }
    }
    return MARSAD_OK;
}

marsad_status mrs_basemap_open(const char *path, mrs_basemap **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(path, error);
    if (status) {
        return status;
    }
    mrs_basemap *basemap = mrs_alloc(1, sizeof *basemap);
    if (!basemap || !(basemap->path = mrs_strdup(path))) {
        mrs_free(basemap);
        return mrs_fail_memory(error);
    }
    basemap->geos = GEOS_init_r();
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    if (!basemap->geos) {
        status = mrs_fail_memory(error);
    } else if (sqlite3_open_v2(path, &basemap->database, flags, NULL) != SQLITE_OK) {
        status = fail_sqlite(basemap, error);
    } else {
        /* What is read lies in the system's cache: it need not be copied from there. */
        sqlite3_exec(basemap->database, "PRAGMA mmap_size = 1073741824", NULL, NULL, NULL);
        status = read_credits(basemap, error);
    }
    if (!status) {
        status = check_tables(basemap, error);
    }
    if (status) {
        mrs_basemap_close(basemap);
        return status;
    }
    *out = basemap;
    return MARSAD_OK;
}

void mrs_basemap_close(mrs_basemap *basemap)
{
    if (!basemap) {
        return;
    }
    for (size_t i = 0; i < basemap->credit_count; i++) {
        mrs_free(basemap->credits[i].name);
        mrs_free(basemap->credits[i].attribution);
        mrs_free(basemap->credits[i].licence);
    }
    mrs_free(basemap->credits);
    if (basemap->geos) {
        GEOS_finish_r(basemap->geos);
    }
    sqlite3_close(basemap->database);
    mrs_free(basemap->path);
    mrs_free(basemap);
}

bool mrs_basemap_has(const mrs_basemap *basemap, const char *table)
{
    sqlite3_stmt *query = NULL;
    bool found = sqlite3_prepare_v2(basemap->database,
                                    "SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ?1", -1,
                                    &query, NULL) == SQLITE_OK &&
                 sqlite3_bind_text(query, 1, table, -1, SQLITE_STATIC) == SQLITE_OK &&
                 sqlite3_step(query) == SQLITE_ROW;
    sqlite3_finalize(query);
    return found;
}

bool mrs_basemap_country_box(const mrs_basemap *basemap, const char *iso, marsad_bbox *out)
{
    sqlite3_stmt *query = NULL;
    bool found = sqlite3_prepare_v2(basemap->database,
                                    "SELECT minx, miny, maxx, maxy FROM rtree_countries_geom WHERE "
                                    "id = (SELECT rowid FROM countries WHERE iso_a2 = ?1)",
                                    -1, &query, NULL) == SQLITE_OK &&
                 sqlite3_bind_text(query, 1, iso, -1, SQLITE_STATIC) == SQLITE_OK &&
                 sqlite3_step(query) == SQLITE_ROW;
    if (found) {
        *out = (marsad_bbox){sqlite3_column_double(query, 0), sqlite3_column_double(query, 1),
                             sqlite3_column_double(query, 2), sqlite3_column_double(query, 3)};
    }
    sqlite3_finalize(query);
    return found;
}

const mrs_credit *mrs_basemap_credits(const mrs_basemap *basemap, size_t *count)
{
    *count = basemap->credit_count;
    return basemap->credits;
}

/* --- Reading --- */

/* The WKB behind a GeoPackage geometry's header (OGC 12-128r17, 2.1.3); NULL if it is not one. */
static const unsigned char *wkb_of(const unsigned char *blob, size_t size, size_t *wkb_size)
{
    static const size_t envelopes[] = {0, 32, 48, 48, 64};
    if (size < 8 || blob[0] != 'G' || blob[1] != 'P') {
        return NULL;
    }
    unsigned kind = (blob[3] >> 1) & 7U;
    if (kind > 4 || size <= 8 + envelopes[kind]) {
        return NULL;
    }
    *wkb_size = size - 8 - envelopes[kind];
    return blob + 8 + envelopes[kind];
}

static marsad_status read_attributes(sqlite3_stmt *row, int geometry_column, mrs_feature *feature,
                                     marsad_error *error)
{
    int columns = sqlite3_column_count(row);
    feature->attributes = mrs_alloc((size_t)columns, sizeof *feature->attributes);
    if (!feature->attributes) {
        return mrs_fail_memory(error);
    }
    for (int i = 0; i < columns; i++) {
        int type = sqlite3_column_type(row, i);
        if (i == geometry_column || type == SQLITE_NULL) {
            continue;
        }
        mrs_attribute *attribute = &feature->attributes[feature->attribute_count++];
        attribute->name = mrs_strdup(sqlite3_column_name(row, i));
        attribute->number = sqlite3_column_double(row, i);
        if (type == SQLITE_TEXT) {
            attribute->text = mrs_strdup((const char *)sqlite3_column_text(row, i));
        }
        if (!attribute->name || (type == SQLITE_TEXT && !attribute->text)) {
            return mrs_fail_memory(error);
        }
    }
    return MARSAD_OK;
}

static int find_column(sqlite3_stmt *row, const char *name)
{
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        if (strcmp(sqlite3_column_name(row, i), name) == 0) {
            return i;
        }
    }
    return -1;
}

/* What a walk over the rows of a table in one box carries along. */
typedef struct walk {
    mrs_basemap *basemap;
    const char *table;
    mrs_shaper shaper;
    mrs_dissolver tiles; /* when dissolving */
    mrs_feature_list *out;
} walk;

static mrs_feature *add_feature(walk *w)
{
    mrs_feature_list *out = w->out;
    if (!mrs_grow((void **)&out->items, &out->capacity, out->count, sizeof *out->items)) {
        return NULL;
    }
    mrs_feature *feature = &out->items[out->count++];
    *feature = (mrs_feature){.table = w->table};
    return feature;
}

static marsad_status fail_geometry(const walk *w, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, w->basemap->path, 0, NULL,
                       "a geometry of the basemap cannot be read; rebuild or reinstall it");
}

static marsad_status take_row(walk *w, sqlite3_stmt *row, int column, marsad_error *error)
{
    size_t size = 0;
    const unsigned char *blob = sqlite3_column_blob(row, column);
    const unsigned char *wkb =
        blob ? wkb_of(blob, (size_t)sqlite3_column_bytes(row, column), &size) : NULL;
    if (!wkb) {
        return fail_geometry(w, error);
    }
    bool seen;
    if (w->shaper.tiles) {
        mrs_path none = {0};
        return mrs_shape_wkb(&w->shaper, wkb, size, &none, &seen) ? MARSAD_OK
               : w->shaper.failed                                 ? mrs_fail_memory(error)
                                                                  : fail_geometry(w, error);
    }
    mrs_feature *feature = add_feature(w);
    if (!feature) {
        return mrs_fail_memory(error);
    }
    if (!mrs_shape_wkb(&w->shaper, wkb, size, &feature->path, &seen)) {
        return w->shaper.failed ? mrs_fail_memory(error) : fail_geometry(w, error);
    }
    if (!seen) {
        mrs_path_clear(&feature->path);
        w->out->count--;
        return MARSAD_OK;
    }
    return feature->path.failed ? mrs_fail_memory(error)
                                : read_attributes(row, column, feature, error);
}

static marsad_status walk_table(walk *w, marsad_error *error)
{
    char sql[320];
    snprintf(
        sql, sizeof sql,
        "SELECT * FROM \"%s\" WHERE rowid IN (SELECT id FROM \"rtree_%s_geom\" WHERE maxx >= ?1 "
        "AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4) ORDER BY rowid",
        w->table, w->table);
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(w->basemap->database, sql, -1, &row, NULL) != SQLITE_OK) {
        return fail_sqlite(w->basemap, error);
    }
    sqlite3_bind_double(row, 1, w->shaper.window.box.west);
    sqlite3_bind_double(row, 2, w->shaper.window.box.east);
    sqlite3_bind_double(row, 3, w->shaper.window.box.south);
    sqlite3_bind_double(row, 4, w->shaper.window.box.north);
    int column = find_column(row, "geom");
    marsad_status status = MARSAD_OK;
    int step = SQLITE_DONE;
    while (!status && (step = sqlite3_step(row)) == SQLITE_ROW) {
        status = take_row(w, row, column, error);
    }
    if (!status && step != SQLITE_DONE) {
        status = fail_sqlite(w->basemap, error);
    }
    sqlite3_finalize(row);
    return status;
}

/* Joins the tiles gathered by a walk into one feature. */
static marsad_status dissolve_tiles(walk *w, marsad_error *error)
{
    mrs_feature *feature = add_feature(w);
    bool ok = feature && mrs_shape_tiles(&w->shaper, &feature->path);
    return ok && !feature->path.failed ? MARSAD_OK : mrs_fail_memory(error);
}

marsad_status mrs_basemap_read(mrs_basemap *basemap, const char *table, const mrs_frame *frame,
                               bool dissolve, mrs_feature_list *out, marsad_error *error)
{
    mrs_window windows[2];
    size_t count = mrs_windows_of(frame, windows);
    marsad_status status = MARSAD_OK;
    walk w = {.basemap = basemap, .table = table, .out = out};
    w.shaper = mrs_shaper_of(basemap->geos, frame, windows[0]);
    w.shaper.tiles = dissolve ? &w.tiles : NULL;
    for (size_t i = 0; !status && i < count; i++) {
        w.shaper.window = windows[i];
        status = walk_table(&w, error);
    }
    if (!status && (w.tiles.point_count || w.tiles.straight_count[0])) {
        status = dissolve_tiles(&w, error); /* those on either side of the antimeridian as well */
    }
    mrs_dissolver_clear(&w.tiles);
    mrs_shaper_clear(&w.shaper);
    return status;
}
