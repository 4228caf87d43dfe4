/** The maps that are measured: tables of incidents around Libya, the same in every run. */
#ifndef MARSAD_TESTS_MAP_WORKLOAD_H
#define MARSAD_TESTS_MAP_WORKLOAD_H

#include "measure.h"

enum { MAP_WIDTH = 1600, MAP_HEIGHT = 1200, MAP_SEED = 20200125 };

/** From 0 to 1: the generator of S. Park and K. Miller, Random number generators: good ones are
 *  hard to find, 1988. */
static inline double next_random(long *state)
{
    *state = *state * 16807 % 2147483647;
    return (double)*state / 2147483647;
}

/** Writes a table of incidents that have coordinates, as a desk would keep it. */
static inline void write_incidents(const char *path, int count)
{
    static const char *const types[] = {"clash",     "airstrike", "shelling", "explosion",
                                        "abduction", "protest",   "arrest",   "displacement"};
    FILE *out = fopen(path, "w");
    long state = MAP_SEED;
    if (!out) {
        die(path);
    }
    fputs("id,date,type,location,actor1,killed,lon,lat,headline,headline_ar\n", out);
    for (int i = 0; i < count; i++) {
        int month = 1 + (int)(12 * next_random(&state));
        int day = 1 + (int)(28 * next_random(&state));
        const char *type = types[(int)(8 * next_random(&state))];
        int actor = 1 + (int)(6 * next_random(&state));
        int killed = (int)(8 * next_random(&state) * next_random(&state));
        double lon = 10 + 14 * next_random(&state);
        double lat = 24 + 8.5 * next_random(&state);
        fprintf(out, "%d,2020-%02d-%02d,%s,Place %d,Group %d,%d,%.5f,%.5f,Incident %d,الحادث %d\n",
                i + 1, month, day, type, i % 300, actor, killed, lon, lat, i + 1, i + 1);
    }
    if (fclose(out)) {
        die(path);
    }
}

#endif
