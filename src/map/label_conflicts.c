/* Which candidates of labels exclude each other, found once for the whole search. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "map/label.h"

/* Whose a piece is: one candidate's, or all of a label's. */
typedef struct owner {
    size_t label;
    uint32_t from, to;
} owner;

/* Pairs of candidates; one may stand there several times, which the search does not mind. */
typedef struct pairs {
    const mrs_pane *pane;
    const mrs_candidates *candidates;
    const size_t *rank;
    mrs_piece *pieces;
    owner *owners; /* of each piece */
    uint32_t (*items)[2];
    size_t count, capacity;
} pairs;

static bool add_pair(pairs *list, uint32_t a, uint32_t b)
{
    if (!mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items)) {
        return false;
    }
    list->items[list->count][0] = a;
    list->items[list->count++][1] = b;
    return true;
}

/* --- Overlaps --- */

/* The one that comes later gives way, unless it may overlap. */
static bool minds(const pairs *list, size_t a, size_t b)
{
    size_t later = list->rank[a] > list->rank[b] ? a : b;
    return !list->pane->labels[later].allow_overlap;
}

static mrs_rect reach(const mrs_piece *piece)
{
    double beside = piece->padding + piece->beside;
    return (mrs_rect){piece->box.x - beside, piece->box.y - piece->padding,
                      piece->box.w + 2 * beside, piece->box.h + 2 * piece->padding};
}

/* Two pieces, each with its reach, overlap: they exclude each other if they do so with the greater
 * reach between them. */
static bool are_near(const pairs *list, size_t one, size_t two)
{
    mrs_piece p = list->pieces[one];
    mrs_piece q = list->pieces[two];
    return mrs_rect_overlaps(reach(&p), q.box) || mrs_rect_overlaps(p.box, reach(&q));
}

static bool take_overlap(void *context, size_t one, size_t two)
{
    pairs *list = context;
    owner a = list->owners[one];
    owner b = list->owners[two];
    if (a.label == b.label || !are_near(list, one, two) || !minds(list, a.label, b.label)) {
        return true;
    }
    bool ok = true;
    for (uint32_t i = a.from; ok && i < a.to; i++) {
        for (uint32_t j = b.from; ok && j < b.to; j++) {
            ok = add_pair(list, i, j);
        }
    }
    return ok;
}

/* The pieces of all candidates, then the dots, which are of all candidates of a label. */
static void list_pieces(pairs *list, const uint32_t *first)
{
    const mrs_candidates *all = list->candidates;
    for (size_t c = 0; c < all->count; c++) {
        for (size_t i = 0; i < all->items[c].piece_count; i++) {
            size_t piece = all->items[c].piece + i;
            list->pieces[piece] = all->pieces[piece];
            list->owners[piece] = (owner){all->items[c].label, (uint32_t)c, (uint32_t)c + 1};
        }
    }
    for (size_t i = 0; i < all->dot_count; i++) {
        size_t label = all->dots[i].label;
        list->pieces[all->piece_count + i] = (mrs_piece){.box = all->dots[i].box};
        list->owners[all->piece_count + i] = (owner){label, first[label], first[label + 1]};
    }
}

static bool find_overlaps(pairs *list, const uint32_t *first)
{
    size_t count = list->candidates->piece_count + list->candidates->dot_count;
    mrs_rect *boxes = mrs_alloc(count + 1, sizeof *boxes);
    list->owners = mrs_alloc(count + 1, sizeof *list->owners);
    list->pieces = mrs_alloc(count + 1, sizeof *list->pieces);
    bool ok = boxes && list->owners && list->pieces;
    if (ok) {
        list_pieces(list, first);
    }
    for (size_t i = 0; ok && i < count; i++) {
        boxes[i] = reach(&list->pieces[i]);
    }
    mrs_grid *grid = ok ? mrs_grid_new(list->pane->frame.rect, boxes, count) : NULL;
    ok = grid && mrs_grid_pairs(grid, take_overlap, list);
    mrs_grid_free(grid);
    mrs_free(boxes);
    return ok;
}

/* --- Repetition --- */

static const double SIGHT = 160; /* px within which a town's name is not said twice */

bool mrs_labels_repeat(const mrs_label *a, const mrs_label *b)
{
    if (a->layer != b->layer ||
        strcmp(pango_layout_get_text(a->layout), pango_layout_get_text(b->layout)) != 0) {
        return false;
    }
    double sight = a->along ? a->repeat : SIGHT;
    bool once = !a->place && !a->along; /* a sea, for whose name the data offer several points */
    return once || hypot(a->anchor.x - b->anchor.x, a->anchor.y - b->anchor.y) < sight;
}

static int by_text(const void *a, const void *b)
{
    const mrs_label *one = *(const mrs_label *const *)a;
    const mrs_label *two = *(const mrs_label *const *)b;
    if (one->layer_index != two->layer_index) {
        return one->layer_index < two->layer_index ? -1 : 1;
    }
    int order = strcmp(pango_layout_get_text(one->layout), pango_layout_get_text(two->layout));
    return order ? order : one < two ? -1 : one > two;
}

/* All candidates of one label exclude all of the other's. `first` is of each label's candidates. */
static bool exclude_all(pairs *list, const uint32_t *first, size_t a, size_t b)
{
    for (uint32_t i = first[a]; i < first[a + 1]; i++) {
        for (uint32_t j = first[b]; j < first[b + 1]; j++) {
            if (!add_pair(list, i, j)) {
                return false;
            }
        }
    }
    return true;
}

static bool find_repetitions(pairs *list, const uint32_t *first)
{
    const mrs_pane *pane = list->pane;
    const mrs_label **order = mrs_alloc(pane->label_count + 1, sizeof *order);
    size_t count = 0;
    for (size_t i = 0; order && i < pane->label_count; i++) {
        if (first[i] < first[i + 1]) {
            order[count++] = &pane->labels[i];
        }
    }
    if (order) {
        qsort(order, count, sizeof *order, by_text);
    }
    bool ok = order != NULL;
    for (size_t i = 0; ok && i < count; i++) {
        for (size_t j = i + 1; ok && j < count; j++) {
            if (order[i]->layer_index != order[j]->layer_index ||
                strcmp(pango_layout_get_text(order[i]->layout),
                       pango_layout_get_text(order[j]->layout)) != 0) {
                break;
            }
            ok = !mrs_labels_repeat(order[i], order[j]) ||
                 exclude_all(list, first, (size_t)(order[i] - pane->labels),
                             (size_t)(order[j] - pane->labels));
        }
    }
    mrs_free(order);
    return ok;
}

/* The first candidate of each label, and one past the last; they stand in the labels' order. */
static uint32_t *first_candidates(const mrs_pane *pane, const mrs_candidates *candidates)
{
    uint32_t *first = mrs_alloc(pane->label_count + 1, sizeof *first);
    size_t c = 0;
    for (size_t i = 0; first && i <= pane->label_count; i++) {
        while (c < candidates->count && candidates->items[c].label < i) {
            c++;
        }
        first[i] = (uint32_t)c;
    }
    return first;
}

/* --- The lists --- */

static bool make_lists(const pairs *list, size_t count, mrs_conflicts *out)
{
    out->first = mrs_alloc(count + 2, sizeof *out->first);
    out->items = mrs_alloc(2 * list->count + 1, sizeof *out->items);
    if (!out->first || !out->items) {
        return false;
    }
    /* first[c + 1] counts, then holds where c's list goes on, then where it ends. */
    for (size_t i = 0; i < list->count; i++) {
        out->first[list->items[i][0] + 2]++;
        out->first[list->items[i][1] + 2]++;
    }
    for (size_t c = 2; c < count + 2; c++) {
        out->first[c] += out->first[c - 1];
    }
    for (size_t i = 0; i < list->count; i++) {
        uint32_t a = list->items[i][0];
        uint32_t b = list->items[i][1];
        out->items[out->first[a + 1]++] = b;
        out->items[out->first[b + 1]++] = a;
    }
    return true;
}

bool mrs_find_conflicts(const mrs_pane *pane, const mrs_candidates *candidates, const size_t *rank,
                        mrs_conflicts *out)
{
    pairs list = {.pane = pane, .candidates = candidates, .rank = rank};
    uint32_t *first = first_candidates(pane, candidates);
    *out = (mrs_conflicts){0};
    bool ok = first && find_overlaps(&list, first) && find_repetitions(&list, first) &&
              make_lists(&list, candidates->count, out);
    mrs_free(first);
    mrs_free(list.owners);
    mrs_free(list.pieces);
    mrs_free(list.items);
    return ok;
}

void mrs_conflicts_clear(mrs_conflicts *conflicts)
{
    mrs_free(conflicts->first);
    mrs_free(conflicts->items);
}
