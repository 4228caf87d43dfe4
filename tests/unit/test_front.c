/* relate/: fronts that are read from areas of control, with and without the basemap's coasts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>

#include "base/memory.h"
#include "front_files.h"
#include "geo/projection.h"
#include "marsad/front.h"
#include "marsad/land.h"

static const char BASEMAP[] = "geodata/basemap.gpkg";
static const char A[] = "'controller':'A'";
static const char B[] = "'controller':'B'";
static const char C[] = "'controller':'C'";

static double metres(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

static void expect_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) {
        fail_msg("%.6f, not %.6f", got, expected);
    }
}

static const marsad_bbox WEST = {18, 27, 18.5, 27.5};
static const marsad_bbox EAST = {18.5, 27, 19, 27.5};

static marsad_front *two_squares(const char *basemap)
{
    front_file f = front_begin("two.geojson", NULL);
    front_box(&f, A, WEST);
    front_box(&f, B, EAST);
    return front_open(&f, basemap);
}

/* ---- what is front ------------------------------------------------------------------------- */

static void only_the_common_edge_of_two_squares_is_front(void **state)
{
    (void)state;
    const char *const basemaps[] = {NULL, BASEMAP};
    for (size_t i = 0; i < 2; i++) {
        marsad_front *front = two_squares(basemaps[i]);
        const marsad_front_state *s = marsad_front_state_at(front, 0);
        marsad_lonlat south = {18.5, 27};
        marsad_lonlat north = {18.5, 27.5};
        assert_int_equal(s->line_count, 1);
        assert_int_equal(s->lines[0].count, 2);
        expect_near(s->length_m, metres(south, north), 1e-6);
        expect_near(front_length(front, 0, "A", "B"), metres(south, north), 1e-6);
        assert_int_equal(s->area_count, 2);
        assert_int_equal(front_warning_count(front), 0);
        assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.1, 27.2}), "A");
        assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.9, 27.2}), "B");
        assert_string_equal(front_controller(front, 0, (marsad_lonlat){17.9, 27.2}), "-");
        assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.9, 27.6}), "-");
        marsad_front_relation r = front_relate(front, 0, (marsad_lonlat){18.4, 27.2});
        expect_near(r.distance_m, metres((marsad_lonlat){18.4, 27.2}, r.nearest), 1e-6);
        expect_near(r.nearest.lon, 18.5, 1e-9);
        assert_true(r.has_line && r.controller_certain && r.line == 0 && !r.beyond_end);
        marsad_front_free(front);
    }
}

static const marsad_lonlat ISLAND[] = {{18, 27}, {18.5, 26.9}, {18.7, 27.4}, {18.2, 27.6}};

static void all_the_boundary_of_an_island_is_front(void **state)
{
    (void)state;
    double around = 0;
    for (size_t i = 0; i < 4; i++) {
        around += metres(ISLAND[i], ISLAND[(i + 1) % 4]);
    }
    for (int square = 0; square < 2; square++) {
        front_file f = front_begin("island.geojson", NULL);
        if (square) {
            front_box(&f, A, WEST);
        } else {
            front_area(&f, A, ISLAND, 4);
        }
        marsad_front *front = front_open(&f, BASEMAP);
        if (!square) {
            expect_near(front_length(front, 0, "A", "-"), around, 1e-3);
        }
        assert_int_equal(marsad_front_state_at(front, 0)->line_count, 1);
        assert_true(marsad_front_state_at(front, 0)->length_m > 190e3);
        marsad_front_relation r = front_relate(front, 0, (marsad_lonlat){18.3, 27.2});
        assert_true(r.has_line && r.controller_certain && r.distance_m > 10e3);
        marsad_front_free(front);
    }
}

/* How much of the front lies within `near_m` of the point set that `is_there` tells. */
static double length_within(const marsad_front *front, double west, double south, double east,
                            double north)
{
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    double length = 0;
    for (size_t i = 0; i < s->line_count; i++) {
        for (size_t k = 0; k + 1 < s->lines[i].count; k++) {
            const marsad_lonlat *p = &s->lines[i].points[k];
            marsad_geodesic edge = marsad_geodesic_between(p[0], p[1]);
            long pieces = lround(ceil(edge.distance_m / 100));
            for (long n = 0; n < pieces; n++) {
                double along = edge.distance_m * ((double)n + 0.5) / (double)pieces;
                marsad_lonlat at = marsad_geodesic_point(p[0], edge.azimuth_deg, along);
                bool in = at.lon >= west && at.lon <= east && at.lat >= south && at.lat <= north;
                length += in ? edge.distance_m / (double)pieces : 0;
            }
        }
    }
    return length;
}

/* About Misrata: two areas that reach out to sea, and whose land boundary lies inland. */
static void coasts_are_no_front(void **state)
{
    (void)state;
    static const marsad_lonlat west[] = {{14.5, 32.6}, {14.4, 31.6}, {15.2, 31.5}, {15.2, 32.7}};
    static const marsad_lonlat east[] = {{15.2, 32.7}, {15.2, 31.5}, {15.8, 31.4}, {15.9, 32.6}};
    front_file f = front_begin("coast.geojson", NULL);
    front_area(&f, A, west, 4);
    front_area(&f, B, east, 4);
    marsad_front *front = front_open(&f, BASEMAP);
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    marsad_land *land = NULL;
    assert_int_equal(marsad_land_open(BASEMAP, &land, NULL), MARSAD_OK);
    /* Between the two it goes from the inland corner to the shore (32.39 N), not out to sea. */
    double between = front_length(front, 0, "A", "B");
    expect_near(between, metres((marsad_lonlat){15.2, 31.5}, (marsad_lonlat){15.2, 32.39}), 3000);
    for (size_t i = 0; i < s->line_count; i++) {
        for (size_t k = 0; k < s->lines[i].count; k++) {
            marsad_land_part part;
            assert_int_equal(marsad_land_clip(land, s->lines[i].points[k], 2000, &part, NULL), 0);
            assert_true(part.share > 0);
        }
    }
    assert_true(front_length(front, 0, "A", "-") > 70e3);
    assert_true(length_within(front, 14, 32.53, 16, 33) == 0);
    /* The holder of the coast and of the sea before it is known all the same. */
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){15.0, 32.36}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){15.0, 32.6}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){15.6, 32.0}), "B");
    marsad_land_free(land);
    marsad_front_free(front);
}

static void fronts_make_straight_for_the_shore(void **state)
{
    (void)state;
    /* Inland behind Tripoli; its west and east sides run north to the shore. */
    static const marsad_lonlat area[] = {{12.95, 33.2}, {13.0, 32.3}, {13.6, 32.25}, {13.65, 33.2}};
    front_file f = front_begin("coast.geojson", NULL);
    front_area(&f, A, area, 4);
    marsad_front *front = front_open(&f, BASEMAP);
    marsad_land *land = NULL;
    assert_int_equal(marsad_land_open(BASEMAP, &land, NULL), MARSAD_OK);
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    assert_int_equal(s->line_count, 1);
    const marsad_front_line *line = &s->lines[0];
    for (int end = 0; end < 2; end++) {
        marsad_lonlat at = line->points[end ? line->count - 1 : 0];
        marsad_land_part part;
        bool on_land;
        assert_int_equal(marsad_land_contains(land, at, &on_land, NULL), MARSAD_OK);
        assert_int_equal(marsad_land_clip(land, at, 400, &part, NULL), MARSAD_OK);
        assert_true(on_land && part.share < 1);
    }
    marsad_land_free(land);
    marsad_front_free(front);
}

/* Tunisia and Libya, from north to south, to some hundred metres. */
static const marsad_lonlat BORDER[] = {
    {11.504, 33.181}, {11.508, 33.137}, {11.475, 33.041}, {11.457, 32.902}, {11.464, 32.798},
    {11.450, 32.637}, {11.536, 32.543}, {11.562, 32.507}, {11.515, 32.408}, {11.183, 32.262},
    {10.873, 32.136}, {10.773, 32.004}, {10.705, 31.962}, {10.665, 31.964}, {10.608, 31.954},
    {10.586, 31.840}, {10.481, 31.732}, {10.316, 31.715}, {10.132, 31.518}, {10.107, 31.411},
    {10.183, 31.241}, {10.244, 31.079}, {10.240, 31.021}, {10.269, 30.915}, {10.194, 30.731},
    {9.995, 30.495},  {9.844, 30.343},  {9.743, 30.331},  {9.520, 30.229}};
enum { BORDER_COUNT = sizeof BORDER / sizeof *BORDER };

static void add_country(front_file *f, const char *who, const marsad_lonlat *rest)
{
    marsad_lonlat ring[BORDER_COUNT + 3];
    memcpy(ring, BORDER, sizeof BORDER);
    memcpy(ring + BORDER_COUNT, rest, 3 * sizeof *rest);
    front_area(f, who, ring, BORDER_COUNT + 3);
}

static void international_borders_are_no_front_towards_nobody(void **state)
{
    (void)state;
    static const marsad_lonlat libya[] = {{9.9, 29.6}, {13.2, 30.1}, {13.1, 33.3}};
    static const marsad_lonlat tunisia[] = {{8.2, 31.0}, {8.3, 32}, {9.0, 33.3}};
    front_file f = front_begin("border.geojson", NULL);
    add_country(&f, A, libya);
    marsad_front *front = front_open(&f, BASEMAP);
    expect_near(length_within(front, 9.9, 30.4, 11.6, 33.1), 0, 0);
    assert_true(front_length(front, 0, "A", "-") > 500e3);
    marsad_front_free(front);
    /* The same against somebody on the other side is front. */
    f = front_begin("border.geojson", NULL);
    add_country(&f, A, libya);
    add_country(&f, B, tunisia);
    front = front_open(&f, BASEMAP);
    assert_true(front_length(front, 0, "A", "B") > 400e3);
    marsad_front_free(front);
}

static void three_areas_meet_in_one_point(void **state)
{
    (void)state;
    front_file f = front_begin("three.geojson", NULL);
    front_box(&f, A, WEST);
    front_box(&f, B, EAST);
    front_box(&f, C, (marsad_bbox){18, 27.5, 19, 28});
    marsad_front *front = front_open(&f, BASEMAP);
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    marsad_lonlat middle = {18.5, 27.5};
    assert_int_equal(s->line_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const marsad_front_line *line = &s->lines[i];
        double first = metres(line->points[0], middle);
        double last = metres(line->points[line->count - 1], middle);
        assert_true(fmin(first, last) < 1e-3);
    }
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.499, 27.498}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.501, 27.498}), "B");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.499, 27.502}), "C");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.501, 27.502}), "C");
    marsad_front_free(front);
}

static void holes_are_not_held(void **state)
{
    (void)state;
    static const marsad_lonlat outer[] = {{18, 27}, {19, 27}, {19, 28}, {18, 28}};
    static const marsad_lonlat hole[] = {{18.3, 27.3}, {18.3, 27.6}, {18.6, 27.6}, {18.6, 27.3}};
    front_file f = front_begin("hole.geojson", NULL);
    front_area_with_hole(&f, A, outer, hole, 4);
    front_box(&f, B, (marsad_bbox){18.4, 27.4, 18.5, 27.5});
    marsad_front *front = front_open(&f, NULL);
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.2, 27.5}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.35, 27.45}), "-");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.45, 27.45}), "B");
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    assert_int_equal(s->area_count, 2);
    assert_int_equal(s->areas[0].ring_count, 2);
    assert_int_equal(s->areas[1].ring_count, 1);
    assert_true(front_length(front, 0, "A", "-") > 120e3); /* the hole's, not the map's edge */
    assert_true(front_length(front, 0, "A", "-") < 130e3);
    marsad_front_free(front);
}

static void areas_of_one_holder_that_touch_or_overlap_are_one(void **state)
{
    (void)state;
    front_file f = front_begin("one.geojson", NULL);
    front_box(&f, A, WEST);
    front_box(&f, "'controller':' A '", (marsad_bbox){18.4, 27, 19, 27.5});
    front_box(&f, B, (marsad_bbox){19, 27, 19.5, 27.5});
    marsad_front *front = front_open(&f, NULL);
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    assert_int_equal(marsad_front_holder_count(front), 2);
    assert_int_equal(s->area_count, 2);
    assert_int_equal(s->line_count, 1);
    assert_int_equal(front_warning_count(front), 0);
    expect_near(s->length_m, metres((marsad_lonlat){19, 27}, (marsad_lonlat){19, 27.5}), 1e-3);
    marsad_front_free(front);
}

/* ---- how areas are drawn ------------------------------------------------------------------- */

/* Neighbours drawn 20 m apart, or over each other, or both in turn: one front, near the middle. */
static void narrow_gaps_and_overlaps_are_one_front(void **state)
{
    (void)state;
    const double d = 0.0001; /* 10 m */
    const double shifts[][2] = {{d, d}, {-d, -d}, {d, -d}};
    for (size_t i = 0; i < 3; i++) {
        double top = shifts[i][0];
        double bottom = shifts[i][1];
        const marsad_lonlat west[] = {
            {18, 27}, {18.5 - bottom, 27}, {18.5 - top, 27.5}, {18, 27.5}};
        const marsad_lonlat east[] = {
            {19, 27.5}, {18.5 + top, 27.5}, {18.5 + bottom, 27}, {19, 27}};
        front_file f = front_begin("gap.geojson", NULL);
        front_area(&f, A, west, 4);
        front_area(&f, B, east, 4);
        marsad_front *front = front_open(&f, BASEMAP);
        const marsad_front_state *s = marsad_front_state_at(front, 0);
        expect_near(front_length(front, 0, "A", "B"),
                    metres((marsad_lonlat){18.5, 27}, (marsad_lonlat){18.5, 27.5}), 60);
        expect_near(front_length(front, 0, "A", "-"), 0, 0);
        expect_near(front_length(front, 0, "B", "-"), 0, 0);
        for (size_t k = 0; k < s->line_count; k++) {
            for (size_t n = 0; n < s->lines[k].count; n++) {
                expect_near(s->lines[k].points[n].lon, 18.5, 1.01 * d);
            }
        }
        assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.498, 27.25}), "A");
        assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.502, 27.25}), "B");
        assert_int_equal(s->area_count, 2);
        assert_int_equal(front_warning_count(front), 0);
        marsad_front_free(front);
    }
}

/* The same numbers on every system. */
static double draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static marsad_lonlat on_curve(double share)
{
    double lat = 27 + 0.5 * share;
    return (marsad_lonlat){18.5 + 0.02 * sin(25 * (lat - 27)), lat};
}

/* An area to one side of a curve, whose points lie up to 10 m off it. */
static void add_beside_curve(front_file *f, const char *who, size_t points, double far_lon)
{
    enum { MOST = 256 };
    marsad_lonlat ring[MOST];
    uint64_t seed = points;
    for (size_t i = 0; i < points; i++) {
        ring[i] = on_curve((double)i / (double)(points - 1));
        ring[i].lon += 0.0001 * (2 * draw(&seed) - 1);
    }
    ring[points] = (marsad_lonlat){far_lon, 27.5};
    ring[points + 1] = (marsad_lonlat){far_lon, 27};
    front_area(f, who, ring, points + 2);
}

/* A winding line drawn twice, each time with other points: hundreds of gaps and overlaps. */
static void a_line_that_was_drawn_twice_is_one_front(void **state)
{
    (void)state;
    double along = 0;
    for (int i = 0; i < 1000; i++) {
        along += metres(on_curve(i / 1000.0), on_curve((i + 1) / 1000.0));
    }
    front_file f = front_begin("twice.geojson", NULL);
    add_beside_curve(&f, A, 200, 18);
    add_beside_curve(&f, B, 170, 19);
    marsad_front *front = front_open(&f, BASEMAP);
    assert_int_equal(marsad_front_state_at(front, 0)->line_count, 1);
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 2);
    assert_int_equal(front_warning_count(front), 0);
    expect_near(front_length(front, 0, "A", "B"), along, 0.02 * along);
    uint64_t seed = 7;
    for (int i = 0; i < 200; i++) {
        marsad_lonlat at = on_curve(draw(&seed));
        double off = 0.0003 + 0.05 * draw(&seed);
        marsad_lonlat west = {at.lon - off, at.lat};
        marsad_lonlat east = {at.lon + off, at.lat};
        assert_string_equal(front_controller(front, 0, west), "A");
        assert_string_equal(front_controller(front, 0, east), "B");
        assert_true(front_relate(front, 0, at).distance_m < 12);
    }
    marsad_front_free(front);
}

static void wide_gaps_are_gaps_and_wide_overlaps_contested(void **state)
{
    (void)state;
    front_file f = front_begin("gap.geojson", NULL);
    front_box(&f, A, (marsad_bbox){18, 27, 18.49, 27.5});
    front_box(&f, B, EAST);
    marsad_front *front = front_open(&f, NULL);
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.495, 27.25}), "-");
    expect_near(front_length(front, 0, "A", "B"), 0, 0);
    marsad_front_free(front);

    f = front_begin("overlap.geojson", NULL);
    front_box(&f, A, (marsad_bbox){18, 27, 18.6, 27.5});
    front_box(&f, B, EAST);
    front = front_open(&f, NULL);
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.55, 27.25}), "-");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.45, 27.25}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.65, 27.25}), "B");
    assert_true(front_warned(front, 1, "the area of A overlaps that of B"));
    assert_true(front_warned(front, 1, "feature 2) by 549 km²"));
    expect_near(front_ground(front, 0, "-"), 549e6, 1e6);
    assert_true(front_length(front, 0, "A", "-") > 55e3);
    marsad_front_free(front);

    /* A small area drawn onto a large one is contested, however narrow. */
    f = front_begin("pocket.geojson", NULL);
    front_box(&f, A, WEST);
    front_box(&f, B, (marsad_bbox){18.2, 27.2, 18.201, 27.201});
    front = front_open(&f, NULL);
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.2005, 27.2005}), "-");
    assert_true(front_warned(front, 1, "the area of A overlaps that of B"));
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 2);
    marsad_front_free(front);

    /* Who is not named holds nothing, also of what others claim. */
    f = front_begin("nobody.geojson", NULL);
    front_box(&f, A, WEST);
    front_box(&f, "'controller':''", EAST);
    front = front_open(&f, NULL);
    assert_int_equal(marsad_front_holder_count(front), 1);
    assert_true(front_length(front, 0, "A", "-") > 55e3);
    assert_int_equal(front_warning_count(front), 0);
    marsad_front_free(front);
}

static void what_is_not_valid_is_repaired(void **state)
{
    (void)state;
    static const marsad_lonlat tie[] = {{18, 27}, {18.5, 27.5}, {18.5, 27}, {18, 27.5}};
    front_file f = front_begin("tie.geojson", NULL);
    front_box(&f, B, (marsad_bbox){20, 27, 20.5, 27.5});
    front_area(&f, A, tie, 4);
    marsad_front *front = front_open(&f, NULL);
    assert_int_equal(front_warning_count(front), 1);
    assert_true(front_warned(front, 2, "the area is not valid (Self-intersection at 18.25000, "));
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.1, 27.25}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.4, 27.25}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.25, 27.4}), "-");
    marsad_front_free(front);
}

static void a_holder_is_the_same_in_any_case_of_letters(void **state)
{
    (void)state;
    front_file f = front_begin("case.geojson", NULL);
    front_box(&f, "'controller':'Gna'", WEST);
    front_box(&f, "'controller':'\u00a0 GNA \u200f'", EAST);
    front_box(&f, "'controller':'GN'", (marsad_bbox){18, 27.5, 18.5, 28});
    marsad_front *front = front_open(&f, NULL);
    assert_int_equal(marsad_front_holder_count(front), 2);
    assert_string_equal(marsad_front_holder(front, 0), "Gna");
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 2);
    assert_true(front_length(front, 0, "Gna", "GN") > 49e3);
    marsad_front_free(front);
}

static void a_hole_that_leaves_its_area_adds_no_ground(void **state)
{
    (void)state;
    static const marsad_lonlat area[] = {{18, 27}, {18.5, 27}, {18.5, 27.5}, {18, 27.5}};
    static const marsad_lonlat hole[] = {{18.2, 27.2}, {18.7, 27.2}, {18.7, 27.3}, {18.2, 27.3}};
    front_file f = front_begin("hole.geojson", NULL);
    front_area_with_hole(&f, A, area, hole, 4);
    marsad_front *front = front_open(&f, NULL);
    assert_true(front_warned(front, 1, "the area is not valid ("));
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.1, 27.25}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.4, 27.25}), "-");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.6, 27.25}), "-");
    marsad_front_free(front);
}

static void what_a_ring_goes_round_twice_is_ground(void **state)
{
    (void)state;
    static const marsad_lonlat loop[] = {{18, 27},     {18.5, 27},   {18.5, 27.4}, {18.1, 27.4},
                                         {18.1, 27.2}, {18.6, 27.2}, {18.6, 27.5}, {18, 27.5}};
    front_file f = front_begin("loop.geojson", NULL);
    front_area(&f, A, loop, 8);
    marsad_front *front = front_open(&f, NULL);
    assert_true(front_warned(front, 1, "the area is not valid ("));
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.05, 27.3}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.3, 27.1}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.3, 27.3}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.55, 27.3}), "A");
    marsad_front_free(front);
}

/* Repairing them leaves lines, too, which bound nothing. */
static void a_ring_that_runs_out_and_back_is_repaired(void **state)
{
    (void)state;
    static const marsad_lonlat spur[] = {{18, 27},     {18.5, 27},   {18.5, 27.5},
                                         {18.5, 27.8}, {18.5, 27.5}, {18, 27.5}};
    front_file f = front_begin("spur.geojson", NULL);
    front_area(&f, A, spur, 6);
    marsad_front *front = front_open(&f, NULL);
    assert_true(front_warned(front, 1, "the area is not valid ("));
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.1, 27.25}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){18.49, 27.7}), "-");
    assert_true(front_relate(front, 0, (marsad_lonlat){18.5, 27.8}).distance_m > 33e3);
    marsad_front_free(front);
}

/* As in files of countries, where the map ends at the antimeridian and the pole. */
static void a_cap_around_a_pole_is_drawn_by_way_of_the_pole(void **state)
{
    (void)state;
    marsad_lonlat cap[40];
    size_t count = 0;
    for (int lon = -180; lon <= 180; lon += 10) {
        cap[count++] = (marsad_lonlat){lon, -80};
    }
    cap[count++] = (marsad_lonlat){180, -90};
    cap[count++] = (marsad_lonlat){-180, -90};
    front_file f = front_begin("cap.geojson", NULL);
    front_area(&f, A, cap, count);
    marsad_front *front = front_open(&f, NULL);
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){180, -85}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){30, -89.9}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){180, -79}), "-");
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 1);
    /* 36 geodesics, which rise above the parallel. */
    assert_float_equal(marsad_front_state_at(front, 0)->areas[0].area_m2, 3889205864296.0, 1e6);
    marsad_front_free(front);
}

static void areas_on_both_sides_of_the_earth_are_refused(void **state)
{
    (void)state;
    static const marsad_lonlat there[] = {{-162, -26}, {-161, -26}, {-161, -28}, {-162, -28}};
    front_file f = front_begin("far.geojson", NULL);
    front_box(&f, A, (marsad_bbox){16, 25, 21, 30});
    front_box(&f, A, WEST);
    front_area(&f, B, there, 4);
    front_refused(&f, 3, "the area lies on the other side of the earth");
}

static void useless_areas_are_passed_over(void **state)
{
    (void)state;
    static const marsad_lonlat two[] = {{18, 27}, {18.5, 27.5}, {18, 27}};
    static const marsad_lonlat flat[] = {{20, 27}, {20.5, 27}, {20, 27}, {20.2, 27}};
    front_file f = front_begin("a.geojson", NULL);
    front_area(&f, A, two, 3);
    front_area(&f, A, flat, 4);
    front_box(&f, B, EAST);
    marsad_front *front = front_open(&f, NULL);
    assert_true(front_warned(front, 1, "fewer than three corners: passed over"));
    assert_true(front_warned(front, 2, "encloses no ground: passed over"));
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 1);
    marsad_front_free(front);
    f = front_begin("a.geojson", NULL);
    front_area(&f, A, two, 3);
    front_refused(&f, 1, "fewer than three corners, and the file holds no line or area besides");
    f = front_begin("a.geojson", NULL);
    front_area(&f, A, flat, 4);
    front_refused(&f, 1, "enclose no ground");
}

/* ---- what must make no difference ---------------------------------------------------------- */

static const marsad_lonlat LEFT[] = {{18, 27}, {18.5, 27.1}, {18.4, 27.5}, {17.9, 27.6}};
static const marsad_lonlat RIGHT[] = {{18.5, 27.1}, {19, 27}, {19.2, 27.4}, {18.4, 27.5}};
static const marsad_lonlat AROUND[] = {{18.2, 27.3}, {18.44, 27.3}, {18.46, 27.3}, {18.8, 27.2},
                                       {17.5, 27.3}, {19.5, 27.7},  {18.45, 27.8}, {18.47, 26.5}};
enum { AROUND_COUNT = sizeof AROUND / sizeof *AROUND };

static marsad_front *turned(bool reverse, size_t start, double shift)
{
    const marsad_lonlat *const shapes[] = {LEFT, RIGHT};
    front_file f = front_begin("turned.geojson", NULL);
    for (size_t i = 0; i < 2; i++) {
        marsad_lonlat ring[4];
        for (size_t k = 0; k < 4; k++) {
            ring[k] = shapes[i][(start + (reverse ? 4 - k : k)) % 4];
            ring[k].lon += shift;
        }
        front_area(&f, i ? B : A, ring, 4);
    }
    return front_open(&f, NULL);
}

static void expect_same(const marsad_front *a, const marsad_front *b, double shift, double within)
{
    expect_near(front_length(a, 0, "A", "B"), front_length(b, 0, "A", "B"), within);
    expect_near(front_length(a, 0, "A", "-"), front_length(b, 0, "A", "-"), within);
    expect_near(front_ground(a, 0, "A"), front_ground(b, 0, "A"), 10);
    for (size_t i = 0; i < AROUND_COUNT; i++) {
        marsad_lonlat there = {AROUND[i].lon + shift, AROUND[i].lat};
        there.lon -= there.lon > 180 ? 360 : 0;
        marsad_front_relation first = front_relate(a, 0, AROUND[i]);
        marsad_front_relation second = front_relate(b, 0, there);
        expect_near(first.distance_m, second.distance_m, within);
        expect_near(remainder(first.azimuth_deg - second.azimuth_deg, 360), 0, 1e-4);
        assert_string_equal(front_name(a, first.controller), front_name(b, second.controller));
    }
}

static void ring_direction_and_start_make_no_difference(void **state)
{
    (void)state;
    marsad_front *front = turned(false, 0, 0);
    for (size_t start = 0; start < 4; start++) {
        marsad_front *same = turned(start % 2, start, 0);
        expect_same(front, same, 0, 1e-6);
        marsad_front_free(same);
    }
    marsad_front_free(front);
}

static void longitude_makes_no_difference(void **state)
{
    (void)state;
    const double shifts[] = {30, 161.5, 162};
    marsad_front *front = turned(false, 0, 0);
    for (size_t i = 0; i < 3; i++) {
        marsad_front *same = turned(false, 0, shifts[i]); /* the last two reach beyond 180 */
        expect_same(front, same, shifts[i], 2e-3);
        marsad_front_free(same);
    }
    marsad_front_free(front);
}

/* A square cut at the antimeridian, as GeoJSON wants it, is one. */
static void halves_at_the_antimeridian_are_one(void **state)
{
    (void)state;
    front_file f = front_begin("fiji.geojson", NULL);
    front_box(&f, A, (marsad_bbox){179.5, -17.5, 180, -17});
    front_box(&f, A, (marsad_bbox){-180, -17.5, -179.5, -17});
    front_box(&f, B, (marsad_bbox){-179.5, -17.5, -179, -17});
    marsad_front *front = front_open(&f, NULL);
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    assert_int_equal(s->area_count, 2);
    assert_int_equal(s->line_count, 1);
    expect_near(s->length_m, metres((marsad_lonlat){-179.5, -17.5}, (marsad_lonlat){-179.5, -17}),
                1e-3);
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){180, -17.2}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){-179.9, -17.2}), "A");
    assert_string_equal(front_controller(front, 0, (marsad_lonlat){-179.1, -17.2}), "B");
    marsad_front_free(front);
}

static void projected_files_are_the_same(void **state)
{
    (void)state;
    mrs_projection *utm = NULL;
    assert_int_equal(mrs_projection_parse("EPSG:32633", &utm, NULL), MARSAD_OK);
    const marsad_lonlat *const shapes[] = {LEFT, RIGHT};
    front_file f = front_begin("utm.geojson", "urn:ogc:def:crs:EPSG::32633");
    for (size_t i = 0; i < 2; i++) {
        marsad_lonlat ring[4];
        for (size_t k = 0; k < 4; k++) {
            assert_true(mrs_project(utm, shapes[i][k], &ring[k].lon, &ring[k].lat));
        }
        front_area(&f, i ? B : A, ring, 4);
    }
    marsad_front *projected = front_open(&f, NULL);
    marsad_front *plain = turned(false, 0, 0);
    expect_same(plain, projected, 0, 2e-3);
    marsad_front_free(projected);
    marsad_front_free(plain);
    mrs_projection_free(utm);
}

/* A map that was cut in its own projection has slanting edges in longitude and latitude. */
static void the_edge_of_a_projected_map_is_no_front(void **state)
{
    (void)state;
    static const marsad_lonlat middle[] = {{800e3, 3000e3}, {810e3, 3030e3}, {795e3, 3060e3}};
    static const marsad_lonlat a[] = {
        {760e3, 3000e3}, {800e3, 3000e3}, {810e3, 3030e3}, {795e3, 3060e3}, {760e3, 3060e3}};
    static const marsad_lonlat b[] = {
        {840e3, 3060e3}, {795e3, 3060e3}, {810e3, 3030e3}, {800e3, 3000e3}, {840e3, 3000e3}};
    front_file f = front_begin("utm.geojson", "urn:ogc:def:crs:EPSG::32633");
    front_area(&f, A, a, 5);
    front_area(&f, B, b, 5);
    front_area(&f, "'controller':'A','date':null", middle, 2); /* useless: passed over */
    marsad_front *front = front_open(&f, BASEMAP);
    assert_int_equal(marsad_front_state_at(front, 0)->line_count, 1);
    assert_int_equal(marsad_front_state_at(front, 0)->lines[0].count, 3);
    assert_true(front_length(front, 0, "A", "B") > 64e3);
    assert_int_equal(front_warning_count(front), 1);
    marsad_front_free(front);
}

/* Each point's holder, by counting the edges of the drawn area that it is north of. */
static bool holds(const marsad_lonlat *ring, size_t count, marsad_lonlat at)
{
    bool in = false;
    for (size_t i = 0; i < count; i++) {
        marsad_lonlat a = ring[i];
        marsad_lonlat b = ring[(i + 1) % count];
        if ((a.lon > at.lon) != (b.lon > at.lon) &&
            at.lat > a.lat + (b.lat - a.lat) * (at.lon - a.lon) / (b.lon - a.lon)) {
            in = !in;
        }
    }
    return in;
}

static void points_are_in_the_area_that_was_drawn_there(void **state)
{
    (void)state;
    marsad_front *front = turned(false, 0, 0);
    int seen[3] = {0};
    for (double lon = 17.803; lon < 19.4; lon += 0.0317) {
        for (double lat = 26.9007; lat < 27.7; lat += 0.0291) {
            marsad_lonlat at = {lon, lat};
            int who = holds(LEFT, 4, at) ? 1 : holds(RIGHT, 4, at) ? 2 : 0;
            seen[who]++;
            if (strcmp(front_controller(front, 0, at), (const char *[]){"-", "A", "B"}[who]) != 0) {
                fail_msg("%g, %g is %s's", lon, lat, front_controller(front, 0, at));
            }
        }
    }
    assert_true(seen[0] > 100 && seen[1] > 100 && seen[2] > 100);
    marsad_front_free(front);
}

/* ---- what is told -------------------------------------------------------------------------- */

static void areas_keep_their_evidence_and_estimates_have_no_outer_front(void **state)
{
    (void)state;
    front_file f = front_begin("derived.geojson", NULL);
    front_box(&f, "'controller':'A','derived':true,'evidence':'Misrata, known holder'", WEST);
    front_area(&f, "'controller':'A','derived':true,'evidence':'event 4'",
               (const marsad_lonlat[]){{18.2, 27.5}, {18.4, 27.5}, {18.3, 27.9}}, 3);
    front_box(&f, "'controller':'B','derived':true,'evidence':'event 7'", EAST);
    marsad_front *front = front_open(&f, NULL);
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    assert_true(s->derived);
    assert_int_equal(s->area_count, 2);
    assert_string_equal(s->areas[0].evidence, "Misrata, known holder; event 4");
    assert_string_equal(s->areas[1].evidence, "event 7");
    expect_near(front_length(front, 0, "A", "-"), 0, 0);
    assert_true(front_length(front, 0, "A", "B") > 55e3);
    marsad_front_free(front);
}

static void other_names_of_the_controller_are_read_with_a_warning(void **state)
{
    (void)state;
    front_file f = front_begin("faction.geojson", NULL);
    front_box(&f, "'Faction':'LNA','actor':'?'", WEST);
    marsad_front *front = front_open(&f, NULL);
    assert_string_equal(marsad_front_holder(front, 0), "LNA");
    assert_true(front_warned(front, 0, "\"Faction\" is read as who holds the areas"));
    assert_null(marsad_front_holder(front, 1));
    marsad_front_free(front);
    f = front_begin("faction.geojson", NULL);
    front_box(&f, "'CONTROLLER':'GNA','faction':'LNA'", WEST);
    front = front_open(&f, NULL);
    assert_string_equal(marsad_front_holder(front, 0), "GNA");
    assert_int_equal(front_warning_count(front), 0);
    marsad_front_free(front);
}

static void uncertainty_that_reaches_the_front_leaves_the_holder_uncertain(void **state)
{
    (void)state;
    marsad_front *front = two_squares(NULL);
    marsad_lonlat at = {18.4, 27.2};
    marsad_front_relation r;
    double distance = front_relate(front, 0, at).distance_m;
    assert_int_equal(marsad_front_relate(front, 0, at, distance - 1, &r, NULL), MARSAD_OK);
    assert_true(r.controller_certain && !r.within_uncertainty);
    assert_int_equal(marsad_front_relate(front, 0, at, distance + 1, &r, NULL), MARSAD_OK);
    assert_true(!r.controller_certain && r.within_uncertainty);
    assert_string_equal(front_name(front, r.controller), "A");
    marsad_front_free(front);
}

/* Where rounding leaves less than a millimetre, too. */
static void on_the_front_no_holder_is_certain(void **state)
{
    (void)state;
    marsad_front *front = two_squares(NULL);
    for (int i = 0; i < 40; i++) {
        marsad_lonlat at = {18.5, 27.01 + 0.012 * i};
        marsad_front_relation r = front_relate(front, 0, at);
        assert_true(r.distance_m < 1e-6);
        assert_true(r.within_uncertainty && !r.controller_certain);
    }
    marsad_front_free(front);
}

static void without_a_front_there_are_no_figures(void **state)
{
    (void)state;
    /* All at sea. */
    front_file f = front_begin("sea.geojson", NULL);
    front_box(&f, A, (marsad_bbox){17, 33.5, 17.5, 34});
    marsad_front *front = front_open(&f, BASEMAP);
    marsad_front_relation r = front_relate(front, 0, (marsad_lonlat){17.2, 33.7});
    assert_false(r.has_line);
    assert_true(r.distance_m == 0 && r.controller_certain && !r.within_uncertainty);
    assert_string_equal(front_name(front, r.controller), "A");
    marsad_front_free(front);
}

static void a_basemap_that_is_none_is_refused(void **state)
{
    (void)state;
    marsad_front *front;
    marsad_error error = {0};
    front_file f = front_begin("a.geojson", NULL);
    front_box(&f, A, WEST);
    front_end(&f);
    assert_int_equal(marsad_front_open(&f.path, 1, "/nowhere.gpkg", &front, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_string_equal(error.file, "/nowhere.gpkg");
    assert_null(front);
    unlink(f.path);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    static const marsad_lonlat tie[] = {{18, 28}, {18.5, 28.5}, {18.5, 28}, {18, 28.5}};
    front_file f = front_begin("a.geojson", NULL);
    front_box(&f, A, WEST);
    front_box(&f, B, (marsad_bbox){18.3, 27, 19, 27.5});
    front_area(&f, C, tie, 4);
    front_end(&f);
    marsad_status status = MARSAD_ERR_MEMORY;
    long nth = 1;
    for (; status && nth < 5000; nth++) {
        marsad_front *front;
        mrs_alloc_fail_at(nth);
        status = marsad_front_open(&f.path, 1, BASEMAP, &front, NULL);
        mrs_alloc_fail_at(0);
        assert_true(!status == (front != NULL));
        marsad_front_free(front);
    }
    assert_int_equal(status, MARSAD_OK);
    assert_true(nth > 50);
    unlink(f.path);
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Many times what it takes (3 ms), for sanitizers and slow machines. */
static void it_is_quick(void **state)
{
    (void)state;
    marsad_front_free(two_squares(BASEMAP));
    double start = milliseconds();
    for (int i = 0; i < 10; i++) {
        marsad_front_free(two_squares(BASEMAP));
    }
    assert_true(milliseconds() - start < 10 * 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_common_edge_of_two_squares_is_front),
        cmocka_unit_test(all_the_boundary_of_an_island_is_front),
        cmocka_unit_test(coasts_are_no_front),
        cmocka_unit_test(fronts_make_straight_for_the_shore),
        cmocka_unit_test(international_borders_are_no_front_towards_nobody),
        cmocka_unit_test(three_areas_meet_in_one_point),
        cmocka_unit_test(holes_are_not_held),
        cmocka_unit_test(areas_of_one_holder_that_touch_or_overlap_are_one),
        cmocka_unit_test(narrow_gaps_and_overlaps_are_one_front),
        cmocka_unit_test(a_line_that_was_drawn_twice_is_one_front),
        cmocka_unit_test(wide_gaps_are_gaps_and_wide_overlaps_contested),
        cmocka_unit_test(what_is_not_valid_is_repaired),
        cmocka_unit_test(a_holder_is_the_same_in_any_case_of_letters),
        cmocka_unit_test(a_hole_that_leaves_its_area_adds_no_ground),
        cmocka_unit_test(what_a_ring_goes_round_twice_is_ground),
        cmocka_unit_test(a_ring_that_runs_out_and_back_is_repaired),
        cmocka_unit_test(a_cap_around_a_pole_is_drawn_by_way_of_the_pole),
        cmocka_unit_test(areas_on_both_sides_of_the_earth_are_refused),
        cmocka_unit_test(useless_areas_are_passed_over),
        cmocka_unit_test(ring_direction_and_start_make_no_difference),
        cmocka_unit_test(longitude_makes_no_difference),
        cmocka_unit_test(halves_at_the_antimeridian_are_one),
        cmocka_unit_test(projected_files_are_the_same),
        cmocka_unit_test(the_edge_of_a_projected_map_is_no_front),
        cmocka_unit_test(points_are_in_the_area_that_was_drawn_there),
        cmocka_unit_test(areas_keep_their_evidence_and_estimates_have_no_outer_front),
        cmocka_unit_test(other_names_of_the_controller_are_read_with_a_warning),
        cmocka_unit_test(on_the_front_no_holder_is_certain),
        cmocka_unit_test(uncertainty_that_reaches_the_front_leaves_the_holder_uncertain),
        cmocka_unit_test(without_a_front_there_are_no_figures),
        cmocka_unit_test(a_basemap_that_is_none_is_refused),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(it_is_quick),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
