/* relate/: the nearest point of a front, against brute force and mirrors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>

#include "base/memory.h"
#include "marsad/front.h"
#include "scratch.h"

static const char *write_text(const char *name, const char *text)
{
    const char *path = scratch_path(name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

static marsad_front *open_line(const marsad_lonlat *points, size_t count)
{
    const char *path = scratch_path("line.geojson");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"type\":\"LineString\",\"coordinates\":[", file);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "%s[%.17g,%.17g]", i ? "," : "", points[i].lon, points[i].lat);
    }
    fputs("]}\n", file);
    fclose(file);
    marsad_front *front;
    marsad_error error = {0};
    if (marsad_front_open(&path, 1, NULL, &front, &error)) {
        fail_msg("%s", error.message);
    }
    unlink(path);
    return front;
}

static marsad_front_relation relate(const marsad_front *front, marsad_lonlat point)
{
    marsad_front_relation relation;
    assert_int_equal(marsad_front_relate(front, 0, point, 0, &relation, NULL), MARSAD_OK);
    return relation;
}

/* The least distance to points at most `step` apart along the line. */
static double brute_force(const marsad_lonlat *line, size_t count, marsad_lonlat point, double step)
{
    double least = INFINITY;
    for (size_t i = 0; i + 1 < count; i++) {
        marsad_geodesic segment = marsad_geodesic_between(line[i], line[i + 1]);
        long pieces = (long)ceil(segment.distance_m / step) + 1;
        for (long k = 0; k <= pieces; k++) {
            double along = segment.distance_m * (double)k / (double)pieces;
            marsad_lonlat at = marsad_geodesic_point(line[i], segment.azimuth_deg, along);
            least = fmin(least, marsad_geodesic_between(point, at).distance_m);
        }
    }
    return least;
}

/* `azimuth_deg` and `nearest` must lead to the distance that is claimed. */
static void check_consistent(marsad_lonlat point, marsad_front_relation got)
{
    marsad_geodesic line = marsad_geodesic_between(point, got.nearest);
    assert_true(fabs(line.distance_m - got.distance_m) < 1e-6);
    assert_true(got.distance_m == 0 ? got.azimuth_deg == 0
                                    : fabs(line.azimuth_deg - got.azimuth_deg) < 1e-9);
    assert_true(marsad_lonlat_valid(got.nearest));
}

static void check_line(const marsad_lonlat *line, size_t count, marsad_lonlat point, double step)
{
    marsad_lonlat reversed[16] = {0};
    for (size_t i = 0; i < count; i++) {
        reversed[i] = line[count - 1 - i];
    }
    marsad_front *there = open_line(line, count);
    marsad_front *back = open_line(reversed, count);
    marsad_front_relation forward = relate(there, point);
    marsad_front_relation mirrored = relate(back, point);
    double least = brute_force(line, count, point, step);
    /* The densified line misses the nearest point by half a step at most, seen at right angles. */
    double slack = fmin(step / 2, step * step / 8 / fmax(least, 1e-9)) + 1e-4;
    if (forward.distance_m > least + 1e-6 || forward.distance_m < least - slack) {
        fail_msg("from %g, %g: %.6f m, but %.6f m by brute force", point.lon, point.lat,
                 forward.distance_m, least);
    }
    assert_true(fabs(forward.distance_m - mirrored.distance_m) < 1e-6);
    check_consistent(point, forward);
    check_consistent(point, mirrored);
    marsad_front_free(there);
    marsad_front_free(back);
}

static void nearest_points_match_brute_force(void **state)
{
    (void)state;
    static const marsad_lonlat libya[] = {{15.1, 31.0}, {15.25, 31.4}, {15.2, 31.45}, {15.6, 31.5}};
    static const marsad_lonlat north[] = {{20, 84}, {25, 84.5}, {80, 84.6}};
    static const marsad_lonlat fiji[] = {{179.7, -17}, {-179.8, -16.8}, {-179.5, -17.2}};
    static const marsad_lonlat folded[] = {{15, 31}, {15.3, 31}, {15.3, 31.1}, {15, 31.1}};
    static const marsad_lonlat around[] = {{15.3, 31.2}, {14.9, 31.5}, {15.22, 31.42},
                                           {16, 31.6},   {15.1, 30.9}, {15.0, 31.05}};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        check_line(libya, 4, around[i], 10);
        check_line(folded, 4, around[i], 10);
    }
    check_line(north, 3, (marsad_lonlat){22, 84.4}, 20);
    check_line(north, 3, (marsad_lonlat){50, 85.5}, 20);
    check_line(north, 3, (marsad_lonlat){-100, 88}, 20);
    check_line(north, 3, (marsad_lonlat){0, 90}, 20);
    check_line(fiji, 3, (marsad_lonlat){179.99, -16.8}, 10);
    check_line(fiji, 3, (marsad_lonlat){-179.99, -17.1}, 10);
    check_line(fiji, 3, (marsad_lonlat){-179.4, -16.9}, 10);
}

static void long_segments_and_far_points_are_right(void **state)
{
    (void)state;
    static const marsad_lonlat ocean[] = {{-73.8, 40.6}, {-0.5, 51.6}};
    static const marsad_lonlat desert[] = {{10, 20}, {30, 35}};
    static const marsad_lonlat wide[] = {{-170, 10}, {-20, -40}};
    check_line(ocean, 2, (marsad_lonlat){-40, 30}, 200);
    check_line(ocean, 2, (marsad_lonlat){-30, 65}, 200);
    check_line(ocean, 2, (marsad_lonlat){-10, -50}, 500);
    check_line(ocean, 2, (marsad_lonlat){140, -45}, 500);
    check_line(desert, 2, (marsad_lonlat){13.2, 32.9}, 200);
    check_line(desert, 2, (marsad_lonlat){5, 19}, 200);
    check_line(wide, 2, (marsad_lonlat){-90, 45}, 1000);
    check_line(wide, 2, (marsad_lonlat){60, 0}, 1000);
}

static void points_on_the_front_are_at_no_distance(void **state)
{
    (void)state;
    static const marsad_lonlat line[] = {{15, 31}, {16, 31}, {16, 31}, {16, 32}};
    marsad_front *front = open_line(line, 4);
    marsad_front_relation got = relate(front, line[1]);
    assert_true(got.distance_m == 0 && got.azimuth_deg == 0);
    assert_true(got.nearest.lon == 16 && got.nearest.lat == 31);
    marsad_geodesic first = marsad_geodesic_between(line[0], line[1]);
    marsad_lonlat middle = marsad_geodesic_point(line[0], first.azimuth_deg, first.distance_m / 3);
    assert_true(relate(front, middle).distance_m < 1e-6);
    marsad_front_free(front);
}

static void longitudes_beyond_180_are_the_same_line(void **state)
{
    (void)state;
    static const marsad_lonlat split[] = {{179, -17}, {-179, -17.5}};
    static const marsad_lonlat beyond[] = {{179, -17}, {181, -17.5}};
    marsad_front *a = open_line(split, 2);
    marsad_front *b = open_line(beyond, 2);
    marsad_lonlat point = {-179.5, -16};
    assert_true(fabs(relate(a, point).distance_m - relate(b, point).distance_m) < 1e-6);
    marsad_front_free(a);
    marsad_front_free(b);
}

static void uncertainty_may_reach_the_front(void **state)
{
    (void)state;
    static const marsad_lonlat line[] = {{15, 30}, {15, 32}};
    marsad_front *front = open_line(line, 2);
    marsad_front_relation got;
    marsad_lonlat point = {15.1, 31};
    double distance = relate(front, point).distance_m;
    assert_true(distance > 9000 && distance < 10000);
    assert_true(relate(front, point).azimuth_deg > 269 && relate(front, point).azimuth_deg < 271);
    assert_int_equal(marsad_front_relate(front, 0, point, distance + 1, &got, NULL), 0);
    assert_true(got.within_uncertainty);
    assert_int_equal(marsad_front_relate(front, 0, point, distance - 1, &got, NULL), 0);
    assert_false(got.within_uncertainty);
    assert_false(relate(front, point).within_uncertainty);
    marsad_front_free(front);
}

static void wrong_points_are_refused(void **state)
{
    (void)state;
    static const marsad_lonlat line[] = {{15, 30}, {15, 32}};
    marsad_front *front = open_line(line, 2);
    marsad_front_relation got;
    marsad_error error = {0};
    assert_int_equal(marsad_front_relate(front, 0, (marsad_lonlat){181, 0}, 0, &got, &error),
                     MARSAD_ERR_USAGE);
    assert_int_equal(marsad_front_relate(front, 0, (marsad_lonlat){15, 30}, -1, &got, &error),
                     MARSAD_ERR_USAGE);
    assert_int_equal(marsad_front_relate(front, 0, (marsad_lonlat){15, 30}, NAN, &got, &error),
                     MARSAD_ERR_USAGE);
    marsad_front_free(front);
}

static void expect_refused(const char *name, const char *text, marsad_status status,
                           const char *part)
{
    marsad_front *front;
    marsad_error error = {0};
    const char *path = write_text(name, text);
    assert_int_equal(marsad_front_open(&path, 1, NULL, &front, &error), status);
    assert_null(front);
    assert_string_equal(error.file, path);
    if (!strstr(error.message, part)) {
        fail_msg("%s", error.message);
    }
    unlink(path);
}

static void files_without_a_front_are_refused(void **state)
{
    (void)state;
    marsad_front *front;
    assert_int_equal(
        marsad_front_open(&(const char *){"/nowhere/front.geojson"}, 1, NULL, &front, NULL),
        MARSAD_ERR_NOT_FOUND);
    expect_refused("a.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}",
                   MARSAD_ERR_INPUT, "no line");
    expect_refused("a.geojson", "{\"type\":\"Point\",\"coordinates\":[15,31]}", MARSAD_ERR_INPUT,
                   "this is neither");
    expect_refused("a.geojson",
                   "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}",
                   MARSAD_ERR_INPUT, "an attribute \"controller\"");
    expect_refused("a.geojson", "{\"type\":\"LineString\",\"coordinates\":[[15,31],[15,95]]}",
                   MARSAD_ERR_INPUT, "out of range");
    expect_refused("a.geojson", "{\"type\":\"LineString\",\"coordinates\":[[15,31]]}",
                   MARSAD_ERR_INPUT, "");
    expect_refused("a.geojson", "{\"type\":\"LineString\",\"coordinates\":[[15,31],[16,3",
                   MARSAD_ERR_INPUT, "OGR");
    expect_refused("a.txt", "hello", MARSAD_ERR_INPUT, "OGR");
}

/* GML may leave its numbers unexplained; MapInfo's text can say that they are not on the earth. */
static void lines_need_a_reference_system(void **state)
{
    (void)state;
    expect_refused("a.gml",
                   "<?xml version=\"1.0\"?><ogr:FeatureCollection "
                   "xmlns:ogr=\"http://ogr.maptools.org/\" "
                   "xmlns:gml=\"http://www.opengis.net/gml\"><gml:featureMember><ogr:front "
                   "fid=\"f.0\"><ogr:geometryProperty><gml:LineString><gml:coordinates>1,1 "
                   "2,2</gml:coordinates></gml:LineString></ogr:geometryProperty></ogr:front>"
                   "</gml:featureMember></ogr:FeatureCollection>",
                   MARSAD_ERR_INPUT, "does not say its coordinate reference system");
    write_text("a.mid", "1\n");
    expect_refused(
        "a.mif",
        "Version 300\nCharset \"Neutral\"\nDelimiter \",\"\n"
        "CoordSys NonEarth Units \"m\" Bounds (0, 0) (100, 100)\nColumns 1\n  id Integer\n"
        "Data\n\nLine 1 1 2 2\n",
        MARSAD_ERR_INPUT, "turned into WGS 84");
    unlink(scratch_path("a.mid"));
}

static void memory_may_run_out(void **state)
{
    (void)state;
    const char *path =
        write_text("a.geojson", "{\"type\":\"LineString\",\"coordinates\":[[15,31],[16,32]]}");
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status == MARSAD_ERR_MEMORY && nth < 100; nth++) {
        marsad_front *front;
        mrs_alloc_fail_at(nth);
        status = marsad_front_open(&path, 1, NULL, &front, NULL);
        mrs_alloc_fail_at(0);
        marsad_front_free(front);
    }
    assert_int_equal(status, MARSAD_OK);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_points_match_brute_force),
        cmocka_unit_test(long_segments_and_far_points_are_right),
        cmocka_unit_test(points_on_the_front_are_at_no_distance),
        cmocka_unit_test(longitudes_beyond_180_are_the_same_line),
        cmocka_unit_test(uncertainty_may_reach_the_front),
        cmocka_unit_test(wrong_points_are_refused),
        cmocka_unit_test(files_without_a_front_are_refused),
        cmocka_unit_test(lines_need_a_reference_system),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
