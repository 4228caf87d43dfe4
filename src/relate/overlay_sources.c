/* Drawn areas taken to the plane, and repaired where they are not valid. */
#include "base/fail.h"
#include "base/memory.h"
#include "geo/plane_trace.h"
#include "relate/overlay.h"

marsad_status mrs_overlay_fail(marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_LIBRARY, "GEOS cannot overlay the areas of the front");
}

/* A ring of the plane, on the grid. */
typedef struct ring {
    double *xy;
    size_t count, capacity;
} ring;

static bool add_to_ring(ring *r, const mrs_net_vertex *v)
{
    if (r->count > 0 && r->xy[2 * r->count - 2] == v->x && r->xy[2 * r->count - 1] == v->y) {
        return true;
    }
    if (!mrs_grow((void **)&r->xy, &r->capacity, r->count, 2 * sizeof *r->xy)) {
        return false;
    }
    r->xy[2 * r->count] = v->x;
    r->xy[2 * r->count + 1] = v->y;
    r->count++;
    return true;
}

/* Adds the edge from `a` to `b`, without its first point. `edges` are those of the map at `b`. */
static bool add_edge(mrs_net *net, marsad_lonlat a, marsad_lonlat b, unsigned edges, ring *r)
{
    mrs_trace trace = {0};
    mrs_trace_path(net->plane, (const marsad_lonlat[]){a, b}, 2, false, &trace);
    bool ok = !trace.failed;
    for (size_t i = 1; ok && i < trace.count; i++) {
        bool drawn = i + 1 == trace.count;
        size_t index =
            mrs_net_vertex_at(net, trace.xy[2 * i], trace.xy[2 * i + 1],
                              drawn ? MRS_VERTEX_DRAWN : MRS_VERTEX_TRACED, drawn ? &b : NULL);
        ok = index != MRS_NET_OUTSIDE && add_to_ring(r, &net->vertices[index]);
        if (ok && drawn) {
            net->vertices[index].edges |= edges;
        }
    }
    mrs_free(trace.xy);
    return ok;
}

/* A closed ring; NULL with `*empty` set if nothing is left of it on the grid. */
static GEOSGeometry *make_ring(mrs_net *net, const marsad_lonlat *points,
                               const unsigned char *edges, size_t count, bool *empty)
{
    ring r = {0};
    bool ok = true;
    GEOSGeometry *made = NULL;
    *empty = false;
    for (size_t i = 0; ok && i <= count; i++) {
        ok = i == 0 ||
             add_edge(net, points[i - 1], points[i % count], edges ? edges[i % count] : 0, &r);
    }
    /* The first point was passed over, and came as the last. */
    if (ok && r.count >= 3) {
        mrs_net_vertex first = {.x = r.xy[0], .y = r.xy[1]};
        ok = add_to_ring(&r, &first);
    }
    *empty = ok && r.count < 4;
    if (ok && !*empty) {
        GEOSCoordSequence *sequence =
            GEOSCoordSeq_copyFromBuffer_r(net->geos, r.xy, (unsigned)r.count, 0, 0);
        made = sequence ? GEOSGeom_createLinearRing_r(net->geos, sequence) : NULL;
    }
    mrs_free(r.xy);
    return made;
}

/* The area as it was drawn, valid or not. NULL with `*empty` set if it is nothing. */
static GEOSGeometry *make_polygon(mrs_net *net, const mrs_source *source, bool *empty)
{
    const marsad_front_area *area = source->area;
    const unsigned char *edges = source->origin.edges;
    GEOSGeometry **rings = mrs_alloc(area->ring_count, sizeof(GEOSGeometry *));
    GEOSGeometry *polygon = NULL;
    size_t count = 0;
    bool ok = rings != NULL;
    *empty = false;
    for (size_t i = 0; ok && !*empty && i < area->ring_count; i++) {
        bool nothing;
        size_t start = i ? area->ends[i - 1] : 0;
        rings[count] = make_ring(net, area->points + start, edges ? edges + start : NULL,
                                 area->ends[i] - start, &nothing);
        ok = rings[count] || nothing;
        *empty = nothing && i == 0;
        count += rings[count] != NULL;
    }
    if (ok && !*empty) {
        polygon = GEOSGeom_createPolygon_r(net->geos, rings[0], rings + 1, (unsigned)count - 1);
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        GEOSGeom_destroy_r(net->geos, rings[i]);
    }
    mrs_free(rings);
    return polygon;
}

/* By the structure, not the linework: what a ring goes round twice is ground all the same, and a
 * hole that leaves its area takes ground away and adds none. */
static GEOSGeometry *make_valid(GEOSContextHandle_t geos, const GEOSGeometry *polygon)
{
    GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(geos);
    GEOSGeometry *valid = NULL;
    if (params && GEOSMakeValidParams_setMethod_r(geos, params, GEOS_MAKE_VALID_STRUCTURE) &&
        GEOSMakeValidParams_setKeepCollapsed_r(geos, params, 0)) {
        valid = GEOSMakeValidWithParams_r(geos, polygon, params);
    }
    GEOSMakeValidParams_destroy_r(geos, params);
    return valid;
}

/* Makes a polygon valid, with a warning that says where it was not. */
static GEOSGeometry *repair(mrs_overlay *o, const mrs_source *source, GEOSGeometry *polygon)
{
    GEOSContextHandle_t geos = o->net.geos;
    char *reason = NULL;
    GEOSGeometry *where = NULL;
    double x = 0;
    double y = 0;
    if (GEOSisValidDetail_r(geos, polygon, GEOSVALID_ALLOW_SELFTOUCHING_RING_FORMING_HOLE, &reason,
                            &where) == 1) {
        return polygon;
    }
    GEOSGeometry *repaired = make_valid(geos, polygon);
    bool ok = repaired != NULL;
    if (ok && where && GEOSGeomGetX_r(geos, where, &x) && GEOSGeomGetY_r(geos, where, &y)) {
        marsad_lonlat at = mrs_plane_back(o->plane, x, y);
        ok = mrs_front_warn(o->front, source->origin.file, source->origin.row,
                            "the area is not valid (%s at %.5f, %.5f): repaired",
                            reason ? reason : "broken", at.lon, at.lat);
    } else if (ok) {
        ok = mrs_front_warn(o->front, source->origin.file, source->origin.row,
                            "the area is not valid: repaired");
    }
    GEOSFree_r(geos, reason);
    if (where) {
        GEOSGeom_destroy_r(geos, where);
    }
    GEOSGeom_destroy_r(geos, polygon);
    if (!ok && repaired) {
        GEOSGeom_destroy_r(geos, repaired);
    }
    return ok ? repaired : NULL;
}

static marsad_status pass_over(mrs_overlay *o, const mrs_source *source, marsad_error *error)
{
    return mrs_front_warn(o->front, source->origin.file, source->origin.row,
                          "the area encloses no ground: passed over")
               ? MARSAD_OK
               : mrs_fail_memory(error);
}

static bool find_bounds(GEOSContextHandle_t geos, mrs_source *source)
{
    return GEOSGeom_getXMin_r(geos, source->ground, &source->west) &&
           GEOSGeom_getYMin_r(geos, source->ground, &source->south) &&
           GEOSGeom_getXMax_r(geos, source->ground, &source->east) &&
           GEOSGeom_getYMax_r(geos, source->ground, &source->north);
}

/* In the plane, what goes round the point opposite its centre encloses all the rest of the earth;
 * drawn areas are never more than half of it. */
static const double HALF_EARTH_M2 = 2.5503e14;

static marsad_status fail_too_far(const mrs_source *source, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, source->origin.file, source->origin.row, NULL,
                       "the area lies on the other side of the earth from the rest of its date; "
                       "make a front of each theatre");
}

static marsad_status make_source(mrs_overlay *o, mrs_source *source, marsad_error *error)
{
    bool empty;
    double area = 0;
    GEOSGeometry *ground = make_polygon(&o->net, source, &empty);
    if (empty) {
        return pass_over(o, source, error);
    }
    source->ground = ground ? repair(o, source, ground) : NULL;
    if (!source->ground || !GEOSArea_r(o->net.geos, source->ground, &area)) {
        return mrs_overlay_fail(error);
    }
    if (area > HALF_EARTH_M2) {
        return fail_too_far(source, error);
    }
    if (!(area > 0)) {
        GEOSGeom_destroy_r(o->net.geos, source->ground);
        source->ground = NULL;
        return pass_over(o, source, error);
    }
    source->prepared = GEOSPrepare_r(o->net.geos, source->ground);
    return source->prepared && find_bounds(o->net.geos, source) ? MARSAD_OK
                                                                : mrs_overlay_fail(error);
}

marsad_status mrs_overlay_make_sources(mrs_overlay *o, marsad_error *error)
{
    const mrs_front_state *state = o->state;
    o->sources = mrs_alloc(state->area_count, sizeof *o->sources);
    if (!o->sources) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < state->area_count; i++) {
        o->sources[i].area = &state->areas[i];
        o->sources[i].origin = state->origins[i];
        o->source_count++;
        status = make_source(o, &o->sources[i], error);
    }
    return status;
}
