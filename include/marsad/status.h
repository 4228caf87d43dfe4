/**
 * Status codes and errors.
 *
 * Every function that can fail returns a marsad_status (0 is success) and fills the marsad_error
 * that its last argument points to. That argument may always be NULL. The library never prints,
 * never exits and keeps no state of its own outside the handles that it returns.
 *
 * Ownership, once for all headers: a handle or array that a function hands out through an `out`
 * argument belongs to the caller, who frees it with the function of the same noun (`_close`,
 * `_free`, `_clear`). A pointer that a function returns as `const` belongs to the handle it came
 * from and lives as long as that handle. Arguments are never kept, unless a function says so.
 * On failure, an `out` argument is left NULL or cleared.
 */
#ifndef MARSAD_STATUS_H
#define MARSAD_STATUS_H

#if defined(__GNUC__)
#define MARSAD_API __attribute__((visibility("default")))
#else
#define MARSAD_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MARSAD_VERSION       "0.1.0"
#define MARSAD_VERSION_MAJOR 0
#define MARSAD_VERSION_MINOR 1
#define MARSAD_VERSION_PATCH 0

typedef enum marsad_status {
    MARSAD_OK = 0,
    MARSAD_ERR_USAGE,     /* an argument is outside what the function documents */
    MARSAD_ERR_INPUT,     /* an input file or text is malformed */
    MARSAD_ERR_NOT_FOUND, /* a file, place, layer or column is not there */
    MARSAD_ERR_IO,        /* the disk or the system refused */
    MARSAD_ERR_MEMORY,    /* an allocation failed */
    MARSAD_ERR_LIBRARY    /* a library underneath failed for a reason outside the input */
} marsad_status;

/** What went wrong. Plain data: nothing to free. */
typedef struct marsad_error {
    marsad_status status;
    char message[768]; /* one line, UTF-8, no final newline; says what to do where that is known */
    char file[384];    /* the input file at fault, or "" */
    long row;          /* its row as a spreadsheet counts it (the header is row 1), or 0 */
    char column[64];   /* its column's name, or "" */
} marsad_error;

/** A few English words for a status, such as "malformed input". Never NULL. */
MARSAD_API const char *marsad_status_text(marsad_status status);

/** Frees a string that the library gave away. May be NULL. */
MARSAD_API void marsad_string_free(char *text);

/** The version of the library that is running, such as "0.1.0". */
MARSAD_API const char *marsad_version(void);

#ifdef __cplusplus
}
#endif
#endif
