/* The index of segments: their pieces, the frame they are in, and the tree of boxes over them. */
#include <math.h>

#include "base/memory.h"
#include "geo/space.h"
#include "relate/control_tree.h"

/* ---- the frame ----------------------------------------------------------------------------- */

static mrs_vector3 turn_in(const mrs_control_index *index, mrs_vector3 direction)
{
    return (mrs_vector3){mrs_dot(direction, index->east), mrs_dot(direction, index->north),
                         mrs_dot(direction, index->up)};
}

mrs_vector3 mrs_control_index_into(const mrs_control_index *index, mrs_vector3 geocentric)
{
    return turn_in(index, mrs_plus(geocentric, -1, index->origin));
}

mrs_vector3 mrs_control_index_turn_out(const mrs_control_index *index, mrs_vector3 framed)
{
    mrs_vector3 out = {0};
    out = mrs_plus(out, framed.x, index->east);
    out = mrs_plus(out, framed.y, index->north);
    return mrs_plus(out, framed.z, index->up);
}

mrs_vector3 mrs_control_index_out(const mrs_control_index *index, mrs_vector3 framed)
{
    return mrs_plus(mrs_control_index_turn_out(index, framed), 1, index->origin);
}

/* East, north and up amid the segments, so that boxes along these axes are flat where the segments
 * cover a small part of the earth. */
static void set_frame(mrs_control_index *index, const mrs_earth *earth,
                      const mrs_control_span *spans, size_t count)
{
    mrs_vector3 mean = {0};
    for (size_t i = 0; i < count; i++) {
        mean = mrs_plus(mean, 1 / (double)count, mrs_in_space(earth, spans[i].from));
    }
    double from_axis = hypot(mean.x, mean.y);
    double radius = sqrt(mrs_dot(mean, mean));
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
    return mrs_plus((mrs_vector3){0}, bend / 2 / mrs_dot(normal, normal), normal);
}

static mrs_control_piece piece_between(const mrs_control_index *index, const mrs_earth *earth,
                                       mrs_vector3 from, mrs_vector3 to)
{
    mrs_vector3 way = mrs_plus(to, -1, from);
    mrs_vector3 middle = mrs_plus(from, 0.5, way);
    mrs_vector3 bulge = bulge_of(earth, middle, way);
    return (mrs_control_piece){.middle =
                                   mrs_control_index_into(index, mrs_plus(middle, 0.25, bulge)),
                               .way = turn_in(index, way),
                               .bulge = turn_in(index, bulge),
                               .way2 = mrs_dot(way, way)};
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

static void node_add(mrs_tree_node *to, const item *box, uint32_t child)
{
    for (int k = 0; k < 3; k++) {
        float middle = (float)((box->low[k] + box->high[k]) / 2);
        double half = fmax(box->high[k] - (double)middle, (double)middle - box->low[k]);
        to->middle[k][to->count] = middle;
        to->half[k][to->count] = rounded_up(half);
    }
    to->child[to->count++] = child;
}

static mrs_tree_node node_empty(bool leaf)
{
    mrs_tree_node out = {.leaf = leaf};
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < MRS_TREE_WIDTH; i++) {
            out.half[k][i] = -INFINITY;
        }
    }
    return out;
}

static bool build(mrs_control_index *index, item *items, size_t count, uint32_t *out);

/* Halves the items, at a multiple of `room`, until each part has at most `room`, and hangs the
 * parts under a node. */
static bool build_children(mrs_control_index *index, item *items, size_t count, size_t room,
                           mrs_tree_node *under)
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
    while (room * MRS_TREE_WIDTH < count) {
        room *= MRS_TREE_WIDTH;
    }
    mrs_tree_node made = node_empty(room == 1);
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
