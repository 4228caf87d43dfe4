/* The geometries of a vector file, in WGS 84. */
#include <math.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/vector_handle.h"

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

static bool add_area(mrs_shape *shape, OGRGeometryH polygon)
{
    int rings = mrs_gdal.OGR_G_GetGeometryCount(polygon);
    for (int i = 0; i < rings; i++) {
        if (!add_line(shape, mrs_gdal.OGR_G_GetGeometryRef(polygon, i))) {
            return false;
        }
    }
    if (!mrs_grow((void **)&shape->area_ends, &shape->area_capacity, shape->area_count,
                  sizeof *shape->area_ends)) {
        return false;
    }
    shape->area_ends[shape->area_count++] = shape->line_count;
    return true;
}

static bool fill_shape(mrs_shape *shape, OGRGeometryH geometry);

/* A collection of nothing but lines, or of nothing but areas, is those; else it is neither. */
static bool fill_collection(mrs_shape *shape, OGRGeometryH collection)
{
    mrs_shape_kind kind = MRS_SHAPE_NONE;
    for (int i = 0; i < mrs_gdal.OGR_G_GetGeometryCount(collection); i++) {
        OGRGeometryH part = mrs_gdal.OGR_G_GetGeometryRef(collection, i);
        if (mrs_gdal.OGR_G_IsEmpty(part)) {
            continue;
        }
        if (!fill_shape(shape, part)) {
            return false;
        }
        bool alike = kind == MRS_SHAPE_NONE || kind == shape->kind;
        kind = alike && shape->kind != MRS_SHAPE_POINT ? shape->kind : MRS_SHAPE_OTHER;
    }
    shape->kind = kind;
    if (kind == MRS_SHAPE_OTHER) {
        shape->point_count = shape->line_count = shape->area_count = 0;
    }
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
    case wkbPolygon:
        shape->kind = MRS_SHAPE_AREAS;
        return add_area(shape, geometry);
    case wkbMultiPolygon:
        shape->kind = MRS_SHAPE_AREAS;
        for (int i = 0; i < mrs_gdal.OGR_G_GetGeometryCount(geometry); i++) {
            if (!add_area(shape, mrs_gdal.OGR_G_GetGeometryRef(geometry, i))) {
                return false;
            }
        }
        return true;
    case wkbGeometryCollection:
        return fill_collection(shape, geometry);
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

/* Fills a shape with native coordinates; false only if memory is out. */
static bool fill_native(mrs_shape *shape, OGRGeometryH geometry)
{
    mrs_shape native = {0};
    bool ok = fill_shape(&native, geometry);
    mrs_free(native.ends);
    mrs_free(native.area_ends);
    if (!ok) {
        mrs_free(native.points);
        native.points = NULL;
    }
    shape->native = native.points;
    return ok;
}

/* The geometry, which this takes over, with its arcs as line strings; NULL if that fails. */
static OGRGeometryH straighten(OGRGeometryH geometry, mrs_complaint *noted)
{
    mrs_gdal_quiet_begin(noted);
    if (mrs_gdal.OGR_G_HasCurveGeometry(geometry, TRUE)) {
        OGRGeometryH linear = mrs_gdal.OGR_G_GetLinearGeometry(geometry, 0, NULL);
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        geometry = linear;
    }
    mrs_gdal_quiet_end();
    return geometry;
}

/* The same with its coordinates in WGS 84. */
static OGRGeometryH convert(const mrs_vector *vector, OGRGeometryH geometry, mrs_complaint *noted)
{
    geometry = straighten(geometry, noted);
    if (!geometry) {
        return NULL;
    }
    mrs_gdal_quiet_begin(noted);
    if (vector->to_wgs84 && mrs_gdal.OGR_G_Transform(geometry, vector->to_wgs84) != OGRERR_NONE) {
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        geometry = NULL;
    }
    mrs_gdal_quiet_end();
    return geometry;
}

/* The geometry of the current row, which is the caller's then; NULL if it has none. */
static OGRGeometryH take_geometry(mrs_vector *vector)
{
    if (vector->feature) {
        return mrs_gdal.OGR_F_StealGeometry(vector->feature);
    }
    struct json_object *json = vector->lines ? mrs_json_rows_geometry(vector->lines) : NULL;
    const char *wkt = vector->table ? mrs_delimited_cell(vector->table, vector->wkt) : "";
    if ((!json && !wkt[0]) || mrs_gdal_load(NULL)) {
        return NULL;
    }
    mrs_complaint noted;
    OGRGeometryH geometry = NULL;
    mrs_gdal_quiet_begin(&noted);
    if (json) {
        geometry = mrs_gdal.OGR_G_CreateGeometryFromJson(json_object_to_json_string(json));
    } else {
        char *text = (char *)(uintptr_t)wkt; /* OGR moves the pointer on, and changes nothing */
        if (mrs_gdal.OGR_G_CreateFromWkt(&text, NULL, &geometry) != OGRERR_NONE) {
            geometry = NULL;
        }
    }
    mrs_gdal_quiet_end();
    return geometry;
}

void mrs_vector_keep_native(mrs_vector *vector)
{
    vector->keeps_native = true;
}

marsad_status mrs_vector_shape(mrs_vector *vector, const mrs_shape **out, marsad_error *error)
{
    mrs_shape *shape = &vector->shape;
    shape->kind = MRS_SHAPE_NONE;
    shape->point_count = shape->line_count = shape->area_count = 0;
    mrs_free(shape->native);
    shape->native = NULL;
    *out = shape;
    OGRGeometryH geometry = take_geometry(vector);
    if (!geometry) {
        return MARSAD_OK;
    }
    if (mrs_gdal.OGR_G_IsEmpty(geometry)) {
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        return MARSAD_OK;
    }
    mrs_complaint noted;
    if (vector->keeps_native && vector->to_wgs84) {
        geometry = straighten(geometry, &noted);
        if (geometry && !fill_native(shape, geometry)) {
            mrs_gdal.OGR_G_DestroyGeometry(geometry);
            return mrs_fail_memory(error);
        }
    }
    geometry = geometry ? convert(vector, geometry, &noted) : NULL;
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

/* A point of the geometry, and how far its bounds reach from there. */
static bool find_position(OGRGeometryH geometry, marsad_lonlat *at, double *reach_m)
{
    bool is_point = mrs_gdal.OGR_GT_Flatten(mrs_gdal.OGR_G_GetGeometryType(geometry)) == wkbPoint;
    OGRGeometryH point = is_point ? geometry : mrs_gdal.OGR_G_PointOnSurface(geometry);
    if (!point) {
        return false;
    }
    *at = (marsad_lonlat){mrs_gdal.OGR_G_GetX(point, 0), mrs_gdal.OGR_G_GetY(point, 0)};
    OGREnvelope box;
    mrs_gdal.OGR_G_GetEnvelope(geometry, &box);
    const marsad_lonlat corners[] = {
        {box.MinX, box.MinY}, {box.MinX, box.MaxY}, {box.MaxX, box.MinY}, {box.MaxX, box.MaxY}};
    for (size_t i = 0; !is_point && i < 4; i++) {
        if (marsad_lonlat_valid(*at) && marsad_lonlat_valid(corners[i])) {
            *reach_m = fmax(*reach_m, marsad_geodesic_between(*at, corners[i]).distance_m);
        }
    }
    if (!is_point) {
        mrs_gdal.OGR_G_DestroyGeometry(point);
    }
    return isfinite(at->lon) && isfinite(at->lat);
}

bool mrs_vector_position(mrs_vector *vector, marsad_lonlat *at, double *reach_m)
{
    bool has = false;
    *at = (marsad_lonlat){0, 0};
    *reach_m = 0;
    if (vector->lines) {
        struct json_object *json = mrs_json_rows_geometry(vector->lines);
        if (!json || mrs_json_is_point(json, at)) {
            return json != NULL;
        }
    }
    OGRGeometryH geometry = take_geometry(vector);
    if (!geometry) {
        return false;
    }
    if (mrs_gdal.OGR_G_IsEmpty(geometry)) {
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
        return false;
    }
    mrs_complaint noted;
    geometry = convert(vector, geometry, &noted);
    if (geometry) {
        mrs_gdal_quiet_begin(&noted);
        has = find_position(geometry, at, reach_m);
        mrs_gdal_quiet_end();
        mrs_gdal.OGR_G_DestroyGeometry(geometry);
    }
    return has;
}
