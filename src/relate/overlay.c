#include "relate/overlay.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/earth.h"

/* ---- faces --------------------------------------------------------------------------------- */

bool mrs_overlay_lines_add(mrs_overlay_lines *lines, GEOSGeometry *line)
{
    if (!mrs_grow((void **)&lines->items, &lines->capacity, lines->count, sizeof(GEOSGeometry *))) {
        GEOSGeom_destroy_r(lines->geos, line);
        return false;
    }
    lines->items[lines->count++] = line;
    return true;
}

static bool add_boundaries(const mrs_overlay *o, mrs_overlay_lines *lines)
{
    bool ok = true;
    for (size_t i = 0; ok && i < o->source_count; i++) {
        const GEOSGeometry *ground = o->sources[i].ground;
        GEOSGeometry *boundary = ground ? GEOSBoundary_r(lines->geos, ground) : NULL;
        ok = !ground || (boundary && mrs_overlay_lines_add(lines, boundary));
    }
    return ok;
}

const size_t *mrs_overlay_covers(const mrs_overlay *overlay, size_t face, size_t *count)
{
    size_t start = face ? overlay->cover_ends[face - 1] : 0;
    *count = overlay->cover_ends[face] - start;
    return overlay->covers + start;
}

size_t mrs_label_holder(const mrs_overlay *overlay, size_t label)
{
    return label < overlay->front->holder_count ? label : MARSAD_NO_HOLDER;
}

size_t mrs_face_label(const mrs_overlay *overlay, size_t face)
{
    return face == MRS_NET_OUTSIDE ? MRS_LABEL_NONE : overlay->net.faces[face].label;
}

static bool lies_in(const mrs_overlay *o, const mrs_source *source, const GEOSGeometry *point,
                    double x, double y)
{
    return source->prepared && x >= source->west && x <= source->east && y >= source->south &&
           y <= source->north &&
           GEOSPreparedIntersects_r(o->net.geos, source->prepared, point) == 1;
}

static bool find_covers(mrs_overlay *o, size_t face)
{
    GEOSContextHandle_t geos = o->net.geos;
    GEOSGeometry *point = GEOSPointOnSurface_r(geos, o->net.faces[face].polygon);
    double x;
    double y;
    bool ok = point && GEOSGeomGetX_r(geos, point, &x) && GEOSGeomGetY_r(geos, point, &y);
    for (size_t i = 0; ok && i < o->source_count; i++) {
        if (!lies_in(o, &o->sources[i], point, x, y)) {
            continue;
        }
        ok = mrs_grow((void **)&o->covers, &o->cover_capacity, o->cover_count, sizeof *o->covers);
        if (ok) {
            o->covers[o->cover_count++] = i;
        }
    }
    o->cover_ends[face] = o->cover_count;
    if (point) {
        GEOSGeom_destroy_r(geos, point);
    }
    return ok;
}

static size_t label_of(const mrs_overlay *o, size_t face)
{
    size_t count;
    const size_t *covers = mrs_overlay_covers(o, face, &count);
    if (count == 0) {
        return MRS_LABEL_NONE;
    }
    size_t holder = o->sources[covers[0]].area->holder;
    for (size_t i = 1; i < count; i++) {
        if (o->sources[covers[i]].area->holder != holder) {
            return MRS_LABEL_CONTESTED;
        }
    }
    return holder == MARSAD_NO_HOLDER ? MRS_LABEL_CONTESTED : holder;
}

static bool label_faces(mrs_overlay *o)
{
    mrs_free(o->cover_ends);
    o->cover_count = 0;
    o->cover_ends = mrs_alloc(o->net.face_count, sizeof *o->cover_ends);
    bool ok = o->cover_ends != NULL;
    for (size_t i = 0; ok && i < o->net.face_count; i++) {
        ok = find_covers(o, i);
        o->net.faces[i].label = ok ? label_of(o, i) : MRS_LABEL_NONE;
    }
    return ok;
}

/* One geometry of copies of all lines. */
static GEOSGeometry *collect(const mrs_overlay_lines *lines)
{
    GEOSGeometry **copies = mrs_alloc(lines->count, sizeof(GEOSGeometry *));
    GEOSGeometry *all = NULL;
    size_t copied = 0;
    while (copies && copied < lines->count &&
           (copies[copied] = GEOSGeom_clone_r(lines->geos, lines->items[copied]))) {
        copied++;
    }
    if (copies && copied == lines->count) {
        all = GEOSGeom_createCollection_r(lines->geos, GEOS_GEOMETRYCOLLECTION, copies,
                                          (unsigned)copied);
        copied = 0; /* they are taken over */
    }
    for (size_t i = 0; i < copied; i++) {
        GEOSGeom_destroy_r(lines->geos, copies[i]);
    }
    mrs_free(copies);
    return all;
}

/* Divides the plane by the lines, and finds whose the faces are. */
static marsad_status divide(mrs_overlay *o, const mrs_overlay_lines *lines, marsad_error *error)
{
    GEOSGeometry *all = collect(lines);
    if (!all) {
        return mrs_overlay_fail(error);
    }
    marsad_status status = mrs_net_divide(&o->net, all, error);
    GEOSGeom_destroy_r(o->net.geos, all);
    if (!status && !label_faces(o)) {
        status = mrs_fail_memory(error);
    }
    return status;
}

/* Once by the boundaries of the areas; then, where these leave narrow gaps that are open at an end,
 * by those gaps too. */
static marsad_status divide_all(mrs_overlay *o, marsad_error *error)
{
    mrs_overlay_lines lines = {.geos = o->net.geos};
    marsad_status status = add_boundaries(o, &lines) ? MARSAD_OK : mrs_overlay_fail(error);
    status = status ? status : divide(o, &lines, error);
    size_t boundaries = lines.count;
    if (!status && !mrs_overlay_close_gaps(o, &lines)) {
        status = mrs_overlay_fail(error);
    }
    if (!status && lines.count > boundaries) {
        status = divide(o, &lines, error);
    }
    for (size_t i = 0; i < lines.count; i++) {
        GEOSGeom_destroy_r(lines.geos, lines.items[i]);
    }
    mrs_free(lines.items);
    return status;
}

/* ---- overlaps ------------------------------------------------------------------------------ */

typedef struct overlap {
    size_t first, second; /* sources */
    double area_m2;
} overlap;

typedef struct overlaps {
    overlap *items;
    size_t count, capacity;
} overlaps;

static bool add_overlap(overlaps *list, size_t first, size_t second, double area_m2)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].first == first && list->items[i].second == second) {
            list->items[i].area_m2 += area_m2;
            return true;
        }
    }
    if (!mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items)) {
        return false;
    }
    list->items[list->count++] = (overlap){first, second, area_m2};
    return true;
}

/* Notes every pair of areas, of two holders, that cover the face. */
static bool add_pairs(const mrs_overlay *o, size_t face, overlaps *list)
{
    size_t count;
    const size_t *covers = mrs_overlay_covers(o, face, &count);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        for (size_t j = i + 1; ok && j < count; j++) {
            size_t a = o->sources[covers[i]].area->holder;
            size_t b = o->sources[covers[j]].area->holder;
            if (a != b && a != MARSAD_NO_HOLDER && b != MARSAD_NO_HOLDER) {
                ok = add_overlap(list, covers[i], covers[j], o->net.faces[face].area_m2);
            }
        }
    }
    return ok;
}

static bool warn_overlap(mrs_overlay *o, const overlap *both)
{
    const mrs_source *a = &o->sources[both->first];
    const mrs_source *b = &o->sources[both->second];
    const char *file = b->origin.file ? b->origin.file : "";
    return mrs_front_warn(o->front, a->origin.file, a->origin.row,
                          "the area of %s overlaps that of %s (%s%sfeature %ld) by %.*f km²: that "
                          "ground is taken for contested",
                          o->front->holders[a->area->holder], o->front->holders[b->area->holder],
                          file, *file ? ", " : "", b->origin.row, both->area_m2 < 1e7 ? 2 : 0,
                          both->area_m2 / 1e6);
}

static bool warn_overlaps(mrs_overlay *o)
{
    overlaps list = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < o->net.face_count; i++) {
        if (o->net.faces[i].label == MRS_LABEL_CONTESTED) {
            ok = add_pairs(o, i, &list);
        }
    }
    for (size_t i = 0; ok && i < list.count; i++) {
        ok = warn_overlap(o, &list.items[i]);
    }
    mrs_free(list.items);
    return ok;
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* The sides of the rectangle of all areas, as bits of the vertices that lie on them. Longitudes run
 * on from the middle, so that the antimeridian is nowhere special. */
static void find_edges(mrs_net *net, marsad_lonlat centre)
{
    const double drawn_deg = 1e-6;
    const double crossing_deg = 0.005; /* long edges rise above the parallel of their ends */
    double box[4] = {INFINITY, INFINITY, INFINITY, INFINITY}; /* least of each, signed */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < net->vertex_count; i++) {
            mrs_net_vertex *v = &net->vertices[i];
            double lon = mrs_longitude_normalise(v->at.lon - centre.lon);
            const double value[4] = {lon, -lon, v->at.lat, -v->at.lat};
            double close_deg = v->kind == MRS_VERTEX_DRAWN ? drawn_deg : crossing_deg;
            for (unsigned side = 0; side < 4; side++) {
                if (pass == 0 && v->kind == MRS_VERTEX_DRAWN) {
                    box[side] = fmin(box[side], value[side]);
                } else if (pass == 1 && fabs(value[side] - box[side]) <= close_deg) {
                    v->edges |= 1U << side;
                }
            }
        }
    }
}

static marsad_status make_plane(mrs_overlay *o, marsad_lonlat *centre, marsad_error *error)
{
    mrs_rings all = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < o->state->area_count; i++) {
        const marsad_front_area *area = &o->state->areas[i];
        ok = mrs_rings_add_points(&all, area->points, area->ends[area->ring_count - 1]);
    }
    *centre = mrs_plane_centre(all.points, all.point_count);
    mrs_rings_clear(&all);
    marsad_status status = ok ? mrs_plane_new(*centre, &o->plane, error) : mrs_fail_memory(error);
    if (!status) {
        o->net = (mrs_net){.plane = o->plane, .geos = mrs_plane_geos(o->plane)};
    }
    return status;
}

static marsad_status overlay(mrs_overlay *o, marsad_error *error)
{
    marsad_status status = mrs_overlay_make_sources(o, error);
    status = status ? status : divide_all(o, error);
    if (status) {
        return status;
    }
    return mrs_overlay_absorb_slivers(o) && warn_overlaps(o) ? MARSAD_OK : mrs_fail_memory(error);
}

static void clear(mrs_overlay *o)
{
    for (size_t i = 0; i < o->source_count; i++) {
        GEOSPreparedGeom_destroy_r(o->net.geos, o->sources[i].prepared);
        if (o->sources[i].ground) {
            GEOSGeom_destroy_r(o->net.geos, o->sources[i].ground);
        }
    }
    mrs_net_clear(&o->net);
    mrs_free(o->sources);
    mrs_free(o->covers);
    mrs_free(o->cover_ends);
    mrs_plane_free(o->plane);
}

/* Coasts farther away than this from all areas are of no interest. */
static const double SHORE_MARGIN_M = 5000;

static marsad_status open_shore(const mrs_overlay *o, const char *basemap, mrs_shore **out,
                                marsad_error *error)
{
    marsad_lonlat *points = mrs_alloc(o->net.vertex_count, sizeof *points);
    if (!points) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < o->net.vertex_count; i++) {
        points[i] = o->net.vertices[i].at;
    }
    marsad_status status =
        mrs_shore_open(basemap, o->plane, points, o->net.vertex_count, SHORE_MARGIN_M, out, error);
    mrs_free(points);
    return status;
}

marsad_status mrs_overlay_state(marsad_front *front, mrs_front_state *state, const char *basemap,
                                marsad_error *error)
{
    mrs_overlay o = {.front = front, .state = state};
    mrs_shore *shore = NULL;
    marsad_lonlat centre;
    marsad_status status = make_plane(&o, &centre, error);
    status = status ? status : overlay(&o, error);
    if (!status && basemap) {
        status = open_shore(&o, basemap, &shore, error);
    }
    if (!status) {
        if (!state->knows_edges) {
            find_edges(&o.net, centre);
        }
        status = mrs_overlay_write_lines(&o, shore, error);
    }
    if (!status && !mrs_overlay_write_areas(&o)) {
        status = mrs_fail_memory(error);
    }
    mrs_shore_free(shore);
    clear(&o);
    return status;
}
