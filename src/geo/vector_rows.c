/* Tables that are read as a stream of rows. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/connection.h"
#include "geo/row_filter.h"
#include "geo/vector_handle.h"

/* OGR makes geometries of a column with such a name, and so do we where it is asked for them. */
static size_t wkt_column(const mrs_delimited *table)
{
    size_t i = 0;
    while (i < table->column_count &&
           strncasecmp(table->names[i] + (table->names[i][0] == '_'), "WKT", 3) != 0) {
        i++;
    }
    return i;
}

marsad_status mrs_vector_open_delimited(mrs_vector *vector, char separator, marsad_error *error)
{
    mrs_delimited *table = mrs_alloc(1, sizeof *table);
    if (!table) {
        return mrs_fail_memory(error);
    }
    marsad_status status = mrs_delimited_open(&vector->source, separator, table, error);
    if (status) {
        mrs_free(table);
        return status;
    }
    vector->table = table;
    vector->format = table->separator == '\t' ? "TSV" : "CSV";
    vector->wkt = wkt_column(table);
    return MARSAD_OK;
}

static marsad_status open_lines(mrs_vector *vector, marsad_error *error)
{
    mrs_json_rows *lines = mrs_alloc(1, sizeof *lines);
    if (!lines) {
        return mrs_fail_memory(error);
    }
    marsad_status status = mrs_json_rows_open(&vector->source, lines, error);
    if (status) {
        mrs_free(lines);
        return status;
    }
    vector->lines = lines;
    vector->format = "NDJSON";
    return MARSAD_OK;
}

/* ---- files that OGR reads -------------------------------------------------------------------- */

static const mrs_ogr_format geojson = {"GeoJSON", {"GeoJSON"}, "geojson", false};
static const mrs_ogr_format postgis = {"PostGIS", {"PostgreSQL"}, "", false};

static const mrs_ogr_format *format_of(mrs_file_kind kind)
{
    static const mrs_ogr_format formats[] = {
        [MRS_KIND_XLSX] = {"XLSX", {"XLSX"}, "xlsx", true},
        [MRS_KIND_ODS] = {"ODS", {"ODS"}, "ods", true},
        [MRS_KIND_GPKG] = {"GeoPackage", {"GPKG"}, "gpkg", false},
        [MRS_KIND_SHAPEFILE] = {"Shapefile", {"ESRI Shapefile"}, "shp", false},
        [MRS_KIND_FLATGEOBUF] = {"FlatGeobuf", {"FlatGeobuf"}, "fgb", false},
        [MRS_KIND_KML] = {"KML", {"LIBKML", "KML"}, "kml", false},
        [MRS_KIND_GPX] = {"GPX", {"GPX"}, "gpx", false},
    };
    return &formats[kind];
}

/* Where the file is one that OGR can open itself, it does; else it gets all the bytes. */
static marsad_status open_by_ogr(mrs_vector *vector, const char *path, const mrs_ogr_format *format,
                                 const mrs_vector_how *how, marsad_error *error)
{
    if (vector->source.is_file && !vector->source.decoder && strcmp(path, "-") != 0) {
        return mrs_vector_open_ogr(vector, path, format, how, error);
    }
    if (format == format_of(MRS_KIND_SHAPEFILE)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                           "a shapefile is several files: name its .shp rather than pipe it");
    }
    return mrs_vector_open_spooled(vector, format, how, error);
}

static marsad_status open_connection(mrs_vector *vector, const char *path,
                                     const mrs_vector_how *how, marsad_error *error)
{
    char *name = mrs_connection_for_gdal(path);
    marsad_status status =
        name ? mrs_vector_open_ogr(vector, name, &postgis, how, error) : mrs_fail_memory(error);
    mrs_free(name);
    return status;
}

/* ---- which it is ----------------------------------------------------------------------------- */

static size_t count_lines(const char *text, size_t length)
{
    size_t count = 0;
    for (const char *end = text + length; (text = memchr(text, '\n', (size_t)(end - text)));
         text++) {
        count++;
    }
    return count;
}

/* Looks at no more of the text than is needed: it may come through a pipe, line by line. */
static marsad_status tell_text(mrs_vector *vector, mrs_text_kind *kind, marsad_error *error)
{
    enum { LINES = 3, BYTES = 1024 * 1024 };
    mrs_source *source = &vector->source;
    for (;;) {
        const char *text = source->bytes + source->at;
        size_t length = source->end - source->at;
        bool last = source->ended || (source->is_file && source->received == source->size);
        *kind = mrs_text_kind_tell(vector->path, text, length, last);
        bool open = *kind == MRS_TEXT_GEOJSON || *kind == MRS_TEXT_OTHER_JSON;
        if (!open || source->ended || length > BYTES || count_lines(text, length) >= LINES) {
            return MARSAD_OK;
        }
        marsad_status status = mrs_source_more(source, error);
        if (status) {
            return status;
        }
    }
}

static marsad_status fail_layer(const mrs_vector *vector, const char *layer, marsad_error *error)
{
    return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, vector->path, 0, NULL,
                       "no layer or sheet \"%s\": a text file has none", layer);
}

static marsad_status open_filter(mrs_vector *vector, const char *where, marsad_error *error)
{
    return where ? mrs_row_filter_open(vector, where, &vector->filter, error) : MARSAD_OK;
}

static marsad_status open_text(mrs_vector *vector, const char *path, const mrs_vector_how *how,
                               marsad_error *error)
{
    mrs_text_kind kind;
    marsad_status status = tell_text(vector, &kind, error);
    if (status) {
        return status;
    }
    bool plain = kind == MRS_TEXT_DELIMITED || kind == MRS_TEXT_LINES_OF_JSON;
    if (plain && how->layer) {
        return fail_layer(vector, how->layer, error);
    }
    switch (kind) {
    case MRS_TEXT_DELIMITED:
        status = mrs_vector_open_delimited(vector, how->separator, error);
        return status ? status : open_filter(vector, how->where, error);
    case MRS_TEXT_LINES_OF_JSON:
        status = open_lines(vector, error);
        return status ? status : open_filter(vector, how->where, error);
    case MRS_TEXT_GEOJSON:
        return open_by_ogr(vector, path, &geojson, how, error);
    case MRS_TEXT_OTHER_JSON:
        break;
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                       "JSON, but neither GeoJSON nor an object on each line: of an array, "
                       "jq -c '.[]' makes such lines");
}

static marsad_status open_rows(mrs_vector *vector, const char *path, const mrs_vector_how *how,
                               marsad_error *error)
{
    if (mrs_is_connection(path)) {
        return open_connection(vector, path, how, error);
    }
    mrs_source *source = &vector->source;
    marsad_status status = mrs_source_open(path, how->encoding, source, error);
    if (status) {
        return status;
    }
    switch (source->kind) {
    case MRS_KIND_TEXT:
        return open_text(vector, path, how, error);
    case MRS_KIND_OTHER:
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL, "this is %s",
                           source->what);
    default:
        return open_by_ogr(vector, path, format_of(source->kind), how, error);
    }
}

/* The path as messages name it. */
static bool name_vector(mrs_vector *vector, const char *path)
{
    vector->path = mrs_is_connection(path)
                       ? mrs_connection_shown(path, &vector->secret)
                       : mrs_strdup(strcmp(path, "-") == 0 ? "standard input" : path);
    return vector->path != NULL;
}

marsad_status mrs_vector_open_rows(const char *path, const mrs_vector_how *how, mrs_vector **out,
                                   marsad_error *error)
{
    static const mrs_vector_how by_the_file;
    *out = NULL;
    mrs_vector *vector = mrs_alloc(1, sizeof *vector);
    if (!vector) {
        return mrs_fail_memory(error);
    }
    vector->source.handle = -1;
    vector->by_rows = true;
    marsad_status status = name_vector(vector, path)
                               ? open_rows(vector, path, how ? how : &by_the_file, error)
                               : mrs_fail_memory(error);
    if (status) {
        mrs_vector_close(vector);
        return status;
    }
    *out = vector;
    return MARSAD_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

marsad_status mrs_stream_next(mrs_vector *vector, bool *more, marsad_error *error)
{
    marsad_status status;
    do {
        status = vector->table ? mrs_delimited_next(vector->table, more, error)
                               : mrs_json_rows_next(vector->lines, more, error);
    } while (!status && *more && vector->filter && !mrs_vector_fault(vector) &&
             !mrs_row_filter_keeps(vector->filter, vector));
    bool in_doubt = vector->table && vector->table->kind == MRS_ROW_STRUCTURE;
    if (!status && *more && !vector->by_rows && in_doubt) {
        *more = false;
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, vector->table->row, NULL, "%s",
                           vector->table->fault);
    }
    return status;
}

/* ---- asking ---------------------------------------------------------------------------------- */

const char *mrs_vector_fault(const mrs_vector *vector)
{
    const char *fault = vector->table   ? vector->table->fault
                        : vector->lines ? vector->lines->fault
                                        : vector->fault;
    return fault[0] ? fault : NULL;
}

const char *mrs_vector_raw(const mrs_vector *vector, size_t *length)
{
    if (vector->table) {
        *length = vector->table->raw_length;
        return vector->table->raw;
    }
    *length = vector->lines ? vector->lines->raw_length : 0;
    return vector->lines ? vector->lines->raw : NULL;
}

struct json_object *mrs_vector_object(const mrs_vector *vector)
{
    return vector->lines ? vector->lines->object : NULL;
}

bool mrs_vector_is_lines(const mrs_vector *vector)
{
    return vector->lines != NULL;
}

const char *mrs_vector_note(const mrs_vector *vector)
{
    return vector->source.note;
}

const char *mrs_vector_format(const mrs_vector *vector)
{
    return vector->format;
}

const char *mrs_vector_layer(const mrs_vector *vector)
{
    return vector->ogr ? mrs_gdal.OGR_L_GetName(vector->layer) : "";
}

const char *mrs_vector_encoding(const mrs_vector *vector)
{
    return vector->table || vector->lines ? vector->source.encoding : "";
}

size_t mrs_vector_layer_count(const mrs_vector *vector)
{
    return vector->ogr ? (size_t)mrs_gdal.GDALDatasetGetLayerCount(vector->dataset) : 0;
}

const char *mrs_vector_layer_name(const mrs_vector *vector, size_t index)
{
    OGRLayerH layer = mrs_gdal.GDALDatasetGetLayer(vector->dataset, (int)index);
    return layer ? mrs_gdal.OGR_L_GetName(layer) : "";
}

void mrs_vector_progress(const mrs_vector *vector, uint64_t *done, uint64_t *all)
{
    if (vector->ogr) {
        *done = vector->ordinal;
        *all = vector->total;
    } else {
        mrs_source_progress(&vector->source, done, all);
    }
}

bool mrs_vector_mark(const mrs_vector *vector, uint64_t *offset)
{
    if (vector->ogr || !mrs_source_tell(&vector->source, offset)) {
        *offset = 0;
        return false;
    }
    *offset += vector->table ? vector->table->taken : vector->lines->taken;
    return true;
}

marsad_status mrs_vector_seek(mrs_vector *vector, uint64_t offset, long row, marsad_error *error)
{
    if (vector->table) {
        return mrs_delimited_seek(vector->table, offset, row, error);
    }
    if (vector->lines) {
        return mrs_json_rows_seek(vector->lines, offset, row, error);
    }
    return mrs_fail_at(error, MARSAD_ERR_USAGE, vector->path, 0, NULL,
                       "cannot go on in the middle of this format");
}
