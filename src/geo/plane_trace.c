#include "geo/plane_trace.h"

#include <math.h>

#include "base/memory.h"

/* How far an edge of the plane may lie from its geodesic, on the ground. */
static const double TOLERANCE_M = 0.5;
static const double RADIUS_M = 6371000;
/* Where the bound on curvature holds: a distance in the plane of less than 80 degrees. */
static const double BOUNDED_M = 1.28 * 6371000;
static const double COARSEST_M = 100000; /* of an edge that is judged by its middle */
enum { DEEPEST = 24 };

typedef struct place {
    marsad_lonlat at;
    double x, y;
} place;

static void add(mrs_trace *trace, const place *p)
{
    if (trace->failed ||
        !mrs_grow((void **)&trace->xy, &trace->capacity, trace->count, 2 * sizeof *trace->xy)) {
        trace->failed = true;
        return;
    }
    trace->xy[2 * trace->count] = p->x;
    trace->xy[2 * trace->count + 1] = p->y;
    trace->count++;
}

static place project(const mrs_plane *plane, marsad_lonlat at, mrs_trace *trace)
{
    place p = {.at = at};
    if (!mrs_plane_forward(plane, at, &p.x, &p.y)) {
        trace->failed = true;
    }
    return p;
}

/*
 * Whether the straight edge surely keeps to its geodesic. At a small distance c from the centre a
 * great circle is bent in this plane by at most 3c/4 (in radii), by less than that share farther
 * out, as follows from tan c cos t = tan c0 and rho = 2 sin(c/2); taken twice here, for the
 * ellipsoid and for edges that lie askew. The rise of an arc is its curvature times an eighth of
 * its chord's square.
 */
static bool is_straight(const place *a, const place *b)
{
    double chord = hypot(a->x - b->x, a->y - b->y);
    double farthest = fmax(hypot(a->x, a->y), hypot(b->x, b->y)) + chord;
    double curvature = 1.5 * farthest / (RADIUS_M * RADIUS_M);
    return farthest <= BOUNDED_M && curvature * chord * chord / 8 <= TOLERANCE_M;
}

/* Whether a short edge is seen to pass its geodesic's middle closely: half of what is tolerated,
 * for the arc may rise beside its middle. */
static bool passes(const place *a, const place *b, const place *middle)
{
    double chord = hypot(b->x - a->x, b->y - a->y);
    double cross = (b->x - a->x) * (middle->y - a->y) - (b->y - a->y) * (middle->x - a->x);
    return chord <= COARSEST_M && fabs(cross) <= chord * TOLERANCE_M / 2;
}

/* From the same end whichever way the edge is walked, so that the rounding is the same too. */
static place middle_of(const mrs_plane *plane, const place *a, const place *b, mrs_trace *trace)
{
    bool swap = a->at.lon > b->at.lon || (a->at.lon == b->at.lon && a->at.lat > b->at.lat);
    marsad_lonlat from = swap ? b->at : a->at;
    marsad_lonlat to = swap ? a->at : b->at;
    const mrs_earth *earth = mrs_plane_earth(plane);
    marsad_geodesic line = mrs_earth_between(earth, from, to);
    marsad_lonlat half = mrs_earth_point(earth, from, line.azimuth_deg, line.distance_m / 2);
    return project(plane, half, trace);
}

/* Adds what must lie between the ends of an edge, and its second end. */
static void trace_edge(const mrs_plane *plane, const place *a, const place *b, int depth,
                       mrs_trace *trace)
{
    if (trace->failed || depth == DEEPEST || is_straight(a, b)) {
        add(trace, b);
        return;
    }
    place middle = middle_of(plane, a, b, trace);
    if (passes(a, b, &middle)) {
        add(trace, b);
        return;
    }
    trace_edge(plane, a, &middle, depth + 1, trace);
    trace_edge(plane, &middle, b, depth + 1, trace);
}

void mrs_trace_path(const mrs_plane *plane, const marsad_lonlat *points, size_t count, bool closed,
                    mrs_trace *trace)
{
    if (count == 0) {
        return;
    }
    place first = project(plane, points[0], trace);
    place last = first;
    add(trace, &first);
    for (size_t i = 1; i < count; i++) {
        place next = project(plane, points[i], trace);
        trace_edge(plane, &last, &next, 0, trace);
        last = next;
    }
    if (closed) {
        trace_edge(plane, &last, &first, 0, trace);
    }
}
