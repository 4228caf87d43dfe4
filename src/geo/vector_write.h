/**
 * Writing vector files and tables through OGR: csv, tsv, xlsx, ods, geojson (also json), ndjson
 * (also geojsonl, geojsons), gpkg, fgb, kml, shp, told by the file's ending. A file is written
 * whole or not at all: it grows in memory, and the same data give the same bytes.
 *
 * Numbers have at most the decimals of their field, in every format. Truth values are "true" and
 * "false" where the format has none. A shapefile cuts texts at 254 bytes: those end in "…". In
 * an .ods, a text that begins "of:=" gets a space before it, or it would be a formula. In KML,
 * a field "name" is the placemark's name. FlatGeobuf orders its features by where they lie.
 */
#ifndef MARSAD_GEO_VECTOR_WRITE_H
#define MARSAD_GEO_VECTOR_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/cell.h"
#include "marsad/geodesy.h"
#include "marsad/status.h"

typedef struct mrs_writer mrs_writer;

typedef struct mrs_field {
    const char *name;
    mrs_cell_kind kind;
    int decimals; /* of numbers: at most so many are written; -1: what 15 digits tell */
} mrs_field;

typedef struct mrs_cell {
    bool is_null;
    union {
        const char *text; /* UTF-8; NULL is null */
        int64_t integer;
        double number;
        bool flag;
    };
} mrs_cell;

typedef enum mrs_write_shape {
    MRS_WRITE_NONE,
    MRS_WRITE_POINT,
    MRS_WRITE_LINE,
    MRS_WRITE_AREA
} mrs_write_shape;

/** MARSAD_OK if a file can be written under this name, for a look before the work is done.
 *  MARSAD_ERR_USAGE if the ending is none of the above, MARSAD_ERR_IO if it is a folder or a
 *  device, or its folder is not there or not writable. */
marsad_status mrs_writer_check_path(const char *path, marsad_error *error);

/** Begins a file with one layer of that name. Names that the format cannot keep (a shapefile's ten
 *  letters) are shortened without becoming alike. CRS: EPSG:4326. */
marsad_status mrs_writer_open(const char *path, const char *layer, mrs_write_shape shape,
                              const mrs_field *fields, size_t field_count, mrs_writer **out,
                              marsad_error *error);

/**
 * Adds a feature with as many cells as there are fields. A point is `points[0]`, or no geometry if
 * `ring_count` is 0; a line is one "ring", an area has its outer ring first, neither closed. A
 * table (csv, tsv, xlsx, ods) takes no geometry: positions are columns there. Lines and areas that
 * cross the antimeridian are cut there, as GeoJSON asks.
 *
 * MARSAD_ERR_USAGE beyond the rows of a spreadsheet, and for a feature without a geometry in
 * FlatGeobuf, which would drop it. The writer is then still to be abandoned.
 */
marsad_status mrs_writer_add(mrs_writer *writer, const mrs_cell *cells, const marsad_lonlat *points,
                             const size_t *ends, size_t ring_count, marsad_error *error);

/** Completes the file and puts it in its place; the writer is freed, whatever comes. */
marsad_status mrs_writer_commit(mrs_writer *writer, marsad_error *error);
/** Leaves no trace. May be NULL. */
void mrs_writer_abandon(mrs_writer *writer);

#endif
