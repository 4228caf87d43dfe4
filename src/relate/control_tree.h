/** The inside of mrs_control_index, shared by the file that builds it and the one that searches. */
#ifndef MARSAD_RELATE_CONTROL_TREE_H
#define MARSAD_RELATE_CONTROL_TREE_H

#include "relate/control_index.h"

enum { MRS_TREE_WIDTH = 8 };

/** Boxes of the children, in single precision and rounded outwards; infinitely far where there is
 *  none. */
typedef struct mrs_tree_node {
    float middle[3][MRS_TREE_WIDTH], half[3][MRS_TREE_WIDTH];
    uint32_t child[MRS_TREE_WIDTH]; /* nodes, or in a leaf pieces */
    uint32_t count;
    bool leaf;
} mrs_tree_node;

struct mrs_control_index {
    mrs_vector3 east, north, up; /* of the frame, in geocentric directions */
    mrs_vector3 origin;
    mrs_control_piece *pieces;
    size_t count, capacity;
    double reach_m;       /* of the pieces along any axis */
    mrs_tree_node *nodes; /* the last is the root */
    size_t node_count, node_capacity;
};

#endif
