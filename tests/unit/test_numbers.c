/*
 * Maps whose markers bear numbers: the numbers run in the order of dates, each stands beside its
 * marker and covers no other, the key lists all of them in that order, and ids keep the rows.
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

#include "made_map.h"
#include "map/sheet.h"

enum { MOST = 64 };

static marsad_style *minimal;

static int set_up(void **state)
{
    return open_maps(state) == 0 &&
                   !marsad_style_open(data_path("styles/minimal.json"), &minimal, NULL)
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    marsad_style_free(minimal);
    return close_maps(state);
}

static marsad_map *compose(const marsad_events *events, const marsad_style *with,
                           const marsad_map_options *options)
{
    return compose_in(with, events, options);
}

static marsad_map_options numbered(marsad_lang lang, int width, int height)
{
    marsad_map_options options = marsad_map_defaults();
    options.as = MARSAD_AS_NUMBERS;
    options.lang = lang;
    options.width_px = width;
    options.height_px = height;
    return options;
}

/* --- What stands on the sheet, read back --- */

typedef struct sign {
    int row;    /* of its id */
    int number; /* as it is written */
    mrs_point marker;
    double radius;
    mrs_rect figures;
} sign;

typedef struct reading {
    sign signs[MOST];
    size_t count;
    mrs_rect frame;
    int listed[MOST]; /* the key's numbers, as they come */
    double columns[MOST];
    size_t listed_count;
} reading;

/* The text of an item if it is nothing but a number, or 0. */
static int number_of(const mrs_item *item)
{
    if (item->kind != MRS_ITEM_TEXT) {
        return 0;
    }
    const char *text = pango_layout_get_text(item->text.layout);
    return text[strspn(text, "0123456789")] ? 0 : atoi(text);
}

static void read_sign(const mrs_scene *scene, const mrs_item *item, sign *out)
{
    if (item->kind == MRS_ITEM_MARKER) {
        out->marker = item->marker.centre;
        out->radius = scene->markers[item->marker.marker_kind].radius;
    } else if (item->kind == MRS_ITEM_TEXT) {
        out->number = number_of(item);
        out->figures = ink_of(item);
    }
}

static void read_listed(const mrs_item *item, reading *out)
{
    if (number_of(item)) {
        assert_true(out->listed_count < MOST);
        mrs_rect ink = ink_of(item);
        out->columns[out->listed_count] = ink.x + ink.w / 2;
        out->listed[out->listed_count++] = number_of(item);
    }
}

static reading *read_scene(const mrs_scene *scene)
{
    reading *out = calloc(1, sizeof *out);
    bool in_key = false;
    bool in_frame = false;
    sign *at = NULL;
    size_t depth = 0;
    size_t key_depth = 0;
    assert_non_null(out);
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        int row;
        if (item->kind == MRS_ITEM_GROUP_BEGIN) {
            const char *id = item->group.id ? item->group.id : "";
            depth++;
            in_frame = item->group.css && strcmp(item->group.css, "frame") == 0;
            if (strcmp(id, "key") == 0) {
                in_key = true;
                key_depth = depth;
            }
            if (sscanf(id, "incident-%d", &row) == 1) {
                assert_true(out->count < MOST);
                at = &out->signs[out->count++];
                at->row = row;
            }
        } else if (item->kind == MRS_ITEM_GROUP_END) {
            in_key = in_key && depth != key_depth;
            depth--;
            at = NULL;
        } else if (at) {
            read_sign(scene, item, at);
        } else if (in_key) {
            read_listed(item, out);
        } else if (in_frame && item->kind == MRS_ITEM_RECT) {
            out->frame = item->rect.box;
        }
    }
    return out;
}

/* --- What must hold --- */

static mrs_rect disc(const sign *s)
{
    return (mrs_rect){s->marker.x - s->radius, s->marker.y - s->radius, 2 * s->radius,
                      2 * s->radius};
}

static void check_signs(const reading *r, bool rtl)
{
    for (size_t i = 0; i < r->count; i++) {
        const sign *one = &r->signs[i];
        double middle = one->figures.x + one->figures.w / 2;
        assert_true(one->number > 0);
        assert_true(mrs_rect_inside(disc(one), r->frame));
        assert_true(mrs_rect_inside(one->figures, r->frame));
        assert_true(rtl ? middle < one->marker.x : middle > one->marker.x);
        assert_true(fabs(middle - one->marker.x) < one->radius + 30);
        for (size_t j = 0; j < r->count; j++) {
            const sign *other = &r->signs[j];
            if (mrs_rect_overlaps(one->figures, disc(other)) ||
                (i != j && (mrs_rect_overlaps(disc(one), disc(other)) ||
                            mrs_rect_overlaps(one->figures, other->figures)))) {
                fail_msg("%d covers %d", one->number, other->number);
            }
        }
    }
}

static void check_list(const reading *r, size_t count)
{
    assert_int_equal(r->listed_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(r->listed[i], (int)i + 1);
    }
}

static int number_of_row(const reading *r, int row)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->signs[i].row == row) {
            return r->signs[i].number;
        }
    }
    fail_msg("no incident-%d", row);
    return 0;
}

/* --- Scenes --- */

static const char *const crowd[] = {
    "Tripoli",           "Tripoli",    "Tripoli",    "Tripoli", "Tripoli",        "Tripoli",
    "Tripoli",           "Tripoli",    "Tripoli",    "Tripoli", "Mitiga airport", "Abu Salim",
    "Mashru' al Hadbah", "Ayn Zarah",  "Tajura",     "Janzur",  "Misrata",        "Misrata",
    "Abu Qurayn",        "Abu Qurayn", "Abu Qurayn", "Sirte",   "Bani Walid",     "Gharyan"};

enum { CROWD = sizeof crowd / sizeof *crowd };

/* Every third a day earlier than the one before it in the file. */
static marsad_events *crowded_events(int types)
{
    char table[8192] = "date,type,location,country,headline\n";
    for (int i = 0; i < CROWD; i++) {
        size_t length = strlen(table);
        snprintf(table + length, sizeof table - length,
                 "2020-01-%02d,%s,%s,LY,What happened at number %d of them all\n", 20 + (i * 7) % 5,
                 marsad_incident_type_name((marsad_incident_type)(i % types)), crowd[i], i + 1);
    }
    return events_from(table);
}

static void numbers_cover_nothing_in_any_sheet(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1600, 1200}, {1000, 1400}, {900, 700}};
    marsad_events *events = crowded_events(MARSAD_TYPE_COUNT);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
            marsad_map_options options = numbered(lang, sizes[i][0], sizes[i][1]);
            marsad_map *map = compose(events, style, &options);
            reading *r = read_scene(mrs_map_scene(map));
            assert_int_equal(r->count, CROWD);
            check_signs(r, lang == MARSAD_LANG_AR);
            assert_int_equal(marsad_map_describe(map)->callouts_dropped, 0);
            free(r);
            marsad_map_free(map);
        }
    }
    marsad_events_free(events);
}

static void the_key_lists_all_in_columns_where_it_stands_below(void **state)
{
    (void)state;
    marsad_events *events = crowded_events(MARSAD_TYPE_COUNT);
    for (int below = 0; below <= 1; below++) {
        marsad_map_options options =
            numbered(MARSAD_LANG_EN, below ? 1000 : 1600, below ? 1400 : 1200);
        marsad_map *map = compose(events, style, &options);
        reading *r = read_scene(mrs_map_scene(map));
        check_list(r, CROWD);
        assert_true(scene_says(mrs_map_scene(map), "Incidents in date order"));
        double wide = fabs(r->columns[CROWD - 1] - r->columns[0]);
        assert_true(below ? wide > 200 : wide < 20);
        free(r);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static void numbers_follow_dates_and_ids_rows(void **state)
{
    (void)state;
    marsad_events *events = events_from("date,type,location,country\n"
                                        ",clash,Sirte,LY\n"
                                        "2020-03-01,clash,Misrata,LY\n"
                                        "2020-01-05,clash,Tripoli,LY\n"
                                        "2020-01-05,shelling,Zliten,LY\n"
                                        "2019-12-31,clash,Gharyan,LY\n");
    static const int expected[] = {5, 4, 2, 3, 1};
    marsad_map_options options = numbered(MARSAD_LANG_EN, 1600, 1200);
    marsad_map *map = compose(events, style, &options);
    reading *r = read_scene(mrs_map_scene(map));
    for (int row = 1; row <= 5; row++) {
        assert_int_equal(number_of_row(r, row), expected[row - 1]);
    }
    check_list(r, 5);
    assert_true(scene_says(mrs_map_scene(map), "5 January 2020"));
    assert_non_null(strstr(mrs_map_scene(map)->data, "\"number\":5,\"element\""));
    free(r);
    marsad_map_free(map);

    options.as = MARSAD_AS_CALLOUTS; /* where nothing is looked up, numbers are the file's */
    map = compose(events, style, &options);
    assert_non_null(strstr(mrs_map_scene(map)->data, "[{\"number\":1,"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Beside a map with room for it, headlines are whole and nothing is left out; days are written in
 * short, but in full where years differ. */
static void headlines_are_whole_where_there_is_room(void **state)
{
    (void)state;
    marsad_events *events = crowded_events(MARSAD_TYPE_COUNT);
    marsad_map_options options = numbered(MARSAD_LANG_EN, 1600, 1200);
    marsad_map *map = compose(events, style, &options);
    assert_string_equal(marsad_map_describe(map)->left_out, "");
    assert_false(scene_says(mrs_map_scene(map), "…"));
    assert_true(scene_says(mrs_map_scene(map), "21 Jan"));
    assert_true(scene_says(mrs_map_scene(map), "Area of the map"));
    marsad_map_free(map);
    options = numbered(MARSAD_LANG_EN, 1600, 760);
    map = compose(events, style, &options);
    assert_non_null(strstr(marsad_map_describe(map)->left_out, "locator map"));
    marsad_map_free(map);
    marsad_events_free(events);
}

static void a_place_is_not_said_twice(void **state)
{
    (void)state;
    marsad_events *events = events_from("date,type,location,country,headline\n"
                                        "2019-12-31,clash,Tripoli,LY,Clashes in Tripoli\n"
                                        "2020-01-06,clash,Misrata,LY,Clashes in the port\n");
    marsad_map_options options = numbered(MARSAD_LANG_EN, 1600, 1200);
    marsad_map *map = compose(events, style, &options);
    assert_true(scene_says(mrs_map_scene(map), "Clashes in Tripoli"));
    assert_false(scene_says(mrs_map_scene(map), "Clashes in Tripoli\u2069\u00a0· "));
    assert_true(scene_says(mrs_map_scene(map), "Clashes in the port\u2069\u00a0· \u2068Misrata"));
    assert_true(scene_says(mrs_map_scene(map), "31 December 2019"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* The span of dates speaks of the dated ones only; where none has a date, there is none. */
static void undated_incidents_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *dates[3];
        const char *said;
    } cases[] = {{{"2020-01-05", "", ""}, "5 January 2020 · incidents reported: 3 · undated: 2 · "},
                 {{"2020-01-05", "2020-01-05", "2020-01-05"}, "incidents reported: 3 · on the map"},
                 {{"", "", ""}, "incidents reported: 3 · on the map"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char table[256];
        snprintf(table, sizeof table,
                 "date,type,lon,lat\n%s,clash,13,32\n%s,clash,14,32\n%s,clash,15,32\n",
                 cases[i].dates[0], cases[i].dates[1], cases[i].dates[2]);
        marsad_events *events = events_from(table);
        marsad_map *map = compose(events, style, NULL);
        assert_true(scene_says(mrs_map_scene(map), cases[i].said));
        marsad_map_free(map);
        marsad_events_free(events);
    }
}

static void what_finds_no_room_is_said(void **state)
{
    (void)state;
    marsad_events *events = crowded_events(2);
    marsad_map_options options = numbered(MARSAD_LANG_EN, 800, 560);
    marsad_map *map = compose(events, style, &options);
    reading *r = read_scene(mrs_map_scene(map));
    assert_int_equal(r->count, CROWD);
    assert_true(r->listed_count < CROWD);
    char said[80];
    snprintf(said, sizeof said, "not listed for want of room: %zu", CROWD - r->listed_count);
    assert_true(scene_says(mrs_map_scene(map), said));
    free(r);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* An inset that was asked for takes the size that its incidents need, or the map says that they
 * have no room in it. */
static void insets_hold_their_numbers(void **state)
{
    (void)state;
    static const struct {
        int width, height;
        double radius_m;
        bool fits;
    } cases[] = {{900, 700, 30000, true}, {1600, 1200, 30000, true}, {640, 480, 40000, false}};
    marsad_events *events = crowded_events(2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const marsad_map_inset inset = {{13.19, 32.89}, cases[i].radius_m, NULL};
        marsad_map_options options = numbered(MARSAD_LANG_EN, cases[i].width, cases[i].height);
        options.insets = &inset;
        options.inset_count = 1;
        marsad_map *map = compose(events, style, &options);
        reading *r = read_scene(mrs_map_scene(map));
        bool said = strstr(marsad_map_describe(map)->left_out, "symbols of an inset") != NULL;
        assert_int_equal(marsad_map_describe(map)->insets, 1);
        assert_int_equal(r->count, CROWD);
        assert_int_equal(said, !cases[i].fits);
        if (cases[i].fits) {
            check_signs(r, false);
        }
        free(r);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* --- Sizes are the style's --- */

static double greatest_number_disc(const marsad_map *map)
{
    const mrs_scene *scene = mrs_map_scene(map);
    double radius = 0;
    for (size_t i = 0; i + 1 < scene->count; i++) {
        if (scene->items[i].kind == MRS_ITEM_CIRCLE && number_of(&scene->items[i + 1])) {
            radius = fmax(radius, scene->items[i].circle.radius);
        }
    }
    return radius;
}

static void discs_have_the_styles_size(void **state)
{
    (void)state;
    marsad_events *events = events_from("date,type,location,country\n"
                                        "2020-01-05,clash,Tripoli,LY\n"
                                        "2020-01-06,clash,Misrata,LY\n");
    const marsad_style *styles[] = {style, minimal};
    for (size_t i = 0; i < 2; i++) {
        marsad_map *map = compose(events, styles[i], NULL);
        double expected = mrs_style_number(styles[i], MRS_NUMBER_RADIUS);
        assert_true(fabs(greatest_number_disc(map) - expected) < 1e-9);
        marsad_map_free(map);
    }
    assert_true(mrs_style_number(minimal, MRS_NUMBER_RADIUS) <
                mrs_style_number(style, MRS_NUMBER_RADIUS));
    marsad_events_free(events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_cover_nothing_in_any_sheet),
        cmocka_unit_test(the_key_lists_all_in_columns_where_it_stands_below),
        cmocka_unit_test(numbers_follow_dates_and_ids_rows),
        cmocka_unit_test(headlines_are_whole_where_there_is_room),
        cmocka_unit_test(a_place_is_not_said_twice),
        cmocka_unit_test(undated_incidents_are_counted),
        cmocka_unit_test(what_finds_no_room_is_said),
        cmocka_unit_test(insets_hold_their_numbers),
        cmocka_unit_test(discs_have_the_styles_size),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
