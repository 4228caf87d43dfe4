/**
 * The recipe: how the gazetteer's text sources and the basemap are made from the data that
 * fetch.sh downloads. A program for the maintainer, not part of the library: what goes wrong ends
 * it with a message, so its functions return what they make and nothing else.
 *
 * Longitude and latitude in degrees, WGS 84, in that order; lengths in metres.
 */
#ifndef MARSAD_RECIPE_H
#define MARSAD_RECIPE_H

#include <gdal.h>
#include <geos_c.h>
#include <json-c/json.h>
#include <ogr_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- recipe.c ---- */

/** Ends the program with a message and status 2. */
_Noreturn void stop(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** `pointer`, or the end of the program where it is NULL: memory is out, or a library refused. */
void *need(void *pointer);

/** `folder/name`, to free with mrs_free(). */
char *path_join(const char *folder, const char *name);

/** The file parsed as JSON, to release with json_object_put(). */
json_object *json_read(const char *path);

/* ---- table.c: tab-separated text ---- */

typedef struct table {
    char *text;   /* what the cells point into */
    char **cells; /* row after row */
    size_t columns;
    size_t rows; /* without the header */
} table;

/** Reads a table whose header must be exactly `header` (NULL: there is none, and `columns` holds
 *  for every row). Lines that begin with # are skipped where there is a header. */
table table_read(const char *path, const char *header, size_t columns);
const char *table_cell(const table *t, size_t row, size_t column);
void table_clear(table *t);

/* ---- places.c: the rows of the gazetteer's sources ---- */

#define PLACE_HEADER                                                                               \
    "id\tname\tname_ar\tname_fr\talternates\tfeature_code\tcountry\tadmin1\tlon\tlat\t"            \
    "uncertainty_m\tpopulation"

typedef struct strings {
    char **items;
    size_t count;
    size_t capacity;
} strings;

/** Adds a copy, without what a name may not hold (tabs, line ends, | @ and direction marks) and
 *  without spaces at either end; nothing is added if nothing is left. */
void strings_add(strings *list, const char *text);
/** Adds `text@lang` or, with a kind, `text@lang@kind`; `text` is cleaned as above. */
void strings_add_name(strings *list, const char *text, const char *lang, const char *kind);

/** Adds copies of another list's strings, as they are. */
void strings_add_all(strings *list, const strings *from);
/** Sorts by bytes and drops repetitions. */
void strings_sort(strings *list);
void strings_clear(strings *list);

typedef struct place_row {
    char *id;
    char *name;
    char *name_ar;
    char *name_fr;
    strings alternates;
    char *feature_code;
    char *country;
    char *admin1;
    double lon;
    double lat;
    int64_t uncertainty_m;
    int64_t population;
    int64_t order; /* within a country */
} place_row;

typedef struct place_rows {
    place_row *items;
    size_t count;
    size_t capacity;
} place_rows;

/** A zeroed row at the end. */
place_row *places_add(place_rows *list);
/** Writes the rows, ordered by country, `order` and id; alternates sorted, the row's own names and
 *  repetitions dropped. */
void places_write(place_rows *list, const char *path);
void places_clear(place_rows *list);

/* ---- arabic.c ---- */

/** A copy of `text` without direction marks, cleaned as strings_add() does; may be "". */
char *name_clean(const char *text);

typedef enum name_script { NAME_LATIN, NAME_ARABIC, NAME_PERSIAN, NAME_OTHER } name_script;

/** NAME_ARABIC: all letters are those of Arabic itself; NAME_PERSIAN: Arabic script, but letters
 *  or spellings that Arabic has not (Persian, Urdu, Kurdish, Uyghur …). */
name_script name_script_of(const char *text);

/** A copy of a name in Latin letters without what of it is in Arabic script, marks included. */
char *name_without_arabic(const char *name);

/** The best of the names as the Arabic name of a place called `latin`, or "". The rule stands in
 *  geodata/README.md. */
char *arabic_choose(const strings *names, const char *latin);

/* ---- romanized.c ---- */

/** True if the name of a place in that country holds letters of a scientific romanization (of
 *  Arabic, Persian, Hebrew, Hindi, Japanese …) that are no letters of the country's own. */
bool name_is_romanized(const char *name, const char *iso2);

/** GeoNames' ASCII form as a name for maps: ayn and hamza as apostrophes. */
char *name_plain(const char *ascii);

/* ---- shape.c: geometry ---- */

typedef struct lonlat {
    double lon;
    double lat;
} lonlat;

/** The GEOS context of the program. */
GEOSContextHandle_t shape_geos(void);
GEOSGeometry *shape_to_geos(OGRGeometryH shape);
/** Takes `shape`. */
OGRGeometryH shape_from_geos(GEOSGeometry *shape);

/** A valid MultiPolygon with the polygonal parts of `shape`, which is taken. May be empty. */
OGRGeometryH shape_polygons(OGRGeometryH shape);
/** The lines in `lines`, which is taken, joined where exactly two ends meet: a MultiLineString. */
OGRGeometryH shape_merge_lines(OGRGeometryH lines);
/** Area on the ellipsoid, square metres. */
double shape_area(OGRGeometryH polygons);
/** The radius of a circle of that area, rounded up to whole metres. */
int64_t shape_radius(OGRGeometryH polygons);
/** The middle of the largest circle inside the largest polygon. */
lonlat shape_label(OGRGeometryH polygons);
OGRGeometryH shape_box(double west, double south, double east, double north);
OGRGeometryH shape_point(double lon, double lat);

/* ---- topojson.c ---- */

typedef struct topology {
    json_object *root;
    OGRGeometryH *arcs; /* LineStrings */
    size_t arc_count;
} topology;

topology topology_read(const char *path);
void topology_clear(topology *t);
/** Simplifies the arcs outside the box west, south, east, north: shared ones stay shared. */
void topology_simplify(topology *t, double tolerance, OGREnvelope but);
/** The geometries of an object: a JSON array. */
json_object *topology_members(const topology *t, const char *object);
/** The polygons of one member, cut at the antimeridian and closed round the pole, valid. */
OGRGeometryH topology_polygons(const topology *t, json_object *member);
/** Calls `visit` with the number of every arc of the member. */
void topology_each_arc(json_object *member, void (*visit)(void *context, size_t arc),
                       void *context);

/* ---- countries.c ---- */

typedef struct country {
    char iso2[3]; /* "" where the unit has no code */
    char iso3[4];
    char numeric[4];
    char *name;
    char *name_fr;
    char *name_ar;
    strings names;
    strings foreign; /* as alternates are written: text@language */ /* all others */
    bool disputed;
    OGRGeometryH shape; /* NULL where Natural Earth has none of its own */
    lonlat label;
} country;

typedef struct countries {
    country *items;
    size_t count;
    topology source;
    int *member_owner; /* of each member of the topology: index into `items` */
} countries;

countries countries_read(const char *sources);
void countries_clear(countries *list);
const country *countries_find(const countries *list, const char *iso2);
void countries_write(const countries *list, const char *sources, const char *path);

/* ---- districts.c ---- */

typedef struct district {
    char iso2[3];
    char *name;
    char *name_ar;
    char *code;     /* ISO 3166-2, or "" */
    char *geonames; /* GeoNames' code within the country, or "" */
    strings alternates;
    OGRGeometryH shape;
    OGREnvelope box;
    OGRPreparedGeometryH prepared;
} district;

typedef struct districts {
    district *items;
    size_t count;
} districts;

/** The districts of the world from world_map.gpkg; those of Libya and its neighbours in finer
 *  detail, fitted to their countries' outlines. */
districts districts_read(const char *sources, const char *geodata, const countries *nations);
/** Which hold the point: of the country if any does, else of any other; else the nearest of the
 *  country within 0.1 degrees; NULL if none. */
const district *districts_at(const districts *list, const char *iso2, lonlat at);
/** The one to which GeoNames gives that code, where recipe/districts.tsv says so, or NULL. */
const district *districts_coded(const districts *list, const char *iso2, const char *geonames);
/** Libya's, as a source of the gazetteer. */
void districts_write(const districts *list, const char *path);
/** The boundaries between the districts of one country, without coast and national boundary. */
OGRGeometryH districts_lines(const districts *list, const char *iso2);
void districts_clear(districts *list);

/** Libya and its neighbours, ISO codes; ends with NULL. */
extern const char *const theatre_countries[];

/* ---- geonames.c ---- */

void geonames_write(const char *sources, const char *geodata, const districts *regions, bool all,
                    const char *path);

/* ---- boundaries.c, basemap.c, roads.c, seas.c, check.c ---- */

/** Writes the layers `boundaries` and `boundaries_disputed`. */
void boundaries_write(GDALDatasetH file, const countries *nations, const char *sources,
                      const char *geodata);

/** Builds `geodata/basemap.gpkg` whole. */
void basemap_build(const char *sources, const char *geodata);
/** Builds it again with what is made from the texts in geodata/basemap/ (roads, labels) and from
 *  this program (sources), all other layers taken from the one that is there. */
void basemap_texts(const char *geodata);

OGRLayerH basemap_layer(GDALDatasetH file, const char *name, OGRwkbGeometryType type,
                        const char *const *fields);
/** Adds a feature; `shape` is taken (may be NULL); a value for each field of the layer. */
void basemap_add(OGRLayerH layer, OGRGeometryH shape, const char *const *values);

/** Writes the layer `roads` from geodata/basemap/roads.txt. */
void roads_write(GDALDatasetH file, const char *geodata);

/** Writes the layer `labels` from geodata/basemap/seas.tsv. */
void seas_write(GDALDatasetH file, const char *geodata);

/** Every geometry of the basemap valid and not empty, every layer with its R-tree, every road on
 *  land, every name of a sea at sea. Prints a line a layer; the number of faults. */
int basemap_check(const char *geodata);

#endif
