/* Finds in the tree what can be nearest to a point. */
#include <math.h>

#include "geo/space.h"
#include "relate/control_tree.h"

/* The least and greatest radius of curvature of WGS 84 are b^2/a and a^2/b; rounded outwards, the
 * second by more, for a geodesic of an ellipsoid is not quite plane. */
static const double LEAST_RADIUS_M = 6.3354e6;
static const double GREATEST_RADIUS_M = 6.402e6;

/* What a candidate's chord is uncertain by, its point on the parabola being found in one step. */
static const double CHORD_ERROR_M = 1e-2;

enum { MOST_WAITING = 96 }; /* seven of each of eleven levels, with 2^32 pieces */

typedef struct waiting {
    float distance2;
    uint32_t node;
} waiting;

typedef struct search {
    const mrs_control_index *index;
    mrs_vector3 point;
    float at[3];
    double rounding_m; /* by how much single precision may miss a box */
    double nearest2;   /* least chord so far, squared */
    double limit2;     /* beyond this chord, squared, no piece can be nearest */
    float box_limit2;  /* nor in a box beyond this */
    mrs_control_candidate candidates[MRS_CONTROL_CANDIDATES];
    size_t count;
    mrs_control_take take;
    void *context;
} search;

/*
 * The longest chord of a geodesic that can be shorter than one with the chord `c`. A curve that
 * bends more has the shorter chord (A. Schur, Math. Ann. 83, 143-148, 1921), so that a geodesic is
 * at most the arc of the smallest circle over its chord, and at least nearly that of the greatest.
 */
static double chord_limit(double c)
{
    const double cubic =
        1.1 / 24 *
        (1 / (LEAST_RADIUS_M * LEAST_RADIUS_M) - 1 / (GREATEST_RADIUS_M * GREATEST_RADIUS_M));
    if (c < 2e6) {
        return c + cubic * c * c * c + CHORD_ERROR_M;
    }
    if (c >= 2 * LEAST_RADIUS_M) {
        return INFINITY;
    }
    double longest = 2 * LEAST_RADIUS_M * asin(c / (2 * LEAST_RADIUS_M));
    return 2 * GREATEST_RADIUS_M * sin(longest / (2 * GREATEST_RADIUS_M)) + CHORD_ERROR_M;
}

static void narrow(search *it, double chord2)
{
    double limit = chord_limit(sqrt(chord2));
    double box_limit = limit * (1 + 1e-6) + it->rounding_m;
    it->nearest2 = chord2;
    it->limit2 = limit * limit;
    it->box_limit2 = (float)(box_limit * box_limit);
}

static void hand_out(search *it)
{
    size_t kept = 0;
    for (size_t i = 0; i < it->count; i++) {
        if (it->candidates[i].chord2 <= it->limit2) {
            it->candidates[kept++] = it->candidates[i];
        }
    }
    it->count = kept;
    it->take(it->context, it->candidates, it->count);
    it->count = 0;
}

/* Where the derivative of the squared chord, which is all but linear in q, is 0. */
static double nearest_part(const mrs_control_piece *piece, mrs_vector3 from_point)
{
    double slope = mrs_dot(from_point, piece->way);
    double bend = piece->way2 - 2 * mrs_dot(from_point, piece->bulge);
    if (2 * fabs(slope) >= bend) {
        return slope > 0 ? -0.5 : 0.5;
    }
    return -slope / bend;
}

static void look_at(search *it, uint32_t number)
{
    const mrs_control_piece *piece = &it->index->pieces[number];
    mrs_vector3 from_point = mrs_plus(piece->middle, -1, it->point);
    double q = nearest_part(piece, from_point);
    mrs_vector3 way = mrs_plus(mrs_plus(from_point, q, piece->way), -q * q, piece->bulge);
    double chord2 = mrs_dot(way, way);
    if (chord2 > it->limit2) {
        return;
    }
    if (it->count == MRS_CONTROL_CANDIDATES) {
        hand_out(it);
    }
    it->candidates[it->count++] = (mrs_control_candidate){number, q, chord2};
    if (chord2 < it->nearest2) {
        narrow(it, chord2);
    }
}

/* Squared distances of the boxes. Without a branch, so that compilers do it in vectors: x + |x| is
 * twice the greater of x and 0. */
static void box_distances(const mrs_tree_node *restrict of, const float at[restrict 3],
                          float out[restrict MRS_TREE_WIDTH])
{
    for (int i = 0; i < MRS_TREE_WIDTH; i++) {
        float x = fabsf(of->middle[0][i] - at[0]) - of->half[0][i];
        float y = fabsf(of->middle[1][i] - at[1]) - of->half[1][i];
        float z = fabsf(of->middle[2][i] - at[2]) - of->half[2][i];
        x += fabsf(x);
        y += fabsf(y);
        z += fabsf(z);
        out[i] = (x * x + y * y + z * z) / 4;
    }
}

/* The box that is nearest goes first: it narrows the search for the others. */
static void look_into_leaf(search *it, const mrs_tree_node *leaf,
                           const float distances[MRS_TREE_WIDTH])
{
    uint32_t first = 0;
    for (uint32_t i = 1; i < leaf->count; i++) {
        first = distances[i] < distances[first] ? i : first;
    }
    if (distances[first] <= it->box_limit2) {
        look_at(it, leaf->child[first]);
    }
    for (uint32_t i = 0; i < leaf->count; i++) {
        if (i != first && distances[i] <= it->box_limit2) {
            look_at(it, leaf->child[i]);
        }
    }
}

/* Puts the children that matter on top of those that wait, the nearest last. */
static size_t let_wait(const search *it, const mrs_tree_node *of,
                       const float distances[MRS_TREE_WIDTH], waiting *list, size_t count)
{
    size_t start = count;
    for (uint32_t i = 0; i < of->count; i++) {
        if (!(distances[i] <= it->box_limit2)) {
            continue;
        }
        size_t at = count++;
        while (at > start && list[at - 1].distance2 < distances[i]) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = (waiting){distances[i], of->child[i]};
    }
    return count;
}

void mrs_control_index_search(const mrs_control_index *index, mrs_vector3 point,
                              mrs_control_take take, void *context)
{
    search it = {.index = index,
                 .point = point,
                 .at = {(float)point.x, (float)point.y, (float)point.z},
                 .rounding_m =
                     3e-7 * (fabs(point.x) + fabs(point.y) + fabs(point.z) + 3 * index->reach_m),
                 .nearest2 = INFINITY,
                 .limit2 = INFINITY,
                 .box_limit2 = INFINITY,
                 .take = take,
                 .context = context};
    waiting list[MOST_WAITING];
    size_t count = 0;
    if (index->node_count > 0) {
        list[count++] = (waiting){0, (uint32_t)index->node_count - 1};
    }
    while (count > 0) {
        float distances[MRS_TREE_WIDTH];
        waiting next = list[--count];
        const mrs_tree_node *of = &index->nodes[next.node];
        if (next.distance2 > it.box_limit2) {
            continue;
        }
        box_distances(of, it.at, distances);
        if (of->leaf) {
            look_into_leaf(&it, of, distances);
        } else {
            count = let_wait(&it, of, distances, list, count);
        }
    }
    hand_out(&it);
}
