/* Measures maps: of the sample, of a thousand, a hundred thousand and a million incidents; as whole
 * processes and phase by phase, each figure beside a floor measured in the same run.
 * Usage: bench_map MARSAD, from the checkout's root. */
#include <sys/stat.h>

#include "map_phases.h"

#define SAMPLE "geodata/events/abu-qurayn-2020-01.csv"

static const char *marsad;
static char scratch[] = "/tmp/marsad-bench-XXXXXX";

/* --- Whole processes --- */

typedef struct map_run {
    const char *table;
    int count;      /* of incidents */
    const char *as; /* how they are shown; NULL: as the map chooses */
} map_run;

/* Whether the command has an option, by its help. */
static bool has_option(const char *name)
{
    char help[sizeof scratch + 16];
    char text[16384];
    snprintf(help, sizeof help, "%s/help.txt", scratch);
    command run = {{marsad, "map", "--help", NULL}, 0};
    run_command_to(&run, help);
    FILE *stream = must_have(fopen(help, "rb"));
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    unlink(help);
    return strstr(text, name) != NULL;
}

static void print_size(const char *path, const command *run)
{
    struct stat about;
    if (stat(path, &about)) {
        die(path);
    }
    printf("  peak memory %.1f MB, %.0f kB written\n", (double)run->peak_kb / 1024,
           (double)about.st_size / 1000);
}

static void measure_process(map_run *it, const char *ending, work floor, const char *floor_name)
{
    char path[sizeof scratch + 16];
    char what[64];
    snprintf(path, sizeof path, "%s/map.%s", scratch, ending);
    snprintf(what, sizeof what, "marsad map, %d%s%s, %s", it->count, it->as ? ", " : "",
             it->as ? it->as : "", ending);
    command run = {{marsad, "map", it->table, "-o", path, it->as ? "--as" : NULL, it->as, NULL}, 0};
    figure ours = measure(run_command, &run, 1);
    print_row(what, ours, floor_name, measure(floor, &it->count, 1));
    print_size(path, &run);
    unlink(path);
}

static void measure_processes(map_run *it)
{
    measure_process(it, "png", floor_circles, "cairo fills and strokes as many circles");
    measure_process(it, "svg", floor_printed, "as many circles are printed");
}

/* --- Phases --- */

static void row(const char *what, work phase, map_phases *m, const char *floor_name, work floor,
                void *floor_context)
{
    print_row(what, measure(phase, m, 1), floor_name, measure(floor, floor_context, 1));
}

static void measure_phases(const map_run *it)
{
    map_phases m = {.table = it->table, .count = it->count};
    printf("phases of %d incidents\n", it->count);
    row("  read the table", phase_read, &m, "the file is read", floor_read, (void *)it->table);
    row("  open gazetteer and style", phase_open, &m, "the file is read", floor_read,
        "styles/report.json");
    row("  place", phase_place, &m, "the table is read", floor_read, (void *)it->table);
    row("  project", phase_project, &m, "as many circles are printed", floor_printed, &m.count);
    row("  read the basemap", phase_basemap, &m, "its file is read", floor_read,
        "geodata/basemap.gpkg");
    row("  compose, basemap included", phase_compose, &m, "the basemap's file is read", floor_read,
        "geodata/basemap.gpkg");
    row("  draw", phase_draw, &m, "as many sprites at whole pixels", floor_sprites, &m.count);
    row("  draw and encode", phase_png, &m, "libpng encodes the map", floor_encode, m.page);
    row("  write the SVG", phase_svg, &m, "as many circles are printed", floor_printed, &m.count);
    map_phases_clear(&m);
}

/* --- The program --- */

static void measure_sample(void)
{
    static const char *const kinds[] = {"png", "svg", "pdf"};
    map_run it = {.table = SAMPLE, .count = 10};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        measure_process(&it, kinds[i], floor_circles, "cairo fills and strokes as many circles");
    }
}

static void measure_many(int count, bool as_points)
{
    char table[sizeof scratch + 16];
    snprintf(table, sizeof table, "%s/many.csv", scratch);
    write_incidents(table, count);
    map_run it = {.table = table, .count = count};
    measure_processes(&it);
    if (as_points) {
        it.as = "points";
        measure_processes(&it);
    }
    unlink(table);
}

static void measure_many_phases(int count)
{
    char table[sizeof scratch + 16];
    snprintf(table, sizeof table, "%s/many.csv", scratch);
    write_incidents(table, count);
    map_run it = {.table = table, .count = count};
    measure_phases(&it);
    unlink(table);
}

int main(int argc, char **argv)
{
    marsad = begin_bench(argc, argv, scratch);
    bool points = has_option("--as ");
    measure_sample();
    measure_many(1000, points);
    measure_many(100000, points);
    measure_many(1000000, false);
    measure_many_phases(1000); /* last: a process's memory counts as that of those it starts */
    measure_many_phases(100000);
    rmdir(scratch);
    return 0;
}
