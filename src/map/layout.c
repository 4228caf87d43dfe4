/* The layout of the sheet: what ground the frame shows, in which projection. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"
#include "map/parts.h"
#include "map/symbols.h"

static const double LEAST_GROUND_M =
    30000; /* the least radius: data of 1:10 million bear no less */

/* --- The ground --- */

static marsad_bbox united(marsad_bbox a, marsad_bbox b)
{
    return (marsad_bbox){fmin(a.west, b.west), fmin(a.south, b.south), fmax(a.east, b.east),
                         fmax(a.north, b.north)};
}

/* The box of a circle, its longitudes running on past 180 where that keeps them next to `near`. */
static marsad_bbox circle_box(marsad_lonlat centre, double radius_m, double near)
{
    centre.lon = remainder(centre.lon, 360);
    marsad_bbox box = marsad_bbox_around(centre, radius_m);
    if (box.west > box.east) {
        box.west -= box.west > centre.lon ? 360 : 0;
        box.east += box.east < centre.lon ? 360 : 0;
    }
    double shift = 360 * round((near - (box.west + box.east) / 2) / 360);
    box.west += shift;
    box.east += shift;
    return box;
}

/* Whether a circle certainly lies within a box: by a box around it that is larger than its own.
 * Spares the exact one for all incidents but those that lie at the edge of the others. */
static bool circle_is_within(marsad_lonlat centre, double radius_m, double near, marsad_bbox box)
{
    const double least_degree_m = 110000; /* a degree of latitude is longer everywhere */
    double lon = centre.lon + 360 * round((near - centre.lon) / 360);
    double height = radius_m / least_degree_m;
    double nearest_pole = fabs(centre.lat) + height;
    if (nearest_pole > 85 || fabs(lon - near) > 170) {
        return false;
    }
    double width = 1.1 * height / cos(nearest_pole * M_PI / 180);
    return width < 10 && lon - width > box.west && lon + width < box.east &&
           centre.lat - height > box.south && centre.lat + height < box.north;
}

/* The extent of all placed incidents; false if there is none. */
static bool incidents_extent(const mrs_sheet *sheet, marsad_bbox *out)
{
    bool any = false;
    double near = 0;
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        if (!marsad_incident_is_placed(incident)) {
            continue;
        }
        near = any ? near : incident->at.lon;
        double radius_m = fmax(incident->uncertainty_m, 1);
        if (any && circle_is_within(incident->at, radius_m, near, *out)) {
            continue;
        }
        marsad_bbox box = circle_box(incident->at, radius_m, near);
        *out = any ? united(*out, box) : box;
        any = true;
    }
    return any;
}

static marsad_status find_extent(mrs_sheet *sheet, marsad_bbox *out, marsad_error *error)
{
    if (sheet->options->has_bbox) {
        *out = sheet->options->bbox;
        return MARSAD_OK;
    }
    if (!incidents_extent(sheet, out)) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "no incident could be placed, so there is nothing to frame; give the area "
                        "to show with a box or a place");
    }
    marsad_lonlat centre = {(out->west + out->east) / 2, (out->south + out->north) / 2};
    *out = united(*out, circle_box(centre, LEAST_GROUND_M, centre.lon));
    return MARSAD_OK;
}

/* --- Room around the incidents --- */

/* A share of the ground's width and height on each side, and at least some pixels. */
typedef struct padding {
    double share;
    double least_px;
} padding;

/* Callouts stand around the incidents; of all else, nothing but its symbol reaches beyond its
 * place. None around a box that was asked for. */
static padding choose_padding(const mrs_sheet *sheet, mrs_rect rect)
{
    const double marker = 24; /* px: with what surrounds it, such as a number's pill */
    const double pack = 46;   /* the markers of one place, side by side around it */
    const double gap = 5;     /* between a circle and the frame */
    const double surface = 10;
    marsad_map_as as = mrs_expected_annotation(sheet);
    if (sheet->options->has_bbox) {
        return (padding){0, 0};
    }
    switch (as) {
    case MARSAD_AS_AUTO:
    case MARSAD_AS_CALLOUTS:
        return (padding){sheet->facet_count ? 0.07 : 0.17, marker};
    case MARSAD_AS_GROUPS:
        return (padding){0.06, mrs_most_radius(rect) + gap};
    case MARSAD_AS_NUMBERS:
        return (padding){0.06, marker};
    case MARSAD_AS_POINTS:
        return (padding){0.06, sheet->facet_count ? marker : pack};
    case MARSAD_AS_HEXBIN:
    case MARSAD_AS_DENSITY:
        break;
    }
    return (padding){0.06, surface};
}

/* Pads the ground for a frame of the rectangle's size; at the scale at which both the shares and
 * the pixels find room along both of its sides. */
static mrs_ground padded(const padding *by, mrs_rect rect, mrs_ground ground)
{
    double w = ground.max_x - ground.min_x;
    double h = ground.max_y - ground.min_y;
    double px = fmin(by->least_px, fmin(rect.w, rect.h) / 4);
    double scale = fmin(fmin(rect.w / (w * (1 + 2 * by->share)), (rect.w - 2 * px) / w),
                        fmin(rect.h / (h * (1 + 2 * by->share)), (rect.h - 2 * px) / h));
    double dx = fmax(w * by->share, px / scale);
    double dy = fmax(h * by->share, px / scale);
    return (mrs_ground){ground.min_x - dx, ground.min_y - dy, ground.max_x + dx, ground.max_y + dy};
}

/* --- All of it --- */

static marsad_status make_projection(mrs_pane *pane, marsad_bbox extent, marsad_error *error)
{
    return pane->sheet->options->crs
               ? mrs_projection_parse(pane->sheet->options->crs, &pane->projection, error)
               : mrs_projection_choose(extent, &pane->projection, error);
}

/* Fits the ground into the frame, or into one for each of small multiples. */
static marsad_status fit_frames(mrs_sheet *sheet, mrs_rect area, mrs_ground ground,
                                marsad_error *error)
{
    mrs_rect rect = sheet->facet_count ? mrs_facet_frame(sheet, area, ground) : area;
    mrs_frame *frame = &sheet->panes[0].frame;
    padding by = choose_padding(sheet, rect);
    marsad_status status =
        mrs_frame_fit(frame, rect, sheet->panes[0].projection, padded(&by, rect, ground), error);
    frame->scale_denominator *= sheet->scene->px_per_inch / 96;
    if (!status && sheet->facet_count) {
        status = mrs_add_facets(sheet, area, ground, error);
    }
    return status;
}

marsad_status mrs_layout_sheet(mrs_sheet *sheet, marsad_error *error)
{
    marsad_bbox extent = {0};
    mrs_rect frame = {0};
    mrs_ground ground = mrs_ground_empty();
    marsad_status status = find_extent(sheet, &extent, error);
    if (!status) {
        status = make_projection(&sheet->panes[0], extent, error);
    }
    if (status) {
        return status;
    }
    /* The scale stands in the credits, whose height must be known before the frame's. */
    sheet->panes[0].frame.projection = sheet->panes[0].projection;
    sheet->panes[0].frame.scale_denominator = 1e7;
    status = mrs_lay_out_parts(sheet, &frame, error);
    if (!status && !mrs_ground_of_bbox(sheet->panes[0].projection, extent, &ground)) {
        status = mrs_fail(error, MARSAD_ERR_INPUT, "the projection (%s) cannot show this area",
                          mrs_projection_name(sheet->panes[0].projection, MARSAD_LANG_EN));
    }
    if (!status) {
        status = fit_frames(sheet, frame, ground, error);
    }
    return status;
}
