/*
 * Arrows for advances, from the line of one date towards that of another, in every style and in the
 * legend; and a front as a double line.
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
#include "made_front.h"
#include "map/front_words.h"
#include "map/sheet.h"
#include "marsad/marsad.h"

static marsad_gazetteer *gazetteer;
static marsad_events *sample;
static marsad_front *front;
static marsad_style *report;

static int set_up(void **state)
{
    (void)state;
    marsad_problems problems = {0};
    marsad_resolver *resolver = NULL;
    const char *path = data_path("geodata/fronts/abu-qurayn-2020-01.geojson");
    bool ok = !marsad_gazetteer_open(data_path("geodata/gazetteer.gpkg"), &gazetteer, NULL) &&
              !marsad_resolver_new(gazetteer, &resolver, NULL) &&
              !marsad_front_open(&path, 1, NULL, &front, NULL) &&
              !marsad_style_open(data_path("styles/report.json"), &report, NULL) &&
              !marsad_events_read(data_path("geodata/events/abu-qurayn-2020-01.csv"), NULL, &sample,
                                  &problems, NULL) &&
              !marsad_events_place(sample, resolver, NULL, NULL);
    marsad_resolver_free(resolver);
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    marsad_front_free(front);
    marsad_style_free(report);
    marsad_events_free(sample);
    marsad_gazetteer_close(gazetteer);
    return 0;
}

/* --- Maps --- */

static const marsad_date the_25th = {2020, 1, 25};
static const marsad_date the_27th = {2020, 1, 27};

static marsad_map_options between(marsad_date since, marsad_date at)
{
    marsad_map_options options = marsad_map_defaults();
    options.has_bbox = true;
    options.bbox = (marsad_bbox){14.65, 30.93, 16.75, 32.45};
    options.front_since = since;
    options.front_at = at;
    return options;
}

static marsad_map *compose(const marsad_front *of, const marsad_style *style,
                           const marsad_map_options *options)
{
    marsad_map_sources sources = {data_folder(), gazetteer, style, sample, of};
    marsad_map *map = NULL;
    marsad_error error = {0};
    if (marsad_map_compose(&sources, options, &map, &error)) {
        fail_msg("%s", error.message);
    }
    return map;
}

/* The first item in the group with this id, or NULL. */
static const mrs_item *first_of(const mrs_scene *scene, const char *id)
{
    for (size_t i = 0; i + 1 < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.id &&
            strcmp(item->group.id, id) == 0) {
            return item + 1;
        }
    }
    return NULL;
}

static bool scene_says(const mrs_scene *scene, const char *words)
{
    bool found = false;
    for (size_t i = 0; i < scene->count && !found; i++) {
        found = scene->items[i].kind == MRS_ITEM_TEXT &&
                strcmp(pango_layout_get_text(scene->items[i].text.layout), words) == 0;
    }
    return found;
}

static double nearest_to(const mrs_path *path, mrs_point to)
{
    double nearest = HUGE_VAL;
    for (size_t part = 0; part < path->part_count; part++) {
        for (size_t i = path->starts[part] + 1; i < mrs_path_part_end(path, part); i++) {
            mrs_point a = path->points[i - 1];
            mrs_point b = path->points[i];
            double length = fmax(hypot(b.x - a.x, b.y - a.y), 1e-9);
            double along = ((to.x - a.x) * (b.x - a.x) + (to.y - a.y) * (b.y - a.y)) / length;
            mrs_point foot = mrs_point_between(a, b, fmin(fmax(along / length, 0), 1));
            nearest = fmin(nearest, hypot(foot.x - to.x, foot.y - to.y));
        }
    }
    return nearest;
}

/* --- Arrows --- */

typedef struct arrow {
    mrs_point tail, neck, head;
    double angle_deg, from_before, to_now; /* px from the lines of either date */
} arrow;

static arrow arrow_of(const mrs_scene *scene)
{
    const mrs_item *shaft = first_of(scene, "layer-front-advance");
    const mrs_item *head = first_of(scene, "layer-front-advance-head");
    const mrs_item *before = first_of(scene, "layer-front-before");
    const mrs_item *now = first_of(scene, "layer-front");
    assert_true(shaft && shaft->kind == MRS_ITEM_PATH && shaft->path.count == 2);
    assert_true(head && head->kind == MRS_ITEM_MARKER);
    assert_true(before && now);
    assert_string_equal(scene->markers[head->marker.marker_kind].icon, "front-arrow");
    arrow found = {shaft->path.points[0],
                   shaft->path.points[1],
                   head->marker.centre,
                   head->marker.angle_deg,
                   0,
                   0};
    found.from_before = nearest_to(&before->path, found.tail);
    found.to_now = nearest_to(&now->path, found.head);
    return found;
}

static void it_leads_from_the_old_line_to_the_new(void **state)
{
    (void)state;
    marsad_map_options options = between(the_25th, the_27th);
    marsad_map *map = compose(front, report, &options);
    arrow found = arrow_of(mrs_map_scene(map));
    double angle = atan2(found.head.y - found.tail.y, found.head.x - found.tail.x) * 180 / M_PI;
    assert_true(found.from_before < 1);
    assert_true(found.to_now < 25);
    assert_true(fabs(remainder(angle - found.angle_deg, 360)) < 0.5);
    assert_true(hypot(found.head.x - found.neck.x, found.head.y - found.neck.y) < 0.5);
    assert_true(found.head.x > found.tail.x + 50); /* GNA came from the west */
    marsad_map_free(map);
}

/* From the later date back to the earlier, the other side gains the same ground. */
static void backwards_it_is_the_other_side_s(void **state)
{
    (void)state;
    marsad_map_options options = between(the_27th, the_25th);
    marsad_map *map = compose(front, report, &options);
    arrow found = arrow_of(mrs_map_scene(map));
    assert_true(found.from_before < 1);
    assert_true(found.head.x < found.tail.x - 50);
    marsad_map_free(map);
}

/* An incident's marker stands where the arrow belongs. */
static void it_stands_beside_markers(void **state)
{
    (void)state;
    marsad_map_options options = between(the_25th, the_27th);
    options.width_px = 1000;
    options.height_px = 750;
    marsad_map *map = compose(front, report, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    arrow found = arrow_of(scene);
    mrs_path line = {0};
    mrs_path_start(&line);
    mrs_path_add(&line, found.tail.x, found.tail.y);
    mrs_path_add(&line, found.head.x, found.head.y);
    size_t near = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        const mrs_marker_kind *kind =
            item->kind == MRS_ITEM_MARKER ? &scene->markers[item->marker.marker_kind] : NULL;
        if (kind && strcmp(kind->icon, "pursuit") == 0) {
            double distance = nearest_to(&line, item->marker.centre);
            near += distance < 40;
            assert_true(distance > kind->radius + 4);
        }
    }
    assert_int_equal(near, 1);
    mrs_path_clear(&line);
    marsad_map_free(map);
}

static void without_a_change_there_is_none(void **state)
{
    (void)state;
    const marsad_map_options all[] = {between((marsad_date){0}, the_27th),
                                      between(the_27th, the_27th)};
    for (size_t i = 0; i < 2; i++) {
        marsad_map *map = compose(front, report, &all[i]);
        assert_null(first_of(mrs_map_scene(map), "layer-front-advance"));
        assert_null(first_of(mrs_map_scene(map), "layer-front-advance-head"));
        marsad_map_free(map);
    }
}

/* Where its end is outside, or it would be all head, there is no arrow and no row for it. */
static void what_cannot_be_seen_is_not_drawn(void **state)
{
    (void)state;
    static const marsad_bbox boxes[] = {{12, 31.2, 15.45, 31.5}, {5, 25, 25, 35}};
    for (size_t i = 0; i < 2; i++) {
        marsad_map_options options = between(the_25th, the_27th);
        options.bbox = boxes[i];
        marsad_map *map = compose(front, report, &options);
        assert_null(first_of(mrs_map_scene(map), "layer-front-advance"));
        assert_false(scene_says(mrs_map_scene(map), "Advance of \u2068GNA\u2069: 21\u00a0km"));
        marsad_map_free(map);
    }
}

static void every_style_draws_it_and_the_legend_tells(void **state)
{
    (void)state;
    static const char *const names[] = {"report", "dark", "print", "minimal"};
    static const char *const told[] = {"Advance of \u2068GNA\u2069: 21\u00a0km",
                                       "تقدّم \u2068GNA\u2069: 21\u00a0كم",
                                       "Avancée de \u2068GNA\u2069\u00a0: 21\u00a0km"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[64];
        marsad_style *style = NULL;
        marsad_map_options options = between(the_25th, the_27th);
        options.lang = (marsad_lang)(i % 3);
        snprintf(name, sizeof name, "styles/%s.json", names[i]);
        assert_int_equal(marsad_style_open(data_path(name), &style, NULL), MARSAD_OK);
        marsad_map *map = compose(front, style, &options);
        arrow_of(mrs_map_scene(map));
        assert_non_null(first_of(mrs_map_scene(map), "layer-front-advance-casing"));
        assert_true(scene_says(mrs_map_scene(map), told[options.lang]));
        marsad_map_free(map);
        marsad_style_free(style);
    }
}

static void nobody_may_advance(void **state)
{
    (void)state;
    mrs_buffer text = {0};
    mrs_say_advance(&text, "", 800, MARSAD_LANG_EN);
    assert_string_equal(text.text, "Advance of \u2068unknown\u2069: 800\u00a0m");
    mrs_buffer_clear(&text);
}

/* --- A double line --- */

static const char double_line[] =
    "{\"version\": 8, \"name\": \"double\", \"sources\": {\"marsad\": {\"type\": \"vector\"}}, "
    "\"layers\": [{\"id\": \"sea\", \"type\": \"background\"}, {\"id\": \"front\", \"type\": "
    "\"line\", \"source\": \"marsad\", \"source-layer\": \"front\", \"filter\": [\"all\", [\"==\", "
    "[\"get\", \"side\"], 0], [\"==\", [\"get\", \"state\"], \"now\"]], \"paint\": "
    "{\"line-width\": 1.5, \"line-gap-width\": 3}}]}";

static void a_front_may_be_a_double_line(void **state)
{
    (void)state;
    const made_shape north = {
        .left = "A", .right = "B", .name = "m", .points = {{15.2, 31}, {15.2, 32}}};
    marsad_front *meridian = mrs_front_new();
    mrs_front_state *now = mrs_front_add_state(meridian, (marsad_date){0}, false);
    marsad_style *style = NULL;
    marsad_map_options options = between((marsad_date){0}, (marsad_date){0});
    assert_non_null(now);
    made_add(meridian, now, &north);
    made_finish(meridian, now);
    assert_int_equal(mrs_style_parse(double_line, strlen(double_line), "x", &style, NULL),
                     MARSAD_OK);
    marsad_map *map = compose(meridian, style, &options);
    const mrs_item *lines = first_of(mrs_map_scene(map), "layer-front");
    assert_true(lines && lines->kind == MRS_ITEM_PATH);
    assert_int_equal(lines->path.part_count, 2);
    mrs_point left = lines->path.points[0];
    mrs_point right = lines->path.points[lines->path.starts[1]];
    assert_float_equal(hypot(left.x - right.x, left.y - right.y), 4.5, 0.05);
    marsad_map_free(map);
    marsad_style_free(style);
    marsad_front_free(meridian);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_leads_from_the_old_line_to_the_new),
        cmocka_unit_test(backwards_it_is_the_other_side_s),
        cmocka_unit_test(it_stands_beside_markers),
        cmocka_unit_test(without_a_change_there_is_none),
        cmocka_unit_test(what_cannot_be_seen_is_not_drawn),
        cmocka_unit_test(every_style_draws_it_and_the_legend_tells),
        cmocka_unit_test(nobody_may_advance),
        cmocka_unit_test(a_front_may_be_a_double_line),
    };
    return cmocka_run_group_tests_name("front advance", tests, set_up, tear_down);
}
