/* relate/control: the nearest segment, against brute force; whose ground a point is on, against
 * winding numbers; and both against their mirrors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <geodesic.h>
#include <math.h>

#include "base/memory.h"
#include "marsad/front.h"
#include "relate/control.h"

enum { MOST_POINTS = 64, COARSE_STEPS = 400 };

static const double RADIAN = 0.017453292519943295;
static const double ON_LINE_M = 1e-3;
static const double HALF_WAY_ROUND_M = 2.0e7;

static struct geod_geodesic earth;

/* The same numbers on every system. */
static double draw(uint64_t *seed, double low, double high)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return low + (high - low) * (double)(*seed >> 11) / 9007199254740992.0;
}

static double wrapped(double degrees)
{
    return remainder(degrees, 360);
}

static marsad_lonlat off(marsad_lonlat from, double azimuth_deg, double distance_m)
{
    return marsad_geodesic_point(from, azimuth_deg, distance_m);
}

/* ---- lines --------------------------------------------------------------------------------- */

typedef struct line {
    marsad_lonlat points[MOST_POINTS];
    size_t count;
} line;

static void add_line(mrs_control *control, const line *it, mrs_control_sides sides)
{
    marsad_error error = {0};
    assert_int_equal(mrs_control_add(control, it->points, it->count, sides, &error), MARSAD_OK);
}

static mrs_control *finished(mrs_control *control)
{
    marsad_error error = {0};
    assert_int_equal(mrs_control_finish(control, &error), MARSAD_OK);
    return control;
}

static const mrs_control_sides FRONT = {.left = 1, .right = 2, .line = 7, .is_front = true};

static mrs_control *control_of(const line *lines, size_t count)
{
    mrs_control *control = mrs_control_new();
    assert_non_null(control);
    for (size_t i = 0; i < count; i++) {
        mrs_control_sides sides = FRONT;
        sides.line = i;
        add_line(control, &lines[i], sides);
    }
    return finished(control);
}

/* A walk whose steps are `shortest` to `longest` long, as many of each order of length. */
static line walk(uint64_t *seed, marsad_lonlat from, size_t count, double shortest, double longest)
{
    line out = {.points = {from}, .count = count};
    double heading = draw(seed, 0, 360);
    for (size_t i = 1; i < count; i++) {
        heading += draw(seed, -70, 70);
        double step = shortest * pow(longest / shortest, draw(seed, 0, 1));
        out.points[i] = off(out.points[i - 1], heading, step);
    }
    return out;
}

static line reversed(const line *it)
{
    line out = {.count = it->count};
    for (size_t i = 0; i < it->count; i++) {
        out.points[i] = it->points[it->count - 1 - i];
    }
    return out;
}

/* ---- brute force --------------------------------------------------------------------------- */

static double distance_at(const struct geod_geodesicline *along, double x, marsad_lonlat point)
{
    double lat, lon, distance;
    geod_position(along, x, &lat, &lon, NULL);
    geod_inverse(&earth, point.lat, point.lon, lat, lon, &distance, NULL, NULL);
    return distance;
}

/* Between a and b, where the distance has one minimum: by thirds. */
static double least_between(const struct geod_geodesicline *along, double a, double b,
                            marsad_lonlat point)
{
    while (b - a > 1e-4) {
        double x = a + (b - a) / 3;
        double y = b - (b - a) / 3;
        if (distance_at(along, x, point) < distance_at(along, y, point)) {
            b = y;
        } else {
            a = x;
        }
    }
    return distance_at(along, (a + b) / 2, point);
}

/* In coarse steps, then in steps of 1 m or less around the nearest of those, then by thirds. */
static double brute_segment(marsad_lonlat from, marsad_lonlat to, marsad_lonlat point)
{
    struct geod_geodesicline along;
    geod_inverseline(&along, &earth, from.lat, from.lon, to.lat, to.lon, 0);
    double low = 0;
    double high = along.s13;
    double nearest = INFINITY;
    while (high - low > 1) {
        int steps = high - low > COARSE_STEPS ? COARSE_STEPS / 4 : 8;
        double step = (high - low) / steps;
        double best = low;
        nearest = INFINITY;
        for (int i = 0; i <= steps; i++) {
            double distance = distance_at(&along, low + step * i, point);
            if (distance < nearest) {
                nearest = distance;
                best = low + step * i;
            }
        }
        low = fmax(best - step, 0);
        high = fmin(best + step, along.s13);
    }
    double ends = fmin(distance_at(&along, low, point), distance_at(&along, high, point));
    return fmin(fmin(nearest, ends), least_between(&along, low, high, point));
}

static double brute(const line *lines, size_t count, marsad_lonlat point)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 1; k < lines[i].count; k++) {
            const marsad_lonlat *at = &lines[i].points[k];
            marsad_geodesic segment = marsad_geodesic_between(at[-1], at[0]);
            marsad_geodesic there = marsad_geodesic_between(point, at[0]);
            if (there.distance_m - segment.distance_m <= nearest) {
                nearest = fmin(nearest, brute_segment(at[-1], at[0], point));
            }
        }
    }
    return nearest;
}

/* That the answer's parts agree, and that its point lies on a line: where the segment is seen as
 * the straight way on from one of its ends to the other. */
static void check_answer(const mrs_control_nearest *answer, const line *lines, marsad_lonlat point)
{
    marsad_geodesic way = marsad_geodesic_between(point, answer->at);
    if (fabs(way.distance_m - answer->distance_m) > 1e-4) {
        fail_msg("the nearest point is %.6f m away, not %.6f", way.distance_m, answer->distance_m);
    }
    double aside = sin(wrapped(way.azimuth_deg - answer->azimuth_deg) * RADIAN) * way.distance_m;
    if (way.distance_m < HALF_WAY_ROUND_M && fabs(aside) > 1e-3) {
        fail_msg("the azimuth %.9f is not %.9f, at %.3f m", answer->azimuth_deg, way.azimuth_deg,
                 way.distance_m);
    }
    double gap = brute(&lines[answer->line], 1, answer->at);
    if (gap > 1e-3) {
        fail_msg("the nearest point is %.6f m off its line", gap);
    }
}

static void check_point(const mrs_control *control, const line *lines, size_t count,
                        marsad_lonlat point)
{
    mrs_control_nearest answer;
    assert_true(mrs_control_nearest_front(control, point, &answer));
    double expected = brute(lines, count, point);
    if (fabs(answer.distance_m - expected) > 1e-4) {
        fail_msg("from %.9f %.9f it is %.6f m, not %.6f", point.lon, point.lat, expected,
                 answer.distance_m);
    }
    check_answer(&answer, lines, point);
}

/* The foot stands at right angles to its segment, to a millimetre along it. */
static void check_square(const line *it, const mrs_control_nearest *answer, marsad_lonlat point)
{
    double least = INFINITY;
    for (size_t k = 1; k < it->count; k++) {
        marsad_geodesic back = marsad_geodesic_between(answer->at, it->points[k - 1]);
        marsad_geodesic on = marsad_geodesic_between(answer->at, it->points[k]);
        marsad_geodesic to = marsad_geodesic_between(answer->at, point);
        double ahead = on.distance_m > back.distance_m ? on.azimuth_deg : back.azimuth_deg + 180;
        double straight = marsad_geodesic_between(it->points[k - 1], it->points[k]).distance_m;
        bool within = fabs(on.distance_m + back.distance_m - straight) < 1e-6;
        bool vertex = on.distance_m < 1e-9 || back.distance_m < 1e-9;
        double leg = fabs(to.distance_m * cos((to.azimuth_deg - ahead) * RADIAN));
        least = within ? fmin(least, vertex ? 0 : leg) : least;
    }
    if (!(least <= 1e-3)) {
        fail_msg("the foot is %.6f m from where it should be", least);
    }
}

static const struct {
    const char *what;
    marsad_lonlat at;
    double shortest, longest; /* steps */
    double reach;             /* of the points asked about, around a vertex */
    size_t vertices;
} regions[] = {
    {"mid latitude", {15, 31}, 100, 1e4, 3e5, 40},
    {"tiny steps", {15, 31}, 0.1, 10, 1e3, 40},
    {"tiny steps, far points", {-70, 12}, 0.1, 10, 4e5, 40},
    {"southern", {-58, -34}, 100, 5e4, 3e5, 40},
    {"80 degrees north", {25, 80}, 100, 1e4, 3e5, 40},
    {"antimeridian", {179.99, -17}, 100, 3e4, 3e5, 40},
    {"antimeridian, north", {-179.999, 71}, 100, 1e4, 1e5, 40},
    {"over the north pole", {40, 89.99}, 1e3, 5e4, 3e5, 40},
    {"over the south pole", {-100, -89.5}, 1e3, 1e5, 1e6, 40},
    {"long", {60, 20}, 1e5, 2e6, 3e6, 12},
    {"very long", {0, 50}, 2e6, 5e6, 5e6, 8},
    {"very long, at the antimeridian", {175, -30}, 2e6, 5e6, 5e6, 8},
    {"equator", {0, 0}, 100, 1e6, 1e6, 20},
};

enum { REGIONS = sizeof regions / sizeof *regions, LINES = 2 };

/* At a distance from a vertex that may be a centimetre or the whole reach. */
static marsad_lonlat point_near(uint64_t *seed, const line *lines, size_t count, double reach)
{
    const line *it = &lines[(size_t)draw(seed, 0, (double)count)];
    marsad_lonlat vertex = it->points[(size_t)draw(seed, 0, (double)it->count)];
    return off(vertex, draw(seed, 0, 360), 1e-2 * pow(reach / 1e-2, sqrt(draw(seed, 0, 1))));
}

static void draw_region(size_t region, uint64_t *seed, line *lines)
{
    for (size_t i = 0; i < LINES; i++) {
        lines[i] = walk(seed, regions[region].at, regions[region].vertices,
                        regions[region].shortest, regions[region].longest);
    }
}

static void the_nearest_point_is_that_of_brute_force(void **state)
{
    (void)state;
    for (size_t r = 0; r < REGIONS; r++) {
        uint64_t seed = 100 + r;
        line lines[LINES];
        draw_region(r, &seed, lines);
        mrs_control *control = control_of(lines, LINES);
        for (int i = 0; i < 40; i++) {
            check_point(control, lines, LINES, point_near(&seed, lines, LINES, regions[r].reach));
        }
        mrs_control_free(control);
    }
}

static void the_foot_is_right_to_a_millimetre(void **state)
{
    (void)state;
    for (size_t r = 0; r < REGIONS; r++) {
        uint64_t seed = 200 + r;
        line lines[LINES];
        draw_region(r, &seed, lines);
        mrs_control *control = control_of(lines, LINES);
        for (int i = 0; i < 400; i++) {
            mrs_control_nearest answer;
            marsad_lonlat point = point_near(&seed, lines, LINES, regions[r].reach);
            assert_true(mrs_control_nearest_front(control, point, &answer));
            check_square(&lines[answer.line], &answer, point);
        }
        mrs_control_free(control);
    }
}

/* All over the earth, so that most points are thousands of kilometres away. */
static void far_points_are_as_exact(void **state)
{
    (void)state;
    for (size_t r = 0; r < REGIONS; r++) {
        uint64_t seed = 300 + r;
        line lines[LINES];
        draw_region(r, &seed, lines);
        mrs_control *control = control_of(lines, LINES);
        for (int i = 0; i < 12; i++) {
            double lat = asin(draw(&seed, -1, 1)) / RADIAN;
            check_point(control, lines, LINES, (marsad_lonlat){draw(&seed, -180, 180), lat});
        }
        mrs_control_free(control);
    }
}

/* Some five thousand segments in the space of a country. */
static void among_many_segments_the_nearest_is_found(void **state)
{
    (void)state;
    enum { MANY = 80, QUESTIONS = 30 };
    uint64_t seed = 4;
    line *lines = calloc(MANY, sizeof *lines);
    assert_non_null(lines);
    for (size_t i = 0; i < MANY; i++) {
        marsad_lonlat from = off((marsad_lonlat){18, 28}, draw(&seed, 0, 360), draw(&seed, 0, 5e5));
        lines[i] = walk(&seed, from, MOST_POINTS, 100, 1e4);
    }
    mrs_control *control = control_of(lines, MANY);
    assert_int_equal(mrs_control_segment_count(control), MANY * (MOST_POINTS - 1));
    for (int i = 0; i < QUESTIONS; i++) {
        check_point(control, lines, MANY, point_near(&seed, lines, MANY, i % 2 ? 3e4 : 6e5));
    }
    for (int i = 0; i < 8; i++) {
        marsad_lonlat antipode = {18 - 180, -28};
        check_point(control, lines, MANY, off(antipode, draw(&seed, 0, 360), 1e4 * exp(i)));
    }
    mrs_control_free(control);
    free(lines);
}

static void points_beside_a_segment_are_as_exact(void **state)
{
    (void)state;
    static const double aside[] = {0, 1e-9, 1e-6, 1e-4, 0.5e-3, 2e-3, 0.1, 1, 100, 5e3, 1e5, 4e5};
    static const double lengths[] = {0.1, 3, 100, 5e3, 11.9e3, 12.1e3, 1e5, 1e6, 5e6};
    uint64_t seed = 5;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        line it = {.points = {{draw(&seed, -180, 180), draw(&seed, -85, 85)}}, .count = 2};
        double azimuth = draw(&seed, 0, 360);
        it.points[1] = off(it.points[0], azimuth, lengths[i]);
        mrs_control *control = control_of(&it, 1);
        for (size_t k = 0; k < sizeof aside / sizeof *aside; k++) {
            if (aside[k] > 1e4 * lengths[i]) {
                continue; /* what degrees in double precision leave of its direction is too little
                           */
            }
            marsad_lonlat foot = off(it.points[0], azimuth, draw(&seed, 0, lengths[i]));
            marsad_geodesic back = marsad_geodesic_between(foot, it.points[0]);
            marsad_lonlat point = off(foot, back.azimuth_deg + (k % 2 ? 90 : -90), aside[k]);
            mrs_control_nearest answer;
            assert_true(mrs_control_nearest_front(control, point, &answer));
            assert_float_equal(answer.distance_m, aside[k], 1e-5);
            assert_true(marsad_geodesic_between(answer.at, foot).distance_m < 1e-3);
            assert_false(answer.at_end);
            /* Seen backwards along the line, clockwise is its left. */
            size_t expected = aside[k] <= ON_LINE_M || k % 2 ? 1 : 2;
            assert_int_equal(mrs_control_holder(control, point), expected);
        }
        mrs_control_free(control);
    }
}

/* A line of `before` + `after` metres at right angles to the way to its foot, which runs clockwise
 * as seen from the point. */
static line across(marsad_lonlat point, double azimuth, double distance, double before,
                   double after)
{
    marsad_lonlat foot = off(point, azimuth, distance);
    double back = marsad_geodesic_between(foot, point).azimuth_deg;
    return (line){.points = {off(foot, back + 90, before), off(foot, back - 90, after)},
                  .count = 2};
}

/* The earth is rounder along a meridian than along the equator, and the line in the north, which is
 * farther on the ground, is nearer through the earth. */
static void the_chord_does_not_decide_what_is_nearest(void **state)
{
    (void)state;
    static const double distances[] = {1e5, 5e5, 1e6, 1.9e6, 2.1e6, 4e6};
    marsad_lonlat point = {33, 0};
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++) {
        double d = distances[i];
        double more = 4 * pow(d / 1e6, 3);
        line lines[] = {across(point, 0, d + more, 1e4, 1e4), across(point, 90, d, 1e4, 1e4)};
        mrs_control *control = control_of(lines, 2);
        mrs_control_nearest answer;
        assert_true(mrs_control_nearest_front(control, point, &answer));
        assert_float_equal(answer.distance_m, d, 1e-4);
        assert_int_equal(answer.line, 1);
        mrs_control_free(control);
    }
}

/* Through the earth, one or the other of two lines that end near the foot would be nearest in its
 * end. */
static void a_foot_near_an_end_is_told_from_the_end(void **state)
{
    (void)state;
    static const struct {
        double distance, inside;
    } cases[] = {{1e5, 2e-3}, {4e5, 0.1}, {1e6, 2}, {3e6, 50}};
    marsad_lonlat point = {179, 10};
    for (size_t i = 0; i < 8 * sizeof cases / sizeof *cases; i++) {
        double inside = cases[i / 8].inside;
        double distance = cases[i / 8].distance;
        double azimuth = 45 + 90 * (double)(i % 4);
        line it = i % 8 < 4 ? across(point, azimuth, distance, inside, 2e4)
                            : across(point, azimuth, distance, 2e4, inside);
        line back = reversed(&it);
        mrs_control *control = control_of(i % 2 ? &back : &it, 1);
        mrs_control_nearest answer;
        assert_true(mrs_control_nearest_front(control, point, &answer));
        double missed =
            marsad_geodesic_between(answer.at, off(point, azimuth, distance)).distance_m;
        if (missed > 1e-3 || answer.at_end) {
            fail_msg("from %g m, the foot is %.6f m away", distance, missed);
        }
        mrs_control_free(control);
    }
}

/* From near the pole, a line that runs along the equator is as far everywhere to within a few
 * kilometres, and the sphere, which is none, misleads. */
static void a_quarter_round_the_earth_is_as_exact(void **state)
{
    (void)state;
    static const double lats[] = {-0.4, -0.15, -0.05, -1e-3, 0, 1e-3, 0.02, 0.05, 0.15, 0.4, 2};
    for (size_t i = 0; i < sizeof lats / sizeof *lats; i++) {
        line it = {.points = {{-30, lats[i]}, {35, lats[i]}}, .count = 2};
        mrs_control *control = control_of(&it, 1);
        for (int lon = -100; lon < 120; lon += 40) {
            mrs_control_nearest answer;
            marsad_lonlat point = {lon, 89.9};
            check_point(control, &it, 1, point);
            assert_true(mrs_control_nearest_front(control, point, &answer));
            check_square(&it, &answer, point);
        }
        mrs_control_free(control);
    }
}

static void a_foot_beside_a_pole_is_as_exact(void **state)
{
    (void)state;
    static const double from_pole[] = {0, 1e-3, 0.02, 0.2, 3, 200};
    static const double distances[] = {10, 5e4, 2e5, 4e5, 1e6};
    for (size_t i = 0; i < sizeof from_pole / sizeof *from_pole; i++) {
        for (size_t k = 0; k < sizeof distances / sizeof *distances; k++) {
            marsad_lonlat near_pole = off((marsad_lonlat){70, -90}, 33, from_pole[i]);
            for (int azimuth = 10; azimuth < 360; azimuth += 50) {
                marsad_lonlat point = off(near_pole, azimuth, distances[k]);
                double there = marsad_geodesic_between(point, near_pole).azimuth_deg;
                line it = across(point, there, distances[k], 3e3, 4e3);
                mrs_control *control = control_of(&it, 1);
                mrs_control_nearest answer;
                assert_true(mrs_control_nearest_front(control, point, &answer));
                assert_float_equal(answer.distance_m, distances[k], 1e-5);
                assert_true(marsad_geodesic_between(answer.at, near_pole).distance_m < 1e-3);
                mrs_control_free(control);
            }
        }
    }
}

/* ---- many as near as each other ------------------------------------------------------------ */

static void the_centre_of_a_circle_is_near_to_all_of_it(void **state)
{
    (void)state;
    marsad_lonlat centre = {179.5, 60};
    line circle = {.count = MOST_POINTS};
    for (size_t i = 0; i + 1 < MOST_POINTS; i++) {
        circle.points[i] = off(centre, 360.0 * (double)i / (MOST_POINTS - 1), 2e4);
    }
    circle.points[MOST_POINTS - 1] = circle.points[0];
    mrs_control *control = control_of(&circle, 1);
    check_point(control, &circle, 1, centre);
    assert_int_equal(mrs_control_holder(control, centre), 2);
    mrs_control_free(control);
}

static void the_hub_of_a_wheel_is_one_point(void **state)
{
    (void)state;
    enum { SPOKES = 50 };
    marsad_lonlat hub = {12, -45};
    mrs_control *control = mrs_control_new();
    for (size_t i = 0; i < SPOKES; i++) {
        line spoke = {.points = {hub, off(hub, 100 + (double)i, 5e4)}, .count = 2};
        mrs_control_sides sides = {.left = i, .right = i + 1, .line = i, .is_front = true};
        if (i % 2) {
            spoke = reversed(&spoke);
            sides.left = i + 1;
            sides.right = i;
        }
        add_line(control, &spoke, sides);
    }
    finished(control);
    mrs_control_nearest answer;
    marsad_lonlat behind = off(hub, 304, 1e4);
    assert_true(mrs_control_nearest_front(control, behind, &answer));
    assert_float_equal(answer.distance_m, 1e4, 1e-6);
    assert_memory_equal(&answer.at, &hub, sizeof hub);
    assert_int_equal(answer.line, 0);
    assert_false(answer.at_end);
    assert_int_equal(mrs_control_holder(control, behind), 0);
    assert_int_equal(mrs_control_holder(control, off(hub, 120.25, 1e4)), 21);
    mrs_control_free(control);
}

/* ---- whose ground -------------------------------------------------------------------------- */

/* How often a ring winds around a point, by the azimuths under which it passes. */
static long winding(const line *ring, marsad_lonlat point)
{
    double turned = 0;
    for (size_t i = 1; i < ring->count; i++) {
        marsad_geodesic a = marsad_geodesic_between(point, ring->points[i - 1]);
        marsad_geodesic b = marsad_geodesic_between(point, ring->points[i]);
        turned += wrapped(b.azimuth_deg - a.azimuth_deg);
    }
    return lround(-turned / 360);
}

/* A closed ring around a centre, counterclockwise, with a ragged outline. */
static line ring_around(uint64_t *seed, marsad_lonlat centre, size_t count, double least,
                        double most)
{
    line out = {.count = count + 1};
    for (size_t i = 0; i < count; i++) {
        double azimuth = -360 * ((double)i + draw(seed, 0, 0.7)) / (double)count;
        out.points[i] = off(centre, azimuth, draw(seed, least, most));
    }
    out.points[count] = out.points[0];
    return out;
}

static const marsad_lonlat centres[] = {{15, 31},     {-70, -33}, {20, 80},    {180, 20},
                                        {-179.9, 66}, {50, 89.9}, {0, -89.99}, {10, 90}};

enum { CENTRES = sizeof centres / sizeof *centres };

static void nested_rings_hold_what_they_wind_around(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (size_t c = 0; c < CENTRES; c++) {
        line outer = ring_around(&seed, centres[c], 30, 6e4, 2e5);
        line inner = ring_around(&seed, centres[c], 20, 1e4, 5e4);
        line back = reversed(&inner);
        mrs_control *control = mrs_control_new();
        add_line(control, &outer, (mrs_control_sides){5, MARSAD_NO_HOLDER, 0, false});
        add_line(control, &back, (mrs_control_sides){5, 3, 1, true});
        finished(control);
        for (int i = 0; i < 300; i++) {
            marsad_lonlat point = off(centres[c], draw(&seed, 0, 360), draw(&seed, 0, 2.5e5));
            size_t expected = winding(&inner, point)   ? 3
                              : winding(&outer, point) ? 5
                                                       : MARSAD_NO_HOLDER;
            assert_int_equal(mrs_control_holder(control, point), expected);
        }
        mrs_control_free(control);
    }
}

/* A hub, and a ragged rim cut into sectors: three meet in every vertex of the rim, all in the hub.
 * Each is drawn in full, as areas are, or each boundary once. */
enum { SECTORS = 5 };

static mrs_control *sectors_control(const line sectors[SECTORS], bool in_full)
{
    mrs_control *control = mrs_control_new();
    for (size_t i = 0; i < SECTORS; i++) {
        line spoke = {.points = {sectors[i].points[0], sectors[i].points[1]}, .count = 2};
        line rim = sectors[i];
        rim.count = sectors[i].count - 2;
        memmove(rim.points, rim.points + 1, rim.count * sizeof *rim.points);
        if (in_full) {
            add_line(control, &sectors[i], (mrs_control_sides){i, MARSAD_NO_HOLDER, i, true});
        } else {
            size_t before = (i + SECTORS - 1) % SECTORS;
            add_line(control, &spoke, (mrs_control_sides){i, before, i, true});
            add_line(control, &rim, (mrs_control_sides){i, MARSAD_NO_HOLDER, i, false});
        }
    }
    return finished(control);
}

static void draw_sectors(uint64_t *seed, marsad_lonlat centre, line sectors[SECTORS])
{
    enum { STEPS = 3 };
    marsad_lonlat hub = off(centre, draw(seed, 0, 360), 1e4);
    line rim = ring_around(seed, hub, SECTORS * STEPS, 3e4, 3e5);
    for (size_t i = 0; i < SECTORS; i++) {
        sectors[i] = (line){.count = STEPS + 3};
        sectors[i].points[0] = sectors[i].points[STEPS + 2] = hub;
        memcpy(&sectors[i].points[1], &rim.points[i * STEPS], (STEPS + 1) * sizeof *rim.points);
    }
}

static void sectors_hold_what_they_wind_around(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (size_t c = 0; c < 2 * (size_t)CENTRES; c++) {
        line sectors[SECTORS];
        draw_sectors(&seed, centres[c / 2], sectors);
        mrs_control *control = sectors_control(sectors, c % 2);
        for (int i = 0; i < 300; i++) {
            marsad_lonlat point = point_near(&seed, sectors, SECTORS, 3e5);
            size_t expected = MARSAD_NO_HOLDER;
            for (size_t k = 0; k < SECTORS; k++) {
                expected = winding(&sectors[k], point) ? k : expected;
            }
            if (mrs_control_holder(control, point) != expected &&
                brute(sectors, SECTORS, point) > ON_LINE_M) {
                fail_msg("%.9f %.9f lies in %zd", point.lon, point.lat, (ptrdiff_t)expected);
            }
        }
        mrs_control_free(control);
    }
}

/* ---- mirrors ------------------------------------------------------------------------------- */

static void reversing_a_line_swaps_its_sides(void **state)
{
    (void)state;
    for (size_t r = 0; r < REGIONS; r++) {
        uint64_t seed = 400 + r;
        line it = walk(&seed, regions[r].at, regions[r].vertices, regions[r].shortest,
                       regions[r].longest);
        line back = reversed(&it);
        mrs_control *control = control_of(&it, 1);
        mrs_control *mirror = control_of(&back, 1);
        for (int i = 0; i < 200; i++) {
            mrs_control_nearest a, b;
            size_t left, right;
            marsad_lonlat point = point_near(&seed, &it, 1, regions[r].reach);
            assert_true(mrs_control_relate(control, point, &a, &left));
            assert_true(mrs_control_relate(mirror, point, &b, &right));
            assert_float_equal(a.distance_m, b.distance_m, 1e-6);
            assert_int_equal(a.at_end, b.at_end);
            assert_int_equal(left + right, a.distance_m > ON_LINE_M ? 3 : 2);
        }
        mrs_control_free(control);
        mrs_control_free(mirror);
    }
}

static marsad_lonlat turned(marsad_lonlat point, double degrees)
{
    double lon = point.lon + degrees;
    return (marsad_lonlat){lon > 180 ? lon - 360 : lon, point.lat};
}

static void turning_the_earth_changes_longitudes_only(void **state)
{
    (void)state;
    const double by = 171.5;
    for (size_t r = 0; r < REGIONS; r++) {
        uint64_t seed = 500 + r;
        line it = walk(&seed, regions[r].at, regions[r].vertices, regions[r].shortest,
                       regions[r].longest);
        line there = {.count = it.count};
        for (size_t i = 0; i < it.count; i++) {
            there.points[i] = turned(it.points[i], by);
        }
        mrs_control *control = control_of(&it, 1);
        mrs_control *moved = control_of(&there, 1);
        for (int i = 0; i < 200; i++) {
            mrs_control_nearest a, b;
            size_t x, y;
            marsad_lonlat point = point_near(&seed, &it, 1, regions[r].reach);
            assert_true(mrs_control_relate(control, point, &a, &x));
            assert_true(mrs_control_relate(moved, turned(point, by), &b, &y));
            assert_float_equal(a.distance_m, b.distance_m, 1e-6);
            double aside = sin((a.azimuth_deg - b.azimuth_deg) * RADIAN) * a.distance_m;
            assert_float_equal(aside, 0, 1e-3);
            assert_true(marsad_geodesic_between(turned(a.at, by), b.at).distance_m < 1e-3);
            assert_int_equal(x, y);
        }
        mrs_control_free(control);
        mrs_control_free(moved);
    }
}

static void both_questions_at_once_have_the_same_answers(void **state)
{
    (void)state;
    uint64_t seed = 8;
    for (size_t c = 0; c < 2 * (size_t)CENTRES; c++) {
        line sectors[SECTORS];
        draw_sectors(&seed, centres[c / 2], sectors);
        mrs_control *control = sectors_control(sectors, c % 2);
        for (int i = 0; i < 200; i++) {
            mrs_control_nearest alone, both;
            size_t holder;
            marsad_lonlat point = point_near(&seed, sectors, SECTORS, 3e5);
            assert_true(mrs_control_nearest_front(control, point, &alone));
            assert_true(mrs_control_relate(control, point, &both, &holder));
            assert_float_equal(alone.distance_m, both.distance_m, 1e-9);
            assert_int_equal(alone.line, both.line);
            assert_int_equal(holder, mrs_control_holder(control, point));
        }
        mrs_control_free(control);
    }
}

/* ---- ends ---------------------------------------------------------------------------------- */

static bool at_end_from(const mrs_control *control, marsad_lonlat point)
{
    mrs_control_nearest answer;
    assert_true(mrs_control_nearest_front(control, point, &answer));
    return answer.at_end;
}

/* Northwards along a meridian: beyond its ends the sides go on. */
static void beyond_a_loose_end_the_sides_go_straight_on(void **state)
{
    (void)state;
    line it = {.points = {{20, 30}, {20, 31}}, .count = 2};
    static const struct {
        marsad_lonlat at;
        bool end;
        size_t holder;
    } cases[] = {{{19.9, 30.5}, false, 1}, {{20.1, 30.5}, false, 2}, {{19.9, 31.5}, true, 1},
                 {{20.1, 31.5}, true, 2},  {{19.9, 29.5}, true, 1},  {{20.1, 29.5}, true, 2},
                 {{20, 31}, false, 1},     {{20, 30}, false, 1}};
    for (int twice = 0; twice < 2; twice++) {
        const line both[] = {it, it};
        mrs_control *control = control_of(both, twice ? 2 : 1);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            assert_int_equal(at_end_from(control, cases[i].at), cases[i].end);
            assert_int_equal(mrs_control_holder(control, cases[i].at), cases[i].holder);
        }
        mrs_control_free(control);
    }
}

/* Straight on is along the geodesic, which from 900 km away is not where a straight line through
 * the earth leads. */
static void far_beyond_an_end_the_sides_are_as_exact(void **state)
{
    (void)state;
    for (int azimuth = 45; azimuth < 360; azimuth += 90) {
        line it = {.points = {{10, 5}, off((marsad_lonlat){10, 5}, azimuth, 5e4)}, .count = 2};
        marsad_geodesic way = marsad_geodesic_between(it.points[0], it.points[1]);
        mrs_control *control = control_of(&it, 1);
        for (int right = 0; right < 2; right++) {
            double on = way.back_azimuth_deg + 180 + (right ? 1e-4 : -1e-4);
            marsad_lonlat point = off(it.points[1], on, 9e5);
            assert_true(at_end_from(control, point));
            assert_int_equal(mrs_control_holder(control, point), right ? 2 : 1);
        }
        mrs_control_free(control);
    }
}

static void lines_that_meet_have_no_end_there(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        marsad_lonlat from, meet, meet_too, to;
        marsad_lonlat beyond; /* nearest to where they meet */
        bool joined;
    } cases[] = {
        {"alike", {10, 30}, {11, 30}, {11, 30}, {11, 31}, {11.5, 29.5}, true},
        {"to 1e-9 degrees", {10, 30}, {11, 30}, {11 + 8e-10, 30}, {11, 31}, {11.5, 29.5}, true},
        {"not", {10, 30}, {11, 30}, {11 + 1e-7, 30}, {11.5, 31}, {10.7, 30.5}, true},
        {"apart", {10, 30}, {11, 30}, {13, 30}, {14, 31}, {11.2, 30}, false},
        {"antimeridian", {179, 0}, {180, 0}, {-180, 0}, {180, 1}, {-179.5, -0.5}, true},
        {"pole", {0, 89}, {77, 90}, {-5, 90}, {90, 89}, {-135, 89.5}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        line lines[] = {{.points = {cases[i].from, cases[i].meet}, .count = 2},
                        {.points = {cases[i].meet_too, cases[i].to}, .count = 2}};
        mrs_control *control = control_of(lines, 2);
        if (at_end_from(control, cases[i].beyond) == cases[i].joined) {
            fail_msg("%s: wrong", cases[i].what);
        }
        mrs_control_free(control);
    }
}

static void a_ring_has_no_end(void **state)
{
    (void)state;
    uint64_t seed = 9;
    for (size_t c = 0; c < CENTRES; c++) {
        line ring = ring_around(&seed, centres[c], 20, 1e4, 5e4);
        mrs_control *control = control_of(&ring, 1);
        for (size_t i = 0; i < ring.count; i++) {
            marsad_geodesic out = marsad_geodesic_between(centres[c], ring.points[i]);
            assert_false(at_end_from(control, off(centres[c], out.azimuth_deg, 6e4)));
        }
        mrs_control_free(control);
    }
}

/* ---- odd inputs ---------------------------------------------------------------------------- */

static void without_segments_nobody_holds_anything(void **state)
{
    (void)state;
    marsad_lonlat point = {10, 30};
    mrs_control_nearest answer;
    size_t holder = 0;
    mrs_control *control = finished(mrs_control_new());
    assert_false(mrs_control_nearest_front(control, point, &answer));
    assert_false(mrs_control_relate(control, point, &answer, &holder));
    assert_int_equal(holder, MARSAD_NO_HOLDER);
    assert_int_equal(mrs_control_holder(control, point), MARSAD_NO_HOLDER);
    assert_int_equal(mrs_control_segment_count(control), 0);
    mrs_control_free(control);
    mrs_control_free(NULL);
}

static void boundaries_that_are_no_front_only_tell_the_holder(void **state)
{
    (void)state;
    marsad_lonlat point = {10.5, 30.1};
    line it = {.points = {{10, 30}, {11, 30}}, .count = 2};
    mrs_control_nearest answer;
    size_t holder = 0;
    mrs_control *control = mrs_control_new();
    add_line(control, &it, (mrs_control_sides){4, 6, 0, false});
    finished(control);
    assert_false(mrs_control_relate(control, point, &answer, &holder));
    assert_int_equal(holder, 4);
    mrs_control_free(control);
}

static void segments_of_no_length_are_passed_over(void **state)
{
    (void)state;
    line it = {.points = {{10, 30}, {10, 30}, {11, 30}, {11, 30}, {11, 30}, {12, 30}}, .count = 6};
    line point = {.points = {{10.5, 30.5}, {10.5, 30.5}}, .count = 2};
    const line both[] = {it, point};
    mrs_control *control = control_of(both, 2);
    assert_int_equal(mrs_control_segment_count(control), 2);
    check_point(control, &it, 1, (marsad_lonlat){11, 29});
    assert_false(at_end_from(control, (marsad_lonlat){11, 29}));
    assert_true(at_end_from(control, (marsad_lonlat){9, 30}));
    mrs_control_free(control);
}

static void a_vertex_is_at_no_distance_from_itself(void **state)
{
    (void)state;
    uint64_t seed = 10;
    line it = walk(&seed, (marsad_lonlat){-179.9, 70}, 30, 100, 3e4);
    mrs_control *control = control_of(&it, 1);
    for (size_t i = 0; i < it.count; i++) {
        mrs_control_nearest answer;
        size_t holder;
        assert_true(mrs_control_relate(control, it.points[i], &answer, &holder));
        assert_true(answer.distance_m == 0);
        assert_true(answer.azimuth_deg == 0);
        assert_memory_equal(&answer.at, &it.points[i], sizeof answer.at);
        assert_int_equal(holder, 1);
    }
    mrs_control_free(control);
}

/* Of neighbours drawn in full, each knows its own side only. */
static void segments_that_lie_on_one_another_tell_each_other(void **state)
{
    (void)state;
    line there = {.points = {{10, 30}, {11, 30}, {12, 31}}, .count = 3};
    line back = reversed(&there);
    mrs_control *control = mrs_control_new();
    add_line(control, &there, (mrs_control_sides){0, MARSAD_NO_HOLDER, 0, true});
    add_line(control, &back, (mrs_control_sides){1, MARSAD_NO_HOLDER, 1, true});
    finished(control);
    assert_int_equal(mrs_control_holder(control, (marsad_lonlat){10.5, 30.1}), 0);
    assert_int_equal(mrs_control_holder(control, (marsad_lonlat){10.5, 29.9}), 1);
    assert_int_equal(mrs_control_holder(control, (marsad_lonlat){11.1, 29.5}), 1);
    mrs_control_free(control);
}

static marsad_status build_or_not(const line *it, mrs_control **out)
{
    marsad_status status = MARSAD_ERR_MEMORY;
    *out = mrs_control_new();
    for (size_t i = 0; *out && i < 2; i++) {
        mrs_control_sides sides = {0, 1, i, i == 0};
        status = mrs_control_add(*out, it->points, it->count, sides, NULL);
        if (status) {
            return status;
        }
    }
    return *out ? mrs_control_finish(*out, NULL) : status;
}

static void memory_that_is_out_is_an_error(void **state)
{
    (void)state;
    uint64_t seed = 11;
    line it = walk(&seed, (marsad_lonlat){10, 30}, MOST_POINTS, 100, 3e4);
    long nth = 1;
    for (marsad_status status = MARSAD_ERR_MEMORY; status; nth++) {
        mrs_control *control;
        mrs_alloc_fail_at(nth);
        status = build_or_not(&it, &control);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
        mrs_control_free(control);
    }
    assert_true(nth > 10);
}

int main(void)
{
    geod_init(&earth, 6378137, 1 / 298.257223563);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_point_is_that_of_brute_force),
        cmocka_unit_test(the_foot_is_right_to_a_millimetre),
        cmocka_unit_test(far_points_are_as_exact),
        cmocka_unit_test(among_many_segments_the_nearest_is_found),
        cmocka_unit_test(points_beside_a_segment_are_as_exact),
        cmocka_unit_test(the_chord_does_not_decide_what_is_nearest),
        cmocka_unit_test(a_foot_near_an_end_is_told_from_the_end),
        cmocka_unit_test(a_quarter_round_the_earth_is_as_exact),
        cmocka_unit_test(a_foot_beside_a_pole_is_as_exact),
        cmocka_unit_test(the_centre_of_a_circle_is_near_to_all_of_it),
        cmocka_unit_test(the_hub_of_a_wheel_is_one_point),
        cmocka_unit_test(nested_rings_hold_what_they_wind_around),
        cmocka_unit_test(sectors_hold_what_they_wind_around),
        cmocka_unit_test(reversing_a_line_swaps_its_sides),
        cmocka_unit_test(turning_the_earth_changes_longitudes_only),
        cmocka_unit_test(both_questions_at_once_have_the_same_answers),
        cmocka_unit_test(beyond_a_loose_end_the_sides_go_straight_on),
        cmocka_unit_test(far_beyond_an_end_the_sides_are_as_exact),
        cmocka_unit_test(lines_that_meet_have_no_end_there),
        cmocka_unit_test(a_ring_has_no_end),
        cmocka_unit_test(without_segments_nobody_holds_anything),
        cmocka_unit_test(boundaries_that_are_no_front_only_tell_the_holder),
        cmocka_unit_test(segments_of_no_length_are_passed_over),
        cmocka_unit_test(a_vertex_is_at_no_distance_from_itself),
        cmocka_unit_test(segments_that_lie_on_one_another_tell_each_other),
        cmocka_unit_test(memory_that_is_out_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
