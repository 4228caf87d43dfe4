/* Scale bar and north arrow, together in a corner of the frame; the scale is that of the bar's
 * place, and a note below it says how far the scale differs elsewhere. */
#include <math.h>
#include <stdio.h>

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

/* --- Its corner --- */

static size_t marks_in(const mrs_pane *pane, mrs_rect box)
{
    size_t count = 0;
    for (size_t i = 0; i < pane->group_count; i++) {
        count += mrs_rect_overlaps(mrs_rect_grown(box, 30), pane->groups[i].box);
    }
    return count;
}

static mrs_point bar_start(const bar *b)
{
    return (mrs_point){b->box.x + (b->arrow ? ARROW_WIDTH : 0) + BOX_PADDING,
                       b->box.y + BOX_HEIGHT - 19};
}

static double cost_of_corner(const mrs_pane *pane, const bar *b, mrs_rect box)
{
    const double unknown = 1e6; /* a corner beyond the edge of the world, where no scale holds */
    bar there = {.box = box, .arrow = b->arrow};
    double length = length_right_of(pane, bar_start(&there), longest_bar(pane));
    return (double)marks_in(pane, box) + (length > 0 ? 0 : unknown) +
           (mrs_is_under_inset(pane->sheet, box) ? unknown : 0);
}

/* The corner with the fewest marks; bottom corners before top ones. */
static mrs_rect choose_corner(const mrs_pane *pane, const bar *b, bool *right)
{
    const double gap = fmin(12, pane->frame.rect.w * 0.02);
    mrs_rect f = pane->frame.rect;
    double w = b->box.w;
    double h = b->box.h;
    double left = f.x + gap;
    double far_right = f.x + f.w - gap - w;
    double bottom = f.y + f.h - gap - h;
    double first = pane->sheet->rtl ? far_right : left;
    double second = pane->sheet->rtl ? left : far_right;
    const mrs_rect places[] = {{first, bottom, w, h},
                               {second, bottom, w, h},
                               {second, f.y + gap, w, h},
                               {first, f.y + gap, w, h},
                               {f.x + (f.w - w) / 2, bottom, w, h},
                               {f.x + (f.w - w) / 2, f.y + f.h / 2, w, h}};
    size_t best = 0;
    for (size_t i = 1; i < sizeof places / sizeof *places; i++) {
        best =
            cost_of_corner(pane, b, places[i]) < cost_of_corner(pane, b, places[best]) ? i : best;
    }
    *right = best < 4 && places[best].x == far_right;
    return places[best];
}

/* The bar with room for a note of this size. */
static bar place_bar(const mrs_pane *pane, mrs_point note)
{
    double most = longest_bar(pane);
    bool right;
    bar b = {.arrow = !pane->north_turns || pane->graticule == MARSAD_GRATICULE_NONE,
             .note_size = note};
    double beside = (b.arrow ? ARROW_WIDTH : 0) + 2 * BOX_PADDING + LAST_FIGURE;
    b.box.w = fmax(most + beside, note.x > 0 ? note.x + 2 * BOX_PADDING : 0);
    b.box.h = BOX_HEIGHT + note.y;
    b.box = choose_corner(pane, &b, &right);
    b.at = bar_start(&b);
    double longest = length_right_of(pane, b.at, most);
    longest = longest > 0 ? longest : most * pane->frame.metres_per_px;
    b.length_m = round_length(longest);
    double width = width_at(pane, b.at, b.length_m, most * 2);
    double spare =
        fmax(b.box.w - fmax(width + beside, note.x > 0 ? note.x + 2 * BOX_PADDING : 0), 0);
    b.box.w -= spare;
    b.box.x += right ? spare : 0;
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
static bar find_bar(mrs_pane *pane, PangoLayout **note)
{
    mrs_point size = {0, 0};
    bar b = place_bar(pane, size);
    *note = make_note(pane, &b);
    for (int round = 0; *note && round < MOST_ROUNDS; round++) {
        mrs_point needed = mrs_layout_size(*note);
        if (needed.x <= size.x && needed.y <= size.y) {
            break;
        }
        size = (mrs_point){fmax(size.x, needed.x), fmax(size.y, needed.y)};
        b = place_bar(pane, size);
        g_object_unref(*note);
        *note = make_note(pane, &b);
    }
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
