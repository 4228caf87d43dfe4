/* The land of a circle: its areas are joined in degrees, where the seams of the basemap's tiles are
 * straight, then seen from the circle's centre (azimuthal equidistant), where the circle is one. */
#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "geo/land.h"

static const double DEGREE_M = 111320;       /* of latitude, about */
static const double MARGIN = 1.02;           /* what is read, in radii: cuts fall outside */
static const double SMOOTHING = 1.0 / 1000;  /* in radii */
static const double SMOOTH_FROM_M = 100000;  /* smaller circles have few vertices */
static const double LONGEST_EDGE = 1.0 / 16; /* in radii: straight lines bend when projected */
static const double INLAND = 1.0 / 50;       /* in radii: how far from the shore a point is put */
enum { DISC_VERTICES = 128 };

typedef struct clipping {
    marsad_land *land;
    GEOSContextHandle_t geos;
    mrs_earth earth;
    marsad_lonlat centre;
    double radius_m;
    double smoothing_m;
} clipping;

/* A box of the file, and what to add to its longitudes so that they run on past the antimeridian.
 */
typedef struct window {
    marsad_bbox box;
    double shift;
} window;

/* The areas of a layer in some windows, in degrees. */
typedef struct gathering {
    const clipping *c;
    window seen;
    GEOSGeometry **areas;
    size_t count, capacity;
} gathering;

/* ---- from degrees to metres about the centre ----------------------------------------------- */

static int shift_longitude(double *x, double *y, void *context)
{
    (void)y;
    *x += *(const double *)context;
    return 1;
}

static int flatten(double *x, double *y, void *context)
{
    const clipping *c = context;
    marsad_lonlat at = {mrs_longitude_normalise(*x), *y};
    if (!marsad_lonlat_valid(at)) {
        return 0;
    }
    marsad_geodesic line = mrs_earth_between(&c->earth, c->centre, at);
    *x = line.distance_m * sin(mrs_radians(line.azimuth_deg));
    *y = line.distance_m * cos(mrs_radians(line.azimuth_deg));
    return 1;
}

static marsad_lonlat unflatten(const clipping *c, double x, double y)
{
    return mrs_earth_point(&c->earth, c->centre, atan2(x, y) / mrs_radians(1), hypot(x, y));
}

/* Replaces `*geometry` by what became of it; false if nothing did. */
static bool replace(const clipping *c, GEOSGeometry **geometry, GEOSGeometry *by)
{
    GEOSGeom_destroy_r(c->geos, *geometry);
    *geometry = by;
    return by != NULL;
}

static bool project(const clipping *c, GEOSGeometry **areas)
{
    double step = c->radius_m * LONGEST_EDGE / DEGREE_M;
    GEOSContextHandle_t geos = c->geos;
    return replace(c, areas, GEOSDensify_r(geos, *areas, step)) &&
           replace(c, areas, GEOSGeom_transformXY_r(geos, *areas, flatten, (void *)c));
}

/* ---- gathering the land -------------------------------------------------------------------- */

/* Windows which make up the box: groups of them, each of which is joined in degrees. A circle with
 * a pole in it goes by halves, for around a pole the degrees meet themselves. */
static size_t make_windows(const clipping *c, window out[2], bool *halves)
{
    marsad_bbox box = marsad_bbox_around(c->centre, c->radius_m * MARGIN);
    *halves = box.west == -180 && box.east == 180;
    if (*halves) {
        out[0] = (window){{-180, box.south, 0, box.north}, 0};
        out[1] = (window){{0, box.south, 180, box.north}, 0};
        return 2;
    }
    if (box.west <= box.east) {
        out[0] = (window){box, 0};
        return 1;
    }
    out[0] = (window){{box.west, box.south, 180, box.north}, 0};
    out[1] = (window){{-180, box.south, box.east, box.north}, 360};
    return 2;
}

static marsad_status take_area(void *context, GEOSGeometry *area, marsad_error *error)
{
    gathering *g = context;
    const clipping *c = g->c;
    const marsad_bbox *box = &g->seen.box;
    bool done = replace(
        c, &area, GEOSClipByRect_r(c->geos, area, box->west, box->south, box->east, box->north));
    if (done && c->smoothing_m > 0) {
        done = replace(c, &area, GEOSSimplify_r(c->geos, area, c->smoothing_m / DEGREE_M));
    }
    if (done && g->seen.shift != 0) {
        done = replace(c, &area,
                       GEOSGeom_transformXY_r(c->geos, area, shift_longitude, &g->seen.shift));
    }
    if (!done) {
        return mrs_land_fail_areas(c->land, error);
    }
    if (GEOSisEmpty_r(c->geos, area)) {
        GEOSGeom_destroy_r(c->geos, area);
        return MARSAD_OK;
    }
    if (!mrs_grow((void **)&g->areas, &g->capacity, g->count, sizeof *g->areas)) {
        GEOSGeom_destroy_r(c->geos, area);
        return mrs_fail_memory(error);
    }
    g->areas[g->count++] = area;
    return MARSAD_OK;
}

/* Joins the areas and frees them; NULL if that cannot be done. */
static GEOSGeometry *join(const clipping *c, GEOSGeometry **areas, size_t count)
{
    GEOSGeometry *joined =
        GEOSGeom_createCollection_r(c->geos, GEOS_GEOMETRYCOLLECTION, areas, (unsigned)count);
    if (joined) {
        replace(c, &joined, GEOSUnaryUnion_r(c->geos, joined));
    }
    return joined;
}

static marsad_status gather(const clipping *c, mrs_land_layer layer, const window *windows,
                            size_t count, GEOSGeometry **out, marsad_error *error)
{
    gathering g = {.c = c};
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < count; i++) {
        g.seen = windows[i];
        status = mrs_land_read(c->land, layer, g.seen.box, take_area, &g, error);
    }
    if (status) {
        for (size_t i = 0; i < g.count; i++) {
            GEOSGeom_destroy_r(c->geos, g.areas[i]);
        }
    } else {
        *out = join(c, g.areas, g.count);
        if (!*out || !project(c, out)) {
            status = mrs_land_fail_areas(c->land, error);
        }
    }
    mrs_free(g.areas);
    return status;
}

/* The areas of a layer about the centre, in metres; more than the circle holds. */
static marsad_status gather_layer(const clipping *c, mrs_land_layer layer, GEOSGeometry **out,
                                  marsad_error *error)
{
    window windows[2];
    bool halves;
    size_t count = make_windows(c, windows, &halves);
    if (!halves) {
        return gather(c, layer, windows, count, out, error);
    }
    GEOSGeometry *parts[2] = {NULL, NULL};
    marsad_status status = gather(c, layer, &windows[0], 1, &parts[0], error);
    if (!status) {
        status = gather(c, layer, &windows[1], 1, &parts[1], error);
    }
    if (status) {
        GEOSGeom_destroy_r(c->geos, parts[0]);
        GEOSGeom_destroy_r(c->geos, parts[1]);
        return status;
    }
    *out = join(c, parts, 2);
    return *out ? MARSAD_OK : mrs_land_fail_areas(c->land, error);
}

/* ---- the circle ---------------------------------------------------------------------------- */

/* A polygon around the circle, so that none of it is lost. NULL if memory is out. */
static GEOSGeometry *make_disc(const clipping *c)
{
    double radius = c->radius_m / cos(mrs_radians(180.0 / DISC_VERTICES));
    double points[DISC_VERTICES + 1][2];
    for (int i = 0; i <= DISC_VERTICES; i++) {
        double angle = mrs_radians(360.0 * (i % DISC_VERTICES) / DISC_VERTICES);
        points[i][0] = radius * cos(angle);
        points[i][1] = radius * sin(angle);
    }
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(c->geos, points[0], DISC_VERTICES + 1, 0, 0);
    GEOSGeometry *ring = sequence ? GEOSGeom_createLinearRing_r(c->geos, sequence) : NULL;
    return ring ? GEOSGeom_createPolygon_r(c->geos, ring, NULL, 0) : NULL;
}

/* Cuts `*part` with a layer: to what lies in land, or to what lies in no lake. */
static marsad_status cut(const clipping *c, mrs_land_layer layer, GEOSGeometry **part,
                         marsad_error *error)
{
    GEOSGeometry *areas = NULL;
    marsad_status status = gather_layer(c, layer, &areas, error);
    if (status) {
        GEOSGeom_destroy_r(c->geos, areas);
        return status;
    }
    if (layer == MRS_LAND_LAND || !GEOSisEmpty_r(c->geos, areas)) {
        replace(c, part,
                layer == MRS_LAND_LAND ? GEOSIntersection_r(c->geos, *part, areas)
                                       : GEOSDifference_r(c->geos, *part, areas));
    }
    GEOSGeom_destroy_r(c->geos, areas);
    return *part ? MARSAD_OK : mrs_land_fail_areas(c->land, error);
}

static double area_of(const clipping *c, const GEOSGeometry *geometry)
{
    double area = 0;
    return GEOSArea_r(c->geos, geometry, &area) ? area : 0;
}

/* ---- the point and its radius -------------------------------------------------------------- */

/* The nearest point found so far, in metres about the centre. */
typedef struct nearest {
    bool found;
    double x, y, distance_m;
} nearest;

static void take_nearest(const clipping *c, const GEOSGeometry *area, const GEOSGeometry *to,
                         nearest *best)
{
    double end[4];
    GEOSCoordSequence *ends = GEOSNearestPoints_r(c->geos, area, to);
    if (ends && GEOSCoordSeq_getXY_r(c->geos, ends, 0, &end[0], &end[1]) &&
        GEOSCoordSeq_getXY_r(c->geos, ends, 1, &end[2], &end[3])) {
        double distance = hypot(end[0] - end[2], end[1] - end[3]);
        if (!best->found || distance < best->distance_m) {
            *best = (nearest){true, end[0], end[1], distance};
        }
    }
    GEOSCoordSeq_destroy_r(c->geos, ends);
}

/* Seeks the nearest point at least `inland_m` from the water. Pieces too small to have one are left
 * out, and coasts made simpler first: buffers are slow. */
static void seek_inland(const clipping *c, const GEOSGeometry *part, const GEOSGeometry *to,
                        double inland_m, nearest *best)
{
    const double slack = inland_m / 4;
    const double least_area = acos(-1) * inland_m * inland_m;
    for (int i = 0; i < GEOSGetNumGeometries_r(c->geos, part); i++) {
        const GEOSGeometry *piece = GEOSGetGeometryN_r(c->geos, part, i);
        if (area_of(c, piece) < least_area) {
            continue;
        }
        GEOSGeometry *inner = GEOSSimplify_r(c->geos, piece, slack);
        if (inner && replace(c, &inner, GEOSBuffer_r(c->geos, inner, -inland_m - slack, 2)) &&
            !GEOSisEmpty_r(c->geos, inner)) {
            take_nearest(c, inner, to, best);
        }
        GEOSGeom_destroy_r(c->geos, inner);
    }
}

/* The nearest point to the centre of gravity that is some way inland, as far as the land allows. */
static bool find_middle(const clipping *c, const GEOSGeometry *part, marsad_lonlat *out)
{
    nearest best = {0};
    GEOSGeometry *gravity = GEOSGetCentroid_r(c->geos, part);
    for (double inland = INLAND; gravity && !best.found && inland > INLAND / 1000; inland /= 10) {
        seek_inland(c, part, gravity, inland * c->radius_m, &best);
    }
    GEOSGeom_destroy_r(c->geos, gravity);
    if (!best.found) {
        GEOSGeometry *surface = GEOSPointOnSurface_r(c->geos, part);
        if (surface) {
            take_nearest(c, surface, surface, &best);
        }
        GEOSGeom_destroy_r(c->geos, surface);
    }
    *out = unflatten(c, best.x, best.y);
    return best.found;
}

typedef struct reach {
    const clipping *c;
    marsad_lonlat from;
    double most_m;
} reach;

/* Changes nothing: a walk over all vertices. */
static int measure(double *x, double *y, void *context)
{
    reach *r = context;
    double distance = mrs_earth_between(&r->c->earth, r->from, unflatten(r->c, *x, *y)).distance_m;
    r->most_m = fmax(r->most_m, distance);
    return 1;
}

static bool find_radius(const clipping *c, const GEOSGeometry *part, marsad_lonlat at, double *out)
{
    reach r = {c, at, 0};
    GEOSGeometry *copy = GEOSGeom_transformXY_r(c->geos, part, measure, &r);
    bool found = copy != NULL;
    GEOSGeom_destroy_r(c->geos, copy);
    double all = mrs_earth_between(&c->earth, c->centre, at).distance_m + c->radius_m;
    *out = fmin(r.most_m + c->smoothing_m, all);
    return found;
}

static marsad_status describe(const clipping *c, const GEOSGeometry *part, double share,
                              marsad_land_part *out, marsad_error *error)
{
    const double least = 1e-9; /* rounding leaves slivers of a coast that touches the circle */
    *out = (marsad_land_part){c->centre, c->radius_m, fmin(share, 1)};
    if (share < least || share > 1 - least) {
        out->share = share < least ? 0 : 1;
        return MARSAD_OK;
    }
    if (!find_middle(c, part, &out->at) || !find_radius(c, part, out->at, &out->radius_m)) {
        return mrs_land_fail_areas(c->land, error);
    }
    return MARSAD_OK;
}

marsad_status marsad_land_clip(marsad_land *land, marsad_lonlat centre, double radius_m,
                               marsad_land_part *out, marsad_error *error)
{
    *out = (marsad_land_part){0};
    if (!marsad_lonlat_valid(centre) || !(radius_m > 0 && radius_m <= MARSAD_LAND_RADIUS_MOST)) {
        return mrs_fail(error, MARSAD_ERR_USAGE,
                        "the circle must be on Earth, and its radius more than 0 and up to %.0f km",
                        MARSAD_LAND_RADIUS_MOST / 1000);
    }
    clipping c = {land,   land->geos, mrs_earth_wgs84(),
                  centre, radius_m,   radius_m > SMOOTH_FROM_M ? radius_m * SMOOTHING : 0};
    GEOSGeometry *part = make_disc(&c);
    if (!part) {
        return mrs_fail_memory(error);
    }
    double whole = area_of(&c, part);
    marsad_status status = cut(&c, MRS_LAND_LAND, &part, error);
    if (!status && land->queries[MRS_LAND_LAKES] && !GEOSisEmpty_r(c.geos, part)) {
        status = cut(&c, MRS_LAND_LAKES, &part, error);
    }
    if (!status) {
        status = describe(&c, part, area_of(&c, part) / whole, out, error);
    }
    GEOSGeom_destroy_r(c.geos, part);
    return status;
}
