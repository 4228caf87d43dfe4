/*
 * Where insets help: incidents whose markers cover each other on the main map and come apart at the
 * scale of an inset. Neighbours on the page are linked into clusters, first those that touch, then,
 * where these are too wide for an inset to gain anything, only the nearer ones.
 */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/inset.h"

enum { FEWEST_SPOTS = 4, MOST_SPOTS = 1500 };

static const double MARKER_WIDTH = 22;     /* px: nearer than this, markers cover each other */
static const double LEAST_GAIN = 2.5;      /* in scale */
static const double STILL_COVERED = 0.35;  /* at most, of the pairs that covered each other */
static const double LEAST_WIDTH_M = 14000; /* of the ground: the basemap bears no less */
static const double MOST_SHARE = 0.8;      /* of all places, in one inset */
static const double SLACK = 0.3;           /* of a cluster's width and height, around it */

const double mrs_inset_sizes[MRS_INSET_SIZES] = {0.36, 0.31, 0.27, 0.24, 0.22};

/* A place at which one incident happened, or several. */
typedef struct spot {
    mrs_point at;
    size_t cluster; /* the index of the first spot that it hangs together with */
} spot;

typedef struct crowd {
    spot *spots;
    size_t count;
} crowd;

mrs_point mrs_inset_size(const mrs_sheet *sheet, double aspect, double share)
{
    mrs_rect f = sheet->panes[0].frame.rect;
    const double small = 760; /* px: below, an inset takes a larger share */
    double frame = sqrt(f.w * f.h);
    double side = fmin(fmax(frame, small), frame * 1.3) * share;
    return (mrs_point){round(side * sqrt(aspect)), round(side / sqrt(aspect))};
}

static int by_place(const void *a, const void *b)
{
    mrs_point one = ((const spot *)a)->at;
    mrs_point two = ((const spot *)b)->at;
    return one.x != two.x ? (one.x < two.x ? -1 : 1) : (one.y > two.y) - (one.y < two.y);
}

/* Places of the incidents in the frame, from west to east, each once. */
static marsad_status find_spots(const mrs_sheet *sheet, crowd *out, marsad_error *error)
{
    size_t all = marsad_events_count(sheet->sources->events);
    out->spots = mrs_alloc(all, sizeof *out->spots);
    if (!out->spots) {
        return mrs_fail_memory(error);
    }
    size_t found = 0;
    for (size_t i = 0; i < all; i++) {
        spot *s = &out->spots[found];
        found += mrs_lies_in_frame(sheet, marsad_events_get(sheet->sources->events, i), &s->at);
    }
    qsort(out->spots, found, sizeof *out->spots, by_place);
    for (size_t i = 0; i < found; i++) {
        if (!out->count || by_place(&out->spots[out->count - 1], &out->spots[i]) != 0) {
            out->spots[out->count++] = out->spots[i];
        }
    }
    return MARSAD_OK;
}

static size_t root_of(const crowd *c, size_t index)
{
    while (c->spots[index].cluster != index) {
        index = c->spots[index].cluster;
    }
    return index;
}

/* Links all spots that are nearer than `reach`; they run from west to east. */
static void link_spots(crowd *c, double reach)
{
    for (size_t i = 0; i < c->count; i++) {
        c->spots[i].cluster = i;
    }
    for (size_t i = 0; i < c->count; i++) {
        for (size_t j = i + 1; j < c->count && c->spots[j].at.x - c->spots[i].at.x < reach; j++) {
            bool near = fabs(c->spots[j].at.y - c->spots[i].at.y) < reach &&
                        hypot(c->spots[j].at.x - c->spots[i].at.x,
                              c->spots[j].at.y - c->spots[i].at.y) < reach;
            if (near) {
                size_t a = root_of(c, i);
                size_t b = root_of(c, j);
                c->spots[a > b ? a : b].cluster = a < b ? a : b;
            }
        }
    }
}

/* The pairs of a cluster, or of the spots in a rectangle, that are nearer than `reach`. */
static size_t pairs_within(const crowd *c, mrs_rect box, double reach)
{
    size_t pairs = 0;
    for (size_t i = 0; i < c->count; i++) {
        size_t next = mrs_rect_has(box, c->spots[i].at) ? i + 1 : c->count;
        for (size_t j = next; j < c->count && c->spots[j].at.x - c->spots[i].at.x < reach; j++) {
            pairs += fabs(c->spots[j].at.y - c->spots[i].at.y) < reach &&
                     mrs_rect_has(box, c->spots[j].at) &&
                     hypot(c->spots[j].at.x - c->spots[i].at.x,
                           c->spots[j].at.y - c->spots[i].at.y) < reach;
        }
    }
    return pairs;
}

static size_t spots_within(const crowd *c, mrs_rect box)
{
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++) {
        count += mrs_rect_has(box, c->spots[i].at);
    }
    return count;
}

static mrs_rect box_of_cluster(const crowd *c, size_t root, size_t *count)
{
    mrs_ground box = mrs_ground_empty();
    *count = 0;
    for (size_t i = root; i < c->count; i++) {
        if (root_of(c, i) == root) {
            mrs_ground_add(&box, c->spots[i].at.x, c->spots[i].at.y);
            (*count)++;
        }
    }
    return (mrs_rect){box.min_x, box.min_y, box.max_x - box.min_x, box.max_y - box.min_y};
}

/* The ground for an inset around a box: with some slack, of the shape that insets have. */
static mrs_rect extent_around(const mrs_sheet *sheet, mrs_rect box)
{
    double least = LEAST_WIDTH_M / sheet->panes[0].frame.metres_per_px;
    double aspect = fmin(fmax((box.w + 1) / (box.h + 1), 0.8), 1.5);
    double w = fmax(fmax(box.w, box.h * aspect) * (1 + SLACK), least);
    double h = w / aspect;
    return (mrs_rect){box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h};
}

/* A spot in the extent but near its edge would have its marker cut there: the box is grown to hold
 * such spots too. */
static mrs_rect extent_of(const mrs_sheet *sheet, const crowd *c, mrs_rect box)
{
    enum { ROUNDS = 4 };
    mrs_rect extent = extent_around(sheet, box);
    for (int round = 0; round < ROUNDS; round++) {
        mrs_ground held = {box.x, box.y, box.x + box.w, box.y + box.h};
        for (size_t i = 0; i < c->count; i++) {
            if (mrs_rect_has(extent, c->spots[i].at)) {
                mrs_ground_add(&held, c->spots[i].at.x, c->spots[i].at.y);
            }
        }
        box = (mrs_rect){held.min_x, held.min_y, held.max_x - held.min_x, held.max_y - held.min_y};
        extent = extent_around(sheet, box);
    }
    return extent;
}

/* What an inset of this extent would gain: pairs of markers that come apart; 0 where it is not
 * worth its place. */
static size_t gain_of(const mrs_sheet *sheet, const crowd *c, mrs_rect extent)
{
    mrs_rect f = sheet->panes[0].frame.rect;
    double aspect = extent.w / extent.h;
    double larger = mrs_inset_size(sheet, aspect, mrs_inset_sizes[1]).x / extent.w;
    size_t held = spots_within(c, extent);
    if (larger < LEAST_GAIN || held < FEWEST_SPOTS || !mrs_rect_inside(extent, f) ||
        (double)held > MOST_SHARE * (double)c->count) {
        return 0;
    }
    size_t before = pairs_within(c, extent, MARKER_WIDTH);
    size_t after = pairs_within(c, extent, MARKER_WIDTH / larger);
    return before >= FEWEST_SPOTS && (double)after <= STILL_COVERED * (double)before
               ? before - after
               : 0;
}

typedef struct candidate {
    mrs_rect extent;
    size_t gain;
} candidate;

enum { MOST_CANDIDATES = 32 };

/* Takes the clusters of spots linked at this reach that are worth an inset. */
static void take_clusters(const mrs_sheet *sheet, crowd *c, double reach, candidate *candidates,
                          size_t *count)
{
    link_spots(c, reach);
    for (size_t i = 0; i < c->count && *count < MOST_CANDIDATES; i++) {
        size_t members = 0;
        if (c->spots[i].cluster != i) {
            continue;
        }
        mrs_rect box = box_of_cluster(c, i, &members);
        mrs_rect extent = extent_of(sheet, c, box);
        size_t gain = members < FEWEST_SPOTS ? 0 : gain_of(sheet, c, extent);
        if (gain) {
            candidates[(*count)++] = (candidate){extent, gain};
        }
    }
}

/* The greatest gain first; of equal ones, the one that shows less ground. */
static int by_gain(const void *a, const void *b)
{
    const candidate *one = a;
    const candidate *two = b;
    double more = one->extent.w * one->extent.h - two->extent.w * two->extent.h;
    if (one->gain != two->gain) {
        return one->gain > two->gain ? -1 : 1;
    }
    return more != 0 ? (more > 0 ? 1 : -1)
                     : (one->extent.x > two->extent.x) - (one->extent.x < two->extent.x);
}

static bool is_apart(const mrs_inset_plan *plans, size_t count, mrs_rect extent)
{
    for (size_t i = 0; i < count; i++) {
        if (mrs_rect_overlaps(plans[i].extent, mrs_rect_grown(extent, 4))) {
            return false;
        }
    }
    return true;
}

/* At the largest size, and so at all. */
static bool is_refused(const mrs_sheet *sheet, mrs_rect extent)
{
    double largest = mrs_inset_size(sheet, extent.w / extent.h, mrs_inset_sizes[0]).x;
    return mrs_refused_width(sheet, extent) >= largest;
}

marsad_status mrs_choose_insets(const mrs_sheet *sheet, size_t most, mrs_inset_plan *out,
                                size_t *count, marsad_error *error)
{
    crowd c = {0};
    candidate candidates[MOST_CANDIDATES] = {0};
    size_t found = 0;
    *count = 0;
    marsad_status status = find_spots(sheet, &c, error);
    if (!status && c.count <= MOST_SPOTS) {
        for (int nearer = 1; nearer <= 4; nearer *= 2) {
            take_clusters(sheet, &c, MARKER_WIDTH / nearer, candidates, &found);
        }
        qsort(candidates, found, sizeof *candidates, by_gain);
        for (size_t i = 0; i < found && *count < most; i++) {
            if (is_apart(out, *count, candidates[i].extent) &&
                !is_refused(sheet, candidates[i].extent)) {
                out[(*count)++] = (mrs_inset_plan){.extent = candidates[i].extent};
            }
        }
    }
    mrs_free(c.spots);
    return status;
}
