/* Measures what fronts cost: relating points to one, each figure beside floors measured in the same
 * run. Usage: bench_front. */
#include <geodesic.h>
#include <geos_c.h>
#include <math.h>

#include "instructions.h"
#include "relate/control.h"

enum { LINES = 10, VERTICES_A_LINE = 500, FEW_POINTS = 100000, MANY_POINTS = 1000000 };

/* --- Chance --- */

/* Evenly in [0, 1). */
static double share(uint64_t *state)
{
    return (double)(chance(state) >> 11) * 0x1p-53;
}

static double between(uint64_t *state, double low, double high)
{
    return low + share(state) * (high - low);
}

/* --- A front: lines that wind eastwards through the Libyan desert --- */

typedef struct bench_front {
    marsad_lonlat points[LINES][VERTICES_A_LINE];
    bool coasts; /* every second line is no front, as of areas that end at a coast */
    mrs_control *control;
} bench_front;

/* Segments of 100 m to 10 km, as many of each order of length. */
static void draw_line(marsad_lonlat *points, int number, uint64_t *state)
{
    double heading = 90;
    points[0] = (marsad_lonlat){between(state, 10, 14), 24 + number * 0.8};
    for (int i = 1; i < VERTICES_A_LINE; i++) {
        heading += 0.1 * (90 - heading) + between(state, -40, 40);
        points[i] =
            marsad_geodesic_point(points[i - 1], heading, 100 * pow(100, between(state, 0, 1)));
    }
}

static void build_control(void *context)
{
    bench_front *front = context;
    marsad_error error;
    mrs_control_free(front->control);
    front->control = must_have(mrs_control_new());
    for (int i = 0; i < LINES; i++) {
        mrs_control_sides sides = {
            .left = 0, .right = 1, .line = (size_t)i, .is_front = i % 2 == 0 || !front->coasts};
        must(mrs_control_add(front->control, front->points[i], VERTICES_A_LINE, sides, &error),
             &error);
    }
    must(mrs_control_finish(front->control, &error), &error);
}

static bench_front *front_make(bool coasts)
{
    uint64_t state = 1;
    bench_front *front = must_have(calloc(1, sizeof *front));
    front->coasts = coasts;
    for (int i = 0; i < LINES; i++) {
        draw_line(front->points[i], i, &state);
    }
    build_control(front);
    return front;
}

static void front_free(bench_front *front)
{
    mrs_control_free(front->control);
    free(front);
}

/* --- Points --- */

typedef struct point_set {
    bench_front *front;
    marsad_lonlat *points;
    size_t count;
} point_set;

static volatile double sum; /* what is found must not be optimized away */

/* Over all the land that the front crosses and a few hundred kilometres around. */
static point_set points_even(bench_front *front, size_t count)
{
    uint64_t state = 2;
    point_set set = {front, must_have(calloc(count, sizeof *set.points)), count};
    for (size_t i = 0; i < count; i++) {
        set.points[i] = (marsad_lonlat){between(&state, 8, 24), between(&state, 22, 34)};
    }
    return set;
}

/* As incidents lie: most of them near the front, the nearer the more. */
static point_set points_clustered(bench_front *front, size_t count)
{
    uint64_t state = 3;
    point_set set = {front, must_have(calloc(count, sizeof *set.points)), count};
    for (size_t i = 0; i < count; i++) {
        marsad_lonlat vertex =
            front->points[chance_below(&state, LINES)][chance_below(&state, VERTICES_A_LINE)];
        double distance = -15e3 * log(1 - share(&state));
        set.points[i] = marsad_geodesic_point(vertex, between(&state, 0, 360), distance);
    }
    return set;
}

static void relate_points(void *context)
{
    const point_set *set = context;
    for (size_t i = 0; i < set->count; i++) {
        mrs_control_nearest nearest;
        size_t holder;
        mrs_control_relate(set->front->control, set->points[i], &nearest, &holder);
        sum = nearest.distance_m;
    }
}

static void measure_geodesics(void *context)
{
    const point_set *set = context;
    struct geod_geodesic ellipsoid;
    geod_init(&ellipsoid, 6378137, 1 / 298.257223563);
    for (size_t i = 0; i < set->count; i++) {
        double distance;
        double azimuth;
        double arrival;
        marsad_lonlat to = set->front->points[i % LINES][i % VERTICES_A_LINE];
        geod_inverse(&ellipsoid, set->points[i].lat, set->points[i].lon, to.lat, to.lon, &distance,
                     &azimuth, &arrival);
        sum = distance;
    }
}

/* --- What GEOS takes, in a plane of degrees --- */

typedef struct plane_front {
    GEOSContextHandle_t geos;
    GEOSGeometry *whole;
    const GEOSPreparedGeometry *prepared;
    GEOSGeometry *segments[LINES * (VERTICES_A_LINE - 1)];
    size_t count;
    GEOSSTRtree *tree;
    const point_set *set;
} plane_front;

static GEOSGeometry *plane_line(GEOSContextHandle_t geos, const marsad_lonlat *points,
                                unsigned count)
{
    GEOSCoordSequence *sequence = must_have(GEOSCoordSeq_create_r(geos, count, 2));
    for (unsigned i = 0; i < count; i++) {
        GEOSCoordSeq_setXY_r(geos, sequence, i, points[i].lon, points[i].lat);
    }
    return must_have(GEOSGeom_createLineString_r(geos, sequence));
}

static plane_front *plane_front_make(const bench_front *front)
{
    GEOSGeometry *lines[LINES];
    plane_front *plane = must_have(calloc(1, sizeof *plane));
    plane->geos = must_have(GEOS_init_r());
    plane->tree = must_have(GEOSSTRtree_create_r(plane->geos, 10));
    for (int i = 0; i < LINES; i++) {
        lines[i] = plane_line(plane->geos, front->points[i], VERTICES_A_LINE);
        for (int k = 0; k + 1 < VERTICES_A_LINE; k++) {
            GEOSGeometry *segment = plane_line(plane->geos, &front->points[i][k], 2);
            plane->segments[plane->count++] = segment;
            GEOSSTRtree_insert_r(plane->geos, plane->tree, segment, segment);
        }
    }
    plane->whole =
        must_have(GEOSGeom_createCollection_r(plane->geos, GEOS_MULTILINESTRING, lines, LINES));
    plane->prepared = GEOSPrepare_r(plane->geos, plane->whole);
    if (!plane->prepared) {
        die("GEOS cannot prepare the front");
    }
    return plane;
}

static void plane_front_free(plane_front *plane)
{
    GEOSSTRtree_destroy_r(plane->geos, plane->tree);
    for (size_t i = 0; i < plane->count; i++) {
        GEOSGeom_destroy_r(plane->geos, plane->segments[i]);
    }
    GEOSPreparedGeom_destroy_r(plane->geos, plane->prepared);
    GEOSGeom_destroy_r(plane->geos, plane->whole);
    GEOS_finish_r(plane->geos);
    free(plane);
}

static void measure_prepared(void *context)
{
    const plane_front *plane = context;
    for (size_t i = 0; i < plane->set->count; i++) {
        double distance = 0;
        GEOSGeometry *point = must_have(GEOSGeom_createPointFromXY_r(
            plane->geos, plane->set->points[i].lon, plane->set->points[i].lat));
        GEOSPreparedDistance_r(plane->geos, plane->prepared, point, &distance);
        GEOSGeom_destroy_r(plane->geos, point);
        sum = distance;
    }
}

static void find_in_strtree(void *context)
{
    const plane_front *plane = context;
    for (size_t i = 0; i < plane->set->count; i++) {
        GEOSGeometry *point = must_have(GEOSGeom_createPointFromXY_r(
            plane->geos, plane->set->points[i].lon, plane->set->points[i].lat));
        sum = (double)(uintptr_t)GEOSSTRtree_nearest_r(plane->geos, plane->tree, point);
        GEOSGeom_destroy_r(plane->geos, point);
    }
}

/* --- Relating points to a front --- */

/** What relating the points a second time adds to relating them once, a point. */
static double instructions_a_point(const char *program, const char *kind)
{
    double counts[2];
    char log[512];
    char option[600];
    snprintf(log, sizeof log, "%s.log", program);
    snprintf(option, sizeof option, "--log-file=%s", log);
    for (int i = 0; i < 2; i++) {
        command run = {.words = {"valgrind", "--tool=cachegrind", "--cache-sim=no",
                                 "--cachegrind-out-file=/dev/null", option, program, kind,
                                 i ? "2" : "1", NULL}};
        run_command(&run);
        counts[i] = instructions_read(log);
    }
    return (counts[1] - counts[0]) / 1000;
}

static void print_rate(figure ours)
{
    printf("%-30s %12.0f points a second\n", "", 1 / ours.best_s);
}

static void measure_relating(const char *program, const char *kind, point_set many)
{
    char what[64];
    point_set few = {many.front, many.points, FEW_POINTS};
    plane_front *plane = plane_front_make(many.front);
    plane->set = &few;
    figure ours = measure(relate_points, &few, FEW_POINTS);
    snprintf(what, sizeof what, "relate 100,000 points, %s", kind);
    print_row(what, ours, "one geod_inverse", measure(measure_geodesics, &few, FEW_POINTS));
    print_row("", ours, "GEOSPreparedDistance in degrees",
              measure(measure_prepared, plane, FEW_POINTS));
    print_row("", ours, "GEOSSTRtree_nearest in degrees",
              measure(find_in_strtree, plane, FEW_POINTS));
    print_rate(ours);
    ours = measure(relate_points, &many, MANY_POINTS);
    snprintf(what, sizeof what, "relate 1,000,000 points, %s", kind);
    print_row(what, ours, "one geod_inverse", measure(measure_geodesics, &many, MANY_POINTS));
    print_rate(ours);
    if (can_count_instructions()) {
        printf("%-30s %12.0f instructions a point\n", "", instructions_a_point(program, kind));
    }
    plane_front_free(plane);
}

/* The kinds of points and fronts, by the names they are printed with. */
static point_set points_of_kind(const char *kind, size_t count)
{
    bench_front *front = front_make(strcmp(kind, "with coasts") == 0);
    return strcmp(kind, "even") == 0 ? points_even(front, count) : points_clustered(front, count);
}

static void point_set_clear(point_set *set)
{
    front_free(set->front);
    free(set->points);
}

static void measure_front(const char *program)
{
    static const char *const kinds[] = {"clustered", "even", "with coasts"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        point_set set = points_of_kind(kinds[i], MANY_POINTS);
        measure_relating(program, kinds[i], set);
        point_set_clear(&set);
    }
    bench_front *front = front_make(false);
    point_set as_many = points_even(front, (size_t)LINES * VERTICES_A_LINE);
    print_row("index a front of 5,000", measure(build_control, front, 1), "as many geod_inverse",
              measure(measure_geodesics, &as_many, 1));
    point_set_clear(&as_many);
}

/* A thousand points `times` times: what instructions_a_point() counts. */
static void relate_some(const char *kind, int times)
{
    point_set set = points_of_kind(kind, 1000);
    for (int i = 0; i < times; i++) {
        relate_points(&set);
    }
    point_set_clear(&set);
}

int main(int argc, char **argv)
{
    if (argc == 3) {
        relate_some(argv[1], atoi(argv[2]));
        return 0;
    }
    print_header();
    measure_front(argv[0]);
    return 0;
}
