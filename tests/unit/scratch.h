/** A folder for the files of one test program. Its removal fails, and so does the run, if a test
 * left a file behind: use as the group's set-up and tear-down. */
#ifndef MARSAD_TESTS_SCRATCH_H
#define MARSAD_TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char scratch_folder[] = "/tmp/marsad-test-XXXXXX";

static inline int scratch_make(void **state)
{
    (void)state;
    return mkdtemp(scratch_folder) ? 0 : -1;
}

static inline int scratch_remove(void **state)
{
    (void)state;
    return rmdir(scratch_folder);
}

/** The path of a file in it; good until the sixteenth call from now. */
static inline const char *scratch_path(const char *name)
{
    static char paths[16][256];
    static int next;
    char *path = paths[next++ % 16];
    snprintf(path, sizeof paths[0], "%s/%s", scratch_folder, name);
    return path;
}

/** Writes a file there; its path is returned. */
static inline const char *scratch_bytes(const char *name, const char *bytes, size_t length)
{
    const char *path = scratch_path(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline const char *scratch_text(const char *name, const char *text)
{
    return scratch_bytes(name, text, strlen(text));
}

#endif
