#include "geo/vector.h"

#include "base/fail.h"
#include "base/memory.h"
#include "geo/row_filter.h"
#include "geo/vector_handle.h"

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
    mrs_free(vector->shape.points);
    mrs_free(vector->shape.ends);
    mrs_free(vector->shape.area_ends);
    mrs_free(vector->shape.native);
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
    return vector->lines /* RFC 7946: WGS 84 */ ||
           (vector->uses_gdal && mrs_gdal.OGR_L_GetSpatialRef(vector->layer) != NULL);
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
    return (long)vector->ordinal;
}

size_t mrs_vector_cell_count(const mrs_vector *vector)
{
    return vector->table ? vector->table->cell_count : mrs_vector_column_count(vector);
}

marsad_status mrs_vector_next(mrs_vector *vector, bool *more, marsad_error *error)
{
    if (vector->table || vector->lines) {
        return mrs_stream_next(vector, more, error);
    }
    if (vector->ogr) {
        return mrs_ogr_next(vector, more, error);
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
    return MARSAD_OK;
}

const char *mrs_vector_text(mrs_vector *vector, size_t column)
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
    if (!vector->feature || !mrs_gdal.OGR_F_IsFieldSetAndNotNull(vector->feature, (int)column)) {
        return "";
    }
    if (mrs_vector_column_kind(vector, column) == MRS_CELL_FLAG) {
        return mrs_gdal.OGR_F_GetFieldAsInteger(vector->feature, (int)column) ? "true" : "false";
    }
    return mrs_gdal.OGR_F_GetFieldAsString(vector->feature, (int)column);
}
