/** Well-known binary (OGC 06-103r4), byte by byte: inline, for a basemap has millions of points. */
#ifndef MARSAD_MAP_BASEMAP_WKB_H
#define MARSAD_MAP_BASEMAP_WKB_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "marsad/geodesy.h"

/** Bytes that are read from `at` on. */
typedef struct mrs_wkb {
    const unsigned char *at, *end;
    bool little;  /* the order of the geometry's bytes */
    size_t extra; /* numbers of a point behind its first two */
} mrs_wkb;

/** The next whole number; 0, and `ok` false, where the bytes have ended or it was false before. */
static inline uint32_t mrs_wkb_count(mrs_wkb *r, bool *ok)
{
    *ok = *ok && r->end - r->at >= 4;
    if (!*ok) {
        return 0;
    }
    const unsigned char *b = r->at;
    r->at += 4;
    return r->little
               ? (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24
               : (uint32_t)b[3] | (uint32_t)b[2] << 8 | (uint32_t)b[1] << 16 | (uint32_t)b[0] << 24;
}

/** The next number, which must be there. */
static inline double mrs_wkb_number(mrs_wkb *r)
{
    uint64_t bits;
    double value;
    memcpy(&bits, r->at, sizeof bits);
    r->at += sizeof bits;
    bool native_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    bits = r->little == native_little ? bits : __builtin_bswap64(bits);
    memcpy(&value, &bits, sizeof value);
    return value;
}

/** The next point, which must be there. */
static inline marsad_lonlat mrs_wkb_point(mrs_wkb *r)
{
    marsad_lonlat at = {.lon = mrs_wkb_number(r)};
    at.lat = mrs_wkb_number(r);
    r->at += r->extra * sizeof(double);
    return at;
}

/** Whether that many points follow. */
static inline bool mrs_wkb_has_points(const mrs_wkb *r, size_t count)
{
    return count <= (size_t)(r->end - r->at) / ((2 + r->extra) * sizeof(double));
}

#endif
