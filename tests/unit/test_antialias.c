/* fill-antialias: a map of red land in a black sea, whose coast is smoothed or follows the pixels.
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
#include <png.h>

#include "base/file.h"
#include "base/memory.h"
#include "data_folder.h"
#include "map/style.h"
#include "marsad/marsad.h"
#include "scratch.h"

static marsad_gazetteer *gazetteer;
static marsad_events *events;

static int set_up(void **state)
{
    marsad_problems problems = {0};
    if (scratch_make(state) ||
        marsad_gazetteer_open(data_path("geodata/gazetteer.gpkg"), &gazetteer, NULL)) {
        return -1;
    }
    const char *table = scratch_text("a.csv", "lon,lat\n13.19,32.89\n");
    bool bad = marsad_events_read(table, NULL, &events, &problems, NULL) != MARSAD_OK;
    marsad_resolver *resolver = NULL;
    bad = bad || marsad_resolver_new(gazetteer, &resolver, NULL) ||
          marsad_events_place(events, resolver, NULL, NULL);
    marsad_resolver_free(resolver);
    unlink(table);
    return bad ? -1 : 0;
}

static int tear_down(void **state)
{
    marsad_events_free(events);
    marsad_gazetteer_close(gazetteer);
    return scratch_remove(state);
}

/* Writes the map as `path`; `more` are further paint properties of the land. */
static void draw(const char *more, const char *path)
{
    char json[1000];
    marsad_style *style = NULL;
    marsad_map *map = NULL;
    marsad_error error = {0};
    snprintf(
        json, sizeof json,
        "{\"version\": 8, \"name\": \"two\", \"sources\": {\"marsad\": {\"type\": \"vector\"}}, "
        "\"layers\": [{\"id\": \"sea\", \"type\": \"background\", "
        "\"paint\": {\"background-color\": \"#000000\"}}, {\"id\": \"land\", \"type\": \"fill\", "
        "\"source\": \"marsad\", \"source-layer\": \"land\", "
        "\"paint\": {\"fill-color\": \"#ff0000\"%s}}]}",
        more);
    if (mrs_style_parse(json, strlen(json), "two.json", &style, &error)) {
        fail_msg("%s", error.message);
    }
    marsad_map_options options = marsad_map_defaults();
    options.width_px = 700;
    options.height_px = 600;
    options.has_bbox = true;
    options.bbox = (marsad_bbox){12.4, 32.3, 14.4, 33.2};
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    if (marsad_map_compose(&sources, &options, &map, &error) ||
        marsad_map_write(map, path, &error)) {
        fail_msg("%s", error.message);
    }
    marsad_map_free(map);
    marsad_style_free(style);
}

/* How many pixels are between sea and land. */
static size_t blended(const char *more)
{
    const char *path = scratch_path("a.png");
    png_image image = {.version = PNG_IMAGE_VERSION};
    draw(more, path);
    assert_true(png_image_begin_read_from_file(&image, path));
    image.format = PNG_FORMAT_RGB;
    uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
    assert_non_null(pixels);
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    size_t count = 0;
    for (size_t i = 0; i < PNG_IMAGE_SIZE(image); i += 3) {
        count += pixels[i] > 0 && pixels[i] < 255 && pixels[i + 1] == 0 && pixels[i + 2] == 0;
    }
    free(pixels);
    unlink(path);
    return count;
}

static void a_png_has_pixels_of_two_colours(void **state)
{
    (void)state;
    assert_true(blended("") > 100);
    assert_true(blended(", \"fill-antialias\": true") > 100);
    assert_int_equal(blended(", \"fill-antialias\": false"), 0);
}

static bool svg_has(const char *more, const char *words)
{
    const char *path = scratch_path("a.svg");
    char *text = NULL;
    draw(more, path);
    assert_int_equal(mrs_file_read(path, &text, NULL, NULL), MARSAD_OK);
    bool has = strstr(text, words);
    mrs_free(text);
    unlink(path);
    return has;
}

static void an_svg_asks_for_it(void **state)
{
    (void)state;
    static const char crisp[] = "fill=\"#ff0000\" shape-rendering=\"crispEdges\"";
    assert_true(svg_has(", \"fill-antialias\": false", crisp));
    assert_false(svg_has("", "crispEdges"));
}

/* As in MapLibre: what is not smoothed has no outline. */
static void no_outline_without_it(void **state)
{
    (void)state;
    static const char line[] = ", \"fill-outline-color\": \"#00fe01\"";
    static const char crisp[] = ", \"fill-outline-color\": \"#00fe01\", \"fill-antialias\": "
                                "[\"step\", [\"zoom\"], false, 20, "
                                "true]";
    assert_true(svg_has(line, "#00fe01"));
    assert_false(svg_has(crisp, "#00fe01"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_has_pixels_of_two_colours),
        cmocka_unit_test(an_svg_asks_for_it),
        cmocka_unit_test(no_outline_without_it),
    };
    return cmocka_run_group_tests_name("antialias", tests, set_up, tear_down);
}
