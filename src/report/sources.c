/* What a report is made from: the incidents' own sources, and what must be credited. */
#include "report/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/basemap.h"

/* --- Of the incidents --- */

typedef struct told {
    const char *name;
    size_t first, count;
} told;

static int by_name(const void *a, const void *b)
{
    const told *x = a;
    const told *y = b;
    int names = strcmp(x->name, y->name);
    return names ? names : (x->first > y->first) - (x->first < y->first);
}

static int most_first(const void *a, const void *b)
{
    const told *x = a;
    const told *y = b;
    if (x->count != y->count) {
        return x->count < y->count ? 1 : -1;
    }
    return (x->first > y->first) - (x->first < y->first);
}

/* Each once, the most frequent first; returns how many. */
static size_t count_sources(const marsad_events *events, told *items)
{
    size_t count = marsad_events_count(events);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        items[i] = (told){marsad_events_get(events, i)->source, i, 1};
    }
    qsort(items, count, sizeof *items, by_name);
    for (size_t i = 0; i < count; i++) {
        if (distinct && strcmp(items[distinct - 1].name, items[i].name) == 0) {
            items[distinct - 1].count++;
        } else {
            items[distinct++] = items[i];
        }
    }
    qsort(items, distinct, sizeof *items, most_first);
    return distinct;
}

/* The attributes of a source; those that are NULL are "". */
typedef struct source {
    const char *kind, *name, *licence, *attribution, *url;
    long long count; /* of incidents, or negative */
} source;

static void add_source(mrs_report *report, xmlNodePtr list, const source *s)
{
    mrs_xml *xml = &report->xml;
    xmlNodePtr node = mrs_xml_add(xml, list, "source");
    mrs_xml_set(xml, node, "kind", s->kind);
    mrs_xml_set(xml, node, "name", s->name);
    mrs_xml_set_count(xml, node, "count", s->count);
    mrs_xml_set(xml, node, "licence", s->licence);
    mrs_xml_set(xml, node, "attribution", s->attribution);
    mrs_xml_set(xml, node, "url", s->url);
}

static void add_incident_sources(mrs_report *report, xmlNodePtr list, marsad_error *error,
                                 marsad_status *status)
{
    const marsad_events *events = report->sources->events;
    told *items = mrs_alloc(marsad_events_count(events), sizeof *items);
    if (!items) {
        *status = mrs_fail_memory(error);
        return;
    }
    size_t distinct = count_sources(events, items);
    size_t rest = 0;
    for (size_t i = 0; i < distinct; i++) {
        const char *name = items[i].name[0] ? items[i].name : mrs_report_word(report, "not_stated");
        source s = {.kind = "incidents", .name = name, .count = (long long)items[i].count};
        if (i < MRS_REPORT_SOURCES) {
            add_source(report, list, &s);
        } else {
            rest += items[i].count;
        }
    }
    if (rest) {
        source s = {.kind = "incidents",
                    .name = mrs_report_word(report, "others"),
                    .count = (long long)rest};
        add_source(report, list, &s);
    }
    mrs_free(items);
}

/* --- Of the data --- */

static marsad_status add_gazetteer(mrs_report *report, xmlNodePtr list, marsad_error *error)
{
    marsad_source *items = NULL;
    size_t count = 0;
    marsad_status status =
        marsad_gazetteer_sources(report->sources->gazetteer, &items, &count, error);
    for (size_t i = 0; !status && i < count; i++) {
        source s = {.kind = "places",
                    .name = items[i].name,
                    .licence = items[i].licence,
                    .attribution = items[i].attribution,
                    .url = items[i].url,
                    .count = -1};
        add_source(report, list, &s);
    }
    marsad_sources_free(items, count);
    return status;
}

static marsad_status add_basemap(mrs_report *report, xmlNodePtr list, marsad_error *error)
{
    mrs_buffer path = {0};
    mrs_basemap *basemap = NULL;
    mrs_buffer_addf(&path, "%s/geodata/basemap.gpkg", report->sources->data_folder);
    marsad_status status =
        path.failed ? mrs_fail_memory(error) : mrs_basemap_open(path.text, &basemap, error);
    size_t count = 0;
    const mrs_credit *credits = status ? NULL : mrs_basemap_credits(basemap, &count);
    for (size_t i = 0; i < count; i++) {
        bool roads = strcmp(credits[i].attribution, "roads schematic") == 0;
        source s = {.kind = "basemap",
                    .name = credits[i].name,
                    .licence = credits[i].licence,
                    .attribution = roads ? mrs_say(MRS_WORD_ROADS_SCHEMATIC, report->lang)
                                         : credits[i].attribution,
                    .count = -1};
        add_source(report, list, &s);
    }
    mrs_basemap_close(basemap);
    mrs_buffer_clear(&path);
    return status;
}

/* What the front's file says of its states, each note once. */
static void add_front(mrs_report *report, xmlNodePtr list)
{
    const marsad_front *front = report->sources->front;
    const char *last = "";
    for (size_t i = 0; front && i < marsad_front_state_count(front); i++) {
        const char *note = marsad_front_state_at(front, i)->note;
        if (note[0] && strcmp(note, last) != 0) {
            bool known = strcmp(note, "illustrative") == 0;
            source s = {.kind = "front",
                        .name = known ? mrs_say(MRS_WORD_ILLUSTRATIVE, report->lang) : note,
                        .count = -1};
            add_source(report, list, &s);
            last = note;
        }
    }
}

marsad_status mrs_report_add_sources(mrs_report *report, xmlNodePtr root, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    xmlNodePtr list = mrs_xml_add(&report->xml, root, "sources");
    add_incident_sources(report, list, error, &status);
    status = status ? status : add_gazetteer(report, list, error);
    status = status ? status : add_basemap(report, list, error);
    add_front(report, list);
    return status;
}
