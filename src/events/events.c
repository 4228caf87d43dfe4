#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "events/seen.h"
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

enum { COMPANY_MOST = 64 };

/* From this confidence on, a place tells what others of the table mean; below it, it is told. */
static const double SURE = 0.9;

typedef struct placer {
    marsad_events *events;
    marsad_resolver *resolver;
    marsad_resolve_options options;
    mrs_seen seen; /* "LY/Tripoli": 1 + the index of its resolution */
    mrs_arena keys;
    marsad_lonlat company[COMPANY_MOST]; /* places of this table that are sure */
    size_t company_count;
} placer;

static const char *key_of(placer *p, const marsad_incident *incident, const char *country)
{
    mrs_buffer key = {0};
    mrs_buffer_addf(&key, "%s%s/%s", incident->country[0] ? "=" : "", country, incident->location);
    const char *kept = key.failed ? NULL : mrs_arena_text(&p->keys, key.text, key.length);
    mrs_buffer_clear(&key);
    return kept;
}

static marsad_status resolve(placer *p, const marsad_incident *incident, const char *country,
                             marsad_error *error)
{
    marsad_events *events = p->events;
    if (!mrs_grow((void **)&events->resolutions, &events->resolution_capacity,
                  events->resolution_count, sizeof(marsad_resolution *))) {
        return mrs_fail_memory(error);
    }
    marsad_resolve_options options = p->options;
    options.country = country[0] ? country : NULL;
    options.only_country = incident->country[0] != '\0'; /* the row says so: it is no preference */
    if (p->company_count) {
        options.company = p->company;
        options.company_count = p->company_count;
    }
    marsad_resolution *resolution = NULL;
    marsad_error cause = {0};
    marsad_status status =
        marsad_resolve(p->resolver, incident->location, &options, &resolution, &cause);
    if (status == MARSAD_ERR_INPUT && !cause.file[0]) {
        return mrs_fail_at(error, status, events->path, incident->row, "location", "%s",
                           cause.message);
    }
    if (status) { /* of the gazetteer or the machine, not of the row */
        if (error) {
            *error = cause;
        }
        return status;
    }
    events->resolutions[events->resolution_count++] = resolution;
    return MARSAD_OK;
}

static void take_place(marsad_incident *incident, const marsad_resolution *resolution)
{
    incident->resolution = resolution;
    incident->placement = MARSAD_UNPLACED;
    if (!marsad_resolution_place(resolution)) {
        return;
    }
    const marsad_place *place = marsad_resolution_place(resolution);
    incident->placement =
        resolution->status == MARSAD_AMBIGUOUS ? MARSAD_PLACED_AMBIGUOUSLY : MARSAD_PLACED_BY_NAME;
    incident->at = place->at;
    incident->uncertainty_m = place->uncertainty_m;
}

static marsad_status place_by_name(placer *p, marsad_incident *incident, marsad_error *error)
{
    const char *country = incident->country;
    if (!country[0] && p->options.country) {
        country = p->options.country;
    }
    const char *key = key_of(p, incident, country);
    size_t *seen = key ? mrs_seen_at(&p->seen, key) : NULL;
    if (!seen) {
        return mrs_fail_memory(error);
    }
    if (*seen == 0) {
        marsad_status status = resolve(p, incident, country, error);
        if (status) {
            return status;
        }
        *seen = p->events->resolution_count;
    }
    take_place(incident, p->events->resolutions[*seen - 1]);
    return MARSAD_OK;
}

/* Whether two points are less than a metre apart. Most are more than a metre of latitude. */
static bool is_near(marsad_lonlat a, marsad_lonlat b)
{
    const double most_deg = 1e-5;
    return fabs(a.lat - b.lat) < most_deg && marsad_geodesic_between(a, b).distance_m < 1;
}

/* A point of a region is no company, nor is a place that is not one. */
static void keep_company(placer *p, const marsad_incident *incident)
{
    const double most_m = 50e3;
    const marsad_resolution *found = incident->resolution;
    bool named = incident->placement == MARSAD_PLACED_BY_NAME && found->confidence >= SURE;
    if ((!named && incident->placement != MARSAD_PLACED_BY_COORDINATES) ||
        incident->uncertainty_m > most_m || p->company_count == COMPANY_MOST) {
        return;
    }
    for (size_t i = 0; i < p->company_count; i++) {
        if (is_near(p->company[i], incident->at)) {
            return;
        }
    }
    p->company[p->company_count++] = incident->at;
}

static bool is_unsure(const marsad_incident *incident)
{
    const marsad_resolution *found = incident->resolution;
    return found && (found->status == MARSAD_AMBIGUOUS ||
                     (found->status == MARSAD_RESOLVED && found->confidence < SURE));
}

/* Once more, for what was not sure by itself: by the company it keeps. */
static marsad_status place_by_company(placer *p, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; i < p->events->count; i++) {
        keep_company(p, &p->events->items[i]);
    }
    if (p->company_count == 0) {
        return MARSAD_OK;
    }
    mrs_seen_clear(&p->seen);
    for (size_t i = 0; !status && i < p->events->count; i++) {
        if (is_unsure(&p->events->items[i])) {
            status = place_by_name(p, &p->events->items[i], error);
        }
    }
    return status;
}

marsad_status marsad_events_place(marsad_events *events, marsad_resolver *resolver,
                                  const marsad_resolve_options *options, marsad_error *error)
{
    placer p = {.events = events,
                .resolver = resolver,
                .options = options ? *options : marsad_resolve_defaults()};
    marsad_status status = MARSAD_OK;
    drop_resolutions(events);
    for (size_t i = 0; !status && i < events->count; i++) {
        if (events->items[i].placement != MARSAD_PLACED_BY_COORDINATES) {
            status = place_by_name(&p, &events->items[i], error);
        }
    }
    if (!status) {
        status = place_by_company(&p, error);
    }
    mrs_seen_clear(&p.seen);
    mrs_arena_clear(&p.keys);
    return status;
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
    case MARSAD_UNPLACED:
        break;
    }
    return "unresolved";
}

bool marsad_incident_is_placed(const marsad_incident *incident)
{
    return incident->placement == MARSAD_PLACED_BY_NAME ||
           incident->placement == MARSAD_PLACED_BY_COORDINATES;
}
