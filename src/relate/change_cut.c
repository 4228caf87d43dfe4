/*
 * Where maps were cut. Areas of control often end at a rectangle in degrees. Its northern and
 * southern sides are parallels, but edges are geodesics, which rise above the parallel of their
 * ends: the more, the farther apart these are. So two maps with the same cut, and corners at
 * different places along it, leave strips between them that are no change of hands.
 */
#include <math.h>

#include "geo/earth.h"
#include "relate/change.h"

static const double CLOSE_DEG = 1e-6;

/* The southernmost and northernmost latitude of a state's areas. */
static void find_latitudes(const marsad_front_state *state, mrs_change_cut *out)
{
    *out = (mrs_change_cut){.south = INFINITY, .north = -INFINITY};
    for (size_t i = 0; i < state->area_count; i++) {
        const marsad_front_area *area = &state->areas[i];
        for (size_t k = 0; k < area->ends[area->ring_count - 1]; k++) {
            out->south = fmin(out->south, area->points[k].lat);
            out->north = fmax(out->north, area->points[k].lat);
        }
    }
}

static void find_edge(marsad_lonlat a, marsad_lonlat b, mrs_change_cut *cut)
{
    double run = fabs(mrs_longitude_normalise(b.lon - a.lon));
    if (fabs(a.lat - cut->south) <= CLOSE_DEG && fabs(b.lat - cut->south) <= CLOSE_DEG) {
        cut->south_edge = fmax(cut->south_edge, run);
    }
    if (fabs(a.lat - cut->north) <= CLOSE_DEG && fabs(b.lat - cut->north) <= CLOSE_DEG) {
        cut->north_edge = fmax(cut->north_edge, run);
    }
}

static void find_edges(const marsad_front_state *state, mrs_change_cut *cut)
{
    for (size_t i = 0; i < state->area_count; i++) {
        const marsad_front_area *area = &state->areas[i];
        for (size_t ring = 0; ring < area->ring_count; ring++) {
            size_t start = ring ? area->ends[ring - 1] : 0;
            for (size_t k = start, before = area->ends[ring] - 1; k < area->ends[ring];
                 before = k++) {
                find_edge(area->points[before], area->points[k], cut);
            }
        }
    }
}

/* How far a geodesic rises towards the pole above the parallel of its ends, in degrees, if they are
 * `run` degrees apart: on a sphere, tan(top) = tan(lat) / cos(run / 2). */
static double rise_deg(double lat, double run)
{
    double half = mrs_radians(fmin(run, 179) / 2);
    double top = atan2(tan(mrs_radians(lat)), cos(half)) / mrs_radians(1);
    return fabs(top - lat) * 1.01 + CLOSE_DEG; /* the ellipsoid is no sphere */
}

/* `edges` are the longest along that parallel in either state. */
static bool in_strip(const mrs_rings *rings, double lat, const double edges[2])
{
    double rise = rise_deg(lat, fmax(edges[0], edges[1]));
    double least = lat - (lat < 0 ? rise : CLOSE_DEG);
    double most = lat + (lat < 0 ? CLOSE_DEG : rise);
    bool inside = true;
    for (size_t i = 0; inside && i < rings->point_count; i++) {
        inside = rings->points[i].lat >= least && rings->points[i].lat <= most;
    }
    return inside;
}

typedef struct strip {
    const mrs_change *change;
    bool found;
    double area_m2;
} strip;

static bool look_at_face(void *context, const mrs_rings *rings, const GEOSGeometry *polygon)
{
    (void)polygon;
    strip *s = context;
    const mrs_change_cut *old = &s->change->cuts[0];
    const mrs_change_cut *new_cut = &s->change->cuts[1];
    const double souths[2] = {old->south_edge, new_cut->south_edge};
    const double norths[2] = {old->north_edge, new_cut->north_edge};
    s->found =
        (fabs(old->south - new_cut->south) <= CLOSE_DEG && in_strip(rings, old->south, souths)) ||
        (fabs(old->north - new_cut->north) <= CLOSE_DEG && in_strip(rings, old->north, norths));
    s->area_m2 = s->found ? mrs_rings_area(rings) : 0;
    return true;
}

void mrs_change_find_cuts(mrs_change *change)
{
    for (int i = 0; i < 2; i++) {
        find_latitudes(&change->sides[i].state->shown, &change->cuts[i]);
        find_edges(&change->sides[i].state->shown, &change->cuts[i]);
    }
}

bool mrs_change_is_cut(mrs_change *change, const GEOSGeometry *face, size_t from, size_t to)
{
    size_t nobody = change->holder_count;
    strip s = {.change = change};
    if ((from != nobody && to != nobody) ||
        !mrs_plane_each_polygon(change->plane, face, look_at_face, &s) || !s.found) {
        return false;
    }
    change->cut_m2[0][from] += s.area_m2;
    change->cut_m2[1][to] += s.area_m2;
    return true;
}
