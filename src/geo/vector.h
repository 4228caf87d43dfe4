/**
 * Vector files and tables, read. This and vector_write.h are the one place of the library that
 * knows GDAL (loaded by gdal.c when it is first needed): nothing of GDAL's shows here, and GDAL's
 * messages become part of ours. The files behind it:
 *
 *   file_kind.c          what kind of file its first bytes begin
 *   source.c             a file or pipe as UTF-8 text: encoding.c decodes, encoding_tell.c tells
 *   delimited.c          rows of CSV and its like: delimited_separator.c, delimited_row.c,
 *                        delimited_fault.c; formula.c has the apostrophe before formulas
 *   json_rows.c          newline-delimited JSON
 *   vector_rows.c        which of these, or OGR, reads the rows of a table (mrs_vector_open_rows)
 *   row_filter.c         a condition in SQL on rows that OGR does not read
 *   vector_ogr.c         rows by OGR; connection.c, a database's name without its password
 *   vector_open.c        fronts, extracts and gazetteers (mrs_vector_open)
 *   vector.c             stepping and closing; vector_value.c cells, vector_shape.c geometries
 *   vector_gdal.c        GDAL's errors and drivers
 *
 * table.c has marsad/table.h, on delimited.c. Written is by vector_write*.c, and the looks that
 * QGIS finds in a GeoPackage by look_*.c; see vector_write.h.
 */
#ifndef MARSAD_GEO_VECTOR_H
#define MARSAD_GEO_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/cell.h"
#include "marsad/geodesy.h"
#include "marsad/status.h"

typedef struct mrs_vector mrs_vector;

/** Which files may be opened. */
typedef enum mrs_vector_formats {
    MRS_VECTOR_ANY,   /* the local vector formats of OGR, told apart by OGR */
    MRS_VECTOR_LAYER, /* those, CSV, and spreadsheets; .csv, .tsv and .txt are CSV */
    MRS_VECTOR_OSM    /* OpenStreetMap's .pbf and .osm, at one of OGR's layers for them */
} mrs_vector_formats;

/**
 * Opens `path` at its layer `layer` (NULL: the only one with features; several are an error, so
 * that none is passed over in silence). A file that is not there, not in one of the formats, empty,
 * truncated or malformed is an error that names it.
 *
 * In a CSV all cells are text as it stands in the file, and the header is required.
 */
marsad_status mrs_vector_open(const char *path, mrs_vector_formats formats, const char *layer,
                              mrs_vector **out, marsad_error *error);
void mrs_vector_close(mrs_vector *vector);

/** How a table of rows is opened; all zero: everything told by the file itself. */
typedef struct mrs_vector_how {
    const char *layer;    /* or sheet */
    const char *where;    /* a condition in OGR SQL */
    const char *encoding; /* of text, as ICU names it; NULL: told by the file */
    char separator;       /* of delimited text; 0: told by the header */
} mrs_vector_how;

/**
 * Opens a table to read its rows as a stream, in memory that does not grow with it where the format
 * allows: delimited text, newline-delimited JSON (plain objects or GeoJSON features), GeoJSON,
 * XLSX, ODS, GPKG, Shapefile, FlatGeobuf, KML, GPX, "PG:…"; "-" is standard input. A malformed row
 * does not end the reading: it is stepped to, and mrs_vector_fault() says what is wrong with it.
 */
marsad_status mrs_vector_open_rows(const char *path, const mrs_vector_how *how, mrs_vector **out,
                                   marsad_error *error);

/** What is wrong with the current row ("the row has 3 cells where the header has 5"); NULL if it is
 *  well-formed. Only after mrs_vector_open_rows(). */
const char *mrs_vector_fault(const mrs_vector *vector);

/** The current row as it stands in the file (in UTF-8 where that could be read), without its line
 *  end: of delimited text and newline-delimited JSON; else NULL. */
const char *mrs_vector_raw(const mrs_vector *vector, size_t *length);

/** The current row of newline-delimited JSON; else NULL. Belongs to the vector until its next step.
 *  Columns are then its keys (of a feature: of its properties), and their count grows as new ones
 *  are met. */
struct json_object *mrs_vector_object(const mrs_vector *vector);

/** True of newline-delimited JSON, also before its first row and where one is malformed. */
bool mrs_vector_is_lines(const mrs_vector *vector);

/** What was assumed of the file: "read as windows-1256, for it is no UTF-8 and …"; "" if nothing.
 */
const char *mrs_vector_note(const mrs_vector *vector);

/** "CSV", "XLSX" …, and the layer that is read, "" where the format has none. */
const char *mrs_vector_format(const mrs_vector *vector);
const char *mrs_vector_layer(const mrs_vector *vector);

/** The encoding of a text, as "UTF-8" or "windows-1256", "" of other formats. */
const char *mrs_vector_encoding(const mrs_vector *vector);

/** The layers or sheets of the file, of which mrs_vector_layer() is the one that is read. */
size_t mrs_vector_layer_count(const mrs_vector *vector);
const char *mrs_vector_layer_name(const mrs_vector *vector, size_t index);

/** Bytes or rows read so far and in all; all is 0 where it is not known. */
void mrs_vector_progress(const mrs_vector *vector, uint64_t *done, uint64_t *all);

/** Where the row behind the current one begins, of delimited text and newline-delimited JSON in a
 *  regular file in UTF-8; else false. mrs_vector_seek() goes there, its row being `row`. */
bool mrs_vector_mark(const mrs_vector *vector, uint64_t *offset);
marsad_status mrs_vector_seek(mrs_vector *vector, uint64_t offset, long row, marsad_error *error);

size_t mrs_vector_column_count(const mrs_vector *vector);

/** The column's name without surrounding spaces. */
const char *mrs_vector_column_name(const mrs_vector *vector, size_t column);

/** What the format says the column holds; in a CSV text. */
mrs_cell_kind mrs_vector_column_kind(const mrs_vector *vector, size_t column);

/** True if the file says, or its format implies, what its coordinates mean. */
bool mrs_vector_has_crs(const mrs_vector *vector);

/** Steps to the next feature (the first, at first); `*more` is false past the last. A file that
 *  turns out to be broken is an error, never an early end. */
marsad_status mrs_vector_next(mrs_vector *vector, bool *more, marsad_error *error);

/** Where the current feature stands: in a CSV its row as a spreadsheet counts it (the header is row
 *  1, so the first is 2); in other formats its ordinal from 1. */
long mrs_vector_row(const mrs_vector *vector);

/** The cells that the current row has in the file: other than mrs_vector_column_count() only in a
 *  malformed row of a CSV. */
size_t mrs_vector_cell_count(const mrs_vector *vector);

/** The current feature's attribute as text, "" where it is empty, null or missing; a truth value is
 *  "true" or "false". An apostrophe that protects a cell of a CSV from being a formula is not part
 *  of it (formula.h). Valid until the next call with this vector. */
const char *mrs_vector_text(mrs_vector *vector, size_t column);

typedef enum mrs_shape_kind {
    MRS_SHAPE_NONE = 0, /* no geometry, or an empty one */
    MRS_SHAPE_POINT,
    MRS_SHAPE_LINES, /* a line string or several */
    MRS_SHAPE_AREAS, /* a polygon or several: `lines` are its rings, closed as in the file */
    MRS_SHAPE_OTHER  /* anything else; no coordinates are given */
} mrs_shape_kind;

/** A geometry in WGS 84, longitude first. Values are as the file has them, even beyond 180. */
typedef struct mrs_shape {
    mrs_shape_kind kind;
    marsad_lonlat *points;
    size_t point_count;
    size_t *ends; /* of each line: the index past its last point */
    size_t line_count;
    size_t *area_ends; /* of each polygon: the index past its last ring; the first ring is outer */
    size_t area_count;
    size_t point_capacity, end_capacity, area_capacity;
    marsad_lonlat *native; /* of each point x and y as the file has them; NULL unless asked for */
} mrs_shape;

/** Lets shapes have their native coordinates too, where those are not longitude and latitude. */
void mrs_vector_keep_native(mrs_vector *vector);

/** The current feature's geometry, to be asked for once a feature; it belongs to the vector and is
 *  valid until its next call. Coordinates of a file without a CRS are given as they are. */
marsad_status mrs_vector_shape(mrs_vector *vector, const mrs_shape **out, marsad_error *error);

/**
 * One position for the current feature, in place of mrs_vector_shape(): a point's own, of another
 * geometry one inside it, with the distance from there to the farthest corner of its bounds in
 * `reach_m` (0 for a point). False where there is no geometry, or it has no place in WGS 84.
 */
bool mrs_vector_position(mrs_vector *vector, marsad_lonlat *at, double *reach_m);

#endif
