/* Telling the format of a source by its content. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "gazetteer/import.h"

enum { HEAD = 1 << 14 };

typedef struct head {
    char bytes[HEAD + 1];
    size_t length;
} head;

static marsad_status read_head(const char *path, head *out, marsad_error *error)
{
    FILE *stream = fopen(path, "rb");
    if (!stream) {
        return mrs_fail_at(error, MARSAD_ERR_IO, path, 0, NULL, "cannot read: %s", strerror(errno));
    }
    out->length = fread(out->bytes, 1, HEAD, stream);
    fclose(stream);
    return out->length ? MARSAD_OK
                       : mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL, "the file is empty");
}

static bool begins(const head *h, const char *bytes, size_t length)
{
    return h->length >= length && memcmp(h->bytes, bytes, length) == 0;
}

static bool holds(const head *h, const char *text)
{
    return memmem(h->bytes, h->length, text, strlen(text)) != NULL;
}

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path), tail = strlen(ending);
    return length >= tail && strcasecmp(path + length - tail, ending) == 0;
}

/* True if a field of the line is a whole number. */
static bool is_number_field(const char *line, const char *end, int field)
{
    for (; field > 0 && line < end; line++) {
        field -= *line == '\t';
    }
    const char *at = line;
    while (at < end && isdigit((unsigned char)*at)) {
        at++;
    }
    return at > line && (at == end || *at == '\t');
}

static int tabs_in(const char *line, const char *end)
{
    int count = 0;
    for (; line < end; line++) {
        count += *line == '\t';
    }
    return count;
}

typedef enum dump { NO_DUMP, PLACES, ALTERNATE_NAMES } dump;

/* Looks at the first lines: some of them may be broken. */
static dump find_dump(const head *h)
{
    const char *line = h->bytes, *stop = h->bytes + h->length;
    while (line < stop) {
        const char *end = memchr(line, '\n', (size_t)(stop - line));
        end = end ? end : stop;
        int tabs = tabs_in(line, end);
        if (tabs == 18 && is_number_field(line, end, 0) && is_number_field(line, end, 14)) {
            return PLACES;
        }
        if (tabs == 9 && is_number_field(line, end, 0) && is_number_field(line, end, 1)) {
            return ALTERNATE_NAMES;
        }
        line = end + 1;
    }
    return NO_DUMP;
}

static bool is_osm(const head *h)
{
    /* A block of .pbf: the length of its header, then the header's type. */
    bool pbf = h->length > 16 && memcmp(h->bytes + 4, "\x0A\x09OSMHeader", 11) == 0;
    bool xml =
        (h->bytes[0] == '<' || h->bytes[0] == '\xEF' || isspace((unsigned char)h->bytes[0])) &&
        holds(h, "<osm ");
    return pbf || xml;
}

static bool is_overpass(const head *h)
{
    size_t at = begins(h, "\xEF\xBB\xBF", 3) ? 3 : 0;
    at += strspn(h->bytes + at, " \t\r\n");
    return h->bytes[at] == '{' && !holds(h, "FeatureCollection") &&
           (holds(h, "\"osm3s\"") || holds(h, "\"elements\""));
}

static marsad_status refuse_packed(const head *h, const char *path, marsad_error *error)
{
    bool zip = begins(h, "PK\x03\x04", 4) && !ends_in(path, ".xlsx") && !ends_in(path, ".ods") &&
               !ends_in(path, ".shz") && !ends_in(path, ".kmz");
    if (zip) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                           "is a zip archive: unpack it (unzip) and import the file inside");
    }
    if (begins(h, "\x1F\x8B", 2) || begins(h, "BZh", 3) ||
        begins(h,
               "\xFD"
               "7zXZ",
               5)) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, path, 0, NULL,
                           "is compressed: unpack it first (gunzip, bunzip2 or unxz)");
    }
    return MARSAD_OK;
}

marsad_status mrs_import_detect(const char *path, marsad_import_format *out, marsad_error *error)
{
    head h = {{0}, 0};
    marsad_status status = read_head(path, &h, error);
    if (!status) {
        status = refuse_packed(&h, path, error);
    }
    if (status) {
        return status;
    }
    dump found = find_dump(&h);
    if (found == ALTERNATE_NAMES) {
        return mrs_fail_at(
            error, MARSAD_ERR_INPUT, path, 0, NULL,
            "is a table of alternate names: import the places with --alternate-names "
            "and this file");
    }
    *out = found == PLACES   ? MARSAD_IMPORT_GEONAMES
           : is_osm(&h)      ? MARSAD_IMPORT_OSM
           : is_overpass(&h) ? MARSAD_IMPORT_OVERPASS
                             : MARSAD_IMPORT_LAYER;
    return MARSAD_OK;
}
