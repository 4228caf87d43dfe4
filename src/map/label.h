/** What the files that ask for labels and that place them share. */
#ifndef MARSAD_MAP_LABEL_H
#define MARSAD_MAP_LABEL_H

#include <stdint.h>

#include "map/label_grid.h"
#include "map/sheet.h"

/** A label as the style asks for it, without a place yet. `out->layout` is to be unreferenced, or
 *  NULL where the style gives the feature no text; so is `out->second` where there is one. `second`
 *  is the feature's name in the map's second language, or "". */
marsad_status mrs_make_label(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                             const char *second, mrs_label *out, marsad_error *error);
/** Lets go of a label's layouts. */
void mrs_label_clear(mrs_label *label);

/** Whether a box lies in the frame and covers nothing placed so far. */
bool mrs_is_free(const mrs_pane *pane, mrs_rect box);

/** label_line.c: whether the layer's symbols stand along lines. */
bool mrs_stands_on_lines(const mrs_layer *layer, const mrs_view *view);
/** From the point at which something of this size is anchored to its middle: "bottom" puts its
 *  bottom edge there. `anchor` is one of MapLibre's names. */
mrs_point mrs_anchor_shift(const char *anchor, double width, double height);
/** A label for each place along the lines at which the style wants the text. */
marsad_status mrs_ask_line_labels(mrs_pane *pane, size_t layer_index, const mrs_view *view,
                                  const char *second, const mrs_path *path, marsad_error *error);

/* --- A label's texts as one block --- */

/** The name and, in a bilingual label, the second name below it. */
typedef struct mrs_block {
    mrs_rect ink;     /* of both, px from the first layout's top left corner */
    mrs_point second; /* from that corner to the second layout's */
} mrs_block;

/** label_block.c: the block with its lines against the side that `anchor` names ("left", "center",
 *  "right" and their compounds), or as the label's own justification asks. Sets the layouts'
 *  alignment so. */
mrs_block mrs_label_block(const mrs_label *label, const char *anchor);

/* --- Candidates --- */

/** A box that a candidate covers. */
typedef struct mrs_piece {
    mrs_rect box;
    double padding; /* px that it keeps from others */
    double beside;  /* px that it keeps from other names in its line, besides */
} mrs_piece;

/** A place where a label could stand. */
typedef struct mrs_candidate {
    size_t label;
    uint32_t key; /* which of the label's places, from 1: the same whatever else stands around */
    double cost;
    const char *anchor; /* for the alignment of its lines */
    mrs_point at;       /* of the layout */
    double angle_deg;
    size_t piece, piece_count;
} mrs_candidate;

/** The dot of a town, shown with its name: all candidates of a label keep its place free. */
typedef struct mrs_dot {
    mrs_rect box;
    size_t label;
} mrs_dot;

typedef struct mrs_candidates {
    mrs_candidate *items; /* those of a label one after the other */
    size_t count, capacity;
    mrs_dot *dots;
    size_t dot_count, dot_capacity;
    mrs_piece *pieces;
    size_t piece_count, piece_capacity;
    bool failed;
} mrs_candidates;

void mrs_candidates_clear(mrs_candidates *candidates);
/** Begins a candidate; pieces are added to the one begun last. NULL if memory is out. */
mrs_candidate *mrs_candidate_add(mrs_candidates *list, size_t label, uint32_t key, double cost);
void mrs_piece_add(mrs_candidates *list, const mrs_label *label, mrs_rect box);

/** label_room.c: what labels have to mind in a pane, indexed: what stands already, and lines and
 *  dots that a name should not cover or come near. */
typedef struct mrs_label_room {
    const mrs_pane *pane;
    mrs_grid *boxes, *leaders, *front, *dots, *groups;
    size_t *dot_towns;           /* index in pane->towns of each dot */
    size_t *own_group;           /* of each town: the markers that stand for it, or SIZE_MAX */
    struct mrs_clutter *clutter; /* coasts, borders and roads; or NULL */
} mrs_label_room;

/** False if memory is out. Clear it in either case. Reads the features that the style draws. */
marsad_status mrs_label_room_make(mrs_pane *pane, mrs_label_room *out, marsad_error *error);
void mrs_label_room_clear(mrs_label_room *room);
/** Whether a box lies in the frame and covers nothing placed. With `leaders` false, leader lines
 *  do not count. */
bool mrs_room_is_free(const mrs_label_room *room, mrs_rect box, bool leaders);
bool mrs_room_on_leader(const mrs_label_room *room, mrs_rect box);
/** What it costs that a name stands in this box: the front, coasts and roads under it, and other
 *  towns' dots to which it might be taken to belong. `label` may be no place's. */
double mrs_room_cost(const mrs_label_room *room, const mrs_label *label, mrs_rect box);

/** label_candidates.c: all places where the label at this index could stand. */
void mrs_label_candidates(const mrs_label_room *room, size_t label, mrs_candidates *out);
/** label_area.c: those inside its area, each with the cost of standing less well in it; keys from
 *  `key` on. */
void mrs_area_candidates(const mrs_label_room *room, size_t label, uint32_t key,
                         mrs_candidates *out);
/** label_line.c: those along its line. */
void mrs_line_candidates(const mrs_label_room *room, size_t label, mrs_candidates *out);
/** Keeps the candidate begun last if it stands free; `cost` is what its place costs besides. */
void mrs_candidate_settle(const mrs_label_room *room, mrs_candidates *list);

/** label_conflicts.c: which candidates exclude each other: those that overlap, and those of labels
 *  that say the same within sight. */
typedef struct mrs_conflicts {
    uint32_t *first; /* of each candidate's conflicts: count + 1 */
    uint32_t *items;
} mrs_conflicts;

/** `rank` is each label's place in the greedy order: a label that may overlap is in nobody's way
 *  that comes before it. False if memory is out; clear it in either case. */
bool mrs_find_conflicts(const mrs_pane *pane, const mrs_candidates *candidates, const size_t *rank,
                        mrs_conflicts *out);
void mrs_conflicts_clear(mrs_conflicts *conflicts);
/** Whether two labels say the same so near to each other that one is enough. */
bool mrs_labels_repeat(const mrs_label *a, const mrs_label *b);

#endif
