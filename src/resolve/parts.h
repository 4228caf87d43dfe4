/** Locations of several parts, of which one says where another lies: "Tripoli, Lebanon". */
#ifndef MARSAD_RESOLVE_PARTS_H
#define MARSAD_RESOLVE_PARTS_H

#include "gazetteer/handle.h"
#include "resolve/search.h"

enum { MRS_PARTS_MOST = 3 };

/** Splits at commas, parentheses, slashes, colons, dashes between spaces, and the word "in" in
 * three languages. Returns how many parts there are; 0 if there is one only, or too many. */
size_t mrs_parts_split(const char *text, size_t length, const char *parts[MRS_PARTS_MOST],
                       size_t lengths[MRS_PARTS_MOST]);

/** Splits a list as well, at "and" and "or" in three languages: its first MRS_PARTS_MOST parts; 0
 * if there is no such word. */
size_t mrs_parts_split_list(const char *text, size_t length, const char *parts[MRS_PARTS_MOST],
                            size_t lengths[MRS_PARTS_MOST]);

/** True if what was sought is as good as surely a listed place. */
bool mrs_is_place_by_itself(const mrs_search *search);

/** Splits before the last word: "Misrata Libya", "حي أبو سليم بطرابلس"; 0 if there is one word
 * only, else 2. Such parts count only if the second is listed as a country, or with the preposition
 * joined to it, as a place: mrs_search_parts() with `listed`. */
size_t mrs_parts_split_last(const char *text, size_t length, const char *parts[MRS_PARTS_MOST],
                            size_t lengths[MRS_PARTS_MOST]);

/** True if what follows the place may be taken for it: the last word of mrs_parts_split_last(). */
marsad_status mrs_part_is_listed(mrs_matcher *matcher, const char *part, size_t length, bool joined,
                                 const mrs_setting *setting, mrs_search *search, bool *listed,
                                 marsad_error *error);

typedef struct mrs_parts_choice {
    int head;    /* the part that is the place; -1: none is */
    bool agrees; /* the others say where it lies, and it lies there */
    bool apart;  /* two parts are places by themselves, and neither lies in the other */
} mrs_parts_choice;

/**
 * Seeks each part in a search of its own (MRS_PARTS_MOST of them, their queries cleared), decides
 * which part is the place and which say where it lies, and judges the places of that part anew by
 * whether they lie there.
 */
marsad_status mrs_search_parts(mrs_matcher *matcher, marsad_gazetteer *gazetteer,
                               const char *const *parts, const size_t *lengths, size_t count,
                               const mrs_setting *setting, mrs_search *searches,
                               mrs_parts_choice *out, marsad_error *error);

/**
 * A name that may be of several parts, such as the anchor of a relative location: where it has
 * none, as mrs_search_name(); else as it is listed, or if it is not, as parts. The queries of
 * `search` and of `spare` (MRS_PARTS_MOST of them) must have been cleared; only that of `search`
 * needs to be after.
 */
marsad_status mrs_search_place(mrs_matcher *matcher, marsad_gazetteer *gazetteer, const char *text,
                               size_t length, const mrs_setting *setting, mrs_search *search,
                               mrs_search *spare, marsad_error *error);

#endif
