/* The key figures of a report. */
#include "report/facts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "map/panes.h"

/* What is summed up over all incidents. */
typedef struct sums {
    size_t placed, unplaced, undated, types;
    long killed, injured;
    size_t stating_killed, stating_injured;
    size_t nearest; /* of the incidents, to the front; the number of all where there is none */
} sums;

static const marsad_front_relation *related(const mrs_report *report, size_t index)
{
    const marsad_event_relation *found = report->relations ? &report->relations[index] : NULL;
    return found && found->related && found->relation.has_line ? &found->relation : NULL;
}

static sums sum_up(const mrs_report *report)
{
    const marsad_events *events = report->sources->events;
    size_t count = marsad_events_count(events);
    bool seen[MARSAD_TYPE_COUNT] = {false};
    sums s = {.killed = -1, .injured = -1, .nearest = count};
    for (size_t i = 0; i < count; i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        bool placed = marsad_incident_is_placed(incident);
        const marsad_front_relation *front = related(report, i);
        s.placed += placed;
        s.unplaced += !placed;
        s.undated += incident->date.year == 0;
        s.types += !seen[incident->type];
        seen[incident->type] = true;
        mrs_report_sum(&s.killed, incident->killed);
        mrs_report_sum(&s.injured, incident->injured);
        s.stating_killed += incident->killed >= 0;
        s.stating_injured += incident->injured >= 0;
        if (front &&
            (s.nearest == count || front->distance_m < related(report, s.nearest)->distance_m)) {
            s.nearest = i;
        }
    }
    return s;
}

/* A figure with its key, its label of that key, and a note, which may be NULL. */
static xmlNodePtr add_figure(mrs_report *report, xmlNodePtr figures, const char *key, long value,
                             mrs_buffer *note)
{
    mrs_buffer none = {0};
    mrs_buffer text = {0};
    char label[40];
    snprintf(label, sizeof label, "figure_%s", key);
    xmlNodePtr figure = mrs_xml_add(&report->xml, figures, "figure");
    mrs_xml_set(&report->xml, figure, "key", key);
    mrs_xml_set_count(&report->xml, figure, "value", value);
    mrs_report_say_count(&text, report, (size_t)value);
    mrs_xml_take(&report->xml, figure, "text", &text);
    mrs_xml_set(&report->xml, figure, "label", mrs_report_word(report, label));
    mrs_xml_take(&report->xml, figure, "note", note ? note : &none);
    mrs_xml_set(&report->xml, figure, "number", "");
    return figure;
}

static void add_if_any(mrs_report *report, xmlNodePtr figures, const char *key, size_t value)
{
    if (value > 0) {
        add_figure(report, figures, key, (long)value, NULL);
    }
}

/* A sum over the rows that state something, and how many those are. */
static void add_sum(mrs_report *report, xmlNodePtr figures, const char *key, long sum,
                    size_t stating)
{
    mrs_buffer counts[2] = {{0}};
    mrs_buffer note = {0};
    if (sum < 0) {
        return;
    }
    mrs_report_say_count(&counts[0], report, stating);
    mrs_report_say_count(&counts[1], report, marsad_events_count(report->sources->events));
    const char *const values[] = {counts[0].text, counts[1].text};
    mrs_report_say_with(&note, "stated_in", report->lang, values, 2, 0);
    add_figure(report, figures, key, sum, &note);
    mrs_buffer_clear(&counts[0]);
    mrs_buffer_clear(&counts[1]);
}

/* Days from the first to the last, both counted, where both are known to the day. */
static void add_days(mrs_report *report, xmlNodePtr figures)
{
    marsad_date first = {0};
    marsad_date last = {0};
    mrs_incident_dates(report->sources->events, &first, &last);
    if (first.day && last.day) {
        long days = mrs_period_index(last, MARSAD_EVERY_DAY) -
                    mrs_period_index(first, MARSAD_EVERY_DAY) + 1;
        add_figure(report, figures, "days", days, NULL);
    }
}

static void add_nearest(mrs_report *report, xmlNodePtr figures, size_t index)
{
    const marsad_incident *incident = marsad_events_get(report->sources->events, index);
    const marsad_front_relation *front = related(report, index);
    mrs_buffer text = {0};
    mrs_xml *xml = &report->xml;
    xmlNodePtr figure = mrs_xml_add(xml, figures, "figure");
    mrs_xml_set(xml, figure, "key", "nearest");
    mrs_xml_set_number(xml, figure, "value", front->distance_m, 0);
    mrs_say_distance(&text, front->distance_m, incident->uncertainty_m, report->lang);
    mrs_xml_take(xml, figure, "text", &text);
    mrs_xml_set(xml, figure, "label", mrs_report_word(report, "figure_nearest"));
    mrs_xml_set(xml, figure, "note", mrs_headline(&report->naming, incident));
    mrs_xml_set_count(xml, figure, "number", mrs_report_number(report, index));
}

void mrs_report_add_figures(mrs_report *report, xmlNodePtr root)
{
    size_t count = marsad_events_count(report->sources->events);
    sums s = sum_up(report);
    xmlNodePtr figures = mrs_xml_add(&report->xml, root, "figures");
    add_figure(report, figures, "incidents", (long)count, NULL);
    add_figure(report, figures, "placed", (long)s.placed, NULL);
    add_if_any(report, figures, "unplaced", s.unplaced);
    add_if_any(report, figures, "outside", marsad_map_describe(report->map)->outside);
    add_if_any(report, figures, "rejected", marsad_events_rejected_count(report->sources->events));
    add_figure(report, figures, "places", (long)report->list_count, NULL);
    add_figure(report, figures, "types", (long)s.types, NULL);
    add_days(report, figures);
    add_if_any(report, figures, "undated", s.undated);
    add_sum(report, figures, "killed", s.killed, s.stating_killed);
    add_sum(report, figures, "injured", s.injured, s.stating_injured);
    if (s.nearest < count) {
        add_nearest(report, figures, s.nearest);
    }
}
