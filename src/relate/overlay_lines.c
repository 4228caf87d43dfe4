/* From chained boundaries to the lines of a front, and to what only tells whose ground it is. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "relate/overlay_chain.h"

/* A part of a chain that lies on the edge of the mapped rectangle, or does not. */
typedef struct part {
    mrs_chain chain;
    bool on_edge;
    double *metres;
    mrs_stretches stretches;
} part;

typedef struct writing {
    mrs_overlay *overlay;
    const mrs_shore *shore;
    part *parts;
    size_t count, capacity;
    marsad_lonlat *points; /* room for one line */
    size_t point_capacity;
} writing;

static bool is_kept(const mrs_net *net, size_t vertex)
{
    return net->vertices[vertex].kind != MRS_VERTEX_TRACED;
}

/* The next vertex of the chain, after `at`, that is more than part of a long edge. */
static size_t next_kept(const mrs_net *net, const mrs_chain *chain, size_t at)
{
    do {
        at++;
    } while (at + 1 < chain->count && !is_kept(net, chain->vertices[at]));
    return at;
}

static bool lies_on_edge(const mrs_net *net, const mrs_chain *chain, size_t from, size_t to)
{
    return chain->right == MARSAD_NO_HOLDER && (net->vertices[chain->vertices[from]].edges &
                                                net->vertices[chain->vertices[to]].edges) != 0;
}

static bool add_part(writing *w, const mrs_chain *chain, size_t from, size_t to, bool on_edge)
{
    if (!mrs_grow((void **)&w->parts, &w->capacity, w->count, sizeof *w->parts)) {
        return false;
    }
    part p = {.chain = *chain, .on_edge = on_edge};
    p.chain.vertices = chain->vertices + from;
    p.chain.count = to - from + 1;
    p.metres = mrs_chain_measure(&w->overlay->net, &p.chain);
    if (!p.metres) {
        return false;
    }
    w->parts[w->count++] = p;
    return true;
}

/* Lets a closed chain begin with its vertex `start`. False if memory is out. */
static bool rotate(const mrs_chain *chain, size_t start, size_t **out)
{
    size_t once = chain->count - 1;
    *out = mrs_alloc(chain->count, sizeof **out);
    for (size_t i = 0; *out && i < chain->count; i++) {
        (*out)[i] = chain->vertices[(start + i) % once];
    }
    return *out != NULL;
}

/* Where a closed chain comes to the edge of the map or leaves it; 0 if it does not. */
static size_t find_turn(const mrs_net *net, const mrs_chain *chain)
{
    size_t at = next_kept(net, chain, 0);
    bool first = lies_on_edge(net, chain, 0, at);
    while (at + 1 < chain->count) {
        size_t next = next_kept(net, chain, at);
        if (lies_on_edge(net, chain, at, next) != first) {
            return at;
        }
        at = next;
    }
    return 0;
}

/* Cuts a chain where it comes to the edge of the map, and where it leaves it. */
static bool add_parts(writing *w, const mrs_chain *chain)
{
    const mrs_net *net = &w->overlay->net;
    size_t start = 0;
    size_t at = next_kept(net, chain, 0);
    bool on_edge = lies_on_edge(net, chain, 0, at);
    bool ok = true;
    while (ok && at + 1 < chain->count) {
        size_t next = next_kept(net, chain, at);
        bool edge = lies_on_edge(net, chain, at, next);
        if (edge != on_edge) {
            ok = add_part(w, chain, start, at, on_edge);
            start = at;
            on_edge = edge;
        }
        at = next;
    }
    return ok && add_part(w, chain, start, at, on_edge);
}

/* Of a closed chain no place is its beginning: what hangs together there is not to be cut. */
static bool add_chain(writing *w, mrs_chain *chain)
{
    bool closed = chain->vertices[0] == chain->vertices[chain->count - 1];
    size_t turn = closed ? find_turn(&w->overlay->net, chain) : 0;
    if (turn > 0) {
        size_t *turned;
        if (!rotate(chain, turn, &turned)) {
            return false;
        }
        memcpy(chain->vertices, turned, chain->count * sizeof *turned);
        mrs_free(turned);
    }
    return add_parts(w, chain);
}

/* ---- which of them are front --------------------------------------------------------------- */

static bool add_whole(const part *p, bool is_front, mrs_stretches *out)
{
    if (!mrs_grow((void **)&out->items, &out->capacity, out->count, sizeof *out->items)) {
        return false;
    }
    out->items[out->count++] = (mrs_stretch){0, p->metres[p->chain.count - 1], is_front};
    return true;
}

static bool judge(writing *w, part *p)
{
    p->stretches.count = 0;
    /* What is estimated ends where knowledge ends. */
    if (p->chain.right == MARSAD_NO_HOLDER && w->overlay->state->shown.derived) {
        return add_whole(p, false, &p->stretches);
    }
    return mrs_chain_judge(&w->overlay->net, &p->chain, p->metres, w->shore, &p->stretches);
}

static bool has_front(const part *p)
{
    for (size_t i = 0; i < p->stretches.count; i++) {
        if (p->stretches.items[i].is_front) {
            return true;
        }
    }
    return false;
}

/* The edge of the map is no front, unless there were none then: of an area that stands alone. */
static bool judge_parts(writing *w)
{
    bool any = false;
    bool ok = true;
    for (size_t i = 0; ok && i < w->count; i++) {
        part *p = &w->parts[i];
        ok = p->on_edge ? add_whole(p, false, &p->stretches) : judge(w, p);
        any = any || has_front(p);
    }
    for (size_t i = 0; ok && !any && i < w->count; i++) {
        ok = !w->parts[i].on_edge || judge(w, &w->parts[i]);
    }
    return ok;
}

/* ---- writing ------------------------------------------------------------------------------- */

static bool add_point(writing *w, size_t *count, marsad_lonlat point)
{
    if (!mrs_grow((void **)&w->points, &w->point_capacity, *count, sizeof *w->points)) {
        return false;
    }
    w->points[(*count)++] = point;
    return true;
}

/* The end of a stretch: a vertex, if it is the chain's end or very near one. */
static marsad_lonlat end_point(const writing *w, const part *p, double at)
{
    const mrs_net *net = &w->overlay->net;
    double x;
    double y;
    if (at <= 0) {
        return net->vertices[p->chain.vertices[0]].at;
    }
    if (at >= p->metres[p->chain.count - 1]) {
        return net->vertices[p->chain.vertices[p->chain.count - 1]].at;
    }
    mrs_chain_point(net, &p->chain, p->metres, at, &x, &y);
    return mrs_plane_back(net->plane, x, y);
}

/* Appends a stretch to the points, whose last is left out if the stretch goes on from there. */
static bool trace_stretch(writing *w, const part *p, const mrs_stretch *s, size_t *count)
{
    const mrs_net *net = &w->overlay->net;
    bool ok = *count > 0 || add_point(w, count, end_point(w, p, s->from_m));
    for (size_t i = 0; ok && i < p->chain.count; i++) {
        size_t vertex = p->chain.vertices[i];
        if (p->metres[i] > s->from_m && p->metres[i] < s->to_m && is_kept(net, vertex)) {
            ok = add_point(w, count, net->vertices[vertex].at);
        }
    }
    return ok && add_point(w, count, end_point(w, p, s->to_m));
}

static marsad_status write_points(const writing *w, const part *p, bool is_front, size_t count,
                                  marsad_error *error)
{
    mrs_front_state *state = w->overlay->state;
    if (is_front) {
        return mrs_front_add_line(state, w->points, count, p->chain.left, p->chain.right, "")
                   ? MARSAD_OK
                   : mrs_fail_memory(error);
    }
    mrs_control_sides sides = {
        .left = p->chain.left, .right = p->chain.right, .line = (size_t)-1, .is_front = false};
    return mrs_control_add(state->control, w->points, count, sides, error);
}

/* Whether the last stretch goes on with the first. */
static bool is_joined(const part *p)
{
    const mrs_stretches *s = &p->stretches;
    return s->count > 2 && p->chain.vertices[0] == p->chain.vertices[p->chain.count - 1] &&
           s->items[0].is_front == s->items[s->count - 1].is_front;
}

static marsad_status write_part(writing *w, const part *p, marsad_error *error)
{
    const mrs_stretch *items = p->stretches.items;
    size_t last = p->stretches.count - 1;
    bool joined = is_joined(p);
    marsad_status status = MARSAD_OK;
    for (size_t i = joined ? 1 : 0; !status && i <= last; i++) {
        size_t count = 0;
        bool ok = trace_stretch(w, p, &items[i], &count);
        if (ok && joined && i == last) {
            ok = trace_stretch(w, p, &items[0], &count);
        }
        status = ok ? write_points(w, p, items[i].is_front, count, error) : mrs_fail_memory(error);
    }
    return status;
}

marsad_status mrs_overlay_write_lines(mrs_overlay *overlay, const mrs_shore *shore,
                                      marsad_error *error)
{
    writing w = {.overlay = overlay, .shore = shore};
    mrs_chains chains;
    bool ok = mrs_chains_find(overlay, &chains);
    for (size_t i = 0; ok && i < chains.count; i++) {
        ok = add_chain(&w, &chains.items[i]);
    }
    ok = ok && judge_parts(&w);
    marsad_status status = ok ? MARSAD_OK : mrs_fail_memory(error);
    for (size_t i = 0; !status && i < w.count; i++) {
        status = write_part(&w, &w.parts[i], error);
    }
    for (size_t i = 0; i < w.count; i++) {
        mrs_free(w.parts[i].metres);
        mrs_free(w.parts[i].stretches.items);
    }
    mrs_free(w.parts);
    mrs_free(w.points);
    mrs_chains_clear(&chains);
    return status;
}
