#include "geo/row_filter.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/number.h"
#include "geo/vector_handle.h"

enum { MOST_COLUMNS = 10 }; /* of which each combination of kinds is tried */

struct mrs_row_filter {
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRFeatureH feature;
    size_t *columns; /* of the vector, those that the condition may name */
    size_t count;
    unsigned numbers; /* of those, a bit each: it is compared with numbers */
};

static bool is_named(const char *where, const char *column)
{
    return column[0] && strcasestr(where, column);
}

/* Rows have only those columns in the layer that the condition names, or seems to. */
static bool find_columns(mrs_row_filter *filter, const mrs_vector *vector, const char *where)
{
    size_t count = mrs_vector_column_count(vector);
    filter->columns = mrs_alloc(count, sizeof *filter->columns);
    for (size_t i = 0; filter->columns && i < count; i++) {
        if (is_named(where, mrs_vector_column_name(vector, i))) {
            filter->columns[filter->count++] = i;
        }
    }
    return filter->columns != NULL;
}

static void add_fields(const mrs_row_filter *filter, const mrs_vector *vector)
{
    for (size_t i = 0; i < filter->count; i++) {
        bool number = i < MOST_COLUMNS && (filter->numbers >> i & 1);
        OGRFieldDefnH field = mrs_gdal.OGR_Fld_Create(
            mrs_vector_column_name(vector, filter->columns[i]), number ? OFTReal : OFTString);
        mrs_gdal.OGR_L_CreateField(filter->layer, field, FALSE);
        mrs_gdal.OGR_Fld_Destroy(field);
    }
}

/* Makes the layer with these columns as numbers; false if the condition cannot be set there. */
static bool try_kinds(mrs_row_filter *filter, const mrs_vector *vector, const char *where,
                      unsigned numbers, mrs_complaint *noted)
{
    filter->numbers = numbers;
    mrs_gdal_quiet_begin(noted);
    filter->layer = mrs_gdal.GDALDatasetCreateLayer(filter->dataset, "rows", NULL, wkbNone, NULL);
    bool ok = filter->layer != NULL;
    if (ok) {
        add_fields(filter, vector);
        ok = mrs_gdal.OGR_L_SetAttributeFilter(filter->layer, where) == OGRERR_NONE;
    }
    mrs_gdal_quiet_end();
    return ok && !noted->text[0];
}

/* Tries all as text first, then as few as can be as numbers. `noted` is what the first was told. */
static bool find_kinds(mrs_row_filter *filter, const mrs_vector *vector, const char *where,
                       mrs_complaint *noted)
{
    if (try_kinds(filter, vector, where, 0, noted)) {
        return true;
    }
    int bits = filter->count < MOST_COLUMNS ? (int)filter->count : MOST_COLUMNS;
    for (int wanted = 1; wanted <= bits; wanted++) {
        for (unsigned mask = 1; mask < 1U << bits; mask++) {
            mrs_complaint ignored;
            if (__builtin_popcount(mask) == wanted &&
                try_kinds(filter, vector, where, mask, &ignored)) {
                return true;
            }
        }
    }
    return false;
}

static bool make_feature(mrs_row_filter *filter)
{
    filter->feature = mrs_gdal.OGR_F_Create(mrs_gdal.OGR_L_GetLayerDefn(filter->layer));
    return filter->feature && mrs_gdal.OGR_F_SetFID(filter->feature, 0) == OGRERR_NONE;
}

marsad_status mrs_row_filter_open(mrs_vector *vector, const char *where, mrs_row_filter **out,
                                  marsad_error *error)
{
    *out = NULL;
    marsad_status status = mrs_gdal_load(error);
    if (status) {
        return status;
    }
    mrs_row_filter *filter = mrs_alloc(1, sizeof *filter);
    if (!filter || !find_columns(filter, vector, where)) {
        mrs_row_filter_close(filter);
        return mrs_fail_memory(error);
    }
    mrs_complaint noted;
    mrs_gdal.RegisterOGRMEM();
    filter->dataset =
        mrs_gdal.GDALCreate(mrs_gdal.GDALGetDriverByName("Memory"), "", 0, 0, 0, GDT_Unknown, NULL);
    if (!filter->dataset) {
        status = mrs_fail(error, MARSAD_ERR_LIBRARY, "GDAL has no layers in memory");
    } else if (!find_kinds(filter, vector, where, &noted)) {
        status = mrs_fail_where(vector, where, noted.text, error);
    } else if (!make_feature(filter)) {
        status = mrs_fail_memory(error);
    }
    if (status) {
        mrs_row_filter_close(filter);
        return status;
    }
    *out = filter;
    return MARSAD_OK;
}

void mrs_row_filter_close(mrs_row_filter *filter)
{
    if (!filter) {
        return;
    }
    if (filter->dataset) {
        mrs_gdal.OGR_F_Destroy(filter->feature);
        mrs_gdal.GDALClose(filter->dataset);
    }
    mrs_free(filter->columns);
    mrs_free(filter);
}

static void set_cell(mrs_row_filter *filter, int field, const char *text)
{
    double number = 0;
    bool is_number = field < MOST_COLUMNS && filter->numbers >> field & 1;
    if (!text[0] || (is_number && !mrs_number_parse(text, strlen(text), &number))) {
        mrs_gdal.OGR_F_SetFieldNull(filter->feature, field);
    } else if (is_number) {
        mrs_gdal.OGR_F_SetFieldDouble(filter->feature, field, number);
    } else {
        mrs_gdal.OGR_F_SetFieldString(filter->feature, field, text);
    }
}

bool mrs_row_filter_keeps(mrs_row_filter *filter, mrs_vector *vector)
{
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    for (size_t i = 0; i < filter->count; i++) {
        set_cell(filter, (int)i, mrs_vector_text(vector, filter->columns[i]));
    }
    bool keeps = mrs_gdal.OGR_L_SetFeature(filter->layer, filter->feature) == OGRERR_NONE &&
                 mrs_gdal_has_features(filter->layer);
    mrs_gdal_quiet_end();
    return keeps;
}
