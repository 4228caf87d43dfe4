/* How far a holder came: the point of the ground it gained that lies farthest from where it stood.
 *
 * Along the bounds of a piece the farthest point is sought by halving edges, inside it by
 * quartering boxes; what cannot be farther than what was found, by the triangle inequality, is left
 * out. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "geo/plane_trace.h"
#include "relate/change.h"

/* The answer falls short of the farthest point by at most this share of it, or these metres. */
static const double SHARE = 0.01;
static const double LEAST_M = 1;
/* A plane's distances differ from the ground's by no more, to some 2,500 km from its centre. */
static const double STRETCH = 1.02;
enum { DEEPEST = 20 };

typedef struct farthest {
    const mrs_change *change;
    const mrs_control *stood; /* bounds of the ground that the holder had */
    bool found;
    marsad_front_advance best;
    size_t piece; /* the one that is searched now */
} farthest;

/* ---- one point ----------------------------------------------------------------------------- */

static double try_point(farthest *f, marsad_lonlat at)
{
    mrs_control_nearest nearest;
    if (!mrs_control_nearest_front(f->stood, at, &nearest)) {
        return 0;
    }
    if (!f->found || nearest.distance_m > f->best.distance_m) {
        f->found = true;
        f->best.distance_m = nearest.distance_m;
        f->best.from = nearest.at;
        f->best.to = at;
        f->best.change = f->piece;
    }
    return nearest.distance_m;
}

static bool can_better(const farthest *f, double bound_m)
{
    return bound_m > f->best.distance_m + fmax(LEAST_M, SHARE * f->best.distance_m);
}

/* ---- bounds of a piece --------------------------------------------------------------------- */

/* From one end of an edge to the other, no point is farther than half of the way around. */
static void try_edge(farthest *f, marsad_lonlat from, double from_m, marsad_lonlat to, double to_m,
                     int depth)
{
    const mrs_earth *earth = mrs_plane_earth(f->change->plane);
    marsad_geodesic edge = mrs_earth_between(earth, from, to);
    if (depth == DEEPEST || !can_better(f, (from_m + to_m + edge.distance_m) / 2)) {
        return;
    }
    marsad_lonlat middle = mrs_earth_point(earth, from, edge.azimuth_deg, edge.distance_m / 2);
    double middle_m = try_point(f, middle);
    try_edge(f, from, from_m, middle, middle_m, depth + 1);
    try_edge(f, middle, middle_m, to, to_m, depth + 1);
}

static marsad_status try_bounds(farthest *f, const mrs_change_piece *piece, marsad_error *error)
{
    double *distances = mrs_alloc(piece->point_count, sizeof *distances);
    if (!distances) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < piece->point_count; i++) {
        distances[i] = try_point(f, piece->points[i]);
    }
    for (size_t r = 0, first = 0; r < piece->ring_count; first = piece->ends[r++]) {
        size_t last = piece->ends[r] - 1;
        for (size_t i = first; i <= last; i++) {
            size_t next = i == last ? first : i + 1;
            try_edge(f, piece->points[i], distances[i], piece->points[next], distances[next], 0);
        }
    }
    mrs_free(distances);
    return MARSAD_OK;
}

/* ---- inside a piece ------------------------------------------------------------------------ */

typedef struct box {
    double x, y, half; /* its middle, and half its side */
} box;

static GEOSGeometry *draw_box(const farthest *f, box b)
{
    const double xy[] = {b.x - b.half, b.y - b.half, b.x + b.half, b.y - b.half, b.x + b.half,
                         b.y + b.half, b.x - b.half, b.y + b.half, b.x - b.half, b.y - b.half};
    GEOSContextHandle_t geos = f->change->geos;
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(geos, xy, 5, 0, 0);
    GEOSGeometry *ring = sequence ? GEOSGeom_createLinearRing_r(geos, sequence) : NULL;
    return ring ? GEOSGeom_createPolygon_r(geos, ring, NULL, 0) : NULL;
}

static bool meets(const farthest *f, const GEOSPreparedGeometry *ground, box b)
{
    GEOSGeometry *drawn = draw_box(f, b);
    bool result = drawn && GEOSPreparedIntersects_r(f->change->geos, ground, drawn) == 1;
    GEOSGeom_destroy_r(f->change->geos, drawn);
    return result;
}

static bool contains(const farthest *f, const GEOSPreparedGeometry *ground, box b)
{
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(f->change->geos, b.x, b.y);
    bool result = point && GEOSPreparedContains_r(f->change->geos, ground, point) == 1;
    GEOSGeom_destroy_r(f->change->geos, point);
    return result;
}

static void try_box(farthest *f, const GEOSPreparedGeometry *ground, box b, int depth)
{
    mrs_control_nearest nearest;
    marsad_lonlat middle = mrs_plane_back(f->change->plane, b.x, b.y);
    if (!mrs_control_nearest_front(f->stood, middle, &nearest) ||
        !can_better(f, nearest.distance_m + b.half * sqrt(2) * STRETCH) || !meets(f, ground, b)) {
        return;
    }
    if (contains(f, ground, b)) {
        try_point(f, middle);
    }
    double half = b.half / 2;
    for (int i = 0; i < 4 && depth < DEEPEST; i++) {
        box quarter = {b.x + (i % 2 ? half : -half), b.y + (i / 2 ? half : -half), half};
        try_box(f, ground, quarter, depth + 1);
    }
}

static marsad_status try_inside(farthest *f, const mrs_change_piece *piece, marsad_error *error)
{
    GEOSContextHandle_t geos = f->change->geos;
    const GEOSPreparedGeometry *ground = GEOSPrepare_r(geos, piece->polygon);
    double west;
    double south;
    double east;
    double north;
    if (!ground || !GEOSGeom_getExtent_r(geos, piece->polygon, &west, &south, &east, &north)) {
        GEOSPreparedGeom_destroy_r(geos, ground);
        return mrs_fail_memory(error);
    }
    box whole = {(west + east) / 2, (south + north) / 2, fmax(east - west, north - south) / 2};
    try_box(f, ground, whole, 0);
    GEOSPreparedGeom_destroy_r(geos, ground);
    return MARSAD_OK;
}

/* ---- where a holder stood ------------------------------------------------------------------ */

static marsad_status add_ring(mrs_control *control, const marsad_lonlat *points, size_t count,
                              mrs_control_sides sides, marsad_error *error)
{
    const marsad_lonlat closing[] = {points[count - 1], points[0]};
    marsad_status status = mrs_control_add(control, points, count, sides, error);
    return status ? status : mrs_control_add(control, closing, 2, sides, error);
}

static marsad_status add_stood(const mrs_change *change, size_t holder, mrs_control *control,
                               marsad_error *error)
{
    const mrs_change_side *old = &change->sides[0];
    const marsad_front_state *state = &old->state->shown;
    const mrs_control_sides sides = {MARSAD_NO_HOLDER, MARSAD_NO_HOLDER, 0, true};
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < state->area_count; i++) {
        const marsad_front_area *area = &state->areas[i];
        bool own = mrs_change_holder(change, old, area->holder) == holder;
        for (size_t r = 0, first = 0; own && !status && r < area->ring_count;
             first = area->ends[r++]) {
            status = add_ring(control, area->points + first, area->ends[r] - first, sides, error);
        }
    }
    for (size_t i = 0; !status && state->area_count == 0 && i < state->line_count; i++) {
        const marsad_front_line *line = &state->lines[i];
        bool own = mrs_change_holder(change, old, line->left) == holder ||
                   mrs_change_holder(change, old, line->right) == holder;
        if (own) {
            status = mrs_control_add(control, line->points, line->count, sides, error);
        }
    }
    return status;
}

static bool gained(const mrs_change *change, size_t holder)
{
    for (size_t i = 0; i < change->piece_count; i++) {
        if (change->pieces[i].to == holder) {
            return true;
        }
    }
    return false;
}

static marsad_status search(farthest *f, size_t holder, marsad_error *error)
{
    const mrs_change *change = f->change;
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < change->piece_count; i++) {
        if (change->pieces[i].to == holder) {
            f->piece = i;
            status = try_bounds(f, &change->pieces[i], error);
        }
    }
    for (size_t i = 0; !status && i < change->piece_count; i++) {
        if (change->pieces[i].to == holder) {
            f->piece = i;
            status = try_inside(f, &change->pieces[i], error);
        }
    }
    return status;
}

/* Adds the advance of a holder, if it stood anywhere before. */
static marsad_status add_advance(const mrs_change *change, size_t holder,
                                 marsad_front_advance *items, size_t *count, marsad_error *error)
{
    mrs_control *control = mrs_control_new();
    marsad_status status =
        control ? add_stood(change, holder, control, error) : mrs_fail_memory(error);
    status = status ? status : mrs_control_finish(control, error);
    farthest f = {.change = change, .stood = control};
    if (!status && mrs_control_segment_count(control) > 0) {
        status = search(&f, holder, error);
    }
    if (!status && f.found && f.best.distance_m > 0) {
        const mrs_earth *earth = mrs_plane_earth(change->plane);
        f.best.holder = change->holders[holder];
        f.best.azimuth_deg = mrs_earth_between(earth, f.best.from, f.best.to).azimuth_deg;
        items[(*count)++] = f.best;
    }
    mrs_control_free(control);
    return status;
}

static int by_distance(const void *a, const void *b)
{
    const marsad_front_advance *first = a;
    const marsad_front_advance *second = b;
    if (first->distance_m != second->distance_m) {
        return first->distance_m > second->distance_m ? -1 : 1;
    }
    return (first->change > second->change) - (first->change < second->change);
}

marsad_status mrs_change_advances(const mrs_change *change, marsad_front_advance **out,
                                  size_t *count, marsad_error *error)
{
    *count = 0;
    *out = mrs_arena_alloc(change->arena, change->holder_count, sizeof **out);
    if (!*out) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < change->holder_count; i++) {
        if (gained(change, i)) {
            status = add_advance(change, i, *out, count, error);
        }
    }
    if (!status && *count > 1) {
        qsort(*out, *count, sizeof **out, by_distance);
    }
    return status;
}
