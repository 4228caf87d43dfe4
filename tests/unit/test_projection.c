/* geo/projection and map/frame: the choice of projection, and how ground maps to the sheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "geo/projection.h"
#include "map/frame.h"

static const mrs_rect SHEET = {50, 100, 1000, 800};

static void the_extent_chooses(void **state)
{
    (void)state;
    static const struct {
        marsad_bbox extent;
        const char *name;
    } cases[] = {
        {{12.8, 31.1, 16, 33.1},
         "Lambert conformal conic, standard parallels 31.4° N and 32.8° N, "
         "central meridian 14.4° E, WGS 84"},
        {{30, -2, 34, 2}, "Mercator, standard parallel 0° N, central meridian 32° E, WGS 84"},
        {{-70, -30, -65, -10}, "Transverse Mercator, central meridian 67.5° W, WGS 84"},
        {{-20, 0, 55, 40}, "Lambert azimuthal equal-area, centre 20° N, 17.5° E, WGS 84"},
        {{10, 74, 30, 82}, "Lambert azimuthal equal-area, centre 78° N, 20° E, WGS 84"},
        {{-180, 60, 180, 90}, "Lambert azimuthal equal-area, centre 90° N, 0° E, WGS 84"},
        {{-180, -90, 180, -60}, "Lambert azimuthal equal-area, centre 90° S, 0° E, WGS 84"},
        {{-180, -80, 180, 80}, "Equal Earth, central meridian 0° E, WGS 84"},
        {{170, -50, -170, -30},
         "Lambert conformal conic, standard parallels 46.7° S and 33.3° S, "
         "central meridian 180° E, WGS 84"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_projection *projection;
        assert_int_equal(mrs_projection_choose(cases[i].extent, &projection, NULL), MARSAD_OK);
        assert_string_equal(mrs_projection_name(projection, MARSAD_LANG_EN), cases[i].name);
        assert_true(strlen(mrs_projection_name(projection, MARSAD_LANG_AR)) > 20);
        mrs_projection_free(projection);
    }
}

static void french_writes_commas(void **state)
{
    (void)state;
    mrs_projection *projection;
    mrs_projection_choose((marsad_bbox){12.8, 31.1, 16, 33.1}, &projection, NULL);
    const char *name = mrs_projection_name(projection, MARSAD_LANG_FR);
    assert_non_null(strstr(name, "31,4° N et 32,8° N"));
    mrs_projection_free(projection);
}

static void a_user_crs_must_be_projected(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        const char *part; /* of the message; NULL: it is good */
    } cases[] = {{"EPSG:32633", NULL},
                 {"EPSG:3857", NULL},
                 {"+proj=utm +zone=33 +datum=WGS84", NULL},
                 {"EPSG:4326", "not a projected CRS"},
                 {"EPSG:999999", "not a CRS that PROJ knows"},
                 {"nonsense", "not a CRS that PROJ knows"},
                 {"", "not a CRS that PROJ knows"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_projection *projection;
        marsad_error error;
        marsad_status status = mrs_projection_parse(cases[i].crs, &projection, &error);
        assert_int_equal(status, cases[i].part ? MARSAD_ERR_USAGE : MARSAD_OK);
        if (cases[i].part) {
            assert_non_null(strstr(error.message, cases[i].part));
            assert_null(projection);
        }
        mrs_projection_free(projection);
    }
}

static void a_known_point_in_utm(void **state)
{
    (void)state;
    mrs_projection *projection;
    double x;
    double y;
    assert_int_equal(mrs_projection_parse("EPSG:32633", &projection, NULL), MARSAD_OK);
    /* The central meridian of zone 33 is 15° E, where the easting is 500 km. */
    assert_true(mrs_project(projection, (marsad_lonlat){15, 0}, &x, &y));
    assert_true(fabs(x - 500000) < 1e-6 && fabs(y) < 1e-6);
    mrs_projection_free(projection);
}

static void fit(mrs_frame *frame, mrs_projection **projection, marsad_bbox box)
{
    mrs_ground ground;
    assert_int_equal(mrs_projection_choose(box, projection, NULL), MARSAD_OK);
    assert_true(mrs_ground_of_bbox(*projection, box, &ground));
    assert_int_equal(mrs_frame_fit(frame, SHEET, *projection, ground, NULL), MARSAD_OK);
}

static void frames_hold_their_box_and_map_back(void **state)
{
    (void)state;
    static const marsad_bbox boxes[] = {{12.8, 31.1, 16, 33.1},
                                        {13.1, 32.8, 13.4, 32.95},
                                        {-20, 0, 55, 40},
                                        {175, -20, -175, -12},
                                        {10, 74, 30, 82}};
    for (size_t b = 0; b < sizeof boxes / sizeof *boxes; b++) {
        mrs_frame frame;
        mrs_projection *projection;
        fit(&frame, &projection, boxes[b]);
        double width = boxes[b].east - boxes[b].west;
        width += width < 0 ? 360 : 0;
        for (int i = 0; i <= 10; i++) {
            for (int j = 0; j <= 10; j++) {
                marsad_lonlat at = {boxes[b].west + width * i / 10,
                                    boxes[b].south + (boxes[b].north - boxes[b].south) * j / 10};
                mrs_point page;
                marsad_lonlat back;
                assert_true(mrs_frame_to_page(&frame, at, &page));
                assert_true(mrs_rect_distance(SHEET, page) < 1e-6);
                assert_true(mrs_frame_to_ground(&frame, page, &back));
                assert_true(fabs(remainder(back.lon - at.lon, 360)) < 1e-7);
                assert_true(fabs(back.lat - at.lat) < 1e-7);
                assert_true(at.lat >= frame.bounds.south - 1e-6 &&
                            at.lat <= frame.bounds.north + 1e-6);
            }
        }
        mrs_projection_free(projection);
    }
}

static void the_scale_is_geodesic(void **state)
{
    (void)state;
    mrs_frame frame;
    mrs_projection *projection;
    fit(&frame, &projection, (marsad_bbox){12.8, 31.1, 16, 33.1});
    mrs_point middle = {SHEET.x + SHEET.w / 2, SHEET.y + SHEET.h / 2};
    marsad_lonlat a;
    marsad_lonlat b;
    mrs_frame_to_ground(&frame, (mrs_point){middle.x - 50, middle.y}, &a);
    mrs_frame_to_ground(&frame, (mrs_point){middle.x + 50, middle.y}, &b);
    double metres = marsad_geodesic_between(a, b).distance_m;
    assert_true(fabs(metres / 100 / frame.metres_per_px - 1) < 1e-4);
    assert_true(fabs(frame.scale_denominator - frame.metres_per_px * 96 / 0.0254) < 1e-6);
    /* MapLibre's zoom: at zoom z the equator is 512 * 2^z px long. */
    double girth = 40075016.685578488 * cos(frame.centre.lat * M_PI / 180);
    assert_true(fabs(512 * exp2(frame.zoom) * frame.metres_per_px / girth - 1) < 1e-9);
    mrs_projection_free(projection);
}

static void north_turns_away_from_the_central_meridian(void **state)
{
    (void)state;
    mrs_frame frame;
    mrs_projection *projection;
    fit(&frame, &projection, (marsad_bbox){0, 30, 20, 40});
    mrs_point west;
    mrs_point middle;
    mrs_point east;
    mrs_frame_to_page(&frame, (marsad_lonlat){1, 35}, &west);
    mrs_frame_to_page(&frame, (marsad_lonlat){10, 35}, &middle);
    mrs_frame_to_page(&frame, (marsad_lonlat){19, 35}, &east);
    double w = mrs_frame_north_deg(&frame, west);
    double e = mrs_frame_north_deg(&frame, east);
    assert_true(fabs(mrs_frame_north_deg(&frame, middle)) < 0.01);
    assert_true(w > 3 && w < 8); /* north leans to the pole: to the right in the west */
    assert_true(fabs(w + e) < 0.01);
    mrs_projection_free(projection);
}

static void a_polar_frame_sees_every_longitude(void **state)
{
    (void)state;
    mrs_frame frame;
    mrs_projection *projection;
    fit(&frame, &projection, (marsad_bbox){-180, 70, 180, 90});
    assert_true(frame.bounds.north == 90);
    assert_true(frame.bounds.east - frame.bounds.west >= 359.9);
    mrs_projection_free(projection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_extent_chooses),
        cmocka_unit_test(french_writes_commas),
        cmocka_unit_test(a_user_crs_must_be_projected),
        cmocka_unit_test(a_known_point_in_utm),
        cmocka_unit_test(frames_hold_their_box_and_map_back),
        cmocka_unit_test(the_scale_is_geodesic),
        cmocka_unit_test(north_turns_away_from_the_central_meridian),
        cmocka_unit_test(a_polar_frame_sees_every_longitude),
    };
    return cmocka_run_group_tests_name("projection", tests, NULL, NULL);
}
