/*
 * Hexagons, densities and their classes: a point lies in the nearest hexagon, bins and densities
 * hold all incidents, areas are those of the ground, and figures are round.
 */
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
#include "data_folder.h"
#include "map/symbol_words.h"
#include "map/symbols.h"
#include "marsad/marsad.h"
#include "random.h"

/* --- A pane without a sheet's trouble --- */

typedef struct ground {
    mrs_sheet sheet;
    mrs_pane pane;
} ground;

/* A frame of 800 by 600 px on a box, with incidents at random in a part of it. */
static void make_ground(ground *g, const char *crs, marsad_bbox box, size_t count, marsad_bbox part)
{
    mrs_ground extent;
    memset(g, 0, sizeof *g);
    g->pane.sheet = &g->sheet;
    g->sheet.panes = &g->pane;
    g->sheet.pane_count = 1;
    assert_int_equal(mrs_projection_parse(crs, &g->pane.projection, NULL), MARSAD_OK);
    assert_true(mrs_ground_of_bbox(g->pane.projection, box, &extent));
    mrs_rect rect = {100, 50, 800, 600};
    assert_int_equal(mrs_frame_fit(&g->pane.frame, rect, g->pane.projection, extent, NULL),
                     MARSAD_OK);
    mrs_census *census = g->pane.census = mrs_alloc(1, sizeof *census);
    census->count = count;
    census->is_shown = mrs_alloc(count, sizeof *census->is_shown);
    census->is_placed = mrs_alloc(count, sizeof *census->is_placed);
    census->at = mrs_alloc(count, sizeof *census->at);
    for (size_t i = 0; i < count; i++) {
        mrs_point at;
        marsad_lonlat where = {random_between(part.west, part.east),
                               random_between(part.south, part.north)};
        assert_true(mrs_frame_to_page(&g->pane.frame, where, &at));
        census->at[i][0] = (float)at.x;
        census->at[i][1] = (float)at.y;
        census->is_placed[i] = true;
        census->is_shown[i] = mrs_rect_has(rect, at);
        census->shown += census->is_shown[i];
    }
}

static void clear_ground(ground *g)
{
    mrs_census_free(g->pane.census);
    mrs_bins_free(g->pane.bins);
    mrs_density_free(g->pane.density);
    mrs_projection_free(g->pane.projection);
}

/* --- Round figures and classes --- */

static void figures_are_rounded(void **state)
{
    (void)state;
    static const struct {
        double value, below, near;
    } cases[] = {{1, 1, 1},        {1.9, 1, 2},     {2, 2, 2},       {4.9, 2, 5},
                 {5, 5, 5},        {9.99, 5, 10},   {10, 10, 10},    {0.03, 0.02, 0.02},
                 {730, 500, 1000}, {1e6, 1e6, 1e6}, {0.5, 0.5, 0.5}, {34000, 20000, 50000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(fabs(mrs_round_below(cases[i].value) / cases[i].below - 1) < 1e-9);
        assert_true(fabs(mrs_round_near(cases[i].value) / cases[i].near - 1) < 1e-9);
    }
}

static void check_breaks(const mrs_breaks *breaks, size_t most)
{
    assert_in_range(breaks->count, 1, MRS_BREAKS_MAX);
    assert_true(breaks->upper[breaks->count - 1] == (double)most);
    for (size_t i = 1; i < breaks->count; i++) {
        assert_true(breaks->upper[i] > breaks->upper[i - 1]);
    }
    assert_true(breaks->upper[0] >= breaks->least);
}

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Counts from one hexagon to thousands, spread in three ways: each count has its class. */
static void counts_have_classes(void **state)
{
    (void)state;
    enum { MOST = 3000 };
    static size_t counts[MOST];
    for (int round = 0; round < 60; round++) {
        size_t count = 1 + (size_t)random_between(0, MOST - 1);
        for (size_t i = 0; i < count; i++) {
            double share = random_between(0.001, 1);
            double value = round % 3 == 0   ? 100 + 50 * share
                           : round % 3 == 1 ? 1 / share
                                            : 1 + 5 * share;
            counts[i] = (size_t)value;
        }
        qsort(counts, count, sizeof *counts, by_size);
        mrs_breaks breaks = mrs_count_breaks(counts, count);
        check_breaks(&breaks, counts[count - 1]);
        for (size_t i = 0; i < count; i++) {
            size_t class = mrs_break_class(&breaks, (double)counts[i]);
            double low = class ? breaks.upper[class - 1] : 0;
            assert_true((double)counts[i] > low && (double)counts[i] <= breaks.upper[class]);
        }
        if (count > 500) {
            assert_true(breaks.count >= 4);
        }
    }
}

/* Where incidents are all over the map alike, chance makes no classes, and the first is no
 * catch-all: all are about as wide. */
static void even_counts_have_even_classes(void **state)
{
    (void)state;
    enum { MOST = 700 };
    static size_t counts[MOST];
    for (int round = 0; round < 40; round++) {
        size_t edge = round % 2 ? 60 : 0; /* hexagons at the edge, that are partly empty */
        for (size_t i = 0; i < MOST; i++) {
            double mean = i < edge ? random_between(2, 120) : 140;
            double sum = 0;
            for (int j = 0; j < 12; j++) { /* nearly normal, of deviation 1 */
                sum += random_between(-0.5, 0.5);
            }
            counts[i] = (size_t)fmax(mean + sqrt(mean) * sum, 1);
        }
        qsort(counts, MOST, sizeof *counts, by_size);
        mrs_breaks breaks = mrs_count_breaks(counts, MOST);
        check_breaks(&breaks, counts[MOST - 1]);
        assert_true(breaks.count >= 3);
        double step = breaks.upper[1] - breaks.upper[0];
        assert_true(step >= sqrt(140));
        assert_true(breaks.upper[0] - breaks.least < 2 * step);
        for (size_t i = 1; i + 1 < breaks.count; i++) {
            assert_true(breaks.upper[i] - breaks.upper[i - 1] == step);
        }
        assert_true(breaks.upper[breaks.count - 1] - breaks.upper[breaks.count - 2] <= step);
        assert_true(breaks.least <= (double)counts[0]);
        assert_true((breaks.least > 1) == !edge);
    }
}

static void small_counts_are_told_apart(void **state)
{
    (void)state;
    const size_t counts[] = {1, 1, 1, 2, 2, 4};
    mrs_breaks breaks = mrs_count_breaks(counts, 6);
    assert_int_equal(breaks.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(breaks.upper[i] == (double)(i + 1));
    }
    const size_t spread[] = {1, 1, 2, 3, 8, 20, 60, 200, 1000};
    breaks = mrs_count_breaks(spread, 9);
    assert_true(breaks.upper[0] == 1);
    check_breaks(&breaks, 1000);
    assert_int_equal(mrs_count_breaks(NULL, 0).count, 0);
}

static void levels_are_round(void **state)
{
    (void)state;
    double values[1000];
    for (size_t i = 0; i < 1000; i++) {
        values[i] = exp((double)i / 150);
    }
    mrs_breaks breaks = mrs_level_breaks(values, 1000);
    assert_int_equal(breaks.count, MRS_BREAKS_MAX);
    assert_true(breaks.upper[breaks.count - 1] == values[999]);
    for (size_t i = 0; i + 1 < breaks.count; i++) {
        assert_true(fabs(mrs_round_below(breaks.upper[i] * 1.0001) / breaks.upper[i] - 1) < 1e-9);
    }
}

static void samples_of_the_legend(void **state)
{
    (void)state;
    static const struct {
        double largest;
        bool whole;
        size_t count;
        double values[3];
    } cases[] = {{187, true, 3, {150, 50, 10}},
                 {4, true, 2, {4, 1}},
                 {1, true, 1, {1}},
                 {0, true, 0, {0}},
                 {0.4, true, 0, {0}},
                 {10, true, 3, {10, 2, 1}},
                 {414, true, 3, {300, 100, 20}},
                 {0.8, false, 3, {0.7, 0.2, 0.05}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double values[3] = {0};
        size_t count = mrs_sample_values(cases[i].largest, cases[i].whole, values);
        assert_int_equal(count, cases[i].count);
        for (size_t k = 0; k < count; k++) {
            if (fabs(values[k] - cases[i].values[k]) > 1e-9) {
                fail_msg("%g: sample %zu is %g, not %g", cases[i].largest, k, values[k],
                         cases[i].values[k]);
            }
        }
    }
}

static void figures_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        double value;
        marsad_lang lang;
        const char *text;
    } cases[] = {{0, MARSAD_LANG_EN, "0"},
                 {999, MARSAD_LANG_EN, "999"},
                 {1000, MARSAD_LANG_EN, "1,000"},
                 {1234567, MARSAD_LANG_AR, "1,234,567"},
                 {12500, MARSAD_LANG_FR, "12\u202f500"},
                 {0.5, MARSAD_LANG_FR, "0,5"},
                 {2.25, MARSAD_LANG_EN, "2.25"},
                 {-1500, MARSAD_LANG_EN, "-1,500"},
                 {19.999, MARSAD_LANG_EN, "20"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char figure[MRS_FIGURE];
        assert_string_equal(mrs_say_figure(cases[i].value, cases[i].lang, figure), cases[i].text);
    }
    char length[MRS_FIGURE];
    assert_string_equal(mrs_say_length(20000, MARSAD_LANG_EN, length), "20\u00a0km");
    assert_string_equal(mrs_say_length(500, MARSAD_LANG_EN, length), "500\u00a0m");
}

/* --- Hexagons --- */

/* The hexagon of a point is that whose centre is nearest, of all around. */
static void a_point_lies_in_the_nearest_hexagon(void **state)
{
    (void)state;
    mrs_hexagons hexagons = {{13, -7}, 17.3};
    for (int i = 0; i < 20000; i++) {
        mrs_point at = {random_between(-300, 300), random_between(-300, 300)};
        int column;
        int row;
        mrs_hexagon_at(&hexagons, at, &column, &row);
        mrs_point own = mrs_hexagon_centre(&hexagons, column, row);
        double away = hypot(at.x - own.x, at.y - own.y);
        for (int y = row - 3; y <= row + 3; y++) {
            for (int x = column - 3; x <= column + 3; x++) {
                mrs_point other = mrs_hexagon_centre(&hexagons, x, y);
                assert_true(hypot(at.x - other.x, at.y - other.y) >= away - 1e-9);
            }
        }
        assert_true(away <= hexagons.width / sqrt(3) + 1e-9);
    }
}

static void a_centre_lies_in_its_own_hexagon(void **state)
{
    (void)state;
    mrs_hexagons hexagons = {{1000, 200}, 11};
    for (int row = -9; row <= 9; row++) {
        for (int column = -9; column <= 9; column++) {
            int x;
            int y;
            mrs_hexagon_at(&hexagons, mrs_hexagon_centre(&hexagons, column, row), &x, &y);
            assert_int_equal(x, column);
            assert_int_equal(y, row);
        }
    }
}

static void bins_hold_all_incidents(void **state)
{
    (void)state;
    ground g;
    make_ground(&g, "EPSG:32633", (marsad_bbox){12, 28, 20, 33}, 5000,
                (marsad_bbox){9, 27, 21, 34});
    assert_int_equal(mrs_make_bins(&g.pane, NULL), MARSAD_OK);
    const mrs_bins *bins = g.pane.bins;
    size_t sum = 0;
    for (size_t i = 0; i < (size_t)(bins->rows * bins->columns); i++) {
        sum += bins->counts[i];
    }
    assert_true(g.pane.census->shown > 1000 && g.pane.census->shown < 5000);
    assert_int_equal(sum, g.pane.census->shown);
    double across = bins->hexagons.width * g.pane.frame.metres_per_px;
    assert_true(fabs(across / bins->width_m - 1) < 1e-9);
    assert_true(mrs_round_near(bins->width_m) == bins->width_m);
    clear_ground(&g);
}

/* --- Density --- */

static double integral(const mrs_density *d)
{
    double sum = 0;
    for (size_t i = 0; i < d->columns * d->rows; i++) {
        sum += (double)d->values[i] * (double)d->areas[i];
    }
    return sum;
}

/* In a conformal projection whose scale doubles across the map, too. */
static void a_density_holds_all_incidents(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        marsad_bbox box, part;
    } cases[] = {{"EPSG:32633", {12, 28, 20, 33}, {13, 28.5, 19, 32.5}},
                 {"EPSG:3857", {-10, 40, 40, 70}, {-8, 45, 38, 69}},
                 {"EPSG:8857", {-60, -50, 60, 60}, {-50, -40, 50, 50}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ground g;
        make_ground(&g, cases[i].crs, cases[i].box, 800, cases[i].part);
        assert_int_equal(mrs_make_density(&g.pane, NULL), MARSAD_OK);
        double sum = integral(g.pane.density);
        if (fabs(sum / 800 - 1) > 0.01) {
            fail_msg("%s: the surface holds %g of 800", cases[i].crs, sum);
        }
        clear_ground(&g);
    }
}

/* Areas are those of the ground: the nodes' areas of a box of degrees add up to its own, which is
 * R² Δλ (sin φ2 - sin φ1) on the sphere of the same area. */
static void areas_are_true(void **state)
{
    (void)state;
    ground g;
    make_ground(&g, "EPSG:3857", (marsad_bbox){0, 40, 30, 65}, 1, (marsad_bbox){1, 41, 2, 42});
    assert_int_equal(mrs_make_density(&g.pane, NULL), MARSAD_OK);
    const mrs_density *d = g.pane.density;
    const marsad_bbox box = {5, 45, 20, 60};
    double sum = 0;
    for (size_t i = 0; i < d->columns * d->rows; i++) {
        mrs_point at = {d->origin.x + d->step * (double)(i % d->columns),
                        d->origin.y + d->step * (double)(i / d->columns)};
        marsad_lonlat where;
        if (mrs_frame_to_ground(&g.pane.frame, at, &where) && where.lon > box.west &&
            where.lon < box.east && where.lat > box.south && where.lat < box.north) {
            sum += (double)d->areas[i];
        }
    }
    double r = 6371007.2;
    double degree = M_PI / 180;
    double area = r * r * 15 * degree * (sin(60 * degree) - sin(45 * degree));
    assert_true(fabs(sum / area - 1) < 0.03);
    clear_ground(&g);
}

/* A single incident is spread over a circle of the radius said, wherever on the map it is. */
static void a_kernel_is_a_circle_on_the_ground(void **state)
{
    (void)state;
    for (double lat = 45; lat < 66; lat += 10) {
        ground g;
        marsad_lonlat centre = {10, lat};
        make_ground(&g, "EPSG:3857", (marsad_bbox){-10, 40, 30, 68}, 1,
                    (marsad_bbox){centre.lon, lat, centre.lon, lat});
        assert_int_equal(mrs_make_density(&g.pane, NULL), MARSAD_OK);
        const mrs_density *d = g.pane.density;
        double px = g.pane.frame.metres_per_px * d->step * 1.8;
        for (size_t i = 0; i < d->columns * d->rows; i++) {
            mrs_point at = {d->origin.x + d->step * (double)(i % d->columns),
                            d->origin.y + d->step * (double)(i / d->columns)};
            marsad_lonlat where;
            if (!mrs_frame_to_ground(&g.pane.frame, at, &where)) {
                continue;
            }
            double away = marsad_geodesic_between(where, centre).distance_m;
            assert_false(d->values[i] > 0 && away > d->radius_m * 1.02 + px);
            assert_false(d->values[i] <= 0 && away < d->radius_m * 0.98 - px);
        }
        clear_ground(&g);
    }
}

/* What lies outside the frame within the kernel's reach counts at the frame's edge. */
static void an_edge_is_no_wall(void **state)
{
    (void)state;
    ground g;
    make_ground(&g, "EPSG:32633", (marsad_bbox){12, 28, 20, 33}, 1, (marsad_bbox){15, 30, 15, 30});
    mrs_rect frame = g.pane.frame.rect;
    g.pane.census->at[0][0] = (float)(frame.x - 3);
    g.pane.census->is_shown[0] = false;
    assert_int_equal(mrs_make_density(&g.pane, NULL), MARSAD_OK);
    assert_true(fabs(integral(g.pane.density) - 1) < 0.01);
    clear_ground(&g);
}

/* --- Rings --- */

/* A grid of random heights: by the even-odd rule, the rings hold the nodes that are high, and no
 * others, except on the rim, which counts as low. */
static void rings_hold_what_is_high(void **state)
{
    (void)state;
    enum { SIDE = 24 };
    static float values[SIDE * SIDE];
    for (int round = 0; round < 40; round++) {
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            values[i] = (float)random_between(0, 1);
        }
        mrs_density grid = {
            .origin = {10, 20}, .step = 5, .columns = SIDE, .rows = SIDE, .values = values};
        for (double level = 0.2; level < 0.9; level += 0.3) {
            mrs_path path = {0};
            mrs_contour(&grid, level, &path);
            assert_false(path.failed);
            for (size_t y = 0; y < SIDE; y++) {
                for (size_t x = 0; x < SIDE; x++) {
                    bool rim = x == 0 || y == 0 || x == SIDE - 1 || y == SIDE - 1;
                    bool high = !rim && (double)values[y * SIDE + x] >= level;
                    mrs_point at = {10 + 5 * (double)x + 1e-7, 20 + 5 * (double)y + 1.3e-7};
                    assert_int_equal(mrs_path_contains(&path, at), high);
                }
            }
            mrs_path_clear(&path);
        }
    }
}

/* --- Discs and colours --- */

static void packed_discs_do_not_overlap(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    mrs_point at[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        at[i] = mrs_packed(i, 10);
        for (size_t j = 0; j < i; j++) {
            assert_true(hypot(at[i].x - at[j].x, at[i].y - at[j].y) > 10 - 1e-6);
        }
        assert_true(hypot(at[i].x, at[i].y) <= 10 * ceil(sqrt((double)(i + 1) / 3)) + 1e-6);
    }
}

static void a_ramp_is_ordered_in_lightness(void **state)
{
    (void)state;
    static const char *const names[] = {"report", "dark", "print", "minimal"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char file[64];
        marsad_style *opened;
        mrs_color ramp[6];
        mrs_color classes[12];
        snprintf(file, sizeof file, "styles/%s.json", names[i]);
        assert_int_equal(marsad_style_open(data_path(file), &opened, NULL), MARSAD_OK);
        mrs_ramp_colors(opened, 6, ramp);
        double sign = i == 1 ? 1 : -1; /* on dark ground, more is lighter */
        for (size_t k = 1; k < 6; k++) {
            double a = 0.2126 * ramp[k - 1].r + 0.7152 * ramp[k - 1].g + 0.0722 * ramp[k - 1].b;
            double b = 0.2126 * ramp[k].r + 0.7152 * ramp[k].g + 0.0722 * ramp[k].b;
            assert_true(sign * (b - a) > 0.04);
        }
        assert_int_equal(mrs_style_colors(opened, MRS_CLASS_COLORS, classes, 12), 8);
        marsad_style_free(opened);
    }
}

static void lists_of_colors_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *ramp, *says;
    } cases[] = {{"#ffffff #000000", NULL},
                 {"  red   #00f ", NULL},
                 {"#ffffff", "at least 2 colors"},
                 {"#ffffff blau", "\"blau\" is not a color"},
                 {"rgb(1, 2, 3) #fff", "spaces between them but not in them"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[400];
        snprintf(json, sizeof json,
                 "{\"version\":8,\"metadata\":{\"marsad:ramp\":\"%s\"},\"sources\":{\"marsad\":{"
                 "\"type\":\"vector\",\"url\":\"marsad://theatre\"}},"
                 "\"layers\":[]}",
                 cases[i].ramp);
        marsad_style *read = NULL;
        marsad_error error = {0};
        marsad_status status = mrs_style_parse(json, strlen(json), "s.json", &read, &error);
        if ((status == MARSAD_OK) != (cases[i].says == NULL)) {
            fail_msg("%s: %s", cases[i].ramp, error.message);
        }
        if (cases[i].says && !strstr(error.message, cases[i].says)) {
            fail_msg("\"%s\" does not say \"%s\"", error.message, cases[i].says);
        }
        marsad_style_free(read);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_rounded),
        cmocka_unit_test(counts_have_classes),
        cmocka_unit_test(even_counts_have_even_classes),
        cmocka_unit_test(small_counts_are_told_apart),
        cmocka_unit_test(levels_are_round),
        cmocka_unit_test(samples_of_the_legend),
        cmocka_unit_test(figures_as_people_write_them),
        cmocka_unit_test(a_point_lies_in_the_nearest_hexagon),
        cmocka_unit_test(a_centre_lies_in_its_own_hexagon),
        cmocka_unit_test(bins_hold_all_incidents),
        cmocka_unit_test(a_density_holds_all_incidents),
        cmocka_unit_test(areas_are_true),
        cmocka_unit_test(a_kernel_is_a_circle_on_the_ground),
        cmocka_unit_test(an_edge_is_no_wall),
        cmocka_unit_test(rings_hold_what_is_high),
        cmocka_unit_test(packed_discs_do_not_overlap),
        cmocka_unit_test(a_ramp_is_ordered_in_lightness),
        cmocka_unit_test(lists_of_colors_are_checked),
    };
    return cmocka_run_group_tests_name("bins", tests, NULL, NULL);
}
