/* Groups: the marks at one place become one circle, its area proportional to them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "map/symbols.h"

/* Places nearer than this share a circle: more, where markers are few enough to be large. */
static const double LEAST_JOIN_PX = 9;
static const double MOST_JOIN_PX = 14;

static const double LEAST_MOST_RADIUS = 18;
static const double MOST_RADIUS = 32; /* px: a town's name still stands near the town */
static const double SHARE = 0.15;     /* of the frame, that circles take at most */

/* Marks with the very same place on the ground. */
typedef struct spot {
    mrs_point at;
    size_t count;
    double weight; /* what it is sized by */
    size_t first;  /* the first of its marks */
    size_t group;  /* from 1; 0 while it has none */
} spot;

/* Spots in the order of their weights, and by cell of a grid whose cells are as wide as spots may
 * be apart to join. */
typedef struct field {
    double join;
    spot *spots;
    size_t count;
    size_t columns, rows;
    size_t *cells; /* the spot that came last into the cell, from 1, or 0 */
    size_t *below; /* by spot: the one that came before it, or 0 */
    size_t *seeds; /* by group: the spot that it grew from */
} field;

static double weight_of(const mrs_pane *pane, const mrs_mark *mark)
{
    const double *values = pane->sheet->symbols->values;
    double value = values ? values[mark->number - 1] : 1;
    return value > 0 ? value : 0;
}

int mrs_marks_by_place(const void *a, const void *b)
{
    const mrs_mark *x = *(const mrs_mark *const *)a;
    const mrs_mark *y = *(const mrs_mark *const *)b;
    if (x->ground.x != y->ground.x) {
        return x->ground.x < y->ground.x ? -1 : 1;
    }
    if (x->ground.y != y->ground.y) {
        return x->ground.y < y->ground.y ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

static int by_weight(const void *a, const void *b)
{
    const spot *x = a;
    const spot *y = b;
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return (x->first > y->first) - (x->first < y->first);
}

/* Finds the spots, the weightiest first, and notes in each mark's `group` the first of its spot. */
static marsad_status find_spots(mrs_pane *pane, field *f, marsad_error *error)
{
    mrs_mark **order = mrs_alloc(pane->mark_count, sizeof *order);
    f->spots = mrs_alloc(pane->mark_count, sizeof *f->spots);
    if (!order || !f->spots) {
        mrs_free(order);
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < pane->mark_count; i++) {
        order[i] = &pane->marks[i];
    }
    qsort(order, pane->mark_count, sizeof *order, mrs_marks_by_place);
    for (size_t i = 0; i < pane->mark_count; i++) {
        mrs_mark *mark = order[i];
        bool same = i && order[i - 1]->ground.x == mark->ground.x &&
                    order[i - 1]->ground.y == mark->ground.y;
        if (!same) {
            f->spots[f->count++] =
                (spot){.at = mark->ground, .first = (size_t)(mark - pane->marks)};
        }
        spot *s = &f->spots[f->count - 1];
        s->count++;
        s->weight += weight_of(pane, mark);
        mark->group = s->first;
    }
    mrs_free(order);
    qsort(f->spots, f->count, sizeof *f->spots, by_weight);
    return MARSAD_OK;
}

static size_t cell_of(const mrs_pane *pane, const field *f, mrs_point at)
{
    size_t x = (size_t)((at.x - pane->frame.rect.x) / f->join);
    size_t y = (size_t)((at.y - pane->frame.rect.y) / f->join);
    return y * f->columns + x;
}

static marsad_status fill_grid(const mrs_pane *pane, field *f, marsad_error *error)
{
    f->columns = (size_t)(pane->frame.rect.w / f->join) + 1;
    f->rows = (size_t)(pane->frame.rect.h / f->join) + 1;
    f->cells = mrs_alloc(f->columns * f->rows, sizeof *f->cells);
    f->below = mrs_alloc(f->count + 1, sizeof *f->below);
    f->seeds = mrs_alloc(f->count, sizeof *f->seeds);
    if (!f->cells || !f->below || !f->seeds) {
        return mrs_fail_memory(error);
    }
    for (size_t i = f->count; i > 0; i--) {
        size_t *cell = &f->cells[cell_of(pane, f, f->spots[i - 1].at)];
        f->below[i] = *cell;
        *cell = i;
    }
    return MARSAD_OK;
}

/* A seed takes the spots around itself that no weightier seed took. Only around itself: what it
 * took takes no more, so that groups do not run along a coast. */
static void grow(const mrs_pane *pane, field *f, size_t seed, size_t group)
{
    size_t cell = cell_of(pane, f, f->spots[seed].at);
    size_t column = cell % f->columns;
    size_t row = cell / f->columns;
    for (size_t y = row ? row - 1 : 0; y <= row + 1 && y < f->rows; y++) {
        for (size_t x = column ? column - 1 : 0; x <= column + 1 && x < f->columns; x++) {
            for (size_t i = f->cells[y * f->columns + x]; i; i = f->below[i]) {
                spot *other = &f->spots[i - 1];
                double away =
                    hypot(other->at.x - f->spots[seed].at.x, other->at.y - f->spots[seed].at.y);
                if (!other->group && away < f->join) {
                    other->group = group;
                }
            }
        }
    }
}

/* A group stands where its seed does if that is most of it, or else in its members' middle. */
static void gather(mrs_pane *pane, const field *f)
{
    for (size_t i = 0; i < f->count; i++) {
        const spot *s = &f->spots[i];
        mrs_mark_group *group = &pane->groups[s->group - 1];
        group->first = !group->count || s->first < group->first ? s->first : group->first;
        group->count += s->count;
        group->value += s->weight;
        group->ground.x += s->at.x * (double)s->count; /* sums, for now */
        group->ground.y += s->at.y * (double)s->count;
    }
    for (size_t g = 0; g < pane->group_count; g++) {
        mrs_mark_group *group = &pane->groups[g];
        const spot *seed = &f->spots[f->seeds[g]];
        mrs_point middle = {group->ground.x / (double)group->count,
                            group->ground.y / (double)group->count};
        group->ground = 2 * seed->count >= group->count ? seed->at : middle;
    }
}

/* Marks named the first of their spot as their group: that becomes the group. */
static marsad_status tell_marks(mrs_pane *pane, const field *f, marsad_error *error)
{
    size_t *group_of = mrs_alloc(pane->mark_count, sizeof *group_of);
    if (!group_of) {
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < f->count; i++) {
        group_of[f->spots[i].first] = f->spots[i].group - 1;
    }
    for (size_t i = 0; i < pane->mark_count; i++) {
        pane->marks[i].group = group_of[pane->marks[i].group];
    }
    mrs_free(group_of);
    return MARSAD_OK;
}

/* --- The scale --- */

double mrs_most_radius(mrs_rect frame)
{
    double side = fmin(frame.w, frame.h);
    return fmin(fmax(0.045 * side, fmin(LEAST_MOST_RADIUS, 0.11 * side)), MOST_RADIUS);
}

/* So large that names still stand near their towns, that all circles together leave most of the map
 * free, and that one incident is no larger than its marker. */
static void choose_scale(mrs_pane *pane)
{
    mrs_symbols *s = pane->sheet->symbols;
    double most_radius = mrs_most_radius(pane->frame.rect);
    double sum = 0;
    s->scale.largest = 0;
    for (size_t g = 0; g < pane->group_count; g++) {
        sum += pane->groups[g].value;
        s->scale.largest = fmax(s->scale.largest, pane->groups[g].value);
    }
    if (!(sum > 0)) {
        return;
    }
    double root = most_radius / sqrt(s->scale.largest);
    root = fmin(root, mrs_radius_for(&pane->frame, 1, SHARE) / sqrt(sum));
    if (!s->values) {
        s->single_px = 0;
        mrs_mark_marker(pane, &pane->marks[0]); /* as the style has it: nothing is scaled */
        root = fmin(root, pane->marks[0].radius);
        s->single_px = fmax(root, 1.8);
    }
    s->scale.px_per_root = root;
}

static void size_circles(mrs_pane *pane)
{
    const double least = 1.8; /* px: one must still be seen */
    if (pane == &pane->sheet->panes[mrs_model_pane(pane->sheet)]) {
        choose_scale(pane);
    }
    for (size_t g = 0; g < pane->group_count; g++) {
        mrs_mark_group *group = &pane->groups[g];
        group->radius = fmax(mrs_scaled_radius(&pane->sheet->symbols->scale, group->value), least);
        if (group->count == 1) {
            mrs_mark_marker(pane, &pane->marks[group->first]);
            group->radius = pane->marks[group->first].radius;
        }
    }
}

static marsad_status take_room(mrs_pane *pane, marsad_error *error)
{
    const size_t few = 300;
    const double least = pane->group_count > few ? 4 : 0; /* in a crowd, names stand on dots */
    marsad_status status = MARSAD_OK;
    for (size_t g = 0; !status && g < pane->group_count; g++) {
        mrs_mark_group *group = &pane->groups[g];
        double r = group->radius;
        group->box = mrs_rect_around(group->ground, r);
        if (r >= least) {
            status = mrs_obstacle_box(pane, mrs_rect_grown(group->box, 1), error);
        }
    }
    for (size_t i = 0; i < pane->mark_count; i++) {
        pane->marks[i].centre = pane->groups[pane->marks[i].group].ground;
    }
    return status;
}

marsad_status mrs_group_marks(mrs_pane *pane, marsad_error *error)
{
    double own = mrs_radius_for(&pane->frame, pane->mark_count, SHARE);
    field f = {.join = fmin(fmax(1.6 * own, LEAST_JOIN_PX), MOST_JOIN_PX)};
    marsad_status status = find_spots(pane, &f, error);
    if (!status) {
        status = fill_grid(pane, &f, error);
    }
    for (size_t i = 0; !status && i < f.count; i++) {
        if (!f.spots[i].group) {
            f.seeds[pane->group_count++] = i;
            grow(pane, &f, i, pane->group_count);
        }
    }
    if (!status) {
        gather(pane, &f);
        status = tell_marks(pane, &f, error);
    }
    mrs_free(f.spots);
    mrs_free(f.cells);
    mrs_free(f.below);
    mrs_free(f.seeds);
    if (!status && pane->group_count) {
        status = mrs_settle_circles(pane, size_circles, error);
    }
    return status ? status : take_room(pane, error);
}

bool mrs_is_circle(const mrs_mark_group *group)
{
    return group->radius > 0 && group->count > 1;
}

int mrs_circle_number(const mrs_sheet *sheet, const mrs_mark *mark)
{
    for (size_t p = 0; sheet->as == MARSAD_AS_GROUPS && p < sheet->pane_count; p++) {
        const mrs_pane *pane = &sheet->panes[p];
        if (mark >= pane->marks && mark < pane->marks + pane->mark_count) {
            const mrs_mark_group *group = &pane->groups[mark->group];
            return mrs_is_circle(group) ? pane->marks[group->first].number : 0;
        }
    }
    return 0;
}

/* The town that the first of a group's incidents was placed in, or NULL. */
static const marsad_place *town_of(const mrs_pane *pane, const mrs_mark_group *group)
{
    const marsad_resolution *found = pane->marks[group->first].incident->resolution;
    const marsad_place *place = found && found->candidate_count ? found->candidates[0].place : NULL;
    mrs_point at;
    if (!place || strncmp(place->feature_code, "PPL", 3) != 0 ||
        !mrs_frame_to_page(&pane->frame, place->at, &at)) {
        return NULL;
    }
    mrs_point ground = pane->marks[group->first].ground;
    return hypot(at.x - ground.x, at.y - ground.y) < 1 ? place : NULL;
}

static void name_group(mrs_pane *pane, const mrs_mark_group *group)
{
    const marsad_place *place = town_of(pane, group);
    mrs_point at = pane->marks[group->first].ground;
    for (size_t t = 0; place && t < pane->town_count; t++) {
        mrs_town *town = &pane->towns[t];
        if (hypot(at.x - town->at.x, at.y - town->at.y) < 1.5) {
            town->rank = town->rank < 2 ? town->rank : 2;
            place = NULL;
        }
    }
    if (place) {
        pane->towns[pane->town_count++] = (mrs_town){.place = place, .at = at, .rank = 2};
    }
}

marsad_status mrs_name_groups(mrs_pane *pane, marsad_error *error)
{
    const double least = 8.5; /* px: smaller circles do not ask for a name */
    size_t most = pane->town_count + pane->group_count;
    if (pane->sheet->as != MARSAD_AS_GROUPS || !pane->group_count) {
        return MARSAD_OK;
    }
    mrs_town *towns = mrs_resize(pane->towns, most, sizeof *towns);
    if (!towns) {
        return mrs_fail_memory(error);
    }
    pane->towns = towns;
    for (size_t g = 0; g < pane->group_count; g++) {
        if (pane->groups[g].radius >= least && pane->groups[g].count > 1) {
            name_group(pane, &pane->groups[g]);
        }
    }
    return MARSAD_OK;
}
