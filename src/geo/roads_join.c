#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/roads.h"

static marsad_status add_edge(marsad_roads *roads, size_t from, size_t to, size_t road,
                              marsad_error *error)
{
    if (!mrs_grow((void **)&roads->edges, &roads->edge_capacity, roads->edge_count,
                  sizeof *roads->edges)) {
        return mrs_fail_memory(error);
    }
    double length =
        mrs_earth_between(&roads->earth, roads->vertices[from].at, roads->vertices[to].at)
            .distance_m;
    roads->edges[roads->edge_count++] = (mrs_road_edge){from, to, length, road};
    return MARSAD_OK;
}

static marsad_status add_segments(marsad_roads *roads, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; i < roads->line_count; i++) {
        const mrs_road_line *line = &roads->lines[i];
        for (size_t v = line->first; !status && v + 1 < line->end; v++) {
            status = add_edge(roads, v, v + 1, line->road, error);
        }
    }
    return status;
}

/* ---- vertices near vertices ---------------------------------------------------------------- */

typedef struct by_latitude {
    double lat;
    size_t vertex;
} by_latitude;

static int compare_latitudes(const void *a, const void *b)
{
    const by_latitude *left = a;
    const by_latitude *right = b;
    if (left->lat != right->lat) {
        return left->lat < right->lat ? -1 : 1;
    }
    return (left->vertex > right->vertex) - (left->vertex < right->vertex);
}

/* A road may come back to a point of its own; else its vertices are not joined among themselves,
 * for a finely drawn one has many within the tolerance. */
static bool should_join(const mrs_road_vertex *a, const mrs_road_vertex *b)
{
    if (a->line == b->line) {
        return a->at.lon == b->at.lon && a->at.lat == b->at.lat;
    }
    return mrs_chord(a->space, b->space) <= MRS_ROAD_JOIN_M;
}

/*
 * Near vertices are joined by short edges rather than made one, so that lengths stay true and no
 * chain of near vertices shrinks to a point. A sweep by latitude finds them.
 */
static marsad_status sweep(marsad_roads *roads, const by_latitude *order, bool *joined,
                           marsad_error *error)
{
    const double reach_deg = MRS_ROAD_JOIN_M / 110000; /* a degree of latitude is never shorter */
    size_t count = roads->vertex_count;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && order[j].lat - order[i].lat <= reach_deg; j++) {
            size_t a = order[i].vertex;
            size_t b = order[j].vertex;
            if (!should_join(&roads->vertices[a], &roads->vertices[b])) {
                continue;
            }
            joined[a] = joined[b] = true;
            marsad_status status = add_edge(roads, a, b, MRS_ROAD_NONE, error);
            if (status) {
                return status;
            }
        }
    }
    return MARSAD_OK;
}

static marsad_status join_vertices(marsad_roads *roads, bool *joined, marsad_error *error)
{
    by_latitude *order = mrs_alloc(roads->vertex_count, sizeof *order);
    if (!order) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < roads->vertex_count; i++) {
        order[i] = (by_latitude){roads->vertices[i].at.lat, i};
    }
    qsort(order, roads->vertex_count, sizeof *order, compare_latitudes);
    marsad_status status = sweep(roads, order, joined, error);
    mrs_free(order);
    return status;
}

/* ---- ends near lines ----------------------------------------------------------------------- */

/* The edge that an end comes nearest to, within the tolerance and of another line. */
typedef struct landing {
    size_t edge;
    double distance_m; /* above the tolerance: there is none */
    marsad_lonlat at;
} landing;

static landing find_landing(const marsad_roads *roads, size_t end)
{
    const mrs_road_vertex *v = &roads->vertices[end];
    landing best = {.distance_m = INFINITY};
    for (size_t i = 0; i < roads->edge_count; i++) {
        const mrs_road_edge *edge = &roads->edges[i];
        const mrs_road_vertex *from = &roads->vertices[edge->from];
        if (edge->road == MRS_ROAD_NONE || from->line == v->line ||
            mrs_chord(from->space, v->space) > edge->length_m + MRS_ROAD_JOIN_M) {
            continue;
        }
        marsad_lonlat at = mrs_segment_foot(&roads->earth, from->at, roads->vertices[edge->to].at,
                                            edge->length_m, v->at);
        double distance = mrs_earth_between(&roads->earth, v->at, at).distance_m;
        if (distance < best.distance_m) {
            best = (landing){i, distance, at};
        }
    }
    return best;
}

/* Puts a vertex on the edge that the end comes near to, and joins the two. */
static marsad_status join_end(marsad_roads *roads, size_t end, marsad_error *error)
{
    landing found = find_landing(roads, end);
    if (found.distance_m > MRS_ROAD_JOIN_M) {
        return MARSAD_OK;
    }
    mrs_road_edge edge = roads->edges[found.edge];
    size_t middle = roads->vertex_count;
    marsad_status status =
        mrs_roads_add_vertex(roads, found.at, roads->vertices[edge.from].line, error);
    if (!status) {
        status = add_edge(roads, middle, edge.to, edge.road, error);
    }
    if (!status) {
        status = add_edge(roads, middle, end, MRS_ROAD_NONE, error);
    }
    if (!status) {
        mrs_road_edge *head = &roads->edges[found.edge];
        head->to = middle;
        head->length_m =
            mrs_earth_between(&roads->earth, roads->vertices[edge.from].at, found.at).distance_m;
    }
    return status;
}

static marsad_status join_ends(marsad_roads *roads, const bool *joined, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < roads->line_count; i++) {
        size_t first = roads->lines[i].first;
        size_t last = roads->lines[i].end - 1;
        if (!joined[first]) {
            status = join_end(roads, first, error);
        }
        if (!status && !joined[last]) {
            status = join_end(roads, last, error);
        }
    }
    return status;
}

/* ---- the graph ----------------------------------------------------------------------------- */

static marsad_status index_edges(marsad_roads *roads, marsad_error *error)
{
    size_t *starts = roads->starts = mrs_alloc(roads->vertex_count + 2, sizeof *starts);
    roads->incident = mrs_alloc(2 * roads->edge_count, sizeof *roads->incident);
    if (!starts || !roads->incident) {
        return mrs_fail_memory(error);
    }
    /* Counted two places on, so that filling moves each start to where it belongs. */
    for (size_t i = 0; i < roads->edge_count; i++) {
        starts[roads->edges[i].from + 2]++;
        starts[roads->edges[i].to + 2]++;
    }
    for (size_t v = 2; v < roads->vertex_count + 2; v++) {
        starts[v] += starts[v - 1];
    }
    for (size_t i = 0; i < roads->edge_count; i++) {
        roads->incident[starts[roads->edges[i].from + 1]++] = i;
        roads->incident[starts[roads->edges[i].to + 1]++] = i;
    }
    return MARSAD_OK;
}

marsad_status mrs_roads_join(marsad_roads *roads, marsad_error *error)
{
    bool *joined = mrs_alloc(roads->vertex_count, sizeof *joined);
    if (!joined) {
        return mrs_fail_memory(error);
    }
    marsad_status status = add_segments(roads, error);
    if (!status) {
        status = join_vertices(roads, joined, error);
    }
    if (!status) {
        status = join_ends(roads, joined, error);
    }
    if (!status) {
        status = index_edges(roads, error);
    }
    mrs_free(joined);
    return status;
}
