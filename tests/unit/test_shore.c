/* geo/shore: coasts and borders of the basemap, seen in a plane. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "base/memory.h"
#include "geo/shore.h"

static const char BASEMAP[] = "geodata/basemap.gpkg";

/* Asks about points of a box of some degrees around the first. */
typedef struct view {
    mrs_plane *plane;
    mrs_shore *shore;
} view;

static view look_at(marsad_lonlat at, double degrees)
{
    marsad_lonlat corners[] = {{at.lon - degrees, at.lat - degrees},
                               {at.lon + degrees, at.lat + degrees}};
    for (int i = 0; i < 2; i++) {
        corners[i].lon = remainder(corners[i].lon, 360);
        corners[i].lat = fmax(-90, fmin(90, corners[i].lat));
    }
    view v = {0};
    marsad_error error = {0};
    assert_int_equal(mrs_plane_new(at, &v.plane, &error), MARSAD_OK);
    if (mrs_shore_open(BASEMAP, v.plane, corners, 2, 5000, &v.shore, &error)) {
        fail_msg("%s", error.message);
    }
    return v;
}

static mrs_shore_place ask(const view *v, marsad_lonlat at)
{
    double x;
    double y;
    assert_true(mrs_plane_forward(v->plane, at, &x, &y));
    return mrs_shore_at(v->shore, x, y);
}

static void close_view(view *v)
{
    mrs_shore_free(v->shore);
    mrs_plane_free(v->plane);
}

static void places_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        marsad_lonlat at;
        bool on_land;
        double coast_least, coast_most, border_least, border_most;
    } cases[] = {
        {{15.091, 32.375}, true, 3e3, 8e3, 50e3, INFINITY}, /* Misrata */
        {{15.35, 32.6}, false, 20e3, 40e3, 50e3, INFINITY}, /* at sea */
        {{18, 27}, true, 50e3, INFINITY, 50e3, INFINITY},   /* in the desert */
        {{25.0, 27}, true, 50e3, INFINITY, 0, 3e3},         /* on Egypt's border: a meridian */
        {{24.6, 27}, true, 39e3, INFINITY, 37e3, 42e3},
        {{20, 25}, true, 50e3, INFINITY, 50e3, INFINITY},       /* where four tiles of land meet */
        {{33, -1}, true, 100e3, INFINITY, 0, 5e3},              /* lakes are land */
        {{180, 71.2}, true, 0, 60e3, 1e5, INFINITY},            /* Wrangel Island */
        {{-179.9, 67.6}, true, 100e3, INFINITY, 1e5, INFINITY}, /* no coast along the meridian */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        view v = look_at(cases[i].at, 1);
        mrs_shore_place got = ask(&v, cases[i].at);
        bool coast =
            got.coast_m >= fmin(cases[i].coast_least, 45e3) && got.coast_m <= cases[i].coast_most;
        bool border = got.border_m >= fmin(cases[i].border_least, 45e3) &&
                      got.border_m <= cases[i].border_most;
        if (got.on_land != cases[i].on_land || !coast || !border) {
            fail_msg("%g, %g: land %d, coast %.0f m, border %.0f m", cases[i].at.lon,
                     cases[i].at.lat, got.on_land, got.coast_m, got.border_m);
        }
        close_view(&v);
    }
}

/* What is seen does not depend on how much else is. */
static void a_wider_view_shows_the_same(void **state)
{
    (void)state;
    static const marsad_lonlat points[] = {{15.2, 32.39}, {15.25, 32.42}, {15.09, 32.37}};
    view near = look_at(points[0], 0.2);
    view far = look_at((marsad_lonlat){14, 32}, 3);
    for (size_t i = 0; i < 3; i++) {
        mrs_shore_place a = ask(&near, points[i]);
        mrs_shore_place b = ask(&far, points[i]);
        assert_int_equal(a.on_land, b.on_land);
        assert_true(fabs(a.coast_m - b.coast_m) < 3);
    }
    close_view(&near);
    close_view(&far);
}

static void the_pole_is_a_place_like_others(void **state)
{
    (void)state;
    view south = look_at((marsad_lonlat){0, -90}, 3);
    assert_true(ask(&south, (marsad_lonlat){40, -89.9}).on_land);
    close_view(&south);
    view north = look_at((marsad_lonlat){0, 90}, 3);
    assert_false(ask(&north, (marsad_lonlat){40, 89.9}).on_land);
    close_view(&north);
}

static void faults_are_told(void **state)
{
    (void)state;
    mrs_plane *plane;
    mrs_shore *shore;
    marsad_error error = {0};
    static const marsad_lonlat at[] = {{15.2, 32.39}};
    assert_int_equal(mrs_plane_new(at[0], &plane, NULL), MARSAD_OK);
    assert_int_equal(mrs_shore_open("/nowhere.gpkg", plane, at, 1, 5000, &shore, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_null(shore);
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status && nth < 100; nth++) {
        mrs_alloc_fail_at(nth);
        status = mrs_shore_open(BASEMAP, plane, at, 1, 5000, &shore, NULL);
        mrs_alloc_fail_at(0);
        assert_true(!status == (shore != NULL));
        mrs_shore_free(shore);
    }
    assert_int_equal(status, MARSAD_OK);
    mrs_plane_free(plane);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_told_apart),
        cmocka_unit_test(a_wider_view_shows_the_same),
        cmocka_unit_test(the_pole_is_a_place_like_others),
        cmocka_unit_test(faults_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
