#include "geo/wkb.h"

#include <stdint.h>
#include <string.h>

enum { TYPE_LINES = 2, TYPE_MULTILINES = 5, WKB_HEADER = 5 };

/* OGC 12-128r18 (GeoPackage 1.3), clause 2.1.3: "GP", version, flags, srs_id, envelope. */
const unsigned char *mrs_gpkg_wkb(const void *blob, size_t size, size_t *wkb_size)
{
    static const size_t envelopes[] = {0, 32, 48, 48, 64};
    const size_t header = 8;
    const unsigned char *bytes = blob;
    if (!bytes || size < header || memcmp(bytes, "GP", 2) != 0) {
        return NULL;
    }
    unsigned kind = bytes[3] >> 1 & 7U;
    if (kind >= sizeof envelopes / sizeof *envelopes || size <= header + envelopes[kind]) {
        return NULL;
    }
    *wkb_size = size - header - envelopes[kind];
    return bytes + header + envelopes[kind];
}

static uint64_t number(const unsigned char *bytes, size_t size, bool little_endian)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        value = value << 8 | bytes[little_endian ? size - 1 - i : i];
    }
    return value;
}

static double real(const unsigned char *bytes, bool little_endian)
{
    uint64_t bits = number(bytes, 8, little_endian);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

marsad_lonlat mrs_wkb_point(const mrs_wkb_line *line, size_t index)
{
    const unsigned char *at = line->bytes + index * line->stride;
    return (marsad_lonlat){real(at, line->little_endian), real(at + 8, line->little_endian)};
}

/* What is left to read. */
typedef struct reader {
    const unsigned char *at;
    size_t left;
} reader;

/* A geometry's byte order and type, and the count that follows them in lines and collections. */
typedef struct head {
    bool little_endian;
    uint32_t type, dimensions, count;
} head;

static bool read_head(reader *r, head *out)
{
    if (r->left < WKB_HEADER + 4 || r->at[0] > 1) {
        return false;
    }
    out->little_endian = r->at[0] == 1;
    uint32_t code = (uint32_t)number(r->at + 1, 4, out->little_endian);
    uint32_t extra = code / 1000; /* 1: heights, 2: measures, 3: both */
    out->type = code % 1000;
    out->dimensions = 2 + (extra == 3 ? 2 : extra > 0);
    out->count = (uint32_t)number(r->at + WKB_HEADER, 4, out->little_endian);
    r->at += WKB_HEADER + 4;
    r->left -= WKB_HEADER + 4;
    return extra <= 3;
}

static mrs_wkb_result take_line(reader *r, const head *h, mrs_wkb_take_line take, void *context)
{
    size_t stride = 8 * (size_t)h->dimensions;
    if (r->left / stride < h->count) {
        return MRS_WKB_BROKEN;
    }
    mrs_wkb_line line = {r->at, h->count, stride, h->little_endian};
    r->at += stride * h->count;
    r->left -= stride * h->count;
    return take(context, &line) ? MRS_WKB_OK : MRS_WKB_STOPPED;
}

mrs_wkb_result mrs_wkb_lines(const unsigned char *wkb, size_t size, mrs_wkb_take_line take,
                             void *context)
{
    reader r = {wkb, size};
    head outer;
    if (!read_head(&r, &outer)) {
        return MRS_WKB_BROKEN;
    }
    if (outer.type == TYPE_LINES) {
        return take_line(&r, &outer, take, context);
    }
    if (outer.type != TYPE_MULTILINES) {
        return MRS_WKB_NO_LINE;
    }
    mrs_wkb_result result = MRS_WKB_OK;
    for (uint32_t i = 0; result == MRS_WKB_OK && i < outer.count; i++) {
        head inner;
        if (!read_head(&r, &inner) || inner.type != TYPE_LINES) {
            return MRS_WKB_BROKEN;
        }
        result = take_line(&r, &inner, take, context);
    }
    return result;
}
