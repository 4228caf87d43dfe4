/** The headers that columns have in other people's tables: geodata/events/headers.tsv. */
#ifndef MARSAD_EVENTS_HEADERS_H
#define MARSAD_EVENTS_HEADERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "events/columns.h"
#include "events/seen.h"

typedef enum mrs_headers {
    MRS_HEADERS_ACLED,
    MRS_HEADERS_UCDP,
    MRS_HEADERS_HXL,
    MRS_HEADERS_PLAIN
} mrs_headers;

/** Headers of one column of ours, the preferred ones first; '|' stands between them. Several rows
 *  of one column follow each other in their order. */
typedef struct mrs_header_row {
    mrs_headers tables;
    mrs_column column;
    const char *headers;
} mrs_header_row;

const mrs_header_row *mrs_header_rows(size_t *count);

/** The next header of `*rest`, copied into the arena; NULL at the end, or if memory is out. */
const char *mrs_header_next(const char **rest, mrs_arena *arena);

/** What a header is compared by: marsad_text_keys()'s bare key, kept in the arena; "" where the
 *  header is not UTF-8 or has no letters. NULL if memory is out. */
const char *mrs_header_key(const char *header, mrs_arena *arena);

/** What a header means. */
typedef struct mrs_meaning {
    mrs_column column; /* MRS_COLUMN_COUNT: nothing that we know */
    size_t rank;       /* of two headers with one meaning the lower counts */
} mrs_meaning;

/** The headers of one kind of table by their keys. */
typedef struct mrs_header_index {
    mrs_arena arena;
    mrs_seen ranks; /* 1 + the index in `columns` */
    mrs_column *columns;
    size_t count, capacity;
} mrs_header_index;

/** Gathers them, with our own names first where `own`. False if memory is out; clear it anyway. */
bool mrs_header_index_fill(mrs_header_index *index, mrs_headers tables, bool own);
void mrs_header_index_clear(mrs_header_index *index);

/**
 * What a header means: as a whole, or else by its parts, for many are bilingual ("المكان / Place")
 * or carry a unit ("Date (dd/mm/yyyy)"). Parts that mean different columns mean nothing, nor does a
 * count with a part that is not understood ("Killed (children)"). False if memory is out.
 */
bool mrs_header_meaning(mrs_header_index *index, const char *header, mrs_meaning *out);

#endif
