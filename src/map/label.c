/*
 * Placing labels: all candidates of all labels, what excludes what, and a search over them
 * (label_search.c). The names that must be there are placed before the callouts, so that these go
 * around them; with all other labels they are searched over once more afterwards.
 */
#include "map/label.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/label_search.h"

enum { MOST_SEARCH_STEPS = 1500000 };

marsad_status mrs_add_label(mrs_pane *pane, const mrs_label *label, marsad_error *error)
{
    if (!mrs_grow((void **)&pane->labels, &pane->label_capacity, pane->label_count,
                  sizeof *pane->labels)) {
        return mrs_fail_memory(error);
    }
    pane->labels[pane->label_count++] = *label;
    return MARSAD_OK;
}

bool mrs_is_free(const mrs_pane *pane, mrs_rect box)
{
    if (!mrs_rect_inside(box, mrs_rect_grown(pane->frame.rect, -3))) {
        return false;
    }
    for (size_t i = 0; i < pane->obstacles.box_count; i++) {
        if (mrs_rect_overlaps(box, pane->obstacles.boxes[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < pane->obstacles.line_count; i++) {
        if (mrs_rect_crosses(box, pane->obstacles.lines[i][0], pane->obstacles.lines[i][1])) {
            return false;
        }
    }
    return true;
}

/* --- Order and weight --- */

/* The later layer first, as MapLibre does, then the lower key, then the order of the data. */
static int by_priority(const void *a, const void *b)
{
    const mrs_label *one = *(const mrs_label *const *)a;
    const mrs_label *two = *(const mrs_label *const *)b;
    if (one->layer_index != two->layer_index) {
        return one->layer_index > two->layer_index ? -1 : 1;
    }
    if (one->priority != two->priority) {
        return one->priority < two->priority ? -1 : 1;
    }
    return one < two ? -1 : one > two;
}

/* Whether a name must be there: of a greater town, or of a place where something happened. */
static bool comes_first(const mrs_pane *pane, const mrs_label *label)
{
    const mrs_town *town = label->place ? &pane->towns[label->place - 1] : NULL;
    return town && (town->rank <= 2 || town->happened);
}

/* What a name is worth, in the measure of the costs of candidates. */
static double weight_of(const mrs_pane *pane, const mrs_label *label)
{
    static const double of_rank[] = {300, 120, 45, 20, 12};
    static const double of_happening = 200;
    static const double of_area = 60, of_district = 16, of_line = 12;
    if (label->along) {
        return of_line;
    }
    if (!label->place) {
        return label->layer->source == MRS_SOURCE_ADMIN1 ? of_district : of_area;
    }
    const mrs_town *town = &pane->towns[label->place - 1];
    return of_rank[town->rank - 1] + (town->happened ? of_happening : 0) +
           4 * town->place->importance;
}

/* --- The problem --- */

typedef struct placing {
    mrs_pane *pane;
    bool first;        /* only the names that come first */
    mrs_label **order; /* of the greedy pass */
    size_t *rank;      /* each label's place in it */
    mrs_label_room room;
    mrs_candidates candidates;
    mrs_conflicts conflicts;
    double *weights, *costs;
    uint32_t *first_candidate, *greedy_order, *greedy;
    mrs_search search;
} placing;

static void placing_clear(placing *p)
{
    mrs_free(p->order);
    mrs_free(p->rank);
    mrs_label_room_clear(&p->room);
    mrs_candidates_clear(&p->candidates);
    mrs_conflicts_clear(&p->conflicts);
    mrs_free(p->weights);
    mrs_free(p->costs);
    mrs_free(p->first_candidate);
    mrs_free(p->greedy_order);
    mrs_free(p->greedy);
    mrs_search_clear(&p->search);
}

/* Lists the labels that come first, or the others. */
static size_t take_order(mrs_pane *pane, bool first, mrs_label **out)
{
    size_t count = 0;
    for (size_t i = 0; i < pane->label_count; i++) {
        if (comes_first(pane, &pane->labels[i]) == first) {
            out[count++] = &pane->labels[i];
        }
    }
    return count;
}

static bool find_order(placing *p)
{
    mrs_pane *pane = p->pane;
    p->order = mrs_alloc(pane->label_count + 1, sizeof(mrs_label *));
    p->rank = mrs_alloc(pane->label_count + 1, sizeof *p->rank);
    if (!p->order || !p->rank) {
        return false;
    }
    size_t first = take_order(pane, true, p->order);
    size_t others = take_order(pane, false, p->order + first);
    qsort(p->order, first, sizeof(mrs_label *), by_priority);
    qsort(p->order + first, others, sizeof(mrs_label *), by_priority);
    for (size_t i = 0; i < pane->label_count; i++) {
        p->rank[p->order[i] - pane->labels] = i;
    }
    return true;
}

static bool find_candidates(placing *p)
{
    for (size_t i = 0; i < p->pane->label_count && !p->candidates.failed; i++) {
        if (!p->first || comes_first(p->pane, &p->pane->labels[i])) {
            mrs_label_candidates(&p->room, i, &p->candidates);
        }
    }
    return !p->candidates.failed &&
           mrs_find_conflicts(p->pane, &p->candidates, p->rank, &p->conflicts);
}

/* Of two labels that weigh the same, the one that comes first in the style's order weighs a little
 * more. */
static bool fill_problem(placing *p)
{
    size_t labels = p->pane->label_count;
    p->weights = mrs_alloc(labels + 1, sizeof *p->weights);
    p->costs = mrs_alloc(p->candidates.count + 1, sizeof *p->costs);
    p->first_candidate = mrs_alloc(labels + 1, sizeof *p->first_candidate);
    p->greedy_order = mrs_alloc(labels + 1, sizeof *p->greedy_order);
    if (!p->weights || !p->costs || !p->first_candidate || !p->greedy_order) {
        return false;
    }
    for (size_t i = 0; i < p->candidates.count; i++) {
        p->costs[i] = p->candidates.items[i].cost;
        p->first_candidate[p->candidates.items[i].label + 1]++;
    }
    for (size_t i = 0; i < labels; i++) {
        double share = 1 - (double)p->rank[i] / (double)labels;
        p->weights[i] = weight_of(p->pane, &p->pane->labels[i]) + share;
        p->first_candidate[i + 1] += p->first_candidate[i];
        p->greedy_order[i] = (uint32_t)(p->order[i] - p->pane->labels);
    }
    return true;
}

/* --- Searching --- */

/* Labels that are placed already keep their places to begin with. */
static void take_placed(placing *p)
{
    for (size_t i = 0; i < p->candidates.count; i++) {
        const mrs_candidate *c = &p->candidates.items[i];
        const mrs_label *label = &p->pane->labels[c->label];
        if (label->placed && label->key == c->key) {
            mrs_search_set(&p->search, (uint32_t)i);
        }
    }
}

static bool search_places(placing *p, const mrs_problem *problem)
{
    size_t labels = p->pane->label_count;
    p->greedy = mrs_alloc(labels + 1, sizeof *p->greedy);
    if (!mrs_search_start(&p->search, problem) || !p->greedy) {
        return false;
    }
    take_placed(p);
    mrs_search_greedy(&p->search, p->greedy_order, labels);
    for (size_t i = 0; i < labels; i++) {
        p->greedy[i] = p->search.chosen[i];
    }
    mrs_search_improve(&p->search, MOST_SEARCH_STEPS);
    return !p->search.failed;
}

/* --- What was found --- */

static void set_block(mrs_label *label, const mrs_candidate *c)
{
    label->at = c->at;
    label->angle_deg = c->angle_deg;
    if (!label->along) {
        mrs_block block = mrs_label_block(label, c->anchor);
        label->second_at = (mrs_point){c->at.x + block.second.x, c->at.y + block.second.y};
    }
}

static marsad_status take_label(placing *p, size_t index, marsad_error *error)
{
    mrs_label *label = &p->pane->labels[index];
    uint32_t chosen = p->search.chosen[index];
    label->placed = chosen != MRS_NO_CANDIDATE;
    if (label->place) {
        p->pane->towns[label->place - 1].labelled |= label->placed;
    }
    if (!label->placed) {
        return MARSAD_OK;
    }
    const mrs_candidate *c = &p->candidates.items[chosen];
    label->moved |= chosen != p->greedy[index];
    label->key = c->key;
    set_block(label, c);
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < c->piece_count; i++) {
        status = mrs_obstacle_box(p->pane, p->candidates.pieces[c->piece + i].box, error);
    }
    return status;
}

/* The dots of the towns that are named are in the way of all others'. */
static marsad_status take_dots(placing *p, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < p->candidates.dot_count; i++) {
        const mrs_dot *dot = &p->candidates.dots[i];
        if (p->pane->labels[dot->label].placed) {
            status = mrs_obstacle_box(p->pane, dot->box, error);
        }
    }
    return status;
}

static marsad_status take_places(placing *p, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; i < p->pane->town_count; i++) {
        p->pane->towns[i].labelled = false;
    }
    for (size_t i = 0; !status && i < p->pane->label_count; i++) {
        status = take_label(p, i, error);
    }
    return status ? status : take_dots(p, error);
}

static marsad_status place_labels(mrs_pane *pane, bool first, marsad_error *error)
{
    placing p = {.pane = pane, .first = first};
    marsad_status status = mrs_label_room_make(pane, &p.room, error);
    bool ok = !status && find_order(&p) && find_candidates(&p) && fill_problem(&p);
    mrs_problem problem = {
        pane->label_count, p.candidates.count, p.weights,        p.first_candidate,
        p.costs,           p.conflicts.first,  p.conflicts.items};
    ok = ok && search_places(&p, &problem);
    if (!status) {
        status = ok ? take_places(&p, error) : mrs_fail_memory(error);
    }
    placing_clear(&p);
    return status;
}

marsad_status mrs_place_first_labels(mrs_pane *pane, marsad_error *error)
{
    bool callouts = pane->sheet->as == MARSAD_AS_CALLOUTS; /* or nothing comes in between */
    pane->first_name_box = pane->obstacles.box_count;
    marsad_status status = callouts ? place_labels(pane, true, error) : MARSAD_OK;
    pane->first_name_end = pane->obstacles.box_count;
    return status;
}

/* The first names are no obstacles while they are placed once more. */
static void lift_first_names(mrs_pane *pane)
{
    mrs_obstacles *o = &pane->obstacles;
    size_t lifted = pane->first_name_end - pane->first_name_box;
    if (lifted > 0) {
        memmove(o->boxes + pane->first_name_box, o->boxes + pane->first_name_end,
                (o->box_count - pane->first_name_end) * sizeof *o->boxes);
    }
    o->box_count -= lifted;
    pane->first_name_end = pane->first_name_box;
}

marsad_status mrs_place_other_labels(mrs_pane *pane, marsad_error *error)
{
    lift_first_names(pane);
    return place_labels(pane, false, error);
}

/* --- Counting --- */

/* A name that is not there, and not said by another label either. */
static bool is_dropped(const mrs_pane *pane, const mrs_label *label)
{
    for (size_t i = 0; !label->placed && i < pane->label_count; i++) {
        if (pane->labels[i].placed && mrs_labels_repeat(label, &pane->labels[i])) {
            return false;
        }
    }
    return !label->placed;
}

void mrs_count_labels(mrs_sheet *sheet)
{
    marsad_map_summary *summary = &sheet->summary;
    for (size_t p = 0; p < sheet->pane_count; p++) {
        const mrs_pane *pane = &sheet->panes[p];
        for (size_t i = 0; i < pane->label_count; i++) {
            const mrs_label *label = &pane->labels[i];
            summary->labels_placed += label->placed;
            summary->labels_moved += label->placed && label->moved;
            summary->labels_dropped += is_dropped(pane, label);
        }
    }
}
