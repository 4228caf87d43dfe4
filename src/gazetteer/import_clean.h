/** Names as other people's tables hold them: cleaning, splitting, telling placeholders. */
#ifndef MARSAD_GAZETTEER_IMPORT_CLEAN_H
#define MARSAD_GAZETTEER_IMPORT_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "gazetteer/hash.h"
#include "marsad/status.h"
#include "marsad/text.h"

enum { MRS_PIECES_MOST = 6 };

/** The names that one text holds. Starts zeroed, and is used for one text after the other. */
typedef struct mrs_name_pieces {
    struct {
        size_t start, length; /* in `text` */
        marsad_script script;
    } items[MRS_PIECES_MOST];
    size_t count;
    bool placeholder;      /* the text says that there is no name */
    mrs_buffer text;       /* the pieces, each with a NUL behind it */
    mrs_buffer clean;      /* scratch */
    mrs_hash placeholders; /* folded; made when first needed */
    marsad_keys *placeholder_keys;
} mrs_name_pieces;

/**
 * Takes a text (UTF-8) apart: "Tripoli (طرابلس)" holds two names, "Homs / Al Khums" too.
 *
 * Marks that are none of the name's are dropped: controls of direction and width, soft hyphens,
 * replacement characters, tatweel, doubled spaces, quotation marks around it, punctuation at its
 * ends. Arabic presentation forms become letters. What has no letter is no name, but digits alone
 * are one piece (of MARSAD_SCRIPT_NONE). At most MRS_PIECES_MOST names are found.
 */
marsad_status mrs_clean_name(mrs_name_pieces *pieces, const char *text, marsad_error *error);

const char *mrs_piece_text(const mrs_name_pieces *pieces, size_t index);

void mrs_name_pieces_clear(mrs_name_pieces *pieces);

/** True for a text all of whose letters are those of Arabic itself, not of Persian, Urdu, Kurdish…
 */
bool mrs_is_arabic_spelling(const char *text);

/** What mrs_latin_label() needs of ICU, made when first needed, for that takes a millisecond.
 * Starts zeroed. */
typedef struct mrs_labeller {
    void *rules;
} mrs_labeller;

void mrs_labeller_clear(mrs_labeller *labeller);

/**
 * A Latin form of a name in another script, for a map's label: for Arabic by a few rules on where
 * its vowels stand, for others ICU's. It is a makeshift, not a name: nobody is known to write it.
 * Free `*out` with mrs_free().
 */
marsad_status mrs_latin_label(mrs_labeller *labeller, const char *text, char **out,
                              marsad_error *error);

#endif
