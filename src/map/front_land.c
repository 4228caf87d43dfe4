#include "map/front_land.h"

#include <geos_c.h>

#include "base/memory.h"

/* A ring as a polygon of its own; NULL if GEOS cannot. */
static GEOSGeometry *ring_polygon(GEOSContextHandle_t geos, const mrs_path *rings, size_t part)
{
    size_t start = rings->starts[part];
    size_t count = mrs_path_part_end(rings, part) - start;
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)count + 1, 2);
    for (size_t i = 0; points && i <= count; i++) {
        mrs_point at = rings->points[start + i % count];
        GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, at.x, at.y);
    }
    GEOSGeometry *ring = points ? GEOSGeom_createLinearRing_r(geos, points) : NULL;
    return ring ? GEOSGeom_createPolygon_r(geos, ring, NULL, 0) : NULL;
}

/* The area that rings enclose by the even-odd rule: that is how GEOS repairs a multipolygon whose
 * parts lie over each other. */
static GEOSGeometry *area_of(GEOSContextHandle_t geos, const mrs_path *rings)
{
    GEOSGeometry **parts = mrs_alloc(rings->part_count + 1, sizeof(GEOSGeometry *));
    unsigned count = 0;
    for (size_t part = 0; parts && part < rings->part_count; part++) {
        parts[count] = ring_polygon(geos, rings, part);
        count += parts[count] != NULL;
    }
    GEOSGeometry *all =
        parts ? GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, count) : NULL;
    GEOSGeometry *area = all ? GEOSMakeValid_r(geos, all) : NULL;
    if (all) {
        GEOSGeom_destroy_r(geos, all);
    }
    mrs_free(parts);
    return area;
}

static void add_ring(GEOSContextHandle_t geos, const GEOSGeometry *ring, mrs_path *out)
{
    const GEOSCoordSequence *points = ring ? GEOSGeom_getCoordSeq_r(geos, ring) : NULL;
    unsigned count = 0;
    if (!points || !GEOSCoordSeq_getSize_r(geos, points, &count)) {
        return;
    }
    mrs_path_start(out);
    for (unsigned i = 0; i + 1 < count; i++) { /* the last point is the first */
        double x = 0;
        double y = 0;
        GEOSCoordSeq_getXY_r(geos, points, i, &x, &y);
        mrs_path_add(out, x, y);
    }
    mrs_path_end(out, 3);
}

/* Adds the polygons of an area; lines and points, where areas only touch, are passed over. */
static void add_area(GEOSContextHandle_t geos, const GEOSGeometry *area, mrs_path *out)
{
    if (GEOSGeomTypeId_r(geos, area) == GEOS_POLYGON) {
        add_ring(geos, GEOSGetExteriorRing_r(geos, area), out);
        for (int i = 0; i < GEOSGetNumInteriorRings_r(geos, area); i++) {
            add_ring(geos, GEOSGetInteriorRingN_r(geos, area, i), out);
        }
        return;
    }
    int parts =
        GEOSGeomTypeId_r(geos, area) > GEOS_POLYGON ? GEOSGetNumGeometries_r(geos, area) : 0;
    for (int i = 0; i < parts; i++) {
        add_area(geos, GEOSGetGeometryN_r(geos, area, i), out);
    }
}

void mrs_rings_keep_ashore(mrs_path *rings, const mrs_path *land)
{
    GEOSContextHandle_t geos = rings->part_count && !rings->failed ? GEOS_init_r() : NULL;
    if (!geos) {
        return;
    }
    GEOSGeometry *area = area_of(geos, rings);
    GEOSGeometry *ground = area ? area_of(geos, land) : NULL;
    GEOSGeometry *ashore = ground ? GEOSIntersection_r(geos, area, ground) : NULL;
    if (ashore) {
        mrs_path kept = {.closed = true};
        add_area(geos, ashore, &kept);
        mrs_path_clear(rings);
        *rings = kept;
        GEOSGeom_destroy_r(geos, ashore);
    }
    if (area) {
        GEOSGeom_destroy_r(geos, area);
    }
    if (ground) {
        GEOSGeom_destroy_r(geos, ground);
    }
    GEOS_finish_r(geos);
}
