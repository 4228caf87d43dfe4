/*
 * Maps of many incidents, as groups, dots, hexagons or density: what each shows is what there is.
 * Counts add up, areas are in proportion, and nothing is left out. (Hexagons and densities by
 * themselves: test_bins.c.)
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
#include "map/symbols.h"
#include "random.h"

static marsad_map *compose(const marsad_events *events, const marsad_map_options *options)
{
    return compose_in(style, events, options);
}

/* --- Events and maps --- */

/* Incidents on a few places, many on the first and few on the last, and some all over. */
static marsad_events *clustered(int count)
{
    const char *path = scratch_path("clustered.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("date,type,lon,lat,uncertainty_m,actor1,killed,headline\n", file);
    for (int i = 0; i < count; i++) {
        double place = floor(pow(random_between(0, 1), 3) * 25);
        bool alone = i % 5 == 0;
        double lon = alone ? random_between(10, 24) : 12 + 2.1 * fmod(place, 5);
        double lat = alone ? random_between(24, 32) : 25 + 1.3 * floor(place / 5);
        char killed[16] = "";
        snprintf(killed, sizeof killed, i % 7 ? "%d" : "", (int)(place * 2));
        fprintf(file, "2020-%02d-%02d,%s,%.5f,%.5f,%d,Group %d,%s,Report %d\n", 1 + i % 12,
                1 + i % 28, marsad_incident_type_name((marsad_incident_type)(i % 13)), lon, lat,
                i % 4 ? 500 : 60000, i % 11, killed, i);
    }
    fclose(file);
    return read_file(path);
}

static marsad_map_options as(marsad_map_as how)
{
    marsad_map_options options = marsad_map_defaults();
    options.as = how;
    return options;
}

static bool is_group(const mrs_item *item, const char *css)
{
    return item->kind == MRS_ITEM_GROUP_BEGIN && item->group.css &&
           strncmp(item->group.css, css, strlen(css)) == 0;
}

/* --- Groups --- */

/* The first circle of a group is its edge, which is 1.1 px wider than the circle itself. */
static double radius_of(const mrs_scene *scene, size_t group)
{
    for (size_t i = group + 1; scene->items[i].kind != MRS_ITEM_GROUP_END; i++) {
        if (scene->items[i].kind == MRS_ITEM_CIRCLE) {
            return scene->items[i].circle.radius - 1.1;
        }
    }
    fail_msg("a group has no circle");
    return 0;
}

static void groups_show_every_incident(void **state)
{
    (void)state;
    marsad_events *events = clustered(900);
    marsad_map_options options = as(MARSAD_AS_AUTO);
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    assert_int_equal(marsad_map_describe(map)->as, MARSAD_AS_GROUPS);
    size_t shown = 0;
    double ratio = 0;
    double last = 1e9;
    for (size_t i = 0; i < scene->count; i++) {
        shown += is_group(&scene->items[i], "incident type-");
        if (!is_group(&scene->items[i], "incident-group")) {
            continue;
        }
        double count = strtod(scene->items[i].group.title, NULL);
        double radius = radius_of(scene, i);
        double own = count / (radius * radius);
        shown += (size_t)count;
        ratio = ratio > 0 ? ratio : own;
        if (radius > 1.81) { /* the smallest that is drawn */
            assert_true(fabs(own / ratio - 1) < 1e-6);
        }
        assert_true(radius <= last + 1e-9); /* larger below smaller */
        last = radius;
    }
    assert_int_equal(shown, 900);
    assert_int_equal(marsad_map_describe(map)->drawn, 900);
    assert_true(scene_says(scene, "One circle per place, area by number of incidents"));
    assert_non_null(strstr(scene->data, "\"as\":\"groups\""));
    assert_non_null(strstr(scene->data, "-group-"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Each incident's data name an element that the scene has. */
static void data_point_to_elements(void **state)
{
    (void)state;
    marsad_events *events = clustered(120);
    marsad_map_options options = as(MARSAD_AS_GROUPS);
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    const char *key = "\"element\":\"";
    size_t found = 0;
    for (const char *at = strstr(scene->data, key); at; at = strstr(at + 1, key)) {
        char id[64];
        const char *from = at + strlen(key) + strlen(scene->prefix) + 1;
        snprintf(id, sizeof id, "%.*s", (int)strcspn(from, "\""), from);
        bool there = false;
        for (size_t i = 0; i < scene->count && !there; i++) {
            const mrs_item *item = &scene->items[i];
            there = item->kind == MRS_ITEM_GROUP_BEGIN && item->group.id &&
                    strcmp(item->group.id, id) == 0;
        }
        if (!there) {
            fail_msg("the data name \"%s\", which is not on the map", id);
        }
        found++;
    }
    assert_int_equal(found, 120);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Places in a row, each near the next: a circle takes what is near its middle, not all the row. */
static void groups_do_not_chain(void **state)
{
    (void)state;
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "lon,lat,type\n10,30,clash\n20,33,clash\n");
    for (int i = 0; i < 100; i++) {
        mrs_buffer_addf(&text, "%.3f,31,clash\n", 13 + i * 0.04);
    }
    marsad_events *events = events_from(text.text);
    mrs_buffer_clear(&text);
    marsad_map_options options = as(MARSAD_AS_GROUPS);
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    size_t groups = 0;
    for (size_t i = 0; i < scene->count; i++) {
        groups += is_group(&scene->items[i], "incident-group");
    }
    assert_true(groups > 5);
    marsad_map_free(map);
    marsad_events_free(events);
}

/* Crowds at the very edge of the map and around a few middles: most incidents at the first place of
 * each. */
static marsad_events *crowded(void)
{
    const char *path = scratch_path("crowded.csv");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("date,type,lon,lat\n", file);
    for (int spot = 0; spot < 160; spot++) {
        double away = spot / 8 ? pow(random_between(0, 1), 2) * 0.9 : 0;
        double turn = random_between(0, 2 * M_PI);
        int count = spot / 8 ? 1 + (int)(12 * pow(random_between(0, 1), 4)) : 40 + 7 * spot;
        for (int i = 0; i < count; i++) {
            fprintf(file, "2020-01-01,%s,%.5f,%.5f\n",
                    marsad_incident_type_name((marsad_incident_type)(i % 13)),
                    12 + 3 * (spot % 4) + away * cos(turn),
                    26 + 4 * (spot / 4 % 2) + away * sin(turn));
        }
    }
    fclose(file);
    return read_file(path);
}

/* A disc of a group or of an incident alone, and the number in it. */
typedef struct disc {
    mrs_point centre;
    double radius;
    mrs_rect number; /* without size where there is none */
} disc;

static disc disc_of(const mrs_scene *scene, size_t group)
{
    disc out = {.radius = 0};
    for (size_t i = group + 1; scene->items[i].kind != MRS_ITEM_GROUP_END; i++) {
        const mrs_item *item = &scene->items[i];
        if (item->kind == MRS_ITEM_MARKER) {
            out.centre = item->marker.centre;
            out.radius = scene->markers[item->marker.marker_kind].radius;
        } else if (item->kind == MRS_ITEM_CIRCLE && item->circle.radius > out.radius) {
            out.centre = item->circle.centre;
            out.radius = item->circle.radius;
        } else if (item->kind == MRS_ITEM_TEXT) {
            mrs_rect ink = mrs_layout_ink(item->text.layout);
            out.number = (mrs_rect){item->text.at.x + ink.x, item->text.at.y + ink.y, ink.w, ink.h};
        }
    }
    return out;
}

static size_t list_discs(const mrs_scene *scene, disc *out, size_t most, mrs_rect *frame)
{
    size_t count = 0;
    for (size_t i = 0; i < scene->count; i++) {
        const mrs_item *item = &scene->items[i];
        if (is_group(item, "ground")) {
            *frame = item->group.clip;
        } else if (is_group(item, "incident-group") || is_group(item, "incident type-")) {
            assert_true(count < most);
            out[count++] = disc_of(scene, i);
        }
    }
    return count;
}

static void assert_within(mrs_point at, double radius, mrs_rect frame)
{
    assert_true(at.x - radius >= frame.x && at.y - radius >= frame.y);
    assert_true(at.x + radius <= frame.x + frame.w);
    assert_true(at.y + radius <= frame.y + frame.h);
}

static void no_circle_covers_a_number(void **state)
{
    (void)state;
    enum { MOST = 2000 };
    static disc discs[MOST];
    for (int round = 0; round < 6; round++) {
        marsad_events *events = crowded();
        marsad_map_options options = as(MARSAD_AS_GROUPS);
        options.no_inset = true;
        options.has_bbox = round % 2 == 1; /* whose edge cuts through crowds */
        options.bbox = (marsad_bbox){12, 25.5, 21, 30};
        marsad_map *map = compose(events, &options);
        mrs_rect frame = {0};
        size_t count = list_discs(mrs_map_scene(map), discs, MOST, &frame);
        size_t numbers = 0;
        for (size_t i = 0; i < count; i++) {
            const disc *d = &discs[i];
            numbers += d->number.w > 0;
            for (size_t j = i + 1; j < count && d->number.w > 0; j++) {
                assert_true(mrs_rect_distance(d->number, discs[j].centre) > discs[j].radius - 0.3);
            }
            assert_within(d->centre, d->radius, frame);
        }
        assert_true(count > 12 && numbers > 8);
        marsad_map_free(map);
        marsad_events_free(events);
    }
}

static void sizes_follow_the_column(void **state)
{
    (void)state;
    marsad_events *events =
        events_from("lon,lat,type,killed,headline\n10,30,clash,4,a\n12,30,clash,16,b\n"
                    "14,31,clash,,c\n16,31,clash,0,d\n13,29,clash,1,e\n");
    marsad_map_options options = as(MARSAD_AS_POINTS);
    options.size_by = "KILLED";
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    double radii[5] = {0};
    for (size_t i = 0; i < scene->count; i++) {
        int number;
        if (is_group(&scene->items[i], "incident type-") &&
            sscanf(scene->items[i].group.id, "incident-%d", &number) == 1) {
            const mrs_item *marker = &scene->items[i + 1];
            assert_int_equal(marker->kind, MRS_ITEM_MARKER);
            const mrs_marker_kind *kind = &scene->markers[marker->marker.marker_kind];
            radii[number - 1] = kind->radius;
            assert_int_equal(kind->fill.a < 0.9, number == 3); /* hollow: no figure */
        }
    }
    assert_true(fabs(radii[1] / radii[0] - 2) < 0.03);
    assert_true(fabs(radii[0] / radii[4] - 2) < 0.03);
    assert_true(radii[3] < radii[4]);
    assert_true(scene_says(scene, "One disc per incident, area by: killed"));
    assert_true(scene_says(scene, "No figure (1)"));
    assert_true(scene_says(scene, "Zero (1)"));
    marsad_map_free(map);
    marsad_events_free(events);
}

static void colors_follow_the_column(void **state)
{
    (void)state;
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "lon,lat,type,side\n");
    for (int i = 0; i < 60; i++) { /* value k stands in some of the rows, the more the less k is */
        mrs_buffer_addf(&text, "%.2f,%.2f,clash,%s%.0d\n", 10 + 0.2 * i, 28 + 0.05 * (i % 20),
                        i % 12 == 11 ? "" : "Side ", i % 12 == 11 ? 0 : 1 + i * i % 10);
    }
    marsad_events *events = events_from(text.text);
    mrs_buffer_clear(&text);
    marsad_map_options options = as(MARSAD_AS_POINTS);
    options.color_by = "side";
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    assert_true(scene_says(scene, "Incidents by side"));
    assert_true(scene_says(scene, "Not stated (5)"));
    marsad_map_free(map);
    options.color_by = "date";
    options.lang = MARSAD_LANG_FR;
    map = compose(events, &options);
    assert_true(scene_says(mrs_map_scene(map), "Incidents par date"));
    assert_true(scene_says(mrs_map_scene(map), "Non précisé (60)"));
    marsad_map_free(map);
    marsad_events_free(events);
}

/* --- Every way, whole --- */

/* The palest of a ramp has an edge, and so has the ring of an incident without a figure. */
static void every_disc_is_seen(void **state)
{
    (void)state;
    assert_true(fabs(mrs_contrast((mrs_color){1, 1, 1, 1}, (mrs_color){0, 0, 0, 1}) - 21) < 1e-9);
    assert_true(mrs_contrast((mrs_color){1, 0, 0, 1}, (mrs_color){1, 0, 0, 1}) == 1);
    static const char *const styles[] = {"report", "minimal", "print", "dark"};
    marsad_style *kept = style;
    marsad_events *events = clustered(30);
    for (size_t i = 0; i < 4; i++) {
        marsad_error error;
        char path[64];
        snprintf(path, sizeof path, "styles/%s.json", styles[i]);
        assert_int_equal(marsad_style_open(data_path(path), &style, &error), MARSAD_OK);
        marsad_map_options options = as(MARSAD_AS_NUMBERS);
        options.color_by = "date";
        options.size_by = "killed";
        marsad_map *map = compose(events, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        size_t discs = 0;
        for (size_t k = 0; k < scene->count; k++) {
            const mrs_item *item = &scene->items[k + (k + 1 < scene->count)];
            if (!is_group(&scene->items[k], "incident type-") || item->kind != MRS_ITEM_MARKER) {
                continue;
            }
            const mrs_marker_kind *kind = &scene->markers[item->marker.marker_kind];
            double edge = mrs_contrast(kind->stroke, scene->page);
            double fill = mrs_contrast(kind->fill, scene->page);
            assert_true(fmax(edge, fill) >= MRS_LEAST_CONTRAST);
            discs++;
        }
        assert_int_equal(discs, 30);
        marsad_map_free(map);
        marsad_style_free(style);
    }
    style = kept;
    marsad_events_free(events);
}

static void every_way_counts_every_incident(void **state)
{
    (void)state;
    static const struct {
        marsad_map_as how;
        const char *says;
    } ways[] = {{MARSAD_AS_POINTS, "One dot per incident"},
                {MARSAD_AS_GROUPS, "One circle per place"},
                {MARSAD_AS_HEXBIN, "Incidents in hexagons about "},
                {MARSAD_AS_DENSITY, "Density of incidents, smoothed within "}};
    marsad_events *events = clustered(1800);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        marsad_map_options options = as(ways[i].how);
        options.has_bbox = true;
        options.bbox = (marsad_bbox){12, 25, 20, 31};
        marsad_map *map = compose(events, &options);
        const marsad_map_summary *s = marsad_map_describe(map);
        assert_int_equal(s->as, ways[i].how);
        assert_int_equal(s->drawn + s->outside + s->unplaced + s->ambiguous, 1800);
        assert_true(s->drawn > 1000 && s->outside > 100);
        assert_true(scene_says(mrs_map_scene(map), ways[i].says));
        assert_true(scene_says(mrs_map_scene(map), "are located less precisely than"));
        assert_non_null(strstr(mrs_map_scene(map)->data, marsad_map_as_name(ways[i].how)));
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

/* Nor are markers and dots, though many share a place at the very edge. */
static void no_point_is_cut_at_the_frame(void **state)
{
    (void)state;
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "lon,lat,type,killed\n");
    for (int i = 0; i < 160; i++) {
        mrs_buffer_addf(&text, "%d,%d,clash,%d\n", i % 2 ? 12 : 21, i % 4 < 2 ? 26 : 30, i);
    }
    marsad_events *events = events_from(text.text);
    mrs_buffer_clear(&text);
    const char *columns[] = {NULL, "killed"};
    for (size_t c = 0; c < 2; c++) {
        marsad_map_options options = as(MARSAD_AS_POINTS);
        options.no_inset = true;
        options.has_bbox = true;
        options.bbox = (marsad_bbox){12, 26, 21, 30};
        options.size_by = columns[c];
        marsad_map *map = compose(events, &options);
        const mrs_scene *scene = mrs_map_scene(map);
        mrs_rect frame = {0};
        size_t seen = 0;
        for (size_t i = 0; i < scene->count && seen < 160; i++) {
            const mrs_item *item = &scene->items[i];
            if (is_group(item, "ground")) {
                frame = item->group.clip;
            } else if (is_group(item, "incident type-")) {
                disc d = disc_of(scene, i);
                assert_within(d.centre, d.radius, frame);
                seen++;
            } else if (item->kind == MRS_ITEM_MARKERS) {
                for (size_t j = 0; j < item->markers.count; j++, seen++) {
                    assert_within(item->markers.points[j],
                                  scene->markers[item->markers.marker_kind].radius, frame);
                }
            }
        }
        assert_int_equal(seen, 160);
        marsad_map_free(map);
    }
    marsad_events_free(events);
}

static marsad_events *all_over_libya(int across)
{
    mrs_buffer text = {0};
    mrs_buffer_add(&text, "lon,lat,type\n");
    for (int i = 0; i < across * across; i++) {
        mrs_buffer_addf(&text, "%.3f,%.3f,clash\n", 9 + 16.0 * (i % across) / across,
                        20 + 13.0 * floor((double)i / across) / across);
    }
    marsad_events *events = events_from(text.text);
    mrs_buffer_clear(&text);
    return events;
}

/* Names of areas and seas leave hexagons and density to be seen; great towns are named on them. */
static void faint_names_keep_off_surfaces(void **state)
{
    (void)state;
    const marsad_map_as ways[] = {MARSAD_AS_HEXBIN, MARSAD_AS_DENSITY};
    for (size_t i = 0; i < 2; i++) {
        for (int across = 3; across <= 93; across += 90) {
            marsad_events *events = all_over_libya(across);
            marsad_map_options options = as(ways[i]);
            options.has_bbox = true;
            options.bbox = (marsad_bbox){7, 19, 27, 35};
            marsad_map *map = compose(events, &options);
            const mrs_scene *scene = mrs_map_scene(map);
            assert_true(scene_says(scene, "LIBYA") == (across == 3));
            assert_true(scene_says(scene, "Gulf of Sidra") == (across == 3));
            assert_true(scene_says(scene, "Benghazi"));
            assert_true(scene_says(scene, "Mediterranean"));
            marsad_map_free(map);
            marsad_events_free(events);
        }
    }
}

static void dots_are_as_many_as_incidents(void **state)
{
    (void)state;
    marsad_events *events = clustered(2000);
    marsad_map_options options = as(MARSAD_AS_POINTS);
    marsad_map *map = compose(events, &options);
    const mrs_scene *scene = mrs_map_scene(map);
    size_t dots = 0;
    for (size_t i = 0; i < scene->count; i++) {
        dots += scene->items[i].kind == MRS_ITEM_MARKERS ? scene->items[i].markers.count : 0;
    }
    assert_int_equal(dots, 2000);
    marsad_map_free(map);
    marsad_events_free(events);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    static const struct {
        marsad_map_as how;
        const char *size_by, *color_by, *says;
        marsad_status status;
    } cases[] = {{MARSAD_AS_AUTO, "deaths", NULL,
                  "the events have no column \"deaths\" to size incidents by; there are lon, lat, "
                  "type, many",
                  MARSAD_ERR_INPUT},
                 {MARSAD_AS_AUTO, NULL, "actor1", "no column \"actor1\" to color incidents by",
                  MARSAD_ERR_INPUT},
                 {MARSAD_AS_AUTO, "many", NULL, "\"several\" is not a number to size a symbol by",
                  MARSAD_ERR_INPUT},
                 {MARSAD_AS_HEXBIN, "many", NULL, "shown as hexbin have neither sizes nor colours",
                  MARSAD_ERR_USAGE},
                 {MARSAD_AS_DENSITY, NULL, "type",
                  "shown as density have neither sizes nor colours", MARSAD_ERR_USAGE}};
    marsad_events *events = events_from("lon,lat,type,many\n10,30,clash,1\n12,30,clash,several\n");
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marsad_map_options options = as(cases[i].how);
        marsad_map *map;
        marsad_error error = {0};
        options.size_by = cases[i].size_by;
        options.color_by = cases[i].color_by;
        assert_int_equal(marsad_map_compose(&sources, &options, &map, &error), cases[i].status);
        if (!strstr(error.message, cases[i].says)) {
            fail_msg("\"%s\" does not say \"%s\"", error.message, cases[i].says);
        }
        bool of_a_cell = strstr(cases[i].says, "several") != NULL;
        assert_int_equal(error.row, of_a_cell ? 3 : 0);
        assert_string_equal(error.column, of_a_cell ? "many" : "");
        assert_null(map);
    }
    marsad_events_free(events);
}

static void ways_have_names(void **state)
{
    (void)state;
    for (marsad_map_as how = MARSAD_AS_AUTO; how <= MARSAD_AS_DENSITY; how++) {
        marsad_map_as read = MARSAD_AS_AUTO;
        assert_int_equal(marsad_map_as_parse(marsad_map_as_name(how), &read, NULL), MARSAD_OK);
        assert_int_equal(read, how);
    }
    marsad_map_as read;
    marsad_error error;
    assert_int_equal(marsad_map_as_parse("heat", &read, &error), MARSAD_ERR_USAGE);
    assert_non_null(strstr(error.message, "hexbin"));
}

/* As test_map.c has it of callouts: out of memory is said, never passed over. */
static void no_failed_allocation_passes_for_success(void **state)
{
    (void)state;
    static const marsad_map_as ways[] = {MARSAD_AS_POINTS, MARSAD_AS_GROUPS, MARSAD_AS_HEXBIN,
                                         MARSAD_AS_DENSITY};
    marsad_events *events = clustered(70);
    marsad_map_sources sources = {data_folder(), gazetteer, style, events, NULL};
    size_t refused = 0;
    for (size_t w = 0; w < 4; w++) {
        marsad_map_options options = as(ways[w]);
        options.width_px = 900;
        options.height_px = 700;
        options.color_by = ways[w] == MARSAD_AS_GROUPS ? "actor1" : NULL;
        options.size_by = ways[w] == MARSAD_AS_GROUPS ? "killed" : NULL;
        marsad_map *whole = compose(events, &options);
        size_t items = mrs_map_scene(whole)->count;
        marsad_map_free(whole);
        for (long nth = 1 + (long)w; nth < 3000; nth = nth < 120 ? nth + 3 : nth + 83) {
            marsad_map *map = NULL;
            marsad_error error = {0};
            mrs_alloc_fail_at(nth);
            marsad_status status = marsad_map_compose(&sources, &options, &map, &error);
            mrs_alloc_fail_at(0);
            refused += status == MARSAD_ERR_MEMORY;
            if (status) {
                assert_int_equal(status, MARSAD_ERR_MEMORY);
            } else {
                assert_int_equal(mrs_map_scene(map)->count, items);
                marsad_map_free(map);
            }
        }
    }
    assert_true(refused > 60);
    marsad_events_free(events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_show_every_incident),
        cmocka_unit_test(data_point_to_elements),
        cmocka_unit_test(groups_do_not_chain),
        cmocka_unit_test(no_circle_covers_a_number),
        cmocka_unit_test(sizes_follow_the_column),
        cmocka_unit_test(colors_follow_the_column),
        cmocka_unit_test(every_disc_is_seen),
        cmocka_unit_test(every_way_counts_every_incident),
        cmocka_unit_test(no_point_is_cut_at_the_frame),
        cmocka_unit_test(faint_names_keep_off_surfaces),
        cmocka_unit_test(dots_are_as_many_as_incidents),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(ways_have_names),
        cmocka_unit_test(no_failed_allocation_passes_for_success),
    };
    return cmocka_run_group_tests_name("symbols", tests, open_maps, close_maps);
}
