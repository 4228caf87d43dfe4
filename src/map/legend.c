/* The legend: the types of incidents that are on the map, and the basemap's signs. */
#include <math.h>
#include <string.h>

#include "map/panel.h"
#include "map/symbols.h"

static void count_types(const mrs_sheet *sheet, size_t counts[MARSAD_TYPE_COUNT])
{
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        counts[incident->type] += mrs_panel_shows(sheet, i);
    }
}

static void add_type_rows(mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    mrs_omissions *left_out = &sheet->left_out;
    size_t counts[MARSAD_TYPE_COUNT] = {0};
    count_types(sheet, counts);
    for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
        size_t count = counts[type];
        if (!count) {
            continue;
        }
        if (left_out->of_rows++ >= c->extent.rows) {
            left_out->rows++;
            continue;
        }
        size_t marker = mrs_type_marker(&sheet->panes[0], (marsad_incident_type)type,
                                        mrs_panel_marker_scale(c));
        mrs_panel_marker(c, marker);
        mrs_buffer text = {0};
        mrs_buffer_add(&text, marsad_incident_type_label((marsad_incident_type)type, sheet->lang));
        if (count > 1) {
            mrs_buffer_addf(&text, " (%zu)", count);
        }
        mrs_panel_end_row(c, text.failed ? "" : text.text);
        c->sheet->scene->failed |= text.failed;
        mrs_buffer_clear(&text);
    }
}

static void add_uncertainty_row(mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    const mrs_mark *mark = NULL;
    for (size_t i = 0; i < sheet->panes[0].mark_count && !mark; i++) {
        double radius =
            sheet->panes[0].marks[i].incident->uncertainty_m / sheet->panes[0].frame.metres_per_px;
        mark = radius > sheet->panes[0].marks[i].radius ? &sheet->panes[0].marks[i]
                                                        : NULL; /* or its marker hides it */
    }
    if (!mark) {
        return;
    }
    mrs_view view = mrs_incident_view(&sheet->panes[0], mark->incident);
    for (size_t i = 0; i < mrs_style_layer_count(sheet->sources->style); i++) {
        const mrs_layer *layer = mrs_style_layer(sheet->sources->style, i);
        if (layer->source == MRS_SOURCE_UNCERTAINTY && mrs_layer_applies(layer, &view)) {
            mrs_paint paint = mrs_layer_paint(layer, &view);
            mrs_scene_circle(sheet->scene, mrs_panel_symbol(c, mrs_panel_row_height(c)),
                             10 * mrs_panel_marker_scale(c), &paint);
        }
    }
    mrs_panel_end_row(c, mrs_say(MRS_WORD_UNCERTAINTY, sheet->lang));
}

/* The first labelled town of these ranks whose dot is on the map. */
static void add_town_row(mrs_column *c, bool capital, int first_rank, int last_rank, mrs_word word)
{
    mrs_sheet *sheet = c->sheet;
    for (size_t i = 0; i < sheet->panes[0].town_count; i++) {
        const mrs_town *town = &sheet->panes[0].towns[i];
        size_t marker;
        if (town->labelled && !town->under_mark && town->capital == capital &&
            town->rank >= first_rank && town->rank <= last_rank &&
            mrs_town_marker(&sheet->panes[0], town, &marker)) {
            mrs_panel_marker(c, marker);
            mrs_panel_end_row(c, mrs_say(word, sheet->lang));
            return;
        }
    }
}

/* A sample of a line as the style draws it, if there is one on the map. */
static void add_line_row(mrs_column *c, mrs_source_layer source, const mrs_feature_list *list,
                         mrs_word word)
{
    mrs_look looks[3];
    size_t count = 0;
    for (size_t i = 0; i < list->count && !count; i++) {
        mrs_rect frame = c->sheet->panes[0].frame.rect;
        bool seen = false;
        for (size_t p = 0; p < list->items[i].path.count && !seen; p++) {
            seen = mrs_rect_has(frame, list->items[i].path.points[p]);
        }
        if (seen) {
            mrs_line_look(&c->sheet->panes[0], source, &list->items[i], looks, &count);
        }
    }
    if (!count) {
        return;
    }
    mrs_point at = mrs_panel_symbol(c, mrs_panel_row_height(c));
    double half = c->extent.tight ? 9 : 14 * mrs_panel_marker_scale(c);
    for (size_t i = 0; i < count; i++) {
        mrs_draw_look(c->sheet, &looks[i], (mrs_point){at.x - half, at.y},
                      (mrs_point){at.x + half, at.y});
    }
    mrs_panel_end_row(c, mrs_say(word, c->sheet->lang));
}

marsad_status mrs_draw_legend(mrs_column *c, marsad_error *error)
{
    (void)error;
    mrs_sheet *sheet = c->sheet;
    if (mrs_has_symbol_legend(sheet)) {
        return MARSAD_OK;
    }
    mrs_scene_begin(sheet->scene, "legend", "legend", NULL);
    mrs_panel_heading(c, mrs_say(MRS_WORD_LEGEND, sheet->lang));
    mrs_say_how_shown(c);
    mrs_panel_begin_rows(c);
    add_type_rows(c);
    add_uncertainty_row(c);
    mrs_panel_end_rows(c);
    mrs_scene_end(sheet->scene);
    return MARSAD_OK;
}

static void add_expected_rows(mrs_column *c)
{
    static const mrs_word words[] = {MRS_WORD_CITY, MRS_WORD_TOWN, MRS_WORD_ROAD,
                                     MRS_WORD_DISTRICT};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        mrs_panel_end_row(c, mrs_say(words[i], c->sheet->lang));
    }
}

/* The signs of the basemap. Before the frame is known, there is no telling which of them it will
 * hold: room is left for those that a map seldom lacks. */
marsad_status mrs_draw_signs(mrs_column *c, marsad_error *error)
{
    (void)error;
    mrs_sheet *sheet = c->sheet;
    if (!c->extent.signs) {
        sheet->left_out.signs = true;
        return MARSAD_OK;
    }
    size_t items = sheet->scene->count;
    double top = c->y;
    mrs_scene_begin(sheet->scene, "map-signs", "legend", NULL);
    mrs_panel_heading(c, mrs_say(MRS_WORD_SIGNS, sheet->lang));
    double below_heading = c->y;
    mrs_panel_begin_rows(c);
    if (sheet->panes[0].frame.px_per_unit <= 0) {
        add_expected_rows(c);
    }
    add_town_row(c, true, 1, 5, MRS_WORD_CAPITAL);
    add_town_row(c, false, 1, 2, MRS_WORD_CITY);
    add_town_row(c, false, 3, 5, MRS_WORD_TOWN);
    add_line_row(c, MRS_SOURCE_ROADS, &sheet->panes[0].features[MRS_SOURCE_ROADS], MRS_WORD_ROAD);
    add_line_row(c, MRS_SOURCE_BORDERS, &sheet->panes[0].features[MRS_SOURCE_BORDERS],
                 MRS_WORD_BORDER);
    add_line_row(c, MRS_SOURCE_BORDERS, &sheet->panes[0].disputed, MRS_WORD_DISPUTED);
    add_line_row(c, MRS_SOURCE_ADMIN1, &sheet->panes[0].admin1_lines, MRS_WORD_DISTRICT);
    mrs_panel_end_rows(c);
    mrs_scene_end(sheet->scene);
    if (c->y == below_heading) { /* there is none of them on this map */
        mrs_scene_cut(sheet->scene, items);
        c->y = top;
    }
    return MARSAD_OK;
}
