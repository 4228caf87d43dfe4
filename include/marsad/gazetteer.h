/**
 * The gazetteer: a GeoPackage of places, their names and the sources they come from.
 *
 * A handle is used by one thread at a time; open the file once a thread.
 */
#ifndef MARSAD_GAZETTEER_H
#define MARSAD_GAZETTEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct marsad_gazetteer marsad_gazetteer;

/** A place. All strings are owned by the place; those that are unknown are "" (never NULL). */
typedef struct marsad_place {
    int64_t row;        /* the place's row in the gazetteer; stands only within one file */
    char *id;           /* stable across builds, such as "geonames:2214846" */
    char *name;         /* in Latin script */
    char *name_ar;      /* in Arabic, or "" */
    char *name_fr;      /* in French where it differs from `name`, or "" */
    char *feature_code; /* GeoNames' code: PPL, PPLA, AIRP, ADM1, PCLI … */
    char *country;      /* ISO 3166-1 alpha-2 */
    char *admin1;       /* name of the first-level district, or "" */
    marsad_lonlat at;
    double uncertainty_m; /* radius within which the place lies with its extent, > 0 */
    int64_t population;   /* 0 where unknown */
    double importance;    /* 0 to 1, from kind, population and number of names */
    char *source;         /* the `name` of its first source in `sources` */
} marsad_place;

/** Frees the strings and zeroes the place. `place` may be NULL. */
MARSAD_API void marsad_place_clear(marsad_place *place);

/** Makes `to` a deep copy of `from`. MARSAD_ERR_MEMORY leaves `to` zeroed. */
MARSAD_API marsad_status marsad_place_copy(const marsad_place *from, marsad_place *to,
                                           marsad_error *error);

/** The place's name in `lang`, or its Latin name where that language has none. */
MARSAD_API const char *marsad_place_name(const marsad_place *place, marsad_lang lang);

typedef struct marsad_place_list {
    marsad_place *items;
    size_t count;
} marsad_place_list;

/** Frees the places and the array. `list` may be NULL. */
MARSAD_API void marsad_place_list_clear(marsad_place_list *list);

/** A source of places, with what its licence asks to be said. */
typedef struct marsad_source {
    char *name;        /* "GeoNames" */
    char *licence;     /* "CC BY 4.0" */
    char *attribution; /* "GeoNames (geonames.org)", as credited on the map */
    char *url;
    char *date;     /* of the data, ISO 8601, or "" */
    int64_t places; /* places that name this source first */
} marsad_source;

typedef struct marsad_gazetteer_info {
    char *path;
    int64_t places;
    int64_t names;
    int64_t arabic_names; /* of `names`, those in Arabic script */
    marsad_source *sources;
    size_t source_count;
    marsad_bbox extent;
} marsad_gazetteer_info;

/**
 * Opens a gazetteer for reading. MARSAD_ERR_NOT_FOUND if there is no such file, MARSAD_ERR_INPUT
 * if it is not a GeoPackage of Marsad's schema (or of another version of its look-up keys; the
 * message says how to rebuild it).
 */
MARSAD_API marsad_status marsad_gazetteer_open(const char *path, marsad_gazetteer **out,
                                               marsad_error *error);

/** Closes it. May be NULL. */
MARSAD_API void marsad_gazetteer_close(marsad_gazetteer *gazetteer);

/** Counts, extent and sources. Free with marsad_gazetteer_info_clear(). */
MARSAD_API marsad_status marsad_gazetteer_describe(marsad_gazetteer *gazetteer,
                                                   marsad_gazetteer_info *out, marsad_error *error);
MARSAD_API void marsad_gazetteer_info_clear(marsad_gazetteer_info *info);

/** The sources in the order of their priority: what a map must credit. Cheap, where
 *  marsad_gazetteer_describe() counts every name. Free with marsad_sources_free(). */
MARSAD_API marsad_status marsad_gazetteer_sources(marsad_gazetteer *gazetteer, marsad_source **out,
                                                  size_t *count, marsad_error *error);
MARSAD_API void marsad_sources_free(marsad_source *sources, size_t count);

/** Which of a name's keys a look-up matched. */
typedef enum marsad_key_kind { MARSAD_KEY_FULL = 0, MARSAD_KEY_BARE } marsad_key_kind;

/** A name of a place that answered a look-up. Strings are owned by the match. */
typedef struct marsad_name_match {
    marsad_place place;
    char *name;     /* the gazetteer's spelling that matched */
    char *language; /* ISO 639, or "" */
    char *kind;     /* official, alternate, colloquial, historical, code */
    marsad_key_kind key;
} marsad_name_match;

typedef struct marsad_name_match_list {
    marsad_name_match *items;
    size_t count;
} marsad_name_match_list;

MARSAD_API void marsad_name_match_list_clear(marsad_name_match_list *list);

/**
 * Every place one of whose names has the key `key` (see marsad_text_keys()): its full key or, with
 * MARSAD_KEY_BARE, its bare one. One match a place: the best kind of name first. Ordered by place
 * row. None is an empty list, not an error.
 */
MARSAD_API marsad_status marsad_gazetteer_find(marsad_gazetteer *gazetteer, const char *key,
                                               marsad_key_kind kind, marsad_name_match_list *out,
                                               marsad_error *error);

/**
 * The place with this id, or the place to which a weaker source's place of this id was joined.
 * MARSAD_ERR_NOT_FOUND if there is none.
 */
MARSAD_API marsad_status marsad_gazetteer_place(marsad_gazetteer *gazetteer, const char *id,
                                                marsad_place *out, marsad_error *error);

/**
 * The populated places (feature codes PPL…) in the box, the most important first, then by id; at
 * most `limit`. Uses the R-tree.
 */
MARSAD_API marsad_status marsad_gazetteer_towns(marsad_gazetteer *gazetteer, marsad_bbox box,
                                                size_t limit, marsad_place_list *out,
                                                marsad_error *error);

/** A place of the gazetteer and how it lies to a point. */
typedef struct marsad_place_around {
    marsad_place place;
    marsad_geodesic line; /* from the point asked about to the place */
} marsad_place_around;

typedef struct marsad_place_around_list {
    marsad_place_around *items;
    size_t count;
} marsad_place_around_list;

MARSAD_API void marsad_place_around_list_clear(marsad_place_around_list *list);

/**
 * The places no farther than `radius_m` (> 0) from `centre`, the nearest first, then by id; at most
 * `limit` (0: all). `kinds` keeps those whose feature code is one of, or begins with one of, the
 * comma-separated codes and classes ("PPL", "AIRP,AIRB", "P" for the class of populated places);
 * NULL: all. Uses the R-tree, also across the antimeridian. MARSAD_ERR_USAGE if the radius or the
 * point is out of range, or a code is none of GeoNames'.
 */
MARSAD_API marsad_status marsad_gazetteer_around(marsad_gazetteer *gazetteer, marsad_lonlat centre,
                                                 double radius_m, const char *kinds, size_t limit,
                                                 marsad_place_around_list *out,
                                                 marsad_error *error);

/** Called now and then while a long piece of work goes on; `done` of `total` (0 if unknown). */
typedef void (*marsad_progress)(void *context, int64_t done, int64_t total);

/**
 * Builds a gazetteer from a folder of tab-separated sources (the format stands in
 * geodata/README.md), whole or not at all: the file at `path` is replaced only when the new one is
 * complete. The same sources give the same bytes. `progress` may be NULL.
 */
MARSAD_API marsad_status marsad_gazetteer_build(const char *folder, const char *path,
                                                marsad_progress progress, void *progress_context,
                                                marsad_error *error);

/** What a source of an import is written in. */
typedef enum marsad_import_format {
    MARSAD_IMPORT_AUTO = 0, /* told by the content */
    MARSAD_IMPORT_GEONAMES, /* a dump of GeoNames: 19 columns, no header */
    MARSAD_IMPORT_OVERPASS, /* JSON of OpenStreetMap's Overpass API */
    MARSAD_IMPORT_OSM,      /* .osm.pbf or .osm */
    MARSAD_IMPORT_LAYER     /* a table or layer that OGR reads */
} marsad_import_format;

/**
 * How to import. Strings may be NULL. Start from marsad_import_defaults().
 *
 * `map` says which column of a layer holds what: "name=ADM2_EN,name_ar=ADM2_AR,pcode=ADM2_PCODE".
 * Its keys are id, name, name_LANGUAGE, alternates, pcode, feature_code, country, admin1, lon, lat,
 * uncertainty_m and population; a column that is called so needs no mapping. A layer's position is
 * that of `lon` and `lat` where mapped, else its geometry's.
 *
 * `country` keeps only the places of that country; those for which the source names none are taken
 * to lie in it. `min_population` concerns populated places alone.
 */
typedef struct marsad_import_options {
    marsad_import_format format;
    const char *layer;           /* of the file; NULL: its only one */
    const char *map;             /* see above */
    const char *alternate_names; /* GeoNames' alternateNamesV2.txt, or one country's part of it */
    const char *country;         /* ISO 3166-1 alpha-2 */
    const char *feature_code;    /* for what has none */
    const char *feature_classes; /* GeoNames' letters to keep, such as "PA"; NULL: all */
    int64_t min_population;
    /* What to credit. NULL: known for GeoNames and OpenStreetMap, and where the gazetteer has a
       source of this name; of another layer, the name and the licence are required. */
    const char *source_name, *licence, *attribution, *url, *date;
    bool (*stop)(void *context); /* asked now and then; true ends the import. May be NULL */
    void *stop_context;
} marsad_import_options;

MARSAD_API marsad_import_options marsad_import_defaults(void);

/** Why a place of the source was not taken. */
typedef enum marsad_import_skip {
    MARSAD_SKIP_BROKEN = 0,     /* the line is not what the format asks for */
    MARSAD_SKIP_NO_NAME,        /* or none with a letter */
    MARSAD_SKIP_PLACEHOLDER,    /* "no name", "unknown" … stands where the name should */
    MARSAD_SKIP_NO_COORDINATES, /* neither columns nor a geometry */
    MARSAD_SKIP_OUT_OF_RANGE,   /* coordinates that are none, or exactly 0, 0 */
    MARSAD_SKIP_NO_KIND,        /* what it is has no feature code */
    MARSAD_SKIP_DUPLICATE,      /* an id that stood in an earlier line */
    MARSAD_SKIP_FILTERED,       /* left out by the options */
    MARSAD_SKIP_COUNT
} marsad_import_skip;

/** A few English words for a reason, such as "broken line". Never NULL. */
MARSAD_API const char *marsad_import_skip_text(marsad_import_skip reason);

/** A place that was skipped, other than by the options, or for its kind in OpenStreetMap. */
typedef struct marsad_import_problem {
    char *file; /* in which it stands */
    long row;   /* its line, or a feature's ordinal where the file has no lines */
    marsad_import_skip reason;
    char *message; /* what is wrong */
} marsad_import_problem;

enum { MARSAD_IMPORT_PROBLEMS = 40 };

/** What an import did. */
typedef struct marsad_import_summary {
    marsad_import_format format;
    char *source;     /* the name of the source, as in `sources` */
    int64_t read;     /* places in the source: the sum of all that follow */
    int64_t added;    /* places that the gazetteer did not have */
    int64_t joined;   /* to a place that it had from a stronger source */
    int64_t replaced; /* places that an earlier import had brought under the same id */
    int64_t skipped[MARSAD_SKIP_COUNT];
    int64_t places, names;               /* in the gazetteer now */
    int64_t places_before, names_before; /* 0 where it is new */
    marsad_import_problem *problems;     /* the first MARSAD_IMPORT_PROBLEMS of them */
    size_t problem_count;
    int64_t problems_in_all; /* of the alternate names too, which are no places */
} marsad_import_summary;

/** Frees what the summary holds and zeroes it. May be NULL. */
MARSAD_API void marsad_import_summary_clear(marsad_import_summary *summary);

/**
 * Adds the places of `source` to the gazetteer at `path`, which is created if it is not there. The
 * new source is weaker than those that the gazetteer has: a place that one of them has too (names
 * alike, near, of a compatible kind) is joined to that, and both are named as its sources. A place
 * of the same source and id as one in the gazetteer takes its place, so that a second import of the
 * same file changes nothing.
 *
 * A broken line is told in the summary and skipped. The gazetteer is replaced only when the new one
 * is complete: whatever fails, it stays as it was. `progress` counts up to 1000; it and `options`
 * may be NULL.
 */
MARSAD_API marsad_status marsad_gazetteer_import(const marsad_import_options *options,
                                                 const char *source, const char *path,
                                                 marsad_import_summary *out,
                                                 marsad_progress progress, void *progress_context,
                                                 marsad_error *error);

/**
 * Checks a gazetteer in depth: SQLite's integrity, the GeoPackage's tables, the R-tree against the
 * geometries, every name's keys, every source named, and the look-up index against one made again
 * from the places and names. MARSAD_OK if all is well; MARSAD_ERR_INPUT with the first fault in the
 * message, and in `faults` (may be NULL) how many there are.
 */
MARSAD_API marsad_status marsad_gazetteer_check(const char *path, size_t *faults,
                                                marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
