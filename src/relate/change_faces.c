/* From arcs to pieces of ground that changed hands. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "relate/change.h"

/* A face whose holder is another one afterwards. */
typedef struct changed_face {
    GEOSGeometry *polygon;
    size_t from, to;
    size_t order; /* as GEOS found it, so that sorting leaves nothing to chance */
} changed_face;

typedef struct faces {
    changed_face *items;
    size_t count, capacity;
} faces;

/* ---- finding ------------------------------------------------------------------------------- */

static GEOSGeometry *find_faces(mrs_change *change)
{
    GEOSContextHandle_t geos = change->geos;
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTILINESTRING, change->arcs,
                                                    (unsigned)change->arc_count);
    change->arc_count = 0; /* they are the collection's now */
    GEOSGeometry *noded = all ? GEOSUnaryUnion_r(geos, all) : NULL;
    const GEOSGeometry *lines = noded;
    GEOSGeometry *found = noded ? GEOSPolygonize_r(geos, &lines, 1) : NULL;
    GEOSGeom_destroy_r(geos, noded);
    GEOSGeom_destroy_r(geos, all);
    return found;
}

/* Of a long strip, its area divided by its length is its width. */
static bool is_sliver(const mrs_change *change, const GEOSGeometry *polygon)
{
    double area = 0;
    double bounds = 0;
    GEOSArea_r(change->geos, polygon, &area);
    GEOSLength_r(change->geos, polygon, &bounds);
    return area <= MRS_CHANGE_WIDTH_M * bounds / 2;
}

static marsad_status keep_if_changed(const mrs_change *change, const GEOSGeometry *face,
                                     faces *kept, marsad_error *error)
{
    size_t holder[2];
    if (is_sliver(change, face)) {
        return MARSAD_OK;
    }
    for (int i = 0; i < 2; i++) {
        marsad_status status =
            mrs_change_face_holder(change, &change->sides[i], face, &holder[i], error);
        if (status) {
            return status;
        }
    }
    if (holder[0] == holder[1]) {
        return MARSAD_OK;
    }
    GEOSGeometry *copy = GEOSGeom_clone_r(change->geos, face);
    if (!copy ||
        !mrs_grow((void **)&kept->items, &kept->capacity, kept->count, sizeof *kept->items)) {
        GEOSGeom_destroy_r(change->geos, copy);
        return mrs_fail_memory(error);
    }
    kept->items[kept->count] = (changed_face){copy, holder[0], holder[1], kept->count};
    kept->count++;
    return MARSAD_OK;
}

/* ---- joining ------------------------------------------------------------------------------- */

typedef struct taking {
    mrs_change *change;
    size_t from, to;
    bool memory_out;
} taking;

static void *copy_into(mrs_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = mrs_arena_alloc(arena, count, size);
    return copy ? memcpy(copy, items, count * size) : NULL;
}

static bool take_piece(void *context, const mrs_rings *rings, const GEOSGeometry *polygon)
{
    taking *t = context;
    mrs_change *change = t->change;
    if (is_sliver(change, polygon)) {
        return true;
    }
    mrs_change_piece piece = {.from = t->from, .to = t->to, .area_m2 = mrs_rings_area(rings)};
    piece.ring_count = rings->ring_count;
    piece.point_count = rings->point_count;
    piece.points =
        copy_into(change->arena, rings->points, rings->point_count, sizeof *rings->points);
    piece.ends = copy_into(change->arena, rings->ends, rings->ring_count, sizeof *rings->ends);
    piece.polygon = GEOSGeom_clone_r(change->geos, polygon);
    if (!piece.points || !piece.ends || !piece.polygon ||
        !mrs_grow((void **)&change->pieces, &change->piece_capacity, change->piece_count,
                  sizeof *change->pieces)) {
        GEOSGeom_destroy_r(change->geos, piece.polygon);
        t->memory_out = true;
        return false;
    }
    change->pieces[change->piece_count++] = piece;
    return true;
}

/* Joins faces of the same change, which share whole edges, and takes what comes of them. */
static marsad_status join_faces(mrs_change *change, changed_face *same, size_t count,
                                marsad_error *error)
{
    GEOSContextHandle_t geos = change->geos;
    GEOSGeometry **parts = mrs_alloc(count, sizeof(GEOSGeometry *));
    if (!parts) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        parts[i] = same[i].polygon;
        same[i].polygon = NULL;
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, (unsigned)count);
    mrs_free(parts);
    GEOSGeometry *joined = all ? GEOSCoverageUnion_r(geos, all) : NULL;
    if (all && !joined) {
        joined = GEOSUnaryUnion_r(geos, all);
    }
    taking t = {.change = change, .from = same[0].from, .to = same[0].to};
    bool done = joined && mrs_plane_each_polygon(change->plane, joined, take_piece, &t);
    GEOSGeom_destroy_r(geos, joined);
    GEOSGeom_destroy_r(geos, all);
    return done           ? MARSAD_OK
           : t.memory_out ? mrs_fail_memory(error)
                          : mrs_change_fail_geos(error, "join the ground that changed hands");
}

static int by_change(const void *a, const void *b)
{
    const changed_face *first = a;
    const changed_face *second = b;
    if (first->from != second->from) {
        return first->from < second->from ? -1 : 1;
    }
    if (first->to != second->to) {
        return first->to < second->to ? -1 : 1;
    }
    return first->order < second->order ? -1 : 1;
}

static marsad_status join_all(mrs_change *change, faces *kept, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    if (kept->count > 0) {
        qsort(kept->items, kept->count, sizeof *kept->items, by_change);
    }
    for (size_t first = 0, end; !status && first < kept->count; first = end) {
        const changed_face *face = &kept->items[first];
        for (end = first + 1; end < kept->count && kept->items[end].from == face->from &&
                              kept->items[end].to == face->to;
             end++) {
        }
        status = join_faces(change, &kept->items[first], end - first, error);
    }
    return status;
}

/* The largest first; alike ones by where they begin. */
static int by_area(const void *a, const void *b)
{
    const mrs_change_piece *first = a;
    const mrs_change_piece *second = b;
    if (first->area_m2 != second->area_m2) {
        return first->area_m2 > second->area_m2 ? -1 : 1;
    }
    marsad_lonlat p = first->points[0];
    marsad_lonlat q = second->points[0];
    return p.lon != q.lon ? (p.lon < q.lon ? -1 : 1) : (p.lat > q.lat) - (p.lat < q.lat);
}

marsad_status mrs_change_find_pieces(mrs_change *change, marsad_error *error)
{
    GEOSContextHandle_t geos = change->geos;
    GEOSGeometry *found = find_faces(change);
    if (!found) {
        return mrs_change_fail_geos(error, "overlay the two fronts");
    }
    faces kept = {0};
    marsad_status status = MARSAD_OK;
    int count = GEOSGetNumGeometries_r(geos, found);
    for (int i = 0; !status && i < count; i++) {
        status = keep_if_changed(change, GEOSGetGeometryN_r(geos, found, i), &kept, error);
    }
    GEOSGeom_destroy_r(geos, found);
    status = status ? status : join_all(change, &kept, error);
    for (size_t i = 0; i < kept.count; i++) {
        GEOSGeom_destroy_r(geos, kept.items[i].polygon);
    }
    mrs_free(kept.items);
    if (!status && change->piece_count > 1) {
        qsort(change->pieces, change->piece_count, sizeof *change->pieces, by_area);
    }
    return status;
}
