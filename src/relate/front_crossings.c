/*
 * Lines that cross. A line of a front says whose ground lies to its left and to its right; beyond
 * the point where it crosses itself or another, two of them say otherwise of the same ground.
 */
#include "base/fail.h"
#include "base/memory.h"
#include "relate/front_handle.h"

enum { MOST_TOLD = 5 };

typedef struct crossings {
    marsad_front *front;
    const mrs_front_state *state;
    mrs_plane *plane;
    GEOSContextHandle_t geos;
    GEOSGeometry **lines; /* as those of the state; NULL for lines that name no holder */
    size_t *numbers;      /* 0, 1, 2 …: what the tree holds */
    GEOSSTRtree *tree;
    size_t asked; /* the line whose crossings are looked for */
    size_t told;
    bool memory_out;
} crossings;

static bool names_holders(const marsad_front_line *line)
{
    return line->left != MARSAD_NO_HOLDER || line->right != MARSAD_NO_HOLDER;
}

static void warn(crossings *c, const GEOSGeometry *where, const char *what)
{
    double x = 0;
    double y = 0;
    char date[MARSAD_DATE_TEXT];
    GEOSGeometry *point = GEOSPointOnSurface_r(c->geos, where);
    if (point && GEOSGeomGetX_r(c->geos, point, &x) == 1 &&
        GEOSGeomGetY_r(c->geos, point, &y) == 1) {
        marsad_lonlat at = mrs_plane_back(c->plane, x, y);
        bool dated = c->state->shown.date.year != 0;
        c->told++;
        c->memory_out |= !mrs_front_warn(
            c->front, NULL, 0,
            "the front%s%s%s near %.4f, %.4f: about there, whose ground it is cannot be told",
            dated ? " of " : "", dated ? marsad_date_text(c->state->shown.date, date) : "", what,
            at.lon, at.lat);
    }
    GEOSGeom_destroy_r(c->geos, point);
}

static void look_at_pair(void *item, void *context)
{
    crossings *c = context;
    size_t other = *(const size_t *)item;
    if (other <= c->asked || c->told >= MOST_TOLD ||
        GEOSCrosses_r(c->geos, c->lines[c->asked], c->lines[other]) != 1) {
        return;
    }
    GEOSGeometry *where = GEOSIntersection_r(c->geos, c->lines[c->asked], c->lines[other]);
    if (where) {
        warn(c, where, ": two lines cross");
    }
    GEOSGeom_destroy_r(c->geos, where);
}

/* Where a line crosses itself, it has nodes besides those of its ends. */
static void look_at_line(crossings *c, const GEOSGeometry *line)
{
    if (GEOSisSimple_r(c->geos, line) != 0) {
        return;
    }
    GEOSGeometry *noded = GEOSNode_r(c->geos, line);
    GEOSGeometry *first =
        noded ? GEOSGeom_clone_r(c->geos, GEOSGetGeometryN_r(c->geos, noded, 0)) : NULL;
    GEOSGeometry *where = first ? GEOSGeomGetEndPoint_r(c->geos, first) : NULL;
    if (where) {
        warn(c, where, ": a line crosses itself");
    }
    GEOSGeom_destroy_r(c->geos, where);
    GEOSGeom_destroy_r(c->geos, first);
    GEOSGeom_destroy_r(c->geos, noded);
}

static bool lay_out(crossings *c)
{
    size_t count = c->state->line_count;
    c->lines = mrs_alloc(count, sizeof(GEOSGeometry *));
    c->numbers = mrs_alloc(count, sizeof *c->numbers);
    c->tree = GEOSSTRtree_create_r(c->geos, 10);
    if (!c->lines || !c->numbers || !c->tree) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const marsad_front_line *line = &c->state->lines[i];
        c->numbers[i] = i;
        if (names_holders(line)) {
            c->lines[i] = mrs_plane_line(c->plane, line->points, line->count);
            if (!c->lines[i]) {
                return false;
            }
            GEOSSTRtree_insert_r(c->geos, c->tree, c->lines[i], &c->numbers[i]);
        }
    }
    return true;
}

static marsad_status open_plane(crossings *c, marsad_error *error)
{
    mrs_rings all = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < c->state->line_count; i++) {
        ok = mrs_rings_add_points(&all, c->state->lines[i].points, c->state->lines[i].count);
    }
    marsad_status status =
        ok ? mrs_plane_new(mrs_plane_centre(all.points, all.point_count), &c->plane, error)
           : mrs_fail_memory(error);
    mrs_rings_clear(&all);
    c->geos = status ? NULL : mrs_plane_geos(c->plane);
    return status;
}

static void clear(crossings *c)
{
    for (size_t i = 0; c->lines && i < c->state->line_count; i++) {
        GEOSGeom_destroy_r(c->geos, c->lines[i]);
    }
    if (c->tree) {
        GEOSSTRtree_destroy_r(c->geos, c->tree);
    }
    mrs_free(c->numbers);
    mrs_free(c->lines);
    mrs_plane_free(c->plane);
}

marsad_status mrs_front_warn_crossings(marsad_front *front, const mrs_front_state *state,
                                       marsad_error *error)
{
    crossings c = {.front = front, .state = state};
    marsad_status status = open_plane(&c, error);
    if (!status && !lay_out(&c)) {
        status = mrs_fail_memory(error);
    }
    for (size_t i = 0; !status && i < state->line_count && c.told < MOST_TOLD; i++) {
        if (c.lines[i]) {
            c.asked = i;
            look_at_line(&c, c.lines[i]);
            GEOSSTRtree_query_r(c.geos, c.tree, c.lines[i], look_at_pair, &c);
        }
    }
    if (!status && c.memory_out) {
        status = mrs_fail_memory(error);
    }
    clear(&c);
    return status;
}
