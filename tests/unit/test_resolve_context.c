/* The words around a name and what they do to the answer: kinds of place, prepositions, parts of a
 * location, relations to other places, other scripts, and what names no place at all. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "marsad/roads.h"
#include "resolve_said.h"
#include "small_gazetteer.h"

static const char places[] =
    "libya\tLibya\tليبيا\tLibye\tLY@@code\tPCLI\tLY\t\t17\t27\t700000\t6800000\n"
    "lebanon\tLebanon\tلبنان\tLiban\tLB@@code\tPCLI\tLB\t\t35.8\t33.9\t60000\t5500000\n"
    "ukraine\tUkraine\tأوكرانيا\t\tUA@@code\tPCLI\tUA\t\t31\t49\t400000\t40000000\n"
    "misratah\tMisratah\tمصراتة\t\t\tADM1\tLY\t\t15\t31.5\t100000\t\n"
    "tripoli\tTripoli\tطرابلس\t\tTarabulus\tPPLC\tLY\tTripoli\t13.185\t32.89\t8000\t1150000\n"
    "tripoli-lb\tTripoli\tطرابلس\t\t\tPPLA\tLB\tNorth\t35.844\t34.433\t3000\t229398\n"
    "mitiga\tMitiga International Airport\tمطار معيتيقة الدولي\t\tMJI@@code\tAIRP\tLY\tTripoli\t"
    "13.276\t32.894\t1500\t0\n"
    "misrata\tMisrata\tمصراتة\tMisourata\tMisurata\tPPLA\tLY\tMisratah\t15.091\t32.375\t4000\t"
    "386120\n"
    "misrata-airport\tMisrata Airport\tمطار مصراتة\t\t\tAIRP\tLY\tMisratah\t15.061\t32.325\t1500\t"
    "0\n"
    "sirte\tSirte\tسرت\tSyrte\tSurt\tPPLA\tLY\tSurt\t16.588\t31.205\t3000\t128123\n"
    "abu-salim\tAbu Salim\tأبو سليم\t\tBu Slim@@colloquial\tPPLX\tLY\tTripoli\t13.174\t32.842\t"
    "1500\t0\n"
    "washkah\tAl Washkah\tالوشكة\t\tWishka\tPPL\tLY\tMisratah\t15.571\t31.373\t1000\t5000\n"
    "bin-jawad\tBin Jawad\tبن جواد\t\t\tPPL\tLY\tSurt\t18.08\t30.8\t2000\t9000\n"
    "wadi\tWadi Zamzam\tوادي زمزم\t\t\tWAD\tLY\tMisratah\t15.2\t31.3\t30000\t\n"
    "desert\tHamadah Desert\t\t\t\tDSRT\tLY\t\t12\t29.5\t120000\t\n"
    "gulf\tGulf of Sidra\tخليج سرت\t\t\tGULF\t\t\t18\t31.7\t150000\t\n"
    "kharkiv\tKharkiv\t\t\tХарків@uk|Харьков@ru|Kharkov\tPPLA\tUA\t\t36.25\t49.98\t6000\t1400000\n"
    "odesa\tOdesa\t\t\tOdessa\tPPLA\tUA\t\t30.73\t46.48\t6000\t1010000\n"
    "athens\tAthens\t\t\tΑθήνα@el\tPPLC\tGR\t\t23.73\t37.98\t6000\t3150000\n"
    "larisa\tLarisa\t\t\t\tPPLA\tGR\t\t22.41\t39.64\t4000\t160000\n"
    "gao\tGao International Regional Airport\t\t\tGAQ@@code\tAIRP\tML\t\t0\t16.2\t2000\t0\n"
    "karim\tKarim\t\t\t\tPPL\tTD\t\t18\t12\t1000\t700\n"
    "guard\tGuardia\t\t\t\tPPL\tIT\t\t14\t41\t1000\t900\n";

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

typedef struct asked {
    const char *location, *expected;
    marsad_match match; /* MARSAD_MATCH_NONE: any */
} asked;

/* Says all that fail. */
static void expect_all(const asked *cases, size_t count)
{
    int bad = 0;
    for (size_t i = 0; i < count; i++) {
        const asked *it = &cases[i];
        said found = ask(resolver, it->location, NULL);
        if (strcmp(said_outcome(&found), it->expected) != 0 ||
            (it->match != MARSAD_MATCH_NONE && found.match != it->match)) {
            print_error("%s: %s expected, but found %s with %.3f: %s\n", it->location, it->expected,
                        said_outcome(&found), found.confidence, found.reason);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
}

#define EXPECT_ALL(cases) expect_all(cases, sizeof(cases) / sizeof *(cases))

static void words_of_kind_decide(void **state)
{
    (void)state;
    static const asked cases[] = {
        {"Misrata", "misrata", MARSAD_MATCH_EXACT},
        {"مصراتة", "misrata", MARSAD_MATCH_EXACT},
        {"the city of Misrata", "misrata", MARSAD_MATCH_VARIANT},
        {"مدينة مصراتة", "misrata", MARSAD_MATCH_VARIANT},
        {"ville de Misrata", "misrata", MARSAD_MATCH_VARIANT},
        {"Misrata Airport", "misrata-airport", MARSAD_MATCH_EXACT},
        {"airport of Misrata", "misrata-airport", MARSAD_MATCH_VARIANT},
        {"l'aéroport de Misrata", "misrata-airport", MARSAD_MATCH_VARIANT},
        {"aeroporto di Misrata", "misrata-airport", MARSAD_MATCH_VARIANT},
        {"مطار مصراتة", "misrata-airport", MARSAD_MATCH_EXACT},
        {"مطار مصراتة الدولي", "misrata-airport", MARSAD_MATCH_NONE},
        {"Mitiga", "mitiga", MARSAD_MATCH_VARIANT},
        {"Mitiga airport", "mitiga", MARSAD_MATCH_VARIANT},
        {"معيتيقة", "mitiga", MARSAD_MATCH_VARIANT},
        {"MJI", "mitiga", MARSAD_MATCH_EXACT},
        {"Gao airport", "gao", MARSAD_MATCH_VARIANT},
        {"Gau airport", "gao", MARSAD_MATCH_SKELETON}, /* whose vowels are few, its words' many */
    };
    EXPECT_ALL(cases);
    said town = ask(resolver, "Misrata", NULL), district = ask(resolver, "Misratah district", NULL);
    assert_string_equal(district.ids[0], "misratah");
    assert_true(said_share(&town, "misrata-airport") < 0.2);
}

static void clitics_are_taken_off(void **state)
{
    (void)state;
    static const asked cases[] = {
        {"بمصراتة", "misrata", MARSAD_MATCH_VARIANT},
        {"ومصراتة", "misrata", MARSAD_MATCH_VARIANT},
        {"وبمصراتة", "misrata", MARSAD_MATCH_VARIANT},
        {"الوشكة", "washkah", MARSAD_MATCH_EXACT},
        {"بالوشكة", "washkah", MARSAD_MATCH_VARIANT},
        {"والوشكة", "washkah", MARSAD_MATCH_VARIANT},
        {"للوشكة", "washkah", MARSAD_MATCH_VARIANT},
        {"وللوشكة", "washkah", MARSAD_MATCH_VARIANT},
        {"فالوشكة", "washkah", MARSAD_MATCH_VARIANT},
        {"بن جواد", "bin-jawad", MARSAD_MATCH_EXACT},
        {"لبن جواد", "bin-jawad", MARSAD_MATCH_VARIANT},
        {"بسرت", "sirte", MARSAD_MATCH_VARIANT},
        {"وادي زمزم", "wadi", MARSAD_MATCH_EXACT},
    };
    EXPECT_ALL(cases);
    said whole = ask(resolver, "مصراتة", NULL), joined = ask(resolver, "بمصراتة", NULL);
    assert_true(joined.confidence <= whole.confidence);
    assert_non_null(strstr(joined.reason, "without the preposition joined to it"));
}

static void parts_say_where_it_lies(void **state)
{
    (void)state;
    static const asked cases[] = {
        {"Tripoli", "tripoli", MARSAD_MATCH_EXACT},
        {"Tripoli, Libya", "tripoli", MARSAD_MATCH_NONE},
        {"Tripoli, Lebanon", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Lebanon, Tripoli", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Tripoli (Lebanon)", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Lebanon (Tripoli)", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Tripoli [Lebanon]", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Tripoli / Lebanon", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Lebanon/Tripoli", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Tripoli - Lebanon", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Lebanon – Tripoli", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Lebanon: Tripoli", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Tripoli in Lebanon", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Tripoli Lebanon", "tripoli-lb", MARSAD_MATCH_NONE},
        {"طرابلس، لبنان", "tripoli-lb", MARSAD_MATCH_NONE},
        {"لبنان، طرابلس", "tripoli-lb", MARSAD_MATCH_NONE},
        {"طرابلس (لبنان)", "tripoli-lb", MARSAD_MATCH_NONE},
        {"طرابلس في لبنان", "tripoli-lb", MARSAD_MATCH_NONE},
        {"طرابلس بلبنان", "tripoli-lb", MARSAD_MATCH_NONE},
        {"Abu Salim, Tripoli", "abu-salim", MARSAD_MATCH_NONE},
        {"Tripoli, Abu Salim", "abu-salim", MARSAD_MATCH_NONE},
        {"Tripoli (Abu Salim)", "abu-salim", MARSAD_MATCH_NONE},
        {"Abu Salim, Tripoli, Libya", "abu-salim", MARSAD_MATCH_NONE},
        {"Libya, Tripoli, Abu Salim", "abu-salim", MARSAD_MATCH_NONE},
        {"حي أبو سليم بطرابلس", "abu-salim", MARSAD_MATCH_NONE},
        {"Sirte, Libya", "sirte", MARSAD_MATCH_NONE},
    };
    EXPECT_ALL(cases);
}

static void a_country_agrees_with_its_own_places(void **state)
{
    (void)state;
    said open = ask(resolver, "Tripoli", NULL);
    said libya = ask(resolver, "Tripoli, Libya", NULL);
    said lebanon = ask(resolver, "Tripoli, Lebanon", NULL);
    assert_true(said_share(&libya, "tripoli") >= said_share(&open, "tripoli"));
    assert_true(said_share(&libya, "tripoli-lb") < said_share(&open, "tripoli-lb"));
    assert_true(said_share(&lebanon, "tripoli-lb") > said_share(&open, "tripoli-lb"));
    assert_true(said_share(&lebanon, "tripoli") < said_share(&open, "tripoli"));
}

static void a_context_that_contradicts_makes_unsure(void **state)
{
    (void)state;
    said right = ask(resolver, "Sirte, Libya", NULL);
    said wrong = ask(resolver, "Sirte, Lebanon", NULL);
    assert_true(said_share(&wrong, "sirte") < said_share(&right, "sirte"));
    said unknown = expect(resolver, "Xyrqapudd, Libya", NULL, "NONE", MARSAD_MATCH_NONE);
    assert_true(unknown.status == MARSAD_UNRESOLVED);
}

static void places_apart_are_listed(void **state)
{
    (void)state;
    said found = expect(resolver, "Misrata, Odesa", NULL, "AMBIGUOUS", MARSAD_MATCH_NONE);
    assert_int_equal(found.count, 2);
    assert_non_null(strstr(found.reason, "several places are named, and none lies in another: "
                                         "Misrata (PPLA), Misratah, LY; Odesa (PPLA), UA"));
    /* A part that is no place takes no share, and is not listed. */
    found = expect(resolver, "Misrata, Odesa, Xyrqapudd", NULL, "AMBIGUOUS", MARSAD_MATCH_NONE);
    assert_int_equal(found.count, 2);
    assert_true(fabs(found.confidence - 0.5) < 1e-9);
    /* The reason names all, however few are kept. */
    marsad_resolve_options options = marsad_resolve_defaults();
    options.max_candidates = 1;
    found = ask_with(resolver, "Misrata, Odesa", &options);
    assert_int_equal(found.count, 1);
    assert_non_null(strstr(found.reason, "Odesa"));
}

static void places_apart_keep_to_the_country(void **state)
{
    (void)state;
    marsad_resolve_options options = marsad_resolve_defaults();
    options.only_country = true;
    options.country = "UA";
    said found = ask_with(resolver, "Misrata, Odesa", &options);
    assert_int_equal(found.status, MARSAD_AMBIGUOUS);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.ids[0], "odesa");
    options.country = "LB";
    found = ask_with(resolver, "Misrata, Odesa", &options);
    assert_string_equal(said_outcome(&found), "NONE");
    assert_non_null(strstr(found.reason, "none of them is in LB"));
}

/* ---- relative locations ---------------------------------------------------------------------- */

static double apart(marsad_lonlat a, marsad_lonlat b)
{
    return marsad_geodesic_between(a, b).distance_m;
}

static const marsad_lonlat MISRATA = {15.091, 32.375}, SIRTE = {16.588, 31.205};

static void relations_give_points(void **state)
{
    (void)state;
    static const struct {
        const char *location;
        const char *anchors[2];
        double azimuth_deg, distance_m; /* from Misrata */
    } cases[] = {
        {"15 km south of Misrata", {"misrata"}, 180, 15e3},
        {"15 km north of Misrata", {"misrata"}, 0, 15e3},
        {"40 km east of the city of Misrata", {"misrata"}, 90, 40e3},
        {"على بعد 15 كلم جنوب مصراتة", {"misrata"}, 180, 15e3},
        {"à 15 km au sud de Misrata", {"misrata"}, 180, 15e3},
        {"midway between Misrata and Sirte", {"misrata", "sirte"}, 132, 96e3},
        {"between Sirte and Misrata", {"sirte", "misrata"}, 132, 96e3},
        {"near Misrata", {"misrata"}, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        said found = ask(resolver, cases[i].location, NULL);
        marsad_lonlat expected =
            marsad_geodesic_point(MISRATA, cases[i].azimuth_deg, cases[i].distance_m);
        assert_int_equal(found.status, MARSAD_RESOLVED);
        assert_int_equal(found.match, MARSAD_MATCH_RELATIVE);
        assert_int_equal(found.count, 1);
        assert_string_equal(found.ids[0], "");
        assert_int_equal(found.anchor_count, cases[i].anchors[1] ? 2 : 1);
        for (size_t a = 0; a < found.anchor_count; a++) {
            assert_string_equal(found.anchors[a], cases[i].anchors[a]);
        }
        assert_true(found.uncertainty_m > 1000 && found.uncertainty_m < 110e3);
        if (apart(found.at, expected) > found.uncertainty_m) {
            fail_msg("%s: %.4f, %.4f is %.0f m off", cases[i].location, found.at.lon, found.at.lat,
                     apart(found.at, expected));
        }
        assert_true(strncmp(found.reason, "relative: ", 10) == 0);
        assert_non_null(strstr(found.reason, "Misrata (PPLA), Misratah, LY"));
        assert_int_equal(found.geo_precision, found.uncertainty_m > 50e3 ? 3 : 2);
    }
}

static void opposite_directions_are_mirrored(void **state)
{
    (void)state;
    said north = ask(resolver, "20 km north of Misrata", NULL);
    said south = ask(resolver, "20 km south of Misrata", NULL);
    assert_true(fabs(apart(north.at, MISRATA) - apart(south.at, MISRATA)) < 100);
    assert_true(fabs(north.uncertainty_m - south.uncertainty_m) < 100);
    said there = ask(resolver, "between Misrata and Sirte", NULL);
    said back = ask(resolver, "between Sirte and Misrata", NULL);
    assert_true(apart(there.at, back.at) < 2000);
    assert_true(fabs(there.confidence - back.confidence) < 1e-9);
}

static void anchors_may_be_of_either_homonym(void **state)
{
    (void)state;
    said libya = ask(resolver, "10 km south of Tripoli", "LY");
    said lebanon = ask(resolver, "10 km south of Tripoli, Lebanon", "LB");
    assert_string_equal(libya.anchors[0], "tripoli");
    assert_true(apart(libya.at, lebanon.at) > 1e6);
    marsad_resolve_options options = marsad_resolve_defaults();
    options.country = "UA";
    options.only_country = true;
    said abroad = ask_with(resolver, "10 km south of Misrata", &options);
    assert_int_equal(abroad.status, MARSAD_UNRESOLVED);
}

/* The relation tells which of the places of the name is meant, and is itself the answer where none
   lies there. */
static void a_subject_is_sought_where_it_is_said(void **state)
{
    (void)state;
    said found = ask(resolver, "Bin Jawad (150 km east of Sirte)", NULL);
    assert_string_equal(said_outcome(&found), "bin-jawad");
    assert_int_equal(found.match, MARSAD_MATCH_EXACT);
    found = ask(resolver, "Xyrqapudd (150 km east of Sirte)", NULL);
    assert_int_equal(found.match, MARSAD_MATCH_RELATIVE);
    assert_string_equal(found.anchors[0], "sirte");
    assert_true(fabs(apart(found.at, SIRTE) - 150e3) < 30e3);
    found = ask(resolver, "Bin Jawad (150 km west of Sirte)", NULL);
    assert_true(found.status != MARSAD_RESOLVED || found.match == MARSAD_MATCH_RELATIVE ||
                found.confidence < 0.9);
}

static void unknown_anchors_are_unresolved(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "15 km south of Xyrqapudd", "near Xyrqapudd", "between Misrata and Xyrqapudd",
        "on the road from Xyrqapudd to Sirte", "15 km south of the army"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        said found = ask(resolver, cases[i], NULL);
        if (found.match == MARSAD_MATCH_RELATIVE) {
            fail_msg("%s: %s", cases[i], found.reason);
        }
    }
    expect(resolver, cases[0], NULL, "NONE", MARSAD_MATCH_NONE);
}

static void roads_are_followed_where_they_are_given(void **state)
{
    (void)state;
    static const char location[] = "30 km from Misrata on the road to Sirte";
    const char *folder = getenv("MARSAD_DATA");
    char path[1024];
    marsad_roads *roads = NULL;
    snprintf(path, sizeof path, "%s/geodata/basemap.gpkg", folder ? folder : ".");
    assert_int_equal(marsad_roads_open(path, &roads, NULL), MARSAD_OK);
    said straight = ask(resolver, location, NULL);
    marsad_resolver_use_roads(resolver, roads);
    said along = ask(resolver, location, NULL);
    marsad_resolver_use_roads(resolver, NULL);
    said again = ask(resolver, location, NULL);
    marsad_roads_free(roads);
    assert_int_equal(along.match, MARSAD_MATCH_RELATIVE);
    assert_int_equal(along.anchor_count, 2);
    assert_true(apart(straight.at, along.at) > 3000); /* the coast road begins south-westwards */
    assert_true(apart(straight.at, again.at) < 1);
    assert_true(fabs(apart(straight.at, MISRATA) - 30e3) < 8e3);
    assert_null(strstr(straight.reason, "road network"));
}

static void basemap_is_opened_when_it_is_needed(void **state)
{
    (void)state;
    static const char location[] = "30 km from Misrata on the road to Sirte";
    const char *folder = getenv("MARSAD_DATA");
    char path[1024];
    snprintf(path, sizeof path, "%s/geodata/basemap.gpkg", folder ? folder : ".");
    const marsad_roads *roads;
    assert_int_equal(marsad_resolver_roads(resolver, &roads, NULL), MARSAD_OK);
    assert_null(roads);
    said straight = ask(resolver, location, NULL);
    assert_int_equal(marsad_resolver_use_basemap(resolver, path, NULL), MARSAD_OK);
    said along = ask(resolver, location, NULL);
    assert_int_equal(marsad_resolver_roads(resolver, &roads, NULL), MARSAD_OK);
    assert_non_null(roads);
    assert_true(apart(straight.at, along.at) > 3000);

    /* A name alone does not need it, even where there is none. */
    assert_int_equal(marsad_resolver_use_basemap(resolver, "/nowhere.gpkg", NULL), MARSAD_OK);
    ask(resolver, "Misrata", NULL);
    marsad_resolution *answer;
    marsad_error error = {0};
    assert_int_equal(marsad_resolve(resolver, location, NULL, &answer, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_string_equal(error.file, "/nowhere.gpkg");
    assert_int_equal(marsad_resolver_use_basemap(resolver, NULL, NULL), MARSAD_OK);
    said again = ask(resolver, location, NULL);
    assert_true(apart(straight.at, again.at) < 1);
}

/* ---- precision ------------------------------------------------------------------------------- */

static void precision_follows_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *location;
        int where_prec, geo_precision;
    } cases[] = {
        {"Misrata", 1, 1},         {"Abu Salim, Tripoli", 1, 1},
        {"32.375N 15.091E", 1, 1}, {"15 km south of Misrata", 2, 2},
        {"near Misrata", 2, 2},    {"Misratah district", 4, 3},
        {"Libya", 6, 3},           {"eastern Libya", 5, 3},
        {"Hamadah Desert", 5, 3},  {"Gulf of Sidra", 7, 3},
        {"Xyrqapudd", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        said found = ask(resolver, cases[i].location, NULL);
        if (found.where_prec != cases[i].where_prec ||
            found.geo_precision != cases[i].geo_precision) {
            fail_msg("%s: where_prec %d, geo_precision %d: %s", cases[i].location, found.where_prec,
                     found.geo_precision, found.reason);
        }
    }
}

/* ---- other scripts, and what is no place -------------------------------------------------------
 */

static void other_scripts_are_read(void **state)
{
    (void)state;
    static const asked cases[] = {
        {"Харків", "kharkiv", MARSAD_MATCH_EXACT}, {"Харьков", "kharkiv", MARSAD_MATCH_EXACT},
        {"ХАРКІВ", "kharkiv", MARSAD_MATCH_EXACT}, {"Αθήνα", "athens", MARSAD_MATCH_EXACT},
        {"Одеса", "odesa", MARSAD_MATCH_NONE},     {"Одесса", "odesa", MARSAD_MATCH_NONE},
        {"Λάρισα", "larisa", MARSAD_MATCH_NONE},   {"Мисрата", "misrata", MARSAD_MATCH_NONE},
    };
    EXPECT_ALL(cases);
    expect(resolver, "Ξυρκαπυδδ", NULL, "NONE", MARSAD_MATCH_NONE);
}

static void what_names_no_place_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "Khalifa Haftar",
        "خليفة حفتر",
        "Colonel Karim",
        "General Ahmed Karim",
        "Mohamed Karim",
        "the Libyan army",
        "الجيش الوطني",
        "Petroleum Facilities Guard",
        "unknown",
        "n/a",
        "several villages",
        "yesterday",
        "the airport",
        "city",
        "مطار",
        "مدينة",
        "12 January 2020",
        "?",
        "-",
        "airstrike",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect(resolver, cases[i], NULL, "NONE", MARSAD_MATCH_NONE);
    }
    expect(resolver, "Karim", NULL, "karim", MARSAD_MATCH_EXACT);
}

static void refusals_say_what_it_seems_to_be(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Colonel Karim", "a person, by its words"},
        {"army of Karim", "an organisation, by its words"},
        {"yesterday", "no name of a place, by its words"},
        {"Xyrqapudd", "no listed name matches"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        said found = expect(resolver, cases[i][0], NULL, "NONE", MARSAD_MATCH_NONE);
        if (!strstr(found.reason, cases[i][1])) {
            fail_msg("%s: %s", cases[i][0], found.reason);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_kind_decide),
        cmocka_unit_test(clitics_are_taken_off),
        cmocka_unit_test(parts_say_where_it_lies),
        cmocka_unit_test(a_country_agrees_with_its_own_places),
        cmocka_unit_test(a_context_that_contradicts_makes_unsure),
        cmocka_unit_test(places_apart_are_listed),
        cmocka_unit_test(places_apart_keep_to_the_country),
        cmocka_unit_test(relations_give_points),
        cmocka_unit_test(opposite_directions_are_mirrored),
        cmocka_unit_test(anchors_may_be_of_either_homonym),
        cmocka_unit_test(a_subject_is_sought_where_it_is_said),
        cmocka_unit_test(unknown_anchors_are_unresolved),
        cmocka_unit_test(roads_are_followed_where_they_are_given),
        cmocka_unit_test(basemap_is_opened_when_it_is_needed),
        cmocka_unit_test(precision_follows_the_place),
        cmocka_unit_test(other_scripts_are_read),
        cmocka_unit_test(what_names_no_place_is_refused),
        cmocka_unit_test(refusals_say_what_it_seems_to_be),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
