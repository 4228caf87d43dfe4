/** A location as it was asked for: its words, and the names that it may hold. */
#ifndef MARSAD_RESOLVE_QUERY_H
#define MARSAD_RESOLVE_QUERY_H

#include "marsad/status.h"
#include "text/core.h"

/** What was taken off a location to come to a name. */
enum {
    MRS_DROPPED_KIND = 1,   /* words that say what it is: city, مطار */
    MRS_DROPPED_CLITIC = 2, /* و ف ب ل ك at the front, d' and l' */
    MRS_DROPPED_HEAD = 4    /* words that are mostly part of a name: Wadi, Qasr */
};

/** One way to read the location as a name. */
typedef struct mrs_form {
    mrs_tokens tokens; /* the clitic is off the first one */
    size_t first, end; /* the words of the name */
    unsigned dropped;
    const mrs_word *kinds[MRS_CORE_KINDS]; /* the kind words that were taken off */
    size_t kind_count;
    bool arabic;         /* an Arabic article or word such as Abu or Bani stands in it */
    const char *country; /* of an adjective that was taken off, or NULL */
} mrs_form;

enum { MRS_FORMS_MOST = 8 };

/** What a location is, if it is no place. */
enum {
    MRS_SEEMS_ORDINARY = 1,     /* an ordinary word, or a kind of place */
    MRS_SEEMS_ORGANISATION = 2, /* a word of an organisation stands in it */
    MRS_SEEMS_PERSON = 4,       /* a title or a given name comes first */
    MRS_SEEMS_PHRASE = 8        /* several words, all of them ordinary */
};

typedef struct mrs_query {
    mrs_folded folded, cut;         /* as written; with d' and l' cut off where there are any */
    mrs_form forms[MRS_FORMS_MOST]; /* the first is the whole, as it stands */
    size_t form_count;
    unsigned seems;
    size_t letters; /* of the whole; a syllable or an ideograph counts for three */
    enum mrs_romanisation {
        MRS_AS_WRITTEN = 0,
        MRS_ROMANISED,        /* from an alphabet */
        MRS_ROMANISED_SYMBOLS /* from ideographs, whose sounds many names share */
    } romanised;
} mrs_query;

/** Folds the text and makes the first form of it; the others are made by mrs_query_forms(). */
marsad_status mrs_query_read(const char *text, size_t length, mrs_query *out, marsad_error *error);

/** Says what else the text seems to be. */
void mrs_query_judge(mrs_query *query, const mrs_words *words);

/** True if no word of it is in Latin or Arabic letters or digits. */
bool mrs_query_needs_romanising(const mrs_query *query);

/** Makes the other forms. */
marsad_status mrs_query_forms(mrs_query *query, const mrs_words *words, const char *text,
                              size_t length, marsad_error *error);

void mrs_query_clear(mrs_query *query);

#endif
