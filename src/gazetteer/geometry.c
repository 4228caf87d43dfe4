#include "gazetteer/geometry.h"

#include <stdint.h>
#include <string.h>

/* OGC 12-128r18 (GeoPackage 1.3), clause 2.1.3: "GP", version 0, flags, srs_id, envelope, WKB. */
static const unsigned char magic[] = {'G', 'P', 0};
enum { HEADER_SIZE = 8, WKB_POINT_SIZE = 21, WKB_POINT = 1, FLAG_LITTLE_ENDIAN = 1 };

static void put_little_endian(unsigned char *out, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        out[i] = (unsigned char)(value >> (8 * i));
    }
}

static uint64_t get(const unsigned char *in, size_t size, bool little_endian)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        value = value << 8 | in[little_endian ? size - 1 - i : i];
    }
    return value;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void mrs_point_encode(marsad_lonlat point, unsigned char out[MRS_POINT_BLOB_SIZE])
{
    memcpy(out, magic, sizeof magic);
    out[3] = FLAG_LITTLE_ENDIAN;
    put_little_endian(out + 4, MRS_SRS_WGS84, 4);
    out[8] = 1; /* the WKB is little-endian too */
    put_little_endian(out + 9, WKB_POINT, 4);
    put_little_endian(out + 13, bits_of(point.lon), 8);
    put_little_endian(out + 21, bits_of(point.lat), 8);
}

bool mrs_point_decode(const void *blob, size_t size, marsad_lonlat *out)
{
    static const size_t envelope_sizes[] = {0, 32, 48, 48, 64};
    const unsigned char *bytes = blob;
    if (!bytes || size < HEADER_SIZE || memcmp(bytes, magic, sizeof magic) != 0) {
        return false;
    }
    size_t envelope = bytes[3] >> 1 & 7U;
    if (envelope >= sizeof envelope_sizes / sizeof *envelope_sizes) {
        return false;
    }
    size_t at = HEADER_SIZE + envelope_sizes[envelope];
    if (size < at + WKB_POINT_SIZE || bytes[at] > 1) {
        return false;
    }
    bool little = bytes[at] == 1;
    if (get(bytes + at + 1, 4, little) != WKB_POINT) {
        return false;
    }
    out->lon = double_of(get(bytes + at + 5, 8, little));
    out->lat = double_of(get(bytes + at + 13, 8, little));
    return marsad_lonlat_valid(*out);
}
