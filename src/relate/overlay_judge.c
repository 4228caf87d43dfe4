/* Which stretches of a boundary are front, by the coasts and borders along it. */
#include <math.h>

#include "base/memory.h"
#include "relate/overlay_chain.h"

/* The basemap's coasts and borders are known to about this. */
static const double NEAR_M = 1500;
/* A stretch that nowhere comes farther away from them runs along them. */
static const double ALONG_M = 2000;
/* How finely a boundary is looked at where it comes near them, and how finely it is then cut. */
static const double STEP_M = 200;
static const double CUT_M = 0.5;

typedef struct walk {
    const mrs_net *net;
    const mrs_chain *chain;
    const double *metres;
    const mrs_shore *shore;
    double length_m;
} walk;

typedef struct finding {
    bool is_front, on_land;
    double near_m; /* to the nearest coast or border */
    double safe_m; /* the finding is the same this far on, surely */
} finding;

static finding find_at(const walk *w, double at)
{
    double x;
    double y;
    mrs_chain_point(w->net, w->chain, w->metres, at, &x, &y);
    mrs_shore_place place = mrs_shore_at(w->shore, x, y);
    finding f = {.on_land = place.on_land, .near_m = fmin(place.coast_m, place.border_m)};
    if (w->chain->right != MARSAD_NO_HOLDER) {
        f.is_front = place.on_land || place.coast_m <= NEAR_M;
        f.safe_m = place.on_land ? place.coast_m + NEAR_M : fabs(place.coast_m - NEAR_M);
    } else {
        f.is_front = place.on_land && f.near_m > NEAR_M;
        f.safe_m = place.on_land ? fabs(f.near_m - NEAR_M) : place.coast_m + NEAR_M;
    }
    return f;
}

/* Where between the two the finding changes. */
static double cut_between(const walk *w, double low, double high, bool low_is_front)
{
    while (high - low > CUT_M) {
        double middle = (low + high) / 2;
        if (find_at(w, middle).is_front == low_is_front) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (low + high) / 2;
}

static bool add(mrs_stretches *out, double from_m, double to_m, bool is_front)
{
    if (out->count > 0 && out->items[out->count - 1].is_front == is_front) {
        out->items[out->count - 1].to_m = to_m;
        return true;
    }
    if (!mrs_grow((void **)&out->items, &out->capacity, out->count, sizeof *out->items)) {
        return false;
    }
    out->items[out->count++] = (mrs_stretch){from_m, to_m, is_front};
    return true;
}

static bool cut_chain(const walk *w, mrs_stretches *out)
{
    double start = 0;
    double at = 0;
    finding here = find_at(w, 0);
    while (at < w->length_m) {
        double next = fmin(at + fmax(here.safe_m, STEP_M), w->length_m);
        finding there = find_at(w, next);
        if (there.is_front != here.is_front) {
            double cut = cut_between(w, at, next, here.is_front);
            if (!add(out, start, cut, here.is_front)) {
                return false;
            }
            start = cut;
        }
        at = next;
        here = there;
    }
    return add(out, start, w->length_m, here.is_front);
}

/* Whether the stretch nowhere comes away from coasts and borders. */
static bool runs_along(const walk *w, const mrs_stretch *s)
{
    double at = s->from_m;
    while (at < s->to_m) {
        double near = find_at(w, at).near_m;
        if (near > ALONG_M) {
            return false;
        }
        at += fmax(ALONG_M - near, STEP_M); /* no nearer can it be exceeded */
    }
    return true;
}

/* Stretches that keep close to a coast or border run along it, even where drawn less exactly. */
static bool drop_stretches_along(const walk *w, mrs_stretches *stretches)
{
    mrs_stretches kept = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < stretches->count; i++) {
        const mrs_stretch *s = &stretches->items[i];
        bool front = s->is_front && (stretches->count == 1 || !runs_along(w, s));
        ok = add(&kept, s->from_m, s->to_m, front);
    }
    mrs_free(stretches->items);
    *stretches = kept;
    return ok;
}

/* How far a front goes on from its end at `at`, `step` metres at a time, as long as it makes
 * straight for the coast or border there. */
static double reach(const walk *w, double at, double step, double limit)
{
    const double steepness = 0.6; /* metres nearer by metres walked */
    finding here = find_at(w, at);
    while (fabs(limit - at) > fabs(step)) {
        finding next = find_at(w, at + step);
        if (!next.on_land || next.near_m > here.near_m - steepness * fabs(step)) {
            break;
        }
        at += step;
        here = next;
    }
    return at;
}

static void reach_to_shore(const walk *w, mrs_stretches *stretches)
{
    const double step = 50;
    for (size_t i = 0; i + 1 < stretches->count; i++) {
        mrs_stretch *a = &stretches->items[i];
        mrs_stretch *b = &stretches->items[i + 1];
        double cut =
            a->is_front ? reach(w, a->to_m, step, b->to_m) : reach(w, b->from_m, -step, a->from_m);
        a->to_m = b->from_m = cut;
    }
}

bool mrs_chain_judge(const mrs_net *net, const mrs_chain *chain, const double *metres,
                     const mrs_shore *shore, mrs_stretches *out)
{
    walk w = {net, chain, metres, shore, metres[chain->count - 1]};
    if (!shore) {
        return add(out, 0, w.length_m, true);
    }
    if (!cut_chain(&w, out)) {
        return false;
    }
    if (chain->right == MARSAD_NO_HOLDER) {
        if (!drop_stretches_along(&w, out)) {
            return false;
        }
        reach_to_shore(&w, out);
    }
    return true;
}
