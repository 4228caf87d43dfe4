/* What insets and small multiples have in common: a heading, a frame, a small scale bar. */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "map/furniture.h"
#include "map/panes.h"

bool mrs_pane_is_small(const mrs_pane *pane)
{
    return pane->role == MRS_PANE_INSET || pane->sheet->facet_count > 0;
}

double mrs_marker_scale(const mrs_pane *pane)
{
    const double full = 560; /* px: frames of this size and above have markers of full size */
    if (pane->sheet->facet_count == 0) {
        return 1;
    }
    bool numbered = pane->sheet->as == MARSAD_AS_NUMBERS || pane->sheet->as == MARSAD_AS_CALLOUTS;
    double least = numbered ? 0.9 : 0.6; /* or the number's badge would cover the marker */
    return fmin(fmax(sqrt(pane->frame.rect.w * pane->frame.rect.h) / full, least), 1);
}

double mrs_heading_height(const mrs_sheet *sheet)
{
    return ceil(mrs_sheet_number(sheet, MRS_TEXT_MAIN_SIZE) * 1.36) + 6;
}

/* --- The scale bar: a line with two ticks, its length above it --- */

static const double BAR_PADDING = 6;
static const double ARROW_ROOM = 24;

typedef struct small_bar {
    mrs_rect box;
    mrs_point from, to;
    double length_m;
    bool arrow;     /* north stands beside it */
    double covered; /* what its place costs: 0 where it covers no symbol */
} small_bar;

static bool has_bar(const mrs_pane *pane)
{
    return pane->role == MRS_PANE_INSET || pane == pane->sheet->panes;
}

static double ground_along(const mrs_pane *pane, mrs_point at, double width)
{
    marsad_lonlat a;
    marsad_lonlat b;
    if (!mrs_frame_to_ground(&pane->frame, at, &a) ||
        !mrs_frame_to_ground(&pane->frame, (mrs_point){at.x + width, at.y}, &b)) {
        return 0;
    }
    return marsad_geodesic_between(a, b).distance_m;
}

/* The greatest of 1, 2 and 5 times a power of ten that is at most `most`. */
static double round_down(double most)
{
    double power = pow(10, floor(log10(most)));
    double lead = most / power;
    return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/* A symbol that is hidden costs more than one that is touched. */
static double cost_over(mrs_rect box, mrs_rect symbol)
{
    mrs_point middle = {symbol.x + symbol.w / 2, symbol.y + symbol.h / 2};
    return mrs_rect_has(box, middle)                             ? 3
           : mrs_rect_overlaps(box, mrs_rect_grown(symbol, 1.5)) ? 1
                                                                 : 0;
}

static double cost_of(const mrs_pane *pane, mrs_rect box)
{
    double cost = 0;
    bool scattered = pane->sheet->as == MARSAD_AS_POINTS;
    for (size_t i = 0; !scattered && i < pane->group_count; i++) {
        cost += cost_over(box, pane->groups[i].box);
    }
    for (size_t i = 0; scattered && i < pane->mark_count; i++) {
        const mrs_mark *mark = &pane->marks[i];
        double r = mark->radius;
        cost += cost_over(box, mrs_rect_around(mark->centre, r));
    }
    return cost;
}

/* The place at the frame's edge that hides least: along the lower edge from the sheet's start on,
 * or else the upper one, or else one of the sides. */
static mrs_rect choose_place(const mrs_pane *pane, mrs_point size, double *cost)
{
    enum { STEPS = 16, PLACES = STEPS + 1 };
    const double gap = 5;
    mrs_rect f = mrs_rect_grown(pane->frame.rect, -gap);
    mrs_point spare = {f.w - size.x, f.h - size.y};
    mrs_rect best = {0};
    *cost = INFINITY;
    for (int i = 0; i < 4 * PLACES; i++) {
        double share = (double)(i % PLACES) / STEPS;
        int edge = i / PLACES; /* lower, upper, that of the start, that of the end */
        double across = edge < 2 ? share : edge - 2;
        double down = edge < 2 ? 1 - edge : share;
        mrs_rect box = {f.x + spare.x * (pane->sheet->rtl ? 1 - across : across),
                        f.y + spare.y * down, size.x, size.y};
        double here = cost_of(pane, box);
        if (here < *cost) {
            *cost = here;
            best = box;
        }
    }
    return best;
}

/* The bar is as wide as its length is there: scales hardly vary over a small frame. */
static small_bar find_bar(const mrs_pane *pane)
{
    small_bar b = {.arrow = pane->role != MRS_PANE_INSET};
    mrs_rect f = pane->frame.rect;
    double most = fmin(f.w * 0.32, 110);
    double text = mrs_sheet_number(pane->sheet, MRS_SMALL_SIZE) * 1.36;
    mrs_point middle = {f.x + f.w / 2, f.y + f.h / 2};
    double longest = ground_along(pane, middle, most);
    longest = longest > 0 ? longest : most * pane->frame.metres_per_px;
    b.length_m = round_down(longest);
    double width = most * b.length_m / longest;
    double beside = b.arrow ? ARROW_ROOM : 0;
    mrs_point size = {width + 2 * BAR_PADDING + beside, text + 10 + (b.arrow ? 8 : 0)};
    size.x = fmax(size.x, 52 + beside);
    b.box = choose_place(pane, size, &b.covered);
    double line = b.box.y + b.box.h - 7;
    double start = b.box.x + beside + (b.box.w - beside - width) / 2;
    width *= b.length_m / fmax(ground_along(pane, (mrs_point){start, line}, width), 1e-9);
    b.from = (mrs_point){start, line};
    b.to = (mrs_point){start + fmin(width, b.box.w), line};
    return b;
}

/* An inset full of incidents does without, for its scale is written above it. */
static bool is_left_out(const mrs_pane *pane, const small_bar *b)
{
    return pane->role == MRS_PANE_INSET && b->covered > 0;
}

static void say_length(const mrs_sheet *sheet, double metres, mrs_buffer *out)
{
    bool km = metres >= 1000;
    char figure[32];
    snprintf(figure, sizeof figure, "%.12g", km ? metres / 1000 : metres);
    mrs_buffer_addf(out, "%s %s", mrs_localize_decimals(figure, sheet->lang),
                    mrs_say(km ? MRS_WORD_KM : MRS_WORD_M, sheet->lang));
}

static void draw_north(mrs_pane *pane, mrs_point centre)
{
    mrs_sheet *sheet = pane->sheet;
    const mrs_point corners[] = {{0, -9}, {-5.5, 8}, {0, 4.5}, {5.5, 8}};
    double turn = mrs_frame_north_deg(&pane->frame, centre);
    mrs_path path = {.closed = true};
    mrs_path_start(&path);
    for (size_t i = 0; i < 4; i++) {
        mrs_point by = mrs_point_turned(corners[i], turn);
        mrs_path_add(&path, centre.x + by.x, centre.y + 5 + by.y);
    }
    mrs_paint paint = mrs_fill(mrs_sheet_color(sheet, MRS_SCALE_BAR_DARK));
    mrs_scene_path(sheet->scene, &path, &paint);
    PangoLayout *letter =
        mrs_sheet_text(sheet, mrs_say(MRS_WORD_NORTH, sheet->lang), MRS_SMALL_SIZE, true, 0);
    mrs_point up = mrs_point_turned((mrs_point){0, -15}, turn);
    mrs_scene_text_turned(sheet->scene, letter, (mrs_point){centre.x + up.x, centre.y + 5 + up.y},
                          0, mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
    g_object_unref(letter);
}

static void draw_bar(mrs_pane *pane)
{
    mrs_sheet *sheet = pane->sheet;
    small_bar b = find_bar(pane);
    mrs_buffer text = {0};
    if (is_left_out(pane, &b)) {
        return;
    }
    mrs_paint back = mrs_fill(mrs_sheet_color(sheet, MRS_HALO_COLOR));
    mrs_paint line = mrs_stroke(mrs_sheet_color(sheet, MRS_SCALE_BAR_DARK), 1.4);
    mrs_scene_begin(sheet->scene, "scale-bar", "scale-bar", NULL);
    mrs_scene_rect(sheet->scene, b.box, 3, &back);
    mrs_scene_line(sheet->scene, b.from, b.to, &line);
    mrs_scene_line(sheet->scene, b.from, (mrs_point){b.from.x, b.from.y - 4}, &line);
    mrs_scene_line(sheet->scene, b.to, (mrs_point){b.to.x, b.to.y - 4}, &line);
    say_length(sheet, b.length_m, &text);
    sheet->scene->failed |= text.failed;
    PangoLayout *layout =
        mrs_sheet_text(sheet, text.failed ? "" : text.text, MRS_SMALL_SIZE, false, 0);
    mrs_point centre = {(b.from.x + b.to.x) / 2, b.from.y - 3 - mrs_layout_size(layout).y / 2};
    mrs_scene_text_turned(sheet->scene, layout, centre, 0,
                          mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
    g_object_unref(layout);
    mrs_buffer_clear(&text);
    mrs_scene_end(sheet->scene);
    if (b.arrow) {
        mrs_scene_begin(sheet->scene, "north-arrow", "north-arrow", NULL);
        draw_north(pane, (mrs_point){b.box.x + ARROW_ROOM / 2 + 3, b.box.y + b.box.h / 2 + 2});
        mrs_scene_end(sheet->scene);
    }
}

marsad_status mrs_place_small_furniture(mrs_pane *pane, marsad_error *error)
{
    bool inset = pane->role == MRS_PANE_INSET;
    bool chosen = pane->sheet->options->graticule == MARSAD_GRATICULE_AUTO;
    pane->graticule = inset    ? MARSAD_GRATICULE_NONE
                      : chosen ? MARSAD_GRATICULE_TICKS
                               : pane->sheet->options->graticule;
    if (!has_bar(pane)) {
        return MARSAD_OK;
    }
    small_bar b = find_bar(pane);
    return is_left_out(pane, &b) ? MARSAD_OK : mrs_obstacle_box(pane, b.box, error);
}

/* --- Frame and heading --- */

void mrs_begin_small_pane(mrs_pane *pane)
{
    mrs_scene *scene = pane->sheet->scene;
    mrs_scene_begin(scene, pane->name, pane->role == MRS_PANE_INSET ? "inset" : "facet",
                    pane->heading);
    snprintf(scene->scope, sizeof scene->scope, "%s-", pane->name);
    if (pane->role == MRS_PANE_INSET) {
        mrs_paint back = mrs_fill(mrs_sheet_color(pane->sheet, MRS_PAGE_COLOR));
        back.fill.a = 1;
        mrs_scene_rect(scene, mrs_rect_grown(pane->box, 2), 0, &back);
    }
}

/* At the heading's far end, if the heading leaves it room. */
static void draw_note(mrs_pane *pane, double y, double taken, double inward)
{
    mrs_sheet *sheet = pane->sheet;
    const double gap = 12;
    mrs_rect f = pane->frame.rect;
    PangoLayout *layout = mrs_sheet_text(sheet, pane->note, MRS_SMALL_SIZE, false, 0);
    mrs_point size = mrs_layout_size(layout);
    double down = (mrs_heading_height(sheet) - 6 - size.y) / 2;
    double x = sheet->rtl ? f.x + inward + size.x : f.x + f.w - inward - size.x;
    if (taken + gap + size.x + 2 * inward <= f.w) {
        mrs_sheet_put(sheet, layout, x, y + down, mrs_sheet_color(sheet, MRS_MUTED_COLOR));
    }
    g_object_unref(layout);
}

/* In one line above the frame, cut short where it is too long. */
static void draw_heading(mrs_pane *pane)
{
    mrs_sheet *sheet = pane->sheet;
    double inward = pane->role == MRS_PANE_INSET ? 6 : 0;
    mrs_rect f = pane->frame.rect;
    PangoLayout *layout = mrs_sheet_text(sheet, pane->heading, MRS_TEXT_MAIN_SIZE, true, 0);
    double taken = mrs_layout_size(layout).x;
    if (taken > f.w - 2 * inward) {
        pango_layout_set_width(layout, (int)((f.w - 2 * inward) * PANGO_SCALE));
        pango_layout_set_height(layout, -1); /* one line */
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    double y = f.y - mrs_heading_height(sheet) + 2;
    mrs_scene_begin(sheet->scene, "heading", "heading", NULL);
    mrs_sheet_put(sheet, layout, sheet->rtl ? f.x + f.w - inward : f.x + inward, y,
                  mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
    if (pane->note) {
        draw_note(pane, y, taken, inward);
    }
    mrs_scene_end(sheet->scene);
    g_object_unref(layout);
}

static void draw_frame(mrs_pane *pane)
{
    mrs_sheet *sheet = pane->sheet;
    bool inset = pane->role == MRS_PANE_INSET;
    mrs_paint line =
        mrs_stroke(mrs_sheet_color(sheet, inset ? MRS_INSET_FRAME_COLOR : MRS_FRAME_COLOR),
                   mrs_sheet_number(sheet, MRS_FRAME_WIDTH));
    mrs_scene_begin(sheet->scene, "frame", inset ? "inset-frame" : "frame", NULL);
    if (inset) {
        mrs_scene_rect(sheet->scene, pane->box, 0, &line);
    }
    mrs_scene_rect(sheet->scene, pane->frame.rect, 0, &line);
    mrs_scene_end(sheet->scene);
}

void mrs_end_small_pane(mrs_pane *pane)
{
    mrs_scene *scene = pane->sheet->scene;
    if (has_bar(pane)) {
        draw_bar(pane);
    }
    draw_frame(pane);
    if (pane->role != MRS_PANE_INSET) {
        mrs_draw_graticule_ticks(pane);
    }
    draw_heading(pane);
    scene->scope[0] = '\0';
    mrs_scene_end(scene);
}
