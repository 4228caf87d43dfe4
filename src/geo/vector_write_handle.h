/** A vector file being written, for the parts of vector_write.h that lie in files of their own. */
#ifndef MARSAD_GEO_VECTOR_WRITE_HANDLE_H
#define MARSAD_GEO_VECTOR_WRITE_HANDLE_H

#include "base/buffer.h"
#include "base/file.h"
#include "geo/gdal.h"
#include "geo/vector_write.h"

typedef enum mrs_flag_style {
    MRS_FLAG_NATIVE, /* the format has truth values */
    MRS_FLAG_TEXT    /* "true", "false" */
} mrs_flag_style;

/* How a format is written row by row, as text; lines and areas of GeoJSON are left to OGR. */
typedef enum mrs_write_text {
    MRS_NO_TEXT,
    MRS_WRITE_CSV,
    MRS_WRITE_OBJECTS,  /* a JSON object a line */
    MRS_WRITE_FEATURES, /* a GeoJSON feature a line */
    MRS_WRITE_GEOJSON   /* features, with what makes them one document before and behind them */
} mrs_write_text;

/* Stands in GeoPackages as the date of their last change: the same data give the same bytes. */
#define MRS_NO_DAY "2000-01-01T00:00:00.000Z"

enum { MRS_MOST_TEXT = 254 };

/** A format: a file's ending, and how OGR is told to write it. */
typedef struct mrs_write_format {
    const char *ending; /* without the dot, in small letters */
    const char *driver; /* OGR's name of it */
    const char *memory; /* the ending of the file in memory, by which OGR goes */
    bool is_table;      /* takes no geometry */
    mrs_write_text text;
    char mark;           /* between the cells of a CSV; before each feature, or 0 */
    bool is_multi;       /* a layer's lines or areas are all collections */
    const char *formula; /* a text that begins so would become a formula; or NULL */
    bool may_be_large;   /* OGR says so if the disk is full, so that it may write there itself */
    bool needs_shape;    /* would drop a feature without a geometry */
    bool has_widths;     /* decimals are a property of the column */
    mrs_flag_style flags;
    long most_rows;                    /* that programs read; 0: any number */
    size_t most_text;                  /* bytes of a cell, at most MRS_MOST_TEXT; 0: any number */
    const char *const *layer_options;  /* NULL, or a list that ends with NULL */
    const char *const *parts;          /* endings of the files; NULL: the one */
    const char *const *stale_when_new; /* endings of files beside an old one that would not fit */
} mrs_write_format;

/** The format of the ending of `path`, or NULL with MARSAD_ERR_USAGE in `error`, which lists the
 *  endings. */
const mrs_write_format *mrs_write_format_of(const char *path, marsad_error *error);

/** That of an ending, in any case; NULL if there is none. */
const mrs_write_format *mrs_write_format_named(const char *ending);

/** A text that is being written. */
typedef struct mrs_text {
    mrs_output file;
    mrs_buffer bytes; /* that are not in it yet */
    uint64_t written; /* those that are */
    char **keys;      /* of JSON: each field's name in quotation marks, with a colon */
    bool is_open;
    bool at_once;
} mrs_text;

struct mrs_writer {
    const mrs_write_format *format;
    char *path;
    char *folder;    /* where OGR's file grows: in GDAL's memory, or beside the file; or NULL */
    bool is_on_disk; /* it is the latter */
    mrs_write_shape shape;
    mrs_field *fields;
    int *columns; /* of the fields, as OGR counts them */
    size_t field_count;
    long rows;
    bool in_transaction;
    bool out_of_memory;
    mrs_text text; /* where it is one; then there is no dataset */
    GDALDatasetH dataset;
    OGRLayerH layer;
};

/** The parts of vector_write.h for a text. */
marsad_status mrs_text_open(mrs_writer *writer, const mrs_writer_plan *plan, char *const *names,
                            marsad_error *error);
marsad_status mrs_text_add(mrs_writer *writer, const mrs_cell *cells, const marsad_lonlat *point,
                           marsad_error *error);
marsad_status mrs_text_commit(mrs_writer *writer, marsad_error *error);
void mrs_text_abandon(mrs_writer *writer);

/** Adds a text in quotation marks, its escapes as JSON has them; U+FFFD for what is no UTF-8. */
void mrs_json_add_text(mrs_buffer *out, const char *text);
/** Adds `"key":value` for each field, with commas between them. */
void mrs_json_add_cells(const mrs_writer *writer, mrs_buffer *out, const mrs_cell *cells);
/** Adds a feature, `point` NULL being one without a geometry. */
void mrs_json_add_feature(const mrs_writer *writer, mrs_buffer *out, const mrs_cell *cells,
                          const marsad_lonlat *point);

/** True if nothing is to be written: null, no text, or not a finite number. */
bool mrs_cell_is_empty(mrs_cell_kind kind, const mrs_cell *cell);

/** The number with at most so many decimals (-1: as it is), in all formats the same. */
double mrs_number_rounded(double value, int decimals);

/** Adds the look of its layer to a GeoPackage; false if memory is out. What GDAL refuses is among
 *  its complaints. */
bool mrs_write_look(const mrs_writer *writer, const char *layer, const mrs_look *look);

/** Names the folder where the file grows, and makes it if it is on the disk. */
marsad_status mrs_write_folder(mrs_writer *writer, bool large, marsad_error *error);

/** The file of that ending in the folder, to mrs_free(); NULL if memory is out. */
char *mrs_write_grown(const mrs_writer *writer, const char *ending);

/** Puts what has grown into its place: all of its files, or none. */
marsad_status mrs_write_files(const mrs_writer *writer, marsad_error *error);

/** Makes the geometry, for the caller to destroy: cut at the antimeridian where it crosses that.
 *  MARSAD_ERR_MEMORY, or MARSAD_ERR_LIBRARY if it cannot be cut. */
marsad_status mrs_write_geometry(mrs_write_shape shape, const marsad_lonlat *points,
                                 const size_t *ends, size_t ring_count, OGRGeometryH *out,
                                 marsad_error *error);

/** Names for columns that the format can tell apart and keep, to mrs_free() one by one with the
 *  list; NULL if memory is out. */
char **mrs_write_names(const mrs_write_format *format, const mrs_field *fields, size_t count);

/** The length of the longest start of `text`, of at most `most` bytes, that ends between letters.
 */
size_t mrs_whole_letters(const char *text, size_t most);

#endif
