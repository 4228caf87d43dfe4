/* Measures `marsad geocode` of a million rows from CSV to CSV, beside OGR's reading of the same
 * file and a copy of its bytes, and 100,000 lines of JSON through the filter. Processor seconds,
 * which is what can be compared on a machine that others use too.
 * Usage: bench_tables MARSAD GAZETTEER FOLDER */
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "geo/gdal.h"
#include "measure.h"
#include "queries.h"

enum { ROWS = 1000000, LINES = 100000, NAMES = 1000, OWN_COORDINATES = 20 };

typedef struct names {
    char *of[NAMES];
    size_t count;
} names;

/* --- The tables --- */

static void read_names(const char *gazetteer, names *out)
{
    sqlite3 *database = queries_database(gazetteer);
    sqlite3_stmt *rows = queries_prepare(
        database, "SELECT DISTINCT n.name FROM names n JOIN places p ON p.fid = n.place "
                  "WHERE p.country = 'LY' AND instr(n.name, '\"') = 0 ORDER BY n.name");
    while (out->count < NAMES && sqlite3_step(rows) == SQLITE_ROW) {
        out->of[out->count++] = must_have(strdup(queries_text(rows, 0)));
    }
    sqlite3_finalize(rows);
    sqlite3_close(database);
}

static FILE *begin(const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file) {
        die(path);
    }
    return file;
}

/* One row in twenty has coordinates of its own. */
static void coordinates(uint64_t *state, int row, char *lon, char *lat, size_t size)
{
    lon[0] = lat[0] = '\0';
    if (row % OWN_COORDINATES == 7) {
        snprintf(lon, size, "%.5f", 10 + (double)chance_below(state, 14000) / 1000);
        snprintf(lat, size, "%.5f", 26 + (double)chance_below(state, 6000) / 1000);
    }
}

static void write_table(const char *path, const names *all)
{
    uint64_t state = 1;
    char lon[16], lat[16];
    FILE *file = begin(path);
    fputs("id,date,type,location,country,lon,lat,killed,headline,source\n", file);
    for (int i = 0; i < ROWS; i++) {
        const char *name = all->of[chance_below(&state, all->count)];
        coordinates(&state, i, lon, lat, sizeof lon);
        fprintf(file,
                "%d,2020-01-%02d,clash,\"%s\",LY,%s,%s,%d,\"Clashes reported, %s\",Observer\n",
                i + 1, 1 + i % 28, name, lon, lat, i % 5, name);
    }
    fclose(file);
}

static void write_lines(const char *path, const names *all)
{
    uint64_t state = 2;
    FILE *file = begin(path);
    for (int i = 0; i < LINES; i++) {
        fprintf(file, "{\"id\":%d,\"location\":\"%s\",\"country\":\"LY\",\"killed\":%d}\n", i + 1,
                all->of[chance_below(&state, all->count)], i % 5);
    }
    fclose(file);
}

/* --- The floors, each in a process of its own --- */

static int read_by_ogr(const char *path)
{
    marsad_error error;
    must(mrs_gdal_load(&error), &error);
    mrs_gdal.GDALAllRegister();
    GDALDatasetH dataset = mrs_gdal.GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH layer = dataset ? mrs_gdal.GDALDatasetGetLayer(dataset, 0) : NULL;
    int count = 0;
    for (OGRFeatureH feature; layer && (feature = mrs_gdal.OGR_L_GetNextFeature(layer)); count++) {
        mrs_gdal.OGR_F_Destroy(feature);
    }
    return count == ROWS ? 0 : 1;
}

/* --- Processes --- */

typedef struct measured {
    double seconds, peak_mb;
} measured;

static measured run(const char *const *words, const char *input)
{
    posix_spawn_file_actions_t files;
    struct rusage usage;
    pid_t child;
    int status = 0;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&child, words[0], &files, NULL, (char *const *)words, environ) ||
        wait4(child, &status, 0, &usage) < 0 || status) {
        die(words[1]);
    }
    posix_spawn_file_actions_destroy(&files);
    return (measured){(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                          (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6,
                      (double)usage.ru_maxrss / 1024};
}

/* The best of three. */
static void report(const char *what, const char *const *words, const char *input, int rows)
{
    measured best = run(words, input);
    for (int i = 0; i < 2; i++) {
        measured again = run(words, input);
        best = again.seconds < best.seconds ? again : best;
    }
    printf("%-44s %7.2f s  %9.0f rows/s  at most %4.0f MB\n", what, best.seconds,
           rows / best.seconds, best.peak_mb);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--ogr") == 0) {
        return read_by_ogr(argv[2]);
    }
    if (argc != 4) {
        die("usage: bench_tables MARSAD GAZETTEER FOLDER");
    }
    char table[512], lines[512], out[512];
    names all = {0};
    snprintf(table, sizeof table, "%s/tables.csv", argv[3]);
    snprintf(lines, sizeof lines, "%s/tables.ndjson", argv[3]);
    snprintf(out, sizeof out, "%s/tables-out.csv", argv[3]);
    read_names(argv[2], &all);
    write_table(table, &all);
    write_lines(lines, &all);
    const char *const geocode[] = {argv[1], "geocode",     table,   "-o",
                                   out,     "--gazetteer", argv[2], NULL};
    const char *const ogr[] = {argv[0], "--ogr", table, NULL};
    const char *const copy[] = {"cp", table, out, NULL};
    const char *const filter[] = {argv[1], "geocode", "-", "-o", "-", "--gazetteer", argv[2], NULL};
    report("geocode 1,000,000 rows, CSV to CSV", geocode, "/dev/null", ROWS);
    report("  OGR reads the same file", ogr, "/dev/null", ROWS);
    report("  its bytes are copied", copy, "/dev/null", ROWS);
    report("geocode 100,000 lines of JSON, as a filter", filter, lines, LINES);
    unlink(table);
    unlink(lines);
    unlink(out);
    for (size_t i = 0; i < all.count; i++) {
        free(all.of[i]);
    }
    return 0;
}
