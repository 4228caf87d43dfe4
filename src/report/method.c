/* How the figures and the map of a report came to be, in sentences. */
#include "report/facts.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "map/label_names.h"
#include "map/map_facts.h"

enum { MOST_VALUES = 5 };

static const double SURE = 0.75; /* below it, `marsad` notes the row */

/* A sentence that is being put together. */
typedef struct sentence {
    mrs_report *report;
    xmlNodePtr method;
    mrs_buffer values[MOST_VALUES];
    size_t count;
    unsigned isolate; /* see mrs_report_say_with() */
} sentence;

static mrs_buffer *next_value(sentence *s)
{
    return &s->values[s->count++];
}

static void put_count(sentence *s, size_t count)
{
    mrs_report_say_count(next_value(s), s->report, count);
}

/* Text of the data. */
static void put_text(sentence *s, const char *text)
{
    s->isolate |= 1U << s->count;
    mrs_buffer_add(next_value(s), text);
}

static void put_word(sentence *s, const char *text)
{
    mrs_buffer_add(next_value(s), text);
}

/* Adds the sentence "method_KEY" and empties the values. */
static void finish(sentence *s, const char *key)
{
    const char *values[MOST_VALUES];
    char full[40];
    mrs_buffer text = {0};
    snprintf(full, sizeof full, "method_%s", key);
    for (size_t i = 0; i < s->count; i++) {
        values[i] = s->values[i].failed ? "" : s->values[i].text;
        text.failed |= s->values[i].failed;
    }
    mrs_report_say_with(&text, full, s->report->lang, values, s->count, s->isolate);
    xmlNodePtr item = mrs_xml_add(&s->report->xml, s->method, "item");
    mrs_xml_set(&s->report->xml, item, "key", key);
    mrs_xml_take_text(&s->report->xml, item, &text);
    for (size_t i = 0; i < s->count; i++) {
        mrs_buffer_clear(&s->values[i]);
    }
    s->count = 0;
    s->isolate = 0;
}

/* --- Places --- */

/* What the reader assumed of the table, and how many rows it left out. */
static void say_table(sentence *s)
{
    const marsad_events *events = s->report->sources->events;
    const char *note = marsad_events_note(events);
    size_t rejected = marsad_events_rejected_count(events);
    if (note[0]) {
        put_text(s, note);
        finish(s, "read");
    }
    if (rejected) {
        put_count(s, rejected);
        finish(s, "rejected");
    }
}

static void say_placing(sentence *s)
{
    const marsad_events *events = s->report->sources->events;
    size_t by[MARSAD_PLACED_BY_DECISION + 1] = {0};
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        by[marsad_events_get(events, i)->placement]++;
    }
    put_count(s, by[MARSAD_PLACED_BY_NAME]);
    put_count(s, by[MARSAD_PLACED_BY_COORDINATES]);
    put_count(s, by[MARSAD_PLACED_BY_DECISION]);
    put_count(s, by[MARSAD_PLACED_AMBIGUOUSLY]);
    put_count(s, by[MARSAD_UNPLACED]);
    finish(s, "placing");
}

static void put_decimal(sentence *s, double value)
{
    char text[32];
    snprintf(text, sizeof text, "%.2f", value);
    put_word(s, mrs_localize_decimals(text, s->report->lang));
}

static void say_sureness(sentence *s)
{
    put_decimal(s, MARSAD_CONFIDENCE_LEAST);
    put_decimal(s, SURE);
    finish(s, "confidence");
    finish(s, "uncertainty");
}

static void say_distances(sentence *s)
{
    finish(s, "distances");
    put_count(s, MRS_TOWN_LEAST_PEOPLE);
    mrs_say_distance(next_value(s), MRS_TOWN_MOST_M, 0, s->report->lang);
    finish(s, "towns");
}

static void say_casualties(sentence *s)
{
    const marsad_events *events = s->report->sources->events;
    bool any = false;
    for (size_t i = 0; !any && i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        any = incident->killed >= 0 || incident->injured >= 0;
    }
    if (any) {
        finish(s, "casualties");
    }
}

/* --- The map --- */

static void say_map(sentence *s)
{
    const marsad_map_summary *summary = marsad_map_describe(s->report->map);
    const mrs_map_facts *facts = mrs_map_told(s->report->map);
    char as[40];
    put_text(s, summary->projection);
    mrs_buffer *scale = next_value(s);
    if (facts->scale_denominator > 0) {
        mrs_say_scale(scale, facts->scale_denominator, s->report->lang);
    }
    if (facts->scale_varies) {
        mrs_buffer_addf(scale, " (%s)", mrs_say(MRS_WORD_AT_CENTRE, s->report->lang));
    }
    finish(s, "projection");
    snprintf(as, sizeof as, "as_%s", marsad_map_as_name(summary->as));
    put_word(s, mrs_report_word(s->report, as));
    put_count(s, summary->drawn);
    put_count(s, summary->incidents);
    finish(s, "as");
    if (summary->labels_dropped || summary->callouts_dropped) {
        put_count(s, summary->labels_dropped);
        put_count(s, summary->callouts_dropped);
        finish(s, "left_out");
    }
}

/* --- The front --- */

/* Whether an incident is related to the state. */
static bool is_used(const mrs_report *report, size_t state)
{
    bool used = false;
    for (size_t i = 0; !used && i < marsad_events_count(report->sources->events); i++) {
        used = report->relations[i].related && report->relations[i].state == state;
    }
    return used;
}

static void add_date(mrs_buffer *out, const mrs_report *report, marsad_date date)
{
    mrs_buffer_add(out, out->length ? mrs_say(MRS_WORD_COMMA, report->lang) : "");
    mrs_say_dates(out, report->calendar, date, (marsad_date){0});
}

static size_t count_near(const mrs_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < marsad_events_count(report->sources->events); i++) {
        const marsad_event_relation *found = &report->relations[i];
        count += found->related && found->relation.within_uncertainty;
    }
    return count;
}

/* Which states are used, what their files say of them, and whether one is an estimate. */
static void say_states(sentence *s)
{
    const mrs_report *report = s->report;
    const marsad_front *front = report->sources->front;
    mrs_buffer dates = {0};
    const char *note = "";
    bool derived = false;
    for (size_t i = 0; i < marsad_front_state_count(front); i++) {
        const marsad_front_state *state = marsad_front_state_at(front, i);
        if (is_used(report, i)) {
            add_date(&dates, report, state->date);
            note = state->note[0] ? state->note : note;
            derived |= state->derived;
        }
    }
    mrs_buffer_add(next_value(s), dates.length ? dates.text : mrs_report_word(report, "undated"));
    s->report->xml.failed |= dates.failed;
    mrs_buffer_clear(&dates);
    finish(s, "front");
    if (note[0]) {
        bool known = strcmp(note, "illustrative") == 0;
        put_text(s, known ? mrs_say(MRS_WORD_ILLUSTRATIVE, report->lang) : note);
        finish(s, "front_note");
    }
    if (derived) {
        finish(s, "front_derived");
    }
}

static void say_front(sentence *s)
{
    const marsad_map_options *map = &s->report->options->map;
    if (!s->report->relations) {
        return;
    }
    if (map->front_at.year && !map->front_since.year) {
        add_date(next_value(s), s->report, map->front_at);
        finish(s, "front_at");
    }
    say_states(s);
    size_t near = count_near(s->report);
    if (near) {
        put_count(s, near);
        finish(s, "front_near");
    }
}

/* What the mark behind some names means. */
static void say_romanised(sentence *s)
{
    if (mrs_names_romanised(s->report->naming.names)) {
        put_word(s, MRS_ROMANISED_MARK);
        finish(s, "romanised");
    }
}

/* Which sources the gazetteer was made of, the most important first. */
static void say_gazetteer(sentence *s)
{
    marsad_source *items = NULL;
    size_t count = 0;
    mrs_buffer *names = next_value(s);
    if (marsad_gazetteer_sources(s->report->sources->gazetteer, &items, &count, NULL)) {
        s->report->xml.failed = true; /* it was open and is read again below, with its error */
    }
    for (size_t i = 0; i < count; i++) {
        mrs_buffer_addf(names, "%s\u2068%s\u2069",
                        i ? mrs_say(MRS_WORD_COMMA, s->report->lang) : "", items[i].name);
    }
    marsad_sources_free(items, count);
    finish(s, "gazetteer");
}

void mrs_report_add_method(mrs_report *report, xmlNodePtr root)
{
    sentence s = {.report = report, .method = mrs_xml_add(&report->xml, root, "method")};
    say_table(&s);
    say_placing(&s);
    say_gazetteer(&s);
    say_sureness(&s);
    say_distances(&s);
    say_front(&s);
    say_casualties(&s);
    say_map(&s);
    say_romanised(&s);
    if (report->options->command && report->options->command[0]) {
        put_text(&s, report->options->command);
        finish(&s, "command");
    }
}
