/** Files: reading one whole, and writing one whole or not at all. */
#ifndef MARSAD_BASE_FILE_H
#define MARSAD_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "marsad/status.h"

/** The file's bytes with a NUL after them, to free with mrs_free(). A folder, a missing or an
 *  unreadable file is an error that names it. `length` may be NULL. */
marsad_status mrs_file_read(const char *path, char **out, size_t *length, marsad_error *error);

/** MARSAD_OK if `path` is a regular file (or pipe) that can be read; otherwise an error that names
 *  it and says why, as a guard before handing a path to a library with poorer messages. */
marsad_status mrs_file_readable(const char *path, marsad_error *error);

/** MARSAD_ERR_IO for a write to `path` that has just failed, with the system's reason (errno). */
marsad_status mrs_fail_write(marsad_error *error, const char *path);

/** A file being written in the folder of its final name: without a name where the system can do
 *  that, so that not even a killed process leaves it behind; else under a temporary one. */
typedef struct mrs_output {
    char *path;
    char *temporary; /* beside it */
    FILE *stream;
    bool nameless; /* the stream has no name at all until the commit */
    bool is_part;  /* the temporary name is one that a later run can find */
} mrs_output;

/** Starts writing `path`; `output->stream` is open for it. A path of "-" is standard output. */
marsad_status mrs_output_open(mrs_output *output, const char *path, marsad_error *error);

/** As mrs_output_open(), but the file grows openly in "PATH.part", of which the first `keep` bytes
 *  stay and are written behind. MARSAD_ERR_INPUT if it has not so many, MARSAD_ERR_IO if another
 *  process is writing it. A failed commit leaves it. */
marsad_status mrs_output_open_part(mrs_output *output, const char *path, uint64_t keep,
                                   marsad_error *error);

/** As mrs_output_open() for a file that another has written already, and that now is to become
 *  `path`: `temporary`, in the same file system. */
marsad_status mrs_output_adopt(mrs_output *output, const char *path, const char *temporary,
                               marsad_error *error);

/** Flushes and closes a part for a later run to find. */
marsad_status mrs_output_leave(mrs_output *output, marsad_error *error);

/** Flushes, closes and renames: the file is there, whole, or (on an error) as it was before. */
marsad_status mrs_output_commit(mrs_output *output, marsad_error *error);

/** Gives up: the temporary file is removed. Harmless after a commit. */
void mrs_output_abandon(mrs_output *output);

#endif
