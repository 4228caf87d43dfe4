#include "resolve/way.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"

/* A road leads through a town, if not through its middle. */
static double snap_distance(const mrs_way *way)
{
    const double least_m = 5000;
    const double most_m = 15000;
    double extent = fmax(way->from.extent_m, way->to.extent_m);
    return fmin(fmax(extent, least_m), most_m);
}

static bool may_have_road(const mrs_way *way)
{
    const double least_m = 1000;
    return way->from.kind != MRS_ANCHOR_AREA && way->to.kind != MRS_ANCHOR_AREA &&
           way->line.distance_m >= least_m;
}

/* A road that goes round by a third place is not the one that is meant. */
static bool is_direct(const mrs_way *way)
{
    const double longest_detour = 1.8;
    return way->path.length_m > 0 && way->path.length_m <= longest_detour * way->line.distance_m &&
           way->path.from_snap_m + way->path.to_snap_m < way->line.distance_m / 2;
}

static marsad_status find_road(const marsad_roads *roads, mrs_way *way, marsad_error *error)
{
    if (!roads || !may_have_road(way)) {
        return MARSAD_OK;
    }
    marsad_status status = marsad_roads_between(roads, way->from.place->at, way->to.place->at,
                                                snap_distance(way), &way->path, error);
    if (status == MARSAD_ERR_NOT_FOUND) {
        if (error) {
            *error = (marsad_error){0};
        }
        return MARSAD_OK;
    }
    if (!status && is_direct(way)) {
        way->by_road = true;
        way->length_m = way->path.length_m;
    } else {
        marsad_road_path_clear(&way->path);
    }
    return status;
}

marsad_status mrs_way_find(const marsad_roads *roads, const marsad_place *from,
                           const marsad_place *to, mrs_way *out, marsad_error *error)
{
    const double same_m = 1;
    *out = (mrs_way){.from = mrs_anchor_of(from),
                     .to = mrs_anchor_of(to),
                     .line = marsad_geodesic_between(from->at, to->at)};
    out->length_m = out->line.distance_m;
    if (out->length_m < same_m) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "%s and %s are the same place: there is nothing between them",
                        mrs_anchor_name(&out->from), mrs_anchor_name(&out->to));
    }
    return find_road(roads, out, error);
}

void mrs_way_clear(mrs_way *way)
{
    marsad_road_path_clear(&way->path);
}

marsad_lonlat mrs_way_point(const mrs_way *way, double distance_m)
{
    if (way->by_road) {
        return marsad_road_path_point(&way->path, distance_m);
    }
    return marsad_geodesic_point(way->from.place->at, way->line.azimuth_deg,
                                 fmin(fmax(distance_m, 0), way->length_m));
}
