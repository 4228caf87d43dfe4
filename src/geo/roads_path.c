#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/roads.h"

#define NO_EDGE SIZE_MAX

/* Where a point comes to a road. */
typedef struct snap {
    size_t edge; /* NO_EDGE where there are no roads at all */
    double gap_m;
    double along_m; /* from the edge's first vertex */
    marsad_lonlat at;
} snap;

/* ---- from a point to a road ---------------------------------------------------------------- */

static snap find_snap(const marsad_roads *roads, marsad_lonlat point)
{
    mrs_vector3 here = mrs_in_space(&roads->earth, point);
    snap best = {.edge = NO_EDGE, .gap_m = INFINITY};
    for (size_t i = 0; i < roads->edge_count; i++) {
        const mrs_road_edge *edge = &roads->edges[i];
        const mrs_road_vertex *from = &roads->vertices[edge->from];
        /* No point of the edge is nearer than this: a chord is never longer than a geodesic. */
        if (edge->road == MRS_ROAD_NONE ||
            mrs_chord(from->space, here) - edge->length_m > best.gap_m) {
            continue;
        }
        marsad_lonlat at = mrs_segment_foot(&roads->earth, from->at, roads->vertices[edge->to].at,
                                            edge->length_m, point);
        double gap = mrs_earth_between(&roads->earth, point, at).distance_m;
        if (gap < best.gap_m) {
            double along = mrs_earth_between(&roads->earth, from->at, at).distance_m;
            best = (snap){i, gap, fmin(along, edge->length_m), at};
        }
    }
    return best;
}

static marsad_status snap_within(const marsad_roads *roads, marsad_lonlat point, double snap_m,
                                 snap *out, marsad_error *error)
{
    *out = find_snap(roads, point);
    if (out->edge != NO_EDGE && out->gap_m <= snap_m) {
        return MARSAD_OK;
    }
    return mrs_fail(error, MARSAD_ERR_NOT_FOUND,
                    "no road of the basemap comes within %.0f m of %.4f, %.4f", snap_m, point.lon,
                    point.lat);
}

/* ---- the shortest way: E. W. Dijkstra, Numer. Math. 1, 269-271, 1959 ------------------------ */

typedef struct queued {
    double length_m;
    size_t vertex;
} queued;

typedef struct search {
    const marsad_roads *roads;
    double *length_m; /* of the shortest way found to each vertex; INFINITY at first */
    size_t *came_by;  /* the edge it came by; NO_EDGE at a start */
    queued *heap;
    size_t heap_count, heap_capacity;
} search;

static bool before(queued a, queued b)
{
    return a.length_m != b.length_m ? a.length_m < b.length_m : a.vertex < b.vertex;
}

static bool push(search *s, queued item)
{
    if (!mrs_grow((void **)&s->heap, &s->heap_capacity, s->heap_count, sizeof *s->heap)) {
        return false;
    }
    size_t i = s->heap_count++;
    for (; i > 0 && before(item, s->heap[(i - 1) / 2]); i = (i - 1) / 2) {
        s->heap[i] = s->heap[(i - 1) / 2];
    }
    s->heap[i] = item;
    return true;
}

static queued pop(search *s)
{
    queued top = s->heap[0];
    queued last = s->heap[--s->heap_count];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < s->heap_count; i = child) {
        if (child + 1 < s->heap_count && before(s->heap[child + 1], s->heap[child])) {
            child++;
        }
        if (!before(s->heap[child], last)) {
            break;
        }
        s->heap[i] = s->heap[child];
    }
    s->heap[i] = last;
    return top;
}

static bool reach(search *s, size_t vertex, double length_m, size_t edge)
{
    if (length_m >= s->length_m[vertex]) {
        return true;
    }
    s->length_m[vertex] = length_m;
    s->came_by[vertex] = edge;
    return push(s, (queued){length_m, vertex});
}

static size_t other_end(const mrs_road_edge *edge, size_t vertex)
{
    return edge->from == vertex ? edge->to : edge->from;
}

static bool spread(search *s, queued from)
{
    const marsad_roads *roads = s->roads;
    for (size_t i = roads->starts[from.vertex]; i < roads->starts[from.vertex + 1]; i++) {
        const mrs_road_edge *edge = &roads->edges[roads->incident[i]];
        if (!reach(s, other_end(edge, from.vertex), from.length_m + edge->length_m,
                   roads->incident[i])) {
            return false;
        }
    }
    return true;
}

/* The length by way of the nearer end of the goal's edge, which `*last` becomes. */
static double length_to(const search *s, const snap *goal, size_t *last)
{
    const mrs_road_edge *edge = &s->roads->edges[goal->edge];
    double by_from = s->length_m[edge->from] + goal->along_m;
    double by_to = s->length_m[edge->to] + edge->length_m - goal->along_m;
    *last = by_from <= by_to ? edge->from : edge->to;
    return fmin(by_from, by_to);
}

/* Runs until no vertex that is left could shorten the way to the goal. */
static bool run(search *s, const snap *start, const snap *goal)
{
    const mrs_road_edge *edge = &s->roads->edges[start->edge];
    if (!reach(s, edge->from, start->along_m, NO_EDGE) ||
        !reach(s, edge->to, edge->length_m - start->along_m, NO_EDGE)) {
        return false;
    }
    size_t last;
    while (s->heap_count) {
        queued next = pop(s);
        if (next.length_m >= length_to(s, goal, &last)) {
            break;
        }
        if (next.length_m <= s->length_m[next.vertex] && !spread(s, next)) {
            return false;
        }
    }
    return true;
}

static marsad_status start_search(search *s, const marsad_roads *roads, marsad_error *error)
{
    *s = (search){.roads = roads,
                  .length_m = mrs_alloc(roads->vertex_count, sizeof *s->length_m),
                  .came_by = mrs_alloc(roads->vertex_count, sizeof *s->came_by)};
    if (!s->length_m || !s->came_by) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < roads->vertex_count; i++) {
        s->length_m[i] = INFINITY;
        s->came_by[i] = NO_EDGE;
    }
    return MARSAD_OK;
}

static void end_search(search *s)
{
    mrs_free(s->length_m);
    mrs_free(s->came_by);
    mrs_free(s->heap);
}

/* ---- the way as a path --------------------------------------------------------------------- */

/* Room for what a way of so many edges can come to. */
static marsad_status reserve(marsad_road_path *path, size_t edges, marsad_error *error)
{
    path->points = mrs_alloc(edges + 2, sizeof *path->points);
    path->along_m = mrs_alloc(edges + 2, sizeof *path->along_m);
    path->roads = mrs_alloc(edges + 2, sizeof *path->roads);
    return path->points && path->along_m && path->roads ? MARSAD_OK : mrs_fail_memory(error);
}

static bool same_road(const marsad_road_stretch *stretch, const mrs_road *road)
{
    return strcmp(stretch->name, road->name) == 0 && strcmp(stretch->name_ar, road->name_ar) == 0;
}

static marsad_status note_road(marsad_road_path *path, const mrs_road *road, double length_m,
                               marsad_error *error)
{
    marsad_road_stretch *last = path->road_count ? &path->roads[path->road_count - 1] : NULL;
    if (!last || !same_road(last, road)) {
        last = &path->roads[path->road_count++];
        last->name = mrs_strdup(road->name);
        last->name_ar = mrs_strdup(road->name_ar);
        if (!last->name || !last->name_ar) {
            return mrs_fail_memory(error);
        }
    }
    last->length_m += length_m;
    last->schematic = last->schematic || road->schematic;
    path->schematic = path->schematic || road->schematic;
    return MARSAD_OK;
}

/* Goes on to `at` by an edge of `road`. */
static marsad_status go(marsad_road_path *path, const marsad_roads *roads, marsad_lonlat at,
                        size_t road, marsad_error *error)
{
    const double nothing_m = 1e-5; /* what rounding leaves between a foot and the vertex it is */
    if (path->count == 0) {
        path->points[path->count++] = at;
        return MARSAD_OK;
    }
    double step = mrs_earth_between(&roads->earth, path->points[path->count - 1], at).distance_m;
    if (step < nothing_m) {
        return MARSAD_OK;
    }
    path->length_m += step;
    path->points[path->count] = at;
    path->along_m[path->count++] = path->length_m;
    return road == MRS_ROAD_NONE ? MARSAD_OK : note_road(path, &roads->roads[road], step, error);
}

/* The edges from the start to the vertex `last`, in their order; their number in `*count`. */
static size_t *trace(const search *s, size_t last, size_t *count)
{
    size_t vertex = last;
    *count = 0;
    for (; s->came_by[vertex] != NO_EDGE; (*count)++) {
        vertex = other_end(&s->roads->edges[s->came_by[vertex]], vertex);
    }
    size_t *edges = mrs_alloc(*count, sizeof *edges);
    vertex = last;
    for (size_t i = *count; edges && i > 0; i--) {
        edges[i - 1] = s->came_by[vertex];
        vertex = other_end(&s->roads->edges[s->came_by[vertex]], vertex);
    }
    return edges;
}

/* The vertex from which the way to `last` by these edges sets out. */
static size_t first_vertex(const search *s, const size_t *edges, size_t count, size_t last)
{
    for (size_t i = count; i > 0; i--) {
        last = other_end(&s->roads->edges[edges[i - 1]], last);
    }
    return last;
}

static marsad_status follow(const search *s, const snap *start, const snap *goal, size_t last,
                            marsad_road_path *path, marsad_error *error)
{
    const marsad_roads *roads = s->roads;
    size_t count;
    size_t *edges = trace(s, last, &count);
    if (!edges) {
        return mrs_fail_memory(error);
    }
    size_t vertex = first_vertex(s, edges, count, last);
    marsad_status status = reserve(path, count + 2, error);
    if (!status) {
        status = go(path, roads, start->at, MRS_ROAD_NONE, error);
    }
    if (!status) {
        size_t road = roads->edges[start->edge].road;
        status = go(path, roads, roads->vertices[vertex].at, road, error);
    }
    for (size_t i = 0; !status && i < count; i++) {
        const mrs_road_edge *edge = &roads->edges[edges[i]];
        vertex = other_end(edge, vertex);
        status = go(path, roads, roads->vertices[vertex].at, edge->road, error);
    }
    if (!status) {
        status = go(path, roads, goal->at, roads->edges[goal->edge].road, error);
    }
    mrs_free(edges);
    return status;
}

/* Both ends on one edge: the way that never leaves it, which a search by vertices cannot see. */
static marsad_status stay(const marsad_roads *roads, const snap *start, const snap *goal,
                          marsad_road_path *path, marsad_error *error)
{
    marsad_status status = reserve(path, 0, error);
    if (!status) {
        status = go(path, roads, start->at, MRS_ROAD_NONE, error);
    }
    return status ? status : go(path, roads, goal->at, roads->edges[goal->edge].road, error);
}

static marsad_status find_way(const marsad_roads *roads, const snap *start, const snap *goal,
                              marsad_road_path *path, marsad_error *error)
{
    /* An edge is a geodesic: no other way between two of its points is shorter. */
    if (start->edge == goal->edge) {
        return stay(roads, start, goal, path, error);
    }
    search s;
    marsad_status status = start_search(&s, roads, error);
    if (!status && !run(&s, start, goal)) {
        status = mrs_fail_memory(error);
    }
    if (!status) {
        size_t last;
        if (isinf(length_to(&s, goal, &last))) {
            status = mrs_fail(error, MARSAD_ERR_NOT_FOUND,
                              "the roads of the basemap do not connect %.4f, %.4f and %.4f, %.4f",
                              start->at.lon, start->at.lat, goal->at.lon, goal->at.lat);
        } else {
            status = follow(&s, start, goal, last, path, error);
        }
    }
    end_search(&s);
    return status;
}

marsad_status marsad_roads_between(const marsad_roads *roads, marsad_lonlat from, marsad_lonlat to,
                                   double snap_m, marsad_road_path *out, marsad_error *error)
{
    *out = (marsad_road_path){0};
    if (!marsad_lonlat_valid(from) || !marsad_lonlat_valid(to)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "a point's coordinates are out of range");
    }
    if (!(snap_m >= 0)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the distance to the nearest road must be 0 metres or more");
    }
    snap start = {0};
    snap goal = {0};
    marsad_status status = snap_within(roads, from, snap_m, &start, error);
    if (!status) {
        status = snap_within(roads, to, snap_m, &goal, error);
    }
    if (!status) {
        out->from_snap_m = start.gap_m;
        out->to_snap_m = goal.gap_m;
        status = find_way(roads, &start, &goal, out, error);
    }
    if (status) {
        marsad_road_path_clear(out);
    }
    return status;
}

/* ---- the path ------------------------------------------------------------------------------ */

marsad_lonlat marsad_road_path_point(const marsad_road_path *path, double distance_m)
{
    if (!(distance_m > 0) || path->count < 2) {
        return path->points[0];
    }
    if (distance_m >= path->length_m) {
        return path->points[path->count - 1];
    }
    size_t low = 0; /* along_m[low] <= distance_m < along_m[high] */
    size_t high = path->count - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (path->along_m[middle] <= distance_m) {
            low = middle;
        } else {
            high = middle;
        }
    }
    marsad_geodesic leg = marsad_geodesic_between(path->points[low], path->points[high]);
    return marsad_geodesic_point(path->points[low], leg.azimuth_deg,
                                 distance_m - path->along_m[low]);
}

void marsad_road_path_clear(marsad_road_path *path)
{
    if (!path) {
        return;
    }
    for (size_t i = 0; i < path->road_count; i++) {
        mrs_free(path->roads[i].name);
        mrs_free(path->roads[i].name_ar);
    }
    mrs_free(path->roads);
    mrs_free(path->points);
    mrs_free(path->along_m);
    *path = (marsad_road_path){0};
}
