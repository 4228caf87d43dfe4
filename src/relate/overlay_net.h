/**
 * Areas overlaid: the faces into which their boundaries divide the plane, and the edges between.
 *
 * Coordinates stand on a grid of a millimetre, so that what was the same point stays one. A vertex
 * knows whether it was drawn, was put on a long edge to keep it to its geodesic, or came from the
 * crossing of two edges.
 */
#ifndef MARSAD_RELATE_OVERLAY_NET_H
#define MARSAD_RELATE_OVERLAY_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/plane.h"

/** Metres between the lines of the grid. */
#define MRS_NET_GRID_M 0.001

typedef enum mrs_vertex_kind {
    MRS_VERTEX_TRACED = 0, /* lies on a geodesic between two others */
    MRS_VERTEX_CROSSING,
    MRS_VERTEX_DRAWN
} mrs_vertex_kind;

typedef struct mrs_net_vertex {
    int64_t column, row; /* of the grid */
    double x, y;
    marsad_lonlat at;
    mrs_vertex_kind kind;
    unsigned edges; /* sides of the mapped rectangle on which it lies, as bits */
} mrs_net_vertex;

/** What stands for the face around all others. */
#define MRS_NET_OUTSIDE ((size_t)-1)

/** An edge between two faces, as the face to its left sees it. */
typedef struct mrs_net_edge {
    size_t from, to;    /* vertices */
    size_t left, right; /* faces; the right one may be MRS_NET_OUTSIDE */
} mrs_net_edge;

typedef struct mrs_net_face {
    const GEOSGeometry *polygon; /* the net's */
    double area_m2, perimeter_m; /* in the plane */
    size_t label;                /* given by the user of the net */
} mrs_net_face;

typedef struct mrs_net {
    const mrs_plane *plane;
    GEOSContextHandle_t geos;
    mrs_net_vertex *vertices;
    size_t vertex_count, vertex_capacity;
    size_t *slots; /* hash table of vertices, index + 1 */
    size_t slot_count;
    GEOSGeometry *polygons; /* a collection */
    mrs_net_face *faces;
    size_t face_count;
    mrs_net_edge *edges; /* each once */
    size_t edge_count, edge_capacity;
} mrs_net;

/** Started with `mrs_net net = {.plane = plane, .geos = mrs_plane_geos(plane)};`. */
void mrs_net_clear(mrs_net *net);

/** The vertex at a point of the plane, which is added if there is none; one that is drawn stays so.
 *  `at` may be NULL: it is then taken back from the plane. MRS_NET_OUTSIDE if memory is out. */
size_t mrs_net_vertex_at(mrs_net *net, double x, double y, mrs_vertex_kind kind,
                         const marsad_lonlat *at);

/** Divides the plane by `lines`, any geometry of lines; what it was divided by before is forgotten.
 *  MARSAD_ERR_LIBRARY if GEOS cannot. */
marsad_status mrs_net_divide(mrs_net *net, const GEOSGeometry *lines, marsad_error *error);

/** The vertices along a ring of a polygon, `outer` or a hole, in the direction that has the polygon
 *  to the left; the last is the first. Points that are no vertices yet are added. To be freed with
 *  mrs_free(); NULL if memory is out or the ring is none. */
size_t *mrs_net_walk(mrs_net *net, const GEOSGeometry *ring, bool outer, size_t *count);

/** Faces joined where they touch: one geometry, to be destroyed; NULL if that cannot be done. */
GEOSGeometry *mrs_net_join(const mrs_net *net, const size_t *faces, size_t count);

#endif
