/* Measures how the resolver's costs grow: the gazetteer given, and the same with synthetic places
 * to 4 and 16 times its size. The questions are the same for all. Usage: bench_growth MARSAD
 * GAZETTEER FOLDER [MOST-TIMES]; FOLDER holds this program and those it runs, and keeps what is
 * built. */
#include <stddef.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "instructions.h"

enum { SIZES = 3, MB = 1024 * 1024 };

static const int times_of[SIZES] = {1, 4, 16};

/* What building the largest takes, found by building it, with some room. */
static const double NEEDED_DISK_GB = 8, NEEDED_MEMORY_GB = 12;

typedef struct grown {
    double file_mb, build_s, build_peak_mb, open_ms, process_ms, names, places;
    double exact_first, exact_best, misspelt_first, misspelt_best, bulk_peak_mb, bulk_anonymous_mb;
    double exact_right, misspelt_right;               /* shares, in hundredths */
    double exact_instructions, misspelt_instructions; /* a name */
    bool built;
} grown;

typedef struct growth {
    const char *marsad, *gazetteer, *folder;
    char program[512], generator[512], scratch[512];
    query_paths queries;
    grown sizes[SIZES];
} growth;

/* --- Building --- */

/* Whether the gazetteer at `path` was built after that which it was made from. */
static bool is_fresh(const char *path, const char *source)
{
    struct stat built, from;
    return stat(path, &built) == 0 && stat(source, &from) == 0 && built.st_size > 0 &&
           built.st_mtime > from.st_mtime;
}

/* The note that is kept beside a gazetteer, of what building it took: seconds and megabytes. */
static bool read_note(const char *path, grown *out)
{
    FILE *stream = fopen(path, "rb");
    bool read = stream && fscanf(stream, "%lf %lf", &out->build_s, &out->build_peak_mb) == 2;
    if (stream) {
        fclose(stream);
    }
    return read;
}

static void write_note(const char *path, const grown *of)
{
    FILE *stream = fopen(path, "wb");
    if (!stream) {
        die(path);
    }
    fprintf(stream, "%.3f %.1f\n", of->build_s, of->build_peak_mb);
    fclose(stream);
}

static bool has_room(const char *folder)
{
    struct statvfs disk;
    char line[256];
    double memory_gb = 0;
    double disk_gb =
        statvfs(folder, &disk) ? 0 : (double)disk.f_bavail * (double)disk.f_frsize / 1e9;
    FILE *stream = fopen("/proc/meminfo", "rb");
    while (stream && fgets(line, sizeof line, stream)) {
        if (strncmp(line, "MemAvailable:", 13) == 0) {
            memory_gb = atof(line + 13) * 1024 / 1e9;
        }
    }
    if (stream) {
        fclose(stream);
    }
    if (disk_gb >= NEEDED_DISK_GB && memory_gb >= NEEDED_MEMORY_GB) {
        return true;
    }
    printf("16x is skipped: it needs %.0f GB of disk (%.1f are free) and %.0f GB of memory (%.1f"
           " are free)\n",
           NEEDED_DISK_GB, disk_gb, NEEDED_MEMORY_GB, memory_gb);
    return false;
}

/* Unless a gazetteer made from this one is there already. */
static void build(const growth *it, int times, const char *path, grown *out)
{
    char note[600], folder[600], count[16], file[700];
    snprintf(note, sizeof note, "%s/x%d.txt", it->folder, times);
    if (is_fresh(path, it->gazetteer) && read_note(note, out)) {
        return;
    }
    snprintf(folder, sizeof folder, "%s/x%d", it->folder, times);
    snprintf(count, sizeof count, "%d", times);
    command generate = {{it->generator, it->gazetteer, folder, count, NULL}, 0};
    command make = {{it->marsad, "gazetteer", "build", folder, "-o", path, NULL}, 0};
    fprintf(stderr, "bench: building %s\n", path);
    run_command(&generate);
    double start = now_s();
    run_command(&make);
    out->build_s = now_s() - start;
    out->build_peak_mb = (double)make.peak_kb / 1024;
    write_note(note, out);
    snprintf(file, sizeof file, "%s/places.tsv", folder);
    unlink(file);
    snprintf(file, sizeof file, "%s/sources.tsv", folder);
    unlink(file);
    rmdir(folder);
}

/* --- Measuring one size --- */

static double file_mb(const char *path)
{
    struct stat file;
    return stat(path, &file) ? 0 : (double)file.st_size / MB;
}

static double right_share(const passes *it)
{
    return 100.0 * (double)it->right / (double)it->queries;
}

static void count_all(const char *path, grown *out)
{
    sqlite3 *database = queries_database(path);
    out->places = (double)queries_count(database, "SELECT max(fid) FROM places");
    out->names = (double)queries_count(database, "SELECT max(fid) FROM names");
    sqlite3_close(database);
}

static void measure_size(const growth *it, char *path, grown *out)
{
    const char *program = it->program;
    command resolve = {{it->marsad, "resolve", "Misrata", "--gazetteer", path, NULL}, 0};
    out->file_mb = file_mb(path);
    count_all(path, out);
    out->process_ms = measure(run_command, &resolve, 1).best_s * 1e3;
    out->open_ms = measure(open_resolver, path, 1).best_s * 1e3;
    passes exact = passes_of(program, path, it->queries.of[QUERIES_EXACT], it->scratch);
    passes misspelt = passes_of(program, path, it->queries.of[QUERIES_MISSPELT], it->scratch);
    passes bulk = passes_of(program, path, it->queries.of[QUERIES_BULK], it->scratch);
    out->exact_first = passes_rate(&exact, exact.first_s);
    out->exact_best = passes_rate(&exact, exact.best_s);
    out->exact_right = right_share(&exact);
    out->misspelt_first = passes_rate(&misspelt, misspelt.first_s);
    out->misspelt_best = passes_rate(&misspelt, misspelt.best_s);
    out->misspelt_right = right_share(&misspelt);
    out->bulk_peak_mb = (double)bulk.peak_kb / 1024;
    out->bulk_anonymous_mb = (double)bulk.anonymous_kb / 1024;
    out->exact_instructions =
        instructions_a_name(program, path, it->queries.of[QUERIES_EXACT], it->scratch);
    out->misspelt_instructions =
        instructions_a_name(program, path, it->queries.of[QUERIES_MISSPELT], it->scratch);
    out->built = true;
}

/* --- The table --- */

/* Of each size the figure, and its ratio to that of the first. */
static void print_growth(const growth *it, const char *what, size_t offset, int decimals)
{
    double first = 0;
    printf("%-36s", what);
    for (int i = 0; i < SIZES && it->sizes[i].built; i++) {
        double value = 0;
        memcpy(&value, (const char *)&it->sizes[i] + offset, sizeof value);
        first = i == 0 ? value : first;
        printf(" %14.*f", decimals, value);
        if (i > 0) {
            printf(" %7.2fx", first > 0 ? value / first : 0);
        }
    }
    printf("\n");
}

static void print_table(const growth *it)
{
    printf("\n%-36s", "");
    for (int i = 0; i < SIZES && it->sizes[i].built; i++) {
        printf(" %13dx", times_of[i]);
        printf(i > 0 ? " %8s" : "%s", i > 0 ? "to 1x" : "");
    }
    printf("\n");
    print_growth(it, "places", offsetof(grown, places), 0);
    print_growth(it, "names", offsetof(grown, names), 0);
    print_growth(it, "file, MB", offsetof(grown, file_mb), 1);
    print_growth(it, "build, s", offsetof(grown, build_s), 1);
    print_growth(it, "  peak memory, MB", offsetof(grown, build_peak_mb), 0);
    print_growth(it, "marsad resolve Misrata, ms", offsetof(grown, process_ms), 2);
    print_growth(it, "opening, ms", offsetof(grown, open_ms), 3);
    print_growth(it, "exact names a second, first pass", offsetof(grown, exact_first), 0);
    print_growth(it, "  best later pass", offsetof(grown, exact_best), 0);
    print_growth(it, "  resolved to the place drawn, %", offsetof(grown, exact_right), 1);
    print_growth(it, "  instructions a name, later", offsetof(grown, exact_instructions), 0);
    print_growth(it, "misspelt names a second, first pass", offsetof(grown, misspelt_first), 0);
    print_growth(it, "  best later pass", offsetof(grown, misspelt_best), 0);
    print_growth(it, "  resolved to the place drawn, %", offsetof(grown, misspelt_right), 1);
    print_growth(it, "  instructions a name, later", offsetof(grown, misspelt_instructions), 0);
    print_growth(it, "bulk, peak memory, MB", offsetof(grown, bulk_peak_mb), 1);
    print_growth(it, "  not pages of files, MB", offsetof(grown, bulk_anonymous_mb), 1);
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 5) {
        fputs("usage: bench_growth MARSAD GAZETTEER FOLDER [MOST-TIMES]\n", stderr);
        return 1;
    }
    int most = argc == 5 ? atoi(argv[4]) : times_of[SIZES - 1];
    growth it = {.marsad = argv[1], .gazetteer = argv[2], .folder = argv[3]};
    snprintf(it.program, sizeof it.program, "%s/bench_resolve", it.folder);
    snprintf(it.generator, sizeof it.generator, "%s/synthetic", it.folder);
    snprintf(it.scratch, sizeof it.scratch, "%s/passes.txt", it.folder);
    it.queries = query_files_write(it.gazetteer, it.folder);
    for (int i = 0; i < SIZES && times_of[i] <= most; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/x%d.gpkg", it.folder, times_of[i]);
        if (times_of[i] == 16 && !has_room(it.folder)) {
            break;
        }
        build(&it, times_of[i], path, &it.sizes[i]);
        measure_size(&it, path, &it.sizes[i]);
    }
    print_table(&it);
    return 0;
}
