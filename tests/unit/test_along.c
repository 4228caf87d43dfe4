/*
 * Lines on the sheet: cutting against counted samples, joining, smoothing, signs at even distances,
 * each with its mirror (a line read backwards), and hatching against the area that it fills.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "base/memory.h"
#include "map/along.h"
#include "map/hatch.h"
#include "paths.h"

static mrs_path backwards(const mrs_path *path)
{
    mrs_path reversed = {0};
    mrs_path_start(&reversed);
    for (size_t i = path->count; i > 0; i--) {
        mrs_path_add(&reversed, path->points[i - 1].x, path->points[i - 1].y);
    }
    return reversed;
}

static mrs_path wandering_line(size_t count)
{
    mrs_path path = {0};
    mrs_point at = {random_between(-50, 250), random_between(-50, 250)};
    mrs_path_start(&path);
    for (size_t i = 0; i < count; i++) {
        mrs_path_add(&path, at.x, at.y);
        at.x += random_between(-60, 60);
        at.y += random_between(-60, 60);
    }
    return path;
}

static double length_of(const mrs_path *path)
{
    double length = 0;
    for (size_t part = 0; part < path->part_count; part++) {
        for (size_t i = path->starts[part] + 1; i < mrs_path_part_end(path, part); i++) {
            length += hypot(path->points[i].x - path->points[i - 1].x,
                            path->points[i].y - path->points[i - 1].y);
        }
    }
    return length;
}

static double distance_to(const mrs_path *path, mrs_point p)
{
    double least = HUGE_VAL;
    for (size_t part = 0; part < path->part_count; part++) {
        for (size_t i = path->starts[part] + 1; i < mrs_path_part_end(path, part); i++) {
            mrs_point a = path->points[i - 1];
            double dx = path->points[i].x - a.x;
            double dy = path->points[i].y - a.y;
            double square = dx * dx + dy * dy;
            double t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
            t = fmin(fmax(t, 0), 1);
            least = fmin(least, hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
        }
    }
    return least;
}

/* --- Cutting --- */

static const mrs_rect window = {0, 0, 200, 150};

/* What is kept lies in the window, and is as long as the samples of the whole say. */
static void a_cut_line_is_what_lies_within(void **state)
{
    (void)state;
    enum { SAMPLES = 4000 };
    for (int round = 0; round < 60; round++) {
        mrs_path whole = wandering_line(12);
        mrs_path kept = {0};
        double within = 0;
        mrs_lines_cut(&whole, window, &kept);
        for (size_t i = 1; i < whole.count; i++) {
            mrs_point a = whole.points[i - 1];
            mrs_point b = whole.points[i];
            for (int k = 0; k < SAMPLES; k++) {
                double t = (k + 0.5) / SAMPLES;
                mrs_point p = {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
                within +=
                    mrs_rect_distance(window, p) <= 0 ? hypot(b.x - a.x, b.y - a.y) / SAMPLES : 0;
            }
        }
        for (size_t i = 0; i < kept.count; i++) {
            assert_true(mrs_rect_distance(window, kept.points[i]) < 1e-9);
            assert_true(distance_to(&whole, kept.points[i]) < 1e-9);
        }
        assert_true(fabs(length_of(&kept) - within) < 0.5);
        mrs_path_clear(&whole);
        mrs_path_clear(&kept);
    }
}

static void lines_outside_and_inside(void **state)
{
    (void)state;
    const mrs_point outside[] = {{-10, -10}, {-5, 300}, {400, 300}};
    const mrs_point inside[] = {{10, 10}, {20, 100}, {150, 140}};
    const mrs_point twice[] = {{10, 10}, {-50, 10}, {-50, 20}, {10, 20}};
    mrs_path kept = {0};
    mrs_path lines = path_of(outside, 3);
    mrs_lines_cut(&lines, window, &kept);
    assert_int_equal(kept.part_count, 0);
    add_part(&lines, inside, 3);
    add_part(&lines, twice, 4);
    mrs_lines_cut(&lines, window, &kept);
    assert_int_equal(kept.part_count, 3); /* the one inside whole, the last one in two */
    assert_int_equal(mrs_path_part_end(&kept, 0), 3);
    assert_true(kept.points[4].x == 0 && kept.points[5].x == 0);
    mrs_path_clear(&lines);
    mrs_path_clear(&kept);
}

static bool inside_rings(const mrs_path *rings, mrs_point p)
{
    bool inside = false;
    for (size_t part = 0; part < rings->part_count; part++) {
        size_t end = mrs_path_part_end(rings, part);
        for (size_t i = rings->starts[part], j = end - 1; i < end; j = i++) {
            mrs_point a = rings->points[i];
            mrs_point b = rings->points[j];
            if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
                inside = !inside;
            }
        }
    }
    return inside;
}

/* A star around the window's middle, with a hole or without. */
static mrs_path star(bool hole)
{
    mrs_path rings = {.closed = true};
    for (int ring = 0; ring < (hole ? 2 : 1); ring++) {
        mrs_path_start(&rings);
        for (int i = 0; i < 24; i++) {
            double radius = (ring ? 20 : 60) * random_between(0.6, 2);
            mrs_path_add(&rings, 100 + radius * cos(i * M_PI / 12),
                         75 + radius * sin(i * M_PI / 12));
        }
    }
    return rings;
}

static void cut_rings_fill_what_lies_within(void **state)
{
    (void)state;
    for (int round = 0; round < 40; round++) {
        mrs_path whole = star(round % 2);
        mrs_path kept = {0};
        mrs_rings_cut(&whole, window, &kept);
        assert_true(kept.closed);
        for (int k = 0; k < 4000; k++) {
            mrs_point p = {random_between(-60, 260), random_between(-60, 210)};
            bool expected = inside_rings(&whole, p) && mrs_rect_distance(window, p) <= 0;
            assert_true(inside_rings(&kept, p) == expected || distance_to(&whole, p) < 1e-6);
        }
        mrs_path_clear(&whole);
        mrs_path_clear(&kept);
    }
}

/* --- Trimming --- */

/* A line of two points, trimmed to a square of 100 px; its ends and their mirror. */
static void expect_trimmed(mrs_point from, mrs_point to, mrs_point first, mrs_point last)
{
    const mrs_point square[] = {{0, 0}, {100, 0}, {100, 100}, {0, 100}};
    mrs_path area = path_of(square, 4);
    area.closed = true;
    for (int mirror = 0; mirror < 2; mirror++) {
        const mrs_point line[] = {mirror ? to : from, {50, 50}, mirror ? from : to};
        mrs_path lines = path_of(line, 3);
        mrs_lines_trim(&lines, &area, 30);
        mrs_point begin = lines.points[0];
        mrs_point end = lines.points[lines.count - 1];
        assert_int_equal(lines.count, 3);
        assert_true(lines.points[1].x == 50 && lines.points[1].y == 50);
        assert_true(
            hypot(begin.x - (mirror ? last : first).x, begin.y - (mirror ? last : first).y) < 1e-3);
        assert_true(hypot(end.x - (mirror ? first : last).x, end.y - (mirror ? first : last).y) <
                    1e-3);
        mrs_path_clear(&lines);
    }
    mrs_path_clear(&area);
}

static void ends_beyond_the_edge_are_moved_back(void **state)
{
    (void)state;
    expect_trimmed((mrs_point){20, 50}, (mrs_point){80, 50}, (mrs_point){20, 50},
                   (mrs_point){80, 50});
    expect_trimmed((mrs_point){20, 50}, (mrs_point){125, 50}, (mrs_point){20, 50},
                   (mrs_point){100, 50});
    expect_trimmed((mrs_point){50, -20}, (mrs_point){110, 110}, (mrs_point){50, 0},
                   (mrs_point){100, 100});
    expect_trimmed((mrs_point){20, 50}, (mrs_point){150, 50}, (mrs_point){20, 50},
                   (mrs_point){150, 50}); /* too far to be an oversight */
}

static void a_line_beyond_the_edge_stays(void **state)
{
    (void)state;
    const mrs_point square[] = {{0, 0}, {100, 0}, {100, 100}, {0, 100}};
    const mrs_point away[] = {{101, 20}, {102, 30}, {101, 40}};
    const mrs_point detour[] = {{105, 50}, {110, 60}, {90, 70}, {10, 70}};
    mrs_path area = path_of(square, 4);
    area.closed = true;
    mrs_path lines = path_of(away, 3);
    add_part(&lines, detour, 4);
    mrs_lines_trim(&lines, &area, 30);
    assert_int_equal(mrs_path_part_end(&lines, 0), 3);
    assert_true(lines.points[0].x == 101 && lines.points[2].y == 40);
    assert_int_equal(lines.count, 6); /* of the second, the part within, from the edge on */
    assert_true(fabs(lines.points[3].x - 100) < 1e-3 && fabs(lines.points[3].y - 65) < 1e-3);
    assert_true(lines.points[4].x == 90 && lines.points[5].x == 10);
    mrs_path_clear(&lines);
    mrs_path_clear(&area);
}

/* --- Joining --- */

static void lines_are_joined_end_to_end(void **state)
{
    (void)state;
    const mrs_point middle[] = {{10, 0}, {20, 5}};
    const mrs_point last[] = {{20, 5}, {30, 0}, {40, 0}};
    const mrs_point first[] = {{0, 0}, {10, 0}};
    const mrs_point apart[] = {{0, 50}, {10, 50}};
    mrs_path lines = path_of(middle, 2);
    add_part(&lines, last, 3);
    add_part(&lines, apart, 2);
    add_part(&lines, first, 2);
    assert_true(mrs_lines_join(&lines));
    assert_int_equal(lines.part_count, 2);
    assert_int_equal(lines.count, 7);
    assert_true(lines.points[0].y == 50);
    for (size_t i = 2; i < 7; i++) {
        assert_true(lines.points[i].x == 10 * (double)(i - 2));
    }
    mrs_path_clear(&lines);
}

static void where_lines_meet_none_is_joined_at_random(void **state)
{
    (void)state;
    const mrs_point stem[] = {{0, 0}, {10, 0}};
    const mrs_point up[] = {{10, 0}, {20, 10}};
    const mrs_point down[] = {{10, 0}, {20, -10}};
    const mrs_point ring[] = {{50, 0}, {60, 0}, {60, 10}};
    const mrs_point close[] = {{60, 10}, {50, 0}};
    mrs_path lines = path_of(stem, 2);
    add_part(&lines, up, 2);
    add_part(&lines, down, 2);
    add_part(&lines, ring, 3);
    add_part(&lines, close, 2);
    assert_true(mrs_lines_join(&lines));
    assert_int_equal(lines.part_count, 4);
    assert_int_equal(mrs_path_part_end(&lines, 3) - lines.starts[3], 4); /* the ring, once around */
    mrs_path_clear(&lines);
}

static void joining_survives_the_end_of_memory(void **state)
{
    (void)state;
    const mrs_point one[] = {{0, 0}, {10, 0}};
    const mrs_point two[] = {{10, 0}, {20, 5}};
    bool ok = false;
    for (long nth = 1; !ok && nth < 20; nth++) {
        mrs_path lines = path_of(one, 2);
        add_part(&lines, two, 2);
        mrs_alloc_fail_at(nth);
        ok = mrs_lines_join(&lines);
        mrs_alloc_fail_at(0);
        assert_true(ok != lines.failed);
        mrs_path_clear(&lines);
    }
    assert_true(ok);
}

/* --- Smoothing --- */

static void smoothing_keeps_ends_and_has_a_mirror(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++) {
        mrs_path line = wandering_line(2 + (size_t)round % 9);
        mrs_path back = backwards(&line);
        mrs_path there = {0};
        mrs_path here = {0};
        mrs_line_smooth(line.points, line.count, 3, &there);
        mrs_line_smooth(back.points, back.count, 3, &here);
        assert_int_equal(there.count, here.count);
        assert_true(there.points[0].x == line.points[0].x);
        assert_true(there.points[there.count - 1].y == line.points[line.count - 1].y);
        for (size_t i = 0; i < there.count; i++) {
            mrs_point other = here.points[here.count - 1 - i];
            assert_true(fabs(there.points[i].x - other.x) < 1e-9);
            assert_true(fabs(there.points[i].y - other.y) < 1e-9);
        }
        mrs_path_clear(&line);
        mrs_path_clear(&back);
        mrs_path_clear(&there);
        mrs_path_clear(&here);
    }
}

/* A right angle of legs of 40 px: no part of the curve turns as sharply, and it stays between the
 * corner and the chord. */
static void a_corner_is_cut(void **state)
{
    (void)state;
    const mrs_point corner[] = {{0, 0}, {40, 0}, {40, 40}};
    mrs_path curve = {0};
    mrs_line_smooth(corner, 3, 3, &curve);
    assert_true(curve.count > 8);
    for (size_t i = 1; i + 1 < curve.count; i++) {
        mrs_point a = curve.points[i - 1];
        mrs_point b = curve.points[i];
        mrs_point c = curve.points[i + 1];
        double turn =
            remainder(atan2(c.y - b.y, c.x - b.x) - atan2(b.y - a.y, b.x - a.x), 2 * M_PI);
        assert_true(turn > -1e-9 && turn < 20 * M_PI / 180);
        assert_true(b.x >= b.y - 1e-9);
    }
    mrs_path_clear(&curve);
}

/* --- Simplifying --- */

/* No point of a line lies farther from what is left of it than the tolerance, and each point that
 * is left is one of the line's. */
static void simplifying_stays_by_the_line(void **state)
{
    (void)state;
    for (int round = 0; round < 60; round++) {
        const double tolerance = 1 + round % 7;
        mrs_path line = {0};
        mrs_path simple = {0};
        double y = 0;
        mrs_path_start(&line);
        for (int i = 0; i < 400; i++) {
            y += random_between(-2, 2);
            mrs_path_add(&line, i, y);
        }
        mrs_lines_simplify(&line, tolerance, &simple);
        assert_int_equal(simple.part_count, 1);
        assert_true(simple.count < line.count / 2);
        assert_true(simple.points[0].x == 0 && simple.points[simple.count - 1].x == 399);
        for (size_t i = 0; i < line.count; i++) {
            assert_true(distance_to(&simple, line.points[i]) <= tolerance + 1e-9);
        }
        for (size_t i = 0; i < simple.count; i++) {
            assert_true(simple.points[i].y == line.points[(size_t)simple.points[i].x].y);
        }
        mrs_path_clear(&line);
        mrs_path_clear(&simple);
    }
}

/* --- Signs along lines --- */

/* A line full of detail that is finer than a sign carries as many as a plain one. */
static void fine_detail_costs_no_signs(void **state)
{
    (void)state;
    mrs_path line = {0};
    mrs_path_start(&line);
    for (int i = 0; i <= 4000; i++) {
        mrs_path_add(&line, i * 0.1, i % 2 ? 0.7 : -0.7);
    }
    mrs_stands stands = {0};
    mrs_stand_along(&line, 40, 12, 0.5, &stands);
    assert_int_equal(stands.count, 10);
    mrs_stands_clear(&stands);
    mrs_path_clear(&line);
}

static mrs_stands stands_on(const mrs_path *lines, double spacing, double width, double phase)
{
    mrs_stands stands = {0};
    mrs_stand_along(lines, spacing, width, phase, &stands);
    assert_false(stands.failed);
    return stands;
}

static void signs_share_the_line_evenly(void **state)
{
    (void)state;
    const mrs_point straight[] = {{0, 0}, {90, 0}, {90.5, 0}, {205, 0}};
    mrs_path line = path_of(straight, 4);
    mrs_stands stands = stands_on(&line, 50, 10, 0.5);
    mrs_stands early = stands_on(&line, 50, 10, 0.25);
    assert_int_equal(stands.count, 4); /* 205 / 50, rounded: 51.25 apart */
    assert_int_equal(early.count, 4);
    for (size_t i = 0; i < stands.count; i++) {
        assert_true(fabs(stands.items[i].at.x - 51.25 * ((double)i + 0.5)) < 1e-9);
        assert_true(fabs(stands.items[i].at.y) < 1e-9);
        assert_true(fabs(stands.items[i].angle_deg) < 1e-9);
    }
    for (size_t i = 0; i < early.count; i++) {
        assert_true(fabs(early.items[i].at.x - 51.25 * ((double)i + 0.25)) < 1e-9);
    }
    mrs_stands_clear(&stands);
    mrs_stands_clear(&early);
    mrs_path_clear(&line);
}

static void short_lines_have_one_sign_or_none(void **state)
{
    (void)state;
    const mrs_point points[] = {{0, 0}, {21, 0}};
    const mrs_point shorter[] = {{0, 0}, {14, 0}};
    mrs_path line = path_of(points, 2);
    mrs_path stub = path_of(shorter, 2);
    mrs_stands one = stands_on(&line, 50, 10, 0.5);
    mrs_stands none = stands_on(&stub, 50, 10, 0.5);
    mrs_stands single = stands_on(&line, HUGE_VAL, 10, 0.5);
    assert_int_equal(one.count, 1);
    assert_int_equal(single.count, 1);
    assert_int_equal(none.count, 0);
    assert_true(fabs(one.items[0].at.x - 10.5) < 1e-9);
    mrs_stands_clear(&one);
    mrs_stands_clear(&single);
    mrs_path_clear(&line);
    mrs_path_clear(&stub);
}

/* Reversing a line leaves its signs where they were, turned by half a turn; those at a quarter of
 * their shares then stand at three quarters. */
static void a_reversed_line_has_the_same_signs(void **state)
{
    (void)state;
    size_t compared = 0;
    for (int round = 0; round < 200; round++) {
        mrs_path line = wandering_line(20);
        mrs_path back = backwards(&line);
        double phase = round % 2 ? 0.5 : 0.25; /* backwards, what is left of 1 */
        mrs_stands there = stands_on(&line, 40, 8, phase);
        mrs_stands here = stands_on(&back, 40, 8, 1 - phase);
        for (size_t i = 0; i < there.count; i++) {
            bool found = false;
            for (size_t k = 0; k < here.count && !found; k++) {
                double turn =
                    remainder(there.items[i].angle_deg - here.items[k].angle_deg - 180, 360);
                found = hypot(there.items[i].at.x - here.items[k].at.x,
                              there.items[i].at.y - here.items[k].at.y) < 1e-6 &&
                        fabs(turn) < 1e-6;
            }
            assert_true(found);
            compared++;
        }
        assert_int_equal(there.count, here.count);
        mrs_stands_clear(&there);
        mrs_stands_clear(&here);
        mrs_path_clear(&line);
        mrs_path_clear(&back);
    }
    assert_true(compared > 2000);
}

static void signs_keep_off_bends_and_each_other(void **state)
{
    (void)state;
    const double width = 12;
    for (int round = 0; round < 100; round++) {
        mrs_path line = wandering_line(40);
        mrs_stands stands = stands_on(&line, 16, width, 0.5);
        for (size_t i = 0; i < stands.count; i++) {
            double turn = stands.items[i].angle_deg * M_PI / 180;
            mrs_point at = stands.items[i].at;
            for (int end = -1; end <= 1; end += 2) { /* both ends of its foot are by the line */
                mrs_point foot = {at.x + end * width / 2 * cos(turn),
                                  at.y + end * width / 2 * sin(turn)};
                assert_true(distance_to(&line, foot) < 0.06 * width + 1.5);
            }
            for (size_t k = 0; k < i; k++) {
                assert_true(hypot(stands.items[k].at.x - at.x, stands.items[k].at.y - at.y) >=
                            width);
            }
        }
        mrs_stands_clear(&stands);
        mrs_path_clear(&line);
    }
    const mrs_point hairpin[] = {{0, 0}, {50, 0}, {0, 1}};
    mrs_path line = path_of(hairpin, 3);
    mrs_stands stands = stands_on(&line, 100, width, 0.5);
    assert_int_equal(stands.count, 0); /* the only place is the bend */
    mrs_path_clear(&line);
    mrs_stands_clear(&stands);
}

/* --- Hatching --- */

/* Lines 7 px apart are a seventh as long as the area is large, and lie within it. */
static void hatching_fills_the_area(void **state)
{
    (void)state;
    static const char *const patterns[] = {"hatch", "hatch-back", "hatch-cross"};
    for (int round = 0; round < 30; round++) {
        mrs_path rings = {.closed = true};
        mrs_path_start(&rings);
        for (int i = 0; i < 40; i++) {
            double radius = random_between(250, 300);
            mrs_path_add(&rings, radius * cos(i * M_PI / 20), radius * sin(i * M_PI / 20));
        }
        double hole = 0;
        if (round % 2) {
            const mrs_point square[] = {{-60, -60}, {-60, 60}, {60, 60}, {60, -60}};
            add_part(&rings, square, 4);
            hole = 14400;
        }
        double area = 0;
        for (size_t i = 0, j = 39; i < 40; j = i++) {
            area +=
                (rings.points[j].x * rings.points[i].y - rings.points[i].x * rings.points[j].y) / 2;
        }
        const char *pattern = patterns[round % 3];
        mrs_path lines = mrs_hatch(&rings, pattern);
        double expected = (area - hole) / 7 * (round % 3 == 2 ? 2 : 1);
        assert_false(lines.closed);
        assert_true(fabs(length_of(&lines) / expected - 1) < 0.02);
        for (size_t part = 0; part < lines.part_count; part++) {
            mrs_point a = lines.points[lines.starts[part]];
            mrs_point b = lines.points[lines.starts[part] + 1];
            bool rises = (b.x - a.x) * (b.y - a.y) < 0;
            assert_true(inside_rings(&rings, (mrs_point){(a.x + b.x) / 2, (a.y + b.y) / 2}));
            assert_true(round % 3 == 2 || rises == (round % 3 == 0));
        }
        mrs_path_clear(&rings);
        mrs_path_clear(&lines);
    }
}

static void no_pattern_has_no_lines(void **state)
{
    (void)state;
    mrs_path rings = star(false);
    mrs_path none = mrs_hatch(&rings, "");
    mrs_path empty = {.closed = true};
    mrs_path nothing = mrs_hatch(&empty, "hatch");
    assert_int_equal(none.part_count, 0);
    assert_int_equal(nothing.part_count, 0);
    mrs_path_clear(&rings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_line_is_what_lies_within),
        cmocka_unit_test(lines_outside_and_inside),
        cmocka_unit_test(cut_rings_fill_what_lies_within),
        cmocka_unit_test(ends_beyond_the_edge_are_moved_back),
        cmocka_unit_test(a_line_beyond_the_edge_stays),
        cmocka_unit_test(lines_are_joined_end_to_end),
        cmocka_unit_test(where_lines_meet_none_is_joined_at_random),
        cmocka_unit_test(joining_survives_the_end_of_memory),
        cmocka_unit_test(smoothing_keeps_ends_and_has_a_mirror),
        cmocka_unit_test(a_corner_is_cut),
        cmocka_unit_test(simplifying_stays_by_the_line),
        cmocka_unit_test(fine_detail_costs_no_signs),
        cmocka_unit_test(signs_share_the_line_evenly),
        cmocka_unit_test(short_lines_have_one_sign_or_none),
        cmocka_unit_test(a_reversed_line_has_the_same_signs),
        cmocka_unit_test(signs_keep_off_bends_and_each_other),
        cmocka_unit_test(hatching_fills_the_area),
        cmocka_unit_test(no_pattern_has_no_lines),
    };
    return cmocka_run_group_tests_name("along", tests, NULL, NULL);
}
