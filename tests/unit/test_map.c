/*
 * map/: properties that every map must have, on the sample and on random incidents: labels and
 * callouts cover neither each other nor a marker, nothing leaves the frame, every incident is drawn
 * or counted, the scale bar is right, and the same input gives the same bytes.
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
#include <libxml/parser.h>
#include <malloc.h>
#include <math.h>

#include "ask_svg.h"
#include "base/file.h"
#include "base/memory.h"
#include "made_map.h"
#include "map/basemap.h"
#include "map/sheet.h"
#include "random.h"

static marsad_map *compose(const marsad_events *events, const marsad_map_options *options)
{
    return compose_in(style, events, options);
}

/* --- What stands on the ground, read back from the scene --- */

enum { MOST_BOXES = 2000 };

typedef struct boxes {
    mrs_rect labels[MOST_BOXES], callouts[MOST_BOXES], markers[MOST_BOXES];
    size_t label_count, callout_count, marker_count;
    mrs_rect frame;
    double panel_bottom, credits_top;
} boxes;

static void take_item(const mrs_scene *scene, const mrs_item *item, const char *css, boxes *out)
{
    if (strcmp(css, "callout") == 0) {
        if (item->kind == MRS_ITEM_RECT) {
            out->callouts[out->callout_count++] = item->rect.box;
        }
    } else if (strncmp(css, "incident type-", 14) == 0) {
        if (item->kind != MRS_ITEM_MARKER) {
            return; /* the badge with its number */
        }
        double r = scene->markers[item->marker.marker_kind].radius;
        out->markers[out->marker_count++] =
            (mrs_rect){item->marker.centre.x - r, item->marker.centre.y - r, 2 * r, 2 * r};
    } else if (strncmp(css, "layer ", 6) == 0 && item->kind == MRS_ITEM_TEXT) {
        out->labels[out->label_count++] = ink_of(item);
    } else if ((strcmp(css, "legend") == 0 || strcmp(css, "incident-list") == 0) &&
               item->kind == MRS_ITEM_TEXT) {
        mrs_rect ink = ink_of(item);
        out->panel_bottom = fmax(out->panel_bottom, ink.y + ink.h);
    } else if (strcmp(css, "credits") == 0 && item->kind == MRS_ITEM_TEXT) {
        out->credits_top = ink_of(item).y;
    } else if (strcmp(css, "frame") == 0 && item->kind == MRS_ITEM_RECT) {
        out->frame = item->rect.box;
    }
}

static boxes *read_boxes(const mrs_scene *scene)
{
    boxes *out = calloc(1, sizeof *out);
    const char *open[32] = {""};
    size_t depth = 0;
    assert_non_null(out);
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN) {
            open[++depth] = item->group.css ? item->group.css : "";
        } else if (item->kind == MRS_ITEM_GROUP_END) {
            depth--;
        } else {
            take_item(scene, item, open[depth], out);
        }
    }
    assert_int_equal(depth, 0);
    return out;
}

static void none_overlap(const mrs_rect *a, size_t a_count, const mrs_rect *b, size_t b_count,
                         const char *what)
{
    for (size_t i = 0; i < a_count; i++) {
        for (size_t j = 0; j < b_count; j++) {
            if ((a != b || i != j) && mrs_rect_overlaps(a[i], b[j])) {
                fail_msg("%s: (%.1f %.1f %.1f %.1f) and (%.1f %.1f %.1f %.1f)", what, a[i].x,
                         a[i].y, a[i].w, a[i].h, b[j].x, b[j].y, b[j].w, b[j].h);
            }
        }
    }
}

static void all_inside(const mrs_rect *rects, size_t count, mrs_rect frame, const char *what)
{
    for (size_t i = 0; i < count; i++) {
        if (!mrs_rect_inside(rects[i], frame)) {
            fail_msg("%s leaves the frame at %.1f %.1f", what, rects[i].x, rects[i].y);
        }
    }
}

static void check_map(const marsad_map *map)
{
    boxes *b = read_boxes(mrs_map_scene(map));
    const marsad_map_summary *summary = marsad_map_describe(map);
    none_overlap(b->labels, b->label_count, b->labels, b->label_count, "two labels");
    none_overlap(b->labels, b->label_count, b->callouts, b->callout_count, "label and callout");
    none_overlap(b->labels, b->label_count, b->markers, b->marker_count, "label and marker");
    none_overlap(b->callouts, b->callout_count, b->callouts, b->callout_count, "two callouts");
    none_overlap(b->callouts, b->callout_count, b->markers, b->marker_count, "callout and marker");
    all_inside(b->labels, b->label_count, b->frame, "a label");
    all_inside(b->callouts, b->callout_count, b->frame, "a callout");
    assert_true(b->panel_bottom <= b->credits_top);
    assert_true(b->credits_top > 0);
    assert_int_equal(b->marker_count, summary->drawn);
    size_t called_out = b->callout_count + summary->callouts_dropped;
    assert_int_equal(called_out, summary->as == MARSAD_AS_CALLOUTS ? summary->drawn : 0);
    assert_int_equal(summary->drawn + summary->outside + summary->unplaced + summary->ambiguous,
                     summary->incidents);
    free(b);
}

static const mrs_item *group_of(const mrs_scene *scene, const char *id)
{
    long i = find_group(scene, id);
    if (i < 0) {
        fail_msg("no group %s", id);
    }
    return &scene->items[i];
}

/* --- The sample --- */

static void a_few_callouts_give_way_to_numbers(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map_options options = marsad_map_defaults();
    assert_int_equal(marsad_map_size_parse("120mmx80mm", &options, NULL), MARSAD_OK);
    marsad_map *map = compose(events, &options);
    assert_int_equal(marsad_map_describe(map)->as, MARSAD_AS_NUMBERS);
    marsad_map_free(map);
    options.as =
        MARSAD_AS_CALLOUTS; /* whoever asks for them has them, as many as there is room for */
    map = compose(events, &options);
    assert_int_equal(marsad_map_describe(map)->as, MARSAD_AS_CALLOUTS);
    assert_true(marsad_map_describe(map)->callouts_dropped > 3);
    marsad_map_free(map);
    marsad_events_free(events);
}

static void the_sample_in_each_language(void **state)
{
    (void)state;
    marsad_events *events = sample();
    for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
        marsad_map_options options = marsad_map_defaults();
        options.lang = lang;
        marsad_map *map = compose(events, &options);
        const marsad_map_summary *summary = marsad_map_describe(map);
        check_map(map);
        assert_int_equal(summary->incidents, 10);
        assert_int_equal(summary->drawn, 10);
        assert_int_equal(summary->unplaced, 0);
        assert_true(summary->callouts_dropped <= 1); /* seven of them crowd in Tripoli */
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static size_t count_texts(const mrs_scene *scene, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        count += item->kind == MRS_ITEM_TEXT &&
                 strcmp(pango_layout_get_text(item->text.layout), text) == 0;
    }
    return count;
}

static void the_sample_in_two_languages(void **state)
{
    (void)state;
    static const marsad_lang langs[] = {MARSAD_LANG_EN, MARSAD_LANG_AR, MARSAD_LANG_FR};
    marsad_events *events = sample();
    for (size_t i = 0; i < 9; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.lang = langs[i / 3];
        options.second_lang = langs[i % 3];
        options.bilingual = true;
        marsad_map *map = compose(events, &options);
        check_map(map);
        const mrs_scene *scene = mrs_map_scene(map);
        bool arabic = options.lang == MARSAD_LANG_AR || options.second_lang == MARSAD_LANG_AR;
        bool latin = options.lang != MARSAD_LANG_AR || options.second_lang != MARSAD_LANG_AR;
        assert_int_equal(count_texts(scene, "Zliten"), latin); /* once, though it is both's */
        assert_int_equal(count_texts(scene, "زليتن"), arabic);
        assert_string_equal(scene->language, marsad_lang_code(options.lang));
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static void the_sample_in_many_sizes_and_areas(void **state)
{
    (void)state;
    static const struct {
        int width, height;
        bool has_bbox;
        marsad_bbox bbox;
        const char *crs;
    } cases[] = {{700, 900, false, {0, 0, 0, 0}, NULL},
                 {600, 900, false, {0, 0, 0, 0}, NULL},
                 {800, 600, false, {0, 0, 0, 0}, NULL},
                 {1000, 1400, true, {13, 32.7, 13.5, 33}, NULL},
                 {1000, 1000, false, {0, 0, 0, 0}, "EPSG:32633"},
                 {2400, 1000, false, {0, 0, 0, 0}, "EPSG:3857"},
                 {1200, 900, true, {13, 32.7, 13.5, 33}, NULL},
                 {1200, 900, true, {8, 18, 28, 38}, NULL},
                 {1200, 900, true, {-170, -60, 170, 75}, NULL},
                 {1200, 900, true, {170, -50, -170, -10}, NULL},
                 {1200, 900, true, {-180, 60, 180, 90}, NULL}};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.width_px = cases[i].width;
        options.height_px = cases[i].height;
        options.has_bbox = cases[i].has_bbox;
        options.bbox = cases[i].bbox;
        options.crs = cases[i].crs;
        marsad_map *map = compose(events, &options);
        check_map(map);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* The scale that is written is that of the paper, reduced or not. */
static void check_scale(const marsad_map *map, double width_mm)
{
    const mrs_scene *scene = mrs_map_scene(map);
    const char *credits = NULL;
    const char *bar = NULL;
    double bar_px = 0;
    for (const mrs_item *item = group_of(scene, "scale-bar") + 1; item->kind != MRS_ITEM_GROUP_END;
         item++) {
        bar_px += item->kind == MRS_ITEM_RECT && item->rect.box.h < 10 ? item->rect.box.w : 0;
        bar = item->kind == MRS_ITEM_TEXT ? pango_layout_get_text(item->text.layout) : bar;
    }
    const mrs_item *item = group_of(scene, "credits");
    while (item->kind != MRS_ITEM_TEXT) {
        item++;
    }
    credits = strstr(pango_layout_get_text(item->text.layout), "1:");
    assert_non_null(credits);
    assert_non_null(bar);
    double denominator = 0;
    for (credits += 2; *credits == ',' || (*credits >= '0' && *credits <= '9'); credits++) {
        denominator = *credits == ',' ? denominator : denominator * 10 + (*credits - '0');
    }
    double bar_m = bar_px / scene->width * width_mm / 1000;
    /* two figures are written; the bar is true at its own latitude */
    assert_true(fabs(strtod(bar, NULL) * 1000 / bar_m / denominator - 1) < 0.05);
}

static void paper_keeps_the_properties(void **state)
{
    (void)state;
    static const char *const sizes[] = {
        "a3",           "a4", "a4-landscape", "letter",     "a5",
        "a5-landscape", "a6", "a6-landscape", "140mmx90mm", "120mmx95mm"};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
            marsad_map_options options = marsad_map_defaults();
            options.lang = lang;
            assert_int_equal(marsad_map_size_parse(sizes[i], &options, NULL), MARSAD_OK);
            marsad_map *map = compose(events, &options);
            check_map(map);
            if (lang == MARSAD_LANG_EN) {
                check_scale(map, options.width_mm);
            }
            marsad_map_free(map);
        }
    }
    marsad_events_free(events);
}

/* --- Random incidents --- */

static void random_incidents_keep_the_properties(void **state)
{
    (void)state;
    static const int counts[] = {1, 2, 5, 12, 16, 30, 80};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        const char *path = scratch_path("random.csv");
        FILE *file = fopen(path, "w");
        double spread = random_between(0.02, 6);
        assert_non_null(file);
        fputs("date,type,lon,lat,uncertainty_m,headline\n", file);
        for (int i = 0; i < counts[c]; i++) {
            fprintf(file, "2020-01-%02d,%s,%.5f,%.5f,%d,Report number %d of %s\n", 1 + i % 28,
                    marsad_incident_type_name((marsad_incident_type)(i % MARSAD_TYPE_COUNT)),
                    15 + random_between(-spread, spread), 29 + random_between(-spread, spread) / 2,
                    i % 3 * 5000, i,
                    i % 2 ? "a longer text that takes several lines" : "few words");
        }
        fclose(file);
        marsad_events *events = read_events(path);
        unlink(path);
        marsad_map_options options = marsad_map_defaults();
        /* check_map() counts a marker each; test_symbols.c has those in groups. */
        options.as = counts[c] > 40 ? MARSAD_AS_POINTS : MARSAD_AS_AUTO;
        marsad_map *map = compose(events, &options);
        check_map(map);
        assert_int_equal(marsad_map_describe(map)->drawn, counts[c]);
        marsad_map_free(map);
        marsad_events_free(events);
    }
}

static void nothing_to_frame_is_an_error(void **state)
{
    (void)state;
    const char *path = scratch_path("nowhere.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("location\nno such place anywhere\n", file);
    fclose(file);
    marsad_events *events = read_events(path);
    unlink(path);
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    marsad_map *map;
    marsad_error error;
    assert_int_equal(marsad_map_compose(&sources, NULL, &map, &error), MARSAD_ERR_INPUT);
    assert_null(map);
    assert_non_null(strstr(error.message, "no incident could be placed"));
    marsad_map_options options = marsad_map_defaults();
    options.has_bbox = true;
    options.bbox = (marsad_bbox){12, 30, 16, 34};
    map = compose(events, &options);
    assert_int_equal(marsad_map_describe(map)->unplaced, 1);
    marsad_map_free(map);
    marsad_events_free(events);
}

static void sizes_out_of_range_are_refused(void **state)
{
    (void)state;
    marsad_events *events = sample();
    static const int sizes[][2] = {{399, 1000}, {1000, 20001}, {400, 400}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.width_px = sizes[i][0];
        options.height_px = sizes[i][1];
        marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
        marsad_map *map;
        assert_int_equal(marsad_map_compose(&sources, &options, &map, NULL), MARSAD_ERR_USAGE);
        assert_null(map);
    }
    marsad_events_free(events);
}

/* What the sheet says of itself is about what it shows, not about what the file holds. */
static void counts_and_legend_are_of_what_is_drawn(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map_options options = marsad_map_defaults();
    options.has_bbox = true;
    options.bbox = marsad_bbox_around((marsad_lonlat){13.2, 32.85}, 15000);
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    assert_int_equal(marsad_map_describe(map)->drawn, 5);
    assert_true(scene_says(scene, "incidents reported: 10 · on the map: 5"));
    assert_true(scene_says(scene, "Shelling (3)"));
    assert_false(scene_says(scene, "Recapture"));
    assert_false(scene_says(scene, "Pursuit"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* The boundary through the Golan is drawn otherwise than an agreed one. */
static void disputed_boundaries_look_disputed(void **state)
{
    (void)state;
    marsad_events *events = events_from("lon,lat\n35.8,33\n36.3,33.5\n");
    marsad_map *map = compose(events, NULL);
    const mrs_scene *scene = mrs_map_scene(map);
    const mrs_item *item = group_of(scene, "layer-borders-disputed") + 1;
    assert_int_equal(item->kind, MRS_ITEM_PATH);
    assert_int_equal(item->paint.dash_count, 4);
    item = group_of(scene, "layer-borders-agreed") + 1;
    assert_int_equal(item->paint.dash_count, 0);
    assert_true(scene_says(scene, "Disputed boundary"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Two points 55 km apart on either side of 180° make a small map, without a line between its
 * halves.
 */
static void the_antimeridian_is_no_edge(void **state)
{
    (void)state;
    marsad_events *events =
        events_from("lon,lat\n179.9,-16.8\n-179.6,-16.5\n180,-17\n-180,-16.9\n");
    marsad_map *map = compose(events, NULL);
    const mrs_scene *scene = mrs_map_scene(map);
    assert_int_equal(marsad_map_describe(map)->drawn, 4);
    assert_non_null(strstr(marsad_map_describe(map)->projection, "central meridian 179.9° W"));
    assert_true(scene_says(scene, "180°"));
    /* No land's outline runs straight along the meridian for more than a tenth of the sheet. */
    const mrs_item *land = group_of(scene, "layer-coast") + 1;
    assert_int_equal(land->kind, MRS_ITEM_PATH);
    for (size_t part = 0; part < land->path.part_count; part++) {
        for (size_t i = land->path.starts[part] + 1; i < mrs_path_part_end(&land->path, part);
             i++) {
            mrs_point a = land->path.points[i - 1];
            mrs_point b = land->path.points[i];
            bool inside = a.x > 60 && a.x < 1200 && a.y > 120 && a.y < 1100;
            assert_false(inside && fabs(a.x - b.x) < 1 && fabs(a.y - b.y) > 120);
        }
    }
    marsad_map_free(map);
    marsad_events_free(events);
}

static void a_map_of_the_world_has_a_scale(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map_options options = marsad_map_defaults();
    options.has_bbox = true;
    options.bbox = (marsad_bbox){-180, -90, 180, 90};
    marsad_map *map = compose(events, &options);
    assert_true(scene_says(mrs_map_scene(map), "000 km"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* One source's name may be part of another's. */
static void every_source_is_credited(void **state)
{
    (void)state;
    marsad_events *events = events_from("location,source\nMisrata,Libya Observer (AAP)\n"
                                        "Sirte,AAP\nHun,Observer\nWaddan,AAP\n");
    marsad_map *map = compose(events, NULL);
    assert_true(scene_says(mrs_map_scene(map), "\u2068Libya Observer (AAP)\u2069, "
                                               "\u2068AAP\u2069, \u2068Observer\u2069"));
    assert_true(scene_says(mrs_map_scene(map), "GeoNames (CC BY 4.0)"));
    assert_true(scene_says(mrs_map_scene(map), "roads schematic"));
    marsad_map_free(map);
    marsad_events_free(events);
}

static void long_headlines_are_cut_between_words(void **state)
{
    (void)state;
    marsad_events *events = events_from(
        "location,headline\nMisrata,one two three four five six seven eight nine ten eleven twelve "
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one\n");
    marsad_map *map = compose(events, NULL);
    const mrs_item *item = group_of(mrs_map_scene(map), "callout-1");
    while (item->kind != MRS_ITEM_TEXT ||
           !strstr(pango_layout_get_text(item->text.layout), "one")) {
        item++;
    }
    const char *text = pango_layout_get_text(item->text.layout);
    assert_int_equal(pango_layout_get_line_count(item->text.layout), 3);
    assert_true(strlen(text) > 40);
    assert_string_equal(text + strlen(text) - strlen("…"), "…");
    assert_null(strstr(text, " …"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* A headline that is one long word, an address say, still shows what it begins with. */
static void a_single_long_word_is_cut_between_letters(void **state)
{
    (void)state;
    char text[1200] = "location,headline\nMisrata,";
    for (int i = 0; i < 150; i++) {
        strcat(text, "ق");
    }
    strcat(text, "\n");
    marsad_events *events = events_from(text);
    marsad_map *map = compose(events, NULL);
    const mrs_item *item = group_of(mrs_map_scene(map), "callout-1");
    while (item->kind != MRS_ITEM_TEXT || !strstr(pango_layout_get_text(item->text.layout), "ق")) {
        item++;
    }
    const char *shown = pango_layout_get_text(item->text.layout);
    assert_int_equal(pango_layout_get_line_count(item->text.layout), 3);
    assert_true(strlen(shown) > 60);
    assert_true(marsad_text_is_utf8(shown, strlen(shown), NULL));
    assert_string_equal(shown + strlen(shown) - strlen("…"), "…");
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Each allocation in turn fails: either that is said, or it did not matter and the map is the same.
 */
static void no_failed_allocation_passes_for_success(void **state)
{
    (void)state;
    marsad_events *events = events_from("location,headline\nMisrata,One\nNowhereville,Two\n");
    marsad_map_options options = marsad_map_defaults();
    options.width_px = 900;
    options.height_px = 700;
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    marsad_map *whole = compose(events, &options);
    size_t items = mrs_map_scene(whole)->count;
    char *prefix = mrs_strdup(mrs_map_scene(whole)->prefix);
    marsad_map_free(whole);
    size_t refused = 0;
    for (long nth = 1; nth < 4000; nth = nth < 250 ? nth + 3 : nth + 37) {
        marsad_map *map = NULL;
        marsad_error error = {0};
        mrs_alloc_fail_at(nth);
        marsad_status status = marsad_map_compose(&sources, &options, &map, &error);
        mrs_alloc_fail_at(0);
        if (status) {
            assert_int_equal(status, MARSAD_ERR_MEMORY);
            assert_null(map);
            refused++;
            continue;
        }
        assert_int_equal(mrs_map_scene(map)->count, items);
        assert_string_equal(mrs_map_scene(map)->prefix, prefix);
        marsad_map_free(map);
    }
    assert_true(refused > 20);
    mrs_free(prefix);
    marsad_events_free(events);
}

/* --- The scale bar --- */

/* In Mercator the scale at 60° is half of that at the equator: the bar must be right where it
 * stands, at the bottom of a tall map, and not at its centre. */
static void the_scale_bar_is_right_where_it_stands(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map_options options = marsad_map_defaults();
    options.has_bbox = true;
    options.bbox = (marsad_bbox){-10, 20, 40, 65};
    options.crs = "EPSG:3857";
    marsad_map *map = compose(events, &options);
    const mrs_item *item = group_of(mrs_map_scene(map), "scale-bar");
    double left = INFINITY;
    double right = -INFINITY;
    double y = 0;
    const char *figure = "";
    for (item++; item->kind != MRS_ITEM_GROUP_END; item++) {
        if (item->kind == MRS_ITEM_RECT && item->rect.box.h < 10) {
            left = fmin(left, item->rect.box.x);
            right = fmax(right, item->rect.box.x + item->rect.box.w);
            y = item->rect.box.y;
        } else if (item->kind == MRS_ITEM_TEXT) {
            figure = pango_layout_get_text(item->text.layout);
        }
    }
    /* Web Mercator: undo the frame with two known points of the sheet, the frame's corners. */
    boxes *b = read_boxes(mrs_map_scene(map));
    mrs_projection *projection;
    mrs_ground ground;
    mrs_frame frame;
    assert_int_equal(mrs_projection_parse("EPSG:3857", &projection, NULL), MARSAD_OK);
    assert_true(mrs_ground_of_bbox(projection, options.bbox, &ground));
    assert_int_equal(mrs_frame_fit(&frame, b->frame, projection, ground, NULL), MARSAD_OK);
    marsad_lonlat west;
    marsad_lonlat east;
    assert_true(mrs_frame_to_ground(&frame, (mrs_point){left, y}, &west));
    assert_true(mrs_frame_to_ground(&frame, (mrs_point){right, y}, &east));
    double km = marsad_geodesic_between(west, east).distance_m / 1000;
    assert_true(fabs(km / strtod(figure, NULL) - 1) < 1e-3);
    assert_non_null(strstr(figure, "km"));
    mrs_projection_free(projection);
    free(b);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* What is clipped is nowhere but where it was. The fast way of clipping fails on Iceland, whose
 * rings touch themselves, at just this edge among those that were tried. */
static void clipped_land_stays_where_it_is(void **state)
{
    (void)state;
    const marsad_bbox area = {-23.531710295857252, -0.42249127922939422, 58.116662353909639,
                              57.484560238828635};
    const mrs_rect rect = {0, 0, 308.8, 222.336};
    mrs_basemap *basemap;
    mrs_projection *projection;
    mrs_ground ground;
    mrs_frame frame;
    mrs_feature_list list = {0};
    size_t seen = 0;
    assert_int_equal(mrs_basemap_open(data_path("geodata/basemap.gpkg"), &basemap, NULL),
                     MARSAD_OK);
    assert_int_equal(mrs_projection_choose(area, &projection, NULL), MARSAD_OK);
    assert_true(mrs_ground_of_bbox(projection, area, &ground));
    assert_int_equal(mrs_frame_fit(&frame, rect, projection, ground, NULL), MARSAD_OK);
    frame.coarse = true;
    assert_int_equal(mrs_basemap_read(basemap, "countries", &frame, false, &list, NULL), MARSAD_OK);
    for (size_t f = 0; f < list.count; f++) {
        const mrs_path *path = &list.items[f].path;
        bool iceland = strcmp(mrs_feature_text(&list.items[f], "iso_a2"), "IS") == 0;
        for (size_t p = 0; iceland && p < path->count; p++) {
            marsad_lonlat at;
            assert_true(mrs_frame_to_ground(&frame, path->points[p], &at));
            assert_true(at.lon > -26 && at.lon < -12 && at.lat > 62.5 && at.lat < 67.5);
            seen++;
        }
    }
    assert_true(seen > 3);
    mrs_feature_list_clear(&list);
    mrs_projection_free(projection);
    mrs_basemap_close(basemap);
}

static void set_and_free_type(void)
{
    char fonts[1024];
    mrs_type *type;
    snprintf(fonts, sizeof fonts, "%s", data_path("styles/fonts.conf"));
    assert_int_equal(mrs_type_new(fonts, "Noto Sans", &type, NULL), MARSAD_OK);
    mrs_text_style text = {.size = 14};
    g_object_unref(mrs_type_set(type, "Abu Qurayn أبو قرين", &text));
    mrs_type_free(type);
}

/* A configuration of fonts takes 12 kB, and the leak sanitizer cannot tell a lost one from what
 * fontconfig itself loses: so the heap is watched. (Under a sanitizer it shows no growth at all.)
 */
static void freed_type_gives_its_fonts_back(void **state)
{
    (void)state;
    enum { TIMES = 30 };
    for (int i = 0; i < 5; i++) {
        set_and_free_type();
    }
    size_t before = mallinfo2().uordblks;
    for (int i = 0; i < TIMES; i++) {
        set_and_free_type();
    }
    size_t after = mallinfo2().uordblks;
    assert_true(after < before + (size_t)TIMES * 6000);
}

/* --- Files --- */

/* Noncharacters are valid UTF-8, but neither XML nor cairo's PDF has a way to write them. */
static void noncharacters_are_written_as_replacements(void **state)
{
    (void)state;
    static const char *const names[] = {"a.svg", "a.png", "a.pdf"};
    marsad_events *events =
        events_from("location,headline\nMisrata,One\xEF\xBF\xBE two\xEF\xBF\xBF\n");
    marsad_map_options options = marsad_map_defaults();
    options.title = "A title\xEF\xBF\xBF";
    marsad_map *map = compose(events, &options);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        marsad_error error = {0};
        const char *path = scratch_path(names[i]);
        if (marsad_map_write(map, path, &error)) {
            fail_msg("%s: %s", names[i], error.message);
        }
        unlink(path);
    }
    marsad_map_free(map);
    marsad_events_free(events);
}

static void the_same_map_gives_the_same_bytes(void **state)
{
    (void)state;
    static const char *const names[] = {"a.svg", "a.png", "a.pdf"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *bytes[2];
        size_t lengths[2];
        for (int run = 0; run < 2; run++) {
            marsad_events *events = sample();
            marsad_map *map = compose(events, NULL);
            const char *path = scratch_path(names[i]);
            assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
            assert_int_equal(mrs_file_read(path, &bytes[run], &lengths[run], NULL), MARSAD_OK);
            unlink(path);
            marsad_map_free(map);
            marsad_events_free(events);
            if (run == 0 && i == 2) {
                sleep(1); /* a time of day in the file would show */
            }
        }
        assert_int_equal(lengths[0], lengths[1]);
        assert_memory_equal(bytes[0], bytes[1], lengths[0]);
        mrs_free(bytes[0]);
        mrs_free(bytes[1]);
    }
}

static void only_three_endings(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        marsad_status status;
    } cases[] = {{"a.png", MARSAD_OK},      {"a.SVG", MARSAD_OK},
                 {"b/a.pdf", MARSAD_OK},    {"a.gif", MARSAD_ERR_USAGE},
                 {"png", MARSAD_ERR_USAGE}, {".png", MARSAD_ERR_USAGE},
                 {"", MARSAD_ERR_USAGE},    {"a.png.", MARSAD_ERR_USAGE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(marsad_map_check_path(cases[i].path, NULL), cases[i].status);
    }
}

static xmlDocPtr draw_svg(const marsad_events *events, const marsad_map_options *options)
{
    const char *path = scratch_path("map.svg");
    marsad_map *map = compose(events, options);
    assert_int_equal(marsad_map_write(map, path, NULL), MARSAD_OK);
    marsad_map_free(map);
    xmlDocPtr document = xmlReadFile(path, NULL, XML_PARSE_NONET);
    unlink(path);
    assert_non_null(document);
    return document;
}

static void the_svg_is_a_document(void **state)
{
    (void)state;
    marsad_events *events = sample();
    xmlDocPtr document = draw_svg(events, NULL);
    assert_true(count_in(document, "/s:svg[@role='img'][@viewBox='0 0 1600 1200']") == 1);
    assert_true(count_in(document, "/s:svg/s:title[string-length(.) > 3]") == 1);
    assert_true(count_in(document, "/s:svg/s:desc[contains(., 'GNA forces retake')]") == 1);
    assert_true(count_in(document, "//s:g[starts-with(@class, 'incident type-')]/s:title") == 10);
    assert_true(count_in(document, "//s:g[starts-with(@class, 'incident type-')]/s:use") == 10);
    assert_true(count_in(document, "//s:symbol") >= 5);
    assert_true(count_in(document, "//s:text[contains(., 'Misrata')]") >= 1);
    /* A halo is drawn before its text, and colours nothing. */
    assert_true(count_in(document, "//s:g[@class='halo']") > 20);
    assert_int_equal(count_in(document, "//s:g[@class='halo'][not(*[1][self::s:use][@fill='none'] "
                                        "and *[2][self::s:g][@stroke='none'])]"),
                     0);
    assert_int_equal(count_in(document, "//s:text[@stroke]"), 0);
    /* Every id is used once, and every reference leads somewhere. */
    assert_true(count_in(document, "//*[@id = preceding::*/@id or @id = ancestor::*/@id]") == 0);
    assert_int_equal(count_in(document, "//s:use[not(substring(@href, 2) = //*/@id)]"), 0);
    assert_true(count_in(document, "//*[@clip-path][not(substring-before(substring-after("
                                   "@clip-path, '#'), ')') = //s:clipPath/@id)]") == 0);
    /* Every id has the document's own prefix. */
    assert_true(count_in(document, "//*[@id][not(starts-with(@id, substring-before(/s:svg/@id, "
                                   "'-map')))]") == 0);
    xmlFreeDoc(document);
    marsad_events_free(events);
}

static void two_maps_share_no_id(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map_options options = marsad_map_defaults();
    xmlDocPtr one = draw_svg(events, &options);
    options.lang = MARSAD_LANG_AR;
    xmlDocPtr two = draw_svg(events, &options);
    xmlChar *a = xmlGetNoNsProp(xmlDocGetRootElement(one), BAD_CAST "id");
    xmlChar *b = xmlGetNoNsProp(xmlDocGetRootElement(two), BAD_CAST "id");
    assert_string_not_equal((const char *)a, (const char *)b);
    assert_true(count_in(two, "//s:text[@direction='rtl'] | //s:g[@direction='rtl']") > 20);
    xmlFree(a);
    xmlFree(b);
    xmlFreeDoc(one);
    xmlFreeDoc(two);
    marsad_events_free(events);
}

/* --- Small parts --- */

static void dates_are_written_as_people_do(void **state)
{
    (void)state;
    static const struct {
        marsad_date first, last;
        marsad_lang lang;
        const char *text;
    } cases[] = {{{2020, 1, 26}, {0, 0, 0}, MARSAD_LANG_EN, "26 January 2020"},
                 {{2020, 1, 25}, {2020, 1, 26}, MARSAD_LANG_EN, "25–26 January 2020"},
                 {{2020, 1, 25}, {2020, 2, 1}, MARSAD_LANG_EN, "25 January – 1 February 2020"},
                 {{2020, 1, 0}, {0, 0, 0}, MARSAD_LANG_EN, "January 2020"},
                 {{2020, 1, 5}, {2020, 3, 0}, MARSAD_LANG_EN, "January – March 2020"},
                 {{2020, 0, 0}, {2021, 0, 0}, MARSAD_LANG_EN, "2020–2021"},
                 {{2020, 1, 26}, {2020, 1, 20}, MARSAD_LANG_EN, "26 January 2020"},
                 {{2020, 1, 25}, {2020, 1, 26}, MARSAD_LANG_FR, "25–26 janvier 2020"},
                 {{2020, 1, 31}, {2020, 2, 1}, MARSAD_LANG_FR, "31 janvier – 1er février 2020"},
                 {{2011, 11, 21}, {0, 0, 0}, MARSAD_LANG_FR, "21 novembre 2011"},
                 {{2020, 1, 0}, {0, 0, 0}, MARSAD_LANG_FR, "janvier 2020"},
                 {{2020, 1, 26}, {0, 0, 0}, MARSAD_LANG_AR, "26 يناير 2020"},
                 {{0, 0, 0}, {0, 0, 0}, MARSAD_LANG_EN, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_buffer text = {0};
        mrs_buffer_add(&text, "");
        mrs_calendar *calendar = mrs_calendar_new(cases[i].lang);
        mrs_say_dates(&text, calendar, cases[i].first, cases[i].last);
        mrs_calendar_free(calendar);
        /* ICU sets thin spaces around the dash in some versions: compare without spaces. */
        char plain[128] = "";
        char expected[128] = "";
        const char *from[] = {text.text, cases[i].text};
        char *to[] = {plain, expected};
        for (int k = 0; k < 2; k++) {
            size_t used = 0;
            for (const char *c = from[k]; *c; c++) {
                if (strncmp(c, "\u2009", 3) == 0) {
                    c += 2;
                } else if (*c != ' ') {
                    to[k][used++] = *c;
                }
            }
        }
        assert_string_equal(plain, expected);
        mrs_buffer_clear(&text);
    }
}

static void degrees_and_scales(void **state)
{
    (void)state;
    mrs_buffer text = {0};
    mrs_say_degrees(&text, -7.5, true, MARSAD_LANG_EN);
    mrs_buffer_add(&text, "|");
    mrs_say_degrees(&text, 31.5, false, MARSAD_LANG_FR);
    mrs_buffer_add(&text, "|");
    mrs_say_degrees(&text, 0, false, MARSAD_LANG_EN);
    mrs_buffer_add(&text, "|");
    mrs_say_scale(&text, 1043567, MARSAD_LANG_EN);
    mrs_buffer_add(&text, "|");
    mrs_say_scale(&text, 98765, MARSAD_LANG_FR);
    assert_string_equal(text.text, "7.5° W|31,5° N|0°|1:1,000,000|1:99\u202f000");
    mrs_buffer_clear(&text);
}

static void crossing_has_a_mirror(void **state)
{
    (void)state;
    for (int i = 0; i < 5000; i++) {
        mrs_point p[4];
        for (int k = 0; k < 4; k++) {
            p[k] = (mrs_point){floor(random_between(0, 12)), floor(random_between(0, 12))};
        }
        bool cross = mrs_segments_cross(p[0], p[1], p[2], p[3]);
        assert_int_equal(cross, mrs_segments_cross(p[1], p[0], p[2], p[3]));
        assert_int_equal(cross, mrs_segments_cross(p[2], p[3], p[0], p[1]));
        mrs_rect rect = {p[2].x, p[2].y, 3, 2};
        /* A rectangle is crossed where an end lies in it or the segment meets one of its sides. */
        mrs_point c[] = {
            {rect.x, rect.y}, {rect.x + 3, rect.y}, {rect.x + 3, rect.y + 2}, {rect.x, rect.y + 2}};
        bool touched = mrs_rect_distance(rect, p[0]) <= 0 || mrs_rect_distance(rect, p[1]) <= 0;
        for (int k = 0; k < 4; k++) {
            touched |= mrs_segments_cross(p[0], p[1], c[k], c[(k + 1) % 4]);
        }
        assert_int_equal(mrs_rect_crosses(rect, p[0], p[1]), touched);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_in_each_language),
        cmocka_unit_test(a_few_callouts_give_way_to_numbers),
        cmocka_unit_test(the_sample_in_two_languages),
        cmocka_unit_test(the_sample_in_many_sizes_and_areas),
        cmocka_unit_test(paper_keeps_the_properties),
        cmocka_unit_test(random_incidents_keep_the_properties),
        cmocka_unit_test(nothing_to_frame_is_an_error),
        cmocka_unit_test(sizes_out_of_range_are_refused),
        cmocka_unit_test(counts_and_legend_are_of_what_is_drawn),
        cmocka_unit_test(disputed_boundaries_look_disputed),
        cmocka_unit_test(the_antimeridian_is_no_edge),
        cmocka_unit_test(a_map_of_the_world_has_a_scale),
        cmocka_unit_test(every_source_is_credited),
        cmocka_unit_test(long_headlines_are_cut_between_words),
        cmocka_unit_test(a_single_long_word_is_cut_between_letters),
        cmocka_unit_test(no_failed_allocation_passes_for_success),
        cmocka_unit_test(the_scale_bar_is_right_where_it_stands),
        cmocka_unit_test(clipped_land_stays_where_it_is),
        cmocka_unit_test(freed_type_gives_its_fonts_back),
        cmocka_unit_test(noncharacters_are_written_as_replacements),
        cmocka_unit_test(the_same_map_gives_the_same_bytes),
        cmocka_unit_test(only_three_endings),
        cmocka_unit_test(the_svg_is_a_document),
        cmocka_unit_test(two_maps_share_no_id),
        cmocka_unit_test(dates_are_written_as_people_do),
        cmocka_unit_test(degrees_and_scales),
        cmocka_unit_test(crossing_has_a_mirror),
    };
    return cmocka_run_group_tests_name("map", tests, open_maps, close_maps);
}
