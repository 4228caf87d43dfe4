/* Callouts: a box with number, headline and details for each mark; what they say and how they look.
 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/front_sheet.h"

enum { MOST_LINES = 3 };

static const double PADDING = 8;
const double mrs_number_radius = 10;

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

/* "26 January 2020 · Abu Qurayn" and, on lines of their own, "16 killed · 18 wounded" and how it
 * lies to the front. */
static char *detail_text(const mrs_sheet *sheet, const marsad_incident *incident)
{
    mrs_buffer text = {0};
    mrs_buffer casualties = {0};
    mrs_say_dates(&text, sheet->calendar, incident->date, incident->end_date);
    const char *place = mrs_incident_place(sheet, incident);
    if (place[0]) {
        mrs_buffer_add(&text, text.length ? MRS_DOT : "");
        mrs_add_isolated(&text, place);
    }
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

/* Where to cut a text that has `most` bytes of room: before the last word that does not fit whole,
 * or, where a single word fills all the room, before the last letter. */
static size_t cut_length(const char *text, size_t most)
{
    size_t length = most;
    while (length > 0 && text[length - 1] != ' ') {
        length--;
    }
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    if (length == 0 && most > 0) {
        length = most - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--; /* back to where a character of UTF-8 begins */
        }
    }
    return length;
}

/* A headline in at most MOST_LINES lines: a longer one is cut, and ends in an ellipsis. */
static marsad_status set_headline(mrs_sheet *sheet, const char *text, double width,
                                  PangoLayout **out, marsad_error *error)
{
    size_t room = 0;
    *out = mrs_sheet_text(sheet, text, MRS_CALLOUT_TEXT_SIZE, true, width);
    while (pango_layout_get_line_count(*out) > MOST_LINES) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(*out, MOST_LINES - 1);
        size_t end = (size_t)line->start_index + (size_t)line->length;
        room = cut_length(text, room && room < end ? room : end);
        mrs_buffer cut = {0};
        mrs_buffer_add_bytes(&cut, text, room);
        mrs_buffer_add(&cut, "…");
        g_clear_object(out);
        if (cut.failed) {
            return mrs_fail_memory(error);
        }
        *out = mrs_sheet_text(sheet, cut.text, MRS_CALLOUT_TEXT_SIZE, true, width);
        mrs_buffer_clear(&cut);
    }
    return MARSAD_OK;
}

/* Sets the texts of a callout and the size of its box. */
static marsad_status fill_callout(mrs_pane *pane, mrs_callout *callout, marsad_error *error)
{
    const marsad_incident *incident = pane->marks[callout->mark].incident;
    double width = fmin(fmax(pane->frame.rect.w * 0.18, 140), 250);
    char *detail = detail_text(pane->sheet, incident);
    if (!detail) {
        return mrs_fail_memory(error);
    }
    const char *headline =
        incident->label[0] ? incident->label : mrs_headline(pane->sheet, incident);
    marsad_status status = set_headline(pane->sheet, headline, width, &callout->headline, error);
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
    callout->box.w = size.x + 3 * PADDING + 2 * mrs_number_radius - 2;
    callout->box.h = fmax(size.y, 2 * mrs_number_radius) + 2 * PADDING - 4;
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

void mrs_draw_number(mrs_sheet *sheet, int number, mrs_point centre, double radius)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    mrs_text_style style = {.size = radius * (number > 99 ? 0.95 : 1.2), .bold = true};
    PangoLayout *layout = mrs_type_set(sheet->type, digits, &style);
    mrs_rect ink = mrs_layout_ink(layout);
    mrs_paint disc = mrs_fill(mrs_sheet_color(sheet, MRS_NUMBER_FILL));
    mrs_scene_circle(sheet->scene, centre, radius, &disc);
    mrs_point at = {centre.x - ink.x - ink.w / 2, centre.y - ink.y - ink.h / 2};
    mrs_color color = mrs_sheet_color(sheet, MRS_NUMBER_COLOR);
    mrs_scene_text(sheet->scene, layout, at, color, color, 0);
    g_object_unref(layout);
}

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
    mrs_point number = {edge + side * (PADDING + mrs_number_radius - 1), top + mrs_number_radius};
    mrs_draw_number(pane->sheet, pane->marks[callout->mark].number, number, mrs_number_radius);
    double x = edge + side * (2 * PADDING + 2 * mrs_number_radius - 2);
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
