/* The lists of incidents: what has no place, no certain place, no place on this map, or no callout.
 */
#include <stdio.h>

#include "base/memory.h"
#include "map/front_sheet.h"
#include "map/panel.h"
#include "map/panes.h"
#include "map/symbols.h"

typedef bool (*chooser)(const mrs_sheet *sheet, size_t index);

static bool is_unplaced(const mrs_sheet *sheet, size_t index)
{
    return marsad_events_get(sheet->sources->events, index)->placement == MARSAD_UNPLACED;
}

static bool is_ambiguous(const mrs_sheet *sheet, size_t index)
{
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    return incident->placement == MARSAD_PLACED_AMBIGUOUSLY;
}

static bool is_outside(const mrs_sheet *sheet, size_t index)
{
    return sheet->panes[0].frame.px_per_unit > 0 &&
           marsad_incident_is_placed(marsad_events_get(sheet->sources->events, index)) &&
           !mrs_sheet_shows(sheet, index) && !mrs_is_hidden(sheet, index);
}

static bool is_in_key(const mrs_sheet *sheet, size_t index)
{
    const mrs_mark *mark = mrs_sheet_mark(sheet, index);
    return mark && mark->has_badge;
}

/* Where texts stand beside the numbers of a list: clear of the widest that there can be. */
static double number_indent(const mrs_column *c)
{
    mrs_sheet *sheet = c->sheet;
    char digits[32];
    snprintf(digits, sizeof digits, "%zu", marsad_events_count(sheet->sources->events));
    for (char *digit = digits; *digit; digit++) {
        *digit = '0';
    }
    PangoLayout *layout = mrs_sheet_text(sheet, digits, MRS_SMALL_SIZE, false, 0);
    double em = mrs_sheet_number(sheet, MRS_SMALL_SIZE);
    double width = mrs_layout_size(layout).x + 0.6 * em;
    g_object_unref(layout);
    return width;
}

/* The incident in few words: its number, and beside it where it was reported. */
static void add_compact_incident(mrs_column *c, size_t index, const char *headline)
{
    mrs_sheet *sheet = c->sheet;
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    const char *place = mrs_incident_place(sheet, incident);
    mrs_buffer text = {0};
    char number[32];
    snprintf(number, sizeof number, "%d", mrs_incident_number(sheet, index));
    mrs_add_isolated(&text, place[0] ? place : headline);
    if (place[0] && !c->extent.bare) {
        mrs_buffer_add(&text, mrs_colon(sheet->lang));
        mrs_add_isolated(&text, headline);
    }
    if (!text.failed) {
        double indent = number_indent(c);
        double y = c->y;
        mrs_panel_text(c, number, 0, MRS_MUTED_COLOR, true);
        c->y = y;
        double width = mrs_panel_text(c, text.text, indent, MRS_TEXT_MAIN_COLOR, true);
        mrs_panel_note_row(c, indent + width);
    }
    sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

/* How it lies to the front, where there is one. */
static void add_front(mrs_column *c, const marsad_incident *incident)
{
    char *front = mrs_front_said(c->sheet, incident);
    if (front && front[0]) {
        mrs_panel_text(c, front, 28, MRS_MUTED_COLOR, true);
    }
    c->sheet->scene->failed |= !front;
    mrs_free(front);
}

static void add_incident(mrs_column *c, size_t index)
{
    mrs_sheet *sheet = c->sheet;
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    const char *headline = mrs_headline(sheet, incident);
    if (c->extent.compact) {
        add_compact_incident(c, index, headline);
        return;
    }
    double radius = mrs_number_radius(sheet);
    mrs_draw_number(sheet, mrs_incident_number(sheet, index),
                    (mrs_point){mrs_panel_edge(c, radius), c->y + radius + 1}, radius);
    mrs_panel_text(c, headline, 28, MRS_TEXT_MAIN_COLOR, c->extent.notes);
    mrs_buffer where = {0};
    mrs_buffer_add(&where, "“");
    mrs_add_isolated(&where, incident->location);
    mrs_buffer_add(&where, "”");
    if (incident->location[0] && !where.failed) {
        mrs_panel_text(c, where.text, 28, MRS_MUTED_COLOR, true);
    }
    add_front(c, incident);
    c->sheet->scene->failed |= where.failed;
    mrs_buffer_clear(&where);
    c->y += MRS_ROW_GAP;
}

static bool fits_on_a_line(const mrs_column *c, const char *text)
{
    PangoLayout *layout = mrs_sheet_text(c->sheet, text, MRS_SMALL_SIZE, false, 0);
    bool fits = mrs_layout_size(layout).x <= c->width;
    g_object_unref(layout);
    return fits;
}

void mrs_panel_rest(mrs_column *c, size_t count)
{
    mrs_buffer text = {0};
    mrs_buffer_addf(&text, "… %s%s%zu", mrs_say(MRS_WORD_NO_ROOM, c->sheet->lang),
                    mrs_colon(c->sheet->lang), count);
    if (!text.failed && c->extent.tight && !fits_on_a_line(c, text.text)) {
        mrs_buffer_clear(&text);
        mrs_buffer_addf(&text, "… +%zu", count); /* the credits say why */
    }
    if (!text.failed) {
        mrs_panel_text(c, text.text, 0, MRS_MUTED_COLOR, true);
    }
    c->sheet->scene->failed |= text.failed;
    mrs_buffer_clear(&text);
}

static void draw_list(mrs_column *c, mrs_word heading, const char *id, chooser chosen)
{
    mrs_sheet *sheet = c->sheet;
    size_t listed = 0;
    for (size_t rank = 0; rank < marsad_events_count(sheet->sources->events); rank++) {
        size_t i = mrs_incident_in_order(sheet, rank);
        if (!chosen(sheet, i)) {
            continue;
        }
        if (listed == 0) {
            mrs_scene_begin(sheet->scene, id, "incident-list", NULL);
            mrs_panel_heading(c, mrs_say(heading, sheet->lang));
            if (c->extent.compact) {
                mrs_panel_begin_rows(c);
            }
        }
        if (listed < c->extent.most) {
            add_incident(c, i);
        }
        listed++;
    }
    mrs_panel_end_rows(c);
    sheet->left_out.of_entries += listed;
    sheet->left_out.quotes |= listed > 0 && c->extent.compact;
    sheet->left_out.headlines |= listed > 0 && c->extent.bare;
    if (listed > c->extent.most) {
        sheet->left_out.entries += listed - c->extent.most;
        mrs_panel_rest(c, listed - c->extent.most);
    }
    if (listed) {
        mrs_scene_end(sheet->scene);
    }
}

marsad_status mrs_draw_unplaced(mrs_column *c, marsad_error *error)
{
    (void)error;
    draw_list(c, MRS_WORD_NOT_PLACED, "not-placed", is_unplaced);
    return MARSAD_OK;
}

marsad_status mrs_draw_ambiguous(mrs_column *c, marsad_error *error)
{
    (void)error;
    draw_list(c, MRS_WORD_AMBIGUOUS, "ambiguous", is_ambiguous);
    return MARSAD_OK;
}

/* What another map shows is only named here. */
marsad_status mrs_draw_outside(mrs_column *c, marsad_error *error)
{
    (void)error;
    if (c->sheet->summary.outside == 0) {
        return MARSAD_OK;
    }
    mrs_extent how = c->extent;
    c->extent.compact = c->extent.bare = true;
    mrs_omissions before = c->sheet->left_out;
    draw_list(c, MRS_WORD_OUTSIDE, "outside", is_outside);
    c->sheet->left_out.quotes = before.quotes;
    c->sheet->left_out.headlines = before.headlines;
    c->extent = how;
    return MARSAD_OK;
}

static bool has_callouts(const mrs_sheet *sheet)
{
    const mrs_pane *pane = &sheet->panes[0];
    bool any = false;
    for (size_t i = 0; i < pane->mark_count && !any; i++) {
        any = pane->marks[i].has_callout;
    }
    return any;
}

marsad_status mrs_draw_key(mrs_column *c, marsad_error *error)
{
    if (c->sheet->as == MARSAD_AS_NUMBERS) {
        return mrs_draw_number_key(c, error);
    }
    bool any = false; /* none has a badge where there are many */
    for (size_t p = 0; p < c->sheet->pane_count; p++) {
        const mrs_pane *pane = &c->sheet->panes[p];
        for (size_t i = 0; i < pane->mark_count && !any; i++) {
            any = pane->marks[i].has_badge;
        }
    }
    if (!any) {
        return MARSAD_OK;
    }
    bool others = c->sheet->as == MARSAD_AS_CALLOUTS && has_callouts(c->sheet);
    draw_list(c, others ? MRS_WORD_OTHERS : MRS_WORD_KEY, "key", is_in_key);
    return MARSAD_OK;
}
