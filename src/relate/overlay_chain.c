#include "relate/overlay_chain.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* An edge between two holders, its left one the lower in number. */
typedef struct arc {
    size_t left, right;
    size_t from, to;
    bool used;
} arc;

typedef struct arcs {
    arc *items;
    size_t count;
} arcs;

static bool make_arc(const mrs_overlay *o, const mrs_net_edge *e, arc *out)
{
    size_t left = mrs_label_holder(o, mrs_face_label(o, e->left));
    size_t right = mrs_label_holder(o, mrs_face_label(o, e->right));
    *out = left < right ? (arc){left, right, e->from, e->to, false}
                        : (arc){right, left, e->to, e->from, false};
    return left != right;
}

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_arcs(const void *first, const void *second)
{
    const arc *a = first;
    const arc *b = second;
    int order = compare(a->left, b->left);
    order = order ? order : compare(a->right, b->right);
    order = order ? order : compare(a->from, b->from);
    return order ? order : compare(a->to, b->to);
}

/* The first arc of the same holders that leaves the vertex, and how many do. */
static size_t leaving(const arcs *all, const arc *like, size_t vertex, size_t *count)
{
    size_t low = 0;
    size_t high = all->count;
    arc key = {like->left, like->right, vertex, 0, false};
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_arcs(&all->items[middle], &key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *count = 0;
    for (size_t i = low; i < all->count; i++) {
        const arc *a = &all->items[i];
        if (a->left != like->left || a->right != like->right || a->from != vertex) {
            break;
        }
        ++*count;
    }
    return low;
}

/* How many arcs meet at each vertex, of whatever holders. */
static unsigned *count_ends(const mrs_net *net, const arcs *all)
{
    unsigned *ends = mrs_alloc(net->vertex_count, sizeof *ends);
    for (size_t i = 0; ends && i < all->count; i++) {
        ends[all->items[i].from]++;
        ends[all->items[i].to]++;
    }
    return ends;
}

/* Follows the arcs from one on, as long as nothing else meets them. */
static bool follow(arcs *all, const unsigned *ends, size_t index, mrs_chains *out)
{
    size_t *start = out->vertices + out->vertex_count;
    arc *a = &all->items[index];
    mrs_chain chain = {a->left, a->right, start, 1};
    start[0] = a->from;
    while (!a->used) {
        size_t count;
        a->used = true;
        start[chain.count++] = a->to;
        index = leaving(all, a, a->to, &count);
        if (count != 1 || ends[a->to] != 2) {
            break;
        }
        a = &all->items[index];
    }
    if (!mrs_grow((void **)&out->items, &out->capacity, out->count, sizeof *out->items)) {
        return false;
    }
    out->items[out->count++] = chain;
    out->vertex_count += chain.count;
    return true;
}

static bool list_arcs(const mrs_overlay *o, arcs *out)
{
    out->count = 0;
    out->items = mrs_alloc(o->net.edge_count, sizeof *out->items);
    for (size_t i = 0; out->items && i < o->net.edge_count; i++) {
        out->count += make_arc(o, &o->net.edges[i], &out->items[out->count]);
    }
    if (out->items && out->count > 1) {
        qsort(out->items, out->count, sizeof *out->items, compare_arcs);
    }
    return out->items != NULL;
}

bool mrs_chains_find(const mrs_overlay *o, mrs_chains *out)
{
    arcs all;
    *out = (mrs_chains){0};
    bool ok = list_arcs(o, &all);
    unsigned *ends = ok ? count_ends(&o->net, &all) : NULL;
    /* A chain has one vertex more than arcs. */
    out->vertices = ok ? mrs_alloc(2 * all.count, sizeof *out->vertices) : NULL;
    ok = ends && out->vertices;
    /* First those that begin somewhere, then those that are closed, at a drawn point if any. */
    for (int pass = 0; pass < 3; pass++) {
        for (size_t i = 0; ok && i < all.count; i++) {
            size_t from = all.items[i].from;
            bool begins = ends[from] != 2;
            bool drawn = o->net.vertices[from].kind != MRS_VERTEX_TRACED;
            if (!all.items[i].used && (begins || (pass == 1 && drawn) || pass == 2)) {
                ok = follow(&all, ends, i, out);
            }
        }
    }
    mrs_free(all.items);
    mrs_free(ends);
    return ok;
}

void mrs_chains_clear(mrs_chains *chains)
{
    mrs_free(chains->items);
    mrs_free(chains->vertices);
}

double *mrs_chain_measure(const mrs_net *net, const mrs_chain *chain)
{
    double *metres = mrs_alloc(chain->count, sizeof *metres);
    for (size_t i = 1; metres && i < chain->count; i++) {
        const mrs_net_vertex *a = &net->vertices[chain->vertices[i - 1]];
        const mrs_net_vertex *b = &net->vertices[chain->vertices[i]];
        metres[i] = metres[i - 1] + hypot(a->x - b->x, a->y - b->y);
    }
    return metres;
}

void mrs_chain_point(const mrs_net *net, const mrs_chain *chain, const double *metres, double at,
                     double *x, double *y)
{
    size_t low = 1;
    size_t high = chain->count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (metres[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const mrs_net_vertex *a = &net->vertices[chain->vertices[low - 1]];
    const mrs_net_vertex *b = &net->vertices[chain->vertices[low]];
    double length = metres[low] - metres[low - 1];
    double share = length > 0 ? fmin(fmax((at - metres[low - 1]) / length, 0), 1) : 0;
    *x = a->x + share * (b->x - a->x);
    *y = a->y + share * (b->y - a->y);
}
