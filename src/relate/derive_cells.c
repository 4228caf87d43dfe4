/* The ground nearest to each piece of evidence: Voronoi cells. */
#include <math.h>
#include <stdint.h>

#include "base/fail.h"
#include "base/memory.h"
#include "relate/derive.h"

typedef struct cells {
    const mrs_plane *plane;
    GEOSContextHandle_t geos;
    GEOSGeometry **sites; /* points, as the evidence is listed */
    size_t count;
    GEOSGeometry *diagram;
    GEOSSTRtree *tree; /* of its cells */
} cells;

static marsad_status fail_cells(marsad_error *error)
{
    return mrs_fail(error, MARSAD_ERR_LIBRARY,
                    "GEOS cannot find the ground nearest to each piece of evidence");
}

static bool make_sites(cells *c, const mrs_evidence_list *list)
{
    c->sites = mrs_alloc(list->count, sizeof(GEOSGeometry *));
    for (size_t i = 0; c->sites && i < list->count; i++) {
        double x;
        double y;
        if (!mrs_plane_forward(c->plane, list->items[i].at, &x, &y)) {
            return false;
        }
        c->sites[i] = GEOSGeom_createPointFromXY_r(c->geos, x, y);
        if (!c->sites[i]) {
            return false;
        }
        c->count++;
    }
    return c->sites != NULL;
}

static GEOSGeometry *gather_sites(const cells *c)
{
    GEOSGeometry **copies = mrs_alloc(c->count, sizeof(GEOSGeometry *));
    size_t count = 0;
    for (size_t i = 0; copies && i < c->count; i++) {
        copies[i] = GEOSGeom_clone_r(c->geos, c->sites[i]);
        count += copies[i] != NULL;
    }
    GEOSGeometry *all = count == c->count ? GEOSGeom_createCollection_r(c->geos, GEOS_MULTIPOINT,
                                                                        copies, (unsigned)count)
                                          : NULL;
    mrs_free(copies);
    return all;
}

/* A box around all that is to be shared out, with room to spare. */
static GEOSGeometry *draw_frame(const cells *c, const GEOSGeometry *sites, double radius_m)
{
    double west;
    double south;
    double east;
    double north;
    if (!GEOSGeom_getExtent_r(c->geos, sites, &west, &south, &east, &north)) {
        return NULL;
    }
    double room = 2 * radius_m;
    return GEOSGeom_createRectangle_r(c->geos, west - room, south - room, east + room,
                                      north + room);
}

/* One site has all the ground: GEOS draws no diagram for it. */
static bool make_diagram(cells *c, double radius_m)
{
    GEOSGeometry *all = gather_sites(c);
    GEOSGeometry *frame = all ? draw_frame(c, all, radius_m) : NULL;
    if (frame && c->count == 1) {
        c->diagram = GEOSGeom_createCollection_r(c->geos, GEOS_GEOMETRYCOLLECTION, &frame, 1);
        frame = NULL; /* the collection's */
    } else if (frame) {
        c->diagram = GEOSVoronoiDiagram_r(c->geos, all, frame, 0, 0);
    }
    GEOSGeom_destroy_r(c->geos, frame);
    GEOSGeom_destroy_r(c->geos, all);
    return c->diagram != NULL;
}

static bool index_cells(cells *c)
{
    c->tree = GEOSSTRtree_create_r(c->geos, 10);
    int count = c->tree ? GEOSGetNumGeometries_r(c->geos, c->diagram) : 0;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *cell = GEOSGetGeometryN_r(c->geos, c->diagram, i);
        GEOSSTRtree_insert_r(c->geos, c->tree, cell, (void *)cell);
    }
    return count > 0;
}

/* ---- sharing out --------------------------------------------------------------------------- */

typedef struct finding {
    const cells *c;
    const GEOSGeometry *site, *cell;
} finding;

static void take_cell(void *item, void *context)
{
    finding *f = context;
    if (!f->cell && GEOSIntersects_r(f->c->geos, item, f->site) == 1) {
        f->cell = item;
    }
}

/* What of a cell is reached: most are as a whole where evidence is dense. */
static GEOSGeometry *reached_of(const cells *c, const GEOSGeometry *cell, const GEOSGeometry *reach,
                                const GEOSPreparedGeometry *prepared)
{
    return GEOSPreparedContains_r(c->geos, prepared, cell) == 1
               ? GEOSGeom_clone_r(c->geos, cell)
               : GEOSIntersection_r(c->geos, cell, reach);
}

static bool share_out(const cells *c, const GEOSGeometry *reach, mrs_derive_take take,
                      void *context)
{
    const GEOSPreparedGeometry *prepared = GEOSPrepare_r(c->geos, reach);
    bool ok = prepared != NULL;
    for (size_t i = 0; ok && i < c->count; i++) {
        finding f = {.c = c, .site = c->sites[i]};
        GEOSSTRtree_query_r(c->geos, c->tree, f.site, take_cell, &f);
        GEOSGeometry *ground = f.cell ? reached_of(c, f.cell, reach, prepared) : NULL;
        ok = ground && take(context, i, ground);
        GEOSGeom_destroy_r(c->geos, ground);
    }
    GEOSPreparedGeom_destroy_r(c->geos, prepared);
    return ok;
}

marsad_status mrs_derive_cells(const mrs_plane *plane, const mrs_evidence_list *list,
                               double radius_m, const GEOSGeometry *reach, mrs_derive_take take,
                               void *context, marsad_error *error)
{
    cells c = {.plane = plane, .geos = mrs_plane_geos(plane)};
    bool ok = make_sites(&c, list) && make_diagram(&c, radius_m) && index_cells(&c) &&
              share_out(&c, reach, take, context);
    if (c.tree) {
        GEOSSTRtree_destroy_r(c.geos, c.tree);
    }
    GEOSGeom_destroy_r(c.geos, c.diagram);
    for (size_t i = 0; i < c.count; i++) {
        GEOSGeom_destroy_r(c.geos, c.sites[i]);
    }
    mrs_free(c.sites);
    return ok ? MARSAD_OK : fail_cells(error);
}
