/* gazetteer/around: the R-tree's answer against every place measured, and the kinds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>
#include <sqlite3.h>

#include "base/memory.h"
#include "gazetteer/feature_codes.h"
#include "gazetteer/geometry.h"
#include "marsad/gazetteer.h"
#include "small_gazetteer.h"

/* ---- the whole default gazetteer, by brute force --------------------------------------------- */

typedef struct point {
    char id[64], code[16];
    marsad_lonlat at;
    double distance_m; /* from the centre of the moment */
} point;

typedef struct world {
    marsad_gazetteer *gazetteer;
    point *points;
    size_t count;
} world;

static world open_world(void)
{
    world w = {0};
    char path[4096];
    sqlite3 *db;
    sqlite3_stmt *row;
    const char *folder = getenv("MARSAD_DATA");
    snprintf(path, sizeof path, "%s/geodata/gazetteer.gpkg", folder ? folder : ".");
    assert_int_equal(marsad_gazetteer_open(path, &w.gazetteer, NULL), MARSAD_OK);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT id, feature_code, geom FROM places", -1, &row, NULL), 0);
    w.points = calloc(20000, sizeof *w.points);
    assert_non_null(w.points);
    while (sqlite3_step(row) == SQLITE_ROW) {
        point *p = &w.points[w.count++];
        assert_true(w.count < 20000);
        snprintf(p->id, sizeof p->id, "%s", (const char *)sqlite3_column_text(row, 0));
        snprintf(p->code, sizeof p->code, "%s", (const char *)sqlite3_column_text(row, 1));
        assert_true(mrs_point_decode(sqlite3_column_blob(row, 2),
                                     (size_t)sqlite3_column_bytes(row, 2), &p->at));
        if (!mrs_feature_class(p->code)) {
            fail_msg("%s: %s is in no class", p->id, p->code);
        }
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    return w;
}

static void close_world(world *w)
{
    marsad_gazetteer_close(w->gazetteer);
    free(w->points);
}

static int by_distance(const void *a, const void *b)
{
    const point *x = a, *y = b;
    if (x->distance_m != y->distance_m) {
        return x->distance_m < y->distance_m ? -1 : 1;
    }
    return strcmp(x->id, y->id);
}

/* Sorts all points by their distance; returns how many are within. */
static size_t measure_all(world *w, marsad_lonlat centre, double radius_m)
{
    size_t within = 0;
    for (size_t i = 0; i < w->count; i++) {
        w->points[i].distance_m = marsad_geodesic_between(centre, w->points[i].at).distance_m;
        within += w->points[i].distance_m <= radius_m;
    }
    qsort(w->points, w->count, sizeof *w->points, by_distance);
    return within;
}

static size_t check_around(world *w, marsad_lonlat centre, double radius_m)
{
    marsad_place_around_list found;
    marsad_error error = {0};
    size_t within = measure_all(w, centre, radius_m);
    if (marsad_gazetteer_around(w->gazetteer, centre, radius_m, NULL, 0, &found, &error)) {
        fail_msg("%s", error.message);
    }
    if (found.count != within) {
        fail_msg("%g %g, %g m: %zu of %zu", centre.lon, centre.lat, radius_m, found.count, within);
    }
    for (size_t i = 0; i < within; i++) {
        const marsad_place_around *item = &found.items[i];
        marsad_geodesic line = marsad_geodesic_between(centre, item->place.at);
        assert_string_equal(item->place.id, w->points[i].id);
        assert_true(line.distance_m == item->line.distance_m);
        assert_true(line.azimuth_deg == item->line.azimuth_deg);
        assert_true(line.back_azimuth_deg == item->line.back_azimuth_deg);
    }
    marsad_place_around_list_clear(&found);
    return within;
}

static void the_tree_finds_what_measuring_all_finds(void **state)
{
    (void)state;
    static const marsad_lonlat centres[] = {
        {15.091, 32.375}, {13.185, 32.89}, {179.9, -17}, {-179.9, 52}, {180, 0},  {-180, 65},
        {0, 89.9},        {0, -90},        {120, 90},    {-70, -54},   {-0.1, 0}, {25.5, 71.1},
    };
    static const double radii[] = {1, 3000, 60e3, 400e3, 2500e3, 9000e3, 15000e3, 20037508};
    world w = open_world();
    size_t found = 0;
    for (size_t i = 0; i < sizeof centres / sizeof *centres; i++) {
        for (size_t j = 0; j < sizeof radii / sizeof *radii; j++) {
            found += check_around(&w, centres[i], radii[j]);
        }
        assert_int_equal(check_around(&w, centres[i], 20037508), w.count);
    }
    assert_true(found > 10 * w.count);
    close_world(&w);
}

/* A place exactly at the radius is within. */
static void the_edge_is_within(void **state)
{
    (void)state;
    world w = open_world();
    marsad_lonlat centre = {15.091, 32.375};
    measure_all(&w, centre, 1);
    for (size_t i = 1; i < 60; i++) {
        double edge = w.points[i].distance_m;
        assert_true(check_around(&w, centre, edge) >= i + 1);
        assert_true(check_around(&w, centre, nextafter(edge, 0)) <= i);
    }
    close_world(&w);
}

static void a_limit_keeps_the_nearest(void **state)
{
    (void)state;
    world w = open_world();
    marsad_lonlat centre = {13.185, 32.89};
    size_t within = measure_all(&w, centre, 300e3);
    assert_true(within > 20);
    for (size_t limit = 1; limit < within + 3; limit += 7) {
        marsad_place_around_list found;
        assert_int_equal(
            marsad_gazetteer_around(w.gazetteer, centre, 300e3, NULL, limit, &found, NULL), 0);
        assert_int_equal(found.count, limit < within ? limit : within);
        for (size_t i = 0; i < found.count; i++) {
            assert_string_equal(found.items[i].place.id, w.points[i].id);
        }
        marsad_place_around_list_clear(&found);
    }
    close_world(&w);
}

/* ---- at the edges of the map ------------------------------------------------------------------
 */

#define ROW(id, name, code, lon, lat)                                                              \
    "test:" id "\t" name "\t\t\t\t" code "\tLY\t\t" lon "\t" lat "\t1000\t0\n"

static const char EDGES[] =
    ROW("a", "Alpha", "PPL", "179.95", "-17") ROW("b", "Beta", "PPLA", "-179.95", "-17")
        ROW("c", "Gamma", "PPL", "180", "-17") ROW("d", "Delta", "AIRP", "-180", "-17")
            ROW("e", "Epsilon", "PPL", "10", "89.9") ROW("f", "Zeta", "PPL", "-170", "89.9")
                ROW("g", "Eta", "PPL", "100", "-90") ROW("h", "Theta", "ADM1", "0", "0")
                    ROW("i", "Iota", "PPL", "0.5", "0") ROW("j", "Kappa", "PPLX", "-0.5", "0")
                        ROW("k", "Lambda", "AIRB", "0", "0.5") ROW("l", "Mu", "PRK", "0", "-0.5");

/* The last letters of the ids that are found, in their order. */
static const char *letters_around(marsad_gazetteer *gazetteer, double lon, double lat,
                                  double radius, const char *kinds)
{
    static char letters[16];
    marsad_place_around_list found;
    marsad_error error = {0};
    if (marsad_gazetteer_around(gazetteer, (marsad_lonlat){lon, lat}, radius, kinds, 0, &found,
                                &error)) {
        fail_msg("%s", error.message);
    }
    size_t count = found.count;
    assert_true(count < sizeof letters);
    for (size_t i = 0; i < count; i++) {
        letters[i] = found.items[i].place.id[strlen("test:")];
    }
    letters[count] = '\0';
    marsad_place_around_list_clear(&found);
    return letters;
}

static void the_antimeridian_and_the_poles_are_no_edges(void **state)
{
    (void)state;
    marsad_gazetteer *g = small_gazetteer_open(EDGES);
    /* 0.05 degrees of longitude are 5.3 km there; of two equally far, the first id. */
    assert_string_equal(letters_around(g, 180, -17, 6000, NULL), "cdab");
    assert_string_equal(letters_around(g, -180, -17, 6000, NULL), "cdab");
    assert_string_equal(letters_around(g, 180, -17, 1, NULL), "cd");
    assert_string_equal(letters_around(g, -180, -17, 1, NULL), "cd");
    assert_string_equal(letters_around(g, 179.95, -17, 6000, NULL), "acd");
    assert_string_equal(letters_around(g, -179.95, -17, 6000, NULL), "bcd");
    assert_string_equal(letters_around(g, 179.9, -17, 20000, NULL), "acdb");
    assert_string_equal(letters_around(g, 10, 89.9, 30000, NULL), "ef");
    assert_string_equal(letters_around(g, 10, 89.9, 20000, NULL), "e");
    assert_string_equal(letters_around(g, -170, 90, 12000, NULL), "ef");
    assert_string_equal(letters_around(g, -33, -90, 1, NULL), "g");
    assert_string_equal(letters_around(g, 0, -89.9, 12000, NULL), "g");
    marsad_gazetteer_close(g);
}

static void kinds_are_codes_and_classes(void **state)
{
    (void)state;
    static const struct {
        const char *kinds, *found;
    } cases[] = {
        {NULL, "hlkij"},      {"P", "ij"},       {"PPL", "ij"}, {"PPLX", "j"},
        {"AIRP", ""},         {"AIRB", "k"},     {"AIR", "k"},  {"S", "k"},
        {"A", "h"},           {"ADM", "h"},      {"L", "l"},    {"PRK", "l"},
        {"AIRP,AIRB", "k"},   {"P,AIRB", "kij"}, {"H", ""},     {" PPLX , ADM1 ", "hj"},
        {"P,A,L,S", "hlkij"}, {"PR", "l"},
    };
    marsad_gazetteer *g = small_gazetteer_open(EDGES);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *found = letters_around(g, 0, 0, 60e3, cases[i].kinds);
        /* The two on the meridian are as far as each other: they stand by their ids. */
        char wanted[8];
        snprintf(wanted, sizeof wanted, "%s", cases[i].found);
        char *swapped = strstr(wanted, "lk");
        if (swapped) {
            memcpy(swapped, "kl", 2);
        }
        if (strcmp(found, wanted) != 0) {
            fail_msg("%s: \"%s\"", cases[i].kinds ? cases[i].kinds : "all", found);
        }
    }
    marsad_gazetteer_close(g);
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    static const struct {
        marsad_lonlat at;
        double radius;
        const char *kinds, *message;
    } cases[] = {
        {{0, 0}, 0, NULL, "radius"},
        {{0, 0}, -1, NULL, "radius"},
        {{0, 0}, NAN, NULL, "radius"},
        {{0, 0}, 21e6, NULL, "radius"},
        {{0, 91}, 1, NULL, "out of range"},
        {{NAN, 0}, 1, NULL, "out of range"},
        {{0, 0}, 1, "XYZ", "\"XYZ\""},
        {{0, 0}, 1, "PPL,XYZ", "\"XYZ\""},
        {{0, 0}, 1, "", "\"\""},
        {{0, 0}, 1, "PPL,", "\"\""},
        {{0, 0}, 1, "X", "\"X\""},
        {{0, 0}, 1, "ppl", "\"ppl\""},
        {{0, 0}, 1, "PPLPPLPPL", "PPLPPL"},
        {{0, 0}, 1, "A D", "\"A D\""},
    };
    marsad_gazetteer *g = small_gazetteer_open(EDGES);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_place_around_list found = {.count = 7};
        marsad_error error = {0};
        assert_int_equal(marsad_gazetteer_around(g, cases[i].at, cases[i].radius, cases[i].kinds, 0,
                                                 &found, &error),
                         MARSAD_ERR_USAGE);
        assert_int_equal(found.count, 0);
        if (!strstr(error.message, cases[i].message)) {
            fail_msg("%s", error.message);
        }
    }
    marsad_gazetteer_close(g);
}

/* Every allocation that can fail does, once. */
static void without_memory_nothing_is_left(void **state)
{
    (void)state;
    marsad_gazetteer *g = small_gazetteer_open(EDGES);
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status == MARSAD_ERR_MEMORY && nth < 1000; nth++) {
        marsad_place_around_list found;
        mrs_alloc_fail_at(nth);
        status = marsad_gazetteer_around(g, (marsad_lonlat){0, 0}, 60e3, "P,S", 0, &found, NULL);
        mrs_alloc_fail_at(0);
        if (status == MARSAD_ERR_MEMORY) {
            assert_int_equal(found.count, 0);
            assert_null(found.items);
        }
        marsad_place_around_list_clear(&found);
    }
    assert_int_equal(status, MARSAD_OK);
    marsad_gazetteer_close(g);
}

static void codes_have_classes(void **state)
{
    (void)state;
    assert_int_equal(mrs_feature_class("PPLA2"), 'P');
    assert_int_equal(mrs_feature_class("ADM1"), 'A');
    assert_int_equal(mrs_feature_class("AIRP"), 'S');
    assert_int_equal(mrs_feature_class("WAD"), 'H');
    assert_int_equal(mrs_feature_class("RGN"), 'L');
    assert_int_equal(mrs_feature_class("RD"), 'R');
    assert_int_equal(mrs_feature_class("MT"), 'T');
    assert_int_equal(mrs_feature_class("PKU"), 'U');
    assert_int_equal(mrs_feature_class("FRST"), 'V');
    assert_int_equal(mrs_feature_class("PPLB"), 0);
    assert_int_equal(mrs_feature_class("PP L"), 0);
    assert_int_equal(mrs_feature_class(""), 0);
    assert_true(mrs_feature_code_begins("AIR", 3));
    assert_false(mrs_feature_code_begins("AIRX", 4));
    assert_false(mrs_feature_code_begins("", 0));
    assert_true(mrs_is_feature_class('V'));
    assert_false(mrs_is_feature_class('\0'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tree_finds_what_measuring_all_finds),
        cmocka_unit_test(the_edge_is_within),
        cmocka_unit_test(a_limit_keeps_the_nearest),
        cmocka_unit_test(the_antimeridian_and_the_poles_are_no_edges),
        cmocka_unit_test(kinds_are_codes_and_classes),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(without_memory_nothing_is_left),
        cmocka_unit_test(codes_have_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
