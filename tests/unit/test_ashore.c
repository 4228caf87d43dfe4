/* resolve/ashore: relative locations at the coast, on the basemap and its gazetteer. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "marsad/marsad.h"
#include "resolve/ashore.h"

static marsad_land *basemap;

static bool is_land(marsad_land *land, marsad_lonlat at)
{
    bool out = false;
    marsad_error error = {0};
    if (marsad_land_contains(land, at, &out, &error)) {
        fail_msg("%g %g: %s", at.lon, at.lat, error.message);
    }
    return out;
}

static double apart(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

/* The same numbers on every system. */
static double draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

typedef struct fixture {
    marsad_gazetteer *gazetteer;
    marsad_resolver *resolver;
} fixture;

static fixture open_fixture(void)
{
    fixture f;
    marsad_error error = {0};
    if (marsad_gazetteer_open("geodata/gazetteer.gpkg", &f.gazetteer, &error) ||
        marsad_resolver_new(f.gazetteer, &f.resolver, &error)) {
        fail_msg("%s", error.message);
    }
    return f;
}

static void close_fixture(fixture *f)
{
    marsad_resolver_free(f->resolver);
    marsad_gazetteer_close(f->gazetteer);
}

static marsad_resolution *ask(const fixture *f, const char *location)
{
    marsad_resolution *answer = NULL;
    marsad_error error = {0};
    if (marsad_resolve(f->resolver, location, NULL, &answer, &error)) {
        fail_msg("%s: %s", location, error.message);
    }
    return answer;
}

/* With and without the land: the one is on land and covers the land of the other. */
static void check_moved(const fixture *f, const char *location)
{
    marsad_resolver_use_land(f->resolver, NULL);
    marsad_resolution *before = ask(f, location);
    marsad_resolver_use_land(f->resolver, basemap);
    marsad_resolution *after = ask(f, location);
    const marsad_place *old = marsad_resolution_place(before);
    const marsad_place *new = marsad_resolution_place(after);
    assert_non_null(old);
    assert_non_null(new);
    assert_false(is_land(basemap, old->at));
    if (!is_land(basemap, new->at) || !strstr(after->reason, ", on land; from ")) {
        fail_msg("%s: %g %g is not on land: %s", location, new->at.lon, new->at.lat, after->reason);
    }
    assert_int_equal(after->match, MARSAD_MATCH_RELATIVE);
    assert_true(after->confidence == before->confidence);
    uint64_t seed = 7;
    for (int i = 0; i < 300; i++) {
        double azimuth = 360 * draw(&seed);
        double distance = old->uncertainty_m * sqrt(draw(&seed));
        marsad_lonlat at = marsad_geodesic_point(old->at, azimuth, distance);
        assert_true(!is_land(basemap, at) || apart(at, new->at) < new->uncertainty_m + 10);
    }
    marsad_resolution_free(before);
    marsad_resolution_free(after);
}

static void check_unmoved(const fixture *f, const char *location)
{
    marsad_resolver_use_land(f->resolver, NULL);
    marsad_resolution *before = ask(f, location);
    marsad_resolver_use_land(f->resolver, basemap);
    marsad_resolution *after = ask(f, location);
    const marsad_place *old = marsad_resolution_place(before);
    const marsad_place *new = marsad_resolution_place(after);
    assert_non_null(old);
    assert_non_null(new);
    if (memcmp(&old->at, &new->at, sizeof old->at) != 0 ||
        old->uncertainty_m != new->uncertainty_m || strcmp(before->reason, after->reason) != 0) {
        fail_msg("%s: moved to %g %g: %s", location, new->at.lon, new->at.lat, after->reason);
    }
    marsad_resolution_free(before);
    marsad_resolution_free(after);
}

static void reports_from_land_are_placed_on_land(void **state)
{
    (void)state;
    static const char *const moved[] = {"east of Misrata",
                                        "15 km east of Misrata",
                                        "à l'est de Misrata",
                                        "شرق مصراتة",
                                        "north of Misrata",
                                        "northern outskirts of Tripoli",
                                        "on the road from Sirte to Misrata",
                                        "east of Zuwara"};
    fixture f = open_fixture();
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++) {
        check_moved(&f, moved[i]);
    }
    marsad_resolution *answer = ask(&f, "east of Misrata");
    const marsad_place *place = marsad_resolution_place(answer);
    static const marsad_lonlat misrata = {15.091, 32.375};
    static const marsad_lonlat east_of_it = {15.22, 32.36}; /* on land */
    assert_true(is_land(basemap, east_of_it));
    assert_true(apart(place->at, misrata) < place->uncertainty_m);
    assert_true(apart(place->at, east_of_it) < place->uncertainty_m);
    assert_true(place->at.lon > misrata.lon);
    marsad_resolution_free(answer);
    close_fixture(&f);
}

static void reports_from_the_sea_stay_there(void **state)
{
    (void)state;
    static const char *const unmoved[] = {"off the coast of Sirte",
                                          "قبالة سواحل سرت",
                                          "20 km au large de Zouara",
                                          "off the coast east of Misrata",
                                          "in the Mediterranean Sea, 15 km east of Misrata",
                                          "في عرض البحر شرق مصراتة",
                                          "east of Misrata at sea",
                                          "offshore, east of Misrata",
                                          "15 km en mer, à l'est de Misrata",
                                          "شرق مصراتة في عرض البحر",
                                          "10 nautical miles east of Misrata",
                                          "north of Tripoli",          /* no land in the circle */
                                          "10 km north of Zuwara",     /* next to none */
                                          "between Tunis and Palermo", /* two countries, no road */
                                          "20 km south of Misrata",    /* on land already */
                                          "near Sirte",
                                          "Misrata"};
    fixture f = open_fixture();
    for (size_t i = 0; i < sizeof unmoved / sizeof *unmoved; i++) {
        check_unmoved(&f, unmoved[i]);
    }
    close_fixture(&f);
}

/* What a name may hold is looked for outside the names. */
static void words_of_the_sea_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *location, *anchor;
        bool sea;
    } cases[] = {{"off Sirte", "Sirte", true},
                 {"off the Sirte road", "Sirte", false},
                 {"east of Red Sea", "Red Sea", false},
                 {"in the Red Sea, east of Suakin", "Suakin", true},
                 {"east of Sirte at sea", "Sirte at sea", true},
                 {"au large de Syrte", "Syrte", true},
                 {"à l'est de Syrte", "Syrte", false},
                 {"شرق البحر الأحمر", "البحر الأحمر", false},
                 {"في المياه شرق سرت", "سرت", true},
                 {"شرق سرت", "سرت", false},
                 {"on the coast east of Sirte", "Sirte", false},
                 {"western shore of Lake Chad", "Chad", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_relation relation = {.anchor_count = 1};
        relation.anchors[0].at = strstr(cases[i].location, cases[i].anchor);
        relation.anchors[0].length = strlen(cases[i].anchor);
        if (mrs_relation_at_sea(cases[i].location, &relation) != cases[i].sea) {
            fail_msg("%s", cases[i].location);
        }
    }
}

static void a_resolver_short_of_memory_says_so(void **state)
{
    (void)state;
    fixture f = open_fixture();
    marsad_resolver_use_land(f.resolver, basemap);
    marsad_resolution_free(ask(&f, "east of Misrata"));
    long nth = 1;
    for (marsad_status status = MARSAD_ERR_MEMORY; status; nth++) {
        marsad_resolution *answer = NULL;
        mrs_alloc_fail_at(nth);
        status = marsad_resolve(f.resolver, "east of Misrata", NULL, &answer, NULL);
        mrs_alloc_fail_at(0);
        assert_true(status ? status == MARSAD_ERR_MEMORY && !answer : answer != NULL);
        marsad_resolution_free(answer);
    }
    assert_true(nth > 10);
    close_fixture(&f);
}

static int begin(void **state)
{
    (void)state;
    return marsad_land_open("geodata/basemap.gpkg", &basemap, NULL) ? -1 : 0;
}

static int end(void **state)
{
    (void)state;
    marsad_land_free(basemap);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_from_land_are_placed_on_land),
        cmocka_unit_test(reports_from_the_sea_stay_there),
        cmocka_unit_test(words_of_the_sea_are_known),
        cmocka_unit_test(a_resolver_short_of_memory_says_so),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
