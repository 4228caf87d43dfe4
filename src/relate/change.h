/**
 * The change between two states, from inside. In one plane, the boundaries or lines of both states
 * are noded together and the faces between them found; each face has one holder in either state.
 * Faces whose holder is another one afterwards, joined where they touch, are the ground that
 * changed.
 */
#ifndef MARSAD_RELATE_CHANGE_H
#define MARSAD_RELATE_CHANGE_H

#include "base/arena.h"
#include "geo/plane.h"
#include "relate/front_handle.h"

/** Faces and pieces that are narrower on the average come from rounding. */
#define MRS_CHANGE_WIDTH_M 1.0

/** A straight edge of the plane: a part of a line of a front, with who holds its sides. */
typedef struct mrs_change_edge {
    double x[2], y[2];
    size_t left, right; /* as in mrs_change.holders */
    size_t line;        /* of the state */
} mrs_change_edge;

/** An end of a line of a front. */
typedef struct mrs_change_end {
    marsad_lonlat at;
    double x, y;
    size_t left, right; /* seen outwards, as in mrs_change.holders */
    size_t edge;        /* of the side: the one that ends here */
    bool open;          /* it meets no line of its own state, and is not joined */
} mrs_change_end;

/** One of the two states, in the plane. */
typedef struct mrs_change_side {
    const marsad_front *front;
    const mrs_front_state *state;
    const char *role; /* "old" or "new" */
    size_t *holders;  /* of each of the front's holders: its index in mrs_change.holders */

    GEOSGeometry **shapes;               /* areas, or edges: what the tree holds */
    const GEOSPreparedGeometry **ground; /* of areas */
    size_t shape_count, shape_capacity;
    GEOSSTRtree *tree; /* its items are indices into `numbers` */
    size_t *numbers;

    mrs_change_edge *edges; /* of lines only */
    size_t edge_count, edge_capacity;
    mrs_change_end *ends;
    size_t end_count, end_capacity;
} mrs_change_side;

/** Ground that changed hands. `from` and `to` are as in mrs_change.holders. */
typedef struct mrs_change_piece {
    GEOSGeometry *polygon;
    const marsad_lonlat *points;
    const size_t *ends;
    size_t ring_count, point_count;
    size_t from, to;
    double area_m2;
} mrs_change_piece;

typedef struct mrs_change {
    mrs_plane *plane;
    GEOSContextHandle_t geos;
    mrs_arena *arena; /* the comparison's: for what outlives the work */
    mrs_change_side sides[2];
    const char **holders; /* by name, those of old, then of new; the last is "", nobody */
    size_t holder_count;  /* without that last one, whose index it is */
    GEOSGeometry **arcs;  /* lines to be noded */
    size_t arc_count, arc_capacity;
    double joined_m;
    size_t unjoined;
    mrs_change_piece *pieces;
    size_t piece_count, piece_capacity;
} mrs_change;

/** MARSAD_ERR_LIBRARY: GEOS could not do something; or MARSAD_ERR_MEMORY. */
marsad_status mrs_change_fail_geos(marsad_error *error, const char *what);

/** Who holds ground in the state that has this index in its front, as in mrs_change.holders. */
size_t mrs_change_holder(const mrs_change *change, const mrs_change_side *side, size_t holder);

/** Takes over a line to be noded; false if it is NULL or memory is out. */
bool mrs_change_add_arc(mrs_change *change, GEOSGeometry *arc);

/** Indexes the side's shapes, after the last was added. */
marsad_status mrs_change_index(mrs_change *change, mrs_change_side *side, marsad_error *error);

/** Shapes of the side whose boxes meet the geometry's, handed to `take` by index. */
void mrs_change_query(const mrs_change *change, const mrs_change_side *side,
                      const GEOSGeometry *geometry, GEOSQueryCallback take, void *context);

/** Brings the areas of a side into the plane, and their boundaries among the arcs. */
marsad_status mrs_change_add_areas(mrs_change *change, mrs_change_side *side, marsad_error *error);

/** The same with the lines of a side. MARSAD_ERR_INPUT if one does not say who holds a side. */
marsad_status mrs_change_add_lines(mrs_change *change, mrs_change_side *side, marsad_error *error);

/** Joins the loose ends of both sides' lines. */
marsad_status mrs_change_join_ends(mrs_change *change, marsad_error *error);

/** The edge nearest to a point among those within `reach_m`, passing over the edges [skip,
 *  skip_end); SIZE_MAX if there is none. */
size_t mrs_change_edge_near(const mrs_change *change, const mrs_change_side *side, double x,
                            double y, double reach_m, size_t skip, size_t skip_end,
                            double *distance_m);

/** Who held a face in the state of the side. */
marsad_status mrs_change_face_holder(const mrs_change *change, const mrs_change_side *side,
                                     const GEOSGeometry *face, size_t *out, marsad_error *error);
/** The same for lines: by the side of the longest stretch of line along the face. SIZE_MAX if no
 *  line runs along it. */
size_t mrs_change_beside_lines(const mrs_change *change, const mrs_change_side *side,
                               const GEOSGeometry *face);

/** Nodes the arcs and finds the pieces, the largest first. */
marsad_status mrs_change_find_pieces(mrs_change *change, marsad_error *error);

/** How far each holder came. `*out` is in the arena. */
marsad_status mrs_change_advances(const mrs_change *change, marsad_front_advance **out,
                                  size_t *count, marsad_error *error);

/** The towns in the pieces. `*places` is to be cleared, `*out` is in the arena. */
marsad_status mrs_change_towns(const mrs_change *change, marsad_gazetteer *gazetteer,
                               marsad_place_list *places, marsad_front_town **out, size_t *count,
                               marsad_error *error);

#endif
