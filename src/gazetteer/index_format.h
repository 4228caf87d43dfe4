/**
 * The look-up index of a gazetteer, as it lies in the table `lookup`: rows of packed records, read
 * one at a time when they are first needed. The numbers are little-endian.
 *
 *     row 1                       mrs_index_header
 *     first_places_row …          MRS_PLACES_A_ROW place records each, in the order of places.fid
 *     first_names_row …           name records of varying length, none across two rows
 *     first_bucket_row …          postings: one row a bucket, sorted by hash
 *
 * A posting says that a name has a key. The keys are of four kinds:
 *
 *     text      the full and bare key of the name (marsad_text_keys()), and the key of its core:
 *               the name without the words that say what it is ("Mitiga" of "Mitiga Airport")
 *     skeleton  of the name's sounds and of its core's (text/sounds.h)
 *     missing   each skeleton of five or more consonants with one of them left out
 *     vowelled  the consonants of the skeleton with the vowels between them, put together in three
 *               classes; and the same with one of the first sounds left out
 *
 * That two names share a `missing` or `vowelled` key shows that they differ by at most one sound
 * dropped, added, changed or swapped with its neighbour. Source: symmetric deletion, as in W.
 * Garbe's SymSpell (2012), after Mor and Fraenkel, A hash code method for detecting and correcting
 * spelling errors, CACM 25(12), 1982.
 */
#ifndef MARSAD_GAZETTEER_INDEX_FORMAT_H
#define MARSAD_GAZETTEER_INDEX_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#include "text/sounds.h"

#define MRS_INDEX_MAGIC 0x5849524dU /* "MRIX" */

enum {
    MRS_INDEX_VERSION = 1,
    MRS_INDEX_ROW_BYTES = 3968, /* with SQLite's header this fits one page of 4096 */
    MRS_PLACES_A_ROW = 124,
    MRS_NAME_STEP = 4, /* name records begin at multiples of this */
    MRS_REF_BITS = 10  /* of a reference, the position in the row, in steps */
};

typedef struct mrs_index_header {
    uint32_t magic, version;
    uint32_t place_count, name_count;
    uint32_t first_places_row, first_names_row, first_bucket_row;
    uint32_t names_rows;
    uint32_t bucket_bits; /* there are 1 << bucket_bits buckets */
    uint32_t posting_count;
} mrs_index_header;

/** What ranking needs to know of a place, so that few are read as a whole. */
typedef struct mrs_index_place {
    int64_t row;    /* places.fid */
    float lon, lat; /* to about a metre; for distances between candidates */
    float uncertainty_m;
    uint16_t importance;  /* in ten-thousandths */
    char country[2];      /* or two zeros */
    char feature_code[6]; /* padded with zeros */
    uint16_t flags;       /* MRS_PLACE_… */
} mrs_index_place;

enum { MRS_PLACE_CURATED = 1 /* kept by hand in the strongest source of several */ };

/** A name; its sounds and its text, each as long as said, follow. */
typedef struct mrs_index_name {
    uint32_t place;    /* index of its place record */
    uint32_t check[3]; /* of the full, bare and core key: a second hash, against chance */
    uint8_t kind;      /* mrs_name_kind */
    uint8_t flags;     /* MRS_NAME_… */
    uint8_t sounds_length, core_first, core_end;
    uint8_t text_length;
} mrs_index_name;

enum {
    MRS_NAME_ABJAD = 1,
    MRS_NAME_HAS_CORE = 2,
    MRS_NAME_CURATED = 4 /* given by the source that is kept by hand */
};

typedef struct mrs_posting {
    uint16_t hash;   /* the bits of the key's hash below those of the bucket */
    uint16_t vowels; /* of the sounds that the key is of, the name's or its core's: mrs_vowels_of()
                        with MRS_POSTED_…; 0 of a text key */
    uint32_t ref;    /* of the name: row << MRS_REF_BITS | position */
} mrs_posting;

typedef enum mrs_key_space {
    MRS_KEY_TEXT = 1,
    MRS_KEY_SKELETON,
    MRS_KEY_MISSING,
    MRS_KEY_VOWELLED
} mrs_key_space;

/** The hash of a key of one kind. */
uint64_t mrs_key_hash(mrs_key_space space, const char *key, size_t length);

/** The second hash of a text key. */
uint32_t mrs_key_check(const char *key, size_t length);

/** How many vowels of each class sounds hold, for mrs_vowels_gap(). */
uint16_t mrs_vowels_of(const mrs_sounds *sounds);

/** Beside them in a posting, what tells whether a name is worth a look: whether its place is
 *  curated, and the class of the first consonant. */
#define MRS_POSTED_CURATED 0x800U
#define MRS_POSTED_FIRST   0xF000U

/** The bits of MRS_POSTED_FIRST for the sounds. */
uint16_t mrs_posted_first(const char *sounds, size_t length);

/** The least that the vowels alone make two names differ by, in the measure of
 *  mrs_sounds_distance(). */
int mrs_vowels_gap(uint16_t a, uint16_t b);

/** The `vowelled` key: consonants by class, vowels as A, I or U. At most `length` bytes. */
size_t mrs_vowelled_key(const char *sounds, size_t length, char *out);

/** Whether a key without its letter `at` is looked for as well, and if so, that key of length - 1
 * bytes: not where the letter is as the one before, which leaves the same, nor far into a key. The
 * index posts a name and the search hears one by this same rule. */
bool mrs_key_without(const char *key, size_t length, size_t at, char *out);

enum {
    MRS_SKELETON_LONG = 5, /* below that, skeletons with an error in them say too little */
    MRS_MISSING_MOST = 12  /* only one of so many first letters is left out of a key */
};

#endif
