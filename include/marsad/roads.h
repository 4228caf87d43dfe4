/**
 * Roads as a network: the shortest way between two points, and points along it.
 *
 * Lengths are metres on the WGS 84 ellipsoid, along the roads as they are drawn: a schematic road
 * joins its places by straight legs, and is somewhat shorter than the road on the ground.
 */
#ifndef MARSAD_ROADS_H
#define MARSAD_ROADS_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A network of roads in memory. Read only once it is open: threads may share it. */
typedef struct marsad_roads marsad_roads;

/**
 * Reads the layer `roads` of a GeoPackage: lines in EPSG:4326 with the columns `name`, `name_ar`
 * and `schematic`. Roads are joined where a vertex of one lies within 50 m of a vertex of another,
 * and where the end of one lies within 50 m of another's line; roads that cross without a common
 * vertex are not (one may pass over the other). Segments are geodesics.
 *
 * MARSAD_ERR_NOT_FOUND if there is no such file or no such layer, MARSAD_ERR_INPUT if it is not a
 * GeoPackage or its layer cannot be used. A layer without roads is a network without ways.
 */
MARSAD_API marsad_status marsad_roads_open(const char *path, marsad_roads **out,
                                           marsad_error *error);

/** Frees the network; paths that came from it live on. May be NULL. */
MARSAD_API void marsad_roads_free(marsad_roads *roads);

/** Number of roads (rows of the layer that have a geometry), and the length of all of them. */
MARSAD_API size_t marsad_roads_count(const marsad_roads *roads);
MARSAD_API double marsad_roads_length_m(const marsad_roads *roads);

/** A stretch of a path on one road. Strings are owned by the path, "" where unknown. */
typedef struct marsad_road_stretch {
    char *name;
    char *name_ar;
    double length_m; /* of the stretch, > 0 */
    bool schematic;  /* drawn from place to place, not as it runs */
} marsad_road_stretch;

/** A way along the network. Its ends are on roads, as near as possible to the points asked for. */
typedef struct marsad_road_path {
    marsad_lonlat *points;      /* in order; neighbours differ */
    double *along_m;            /* of each point: the length of the path up to it; the first is 0 */
    size_t count;               /* at least 1; 1 where both ends are the same point of a road */
    double length_m;            /* the sum of the geodesics between the points; without the snaps */
    marsad_road_stretch *roads; /* in order; consecutive ones differ in name */
    size_t road_count;
    bool schematic;     /* any of them is */
    double from_snap_m; /* from the first point asked for to the path's first point */
    double to_snap_m;   /* from the second one to its last */
} marsad_road_path;

/**
 * The shortest way from `from` to `to`, each moved to the nearest point of a road, which must lie
 * within `snap_m` metres (>= 0). MARSAD_ERR_NOT_FOUND if no road is that near, or if the roads are
 * not connected; the message says which. MARSAD_ERR_USAGE if a point or `snap_m` is out of range.
 * Free with marsad_road_path_clear().
 *
 *     marsad_road_path path;
 *     if (marsad_roads_between(roads, misrata, sirte, 5000, &path, &error) == MARSAD_OK) {
 *         marsad_lonlat halfway = marsad_road_path_point(&path, path.length_m / 2);
 *         marsad_road_path_clear(&path);
 *     }
 */
MARSAD_API marsad_status marsad_roads_between(const marsad_roads *roads, marsad_lonlat from,
                                              marsad_lonlat to, double snap_m,
                                              marsad_road_path *out, marsad_error *error);

/** The point `distance_m` along a path from its first point; beyond an end (or not a number) it is
 *  that end (the first). */
MARSAD_API marsad_lonlat marsad_road_path_point(const marsad_road_path *path, double distance_m);

/** Frees what the path holds and zeroes it. `path` may be NULL. */
MARSAD_API void marsad_road_path_clear(marsad_road_path *path);

#ifdef __cplusplus
}
#endif
#endif
