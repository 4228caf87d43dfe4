/* Small multiples: what maps there are, which incident stands in which, and their grid. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"

/* Incidents that have a place, in the box that was asked for. */
static bool counts(const mrs_sheet *sheet, const marsad_incident *incident)
{
    const marsad_map_options *options = sheet->options;
    return marsad_incident_is_placed(incident) &&
           (!options->has_bbox || marsad_bbox_contains(options->bbox, incident->at));
}

static const marsad_incident *nth(const mrs_sheet *sheet, size_t index)
{
    return marsad_events_get(sheet->sources->events, index);
}

static marsad_status too_many(const mrs_sheet *sheet, long count, const char *instead,
                              marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_USAGE,
                    "a map for each %s would be %ld maps on the sheet, of which there are at most "
                    "%d; %s",
                    sheet->options->facet, count, MARSAD_MOST_FACETS, instead);
}

static marsad_status make_room(mrs_sheet *sheet, marsad_error *error)
{
    sheet->facets = mrs_alloc(MARSAD_MOST_FACETS, sizeof *sheet->facets);
    sheet->pane_of = mrs_alloc(marsad_events_count(sheet->sources->events) + 1, 1);
    return sheet->facets && sheet->pane_of ? MARSAD_OK : mrs_fail_memory(error);
}

static void assign(mrs_sheet *sheet, size_t index, size_t facet)
{
    sheet->pane_of[index] = facet < sheet->facet_count ? (unsigned char)facet : MRS_NO_PANE;
    if (facet < sheet->facet_count) {
        sheet->facets[facet].count += counts(sheet, nth(sheet, index));
    }
}

/* --- By time --- */

static marsad_every period_named(const char *name)
{
    static const char *const names[] = {"", "day", "week", "month", "year"};
    for (marsad_every every = MARSAD_EVERY_DAY; every <= MARSAD_EVERY_YEAR; every++) {
        if (strcasecmp(name, names[every]) == 0) {
            return every;
        }
    }
    return MARSAD_EVERY_AUTO;
}

/* The periods from the first incident to the last, and whether an incident belongs to none. */
typedef struct range {
    long first, last;
    bool any, unknown;
} range;

static range find_range(const mrs_sheet *sheet, marsad_every every)
{
    range r = {0};
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        const marsad_incident *incident = nth(sheet, i);
        if (!counts(sheet, incident)) {
            continue;
        }
        if (!mrs_period_is_known(incident->date, every)) {
            r.unknown = true;
            continue;
        }
        long index = mrs_period_index(incident->date, every);
        r.first = r.any && r.first < index ? r.first : index;
        r.last = r.any && r.last > index ? r.last : index;
        r.any = true;
    }
    return r;
}

static char *period_heading(mrs_sheet *sheet, long index, marsad_every every)
{
    marsad_span span = mrs_period_at(index, every);
    mrs_buffer text = {0};
    mrs_say_dates(&text, sheet->calendar, span.first, span.last);
    return mrs_buffer_take(&text);
}

static marsad_status find_periods(mrs_sheet *sheet, marsad_every every, marsad_error *error)
{
    range r = find_range(sheet, every);
    if (!r.any) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "no incident that has a place has a date that says its %s",
                        sheet->options->facet);
    }
    long periods = r.last - r.first + 1;
    if (periods + r.unknown > MARSAD_MOST_FACETS) {
        return too_many(sheet, periods + r.unknown,
                        every == MARSAD_EVERY_YEAR ? "draw fewer years" : "choose a longer period",
                        error);
    }
    bool failed = false;
    for (long index = r.first; index <= r.last; index++) {
        mrs_facet *facet = &sheet->facets[sheet->facet_count++];
        facet->heading = period_heading(sheet, index, every);
        failed |= !facet->heading;
    }
    if (r.unknown) {
        mrs_facet *facet = &sheet->facets[sheet->facet_count++];
        facet->heading = mrs_strdup(mrs_say(MRS_WORD_DATE_UNKNOWN, sheet->lang));
        failed |= !facet->heading;
    }
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        marsad_date date = nth(sheet, i)->date;
        bool known = mrs_period_is_known(date, every);
        long index = known ? mrs_period_index(date, every) - r.first : periods;
        assign(sheet, i, index >= 0 && (!known || index < periods) ? (size_t)index : MRS_NO_PANE);
    }
    return failed ? mrs_fail_memory(error) : MARSAD_OK;
}

/* --- By value --- */

enum { TYPE_COLUMN = -1, NO_COLUMN = -2 };

static long find_column(const mrs_sheet *sheet)
{
    const char *name = sheet->options->facet;
    for (size_t i = 0; i < marsad_events_column_count(sheet->sources->events); i++) {
        if (strcasecmp(marsad_events_column(sheet->sources->events, i), name) == 0) {
            return strcasecmp(name, "type") == 0 ? TYPE_COLUMN : (long)i;
        }
    }
    return strcasecmp(name, "type") == 0 ? TYPE_COLUMN : NO_COLUMN;
}

static const char *value_of(const mrs_sheet *sheet, long column, size_t index)
{
    return column == TYPE_COLUMN
               ? marsad_incident_type_name(nth(sheet, index)->type)
               : marsad_events_cell(sheet->sources->events, index, (size_t)column);
}

/* A value, and how many incidents have it. */
typedef struct value {
    const char *text;
    long order; /* of a type among the types */
    size_t count;
} value;

static int by_text(const void *a, const void *b)
{
    return strcmp(((const value *)a)->text, ((const value *)b)->text);
}

/* Types in the legend's order; other values the most frequent first, what is not stated last. */
static int by_weight(const void *a, const void *b)
{
    const value *one = a;
    const value *two = b;
    if (!one->text[0] != !two->text[0]) {
        return one->text[0] ? -1 : 1;
    }
    if (one->order != two->order) {
        return one->order < two->order ? -1 : 1;
    }
    if (one->count != two->count) {
        return one->count > two->count ? -1 : 1;
    }
    return strcmp(one->text, two->text);
}

/* Makes one of equal neighbours. */
static size_t unite(value *values, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && strcmp(values[kept - 1].text, values[i].text) == 0) {
            values[kept - 1].count++;
        } else {
            values[kept++] = values[i];
        }
    }
    return kept;
}

/* The values of all incidents that count, in the order of their maps. NULL if memory is out. */
static value *collect(const mrs_sheet *sheet, long column, size_t *count)
{
    size_t all = marsad_events_count(sheet->sources->events);
    value *values = mrs_alloc(all, sizeof *values);
    *count = 0;
    for (size_t i = 0; values && i < all; i++) {
        if (counts(sheet, nth(sheet, i))) {
            long order = column == TYPE_COLUMN ? (long)nth(sheet, i)->type : 0;
            values[(*count)++] = (value){value_of(sheet, column, i), order, 1};
        }
    }
    if (values) {
        qsort(values, *count, sizeof *values, by_text);
        *count = unite(values, *count);
        qsort(values, *count, sizeof *values, by_weight);
    }
    return values;
}

static char *value_heading(const mrs_sheet *sheet, long column, const value *v)
{
    if (column == TYPE_COLUMN) {
        return mrs_strdup(marsad_incident_type_label((marsad_incident_type)v->order, sheet->lang));
    }
    return mrs_strdup(v->text[0] ? v->text : mrs_say(MRS_WORD_NOT_GIVEN, sheet->lang));
}

static bool use_values(mrs_sheet *sheet, long column, const value *values, size_t count)
{
    bool ok = true;
    for (size_t v = 0; v < count; v++) {
        mrs_facet *facet = &sheet->facets[sheet->facet_count++];
        facet->heading = value_heading(sheet, column, &values[v]);
        ok = ok && facet->heading;
    }
    for (size_t i = 0; i < marsad_events_count(sheet->sources->events); i++) {
        size_t v = 0;
        while (v < count && strcmp(values[v].text, value_of(sheet, column, i)) != 0) {
            v++;
        }
        assign(sheet, i, v);
    }
    return ok;
}

static marsad_status find_values(mrs_sheet *sheet, marsad_error *error)
{
    long column = find_column(sheet);
    if (column == NO_COLUMN) {
        return mrs_fail(error, MARSAD_ERR_INPUT,
                        "the events have no column \"%s\" to draw a map for each value of; name "
                        "one, or day, week, month, year or type",
                        sheet->options->facet);
    }
    size_t count;
    value *values = collect(sheet, column, &count);
    marsad_status status = MARSAD_OK;
    if (!values) {
        return mrs_fail_memory(error);
    }
    if (count == 0) {
        status = mrs_fail(error, MARSAD_ERR_INPUT, "no incident that could be placed lies here");
    } else if (count > MARSAD_MOST_FACETS) {
        status = too_many(sheet, (long)count, "choose a column with fewer values", error);
    } else if (!use_values(sheet, column, values, count)) {
        status = mrs_fail_memory(error);
    }
    mrs_free(values);
    return status;
}

marsad_status mrs_find_facets(mrs_sheet *sheet, marsad_error *error)
{
    if (!sheet->options->facet) {
        return MARSAD_OK;
    }
    if (sheet->options->inset_count) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "small multiples have no insets; ask for one or the other");
    }
    marsad_status status = make_room(sheet, error);
    if (!status) {
        marsad_every every = period_named(sheet->options->facet);
        status = every ? find_periods(sheet, every, error) : find_values(sheet, error);
    }
    sheet->summary.facets = sheet->facet_count;
    return status;
}

void mrs_forget_facets(mrs_sheet *sheet)
{
    for (size_t i = 0; i < sheet->facet_count; i++) {
        mrs_free(sheet->facets[i].heading);
    }
    mrs_free(sheet->facets);
    mrs_free(sheet->pane_of);
}
