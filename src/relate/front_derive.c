/* marsad_front_derive(): what is asked is checked here, and the parts of the work called in turn.
 */
#include "base/fail.h"
#include "base/memory.h"
#include "relate/derive.h"
#include "relate/front_handle.h"

static const double DEFAULT_RADIUS_M = 30000;
static const double FARTHEST_M = 5e6; /* from the plane's centre: beyond, it distorts too much */

marsad_derive_options marsad_derive_defaults(void)
{
    return (marsad_derive_options){.radius_m = DEFAULT_RADIUS_M};
}

/* The last day of what may be a month or a year: by its end, all of it is known. */
static marsad_date last_day(marsad_date date)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date.month && date.day) {
        return date;
    }
    int month = date.month ? date.month : 12;
    bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    return (marsad_date){date.year, month, days[month - 1] + (month == 2 && leap)};
}

/* ---- what is asked ------------------------------------------------------------------------- */

static marsad_status check_options(const marsad_derive_options *options, marsad_error *error)
{
    if (options->at.year == 0) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "a front is estimated for a date; give one");
    }
    if (!(options->radius_m > 0 && options->radius_m <= MARSAD_DERIVE_RADIUS_MOST)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the radius around evidence must be more than 0 and up to %.0f km",
                        MARSAD_DERIVE_RADIUS_MOST / 1000);
    }
    return MARSAD_OK;
}

static marsad_status fail_unknown(marsad_date at, marsad_error *error)
{
    char date[MARSAD_DATE_TEXT];
    return mrs_fail(error, MARSAD_ERR_INPUT,
                    "nothing is known of who held what on %s: no placed event with a "
                    "controller_after is that early, and no known holder was given",
                    marsad_date_text(at, date));
}

/* ---- the work ------------------------------------------------------------------------------ */

typedef struct estimate {
    marsad_front *front;
    mrs_front_state *state;
    mrs_plane *plane;
    mrs_evidence_list evidence;
    GEOSGeometry *reach;
    size_t holder; /* of the ground that is taken now */
    const char *text;
} estimate;

static marsad_status open_plane(estimate *e, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    marsad_lonlat *sites = mrs_alloc(e->evidence.count, sizeof *sites);
    if (!sites) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < e->evidence.count; i++) {
        sites[i] = e->evidence.items[i].at;
    }
    marsad_lonlat centre = mrs_plane_centre(sites, e->evidence.count);
    for (size_t i = 0; !status && i < e->evidence.count; i++) {
        if (marsad_geodesic_between(centre, sites[i]).distance_m > FARTHEST_M) {
            status = mrs_fail(error, MARSAD_ERR_INPUT,
                              "the evidence lies more than %.0f km apart; estimate one theatre at "
                              "a time",
                              2 * FARTHEST_M / 1000);
        }
    }
    mrs_free(sites);
    return status ? status : mrs_plane_new(centre, &e->plane, error);
}

static bool take_polygon(void *context, const mrs_rings *rings, const GEOSGeometry *polygon)
{
    estimate *e = context;
    (void)polygon;
    return mrs_front_add_area(e->state, rings, e->holder, e->text, NULL);
}

static bool take_ground(void *context, size_t index, const GEOSGeometry *ground)
{
    estimate *e = context;
    const mrs_evidence *evidence = &e->evidence.items[index];
    e->text = mrs_evidence_text(&e->evidence, evidence);
    return e->text && mrs_front_holder_index(e->front, evidence->controller, &e->holder) &&
           mrs_plane_each_polygon(e->plane, ground, take_polygon, e);
}

static marsad_status derive(estimate *e, const marsad_derive_options *options, marsad_error *error)
{
    marsad_status status = open_plane(e, error);
    status = status ? status
                    : mrs_derive_reach(e->plane, &e->evidence, options->radius_m, options->basemap,
                                       &e->reach, error);
    status = status ? status
                    : mrs_derive_cells(e->plane, &e->evidence, options->radius_m, e->reach,
                                       take_ground, e, error);
    if (!status && e->state->area_count == 0) {
        status =
            mrs_fail(error, MARSAD_ERR_INPUT, "none of the evidence lies within %.0f km of land",
                     options->radius_m / 1000);
    }
    return status ? status : mrs_front_finish_state(e->front, e->state, options->basemap, error);
}

marsad_status marsad_front_derive(const marsad_events *events, const marsad_derive_options *options,
                                  marsad_front **out, marsad_error *error)
{
    *out = NULL;
    estimate e = {0};
    marsad_status status = check_options(options, error);
    status = status ? status : mrs_derive_evidence(events, options, &e.evidence, error);
    if (!status && e.evidence.count == 0) {
        status = fail_unknown(options->at, error);
    }
    if (!status) {
        e.front = mrs_front_new();
        e.state = e.front ? mrs_front_add_state(e.front, last_day(options->at), true) : NULL;
        status = e.state ? derive(&e, options, error) : mrs_fail_memory(error);
    }
    if (e.reach) {
        GEOSGeom_destroy_r(mrs_plane_geos(e.plane), e.reach);
    }
    mrs_evidence_clear(&e.evidence);
    mrs_plane_free(e.plane);
    if (status) {
        marsad_front_free(e.front);
        return status;
    }
    *out = e.front;
    return MARSAD_OK;
}
