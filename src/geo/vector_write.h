/**
 * Writing vector files and tables: csv, tsv, xlsx, ods, geojson (also json), ndjson, geojsonl,
 * geojsons, gpkg, fgb, kml, shp, told by the file's ending. A file is written whole or not at all,
 * and the same data give the same bytes.
 *
 * The texts among them (csv, tsv, ndjson, and points in geojson, geojsonl, geojsons) are written
 * row by row, in memory that does not grow, and without GDAL; the others through OGR.
 *
 * ndjson is a table: a plain object a line, with null where there is nothing; positions are columns
 * there. geojsonl is a GeoJSON feature a line; geojsons has a record separator before each.
 *
 * Numbers have at most the decimals of their field, in every format; GeoJSON's coordinates have 7.
 * Truth values are "true" and "false" where the format has none. A shapefile cuts texts at 254
 * bytes: those end in "…". In KML, a field "name" is the placemark's name. FlatGeobuf orders its
 * features by where they lie.
 *
 * A text that a spreadsheet would take for a formula has an apostrophe before it in csv and tsv
 * (see formula.h), which our own readers take off again; in an .ods, one that begins "of:=" has a
 * space before it.
 */
#ifndef MARSAD_GEO_VECTOR_WRITE_H
#define MARSAD_GEO_VECTOR_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/cell.h"
#include "geo/look.h"
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

/** How a file is begun. */
typedef struct mrs_writer_plan {
    const char *layer;
    mrs_write_shape shape;
    const mrs_field *fields; /* need not last beyond mrs_writer_begin(), nor their names */
    size_t field_count;
    const char *format; /* an ending without its dot; NULL: the path's */
    bool part;     /* csv, tsv, ndjson, geojsonl or geojsons grow openly in "PATH.part", which a
                      killed process leaves behind … */
    uint64_t keep; /* … and of such a file so many bytes stay, with more to follow: 0 begins anew */
    bool large;    /* gpkg and fgb grow in a folder beside the file rather than in memory; a killed
                      process leaves that behind */
    bool at_once;         /* each row of a text goes out as it comes, as a filter wants it */
    const mrs_look *look; /* of the layer, kept in a gpkg for QGIS; NULL: none */
    bool bom; /* csv and tsv begin with a byte order mark: Excel takes them for UTF-8 then */
} mrs_writer_plan;

/** As mrs_writer_check_path(), in a format of its own if `format` is not NULL; a path of "-" is
 *  standard output, to which texts can be written. */
marsad_status mrs_writer_check(const char *path, const char *format, marsad_error *error);

/** Begins a file by a plan. Names that the format cannot keep (a shapefile's ten letters) are
 *  shortened without becoming alike. CRS: EPSG:4326. A path of "-" is standard output, for which
 *  there must be a format that is text; it cannot be taken back. MARSAD_ERR_INPUT if "PATH.part"
 * has not so many bytes, MARSAD_ERR_IO if another process is writing it. */
marsad_status mrs_writer_begin(const char *path, const mrs_writer_plan *plan, mrs_writer **out,
                               marsad_error *error);

/**
 * Adds a feature with as many cells as there are fields. A point is `points[0]`, or no geometry if
 * `ring_count` is 0; a line is one "ring", an area has its outer ring first, neither closed. A
 * table (csv, tsv, ndjson, xlsx, ods) takes no geometry: positions are columns there. Lines and
 * areas that cross the antimeridian are cut there, as GeoJSON asks.
 *
 * MARSAD_ERR_USAGE beyond the rows of a spreadsheet, and for a feature without a geometry in
 * FlatGeobuf, which would drop it. The writer is then still to be abandoned.
 */
marsad_status mrs_writer_add(mrs_writer *writer, const mrs_cell *cells, const marsad_lonlat *points,
                             const size_t *ends, size_t ring_count, marsad_error *error);

/** Adds a line of ndjson, geojsonl or geojsons: an object's text as it stands, with the writer's
 *  fields behind its own (`cells` NULL: none). MARSAD_ERR_INPUT unless it begins and ends with
 *  braces, which is all that is looked at; a line end within is the caller's fault. */
marsad_status mrs_writer_add_object(mrs_writer *writer, const char *text, size_t length,
                                    const mrs_cell *cells, marsad_error *error);

/** Flushes what was added; how long the text is up to there, header included (`keep` of a plan that
 *  goes on behind it). Only of a text. */
marsad_status mrs_writer_flush(mrs_writer *writer, uint64_t *length, marsad_error *error);

/** Closes a file begun as a part, and leaves "PATH.part" for a later run; the writer is freed. */
marsad_status mrs_writer_leave(mrs_writer *writer, marsad_error *error);

/** "12.5": digits without an exponent, whatever the locale, and at most so many decimals (-1: what
 *  15 digits tell). Returns how many bytes. */
enum { MRS_NUMBER_TEXT = 400 };
size_t mrs_number_text(double value, int decimals, char out[MRS_NUMBER_TEXT]);

/** Completes the file and puts it in its place; the writer is freed, whatever comes. */
marsad_status mrs_writer_commit(mrs_writer *writer, marsad_error *error);
/** Leaves no trace, not even of a part. May be NULL. */
void mrs_writer_abandon(mrs_writer *writer);

/** The one or the other: commits if `status`, that of all that was to be written, is MARSAD_OK, and
 *  else abandons and returns it. */
marsad_status mrs_writer_end(mrs_writer *writer, marsad_status status, marsad_error *error);

#endif
