/** What is shared by everything that checks a style: where it is, and how faults are reported. */
#ifndef MARSAD_MAP_STYLE_CHECK_H
#define MARSAD_MAP_STYLE_CHECK_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "marsad/status.h"

/** A place in the file, as a chain of steps on the stack: NULL is the root. */
typedef struct mrs_path {
    const struct mrs_path *parent;
    const char *key; /* NULL: `index` counts */
    size_t index;
} mrs_path;

mrs_path mrs_path_key(const mrs_path *parent, const char *key);
mrs_path mrs_path_index(const mrs_path *parent, size_t index);

typedef struct mrs_checker {
    const char *file; /* may be NULL */
    marsad_error *error;
    mrs_arena *arena; /* what the style keeps */
} mrs_checker;

/** MARSAD_ERR_INPUT with the message "layers[3].paint.line-width: …". */
marsad_status mrs_check_fail(const mrs_checker *checker, const mrs_path *path, const char *format,
                             ...) __attribute__((format(printf, 3, 4)));

/** Why a word is refused: "WHAT "word"; did you mean "near"?", or the allowed words where none is
 *  near. `words` ends with NULL. */
marsad_status mrs_check_fail_word(const mrs_checker *checker, const mrs_path *path,
                                  const char *what, const char *word, const char *const *words);

/** "an object", "text" …: what a JSON value is, for messages. */
const char *mrs_json_kind(struct json_object *json);

/** A JSON string's text, or an error: not a string, or with a NUL inside. `what` names it. */
marsad_status mrs_check_text(const mrs_checker *checker, const mrs_path *path,
                             struct json_object *json, const char **out);

/** A JSON number, finite. */
marsad_status mrs_check_number(const mrs_checker *checker, const mrs_path *path,
                               struct json_object *json, double *out);

#endif
