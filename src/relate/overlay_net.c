#include "relate/overlay_net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"

static void forget_faces(mrs_net *net)
{
    if (net->polygons) {
        GEOSGeom_destroy_r(net->geos, net->polygons);
    }
    mrs_free(net->faces);
    mrs_free(net->edges);
    net->polygons = NULL;
    net->faces = NULL;
    net->edges = NULL;
    net->face_count = net->edge_count = net->edge_capacity = 0;
}

void mrs_net_clear(mrs_net *net)
{
    forget_faces(net);
    mrs_free(net->vertices);
    mrs_free(net->slots);
}

/* ---- vertices ------------------------------------------------------------------------------ */

static int64_t grid_line(double value)
{
    return llround(value / MRS_NET_GRID_M);
}

static double snap(double value)
{
    return (double)grid_line(value) * MRS_NET_GRID_M;
}

static size_t hash(int64_t column, int64_t row)
{
    uint64_t mixed = (uint64_t)column * 0x9E3779B97F4A7C15U ^ (uint64_t)row * 0xC2B2AE3D27D4EB4FU;
    return (size_t)(mixed ^ mixed >> 29);
}

/* The slot where the vertex is, or where it would be. */
static size_t *slot_of(const mrs_net *net, int64_t column, int64_t row)
{
    size_t i = hash(column, row) & (net->slot_count - 1);
    while (net->slots[i]) {
        const mrs_net_vertex *v = &net->vertices[net->slots[i] - 1];
        if (v->column == column && v->row == row) {
            break;
        }
        i = (i + 1) & (net->slot_count - 1);
    }
    return &net->slots[i];
}

/* Keeps at least half of the slots free. */
static bool make_slots(mrs_net *net)
{
    if (net->slot_count > 2 * net->vertex_count + 2) {
        return true;
    }
    size_t *old = net->slots;
    size_t count = net->slot_count ? 4 * net->slot_count : 256;
    size_t *slots = mrs_alloc(count, sizeof *slots);
    if (!slots) {
        return false;
    }
    net->slots = slots;
    net->slot_count = count;
    for (size_t i = 0; i < net->vertex_count; i++) {
        *slot_of(net, net->vertices[i].column, net->vertices[i].row) = i + 1;
    }
    mrs_free(old);
    return true;
}

static bool add_vertex(mrs_net *net, mrs_net_vertex v)
{
    if (!mrs_grow((void **)&net->vertices, &net->vertex_capacity, net->vertex_count,
                  sizeof *net->vertices)) {
        return false;
    }
    net->vertices[net->vertex_count++] = v;
    return true;
}

size_t mrs_net_vertex_at(mrs_net *net, double x, double y, mrs_vertex_kind kind,
                         const marsad_lonlat *at)
{
    mrs_net_vertex v = {.column = grid_line(x), .row = grid_line(y), .kind = kind};
    if (!make_slots(net)) {
        return MRS_NET_OUTSIDE;
    }
    size_t *slot = slot_of(net, v.column, v.row);
    if (*slot) {
        mrs_net_vertex *known = &net->vertices[*slot - 1];
        if (kind == MRS_VERTEX_DRAWN && known->kind != MRS_VERTEX_DRAWN) {
            known->kind = kind;
            known->at = *at;
        }
        return *slot - 1;
    }
    v.x = snap(x);
    v.y = snap(y);
    v.at = at ? *at : mrs_plane_back(net->plane, x, y);
    if (!add_vertex(net, v)) {
        return MRS_NET_OUTSIDE;
    }
    *slot = net->vertex_count;
    return net->vertex_count - 1;
}

/* ---- faces and edges ----------------------------------------------------------------------- */

static marsad_status fail_overlay(marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_LIBRARY, "GEOS cannot overlay the areas of the front");
}

static bool add_edge(mrs_net *net, size_t from, size_t to, size_t face)
{
    if (!mrs_grow((void **)&net->edges, &net->edge_capacity, net->edge_count, sizeof *net->edges)) {
        return false;
    }
    net->edges[net->edge_count++] = (mrs_net_edge){from, to, face, MRS_NET_OUTSIDE};
    return true;
}

static void turn_round(size_t *items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        size_t other = items[count - 1 - i];
        items[count - 1 - i] = items[i];
        items[i] = other;
    }
}

size_t *mrs_net_walk(mrs_net *net, const GEOSGeometry *ring, bool outer, size_t *count)
{
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(net->geos, ring);
    unsigned size = 0;
    char ccw = 0;
    if (!points || !GEOSCoordSeq_getSize_r(net->geos, points, &size) || size < 4 ||
        !GEOSCoordSeq_isCCW_r(net->geos, points, &ccw)) {
        return NULL;
    }
    size_t *vertices = mrs_alloc(size, sizeof *vertices);
    for (unsigned i = 0; vertices && i < size; i++) {
        double x;
        double y;
        size_t v = GEOSCoordSeq_getXY_r(net->geos, points, i, &x, &y)
                       ? mrs_net_vertex_at(net, x, y, MRS_VERTEX_CROSSING, NULL)
                       : MRS_NET_OUTSIDE;
        if (v == MRS_NET_OUTSIDE) {
            mrs_free(vertices);
            return NULL;
        }
        vertices[i] = v;
    }
    if (vertices && (ccw == 1) != outer) {
        turn_round(vertices, size);
    }
    *count = size;
    return vertices;
}

/* Adds the ring's edges, with the face to their left. */
static bool add_ring(mrs_net *net, const GEOSGeometry *ring, bool outer, size_t face)
{
    size_t count;
    size_t *vertices = mrs_net_walk(net, ring, outer, &count);
    bool ok = vertices != NULL;
    for (size_t i = 1; ok && i < count; i++) {
        ok = add_edge(net, vertices[i - 1], vertices[i], face);
    }
    mrs_free(vertices);
    return ok;
}

static bool add_face(mrs_net *net, const GEOSGeometry *polygon)
{
    mrs_net_face *face = &net->faces[net->face_count];
    size_t index = net->face_count++;
    face->polygon = polygon;
    if (!GEOSArea_r(net->geos, polygon, &face->area_m2) ||
        !GEOSLength_r(net->geos, polygon, &face->perimeter_m) ||
        !add_ring(net, GEOSGetExteriorRing_r(net->geos, polygon), true, index)) {
        return false;
    }
    int holes = GEOSGetNumInteriorRings_r(net->geos, polygon);
    for (int i = 0; i < holes; i++) {
        if (!add_ring(net, GEOSGetInteriorRingN_r(net->geos, polygon, i), false, index)) {
            return false;
        }
    }
    return true;
}

static size_t least(const mrs_net_edge *e)
{
    return e->from < e->to ? e->from : e->to;
}

static size_t most(const mrs_net_edge *e)
{
    return e->from < e->to ? e->to : e->from;
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_ends(const void *first, const void *second)
{
    const mrs_net_edge *a = first;
    const mrs_net_edge *b = second;
    int order = compare_sizes(least(a), least(b));
    order = order ? order : compare_sizes(most(a), most(b));
    return order ? order : compare_sizes(a->from, b->from);
}

/* Every edge was added by each of its faces, in either direction: makes one of the two. */
static void join_edges(mrs_net *net)
{
    if (net->edge_count == 0) {
        return;
    }
    qsort(net->edges, net->edge_count, sizeof *net->edges, by_ends);
    size_t kept = 0;
    for (size_t i = 1; i < net->edge_count; i++) {
        mrs_net_edge *last = &net->edges[kept];
        const mrs_net_edge *edge = &net->edges[i];
        if (least(last) == least(edge) && most(last) == most(edge)) {
            last->right = edge->left;
        } else {
            net->edges[++kept] = *edge;
        }
    }
    net->edge_count = kept + 1;
}

static bool read_faces(mrs_net *net)
{
    int count = GEOSGetNumGeometries_r(net->geos, net->polygons);
    net->faces = mrs_alloc(count > 0 ? (size_t)count : 1, sizeof *net->faces);
    if (!net->faces) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (!add_face(net, GEOSGetGeometryN_r(net->geos, net->polygons, i))) {
            return false;
        }
    }
    join_edges(net);
    return true;
}

marsad_status mrs_net_divide(mrs_net *net, const GEOSGeometry *lines, marsad_error *error)
{
    forget_faces(net);
    GEOSGeometry *noded = GEOSUnaryUnionPrec_r(net->geos, lines, MRS_NET_GRID_M);
    if (!noded) {
        return fail_overlay(error);
    }
    const GEOSGeometry *parts[] = {noded};
    net->polygons = GEOSPolygonize_r(net->geos, parts, 1);
    GEOSGeom_destroy_r(net->geos, noded);
    if (!net->polygons) {
        return fail_overlay(error);
    }
    return read_faces(net) ? MARSAD_OK : mrs_fail_memory(error);
}

static GEOSGeometry *join_parts(GEOSContextHandle_t geos, GEOSGeometry **parts, size_t count)
{
    if (count == 1) {
        return parts[0];
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, (unsigned)count);
    GEOSGeometry *joined = all ? GEOSCoverageUnion_r(geos, all) : NULL;
    GEOSGeom_destroy_r(geos, all);
    return joined;
}

GEOSGeometry *mrs_net_join(const mrs_net *net, const size_t *faces, size_t count)
{
    size_t copied = 0;
    GEOSGeometry **parts = mrs_alloc(count, sizeof(GEOSGeometry *));
    GEOSGeometry *joined = NULL;
    while (parts && copied < count &&
           (parts[copied] = GEOSGeom_clone_r(net->geos, net->faces[faces[copied]].polygon))) {
        copied++;
    }
    if (parts && copied == count) {
        joined = join_parts(net->geos, parts, count);
        copied = 0; /* they are taken over */
    }
    for (size_t i = 0; i < copied; i++) {
        GEOSGeom_destroy_r(net->geos, parts[i]);
    }
    mrs_free(parts);
    return joined;
}
