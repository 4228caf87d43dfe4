/**
 * A plane in which areas on the ellipsoid are overlaid by GEOS: Lambert azimuthal equal-area about
 * a centre near them (J. P. Snyder, USGS Professional Paper 1395, 1987), so that neither the
 * antimeridian nor the poles need care. Edges are geodesics: what goes into the plane is densified
 * until it misses none by more than half a metre. Areas are measured on the ellipsoid, not here.
 */
#ifndef MARSAD_GEO_PLANE_H
#define MARSAD_GEO_PLANE_H

#include <geos_c.h>
#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

typedef struct mrs_plane mrs_plane;

/** A polygon on the ellipsoid: the first ring is its outer bound, the others are holes. The last
 *  point of a ring is not its first. Started with `mrs_rings rings = {0};`. */
typedef struct mrs_rings {
    marsad_lonlat *points;
    size_t *ends; /* of each ring: the index past its last point */
    size_t point_count, ring_count;
    size_t point_capacity, end_capacity;
} mrs_rings;

bool mrs_rings_add_point(mrs_rings *rings, marsad_lonlat point);
bool mrs_rings_add_points(mrs_rings *rings, const marsad_lonlat *points, size_t count);
bool mrs_rings_end_ring(mrs_rings *rings);
void mrs_rings_clear(mrs_rings *rings);

/** Geodesic area, m^2, holes counted off; whichever way the rings run (C. F. F. Karney 2013, by
 *  PROJ's geod_polygon). A ring around a pole encloses the smaller part of the earth. */
double mrs_rings_area(const mrs_rings *rings);

/** A centre for points: the direction of the mean of their unit vectors. */
marsad_lonlat mrs_plane_centre(const marsad_lonlat *points, size_t count);

marsad_status mrs_plane_new(marsad_lonlat centre, mrs_plane **out, marsad_error *error);
void mrs_plane_free(mrs_plane *plane);

/** The GEOS context to be used with the plane's geometries; its messages are kept silent. */
GEOSContextHandle_t mrs_plane_geos(const mrs_plane *plane);

/** To the plane and back: true to 1e-9 degrees, but within some metres of a pole to a centimetre.
 *  False if the point has no image. A plane serves one thread at a time. */
bool mrs_plane_forward(const mrs_plane *plane, marsad_lonlat point, double *x, double *y);
marsad_lonlat mrs_plane_back(const mrs_plane *plane, double x, double y);

/** A line string of the points, densified; NULL if that fails. */
GEOSGeometry *mrs_plane_line(const mrs_plane *plane, const marsad_lonlat *points, size_t count);

/** A polygon of the rings, densified; as it is, even if it is not valid. NULL if that fails. */
GEOSGeometry *mrs_plane_polygon(const mrs_plane *plane, const mrs_rings *rings);

/** Is given one polygon after the other; false ends the walk. The rings are the callee's for the
 *  time of the call; `polygon` is the same in the plane. */
typedef bool (*mrs_plane_take)(void *context, const mrs_rings *rings, const GEOSGeometry *polygon);

/** Takes any geometry apart into polygons, back on the ellipsoid, outer rings counter-clockwise and
 *  holes clockwise; what is no area is passed over. False if `take` said so or memory is out. */
bool mrs_plane_each_polygon(const mrs_plane *plane, const GEOSGeometry *geometry,
                            mrs_plane_take take, void *context);

#endif
