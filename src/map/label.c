/*
 * Labels: each tries its anchors in order and takes the first place where it covers nothing placed
 * before it; those that find none are left out. The greater name goes first.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/label.h"

marsad_status mrs_add_label(mrs_pane *pane, const mrs_label *label, marsad_error *error)
{
    if (!mrs_grow((void **)&pane->labels, &pane->label_capacity, pane->label_count,
                  sizeof *pane->labels)) {
        return mrs_fail_memory(error);
    }
    pane->labels[pane->label_count++] = *label;
    return MARSAD_OK;
}

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

/* Where the ink of a text stands that is anchored at the named side: "left" puts the text's left
 * side at the anchor, so the text stands right of it. */
static mrs_rect ink_at(const mrs_label *label, const char *anchor, mrs_rect ink)
{
    mrs_point gap = label->gap;
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

/* A wide group of markers leaves room above and below its town, and none beside it. */
static bool is_too_far(const mrs_label *label, const char *anchor)
{
    const double farthest = 40; /* px */
    bool beside = strstr(anchor, "left") || strstr(anchor, "right");
    bool above = strstr(anchor, "top") || strstr(anchor, "bottom");
    return (beside && label->gap.x > farthest) || (above && label->gap.y > farthest);
}

static bool is_off_front(const mrs_pane *pane, mrs_rect box)
{
    for (size_t i = 0; i < pane->obstacles.front_count; i++) {
        if (mrs_rect_crosses(box, pane->obstacles.front[i][0], pane->obstacles.front[i][1])) {
            return false;
        }
    }
    return true;
}

/* The ink, its lines justified as the style asks: with "auto", against the side that is anchored.
 */
static mrs_rect justified_ink(const mrs_label *label, const char *anchor)
{
    if (pango_layout_get_line_count(label->layout) > 1) {
        const char *side = strcmp(label->justify, "auto") == 0 ? anchor : label->justify;
        pango_layout_set_alignment(label->layout, strstr(side, "left")    ? PANGO_ALIGN_LEFT
                                                  : strstr(side, "right") ? PANGO_ALIGN_RIGHT
                                                                          : PANGO_ALIGN_CENTER);
    }
    return mrs_layout_ink(label->layout);
}

/* With `off_front`, only where the front's line does not run through the name. */
static bool place_at_an_anchor(mrs_pane *pane, mrs_label *label, bool off_front)
{
    for (size_t i = 0; i < label->anchor_count; i++) {
        if (is_too_far(label, label->anchors[i])) {
            continue;
        }
        mrs_rect ink = justified_ink(label, label->anchors[i]);
        mrs_rect at = ink_at(label, label->anchors[i], ink);
        mrs_rect grown = mrs_rect_grown(at, label->padding);
        if ((!off_front || is_off_front(pane, grown)) &&
            (label->allow_overlap || mrs_is_free(pane, grown))) {
            label->placed = true;
            label->at = (mrs_point){at.x - ink.x, at.y - ink.y};
            /* Out of memory leaves the label placed but unguarded; the scene reports it. */
            pane->sheet->scene->failed |= mrs_obstacle_box(pane, at, NULL) != MARSAD_OK;
            return true;
        }
    }
    return false;
}

static bool place_at_anchor(mrs_pane *pane, mrs_label *label)
{
    bool placed = place_at_an_anchor(pane, label, true);
    return placed || (pane->obstacles.front_count > 0 && place_at_an_anchor(pane, label, false));
}

static double distance_to_segment(mrs_point p, mrs_point a, mrs_point b)
{
    double dx = b.x - a.x;
    double dy = b.y - a.y;
    double length = dx * dx + dy * dy;
    double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* How far a point lies from the outline and from the frame. */
static double room_at(const mrs_pane *pane, const mrs_path *path, mrs_point p)
{
    mrs_rect f = pane->frame.rect;
    double room = fmin(fmin(p.x - f.x, f.x + f.w - p.x), fmin(p.y - f.y, f.y + f.h - p.y));
    for (size_t part = 0; part < path->part_count; part++) {
        size_t end = mrs_path_part_end(path, part);
        for (size_t i = path->starts[part], j = end - 1; i < end; j = i++) {
            room = fmin(room, distance_to_segment(p, path->points[i], path->points[j]));
        }
    }
    return room;
}

/* Of the points of a grid over the frame that lie in the area and at which the label covers
 * nothing, takes the one with the most room around it. */
static void place_in_area(mrs_pane *pane, mrs_label *label, mrs_rect ink)
{
    enum { STEPS = 28 };
    mrs_rect f = pane->frame.rect;
    mrs_point kept = label->anchor;
    double best = ink.h;
    for (int i = 1; i < STEPS; i++) {
        for (int j = 1; j < STEPS; j++) {
            mrs_point p = {f.x + f.w * i / STEPS, f.y + f.h * j / STEPS};
            mrs_rect at = {p.x - ink.w / 2, p.y - ink.h / 2, ink.w, ink.h};
            mrs_rect grown = mrs_rect_grown(at, label->padding);
            if (!mrs_is_free(pane, grown) || !is_off_front(pane, grown) ||
                !mrs_path_contains(label->area, p)) {
                continue;
            }
            double room = room_at(pane, label->area, p);
            if (room > best) {
                best = room;
                kept = p;
            }
        }
    }
    label->anchor = kept;
    place_at_anchor(pane, label);
}

static void place(mrs_pane *pane, mrs_label *label)
{
    if (label->along) {
        mrs_place_along(pane, label);
        return;
    }
    mrs_rect ink = mrs_layout_ink(label->layout);
    if (label->area && mrs_path_area(label->area) < ink.w * ink.h) {
        return; /* an area smaller than its name is not named */
    }
    if (!place_at_anchor(pane, label) && label->area) {
        place_in_area(pane, label, ink);
    }
    if (label->placed && label->place) {
        pane->towns[label->place - 1].labelled = true;
    }
}

/* The dots of the towns with higher rank are kept free for them while lesser names are placed. */
static bool dot_is_free(const mrs_pane *pane, const mrs_label *label)
{
    const mrs_town *town = &pane->towns[label->place - 1];
    mrs_rect dot = {town->at.x - 3, town->at.y - 3, 6, 6};
    return town->under_mark || mrs_is_free(pane, dot);
}

/* Names that must be there: of the greater towns, and of the places where something happened. */
static bool comes_first(const mrs_pane *pane, const mrs_label *label)
{
    const mrs_town *town = label->place ? &pane->towns[label->place - 1] : NULL;
    return town && (town->rank <= 2 || town->under_mark);
}

/* A sea is named once, though the data offer several points for its name; and a town that the data
 * list twice, or two neighbours of one name, only once within sight of each other; along lines, as
 * often as the style spaces them. */
static bool is_said(const mrs_pane *pane, const mrs_label *label)
{
    const double sight = label->along ? label->repeat : 160; /* px */
    const char *text = pango_layout_get_text(label->layout);
    for (size_t i = 0; i < pane->label_count; i++) {
        const mrs_label *other = &pane->labels[i];
        if (!other->placed || other->layer != label->layer ||
            strcmp(pango_layout_get_text(other->layout), text) != 0) {
            continue;
        }
        double apart = hypot(other->anchor.x - label->anchor.x, other->anchor.y - label->anchor.y);
        if ((!label->place && !label->along) || apart < sight) {
            return true;
        }
    }
    return false;
}

static void place_with_dot(mrs_pane *pane, mrs_label *label)
{
    if ((label->place && !dot_is_free(pane, label)) || is_said(pane, label)) {
        return;
    }
    place(pane, label);
    if (label->placed && label->place) {
        mrs_point at = pane->towns[label->place - 1].at;
        mrs_rect dot = {at.x - 3, at.y - 3, 6, 6};
        pane->sheet->scene->failed |= mrs_obstacle_box(pane, dot, NULL) != MARSAD_OK;
    }
}

static void place_labels(mrs_pane *pane, bool first)
{
    mrs_label **order = mrs_alloc(pane->label_count, sizeof(mrs_label *));
    if (!order) {
        pane->sheet->scene->failed = true;
        return;
    }
    size_t count = 0;
    for (size_t i = 0; i < pane->label_count; i++) {
        if (comes_first(pane, &pane->labels[i]) == first) {
            order[count++] = &pane->labels[i];
        }
    }
    qsort(order, count, sizeof *order, by_priority);
    for (size_t i = 0; i < count; i++) {
        place_with_dot(pane, order[i]);
    }
    mrs_free(order);
}

void mrs_place_first_labels(mrs_pane *pane)
{
    pane->first_name_box = pane->obstacles.box_count;
    place_labels(pane, true);
}

void mrs_place_other_labels(mrs_pane *pane)
{
    place_labels(pane, false);
}
