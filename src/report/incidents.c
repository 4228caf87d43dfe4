/* The incidents of a report, row by row, and those that have no place. */
#include "report/facts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "events/table.h"
#include "map/label_names.h"
#include "map/link.h"

/* A row that is being written. */
typedef struct row {
    mrs_report *report;
    xmlNodePtr node;
    size_t index;
    const marsad_incident *incident;
} row;

static void set(row *r, const char *name, const char *value)
{
    mrs_xml_set(&r->report->xml, r->node, name, value);
}

static void set_word(row *r, const char *name, const char *key)
{
    set(r, name, key[0] ? mrs_report_word(r->report, key) : "");
}

/* --- What happened --- */

static void set_what(row *r)
{
    const marsad_incident *incident = r->incident;
    set(r, "type", marsad_incident_type_name(incident->type));
    set(r, "type_label", marsad_incident_type_label(incident->type, r->report->lang));
    set(r, "headline", mrs_headline(&r->report->naming, incident));
}

static void set_when(row *r)
{
    mrs_report_set_date(r->report, r->node, "date", r->incident->date);
    mrs_report_set_date(r->report, r->node, "date_to", r->incident->end_date);
    mrs_report_set_date_text(r->report, r->node, "date_text", r->incident->date,
                             r->incident->end_date);
}

static void set_number(row *r)
{
    mrs_xml_set_count(&r->report->xml, r->node, "number", mrs_report_number(r->report, r->index));
    mrs_xml_set_count(&r->report->xml, r->node, "row", r->incident->row);
}

static void set_parties(row *r)
{
    set(r, "actor1", r->incident->actor1);
    set(r, "actor2", r->incident->actor2);
    mrs_xml_set_count(&r->report->xml, r->node, "killed", r->incident->killed);
    mrs_xml_set_count(&r->report->xml, r->node, "injured", r->incident->injured);
}

static void set_source(row *r)
{
    char *url = mrs_link_clean(mrs_incident_address(&r->report->naming, r->index));
    r->report->xml.failed |= !url;
    set(r, "source", r->incident->source);
    set(r, "url", url);
    set(r, "note", r->incident->note);
    mrs_free(url);
}

/* --- Where --- */

static const char *placement_key(const marsad_incident *incident)
{
    switch (incident->placement) {
    case MARSAD_PLACED_BY_NAME:
        return "by_name";
    case MARSAD_PLACED_BY_COORDINATES:
        return "by_coordinates";
    case MARSAD_PLACED_BY_DECISION:
        return "by_decision";
    case MARSAD_PLACED_AMBIGUOUSLY:
        return "ambiguous";
    default:
        return "unresolved";
    }
}

/* How the name was matched, and how sure that is. */
static void set_match(row *r)
{
    static const char *const keys[] = {
        [MARSAD_MATCH_NONE] = "",
        [MARSAD_MATCH_EXACT] = "match_exact",
        [MARSAD_MATCH_VARIANT] = "match_variant",
        [MARSAD_MATCH_SKELETON] = "match_skeleton",
        [MARSAD_MATCH_FUZZY] = "match_fuzzy",
        [MARSAD_MATCH_RELATIVE] = "match_relative",
        [MARSAD_MATCH_COORDINATE] = "match_coordinate",
        [MARSAD_MATCH_DECISION] = "", /* placed_by_text says that */
    };
    const marsad_resolution *answer = r->incident->resolution;
    char text[32] = "";
    set(r, "placed_by", marsad_placement_text(r->incident->placement));
    set_word(r, "placed_by_text", placement_key(r->incident));
    set(r, "match", answer ? marsad_match_text(answer->match) : "");
    set_word(r, "match_text", answer ? keys[answer->match] : "");
    mrs_xml_set_number(&r->report->xml, r->node, "confidence", answer ? answer->confidence : NAN,
                       2);
    if (answer) {
        snprintf(text, sizeof text, "%.2f", answer->confidence);
    }
    set(r, "confidence_text", mrs_localize_decimals(text, r->report->lang));
    set(r, "reason", answer ? answer->reason : "");
}

static void set_uncertainty(row *r, bool placed)
{
    mrs_buffer text = {0};
    bool known = placed && r->incident->uncertainty_m > 0;
    mrs_xml_set_number(&r->report->xml, r->node, "uncertainty_m",
                       known ? r->incident->uncertainty_m : NAN, 0);
    if (known) {
        mrs_say_distance(&text, r->incident->uncertainty_m, 0, r->report->lang);
    }
    mrs_xml_take(&r->report->xml, r->node, "uncertainty_text", &text);
}

static void set_where(row *r)
{
    const marsad_incident *incident = r->incident;
    bool placed = marsad_incident_is_placed(incident);
    const marsad_place *place =
        placed && incident->resolution ? marsad_resolution_place(incident->resolution) : NULL;
    set(r, "label", incident->label);
    set(r, "location", incident->location);
    set(r, "place", placed ? mrs_incident_place(&r->report->naming, incident) : "");
    set(r, "place_id", place ? place->id : "");
    const char *admin1 = place && place->admin1[0] ? place->admin1 : incident->admin1;
    const char *country = place && place->country[0] ? place->country : incident->country;
    set(r, "admin1", mrs_report_say_district(r->report, admin1, country));
    set(r, "country", country);
    mrs_xml_set_point(&r->report->xml, r->node, placed ? &incident->at : NULL);
    set_uncertainty(r, placed);
    set_match(r);
}

/* --- How it lies to the front --- */

static const char *front_note_key(const marsad_event_relation *found)
{
    if (!found) {
        return "";
    }
    return !found->related                      ? "no_front_that_day"
           : found->relation.within_uncertainty ? "front_uncertain"
           : found->relation.beyond_end         ? "front_beyond"
                                                : "";
}

static void set_front(row *r)
{
    mrs_report *report = r->report;
    const marsad_event_relation *found = report->relations && marsad_incident_is_placed(r->incident)
                                             ? &report->relations[r->index]
                                             : NULL;
    const marsad_front_relation *front = found && found->related ? &found->relation : NULL;
    bool has_line = front && front->has_line;
    mrs_buffer text = {0};
    if (has_line) {
        double azimuth = marsad_geodesic_between(front->nearest, r->incident->at).azimuth_deg;
        mrs_say_from_front(&text, front, azimuth, r->incident->uncertainty_m, "", report->lang);
    }
    const marsad_front_state *state =
        front ? marsad_front_state_at(report->sources->front, found->state) : NULL;
    mrs_report_set_date(report, r->node, "front_date", state ? state->date : (marsad_date){0});
    mrs_xml_set_number(&report->xml, r->node, "front_distance_m",
                       has_line ? front->distance_m : NAN, 0);
    mrs_xml_take(&report->xml, r->node, "front_text", &text);
    const char *holder = front && front->controller_certain
                             ? marsad_front_holder(report->sources->front, front->controller)
                             : NULL;
    set(r, "controller", holder);
    set_word(r, "front_note", front_note_key(found));
}

/* --- And to the nearest town --- */

/* "Misrata", "de Misrata", "d’Abu Qurayn". */
static void say_of_town(mrs_buffer *out, const char *name, marsad_lang lang)
{
    if (lang == MARSAD_LANG_FR) {
        bool vowel = strchr("AEIOUaeiou", name[0]) && name[0];
        mrs_buffer_add(out, vowel ? "d’" : "de ");
    }
    mrs_buffer_addf(out, "\u2068%s\u2069", name);
}

/* "south-east", "au sud-est", "à l’est". */
static void say_side(mrs_buffer *out, double azimuth_deg, marsad_lang lang)
{
    const char *word = marsad_compass_word(azimuth_deg, lang);
    if (lang == MARSAD_LANG_FR) {
        mrs_buffer_add(out, word[0] == 'e' || word[0] == 'o' ? "à l’" : "au ");
    }
    mrs_buffer_add(out, word);
}

static void say_town(mrs_buffer *out, const row *r, const marsad_place_around *town,
                     const char *name)
{
    const double at_it = 1000; /* m: a town is no point */
    marsad_lang lang = r->report->lang;
    mrs_buffer parts[3] = {{0}};
    if (town->line.distance_m < at_it) {
        mrs_report_say_with(out, "town_at", lang, &name, 1, 1);
        return;
    }
    mrs_say_distance(&parts[0], town->line.distance_m, r->incident->uncertainty_m, lang);
    say_side(&parts[1], town->line.back_azimuth_deg, lang);
    say_of_town(&parts[2], name, lang);
    const char *const values[] = {parts[0].text, parts[1].text, parts[2].text};
    mrs_report_say_with(out, "town_text", lang, values, 3, 0);
    for (int i = 0; i < 3; i++) {
        out->failed |= parts[i].failed;
        mrs_buffer_clear(&parts[i]);
    }
}

static marsad_status set_town(row *r, marsad_error *error)
{
    mrs_report *report = r->report;
    size_t at = report->place_of[r->index];
    mrs_report_place *place = at < report->place_count ? &report->places[at] : NULL;
    marsad_status status = MARSAD_OK;
    if (place && !place->town_known) {
        status = mrs_report_find_town(report, place, error);
    }
    const marsad_place_around *town = place && place->has_town ? &place->town : NULL;
    const char *name = town ? mrs_town_name(&report->naming, &town->place, report->lang) : "";
    mrs_buffer text = {0};
    if (town) {
        say_town(&text, r, town, name);
    }
    set(r, "town", name);
    set(r, "town_id", town ? town->place.id : "");
    mrs_xml_set_number(&report->xml, r->node, "town_distance_m", town ? town->line.distance_m : NAN,
                       0);
    mrs_xml_take(&report->xml, r->node, "town_text", &text);
    return status;
}

/* --- The list --- */

static marsad_status add_incident(mrs_report *report, xmlNodePtr list, size_t index,
                                  marsad_error *error)
{
    char color[MRS_REPORT_COLOR];
    row r = {.report = report,
             .node = mrs_xml_add(&report->xml, list, "incident"),
             .index = index,
             .incident = marsad_events_get(report->sources->events, index)};
    set_number(&r);
    set(&r, "id", r.incident->id);
    set(&r, "element", mrs_report_element(report, index, "element"));
    set(&r, "callout", mrs_report_element(report, index, "callout"));
    set(&r, "color", mrs_report_color(report, r.incident->type, color));
    set_when(&r);
    set_what(&r);
    set_where(&r);
    set_parties(&r);
    set_front(&r);
    set_source(&r);
    return set_town(&r, error);
}

/* Where not all rows are listed, how to get them all. */
static void set_note(mrs_report *report, xmlNodePtr list, size_t listed, size_t total)
{
    mrs_buffer counts[2] = {{0}};
    mrs_buffer note = {0};
    if (listed < total) {
        mrs_report_say_count(&counts[0], report, listed);
        mrs_report_say_count(&counts[1], report, total);
        const char *const values[] = {counts[0].text, counts[1].text,
                                      "marsad geocode EVENTS -o FILE.csv"};
        mrs_report_say_with(&note, "cut", report->lang, values, 3, 4);
    }
    mrs_xml_take(&report->xml, list, "note", &note);
    mrs_buffer_clear(&counts[0]);
    mrs_buffer_clear(&counts[1]);
}

marsad_status mrs_report_add_incidents(mrs_report *report, xmlNodePtr root, marsad_error *error)
{
    size_t total = marsad_events_count(report->sources->events);
    size_t listed = total < MRS_REPORT_ROWS ? total : MRS_REPORT_ROWS;
    marsad_status status = MARSAD_OK;
    xmlNodePtr list = mrs_xml_add(&report->xml, root, "incidents");
    mrs_xml_set_count(&report->xml, list, "total", (long long)total);
    mrs_xml_set_count(&report->xml, list, "listed", (long long)listed);
    set_note(report, list, listed, total);
    for (size_t i = 0; !status && !report->xml.failed && i < listed; i++) {
        status = add_incident(report, list, i, error);
    }
    return status;
}

/* --- What has no place --- */

static void add_candidate(mrs_report *report, xmlNodePtr node, const marsad_candidate *candidate)
{
    mrs_xml *xml = &report->xml;
    const marsad_place *place = candidate->place;
    xmlNodePtr item = mrs_xml_add(xml, node, "candidate");
    mrs_xml_set(xml, item, "name", mrs_town_name(&report->naming, place, report->lang));
    mrs_xml_set(xml, item, "id", place->id);
    mrs_xml_set(xml, item, "admin1",
                mrs_report_say_district(report, place->admin1, place->country));
    mrs_xml_set(xml, item, "country", place->country);
    mrs_xml_set_number(xml, item, "confidence", candidate->confidence, 2);
    mrs_xml_set_point(xml, item, &place->at);
}

static void add_unplaced(mrs_report *report, xmlNodePtr list, size_t index)
{
    row r = {.report = report,
             .node = mrs_xml_add(&report->xml, list, "incident"),
             .index = index,
             .incident = marsad_events_get(report->sources->events, index)};
    const marsad_resolution *answer = r.incident->resolution;
    set_number(&r);
    set(&r, "location", r.incident->location);
    set_when(&r);
    set_what(&r);
    set(&r, "status", marsad_placement_text(r.incident->placement));
    set_word(&r, "status_text", placement_key(r.incident));
    set(&r, "reason", answer ? answer->reason : "");
    for (size_t i = 0; answer && i < answer->candidate_count; i++) {
        add_candidate(report, r.node, &answer->candidates[i]);
    }
}

void mrs_report_add_unplaced(mrs_report *report, xmlNodePtr root)
{
    const marsad_events *events = report->sources->events;
    size_t total = 0;
    xmlNodePtr list = mrs_xml_add(&report->xml, root, "unplaced");
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        if (!marsad_incident_is_placed(marsad_events_get(events, i)) && total++ < MRS_REPORT_ROWS) {
            add_unplaced(report, list, i);
        }
    }
    size_t listed = total < MRS_REPORT_ROWS ? total : MRS_REPORT_ROWS;
    mrs_xml_set_count(&report->xml, list, "total", (long long)total);
    mrs_xml_set_count(&report->xml, list, "listed", (long long)listed);
}

/* --- What is no incident --- */

typedef struct rejects {
    mrs_report *report;
    xmlNodePtr list;
} rejects;

static bool add_reject(void *state, long row_number, const char *fault)
{
    rejects *r = state;
    xmlNodePtr node = mrs_xml_add(&r->report->xml, r->list, "row");
    mrs_xml_set_count(&r->report->xml, node, "number", row_number > 0 ? row_number : -1);
    mrs_xml_set(&r->report->xml, node, "fault", fault);
    return !r->report->xml.failed;
}

marsad_status mrs_report_add_rejected(mrs_report *report, xmlNodePtr root, marsad_error *error)
{
    const mrs_rejected *rejected = &report->sources->events->rejected;
    size_t listed = rejected->count < MRS_REPORT_REJECTED ? rejected->count : MRS_REPORT_REJECTED;
    rejects r = {report, mrs_xml_add(&report->xml, root, "rejected")};
    mrs_xml_set_count(&report->xml, r.list, "count", (long long)rejected->count);
    mrs_xml_set_count(&report->xml, r.list, "listed", (long long)listed);
    return mrs_rejected_each(rejected, listed, add_reject, &r, error);
}
