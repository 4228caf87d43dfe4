/* GDAL's messages, and what all vectors that it reads have in common. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/trim.h"
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

/* The drivers of spreadsheets guess, when a layer is first asked for its columns, whether there is
 * a header. Our tables always have one. */
void mrs_gdal_expect_headers(const char *how)
{
    mrs_gdal.CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", how);
    mrs_gdal.CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", how);
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

static const char *given_name(const mrs_vector *vector, size_t column)
{
    if (column < vector->keys) {
        return mrs_gdal.OGR_L_GetFIDColumn(vector->layer);
    }
    int field = (int)(column - vector->keys);
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(vector->layer);
    return mrs_gdal.OGR_Fld_GetNameRef(mrs_gdal.OGR_FD_GetFieldDefn(definition, field));
}

marsad_status mrs_vector_read_names(mrs_vector *vector, marsad_error *error)
{
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(vector->layer);
    vector->column_count = (size_t)mrs_gdal.OGR_FD_GetFieldCount(definition) + vector->keys;
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
