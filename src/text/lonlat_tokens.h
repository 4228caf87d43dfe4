/** The parts of a text that may be coordinates: numbers, words, marks and separators. */
#ifndef MARSAD_TEXT_LONLAT_TOKENS_H
#define MARSAD_TEXT_LONLAT_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum mrs_lonlat_token_kind {
    MRS_LONLAT_TOKEN_END = 0,
    MRS_LONLAT_TOKEN_NUMBER,
    MRS_LONLAT_TOKEN_WORD,
    MRS_LONLAT_TOKEN_MINUS, /* hyphen, minus or en dash */
    MRS_LONLAT_TOKEN_PLUS,
    MRS_LONLAT_TOKEN_DEGREE, /* as a mark or as a word; so are the next two */
    MRS_LONLAT_TOKEN_MINUTE,
    MRS_LONLAT_TOKEN_SECOND,
    MRS_LONLAT_TOKEN_COMMA, /* comma, semicolon or slash, western or Arabic; "and" */
    MRS_LONLAT_TOKEN_COLON, /* or an equals sign */
    MRS_LONLAT_TOKEN_OPEN,
    MRS_LONLAT_TOKEN_CLOSE
} mrs_lonlat_token_kind;

/** What a word means where coordinates are written, in English, Arabic and French. */
typedef enum mrs_lonlat_word {
    MRS_LONLAT_WORD_OTHER = 0,
    MRS_LONLAT_WORD_NORTH,
    MRS_LONLAT_WORD_SOUTH,
    MRS_LONLAT_WORD_EAST,
    MRS_LONLAT_WORD_WEST,
    MRS_LONLAT_WORD_LAT,
    MRS_LONLAT_WORD_LON,
    MRS_LONLAT_WORD_LINE, /* the "line" of Arabic "line of latitude" */
    MRS_LONLAT_WORD_INTRO,
    MRS_LONLAT_WORD_UTM,
    MRS_LONLAT_WORD_ZONE,
    MRS_LONLAT_WORD_MGRS,
    MRS_LONLAT_WORD_WGS,
    MRS_LONLAT_WORD_METRES,
    MRS_LONLAT_WORD_EASTING,
    MRS_LONLAT_WORD_NORTHING,
    MRS_LONLAT_WORD_METRES_EAST,
    MRS_LONLAT_WORD_METRES_NORTH,
    MRS_LONLAT_WORD_GEO,
    MRS_LONLAT_WORD_POINT,
    MRS_LONLAT_WORD_SRID,
    MRS_LONLAT_WORD_CRS
} mrs_lonlat_word;

typedef struct mrs_lonlat_token {
    mrs_lonlat_token_kind kind;
    mrs_lonlat_word word; /* of a word */
    bool spaced;          /* a space stands before it */
    const char *text;     /* where it stands in the text read, not terminated */
    size_t length;        /* in bytes */
    double value;         /* of a number, without its sign */
    int whole_digits;     /* digits before the decimal point */
    int decimals;         /* digits after it */
    bool has_point;
} mrs_lonlat_token;

enum { MRS_LONLAT_TOKENS_MOST = 40 };

typedef struct mrs_lonlat_tokens {
    size_t count;
    mrs_lonlat_token
        items[MRS_LONLAT_TOKENS_MOST + 1]; /* the last is followed by one of MRS_LONLAT_TOKEN_END */
} mrs_lonlat_tokens;

/** True if the text has a digit, western or Arabic; quick, for most names have none. */
bool mrs_text_has_digit(const char *text);

/**
 * Splits `text`, which `out` points into. With `comma_is_point` a comma between two digits is a
 * decimal comma. False if it holds anything that coordinates do not: bytes that are not UTF-8,
 * other scripts, other signs, too long a number, too many parts.
 */
bool mrs_lonlat_tokens_read(const char *text, bool comma_is_point, mrs_lonlat_tokens *out);

/** True if the token is a word of that meaning. */
bool mrs_lonlat_token_is(const mrs_lonlat_token *token, mrs_lonlat_word word);

/** True if the token is a word of `length` bytes. */
bool mrs_lonlat_token_is_letters(const mrs_lonlat_token *token, size_t length);

/** The axis letter that a word stands for: 'N', 'S', 'E', 'W', or 0. */
char mrs_lonlat_token_axis(const mrs_lonlat_token *token);

#endif
