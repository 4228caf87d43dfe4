/* The legend of a front: who holds the ground, the lines with their dates, and what changed. */
#include <math.h>
#include <string.h>

#include "map/features.h"
#include "map/front_advance.h"
#include "map/front_sheet.h"
#include "map/front_words.h"
#include "map/panel.h"

static const double SAMPLE_WIDTH = 30;
static const double SAMPLE_HEIGHT = 17;
static const double LEAST_AREA_M2 = 5e4; /* less would be written as 0.0 km² */

/* --- Samples --- */

/* A straight line or a box around a point, as the path of a sample. */
static void sample_path(mrs_feature *feature, mrs_point at, double height)
{
    double half = SAMPLE_WIDTH / 2;
    feature->path.closed = height > 0;
    mrs_path_start(&feature->path);
    mrs_path_add(&feature->path, at.x - half, at.y + height / 2);
    mrs_path_add(&feature->path, at.x + half, at.y + height / 2);
    if (height > 0) {
        mrs_path_add(&feature->path, at.x + half, at.y - height / 2);
        mrs_path_add(&feature->path, at.x - half, at.y - height / 2);
    }
}

static void draw_sample(mrs_sheet *sheet, mrs_source_layer source, const mrs_feature *feature)
{
    for (size_t i = 0; i < mrs_style_layer_count(sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(sheet->sources->style, i);
        if (layer->source == source) {
            mrs_draw_feature(&sheet->panes[0], layer, feature);
        }
    }
}

/* A sample of `source`, a box of `height` px or a line, with what the style sees of it. */
static void add_sample(mrs_sheet *sheet, mrs_source_layer source, size_t holder,
                       const marsad_front_state *state, const char *change, mrs_point at,
                       double height)
{
    mrs_feature_list list = {0};
    mrs_feature *feature = mrs_front_feature(sheet, &list, holder, state);
    bool ok = feature && mrs_add_attribute(feature, "change", change, 0);
    if (ok) {
        sample_path(feature, at, height);
        draw_sample(sheet, source, feature);
    }
    sheet->scene->failed |= !ok || feature->path.failed;
    mrs_feature_list_clear(&list);
}

/* --- Rows --- */

static void end_row(mrs_column *c, mrs_buffer *text)
{
    mrs_panel_end_row(c, text->failed || !text->text ? "" : text->text);
    c->sheet->scene->failed |= text->failed;
    mrs_buffer_clear(text);
}

static bool holds_ground(const marsad_front_state *state, size_t holder)
{
    bool found = false;
    for (size_t i = 0; i < state->area_count && !found; i++) {
        found = state->areas[i].holder == holder;
    }
    for (size_t i = 0; i < state->line_count && !found; i++) {
        found = state->lines[i].left == holder || state->lines[i].right == holder;
    }
    return found;
}

/* A holder's tint, with its side of the front along the foot. */
static void add_holder_row(mrs_column *c, size_t holder)
{
    mrs_sheet *sheet = c->sheet;
    const marsad_front_state *now = sheet->front->now;
    mrs_point at = mrs_panel_symbol(c, mrs_panel_row_height(c));
    double height = 2 * mrs_panel_symbol_radius(c, SAMPLE_HEIGHT / 2);
    if (now->area_count > 0) {
        add_sample(sheet, MRS_SOURCE_CONTROL, holder, now, "", at, height);
    }
    mrs_point foot = {at.x, at.y + height / 2};
    add_sample(sheet, MRS_SOURCE_FRONT, holder, now, "", foot, 0);
    add_sample(sheet, MRS_SOURCE_FRONT, MARSAD_NO_HOLDER, now, "", foot, 0);
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "\u2068%s\u2069", marsad_front_holder(sheet->sources->front, holder));
    end_row(c, &text);
}

/* "Front, 27 January 2020", with a sample of the line as the map has it. */
static void add_line_row(mrs_column *c, const marsad_front_state *state)
{
    mrs_sheet *sheet = c->sheet;
    mrs_point at = mrs_panel_symbol(c, mrs_panel_row_height(c));
    add_sample(sheet, MRS_SOURCE_FRONT, MARSAD_NO_HOLDER, state, "", at, 0);
    mrs_buffer text = {0};
    mrs_buffer_add(&text, mrs_say(MRS_WORD_FRONT, sheet->lang));
    if (state->date.year) {
        mrs_buffer_add(&text, mrs_say(MRS_WORD_COMMA, sheet->lang));
        mrs_say_dates(&text, sheet->calendar, state->date, (marsad_date){0});
    }
    if (state->derived) {
        mrs_buffer_addf(&text, " (%s)", mrs_say(MRS_WORD_DERIVED, sheet->lang));
    }
    end_row(c, &text);
}

/* The ground that passed from one holder to another, in all its pieces; the row of the first piece
 * speaks for all. */
static void add_change_row(mrs_column *c, size_t index)
{
    mrs_sheet *sheet = c->sheet;
    const marsad_front_comparison *all = sheet->front->comparison;
    const marsad_front_change *first = &all->changes[index];
    double area_m2 = 0;
    for (size_t i = 0; i < all->change_count; i++) {
        const marsad_front_change *change = &all->changes[i];
        if (strcmp(change->from, first->from) == 0 && strcmp(change->to, first->to) == 0) {
            if (i < index) {
                return;
            }
            area_m2 += change->area_m2;
        }
    }
    if (area_m2 < LEAST_AREA_M2) {
        return;
    }
    size_t holder = mrs_front_holder_named(sheet, first->to);
    mrs_point at = mrs_panel_symbol(c, mrs_panel_row_height(c));
    double height = 2 * mrs_panel_symbol_radius(c, SAMPLE_HEIGHT / 2);
    if (sheet->front->now->area_count > 0) {
        add_sample(sheet, MRS_SOURCE_CONTROL, holder, sheet->front->now, "", at, height);
    }
    add_sample(sheet, MRS_SOURCE_CONTROL, holder, sheet->front->now, "gained", at, height);
    mrs_buffer text = {0};
    mrs_say_change(&text, first->from, first->to, sheet->lang);
    mrs_buffer_add(&text, mrs_colon(sheet->lang));
    mrs_say_area(&text, area_m2, sheet->lang);
    end_row(c, &text);
}

/* Whether any of the sheet's maps has an arrow for it. */
static bool is_shown(const mrs_sheet *sheet, const marsad_front_advance *advance)
{
    mrs_point from;
    mrs_point to;
    bool shown = false;
    for (size_t p = 0; p < sheet->pane_count && !shown; p++) {
        shown = mrs_front_shows_advance(&sheet->panes[p], advance, &from, &to);
    }
    return shown;
}

/* "Advance of GNA: 29 km", with a sample of its arrow. */
static void add_advance_row(mrs_column *c, const marsad_front_advance *advance)
{
    mrs_sheet *sheet = c->sheet;
    mrs_feature_list list = {0};
    mrs_point at = mrs_panel_symbol(c, mrs_panel_row_height(c));
    const mrs_point ends[] = {{at.x - SAMPLE_WIDTH / 2, at.y}, {at.x + SAMPLE_WIDTH / 2, at.y}};
    bool ok =
        mrs_front_add_arrow(sheet, &list, advance->holder, ends[sheet->rtl], ends[!sheet->rtl]);
    for (size_t i = 0; ok && i < list.count; i++) {
        draw_sample(sheet, MRS_SOURCE_FRONT, &list.items[i]);
    }
    sheet->scene->failed |= !ok;
    mrs_feature_list_clear(&list);
    mrs_buffer text = {0};
    mrs_say_advance(&text, advance->holder, advance->distance_m, sheet->lang);
    end_row(c, &text);
}

marsad_status mrs_draw_front_legend(mrs_column *c, marsad_error *error)
{
    (void)error;
    mrs_sheet *sheet = c->sheet;
    const struct mrs_sheet_front *front = sheet->front;
    if (!front) {
        return MARSAD_OK;
    }
    mrs_scene_begin(sheet->scene, "front-legend", "legend", NULL);
    mrs_panel_heading(c, mrs_say(MRS_WORD_FRONT_LEGEND, sheet->lang));
    size_t holders = marsad_front_holder_count(sheet->sources->front);
    for (size_t side = 1; side <= holders; side++) {
        for (size_t h = 0; h < holders; h++) {
            if (mrs_front_side(sheet, h) == side && holds_ground(front->now, h)) {
                add_holder_row(c, h);
            }
        }
    }
    add_line_row(c, front->now);
    if (front->before) {
        add_line_row(c, front->before);
    }
    for (size_t i = 0; front->comparison && i < front->comparison->change_count; i++) {
        add_change_row(c, i);
    }
    for (size_t i = 0; front->comparison && i < front->comparison->advance_count; i++) {
        if (is_shown(sheet, &front->comparison->advances[i])) {
            add_advance_row(c, &front->comparison->advances[i]);
        }
    }
    mrs_scene_end(sheet->scene);
    return MARSAD_OK;
}
