/** Map projections: chosen by the extent or named by the user, and computed by PROJ. */
#ifndef MARSAD_GEO_PROJECTION_H
#define MARSAD_GEO_PROJECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

typedef struct mrs_projection mrs_projection;

/**
 * A projection that suits the extent, on WGS 84, after J. P. Snyder, Map Projections: A Working
 * Manual (USGS Professional Paper 1395, 1987): polar azimuthal near the poles, Mercator along the
 * equator, transverse Mercator for what is taller than wide, Lambert conformal conic with its
 * parallels at a sixth of the height from either edge for the rest; Lambert azimuthal equal-area
 * for continents; Equal Earth for the world.
 */
marsad_status mrs_projection_choose(marsad_bbox extent, mrs_projection **out, marsad_error *error);

/** The projected CRS that the user named: "EPSG:32633", "+proj=…", WKT. MARSAD_ERR_USAGE if PROJ
 *  does not know it or it is not projected. */
marsad_status mrs_projection_parse(const char *crs, mrs_projection **out, marsad_error *error);

void mrs_projection_free(mrs_projection *projection);

/** To the plane, in the CRS's units (metres for chosen ones); false where it is not defined. */
bool mrs_project(const mrs_projection *projection, marsad_lonlat point, double *x, double *y);

/** Back from the plane; false outside the projection's image. */
bool mrs_unproject(const mrs_projection *projection, double x, double y, marsad_lonlat *point);

/** The central meridian, opposite to which a map of the world is cut; false if it is not known (of
 * a CRS that the user named). */
bool mrs_projection_meridian(const mrs_projection *projection, double *lon);

/** Its name and parameters as a map's credits say them, such as "Lambert conformal conic, standard
 *  parallels 31.6° N and 32.7° N, central meridian 14.4° E, WGS 84". Owned by the projection. */
const char *mrs_projection_name(const mrs_projection *projection, marsad_lang lang);

#endif
