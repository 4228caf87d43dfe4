/** Rows of a table of test cases: tab-separated, '#' starts a comment line, the first row names the
 *  columns and is skipped. */
#ifndef MARSAD_TESTS_TSV_CASES_H
#define MARSAD_TESTS_TSV_CASES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TSV_CASES_WIDTH = 8 };

typedef struct tsv_cases {
    FILE *stream;
    long row;
    int started;
    char line[4096];
    const char *fields[TSV_CASES_WIDTH];
} tsv_cases;

/** Opens cases/NAME in the folder MARSAD_TESTS (default "tests"). Returns 0 if it is not there. */
static inline int tsv_cases_open(tsv_cases *cases, const char *name)
{
    const char *folder = getenv("MARSAD_TESTS");
    char path[1024];
    snprintf(path, sizeof path, "%s/cases/%s", folder ? folder : "tests", name);
    *cases = (tsv_cases){.stream = fopen(path, "rb")};
    if (!cases->stream) {
        fprintf(stderr, "cannot open %s\n", path);
    }
    return cases->stream != NULL;
}

/** The next row; missing fields are "". Closes the file and returns 0 at the end. */
static inline int tsv_cases_next(tsv_cases *cases)
{
    while (fgets(cases->line, sizeof cases->line, cases->stream)) {
        cases->row++;
        cases->line[strcspn(cases->line, "\r\n")] = '\0';
        if (!cases->line[0] || cases->line[0] == '#') {
            continue;
        }
        if (!cases->started++) {
            continue;
        }
        char *field = cases->line;
        for (int i = 0; i < TSV_CASES_WIDTH; i++) {
            cases->fields[i] = field ? field : "";
            char *tab = field ? strchr(field, '\t') : NULL;
            if (tab) {
                *tab++ = '\0';
            }
            field = tab;
        }
        return 1;
    }
    fclose(cases->stream);
    return 0;
}

#endif
