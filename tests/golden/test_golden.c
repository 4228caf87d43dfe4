/* Draws a few maps and compares them with the pictures beside this file. Drawn at a real sheet's
 * size, for that is what the layout is made for, but kept and compared at half of it. Whether or
 * not they differ, BUILD/golden/index.html shows expected, got and difference. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <limits.h>
#include <png.h>
#include <sys/stat.h>

#include "golden_page.h"
#include "marsad/marsad.h"

enum {
    REDUCTION = 2, /* drawn pixels to a kept one, in each direction */
    CHANNELS = 3,
    CHANNEL_TOLERANCE = 24, /* of 255: below it, two pixels count as the same */
    REACH = 1               /* pixels around, in which the same pixel is looked for */
};

static const double DIFFERENT_AT_MOST = 0.005; /* share of pixels */

/* One picture, drawn from NAME.csv. What is not named of it is as a map has it by default. */
typedef struct subject {
    const char *name, *about, *title;
    const char *style; /* NULL: "report" */
    marsad_lang lang;
    int width_px, height_px; /* 0: 960 by 720 */
    const char *crs;
    double around_km; /* of Tripoli; 0: framed by the incidents */
    bool front;       /* NAME.geojson holds one, of 25 and 27 January 2020 */
    marsad_map_as as;
    const char *facet; /* small multiples by this; NULL: one map */
} subject;

static const subject subjects[] = {
    {.name = "arabic",
     .about = "a sheet from right to left",
     .title = "معارك حول أبو قرين",
     .lang = MARSAD_LANG_AR},
    {.name = "callouts", .about = "several incidents at one place, grouped", .title = "Callouts"},
    {.name = "crowding",
     .about = "labels that crowd around Tripoli",
     .title = "Tripoli",
     .around_km = 30},
    {.name = "crs",
     .about = "a user's projection, far from its meridian",
     .title = "UTM zone 29",
     .crs = "EPSG:32629"},
    {.name = "dark", .about = "the style for dark rooms", .title = "Dark", .style = "dark"},
    {.name = "facet",
     .about = "small multiples by month, from right to left",
     .title = "شهرًا بعد شهر",
     .lang = MARSAD_LANG_AR,
     .facet = "month"},
    {.name = "front",
     .about = "a front of three sides, and ground that changed hands",
     .title = "The front",
     .front = true},
    {.name = "groups",
     .about = "circles by place, and the legend of their areas",
     .title = "Groups"},
    {.name = "hexbin", .about = "hexagons in classes", .title = "Hexagons", .as = MARSAD_AS_HEXBIN},
    {.name = "inset",
     .about = "incidents that crowd around Tripoli, in an inset",
     .title = "Tripoli and the rest",
     .width_px = 1280,
     .height_px = 960},
    {.name = "legend", .about = "a legend of every type there is", .title = "Legend"},
    {.name = "narrow",
     .about = "a narrow sheet: its panel stands below",
     .title = "Sirte et l'est",
     .lang = MARSAD_LANG_FR,
     .width_px = 640},
    {.name = "numbers",
     .about = "numbers beside markers, and their key in columns below",
     .title = "Numbers",
     .width_px = 840,
     .height_px = 1000},
    {.name = "print",
     .about = "the style without hue, from right to left",
     .title = "طباعة",
     .style = "print",
     .lang = MARSAD_LANG_AR}};

enum { SUBJECT_COUNT = sizeof subjects / sizeof *subjects };

static shown_subject shown[SUBJECT_COUNT];

static struct {
    char data[PATH_MAX / 2], tests[PATH_MAX / 2], output[PATH_MAX / 2];
    marsad_gazetteer *gazetteer;
    marsad_resolver *resolver;
} shared;

typedef struct picture {
    int width, height;
    uint8_t *pixels; /* R, G, B; rows without padding */
} picture;

static uint8_t *pixel_at(const picture *of, int x, int y)
{
    return of->pixels + ((size_t)y * (size_t)of->width + (size_t)x) * CHANNELS;
}

/* --- Files --- */

static void path_of(char out[PATH_MAX], const char *folder, const char *name, const char *ending)
{
    snprintf(out, PATH_MAX, "%s/%s%s", folder, name, ending);
}

static uint8_t *new_pixels(int width, int height)
{
    uint8_t *pixels = calloc((size_t)width * (size_t)height, CHANNELS);
    assert_non_null(pixels);
    return pixels;
}

static picture read_picture(const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) {
        fail_msg("%s: %s; 'make golden-update' makes the pictures", path, image.message);
    }
    image.format = PNG_FORMAT_RGB;
    picture read = {(int)image.width, (int)image.height, NULL};
    read.pixels = new_pixels(read.width, read.height);
    assert_true(png_image_finish_read(&image, NULL, read.pixels, 0, NULL));
    return read;
}

static void write_picture(const char *path, const picture *of)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)of->width,
                       .height = (png_uint_32)of->height,
                       .format = PNG_FORMAT_RGB};
    if (!png_image_write_to_file(&image, path, 0, of->pixels, 0, NULL)) {
        fail_msg("%s: %s", path, image.message);
    }
}

/* The picture as a PNG in memory, for the page. */
static shown_picture to_show(const picture *of)
{
    shown_picture made = {0};
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)of->width,
                       .height = (png_uint_32)of->height,
                       .format = PNG_FORMAT_RGB};
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
    made.png = malloc(length);
    assert_non_null(made.png);
    assert_true(png_image_write_to_memory(&image, made.png, &length, 0, of->pixels, 0, NULL));
    made.length = length;
    return made;
}

/* --- Drawing --- */

/* A call of the library that must succeed: its own message is the failure's. */
static void must(marsad_status status, const marsad_error *error)
{
    if (status) {
        fail_msg("%s: %s", error->file, error->message);
    }
}

static marsad_map_options options_of(const subject *of)
{
    marsad_map_options options = marsad_map_defaults();
    options.title = of->title;
    options.lang = of->lang;
    options.width_px = of->width_px ? of->width_px : 960;
    options.height_px = of->height_px ? of->height_px : 720;
    options.crs = of->crs;
    options.facet = of->facet;
    options.as = of->as;
    options.has_bbox = of->around_km > 0;
    if (options.has_bbox) {
        const marsad_lonlat tripoli = {13.185, 32.89};
        options.bbox = marsad_bbox_around(tripoli, of->around_km * 1000);
    }
    options.front_since = of->front ? (marsad_date){2020, 1, 25} : (marsad_date){0};
    return options;
}

static marsad_front *open_front(const subject *of)
{
    char path[PATH_MAX];
    char basemap[PATH_MAX];
    const char *file = path;
    marsad_error error = {0};
    marsad_front *front = NULL;
    path_of(path, shared.tests, of->name, ".geojson");
    path_of(basemap, shared.data, "geodata/basemap", ".gpkg");
    if (of->front) {
        must(marsad_front_open(&file, 1, basemap, &front, &error), &error);
    }
    return front;
}

static marsad_style *open_style(const subject *of)
{
    char path[PATH_MAX];
    marsad_error error = {0};
    marsad_style *style = NULL;
    snprintf(path, sizeof path, "%s/styles/%s.json", shared.data, of->style ? of->style : "report");
    must(marsad_style_open(path, &style, &error), &error);
    return style;
}

static void draw(const subject *of, const char *path)
{
    char table[PATH_MAX];
    marsad_error error = {0};
    marsad_problems problems = {0};
    marsad_events *events = NULL;
    marsad_map *map = NULL;
    const marsad_map_options options = options_of(of);
    path_of(table, shared.tests, of->name, ".csv");
    must(marsad_events_read(table, NULL, &events, &problems, &error), &error);
    must(marsad_events_place(events, shared.resolver, NULL, &error), &error);
    marsad_front *front = open_front(of);
    marsad_style *style = open_style(of);
    const marsad_map_sources sources = {shared.data, shared.gazetteer, style, events, front};
    must(marsad_map_compose(&sources, &options, &map, &error), &error);
    must(marsad_map_write(map, path, &error), &error);
    marsad_map_free(map);
    marsad_style_free(style);
    marsad_front_free(front);
    marsad_events_free(events);
}

/* The mean of the square of drawn pixels that becomes the kept one at (x, y). */
static uint8_t mean(const picture *from, int x, int y, int channel)
{
    int sum = 0;
    for (int v = 0; v < REDUCTION; v++) {
        for (int u = 0; u < REDUCTION; u++) {
            sum += pixel_at(from, x * REDUCTION + u, y * REDUCTION + v)[channel];
        }
    }
    return (uint8_t)(sum / (REDUCTION * REDUCTION));
}

static picture reduced(const picture *from)
{
    picture to = {from->width / REDUCTION, from->height / REDUCTION, NULL};
    to.pixels = new_pixels(to.width, to.height);
    for (int y = 0; y < to.height; y++) {
        for (int x = 0; x < to.width; x++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                pixel_at(&to, x, y)[channel] = mean(from, x, y, channel);
            }
        }
    }
    return to;
}

/* --- Comparing --- */

static int distance(const uint8_t *a, const uint8_t *b)
{
    int most = 0;
    for (int i = 0; i < CHANNELS; i++) {
        int off = abs(a[i] - b[i]);
        most = off > most ? off : most;
    }
    return most;
}

/* True if the pixel of `of` at (x, y) stands there, or close by, in `other` too. */
static bool stands_in(const picture *of, const picture *other, int x, int y)
{
    const uint8_t *pixel = pixel_at(of, x, y);
    for (int dy = -REACH; dy <= REACH; dy++) {
        for (int dx = -REACH; dx <= REACH; dx++) {
            int u = x + dx;
            int v = y + dy;
            if (u >= 0 && v >= 0 && u < other->width && v < other->height &&
                distance(pixel, pixel_at(other, u, v)) <= CHANNEL_TOLERANCE) {
                return true;
            }
        }
    }
    return false;
}

/* The share of pixels of either that do not stand in the other; `marked` gets them in red on a
 * faint picture. Both have one size. */
static double difference(const picture *expected, const picture *got, picture *marked)
{
    int count = 0;
    *marked = (picture){got->width, got->height, new_pixels(got->width, got->height)};
    for (int y = 0; y < got->height; y++) {
        for (int x = 0; x < got->width; x++) {
            const uint8_t *from = pixel_at(got, x, y);
            uint8_t *to = pixel_at(marked, x, y);
            bool same = stands_in(expected, got, x, y) && stands_in(got, expected, x, y);
            uint8_t faint = (uint8_t)(191 + (from[0] + from[1] + from[2]) / CHANNELS / 4);
            to[0] = same ? faint : 213;
            to[1] = to[2] = same ? faint : 0;
            count += !same;
        }
    }
    return (double)count / ((double)got->width * got->height);
}

/* --- Each of them --- */

static void compare(const subject *of, const picture *got, const char *golden)
{
    shown_subject *entry = &shown[of - subjects];
    entry->got = to_show(got);
    entry->trouble = "there is no picture of that size to compare it with";
    picture expected = read_picture(golden);
    picture marked = {0};
    entry->expected = to_show(&expected);
    if (expected.width != got->width || expected.height != got->height) {
        free(expected.pixels);
        fail_msg("%s is not of the size drawn now, %d by %d pixels: see %s/index.html", golden,
                 got->width, got->height, shared.output);
    }
    entry->share = difference(&expected, got, &marked);
    entry->difference = to_show(&marked);
    free(expected.pixels);
    free(marked.pixels);
    if (entry->share > DIFFERENT_AT_MOST) {
        fail_msg("%s: %.2f %% of the pixels differ, where %.2g %% may: see %s/index.html", of->name,
                 entry->share * 100, DIFFERENT_AT_MOST * 100, shared.output);
    }
}

static void check_subject(void **state)
{
    const subject *of = *state;
    char path[PATH_MAX];
    char golden[PATH_MAX];
    path_of(path, shared.output, of->name, ".png");
    path_of(golden, shared.tests, of->name, ".png");
    draw(of, path);
    picture full = read_picture(path);
    picture got = reduced(&full);
    free(full.pixels);
    if (getenv("MARSAD_GOLDEN_UPDATE")) {
        write_picture(golden, &got);
    }
    compare(of, &got, golden);
    free(got.pixels);
}

static int write_page(void)
{
    char path[PATH_MAX];
    path_of(path, shared.output, "index", ".html");
    FILE *page = fopen(path, "w");
    if (!page) {
        print_error("%s: %s\n", path, strerror(errno));
        return -1;
    }
    page_write(page, shown, SUBJECT_COUNT, CHANNEL_TOLERANCE, REACH, DIFFERENT_AT_MOST);
    for (size_t i = 0; i < SUBJECT_COUNT; i++) {
        free(shown[i].expected.png);
        free(shown[i].got.png);
        free(shown[i].difference.png);
    }
    return fclose(page);
}

/* --- The measure itself --- */

/* A white picture with a square of this colour, moved to the right by so many pixels. */
static picture with_square(uint8_t colour, int moved)
{
    picture made = {40, 20, new_pixels(40, 20)};
    memset(made.pixels, 255, (size_t)40 * 20 * CHANNELS);
    for (int y = 5; y < 15; y++) {
        memset(pixel_at(&made, 10 + moved, y), colour, (size_t)10 * CHANNELS);
    }
    return made;
}

static double measured(uint8_t colour, int moved)
{
    picture a = with_square(0, 0);
    picture b = with_square(colour, moved);
    picture marked;
    double there = difference(&a, &b, &marked);
    free(marked.pixels);
    double back = difference(&b, &a, &marked);
    free(marked.pixels);
    free(a.pixels);
    free(b.pixels);
    assert_true(there - back == 0);
    return there;
}

static void check_measure(void **state)
{
    (void)state;
    assert_true(measured(0, 0) <= 0);
    assert_true(measured(CHANNEL_TOLERANCE, 0) <= 0);
    assert_true(measured(0, REACH) <= 0);
    assert_true(measured(CHANNEL_TOLERANCE + 1, 0) > DIFFERENT_AT_MOST);
    assert_true(measured(0, REACH + 1) > DIFFERENT_AT_MOST);
}

/* --- The program --- */

static void set_folder(char *out, const char *variable, const char *otherwise, const char *below)
{
    const char *value = getenv(variable);
    snprintf(out, PATH_MAX / 2, "%s%s", value ? value : otherwise, below);
}

static int open_shared(void **state)
{
    (void)state;
    char path[PATH_MAX];
    marsad_error error = {0};
    set_folder(shared.data, "MARSAD_DATA", ".", "");
    set_folder(shared.tests, "MARSAD_TESTS", "tests", "/golden");
    set_folder(shared.output, "MARSAD_BUILD", "build", "/golden");
    mkdir(shared.output, 0777);
    for (size_t i = 0; i < SUBJECT_COUNT; i++) {
        shown[i] =
            (shown_subject){.name = subjects[i].name, .about = subjects[i].about, .share = -1};
    }
    path_of(path, shared.data, "geodata/gazetteer", ".gpkg");
    must(marsad_gazetteer_open(path, &shared.gazetteer, &error), &error);
    must(marsad_resolver_new(shared.gazetteer, &shared.resolver, &error), &error);
    return 0;
}

static int close_shared(void **state)
{
    (void)state;
    marsad_resolver_free(shared.resolver);
    marsad_gazetteer_close(shared.gazetteer);
    return write_page();
}

int main(void)
{
    struct CMUnitTest tests[SUBJECT_COUNT + 1] = {cmocka_unit_test(check_measure)};
    for (int i = 0; i < SUBJECT_COUNT; i++) {
        tests[i + 1] = (struct CMUnitTest){subjects[i].name, check_subject, NULL, NULL,
                                           (void *)(uintptr_t)&subjects[i]};
    }
    return _cmocka_run_group_tests("golden", tests, SUBJECT_COUNT + 1, open_shared, close_shared);
}
