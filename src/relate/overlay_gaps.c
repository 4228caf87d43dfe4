/* Narrow gaps between areas of two holders that are open at an end: closed, they become faces. */
#include <math.h>

#include "base/memory.h"
#include "relate/overlay.h"

/* What is smaller comes from rounding, not from drawing. */
static const double LEAST_M2 = 10;
static const double LEAST_WIDTH_M = 0.05;
/* A gap has two long sides. */
static const double LEAST_LENGTH_M = 4 * MRS_FRONT_SLIVER_M;

static bool has_two_holders(const mrs_overlay *o)
{
    size_t first = MARSAD_NO_HOLDER;
    for (size_t i = 0; i < o->source_count; i++) {
        size_t holder = o->sources[i].ground ? o->sources[i].area->holder : MARSAD_NO_HOLDER;
        if (holder != MARSAD_NO_HOLDER && first != MARSAD_NO_HOLDER && holder != first) {
            return true;
        }
        first = holder != MARSAD_NO_HOLDER ? holder : first;
    }
    return false;
}

/* All ground that somebody drew. */
static GEOSGeometry *unite(const mrs_overlay *o)
{
    size_t count = 0;
    size_t *drawn = mrs_alloc(o->net.face_count, sizeof *drawn);
    for (size_t i = 0; drawn && i < o->net.face_count; i++) {
        if (o->net.faces[i].label != MRS_LABEL_NONE) {
            drawn[count++] = i;
        }
    }
    GEOSGeometry *united = drawn ? mrs_net_join(&o->net, drawn, count) : NULL;
    mrs_free(drawn);
    return united;
}

/* Mitred, so that corners come back as they were. */
static GEOSGeometry *widen(GEOSContextHandle_t geos, GEOSGeometry *ground, double by_m)
{
    const int steps = 2;
    const double limit = 5;
    GEOSGeometry *wide = ground ? GEOSBufferWithStyle_r(geos, ground, by_m, steps, GEOSBUF_CAP_FLAT,
                                                        GEOSBUF_JOIN_MITRE, limit)
                                : NULL;
    GEOSGeom_destroy_r(geos, ground);
    return wide;
}

static bool is_gap(const mrs_overlay *o, const GEOSGeometry *piece)
{
    GEOSContextHandle_t geos = o->net.geos;
    double area;
    double perimeter;
    if (GEOSGeomTypeId_r(geos, piece) != GEOS_POLYGON || !GEOSArea_r(geos, piece, &area) ||
        !GEOSLength_r(geos, piece, &perimeter) || area < LEAST_M2 || perimeter < LEAST_LENGTH_M ||
        2 * area / perimeter < LEAST_WIDTH_M || 2 * area / perimeter >= MRS_FRONT_SLIVER_M) {
        return false;
    }
    size_t first = MARSAD_NO_HOLDER;
    for (size_t i = 0; i < o->source_count; i++) {
        const mrs_source *s = &o->sources[i];
        if (!s->prepared || s->area->holder == MARSAD_NO_HOLDER || s->area->holder == first ||
            GEOSPreparedDistanceWithin_r(geos, s->prepared, piece, LEAST_WIDTH_M) != 1) {
            continue;
        }
        if (first != MARSAD_NO_HOLDER) {
            return true;
        }
        first = s->area->holder;
    }
    return false;
}

static bool add_outline(const mrs_overlay *o, const GEOSGeometry *piece, mrs_overlay_lines *out)
{
    GEOSGeometry *outline = GEOSBoundary_r(o->net.geos, piece);
    return outline && mrs_overlay_lines_add(out, outline);
}

bool mrs_overlay_close_gaps(const mrs_overlay *o, mrs_overlay_lines *out)
{
    GEOSContextHandle_t geos = o->net.geos;
    if (!has_two_holders(o)) {
        return true;
    }
    GEOSGeometry *united = unite(o);
    GEOSGeometry *copy = united ? GEOSGeom_clone_r(geos, united) : NULL;
    GEOSGeometry *closed =
        widen(geos, widen(geos, copy, MRS_FRONT_SLIVER_M / 2), -MRS_FRONT_SLIVER_M / 2);
    GEOSGeometry *gaps = closed ? GEOSDifferencePrec_r(geos, closed, united, MRS_NET_GRID_M) : NULL;
    bool ok = gaps != NULL;
    int count = ok ? GEOSGetNumGeometries_r(geos, gaps) : 0;
    for (int i = 0; ok && i < count; i++) {
        const GEOSGeometry *piece = GEOSGetGeometryN_r(geos, gaps, i);
        ok = !is_gap(o, piece) || add_outline(o, piece, out);
    }
    GEOSGeometry *const made[] = {united, closed, gaps};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        GEOSGeom_destroy_r(geos, made[i]);
    }
    return ok;
}
