/* Geometries to be written: ordinary ones, and those that cross the antimeridian. */
#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/vector_write_handle.h"

/* Points whose longitudes run on beyond 180 where the line crosses the antimeridian. */
typedef struct unrolled {
    OGRGeometryH line; /* a line string, or a closed ring */
    double west, east;
    double turn; /* by how much a ring fails to close: 0, or 360 around a pole */
    double last; /* the longitude of its last point */
    double sum_lat;
} unrolled;

static void add_point(unrolled *u, double lon, double lat)
{
    mrs_gdal.OGR_G_AddPoint_2D(u->line, lon, lat);
    u->west = fmin(u->west, lon);
    u->east = fmax(u->east, lon);
    u->last = lon;
    u->sum_lat += lat;
}

/* The turn nearest to `last` at which `lon` lies. */
static double next_to(double lon, double last)
{
    return lon - 360 * nearbyint((lon - last) / 360);
}

/* Closes a ring. One that goes around a pole is led there along the meridians of its ends. */
static void close_ring(unrolled *u, const marsad_lonlat *points, size_t count)
{
    double back = next_to(points[0].lon, u->last);
    u->turn = back - points[0].lon;
    if (fabs(u->turn) > 1) {
        double pole = u->sum_lat >= 0 ? 90 : -90;
        add_point(u, back, points[0].lat);
        add_point(u, back, pole);
        add_point(u, points[0].lon, pole);
    }
    (void)count;
    add_point(u, points[0].lon, points[0].lat);
}

static unrolled unroll(OGRwkbGeometryType type, const marsad_lonlat *points, size_t count)
{
    unrolled u = {.line = mrs_gdal.OGR_G_CreateGeometry(type), .west = INFINITY, .east = -INFINITY};
    for (size_t i = 0; u.line && i < count; i++) {
        double lon = i == 0 ? points[i].lon : next_to(points[i].lon, u.last);
        add_point(&u, lon, points[i].lat);
    }
    if (u.line && type == wkbLinearRing && count > 0) {
        close_ring(&u, points, count);
    }
    return u;
}

static void shift(OGRGeometryH geometry, double by)
{
    int parts = mrs_gdal.OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < parts; i++) {
        shift(mrs_gdal.OGR_G_GetGeometryRef(geometry, i), by);
    }
    int points = parts ? 0 : mrs_gdal.OGR_G_GetPointCount(geometry);
    for (int i = 0; i < points; i++) {
        mrs_gdal.OGR_G_SetPoint_2D(geometry, i, mrs_gdal.OGR_G_GetX(geometry, i) + by,
                                   mrs_gdal.OGR_G_GetY(geometry, i));
    }
}

/* ---- cutting -------------------------------------------------------------------------------- */

static OGRGeometryH box_of_turn(double west)
{
    OGRGeometryH ring = mrs_gdal.OGR_G_CreateGeometry(wkbLinearRing);
    OGRGeometryH box = mrs_gdal.OGR_G_CreateGeometry(wkbPolygon);
    const marsad_lonlat corners[] = {
        {west, -90}, {west + 360, -90}, {west + 360, 90}, {west, 90}, {west, -90}};
    for (size_t i = 0; i < 5; i++) {
        mrs_gdal.OGR_G_AddPoint_2D(ring, corners[i].lon, corners[i].lat);
    }
    mrs_gdal.OGR_G_AddGeometryDirectly(box, ring);
    return box;
}

/* Adds the parts of `piece` that are of the kind wanted; a cut may leave points or lines besides.
 */
static void collect(OGRGeometryH piece, OGRwkbGeometryType kind, OGRGeometryH into)
{
    if (mrs_gdal.OGR_GT_Flatten(mrs_gdal.OGR_G_GetGeometryType(piece)) == kind) {
        if (!mrs_gdal.OGR_G_IsEmpty(piece)) {
            mrs_gdal.OGR_G_AddGeometry(into, piece);
        }
        return;
    }
    OGRwkbGeometryType type = mrs_gdal.OGR_GT_Flatten(mrs_gdal.OGR_G_GetGeometryType(piece));
    if (type < wkbMultiPoint) {
        return;
    }
    for (int i = 0; i < mrs_gdal.OGR_G_GetGeometryCount(piece); i++) {
        collect(mrs_gdal.OGR_G_GetGeometryRef(piece, i), kind, into);
    }
}

/* Cuts into what lies in each turn of 360 degrees, and brings that into the first; the old
 * geometry is destroyed. NULL if it cannot be cut. */
static OGRGeometryH cut(OGRGeometryH whole, bool is_area, double west, double east)
{
    OGRwkbGeometryType kind = is_area ? wkbPolygon : wkbLineString;
    OGRGeometryH all =
        mrs_gdal.OGR_G_CreateGeometry(is_area ? wkbMultiPolygon : wkbMultiLineString);
    if (is_area && !mrs_gdal.OGR_G_IsValid(whole)) {
        OGRGeometryH valid = mrs_gdal.OGR_G_MakeValid(whole);
        mrs_gdal.OGR_G_DestroyGeometry(whole);
        whole = valid;
    }
    double first = floor((west + 180) / 360) * 360 - 180;
    for (double turn = first; whole && turn < east; turn += 360) {
        OGRGeometryH box = box_of_turn(turn);
        OGRGeometryH piece = mrs_gdal.OGR_G_Intersection(whole, box);
        mrs_gdal.OGR_G_DestroyGeometry(box);
        if (piece) {
            shift(piece, -180 - turn);
            collect(piece, kind, all);
            mrs_gdal.OGR_G_DestroyGeometry(piece);
        }
    }
    mrs_gdal.OGR_G_DestroyGeometry(whole);
    if (mrs_gdal.OGR_G_IsEmpty(all)) {
        mrs_gdal.OGR_G_DestroyGeometry(all);
        return NULL;
    }
    return all;
}

/* ---- the kinds ------------------------------------------------------------------------------ */

static OGRGeometryH make_point(marsad_lonlat at)
{
    OGRGeometryH point = mrs_gdal.OGR_G_CreateGeometry(wkbPoint);
    mrs_gdal.OGR_G_AddPoint_2D(point, at.lon, at.lat);
    return point;
}

static OGRGeometryH make_line(const marsad_lonlat *points, size_t count)
{
    unrolled u = unroll(wkbLineString, points, count);
    bool crosses = u.west < -180 || u.east > 180;
    return crosses ? cut(u.line, false, u.west, u.east) : u.line;
}

static OGRGeometryH make_area(const marsad_lonlat *points, const size_t *ends, size_t ring_count)
{
    OGRGeometryH polygon = mrs_gdal.OGR_G_CreateGeometry(wkbPolygon);
    double west = INFINITY;
    double east = -INFINITY;
    size_t start = 0;
    for (size_t i = 0; i < ring_count; i++) {
        unrolled u = unroll(wkbLinearRing, points + start, ends[i] - start);
        if (i > 0) { /* a hole lies in the turn in which the area lies */
            double by = 360 * nearbyint(((west + east) - (u.west + u.east)) / 720);
            shift(u.line, by);
            u.west += by;
            u.east += by;
        }
        mrs_gdal.OGR_G_AddGeometryDirectly(polygon, u.line);
        west = fmin(west, u.west);
        east = fmax(east, u.east);
        start = ends[i];
    }
    bool crosses = west < -180 || east > 180;
    return crosses ? cut(polygon, true, west, east) : polygon;
}

marsad_status mrs_write_geometry(mrs_write_shape shape, const marsad_lonlat *points,
                                 const size_t *ends, size_t ring_count, OGRGeometryH *out,
                                 marsad_error *error)
{
    *out = NULL;
    switch (ring_count ? shape : MRS_WRITE_NONE) {
    case MRS_WRITE_NONE:
        return MARSAD_OK;
    case MRS_WRITE_POINT:
        *out = make_point(points[0]);
        break;
    case MRS_WRITE_LINE:
        *out = make_line(points, ends[0]);
        break;
    case MRS_WRITE_AREA:
        *out = make_area(points, ends, ring_count);
        break;
    }
    return *out ? MARSAD_OK
                : mrs_fail(error, MARSAD_ERR_LIBRARY,
                           "GDAL cannot cut a geometry at the antimeridian");
}
