#include <sqlite3.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/roads.h"
#include "geo/wkb.h"
#include "marsad/text.h"

/* What the reading of a layer carries along. */
typedef struct reading {
    const char *path;
    sqlite3 *database;
    marsad_roads *roads;
    marsad_error *error;
    marsad_status status; /* of the line that ended it */
} reading;

static marsad_status fail_input(const reading *r, const char *what)
{
    return mrs_fail_at(r->error, MARSAD_ERR_INPUT, r->path, 0, NULL,
                       "the layer \"roads\" cannot be used: %s", what);
}

static marsad_status fail_sqlite(const reading *r)
{
    switch (sqlite3_errcode(r->database)) {
    case SQLITE_NOMEM:
        return mrs_fail_memory(r->error);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return mrs_fail_at(r->error, MARSAD_ERR_IO, r->path, 0, NULL, "cannot read: %s",
                           sqlite3_errmsg(r->database));
    default:
        return mrs_fail_at(r->error, MARSAD_ERR_INPUT, r->path, 0, NULL,
                           "cannot read the roads: %s; rebuild or reinstall the basemap",
                           sqlite3_errmsg(r->database));
    }
}

marsad_status mrs_roads_add_vertex(marsad_roads *roads, marsad_lonlat at, size_t line,
                                   marsad_error *error)
{
    if (!mrs_grow((void **)&roads->vertices, &roads->vertex_capacity, roads->vertex_count,
                  sizeof *roads->vertices)) {
        return mrs_fail_memory(error);
    }
    roads->vertices[roads->vertex_count++] =
        (mrs_road_vertex){.at = at, .space = mrs_in_space(&roads->earth, at), .line = line};
    return MARSAD_OK;
}

static bool take_line(void *context, const mrs_wkb_line *wkb)
{
    reading *r = context;
    marsad_roads *roads = r->roads;
    if (wkb->count < 2) {
        r->status = fail_input(r, "one of its lines has fewer than two points");
        return false;
    }
    if (!mrs_grow((void **)&roads->lines, &roads->line_capacity, roads->line_count,
                  sizeof *roads->lines)) {
        r->status = mrs_fail_memory(r->error);
        return false;
    }
    size_t first = roads->vertex_count;
    for (size_t i = 0; !r->status && i < wkb->count; i++) {
        marsad_lonlat at = mrs_wkb_point(wkb, i);
        if (at.lon > 180 && at.lon <= 540) { /* written on past the antimeridian */
            at.lon = mrs_longitude_normalise(at.lon);
        }
        r->status = marsad_lonlat_valid(at)
                        ? mrs_roads_add_vertex(roads, at, roads->line_count, r->error)
                        : fail_input(r, "its coordinates are out of range");
    }
    roads->lines[roads->line_count++] =
        (mrs_road_line){first, roads->vertex_count, roads->road_count - 1};
    return !r->status;
}

static marsad_status add_road(reading *r, sqlite3_stmt *row)
{
    marsad_roads *roads = r->roads;
    if (!mrs_grow((void **)&roads->roads, &roads->road_capacity, roads->road_count,
                  sizeof *roads->roads)) {
        return mrs_fail_memory(r->error);
    }
    mrs_road *road = &roads->roads[roads->road_count++];
    *road = (mrs_road){.name = mrs_strdup((const char *)sqlite3_column_text(row, 1)),
                       .name_ar = mrs_strdup((const char *)sqlite3_column_text(row, 2)),
                       .schematic = sqlite3_column_int(row, 3) != 0};
    if (!road->name || !road->name_ar) {
        return mrs_fail_memory(r->error);
    }
    bool readable = marsad_text_is_utf8(road->name, strlen(road->name), NULL) &&
                    marsad_text_is_utf8(road->name_ar, strlen(road->name_ar), NULL);
    return readable ? MARSAD_OK : fail_input(r, "a road's name is not UTF-8");
}

static marsad_status take_row(reading *r, sqlite3_stmt *row)
{
    if (sqlite3_column_type(row, 0) == SQLITE_NULL) {
        return MARSAD_OK;
    }
    marsad_status status = add_road(r, row);
    if (status) {
        return status;
    }
    size_t size = 0;
    const void *blob = sqlite3_column_blob(row, 0);
    const unsigned char *wkb = mrs_gpkg_wkb(blob, (size_t)sqlite3_column_bytes(row, 0), &size);
    switch (wkb ? mrs_wkb_lines(wkb, size, take_line, r) : MRS_WKB_BROKEN) {
    case MRS_WKB_OK:
        return MARSAD_OK;
    case MRS_WKB_NO_LINE:
        return fail_input(r, "one of its geometries is not a line");
    case MRS_WKB_STOPPED:
        return r->status;
    default:
        return fail_input(r, "one of its geometries is broken");
    }
}

static marsad_status read_rows(reading *r, const char *geometry_column)
{
    char *sql = sqlite3_mprintf("SELECT \"%w\", name, name_ar, schematic FROM roads ORDER BY rowid",
                                geometry_column);
    sqlite3_stmt *row = NULL;
    if (!sql) {
        return mrs_fail_memory(r->error);
    }
    int code = sqlite3_prepare_v2(r->database, sql, -1, &row, NULL);
    sqlite3_free(sql);
    if (code != SQLITE_OK) {
        return fail_sqlite(r);
    }
    marsad_status status = MARSAD_OK;
    while (!status && (code = sqlite3_step(row)) == SQLITE_ROW) {
        status = take_row(r, row);
    }
    if (!status && code != SQLITE_DONE) {
        status = fail_sqlite(r);
    }
    sqlite3_finalize(row);
    return status;
}

static marsad_status read_layer(reading *r)
{
    sqlite3_stmt *layer = NULL;
    if (sqlite3_prepare_v2(r->database,
                           "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE "
                           "table_name = 'roads'",
                           -1, &layer, NULL) != SQLITE_OK) {
        return fail_sqlite(r);
    }
    marsad_status status;
    int code = sqlite3_step(layer);
    if (code == SQLITE_DONE) {
        status = mrs_fail_at(r->error, MARSAD_ERR_NOT_FOUND, r->path, 0, NULL,
                             "the file has no layer \"roads\"");
    } else if (code != SQLITE_ROW) {
        status = fail_sqlite(r);
    } else if (sqlite3_column_int(layer, 1) != 4326) {
        status = fail_input(r, "its coordinates must be longitude and latitude (EPSG:4326)");
    } else {
        status = read_rows(r, (const char *)sqlite3_column_text(layer, 0));
    }
    sqlite3_finalize(layer);
    return status;
}

static marsad_status read_file(const char *path, marsad_roads *roads, marsad_error *error)
{
    reading r = {.path = path, .roads = roads, .error = error};
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    marsad_status status = sqlite3_open_v2(path, &r.database, flags, NULL) == SQLITE_OK
                               ? read_layer(&r)
                               : fail_sqlite(&r);
    sqlite3_close(r.database);
    return status;
}

marsad_status marsad_roads_open(const char *path, marsad_roads **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(path, error);
    if (status) {
        return status;
    }
    marsad_roads *roads = mrs_alloc(1, sizeof *roads);
    if (!roads) {
        return mrs_fail_memory(error);
    }
    roads->earth = mrs_earth_wgs84();
    status = read_file(path, roads, error);
    if (!status) {
        status = mrs_roads_join(roads, error);
    }
    if (status) {
        marsad_roads_free(roads);
        return status;
    }
    *out = roads;
    return MARSAD_OK;
}

void marsad_roads_free(marsad_roads *roads)
{
    if (!roads) {
        return;
    }
    for (size_t i = 0; i < roads->road_count; i++) {
        mrs_free(roads->roads[i].name);
        mrs_free(roads->roads[i].name_ar);
    }
    mrs_free(roads->roads);
    mrs_free(roads->lines);
    mrs_free(roads->vertices);
    mrs_free(roads->edges);
    mrs_free(roads->starts);
    mrs_free(roads->incident);
    mrs_free(roads);
}

size_t marsad_roads_count(const marsad_roads *roads)
{
    return roads->road_count;
}

double marsad_roads_length_m(const marsad_roads *roads)
{
    double sum = 0;
    for (size_t i = 0; i < roads->edge_count; i++) {
        sum += roads->edges[i].road == MRS_ROAD_NONE ? 0 : roads->edges[i].length_m;
    }
    return sum;
}
