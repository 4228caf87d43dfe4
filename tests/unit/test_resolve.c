/* The resolver: the table of names against the built gazetteer, and its rules on a small one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "marsad/resolver.h"
#include "tsv_cases.h"

typedef struct fixture {
    marsad_gazetteer *gazetteer;
    marsad_resolver *resolver;
} fixture;

static void open_fixture(fixture *f, const char *path)
{
    marsad_error error = {0};
    if (marsad_gazetteer_open(path, &f->gazetteer, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    assert_int_equal(marsad_resolver_new(f->gazetteer, &f->resolver, &error), MARSAD_OK);
}

static void close_fixture(fixture *f)
{
    marsad_resolver_free(f->resolver);
    marsad_gazetteer_close(f->gazetteer);
}

static marsad_resolution *ask(const fixture *f, const char *location, const char *country)
{
    marsad_resolve_options options = marsad_resolve_defaults();
    marsad_resolution *answer = NULL;
    marsad_error error = {0};
    options.country = country;
    if (marsad_resolve(f->resolver, location, &options, &answer, &error)) {
        fail_msg("%s: %s", location, error.message);
    }
    return answer;
}

/* What holds for every answer. */
static void check_shape(const marsad_resolution *answer, const char *query)
{
    assert_string_equal(answer->query, query);
    assert_true(answer->reason[0] != '\0' && !strchr(answer->reason, '\n'));
    if (answer->status == MARSAD_UNRESOLVED) {
        assert_int_equal(answer->candidate_count, 0);
        assert_int_equal(answer->match, MARSAD_MATCH_NONE);
        assert_true(answer->confidence == 0);
        return;
    }
    assert_true(answer->candidate_count >= 1 && answer->candidate_count <= 5);
    assert_true(answer->confidence == answer->candidates[0].confidence);
    assert_int_equal(answer->match, answer->candidates[0].match);
    assert_true(answer->status == MARSAD_AMBIGUOUS ? answer->confidence <= 0.5
                                                   : answer->confidence > 0.3);
    for (size_t i = 0; i < answer->candidate_count; i++) {
        const marsad_candidate *candidate = &answer->candidates[i];
        assert_true(candidate->confidence > 0 && candidate->confidence <= 1);
        assert_true(i == 0 || candidate->confidence <= candidate[-1].confidence ||
                    answer->candidates[0].confidence >= candidate->confidence);
        assert_true(marsad_lonlat_valid(candidate->place.at));
        assert_true(candidate->place.uncertainty_m > 0);
    }
}

static const char *outcome(const marsad_resolution *answer)
{
    switch (answer->status) {
    case MARSAD_UNRESOLVED:
        return "NONE";
    case MARSAD_AMBIGUOUS:
        return "AMBIGUOUS";
    default:
        return answer->candidates[0].place.id;
    }
}

/* A row that says in which country it happened is not answered with a place elsewhere. */
static void only_the_country_that_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *name, *country;
        bool only;
        const char *id; /* NULL: unresolved */
        const char *reason;
    } cases[] = {
        {"Paris", "LY", false, "geonames:2988507", "no place of this name is listed in LY"},
        {"Paris", "LY", true, NULL, "listed in LY; elsewhere: Paris (PPLC)"},
        {"Paris", "FR", true, "geonames:2988507", "exact"},
        {"Misrata", "LY", true, "marsad:misrata", "exact"}};
    const char *folder = getenv("MARSAD_DATA");
    char path[1024];
    snprintf(path, sizeof path, "%s/geodata/gazetteer.gpkg", folder ? folder : ".");
    fixture f;
    open_fixture(&f, path);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_resolve_options options = marsad_resolve_defaults();
        marsad_resolution *answer = NULL;
        options.country = cases[i].country;
        options.only_country = cases[i].only;
        assert_int_equal(marsad_resolve(f.resolver, cases[i].name, &options, &answer, NULL),
                         MARSAD_OK);
        check_shape(answer, cases[i].name);
        if (!cases[i].id) {
            assert_int_equal(answer->status, MARSAD_UNRESOLVED);
        } else {
            assert_string_equal(answer->candidates[0].place.id, cases[i].id);
        }
        assert_non_null(strstr(answer->reason, cases[i].reason));
        marsad_resolution_free(answer);
    }
    close_fixture(&f);
}

static void names_resolve_as_in_the_table(void **state)
{
    (void)state;
    const char *folder = getenv("MARSAD_DATA");
    char path[1024];
    snprintf(path, sizeof path, "%s/geodata/gazetteer.gpkg", folder ? folder : ".");
    fixture f;
    open_fixture(&f, path);
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "resolve/theatre.tsv"));
    int count = 0, wrong = 0;
    while (tsv_cases_next(&cases)) {
        const char *const *fields = cases.fields;
        marsad_resolution *answer = ask(&f, fields[0], fields[1]);
        check_shape(answer, fields[0]);
        const char *match = marsad_match_text(answer->match);
        if (strcmp(outcome(answer), fields[2]) != 0 || strcmp(match, fields[3]) != 0) {
            print_error("theatre.tsv:%ld: %s (%s): %s, %s expected; found %s, %s: %s\n", cases.row,
                        fields[0], fields[1], fields[2], fields[3], outcome(answer), match,
                        answer->reason);
            wrong++;
        }
        count++;
        marsad_resolution_free(answer);
    }
    close_fixture(&f);
    assert_true(count >= 120);
    assert_int_equal(wrong, 0);
}

/* ---- a small gazetteer of its own ------------------------------------------------------------ */

static const char header[] = "id\tname\tname_ar\tname_fr\talternates\tfeature_code\tcountry\tadmin1"
                             "\tlon\tlat\tuncertainty_m\tpopulation\n";

static const char places[] =
    /* two capitals of districts of one name, far apart in importance */
    "big\tTwinby\t\t\t\tPPLC\tAA\t\t10\t10\t3000\t2000000\n"
    "small\tTwinby\t\t\t\tPPL\tBB\t\t40\t40\t1000\t900\n"
    "middle\tTwinby\t\t\t\tPPLA\tCC\tNorth\t50\t40\t1000\t150000\n"
    /* as likely as each other */
    "even1\tEvenham\t\t\t\tPPL\tAA\t\t10\t20\t1000\t5000\n"
    "even2\tEvenham\t\t\t\tPPL\tAA\t\t12\t20\t1000\t6000\n"
    "even3\tEvenham\t\t\t\tPPL\tBB\t\t12\t30\t1000\t7000\n"
    /* one place listed twice, 3 km apart */
    "dup1\tOnceford\t\t\t\tPPL\tAA\t\t11\t21\t1000\t5000\n"
    "dup2\tOnceford\t\t\t\tPPL\tAA\t\t11.02\t21.02\t1000\t5000\n"
    /* a town, its district, and the country around them */
    "town\tHallam\t\t\t\tPPL\tAA\t\t13\t21\t1000\t50000\n"
    "district\tHallam\t\t\t\tADM1\tAA\t\t13.2\t21.3\t60000\t\n"
    "only-area\tDistrictia\t\t\t\tADM1\tAA\t\t14\t21\t60000\t\n"
    /* kinds of names */
    "named\tNewname\t\t\tOldname@en@historical|Nick@@colloquial|"
    "Other\tPPL\tAA\t\t15\t21\t1000\t9000\n"
    "airport\tField\t\t\tQQX@@code\tAIRP\tAA\t\t16\t21\t1000\t\n"
    "coded\tCodeton\t\t\tQqx\tPPLA\tAA\t\t17\t21\t1000\t500000\n"
    /* alike but for the article */
    "article\tAl Marsa\tالمرسى\t\t\tPPL\tAA\t\t18\t21\t1000\t9000\n"
    "exact\tDeir\t\t\t\tPPL\tAA\t\t18\t22\t1000\t10\n"
    "variant\tEd Deir\t\t\tEl Deir\tPPLA\tAA\t\t19\t22\t1000\t900000\n"
    "far\tOnly There\t\t\t\tPPL\tBB\t\t18\t41\t1000\t9000\n";

static void write_text(const char *folder, const char *name, const char *first, const char *second)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    fprintf(stream, "%s%s", first, second);
    assert_int_equal(fclose(stream), 0);
}

static int set_up(void **state)
{
    static const char *const files[] = {"sources.tsv", "places.tsv", "g.gpkg"};
    char folder[] = "/tmp/marsad-resolve-XXXXXX", path[160];
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    assert_non_null(mkdtemp(folder));
    write_text(folder, files[0], "file\tname\tlicence\tattribution\turl\tdate\tpriority\n",
               "places.tsv\tTest\tCC0\tTest\t\t\t1\n");
    write_text(folder, files[1], header, places);
    snprintf(path, sizeof path, "%s/%s", folder, files[2]);
    marsad_error error = {0};
    if (marsad_gazetteer_build(folder, path, NULL, NULL, &error)) {
        fail_msg("%s: %s", error.file, error.message);
    }
    open_fixture(f, path);
    for (size_t i = 0; i < 3; i++) { /* the open file lives on */
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    close_fixture(*state);
    free(*state);
    return 0;
}

static void expect(void **state, const char *query, const char *country, const char *expected,
                   double least, double most)
{
    marsad_resolution *answer = ask(*state, query, country);
    check_shape(answer, query);
    if (strcmp(outcome(answer), expected) != 0 || answer->confidence < least - 1e-9 ||
        answer->confidence > most + 1e-9) {
        fail_msg("%s (%s): %s expected, %s with %.3f found: %s", query, country ? country : "",
                 expected, outcome(answer), answer->confidence, answer->reason);
    }
    marsad_resolution_free(answer);
}

static void a_single_place_is_sure(void **state)
{
    expect(state, "Districtia", NULL, "only-area", 0.97, 0.97);
    expect(state, "Districtia", "AA", "only-area", 0.99, 0.99);
    expect(state, "Districtia", "", "only-area", 0.97, 0.97);
    expect(state, "Districtia", "aa", "only-area", 0.99, 0.99);
    expect(state, "Marsa", "AA", "article", 0.92, 0.92);
    expect(state, "مرسى", NULL, "article", 0.90, 0.90);
    expect(state, "Al-Marsa", NULL, "article", 0.97, 0.97);
}

static void a_wide_margin_decides(void **state)
{
    expect(state, "Twinby", NULL, "big", 0.58, 0.95);
    expect(state, "Twinby", "AA", "big", 0.99, 0.99);
    expect(state, "Twinby", "BB", "small", 0.99, 0.99); /* the homonyms abroad don't count */
    expect(state, "Twinby", "CC", "middle", 0.99, 0.99);
    expect(state, "Twinby", "DD", "big", 0.3, 0.6);
}

static void close_rivals_are_ambiguous(void **state)
{
    expect(state, "Evenham", NULL, "AMBIGUOUS", 0.33, 0.34);
    expect(state, "Evenham", "AA", "AMBIGUOUS", 0.5, 0.5);
    expect(state, "Evenham", "BB", "even3", 0.99, 0.99);
}

static void one_place_listed_twice_is_one(void **state)
{
    expect(state, "Onceford", NULL, "dup1", 0.97, 0.97);
}

static void a_town_comes_before_its_district(void **state)
{
    marsad_resolution *answer = ask(*state, "Hallam", NULL);
    assert_string_equal(outcome(answer), "town");
    assert_int_equal(answer->candidate_count, 2);
    assert_string_equal(answer->candidates[1].place.id, "district");
    assert_true(answer->confidence >= 0.97);
    marsad_resolution_free(answer);
}

static void lesser_names_are_less_sure(void **state)
{
    expect(state, "Newname", NULL, "named", 0.97, 0.97);
    expect(state, "Other", NULL, "named", 0.97, 0.97);
    expect(state, "Nick", NULL, "named", 0.95, 0.95);
    expect(state, "Oldname", NULL, "named", 0.87, 0.87);
    expect(state, "QQX", NULL, "airport", 0.9, 0.92); /* a code as it is written */
    expect(state, "qqx", NULL, "coded", 0.6, 0.97);   /* else a name like any other */
}

static void a_place_found_only_abroad_is_told(void **state)
{
    expect(state, "Only There", "AA", "far", 0.58, 0.59);
    marsad_resolution *answer = ask(*state, "Only There", "AA");
    assert_non_null(strstr(answer->reason, "no place of this name is listed in AA"));
    marsad_resolution_free(answer);
}

static void a_differing_article_gives_way(void **state)
{
    expect(state, "Deir", "AA", "exact", 0.99, 0.99);
    expect(state, "El Deir", "AA", "variant", 0.99, 0.99);
    expect(state, "Deir", NULL, "variant", 0.5, 0.9); /* a large town against a hamlet */
    expect(state, "Al Deir", "AA", "variant", 0.92, 0.92);
    expect(state, "Al Deir", "BB", "NONE", 0, 0); /* abroad that would be a guess */
    marsad_resolution *answer = ask(*state, "Al Deir", "BB");
    assert_string_equal(answer->reason,
                        "no listed name matches in BB; one elsewhere does, but for its article");
    marsad_resolution_free(answer);
}

static void reasons_can_be_read(void **state)
{
    static const char *const cases[][2] = {
        {"Other", "exact: \"Other\" is an alternate name of Newname (PPL), AA"},
        {"Oldname", "exact: \"Oldname\" is a historical name of Newname (PPL), AA"},
        {"Nick", "exact: \"Nick\" is a colloquial name of Newname (PPL), AA"},
        {"QQX", "exact: \"QQX\" is a code of Field (AIRP), AA"},
        {"marsa",
         "variant: \"Al Marsa\", alike but for the article, is the name of Al Marsa (PPL), AA"},
        {"Twinby",
         "exact: \"Twinby\" is the name of Twinby (PPLC), AA; less likely: Twinby (PPLA), "
         "North, CC"},
        {"Evenham", "three places of this name are about as likely: Evenham (PPL), BB; Evenham "
                    "(PPL), AA; Evenham (PPL), AA"},
        {"nothing", "no listed name matches"},
        {"...", "there is no letter or digit in the location"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_resolution *answer = ask(*state, cases[i][0], NULL);
        assert_string_equal(answer->reason, cases[i][1]);
        marsad_resolution_free(answer);
    }
}

static void coordinates_are_places(void **state)
{
    static const struct {
        const char *text, *name;
        double lon, lat, uncertainty_m;
    } cases[] = {
        {"31.45N 15.255E", "31.45N 15.26E", 15.255, 31.45, 556.6},
        {"31.4500N, 15.2550E", "31.4500N 15.2550E", 15.255, 31.45, 10},
        {"31S 15W", "31S 15W", -15, -31, 55660},
        {"31.123456789N 15.123456789E", "31.123457N 15.123457E", 15.123456789, 31.123456789, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_resolution *answer = ask(*state, cases[i].text, NULL);
        const marsad_place *place = &answer->candidates[0].place;
        assert_int_equal(answer->status, MARSAD_RESOLVED);
        assert_int_equal(answer->match, MARSAD_MATCH_COORDINATE);
        assert_string_equal(place->name, cases[i].name);
        assert_string_equal(place->id, "");
        assert_true(fabs(place->at.lon - cases[i].lon) < 1e-12);
        assert_true(fabs(place->at.lat - cases[i].lat) < 1e-12);
        assert_true(fabs(place->uncertainty_m - cases[i].uncertainty_m) < 1e-6);
        marsad_resolution_free(answer);
    }
}

static void candidates_are_limited(void **state)
{
    const fixture *f = *state;
    for (size_t limit = 1; limit <= 4; limit++) {
        marsad_resolve_options options = {.max_candidates = limit};
        marsad_resolution *answer = NULL;
        assert_int_equal(marsad_resolve(f->resolver, "Evenham", &options, &answer, NULL),
                         MARSAD_OK);
        assert_int_equal(answer->candidate_count, limit < 3 ? limit : 3);
        assert_int_equal(answer->status, MARSAD_AMBIGUOUS);
        marsad_resolution_free(answer);
    }
}

static void bad_questions_are_errors(void **state)
{
    const fixture *f = *state;
    static const struct {
        const char *location, *country;
        size_t most;
        marsad_status status;
        const char *says;
    } cases[] = {
        {"a\xFFz", NULL, 5, MARSAD_ERR_INPUT, "not UTF-8 text (byte 2)"},
        {"1, 2", NULL, 5, MARSAD_ERR_INPUT, "write it with letters"},
        {"95N 2E", NULL, 5, MARSAD_ERR_INPUT, "out of range"},
        {"Hallam", "Libya", 5, MARSAD_ERR_USAGE, "two-letter code"},
        {"Hallam", "1", 5, MARSAD_ERR_USAGE, "two-letter code"},
        {"Hallam", NULL, 0, MARSAD_ERR_USAGE, "room for a candidate"},
        {NULL, NULL, 5, MARSAD_ERR_USAGE, "a location"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_resolve_options options = {.country = cases[i].country,
                                          .max_candidates = cases[i].most};
        marsad_resolution *answer = (marsad_resolution *)(uintptr_t)1;
        marsad_error error = {0};
        assert_int_equal(marsad_resolve(f->resolver, cases[i].location, &options, &answer, &error),
                         cases[i].status);
        assert_non_null(strstr(error.message, cases[i].says));
        assert_null(answer);
    }
    marsad_resolution *answer = NULL;
    assert_int_equal(marsad_resolve(f->resolver, "Hallam", NULL, &answer, NULL), MARSAD_OK);
    marsad_resolution_free(answer);
    marsad_resolution_free(NULL);
    marsad_resolver_free(NULL);
}

static void words_of_the_output_are_stable(void **state)
{
    (void)state;
    assert_string_equal(marsad_resolve_status_text(MARSAD_RESOLVED), "resolved");
    assert_string_equal(marsad_resolve_status_text(MARSAD_AMBIGUOUS), "ambiguous");
    assert_string_equal(marsad_resolve_status_text(MARSAD_UNRESOLVED), "unresolved");
    static const char *const words[] = {"none",  "exact",    "variant",   "skeleton",
                                        "fuzzy", "relative", "coordinate"};
    for (int i = MARSAD_MATCH_NONE; i <= MARSAD_MATCH_COORDINATE; i++) {
        assert_string_equal(marsad_match_text((marsad_match)i), words[i]);
    }
}

static void resolving_survives_every_failed_allocation(void **state)
{
    const fixture *f = *state;
    static const char *const queries[] = {"Twinby", "Evenham", "المرسى", "31N 15E", "nothing"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        marsad_status status = MARSAD_ERR_MEMORY;
        long nth = 1;
        for (; status; nth++) {
            marsad_resolution *answer = NULL;
            marsad_error error = {0};
            mrs_alloc_fail_at(nth);
            status = marsad_resolve(f->resolver, queries[i], NULL, &answer, &error);
            mrs_alloc_fail_at(0);
            assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
            assert_int_equal(error.status, status);
            assert_int_equal(answer == NULL, status != MARSAD_OK);
            marsad_resolution_free(answer);
            assert_true(nth < 1000);
        }
        assert_true(nth > 4);
    }
    mrs_alloc_fail_at(1);
    marsad_resolver *resolver = NULL;
    assert_int_equal(marsad_resolver_new(f->gazetteer, &resolver, NULL), MARSAD_ERR_MEMORY);
    mrs_alloc_fail_at(0);
    assert_null(resolver);
}

#define WITH_FILES(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_resolve_as_in_the_table),
        cmocka_unit_test(only_the_country_that_is_said),
        WITH_FILES(a_single_place_is_sure),
        WITH_FILES(a_wide_margin_decides),
        WITH_FILES(close_rivals_are_ambiguous),
        WITH_FILES(one_place_listed_twice_is_one),
        WITH_FILES(a_town_comes_before_its_district),
        WITH_FILES(lesser_names_are_less_sure),
        WITH_FILES(a_place_found_only_abroad_is_told),
        WITH_FILES(a_differing_article_gives_way),
        WITH_FILES(reasons_can_be_read),
        WITH_FILES(coordinates_are_places),
        WITH_FILES(candidates_are_limited),
        WITH_FILES(bad_questions_are_errors),
        cmocka_unit_test(words_of_the_output_are_stable),
        WITH_FILES(resolving_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
