/*
 * map/: the sheet around the map. On every size of sheet, in every style and language, no text
 * leaves the sheet or covers another; what has no room is left out by priority and named; the scale
 * note, the graticule and the arrow say what geodesics say; margins and bleed are as wide as asked.
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
#include "map/paper.h"
#include "map/scale.h"
#include "map/sheet.h"

enum { STYLES = 4 };

static const char *const style_names[STYLES] = {"report", "dark", "print", "minimal"};
static marsad_style *styles[STYLES];

static int set_up(void **state)
{
    bool ok = open_maps(state) == 0;
    for (int i = 0; ok && i < STYLES; i++) {
        char name[64];
        snprintf(name, sizeof name, "styles/%s.json", style_names[i]);
        ok = !marsad_style_open(data_path(name), &styles[i], NULL);
    }
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    for (int i = 0; i < STYLES; i++) {
        marsad_style_free(styles[i]);
    }
    return close_maps(state);
}

static marsad_map *compose(const marsad_events *events, int number,
                           const marsad_map_options *options)
{
    return compose_in(styles[number], events, options);
}

/* `placed` incidents of all types over Libya, and `lost` ones at places that nobody knows; each
 * comes from a source of its own. */
static marsad_events *made_events(int placed, int lost)
{
    const char *path = scratch_path("made.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("date,type,location,lon,lat,headline,source\n", file);
    for (int i = 0; i < placed + lost; i++) {
        fprintf(file, "2020-01-%02d,%s,", 1 + i % 28,
                marsad_incident_type_name((marsad_incident_type)(i % MARSAD_TYPE_COUNT)));
        if (i < placed) {
            fprintf(file, "somewhere,%.3f,%.3f,", 12 + i * 7 % 90 / 10.0, 25 + i * 13 % 70 / 10.0);
        } else {
            fprintf(file, "Nowhereville %d,,,", i);
        }
        fprintf(file, "What was reported of incident %d,Agency number %d\n", i, i);
    }
    fclose(file);
    marsad_events *events = read_events(path);
    unlink(path);
    return events;
}

static marsad_map_options options_for(const char *size, marsad_lang lang)
{
    marsad_map_options options = marsad_map_defaults();
    options.lang = lang;
    assert_int_equal(marsad_map_size_parse(size, &options, NULL), MARSAD_OK);
    return options;
}

/* --- What stands on the sheet --- */

enum { MOST_TEXTS = 4000 };

typedef enum part { TITLE, PANEL, CREDITS, GRATICULE, SCALE_BAR, OTHER } part;

typedef struct said {
    part part;
    mrs_rect ink;
    double size;      /* px of the em */
    const char *text; /* as long as the map */
} said;

typedef struct texts {
    said items[MOST_TEXTS];
    size_t count;
    mrs_rect frame;
    bool arrow, lines;
} texts;

/* The ink's box, of a turned text the box around that. */
static mrs_rect box_of(const mrs_item *item)
{
    mrs_rect ink = mrs_layout_ink(item->text.layout);
    mrs_point corners[] = {{ink.x, ink.y},
                           {ink.x + ink.w, ink.y},
                           {ink.x, ink.y + ink.h},
                           {ink.x + ink.w, ink.y + ink.h}};
    mrs_ground box = mrs_ground_empty();
    for (int i = 0; i < 4; i++) {
        mrs_point p = mrs_point_turned(corners[i], item->text.angle_deg);
        mrs_ground_add(&box, item->text.at.x + p.x, item->text.at.y + p.y);
    }
    return (mrs_rect){box.min_x, box.min_y, box.max_x - box.min_x, box.max_y - box.min_y};
}

static part part_of(const char *id, part around)
{
    static const struct {
        const char *id;
        part part;
    } parts[] = {{"title-block", TITLE},   {"panel", PANEL},         {"credits", CREDITS},
                 {"graticule", GRATICULE}, {"scale-bar", SCALE_BAR}, {"scale-note", SCALE_BAR}};
    for (size_t i = 0; id && i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i].id, id) == 0) {
            return parts[i].part;
        }
    }
    return around;
}

static double em_of(PangoLayout *layout)
{
    const PangoFontDescription *font = pango_layout_get_font_description(layout);
    return pango_units_to_double(pango_font_description_get_size(font));
}

static texts *read_texts(const marsad_map *map)
{
    const mrs_scene *scene = mrs_map_scene(map);
    texts *out = calloc(1, sizeof *out);
    part open[32] = {OTHER};
    size_t depth = 0;
    assert_non_null(out);
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN) {
            const char *id = item->group.id ? item->group.id : "";
            part around = open[depth];
            open[++depth] = part_of(id, around);
            out->arrow |= strcmp(id, "north-arrow") == 0;
            out->lines |= strcmp(id, "graticule-lines") == 0;
            if (strcmp(id, "frame") == 0) {
                out->frame = scene->items[i + 1].rect.box;
            }
        } else if (item->kind == MRS_ITEM_GROUP_END) {
            depth--;
        } else if (item->kind == MRS_ITEM_TEXT) {
            assert_true(out->count < MOST_TEXTS);
            out->items[out->count++] = (said){open[depth], box_of(item), em_of(item->text.layout),
                                              pango_layout_get_text(item->text.layout)};
        }
    }
    return out;
}

static bool says(const texts *all, part where, const char *what)
{
    bool found = false;
    for (size_t i = 0; i < all->count && !found; i++) {
        found = all->items[i].part == where && strstr(all->items[i].text, what);
    }
    return found;
}

/* Texts of these two parts may not cover each other. A point of Arabic below a line may touch the
 * next. */
static bool keep_apart(part a, part b)
{
    return a != OTHER && b != OTHER && (a != b || a == PANEL || a == TITLE || a == GRATICULE);
}

static void check_sheet(const marsad_map *map, mrs_rect area, const char *what)
{
    const double touch = 1.5;
    texts *all = read_texts(map);
    for (size_t i = 0; i < all->count; i++) {
        const said *a = &all->items[i];
        if (!mrs_rect_inside(a->ink, mrs_rect_grown(area, 0.5))) {
            fail_msg("%s: leaves the sheet at %.1f %.1f, %.1f by %.1f: %s", what, a->ink.x,
                     a->ink.y, a->ink.w, a->ink.h, a->text);
        }
        if ((a->part == TITLE || a->part == PANEL || a->part == CREDITS) &&
            mrs_rect_overlaps(a->ink, mrs_rect_grown(all->frame, -touch))) {
            fail_msg("%s: covers the map: %s", what, a->text);
        }
        for (size_t j = 0; j < i; j++) {
            const said *b = &all->items[j];
            if (keep_apart(a->part, b->part) &&
                mrs_rect_overlaps(mrs_rect_grown(a->ink, -touch), b->ink)) {
                fail_msg("%s: \"%s\" (%.1f %.1f %.1f %.1f) and \"%s\" (%.1f %.1f %.1f %.1f)", what,
                         a->text, a->ink.x, a->ink.y, a->ink.w, a->ink.h, b->text, b->ink.x,
                         b->ink.y, b->ink.w, b->ink.h);
            }
        }
    }
    free(all);
}

static void check_map(const marsad_map *map, const marsad_map_options *options, const char *what)
{
    mrs_paper paper;
    assert_int_equal(mrs_paper_of(options, &paper, NULL), MARSAD_OK);
    double inset = paper.bleed + paper.margin;
    mrs_rect area = {inset, inset, paper.width - 2 * paper.margin, paper.height - 2 * paper.margin};
    check_sheet(map, area, what);
}

/* --- Every sheet --- */

static const char *const sizes[] = {"1600x1200",   "800x600",   "600x900",      "2400x1000",
                                    "a4",          "letter",    "a4-landscape", "a6",
                                    "120mmx80mm",  "90mmx60mm", "a1",           "a3-landscape",
                                    "140mmx140mm", "500x500"};

/* Each size, or with a `turn` each fourth, in a style and language that it shifts. */
static void check_sizes(const marsad_events *events, size_t turn, const char *what)
{
    for (size_t i = turn; i < sizeof sizes / sizeof *sizes; i += turn ? 4 : 1) {
        bool tiny = strcmp(sizes[i], "90mmx60mm") == 0;
        int number = tiny ? STYLES - 1 : (int)((i + turn) % STYLES);
        marsad_lang lang = (marsad_lang)((i + 2 * turn) % 3);
        char name[128];
        snprintf(name, sizeof name, "%s, %s, %s, %s", what, sizes[i], style_names[number],
                 marsad_lang_code(lang));
        marsad_map_options options = options_for(sizes[i], lang);
        marsad_map *map = compose(events, number, &options);
        check_map(map, &options, name);
        marsad_map_free(map);
    }
}

static void the_sample_on_every_sheet(void **state)
{
    (void)state;
    marsad_events *events = sample();
    check_sizes(events, 0, "sample");
    marsad_events_free(events);
}

static void one_incident_on_every_sheet(void **state)
{
    (void)state;
    marsad_events *events = made_events(1, 0);
    check_sizes(events, 1, "one");
    marsad_events_free(events);
}

static void forty_incidents_on_every_sheet(void **state)
{
    (void)state;
    marsad_events *events = made_events(40, 0);
    check_sizes(events, 2, "forty");
    marsad_events_free(events);
}

static void many_unplaced_on_every_sheet(void **state)
{
    (void)state;
    marsad_events *events = made_events(5, 60);
    check_sizes(events, 3, "unplaced");
    marsad_events_free(events);
}

static void the_sample_in_every_style_and_language(void **state)
{
    (void)state;
    static const char *const few[] = {"120mmx80mm"};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof few / sizeof *few; i++) {
        for (int number = 0; number < STYLES; number++) {
            for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
                marsad_map_options options = options_for(few[i], lang);
                marsad_map *map = compose(events, number, &options);
                check_map(map, &options, few[i]);
                marsad_map_free(map);
            }
        }
    }
    marsad_events_free(events);
}

/* --- Small sheets --- */

static void type_on_paper_can_be_read(void **state)
{
    (void)state;
    static const char *const small[] = {"120mmx80mm", "90mmx60mm", "a6", "a4"};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
        marsad_map_options options = options_for(small[i], MARSAD_LANG_EN);
        marsad_map *map = compose(events, 3, &options);
        double px_per_pt = mrs_map_scene(map)->px_per_inch / 72;
        texts *all = read_texts(map);
        for (size_t t = 0; t < all->count; t++) {
            const said *a = &all->items[t];
            bool badge = strspn(a->text, "0123456789") == strlen(a->text); /* in a disc */
            if (!badge && a->size < 5.49 * px_per_pt) {
                fail_msg("%s: %.2f pt: %s", small[i], a->size / px_per_pt, a->text);
            }
        }
        free(all);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* --- The scale bar --- */

static mrs_rect scale_bar_of(const mrs_scene *scene)
{
    for (size_t i = 0; i + 1 < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_GROUP_BEGIN && item->group.id &&
            strcmp(item->group.id, "scale-bar") == 0) {
            return scene->items[i + 1].rect.box;
        }
    }
    fail_msg("no scale bar");
    return (mrs_rect){0};
}

/* How many markers within the frame the bar covers. */
static size_t covered_by_bar(const mrs_scene *scene, mrs_rect frame)
{
    mrs_rect bar = scale_bar_of(scene);
    size_t count = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind != MRS_ITEM_MARKER || !mrs_rect_has(frame, item->marker.centre)) {
            continue;
        }
        const mrs_marker_kind *kind = &scene->markers[item->marker.marker_kind];
        count +=
            kind->icon[0] && mrs_rect_has(mrs_rect_grown(bar, kind->radius), item->marker.centre);
    }
    return count;
}

/* Incidents in every corner, and more of them over the map: the bar finds another place. */
static void the_scale_bar_covers_no_incident(void **state)
{
    (void)state;
    static const char *const sheets[] = {"1600x1200", "800x600", "600x800"};
    static const marsad_map_as as[] = {MARSAD_AS_GROUPS, MARSAD_AS_POINTS, MARSAD_AS_NUMBERS};
    static const double corners[][2] = {{9.6, 24.6}, {25.4, 24.6}, {9.6, 32.4}, {25.4, 32.4}};
    mrs_buffer table = {0};
    mrs_buffer_add(&table, "date,type,location,lon,lat\n");
    for (int i = 0; i < 40; i++) {
        double lon = i < 4 ? corners[i][0] : 12 + i * 7 % 40 / 4.0;
        double lat = i < 4 ? corners[i][1] : 26 + i * 13 % 40 / 8.0;
        mrs_buffer_addf(&table, "2020-01-%02d,clash,somewhere,%.3f,%.3f\n", 1 + i % 28, lon, lat);
    }
    const char *path = scratch_bytes("corners.csv", table.text, table.length);
    marsad_events *events = read_events(path);
    unlink(path);
    mrs_buffer_clear(&table);
    for (size_t i = 0; i < 9; i++) {
        marsad_map_options options = options_for(sheets[i / 3], MARSAD_LANG_EN);
        options.as = as[i % 3];
        options.no_inset = true;
        options.has_bbox = true;
        options.bbox = (marsad_bbox){9, 24, 26, 33};
        marsad_map *map = compose(events, 0, &options);
        texts *all = read_texts(map);
        assert_int_equal(covered_by_bar(mrs_map_scene(map), all->frame), 0);
        assert_true(mrs_rect_inside(scale_bar_of(mrs_map_scene(map)), all->frame));
        free(all);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* --- What is left out --- */

static void a_large_sheet_leaves_nothing_out(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map *map = compose(events, 0, NULL);
    texts *all = read_texts(map);
    assert_string_equal(marsad_map_describe(map)->left_out, "");
    assert_false(says(all, CREDITS, "Left out"));
    assert_true(says(all, PANEL, "Area of the map"));
    free(all);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Things go in the order that is promised: what is named later is only out if the earlier is; but
 * locator and signs come back if cutting headlines frees the room. */
static void things_go_in_their_order(void **state)
{
    (void)state;
    static const char *const order[] = {"locator map", "basemap signs", "headlines in lists",
                                        "list entries"};
    marsad_events *events = made_events(5, 60);
    int steps_seen = 0;
    for (int height = 1200; height >= 500; height -= 300) {
        marsad_map_options options = marsad_map_defaults();
        options.width_px = 1200;
        options.height_px = height;
        marsad_map *map = compose(events, 0, &options);
        const char *out = marsad_map_describe(map)->left_out;
        texts *all = read_texts(map);
        bool before = true;
        for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
            bool is_out = strstr(out, order[i]) != NULL;
            bool back = i == 2 && !strstr(out, "list entries");
            if (is_out && !before && !back) {
                fail_msg("%d: \"%s\" but not what goes before", height, out);
            }
            steps_seen |= is_out ? 1 << i : 0;
            before = is_out;
        }
        assert_int_equal(says(all, CREDITS, "Left out for want of room"), out[0] != '\0');
        assert_int_equal(says(all, PANEL, "Area of the map"), !strstr(out, "locator"));
        assert_int_equal(says(all, PANEL, "Basemap"), !strstr(out, "basemap signs"));
        free(all);
        marsad_map_free(map);
    }
    assert_int_equal(steps_seen, 15);
    marsad_events_free(events);
}

static void the_number_of_entries_left_out_is_right(void **state)
{
    (void)state;
    marsad_events *events = made_events(3, 60);
    marsad_map_options options = options_for("800x600", MARSAD_LANG_EN);
    marsad_map *map = compose(events, 0, &options);
    texts *all = read_texts(map);
    size_t out = 0;
    size_t of = 0;
    const char *left_out = marsad_map_describe(map)->left_out;
    const char *entries = strstr(left_out, " list entries");
    assert_non_null(entries);
    while (entries > left_out && entries[-1] != ',') {
        entries--;
    }
    assert_int_equal(sscanf(entries, "%zu of %zu", &out, &of), 2);
    size_t listed = 0;
    for (size_t i = 0; i < all->count; i++) {
        listed += all->items[i].part == PANEL && strstr(all->items[i].text, "Nowhereville") != NULL;
    }
    assert_true(of >= 60);
    assert_true(listed >= 60 - out && listed < 60);
    free(all);
    marsad_map_free(map);
    marsad_events_free(events);
}

static void licences_and_scale_stay(void **state)
{
    (void)state;
    static const char *const small[] = {"90mmx60mm", "120mmx80mm", "800x600"};
    marsad_events *events = made_events(20, 40);
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
        for (marsad_lang lang = MARSAD_LANG_EN; lang <= MARSAD_LANG_FR; lang++) {
            marsad_map_options options = options_for(small[i], lang);
            marsad_map *map = compose(events, 3, &options);
            texts *all = read_texts(map);
            assert_true(says(all, CREDITS, "GeoNames (CC BY 4.0)"));
            assert_true(says(all, CREDITS, "1:"));
            free(all);
            marsad_map_free(map);
        }
    }
    marsad_events_free(events);
}

/* --- Title and credits --- */

static void long_titles_wrap(void **state)
{
    (void)state;
    static const struct {
        int words;
        int lines;
        bool cut;
    } cases[] = {{3, 1, false}, {8, 1, false}, {16, 2, false}, {30, 3, false}, {90, 3, true}};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char title[1024] = "";
        for (int w = 0; w < cases[i].words; w++) {
            strcat(title, w ? " incident" : "Incident");
        }
        marsad_map_options options = options_for("1000x800", MARSAD_LANG_EN);
        options.title = title;
        marsad_map *map = compose(events, 0, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        const mrs_item *item = scene->items;
        while (item->kind != MRS_ITEM_GROUP_BEGIN || !item->group.id ||
               strcmp(item->group.id, "title-block") != 0) {
            item++;
        }
        assert_int_equal(pango_layout_get_line_count(item[1].text.layout), cases[i].lines);
        assert_int_equal(strstr(marsad_map_describe(map)->left_out, "end of the title") != NULL,
                         cases[i].cut);
        assert_string_equal(scene->title, title);
        check_map(map, &options, title);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static void many_sources_are_counted(void **state)
{
    (void)state;
    marsad_events *events = made_events(120, 0);
    marsad_map *map = compose(events, 0, NULL);
    texts *all = read_texts(map);
    assert_true(says(all, CREDITS, "Agency number 0"));
    assert_true(says(all, CREDITS, "and 80 more"));
    assert_non_null(strstr(marsad_map_describe(map)->left_out, "80 of 120 sources"));
    free(all);
    marsad_map_free(map);
    marsad_events_free(events);
    events = made_events(201, 0);
    map = compose(events, 0, NULL);
    all = read_texts(map);
    assert_true(says(all, CREDITS, "and others"));
    free(all);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* A list of Latin names on an Arabic sheet: each further name stands left of the one before. */
static void arabic_credits_run_from_right_to_left(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map_options options = options_for("2400x1000", MARSAD_LANG_AR);
    marsad_map *map = compose(events, 0, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    PangoLayout *credits = NULL;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_TEXT &&
            strstr(pango_layout_get_text(item->text.layout), "GeoNames")) {
            credits = item->text.layout;
        }
    }
    assert_non_null(credits);
    const char *text = pango_layout_get_text(credits);
    PangoRectangle first;
    PangoRectangle second;
    assert_non_null(strstr(text, "Marsad\u2069، \u2068GeoNames"));
    pango_layout_index_to_pos(credits, (int)(strstr(text, "Marsad") - text), &first);
    pango_layout_index_to_pos(credits, (int)(strstr(text, "GeoNames") - text), &second);
    assert_int_equal(first.y, second.y);
    assert_true(second.x < first.x);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* --- Scale, north and graticule --- */

static void the_scale_note_says_what_geodesics_say(void **state)
{
    (void)state;
    static const struct {
        marsad_bbox bbox;
        const char *crs;
        const char *note; /* NULL: none */
        bool centre;      /* the scale differs from the centre's too by more than 2 % */
    } cases[] = {{{13, 32, 14, 33}, NULL, NULL, false},
                 {{13, 32, 14, 33}, "EPSG:3857", NULL, false},
                 {{-10, 20, 40, 65}, "EPSG:3857", "times as large", true},
                 {{10, 20, 25, 40}, "EPSG:3857", "larger", true},
                 {{25, 30, 33, 36}, "EPSG:32633", "larger", false}};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.has_bbox = true;
        options.bbox = cases[i].bbox;
        options.crs = cases[i].crs;
        marsad_map *map = compose(events, 0, &options);
        texts *all = read_texts(map);
        assert_int_equal(says(all, SCALE_BAR, "True here"), cases[i].note != NULL);
        assert_true(!cases[i].note || says(all, SCALE_BAR, cases[i].note));
        assert_int_equal(says(all, CREDITS, "at the centre"), cases[i].centre);
        free(all);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* Mercator's scale goes with the secant of the latitude: on a sphere exactly, here nearly. */
static void mercators_scale_is_the_secant(void **state)
{
    (void)state;
    mrs_projection *projection;
    mrs_ground ground;
    mrs_frame frame;
    marsad_bbox box = {0, 0, 60, 60};
    assert_int_equal(mrs_projection_parse("EPSG:3395", &projection, NULL), MARSAD_OK);
    assert_true(mrs_ground_of_bbox(projection, box, &ground));
    mrs_rect rect = {0, 0, 600,
                     600 * (ground.max_y - ground.min_y) / (ground.max_x - ground.min_x)};
    assert_int_equal(mrs_frame_fit(&frame, rect, projection, ground, NULL), MARSAD_OK);
    double at_equator =
        mrs_ground_length(&frame, (mrs_point){300, rect.h}, (mrs_point){301, rect.h});
    mrs_scale_range range = mrs_scale_over(&frame, at_equator);
    assert_true(fabs(range.least - 1) < 0.002);
    assert_true(fabs(range.most - 2) < 0.02);
    assert_true(mrs_scale_varies(&frame, at_equator));
    assert_true(mrs_north_range_deg(&frame) < 1e-6);
    mrs_projection_free(projection);
}

static void the_note_is_said_in_each_language(void **state)
{
    (void)state;
    static const struct {
        mrs_scale_range range;
        marsad_lang lang;
        const char *said;
    } cases[] = {
        {{1, 1.019}, MARSAD_LANG_EN, ""},
        {{0.981, 1.019}, MARSAD_LANG_EN, ""},
        {{1, 1.031}, MARSAD_LANG_EN, "True here; elsewhere up to 4% larger"},
        {{0.96, 1}, MARSAD_LANG_EN, "True here; elsewhere up to 4% smaller"},
        {{0.96, 1.5}, MARSAD_LANG_EN, "True here; elsewhere 4% smaller to 50% larger"},
        {{0.96, 2.46}, MARSAD_LANG_EN, "True here; elsewhere up to 2.5 times as large"},
        {{1, 1.03}, MARSAD_LANG_FR, "Échelle exacte ici ; ailleurs jusqu’à 3\u202f% plus grande"},
        {{1, 2.46}, MARSAD_LANG_FR, "Échelle exacte ici ; ailleurs jusqu’à 2,5 fois plus grande"},
        {{1, 1.03}, MARSAD_LANG_AR, "المقياس صحيح هنا، ويكبر في غير هذا الموضع حتى 3%"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mrs_buffer text = {0};
        mrs_say_scale_range(&text, cases[i].range, cases[i].lang);
        assert_string_equal(text.length ? text.text : "", cases[i].said);
        mrs_buffer_clear(&text);
    }
}

/* On a transverse Mercator, north turns by the convergence: tan γ = tan(λ - λ0) sin φ on a sphere
 * (J. P. Snyder, Map projections: a working manual, 1987, p. 66). */
static void the_arrow_is_turned_by_the_convergence(void **state)
{
    (void)state;
    mrs_projection *projection;
    mrs_ground ground;
    mrs_frame frame;
    marsad_bbox box = {20, 30, 22, 32}; /* zone 33's meridian is 15 degrees east */
    assert_int_equal(mrs_projection_parse("EPSG:32633", &projection, NULL), MARSAD_OK);
    assert_true(mrs_ground_of_bbox(projection, box, &ground));
    mrs_rect rect = {0, 0, 800, 800};
    assert_int_equal(mrs_frame_fit(&frame, rect, projection, ground, NULL), MARSAD_OK);
    for (int i = 0; i < 5; i++) {
        mrs_point at = {100.0 + 150 * i, 700.0 - 120 * i};
        marsad_lonlat here;
        assert_true(mrs_frame_to_ground(&frame, at, &here));
        double radians = M_PI / 180;
        double gamma = atan(tan((here.lon - 15) * radians) * sin(here.lat * radians)) / radians;
        /* the grid's north lies east of true north there: true north points to the left */
        assert_true(fabs(mrs_frame_north_deg(&frame, at) + gamma) < 0.02);
    }
    mrs_projection_free(projection);
}

static void lines_take_the_arrows_place_where_north_turns(void **state)
{
    (void)state;
    static const struct {
        marsad_bbox bbox;
        marsad_graticule asked;
        bool arrow, lines, figures;
    } cases[] = {{{13, 32, 14, 33}, MARSAD_GRATICULE_AUTO, true, false, true},
                 {{13, 32, 14, 33}, MARSAD_GRATICULE_LINES, true, true, true},
                 {{13, 32, 14, 33}, MARSAD_GRATICULE_NONE, true, false, false},
                 {{-10, 20, 40, 65}, MARSAD_GRATICULE_AUTO, false, true, true},
                 {{-10, 20, 40, 65}, MARSAD_GRATICULE_TICKS, false, false, true},
                 {{-10, 20, 40, 65}, MARSAD_GRATICULE_NONE, true, false, false},
                 {{-180, 60, 180, 90}, MARSAD_GRATICULE_AUTO, false, true, true}};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = marsad_map_defaults();
        options.has_bbox = true;
        options.bbox = cases[i].bbox;
        options.graticule = cases[i].asked;
        marsad_map *map = compose(events, 0, &options);
        texts *all = read_texts(map);
        assert_int_equal(all->arrow, cases[i].arrow);
        assert_int_equal(all->lines, cases[i].lines);
        assert_int_equal(says(all, GRATICULE, "° "), cases[i].figures);
        check_map(map, &options, "graticule");
        free(all);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* --- Margins and bleed --- */

static void margins_are_as_wide_as_asked(void **state)
{
    (void)state;
    static const struct {
        const char *size, *margin;
    } cases[] = {{"a4", "5mm"},          {"a4", "30mm"},       {"a6", "4mm"},
                 {"1600x1200", "100px"}, {"1600x1200", "0px"}, {"a3-landscape", "1in"}};
    marsad_events *events = sample();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = options_for(cases[i].size, MARSAD_LANG_EN);
        assert_int_equal(marsad_map_margin_parse(cases[i].margin, &options, NULL), MARSAD_OK);
        marsad_map *map = compose(events, 0, &options);
        mrs_paper paper;
        assert_int_equal(mrs_paper_of(&options, &paper, NULL), MARSAD_OK);
        check_map(map, &options, cases[i].margin);
        texts *all = read_texts(map);
        double top = INFINITY;
        double bottom = 0;
        for (size_t t = 0; t < all->count; t++) {
            top = fmin(top, all->items[t].ink.y);
            bottom = fmax(bottom, all->items[t].ink.y + all->items[t].ink.h);
        }
        assert_true(fabs(top - paper.margin) < 1);
        assert_true(fabs(paper.height - bottom - paper.margin) < 4);
        free(all);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static void a_bleed_moves_all_by_its_width(void **state)
{
    (void)state;
    marsad_events *events = sample();
    marsad_map_options options = options_for("a5", MARSAD_LANG_EN);
    marsad_map *plain = compose(events, 0, &options);
    assert_int_equal(marsad_map_bleed_parse("3mm", &options, NULL), MARSAD_OK);
    marsad_map *bled = compose(events, 0, &options);
    const mrs_scene *a = mrs_map_scene(plain);
    const mrs_scene *b = mrs_map_scene(bled);
    double bleed = 3 / 25.4 * a->px_per_inch;
    assert_true(fabs(b->bleed - bleed) < 1e-9);
    assert_true(fabs(b->width - a->width - 2 * bleed) < 1e-9);
    assert_true(fabs(b->height - a->height - 2 * bleed) < 1e-9);
    texts *before = read_texts(plain);
    texts *after = read_texts(bled);
    assert_true(fabs(after->frame.x - before->frame.x - bleed) < 1e-6);
    assert_true(fabs(after->frame.y - before->frame.y - bleed) < 1e-6);
    assert_true(fabs(after->frame.w - before->frame.w) < 1e-6);
    check_map(bled, &options, "bleed");
    free(before);
    free(after);
    marsad_map_free(plain);
    marsad_map_free(bled);
    marsad_events_free(events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_on_every_sheet),
        cmocka_unit_test(one_incident_on_every_sheet),
        cmocka_unit_test(forty_incidents_on_every_sheet),
        cmocka_unit_test(many_unplaced_on_every_sheet),
        cmocka_unit_test(the_sample_in_every_style_and_language),
        cmocka_unit_test(type_on_paper_can_be_read),
        cmocka_unit_test(the_scale_bar_covers_no_incident),
        cmocka_unit_test(a_large_sheet_leaves_nothing_out),
        cmocka_unit_test(things_go_in_their_order),
        cmocka_unit_test(the_number_of_entries_left_out_is_right),
        cmocka_unit_test(licences_and_scale_stay),
        cmocka_unit_test(long_titles_wrap),
        cmocka_unit_test(many_sources_are_counted),
        cmocka_unit_test(arabic_credits_run_from_right_to_left),
        cmocka_unit_test(the_scale_note_says_what_geodesics_say),
        cmocka_unit_test(mercators_scale_is_the_secant),
        cmocka_unit_test(the_note_is_said_in_each_language),
        cmocka_unit_test(the_arrow_is_turned_by_the_convergence),
        cmocka_unit_test(lines_take_the_arrows_place_where_north_turns),
        cmocka_unit_test(margins_are_as_wide_as_asked),
        cmocka_unit_test(a_bleed_moves_all_by_its_width),
    };
    return cmocka_run_group_tests_name("sheet", tests, set_up, tear_down);
}
