/* Measures what it costs to compare two fronts, beside GEOS's intersections of the same polygons.
 * Usage: bench_compare [GAZETTEER]. */
#include <geos_c.h>
#include <math.h>

#include "measure.h"
#include "relate/front_handle.h"

enum { COLUMNS = 5, ROWS = 4, AREAS = COLUMNS * ROWS, STEPS = 37, VERTICES = 4 * STEPS + 2 };

/* --- Two states: a grid of areas, warped in two ways --- */

typedef struct bench_areas {
    marsad_lonlat points[AREAS][VERTICES];
    size_t count; /* of each */
    marsad_front *front;
} bench_areas;

/* Waves of several lengths, none so steep that it folds. `phase` tells the states apart. */
static marsad_lonlat warp(double x, double y, double phase)
{
    double east = 0;
    double north = 0;
    for (int i = 0; i < 5; i++) {
        double size = 0.12 / pow(2.1, i);
        double waves = 1.3 * pow(2, i);
        east += size * sin(waves * (1.7 * y + 0.4 * x) + phase * (i + 1));
        north += size * sin(waves * (1.3 * x - 0.6 * y) + 2 * phase * (i + 1));
    }
    return (marsad_lonlat){12 + x + east, 26 + y + north};
}

static void draw_area(bench_areas *areas, int index, double phase)
{
    static const int corners[5][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    double west = index % COLUMNS;
    double south = (double)(index / COLUMNS);
    size_t count = 0;
    for (int side = 0; side < 4; side++) {
        for (int i = 0; i < STEPS; i++) {
            double share = (double)i / STEPS;
            double x = corners[side][0] + share * (corners[side + 1][0] - corners[side][0]);
            double y = corners[side][1] + share * (corners[side + 1][1] - corners[side][1]);
            areas->points[index][count++] = warp(west + x, south + y, phase);
        }
    }
    areas->count = count;
}

/* Four holders, none of whose areas touch. */
static const char *holder_of(int index)
{
    static const char *const names[] = {"A", "B", "C", "D"};
    return names[index % COLUMNS % 2 + 2 * (index / COLUMNS % 2)];
}

static void add_area(marsad_front *front, mrs_front_state *state, const bench_areas *areas,
                     int index)
{
    mrs_rings rings = {0};
    size_t holder;
    bool done = mrs_front_holder_index(front, holder_of(index), &holder);
    for (size_t i = 0; done && i < areas->count; i++) {
        done = mrs_rings_add_point(&rings, areas->points[index][i]);
    }
    if (!done || !mrs_rings_end_ring(&rings) ||
        !mrs_front_add_area(state, &rings, holder, NULL, NULL)) {
        die("memory is out");
    }
    mrs_rings_clear(&rings);
}

static bench_areas *areas_make(double phase, int day)
{
    marsad_error error;
    bench_areas *areas = must_have(calloc(1, sizeof *areas));
    areas->front = must_have(mrs_front_new());
    mrs_front_state *state =
        must_have(mrs_front_add_state(areas->front, (marsad_date){2020, 1, day}, false));
    for (int i = 0; i < AREAS; i++) {
        draw_area(areas, i, phase);
        add_area(areas->front, state, areas, i);
    }
    must(mrs_front_finish_state(areas->front, state, NULL, &error), &error);
    return areas;
}

static void areas_free(bench_areas *areas)
{
    marsad_front_free(areas->front);
    free(areas);
}

/* --- What is measured --- */

typedef struct comparing {
    const bench_areas *old, *new_areas;
    marsad_gazetteer *gazetteer;
    size_t pieces, towns;
    GEOSContextHandle_t geos;
    GEOSGeometry *polygons[2][AREAS];
    size_t intersections;
} comparing;

static volatile double sum; /* what is found must not be optimized away */

static void compare(void *context)
{
    comparing *c = context;
    marsad_error error;
    marsad_front_comparison *out = NULL;
    must(marsad_front_compare(c->old->front, 0, c->new_areas->front, 0, c->gazetteer, &out, &error),
         &error);
    c->pieces = out->change_count;
    c->towns = out->town_count;
    marsad_front_comparison_free(out);
}

static GEOSGeometry *polygon_of(GEOSContextHandle_t geos, const bench_areas *areas, int index)
{
    GEOSCoordSequence *sequence =
        must_have(GEOSCoordSeq_create_r(geos, (unsigned)areas->count + 1, 2));
    for (unsigned i = 0; i <= areas->count; i++) {
        marsad_lonlat at = areas->points[index][i % areas->count];
        GEOSCoordSeq_setXY_r(geos, sequence, i, at.lon, at.lat);
    }
    return must_have(GEOSGeom_createPolygon_r(
        geos, must_have(GEOSGeom_createLinearRing_r(geos, sequence)), NULL, 0));
}

/* Each polygon of old with each of new that it meets, of another holder. */
static void intersect(void *context)
{
    comparing *c = context;
    c->intersections = 0;
    for (int i = 0; i < AREAS; i++) {
        for (int k = 0; k < AREAS; k++) {
            GEOSGeometry *a = c->polygons[0][i];
            GEOSGeometry *b = c->polygons[1][k];
            if (holder_of(i) == holder_of(k) || GEOSIntersects_r(c->geos, a, b) != 1) {
                continue;
            }
            double area = 0;
            GEOSGeometry *both = must_have(GEOSIntersection_r(c->geos, a, b));
            GEOSArea_r(c->geos, both, &area);
            GEOSGeom_destroy_r(c->geos, both);
            sum = area;
            c->intersections++;
        }
    }
}

static void measure_comparing(const char *gazetteer)
{
    marsad_error error;
    comparing c = {.old = areas_make(0, 20), .new_areas = areas_make(0.9, 27)};
    c.geos = must_have(GEOS_init_r());
    for (int i = 0; i < AREAS; i++) {
        c.polygons[0][i] = polygon_of(c.geos, c.old, i);
        c.polygons[1][i] = polygon_of(c.geos, c.new_areas, i);
    }
    figure least = measure(intersect, &c, 1);
    print_row("compare 2 fronts of 20 areas", measure(compare, &c, 1),
              "GEOSIntersection in degrees", least);
    printf("%-30s %zu vertices each, %zu pieces; %zu intersections\n", "", AREAS * c.old->count,
           c.pieces, c.intersections);
    if (gazetteer) {
        must(marsad_gazetteer_open(gazetteer, &c.gazetteer, &error), &error);
        print_row("the same with its towns", measure(compare, &c, 1), "GEOSIntersection in degrees",
                  least);
        printf("%-30s %zu towns\n", "", c.towns);
    }
    for (int i = 0; i < AREAS; i++) {
        GEOSGeom_destroy_r(c.geos, c.polygons[0][i]);
        GEOSGeom_destroy_r(c.geos, c.polygons[1][i]);
    }
    GEOS_finish_r(c.geos);
    marsad_gazetteer_close(c.gazetteer);
    areas_free((bench_areas *)c.old);
    areas_free((bench_areas *)c.new_areas);
}

int main(int argc, char **argv)
{
    print_header();
    measure_comparing(argc > 1 ? argv[1] : NULL);
    return 0;
}
