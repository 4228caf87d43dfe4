/* How points and incidents lie to a front. */
#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/memory.h"
#include "relate/front_handle.h"
#include "relate/front_relate.h"

/* ---- the state in force -------------------------------------------------------------------- */

/* The last day that the date may mean; a month may end later than it does. */
static marsad_date last_day(marsad_date date)
{
    if (!date.month) {
        date.month = 12;
        date.day = 0;
    }
    if (!date.day) {
        date.day = 31;
    }
    return date;
}

/* How many states begin by that day: they are in order. */
static size_t begun_by(const marsad_front *front, marsad_date day)
{
    size_t count = 0;
    while (count < front->state_count &&
           marsad_date_compare(front->states[count]->shown.date, day) <= 0) {
        count++;
    }
    return count;
}

/* Finds the state, or says in a few words why there is none. */
static bool find_state(const marsad_front *front, marsad_date date, size_t *state, char *why,
                       size_t size)
{
    char asked[MARSAD_DATE_TEXT];
    char first[MARSAD_DATE_TEXT];
    char second[MARSAD_DATE_TEXT];
    *state = 0;
    if (front->state_count == 1 && (date.year == 0 || !front->states[0]->shown.date.year)) {
        return true;
    }
    if (front->state_count == 0) {
        snprintf(why, size, "the front is empty");
        return false;
    }
    marsad_date_text(front->states[0]->shown.date, first);
    if (date.year == 0) {
        snprintf(why, size, "no date to choose one of %zu fronts by", front->state_count);
        return false;
    }
    size_t at_start = begun_by(front, date);
    size_t at_end = begun_by(front, last_day(date));
    marsad_date_text(date, asked);
    if (at_end == 0) {
        snprintf(why, size, "before the first front (%s)", first);
    } else if (at_start == 0) {
        snprintf(why, size, "the date %s does not tell whether the front of %s was in force", asked,
                 first);
    } else if (at_start < at_end) {
        marsad_date_text(front->states[at_start - 1]->shown.date, first);
        marsad_date_text(front->states[at_end - 1]->shown.date, second);
        snprintf(why, size,
                 "the date %s does not tell which of the fronts of %s %s %s was in force", asked,
                 first, at_end - at_start > 1 ? "to" : "and", second);
    } else {
        *state = at_start - 1;
        return true;
    }
    return false;
}

marsad_status marsad_front_in_force(const marsad_front *front, marsad_date date, size_t *state,
                                    marsad_error *error)
{
    char why[MRS_WHY_SIZE];
    char asked[MARSAD_DATE_TEXT];
    if (find_state(front, date, state, why, sizeof why)) {
        return MARSAD_OK;
    }
    return mrs_fail(error, MARSAD_ERR_NOT_FOUND, "no front is in force%s%s: %s",
                    date.year ? " at " : "", date.year ? marsad_date_text(date, asked) : "", why);
}

/* ---- a point ------------------------------------------------------------------------------- */

static void fill_relation(const mrs_front_state *state, marsad_lonlat point, double uncertainty_m,
                          marsad_front_relation *out)
{
    mrs_control_nearest nearest;
    out->has_line = mrs_control_relate(state->control, point, &nearest, &out->controller);
    if (out->has_line) {
        out->distance_m = nearest.distance_m;
        out->azimuth_deg = nearest.azimuth_deg;
        out->nearest = nearest.at;
        out->line = nearest.line;
        /* On the line nothing is certain, and rounding must not decide what is on it. */
        out->within_uncertainty = nearest.distance_m <= uncertainty_m + MRS_CONTROL_ON_LINE_M;
        /* With areas the ground beyond a loose end of the front is somebody's all the same. */
        out->beyond_end = nearest.at_end && state->area_count == 0;
    }
    out->controller_certain =
        out->controller != MARSAD_NO_HOLDER && !out->within_uncertainty && !out->beyond_end;
}

marsad_status marsad_front_relate(const marsad_front *front, size_t state, marsad_lonlat point,
                                  double uncertainty_m, marsad_front_relation *out,
                                  marsad_error *error)
{
    *out = (marsad_front_relation){.controller = MARSAD_NO_HOLDER};
    if (state >= front->state_count) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the front has no state %zu", state);
    }
    if (!marsad_lonlat_valid(point)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the point's coordinates are out of range");
    }
    if (!(uncertainty_m >= 0)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the uncertainty must be 0 metres or more");
    }
    fill_relation(front->states[state], point, uncertainty_m, out);
    return MARSAD_OK;
}

/* ---- a table ------------------------------------------------------------------------------- */

/* What marsad_front_relate_events() hands out the items of: the words they point to go with them.
 */
typedef struct relations {
    mrs_arena words;
    alignas(max_align_t) marsad_event_relation items[];
} relations;

static relations *new_relations(size_t count)
{
    relations *made = NULL;
    size_t rest = sizeof *made / sizeof *made->items + 1; /* in items, for the rest of it */
    if (count < (size_t)-1 - rest) {
        made = mrs_alloc(count + rest, sizeof *made->items);
    }
    return made;
}

void marsad_event_relations_free(marsad_event_relation *items)
{
    if (items) {
        relations *made = (relations *)(void *)((char *)items - offsetof(relations, items));
        mrs_arena_clear(&made->words);
        mrs_free(made);
    }
}

/* The state for an incident, or why there is none. A front that has a date says nothing of an
 * incident that has none. */
static bool state_for(const marsad_front *front, const marsad_incident *incident, size_t *state,
                      char *why, size_t size)
{
    if (incident->date.year == 0 && front->state_count && front->states[0]->shown.date.year) {
        snprintf(why, size, "no date");
        return false;
    }
    return find_state(front, incident->date, state, why, size);
}

marsad_status mrs_front_relate_event(const marsad_front *front, const marsad_incident *incident,
                                     const size_t *at, char why[MRS_WHY_SIZE],
                                     marsad_event_relation *item, marsad_error *error)
{
    *item = (marsad_event_relation){.why_not = "", .relation.controller = MARSAD_NO_HOLDER};
    if (!marsad_incident_is_placed(incident)) {
        item->why_not = "not placed";
        return MARSAD_OK;
    }
    if (at) {
        item->state = *at;
    } else if (!state_for(front, incident, &item->state, why, MRS_WHY_SIZE)) {
        item->why_not = why;
        return MARSAD_OK;
    }
    item->related = true;
    return marsad_front_relate(front, item->state, incident->at, incident->uncertainty_m,
                               &item->relation, error);
}

static marsad_status relate_event(const marsad_front *front, const marsad_incident *incident,
                                  const size_t *at, mrs_arena *words, marsad_event_relation *item,
                                  marsad_error *error)
{
    char why[MRS_WHY_SIZE];
    marsad_status status = mrs_front_relate_event(front, incident, at, why, item, error);
    if (!status && item->why_not == why) {
        item->why_not = mrs_arena_text(words, why, strlen(why));
    }
    return !status && !item->why_not ? mrs_fail_memory(error) : status;
}

marsad_status marsad_front_relate_events(const marsad_front *front, const marsad_events *events,
                                         marsad_date at, marsad_event_relation **out,
                                         marsad_error *error)
{
    *out = NULL;
    size_t state;
    size_t count = marsad_events_count(events);
    marsad_status status = at.year ? marsad_front_in_force(front, at, &state, error) : MARSAD_OK;
    if (status) {
        return status;
    }
    relations *made = new_relations(count);
    if (!made) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; !status && i < count; i++) {
        status = relate_event(front, marsad_events_get(events, i), at.year ? &state : NULL,
                              &made->words, &made->items[i], error);
    }
    if (status) {
        marsad_event_relations_free(made->items);
        return status;
    }
    *out = made->items;
    return MARSAD_OK;
}
