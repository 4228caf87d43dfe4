#include "map/incident_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "map/front_sheet.h"
#include "map/link.h"
#include "map/symbols.h"

/* --- JSON --- */

/* How many bytes from here on need no second look. */
static size_t plain_length(const char *text)
{
    size_t length = 0;
    for (;; length++) {
        unsigned char c = (unsigned char)text[length];
        if (c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0xEF) {
            return length;
        }
    }
}

/* What has a meaning in XML, or none at all, is escaped: so the data can stand there as they are.
 */
static void add_quoted(mrs_buffer *out, const char *text)
{
    mrs_buffer_add(out, "\"");
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        size_t plain = plain_length(text);
        if (plain) {
            mrs_buffer_add_bytes(out, text, plain);
            text += plain - 1;
            continue;
        }
        if (c == '"' || c == '\\') {
            mrs_buffer_addf(out, "\\%c", c);
        } else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
            mrs_buffer_addf(out, "\\u%04x", c);
        } else if (strncmp(text, "\uFFFE", 3) == 0 || strncmp(text, "\uFFFF", 3) == 0) {
            mrs_buffer_add(out, "\\ufffd");
            text += 2;
        } else {
            mrs_buffer_add_bytes(out, text, 1);
        }
    }
    mrs_buffer_add(out, "\"");
}

/* The name of a member, after a comma unless it is the first in its braces. */
static void add_name(mrs_buffer *out, const char *name)
{
    bool first = !out->length || out->text[out->length - 1] == '{';
    mrs_buffer_add(out, first ? "\"" : ",\"");
    mrs_buffer_add(out, name);
    mrs_buffer_add(out, "\":");
}

static void add_text(mrs_buffer *out, const char *name, const char *text)
{
    if (text[0]) {
        add_name(out, name);
        add_quoted(out, text);
    }
}

static void add_count(mrs_buffer *out, const char *name, long count)
{
    if (count >= 0) {
        add_name(out, name);
        mrs_buffer_addf(out, "%ld", count);
    }
}

/* A number with at most five decimals, put together from integers: no locale has its say. */
static void add_number(mrs_buffer *out, const char *name, double value)
{
    long long scaled = llround(value * 1e5);
    long long whole = llabs(scaled) / 100000;
    long long rest = llabs(scaled) % 100000;
    add_name(out, name);
    mrs_buffer_addf(out, "%s%lld", scaled < 0 ? "-" : "", whole);
    if (rest) {
        int digits = 5;
        for (; rest % 10 == 0; rest /= 10) {
            digits--;
        }
        mrs_buffer_addf(out, ".%0*lld", digits, rest);
    }
}

static void add_date(mrs_buffer *out, const char *name, marsad_date date)
{
    char text[MARSAD_DATE_TEXT];
    add_text(out, name, marsad_date_text(date, text));
}

/* --- An incident --- */

static void add_element(mrs_buffer *out, const char *name, const char *prefix, const char *kind,
                        int number)
{
    char id[64];
    snprintf(id, sizeof id, "%.32s-%s-%d", prefix, kind, number);
    add_text(out, name, id);
}

static void add_place(mrs_buffer *out, const mrs_sheet *sheet, const marsad_incident *incident)
{
    add_text(out, "place", mrs_incident_place(sheet, incident));
    add_text(out, "placed_by", marsad_placement_text(incident->placement));
    if (marsad_incident_is_placed(incident)) {
        add_number(out, "lon", incident->at.lon);
        add_number(out, "lat", incident->at.lat);
        if (incident->uncertainty_m > 0) {
            add_number(out, "uncertainty_m", round(incident->uncertainty_m));
        }
    }
}

static void add_front(mrs_buffer *out, const mrs_sheet *sheet, const marsad_incident *incident)
{
    const marsad_event_relation *found = mrs_front_relation(sheet, incident);
    if (!found || !found->related) {
        return;
    }
    const marsad_front *front = sheet->sources->front;
    const char *holder = marsad_front_holder(front, found->relation.controller);
    add_name(out, "front");
    mrs_buffer_add(out, "{");
    add_date(out, "date", marsad_front_state_at(front, found->state)->date);
    if (found->relation.has_line) {
        add_number(out, "distance_m", round(found->relation.distance_m));
    }
    add_text(out, "controller", holder ? holder : "");
    mrs_buffer_add(out, "}");
}

/* The element that shows it: its own, or its group's. */
static void add_mark(mrs_buffer *out, const mrs_sheet *sheet, const char *prefix,
                     const mrs_mark *mark)
{
    int first = mrs_circle_number(sheet, mark);
    add_element(out, "element", prefix, first ? "group" : "incident", first ? first : mark->number);
}

static void add_incident(mrs_buffer *out, const mrs_sheet *sheet, const char *prefix, size_t index)
{
    const marsad_incident *incident = marsad_events_get(sheet->sources->events, index);
    int number = (int)index + 1;
    mrs_buffer_add(out, index ? ",{" : "{");
    add_count(out, "number", mrs_incident_number(sheet, index));
    const mrs_mark *mark = mrs_sheet_mark(sheet, index);
    mark = mark && mark->hidden ? NULL : mark;
    if (mark) {
        add_mark(out, sheet, prefix, mark);
    }
    if (mark && mark->has_callout) {
        add_element(out, "callout", prefix, "callout", number);
    }
    add_text(out, "id", incident->id);
    add_date(out, "date", incident->date);
    add_date(out, "end_date", incident->end_date);
    add_text(out, "type", marsad_incident_type_name(incident->type));
    add_place(out, sheet, incident);
    add_text(out, "headline", mrs_headline(sheet, incident));
    add_count(out, "killed", incident->killed);
    add_count(out, "injured", incident->injured);
    char *url = mrs_link_clean(mrs_incident_address(sheet, index));
    add_text(out, "url", url ? url : "");
    out->failed |= !url;
    mrs_free(url);
    add_front(out, sheet, incident);
    mrs_buffer_add(out, "}");
}

/* --- All of them --- */

static void add_counts(mrs_buffer *out, const mrs_sheet *sheet)
{
    const marsad_map_summary *summary = &sheet->summary;
    add_name(out, "labels");
    mrs_buffer_addf(out, "{\"placed\":%zu,\"moved\":%zu,\"dropped\":%zu}", summary->labels_placed,
                    summary->labels_moved, summary->labels_dropped);
    size_t callouts = 0;
    size_t placed = 0;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_pane *pane = &sheet->panes[p];
        callouts += pane->callout_count;
        for (size_t i = 0; i < pane->callout_count; i++) {
            placed += pane->callouts[i].placed;
        }
    }
    add_name(out, "callouts");
    mrs_buffer_addf(out, "{\"placed\":%zu,\"dropped\":%zu}", placed, callouts - placed);
}

char *mrs_incident_data(const mrs_sheet *sheet, const char *prefix)
{
    mrs_buffer out = {0};
    size_t count = marsad_events_count(sheet->sources->events);
    bool listed = count <= MRS_MOST_DATA;
    mrs_buffer_add(&out, "{");
    add_text(&out, "lang", marsad_lang_code(sheet->lang));
    add_text(&out, "as", marsad_map_as_name(sheet->as));
    add_counts(&out, sheet);
    if (!listed) {
        add_count(&out, "left_out", (long)count);
    }
    add_name(&out, "incidents");
    mrs_buffer_add(&out, "[");
    for (size_t i = 0; listed && !out.failed && i < count; i++) {
        add_incident(&out, sheet, prefix, i);
    }
    mrs_buffer_add(&out, "]}");
    return mrs_buffer_take(&out);
}
