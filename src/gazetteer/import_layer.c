/* A layer or table that OGR reads, with its columns mapped. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "base/memory.h"
#include "gazetteer/import.h"
#include "geo/number.h"
#include "geo/vector.h"
#include "marsad/text.h"

enum {
    L_ID,
    L_NAME,
    L_ALTERNATES,
    L_PCODE,
    L_CODE,
    L_COUNTRY,
    L_ADMIN1,
    L_LON,
    L_LAT,
    L_UNCERTAINTY,
    L_POPULATION,
    L_COUNT
};
static const char *const keys[L_COUNT] = {"id",           "name",          "alternates", "pcode",
                                          "feature_code", "country",       "admin1",     "lon",
                                          "lat",          "uncertainty_m", "population"};

enum { LANGUAGES_MOST = 12, NO_COLUMN = -1 };

typedef struct layer {
    mrs_import *import;
    mrs_vector *vector;
    int columns[L_COUNT];
    struct {
        char language[4];
        int column;
    } named[LANGUAGES_MOST]; /* name_ar, name_fr … */
    size_t named_count;
    char prefix[64];
} layer;

/* ---- the map ------------------------------------------------------------------------------- */

static int find_column(const mrs_vector *vector, const char *name, size_t length)
{
    for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
        const char *column = mrs_vector_column_name(vector, i);
        if (strlen(column) == length && strncasecmp(column, name, length) == 0) {
            return (int)i;
        }
    }
    return NO_COLUMN;
}

static bool is_language(const char *text, size_t length)
{
    bool letters = length == 2 || length == 3;
    for (size_t i = 0; letters && i < length; i++) {
        letters = islower((unsigned char)text[i]) != 0;
    }
    return letters;
}

static bool set_language(layer *l, const char *language, size_t length, int column)
{
    if (!is_language(language, length)) {
        return false;
    }
    size_t at = 0;
    while (at < l->named_count && (strlen(l->named[at].language) != length ||
                                   strncmp(l->named[at].language, language, length) != 0)) {
        at++;
    }
    if (at == LANGUAGES_MOST) {
        return false;
    }
    memcpy(l->named[at].language, language, length);
    l->named[at].column = column;
    l->named_count += at == l->named_count;
    return true;
}

static bool set_key(layer *l, const char *key, size_t length, int column)
{
    if (length > 5 && strncmp(key, "name_", 5) == 0) {
        return set_language(l, key + 5, length - 5, column);
    }
    for (int i = 0; i < L_COUNT; i++) {
        if (strlen(keys[i]) == length && strncmp(keys[i], key, length) == 0) {
            l->columns[i] = column;
            return true;
        }
    }
    return false;
}

/* Columns that are called as the keys are. */
static void map_by_name(layer *l)
{
    for (int i = 0; i < L_COUNT; i++) {
        l->columns[i] = find_column(l->vector, keys[i], strlen(keys[i]));
    }
    for (size_t i = 0; i < mrs_vector_column_count(l->vector); i++) {
        const char *name = mrs_vector_column_name(l->vector, i);
        if (strncmp(name, "name_", 5) == 0) {
            set_language(l, name + 5, strlen(name + 5), (int)i);
        }
    }
}

static marsad_status map_part(layer *l, const char *part, size_t length, marsad_error *error)
{
    const char *path = l->import->path;
    const char *equals = memchr(part, '=', length);
    if (!equals || equals == part || equals + 1 == part + length) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "the map has \"%.*s\" where key=COLUMN should be",
                        (int)length, part);
    }
    size_t name_length = length - (size_t)(equals + 1 - part);
    int column = find_column(l->vector, equals + 1, name_length);
    if (column == NO_COLUMN) {
        return mrs_fail_at(error, MARSAD_ERR_NOT_FOUND, path, 0, NULL, "no column \"%.*s\"",
                           (int)name_length, equals + 1);
    }
    if (!set_key(l, part, (size_t)(equals - part), column)) {
        return mrs_fail(
            error, MARSAD_ERR_USAGE,
            "the map has no key \"%.*s\"; they are id, name, name_LANGUAGE, alternates, "
            "pcode, feature_code, country, admin1, lon, lat, uncertainty_m, population",
            (int)(equals - part), part);
    }
    return MARSAD_OK;
}

static marsad_status map_columns(layer *l, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    map_by_name(l);
    const char *at = l->import->options->map;
    while (!status && at && *at) {
        size_t length = strcspn(at, ",");
        status = map_part(l, at, length, error);
        at += length + (at[length] == ',');
    }
    if (!status && l->columns[L_NAME] == NO_COLUMN && l->named_count == 0) {
        status = mrs_fail_at(error, MARSAD_ERR_INPUT, l->import->path, 0, NULL,
                             "no column holds a name: say which with --map name=COLUMN");
    }
    if (!status && (l->columns[L_LON] == NO_COLUMN) != (l->columns[L_LAT] == NO_COLUMN)) {
        status =
            mrs_fail_at(error, MARSAD_ERR_INPUT, l->import->path, 0, NULL,
                        "one of the columns lon and lat is missing: say which it is with --map");
    }
    if (!status && l->columns[L_CODE] == NO_COLUMN && !l->import->options->feature_code) {
        status = mrs_fail_at(error, MARSAD_ERR_USAGE, l->import->path, 0, NULL,
                             "no column holds the kind of place: map feature_code, or give one for "
                             "all with --feature-code (PPL, ADM2 …)");
    }
    return status;
}

/* ---- a row --------------------------------------------------------------------------------- */

static const char *cell(layer *l, int key)
{
    return l->columns[key] == NO_COLUMN ? "" : mrs_vector_text(l->vector, (size_t)l->columns[key]);
}

/* Empty is no number, and no fault. */
static bool read_number(layer *l, int key, double *out, bool *given)
{
    const char *text = cell(l, key);
    *given = text[strspn(text, " \t")] != '\0';
    return !*given || mrs_number_parse(text, strlen(text), out);
}

static marsad_status skip_cell(layer *l, int key, const char *what, marsad_error *error)
{
    return mrs_import_skip(l->import, MARSAD_SKIP_BROKEN, error, "%s \"%s\" is %s", keys[key],
                           cell(l, key), what);
}

/* Reads the numbers; `*good` is false where one is none, and the row was skipped. */
static marsad_status read_numbers(layer *l, mrs_import_place_facts *facts, bool *good,
                                  marsad_error *error)
{
    double population = 0, uncertainty = 0;
    bool lon = false, lat = false, given = false;
    *good = false;
    const struct {
        int key;
        double *out;
        bool *given;
    } cells[] = {{L_LON, &facts->at.lon, &lon},
                 {L_LAT, &facts->at.lat, &lat},
                 {L_UNCERTAINTY, &uncertainty, &given},
                 {L_POPULATION, &population, &given}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        if (!read_number(l, cells[i].key, cells[i].out, cells[i].given)) {
            return skip_cell(l, cells[i].key, "no number", error);
        }
    }
    if (uncertainty < 0 || uncertainty > 2.1e7) {
        return skip_cell(l, L_UNCERTAINTY, "out of range", error);
    }
    if (population < 0 || population > 1e11) {
        return skip_cell(l, L_POPULATION, "out of range", error);
    }
    *good = true;
    facts->uncertainty_m = uncertainty;
    facts->population = (int64_t)population;
    facts->has_position = lon && lat;
    if (l->columns[L_LON] == NO_COLUMN) {
        double reach_m = 0;
        facts->has_position = mrs_vector_position(l->vector, &facts->at, &reach_m);
        facts->uncertainty_m = uncertainty > 0 ? uncertainty : reach_m;
    }
    return MARSAD_OK;
}

static bool read_country(layer *l, char out[3])
{
    const char *text = cell(l, L_COUNTRY);
    size_t start = strspn(text, " \t"), length = strcspn(text + start, " \t");
    memset(out, 0, 3);
    if (length != 2) {
        return length == 0;
    }
    for (size_t i = 0; i < 2; i++) {
        if (!isalpha((unsigned char)text[start + i])) {
            return false;
        }
        out[i] = (char)toupper((unsigned char)text[start + i]);
    }
    return true;
}

/* FNV-1a, in hexadecimal digits. */
static void write_hash(const char *text, char *out, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3U;
    }
    snprintf(out, size, "%016llx", (unsigned long long)hash);
}

/* The row's own id, if that is short enough; else a hash: of a longer one, or where the table gives
   none, of what tells one row from another. */
static void make_id(layer *l, const mrs_import_place_facts *facts, char *out, size_t size)
{
    const char *given = cell(l, L_ID);
    given = given[0] ? given : cell(l, L_PCODE);
    if (given[0] && strlen(given) < size) {
        snprintf(out, size, "%s", given);
        return;
    }
    if (given[0]) {
        write_hash(given, out, size);
        return;
    }
    /* One text after the other: OGR's stand only until the next is asked for. */
    char what[512];
    int length = snprintf(what, sizeof what, "%.200s|", cell(l, L_NAME));
    snprintf(what + length, sizeof what - (size_t)length, "%.200s|%.6f|%.6f|%.20s",
             l->named_count ? mrs_vector_text(l->vector, (size_t)l->named[0].column) : "",
             facts->at.lon, facts->at.lat, facts->feature_code);
    write_hash(what, out, size);
}

static marsad_status add_alternates(layer *l, marsad_error *error)
{
    char *list = mrs_strdup(cell(l, L_ALTERNATES));
    if (!list) {
        return mrs_fail_memory(error);
    }
    marsad_status status = MARSAD_OK;
    for (char *text = list; !status && text;) {
        char *next = strpbrk(text, ";|,");
        if (next) {
            *next++ = '\0';
        }
        status =
            mrs_import_name(l->import, text, "", MRS_NAME_ALTERNATE, MRS_RANK_ALTERNATE, error);
        text = next;
    }
    mrs_free(list);
    return status;
}

static marsad_status add_names(layer *l, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < l->named_count; i++) {
        const char *language = l->named[i].language;
        bool main = strcmp(language, "en") == 0 || strcmp(language, "ar") == 0;
        int rank = main                          ? MRS_RANK_BEST
                   : strcmp(language, "fr") == 0 ? MRS_RANK_OTHER_MAIN
                                                 : MRS_RANK_FOREIGN;
        status = mrs_import_name(l->import, mrs_vector_text(l->vector, (size_t)l->named[i].column),
                                 language, MRS_NAME_ALTERNATE, rank, error);
    }
    if (!status) {
        status = mrs_import_name(l->import, cell(l, L_NAME), "", MRS_NAME_ALTERNATE, MRS_RANK_MAIN,
                                 error);
    }
    if (!status) {
        status = add_alternates(l, error);
    }
    return status ? status
                  : mrs_import_name(l->import, cell(l, L_PCODE), "", MRS_NAME_CODE, MRS_RANK_NEVER,
                                    error);
}

/* Only the texts that are used matter, and only those are looked at. */
static bool is_text(layer *l)
{
    bool good = true;
    for (size_t i = 0; i < L_COUNT + l->named_count; i++) {
        const char *text = i < L_COUNT
                               ? cell(l, (int)i)
                               : mrs_vector_text(l->vector, (size_t)l->named[i - L_COUNT].column);
        good = good && marsad_text_is_utf8(text, strlen(text), NULL);
    }
    return good;
}

static bool is_feature_code(const char *text)
{
    size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return length >= 2 && length <= 6 && !text[length];
}

static marsad_status take_row(layer *l, marsad_error *error)
{
    mrs_import *import = l->import;
    import->row = mrs_vector_row(l->vector);
    size_t width = mrs_vector_column_count(l->vector), cells = mrs_vector_cell_count(l->vector);
    if (cells != width) {
        return mrs_import_skip(import, MARSAD_SKIP_BROKEN, error, "%zu cells, not %zu", cells,
                               width);
    }
    if (!is_text(l)) {
        return mrs_import_skip(import, MARSAD_SKIP_BROKEN, error, "not UTF-8 text");
    }
    char country[3], id[64], code[16], admin1[128];
    if (!read_country(l, country)) {
        return skip_cell(l, L_COUNTRY, "no country code of two letters", error);
    }
    /* Texts of OGR's stand only until the next is asked for. */
    snprintf(code, sizeof code, "%.15s", cell(l, L_CODE));
    snprintf(admin1, sizeof admin1, "%.120s", cell(l, L_ADMIN1));
    size_t good_to = 0;
    if (!marsad_text_is_utf8(admin1, strlen(admin1), &good_to)) {
        admin1[good_to] = '\0';
    }
    if (code[0] && !is_feature_code(code)) {
        return skip_cell(l, L_CODE, "no feature code of GeoNames", error);
    }
    mrs_import_place_facts facts = {.feature_code = code[0] ? code : import->options->feature_code,
                                    .country = country,
                                    .admin1 = admin1};
    bool good = false;
    marsad_status status = read_numbers(l, &facts, &good, error);
    if (status || !good) {
        return status;
    }
    facts.feature_code = facts.feature_code ? facts.feature_code : "";
    make_id(l, &facts, id, sizeof id);
    facts.id = id;
    status = add_names(l, error);
    return status ? status : mrs_import_place(import, &facts, error);
}

/* ---- the layer ----------------------------------------------------------------------------- */

/* "OCHA COD-AB" gives ids that begin with "ocha-cod-ab:". A name without a Latin letter or digit
   gives "layer:". */
static void make_prefix(const char *name, char *out, size_t size)
{
    size_t length = 0;
    for (; *name && length + 1 < size; name++) {
        if (isalnum((unsigned char)*name)) {
            out[length++] = (char)tolower((unsigned char)*name);
        } else if (length && out[length - 1] != '-') {
            out[length++] = '-';
        }
    }
    length -= length && out[length - 1] == '-';
    out[length] = '\0';
    if (!length) {
        snprintf(out, size, "layer");
    }
}

static marsad_status read_rows(layer *l, marsad_error *error)
{
    marsad_status status = MARSAD_OK;
    bool more = true;
    while (more) {
        status = mrs_vector_next(l->vector, &more, error);
        if (!status && more) {
            status = take_row(l, error);
        }
        if (!status && l->import->row % 1024 == 0) {
            status = mrs_import_tick(l->import, 0, 0, error);
        }
        more = more && !status;
    }
    return status;
}

marsad_status mrs_import_layer(mrs_import *import, const char *path, marsad_error *error)
{
    layer l = {.import = import};
    if (import->options->feature_code && !is_feature_code(import->options->feature_code)) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "\"%s\" is no feature code of GeoNames",
                        import->options->feature_code);
    }
    make_prefix(import->summary->source, l.prefix, sizeof l.prefix);
    import->prefix = l.prefix;
    marsad_status status =
        mrs_vector_open(path, MRS_VECTOR_LAYER, import->options->layer, &l.vector, error);
    if (!status) {
        status = map_columns(&l, error);
    }
    if (!status) {
        status = read_rows(&l, error);
    }
    mrs_vector_close(l.vector);
    import->prefix = "";
    return status;
}
