/* Narrow gaps and overlaps of areas, which come from how they were drawn, and where they go. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "relate/overlay.h"

/* What is narrower than this, or smaller, is no ground of anybody: it comes from rounding. */
static const double CRUMB_WIDTH_M = 0.05;
static const double CRUMB_AREA_M2 = 1;

typedef enum sliver {
    NO_SLIVER = 0,
    GAP,
    OVERLAP,
    SCRAP, /* of an area, left over by overlaps of others */
    CRUMB
} sliver;

/* Twice the area by the perimeter: the width, of what is long and narrow. */
static double width_of(const mrs_net_face *face)
{
    return face->perimeter_m > 0 ? 2 * face->area_m2 / face->perimeter_m : 0;
}

static bool names_nobody(const mrs_overlay *o, size_t face)
{
    size_t count;
    const size_t *covers = mrs_overlay_covers(o, face, &count);
    for (size_t i = 0; i < count; i++) {
        if (o->sources[covers[i]].area->holder == MARSAD_NO_HOLDER) {
            return true;
        }
    }
    return false;
}

/* Whether one of the areas that overlap here is all here: a small one, drawn onto a large one. */
static bool is_whole_area(const mrs_overlay *o, size_t face)
{
    size_t count;
    const size_t *covers = mrs_overlay_covers(o, face, &count);
    for (size_t i = 0; i < count; i++) {
        double area = 0;
        if (GEOSArea_r(o->net.geos, o->sources[covers[i]].ground, &area) &&
            area <= 1.001 * o->net.faces[face].area_m2) {
            return true;
        }
    }
    return false;
}

/* Whether the face is what overlaps left of an area that is no sliver itself. */
static bool is_scrap(const mrs_overlay *o, size_t face)
{
    size_t count;
    const size_t *covers = mrs_overlay_covers(o, face, &count);
    double area = 0;
    double perimeter = 0;
    return count == 1 && GEOSArea_r(o->net.geos, o->sources[covers[0]].ground, &area) &&
           GEOSLength_r(o->net.geos, o->sources[covers[0]].ground, &perimeter) &&
           2 * area >= MRS_FRONT_SLIVER_M * perimeter && area > 1.001 * o->net.faces[face].area_m2;
}

static sliver kind_of(const mrs_overlay *o, size_t index)
{
    const mrs_net_face *face = &o->net.faces[index];
    double width = width_of(face);
    if (width < CRUMB_WIDTH_M || face->area_m2 < CRUMB_AREA_M2) {
        return CRUMB;
    }
    if (width >= MRS_FRONT_SLIVER_M) {
        return NO_SLIVER;
    }
    if (face->label == MRS_LABEL_NONE) {
        return GAP;
    }
    if (face->label == MRS_LABEL_CONTESTED) {
        return names_nobody(o, index) || is_whole_area(o, index) ? NO_SLIVER : OVERLAP;
    }
    return is_scrap(o, index) ? SCRAP : NO_SLIVER;
}

/* How long a sliver borders on ground with a label. */
typedef struct border {
    size_t face, label;
    double length_m;
} border;

typedef struct borders {
    border *items;
    size_t count, capacity;
    bool failed;
} borders;

static void add_border(borders *list, size_t face, size_t label, double length_m)
{
    if (list->failed ||
        !mrs_grow((void **)&list->items, &list->capacity, list->count, sizeof *list->items)) {
        list->failed = true;
        return;
    }
    list->items[list->count++] = (border){face, label, length_m};
}

static int by_face(const void *first, const void *second)
{
    const border *a = first;
    const border *b = second;
    int order = (a->face > b->face) - (a->face < b->face);
    return order ? order : (a->label > b->label) - (a->label < b->label);
}

/* One item for each sliver and label, in that order. */
static void add_up(borders *list)
{
    size_t kept = 0;
    if (list->count == 0) {
        return;
    }
    qsort(list->items, list->count, sizeof *list->items, by_face);
    for (size_t i = 1; i < list->count; i++) {
        border *last = &list->items[kept];
        if (by_face(last, &list->items[i]) == 0) {
            last->length_m += list->items[i].length_m;
        } else {
            list->items[++kept] = list->items[i];
        }
    }
    list->count = kept + 1;
}

static bool is_sliver(const sliver *kinds, size_t face)
{
    return face != MRS_NET_OUTSIDE && kinds[face] != NO_SLIVER;
}

static void collect(const mrs_overlay *o, const sliver *kinds, borders *list)
{
    for (size_t i = 0; i < o->net.edge_count; i++) {
        const mrs_net_edge *e = &o->net.edges[i];
        const mrs_net_vertex *from = &o->net.vertices[e->from];
        const mrs_net_vertex *to = &o->net.vertices[e->to];
        double length = hypot(from->x - to->x, from->y - to->y);
        if (is_sliver(kinds, e->left) && !is_sliver(kinds, e->right)) {
            add_border(list, e->left, mrs_face_label(o, e->right), length);
        }
        if (is_sliver(kinds, e->right) && !is_sliver(kinds, e->left)) {
            add_border(list, e->right, mrs_face_label(o, e->left), length);
        }
    }
    add_up(list);
}

/*
 * To whom a sliver goes: whom it borders on the longest. Where two holders come near that, an
 * overlap goes to the one and a gap to the other, so that all the slivers between the two leave the
 * line that the same one of them drew.
 */
static size_t choose(const mrs_overlay *o, sliver kind, const border *items, size_t count)
{
    double longest = 0;
    size_t chosen = MRS_LABEL_NONE;
    for (size_t i = 0; i < count; i++) {
        bool holder = mrs_label_holder(o, items[i].label) != MARSAD_NO_HOLDER;
        if ((holder || kind >= SCRAP) && items[i].length_m > longest) {
            longest = items[i].length_m;
            chosen = items[i].label;
        }
    }
    for (size_t i = 0; kind < SCRAP && i < count; i++) {
        bool holder = mrs_label_holder(o, items[i].label) != MARSAD_NO_HOLDER;
        if (holder && items[i].length_m >= longest / 2 &&
            (kind == OVERLAP ? items[i].label < chosen : items[i].label > chosen)) {
            chosen = items[i].label;
        }
    }
    return chosen;
}

/* Labels the slivers that border on labelled ground; `*any` tells whether there were some. */
static bool absorb_once(mrs_overlay *o, sliver *kinds, bool *any)
{
    borders list = {0};
    *any = false;
    collect(o, kinds, &list);
    for (size_t i = 0; i < list.count;) {
        size_t end = i;
        while (end < list.count && list.items[end].face == list.items[i].face) {
            end++;
        }
        size_t face = list.items[i].face;
        size_t label = choose(o, kinds[face], &list.items[i], end - i);
        if (kinds[face] >= SCRAP || label != MRS_LABEL_NONE) {
            o->net.faces[face].label = label;
            kinds[face] = NO_SLIVER;
            *any = true;
        }
        i = end;
    }
    mrs_free(list.items);
    return !list.failed;
}

/* What hangs together with more ground of its holder is no scrap. */
static void keep_joined(const mrs_overlay *o, sliver *kinds)
{
    for (size_t i = 0; i < o->net.edge_count; i++) {
        const mrs_net_edge *e = &o->net.edges[i];
        if (e->right == MRS_NET_OUTSIDE ||
            mrs_face_label(o, e->left) != mrs_face_label(o, e->right)) {
            continue;
        }
        kinds[e->left] = kinds[e->left] == SCRAP ? NO_SLIVER : kinds[e->left];
        kinds[e->right] = kinds[e->right] == SCRAP ? NO_SLIVER : kinds[e->right];
    }
}

bool mrs_overlay_absorb_slivers(mrs_overlay *o)
{
    sliver *kinds = mrs_alloc(o->net.face_count, sizeof *kinds);
    bool any = kinds != NULL;
    bool ok = kinds != NULL;
    for (size_t i = 0; ok && i < o->net.face_count; i++) {
        kinds[i] = kind_of(o, i);
    }
    if (ok) {
        keep_joined(o, kinds);
    }
    while (ok && any) {
        ok = absorb_once(o, kinds, &any);
    }
    mrs_free(kinds);
    return ok;
}
