/*
 * The writers, on scenes made by hand: markers by the thousand. Pictures are looked at pixel by
 * pixel, an SVG is drawn by librsvg, a PDF by poppler.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <librsvg/rsvg.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "base/memory.h"
#include "data_folder.h"
#include "map/prefix.h"
#include "map/scene.h"
#include "map/surface/surface.h"
#include "paths.h"
#include "scratch.h"

enum { SIDE = 200 };

static const mrs_color RED = {1, 0, 0, 1};
static const mrs_color BLUE = {0, 0, 1, 1};

/* --- Scenes --- */

static mrs_scene *new_scene(void)
{
    mrs_scene *scene = mrs_scene_new(SIDE, SIDE);
    assert_non_null(scene);
    scene->title = mrs_strdup("Title");
    scene->description = mrs_strdup("Description");
    scene->language = mrs_strdup("en");
    scene->prefix = mrs_strdup("m1");
    return scene;
}

/* A red disc of radius 10 in a blue ring from 9 to 11. */
static mrs_marker_kind ringed_disc(void)
{
    return (mrs_marker_kind){
        .icon = "", .fill = RED, .stroke = BLUE, .radius = 10, .stroke_width = 2};
}

static mrs_marker_kind drone(void)
{
    return (mrs_marker_kind){.icon = "drone",
                             .fill = RED,
                             .stroke = BLUE,
                             .icon_color = {1, 1, 1, 1},
                             .radius = 9,
                             .stroke_width = 1,
                             .icon_size = 12};
}

static void add_markers(mrs_scene *scene, mrs_marker_kind kind, const mrs_point *points,
                        size_t count)
{
    mrs_point *own = mrs_alloc(count, sizeof *own);
    memcpy(own, points, count * sizeof *own);
    mrs_scene_markers(scene, mrs_scene_marker_kind(scene, &kind), own, count);
    assert_false(mrs_scene_failed(scene));
}

static mrs_point *random_points(size_t count, double side)
{
    mrs_point *points = mrs_alloc(count, sizeof *points);
    for (size_t i = 0; i < count; i++) {
        points[i].x = random_between(0, side);
        points[i].y = random_between(0, side);
    }
    return points;
}

static const char *write_scene(const mrs_scene *scene, mrs_surface_writer writer, const char *name)
{
    const char *path = scratch_path(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    marsad_error error = {0};
    if (writer(scene, data_path("styles/icons"), file, path, &error)) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(fclose(file), 0);
    return path;
}

/* --- Pictures --- */

static cairo_surface_t *read_picture(const char *path)
{
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
    unlink(path);
    return picture;
}

static cairo_surface_t *as_png(const mrs_scene *scene)
{
    return read_picture(write_scene(scene, mrs_surface_png, "scene.png"));
}

static cairo_surface_t *as_svg(const mrs_scene *scene)
{
    const char *path = write_scene(scene, mrs_surface_svg, "scene.svg");
    RsvgHandle *handle = rsvg_handle_new_from_file(path, NULL);
    assert_non_null(handle);
    unlink(path);
    cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
    cairo_t *cr = cairo_create(picture);
    RsvgRectangle box = {0, 0, SIDE, SIDE};
    assert_true(rsvg_handle_render_document(handle, cr, &box, NULL));
    cairo_destroy(cr);
    g_object_unref(handle);
    return picture;
}

static cairo_surface_t *as_pdf(const mrs_scene *scene)
{
    const char *path = write_scene(scene, mrs_surface_pdf, "scene.pdf");
    const char *drawn = scratch_path("drawn");
    char command[1024];
    snprintf(command, sizeof command, "pdftocairo -singlefile -png -r 96 %s %s", path, drawn);
    assert_int_equal(system(command), 0);
    unlink(path);
    return read_picture(scratch_path("drawn.png"));
}

/* A pixel as 0xRRGGBB. */
static unsigned pixel(cairo_surface_t *picture, int x, int y)
{
    const unsigned char *row = cairo_image_surface_get_data(picture) +
                               (ptrdiff_t)y * cairo_image_surface_get_stride(picture);
    uint32_t value;
    memcpy(&value, row + (ptrdiff_t)x * 4, sizeof value);
    return value & 0xFFFFFF;
}

/* The mean over all channels of how far two pictures differ, of 255; and the greatest. */
static double difference(cairo_surface_t *a, cairo_surface_t *b, int *most)
{
    double sum = 0;
    *most = 0;
    assert_int_equal(cairo_image_surface_get_width(a), cairo_image_surface_get_width(b));
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            for (int shift = 0; shift < 24; shift += 8) {
                int from = (int)(pixel(a, x, y) >> shift & 0xFF);
                int by = abs(from - (int)(pixel(b, x, y) >> shift & 0xFF));
                sum += by;
                *most = by > *most ? by : *most;
            }
        }
    }
    return sum / (3.0 * SIDE * SIDE);
}

/* --- Bare discs --- */

static const mrs_point two_discs[] = {{50, 50}, {62, 50}};

static void discs_run_together(cairo_surface_t *picture)
{
    assert_int_equal(pixel(picture, 50, 50), 0xFF0000);
    assert_int_equal(pixel(picture, 56, 50), 0xFF0000); /* no ring between the two */
    assert_int_equal(pixel(picture, 50, 40), 0x0000FF);
    assert_int_equal(pixel(picture, 40, 50), 0x0000FF);
    assert_int_equal(pixel(picture, 71, 50), 0x0000FF);
    assert_int_equal(pixel(picture, 50, 37), 0xFFFFFF);
    assert_int_equal(pixel(picture, 56, 39), 0xFFFFFF);
    cairo_surface_destroy(picture);
}

static void discs_are_alike_in_every_format(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    add_markers(scene, ringed_disc(), two_discs, 2);
    discs_run_together(as_png(scene));
    discs_run_together(as_svg(scene));
    discs_run_together(as_pdf(scene));
    mrs_scene_free(scene);
}

static void sheer_discs_are_even(cairo_surface_t *picture)
{
    assert_int_equal(pixel(picture, 45, 50), 0xFF7F7F);
    assert_int_equal(pixel(picture, 56, 50), pixel(picture, 45, 50));
    assert_int_equal(pixel(picture, 40, 50), 0x7F7FFF);
    cairo_surface_destroy(picture);
}

static void sheer_discs_are_not_darker_where_several_lie(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    mrs_marker_kind kind = ringed_disc();
    kind.fill.a = kind.stroke.a = 0.5;
    add_markers(scene, kind, two_discs, 2);
    sheer_discs_are_even(as_png(scene));
    sheer_discs_are_even(as_svg(scene));
    sheer_discs_are_even(as_pdf(scene));
    mrs_scene_free(scene);
}

/* On a picture they stand at a quarter of a pixel, in an SVG at a tenth. */
static void many_discs_are_where_they_should_be(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    mrs_marker_kind kind = ringed_disc();
    kind.radius = 3;
    kind.stroke_width = 1;
    mrs_point *points = random_points(200, SIDE + 20);
    add_markers(scene, kind, points, 200);
    cairo_surface_t *png = as_png(scene);
    cairo_surface_t *svg = as_svg(scene);
    int most;
    double mean = difference(png, svg, &most);
    assert_true(mean < 2);

    assert_true(most < 150);
    cairo_surface_destroy(png);
    cairo_surface_destroy(svg);
    mrs_free(points);
    mrs_scene_free(scene);
}

static void discs_are_clipped(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    const mrs_point points[] = {{-500, 50}, {0, 0}, {50, 50}, {199, 199}, {400, 400}, {50, 1e7}};
    mrs_scene_begin_clipped(scene, NULL, NULL, (mrs_rect){0, 0, 50, 100});
    add_markers(scene, ringed_disc(), points, sizeof points / sizeof *points);
    mrs_scene_end(scene);
    cairo_surface_t *picture = as_png(scene);
    assert_int_equal(pixel(picture, 0, 0), 0xFF0000);
    assert_int_equal(pixel(picture, 49, 50), 0xFF0000);
    assert_int_equal(pixel(picture, 50, 50), 0xFFFFFF);
    assert_int_equal(pixel(picture, 199, 199), 0xFFFFFF);
    cairo_surface_destroy(picture);
    mrs_scene_free(scene);
}

static void discs_grow_with_the_resolution(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    scene->dpi = 192;
    add_markers(scene, ringed_disc(), two_discs, 2);
    cairo_surface_t *picture = as_png(scene);
    assert_int_equal(cairo_image_surface_get_width(picture), 2 * SIDE);
    assert_int_equal(pixel(picture, 100, 83), 0xFF0000);
    assert_int_equal(pixel(picture, 100, 80), 0x0000FF);
    assert_int_equal(pixel(picture, 100, 76), 0xFFFFFF);
    cairo_surface_destroy(picture);
    mrs_scene_free(scene);
}

/* --- Markers with an icon --- */

static mrs_scene *drones(const mrs_point *points, size_t count, size_t beyond_the_sheet)
{
    mrs_scene *scene = new_scene();
    add_markers(scene, drone(), points, count);
    mrs_point *outside = random_points(beyond_the_sheet, 1);
    for (size_t i = 0; i < beyond_the_sheet; i++) {
        outside[i].x += 2 * SIDE;
    }
    add_markers(scene, drone(), outside, beyond_the_sheet);
    mrs_free(outside);
    return scene;
}

/* So many that they are drawn as sprites, and as few as are drawn one by one. */
static void sprites_look_like_markers(void **state)
{
    (void)state;
    enum { COUNT = 8 };
    mrs_point *points = random_points(COUNT, SIDE);
    mrs_scene *few = drones(points, COUNT, 1);
    mrs_scene *many = drones(points, COUNT, 1000);
    cairo_surface_t *one_by_one = as_png(few);
    cairo_surface_t *sprites = as_png(many);
    int most;
    double mean = difference(one_by_one, sprites, &most);
    assert_true(mean > 0 && mean < 1);
    assert_true(most < 140);
    cairo_surface_destroy(one_by_one);
    cairo_surface_destroy(sprites);
    mrs_scene_free(few);
    mrs_scene_free(many);
    mrs_free(points);
}

/* --- The PNG --- */

/* So many rows that they are compressed in several bands: none is lost, none comes out otherwise.
 */
static void bands_of_rows_join(void **state)
{
    (void)state;
    enum { WIDTH = 700, HEIGHT = 1900 };
    mrs_scene *scene = new_scene();
    scene->width = WIDTH;
    scene->height = HEIGHT;
    mrs_point *points = random_points(3000, HEIGHT);
    add_markers(scene, ringed_disc(), points, 3000);
    cairo_surface_t *direct = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create(direct);
    assert_int_equal(mrs_surface_draw(scene, (mrs_item_notes){0}, "", cr, NULL), MARSAD_OK);
    cairo_destroy(cr);
    cairo_surface_flush(direct);
    cairo_surface_t *read = as_png(scene);
    assert_int_equal(cairo_image_surface_get_height(read), HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            assert_int_equal(pixel(read, x, y), pixel(direct, x, y));
        }
    }
    cairo_surface_destroy(direct);
    cairo_surface_destroy(read);
    mrs_free(points);
    mrs_scene_free(scene);
}

static void a_full_disk_is_said(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "wb");
    if (!full) {
        skip();
    }
    mrs_scene *scene = new_scene();
    mrs_point *points = random_points(2000, SIDE);
    add_markers(scene, ringed_disc(), points, 2000);
    marsad_error error = {0};
    setvbuf(full, NULL, _IONBF, 0);
    assert_int_not_equal(mrs_surface_png(scene, "", full, "map.png", &error), MARSAD_OK);
    assert_non_null(strstr(error.message, "space"));
    fclose(full);
    mrs_free(points);
    mrs_scene_free(scene);
}

/* --- The SVG --- */

static int count_in(xmlDocPtr document, const char *path)
{
    char expression[256];
    snprintf(expression, sizeof expression, "count(%s)", path);
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEval(BAD_CAST expression, context);
    assert_non_null(found);
    int count = (int)found->floatval;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return count;
}

static xmlDocPtr svg_document(const mrs_scene *scene, long *length)
{
    const char *path = write_scene(scene, mrs_surface_svg, "scene.svg");
    FILE *file = fopen(path, "rb");
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *length = ftell(file);
    fclose(file);
    xmlDocPtr document = xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    unlink(path);
    assert_non_null(document);
    return document;
}

static size_t dots_in(xmlDocPtr document)
{
    size_t count = 0;
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathObjectPtr found = xmlXPathEval(BAD_CAST "string(//*[@class='markers']//@d)", context);
    for (const char *c = (const char *)found->stringval; *c; c++) {
        count += *c == 'h';
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return count;
}

static void a_hundred_thousand_are_a_small_document(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    mrs_scene *scene = new_scene();
    mrs_point *points = random_points(COUNT, 1500);
    add_markers(scene, ringed_disc(), points, COUNT);
    add_markers(scene, ringed_disc(), points, 2);
    long length;
    xmlDocPtr document = svg_document(scene, &length);
    assert_true(length < 1800000);
    assert_int_equal(dots_in(document), COUNT);
    assert_int_equal(count_in(document, "//*[@class='markers']"), 2);
    assert_int_equal(count_in(document, "//*[@class='markers']/*[local-name()='use']"), 4);
    assert_int_equal(
        count_in(document, "//*[local-name()='use'][not(substring(@href, 2) = //@id)]"), 0);
    assert_int_equal(count_in(document, "//*[@id = preceding::*/@id or @id = ancestor::*/@id]"), 0);
    xmlFreeDoc(document);
    mrs_scene_free(scene);
    mrs_free(points);
}

static void icons_are_used(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    add_markers(scene, drone(), two_discs, 2);
    long length;
    xmlDocPtr document = svg_document(scene, &length);
    assert_int_equal(count_in(document, "//*[@class='markers']/*[@href='#m1-marker-1-drone']"), 2);
    xmlFreeDoc(document);
    mrs_scene_free(scene);
}

/* --- The item --- */

static void no_markers_are_no_item(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    mrs_scene_markers(scene, 0, mrs_alloc(1, sizeof(mrs_point)), 0);
    mrs_scene_markers(scene, 0, NULL, 0);
    assert_int_equal(scene->count, 0);
    mrs_alloc_fail_at(1);
    mrs_scene_markers(scene, 0, NULL, 2); /* its points are freed, whatever happens */
    mrs_alloc_fail_at(0);
    assert_true(mrs_scene_failed(scene));
    mrs_scene_free(scene);
}

static void the_prefix_is_of_every_point(void **state)
{
    (void)state;
    mrs_scene *scene = new_scene();
    const mrs_point points[] = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    add_markers(scene, ringed_disc(), points, 4);
    char *before = mrs_make_prefix(scene);
    scene->items[0].markers.points[1].x += 0.1;
    char *after = mrs_make_prefix(scene);
    assert_string_not_equal(before, after);
    mrs_free(before);
    mrs_free(after);
    mrs_scene_free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(discs_are_alike_in_every_format),
        cmocka_unit_test(sheer_discs_are_not_darker_where_several_lie),
        cmocka_unit_test(many_discs_are_where_they_should_be),
        cmocka_unit_test(discs_are_clipped),
        cmocka_unit_test(discs_grow_with_the_resolution),
        cmocka_unit_test(sprites_look_like_markers),
        cmocka_unit_test(bands_of_rows_join),
        cmocka_unit_test(a_full_disk_is_said),
        cmocka_unit_test(a_hundred_thousand_are_a_small_document),
        cmocka_unit_test(icons_are_used),
        cmocka_unit_test(no_markers_are_no_item),
        cmocka_unit_test(the_prefix_is_of_every_point),
    };
    return cmocka_run_group_tests_name("surface", tests, scratch_make, scratch_remove);
}
