/*
 * Every ring runs with its area to the left. So where two tiles meet, their edges run against each
 * other along the same meridian or parallel, and cancel out; what is left are the outlines of all
 * tiles together, in pieces that fit end to end.
 */
#include "map/basemap_dissolve.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MERIDIANS, PARALLELS };

typedef struct mrs_chain {
    size_t first, count; /* points */
    bool used;
} chain;

typedef struct mrs_straight {
    double at;       /* the meridian's longitude, or the parallel's latitude */
    double from, to; /* along it */
} straight;

void mrs_dissolver_clear(mrs_dissolver *d)
{
    mrs_free(d->points);
    mrs_free(d->chains);
    mrs_free(d->straights[MERIDIANS]);
    mrs_free(d->straights[PARALLELS]);
    *d = (mrs_dissolver){0};
}

/* --- Taking tiles --- */

static void add_point(mrs_dissolver *d, marsad_lonlat at)
{
    if (!mrs_grow((void **)&d->points, &d->point_capacity, d->point_count, sizeof *d->points)) {
        d->failed = true;
        return;
    }
    d->points[d->point_count++] = at;
}

/* Ends the chain of the points from `first` on, if it is one. */
static void end_chain(mrs_dissolver *d, size_t first)
{
    if (d->point_count - first < 2) {
        d->point_count = first;
        return;
    }
    if (!mrs_grow((void **)&d->chains, &d->chain_capacity, d->chain_count, sizeof *d->chains)) {
        d->failed = true;
        return;
    }
    d->chains[d->chain_count++] = (chain){.first = first, .count = d->point_count - first};
}

static void add_straight(mrs_dissolver *d, int kind, straight added)
{
    if (!mrs_grow((void **)&d->straights[kind], &d->straight_capacity[kind],
                  d->straight_count[kind], sizeof added)) {
        d->failed = true;
        return;
    }
    d->straights[kind][d->straight_count[kind]++] = added;
}

static bool is_straight(marsad_lonlat a, marsad_lonlat b)
{
    return a.lon == b.lon || a.lat == b.lat;
}

static void add_edge(mrs_dissolver *d, marsad_lonlat a, marsad_lonlat b)
{
    if (a.lon == b.lon && a.lat != b.lat) {
        add_straight(d, MERIDIANS, (straight){a.lon, a.lat, b.lat});
    } else if (a.lat == b.lat && a.lon != b.lon) {
        add_straight(d, PARALLELS, (straight){a.lat, a.lon, b.lon});
    }
}

/* Turns the ring so that its area is to the left; that of a hole is outside. */
static void orient(marsad_lonlat *ring, size_t count, bool hole)
{
    double twice = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        twice += (ring[i].lon - ring[0].lon) * (ring[i + 1].lat - ring[0].lat) -
                 (ring[i + 1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat);
    }
    for (size_t i = 0, j = count - 1; (twice > 0) == hole && i < j; i++, j--) {
        marsad_lonlat kept = ring[i];
        ring[i] = ring[j];
        ring[j] = kept;
    }
}

void mrs_dissolver_add(mrs_dissolver *d, marsad_lonlat *ring, size_t count, bool hole)
{
    if (count < 4) {
        return;
    }
    orient(ring, count, hole);
    size_t edges = count - 1;
    size_t start = 0; /* a chain begins behind a straight edge, if there is one */
    while (start < edges && !is_straight(ring[start], ring[start + 1])) {
        start++;
    }
    size_t first = d->point_count;
    start %= edges;
    add_point(d, ring[start]);
    for (size_t i = 0; !d->failed && i < edges; i++) {
        marsad_lonlat a = ring[(start + i) % edges];
        marsad_lonlat b = ring[(start + i) % edges + 1];
        if (is_straight(a, b)) {
            end_chain(d, first);
            add_edge(d, a, b);
            first = d->point_count;
        }
        add_point(d, b);
    }
    end_chain(d, first);
}

/* --- Cancelling --- */

/* Where along a line the number of edges over it, those back counted off, changes. */
typedef struct change {
    double at, where;
    int by;
} change;

static int by_line(const void *a, const void *b)
{
    const change *x = a;
    const change *y = b;
    int order = (x->at > y->at) - (x->at < y->at);
    return order ? order : (x->where > y->where) - (x->where < y->where);
}

static change *changes_of(const mrs_dissolver *d, int kind)
{
    size_t count = d->straight_count[kind];
    change *changes = mrs_alloc(2 * count, sizeof *changes);
    for (size_t i = 0; changes && i < count; i++) {
        straight s = d->straights[kind][i];
        changes[2 * i] = (change){s.at, s.from, 1}; /* one that runs back takes one away between */
        changes[2 * i + 1] = (change){s.at, s.to, -1};
    }
    return changes;
}

static marsad_lonlat on_line(int kind, double at, double where)
{
    return kind == MERIDIANS ? (marsad_lonlat){at, where} : (marsad_lonlat){where, at};
}

/* Adds what is left between two changes: `net` edges, backwards if it is negative. */
static void add_left(mrs_dissolver *d, int kind, const change *from, const change *to, int net)
{
    for (; net != 0 && !d->failed; net -= net > 0 ? 1 : -1) {
        const change *a = net > 0 ? from : to;
        const change *b = net > 0 ? to : from;
        size_t first = d->point_count;
        add_point(d, on_line(kind, a->at, a->where));
        add_point(d, on_line(kind, b->at, b->where));
        end_chain(d, first);
    }
}

/* Makes chains of what is left of the straight edges where those that run against each other are
 * taken off. */
static void cancel(mrs_dissolver *d, int kind)
{
    change *changes = changes_of(d, kind);
    size_t count = 2 * d->straight_count[kind];
    if (!changes) {
        d->failed = true;
        return;
    }
    qsort(changes, count, sizeof *changes, by_line);
    int net = 0;
    for (size_t i = 0; i < count; i++) {
        net += changes[i].by;
        if (i + 1 < count && changes[i].at == changes[i + 1].at &&
            changes[i].where < changes[i + 1].where) {
            add_left(d, kind, &changes[i], &changes[i + 1], net);
        }
    }
    mrs_free(changes);
}

/* --- Joining --- */

static int compare_points(marsad_lonlat a, marsad_lonlat b)
{
    int order = (a.lon > b.lon) - (a.lon < b.lon);
    return order ? order : (a.lat > b.lat) - (a.lat < b.lat);
}

/* The chains in the order of their first points. */
typedef struct joiner {
    mrs_dissolver *d;
    size_t *order;
    marsad_lonlat *ring;
    size_t count, capacity;
} joiner;

static int by_start(const void *a, const void *b, void *context)
{
    const mrs_dissolver *d = context;
    const chain *x = &d->chains[*(const size_t *)a];
    const chain *y = &d->chains[*(const size_t *)b];
    int order = compare_points(d->points[x->first], d->points[y->first]);
    return order ? order : (x->first > y->first) - (x->first < y->first);
}

/* A chain that begins there and is not used yet; NULL if there is none. */
static chain *next_chain(const joiner *j, marsad_lonlat at)
{
    const mrs_dissolver *d = j->d;
    size_t low = 0;
    size_t high = d->chain_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        bool before = compare_points(d->points[d->chains[j->order[middle]].first], at) < 0;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    for (; low < d->chain_count; low++) {
        chain *found = &d->chains[j->order[low]];
        if (compare_points(d->points[found->first], at) != 0) {
            return NULL;
        }
        if (!found->used) {
            return found;
        }
    }
    return NULL;
}

/* Appends a chain to the ring, but for its first point where that is the ring's last. */
static void append(joiner *j, chain *added)
{
    added->used = true;
    for (size_t i = j->count ? 1 : 0; i < added->count && !j->d->failed; i++) {
        if (!mrs_grow((void **)&j->ring, &j->capacity, j->count, sizeof *j->ring)) {
            j->d->failed = true;
            return;
        }
        j->ring[j->count++] = j->d->points[added->first + i];
    }
}

/* Follows chains from one on until they come back to where it begins. */
static void follow(joiner *j, chain *first)
{
    j->count = 0;
    append(j, first);
    while (!j->d->failed && j->count && compare_points(j->ring[j->count - 1], j->ring[0]) != 0) {
        chain *next = next_chain(j, j->ring[j->count - 1]);
        if (!next) {
            return; /* cannot be: the rings were closed, and what cancels out leaves no gap */
        }
        append(j, next);
    }
}

bool mrs_dissolver_join(mrs_dissolver *d, mrs_ring_sink sink, void *context)
{
    cancel(d, MERIDIANS);
    cancel(d, PARALLELS);
    joiner j = {.d = d, .order = mrs_alloc(d->chain_count, sizeof *j.order)};
    d->failed |= !j.order;
    for (size_t i = 0; j.order && i < d->chain_count; i++) {
        j.order[i] = i;
    }
    if (j.order) {
        qsort_r(j.order, d->chain_count, sizeof *j.order, by_start, d);
    }
    for (size_t i = 0; !d->failed && i < d->chain_count; i++) {
        if (!d->chains[i].used) {
            follow(&j, &d->chains[i]);
        }
        if (!d->failed && j.count) {
            sink(context, j.ring, j.count);
            j.count = 0;
        }
    }
    bool ok = !d->failed;
    mrs_free(j.order);
    mrs_free(j.ring);
    mrs_dissolver_clear(d);
    return ok;
}
