#include "geo/land.h"

#include <math.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/wkb.h"

static const char *const LAYERS[MRS_LAND_LAYERS] = {"land", "lakes"};

static marsad_status fail_sqlite(const marsad_land *land, marsad_error *error)
{
    int code = sqlite3_errcode(land->database);
    if (code == SQLITE_NOMEM) {
        return mrs_fail_memory(error);
    }
    bool io = code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_BUSY ||
              code == SQLITE_LOCKED;
    return mrs_fail_at(error, io ? MARSAD_ERR_IO : MARSAD_ERR_INPUT, land->path, 0, NULL,
                       "cannot read the land: %s%s", sqlite3_errmsg(land->database),
                       io ? "" : "; rebuild or reinstall the basemap");
}

marsad_status mrs_land_fail_areas(const marsad_land *land, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, land->path, 0, NULL,
                       "the land cannot be used: one of its areas is broken; rebuild or reinstall "
                       "the basemap");
}

/* ---- opening ------------------------------------------------------------------------------- */

static marsad_status prepare(marsad_land *land, mrs_land_layer layer, const char *column,
                             marsad_error *error)
{
    const char *table = LAYERS[layer];
    char *sql = sqlite3_mprintf(
        "SELECT \"%w\" FROM \"%w\" WHERE rowid IN (SELECT id FROM \"rtree_%w_%w\" WHERE "
        "maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4) ORDER BY rowid",
        column, table, table, column);
    if (!sql) {
        return mrs_fail_memory(error);
    }
    int code = sqlite3_prepare_v2(land->database, sql, -1, &land->queries[layer], NULL);
    sqlite3_free(sql);
    return code == SQLITE_OK ? MARSAD_OK : fail_sqlite(land, error);
}

/* `row` is the layer's row of gpkg_geometry_columns, as far as there is one. */
static marsad_status open_layer(marsad_land *land, mrs_land_layer layer, sqlite3_stmt *row,
                                marsad_error *error)
{
    switch (sqlite3_step(row)) {
    case SQLITE_DONE:
        return layer == MRS_LAND_LAKES ? MARSAD_OK
                                       : mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, land->path, 0,
                                                     NULL, "the file has no layer \"land\"");
    case SQLITE_ROW:
        break;
    default:
        return fail_sqlite(land, error);
    }
    if (sqlite3_column_int(row, 1) != 4326) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, land->path, 0, NULL,
                           "the layer \"%s\" cannot be used: its coordinates must be longitude and "
                           "latitude (EPSG:4326)",
                           LAYERS[layer]);
    }
    return prepare(land, layer, (const char *)sqlite3_column_text(row, 0), error);
}

static marsad_status open_layers(marsad_land *land, marsad_error *error)
{
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(land->database,
                           "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE "
                           "table_name = ?1",
                           -1, &row, NULL) != SQLITE_OK) {
        return fail_sqlite(land, error);
    }
    marsad_status status = MARSAD_OK;
    for (int i = 0; !status && i < MRS_LAND_LAYERS; i++) {
        sqlite3_reset(row);
        sqlite3_bind_text(row, 1, LAYERS[i], -1, SQLITE_STATIC);
        status = open_layer(land, (mrs_land_layer)i, row, error);
    }
    sqlite3_finalize(row);
    return status;
}

marsad_status marsad_land_open(const char *basemap, marsad_land **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(basemap, error);
    if (status) {
        return status;
    }
    marsad_land *land = mrs_alloc(1, sizeof *land);
    if (!land || !(land->path = mrs_strdup(basemap))) {
        mrs_free(land);
        return mrs_fail_memory(error);
    }
    land->geos = GEOS_init_r();
    land->reader = land->geos ? GEOSWKBReader_create_r(land->geos) : NULL;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    if (!land->reader) {
        status = mrs_fail_memory(error);
    } else if (sqlite3_open_v2(basemap, &land->database, flags, NULL) != SQLITE_OK) {
        status = fail_sqlite(land, error);
    } else {
        status = open_layers(land, error);
    }
    if (status) {
        marsad_land_free(land);
        return status;
    }
    *out = land;
    return MARSAD_OK;
}

void marsad_land_free(marsad_land *land)
{
    if (!land) {
        return;
    }
    if (land->reader) {
        GEOSWKBReader_destroy_r(land->geos, land->reader);
    }
    if (land->geos) {
        GEOS_finish_r(land->geos);
    }
    for (int i = 0; i < MRS_LAND_LAYERS; i++) {
        sqlite3_finalize(land->queries[i]);
    }
    sqlite3_close(land->database);
    mrs_free(land->path);
    mrs_free(land);
}

/* ---- reading ------------------------------------------------------------------------------- */

/* NULL if the row holds no area. */
static GEOSGeometry *area_of(const marsad_land *land, sqlite3_stmt *row)
{
    size_t size = 0;
    const void *blob = sqlite3_column_blob(row, 0);
    const unsigned char *wkb = mrs_gpkg_wkb(blob, (size_t)sqlite3_column_bytes(row, 0), &size);
    GEOSGeometry *area = wkb ? GEOSWKBReader_read_r(land->geos, land->reader, wkb, size) : NULL;
    if (area && GEOSGeom_getDimensions_r(land->geos, area) != 2) {
        GEOSGeom_destroy_r(land->geos, area);
        area = NULL;
    }
    return area;
}

static marsad_status take_row(marsad_land *land, sqlite3_stmt *row, mrs_land_take take,
                              void *context, marsad_error *error)
{
    if (sqlite3_column_type(row, 0) == SQLITE_NULL) {
        return MARSAD_OK;
    }
    GEOSGeometry *area = area_of(land, row);
    return area ? take(context, area, error) : mrs_land_fail_areas(land, error);
}

marsad_status mrs_land_read(marsad_land *land, mrs_land_layer layer, marsad_bbox box,
                            mrs_land_take take, void *context, marsad_error *error)
{
    sqlite3_stmt *row = land->queries[layer];
    if (!row) {
        return MARSAD_OK;
    }
    sqlite3_bind_double(row, 1, box.west);
    sqlite3_bind_double(row, 2, box.east);
    sqlite3_bind_double(row, 3, box.south);
    sqlite3_bind_double(row, 4, box.north);
    marsad_status status = MARSAD_OK;
    int step = SQLITE_DONE;
    while (!status && (step = sqlite3_step(row)) == SQLITE_ROW) {
        status = take_row(land, row, take, context, error);
    }
    if (!status && step != SQLITE_DONE) {
        status = fail_sqlite(land, error);
    }
    sqlite3_reset(row);
    return status;
}

/* ---- a point ------------------------------------------------------------------------------- */

typedef struct pointing {
    const marsad_land *land;
    const GEOSGeometry *point;
    mrs_land_layer layer;
    bool inside;
} pointing;

/* A shore is land, and so is the seam of two tiles. */
static marsad_status take_area(void *context, GEOSGeometry *area, marsad_error *error)
{
    pointing *p = context;
    GEOSContextHandle_t geos = p->land->geos;
    char inside = p->layer == MRS_LAND_LAND ? GEOSIntersects_r(geos, area, p->point)
                                            : GEOSContains_r(geos, area, p->point);
    GEOSGeom_destroy_r(geos, area);
    p->inside = p->inside || inside == 1;
    return inside == 2 ? mrs_land_fail_areas(p->land, error) : MARSAD_OK;
}

static marsad_status is_in(marsad_land *land, mrs_land_layer layer, marsad_lonlat at, bool *out,
                           marsad_error *error)
{
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(land->geos, at.lon, at.lat);
    if (!point) {
        return mrs_fail_memory(error);
    }
    pointing p = {land, point, layer, false};
    marsad_bbox box = {at.lon, at.lat, at.lon, at.lat};
    marsad_status status = mrs_land_read(land, layer, box, take_area, &p, error);
    GEOSGeom_destroy_r(land->geos, point);
    *out = p.inside;
    return status;
}

marsad_status marsad_land_contains(marsad_land *land, marsad_lonlat point, bool *out,
                                   marsad_error *error)
{
    *out = false;
    if (!marsad_lonlat_valid(point)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the point is not on Earth");
    }
    bool lake = false;
    marsad_status status = is_in(land, MRS_LAND_LAND, point, out, error);
    if (!status && !*out && fabs(point.lon) == 180) { /* one meridian, written in two ways */
        status = is_in(land, MRS_LAND_LAND, (marsad_lonlat){-point.lon, point.lat}, out, error);
    }
    if (!status && *out) {
        status = is_in(land, MRS_LAND_LAKES, point, &lake, error);
    }
    *out = !status && *out && !lake;
    return status;
}
