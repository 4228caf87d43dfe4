/*
 * Most of a coastline's points lie nearer to each other than a pixel. They are passed over as the
 * geometry is read, before anything is projected; and only what crosses the window's edge is given
 * to GEOS, to be cut off there.
 */
#include "map/basemap_shape.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/earth.h"
#include "map/basemap_simplify.h"
#include "map/basemap_wkb.h"

/* A fifth of a pixel cannot be seen: points nearer than that to the last one are left out. */
static const double LEAST_STEP_PX = 0.2;

/* How far a line may be from where it should be. An SVG tells no less apart. */
static const double LEAST_LENGTH_PX = 0.1;
static const double COARSE_LENGTH_PX = 0.4;

static const double METRES_PER_DEGREE = 111320; /* of latitude; of longitude at the equator */

/* --- The window's part --- */

static int add_to_longitude(double *lon, double *lat, void *shift)
{
    (void)lat;
    *lon += *(const double *)shift;
    return 1;
}

static double area_of(GEOSContextHandle_t geos, const GEOSGeometry *geometry)
{
    double area = 0;
    return GEOSArea_r(geos, geometry, &area) ? area : 0;
}

/* The fast clipping by a rectangle takes an area for one that surrounds it where rings touch
 * themselves at its edge, as those of Iceland do: where the area has grown, it is cut by the slow
 * and exact way, which bears no such rings. NULL if GEOS fails. */
static GEOSGeometry *clip_to_box(GEOSContextHandle_t geos, const GEOSGeometry *whole,
                                 marsad_bbox box)
{
    const double rounding = 1 + 1e-9;
    GEOSGeometry *part = GEOSClipByRect_r(geos, whole, box.west, box.south, box.east, box.north);
    if (!part || area_of(geos, part) <= area_of(geos, whole) * rounding) {
        return part;
    }
    GEOSGeom_destroy_r(geos, part);
    GEOSGeometry *valid = GEOSMakeValid_r(geos, whole);
    GEOSGeometry *rectangle =
        GEOSGeom_createRectangle_r(geos, box.west, box.south, box.east, box.north);
    part = valid && rectangle ? GEOSIntersection_r(geos, valid, rectangle) : NULL;
    if (valid) {
        GEOSGeom_destroy_r(geos, valid);
    }
    if (rectangle) {
        GEOSGeom_destroy_r(geos, rectangle);
    }
    return part;
}

/* The part of a geometry that a window shows, its longitudes running on. Frees `whole`; NULL if
 * GEOS fails. */
static GEOSGeometry *clip(GEOSContextHandle_t geos, GEOSGeometry *whole, const mrs_window *window)
{
    double shift = window->shift;
    GEOSGeometry *part = clip_to_box(geos, whole, window->box);
    GEOSGeom_destroy_r(geos, whole);
    if (part && shift != 0) {
        GEOSGeometry *moved = GEOSGeom_transformXY_r(geos, part, add_to_longitude, &shift);
        GEOSGeom_destroy_r(geos, part);
        part = moved;
    }
    return part;
}

mrs_shaper mrs_shaper_of(GEOSContextHandle_t geos, const mrs_frame *frame, mrs_window window)
{
    double extent =
        fmax(frame->bounds.east - frame->bounds.west, frame->bounds.north - frame->bounds.south);
    double length_px = frame->coarse ? COARSE_LENGTH_PX : LEAST_LENGTH_PX;
    double lengths = METRES_PER_DEGREE / frame->metres_per_px / length_px;
    marsad_bbox b = window.box; /* a degree of longitude is longest nearest to the equator */
    double nearest = b.south > 0 ? b.south : b.north < 0 ? b.north : 0;
    return (mrs_shaper){.geos = geos,
                        .frame = frame,
                        .window = window,
                        .lengths_per_lon = lengths * cos(mrs_radians(nearest)),
                        .lengths_per_lat = lengths,
                        .longest_deg = fmax(extent / 60, 1e-4)};
}

void mrs_shaper_clear(mrs_shaper *shaper)
{
    mrs_free(shaper->points);
    mrs_free(shaper->rings);
}

/* --- From the ground to the sheet --- */

static void add_point(mrs_shaper *s, marsad_lonlat ground, bool keep)
{
    mrs_point at;
    if (!mrs_frame_to_page(s->frame, ground, &at)) {
        return;
    }
    mrs_path *path = s->path;
    if (!keep && path->count > path->starts[path->part_count - 1]) {
        mrs_point last = path->points[path->count - 1];
        if (fabs(at.x - last.x) < LEAST_STEP_PX && fabs(at.y - last.y) < LEAST_STEP_PX) {
            return;
        }
    }
    mrs_path_add(path, at.x, at.y);
}

static void add_segment(mrs_shaper *s, marsad_lonlat a, marsad_lonlat b, bool last)
{
    double longest = fmax(fabs(b.lon - a.lon), fabs(b.lat - a.lat));
    int pieces = longest > s->longest_deg ? (int)ceil(longest / s->longest_deg) : 1;
    for (int i = 1; i <= pieces; i++) {
        double t = (double)i / pieces;
        add_point(s, (marsad_lonlat){a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t},
                  last && i == pieces);
    }
}

/* Adds a line; of a ring without its last point, which is its first. */
static void add_line(mrs_shaper *s, const marsad_lonlat *points, size_t count, bool ring)
{
    if (count < 2) {
        return;
    }
    mrs_path_start(s->path);
    if (s->path->failed) {
        return;
    }
    add_point(s, points[0], true);
    for (size_t i = 1; i < (ring ? count - 1 : count); i++) {
        add_segment(s, points[i - 1], points[i], !ring && i + 1 == count);
    }
    mrs_path_end(s->path, ring ? 3 : 2);
}

/* --- Points at hand --- */

static void start_points(mrs_shaper *s)
{
    s->point_count = 0;
    s->ring_count = 0;
}

static bool reserve_points(mrs_shaper *s, size_t count)
{
    size_t needed = s->point_count + count;
    if (needed > s->point_capacity) {
        marsad_lonlat *points = mrs_resize(s->points, needed, sizeof *points);
        if (!points) {
            s->failed = true;
            return false;
        }
        s->points = points;
        s->point_capacity = needed;
    }
    return true;
}

/* Of the points at hand from `first` on, keeps those without which the line would look another. */
static void simplify(mrs_shaper *s, size_t first)
{
    s->point_count = first + mrs_simplify(s->points + first, s->point_count - first,
                                          s->lengths_per_lon, s->lengths_per_lat);
}

static marsad_bbox box_of(const marsad_lonlat *points, size_t count)
{
    marsad_bbox box = {points[0].lon, points[0].lat, points[0].lon, points[0].lat};
    for (size_t i = 1; i < count; i++) {
        box.west = points[i].lon < box.west ? points[i].lon : box.west;
        box.east = points[i].lon > box.east ? points[i].lon : box.east;
        box.south = points[i].lat < box.south ? points[i].lat : box.south;
        box.north = points[i].lat > box.north ? points[i].lat : box.north;
    }
    return box;
}

static bool is_outside(marsad_bbox box, marsad_bbox window)
{
    return box.west > window.east || box.east < window.west || box.south > window.north ||
           box.north < window.south;
}

static bool is_inside(marsad_bbox box, marsad_bbox window)
{
    return box.west >= window.west && box.east <= window.east && box.south >= window.south &&
           box.north <= window.north;
}

static void shift_points(mrs_shaper *s, marsad_lonlat *points, size_t count)
{
    for (size_t i = 0; s->window.shift != 0 && i < count; i++) {
        points[i].lon += s->window.shift;
    }
}

/* --- What GEOS is needed for --- */

static GEOSGeometry *line_of(const mrs_shaper *s, const marsad_lonlat *points, size_t count,
                             bool ring)
{
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(s->geos, (unsigned)count, 2);
    for (size_t i = 0; sequence && i < count; i++) {
        GEOSCoordSeq_setXY_r(s->geos, sequence, (unsigned)i, points[i].lon, points[i].lat);
    }
    if (!sequence) {
        return NULL;
    }
    return ring ? GEOSGeom_createLinearRing_r(s->geos, sequence)
                : GEOSGeom_createLineString_r(s->geos, sequence);
}

static size_t ring_end(const mrs_shaper *s, size_t ring)
{
    return ring + 1 < s->ring_count ? s->rings[ring + 1] : s->point_count;
}

/* The polygon at hand. */
static GEOSGeometry *polygon_of(mrs_shaper *s)
{
    GEOSGeometry **rings = mrs_alloc(s->ring_count, sizeof(GEOSGeometry *));
    size_t made = 0;
    s->failed |= !rings;
    while (rings && made < s->ring_count) {
        size_t start = s->rings[made];
        GEOSGeometry *ring = line_of(s, s->points + start, ring_end(s, made) - start, true);
        if (!ring) {
            break;
        }
        rings[made++] = ring;
    }
    GEOSGeometry *polygon = NULL;
    if (made == s->ring_count) {
        polygon = GEOSGeom_createPolygon_r(s->geos, rings[0], rings + 1, (unsigned)made - 1);
    } else {
        while (made) {
            GEOSGeom_destroy_r(s->geos, rings[--made]);
        }
    }
    mrs_free(rings);
    return polygon;
}

static void shape_line(mrs_shaper *s, const GEOSGeometry *line, bool ring, bool hole)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(s->geos, line);
    unsigned count = 0;
    start_points(s);
    if (!sequence || !GEOSCoordSeq_getSize_r(s->geos, sequence, &count) ||
        !reserve_points(s, count)) {
        return;
    }
    for (unsigned i = 0; i < count; i++) {
        marsad_lonlat at;
        GEOSCoordSeq_getXY_r(s->geos, sequence, i, &at.lon, &at.lat);
        s->points[s->point_count++] = at;
    }
    if (s->tiles && ring) {
        mrs_dissolver_add(s->tiles, s->points, s->point_count, hole);
        s->failed |= s->tiles->failed;
        return;
    }
    simplify(s, 0);
    add_line(s, s->points, s->point_count, ring);
}

static void shape_any(mrs_shaper *s, const GEOSGeometry *geometry)
{
    switch (GEOSGeomTypeId_r(s->geos, geometry)) {
    case GEOS_LINESTRING:
    case GEOS_LINEARRING:
        shape_line(s, geometry, false, false);
        break;
    case GEOS_POLYGON:
        s->path->closed = true;
        shape_line(s, GEOSGetExteriorRing_r(s->geos, geometry), true, false);
        for (int i = 0; i < GEOSGetNumInteriorRings_r(s->geos, geometry); i++) {
            shape_line(s, GEOSGetInteriorRingN_r(s->geos, geometry, i), true, true);
        }
        break;
    case GEOS_MULTILINESTRING:
    case GEOS_MULTIPOLYGON:
    case GEOS_GEOMETRYCOLLECTION:
        for (int i = 0; i < GEOSGetNumGeometries_r(s->geos, geometry); i++) {
            shape_any(s, GEOSGetGeometryN_r(s->geos, geometry, i));
        }
        break;
    default:
        break;
    }
}

/* Adds what the window shows of a geometry that crosses its edge, and frees it. False if GEOS did
 * not make it, or fails. */
static bool shape_clipped(mrs_shaper *s, GEOSGeometry *whole, bool *seen)
{
    GEOSGeometry *part = whole ? clip(s->geos, whole, &s->window) : NULL;
    if (!part) {
        return false;
    }
    *seen |= !GEOSisEmpty_r(s->geos, part);
    shape_any(s, part);
    GEOSGeom_destroy_r(s->geos, part);
    return true;
}

/* --- Tiles --- */

/* Adds what the window shows of the polygon at hand. */
static bool take_tile(mrs_shaper *s, marsad_bbox box, bool *seen)
{
    if (!is_inside(box, s->window.box)) {
        return shape_clipped(s, polygon_of(s), seen);
    }
    shift_points(s, s->points, s->point_count);
    for (size_t i = 0; i < s->ring_count; i++) {
        mrs_dissolver_add(s->tiles, s->points + s->rings[i], ring_end(s, i) - s->rings[i], i > 0);
    }
    s->failed |= s->tiles->failed;
    return !s->failed;
}

static void take_joined(void *context, const marsad_lonlat *ring, size_t count)
{
    mrs_shaper *s = context;
    start_points(s);
    if (!count || !reserve_points(s, count)) {
        return;
    }
    memcpy(s->points, ring, count * sizeof *ring);
    s->point_count = count;
    simplify(s, 0);
    add_line(s, s->points, s->point_count, true);
}

bool mrs_shape_tiles(mrs_shaper *shaper, mrs_path *path)
{
    shaper->path = path;
    path->closed = true;
    return mrs_dissolver_join(shaper->tiles, take_joined, shaper) && !shaper->failed;
}

/* --- WKB --- */

/* Adds the points of a line or ring to those at hand. */
static bool read_line(mrs_shaper *s, mrs_wkb *r)
{
    bool ok = true;
    size_t count = mrs_wkb_count(r, &ok);
    if (!ok || !mrs_wkb_has_points(r, count) || !reserve_points(s, count)) {
        return false;
    }
    size_t first = s->point_count;
    for (size_t i = 0; i < count; i++) {
        s->points[s->point_count++] = mrs_wkb_point(r);
    }
    if (!s->tiles) { /* their edges must go on meeting */
        simplify(s, first);
    }
    return true;
}

static bool read_linestring(mrs_shaper *s, mrs_wkb *r, bool *seen)
{
    start_points(s);
    if (!read_line(s, r)) {
        return false;
    }
    if (s->point_count < 2) {
        return true;
    }
    marsad_bbox box = box_of(s->points, s->point_count);
    if (is_inside(box, s->window.box)) {
        shift_points(s, s->points, s->point_count);
        add_line(s, s->points, s->point_count, false);
        *seen = true;
        return true;
    }
    return is_outside(box, s->window.box) ||
           shape_clipped(s, line_of(s, s->points, s->point_count, false), seen);
}

/* Whether points lie so near to each other that an area between them cannot be seen. */
static bool is_speck(const mrs_shaper *s, marsad_bbox box)
{
    return (box.east - box.west) * s->lengths_per_lon < 2 &&
           (box.north - box.south) * s->lengths_per_lat < 2;
}

/* Takes the points at hand from `first` on as a ring, if it is large enough to be drawn. */
static bool take_ring(mrs_shaper *s, size_t first, marsad_bbox box)
{
    if (s->point_count - first < 4 || (!s->tiles && is_speck(s, box))) {
        s->point_count = first;
        return false;
    }
    if (!mrs_grow((void **)&s->rings, &s->ring_capacity, s->ring_count, sizeof *s->rings)) {
        s->failed = true;
        return false;
    }
    s->rings[s->ring_count++] = first;
    return true;
}

/* Reads the rings of a polygon, none if the outer one is too small; `box` is around that one. */
static bool read_rings(mrs_shaper *s, mrs_wkb *r, marsad_bbox *box)
{
    bool ok = true;
    bool drawn = true;
    start_points(s);
    uint32_t count = mrs_wkb_count(r, &ok);
    for (uint32_t i = 0; ok && i < count; i++) {
        size_t first = s->point_count;
        if (!read_line(s, r) || s->point_count == first) {
            return false;
        }
        marsad_bbox own = box_of(s->points + first, s->point_count - first);
        bool taken = take_ring(s, first, own);
        if (i == 0) {
            *box = own;
            drawn = taken;
        }
        if (!drawn) {
            start_points(s); /* the rings of an area that cannot be seen are holes in nothing */
        }
        ok = !s->failed;
    }
    return ok && count;
}

static bool read_polygon(mrs_shaper *s, mrs_wkb *r, bool *seen)
{
    marsad_bbox box = {0, 0, 0, 0};
    s->path->closed = true;
    if (!read_rings(s, r, &box)) {
        return false;
    }
    if (is_outside(box, s->window.box)) {
        return true;
    }
    if (s->tiles) {
        return !s->ring_count || take_tile(s, box, seen);
    }
    if (!s->ring_count) {
        *seen = true; /* though too small to be drawn */
    } else if (is_inside(box, s->window.box)) {
        shift_points(s, s->points, s->point_count);
        for (size_t i = 0; i < s->ring_count; i++) {
            add_line(s, s->points + s->rings[i], ring_end(s, i) - s->rings[i], true);
        }
        *seen = true;
    } else {
        return shape_clipped(s, polygon_of(s), seen);
    }
    return true;
}

static bool read_single_point(const mrs_shaper *s, mrs_wkb *r, bool *seen)
{
    if (!mrs_wkb_has_points(r, 1)) {
        return false;
    }
    marsad_lonlat at = mrs_wkb_point(r);
    *seen |= is_inside((marsad_bbox){at.lon, at.lat, at.lon, at.lat}, s->window.box);
    return true;
}

enum { MOST_DEPTH = 8 };

static bool read_geometry(mrs_shaper *s, mrs_wkb *r, int depth, bool *seen)
{
    if (r->at >= r->end || *r->at > 1 || depth > MOST_DEPTH) {
        return false;
    }
    r->little = *r->at++ == 1;
    bool ok = true;
    uint32_t type = mrs_wkb_count(r, &ok);
    r->extra = type / 1000 == 3 ? 2 : type / 1000 > 0; /* 1000: with Z, 2000: with M, 3000: both */
    if (!ok || type >= 4000) {
        return false;
    }
    switch (type % 1000) {
    case 1:
        return read_single_point(s, r, seen);
    case 2:
        return read_linestring(s, r, seen);
    case 3:
        return read_polygon(s, r, seen);
    case 4:
    case 5:
    case 6:
    case 7:
        for (uint32_t left = mrs_wkb_count(r, &ok); ok && left; left--) {
            ok = read_geometry(s, r, depth + 1, seen);
        }
        return ok;
    default:
        return false;
    }
}

bool mrs_shape_wkb(mrs_shaper *shaper, const unsigned char *wkb, size_t size, mrs_path *path,
                   bool *seen)
{
    mrs_wkb reader = {.at = wkb, .end = wkb + size};
    shaper->path = path;
    *seen = false;
    return read_geometry(shaper, &reader, 0, seen) && !shaper->failed;
}
