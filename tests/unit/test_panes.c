/*
 * Several maps on a sheet: where insets are chosen and what they show, small multiples of one
 * ground and scale, the maps of one period after the other, and ids that no two of them share.
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
#include "made_map.h"
#include "map/sheet.h"

static marsad_map *compose(const marsad_events *events, const marsad_map_options *options)
{
    return compose_in(style, events, options);
}

static marsad_events *read_table(const char *text)
{
    return events_from(text);
}

/* --- Tables --- */

/* 14 incidents in Tripoli's suburbs, 12 all over the country. */
static const double crowded[][2] = {
    {13.35, 32.88},  {13.02, 32.82}, {13.25, 32.80}, {13.18, 32.69}, {13.19, 32.91}, {13.18, 32.84},
    {13.28, 32.905}, {13.24, 32.89}, {13.15, 32.76}, {13.30, 32.72}, {13.21, 32.81}, {13.20, 32.83},
    {13.12, 32.86},  {13.05, 32.72}, {15.09, 32.37}, {16.59, 31.20}, {20.07, 32.12}, {22.64, 32.77},
    {14.43, 27.04},  {13.92, 25.91}, {23.30, 24.20}, {9.50, 30.13},  {16.00, 29.10}, {20.22, 30.76},
    {12.78, 26.59},  {23.96, 32.08}};

enum { SUBURBS = 14, CROWD = sizeof crowded / sizeof *crowded };

/* The rows from the first to the last, or the other way around. */
static marsad_events *crowd(bool backwards)
{
    char text[4096] = "id,type,lon,lat\n";
    size_t used = strlen(text);
    for (size_t i = 0; i < CROWD; i++) {
        size_t row = backwards ? CROWD - 1 - i : i;
        used += (size_t)snprintf(text + used, sizeof text - used, "%zu,clash,%.4f,%.4f\n", row,
                                 crowded[row][0], crowded[row][1]);
    }
    return read_table(text);
}

/* 30 incidents at even distances. */
static marsad_events *spread_evenly(void)
{
    char text[4096] = "type,lon,lat\n";
    size_t used = strlen(text);
    for (int i = 0; i < 30; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "clash,%d,%.1f\n", 10 + i % 6 * 3,
                                 24 + i / 6 * 2.0);
    }
    return read_table(text);
}

/* --- Maps --- */

static void refuses(const marsad_events *events, const marsad_map_options *options,
                    marsad_status status, const char *message)
{
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    marsad_map *map;
    marsad_error error = {0};
    assert_int_equal(marsad_map_compose(&sources, options, &map, &error), status);
    assert_null(map);
    if (!strstr(error.message, message)) {
        fail_msg("\"%s\" does not say \"%s\"", error.message, message);
    }
}

static size_t end_of_group(const mrs_scene *scene, size_t begin)
{
    size_t depth = 0;
    size_t i = begin;
    do {
        depth += scene->items[i].kind == MRS_ITEM_GROUP_BEGIN;
        depth -= scene->items[i].kind == MRS_ITEM_GROUP_END;
        i++;
    } while (depth);
    return i;
}

/* The last rectangle of a group. */
static mrs_rect last_rect(const mrs_scene *scene, const char *id)
{
    long begin = find_group(scene, id);
    mrs_rect found = {0};
    if (begin < 0) {
        fail_msg("there is no group %s", id);
    }
    for (size_t i = (size_t)begin; i < end_of_group(scene, (size_t)begin); i++) {
        if (scene->items[i].kind == MRS_ITEM_RECT) {
            found = scene->items[i].rect.box;
        }
    }
    return found;
}

static const char *first_text(const mrs_scene *scene, const char *id)
{
    long i = find_group(scene, id);
    assert_true(i >= 0);
    while (scene->items[i].kind != MRS_ITEM_TEXT) {
        i++;
    }
    return pango_layout_get_text(scene->items[i].text.layout);
}

/* The middle of an incident's marker; an incident is drawn once. */
static mrs_point marker_of(const mrs_scene *scene, size_t number)
{
    char id[32];
    snprintf(id, sizeof id, "incident-%zu", number);
    long begin = find_group(scene, id);
    if (begin < 0) {
        fail_msg("%s is not drawn", id);
    }
    size_t i = (size_t)begin;
    while (scene->items[i].kind != MRS_ITEM_MARKER) {
        i++;
    }
    return scene->items[i].marker.centre;
}

static void ids_are_unique(const mrs_scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.id) {
            if (find_group(scene, item->group.id) != (long)i) {
                fail_msg("%s stands twice", item->group.id);
            }
        }
    }
}

/* --- Insets --- */

static void an_inset_where_incidents_crowd(void **state)
{
    (void)state;
    mrs_rect boxes[2];
    for (int backwards = 0; backwards <= 1; backwards++) {
        marsad_events *events = crowd(backwards);
        marsad_map *map = compose(events, NULL);
        const mrs_scene *scene = mrs_map_scene(map);
        assert_int_equal(marsad_map_describe(map)->insets, 1);
        assert_int_equal(marsad_map_describe(map)->drawn, CROWD);
        boxes[backwards] = last_rect(scene, "inset-1-frame");
        for (size_t row = 0; row < CROWD; row++) {
            size_t number = backwards ? CROWD - row : row + 1;
            bool inside = mrs_rect_has(boxes[backwards], marker_of(scene, number));
            assert_int_equal(inside, row < SUBURBS);
        }
        assert_string_equal(first_text(scene, "inset-1-heading"), "\u2068Tripoli\u2069");
        assert_non_null(strstr(first_text(scene, "inset-1-extent"), "incidents: 14"));
        ids_are_unique(scene);
        marsad_map_free(map);
        marsad_events_free(events);
    }
    assert_memory_equal(&boxes[0], &boxes[1], sizeof boxes[0]);
}

static void no_inset_where_nothing_is_gained(void **state)
{
    (void)state;
    marsad_map_options options = marsad_map_defaults();
    marsad_events *events = spread_evenly();
    marsad_map *map = compose(events, &options);
    assert_int_equal(marsad_map_describe(map)->insets, 0);
    marsad_map_free(map);
    marsad_events_free(events);

    /* Twenty at one place stay together at any scale. */
    char text[2048] = "type,lon,lat\nclash,10,25\nclash,24,32\nclash,20,30\n";
    for (int i = 0; i < 20; i++) {
        strcat(text, "clash,13.2,32.9\n");
    }
    events = read_table(text);
    map = compose(events, &options);
    assert_int_equal(marsad_map_describe(map)->insets, 0);
    marsad_map_free(map);
    marsad_events_free(events);

    events = crowd(false);
    static const marsad_map_as without[] = {MARSAD_AS_CALLOUTS, MARSAD_AS_HEXBIN,
                                            MARSAD_AS_DENSITY};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        options.as = without[i];
        map = compose(events, &options);
        assert_int_equal(marsad_map_describe(map)->insets, 0);
        marsad_map_free(map);
    }
    options.as = MARSAD_AS_AUTO;
    options.no_inset = true;
    map = compose(events, &options);
    assert_int_equal(marsad_map_describe(map)->insets, 0);
    assert_int_equal(find_group(mrs_map_scene(map), "inset-1"), -1);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* What stands in the inset stands at the same share of its rectangle on the main map. */
static void the_extent_is_the_ground_of_the_inset(void **state)
{
    (void)state;
    const marsad_map_inset inset = {{13.2, 32.85}, 30000, "Capital"};
    marsad_map_options options = marsad_map_defaults();
    marsad_events *events = crowd(false);
    options.as = MARSAD_AS_POINTS;
    options.no_inset = true;
    marsad_map *plain = compose(events, &options);
    options.no_inset = false;
    options.insets = &inset;
    options.inset_count = 1;
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    mrs_rect extent = last_rect(scene, "inset-1-extent");
    mrs_rect frame = last_rect(scene, "inset-1-frame");
    assert_string_equal(first_text(scene, "inset-1-heading"), "\u2068Capital\u2069");
    double larger = frame.w / extent.w;
    assert_true(larger > 5);
    assert_true(fabs(frame.h / extent.h - larger) < larger * 0.01);
    static const size_t alone[] = {1, 2, 4}; /* far from the others: not moved aside */
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++) {
        mrs_point at = marker_of(scene, alone[i]);
        assert_true(mrs_rect_has(frame, at));
    }
    for (size_t number = SUBURBS + 1; number <= CROWD; number++) {
        mrs_point on_main = marker_of(mrs_map_scene(plain), number);
        mrs_point here = marker_of(scene, number);
        assert_true(hypot(on_main.x - here.x, on_main.y - here.y) < 0.01);
        assert_false(mrs_rect_has(extent, here));
    }
    /* 60 km across, by geodesics, at the scale that the main map has there. */
    mrs_point west = marker_of(mrs_map_scene(plain), 15);
    mrs_point east = marker_of(mrs_map_scene(plain), 17);
    double px = hypot(east.x - west.x, east.y - west.y);
    marsad_geodesic between =
        marsad_geodesic_between((marsad_lonlat){15.09, 32.37}, (marsad_lonlat){20.07, 32.12});
    assert_true(fabs(extent.w * between.distance_m / px / 60000 - 1) < 0.03);
    marsad_map_free(map);
    marsad_map_free(plain);
    marsad_events_free(events);
}

static void several_insets_are_lettered(void **state)
{
    (void)state;
    const marsad_map_inset insets[] = {{{13.2, 32.85}, 25000, "Tripoli"},
                                       {{20.07, 32.12}, 30000, NULL}};
    marsad_map_options options = marsad_map_defaults();
    marsad_events *events = crowd(false);
    options.insets = insets;
    options.inset_count = 2;
    options.lang = MARSAD_LANG_AR;
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    mrs_rect one = last_rect(scene, "inset-1-frame");
    mrs_rect two = last_rect(scene, "inset-2-frame");
    assert_int_equal(marsad_map_describe(map)->insets, 2);
    assert_int_equal(marsad_map_describe(map)->drawn, CROWD);
    assert_false(mrs_rect_overlaps(one, two));
    assert_ptr_equal(strstr(first_text(scene, "inset-1-heading"), "أ"),
                     first_text(scene, "inset-1-heading"));
    assert_non_null(strstr(first_text(scene, "inset-2-heading"), "بنغازي"));
    assert_non_null(strstr(first_text(scene, "inset-2-extent"), ": 1"));
    ids_are_unique(scene);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Whether a line of the group runs over a marker of an incident that stands outside the inset; and
 * how many lines there are. */
static bool lines_cross_markers(const mrs_scene *scene, const char *id, size_t *lines)
{
    long begin = find_group(scene, id);
    bool crossed = false;
    *lines = 0;
    assert_true(begin >= 0);
    for (size_t i = (size_t)begin; i < end_of_group(scene, (size_t)begin); i++) {
        const mrs_item *line = &scene->items[i];
        if (line->kind != MRS_ITEM_PATH) {
            continue;
        }
        ++*lines;
        for (size_t m = 0; m < scene->count; m++) {
            const mrs_item *item = &scene->items[m];
            if (item->kind == MRS_ITEM_MARKER) {
                double r = scene->markers[item->marker.marker_kind].radius;
                mrs_point at = item->marker.centre;
                mrs_rect box = {at.x - r, at.y - r, 2 * r, 2 * r};
                crossed |= mrs_rect_crosses(box, line->path.points[0], line->path.points[1]);
            }
        }
    }
    return crossed;
}

/* Lines lead to an inset's ground, or a letter stands at both; no line runs over an incident. */
static void lines_or_letters(void **state)
{
    (void)state;
    size_t with[2] = {0, 0};
    marsad_events *events = crowd(false);
    for (int i = 0; i < 16; i++) {
        const marsad_map_inset inset = {{13.2, 32.85}, 26000.0 + 2000 * (i / 4), "Capital"};
        marsad_map_options options = marsad_map_defaults();
        options.as = i % 2 ? MARSAD_AS_NUMBERS : MARSAD_AS_POINTS;
        options.width_px = i % 4 < 2 ? 1600 : 1100;
        options.insets = &inset;
        options.inset_count = 1;
        marsad_map *map = compose(events, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        size_t lines;
        assert_false(lines_cross_markers(scene, "inset-1-extent", &lines));
        const char *heading = first_text(scene, "inset-1-heading");
        const char *tag = first_text(scene, "inset-1-extent");
        assert_int_equal(heading[0] == 'A', lines == 0);
        assert_int_equal(tag[0] == 'A', lines == 0);
        with[lines > 0]++;
        marsad_map_free(map);
    }
    assert_true(with[0] > 0 && with[1] > 0);
    marsad_events_free(events);
}

static void insets_that_cannot_be(void **state)
{
    (void)state;
    static const struct {
        marsad_map_inset insets[2];
        size_t count;
        const char *message;
    } cases[] = {
        {{{{2.35, 48.85}, 20000, "Paris"}}, 1, "Paris lies outside the map"},
        {{{{13.2, 32.9}, 100, "x"}}, 1, "from 0.5 to 2000 km"},
        {{{{13.2, 32.9}, 3e6, "x"}}, 1, "from 0.5 to 2000 km"},
        {{{{16, 29}, 900000, "Jufra"}}, 1, "no larger than the map"},
        {{{{13.2, 32.9}, 30000, "A"}, {{13.3, 32.9}, 30000, "B"}}, 2, "A and B show the same"},
        {{{{13.2, 32.9}, 30000, "A"}}, 5, "at most 4 insets, not 5"},
    };
    marsad_events *events = crowd(false);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.insets = cases[i].insets;
        options.inset_count = cases[i].count;
        refuses(events, &options, MARSAD_ERR_USAGE, cases[i].message);
    }
    marsad_map_options options = marsad_map_defaults();
    options.insets = cases[0].insets;
    options.inset_count = 1;
    options.facet = "type";
    refuses(events, &options, MARSAD_ERR_USAGE, "small multiples have no insets");
    options.facet = NULL;
    options.as = MARSAD_AS_HEXBIN;
    refuses(events, &options, MARSAD_ERR_USAGE, "shown as hexbin have no insets");
    marsad_events_free(events);
}

/* --- Small multiples --- */

static const char months[] = "date,type,actor1,lon,lat\n"
                             "2020-01-05,clash,LNA,13,32\n"
                             "2020-01-31,clash,LNA,20,30\n"
                             "2020-03-01,riot,GNA,13,32\n"
                             "2020-03,riot,LNA,15,26\n"
                             "2020,drone,,15,27\n"
                             ",drone,GNA,16,27\n";

/* In which facet's frame an incident's marker stands; in no other. */
static size_t facet_of(const mrs_scene *scene, size_t number, size_t count)
{
    size_t found = 0;
    for (size_t f = 1; f <= count; f++) {
        char id[32];
        snprintf(id, sizeof id, "facet-%zu-frame", f);
        if (mrs_rect_has(last_rect(scene, id), marker_of(scene, number))) {
            assert_int_equal(found, 0);
            found = f;
        }
    }
    return found;
}

static void a_map_for_each_month(void **state)
{
    (void)state;
    static const char *const headings[][4] = {
        {"January 2020", "February 2020", "March 2020", "Exact date not known"},
        {"يناير 2020", "فبراير 2020", "مارس 2020", "التاريخ الدقيق غير معروف"},
        {"janvier 2020", "février 2020", "mars 2020", "Date exacte inconnue"}};
    static const size_t expected[] = {1, 1, 3, 3, 4, 4};
    marsad_events *events = read_table(months);
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        marsad_map_options options = marsad_map_defaults();
        options.facet = "month";
        options.lang = lang;
        marsad_map *map = compose(events, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        assert_int_equal(marsad_map_describe(map)->facets, 4);
        assert_int_equal(marsad_map_describe(map)->drawn, 6);
        for (size_t f = 0; f < 4; f++) {
            char id[32];
            snprintf(id, sizeof id, "facet-%zu-heading", f + 1);
            if (!strstr(first_text(scene, id), headings[lang][f])) {
                fail_msg("%s: %s", id, first_text(scene, id));
            }
        }
        for (size_t i = 0; i < 6; i++) {
            assert_int_equal(facet_of(scene, i + 1, 4), expected[i]);
        }
        ids_are_unique(scene);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static void facets_share_ground_and_scale(void **state)
{
    (void)state;
    marsad_events *events = read_table(months);
    marsad_map_options options = marsad_map_defaults();
    options.facet = "month";
    for (int lang = 0; lang < 2; lang++) {
        options.lang = lang ? MARSAD_LANG_AR : MARSAD_LANG_EN;
        marsad_map *map = compose(events, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        mrs_rect first = last_rect(scene, "facet-1-frame");
        mrs_rect second = last_rect(scene, "facet-2-frame");
        mrs_rect third = last_rect(scene, "facet-3-frame");
        mrs_point one = marker_of(scene, 1);
        mrs_point same = marker_of(scene, 3);
        assert_true(fabs(first.w - third.w) < 1e-6 && fabs(first.h - third.h) < 1e-6);
        assert_true(fabs((one.x - first.x) - (same.x - third.x)) < 0.01);
        assert_true(fabs((one.y - first.y) - (same.y - third.y)) < 0.01);
        assert_false(mrs_rect_overlaps(first, second));
        assert_true(lang ? first.x > second.x : first.x < second.x);
        assert_true(find_group(scene, "facet-1-scale-bar") >= 0);
        assert_int_equal(find_group(scene, "facet-2-scale-bar"), -1);
        assert_true(find_group(scene, "legend") >= 0);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* The colours of the filled paths in a group. */
static size_t fills_in(const mrs_scene *scene, const char *id, mrs_color *out, size_t capacity)
{
    long begin = find_group(scene, id);
    size_t count = 0;
    assert_true(begin >= 0);
    for (size_t i = (size_t)begin; i < end_of_group(scene, (size_t)begin); i++) {
        if (scene->items[i].kind == MRS_ITEM_PATH && count < capacity) {
            out[count++] = scene->items[i].paint.fill;
        }
    }
    return count;
}

/* Hexagons of one incident have one colour, whatever else stands in their own map. */
static void facets_share_classes(void **state)
{
    (void)state;
    char text[4096] = "date,type,lon,lat\n2020-01-05,clash,13,32\n2020-01-06,clash,20,25\n"
                      "2020-02-06,clash,13,32\n2020-02-06,clash,15,30\n2020-02-06,clash,15,30\n";
    for (int i = 0; i < 60; i++) {
        strcat(text, "2020-02-07,clash,20,25\n");
    }
    marsad_events *events = read_table(text);
    marsad_map_options options = marsad_map_defaults();
    options.facet = "month";
    options.as = MARSAD_AS_HEXBIN;
    marsad_map *map = compose(events, &options);
    mrs_color first[8];
    mrs_color second[8];
    size_t first_count = fills_in(mrs_map_scene(map), "facet-1-incidents", first, 8);
    size_t second_count = fills_in(mrs_map_scene(map), "facet-2-incidents", second, 8);
    assert_int_equal(first_count, 1);
    assert_int_equal(second_count, 3);
    assert_true(mrs_color_equals(first[0], second[0]));
    ids_are_unique(mrs_map_scene(map));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* --- Nothing is cut at the frame --- */

/* Many incidents at the northern and western ends of the ground, fewer at the others. */
static marsad_events *heavy_ends(void)
{
    static const double ends[][2] = {{13.2, 32.9}, {9.5, 28}, {24.5, 30}, {18, 23}};
    char text[16384] = "date,type,lon,lat\n";
    size_t used = strlen(text);
    for (int i = 0; i < 180; i++) {
        const double *at = ends[i % 9 < 6 ? i % 3 % 2 : i % 4];
        used += (size_t)snprintf(text + used, sizeof text - used, "2020-%02d-03,clash,%.1f,%.1f\n",
                                 1 + i % 2 * 3 + i % 3, at[0], at[1]);
    }
    return read_table(text);
}

/* The frames of the sheet, and how many circles and markers of incidents stand across an edge of
 * one that they touch. */
static size_t symbols_cut(const mrs_scene *scene, const mrs_rect *frames, size_t count)
{
    size_t cut = 0;
    size_t symbols = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        bool circle = item->kind == MRS_ITEM_CIRCLE;
        double r = circle                          ? item->circle.radius
                   : item->kind == MRS_ITEM_MARKER ? scene->markers[item->marker.marker_kind].radius
                                                   : 0;
        mrs_point at = circle ? item->circle.centre : item->marker.centre;
        for (size_t f = 0; r > 0 && f < count; f++) {
            mrs_rect box = {at.x - r, at.y - r, 2 * r, 2 * r};
            if (mrs_rect_has(frames[f], at)) {
                symbols++;
                cut += !mrs_rect_inside(box, frames[f]);
            }
        }
    }
    assert_true(symbols > 8);
    return cut;
}

static void nothing_is_cut_at_the_frame(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1600, 1200}, {794, 1123}, {900, 700}};
    marsad_events *events = heavy_ends();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int facets = 0; facets <= 1; facets++) {
            marsad_map_options options = marsad_map_defaults();
            options.width_px = sizes[i][0];
            options.height_px = sizes[i][1];
            options.as = MARSAD_AS_GROUPS;
            options.facet = facets ? "month" : NULL;
            marsad_map *map = compose(events, &options);
            const mrs_scene *scene = mrs_map_scene(map);
            mrs_rect frames[MARSAD_MOST_FACETS] = {{0}};
            size_t count = facets ? marsad_map_describe(map)->facets : 1;
            for (size_t f = 0; f < count; f++) {
                char id[32] = "frame";
                if (facets) {
                    snprintf(id, sizeof id, "facet-%zu-frame", f + 1);
                }
                frames[f] = last_rect(scene, id);
            }
            assert_int_equal(symbols_cut(scene, frames, count), 0);
            marsad_map_free(map);
        }
    }
    marsad_events_free(events);
}

/* Room is left for callouts, and less for what needs less: the scale of the same ground. */
static void symbols_get_less_room_than_callouts(void **state)
{
    (void)state;
    marsad_events *events = read_table("type,lon,lat\nclash,13.2,32.9\nclash,20.1,32.1\n"
                                       "clash,23.3,24.2\nclash,10.2,25\n");
    mrs_rect apart[2];
    for (int numbers = 0; numbers <= 1; numbers++) {
        marsad_map_options options = marsad_map_defaults();
        options.as = numbers ? MARSAD_AS_POINTS : MARSAD_AS_CALLOUTS;
        marsad_map *map = compose(events, &options);
        mrs_point west = marker_of(mrs_map_scene(map), 4);
        mrs_point east = marker_of(mrs_map_scene(map), 3);
        apart[numbers] = (mrs_rect){west.x, west.y, east.x - west.x, 0};
        marsad_map_free(map);
    }
    assert_true(apart[1].w > apart[0].w * 1.1);
    marsad_events_free(events);
}

static void no_failed_allocation_is_lost(void **state)
{
    (void)state;
    marsad_events *events = crowd(false);
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    for (int facets = 0; facets <= 1; facets++) {
        marsad_map_options options = marsad_map_defaults();
        options.width_px = 800;
        options.height_px = 600;
        options.facet = facets ? "type" : NULL;
        size_t refused = 0;
        for (long nth = 1; nth < 6000; nth += 157) {
            marsad_map *map = NULL;
            mrs_alloc_fail_at(nth);
            marsad_status status = marsad_map_compose(&sources, &options, &map, NULL);
            mrs_alloc_fail_at(0);
            assert_true(status == MARSAD_OK || status == MARSAD_ERR_MEMORY);
            assert_int_equal(map == NULL, status != MARSAD_OK);
            refused += status != MARSAD_OK;
            marsad_map_free(map);
        }
        assert_true(refused > 5);
    }
    marsad_events_free(events);
}

static void a_map_for_each_value(void **state)
{
    (void)state;
    static const struct {
        const char *facet;
        size_t count, facet_of_first, facet_of_last;
        const char *heading;                 /* of the first */
    } cases[] = {{"actor1", 3, 1, 2, "LNA"}, /* three, two, and one that does not say */
                 {"ACTOR1", 3, 1, 2, "LNA"},  {"type", 3, 1, 2, "Clash"}, {"year", 2, 1, 2, "2020"},
                 {"week", 10, 1, 10, "2020"}, {"lon", 4, 1, 3, "13"}};
    marsad_events *events = read_table(months);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.facet = cases[i].facet;
        marsad_map *map = compose(events, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        assert_int_equal(marsad_map_describe(map)->facets, cases[i].count);
        assert_int_equal(facet_of(scene, 1, cases[i].count), cases[i].facet_of_first);
        assert_int_equal(facet_of(scene, 6, cases[i].count), cases[i].facet_of_last);
        assert_non_null(strstr(first_text(scene, "facet-1-heading"), cases[i].heading));
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static void facets_that_cannot_be(void **state)
{
    (void)state;
    marsad_map_options options = marsad_map_defaults();
    marsad_events *events = read_table(months);
    options.facet = "day";
    refuses(events, &options, MARSAD_ERR_USAGE, "each day would be 58 maps");
    refuses(events, &options, MARSAD_ERR_USAGE, "at most 24; choose a longer period");
    options.facet = "colour";
    refuses(events, &options, MARSAD_ERR_INPUT, "no column \"colour\"");
    marsad_events_free(events);
    events = crowd(false);
    options.facet = "month";
    refuses(events, &options, MARSAD_ERR_INPUT, "a date that says its month");
    options.facet = "id";
    refuses(events, &options, MARSAD_ERR_USAGE, "each id would be 26 maps");
    options.facet = "lat";
    options.has_bbox = true;
    options.bbox = (marsad_bbox){-10, 50, 0, 55};
    refuses(events, &options, MARSAD_ERR_INPUT, "lies here");
    marsad_events_free(events);
}

/* --- Periods --- */

static void periods_follow_the_calendar(void **state)
{
    (void)state;
    static const struct {
        const char *dates[2];
        marsad_every every;
        size_t count;
        marsad_span first, last;
    } cases[] = {
        {{"2020-02-28", "2020-03-01"},
         MARSAD_EVERY_DAY,
         3,
         {{2020, 2, 28}, {2020, 2, 28}},
         {{2020, 3, 1}, {2020, 3, 1}}},
        {{"2020-01-01", "2020-01-06"},
         MARSAD_EVERY_WEEK,
         2,
         {{2019, 12, 30}, {2020, 1, 5}},
         {{2020, 1, 6}, {2020, 1, 12}}},
        {{"2019-11", "2020-02-01"},
         MARSAD_EVERY_MONTH,
         4,
         {{2019, 11, 0}, {2019, 11, 0}},
         {{2020, 2, 0}, {2020, 2, 0}}},
        {{"1969-12-29", "1969-12-28"},
         MARSAD_EVERY_WEEK,
         2,
         {{1969, 12, 22}, {1969, 12, 28}},
         {{1969, 12, 29}, {1970, 1, 4}}},
        {{"2018", "2020-05-05"},
         MARSAD_EVERY_YEAR,
         3,
         {{2018, 0, 0}, {2018, 0, 0}},
         {{2020, 0, 0}, {2020, 0, 0}}},
        {{"2020-01-01", "2020-02-29"},
         MARSAD_EVERY_AUTO,
         60,
         {{2020, 1, 1}, {2020, 1, 1}},
         {{2020, 2, 29}, {2020, 2, 29}}},
        {{"2020-01-01", "2020-03-01"},
         MARSAD_EVERY_AUTO,
         9,
         {{2019, 12, 30}, {2020, 1, 5}},
         {{2020, 2, 24}, {2020, 3, 1}}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        marsad_span *spans;
        size_t count;
        snprintf(text, sizeof text, "date,type,lon,lat\n%s,clash,13,32\n%s,clash,14,31\n",
                 cases[i].dates[0], cases[i].dates[1]);
        marsad_events *events = read_table(text);
        assert_int_equal(marsad_map_periods(events, cases[i].every, &spans, &count, NULL),
                         MARSAD_OK);
        assert_int_equal(count, cases[i].count);
        assert_memory_equal(&spans[0], &cases[i].first, sizeof *spans);
        assert_memory_equal(&spans[count - 1], &cases[i].last, sizeof *spans);
        marsad_map_periods_free(spans);
        marsad_events_free(events);
    }
}

static void periods_that_cannot_be(void **state)
{
    (void)state;
    marsad_span *spans;
    size_t count;
    marsad_error error = {0};
    marsad_events *events = read_table("date,type,lon,lat\n2020,clash,13,32\n,clash,14,31\n");
    assert_int_equal(marsad_map_periods(events, MARSAD_EVERY_DAY, &spans, &count, &error),
                     MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "says its day"));
    marsad_events_free(events);
    events = read_table("date,type,lon,lat\n2010-01-01,clash,13,32\n2020-01-01,clash,14,31\n");
    assert_int_equal(marsad_map_periods(events, MARSAD_EVERY_DAY, &spans, &count, &error),
                     MARSAD_ERR_USAGE);
    assert_non_null(strstr(error.message, "3653 maps"));
    marsad_events_free(events);
}

/* --- The pictures of an animation --- */

static const char days[] = "date,end_date,type,lon,lat\n"
                           "2020-01-05,2020-01-07,clash,13,32\n"
                           "2020-01-06,,riot,20,30\n"
                           "2020-01,,drone,15,27\n"
                           "2020-01-09,,drone,22,25\n";

static size_t drawn_on(const marsad_events *events, marsad_date from, marsad_date to,
                       const mrs_rect *frame, const char *legend_end)
{
    marsad_map_options options = marsad_map_defaults();
    options.only_from = from;
    options.only_to = to;
    options.trail = true;
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    const marsad_map_summary *summary = marsad_map_describe(map);
    mrs_rect own = last_rect(scene, "frame");
    assert_memory_equal(&own, frame, sizeof own);
    assert_int_equal(summary->drawn + summary->other_days, 4);
    assert_int_equal(summary->outside, 0);
    assert_int_equal(find_group(scene, "outside"), -1);
    assert_string_equal(first_text(scene, "legend"), legend_end);
    size_t drawn = summary->drawn;
    marsad_map_free(map);
    return drawn;
}

static void only_the_days_asked_for(void **state)
{
    (void)state;
    marsad_events *events = read_table(days);
    marsad_map *whole = compose(events, NULL);
    mrs_rect frame = last_rect(mrs_map_scene(whole), "frame");
    const char *legend = first_text(mrs_map_scene(whole), "legend");
    static const struct {
        marsad_date from, to;
        size_t drawn;
    } cases[] = {{{2020, 1, 4}, {2020, 1, 4}, 0},  {{2020, 1, 5}, {2020, 1, 5}, 1},
                 {{2020, 1, 6}, {2020, 1, 6}, 2},  {{2020, 1, 7}, {2020, 1, 7}, 1},
                 {{2020, 1, 8}, {2020, 1, 8}, 0},  {{2020, 1, 0}, {2020, 1, 0}, 4},
                 {{2020, 1, 2}, {2020, 1, 31}, 3}, {{2020, 0, 0}, {2020, 0, 0}, 4},
                 {{2021, 0, 0}, {2021, 0, 0}, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(drawn_on(events, cases[i].from, cases[i].to, &frame, legend),
                         cases[i].drawn);
    }
    marsad_map_free(whole);
    marsad_events_free(events);
}

/* What is drawn on two maps stands at the same place on both; names too. */
static void maps_of_days_do_not_jump(void **state)
{
    (void)state;
    marsad_events *events = crowd(false);
    marsad_map_options options = marsad_map_defaults();
    marsad_map *whole = compose(events, &options);
    options.only_from = options.only_to = (marsad_date){2020, 1, 8};
    marsad_map *none = compose(events, &options);
    assert_int_equal(marsad_map_describe(none)->drawn, 0);
    static const char *const ids[] = {"inset-1-frame", "inset-1-extent", "frame"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        mrs_rect a = last_rect(mrs_map_scene(whole), ids[i]);
        mrs_rect b = last_rect(mrs_map_scene(none), ids[i]);
        assert_memory_equal(&a, &b, sizeof a);
    }
    assert_non_null(strstr(first_text(mrs_map_scene(none), "inset-1-extent"), "incidents: 0"));
    marsad_map_free(none);
    marsad_map_free(whole);
    marsad_events_free(events);

    events = read_table(days);
    options = marsad_map_defaults();
    whole = compose(events, &options);
    options.only_from = options.only_to = (marsad_date){2020, 1, 9};
    marsad_map *one = compose(events, &options);
    mrs_point a = marker_of(mrs_map_scene(whole), 4);
    mrs_point b = marker_of(mrs_map_scene(one), 4);
    assert_memory_equal(&a, &b, sizeof a);
    mrs_rect box = last_rect(mrs_map_scene(whole), "callout-4");
    mrs_rect same = last_rect(mrs_map_scene(one), "callout-4");
    assert_memory_equal(&box, &same, sizeof box);
    assert_int_equal(find_group(mrs_map_scene(one), "callout-1"), -1);
    assert_int_equal(find_group(mrs_map_scene(one), "incident-1"), -1);
    marsad_map_free(one);
    marsad_map_free(whole);
    marsad_events_free(events);
}

static size_t circles_in(const mrs_scene *scene, const char *id)
{
    long begin = find_group(scene, id);
    size_t count = 0;
    for (size_t i = (size_t)begin; begin >= 0 && i < end_of_group(scene, (size_t)begin); i++) {
        count += scene->items[i].kind == MRS_ITEM_CIRCLE;
    }
    return count;
}

static void earlier_days_leave_a_trail(void **state)
{
    (void)state;
    marsad_events *events = read_table(days);
    marsad_map_options options = marsad_map_defaults();
    options.only_from = options.only_to = (marsad_date){2020, 1, 8};
    options.trail = true;
    marsad_map *map = compose(events, &options);
    assert_int_equal(circles_in(mrs_map_scene(map), "trail"), 2);
    marsad_map_free(map);
    options.trail = false;
    map = compose(events, &options);
    assert_int_equal(find_group(mrs_map_scene(map), "trail"), -1);
    marsad_map_free(map);
    marsad_events_free(events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_inset_where_incidents_crowd),
        cmocka_unit_test(no_inset_where_nothing_is_gained),
        cmocka_unit_test(the_extent_is_the_ground_of_the_inset),
        cmocka_unit_test(several_insets_are_lettered),
        cmocka_unit_test(lines_or_letters),
        cmocka_unit_test(insets_that_cannot_be),
        cmocka_unit_test(a_map_for_each_month),
        cmocka_unit_test(facets_share_ground_and_scale),
        cmocka_unit_test(facets_share_classes),
        cmocka_unit_test(nothing_is_cut_at_the_frame),
        cmocka_unit_test(symbols_get_less_room_than_callouts),
        cmocka_unit_test(no_failed_allocation_is_lost),
        cmocka_unit_test(a_map_for_each_value),
        cmocka_unit_test(facets_that_cannot_be),
        cmocka_unit_test(periods_follow_the_calendar),
        cmocka_unit_test(periods_that_cannot_be),
        cmocka_unit_test(only_the_days_asked_for),
        cmocka_unit_test(maps_of_days_do_not_jump),
        cmocka_unit_test(earlier_days_leave_a_trail),
    };
    return cmocka_run_group_tests(tests, open_maps, close_maps);
}
