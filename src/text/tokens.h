/** The words of a folded name, and which of them are articles. */
#ifndef MARSAD_TEXT_TOKENS_H
#define MARSAD_TEXT_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/fold.h"

/** A word of folded letters; it points into the folded name. */
typedef struct mrs_token {
    const char *text;
    size_t length;
    bool hamza;   /* its first alef was written with a hamza: a root letter */
    bool article; /* the whole word is the article of the next one */
    size_t skip;  /* bytes of an Arabic article joined to its front */
} mrs_token;

enum { MRS_TOKENS_MOST = 24 };

/** The first words of a name; those beyond MRS_TOKENS_MOST are left out. No toponym that we know of
 *  has as many. */
typedef struct mrs_tokens {
    mrs_token items[MRS_TOKENS_MOST];
    size_t count;
} mrs_tokens;

/** Splits a folded name, which must outlive the tokens. */
void mrs_tokens_of(const mrs_folded *folded, mrs_tokens *out);

/** Splits at `at` only: the word whose separator stands there. False at the end. */
bool mrs_token_at(const mrs_folded *folded, size_t at, mrs_token *out);

/** Sets `article` and `skip` of a word, given the next one or NULL. */
void mrs_token_find_article(mrs_token *token, const mrs_token *next);

#endif
