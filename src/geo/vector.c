#include "geo/vector.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/csv.h"
#include "geo/gdal.h"

/* GDAL's first complaint during the calls between quiet() and its end. */
typedef struct complaint {
    char text[512];
} complaint;

struct mrs_vector {
    char *path;
    char *bytes;          /* of a file that is read from memory, or NULL */
    char memory_name[64]; /* of those bytes in GDAL's memory file system, or "" */
    mrs_csv csv;          /* zero where the file is no CSV */
    bool is_csv;
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRFeatureH feature;
    OGRCoordinateTransformationH to_wgs84; /* NULL where there is nothing to transform */
    char **names;
    size_t column_count;
    size_t ordinal; /* of the current feature, from 1 */
    mrs_shape shape;
};

static void CPL_STDCALL note_complaint(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    complaint *noted = mrs_gdal.CPLGetErrorHandlerUserData();
    if (level < CE_Failure || noted->text[0]) {
        return;
    }
    snprintf(noted->text, sizeof noted->text, "%s", message[0] ? message : "unknown failure");
    for (char *c = noted->text; *c; c++) {
        if ((unsigned char)*c < ' ') {
            *c = ' ';
        }
    }
}

/* Until quiet_end(), GDAL's messages go to `noted` and not to stderr. */
static void quiet_begin(complaint *noted)
{
    noted->text[0] = '\0';
    mrs_gdal.CPLPushErrorHandlerEx(note_complaint, noted);
}

static void quiet_end(void)
{
    mrs_gdal.CPLPopErrorHandler();
    mrs_gdal.CPLErrorReset();
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool has_ending(const char *path, const char *const *endings)
{
    const char *dot = strrchr(path, '.');
    for (; dot && *endings; endings++) {
        if (strcasecmp(dot + 1, *endings) == 0) {
            return true;
        }
    }
    return false;
}

static bool starts_with(const char *bytes, size_t length, const char *prefix, size_t prefix_length)
{
    return length >= prefix_length && memcmp(bytes, prefix, prefix_length) == 0;
}

/* Drops a UTF-8 byte order mark; refuses what is no UTF-8 text at first sight. */
static marsad_status check_start(char *bytes, size_t *length, const char *path, marsad_error *error)
{
    if (starts_with(bytes, *length, "\xEF\xBB\xBF", 3)) {
        *length -= 3;
        memmove(bytes, bytes + 3, *length + 1);
    }
    if (*length == 0) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL, "the file is empty");
    }
    if (starts_with(bytes, *length, "\xFF\xFE", 2) || starts_with(bytes, *length, "\xFE\xFF", 2)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                           "the file is in UTF-16: save it as UTF-8");
    }
    if (starts_with(bytes, *length, "PK\x03\x04", 4) ||
        starts_with(bytes, *length, "SQLite format 3", 16)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                           "neither CSV nor GeoJSON: export the table as CSV in UTF-8");
    }
    return MARSAD_OK;
}

static GDALDatasetH open_quietly(const char *name, const char *const *drivers,
                                 const char *const *options, complaint *noted)
{
    quiet_begin(noted);
    GDALDatasetH dataset =
        mrs_gdal.GDALOpenEx(name, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
    quiet_end();
    if (dataset && noted->text[0]) {
        mrs_gdal.GDALClose(dataset);
        dataset = NULL;
    }
    return dataset;
}

static marsad_status fail_open(const mrs_vector *vector, const char *what, const complaint *noted,
                               marsad_error *error)
{
    /* GDAL's words name our memory file: they help only without it. */
    const char *words = strstr(noted->text, "/vsimem/") ? "" : noted->text;
    return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL, "%s%s%s", what,
                       words[0] ? ": " : "", words);
}

/* Shows the bytes to GDAL as a file. The ending makes its CSV driver accept it; no companion file
 * (.csvt) can give columns a type. */
static bool mount_bytes(mrs_vector *vector, size_t length)
{
    snprintf(vector->memory_name, sizeof vector->memory_name, "/vsimem/marsad-%p.%s",
             (void *)vector, vector->is_csv ? "csv" : "geojson");
    VSILFILE *file = mrs_gdal.VSIFileFromMemBuffer(vector->memory_name, (GByte *)vector->bytes,
                                                   (vsi_l_offset)length, FALSE);
    return file && mrs_gdal.VSIFCloseL(file) == 0;
}

/* OGR's CSV driver refuses a header without a separator, and drops the separator that ends one of
 * a single name. */
static bool header_is_narrow(const mrs_csv *csv)
{
    return csv->column_count == 1 || (csv->column_count == 2 && csv->names[1][0] == '\0');
}

/* Gives a narrow header one column more, which every row leaves empty and nobody sees. */
static bool widen_header(mrs_vector *vector, size_t *length)
{
    char neighbour[] = {vector->csv.separator, '-', '\0'};
    size_t head = vector->csv.header_end;
    mrs_buffer wide = {0};
    mrs_buffer_add_bytes(&wide, vector->bytes, head);
    mrs_buffer_add(&wide, neighbour);
    mrs_buffer_add_bytes(&wide, vector->bytes + head, *length - head);
    *length = wide.length;
    mrs_free(vector->bytes);
    vector->bytes = mrs_buffer_take(&wide);
    return vector->bytes != NULL;
}

static marsad_status open_csv(mrs_vector *vector, size_t length, marsad_error *error)
{
    marsad_status status = mrs_csv_scan(vector->bytes, length, vector->path, &vector->csv, error);
    if (status) {
        return status;
    }
    static const char *const drivers[] = {"CSV", NULL};
    static const char *const options[] = {"HEADERS=YES", "MAX_LINE_SIZE=-1",
                                          "GEOM_POSSIBLE_NAMES=", NULL};
    if (header_is_narrow(&vector->csv) && !widen_header(vector, &length)) {
        return mrs_fail_memory(error);
    }
    complaint noted;
    mrs_gdal.RegisterOGRCSV();
    if (!mount_bytes(vector, length)) {
        return mrs_fail_memory(error);
    }
    vector->dataset = open_quietly(vector->memory_name, drivers, options, &noted);
    return vector->dataset ? MARSAD_OK : fail_open(vector, "cannot read it as CSV", &noted, error);
}

static marsad_status open_geojson(mrs_vector *vector, size_t length, marsad_error *error)
{
    static const char *const drivers[] = {"GeoJSON", NULL};
    static const char *const options[] = {"DATE_AS_STRING=YES", "ARRAY_AS_STRING=YES", NULL};
    complaint noted;
    mrs_gdal.RegisterOGRGeoJSON();
    if (!mount_bytes(vector, length)) {
        return mrs_fail_memory(error);
    }
    vector->dataset = open_quietly(vector->memory_name, drivers, options, &noted);
    return vector->dataset ? MARSAD_OK
                           : fail_open(vector, "cannot read it as GeoJSON", &noted, error);
}

static marsad_status open_table(mrs_vector *vector, marsad_error *error)
{
    size_t length;
    marsad_status status = mrs_file_read(vector->path, &vector->bytes, &length, error);
    if (!status) {
        status = check_start(vector->bytes, &length, vector->path, error);
    }
    if (status) {
        return status;
    }
    size_t start = strspn(vector->bytes, " \t\r\n");
    static const char *const json[] = {"json", "geojson", NULL};
    vector->is_csv = vector->bytes[start] != '{' && !has_ending(vector->path, json);
    return vector->is_csv ? open_csv(vector, length, error) : open_geojson(vector, length, error);
}

static marsad_status open_any(mrs_vector *vector, marsad_error *error)
{
    /* Formats that lie in a local file and name no other source. */
    static const char *const drivers[] = {
        "GeoJSON", "GeoJSONSeq", "TopoJSON",    "GPKG", "ESRI Shapefile", "FlatGeobuf",
        "KML",     "LIBKML",     "GML",         "GPX",  "MapInfo File",   "SQLite",
        "DXF",     "DGN",        "OpenFileGDB", NULL};
    /* The GML driver would write a companion beside the file that it reads. */
    static const char *const options[] = {"WRITE_GFS=NO", NULL};
    complaint noted;
    quiet_begin(&noted);
    mrs_gdal.GDALAllRegister();
    quiet_end();
    vector->dataset = open_quietly(vector->path, drivers, options, &noted);
    return vector->dataset ? MARSAD_OK
                           : fail_open(vector, "not a vector file that OGR reads", &noted, error);
}

static bool has_features(OGRLayerH layer)
{
    mrs_gdal.OGR_L_ResetReading(layer);
    OGRFeatureH feature = mrs_gdal.OGR_L_GetNextFeature(layer);
    bool any = feature != NULL;
    mrs_gdal.OGR_F_Destroy(feature);
    mrs_gdal.OGR_L_ResetReading(layer);
    return any;
}

/* The one layer that has features, or the first if none has; `*others` counts those passed over. */
static OGRLayerH only_layer(GDALDatasetH dataset, int *others)
{
    int count = mrs_gdal.GDALDatasetGetLayerCount(dataset);
    OGRLayerH only = NULL;
    *others = 0;
    for (int i = 0; count > 1 && i < count; i++) {
        OGRLayerH layer = mrs_gdal.GDALDatasetGetLayer(dataset, i);
        if (layer && has_features(layer)) {
            *others += only != NULL;
            only = only ? only : layer;
        }
    }
    return only ? only : mrs_gdal.GDALDatasetGetLayer(dataset, 0);
}

static marsad_status choose_layer(mrs_vector *vector, const char *name, marsad_error *error)
{
    complaint noted;
    int others = 0;
    quiet_begin(&noted);
    vector->layer = name ? mrs_gdal.GDALDatasetGetLayerByName(vector->dataset, name)
                         : only_layer(vector->dataset, &others);
    quiet_end();
    if (others) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                           "the file has %d layers with features: save the one that is meant as a "
                           "file of its own",
                           others + 1);
    }
    if (!vector->layer && name) {
        return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, vector->path, 0, NULL, "no layer \"%s\"",
                           name);
    }
    return vector->layer ? MARSAD_OK : fail_open(vector, "the file has no layer", &noted, error);
}

static marsad_status read_names(mrs_vector *vector, marsad_error *error)
{
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(vector->layer);
    vector->column_count = (size_t)mrs_gdal.OGR_FD_GetFieldCount(definition);
    if (vector->is_csv && header_is_narrow(&vector->csv)) {
        vector->column_count--;
    }
    if (vector->is_csv && vector->column_count != vector->csv.column_count) {
        vector->column_count = 0;
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 1, NULL,
                           "cannot tell what separates the columns: use commas only");
    }
    vector->names = mrs_alloc(vector->column_count, sizeof *vector->names);
    for (size_t i = 0; vector->names && i < vector->column_count; i++) {
        OGRFieldDefnH field = mrs_gdal.OGR_FD_GetFieldDefn(definition, (int)i);
        vector->names[i] =
            mrs_trimmed(vector->is_csv ? vector->csv.names[i] : mrs_gdal.OGR_Fld_GetNameRef(field));
        if (!vector->names[i]) {
            return mrs_fail_memory(error);
        }
    }
    return vector->names ? MARSAD_OK : mrs_fail_memory(error);
}

/* Makes the transformation to WGS 84 with longitude first, unless the layer is in it or has no
 * CRS. */
static marsad_status prepare_transform(mrs_vector *vector, marsad_error *error)
{
    OGRSpatialReferenceH from = mrs_gdal.OGR_L_GetSpatialRef(vector->layer);
    if (!from) {
        return MARSAD_OK;
    }
    complaint noted;
    quiet_begin(&noted);
    OGRSpatialReferenceH wgs84 = mrs_gdal.OSRNewSpatialReference(NULL);
    mrs_gdal.OSRImportFromEPSG(wgs84, 4326);
    mrs_gdal.OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    bool same = mrs_gdal.OSRIsSame(from, wgs84);
    if (!same) {
        vector->to_wgs84 = mrs_gdal.OCTNewCoordinateTransformation(from, wgs84);
    }
    mrs_gdal.OSRRelease(wgs84);
    quiet_end();
    return same || vector->to_wgs84
               ? MARSAD_OK
               : fail_open(vector, "its coordinates cannot be turned into WGS 84", &noted, error);
}

marsad_status mrs_vector_open(const char *path, mrs_vector_formats formats, const char *layer,
                              mrs_vector **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(path, error);
    status = status ? status : mrs_gdal_load(error);
    if (status) {
        return status;
    }
    mrs_vector *vector = mrs_alloc(1, sizeof *vector);
    if (!vector || !(vector->path = mrs_strdup(path))) {
        mrs_free(vector);
        return mrs_fail_memory(error);
    }
    status = formats == MRS_VECTOR_TABLE ? open_table(vector, error) : open_any(vector, error);
    if (!status) {
        status = choose_layer(vector, layer, error);
    }
    if (!status) {
        status = read_names(vector, error);
    }
    if (!status) {
        status = prepare_transform(vector, error);
    }
    if (status) {
        mrs_vector_close(vector);
        return status;
    }
    *out = vector;
    return MARSAD_OK;
}

void mrs_vector_close(mrs_vector *vector)
{
    if (!vector) {
        return;
    }
    complaint noted;
    quiet_begin(&noted);
    mrs_gdal.OGR_F_Destroy(vector->feature);
    if (vector->to_wgs84) {
        mrs_gdal.OCTDestroyCoordinateTransformation(vector->to_wgs84);
    }
    if (vector->dataset) {
        mrs_gdal.GDALClose(vector->dataset);
    }
    if (vector->memory_name[0]) {
        mrs_gdal.VSIUnlink(vector->memory_name);
    }
    quiet_end();
    for (size_t i = 0; vector->names && i < vector->column_count; i++) {
        mrs_free(vector->names[i]);
    }
    mrs_free(vector->names);
    mrs_csv_clear(&vector->csv);
    mrs_free(vector->shape.points);
    mrs_free(vector->shape.ends);
    mrs_free(vector->bytes);
    mrs_free(vector->path);
    mrs_free(vector);
}

/* ---- reading ------------------------------------------------------------------------------- */

size_t mrs_vector_column_count(const mrs_vector *vector)
{
    return vector->column_count;
}

const char *mrs_vector_column_name(const mrs_vector *vector, size_t column)
{
    return vector->names[column];
}

bool mrs_vector_has_crs(const mrs_vector *vector)
{
    return mrs_gdal.OGR_L_GetSpatialRef(vector->layer) != NULL;
}

long mrs_vector_row(const mrs_vector *vector)
{
    if (!vector->is_csv) {
        return (long)vector->ordinal;
    }
    size_t index = vector->ordinal ? vector->ordinal - 1 : 0;
    return index < vector->csv.row_count ? vector->csv.rows[index].row : 0;
}

size_t mrs_vector_cell_count(const mrs_vector *vector)
{
    if (!vector->is_csv || vector->ordinal == 0 || vector->ordinal > vector->csv.row_count) {
        return vector->column_count;
    }
    return vector->csv.rows[vector->ordinal - 1].cells;
}

/* OGR and the scan must have seen the same rows, or row numbers and values would lie. */
static marsad_status check_csv_end(const mrs_vector *vector, bool more, marsad_error *error)
{
    if (!vector->is_csv || (more ? vector->ordinal <= vector->csv.row_count
                                 : vector->ordinal == vector->csv.row_count)) {
        return MARSAD_OK;
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, mrs_vector_row(vector), NULL,
                       "cannot tell the rows of the table apart near here");
}

marsad_status mrs_vector_next(mrs_vector *vector, bool *more, marsad_error *error)
{
    complaint noted;
    *more = false;
    quiet_begin(&noted);
    mrs_gdal.OGR_F_Destroy(vector->feature);
    vector->feature = mrs_gdal.OGR_L_GetNextFeature(vector->layer);
    quiet_end();
    if (noted.text[0]) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, mrs_vector_row(vector), NULL,
                           "cannot be read past this feature: %s", noted.text);
    }
    *more = vector->feature != NULL;
    vector->ordinal += *more;
    return check_csv_end(vector, *more, error);
}

const char *mrs_vector_text(mrs_vector *vector, size_t column)
{
    if (!vector->feature || !mrs_gdal.OGR_F_IsFieldSetAndNotNull(vector->feature, (int)column)) {
        return "";
    }
    return mrs_gdal.OGR_F_GetFieldAsString(vector->feature, (int)column);
}

/* ---- geometry ------------------------------------------------------------------------------ */

static bool add_points(mrs_shape *shape, OGRGeometryH line)
{
    int count = mrs_gdal.OGR_G_GetPointCount(line);
    for (int i = 0; i < count; i++) {
        if (!mrs_grow((void **)&shape->points, &shape->point_capacity, shape->point_count,
                      sizeof *shape->points)) {
            return false;
        }
        shape->points[shape->point_count++] = (marsad_lonlat){.lon = mrs_gdal.OGR_G_GetX(line, i),
                                                              .lat = mrs_gdal.OGR_G_GetY(line, i)};
    }
    return true;
}

static bool add_line(mrs_shape *shape, OGRGeometryH line)
{
    if (!mrs_grow((void **)&shape->ends, &shape->end_capacity, shape->line_count,
                  sizeof *shape->ends) ||
        !add_points(shape, line)) {
        return false;
    }
    shape->ends[shape->line_count++] = shape->point_count;
    return true;
}

/* Takes the geometry apart; false only if memory is out. */
static bool fill_shape(mrs_shape *shape, OGRGeometryH geometry)
{
    switch (mrs_gdal.OGR_GT_Flatten(mrs_gdal.OGR_G_GetGeometryType(geometry))) {
    case wkbPoint:
        shape->kind = MRS_SHAPE_POINT;
        return add_points(shape, geometry);
    case wkbLineString:
        shape->kind = MRS_SHAPE_LINES;
        return add_line(shape, geometry);
    case wkbMultiLineString:
        shape->kind = MRS_SHAPE_LINES;
        for (int i = 0; i < mrs_gdal.OGR_G_GetGeometryCount(geometry); i++) {
            if (!add_line(shape, mrs_gdal.OGR_G_GetGeometryRef(geometry, i))) {
                return false;
            }
        }
        return true;
    default:
        shape->kind = MRS_SHAPE_OTHER;
        return true;
    }
}

static bool all_finite(const mrs_shape *shape)
{
    for (size_t i = 0; i < shape->point_count; i++) {
        if (!isfinite(shape->points[i].lon) || !isfinite(shape->points[i].lat)) {
            return false;
        }
    }
    return true;
}

static marsad_status fail_transform(const mrs_vector *vector, const char *words,
                                    marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, mrs_vector_row(vector), NULL,
                       "a coordinate cannot be turned into WGS 84%s%s", words[0] ? ": " : "",
                       words);
}

/* The geometry, which this takes over, with its arcs as line strings and its coordinates in WGS 84;
 * NULL if that fails. */
static OGRGeometryH convert(const mrs_vector *vector, OGRGeometryH geometry, complaint *noted)
{
    quiet_begin(noted);
    if (mrs_gdal.OGR_G_HasCurveGeometry(geometry, TRUE)) {
        OGRGeometryH linear = mrs_gdal.OGR_G_GetLinearGeometry(geometry, 0, NULL);
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        geometry = linear;
    }
    if (geometry && vector->to_wgs84 &&
        mrs_gdal.OGR_G_Transform(geometry, vector->to_wgs84) != OGRERR_NONE) {
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        geometry = NULL;
    }
    quiet_end();
    return geometry;
}

marsad_status mrs_vector_shape(mrs_vector *vector, const mrs_shape **out, marsad_error *error)
{
    mrs_shape *shape = &vector->shape;
    shape->kind = MRS_SHAPE_NONE;
    shape->point_count = shape->line_count = 0;
    *out = shape;
    OGRGeometryH geometry = vector->feature ? mrs_gdal.OGR_F_StealGeometry(vector->feature) : NULL;
    if (!geometry || mrs_gdal.OGR_G_IsEmpty(geometry)) {
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        return MARSAD_OK;
    }
    complaint noted;
    geometry = convert(vector, geometry, &noted);
    if (!geometry) {
        return fail_transform(vector, noted.text, error);
    }
    bool filled = fill_shape(shape, geometry);
    mrs_gdal.OGR_G_DestroyGeometry(geometry);
    if (!filled) {
        return mrs_fail_memory(error);
    }
    return all_finite(shape) ? MARSAD_OK : fail_transform(vector, noted.text, error);
}
