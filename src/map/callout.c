/* Callouts: a box with number, headline and details for each mark; what they say and how they look.
 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/front_sheet.h"

enum { MOST_LINES = 3 };

static const double PADDING = 8;

/* --- Content --- */

/* Adds "16 killed", in Arabic "قتلى: 16", which needs no plural. */
static void add_casualties(mrs_buffer *text, const mrs_sheet *sheet, long count, mrs_word one,
                           mrs_word many)
{
    if (count > 0) {
        const char *said = mrs_say(count == 1 ? one : many, sheet->lang);
        mrs_buffer_add(text, text->length ? MRS_DOT : "");
        if (sheet->lang == MARSAD_LANG_AR) {
            mrs_buffer_addf(text, "%s:\u00a0%ld", said, count);
        } else {
            mrs_buffer_addf(text, "%ld\u00a0%s", count, said);
        }
    }
}

/* Whether a text stands in one line. */
static bool fits(mrs_sheet *sheet, const char *text, double width)
{
    PangoLayout *layout = mrs_sheet_text(sheet, text, MRS_SMALL_SIZE, false, 0);
    double taken = mrs_layout_size(layout).x;
    g_object_unref(layout);
    return taken <= width;
}

/* "26 January 2020 · Abu Qurayn"; where that does not stand in one line, the place has its own. */
static void add_when_and_where(mrs_buffer *text, mrs_sheet *sheet, const marsad_incident *incident,
                               double width)
{
    mrs_say_dates(text, sheet->calendar, incident->date, incident->end_date);
    const char *place = mrs_incident_place(sheet, incident);
    size_t date_length = text->length;
    if (!place[0] || text->failed) {
        return;
    }
    mrs_buffer_add(text, date_length ? MRS_DOT : "");
    mrs_add_isolated(text, place);
    if (date_length && !text->failed && !fits(sheet, text->text, width)) {
        text->text[date_length] = '\0';
        text->length = date_length;
        mrs_buffer_add(text, "\n");
        mrs_add_isolated(text, place);
    }
}

/* When and where and, on lines of their own, "16 killed · 18 wounded" and how it lies to the
 * front. */
static char *detail_text(mrs_sheet *sheet, const marsad_incident *incident, double width)
{
    mrs_buffer text = {0};
    mrs_buffer casualties = {0};
    add_when_and_where(&text, sheet, incident, width);
    add_casualties(&casualties, sheet, incident->killed, MRS_WORD_KILLED_ONE, MRS_WORD_KILLED);
    add_casualties(&casualties, sheet, incident->injured, MRS_WORD_INJURED_ONE, MRS_WORD_INJURED);
    if (casualties.length) {
        mrs_buffer_addf(&text, "%s%s", text.length ? "\n" : "", casualties.text);
    }
    char *front = mrs_front_said(sheet, incident);
    if (front && front[0]) {
        mrs_buffer_addf(&text, "%s%s", text.length ? "\n" : "", front);
    }
    text.failed |= casualties.failed || !front;
    mrs_free(front);
    mrs_buffer_clear(&casualties);
    return mrs_buffer_take(&text);
}

/* Sets the texts of a callout and the size of its box. */
static marsad_status fill_callout(mrs_pane *pane, mrs_callout *callout, marsad_error *error)
{
    const marsad_incident *incident = pane->marks[callout->mark].incident;
    double width = fmin(fmax(pane->frame.rect.w * 0.18, 140), 250);
    char *detail = detail_text(pane->sheet, incident, width);
    if (!detail) {
        return mrs_fail_memory(error);
    }
    const char *headline =
        incident->label[0] ? incident->label : mrs_headline(pane->sheet, incident);
    mrs_cut cut = {MRS_CALLOUT_TEXT_SIZE, true, width, MOST_LINES};
    marsad_status status = mrs_cut_text(pane->sheet, headline, &cut, &callout->headline, error);
    if (status) {
        mrs_free(detail);
        return status;
    }
    mrs_point size = mrs_layout_size(callout->headline);
    if (detail[0]) {
        callout->detail = mrs_sheet_text(pane->sheet, detail, MRS_SMALL_SIZE, false, width);
        mrs_point more = mrs_layout_size(callout->detail);
        size = (mrs_point){fmax(size.x, more.x), size.y + 2 + more.y};
        pango_layout_set_width(callout->detail, (int)(size.x * PANGO_SCALE) + 1);
    }
    pango_layout_set_width(callout->headline, (int)(size.x * PANGO_SCALE) + 1);
    mrs_free(detail);
    double disc = 2 * mrs_number_radius(pane->sheet);
    callout->box.w = size.x + 3 * PADDING + disc - 2;
    callout->box.h = fmax(size.y, disc) + 2 * PADDING - 4;
    return MARSAD_OK;
}

marsad_status mrs_make_callouts(mrs_pane *pane, marsad_error *error)
{
    if (pane->sheet->as != MARSAD_AS_CALLOUTS) {
        return MARSAD_OK;
    }
    pane->callouts = mrs_alloc(pane->mark_count, sizeof *pane->callouts);
    if (!pane->callouts) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pane->mark_count; i++) {
        mrs_callout *callout = &pane->callouts[pane->callout_count++];
        callout->mark = i;
        status = fill_callout(pane, callout, error);
    }
    return status;
}

/* --- Drawing --- */

static void draw_box(mrs_pane *pane, const mrs_callout *callout)
{
    mrs_rect box = callout->box;
    mrs_paint paint = mrs_fill(mrs_sheet_color(pane->sheet, MRS_CALLOUT_FILL));
    paint.stroke = mrs_sheet_color(pane->sheet, MRS_CALLOUT_STROKE);
    paint.width = 1;
    mrs_scene_rect(pane->sheet->scene, box,
                   mrs_sheet_number(pane->sheet, MRS_CALLOUT_CORNER_RADIUS), &paint);
    double side = pane->sheet->rtl ? -1 : 1;
    double edge = pane->sheet->rtl ? box.x + box.w : box.x;
    double top = box.y + PADDING - 2;
    double radius = mrs_number_radius(pane->sheet);
    mrs_point number = {edge + side * (PADDING + radius - 1), top + radius};
    mrs_draw_number(pane->sheet, pane->marks[callout->mark].shown, number, radius);
    double x = edge + side * (2 * PADDING + 2 * radius - 2);
    mrs_sheet_put(pane->sheet, callout->headline, x, top,
                  mrs_sheet_color(pane->sheet, MRS_CALLOUT_TEXT_COLOR));
    if (callout->detail) {
        mrs_sheet_put(pane->sheet, callout->detail, x,
                      top + mrs_layout_size(callout->headline).y + 2,
                      mrs_sheet_color(pane->sheet, MRS_MUTED_COLOR));
    }
}

static void draw_linked_box(mrs_pane *pane, const mrs_callout *callout)
{
    const char *href = pane->marks[callout->mark].href;
    if (href) {
        mrs_scene_begin_link(pane->sheet->scene, href, NULL); /* its text says where it leads */
    }
    draw_box(pane, callout);
    if (href) {
        mrs_scene_end(pane->sheet->scene);
    }
}

static void draw_leaders(mrs_pane *pane)
{
    mrs_paint halo = mrs_stroke(mrs_sheet_color(pane->sheet, MRS_HALO_COLOR),
                                mrs_sheet_number(pane->sheet, MRS_LEADER_WIDTH) + 2);
    mrs_paint line = mrs_stroke(mrs_sheet_color(pane->sheet, MRS_LEADER_COLOR),
                                mrs_sheet_number(pane->sheet, MRS_LEADER_WIDTH));
    for (size_t i = 0; i < pane->callout_count; i++) {
        const mrs_callout *callout = &pane->callouts[i];
        if (callout->placed && !pane->marks[callout->mark].hidden) {
            mrs_scene_line(pane->sheet->scene, callout->leader[0], callout->leader[1], &halo);
            mrs_scene_line(pane->sheet->scene, callout->leader[0], callout->leader[1], &line);
        }
    }
}

void mrs_draw_callouts(mrs_pane *pane)
{
    mrs_scene_begin(pane->sheet->scene, "leaders", "leaders", NULL);
    draw_leaders(pane);
    mrs_scene_end(pane->sheet->scene);
    mrs_scene_begin(pane->sheet->scene, "callouts", "callouts", NULL);
    for (size_t i = 0; i < pane->callout_count; i++) {
        const mrs_callout *callout = &pane->callouts[i];
        if (callout->placed && !pane->marks[callout->mark].hidden) {
            char id[32];
            snprintf(id, sizeof id, "callout-%d", pane->marks[callout->mark].number);
            mrs_scene_begin(pane->sheet->scene, id, "callout", NULL);
            draw_linked_box(pane, callout);
            mrs_scene_end(pane->sheet->scene);
        }
    }
    mrs_scene_end(pane->sheet->scene);
}
