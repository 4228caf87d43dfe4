/* Scale bar and north arrow, together in a corner of the frame; the scale is that of the bar's
 * place, and a note below it says how far the scale differs elsewhere. */
#include <math.h>
#include <stdio.h>

#include "map/cover.h"
#include "map/furniture.h"
#include "map/panes.h"
#include "map/scale.h"

enum { BAR_BLOCKS = 4, MOST_ROUNDS = 4 };
static const double BOX_HEIGHT = 50; /* without a note */
static const double ARROW_WIDTH = 40;
static const double BAR_HEIGHT = 6;
static const double BOX_PADDING = 14;
static const double LAST_FIGURE = 22; /* what the last figure takes beside the bar */

/* The bar at its place: round in length, and as wide as that length is there. */
typedef struct bar {
    mrs_rect box; /* of bar, arrow and note */
    mrs_point at;
    double length_m, width;
    bool arrow;
    mrs_point note_size; /* px, 0 without one */
} bar;

/* The greatest round length that is at most `most`. */
static double round_length(double most)
{
    double power = pow(10, floor(log10(most)));
    double lead = most / power;
    return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

static double length_right_of(const mrs_pane *pane, mrs_point at, double width)
{
    return mrs_ground_length(&pane->frame, at, (mrs_point){at.x + width, at.y});
}

/* The width on the sheet of a length on the ground, to the right of a point: what the scale is
 * there, not at the map's centre. By bisection, below `most`. */
static double width_at(const mrs_pane *pane, mrs_point at, double length_m, double most)
{
    double low = 0;
    double high = most;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (length_right_of(pane, at, middle) < length_m) {
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

/* Where a bar is sought. */
typedef struct search {
    const mrs_pane *pane;
    const mrs_cover *cover; /* the incidents */
    double longest;         /* bar, px */
} search;

/* --- Its corner --- */

static mrs_point bar_start(const bar *b)
{
    return (mrs_point){b->box.x + (b->arrow ? ARROW_WIDTH : 0) + BOX_PADDING,
                       b->box.y + BOX_HEIGHT - 19};
}

/* What it costs to stand on towns: more than a place off the corners where they are great ones. */
static double towns_in(const mrs_pane *pane, mrs_rect box)
{
    static const double by_rank[] = {30, 30, 10, 0.1, 0.1, 0.1};
    double cost = 0;
    for (size_t i = 0; i < pane->town_count; i++) {
        const mrs_town *town = &pane->towns[i];
        bool under = mrs_rect_has(mrs_rect_grown(box, MRS_TOWN_REACH), town->at);
        cost += under ? by_rank[town->capital ? 0 : town->rank] : 0;
    }
    return cost;
}

static double cost_of(const search *s, const bar *b, mrs_rect box)
{
    const double unknown = 1e6; /* beyond the edge of the world, where no scale holds */
    const double covered = 1e3;
    const double near = 30;
    const double most_near =
        10; /* cells: what is near costs no more than a place off the corners */
    bar there = {.box = box, .arrow = b->arrow};
    double length = length_right_of(s->pane, bar_start(&there), s->longest);
    double beside = (double)mrs_cover_count(s->cover, box, near);
    return covered * (double)mrs_cover_count(s->cover, box, 2) + fmin(beside, most_near) +
           towns_in(s->pane, box) + (length > 0 ? 0 : unknown) +
           (mrs_is_under_inset(s->pane->sheet, box) ? unknown : 0);
}

/* The best place so far. */
typedef struct place {
    mrs_rect box;
    double cost;
    bool right; /* in a corner where the bar ends, not begins */
} place;

static void try_place(const search *s, const bar *b, mrs_point at, double penalty, place *best)
{
    mrs_rect box = {at.x, at.y, b->box.w, b->box.h};
    double cost = penalty < best->cost ? penalty + cost_of(s, b, box) : HUGE_VAL;
    if (cost < best->cost) {
        *best = (place){box, cost, false};
    }
}

/* Along the frame's edges, or between them where `inner`. */
static void try_edges(const search *s, const bar *b, mrs_rect within, bool inner, place *best)
{
    enum { STEPS = 24 };
    const double off_corners = inner ? 40 : 20;
    for (int i = 0; i <= STEPS; i++) {
        for (int j = 0; j <= STEPS; j++) {
            bool on_edge = i == 0 || j == 0 || i == STEPS || j == STEPS;
            mrs_point at = {within.x + within.w * i / STEPS,
                            within.y + within.h * (1 - j / (double)STEPS)};
            if (on_edge != inner) {
                try_place(s, b, at, off_corners + 0.01 * j, best);
            }
        }
    }
}

/* The corner with the fewest incidents near; bottom corners before top ones. Where each would cover
 * some, a place between them. */
static place choose_place(const search *s, const bar *b)
{
    const double gap = fmin(12, s->pane->frame.rect.w * 0.02);
    mrs_rect f = s->pane->frame.rect;
    mrs_rect within = {f.x + gap, f.y + gap, f.w - 2 * gap - b->box.w, f.h - 2 * gap - b->box.h};
    double far_right = within.x + within.w;
    double bottom = within.y + within.h;
    double first = s->pane->sheet->rtl ? far_right : within.x;
    double second = s->pane->sheet->rtl ? within.x : far_right;
    const mrs_point corners[] = {
        {first, bottom}, {second, bottom}, {second, within.y}, {first, within.y}};
    place best = {.cost = HUGE_VAL};
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        try_place(s, b, corners[i], 0.2 * (double)i, &best);
    }
    best.right = best.box.x == far_right;
    try_edges(s, b, within, false, &best);
    try_edges(s, b, within, true, &best);
    return best;
}

/* The bar with room for a note of this size. */
static bar place_bar(const search *s, mrs_point note, double *cost)
{
    const mrs_pane *pane = s->pane;
    double most = s->longest;
    bar b = {.arrow = !pane->north_turns || pane->graticule == MARSAD_GRATICULE_NONE,
             .note_size = note};
    double beside = (b.arrow ? ARROW_WIDTH : 0) + 2 * BOX_PADDING + LAST_FIGURE;
    b.box.w = fmax(most + beside, note.x > 0 ? note.x + 2 * BOX_PADDING : 0);
    b.box.h = BOX_HEIGHT + note.y;
    place found = choose_place(s, &b);
    *cost = found.cost;
    b.box = found.box;
    b.at = bar_start(&b);
    double longest = length_right_of(pane, b.at, most);
    longest = longest > 0 ? longest : most * pane->frame.metres_per_px;
    b.length_m = round_length(longest);
    double width = width_at(pane, b.at, b.length_m, most * 2);
    double spare =
        fmax(b.box.w - fmax(width + beside, note.x > 0 ? note.x + 2 * BOX_PADDING : 0), 0);
    b.box.w -= spare;
    b.box.x += found.right ? spare : 0;
    b.at = bar_start(&b);
    b.width = width_at(pane, b.at, b.length_m, most * 2);
    return b;
}

/* --- Its note --- */

/* How the scale differs from the bar's elsewhere on the map. NULL where that needs no word. */
static PangoLayout *make_note(mrs_pane *pane, const bar *b)
{
    const double widest = 0.42; /* of the frame */
    mrs_buffer text = {0};
    if (b->width > 0) {
        mrs_say_scale_range(&text, mrs_scale_over(&pane->frame, b->length_m / b->width),
                            pane->sheet->lang);
    }
    PangoLayout *layout = NULL;
    pane->sheet->scene->failed |= text.failed;
    if (!text.failed && text.length) {
        layout = mrs_sheet_text(pane->sheet, text.text, MRS_SMALL_SIZE, false, 0);
        double width = fmax(pane->frame.rect.w * widest, b->width) - 2 * BOX_PADDING;
        if (mrs_layout_size(layout).x > width) {
            g_object_unref(layout);
            layout = mrs_sheet_text(pane->sheet, text.text, MRS_SMALL_SIZE, false, width);
        }
    }
    mrs_buffer_clear(&text);
    return layout;
}

/* The bar, and its note or NULL: which corner is free depends on the note's size, and what the note
 * says on the corner. */
static bar find_noted(mrs_pane *pane, const search *s, PangoLayout **note, double *cost)
{
    mrs_point size = {0, 0};
    bar b = place_bar(s, size, cost);
    *note = make_note(pane, &b);
    for (int round = 0; *note && round < MOST_ROUNDS; round++) {
        mrs_point needed = mrs_layout_size(*note);
        if (needed.x <= size.x && needed.y <= size.y) {
            break;
        }
        size = (mrs_point){fmax(size.x, needed.x), fmax(size.y, needed.y)};
        b = place_bar(s, size, cost);
        g_object_unref(*note);
        *note = make_note(pane, &b);
    }
    return b;
}

/* A bar that would cover incidents or great towns wherever it stands is made shorter. */
static bar find_bar(mrs_pane *pane, PangoLayout **note)
{
    static const double shares[] = {1, 0.7, 0.5};
    const double covers = 30;
    bar b = {0};
    double cost = HUGE_VAL;
    mrs_cover *cover = mrs_cover_new(pane);
    *note = NULL;
    for (size_t i = 0; cover && cost >= covers && i < sizeof shares / sizeof *shares; i++) {
        search s = {pane, cover, longest_bar(pane) * shares[i]};
        PangoLayout *other_note;
        double other_cost;
        bar other = find_noted(pane, &s, &other_note, &other_cost);
        if (other_cost < cost) {
            PangoLayout *swap = *note;
            *note = other_note;
            other_note = swap;
            b = other;
            cost = other_cost;
        }
        g_clear_object(&other_note);
    }
    pane->sheet->scene->failed |= !cover;
    mrs_cover_free(cover);
    return b;
}

mrs_rect mrs_scale_bar_box(mrs_pane *pane)
{
    PangoLayout *note;
    bar b = find_bar(pane, &note);
    g_clear_object(&note);
    return b.box;
}

/* --- Drawing --- */

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

static void draw_note(mrs_sheet *sheet, const bar *b, PangoLayout *note)
{
    double x = sheet->rtl ? b->box.x + b->box.w - BOX_PADDING : b->box.x + BOX_PADDING;
    mrs_sheet_put(sheet, note, x, b->box.y + BOX_HEIGHT - 6,
                  mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
}

void mrs_draw_scale_bar(mrs_pane *pane)
{
    PangoLayout *note;
    bar b = find_bar(pane, &note);
    mrs_paint back = mrs_fill(mrs_sheet_color(pane->sheet, MRS_HALO_COLOR));
    mrs_scene_begin(pane->sheet->scene, "scale-bar", "scale-bar", NULL);
    mrs_scene_rect(pane->sheet->scene, b.box, 3, &back);
    draw_bar(pane->sheet, &b);
    mrs_scene_end(pane->sheet->scene);
    if (note) {
        mrs_scene_begin(pane->sheet->scene, "scale-note", "scale-bar", NULL);
        draw_note(pane->sheet, &b, note);
        mrs_scene_end(pane->sheet->scene);
        g_object_unref(note);
    }
    if (b.arrow) {
        mrs_scene_begin(pane->sheet->scene, "north-arrow", "north-arrow", NULL);
        draw_arrow(pane, (mrs_point){b.box.x + ARROW_WIDTH / 2 + 4, b.box.y + BOX_HEIGHT / 2});
        mrs_scene_end(pane->sheet->scene);
    }
}
