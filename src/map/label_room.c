/* What labels have to mind in a pane. */
#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/clutter.h"
#include "map/label.h"

static const double DOT = 6;         /* px: the side of the box that a town's dot takes */
static const double EDGE = 3;        /* px that names keep from the frame */
static const double NEAR_DOT = 9;    /* px within which another's dot might claim the name */
static const double NEAR_GROUP = 26; /* px within which another town's markers might claim it */
static const double NEAR_AREA = 30; /* px within which an area's name might be taken for a town's */

/* What faults cost. A name's first and its last place around a dot differ by 3.5. */
static const double COST_FRONT = 6;
static const double COST_LINE = 0.03; /* a pixel of coast or road under the name */
static const double MOST_LINES = 2.5;
static const double COST_NEAR = 3;   /* another's dot touches the name */
static const double COST_NEARER = 5; /* and is nearer than its own */

static const double FAR_FROM_OWN = 8;       /* px */
static const double COST_MISLEADING = 1000; /* more than any name is worth */

/* --- Making --- */

static mrs_rect around(const mrs_point line[2])
{
    double left = fmin(line[0].x, line[1].x);
    double top = fmin(line[0].y, line[1].y);
    /* A line has no width, and what has no area overlaps nothing. */
    return (mrs_rect){left - 0.5, top - 0.5, fabs(line[0].x - line[1].x) + 1,
                      fabs(line[0].y - line[1].y) + 1};
}

static mrs_grid *index_lines(mrs_rect area, mrs_point (*lines)[2], size_t count)
{
    mrs_rect *boxes = mrs_alloc(count + 1, sizeof *boxes);
    for (size_t i = 0; boxes && i < count; i++) {
        boxes[i] = around(lines[i]);
    }
    mrs_grid *grid = boxes ? mrs_grid_new(area, boxes, count) : NULL;
    mrs_free(boxes);
    return grid;
}

/* The dots of the towns that want a name: the others are not drawn. */
static mrs_grid *index_dots(const mrs_pane *pane, size_t *towns)
{
    mrs_rect *boxes = mrs_alloc(pane->label_count + 1, sizeof *boxes);
    size_t count = 0;
    for (size_t i = 0; boxes && i < pane->label_count; i++) {
        if (pane->labels[i].place) {
            towns[count] = pane->labels[i].place - 1;
            mrs_point at = pane->towns[towns[count]].at;
            double reach = DOT / 2 + NEAR_AREA;
            boxes[count++] = mrs_rect_around(at, reach);
        }
    }
    mrs_grid *grid = boxes ? mrs_grid_new(pane->frame.rect, boxes, count) : NULL;
    mrs_free(boxes);
    return grid;
}

/* The markers of what happened in a town: on it, or tied to it by a stem. */
static size_t group_of(const mrs_pane *pane, const mrs_town *town)
{
    double least = town->under_mark && town->happened ? INFINITY : 0;
    size_t found = SIZE_MAX;
    for (size_t g = 0; least > 0 && g < pane->group_count; g++) {
        const mrs_mark_group *group = &pane->groups[g];
        double apart = hypot(group->ground.x - town->at.x, group->ground.y - town->at.y);
        bool there =
            group->has_stem ? apart < MRS_STEM_DOT + 3 : mrs_rect_has(group->box, town->at);
        if (there && apart < least) {
            least = apart;
            found = g;
        }
    }
    return found;
}

static mrs_grid *index_groups(const mrs_pane *pane, size_t *own_group)
{
    mrs_rect *boxes = mrs_alloc(pane->group_count + 1, sizeof *boxes);
    for (size_t g = 0; boxes && g < pane->group_count; g++) {
        boxes[g] = mrs_rect_grown(pane->groups[g].box, NEAR_GROUP);
    }
    for (size_t i = 0; i < pane->town_count; i++) {
        own_group[i] = group_of(pane, &pane->towns[i]);
    }
    mrs_grid *grid = boxes ? mrs_grid_new(pane->frame.rect, boxes, pane->group_count) : NULL;
    mrs_free(boxes);
    return grid;
}

/* Whether the style draws lines of a source at this zoom: only then are they read. */
static bool is_drawn(const mrs_pane *pane, mrs_source_layer source)
{
    const marsad_style *style = pane->sheet->sources->style;
    for (size_t i = 0; i < mrs_style_layer_count(style); i++) {
        const mrs_layer *layer = mrs_style_layer(style, i);
        if (layer->source == source && layer->visible && layer->type == MRS_LAYER_LINE &&
            pane->frame.zoom >= layer->min_zoom && pane->frame.zoom < layer->max_zoom) {
            return true;
        }
    }
    return false;
}

static marsad_status find_lines(mrs_pane *pane, mrs_label_room *room, marsad_error *error)
{
    static const struct {
        mrs_source_layer source;
        double weight;
    } lines[] = {{MRS_SOURCE_LAND, 1}, {MRS_SOURCE_ROADS, 0.6}, {MRS_SOURCE_BORDERS, 0.6}};
    room->clutter = mrs_clutter_new(pane->frame.rect);
    if (!room->clutter) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < sizeof lines / sizeof *lines; i++) {
        if (is_drawn(pane, lines[i].source)) {
            status = mrs_pane_features(pane, lines[i].source, error);
            mrs_clutter_add(room->clutter, &pane->features[lines[i].source], lines[i].weight);
        }
    }
    mrs_clutter_sum(room->clutter);
    return status;
}

marsad_status mrs_label_room_make(mrs_pane *pane, mrs_label_room *out, marsad_error *error)
{
    const mrs_obstacles *o = &pane->obstacles;
    mrs_rect frame = pane->frame.rect;
    *out = (mrs_label_room){.pane = pane};
    out->boxes = mrs_grid_new(frame, o->boxes, o->box_count);
    out->leaders = index_lines(frame, o->lines, o->line_count);
    out->front = index_lines(frame, o->front, o->front_count);
    out->dot_towns = mrs_alloc(pane->label_count + 1, sizeof *out->dot_towns);
    out->dots = out->dot_towns ? index_dots(pane, out->dot_towns) : NULL;
    out->own_group = mrs_alloc(pane->town_count + 1, sizeof *out->own_group);
    out->groups = out->own_group ? index_groups(pane, out->own_group) : NULL;
    if (!out->boxes || !out->leaders || !out->front || !out->dots || !out->groups) {
        return mrs_fail_memory(error);
    }
    return find_lines(pane, out, error);
}

void mrs_label_room_clear(mrs_label_room *room)
{
    mrs_grid_free(room->boxes);
    mrs_grid_free(room->leaders);
    mrs_grid_free(room->front);
    mrs_grid_free(room->dots);
    mrs_grid_free(room->groups);
    mrs_free(room->dot_towns);
    mrs_free(room->own_group);
    mrs_clutter_free(room->clutter);
}

/* --- Asking --- */

typedef struct crossing {
    mrs_point (*lines)[2];
    mrs_rect box;
} crossing;

static bool is_crossed(void *context, size_t line)
{
    const crossing *c = context;
    return mrs_rect_crosses(c->box, c->lines[line][0], c->lines[line][1]);
}

static bool always(void *context, size_t box)
{
    (void)context;
    (void)box;
    return true;
}

bool mrs_room_on_leader(const mrs_label_room *room, mrs_rect box)
{
    crossing c = {room->pane->obstacles.lines, box};
    return mrs_grid_any(room->leaders, box, is_crossed, &c);
}

bool mrs_room_is_free(const mrs_label_room *room, mrs_rect box, bool leaders)
{
    return mrs_rect_inside(box, mrs_rect_grown(room->pane->frame.rect, -EDGE)) &&
           !mrs_grid_any(room->boxes, box, always, NULL) &&
           !(leaders && mrs_room_on_leader(room, box));
}

/* How near other towns' dots come to a name. */
typedef struct nearness {
    const mrs_label_room *room;
    const mrs_label *label;
    mrs_rect box;
    double own;   /* px from the name to its own dot, or markers */
    size_t group; /* its own markers, or SIZE_MAX */
    double cost;
} nearness;

static bool weigh_dot(void *context, size_t dot)
{
    nearness *n = context;
    size_t town = n->room->dot_towns[dot];
    if (town + 1 == n->label->place) {
        return false;
    }
    double apart = mrs_rect_distance(n->box, n->room->pane->towns[town].at) - DOT / 2;
    double near = n->label->place || n->label->along ? NEAR_DOT : NEAR_AREA;
    if (apart < near) {
        bool nearer = n->label->place && apart < n->own;
        double cost = COST_NEAR * (1 - fmax(apart, 0) / near) + (nearer ? COST_NEARER : 0);
        n->cost = fmax(n->cost, cost);
    }
    return false;
}

static double gap_between(mrs_rect a, mrs_rect b)
{
    double x = fmax(fmax(a.x - b.x - b.w, b.x - a.x - a.w), 0);
    double y = fmax(fmax(a.y - b.y - b.h, b.y - a.y - a.h), 0);
    return hypot(x, y);
}

/* A name that is nearer to another place's markers than to its own dot, or its own markers, would
 * mislead: to say nothing of a lesser town is better, and the great ones are known. */
static bool weigh_group(void *context, size_t group)
{
    nearness *n = context;
    if (group == n->group) {
        return false;
    }
    double apart = gap_between(n->box, n->room->pane->groups[group].box);
    if (apart < NEAR_GROUP) {
        const mrs_town *town = &n->room->pane->towns[n->label->place - 1];
        bool known = town->rank == 1 || (town->rank == 2 && !town->happened);
        bool misleads = !known && n->own > FAR_FROM_OWN && apart < n->own - 1;
        double cost = COST_NEAR * (1 - apart / NEAR_GROUP) + (misleads         ? COST_MISLEADING
                                                              : apart < n->own ? COST_NEARER
                                                                               : 0);
        n->cost = fmax(n->cost, cost);
    }
    return false;
}

double mrs_room_cost(const mrs_label_room *room, const mrs_label *label, mrs_rect box)
{
    crossing front = {room->pane->obstacles.front, mrs_rect_grown(box, label->padding)};
    bool on_front = mrs_grid_any(room->front, front.box, is_crossed, &front);
    double own = mrs_rect_distance(box, label->anchor) - DOT / 2;
    size_t group = label->place ? room->own_group[label->place - 1] : SIZE_MAX;
    own = group == SIZE_MAX ? own : gap_between(box, room->pane->groups[group].box);
    nearness near = {room, label, box, own, group, 0};
    mrs_grid_any(room->dots, box, weigh_dot, &near);
    if (label->place) {
        mrs_grid_any(room->groups, box, weigh_group, &near);
    }
    double lines = mrs_clutter_in(room->clutter, box) * COST_LINE;
    return (on_front ? COST_FRONT : 0) + fmin(lines, MOST_LINES) + near.cost;
}
