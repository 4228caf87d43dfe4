/** The least that drawing many incidents can take: circles and sprites with cairo alone, a picture
 *  encoded by libpng, circles printed as text, a file that is only read. */
#ifndef MARSAD_TESTS_MAP_FLOORS_H
#define MARSAD_TESTS_MAP_FLOORS_H

#include <cairo.h>
#include <png.h>
#include <setjmp.h>

#include "map_workload.h"

static inline FILE *open_nothing(void)
{
    return must_have(fopen("/dev/null", "wb"));
}

static inline cairo_surface_t *new_page(void)
{
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, MAP_WIDTH, MAP_HEIGHT);
}

static inline void trace_circle(cairo_t *cr, double x, double y, int kind)
{
    cairo_arc(cr, x, y, 3, 0, 6.2831853);
    cairo_set_source_rgb(cr, 0.8, 0.4, kind / 8.0);
    cairo_fill_preserve(cr);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_set_line_width(cr, 1);
    cairo_stroke(cr);
}

/** Fills and outlines as many circles as `context` says. */
static inline void floor_circles(void *context)
{
    const int *count = context;
    long state = MAP_SEED;
    cairo_surface_t *page = new_page();
    cairo_t *cr = cairo_create(page);
    for (int i = 0; i < *count; i++) {
        double x = MAP_WIDTH * next_random(&state);
        trace_circle(cr, x, MAP_HEIGHT * next_random(&state), i % 8);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(page);
}

/** Draws a circle once, and paints it so often, at whole pixels. */
static inline void floor_sprites(void *context)
{
    const int *count = context;
    long state = MAP_SEED;
    cairo_surface_t *page = new_page();
    cairo_surface_t *sprite = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 9, 9);
    cairo_t *on_sprite = cairo_create(sprite);
    trace_circle(on_sprite, 4.5, 4.5, 1);
    cairo_destroy(on_sprite);
    cairo_t *cr = cairo_create(page);
    for (int i = 0; i < *count; i++) {
        int x = (int)(MAP_WIDTH * next_random(&state));
        cairo_set_source_surface(cr, sprite, x, (int)(MAP_HEIGHT * next_random(&state)));
        cairo_paint(cr);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(sprite);
    cairo_surface_destroy(page);
}

/** Encodes a picture, in the least time that libpng takes. */
static inline void floor_encode(void *context)
{
    cairo_surface_t *image = context;
    FILE *stream = open_nothing();
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        die("libpng cannot write");
    }
    png_init_io(png, stream);
    png_set_IHDR(png, info, (png_uint_32)cairo_image_surface_get_width(image),
                 (png_uint_32)cairo_image_surface_get_height(image), 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 1);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_write_info(png, info);
    png_set_filler(png, 0, PNG_FILLER_AFTER);
    png_set_bgr(png);
    unsigned char *pixels = cairo_image_surface_get_data(image);
    for (int y = 0; y < cairo_image_surface_get_height(image); y++) {
        png_write_row(png, pixels + (long)y * cairo_image_surface_get_stride(image));
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    fclose(stream);
}

/** Prints so many circles. */
static inline void floor_printed(void *context)
{
    const int *count = context;
    long state = MAP_SEED;
    FILE *stream = open_nothing();
    for (int i = 0; i < *count; i++) {
        double x = MAP_WIDTH * next_random(&state);
        fprintf(stream, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", x,
                MAP_HEIGHT * next_random(&state));
    }
    fclose(stream);
}

/** Reads the file that `context` names. */
static inline void floor_read(void *context)
{
    static char chunk[65536];
    FILE *stream = must_have(fopen(context, "rb"));
    while (fread(chunk, 1, sizeof chunk, stream) > 0) {
    }
    fclose(stream);
}

#endif
