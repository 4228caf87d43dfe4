/** An open vector file, for the parts of vector.h that lie in files of their own. */
#ifndef MARSAD_GEO_VECTOR_HANDLE_H
#define MARSAD_GEO_VECTOR_HANDLE_H

#include "geo/csv.h"
#include "geo/delimited.h"
#include "geo/gdal.h"
#include "geo/json_rows.h"
#include "geo/vector.h"

/** GDAL's first complaint during the calls between mrs_gdal_quiet_begin() and its end. */
typedef struct mrs_complaint {
    char text[512];
} mrs_complaint;

/** Until mrs_gdal_quiet_end(), GDAL's messages go to `noted` and not to stderr. */
void mrs_gdal_quiet_begin(mrs_complaint *noted);
void mrs_gdal_quiet_end(void);

/** A format that OGR reads as a table of rows. */
typedef struct mrs_ogr_format {
    const char *name;       /* "XLSX" */
    const char *drivers[3]; /* of OGR; a NULL ends them */
    const char *ending;     /* by which they know a file in memory */
    bool sheets; /* its layers are sheets, and its rows have the numbers that they have there */
} mrs_ogr_format;

/** Opens `name` for rows, a file or a connection; its password is in no message. */
marsad_status mrs_vector_open_ogr(mrs_vector *vector, const char *name,
                                  const mrs_ogr_format *format, const mrs_vector_how *how,
                                  marsad_error *error);

/** The same with the file's bytes in the source's window, which must hold all of it. */
marsad_status mrs_vector_open_spooled(mrs_vector *vector, const mrs_ogr_format *format,
                                      const mrs_vector_how *how, marsad_error *error);

/** As mrs_vector_text() of a vector opened by rows through OGR. */
const char *mrs_ogr_text(mrs_vector *vector, size_t column);

/** MARSAD_ERR_USAGE for a condition that is wrong for the reason `words`; lists the columns. */
marsad_status mrs_fail_where(const mrs_vector *vector, const char *where, const char *words,
                             marsad_error *error);

/** Steps to the next feature that OGR gives; sets its fault. */
marsad_status mrs_ogr_next(mrs_vector *vector, bool *more, marsad_error *error);

/** Steps to the next row of delimited text or lines of JSON: one that the condition keeps, or that
 *  has a fault. */
marsad_status mrs_stream_next(mrs_vector *vector, bool *more, marsad_error *error);

/** Opens what GDAL knows by `name`; NULL with its words in `noted`. */
GDALDatasetH mrs_gdal_open(const char *name, const char *const *drivers, const char *const *options,
                           mrs_complaint *noted);

/** MARSAD_ERR_INPUT with "what: GDAL's words". */
marsad_status mrs_fail_gdal(const mrs_vector *vector, const char *what, const mrs_complaint *noted,
                            marsad_error *error);

/** Lets GDAL's drivers of spreadsheets take the first row as a header ("FORCE"), or NULL. */
void mrs_gdal_expect_headers(const char *how);

/** True if the layer has a feature. */
bool mrs_gdal_has_features(OGRLayerH layer);

/** After the layer was chosen: its columns' names; what turns its coordinates into WGS 84. */
marsad_status mrs_vector_read_names(mrs_vector *vector, marsad_error *error);
marsad_status mrs_vector_prepare_transform(mrs_vector *vector, marsad_error *error);

struct mrs_vector {
    char *path;
    bool by_rows; /* opened by mrs_vector_open_rows(): a malformed row is no error */
    mrs_source source;
    mrs_delimited *table;          /* of delimited text that is read as a stream, or NULL */
    struct mrs_row_filter *filter; /* of rows that OGR does not read, or NULL */
    mrs_json_rows *lines;          /* of newline-delimited JSON, or NULL */
    const char *format;            /* "CSV" */
    const mrs_ogr_format *ogr;     /* where rows are read through OGR */
    char *secret;                  /* a password that must stand in no message, or NULL */
    mrs_buffer value;              /* the last cell asked for, where OGR's text is not it */
    char fault[320];      /* of the current row, where the format's reader does not keep it */
    char *bytes;          /* of a file that is read from memory, or NULL */
    char memory_name[64]; /* of those bytes in GDAL's memory file system, or "" */
    mrs_csv csv;          /* zero where the file is no CSV */
    bool is_csv;
    bool uses_gdal;     /* false in a CSV that can be read without, and GDAL need not be loaded */
    size_t length;      /* of `bytes` */
    mrs_buffer cells;   /* of the current row of a CSV read without GDAL, each with its final NUL */
    size_t *starts;     /* of each in `cells` */
    size_t cells_given; /* in `cells` */
    GDALDatasetH dataset;
    OGRLayerH layer;
    bool is_result; /* the layer is a query's, to be released */
    OGRFeatureH feature;
    OGRCoordinateTransformationH to_wgs84; /* NULL where there is nothing to transform */
    char **names;
    size_t column_count;
    size_t keys; /* 1 if column 0 is the table's primary key, which OGR has apart from its fields */
    uint64_t total; /* features in the layer, 0 if that is not known */
    size_t ordinal; /* of the current feature, from 1 */
    mrs_shape shape;
    bool keeps_native; /* coordinates of shapes */
};

#endif
