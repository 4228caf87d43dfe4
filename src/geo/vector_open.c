/* Opening the files of people who know what they have: gazetteers, fronts, extracts. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "geo/file_kind.h"
#include "geo/vector_handle.h"

/* Delimited text in UTF-8. A row that leaves in doubt where the others end ends the reading. */
static marsad_status open_table(mrs_vector *vector, marsad_error *error)
{
    mrs_source *source = &vector->source;
    marsad_status status = mrs_source_open(vector->path, "UTF-8", source, error);
    if (status) {
        return status;
    }
    if (source->kind != MRS_KIND_TEXT) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                           "no CSV: export the table as CSV in UTF-8");
    }
    bool wide = source->end >= 2 && (memcmp(source->bytes, "\xFF\xFE", 2) == 0 ||
                                     memcmp(source->bytes, "\xFE\xFF", 2) == 0);
    if (wide) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                           "the file is in UTF-16: save it as UTF-8");
    }
    return mrs_vector_open_delimited(vector, '\0', error);
}

static marsad_status open_with(mrs_vector *vector, const char *const *drivers, const char *what,
                               marsad_error *error)
{
    /* The GML driver would write a companion beside the file that it reads. */
    static const char *const options[] = {"WRITE_GFS=NO", NULL};
    mrs_complaint noted;
    marsad_status status = mrs_gdal_load(error);
    if (status) {
        return status;
    }
    vector->uses_gdal = true;
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
    if (mrs_path_ends(vector->path, tables)) {
        return open_table(vector, error);
    }
    if (!mrs_path_ends(vector->path, sheets)) {
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
    if (!status && vector->uses_gdal) {
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
