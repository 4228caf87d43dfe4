/* geo/roads: the network, on the basemap and on small GeoPackages made here. */
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
#include <time.h>

#include "base/memory.h"
#include "geo/wkb.h"
#include "marsad/roads.h"
#include "scratch.h"

static const marsad_lonlat MISRATA = {15.091, 32.375};
static const marsad_lonlat SIRTE = {16.586, 31.206};
static const marsad_lonlat ABU_QURAYN = {15.255, 31.45};
static const marsad_lonlat TRIPOLI = {13.185, 32.89};
static const marsad_lonlat MIZDAH = {12.983, 31.449};

/* ---- GeoPackages made here ----------------------------------------------------------------- */

static void run_sql(sqlite3 *database, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
}

static sqlite3 *make_file(const char *path, const char *columns, int srs)
{
    sqlite3 *database;
    char sql[512];
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    run_sql(database, "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)");
    snprintf(sql, sizeof sql,
             "INSERT INTO gpkg_geometry_columns VALUES ('roads', 'the \"geom\"', %d)", srs);
    run_sql(database, sql);
    snprintf(sql, sizeof sql,
             "CREATE TABLE roads (id INTEGER PRIMARY KEY, \"the \"\"geom\"\"\", %s)", columns);
    run_sql(database, sql);
    return database;
}

static const char ALL_COLUMNS[] = "name, name_ar, class, schematic";

/* A blob being written: little-endian, or big-endian as some programs do. */
typedef struct blob {
    unsigned char bytes[4096];
    size_t size;
    int big;
} blob;

static void put(blob *b, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        b->bytes[b->size++] = (unsigned char)(value >> (8 * (b->big ? size - 1 - i : i)));
    }
}

static void put_real(blob *b, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(b, bits, 8);
}

static void put_header(blob *b)
{
    memcpy(b->bytes, "GP\0\1", 4);
    b->size = 4;
    put(b, 4326, 4);
}

static void put_line(blob *b, const double *lonlat, size_t count, uint32_t type)
{
    put(b, !b->big, 1);
    put(b, type, 4);
    put(b, count, 4);
    for (size_t i = 0; i < count; i++) {
        put_real(b, lonlat[2 * i]);
        put_real(b, lonlat[2 * i + 1]);
        for (uint32_t extra = type / 1000; extra; extra = extra == 3 ? 1 : 0) {
            put_real(b, 123);
        }
    }
}

static void add_blob(sqlite3 *database, const char *name, int schematic, const blob *b)
{
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_prepare_v2(database,
                                        "INSERT INTO roads (\"the \"\"geom\"\"\", name, name_ar, "
                                        "schematic) VALUES (?1, ?2, 'ط', ?3)",
                                        -1, &row, NULL),
                     SQLITE_OK);
    if (b) {
        sqlite3_bind_blob(row, 1, b->bytes, (int)b->size, SQLITE_STATIC);
    }
    sqlite3_bind_text(row, 2, name, -1, SQLITE_STATIC);
    sqlite3_bind_int(row, 3, schematic);
    assert_int_equal(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
}

static void add_line(sqlite3 *database, const char *name, int schematic, const double *lonlat,
                     size_t count)
{
    blob b = {0};
    put_header(&b);
    put_line(&b, lonlat, count, 2);
    add_blob(database, name, schematic, &b);
}

#define ADD_LINE(database, name, schematic, ...)                                                   \
    add_line(database, name, schematic, (const double[]){__VA_ARGS__},                             \
             sizeof((const double[]){__VA_ARGS__}) / sizeof(double) / 2)

static marsad_roads *open_roads(const char *path)
{
    marsad_roads *roads = NULL;
    marsad_error error = {0};
    if (marsad_roads_open(path, &roads, &error) != MARSAD_OK) {
        fail_msg("%s: %s", path, error.message);
    }
    return roads;
}

/* Closes the file being made, opens it as a network and removes it. */
static marsad_roads *finish(sqlite3 *database, const char *path)
{
    sqlite3_close(database);
    marsad_roads *roads = open_roads(path);
    remove(path);
    return roads;
}

static marsad_road_path way(const marsad_roads *roads, marsad_lonlat from, marsad_lonlat to,
                            double snap_m)
{
    marsad_road_path path;
    marsad_error error = {0};
    if (marsad_roads_between(roads, from, to, snap_m, &path, &error) != MARSAD_OK) {
        fail_msg("%s", error.message);
    }
    return path;
}

static double apart(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

static void check_path(const marsad_road_path *path)
{
    double sum = 0;
    assert_true(path->count >= 1 && path->along_m[0] == 0);
    for (size_t i = 1; i < path->count; i++) {
        double leg = apart(path->points[i - 1], path->points[i]);
        assert_true(leg > 0);
        sum += leg;
        assert_true(fabs(path->along_m[i] - sum) < 1e-6);
    }
    assert_true(fabs(path->length_m - sum) < 1e-6);
    double stretches = 0;
    bool schematic = false;
    for (size_t i = 0; i < path->road_count; i++) {
        assert_true(path->roads[i].length_m > 0);
        assert_true(i == 0 || strcmp(path->roads[i].name, path->roads[i - 1].name) != 0);
        stretches += path->roads[i].length_m;
        schematic = schematic || path->roads[i].schematic;
    }
    assert_true(stretches <= sum + 1e-6);
    assert_int_equal(schematic, path->schematic);
}

static void check_mirror(const marsad_roads *roads, marsad_lonlat a, marsad_lonlat b, double snap_m)
{
    marsad_road_path there = way(roads, a, b, snap_m);
    marsad_road_path back = way(roads, b, a, snap_m);
    check_path(&there);
    check_path(&back);
    assert_true(fabs(there.length_m - back.length_m) < 1e-6);
    assert_true(fabs(there.from_snap_m - back.to_snap_m) < 1e-6);
    assert_int_equal(there.count, back.count);
    assert_int_equal(there.road_count, back.road_count);
    for (size_t i = 0; i < there.count; i++) {
        assert_true(apart(there.points[i], back.points[back.count - 1 - i]) < 1e-4);
    }
    for (size_t i = 0; i < there.road_count; i++) {
        assert_string_equal(there.roads[i].name, back.roads[back.road_count - 1 - i].name);
    }
    for (int i = 0; i <= 10; i++) {
        double along = there.length_m * i / 10;
        assert_true(apart(marsad_road_path_point(&there, along),
                          marsad_road_path_point(&back, back.length_m - along)) < 1e-3);
    }
    marsad_road_path_clear(&there);
    marsad_road_path_clear(&back);
}

/* ---- the basemap --------------------------------------------------------------------------- */

static double nearest_along(const marsad_road_path *path, marsad_lonlat point)
{
    double least = INFINITY;
    for (double along = 0; along <= path->length_m; along += 500) {
        least = fmin(least, apart(marsad_road_path_point(path, along), point));
    }
    return least;
}

static void the_coastal_highway_goes_by_abu_qurayn(void **state)
{
    (void)state;
    marsad_roads *roads = open_roads("geodata/basemap.gpkg");
    assert_true(marsad_roads_count(roads) >= 4);
    marsad_road_path path = way(roads, MISRATA, SIRTE, 5000);
    check_path(&path);
    assert_true(path.length_m > 1.1 * apart(MISRATA, SIRTE));
    assert_true(path.length_m < 1.6 * apart(MISRATA, SIRTE));
    assert_true(nearest_along(&path, ABU_QURAYN) < 3000);
    assert_int_equal(path.road_count, 1);
    assert_string_equal(path.roads[0].name, "Coastal highway");
    assert_string_equal(path.roads[0].name_ar, "الطريق الساحلي");
    assert_true(path.schematic && path.roads[0].schematic);
    assert_true(path.from_snap_m < 200 && path.to_snap_m < 200);
    marsad_road_path_clear(&path);
    marsad_roads_free(roads);
}

static void roads_are_joined_where_they_meet(void **state)
{
    (void)state;
    marsad_roads *roads = open_roads("geodata/basemap.gpkg");
    marsad_lonlat hun = {15.948, 29.127};
    marsad_road_path path = way(roads, MIZDAH, hun, 5000);
    check_path(&path);
    assert_int_equal(path.road_count, 3);
    assert_string_equal(path.roads[0].name, "Tripoli - Mizdah road");
    assert_string_equal(path.roads[1].name, "Coastal highway");
    assert_string_equal(path.roads[2].name, "Abu Qurayn - Hun road");
    marsad_road_path_clear(&path);
    check_mirror(roads, MIZDAH, hun, 5000);
    check_mirror(roads, MISRATA, SIRTE, 5000);
    check_mirror(roads, TRIPOLI, ABU_QURAYN, 5000);
    check_mirror(roads, (marsad_lonlat){15.3, 32.0}, (marsad_lonlat){13.4, 32.5}, 50000);
    marsad_roads_free(roads);
}

static void opening_takes_a_few_milliseconds(void **state)
{
    (void)state;
    double least = INFINITY;
    for (int i = 0; i < 5; i++) {
        clock_t start = clock();
        marsad_roads_free(open_roads("geodata/basemap.gpkg"));
        least = fmin(least, (double)(clock() - start) / CLOCKS_PER_SEC);
    }
    print_message("opened in %.2f ms\n", least * 1000);
    assert_true(least < 0.05);
}

/* ---- small networks ------------------------------------------------------------------------ */

static void the_shorter_of_two_ways_is_taken(void **state)
{
    (void)state;
    const char *path = scratch_path("two.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    ADD_LINE(database, "south", 0, 10, 50, 10.5, 49.9, 11, 50);
    ADD_LINE(database, "north", 1, 10, 50, 10.5, 50.5, 11, 50);
    marsad_roads *roads = finish(database, path);
    marsad_lonlat a = {10, 50};
    marsad_lonlat b = {11, 50};
    marsad_road_path found = way(roads, a, b, 0);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.road_count, 1);
    assert_string_equal(found.roads[0].name, "south");
    assert_false(found.schematic);
    assert_true(fabs(found.length_m - apart(a, found.points[1]) - apart(found.points[1], b)) <
                1e-6);
    marsad_road_path_clear(&found);
    check_mirror(roads, a, b, 0);
    /* From a point on the northern road, its own way round is nearer for one end only. */
    found = way(roads, (marsad_lonlat){10.9, 50.1}, a, 5000);
    assert_int_equal(found.road_count, 2);
    assert_string_equal(found.roads[0].name, "north");
    assert_string_equal(found.roads[1].name, "south");
    assert_true(found.schematic);
    marsad_road_path_clear(&found);
    check_mirror(roads, (marsad_lonlat){10.9, 50.1}, a, 5000);
    marsad_roads_free(roads);
}

static void points_snap_to_the_nearest_point_of_a_road(void **state)
{
    (void)state;
    const char *path = scratch_path("snap.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    ADD_LINE(database, "equator", 0, 10, 0, 12, 0);
    marsad_roads *roads = finish(database, path);
    marsad_lonlat a = {10.5, 0.01};
    marsad_lonlat b = {11.5, -0.02};
    marsad_road_path found = way(roads, a, b, 3000);
    assert_int_equal(found.count, 2);
    assert_true(apart(found.points[0], (marsad_lonlat){10.5, 0}) < 0.01);
    assert_true(apart(found.points[1], (marsad_lonlat){11.5, 0}) < 0.01);
    assert_true(fabs(found.from_snap_m - apart(a, found.points[0])) < 1e-6);
    assert_true(fabs(found.to_snap_m - apart(b, found.points[1])) < 1e-6);
    assert_true(fabs(found.length_m - 111319.49) < 0.1);
    marsad_lonlat third = marsad_road_path_point(&found, found.length_m / 4);
    assert_true(apart(third, (marsad_lonlat){10.75, 0}) < 0.1);
    assert_true(apart(marsad_road_path_point(&found, -5), found.points[0]) == 0);
    assert_true(apart(marsad_road_path_point(&found, NAN), found.points[0]) == 0);
    assert_true(apart(marsad_road_path_point(&found, 1e9), found.points[1]) == 0);
    marsad_road_path_clear(&found);
    check_mirror(roads, a, b, 3000);

    found = way(roads, (marsad_lonlat){9.9, 0.05}, (marsad_lonlat){9.9, -0.05}, 20000);
    assert_int_equal(found.count, 1); /* both come to the road's end */
    assert_true(found.length_m == 0 && found.road_count == 0);
    assert_true(apart(marsad_road_path_point(&found, 100), (marsad_lonlat){10, 0}) < 0.01);
    marsad_road_path_clear(&found);

    marsad_error error;
    assert_int_equal(marsad_roads_between(roads, a, b, 2000, &found, &error), MARSAD_ERR_NOT_FOUND);
    assert_non_null(strstr(error.message, "within 2000 m of 11.5000, -0.0200"));
    assert_null(found.points);
    assert_int_equal(marsad_roads_between(roads, a, b, -1, &found, NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_roads_between(roads, a, b, NAN, &found, NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_roads_between(roads, (marsad_lonlat){200, 0}, b, 1, &found, NULL),
                     MARSAD_ERR_USAGE);
    marsad_roads_free(roads);
}

static void near_vertices_and_near_ends_are_joined_and_others_not(void **state)
{
    (void)state;
    const char *path = scratch_path("join.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    ADD_LINE(database, "trunk", 0, 10, 0, 11, 0, 12, 0);
    ADD_LINE(database, "vertex 44 m off", 0, 11, 0.0004, 11, 1);
    ADD_LINE(database, "end 33 m off the line", 0, 11.5, 0.0003, 11.5, 1);
    ADD_LINE(database, "ends 111 m off", 0, 10.5, 0.001, 10.5, 1);
    ADD_LINE(database, "crosses", 0, 10.25, -1, 10.25, 1);
    marsad_roads *roads = finish(database, path);
    marsad_lonlat west = {10, 0};
    marsad_road_path found = way(roads, west, (marsad_lonlat){11, 1}, 10);
    check_path(&found);
    assert_int_equal(found.road_count, 2);
    assert_int_equal(found.count, 4); /* the join's two sides among them */
    marsad_road_path_clear(&found);
    found = way(roads, west, (marsad_lonlat){11.5, 1}, 10);
    check_path(&found);
    assert_int_equal(found.road_count, 2);
    marsad_road_path_clear(&found);
    found = way(roads, west, (marsad_lonlat){12, 0}, 10); /* over the new vertex */
    check_path(&found);
    assert_int_equal(found.road_count, 1);
    assert_true(fabs(found.length_m - apart(west, (marsad_lonlat){12, 0})) < 1e-4);
    marsad_road_path_clear(&found);
    check_mirror(roads, (marsad_lonlat){11, 1}, (marsad_lonlat){11.5, 1}, 10);
    marsad_error error;
    assert_int_equal(
        marsad_roads_between(roads, west, (marsad_lonlat){10.5, 1}, 10, &found, &error),
        MARSAD_ERR_NOT_FOUND);
    assert_non_null(strstr(error.message, "do not connect"));
    assert_int_equal(marsad_roads_between(roads, west, (marsad_lonlat){10.25, 1}, 10, &found, NULL),
                     MARSAD_ERR_NOT_FOUND);
    assert_true(fabs(marsad_roads_length_m(roads) - 222639 - 5.0 * 110574) < 1000);
    marsad_roads_free(roads);
}

static void roads_cross_the_antimeridian(void **state)
{
    (void)state;
    const char *path = scratch_path("fiji.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    ADD_LINE(database, "here", 0, 179.5, -17, 180, -17.1);
    ADD_LINE(database, "there", 0, -180, -17.1, -179.5, -17);
    ADD_LINE(database, "on past it", 0, 179.6, 60, 180.4, 60);
    marsad_roads *roads = finish(database, path);
    marsad_road_path found =
        way(roads, (marsad_lonlat){179.5, -17}, (marsad_lonlat){-179.5, -17}, 1);
    check_path(&found);
    assert_int_equal(found.road_count, 2);
    assert_true(found.length_m < 110000);
    marsad_road_path_clear(&found);
    found = way(roads, (marsad_lonlat){179.6, 60}, (marsad_lonlat){-179.6, 60}, 1);
    assert_true(found.length_m < 45000);
    marsad_lonlat middle = marsad_road_path_point(&found, found.length_m / 2);
    assert_true(fabs(fabs(middle.lon) - 180) < 1e-6);
    marsad_road_path_clear(&found);
    marsad_roads_free(roads);
}

static void other_shapes_of_lines_are_read(void **state)
{
    (void)state;
    const char *path = scratch_path("shapes.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    blob b = {.big = 1};
    put_header(&b); /* a multiline, big-endian, the second with heights and measures */
    put(&b, 0, 1);
    put(&b, 5, 4);
    put(&b, 2, 4);
    put_line(&b, (const double[]){10, 0, 11, 0}, 2, 2);
    put_line(&b, (const double[]){11, 0, 12, 0}, 2, 3002);
    add_blob(database, "both", 0, &b);
    add_blob(database, "no geometry", 0, NULL);
    marsad_roads *roads = finish(database, path);
    assert_int_equal(marsad_roads_count(roads), 1);
    marsad_road_path found = way(roads, (marsad_lonlat){10, 0}, (marsad_lonlat){12, 0}, 1);
    check_path(&found);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.road_count, 1);
    marsad_road_path_clear(&found);
    marsad_roads_free(roads);
}

/* A road drawn vertex by vertex within the tolerance keeps its length. */
static void fine_roads_keep_their_length(void **state)
{
    (void)state;
    const char *path = scratch_path("fine.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    double fine[200];
    for (size_t i = 0; i < 100; i++) {
        fine[2 * i] = 10 + (double)i * 1e-4; /* 11 m */
        fine[2 * i + 1] = 0;
    }
    add_line(database, "fine", 0, fine, 100);
    marsad_roads *roads = finish(database, path);
    marsad_road_path found = way(roads, (marsad_lonlat){10, 0}, (marsad_lonlat){fine[198], 0}, 1);
    assert_int_equal(found.count, 100);
    assert_true(fabs(found.length_m - apart(found.points[0], found.points[99])) < 1e-4);
    marsad_road_path_clear(&found);
    marsad_roads_free(roads);
}

static void a_network_without_roads_has_no_ways(void **state)
{
    (void)state;
    const char *path = scratch_path("none.gpkg");
    marsad_roads *roads = finish(make_file(path, ALL_COLUMNS, 4326), path);
    assert_int_equal(marsad_roads_count(roads), 0);
    assert_true(marsad_roads_length_m(roads) == 0);
    marsad_road_path found;
    assert_int_equal(marsad_roads_between(roads, MISRATA, SIRTE, 1e9, &found, NULL),
                     MARSAD_ERR_NOT_FOUND);
    marsad_roads_free(roads);
    marsad_roads_free(NULL);
    marsad_road_path_clear(NULL);
}

/* ---- faults -------------------------------------------------------------------------------- */

static void expect_fault(const char *path, marsad_status status, const char *part)
{
    marsad_roads *roads;
    marsad_error error;
    assert_int_equal(marsad_roads_open(path, &roads, &error), status);
    assert_null(roads);
    if (!strstr(error.message, part)) {
        fail_msg("\"%s\" lacks \"%s\"", error.message, part);
    }
    assert_int_equal(marsad_roads_open(path, &roads, NULL), status);
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
    expect_fault(path, MARSAD_ERR_INPUT, "cannot read the roads");
    remove(path);

    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    run_sql(database, "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)");
    sqlite3_close(database);
    expect_fault(path, MARSAD_ERR_NOT_FOUND, "no layer \"roads\"");
    remove(path);

    sqlite3_close(make_file(path, ALL_COLUMNS, 32633));
    expect_fault(path, MARSAD_ERR_INPUT, "EPSG:4326");
    remove(path);

    sqlite3_close(make_file(path, "name, schematic", 4326));
    expect_fault(path, MARSAD_ERR_INPUT, "name_ar");
    remove(path);
}

static void expect_bad_blob(const blob *b, const char *name, const char *part)
{
    const char *path = scratch_path("bad.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    add_blob(database, name, 0, b);
    sqlite3_close(database);
    expect_fault(path, MARSAD_ERR_INPUT, part);
    remove(path);
}

static void bad_geometries_are_refused(void **state)
{
    (void)state;
    blob b = {0};
    put_header(&b);
    put_line(&b, (const double[]){10, 0, 11, 0}, 2, 2);
    for (b.size--; b.size > 0; b.size--) {
        expect_bad_blob(&b, "cut", "broken");
    }
    put_header(&b);
    put_line(&b, (const double[]){10, 0, 11, 0}, 2, 4002);
    expect_bad_blob(&b, "dimensions", "broken");
    put_header(&b);
    put_line(&b, (const double[]){10, 0, 11, 0}, 2, 3);
    expect_bad_blob(&b, "polygon", "not a line");
    put_header(&b);
    put_line(&b, (const double[]){10, 0, 11, 91}, 2, 2);
    expect_bad_blob(&b, "far", "out of range");
    put_header(&b);
    put_line(&b, (const double[]){10, 0, NAN, 0}, 2, 2);
    expect_bad_blob(&b, "nan", "out of range");
    put_header(&b);
    put_line(&b, (const double[]){10, 0}, 1, 2);
    expect_bad_blob(&b, "point", "fewer than two");
    put_header(&b);
    put_line(&b, (const double[]){10, 0, 11, 0}, 2, 2);
    expect_bad_blob(&b, "bad \xff name", "UTF-8");
    b.bytes[3] = 5 << 1;
    expect_bad_blob(&b, "envelope", "broken");
    put_header(&b);
    put(&b, 1, 1);
    put(&b, 5, 4);
    put(&b, 1, 4);
    put_line(&b, (const double[]){10, 0, 11, 0}, 2, 1);
    expect_bad_blob(&b, "points in a multiline", "broken");
}

static void memory_that_is_out_is_an_error(void **state)
{
    (void)state;
    const char *path = scratch_path("memory.gpkg");
    sqlite3 *database = make_file(path, ALL_COLUMNS, 4326);
    ADD_LINE(database, "trunk", 0, 10, 0, 11, 0, 12, 0);
    ADD_LINE(database, "vertex", 0, 11, 0.0004, 11, 1);
    ADD_LINE(database, "end", 0, 11.5, 0.0003, 11.5, 1);
    sqlite3_close(database);
    marsad_roads *roads = NULL;
    long nth = 1;
    for (;; nth++) {
        mrs_alloc_fail_at(nth);
        marsad_status status = marsad_roads_open(path, &roads, NULL);
        mrs_alloc_fail_at(0);
        if (status == MARSAD_OK) {
            break;
        }
        assert_int_equal(status, MARSAD_ERR_MEMORY);
        assert_null(roads);
    }
    assert_true(nth > 12);
    marsad_road_path found;
    for (nth = 1;; nth++) {
        mrs_alloc_fail_at(nth);
        marsad_status status = marsad_roads_between(roads, (marsad_lonlat){11, 1},
                                                    (marsad_lonlat){11.5, 1}, 1, &found, NULL);
        mrs_alloc_fail_at(0);
        if (status == MARSAD_OK) {
            break;
        }
        assert_int_equal(status, MARSAD_ERR_MEMORY);
        assert_null(found.points);
    }
    assert_true(nth > 6);
    marsad_road_path_clear(&found);
    marsad_roads_free(roads);
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_coastal_highway_goes_by_abu_qurayn),
        cmocka_unit_test(roads_are_joined_where_they_meet),
        cmocka_unit_test(opening_takes_a_few_milliseconds),
        cmocka_unit_test(the_shorter_of_two_ways_is_taken),
        cmocka_unit_test(points_snap_to_the_nearest_point_of_a_road),
        cmocka_unit_test(near_vertices_and_near_ends_are_joined_and_others_not),
        cmocka_unit_test(roads_cross_the_antimeridian),
        cmocka_unit_test(other_shapes_of_lines_are_read),
        cmocka_unit_test(fine_roads_keep_their_length),
        cmocka_unit_test(a_network_without_roads_has_no_ways),
        cmocka_unit_test(files_that_are_no_basemap_are_refused),
        cmocka_unit_test(bad_geometries_are_refused),
        cmocka_unit_test(memory_that_is_out_is_an_error),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
