/*
 * Where a label at a point could stand: on the sides of it that the style names, in the style's
 * order, near and then farther off. (How desirable the sides are: E. Imhof, Positioning names on
 * maps, The American Cartographer 2(2), 1975; P. Yoeli, The logic of automated map lettering, The
 * Cartographic Journal 9(2), 1972.)
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "map/label.h"
#include "map/symbols.h"

static const double CLEAR = 14;      /* px from names of areas to hexagons and density */
static const double COST_SIDE = 0.5; /* a side later in the order */
static const double COST_ASLANT = 2; /* off a marker's corner, where it is tied to it the least */
static const double COST_MARKERS = 2.5; /* by the town's markers, where these stand beside it */
static const double COST_LEADER = 30;   /* a name placed before the callouts stays under a leader */
static const double COST_SHIFT = 0.05;  /* a pixel from where the data put a sea's name */
static const double DOT = 6;            /* px: the side of the box that a town's dot takes */
static const double MOST_DOT = 10;      /* px: names stand farther than this from markers only */
static const double FARTHEST_SIDE = 40; /* px: farther off, a name beside its town is not its own */

/* --- The list --- */

void mrs_candidates_clear(mrs_candidates *candidates)
{
    mrs_free(candidates->items);
    mrs_free(candidates->pieces);
    mrs_free(candidates->dots);
}

mrs_candidate *mrs_candidate_add(mrs_candidates *list, size_t label, uint32_t key, double cost)
{
    if (list->failed ||
        !mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items)) {
        list->failed = true;
        return NULL;
    }
    mrs_candidate *added = &list->items[list->count++];
    *added = (mrs_candidate){
        .label = label, .key = key, .cost = cost, .anchor = "center", .piece = list->piece_count};
    return added;
}

/* Names in one line read as one name unless more than a space is between them; those of areas,
 * whose letters are spaced out, need more. */
static double room_beside(const mrs_label *label, mrs_rect box)
{
    const double line = fmin(box.h, 24);
    return label->allow_overlap ? 0 : (label->place || label->along ? 0.3 : 1.3) * line;
}

void mrs_piece_add(mrs_candidates *list, const mrs_label *label, mrs_rect box)
{
    if (list->failed || !mrs_grow((void **)&list->pieces, &list->piece_capacity, list->piece_count,
                                  sizeof *list->pieces)) {
        list->failed = true;
        return;
    }
    list->pieces[list->piece_count++] = (mrs_piece){box, label->padding, room_beside(label, box)};
    list->items[list->count - 1].piece_count++;
}

/* Takes back the candidate begun last. */
static void drop_last(mrs_candidates *list)
{
    list->count--;
    list->piece_count = list->items[list->count].piece;
}

/* --- Whether it can stand --- */

/* The name in the frame, and over nothing that stands. A leader that came to run over
 * a name after it was placed need not drive it away. */
static bool is_free(const mrs_label_room *room, const mrs_candidates *list, mrs_candidate *c)
{
    const mrs_label *label = &room->pane->labels[c->label];
    bool stays = label->placed && label->key == c->key;
    bool led = false;
    for (size_t i = 0; i < c->piece_count; i++) {
        const mrs_piece *piece = &list->pieces[c->piece + i];
        mrs_rect box = mrs_rect_grown(piece->box, piece->padding);
        if (!label->allow_overlap && !mrs_room_is_free(room, box, !stays)) {
            return false;
        }
        if (!label->place && mrs_on_surface(room->pane, mrs_rect_grown(piece->box, CLEAR))) {
            return false; /* names of areas and lines are too faint for it */
        }
        led |= stays && mrs_room_on_leader(room, box);
    }
    c->cost += led ? COST_LEADER : 0;
    return true;
}

void mrs_candidate_settle(const mrs_label_room *room, mrs_candidates *list)
{
    if (list->failed) {
        return;
    }
    mrs_candidate *c = &list->items[list->count - 1];
    if (is_free(room, list, c)) {
        const mrs_label *label = &room->pane->labels[c->label];
        double most = 0;
        for (size_t i = 0; i < c->piece_count; i++) {
            most = fmax(most, mrs_room_cost(room, label, list->pieces[c->piece + i].box));
        }
        c->cost += most;
    } else {
        drop_last(list);
    }
}

/* --- Around a point --- */

/* A sheet from right to left reads the other way: what would stand right of its dot stands left. */
static const char *mirrored(const char *anchor)
{
    static const char *const pairs[][2] = {
        {"left", "right"}, {"top-left", "top-right"}, {"bottom-left", "bottom-right"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        for (int side = 0; side < 2; side++) {
            if (strcmp(anchor, pairs[i][side]) == 0) {
                return pairs[i][1 - side];
            }
        }
    }
    return anchor;
}

/* The label's side at this place of the order. */
static const char *side(const mrs_label_room *room, const mrs_label *label, size_t i)
{
    bool mirror = label->anchor_count > 1 && room->pane->sheet->rtl;
    return mirror ? mirrored(label->anchors[i]) : label->anchors[i];
}

/* Where the ink of a text stands that is anchored at the named side: "left" puts the text's left
 * side at the anchor, so the text stands right of it. */
static mrs_rect ink_at(const mrs_label *label, const char *anchor, double farther, mrs_rect ink)
{
    mrs_point gap = {label->gap.x + farther, label->gap.y + farther};
    bool left = strstr(anchor, "left") != NULL;
    bool right = strstr(anchor, "right") != NULL;
    bool top = strstr(anchor, "top") != NULL;
    bool bottom = strstr(anchor, "bottom") != NULL;
    if ((left || right) && (top || bottom)) { /* round a dot; a marker's box has corners */
        gap = (mrs_point){gap.x * M_SQRT1_2, gap.y * (label->gap.y > MOST_DOT ? 1 : M_SQRT1_2)};
    }
    mrs_rect at = {label->anchor.x - ink.w / 2, label->anchor.y - ink.h / 2, ink.w, ink.h};
    at.x = left ? label->anchor.x + gap.x : right ? label->anchor.x - gap.x - ink.w : at.x;
    at.y = top ? label->anchor.y + gap.y : bottom ? label->anchor.y - gap.y - ink.h : at.y;
    at.x += label->offset.x;
    at.y += label->offset.y;
    return at;
}

/* A wide group of markers leaves room above and below its town, and none beside it. */
static bool is_too_far(const mrs_label *label, const char *anchor)
{
    bool beside = strstr(anchor, "left") || strstr(anchor, "right");
    bool above = strstr(anchor, "top") || strstr(anchor, "bottom");
    return (beside && label->gap.x > FARTHEST_SIDE) || (above && label->gap.y > FARTHEST_SIDE);
}

/* A town's dot is shown with its name: it needs its place too, unless a marker stands on it. False
 * where it has none. */
static bool add_dot(const mrs_label_room *room, size_t index, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    const mrs_town *town = label->place ? &room->pane->towns[label->place - 1] : NULL;
    if (!town || town->under_mark) {
        return true;
    }
    mrs_rect dot = {town->at.x - DOT / 2, town->at.y - DOT / 2, DOT, DOT};
    if (!mrs_room_is_free(room, dot, !label->placed)) {
        return false;
    }
    if (!mrs_grow((void **)&out->dots, &out->dot_capacity, out->dot_count, sizeof *out->dots)) {
        out->failed = true;
        return false;
    }
    out->dots[out->dot_count++] = (mrs_dot){dot, index};
    return true;
}

/* `ink` stands with its corner at `at`. */
static void add_ink(const mrs_label_room *room, size_t index, uint32_t key, const char *anchor,
                    mrs_rect ink, mrs_point at, double cost, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    mrs_candidate *added = mrs_candidate_add(out, index, key, cost);
    if (added) {
        added->anchor = anchor;
        added->at = (mrs_point){at.x - ink.x, at.y - ink.y};
        mrs_piece_add(out, label, (mrs_rect){at.x, at.y, ink.w, ink.h});
        mrs_candidate_settle(room, out);
    }
}

static void add_at(const mrs_label_room *room, size_t index, uint32_t key, const char *anchor,
                   double farther, double cost, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    mrs_rect ink = mrs_label_block(label, anchor).ink;
    mrs_rect at = ink_at(label, anchor, farther, ink);
    add_ink(room, index, key, anchor, ink, (mrs_point){at.x, at.y}, cost, out);
}

/* A name beside a box, or above or below it: in its middle, or flush with one of its sides. */
static mrs_point beside_box(mrs_rect box, const char *anchor, mrs_rect ink)
{
    const double gap = 3;
    bool left = strstr(anchor, "left") != NULL;
    bool right = strstr(anchor, "right") != NULL;
    bool top = strstr(anchor, "top") != NULL;
    bool bottom = strstr(anchor, "bottom") != NULL;
    mrs_point at = {box.x + (box.w - ink.w) / 2, box.y + (box.h - ink.h) / 2};
    at.y = top ? box.y + box.h + gap : bottom ? box.y - gap - ink.h : at.y;
    if (top || bottom) {
        at.x = left ? box.x : right ? box.x + box.w - ink.w : at.x;
    } else {
        at.x = left ? box.x + box.w + gap : right ? box.x - gap - ink.w : at.x;
    }
    return at;
}

/* The markers of a town may stand beside it, tied to it by a stem: its name may stand by them. */
static void around_markers(const mrs_label_room *room, size_t index, uint32_t key,
                           mrs_candidates *out)
{
    const mrs_pane *pane = room->pane;
    const mrs_label *label = &pane->labels[index];
    for (size_t g = 0; g < pane->group_count; g++) {
        const mrs_mark_group *group = &pane->groups[g];
        double apart = hypot(group->ground.x - label->anchor.x, group->ground.y - label->anchor.y);
        if (!group->has_stem || apart > MRS_STEM_DOT) {
            continue;
        }
        for (size_t i = 0; i < label->anchor_count; i++, key++) {
            const char *anchor = side(room, label, i);
            mrs_rect ink = mrs_label_block(label, anchor).ink;
            add_ink(room, index, key, anchor, ink, beside_box(group->box, anchor, ink),
                    COST_MARKERS + (double)i * COST_SIDE, out);
        }
    }
}

/* How far from the nearest place, px, and what that costs. The last two are for the greatest towns
 * and for those at which something happened. */
static const struct {
    double farther, cost;
} distances[] = {{0, 0}, {6, 1.2}, {14, 3.5}, {24, 6}};

static size_t distance_count(const mrs_pane *pane, const mrs_label *label)
{
    const mrs_town *town = label->place ? &pane->towns[label->place - 1] : NULL;
    bool great = town && (town->rank == 1 || town->happened);
    return label->anchor_count <= 1 ? 1 : great ? 4 : 2;
}

static void around_point(const mrs_label_room *room, size_t index, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    size_t count = distance_count(room->pane, label);
    uint32_t key = 1;
    for (size_t d = 0; d < count; d++) {
        for (size_t i = 0; i < label->anchor_count; i++, key++) {
            const char *anchor = side(room, label, i);
            bool aslant = label->gap.y > MOST_DOT && strchr(anchor, '-');
            if (!is_too_far(label, anchor)) {
                add_at(room, index, key, anchor, distances[d].farther,
                       (double)i * COST_SIDE + distances[d].cost + (aslant ? COST_ASLANT : 0), out);
            }
        }
    }
}

/* A sea's name stands where the data put it, or a little aside. */
static void beside_point(const mrs_label_room *room, size_t index, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    const char *anchor = label->anchors[0];
    mrs_rect ink = mrs_label_block(label, anchor).ink;
    mrs_rect at = ink_at(label, anchor, 0, ink);
    uint32_t key = 2;
    for (int ring = 1; ring <= 2; ring++) {
        for (int i = 0; i < 8; i++, key++) {
            double angle = i * M_PI / 4;
            mrs_point by = {cos(angle) * ink.h * 2 * ring, sin(angle) * ink.h * ring};
            add_ink(room, index, key, anchor, ink, (mrs_point){at.x + by.x, at.y + by.y},
                    COST_SHIFT * hypot(by.x, by.y), out);
        }
    }
}

void mrs_label_candidates(const mrs_label_room *room, size_t index, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    if (label->along) {
        mrs_line_candidates(room, index, out);
        return;
    }
    mrs_rect ink = mrs_label_block(label, label->anchors[0]).ink;
    if (label->area && mrs_path_area(label->area) < ink.w * ink.h) {
        return; /* an area smaller than its name is not named */
    }
    if (!add_dot(room, index, out)) {
        return;
    }
    around_point(room, index, out);
    if (label->place && label->anchor_count > 1) {
        around_markers(room, index, 200, out);
    } else if (label->area) {
        mrs_area_candidates(room, index, 100, out);
    } else if (!label->place && label->anchor_count == 1 &&
               mrs_rect_has(room->pane->frame.rect, label->anchor)) {
        beside_point(room, index, out);
    }
}
