/* The data that comes with Marsad, as it is committed: texts, basemap, sample events. */
#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "base/memory.h"

#define SOURCE_HEADER "file\tname\tlicence\tattribution\turl\tdate\tpriority"
#define PLACE_HEADER                                                                               \
    "id\tname\tname_ar\tname_fr\talternates\tfeature_code\tcountry\tadmin1\tlon\tlat\t"            \
    "uncertainty_m\tpopulation"
#define SEA_HEADER "name\tname_ar\tname_fr\tlon\tlat"

/* Columns of places and of sources. */
enum { ID, NAME, NAME_AR, NAME_FR, ALTERNATES, CODE, COUNTRY, ADMIN1, LON, LAT, UNCERTAINTY };
enum { SOURCE_FILE, SOURCE_NAME, SOURCE_LICENCE, SOURCE_ATTRIBUTION, SOURCE_PRIORITY = 6 };
enum { MOST_COLUMNS = 12 };

typedef struct row {
    const char *cells[MOST_COLUMNS];
} row;

typedef struct table {
    char *text; /* what the cells point into */
    row *rows;
    size_t count;
} table;

/* ---- reading ---- */

static void data_path(const char *name, char out[512])
{
    const char *folder = getenv("MARSAD_DATA");
    snprintf(out, 512, "%s/geodata/%s", folder ? folder : ".", name);
}

static char *read_text(const char *name, size_t *length)
{
    char path[512];
    char *text = NULL;
    marsad_error error = {0};
    data_path(name, path);
    if (mrs_file_read(path, &text, length, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    return text;
}

/* Bytes of the character that begins here, 0 if it is malformed, overlong or a surrogate. */
static size_t utf8_length(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xF0 && at[1] < 0x90);
    bool outside = at[0] > 0xF4 || (at[0] == 0xF4 && at[1] > 0x8F);
    bool surrogate = at[0] == 0xED && at[1] > 0x9F;
    return overlong || outside || surrogate ? 0 : length;
}

static void assert_clean(const char *name, const char *text, size_t length)
{
    assert_int_equal(strlen(text), length);
    assert_true(length > 0 && text[length - 1] == '\n');
    if (strchr(text, '\r') || strstr(text, "\n\n") || strstr(text, "\xEF\xBB\xBF")) {
        fail_msg("%s: has a CR, an empty line or a byte order mark", name);
    }
    for (size_t at = 0; at < length;) {
        size_t step = utf8_length(text + at);
        if (!step) {
            fail_msg("%s: byte %zu is no UTF-8", name, at);
        }
        at += step;
    }
}

static void split_row(const char *name, char *line, row *out, size_t columns)
{
    char *rest = line;
    for (size_t i = 0; i < columns; i++) {
        out->cells[i] = strsep(&rest, "\t");
        if (!out->cells[i]) {
            fail_msg("%s: too few fields: %s", name, line);
        }
    }
    if (rest) {
        fail_msg("%s: too many fields: %s", name, line);
    }
}

static size_t count_columns(const char *header)
{
    size_t columns = 1;
    for (const char *tab = strchr(header, '\t'); tab; tab = strchr(tab + 1, '\t')) {
        columns++;
    }
    return columns;
}

static void skip_comments(char **rest)
{
    while (**rest == '#') {
        strsep(rest, "\n");
    }
}

/* A text, checked for what holds for all: UTF-8, LF, the header, the number of fields. */
static table read_table(const char *name, const char *header)
{
    size_t length = 0;
    size_t capacity = 0;
    table t = {.text = read_text(name, &length)};
    assert_clean(name, t.text, length);
    char *rest = t.text;
    skip_comments(&rest);
    assert_string_equal(strsep(&rest, "\n"), header);
    for (char *line; *rest && (line = strsep(&rest, "\n"));) {
        assert_true(mrs_grow((void **)&t.rows, &capacity, t.count, sizeof *t.rows));
        split_row(name, line, &t.rows[t.count++], count_columns(header));
    }
    return t;
}

static void table_clear(table *t)
{
    mrs_free(t->rows);
    mrs_free(t->text);
}

static table read_places(const char *file)
{
    char name[128];
    snprintf(name, sizeof name, "gazetteer/%s", file);
    return read_table(name, PLACE_HEADER);
}

/* The first row whose cell in `column` is `text`, or NULL. */
static const row *find_row(const table *t, int column, const char *text)
{
    for (size_t i = 0; i < t->count; i++) {
        if (strcmp(t->rows[i].cells[column], text) == 0) {
            return &t->rows[i];
        }
    }
    return NULL;
}

static double number(const char *text)
{
    char *end = NULL;
    double value = strtod(text, &end);
    if (!*text || *end) {
        fail_msg("\"%s\" is no number", text);
    }
    return value;
}

/* ---- the gazetteer's sources ---- */

static bool is_source(const char *file)
{
    size_t length = strlen(file);
    return length > 4 && strcmp(file + length - 4, ".tsv") == 0 && strcmp(file, "sources.tsv") != 0;
}

static void sources_name_every_text(void **state)
{
    (void)state;
    table sources = read_table("gazetteer/sources.tsv", SOURCE_HEADER);
    char path[512];
    data_path("gazetteer", path);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    size_t files = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (is_source(entry->d_name)) {
            files++;
            if (!find_row(&sources, SOURCE_FILE, entry->d_name)) {
                fail_msg("sources.tsv does not name %s", entry->d_name);
            }
        }
    }
    closedir(folder);
    assert_int_equal(files, sources.count);
    table_clear(&sources);
}

static bool is_credit(const char *attribution)
{
    static const char *const credits[] = {"Natural Earth", "GeoNames", "Marsad",
                                          "i18n-iso-countries", "roads schematic"};
    for (size_t i = 0; i < sizeof credits / sizeof *credits; i++) {
        if (strcmp(credits[i], attribution) == 0) {
            return true;
        }
    }
    return false;
}

static void sources_have_a_licence_and_a_short_credit(void **state)
{
    (void)state;
    table sources = read_table("gazetteer/sources.tsv", SOURCE_HEADER);
    for (size_t i = 0; i < sources.count; i++) {
        const char *const *cells = sources.rows[i].cells;
        assert_true(*cells[SOURCE_NAME] && *cells[SOURCE_LICENCE]);
        assert_true(is_credit(cells[SOURCE_ATTRIBUTION]));
        assert_true(number(cells[SOURCE_PRIORITY]) == (double)(i + 1));
    }
    table_clear(&sources);
}

/* The number that an id ends with ("geonames:2210247"), else 0. */
static long id_number(const char *id)
{
    const char *colon = strchr(id, ':');
    assert_non_null(colon);
    char *end = NULL;
    long value = strtol(colon + 1, &end, 10);
    return *end ? 0 : value;
}

static int compare_places(const row *a, const row *b)
{
    int country = strcmp(a->cells[COUNTRY], b->cells[COUNTRY]);
    long left = id_number(a->cells[ID]);
    long right = id_number(b->cells[ID]);
    return country         ? country
           : left != right ? (left > right) - (left < right)
                           : strcmp(a->cells[ID], b->cells[ID]);
}

static void assert_place(const row *place)
{
    const char *const *cells = place->cells;
    bool named = *cells[NAME] && *cells[CODE] && strlen(cells[COUNTRY]) == 2;
    bool placed = fabs(number(cells[LON])) <= 180 && fabs(number(cells[LAT])) <= 90;
    if (!named || !placed || number(cells[UNCERTAINTY]) <= 0) {
        fail_msg("%s: not a whole place", cells[ID]);
    }
}

static void places_are_whole_and_in_order(void **state)
{
    (void)state;
    table sources = read_table("gazetteer/sources.tsv", SOURCE_HEADER);
    for (size_t i = 0; i < sources.count; i++) {
        table places = read_places(sources.rows[i].cells[SOURCE_FILE]);
        assert_true(places.count > 0);
        for (size_t n = 0; n < places.count; n++) {
            assert_place(&places.rows[n]);
            if (n && compare_places(&places.rows[n - 1], &places.rows[n]) >= 0) {
                fail_msg("%s does not stand in its order", places.rows[n].cells[ID]);
            }
        }
        table_clear(&places);
    }
    table_clear(&sources);
}

typedef struct fact {
    const char *id;
    const char *name_ar;
    const char *admin1;
    double lon;
    double lat;
} fact;

static const fact facts[] = {
    {"marsad:abu-qurayn", "أبو قرين", "Misratah", 15.255, 31.450},
    {"marsad:al-qaddahiyah", "القداحية", "Misratah", 15.241, 31.363},
    {"marsad:al-washkah", "الوشكة", "Misratah", 15.571, 31.373},
    {"marsad:misrata", "مصراتة", "Misratah", 15.091, 32.375},
    {"marsad:sirte", "سرت", "Surt", 16.586, 31.206},
    {"marsad:tripoli", "طرابلس", "Tripoli", 13.185, 32.890},
    {"marsad:abu-salim", "أبو سليم", "Tripoli", 13.170, 32.850},
    {"marsad:mashru-al-hadbah", "مشروع الهضبة", "Tripoli", 13.162, 32.790},
    {"marsad:mitiga-international-airport", "مطار معيتيقة الدولي", "Tripoli", 13.276, 32.894},
    {"marsad:naqliyah-camp", "معسكر النقلية", "Tripoli", 13.150, 32.795},
    {"marsad:zliten", "زليتن", "Misratah", 14.569, 32.467},
    {"marsad:benghazi", "بنغازي", "Banghazi", 20.069, 32.115},
};

static void the_theatre_is_where_it_is(void **state)
{
    (void)state;
    table theatre = read_places("theatre.tsv");
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const row *place = find_row(&theatre, ID, facts[i].id);
        if (!place) {
            fail_msg("theatre.tsv has no %s", facts[i].id);
        }
        assert_string_equal(place->cells[NAME_AR], facts[i].name_ar);
        assert_string_equal(place->cells[ADMIN1], facts[i].admin1);
        assert_string_equal(place->cells[COUNTRY], "LY");
        assert_true(fabs(number(place->cells[LON]) - facts[i].lon) < 1e-9);
        assert_true(fabs(number(place->cells[LAT]) - facts[i].lat) < 1e-9);
    }
    table_clear(&theatre);
}

/* A region takes up many districts, so it is in none. */
static bool is_in_its_district(const char *const *cells, const table *districts)
{
    if (strcmp(cells[CODE], "RGN") == 0) {
        return cells[ADMIN1][0] == '\0';
    }
    return find_row(districts, NAME, cells[ADMIN1]) != NULL;
}

static void assert_libyan_districts(const char *file, const table *districts)
{
    table places = read_places(file);
    for (size_t i = 0; i < places.count; i++) {
        const char *const *cells = places.rows[i].cells;
        if (strcmp(cells[COUNTRY], "LY") == 0 && !is_in_its_district(cells, districts)) {
            fail_msg("%s: %s has no district \"%s\"", file, cells[ID], cells[ADMIN1]);
        }
    }
    table_clear(&places);
}

static void libyan_districts_are_written_alike(void **state)
{
    (void)state;
    table districts = read_places("admin1.tsv");
    assert_int_equal(districts.count, 22);
    for (size_t i = 0; i < districts.count; i++) {
        assert_true(*districts.rows[i].cells[NAME_AR]);
    }
    assert_libyan_districts("theatre.tsv", &districts);
    assert_libyan_districts("geonames.tsv", &districts);
    table_clear(&districts);
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80) {
        text++;
    }
    return !*text;
}

static void names_are_plain_where_they_were_romanized(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"geonames:2218970", "Az Zawiyah"}, {"geonames:81604", "Qaryat Suluq"},
        {"geonames:89055", "Al Bayda'"},    {"geonames:2220139", "Al 'Aziziyah"},
        {"geonames:360630", "Cairo"},       {"geonames:1850147", "Tokyo"},
    };
    table places = read_places("geonames.tsv");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const row *place = find_row(&places, ID, names[i][0]);
        assert_non_null(place);
        assert_string_equal(place->cells[NAME], names[i][1]);
    }
    assert_non_null(
        strstr(find_row(&places, ID, "geonames:2218970")->cells[ALTERNATES], "Az Zāwīyah"));
    for (size_t i = 0; i < places.count; i++) {
        if (strcmp(places.rows[i].cells[COUNTRY], "LY") == 0) {
            assert_true(is_ascii(places.rows[i].cells[NAME]));
        }
    }
    table_clear(&places);
}

static void names_keep_the_letters_of_living_orthographies(void **state)
{
    (void)state;
    static const char *const names[] = {"Gabès",    "Tébessa", "N'Djamena", "Şanlıurfa", "Ploieşti",
                                        "Klaipėda", "Abéché",  "Malmö",     "Tarnów",    "Málaga"};
    table places = read_places("geonames.tsv");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!find_row(&places, NAME, names[i])) {
            fail_msg("geonames.tsv has no %s", names[i]);
        }
    }
    table_clear(&places);
}

/* ---- the basemap ---- */

static const char *const layers[] = {"land",  "lakes",        "countries", "boundaries",
                                     "roads", "admin1_lines", "admin1",    "boundaries_disputed",
                                     "labels"};
enum { LAYER_COUNT = sizeof layers / sizeof *layers };

static int open_basemap(void **state)
{
    char path[512];
    sqlite3 *basemap = NULL;
    data_path("basemap.gpkg", path);
    if (sqlite3_open_v2(path, &basemap, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        print_error("%s: %s\n", path, sqlite3_errmsg(basemap));
        sqlite3_close(basemap);
        return -1;
    }
    *state = basemap;
    return 0;
}

static int close_basemap(void **state)
{
    return sqlite3_close(*state);
}

static sqlite3_stmt *prepare(sqlite3 *basemap, const char *sql)
{
    sqlite3_stmt *query = NULL;
    if (sqlite3_prepare_v2(basemap, sql, -1, &query, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(basemap));
    }
    return query;
}

/* The integer that a query gives; every %s of it is `layer`. */
static int64_t ask(sqlite3 *basemap, const char *format, const char *layer)
{
    char *sql = sqlite3_mprintf(format, layer, layer, layer);
    sqlite3_stmt *query = prepare(basemap, sql);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    sqlite3_free(sql);
    return value;
}

static const char *text_at(sqlite3_stmt *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query, column);
    return text ? text : "";
}

static void the_basemap_is_sound(void **state)
{
    sqlite3_stmt *query = prepare(*state, "PRAGMA integrity_check");
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    assert_string_equal(text_at(query, 0), "ok");
    sqlite3_finalize(query);
}

static void the_basemap_has_its_layers(void **state)
{
    for (size_t i = 0; i < LAYER_COUNT; i++) {
        assert_int_equal(ask(*state,
                             "SELECT count(*) FROM gpkg_geometry_columns"
                             " WHERE table_name = '%q' AND srs_id = 4326",
                             layers[i]),
                         1);
        assert_true(ask(*state, "SELECT count(*) FROM \"%w\"", layers[i]) > 0);
    }
    assert_int_equal(ask(*state, "SELECT count(*) FROM gpkg_geometry_columns", NULL), LAYER_COUNT);
}

/* A GeoPackage geometry begins with "GP", its version, and flags of which the fifth says empty. */
static bool is_shape(const unsigned char *blob, int length)
{
    return length > 13 && memcmp(blob, "GP", 2) == 0 && !(blob[3] & 0x10);
}

static void every_shape_is_there(void **state)
{
    for (size_t i = 0; i < LAYER_COUNT; i++) {
        char *sql = sqlite3_mprintf("SELECT id, geom FROM \"%w\"", layers[i]);
        sqlite3_stmt *query = prepare(*state, sql);
        while (sqlite3_step(query) == SQLITE_ROW) {
            if (!is_shape(sqlite3_column_blob(query, 1), sqlite3_column_bytes(query, 1))) {
                fail_msg("%s %lld: no geometry", layers[i], sqlite3_column_int64(query, 0));
            }
        }
        sqlite3_finalize(query);
        sqlite3_free(sql);
    }
}

static void every_shape_is_in_its_index(void **state)
{
    for (size_t i = 0; i < LAYER_COUNT; i++) {
        assert_int_equal(ask(*state,
                             "SELECT count(*) FROM \"%w\""
                             " WHERE id NOT IN (SELECT id FROM \"rtree_%w_geom\")",
                             layers[i]),
                         0);
        assert_int_equal(ask(*state,
                             "SELECT count(*) FROM \"rtree_%w_geom\""
                             " WHERE id NOT IN (SELECT id FROM \"%w\")",
                             layers[i]),
                         0);
    }
}

static void every_layer_has_a_credit(void **state)
{
    sqlite3_stmt *query =
        prepare(*state, "SELECT attribution, licence, ' ' || layers || ' ' FROM sources");
    bool credited[LAYER_COUNT] = {false};
    while (sqlite3_step(query) == SQLITE_ROW) {
        assert_true(is_credit(text_at(query, 0)));
        assert_true(*text_at(query, 1));
        for (size_t i = 0; i < LAYER_COUNT; i++) {
            char word[40];
            snprintf(word, sizeof word, " %s ", layers[i]);
            credited[i] |= strstr(text_at(query, 2), word) != NULL;
        }
    }
    sqlite3_finalize(query);
    for (size_t i = 0; i < LAYER_COUNT; i++) {
        assert_true(credited[i]);
    }
}

/* ---- names of seas ---- */

/* The doubles follow the header of 8 bytes (and its envelope), and a WKB point's byte order and
 * type. */
static void point_of(const unsigned char *blob, int length, double at[2])
{
    int start = 8 + (blob[3] >> 1 & 7 ? 32 : 0) + 5;
    assert_int_equal(length, start + 16);
    memcpy(at, blob + start, 16);
}

static void assert_label(sqlite3_stmt *query, const row *sea)
{
    assert_string_equal(text_at(query, 0), "sea");
    for (int i = 0; i < 3; i++) {
        assert_string_equal(text_at(query, i + 1), sea->cells[i]);
    }
    double at[2];
    point_of(sqlite3_column_blob(query, 6), sqlite3_column_bytes(query, 6), at);
    for (int i = 0; i < 2; i++) {
        assert_true(sqlite3_column_double(query, i + 4) == number(sea->cells[i + 3]));
        assert_true(at[i] == number(sea->cells[i + 3]));
    }
}

static void labels_are_those_of_the_text(void **state)
{
    table seas = read_table("basemap/seas.tsv", SEA_HEADER);
    sqlite3_stmt *query =
        prepare(*state, "SELECT kind, name, name_ar, name_fr, label_lon, label_lat, geom"
                        " FROM labels ORDER BY id");
    for (size_t i = 0; i < seas.count; i++) {
        assert_int_equal(sqlite3_step(query), SQLITE_ROW);
        assert_label(query, &seas.rows[i]);
    }
    assert_int_equal(sqlite3_step(query), SQLITE_DONE);
    sqlite3_finalize(query);
    table_clear(&seas);
}

static void a_sea_has_one_name_a_language(void **state)
{
    (void)state;
    table seas = read_table("basemap/seas.tsv", SEA_HEADER);
    for (size_t i = 0; i < seas.count; i++) {
        const row *first = find_row(&seas, 0, seas.rows[i].cells[0]);
        for (int column = 0; column < 3; column++) {
            assert_true(*seas.rows[i].cells[column]);
            assert_string_equal(seas.rows[i].cells[column], first->cells[column]);
        }
    }
    table_clear(&seas);
}

static void the_coast_of_libya_has_names_of_seas(void **state)
{
    static const struct {
        const char *name;
        const char *box;
    } seas[] = {
        {"Mediterranean Sea",
         "label_lon BETWEEN 12.7 AND 16.1 AND label_lat BETWEEN 32.8 AND 33.4"},
        {"Mediterranean Sea", "label_lon BETWEEN 17 AND 20 AND label_lat BETWEEN 32.5 AND 33.4"},
        {"Gulf of Sidra", "label_lon BETWEEN 16 AND 16.5 AND label_lat BETWEEN 31.7 AND 32.1"},
        {"Gulf of Sidra", "label_lon BETWEEN 18 AND 18.6 AND label_lat BETWEEN 31 AND 31.6"},
    };
    for (size_t i = 0; i < sizeof seas / sizeof *seas; i++) {
        char *sql = sqlite3_mprintf("SELECT count(*) FROM labels WHERE name = '%q' AND %s",
                                    seas[i].name, seas[i].box);
        assert_true(ask(*state, "%s", sql) >= 1);
        sqlite3_free(sql);
    }
}

/* ---- events ---- */

static void the_sample_has_ten_incidents(void **state)
{
    (void)state;
    size_t length = 0;
    char *text = read_text("events/abu-qurayn-2020-01.csv", &length);
    assert_clean("events", text, length);
    int lines = 0;
    for (const char *end = strchr(text, '\n'); end; end = strchr(end + 1, '\n')) {
        lines++;
    }
    assert_int_equal(lines, 11); /* no cell holds a line break */
    assert_null(strchr(text, '"'));
    mrs_free(text);
}

int main(void)
{
    const struct CMUnitTest texts[] = {
        cmocka_unit_test(sources_name_every_text),
        cmocka_unit_test(sources_have_a_licence_and_a_short_credit),
        cmocka_unit_test(places_are_whole_and_in_order),
        cmocka_unit_test(the_theatre_is_where_it_is),
        cmocka_unit_test(libyan_districts_are_written_alike),
        cmocka_unit_test(names_are_plain_where_they_were_romanized),
        cmocka_unit_test(names_keep_the_letters_of_living_orthographies),
        cmocka_unit_test(a_sea_has_one_name_a_language),
        cmocka_unit_test(the_sample_has_ten_incidents),
    };
    const struct CMUnitTest basemap[] = {
        cmocka_unit_test(the_basemap_is_sound),
        cmocka_unit_test(the_basemap_has_its_layers),
        cmocka_unit_test(every_shape_is_there),
        cmocka_unit_test(every_shape_is_in_its_index),
        cmocka_unit_test(every_layer_has_a_credit),
        cmocka_unit_test(labels_are_those_of_the_text),
        cmocka_unit_test(the_coast_of_libya_has_names_of_seas),
    };
    int failed = cmocka_run_group_tests_name("texts", texts, NULL, NULL);
    return failed + cmocka_run_group_tests_name("basemap", basemap, open_basemap, close_basemap);
}
