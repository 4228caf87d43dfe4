/* What there is to say of a table that is open, besides its rows. */
#include "geo/vector_handle.h"

const char *mrs_vector_encoding(const mrs_vector *vector)
{
    return vector->table || vector->lines ? vector->source.encoding : "";
}

size_t mrs_vector_layer_count(const mrs_vector *vector)
{
    return vector->dataset ? (size_t)mrs_gdal.GDALDatasetGetLayerCount(vector->dataset) : 0;
}

const char *mrs_vector_layer_name(const mrs_vector *vector, size_t index)
{
    OGRLayerH layer = mrs_gdal.GDALDatasetGetLayer(vector->dataset, (int)index);
    return layer ? mrs_gdal.OGR_L_GetName(layer) : "";
}
