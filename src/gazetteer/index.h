/** Reading the look-up index of a gazetteer (index_format.h). */
#ifndef MARSAD_GAZETTEER_INDEX_H
#define MARSAD_GAZETTEER_INDEX_H

#include <sqlite3.h>

#include "gazetteer/index_format.h"
#include "marsad/status.h"

typedef struct mrs_index mrs_index;

/** A name of the index. The pointers stay valid until the index is closed; neither ends with a
 *  zero. */
typedef struct mrs_index_entry {
    mrs_index_name head;
    const char *sounds, *text;
} mrs_index_entry;

/** Opens the index of an open database, which must outlive it. MARSAD_ERR_INPUT if it is missing
 *  or damaged. */
marsad_status mrs_index_open(sqlite3 *db, const char *path, mrs_index **out, marsad_error *error);
void mrs_index_close(mrs_index *index);

const mrs_index_header *mrs_index_head(const mrs_index *index);

/**
 * The postings of a key, those of the most important places first; a few may be of other keys whose
 * hashes begin alike. They stay valid until the index is closed.
 */
marsad_status mrs_index_find(mrs_index *index, mrs_key_space space, const char *key, size_t length,
                             const mrs_posting **out, size_t *count, marsad_error *error);

/** Asks the processor for a name that is wanted soon, if its row has been read. */
void mrs_index_expect(const mrs_index *index, uint32_t ref);

marsad_status mrs_index_name_at(mrs_index *index, uint32_t ref, mrs_index_entry *out,
                                marsad_error *error);

marsad_status mrs_index_place_at(mrs_index *index, uint32_t place, const mrs_index_place **out,
                                 marsad_error *error);

#endif
