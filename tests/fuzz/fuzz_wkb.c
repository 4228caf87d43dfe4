/* Any bytes: lines are told of only as far as the blob reaches. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "geo/wkb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every point is read, so that the sanitizer sees one beyond the end. */
static bool read_points(void *context, const mrs_wkb_line *line)
{
    size_t *left = context;
    if (line->count * line->stride > *left) {
        abort();
    }
    *left -= line->count * line->stride;
    volatile double sum = 0;
    for (size_t i = 0; i < line->count; i++) {
        marsad_lonlat at = mrs_wkb_point(line, i);
        sum = sum + at.lon + at.lat;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t wkb_size = 0;
    const unsigned char *wkb = mrs_gpkg_wkb(data, size, &wkb_size);
    if (wkb) {
        size_t left = wkb_size;
        mrs_wkb_lines(wkb, wkb_size, read_points, &left);
    }
    return 0;
}
