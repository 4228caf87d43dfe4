/** The tables of names to resolve, in tests/cases/resolve: a query, its context, the place that is
 *  meant, and how far the answer may lie from it. */
#ifndef MARSAD_TESTS_CASES_H
#define MARSAD_TESTS_CASES_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/tsv_cases.h"
#include "marsad/marsad.h"

typedef enum case_outcome {
    CASE_RIGHT = 0,
    CASE_WRONG,     /* another place, or a place where none is meant */
    CASE_MISSED,    /* unresolved, though a place is meant */
    CASE_UNDECIDED, /* ambiguous, though one place is meant */
    CASE_SKIPPED    /* the gazetteer does not have the place */
} case_outcome;

typedef struct resolve_case {
    const char *query, *expected, *note;
    double tolerance_m;
    char country[3];
    marsad_resolve_options options; /* its strings lie in `country` */
} resolve_case;

/** Reads the row in hand of a table. */
static inline void case_read(const tsv_cases *row, resolve_case *out)
{
    const char *at = row->fields[1];
    *out = (resolve_case){.query = row->fields[0],
                          .expected = row->fields[2],
                          .note = row->fields[4],
                          .tolerance_m = atof(row->fields[3]) * 1000,
                          .options = marsad_resolve_defaults()};
    if (out->tolerance_m <= 0) {
        out->tolerance_m = 10e3;
    }
    while (*at) {
        if (strncmp(at, "country=", 8) == 0 || strncmp(at, "only=", 5) == 0) {
            out->options.only_country = at[0] == 'o';
            memcpy(out->country, strchr(at, '=') + 1, 2);
            out->options.country = out->country;
        } else if (sscanf(at, "near=%lf,%lf", &out->options.near.lon, &out->options.near.lat) ==
                   2) {
            out->options.has_near = true;
        }
        at += strcspn(at, ";");
        at += *at == ';';
    }
}

static inline bool case_expects_place(const resolve_case *it)
{
    return strcmp(it->expected, "NONE") != 0 && strcmp(it->expected, "AMBIGUOUS") != 0;
}

/** Compares an answer with what is expected. `meant` is the expected place, or NULL where none is.
 */
static inline case_outcome case_judge(const resolve_case *it, const marsad_place *meant,
                                      const marsad_resolution *answer)
{
    if (!meant) {
        bool ambiguous = it->expected[0] == 'A';
        marsad_resolve_status right = ambiguous ? MARSAD_AMBIGUOUS : MARSAD_UNRESOLVED;
        return answer->status == right                            ? CASE_RIGHT
               : answer->status == MARSAD_UNRESOLVED && ambiguous ? CASE_MISSED
                                                                  : CASE_WRONG;
    }
    if (answer->status == MARSAD_UNRESOLVED) {
        return CASE_MISSED;
    }
    if (answer->status == MARSAD_AMBIGUOUS) {
        return CASE_UNDECIDED;
    }
    const marsad_place *place = marsad_resolution_place(answer);
    bool near = marsad_geodesic_between(place->at, meant->at).distance_m <= it->tolerance_m;
    return near || strcmp(place->id, meant->id) == 0 ? CASE_RIGHT : CASE_WRONG;
}

#endif
