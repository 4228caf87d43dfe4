/*
 * A front on the map: its signs stand on their holder's side inside the frame, whichever way its
 * lines run; what changed is hatched and told in the legend; and each incident says how it lies to
 * the front of its day.
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

#include "base/memory.h"
#include "data_folder.h"
#include "made_front.h"
#include "map/front_words.h"
#include "map/sheet.h"
#include "marsad/marsad.h"
#include "scratch.h"
#include "tsv_cases.h"

static marsad_gazetteer *gazetteer;
static marsad_resolver *resolver;
static marsad_land *land;
static marsad_style *style;
static marsad_events *sample;

static bool place_sample(marsad_error *error)
{
    marsad_resolver_use_land(resolver, land);
    return !marsad_events_place(sample, resolver, NULL, error);
}

static int set_up(void **state)
{
    marsad_error error = {0};
    marsad_problems problems = {0};
    bool ok = scratch_make(state) == 0 &&
              !marsad_gazetteer_open(data_path("geodata/gazetteer.gpkg"), &gazetteer, &error) &&
              !marsad_resolver_new(gazetteer, &resolver, &error) &&
              !marsad_land_open(data_path("geodata/basemap.gpkg"), &land, &error) &&
              !marsad_style_open(data_path("styles/report.json"), &style, &error) &&
              !marsad_events_read(data_path("geodata/events/abu-qurayn-2020-01.csv"), NULL, &sample,
                                  &problems, &error) &&
              place_sample(&error);
    if (!ok) {
        fprintf(stderr, "%s: %s\n", error.file, error.message);
    }
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    marsad_events_free(sample);
    marsad_style_free(style);
    marsad_resolver_free(resolver);
    marsad_land_free(land);
    marsad_gazetteer_close(gazetteer);
    return scratch_remove(state);
}

/* --- Maps of the sample --- */

static const marsad_date the_25th = {2020, 1, 25};
static const marsad_date the_27th = {2020, 1, 27};

static marsad_map_options theatre(marsad_lang lang)
{
    marsad_map_options options = marsad_map_defaults();
    options.lang = lang;
    options.has_bbox = true;
    options.bbox = (marsad_bbox){14.65, 30.93, 16.75, 32.45};
    options.front_at = the_27th;
    return options;
}

static marsad_front *sample_front(void)
{
    const char *path = data_path("geodata/fronts/abu-qurayn-2020-01.geojson");
    marsad_front *front = NULL;
    marsad_error error = {0};
    if (marsad_front_open(&path, 1, data_path("geodata/basemap.gpkg"), &front, &error)) {
        fail_msg("%s: %s", error.file, error.message);
    }
    return front;
}

static marsad_map *compose(const marsad_front *front, const marsad_map_options *options)
{
    marsad_map_sources sources = {data_folder(), gazetteer, style, sample, front};
    marsad_map *map;
    marsad_error error;
    if (marsad_map_compose(&sources, options, &map, &error)) {
        fail_msg("%s", error.message);
    }
    return map;
}

/* --- What a scene says and holds --- */

/* Whether a text holds the words, its no-break spaces, isolates and line ends taken for spaces or
 * nothing. */
static bool says(const char *text, const char *words)
{
    char plain[4096];
    size_t used = 0;
    for (const char *c = text; *c && used + 2 < sizeof plain;) {
        if (strncmp(c, "\u2066", 2) == 0 && c[2] >= (char)0xA6 && c[2] <= (char)0xA9) {
            c += 3;
        } else if (strncmp(c, "\u00a0", 2) == 0) {
            plain[used++] = ' ';
            c += 2;
        } else {
            plain[used++] = *c == '\n' ? ' ' : *c;
            c++;
        }
    }
    plain[used] = '\0';
    return strstr(plain, words) != NULL;
}

static bool scene_says(const mrs_scene *scene, const char *words)
{
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_TEXT && says(pango_layout_get_text(item->text.layout), words)) {
            return true;
        }
    }
    return false;
}

/* The index behind the beginning of the group with this id, or 0. */
static size_t find_group(const mrs_scene *scene, const char *id)
{
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.id &&
            strcmp(item->group.id, id) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static mrs_rect frame_of(const mrs_scene *scene)
{
    size_t i = find_group(scene, "frame");
    assert_true(i && scene->items[i].kind == MRS_ITEM_RECT);
    return scene->items[i].rect.box;
}

enum { MOST_SIGNS = 500 };

typedef struct signs {
    mrs_point at[MOST_SIGNS];
    double angle_deg[MOST_SIGNS], size[MOST_SIGNS];
    size_t count;
} signs;

/* The signs of one icon on the map itself, not in its legend. */
static signs signs_of(const mrs_scene *scene, const char *icon)
{
    signs found = {.count = 0};
    size_t i = find_group(scene, "layer-front-teeth");
    for (; i && scene->items[i].kind != MRS_ITEM_GROUP_END; i++) {
        const mrs_item *item = &scene->items[i];
        const mrs_marker_kind *kind = &scene->markers[item->marker.marker_kind];
        assert_int_equal(item->kind, MRS_ITEM_MARKER);
        if (strcmp(kind->icon, icon) == 0) {
            assert_true(found.count < MOST_SIGNS);
            found.at[found.count] = item->marker.centre;
            found.size[found.count] = kind->icon_size;
            found.angle_deg[found.count++] = item->marker.angle_deg;
        }
    }
    return found;
}

/* --- Sides --- */

/* A straight line along a meridian, given north- or southwards, with who is west and east of it. */
static marsad_front *meridian(bool northwards, const char *west, const char *east)
{
    const made_shape north = {
        .left = west, .right = east, .name = "m", .points = {{15.2, 31}, {15.2, 31.6}, {15.2, 32}}};
    const made_shape south = {
        .left = east, .right = west, .name = "m", .points = {{15.2, 32}, {15.2, 31.6}, {15.2, 31}}};
    marsad_front *front = mrs_front_new();
    mrs_front_state *state = mrs_front_add_state(front, (marsad_date){0}, false);
    assert_non_null(state);
    made_add(front, state, northwards ? &north : &south);
    made_finish(front, state);
    return front;
}

static signs meridian_signs(bool northwards, const char *west, const char *east, const char *icon)
{
    marsad_front *front = meridian(northwards, west, east);
    marsad_map_options options = theatre(MARSAD_LANG_EN);
    marsad_map *map = compose(front, &options);
    signs found = signs_of(mrs_map_scene(map), icon);
    marsad_map_free(map);
    marsad_front_free(front);
    return found;
}

/* The icons are drawn upright: turned to the left, their tips point west. */
static void signs_stand_on_their_holders_side(void **state)
{
    (void)state;
    signs west = meridian_signs(true, "A west", "B east", "front-triangle");
    signs east = meridian_signs(true, "A west", "B east", "front-disc");
    assert_true(west.count > 5);
    assert_int_equal(east.count, west.count);
    for (size_t i = 0; i < west.count; i++) {
        assert_true(fabs(remainder(west.angle_deg[i] + 90, 360)) < 3);
    }
    for (size_t i = 0; i < east.count; i++) {
        assert_true(fabs(remainder(east.angle_deg[i] - 90, 360)) < 3);
        /* to the right of the line, whose other side's signs stand as far to the left */
        double apart = east.at[i].x - west.at[i].x;
        assert_true(apart > 0.8 * west.size[0] && apart < 1.5 * west.size[0]);
    }
}

static void a_reversed_line_is_drawn_alike(void **state)
{
    (void)state;
    static const char *const icons[] = {"front-triangle", "front-disc"};
    for (size_t k = 0; k < 2; k++) {
        signs there = meridian_signs(true, "A west", "B east", icons[k]);
        signs here = meridian_signs(false, "A west", "B east", icons[k]);
        assert_int_equal(there.count, here.count);
        for (size_t i = 0; i < there.count; i++) {
            assert_true(hypot(there.at[i].x - here.at[i].x, there.at[i].y - here.at[i].y) < 1e-3);
            assert_true(fabs(remainder(there.angle_deg[i] - here.angle_deg[i], 360)) < 1e-3);
        }
    }
}

/* Swapping who holds the sides turns every sign over. */
static void swapped_sides_swap_the_signs(void **state)
{
    (void)state;
    signs west = meridian_signs(true, "A west", "B east", "front-triangle");
    signs east = meridian_signs(true, "B east", "A west", "front-triangle");
    assert_int_equal(west.count, east.count);
    for (size_t i = 0; i < west.count; i++) {
        assert_true(fabs(remainder(west.angle_deg[i] - east.angle_deg[i] - 180, 360)) < 1e-6);
    }
}

static void a_side_held_by_nobody_has_no_signs(void **state)
{
    (void)state;
    assert_int_equal(meridian_signs(true, "A west", "", "front-disc").count, 0);
    assert_true(meridian_signs(true, "A west", "", "front-triangle").count > 5);
    assert_int_equal(meridian_signs(true, "A west", "A west", "front-triangle").count, 0);
}

/* --- The sample --- */

static void signs_are_even_and_inside_the_frame(void **state)
{
    (void)state;
    static const char *const icons[] = {"front-triangle", "front-disc"};
    marsad_front *front = sample_front();
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        marsad_map_options options = theatre(lang);
        marsad_map *map = compose(front, &options);
        mrs_rect frame = frame_of(mrs_map_scene(map));
        for (size_t k = 0; k < 2; k++) {
            signs found = signs_of(mrs_map_scene(map), icons[k]);
            assert_true(found.count > 8 && found.count < 20);
            for (size_t i = 0; i < found.count; i++) {
                double reach = found.size[i] / 2;
                mrs_rect box = {found.at[i].x - reach, found.at[i].y - reach, 2 * reach, 2 * reach};
                double nearest = HUGE_VAL;
                for (size_t j = 0; j < found.count; j++) {
                    double apart =
                        hypot(found.at[i].x - found.at[j].x, found.at[i].y - found.at[j].y);
                    nearest = j == i ? nearest : fmin(nearest, apart);
                }
                assert_true(mrs_rect_inside(box, frame));
                /* The style asks for 44 px along the line; inside of a bend they come closer. */
                if (!(nearest > 28 && nearest < 54)) {
                    fail_msg("%s: %.1f px from its neighbour", icons[k], nearest);
                }
            }
        }
        marsad_map_free(map);
    }
    marsad_front_free(front);
}

static void the_change_is_hatched_and_told(void **state)
{
    (void)state;
    static const char *const told[][3] = {
        {"Front, 27 January 2020", "Front, 25 January 2020", "From LNA to GNA: 729 km²"},
        {"خط الجبهة، 27 يناير 2020", "خط الجبهة، 25 يناير 2020", "من LNA إلى GNA: 729 كم²"},
        {"Front, 27 janvier 2020", "Front, 25 janvier 2020", "De LNA à GNA : 729 km²"}};
    marsad_front *front = sample_front();
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        marsad_map_options options = theatre(lang);
        marsad_map *map = compose(front, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        assert_true(find_group(scene, "layer-control") && find_group(scene, "layer-front"));
        assert_false(find_group(scene, "layer-control-gained"));
        assert_false(find_group(scene, "layer-front-before"));
        assert_true(scene_says(scene, told[lang][0]));
        assert_false(scene_says(scene, told[lang][1]));
        marsad_map_free(map);
        options.front_since = the_25th;
        map = compose(front, &options);
        scene = mrs_map_scene(map);
        size_t hatched = find_group(scene, "layer-control-gained");
        assert_true(hatched && find_group(scene, "layer-front-before"));
        assert_true(scene->items[hatched].kind == MRS_ITEM_PATH);
        assert_false(scene->items[hatched].path.closed);
        for (size_t i = 0; i < 3; i++) {
            assert_true(scene_says(scene, told[lang][i]));
        }
        marsad_map_free(map);
    }
    marsad_front_free(front);
}

static void incidents_say_how_they_lie_to_the_front_of_their_day(void **state)
{
    (void)state;
    static const char *const pursuit[] = {
        "15 km south-east of the front of 25 January 2020, ground held by LNA",
        "على بعد 15 كم جنوب شرق جبهة 25 يناير 2020، أرض تسيطر عليها LNA",
        "15 km au sud-est du front du 25 janvier 2020, terrain tenu par LNA"};
    static const char *const claim[] = {
        "85 ± 18 km north of the front of 25 January 2020, ground held by GNA",
        "على بعد 85 ± 18 كم شمال جبهة 25 يناير 2020، أرض تسيطر عليها GNA",
        "85 ± 18 km au nord du front du 25 janvier 2020, terrain tenu par GNA"};
    marsad_front *front = sample_front();
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        marsad_map_options options = theatre(lang);
        options.front_since = the_25th;
        marsad_map *map = compose(front, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        assert_true(scene_says(scene, pursuit[lang]));
        if (!scene_says(scene, claim[lang])) {
            fail_msg("the map does not say: %s", claim[lang]);
        }
        assert_true(says(scene->description, pursuit[lang]));
        marsad_map_free(map);
    }
    /* Tripoli's incidents lie beyond what the front's file maps. */
    marsad_map_options options = theatre(MARSAD_LANG_EN);
    options.front_since = the_25th;
    marsad_map *map = compose(front, &options);
    assert_true(says(mrs_map_scene(map)->description, "of 25 January 2020, holder unknown"));
    marsad_map_free(map);
    /* Of one front alone, all are told how they lie to it. */
    options.front_since.year = 0;
    map = compose(front, &options);
    assert_true(scene_says(mrs_map_scene(map), "of the front, ground held by GNA"));
    assert_false(scene_says(mrs_map_scene(map), "ground held by LNA"));
    assert_false(scene_says(mrs_map_scene(map), "of the front of"));
    marsad_map_free(map);
    /* Where the front of the 25th is the one that is drawn, its date need not be said. */
    options.front_at = the_25th;
    map = compose(front, &options);
    assert_true(
        scene_says(mrs_map_scene(map), "15 km south-east of the front, ground held by LNA"));
    marsad_map_free(map);
    marsad_front_free(front);
}

static void the_credits_say_what_the_front_is(void **state)
{
    (void)state;
    static const char *const words[] = {"Front: illustrative ·", "خط الجبهة: للتوضيح فقط ·",
                                        "Front : à titre d’illustration ·"};
    marsad_front *front = sample_front();
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        marsad_map_options options = theatre(lang);
        marsad_map *with = compose(front, &options);
        marsad_map *without = compose(NULL, &options);
        assert_true(scene_says(mrs_map_scene(with), words[lang]));
        assert_false(scene_says(mrs_map_scene(without), words[lang]));
        assert_false(find_group(mrs_map_scene(without), "front-legend"));
        assert_false(find_group(mrs_map_scene(without), "layer-front"));
        marsad_map_free(with);
        marsad_map_free(without);
    }
    marsad_front_free(front);
}

/* --- A derived front --- */

static void a_derived_front_is_dashed_and_says_so(void **state)
{
    (void)state;
    const made_shape shapes[] = {
        {.holder = "A west",
         .points = {{14.7, 31}, {15.2, 31}, {15.4, 31.4}, {15.1, 31.8}, {14.7, 31.8}}},
        {.holder = "B east",
         .points = {{15.2, 31}, {15.9, 31}, {15.9, 31.8}, {15.1, 31.8}, {15.4, 31.4}}}};
    marsad_front *front = mrs_front_new();
    mrs_front_state *derived = mrs_front_add_state(front, the_25th, true);
    made_add(front, derived, &shapes[0]);
    made_add(front, derived, &shapes[1]);
    made_finish(front, derived);
    marsad_map_options options = theatre(MARSAD_LANG_EN);
    marsad_map *map = compose(front, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    size_t line = find_group(scene, "layer-front-derived");
    assert_false(find_group(scene, "layer-front"));
    assert_true(line && scene->items[line].kind == MRS_ITEM_PATH);
    assert_true(scene->items[line].paint.dash_count > 0);
    assert_true(scene->items[line].path.count > 6); /* of three points, smoothed */
    assert_true(scene_says(scene, "Front, 25 January 2020 (derived from incidents)"));
    /* Both areas follow the smoothed line: each of its points is one of theirs. */
    size_t area = find_group(scene, "layer-control");
    const mrs_path *smooth = &scene->items[line].path;
    for (size_t i = 0; i < smooth->count; i++) {
        for (size_t k = 0; k < 2; k++) {
            const mrs_path *ring = &scene->items[area + k].path;
            double nearest = HUGE_VAL;
            for (size_t j = 0; j < ring->count; j++) {
                nearest = fmin(nearest, hypot(ring->points[j].x - smooth->points[i].x,
                                              ring->points[j].y - smooth->points[i].y));
            }
            assert_true(nearest < 1e-6);
        }
    }
    marsad_map_free(map);
    marsad_front_free(front);
}

/* --- Frame, errors, memory --- */

static void a_front_does_not_enlarge_the_frame(void **state)
{
    (void)state;
    const made_shape far = {.left = "A", .right = "B", .name = "", .points = {{-10, 10}, {40, 50}}};
    marsad_front *front = made_front(&far, 1, (marsad_date){0});
    marsad_map_options options = marsad_map_defaults();
    marsad_map *with = compose(front, &options);
    marsad_map *without = compose(NULL, &options);
    assert_string_equal(marsad_map_describe(with)->projection,
                        marsad_map_describe(without)->projection);
    assert_int_equal(marsad_map_describe(with)->drawn, marsad_map_describe(without)->drawn);
    marsad_map_free(with);
    marsad_map_free(without);
    marsad_front_free(front);
}

static void dates_before_the_first_front_are_refused(void **state)
{
    (void)state;
    marsad_front *front = sample_front();
    marsad_map_sources sources = {data_folder(), gazetteer, style, sample, front};
    for (int i = 0; i < 2; i++) {
        marsad_map_options options = theatre(MARSAD_LANG_EN);
        *(i ? &options.front_at : &options.front_since) = (marsad_date){2020, 1, 24};
        marsad_map *map;
        marsad_error error = {0};
        assert_int_equal(marsad_map_compose(&sources, &options, &map, &error),
                         MARSAD_ERR_NOT_FOUND);
        assert_null(map);
        assert_non_null(strstr(error.message, "2020-01-24"));
        assert_non_null(strstr(error.message, "2020-01-25"));
    }
    marsad_front_free(front);
}

/* Without a date, the front of the last incident's day. */
static void the_front_is_that_of_the_last_incident(void **state)
{
    (void)state;
    marsad_front *front = sample_front();
    marsad_map_options options = theatre(MARSAD_LANG_EN);
    options.front_at = (marsad_date){0};
    marsad_map *map = compose(front, &options);
    assert_true(scene_says(mrs_map_scene(map), "Front, 25 January 2020"));
    marsad_map_free(map);
    marsad_front_free(front);
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    marsad_front *front = sample_front();
    marsad_map_sources sources = {data_folder(), gazetteer, style, sample, front};
    marsad_map_options options = theatre(MARSAD_LANG_EN);
    options.front_since = the_25th;
    size_t refused = 0;
    for (long nth = 1; nth < 6000; nth = nth < 60 ? nth + 7 : nth + 97) {
        marsad_map *map = NULL;
        marsad_error error = {0};
        mrs_alloc_fail_at(nth);
        marsad_status status = marsad_map_compose(&sources, &options, &map, &error);
        mrs_alloc_fail_at(0);
        bool said = status == MARSAD_ERR_MEMORY || status == MARSAD_ERR_LIBRARY; /* of GEOS */
        if (status && (!said || map)) {
            fail_msg("allocation %ld: %s", nth, error.message);
        }
        refused += status != MARSAD_OK;
        marsad_map_free(map);
    }
    assert_true(refused > 20);
    marsad_front_free(front);
}

/* --- Words --- */

static marsad_lang lang_of(const char *code)
{
    marsad_lang lang = MARSAD_LANG_EN;
    while (strcmp(marsad_lang_code(lang), code) != 0) {
        lang++;
        assert_true(lang <= MARSAD_LANG_FR);
    }
    return lang;
}

static void the_words_for_where_it_lies(void **state)
{
    (void)state;
    tsv_cases cases;
    assert_true(tsv_cases_open(&cases, "front-words.tsv"));
    while (tsv_cases_next(&cases)) {
        marsad_front_relation relation = {.has_line = true, .distance_m = atof(cases.fields[1])};
        mrs_buffer said = {0};
        mrs_buffer shown = {0};
        mrs_say_from_front(&said, &relation, atof(cases.fields[2]), atof(cases.fields[3]),
                           cases.fields[4], lang_of(cases.fields[0]));
        assert_non_null(said.text);
        for (const char *c = said.text; *c; c++) {
            bool no_break = strncmp(c, "\u00a0", 2) == 0;
            bool narrow = strncmp(c, "\u202f", 3) == 0;
            mrs_buffer_add_bytes(&shown, no_break ? "~" : narrow ? " " : c, 1);
            c += no_break ? 1 : narrow ? 2 : 0;
        }
        if (strcmp(shown.text, cases.fields[5]) != 0) {
            fail_msg("row %ld: \"%s\", not \"%s\"", cases.row, shown.text, cases.fields[5]);
        }
        mrs_buffer_clear(&said);
        mrs_buffer_clear(&shown);
    }
}

static void the_words_for_ground_and_change(void **state)
{
    (void)state;
    marsad_front_relation relation = {.controller_certain = true};
    mrs_buffer text = {0};
    mrs_say_ground(&text, &relation, "GNA", MARSAD_LANG_EN);
    assert_true(says(text.text, "ground held by GNA"));
    mrs_buffer_clear(&text);
    mrs_say_ground(&text, &relation, NULL, MARSAD_LANG_EN);
    assert_string_equal(text.text, "holder unknown");
    mrs_buffer_clear(&text);
    relation.controller_certain = false;
    mrs_say_ground(&text, &relation, "GNA", MARSAD_LANG_EN);
    assert_string_equal(text.text, "side not certain");
    mrs_buffer_clear(&text);
    mrs_say_change(&text, "", "GNA", MARSAD_LANG_EN);
    assert_true(says(text.text, "From unknown to GNA"));
    mrs_buffer_clear(&text);
    mrs_say_area(&text, 12345.6e6, MARSAD_LANG_EN);
    assert_string_equal(text.text, "12,346\u00a0km²");
    mrs_buffer_clear(&text);
    mrs_say_area(&text, 1.26e6, MARSAD_LANG_FR);
    assert_string_equal(text.text, "1,3\u00a0km²");
    mrs_buffer_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_stand_on_their_holders_side),
        cmocka_unit_test(a_reversed_line_is_drawn_alike),
        cmocka_unit_test(swapped_sides_swap_the_signs),
        cmocka_unit_test(a_side_held_by_nobody_has_no_signs),
        cmocka_unit_test(signs_are_even_and_inside_the_frame),
        cmocka_unit_test(the_change_is_hatched_and_told),
        cmocka_unit_test(incidents_say_how_they_lie_to_the_front_of_their_day),
        cmocka_unit_test(the_credits_say_what_the_front_is),
        cmocka_unit_test(a_derived_front_is_dashed_and_says_so),
        cmocka_unit_test(a_front_does_not_enlarge_the_frame),
        cmocka_unit_test(dates_before_the_first_front_are_refused),
        cmocka_unit_test(the_front_is_that_of_the_last_incident),
        cmocka_unit_test(memory_may_run_out_anywhere),
        cmocka_unit_test(the_words_for_where_it_lies),
        cmocka_unit_test(the_words_for_ground_and_change),
    };
    return cmocka_run_group_tests_name("front drawing", tests, set_up, tear_down);
}
