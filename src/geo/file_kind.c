#include "geo/file_kind.h"

#include <json-c/json.h>
#include <string.h>
#include <strings.h>

bool mrs_path_ends(const char *path, const char *const *endings)
{
    const char *dot = strrchr(path, '.');
    for (; dot && *endings; endings++) {
        if (strcasecmp(dot + 1, *endings) == 0) {
            return true;
        }
    }
    return false;
}

static bool holds(const char *bytes, size_t length, const char *text)
{
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

static bool ends(const char *path, const char *ending)
{
    const char *const endings[] = {ending, NULL};
    return mrs_path_ends(path, endings);
}

/* ---- by magic numbers ------------------------------------------------------------------------ */

static const struct {
    const char *bytes;
    size_t length;
    mrs_file_kind kind;
    const char *what;
} magics[] = {
    {"fgb\x03", 4, MRS_KIND_FLATGEOBUF, NULL},
    {"\0\0\x27\x0A", 4, MRS_KIND_SHAPEFILE, NULL},
    {"%PDF", 4, MRS_KIND_OTHER,
     "a PDF, of which no table can be read: ask for the table as CSV or XLSX"},
    {"\x89PNG", 4, MRS_KIND_OTHER, "a picture (PNG), not a table"},
    {"\xFF\xD8\xFF", 3, MRS_KIND_OTHER, "a picture (JPEG), not a table"},
    {"GIF8", 4, MRS_KIND_OTHER, "a picture (GIF), not a table"},
    {"{\\rtf", 5, MRS_KIND_OTHER, "a text document (RTF): save its table as CSV or XLSX"},
    {"\x1F\x8B", 2, MRS_KIND_OTHER, "compressed: unpack it with gunzip first"},
    {"BZh", 3, MRS_KIND_OTHER, "compressed: unpack it with bunzip2 first"},
    {"\xFD"
     "7zXZ",
     5, MRS_KIND_OTHER, "compressed: unpack it with unxz first"},
    {"\x28\xB5\x2F\xFD", 4, MRS_KIND_OTHER, "compressed: unpack it with unzstd first"},
    {"7z\xBC\xAF", 4, MRS_KIND_OTHER, "an archive (7z): unpack it first"},
    {"Rar!", 4, MRS_KIND_OTHER, "an archive (RAR): unpack it first"},
    {"PAR1", 4, MRS_KIND_OTHER, "Parquet, which is not read: convert it to CSV or GeoPackage"},
    {"ARROW1", 6, MRS_KIND_OTHER, "Arrow, which is not read: convert it to CSV or GeoPackage"},
};

/* The names of a zip archive's files stand in it as they are. */
static mrs_file_kind tell_zip(const char *path, const char *bytes, size_t length, const char **what)
{
    static const char *const documents[] = {"docx", "pptx", "odt", "odp", NULL};
    if (holds(bytes, length, "opendocument.spreadsheet")) {
        return MRS_KIND_ODS;
    }
    if (holds(bytes, length, "word/") || holds(bytes, length, "ppt/") ||
        holds(bytes, length, "opendocument.text") || mrs_path_ends(path, documents)) {
        *what = "a text document: save its table as CSV or XLSX";
        return MRS_KIND_OTHER;
    }
    if (holds(bytes, length, "xl/") || holds(bytes, length, "[Content_Types].xml") ||
        ends(path, "xlsx") || ends(path, "xlsm")) {
        return MRS_KIND_XLSX;
    }
    if (ends(path, "ods")) {
        return MRS_KIND_ODS;
    }
    if (holds(bytes, length, ".kml") || ends(path, "kmz")) {
        return MRS_KIND_KML;
    }
    *what = "a zip archive in which no table is found: unpack it first";
    return MRS_KIND_OTHER;
}

/* Microsoft's compound files: the names of their streams are in UTF-16. */
static mrs_file_kind tell_compound(const char *bytes, size_t length, const char **what)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    *what = memmem(bytes, length, encrypted, sizeof encrypted - 1)
                ? "protected by a password: open it in a spreadsheet program and save it without"
                : "an old Excel or Word file (.xls, .doc), or one protected by a password: save "
                  "the table as XLSX or CSV, without a password";
    return MRS_KIND_OTHER;
}

static mrs_file_kind tell_sqlite(const char *path, const char *bytes, size_t length,
                                 const char **what)
{
    bool is_package = ends(path, "gpkg") || (length >= 72 && (memcmp(bytes + 68, "GP", 2) == 0));
    if (is_package) {
        return MRS_KIND_GPKG;
    }
    *what = "an SQLite database that is no GeoPackage: export the table as CSV";
    return MRS_KIND_OTHER;
}

/* ---- text that is no table ------------------------------------------------------------------- */

static mrs_file_kind tell_xml(const char *bytes, size_t length, const char **what)
{
    static const char *const pages[] = {"<!doctype html", "<html", "<table", "<body", "<head"};
    if (holds(bytes, length, "<kml") || holds(bytes, length, ":kml")) {
        return MRS_KIND_KML;
    }
    if (holds(bytes, length, "<gpx") || holds(bytes, length, ":gpx")) {
        return MRS_KIND_GPX;
    }
    *what = "XML, but neither KML nor GPX: save the table as CSV or XLSX";
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        size_t wanted = strlen(pages[i]);
        for (size_t at = 0; at + wanted <= length; at++) {
            if (bytes[at] == '<' && strncasecmp(bytes + at, pages[i], wanted) == 0) {
                *what = "a web page (HTML), perhaps a log-in page or an error instead of the "
                        "table: download the table itself";
            }
        }
    }
    return MRS_KIND_OTHER;
}

/* UTF-16: it says so, or it has NUL bytes in every second place only. */
static bool is_wide(const char *bytes, size_t length)
{
    size_t nul[2] = {0};
    for (size_t i = 0; i < length; i++) {
        nul[i & 1] += bytes[i] == '\0';
    }
    bool marked =
        length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
    return marked || (nul[0] == 0) != (nul[1] == 0);
}

/* More control characters than text has. */
static bool is_binary(const char *bytes, size_t length)
{
    size_t control = 0;
    length = length < 1024 ? length : 1024;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        control += (c < ' ' && (!c || !strchr("\t\n\v\f\r\x1A\x1E", c))) || c == 0x7F;
    }
    return length >= 16 && control * 10 > length && !is_wide(bytes, length);
}

mrs_file_kind mrs_file_kind_tell(const char *path, const char *bytes, size_t length,
                                 const char **what)
{
    *what = NULL;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (length >= magics[i].length && memcmp(bytes, magics[i].bytes, magics[i].length) == 0) {
            *what = magics[i].what;
            return magics[i].kind;
        }
    }
    if (length >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0) {
        return tell_zip(path, bytes, length, what);
    }
    if (length >= 4 && memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0) {
        return tell_compound(bytes, length, what);
    }
    if (length >= 16 && memcmp(bytes, "SQLite format 3", 16) == 0) {
        return tell_sqlite(path, bytes, length, what);
    }
    if (ends(path, "dbf") || ends(path, "shp")) {
        return MRS_KIND_SHAPEFILE;
    }
    size_t start = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (start < length && strchr(" \t\r\n", bytes[start]) && bytes[start]) {
        start++;
    }
    if (start < length && bytes[start] == '<') {
        return tell_xml(bytes + start, length - start, what);
    }
    if (is_binary(bytes, length)) {
        *what = "not a table: its first bytes are no text, and no format that is read";
        return MRS_KIND_OTHER;
    }
    return MRS_KIND_TEXT;
}

/* ---- text ------------------------------------------------------------------------------------ */

static const char *type_of(struct json_object *object)
{
    struct json_object *type;
    bool said = json_object_is_type(object, json_type_object) &&
                json_object_object_get_ex(object, "type", &type) &&
                json_object_is_type(type, json_type_string);
    return said ? json_object_get_string(type) : "";
}

/* A whole object on a line of its own, but not one that is a whole file of GeoJSON. */
static bool is_object_line(const char *line, size_t length)
{
    static const char *const files[] = {"FeatureCollection", "Topology", "GeometryCollection"};
    struct json_tokener *tokener = json_tokener_new();
    struct json_object *object =
        tokener && length < 1 << 30 ? json_tokener_parse_ex(tokener, line, (int)length) : NULL;
    bool whole = object && json_tokener_get_error(tokener) == json_tokener_success &&
                 json_object_is_type(object, json_type_object);
    for (size_t i = 0; whole && i < sizeof files / sizeof *files; i++) {
        whole = strcmp(type_of(object), files[i]) != 0;
    }
    for (size_t i = whole ? json_tokener_get_parse_end(tokener) : length; i < length; i++) {
        whole = whole && strchr(" \t\r", line[i]);
    }
    json_object_put(object);
    json_tokener_free(tokener);
    return whole;
}

/* A document that is a single feature, rather than lines of which there is only one. */
static bool is_one_feature(const char *text, size_t length)
{
    struct json_tokener *tokener = json_tokener_new();
    struct json_object *object =
        tokener && length < 1 << 20 ? json_tokener_parse_ex(tokener, text, (int)length) : NULL;
    bool one = object && strcmp(type_of(object), "Feature") == 0;
    for (size_t i = one ? json_tokener_get_parse_end(tokener) : length; i < length; i++) {
        one = one && strchr(" \t\r\n", text[i]);
    }
    json_object_put(object);
    json_tokener_free(tokener);
    return one;
}

/* A line at whose end an object or a list goes on is no broken row but part of a document. */
static bool goes_on(const char *line, const char *stop)
{
    while (stop > line && strchr(" \t\r", stop[-1])) {
        stop--;
    }
    return stop > line && strchr("[{,:", stop[-1]);
}

/* Whether one of the first lines that are not blank is a whole object: the first may be broken. */
static bool has_object_line(const char *text, size_t length, bool last)
{
    const char *end = text + length;
    for (int lines = 0; text < end && lines < 3;) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop && !last && lines > 0) {
            return false;
        }
        stop = stop ? stop : end;
        while (text < stop && strchr(" \t\r\x1E", *text)) {
            text++;
        }
        if (text < stop && *text != '{') {
            return false;
        }
        if (text < stop && is_object_line(text, (size_t)(stop - text))) {
            return true;
        }
        if (goes_on(text, stop)) {
            return false;
        }
        lines += text < stop;
        text = stop + (stop < end);
    }
    return false;
}

mrs_text_kind mrs_text_kind_tell(const char *path, const char *text, size_t length, bool last)
{
    static const char *const lines[] = {"ndjson", "jsonl", "geojsonl", "geojsons", NULL};
    static const char *const documents[] = {"json", "geojson", NULL};
    static const char *const members[] = {"\"FeatureCollection\"", "\"Feature\"", "\"coordinates\"",
                                          "\"geometries\""};
    if (mrs_path_ends(path, lines)) {
        return MRS_TEXT_LINES_OF_JSON;
    }
    size_t start = 0;
    while (start < length && strchr(" \t\r\n\x1E", text[start]) && text[start]) {
        start++;
    }
    bool is_json = start < length && (text[start] == '{' || text[start] == '[');
    if (!is_json && !mrs_path_ends(path, documents)) {
        return MRS_TEXT_DELIMITED;
    }
    if (last && is_one_feature(text + start, length - start)) {
        return MRS_TEXT_GEOJSON;
    }
    if (has_object_line(text + start, length - start, last)) {
        return MRS_TEXT_LINES_OF_JSON;
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (text[start] == '{' && holds(text, length, members[i])) {
            return MRS_TEXT_GEOJSON;
        }
    }
    return MRS_TEXT_OTHER_JSON;
}
