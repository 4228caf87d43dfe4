/*
 * Compressing takes as long as drawing. So the rows are cut into bands, which are compressed side
 * by side; each goes on from the last rows of the one before, as if that had been compressed by the
 * same hand, and costs a few bytes more.
 */
#include "map/surface/png_bands.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"

enum {
    BAND_BYTES = 1 << 20, /* of rows in a band, about */
    WINDOW_BYTES = 32768, /* how far deflate looks back */
    MOST_THREADS = 4,
    WINDOW_BITS = -15, /* bare deflate: the zlib stream around it is written here */
    LEVEL = 3, /* takes half the time of 6, for 1.09 of its bytes (measured on the sample) */
    MEMORY_LEVEL = 8,
};

typedef struct picture {
    const unsigned char *pixels;
    size_t stride, width, height;
    size_t row_bytes; /* of the PNG: three a pixel, and the filter's */
    size_t band_rows;
} picture;

typedef struct band {
    const picture *of;
    size_t first, end;    /* rows */
    unsigned char *bytes; /* compressed */
    size_t length, capacity;
    uLong adler;
    bool done;
} band;

/* A row as a PNG has it: 0 for no filter, then R, G and B of each pixel. */
static void pack_row(const picture *p, size_t y, unsigned char *out)
{
    const unsigned char *row = p->pixels + y * p->stride;
    *out++ = 0;
    for (size_t x = 0; x < p->width; x++) {
        uint32_t pixel;
        memcpy(&pixel, row + 4 * x, sizeof pixel); /* cairo's pixels are native words: xRGB */
        *out++ = (unsigned char)(pixel >> 16);
        *out++ = (unsigned char)(pixel >> 8);
        *out++ = (unsigned char)pixel;
    }
}

/* Compresses what `z` has been given, and all that it holds if `flush` says so. */
static bool push(band *b, z_stream *z, int flush)
{
    do {
        if (b->capacity - b->length < WINDOW_BYTES) {
            size_t larger = b->capacity ? 2 * b->capacity : 4 * (size_t)WINDOW_BYTES;
            unsigned char *grown = mrs_resize(b->bytes, larger, 1);
            if (!grown) {
                return false;
            }
            b->bytes = grown;
            b->capacity = larger;
        }
        z->next_out = b->bytes + b->length;
        z->avail_out = (uInt)(b->capacity - b->length);
        if (deflate(z, flush) == Z_STREAM_ERROR) {
            return false;
        }
        b->length = b->capacity - z->avail_out;
    } while (z->avail_out == 0);
    return true;
}

/* Shows the stream the end of the rows before the band. */
static bool look_back(const band *b, z_stream *z)
{
    const picture *p = b->of;
    size_t rows = (WINDOW_BYTES + p->row_bytes - 1) / p->row_bytes;
    rows = rows < b->first ? rows : b->first;
    unsigned char *before = mrs_alloc(rows, p->row_bytes);
    for (size_t i = 0; before && i < rows; i++) {
        pack_row(p, b->first - rows + i, before + i * p->row_bytes);
    }
    size_t length = rows * p->row_bytes;
    size_t seen = length < WINDOW_BYTES ? length : WINDOW_BYTES;
    bool ok = before && deflateSetDictionary(z, before + length - seen, (uInt)seen) == Z_OK;
    mrs_free(before);
    return ok;
}

static bool compress_rows(band *b, z_stream *z, unsigned char *row)
{
    for (size_t y = b->first; y < b->end; y++) {
        pack_row(b->of, y, row);
        b->adler = adler32(b->adler, row, (uInt)b->of->row_bytes);
        z->next_in = row;
        z->avail_in = (uInt)b->of->row_bytes;
        if (!push(b, z, Z_NO_FLUSH)) {
            return false;
        }
    }
    return push(b, z, b->end == b->of->height ? Z_FINISH : Z_SYNC_FLUSH);
}

static void *compress_band(void *job)
{
    band *b = job;
    z_stream z = {0};
    unsigned char *row = mrs_alloc(1, b->of->row_bytes);
    b->adler = adler32(0, NULL, 0);
    if (row && deflateInit2(&z, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) ==
                   Z_OK) {
        b->done = (b->first == 0 || look_back(b, &z)) && compress_rows(b, &z, row);
        deflateEnd(&z);
    }
    mrs_free(row);
    return NULL;
}

/* Compresses bands side by side: the first in this thread, as any for which there is no other. */
static void compress_bands(band *bands, size_t count)
{
    pthread_t threads[MOST_THREADS];
    bool started[MOST_THREADS] = {false};
    for (size_t i = 1; i < count; i++) {
        started[i] = pthread_create(&threads[i], NULL, compress_band, &bands[i]) == 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!started[i]) {
            compress_band(&bands[i]);
        }
    }
    for (size_t i = 1; i < count; i++) {
        if (started[i]) {
            pthread_join(threads[i], NULL);
        }
    }
}

static size_t thread_count(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > MOST_THREADS ? MOST_THREADS : (size_t)processors;
}

/* The bands from row `*next` on that are compressed at once; sets `*next` behind them. */
static size_t next_bands(const picture *p, size_t *next, band bands[MOST_THREADS])
{
    size_t most = thread_count();
    size_t count = 0;
    for (; count < most && *next < p->height; count++) {
        size_t end = *next + p->band_rows < p->height ? *next + p->band_rows : p->height;
        bands[count] = (band){.of = p, .first = *next, .end = end};
        *next = end;
    }
    return count;
}

/* Hands the bands on in their order, and adds them to the checksum of all. */
static bool give_bands(band *bands, size_t count, uLong *adler, mrs_png_sink sink, void *context)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        band *b = &bands[i];
        ok = ok && b->done && sink(context, b->bytes, b->length);
        *adler =
            adler32_combine(*adler, b->adler, (z_off_t)((b->end - b->first) * b->of->row_bytes));
        mrs_free(b->bytes);
    }
    return ok;
}

bool mrs_png_bands(cairo_surface_t *image, mrs_png_sink sink, void *context)
{
    static const unsigned char header[] = {0x78, 0x5E}; /* deflate, 32 KiB back, a low level */
    picture p = {.pixels = cairo_image_surface_get_data(image),
                 .stride = (size_t)cairo_image_surface_get_stride(image),
                 .width = (size_t)cairo_image_surface_get_width(image),
                 .height = (size_t)cairo_image_surface_get_height(image)};
    p.row_bytes = 3 * p.width + 1;
    p.band_rows = BAND_BYTES / p.row_bytes + 1;
    uLong adler = adler32(0, NULL, 0);
    size_t next = 0;
    bool ok = sink(context, header, sizeof header);
    while (ok && next < p.height) {
        band bands[MOST_THREADS];
        size_t count = next_bands(&p, &next, bands);
        compress_bands(bands, count);
        ok = give_bands(bands, count, &adler, sink, context);
    }
    const unsigned char sum[] = {(unsigned char)(adler >> 24), (unsigned char)(adler >> 16),
                                 (unsigned char)(adler >> 8), (unsigned char)adler};
    return ok && sink(context, sum, sizeof sum);
}
