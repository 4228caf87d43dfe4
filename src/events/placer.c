#include "events/placer.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "events/decisions.h"

/* From this confidence on, a place tells what others of the table mean; below it, it is told. */
static const double SURE = 0.9;

/* ---- company -------------------------------------------------------------------------------- */

bool mrs_company_is_full(const mrs_company *company)
{
    return company->count == MRS_COMPANY_MOST;
}

/* Whether two points are less than a metre apart. Most are more than a metre of latitude. */
static bool is_near(marsad_lonlat a, marsad_lonlat b)
{
    const double most_deg = 1e-5;
    return fabs(a.lat - b.lat) < most_deg && marsad_geodesic_between(a, b).distance_m < 1;
}

/* A point of a region is no company, nor is a place that is not one. */
static bool is_company(const marsad_incident *incident)
{
    const double most_m = 50e3;
    bool named = incident->placement == MARSAD_PLACED_BY_NAME;
    return marsad_incident_is_placed(incident) && incident->uncertainty_m <= most_m &&
           (!named || incident->resolution->confidence >= SURE);
}

void mrs_company_keep(mrs_company *company, const marsad_incident *incident)
{
    if (mrs_company_is_full(company) || !is_company(incident)) {
        return;
    }
    for (size_t i = 0; i < company->count; i++) {
        if (is_near(company->at[i], incident->at)) {
            return;
        }
    }
    company->at[company->count++] = incident->at;
}

bool mrs_is_unsure(const marsad_resolution *found)
{
    return found->status == MARSAD_AMBIGUOUS ||
           (found->status == MARSAD_RESOLVED && found->confidence < SURE);
}

/* ---- names ---------------------------------------------------------------------------------- */

marsad_placement mrs_placement_of(const marsad_resolution *found)
{
    if (!marsad_resolution_place(found)) {
        return MARSAD_UNPLACED;
    }
    if (found->status == MARSAD_AMBIGUOUS) {
        return MARSAD_PLACED_AMBIGUOUSLY;
    }
    return found->match == MARSAD_MATCH_DECISION ? MARSAD_PLACED_BY_DECISION
                                                 : MARSAD_PLACED_BY_NAME;
}

/* The country to look in, or to prefer where the row does not name one. */
static const char *country_for(const mrs_placer *placer, const marsad_incident *incident)
{
    if (incident->country[0] || !placer->options.country) {
        return incident->country;
    }
    return placer->options.country;
}

size_t *mrs_placer_seen(mrs_placer *placer, const marsad_incident *incident)
{
    mrs_buffer *key = &placer->key;
    key->length = 0;
    mrs_buffer_add(key, incident->country[0] ? "=" : "");
    mrs_buffer_add(key, country_for(placer, incident));
    mrs_buffer_add(key, "/");
    if (placer->by_admin1 || placer->decisions) { /* which are told apart by it */
        mrs_buffer_add(key, incident->admin1);
        mrs_buffer_add(key, "\n");
    }
    mrs_buffer_add(key, incident->location);
    if (key->failed) {
        return NULL;
    }
    if (mrs_seen_find(&placer->seen, key->text)) {
        return mrs_seen_at(&placer->seen, key->text);
    }
    const char *kept = mrs_arena_text(&placer->keys, key->text, key->length);
    return kept ? mrs_seen_at(&placer->seen, kept) : NULL;
}

void mrs_placer_forget(mrs_placer *placer)
{
    mrs_seen_clear(&placer->seen);
    mrs_arena_clear(&placer->keys);
}

static marsad_status ask_resolver(const mrs_placer *placer, const marsad_incident *incident,
                                  bool in_company, marsad_resolution **out, marsad_error *error)
{
    const char *country = country_for(placer, incident);
    marsad_resolve_options options = placer->options;
    options.country = country[0] ? country : NULL;
    options.only_country = incident->country[0] != '\0'; /* the row says so: it is no preference */
    if (in_company && placer->company.count) {
        options.company = placer->company.at;
        options.company_count = placer->company.count;
    }
    marsad_error cause = {0};
    marsad_status status =
        marsad_resolve(placer->resolver, incident->location, &options, out, &cause);
    if (status == MARSAD_ERR_INPUT && !cause.file[0]) {
        return mrs_fail_at(error, status, placer->path, incident->row, "location", "%s",
                           cause.message);
    }
    if (status && error) { /* of the gazetteer or the machine, not of the row */
        *error = cause;
    }
    return status;
}

marsad_status mrs_placer_resolve(const mrs_placer *placer, const marsad_incident *incident,
                                 bool in_company, marsad_resolution **out, marsad_error *error)
{
    const mrs_decision *decision = NULL;
    *out = NULL;
    marsad_status status = MARSAD_OK;
    if (placer->decisions) {
        status = mrs_decisions_find(placer->decisions, incident, &decision, error);
    }
    if (status) {
        return status;
    }
    return decision ? mrs_decision_answer(decision, incident->location, out, error)
                    : ask_resolver(placer, incident, in_company, out, error);
}

void mrs_placer_clear(mrs_placer *placer)
{
    mrs_placer_forget(placer);
    mrs_buffer_clear(&placer->key);
}
