/* Where a row lies, and whether its coordinates and its name agree. */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "events/geocode_job.h"
#include "resolve/precision.h"

/* ---- coordinates and a name ----------------------------------------------------------------- */

/* The place of a name that lies best to a point: the least far beyond its radius. */
typedef struct fit {
    const mrs_named_place *place; /* NULL: none */
    double distance_m;
    double beyond_m; /* the radii of both */
} fit;

static fit best_fit(const mrs_answer *answer, marsad_lonlat at, double uncertainty_m,
                    bool or_region)
{
    fit best = {0};
    for (size_t i = 0; i < answer->place_count; i++) {
        const mrs_named_place *place = &answer->places[i];
        if (place->uncertainty_m > MARSAD_FAR_M && !or_region) {
            continue;
        }
        double distance_m = marsad_geodesic_between(at, place->at).distance_m;
        double beyond_m = distance_m - place->uncertainty_m - uncertainty_m;
        if (!best.place || beyond_m < best.beyond_m) {
            best = (fit){place, distance_m, beyond_m};
        }
    }
    return best;
}

static void add_km(mrs_buffer *to, double metres)
{
    mrs_buffer_addf(to, metres < 10000 ? "%.1f km" : "%.0f km", metres / 1000);
}

/* Coordinates somewhere in the district of Sirte are none of the town: the district does not count
 * where the town is meant, unless the row says that it is no more precise than that. */
static bool may_be_region(const mrs_answer *answer, const mrs_geocoded *row)
{
    bool means_region = answer->place_count && answer->places[0].uncertainty_m > MARSAD_FAR_M;
    return means_region || row->where_prec > 2 || row->geo_precision > 1;
}

/* Whether the name lies where the coordinates lead the other way round. */
static bool is_swapped(const mrs_answer *answer, const mrs_geocoded *row, fit *out)
{
    const marsad_incident *incident = &row->incident;
    marsad_lonlat swapped = {incident->at.lat, incident->at.lon};
    if (!marsad_lonlat_valid(swapped)) {
        return false;
    }
    *out = best_fit(answer, swapped, incident->uncertainty_m, may_be_region(answer, row));
    return out->place && out->beyond_m <= MARSAD_FAR_M;
}

/* What is wrong with coordinates that the name contradicts. */
static void tell_far(const mrs_answer *answer, const fit *found, mrs_geocoded *out)
{
    fit other;
    mrs_buffer *check = &out->check;
    mrs_buffer_addf(check, "%s%s lies ", check->length ? "; " : "", found->place->name);
    add_km(check, found->distance_m);
    mrs_buffer_add(check, " from these coordinates");
    if (is_swapped(answer, out, &other)) {
        mrs_buffer_add(check, ", and ");
        add_km(check, other.distance_m);
        mrs_buffer_add(check, " if longitude and latitude are swapped");
    }
}

static void compare(const mrs_answer *answer, mrs_geocoded *out)
{
    bool or_region = may_be_region(answer, out);
    fit found = best_fit(answer, out->incident.at, out->incident.uncertainty_m, or_region);
    if (!found.place) {
        mrs_buffer_add(&out->reason, "; its name was not found");
        return;
    }
    out->name_distance_m = found.distance_m;
    if (found.beyond_m > MARSAD_FAR_M) {
        tell_far(answer, &found, out);
        return;
    }
    out->placed.id = found.place->id;
    out->placed.name = found.place->name;
    mrs_buffer_add(&out->reason, ", ");
    add_km(&out->reason, found.distance_m);
    mrs_buffer_addf(&out->reason, " from %s", found.place->name);
}

/* ---- how precise ---------------------------------------------------------------------------- */

/* The codes of the two conventions that mean about the same; see resolve/precision.h. */
static int geo_of_where(int where_prec)
{
    static const int codes[] = {0, 1, 2, 2, 3, 3, 3, 3};
    return codes[where_prec];
}

static int where_of_geo(int geo_precision)
{
    static const int codes[] = {0, 1, 2, 4};
    return codes[geo_precision];
}

/* As the row says, or as its radius tells. */
static void tell_precision(const mrs_row_precision *said, mrs_geocoded *out)
{
    static char no_code[] = "";
    marsad_place point = {.feature_code = no_code, .uncertainty_m = out->incident.uncertainty_m};
    int where = said->where_prec;
    int geo = said->geo_precision;
    out->where_prec = where ? where : geo ? where_of_geo(geo) : mrs_where_prec(&point, false);
    out->geo_precision = geo ? geo : where ? geo_of_where(where) : mrs_geo_precision(&point, false);
}

/* ---- a row ---------------------------------------------------------------------------------- */

static void place_by_coordinates(const mrs_answer *answer, const mrs_row_precision *precision,
                                 mrs_geocoded *out)
{
    out->placed = (mrs_placed){.placement = out->incident.placement,
                               .at = out->incident.at,
                               .uncertainty_m = out->incident.uncertainty_m,
                               .confidence = -1};
    tell_precision(precision, out);
    mrs_buffer_add(&out->reason, "its own coordinates");
    if (out->incident.at.lon == 0 && out->incident.at.lat == 0) {
        mrs_buffer_add(&out->check, "coordinates 0, 0 often stand for none");
    }
    if (answer) {
        compare(answer, out);
    }
}

static void place_by_answer(const mrs_answer *answer, mrs_geocoded *out)
{
    marsad_incident *incident = &out->incident;
    incident->placement = answer->placement;
    bool placed = marsad_incident_is_placed(incident);
    if (placed) {
        incident->at = answer->at;
        incident->uncertainty_m = answer->uncertainty_m;
        out->where_prec = answer->where_prec;
        out->geo_precision = answer->geo_precision;
    }
    out->placed = (mrs_placed){.placement = answer->placement,
                               .at = incident->at,
                               .uncertainty_m = incident->uncertainty_m,
                               .id = placed ? answer->id : "",
                               .name = placed ? answer->name : "",
                               .match = placed ? answer->match : "",
                               .confidence = answer->confidence};
    mrs_buffer_add(&out->reason, answer->reason);
    out->question = answer->question;
}

static void begin_row(mrs_geocoded *out)
{
    out->reason.length = 0;
    out->check.length = 0;
    out->where_prec = out->geo_precision = 0;
    out->name_distance_m = -1;
    out->question = 0;
    mrs_buffer_add(&out->reason, "");
    mrs_buffer_add(&out->check, "");
}

marsad_status mrs_geocode_place(mrs_answers *answers, const mrs_row_precision *precision,
                                mrs_geocoded *out, const char **fault, marsad_error *error)
{
    const mrs_answer *answer = NULL;
    *fault = NULL;
    begin_row(out);
    bool given = out->incident.placement == MARSAD_PLACED_BY_COORDINATES;
    marsad_status status = MARSAD_OK;
    if (!given || out->incident.location[0]) {
        status = mrs_answers_get(answers, &out->incident, true, &answer, error);
    }
    if (status) {
        return status;
    }
    if (given) {
        place_by_coordinates(answer && !answer->fault ? answer : NULL, precision, out);
    } else if (answer->fault) {
        *fault = answer->fault;
    } else {
        place_by_answer(answer, out);
    }
    out->placed.reason = out->reason.text;
    return out->reason.failed || out->check.failed ? mrs_fail_memory(error) : MARSAD_OK;
}
