/* geo/plane: the plane of the overlays, what is put into it and taken out again, and areas. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <geodesic.h>

#include "base/memory.h"
#include "geo/earth.h"
#include "geo/plane.h"

static const marsad_lonlat CENTRES[] = {{15, 32}, {180, -17}, {-179.9, 68}, {0, 90}, {40, -89.5}};
enum { CENTRE_COUNT = sizeof CENTRES / sizeof *CENTRES };

static mrs_plane *open_plane(marsad_lonlat centre)
{
    mrs_plane *plane = NULL;
    assert_int_equal(mrs_plane_new(centre, &plane, NULL), MARSAD_OK);
    return plane;
}

static double apart_m(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

static mrs_rings rings_of(const marsad_lonlat *points, size_t count)
{
    mrs_rings rings = {0};
    for (size_t i = 0; i < count; i++) {
        assert_true(mrs_rings_add_point(&rings, points[i]));
    }
    assert_true(mrs_rings_end_ring(&rings));
    return rings;
}

static void add_ring(mrs_rings *rings, const marsad_lonlat *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(mrs_rings_add_point(rings, points[i]));
    }
    assert_true(mrs_rings_end_ring(rings));
}

/* ---- there and back ------------------------------------------------------------------------ */

static void what_goes_there_comes_back(void **state)
{
    (void)state;
    static const double distances[] = {0, 1, 1e3, 1e5, 1e6, 5e6, 1e7};
    for (size_t c = 0; c < CENTRE_COUNT; c++) {
        mrs_plane *plane = open_plane(CENTRES[c]);
        for (int i = 0; i < 7 * 12; i++) {
            marsad_lonlat at =
                marsad_geodesic_point(CENTRES[c], 30.0 * (i % 12), distances[i / 12]);
            double x;
            double y;
            assert_true(mrs_plane_forward(plane, at, &x, &y));
            marsad_lonlat back = mrs_plane_back(plane, x, y);
            assert_true(marsad_lonlat_valid(back));
            /* 1e-9 degrees of latitude; authalic latitudes are less sure by a pole. */
            double from_pole = apart_m(at, (marsad_lonlat){0, at.lat > 0 ? 90 : -90});
            assert_true(apart_m(at, back) < 1.1e-4 + 0.02 / fmax(from_pole, 1));
        }
        mrs_plane_free(plane);
    }
}

static void the_plane_keeps_areas(void **state)
{
    (void)state;
    for (size_t c = 0; c < CENTRE_COUNT; c++) {
        mrs_plane *plane = open_plane(CENTRES[c]);
        marsad_lonlat corners[4];
        for (int i = 0; i < 4; i++) {
            marsad_lonlat middle = marsad_geodesic_point(CENTRES[c], 70, 900e3);
            corners[i] = marsad_geodesic_point(middle, 90.0 * i, 200e3 + 30e3 * i);
        }
        mrs_rings rings = rings_of(corners, 4);
        GEOSGeometry *polygon = mrs_plane_polygon(plane, &rings);
        double flat = 0;
        GEOSArea_r(mrs_plane_geos(plane), polygon, &flat);
        double round = mrs_rings_area(&rings);
        assert_true(round > 1e11);
        assert_true(fabs(flat / round - 1) < 1e-5);
        GEOSGeom_destroy_r(mrs_plane_geos(plane), polygon);
        mrs_rings_clear(&rings);
        mrs_plane_free(plane);
    }
}

static void the_centre_lies_amid_the_points(void **state)
{
    (void)state;
    static const struct {
        marsad_lonlat points[4];
        size_t count;
        marsad_lonlat centre;
    } cases[] = {{{{10, 0}, {20, 0}}, 2, {15, 0}},
                 {{{179, 10}, {-179, 10}}, 2, {180, 10.0015}},
                 {{{0, 80}, {90, 80}, {180, 80}, {-90, 80}}, 4, {0, 90}},
                 {{{0, 0}, {180, 0}}, 2, {0, 0}}, /* no mean: the first */
                 {{{0, 0}}, 0, {0, 0}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_lonlat got = mrs_plane_centre(cases[i].points, cases[i].count);
        assert_true(apart_m(got, cases[i].centre) < 100);
    }
}

/* ---- areas --------------------------------------------------------------------------------- */

/* Antarctica, of the examples of GeographicLib's Planimeter and PROJ's geodesic.h. */
static void a_published_area_is_met(void **state)
{
    (void)state;
    static const double coast[][2] = {
        {-63.1, -58}, {-72.9, -74}, {-71.9, -102}, {-74.9, -102}, {-74.3, -131}, {-77.5, -163},
        {-77.4, 163}, {-71.7, 172}, {-65.9, 140},  {-65.7, 113},  {-66.6, 88},   {-66.9, 59},
        {-69.8, 25},  {-70.0, -4},  {-71.0, -14},  {-77.3, -33},  {-77.9, -46},  {-74.7, -61}};
    mrs_rings rings = {0};
    for (size_t i = 0; i < sizeof coast / sizeof *coast; i++) {
        mrs_rings_add_point(&rings, (marsad_lonlat){coast[i][1], coast[i][0]});
    }
    mrs_rings_end_ring(&rings);
    assert_true(fabs(mrs_rings_area(&rings) - 13662703680020.1) < 0.2);
    mrs_rings_clear(&rings);
}

/* The area between two parallels and two meridians, by the authalic latitude (Snyder 1987, 3-12).
 */
static double zone_m2(double south, double north, double width_deg)
{
    const double a = 6378137;
    const double f = 1 / 298.257223563;
    const double e = sqrt(f * (2 - f));
    const double degree = acos(-1) / 180;
    double q[2];
    for (int i = 0; i < 2; i++) {
        double s = sin((i ? north : south) * degree);
        q[i] = (1 - e * e) * (s / (1 - e * e * s * s) + atanh(e * s) / e);
    }
    return a * a / 2 * (q[1] - q[0]) * width_deg * degree;
}

static void boxes_are_measured_wherever_they_lie(void **state)
{
    (void)state;
    /* Parallels are no geodesics: short steps along them. */
    static const double wests[] = {-180, -0.5, 14, 179.5};
    static const double souths[] = {-80, -0.5, 31, 65};
    for (int i = 0; i < 16; i++) {
        double west = wests[i % 4];
        double south = souths[i / 4];
        mrs_rings rings = {0};
        for (int k = 0; k <= 1000; k++) {
            double lon = mrs_longitude_normalise(west + k / 1000.0);
            mrs_rings_add_point(&rings, (marsad_lonlat){lon, south});
        }
        for (int k = 1000; k >= 0; k--) {
            double lon = mrs_longitude_normalise(west + k / 1000.0);
            mrs_rings_add_point(&rings, (marsad_lonlat){lon, south + 1});
        }
        mrs_rings_end_ring(&rings);
        double expected = zone_m2(south, south + 1, 1);
        assert_true(fabs(mrs_rings_area(&rings) / expected - 1) < 1e-8);
        mrs_rings_clear(&rings);
    }
}

static void the_way_of_a_ring_does_not_matter_and_holes_count_off(void **state)
{
    (void)state;
    const marsad_lonlat outer[] = {{179, 10}, {-179, 10}, {-179, 12}, {179, 12}};
    const marsad_lonlat back[] = {{179, 12}, {-179, 12}, {-179, 10}, {179, 10}};
    const marsad_lonlat hole[] = {{179.5, 10.5}, {-179.5, 10.5}, {-179.5, 11.5}, {179.5, 11.5}};
    mrs_rings a = rings_of(outer, 4);
    mrs_rings b = rings_of(back, 4);
    mrs_rings h = rings_of(hole, 4);
    double whole = mrs_rings_area(&a);
    double inner = mrs_rings_area(&h);
    assert_true(whole > 4.8e10 && whole < 4.9e10);
    assert_true(fabs(whole - mrs_rings_area(&b)) < 1);
    add_ring(&a, hole, 4);
    add_ring(&b, hole, 4);
    assert_true(fabs(mrs_rings_area(&a) - (whole - inner)) < 1);
    assert_true(fabs(mrs_rings_area(&b) - (whole - inner)) < 1);
    mrs_rings_clear(&a);
    mrs_rings_clear(&b);
    mrs_rings_clear(&h);
    assert_true(mrs_rings_area(&a) == 0);
}

static void a_ring_around_a_pole_encloses_it(void **state)
{
    (void)state;
    for (int south = 0; south <= 1; south++) {
        mrs_rings rings = {0};
        for (int i = 0; i < 3600; i++) {
            mrs_rings_add_point(&rings, (marsad_lonlat){i / 10.0 - 180, south ? -80 : 80});
        }
        mrs_rings_end_ring(&rings);
        double expected = zone_m2(80, 90, 360);
        assert_true(fabs(mrs_rings_area(&rings) / expected - 1) < 1e-6);
        mrs_rings_clear(&rings);
    }
}

/* ---- densifying ---------------------------------------------------------------------------- */

/* How far the plane's edges lie from the geodesic, on the ground, seen in steps along each. */
static double worst_miss_m(const mrs_plane *plane, marsad_lonlat from, marsad_lonlat to)
{
    const marsad_lonlat ends[] = {from, to};
    GEOSContextHandle_t geos = mrs_plane_geos(plane);
    GEOSGeometry *line = mrs_plane_line(plane, ends, 2);
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, line);
    marsad_geodesic whole = marsad_geodesic_between(from, to);
    unsigned size = 0;
    double worst = 0;
    GEOSCoordSeq_getSize_r(geos, sequence, &size);
    for (unsigned i = 0; i + 1 < size; i++) {
        for (int k = 0; k < 8; k++) {
            double x[2];
            double y[2];
            GEOSCoordSeq_getXY_r(geos, sequence, i, &x[0], &y[0]);
            GEOSCoordSeq_getXY_r(geos, sequence, i + 1, &x[1], &y[1]);
            double share = k / 8.0;
            marsad_lonlat at =
                mrs_plane_back(plane, x[0] + share * (x[1] - x[0]), y[0] + share * (y[1] - y[0]));
            /* A small triangle: its height over the geodesic. */
            marsad_geodesic side = marsad_geodesic_between(from, at);
            marsad_lonlat foot = marsad_geodesic_point(from, whole.azimuth_deg, side.distance_m);
            worst = fmax(worst, apart_m(at, foot));
        }
    }
    GEOSGeom_destroy_r(geos, line);
    return worst;
}

static void edges_keep_to_their_geodesics(void **state)
{
    (void)state;
    double worst = 0;
    for (size_t c = 0; c < CENTRE_COUNT; c++) {
        mrs_plane *plane = open_plane(CENTRES[c]);
        for (int i = 0; i < 60; i++) {
            double length = 10e3 * pow(1.1, i);
            marsad_lonlat from = marsad_geodesic_point(CENTRES[c], 37.0 * i, 50e3 * i);
            marsad_lonlat to = marsad_geodesic_point(from, 131.0 * i, length);
            worst = fmax(worst, worst_miss_m(plane, from, to));
        }
        mrs_plane_free(plane);
    }
    assert_true(worst < 0.5);
    assert_true(worst > 0.01); /* otherwise too much was added */
}

static unsigned point_count(const mrs_plane *plane, const GEOSGeometry *line)
{
    unsigned size = 0;
    GEOSContextHandle_t geos = mrs_plane_geos(plane);
    GEOSCoordSeq_getSize_r(geos, GEOSGeom_getCoordSeq_r(geos, line), &size);
    return size;
}

static void an_edge_is_the_same_from_either_end(void **state)
{
    (void)state;
    for (size_t c = 0; c < CENTRE_COUNT; c++) {
        mrs_plane *plane = open_plane(CENTRES[c]);
        GEOSContextHandle_t geos = mrs_plane_geos(plane);
        marsad_lonlat a = marsad_geodesic_point(CENTRES[c], 10, 600e3);
        marsad_lonlat b = marsad_geodesic_point(CENTRES[c], 100, 700e3);
        GEOSGeometry *there = mrs_plane_line(plane, (const marsad_lonlat[]){a, b}, 2);
        GEOSGeometry *back = mrs_plane_line(plane, (const marsad_lonlat[]){b, a}, 2);
        GEOSGeometry *turned = GEOSReverse_r(geos, back);
        assert_true(point_count(plane, there) > 10);
        assert_int_equal(GEOSEqualsExact_r(geos, there, turned, 0), 1);
        GEOSGeom_destroy_r(geos, there);
        GEOSGeom_destroy_r(geos, back);
        GEOSGeom_destroy_r(geos, turned);
        mrs_plane_free(plane);
    }
}

static void short_edges_are_left_alone(void **state)
{
    (void)state;
    mrs_plane *plane = open_plane((marsad_lonlat){15, 32});
    const marsad_lonlat points[] = {{15, 32}, {15.05, 32.02}, {15.1, 32}};
    GEOSGeometry *line = mrs_plane_line(plane, points, 3);
    assert_int_equal(point_count(plane, line), 3);
    GEOSGeom_destroy_r(mrs_plane_geos(plane), line);
    mrs_plane_free(plane);
}

/* ---- polygons out of the plane ------------------------------------------------------------- */

typedef struct taken {
    size_t polygons, rings;
    double area_m2;
    bool outer_ccw, holes_cw;
    size_t most;
} taken;

static bool is_ccw(const marsad_lonlat *points, size_t count)
{
    struct geod_geodesic wgs84;
    struct geod_polygon polygon;
    double area = 0;
    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    geod_polygon_init(&polygon, 0);
    for (size_t i = 0; i < count; i++) {
        geod_polygon_addpoint(&wgs84, &polygon, points[i].lat, points[i].lon);
    }
    geod_polygon_compute(&wgs84, &polygon, 0, 1, &area, NULL);
    return area > 0;
}

static bool take(void *context, const mrs_rings *rings, const GEOSGeometry *polygon)
{
    taken *t = context;
    assert_non_null(polygon);
    t->polygons++;
    t->rings += rings->ring_count;
    t->area_m2 += mrs_rings_area(rings);
    t->outer_ccw = is_ccw(rings->points, rings->ends[0]);
    for (size_t i = 1; i < rings->ring_count; i++) {
        size_t first = rings->ends[i - 1];
        t->holes_cw = !is_ccw(rings->points + first, rings->ends[i] - first);
    }
    return t->polygons != t->most;
}

static void rings_come_out_as_they_went_in(void **state)
{
    (void)state;
    for (size_t c = 0; c < CENTRE_COUNT; c++) {
        mrs_plane *plane = open_plane(CENTRES[c]);
        marsad_lonlat square[4];
        marsad_lonlat hole[4];
        for (int i = 0; i < 4; i++) { /* clockwise, both */
            square[i] = marsad_geodesic_point(CENTRES[c], 45 + 90.0 * i, 300e3);
            hole[i] = marsad_geodesic_point(CENTRES[c], 45 + 90.0 * i, 100e3);
        }
        mrs_rings rings = rings_of(square, 4);
        add_ring(&rings, hole, 4);
        add_ring(&rings, hole, 2); /* of no area: passed over */
        GEOSGeometry *polygon = mrs_plane_polygon(plane, &rings);
        taken got = {0};
        assert_true(mrs_plane_each_polygon(plane, polygon, take, &got));
        assert_int_equal(got.polygons, 1);
        assert_int_equal(got.rings, 2);
        assert_true(got.outer_ccw && got.holes_cw);
        assert_true(fabs(got.area_m2 / mrs_rings_area(&rings) - 1) < 1e-6);
        GEOSGeom_destroy_r(mrs_plane_geos(plane), polygon);
        mrs_rings_clear(&rings);
        mrs_plane_free(plane);
    }
}

static void only_areas_are_taken_out_of_a_collection(void **state)
{
    (void)state;
    mrs_plane *plane = open_plane((marsad_lonlat){0, 0});
    GEOSContextHandle_t geos = mrs_plane_geos(plane);
    GEOSGeometry *mixed = GEOSGeomFromWKT_r(
        geos, "GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (0 0, 9 9), POLYGON EMPTY, "
              "MULTIPOLYGON (((0 0, 1000 0, 0 1000, 0 0)), ((5000 0, 6000 0, 5000 1000, 5000 0))),"
              "GEOMETRYCOLLECTION (POLYGON ((0 0, -1000 0, 0 -1000, 0 0))))");
    taken all = {0};
    assert_true(mrs_plane_each_polygon(plane, mixed, take, &all));
    assert_int_equal(all.polygons, 3);
    assert_true(fabs(all.area_m2 - 1.5e6) < 10);
    taken two = {.most = 2};
    assert_false(mrs_plane_each_polygon(plane, mixed, take, &two));
    assert_int_equal(two.polygons, 2);
    GEOSGeom_destroy_r(geos, mixed);
    mrs_plane_free(plane);
}

static void what_is_no_geometry_is_refused(void **state)
{
    (void)state;
    mrs_plane *plane = open_plane((marsad_lonlat){0, 0});
    const marsad_lonlat two[] = {{0, 0}, {1, 1}};
    mrs_rings rings = rings_of(two, 2);
    mrs_rings none = {0};
    assert_null(mrs_plane_line(plane, two, 1));
    assert_null(mrs_plane_line(plane, two, 0));
    assert_null(mrs_plane_polygon(plane, &rings));
    assert_null(mrs_plane_polygon(plane, &none));
    mrs_rings_clear(&rings);
    mrs_plane_free(plane);
    mrs_plane_free(NULL);
}

static void running_out_of_memory_is_told(void **state)
{
    (void)state;
    const marsad_lonlat points[] = {{0, 0}, {9, 0}, {9, 9}};
    mrs_plane *plane = NULL;
    mrs_alloc_fail_at(1);
    assert_int_equal(mrs_plane_new(points[0], &plane, NULL), MARSAD_ERR_MEMORY);
    assert_null(plane);
    plane = open_plane(points[0]);
    mrs_rings rings = rings_of(points, 3);
    bool made = false;
    for (long nth = 1; !made; nth++) {
        assert_true(nth < 50);
        mrs_alloc_fail_at(nth);
        GEOSGeometry *polygon = mrs_plane_polygon(plane, &rings);
        mrs_alloc_fail_at(0);
        made = polygon != NULL;
        assert_true(made || nth < 49);
        GEOSGeom_destroy_r(mrs_plane_geos(plane), polygon);
    }
    mrs_rings_clear(&rings);
    mrs_plane_free(plane);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_there_comes_back),
        cmocka_unit_test(the_plane_keeps_areas),
        cmocka_unit_test(the_centre_lies_amid_the_points),
        cmocka_unit_test(a_published_area_is_met),
        cmocka_unit_test(boxes_are_measured_wherever_they_lie),
        cmocka_unit_test(the_way_of_a_ring_does_not_matter_and_holes_count_off),
        cmocka_unit_test(a_ring_around_a_pole_encloses_it),
        cmocka_unit_test(edges_keep_to_their_geodesics),
        cmocka_unit_test(an_edge_is_the_same_from_either_end),
        cmocka_unit_test(short_edges_are_left_alone),
        cmocka_unit_test(rings_come_out_as_they_went_in),
        cmocka_unit_test(only_areas_are_taken_out_of_a_collection),
        cmocka_unit_test(what_is_no_geometry_is_refused),
        cmocka_unit_test(running_out_of_memory_is_told),
    };
    return cmocka_run_group_tests_name("plane", tests, NULL, NULL);
}
