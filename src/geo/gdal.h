/**
 * GDAL, loaded when a vector file is first opened. Linking it would cost every process that reads
 * none (`marsad resolve`, `marsad distance`) some 50 ms, for the hundred libraries behind it.
 */
#ifndef MARSAD_GEO_GDAL_H
#define MARSAD_GEO_GDAL_H

/* GDAL's enumerations go beyond int. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#pragma GCC diagnostic pop

#include "marsad/status.h"

/* Exported by GDAL, but declared only in a C++ header. Registering two drivers rather than all
 * saves some milliseconds a process. */
void RegisterOGRCSV(void);
void RegisterOGRGeoJSON(void);
void RegisterOGRMEM(void);

/* clang-format off */
#define MRS_GDAL_FUNCTIONS(F) \
    F(CPLErrorReset) F(CPLGetErrorHandlerUserData) F(CPLPopErrorHandler) \
    F(CPLPushErrorHandlerEx) F(GDALAllRegister) F(GDALClose) \
    F(GDALDatasetGetLayer) F(GDALDatasetGetLayerByName) F(GDALDatasetGetLayerCount) \
    F(GDALOpenEx) F(OCTDestroyCoordinateTransformation) F(OCTNewCoordinateTransformation) \
    F(OGR_FD_GetFieldCount) F(OGR_FD_GetFieldDefn) F(OGR_F_Destroy) \
    F(OGR_F_GetFieldAsString) F(OGR_F_IsFieldSetAndNotNull) F(OGR_F_StealGeometry) \
    F(OGR_Fld_GetNameRef) F(OGR_GT_Flatten) F(OGR_G_DestroyGeometry) \
    F(OGR_G_GetGeometryCount) F(OGR_G_GetGeometryRef) F(OGR_G_GetGeometryType) \
    F(OGR_G_GetLinearGeometry) F(OGR_G_GetPointCount) F(OGR_G_GetX) \
    F(OGR_G_GetY) F(OGR_G_HasCurveGeometry) F(OGR_G_IsEmpty) \
    F(OGR_G_Transform) F(OGR_L_GetLayerDefn) F(OGR_L_GetNextFeature) \
    F(OGR_L_GetSpatialRef) F(OGR_L_ResetReading) F(OSRImportFromEPSG) \
    F(OSRIsSame) F(OSRNewSpatialReference) F(OSRRelease) \
    F(OSRSetAxisMappingStrategy) F(VSIFCloseL) F(VSIFileFromMemBuffer) \
    F(CPLSetThreadLocalConfigOption) F(GDALDatasetExecuteSQL) F(GDALDatasetReleaseResultSet) \
    F(OGR_G_GetEnvelope) F(OGR_G_PointOnSurface) \
    F(VSIUnlink) F(RegisterOGRCSV) F(RegisterOGRGeoJSON) \
    F(GDALCreate) F(GDALDatasetCommitTransaction) F(GDALDatasetCreateLayer) \
    F(GDALDatasetStartTransaction) F(GDALDatasetTestCapability) F(GDALGetDriverByName) \
    F(OGR_FD_GetFieldIndex) F(OGR_F_GetFieldAsInteger) F(OGR_Fld_Create) F(OGR_Fld_GetSubType) F(OGR_Fld_GetType) F(OGR_Fld_Destroy) F(OGR_Fld_SetPrecision) F(OGR_Fld_SetSubType) \
    F(OGR_Fld_SetWidth) F(OGR_F_Create) F(OGR_F_SetFieldDouble) F(OGR_F_SetFieldInteger) \
    F(OGR_F_SetFieldInteger64) F(OGR_F_SetFieldNull) F(OGR_F_SetFieldString) \
    F(OGR_F_SetGeometryDirectly) F(OGR_G_AddGeometry) F(OGR_G_AddGeometryDirectly) \
    F(OGR_G_AddPoint_2D) F(OGR_G_Clone) F(OGR_G_CreateGeometry) F(OGR_G_Intersection) \
    F(OGR_G_IsValid) F(OGR_G_MakeValid) F(OGR_G_SetPoint_2D) F(OGR_L_CreateFeature) \
    F(OGR_F_GetFID) F(OGR_F_GetFieldAsDateTimeEx) F(OGR_F_GetFieldAsDouble) \
    F(OGR_F_GetFieldAsInteger64) F(OGR_F_GetFieldAsStringList) F(OGR_F_SetFID) \
    F(OGR_G_CreateFromWkt) F(OGR_G_CreateGeometryFromJson) F(OGR_L_GetGeometryColumn) \
    F(OGR_L_GetFIDColumn) F(OGR_L_GetFeatureCount) F(OGR_L_GetName) F(OGR_L_SetAttributeFilter) \
    F(OGR_L_SetFeature) F(RegisterOGRMEM) F(OGR_L_CreateField) F(VSIGetMemFileBuffer) \
    F(VSIMkdir) F(VSIRmdirRecursive)
/* clang-format on */

/** GDAL's functions, each under its own name; NULL before mrs_gdal_load(). */
struct mrs_gdal_functions {
#define MRS_GDAL_FIELD(name) __typeof__(name) *name; /* NOLINT(bugprone-macro-parentheses) */
    MRS_GDAL_FUNCTIONS(MRS_GDAL_FIELD)
#undef MRS_GDAL_FIELD
};

/** Written once a process, by the first mrs_gdal_load(), and only read after that. */
extern struct mrs_gdal_functions mrs_gdal;

/** Loads GDAL. MARSAD_ERR_LIBRARY if it is not installed or lacks a function. */
marsad_status mrs_gdal_load(marsad_error *error);

#endif
