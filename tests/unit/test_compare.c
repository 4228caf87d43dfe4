/* relate/front_compare: what changed between two states, of areas and of lines. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/earth.h"
#include "made_front.h"
#include "marsad/front.h"

static const marsad_date BEFORE = {2020, 1, 20};
static const marsad_date AFTER = {2020, 1, 27};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static marsad_front_comparison *compare(const marsad_front *old, const marsad_front *new_front)
{
    marsad_error error = {0};
    marsad_front_comparison *out = NULL;
    if (marsad_front_compare(old, 0, new_front, 0, NULL, &out, &error)) {
        fail_msg("%s", error.message);
    }
    return out;
}

static const marsad_front_balance *balance_of(const marsad_front_comparison *c, const char *holder)
{
    for (size_t i = 0; i < c->balance_count; i++) {
        if (strcmp(c->balances[i].holder, holder) == 0) {
            return &c->balances[i];
        }
    }
    fail_msg("no balance of \"%s\"", holder);
    return NULL;
}

static bool near_to(double a, double b, double share)
{
    return fabs(a - b) <= share * fmax(fabs(a), fabs(b));
}

static double apart_m(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

/* What must be true of any comparison. */
static void check_whole(const marsad_front_comparison *c)
{
    double gained = 0;
    double lost = 0;
    double pieces = 0;
    for (size_t i = 0; i < c->balance_count; i++) {
        const marsad_front_balance *b = &c->balances[i];
        gained += b->gained_m2;
        lost += b->lost_m2;
        if (isfinite(b->before_m2)) {
            double change = b->gained_m2 - b->lost_m2;
            assert_true(fabs(b->before_m2 + change - b->after_m2) <=
                        1e-6 * (b->before_m2 + b->after_m2) + 1);
        }
    }
    for (size_t i = 0; i < c->change_count; i++) {
        assert_true(c->changes[i].area_m2 > 0);
        assert_true(i == 0 || c->changes[i].area_m2 <= c->changes[i - 1].area_m2);
        assert_string_not_equal(c->changes[i].from, c->changes[i].to);
        pieces += c->changes[i].area_m2;
    }
    assert_true(near_to(gained, lost, 1e-12) && near_to(gained, pieces, 1e-12));
    assert_string_equal(c->balances[c->balance_count - 1].holder, "");
    for (size_t i = 0; i < c->advance_count; i++) {
        const marsad_front_advance *a = &c->advances[i];
        assert_true(near_to(a->distance_m, apart_m(a->from, a->to), 1e-6));
        assert_string_equal(c->changes[a->change].to, a->holder);
        assert_true(i == 0 || a->distance_m <= c->advances[i - 1].distance_m);
    }
}

/* The same pieces with gain and loss exchanged. */
static void check_mirror(const marsad_front_comparison *there, const marsad_front_comparison *back)
{
    assert_int_equal(there->change_count, back->change_count);
    assert_int_equal(there->balance_count, back->balance_count);
    for (size_t i = 0; i < there->balance_count; i++) {
        const marsad_front_balance *a = &there->balances[i];
        const marsad_front_balance *b = balance_of(back, a->holder);
        assert_true(near_to(a->gained_m2, b->lost_m2, 1e-9));
        assert_true(near_to(a->lost_m2, b->gained_m2, 1e-9));
        assert_true(isnan(a->before_m2) ? isnan(b->after_m2) : a->before_m2 == b->after_m2);
    }
    assert_true(near_to(there->joined_m, back->joined_m, 1e-12));
    assert_int_equal(there->loose_ends, back->loose_ends);
}

/* Compares both ways; the comparison from old to new. */
static marsad_front_comparison *compare_both_ways(const marsad_front *old,
                                                  const marsad_front *new_front)
{
    marsad_front_comparison *there = compare(old, new_front);
    marsad_front_comparison *back = compare(new_front, old);
    check_whole(there);
    check_whole(back);
    check_mirror(there, back);
    marsad_front_comparison_free(back);
    return there;
}

static double area_of(const marsad_lonlat *points, size_t count)
{
    size_t end = count;
    mrs_rings rings = {
        .points = (marsad_lonlat *)points, .ends = &end, .point_count = count, .ring_count = 1};
    return mrs_rings_area(&rings);
}

/* ---- areas --------------------------------------------------------------------------------- */

/* Two holders side by side; the line between them, a meridian, moves east. */
static const made_shape WEST_EAST[] = {
    {.holder = "A", .points = {{13, 31}, {15, 31}, {15, 32}, {13, 32}}},
    {.holder = "B", .points = {{15, 31}, {17, 31}, {17, 32}, {15, 32}}}};

static made_shape strip(const char *holder, double west, double east)
{
    /* With the same corners along the parallels in all, so that their edges are the same. */
    made_shape shape = {.holder = holder};
    size_t count = 0;
    for (double lon = west; lon < east + 0.25; lon += 0.5) {
        shape.points[count++] = (marsad_lonlat){mrs_longitude_normalise(lon), 31};
    }
    for (double lon = east; lon > west - 0.25; lon -= 0.5) {
        shape.points[count++] = (marsad_lonlat){mrs_longitude_normalise(lon), 32};
    }
    return shape;
}

static void a_state_does_not_differ_from_itself(void **state)
{
    (void)state;
    marsad_front *front = made_front(WEST_EAST, 2, BEFORE);
    marsad_front_comparison *c = compare(front, front);
    check_whole(c);
    assert_int_equal(c->change_count, 0);
    assert_int_equal(c->advance_count, 0);
    assert_int_equal(c->balance_count, 3);
    assert_string_equal(c->balances[0].holder, "A");
    assert_true(c->balances[0].before_m2 > 2e10 &&
                c->balances[0].before_m2 == c->balances[0].after_m2);
    assert_true(isnan(balance_of(c, "")->before_m2));
    marsad_front_comparison_free(c);
    marsad_front_free(front);
    marsad_front_comparison_free(NULL);
}

/* Between corners at different places along one parallel, geodesics leave strips. */
static void a_common_cut_is_no_change(void **state)
{
    (void)state;
    static const double souths[] = {31, -33, 60};
    for (size_t i = 0; i < COUNT(souths); i++) {
        double s = souths[i];
        const made_shape before[] = {
            {.holder = "A", .points = {{14, s}, {16, s}, {16, s + 2}, {14, s + 2}}},
            {.holder = "B", .points = {{16, s}, {18, s}, {18, s + 2}, {16, s + 2}}}};
        const made_shape after[] = {
            {.holder = "A", .points = {{14, s}, {16.5, s}, {16.5, s + 2}, {14, s + 2}}},
            {.holder = "B", .points = {{16.5, s}, {18, s}, {18, s + 2}, {16.5, s + 2}}}};
        marsad_front *old = made_front(before, 2, BEFORE);
        marsad_front *new_front = made_front(after, 2, AFTER);
        marsad_front_comparison *there = compare_both_ways(old, new_front);
        assert_int_equal(there->change_count, 1);
        assert_string_equal(there->changes[0].from, "B");
        assert_string_equal(there->changes[0].to, "A");
        assert_true(balance_of(there, "")->gained_m2 == 0 && balance_of(there, "")->lost_m2 == 0);
        marsad_front_comparison_free(there);

        /* Ground that one of them does not show at all is told. */
        const made_shape narrower = {.holder = "A",
                                     .points = {{14, s}, {16, s}, {16, s + 1.9}, {14, s + 1.9}}};
        marsad_front *part = made_front(&narrower, 1, AFTER);
        marsad_front_comparison *c = compare(old, part);
        assert_true(balance_of(c, "A")->lost_m2 > 1e9);
        marsad_front_comparison_free(c);
        marsad_front_free(part);
        marsad_front_free(old);
        marsad_front_free(new_front);
    }
}

static void a_strip_changes_hands(void **state)
{
    (void)state;
    static const double wests[] = {13, -1.5, 178, -180}; /* also across the antimeridian */
    for (size_t i = 0; i < COUNT(wests); i++) {
        double w = wests[i];
        const made_shape before[] = {strip("A", w, w + 2), strip("B", w + 2, w + 4)};
        const made_shape after[] = {strip("A", w, w + 2.5), strip("B", w + 2.5, w + 4)};
        marsad_front *old = made_front(before, 2, BEFORE);
        marsad_front *new_front = made_front(after, 2, AFTER);
        marsad_front_comparison *c = compare_both_ways(old, new_front);
        const made_shape expected = strip("", w + 2, w + 2.5);
        double area = area_of(expected.points, made_count(&expected));
        assert_int_equal(c->change_count, 1);
        assert_string_equal(c->changes[0].from, "B");
        assert_string_equal(c->changes[0].to, "A");
        assert_int_equal(c->changes[0].ring_count, 1);
        assert_true(near_to(c->changes[0].area_m2, area, 1e-9));
        assert_true(near_to(balance_of(c, "A")->gained_m2, area, 1e-9));
        assert_true(balance_of(c, "A")->lost_m2 == 0);
        assert_true(c->before.day == 20 && c->after.day == 27);
        /* The farthest point is the corner that is farther from the old meridian. */
        assert_int_equal(c->advance_count, 1);
        double width = apart_m((marsad_lonlat){0, 31}, (marsad_lonlat){0.5, 31});
        assert_true(near_to(c->advances[0].distance_m, width, 1e-4));
        assert_true(fabs(c->advances[0].azimuth_deg - 90) < 1);
        assert_true(fabs(c->advances[0].to.lat - 31) < 1e-9);
        marsad_front_comparison_free(c);
        marsad_front_free(old);
        marsad_front_free(new_front);
    }
}

static void ground_comes_from_nobody_and_goes_there(void **state)
{
    (void)state;
    const made_shape before[] = {strip("A", 13, 15), strip("B", 15, 17)};
    const made_shape after[] = {strip("A", 12, 15), strip("", 15, 15.5), strip("B", 15.5, 16)};
    marsad_front *old = made_front(before, 2, BEFORE);
    marsad_front *new_front = made_front(after, 3, AFTER);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    assert_int_equal(c->change_count, 3);
    assert_true(balance_of(c, "A")->gained_m2 > 1e9 && balance_of(c, "A")->lost_m2 == 0);
    assert_true(balance_of(c, "B")->lost_m2 > 1e9 && balance_of(c, "B")->gained_m2 == 0);
    assert_true(near_to(balance_of(c, "")->lost_m2, balance_of(c, "A")->gained_m2, 1e-12));
    assert_true(near_to(balance_of(c, "")->gained_m2, balance_of(c, "B")->lost_m2, 1e-12));
    assert_int_equal(c->advance_count, 1); /* nobody advances nowhere */
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

static void holders_are_told_by_name_across_fronts(void **state)
{
    (void)state;
    const made_shape before[] = {strip("A", 13, 15), strip("B", 15, 17)};
    const made_shape after[] = {strip("C", 16, 17), strip("B", 15, 16), strip("A", 13, 15)};
    marsad_front *old = made_front(before, 2, BEFORE);
    marsad_front *new_front = made_front(after, 3, AFTER);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    static const char *const order[] = {"A", "B", "C", ""};
    assert_int_equal(c->balance_count, COUNT(order));
    for (size_t i = 0; i < COUNT(order); i++) {
        assert_string_equal(c->balances[i].holder, order[i]);
    }
    assert_int_equal(c->change_count, 1);
    assert_string_equal(c->changes[0].to, "C");
    assert_int_equal(c->advance_count, 0); /* C had no ground to come from */
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

static void what_touches_is_one_piece_and_may_have_a_hole(void **state)
{
    (void)state;
    const made_shape before[] = {
        {.holder = "A", .points = {{14, 31}, {15, 31}, {15, 32}, {14, 32}}},
        {.holder = "A", .points = {{16, 31}, {17, 31}, {17, 32}, {16, 32}}},
        {.holder = "B", .points = {{15.2, 31.2}, {15.8, 31.2}, {15.8, 31.8}, {15.2, 31.8}}}};
    /* All of it and more becomes C's, but for what is B's in the middle. */
    marsad_front *old = made_front(before, 3, BEFORE);
    marsad_front *new_front = mrs_front_new();
    mrs_front_state *after = mrs_front_add_state(new_front, AFTER, false);
    mrs_rings rings = {0};
    const marsad_lonlat outer[] = {{14, 31}, {15, 31}, {16, 31}, {17, 31},
                                   {17, 32}, {16, 32}, {15, 32}, {14, 32}};
    for (int i = 0; i < 8; i++) {
        mrs_rings_add_point(&rings, outer[i]);
    }
    mrs_rings_end_ring(&rings);
    for (int i = 3; i >= 0; i--) {
        mrs_rings_add_point(&rings, before[2].points[i]);
    }
    mrs_rings_end_ring(&rings);
    size_t holder;
    mrs_front_holder_index(new_front, "C", &holder);
    mrs_front_add_area(after, &rings, holder, NULL, NULL);
    mrs_rings_clear(&rings);
    made_add(new_front, after, &before[2]);
    made_finish(new_front, after);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    assert_int_equal(c->change_count, 3);
    assert_string_equal(c->changes[0].from, "A");
    assert_string_equal(c->changes[1].from, "A");
    assert_string_equal(c->changes[2].from, "");
    assert_int_equal(c->changes[2].ring_count, 2);
    double gap = area_of((const marsad_lonlat[]){{15, 31}, {16, 31}, {16, 32}, {15, 32}}, 4);
    double hole = area_of(before[2].points, 4);
    assert_true(near_to(c->changes[2].area_m2, gap - hole, 1e-9));
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

static void a_closed_pocket_is_farthest_in_its_middle(void **state)
{
    (void)state;
    const marsad_lonlat middle = {15, 31.5};
    made_shape pocket = {.holder = "B"};
    made_shape around = {.holder = "A"};
    for (int i = 0; i < 30; i++) {
        pocket.points[i] = marsad_geodesic_point(middle, 12.0 * i, 40e3);
    }
    for (int i = 0; i < 4; i++) {
        around.points[i] = marsad_geodesic_point(middle, 45 + 90.0 * i, 200e3);
    }
    marsad_front *old = mrs_front_new();
    mrs_front_state *before = mrs_front_add_state(old, BEFORE, false);
    mrs_rings rings = {0};
    for (int i = 0; i < 4; i++) {
        mrs_rings_add_point(&rings, around.points[i]);
    }
    mrs_rings_end_ring(&rings);
    for (int i = 0; i < 30; i++) {
        mrs_rings_add_point(&rings, pocket.points[i]);
    }
    mrs_rings_end_ring(&rings);
    size_t holder;
    mrs_front_holder_index(old, "A", &holder);
    mrs_front_add_area(before, &rings, holder, NULL, NULL);
    mrs_rings_clear(&rings);
    made_add(old, before, &pocket);
    made_finish(old, before);
    marsad_front *new_front = made_front(&around, 1, AFTER);
    marsad_front_comparison *c = compare(old, new_front);
    check_whole(c);
    assert_int_equal(c->advance_count, 1);
    assert_true(c->advances[0].distance_m > 39e3 && c->advances[0].distance_m < 40e3);
    assert_true(apart_m(c->advances[0].to, middle) < 2e3);
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

static void rounding_makes_no_change(void **state)
{
    (void)state;
    made_shape moved[2] = {strip("A", 13, 15), strip("B", 15, 17)};
    marsad_front *old = made_front(moved, 2, BEFORE);
    for (int i = 0; i < 2; i++) {
        for (size_t k = 0; k < made_count(&moved[i]); k++) {
            moved[i].points[k].lon += k % 2 ? 4e-6 : -4e-6; /* some 0.4 m */
        }
    }
    marsad_front *new_front = made_front(moved, 2, AFTER);
    marsad_front_comparison *c = compare(old, new_front);
    assert_int_equal(c->change_count, 0);
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

/* ---- against points ------------------------------------------------------------------------ */

/* Points spread evenly over a square (M. Roberts 2018, the R2 sequence). */
static double spread(int i, int axis)
{
    static const double steps[] = {0.7548776662466927, 0.5698402909980532};
    double whole;
    return modf(0.5 + i * steps[axis], &whole);
}

/* A wavy boundary between two strips: the same shape with other waves is another state. */
static marsad_front *wavy_front(double south, double shift, double swing, marsad_date date)
{
    made_shape shapes[2] = {{.holder = "A"}, {.holder = "B"}};
    enum { STEPS = 26 };
    for (int i = 0; i < STEPS; i++) {
        double share = (double)i / (STEPS - 1);
        marsad_lonlat at = {mrs_longitude_normalise(179 + shift + swing * sin(share * 15)),
                            south + 4 * share};
        shapes[0].points[i] = at;
        shapes[1].points[STEPS - 1 - i] = at;
    }
    shapes[0].points[STEPS] = (marsad_lonlat){174, south + 4};
    shapes[0].points[STEPS + 1] = (marsad_lonlat){174, south};
    shapes[1].points[STEPS] = (marsad_lonlat){-176, south};
    shapes[1].points[STEPS + 1] = (marsad_lonlat){-176, south + 4};
    return made_front(shapes, 2, date);
}

/* A point of the zone between two parallels about the antimeridian, all of it alike dense; on the
 * sphere, from which the ellipsoid differs little over these few degrees. */
static marsad_lonlat zone_point(int i, double south, double north)
{
    const double degree = acos(-1) / 180;
    double from = sin(south * degree);
    double to = sin(north * degree);
    return (marsad_lonlat){mrs_longitude_normalise(177 + 5 * spread(i, 0)),
                           asin(from + (to - from) * spread(i, 1)) / degree};
}

static double zone_area(double south, double north)
{
    mrs_rings rings = {0};
    for (int i = 0; i <= 1000; i++) {
        double lon = 177 + 5 * (i <= 500 ? i : 1000 - i) / 500.0;
        mrs_rings_add_point(
            &rings, (marsad_lonlat){mrs_longitude_normalise(lon), i <= 500 ? south : north});
    }
    mrs_rings_end_ring(&rings);
    double area = mrs_rings_area(&rings);
    mrs_rings_clear(&rings);
    return area;
}

/* Ground that each of the two holders took from the other, by counting points. */
static void sample(const marsad_front *old, const marsad_front *new_front, double south,
                   double area_m2[2])
{
    enum { SAMPLES = 60000 };
    double north = south + 4.6;
    south -= 0.6; /* edges bulge towards the pole */
    size_t counts[2] = {0, 0};
    for (int i = 0; i < SAMPLES; i++) {
        marsad_lonlat at = zone_point(i, south, north);
        size_t before = mrs_control_holder(old->states[0]->control, at);
        size_t after = mrs_control_holder(new_front->states[0]->control, at);
        if (before != MARSAD_NO_HOLDER && after != MARSAD_NO_HOLDER && before != after) {
            counts[after]++;
        }
    }
    for (int i = 0; i < 2; i++) {
        area_m2[i] = zone_area(south, north) * (double)counts[i] / SAMPLES;
    }
}

static double taken(const marsad_front_comparison *c, const char *from, const char *to)
{
    double area = 0;
    for (size_t i = 0; i < c->change_count; i++) {
        bool same = strcmp(c->changes[i].from, from) == 0 && strcmp(c->changes[i].to, to) == 0;
        area += same ? c->changes[i].area_m2 : 0;
    }
    return area;
}

static void areas_agree_with_counted_points(void **state)
{
    (void)state;
    static const double souths[] = {-30, 20, 70};
    for (size_t i = 0; i < COUNT(souths); i++) {
        marsad_front *old = wavy_front(souths[i], 0, 0.7, BEFORE);
        marsad_front *new_front = wavy_front(souths[i], 0.3, -0.8, AFTER);
        marsad_front_comparison *c = compare_both_ways(old, new_front);
        double expected[2];
        sample(old, new_front, souths[i], expected);
        assert_true(c->change_count >= 4);
        assert_true(near_to(taken(c, "B", "A"), expected[0], 0.01));
        assert_true(near_to(taken(c, "A", "B"), expected[1], 0.01));
        marsad_front_comparison_free(c);
        marsad_front_free(old);
        marsad_front_free(new_front);
    }
}

/* The bounds of one holder's ground. */
static mrs_control *bounds_of(const marsad_front *front, size_t holder)
{
    const marsad_front_state *shown = marsad_front_state_at(front, 0);
    const mrs_control_sides sides = {0, 0, 0, true};
    mrs_control *control = mrs_control_new();
    for (size_t i = 0; i < shown->area_count; i++) {
        const marsad_front_area *area = &shown->areas[i];
        size_t last = area->ends[0] - 1;
        const marsad_lonlat closing[] = {area->points[last], area->points[0]};
        if (area->holder == holder) {
            assert_int_equal(area->ring_count, 1);
            mrs_control_add(control, area->points, last + 1, sides, NULL);
            mrs_control_add(control, closing, 2, sides, NULL);
        }
    }
    assert_int_equal(mrs_control_finish(control, NULL), MARSAD_OK);
    return control;
}

static void no_point_lies_farther_than_the_advance(void **state)
{
    (void)state;
    marsad_front *old = wavy_front(20, 0, 0.7, BEFORE);
    marsad_front *new_front = wavy_front(20, 0.3, -0.8, AFTER);
    marsad_front_comparison *c = compare(old, new_front);
    mrs_control *stood[] = {bounds_of(old, 0), bounds_of(old, 1)};
    double farthest[2] = {0, 0};
    assert_int_equal(c->advance_count, 2);
    for (int i = 0; i < 40000; i++) {
        marsad_lonlat at = zone_point(i, 19.4, 24.6);
        size_t before = mrs_control_holder(old->states[0]->control, at);
        size_t after = mrs_control_holder(new_front->states[0]->control, at);
        mrs_control_nearest nearest;
        if (before != MARSAD_NO_HOLDER && after != MARSAD_NO_HOLDER && before != after &&
            mrs_control_nearest_front(stood[after], at, &nearest)) {
            farthest[after] = fmax(farthest[after], nearest.distance_m);
        }
    }
    for (size_t i = 0; i < c->advance_count; i++) {
        double found = farthest[c->advances[i].holder[0] == 'B'];
        assert_true(found > 20e3);
        assert_true(c->advances[i].distance_m * 1.01 + 1 >= found);
        assert_true(c->advances[i].distance_m <= found * 1.05);
    }
    mrs_control_free(stood[0]);
    mrs_control_free(stood[1]);
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

/* ---- lines --------------------------------------------------------------------------------- */

static marsad_front *line_front(const made_shape *lines, size_t count, marsad_date date)
{
    return made_front(lines, count, date);
}

static void ground_between_two_lines_changes_hands(void **state)
{
    (void)state;
    const made_shape before = {NULL, "A", "B", "", {{15, 31}, {15, 31.5}, {15, 32}}};
    const made_shape after = {NULL, "A", "B", "", {{15.5, 31}, {15.5, 31.5}, {15.5, 32}}};
    const made_shape turned = {NULL, "B", "A", "", {{15.5, 32}, {15.5, 31.5}, {15.5, 31}}};
    marsad_front *old = line_front(&before, 1, BEFORE);
    double area = area_of((const marsad_lonlat[]){{15, 31}, {15.5, 31}, {15.5, 32}, {15, 32}}, 4);
    double joined = apart_m((marsad_lonlat){15, 31}, (marsad_lonlat){15.5, 31}) +
                    apart_m((marsad_lonlat){15, 32}, (marsad_lonlat){15.5, 32});
    for (int i = 0; i < 2; i++) {
        marsad_front *new_front = line_front(i ? &turned : &after, 1, AFTER);
        marsad_front_comparison *c = compare_both_ways(old, new_front);
        assert_int_equal(c->change_count, 1);
        assert_string_equal(c->changes[0].from, "B");
        assert_string_equal(c->changes[0].to, "A");
        assert_true(near_to(c->changes[0].area_m2, area, 1e-9));
        assert_true(near_to(c->joined_m, joined, 1e-12));
        assert_int_equal(c->loose_ends, 0);
        assert_true(isnan(balance_of(c, "A")->before_m2));
        double width = apart_m((marsad_lonlat){0, 31}, (marsad_lonlat){0.5, 31});
        assert_int_equal(c->advance_count, 1);
        assert_true(near_to(c->advances[0].distance_m, width, 1e-4));
        marsad_front_comparison_free(c);
        marsad_front_free(new_front);
    }
    marsad_front_comparison *same = compare(old, old);
    check_whole(same);
    assert_int_equal(same->change_count, 0);
    assert_int_equal(same->loose_ends, 0);
    assert_true(same->joined_m == 0);
    marsad_front_comparison_free(same);
    marsad_front_free(old);
}

static void lines_that_cross_give_a_piece_between_each_two_crossings(void **state)
{
    (void)state;
    made_shape before = {NULL, "A", "B", "old", {{15, 30}, {15, 33}}};
    made_shape after = {NULL, "A", "B", "new", {{0, 0}}};
    for (int i = 0; i < 13; i++) { /* pinned at both ends, on either side in turn */
        double lon = i == 0 || i == 12 ? 15 : i % 2 ? 15.2 : 14.8;
        after.points[i] = (marsad_lonlat){lon, 30 + i * 0.25};
    }
    marsad_front *old = line_front(&before, 1, BEFORE);
    marsad_front *new_front = line_front(&after, 1, AFTER);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    assert_int_equal(c->change_count, 11);
    size_t to_a = 0;
    for (size_t i = 0; i < c->change_count; i++) {
        to_a += strcmp(c->changes[i].to, "A") == 0;
    }
    assert_int_equal(to_a, 6);
    assert_true(c->joined_m == 0);
    assert_int_equal(c->loose_ends, 0);
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

static void a_bulge_that_begins_and_ends_on_the_old_line(void **state)
{
    (void)state;
    const made_shape before = {NULL, "A", "B", "", {{15, 30}, {15, 33}}};
    /* Meets the old line in the midst of its edge, but for the rounding of five decimals. */
    const made_shape after = {
        NULL, "A", "B", "", {{15.000002, 31}, {15.3, 31.2}, {15.3, 31.8}, {14.999998, 32}}};
    marsad_front *old = line_front(&before, 1, BEFORE);
    marsad_front *new_front = line_front(&after, 1, AFTER);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    double area =
        area_of((const marsad_lonlat[]){{15, 31}, {15.3, 31.2}, {15.3, 31.8}, {15, 32}}, 4);
    assert_int_equal(c->change_count, 1);
    assert_true(near_to(c->changes[0].area_m2, area, 1e-4));
    assert_string_equal(c->changes[0].to, "A");
    assert_true(c->joined_m == 0);
    assert_int_equal(c->loose_ends, 2); /* where the old line goes on, the new one says nothing */
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

/* The last edges lead astray: whose side a face is on is seen along it, not beyond the ends. */
static void crooked_ends_do_not_turn_the_sides_about(void **state)
{
    (void)state;
    const made_shape before = {
        NULL, "A", "B", "", {{14.9, 31.01}, {15, 31}, {15, 32}, {15.2, 31.99}}};
    const made_shape after = {
        NULL, "A", "B", "", {{15.6, 31.02}, {15.5, 31}, {15.5, 32}, {15.4, 31.98}}};
    marsad_front *old = line_front(&before, 1, BEFORE);
    marsad_front *new_front = line_front(&after, 1, AFTER);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    assert_string_equal(c->changes[0].from, "B");
    assert_string_equal(c->changes[0].to, "A");
    assert_true(c->changes[0].area_m2 > 0.97 * balance_of(c, "A")->gained_m2);
    assert_true(near_to(balance_of(c, "A")->gained_m2, 5.2e9, 0.1));
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

static void a_ring_that_vanishes_is_ground_that_changed(void **state)
{
    (void)state;
    const made_shape before[] = {
        {NULL, "A", "B", "front", {{15, 30}, {15, 33}}},
        {NULL, "B", "A", "pocket", {{14, 31}, {14.5, 31}, {14.5, 31.5}, {14, 31.5}, {14, 31}}}};
    marsad_front *old = line_front(before, 2, BEFORE);
    marsad_front *new_front = line_front(before, 1, AFTER);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    assert_int_equal(c->change_count, 1);
    assert_string_equal(c->changes[0].from, "B");
    assert_string_equal(c->changes[0].to, "A");
    assert_true(near_to(c->changes[0].area_m2, area_of(before[1].points, 4), 1e-9));
    assert_true(c->joined_m == 0);
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

static void ends_are_joined_with_their_like(void **state)
{
    (void)state;
    /* The middle one's ends lie nearer to each other's line, but the sides do not match. */
    const made_shape before[] = {{NULL, "A", "B", "", {{15, 31}, {15, 32}}},
                                 {NULL, "C", "D", "", {{15.2, 31}, {15.2, 32}}}};
    const made_shape after[] = {{NULL, "A", "B", "", {{15.3, 31}, {15.3, 32}}}};
    marsad_front *old = line_front(before, 2, BEFORE);
    marsad_front *new_front = line_front(after, 1, AFTER);
    marsad_front_comparison *c = compare_both_ways(old, new_front);
    assert_int_equal(c->loose_ends, 2);
    assert_true(near_to(c->joined_m,
                        apart_m((marsad_lonlat){15, 31}, (marsad_lonlat){15.3, 31}) +
                            apart_m((marsad_lonlat){15, 32}, (marsad_lonlat){15.3, 32}),
                        1e-12));
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

/* ---- towns --------------------------------------------------------------------------------- */

static void towns_that_changed_hands_are_told(void **state)
{
    (void)state;
    marsad_gazetteer *gazetteer = NULL;
    assert_int_equal(marsad_gazetteer_open("geodata/gazetteer.gpkg", &gazetteer, NULL), MARSAD_OK);
    const made_shape before[] = {strip("A", 13, 15), strip("B", 15, 17)};
    const made_shape after[] = {strip("A", 13, 16), strip("B", 16, 17)};
    marsad_front *old = made_front(before, 2, BEFORE);
    marsad_front *new_front = made_front(after, 2, AFTER);
    marsad_front_comparison *c = NULL;
    assert_int_equal(marsad_front_compare(old, 0, new_front, 0, gazetteer, &c, NULL), MARSAD_OK);
    bool abu_qurayn = false;
    assert_true(c->town_count >= 2);
    for (size_t i = 0; i < c->town_count; i++) {
        const marsad_front_town *town = &c->towns[i];
        abu_qurayn |= strcmp(town->place->name, "Abu Qurayn") == 0;
        assert_string_equal(town->from, "B");
        assert_string_equal(town->to, "A");
        assert_true(town->place->at.lon > 15 && town->place->at.lon < 16);
        assert_true(town->place->at.lat > 30.99 && town->place->at.lat < 32.01);
        assert_true(i == 0 || town->place->importance <= c->towns[i - 1].place->importance);
        double least = 1e9;
        for (int k = 0; k < 2; k++) {
            marsad_front_relation relation;
            marsad_front_relate(k ? new_front : old, 0, town->place->at, 0, &relation, NULL);
            least = fmin(least, relation.distance_m);
        }
        assert_int_equal(town->certain, least > town->place->uncertainty_m);
    }
    assert_true(abu_qurayn);
    /* All of the box's towns, and none outside. */
    marsad_place_list all = {0};
    marsad_gazetteer_towns(gazetteer, (marsad_bbox){15, 31, 16, 31.99}, SIZE_MAX, &all, NULL);
    assert_int_equal(all.count, c->town_count);
    marsad_place_list_clear(&all);
    marsad_front_comparison_free(c);
    marsad_front_free(old);
    marsad_front_free(new_front);
    marsad_gazetteer_close(gazetteer);
}

/* ---- faults -------------------------------------------------------------------------------- */

static void what_cannot_be_compared_is_refused(void **state)
{
    (void)state;
    const made_shape half = {NULL, "A", "", "Wadi", {{15, 31}, {15, 32}}};
    const made_shape bare = {NULL, "", "", "", {{15, 31}, {15, 32}}};
    const made_shape whole = {NULL, "A", "B", "", {{15, 31}, {15, 32}}};
    marsad_front *areas = made_front(WEST_EAST, 2, BEFORE);
    marsad_front *lines = line_front(&whole, 1, BEFORE);
    marsad_front *halves = line_front(&half, 1, AFTER);
    marsad_front *bares = line_front(&bare, 1, AFTER);
    marsad_front *empty = made_front(NULL, 0, AFTER);
    const made_shape north = {"A", "", "", "", {{15, 80}, {135, 80}, {-105, 80}}};
    const made_shape south = {"A", "", "", "", {{15, -70}, {135, -70}, {-105, -70}}};
    marsad_front *arctic = made_front(&north, 1, BEFORE);
    marsad_front *antarctic = made_front(&south, 1, AFTER);
    const struct {
        const marsad_front *old;
        size_t old_state;
        const marsad_front *new_front;
        size_t new_state;
        marsad_status status;
        const char *says;
    } cases[] = {
        {areas, 1, areas, 0, MARSAD_ERR_USAGE, "the old front has 1 states"},
        {areas, 0, areas, 7, MARSAD_ERR_USAGE, "number 7"},
        {areas, 0, lines, 0, MARSAD_ERR_USAGE, "the old front has areas of control"},
        {lines, 0, areas, 0, MARSAD_ERR_USAGE, "the new front has areas of control"},
        {lines, 0, halves, 0, MARSAD_ERR_INPUT,
         "line 1 \"Wadi\" of the new front does not say who holds its right side"},
        {bares, 0, lines, 0, MARSAD_ERR_INPUT, "line 1 of the old front"},
        {empty, 0, lines, 0, MARSAD_ERR_INPUT, "the old front has neither"},
        {areas, 0, empty, 0, MARSAD_ERR_INPUT, "the new front has neither"},
        {arctic, 0, antarctic, 0, MARSAD_ERR_INPUT, "farther than 10000 km from their middle"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        marsad_error error = {0};
        marsad_front_comparison *out = (void *)1;
        assert_int_equal(marsad_front_compare(cases[i].old, cases[i].old_state, cases[i].new_front,
                                              cases[i].new_state, NULL, &out, &error),
                         cases[i].status);
        assert_null(out);
        if (!strstr(error.message, cases[i].says)) {
            fail_msg("%zu: %s", i, error.message);
        }
    }
    marsad_front_free(areas);
    marsad_front_free(lines);
    marsad_front_free(halves);
    marsad_front_free(bares);
    marsad_front_free(empty);
    marsad_front_free(arctic);
    marsad_front_free(antarctic);
}

static void running_out_of_memory_is_told(void **state)
{
    (void)state;
    const made_shape before[] = {{NULL, "A", "B", "", {{15, 31}, {15, 32}}}};
    const made_shape after[] = {{NULL, "A", "B", "", {{15.3, 31}, {15.3, 32}}}};
    marsad_front *fronts[2][2] = {
        {made_front(WEST_EAST, 2, BEFORE), made_front(WEST_EAST, 1, AFTER)},
        {line_front(before, 1, BEFORE), line_front(after, 1, AFTER)}};
    for (int i = 0; i < 2; i++) {
        marsad_front_comparison *out = NULL;
        for (long nth = 1; !out; nth++) {
            assert_true(nth < 500);
            mrs_alloc_fail_at(nth);
            marsad_error error = {0};
            marsad_status status =
                marsad_front_compare(fronts[i][0], 0, fronts[i][1], 0, NULL, &out, &error);
            mrs_alloc_fail_at(0);
            assert_true((status == MARSAD_OK) == (out != NULL));
            assert_true(status == MARSAD_OK || error.message[0]);
        }
        assert_int_equal(out->change_count, 1);
        marsad_front_comparison_free(out);
        marsad_front_free(fronts[i][0]);
        marsad_front_free(fronts[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_does_not_differ_from_itself),
        cmocka_unit_test(a_common_cut_is_no_change),
        cmocka_unit_test(a_strip_changes_hands),
        cmocka_unit_test(ground_comes_from_nobody_and_goes_there),
        cmocka_unit_test(holders_are_told_by_name_across_fronts),
        cmocka_unit_test(what_touches_is_one_piece_and_may_have_a_hole),
        cmocka_unit_test(a_closed_pocket_is_farthest_in_its_middle),
        cmocka_unit_test(rounding_makes_no_change),
        cmocka_unit_test(areas_agree_with_counted_points),
        cmocka_unit_test(no_point_lies_farther_than_the_advance),
        cmocka_unit_test(ground_between_two_lines_changes_hands),
        cmocka_unit_test(lines_that_cross_give_a_piece_between_each_two_crossings),
        cmocka_unit_test(a_bulge_that_begins_and_ends_on_the_old_line),
        cmocka_unit_test(crooked_ends_do_not_turn_the_sides_about),
        cmocka_unit_test(a_ring_that_vanishes_is_ground_that_changed),
        cmocka_unit_test(ends_are_joined_with_their_like),
        cmocka_unit_test(towns_that_changed_hands_are_told),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
        cmocka_unit_test(running_out_of_memory_is_told),
    };
    return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
