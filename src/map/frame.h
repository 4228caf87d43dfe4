/** The map's frame: the rectangle of the sheet that shows the ground, and how ground maps to it. */
#ifndef MARSAD_MAP_FRAME_H
#define MARSAD_MAP_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/projection.h"
#include "map/scene.h"

typedef struct mrs_frame {
    mrs_rect rect; /* on the sheet */
    const mrs_projection *projection;
    double left, top;         /* the rectangle's top left corner in projected units */
    double px_per_unit;       /* pixels per projected unit */
    marsad_lonlat centre;     /* of the frame, on the ground */
    marsad_bbox bounds;       /* of the ground shown; west may be below -180, east above 180 */
    double metres_per_px;     /* geodesic, at the centre */
    double zoom;              /* MapLibre's, see mrs_view */
    double scale_denominator; /* at the centre, on a sheet that is not reduced */
    bool coarse;              /* shows only where things lie: the basemap is drawn in rough lines */
} mrs_frame;

/** The ground that a frame is to show: a box in the plane of its projection. */
typedef struct mrs_ground {
    double min_x, min_y, max_x, max_y;
} mrs_ground;

/** An empty ground, to be grown. */
mrs_ground mrs_ground_empty(void);
void mrs_ground_add(mrs_ground *ground, double x, double y);

/** The plane's box that holds a box in degrees, its edges followed; false if it cannot be shown. */
bool mrs_ground_of_bbox(const mrs_projection *projection, marsad_bbox box, mrs_ground *out);

/**
 * Fits the ground into the rectangle with the shape of the rectangle: nothing asked for is cut
 * off, and what is left over is shared by both sides. MARSAD_ERR_INPUT if the projection is not
 * defined over the frame.
 */
marsad_status mrs_frame_fit(mrs_frame *frame, mrs_rect rect, const mrs_projection *projection,
                            mrs_ground ground, marsad_error *error);

/** From the ground to the sheet; false where the projection is not defined. */
bool mrs_frame_to_page(const mrs_frame *frame, marsad_lonlat at, mrs_point *out);

/** From the sheet to the ground. */
bool mrs_frame_to_ground(const mrs_frame *frame, mrs_point at, marsad_lonlat *out);

/** The angle of true north at a point of the sheet: degrees clockwise from the sheet's top. */
double mrs_frame_north_deg(const mrs_frame *frame, mrs_point at);

#endif
