/* The resolver's rules by which it decides between places of one name, on a small gazetteer. Its
 * weights are fitted and may change: what is tested are relations between answers. */
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
#include "marsad/resolver.h"
#include "resolve_said.h"
#include "small_gazetteer.h"

static const char places[] =
    /* of one name, far apart in importance and on the ground */
    "big\tTwinby\t\t\t\tPPLC\tAA\t\t10\t10\t3000\t2000000\n"
    "small\tTwinby\t\t\t\tPPL\tBB\t\t40\t40\t1000\t900\n"
    "middle\tTwinby\t\t\t\tPPLA\tCC\tNorth\t50\t40\t1000\t50000\n"
    /* as likely as each other */
    "even1\tEvenham\t\t\t\tPPL\tAA\t\t10\t20\t1000\t5000\n"
    "even2\tEvenham\t\t\t\tPPL\tAA\t\t12\t20\t1000\t5000\n"
    "even3\tEvenham\t\t\t\tPPL\tBB\t\t12\t30\t1000\t5000\n"
    /* the like, and nothing but where they lie tells them apart */
    "west\tMirford\t\t\t\tPPL\tAA\t\t10\t0\t1000\t5000\n"
    "east\tMirford\t\t\t\tPPL\tBB\t\t20\t0\t1000\t5000\n"
    /* one rival grows */
    "grow1\tAlderby\t\t\t\tPPL\tAA\t\t1\t1\t1000\t600\n"
    "keep1\tAlderby\t\t\t\tPPL\tBB\t\t9\t1\t1000\t5000\n"
    "grow2\tBirchwick\t\t\t\tPPL\tAA\t\t1\t2\t1000\t6000\n"
    "keep2\tBirchwick\t\t\t\tPPL\tBB\t\t9\t2\t1000\t5000\n"
    "grow3\tCottonmoor\t\t\t\tPPL\tAA\t\t1\t3\t1000\t60000\n"
    "keep3\tCottonmoor\t\t\t\tPPL\tBB\t\t9\t3\t1000\t5000\n"
    "grow4\tElmstead\t\t\t\tPPL\tAA\t\t1\t4\t1000\t600000\n"
    "keep4\tElmstead\t\t\t\tPPL\tBB\t\t9\t4\t1000\t5000\n"
    /* one place listed twice, 3 km apart */
    "dup1\tOnceford\t\t\t\tPPL\tAA\t\t11\t21\t1000\t5000\n"
    "dup2\tOnceford\t\t\t\tPPL\tAA\t\t11.02\t21.02\t1000\t5000\n"
    /* a town and its district; a district alone; a country and a hamlet of its name */
    "town\tHallam\t\t\t\tPPL\tAA\t\t13\t21\t1000\t50000\n"
    "district\tHallam\t\t\t\tADM1\tAA\t\t13.2\t21.3\t60000\t\n"
    "only-area\tDistrictia\t\t\t\tADM1\tAA\t\t14\t21\t60000\t\n"
    "country\tGrandia\t\t\tGrandland|Grandistan|Grande|Republic of Grandia|GRA@@code"
    "\tPCLI\tGG\t\t50\t0\t400000\t100000000\n"
    "hamlet\tGrandia\t\t\t\tPPL\tGG\t\t51\t1\t1000\t\n"
    /* kinds of names, each beside a place that has it as its official one */
    "named\tNewname\t\t\tOldname@en@historical|Nickham@@colloquial|Otherby\tPPL\tAA\t\t15\t21\t1000"
    "\t9000\n"
    "against1\tNewname\t\t\tSecondone|Thirdone|Fourthone\tPPL\tBB\t\t35\t21\t1000\t9000\n"
    "against2\tOtherby\t\t\tSecondtwo|Thirdtwo|Fourthtwo\tPPL\tBB\t\t35\t22\t1000\t9000\n"
    "against3\tNickham\t\t\tSecondthree|Thirdthree|Fourththree\tPPL\tBB\t\t35\t23\t1000\t9000\n"
    "against4\tOldname\t\t\tSecondfour|Thirdfour|Fourthfour\tPPL\tBB\t\t35\t24\t1000\t9000\n"
    "lone\tLonename\t\t\tLongago@en@historical|Pet@@colloquial|Alternative"
    "\tPPL\tAA\t\t15\t25\t1000\t9000\n"
    "airport\tFieldwick\t\t\tQQX@@code\tAIRP\tAA\t\t16\t21\t1000\t\n"
    "coded\tCodeton\t\t\tQqx\tPPLA\tAA\t\t17\t21\t1000\t500000\n"
    /* alike but for the article */
    "article\tAl Harsha\tالحرشة\t\t\tPPL\tAA\t\t18\t21\t1000\t9000\n"
    "without\tDayrin\t\t\t\tPPL\tAA\t\t18\t22\t1000\t9000\n"
    "with\tAl Dayrin\t\t\t\tPPL\tAA\t\t19\t22\t1000\t9000\n"
    "far\tOnlythorpe\t\t\t\tPPL\tBB\t\t18\t41\t1000\t9000\n";

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;

static int set_up(void **state)
{
    (void)state;
    gazetteer = small_gazetteer_open(places);
    return marsad_resolver_new(gazetteer, &resolver, NULL) == MARSAD_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return 0;
}

static said expect_at_least(const char *location, const char *country, const char *id, double least)
{
    said found = expect(resolver, location, country, id, MARSAD_MATCH_NONE);
    if (found.confidence < least) {
        fail_msg("%s: %.3f, %.3f at least expected", location, found.confidence, least);
    }
    return found;
}

static void a_single_place_is_sure(void **state)
{
    (void)state;
    said alone = expect_at_least("Districtia", NULL, "only-area", 0.8);
    said asked = expect_at_least("Districtia", "AA", "only-area", 0.9);
    assert_true(asked.confidence >= alone.confidence);
    assert_true(fabs(ask(resolver, "Districtia", "aa").confidence - asked.confidence) < 1e-12);
    assert_true(fabs(ask(resolver, "Districtia", "").confidence - alone.confidence) < 1e-12);
    assert_int_equal(alone.match, MARSAD_MATCH_EXACT);
}

static void a_wide_margin_decides(void **state)
{
    (void)state;
    said open = expect_at_least("Twinby", NULL, "big", 0.7);
    said here = expect_at_least("Twinby", "AA", "big", 0.9);
    assert_true(here.confidence >= open.confidence);
    assert_string_equal(open.ids[1], "middle");
    assert_string_equal(open.ids[2], "small");
}

static void the_country_asked_for_turns_the_answer(void **state)
{
    (void)state;
    expect_at_least("Twinby", "CC", "middle", 0.7);
    said there = ask(resolver, "Twinby", "BB"), open = ask(resolver, "Twinby", NULL);
    assert_true(said_share(&there, "small") > 20 * said_share(&open, "small"));
    /* in a fourth country each is as much abroad as the others */
    said fourth = expect_at_least("Twinby", "DD", "big", 0.3);
    assert_true(fourth.confidence <= open.confidence + 1e-9);
}

static void close_rivals_are_ambiguous(void **state)
{
    (void)state;
    said three = expect(resolver, "Evenham", NULL, "AMBIGUOUS", MARSAD_MATCH_EXACT);
    assert_int_equal(three.count, 3);
    assert_true(fabs(three.shares[0] - three.shares[2]) < 0.05);
    assert_true(three.confidence < 0.36);
    said two = expect(resolver, "Evenham", "AA", "AMBIGUOUS", MARSAD_MATCH_EXACT);
    assert_true(two.confidence > three.confidence && two.confidence <= 0.5);
    expect_at_least("Evenham", "BB", "even3", 0.9);
}

static void the_confidence_grows_with_the_importance(void **state)
{
    (void)state;
    static const struct {
        const char *name, *grows, *stays;
    } cases[] = {{"Alderby", "grow1", "keep1"},
                 {"Birchwick", "grow2", "keep2"},
                 {"Cottonmoor", "grow3", "keep3"},
                 {"Elmstead", "grow4", "keep4"}};
    double grown = 0, stayed = 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        said found = ask(resolver, cases[i].name, NULL);
        assert_true(said_share(&found, cases[i].grows) > grown);
        assert_true(said_share(&found, cases[i].stays) < stayed);
        grown = said_share(&found, cases[i].grows);
        stayed = said_share(&found, cases[i].stays);
    }
    assert_true(grown > 0.7);
}

/* "Mirford", asked for at this longitude: by where the reader looks, or by the file's places. */
static said ask_at(double lon, bool by_company)
{
    const marsad_lonlat company[] = {{15, 60}, {lon, 0.1}};
    marsad_resolve_options options = marsad_resolve_defaults();
    options.has_near = !by_company;
    options.near = company[1];
    options.company = company;
    options.company_count = by_company ? 2 : 0;
    return ask_with(resolver, "Mirford", &options);
}

static void check_mirrored(bool by_company)
{
    said west = ask_at(10.1, by_company), east = ask_at(19.9, by_company);
    said between = ask_at(15, by_company);
    assert_string_equal(said_outcome(&west), "west");
    assert_string_equal(said_outcome(&east), "east");
    assert_string_equal(said_outcome(&between), "AMBIGUOUS");
    assert_true(fabs(west.confidence - east.confidence) < 1e-3);
    assert_true(fabs(west.shares[1] - east.shares[1]) < 1e-3);
    assert_true(fabs(between.shares[0] - between.shares[1]) < 1e-3);
}

static void what_is_near_turns_the_answer(void **state)
{
    (void)state;
    expect(resolver, "Mirford", NULL, "AMBIGUOUS", MARSAD_MATCH_EXACT);
    check_mirrored(false);
}

static void company_turns_the_answer(void **state)
{
    (void)state;
    check_mirrored(true);
}

static void the_country_is_mirrored_too(void **state)
{
    (void)state;
    said west = expect_at_least("Mirford", "AA", "west", 0.9);
    said east = expect_at_least("Mirford", "BB", "east", 0.9);
    assert_true(fabs(west.confidence - east.confidence) < 1e-9);
}

/* Only their places change: so do the answers. */
static void swapped_places_swap_the_answers(void **state)
{
    (void)state;
    static const char *const rows[] = {"a\tTwinby\t\t\t\tPPLA\tAA\t\t10\t10\t3000\t300000\n"
                                       "b\tTwinby\t\t\t\tPPL\tBB\t\t40\t40\t1000\t900\n",
                                       "b\tTwinby\t\t\t\tPPLA\tAA\t\t10\t10\t3000\t300000\n"
                                       "a\tTwinby\t\t\t\tPPL\tBB\t\t40\t40\t1000\t900\n"};
    said found[2][2];
    for (int i = 0; i < 2; i++) {
        marsad_gazetteer *small = small_gazetteer_open(rows[i]);
        marsad_resolver *over = NULL;
        assert_int_equal(marsad_resolver_new(small, &over, NULL), MARSAD_OK);
        found[i][0] = ask(over, "Twinby", NULL);
        found[i][1] = ask(over, "Twinby", "BB");
        marsad_resolver_free(over);
        marsad_gazetteer_close(small);
    }
    for (int country = 0; country < 2; country++) {
        const said *one = &found[0][country], *other = &found[1][country];
        assert_int_equal(one->count, 2);
        assert_string_equal(one->ids[0], other->ids[1]);
        assert_string_equal(one->ids[1], other->ids[0]);
        assert_true(fabs(one->shares[0] - other->shares[0]) < 1e-12);
        assert_true(fabs(one->shares[1] - other->shares[1]) < 1e-12);
    }
    assert_string_equal(said_outcome(&found[0][0]), "a");
    assert_string_equal(said_outcome(&found[1][0]), "b");
}

static void one_place_listed_twice_is_one(void **state)
{
    (void)state;
    said found = expect_at_least("Onceford", NULL, "dup1", 0.8);
    assert_int_equal(found.count, 1);
}

static void a_town_comes_before_its_district(void **state)
{
    (void)state;
    said town = expect_at_least("Hallam", NULL, "town", 0.8);
    assert_int_equal(town.count, 2);
    assert_string_equal(town.ids[1], "district");
    said district = ask(resolver, "Hallam district", NULL);
    assert_string_equal(district.ids[0], "district");
    assert_true(said_share(&district, "town") < 0.5);
    expect(resolver, "the town of Hallam", NULL, "town", MARSAD_MATCH_VARIANT);
}

static void a_country_comes_before_a_hamlet_of_its_name(void **state)
{
    (void)state;
    said found = expect_at_least("Grandia", NULL, "country", 0.7);
    assert_true(said_share(&found, "hamlet") < 0.3);
    expect(resolver, "village of Grandia", NULL, "hamlet", MARSAD_MATCH_NONE);
}

/* The place against one of the same importance that has the name officially. */
static void lesser_names_are_less_sure(void **state)
{
    (void)state;
    static const char *const names[] = {"Newname", "Otherby", "Nickham", "Oldname"};
    static const char *const only[] = {"Lonename", "Alternative", "Pet", "Longago"};
    double before = 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char against[16];
        snprintf(against, sizeof against, "against%zu", i + 1);
        said found = ask(resolver, names[i], NULL);
        double share = said_share(&found, "named"), other = said_share(&found, against);
        assert_true(share > 0 && other > 0);
        assert_true(i == 0 ? fabs(share - other) < 0.2 : share < other);
        assert_true(i < 3 || share / other < before);
        before = share / other;
        said lone = ask(resolver, only[i], NULL);
        assert_string_equal(lone.ids[0], "lone");
    }
    assert_true(ask(resolver, "Longago", NULL).shares[0] <
                ask(resolver, "Lonename", NULL).shares[0] + 1e-9);
}

static void a_code_counts_as_it_is_written(void **state)
{
    (void)state;
    said code = expect(resolver, "QQX", NULL, "airport", MARSAD_MATCH_EXACT);
    said word = expect(resolver, "qqx", NULL, "coded", MARSAD_MATCH_EXACT);
    assert_true(said_share(&word, "airport") < said_share(&code, "airport"));
}

static void a_place_found_only_abroad_is_told(void **state)
{
    (void)state;
    said home = expect_at_least("Onlythorpe", "BB", "far", 0.9);
    said abroad = ask(resolver, "Onlythorpe", "AA");
    assert_true(said_share(&abroad, "far") < home.confidence);
    marsad_resolve_options options = marsad_resolve_defaults();
    options.country = "AA";
    options.only_country = true;
    said only = ask_with(resolver, "Twinby", &options);
    assert_string_equal(said_outcome(&only), "big");
    only = ask_with(resolver, "Onlythorpe", &options);
    assert_int_equal(only.status, MARSAD_UNRESOLVED);
    options.country = "DD";
    only = ask_with(resolver, "Twinby", &options);
    assert_int_equal(only.status, MARSAD_UNRESOLVED);
    assert_non_null(strstr(only.reason, "listed in DD; elsewhere: Twinby (PPLC), AA"));
    assert_true(only.count >= 1);
    options.country = NULL; /* then there is nothing to keep to */
    only = ask_with(resolver, "Twinby", &options);
    assert_string_equal(said_outcome(&only), "big");
}

static void a_differing_article_gives_way(void **state)
{
    (void)state;
    said whole = expect(resolver, "Al-Harsha", NULL, "article", MARSAD_MATCH_EXACT);
    said bare = expect(resolver, "Harsha", NULL, "article", MARSAD_MATCH_VARIANT);
    assert_true(bare.confidence <= whole.confidence);
    expect(resolver, "حرشة", NULL, "article", MARSAD_MATCH_VARIANT);
    said without = ask(resolver, "Dayrin", NULL), with = ask(resolver, "Al Dayrin", NULL);
    assert_string_equal(without.ids[0], "without");
    assert_string_equal(with.ids[0], "with");
    assert_true(said_share(&with, "without") < said_share(&without, "without"));
    assert_true(said_share(&without, "with") < said_share(&with, "with"));
}

static void nothing_alike_is_unresolved(void **state)
{
    (void)state;
    said none = expect(resolver, "Xyrqapudd", NULL, "NONE", MARSAD_MATCH_NONE);
    assert_non_null(strstr(none.reason, "no listed name matches"));
    /* what comes nearest is shown, but it is no answer */
    said near = expect(resolver, "Twunbarsk", NULL, "NONE", MARSAD_MATCH_NONE);
    assert_true(near.count == 0 || strstr(near.reason, "nearest in sound is"));
}

static void reasons_can_be_read(void **state)
{
    (void)state;
    static const struct {
        const char *location, *says;
        bool whole;
    } cases[] = {
        {"Alternative", "exact: \"Alternative\" is an alternate name of Lonename (PPL), AA", true},
        {"Longago", "exact: \"Longago\" is a historical name of Lonename (PPL), AA", true},
        {"Pet", "exact: \"Pet\" is a colloquial name of Lonename (PPL), AA", true},
        {"QQX", "exact: \"QQX\" is a code of Fieldwick (AIRP), AA", false},
        {"harsha",
         "variant: \"Al Harsha\", alike but for the article, is the name of Al Harsha (PPL), AA",
         true},
        {"Twinby", "exact: \"Twinby\" is the name of Twinby (PPLC), AA", false},
        {"the town of Hallam",
         "variant: \"Hallam\" is the name of Hallam (PPL), AA; by the words"
         " beside the name",
         false},
        {"Evenham", "three places of this name are about as likely: Evenham (PPL), AA; ", false},
        {"Elmsted", ": \"Elmstead\", which sounds alike (", false},
        {"...", "there is no letter or digit in the location", true},
        {"unknown", "no name of a place, by its words", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        said found = ask(resolver, cases[i].location, NULL);
        const char *at = strstr(found.reason, cases[i].says);
        if (!at || (cases[i].whole && strlen(at) != strlen(found.reason)) ||
            (cases[i].whole && strlen(at) != strlen(cases[i].says))) {
            fail_msg("%s: \"%s\" expected, \"%s\" found", cases[i].location, cases[i].says,
                     found.reason);
        }
    }
}

static void coordinates_are_places(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double lon, lat, uncertainty_m;
    } cases[] = {
        {"31.45N 15.255E", 15.255, 31.45, 556.6},
        {"31.4500N, 15.2550E", 15.255, 31.45, 10},
        {"31S 15W", -15, -31, 55660},
        {"31.123456789N 15.123456789E", 15.123456789, 31.123456789, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        said found = ask(resolver, cases[i].text, NULL);
        assert_int_equal(found.status, MARSAD_RESOLVED);
        assert_int_equal(found.match, MARSAD_MATCH_COORDINATE);
        assert_string_equal(found.ids[0], "");
        assert_true(fabs(found.at.lon - cases[i].lon) < 1e-12);
        assert_true(fabs(found.at.lat - cases[i].lat) < 1e-12);
        assert_true(found.uncertainty_m <= cases[i].uncertainty_m * 1.01 + 1);
        assert_true(found.uncertainty_m >= 10);
        assert_int_equal(found.where_prec, found.uncertainty_m > 25e3 ? 5 : 1);
        assert_true(strncmp(found.reason, "coordinate: ", 12) == 0);
    }
}

static void candidates_are_limited(void **state)
{
    (void)state;
    for (size_t limit = 1; limit <= 4; limit++) {
        marsad_resolve_options options = {.max_candidates = limit};
        said found = ask_with(resolver, "Evenham", &options);
        assert_int_equal(found.count, limit < 3 ? limit : 3);
        assert_int_equal(found.status, MARSAD_AMBIGUOUS);
        said subject = ask_with(resolver, "Twinby (60 km west of Grandia)", &options);
        assert_true(subject.count <= limit);
    }
}

static void bad_questions_are_errors(void **state)
{
    (void)state;
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
        assert_int_equal(marsad_resolve(resolver, cases[i].location, &options, &answer, &error),
                         cases[i].status);
        assert_non_null(strstr(error.message, cases[i].says));
        assert_null(answer);
    }
    marsad_resolve_options nowhere = marsad_resolve_defaults();
    marsad_resolution *answer = NULL;
    nowhere.has_near = true;
    nowhere.near.lat = 91;
    assert_int_equal(marsad_resolve(resolver, "Hallam", &nowhere, &answer, NULL), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_resolve(resolver, "Hallam", NULL, &answer, NULL), MARSAD_OK);
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
    static const char *const words[] = {"none",  "exact",    "variant",    "skeleton",
                                        "fuzzy", "relative", "coordinate", "decision"};
    for (int i = MARSAD_MATCH_NONE; i <= MARSAD_MATCH_DECISION; i++) {
        assert_string_equal(marsad_match_text((marsad_match)i), words[i]);
    }
}

/* The places that a gazetteer has read are kept, so that each failure gets a new one. */
static marsad_status resolve_failing_at(const small_gazetteer *small, const char *location,
                                        long nth)
{
    marsad_gazetteer *fresh = NULL;
    marsad_resolver *over = NULL;
    marsad_resolution *answer = NULL;
    marsad_error error = {0};
    assert_int_equal(marsad_gazetteer_open(small->path, &fresh, NULL), MARSAD_OK);
    assert_int_equal(marsad_resolver_new(fresh, &over, NULL), MARSAD_OK);
    mrs_alloc_fail_at(nth);
    marsad_status status = marsad_resolve(over, location, NULL, &answer, &error);
    mrs_alloc_fail_at(0);
    assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
    assert_int_equal(answer == NULL, status != MARSAD_OK);
    assert_true(status == MARSAD_OK || error.status == status);
    marsad_resolution_free(answer);
    /* the resolver can go on */
    assert_int_equal(marsad_resolve(over, location, NULL, &answer, NULL), MARSAD_OK);
    said_check(answer, location);
    marsad_resolution_free(answer);
    marsad_resolver_free(over);
    marsad_gazetteer_close(fresh);
    return status;
}

static void resolving_survives_every_failed_allocation(void **state)
{
    (void)state;
    static const char *const queries[] = {"Twinby",
                                          "Evenham",
                                          "الحرشة",
                                          "31N 15E",
                                          "nothing",
                                          "Hallam, Grandia",
                                          "Hallam Grandia",
                                          "Twimbi",
                                          "15 km south of Hallam",
                                          "on the road from Hallam to Newname",
                                          "Twinby (60 km west of Hallam)",
                                          "l'aéroport d'Hallam",
                                          "والحرشة",
                                          "Елмстед"};
    small_gazetteer small;
    small_gazetteer_build(&small, places);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        long nth = 1;
        while (resolve_failing_at(&small, queries[i], nth) != MARSAD_OK) {
            assert_true(++nth < 2000);
        }
        assert_true(nth > 4);
    }
    small_gazetteer_remove(&small);
    mrs_alloc_fail_at(1);
    marsad_resolver *none = NULL;
    assert_int_equal(marsad_resolver_new(gazetteer, &none, NULL), MARSAD_ERR_MEMORY);
    mrs_alloc_fail_at(0);
    assert_null(none);
}

static void answers_outlive_their_gazetteer(void **state)
{
    (void)state;
    marsad_gazetteer *own = small_gazetteer_open(places);
    marsad_resolver *asked = NULL;
    marsad_resolution *first = NULL, *second = NULL;
    assert_int_equal(marsad_resolver_new(own, &asked, NULL), MARSAD_OK);
    assert_int_equal(marsad_resolve(asked, "Twinby", NULL, &first, NULL), MARSAD_OK);
    assert_int_equal(marsad_resolve(asked, "10 km south of Twinby, AA", NULL, &second, NULL),
                     MARSAD_OK);
    marsad_resolver_free(asked);
    marsad_gazetteer_close(own);
    said_check(first, "Twinby");
    said_check(second, "10 km south of Twinby, AA");
    marsad_resolution_free(first);
    said_check(second, "10 km south of Twinby, AA");
    marsad_resolution_free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_single_place_is_sure),
        cmocka_unit_test(answers_outlive_their_gazetteer),
        cmocka_unit_test(a_wide_margin_decides),
        cmocka_unit_test(the_country_asked_for_turns_the_answer),
        cmocka_unit_test(close_rivals_are_ambiguous),
        cmocka_unit_test(the_confidence_grows_with_the_importance),
        cmocka_unit_test(what_is_near_turns_the_answer),
        cmocka_unit_test(company_turns_the_answer),
        cmocka_unit_test(the_country_is_mirrored_too),
        cmocka_unit_test(swapped_places_swap_the_answers),
        cmocka_unit_test(one_place_listed_twice_is_one),
        cmocka_unit_test(a_town_comes_before_its_district),
        cmocka_unit_test(a_country_comes_before_a_hamlet_of_its_name),
        cmocka_unit_test(lesser_names_are_less_sure),
        cmocka_unit_test(a_code_counts_as_it_is_written),
        cmocka_unit_test(a_place_found_only_abroad_is_told),
        cmocka_unit_test(a_differing_article_gives_way),
        cmocka_unit_test(nothing_alike_is_unresolved),
        cmocka_unit_test(reasons_can_be_read),
        cmocka_unit_test(coordinates_are_places),
        cmocka_unit_test(candidates_are_limited),
        cmocka_unit_test(bad_questions_are_errors),
        cmocka_unit_test(words_of_the_output_are_stable),
        cmocka_unit_test(resolving_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
