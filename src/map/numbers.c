/* The numbers by which a map names its incidents: their rows in the file, or, where markers bear
 * numbers that are looked up in a key, their ranks in the order of dates. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/sheet.h"

/* An incident's place in the order of dates. */
typedef struct dated {
    marsad_date date;
    size_t index;
} dated;

/* The earlier first, those without a date last, and those of one day as the file has them. */
static int by_date(const void *a, const void *b)
{
    const dated *one = a;
    const dated *two = b;
    if ((one->date.year == 0) != (two->date.year == 0)) {
        return one->date.year == 0 ? 1 : -1;
    }
    int order = marsad_date_compare(one->date, two->date);
    return order ? order : one->index < two->index ? -1 : one->index > two->index;
}

static void take_order(mrs_sheet *sheet, dated *all, size_t count)
{
    const marsad_events *events = sheet->sources->events;
    for (size_t i = 0; i < count; i++) {
        all[i] = (dated){marsad_events_get(events, i)->date, i};
    }
    qsort(all, count, sizeof *all, by_date);
    for (size_t i = 0; i < count; i++) {
        sheet->by_date[i] = all[i].index;
        sheet->numbers[all[i].index] = (int)i + 1;
    }
}

marsad_status mrs_number_incidents(mrs_sheet *sheet, marsad_error *error)
{
    size_t count = marsad_events_count(sheet->sources->events);
    if (sheet->as != MARSAD_AS_NUMBERS || sheet->numbers) {
        return MARSAD_OK;
    }
    dated *all = mrs_alloc(count + 1, sizeof *all);
    sheet->by_date = mrs_alloc(count + 1, sizeof *sheet->by_date);
    sheet->numbers = mrs_alloc(count + 1, sizeof *sheet->numbers);
    bool failed = !all || !sheet->by_date || !sheet->numbers;
    if (!failed) {
        take_order(sheet, all, count);
    }
    mrs_free(all);
    return failed ? mrs_fail_memory(error) : MARSAD_OK;
}

int mrs_incident_number(const mrs_sheet *sheet, size_t index)
{
    return sheet->numbers ? sheet->numbers[index] : (int)index + 1;
}

size_t mrs_incident_in_order(const mrs_sheet *sheet, size_t rank)
{
    return sheet->by_date ? sheet->by_date[rank] : rank;
}

/* --- Discs and figures --- */

static PangoLayout *set_number(mrs_sheet *sheet, int number, double most)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    mrs_text_style style = {.size = mrs_sheet_number(sheet, MRS_NUMBER_TEXT_SIZE), .bold = true};
    PangoLayout *layout = mrs_type_set(sheet->type, digits, &style);
    double width = mrs_layout_ink(layout).w;
    if (most > 0 && width > most) {
        g_object_unref(layout);
        style.size *= most / width;
        layout = mrs_type_set(sheet->type, digits, &style);
    }
    return layout;
}

static void put_number(mrs_sheet *sheet, PangoLayout *layout, mrs_point centre, mrs_color color)
{
    mrs_rect ink = mrs_layout_ink(layout);
    mrs_point at = {centre.x - ink.x - ink.w / 2, centre.y - ink.y - ink.h / 2};
    mrs_scene_text(sheet->scene, layout, at, color, color, 0);
    g_object_unref(layout);
}

double mrs_number_width(mrs_sheet *sheet, int number)
{
    PangoLayout *layout = set_number(sheet, number, 0);
    double width = mrs_layout_size(layout).x;
    g_object_unref(layout);
    return width;
}

void mrs_write_number(mrs_sheet *sheet, int number, mrs_point centre)
{
    put_number(sheet, set_number(sheet, number, 0), centre,
               mrs_sheet_color(sheet, MRS_CALLOUT_TEXT_COLOR));
}

void mrs_draw_number(mrs_sheet *sheet, int number, mrs_point centre, double radius)
{
    const double share = 1.45; /* of the radius that figures may be wide */
    mrs_paint disc = mrs_fill(mrs_sheet_color(sheet, MRS_NUMBER_FILL));
    mrs_scene_circle(sheet->scene, centre, radius, &disc);
    put_number(sheet, set_number(sheet, number, share * radius), centre,
               mrs_sheet_color(sheet, MRS_NUMBER_COLOR));
}

double mrs_number_radius(const mrs_sheet *sheet)
{
    return mrs_sheet_number(sheet, MRS_NUMBER_RADIUS);
}
