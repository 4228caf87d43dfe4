/* relate/: fronts of lines: the nearest point, against brute force and mirrors; sides, dates and
 * incidents. */
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
#include "front_files.h"
#include "marsad/front.h"
#include "scratch.h"

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
    const char *path = scratch_text(name, text);
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
    scratch_text("a.mid", "1\n");
    expect_refused(
        "a.mif",
        "Version 300\nCharset \"Neutral\"\nDelimiter \",\"\n"
        "CoordSys NonEarth Units \"m\" Bounds (0, 0) (100, 100)\nColumns 1\n  id Integer\n"
        "Data\n\nLine 1 1 2 2\n",
        MARSAD_ERR_INPUT, "turned into WGS 84");
    unlink(scratch_path("a.mid"));
}

/* ---- sides --------------------------------------------------------------------------------- */

static const marsad_lonlat BENT[] = {{18, 27}, {18.5, 27.1}, {18.6, 27.6}};

static void reversing_a_line_swaps_left_and_right(void **state)
{
    (void)state;
    static const marsad_lonlat around[] = {{18.2, 27.3}, {18.2, 26.9}, {18.4, 27.5}, {18.8, 27.4},
                                           {18.5, 27.2}, {18.6, 27.0}, {17.5, 27.3}, {18.7, 28}};
    marsad_lonlat back[3] = {BENT[2], BENT[1], BENT[0]};
    front_file f = front_begin("line.geojson", NULL);
    front_line(&f, "'left':'A','right':'B'", BENT, 3);
    marsad_front *there = front_open(&f, NULL);
    f = front_begin("line.geojson", NULL);
    front_line(&f, "'left':'A','right':'B'", back, 3);
    marsad_front *swapped = front_open(&f, NULL);
    f = front_begin("line.geojson", NULL);
    front_line(&f, "'LEFT':' B','Right':'A '", back, 3);
    marsad_front *same = front_open(&f, NULL);
    int seen[2] = {0};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        const char *who = front_controller(there, 0, around[i]);
        const char *other = strcmp(who, "A") == 0 ? "B" : "A";
        seen[strcmp(who, "A") == 0]++;
        assert_string_equal(front_controller(swapped, 0, around[i]), other);
        assert_string_equal(front_controller(same, 0, around[i]), who);
    }
    assert_true(seen[0] > 1 && seen[1] > 1);
    assert_string_equal(front_controller(there, 0, around[0]), "A"); /* north of what runs east */
    marsad_front_free(there);
    marsad_front_free(swapped);
    marsad_front_free(same);
}

/* Lines that cross name two holders for the same ground. */
static void crossing_lines_are_told(void **state)
{
    (void)state;
    static const marsad_lonlat loop[] = {{15, 29}, {16, 30}, {16, 29}, {15, 30}};
    static const marsad_lonlat across[] = {{15, 28}, {15, 31}};
    static const marsad_lonlat bent[] = {{14, 30}, {15, 29.5}, {16, 30}}; /* a vertex on `across` */
    static const marsad_lonlat branch[] = {{15, 28}, {14, 28.5}};         /* only meets its end */
    static const marsad_lonlat ring[] = {{17, 29}, {18, 29}, {17.5, 30}, {17, 29}};
    static const marsad_lonlat over[] = {{179.5, 10}, {-179.5, 11}};
    static const marsad_lonlat under[] = {{179.5, 11}, {-179.5, 10}};
    static const struct {
        const marsad_lonlat *first, *second;
        size_t first_count, second_count;
        const char *attributes, *says; /* NULL: nothing */
    } cases[] = {
        {loop, NULL, 4, 0, "'left':'A','right':'B'", "a line crosses itself near 15.5"},
        {loop, NULL, 4, 0, "", NULL}, /* it says nothing of holders */
        {across, bent, 2, 3, "'left':'A'", "two lines cross near 15.0000, 29.5000"},
        {across, branch, 2, 2, "'left':'A'", NULL},
        {ring, across, 4, 2, "'left':'A'", NULL},
        {over, under, 2, 2, "'right':'B'", "two lines cross near"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        front_file f = front_begin("crossing.geojson", NULL);
        front_line(&f, cases[i].attributes, cases[i].first, cases[i].first_count);
        if (cases[i].second) {
            front_line(&f, cases[i].attributes, cases[i].second, cases[i].second_count);
        }
        marsad_front *front = front_open(&f, NULL);
        size_t count;
        const marsad_error *warnings = marsad_front_warnings(front, &count);
        assert_int_equal(count, cases[i].says != NULL);
        if (cases[i].says && !strstr(warnings[0].message, cases[i].says)) {
            fail_msg("%zu: %s", i, warnings[0].message);
        }
        marsad_front_free(front);
    }
}

static void a_line_says_nothing_beyond_its_end(void **state)
{
    (void)state;
    front_file f = front_begin("line.geojson", NULL);
    front_line(&f, "'left':'A','right':'B','name':'Southern line'", BENT, 3);
    front_line(&f, "'left':'A'", (const marsad_lonlat[]){{20, 27}, {20, 28}}, 2);
    front_line(&f, "'left':'B','right':'A'", (const marsad_lonlat[]){{30, 27}, {30, 28}}, 2);
    marsad_front *front = front_open(&f, NULL);
    const marsad_front_state *s = marsad_front_state_at(front, 0);
    assert_int_equal(s->line_count, 3);
    assert_string_equal(s->lines[0].name, "Southern line");
    assert_string_equal(s->lines[1].name, "");
    assert_string_equal(s->lines[2].name, "A \u2013 B"); /* whichever way it runs */
    assert_true(s->lines[1].right == MARSAD_NO_HOLDER && s->area_count == 0);
    marsad_front_relation beside = front_relate(front, 0, (marsad_lonlat){18.2, 27.2});
    assert_true(!beside.beyond_end && beside.controller_certain && beside.line == 0);
    marsad_front_relation beyond = front_relate(front, 0, (marsad_lonlat){17.5, 27.2});
    assert_true(beyond.beyond_end && !beyond.controller_certain && beyond.has_line);
    assert_string_equal(front_name(front, beyond.controller), "A");
    marsad_front_relation nobody = front_relate(front, 0, (marsad_lonlat){20.1, 27.5});
    assert_true(nobody.line == 1 && !nobody.beyond_end && !nobody.controller_certain);
    assert_string_equal(front_name(front, nobody.controller), "-");
    marsad_front_free(front);
}

static void useless_lines_are_passed_over(void **state)
{
    (void)state;
    static const marsad_lonlat still[] = {{19, 27}, {19, 27}, {19, 27}};
    front_file f = front_begin("line.geojson", NULL);
    front_line(&f, "", still, 3);
    front_line(&f, "", BENT, 3);
    front_line(&f, "", still, 1);
    fputs(",{\"type\":\"Feature\",\"properties\":{},\"geometry\":null}", f.stream);
    marsad_front *front = front_open(&f, NULL);
    assert_int_equal(front_warning_count(front), 3);
    assert_true(front_warned(front, 1, "has no length: passed over"));
    assert_true(front_warned(front, 3, "fewer than two points: passed over"));
    assert_true(front_warned(front, 4, "no geometry: passed over"));
    assert_int_equal(marsad_front_state_at(front, 0)->line_count, 1);
    marsad_front_free(front);
    f = front_begin("line.geojson", NULL);
    front_line(&f, "", still, 3);
    front_refused(&f, 1, "has no length, and the file holds no line or area besides");
}

/* ---- dates --------------------------------------------------------------------------------- */

static const marsad_date NO_DATE;

static marsad_front *dated(void)
{
    front_file f = front_begin("dated.geojson", NULL);
    front_line(&f, "'date':'2020-01-27','left':'C'", BENT, 3);
    front_line(&f, "'date':'2020-01-25','left':'A'", BENT, 2);
    front_line(&f, "'date':'2020/02/03','left':'D'", BENT, 3);
    front_line(&f, "'date':'2020-01-25','left':'B'", BENT + 1, 2);
    return front_open(&f, NULL);
}

static void states_are_in_order_of_their_dates(void **state)
{
    (void)state;
    marsad_front *front = dated();
    assert_int_equal(marsad_front_state_count(front), 3);
    assert_int_equal(marsad_front_state_at(front, 0)->date.day, 25);
    assert_int_equal(marsad_front_state_at(front, 0)->line_count, 2);
    assert_int_equal(marsad_front_state_at(front, 1)->date.day, 27);
    assert_int_equal(marsad_front_state_at(front, 2)->date.month, 2);
    assert_null(marsad_front_state_at(front, 3));
    assert_string_equal(marsad_front_holder(front, 0), "C"); /* as first mentioned */
    assert_int_equal(front_warning_count(front), 0);
    marsad_front_relation r;
    assert_int_equal(marsad_front_relate(front, 3, BENT[0], 0, &r, NULL), MARSAD_ERR_USAGE);
    marsad_front_free(front);
}

static void the_state_in_force_is_the_last_begun(void **state)
{
    (void)state;
    static const struct {
        marsad_date date;
        int state;           /* -1: none */
        const char *message; /* a part of it */
    } cases[] = {
        {{2020, 1, 24}, -1, "before the first front (2020-01-25)"},
        {{2020, 1, 25}, 0, NULL},
        {{2020, 1, 26}, 0, NULL},
        {{2020, 1, 27}, 1, NULL},
        {{2020, 2, 2}, 1, NULL},
        {{2021, 1, 1}, 2, NULL},
        {{2020, 3, 0}, 2, NULL},
        {{2021, 0, 0}, 2, NULL},
        {{2019, 12, 0}, -1, "before the first"},
        {{2020, 1, 0}, -1, "2020-01 does not tell whether the front of 2020-01-25 was in force"},
        {{2020, 2, 0}, -1, "which of the fronts of 2020-01-27 and 2020-02-03 was in force"},
        {{2020, 0, 0}, -1, "2020 does not tell whether the front of 2020-01-25"},
        {{0, 0, 0}, -1, "no date to choose one of 3 fronts by"},
    };
    marsad_front *front = dated();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t got = 99;
        marsad_error error = {0};
        marsad_status status = marsad_front_in_force(front, cases[i].date, &got, &error);
        assert_int_equal(status, cases[i].message ? MARSAD_ERR_NOT_FOUND : MARSAD_OK);
        if (cases[i].message && !strstr(error.message, cases[i].message)) {
            fail_msg("%s", error.message);
        }
        assert_true(cases[i].message || got == (size_t)cases[i].state);
    }
    marsad_front_free(front);
    front_file f = front_begin("line.geojson", NULL);
    front_line(&f, "'date':null", BENT, 3);
    front = front_open(&f, NULL);
    size_t got;
    assert_int_equal(marsad_front_in_force(front, NO_DATE, &got, NULL), MARSAD_OK);
    assert_int_equal(marsad_front_in_force(front, (marsad_date){1999, 1, 1}, &got, NULL), 0);
    assert_int_equal(marsad_front_state_at(front, 0)->date.year, 0);
    marsad_front_free(front);
}

/* Opens files, each with one line, with what is said of its date. */
static marsad_status open_dated(const char *const *names, const char *const *properties,
                                size_t count, marsad_front **front, marsad_error *error)
{
    const char *paths[3];
    for (size_t i = 0; i < count; i++) {
        front_file f = front_begin(names[i], NULL);
        front_line(&f, properties[i], BENT, 3);
        front_end(&f);
        paths[i] = f.path;
    }
    marsad_status status = marsad_front_open(paths, count, NULL, front, error);
    for (size_t i = 0; i < count; i++) {
        unlink(paths[i]);
    }
    return status;
}

static void a_date_may_stand_in_the_files_name(void **state)
{
    (void)state;
    static const char *const names[] = {"front-2020-01-27.geojson", "2020-01-25_front.geojson"};
    static const char *const nothing[] = {"'left':'A'", "'left':'A'"};
    marsad_front *front;
    assert_int_equal(open_dated(names, nothing, 2, &front, NULL), MARSAD_OK);
    assert_int_equal(marsad_front_state_count(front), 2);
    assert_int_equal(marsad_front_state_at(front, 0)->date.day, 25);
    assert_int_equal(front_warning_count(front), 2);
    assert_true(front_warned(front, 0, "2020-01-25 is taken from the file's name"));
    marsad_front_free(front);
    /* The attribute is right where there is one. */
    static const char *const other[] = {"'date':'2020-02-01'", "'DATE':'2020-02-02T10:00:00Z'"};
    assert_int_equal(open_dated(names, other, 2, &front, NULL), MARSAD_OK);
    assert_int_equal(marsad_front_state_at(front, 1)->date.month, 2);
    assert_int_equal(marsad_front_state_at(front, 1)->date.day, 2);
    assert_int_equal(front_warning_count(front), 0);
    marsad_front_free(front);
    /* No date, or which? */
    static const char *const unclear[] = {"2020-01-25-2020-01-27.geojson", "12020-01-25.geojson",
                                          "2020-13-25.geojson"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(open_dated(&unclear[i], nothing, 1, &front, NULL), MARSAD_OK);
        assert_int_equal(marsad_front_state_at(front, 0)->date.year, 0);
        marsad_front_free(front);
    }
}

static void what_has_no_date_among_dates_is_refused(void **state)
{
    (void)state;
    front_file f = front_begin("dated.geojson", NULL);
    front_line(&f, "'date':'2020-01-27'", BENT, 3);
    front_line(&f, "'date':null", BENT, 3);
    front_refused(&f, 2, "this feature has no date, but others have");
    static const char *const names[] = {"front-2020-01-27.geojson", "front.geojson"};
    static const char *const nothing[] = {"'left':'A'", "'left':'A'"};
    marsad_front *front;
    marsad_error error = {0};
    assert_int_equal(open_dated(names, nothing, 2, &front, &error), MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.file, "/front.geojson"));
    assert_non_null(strstr(error.message, "no date, but others have"));
    assert_null(front);
}

static void dates_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"2020-02-30", "26.01.2020",  "2020-01",           "2020",
                                        "yesterday",  "2020-01-26x", "2020-01-26 morning"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char properties[80];
        snprintf(properties, sizeof properties, "'Date':'%s'", wrong[i]);
        front_file f = front_begin("dated.geojson", NULL);
        front_line(&f, "'Date':''", BENT, 3);
        front_line(&f, properties, BENT, 3);
        front_end(&f);
        marsad_front *front;
        marsad_error error = {0};
        assert_int_equal(marsad_front_open(&f.path, 1, NULL, &front, &error), MARSAD_ERR_INPUT);
        assert_int_equal(error.row, 2);
        assert_string_equal(error.column, "Date");
        assert_non_null(strstr(error.message, wrong[i]));
        unlink(f.path);
    }
}

static void lines_and_areas_of_one_date_do_not_mix(void **state)
{
    (void)state;
    front_file f = front_begin("mixed.geojson", NULL);
    front_line(&f, "'controller':'A'", BENT, 3);
    front_area(&f, "'controller':'A'", BENT, 3);
    front_refused(&f, 2, "this feature is an area, but feature 1 of ");
    f = front_begin("mixed.geojson", NULL);
    front_area(&f, "'controller':'A','date':'2020-01-25'", BENT, 3);
    front_line(&f, "'controller':'A','date':'2020-01-27'", BENT, 3);
    marsad_front *front = front_open(&f, NULL); /* of two dates they may */
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 1);
    assert_int_equal(marsad_front_state_at(front, 1)->area_count, 0);
    marsad_front_free(front);
}

static const char KML_LINE[] = "<Placemark><LineString><coordinates>15,31 16,32</coordinates>"
                               "</LineString></Placemark>";

/* Two folders of a KML are two layers. */
static void the_layer_of_the_front_is_chosen_by_its_name(void **state)
{
    (void)state;
    static const char *const firsts[] = {"control", "front", "roads"};
    for (size_t i = 0; i < 3; i++) {
        const char *path = scratch_path("layers.kml");
        FILE *file = fopen(path, "w");
        fprintf(file,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>"
                "<Folder><name>notes</name>%s%s</Folder><Folder><name>%s</name>%s</Folder>"
                "</Document></kml>",
                KML_LINE, KML_LINE, firsts[i], KML_LINE);
        fclose(file);
        marsad_front *front;
        marsad_error error = {0};
        marsad_status status = marsad_front_open(&path, 1, NULL, &front, &error);
        assert_int_equal(status, i < 2 ? MARSAD_OK : MARSAD_ERR_INPUT);
        if (front) {
            assert_int_equal(marsad_front_state_at(front, 0)->line_count, 1);
        } else {
            assert_non_null(strstr(error.message, "2 layers"));
        }
        marsad_front_free(front);
        unlink(path);
    }
}

/* ---- incidents ----------------------------------------------------------------------------- */

static marsad_events *read_events(const char *text)
{
    const char *path = scratch_text("events.csv", text);
    marsad_events *events = NULL;
    marsad_problems problems = {0};
    marsad_error error = {0};
    if (marsad_events_read(path, NULL, &events, &problems, &error)) {
        fail_msg("%s", error.message);
    }
    marsad_problems_clear(&problems);
    unlink(path);
    return events;
}

static const char EVENTS[] = "date,location,lon,lat,uncertainty_m\n"
                             "2020-01-20,,18.2,27.3,100\n"
                             "2020-01-26,,18.2,27.3,100\n"
                             "2020-01-28,,18.2,27.3,100000\n"
                             ",,18.2,27.3,\n"
                             "2020-01,,18.2,27.3,\n"
                             "2020-02,,18.2,27.3,\n"
                             "2020-01-26,Somewhere,,,\n";

static void incidents_are_related_to_the_front_of_their_date(void **state)
{
    (void)state;
    static const char *const why[] = {
        "before the first front (2020-01-25)",
        "",
        "",
        "no date",
        "the date 2020-01 does not tell whether the front of 2020-01-25 was in force",
        "the date 2020-02 does not tell which of the fronts of 2020-01-27 and 2020-02-03 was in "
        "force",
        "not placed"};
    marsad_front *front = dated();
    marsad_events *events = read_events(EVENTS);
    marsad_event_relation *got;
    assert_int_equal(marsad_front_relate_events(front, events, NO_DATE, &got, NULL), MARSAD_OK);
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(got[i].why_not, why[i]);
        assert_int_equal(got[i].related, why[i][0] == '\0');
    }
    assert_int_equal(got[1].state, 0);
    assert_int_equal(got[2].state, 1);
    assert_true(got[1].relation.controller_certain);
    assert_false(got[2].relation.controller_certain);
    assert_string_equal(front_name(front, got[1].relation.controller), "A");
    assert_string_equal(front_name(front, got[2].relation.controller), "C");
    assert_string_equal(front_name(front, got[0].relation.controller), "-");
    marsad_event_relations_free(got);

    /* At a date that is given, all but what has no place. */
    marsad_date at = {2020, 3, 1};
    assert_int_equal(marsad_front_relate_events(front, events, at, &got, NULL), MARSAD_OK);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(got[i].related, i < 6);
        assert_true(i == 6 || got[i].state == 2);
    }
    marsad_event_relations_free(got);
    marsad_error error = {0};
    at = (marsad_date){2019, 1, 1};
    assert_int_equal(marsad_front_relate_events(front, events, at, &got, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_null(got);
    assert_non_null(strstr(error.message, "no front is in force at 2019-01-01: before the first"));
    marsad_event_relations_free(NULL);
    marsad_events_free(events);
    marsad_front_free(front);
}

static void a_front_without_dates_is_always_in_force(void **state)
{
    (void)state;
    front_file f = front_begin("line.geojson", NULL);
    front_line(&f, "'left':'A'", BENT, 3);
    marsad_front *front = front_open(&f, NULL);
    marsad_events *events = read_events(EVENTS);
    marsad_event_relation *got;
    assert_int_equal(marsad_front_relate_events(front, events, NO_DATE, &got, NULL), MARSAD_OK);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(got[i].related, i < 6);
    }
    marsad_event_relations_free(got);
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status && nth < 100; nth++) {
        mrs_alloc_fail_at(nth);
        status = marsad_front_relate_events(front, events, NO_DATE, &got, NULL);
        mrs_alloc_fail_at(0);
        assert_true(!status == (got != NULL));
        marsad_event_relations_free(got);
    }
    assert_int_equal(status, MARSAD_OK);
    marsad_events_free(events);
    marsad_front_free(front);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    const char *path =
        scratch_text("a.geojson", "{\"type\":\"LineString\",\"coordinates\":[[15,31],[16,32]]}");
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
        cmocka_unit_test(reversing_a_line_swaps_left_and_right),
        cmocka_unit_test(crossing_lines_are_told),
        cmocka_unit_test(a_line_says_nothing_beyond_its_end),
        cmocka_unit_test(useless_lines_are_passed_over),
        cmocka_unit_test(states_are_in_order_of_their_dates),
        cmocka_unit_test(the_state_in_force_is_the_last_begun),
        cmocka_unit_test(a_date_may_stand_in_the_files_name),
        cmocka_unit_test(what_has_no_date_among_dates_is_refused),
        cmocka_unit_test(dates_that_are_none_are_refused),
        cmocka_unit_test(lines_and_areas_of_one_date_do_not_mix),
        cmocka_unit_test(the_layer_of_the_front_is_chosen_by_its_name),
        cmocka_unit_test(incidents_are_related_to_the_front_of_their_date),
        cmocka_unit_test(a_front_without_dates_is_always_in_force),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
