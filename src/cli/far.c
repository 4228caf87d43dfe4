/* Coordinates that lie far from the place which their row names: a look at some of them, before a
 * map is drawn of what may be a mistake. marsad geocode compares them all. */
#include <stdio.h>

#include "cli/cli.h"
#include "marsad/geocode.h"

enum { MOST_COMPARED = 40 };

typedef struct comparison {
    size_t compared, far, swapped;
    const marsad_incident *example; /* the first that is far */
    double example_m;
} comparison;

static double distance_m(const marsad_resolution *answer, marsad_lonlat at)
{
    return marsad_geodesic_between(at, answer->candidates[0].place->at).distance_m;
}

/* A district of the same name is no excuse where a town is meant. */
static bool may_be_meant(const marsad_resolution *answer, const marsad_place *place)
{
    return place->uncertainty_m <= MARSAD_FAR_M ||
           answer->candidates[0].place->uncertainty_m > MARSAD_FAR_M;
}

/* How far a point lies beyond the radius of the nearest place that may be meant; 0 within it. */
static double beyond_m(const marsad_resolution *answer, marsad_lonlat at)
{
    double least = -1;
    for (size_t i = 0; i < answer->candidate_count; i++) {
        const marsad_place *place = answer->candidates[i].place;
        double beyond = marsad_geodesic_between(at, place->at).distance_m - place->uncertainty_m;
        if (may_be_meant(answer, place) && (least < 0 || beyond < least)) {
            least = beyond > 0 ? beyond : 0;
        }
    }
    return least < 0 ? 0 : least;
}

static void compare(const marsad_incident *incident, const marsad_resolution *answer,
                    comparison *out)
{
    marsad_lonlat swapped = {incident->at.lat, incident->at.lon};
    double limit_m = MARSAD_FAR_M + incident->uncertainty_m;
    double beyond = beyond_m(answer, incident->at);
    out->compared++;
    if (beyond <= limit_m) {
        return;
    }
    if (!out->far++) {
        out->example = incident;
        out->example_m = distance_m(answer, incident->at);
    }
    out->swapped += marsad_lonlat_valid(swapped) && beyond_m(answer, swapped) <= limit_m;
}

static bool has_both(const marsad_incident *incident)
{
    return incident->placement == MARSAD_PLACED_BY_COORDINATES && incident->location[0];
}

/* A name that cannot be resolved, or that many places have, says nothing against coordinates. */
static void look_at(const cli_places *places, const marsad_incident *incident, comparison *out)
{
    marsad_resolution *answer = NULL;
    marsad_resolve_options how = cli_resolve_options(incident->country);
    how.only_country = how.country != NULL;
    if (marsad_resolve(places->resolver, incident->location, &how, &answer, NULL) == MARSAD_OK) {
        if (answer->status == MARSAD_RESOLVED) {
            compare(incident, answer, out);
        }
        marsad_resolution_free(answer);
    }
}

/* Some of them, from the whole table. */
static void look_at_some(const cli_places *places, const marsad_events *events, comparison *out)
{
    size_t all = 0, met = 0;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        all += has_both(marsad_events_get(events, i));
    }
    size_t step = (all + MOST_COMPARED - 1) / MOST_COMPARED;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        if (has_both(incident) && met++ % step == 0) {
            look_at(places, incident, out);
        }
    }
}

void cli_note_far(const char *path, const cli_places *places, const marsad_events *events)
{
    comparison found = {0};
    if (places->resolver) {
        look_at_some(places, events, &found);
    }
    if (!found.far) {
        return;
    }
    cli_note("%s: of %zu coordinates compared with their names %zu lie%s far off, such as row %ld "
             "(\"%.60s\", %.0f km): marsad geocode tells each%s",
             path, found.compared, found.far, found.far == 1 ? "s" : "", found.example->row,
             found.example->location, found.example_m / 1000,
             found.swapped * 2 > found.compared
                 ? "; longitude and latitude seem to be swapped: try --map lon=lat,lat=lon with "
                   "the table's own headers"
                 : "");
}
