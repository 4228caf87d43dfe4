/* relate/front_derive: a front estimated from the latest evidence about each place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "folder.h"
#include "marsad/front.h"
#include "marsad/land.h"
#include "scratch.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
static const char BASEMAP[] = "geodata/basemap.gpkg";
static const double RADIUS_M = 30000;

/* ---- helpers ------------------------------------------------------------------------------- */

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;

static int open_gazetteer(void **state)
{
    return scratch_make(state) ||
           marsad_gazetteer_open("geodata/gazetteer.gpkg", &gazetteer, NULL) ||
           marsad_resolver_new(gazetteer, &resolver, NULL);
}

static int close_gazetteer(void **state)
{
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return scratch_remove(state);
}

/* Events of a table, placed. */
static marsad_events *events_of(const char *rows)
{
    const char *path = scratch_path("events.csv");
    FILE *file = fopen(path, "wb");
    marsad_events *events = NULL;
    marsad_problems problems = {0};
    marsad_error error = {0};
    assert_non_null(file);
    fprintf(file, "location,lon,lat,uncertainty_m,date,end_date,country,controller_after\n%s",
            rows);
    fclose(file);
    if (marsad_events_read(path, NULL, &events, &problems, &error) ||
        marsad_events_place(events, resolver, NULL, &error)) {
        fail_msg("row %ld: %s", error.row, error.message);
    }
    marsad_problems_clear(&problems);
    remove(path);
    return events;
}

static marsad_derive_options options_at(int year, int month, int day)
{
    marsad_derive_options options = marsad_derive_defaults();
    options.at = (marsad_date){year, month, day};
    return options;
}

static marsad_front *derive(const marsad_events *events, const marsad_derive_options *options)
{
    marsad_front *front = NULL;
    marsad_error error = {0};
    if (marsad_front_derive(events, options, &front, &error)) {
        fail_msg("%s", error.message);
    }
    const marsad_front_state *shown = marsad_front_state_at(front, 0);
    assert_int_equal(marsad_front_state_count(front), 1);
    assert_true(shown->derived);
    assert_true(shown->date.year == options->at.year && shown->date.day > 0);
    return front;
}

static marsad_front *derive_known(const marsad_holding *known, size_t count)
{
    marsad_derive_options options = options_at(2020, 1, 26);
    options.known = known;
    options.known_count = count;
    return derive(NULL, &options);
}

/* Who holds the ground by the estimate; "" if nobody is known to. */
static const char *holder_at(const marsad_front *front, marsad_lonlat at)
{
    marsad_front_relation relation = {0};
    assert_int_equal(marsad_front_relate(front, 0, at, 0, &relation, NULL), MARSAD_OK);
    return relation.controller == MARSAD_NO_HOLDER
               ? ""
               : marsad_front_holder(front, relation.controller);
}

static double ground_of(const marsad_front *front, const char *holder)
{
    const marsad_front_state *shown = marsad_front_state_at(front, 0);
    double area = 0;
    for (size_t i = 0; i < shown->area_count; i++) {
        const char *name = marsad_front_holder(front, shown->areas[i].holder);
        area += strcmp(name, holder) == 0 ? shown->areas[i].area_m2 : 0;
    }
    return area;
}

static const char *evidence_of(const marsad_front *front, size_t area)
{
    const marsad_front_state *shown = marsad_front_state_at(front, 0);
    assert_true(area < shown->area_count);
    return shown->areas[area].evidence;
}

static bool near_to(double a, double b, double share)
{
    return fabs(a - b) <= share * fmax(fabs(a), fabs(b));
}

static double apart_m(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

static double disc_m2(double radius)
{
    return acos(-1) * radius * radius;
}

/* What two circles share, whose centres are `apart` from each other. */
static double lens_m2(double radius, double apart)
{
    return 2 * radius * radius * acos(apart / 2 / radius) -
           apart / 2 * sqrt(4 * radius * radius - apart * apart);
}

/* ---- few sites ----------------------------------------------------------------------------- */

static void one_site_holds_a_circle(void **state)
{
    (void)state;
    static const marsad_lonlat places[] = {{15, 31}, {180, 10}, {-179.95, -45}, {20, 89.9}, {0, 0}};
    for (size_t i = 0; i < COUNT(places); i++) {
        const marsad_holding known = {places[i], "A", {0, 0, 0}, "Misrata, known holder"};
        marsad_front *front = derive_known(&known, 1);
        assert_int_equal(marsad_front_state_at(front, 0)->area_count, 1);
        assert_true(near_to(ground_of(front, "A"), disc_m2(RADIUS_M), 1e-3));
        assert_string_equal(evidence_of(front, 0), "Misrata, known holder");
        for (int azimuth = 0; azimuth < 360; azimuth += 17) {
            marsad_lonlat inside = marsad_geodesic_point(places[i], azimuth, RADIUS_M * 0.999);
            marsad_lonlat outside = marsad_geodesic_point(places[i], azimuth, RADIUS_M * 1.001);
            assert_string_equal(holder_at(front, inside), "A");
            assert_string_equal(holder_at(front, outside), "");
        }
        marsad_front_free(front);
    }
}

static void two_sites_share_the_ground_between_them(void **state)
{
    (void)state;
    static const marsad_lonlat places[] = {{15, 31}, {179.9, 10}, {0, 89.9}};
    for (size_t i = 0; i < COUNT(places); i++) {
        marsad_lonlat other = marsad_geodesic_point(places[i], 60, 40000);
        double disc = disc_m2(RADIUS_M);
        double lens = lens_m2(RADIUS_M, 40000);
        const marsad_holding known[] = {{places[i], "A", {0, 0, 0}, "here"},
                                        {other, "B", {0, 0, 0}, "there"}};
        marsad_front *front = derive_known(known, 2);
        const marsad_front_state *shown = marsad_front_state_at(front, 0);
        assert_true(near_to(ground_of(front, "A"), disc - lens / 2, 2e-3));
        assert_true(near_to(ground_of(front, "B"), disc - lens / 2, 2e-3));
        /* The front is where both are as far, and ends where neither reaches; the narrow gap that
         * the circles leave there is closed. */
        assert_int_equal(shown->line_count, 1);
        double half = sqrt(RADIUS_M * RADIUS_M - 20000.0 * 20000);
        assert_true(near_to(shown->length_m, 2 * half, 2e-3));
        for (size_t k = 0; k < shown->lines[0].count; k++) {
            marsad_lonlat at = shown->lines[0].points[k];
            assert_true(fabs(apart_m(at, places[i]) - apart_m(at, other)) < 150);
        }
        marsad_front_free(front);
    }
}

static void ground_of_one_holder_is_one_area(void **state)
{
    (void)state;
    const marsad_holding known[] = {{{15, 31}, "A", {0, 0, 0}, "one"},
                                    {{15.3, 31}, "A", {0, 0, 0}, "two"},
                                    {{18, 31}, "A", {0, 0, 0}, "three"}};
    marsad_front *front = derive_known(known, 3);
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 2);
    assert_int_equal(marsad_front_state_at(front, 0)->line_count, 0);
    double apart = apart_m(known[0].at, known[1].at);
    assert_true(
        near_to(ground_of(front, "A"), 3 * disc_m2(RADIUS_M) - lens_m2(RADIUS_M, apart), 2e-3));
    size_t pair = strchr(evidence_of(front, 0), ';') ? 0 : 1;
    const char *both = evidence_of(front, pair);
    assert_true(strstr(both, "one") && strstr(both, "two") && !strstr(both, "three"));
    assert_string_equal(evidence_of(front, 1 - pair), "three");
    marsad_front_free(front);
}

static void sites_in_a_row_share_the_ground(void **state)
{
    (void)state;
    marsad_holding known[6];
    for (int i = 0; i < 6; i++) { /* along a meridian, and along the plane's middle */
        known[i] = (marsad_holding){{15, 31 + 0.3 * i}, i % 2 ? "B" : "A", {0, 0, 0}, "known"};
    }
    for (size_t count = 2; count <= 6; count++) {
        marsad_front *front = derive_known(known, count);
        assert_int_equal(marsad_front_state_at(front, 0)->area_count, count);
        assert_int_equal(marsad_front_state_at(front, 0)->line_count, count - 1);
        for (size_t i = 0; i < count; i++) {
            assert_string_equal(holder_at(front, known[i].at), known[i].controller);
        }
        marsad_front_free(front);
    }
}

/* ---- what is the latest -------------------------------------------------------------------- */

static void the_latest_evidence_of_a_place_counts(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        int month, day; /* of 2020 */
        const char *holder;
        const char *evidence;
    } cases[] = {
        {"X,15,31,,2020-01-20,,LY,A\nX,15,31,,2020-01-24,,LY,B\n", 1, 26, "B",
         "X 2020-01-24 (row 3)"},
        {"X,15,31,,2020-01-24,,LY,B\nX,15,31,,2020-01-20,,LY,A\n", 1, 26, "B",
         "X 2020-01-24 (row 2)"},
        /* what comes later is not known yet; what happens today is */
        {"X,15,31,,2020-01-20,,LY,A\nX,15,31,,2020-01-24,,LY,B\n", 1, 23, "A",
         "X 2020-01-20 (row 2)"},
        {"X,15,31,,2020-01-20,,LY,A\nX,15,31,,2020-01-24,,LY,B\n", 1, 24, "B",
         "X 2020-01-24 (row 3)"},
        /* of one day the later row, and the other is told */
        {"X,15,31,,2020-01-20,,LY,A\nX,15,31,,2020-01-20,,LY,B\n", 1, 26, "B",
         "X 2020-01-20 (row 3; row 2 said A the same day)"},
        {"X,15,31,,2020-01-20,,LY,A\nX,15,31,,2020-01-20,,LY,A\n", 1, 26, "A",
         "X 2020-01-20 (row 3)"},
        /* an event that lasts is known by its end */
        {"X,15,31,,2020-01-10,,LY,A\nX,15,31,,2020-01-08,2020-01-12,LY,B\n", 1, 26, "B",
         "X 2020-01-12 (row 3)"},
        {"X,15,31,,2020-01-10,,LY,A\nX,15,31,,2020-01-08,2020-01-12,LY,B\n", 1, 11, "A",
         "X 2020-01-10 (row 2)"},
        /* a month is over at its end, and does not outrank a day in it */
        {"X,15,31,,2019,,LY,A\nX,15,31,,2020-01,,LY,B\n", 1, 26, "A", "X 2019 (row 2)"},
        {"X,15,31,,2019,,LY,A\nX,15,31,,2020-01,,LY,B\n", 1, 31, "B", "X 2020-01 (row 3)"},
        {"X,15,31,,2020-01-20,,LY,A\nX,15,31,,2020-01,,LY,B\n", 2, 1, "A", "X 2020-01-20 (row 2)"},
        /* to the whole month asked about, its days belong */
        {"X,15,31,,2020-01-30,,LY,A\n", 1, 0, "A", "X 2020-01-30 (row 2)"},
        /* what says nothing of a holder, or has no date, is no evidence */
        {"X,15,31,,2020-01-20,,LY,A\nX,15,31,,2020-01-24,,LY,\nX,15,31,,,,LY,B\n", 1, 26, "A",
         "X 2020-01-20 (row 2)"},
        {",15,31,,2020-01-20,,LY,A\n", 1, 26, "A", "2020-01-20 (row 2)"},
        /* within each other's radius it is one place; within only one of the two, it is two */
        {"X,15,31,6000,2020-01-20,,LY,A\nY,15.05,31,6000,2020-01-24,,LY,B\n", 1, 26, "B",
         "Y 2020-01-24 (row 3)"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        marsad_events *events = events_of(cases[i].rows);
        marsad_derive_options options = options_at(2020, cases[i].month, cases[i].day);
        marsad_front *front = derive(events, &options);
        assert_int_equal(marsad_front_state_at(front, 0)->area_count, 1);
        assert_string_equal(marsad_front_holder(front, 0), cases[i].holder);
        assert_string_equal(evidence_of(front, 0), cases[i].evidence);
        assert_true(near_to(ground_of(front, cases[i].holder), disc_m2(RADIUS_M), 1e-3));
        marsad_front_free(front);
        marsad_events_free(events);
    }
    marsad_events *events =
        events_of("X,15,31,6000,2020-01-20,,LY,A\nY,15.05,31,500,2020-01-24,,LY,B\n");
    marsad_derive_options options = options_at(2020, 1, 26);
    marsad_front *front = derive(events, &options);
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 2);
    marsad_front_free(front);
    marsad_events_free(events);
}

static void known_holders_stand_beside_events(void **state)
{
    (void)state;
    const marsad_holding known[] = {{{15, 31}, "A", {0, 0, 0}, "X, known holder"},
                                    {{15, 33}, "A", {2020, 2, 1}, "later"},
                                    {{15, 35}, "C", {2020, 1, 1}, NULL}};
    marsad_events *events = events_of("X,15,31,,2019-12-31,,LY,B\n");
    marsad_derive_options options = options_at(2020, 1, 26);
    options.known = known;
    options.known_count = 3;
    marsad_front *front = derive(events, &options);
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 2);
    assert_string_equal(holder_at(front, known[0].at), "B"); /* an event supersedes it */
    assert_string_equal(holder_at(front, known[1].at), "");
    assert_string_equal(holder_at(front, known[2].at), "C");
    marsad_front_free(front);
    /* Before the event, the known holder. */
    options.at = (marsad_date){2019, 6, 1};
    front = derive(events, &options);
    assert_int_equal(marsad_front_state_at(front, 0)->area_count, 1);
    assert_string_equal(holder_at(front, known[0].at), "A");
    assert_string_equal(evidence_of(front, 0), "X, known holder");
    marsad_front_free(front);
    marsad_events_free(events);
}

static void a_month_asked_about_is_dated_by_its_end(void **state)
{
    (void)state;
    static const struct {
        marsad_date at;
        int month, day;
    } cases[] = {{{2020, 2, 0}, 2, 29}, {{2019, 2, 0}, 2, 28},  {{1900, 2, 0}, 2, 28},
                 {{2000, 2, 0}, 2, 29}, {{2020, 0, 0}, 12, 31}, {{2020, 4, 0}, 4, 30},
                 {{2020, 4, 7}, 4, 7}};
    const marsad_holding known = {{15, 31}, "A", {0, 0, 0}, "here"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        marsad_derive_options options = marsad_derive_defaults();
        options.at = cases[i].at;
        options.known = &known;
        options.known_count = 1;
        marsad_front *front = derive(NULL, &options);
        marsad_date date = marsad_front_state_at(front, 0)->date;
        assert_int_equal(date.month, cases[i].month);
        assert_int_equal(date.day, cases[i].day);
        marsad_front_free(front);
    }
}

static void what_has_no_certain_place_is_no_evidence(void **state)
{
    (void)state;
    marsad_events *events = events_of("Nowhereville,,,,2020-01-20,,LY,B\n"
                                      "Misrata,,,,2020-01-20,,LY,A\n");
    marsad_derive_options options = options_at(2020, 1, 26);
    marsad_front *front = derive(events, &options);
    assert_int_equal(marsad_front_holder_count(front), 1);
    assert_string_equal(evidence_of(front, 0), "Misrata 2020-01-20 (row 3)");
    assert_string_equal(holder_at(front, (marsad_lonlat){15.09, 32.37}), "A");
    marsad_front_free(front);
    marsad_events_free(events);
}

/* ---- many sites ---------------------------------------------------------------------------- */

static double spread(int i, int axis)
{
    static const double steps[] = {0.7548776662466927, 0.5698402909980532};
    double whole;
    return modf(0.5 + i * steps[axis], &whole);
}

/* Each point against all sites, on the ellipsoid. */
static void ground_goes_to_the_nearest_evidence(void **state)
{
    (void)state;
    enum { SITES = 60, POINTS = 4000 };
    static const char *const names[] = {"A", "B", "C"};
    static const marsad_lonlat corners[] = {{13, 30}, {178, -20}, {-179, 68}};
    for (size_t c = 0; c < COUNT(corners); c++) {
        marsad_holding known[SITES];
        double width = 4 / cos(corners[c].lat * acos(-1) / 180);
        for (int i = 0; i < SITES; i++) {
            double lon = corners[c].lon + width * spread(i * 7 + i * i, 0);
            marsad_lonlat at = {lon > 180 ? lon - 360 : lon, corners[c].lat + 4 * spread(i * 3, 1)};
            known[i] = (marsad_holding){at, names[i * i % 3], {0, 0, 0}, "known"};
        }
        marsad_front *front = derive_known(known, SITES);
        int wrong = 0;
        int held = 0;
        for (int i = 0; i < POINTS; i++) {
            double lon = corners[c].lon + width * spread(i, 0);
            marsad_lonlat at = {lon > 180 ? lon - 360 : lon, corners[c].lat + 4 * spread(i, 1)};
            const char *expected = "";
            double least = RADIUS_M;
            for (int k = 0; k < SITES; k++) {
                double distance = apart_m(at, known[k].at);
                expected = distance < least ? known[k].controller : expected;
                least = fmin(least, distance);
            }
            held += expected[0] != '\0';
            wrong += strcmp(holder_at(front, at), expected) != 0;
        }
        assert_true(held > POINTS / 3);
        assert_true(wrong <= POINTS / 250); /* the plane's distances are some metres off */
        marsad_front_free(front);
    }
}

/* ---- land ---------------------------------------------------------------------------------- */

static void areas_end_at_the_coast(void **state)
{
    (void)state;
    const marsad_holding known[] = {{{15.091, 32.375}, "A", {0, 0, 0}, "Misrata"},
                                    {{15.5, 30.9}, "B", {0, 0, 0}, "inland"}};
    marsad_derive_options options = options_at(2020, 1, 26);
    options.known = known;
    options.known_count = 2;
    options.basemap = BASEMAP;
    options.radius_m = 80000;
    marsad_front *front = derive(NULL, &options);
    assert_string_equal(holder_at(front, known[0].at), "A");
    assert_string_equal(holder_at(front, known[1].at), "B");
    assert_string_equal(holder_at(front, (marsad_lonlat){15.35, 32.6}), "");
    assert_string_equal(holder_at(front, (marsad_lonlat){15.8, 32.2}), "");
    double land = ground_of(front, "A") + ground_of(front, "B");
    options.basemap = NULL;
    marsad_front *anywhere = derive(NULL, &options);
    double all = ground_of(anywhere, "A") + ground_of(anywhere, "B");
    assert_true(land > 0.4 * all && land < 0.8 * all);
    /* Counted: points of the circles, and whether they are land. */
    marsad_land *basemap = NULL;
    assert_int_equal(marsad_land_open(BASEMAP, &basemap, NULL), MARSAD_OK);
    const double south = 30.1 * acos(-1) / 180;
    const double north = 33.2 * acos(-1) / 180;
    int on_land = 0;
    int in_reach = 0;
    for (int i = 0; i < 6000; i++) {
        double sine = sin(south) + spread(i, 1) * (sin(north) - sin(south));
        marsad_lonlat at = {14 + 3 * spread(i, 0), asin(sine) * 180 / acos(-1)};
        bool dry = false;
        if (apart_m(at, known[0].at) < 80000 || apart_m(at, known[1].at) < 80000) {
            in_reach++;
            marsad_land_contains(basemap, at, &dry, NULL);
            on_land += dry;
        }
    }
    assert_true(near_to(land / all, (double)on_land / in_reach, 0.01));
    marsad_land_free(basemap);
    marsad_front_free(front);
    marsad_front_free(anywhere);
}

static void land_is_read_across_the_antimeridian_and_by_the_pole(void **state)
{
    (void)state;
    static const struct {
        marsad_lonlat at;
        double radius_m;
    } cases[] = {{{180, 71.2}, 200000}, /* Wrangel Island */
                 {{179.5, -16.5}, 90000} /* Fiji */,
                 {{0, -89.9}, 100000} /* all land */};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const marsad_holding known = {cases[i].at, "A", {0, 0, 0}, "here"};
        marsad_derive_options options = options_at(2020, 1, 26);
        options.known = &known;
        options.known_count = 1;
        options.basemap = BASEMAP;
        options.radius_m = cases[i].radius_m;
        marsad_front *front = derive(NULL, &options);
        marsad_land *land = NULL;
        assert_int_equal(marsad_land_open(BASEMAP, &land, NULL), MARSAD_OK);
        int wrong = 0;
        int dry = 0;
        for (int k = 0; k < 1000; k++) {
            marsad_lonlat at = marsad_geodesic_point(cases[i].at, 360 * spread(k, 0),
                                                     0.99 * cases[i].radius_m * sqrt(spread(k, 1)));
            bool is_land = false;
            marsad_land_contains(land, at, &is_land, NULL);
            dry += is_land;
            wrong += is_land != (holder_at(front, at)[0] == 'A');
        }
        assert_true(dry > 50);
        assert_true(wrong <= 10);
        marsad_land_free(land);
        marsad_front_free(front);
    }
}

/* ---- writing ------------------------------------------------------------------------------- */

static void an_estimate_is_read_back_as_it_was(void **state)
{
    (void)state;
    static const char *const names[] = {"front.geojson", "front.gpkg", "front.fgb", "front.shp"};
    const marsad_holding known[] = {{{179.9, -16.9}, "A", {0, 0, 0}, "one; \"quoted\""},
                                    {{-179.9, -16.8}, "القوات", {0, 0, 0}, "two"},
                                    {{-179.2, -16.8}, "A", {0, 0, 0}, "three"}};
    marsad_front *front = derive_known(known, 3);
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *path = scratch_path(names[i]);
        marsad_error error = {0};
        marsad_front *back = NULL;
        marsad_front_comparison *change = NULL;
        if (marsad_front_write(front, 0, path, &error) ||
            marsad_front_open(&path, 1, NULL, &back, &error)) {
            fail_msg("%s: %s", names[i], error.message);
        }
        const marsad_front_state *shown = marsad_front_state_at(back, 0);
        assert_true(shown->derived);
        assert_true(shown->date.year == 2020 && shown->date.month == 1 && shown->date.day == 26);
        assert_int_equal(shown->area_count, marsad_front_state_at(front, 0)->area_count);
        bool told = false;
        for (size_t k = 0; k < shown->area_count; k++) {
            told |= strcmp(shown->areas[k].evidence, "one; \"quoted\"") == 0;
        }
        assert_true(told);
        assert_int_equal(marsad_front_compare(front, 0, back, 0, NULL, &change, &error), MARSAD_OK);
        assert_int_equal(change->change_count, 0);
        marsad_front_comparison_free(change);
        marsad_front_free(back);
    }
    assert_true(folder_files(scratch_folder, true) >= 4);
    marsad_front_free(front);
}

static void what_changed_is_written(void **state)
{
    (void)state;
    const marsad_holding known[] = {{{15, 31}, "A", {0, 0, 0}, "one"},
                                    {{15.2, 31}, "B", {0, 0, 0}, "two"}};
    marsad_front *old = derive_known(known, 1);
    marsad_front *new_front = derive_known(known, 2);
    marsad_front_comparison *change = NULL;
    const char *path = scratch_path("change.geojson");
    char text[4096] = "";
    assert_int_equal(marsad_front_compare(old, 0, new_front, 0, NULL, &change, NULL), MARSAD_OK);
    assert_int_equal(change->change_count, 2);
    assert_int_equal(marsad_front_comparison_write(change, path, NULL), MARSAD_OK);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 200);
    fclose(file);
    remove(path);
    assert_non_null(strstr(text, "\"from\": null, \"to\": \"B\""));
    assert_non_null(strstr(text, "\"after\": \"2020-01-26\""));
    assert_int_equal(marsad_front_comparison_write(change, "/nowhere/x.gpkg", NULL), MARSAD_ERR_IO);
    assert_int_equal(marsad_front_write(old, 1, path, NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_front_write(old, 0, "front.xlsx", NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_front_write(old, 0, "front.doc", NULL), MARSAD_ERR_USAGE);
    marsad_front_comparison_free(change);
    marsad_front_free(old);
    marsad_front_free(new_front);
}

/* ---- faults -------------------------------------------------------------------------------- */

static void what_cannot_be_estimated_is_refused(void **state)
{
    (void)state;
    static const marsad_holding good = {{15, 31}, "A", {0, 0, 0}, ""};
    static const marsad_holding nameless = {{15, 31}, "", {0, 0, 0}, ""};
    static const marsad_holding nowhere = {{15, 310}, "A", {0, 0, 0}, ""};
    static const marsad_holding later = {{15, 31}, "A", {2021, 0, 0}, ""};
    static const marsad_holding afloat = {{18, 33.5}, "A", {0, 0, 0}, ""};
    static const marsad_holding apart[] = {{{0, 0}, "A", {0, 0, 0}, ""},
                                           {{100, 0}, "A", {0, 0, 0}, ""}};
    const struct {
        const marsad_holding *known;
        size_t count;
        marsad_date at;
        double radius_m;
        const char *basemap;
        marsad_status status;
        const char *says;
    } cases[] = {
        {&good, 1, {0, 0, 0}, 30000, NULL, MARSAD_ERR_USAGE, "give one"},
        {&good, 1, {2020, 1, 1}, 0, NULL, MARSAD_ERR_USAGE, "radius"},
        {&good, 1, {2020, 1, 1}, -5, NULL, MARSAD_ERR_USAGE, "radius"},
        {&good, 1, {2020, 1, 1}, 2e6, NULL, MARSAD_ERR_USAGE, "radius"},
        {&good, 1, {2020, 1, 1}, NAN, NULL, MARSAD_ERR_USAGE, "radius"},
        {&nameless, 1, {2020, 1, 1}, 30000, NULL, MARSAD_ERR_USAGE, "known holder 1 has no contr"},
        {&nowhere, 1, {2020, 1, 1}, 30000, NULL, MARSAD_ERR_USAGE, "known holder 1 has no place"},
        {&later, 1, {2020, 1, 1}, 30000, NULL, MARSAD_ERR_INPUT, "on 2020-01-01"},
        {NULL, 0, {2020, 1, 0}, 30000, NULL, MARSAD_ERR_INPUT, "on 2020-01:"},
        {&afloat, 1, {2020, 1, 1}, 30000, BASEMAP, MARSAD_ERR_INPUT, "within 30 km of land"},
        {apart, 2, {2020, 1, 1}, 30000, NULL, MARSAD_ERR_INPUT, "one theatre at a time"},
        {&good, 1, {2020, 1, 1}, 30000, "none.gpkg", MARSAD_ERR_NOT_FOUND, "none.gpkg"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        marsad_derive_options options = {.at = cases[i].at,
                                         .radius_m = cases[i].radius_m,
                                         .known = cases[i].known,
                                         .known_count = cases[i].count,
                                         .basemap = cases[i].basemap};
        marsad_error error = {0};
        marsad_front *front = (void *)1;
        assert_int_equal(marsad_front_derive(NULL, &options, &front, &error), cases[i].status);
        assert_null(front);
        if (!strstr(error.message, cases[i].says) && !strstr(error.file, cases[i].says)) {
            fail_msg("%zu: %s", i, error.message);
        }
    }
}

static void running_out_of_memory_is_told(void **state)
{
    (void)state;
    const marsad_holding known[] = {{{15, 31}, "A", {0, 0, 0}, "one"},
                                    {{15.3, 31}, "B", {0, 0, 0}, "two"}};
    marsad_derive_options options = options_at(2020, 1, 26);
    marsad_front *front = NULL;
    options.known = known;
    options.known_count = 2;
    for (long nth = 1; !front; nth += 1 + nth / 50) {
        assert_true(nth < 100000);
        marsad_error error = {0};
        mrs_alloc_fail_at(nth);
        marsad_status status = marsad_front_derive(NULL, &options, &front, &error);
        mrs_alloc_fail_at(0);
        assert_true((status == MARSAD_OK) == (front != NULL));
        assert_true(status == MARSAD_OK || error.message[0]);
    }
    marsad_front_free(front);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_site_holds_a_circle),
        cmocka_unit_test(two_sites_share_the_ground_between_them),
        cmocka_unit_test(ground_of_one_holder_is_one_area),
        cmocka_unit_test(sites_in_a_row_share_the_ground),
        cmocka_unit_test(the_latest_evidence_of_a_place_counts),
        cmocka_unit_test(known_holders_stand_beside_events),
        cmocka_unit_test(a_month_asked_about_is_dated_by_its_end),
        cmocka_unit_test(what_has_no_certain_place_is_no_evidence),
        cmocka_unit_test(ground_goes_to_the_nearest_evidence),
        cmocka_unit_test(areas_end_at_the_coast),
        cmocka_unit_test(land_is_read_across_the_antimeridian_and_by_the_pole),
        cmocka_unit_test(an_estimate_is_read_back_as_it_was),
        cmocka_unit_test(what_changed_is_written),
        cmocka_unit_test(what_cannot_be_estimated_is_refused),
        cmocka_unit_test(running_out_of_memory_is_told),
    };
    return cmocka_run_group_tests_name("derive", tests, open_gazetteer, close_gazetteer);
}
