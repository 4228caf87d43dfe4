/* The graticule: ticks on the frame with their figures outside it, or lines across the map. */
#include <math.h>

#include "map/along.h"
#include "map/furniture.h"

/* The least round step whose ticks stand far enough apart for their figures. */
static double graticule_step(double degrees, double pixels)
{
    static const double steps[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 15, 30};
    const double least = fmin(130, pixels * 0.3); /* px */
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] / degrees * pixels >= least) {
            return steps[i];
        }
    }
    return 45;
}

typedef struct edge {
    bool figures;
    mrs_point from, to; /* along the frame */
    mrs_point inward;   /* unit vector */
    bool longitude;
    double angle_deg; /* of the figures */
} edge;

static mrs_point along(const edge *e, double t)
{
    return (mrs_point){e->from.x + (e->to.x - e->from.x) * t,
                       e->from.y + (e->to.y - e->from.y) * t};
}

static bool degrees_at(const mrs_pane *pane, const edge *e, double t, double *out)
{
    marsad_lonlat at;
    if (!mrs_frame_to_ground(&pane->frame, along(e, t), &at)) {
        return false;
    }
    double centre = pane->frame.centre.lon;
    *out = e->longitude ? at.lon - 360 * round((at.lon - centre) / 360) : at.lat;
    return true;
}

/* The figure stands outside the frame, at the tick; there is none where it would reach round a
 * corner of the frame, into another's. */
static void draw_figure(mrs_pane *pane, const edge *e, double t, double degrees)
{
    mrs_sheet *sheet = pane->sheet;
    mrs_buffer text = {0};
    mrs_point at = along(e, t);
    double shown = e->longitude ? remainder(degrees, 360) : degrees;
    mrs_say_degrees(&text, shown, e->longitude, sheet->lang);
    if (!text.failed) {
        PangoLayout *layout = mrs_sheet_text(sheet, text.text, MRS_SMALL_SIZE, false, 0);
        mrs_point size = mrs_layout_size(layout);
        double length = hypot(e->to.x - e->from.x, e->to.y - e->from.y);
        double away = size.y / 2 + 1;
        mrs_point centre = {at.x - e->inward.x * away, at.y - e->inward.y * away};
        if (fmin(t, 1 - t) * length > size.x / 2) {
            mrs_scene_text_turned(sheet->scene, layout, centre, e->angle_deg,
                                  mrs_sheet_color(sheet, MRS_MUTED_COLOR));
        }
        g_object_unref(layout);
    }
    sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

static mrs_paint graticule_paint(const mrs_sheet *sheet, double least_width)
{
    return mrs_stroke(mrs_sheet_color(sheet, MRS_GRATICULE_COLOR),
                      fmax(mrs_sheet_number(sheet, MRS_GRATICULE_WIDTH), least_width));
}

static void draw_tick(mrs_pane *pane, const edge *e, double t, double degrees)
{
    const double tick = 7;
    mrs_point at = along(e, t);
    mrs_point in = {at.x + e->inward.x * tick, at.y + e->inward.y * tick};
    mrs_paint paint = graticule_paint(pane->sheet, 0.8);
    mrs_scene_line(pane->sheet->scene, at, in, &paint);
    if (e->figures) {
        draw_figure(pane, e, t, degrees);
    }
}

/* Walks along an edge and puts a tick where the coordinate passes a multiple of the step. */
static void draw_edge(mrs_pane *pane, const edge *e, double step)
{
    enum { PIECES = 600 };
    double before = 0;
    bool known = degrees_at(pane, e, 0, &before);
    for (int i = 1; i <= PIECES; i++) {
        double t = (double)i / PIECES;
        double now = 0;
        bool ok = degrees_at(pane, e, t, &now);
        if (ok && known && floor(now / step) != floor(before / step) && fabs(now - before) < 90) {
            double line = fmax(floor(now / step), floor(before / step)) * step;
            double share = (line - before) / (now - before);
            double place = t - (1 - share) / PIECES;
            if (place > 0.02 && place < 0.98) {
                draw_tick(pane, e, place, line);
            }
        }
        before = now;
        known = ok;
    }
}

/* Degrees from one line to the next. */
typedef struct steps {
    double lon, lat;
} steps;

static steps steps_of(const mrs_pane *pane)
{
    mrs_rect f = pane->frame.rect;
    marsad_bbox b = pane->frame.bounds;
    return (steps){graticule_step(b.east - b.west, f.w), graticule_step(b.north - b.south, f.h)};
}

void mrs_draw_graticule_ticks(mrs_pane *pane)
{
    mrs_rect f = pane->frame.rect;
    mrs_point nw = {f.x, f.y};
    mrs_point ne = {f.x + f.w, f.y};
    mrs_point sw = {f.x, f.y + f.h};
    mrs_point se = {f.x + f.w, f.y + f.h};
    bool everywhere = pane->sheet->far_gutter >= pane->sheet->gutter;
    bool rtl = pane->sheet->rtl;
    unsigned bare = pane->bare_edges;
    const edge edges[] = {{everywhere && !(bare & 1), nw, ne, {0, 1}, true, 0},
                          {!(bare & 2), sw, se, {0, -1}, true, 0},
                          {(everywhere || !rtl) && !(bare & 4), nw, sw, {1, 0}, false, -90},
                          {(everywhere || rtl) && !(bare & 8), ne, se, {-1, 0}, false, 90}};
    steps by = steps_of(pane);
    if (pane->graticule == MARSAD_GRATICULE_NONE) {
        return;
    }
    mrs_scene_begin(pane->sheet->scene, "graticule", "graticule", NULL);
    for (size_t i = 0; i < 4; i++) {
        draw_edge(pane, &edges[i], edges[i].longitude ? by.lon : by.lat);
    }
    mrs_scene_end(pane->sheet->scene);
}

/* --- Lines --- */

/* Adds the meridian or parallel of `degrees`, from one end to the other, to `path`: a new part
 * after each stretch that the projection cannot show or that it tears apart. */
static void add_line(mrs_path *path, const mrs_pane *pane, bool meridian, double degrees,
                     double from, double to)
{
    enum { PIECES = 256 };
    mrs_rect f = pane->frame.rect;
    double torn = 0.5 * hypot(f.w, f.h);
    mrs_point before = {0, 0};
    bool open = false;
    for (int i = 0; i <= PIECES; i++) {
        double other = from + (to - from) * i / PIECES;
        marsad_lonlat at =
            meridian ? (marsad_lonlat){degrees, other} : (marsad_lonlat){other, degrees};
        mrs_point p;
        bool known = mrs_frame_to_page(&pane->frame, at, &p);
        if (open && (!known || hypot(p.x - before.x, p.y - before.y) > torn)) {
            mrs_path_end(path, 2);
            open = false;
        }
        if (known && !open) {
            mrs_path_start(path);
            open = true;
        }
        if (known) {
            mrs_path_add(path, p.x, p.y);
        }
        before = p;
    }
    if (open) {
        mrs_path_end(path, 2);
    }
}

/* Meridians end at the last parallel before a pole, where they would run into each other. */
static void add_lines(mrs_path *path, const mrs_pane *pane)
{
    marsad_bbox b = pane->frame.bounds;
    steps by = steps_of(pane);
    double spare = 0.02;
    double most_lat = 90 - by.lat;
    double south = fmax(b.south - spare, -most_lat);
    double north = fmin(b.north + spare, most_lat);
    bool round_the_pole = b.east - b.west >= 360;
    for (double lon = ceil(b.west / by.lon) * by.lon;
         round_the_pole ? lon < b.west + 360 - spare : lon <= b.east; lon += by.lon) {
        add_line(path, pane, true, lon, south, north);
    }
    double first = ceil(fmax(b.south, -most_lat) / by.lat);
    for (int i = 0; (first + i) * by.lat <= north; i++) {
        add_line(path, pane, false, (first + i) * by.lat, b.west - spare, b.east + spare);
    }
}

void mrs_draw_graticule_lines(mrs_pane *pane)
{
    const double tolerance = 0.1; /* px */
    mrs_path lines = {0};
    mrs_path simple = {0};
    if (pane->graticule != MARSAD_GRATICULE_LINES) {
        return;
    }
    add_lines(&lines, pane);
    mrs_lines_simplify(&lines, tolerance, &simple);
    simple.failed |= lines.failed;
    mrs_path_clear(&lines);
    mrs_paint paint = graticule_paint(pane->sheet, 0.4);
    mrs_scene_begin(pane->sheet->scene, "graticule-lines", "graticule", NULL);
    mrs_scene_path(pane->sheet->scene, &simple, &paint);
    mrs_scene_end(pane->sheet->scene);
}
