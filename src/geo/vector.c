#include "geo/vector.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/formula.h"
#include "geo/row_filter.h"
#include "geo/vector_handle.h"

static void CPL_STDCALL note_complaint(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    mrs_complaint *noted = mrs_gdal.CPLGetErrorHandlerUserData();
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

void mrs_gdal_quiet_begin(mrs_complaint *noted)
{
    noted->text[0] = '\0';
    mrs_gdal.CPLPushErrorHandlerEx(note_complaint, noted);
}

void mrs_gdal_quiet_end(void)
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

GDALDatasetH mrs_gdal_open(const char *name, const char *const *drivers, const char *const *options,
                           mrs_complaint *noted)
{
    mrs_gdal_quiet_begin(noted);
    GDALDatasetH dataset =
        mrs_gdal.GDALOpenEx(name, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, NULL);
    mrs_gdal_quiet_end();
    if (dataset && noted->text[0]) {
        mrs_gdal.GDALClose(dataset);
        dataset = NULL;
    }
    return dataset;
}

marsad_status mrs_fail_gdal(const mrs_vector *vector, const char *what, const mrs_complaint *noted,
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

static marsad_status load_gdal(mrs_vector *vector, marsad_error *error)
{
    marsad_status status = mrs_gdal_load(error);
    vector->uses_gdal = !status;
    return status;
}

/* OGR makes geometries of columns with such names, and is the judge of headers in which several
 * kinds of separator stand. All other tables are read here: loading GDAL takes longer than to read
 * and place a thousand incidents. */
static bool needs_gdal(const mrs_csv *csv)
{
    bool needs = !csv->one_separator;
    for (size_t i = 0; i < csv->column_count; i++) {
        const char *name = csv->names[i] + (csv->names[i][0] == '_');
        needs |= strncasecmp(name, "WKT", 3) == 0;
    }
    return needs;
}

static marsad_status open_csv(mrs_vector *vector, size_t length, marsad_error *error)
{
    marsad_status status = mrs_csv_scan(vector->bytes, length, vector->path, &vector->csv, error);
    if (status) {
        return status;
    }
    if (!needs_gdal(&vector->csv)) {
        vector->length = length;
        vector->starts = mrs_alloc(vector->csv.column_count, sizeof *vector->starts);
        return vector->starts ? MARSAD_OK : mrs_fail_memory(error);
    }
    status = load_gdal(vector, error);
    if (status) {
        return status;
    }
    static const char *const drivers[] = {"CSV", NULL};
    static const char *const options[] = {"HEADERS=YES", "MAX_LINE_SIZE=-1",
                                          "GEOM_POSSIBLE_NAMES=", NULL};
    if (header_is_narrow(&vector->csv) && !widen_header(vector, &length)) {
        return mrs_fail_memory(error);
    }
    mrs_complaint noted;
    mrs_gdal.RegisterOGRCSV();
    if (!mount_bytes(vector, length)) {
        return mrs_fail_memory(error);
    }
    vector->dataset = mrs_gdal_open(vector->memory_name, drivers, options, &noted);
    return vector->dataset ? MARSAD_OK
                           : mrs_fail_gdal(vector, "cannot read it as CSV", &noted, error);
}

static marsad_status open_geojson(mrs_vector *vector, size_t length, marsad_error *error)
{
    static const char *const drivers[] = {"GeoJSON", NULL};
    static const char *const options[] = {"DATE_AS_STRING=YES", "ARRAY_AS_STRING=YES", NULL};
    mrs_complaint noted;
    marsad_status status = load_gdal(vector, error);
    if (status) {
        return status;
    }
    mrs_gdal.RegisterOGRGeoJSON();
    if (!mount_bytes(vector, length)) {
        return mrs_fail_memory(error);
    }
    vector->dataset = mrs_gdal_open(vector->memory_name, drivers, options, &noted);
    return vector->dataset ? MARSAD_OK
                           : mrs_fail_gdal(vector, "cannot read it as GeoJSON", &noted, error);
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

/* The drivers of spreadsheets guess, when a layer is first asked for its columns, whether there is
 * a header. Our tables always have one. */
void mrs_gdal_expect_headers(const char *how)
{
    mrs_gdal.CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", how);
    mrs_gdal.CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", how);
}

static marsad_status open_with(mrs_vector *vector, const char *const *drivers, const char *what,
                               marsad_error *error)
{
    /* The GML driver would write a companion beside the file that it reads. */
    static const char *const options[] = {"WRITE_GFS=NO", NULL};
    mrs_complaint noted;
    marsad_status status = load_gdal(vector, error);
    if (status) {
        return status;
    }
    mrs_gdal_expect_headers("FORCE");
    mrs_gdal_quiet_begin(&noted);
    mrs_gdal.GDALAllRegister();
    mrs_gdal_quiet_end();
    vector->dataset = mrs_gdal_open(vector->path, drivers, options, &noted);
    return vector->dataset ? MARSAD_OK : mrs_fail_gdal(vector, what, &noted, error);
}

static marsad_status open_any(mrs_vector *vector, marsad_error *error)
{
    /* Formats that lie in a local file and name no other source. */
    static const char *const drivers[] = {
        "GeoJSON", "GeoJSONSeq", "TopoJSON",    "GPKG", "ESRI Shapefile", "FlatGeobuf",
        "KML",     "LIBKML",     "GML",         "GPX",  "MapInfo File",   "SQLite",
        "DXF",     "DGN",        "OpenFileGDB", NULL};
    return open_with(vector, drivers,
                     "not a vector file that OGR reads, such as .geojson, .gpkg or .shp", error);
}

static marsad_status open_layer(mrs_vector *vector, marsad_error *error)
{
    static const char *const tables[] = {"csv", "tsv", "txt", NULL};
    static const char *const sheets[] = {"xlsx", "ods", NULL};
    static const char *const sheet_drivers[] = {"XLSX", "ODS", NULL};
    if (has_ending(vector->path, tables)) {
        return open_table(vector, error);
    }
    if (!has_ending(vector->path, sheets)) {
        return open_any(vector, error);
    }
    return open_with(vector, sheet_drivers, "not a spreadsheet that OGR reads", error);
}

static marsad_status open_osm(mrs_vector *vector, marsad_error *error)
{
    static const char *const drivers[] = {"OSM", NULL};
    return open_with(vector, drivers, "not a file of OpenStreetMap that OGR reads", error);
}

static marsad_status open_as(mrs_vector *vector, mrs_vector_formats formats, marsad_error *error)
{
    switch (formats) {
    case MRS_VECTOR_TABLE:
        return open_table(vector, error);
    case MRS_VECTOR_LAYER:
        return open_layer(vector, error);
    case MRS_VECTOR_OSM:
        return open_osm(vector, error);
    case MRS_VECTOR_ANY:
        break;
    }
    return open_any(vector, error);
}

/* The OSM driver reads all layers at once unless a query asks for one alone. */
static OGRLayerH query_layer(const mrs_vector *vector, const char *name)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%.64s\"", name);
    return mrs_gdal.GDALDatasetExecuteSQL(vector->dataset, sql, NULL, NULL);
}

bool mrs_gdal_has_features(OGRLayerH layer)
{
    mrs_gdal.OGR_L_ResetReading(layer);
    OGRFeatureH feature = mrs_gdal.OGR_L_GetNextFeature(layer);
    bool any = feature != NULL;
    mrs_gdal.OGR_F_Destroy(feature);
    mrs_gdal.OGR_L_ResetReading(layer);
    return any;
}

/* A GeoPackage's table of QGIS's styles, which OGR shows among the layers. */
static bool is_styles(OGRLayerH layer)
{
    return strcmp(mrs_gdal.OGR_L_GetName(layer), "layer_styles") == 0;
}

/* The one layer that has features, or the first if none has; `*others` counts those passed over. */
static OGRLayerH only_layer(GDALDatasetH dataset, int *others)
{
    int count = mrs_gdal.GDALDatasetGetLayerCount(dataset);
    OGRLayerH only = NULL;
    *others = 0;
    for (int i = 0; count > 1 && i < count; i++) {
        OGRLayerH layer = mrs_gdal.GDALDatasetGetLayer(dataset, i);
        if (layer && !is_styles(layer) && mrs_gdal_has_features(layer)) {
            *others += only != NULL;
            only = only ? only : layer;
        }
    }
    return only ? only : mrs_gdal.GDALDatasetGetLayer(dataset, 0);
}

static marsad_status choose_layer(mrs_vector *vector, mrs_vector_formats formats, const char *name,
                                  marsad_error *error)
{
    mrs_complaint noted;
    int others = 0;
    mrs_gdal_quiet_begin(&noted);
    vector->is_result = name && formats == MRS_VECTOR_OSM;
    vector->layer = vector->is_result ? query_layer(vector, name)
                    : name            ? mrs_gdal.GDALDatasetGetLayerByName(vector->dataset, name)
                                      : only_layer(vector->dataset, &others);
    mrs_gdal_quiet_end();
    if (others) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                           "the file has %d layers with features: %s", others + 1,
                           formats == MRS_VECTOR_LAYER
                               ? "say which one is meant with --layer"
                               : "save the one that is meant as a file of its own");
    }
    if (!vector->layer && name) {
        return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, vector->path, 0, NULL, "no layer \"%s\"",
                           name);
    }
    return vector->layer ? MARSAD_OK
                         : mrs_fail_gdal(vector, "the file has no layer", &noted, error);
}

/* A CSV has no layers with names. */
static marsad_status no_such_layer(const mrs_vector *vector, const char *name, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, vector->path, 0, NULL, "no layer \"%s\"", name);
}

static marsad_status count_columns(mrs_vector *vector, marsad_error *error)
{
    if (!vector->uses_gdal) {
        vector->column_count = vector->csv.column_count;
        return MARSAD_OK;
    }
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(vector->layer);
    vector->column_count = (size_t)mrs_gdal.OGR_FD_GetFieldCount(definition) + vector->keys;
    if (vector->is_csv && header_is_narrow(&vector->csv)) {
        vector->column_count--;
    }
    if (vector->is_csv && vector->column_count != vector->csv.column_count) {
        vector->column_count = 0;
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 1, NULL,
                           "cannot tell what separates the columns: use commas only");
    }
    return MARSAD_OK;
}

static const char *given_name(const mrs_vector *vector, size_t column)
{
    if (vector->is_csv) {
        return vector->csv.names[column];
    }
    if (column < vector->keys) {
        return mrs_gdal.OGR_L_GetFIDColumn(vector->layer);
    }
    int field = (int)(column - vector->keys);
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(vector->layer);
    return mrs_gdal.OGR_Fld_GetNameRef(mrs_gdal.OGR_FD_GetFieldDefn(definition, field));
}

marsad_status mrs_vector_read_names(mrs_vector *vector, marsad_error *error)
{
    marsad_status status = count_columns(vector, error);
    if (status) {
        return status;
    }
    vector->names = mrs_alloc(vector->column_count, sizeof *vector->names);
    for (size_t i = 0; vector->names && i < vector->column_count; i++) {
        vector->names[i] = mrs_trimmed(given_name(vector, i));
        if (!vector->names[i]) {
            return mrs_fail_memory(error);
        }
    }
    return vector->names ? MARSAD_OK : mrs_fail_memory(error);
}

/* Makes the transformation to WGS 84 with longitude first, unless the layer is in it or has no
 * CRS. */
marsad_status mrs_vector_prepare_transform(mrs_vector *vector, marsad_error *error)
{
    OGRSpatialReferenceH from = mrs_gdal.OGR_L_GetSpatialRef(vector->layer);
    if (!from) {
        return MARSAD_OK;
    }
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    OGRSpatialReferenceH wgs84 = mrs_gdal.OSRNewSpatialReference(NULL);
    mrs_gdal.OSRImportFromEPSG(wgs84, 4326);
    mrs_gdal.OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    bool same = mrs_gdal.OSRIsSame(from, wgs84);
    if (!same) {
        vector->to_wgs84 = mrs_gdal.OCTNewCoordinateTransformation(from, wgs84);
    }
    mrs_gdal.OSRRelease(wgs84);
    mrs_gdal_quiet_end();
    return same || vector->to_wgs84
               ? MARSAD_OK
               : mrs_fail_gdal(vector, "its coordinates cannot be turned into WGS 84", &noted,
                               error);
}

marsad_status mrs_vector_open(const char *path, mrs_vector_formats formats, const char *layer,
                              mrs_vector **out, marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_file_readable(path, error);
    if (status) {
        return status;
    }
    mrs_vector *vector = mrs_alloc(1, sizeof *vector);
    if (!vector || !(vector->path = mrs_strdup(path))) {
        mrs_free(vector);
        return mrs_fail_memory(error);
    }
    status = open_as(vector, formats, error);
    if (!status && vector->uses_gdal) {
        status = choose_layer(vector, formats, layer, error);
    } else if (!status && layer) {
        status = no_such_layer(vector, layer, error);
    }
    if (!status) {
        status = mrs_vector_read_names(vector, error);
    }
    if (vector->uses_gdal) {
        mrs_gdal_expect_headers(NULL);
    }
    if (!status && vector->uses_gdal) {
        status = mrs_vector_prepare_transform(vector, error);
    }
    if (status) {
        mrs_vector_close(vector);
        return status;
    }
    *out = vector;
    return MARSAD_OK;
}

/* Gives back what GDAL holds for the vector. */
static void close_in_gdal(mrs_vector *vector)
{
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    mrs_gdal.OGR_F_Destroy(vector->feature);
    if (vector->to_wgs84) {
        mrs_gdal.OCTDestroyCoordinateTransformation(vector->to_wgs84);
    }
    if (vector->is_result && vector->layer) {
        mrs_gdal.GDALDatasetReleaseResultSet(vector->dataset, vector->layer);
    }
    if (vector->dataset) {
        mrs_gdal.GDALClose(vector->dataset);
    }
    if (vector->memory_name[0]) {
        mrs_gdal.VSIUnlink(vector->memory_name);
    }
    mrs_gdal_quiet_end();
}

void mrs_vector_close(mrs_vector *vector)
{
    if (!vector) {
        return;
    }
    if (vector->uses_gdal) {
        close_in_gdal(vector);
    }
    for (size_t i = 0; vector->names && i < vector->column_count; i++) {
        mrs_free(vector->names[i]);
    }
    mrs_row_filter_close(vector->filter);
    if (vector->table) {
        mrs_delimited_close(vector->table);
        mrs_free(vector->table);
    }
    if (vector->lines) {
        mrs_json_rows_close(vector->lines);
        mrs_free(vector->lines);
    }
    mrs_source_close(&vector->source);
    mrs_free(vector->names);
    mrs_free(vector->secret);
    mrs_buffer_clear(&vector->value);
    mrs_csv_clear(&vector->csv);
    mrs_buffer_clear(&vector->cells);
    mrs_free(vector->starts);
    mrs_free(vector->shape.points);
    mrs_free(vector->shape.ends);
    mrs_free(vector->shape.area_ends);
    mrs_free(vector->shape.native);
    mrs_free(vector->bytes);
    mrs_free(vector->path);
    mrs_free(vector);
}

/* ---- reading ------------------------------------------------------------------------------- */

size_t mrs_vector_column_count(const mrs_vector *vector)
{
    if (vector->table) {
        return vector->table->column_count;
    }
    if (vector->lines) {
        return vector->lines->column_count;
    }
    return vector->column_count;
}

const char *mrs_vector_column_name(const mrs_vector *vector, size_t column)
{
    return vector->table   ? vector->table->names[column]
           : vector->lines ? vector->lines->names[column]
                           : vector->names[column];
}

mrs_cell_kind mrs_vector_column_kind(const mrs_vector *vector, size_t column)
{
    if (!vector->uses_gdal) {
        return MRS_CELL_TEXT;
    }
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(vector->layer);
    if (column < vector->keys) {
        return MRS_CELL_INTEGER;
    }
    OGRFieldDefnH field = mrs_gdal.OGR_FD_GetFieldDefn(definition, (int)(column - vector->keys));
    switch (mrs_gdal.OGR_Fld_GetType(field)) {
    case OFTInteger:
        return mrs_gdal.OGR_Fld_GetSubType(field) == OFSTBoolean ? MRS_CELL_FLAG : MRS_CELL_INTEGER;
    case OFTInteger64:
        return MRS_CELL_INTEGER;
    case OFTReal:
        return MRS_CELL_NUMBER;
    default:
        return MRS_CELL_TEXT;
    }
}

bool mrs_vector_has_crs(const mrs_vector *vector)
{
    return vector->uses_gdal && mrs_gdal.OGR_L_GetSpatialRef(vector->layer) != NULL;
}

long mrs_vector_row(const mrs_vector *vector)
{
    if (vector->table) {
        return vector->table->row;
    }
    if (vector->lines) {
        return vector->lines->row;
    }
    if (vector->ogr && vector->ogr->sheets && vector->feature) {
        return (long)mrs_gdal.OGR_F_GetFID(vector->feature);
    }
    if (!vector->is_csv) {
        return (long)vector->ordinal;
    }
    size_t index = vector->ordinal ? vector->ordinal - 1 : 0;
    return index < vector->csv.row_count ? vector->csv.rows[index].row : 0;
}

size_t mrs_vector_cell_count(const mrs_vector *vector)
{
    if (vector->table) {
        return vector->table->cell_count;
    }
    if (vector->lines) {
        return vector->lines->column_count;
    }
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

/* The next row of a CSV that is read without GDAL. */
static marsad_status next_row(mrs_vector *vector, bool *more, marsad_error *error)
{
    *more = vector->ordinal < vector->csv.row_count;
    vector->cells_given = 0;
    if (*more) {
        vector->cells_given =
            mrs_csv_read_row(&vector->csv, vector->bytes, vector->length,
                             &vector->csv.rows[vector->ordinal++], &vector->cells, vector->starts);
    }
    return vector->cells.failed ? mrs_fail_memory(error) : MARSAD_OK;
}

marsad_status mrs_vector_next(mrs_vector *vector, bool *more, marsad_error *error)
{
    if (vector->table || vector->lines) {
        return mrs_stream_next(vector, more, error);
    }
    if (vector->ogr) {
        return mrs_ogr_next(vector, more, error);
    }
    if (!vector->uses_gdal) {
        return next_row(vector, more, error);
    }
    mrs_complaint noted;
    *more = false;
    mrs_gdal_quiet_begin(&noted);
    mrs_gdal.OGR_F_Destroy(vector->feature);
    vector->feature = mrs_gdal.OGR_L_GetNextFeature(vector->layer);
    mrs_gdal_quiet_end();
    if (noted.text[0]) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, mrs_vector_row(vector), NULL,
                           "cannot be read past this feature: %s", noted.text);
    }
    *more = vector->feature != NULL;
    vector->ordinal += *more;
    return check_csv_end(vector, *more, error);
}

static const char *cell_text(mrs_vector *vector, size_t column)
{
    if (vector->table) {
        return mrs_delimited_cell(vector->table, column);
    }
    if (vector->lines) {
        return mrs_json_rows_cell(vector->lines, column);
    }
    if (vector->ogr) {
        return mrs_ogr_text(vector, column);
    }
    if (!vector->uses_gdal) {
        bool given = column < vector->cells_given;
        return given ? vector->cells.text + vector->starts[column] : "";
    }
    if (!vector->feature || !mrs_gdal.OGR_F_IsFieldSetAndNotNull(vector->feature, (int)column)) {
        return "";
    }
    if (!vector->is_csv && mrs_vector_column_kind(vector, column) == MRS_CELL_FLAG) {
        return mrs_gdal.OGR_F_GetFieldAsInteger(vector->feature, (int)column) ? "true" : "false";
    }
    return mrs_gdal.OGR_F_GetFieldAsString(vector->feature, (int)column);
}

const char *mrs_vector_text(mrs_vector *vector, size_t column)
{
    const char *text = cell_text(vector, column);
    return vector->is_csv ? mrs_formula_bare(text) : text;
}
