/** A gazetteer of a few places, built for a test from rows as they stand in a source. */
#ifndef MARSAD_TESTS_SMALL_GAZETTEER_H
#define MARSAD_TESTS_SMALL_GAZETTEER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "marsad/gazetteer.h"

#define SMALL_HEADER                                                                               \
    "id\tname\tname_ar\tname_fr\talternates\tfeature_code\tcountry\tadmin1\tlon\tlat\t"            \
    "uncertainty_m\tpopulation\n"

typedef struct small_gazetteer {
    char folder[40];
    char path[64];
} small_gazetteer;

static inline void small_write(const small_gazetteer *small, const char *name, const char *first,
                               const char *second)
{
    char path[80];
    snprintf(path, sizeof path, "%s/%s", small->folder, name);
    FILE *stream = fopen(path, "wb");
    if (!stream || fputs(first, stream) < 0 || fputs(second, stream) < 0 || fclose(stream)) {
        perror(path);
        exit(1);
    }
}

/** Builds `path` in a folder of its own from one source; ends the program where that fails. */
static inline void small_gazetteer_build(small_gazetteer *small, const char *rows)
{
    static const char *const sources[] = {"sources.tsv", "places.tsv"};
    marsad_error error = {0};
    strcpy(small->folder, "/tmp/marsad-small-XXXXXX");
    if (!mkdtemp(small->folder)) {
        perror(small->folder);
        exit(1);
    }
    snprintf(small->path, sizeof small->path, "%s/g.gpkg", small->folder);
    small_write(small, sources[0], "file\tname\tlicence\tattribution\turl\tdate\tpriority\n",
                "places.tsv\tTest\tCC0\tTest\t\t\t1\n");
    small_write(small, sources[1], SMALL_HEADER, rows);
    if (marsad_gazetteer_build(small->folder, small->path, NULL, NULL, &error)) {
        fprintf(stderr, "%s:%ld: %s\n", error.file, error.row, error.message);
        exit(1);
    }
    for (size_t i = 0; i < 2; i++) {
        char path[80];
        snprintf(path, sizeof path, "%s/%s", small->folder, sources[i]);
        unlink(path);
    }
}

static inline void small_gazetteer_remove(const small_gazetteer *small)
{
    unlink(small->path);
    rmdir(small->folder);
}

/** Opens one that is gone when it is closed: the open file lives on without its name. */
static inline marsad_gazetteer *small_gazetteer_open(const char *rows)
{
    small_gazetteer small;
    marsad_gazetteer *gazetteer = NULL;
    marsad_error error = {0};
    small_gazetteer_build(&small, rows);
    if (marsad_gazetteer_open(small.path, &gazetteer, &error)) {
        fprintf(stderr, "%s: %s\n", small.path, error.message);
        exit(1);
    }
    small_gazetteer_remove(&small);
    return gazetteer;
}

#endif
