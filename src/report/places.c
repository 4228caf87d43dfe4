/* Incidents by the place that their location was resolved to, or their coordinates. */
#include "report/facts.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/seen.h"

/* --- Which incidents have one place --- */

/* An incident by its place: the gazetteer's id, or where there is none the point. */
typedef struct key {
    const char *id;
    long lon, lat; /* 1e-5 degrees */
    size_t index;
} key;

static key key_of(const marsad_events *events, size_t index)
{
    const marsad_incident *incident = marsad_events_get(events, index);
    const marsad_place *place =
        incident->resolution ? marsad_resolution_place(incident->resolution) : NULL;
    return (key){.id = place ? place->id : "",
                 .lon = lround(incident->at.lon * 1e5),
                 .lat = lround(incident->at.lat * 1e5),
                 .index = index};
}

static int compare_places(const key *x, const key *y)
{
    int ids = strcmp(x->id, y->id);
    if (ids || x->id[0]) {
        return ids;
    }
    return x->lon != y->lon ? (x->lon < y->lon ? -1 : 1) : (x->lat > y->lat) - (x->lat < y->lat);
}

static int by_place(const void *a, const void *b)
{
    const key *x = a;
    const key *y = b;
    int places = compare_places(x, y);
    return places ? places : (x->index > y->index) - (x->index < y->index);
}

static int most_first(const void *a, const void *b, void *places)
{
    const mrs_report_place *x = (mrs_report_place *)places + *(const size_t *)a;
    const mrs_report_place *y = (mrs_report_place *)places + *(const size_t *)b;
    if (x->count != y->count) {
        return x->count < y->count ? 1 : -1;
    }
    return (x->first > y->first) - (x->first < y->first);
}

static void add_incident(mrs_report *report, const key *keys, size_t i)
{
    const marsad_incident *incident = marsad_events_get(report->sources->events, keys[i].index);
    if (i == 0 || compare_places(&keys[i - 1], &keys[i]) != 0) {
        report->places[report->place_count++] =
            (mrs_report_place){.first = keys[i].index, .killed = -1, .injured = -1};
    }
    mrs_report_place *place = &report->places[report->place_count - 1];
    report->place_of[keys[i].index] = report->place_count - 1;
    place->count++;
    mrs_report_sum(&place->killed, incident->killed);
    mrs_report_sum(&place->injured, incident->injured);
}

static const char *name_of(const mrs_report *report, const mrs_report_place *place)
{
    return mrs_incident_place(&report->naming,
                              marsad_events_get(report->sources->events, place->first));
}

/* A town's own coordinates and those that tables give it differ by some kilometres. */
static bool are_near(const mrs_report *report, const mrs_report_place *a, const mrs_report_place *b)
{
    const double most_m = 10e3;
    const marsad_events *events = report->sources->events;
    marsad_lonlat from = marsad_events_get(events, a->first)->at;
    marsad_lonlat to = marsad_events_get(events, b->first)->at;
    return marsad_geodesic_between(from, to).distance_m <= most_m;
}

static void join(mrs_report_place *main, const mrs_report_place *other)
{
    main->count += other->count;
    mrs_report_sum(&main->killed, other->killed);
    mrs_report_sum(&main->injured, other->injured);
}

/* Finds the places that the list has: of those of one name one, with those near it. The gazetteer's
 * stand behind the points in their order, and come first here. */
static marsad_status list_places(mrs_report *report, marsad_error *error)
{
    mrs_seen names = {0};
    bool whole = true;
    report->list = mrs_alloc(report->place_count, sizeof *report->list);
    if (!report->list) {
        return mrs_fail_memory(error);
    }
    for (size_t i = report->place_count; whole && i-- > 0;) {
        mrs_report_place *place = &report->places[i];
        const char *name = name_of(report, place);
        size_t *main = mrs_seen_at(&names, name);
        whole = main != NULL;
        if (!main) {
            continue;
        }
        if (*main && name[0] && are_near(report, &report->places[*main - 1], place)) {
            place->joined_to = *main - 1;
            join(&report->places[*main - 1], place);
            continue;
        }
        *main = *main ? *main : i + 1;
        place->joined_to = i;
        report->list[report->list_count++] = i;
    }
    mrs_seen_clear(&names);
    if (!whole) {
        return mrs_fail_memory(error);
    }
    qsort_r(report->list, report->list_count, sizeof *report->list, most_first, report->places);
    return MARSAD_OK;
}

marsad_status mrs_report_find_places(mrs_report *report, marsad_error *error)
{
    const marsad_events *events = report->sources->events;
    size_t count = marsad_events_count(events);
    size_t placed = 0;
    key *keys = mrs_alloc(count, sizeof *keys);
    report->places = mrs_alloc(count, sizeof *report->places);
    report->place_of = mrs_alloc(count, sizeof *report->place_of);
    if (!keys || !report->places || !report->place_of) {
        mrs_free(keys);
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        if (marsad_incident_is_placed(marsad_events_get(events, i))) {
            keys[placed++] = key_of(events, i);
        }
    }
    qsort(keys, placed, sizeof *keys, by_place);
    for (size_t i = 0; i < count; i++) {
        report->place_of[i] = SIZE_MAX;
    }
    for (size_t i = 0; i < placed; i++) {
        add_incident(report, keys, i);
    }
    mrs_free(keys);
    return list_places(report, error);
}

/* --- The list --- */

static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (; list && *list; list += strcspn(list, " "), list += *list == ' ') {
        if (strcspn(list, " ") == length && strncmp(list, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The ids of what shows the place's incidents, each once. */
static void add_elements(mrs_report *report, size_t place, size_t listed, mrs_buffer *out)
{
    for (size_t i = 0; i < listed; i++) {
        size_t at = report->place_of[i];
        bool here = at < report->place_count && report->places[at].joined_to == place;
        const char *id = here ? mrs_report_element(report, i, "element") : "";
        if (id[0] && !has_word(out->text, id)) {
            mrs_buffer_addf(out, "%s%s", out->length ? " " : "", id);
        }
    }
}

static void add_place(mrs_report *report, xmlNodePtr list, size_t index)
{
    mrs_xml *xml = &report->xml;
    const mrs_report_place *place = &report->places[index];
    const marsad_incident *incident = marsad_events_get(report->sources->events, place->first);
    const marsad_place *found =
        incident->resolution ? marsad_resolution_place(incident->resolution) : NULL;
    size_t count = marsad_events_count(report->sources->events);
    mrs_buffer elements = {0};
    xmlNodePtr node = mrs_xml_add(xml, list, "place");
    mrs_xml_set(xml, node, "name", mrs_incident_place(&report->naming, incident));
    const char *country = found ? found->country : incident->country;
    mrs_xml_set(xml, node, "admin1",
                mrs_report_say_district(report, found ? found->admin1 : incident->admin1, country));
    mrs_xml_set(xml, node, "country", country);
    mrs_xml_set_count(xml, node, "count", (long long)place->count);
    mrs_xml_set_count(xml, node, "killed", place->killed);
    mrs_xml_set_count(xml, node, "injured", place->injured);
    mrs_xml_set_point(xml, node, &incident->at);
    add_elements(report, index, report->listed ? count : 0, &elements);
    mrs_xml_take(xml, node, "elements", &elements);
}

static void set_rest(mrs_report *report, xmlNodePtr list, size_t places, size_t incidents)
{
    mrs_buffer counts[2] = {{0}};
    mrs_buffer text = {0};
    mrs_xml_set_count(&report->xml, list, "rest_places", (long long)places);
    mrs_xml_set_count(&report->xml, list, "rest_count", (long long)incidents);
    if (places) {
        mrs_report_say_count(&counts[0], report, places);
        mrs_report_say_count(&counts[1], report, incidents);
        const char *const values[] = {counts[0].text, counts[1].text};
        mrs_report_say_with(&text, "more_places", report->lang, values, 2, 0);
    }
    mrs_xml_take(&report->xml, list, "rest_text", &text);
    mrs_buffer_clear(&counts[0]);
    mrs_buffer_clear(&counts[1]);
}

void mrs_report_add_places(mrs_report *report, xmlNodePtr root)
{
    size_t rest = 0;
    size_t listed = report->list_count < MRS_REPORT_PLACES ? report->list_count : MRS_REPORT_PLACES;
    xmlNodePtr list = mrs_xml_add(&report->xml, root, "places");
    for (size_t i = listed; i < report->list_count; i++) {
        rest += report->places[report->list[i]].count;
    }
    mrs_xml_set_count(&report->xml, list, "total", (long long)report->list_count);
    set_rest(report, list, report->list_count - listed, rest);
    for (size_t i = 0; i < listed; i++) {
        add_place(report, list, report->list[i]);
    }
}
