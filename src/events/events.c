#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "events/placer.h"
#include "events/table.h"

size_t marsad_events_count(const marsad_events *events)
{
    return events->count;
}

const marsad_incident *marsad_events_get(const marsad_events *events, size_t index)
{
    return &events->items[index];
}

size_t marsad_events_column_count(const marsad_events *events)
{
    return events->column_count;
}

const char *marsad_events_column(const marsad_events *events, size_t column)
{
    return events->columns[column];
}

const char *marsad_events_cell(const marsad_events *events, size_t index, size_t column)
{
    const mrs_cells *cells = events->cells[index];
    return column < cells[0] ? (const char *)cells + cells[column + 1] : "";
}

marsad_events_options marsad_events_defaults(void)
{
    return (marsad_events_options){0};
}

size_t marsad_events_rejected_count(const marsad_events *events)
{
    return events->rejected.count;
}

marsad_status marsad_events_write_rejected(marsad_events *events, const char *path,
                                           marsad_error *error)
{
    return mrs_rejected_write(&events->rejected, events->columns, events->column_count, path,
                              error);
}

size_t marsad_events_left_out(const marsad_events *events)
{
    return events->left_out;
}

const char *marsad_events_note(const marsad_events *events)
{
    return events->note;
}

const char *marsad_incident_headline(const marsad_incident *incident, marsad_lang lang)
{
    const char *const by_lang[] = {incident->headline, incident->headline_ar,
                                   incident->headline_fr};
    if ((unsigned)lang < 3 && by_lang[lang][0]) {
        return by_lang[lang];
    }
    for (int i = 0; i < 3; i++) {
        if (by_lang[i][0]) {
            return by_lang[i];
        }
    }
    return "";
}

static void drop_resolutions(marsad_events *events)
{
    for (size_t i = 0; i < events->resolution_count; i++) {
        marsad_resolution_free(events->resolutions[i]);
    }
    events->resolution_count = 0;
    for (size_t i = 0; i < events->count; i++) {
        marsad_incident *incident = &events->items[i];
        incident->resolution = NULL;
        if (incident->placement != MARSAD_PLACED_BY_COORDINATES) {
            incident->placement = MARSAD_UNPLACED;
            incident->at = (marsad_lonlat){0};
            incident->uncertainty_m = 0;
        }
    }
}

void marsad_events_free(marsad_events *events)
{
    if (!events) {
        return;
    }
    drop_resolutions(events);
    mrs_free(events->resolutions);
    mrs_free(events->items);
    mrs_free(events->cells);
    mrs_free(events->kinds);
    mrs_free(events->columns);
    mrs_arena_clear(&events->strings);
    mrs_rejected_clear(&events->rejected);
    mrs_free(events->note);
    mrs_free(events->path);
    mrs_free(events);
}

/* ---- placing ------------------------------------------------------------------------------- */

static marsad_status resolve(marsad_events *events, const mrs_placer *placer,
                             const marsad_incident *incident, bool in_company, marsad_error *error)
{
    if (!mrs_grow((void **)&events->resolutions, &events->resolution_capacity,
                  events->resolution_count, sizeof(marsad_resolution *))) {
        return mrs_fail_memory(error);
    }
    marsad_resolution *resolution = NULL;
    marsad_status status = mrs_placer_resolve(placer, incident, in_company, &resolution, error);
    if (!status) {
        events->resolutions[events->resolution_count++] = resolution;
    }
    return status;
}

static void take_place(marsad_incident *incident, const marsad_resolution *resolution)
{
    const marsad_place *place = marsad_resolution_place(resolution);
    incident->resolution = resolution;
    incident->placement = mrs_placement_of(resolution);
    if (place) {
        incident->at = place->at;
        incident->uncertainty_m = place->uncertainty_m;
    }
}

static marsad_status place_by_name(marsad_events *events, mrs_placer *placer,
                                   marsad_incident *incident, bool in_company, marsad_error *error)
{
    size_t *seen = mrs_placer_seen(placer, incident);
    if (!seen) {
        return mrs_fail_memory(error);
    }
    if (*seen == 0) {
        marsad_status status = resolve(events, placer, incident, in_company, error);
        if (status) {
            return status;
        }
        *seen = events->resolution_count;
    }
    take_place(incident, events->resolutions[*seen - 1]);
    return MARSAD_OK;
}

/* Once more, for what was not sure by itself: by the company it keeps. */
static marsad_status place_by_company(marsad_events *events, mrs_placer *placer,
                                      marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; i < events->count && !mrs_company_is_full(&placer->company); i++) {
        mrs_company_keep(&placer->company, &events->items[i]);
    }
    if (placer->company.count == 0) {
        return MARSAD_OK;
    }
    mrs_placer_forget(placer);
    for (size_t i = 0; !status && i < events->count; i++) {
        const marsad_resolution *found = events->items[i].resolution;
        if (found && mrs_is_unsure(found)) {
            status = place_by_name(events, placer, &events->items[i], true, error);
        }
    }
    return status;
}

marsad_status marsad_events_place_decided(marsad_events *events, marsad_resolver *resolver,
                                          const marsad_resolve_options *options,
                                          const marsad_decisions *decisions, marsad_error *error)
{
    mrs_placer placer = {.path = events->path,
                         .resolver = resolver,
                         .options = options ? *options : marsad_resolve_defaults(),
                         .decisions = decisions};
    marsad_status status = MARSAD_OK;
    drop_resolutions(events);
    for (size_t i = 0; !status && i < events->count; i++) {
        if (events->items[i].placement != MARSAD_PLACED_BY_COORDINATES) {
            status = place_by_name(events, &placer, &events->items[i], false, error);
        }
    }
    if (!status) {
        status = place_by_company(events, &placer, error);
    }
    mrs_placer_clear(&placer);
    return status;
}

marsad_status marsad_events_place(marsad_events *events, marsad_resolver *resolver,
                                  const marsad_resolve_options *options, marsad_error *error)
{
    return marsad_events_place_decided(events, resolver, options, NULL, error);
}

const char *marsad_placement_text(marsad_placement placement)
{
    switch (placement) {
    case MARSAD_PLACED_AMBIGUOUSLY:
        return "ambiguous";
    case MARSAD_PLACED_BY_NAME:
        return "name";
    case MARSAD_PLACED_BY_COORDINATES:
        return "coordinates";
    case MARSAD_PLACED_BY_DECISION:
        return "decision";
    case MARSAD_UNPLACED:
        break;
    }
    return "unresolved";
}

bool marsad_incident_is_placed(const marsad_incident *incident)
{
    return incident->placement == MARSAD_PLACED_BY_NAME ||
           incident->placement == MARSAD_PLACED_BY_COORDINATES ||
           incident->placement == MARSAD_PLACED_BY_DECISION;
}
