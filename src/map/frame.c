#include "map/frame.h"

#include <float.h>
#include <math.h>

#include "base/fail.h"

enum { EDGE_STEPS = 32 };

static const double EARTH_GIRTH_M = 40075016.685578488; /* WGS 84's equator, as web maps use it */
static const double PX_PER_METRE = 96 / 0.0254;
static const double LEAST_METRES_PER_PX = 0.001;

mrs_ground mrs_ground_empty(void)
{
    return (mrs_ground){DBL_MAX, DBL_MAX, -DBL_MAX, -DBL_MAX};
}

void mrs_ground_add(mrs_ground *ground, double x, double y)
{
    ground->min_x = fmin(ground->min_x, x);
    ground->min_y = fmin(ground->min_y, y);
    ground->max_x = fmax(ground->max_x, x);
    ground->max_y = fmax(ground->max_y, y);
}

/* Whether the middle of the ground is ground that was asked for. It is not where the box lies
 * across the edge of the projection, whose image then falls into two pieces at either end of the
 * map. */
static bool shows_middle(const mrs_projection *projection, marsad_bbox box, double width,
                         const mrs_ground *ground)
{
    marsad_lonlat at;
    double spare = fmax(width, box.north - box.south) / 2;
    if (!mrs_unproject(projection, (ground->min_x + ground->max_x) / 2,
                       (ground->min_y + ground->max_y) / 2, &at)) {
        return width >= 180;
    }
    double away = fabs(remainder(at.lon - (box.west + width / 2), 360));
    return away <= width / 2 + spare && at.lat >= box.south - spare && at.lat <= box.north + spare;
}

bool mrs_ground_of_bbox(const mrs_projection *projection, marsad_bbox box, mrs_ground *out)
{
    *out = mrs_ground_empty();
    double width = box.east - box.west + (box.east < box.west ? 360 : 0);
    for (int i = 0; i <= EDGE_STEPS; i++) {
        for (int j = 0; j <= EDGE_STEPS; j++) {
            marsad_lonlat at = {box.west + width * i / EDGE_STEPS,
                                box.south + (box.north - box.south) * j / EDGE_STEPS};
            double x;
            double y;
            if (!mrs_project(projection, at, &x, &y)) {
                return false;
            }
            mrs_ground_add(out, x, y);
        }
    }
    return shows_middle(projection, box, width, out);
}

bool mrs_frame_to_page(const mrs_frame *frame, marsad_lonlat at, mrs_point *out)
{
    double x;
    double y;
    if (!mrs_project(frame->projection, at, &x, &y)) {
        return false;
    }
    out->x = frame->rect.x + (x - frame->left) * frame->px_per_unit;
    out->y = frame->rect.y + (frame->top - y) * frame->px_per_unit;
    return true;
}

bool mrs_frame_to_ground(const mrs_frame *frame, mrs_point at, marsad_lonlat *out)
{
    double x = frame->left + (at.x - frame->rect.x) / frame->px_per_unit;
    double y = frame->top - (at.y - frame->rect.y) / frame->px_per_unit;
    return mrs_unproject(frame->projection, x, y, out);
}

double mrs_frame_north_deg(const mrs_frame *frame, mrs_point at)
{
    marsad_lonlat here;
    mrs_point north;
    if (!mrs_frame_to_ground(frame, at, &here)) {
        return 0;
    }
    marsad_lonlat ahead = marsad_geodesic_point(here, 0, 20 * frame->metres_per_px);
    if (!mrs_frame_to_page(frame, ahead, &north)) {
        return 0;
    }
    return atan2(north.x - at.x, at.y - north.y) * 180 / M_PI;
}

/* The longitude nearest to `near` of those that differ from `lon` by whole turns. */
static double unwrap(double lon, double near)
{
    return lon - 360 * round((lon - near) / 360);
}

/* The ground's extent in degrees, from a grid over the frame; longitudes run on past 180. */
static bool find_bounds(mrs_frame *frame)
{
    double west = DBL_MAX;
    double east = -DBL_MAX;
    double south = 90;
    double north = -90;
    int seen = 0;
    for (int i = 0; i <= EDGE_STEPS; i++) {
        for (int j = 0; j <= EDGE_STEPS; j++) {
            mrs_point at = {frame->rect.x + frame->rect.w * i / EDGE_STEPS,
                            frame->rect.y + frame->rect.h * j / EDGE_STEPS};
            marsad_lonlat ground;
            if (!mrs_frame_to_ground(frame, at, &ground)) {
                continue;
            }
            seen++;
            double lon = unwrap(ground.lon, frame->centre.lon);
            west = fmin(west, lon);
            east = fmax(east, lon);
            south = fmin(south, ground.lat);
            north = fmax(north, ground.lat);
        }
    }
    frame->bounds = (marsad_bbox){west, south, east, north};
    return seen > 0;
}

/* Where a pole lies in the frame, every longitude does, and the grid may have missed the pole. */
static void include_poles(mrs_frame *frame)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        mrs_point pole;
        if (mrs_frame_to_page(frame, (marsad_lonlat){frame->centre.lon, sign * 90.0}, &pole) &&
            mrs_rect_distance(frame->rect, pole) <= 0) {
            frame->bounds.west = frame->centre.lon - 180;
            frame->bounds.east = frame->centre.lon + 180;
            frame->bounds.south = sign < 0 ? -90 : frame->bounds.south;
            frame->bounds.north = sign > 0 ? 90 : frame->bounds.north;
        }
    }
}

/* Geodesic metres per pixel across the centre. */
static bool measure_scale(mrs_frame *frame, mrs_point centre)
{
    marsad_lonlat a;
    marsad_lonlat b;
    if (!mrs_frame_to_ground(frame, (mrs_point){centre.x - 0.5, centre.y}, &a) ||
        !mrs_frame_to_ground(frame, (mrs_point){centre.x + 0.5, centre.y}, &b)) {
        return false;
    }
    frame->metres_per_px = marsad_geodesic_between(a, b).distance_m;
    frame->scale_denominator = frame->metres_per_px * PX_PER_METRE;
    double girth = EARTH_GIRTH_M * cos(frame->centre.lat * M_PI / 180);
    frame->zoom = fmax(0, log2(fmax(girth, 1) / (512 * frame->metres_per_px)));
    return frame->metres_per_px > LEAST_METRES_PER_PX;
}

marsad_status mrs_frame_fit(mrs_frame *frame, mrs_rect rect, const mrs_projection *projection,
                            mrs_ground ground, marsad_error *error)
{
    double width = ground.max_x - ground.min_x;
    double height = ground.max_y - ground.min_y;
    *frame = (mrs_frame){.rect = rect, .projection = projection};
    if (!(width > 0) || !(height > 0)) {
        return mrs_fail(error, MARSAD_ERR_INPUT, "the area to be shown has no extent");
    }
    frame->px_per_unit = fmin(rect.w / width, rect.h / height);
    frame->left = (ground.min_x + ground.max_x) / 2 - rect.w / frame->px_per_unit / 2;
    frame->top = (ground.min_y + ground.max_y) / 2 + rect.h / frame->px_per_unit / 2;
    mrs_point centre = {rect.x + rect.w / 2, rect.y + rect.h / 2};
    if (!mrs_frame_to_ground(frame, centre, &frame->centre) || !measure_scale(frame, centre) ||
        !find_bounds(frame)) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the projection (%s) cannot show this area; leave the CRS to the map, or "
                        "choose one made for the area",
                        mrs_projection_name(projection, MARSAD_LANG_EN));
    }
    include_poles(frame);
    return MARSAD_OK;
}
