/** Comparing pictures that other programs made of a map with ours. Include it after <cmocka.h>. */
#ifndef MARSAD_TESTS_EMBED_PICTURE_H
#define MARSAD_TESTS_EMBED_PICTURE_H

#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "programs.h"

/** Both are compared at this width: three quarters of a map of 1600 px. */
enum { PICTURE_WIDTH = 1200, PICTURE_TILE = 16, PICTURE_WHITE = 0xF4 };

/** How unlike two pictures are, in levels of 255 of their blurred tiles. */
typedef struct picture_difference {
    double mean;
    double worst; /* that of the worst tile, at */
    int x, y;     /* in pixels of the comparison */
    double bias;  /* by how much a tile is lighter or darker, where it is most */
} picture_difference;

static inline cairo_surface_t *picture_read(const char *path)
{
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    if (cairo_surface_status(picture)) {
        fail_msg("%s: %s", path, cairo_status_to_string(cairo_surface_status(picture)));
    }
    return picture;
}

/** A part of a picture at another size, on white. */
static inline cairo_surface_t *picture_part(cairo_surface_t *of, cairo_rectangle_t part, int width,
                                            int height)
{
    cairo_surface_t *out = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cr = cairo_create(out);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, width / part.width, height / part.height);
    cairo_set_source_surface(cr, of, -part.x, -part.y);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BEST);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_flush(out);
    return out;
}

static inline uint32_t picture_pixel(cairo_surface_t *of, int x, int y)
{
    const unsigned char *row =
        cairo_image_surface_get_data(of) + (ptrdiff_t)y * cairo_image_surface_get_stride(of);
    uint32_t value;
    memcpy(&value, row + (ptrdiff_t)x * 4, 4);
    return value;
}

static inline bool picture_row_is_white(cairo_surface_t *of, int x, int y, int dx, int dy, int n)
{
    for (int i = 0; i < n; i++, x += dx, y += dy) {
        uint32_t pixel = picture_pixel(of, x, y);
        for (int shift = 0; shift < 24; shift += 8) {
            if ((pixel >> shift & 0xFF) < PICTURE_WHITE) {
                return false;
            }
        }
    }
    return true;
}

/** Where a page's only picture is: all that is not white, on paper that is. */
static inline cairo_rectangle_t picture_on_paper(cairo_surface_t *page)
{
    int left = 0;
    int top = 0;
    int right = cairo_image_surface_get_width(page);
    int bottom = cairo_image_surface_get_height(page);
    while (top < bottom && picture_row_is_white(page, 0, top, 1, 0, right)) {
        top++;
    }
    while (bottom > top && picture_row_is_white(page, 0, bottom - 1, 1, 0, right)) {
        bottom--;
    }
    while (left < right && picture_row_is_white(page, left, top, 0, 1, bottom - top)) {
        left++;
    }
    while (right > left && picture_row_is_white(page, right - 1, top, 0, 1, bottom - top)) {
        right--;
    }
    return (cairo_rectangle_t){left, top, right - left, bottom - top};
}

static inline cairo_rectangle_t picture_whole(cairo_surface_t *of)
{
    return (cairo_rectangle_t){0, 0, cairo_image_surface_get_width(of),
                               cairo_image_surface_get_height(of)};
}

/** The mean of each colour in the 5 by 5 pixels around each: neither the edges that two programs
 *  smooth in their own ways nor half a pixel's shift outlive it. */
static inline void picture_blur(cairo_surface_t *of, float *out)
{
    int width = cairo_image_surface_get_width(of);
    int height = cairo_image_surface_get_height(of);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++, out += 3) {
            long sum[3] = {0};
            int count = 0;
            for (int v = y > 1 ? y - 2 : 0; v <= y + 2 && v < height; v++) {
                for (int u = x > 1 ? x - 2 : 0; u <= x + 2 && u < width; u++, count++) {
                    uint32_t pixel = picture_pixel(of, u, v);
                    for (int c = 0; c < 3; c++) {
                        sum[c] += pixel >> 8 * c & 0xFF;
                    }
                }
            }
            for (int c = 0; c < 3; c++) {
                out[c] = (float)sum[c] / (float)count;
            }
        }
    }
}

static inline picture_difference picture_tiles(const float *a, const float *b, int width,
                                               int height)
{
    picture_difference found = {0};
    for (int top = 0; top < height; top += PICTURE_TILE) {
        for (int left = 0; left < width; left += PICTURE_TILE) {
            double sum = 0;
            double shade = 0;
            int count = 0;
            for (int y = top; y < top + PICTURE_TILE && y < height; y++) {
                for (int x = left; x < left + PICTURE_TILE && x < width; x++) {
                    for (int c = 0; c < 3; c++, count++) {
                        size_t at = ((size_t)y * (size_t)width + (size_t)x) * 3 + (size_t)c;
                        sum += fabs((double)a[at] - (double)b[at]);
                        shade += (double)a[at] - (double)b[at];
                    }
                }
            }
            found.mean += sum;
            found.bias = fmax(found.bias, fabs(shade) / count);
            if (sum / count > found.worst) {
                found.worst = sum / count;
                found.x = left;
                found.y = top;
            }
        }
    }
    found.mean /= (double)width * height * 3;
    return found;
}

/** Both side by side, with a frame around the worst tile. */
static inline cairo_surface_t *picture_beside(cairo_surface_t *a, cairo_surface_t *b,
                                              const picture_difference *found)
{
    int width = cairo_image_surface_get_width(a);
    cairo_surface_t *pair = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2 * width,
                                                       cairo_image_surface_get_height(a));
    cairo_t *cr = cairo_create(pair);
    cairo_set_source_surface(cr, a, 0, 0);
    cairo_paint(cr);
    cairo_set_source_surface(cr, b, width, 0);
    cairo_paint(cr);
    cairo_set_source_rgb(cr, 1, 0, 0);
    for (int i = 0; i < 2; i++) {
        cairo_rectangle(cr, found->x + i * width - 2, found->y - 2, PICTURE_TILE + 4,
                        PICTURE_TILE + 4);
    }
    cairo_stroke(cr);
    cairo_destroy(cr);
    return pair;
}

/** How unlike a part of `got` is to one of `expected`; `pair` gets both side by side, if asked. */
static inline picture_difference picture_compare(cairo_surface_t *expected, cairo_rectangle_t whole,
                                                 cairo_surface_t *got, cairo_rectangle_t part,
                                                 cairo_surface_t **pair)
{
    int width = PICTURE_WIDTH;
    int height = (int)lround(width * whole.height / whole.width);
    cairo_surface_t *a = picture_part(expected, whole, width, height);
    cairo_surface_t *b = picture_part(got, part, width, height);
    float *blurred = malloc(2 * sizeof *blurred * 3 * (size_t)width * (size_t)height);
    assert_non_null(blurred);
    float *second = blurred + (size_t)width * (size_t)height * 3;
    picture_blur(a, blurred);
    picture_blur(b, second);
    picture_difference found = picture_tiles(blurred, second, width, height);
    free(blurred);
    if (pair) {
        *pair = picture_beside(a, b, &found);
    }
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
    return found;
}

/** Where the whole sheet of a map is whose drawing is at `part`, given the drawing's place in ours.
 */
static inline cairo_rectangle_t picture_of_sheet(cairo_surface_t *ours, cairo_rectangle_t drawing,
                                                 cairo_rectangle_t part)
{
    cairo_rectangle_t whole = picture_whole(ours);
    double across = part.width / drawing.width;
    double down = part.height / drawing.height;
    return (cairo_rectangle_t){part.x - drawing.x * across, part.y - drawing.y * down,
                               whole.width * across, whole.height * down};
}

/** Moves the edges of a part of `got` by less than a pixel to where it is most like: they were
 * found in whole pixels. */
static inline cairo_rectangle_t picture_fit(cairo_surface_t *expected, cairo_rectangle_t whole,
                                            cairo_surface_t *got, cairo_rectangle_t part)
{
    static const cairo_rectangle_t moves[] = {
        {0.6, 0, -0.6, 0}, {-0.6, 0, 0.6, 0}, {0, 0.6, 0, -0.6}, {0, -0.6, 0, 0.6},
        {0, 0, 0.6, 0},    {0, 0, -0.6, 0},   {0, 0, 0, 0.6},    {0, 0, 0, -0.6}};
    double least = picture_compare(expected, whole, got, part, NULL).mean;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        cairo_rectangle_t moved = {part.x + moves[i].x, part.y + moves[i].y,
                                   part.width + moves[i].width, part.height + moves[i].height};
        double mean = picture_compare(expected, whole, got, moved, NULL).mean;
        if (mean < least) {
            least = mean;
            part = moved;
        }
    }
    return part;
}

#endif
