/** The files of a folder that a test made. */
#ifndef MARSAD_TESTS_FOLDER_H
#define MARSAD_TESTS_FOLDER_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/** Counts the files whose names begin with no dot, and removes them if told to. */
static inline int folder_files(const char *path, bool removing)
{
    DIR *folder = opendir(path);
    if (!folder) {
        perror(path);
        exit(1);
    }
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] != '.') {
            char file[512];
            snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
            count++;
            if (removing) {
                unlink(file);
            }
        }
    }
    closedir(folder);
    return count;
}

#endif
