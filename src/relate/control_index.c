#include "relate/control_index.h"

#include <math.h>

#include "base/memory.h"

/* The least and greatest radius of curvature of WGS 84 are b^2/a and a^2/b; rounded outwards, the
 * second by more, for a geodesic of an ellipsoid is not quite plane. */
static const double LEAST_RADIUS_M = 6.3354e6;
static const double GREATEST_RADIUS_M = 6.402e6;

/* What a candidate's chord is uncertain by, its point on the parabola being found in one step. */
static const double CHORD_ERROR_M = 1e-2;

enum { WIDTH = 8, MOST_WAITING = 96 };

/* Boxes of the children, in single precision and rounded outwards; infinitely far where there is
 * none. */
typedef struct node {
    float middle[3][WIDTH], half[3][WIDTH];
    uint32_t child[WIDTH]; /* nodes, or in a leaf pieces */
    uint32_t count;
    bool leaf;
} node;

struct mrs_control_index {
    mrs_vector3 east, north, up; /* of the frame, in geocentric directions */
    mrs_vector3 origin;
    mrs_control_piece *pieces;
    size_t count, capacity;
    double reach_m; /* of the pieces along any axis */
    node *nodes;    /* the last is the root */
    size_t node_count, node_capacity;
};

static double dot(mrs_vector3 a, mrs_vector3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static mrs_vector3 plus(mrs_vector3 a, double factor, mrs_vector3 b)
{
    return (mrs_vector3){a.x + factor * b.x, a.y + factor * b.y, a.z + factor * b.z};
}

/* ---- the frame ----------------------------------------------------------------------------- */

static mrs_vector3 turn_in(const mrs_control_index *index, mrs_vector3 direction)
{
    return (mrs_vector3){dot(direction, index->east), dot(direction, index->north),
                         dot(direction, index->up)};
}

mrs_vector3 mrs_control_index_into(const mrs_control_index *index, mrs_vector3 geocentric)
{
    return turn_in(index, plus(geocentric, -1, index->origin));
}

mrs_vector3 mrs_control_index_turn_out(const mrs_control_index *index, mrs_vector3 framed)
{
    mrs_vector3 out = {0};
    out = plus(out, framed.x, index->east);
    out = plus(out, framed.y, index->north);
    return plus(out, framed.z, index->up);
}

mrs_vector3 mrs_control_index_out(const mrs_control_index *index, mrs_vector3 framed)
{
    return plus(mrs_control_index_turn_out(index, framed), 1, index->origin);
}

/* East, north and up amid the segments, so that boxes along these axes are flat where the segments
 * cover a small part of the earth. */
static void set_frame(mrs_control_index *index, const mrs_earth *earth,
                      const mrs_control_span *spans, size_t count)
{
    mrs_vector3 mean = {0};
    for (size_t i = 0; i < count; i++) {
        mean = plus(mean, 1 / (double)count, mrs_in_space(earth, spans[i].from));
    }
    double from_axis = hypot(mean.x, mean.y);
    double radius = sqrt(dot(mean, mean));
    double cos_lon = from_axis > 0 ? mean.x / from_axis : 1;
    double sin_lon = from_axis > 0 ? mean.y / from_axis : 0;
    double cos_lat = radius > 0 ? from_axis / radius : 1;
    double sin_lat = radius > 0 ? mean.z / radius : 0;
    index->origin = mean;
    index->east = (mrs_vector3){-sin_lon, cos_lon, 0};
    index->north = (mrs_vector3){-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat};
    index->up = (mrs_vector3){cos_lat * cos_lon, cos_lat * sin_lon, sin_lat};
}

/* ---- pieces -------------------------------------------------------------------------------- */

/*
 * A geodesic bends towards the ellipsoid's normal, as much as the ellipsoid does in its direction:
 * with the ellipsoid as p'Qp = 1, the normal is Qp and the bulge over a chord d is d'Qd / 2 times
 * Qp / |Qp|^2.
 */
static mrs_vector3 bulge_of(const mrs_earth *earth, mrs_vector3 middle, mrs_vector3 way)
{
    double a = earth->ellipsoid.a;
    double b = a * (1 - earth->ellipsoid.f);
    mrs_vector3 normal = {middle.x / (a * a), middle.y / (a * a), middle.z / (b * b)};
    double bend = (way.x * way.x + way.y * way.y) / (a * a) + way.z * way.z / (b * b);
    return plus((mrs_vector3){0}, bend / 2 / dot(normal, normal), normal);
}

static mrs_control_piece piece_between(const mrs_control_index *index, const mrs_earth *earth,
                                       mrs_vector3 from, mrs_vector3 to)
{
    mrs_vector3 way = plus(to, -1, from);
    mrs_vector3 middle = plus(from, 0.5, way);
    mrs_vector3 bulge = bulge_of(earth, middle, way);
    return (mrs_control_piece){.middle = mrs_control_index_into(index, plus(middle, 0.25, bulge)),
                               .way = turn_in(index, way),
                               .bulge = turn_in(index, bulge),
                               .way2 = dot(way, way)};
}

static bool add_span(mrs_control_index *index, const mrs_earth *earth, const mrs_control_span *span)
{
    size_t parts = (size_t)fmax(ceil(span->length_m / MRS_CONTROL_PIECE_M), 1);
    double step_m = span->length_m / (double)parts;
    struct geod_geodesicline line;
    if (parts > 1) {
        geod_lineinit(&line, &earth->ellipsoid, span->from.lat, span->from.lon, span->azimuth_deg,
                      0);
    }
    mrs_vector3 from = mrs_in_space(earth, span->from);
    for (size_t i = 0; i < parts; i++) {
        marsad_lonlat next = span->to;
        if (i + 1 < parts) {
            geod_position(&line, step_m * (double)(i + 1), &next.lat, &next.lon, NULL);
        }
        mrs_vector3 to = mrs_in_space(earth, next);
        if (index->count >= UINT32_MAX || !mrs_grow((void **)&index->pieces, &index->capacity,
                                                    index->count, sizeof *index->pieces)) {
            return false;
        }
        mrs_control_piece *piece = &index->pieces[index->count++];
        *piece = piece_between(index, earth, from, to);
        piece->along_m = step_m * ((double)i + 0.5);
        piece->length_m = step_m;
        piece->segment = span->number;
        piece->first = i == 0;
        piece->last = i + 1 == parts;
        from = to;
    }
    return true;
}

/* ---- the tree ------------------------------------------------------------------------------ */

/* A piece on its way into the tree, with its box. */
typedef struct item {
    double low[3], high[3];
    uint32_t piece;
} item;

static item item_of(const mrs_control_piece *piece, uint32_t number)
{
    const double middle[3] = {piece->middle.x, piece->middle.y, piece->middle.z};
    const double way[3] = {piece->way.x, piece->way.y, piece->way.z};
    const double bulge[3] = {piece->bulge.x, piece->bulge.y, piece->bulge.z};
    item out = {.piece = number};
    for (int i = 0; i < 3; i++) {
        out.low[i] = middle[i] - fabs(way[i]) / 2 - fmax(bulge[i], 0) / 4;
        out.high[i] = middle[i] + fabs(way[i]) / 2 + fmax(-bulge[i], 0) / 4;
    }
    return out;
}

static item box_around(const item *items, size_t count)
{
    item out = items[0];
    for (size_t i = 1; i < count; i++) {
        for (int k = 0; k < 3; k++) {
            out.low[k] = fmin(out.low[k], items[i].low[k]);
            out.high[k] = fmax(out.high[k], items[i].high[k]);
        }
    }
    return out;
}

static bool before(const item *a, const item *b, int axis)
{
    double x = a->low[axis] + a->high[axis];
    double y = b->low[axis] + b->high[axis];
    return x != y ? x < y : a->piece < b->piece;
}

static void swap(item *a, item *b)
{
    item kept = *a;
    *a = *b;
    *b = kept;
}

/* Divides items at a pivot: those up to the index returned are not after it, those beyond not
 * before it. `*single` tells that the one at the index is the pivot itself, in its place. */
static size_t divide(item *items, size_t low, size_t high, int axis, bool *single)
{
    item pivot = items[low + (high - low) / 2];
    size_t i = low;
    size_t j = high - 1;
    for (;;) {
        while (before(&items[i], &pivot, axis)) {
            i++;
        }
        while (before(&pivot, &items[j], axis)) {
            j--;
        }
        if (i >= j) {
            *single = i == j;
            return j;
        }
        swap(&items[i++], &items[j--]);
    }
}

/* Puts the `first` least items along an axis in front (C. A. R. Hoare, Algorithm 65: Find, Comm.
 * ACM 4, 321-322, 1961). */
static void part_items(item *items, size_t count, size_t first, int axis)
{
    size_t low = 0;
    size_t high = count;
    while (low < first && first < high) {
        bool single;
        size_t at = divide(items, low, high, axis, &single);
        if (first > at) {
            low = at + 1;
        } else {
            high = single ? at : at + 1;
        }
    }
}

static int longest_axis(const item *items, size_t count)
{
    item box = box_around(items, count);
    int longest = 0;
    for (int k = 1; k < 3; k++) {
        if (box.high[k] - box.low[k] > box.high[longest] - box.low[longest]) {
            longest = k;
        }
    }
    return longest;
}

static float rounded_up(double value)
{
    float near = (float)value;
    return (double)near < value ? nextafterf(near, INFINITY) : near;
}

static void node_add(node *to, const item *box, uint32_t child)
{
    for (int k = 0; k < 3; k++) {
        float middle = (float)((box->low[k] + box->high[k]) / 2);
        double half = fmax(box->high[k] - (double)middle, (double)middle - box->low[k]);
        to->middle[k][to->count] = middle;
        to->half[k][to->count] = rounded_up(half);
    }
    to->child[to->count++] = child;
}

static node node_empty(bool leaf)
{
    node out = {.leaf = leaf};
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < WIDTH; i++) {
            out.half[k][i] = -INFINITY;
        }
    }
    return out;
}

static bool build(mrs_control_index *index, item *items, size_t count, uint32_t *out);

/* Halves the items, at a multiple of `room`, until each part has at most `room`, and hangs the
 * parts under a node. */
static bool build_children(mrs_control_index *index, item *items, size_t count, size_t room,
                           node *under)
{
    if (count <= room) {
        item box = room == 1 ? items[0] : box_around(items, count);
        uint32_t child = items[0].piece;
        if (room > 1 && !build(index, items, count, &child)) {
            return false;
        }
        node_add(under, &box, child);
        return true;
    }
    size_t parts = (count + room - 1) / room;
    size_t first = parts / 2 * room;
    part_items(items, count, first, longest_axis(items, count));
    return build_children(index, items, first, room, under) &&
           build_children(index, items + first, count - first, room, under);
}

/* Adds the node over the items after those over its parts. */
static bool build(mrs_control_index *index, item *items, size_t count, uint32_t *out)
{
    size_t room = 1;
    while (room * WIDTH < count) {
        room *= WIDTH;
    }
    node made = node_empty(room == 1);
    if (!build_children(index, items, count, room, &made) ||
        !mrs_grow((void **)&index->nodes, &index->node_capacity, index->node_count,
                  sizeof *index->nodes)) {
        return false;
    }
    *out = (uint32_t)index->node_count;
    index->nodes[index->node_count++] = made;
    return true;
}

static bool build_tree(mrs_control_index *index)
{
    uint32_t root;
    item *items = mrs_alloc(index->count, sizeof *items);
    bool done = items != NULL;
    if (done && index->count > 0) {
        for (size_t i = 0; i < index->count; i++) {
            items[i] = item_of(&index->pieces[i], (uint32_t)i);
        }
        item box = box_around(items, index->count);
        for (int k = 0; k < 3; k++) {
            index->reach_m = fmax(index->reach_m, fmax(box.high[k], -box.low[k]));
        }
        done = build(index, items, index->count, &root);
    }
    mrs_free(items);
    return done;
}

mrs_control_index *mrs_control_index_new(const mrs_earth *earth, const mrs_control_span *spans,
                                         size_t count)
{
    mrs_control_index *index = mrs_alloc(1, sizeof *index);
    bool done = index != NULL;
    if (done) {
        set_frame(index, earth, spans, count);
    }
    for (size_t i = 0; done && i < count; i++) {
        done = add_span(index, earth, &spans[i]);
    }
    if (!done || !build_tree(index)) {
        mrs_control_index_free(index);
        return NULL;
    }
    return index;
}

void mrs_control_index_free(mrs_control_index *index)
{
    if (index) {
        mrs_free(index->pieces);
        mrs_free(index->nodes);
        mrs_free(index);
    }
}

const mrs_control_piece *mrs_control_index_piece(const mrs_control_index *index, uint32_t piece)
{
    return &index->pieces[piece];
}

/* ---- the search ---------------------------------------------------------------------------- */

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
    double slope = dot(from_point, piece->way);
    double bend = piece->way2 - 2 * dot(from_point, piece->bulge);
    if (2 * fabs(slope) >= bend) {
        return slope > 0 ? -0.5 : 0.5;
    }
    return -slope / bend;
}

static void look_at(search *it, uint32_t number)
{
    const mrs_control_piece *piece = &it->index->pieces[number];
    mrs_vector3 from_point = plus(piece->middle, -1, it->point);
    double q = nearest_part(piece, from_point);
    mrs_vector3 way = plus(plus(from_point, q, piece->way), -q * q, piece->bulge);
    double chord2 = dot(way, way);
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
static void box_distances(const node *restrict of, const float at[restrict 3],
                          float out[restrict WIDTH])
{
    for (int i = 0; i < WIDTH; i++) {
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
static void look_into_leaf(search *it, const node *leaf, const float distances[WIDTH])
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
static size_t let_wait(const search *it, const node *of, const float distances[WIDTH],
                       waiting *list, size_t count)
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
        float distances[WIDTH];
        waiting next = list[--count];
        const node *of = &index->nodes[next.node];
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
