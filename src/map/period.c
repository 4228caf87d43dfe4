/* Days, weeks, months and years: which of them an incident belongs to, and the maps of one after
 * the other. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"

/* --- The calendar --- */

/* Days since 1970, proleptic Gregorian (after H. Hinnant, chrono-compatible date algorithms). */
static long day_number(marsad_date date)
{
    int year = date.year - (date.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097L + year_of_era * 365L + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

/* The same source's way back. */
static marsad_date date_of(long number)
{
    long shifted = number + 719468;
    long era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    long day_of_era = shifted - era * 146097;
    long year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long month = (5 * day_of_year + 2) / 153;
    marsad_date date = {.day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
                        .month = (int)(month < 10 ? month + 3 : month - 9)};
    date.year = (int)(year_of_era + era * 400) + (date.month <= 2);
    return date;
}

static long floor_share(long value, long by)
{
    return (value >= 0 ? value : value - by + 1) / by;
}

enum { MONDAY = 3 }; /* 1970 began on a Thursday, three days after a Monday */

bool mrs_period_is_known(marsad_date date, marsad_every every)
{
    return every == MARSAD_EVERY_YEAR    ? date.year != 0
           : every == MARSAD_EVERY_MONTH ? date.month != 0
                                         : date.day != 0;
}

long mrs_period_index(marsad_date date, marsad_every every)
{
    return every == MARSAD_EVERY_YEAR    ? date.year
           : every == MARSAD_EVERY_MONTH ? date.year * 12L + date.month - 1
           : every == MARSAD_EVERY_WEEK  ? floor_share(day_number(date) + MONDAY, 7)
                                         : day_number(date);
}

marsad_span mrs_period_at(long index, marsad_every every)
{
    marsad_span span;
    if (every == MARSAD_EVERY_WEEK) {
        span = (marsad_span){date_of(index * 7 - MONDAY), date_of(index * 7 - MONDAY + 6)};
    } else if (every == MARSAD_EVERY_YEAR) {
        span.first = span.last = (marsad_date){.year = (int)index};
    } else if (every == MARSAD_EVERY_MONTH) {
        span.first = (marsad_date){.year = (int)floor_share(index, 12)};
        span.first.month = (int)(index - floor_share(index, 12) * 12) + 1;
        span.last = span.first;
    } else {
        span.first = span.last = date_of(index);
    }
    return span;
}

/* The days that a date may mean: those of its month or year where it says no more. */
static void days_of(marsad_date date, long *first, long *last)
{
    marsad_date begin = {date.year, date.month ? date.month : 1, date.day ? date.day : 1};
    marsad_date next = {date.year + (!date.month || date.month == 12),
                        date.month && date.month < 12 ? date.month + 1 : 1, 1};
    *first = day_number(begin);
    *last = date.day ? *first : day_number(next) - 1;
}

/* --- Incidents of some days --- */

/* How an incident lies to the days asked for. */
typedef enum when { BEFORE, WITHIN, NEITHER } when;

static when lies_to_days(const mrs_sheet *sheet, const marsad_incident *incident)
{
    long from, to, first, last, unused;
    if (!incident->date.year) {
        return NEITHER;
    }
    days_of(sheet->options->only_from, &from, &unused);
    days_of(sheet->options->only_to, &unused, &to);
    days_of(incident->date, &first, &last);
    if (!incident->date.day) { /* on one of many days: within where all of them are */
        return last < from ? BEFORE : first >= from && last <= to ? WITHIN : NEITHER;
    }
    if (incident->end_date.day) {
        days_of(incident->end_date, &unused, &last);
    }
    return last < from ? BEFORE : first <= to ? WITHIN : NEITHER;
}

bool mrs_asks_for_days(const mrs_sheet *sheet)
{
    return sheet->options->only_from.year && sheet->options->only_to.year;
}

bool mrs_is_of_days(const mrs_sheet *sheet, const marsad_incident *incident)
{
    return !mrs_asks_for_days(sheet) || lies_to_days(sheet, incident) == WITHIN;
}

size_t mrs_count_of_days(const mrs_sheet *sheet)
{
    size_t count = 0;
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        count += mrs_is_of_days(sheet, marsad_events_get(sheet->sources->events, i));
    }
    return count;
}

bool mrs_lies_in_frame(const mrs_sheet *sheet, const marsad_incident *incident, mrs_point *at)
{
    const mrs_frame *frame = &sheet->panes[0].frame;
    return frame->px_per_unit > 0 && marsad_incident_is_placed(incident) &&
           mrs_frame_to_page(frame, incident->at, at) && mrs_rect_has(frame->rect, *at);
}

bool mrs_is_hidden(const mrs_sheet *sheet, size_t index)
{
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    mrs_point at;
    return !mrs_is_of_days(sheet, incident) && mrs_lies_in_frame(sheet, incident, &at);
}

bool mrs_group_is_drawn(const mrs_pane *pane, size_t group)
{
    bool drawn = false;
    for (size_t i = pane->groups[group].first; i < pane->mark_count && !drawn; i++) {
        drawn = pane->marks[i].group == group && !pane->marks[i].hidden;
    }
    return drawn;
}

void mrs_bare_towns_of_other_days(mrs_pane *pane)
{
    for (size_t i = 0; i < pane->town_count; i++) {
        mrs_town *town = &pane->towns[i];
        bool covered = false;
        for (size_t g = 0; town->under_mark && g < pane->group_count && !covered; g++) {
            covered = mrs_rect_has(pane->groups[g].box, town->at) && mrs_group_is_drawn(pane, g);
        }
        town->bared = town->under_mark && !covered;
    }
}

/* Where a symbol stands for many incidents, it counts only those of the days. Other marks keep
 * their places, names and callouts, whichever day is drawn: one map follows smoothly on another. */
static bool counts_incidents(const mrs_sheet *sheet)
{
    return sheet->as == MARSAD_AS_GROUPS || sheet->as == MARSAD_AS_HEXBIN ||
           sheet->as == MARSAD_AS_DENSITY;
}

marsad_status mrs_hide_other_days(mrs_sheet *sheet, marsad_error *error)
{
    if (!mrs_asks_for_days(sheet) || !counts_incidents(sheet)) {
        return MARSAD_OK;
    }
    size_t count = marsad_events_count(sheet->sources->events);
    sheet->pane_of = sheet->pane_of ? sheet->pane_of : mrs_alloc(count + 1, 1);
    if (!sheet->pane_of) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        if (!mrs_is_of_days(sheet, marsad_events_get(sheet->sources->events, i))) {
            sheet->pane_of[i] = MRS_NO_PANE;
        }
    }
    return MARSAD_OK;
}

/* Where an incident lies in a pane that is to show it: its ground may be left to an inset. */
static bool lies_in_pane(const mrs_pane *pane, const marsad_incident *incident, mrs_point *at)
{
    const mrs_sheet *sheet = pane->sheet;
    bool lies = marsad_incident_is_placed(incident) &&
                mrs_frame_to_page(&pane->frame, incident->at, at) &&
                mrs_rect_has(pane->frame.rect, *at);
    for (size_t i = 1; pane->role == MRS_PANE_MAIN && lies && i < sheet->pane_count; i++) {
        const mrs_pane *inset = &sheet->panes[i];
        lies = inset->role != MRS_PANE_INSET || !mrs_rect_has(inset->extent, *at);
    }
    return lies;
}

void mrs_draw_trail(mrs_pane *pane)
{
    const mrs_sheet *sheet = pane->sheet;
    const double radius = 4;
    mrs_color color = mrs_sheet_color(sheet, MRS_NUMBER_FILL);
    color.a *= 0.28;
    mrs_paint paint = mrs_fill(color);
    bool wanted = sheet->options->trail && mrs_asks_for_days(sheet);
    mrs_scene_begin(sheet->scene, "trail", "trail", NULL);
    for (size_t i = 0; wanted && i < marsad_events_count(sheet->sources->events); i++) {
        const marsad_incident *incident = marsad_events_get(sheet->sources->events, i);
        mrs_point at;
        if (lies_to_days(sheet, incident) == BEFORE && lies_in_pane(pane, incident, &at)) {
            mrs_scene_circle(sheet->scene, at, radius, &paint);
        }
    }
    mrs_scene_end(sheet->scene);
}

/* --- One map after the other --- */

/* The first and the last period in which an incident is known to have happened. */
static bool find_range(const marsad_events *events, marsad_every every, long *first, long *last)
{
    bool any = false;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        if (!marsad_incident_is_placed(incident) || !mrs_period_is_known(incident->date, every)) {
            continue;
        }
        long begin = mrs_period_index(incident->date, every);
        bool ends = mrs_period_is_known(incident->end_date, every);
        long end = ends ? mrs_period_index(incident->end_date, every) : begin;
        *first = any && *first < begin ? *first : begin;
        *last = any && *last > end ? *last : end;
        any = true;
    }
    return any;
}

/* The finest that makes no more than a minute of frames. */
static marsad_every choose_every(const marsad_events *events)
{
    enum { MANY = 60 };
    long first = 0;
    long last = 0;
    for (marsad_every every = MARSAD_EVERY_DAY; every < MARSAD_EVERY_YEAR; every++) {
        if (find_range(events, every, &first, &last) && last - first < MANY) {
            return every;
        }
    }
    return MARSAD_EVERY_YEAR;
}

marsad_status marsad_map_periods(const marsad_events *events, marsad_every every, marsad_span **out,
                                 size_t *count, marsad_error *error)
{
    static const char *const names[] = {"", "day", "week", "month", "year"};
    long first = 0;
    long last = 0;
    *out = NULL;
    *count = 0;
    every = every == MARSAD_EVERY_AUTO ? choose_every(events) : every;
    if (!find_range(events, every, &first, &last)) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "no incident that has a place has a date that says its %s", names[every]);
    }
    if (last - first >= MARSAD_MOST_PERIODS) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "a map a %s would be %ld maps, of which there are at most %d; choose a "
                        "longer period",
                        names[every], last - first + 1, MARSAD_MOST_PERIODS);
    }
    *out = mrs_alloc((size_t)(last - first + 1), sizeof **out);
    if (!*out) {
        return mrs_fail_memory(error);
    }
    for (long index = first; index <= last; index++) {
        (*out)[(*count)++] = mrs_period_at(index, every);
    }
    return MARSAD_OK;
}

void marsad_map_periods_free(marsad_span *spans)
{
    mrs_free(spans);
}
