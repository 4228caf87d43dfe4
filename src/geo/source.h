/**
 * A file, pipe or standard input as a stream of UTF-8 text, of which only a window is held. What is
 * read is what there is: a pipe that gives a line is not waited on for more.
 */
#ifndef MARSAD_GEO_SOURCE_H
#define MARSAD_GEO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/file_kind.h"
#include "marsad/status.h"

struct mrs_decoder;

typedef struct mrs_source {
    char *file;         /* as it is called in messages */
    mrs_file_kind kind; /* told by its first bytes; where it is no text, the window has them raw */
    const char *what;   /* it is, where the kind is none that is read */
    char *bytes;        /* the window */
    size_t at;          /* in it: where what is not yet consumed begins; its reader's to move on */
    size_t end;         /* of the window */
    size_t capacity;
    bool ended;    /* nothing comes behind the window */
    uint64_t base; /* where the window's first byte stands in the stream */

    int handle;
    bool is_file;      /* a regular file: its size is known, and it can be gone back in */
    uint64_t size;     /* of the regular file */
    uint64_t received; /* bytes read from the handle */
    uint64_t head;     /* bytes of the file that are before the stream's first: a byte order mark */
    struct mrs_decoder *decoder; /* NULL where the text is UTF-8 as it comes */
    bool raw;                    /* what is read is not decoded (yet) */
    bool declared;               /* the encoding was said, not told by the text */
    bool undecided;              /* all text so far was ASCII */
    char encoding[64];           /* "UTF-8", "windows-1256" … */
    char note[256];              /* what was assumed of it, or "" */
} mrs_source;

/**
 * Opens `path`, or standard input for "-"; its first bytes are then in the window. The encoding is
 * `encoding` as ICU names it (MARSAD_ERR_USAGE if it knows none of that name), or told by the text
 * if NULL: by its byte order mark, by the NUL bytes of UTF-16, UTF-8 if most of its lines that are
 * no ASCII are that, or else Windows-1256 or Windows-1252 where its words clearly are Arabic or
 * French. Text that cannot be decoded stands in the window as bytes that are no UTF-8.
 *
 * A folder, a missing or an unreadable file and an empty one are errors that name it.
 */
marsad_status mrs_source_open(const char *path, const char *encoding, mrs_source *out,
                              marsad_error *error);
void mrs_source_close(mrs_source *source);

/** Adds what there is to the window, at least a byte unless the stream has ended. The window moves:
 *  pointers into it become invalid, and `at` another. */
marsad_status mrs_source_more(mrs_source *source, marsad_error *error);

/** Where `at` stands in the file, for mrs_source_seek(); false unless that is possible. */
bool mrs_source_tell(const mrs_source *source, uint64_t *offset);
marsad_status mrs_source_seek(mrs_source *source, uint64_t offset, marsad_error *error);

/** Lets the window hold all that comes. */
marsad_status mrs_source_all(mrs_source *source, marsad_error *error);

/** Bytes consumed, and in all or 0. */
void mrs_source_progress(const mrs_source *source, uint64_t *done, uint64_t *all);

#endif
