/* map/basemap_dissolve and basemap_simplify: areas that were cut into tiles, joined again; lines
 * with fewer points. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "map/basemap_dissolve.h"
#include "map/basemap_simplify.h"
#include "paths.h"

/* What came out: the rings as a path, whose area and inside are known by the even-odd rule. */
static void take(void *context, const marsad_lonlat *ring, size_t count)
{
    mrs_path *path = context;
    assert_true(count >= 4);
    assert_true(ring[0].lon == ring[count - 1].lon && ring[0].lat == ring[count - 1].lat);
    mrs_path_start(path);
    for (size_t i = 0; i + 1 < count; i++) {
        mrs_path_add(path, ring[i].lon, ring[i].lat);
    }
}

static mrs_path join(mrs_dissolver *dissolver)
{
    mrs_path path = {.closed = true};
    assert_true(mrs_dissolver_join(dissolver, take, &path));
    assert_int_equal(dissolver->chain_count, 0); /* it is empty again */
    return path;
}

static void add_box(mrs_dissolver *d, double west, double south, double east, double north,
                    bool clockwise, bool hole)
{
    marsad_lonlat ring[] = {
        {west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    if (clockwise) {
        ring[1] = (marsad_lonlat){west, north};
        ring[3] = (marsad_lonlat){east, south};
    }
    mrs_dissolver_add(d, ring, 5, hole);
}

/* Whichever way round they run. */
static void neighbours_become_one(void **state)
{
    (void)state;
    for (int turned = 0; turned < 4; turned++) {
        mrs_dissolver d = {0};
        add_box(&d, 0, 0, 1, 1, turned & 1, false);
        add_box(&d, 1, 0, 2, 1, turned & 2, false);
        mrs_path path = join(&d);
        assert_int_equal(path.part_count, 1);
        assert_true(mrs_path_area(&path) == 2);
        for (size_t i = 0; i < path.count; i++) {
            bool on_seam = path.points[i].x == 1 && path.points[i].y > 0 && path.points[i].y < 1;
            assert_false(on_seam);
        }
        mrs_path_clear(&path);
    }
}

/* A large tile beside two small ones, and an island that no tile cuts. */
static void tiles_need_not_be_of_one_size(void **state)
{
    (void)state;
    mrs_dissolver d = {0};
    marsad_lonlat island[] = {{5, 5}, {6, 5.5}, {5.5, 6}, {5, 5}};
    add_box(&d, 0, 0, 2, 2, false, false);
    add_box(&d, 2, 0, 3, 1, true, false);
    add_box(&d, 2, 1, 3, 2, false, false);
    mrs_dissolver_add(&d, island, 4, false);
    mrs_path path = join(&d);
    assert_int_equal(path.part_count, 2);
    assert_true(fabs(mrs_path_area(&path) - 6 - 0.375) < 1e-12);
    mrs_path_clear(&path);
}

/* A lake that lies in two tiles, and one that lies in one. */
static void holes_stay(void **state)
{
    (void)state;
    mrs_dissolver d = {0};
    marsad_lonlat left[] = {{0, 0}, {4, 0}, {4, 1}, {3, 2}, {4, 3}, {4, 4}, {0, 4}, {0, 0}};
    marsad_lonlat right[] = {{4, 0}, {8, 0}, {8, 4}, {4, 4}, {4, 3}, {5, 2}, {4, 1}, {4, 0}};
    mrs_dissolver_add(&d, left, 8, false);
    mrs_dissolver_add(&d, right, 8, false);
    add_box(&d, 6, 1, 7, 2, false, true);
    mrs_path path = join(&d);
    assert_int_equal(path.part_count, 3);
    assert_false(mrs_path_contains(&path, (mrs_point){4, 2}));
    assert_false(mrs_path_contains(&path, (mrs_point){6.5, 1.5}));
    assert_true(mrs_path_contains(&path, (mrs_point){4.01, 0.5}));
    assert_true(mrs_path_contains(&path, (mrs_point){2, 2}));
    mrs_path_clear(&path);
}

/* Random squares of a board, some of them in blocks of four: what is joined holds just these. */
static void random_boards_are_joined(void **state)
{
    (void)state;
    enum { SIDE = 12 };
    for (int round = 0; round < 50; round++) {
        bool filled[SIDE][SIDE] = {{false}};
        mrs_dissolver d = {0};
        double area = 0;
        for (int y = 0; y < SIDE; y += 2) {
            for (int x = 0; x < SIDE; x += 2) {
                bool block = random_between(0, 1) < 0.3;
                for (int i = 0; i < 4; i++) {
                    bool full = block || random_between(0, 1) < 0.5;
                    filled[y + i / 2][x + i % 2] = full;
                    area += full;
                    if (full && !block) {
                        add_box(&d, x + i % 2, y + i / 2, x + i % 2 + 1, y + i / 2 + 1, i & 1,
                                false);
                    }
                }
                if (block) {
                    add_box(&d, x, y, x + 2, y + 2, false, false);
                }
            }
        }
        mrs_path path = join(&d);
        double signed_area = 0;
        for (size_t part = 0; part < path.part_count; part++) {
            mrs_path one = path_of(path.points + path.starts[part],
                                   mrs_path_part_end(&path, part) - path.starts[part]);
            signed_area += mrs_path_area(&one);
            mrs_path_clear(&one);
        }
        assert_true(signed_area >= area);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                assert_int_equal(mrs_path_contains(&path, (mrs_point){x + 0.5, y + 0.5}),
                                 filled[y][x]);
            }
        }
        assert_true(fabs(mrs_path_area(&path) - area) < 1e-9);
        mrs_path_clear(&path);
    }
}

static void memory_that_is_out_is_said(void **state)
{
    (void)state;
    for (long nth = 1; nth < 12; nth++) {
        mrs_dissolver d = {0};
        mrs_path path = {.closed = true};
        mrs_alloc_fail_at(nth);
        marsad_lonlat island[] = {{5, 5}, {6, 5.5}, {5.5, 6}, {5, 5}};
        mrs_dissolver_add(&d, island, 4, false);
        add_box(&d, 0, 0, 1, 1, false, false);
        bool ok = mrs_dissolver_join(&d, take, &path);
        mrs_alloc_fail_at(0);
        assert_true(!ok || path.failed || mrs_path_area(&path) == 1.375);
        mrs_dissolver_clear(&d);
        mrs_path_clear(&path);
    }
}

/* --- Simplifying --- */

static double distance_to(marsad_lonlat at, marsad_lonlat a, marsad_lonlat b)
{
    double x = b.lon - a.lon;
    double y = b.lat - a.lat;
    double square = x * x + y * y;
    double t = square > 0 ? ((at.lon - a.lon) * x + (at.lat - a.lat) * y) / square : 0;
    t = fmin(1, fmax(0, t));
    return hypot(at.lon - a.lon - t * x, at.lat - a.lat - t * y);
}

/* Walks of steps shorter and longer than a length, some of which turn back. */
static void no_point_is_farther_than_a_length(void **state)
{
    (void)state;
    enum { COUNT = 400 };
    for (int round = 0; round < 60; round++) {
        marsad_lonlat whole[COUNT] = {{0, 0}};
        marsad_lonlat kept[COUNT];
        double step = random_between(0.1, 2);
        double heading = 0;
        for (int i = 1; i < COUNT; i++) {
            heading =
                random_between(0, 1) < 0.02 ? heading + M_PI : heading + random_between(-0.4, 0.4);
            whole[i] = (marsad_lonlat){whole[i - 1].lon + step * cos(heading),
                                       whole[i - 1].lat + step * sin(heading)};
        }
        memcpy(kept, whole, sizeof kept);
        size_t count = mrs_simplify(kept, COUNT, 1, 1);
        assert_true(count < COUNT);
        assert_memory_equal(&kept[count - 1], &whole[COUNT - 1], sizeof *kept);
        for (int i = 0; i < COUNT; i++) {
            double nearest = INFINITY;
            for (size_t j = 1; j < count; j++) {
                nearest = fmin(nearest, distance_to(whole[i], kept[j - 1], kept[j]));
            }
            assert_true(nearest <= 1 + 1e-9);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_become_one),
        cmocka_unit_test(tiles_need_not_be_of_one_size),
        cmocka_unit_test(holes_stay),
        cmocka_unit_test(random_boards_are_joined),
        cmocka_unit_test(memory_that_is_out_is_said),
        cmocka_unit_test(no_point_is_farther_than_a_length),
    };
    return cmocka_run_group_tests_name("dissolve", tests, NULL, NULL);
}
