/**
 * Text of place names: validity, script, and the folded keys by which names are compared.
 *
 * All text is UTF-8.
 */
#ifndef MARSAD_TEXT_H
#define MARSAD_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "marsad/geodesy.h"
#include "marsad/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum marsad_script {
    MARSAD_SCRIPT_NONE = 0, /* no letters at all */
    MARSAD_SCRIPT_LATIN,
    MARSAD_SCRIPT_ARABIC,
    MARSAD_SCRIPT_OTHER /* one other script */
} marsad_script;

/**
 * True if the first `length` bytes are valid UTF-8 without NUL. Otherwise false, and
 * `bad_offset` (may be NULL) is the offset of the first byte at fault.
 */
MARSAD_API bool marsad_text_is_utf8(const char *text, size_t length, size_t *bad_offset);

/** The script that most letters of `text` belong to; of two equally common, the first seen. */
MARSAD_API marsad_script marsad_text_script(const char *text);

/**
 * The two keys of a name. Both are compact: folded letters and digits only, no spaces.
 *
 * `full` ignores case, diacritics, punctuation, spaces, Arabic harakat and tatweel, and the
 * spelling variants of alef, hamza, ta marbuta and alef maqsura: "أبوقرين" and "أَبُو قُرَيْن" share it,
 * and so do "Bu'ayrat al Ḩasūn" and "buayrat al-hasun".
 * `bare` is the same without the articles that begin a word (ال, Al-, El-, and Latin articles
 * whose l is assimilated: "As Sidrah", "Ra's", not); it equals `full` where there is none, and is
 * never empty unless `full` is.
 */
typedef struct marsad_keys {
    char *full;
    char *bare;
} marsad_keys;

/**
 * The keys of `name`. MARSAD_ERR_INPUT if it is not UTF-8. A name without letters or digits gives
 * two empty strings. Free with marsad_keys_clear().
 */
MARSAD_API marsad_status marsad_text_keys(const char *name, marsad_keys *out, marsad_error *error);

/** Frees the strings and sets them to NULL. `keys` may be NULL. */
MARSAD_API void marsad_keys_clear(marsad_keys *keys);

/**
 * Reads a coordinate pair in degrees: "32.9N 13.2E", "13.2° E, 32.9° N", "-97.5,31.5",
 * "32°53'24\"N 13°11'06\"E", as marsad_coordinates_parse() (geodesy.h) does, but no grids.
 * The order is decided by the letters N, S, E, W (also ش ج ق غ) and their words, or where a number
 * beyond 90 can only be a longitude.
 *
 * Returns MARSAD_OK; MARSAD_ERR_NOT_FOUND if the text is not a pair of numbers at all (a name,
 * say); MARSAD_ERR_INPUT if it is a pair, but its order cannot be known or a value is out of range.
 */
MARSAD_API marsad_status marsad_text_lonlat(const char *text, marsad_lonlat *out,
                                            marsad_error *error);

#ifdef __cplusplus
}
#endif
#endif
