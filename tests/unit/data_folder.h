/** The data folder that the tests run with. */
#ifndef MARSAD_TESTS_DATA_FOLDER_H
#define MARSAD_TESTS_DATA_FOLDER_H

#include <stdio.h>
#include <stdlib.h>

static inline const char *data_folder(void)
{
    const char *folder = getenv("MARSAD_DATA");
    return folder ? folder : ".";
}

/** The path of a file in it; good until the third call from now. */
static inline const char *data_path(const char *name)
{
    static char paths[2][1024];
    static int next;
    char *path = paths[next++ % 2];
    snprintf(path, sizeof paths[0], "%s/%s", data_folder(), name);
    return path;
}

#endif
