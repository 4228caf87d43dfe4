/* report/: the facts of a report, beside the table that it is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdlib.h>

#include "ask_svg.h"
#include "base/file.h"
#include "base/memory.h"
#include "made_map.h"
#include "marsad/report.h"
#include "report/facts.h"
#include "report/words.h"

/* --- Reports --- */

static marsad_status try_report(const marsad_events *events, const marsad_report_options *options,
                                const marsad_front *front, const char *path, marsad_error *error)
{
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, front};
    return marsad_report_write(&sources, options, path, NULL, error);
}

static void write_report(const marsad_events *events, const marsad_report_options *options,
                         const marsad_front *front, const char *path)
{
    marsad_error error = {0};
    if (try_report(events, options, front, path, &error)) {
        fail_msg("%s", error.message);
    }
}

/* The XML of a report, as read back from its file. */
static xmlDocPtr report_of(const marsad_events *events, const marsad_report_options *options,
                           const marsad_front *front)
{
    const char *path = scratch_path("report.xml");
    write_report(events, options, front, path);
    xmlDocPtr document = xmlReadFile(path, NULL, XML_PARSE_HUGE);
    assert_non_null(document);
    assert_int_equal(unlink(path), 0);
    return document;
}

static xmlDocPtr report_in(const marsad_events *events, marsad_lang lang)
{
    marsad_report_options options = marsad_report_defaults();
    options.map.lang = lang;
    return report_of(events, &options, NULL);
}

/* --- Asking them --- */

static double number_in(xmlDocPtr document, const char *expression)
{
    xmlXPathObjectPtr found = query(document, expression);
    double number = xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    return number;
}

/* Owned by the last but three. */
static const char *text_in(xmlDocPtr document, const char *expression)
{
    static char texts[4][2000];
    static int next;
    char *out = texts[next++ % 4];
    xmlXPathObjectPtr found = query(document, expression);
    xmlChar *text = xmlXPathCastToString(found);
    snprintf(out, sizeof texts[0], "%s", (const char *)text);
    xmlFree(text);
    xmlXPathFreeObject(found);
    return out;
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    while ((text = strstr(text, what))) {
        count++;
        text++;
    }
    return count;
}

#define assert_number(document, expression, expected)                                              \
    assert_true(fabs(number_in((document), (expression)) - (double)(expected)) < 1e-9)

/* --- Figures against the table --- */

/* Rows placed by name and by coordinates, ambiguous and not at all, with dates of all precisions.
 */
static const char MIXED[] =
    "date,end_date,type,location,country,lon,lat,killed,injured,headline,url,source\n"
    "2020-01-02,,clash,Misrata,LY,,,3,1,One,https://example.org/?a=1&b=2,UN\n"
    "2020-01-05,2020-01-06,shelling,مصراتة,LY,,,2,,Two <b>&,javascript:alert(1),UN\n"
    "2020-01,,clash,Sirte,LY,,,,,Three,,AFP\n"
    "2020,,airstrike,a farm,LY,15.1,31.5,0,,Four,,\n"
    ",,clash,Zliten,LY,,,1,2,Five,,AFP\n"
    "2020-01-05,,other,the training camp,LY,,,5,,Six,,AFP\n"
    "2020-01-09,,clash,a well,LY,15.1,31.5,,4,Seven,,\n";

static void sums_are_those_of_the_table(void **state)
{
    (void)state;
    marsad_events *events = events_from(MIXED);
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    assert_number(report, "/report/figures/figure[@key='incidents']/@value", 7);
    assert_number(report, "/report/figures/figure[@key='placed']/@value", 6);
    assert_number(report, "/report/figures/figure[@key='unplaced']/@value", 1);
    assert_number(report, "/report/figures/figure[@key='killed']/@value", 11);
    assert_number(report, "/report/figures/figure[@key='injured']/@value", 7);
    assert_string_equal(text_in(report, "/report/figures/figure[@key='killed']/@note"),
                        "stated for: 5 of 7");
    assert_number(report, "sum(/report/types/type/@count)", 7);
    assert_number(report, "sum(/report/types/type[@killed != '']/@killed)", 11);
    assert_number(report, "sum(/report/timeline/bar/@count) + /report/timeline/@undated", 7);
    assert_number(report, "sum(/report/timeline/bar/part/@count)",
                  number_in(report, "sum(/report/timeline/bar/@count)"));
    assert_number(report, "sum(/report/places/place/@count)", 6);
    assert_number(report, "sum(/report/sources/source[@kind='incidents']/@count)", 7);
    assert_number(report, "count(/report/incidents/incident)", 7);
    assert_number(report, "count(/report/unplaced/incident)", 1);
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* One place under two names, and two locations at one point, are one place each. */
static void places_are_those_resolved(void **state)
{
    (void)state;
    marsad_events *events = events_from(MIXED);
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    assert_number(report, "count(/report/places/place)", 4);
    assert_string_equal(text_in(report, "/report/places/place[1]/@name"), "Misrata");
    assert_number(report, "/report/places/place[1]/@count", 2);
    assert_number(report, "/report/places/place[1]/@killed", 5);
    assert_number(report, "/report/places/place[@lon='15.1']/@count", 2);
    assert_number(report, "/report/figures/figure[@key='places']/@value", 4);
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* The timeline has every period between the first and the last, whichever they are. */
static void timeline_has_every_period(void **state)
{
    (void)state;
    static const struct {
        const char *dates[3];
        const char *unit;
        int bars, undated;
    } cases[] = {{{"2020-01-30", "2020-02-02", "2020-02-02"}, "day", 4, 0},
                 {{"2020-01-30", "2020-02-02", "2020-02"}, "day", 4, 1},
                 {{"2019-12-30", "2020-03-02", "2020-03-02"}, "week", 10, 0},
                 {{"2020-01", "2020-03", "2020-03-04"}, "month", 3, 0},
                 {{"2017-01-30", "2020-03-02", "2020-03-02"}, "month", 39, 0},
                 {{"2010", "2020-03-02", "2012"}, "year", 11, 0},
                 {{"", "", ""}, "", 0, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char table[300];
        snprintf(table, sizeof table,
                 "date,location,country\n%s,Misrata,LY\n%s,Sirte,LY\n%s,Sirte,LY\n",
                 cases[i].dates[0], cases[i].dates[1], cases[i].dates[2]);
        marsad_events *events = events_from(table);
        xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
        assert_string_equal(text_in(report, "/report/timeline/@unit"), cases[i].unit);
        assert_number(report, "count(/report/timeline/bar)", cases[i].bars);
        assert_number(report, "/report/timeline/@undated", cases[i].undated);
        assert_number(report, "sum(/report/timeline/bar/@count)", 3 - cases[i].undated);
        xmlFreeDoc(report);
        marsad_events_free(events);
    }
}

/* --- Distances --- */

static void towns_are_as_far_as_measured(void **state)
{
    (void)state;
    marsad_events *events = sample();
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        char path[120];
        marsad_place town = {0};
        const marsad_incident *incident = marsad_events_get(events, i);
        snprintf(path, sizeof path, "/report/incidents/incident[%zu]/@town_id", i + 1);
        const char *id = text_in(report, path);
        assert_int_equal(marsad_gazetteer_place(gazetteer, id, &town, NULL), MARSAD_OK);
        snprintf(path, sizeof path, "/report/incidents/incident[%zu]/@town_distance_m", i + 1);
        marsad_geodesic line = marsad_geodesic_between(town.at, incident->at);
        assert_number(report, path, round(line.distance_m));
        snprintf(path, sizeof path, "/report/incidents/incident[%zu]/@town_text", i + 1);
        assert_non_null(
            strstr(text_in(report, path), marsad_compass_word(line.azimuth_deg, MARSAD_LANG_EN)));
        assert_string_not_equal(town.id, marsad_resolution_place(incident->resolution)->id);
        marsad_place_clear(&town);
    }
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* A town is its own nearest; a hamlet's is one of some size, whatever lies nearer. */
static void towns_are_of_some_size(void **state)
{
    (void)state;
    static const char table[] = "location,country\nMisrata,LY\nAbu Qurayn,LY\nAl Qaddahiyah,LY\n";
    marsad_events *events = events_from(table);
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    assert_string_equal(text_in(report, "/report/incidents/incident[1]/@town_text"),
                        "at \u2068Misrata\u2069");
    assert_number(report, "/report/incidents/incident[1]/@town_distance_m", 0);
    for (int i = 2; i <= 3; i++) {
        char path[80];
        marsad_place town = {0};
        snprintf(path, sizeof path, "/report/incidents/incident[%d]/@town_id", i);
        const char *id = text_in(report, path);
        assert_int_equal(marsad_gazetteer_place(gazetteer, id, &town, NULL), MARSAD_OK);
        assert_true(strncmp(town.feature_code, "PPLA", 4) == 0 ||
                    town.population >= MRS_TOWN_LEAST_PEOPLE);
        marsad_place_clear(&town);
    }
    assert_non_null(strstr(text_in(report, "/report/method/item[@key='towns']"), " 5,000 "));
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* --- Districts --- */

static void districts_are_said_in_the_reports_language(void **state)
{
    (void)state;
    static const char table[] = "location,country,admin1\nGharyan,LY,\nSirte,LY,\n"
                                "nowhere at all,LY,Tripoli\nMisrata,LY,\n";
    marsad_events *events = events_from(table);
    xmlDocPtr english = report_in(events, MARSAD_LANG_EN);
    xmlDocPtr arabic = report_in(events, MARSAD_LANG_AR);
    const char *const at = "/report/incidents/incident[1]/@admin1";
    assert_string_equal(text_in(english, at), "Al Jabal al Gharbi");
    assert_string_equal(text_in(arabic, at), "الجبل الغربي");
    assert_string_equal(text_in(arabic, "/report/incidents/incident[2]/@admin1"), "سرت");
    assert_string_equal(text_in(arabic, "/report/incidents/incident[3]/@admin1"), "طرابلس");
    assert_number(arabic, "count(/report/places/place[@name='غريان'][@admin1='الجبل الغربي'])", 1);
    assert_number(english, "count(/report/places/place[@admin1='Al Jabal al Gharbi'])", 1);
    xmlFreeDoc(english);
    xmlFreeDoc(arabic);
    marsad_events_free(events);
}

/* --- The map --- */

static void its_map_leaves_the_title_to_the_report(void **state)
{
    (void)state;
    static const char *const block = "count(//*[local-name()='g'][@class='title-block'])";
    marsad_events *events = sample();
    marsad_report_options options = marsad_report_defaults();
    xmlDocPtr report = report_of(events, &options, NULL);
    assert_number(report, block, 0);
    assert_string_equal(text_in(report, "/report/title"), "Reported incidents");
    assert_string_equal(text_in(report, "//*[local-name()='svg']/*[local-name()='title']"),
                        "Reported incidents");
    xmlFreeDoc(report);
    options.map.no_title = false;
    report = report_of(events, &options, NULL);
    assert_number(report, block, 1);
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* One sentence of a map's credits says what it has no room for. */
static bool leaves_out(xmlDocPtr report)
{
    return number_in(report, "count(//*[local-name()='svg']//*[contains(text(), "
                             "'Left out for want of room')])") > 0;
}

static void its_map_is_as_high_as_its_key_asks_for(void **state)
{
    (void)state;
    marsad_report_options options = marsad_report_defaults();
    marsad_events *events = read_events(data_path("geodata/events/samples/plain-fr.csv"));
    xmlDocPtr report = report_of(events, &options, NULL);
    assert_true(number_in(report, "/report/map/@height") > 900);
    assert_false(leaves_out(report));
    xmlFreeDoc(report);
    options.fit_height = false;
    report = report_of(events, &options, NULL);
    assert_number(report, "/report/map/@height", 900);
    assert_true(leaves_out(report));
    xmlFreeDoc(report);
    marsad_events_free(events);
    events = sample();
    report = report_in(events, MARSAD_LANG_EN);
    assert_number(report, "/report/map/@height", 900); /* it needs no more */
    xmlFreeDoc(report);
    marsad_events_free(events);
}

static void front_is_that_of_each_day(void **state)
{
    (void)state;
    const char *const path = data_path("geodata/fronts/abu-qurayn-2020-01.geojson");
    marsad_front *front = NULL;
    marsad_event_relation *relations = NULL;
    marsad_events *events = sample();
    assert_int_equal(marsad_front_open(&path, 1, NULL, &front, NULL), MARSAD_OK);
    assert_int_equal(marsad_front_relate_events(front, events, (marsad_date){0}, &relations, NULL),
                     MARSAD_OK);
    marsad_report_options options = marsad_report_defaults();
    xmlDocPtr report = report_of(events, &options, front);
    double nearest = INFINITY;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        char at[120];
        snprintf(at, sizeof at, "/report/incidents/incident[%zu]/@front_distance_m", i + 1);
        assert_number(report, at, round(relations[i].relation.distance_m));
        nearest = fmin(nearest, relations[i].relation.distance_m);
    }
    assert_number(report, "/report/figures/figure[@key='nearest']/@value", round(nearest));
    assert_number(report, "count(/report/method/item[@key='front'])", 1);
    assert_number(report, "count(/report/sources/source[@kind='front'])", 1);
    xmlFreeDoc(report);
    marsad_event_relations_free(relations);
    marsad_front_free(front);
    marsad_events_free(events);
}

/* --- The map in it --- */

/* Every incident that the map shows says by which element, whatever symbols it has. */
static void elements_are_in_the_picture(void **state)
{
    (void)state;
    static const marsad_map_as ways[] = {MARSAD_AS_CALLOUTS, MARSAD_AS_NUMBERS, MARSAD_AS_POINTS,
                                         MARSAD_AS_GROUPS};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        marsad_report_options options = marsad_report_defaults();
        options.map.as = ways[i];
        xmlDocPtr report = report_of(events, &options, NULL);
        assert_number(report, "count(/report/map/s:svg)", 1);
        assert_number(report, "count(/report/incidents/incident[@element != ''])", 10);
        assert_number(report, "count(/report/incidents/incident[not(@element = /report/map//@id)])",
                      0);
        assert_number(report,
                      "count(/report/incidents/incident[@callout != '' and not(@callout = "
                      "/report/map//@id)])",
                      0);
        assert_number(report, "count(/report/map//@id[not(starts-with(., /report/map/@prefix))])",
                      0);
        assert_number(report, "count(/report/places/place[@elements = ''])", 0);
        xmlFreeDoc(report);
    }
    marsad_events_free(events);
}

static void what_is_not_drawn_has_no_element(void **state)
{
    (void)state;
    marsad_events *events = events_from("location,country\nMisrata,LY\nGhat,LY\nnowhere at all,\n");
    marsad_report_options options = marsad_report_defaults();
    options.map.has_bbox = true;
    options.map.bbox = (marsad_bbox){14, 31.5, 16, 33};
    xmlDocPtr report = report_of(events, &options, NULL);
    assert_string_not_equal(text_in(report, "/report/incidents/incident[1]/@element"), "");
    assert_string_equal(text_in(report, "/report/incidents/incident[2]/@element"), "");
    assert_string_equal(text_in(report, "/report/incidents/incident[3]/@element"), "");
    assert_string_equal(text_in(report, "/report/incidents/incident[3]/@lon"), "");
    assert_number(report, "/report/figures/figure[@key='outside']/@value", 1);
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* Types have the colours that the map gives them, and none where it tells something else by it. */
static void colours_are_the_maps(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_report_options options = marsad_report_defaults();
    xmlDocPtr report = report_of(events, &options, NULL);
    assert_string_equal(text_in(report, "/report/types/@by_color"), "yes");
    assert_number(report, "count(/report/types/type[string-length(@color) != 7])", 0);
    xmlFreeDoc(report);
    options.map.color_by = "actor1";
    report = report_of(events, &options, NULL);
    assert_string_equal(text_in(report, "/report/types/@by_color"), "no");
    assert_number(report, "count(/report//@color[. != ''][not(ancestor::s:svg)])", 0);
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* --- What the data may hold --- */

static void only_addresses_lead_anywhere(void **state)
{
    (void)state;
    marsad_events *events = events_from(MIXED);
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    assert_string_equal(text_in(report, "/report/incidents/incident[1]/@url"),
                        "https://example.org/?a=1&b=2");
    assert_string_equal(text_in(report, "/report/incidents/incident[2]/@url"), "");
    assert_string_equal(text_in(report, "/report/incidents/incident[2]/@headline"), "Two <b>&");
    xmlFreeDoc(report);
    marsad_events_free(events);
}

static void what_xml_forbids_is_replaced(void **state)
{
    (void)state;
    marsad_events *events =
        events_from("location,country,headline,note\nMisrata,LY,a\x01\xEF\xBF\xBF b,\x1Bx\n");
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    assert_string_equal(text_in(report, "/report/incidents/incident[1]/@headline"),
                        "a\uFFFD\uFFFD b");
    assert_string_equal(text_in(report, "/report/incidents/incident[1]/@note"), "\uFFFDx");
    xmlFreeDoc(report);
    marsad_events_free(events);
}

static void long_tables_are_cut_and_say_so(void **state)
{
    (void)state;
    FILE *file = fopen(scratch_path("events.csv"), "w");
    assert_non_null(file);
    fputs("type,lon,lat,source\n", file);
    for (int i = 0; i < MRS_REPORT_ROWS + 300; i++) {
        fprintf(file, "clash,%d.%02d,%d.5,source %d\n", 10 + i % 9, i % 100, 28 + i % 4, i % 150);
    }
    assert_int_equal(fclose(file), 0);
    marsad_events *events = read_file(scratch_path("events.csv"));
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    assert_number(report, "count(/report/incidents/incident)", MRS_REPORT_ROWS);
    assert_number(report, "/report/incidents/@total", MRS_REPORT_ROWS + 300);
    assert_non_null(strstr(text_in(report, "/report/incidents/@note"), "marsad geocode"));
    assert_number(report, "sum(/report/places/place/@count) + /report/places/@rest_count",
                  MRS_REPORT_ROWS + 300);
    assert_number(report, "count(/report/places/place) + /report/places/@rest_places",
                  number_in(report, "/report/places/@total"));
    assert_number(report, "sum(/report/sources/source[@kind='incidents']/@count)",
                  MRS_REPORT_ROWS + 300);
    assert_number(report, "count(/report/sources/source[@kind='incidents'])",
                  MRS_REPORT_SOURCES + 1);
    assert_number(report, "sum(/report/types/type/@count)", MRS_REPORT_ROWS + 300);
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* Rows with faults are told and counted, and are no incidents. */
static void rows_with_faults_are_told(void **state)
{
    (void)state;
    marsad_events *events = events_from("date,location,country,killed\n2020-01-01,Misrata,LY,1\n"
                                        "2020-02-31,Sirte,LY,2\n2020-01-03,Sirte,LY,-4\n");
    assert_int_equal(marsad_events_rejected_count(events), 2);
    xmlDocPtr report = report_in(events, MARSAD_LANG_EN);
    assert_number(report, "/report/figures/figure[@key='incidents']/@value", 1);
    assert_number(report, "/report/figures/figure[@key='rejected']/@value", 2);
    assert_number(report, "/report/figures/figure[@key='killed']/@value", 1);
    assert_number(report, "/report/rejected/@count", 2);
    assert_number(report, "/report/rejected/row[1]/@number", 3);
    assert_number(report, "/report/rejected/row[2]/@number", 4);
    assert_non_null(strstr(text_in(report, "/report/rejected/row[1]/@fault"), "2020-02-31"));
    assert_non_null(strstr(text_in(report, "/report/rejected/row[2]/@fault"), "-4"));
    assert_number(report, "count(/report/method/item[@key='rejected'])", 1);
    const char *side = scratch_path("side.csv"); /* they can still be written, all of them */
    assert_int_equal(marsad_events_write_rejected(events, side, NULL), MARSAD_OK);
    char *text = NULL;
    assert_int_equal(mrs_file_read(side, &text, NULL, NULL), MARSAD_OK);
    assert_int_equal(count_of(text, "Sirte"), 2);
    mrs_free(text);
    assert_int_equal(unlink(side), 0);
    xmlFreeDoc(report);
    marsad_events_free(events);
}

/* --- Words --- */

/* The places where something is put in are the same in each language. */
static void words_are_there_in_all_languages(void **state)
{
    (void)state;
    static const char *const marks[] = {"{1}", "{2}", "{3}", "{4}", "{shown}", "{total}"};
    const char *key;
    size_t count = 0;
    for (size_t i = 0; (key = mrs_report_word_key(i)); i++, count++) {
        const char *english = mrs_report_say(key, MARSAD_LANG_EN);
        for (int lang = 0; lang < 3; lang++) {
            const char *text = mrs_report_say(key, (marsad_lang)lang);
            assert_non_null(text);
            assert_true(text[0] != '\0');
            for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
                if (!strstr(english, marks[m]) != !strstr(text, marks[m])) {
                    fail_msg("%s: %s stands in one language only", key, marks[m]);
                }
            }
        }
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(mrs_report_word_key(j), key);
        }
    }
    assert_true(count > 100);
    assert_null(mrs_report_say("no such key", MARSAD_LANG_EN));
}

/* No word is missing in the document of any language: what a key does not have is "". */
static void documents_have_all_their_words(void **state)
{
    (void)state;
    marsad_events *events = events_from(MIXED);
    for (int lang = 0; lang < 3; lang++) {
        xmlDocPtr report = report_in(events, (marsad_lang)lang);
        assert_string_equal(text_in(report, "/report/@lang"), marsad_lang_code((marsad_lang)lang));
        assert_string_equal(text_in(report, "/report/@dir"),
                            lang == MARSAD_LANG_AR ? "rtl" : "ltr");
        assert_number(report, "count(/report/figures/figure[@label = '' or @text = ''])", 0);
        assert_number(report, "count(/report/types/type[@label = ''])", 0);
        assert_number(report, "count(/report/method/item[. = ''])", 0);
        assert_number(report, "count(/report/method/item[contains(., '{')])", 0);
        assert_number(report, "count(/report/incidents/incident[@placed_by_text = ''])", 0);
        assert_number(report,
                      "count(/report/incidents/incident[@match != '' and @match != 'none' and "
                      "@match_text = ''])",
                      0);
        assert_number(report, "count(/report/unplaced/incident[@status_text = ''])", 0);
        assert_string_not_equal(text_in(report, "/report/timeline/@label"), "");
        xmlFreeDoc(report);
    }
    marsad_events_free(events);
}

static void values_are_put_in_and_isolated(void **state)
{
    (void)state;
    const char *const values[] = {"12 km", "south", "Sirte"};
    mrs_buffer text = {0};
    mrs_report_say_with(&text, "town_text", MARSAD_LANG_EN, values, 3, 4);
    assert_string_equal(text.text, "12 km south of \u2068Sirte\u2069");
    mrs_buffer_clear(&text);
    mrs_report_say_with(&text, "rows_shown", MARSAD_LANG_EN, values, 3, 0);
    assert_string_equal(text.text, "Shown: {shown} of {total}");
    mrs_buffer_clear(&text);
}

/* --- Pages --- */

static char *page_of(const marsad_events *events, marsad_lang lang)
{
    char *text = NULL;
    marsad_report_options options = marsad_report_defaults();
    options.map.lang = lang;
    const char *path = scratch_path("report.html");
    write_report(events, &options, NULL, path);
    assert_int_equal(mrs_file_read(path, &text, NULL, NULL), MARSAD_OK);
    assert_int_equal(unlink(path), 0);
    return text;
}

/* What a browser would load by itself; a link is followed by people only. */
static void pages_ask_the_network_for_nothing(void **state)
{
    (void)state;
    static const char *const loads[] = {
        " src=\"http",    "url(http",  "@import", "<link rel=\"stylesheet",
        "<iframe",        "<object",   "<embed",  "url(//",
        " srcset=\"",     "fetch(",    "<base",   "http-equiv=\"refresh",
        "XMLHttpRequest", "sendBeacon"};
    marsad_events *events = events_from(MIXED);
    char *page = page_of(events, MARSAD_LANG_EN);
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        if (strstr(page, loads[i])) {
            fail_msg("the page has %s", loads[i]);
        }
    }
    assert_int_equal(strncmp(page, "<!DOCTYPE html>\n<html ", 22), 0);
    assert_int_equal(count_of(page, "<meta charset"), 1);
    assert_null(strstr(page, "http-equiv=\"Content-Type\""));
    assert_int_equal(count_of(page, "viewBox=\"0 0 1200 900\""), 1);
    assert_null(strstr(page, "javascript:alert"));
    assert_null(strstr(page, "Two <b>"));
    assert_non_null(strstr(page, "Two &lt;b&gt;&amp;"));
    mrs_free(page);
    marsad_events_free(events);
}

static void the_same_table_gives_the_same_bytes(void **state)
{
    (void)state;
    marsad_events *events = events_from(MIXED);
    marsad_events *again = events_from(MIXED);
    for (int lang = 0; lang < 3; lang++) {
        char *one = page_of(events, (marsad_lang)lang);
        char *two = page_of(again, (marsad_lang)lang);
        assert_string_equal(one, two);
        mrs_free(one);
        mrs_free(two);
    }
    marsad_events_free(events);
    marsad_events_free(again);
}

/* --- Failures --- */

static void other_endings_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"report", "report.pdf", ".html", "html", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(marsad_report_check_path(wrong[i], NULL), MARSAD_ERR_USAGE);
    }
    assert_int_equal(marsad_report_check_path("a.HTML", NULL), MARSAD_OK);
    assert_int_equal(marsad_report_check_path("a.xml", NULL), MARSAD_OK);
}

static void nothing_to_draw_is_no_report(void **state)
{
    (void)state;
    marsad_report_options options = marsad_report_defaults();
    marsad_events *events = events_from("location\nnowhere at all\n");
    const char *path = scratch_path("report.html");
    assert_int_equal(try_report(events, &options, NULL, path, NULL), MARSAD_ERR_INPUT);
    assert_int_not_equal(access(path, F_OK), 0);
    marsad_events_free(events);
}

/* Of a tree that is being built, whichever allocation fails. */
static void memory_may_run_out(void **state)
{
    (void)state;
    marsad_events *events = events_from("location,country\nMisrata,LY\n");
    marsad_report_options options = marsad_report_defaults();
    const char *path = scratch_path("report.html");
    long step = 1;
    for (long nth = 1; nth < 100000000; nth += step, step += step / 3 + 1) {
        mrs_alloc_fail_at(nth);
        marsad_status status = try_report(events, &options, NULL, path, NULL);
        mrs_alloc_fail_at(0);
        if (status == MARSAD_OK) {
            assert_true(nth > 100);
            assert_int_equal(unlink(path), 0);
            marsad_events_free(events);
            return;
        }
        assert_int_equal(status, MARSAD_ERR_MEMORY);
        assert_int_not_equal(access(path, F_OK), 0);
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_table),
        cmocka_unit_test(places_are_those_resolved),
        cmocka_unit_test(timeline_has_every_period),
        cmocka_unit_test(towns_are_as_far_as_measured),
        cmocka_unit_test(towns_are_of_some_size),
        cmocka_unit_test(districts_are_said_in_the_reports_language),
        cmocka_unit_test(its_map_leaves_the_title_to_the_report),
        cmocka_unit_test(its_map_is_as_high_as_its_key_asks_for),
        cmocka_unit_test(front_is_that_of_each_day),
        cmocka_unit_test(elements_are_in_the_picture),
        cmocka_unit_test(what_is_not_drawn_has_no_element),
        cmocka_unit_test(colours_are_the_maps),
        cmocka_unit_test(only_addresses_lead_anywhere),
        cmocka_unit_test(what_xml_forbids_is_replaced),
        cmocka_unit_test(long_tables_are_cut_and_say_so),
        cmocka_unit_test(rows_with_faults_are_told),
        cmocka_unit_test(words_are_there_in_all_languages),
        cmocka_unit_test(documents_have_all_their_words),
        cmocka_unit_test(values_are_put_in_and_isolated),
        cmocka_unit_test(pages_ask_the_network_for_nothing),
        cmocka_unit_test(the_same_table_gives_the_same_bytes),
        cmocka_unit_test(other_endings_are_refused),
        cmocka_unit_test(nothing_to_draw_is_no_report),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, open_maps, close_maps);
}
