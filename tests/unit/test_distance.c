/* geo/matrix and geo/unit: many geodesics at once against one at a time, units, and lengths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "marsad/geodesy.h"
#include "tsv_cases.h"

enum { MOST = 6000 };

/* Where a formula may go wrong, and what lies between. */
static const marsad_lonlat SPECIAL[] = {
    {0, 90}, {45, 90},     {-120, -90}, {180, 0},     {-180, 0},       {180, 52.3},  {-180, 52.3},
    {0, 0},  {179.9, 0.1}, {-0.1, 0},   {13.2, 32.9}, {-166.8, -32.9}, {13.2, 32.9},
};

enum { SPECIALS = sizeof SPECIAL / sizeof *SPECIAL };

static double chance(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static void make_points(marsad_lonlat *points, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        points[i] = i < SPECIALS
                        ? SPECIAL[i]
                        : (marsad_lonlat){chance(&seed) * 360 - 180, chance(&seed) * 180 - 90};
    }
}

static bool is_same(marsad_geodesic a, marsad_geodesic b)
{
    return a.distance_m == b.distance_m && a.azimuth_deg == b.azimuth_deg &&
           a.back_azimuth_deg == b.back_azimuth_deg;
}

static double turn(double a, double b)
{
    double angle = fabs(fmod(a - b, 360));
    return fmin(angle, 360 - angle);
}

static marsad_geodesic *measure(const marsad_lonlat *from, size_t from_count,
                                const marsad_lonlat *to, size_t to_count, unsigned threads)
{
    marsad_error error = {0};
    marsad_geodesic *out = calloc(from_count * to_count + 1, sizeof *out);
    assert_non_null(out);
    if (marsad_geodesic_matrix(from, from_count, to, to_count, threads, out, &error)) {
        fail_msg("%s", error.message);
    }
    return out;
}

static void cells_are_the_geodesics(void **state)
{
    (void)state;
    static marsad_lonlat from[150], to[90];
    make_points(from, 150, 1);
    make_points(to, 90, 2);
    marsad_geodesic *lines = measure(from, 150, to, 90, 0);
    for (size_t i = 0; i < 150 * 90; i++) {
        assert_true(is_same(lines[i], marsad_geodesic_between(from[i / 90], to[i % 90])));
    }
    free(lines);
}

/* Of points among themselves, the way back is the mirror of the way there. */
static void a_square_is_its_own_mirror(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    static marsad_lonlat points[COUNT];
    make_points(points, COUNT, 3);
    marsad_geodesic *lines = measure(points, COUNT, points, COUNT, 0);
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(is_same(lines[i * COUNT + i], (marsad_geodesic){0, 0, 0}));
        for (size_t j = i + 1; j < COUNT; j++) {
            marsad_geodesic there = lines[i * COUNT + j], back = lines[j * COUNT + i];
            marsad_geodesic mirror = {there.distance_m, there.back_azimuth_deg, there.azimuth_deg};
            assert_true(is_same(there, marsad_geodesic_between(points[i], points[j])));
            assert_true(is_same(back, mirror));
        }
    }
    free(lines);
}

/* The mirror is what would be measured the other way, where there is one shortest line only. */
static void the_mirror_is_the_way_back(void **state)
{
    (void)state;
    enum { COUNT = 120 };
    static marsad_lonlat points[COUNT + SPECIALS];
    make_points(points, COUNT + SPECIALS, 4);
    const marsad_lonlat *own = points + SPECIALS;
    marsad_geodesic *lines = measure(own, COUNT, own, COUNT, 2);
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < COUNT; j++) {
            marsad_geodesic line = marsad_geodesic_between(own[i], own[j]);
            const marsad_geodesic *cell = &lines[i * COUNT + j];
            assert_true(fabs(line.distance_m - cell->distance_m) < 1e-7);
            assert_true(turn(line.azimuth_deg, cell->azimuth_deg) < 1e-7);
            assert_true(turn(line.back_azimuth_deg, cell->back_azimuth_deg) < 1e-7);
        }
    }
    free(lines);
}

static void check_threads(const marsad_lonlat *from, size_t from_count, const marsad_lonlat *to,
                          size_t to_count)
{
    static const unsigned threads[] = {2, 3, 7, 300, 0};
    marsad_geodesic *alone = measure(from, from_count, to, to_count, 1);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        marsad_geodesic *shared = measure(from, from_count, to, to_count, threads[i]);
        assert_memory_equal(alone, shared, from_count * to_count * sizeof *alone);
        free(shared);
    }
    free(alone);
}

static void any_number_of_threads_gives_the_same(void **state)
{
    (void)state;
    static marsad_lonlat a[MOST], b[MOST];
    make_points(a, MOST, 5);
    make_points(b, MOST, 6);
    static const size_t shapes[][2] = {{1, MOST}, {MOST, 1}, {2, 3000},  {3, 1400},
                                       {64, 64},  {65, 63},  {129, 200}, {1, 1}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        check_threads(a, shapes[i][0], b, shapes[i][1]);
    }
    check_threads(a, 1, a, 1);
    check_threads(a, 63, a, 63);
    check_threads(a, 64, a, 64);
    check_threads(a, 65, a, 65);
    check_threads(a, 250, a, 250);
    check_threads(a, 250, a, 130); /* the same array, but not the same list */
}

/* Cells of a long row, of which no tile's edge may be left out. */
static void long_rows_are_whole(void **state)
{
    (void)state;
    static marsad_lonlat to[MOST];
    make_points(to, MOST, 7);
    marsad_lonlat from[3] = {{13.2, 32.9}, {-70, -33}, {179, 60}};
    marsad_geodesic *wide = measure(from, 3, to, MOST, 2);
    marsad_geodesic *tall = measure(to, MOST, from, 3, 2);
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < MOST; j++) {
            assert_true(is_same(wide[i * MOST + j], marsad_geodesic_between(from[i], to[j])));
            assert_true(is_same(tall[j * 3 + i], marsad_geodesic_between(to[j], from[i])));
        }
    }
    free(wide);
    free(tall);
}

static void the_published_values_are_met(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "geodesics.tsv"));
    cases.started = 1; /* a table without a header */
    int count = 0;
    while (tsv_cases_next(&cases)) {
        double f[7];
        for (int i = 0; i < 7; i++) {
            f[i] = strtod(cases.fields[i], NULL);
        }
        marsad_lonlat ends[2] = {{f[0], f[1]}, {f[2], f[3]}};
        marsad_geodesic *lines = measure(ends, 2, ends, 2, 1);
        double slack = 1e-8 + 1e-5 / (f[4] + 0.001); /* of an azimuth, by its line's length */
        if (!(fabs(lines[1].distance_m - f[4]) < 1e-6) ||
            !(lines[2].distance_m == lines[1].distance_m) ||
            !(turn(lines[1].azimuth_deg, f[5]) < slack) ||
            !(turn(lines[1].back_azimuth_deg, f[6]) < slack)) {
            fail_msg("line %ld: %.9f %.12f %.12f", cases.row, lines[1].distance_m,
                     lines[1].azimuth_deg, lines[1].back_azimuth_deg);
        }
        free(lines);
        count++;
    }
    assert_true(count >= 40);
}

static void points_off_the_earth_are_refused(void **state)
{
    (void)state;
    const marsad_lonlat good[2] = {{0, 0}, {1, 1}};
    const marsad_lonlat bad[][2] = {{{0, 0}, {0, 91}}, {{0, 0}, {NAN, 0}}, {{0, 0}, {-180.5, 0}}};
    for (size_t i = 0; i < 3; i++) {
        marsad_geodesic out[4] = {{.distance_m = 7}};
        marsad_error error = {0};
        assert_int_equal(marsad_geodesic_matrix(good, 2, bad[i], 2, 1, out, &error),
                         MARSAD_ERR_USAGE);
        assert_non_null(strstr(error.message, "point 2"));
        assert_int_equal(marsad_geodesic_matrix(bad[i], 2, bad[i], 2, 1, out, NULL),
                         MARSAD_ERR_USAGE);
        assert_true(out[0].distance_m == 7);
    }
}

static void nothing_is_measured_to_nothing(void **state)
{
    (void)state;
    const marsad_lonlat point = {1, 2};
    marsad_geodesic out = {.distance_m = 7};
    assert_int_equal(marsad_geodesic_matrix(&point, 1, &point, 0, 0, &out, NULL), MARSAD_OK);
    assert_int_equal(marsad_geodesic_matrix(&point, 0, &point, 1, 0, &out, NULL), MARSAD_OK);
    assert_int_equal(marsad_geodesic_matrix(NULL, 0, NULL, 0, 0, NULL, NULL), MARSAD_OK);
    assert_true(out.distance_m == 7);
}

static void units_are_known(void **state)
{
    (void)state;
    static const double metres[] = {1000, 1609.344, 1852};
    static const char *const texts[] = {"km", "mi", "nmi"};
    for (int i = 0; i < 3; i++) {
        marsad_unit unit;
        assert_int_equal(marsad_unit_parse(texts[i], &unit, NULL), MARSAD_OK);
        assert_int_equal(unit, i);
        assert_string_equal(marsad_unit_text(unit), texts[i]);
        assert_true(marsad_unit_metres(unit) == metres[i]);
    }
    static const char *const wrong[] = {"", "KM", "m", "nm", "miles", "kmh", NULL};
    for (int i = 0; i < 7; i++) {
        marsad_unit unit;
        marsad_error error = {0};
        assert_int_equal(marsad_unit_parse(wrong[i], &unit, &error), MARSAD_ERR_USAGE);
        assert_non_null(strstr(error.message, "km, mi (miles) or nmi"));
    }
}

static void lengths_are_read(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "lengths.tsv"));
    int count = 0;
    for (; tsv_cases_next(&cases); count++) {
        double metres = 7;
        marsad_error error = {0};
        bool refused = strcmp(cases.fields[1], "-") == 0;
        marsad_status status = marsad_length_parse(cases.fields[0], &metres, &error);
        double wanted = refused ? 0 : strtod(cases.fields[1], NULL);
        if (status != (refused ? MARSAD_ERR_USAGE : MARSAD_OK) ||
            !(fabs(metres - wanted) <= 1e-9 * wanted) ||
            (refused && !strstr(error.message, cases.fields[2]))) {
            fail_msg("line %ld, \"%s\": %g, %s", cases.row, cases.fields[0], metres, error.message);
        }
    }
    assert_true(count >= 40);
    double metres;
    assert_int_equal(marsad_length_parse(NULL, &metres, NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_length_parse("\xff 5 km", &metres, NULL), MARSAD_ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_the_geodesics),
        cmocka_unit_test(a_square_is_its_own_mirror),
        cmocka_unit_test(the_mirror_is_the_way_back),
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        cmocka_unit_test(long_rows_are_whole),
        cmocka_unit_test(the_published_values_are_met),
        cmocka_unit_test(points_off_the_earth_are_refused),
        cmocka_unit_test(nothing_is_measured_to_nothing),
        cmocka_unit_test(units_are_known),
        cmocka_unit_test(lengths_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
