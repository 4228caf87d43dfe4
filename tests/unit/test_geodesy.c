/* geo/: geodesics against geod's figures, compass words, boxes, numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "geo/earth.h"
#include "geo/number.h"
#include "marsad/geodesy.h"

static FILE *open_cases(const char *name)
{
    char path[4096];
    const char *folder = getenv("MARSAD_TESTS");
    snprintf(path, sizeof path, "%s/cases/%s", folder ? folder : "tests", name);
    FILE *file = fopen(path, "r");
    if (!file) {
        fail_msg("cannot open %s", path);
    }
    return file;
}

static double angle_between(double a, double b)
{
    double turn = fabs(fmod(a - b, 360));
    return fmin(turn, 360 - turn);
}

typedef struct geodesic_case {
    marsad_lonlat from, to;
    double distance, azimuth, back;
} geodesic_case;

static int read_geodesic(FILE *file, geodesic_case *out)
{
    char line[256];
    while (fgets(line, sizeof line, file)) {
        if (line[0] != '#' &&
            sscanf(line, "%lf %lf %lf %lf %lf %lf %lf", &out->from.lon, &out->from.lat,
                   &out->to.lon, &out->to.lat, &out->distance, &out->azimuth, &out->back) == 7) {
            return 1;
        }
    }
    return 0;
}

/* An azimuth is as exact as the point that it leads to: short lines have little to go by. */
static double azimuth_tolerance(double distance)
{
    return 1e-8 + 1e-5 / (distance + 0.001);
}

static void check_geodesic(const geodesic_case *c)
{
    marsad_geodesic there = marsad_geodesic_between(c->from, c->to);
    double tolerance = azimuth_tolerance(c->distance);
    assert_true(fabs(there.distance_m - c->distance) < 1e-3);
    assert_true(angle_between(there.azimuth_deg, c->azimuth) < tolerance);
    assert_true(angle_between(there.back_azimuth_deg, c->back) < tolerance);
    assert_true(there.azimuth_deg >= 0 && there.azimuth_deg < 360);
    assert_true(there.back_azimuth_deg >= 0 && there.back_azimuth_deg < 360);
}

/* At a pole an azimuth depends on the longitude that the pole is written with. */
static bool touches_pole(const geodesic_case *c)
{
    return fabs(c->from.lat) == 90 || fabs(c->to.lat) == 90;
}

static void check_mirror(const geodesic_case *c)
{
    marsad_geodesic there = marsad_geodesic_between(c->from, c->to);
    marsad_geodesic back = marsad_geodesic_between(c->to, c->from);
    assert_true(fabs(there.distance_m - back.distance_m) < 1e-8);
    if (!touches_pole(c)) {
        assert_true(angle_between(there.azimuth_deg, back.back_azimuth_deg) < 1e-9);
        assert_true(angle_between(there.back_azimuth_deg, back.azimuth_deg) < 1e-9);
    }
}

static void check_direct(const geodesic_case *c)
{
    marsad_geodesic there = marsad_geodesic_between(c->from, c->to);
    marsad_lonlat end = marsad_geodesic_point(c->from, there.azimuth_deg, there.distance_m);
    assert_true(marsad_geodesic_between(end, c->to).distance_m < 1e-6);
    if (!touches_pole(c)) {
        marsad_lonlat start =
            marsad_geodesic_point(c->to, there.back_azimuth_deg, there.distance_m);
        assert_true(marsad_geodesic_between(start, c->from).distance_m < 1e-6);
    }
    marsad_lonlat ahead = marsad_geodesic_point(c->from, 33, -1234);
    marsad_lonlat behind = marsad_geodesic_point(c->from, 213, 1234);
    assert_true(marsad_geodesic_between(ahead, behind).distance_m < 1e-6);
}

static void geodesics_agree_with_geod(void **state)
{
    (void)state;
    geodesic_case c;
    FILE *file = open_cases("geodesics.tsv");
    int count = 0;
    for (; read_geodesic(file, &c); count++) {
        check_geodesic(&c);
        check_mirror(&c);
        check_direct(&c);
    }
    fclose(file);
    assert_true(count >= 20);
}

static void same_point_has_no_direction(void **state)
{
    (void)state;
    marsad_lonlat points[] = {{13, 32}, {0, 90}, {-180, 10}, {0, -90}, {0, 0}};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        marsad_geodesic line = marsad_geodesic_between(points[i], points[i]);
        assert_true(line.distance_m == 0 && line.azimuth_deg == 0 && line.back_azimuth_deg == 0);
    }
    marsad_geodesic line =
        marsad_geodesic_between((marsad_lonlat){180, 10}, (marsad_lonlat){-180, 10});
    assert_true(line.distance_m == 0);
}

static void azimuths_are_normalised(void **state)
{
    (void)state;
    assert_true(mrs_azimuth_normalise(-1e-20) == 0);
    assert_true(mrs_azimuth_normalise(360) == 0);
    assert_true(!signbit(mrs_azimuth_normalise(-0.0)));
    assert_true(mrs_azimuth_normalise(-90) == 270);
    assert_true(mrs_azimuth_normalise(725) == 5);
    assert_true(mrs_longitude_normalise(180) == 180);
    assert_true(mrs_longitude_normalise(-180) == -180);
    assert_true(mrs_longitude_normalise(190) == -170);
    assert_true(mrs_longitude_normalise(-190) == 170);
    assert_true(mrs_longitude_normalise(540) == -180);
}

static void compass_has_eight_winds(void **state)
{
    (void)state;
    static const struct {
        double azimuth;
        const char *abbreviation, *en, *ar, *fr;
    } cases[] = {
        {0, "N", "north", "شمال", "nord"},
        {22.4999, "N", "north", "شمال", "nord"},
        {22.5, "NE", "north-east", "شمال شرق", "nord-est"},
        {90, "E", "east", "شرق", "est"},
        {135, "SE", "south-east", "جنوب شرق", "sud-est"},
        {180, "S", "south", "جنوب", "sud"},
        {225, "SW", "south-west", "جنوب غرب", "sud-ouest"},
        {270, "W", "west", "غرب", "ouest"},
        {337.4, "NW", "north-west", "شمال غرب", "nord-ouest"},
        {337.5, "N", "north", "شمال", "nord"},
        {-45, "NW", "north-west", "شمال غرب", "nord-ouest"},
        {-1e-20, "N", "north", "شمال", "nord"},
        {3690, "E", "east", "شرق", "est"},
        {1e300, NULL, NULL, NULL, NULL},
        {NAN, "N", "north", "شمال", "nord"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *abbreviation = marsad_compass_abbreviation(cases[i].azimuth);
        assert_non_null(abbreviation);
        if (!cases[i].abbreviation) {
            continue;
        }
        assert_string_equal(abbreviation, cases[i].abbreviation);
        assert_string_equal(marsad_compass_word(cases[i].azimuth, MARSAD_LANG_EN), cases[i].en);
        assert_string_equal(marsad_compass_word(cases[i].azimuth, MARSAD_LANG_AR), cases[i].ar);
        assert_string_equal(marsad_compass_word(cases[i].azimuth, MARSAD_LANG_FR), cases[i].fr);
    }
}

static void languages_have_codes(void **state)
{
    (void)state;
    marsad_lang lang;
    for (int i = MARSAD_LANG_EN; i <= MARSAD_LANG_FR; i++) {
        assert_int_equal(marsad_lang_parse(marsad_lang_code((marsad_lang)i), &lang, NULL), 0);
        assert_int_equal(lang, i);
    }
    static const char *const wrong[] = {"", "EN", "eng", "de", NULL};
    for (size_t i = 0; i < 5; i++) {
        marsad_error error = {0};
        assert_int_equal(marsad_lang_parse(wrong[i], &lang, &error), MARSAD_ERR_USAGE);
        assert_non_null(strstr(error.message, "en, ar or fr"));
    }
}

static void points_are_checked(void **state)
{
    (void)state;
    assert_true(marsad_lonlat_valid((marsad_lonlat){-180, 90}));
    assert_true(marsad_lonlat_valid((marsad_lonlat){180, -90}));
    assert_false(marsad_lonlat_valid((marsad_lonlat){180.0001, 0}));
    assert_false(marsad_lonlat_valid((marsad_lonlat){0, -90.0001}));
    assert_false(marsad_lonlat_valid((marsad_lonlat){NAN, 0}));
    assert_false(marsad_lonlat_valid((marsad_lonlat){0, INFINITY}));
}

static void numbers_are_strict(void **state)
{
    (void)state;
    static const char *const good[] = {"0", "-1.5", "+2", " 3 ", "1e3", "1.", ".5", "-0.25E-2"};
    static const double values[] = {0, -1.5, 2, 3, 1000, 1, 0.5, -0.0025};
    for (size_t i = 0; i < 8; i++) {
        double value;
        assert_true(mrs_number_parse(good[i], strlen(good[i]), &value));
        assert_true(value == values[i]);
    }
    static const char *const bad[] = {"",      " ",   ".",  "-",     "1,5", "0x10",
                                      "inf",   "nan", "1e", "1 2",   "--1", "12a",
                                      "1e999", "٣",   "e5", "1.5.2", "1e+"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 7;
        assert_false(mrs_number_parse(bad[i], strlen(bad[i]), &value));
        assert_true(value == 7);
    }
    double value;
    assert_true(mrs_number_parse("12,34", 2, &value) && value == 12);
}

static void boxes_are_parsed(void **state)
{
    (void)state;
    marsad_bbox box;
    assert_int_equal(marsad_bbox_parse("9.5, 19, 25.5,33.5", &box, NULL), 0);
    assert_true(box.west == 9.5 && box.south == 19 && box.east == 25.5 && box.north == 33.5);
    assert_int_equal(marsad_bbox_parse("170,-20,-170,-10", &box, NULL), 0);
    static const struct {
        const char *text, *part;
    } wrong[] = {
        {"", "four numbers"},         {"1,2,3", "four numbers"},      {"1,2,3,4,5", "four numbers"},
        {"1,2,x,4", "east edge"},     {"1,,3,4", "south edge"},       {"0x1,2,3,4", "west edge"},
        {"1,91,3,92", "between -90"}, {"-181,2,3,4", "between -180"}, {"1,5,3,4", "not south of"},
        {"1,4,3,4", "not south of"},  {"3,2,3,4", "both 3"},          {"nan,2,3,4", "west edge"},
        {NULL, "four numbers"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        marsad_error error = {0};
        assert_int_equal(marsad_bbox_parse(wrong[i].text, &box, &error), MARSAD_ERR_USAGE);
        if (!strstr(error.message, wrong[i].part)) {
            fail_msg("\"%s\": %s", wrong[i].text, error.message);
        }
    }
}

static void boxes_contain_their_edges(void **state)
{
    (void)state;
    marsad_bbox box = {.west = 10, .south = 20, .east = 30, .north = 40};
    assert_true(marsad_bbox_contains(box, (marsad_lonlat){10, 20}));
    assert_true(marsad_bbox_contains(box, (marsad_lonlat){30, 40}));
    assert_false(marsad_bbox_contains(box, (marsad_lonlat){9.999, 30}));
    assert_false(marsad_bbox_contains(box, (marsad_lonlat){20, 40.001}));
    assert_false(marsad_bbox_contains(box, (marsad_lonlat){NAN, 30}));
    marsad_bbox across = {.west = 170, .south = -5, .east = -170, .north = 5};
    assert_true(marsad_bbox_contains(across, (marsad_lonlat){180, 0}));
    assert_true(marsad_bbox_contains(across, (marsad_lonlat){-180, 0}));
    assert_true(marsad_bbox_contains(across, (marsad_lonlat){-170, 0}));
    assert_false(marsad_bbox_contains(across, (marsad_lonlat){0, 0}));
    marsad_bbox to_the_line = {.west = 170, .south = -5, .east = 180, .north = 5};
    assert_true(marsad_bbox_contains(to_the_line, (marsad_lonlat){-180, 0}));
}

/* The box holds every point of the circle, and touches it on all four sides. */
static void check_box_around(marsad_lonlat centre, double radius)
{
    marsad_bbox box = marsad_bbox_around(centre, radius);
    double gap[4] = {1, 1, 1, 1};
    for (int azimuth = 0; azimuth < 3600; azimuth++) {
        marsad_lonlat p = marsad_geodesic_point(centre, azimuth / 10.0, radius);
        double east = mrs_azimuth_normalise(box.east - p.lon + 1e-7) - 1e-7;
        double west = mrs_azimuth_normalise(p.lon - box.west + 1e-7) - 1e-7;
        assert_true(p.lat <= box.north + 1e-10 && p.lat >= box.south - 1e-10);
        if (box.west != -180 || box.east != 180) {
            assert_true(east > -1e-8 && east < 180 && west > -1e-8 && west < 180);
        }
        gap[0] = fmin(gap[0], box.north - p.lat);
        gap[1] = fmin(gap[1], p.lat - box.south);
        gap[2] = fmin(gap[2], east);
        gap[3] = fmin(gap[3], west);
    }
    double scale = radius / 1e5 * 1e-4 / fmax(0.01, cos(centre.lat * 0.0174533));
    for (int i = 0; i < 4; i++) {
        bool whole_turn = box.west == -180 && box.east == 180;
        if (!(whole_turn && i > 1) && !(i == 0 && box.north == 90) &&
            !(i == 1 && box.south == -90)) {
            assert_true(gap[i] < scale);
        }
    }
}

static void boxes_around_hold_the_circle(void **state)
{
    (void)state;
    check_box_around((marsad_lonlat){13.2, 32.9}, 50000);
    check_box_around((marsad_lonlat){13.2, 32.9}, 1);
    check_box_around((marsad_lonlat){179.9, -17}, 50000);
    check_box_around((marsad_lonlat){-179.9, 71}, 200000);
    check_box_around((marsad_lonlat){20, 0}, 3000000);
    check_box_around((marsad_lonlat){20, 85}, 500000);
    marsad_bbox crossing = marsad_bbox_around((marsad_lonlat){179.9, -17}, 50000);
    assert_true(crossing.west > crossing.east);
    marsad_bbox polar = marsad_bbox_around((marsad_lonlat){20, 89}, 200000);
    assert_true(polar.west == -180 && polar.east == 180 && polar.north == 90 && polar.south > 86);
    marsad_bbox all = marsad_bbox_around((marsad_lonlat){0, 0}, 2.1e7);
    assert_true(all.south == -90 && all.north == 90 && all.west == -180 && all.east == 180);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(geodesics_agree_with_geod), cmocka_unit_test(same_point_has_no_direction),
        cmocka_unit_test(azimuths_are_normalised),   cmocka_unit_test(compass_has_eight_winds),
        cmocka_unit_test(languages_have_codes),      cmocka_unit_test(points_are_checked),
        cmocka_unit_test(numbers_are_strict),        cmocka_unit_test(boxes_are_parsed),
        cmocka_unit_test(boxes_contain_their_edges), cmocka_unit_test(boxes_around_hold_the_circle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
