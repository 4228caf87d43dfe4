#include "geo/vector_write.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "geo/vector_handle.h"
#include "geo/vector_write_handle.h"

static marsad_status fail_gdal(const mrs_writer *writer, const mrs_complaint *noted,
                               marsad_error *error)
{
    /* GDAL's words may name the file that grows: they help only without it. */
    const char *words = strstr(noted->text, writer->folder) ? "" : noted->text;
    return mrs_fail_at(error, writer->is_on_disk ? MARSAD_ERR_IO : MARSAD_ERR_LIBRARY, writer->path,
                       0, NULL, "cannot write it as %s%s%s", writer->format->driver,
                       words[0] ? ": " : "", words);
}

/* ---- opening -------------------------------------------------------------------------------- */

static OGRwkbGeometryType layer_type(const mrs_writer *writer)
{
    bool multi = writer->format->is_multi;
    switch (writer->format->is_table ? MRS_WRITE_NONE : writer->shape) {
    case MRS_WRITE_POINT:
        return wkbPoint;
    case MRS_WRITE_LINE:
        return multi ? wkbMultiLineString : wkbLineString;
    case MRS_WRITE_AREA:
        return multi ? wkbMultiPolygon : wkbPolygon;
    case MRS_WRITE_NONE:
        break;
    }
    return wkbNone;
}

static OGRSpatialReferenceH new_wgs84(void)
{
    OGRSpatialReferenceH wgs84 = mrs_gdal.OSRNewSpatialReference(NULL);
    mrs_gdal.OSRImportFromEPSG(wgs84, 4326);
    mrs_gdal.OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    return wgs84;
}

/* A GeoPackage has two columns of its own, whose names no field may have. */
static void own_column(const mrs_writer *writer, char *const *names, const char *option,
                       const char *name, char *out, size_t size)
{
    char tail[16] = "";
    for (unsigned number = 2;; number++) {
        snprintf(out, size, "%s=%s%s", option, name, tail);
        bool taken = false;
        for (size_t i = 0; i < writer->field_count; i++) {
            taken |= strcasecmp(names[i], out + strlen(option) + 1) == 0;
        }
        if (!taken) {
            return;
        }
        snprintf(tail, sizeof tail, "_%u", number);
    }
}

static bool is_package(const mrs_writer *writer)
{
    return strcmp(writer->format->driver, "GPKG") == 0;
}

static OGRLayerH create_layer(const mrs_writer *writer, const mrs_writer_plan *plan,
                              char *const *names)
{
    char fid[64];
    char geometry[64];
    char description[128];
    own_column(writer, names, "FID", "fid", fid, sizeof fid);
    own_column(writer, names, "GEOMETRY_NAME", "geom", geometry, sizeof geometry);
    snprintf(description, sizeof description, "DESCRIPTION=%s",
             plan->look ? plan->look->description : "");
    const char *const package[] = {fid, geometry, description, NULL};
    const char *const *options = is_package(writer) ? package : writer->format->layer_options;
    OGRwkbGeometryType type = layer_type(writer);
    OGRSpatialReferenceH wgs84 = type == wkbNone ? NULL : new_wgs84();
    OGRLayerH created = mrs_gdal.GDALDatasetCreateLayer(writer->dataset, plan->layer, wgs84, type,
                                                        (char **)(void *)options);
    if (wgs84) {
        mrs_gdal.OSRRelease(wgs84);
    }
    return created;
}

static OGRFieldType field_type(const mrs_writer *writer, mrs_cell_kind kind)
{
    switch (kind) {
    case MRS_CELL_INTEGER:
        return OFTInteger64;
    case MRS_CELL_NUMBER:
        return OFTReal;
    case MRS_CELL_FLAG:
        return writer->format->flags == MRS_FLAG_NATIVE ? OFTInteger : OFTString;
    case MRS_CELL_TEXT:
        break;
    }
    return OFTString;
}

static bool create_field(const mrs_writer *writer, const mrs_field *field, const char *name)
{
    enum { NUMBER_WIDTH = 20 };
    OGRFieldType type = field_type(writer, field->kind);
    OGRFieldDefnH definition = mrs_gdal.OGR_Fld_Create(name, type);
    if (field->kind == MRS_CELL_FLAG && type == OFTInteger) {
        mrs_gdal.OGR_Fld_SetSubType(definition, OFSTBoolean);
    }
    if (type == OFTReal && writer->format->has_widths && field->decimals >= 0) {
        mrs_gdal.OGR_Fld_SetWidth(definition, NUMBER_WIDTH);
        mrs_gdal.OGR_Fld_SetPrecision(definition, field->decimals);
    }
    bool created = mrs_gdal.OGR_L_CreateField(writer->layer, definition, FALSE) == OGRERR_NONE;
    mrs_gdal.OGR_Fld_Destroy(definition);
    return created;
}

/* Where OGR keeps each field: KML has columns before ours, and counts our "name" among them. */
static bool create_fields(mrs_writer *writer, char *const *names)
{
    OGRFeatureDefnH definition = mrs_gdal.OGR_L_GetLayerDefn(writer->layer);
    for (size_t i = 0; i < writer->field_count; i++) {
        int before = mrs_gdal.OGR_FD_GetFieldCount(definition);
        if (!create_field(writer, &writer->fields[i], names[i])) {
            return false;
        }
        bool grown = mrs_gdal.OGR_FD_GetFieldCount(definition) > before;
        writer->columns[i] = grown ? before : mrs_gdal.OGR_FD_GetFieldIndex(definition, names[i]);
        if (writer->columns[i] < 0) {
            return false;
        }
    }
    return true;
}

/* The file that grows, with its layer and fields; false if GDAL refuses. */
static bool create_all(mrs_writer *writer, const mrs_writer_plan *plan, const char *file,
                       char *const *names)
{
    GDALDriverH driver = mrs_gdal.GDALGetDriverByName(writer->format->driver);
    if (!writer->is_on_disk) {
        mrs_gdal.VSIMkdir(writer->folder, 0700);
    }
    writer->dataset = driver ? mrs_gdal.GDALCreate(driver, file, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    writer->layer = writer->dataset ? create_layer(writer, plan, names) : NULL;
    if (!writer->layer || !create_fields(writer, names)) {
        return false;
    }
    writer->in_transaction =
        mrs_gdal.GDALDatasetTestCapability(writer->dataset, ODsCTransactions) &&
        mrs_gdal.GDALDatasetStartTransaction(writer->dataset, FALSE) == OGRERR_NONE;
    return !plan->look || !is_package(writer) || mrs_write_look(writer, plan->layer, plan->look);
}

static void free_names(char **names, size_t count)
{
    for (size_t i = 0; names && i < count; i++) {
        mrs_free(names[i]);
    }
    mrs_free(names);
}

static marsad_status create_file(mrs_writer *writer, char *const *names,
                                 const mrs_writer_plan *plan, marsad_error *error)
{
    mrs_complaint noted;
    marsad_status status = mrs_write_folder(writer, plan->large, error);
    char *file = status ? NULL : mrs_write_grown(writer, writer->format->memory);
    if (!file) {
        return status ? status : mrs_fail_memory(error);
    }
    mrs_gdal_quiet_begin(&noted);
    mrs_gdal.GDALAllRegister();
    mrs_gdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", MRS_NO_DAY);
    bool created = create_all(writer, plan, file, names);
    mrs_gdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    mrs_gdal_quiet_end();
    mrs_free(file);
    return created && !noted.text[0] ? MARSAD_OK : fail_gdal(writer, &noted, error);
}

static mrs_writer *new_writer(const char *path, const mrs_writer_plan *plan)
{
    mrs_writer *writer = mrs_alloc(1, sizeof *writer);
    if (!writer) {
        return NULL;
    }
    writer->path = mrs_strdup(path);
    writer->shape = plan->shape;
    writer->fields = mrs_alloc(plan->field_count, sizeof *writer->fields);
    writer->columns = mrs_alloc(plan->field_count, sizeof *writer->columns);
    if (!writer->path || !writer->fields || !writer->columns) {
        mrs_writer_abandon(writer);
        return NULL;
    }
    memcpy(writer->fields, plan->fields, plan->field_count * sizeof *plan->fields);
    writer->field_count = plan->field_count;
    for (size_t i = 0; i < plan->field_count; i++) {
        writer->fields[i].name = NULL; /* the caller's, and no longer needed */
    }
    writer->format =
        plan->format ? mrs_write_format_named(plan->format) : mrs_write_format_of(path, NULL);
    return writer;
}

/* GeoJSON's lines and areas may have to be cut, which OGR can. */
static bool is_text(const mrs_writer *writer)
{
    bool is_ground = writer->shape == MRS_WRITE_LINE || writer->shape == MRS_WRITE_AREA;
    return writer->format->text && (writer->format->is_table || !is_ground);
}

static marsad_status check_part(const mrs_writer *writer, const mrs_writer_plan *plan,
                                marsad_error *error)
{
    bool by_line = is_text(writer) && writer->format->text != MRS_WRITE_GEOJSON;
    if ((plan->part && !by_line) || (!is_text(writer) && strcmp(writer->path, "-") == 0)) {
        return mrs_fail_at(error, MARSAD_ERR_USAGE, writer->path, 0, NULL,
                           "as .%s it can only be written to a file, and whole",
                           writer->format->ending);
    }
    return MARSAD_OK;
}

static marsad_status create(mrs_writer *writer, const mrs_writer_plan *plan, marsad_error *error)
{
    marsad_status status = check_part(writer, plan, error);
    if (!status && !is_text(writer)) {
        status = mrs_gdal_load(error);
    }
    if (status) {
        return status;
    }
    char **names = mrs_write_names(writer->format, plan->fields, writer->field_count);
    if (!names) {
        return mrs_fail_memory(error);
    }
    status = is_text(writer) ? mrs_text_open(writer, plan, names, error)
                             : create_file(writer, names, plan, error);
    free_names(names, writer->field_count);
    return status;
}

marsad_status mrs_writer_begin(const char *path, const mrs_writer_plan *plan, mrs_writer **out,
                               marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_writer_check(path, plan->format, error);
    if (status) {
        return status;
    }
    mrs_writer *writer = new_writer(path, plan);
    if (!writer) {
        return mrs_fail_memory(error);
    }
    status = create(writer, plan, error);
    if (status) {
        mrs_writer_abandon(writer);
        return status;
    }
    *out = writer;
    return MARSAD_OK;
}

/* ---- adding --------------------------------------------------------------------------------- */

/* Cuts the text where the format has no room for more, so that this can be seen. */
static void set_cut(const mrs_writer *writer, OGRFeatureH feature, int column, const char *text)
{
    static const char ellipsis[] = "…";
    char cut[MRS_MOST_TEXT + 1];
    size_t kept = mrs_whole_letters(text, writer->format->most_text - (sizeof ellipsis - 1));
    memcpy(cut, text, kept);
    memcpy(cut + kept, ellipsis, sizeof ellipsis);
    mrs_gdal.OGR_F_SetFieldString(feature, column, cut);
}

/* Puts a space before what would be taken for a formula. */
static void set_shielded(mrs_writer *writer, OGRFeatureH feature, int column, const char *text)
{
    mrs_buffer shielded = {0};
    mrs_buffer_add(&shielded, " ");
    mrs_buffer_add(&shielded, text);
    writer->out_of_memory |= shielded.failed;
    if (!shielded.failed) {
        mrs_gdal.OGR_F_SetFieldString(feature, column, shielded.text);
    }
    mrs_buffer_clear(&shielded);
}

static void set_text(mrs_writer *writer, OGRFeatureH feature, int column, const char *text)
{
    const char *formula = writer->format->formula;
    if (writer->format->most_text && strlen(text) > writer->format->most_text) {
        set_cut(writer, feature, column, text);
    } else if (formula && strncmp(text, formula, strlen(formula)) == 0) {
        set_shielded(writer, feature, column, text);
    } else {
        mrs_gdal.OGR_F_SetFieldString(feature, column, text);
    }
}

static void set_as_text(mrs_writer *writer, OGRFeatureH feature, size_t field, const mrs_cell *cell)
{
    int column = writer->columns[field];
    if (writer->fields[field].kind == MRS_CELL_FLAG) {
        mrs_gdal.OGR_F_SetFieldString(feature, column, cell->flag ? "true" : "false");
    } else {
        set_text(writer, feature, column, cell->text);
    }
}

static void set_cell(mrs_writer *writer, OGRFeatureH feature, size_t field, const mrs_cell *cell)
{
    const mrs_field *about = &writer->fields[field];
    int column = writer->columns[field];
    if (mrs_cell_is_empty(about->kind, cell)) {
        mrs_gdal.OGR_F_SetFieldNull(feature, column);
        return;
    }
    switch (field_type(writer, about->kind)) {
    case OFTInteger64:
        mrs_gdal.OGR_F_SetFieldInteger64(feature, column, cell->integer);
        break;
    case OFTReal:
        mrs_gdal.OGR_F_SetFieldDouble(feature, column,
                                      mrs_number_rounded(cell->number, about->decimals));
        break;
    case OFTInteger:
        mrs_gdal.OGR_F_SetFieldInteger(feature, column, cell->flag);
        break;
    default:
        set_as_text(writer, feature, field, cell);
        break;
    }
}

/* In formats that want all geometries of a layer alike, one alone is a collection of one. */
static OGRGeometryH as_collection(const mrs_writer *writer, OGRGeometryH geometry)
{
    OGRwkbGeometryType type = mrs_gdal.OGR_GT_Flatten(mrs_gdal.OGR_G_GetGeometryType(geometry));
    if (!writer->format->is_multi || (type != wkbLineString && type != wkbPolygon)) {
        return geometry;
    }
    OGRGeometryH all =
        mrs_gdal.OGR_G_CreateGeometry(type == wkbPolygon ? wkbMultiPolygon : wkbMultiLineString);
    mrs_gdal.OGR_G_AddGeometryDirectly(all, geometry);
    return all;
}

static marsad_status add_feature(mrs_writer *writer, const mrs_cell *cells, OGRGeometryH geometry,
                                 mrs_complaint *noted, marsad_error *error)
{
    OGRFeatureH feature = mrs_gdal.OGR_F_Create(mrs_gdal.OGR_L_GetLayerDefn(writer->layer));
    if (!feature) {
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        return mrs_fail_memory(error);
    }
    for (size_t i = 0; i < writer->field_count; i++) {
        set_cell(writer, feature, i, &cells[i]);
    }
    if (geometry) {
        mrs_gdal.OGR_F_SetGeometryDirectly(feature, as_collection(writer, geometry));
    }
    bool added = mrs_gdal.OGR_L_CreateFeature(writer->layer, feature) == OGRERR_NONE;
    mrs_gdal.OGR_F_Destroy(feature);
    if (writer->out_of_memory) {
        return mrs_fail_memory(error);
    }
    return added && !noted->text[0] ? MARSAD_OK : fail_gdal(writer, noted, error);
}

/* What OGR would drop or cut off in silence. */
static marsad_status check_room(const mrs_writer *writer, size_t ring_count, marsad_error *error)
{
    long most = writer->format->most_rows;
    if (most && writer->rows == most) {
        return mrs_fail_at(error, MARSAD_ERR_USAGE, writer->path, 0, NULL,
                           "a spreadsheet has at most %ld rows below its header: write .csv", most);
    }
    if (writer->format->needs_shape && !ring_count) {
        return mrs_fail_at(error, MARSAD_ERR_USAGE, writer->path, writer->rows + 1, NULL,
                           "has no place, and .%s keeps nothing without one: write .gpkg or "
                           ".geojson",
                           writer->format->ending);
    }
    return MARSAD_OK;
}

marsad_status mrs_writer_add(mrs_writer *writer, const mrs_cell *cells, const marsad_lonlat *points,
                             const size_t *ends, size_t ring_count, marsad_error *error)
{
    if (writer->text.is_open) {
        return mrs_text_add(writer, cells, ring_count ? points : NULL, error);
    }
    marsad_status status = check_room(writer, ring_count, error);
    if (status) {
        return status;
    }
    mrs_complaint noted;
    OGRGeometryH geometry = NULL;
    mrs_gdal_quiet_begin(&noted);
    status = mrs_write_geometry(writer->format->is_table ? MRS_WRITE_NONE : writer->shape, points,
                                ends, ring_count, &geometry, error);
    if (!status) {
        status = add_feature(writer, cells, geometry, &noted, error);
    }
    mrs_gdal_quiet_end();
    writer->rows += !status;
    return status;
}

/* ---- the end -------------------------------------------------------------------------------- */

/* Completes what stands in memory. */
static bool close_dataset(mrs_writer *writer)
{
    bool closed = true;
    if (writer->in_transaction) {
        closed = mrs_gdal.GDALDatasetCommitTransaction(writer->dataset) == OGRERR_NONE;
    }
    if (writer->dataset) {
        mrs_gdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", MRS_NO_DAY);
        mrs_gdal.GDALClose(writer->dataset);
        mrs_gdal.CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    }
    writer->dataset = NULL;
    return closed;
}

static marsad_status commit_file(mrs_writer *writer, marsad_error *error)
{
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    bool closed = close_dataset(writer);
    mrs_gdal_quiet_end();
    return closed && !noted.text[0] ? mrs_write_files(writer, error)
                                    : fail_gdal(writer, &noted, error);
}

marsad_status mrs_writer_commit(mrs_writer *writer, marsad_error *error)
{
    marsad_status status =
        writer->text.is_open ? mrs_text_commit(writer, error) : commit_file(writer, error);
    mrs_writer_abandon(writer);
    return status;
}

static void remove_file(mrs_writer *writer)
{
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    close_dataset(writer);
    mrs_gdal.VSIRmdirRecursive(writer->folder);
    mrs_gdal_quiet_end();
}

void mrs_writer_abandon(mrs_writer *writer)
{
    if (!writer) {
        return;
    }
    if (writer->folder) {
        remove_file(writer);
    }
    mrs_text_abandon(writer);
    mrs_free(writer->columns);
    mrs_free(writer->fields);
    mrs_free(writer->folder);
    mrs_free(writer->path);
    mrs_free(writer);
}

marsad_status mrs_writer_end(mrs_writer *writer, marsad_status status, marsad_error *error)
{
    if (status) {
        mrs_writer_abandon(writer);
        return status;
    }
    return mrs_writer_commit(writer, error);
}
