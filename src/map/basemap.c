#include "map/basemap.h"

#include <geos_c.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"

struct mrs_basemap {
    char *path;
    sqlite3 *database;
    GEOSContextHandle_t geos;
    GEOSWKBReader *reader;
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
    basemap->reader = basemap->geos ? GEOSWKBReader_create_r(basemap->geos) : NULL;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    if (!basemap->reader) {
        status = mrs_fail_memory(error);
    } else if (sqlite3_open_v2(path, &basemap->database, flags, NULL) != SQLITE_OK) {
        status = fail_sqlite(basemap, error);
    } else {
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
    if (basemap->reader) {
        GEOSWKBReader_destroy_r(basemap->geos, basemap->reader);
    }
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

/* --- From the ground to the sheet --- */

typedef struct projector {
    GEOSContextHandle_t geos;
    const mrs_frame *frame;
    double longest_deg; /* longer segments are divided, for their image is curved */
    mrs_path *path;
} projector;

/* A fifth of a pixel cannot be seen: points nearer than that to the last one are left out. */
static const double LEAST_STEP_PX = 0.2;

static void add_point(projector *p, double lon, double lat, bool keep)
{
    mrs_point at;
    if (!mrs_frame_to_page(p->frame, (marsad_lonlat){lon, lat}, &at)) {
        return;
    }
    mrs_path *path = p->path;
    if (!keep && path->count > path->starts[path->part_count - 1]) {
        mrs_point last = path->points[path->count - 1];
        if (fabs(at.x - last.x) < LEAST_STEP_PX && fabs(at.y - last.y) < LEAST_STEP_PX) {
            return;
        }
    }
    mrs_path_add(path, at.x, at.y);
}

static void add_segment(projector *p, double lon0, double lat0, double lon1, double lat1, bool last)
{
    double longest = fmax(fabs(lon1 - lon0), fabs(lat1 - lat0));
    int pieces = longest > p->longest_deg ? (int)ceil(longest / p->longest_deg) : 1;
    for (int i = 1; i <= pieces; i++) {
        double t = (double)i / pieces;
        add_point(p, lon0 + (lon1 - lon0) * t, lat0 + (lat1 - lat0) * t, last && i == pieces);
    }
}

static void add_line(projector *p, const GEOSGeometry *line, bool ring)
{
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(p->geos, line);
    unsigned count = 0;
    if (!points || !GEOSCoordSeq_getSize_r(p->geos, points, &count) || count < 2) {
        return;
    }
    mrs_path_start(p->path);
    if (p->path->failed) {
        return;
    }
    double lon0 = 0;
    double lat0 = 0;
    GEOSCoordSeq_getXY_r(p->geos, points, 0, &lon0, &lat0);
    add_point(p, lon0, lat0, true);
    unsigned end = ring ? count - 1 : count; /* a ring repeats its first point at the end */
    for (unsigned i = 1; i < count; i++) {
        double lon;
        double lat;
        GEOSCoordSeq_getXY_r(p->geos, points, i, &lon, &lat);
        if (i < end || !ring) {
            add_segment(p, lon0, lat0, lon, lat, !ring && i + 1 == count);
        }
        lon0 = lon;
        lat0 = lat;
    }
    mrs_path_end(p->path, ring ? 3 : 2);
}

static void add_geometry(projector *p, const GEOSGeometry *geometry)
{
    switch (GEOSGeomTypeId_r(p->geos, geometry)) {
    case GEOS_LINESTRING:
    case GEOS_LINEARRING:
        add_line(p, geometry, false);
        break;
    case GEOS_POLYGON:
        p->path->closed = true;
        add_line(p, GEOSGetExteriorRing_r(p->geos, geometry), true);
        for (int i = 0; i < GEOSGetNumInteriorRings_r(p->geos, geometry); i++) {
            add_line(p, GEOSGetInteriorRingN_r(p->geos, geometry, i), true);
        }
        break;
    case GEOS_MULTILINESTRING:
    case GEOS_MULTIPOLYGON:
    case GEOS_GEOMETRYCOLLECTION:
        for (int i = 0; i < GEOSGetNumGeometries_r(p->geos, geometry); i++) {
            add_geometry(p, GEOSGetGeometryN_r(p->geos, geometry, i));
        }
        break;
    default:
        break;
    }
}

/* --- Reading --- */

/* A box of real longitudes, and what to add to them so that they run on past the antimeridian. */
typedef struct window {
    marsad_bbox box;
    double shift;
} window;

/* The windows that make up bounds which may run past the antimeridian. */
static size_t split_bounds(const mrs_frame *frame, window out[2])
{
    marsad_bbox bounds = frame->bounds;
    const double margin = 0.02; /* of the extent: edges cut by clipping fall outside the frame */
    const double hair = 1e-6;   /* keeps the two sides of the antimeridian apart */
    double dx = (bounds.east - bounds.west) * margin;
    double dy = (bounds.north - bounds.south) * margin;
    marsad_bbox b = {bounds.west - dx, fmax(bounds.south - dy, -90), bounds.east + dx,
                     fmin(bounds.north + dy, 90)};
    if (b.east - b.west >= 360) {
        double middle = (b.east + b.west) / 2;
        mrs_projection_meridian(frame->projection, &middle);
        b.west = middle - 180 + hair;
        b.east = middle + 180 - hair;
    }
    if (b.west >= -180 && b.east <= 180) {
        out[0] = (window){b, 0};
        return 1;
    }
    double shift = b.west < -180 ? 360 : 0;
    out[0] = (window){{b.west + shift, b.south, 180, b.north}, -shift};
    out[1] = (window){{-180, b.south, b.east + shift - 360, b.north}, 360 - shift};
    return 2;
}

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

static int add_to_longitude(double *lon, double *lat, void *shift)
{
    (void)lat;
    *lon += *(const double *)shift;
    return 1;
}

static GEOSGeometry *clip(mrs_basemap *basemap, sqlite3_stmt *row, int column, window seen)
{
    size_t size = 0;
    const unsigned char *blob = sqlite3_column_blob(row, column);
    const unsigned char *wkb =
        blob ? wkb_of(blob, (size_t)sqlite3_column_bytes(row, column), &size) : NULL;
    GEOSGeometry *whole =
        wkb ? GEOSWKBReader_read_r(basemap->geos, basemap->reader, wkb, size) : NULL;
    if (!whole) {
        return NULL;
    }
    GEOSGeometry *part = GEOSClipByRect_r(basemap->geos, whole, seen.box.west, seen.box.south,
                                          seen.box.east, seen.box.north);
    GEOSGeom_destroy_r(basemap->geos, whole);
    if (part && seen.shift != 0) {
        GEOSGeometry *moved =
            GEOSGeom_transformXY_r(basemap->geos, part, add_to_longitude, &seen.shift);
        GEOSGeom_destroy_r(basemap->geos, part);
        part = moved;
    }
    return part;
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

static projector make_projector(const mrs_basemap *basemap, const mrs_frame *frame, mrs_path *path)
{
    double extent =
        fmax(frame->bounds.east - frame->bounds.west, frame->bounds.north - frame->bounds.south);
    return (projector){basemap->geos, frame, fmax(extent / 60, 1e-4), path};
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
    const mrs_frame *frame;
    window seen;
    bool dissolve;
    mrs_feature_list *out;
    GEOSGeometry **tiles; /* when dissolving */
    size_t tile_count, tile_capacity;
} walk;

/* A new feature with the image of a geometry, and no attributes yet; `added` points to it. */
static marsad_status add_feature(walk *w, const GEOSGeometry *geometry, mrs_feature **added,
                                 marsad_error *error)
{
    mrs_feature_list *out = w->out;
    if (!mrs_grow((void **)&out->items, &out->capacity, out->count, sizeof *out->items)) {
        return mrs_fail_memory(error);
    }
    mrs_feature *feature = &out->items[out->count++];
    *feature = (mrs_feature){.table = w->table};
    *added = feature;
    projector p = make_projector(w->basemap, w->frame, &feature->path);
    add_geometry(&p, geometry);
    return feature->path.failed ? mrs_fail_memory(error) : MARSAD_OK;
}

static marsad_status take_row(walk *w, sqlite3_stmt *row, int column, marsad_error *error)
{
    GEOSGeometry *part = clip(w->basemap, row, column, w->seen);
    if (!part) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, w->basemap->path, 0, NULL,
                           "a geometry of the basemap cannot be read; rebuild or reinstall it");
    }
    marsad_status status = MARSAD_OK;
    GEOSContextHandle_t geos = w->basemap->geos;
    if (GEOSisEmpty_r(geos, part)) {
        GEOSGeom_destroy_r(geos, part);
    } else if (w->dissolve) {
        if (mrs_grow((void **)&w->tiles, &w->tile_capacity, w->tile_count, sizeof *w->tiles)) {
            w->tiles[w->tile_count++] = part;
        } else {
            GEOSGeom_destroy_r(geos, part);
            status = mrs_fail_memory(error);
        }
    } else {
        mrs_feature *feature = NULL;
        status = add_feature(w, part, &feature, error);
        GEOSGeom_destroy_r(geos, part);
        status = status ? status : read_attributes(row, column, feature, error);
    }
    return status;
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
    sqlite3_bind_double(row, 1, w->seen.box.west);
    sqlite3_bind_double(row, 2, w->seen.box.east);
    sqlite3_bind_double(row, 3, w->seen.box.south);
    sqlite3_bind_double(row, 4, w->seen.box.north);
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

/* Joins the tiles gathered by a walk into one feature. Frees them all. */
static marsad_status dissolve_tiles(walk *w, marsad_error *error)
{
    GEOSContextHandle_t geos = w->basemap->geos;
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_GEOMETRYCOLLECTION, w->tiles,
                                                    (unsigned)w->tile_count);
    mrs_free(w->tiles); /* the collection owns the tiles now */
    GEOSGeometry *joined = all ? GEOSUnaryUnion_r(geos, all) : NULL;
    GEOSGeom_destroy_r(geos, all);
    if (!joined) {
        return mrs_fail(error, MARSAD_ERR_LIBRARY, "GEOS cannot join the tiles of the basemap");
    }
    mrs_feature *feature = NULL;
    marsad_status status = add_feature(w, joined, &feature, error);
    GEOSGeom_destroy_r(geos, joined);
    return status;
}

static void drop_tiles(walk *w)
{
    for (size_t i = 0; i < w->tile_count; i++) {
        GEOSGeom_destroy_r(w->basemap->geos, w->tiles[i]);
    }
    mrs_free(w->tiles);
}

marsad_status mrs_basemap_read(mrs_basemap *basemap, const char *table, const mrs_frame *frame,
                               bool dissolve, mrs_feature_list *out, marsad_error *error)
{
    window windows[2];
    size_t count = split_bounds(frame, windows);
    marsad_status status = MARSAD_OK;
    walk w = {.basemap = basemap, .table = table, .frame = frame, .dissolve = dissolve, .out = out};
    for (size_t i = 0; !status && i < count; i++) {
        w.seen = windows[i];
        status = walk_table(&w, error);
    }
    if (status) {
        drop_tiles(&w);
    } else if (w.tile_count) {
        status = dissolve_tiles(&w, error); /* those on either side of the antimeridian as well */
    }
    return status;
}
