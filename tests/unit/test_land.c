/* geo/land: what is land, on the basemap and on small GeoPackages made here. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/memory.h"
#include "marsad/land.h"
#include "scratch.h"

static marsad_land *basemap;

static marsad_land *open_land(const char *path)
{
    marsad_land *land = NULL;
    marsad_error error = {0};
    if (marsad_land_open(path, &land, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    return land;
}

static bool is_land(marsad_land *land, marsad_lonlat at)
{
    bool out = false;
    marsad_error error = {0};
    if (marsad_land_contains(land, at, &out, &error)) {
        fail_msg("%g %g: %s", at.lon, at.lat, error.message);
    }
    return out;
}

static marsad_land_part clip(marsad_land *land, double lon, double lat, double radius_m)
{
    marsad_land_part part = {0};
    marsad_error error = {0};
    if (marsad_land_clip(land, (marsad_lonlat){lon, lat}, radius_m, &part, &error)) {
        fail_msg("%g %g: %s", lon, lat, error.message);
    }
    return part;
}

static double apart(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

/* ---- the basemap --------------------------------------------------------------------------- */

static void land_sea_islands_and_lakes_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        marsad_lonlat at;
        bool land;
    } cases[] = {{"Misrata", {15.091, 32.375}, true},
                 {"Tripoli", {13.185, 32.87}, true},
                 {"Kufra", {23.3, 24.2}, true},
                 {"Gulf of Sirte", {18, 31.5}, false},
                 {"off Misrata", {15.352991, 32.374728}, false},
                 {"Djerba", {10.9, 33.8}, true},
                 {"Malta", {14.42, 35.88}, true},
                 {"Strait of Sicily", {12, 37.2}, false},
                 {"Lake Victoria", {33, -1}, false},
                 {"Caspian Sea", {51, 42}, false},
                 {"Kampala", {32.58, 0.35}, true},
                 {"seam of tiles", {20, 25}, true},
                 {"corner of tiles", {20, 20}, true},
                 {"Wrangel Island", {180, 71.2}, true},
                 {"Wrangel Island", {-180, 71.2}, true},
                 {"antimeridian", {180, 0}, false},
                 {"South Pole", {77, -90}, true},
                 {"North Pole", {0, 90}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (is_land(basemap, cases[i].at) != cases[i].land) {
            fail_msg("%s is %sland", cases[i].what, cases[i].land ? "no " : "");
        }
    }
}

/* The same numbers on every system. */
static double draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

/* Points of the circle, evenly over its area: the land among them lies in the new circle. */
static void check_cover(marsad_land *land, marsad_lonlat centre, double radius_m, int draws)
{
    uint64_t seed = 42;
    marsad_land_part part = clip(land, centre.lon, centre.lat, radius_m);
    int dry = 0;
    for (int i = 0; i < draws; i++) {
        double azimuth = 360 * draw(&seed);
        marsad_lonlat at = marsad_geodesic_point(centre, azimuth, radius_m * sqrt(draw(&seed)));
        if (!is_land(land, at)) {
            continue;
        }
        dry++;
        if (apart(at, part.at) > part.radius_m + 10) {
            fail_msg("land at %.5f %.5f is %.1f km from %.5f %.5f, out of its circle of %.1f km",
                     at.lon, at.lat, apart(at, part.at) / 1000, part.at.lon, part.at.lat,
                     part.radius_m / 1000);
        }
    }
    if (part.share > 0) {
        assert_true(is_land(land, part.at));
        assert_true(part.radius_m <= apart(part.at, centre) + radius_m + 1e-6);
    }
    double error = 3.5 * sqrt(part.share * (1 - part.share) / draws) + 1e-3;
    if (fabs((double)dry / draws - part.share) > error) {
        fail_msg("%.4f of the circle about %g %g is land, not %.4f", (double)dry / draws,
                 centre.lon, centre.lat, part.share);
    }
}

static void a_clip_is_on_land_and_covers_it(void **state)
{
    (void)state;
    static const struct {
        marsad_lonlat centre;
        double radius_m;
    } cases[] = {{{15.352991, 32.374728}, 22223}, /* east of Misrata */
                 {{15.352991, 32.374728}, 100},   /* all sea */
                 {{15.091, 32.597328}, 22223},    /* next to no land */
                 {{13.185, 32.89}, 40000},        /* Tripoli */
                 {{11, 33.8}, 30000},             /* Djerba, and the mainland */
                 {{14.4, 35.95}, 25000},          /* Malta and Gozo */
                 {{18.5, 30.8}, 90000},           /* both shores of a gulf */
                 {{20, 30}, 60000},               /* the corner of four tiles */
                 {{32.5, 0}, 50000},              /* a lake and its islands */
                 {{30.5, -20}, 30000},            /* all land */
                 {{179.95, -16.75}, 60000},       /* over the antimeridian, from either side */
                 {{-179.95, -16.75}, 60000},
                 {{-180, 71.2}, 60000},
                 {{180, 71.2}, 60000},
                 {{-35, 83.5}, 60000},  /* the north of Greenland */
                 {{20, 79}, 95000},     /* Svalbard */
                 {{170, -77.7}, 95000}, /* the Ross ice shelf */
                 {{120, -90}, 95000},   /* the poles */
                 {{0, 90}, 95000},
                 {{-30, 89.5}, 95000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_cover(basemap, cases[i].centre, cases[i].radius_m, 300);
    }
}

static void large_circles_are_clipped_too(void **state)
{
    (void)state;
    check_cover(basemap, (marsad_lonlat){17, 27}, 1e6, 300);
    check_cover(basemap, (marsad_lonlat){24, 38}, 5e5, 300);
    check_cover(basemap, (marsad_lonlat){60, 88}, 9e5, 300); /* around the pole */
    check_cover(basemap, (marsad_lonlat){179, 67}, 6e5, 300);
}

static void a_circle_all_of_one_is_left_as_it_is(void **state)
{
    (void)state;
    marsad_land_part desert = clip(basemap, 14, 28, 40000);
    assert_true(desert.at.lon == 14 && desert.at.lat == 28);
    assert_true(desert.radius_m == 40000 && desert.share == 1);
    marsad_land_part sea = clip(basemap, 18, 34, 40000);
    assert_true(sea.at.lon == 18 && sea.at.lat == 34);
    assert_true(sea.radius_m == 40000 && sea.share == 0);
    marsad_land_part lake = clip(basemap, 33, -1, 40000);
    assert_true(lake.share == 0 && lake.radius_m == 40000);
    marsad_land_part pole = clip(basemap, 10, -89, 400000);
    assert_true(pole.share == 1 && pole.at.lat == -89);
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Many times what they take (0.9, 0.4 and 190 ms), for sanitizers and slow machines. */
static void it_is_quick(void **state)
{
    (void)state;
    double start = milliseconds();
    for (int i = 0; i < 10; i++) {
        marsad_land_free(open_land("geodata/basemap.gpkg"));
    }
    assert_true(milliseconds() - start < 10 * 20);
    start = milliseconds();
    for (int i = 0; i < 10; i++) {
        (void)clip(basemap, 15.352991, 32.374728, 40000);
    }
    assert_true(milliseconds() - start < 10 * 50);
    start = milliseconds();
    (void)clip(basemap, 10, 64, 1e6);
    assert_true(milliseconds() - start < 5000);
}

/* ---- GeoPackages made here ----------------------------------------------------------------- */

static void run_sql(sqlite3 *database, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
}

static void make_layer(sqlite3 *database, const char *name, int srs)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "INSERT INTO gpkg_geometry_columns VALUES ('%s', 'the \"geom\"', %d);"
             "CREATE TABLE %s (id INTEGER PRIMARY KEY, \"the \"\"geom\"\"\");"
             "CREATE VIRTUAL TABLE \"rtree_%s_the \"\"geom\"\"\" USING rtree(id, minx, maxx, miny, "
             "maxy)",
             name, srs, name, name);
    run_sql(database, sql);
}

static sqlite3 *make_file(const char *path)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    run_sql(database, "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)");
    return database;
}

typedef struct blob {
    unsigned char bytes[512];
    size_t size;
    bool big; /* big-endian */
} blob;

static void put(blob *b, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        b->bytes[b->size++] = (unsigned char)(value >> (8 * (b->big ? size - 1 - i : i)));
    }
}

static void put_header(blob *b, uint32_t type, uint32_t count)
{
    memcpy(b->bytes, "GP\0\1", 4);
    b->size = 4;
    put(b, 4326, 4);
    put(b, !b->big, 1);
    put(b, type, 4);
    put(b, count, 4);
}

static void put_points(blob *b, const double *lonlat, uint32_t count)
{
    put(b, count, 4);
    for (size_t i = 0; i < 2 * (size_t)count; i++) {
        uint64_t bits;
        memcpy(&bits, &lonlat[i], sizeof bits);
        put(b, bits, 8);
    }
}

static void add_blob(sqlite3 *database, const char *layer, const blob *b, marsad_bbox box)
{
    char sql[512];
    sqlite3_stmt *row;
    snprintf(sql, sizeof sql, "INSERT INTO %s (\"the \"\"geom\"\"\") VALUES (?1)", layer);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &row, NULL), SQLITE_OK);
    if (b) {
        sqlite3_bind_blob(row, 1, b->bytes, (int)b->size, SQLITE_STATIC);
    }
    assert_int_equal(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
    snprintf(sql, sizeof sql,
             "INSERT INTO \"rtree_%s_the \"\"geom\"\"\" VALUES (last_insert_rowid(), %.9f, %.9f, "
             "%.9f, %.9f)",
             layer, box.west, box.east, box.south, box.north);
    run_sql(database, sql);
}

static void add_box(sqlite3 *database, const char *layer, bool big, marsad_bbox box)
{
    blob b = {.big = big};
    double ring[] = {box.west,  box.south, box.east,  box.south, box.east,
                     box.north, box.west,  box.north, box.west,  box.south};
    put_header(&b, 3, 1);
    put_points(&b, ring, 5);
    add_blob(database, layer, &b, box);
}

/* Closes the file being made, opens it and removes its name. */
static marsad_land *finish(sqlite3 *database, const char *path)
{
    sqlite3_close(database);
    marsad_land *land = open_land(path);
    remove(path);
    return land;
}

/* Land east of the prime meridian and west of the antimeridian, alike, in two tiles each. */
static marsad_land *two_coasts(void)
{
    const char *path = scratch_path("coasts.gpkg");
    sqlite3 *database = make_file(path);
    make_layer(database, "land", 4326);
    add_box(database, "land", false, (marsad_bbox){0, 0, 10, 10});
    add_box(database, "land", true, (marsad_bbox){0, -10, 10, 0});
    add_box(database, "land", false, (marsad_bbox){-180, 0, -170, 10});
    add_box(database, "land", true, (marsad_bbox){-180, -10, -170, 0});
    add_blob(database, "land", NULL, (marsad_bbox){0, -10, 10, 10}); /* has no geometry */
    return finish(database, path);
}

static void a_straight_coast_halves_a_circle(void **state)
{
    (void)state;
    const double radius = 50000;
    const double gravity = 4 / (3 * acos(-1)); /* of a half disc, in radii */
    marsad_land *land = two_coasts();
    marsad_land_part part = clip(land, 0, 0, radius);
    assert_true(fabs(part.share - 0.5) < 1e-3);
    assert_true(fabs(part.at.lat) < 1e-6);
    assert_true(fabs(apart(part.at, (marsad_lonlat){0, 0}) - gravity * radius) < 0.002 * radius);
    assert_true(fabs(part.radius_m - hypot(1, gravity) * radius) < 0.003 * radius);
    check_cover(land, (marsad_lonlat){0, 0}, radius, 1000);
    marsad_land_free(land);
}

static void the_antimeridian_is_a_meridian_like_others(void **state)
{
    (void)state;
    marsad_land *land = two_coasts();
    for (int i = -8; i <= 8; i++) {
        double lon = i / 10.0;
        marsad_land_part here = clip(land, lon, 3, 70000);
        marsad_land_part there = clip(land, lon > 0 ? lon - 180 : lon + 180, 3, 70000);
        assert_true(fabs(here.share - there.share) < 1e-9);
        assert_true(fabs(here.radius_m - there.radius_m) < 0.1);
        double shifted = here.at.lon > 0 ? here.at.lon - 180 : here.at.lon + 180;
        assert_true(apart((marsad_lonlat){shifted, here.at.lat}, there.at) < 0.1);
    }
    assert_true(is_land(land, (marsad_lonlat){180, 3}));
    assert_true(is_land(land, (marsad_lonlat){-180, 3}));
    assert_false(is_land(land, (marsad_lonlat){179.9, 3}));
    assert_true(is_land(land, (marsad_lonlat){5, 0})); /* the seam */
    marsad_land_free(land);
}

static void lakes_are_not_land_and_points_keep_off_the_shore(void **state)
{
    (void)state;
    const char *path = scratch_path("lakes.gpkg");
    sqlite3 *database = make_file(path);
    make_layer(database, "land", 4326);
    make_layer(database, "lakes", 4326);
    add_box(database, "land", false, (marsad_bbox){10, 0, 12, 2});
    add_box(database, "lakes", false, (marsad_bbox){10.5, 0.5, 11.5, 1.5});
    add_box(database, "land", false, (marsad_bbox){20, 0, 20.0001, 0.0001}); /* an islet of 11 m */
    marsad_land *land = finish(database, path);
    assert_false(is_land(land, (marsad_lonlat){11, 1}));
    assert_true(is_land(land, (marsad_lonlat){10.2, 1}));
    assert_int_equal(clip(land, 11, 1, 30000).share, 0);
    marsad_land_part part = clip(land, 11, 1, 100000); /* gravity is in the lake */
    assert_true(part.share > 0 && part.share < 1);
    assert_true(is_land(land, part.at));
    for (int azimuth = 0; azimuth < 360; azimuth += 15) {
        assert_true(is_land(land, marsad_geodesic_point(part.at, azimuth, 0.019 * 100000)));
    }
    check_cover(land, (marsad_lonlat){11, 1}, 100000, 1000);
    marsad_land_part islet = clip(land, 20.1, 0, 40000);
    assert_true(islet.share > 0 && islet.share < 1e-6);
    assert_true(is_land(land, islet.at) && islet.radius_m < 100);
    marsad_land_free(land);
}

/* ---- faults -------------------------------------------------------------------------------- */

static void expect_fault(const char *path, marsad_status status, const char *part)
{
    marsad_land *land;
    marsad_error error = {0};
    assert_int_equal(marsad_land_open(path, &land, &error), status);
    assert_null(land);
    if (!strstr(error.message, part)) {
        fail_msg("\"%s\" lacks \"%s\"", error.message, part);
    }
    assert_int_equal(marsad_land_open(path, &land, NULL), status);
}

static void files_that_are_no_basemap_are_refused(void **state)
{
    (void)state;
    expect_fault(scratch_path("nothing.gpkg"), MARSAD_ERR_NOT_FOUND, "no such file");
    const char *path = scratch_path("text.gpkg");
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 1000; i++) {
        fputs("not a database\n", file);
    }
    fclose(file);
    expect_fault(path, MARSAD_ERR_INPUT, "cannot read the land");
    remove(path);

    sqlite3_close(make_file(path));
    expect_fault(path, MARSAD_ERR_NOT_FOUND, "no layer \"land\"");
    remove(path);

    sqlite3 *database = make_file(path);
    make_layer(database, "land", 32633);
    sqlite3_close(database);
    expect_fault(path, MARSAD_ERR_INPUT, "EPSG:4326");
    remove(path);

    database = make_file(path);
    make_layer(database, "land", 4326);
    make_layer(database, "lakes", 3857);
    sqlite3_close(database);
    expect_fault(path, MARSAD_ERR_INPUT, "\"lakes\"");
    remove(path);

    database = make_file(path);
    make_layer(database, "land", 4326);
    run_sql(database, "DROP TABLE \"rtree_land_the \"\"geom\"\"\"");
    sqlite3_close(database);
    expect_fault(path, MARSAD_ERR_INPUT, "rebuild or reinstall");
    remove(path);
    marsad_land_free(NULL);
}

static void expect_broken(const blob *b)
{
    const char *path = scratch_path("broken.gpkg");
    sqlite3 *database = make_file(path);
    make_layer(database, "land", 4326);
    add_blob(database, "land", b, (marsad_bbox){0, 0, 1, 1});
    marsad_land *land = finish(database, path);
    bool inside;
    marsad_land_part part;
    marsad_error error = {0};
    marsad_lonlat at = {0.5, 0.5};
    assert_int_equal(marsad_land_contains(land, at, &inside, &error), MARSAD_ERR_INPUT);
    assert_false(inside);
    assert_non_null(strstr(error.message, "broken"));
    assert_int_equal(marsad_land_clip(land, at, 200000, &part, &error), MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "broken"));
    at.lon = 60; /* what is far away does not matter */
    assert_int_equal(marsad_land_contains(land, at, &inside, NULL), MARSAD_OK);
    assert_int_equal(marsad_land_clip(land, at, 200000, &part, NULL), MARSAD_OK);
    marsad_land_free(land);
}

static void broken_areas_are_refused_where_they_are_asked_about(void **state)
{
    (void)state;
    static const double ring[] = {0, 0, 1, 0, 1, 1, 0, 1, 0, 0};
    blob b = {0};
    put_header(&b, 3, 1);
    put_points(&b, ring, 5);
    for (b.size--; b.size > 0; b.size -= b.size > 7 ? 7 : b.size) {
        expect_broken(&b);
    }
    b.size = 4;
    memcpy(b.bytes, "oops", 4);
    expect_broken(&b);
    put_header(&b, 2, 5); /* a line */
    b.size -= 4;
    put_points(&b, ring, 5);
    expect_broken(&b);
}

static void what_is_asked_must_be_on_earth(void **state)
{
    (void)state;
    static const struct {
        marsad_lonlat at;
        double radius_m;
    } cases[] = {{{15, 91}, 1000}, {{181, 0}, 1000}, {{NAN, 0}, 1000},  {{15, 32}, 0},
                 {{15, 32}, -1},   {{15, 32}, NAN},  {{15, 32}, 1.1e6}, {{15, 32}, INFINITY}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_land_part part;
        marsad_error error = {0};
        assert_int_equal(marsad_land_clip(basemap, cases[i].at, cases[i].radius_m, &part, &error),
                         MARSAD_ERR_USAGE);
        assert_non_null(strstr(error.message, "1000 km"));
        bool inside = true;
        if (!marsad_lonlat_valid(cases[i].at)) {
            assert_int_equal(marsad_land_contains(basemap, cases[i].at, &inside, &error),
                             MARSAD_ERR_USAGE);
            assert_false(inside);
        }
    }
}

static void memory_that_is_out_is_an_error(void **state)
{
    (void)state;
    marsad_land *land = NULL;
    marsad_land_part part;
    long nth = 1;
    for (marsad_status status = MARSAD_ERR_MEMORY; status; nth++) {
        mrs_alloc_fail_at(nth);
        status = marsad_land_open("geodata/basemap.gpkg", &land, NULL);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || (status == MARSAD_ERR_MEMORY && !land));
    }
    assert_true(nth > 3);
    nth = 1;
    for (marsad_status status = MARSAD_ERR_MEMORY; status; nth++) {
        mrs_alloc_fail_at(nth);
        status = marsad_land_clip(land, (marsad_lonlat){20, 30}, 400000, &part, NULL);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
    }
    assert_true(nth > 2);
    marsad_land_free(land);
}

static int begin(void **state)
{
    return scratch_make(state) || marsad_land_open("geodata/basemap.gpkg", &basemap, NULL) ? -1 : 0;
}

static int end(void **state)
{
    marsad_land_free(basemap);
    return scratch_remove(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(land_sea_islands_and_lakes_are_told_apart),
        cmocka_unit_test(a_clip_is_on_land_and_covers_it),
        cmocka_unit_test(large_circles_are_clipped_too),
        cmocka_unit_test(a_circle_all_of_one_is_left_as_it_is),
        cmocka_unit_test(it_is_quick),
        cmocka_unit_test(a_straight_coast_halves_a_circle),
        cmocka_unit_test(the_antimeridian_is_a_meridian_like_others),
        cmocka_unit_test(lakes_are_not_land_and_points_keep_off_the_shore),
        cmocka_unit_test(files_that_are_no_basemap_are_refused),
        cmocka_unit_test(broken_areas_are_refused_where_they_are_asked_about),
        cmocka_unit_test(what_is_asked_must_be_on_earth),
        cmocka_unit_test(memory_that_is_out_is_an_error),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
