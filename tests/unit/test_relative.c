/* resolve/relative: circles for relative locations, from cases/relative.tsv, and their mirrors;
 * resolve/precision. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "base/memory.h"
#include "resolve/circle.h"
#include "resolve/precision.h"
#include "resolve/relative.h"
#include "tsv_cases.h"

static marsad_roads *basemap;

static int open_basemap(void **state)
{
    (void)state;
    return marsad_roads_open("geodata/basemap.gpkg", &basemap, NULL) == MARSAD_OK ? 0 : -1;
}

static int close_basemap(void **state)
{
    (void)state;
    marsad_roads_free(basemap);
    return 0;
}

/* ---- the table's notation ------------------------------------------------------------------ */

/* A place whose strings live with it. */
typedef struct test_place {
    char name[64], code[16];
    marsad_place place;
} test_place;

static int read_place(const char *text, test_place *out)
{
    double extent;
    long population;
    if (sscanf(text, "%63s %lf,%lf %lf %15s %ld", out->name, &out->place.at.lon, &out->place.at.lat,
               &extent, out->code, &population) != 6) {
        return 0;
    }
    for (char *c = out->name; *c; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    out->place.name = out->name;
    out->place.feature_code = out->code;
    out->place.uncertainty_m = extent * 1000;
    out->place.population = population;
    return 1;
}

static int read_kind(const char *word, mrs_relation_kind *out)
{
    static const char *const kinds[] = {"offset", "distance", "direction", "part", "around",
                                        "near",   "between",  "midway",    "road", "along"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(word, kinds[i]) == 0) {
            *out = (mrs_relation_kind)i;
            return 1;
        }
    }
    return 0;
}

static int read_figure(const char *word, mrs_relation *out)
{
    if (sscanf(word, "az%lf~%lf", &out->azimuth_deg, &out->azimuth_tol_deg) == 2) {
        out->has_direction = true;
    } else if (sscanf(word, "%lf~%lf", &out->distance_m, &out->distance_tol_m) == 2) {
        out->has_distance = true;
        out->distance_m *= 1000;
        out->distance_tol_m *= 1000;
    } else {
        return 0;
    }
    return 1;
}

static int read_relation(const char *text, mrs_relation *out)
{
    char words[3][32] = {{0}};
    *out = (mrs_relation){0};
    int count = sscanf(text, "%31s %31s %31s", words[0], words[1], words[2]);
    int good = read_kind(words[0], &out->kind);
    for (int i = 1; i < count; i++) {
        good = good && read_figure(words[i], out);
    }
    return good;
}

/* A relation with its anchors; the pointers stand only while it does. */
typedef struct subject {
    mrs_relation relation;
    test_place places[2];
    const marsad_place *anchors[2];
} subject;

static void read_subject(const char *relation, const char *anchors, subject *out)
{
    *out = (subject){0};
    const char *second = strchr(anchors, ';');
    if (!read_relation(relation, &out->relation) || !read_place(anchors, &out->places[0]) ||
        (second && !read_place(second + 1, &out->places[1]))) {
        fail_msg("cannot read \"%s\" of \"%s\"", relation, anchors);
    }
    out->relation.anchor_count = second ? 2 : 1;
    out->anchors[0] = &out->places[0].place;
    out->anchors[1] = &out->places[1].place;
}

static mrs_relative place(const subject *s)
{
    mrs_relative out;
    marsad_error error = {0};
    if (mrs_relative_place(&s->relation, s->anchors, basemap, &out, &error) != MARSAD_OK) {
        fail_msg("%s: %s", s->places[0].name, error.message);
    }
    return out;
}

static mrs_relative place_text(const char *relation, const char *anchors)
{
    subject s;
    read_subject(relation, anchors, &s);
    return place(&s);
}

static double apart(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

static const char MISRATA[] = "Misrata 15.091,32.375 3 PPLA 386120";
static const char MISRATA_SIRTE[] =
    "Misrata 15.091,32.375 3 PPLA 386120;Sirte 16.586,31.206 3 PPLA 128123";
static const char SIRTE_MISRATA[] =
    "Sirte 16.586,31.206 3 PPLA 128123;Misrata 15.091,32.375 3 PPLA 386120";

/* ---- the table ----------------------------------------------------------------------------- */

enum { RELATION, ANCHORS, TRUTH, LARGEST, BY, HOW };

static int holds_truth(const mrs_relative *found, const char *truths, long row)
{
    int good = 1;
    for (const char *truth = truths; truth; truth = strchr(truth, ';')) {
        truth += *truth == ';';
        marsad_lonlat at;
        if (sscanf(truth, "%lf,%lf", &at.lon, &at.lat) != 2) {
            fail_msg("row %ld: cannot read the truth", row);
        }
        double off = apart(found->at, at);
        if (off > found->uncertainty_m) {
            print_error("row %ld: %.4f,%.4f is %.1f km off, the circle's radius %.1f km\n", row,
                        at.lon, at.lat, off / 1000, found->uncertainty_m / 1000);
            good = 0;
        }
    }
    return good;
}

static int check_row(const tsv_cases *cases)
{
    mrs_relative found = place_text(cases->fields[RELATION], cases->fields[ANCHORS]);
    int good = holds_truth(&found, cases->fields[TRUTH], cases->row);
    if (found.uncertainty_m > 1000 * atof(cases->fields[LARGEST])) {
        print_error("row %ld: the radius is %.1f km\n", cases->row, found.uncertainty_m / 1000);
        good = 0;
    }
    if (found.by_road != (strcmp(cases->fields[BY], "road") == 0)) {
        print_error("row %ld: it was placed %sby road\n", cases->row, found.by_road ? "" : "not ");
        good = 0;
    }
    if (!strstr(found.how, cases->fields[HOW])) {
        print_error("row %ld: it says \"%s\"\n", cases->row, found.how);
        good = 0;
    }
    mrs_relative_clear(&found);
    return good;
}

static void circles_hold_the_truth(void **state)
{
    (void)state;
    tsv_cases cases;
    int rows = 0;
    int bad = 0;
    assert_true(tsv_cases_open(&cases, "relative.tsv"));
    for (; tsv_cases_next(&cases); rows++) {
        bad += !check_row(&cases);
    }
    assert_true(rows > 50);
    assert_int_equal(bad, 0);
}

/* ---- mirrors ------------------------------------------------------------------------------- */

static void the_order_of_two_places_does_not_matter(void **state)
{
    (void)state;
    static const char *const kinds[] = {"between", "midway", "road"};
    for (size_t i = 0; i < 3; i++) {
        mrs_relative one = place_text(kinds[i], MISRATA_SIRTE);
        mrs_relative other = place_text(kinds[i], SIRTE_MISRATA);
        assert_memory_equal(&one.at, &other.at, sizeof one.at);
        assert_true(one.uncertainty_m == other.uncertainty_m);
        assert_string_not_equal(one.how, other.how);
        mrs_relative_clear(&one);
        mrs_relative_clear(&other);
    }
}

static void along_from_both_ends_meets(void **state)
{
    (void)state;
    subject s;
    read_subject("midway", MISRATA_SIRTE, &s);
    marsad_road_path path;
    assert_int_equal(
        marsad_roads_between(basemap, s.anchors[0]->at, s.anchors[1]->at, 5000, &path, NULL),
        MARSAD_OK);
    read_subject("along 80~1", MISRATA_SIRTE, &s);
    mrs_relative one = place(&s);
    read_subject("along 80~1", SIRTE_MISRATA, &s);
    s.relation.distance_m = path.length_m - 80000;
    mrs_relative other = place(&s);
    assert_true(apart(one.at, other.at) < 0.01);
    mrs_relative_clear(&one);
    mrs_relative_clear(&other);
    marsad_road_path_clear(&path);
}

static void there_and_back_returns(void **state)
{
    (void)state;
    for (int azimuth = 0; azimuth < 360; azimuth += 45) {
        subject s;
        read_subject("offset 15~0.5 az0~22.5", MISRATA, &s);
        marsad_lonlat start = s.places[0].place.at;
        s.relation.azimuth_deg = azimuth;
        mrs_relative there = place(&s);
        assert_true(fabs(apart(start, there.at) - 15000) < 1e-3);
        s.places[0].place.at = there.at;
        s.relation.azimuth_deg = azimuth + 180;
        mrs_relative back = place(&s);
        assert_true(apart(start, back.at) < 50); /* meridians converge */
        mrs_relative_clear(&there);
        mrs_relative_clear(&back);
    }
}

/* ---- growth -------------------------------------------------------------------------------- */

static double radius_of(const char *relation, const char *anchors)
{
    mrs_relative found = place_text(relation, anchors);
    double radius = found.uncertainty_m;
    mrs_relative_clear(&found);
    return radius;
}

static void expect_growth(const char *const *relations, const char *anchors)
{
    double before = 0;
    for (; *relations; relations++) {
        double radius = radius_of(*relations, anchors);
        if (radius <= before) {
            fail_msg("%s: %g is not more than %g", *relations, radius, before);
        }
        before = radius;
    }
}

static void radii_grow_with_what_is_left_open(void **state)
{
    (void)state;
    expect_growth((const char *[]){"offset 15~0.5 az180~11.25", "offset 15~0.5 az180~22.5",
                                   "offset 15~5 az180~22.5", "offset 30~5 az180~22.5", NULL},
                  MISRATA);
    expect_growth((const char *[]){"distance 10~1", "distance 10~5", "distance 20~5", NULL},
                  MISRATA);
    expect_growth((const char *[]){"part az0~22.5", "around", "near", "road", NULL}, MISRATA);
    expect_growth((const char *[]){"direction az0~11.25", "direction az0~22.5", "direction az0~45",
                                   "direction az0~90", NULL},
                  MISRATA);
    expect_growth((const char *[]){"part az0~11.25", "part az0~22.5", "part az0~45", NULL},
                  MISRATA);
    expect_growth(
        (const char *[]){"along 20~1", "along 20~10", "along 100~10", "midway", "between", NULL},
        MISRATA_SIRTE);
}

static void larger_anchors_leave_more_open(void **state)
{
    (void)state;
    static const char *const places[] = {"Gate 13,32 0.5 AIRP 0",      "Hamlet 13,32 0.5 PPL 500",
                                         "Town 13,32 2 PPL 20000",     "City 13,32 3 PPLA 200000",
                                         "Large 13,32 8 PPLC 2000000", "Region 13,32 100 ADM1 0"};
    static const char *const relations[] = {"near", "around", "direction az90~22.5"};
    for (size_t r = 0; r < 3; r++) {
        double before = 0;
        for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
            double radius = radius_of(relations[r], places[p]);
            assert_true(radius > before);
            before = radius;
        }
    }
    /* Without a population the code and the extent tell. */
    assert_true(radius_of("near", "A 13,32 1 PPLA 0") == radius_of("near", "A 13,32 1 PPL 200000"));
    assert_true(radius_of("near", "A 13,32 1 PPLA2 0") == radius_of("near", "A 13,32 1 PPL 20000"));
    assert_true(radius_of("near", "A 13,32 3 PPL 0") == radius_of("near", "A 13,32 3 PPL 20000"));
    assert_true(radius_of("near", "A 13,32 1 STLMT 0") == radius_of("near", "A 13,32 1 PPL 100"));
    assert_true(radius_of("near", "A 13,32 1 PPLX 9") < radius_of("near", "A 13,32 1 PPL 100"));
    assert_true(radius_of("near", "A 13,32 99 DSRT 0") == 1.5 * 99000);
}

/* ---- sectors and paths --------------------------------------------------------------------- */

static void sectors_are_held_and_no_more(void **state)
{
    (void)state;
    marsad_lonlat middle = {13, 32};
    for (double angle = 0; angle <= 90; angle += 7.5) {
        for (double inner = 0; inner <= 40000; inner += 10000) {
            mrs_circle circle = mrs_circle_of_sector(middle, inner, 40000, 60, angle);
            double most = 0;
            for (int i = -10; i <= 10; i++) {
                double azimuth = 60 + angle * i / 10;
                marsad_lonlat near = marsad_geodesic_point(middle, azimuth, inner);
                marsad_lonlat far = marsad_geodesic_point(middle, azimuth, 40000);
                most = fmax(most, fmax(apart(circle.centre, near), apart(circle.centre, far)));
            }
            assert_true(fabs(most - circle.radius_m) < 2);
        }
    }
}

static void paths_are_held_by_small_circles(void **state)
{
    (void)state;
    marsad_lonlat points[3] = {{10, 0}, {10.3, 0.4}, {11, 0}};
    double along[3] = {0, 55328, 144917};
    for (int i = 1; i < 3; i++) {
        along[i] = along[i - 1] + apart(points[i - 1], points[i]);
    }
    marsad_road_path path = {.points = points, .along_m = along, .count = 3, .length_m = along[2]};
    mrs_circle circle;
    assert_int_equal(mrs_circle_of_path(&path, 0, along[2], &circle, NULL), MARSAD_OK);
    assert_true(apart(circle.centre, (marsad_lonlat){10.5, 0}) < 200);
    assert_true(fabs(circle.radius_m - 55660) < 200);
    /* A stretch of one leg: its middle. */
    assert_int_equal(mrs_circle_of_path(&path, 10000, 30000, &circle, NULL), MARSAD_OK);
    assert_true(apart(circle.centre, marsad_road_path_point(&path, 20000)) < 1);
    assert_true(fabs(circle.radius_m - 10000) < 1);
}

/* ---- words that lack something, places that nearly touch ----------------------------------- */

static void what_is_lacking_widens_the_meaning(void **state)
{
    (void)state;
    assert_true(radius_of("offset 20~1", MISRATA) == radius_of("distance 20~1", MISRATA));
    assert_true(radius_of("offset az90~22.5", MISRATA) ==
                radius_of("direction az90~22.5", MISRATA));
    assert_true(radius_of("direction 20~1 az90~22.5", MISRATA) ==
                radius_of("offset 20~1 az90~22.5", MISRATA));
    assert_true(radius_of("distance", MISRATA) == radius_of("near", MISRATA));
    assert_true(radius_of("part", MISRATA) == radius_of("around", MISRATA));
    assert_true(radius_of("along", MISRATA_SIRTE) == radius_of("road", MISRATA_SIRTE));
    assert_true(radius_of("along", MISRATA) == radius_of("road", MISRATA));
}

static void places_that_overlap_have_a_middle(void **state)
{
    (void)state;
    static const char touching[] =
        "Tripoli 13.185,32.89 8 PPLC 1150989;Airport 13.276,32.894 1.5 AIRP 0";
    static const char *const kinds[] = {"between", "road", "midway"};
    for (size_t i = 0; i < 3; i++) {
        mrs_relative found = place_text(kinds[i], touching);
        assert_true(apart(found.at, (marsad_lonlat){13.23, 32.892}) < 1500);
        assert_true(found.uncertainty_m > 2000 && found.uncertainty_m < 9000);
        mrs_relative_clear(&found);
    }
}

static void bounds_are_kept(void **state)
{
    (void)state;
    assert_true(radius_of("distance 0~0", "Point 13,32 0 AIRP 0") == 100);
    assert_true(radius_of("distance 20003~20003", "Pole 0,90 5 PPL 0") <= 20003931);
    assert_true(radius_of("near", "World 0,0 20000 RGN 0") <= 20003931);
    subject s;
    read_subject("near", MISRATA, &s);
    s.places[0].place.name = "";
    s.places[0].place.name_ar = "مصراتة";
    mrs_relative found = place(&s);
    assert_string_equal(found.how, "near مصراتة, within 18 km");
    mrs_relative_clear(&found);
    s.places[0].place.name_ar = NULL;
    found = place(&s);
    assert_string_equal(found.how, "near the place, within 18 km");
    mrs_relative_clear(&found);
    mrs_relative_clear(NULL);
}

static void without_roads_the_line_is_taken(void **state)
{
    (void)state;
    subject s;
    mrs_relative found;
    read_subject("midway", MISRATA_SIRTE, &s);
    assert_int_equal(mrs_relative_place(&s.relation, s.anchors, NULL, &found, NULL), MARSAD_OK);
    assert_false(found.by_road);
    double half = apart(s.anchors[0]->at, s.anchors[1]->at) / 2;
    assert_true(fabs(apart(found.at, s.anchors[0]->at) - half) < 1e-3);
    mrs_relative_clear(&found);
}

/* ---- faults -------------------------------------------------------------------------------- */

static void expect_fault(const subject *s, marsad_status status, const char *part)
{
    mrs_relative found;
    marsad_error error;
    assert_int_equal(mrs_relative_place(&s->relation, s->anchors, basemap, &found, &error), status);
    assert_null(found.how);
    assert_non_null(strstr(error.message, part));
    assert_int_equal(mrs_relative_place(&s->relation, s->anchors, basemap, &found, NULL), status);
}

static void what_cannot_be_is_an_error(void **state)
{
    (void)state;
    subject s;
    static const char twice[] = "A 13,32 1 PPL 0;B 13,32 1 PPL 0";
    static const char *const kinds[] = {"between", "midway", "road", "along 5~1"};
    for (size_t i = 0; i < 4; i++) {
        read_subject(kinds[i], twice, &s);
        expect_fault(&s, MARSAD_ERR_INPUT, "A and B are the same place");
    }
    read_subject("along 600~5", MISRATA_SIRTE, &s);
    expect_fault(&s, MARSAD_ERR_INPUT, "from Misrata, so nothing on the way is 600 km from it");
    read_subject("between", MISRATA, &s);
    expect_fault(&s, MARSAD_ERR_USAGE, "two places");
    read_subject("near", MISRATA, &s);
    s.relation.anchor_count = 0;
    expect_fault(&s, MARSAD_ERR_USAGE, "a place");
    s.relation.anchor_count = 3;
    expect_fault(&s, MARSAD_ERR_USAGE, "a place");
}

static void numbers_out_of_range_are_errors(void **state)
{
    (void)state;
    static const double bad[] = {-1, 3e7, NAN, INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        subject s;
        read_subject("offset 15~0.5 az180~22.5", MISRATA, &s);
        s.relation.distance_m = bad[i];
        expect_fault(&s, MARSAD_ERR_USAGE, "distance");
        s.relation.distance_m = 1;
        s.relation.distance_tol_m = bad[i];
        expect_fault(&s, MARSAD_ERR_USAGE, "distance");
        s.relation.distance_tol_m = 1;
        s.relation.azimuth_tol_deg = bad[i];
        expect_fault(&s, MARSAD_ERR_USAGE, "direction");
        s.relation.azimuth_tol_deg = 1;
        s.places[0].place.uncertainty_m = bad[i];
        expect_fault(&s, MARSAD_ERR_USAGE, "not usable");
    }
    subject s;
    read_subject("offset 15~0.5 az180~22.5", MISRATA, &s);
    s.relation.azimuth_deg = NAN;
    expect_fault(&s, MARSAD_ERR_USAGE, "direction");
    read_subject("near", MISRATA, &s);
    s.places[0].place.at.lat = 91;
    expect_fault(&s, MARSAD_ERR_USAGE, "not usable");
    s.anchors[0] = NULL;
    expect_fault(&s, MARSAD_ERR_USAGE, "not usable");
}

static void memory_that_is_out_is_an_error(void **state)
{
    (void)state;
    static const char *const relations[] = {"between", "midway", "along 50~5", "near"};
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        subject s;
        read_subject(relations[i], MISRATA_SIRTE, &s);
        for (long nth = 1;; nth++) {
            mrs_relative found;
            mrs_alloc_fail_at(nth);
            marsad_status status =
                mrs_relative_place(&s.relation, s.anchors, basemap, &found, NULL);
            mrs_alloc_fail_at(0);
            if (status == MARSAD_OK) {
                assert_true(nth > 1);
                mrs_relative_clear(&found);
                break;
            }
            assert_int_equal(status, MARSAD_ERR_MEMORY);
            assert_null(found.how);
        }
    }
}

/* ---- precision codes ----------------------------------------------------------------------- */

static void precision_follows_the_conventions(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        double uncertainty_km;
        bool relative;
        int where_prec, geo_precision;
    } rows[] = {
        {"PPL", 3, false, 1, 1},    {"PPLX", 1.5, false, 1, 1}, {"AIRP", 2, false, 1, 1},
        {"", 0.1, false, 1, 1},     {"PPL", 8, true, 2, 2},     {"INSM", 25, true, 2, 2},
        {"PPLA", 30, true, 5, 2},   {"PPLA", 50, true, 5, 2},   {"PPLA", 70, true, 5, 3},
        {"ADM2", 40, false, 3, 2},  {"ADM3", 10, false, 3, 2},  {"ADM1", 120, false, 4, 3},
        {"ADM1H", 120, true, 4, 3}, {"PCLI", 700, false, 6, 3}, {"PCLI", 800, true, 5, 3},
        {"PCLD", 20, false, 6, 3},  {"WAD", 10, false, 5, 2},   {"RDA", 10, false, 5, 2},
        {"RDJCT", 1, false, 1, 1},  {"DSRT", 300, false, 5, 3}, {"SEA", 500, false, 7, 3},
        {"OCN", 500, true, 7, 3},   {"FRST", 40, false, 5, 2},  {"LK", 60, false, 5, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char code[8];
        snprintf(code, sizeof code, "%s", rows[i].code);
        marsad_place at = {.feature_code = code, .uncertainty_m = rows[i].uncertainty_km * 1000};
        if (mrs_where_prec(&at, rows[i].relative) != rows[i].where_prec ||
            mrs_geo_precision(&at, rows[i].relative) != rows[i].geo_precision) {
            fail_msg("%s: %d and %d", code, mrs_where_prec(&at, rows[i].relative),
                     mrs_geo_precision(&at, rows[i].relative));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(circles_hold_the_truth),
        cmocka_unit_test(the_order_of_two_places_does_not_matter),
        cmocka_unit_test(along_from_both_ends_meets),
        cmocka_unit_test(there_and_back_returns),
        cmocka_unit_test(radii_grow_with_what_is_left_open),
        cmocka_unit_test(larger_anchors_leave_more_open),
        cmocka_unit_test(sectors_are_held_and_no_more),
        cmocka_unit_test(paths_are_held_by_small_circles),
        cmocka_unit_test(what_is_lacking_widens_the_meaning),
        cmocka_unit_test(places_that_overlap_have_a_middle),
        cmocka_unit_test(bounds_are_kept),
        cmocka_unit_test(without_roads_the_line_is_taken),
        cmocka_unit_test(what_cannot_be_is_an_error),
        cmocka_unit_test(numbers_out_of_range_are_errors),
        cmocka_unit_test(memory_that_is_out_is_an_error),
        cmocka_unit_test(precision_follows_the_conventions),
    };
    return cmocka_run_group_tests(tests, open_basemap, close_basemap);
}
