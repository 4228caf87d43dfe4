/**
 * An import in progress. A reader (import_geonames.c, import_overpass.c …) gives it one place after
 * the other: mrs_import_name() for each name, then mrs_import_place(). What is taken is kept until
 * all is read; then import_names.c settles the names and import_merge.c adds the places to those of
 * the gazetteer.
 */
#ifndef MARSAD_GAZETTEER_IMPORT_H
#define MARSAD_GAZETTEER_IMPORT_H

#include <stdio.h>

#include "base/buffer.h"
#include "gazetteer/hash.h"
#include "gazetteer/import_clean.h"
#include "gazetteer/sources.h"
#include "marsad/gazetteer.h"

/** How well a name serves as the place's own: the lowest number wins, of equals the first. */
enum {
    MRS_RANK_BEST = 1, /* the name that the source means for English */
    MRS_RANK_MAIN,     /* the name without a language */
    MRS_RANK_INTERNATIONAL,
    MRS_RANK_OTHER_MAIN, /* the main name in another language */
    MRS_RANK_FOREIGN,    /* the main name in a language that no map is written in */
    MRS_RANK_ALTERNATE,
    MRS_RANK_UNTOLD, /* an alternate without a language, where others may have theirs told */
    MRS_RANK_NEVER   /* codes, old names */
};

/** A name that was taken, before the names of its place are settled. */
typedef struct mrs_import_staged {
    const char *text, *language;
    uint32_t owner; /* index of its entry */
    uint8_t kind, rank, script;
} mrs_import_staged;

typedef struct mrs_import {
    const marsad_import_options *options;
    char country[3];   /* of the options, in capitals, or "" */
    mrs_sources taken; /* entries without names, in the order of the source; names come last */
    mrs_import_staged *staged; /* names in the order in which they came */
    size_t staged_count, staged_capacity;
    size_t pending;   /* of `staged`: the first name of the place in hand */
    bool placeholder; /* a name of the place in hand was a placeholder */
    mrs_hash ids;     /* of the entries */
    mrs_hash admin1;  /* names of districts (entries of `admin1_names`) by country and code */
    const char **admin1_names;
    size_t admin1_count, admin1_capacity;
    const char *prefix;     /* of ids, such as "geonames" */
    const char *path;       /* that is being read */
    long row;               /* in hand, for problems */
    char date[11];          /* of the data, as the source tells it, or "" */
    mrs_name_pieces pieces; /* for mrs_import_name() */
    mrs_labeller labeller;  /* for names without a Latin form */
    marsad_import_summary *summary;
    marsad_progress progress;
    void *progress_context;
    int progress_from, progress_to; /* of 1000: what reading the file in hand covers */
} mrs_import;

/** A place as a reader finds it. Strings may be "", and need not outlive the call. */
typedef struct mrs_import_place_facts {
    const char *id; /* without the prefix */
    const char *feature_code;
    char feature_class; /* GeoNames' letter, or 0: known by the code */
    const char *country, *admin1;
    bool admin1_is_code; /* `admin1` is the key of mrs_import_district() */
    bool has_position;
    marsad_lonlat at;
    double uncertainty_m; /* 0: usual for the kind */
    int64_t population;
} mrs_import_place_facts;

/**
 * Adds a name to the place in hand: cleaned, split by script, and left out if it is a placeholder.
 * `text` must be UTF-8. `language` is ISO 639 or "". A code is taken as it is.
 */
marsad_status mrs_import_name(mrs_import *import, const char *text, const char *language,
                              mrs_name_kind kind, int rank, marsad_error *error);

/** As mrs_import_name(), for an entry that was taken before. */
marsad_status mrs_import_late_name(mrs_import *import, uint32_t entry, const char *text,
                                   const char *language, mrs_name_kind kind, int rank,
                                   marsad_error *error);

/** True if the options leave such a place out: asked before the work on its names is done. */
bool mrs_import_is_filtered(const mrs_import *import, const mrs_import_place_facts *facts);

/** Ends the place in hand, and takes it if nothing speaks against that. */
marsad_status mrs_import_place(mrs_import *import, const mrs_import_place_facts *facts,
                               marsad_error *error);

/** Counts the place in hand as skipped, with a word to say why; its names are forgotten. */
marsad_status mrs_import_skip(mrs_import *import, marsad_import_skip reason, marsad_error *error,
                              const char *format, ...) __attribute__((format(printf, 4, 5)));

/** Notes a problem that concerns no place of its own. */
marsad_status mrs_import_problem(mrs_import *import, marsad_import_skip reason, const char *message,
                                 marsad_error *error);

/** Notes the name of the first-level district with this key ("LY.08"). */
marsad_status mrs_import_district(mrs_import *import, const char *key, const char *name,
                                  marsad_error *error);

/** Notes a date of the data, YYYY-MM-DD with or without a time of day behind it: the newest stays.
 *  Anything else is passed over. */
void mrs_import_note_date(mrs_import *import, const char *date);

/** To be called now and then: tells the progress, and fails if the import is to stop. */
marsad_status mrs_import_tick(const mrs_import *import, int64_t done, int64_t total,
                              marsad_error *error);

/** The size of a file in bytes; 0 if that is not known. */
int64_t mrs_import_size(FILE *stream);

/* ---- the readers --------------------------------------------------------------------------- */

/** Looks into the file to tell its format. MARSAD_ERR_INPUT for what must be unpacked first. */
marsad_status mrs_import_detect(const char *path, marsad_import_format *out, marsad_error *error);

marsad_status mrs_import_geonames(mrs_import *import, const char *path, marsad_error *error);

/** GeoNames' alternateNamesV2: names for the places that were taken. */
marsad_status mrs_import_alternate_names(mrs_import *import, const char *path, marsad_error *error);

marsad_status mrs_import_overpass(mrs_import *import, const char *path, marsad_error *error);
marsad_status mrs_import_osm(mrs_import *import, const char *path, marsad_error *error);
marsad_status mrs_import_layer(mrs_import *import, const char *path, marsad_error *error);

/* ---- after reading ------------------------------------------------------------------------- */

/** Settles the names of all places taken: fills `taken.names`, and each entry's own names. */
marsad_status mrs_import_settle(mrs_import *import, marsad_error *error);

/**
 * Adds what was taken, as a part of the source `file` of `sources` (the gazetteer as it was), and
 * joins it. `import->taken` is emptied. Counts what became of each place.
 */
marsad_status mrs_import_merge(mrs_import *import, mrs_sources *sources, uint32_t file,
                               marsad_error *error);

/** The rows that the sources give in `names`, and the places. */
void mrs_import_count(const mrs_sources *sources, int64_t *places, int64_t *names);

#endif
