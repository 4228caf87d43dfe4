/* Which evidence about a place is the latest. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "relate/derive.h"
#include "relate/front_handle.h"

static const double SAME_M = 1; /* as far as coordinates are ever written */

/* ---- dates --------------------------------------------------------------------------------- */

/* YYYYMMDD, with what is absent as the first or the last there is. */
static long day_number(marsad_date date, bool last)
{
    int month = date.month ? date.month : last ? 12 : 1;
    int day = date.month && date.day ? date.day : last ? 31 : 1;
    return (date.year * 100L + month) * 100L + day;
}

static bool known_by(marsad_date since, marsad_date at)
{
    return day_number(since, true) <= day_number(at, true);
}

/* ---- gathering ----------------------------------------------------------------------------- */

static bool add(mrs_evidence_list *list, mrs_evidence evidence)
{
    if (!mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items)) {
        return false;
    }
    evidence.order = list->count;
    evidence.beside = "";
    list->items[list->count++] = evidence;
    return true;
}

static marsad_status add_known(const marsad_derive_options *options, mrs_evidence_list *list,
                               marsad_error *error)
{
    for (size_t i = 0; i < options->known_count; i++) {
        const marsad_holding *known = &options->known[i];
        if (!marsad_lonlat_valid(known->at) || !known->controller || !known->controller[0]) {
            return mrs_fail(error, MARSAD_ERR_USAGE, "known holder %zu has no %s", i + 1,
                            marsad_lonlat_valid(known->at) ? "controller" : "place on Earth");
        }
        bool told = known->evidence && known->evidence[0];
        mrs_evidence evidence = {.at = known->at,
                                 .controller = known->controller,
                                 .since = known->date,
                                 .told = told ? known->evidence : "known holder"};
        bool in_force = known->date.year == 0 || known_by(known->date, options->at);
        if (in_force && !add(list, evidence)) {
            return mrs_fail_memory(error);
        }
    }
    return MARSAD_OK;
}

static bool add_event(const marsad_incident *incident, marsad_date at, mrs_evidence_list *list)
{
    marsad_date since = incident->end_date.year ? incident->end_date : incident->date;
    if (!incident->controller_after[0] || !marsad_incident_is_placed(incident) || since.year == 0 ||
        !known_by(since, at)) {
        return true;
    }
    mrs_evidence evidence = {.at = incident->at,
                             .radius_m = incident->uncertainty_m,
                             .controller = incident->controller_after,
                             .since = since,
                             .name = incident->location[0] ? incident->location : incident->label,
                             .row = incident->row};
    return add(list, evidence);
}

/* ---- the latest of each place -------------------------------------------------------------- */

/* The latest first; of one day, what stands later. */
static int by_date(const void *a, const void *b)
{
    const mrs_evidence *first = a;
    const mrs_evidence *second = b;
    long days = day_number(first->since, false) - day_number(second->since, false);
    if (days != 0) {
        return days > 0 ? -1 : 1;
    }
    return first->order > second->order ? -1 : 1;
}

static bool is_same_place(const mrs_earth *earth, const mrs_evidence *a, const mrs_evidence *b)
{
    double within = fmax(SAME_M, fmin(a->radius_m, b->radius_m));
    /* The straight line through the earth is never longer. */
    return fabs(a->space.z - b->space.z) <= within && mrs_chord(a->space, b->space) <= within &&
           mrs_earth_between(earth, a->at, b->at).distance_m <= within;
}

/* What the row before said of the same day is told, for it was passed over. */
static bool tell_beside(mrs_evidence_list *list, mrs_evidence *kept, const mrs_evidence *other)
{
    if (day_number(kept->since, false) != day_number(other->since, false) ||
        mrs_front_same_holder(kept->controller, strlen(kept->controller), other->controller,
                              strlen(other->controller))) {
        return true;
    }
    mrs_buffer text = {0};
    mrs_buffer_add(&text, kept->beside);
    if (other->name) {
        mrs_buffer_addf(&text, "; row %ld said %s the same day", other->row, other->controller);
    } else {
        mrs_buffer_addf(&text, "; %s said %s", other->told, other->controller);
    }
    kept->beside = text.failed ? NULL : mrs_arena_text(&list->arena, text.text, text.length);
    mrs_buffer_clear(&text);
    return kept->beside != NULL;
}

/* Keeps of each place what comes first; the list is sorted. False if memory is out. */
static bool keep_latest(mrs_evidence_list *list)
{
    mrs_earth earth = mrs_earth_wgs84();
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        size_t same = 0;
        list->items[i].space = mrs_in_space(&earth, list->items[i].at);
        while (same < kept && !is_same_place(&earth, &list->items[same], &list->items[i])) {
            same++;
        }
        if (same == kept) {
            list->items[kept++] = list->items[i];
        } else if (!tell_beside(list, &list->items[same], &list->items[i])) {
            return false;
        }
    }
    list->count = kept;
    return true;
}

marsad_status mrs_derive_evidence(const marsad_events *events, const marsad_derive_options *options,
                                  mrs_evidence_list *out, marsad_error *error)
{
    *out = (mrs_evidence_list){0};
    marsad_status status = add_known(options, out, error);
    size_t count = events ? marsad_events_count(events) : 0;
    for (size_t i = 0; !status && i < count; i++) {
        if (!add_event(marsad_events_get(events, i), options->at, out)) {
            status = mrs_fail_memory(error);
        }
    }
    if (!status && out->count > 1) {
        qsort(out->items, out->count, sizeof *out->items, by_date);
    }
    if (!status && !keep_latest(out)) {
        status = mrs_fail_memory(error);
    }
    if (status) {
        mrs_evidence_clear(out);
    }
    return status;
}

void mrs_evidence_clear(mrs_evidence_list *list)
{
    mrs_free(list->items);
    mrs_arena_clear(&list->arena);
    *list = (mrs_evidence_list){0};
}

/* ---- in words ------------------------------------------------------------------------------ */

const char *mrs_evidence_text(mrs_evidence_list *list, const mrs_evidence *evidence)
{
    mrs_buffer text = {0};
    char date[MARSAD_DATE_TEXT];
    if (evidence->name) {
        bool named = evidence->name[0] != '\0';
        mrs_buffer_add(&text, evidence->name);
        mrs_buffer_add(&text, named ? " " : "");
        mrs_buffer_addf(&text, "%s (row %ld%s)", marsad_date_text(evidence->since, date),
                        evidence->row, evidence->beside);
    } else {
        mrs_buffer_add(&text, evidence->told);
        mrs_buffer_add(&text, evidence->beside);
    }
    const char *result = text.failed ? NULL : mrs_arena_text(&list->arena, text.text, text.length);
    mrs_buffer_clear(&text);
    return result;
}
