/* Measures distances: matrices beside PROJ's geod_inverse on the same points, pairs from a table,
 * what lies around a place, and the commands as whole processes.
 * Usage: bench_points MARSAD GAZETTEER FOLDER, from the checkout's root. */
#include <geodesic.h>
#include <sqlite3.h>
#include <stdint.h>
#include <unistd.h>

#include "marsad/marsad.h"
#include "measure.h"

enum { SIDE = 300, PAIRS = 1000000, AROUND_KM = 50 };

static volatile double sink; /* what is computed must not be optimized away */

/* --- Matrices --- */

typedef struct points {
    marsad_lonlat from[SIDE], to[SIDE];
    marsad_geodesic *lines;
    struct geod_geodesic ellipsoid;
    unsigned threads;
} points;

static double chance(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* Places of one theatre, 10 by 8 degrees. */
static void make_points(points *out)
{
    uint64_t state = 1;
    for (int i = 0; i < SIDE; i++) {
        out->from[i] = (marsad_lonlat){10 + 10 * chance(&state), 25 + 8 * chance(&state)};
        out->to[i] = (marsad_lonlat){10 + 10 * chance(&state), 25 + 8 * chance(&state)};
    }
    out->lines = must_have(calloc((size_t)SIDE * SIDE, sizeof *out->lines));
    geod_init(&out->ellipsoid, 6378137, 1 / 298.257223563);
}

static void measure_raw(void *context)
{
    points *p = context;
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            marsad_geodesic *line = &p->lines[i * SIDE + j];
            geod_inverse(&p->ellipsoid, p->from[i].lat, p->from[i].lon, p->to[j].lat, p->to[j].lon,
                         &line->distance_m, &line->azimuth_deg, &line->back_azimuth_deg);
        }
    }
    sink += p->lines[SIDE + 1].distance_m;
}

static void measure_matrix(void *context)
{
    points *p = context;
    marsad_error error;
    must(marsad_geodesic_matrix(p->from, SIDE, p->to, SIDE, p->threads, p->lines, &error), &error);
    sink += p->lines[SIDE + 1].distance_m;
}

static void measure_square(void *context)
{
    points *p = context;
    marsad_error error;
    must(marsad_geodesic_matrix(p->from, SIDE, p->from, SIDE, p->threads, p->lines, &error),
         &error);
    sink += p->lines[SIDE + 1].distance_m;
}

static void time_best(work run, points *p, double *best_s)
{
    double start = now_s();
    run(p);
    double time = (now_s() - start) / (SIDE * SIDE);
    *best_s = time < *best_s ? time : *best_s;
}

/* In turns, so that what else the machine does slows both down alike. */
static void print_pairs(const char *what, work ours, points *p)
{
    double best[2] = {1, 1};
    double end = now_s() + 2 * SECONDS_A_FIGURE;
    while (now_s() < end) {
        time_best(measure_raw, p, &best[0]);
        time_best(ours, p, &best[1]);
    }
    printf("%-30s %12.0f pairs a second, %.0f %% of geod_inverse on one thread (%.0f)\n", what,
           1 / best[1], 100 * best[0] / best[1], 1 / best[0]);
    fflush(stdout);
}

static void measure_matrices(void)
{
    static points p;
    make_points(&p);
    p.threads = 1;
    print_pairs("matrix 300 x 300, one thread", measure_matrix, &p);
    print_pairs("the same points twice", measure_square, &p);
    p.threads = 0;
    char what[64];
    snprintf(what, sizeof what, "matrix, all %ld processors", sysconf(_SC_NPROCESSORS_ONLN));
    print_pairs(what, measure_matrix, &p);
    free(p.lines);
}

/* --- What lies around --- */

typedef struct around {
    marsad_gazetteer *gazetteer;
    sqlite3 *database;
    sqlite3_stmt *box;
} around;

static const marsad_lonlat MISRATA = {15.091, 32.375};

static void look_around(void *context)
{
    around *in = context;
    marsad_place_around_list found;
    marsad_error error;
    must(marsad_gazetteer_around(in->gazetteer, MISRATA, AROUND_KM * 1000, NULL, 0, &found, &error),
         &error);
    sink += (double)found.count;
    marsad_place_around_list_clear(&found);
}

static void look_into_box(void *context)
{
    around *in = context;
    marsad_bbox box = marsad_bbox_around(MISRATA, AROUND_KM * 1000);
    const double edges[] = {box.west, box.east, box.south, box.north};
    for (int i = 0; i < 4; i++) {
        sqlite3_bind_double(in->box, i + 1, edges[i]);
    }
    while (sqlite3_step(in->box) == SQLITE_ROW) {
        sink += sqlite3_column_bytes(in->box, 1);
    }
    sqlite3_reset(in->box);
}

static void measure_around(const char *gazetteer)
{
    static const char sql[] = "SELECT p.* FROM rtree_places_geom r JOIN places p ON p.fid = r.id"
                              " WHERE maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4";
    around in = {0};
    marsad_error error;
    must(marsad_gazetteer_open(gazetteer, &in.gazetteer, &error), &error);
    if (sqlite3_open_v2(gazetteer, &in.database, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_prepare_v2(in.database, sql, -1, &in.box, NULL)) {
        die(gazetteer);
    }
    print_row("places within 50 km", measure(look_around, &in, 1), "SQLite: the box, by the R-tree",
              measure(look_into_box, &in, 1));
    sqlite3_finalize(in.box);
    sqlite3_close(in.database);
    marsad_gazetteer_close(in.gazetteer);
}

/* --- Whole processes --- */

static void write_pairs(const char *path, int count)
{
    uint64_t state = 2;
    FILE *stream = must_have(fopen(path, "wb"));
    fputs("id,from_lon,from_lat,to_lon,to_lat\n", stream);
    for (int i = 0; i < count; i++) {
        double from_lon = 360 * chance(&state) - 180, from_lat = 180 * chance(&state) - 90;
        double to_lon = 360 * chance(&state) - 180, to_lat = 180 * chance(&state) - 90;
        fprintf(stream, "%d,%.5f,%.5f,%.5f,%.5f\n", i, from_lon, from_lat, to_lon, to_lat);
    }
    if (fclose(stream)) {
        die(path);
    }
}

static void measure_bulk(const char *marsad, const char *folder)
{
    char path[512];
    snprintf(path, sizeof path, "%s/pairs.csv", folder);
    write_pairs(path, PAIRS);
    command copy = {{"cat", path, NULL}, 0};
    command bulk = {{marsad, "distance", "--in", path, "--format", "csv", NULL}, 0};
    print_row("distance --in, 1,000,000 pairs", measure(run_command, &bulk, 1),
              "cat, a process, prints the table", measure(run_command, &copy, 1));
    printf("  peak memory %.1f MB\n", (double)bulk.peak_kb / 1024);
    unlink(path);
}

static void measure_commands(const char *marsad)
{
    command version = {{marsad, "--version", NULL}, 0};
    command commands[] = {{{marsad, "distance", "Tripoli", "Misrata", NULL}, 0},
                          {{marsad, "distance", "Tripoli", "Misrata", "--road", NULL}, 0},
                          {{marsad, "near", "Misrata", "--within", "50km", NULL}, 0}};
    static const char *const names[] = {"marsad distance A B", "marsad distance A B --road",
                                        "marsad near A --within 50km"};
    figure floor = measure(run_command, &version, 1);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        print_row(names[i], measure(run_command, &commands[i], 1), "marsad --version, a process",
                  floor);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: bench_points MARSAD GAZETTEER FOLDER, from the checkout's root\n", stderr);
        return 1;
    }
    setenv("MARSAD_DATA", ".", 1);
    print_header();
    measure_commands(argv[1]);
    measure_bulk(argv[1], argv[3]);
    measure_matrices();
    measure_around(argv[2]);
    return 0;
}
