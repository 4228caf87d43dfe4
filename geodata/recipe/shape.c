#include "recipe.h"

#include <cpl_error.h>
#include <geodesic.h>
#include <math.h>

#include "base/memory.h"

GEOSContextHandle_t shape_geos(void)
{
    static GEOSContextHandle_t context;
    if (!context) {
        context = need(GEOS_init_r());
    }
    return context;
}

GEOSGeometry *shape_to_geos(OGRGeometryH shape)
{
    size_t size = (size_t)OGR_G_WkbSize(shape);
    unsigned char *bytes = need(mrs_alloc(size, 1));
    OGR_G_ExportToWkb(shape, wkbNDR, bytes);
    GEOSWKBReader *reader = need(GEOSWKBReader_create_r(shape_geos()));
    GEOSGeometry *result = need(GEOSWKBReader_read_r(shape_geos(), reader, bytes, size));
    GEOSWKBReader_destroy_r(shape_geos(), reader);
    mrs_free(bytes);
    return result;
}

OGRGeometryH shape_from_geos(GEOSGeometry *shape)
{
    size_t size = 0;
    GEOSWKBWriter *writer = need(GEOSWKBWriter_create_r(shape_geos()));
    unsigned char *bytes = need(GEOSWKBWriter_write_r(shape_geos(), writer, shape, &size));
    OGRGeometryH result = NULL;
    if (OGR_G_CreateFromWkb(bytes, NULL, &result, (int)size) != OGRERR_NONE) {
        stop("a geometry from GEOS cannot be read");
    }
    GEOSFree_r(shape_geos(), bytes);
    GEOSWKBWriter_destroy_r(shape_geos(), writer);
    GEOSGeom_destroy_r(shape_geos(), shape);
    return result;
}

static void collect_polygons(OGRGeometryH shape, OGRGeometryH into)
{
    if (wkbFlatten(OGR_G_GetGeometryType(shape)) == wkbPolygon) {
        if (OGR_G_Area(shape) > 0) {
            OGR_G_AddGeometry(into, shape);
        }
        return;
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(shape); i++) {
        collect_polygons(OGR_G_GetGeometryRef(shape, i), into);
    }
}

OGRGeometryH shape_polygons(OGRGeometryH shape)
{
    CPLPushErrorHandler(CPLQuietErrorHandler); /* says why a shape is invalid */
    bool sound = OGR_G_IsValid(shape);
    CPLPopErrorHandler();
    OGRGeometryH valid = need(sound ? OGR_G_Clone(shape) : OGR_G_MakeValid(shape));
    OGR_G_DestroyGeometry(shape);
    OGRGeometryH result = need(OGR_G_CreateGeometry(wkbMultiPolygon));
    switch (wkbFlatten(OGR_G_GetGeometryType(valid))) {
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbGeometryCollection:
        collect_polygons(valid, result);
        break;
    default:
        break;
    }
    OGR_G_DestroyGeometry(valid);
    return result;
}

static void collect_lines(OGRGeometryH shape, OGRGeometryH into)
{
    if (wkbFlatten(OGR_G_GetGeometryType(shape)) == wkbLineString) {
        OGR_G_AddGeometry(into, shape);
        return;
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(shape); i++) {
        collect_lines(OGR_G_GetGeometryRef(shape, i), into);
    }
}

OGRGeometryH shape_merge_lines(OGRGeometryH lines)
{
    OGRGeometryH flat = need(OGR_G_CreateGeometry(wkbMultiLineString));
    collect_lines(lines, flat);
    OGR_G_DestroyGeometry(lines);
    GEOSGeometry *before = shape_to_geos(flat);
    OGR_G_DestroyGeometry(flat);
    GEOSGeometry *after = need(GEOSLineMerge_r(shape_geos(), before));
    GEOSGeom_destroy_r(shape_geos(), before);
    return OGR_G_ForceToMultiLineString(shape_from_geos(after));
}

static double ring_area(OGRGeometryH ring)
{
    struct geod_geodesic earth;
    struct geod_polygon polygon;
    geod_init(&earth, 6378137.0, 1.0 / 298.257223563);
    geod_polygon_init(&polygon, 0);
    for (int i = 0; i + 1 < OGR_G_GetPointCount(ring); i++) {
        geod_polygon_addpoint(&earth, &polygon, OGR_G_GetY(ring, i), OGR_G_GetX(ring, i));
    }
    double area = 0;
    geod_polygon_compute(&earth, &polygon, 0, 1, &area, NULL);
    return fabs(area);
}

static double polygon_area(OGRGeometryH polygon)
{
    double area = 0;
    for (int i = 0; i < OGR_G_GetGeometryCount(polygon); i++) {
        double ring = ring_area(OGR_G_GetGeometryRef(polygon, i));
        area += i == 0 ? ring : -ring;
    }
    return area;
}

double shape_area(OGRGeometryH polygons)
{
    double area = 0;
    for (int i = 0; i < OGR_G_GetGeometryCount(polygons); i++) {
        area += polygon_area(OGR_G_GetGeometryRef(polygons, i));
    }
    return area;
}

int64_t shape_radius(OGRGeometryH polygons)
{
    return (int64_t)ceil(sqrt(shape_area(polygons) / M_PI));
}

static OGRGeometryH largest(OGRGeometryH polygons)
{
    OGRGeometryH found = NULL;
    double most = 0;
    for (int i = 0; i < OGR_G_GetGeometryCount(polygons); i++) {
        OGRGeometryH polygon = OGR_G_GetGeometryRef(polygons, i);
        double area = polygon_area(polygon);
        if (area > most) {
            most = area;
            found = polygon;
        }
    }
    return found;
}

lonlat shape_label(OGRGeometryH polygons)
{
    OGRGeometryH polygon = largest(polygons);
    if (!polygon) {
        stop("a shape without area has no place for a label");
    }
    OGREnvelope box;
    OGR_G_GetEnvelope(polygon, &box);
    double width = fmin(box.MaxX - box.MinX, box.MaxY - box.MinY);
    GEOSGeometry *shape = shape_to_geos(polygon);
    /* The result is the radius as a line: from the centre to the nearest point of the edge. */
    GEOSGeometry *radius = need(GEOSMaximumInscribedCircle_r(shape_geos(), shape, width / 200));
    lonlat middle = {0};
    GEOSGeometry *centre = need(GEOSGeomGetStartPoint_r(shape_geos(), radius));
    GEOSGeomGetX_r(shape_geos(), centre, &middle.lon);
    GEOSGeomGetY_r(shape_geos(), centre, &middle.lat);
    GEOSGeom_destroy_r(shape_geos(), centre);
    GEOSGeom_destroy_r(shape_geos(), radius);
    GEOSGeom_destroy_r(shape_geos(), shape);
    return middle;
}

OGRGeometryH shape_box(double west, double south, double east, double north)
{
    OGRGeometryH ring = need(OGR_G_CreateGeometry(wkbLinearRing));
    OGR_G_AddPoint_2D(ring, west, south);
    OGR_G_AddPoint_2D(ring, east, south);
    OGR_G_AddPoint_2D(ring, east, north);
    OGR_G_AddPoint_2D(ring, west, north);
    OGR_G_AddPoint_2D(ring, west, south);
    OGRGeometryH box = need(OGR_G_CreateGeometry(wkbPolygon));
    OGR_G_AddGeometryDirectly(box, ring);
    return box;
}

OGRGeometryH shape_point(double lon, double lat)
{
    OGRGeometryH point = need(OGR_G_CreateGeometry(wkbPoint));
    OGR_G_SetPoint_2D(point, 0, lon, lat);
    return point;
}
