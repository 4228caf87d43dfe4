/*
 * What the style's words for lines and for the setting of names do: lines beside lines, texts along
 * them, offsets, justification, line height, what may be left out; each with its mirror.
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
#include <math.h>

#include "data_folder.h"
#include "map/along.h"
#include "map/sheet.h"
#include "marsad/marsad.h"
#include "paths.h"
#include "scratch.h"

/* cmocka's own compares as float. */
static void assert_near(double a, double b, double within)
{
    if (!(fabs(a - b) <= within)) {
        fail_msg("%.9g is not %.9g", a, b);
    }
}

/* --- Lines beside lines --- */

static mrs_path backwards(const mrs_path *path)
{
    mrs_path reversed = {.closed = path->closed};
    for (size_t part = 0; part < path->part_count; part++) {
        mrs_path_start(&reversed);
        for (size_t i = mrs_path_part_end(path, part); i > path->starts[part]; i--) {
            mrs_path_add(&reversed, path->points[i - 1].x, path->points[i - 1].y);
        }
    }
    return reversed;
}

static mrs_path beside(const mrs_path *path, double offset, double apart)
{
    mrs_path out = {0};
    mrs_lines_beside(path, (mrs_line_sides){offset, apart}, &out);
    assert_false(out.failed);
    return out;
}

static void assert_points(const mrs_path *path, const mrs_point *expected, size_t count)
{
    assert_int_equal(path->count, count);
    for (size_t i = 0; i < count; i++) {
        if (hypot(path->points[i].x - expected[i].x, path->points[i].y - expected[i].y) > 1e-6) {
            fail_msg("point %zu: %g %g, expected %g %g", i, path->points[i].x, path->points[i].y,
                     expected[i].x, expected[i].y);
        }
    }
}

static double distance_to(const mrs_path *path, mrs_point p)
{
    double least = HUGE_VAL;
    for (size_t i = 1; i < path->count; i++) {
        mrs_point a = path->points[i - 1];
        mrs_point b = path->points[i];
        double dx = b.x - a.x;
        double dy = b.y - a.y;
        double t = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
        t = fmin(fmax(t, 0), 1);
        least = fmin(least, hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
    }
    return least;
}

/* Eastwards, then down: on the sheet a turn to the right. */
static const mrs_point corner[] = {{0, 0}, {10, 0}, {10, 10}};

static void corners_are_mitred(void **state)
{
    (void)state;
    static const mrs_point inner[] = {{0, 2}, {8, 2}, {8, 10}};
    static const mrs_point outer[] = {{0, -2}, {12, -2}, {12, 10}};
    mrs_path line = path_of(corner, 3);
    mrs_path right = beside(&line, 2, 0);
    mrs_path left = beside(&line, -2, 0);
    assert_points(&right, inner, 3);
    assert_points(&left, outer, 3);
    mrs_path_clear(&line);
    mrs_path_clear(&right);
    mrs_path_clear(&left);
}

static void sharp_corners_are_cut_off(void **state)
{
    (void)state;
    static const mrs_point sharp[] = {{0, 0}, {100, 0}, {0, 20}};
    mrs_path line = path_of(sharp, 3);
    mrs_path outer = beside(&line, -5, 0);
    mrs_path inner = beside(&line, 5, 0);
    assert_int_equal(outer.count, 4);
    for (size_t i = 1; i < 3; i++) {
        assert_near(hypot(outer.points[i].x - 100, outer.points[i].y), 5, 1e-9);
    }
    assert_int_equal(inner.count, 3); /* there the two sides meet, however far from the corner */
    assert_near(distance_to(&line, inner.points[1]), 5, 1e-9);
    mrs_path_clear(&line);
    mrs_path_clear(&outer);
    mrs_path_clear(&inner);
}

static void a_line_backwards_has_its_offset_on_the_other_side(void **state)
{
    (void)state;
    for (int round = 0; round < 300; round++) {
        mrs_path line = {0};
        double x = 0;
        mrs_path_start(&line);
        for (int i = 0; i < 30; i++) {
            mrs_path_add(&line, x, random_between(-15, 15));
            x += random_between(0.5, 20);
        }
        double by = random_between(-12, 12);
        mrs_path reversed = backwards(&line);
        mrs_path one = beside(&line, by, 0);
        mrs_path other = beside(&reversed, -by, 0);
        mrs_path turned = backwards(&other);
        assert_points(&one, turned.points, turned.count);
        for (size_t i = 1; i + 1 < one.count; i++) { /* the ends stay whatever lies beside them */
            assert_true(distance_to(&line, one.points[i]) > 0.99 * fabs(by));
        }
        mrs_path_clear(&line);
        mrs_path_clear(&reversed);
        mrs_path_clear(&one);
        mrs_path_clear(&other);
        mrs_path_clear(&turned);
    }
}

static void a_gap_makes_two_lines(void **state)
{
    (void)state;
    static const mrs_point straight[] = {{0, 0}, {50, 0}};
    static const mrs_point both[] = {{0, -4}, {50, -4}, {0, 4}, {50, 4}};
    static const mrs_point moved[] = {{0, -1}, {50, -1}, {0, 7}, {50, 7}};
    mrs_path line = path_of(straight, 2);
    mrs_path two = beside(&line, 0, 8);
    mrs_path offset = beside(&line, 3, 8);
    assert_int_equal(two.part_count, 2);
    assert_points(&two, both, 4);
    assert_points(&offset, moved, 4);
    mrs_path_clear(&line);
    mrs_path_clear(&two);
    mrs_path_clear(&offset);
}

static void an_areas_offset_lies_within_it(void **state)
{
    (void)state;
    static const mrs_point square[] = {{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}};
    static const mrs_point hole[] = {{40, 40}, {40, 60}, {60, 60}, {60, 40}};
    mrs_path area = {.closed = true};
    add_part(&area, square, 5);
    add_part(&area, hole, 4);
    mrs_path reversed = backwards(&area);
    const mrs_path *ways[] = {&area, &reversed};
    for (size_t i = 0; i < 2; i++) {
        mrs_path inset = beside(ways[i], 10, 0);
        mrs_path outset = beside(ways[i], -5, 0);
        assert_true(inset.closed);
        assert_near(mrs_path_area(&inset), 80 * 80 - 40 * 40, 1e-6);
        assert_near(mrs_path_area(&outset), 110 * 110 - 10 * 10, 1e-6);
        mrs_path_clear(&inset);
        mrs_path_clear(&outset);
    }
    mrs_path_clear(&area);
    mrs_path_clear(&reversed);
}

static void lines_of_nothing_have_nothing_beside_them(void **state)
{
    (void)state;
    static const mrs_point same[] = {{3, 3}, {3, 3}, {3, 3}};
    mrs_path point = path_of(same, 3);
    mrs_path none = beside(&point, 4, 2);
    assert_int_equal(none.part_count, 0);
    mrs_path_clear(&point);
    mrs_path_clear(&none);
}

/* --- Places for texts --- */

static void texts_stand_where_a_line_is_straight(void **state)
{
    (void)state;
    static const mrs_point line[] = {{0, 0},   {20, 30},  {40, 0},  {60, 30}, {80, 0},
                                     {200, 0}, {220, 30}, {240, 0}, {260, 30}};
    mrs_path path = path_of(line, 9);
    mrs_path reversed = backwards(&path);
    mrs_stands there = {0};
    mrs_stands back = {0};
    mrs_stand_text(&path, 1000, 80, false, &there);
    mrs_stand_text(&reversed, 1000, 80, false, &back);
    assert_int_equal(there.count, 1);
    assert_int_equal(back.count, 1);
    assert_near(there.items[0].at.y, 0, 1e-6);
    assert_true(there.items[0].at.x - 40 >= 80 - 1e-6 && there.items[0].at.x + 40 <= 200 + 1e-6);
    assert_near(there.items[0].at.x, back.items[0].at.x, 1e-6);
    assert_near(fabs(there.items[0].angle_deg - back.items[0].angle_deg), 180, 1e-6);
    mrs_stands_clear(&there);
    mrs_stands_clear(&back);
    mrs_stand_text(&path, 1000, 130, false, &there); /* longer than the straight stretch */
    assert_int_equal(there.count, 0);
    mrs_path_clear(&path);
    mrs_path_clear(&reversed);
}

static void texts_are_spaced_or_centred(void **state)
{
    (void)state;
    static const mrs_point line[] = {{0, 0}, {900, 0}};
    mrs_path path = path_of(line, 2);
    mrs_stands stands = {0};
    mrs_stand_text(&path, 300, 60, false, &stands);
    assert_int_equal(stands.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_near(stands.items[i].at.x, 150 + 300 * (double)i, 1e-6);
    }
    mrs_stands_clear(&stands);
    mrs_stand_text(&path, 300, 60, true, &stands);
    assert_int_equal(stands.count, 1);
    assert_near(stands.items[0].at.x, 450, 1e-6);
    mrs_stands_clear(&stands);
    mrs_stand_text(&path, 300, 901, true, &stands);
    assert_int_equal(stands.count, 0);
    mrs_path_clear(&path);
}

/* --- On a map --- */

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;

static int set_up(void **state)
{
    char path[1024];
    marsad_error error = {0};
    snprintf(path, sizeof path, "%s/geodata/gazetteer.gpkg", data_folder());
    bool ok = scratch_make(state) == 0 && !marsad_gazetteer_open(path, &gazetteer, &error) &&
              !marsad_resolver_new(gazetteer, &resolver, &error);
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    marsad_resolver_free(resolver);
    marsad_gazetteer_close(gazetteer);
    return scratch_remove(state);
}

/* A map of north-western Libya, without incidents in it, in a style of these layers. */
typedef struct drawing {
    marsad_style *style;
    marsad_events *events;
    marsad_map *map;
} drawing;

static drawing draw(const char *layers, marsad_lang lang)
{
    drawing d = {0};
    char json[8192];
    marsad_error error = {0};
    marsad_problems problems = {0};
    snprintf(json, sizeof json,
             "{\"version\":8,\"sources\":{\"marsad\":{\"type\":\"vector\"}},\"layers\":[%s]}",
             layers);
    if (mrs_style_parse(json, strlen(json), "style", &d.style, &error)) {
        fail_msg("%s", error.message);
    }
    const char *path = scratch_path("events.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("type,lon,lat\nclash,15,60\n", file);
    fclose(file);
    assert_int_equal(marsad_events_read(path, NULL, &d.events, &problems, &error), MARSAD_OK);
    marsad_problems_clear(&problems);
    unlink(path);
    assert_int_equal(marsad_events_place(d.events, resolver, NULL, NULL), MARSAD_OK);
    marsad_map_options options = marsad_map_defaults();
    options.has_bbox = true;
    options.bbox = (marsad_bbox){12.4, 30.8, 16, 33.2};
    options.lang = lang;
    options.width_px = 1200;
    options.height_px = 1000;
    marsad_map_sources sources = {data_folder(), gazetteer, d.style, d.events, NULL};
    if (marsad_map_compose(&sources, &options, &d.map, &error)) {
        fail_msg("%s", error.message);
    }
    return d;
}

static void forget(drawing *d)
{
    marsad_map_free(d->map);
    marsad_events_free(d->events);
    marsad_style_free(d->style);
}

/* The next item of a kind after `*from` in the groups of the style's layers; NULL at the end. */
static const mrs_item *next_item(const drawing *d, mrs_item_kind kind, size_t *from)
{
    const mrs_scene *scene = mrs_map_scene(d->map);
    bool inside = false;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN || item->kind == MRS_ITEM_GROUP_END) {
            const char *css = item->kind == MRS_ITEM_GROUP_BEGIN ? item->group.css : NULL;
            inside = css && strncmp(css, "layer ", 6) == 0;
        } else if (inside && item->kind == kind && i >= *from) {
            *from = i + 1;
            return item;
        }
    }
    return NULL;
}

static size_t count_items(const char *layers, mrs_item_kind kind)
{
    drawing d = draw(layers, MARSAD_LANG_EN);
    size_t count = 0;
    for (size_t at = 0; next_item(&d, kind, &at);) {
        count++;
    }
    forget(&d);
    return count;
}

#define ON "\"source\":\"marsad\",\"source-layer\":"

static void roads_are_drawn_beside_themselves(void **state)
{
    (void)state;
    static const char *const paints[] = {"\"line-offset\":0", "\"line-offset\":5",
                                         "\"line-offset\":-5",
                                         "\"line-width\":2,\"line-gap-width\":8"};
    drawing d[4];
    const mrs_path *paths[4];
    for (size_t i = 0; i < 4; i++) {
        char layer[300];
        size_t at = 0;
        snprintf(layer, sizeof layer,
                 "{\"id\":\"r\",\"type\":\"line\"," ON "\"roads\",\"paint\":{%s}}", paints[i]);
        d[i] = draw(layer, MARSAD_LANG_EN);
        const mrs_item *item = next_item(&d[i], MRS_ITEM_PATH, &at);
        assert_non_null(item);
        paths[i] = &item->path;
    }
    mrs_path right = beside(paths[0], 5, 0);
    mrs_path left = beside(paths[0], -5, 0);
    mrs_path both = beside(paths[0], 0, 10);
    assert_points(paths[1], right.points, right.count);
    assert_points(paths[2], left.points, left.count);
    assert_points(paths[3], both.points, both.count);
    assert_int_equal(both.part_count, 2 * paths[0]->part_count);
    mrs_path_clear(&right);
    mrs_path_clear(&left);
    mrs_path_clear(&both);
    for (size_t i = 0; i < 4; i++) {
        forget(&d[i]);
    }
}

static void names_of_roads_stand_upright_on_them(void **state)
{
    (void)state;
    static const char layers[] =
        "{\"id\":\"r\",\"type\":\"line\"," ON "\"roads\"},{\"id\":\"n\",\"type\":\"symbol\"," ON
        "\"roads\",\"layout\":{\"symbol-placement\":\"line\",\"text-size\":12,"
        "\"text-field\":[\"get\",\"name\"]}}";
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        drawing d = draw(layers, lang);
        size_t at = 0;
        size_t turned = 0;
        mrs_path roads = {0};
        const mrs_item *item;
        while ((item = next_item(&d, MRS_ITEM_PATH, &at))) {
            mrs_path_append(&roads, &item->path);
        }
        for (at = 0; (item = next_item(&d, MRS_ITEM_TEXT, &at));) {
            mrs_rect ink = mrs_layout_ink(item->text.layout);
            double turn = item->text.angle_deg * M_PI / 180;
            mrs_point by = {ink.x + ink.w / 2, ink.y + ink.h / 2};
            mrs_point middle = {item->text.at.x + by.x * cos(turn) - by.y * sin(turn),
                                item->text.at.y + by.x * sin(turn) + by.y * cos(turn)};
            assert_true(item->text.angle_deg > -90 && item->text.angle_deg <= 90);
            assert_true(distance_to(&roads, middle) < 12);
            assert_int_equal(pango_layout_get_line_count(item->text.layout), 1);
            turned += item->text.angle_deg != 0;
        }
        assert_true(turned >= 2);
        mrs_path_clear(&roads);
        forget(&d);
    }
}

/* Where the first name stands in a layer of places with this layout. */
static mrs_point first_name(const char *layout)
{
    char layer[600];
    size_t at = 0;
    snprintf(layer, sizeof layer,
             "{\"id\":\"n\",\"type\":\"symbol\"," ON "\"places\",\"layout\":{\"text-field\":"
             "[\"get\",\"name\"],\"text-size\":10,\"text-allow-overlap\":true,%s}}",
             layout);
    drawing d = draw(layer, MARSAD_LANG_EN);
    const mrs_item *item = next_item(&d, MRS_ITEM_TEXT, &at);
    assert_non_null(item);
    mrs_point where = item->text.at;
    forget(&d);
    return where;
}

static void both_numbers_of_an_offset_count(void **state)
{
    (void)state;
    static const struct {
        const char *without, *with;
        mrs_point by;
    } cases[] = {
        {"\"text-anchor\":\"center\"", "\"text-offset\":[1,2]", {10, 20}},
        {"\"text-anchor\":\"center\"", "\"text-offset\":[-1,-2]", {-10, -20}},
        {"\"text-anchor\":\"right\"", "\"text-offset\":[0.5,-1]", {5, -10}},
        {"\"text-variable-anchor\":[\"top\"]", "\"text-offset\":[0,1.5]", {0, 15}},
        {"\"text-variable-anchor\":[\"bottom\"]", "\"text-offset\":[0,1.5]", {0, -15}},
        {"\"text-variable-anchor\":[\"left\"]", "\"text-offset\":[1,3]", {10, 0}},
        {"\"text-variable-anchor\":[\"right\"]", "\"text-offset\":[1,3]", {-10, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char layout[200];
        snprintf(layout, sizeof layout, "%s,%s", cases[i].without, cases[i].with);
        mrs_point from = first_name(cases[i].without);
        mrs_point to = first_name(layout);
        assert_near(to.x - from.x, cases[i].by.x, 1e-6);
        assert_near(to.y - from.y, cases[i].by.y, 1e-6);
    }
}

/* How the lines of the first name of several lines are aligned. */
static PangoAlignment alignment_of(const char *layout)
{
    char layer[600];
    size_t at = 0;
    snprintf(layer, sizeof layer,
             "{\"id\":\"n\",\"type\":\"symbol\"," ON "\"places\",\"layout\":{\"text-field\":"
             "[\"concat\",[\"get\",\"name\"],\"\\nsecond, longer line\"],\"text-size\":10,"
             "\"text-max-width\":30,\"text-allow-overlap\":true,%s}}",
             layout);
    drawing d = draw(layer, MARSAD_LANG_EN);
    const mrs_item *item = next_item(&d, MRS_ITEM_TEXT, &at);
    assert_non_null(item);
    assert_int_equal(pango_layout_get_line_count(item->text.layout), 2);
    PangoAlignment found = pango_layout_get_alignment(item->text.layout);
    forget(&d);
    return found;
}

static void lines_are_justified(void **state)
{
    (void)state;
    static const struct {
        const char *layout;
        PangoAlignment expected;
    } cases[] = {
        {"\"text-anchor\":\"left\"", PANGO_ALIGN_CENTER},
        {"\"text-justify\":\"left\"", PANGO_ALIGN_LEFT},
        {"\"text-justify\":\"right\"", PANGO_ALIGN_RIGHT},
        {"\"text-justify\":\"auto\"", PANGO_ALIGN_CENTER},
        {"\"text-justify\":\"auto\",\"text-anchor\":\"top-left\"", PANGO_ALIGN_LEFT},
        {"\"text-justify\":\"auto\",\"text-anchor\":\"right\"", PANGO_ALIGN_RIGHT},
        {"\"text-justify\":\"auto\",\"text-variable-anchor\":[\"right\"]", PANGO_ALIGN_RIGHT},
        {"\"text-justify\":\"left\",\"text-variable-anchor\":[\"right\"]", PANGO_ALIGN_LEFT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(alignment_of(cases[i].layout), cases[i].expected);
    }
}

static void lines_stand_as_far_apart_as_asked(void **state)
{
    (void)state;
    static const double heights[] = {0.8, 1.2, 2};
    for (size_t i = 0; i < 3; i++) {
        char layer[400];
        size_t at = 0;
        snprintf(layer, sizeof layer,
                 "{\"id\":\"n\",\"type\":\"symbol\"," ON "\"places\",\"layout\":{\"text-field\":"
                 "\"one\\ntwo\",\"text-size\":20,\"text-line-height\":%g}}",
                 heights[i]);
        drawing d = draw(layer, MARSAD_LANG_EN);
        const mrs_item *item = next_item(&d, MRS_ITEM_TEXT, &at);
        assert_non_null(item);
        PangoLayoutIter *line = pango_layout_get_iter(item->text.layout);
        int first = pango_layout_iter_get_baseline(line);
        assert_true(pango_layout_iter_next_line(line));
        double apart = pango_units_to_double(pango_layout_iter_get_baseline(line) - first);
        pango_layout_iter_free(line);
        assert_near(apart, 20 * heights[i], 0.05);
        forget(&d);
    }
}

/* Names that keep so far apart that few find room. */
#define CROWDED                                                                                    \
    "{\"id\":\"n\",\"type\":\"symbol\"," ON "\"places\",\"layout\":{\"icon-image\":"               \
    "\"place-airport\",\"text-field\":[\"get\",\"name\"],\"text-padding\":60"

static void icons_may_stand_without_their_text(void **state)
{
    (void)state;
    size_t named = count_items(CROWDED "}}", MRS_ITEM_MARKER);
    size_t texts = count_items(CROWDED "}}", MRS_ITEM_TEXT);
    size_t optional = count_items(CROWDED ",\"text-optional\":true}}", MRS_ITEM_MARKER);
    size_t all = count_items(CROWDED ",\"text-optional\":true,\"icon-allow-overlap\":true}}",
                             MRS_ITEM_MARKER);
    assert_int_equal(named, texts);
    assert_true(named > 0 && named < optional && optional < all);
    /* Overlapping alone is no leave to stand unnamed. */
    assert_int_equal(count_items(CROWDED ",\"icon-allow-overlap\":true}}", MRS_ITEM_MARKER), named);
}

#define SIGNS                                                                                      \
    "{\"id\":\"%s\",\"type\":\"symbol\"," ON                                                       \
    "\"roads\",\"layout\":{\"symbol-placement\":\"line\","                                         \
    "\"symbol-spacing\":40,\"icon-image\":\"front-disc\",\"icon-allow-overlap\":%s}}"

static void icons_along_lines_give_way_unless_allowed(void **state)
{
    (void)state;
    char one[400];
    char two[800];
    snprintf(one, sizeof one, SIGNS, "a", "true");
    size_t once = count_items(one, MRS_ITEM_MARKER);
    snprintf(two, sizeof two, SIGNS "," SIGNS, "a", "true", "b", "true");
    assert_true(once > 0);
    assert_int_equal(count_items(two, MRS_ITEM_MARKER), 2 * once);
    snprintf(two, sizeof two, SIGNS "," SIGNS, "a", "false", "b", "false");
    assert_true(count_items(two, MRS_ITEM_MARKER) <= once);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_are_mitred),
        cmocka_unit_test(sharp_corners_are_cut_off),
        cmocka_unit_test(a_line_backwards_has_its_offset_on_the_other_side),
        cmocka_unit_test(a_gap_makes_two_lines),
        cmocka_unit_test(an_areas_offset_lies_within_it),
        cmocka_unit_test(lines_of_nothing_have_nothing_beside_them),
        cmocka_unit_test(texts_stand_where_a_line_is_straight),
        cmocka_unit_test(texts_are_spaced_or_centred),
        cmocka_unit_test(roads_are_drawn_beside_themselves),
        cmocka_unit_test(names_of_roads_stand_upright_on_them),
        cmocka_unit_test(both_numbers_of_an_offset_count),
        cmocka_unit_test(lines_are_justified),
        cmocka_unit_test(lines_stand_as_far_apart_as_asked),
        cmocka_unit_test(icons_may_stand_without_their_text),
        cmocka_unit_test(icons_along_lines_give_way_unless_allowed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
