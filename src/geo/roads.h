/** The network of roads from inside: its graph, and the steps by which it is built. */
#ifndef MARSAD_GEO_ROADS_H
#define MARSAD_GEO_ROADS_H

#include <stdint.h>

#include "geo/earth.h"
#include "geo/segment.h"
#include "marsad/roads.h"

/** How near roads come to each other where they are joined. */
#define MRS_ROAD_JOIN_M 50.0

/** In place of a road: the short edge that joins two of them. */
#define MRS_ROAD_NONE SIZE_MAX

typedef struct mrs_road {
    char *name;
    char *name_ar;
    bool schematic;
} mrs_road;

typedef struct mrs_road_vertex {
    marsad_lonlat at;
    mrs_vector3 space;
    size_t line; /* that it was read with */
} mrs_road_vertex;

/** The vertices [first, end) of a line. */
typedef struct mrs_road_line {
    size_t first, end;
    size_t road;
} mrs_road_line;

/** A geodesic between two vertices, passable both ways. */
typedef struct mrs_road_edge {
    size_t from, to;
    double length_m;
    size_t road; /* MRS_ROAD_NONE for a join */
} mrs_road_edge;

struct marsad_roads {
    mrs_earth earth;
    mrs_road *roads;
    size_t road_count, road_capacity;
    mrs_road_line *lines;
    size_t line_count, line_capacity;
    mrs_road_vertex *vertices;
    size_t vertex_count, vertex_capacity;
    mrs_road_edge *edges;
    size_t edge_count, edge_capacity;
    size_t *starts;   /* of each vertex: where its edges begin in `incident`; one more at the end */
    size_t *incident; /* indices of edges */
};

/** Adds a vertex of `line`. */
marsad_status mrs_roads_add_vertex(marsad_roads *roads, marsad_lonlat at, size_t line,
                                   marsad_error *error);

/** Makes the graph of the lines that were read: edges, joins, and each vertex's edges. */
marsad_status mrs_roads_join(marsad_roads *roads, marsad_error *error);

#endif
