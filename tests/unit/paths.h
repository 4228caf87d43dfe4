/** Paths for tests of what is drawn along lines, and the same random numbers in every run. */
#ifndef MARSAD_TESTS_PATHS_H
#define MARSAD_TESTS_PATHS_H

#include <stddef.h>
#include <stdint.h>

#include "map/scene.h"

static uint32_t paths_seed = 20200126;

static inline double random_between(double low, double high)
{
    paths_seed = paths_seed * 1664525U + 1013904223U;
    return low + (high - low) * (paths_seed >> 8) / 16777216.0;
}

static inline void add_part(mrs_path *path, const mrs_point *points, size_t count)
{
    mrs_path_start(path);
    for (size_t i = 0; i < count; i++) {
        mrs_path_add(path, points[i].x, points[i].y);
    }
}

static inline mrs_path path_of(const mrs_point *points, size_t count)
{
    mrs_path path = {0};
    add_part(&path, points, count);
    return path;
}

#endif
