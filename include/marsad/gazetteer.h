/**
 * The gazetteer: a GeoPackage of places, their names and the sources they come from.
 *
 * A handle is used by one thread at a time; open the file once a thread.
 */
#ifndef MARSAD_GAZETTEER_H
#define MARSAD_GAZETTEER_H

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

/**
 * Checks a gazetteer in depth: SQLite's integrity, the GeoPackage's tables, the R-tree against the
 * geometries, every name's keys, every source named. MARSAD_OK if all is well; MARSAD_ERR_INPUT
 * with the first fault in the message, and in `faults` (may be NULL) how many there are.
 */
MARSAD_API marsad_status marsad_gazetteer_check(const char *path, size_t *faults,
                                                marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
