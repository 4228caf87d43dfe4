/* Areas of control in the plane of a comparison, and who held the faces between them. */
#include "base/fail.h"
#include "base/memory.h"
#include "relate/change.h"

marsad_status mrs_change_fail_geos(marsad_error *error, const char *what)
{
    return mrs_fail(error, MARSAD_ERR_LIBRARY, "GEOS cannot %s", what);
}

size_t mrs_change_holder(const mrs_change *change, const mrs_change_side *side, size_t holder)
{
    return holder == MARSAD_NO_HOLDER ? change->holder_count : side->holders[holder];
}

bool mrs_change_add_arc(mrs_change *change, GEOSGeometry *arc)
{
    if (!arc || !mrs_grow((void **)&change->arcs, &change->arc_capacity, change->arc_count,
                          sizeof *change->arcs)) {
        GEOSGeom_destroy_r(change->geos, arc);
        return false;
    }
    change->arcs[change->arc_count++] = arc;
    return true;
}

/* ---- the index ----------------------------------------------------------------------------- */

marsad_status mrs_change_index(mrs_change *change, mrs_change_side *side, marsad_error *error)
{
    side->tree = GEOSSTRtree_create_r(change->geos, 10);
    side->numbers = mrs_alloc(side->shape_count, sizeof *side->numbers);
    if (!side->tree || !side->numbers) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < side->shape_count; i++) {
        side->numbers[i] = i;
        GEOSSTRtree_insert_r(change->geos, side->tree, side->shapes[i], &side->numbers[i]);
    }
    return MARSAD_OK;
}

void mrs_change_query(const mrs_change *change, const mrs_change_side *side,
                      const GEOSGeometry *geometry, GEOSQueryCallback take, void *context)
{
    if (side->shape_count > 0) { /* GEOS has no answer for an empty tree */
        GEOSSTRtree_query_r(change->geos, side->tree, geometry, take, context);
    }
}

/* ---- areas --------------------------------------------------------------------------------- */

static bool add_boundary(mrs_change *change, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t geos = change->geos;
    int holes = GEOSGetNumInteriorRings_r(geos, polygon);
    for (int i = -1; i < holes; i++) {
        const GEOSGeometry *ring =
            i < 0 ? GEOSGetExteriorRing_r(geos, polygon) : GEOSGetInteriorRingN_r(geos, polygon, i);
        const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, ring);
        GEOSCoordSequence *copy = sequence ? GEOSCoordSeq_clone_r(geos, sequence) : NULL;
        if (!copy || !mrs_change_add_arc(change, GEOSGeom_createLineString_r(geos, copy))) {
            return false;
        }
    }
    return true;
}

static size_t point_count(const marsad_front_area *area)
{
    return area->ring_count ? area->ends[area->ring_count - 1] : 0;
}

static GEOSGeometry *polygon_of(const mrs_change *change, const marsad_front_area *area)
{
    mrs_rings rings = {.points = (marsad_lonlat *)area->points, /* only read */
                       .ends = (size_t *)area->ends,
                       .ring_count = area->ring_count,
                       .point_count = point_count(area)};
    return mrs_plane_polygon(change->plane, &rings);
}

marsad_status mrs_change_add_areas(mrs_change *change, mrs_change_side *side, marsad_error *error)
{
    const marsad_front_state *state = &side->state->shown;
    side->shapes = mrs_alloc(state->area_count, sizeof *side->shapes);
    side->ground = mrs_alloc(state->area_count, sizeof *side->ground);
    if (!side->shapes || !side->ground) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < state->area_count; i++) {
        GEOSGeometry *polygon = polygon_of(change, &state->areas[i]);
        if (!polygon) {
            return mrs_change_fail_geos(error, "draw an area of control");
        }
        side->shapes[side->shape_count++] = polygon;
        side->ground[i] = GEOSPrepare_r(change->geos, polygon);
        if (!side->ground[i] || !add_boundary(change, polygon)) {
            return mrs_fail_memory(error);
        }
    }
    return mrs_change_index(change, side, error);
}

/* ---- faces --------------------------------------------------------------------------------- */

typedef struct containing {
    const mrs_change *change;
    const mrs_change_side *side;
    const GEOSGeometry *point;
    size_t holder;
} containing;

static void take_area(void *item, void *context)
{
    containing *c = context;
    size_t index = *(const size_t *)item;
    if (GEOSPreparedContains_r(c->change->geos, c->side->ground[index], c->point) == 1) {
        size_t holder = c->side->state->shown.areas[index].holder;
        c->holder = mrs_change_holder(c->change, c->side, holder);
    }
}

static size_t holder_of_lines(const mrs_change *change, const mrs_change_side *side,
                              const GEOSGeometry *face, const GEOSGeometry *point)
{
    double x = 0;
    double y = 0;
    size_t beside = mrs_change_beside_lines(change, side, face);
    if (beside != SIZE_MAX) {
        return beside;
    }
    GEOSGeomGetX_r(change->geos, point, &x);
    GEOSGeomGetY_r(change->geos, point, &y);
    marsad_lonlat at = mrs_plane_back(change->plane, x, y);
    return mrs_change_holder(change, side, mrs_control_holder(side->state->control, at));
}

marsad_status mrs_change_face_holder(const mrs_change *change, const mrs_change_side *side,
                                     const GEOSGeometry *face, size_t *out, marsad_error *error)
{
    GEOSGeometry *point = GEOSPointOnSurface_r(change->geos, face);
    if (!point) {
        return mrs_change_fail_geos(error, "find a point inside the ground between two fronts");
    }
    if (side->edge_count > 0) {
        *out = holder_of_lines(change, side, face, point);
    } else {
        containing c = {change, side, point, change->holder_count};
        mrs_change_query(change, side, point, take_area, &c);
        *out = c.holder;
    }
    GEOSGeom_destroy_r(change->geos, point);
    return MARSAD_OK;
}
