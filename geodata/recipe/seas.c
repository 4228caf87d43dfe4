#include "recipe.h"

#include <stdlib.h>

#include "base/memory.h"

#define SEA_HEADER "name\tname_ar\tname_fr\tlon\tlat"

static void add_sea(OGRLayerH layer, const table *seas, size_t row)
{
    const char *lon = table_cell(seas, row, 3);
    const char *lat = table_cell(seas, row, 4);
    const char *values[] = {"sea",
                            table_cell(seas, row, 0),
                            table_cell(seas, row, 1),
                            table_cell(seas, row, 2),
                            lon,
                            lat,
                            NULL};
    basemap_add(layer, shape_point(strtod(lon, NULL), strtod(lat, NULL)), values);
}

void seas_write(GDALDatasetH file, const char *geodata)
{
    static const char *const fields[] = {"kind",      "name",      "name_ar", "name_fr",
                                         "label_lon", "label_lat", NULL};
    OGRLayerH layer = basemap_layer(file, "labels", wkbPoint, fields);
    char *path = path_join(geodata, "basemap/seas.tsv");
    table seas = table_read(path, SEA_HEADER, 5);
    for (size_t row = 0; row < seas.rows; row++) {
        add_sea(layer, &seas, row);
    }
    table_clear(&seas);
    mrs_free(path);
}
