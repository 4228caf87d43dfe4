/* The ground that the evidence reaches: circles around it, and the land among them. */
#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"
#include "geo/land.h"
#include "relate/derive.h"

/* Vertices of a circle lie on it, its edges up to 1/6500 of the radius inside. */
enum { CIRCLE_VERTICES = 180 };
static const double STEP_DEG = 0.05; /* of edges that are straight in degrees */
static const double SEAM_M = 0.1;    /* to which halves of a polar region are rounded */

typedef struct reaching {
    const mrs_plane *plane;
    GEOSContextHandle_t geos;
    marsad_land *land;
    GEOSGeometry **parts;
    size_t count, capacity;
    marsad_bbox window; /* that is read now, of the file's degrees */
    double shift;       /* what is added to its longitudes */
} reaching;

static marsad_status fail_reach(marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_LIBRARY, "GEOS cannot draw the ground around the evidence");
}

static bool add_part(reaching *r, GEOSGeometry *part)
{
    if (!part || !mrs_grow((void **)&r->parts, &r->capacity, r->count, sizeof *r->parts)) {
        GEOSGeom_destroy_r(r->geos, part);
        return false;
    }
    r->parts[r->count++] = part;
    return true;
}

/* Joins the parts, and empties the list; NULL if that cannot be done. */
static GEOSGeometry *join_parts(reaching *r)
{
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(r->geos, GEOS_GEOMETRYCOLLECTION, r->parts, (unsigned)r->count);
    r->count = 0; /* the collection's */
    GEOSGeometry *joined = all ? GEOSUnaryUnion_r(r->geos, all) : NULL;
    GEOSGeom_destroy_r(r->geos, all);
    return joined;
}

static void clear(reaching *r)
{
    for (size_t i = 0; i < r->count; i++) {
        GEOSGeom_destroy_r(r->geos, r->parts[i]);
    }
    mrs_free(r->parts);
    marsad_land_free(r->land);
}

/* ---- circles ------------------------------------------------------------------------------- */

static GEOSGeometry *draw_circle(const reaching *r, marsad_lonlat centre, double radius_m)
{
    double xy[CIRCLE_VERTICES + 1][2];
    for (int i = 0; i <= CIRCLE_VERTICES; i++) {
        double azimuth = 360.0 * (i % CIRCLE_VERTICES) / CIRCLE_VERTICES;
        marsad_lonlat at = marsad_geodesic_point(centre, azimuth, radius_m);
        if (!mrs_plane_forward(r->plane, at, &xy[i][0], &xy[i][1])) {
            return NULL;
        }
    }
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(r->geos, xy[0], CIRCLE_VERTICES + 1, 0, 0);
    GEOSGeometry *ring = sequence ? GEOSGeom_createLinearRing_r(r->geos, sequence) : NULL;
    return ring ? GEOSGeom_createPolygon_r(r->geos, ring, NULL, 0) : NULL;
}

static GEOSGeometry *draw_circles(reaching *r, const mrs_evidence_list *list, double radius_m)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!add_part(r, draw_circle(r, list->items[i].at, radius_m))) {
            return NULL;
        }
    }
    return join_parts(r);
}

/* ---- land ---------------------------------------------------------------------------------- */

static int shift_longitude(double *x, double *y, void *context)
{
    (void)y;
    *x += *(const double *)context;
    return 1;
}

static int project(double *x, double *y, void *context)
{
    const reaching *r = context;
    marsad_lonlat at = {mrs_longitude_normalise(*x), *y};
    return marsad_lonlat_valid(at) && mrs_plane_forward(r->plane, at, x, y);
}

/* Replaces `*geometry` by what became of it; false if nothing did. */
static bool replace(const reaching *r, GEOSGeometry **geometry, GEOSGeometry *by)
{
    GEOSGeom_destroy_r(r->geos, *geometry);
    *geometry = by;
    return by != NULL;
}

static marsad_status take_area(void *context, GEOSGeometry *area, marsad_error *error)
{
    reaching *r = context;
    const marsad_bbox *box = &r->window;
    bool done = replace(
        r, &area, GEOSClipByRect_r(r->geos, area, box->west, box->south, box->east, box->north));
    if (done && r->shift != 0) {
        done = replace(r, &area, GEOSGeom_transformXY_r(r->geos, area, shift_longitude, &r->shift));
    }
    if (!done) {
        return mrs_land_fail_areas(r->land, error);
    }
    return add_part(r, area) ? MARSAD_OK : mrs_fail_memory(error);
}

/* Reads a window, whose longitudes may run past 180, and joins its tiles in degrees, where their
 * seams are straight. */
static marsad_status read_window(reaching *r, marsad_bbox window, GEOSGeometry **out,
                                 marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (int turn = -1; !status && turn <= 1; turn++) {
        r->shift = 360.0 * turn;
        r->window = (marsad_bbox){fmax(-180, window.west - r->shift), window.south,
                                  fmin(180, window.east - r->shift), window.north};
        if (r->window.west < r->window.east) {
            status = mrs_land_read(r->land, MRS_LAND_LAND, r->window, take_area, r, error);
        }
    }
    if (status) {
        return status;
    }
    GEOSGeometry *joined = join_parts(r);
    if (!joined || !replace(r, &joined, GEOSDensify_r(r->geos, joined, STEP_DEG)) ||
        !replace(r, &joined, GEOSGeom_transformXY_r(r->geos, joined, project, r))) {
        GEOSGeom_destroy_r(r->geos, joined);
        return mrs_land_fail_areas(r->land, error);
    }
    *out = joined;
    return MARSAD_OK;
}

/* The degrees that the circles lie in, longitudes counted on from the first one's; `*around` if
 * they go around a pole or the whole earth. */
static marsad_bbox find_window(const mrs_evidence_list *list, double radius_m, bool *around)
{
    const double margin = 1.01;
    double middle = list->items[0].at.lon;
    marsad_bbox all = {middle, 90, middle, -90};
    *around = false;
    for (size_t i = 0; i < list->count; i++) {
        marsad_lonlat at = list->items[i].at;
        marsad_bbox box = marsad_bbox_around(at, radius_m * margin);
        double width = box.east - box.west + (box.east < box.west ? 360 : 0);
        double lon = middle + remainder(at.lon - middle, 360);
        *around = *around || width >= 359;
        all = (marsad_bbox){fmin(all.west, lon - width / 2), fmin(all.south, box.south),
                            fmax(all.east, lon + width / 2), fmax(all.north, box.north)};
    }
    *around = *around || all.east - all.west >= 359;
    return all;
}

/* All the land that the circles may meet. Around a pole it is read in halves, which are joined in
 * the plane, for there the degrees meet themselves. */
static marsad_status read_land(reaching *r, const mrs_evidence_list *list, double radius_m,
                               GEOSGeometry **out, marsad_error *error)
{
    bool around;
    marsad_bbox all = find_window(list, radius_m, &around);
    if (!around) {
        return read_window(r, all, out, error);
    }
    GEOSGeometry *halves[2] = {NULL, NULL};
    marsad_status status = MARSAD_OK;
    for (int i = 0; !status && i < 2; i++) {
        marsad_bbox half = {i ? 0 : -180, all.south, i ? 180 : 0, all.north};
        status = read_window(r, half, &halves[i], error);
    }
    /* Rounded, for the pole itself is a whole edge in degrees, and a cloud of points afterwards. */
    if (!status) {
        *out = GEOSUnionPrec_r(r->geos, halves[0], halves[1], SEAM_M);
        status = *out ? MARSAD_OK : mrs_land_fail_areas(r->land, error);
    }
    GEOSGeom_destroy_r(r->geos, halves[0]);
    GEOSGeom_destroy_r(r->geos, halves[1]);
    return status;
}

static marsad_status clip_to_land(reaching *r, const mrs_evidence_list *list, double radius_m,
                                  const char *basemap, GEOSGeometry **reach, marsad_error *error)
{
    GEOSGeometry *land = NULL;
    marsad_status status = marsad_land_open(basemap, &r->land, error);
    status = status ? status : read_land(r, list, radius_m, &land, error);
    if (!status && !replace(r, reach, GEOSIntersection_r(r->geos, *reach, land))) {
        status = mrs_land_fail_areas(r->land, error);
    }
    GEOSGeom_destroy_r(r->geos, land);
    return status;
}

marsad_status mrs_derive_reach(const mrs_plane *plane, const mrs_evidence_list *list,
                               double radius_m, const char *basemap, GEOSGeometry **out,
                               marsad_error *error)
{
    reaching r = {.plane = plane, .geos = mrs_plane_geos(plane)};
    GEOSGeometry *reach = draw_circles(&r, list, radius_m);
    marsad_status status = reach ? MARSAD_OK : fail_reach(error);
    if (!status && basemap) {
        status = clip_to_land(&r, list, radius_m, basemap, &reach, error);
    }
    clear(&r);
    if (status) {
        GEOSGeom_destroy_r(mrs_plane_geos(plane), reach);
        reach = NULL;
    }
    *out = reach;
    return status;
}
