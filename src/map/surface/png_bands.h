/** The pixels of a PNG compressed in bands, several at a time. */
#ifndef MARSAD_MAP_SURFACE_PNG_BANDS_H
#define MARSAD_MAP_SURFACE_PNG_BANDS_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

/** Takes bytes of the zlib stream, in their order. False if it cannot: then no more are given. */
typedef bool (*mrs_png_sink)(void *context, const unsigned char *bytes, size_t length);

/**
 * Hands the image's rows, RGB of eight bits each and unfiltered, to `sink` as one zlib stream: the
 * content of a PNG's IDAT chunks (ISO/IEC 15948, 10). The bytes do not depend on the machine. The
 * image is one of CAIRO_FORMAT_RGB24. False if memory is out, or `sink` said
 * so.
 */
bool mrs_png_bands(cairo_surface_t *image, mrs_png_sink sink, void *context);

#endif
