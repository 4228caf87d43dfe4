/* The parts of the ground that a frame shows, in longitudes from -180 to 180. */
#include <math.h>

#include "map/basemap_shape.h"

size_t mrs_windows_of(const mrs_frame *frame, mrs_window out[2])
{
    marsad_bbox bounds = frame->bounds;
    const double margin = 0.02; /* of the extent: edges cut by clipping fall outside the frame */
    const double hair = 1e-6;   /* keeps the two sides of the antimeridian apart */
    double dx = (bounds.east - bounds.west) * margin;
    double dy = (bounds.north - bounds.south) * margin;
    marsad_bbox b = {bounds.west - dx, fmax(bounds.south - dy, -90), bounds.east + dx,
                     fmin(bounds.north + dy, 90)};
    if (b.east - b.west >= 360) {
        double middle = (b.east + b.west) / 2;
        mrs_projection_meridian(frame->projection, &middle);
        b.west = middle - 180 + hair;
        b.east = middle + 180 - hair;
    }
    if (b.west >= -180 && b.east <= 180) {
        out[0] = (mrs_window){b, 0};
        return 1;
    }
    double shift = b.west < -180 ? 360 : 0;
    out[0] = (mrs_window){{b.west + shift, b.south, 180, b.north}, -shift};
    out[1] = (mrs_window){{-180, b.south, b.east + shift - 360, b.north}, 360 - shift};
    return 2;
}
