#include "map/incident_data.h"

#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "map/front_sheet.h"
#include "map/link.h"
#include "map/symbols.h"

/* What the data are made from. */
typedef struct data_maker {
    const mrs_sheet *sheet;
    const char *prefix; /* of ids */
    bool failed;        /* memory is out */
} data_maker;

/* --- Members --- */

/* Takes `value` over. `name` lives for ever, and is new to the object. */
static void add(data_maker *d, struct json_object *to, const char *name, struct json_object *value)
{
    const unsigned flags = JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_ADD_CONSTANT_KEY;
    if (!to || !value || json_object_object_add_ex(to, name, value, flags)) {
        json_object_put(value);
        d->failed = true;
    }
}

static void add_text(data_maker *d, struct json_object *to, const char *name, const char *text)
{
    if (text[0]) {
        add(d, to, name, json_object_new_string(text));
    }
}

static void add_count(data_maker *d, struct json_object *to, const char *name, long count)
{
    if (count >= 0) {
        add(d, to, name, json_object_new_int64(count));
    }
}

/* Degrees with at most five decimals, put together from integers: no locale has its say. */
static void add_degrees(data_maker *d, struct json_object *to, const char *name, double degrees)
{
    long long scaled = llround(degrees * 1e5);
    char text[32];
    int length = snprintf(text, sizeof text, "%s%lld.%05lld", scaled < 0 ? "-" : "",
                          llabs(scaled) / 100000, llabs(scaled) % 100000);
    while (text[length - 1] == '0') {
        length--;
    }
    text[text[length - 1] == '.' ? length - 1 : length] = '\0';
    add(d, to, name, json_object_new_double_s(degrees, text));
}

static void add_metres(data_maker *d, struct json_object *to, const char *name, double metres)
{
    add(d, to, name, json_object_new_int64(llround(metres)));
}

static void add_date(data_maker *d, struct json_object *to, const char *name, marsad_date date)
{
    char text[MARSAD_DATE_TEXT];
    add_text(d, to, name, marsad_date_text(date, text));
}

static void add_element(data_maker *d, struct json_object *to, const char *name, const char *kind,
                        int number)
{
    char id[64];
    snprintf(id, sizeof id, "%.32s-%s-%d", d->prefix, kind, number);
    add_text(d, to, name, id);
}

/* --- An incident --- */

static void add_place(data_maker *d, struct json_object *to, const marsad_incident *incident)
{
    add_text(d, to, "place", mrs_incident_place(d->sheet, incident));
    add_text(d, to, "placed_by", marsad_placement_text(incident->placement));
    if (marsad_incident_is_placed(incident)) {
        add_degrees(d, to, "lon", incident->at.lon);
        add_degrees(d, to, "lat", incident->at.lat);
        if (incident->uncertainty_m > 0) {
            add_metres(d, to, "uncertainty_m", incident->uncertainty_m);
        }
    }
}

static void add_front(data_maker *d, struct json_object *to, const marsad_incident *incident)
{
    const marsad_event_relation *found = mrs_front_relation(d->sheet, incident);
    if (!found || !found->related) {
        return;
    }
    const marsad_front *front = d->sheet->sources->front;
    const char *holder = marsad_front_holder(front, found->relation.controller);
    struct json_object *relation = json_object_new_object();
    add_date(d, relation, "date", marsad_front_state_at(front, found->state)->date);
    if (found->relation.has_line) {
        add_metres(d, relation, "distance_m", found->relation.distance_m);
    }
    add_text(d, relation, "controller", holder ? holder : "");
    add(d, to, "front", relation);
}

/* The elements that show it: its own or its group's, and its callout. */
static void add_elements(data_maker *d, struct json_object *to, size_t index)
{
    const mrs_mark *mark = mrs_sheet_mark(d->sheet, index);
    if (!mark || mark->hidden) {
        return;
    }
    int circle = mrs_circle_number(d->sheet, mark);
    add_element(d, to, "element", circle ? "group" : "incident", circle ? circle : mark->number);
    if (mark->has_callout) {
        add_element(d, to, "callout", "callout", mark->number);
    }
}

static void add_address(data_maker *d, struct json_object *to, size_t index)
{
    char *url = mrs_link_clean(mrs_incident_address(d->sheet, index));
    add_text(d, to, "url", url ? url : "");
    d->failed |= !url;
    mrs_free(url);
}

static struct json_object *make_incident(data_maker *d, size_t index)
{
    const marsad_incident *incident = marsad_events_get(d->sheet->sources->events, index);
    struct json_object *out = json_object_new_object();
    add_count(d, out, "number", mrs_incident_number(d->sheet, index));
    add_elements(d, out, index);
    add_text(d, out, "id", incident->id);
    add_date(d, out, "date", incident->date);
    add_date(d, out, "end_date", incident->end_date);
    add_text(d, out, "type", marsad_incident_type_name(incident->type));
    add_place(d, out, incident);
    add_text(d, out, "headline", mrs_headline(d->sheet, incident));
    add_count(d, out, "killed", incident->killed);
    add_count(d, out, "injured", incident->injured);
    add_address(d, out, index);
    add_front(d, out, incident);
    return out;
}

static struct json_object *make_incidents(data_maker *d, size_t count)
{
    struct json_object *out = json_object_new_array_ext((int)count);
    for (size_t i = 0; out && !d->failed && i < count; i++) {
        struct json_object *incident = make_incident(d, i);
        if (json_object_array_add(out, incident)) {
            json_object_put(incident);
            d->failed = true;
        }
    }
    return out;
}

/* --- All of them --- */

static struct json_object *make_labels(data_maker *d)
{
    const marsad_map_summary *summary = &d->sheet->summary;
    struct json_object *out = json_object_new_object();
    add_count(d, out, "placed", (long)summary->labels_placed);
    add_count(d, out, "moved", (long)summary->labels_moved);
    add_count(d, out, "dropped", (long)summary->labels_dropped);
    return out;
}

static struct json_object *make_callouts(data_maker *d)
{
    long count = 0;
    long placed = 0;
    for (size_t p = 0; p < d->sheet->pane_count; p++) {
        const mrs_pane *pane = &d->sheet->panes[p];
        count += (long)pane->callout_count;
        for (size_t i = 0; i < pane->callout_count; i++) {
            placed += pane->callouts[i].placed;
        }
    }
    struct json_object *out = json_object_new_object();
    add_count(d, out, "placed", placed);
    add_count(d, out, "dropped", count - placed);
    return out;
}

static struct json_object *make_data(data_maker *d)
{
    size_t count = marsad_events_count(d->sheet->sources->events);
    bool listed = count <= MRS_MOST_DATA;
    struct json_object *out = json_object_new_object();
    add_text(d, out, "lang", marsad_lang_code(d->sheet->lang));
    add_text(d, out, "as", marsad_map_as_name(d->sheet->as));
    add(d, out, "labels", make_labels(d));
    add(d, out, "callouts", make_callouts(d));
    if (!listed) {
        add_count(d, out, "left_out", (long)count);
    }
    add(d, out, "incidents", make_incidents(d, listed ? count : 0));
    return out;
}

/* --- As text --- */

/* Escapes what has a meaning in XML, so that the text can stand there as it is, and replaces the
 * two characters that XML forbids and JSON does not. In JSON, all of them are within strings. */
static void add_for_xml(mrs_buffer *out, const char *json, size_t length)
{
    mrs_buffer_reserve(out, length);
    while (*json) {
        size_t plain = strcspn(json, "<>&\xEF");
        mrs_buffer_add_bytes(out, json, plain);
        json += plain;
        if (strncmp(json, "\uFFFE", 3) == 0 || strncmp(json, "\uFFFF", 3) == 0) {
            mrs_buffer_add(out, "\\ufffd");
            json += 3;
        } else if (*json == '\xEF') {
            mrs_buffer_add_bytes(out, json++, 1);
        } else if (*json) {
            mrs_buffer_addf(out, "\\u%04x", (unsigned)*json++);
        }
    }
}

char *mrs_incident_data(const mrs_sheet *sheet, const char *prefix)
{
    data_maker d = {.sheet = sheet, .prefix = prefix};
    mrs_buffer out = {0};
    size_t length = 0;
    struct json_object *data = make_data(&d);
    const int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
    const char *json = d.failed ? NULL : json_object_to_json_string_length(data, flags, &length);
    if (json) {
        add_for_xml(&out, json, length);
    } else {
        out.failed = true;
    }
    json_object_put(data);
    return mrs_buffer_take(&out);
}
