/* Faces of one label joined to the areas that a state shows. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "relate/overlay.h"

/* ---- which faces belong together ----------------------------------------------------------- */

static size_t find_root(size_t *parents, size_t face)
{
    while (parents[face] != face) {
        parents[face] = parents[parents[face]];
        face = parents[face];
    }
    return face;
}

/* For each face the least one of its label that it hangs together with. */
static size_t *join_faces(const mrs_overlay *o)
{
    size_t *parents = mrs_alloc(o->net.face_count, sizeof *parents);
    for (size_t i = 0; parents && i < o->net.face_count; i++) {
        parents[i] = i;
    }
    for (size_t i = 0; parents && i < o->net.edge_count; i++) {
        const mrs_net_edge *e = &o->net.edges[i];
        if (e->right == MRS_NET_OUTSIDE ||
            mrs_face_label(o, e->left) != mrs_face_label(o, e->right)) {
            continue;
        }
        size_t a = find_root(parents, e->left);
        size_t b = find_root(parents, e->right);
        parents[a > b ? a : b] = a > b ? b : a;
    }
    for (size_t i = 0; parents && i < o->net.face_count; i++) {
        parents[i] = find_root(parents, i);
    }
    return parents;
}

/* A piece of ground: the faces of one root. */
typedef struct piece {
    size_t root;
    size_t source; /* the first drawn area that is part of it: they are written in that order */
} piece;

static int by_source(const void *first, const void *second)
{
    const piece *a = first;
    const piece *b = second;
    int order = (a->source > b->source) - (a->source < b->source);
    return order ? order : (a->root > b->root) - (a->root < b->root);
}

static bool gives_ground(const mrs_overlay *o, size_t face, size_t source)
{
    size_t holder = o->sources[source].area->holder;
    size_t label = o->net.faces[face].label;
    return holder == label || label == MRS_LABEL_CONTESTED;
}

static size_t first_source(const mrs_overlay *o, const size_t *roots, size_t root)
{
    size_t least = o->source_count;
    for (size_t face = root; face < o->net.face_count; face++) {
        size_t count = 0;
        const size_t *covers = roots[face] == root ? mrs_overlay_covers(o, face, &count) : NULL;
        for (size_t i = 0; i < count; i++) {
            if (covers[i] < least && gives_ground(o, face, covers[i])) {
                least = covers[i];
            }
        }
    }
    return least;
}

/* ---- what an area is built from ------------------------------------------------------------ */

/* The evidence of all drawn areas that are part of the piece, each text once. */
static char *join_evidence(const mrs_overlay *o, const size_t *roots, size_t root)
{
    mrs_buffer text = {0};
    bool *used = mrs_alloc(o->source_count, sizeof *used);
    for (size_t face = root; used && face < o->net.face_count; face++) {
        size_t count = 0;
        const size_t *covers = roots[face] == root ? mrs_overlay_covers(o, face, &count) : NULL;
        for (size_t i = 0; i < count; i++) {
            used[covers[i]] = used[covers[i]] || gives_ground(o, face, covers[i]);
        }
    }
    for (size_t i = 0; used && i < o->source_count; i++) {
        const char *evidence = o->sources[i].area->evidence;
        bool said = !used[i] || !evidence[0];
        for (size_t k = 0; !said && k < i; k++) {
            said = used[k] && strcmp(o->sources[k].area->evidence, evidence) == 0;
        }
        if (!said) {
            mrs_buffer_add(&text, text.length ? "; " : "");
            mrs_buffer_add(&text, evidence);
        }
    }
    if (!used) {
        mrs_buffer_clear(&text);
        return NULL;
    }
    mrs_free(used);
    return mrs_buffer_take(&text);
}

static GEOSGeometry *join_polygons(const mrs_overlay *o, const size_t *roots, size_t root)
{
    size_t count = 0;
    size_t *faces = mrs_alloc(o->net.face_count, sizeof *faces);
    for (size_t i = root; faces && i < o->net.face_count; i++) {
        if (roots[i] == root) {
            faces[count++] = i;
        }
    }
    GEOSGeometry *joined = faces ? mrs_net_join(&o->net, faces, count) : NULL;
    mrs_free(faces);
    return joined;
}

/* ---- back to the ellipsoid ----------------------------------------------------------------- */

typedef struct writing {
    mrs_overlay *overlay;
    size_t holder;
    const char *evidence;
} writing;

/* Adds a ring's vertices, but for those that only kept an edge to its geodesic; all of them where
   too few would be left. */
static bool add_ring(mrs_net *net, const GEOSGeometry *ring, bool outer, mrs_rings *rings)
{
    size_t count;
    size_t *vertices = mrs_net_walk(net, ring, outer, &count);
    bool ok = vertices != NULL;
    size_t start = rings->point_count;
    for (int pass = 0; ok && pass < 2 && rings->point_count < start + 3; pass++) {
        rings->point_count = start;
        for (size_t i = 0; ok && i + 1 < count; i++) {
            const mrs_net_vertex *v = &net->vertices[vertices[i]];
            ok = (pass == 0 && v->kind == MRS_VERTEX_TRACED) || mrs_rings_add_point(rings, v->at);
        }
    }
    mrs_free(vertices);
    return ok && mrs_rings_end_ring(rings);
}

static bool write_polygon(const writing *w, const GEOSGeometry *polygon)
{
    mrs_net *net = &w->overlay->net;
    mrs_front_state *state = w->overlay->state;
    mrs_rings rings = {0};
    int holes = GEOSGetNumInteriorRings_r(net->geos, polygon);
    bool ok = add_ring(net, GEOSGetExteriorRing_r(net->geos, polygon), true, &rings);
    for (int i = 0; ok && i < holes; i++) {
        ok = add_ring(net, GEOSGetInteriorRingN_r(net->geos, polygon, i), false, &rings);
    }
    ok = ok && mrs_front_add_area(state, &rings, w->holder, w->evidence, NULL);
    if (ok) {
        state->areas[state->area_count - 1].area_m2 = mrs_rings_area(&rings);
    }
    mrs_rings_clear(&rings);
    return ok;
}

static bool write_piece(mrs_overlay *o, const size_t *roots, size_t root)
{
    GEOSContextHandle_t geos = o->net.geos;
    GEOSGeometry *ground = join_polygons(o, roots, root);
    char *evidence = join_evidence(o, roots, root);
    writing w = {o, mrs_label_holder(o, o->net.faces[root].label), evidence};
    bool ok = ground && evidence;
    int parts = ok ? GEOSGetNumGeometries_r(geos, ground) : 0;
    for (int i = 0; ok && i < parts; i++) {
        ok = write_polygon(&w, GEOSGetGeometryN_r(geos, ground, i));
    }
    GEOSGeom_destroy_r(geos, ground);
    mrs_free(evidence);
    return ok;
}

static piece *list_pieces(const mrs_overlay *o, const size_t *roots, size_t *count)
{
    piece *pieces = mrs_alloc(o->net.face_count, sizeof *pieces);
    *count = 0;
    for (size_t i = 0; pieces && i < o->net.face_count; i++) {
        if (roots[i] == i && o->net.faces[i].label != MRS_LABEL_NONE) {
            pieces[(*count)++] = (piece){i, first_source(o, roots, i)};
        }
    }
    if (pieces && *count > 1) {
        qsort(pieces, *count, sizeof *pieces, by_source);
    }
    return pieces;
}

bool mrs_overlay_write_areas(mrs_overlay *o)
{
    mrs_front_state *state = o->state;
    marsad_front_area *drawn = state->areas; /* the sources point into it */
    size_t count = 0;
    size_t *roots = join_faces(o);
    piece *pieces = roots ? list_pieces(o, roots, &count) : NULL;
    bool ok = pieces != NULL;
    state->areas = NULL;
    state->area_count = state->area_capacity = 0;
    for (size_t i = 0; ok && i < count; i++) {
        ok = write_piece(o, roots, pieces[i].root);
    }
    mrs_free(drawn);
    mrs_free(roots);
    mrs_free(pieces);
    return ok;
}
