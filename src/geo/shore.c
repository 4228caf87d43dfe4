#include "geo/shore.h"

#include <math.h>
#include <sqlite3.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "geo/land.h"
#include "geo/wkb.h"

/* A geometry of the plane, prepared; NULL where there is nothing. */
typedef struct layer {
    GEOSGeometry *geometry;
    const GEOSPreparedGeometry *prepared;
} layer;

struct mrs_shore {
    GEOSContextHandle_t geos;
    layer land, coast, borders;
};

/* A box of the file, and what to add to its longitudes so that they run on past the antimeridian.
 */
typedef struct window {
    marsad_bbox box;
    double shift;
} window;

typedef struct reading {
    const mrs_plane *plane;
    GEOSContextHandle_t geos;
    marsad_land *land;
    window windows[2];
    size_t window_count;
    const window *seen; /* the current one */
    GEOSGeometry **parts;
    size_t count, capacity;
} reading;

/* ---- what is looked at --------------------------------------------------------------------- */

static const double DEGREE_M = 110000; /* of latitude, at least about */

/* The box of the points with a margin, whose longitudes run on from the plane's centre. */
static marsad_bbox span(const marsad_lonlat *points, size_t count, double margin_m,
                        marsad_lonlat centre)
{
    double west = INFINITY;
    double east = -INFINITY;
    double south = INFINITY;
    double north = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        double lon = mrs_longitude_normalise(points[i].lon - centre.lon);
        west = fmin(west, lon);
        east = fmax(east, lon);
        south = fmin(south, points[i].lat);
        north = fmax(north, points[i].lat);
    }
    south -= margin_m / DEGREE_M;
    north += margin_m / DEGREE_M;
    double steepest = fmax(fabs(south), fabs(north));
    double margin = margin_m / DEGREE_M / cos(fmin(steepest, 89) * acos(-1) / 180);
    west -= margin;
    east += margin;
    if (east - west > 300 || steepest >= 89) {
        west = -180;
        east = 180;
    }
    return (marsad_bbox){centre.lon + west, fmax(south, -90), centre.lon + east, fmin(north, 90)};
}

static void make_windows(reading *r, marsad_bbox box)
{
    r->window_count = 2;
    if (box.west < -180) {
        r->windows[0] = (window){{box.west + 360, box.south, 180, box.north}, -360};
        r->windows[1] = (window){{-180, box.south, box.east, box.north}, 0};
    } else if (box.east > 180) {
        r->windows[0] = (window){{box.west, box.south, 180, box.north}, 0};
        r->windows[1] = (window){{-180, box.south, box.east - 360, box.north}, 360};
    } else {
        r->windows[0] = (window){box, 0};
        r->window_count = 1;
    }
}

/* ---- from degrees to the plane ------------------------------------------------------------- */

static int shift_longitude(double *x, double *y, void *context)
{
    (void)y;
    *x += *(const double *)context;
    return 1;
}

static int flatten(double *x, double *y, void *context)
{
    marsad_lonlat at = {mrs_longitude_normalise(*x), *y};
    return mrs_plane_forward(context, at, x, y);
}

/* Replaces `*geometry` by what became of it; false if nothing did. */
static bool replace(const reading *r, GEOSGeometry **geometry, GEOSGeometry *by)
{
    GEOSGeom_destroy_r(r->geos, *geometry);
    *geometry = by;
    return by != NULL;
}

/* Keeps what of a geometry, which it takes over, lies in the window. */
static marsad_status take_part(void *context, GEOSGeometry *part, marsad_error *error)
{
    reading *r = context;
    const marsad_bbox *box = &r->seen->box;
    double shift = r->seen->shift;
    bool ok = replace(
        r, &part, GEOSClipByRect_r(r->geos, part, box->west, box->south, box->east, box->north));
    ok = ok && (shift == 0 ||
                replace(r, &part, GEOSGeom_transformXY_r(r->geos, part, shift_longitude, &shift)));
    if (!ok) {
        return mrs_land_fail_areas(r->land, error);
    }
    if (GEOSisEmpty_r(r->geos, part)) {
        GEOSGeom_destroy_r(r->geos, part);
        return MARSAD_OK;
    }
    if (!mrs_grow((void **)&r->parts, &r->capacity, r->count, sizeof(GEOSGeometry *))) {
        GEOSGeom_destroy_r(r->geos, part);
        return mrs_fail_memory(error);
    }
    r->parts[r->count++] = part;
    return MARSAD_OK;
}

static void drop_parts(reading *r)
{
    for (size_t i = 0; i < r->count; i++) {
        GEOSGeom_destroy_r(r->geos, r->parts[i]);
    }
    mrs_free(r->parts);
    r->parts = NULL;
    r->count = r->capacity = 0;
}

/* Joins the parts, while the seams of the basemap's tiles are straight, and takes them to the
 * plane. Straight lines of the file keep to parallels there. */
static bool join_parts(reading *r, GEOSGeometry **out)
{
    const double step_deg = 0.1;
    size_t count = r->count;
    r->count = 0; /* the parts are taken over, even if that fails */
    *out = count == 1 ? r->parts[0]
                      : GEOSGeom_createCollection_r(r->geos, GEOS_GEOMETRYCOLLECTION, r->parts,
                                                    (unsigned)count);
    return *out && (count == 1 || replace(r, out, GEOSUnaryUnion_r(r->geos, *out))) &&
           replace(r, out, GEOSDensify_r(r->geos, *out, step_deg)) &&
           replace(r, out, GEOSGeom_transformXY_r(r->geos, *out, flatten, (void *)r->plane));
}

static bool prepare(GEOSContextHandle_t geos, layer *l)
{
    l->prepared = l->geometry ? GEOSPrepare_r(geos, l->geometry) : NULL;
    return l->prepared != NULL;
}

/* ---- land ---------------------------------------------------------------------------------- */

static marsad_status read_land(reading *r, mrs_shore *shore, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < r->window_count; i++) {
        r->seen = &r->windows[i];
        status = mrs_land_read(r->land, MRS_LAND_LAND, r->seen->box, take_part, r, error);
    }
    if (status || r->count == 0) {
        return status;
    }
    bool ok = join_parts(r, &shore->land.geometry) && prepare(r->geos, &shore->land);
    shore->coast.geometry = ok ? GEOSBoundary_r(r->geos, shore->land.geometry) : NULL;
    return ok && prepare(r->geos, &shore->coast) ? MARSAD_OK : mrs_land_fail_areas(r->land, error);
}

/* ---- borders ------------------------------------------------------------------------------- */

static marsad_status fail_borders(const reading *r, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, r->land->path, 0, NULL,
                       "cannot read the layer \"boundaries\": rebuild or reinstall the basemap");
}

/* The query for the borders of a box; NULL with MARSAD_OK if the basemap has none. */
static marsad_status prepare_borders(const reading *r, sqlite3_stmt **query, marsad_error *error)
{
    sqlite3 *database = r->land->database;
    sqlite3_stmt *row = NULL;
    char *sql = NULL;
    *query = NULL;
    if (sqlite3_prepare_v2(database,
                           "SELECT column_name FROM gpkg_geometry_columns "
                           "WHERE table_name = 'boundaries' AND srs_id = 4326",
                           -1, &row, NULL) != SQLITE_OK) {
        return fail_borders(r, error);
    }
    if (sqlite3_step(row) == SQLITE_ROW) {
        const char *column = (const char *)sqlite3_column_text(row, 0);
        sql = sqlite3_mprintf(
            "SELECT \"%w\" FROM boundaries WHERE rowid IN (SELECT id FROM \"rtree_boundaries_%w\" "
            "WHERE maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4) ORDER BY rowid",
            column, column);
    }
    sqlite3_finalize(row);
    bool ok = !sql || sqlite3_prepare_v2(database, sql, -1, query, NULL) == SQLITE_OK;
    sqlite3_free(sql);
    return ok ? MARSAD_OK : fail_borders(r, error);
}

static marsad_status take_border(reading *r, sqlite3_stmt *row, marsad_error *error)
{
    size_t size = 0;
    const void *blob = sqlite3_column_blob(row, 0);
    const unsigned char *wkb = mrs_gpkg_wkb(blob, (size_t)sqlite3_column_bytes(row, 0), &size);
    GEOSGeometry *line = wkb ? GEOSWKBReader_read_r(r->geos, r->land->reader, wkb, size) : NULL;
    return line ? take_part(r, line, error) : fail_borders(r, error);
}

static marsad_status read_window(reading *r, sqlite3_stmt *query, marsad_error *error)
{
    const marsad_bbox *box = &r->seen->box;
    marsad_status status = MARSAD_OK;
    int step = SQLITE_DONE;
    sqlite3_bind_double(query, 1, box->west);
    sqlite3_bind_double(query, 2, box->east);
    sqlite3_bind_double(query, 3, box->south);
    sqlite3_bind_double(query, 4, box->north);
    while (!status && (step = sqlite3_step(query)) == SQLITE_ROW) {
        status = take_border(r, query, error);
    }
    sqlite3_reset(query);
    return status || step == SQLITE_DONE ? status : fail_borders(r, error);
}

static marsad_status read_borders(reading *r, mrs_shore *shore, marsad_error *error)
{
    sqlite3_stmt *query;
    marsad_status status = prepare_borders(r, &query, error);
    for (size_t i = 0; query && !status && i < r->window_count; i++) {
        r->seen = &r->windows[i];
        status = read_window(r, query, error);
    }
    sqlite3_finalize(query);
    if (status || r->count == 0) {
        return status;
    }
    return join_parts(r, &shore->borders.geometry) && prepare(r->geos, &shore->borders)
               ? MARSAD_OK
               : fail_borders(r, error);
}

/* ---- a shore ------------------------------------------------------------------------------- */

marsad_status mrs_shore_open(const char *basemap, const mrs_plane *plane,
                             const marsad_lonlat *points, size_t count, double margin_m,
                             mrs_shore **out, marsad_error *error)
{
    *out = NULL;
    reading r = {.plane = plane, .geos = mrs_plane_geos(plane)};
    marsad_status status = marsad_land_open(basemap, &r.land, error);
    if (status) {
        return status;
    }
    mrs_shore *shore = mrs_alloc(1, sizeof *shore);
    if (!shore) {
        status = mrs_fail_memory(error);
    } else {
        shore->geos = r.geos;
        make_windows(&r, span(points, count, margin_m, mrs_plane_back(plane, 0, 0)));
        status = read_land(&r, shore, error);
        drop_parts(&r);
        status = status ? status : read_borders(&r, shore, error);
        drop_parts(&r);
    }
    marsad_land_free(r.land);
    if (status) {
        mrs_shore_free(shore);
        return status;
    }
    *out = shore;
    return MARSAD_OK;
}

static void free_layer(GEOSContextHandle_t geos, layer *l)
{
    if (l->prepared) {
        GEOSPreparedGeom_destroy_r(geos, l->prepared);
    }
    if (l->geometry) {
        GEOSGeom_destroy_r(geos, l->geometry);
    }
}

void mrs_shore_free(mrs_shore *shore)
{
    if (shore) {
        free_layer(shore->geos, &shore->land);
        free_layer(shore->geos, &shore->coast);
        free_layer(shore->geos, &shore->borders);
        mrs_free(shore);
    }
}

static double distance_to(GEOSContextHandle_t geos, const layer *l, const GEOSGeometry *point)
{
    double distance;
    if (!l->prepared || !GEOSPreparedDistance_r(geos, l->prepared, point, &distance)) {
        return INFINITY;
    }
    return distance;
}

mrs_shore_place mrs_shore_at(const mrs_shore *shore, double x, double y)
{
    mrs_shore_place place = {false, INFINITY, INFINITY};
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(shore->geos, x, y);
    if (point) {
        place.on_land = shore->land.prepared &&
                        GEOSPreparedIntersects_r(shore->geos, shore->land.prepared, point) == 1;
        place.coast_m = distance_to(shore->geos, &shore->coast, point);
        place.border_m = distance_to(shore->geos, &shore->borders, point);
        GEOSGeom_destroy_r(shore->geos, point);
    }
    return place;
}
