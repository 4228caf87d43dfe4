#include "map/sheet.h"

#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/label_names.h"
#include "text/direction.h"

marsad_status mrs_obstacle_box(mrs_pane *pane, mrs_rect box, marsad_error *error)
{
    mrs_obstacles *o = &pane->obstacles;
    if (!mrs_grow((void **)&o->boxes, &o->box_capacity, o->box_count, sizeof *o->boxes)) {
        return mrs_fail_memory(error);
    }
    o->boxes[o->box_count++] = box;
    return MARSAD_OK;
}

marsad_status mrs_obstacle_line(mrs_pane *pane, mrs_point a, mrs_point b, marsad_error *error)
{
    mrs_obstacles *o = &pane->obstacles;
    if (!mrs_grow((void **)&o->lines, &o->line_capacity, o->line_count, sizeof *o->lines)) {
        return mrs_fail_memory(error);
    }
    o->lines[o->line_count][0] = a;
    o->lines[o->line_count++][1] = b;
    return MARSAD_OK;
}

marsad_status mrs_obstacle_front(mrs_pane *pane, mrs_point a, mrs_point b, marsad_error *error)
{
    mrs_obstacles *o = &pane->obstacles;
    if (!mrs_grow((void **)&o->front, &o->front_capacity, o->front_count, sizeof *o->front)) {
        return mrs_fail_memory(error);
    }
    o->front[o->front_count][0] = a;
    o->front[o->front_count++][1] = b;
    return MARSAD_OK;
}

mrs_color mrs_sheet_color(const mrs_sheet *sheet, mrs_furniture key)
{
    return mrs_style_color(sheet->sources->style, key);
}

static bool is_type_size(mrs_furniture key)
{
    return key == MRS_TITLE_SIZE || key == MRS_SUBTITLE_SIZE || key == MRS_TEXT_MAIN_SIZE ||
           key == MRS_SMALL_SIZE || key == MRS_CALLOUT_TEXT_SIZE;
}

double mrs_sheet_number(const mrs_sheet *sheet, mrs_furniture key)
{
    double number = mrs_style_number(sheet->sources->style, key);
    return is_type_size(key) ? fmax(number, sheet->least_type) : number;
}

/* A text has the direction of its first letter; its lines begin where the sheet's do. */
PangoLayout *mrs_sheet_text_of(mrs_sheet *sheet, const char *text, double size, bool bold,
                               double width)
{
    bool rtl = mrs_text_is_rtl(text, sheet->rtl);
    mrs_text_style style = {.size = size,
                            .bold = bold,
                            .width = width,
                            .rtl = rtl,
                            .align = rtl == sheet->rtl ? MRS_ALIGN_START : MRS_ALIGN_END};
    return mrs_type_set(sheet->type, text, &style);
}

PangoLayout *mrs_sheet_text(mrs_sheet *sheet, const char *text, mrs_furniture size, bool bold,
                            double width)
{
    return mrs_sheet_text_of(sheet, text, mrs_sheet_number(sheet, size), bold, width);
}

void mrs_sheet_put(mrs_sheet *sheet, PangoLayout *layout, double x, double y, mrs_color color)
{
    double set_width = pango_layout_get_width(layout);
    double width = set_width > 0 ? set_width / PANGO_SCALE : mrs_layout_size(layout).x;
    mrs_point at = {sheet->rtl ? x - width : x, y - mrs_layout_lift(layout)};
    mrs_scene_text(sheet->scene, layout, at, color, color, 0);
}

void mrs_add_isolated(mrs_buffer *out, const char *text)
{
    mrs_buffer_addf(out, "\u2068%s\u2069", text);
}

const char *mrs_incident_place(const mrs_sheet *sheet, const marsad_incident *incident)
{
    const marsad_resolution *resolution = incident->resolution;
    if (marsad_incident_is_placed(incident) && resolution && resolution->candidate_count) {
        const marsad_place *place = resolution->candidates[0].place;
        bool listed = place->feature_code[0]; /* a point is called what the report says, in words */
        return listed ? mrs_town_name(sheet, place, sheet->lang)
                      : marsad_place_name(place, sheet->lang);
    }
    return incident->location;
}

const char *mrs_incident_country(const marsad_incident *incident)
{
    const marsad_resolution *resolution = incident->resolution;
    if (marsad_incident_is_placed(incident) && resolution && resolution->candidate_count) {
        return resolution->candidates[0].place->country;
    }
    return incident->country;
}

const char *mrs_headline(const mrs_sheet *sheet, const marsad_incident *incident)
{
    const char *headline = marsad_incident_headline(incident, sheet->lang);
    return headline[0] ? headline : marsad_incident_type_label(incident->type, sheet->lang);
}

/* --- Dates --- */

/* Of two that begin on one day, the coarser comes first: "2020" says less than "1 January 2020". */
static bool begins_before(marsad_date a, marsad_date b)
{
    int order = marsad_date_compare(a, b);
    return order < 0 ||
           (order == 0 && (a.month == 0) + (a.day == 0) > (b.month == 0) + (b.day == 0));
}

void mrs_incident_dates(const marsad_events *events, marsad_date *first, marsad_date *last)
{
    *first = *last = (marsad_date){0};
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        marsad_date end = incident->end_date.year ? incident->end_date : incident->date;
        if (!incident->date.year) {
            continue;
        }
        if (!first->year || begins_before(incident->date, *first)) {
            *first = incident->date;
        }
        if (!last->year || marsad_date_compare(end, *last) > 0) {
            *last = end;
        }
    }
}
