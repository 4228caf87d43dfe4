/** An open vector file, for the parts of vector.h that lie in files of their own. */
#ifndef MARSAD_GEO_VECTOR_HANDLE_H
#define MARSAD_GEO_VECTOR_HANDLE_H

#include "geo/csv.h"
#include "geo/delimited.h"
#include "geo/gdal.h"
#include "geo/vector.h"

/** GDAL's first complaint during the calls between mrs_gdal_quiet_begin() and its end. */
typedef struct mrs_complaint {
    char text[512];
} mrs_complaint;

/** Until mrs_gdal_quiet_end(), GDAL's messages go to `noted` and not to stderr. */
void mrs_gdal_quiet_begin(mrs_complaint *noted);
void mrs_gdal_quiet_end(void);

struct mrs_vector {
    char *path;
    bool by_rows; /* opened by mrs_vector_open_rows(): a malformed row is no error */
    mrs_source source;
    mrs_delimited *table; /* of delimited text that is read as a stream, or NULL */
    const char *format;   /* "CSV" */
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
    size_t ordinal; /* of the current feature, from 1 */
    mrs_shape shape;
    bool keeps_native; /* coordinates of shapes */
};

#endif
