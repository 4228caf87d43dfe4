/** The headers that columns have in other people's tables: geodata/events/headers.tsv. */
#ifndef MARSAD_EVENTS_HEADERS_H
#define MARSAD_EVENTS_HEADERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "events/columns.h"
#include "events/terms.h"

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

/** Adds the headers of one kind of table, with our own names first where `own`. Their values are
 * our columns. False if memory is out. */
bool mrs_headers_fill(mrs_terms *terms, mrs_headers tables, bool own);

/** What a header means. */
typedef struct mrs_meaning {
    mrs_column column; /* MRS_COLUMN_COUNT: nothing that we know */
    size_t rank;       /* of two headers with one meaning the lower counts */
} mrs_meaning;

/**
 * What a header means, as a whole or by its parts. Parts that mean different columns mean nothing,
 * nor does a count with a part that is not understood ("Killed (children)"). False if memory is
 * out.
 */
bool mrs_header_meaning(const mrs_terms *terms, const char *header, mrs_meaning *out);

#endif
