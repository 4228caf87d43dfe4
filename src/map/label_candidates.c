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

static const double COST_SIDE = 0.5;    /* a side later in the order */
static const double COST_FAR = 1.2;     /* the farther distance */
static const double FARTHER = 6;        /* px beyond the nearer one */
static const double COST_LEADER = 30;   /* a name placed before the callouts stays under a leader */
static const double COST_SHIFT = 0.05;  /* a pixel from where the data put a sea's name */
static const double DOT = 6;            /* px: the side of the box that a town's dot takes */
static const double FARTHEST_SIDE = 40; /* px: farther off, a name beside its town is not its own */

/* --- The list --- */

void mrs_candidates_clear(mrs_candidates *candidates)
{
    mrs_free(candidates->items);
    mrs_free(candidates->pieces);
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

void mrs_piece_add(mrs_candidates *list, mrs_rect box, double padding)
{
    if (list->failed || !mrs_grow((void **)&list->pieces, &list->piece_capacity, list->piece_count,
                                  sizeof *list->pieces)) {
        list->failed = true;
        return;
    }
    list->pieces[list->piece_count++] = (mrs_piece){box, padding};
    list->items[list->count - 1].piece_count++;
}

void mrs_candidate_drop(mrs_candidates *list)
{
    list->count--;
    list->piece_count = list->items[list->count].piece;
}

/* --- Whether it can stand --- */

/* The name and its dot in the frame, and over nothing that stands. A leader that came to run over
 * a name after it was placed need not drive it away. */
static bool is_free(const mrs_label_room *room, const mrs_candidates *list, mrs_candidate *c)
{
    const mrs_label *label = &room->pane->labels[c->label];
    bool stays = label->placed && label->key == c->key;
    bool led = false;
    for (size_t i = 0; i < c->piece_count; i++) {
        const mrs_piece *piece = &list->pieces[c->piece + i];
        mrs_rect box = mrs_rect_grown(piece->box, piece->padding);
        bool is_dot = label->place && i == 1;
        if ((!label->allow_overlap || is_dot) && !mrs_room_is_free(room, box, !stays)) {
            return false;
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
        for (size_t i = 0; i < c->piece_count - (label->place && c->piece_count > 1); i++) {
            most = fmax(most, mrs_room_cost(room, label, list->pieces[c->piece + i].box));
        }
        c->cost += most;
    } else {
        mrs_candidate_drop(list);
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

/* Where the ink of a text stands that is anchored at the named side: "left" puts the text's left
 * side at the anchor, so the text stands right of it. */
static mrs_rect ink_at(const mrs_label *label, const char *anchor, double farther, mrs_rect ink)
{
    mrs_point gap = {label->gap.x + farther, label->gap.y + farther};
    bool left = strstr(anchor, "left") != NULL;
    bool right = strstr(anchor, "right") != NULL;
    bool top = strstr(anchor, "top") != NULL;
    bool bottom = strstr(anchor, "bottom") != NULL;
    if ((left || right) && (top || bottom)) {
        gap = (mrs_point){gap.x * M_SQRT1_2, gap.y * M_SQRT1_2};
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

/* A town's dot is shown with its name: it needs its place too, unless a marker stands on it. */
static void add_dot(const mrs_label_room *room, const mrs_label *label, mrs_candidates *out)
{
    const mrs_town *town = label->place ? &room->pane->towns[label->place - 1] : NULL;
    if (town && !town->under_mark) {
        mrs_rect dot = {town->at.x - DOT / 2, town->at.y - DOT / 2, DOT, DOT};
        mrs_piece_add(out, dot, 0);
    }
}

static void add_at(const mrs_label_room *room, size_t index, uint32_t key, const char *anchor,
                   double farther, double cost, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    mrs_candidate *added = mrs_candidate_add(out, index, key, cost);
    if (!added) {
        return;
    }
    mrs_rect ink = mrs_label_block(label, anchor).ink;
    mrs_rect at = ink_at(label, anchor, farther, ink);
    added->anchor = anchor;
    added->at = (mrs_point){at.x - ink.x, at.y - ink.y};
    mrs_piece_add(out, at, label->padding);
    add_dot(room, label, out);
    mrs_candidate_settle(room, out);
}

static void around_point(const mrs_label_room *room, size_t index, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    uint32_t key = 1;
    for (int distance = 0; distance < (label->anchor_count > 1 ? 2 : 1); distance++) {
        for (size_t i = 0; i < label->anchor_count; i++, key++) {
            const char *anchor = label->anchors[i];
            if (label->anchor_count > 1 && room->pane->sheet->rtl) {
                anchor = mirrored(anchor);
            }
            if (!is_too_far(label, anchor)) {
                add_at(room, index, key, anchor, distance * FARTHER,
                       (double)i * COST_SIDE + distance * COST_FAR, out);
            }
        }
    }
}

/* A sea's name stands where the data put it, or a little aside. */
static void beside_point(const mrs_label_room *room, size_t index, mrs_candidates *out)
{
    const mrs_label *label = &room->pane->labels[index];
    mrs_rect ink = mrs_label_block(label, label->anchors[0]).ink;
    double step = ink.h;
    uint32_t key = 2;
    for (int ring = 1; ring <= 2; ring++) {
        for (int i = 0; i < 8; i++, key++) {
            double angle = i * M_PI / 4;
            mrs_point by = {cos(angle) * step * 2 * ring, sin(angle) * step * ring};
            mrs_rect at = ink_at(label, label->anchors[0], 0, ink);
            mrs_candidate *added =
                mrs_candidate_add(out, index, key, COST_SHIFT * hypot(by.x, by.y));
            if (!added) {
                return;
            }
            at.x += by.x;
            at.y += by.y;
            added->anchor = label->anchors[0];
            added->at = (mrs_point){at.x - ink.x, at.y - ink.y};
            mrs_piece_add(out, at, label->padding);
            mrs_candidate_settle(room, out);
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
    around_point(room, index, out);
    if (label->area) {
        mrs_area_candidates(room, index, 100, out);
    } else if (!label->place && label->anchor_count == 1 &&
               mrs_rect_has(room->pane->frame.rect, label->anchor)) {
        beside_point(room, index, out);
    }
}
