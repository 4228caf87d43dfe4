#include "recipe.h"

#include <stdio.h>
#include <string.h>

#include <cpl_conv.h>

#include "base/memory.h"

/* A road may leave land by this much: the coast of 1:10m is that rough. */
#define SHORE_DEGREES 0.005
/* The name of a sea keeps at least this from land. */
#define SEA_DEGREES 0.05

static int check_layer(OGRLayerH layer)
{
    int faults = 0;
    long long rows = 0;
    OGR_L_ResetReading(layer);
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(row)) {
        OGRGeometryH shape = OGR_F_GetGeometryRef(row);
        rows++;
        if (OGR_L_GetGeomType(layer) == wkbNone) {
            continue;
        }
        if (!shape || OGR_G_IsEmpty(shape) || !OGR_G_IsValid(shape)) {
            faults++;
            printf("  %s %lld: empty or invalid\n", OGR_L_GetName(layer),
                   (long long)OGR_F_GetFID(row));
        }
    }
    bool indexed =
        OGR_L_GetGeomType(layer) == wkbNone || OGR_L_TestCapability(layer, OLCFastSpatialFilter);
    printf("%-20s %6lld rows, %d faults%s\n", OGR_L_GetName(layer), rows, faults,
           indexed ? "" : ", no R-tree");
    return faults + !indexed;
}

/* Land round the road, a little wider than it is. */
static OGRGeometryH land_round(OGRLayerH land, OGRGeometryH road)
{
    OGREnvelope box;
    OGR_G_GetEnvelope(road, &box);
    OGR_L_SetSpatialFilterRect(land, box.MinX, box.MinY, box.MaxX, box.MaxY);
    OGR_L_ResetReading(land);
    OGRGeometryH tiles = need(OGR_G_CreateGeometry(wkbMultiPolygon));
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(land)); OGR_F_Destroy(row)) {
        OGR_G_AddGeometry(tiles, OGR_F_GetGeometryRef(row));
    }
    OGR_L_SetSpatialFilter(land, NULL);
    OGRGeometryH joined = need(OGR_G_UnionCascaded(tiles));
    OGRGeometryH wide = need(OGR_G_Buffer(joined, SHORE_DEGREES, 4));
    OGR_G_DestroyGeometry(tiles);
    OGR_G_DestroyGeometry(joined);
    return wide;
}

static int check_roads(GDALDatasetH file)
{
    OGRLayerH roads = need(GDALDatasetGetLayerByName(file, "roads"));
    OGRLayerH land = need(GDALDatasetGetLayerByName(file, "land"));
    int faults = 0;
    OGR_L_ResetReading(roads);
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(roads)); OGR_F_Destroy(row)) {
        OGRGeometryH road = OGR_F_GetGeometryRef(row);
        OGRGeometryH shore = land_round(land, road);
        OGRGeometryH wet = need(OGR_G_Difference(road, shore));
        if (!OGR_G_IsEmpty(wet)) {
            char *text = NULL;
            OGR_G_ExportToWkt(wet, &text);
            printf("  %s leaves land: %s\n", OGR_F_GetFieldAsString(row, 0), text);
            CPLFree(text);
            faults++;
        }
        OGR_G_DestroyGeometry(wet);
        OGR_G_DestroyGeometry(shore);
    }
    printf("%-20s %d of %lld leave land\n", "roads", faults,
           (long long)OGR_L_GetFeatureCount(roads, 1));
    return faults;
}

/* True if land lies within `distance` degrees of the point. */
static bool is_near_land(OGRLayerH land, OGRGeometryH point, double distance)
{
    OGRGeometryH round = need(OGR_G_Buffer(point, distance, 4));
    OGR_L_SetSpatialFilter(land, round);
    OGR_L_ResetReading(land);
    OGRFeatureH row = OGR_L_GetNextFeature(land);
    bool near = row != NULL;
    OGR_F_Destroy(row);
    OGR_L_SetSpatialFilter(land, NULL);
    OGR_G_DestroyGeometry(round);
    return near;
}

static int check_labels(GDALDatasetH file)
{
    OGRLayerH labels = need(GDALDatasetGetLayerByName(file, "labels"));
    OGRLayerH land = need(GDALDatasetGetLayerByName(file, "land"));
    int faults = 0;
    OGR_L_ResetReading(labels);
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(labels)); OGR_F_Destroy(row)) {
        if (is_near_land(land, OGR_F_GetGeometryRef(row), SEA_DEGREES)) {
            printf("  %s at %s, %s lies on land\n",
                   OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "name")),
                   OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "label_lon")),
                   OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "label_lat")));
            faults++;
        }
    }
    printf("%-20s %d of %lld on land\n", "labels", faults,
           (long long)OGR_L_GetFeatureCount(labels, 1));
    return faults;
}

int basemap_check(const char *geodata)
{
    char *path = path_join(geodata, "basemap.gpkg");
    GDALDatasetH file = need(GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL));
    int faults = 0;
    for (int i = 0; i < GDALDatasetGetLayerCount(file); i++) {
        faults += check_layer(GDALDatasetGetLayer(file, i));
    }
    faults += check_roads(file);
    faults += check_labels(file);
    GDALClose(file);
    mrs_free(path);
    return faults;
}
