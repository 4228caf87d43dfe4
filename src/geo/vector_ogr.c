/* Tables that OGR reads, as rows: spreadsheets, vector files, PostGIS. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/memory.h"
#include "geo/vector_handle.h"
#include "marsad/text.h"

/* ---- layers ---------------------------------------------------------------------------------- */

/* Tables that describe others. */
static bool is_of_the_system(const char *name)
{
    static const char *const names[] = {"spatial_ref_sys",  "layer_styles",   "geography_columns",
                                        "geometry_columns", "raster_columns", "raster_overviews"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return strncmp(name, "topology.", 9) == 0 || strncmp(name, "tiger.", 6) == 0;
}

static void add_quoted(mrs_buffer *list, const char *name)
{
    if (list->length < 400) {
        mrs_buffer_addf(list, "%s\"%.60s\"", list->length ? ", " : "", name);
    } else if (list->text[list->length - 1] == '"') {
        mrs_buffer_add(list, " …");
    }
}

/* The layers' names, of those with rows where `filled`; counts them. */
static int list_layers(const mrs_vector *vector, bool filled, mrs_buffer *list, OGRLayerH *first)
{
    int found = 0;
    int count = mrs_gdal.GDALDatasetGetLayerCount(vector->dataset);
    *first = NULL;
    for (int i = 0; i < count; i++) {
        OGRLayerH layer = mrs_gdal.GDALDatasetGetLayer(vector->dataset, i);
        if (!layer || is_of_the_system(mrs_gdal.OGR_L_GetName(layer)) ||
            (filled && count > 1 && !mrs_gdal_has_features(layer))) {
            continue;
        }
        *first = *first ? *first : layer;
        add_quoted(list, mrs_gdal.OGR_L_GetName(layer));
        found++;
    }
    return found;
}

static bool is_server(const mrs_vector *vector)
{
    return strcmp(vector->ogr->name, "PostGIS") == 0;
}

static const char *layer_word(const mrs_vector *vector)
{
    return vector->ogr->sheets ? "sheet" : "layer";
}

static marsad_status fail_no_layer(const mrs_vector *vector, const char *name, marsad_error *error)
{
    mrs_buffer list = {0};
    OGRLayerH first;
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    list_layers(vector, false, &list, &first);
    mrs_gdal_quiet_end();
    char *names = mrs_buffer_take(&list);
    marsad_status status =
        mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, vector->path, 0, NULL,
                    "no %s \"%s\"; the %s has %s", layer_word(vector), name,
                    is_server(vector) ? "database" : "file", names && names[0] ? names : "none");
    mrs_free(names);
    return status;
}

static marsad_status choose_only_layer(mrs_vector *vector, marsad_error *error)
{
    mrs_buffer list = {0};
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    int count = list_layers(vector, true, &list, &vector->layer);
    if (count == 0) {
        vector->layer = mrs_gdal.GDALDatasetGetLayer(vector->dataset, 0);
    }
    mrs_gdal_quiet_end();
    char *names = mrs_buffer_take(&list);
    marsad_status status = MARSAD_OK;
    if (!names) {
        status = mrs_fail_memory(error);
    } else if (count > 1) {
        const char *word = layer_word(vector);
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                             "the %s has %d %ss with rows, %s: say which is meant with --%s",
                             is_server(vector) ? "database" : "file", count, word, names, word);
    } else if (!vector->layer) {
        status = mrs_fail_gdal(vector, "the file has no table", &noted, error);
    }
    mrs_free(names);
    return status;
}

static marsad_status choose_layer(mrs_vector *vector, const char *name, marsad_error *error)
{
    if (!name) {
        return choose_only_layer(vector, error);
    }
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    vector->layer = mrs_gdal.GDALDatasetGetLayerByName(vector->dataset, name);
    mrs_gdal_quiet_end();
    return vector->layer ? MARSAD_OK : fail_no_layer(vector, name, error);
}

/* ---- the condition --------------------------------------------------------------------------- */

marsad_status mrs_fail_where(const mrs_vector *vector, const char *where, const char *words,
                             marsad_error *error)
{
    mrs_buffer list = {0};
    for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
        add_quoted(&list, mrs_vector_column_name(vector, i));
    }
    char *names = mrs_buffer_take(&list);
    size_t length = strcspn(words, "\n");
    while (length > 0 && strchr(". ", words[length - 1])) {
        length--;
    }
    marsad_status status = mrs_fail_at(
        error, MARSAD_ERR_USAGE, vector->path, 0, NULL,
        "the condition (%.160s) cannot be used: %.*s; the columns are %s, and a text stands "
        "in single quotes",
        where, (int)(length < 200 ? length : 200), words, names ? names : "");
    mrs_free(names);
    return status;
}

/* Databases, and GeoPackages too, say what is wrong with a condition only when first asked. */
static marsad_status set_condition(mrs_vector *vector, const char *where, marsad_error *error)
{
    mrs_complaint noted;
    if (!where) {
        return MARSAD_OK;
    }
    vector->is_filtered = true;
    mrs_gdal_quiet_begin(&noted);
    bool ok = mrs_gdal.OGR_L_SetAttributeFilter(vector->layer, where) == OGRERR_NONE;
    if (ok) {
        mrs_gdal_has_features(vector->layer);
    }
    mrs_gdal_quiet_end();
    return ok && !noted.text[0] ? MARSAD_OK : mrs_fail_where(vector, where, noted.text, error);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* GDAL's words may repeat how it was told to connect. */
static void hide_secret(const mrs_vector *vector, mrs_complaint *noted)
{
    size_t length = vector->secret ? strlen(vector->secret) : 0;
    for (char *at; length > 0 && (at = strstr(noted->text, vector->secret)) != NULL;) {
        memset(at, '*', length);
    }
}

/* People send the .shp alone. */
static marsad_status check_parts(const mrs_vector *vector, marsad_error *error)
{
    static const char *const shp[] = {"shp", NULL};
    static const char *const parts[] = {"shx", "SHX", "dbf", "DBF"};
    char path[1024];
    size_t length = strlen(vector->path);
    bool found[2] = {false, false};
    if (!mrs_path_ends(vector->path, shp) || length >= sizeof path) {
        return MARSAD_OK;
    }
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%.*s%s", (int)length - 3, vector->path, parts[i]);
        found[i / 2] |= access(path, F_OK) == 0;
    }
    if (found[0] && found[1]) {
        return MARSAD_OK;
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                       "a shapefile is several files: its .%s is missing beside it",
                       found[0] ? "dbf" : "shx");
}

static marsad_status open_dataset(mrs_vector *vector, const char *name, const mrs_vector_how *how,
                                  marsad_error *error)
{
    char encoding[80];
    const char *options[6] = {0};
    size_t count = 0;
    if (is_server(vector)) {
        options[count++] = "LIST_ALL_TABLES=YES";
    } else if (strcmp(vector->ogr->name, "GeoJSON") == 0) {
        options[count++] = "DATE_AS_STRING=YES";
        options[count++] = "ARRAY_AS_STRING=YES";
    } else if (how->encoding && strcmp(vector->ogr->name, "Shapefile") == 0) {
        snprintf(encoding, sizeof encoding, "ENCODING=%.60s", how->encoding);
        options[count++] = encoding;
    }
    marsad_status parts = check_parts(vector, error);
    if (parts) {
        return parts;
    }
    mrs_complaint noted;
    vector->dataset = mrs_gdal_open(name, vector->ogr->drivers, options, &noted);
    hide_secret(vector, &noted);
    char what[160];
    snprintf(what, sizeof what,
             is_server(vector) ? "cannot connect to the database"
                               : "cannot read it as %s: the file is damaged or incomplete",
             vector->ogr->name);
    return vector->dataset ? MARSAD_OK : mrs_fail_gdal(vector, what, &noted, error);
}

/* Whether the table's primary key is a column of its author's, and none that OGR made. */
static bool has_key(const mrs_vector *vector)
{
    const char *name = mrs_gdal.OGR_L_GetFIDColumn(vector->layer);
    return name[0] && strcasecmp(name, "fid") != 0 && strcasecmp(name, "ogc_fid") != 0;
}

/* For progress; only where the format knows it without reading all. */
static marsad_status count_features(mrs_vector *vector)
{
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    GIntBig count = is_server(vector) ? -1 : mrs_gdal.OGR_L_GetFeatureCount(vector->layer, FALSE);
    mrs_gdal_quiet_end();
    vector->total = count > 0 ? (uint64_t)count : 0;
    return MARSAD_OK;
}

marsad_status mrs_vector_open_ogr(mrs_vector *vector, const char *name,
                                  const mrs_ogr_format *format, const mrs_vector_how *how,
                                  marsad_error *error)
{
    marsad_status status = mrs_gdal_load(error);
    if (status) {
        return status;
    }
    vector->uses_gdal = true;
    vector->ogr = format;
    vector->format = format->name;
    mrs_complaint noted;
    mrs_gdal_quiet_begin(&noted);
    mrs_gdal.GDALAllRegister();
    mrs_gdal_quiet_end();
    mrs_gdal_expect_headers("FORCE");
    status = open_dataset(vector, name, how, error);
    if (!status) {
        status = choose_layer(vector, how->layer, error);
    }
    if (!status) {
        vector->keys = has_key(vector) ? 1 : 0;
        status = mrs_vector_read_names(vector, error);
    }
    mrs_gdal_expect_headers(NULL);
    if (!status) {
        status = set_condition(vector, how->where, error);
    }
    if (!status) {
        status = mrs_vector_prepare_transform(vector, error);
    }
    return status ? status : count_features(vector);
}

marsad_status mrs_vector_open_spooled(mrs_vector *vector, const mrs_ogr_format *format,
                                      const mrs_vector_how *how, marsad_error *error)
{
    mrs_source *source = &vector->source;
    marsad_status status = mrs_gdal_load(error);
    if (!status) {
        status = mrs_source_all(source, error);
    }
    if (status) {
        return status;
    }
    vector->uses_gdal = true;
    snprintf(vector->memory_name, sizeof vector->memory_name, "/vsimem/marsad-%p.%s",
             (void *)vector, format->ending);
    VSILFILE *file = mrs_gdal.VSIFileFromMemBuffer(vector->memory_name, (GByte *)source->bytes,
                                                   (vsi_l_offset)source->end, FALSE);
    if (!file || mrs_gdal.VSIFCloseL(file) != 0) {
        return mrs_fail_memory(error);
    }
    return mrs_vector_open_ogr(vector, vector->memory_name, format, how, error);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* A file whose texts are in another encoding than it says. */
static void check_texts(mrs_vector *vector)
{
    vector->fault[0] = '\0';
    for (size_t i = 0; i < vector->column_count; i++) {
        const char *text = mrs_ogr_text(vector, i);
        size_t bad;
        if (!marsad_text_is_utf8(text, strlen(text), &bad)) {
            snprintf(vector->fault, sizeof vector->fault,
                     "the cell \"%.60s\" is not UTF-8 (byte 0x%02X)%s", vector->names[i],
                     (unsigned)(unsigned char)text[bad],
                     strcmp(vector->ogr->name, "Shapefile") == 0 ? ": say --encoding" : "");
            return;
        }
    }
}

/* A FlatGeobuf says at its beginning how many features it has, and OGR does not miss any. */
static bool ends_early(const mrs_vector *vector)
{
    return !vector->is_filtered && vector->ordinal < vector->total &&
           strcmp(vector->ogr->name, "FlatGeobuf") == 0;
}

marsad_status mrs_ogr_next(mrs_vector *vector, bool *more, marsad_error *error)
{
    mrs_complaint noted;
    *more = false;
    mrs_gdal_quiet_begin(&noted);
    mrs_gdal.OGR_F_Destroy(vector->feature);
    vector->feature = mrs_gdal.OGR_L_GetNextFeature(vector->layer);
    mrs_gdal_quiet_end();
    hide_secret(vector, &noted);
    if (noted.text[0]) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, (long)vector->ordinal, NULL,
                           "cannot be read past this feature: %s", noted.text);
    }
    *more = vector->feature != NULL;
    vector->ordinal += *more;
    if (!*more && ends_early(vector)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, vector->path, 0, NULL,
                           "the file is incomplete: it has %llu of its %llu features",
                           (unsigned long long)vector->ordinal, (unsigned long long)vector->total);
    }
    vector->fault[0] = '\0';
    if (*more) {
        check_texts(vector);
    }
    return MARSAD_OK;
}
