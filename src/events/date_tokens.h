/** The parts of a written date: numbers, months, weekdays and what joins them. */
#ifndef MARSAD_EVENTS_DATE_TOKENS_H
#define MARSAD_EVENTS_DATE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum mrs_date_kind {
    MRS_DATE_NUMBER,
    MRS_DATE_MONTH,
    MRS_DATE_WEEKDAY, /* 1 Monday to 7 Sunday */
    MRS_DATE_SIGN,    /* one of / - . , */
    MRS_DATE_FROM,
    MRS_DATE_BETWEEN,
    MRS_DATE_TO,
    MRS_DATE_AND,
    MRS_DATE_NOTHING, /* a word that says nothing; never among tokens */
    MRS_DATE_KANUN, /* the two Arabic months that are told apart by their number; never so either */
    MRS_DATE_TISHRIN,
    MRS_DATE_ORDINAL,
    MRS_DATE_HIJRI
} mrs_date_kind;

typedef struct mrs_date_token {
    mrs_date_kind kind;
    int value;           /* of a number, a month, a weekday; the sign */
    int digits;          /* of a number */
    bool spaced;         /* a space stands before it */
    bool may_be_tuesday; /* "mar", which is March unless another month stands there */
} mrs_date_token;

enum { MRS_DATE_TOKENS_MOST = 24 };

typedef struct mrs_date_tokens {
    mrs_date_token items[MRS_DATE_TOKENS_MOST];
    size_t count;
    bool hijri; /* it says that it is of that calendar: the rest means nothing */
} mrs_date_tokens;

/** Splits a text; times of day are dropped. False if it holds anything that dates do not. */
bool mrs_date_tokens_read(const char *text, mrs_date_tokens *out);

typedef struct mrs_date_word {
    mrs_date_kind kind;
    int value;
    const char *words; /* with spaces between them; folded, of Arabic without the article */
} mrs_date_word;

/** The word of `length` bytes as it is written, or NULL. */
const mrs_date_word *mrs_date_word_find(const char *word, size_t length);

/** All of them. */
const mrs_date_word *mrs_date_words(size_t *count);

#endif
