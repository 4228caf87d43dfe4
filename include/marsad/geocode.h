/**
 * Giving the rows of a table their places, and writing them with all their columns: a million rows
 * in memory that does not grow with the table.
 */
#ifndef MARSAD_GEOCODE_H
#define MARSAD_GEOCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "marsad/events.h"
#include "marsad/resolver.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- What a person has settled --- */

/** Reads answers to questions that the resolver left open: a file that marsad_geocode() wrote for
 * review, with its column `choice` filled in. A CSV, XLSX or ODS. A choice is the number of a
 * candidate (1 the first), a place's id, coordinates (two plain numbers are latitude and
 * longitude), or "none": it has no place; an empty one is still open. They hold for a name, however
 * it is spelled (marsad_text_keys()), in its country and admin1. MARSAD_ERR_INPUT, at its row, for
 * any other choice, and where one question has two answers. */
MARSAD_API marsad_status marsad_decisions_read(const char *path, marsad_gazetteer *gazetteer,
                                               marsad_decisions **out, marsad_error *error);
MARSAD_API void marsad_decisions_free(marsad_decisions *decisions);

/* --- Geocoding --- */

typedef enum marsad_more_kind {
    MARSAD_MORE_TEXT = 0,
    MARSAD_MORE_NUMBER,
    MARSAD_MORE_FLAG
} marsad_more_kind;

typedef struct marsad_more_column {
    const char *name;
    marsad_more_kind kind; /* a flag is told as "true" or "false" */
    int decimals;          /* of numbers: at most so many are written */
} marsad_more_column;

/** More columns beside ours, of something that is not known here, such as a front: see
 *  marsad_front_columns() in marsad/front.h. */
typedef struct marsad_more_columns {
    const marsad_more_column *columns;
    size_t count;
    /** Fills `cells` with texts that live until the next call; NULL where nothing is known. The
     *  incident's place is final; its `resolution` is NULL. */
    marsad_status (*fill)(void *state, const marsad_incident *incident, const char **cells,
                          marsad_error *error);
    void *state;
} marsad_more_columns;

typedef struct marsad_geocode_progress {
    uint64_t rows; /* written so far */
    double share;  /* of the table, 0 to 1; 0 where that is not known */
    double rows_per_s;
    double left_s; /* an estimate; negative where there is none */
} marsad_geocode_progress;

/** Begin with marsad_geocode_defaults(). What is pointed to must last through marsad_geocode(). */
typedef struct marsad_geocode_options {
    marsad_events_options events;
    marsad_resolve_options resolve;    /* its country is preferred where a row has none */
    const marsad_decisions *decisions; /* NULL: none */
    const marsad_more_columns *more;   /* NULL: none */
    const char *format; /* of `out`, by an ending without its dot; NULL: by that of the file's name
                           ("-": newline-delimited JSON) */
    const char *review; /* write the open questions to this table (.csv, .tsv, .xlsx, .ods); NULL:
                           to none. If it is the file that `decisions` were read from, those stay
                           in it. */
    const char *rejected; /* and the rows with faults to this one; NULL: see marsad_geocode() */
    bool by_row;          /* let no other row of the table help to tell what a name means */
    bool resume;          /* go on with what an earlier run has left, if it has left anything */
    const char *context;  /* what else a run and the one that goes on with it must share, such as
                             the names of the front's files; NULL: nothing */
    /** Called every so often; false stops the run. NULL: never called. */
    bool (*progress)(void *state, const marsad_geocode_progress *progress);
    void *progress_state;
    double progress_every_s; /* 0: after each row */
} marsad_geocode_options;

/** All rows, everything told by the file itself, nothing more. */
MARSAD_API marsad_geocode_options marsad_geocode_defaults(void);

/** How far coordinates may lie from the place that is named, beside the radii of both: the limit up
 *  to which UCDP's codebook calls a place known "around" a point (where_prec 2). */
#define MARSAD_FAR_M 25000.0

typedef struct marsad_geocode_summary {
    uint64_t rows; /* of the table that have anything in them */
    uint64_t by_name, by_coordinates, by_decision, ambiguous, unresolved;
    uint64_t rejected;       /* rows with faults */
    uint64_t to_check;       /* placed rows whose column `check` says something */
    uint64_t questions;      /* written for review */
    uint64_t idle_decisions; /* on names that no row has */
    char idle[128];          /* the first of them; "" if none */
    uint64_t from_row;       /* of the table: where a resumed run went on; 0: at the beginning */
    bool stopped;            /* by `progress` */
    bool can_resume;         /* what there is can be gone on with; else nothing was left */
    char rejected_path[384]; /* where the rejected rows stand; "" if nowhere */
    char note[512];          /* what was assumed of the file; "" if nothing */
} marsad_geocode_summary;

/**
 * Reads the table `in` row by row and writes `out` in the format of its ending: every column of the
 * table, then place_id, place_name, lon, lat, uncertainty_m, match, confidence, placed_by, reason,
 * where_prec, geo_precision, name_distance_m (how far the row's own coordinates lie from the
 * nearest place of its name) and check (what is to be looked at, in words), then `more`. A column
 * of the table that is called like one of ours becomes `input_` and its name, but for lon, lat and
 * uncertainty_m, which stay in their place and are filled where they are empty.
 *
 * A file is gone through twice, so that all its rows are placed as marsad_events_place() places
 * them: first for the places that help to tell what the other names mean. With `by_row`, and in
 * what can be read only once (a pipe), each row is answered by itself.
 *
 * Where a row has coordinates, the nearest place that its name may mean is told; if that lies
 * farther from them than MARSAD_FAR_M and the radii of both, `check` says so, and whether they seem
 * to be swapped.
 *
 * "-" is standard input, and standard output. Each row of newline-delimited JSON is then answered
 * by itself and written at once, so that the program is a filter whose blocks can be spread; it
 * keeps its keys, their types and their order (a GeoJSON feature its properties, and a geometry
 * unless that is null).
 *
 * Rows with faults go to `rejected`, by default to a file beside `out` with "-rejected.csv" for its
 * ending (of a filter: into the output, with `placed_by` "malformed" and the fault in `check`; what
 * is no JSON under the key "malformed"), and into `problems` (may be NULL).
 *
 * A file is written whole or not at all; but csv, tsv and newline-delimited JSON that were stopped,
 * or killed, leave "OUT.part" and "OUT.resume" behind, with which `resume` goes on, and gives the
 * same bytes. MARSAD_ERR_INPUT, if the table or the options have changed since.
 */
MARSAD_API marsad_status marsad_geocode(const char *in, const char *out, marsad_resolver *resolver,
                                        const marsad_geocode_options *options,
                                        marsad_geocode_summary *summary, marsad_problems *problems,
                                        marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
