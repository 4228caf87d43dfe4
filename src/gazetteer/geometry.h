/** A point as a GeoPackage keeps it: the GP header, then well-known binary. */
#ifndef MARSAD_GAZETTEER_GEOMETRY_H
#define MARSAD_GAZETTEER_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"

enum { MRS_POINT_BLOB_SIZE = 29, MRS_SRS_WGS84 = 4326 };

/** Writes a point in EPSG:4326, little-endian, without an envelope. */
void mrs_point_encode(marsad_lonlat point, unsigned char out[MRS_POINT_BLOB_SIZE]);

/** Reads a point of either byte order and with any envelope, as another program may have written
 *  it. False if the blob is not a point with finite coordinates within range. */
bool mrs_point_decode(const void *blob, size_t size, marsad_lonlat *out);

#endif
