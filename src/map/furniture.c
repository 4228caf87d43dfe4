/* What stands in and around the frame: title, graticule, scale bar, north arrow, credits. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/front_sheet.h"
#include "map/label_names.h"

/* --- Title --- */

void mrs_draw_title(mrs_sheet *sheet)
{
    mrs_rect box = sheet->title_box;
    PangoLayout *title = mrs_sheet_text(sheet, sheet->title, MRS_TITLE_SIZE, true, box.w);
    PangoLayout *subtitle = mrs_sheet_text(sheet, sheet->subtitle, MRS_SUBTITLE_SIZE, false, box.w);
    double x = sheet->rtl ? box.x + box.w : box.x;
    mrs_scene_begin(sheet->scene, "title-block", "title-block", NULL);
    mrs_sheet_put(sheet, title, x, box.y, mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
    mrs_sheet_put(sheet, subtitle, x, box.y + mrs_layout_size(title).y,
                  mrs_sheet_color(sheet, MRS_MUTED_COLOR));
    mrs_scene_end(sheet->scene);
    g_object_unref(title);
    g_object_unref(subtitle);
}

/* --- Credits --- */

static void add_part(mrs_buffer *text, const mrs_sheet *sheet, mrs_word word, const char *what)
{
    if (what[0]) {
        mrs_buffer_addf(text, "%s%s%s", text->length ? MRS_DOT : "", mrs_say(word, sheet->lang),
                        mrs_colon(sheet->lang));
        mrs_add_isolated(text, what);
    }
}

/* Adds a name to a list that does not hold it yet. Isolates stand around each, so that one name
 * that is part of another is not taken for it. */
static void add_once(mrs_buffer *list, const char *name)
{
    mrs_buffer isolated = {0};
    mrs_add_isolated(&isolated, name);
    if (isolated.failed) {
        list->failed = true;
    } else if (!list->length || !strstr(list->text, isolated.text)) {
        mrs_buffer_add(list, list->length ? ", " : "");
        mrs_buffer_add(list, isolated.text);
    }
    mrs_buffer_clear(&isolated);
}

static void add_credit(mrs_buffer *list, const char *attribution, const char *licence)
{
    mrs_buffer one = {0};
    bool free_of_terms = !licence[0] || strcmp(licence, "public domain") == 0 ||
                         strcmp(licence, "Public domain") == 0 || strcmp(licence, "CC0 1.0") == 0;
    mrs_buffer_addf(&one, "%s%s%s%s", attribution, free_of_terms ? "" : " (",
                    free_of_terms ? "" : licence, free_of_terms ? "" : ")");
    if (one.failed) {
        list->failed = true;
    } else {
        add_once(list, one.text);
    }
    mrs_buffer_clear(&one);
}

static void add_gazetteer_credits(mrs_buffer *list, const mrs_sheet *sheet)
{
    for (size_t i = 0; i < sheet->place_source_count; i++) {
        add_credit(list, sheet->place_sources[i].attribution, sheet->place_sources[i].licence);
    }
}

/* The reports that the incidents come from, each once, in the order of the file. */
static void add_incident_sources(mrs_buffer *list, const mrs_sheet *sheet)
{
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        const char *source = marsad_events_get(sheet->sources->events, i)->source;
        if (source[0]) {
            add_once(list, source);
        }
    }
}

/* What the front's file says of the states that are drawn. */
static void add_front_notes(mrs_buffer *list, const mrs_sheet *sheet)
{
    const marsad_front_state *const states[] = {sheet->front ? sheet->front->before : NULL,
                                                sheet->front ? sheet->front->now : NULL};
    for (size_t i = 0; i < 2; i++) {
        if (states[i] && states[i]->note[0]) {
            bool said = strcmp(states[i]->note, "illustrative") == 0;
            add_once(list, said ? mrs_say(MRS_WORD_ILLUSTRATIVE, sheet->lang) : states[i]->note);
        }
    }
}

static void add_scale(mrs_buffer *text, const mrs_sheet *sheet)
{
    mrs_buffer scale = {0};
    mrs_say_scale(&scale, sheet->panes[0].frame.scale_denominator, sheet->lang);
    text->failed |= scale.failed;
    add_part(text, sheet, MRS_WORD_SCALE, scale.failed ? "" : scale.text);
    mrs_buffer_clear(&scale);
}

char *mrs_credits_text(const mrs_sheet *sheet)
{
    mrs_buffer text = {0};
    mrs_buffer places = {0};
    mrs_buffer basemap = {0};
    mrs_buffer reports = {0};
    mrs_buffer front = {0};
    add_gazetteer_credits(&places, sheet);
    size_t count;
    const mrs_credit *credits = mrs_basemap_credits(sheet->basemap, &count);
    for (size_t i = 0; i < count; i++) {
        bool roads = strcmp(credits[i].attribution, "roads schematic") == 0;
        add_credit(&basemap,
                   roads ? mrs_say(MRS_WORD_ROADS_SCHEMATIC, sheet->lang) : credits[i].attribution,
                   credits[i].licence);
    }
    add_incident_sources(&reports, sheet);
    add_front_notes(&front, sheet);
    text.failed = places.failed || basemap.failed || reports.failed || front.failed;
    add_part(&text, sheet, MRS_WORD_PROJECTION,
             mrs_projection_name(sheet->panes[0].projection, sheet->lang));
    add_scale(&text, sheet);
    add_part(&text, sheet, MRS_WORD_PLACES, places.length ? places.text : "");
    add_part(&text, sheet, MRS_WORD_BASEMAP, basemap.length ? basemap.text : "");
    add_part(&text, sheet, MRS_WORD_INCIDENT_SOURCES, reports.length ? reports.text : "");
    add_part(&text, sheet, MRS_WORD_FRONT, front.length ? front.text : "");
    if (sheet->names_noted) {
        mrs_buffer_addf(&text, MRS_DOT MRS_ROMANISED_MARK " %s",
                        mrs_say(MRS_WORD_ROMANISED, sheet->lang));
    }
    mrs_buffer_addf(&text, MRS_DOT "%s" MRS_DOT "%s", mrs_say(MRS_WORD_NO_POSITION, sheet->lang),
                    mrs_say(MRS_WORD_MADE_WITH, sheet->lang));
    mrs_buffer_clear(&places);
    mrs_buffer_clear(&basemap);
    mrs_buffer_clear(&reports);
    mrs_buffer_clear(&front);
    return mrs_buffer_take(&text);
}

void mrs_draw_credits(mrs_sheet *sheet)
{
    mrs_rect box = sheet->credits_box;
    char *text = mrs_credits_text(sheet);
    if (!text) {
        sheet->scene->failed = true;
        return;
    }
    PangoLayout *layout = mrs_sheet_text(sheet, text, MRS_SMALL_SIZE, false, box.w);
    mrs_scene_begin(sheet->scene, "credits", "credits", NULL);
    mrs_sheet_put(sheet, layout, sheet->rtl ? box.x + box.w : box.x, box.y,
                  mrs_sheet_color(sheet, MRS_MUTED_COLOR));
    mrs_scene_end(sheet->scene);
    g_object_unref(layout);
    mrs_free(text);
}

/* --- Graticule: ticks on the frame with their figures outside it --- */

/* The least round step whose ticks stand far enough apart for their figures. */
static double graticule_step(double degrees, double pixels)
{
    static const double steps[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 15, 30};
    const double least = 130; /* px */
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] / degrees * pixels >= least) {
            return steps[i];
        }
    }
    return 45;
}

typedef struct edge {
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

static void draw_tick(mrs_pane *pane, const edge *e, double t, double degrees)
{
    const double tick = 7;
    mrs_point at = along(e, t);
    mrs_point in = {at.x + e->inward.x * tick, at.y + e->inward.y * tick};
    mrs_paint paint = mrs_stroke(mrs_sheet_color(pane->sheet, MRS_GRATICULE_COLOR),
                                 fmax(mrs_sheet_number(pane->sheet, MRS_GRATICULE_WIDTH), 0.8));
    mrs_scene_line(pane->sheet->scene, at, in, &paint);
    mrs_buffer text = {0};
    double shown = e->longitude ? remainder(degrees, 360) : degrees;
    mrs_say_degrees(&text, shown, e->longitude, pane->sheet->lang);
    if (!text.failed) {
        PangoLayout *layout = mrs_sheet_text(pane->sheet, text.text, MRS_SMALL_SIZE, false, 0);
        double away = mrs_layout_size(layout).y / 2 + 1;
        mrs_point centre = {at.x - e->inward.x * away, at.y - e->inward.y * away};
        mrs_scene_text_turned(pane->sheet->scene, layout, centre, e->angle_deg,
                              mrs_sheet_color(pane->sheet, MRS_MUTED_COLOR));
        g_object_unref(layout);
    }
    pane->sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
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

static void draw_graticule(mrs_pane *pane)
{
    mrs_rect f = pane->frame.rect;
    mrs_point nw = {f.x, f.y};
    mrs_point ne = {f.x + f.w, f.y};
    mrs_point sw = {f.x, f.y + f.h};
    mrs_point se = {f.x + f.w, f.y + f.h};
    const edge edges[] = {{nw, ne, {0, 1}, true, 0},
                          {sw, se, {0, -1}, true, 0},
                          {nw, sw, {1, 0}, false, -90},
                          {ne, se, {-1, 0}, false, 90}};
    marsad_bbox b = pane->frame.bounds;
    double lon_step = graticule_step(b.east - b.west, f.w);
    double lat_step = graticule_step(b.north - b.south, f.h);
    mrs_scene_begin(pane->sheet->scene, "graticule", "graticule", NULL);
    for (size_t i = 0; i < 4; i++) {
        draw_edge(pane, &edges[i], edges[i].longitude ? lon_step : lat_step);
    }
    mrs_scene_end(pane->sheet->scene);
}

/* --- Scale bar and north arrow, together in a corner --- */

enum { BAR_BLOCKS = 4 };
static const double BOX_HEIGHT = 50;
static const double ARROW_WIDTH = 40;
static const double BAR_HEIGHT = 6;
static const double BOX_PADDING = 14;

/* The greatest round length that is at most `most`. */
static double round_length(double most)
{
    double power = pow(10, floor(log10(most)));
    double lead = most / power;
    return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/* The ground distance along a piece of the sheet, horizontally; 0 where it cannot be known. */
static double ground_length(const mrs_pane *pane, mrs_point at, double width)
{
    marsad_lonlat start;
    marsad_lonlat end;
    if (!mrs_frame_to_ground(&pane->frame, at, &start) ||
        !mrs_frame_to_ground(&pane->frame, (mrs_point){at.x + width, at.y}, &end)) {
        return 0;
    }
    return marsad_geodesic_between(start, end).distance_m;
}

/* The width on the sheet of a length on the ground, to the right of a point: what the scale is
 * there, not at the map's centre. By bisection, below `most`. */
static double width_at(const mrs_pane *pane, mrs_point at, double length_m, double most)
{
    double low = 0;
    double high = most;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (ground_length(pane, at, middle) < length_m) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static double longest_bar(const mrs_pane *pane)
{
    return fmin(pane->frame.rect.w * 0.24, 300);
}

static size_t marks_in(const mrs_pane *pane, mrs_rect box)
{
    size_t count = 0;
    for (size_t i = 0; i < pane->group_count; i++) {
        count += mrs_rect_overlaps(mrs_rect_grown(box, 30), pane->groups[i].box);
    }
    return count;
}

/* The bar at its place: round in length, and as wide as that length is there. */
typedef struct bar {
    mrs_rect box; /* of bar and arrow */
    mrs_point at;
    double length_m, width;
} bar;

static mrs_point bar_start(mrs_rect box)
{
    return (mrs_point){box.x + ARROW_WIDTH + BOX_PADDING, box.y + BOX_HEIGHT - 19};
}

static double cost_of_corner(const mrs_pane *pane, mrs_rect box)
{
    const double unknown = 1e6; /* a corner beyond the edge of the world, where no scale holds */
    double length = ground_length(pane, bar_start(box), longest_bar(pane));
    return (double)marks_in(pane, box) + (length > 0 ? 0 : unknown);
}

/* The corner with the fewest marks; bottom corners before top ones. */
static mrs_rect choose_corner(const mrs_pane *pane, double width, bool *right)
{
    const double gap = 12;
    mrs_rect f = pane->frame.rect;
    double left = f.x + gap;
    double far_right = f.x + f.w - gap - width;
    double bottom = f.y + f.h - gap - BOX_HEIGHT;
    double first = pane->sheet->rtl ? far_right : left;
    double second = pane->sheet->rtl ? left : far_right;
    const mrs_rect places[] = {{first, bottom, width, BOX_HEIGHT},
                               {second, bottom, width, BOX_HEIGHT},
                               {second, f.y + gap, width, BOX_HEIGHT},
                               {first, f.y + gap, width, BOX_HEIGHT},
                               {f.x + (f.w - width) / 2, bottom, width, BOX_HEIGHT},
                               {f.x + (f.w - width) / 2, f.y + f.h / 2, width, BOX_HEIGHT}};
    size_t best = 0;
    for (size_t i = 1; i < sizeof places / sizeof *places; i++) {
        best = cost_of_corner(pane, places[i]) < cost_of_corner(pane, places[best]) ? i : best;
    }
    *right = best < 4 && places[best].x == far_right;
    return places[best];
}

static bar find_bar(const mrs_pane *pane)
{
    const double around = ARROW_WIDTH + 2 * BOX_PADDING + 22;
    double most = longest_bar(pane);
    bool right;
    bar b = {.box = choose_corner(pane, most + around, &right)};
    b.at = bar_start(b.box);
    double longest = ground_length(pane, b.at, most);
    longest = longest > 0 ? longest : most * pane->frame.metres_per_px;
    b.length_m = round_length(longest);
    double spare = most - width_at(pane, b.at, b.length_m, most * 2);
    b.box.w -= spare;
    b.box.x += right ? spare : 0;
    b.at = bar_start(b.box);
    b.width = width_at(pane, b.at, b.length_m, most * 2);
    return b;
}

marsad_status mrs_place_furniture(mrs_pane *pane, marsad_error *error)
{
    return mrs_obstacle_box(pane, find_bar(pane).box, error);
}

static void draw_arrow(mrs_pane *pane, mrs_point centre)
{
    double turn = mrs_frame_north_deg(&pane->frame, centre) * M_PI / 180;
    const mrs_point left_half[] = {{0, -14}, {-8, 12}, {0, 7}};
    const mrs_point right_half[] = {{0, -14}, {8, 12}, {0, 7}};
    const mrs_point *halves[] = {left_half, right_half};
    for (int half = 0; half < 2; half++) {
        mrs_path path = {.closed = true};
        mrs_path_start(&path);
        for (int i = 0; i < 3; i++) {
            mrs_point p = halves[half][i];
            mrs_path_add(&path, centre.x + p.x * cos(turn) - p.y * sin(turn),
                         centre.y + 6 + p.x * sin(turn) + p.y * cos(turn));
        }
        mrs_paint paint =
            mrs_fill(mrs_sheet_color(pane->sheet, half ? MRS_SCALE_BAR_LIGHT : MRS_SCALE_BAR_DARK));
        paint.stroke = mrs_sheet_color(pane->sheet, MRS_SCALE_BAR_DARK);
        paint.width = 0.8;
        mrs_scene_path(pane->sheet->scene, &path, &paint);
    }
    PangoLayout *letter = mrs_sheet_text(pane->sheet, mrs_say(MRS_WORD_NORTH, pane->sheet->lang),
                                         MRS_SMALL_SIZE, true, 0);
    mrs_point at = {centre.x + 15 * sin(turn), centre.y + 6 - 21 * cos(turn)};
    mrs_scene_text_turned(pane->sheet->scene, letter, at, 0,
                          mrs_sheet_color(pane->sheet, MRS_TEXT_MAIN_COLOR));
    g_object_unref(letter);
}

static void draw_bar_figure(mrs_sheet *sheet, const bar *b, int half, bool with_unit)
{
    bool km = b->length_m >= 1000;
    double metres = b->length_m * half / 2;
    mrs_buffer text = {0};
    char figure[32];
    snprintf(figure, sizeof figure, "%.12g", km ? metres / 1000 : metres);
    mrs_buffer_add(&text, mrs_localize_decimals(figure, sheet->lang));
    if (with_unit) {
        mrs_buffer_addf(&text, " %s", mrs_say(km ? MRS_WORD_KM : MRS_WORD_M, sheet->lang));
    }
    if (!text.failed) {
        PangoLayout *layout = mrs_sheet_text(sheet, text.text, MRS_SMALL_SIZE, false, 0);
        mrs_point at = {b->at.x + b->width * half / 2, b->at.y - 11};
        mrs_scene_text_turned(sheet->scene, layout, at, 0,
                              mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
        g_object_unref(layout);
    }
    sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

static void draw_bar(mrs_sheet *sheet, const bar *b)
{
    for (int i = 0; i < BAR_BLOCKS; i++) {
        mrs_paint paint =
            mrs_fill(mrs_sheet_color(sheet, i % 2 ? MRS_SCALE_BAR_LIGHT : MRS_SCALE_BAR_DARK));
        paint.stroke = mrs_sheet_color(sheet, MRS_SCALE_BAR_DARK);
        paint.width = 0.8;
        mrs_rect block = {b->at.x + b->width * i / BAR_BLOCKS, b->at.y, b->width / BAR_BLOCKS,
                          BAR_HEIGHT};
        mrs_scene_rect(sheet->scene, block, 0, &paint);
    }
    draw_bar_figure(sheet, b, 0, false);
    if (b->width > 120) {
        draw_bar_figure(sheet, b, 1, false);
    }
    draw_bar_figure(sheet, b, 2, true);
}

static void draw_scale(mrs_pane *pane)
{
    bar b = find_bar(pane);
    mrs_paint back = mrs_fill(mrs_sheet_color(pane->sheet, MRS_HALO_COLOR));
    mrs_scene_begin(pane->sheet->scene, "scale-bar", "scale-bar", NULL);
    mrs_scene_rect(pane->sheet->scene, b.box, 3, &back);
    draw_bar(pane->sheet, &b);
    mrs_scene_end(pane->sheet->scene);
    mrs_scene_begin(pane->sheet->scene, "north-arrow", "north-arrow", NULL);
    draw_arrow(pane, (mrs_point){b.box.x + ARROW_WIDTH / 2 + 4, b.box.y + BOX_HEIGHT / 2});
    mrs_scene_end(pane->sheet->scene);
}

void mrs_draw_furniture(mrs_pane *pane)
{
    draw_scale(pane);
    mrs_paint frame = mrs_stroke(mrs_sheet_color(pane->sheet, MRS_FRAME_COLOR),
                                 mrs_sheet_number(pane->sheet, MRS_FRAME_WIDTH));
    mrs_scene_begin(pane->sheet->scene, "frame", "frame", NULL);
    mrs_scene_rect(pane->sheet->scene, pane->frame.rect, 0, &frame);
    mrs_scene_end(pane->sheet->scene);
    draw_graticule(pane);
}
