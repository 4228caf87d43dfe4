/**
 * The columns of a table that is written: the file's own, then ours.
 *
 * Ours always have the same names: a column of the file that is called so is kept as "input_" and
 * its name. Only lon, lat and uncertainty_m mean there what they mean here: they stay where they
 * are, and hold where the row was placed.
 */
#ifndef MARSAD_EVENTS_LAYOUT_H
#define MARSAD_EVENTS_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "events/columns.h"
#include "geo/vector_write.h"

#define MRS_NONE_OF ((size_t)-1)

/** A column of the file, of ours, or of both. */
typedef struct mrs_layout_column {
    size_t of_file; /* its index there, or MRS_NONE_OF */
    size_t of_ours; /* the same */
    mrs_column known;
} mrs_layout_column;

typedef struct mrs_layout {
    mrs_layout_column *columns;
    mrs_field *fields;
    mrs_cell *cells; /* room for those of a row */
    size_t count;
    mrs_arena names;
} mrs_layout;

/** What a file has. */
typedef struct mrs_layout_file {
    const char *const *names;
    const mrs_cell_kind *kinds;
    const mrs_column *known; /* what each means; NULL: what its name says */
    size_t count;
} mrs_layout_file;

/** `out` is to be cleared, whatever comes. Names are shared with both lists. */
marsad_status mrs_layout_make(const mrs_layout_file *file, const mrs_field *ours, size_t our_count,
                              mrs_layout *out, marsad_error *error);
void mrs_layout_clear(mrs_layout *layout);

/** True if the column holds what was made of the row's place, and else what the file has. */
bool mrs_layout_is_ours(const mrs_layout_column *column, bool placed);

/** What stands in the file, as a cell of that kind. */
mrs_cell mrs_layout_file_cell(const char *text, mrs_cell_kind kind);

/** The counts that the incident has for the column killed or injured. */
mrs_cell mrs_layout_count_cell(const marsad_incident *incident, mrs_column known);

mrs_cell mrs_cell_text(const char *text); /* "" and NULL are nothing */
mrs_cell mrs_cell_number(bool known, double value);
mrs_cell mrs_cell_flag(bool known, bool value);

/* --- Where a row was placed --- */

/** Our first columns, in every table that is written. */
typedef enum mrs_place_column {
    MRS_PLACE_ID = 0,
    MRS_PLACE_NAME,
    MRS_PLACE_LON,
    MRS_PLACE_LAT,
    MRS_PLACE_UNCERTAINTY_M,
    MRS_PLACE_MATCH,
    MRS_PLACE_CONFIDENCE,
    MRS_PLACE_PLACED_BY,
    MRS_PLACE_REASON,
    MRS_PLACE_COLUMNS
} mrs_place_column;

extern const mrs_field mrs_place_fields[MRS_PLACE_COLUMNS];

/** Where a row was placed, and why there. Of an ambiguous one only the reason is told: what it may
 *  be is no place. */
typedef struct mrs_placed {
    marsad_placement placement;
    marsad_lonlat at;
    double uncertainty_m; /* 0 where unknown */
    const char *id, *name, *match, *reason;
    double confidence; /* negative where there was nothing to be sure of */
} mrs_placed;

mrs_placed mrs_placed_of(const marsad_incident *incident);
mrs_cell mrs_placed_cell(const mrs_placed *placed, mrs_place_column column);

#endif
