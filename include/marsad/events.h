/**
 * Tables of incidents: reading, validation, and placing through the resolver.
 */
#ifndef MARSAD_EVENTS_H
#define MARSAD_EVENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/resolver.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum marsad_incident_type {
    MARSAD_TYPE_ADVANCE = 0,
    MARSAD_TYPE_GROUND_ATTACK,
    MARSAD_TYPE_RECAPTURE,
    MARSAD_TYPE_WITHDRAWAL,
    MARSAD_TYPE_PURSUIT,
    MARSAD_TYPE_CLASH,
    MARSAD_TYPE_SHELLING,
    MARSAD_TYPE_AIRSTRIKE,
    MARSAD_TYPE_DRONE,
    MARSAD_TYPE_EXPLOSION,
    MARSAD_TYPE_ARREST,
    MARSAD_TYPE_ABDUCTION,
    MARSAD_TYPE_PROTEST,
    MARSAD_TYPE_RIOT,
    MARSAD_TYPE_CEASEFIRE,
    MARSAD_TYPE_AGREEMENT,
    MARSAD_TYPE_DISPLACEMENT,
    MARSAD_TYPE_AID,
    MARSAD_TYPE_OTHER,
    MARSAD_TYPE_COUNT
} marsad_incident_type;

/** The type's name in the tables ("ground_attack"), which is also its icon's name. Never NULL. */
MARSAD_API const char *marsad_incident_type_name(marsad_incident_type type);

/** The type's label in a legend: "Ground attack", "هجوم بري", "Attaque terrestre". Never NULL. */
MARSAD_API const char *marsad_incident_type_label(marsad_incident_type type, marsad_lang lang);

/** A calendar date, Gregorian; `month` and `day` are 0 where the precision does not reach. */
typedef struct marsad_date {
    int year;  /* 0 where there is no date */
    int month; /* 1 to 12, or 0 */
    int day;   /* 1 to 31, or 0 */
} marsad_date;

/** Reads YYYY-MM-DD, YYYY-MM or YYYY. MARSAD_ERR_INPUT, with what is wrong, on anything else. (A
 *  table's dates may be written in more ways: see marsad_events_read().) */
MARSAD_API marsad_status marsad_date_parse(const char *text, marsad_date *out, marsad_error *error);

/** Negative, 0 or positive as `a` is before, the same as or after `b`; an absent month or day
 *  counts as the first. */
MARSAD_API int marsad_date_compare(marsad_date a, marsad_date b);

/** "2020-01-26", "2020-01" or "2020", as far as the date is known; "" if its year is 0. Returns
 *  `out`. */
enum { MARSAD_DATE_TEXT = 40 };
MARSAD_API const char *marsad_date_text(marsad_date date, char out[MARSAD_DATE_TEXT]);

typedef enum marsad_placement {
    MARSAD_UNPLACED = 0, /* no coordinates, and the name is unresolved */
    MARSAD_PLACED_AMBIGUOUSLY,
    MARSAD_PLACED_BY_NAME,
    MARSAD_PLACED_BY_COORDINATES, /* the row's own lon and lat */
    MARSAD_PLACED_BY_DECISION     /* by what a person has chosen (marsad/geocode.h) */
} marsad_placement;

/** "unresolved", "ambiguous", "name", "coordinates" or "decision": what the incident was placed by,
 *  if it was. */
MARSAD_API const char *marsad_placement_text(marsad_placement placement);

/** One incident. Strings are owned by the table; those that are absent are "" (never NULL). */
typedef struct marsad_incident {
    long row; /* in the file as a spreadsheet counts it: the header is row 1 */
    const char *id, *label;
    marsad_date date, end_date;
    const char *date_precision; /* day, week, month, year, or "" */
    marsad_incident_type type;
    const char *location, *location_detail, *admin1, *admin2;
    const char *country; /* two letters of ISO 3166-1, or "" */
    const char *actor1, *actor2, *controller_after;
    long killed, injured; /* -1 where the cell is empty */
    const char *headline, *headline_ar, *headline_fr;
    const char *source, *url, *note;

    marsad_placement placement;
    marsad_lonlat at;     /* valid unless unplaced (or placed ambiguously: the best) */
    double uncertainty_m; /* 0 where unknown */
    const marsad_resolution *resolution; /* owned by the table; NULL if placed by coordinates */
} marsad_incident;

/** The incident's headline in `lang`: that language's, or else the first there is, or "". */
MARSAD_API const char *marsad_incident_headline(const marsad_incident *incident, marsad_lang lang);

/** True if the incident has a place on the ground: an ambiguous one has only candidates. */
MARSAD_API bool marsad_incident_is_placed(const marsad_incident *incident);

typedef struct marsad_events marsad_events;

/** What was found wrong with a table, in the order of its rows. */
typedef struct marsad_problems {
    marsad_error *items; /* the first some hundreds */
    size_t count;        /* of them */
    size_t found;        /* in all */
} marsad_problems;

MARSAD_API void marsad_problems_clear(marsad_problems *problems);

/** How a table is read. Begin with marsad_events_defaults(). What is pointed to need only last
 * until the table is open. */
typedef struct marsad_events_options {
    const char *layer; /* of a file with several layers or sheets; NULL: the only one with rows */
    const char *where; /* a condition in OGR SQL on the file's own columns; NULL: all rows */
    const char
        *encoding;     /* of a text file, as ICU names them: "UTF-8", "windows-1256"; NULL: by its
                          byte order mark, else UTF-8, else what it clearly is, which is said */
    char separator;    /* of a CSV; 0: what its header has most of */
    const char *map;   /* "location=Lieu,date=Jour": our columns by the file's, before what is
                          recognised; NULL */
    marsad_date since; /* only rows whose date may lie on or after it; year 0: all. Rows without a
                          date are kept. */
    marsad_date until;
} marsad_events_options;

/** All rows, everything told by the file itself. */
MARSAD_API marsad_events_options marsad_events_defaults(void);

/**
 * Reads an events table: CSV and other delimited text, XLSX, ODS, GeoJSON, newline-delimited JSON,
 * GeoPackage, Shapefile, FlatGeobuf, KML, GPX, or "PG:…", a connection to PostGIS; told apart by
 * what they hold. `path` "-" is standard input. `options` may be NULL for the defaults.
 *
 * The columns are recognised: our own names, whatever their case, ACLED's and UCDP's, HXL tags in
 * the second row, usual headers in English, Arabic and French (geodata/events/headers.tsv). Unknown
 * columns are only kept. Point geometries give the coordinates where no columns do.
 *
 * Dates are ISO 8601, numbers in European order (never month first), months by their names in
 * English, French and Arabic, spreadsheets' numbers of days, and ranges of these, which fill
 * end_date. Types are also found by ACLED's and UCDP's names and by usual words, countries by their
 * codes and names. Where rows have coordinates, codes of precision (geo_precision, where_prec)
 * become uncertainty_m. In a table that does not have our own names a type that is not known is
 * MARSAD_TYPE_OTHER, and a cell with "-", "n/a" or "unknown" is empty.
 *
 * All rows are read and all faults are reported in `problems` (which may not be NULL) in one pass:
 * a bad date, a negative or fractional count, coordinates out of range or only one of them, a row
 * with neither location nor coordinates, text that is not in the file's encoding. A row with a
 * fault is not among the incidents but kept aside: marsad_events_rejected_count() says how many,
 * and marsad_events_write_rejected() writes them. What is wrong with the whole table (no column to
 * place anything by, a file cut off, no good row at all) makes the call return MARSAD_ERR_INPUT,
 * and `error` holds the first fault.
 */
MARSAD_API marsad_status marsad_events_read(const char *path, const marsad_events_options *options,
                                            marsad_events **out, marsad_problems *problems,
                                            marsad_error *error);

/** Rows that were not taken for a fault of theirs. */
MARSAD_API size_t marsad_events_rejected_count(const marsad_events *events);

/** Writes those rows to a CSV, whole or not at all: as the file has them, with the columns
 *  `marsad_row` and `marsad_fault` before their own, and `marsad_raw`, the row's very text, where
 *  one could not be taken apart into cells. Once mended, the CSV can be read as it is: these
 * columns are passed over. Not for two threads at once with the same table. */
MARSAD_API marsad_status marsad_events_write_rejected(marsad_events *events, const char *path,
                                                      marsad_error *error);

/** Where those rows stand unless a caller knows better: beside the output, "out/map.svg" giving
 *  "out/map-rejected.csv", and a folder its name. To free with marsad_string_free(); NULL if memory
 *  is out. */
MARSAD_API char *marsad_side_file_path(const char *output);

typedef enum marsad_side_file {
    MARSAD_SIDE_NONE = 0, /* there is no file */
    MARSAD_SIDE_EARLIER,  /* rows that an earlier run has left aside: to be written over */
    MARSAD_SIDE_TABLE,    /* the table itself, by whatever name */
    MARSAD_SIDE_OTHER     /* somebody's own file */
} marsad_side_file;

/** What stands at `path` before the rows that are left aside of `table` are written there. */
MARSAD_API marsad_side_file marsad_side_file_at(const char *path, const char *table);

/** Rows that were passed over because they lie before `since` or after `until`. */
MARSAD_API size_t marsad_events_left_out(const marsad_events *events);

/** What was assumed of the file, for messages, such as "read as windows-1256"; "" if nothing. Lives
 *  with the table, as its incidents, columns and cells do. */
MARSAD_API const char *marsad_events_note(const marsad_events *events);

MARSAD_API void marsad_events_free(marsad_events *events);

MARSAD_API size_t marsad_events_count(const marsad_events *events);

/** The incident at `index` < marsad_events_count(), in the order of the file. */
MARSAD_API const marsad_incident *marsad_events_get(const marsad_events *events, size_t index);

/** The columns of the file, in its order and as it names them. A CSV's cells, or a layer's
 *  attributes. */
MARSAD_API size_t marsad_events_column_count(const marsad_events *events);
MARSAD_API const char *marsad_events_column(const marsad_events *events, size_t column);

/** The text that stands in the file in an incident's row, "" where it is empty: also of columns
 *  that are unknown. */
MARSAD_API const char *marsad_events_cell(const marsad_events *events, size_t index, size_t column);

/**
 * Gives each incident its place: by its own coordinates, or by resolving its location in its
 * country, outside which no place is an answer; where the row has none, `options->country` is
 * preferred. Ambiguous and unresolved incidents are
 * marked as such, not dropped.
 */
MARSAD_API marsad_status marsad_events_place(marsad_events *events, marsad_resolver *resolver,
                                             const marsad_resolve_options *options,
                                             marsad_error *error);

/** Answers of a person to questions that the resolver left open; see marsad/geocode.h. */
typedef struct marsad_decisions marsad_decisions;

/** The same, with what a person has chosen for some names before all else. `decisions` may be NULL.
 */
MARSAD_API marsad_status marsad_events_place_decided(marsad_events *events,
                                                     marsad_resolver *resolver,
                                                     const marsad_resolve_options *options,
                                                     const marsad_decisions *decisions,
                                                     marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
