/** Fronts written as GeoJSON for a test, and looked at once they are open. */
#ifndef MARSAD_TESTS_FRONT_FILES_H
#define MARSAD_TESTS_FRONT_FILES_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <math.h>

#include "marsad/front.h"
#include "scratch.h"

/** A file being written. */
typedef struct front_file {
    const char *path;
    FILE *stream;
    bool any;
} front_file;

static inline front_file front_begin(const char *name, const char *crs)
{
    front_file f = {.path = scratch_path(name)};
    f.stream = fopen(f.path, "w");
    assert_non_null(f.stream);
    fputs("{\"type\":\"FeatureCollection\",", f.stream);
    if (crs) {
        fprintf(f.stream, "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"%s\"}},", crs);
    }
    fputs("\"features\":[", f.stream);
    return f;
}

/** `properties` is what stands between their braces, with ' for ". */
static inline void front_feature(front_file *f, const char *properties, const char *type)
{
    fprintf(f->stream, "%s\n{\"type\":\"Feature\",\"properties\":{", f->any ? "," : "");
    for (const char *c = properties; *c; c++) {
        fputc(*c == '\'' ? '"' : *c, f->stream);
    }
    fprintf(f->stream, "},\"geometry\":{\"type\":\"%s\",\"coordinates\":", type);
    f->any = true;
}

static inline void front_points(front_file *f, const marsad_lonlat *points, size_t count,
                                bool closed)
{
    fputc('[', f->stream);
    for (size_t i = 0; i < count + closed; i++) {
        fprintf(f->stream, "%s[%.17g,%.17g]", i ? "," : "", points[i % count].lon,
                points[i % count].lat);
    }
    fputc(']', f->stream);
}

static inline void front_line(front_file *f, const char *properties, const marsad_lonlat *points,
                              size_t count)
{
    front_feature(f, properties, "LineString");
    front_points(f, points, count, false);
    fputs("}}", f->stream);
}

static inline void front_area(front_file *f, const char *properties, const marsad_lonlat *points,
                              size_t count)
{
    front_feature(f, properties, "Polygon");
    fputc('[', f->stream);
    front_points(f, points, count, true);
    fputs("]}}", f->stream);
}

/** An area with one hole, `count` points each. */
static inline void front_area_with_hole(front_file *f, const char *properties,
                                        const marsad_lonlat *points, const marsad_lonlat *hole,
                                        size_t count)
{
    front_feature(f, properties, "Polygon");
    fputc('[', f->stream);
    front_points(f, points, count, true);
    fputc(',', f->stream);
    front_points(f, hole, count, true);
    fputs("]}}", f->stream);
}

static inline void front_box(front_file *f, const char *properties, marsad_bbox b)
{
    const marsad_lonlat points[] = {
        {b.west, b.south}, {b.east, b.south}, {b.east, b.north}, {b.west, b.north}};
    front_area(f, properties, points, 4);
}

static inline void front_end(front_file *f)
{
    fputs("]}\n", f->stream);
    assert_int_equal(fclose(f->stream), 0);
}

/** Ends, opens and removes the file. */
static inline marsad_front *front_open(front_file *f, const char *basemap)
{
    marsad_front *front = NULL;
    marsad_error error = {0};
    front_end(f);
    if (marsad_front_open(&f->path, 1, basemap, &front, &error)) {
        fail_msg("%s: row %ld: %s", error.file, error.row, error.message);
    }
    unlink(f->path);
    return front;
}

/** Ends and removes the file, which must be refused with a message that has this part. */
static inline void front_refused(front_file *f, long row, const char *part)
{
    marsad_front *front;
    marsad_error error = {0};
    front_end(f);
    assert_int_equal(marsad_front_open(&f->path, 1, NULL, &front, &error), MARSAD_ERR_INPUT);
    assert_null(front);
    assert_string_equal(error.file, f->path);
    if (!strstr(error.message, part) || error.row != row) {
        fail_msg("row %ld: %s", error.row, error.message);
    }
    unlink(f->path);
}

/** A holder's name, "-" for nobody. */
static inline const char *front_name(const marsad_front *front, size_t holder)
{
    const char *name = marsad_front_holder(front, holder);
    return name ? name : "-";
}

/** The length of the front between two holders, whichever is to the left. */
static inline double front_length(const marsad_front *front, size_t state, const char *a,
                                  const char *b)
{
    const marsad_front_state *s = marsad_front_state_at(front, state);
    double length = 0;
    for (size_t i = 0; i < s->line_count; i++) {
        const marsad_front_line *line = &s->lines[i];
        const char *left = front_name(front, line->left);
        const char *right = front_name(front, line->right);
        bool same = (strcmp(left, a) == 0 && strcmp(right, b) == 0) ||
                    (strcmp(left, b) == 0 && strcmp(right, a) == 0);
        for (size_t k = 0; same && k + 1 < line->count; k++) {
            length += marsad_geodesic_between(line->points[k], line->points[k + 1]).distance_m;
        }
    }
    return length;
}

/** All the ground of a holder, m^2. */
static inline double front_ground(const marsad_front *front, size_t state, const char *holder)
{
    const marsad_front_state *s = marsad_front_state_at(front, state);
    double area = 0;
    for (size_t i = 0; i < s->area_count; i++) {
        area +=
            strcmp(front_name(front, s->areas[i].holder), holder) == 0 ? s->areas[i].area_m2 : 0;
    }
    return area;
}

static inline marsad_front_relation front_relate(const marsad_front *front, size_t state,
                                                 marsad_lonlat point)
{
    marsad_front_relation relation;
    marsad_error error = {0};
    if (marsad_front_relate(front, state, point, 0, &relation, &error)) {
        fail_msg("%s", error.message);
    }
    return relation;
}

static inline const char *front_controller(const marsad_front *front, size_t state,
                                           marsad_lonlat point)
{
    return front_name(front, front_relate(front, state, point).controller);
}

/** True if a warning at this row has this part. */
static inline bool front_warned(const marsad_front *front, long row, const char *part)
{
    size_t count;
    const marsad_error *warnings = marsad_front_warnings(front, &count);
    for (size_t i = 0; i < count; i++) {
        if (warnings[i].row == row && strstr(warnings[i].message, part)) {
            return true;
        }
    }
    return false;
}

static inline size_t front_warning_count(const marsad_front *front)
{
    size_t count;
    marsad_front_warnings(front, &count);
    return count;
}

#endif
