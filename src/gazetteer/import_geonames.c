/*
 * GeoNames' dumps: a country's, allCountries.txt, cities500.txt …; and alternateNamesV2.txt.
 * Source of the columns: https://download.geonames.org/export/dump/readme.txt
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "gazetteer/import.h"
#include "gazetteer/import_lines.h"
#include "geo/number.h"
#include "text/utf8.h"

enum {
    G_ID,
    G_NAME,
    G_ASCII,
    G_ALTERNATES,
    G_LAT,
    G_LON,
    G_CLASS,
    G_CODE,
    G_COUNTRY,
    G_COUNTRIES_TOO,
    G_ADMIN1,
    G_ADMIN2,
    G_ADMIN3,
    G_ADMIN4,
    G_POPULATION,
    G_ELEVATION,
    G_DEM,
    G_TIMEZONE,
    G_DATE,
    G_COUNT
};

static bool is_digits(const char *text)
{
    return text[0] && text[strspn(text, "0123456789")] == '\0';
}

static bool parse(const char *text, double *out)
{
    return mrs_number_parse(text, strlen(text), out);
}

/* ---- names --------------------------------------------------------------------------------- */

/* Names in small Latin letters throughout are keys of a transliteration, not spellings; two to four
   capitals are a code. */
static bool is_key(const char *text)
{
    bool any = false;
    for (; *text; text++) {
        if (isupper((unsigned char)*text) || (unsigned char)*text >= 0x80) {
            return false;
        }
        any = any || islower((unsigned char)*text);
    }
    return any;
}

static bool is_code(const char *text)
{
    size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return length >= 2 && length <= 4 && text[length] == '\0';
}

static bool writes_arabic(const char *country)
{
    static const char countries[] =
        "AE AF BH DJ DZ EG EH IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SY TN YE";
    const char *found = country[0] ? strstr(countries, country) : NULL;
    return found && strlen(country) == 2;
}

/* Letters by which the romanisation of Arabic tells its consonants and long vowels apart: macrons,
   cedillas, dots and lines below, the signs for ayn and hamza. No map in English writes them. */
static bool has_romanisation(const char *text)
{
    static const uint32_t points[] = {0x100, 0x101, 0x112, 0x113, 0x12A,  0x12B,  0x14C, 0x14D,
                                      0x16A, 0x16B, 0x15E, 0x15F, 0x162,  0x163,  0x120, 0x121,
                                      0x2BB, 0x2BC, 0x2BE, 0x2BF, 0x2018, 0x2019, 0x327, 0x331};
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t point = 0;
        at += mrs_utf8_decode(text + at, length - at, &point);
        bool below = point >= 0x1E0C && point <= 0x1E96;
        for (size_t i = 0; !below && i < sizeof points / sizeof *points; i++) {
            below = points[i] == point;
        }
        if (below) {
            return true;
        }
    }
    return false;
}

static marsad_status add_alternates(mrs_import *import, char *list, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (char *text = list; !status && text;) {
        char *next = strchr(text, ',');
        if (next) {
            *next++ = '\0';
        }
        if (is_code(text)) {
            status = mrs_import_name(import, text, "", MRS_NAME_CODE, MRS_RANK_NEVER, error);
        } else if (text[0] && !is_key(text)) {
            /* Behind those of the table of alternate names, which tells their languages. */
            bool placeholder = import->placeholder;
            status = mrs_import_name(import, text, "", MRS_NAME_ALTERNATE, MRS_RANK_UNTOLD, error);
            import->placeholder = placeholder;
        }
        text = next;
    }
    return status;
}

static marsad_status add_names(mrs_import *import, char **fields, marsad_error *error)
{
    bool plain =
        fields[G_ASCII][0] && writes_arabic(fields[G_COUNTRY]) && has_romanisation(fields[G_NAME]);
    int rank = plain ? MRS_RANK_ALTERNATE : MRS_RANK_BEST;
    marsad_status status =
        mrs_import_name(import, fields[G_NAME], "", MRS_NAME_ALTERNATE, rank, error);
    if (!status && fields[G_ASCII][0]) {
        rank = plain ? MRS_RANK_BEST : MRS_RANK_OTHER_MAIN;
        status = mrs_import_name(import, fields[G_ASCII], "", MRS_NAME_ALTERNATE, rank, error);
    }
    return status ? status : add_alternates(import, fields[G_ALTERNATES], error);
}

/* ---- places -------------------------------------------------------------------------------- */

static marsad_status note_district(mrs_import *import, char *const *fields, const char *key,
                                   marsad_error *error)
{
    bool wanted = strcmp(fields[G_CODE], "ADM1") == 0 && fields[G_ADMIN1][0];
    const char *name = fields[G_ASCII][0] ? fields[G_ASCII] : fields[G_NAME];
    return wanted ? mrs_import_district(import, key, name, error) : MARSAD_OK;
}

static bool is_country(const char *text)
{
    return isupper((unsigned char)text[0]) && isupper((unsigned char)text[1]) && !text[2];
}

static marsad_status take_line(mrs_import *import, char **fields, marsad_error *error)
{
    mrs_import_place_facts facts = {.id = fields[G_ID],
                                    .feature_code = fields[G_CODE],
                                    .feature_class = fields[G_CLASS][0],
                                    .country = fields[G_COUNTRY]};
    double population = 0;
    if (!is_digits(fields[G_ID])) {
        return mrs_import_skip(import, MARSAD_SKIP_BROKEN, error, "\"%s\" is no id of GeoNames",
                               fields[G_ID]);
    }
    if (facts.country[0] && !is_country(facts.country)) {
        return mrs_import_skip(import, MARSAD_SKIP_BROKEN, error, "\"%s\" is no country code",
                               facts.country);
    }
    facts.has_position = fields[G_LAT][0] || fields[G_LON][0];
    if (facts.has_position &&
        (!parse(fields[G_LAT], &facts.at.lat) || !parse(fields[G_LON], &facts.at.lon))) {
        return mrs_import_skip(import, MARSAD_SKIP_BROKEN, error,
                               "\"%s\", \"%s\" are no coordinates", fields[G_LAT], fields[G_LON]);
    }
    if (parse(fields[G_POPULATION], &population) && population > 0 && population < 1e11) {
        facts.population = (int64_t)population;
    }
    char key[64];
    snprintf(key, sizeof key, "%s.%s", fields[G_COUNTRY], fields[G_ADMIN1]);
    facts.admin1 = fields[G_ADMIN1][0] ? key : "";
    facts.admin1_is_code = true;
    if (!facts.feature_code[0]) {
        facts.feature_code = facts.feature_class == 'P'      ? "PPL"
                             : import->options->feature_code ? import->options->feature_code
                                                             : "";
    }
    marsad_status status = note_district(import, fields, key, error);
    if (!status && facts.feature_code[0] && mrs_import_is_filtered(import, &facts)) {
        return mrs_import_skip(import, MARSAD_SKIP_FILTERED, error, "left out");
    }
    if (!status) {
        status = add_names(import, fields, error);
    }
    if (!status) {
        status = mrs_import_place(import, &facts, error);
    }
    mrs_import_note_date(import, fields[G_DATE]);
    return status;
}

marsad_status mrs_import_geonames(mrs_import *import, const char *path, marsad_error *error)
{
    mrs_lines lines;
    marsad_status status = mrs_lines_open(&lines, path, error);
    bool more = !status;
    while (more) {
        status = mrs_lines_next(&lines, import, &more, error);
        if (status || !more) {
            break;
        }
        if (lines.field_count != G_COUNT) {
            status = mrs_import_skip(import, MARSAD_SKIP_BROKEN, error, "%zu columns, not %d",
                                     lines.field_count, G_COUNT);
        } else if (!mrs_lines_valid(&lines)) {
            status = mrs_import_skip(import, MARSAD_SKIP_BROKEN, error, "not UTF-8 text");
        } else {
            status = take_line(import, lines.fields, error);
        }
        more = !status;
    }
    mrs_lines_close(&lines);
    return status;
}

/* ---- alternate names ----------------------------------------------------------------------- */

enum {
    A_ID,
    A_PLACE,
    A_LANGUAGE,
    A_NAME,
    A_PREFERRED,
    A_SHORT,
    A_COLLOQUIAL,
    A_HISTORIC,
    A_FROM,
    A_TO,
    A_COUNT
};

enum { A_LEAST = A_NAME + 1 }; /* the first table had no more, dumps may end a line early */

static bool is_set(char *const *fields, size_t count, size_t column)
{
    return column < count && strcmp(fields[column], "1") == 0;
}

static bool is_one_of(const char *text, const char *const *list)
{
    while (*list && strcmp(text, *list) != 0) {
        list++;
    }
    return *list != NULL;
}

static marsad_status take_name(mrs_import *import, uint32_t entry, char *const *fields,
                               size_t count, marsad_error *error)
{
    static const char *const codes[] = {"iata", "icao", "faac", "tcid", "unlc", NULL};
    static const char *const no_names[] = {"link", "wkdt", "post", "phon", "piny", NULL};
    const char *language = fields[A_LANGUAGE];
    if (is_one_of(language, no_names)) {
        return MARSAD_OK;
    }
    mrs_name_kind kind = is_set(fields, count, A_HISTORIC)     ? MRS_NAME_HISTORICAL
                         : is_set(fields, count, A_COLLOQUIAL) ? MRS_NAME_COLLOQUIAL
                                                               : MRS_NAME_ALTERNATE;
    kind = is_one_of(language, codes) ? MRS_NAME_CODE : kind;
    int rank = is_set(fields, count, A_PREFERRED) ? MRS_RANK_MAIN : MRS_RANK_ALTERNATE;
    rank = kind == MRS_NAME_ALTERNATE ? rank : MRS_RANK_NEVER;
    /* Names for short uses are no better than others; GeoNames' own Latin name stays the best. */
    char base[12];
    snprintf(base, sizeof base, "%.*s", (int)strcspn(language, "-"),
             strlen(language) < sizeof base ? language : "");
    return mrs_import_late_name(import, entry, fields[A_NAME], strcmp(base, "abbr") ? base : "",
                                kind, rank, error);
}

static marsad_status take_alternate_line(mrs_import *import, const mrs_lines *lines,
                                         marsad_error *error)
{
    if (lines->field_count < A_LEAST || lines->field_count > A_COUNT) {
        char message[64];
        snprintf(message, sizeof message, "%zu columns, not %d", lines->field_count, A_COUNT);
        return mrs_import_problem(import, MARSAD_SKIP_BROKEN, message, error);
    }
    char id[64];
    snprintf(id, sizeof id, "%s:%.40s", import->prefix, lines->fields[A_PLACE]);
    const mrs_hash_item *item = mrs_hash_first(&import->ids, id);
    if (!item) {
        return MARSAD_OK;
    }
    if (!mrs_lines_valid(lines)) {
        return mrs_import_problem(import, MARSAD_SKIP_BROKEN, "not UTF-8 text", error);
    }
    return take_name(import, item->value, lines->fields, lines->field_count, error);
}

marsad_status mrs_import_alternate_names(mrs_import *import, const char *path, marsad_error *error)
{
    mrs_lines lines;
    marsad_status status = mrs_lines_open(&lines, path, error);
    import->row = 0;
    bool more = !status;
    while (more) {
        status = mrs_lines_next(&lines, import, &more, error);
        if (!status && more) {
            status = take_alternate_line(import, &lines, error);
        }
        more = more && !status;
    }
    mrs_lines_close(&lines);
    return status;
}
