/*
 * Where callouts stand: properties of every scene of tests/cases/callouts.tsv, and of its mirror as
 * a sheet from right to left has it; small scenes against all arrangements that there are; that the
 * same scene gives the same arrangement, and that more steps never give a dearer one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "map/callout_place.h"
#include "random.h"
#include "tsv_cases.h"

enum { MOST = 16, PLENTY = 1500000 };

static const double RADIUS = 11;

/* A pane with nothing in it but marks, the callouts that they ask for, and names. */
typedef struct scene {
    mrs_sheet sheet;
    mrs_pane pane;
    mrs_mark marks[MOST];
    mrs_callout callouts[MOST];
    mrs_rect boxes[2 * MOST]; /* the markers', then the names' */
} scene;

static void add_mark(scene *s, double x, double y, mrs_point box)
{
    size_t i = s->pane.mark_count++;
    assert_true(i < MOST);
    s->marks[i] = (mrs_mark){.number = (int)i + 1, .centre = {x, y}, .radius = RADIUS};
    s->callouts[i] = (mrs_callout){.mark = i, .box = {0, 0, box.x, box.y}};
    s->pane.callout_count++;
    s->boxes[s->pane.obstacles.box_count++] =
        (mrs_rect){x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS};
}

static void finish(scene *s, mrs_point size)
{
    s->pane.sheet = &s->sheet;
    s->pane.frame.rect = (mrs_rect){0, 0, size.x, size.y};
    s->pane.marks = s->marks;
    s->pane.callouts = s->callouts;
    s->pane.obstacles.boxes = s->boxes;
    s->pane.first_name_box = s->pane.mark_count;
}

static mrs_point read_size(const char *text)
{
    mrs_point size;
    assert_int_equal(sscanf(text, "%lfx%lf", &size.x, &size.y), 2);
    return size;
}

static void read_marks(scene *s, const char *text, mrs_point box)
{
    double x;
    double y;
    int read;
    while (sscanf(text, "%lf,%lf%n", &x, &y, &read) == 2) {
        add_mark(s, x, y, box);
        text += read + (text[read] == ';');
    }
    assert_int_equal(*text, '\0');
}

static void read_names(scene *s, const char *text)
{
    mrs_rect r;
    int read;
    while (sscanf(text, "%lf,%lf,%lf,%lf%n", &r.x, &r.y, &r.w, &r.h, &read) == 4) {
        s->boxes[s->pane.obstacles.box_count++] = r;
        s->pane.first_name_end = s->pane.obstacles.box_count;
        text += read + (text[read] == ';');
    }
    assert_int_equal(*text, '\0');
}

/* Turns a scene around, as a sheet from right to left has it. */
static void mirror(scene *s)
{
    double width = s->pane.frame.rect.w;
    s->sheet.rtl = true;
    for (size_t i = 0; i < s->pane.mark_count; i++) {
        s->marks[i].centre.x = width - s->marks[i].centre.x;
    }
    for (size_t i = 0; i < s->pane.obstacles.box_count; i++) {
        s->boxes[i].x = width - s->boxes[i].x - s->boxes[i].w;
    }
}

static void search(scene *s, size_t budget)
{
    size_t weighed;
    marsad_error error = {0};
    assert_int_equal(mrs_search_callouts(&s->pane, budget, &weighed, &error), MARSAD_OK);
    assert_true(weighed <= budget);
}

/* --- What holds for every arrangement --- */

static bool near(double a, double b)
{
    return fabs(a - b) < 0.01;
}

/* The middle of a side, or a corner. */
static bool is_port(mrs_rect box, mrs_point p)
{
    bool left = near(p.x, box.x);
    bool right = near(p.x, box.x + box.w);
    bool top = near(p.y, box.y);
    bool bottom = near(p.y, box.y + box.h);
    bool middle_x = near(p.x, box.x + box.w / 2);
    bool middle_y = near(p.y, box.y + box.h / 2);
    return ((left || right) && (top || bottom || middle_y)) || ((top || bottom) && middle_x);
}

static void check_leader(const scene *s, const mrs_callout *callout, const char *name)
{
    const mrs_mark *mark = &s->marks[callout->mark];
    mrs_point from = callout->leader[0];
    mrs_point to = callout->leader[1];
    double dx = from.x - mark->centre.x;
    double dy = from.y - mark->centre.y;
    double turn = dx * (to.y - from.y) - dy * (to.x - from.x);
    if (!near(hypot(dx, dy), RADIUS) || fabs(turn) > 0.01) {
        fail_msg("%s: leader %d does not leave its marker radially", name, mark->number);
    }
    if (!is_port(callout->box, to)) {
        fail_msg("%s: leader %d ends anywhere at its box", name, mark->number);
    }
}

static void check_arrangement(const scene *s, const char *name)
{
    for (size_t i = 0; i < s->pane.callout_count; i++) {
        const mrs_callout *one = &s->callouts[i];
        if (!one->placed) {
            continue;
        }
        assert_true(mrs_rect_inside(one->box, s->pane.frame.rect));
        check_leader(s, one, name);
        for (size_t j = 0; j < s->pane.obstacles.box_count; j++) {
            assert_false(mrs_rect_overlaps(one->box, s->boxes[j]));
        }
        for (size_t j = 0; j < i; j++) {
            assert_false(s->callouts[j].placed && mrs_rect_overlaps(one->box, s->callouts[j].box));
        }
    }
}

static size_t faults(const mrs_callout_figures *f)
{
    return f->crossings + f->over_boxes + f->over_marks + f->over_names;
}

/* --- The table --- */

static void check_scene(scene *s, const char *name, size_t placed, size_t in_line)
{
    search(s, PLENTY);
    check_arrangement(s, name);
    mrs_callout_figures f = mrs_callouts_measure(&s->pane);
    if (f.placed != placed || f.in_line < in_line || faults(&f) > 0) {
        fail_msg("%s%s: %zu placed, %zu in line; leaders cross %zu leaders, %zu boxes, %zu "
                 "markers, %zu names",
                 name, s->sheet.rtl ? " (mirrored)" : "", f.placed, f.in_line, f.crossings,
                 f.over_boxes, f.over_marks, f.over_names);
    }
}

static scene *read_scene(const char *const fields[])
{
    scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    read_marks(s, fields[3], read_size(fields[2]));
    finish(s, read_size(fields[1]));
    read_names(s, fields[4]);
    return s;
}

static void scenes_and_their_mirrors(void **state)
{
    (void)state;
    tsv_cases cases;
    size_t count = 0;
    assert_true(tsv_cases_open(&cases, "callouts.tsv"));
    for (; tsv_cases_next(&cases); count++) {
        for (int mirrored = 0; mirrored <= 1; mirrored++) {
            scene *s = read_scene(cases.fields);
            if (mirrored) {
                mirror(s);
            }
            check_scene(s, cases.fields[0], (size_t)atoi(cases.fields[5]),
                        (size_t)atoi(cases.fields[6]));
            free(s);
        }
    }
    assert_true(count >= 10);
}

/* --- Small scenes against all arrangements --- */

enum { SMALL = 4, MOST_SPOTS = 4000 };

static scene *small_scene(void)
{
    scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    double x = random_between(100, 260);
    double y = random_between(80, 170);
    for (int i = 0; i < SMALL; i++) {
        double spread = 34 + 8 * i;
        add_mark(s, x + random_between(-spread, spread), y + random_between(-spread, spread),
                 (mrs_point){130, 44});
    }
    finish(s, (mrs_point){360, 250});
    return s;
}

typedef struct choices {
    mrs_spot spots[MOST_SPOTS];
    size_t count;
} choices;

static bool is_over_a_mark(const scene *s, size_t own, const mrs_point leader[2])
{
    for (size_t i = 0; i < s->pane.mark_count; i++) {
        if (i != own && mrs_rect_crosses(mrs_rect_grown(s->boxes[i], 4), leader[0], leader[1])) {
            return true;
        }
    }
    return false;
}

static void list_choices(const scene *s, size_t own, choices *out)
{
    const double step = 24; /* of the search's own grid, every second place */
    const mrs_callout *callout = &s->callouts[own];
    mrs_rect area = mrs_rect_grown(s->pane.frame.rect, -MRS_CALLOUT_GAP);
    out->count = 0;
    for (double y = area.y; y <= area.y + area.h - callout->box.h; y += step) {
        for (double x = area.x; x <= area.x + area.w - callout->box.w; x += step) {
            mrs_rect box = {x, y, callout->box.w, callout->box.h};
            mrs_spot spots[MRS_SPOTS_A_BOX];
            size_t count = mrs_spots_of_box(&s->pane, callout, box, MRS_COST_OF_NONE, spots);
            for (size_t i = 0; i < count; i++) {
                if (!is_over_a_mark(s, own, spots[i].leader)) {
                    assert_true(out->count < MOST_SPOTS);
                    out->spots[out->count++] = spots[i];
                }
            }
        }
    }
}

/* Whether callouts from `next` on find places beside those chosen without a fault. */
static bool can_be_completed(const choices *all, const mrs_spot *chosen[], size_t next)
{
    const double fault = 600;
    if (next == SMALL) {
        return true;
    }
    for (size_t i = 0; i < all[next].count; i++) {
        bool fits = true;
        for (size_t j = 0; j < next && fits; j++) {
            fits = mrs_cost_beside(&all[next].spots[i], chosen[j]) < fault;
        }
        chosen[next] = &all[next].spots[i];
        if (fits && can_be_completed(all, chosen, next + 1)) {
            return true;
        }
    }
    return false;
}

static bool can_be_clean(const scene *s)
{
    const mrs_spot *chosen[SMALL];
    choices *all = calloc(SMALL, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < SMALL; i++) {
        list_choices(s, i, &all[i]);
    }
    bool can = can_be_completed(all, chosen, 0);
    free(all);
    return can;
}

static void a_clean_arrangement_is_found_where_there_is_one(void **state)
{
    (void)state;
    enum { TRIALS = 80 };
    int clean = 0;
    random_seed = 20200126;
    for (int i = 0; i < TRIALS; i++) {
        char name[32];
        snprintf(name, sizeof name, "trial %d", i);
        scene *s = small_scene();
        if (can_be_clean(s)) {
            clean++;
            check_scene(s, name, SMALL, 0);
        }
        free(s);
    }
    assert_in_range(clean, TRIALS / 2, TRIALS - 1);
}

/* --- Steps --- */

static scene *crowd(void)
{
    scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    random_seed = 7;
    for (int i = 0; i < 12; i++) {
        add_mark(s, random_between(350, 550), random_between(250, 400), (mrs_point){180, 60});
    }
    finish(s, (mrs_point){1000, 700});
    return s;
}

static void the_same_scene_gives_the_same_arrangement(void **state)
{
    (void)state;
    scene *one = crowd();
    scene *two = crowd();
    search(one, PLENTY);
    search(two, PLENTY);
    assert_memory_equal(one->callouts, two->callouts, sizeof one->callouts);
    free(one);
    free(two);
}

static void more_steps_never_cost_more(void **state)
{
    (void)state;
    static const size_t budgets[] = {0, 100, 1000, 5000, 20000, 50000, 100000, 300000, PLENTY};
    double last = HUGE_VAL;
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        scene *s = crowd();
        search(s, budgets[i]);
        check_arrangement(s, "crowd");
        double cost = mrs_callouts_cost(&s->pane);
        if (cost > last) {
            fail_msg("%zu steps cost %f, fewer cost %f", budgets[i], cost, last);
        }
        if (i == 0) {
            assert_true(near(cost, 12 * MRS_COST_OF_NONE));
        }
        last = cost;
        free(s);
    }
    assert_true(last < 6 * MRS_COST_OF_NONE);
}

/* What stands beside what costs the same whichever is asked first. */
static void beside_has_a_mirror(void **state)
{
    (void)state;
    scene *s = crowd();
    random_seed = 11;
    for (int i = 0; i < 2000; i++) {
        mrs_spot spots[2];
        for (int k = 0; k < 2; k++) {
            mrs_point from = {random_between(0, 300), random_between(0, 300)};
            spots[k].box = (mrs_rect){random_between(0, 20) * 12, random_between(0, 20) * 12,
                                      100 + k * 12, 40};
            spots[k].cost = 0;
            spots[k].leader[0] = from;
            spots[k].leader[1] = (mrs_point){spots[k].box.x, spots[k].box.y};
        }
        double there = mrs_cost_beside(&spots[0], &spots[1]);
        double back = mrs_cost_beside(&spots[1], &spots[0]);
        assert_true(near(there, back));
    }
    free(s);
}

static void a_pane_without_callouts_needs_nothing(void **state)
{
    (void)state;
    scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    finish(s, (mrs_point){100, 100});
    search(s, PLENTY);
    assert_true(near(mrs_callouts_cost(&s->pane), 0));
    free(s);
}

/* A frame too small for any box leaves all out. */
static void a_frame_without_room_leaves_them_out(void **state)
{
    (void)state;
    scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    add_mark(s, 60, 30, (mrs_point){180, 60});
    add_mark(s, 90, 30, (mrs_point){180, 60});
    finish(s, (mrs_point){150, 60});
    search(s, PLENTY);
    assert_int_equal(mrs_callouts_measure(&s->pane).left_out, 2);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenes_and_their_mirrors),
        cmocka_unit_test(a_clean_arrangement_is_found_where_there_is_one),
        cmocka_unit_test(the_same_scene_gives_the_same_arrangement),
        cmocka_unit_test(more_steps_never_cost_more),
        cmocka_unit_test(beside_has_a_mirror),
        cmocka_unit_test(a_pane_without_callouts_needs_nothing),
        cmocka_unit_test(a_frame_without_room_leaves_them_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
