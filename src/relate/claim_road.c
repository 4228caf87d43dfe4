/* Claims along the basemap's roads. */
#include <math.h>

#include "base/fail.h"
#include "geo/roads.h"
#include "relate/claim.h"

static const double ANYWHERE_M = 20100000; /* no two points are farther apart */

/* A road leads through a town, if not through its middle: the resolver's bounds (resolve/way.c). */
static double snap_distance(const marsad_claim *claim)
{
    const double least_m = 5000;
    const double most_m = 15000;
    double extent = claim->place.uncertainty_m;
    for (size_t i = 0; i < claim->anchor_count; i++) {
        extent = fmax(extent, claim->anchors[i].uncertainty_m);
    }
    return fmin(fmax(extent, least_m), most_m);
}

/* That there is no way is an answer, not an error. */
static marsad_status find_way(const marsad_roads *roads, marsad_lonlat from, marsad_lonlat to,
                              double snap_m, marsad_road_path *path, marsad_error *error)
{
    marsad_status status = marsad_roads_between(roads, from, to, snap_m, path, error);
    if (status == MARSAD_ERR_NOT_FOUND && error) {
        *error = (marsad_error){0};
    }
    return status;
}

static marsad_status measure(const marsad_claim *claim, const marsad_roads *roads,
                             marsad_lonlat from, marsad_lonlat to, double *length_m,
                             bool *schematic, marsad_error *error)
{
    marsad_road_path path;
    marsad_status status = find_way(roads, from, to, snap_distance(claim), &path, error);
    if (!status) {
        *length_m = path.from_snap_m + path.length_m + path.to_snap_m;
        *schematic = *schematic || path.schematic;
        marsad_road_path_clear(&path);
    }
    return status;
}

marsad_status mrs_claim_roads(const marsad_claim *claim, const marsad_roads *roads,
                              mrs_road_lengths *out, marsad_error *error)
{
    marsad_lonlat place = claim->place.at;
    marsad_lonlat first = claim->anchors[0].at;
    marsad_lonlat second = claim->anchors[1].at;
    *out = (mrs_road_lengths){0};
    marsad_status status =
        measure(claim, roads, first, second, &out->apart_m, &out->schematic, error);
    if (!status) {
        status = measure(claim, roads, first, place, &out->first_m, &out->schematic, error);
    }
    if (!status) {
        status = measure(claim, roads, place, second, &out->second_m, &out->schematic, error);
    }
    return status;
}

marsad_status mrs_claim_road_to(const marsad_claim *claim, const marsad_roads *roads,
                                double *length_m, bool *schematic, marsad_error *error)
{
    *schematic = false;
    return measure(claim, roads, claim->anchors[0].at, claim->place.at, length_m, schematic, error);
}

bool mrs_claim_goes_round(double road_m, double straight_m)
{
    const double longest_detour = 1.8; /* the resolver's (resolve/way.c) */
    return road_m > longest_detour * straight_m;
}

/* ---- off the road -------------------------------------------------------------------------- */

static double distance_to_path(const marsad_road_path *path, marsad_lonlat point)
{
    mrs_earth earth = mrs_earth_wgs84();
    mrs_vector3 here = mrs_in_space(&earth, point);
    double best = mrs_earth_between(&earth, path->points[0], point).distance_m;
    for (size_t i = 1; i < path->count; i++) {
        marsad_lonlat from = path->points[i - 1];
        double length = path->along_m[i] - path->along_m[i - 1];
        if (mrs_chord(mrs_in_space(&earth, from), here) - length > best) {
            continue; /* no point of the leg is nearer */
        }
        marsad_lonlat foot = mrs_segment_foot(&earth, from, path->points[i], length, point);
        best = fmin(best, mrs_earth_between(&earth, foot, point).distance_m);
    }
    return best;
}

/* True if a road passes through the point that is drawn from place to place: the way from a point
 * to itself has no stretch that could say so. */
static bool is_schematic_at(const marsad_roads *roads, marsad_lonlat point)
{
    const double at_m = 0.01;
    mrs_vector3 here = mrs_in_space(&roads->earth, point);
    for (size_t i = 0; i < roads->edge_count; i++) {
        const mrs_road_edge *edge = &roads->edges[i];
        const mrs_road_vertex *from = &roads->vertices[edge->from];
        if (edge->road == MRS_ROAD_NONE || !roads->roads[edge->road].schematic ||
            mrs_chord(from->space, here) - edge->length_m > at_m) {
            continue;
        }
        marsad_lonlat foot = mrs_segment_foot(&roads->earth, from->at, roads->vertices[edge->to].at,
                                              edge->length_m, point);
        if (mrs_earth_between(&roads->earth, foot, point).distance_m <= at_m) {
            return true;
        }
    }
    return false;
}

marsad_status mrs_claim_off_road(const marsad_claim *claim, const marsad_roads *roads,
                                 double *distance_m, bool *schematic, marsad_error *error)
{
    marsad_lonlat place = claim->place.at;
    bool two = claim->anchor_count == 2;
    marsad_lonlat from = two ? claim->anchors[0].at : place;
    marsad_lonlat to = claim->anchor_count ? claim->anchors[claim->anchor_count - 1].at : place;
    marsad_road_path path;
    marsad_status status =
        find_way(roads, from, to, two ? snap_distance(claim) : ANYWHERE_M, &path, error);
    if (!status) {
        *distance_m = two ? distance_to_path(&path, place) : path.from_snap_m;
        *schematic = two ? path.schematic : is_schematic_at(roads, path.points[0]);
        marsad_road_path_clear(&path);
    }
    return status;
}
