/* The legend of symbols: what colours and sizes say, the classes of hexagons and densities, and how
 * the map shows its incidents. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "map/features.h"
#include "map/panel.h"
#include "map/symbol_words.h"
#include "map/symbols.h"

static const double SWATCH_RADIUS = 7.5;
static const double LEAST_ICON_DISC = 6;

static bool is_surface(const mrs_sheet *sheet)
{
    return sheet->as == MARSAD_AS_HEXBIN || sheet->as == MARSAD_AS_DENSITY;
}

bool mrs_has_symbol_legend(const mrs_sheet *sheet)
{
    const mrs_symbols *s = sheet->symbols;
    return s && (is_surface(sheet) || sheet->as == MARSAD_AS_GROUPS || s->dots || s->values ||
                 s->color_by != MRS_BY_TYPE);
}

/* --- Lines of text --- */

static void add_small(mrs_column *c, mrs_buffer *text)
{
    if (!text->failed && text->length) {
        mrs_panel_text(c, text->text, 0, MRS_MUTED_COLOR, true);
        c->y += 4;
    }
    c->sheet->scene->failed |= text->failed;
    mrs_buffer_clear(text);
}

static void end_row(mrs_column *c, mrs_buffer *text)
{
    mrs_panel_end_row(c, text->failed || !text->text ? "" : text->text);
    c->sheet->scene->failed |= text->failed;
    mrs_buffer_clear(text);
}

static mrs_symbol_word word_of(const mrs_sheet *sheet)
{
    const mrs_symbols *s = sheet->symbols;
    switch (sheet->as) {
    case MARSAD_AS_HEXBIN:
        return MRS_SYMBOL_AS_HEXBIN;
    case MARSAD_AS_DENSITY:
        return MRS_SYMBOL_AS_DENSITY;
    case MARSAD_AS_GROUPS:
        return s->values ? MRS_SYMBOL_AS_GROUPS_BY : MRS_SYMBOL_AS_GROUPS;
    default:
        return s->dots     ? MRS_SYMBOL_AS_DOTS
               : s->values ? MRS_SYMBOL_AS_SIZED
                           : MRS_SYMBOL_AS_MARKERS;
    }
}

void mrs_say_how_shown(mrs_column *c)
{
    const mrs_sheet *sheet = c->sheet;
    const mrs_pane *pane = &sheet->panes[0];
    bool plain = !mrs_has_symbol_legend(sheet); /* goes without saying where there is no room */
    if (plain && (c->extent.tight || !c->extent.signs)) {
        return;
    }
    if (!sheet->symbols) {
        c->y += mrs_sheet_number(sheet, MRS_SMALL_SIZE) * 1.4 + 4;
        return;
    }
    char length[MRS_FIGURE] = "";
    const char *argument = length;
    if (pane->bins) {
        mrs_say_length(pane->bins->width_m, sheet->lang, length);
    } else if (pane->density) {
        mrs_say_length(pane->density->radius_m, sheet->lang, length);
    } else if (sheet->symbols->values) {
        argument = sheet->symbols->size_label;
    }
    mrs_buffer text = {0};
    mrs_say_symbol_with(&text, word_of(sheet), sheet->lang, &argument);
    add_small(c, &text);
}

/* How precisely incidents are located does not show where they have no circles of uncertainty: it
 * is said, in the measure of what they are counted in. */
static void say_loose(mrs_column *c)
{
    const mrs_sheet *sheet = c->sheet;
    const mrs_pane *pane = &sheet->panes[0];
    double metres = pane->bins      ? pane->bins->width_m / 2
                    : pane->density ? pane->density->radius_m
                                    : mrs_round_near(8 * pane->frame.metres_per_px);
    bool said_otherwise = !is_surface(sheet) && !sheet->symbols->bare;
    size_t loose = said_otherwise ? 0 : mrs_loosely_located(sheet, metres);
    if (!loose) {
        return;
    }
    char some[MRS_FIGURE];
    char all[MRS_FIGURE];
    char length[MRS_FIGURE];
    const char *arguments[] = {mrs_say_figure((double)loose, sheet->lang, some),
                               mrs_say_figure((double)pane->census->shown, sheet->lang, all),
                               mrs_say_length(metres, sheet->lang, length)};
    mrs_buffer text = {0};
    mrs_say_symbol_with(&text, MRS_SYMBOL_LOOSE, sheet->lang, arguments);
    c->y += 2;
    add_small(c, &text);
}

/* --- Classes of counts and densities --- */

static void add_swatch(mrs_column *c, mrs_color color, bool hexagon)
{
    mrs_sheet *sheet = c->sheet;
    mrs_point at = mrs_panel_symbol(c, mrs_panel_row_height(c));
    mrs_paint paint = mrs_fill(color);
    paint.stroke = mrs_sheet_color(sheet, MRS_RULE_COLOR);
    paint.width = 0.6;
    if (!hexagon) {
        double half = mrs_panel_symbol_radius(c, 7);
        mrs_scene_rect(sheet->scene, (mrs_rect){at.x - 12, at.y - half, 24, 2 * half}, 0, &paint);
        return;
    }
    double radius = mrs_panel_symbol_radius(c, 9);
    mrs_path path = {.closed = true};
    mrs_path_start(&path);
    for (int i = 0; i < 6; i++) {
        double angle = (i * 60 - 90) * M_PI / 180;
        mrs_path_add(&path, at.x + radius * cos(angle), at.y + radius * sin(angle));
    }
    mrs_path_end(&path, 3);
    mrs_scene_path(sheet->scene, &path, &paint);
}

/* "6–20": whole numbers, of which a class holds both ends. */
static void say_counts(mrs_buffer *out, const mrs_breaks *breaks, size_t class, marsad_lang lang)
{
    char figure[MRS_FIGURE];
    double low = class ? breaks->upper[class - 1] + 1 : breaks->least;
    double high = breaks->upper[class];
    mrs_buffer_add(out, mrs_say_figure(low, lang, figure));
    if (high > low) {
        mrs_buffer_addf(out, "–%s", mrs_say_figure(high, lang, figure));
    }
}

/* "2–5", and at last "over 100". */
static void say_levels(mrs_buffer *out, const mrs_breaks *breaks, size_t class, marsad_lang lang)
{
    char figure[MRS_FIGURE];
    double low = class ? breaks->upper[class - 1] : breaks->least;
    const char *said = mrs_say_figure(low, lang, figure);
    if (class + 1 == breaks->count) {
        mrs_say_symbol_with(out, MRS_SYMBOL_OVER, lang, &said);
        return;
    }
    mrs_buffer_add(out, said);
    mrs_buffer_addf(out, "–%s", mrs_say_figure(breaks->upper[class], lang, figure));
}

static void surface_heading(mrs_column *c)
{
    const mrs_sheet *sheet = c->sheet;
    const mrs_density *density = sheet->panes[0].density;
    mrs_buffer text = {0};
    if (density) {
        char figure[MRS_FIGURE];
        const char *unit = mrs_say_figure(density->unit_m2 / 1e6, sheet->lang, figure);
        mrs_say_symbol_with(&text, MRS_SYMBOL_DENSITY_HEADING, sheet->lang, &unit);
    } else {
        mrs_buffer_add(&text, mrs_say_symbol(MRS_SYMBOL_COUNT_HEADING, sheet->lang));
    }
    mrs_panel_heading(c, text.failed ? "" : text.text);
    c->sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

static void draw_surface_legend(mrs_column *c)
{
    const mrs_pane *pane = &c->sheet->panes[0];
    const mrs_breaks *breaks = pane->bins ? &pane->bins->breaks : &pane->density->breaks;
    mrs_color colors[MRS_BREAKS_MAX];
    mrs_ramp_colors(c->sheet->sources->style, breaks->count, colors);
    surface_heading(c);
    mrs_say_how_shown(c);
    for (size_t i = 0; i < breaks->count; i++) {
        mrs_buffer text = {0};
        add_swatch(c, mrs_faded(colors[i], MRS_SURFACE_OPACITY), pane->bins != NULL);
        (pane->bins ? say_counts : say_levels)(&text, breaks, i, c->sheet->lang);
        end_row(c, &text);
    }
    say_loose(c);
}

/* --- Colours --- */

static bool icons_show(const mrs_sheet *sheet)
{
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_pane *pane = &sheet->panes[p];
        for (size_t i = 0; i < pane->mark_count; i++) {
            bool alone = sheet->as != MARSAD_AS_GROUPS ||
                         !mrs_is_circle(&pane->groups[pane->marks[i].group]);
            if (alone && pane->marks[i].radius >= LEAST_ICON_DISC + 1) {
                return true;
            }
        }
    }
    return false;
}

static void add_count(mrs_buffer *text, size_t count, marsad_lang lang)
{
    char figure[MRS_FIGURE];
    if (count > 1) {
        mrs_buffer_addf(text, " (%s)", mrs_say_figure((double)count, lang, figure));
    }
}

/* Types by their icons; in the neutral colour where colour says something else. */
static void add_type_rows(mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    mrs_panel_begin_rows(c);
    for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
        size_t count = sheet->census->by_type[type];
        if (!count) {
            continue;
        }
        if (sheet->left_out.of_rows++ >= c->extent.rows) {
            sheet->left_out.rows++;
            continue;
        }
        size_t marker = mrs_type_marker(&sheet->panes[0], (marsad_incident_type)type,
                                        0.9 * mrs_panel_marker_scale(c));
        if (sheet->symbols->color_by != MRS_BY_TYPE && !mrs_scene_failed(sheet->scene)) {
            mrs_marker_kind kind = sheet->scene->markers[marker];
            kind.fill = mrs_sheet_color(sheet, MRS_MUTED_COLOR);
            kind.icon_color = mrs_sheet_color(sheet, MRS_PAGE_COLOR);
            marker = mrs_scene_marker_kind(sheet->scene, &kind);
        }
        mrs_panel_marker(c, marker);
        mrs_buffer text = {0};
        mrs_buffer_add(&text, marsad_incident_type_label((marsad_incident_type)type, sheet->lang));
        add_count(&text, count, sheet->lang);
        end_row(c, &text);
    }
    mrs_panel_end_rows(c);
}

static void add_class_rows(mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    for (size_t i = 0; i < sheet->symbols->class_count; i++) {
        const mrs_color_class *class = &sheet->symbols->classes[i];
        bool in_bar =
            sheet->symbols->color_by == MRS_BY_DATE && i + 1 < sheet->symbols->class_count;
        if (!class->count || in_bar) {
            continue;
        }
        mrs_paint paint = mrs_fill(class->fill);
        paint.stroke = class->stroke;
        paint.width = class->stroke_width;
        mrs_scene_circle(sheet->scene, mrs_panel_symbol(c, mrs_panel_row_height(c)),
                         mrs_panel_symbol_radius(c, SWATCH_RADIUS), &paint);
        mrs_buffer text = {0};
        mrs_say_color_class(&text, sheet, i);
        add_count(&text, class->count, sheet->lang);
        end_row(c, &text);
    }
}

/* A bar of the ramp's colours from the first date to the last. */
static void add_date_bar(mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    const mrs_symbols *s = sheet->symbols;
    size_t steps = s->class_count - 1; /* the last class is that of incidents without a date */
    double width = fmin(c->width, 240);
    for (size_t i = 0; i < steps; i++) {
        double w = width / (double)steps;
        double a = mrs_panel_edge(c, (double)i * w);
        double b = mrs_panel_edge(c, (double)(i + 1) * w);
        mrs_paint paint = mrs_fill(s->classes[i].fill);
        mrs_scene_rect(sheet->scene, (mrs_rect){fmin(a, b), c->y, w, 12}, 0, &paint);
    }
    if (!steps) {
        return;
    }
    c->y += 14;
    mrs_buffer dates = {0};
    mrs_say_dates(&dates, sheet->calendar, s->first_date, s->first_date);
    mrs_buffer_add(&dates, " – ");
    mrs_say_dates(&dates, sheet->calendar, s->last_date, s->last_date);
    add_small(c, &dates);
}

static void color_heading(mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    const mrs_symbols *s = sheet->symbols;
    mrs_buffer text = {0};
    if (s->color_by == MRS_BY_TEXT) {
        const char *by = sheet->options->color_by;
        by = strcasecmp(by, "actor1") == 0 ? mrs_say_symbol(MRS_SYMBOL_ACTOR, sheet->lang) : by;
        mrs_say_symbol_with(&text, MRS_SYMBOL_COLOR_HEADING, sheet->lang, &by);
    } else {
        mrs_buffer_add(&text, s->color_by == MRS_BY_DATE
                                  ? mrs_say_symbol(MRS_SYMBOL_DATE_HEADING, sheet->lang)
                                  : mrs_say(MRS_WORD_LEGEND, sheet->lang));
    }
    mrs_panel_heading(c, text.failed ? "" : text.text);
    sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

/* --- Sizes --- */

static mrs_paint sample_paint(const mrs_sheet *sheet)
{
    mrs_paint paint = mrs_fill(mrs_faded(mrs_sheet_color(sheet, MRS_MUTED_COLOR), 0.12));
    paint.stroke = mrs_sheet_color(sheet, MRS_MUTED_COLOR);
    paint.width = 1;
    return paint;
}

/* The label of one of the nested circles: at its top, or below the label before, which ends at
 * `least_y`. */
static double add_sample(mrs_column *c, double value, mrs_point top, double least_y, bool first)
{
    mrs_sheet *sheet = c->sheet;
    const mrs_symbols *s = sheet->symbols;
    char figure[MRS_FIGURE];
    mrs_buffer text = {0};
    mrs_buffer_add(&text, mrs_say_figure(value, sheet->lang, figure));
    if (first) {
        mrs_buffer_addf(&text, " %s",
                        s->values ? s->size_label
                                  : mrs_say_symbol(MRS_SYMBOL_SIZE_HEADING, sheet->lang));
    }
    double reach = fabs(top.x - mrs_panel_edge(c, 0)) * 2 + 8;
    double end = mrs_panel_edge(c, reach);
    PangoLayout *layout = mrs_sheet_text(sheet, text.failed ? "" : text.text, MRS_SMALL_SIZE, false,
                                         fmax(c->width - reach - 6, 20));
    double height = mrs_layout_size(layout).y;
    double label_y = fmax(top.y - height / 2, least_y);
    mrs_paint line = mrs_stroke(mrs_sheet_color(sheet, MRS_MUTED_COLOR), 0.8);
    mrs_scene_line(sheet->scene, top, (mrs_point){end, label_y + height / 2}, &line);
    mrs_sheet_put(sheet, layout, mrs_panel_edge(c, reach + 5), label_y,
                  mrs_sheet_color(sheet, MRS_TEXT_MAIN_COLOR));
    g_object_unref(layout);
    sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
    return label_y + height;
}

/* Three circles, one in the other, that stand on one line. */
static void add_nested_circles(mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    const mrs_symbols *s = sheet->symbols;
    double values[3];
    size_t count =
        mrs_sample_values(s->scale.largest, !s->values || s->scale.largest >= 10, values);
    bool all_alike = !s->values && s->scale.largest <= 1; /* one incident at each place */
    if (!count || all_alike || !(s->scale.px_per_root > 0)) {
        return;
    }
    double most = mrs_scaled_radius(&s->scale, values[0]);
    double bottom = c->y + 10 + fmax(2 * most, 10);
    double x = mrs_panel_edge(c, fmax(most, 10) + 2);
    mrs_paint paint = sample_paint(sheet);
    double label_y = 0;
    for (size_t i = 0; i < count; i++) {
        double radius = mrs_scaled_radius(&s->scale, values[i]);
        mrs_point centre = {x, bottom - radius};
        mrs_scene_circle(sheet->scene, centre, radius, &paint);
        mrs_point top = {x, bottom - 2 * radius};
        label_y = add_sample(c, values[i], top, label_y, i == 0);
    }
    c->y = fmax(bottom, label_y) + 8;
}

static void add_without_value(mrs_column *c, size_t count, mrs_symbol_word word, bool hollow)
{
    mrs_sheet *sheet = c->sheet;
    char figure[MRS_FIGURE];
    if (!count) {
        return;
    }
    mrs_color color = mrs_sheet_color(sheet, MRS_MUTED_COLOR);
    mrs_paint paint = hollow ? mrs_stroke(color, 1.6) : mrs_fill(color);
    mrs_scene_circle(sheet->scene, mrs_panel_symbol(c, mrs_panel_row_height(c)), hollow ? 4 : 2.4,
                     &paint);
    const char *said = mrs_say_figure((double)count, sheet->lang, figure);
    mrs_buffer text = {0};
    mrs_say_symbol_with(&text, word, sheet->lang, &said);
    end_row(c, &text);
}

/* --- All --- */

static void draw_marker_legend(mrs_column *c)
{
    const mrs_symbols *s = c->sheet->symbols;
    color_heading(c);
    mrs_say_how_shown(c);
    if (s->color_by == MRS_BY_DATE) {
        add_date_bar(c);
    }
    if (s->color_by == MRS_BY_TYPE && icons_show(c->sheet)) {
        add_type_rows(c);
    } else {
        add_class_rows(c);
    }
    if (s->values || c->sheet->as == MARSAD_AS_GROUPS) {
        add_nested_circles(c);
        add_without_value(c, s->zeros, MRS_SYMBOL_ZERO, false);
        add_without_value(c, s->missing, MRS_SYMBOL_NO_VALUE, true);
    }
    if (s->simplified) {
        mrs_buffer text = {0};
        mrs_buffer_add(&text, mrs_say_symbol(MRS_SYMBOL_SIMPLIFIED, c->sheet->lang));
        add_small(c, &text);
    }
    say_loose(c);
    if (s->color_by != MRS_BY_TYPE && icons_show(c->sheet) && !c->extent.tight) {
        c->y += 14;
        mrs_panel_heading(c, mrs_say(MRS_WORD_LEGEND, c->sheet->lang));
        add_type_rows(c);
    }
}

marsad_status mrs_draw_symbol_legend(mrs_column *c, marsad_error *error)
{
    (void)error;
    if (!mrs_has_symbol_legend(c->sheet)) {
        return MARSAD_OK;
    }
    mrs_scene_begin(c->sheet->scene, "legend", "legend", NULL);
    if (is_surface(c->sheet)) {
        draw_surface_legend(c);
    } else {
        draw_marker_legend(c);
    }
    mrs_scene_end(c->sheet->scene);
    return MARSAD_OK;
}
