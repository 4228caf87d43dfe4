/* Draws a few maps and compares them with the pictures beside this file. Drawn at a real sheet's
 * size, for that is what the layout is made for, but kept and compared at half of it. Where one
 * differs, BUILD/golden/index.html shows expected, got and difference. */
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

#include "marsad/marsad.h"

enum {
    REDUCTION = 2, /* drawn pixels to a kept one, in each direction */
    CHANNELS = 3,
    CHANNEL_TOLERANCE = 24, /* of 255: below it, two pixels count as the same */
    REACH = 1               /* pixels around, in which the same pixel is looked for */
};

static const double DIFFERENT_AT_MOST = 0.005; /* share of pixels */

/* One picture, drawn from NAME.csv. */
typedef struct subject {
    const char *name, *about, *title;
    marsad_lang lang;
    int width_px, height_px;
    const char *crs;
    double around_km;  /* of Tripoli; 0: framed by the incidents */
    bool front;        /* NAME.geojson holds one, of 25 and 27 January 2020 */
    const char *facet; /* small multiples by this, or NULL */
} subject;

static const subject subjects[] = {
    {"arabic", "a sheet from right to left", "معارك حول أبو قرين", MARSAD_LANG_AR, 960, 720, NULL,
     0, false, NULL},
    {"callouts", "several incidents at one place, grouped", "Callouts", MARSAD_LANG_EN, 960, 720,
     NULL, 0, false, NULL},
    {"crowding", "labels that crowd around Tripoli", "Tripoli", MARSAD_LANG_EN, 960, 720, NULL, 30,
     false, NULL},
    {"crs", "a user's projection, far from its meridian", "UTM zone 29", MARSAD_LANG_EN, 960, 720,
     "EPSG:32629", 0, false, NULL},
    {"front", "a front of three sides, and ground that changed hands", "The front", MARSAD_LANG_EN,
     960, 720, NULL, 0, true, NULL},
    {"facet", "small multiples by month, from right to left", "شهرًا بعد شهر", MARSAD_LANG_AR, 960,
     720, NULL, 0, false, "month"},
    {"inset", "incidents that crowd around Tripoli, in an inset", "Tripoli and the rest",
     MARSAD_LANG_EN, 1280, 960, NULL, 0, false, NULL},
    {"narrow", "a narrow sheet: its panel stands below", "Sirte et l'est", MARSAD_LANG_FR, 640, 720,
     NULL, 0, false, NULL}};

enum { SUBJECT_COUNT = sizeof subjects / sizeof *subjects };

static double shares[SUBJECT_COUNT]; /* of pixels that differ; above 0 only where a test failed */

static struct {
    char data[PATH_MAX / 2], tests[PATH_MAX / 2], output[PATH_MAX / 2];
    marsad_gazetteer *gazetteer;
    marsad_resolver *resolver;
    marsad_style *style;
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
    options.width_px = of->width_px;
    options.height_px = of->height_px;
    options.crs = of->crs;
    options.facet = of->facet;
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

static void draw(const subject *of, const char *path)
{
    char table[PATH_MAX];
    marsad_error error = {0};
    marsad_problems problems = {0};
    marsad_events *events = NULL;
    marsad_map *map = NULL;
    const marsad_map_options options = options_of(of);
    path_of(table, shared.tests, of->name, ".csv");
    must(marsad_events_read(table, &events, &problems, &error), &error);
    must(marsad_events_place(events, shared.resolver, NULL, &error), &error);
    marsad_front *front = open_front(of);
    const marsad_map_sources sources = {shared.data, shared.gazetteer, shared.style, events, front};
    must(marsad_map_compose(&sources, &options, &map, &error), &error);
    must(marsad_map_write(map, path, &error), &error);
    marsad_map_free(map);
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

/* The share of pixels of either that do not stand in the other; `shown` gets them in red on a faint
 * picture. Both have one size. */
static double difference(const picture *expected, const picture *got, picture *shown)
{
    int count = 0;
    *shown = (picture){got->width, got->height, new_pixels(got->width, got->height)};
    for (int y = 0; y < got->height; y++) {
        for (int x = 0; x < got->width; x++) {
            const uint8_t *from = pixel_at(got, x, y);
            uint8_t *to = pixel_at(shown, x, y);
            bool same = stands_in(expected, got, x, y) && stands_in(got, expected, x, y);
            uint8_t faint = (uint8_t)(191 + (from[0] + from[1] + from[2]) / CHANNELS / 4);
            to[0] = same ? faint : 213;
            to[1] = to[2] = same ? faint : 0;
            count += !same;
        }
    }
    return (double)count / ((double)got->width * got->height);
}

/* --- The page of differences --- */

static void write_page(char path[PATH_MAX])
{
    path_of(path, shared.output, "index", ".html");
    FILE *page = fopen(path, "w");
    if (!page) {
        fail_msg("%s: %s", path, strerror(errno));
        return;
    }
    fputs("<!doctype html>\n<meta charset=\"utf-8\">\n<title>Golden pictures that differ</title>\n"
          "<style>body { font-family: sans-serif } img { border: 1px solid #999 }\n"
          "figure { display: inline-block; margin: 0 1em 1em 0 }</style>\n"
          "<h1>Golden pictures that differ</h1>\n"
          "<p>If all of this is meant: <code>make golden-update</code>.</p>\n",
          page);
    for (int i = 0; i < SUBJECT_COUNT; i++) {
        static const char *const kinds[] = {"expected", "got", "difference"};
        if (shares[i] <= 0) {
            continue;
        }
        fprintf(page,
                "<h2>%s: %s</h2>\n<p>%.2f %% of the pixels; <a href=\"%s.png\">full size</a></p>\n",
                subjects[i].name, subjects[i].about, shares[i] * 100, subjects[i].name);
        for (int k = 0; k < 3; k++) {
            fprintf(
                page,
                "<figure><img src=\"%s.%s.png\" alt=\"\"><figcaption>%s</figcaption></figure>\n",
                subjects[i].name, kinds[k], kinds[k]);
        }
    }
    fclose(page);
}

static void save(const subject *of, const char *ending, const picture *what)
{
    char path[PATH_MAX];
    path_of(path, shared.output, of->name, ending);
    write_picture(path, what);
}

static void compare(const subject *of, const picture *got, const char *golden)
{
    picture expected = read_picture(golden);
    picture shown = {0};
    if (expected.width != got->width || expected.height != got->height) {
        fail_msg("%s is %d by %d pixels, what is drawn now %d by %d", golden, expected.width,
                 expected.height, got->width, got->height);
    }
    double share = difference(&expected, got, &shown);
    if (share > DIFFERENT_AT_MOST) {
        char page[PATH_MAX];
        shares[of - subjects] = share;
        save(of, ".expected.png", &expected);
        save(of, ".got.png", got);
        save(of, ".difference.png", &shown);
        write_page(page);
        fail_msg("%s: %.2f %% of the pixels differ: see %s", of->name, share * 100, page);
    }
    free(expected.pixels);
    free(shown.pixels);
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
    if (getenv("MARSAD_GOLDEN_UPDATE")) {
        write_picture(golden, &got);
    } else {
        compare(of, &got, golden);
    }
    free(full.pixels);
    free(got.pixels);
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
    picture shown;
    double there = difference(&a, &b, &shown);
    free(shown.pixels);
    double back = difference(&b, &a, &shown);
    free(shown.pixels);
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
    path_of(path, shared.data, "geodata/gazetteer", ".gpkg");
    must(marsad_gazetteer_open(path, &shared.gazetteer, &error), &error);
    must(marsad_resolver_new(shared.gazetteer, &shared.resolver, &error), &error);
    path_of(path, shared.data, "styles/report", ".json");
    must(marsad_style_open(path, &shared.style, &error), &error);
    return 0;
}

static int close_shared(void **state)
{
    (void)state;
    marsad_style_free(shared.style);
    marsad_resolver_free(shared.resolver);
    marsad_gazetteer_close(shared.gazetteer);
    return 0;
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
