/** An open vector file, for the parts of vector.h that lie in files of their own. */
#ifndef MARSAD_GEO_VECTOR_HANDLE_H
#define MARSAD_GEO_VECTOR_HANDLE_H

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

/** Makes the source, which must be open, a table; `separator` may be 0. */
marsad_status mrs_vector_open_delimited(mrs_vector *vector, char separator, marsad_error *error);

struct mrs_vector {
    char *path;
    const char *format; /* "CSV" */
    bool by_rows;       /* opened by mrs_vector_open_rows(): a malformed row is no error */

    /* What is read without OGR: */
    mrs_source source;
    mrs_delimited *table;          /* of delimited text, or NULL */
    mrs_json_rows *lines;          /* of newline-delimited JSON, or NULL */
    struct mrs_row_filter *filter; /* of their rows, or NULL */
    size_t wkt;                    /* the table's column with geometries, or column_count */

    /* What is read by OGR: */
    bool uses_gdal;            /* else GDAL need not even be loaded */
    const mrs_ogr_format *ogr; /* NULL where it was not opened by rows */
    char memory_name[64];      /* of the bytes in GDAL's memory file system, or "" */
    char *secret;              /* a password that must stand in no message, or NULL */
    GDALDatasetH dataset;
    OGRLayerH layer;
    bool is_filtered; /* a condition is set upon the layer */
    bool is_result;   /* the layer is a query's, to be released */
    OGRFeatureH feature;
    OGRCoordinateTransformationH to_wgs84; /* NULL where there is nothing to transform */
    char **names;
    size_t column_count;
    size_t keys; /* 1 if column 0 is the table's primary key, which OGR has apart from its fields */
    uint64_t total;   /* features in the layer, 0 if that is not known */
    size_t ordinal;   /* of the current feature, from 1 */
    mrs_buffer value; /* the last cell asked for, where OGR's text is not it */
    char fault[320];  /* of the current row */

    mrs_shape shape;
    bool keeps_native; /* coordinates of shapes */
};

#endif
