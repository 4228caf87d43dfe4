/*
 * The SVG as a document: its structure, its links, the incidents as data in it, and two maps in one
 * page; and a PDF's links. What the pictures look like, test_map and the golden pictures say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <libxml/parser.h>

#include "ask_svg.h"
#include "base/memory.h"
#include "made_map.h"
#include "map/incident_data.h"
#include "map/link.h"
#include "map/prefix.h"

static marsad_map *compose(const marsad_events *events, const marsad_map_options *options)
{
    return compose_in(style, events, options);
}

/* --- Drawing --- */

static const char linked_table[] =
    "id,date,type,location,lon,lat,uncertainty_m,killed,headline,page\n"
    "A-1,2020-01-26,clash,Misrata,,,,3,\"A <b> & \"\"quotes\"\" "
    "\xEF\xBF\xBE\",https://example.org/?a=1&b=(2)\n"
    "A-2,2020-01,shelling,here,15.25,31.5,,,\"two\nlines ]]>\",javascript:alert(1)\n"
    "A-3,,protest,Zliten,,,,0,third,mailto:desk@example.org\n"
    "A-4,2020-01-26,clash,Nowhereville,,,,,fourth,http://example.org/4\n";

static marsad_status try_compose(const marsad_events *events, const marsad_map_options *options,
                                 marsad_map **map, marsad_error *error)
{
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    return marsad_map_compose(&sources, options, map, error);
}

static marsad_map_options linked_options(void)
{
    marsad_map_options options = marsad_map_defaults();
    options.width_px = 900;
    options.height_px = 700;
    options.link = "Page"; /* whatever the case */
    return options;
}

/* The file's bytes, NUL-terminated; to be freed. */
static char *written(const marsad_map *map, const char *name, size_t *length)
{
    const char *path = scratch_path(name);
    assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 8 << 20);
    *length = fread(bytes, 1, (8 << 20) - 1, file);
    fclose(file);
    unlink(path);
    return bytes;
}

static xmlDocPtr draw_svg(const marsad_events *events, const marsad_map_options *options)
{
    marsad_map *map = compose(events, options);
    size_t length;
    char *bytes = written(map, "map.svg", &length);
    marsad_map_free(map);
    xmlDocPtr document = xmlReadMemory(bytes, (int)length, "map.svg", NULL, XML_PARSE_NONET);
    free(bytes);
    assert_non_null(document);
    return document;
}

/* --- Asking --- */

static struct json_object *data_in(xmlDocPtr document)
{
    xmlXPathObjectPtr found = query(document, "string(/s:svg/s:metadata)");
    struct json_object *data = json_tokener_parse((const char *)found->stringval);
    xmlXPathFreeObject(found);
    assert_non_null(data);
    return data;
}

static struct json_object *member(struct json_object *object, const char *name)
{
    struct json_object *found = NULL;
    json_object_object_get_ex(object, name, &found);
    return found;
}

static const char *text_of(struct json_object *object, const char *name)
{
    struct json_object *found = member(object, name);
    return found ? json_object_get_string(found) : "-";
}

/* --- Links --- */

static void only_three_schemes_are_links(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"https://example.org/a", "https://example.org/a"},
        {" HTTP://example.org \n", "HTTP://example.org"},
        {"mailto:desk@example.org", "mailto:desk@example.org"},
        {"https://example.org/a b'(c)\"<\\", "https://example.org/a%20b%27%28c%29%22%3C%5C"},
        {"https://example.org/\u0623", "https://example.org/%D8%A3"},
        {"https://example.org/a%20b?c=d&e=f#g", "https://example.org/a%20b?c=d&e=f#g"},
        {"https://", ""},
        {"https:///path", ""},
        {"mailto:", ""},
        {"https://example.org/\nX", ""},
        {"java\nscript:alert(1)", ""},
        {"javascript:alert(1)", ""},
        {"data:text/html,x", ""},
        {"ftp://example.org/", ""},
        {"//example.org/", ""},
        {"example.org", ""},
        {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *clean = mrs_link_clean(cases[i][0]);
        assert_string_equal(clean, cases[i][1]);
        mrs_free(clean);
    }
}

static void links_stand_around_marker_and_callout(void **state)
{
    (void)state;
    marsad_events *events = events_from(linked_table);
    marsad_map_options options = linked_options();
    xmlDocPtr document = draw_svg(events, &options);
    assert_int_equal(count_in(document, "//s:g[contains(@id, '-incident-1')]/s:a/s:use"), 1);
    assert_int_equal(count_in(document, "//s:g[contains(@id, '-callout-1')]/s:a/s:text"), 2);
    assert_int_equal(count_in(document, "//s:a[@href='https://example.org/?a=1&b=%282%29']"
                                        "[@target='_blank'][@rel='noopener noreferrer']"),
                     2);
    assert_int_equal(count_in(document, "//s:a[@href='mailto:desk@example.org'][not(@target)]"), 2);
    assert_int_equal(count_in(document, "//s:a"), 4);
    assert_int_equal(count_in(document, "//s:g[contains(@class, 'incident ')]/s:a[@aria-label]"),
                     2);
    assert_int_equal(count_in(document, "//s:g[contains(@id, '-incident-2')]/s:use"), 1);
    assert_int_equal(count_in(document, "/s:svg[@role='graphics-document document']"), 1);
    xmlFreeDoc(document);
    options.link = NULL;
    document = draw_svg(events, &options);
    assert_int_equal(count_in(document, "//s:a"), 0);
    assert_int_equal(count_in(document, "/s:svg[@role='img']"), 1);
    xmlFreeDoc(document);
    marsad_events_free(events);
}

/* Outlines stand where the text stood, one path for each, and say what they read. */
static void text_may_be_outlines(void **state)
{
    (void)state;
    marsad_events *events = events_from(linked_table);
    marsad_map_options options = linked_options();
    options.lang = MARSAD_LANG_AR;
    options.svg_outlines = true;
    xmlDocPtr document = draw_svg(events, &options);
    assert_int_equal(count_in(document, "//s:text"), 0);
    assert_true(count_in(document, "//s:path[@aria-label][contains(@d, 'c')]") > 30);
    assert_true(count_in(document, "//s:path[@aria-label='\u0645\u0635\u0631\u0627\u062a"
                                   "\u0629'][starts-with(@d, 'M')]") >= 1);
    assert_int_equal(count_in(document, "//s:a/s:path[@aria-label]"), 6);
    xmlFreeDoc(document);
    marsad_events_free(events);
}

static void links_are_counted(void **state)
{
    (void)state;
    marsad_events *events = events_from(linked_table);
    marsad_map_options options = linked_options();
    marsad_map *map = compose(events, &options);
    assert_int_equal(marsad_map_describe(map)->linked, 2);
    assert_int_equal(marsad_map_describe(map)->not_linked, 1);
    assert_int_equal(marsad_map_describe(map)->not_linked_row, 3);
    marsad_map_free(map);
    marsad_error error = {0};
    options.link = "url"; /* neither a column nor known by another name */
    assert_int_equal(try_compose(events, &options, &map, &error), MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "\"url\""));
    marsad_events_free(events);
}

static size_t times(const char *bytes, size_t length, const char *text)
{
    size_t count = 0;
    for (const char *at = bytes;
         (at = memmem(at, length - (size_t)(at - bytes), text, strlen(text))); at++) {
        count++;
    }
    return count;
}

static void a_pdf_has_the_links_too(void **state)
{
    (void)state;
    marsad_events *events = events_from("location,page\n"
                                        "Misrata,https://example.org/?a=1&b=(2)\n"
                                        "Zliten,mailto:desk@example.org\n"
                                        "Tajura,file:///etc/passwd\n");
    marsad_map_options options = linked_options();
    marsad_map *map = compose(events, &options);
    size_t length;
    char *bytes = written(map, "map.pdf", &length);
    assert_int_equal(times(bytes, length, "/URI (https://example.org/?a=1&b=%282%29)"), 2);
    assert_int_equal(times(bytes, length, "/URI (mailto:desk@example.org)"), 2);
    assert_int_equal(times(bytes, length, "/Subtype /Link"), 4);
    free(bytes);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* --- Data --- */

static void the_data_are_of_every_incident(void **state)
{
    (void)state;
    marsad_events *events = events_from(linked_table);
    marsad_map_options options = linked_options();
    xmlDocPtr document = draw_svg(events, &options);
    struct json_object *data = data_in(document);
    struct json_object *all = member(data, "incidents");
    assert_string_equal(text_of(data, "lang"), "en");
    assert_true(json_object_get_int(member(member(data, "labels"), "placed")) > 0);
    assert_int_equal(json_object_get_int(member(member(data, "callouts"), "placed")), 3);
    assert_int_equal(json_object_get_int(member(member(data, "callouts"), "dropped")), 0);
    assert_int_equal(json_object_array_length(all), 4);
    struct json_object *first = json_object_array_get_idx(all, 0);
    assert_string_equal(text_of(first, "id"), "A-1");
    assert_string_equal(text_of(first, "date"), "2020-01-26");
    assert_string_equal(text_of(first, "place"), "Misrata");
    assert_string_equal(text_of(first, "placed_by"), "name");
    assert_string_equal(text_of(first, "headline"), "A <b> & \"quotes\" \uFFFD");
    assert_string_equal(text_of(first, "killed"), "3");
    assert_string_equal(text_of(first, "injured"), "-");
    assert_string_equal(text_of(first, "url"), "https://example.org/?a=1&b=%282%29");
    struct json_object *second = json_object_array_get_idx(all, 1);
    assert_string_equal(text_of(second, "date"), "2020-01");
    assert_string_equal(text_of(second, "lon"), "15.25");
    assert_string_equal(text_of(second, "lat"), "31.5");
    assert_string_equal(text_of(second, "headline"), "two\nlines ]]>");
    assert_string_equal(text_of(second, "url"), "-");
    assert_string_equal(text_of(json_object_array_get_idx(all, 2), "killed"), "0");
    struct json_object *lost = json_object_array_get_idx(all, 3);
    assert_string_equal(text_of(lost, "placed_by"), "unresolved");
    assert_string_equal(text_of(lost, "element"), "-");
    assert_string_equal(text_of(lost, "lon"), "-");
    json_object_put(data);
    xmlFreeDoc(document);
    marsad_events_free(events);
}

/* Every id that the data name leads to its element, and to one whose title has the number. */
static void the_data_lead_to_the_elements(void **state)
{
    (void)state;
    marsad_events *events = events_from(linked_table);
    marsad_map_options options = linked_options();
    xmlDocPtr document = draw_svg(events, &options);
    struct json_object *data = data_in(document);
    struct json_object *all = member(data, "incidents");
    for (size_t i = 0; i < 3; i++) {
        struct json_object *one = json_object_array_get_idx(all, i);
        char path[256];
        snprintf(path, sizeof path, "//s:g[@id='%s']/s:title[starts-with(., '%d. ')]",
                 text_of(one, "element"), json_object_get_int(member(one, "number")));
        assert_int_equal(count_in(document, path), 1);
        snprintf(path, sizeof path, "//s:g[@id='%s'][@class='callout']", text_of(one, "callout"));
        assert_int_equal(count_in(document, path), 1);
    }
    json_object_put(data);
    xmlFreeDoc(document);
    marsad_events_free(events);
}

/* What a table says is left alone, though it look like an id whose prefix is not yet known. */
static void only_ids_get_the_prefix(void **state)
{
    (void)state;
    marsad_events *events = events_from("location,headline\n"
                                        "Misrata,m---------incident-1\n");
    marsad_map_options options = linked_options();
    options.link = NULL;
    xmlDocPtr document = draw_svg(events, &options);
    struct json_object *data = data_in(document);
    struct json_object *one = json_object_array_get_idx(member(data, "incidents"), 0);
    assert_string_equal(text_of(one, "headline"), "m---------incident-1");
    assert_null(strstr(text_of(one, "element"), "--"));
    json_object_put(data);
    xmlFreeDoc(document);
    marsad_events_free(events);
}

static void too_many_incidents_are_only_counted(void **state)
{
    (void)state;
    mrs_buffer table = {0};
    mrs_buffer_add(&table, "location,lon,lat\n");
    for (int i = 0; i <= MRS_MOST_DATA; i++) {
        mrs_buffer_addf(&table, "x,%d.%02d,30.5\n", 14 + i % 3, i % 100);
    }
    marsad_events *events = events_from(table.text);
    marsad_map_options options = linked_options();
    options.link = NULL;
    xmlDocPtr document = draw_svg(events, &options);
    struct json_object *data = data_in(document);
    assert_int_equal(json_object_array_length(member(data, "incidents")), 0);
    assert_int_equal(json_object_get_int(member(data, "left_out")), MRS_MOST_DATA + 1);
    json_object_put(data);
    xmlFreeDoc(document);
    marsad_events_free(events);
    mrs_buffer_clear(&table);
}

/* --- Two maps in one page --- */

/* Puts copies of the documents' roots into one page. */
static xmlDocPtr page_of(xmlDocPtr *maps, size_t count)
{
    xmlDocPtr page = xmlNewDoc(BAD_CAST "1.0");
    xmlNodePtr body = xmlNewNode(NULL, BAD_CAST "body");
    xmlDocSetRootElement(page, body);
    for (size_t i = 0; i < count; i++) {
        xmlAddChild(body, xmlDocCopyNode(xmlDocGetRootElement(maps[i]), page, 1));
    }
    return page;
}

/* Maps that differ in as little as one thing: a language, a title, an address, a cell that is not
 * drawn at all. */
static void maps_in_one_page_share_no_id(void **state)
{
    (void)state;
    marsad_events *events = events_from(linked_table);
    char *changed = mrs_strdup(linked_table);
    memcpy(strstr(changed, "A-1"), "B-1", 3);
    marsad_events *others = events_from(changed);
    marsad_map_options options = linked_options();
    xmlDocPtr maps[5];
    maps[0] = draw_svg(events, &options);
    maps[1] = draw_svg(others, &options);
    options.link = NULL;
    maps[2] = draw_svg(events, &options);
    options.title = "Another";
    maps[3] = draw_svg(events, &options);
    options.lang = MARSAD_LANG_AR;
    maps[4] = draw_svg(events, &options);
    xmlDocPtr page = page_of(maps, 5);
    assert_int_equal(count_in(page, "/body/s:svg"), 5);
    assert_true(count_in(page, "//*[@id]") > 200);
    assert_int_equal(count_in(page, "//*[@id = preceding::*/@id or @id = ancestor::*/@id]"), 0);
    assert_int_equal(count_in(page, "//s:use[not(substring(@href, 2) = "
                                    "ancestor::s:svg//*/@id)]"),
                     0);
    assert_int_equal(count_in(page, "//*[@aria-labelledby][not(substring-before(@aria-labelledby, "
                                    "' ') = s:title/@id and substring-after(@aria-labelledby, ' ') "
                                    "= s:desc/@id)]"),
                     0);
    xmlFreeDoc(page);
    for (size_t i = 0; i < 5; i++) {
        xmlFreeDoc(maps[i]);
    }
    mrs_free(changed);
    marsad_events_free(others);
    marsad_events_free(events);
}

/* A scene of one disc, whose prefix is asked for. */
static char *prefix_of(mrs_color color, double radius)
{
    mrs_scene *scene = mrs_scene_new(100, 100);
    scene->title = mrs_strdup("t");
    scene->description = mrs_strdup("d");
    mrs_marker_kind kind = {.icon = "", .fill = color, .radius = radius};
    mrs_scene_marker(scene, mrs_scene_marker_kind(scene, &kind), (mrs_point){50, 50});
    char *prefix = mrs_make_prefix(scene);
    mrs_scene_free(scene);
    return prefix;
}

/* What a <use> draws is named by id too: maps that differ only there must not borrow it. */
static void a_marker_s_look_is_in_the_prefix(void **state)
{
    (void)state;
    char *red = prefix_of((mrs_color){1, 0, 0, 1}, 5);
    char *same = prefix_of((mrs_color){1, 0, 0, 1}, 5);
    char *blue = prefix_of((mrs_color){0, 0, 1, 1}, 5);
    char *large = prefix_of((mrs_color){1, 0, 0, 1}, 6);
    assert_string_equal(red, same);
    assert_string_not_equal(red, blue);
    assert_string_not_equal(red, large);
    mrs_free(red);
    mrs_free(same);
    mrs_free(blue);
    mrs_free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_three_schemes_are_links),
        cmocka_unit_test(links_stand_around_marker_and_callout),
        cmocka_unit_test(text_may_be_outlines),
        cmocka_unit_test(links_are_counted),
        cmocka_unit_test(a_pdf_has_the_links_too),
        cmocka_unit_test(the_data_are_of_every_incident),
        cmocka_unit_test(the_data_lead_to_the_elements),
        cmocka_unit_test(only_ids_get_the_prefix),
        cmocka_unit_test(too_many_incidents_are_only_counted),
        cmocka_unit_test(maps_in_one_page_share_no_id),
        cmocka_unit_test(a_marker_s_look_is_in_the_prefix),
    };
    return cmocka_run_group_tests_name("svg", tests, open_maps, close_maps);
}
