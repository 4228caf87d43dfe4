/*
 * Where markers stand: those of one place side by side, each with its number beside it where the
 * map has numbers, and blocks of different places apart from each other, each as near to its place
 * as the others let it. A block that had to leave its place is tied to it by a stem.
 *
 * Every block tries places in rings around its own and takes the cheapest; then each is placed anew
 * among the others as long as one moves, so that the cost of all only falls.
 */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/panes.h"

enum {
    ROW_LENGTH = 5,   /* markers in a row of a group without numbers */
    MOST_APART = 120, /* groups: more would take too long to be moved apart, and find no room */
    MOST_RINGS = 60,
    ROUNDS = 5
};

static const double GROUP_PADDING = 4;
static const double MARKER_GAP = 3;
static const double RING_STEP = 4;
static const double CLEARANCE = 2; /* between blocks */
static const double LEAST_STEM = 8;
static const double COST_OF_STEM = 24;
static const double COST_OF_SHORT_STEM = 20;
static const double COST_OF_COVER = 40; /* a block of several rows hides its place */
static const double COST_OVER_PLACE = 80;
static const double COST_OVER_TOWN = 60;
static const double COST_OVER_NAME = 30;
static const double COST_CROSSING = 300;
static const double COST_FORBIDDEN = 1e6;

/* --- Blocks --- */

/* A group while it is arranged. */
typedef struct block {
    size_t columns, rows;
    double radius;  /* of its markers */
    double figures; /* the width of its greatest number */
    mrs_point cell; /* the room of a marker and its number */
    mrs_point home; /* where its box would begin without the others */
    double padding;
} block;

static bool has_numbers(const mrs_pane *pane)
{
    return pane->sheet->as == MARSAD_AS_NUMBERS;
}

static size_t columns_for(const mrs_pane *pane, size_t count)
{
    if (!has_numbers(pane)) {
        return count < ROW_LENGTH ? count : ROW_LENGTH;
    }
    return count <= 3 ? count : (size_t)ceil(sqrt(0.6 * (double)count)); /* cells are wide */
}

static void measure_block(const mrs_pane *pane, const mrs_mark_group *group, block *b)
{
    bool numbers = has_numbers(pane);
    double row = 2 * b->radius + MARKER_GAP;
    b->columns = columns_for(pane, group->count);
    b->rows = (group->count + b->columns - 1) / b->columns;
    b->cell = (mrs_point){numbers ? row + b->figures + 2 * MARKER_GAP : row, row};
    b->padding = numbers ? MARKER_GAP : group->count > 1 ? GROUP_PADDING : 0;
}

static mrs_point block_size(const block *b)
{
    return (mrs_point){(double)b->columns * b->cell.x - MARKER_GAP + 2 * b->padding,
                       (double)b->rows * b->cell.y - MARKER_GAP + 2 * b->padding};
}

/* A single marker stands on its place, its number beside it; others around their place. */
static mrs_point find_home(const mrs_pane *pane, const mrs_mark_group *group, const block *b)
{
    mrs_point size = block_size(b);
    double reach = b->radius + b->padding;
    mrs_point home = {group->ground.x - size.x / 2, group->ground.y - size.y / 2};
    if (group->count == 1) {
        home.x = group->ground.x - (pane->sheet->rtl ? size.x - reach : reach);
    }
    return home;
}

/* --- What a place costs a block --- */

/* The name of a great town will stand on one side of it or the other. */
static double cost_over_name(const mrs_town *town, mrs_rect box)
{
    const mrs_point size = {84, 20};
    mrs_rect right = {town->at.x, town->at.y - size.y / 2, size.x, size.y};
    mrs_rect left = {town->at.x - size.x, right.y, size.x, size.y};
    return (mrs_rect_overlaps(box, right) + mrs_rect_overlaps(box, left)) * COST_OVER_NAME;
}

static double cost_over_places(const mrs_pane *pane, const mrs_mark_group *own, mrs_rect box)
{
    mrs_rect grown = mrs_rect_grown(box, MARKER_GAP);
    double cost = 0;
    for (size_t i = 0; i < pane->group_count; i++) {
        const mrs_mark_group *other = &pane->groups[i];
        cost += other != own && mrs_rect_has(grown, other->ground) ? COST_OVER_PLACE : 0;
    }
    for (size_t i = 0; has_numbers(pane) && i < pane->town_count; i++) {
        const mrs_town *town = &pane->towns[i];
        if (mrs_rect_has(grown, town->at) &&
            hypot(town->at.x - own->ground.x, town->at.y - own->ground.y) > LEAST_STEM) {
            cost += COST_OVER_TOWN / (town->rank * town->rank);
        }
        cost += town->rank == 1 ? cost_over_name(town, box) : 0;
    }
    return cost;
}

/* At least `enough` where it is not below. */
static double cost_alone(const mrs_pane *pane, const mrs_mark_group *group, const block *b,
                         double enough)
{
    mrs_rect box = group->box;
    if (!mrs_rect_inside(box, mrs_rect_grown(pane->frame.rect, -CLEARANCE))) {
        return COST_FORBIDDEN;
    }
    double cost;
    if (mrs_rect_has(box, group->ground)) {
        cost = hypot(box.x - b->home.x, box.y - b->home.y);
        cost += has_numbers(pane) && b->rows > 1 ? COST_OF_COVER : 0;
    } else {
        double stem = mrs_rect_distance(box, group->ground);
        cost = stem + COST_OF_STEM + (stem < LEAST_STEM ? COST_OF_SHORT_STEM : 0);
    }
    if (cost >= enough) {
        return cost;
    }
    bool under = pane->role == MRS_PANE_MAIN && mrs_is_under_inset(pane->sheet, box);
    return under ? COST_FORBIDDEN : cost + cost_over_places(pane, group, box);
}

static void make_stem(mrs_mark_group *group)
{
    mrs_rect box = group->box;
    group->has_stem = !mrs_rect_has(box, group->ground);
    group->stem[0] = group->ground;
    group->stem[1] = (mrs_point){mrs_lesser(mrs_greater(group->ground.x, box.x), box.x + box.w),
                                 mrs_lesser(mrs_greater(group->ground.y, box.y), box.y + box.h)};
}

/* The same either way around. */
static double cost_between(const mrs_mark_group *a, const mrs_mark_group *b)
{
    if (mrs_rect_overlaps(mrs_rect_grown(a->box, CLEARANCE), b->box)) {
        return COST_FORBIDDEN;
    }
    int crossings = a->has_stem && b->has_stem &&
                    mrs_segments_cross(a->stem[0], a->stem[1], b->stem[0], b->stem[1]);
    crossings += a->has_stem && mrs_rect_crosses(b->box, a->stem[0], a->stem[1]);
    crossings += b->has_stem && mrs_rect_crosses(a->box, b->stem[0], b->stem[1]);
    return crossings * COST_CROSSING;
}

/* --- Moving blocks apart --- */

static double weigh(const mrs_pane *pane, const mrs_mark_group *group, const block *b, double most)
{
    double cost = cost_alone(pane, group, b, most);
    for (size_t i = 0; i < pane->group_count && cost < most; i++) {
        const mrs_mark_group *other = &pane->groups[i];
        cost += other != group && other->box.w > 0 ? cost_between(group, other) : 0;
    }
    return cost;
}

static void try_ring(const mrs_pane *pane, mrs_mark_group *group, const block *b, int ring,
                     mrs_rect *best, double *least)
{
    for (int j = -ring; j <= ring; j++) {
        int step = j == -ring || j == ring || ring == 0 ? 1 : 2 * ring;
        for (int i = -ring; i <= ring; i += step) {
            double right = pane->sheet->rtl ? -i : i;
            group->box.x = b->home.x + right * RING_STEP;
            group->box.y = b->home.y + j * RING_STEP;
            make_stem(group);
            double cost = weigh(pane, group, b, *least);
            if (cost < *least - 1e-6) {
                *least = cost;
                *best = group->box;
            }
        }
    }
}

/* Takes the cheapest place; its own where there is none at all. Returns whether it moved. */
static bool place_block(const mrs_pane *pane, mrs_mark_group *group, const block *b)
{
    mrs_rect before = group->box;
    mrs_point size = block_size(b);
    mrs_rect best = {b->home.x, b->home.y, size.x, size.y};
    double least = COST_FORBIDDEN;
    group->box = best;
    for (int ring = 0; ring <= MOST_RINGS; ring++) {
        double nearest = ring * RING_STEP - hypot(size.x, size.y);
        if (nearest >= least) {
            break;
        }
        try_ring(pane, group, b, ring, &best, &least);
    }
    group->box = best;
    make_stem(group);
    return before.w <= 0 || before.x != best.x || before.y != best.y;
}

static void place_at_home(mrs_mark_group *group, const block *b)
{
    mrs_point size = block_size(b);
    group->box = (mrs_rect){b->home.x, b->home.y, size.x, size.y};
    make_stem(group);
}

static void place_blocks(mrs_pane *pane, const block *blocks)
{
    bool annotated = has_numbers(pane) || pane->sheet->as == MARSAD_AS_CALLOUTS;
    bool apart = annotated && pane->group_count <= MOST_APART;
    for (size_t i = 0; i < pane->group_count; i++) {
        if (apart) {
            place_block(pane, &pane->groups[i], &blocks[i]);
        } else {
            place_at_home(&pane->groups[i], &blocks[i]);
        }
    }
    bool moved = apart;
    for (int round = 0; round < ROUNDS && moved; round++) {
        moved = false;
        for (size_t i = 0; i < pane->group_count; i++) {
            moved |= place_block(pane, &pane->groups[i], &blocks[i]);
        }
    }
}

/* --- Marks in their blocks --- */

/* Puts a mark, the `nth` of its group, into its cell; rows run from right to left where the sheet
 * reads so, and the last stands in the middle where there are no numbers. */
static void put_mark(const mrs_pane *pane, const block *b, mrs_mark *mark, size_t nth)
{
    const mrs_mark_group *group = &pane->groups[mark->group];
    size_t row = nth / b->columns;
    size_t in_row = row + 1 < b->rows ? b->columns : group->count - row * b->columns;
    double indent = has_numbers(pane) ? 0 : (double)(b->columns - in_row) * b->cell.x / 2;
    double side = pane->sheet->rtl ? -1 : 1;
    double edge = pane->sheet->rtl ? group->box.x + group->box.w : group->box.x;
    double x = b->padding + indent + (double)(nth % b->columns) * b->cell.x;
    mark->centre.x = edge + side * (x + b->radius);
    mark->centre.y = group->box.y + b->padding + (double)row * b->cell.y + b->radius;
    double beside = b->cell.x - MARKER_GAP - 2 * b->radius; /* the room of the number */
    mark->number_at = (mrs_point){mark->centre.x + side * (b->radius + beside / 2), mark->centre.y};
}

typedef struct turn {
    size_t group;
    int shown;
    size_t mark;
} turn;

static int by_group_and_number(const void *a, const void *b)
{
    const turn *one = a;
    const turn *two = b;
    if (one->group != two->group) {
        return one->group < two->group ? -1 : 1;
    }
    return one->shown < two->shown ? -1 : one->shown > two->shown;
}

static void put_marks(mrs_pane *pane, const block *blocks, turn *turns)
{
    for (size_t i = 0; i < pane->mark_count; i++) {
        turns[i] = (turn){pane->marks[i].group, pane->marks[i].shown, i};
    }
    qsort(turns, pane->mark_count, sizeof *turns, by_group_and_number);
    size_t nth = 0;
    for (size_t i = 0; i < pane->mark_count; i++) {
        nth = i > 0 && turns[i].group == turns[i - 1].group ? nth + 1 : 0;
        put_mark(pane, &blocks[turns[i].group], &pane->marks[turns[i].mark], nth);
    }
}

/* --- All of it --- */

static void make_blocks(mrs_pane *pane, block *blocks)
{
    for (size_t i = 0; i < pane->mark_count; i++) {
        const mrs_mark *mark = &pane->marks[i];
        block *b = &blocks[mark->group];
        b->radius = fmax(b->radius, mark->radius);
        if (has_numbers(pane)) {
            b->figures = fmax(b->figures, mrs_number_width(pane->sheet, mark->shown));
        }
    }
    for (size_t i = 0; i < pane->group_count; i++) {
        measure_block(pane, &pane->groups[i], &blocks[i]);
        blocks[i].home = find_home(pane, &pane->groups[i], &blocks[i]);
    }
}

static marsad_status take_room(mrs_pane *pane, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < pane->group_count; i++) {
        const mrs_mark_group *group = &pane->groups[i];
        status = mrs_obstacle_box(pane, group->box, error);
        if (!status && group->has_stem) {
            mrs_point at = group->ground;
            mrs_rect dot = mrs_rect_around(at, MRS_STEM_DOT);
            status = mrs_obstacle_box(pane, dot, error);
            status =
                status ? status : mrs_obstacle_line(pane, group->stem[0], group->stem[1], error);
        }
    }
    return status;
}

marsad_status mrs_arrange_marks(mrs_pane *pane, marsad_error *error)
{
    block *blocks = mrs_alloc(pane->group_count + 1, sizeof *blocks);
    turn *turns = mrs_alloc(pane->mark_count + 1, sizeof *turns);
    marsad_status status = blocks && turns ? MARSAD_OK : mrs_fail_memory(error);
    if (!status) {
        make_blocks(pane, blocks);
        place_blocks(pane, blocks);
        put_marks(pane, blocks, turns);
        status = take_room(pane, error);
    }
    mrs_free(blocks);
    mrs_free(turns);
    return status;
}

/* --- Drawing --- */

/* The stems from displaced blocks to their places, under all markers. */
static void draw_stems(mrs_pane *pane)
{
    mrs_scene *scene = pane->sheet->scene;
    double width = mrs_sheet_number(pane->sheet, MRS_LEADER_WIDTH);
    mrs_color color = mrs_sheet_color(pane->sheet, MRS_LEADER_COLOR);
    mrs_color pale = mrs_sheet_color(pane->sheet, MRS_HALO_COLOR);
    mrs_paint halo = mrs_stroke(pale, width + 2);
    mrs_paint line = mrs_stroke(color, width);
    mrs_paint dot = mrs_fill(color);
    dot.stroke = pale;
    dot.width = 1;
    for (size_t i = 0; i < pane->group_count; i++) {
        const mrs_mark_group *group = &pane->groups[i];
        if (group->has_stem && mrs_group_is_drawn(pane, i)) {
            mrs_scene_line(scene, group->stem[0], group->stem[1], &halo);
            mrs_scene_line(scene, group->stem[0], group->stem[1], &line);
            mrs_scene_circle(scene, group->ground, MRS_STEM_DOT, &dot);
        }
    }
}

void mrs_draw_blocks(mrs_pane *pane)
{
    mrs_paint paint = mrs_fill(mrs_sheet_color(pane->sheet, MRS_CALLOUT_FILL));
    paint.stroke = mrs_sheet_color(pane->sheet, MRS_LEADER_COLOR);
    paint.width = mrs_sheet_number(pane->sheet, MRS_LEADER_WIDTH);
    draw_stems(pane);
    for (size_t i = 0; i < pane->group_count; i++) {
        const mrs_mark_group *group = &pane->groups[i];
        if ((group->count > 1 || has_numbers(pane)) && mrs_group_is_drawn(pane, i)) {
            double most = pane->marks[group->first].radius + GROUP_PADDING;
            double radius = fmin(fmin(group->box.w, group->box.h) / 2, most);
            mrs_scene_rect(pane->sheet->scene, group->box, radius, &paint);
        }
    }
}
