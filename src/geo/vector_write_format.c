/* The formats that are written, and the names that columns may have in them. */
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/memory.h"
#include "geo/vector_write_handle.h"

#define LIST(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

enum { SHEET_ROWS = 1048575 }; /* of a spreadsheet, without its header */

static const mrs_write_format formats[] = {
    {.ending = "csv", .is_table = true, .text = MRS_WRITE_CSV, .mark = ','},
    {.ending = "tsv", .is_table = true, .text = MRS_WRITE_CSV, .mark = '\t'},
    {.ending = "xlsx",
     .driver = "XLSX",
     .memory = "xlsx",
     .is_table = true,
     .flags = MRS_FLAG_TEXT,
     .most_rows = SHEET_ROWS},
    {.ending = "ods",
     .driver = "ODS",
     .memory = "ods",
     .formula = "of:=",
     .is_table = true,
     .flags = MRS_FLAG_TEXT,
     .most_rows = SHEET_ROWS},
    {.ending = "geojson",
     .driver = "GeoJSON",
     .memory = "geojson",
     .text = MRS_WRITE_GEOJSON,
     .layer_options = LIST("RFC7946=YES")},
    {.ending = "json",
     .driver = "GeoJSON",
     .memory = "geojson",
     .text = MRS_WRITE_GEOJSON,
     .layer_options = LIST("RFC7946=YES")},
    {.ending = "ndjson", .is_table = true, .text = MRS_WRITE_OBJECTS},
    {.ending = "geojsonl",
     .driver = "GeoJSONSeq",
     .memory = "geojsonl",
     .text = MRS_WRITE_FEATURES,
     .layer_options = LIST("RS=NO")},
    {.ending = "geojsons",
     .driver = "GeoJSONSeq",
     .memory = "geojsons",
     .text = MRS_WRITE_FEATURES,
     .mark = '\x1e',
     .layer_options = LIST("RS=YES")},
    {.ending = "gpkg", .driver = "GPKG", .memory = "gpkg", .is_multi = true, .may_be_large = true},
    {.ending = "fgb",
     .driver = "FlatGeobuf",
     .memory = "fgb",
     .is_multi = true,
     .may_be_large = true,
     .needs_shape = true,
     .layer_options = LIST("SPATIAL_INDEX=YES")},
    {.ending = "kml", .driver = "KML", .memory = "kml", .has_widths = true, .flags = MRS_FLAG_TEXT},
    {.ending = "shp",
     .driver = "ESRI Shapefile",
     .memory = "shp",
     .has_widths = true,
     .most_text = MRS_MOST_TEXT,
     .flags = MRS_FLAG_TEXT,
     .layer_options = LIST("ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=2000-01-01"),
     .parts = LIST("dbf", "shx", "prj", "cpg", "shp"),
     .stale_when_new = LIST("qix", "sbn", "sbx", "qpj")},
};

enum { FORMATS = sizeof formats / sizeof *formats };

const mrs_write_format *mrs_write_format_named(const char *ending)
{
    for (size_t i = 0; i < FORMATS; i++) {
        if (strcasecmp(ending, formats[i].ending) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

static void fail_ending(const char *path, marsad_error *error)
{
    mrs_buffer endings = {0};
    for (size_t i = 0; i < FORMATS; i++) {
        mrs_buffer_addf(&endings, "%s.%s", i ? ", " : "", formats[i].ending);
    }
    mrs_fail_at(error, MARSAD_ERR_USAGE, path, 0, NULL,
                "the ending tells the format, and must be one of %s",
                endings.text ? endings.text : "those of the manual");
    mrs_buffer_clear(&endings);
}

const mrs_write_format *mrs_write_format_of(const char *path, marsad_error *error)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    const mrs_write_format *format = dot && dot > name ? mrs_write_format_named(dot + 1) : NULL;
    if (!format) {
        fail_ending(path, error);
    }
    return format;
}

/* ---- names ---------------------------------------------------------------------------------- */

/* A shapefile's names have so many bytes. */
enum { SHORT_NAME = 10 };

size_t mrs_whole_letters(const char *text, size_t most)
{
    size_t length = strlen(text);
    if (length <= most) {
        return length;
    }
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80) {
        most--;
    }
    return most;
}

static bool is_taken(char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* `name`, or with a number at its end the first that no other has. */
static char *free_name(char *const *names, size_t count, const char *name, size_t most)
{
    for (unsigned number = 1;; number++) {
        char tail[16] = "";
        if (number > 1) {
            snprintf(tail, sizeof tail, "_%u", number);
        }
        mrs_buffer made = {0};
        mrs_buffer_add_bytes(&made, name, mrs_whole_letters(name, most - strlen(tail)));
        mrs_buffer_add(&made, tail);
        char *text = mrs_buffer_take(&made);
        if (!text || !is_taken(names, count, text)) {
            return text;
        }
        mrs_free(text);
    }
}

char **mrs_write_names(const mrs_write_format *format, const mrs_field *fields, size_t count)
{
    size_t most = format->parts ? SHORT_NAME : SIZE_MAX;
    char **names = mrs_alloc(count, sizeof *names);
    for (size_t i = 0; names && i < count; i++) {
        const char *asked = fields[i].name[0] ? fields[i].name : "column";
        names[i] = free_name(names, i, asked, most);
        if (!names[i]) {
            while (i > 0) {
                mrs_free(names[--i]);
            }
            mrs_free(names);
            return NULL;
        }
    }
    return names;
}
