/* Lines of a front in the plane of a comparison: their edges, and which side a face lies on. */
#include <math.h>
#include <stdint.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/plane_trace.h"
#include "relate/change.h"

/* How far noding may shift what lies on a line. */
static const double ON_LINE_M = 1e-3;

/* ---- adding -------------------------------------------------------------------------------- */

static marsad_status check_sides(const mrs_change_side *side, size_t index, marsad_error *error)
{
    const marsad_front_line *line = &side->state->shown.lines[index];
    if (line->left != MARSAD_NO_HOLDER && line->right != MARSAD_NO_HOLDER) {
        return MARSAD_OK;
    }
    const char *missing = line->right != MARSAD_NO_HOLDER  ? "its left side"
                          : line->left != MARSAD_NO_HOLDER ? "its right side"
                                                           : "either side of it";
    const char *quote = line->name[0] ? "\"" : "";
    return mrs_fail(error, MARSAD_ERR_INPUT,
                    "line %zu%s%s%s%s of the %s front does not say who holds %s; give it the "
                    "attributes left and right to compare it",
                    index + 1, quote[0] ? " " : "", quote, line->name, quote, side->role, missing);
}

static bool add_edge(mrs_change *change, mrs_change_side *side, const mrs_change_edge *edge)
{
    const double ends[] = {edge->x[0], edge->y[0], edge->x[1], edge->y[1]};
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(change->geos, ends, 2, 0, 0);
    GEOSGeometry *shape = sequence ? GEOSGeom_createLineString_r(change->geos, sequence) : NULL;
    if (!shape ||
        !mrs_grow((void **)&side->shapes, &side->shape_capacity, side->shape_count,
                  sizeof *side->shapes) ||
        !mrs_grow((void **)&side->edges, &side->edge_capacity, side->edge_count,
                  sizeof *side->edges)) {
        GEOSGeom_destroy_r(change->geos, shape);
        return false;
    }
    side->shapes[side->shape_count++] = shape;
    side->edges[side->edge_count++] = *edge;
    return true;
}

static bool add_ends(mrs_change_side *side, const marsad_front_line *line, size_t first_edge)
{
    if (side->edge_count == first_edge) {
        return true; /* the line has no length */
    }
    const mrs_change_edge *first = &side->edges[first_edge];
    const mrs_change_edge *last = &side->edges[side->edge_count - 1];
    const mrs_change_end ends[] = {
        {line->points[0], first->x[0], first->y[0], first->right, first->left, first_edge, false},
        {line->points[line->count - 1], last->x[1], last->y[1], last->left, last->right,
         side->edge_count - 1, false}};
    for (int i = 0; i < 2; i++) {
        if (!mrs_grow((void **)&side->ends, &side->end_capacity, side->end_count,
                      sizeof *side->ends)) {
            return false;
        }
        side->ends[side->end_count++] = ends[i];
    }
    return true;
}

static bool add_traced(mrs_change *change, mrs_change_side *side, size_t index,
                       const mrs_trace *trace)
{
    const marsad_front_line *line = &side->state->shown.lines[index];
    size_t first_edge = side->edge_count;
    mrs_change_edge edge = {.left = mrs_change_holder(change, side, line->left),
                            .right = mrs_change_holder(change, side, line->right),
                            .line = index};
    for (size_t i = 0; i + 1 < trace->count; i++) {
        for (size_t k = 0; k < 2; k++) {
            edge.x[k] = trace->xy[2 * (i + k)];
            edge.y[k] = trace->xy[2 * (i + k) + 1];
        }
        bool has_length = edge.x[0] != edge.x[1] || edge.y[0] != edge.y[1];
        if (has_length && !add_edge(change, side, &edge)) {
            return false;
        }
    }
    return add_ends(side, line, first_edge);
}

static marsad_status add_line(mrs_change *change, mrs_change_side *side, size_t index,
                              marsad_error *error)
{
    const marsad_front_line *line = &side->state->shown.lines[index];
    mrs_trace trace = {0};
    mrs_trace_path(change->plane, line->points, line->count, false, &trace);
    GEOSCoordSequence *sequence =
        trace.failed
            ? NULL
            : GEOSCoordSeq_copyFromBuffer_r(change->geos, trace.xy, (unsigned)trace.count, 0, 0);
    GEOSGeometry *arc = sequence ? GEOSGeom_createLineString_r(change->geos, sequence) : NULL;
    bool done = mrs_change_add_arc(change, arc) && add_traced(change, side, index, &trace);
    mrs_free(trace.xy);
    return done ? MARSAD_OK : mrs_change_fail_geos(error, "draw a line of a front");
}

marsad_status mrs_change_add_lines(mrs_change *change, mrs_change_side *side, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < side->state->shown.line_count; i++) {
        status = check_sides(side, i, error);
        status = status ? status : add_line(change, side, i, error);
    }
    return status ? status : mrs_change_index(change, side, error);
}

/* ---- finding ------------------------------------------------------------------------------- */

typedef struct nearing {
    const mrs_change_side *side;
    double x, y;
    size_t skip, skip_end;
    size_t edge;
    double distance_m;
} nearing;

static double distance_to(const mrs_change_edge *edge, double x, double y)
{
    double dx = edge->x[1] - edge->x[0];
    double dy = edge->y[1] - edge->y[0];
    double along = ((x - edge->x[0]) * dx + (y - edge->y[0]) * dy) / (dx * dx + dy * dy);
    along = fmax(0, fmin(1, along));
    return hypot(edge->x[0] + along * dx - x, edge->y[0] + along * dy - y);
}

static void take_edge(void *item, void *context)
{
    nearing *n = context;
    size_t index = *(const size_t *)item;
    double distance = distance_to(&n->side->edges[index], n->x, n->y);
    bool skipped = index >= n->skip && index < n->skip_end;
    bool better = distance < n->distance_m || (distance == n->distance_m && index < n->edge);
    if (!skipped && better) {
        n->edge = index;
        n->distance_m = distance;
    }
}

size_t mrs_change_edge_near(const mrs_change *change, const mrs_change_side *side, double x,
                            double y, double reach_m, size_t skip, size_t skip_end,
                            double *distance_m)
{
    nearing n = {side, x, y, skip, skip_end, SIZE_MAX, reach_m};
    const double corners[] = {x - reach_m, y - reach_m, x + reach_m, y + reach_m};
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(change->geos, corners, 2, 0, 0);
    GEOSGeometry *box = sequence ? GEOSGeom_createLineString_r(change->geos, sequence) : NULL;
    if (box) {
        mrs_change_query(change, side, box, take_edge, &n);
    }
    GEOSGeom_destroy_r(change->geos, box);
    *distance_m = n.distance_m;
    return n.edge;
}

/* ---- sides --------------------------------------------------------------------------------- */

/* What is known of a face so far: who holds it by the longest edge that was looked at. */
typedef struct siding {
    const mrs_change *change;
    const mrs_change_side *side;
    double longest_m;
    size_t holder;
} siding;

/* An edge of the face, which lies to its left if `on_left`. */
static void take_side(siding *s, const double from[2], const double to[2], bool on_left)
{
    double dx = to[0] - from[0];
    double dy = to[1] - from[1];
    double length = hypot(dx, dy);
    double distance;
    if (length <= s->longest_m) {
        return;
    }
    size_t index = mrs_change_edge_near(s->change, s->side, (from[0] + to[0]) / 2,
                                        (from[1] + to[1]) / 2, ON_LINE_M, 0, 0, &distance);
    if (index == SIZE_MAX) {
        return;
    }
    const mrs_change_edge *edge = &s->side->edges[index];
    bool same = dx * (edge->x[1] - edge->x[0]) + dy * (edge->y[1] - edge->y[0]) > 0;
    s->longest_m = length;
    s->holder = same == on_left ? edge->left : edge->right;
}

static void take_ring(siding *s, const GEOSGeometry *ring, bool outer)
{
    GEOSContextHandle_t geos = s->change->geos;
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, ring);
    unsigned size = 0;
    char ccw = 0;
    if (!GEOSCoordSeq_getSize_r(geos, sequence, &size) ||
        !GEOSCoordSeq_isCCW_r(geos, sequence, &ccw)) {
        return;
    }
    double last[2] = {0, 0};
    for (unsigned i = 0; i < size; i++) {
        double next[2];
        GEOSCoordSeq_getXY_r(geos, sequence, i, &next[0], &next[1]);
        if (i > 0) {
            take_side(s, last, next, (ccw == 1) == outer);
        }
        last[0] = next[0];
        last[1] = next[1];
    }
}

size_t mrs_change_beside_lines(const mrs_change *change, const mrs_change_side *side,
                               const GEOSGeometry *face)
{
    siding s = {change, side, 0, SIZE_MAX};
    int holes = GEOSGetNumInteriorRings_r(change->geos, face);
    take_ring(&s, GEOSGetExteriorRing_r(change->geos, face), true);
    for (int i = 0; i < holes; i++) {
        take_ring(&s, GEOSGetInteriorRingN_r(change->geos, face, i), false);
    }
    return s.holder;
}
