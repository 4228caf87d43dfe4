#include "geo/plane.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "geo/plane_trace.h"

struct mrs_plane {
    mrs_earth earth;
    PJ_CONTEXT *context;
    PJ *projection; /* from degrees to metres */
    GEOSContextHandle_t geos;
};

/* ---- the projection ------------------------------------------------------------------------ */

static void ignore_log(void *data, int level, const char *message)
{
    (void)data;
    (void)level;
    (void)message;
}

static marsad_status open_projection(mrs_plane *plane, marsad_lonlat centre, marsad_error *error)
{
    char pipeline[200];
    plane->context = proj_context_create();
    plane->geos = GEOS_init_r();
    if (!plane->context || !plane->geos) {
        return mrs_fail_memory(error);
    }
    proj_log_func(plane->context, NULL, ignore_log);
    proj_context_set_enable_network(plane->context, 0);
    snprintf(pipeline, sizeof pipeline,
             "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
             "+step +proj=laea +lat_0=%.9f +lon_0=%.9f +ellps=WGS84",
             centre.lat, centre.lon);
    plane->projection = proj_create(plane->context, pipeline);
    if (!plane->projection) {
        int code = proj_context_errno(plane->context);
        return mrs_fail(error, MARSAD_ERR_LIBRARY, "PROJ cannot make the plane \"%s\": %s",
                        pipeline, proj_context_errno_string(plane->context, code));
    }
    return MARSAD_OK;
}

marsad_status mrs_plane_new(marsad_lonlat centre, mrs_plane **out, marsad_error *error)
{
    *out = NULL;
    mrs_plane *plane = mrs_alloc(1, sizeof *plane);
    if (!plane) {
        return mrs_fail_memory(error);
    }
    plane->earth = mrs_earth_wgs84();
    marsad_status status = open_projection(plane, centre, error);
    if (status) {
        mrs_plane_free(plane);
        return status;
    }
    *out = plane;
    return MARSAD_OK;
}

void mrs_plane_free(mrs_plane *plane)
{
    if (plane) {
        proj_destroy(plane->projection);
        proj_context_destroy(plane->context);
        if (plane->geos) {
            GEOS_finish_r(plane->geos);
        }
        mrs_free(plane);
    }
}

GEOSContextHandle_t mrs_plane_geos(const mrs_plane *plane)
{
    return plane->geos;
}

const mrs_earth *mrs_plane_earth(const mrs_plane *plane)
{
    return &plane->earth;
}

bool mrs_plane_forward(const mrs_plane *plane, marsad_lonlat point, double *x, double *y)
{
    PJ_COORD got = proj_trans(plane->projection, PJ_FWD, proj_coord(point.lon, point.lat, 0, 0));
    *x = got.xy.x;
    *y = got.xy.y;
    return isfinite(*x) && isfinite(*y);
}

static marsad_lonlat inverse(const mrs_plane *plane, double x, double y)
{
    PJ_COORD got = proj_trans(plane->projection, PJ_INV, proj_coord(x, y, 0, 0));
    marsad_lonlat at = {mrs_longitude_normalise(got.xy.x), got.xy.y};
    at.lat = fmax(-90, fmin(90, at.lat));
    return at;
}

/* The inverse goes by a short series for the authalic latitude, good to a millimetre; what it
 * misses is seen on the way forward again and taken off. */
marsad_lonlat mrs_plane_back(const mrs_plane *plane, double x, double y)
{
    marsad_lonlat near = inverse(plane, x, y);
    double near_x;
    double near_y;
    if (!mrs_plane_forward(plane, near, &near_x, &near_y)) {
        return near;
    }
    double miss = hypot(x - near_x, y - near_y);
    return miss < 1 ? inverse(plane, 2 * x - near_x, 2 * y - near_y) : near;
}

marsad_lonlat mrs_plane_centre(const marsad_lonlat *points, size_t count)
{
    const double degree = acos(-1) / 180;
    double x = 0;
    double y = 0;
    double z = 0;
    for (size_t i = 0; i < count; i++) {
        double lat = points[i].lat * degree;
        double lon = points[i].lon * degree;
        x += cos(lat) * cos(lon);
        y += cos(lat) * sin(lon);
        z += sin(lat);
    }
    if (hypot(hypot(x, y), z) < 1e-9 * (double)count || count == 0) {
        return count ? points[0] : (marsad_lonlat){0, 0};
    }
    return (marsad_lonlat){atan2(y, x) / degree, atan2(z, hypot(x, y)) / degree};
}

/* ---- into the plane ------------------------------------------------------------------------ */

static GEOSCoordSequence *sequence_of(const mrs_plane *plane, const mrs_trace *trace)
{
    return trace->failed ? NULL
                         : GEOSCoordSeq_copyFromBuffer_r(plane->geos, trace->xy,
                                                         (unsigned)trace->count, 0, 0);
}

GEOSGeometry *mrs_plane_line(const mrs_plane *plane, const marsad_lonlat *points, size_t count)
{
    mrs_trace trace = {0};
    mrs_trace_path(plane, points, count, false, &trace);
    GEOSCoordSequence *sequence = count < 2 ? NULL : sequence_of(plane, &trace);
    mrs_free(trace.xy);
    return sequence ? GEOSGeom_createLineString_r(plane->geos, sequence) : NULL;
}

static GEOSGeometry *ring_of(const mrs_plane *plane, const marsad_lonlat *points, size_t count)
{
    mrs_trace trace = {0};
    mrs_trace_path(plane, points, count, true, &trace);
    GEOSCoordSequence *sequence = count < 3 ? NULL : sequence_of(plane, &trace);
    mrs_free(trace.xy);
    return sequence ? GEOSGeom_createLinearRing_r(plane->geos, sequence) : NULL;
}

GEOSGeometry *mrs_plane_polygon(const mrs_plane *plane, const mrs_rings *rings)
{
    GEOSGeometry *polygon = NULL;
    GEOSGeometry **made = mrs_alloc(rings->ring_count, sizeof(GEOSGeometry *));
    size_t count = 0;
    bool failed = !made || rings->ring_count == 0;
    for (size_t i = 0; !failed && i < rings->ring_count; i++) {
        size_t first = i ? rings->ends[i - 1] : 0;
        size_t points = rings->ends[i] - first;
        if (i > 0 && points < 3) {
            continue; /* a hole of no area */
        }
        made[count] = ring_of(plane, rings->points + first, points);
        failed = !made[count];
        count += failed ? 0 : 1;
    }
    if (!failed) {
        polygon = GEOSGeom_createPolygon_r(plane->geos, made[0], made + 1, (unsigned)count - 1);
        count = 0; /* the polygon's now, even if it could not be made */
    }
    for (size_t i = 0; i < count; i++) {
        GEOSGeom_destroy_r(plane->geos, made[i]);
    }
    mrs_free(made);
    return polygon;
}

/* ---- and back ------------------------------------------------------------------------------ */

/* Adds a ring of the plane, without its closing point, counter-clockwise if it is an outer one. */
static bool add_ring(const mrs_plane *plane, const GEOSGeometry *ring, bool outer, mrs_rings *rings)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(plane->geos, ring);
    unsigned size = 0;
    char ccw = 0;
    if (!sequence || !GEOSCoordSeq_getSize_r(plane->geos, sequence, &size) || size < 4) {
        return false;
    }
    bool reverse = GEOSCoordSeq_isCCW_r(plane->geos, sequence, &ccw) && (ccw == 1) != outer;
    for (unsigned i = 0; i + 1 < size; i++) {
        double x;
        double y;
        unsigned index = reverse ? size - 1 - i : i;
        if (!GEOSCoordSeq_getXY_r(plane->geos, sequence, index, &x, &y) ||
            !mrs_rings_add_point(rings, mrs_plane_back(plane, x, y))) {
            return false;
        }
    }
    return mrs_rings_end_ring(rings);
}

static bool take_polygon(const mrs_plane *plane, const GEOSGeometry *polygon, mrs_plane_take take,
                         void *context)
{
    mrs_rings rings = {0};
    int holes = GEOSGetNumInteriorRings_r(plane->geos, polygon);
    bool ok = add_ring(plane, GEOSGetExteriorRing_r(plane->geos, polygon), true, &rings);
    for (int i = 0; ok && i < holes; i++) {
        ok = add_ring(plane, GEOSGetInteriorRingN_r(plane->geos, polygon, i), false, &rings);
    }
    ok = ok && take(context, &rings, polygon);
    mrs_rings_clear(&rings);
    return ok;
}

bool mrs_plane_each_polygon(const mrs_plane *plane, const GEOSGeometry *geometry,
                            mrs_plane_take take, void *context)
{
    if (GEOSisEmpty_r(plane->geos, geometry) == 1) {
        return true;
    }
    int type = GEOSGeomTypeId_r(plane->geos, geometry);
    if (type == GEOS_POLYGON) {
        return take_polygon(plane, geometry, take, context);
    }
    bool ok = true;
    int parts = type < GEOS_MULTIPOINT ? 0 : GEOSGetNumGeometries_r(plane->geos, geometry);
    for (int i = 0; ok && i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(plane->geos, geometry, i);
        ok = mrs_plane_each_polygon(plane, part, take, context);
    }
    return ok;
}
