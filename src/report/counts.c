/* Incidents by type, and by day: of all, whether they have a place or not. */
#include "report/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "map/panes.h"

/* --- By type --- */

typedef struct tally {
    marsad_incident_type type;
    size_t count;
    long killed, injured; /* -1 where no row says */
} tally;

static int most_first(const void *a, const void *b)
{
    const tally *x = a;
    const tally *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : (int)x->type - (int)y->type;
}

/* All types, the most frequent first. */
static void count_types(const mrs_report *report, tally types[MARSAD_TYPE_COUNT])
{
    for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
        types[type] = (tally){(marsad_incident_type)type, 0, -1, -1};
    }
    for (size_t i = 0; i < marsad_events_count(report->sources->events); i++) {
        const marsad_incident *incident = marsad_events_get(report->sources->events, i);
        tally *t = &types[incident->type];
        t->count++;
        mrs_report_sum(&t->killed, incident->killed);
        mrs_report_sum(&t->injured, incident->injured);
    }
    qsort(types, MARSAD_TYPE_COUNT, sizeof *types, most_first);
}

static void set_type(mrs_report *report, xmlNodePtr node, const char *name,
                     marsad_incident_type type)
{
    char color[MRS_REPORT_COLOR];
    mrs_xml *xml = &report->xml;
    mrs_xml_set(xml, node, name, marsad_incident_type_name(type));
    mrs_xml_set(xml, node, "label", marsad_incident_type_label(type, report->lang));
    mrs_xml_set(xml, node, "color", mrs_report_color(report, type, color));
}

void mrs_report_add_types(mrs_report *report, xmlNodePtr root)
{
    tally types[MARSAD_TYPE_COUNT];
    char color[MRS_REPORT_COLOR];
    mrs_xml *xml = &report->xml;
    size_t all = marsad_events_count(report->sources->events);
    xmlNodePtr list = mrs_xml_add(xml, root, "types");
    count_types(report, types);
    mrs_xml_set(xml, list, "by_color",
                all && mrs_report_color(report, types[0].type, color)[0] ? "yes" : "no");
    for (int i = 0; i < MARSAD_TYPE_COUNT && types[i].count; i++) {
        xmlNodePtr type = mrs_xml_add(xml, list, "type");
        set_type(report, type, "name", types[i].type);
        mrs_xml_set_count(xml, type, "count", (long long)types[i].count);
        mrs_xml_set_number(xml, type, "share", 100.0 * (double)types[i].count / (double)all, 1);
        mrs_xml_set_count(xml, type, "killed", types[i].killed);
        mrs_xml_set_count(xml, type, "injured", types[i].injured);
    }
}

/* --- By day, or a longer period --- */

enum { MOST_BARS = 62, MOST_YEARS = 500 };

typedef struct bar {
    size_t counts[MARSAD_TYPE_COUNT];
    size_t count;
    long killed;
} bar;

typedef struct timeline {
    marsad_every every;
    long first;       /* index of the first period */
    size_t bar_count; /* 0 where no date is known well enough */
    bar *bars;
    size_t undated; /* incidents that are in none of them */
} timeline;

/* The first and the last period that a date tells; returns how many dates do. */
static size_t find_range(const marsad_events *events, marsad_every every, long *first, long *last)
{
    size_t known = 0;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        marsad_date date = marsad_events_get(events, i)->date;
        if (mrs_period_is_known(date, every)) {
            long index = mrs_period_index(date, every);
            *first = known && *first < index ? *first : index;
            *last = known && *last > index ? *last : index;
            known++;
        }
    }
    return known;
}

/* The shortest period that makes few enough bars and that most of the dates tell. */
static void choose_period(const marsad_events *events, timeline *line)
{
    long first = 0;
    long last = 0;
    size_t dated = find_range(events, MARSAD_EVERY_YEAR, &first, &last);
    for (line->every = MARSAD_EVERY_DAY; dated; line->every++) {
        size_t known = find_range(events, line->every, &first, &last);
        long most = line->every == MARSAD_EVERY_YEAR ? MOST_YEARS : MOST_BARS;
        if (known * 2 >= dated && last - first < most) {
            line->first = first;
            line->bar_count = (size_t)(last - first + 1);
            return;
        }
        if (line->every == MARSAD_EVERY_YEAR) {
            return;
        }
    }
}

static void fill_bars(const marsad_events *events, timeline *line)
{
    for (size_t i = 0; i < line->bar_count; i++) {
        line->bars[i].killed = -1;
    }
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        if (!line->bar_count || !mrs_period_is_known(incident->date, line->every)) {
            line->undated++;
            continue;
        }
        bar *b = &line->bars[mrs_period_index(incident->date, line->every) - line->first];
        b->count++;
        b->counts[incident->type]++;
        mrs_report_sum(&b->killed, incident->killed);
    }
}

static void add_parts(mrs_report *report, xmlNodePtr node, const bar *b,
                      const tally types[MARSAD_TYPE_COUNT])
{
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        if (b->counts[types[i].type]) {
            xmlNodePtr part = mrs_xml_add(&report->xml, node, "part");
            set_type(report, part, "type", types[i].type);
            mrs_xml_set_count(&report->xml, part, "count", (long long)b->counts[types[i].type]);
        }
    }
}

/* The short form, for an axis: of a week the day that it begins with. */
static xmlNodePtr add_bar(mrs_report *report, xmlNodePtr list, const timeline *line, size_t index)
{
    marsad_span span = mrs_period_at(line->first + (long)index, line->every);
    mrs_buffer text = {0};
    xmlNodePtr node = mrs_xml_add(&report->xml, list, "bar");
    mrs_report_set_date(report, node, "from", span.first);
    mrs_report_set_date(report, node, "to", span.last);
    mrs_report_set_date_text(report, node, "text", span.first, span.last);
    mrs_say_days(&text, report->calendar, span.first, span.first);
    mrs_xml_take(&report->xml, node, "short", &text);
    mrs_xml_set_count(&report->xml, node, "count", (long long)line->bars[index].count);
    mrs_xml_set_count(&report->xml, node, "killed", line->bars[index].killed);
    return node;
}

static void set_timeline(mrs_report *report, xmlNodePtr list, const timeline *line)
{
    static const char *const names[] = {"", "day", "week", "month", "year"};
    static const char *const labels[] = {"", "per_day", "per_week", "per_month", "per_year"};
    size_t most = 0;
    for (size_t i = 0; i < line->bar_count; i++) {
        most = line->bars[i].count > most ? line->bars[i].count : most;
    }
    bool any = line->bar_count > 0;
    mrs_xml_set(&report->xml, list, "unit", any ? names[line->every] : "");
    mrs_xml_set(&report->xml, list, "label",
                mrs_report_word(report, any ? labels[line->every] : "no_dates"));
    mrs_xml_set_count(&report->xml, list, "max", (long long)most);
    mrs_xml_set_count(&report->xml, list, "undated", (long long)line->undated);
}

void mrs_report_add_timeline(mrs_report *report, xmlNodePtr root)
{
    tally types[MARSAD_TYPE_COUNT];
    timeline line = {0};
    choose_period(report->sources->events, &line);
    line.bars = mrs_alloc(line.bar_count, sizeof *line.bars);
    if (!line.bars) {
        report->xml.failed = true;
        return;
    }
    count_types(report, types);
    fill_bars(report->sources->events, &line);
    xmlNodePtr list = mrs_xml_add(&report->xml, root, "timeline");
    set_timeline(report, list, &line);
    for (size_t i = 0; i < line.bar_count; i++) {
        add_parts(report, add_bar(report, list, &line, i), &line.bars[i], types);
    }
    mrs_free(line.bars);
}
