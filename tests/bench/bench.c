/* Measures what Marsad costs, each figure beside a floor measured in the same run: the least that
 * the libraries underneath take for the same result. Usage: bench MARSAD, from the checkout's root.
 */
#include <geodesic.h>
#include <glob.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unistd.h>

#include "marsad/marsad.h"
#include "measure.h"

#define GAZETTEER "geodata/gazetteer.gpkg"

static const char *marsad;
static char scratch[] = "/tmp/marsad-bench-XXXXXX";

static const char *const names[] = {"Misrata", "أبو قرين", "Tripoli", "مطار معيتيقة",
                                    "Sirte",   "القداحية", "Zliten",  "حي أبو سليم"};

enum { NAMES = sizeof names / sizeof *names };

/* --- Files that are only read --- */

static void read_plainly(const char *path)
{
    static char chunk[65536];
    FILE *stream = fopen(path, "rb");
    if (!stream) {
        die(path);
    }
    while (fread(chunk, 1, sizeof chunk, stream) > 0) {
    }
    fclose(stream);
}

static void read_sources(void *context)
{
    const glob_t *files = context;
    for (size_t i = 0; i < files->gl_pathc; i++) {
        read_plainly(files->gl_pathv[i]);
    }
}

/* --- Names --- */

typedef struct lookup {
    sqlite3 *database;
    sqlite3_stmt *statement;
    marsad_resolver *resolver;
    char *keys[NAMES];
} lookup;

static void open_database(lookup *in)
{
    static const char sql[] = "SELECT p.id, p.name, p.country, p.geom FROM names n"
                              " JOIN places p ON p.fid = n.place WHERE n.key_full = ?1";
    if (sqlite3_open_v2(GAZETTEER, &in->database, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_prepare_v2(in->database, sql, -1, &in->statement, NULL)) {
        die(GAZETTEER " cannot be read: run make first");
    }
}

static void close_database(lookup *in)
{
    sqlite3_finalize(in->statement);
    sqlite3_close(in->database);
}

static void look_up(lookup *in, const char *key)
{
    sqlite3_bind_text(in->statement, 1, key, -1, SQLITE_STATIC);
    while (sqlite3_step(in->statement) == SQLITE_ROW) {
    }
    sqlite3_reset(in->statement);
}

static void open_and_look_up(void *context)
{
    lookup in = {0};
    (void)context;
    open_database(&in);
    look_up(&in, "misrata");
    close_database(&in);
}

static void look_up_all(void *context)
{
    lookup *in = context;
    for (int i = 0; i < NAMES; i++) {
        look_up(in, in->keys[i]);
    }
}

static void resolve_all(void *context)
{
    lookup *in = context;
    for (int i = 0; i < NAMES; i++) {
        marsad_error error;
        marsad_resolution *found = NULL;
        must(marsad_resolve(in->resolver, names[i], NULL, &found, &error), &error);
        marsad_resolution_free(found);
    }
}

static void keys_of_all(void *context)
{
    (void)context;
    for (int i = 0; i < NAMES; i++) {
        marsad_error error;
        marsad_keys keys;
        must(marsad_text_keys(names[i], &keys, &error), &error);
        marsad_keys_clear(&keys);
    }
}

static void fold_all(void *context)
{
    (void)context;
    for (int i = 0; i < NAMES; i++) {
        UErrorCode code = U_ZERO_ERROR;
        UChar text[128], decomposed[256], folded[256];
        int32_t length = 0;
        u_strFromUTF8(text, 128, &length, names[i], -1, &code);
        length =
            unorm2_normalize(unorm2_getNFKDInstance(&code), text, length, decomposed, 256, &code);
        u_strFoldCase(folded, 256, decomposed, length, U_FOLD_CASE_DEFAULT, &code);
        if (U_FAILURE(code)) {
            die("ICU cannot fold a name");
        }
    }
}

static void measure_names(void)
{
    lookup in = {0};
    marsad_gazetteer *gazetteer = NULL;
    marsad_error error;
    open_database(&in);
    must(marsad_gazetteer_open(GAZETTEER, &gazetteer, &error), &error);
    must(marsad_resolver_new(gazetteer, &in.resolver, &error), &error);
    for (int i = 0; i < NAMES; i++) {
        marsad_keys keys;
        must(marsad_text_keys(names[i], &keys, &error), &error);
        in.keys[i] = strdup(keys.full);
        marsad_keys_clear(&keys);
    }
    figure ours = measure(resolve_all, &in, NAMES);
    print_row("marsad_resolve, a name", ours, "SQLite, the same key by its index",
              measure(look_up_all, &in, NAMES));
    figure keys = measure(keys_of_all, NULL, NAMES);
    print_row("marsad_text_keys, a name", keys, "ICU: NFKD and case folding",
              measure(fold_all, NULL, NAMES));
    printf("%-30s %12.0f names a second\n", "  which resolves", 1 / ours.median_s);
    for (int i = 0; i < NAMES; i++) {
        free(in.keys[i]);
    }
    marsad_resolver_free(in.resolver);
    marsad_gazetteer_close(gazetteer);
    close_database(&in);
}

/* --- Geodesics --- */

enum { LINES = 1000 };

static volatile double sink; /* what is computed must not be optimized away */

static void geodesics_ours(void *context)
{
    (void)context;
    for (int i = 0; i < LINES; i++) {
        marsad_lonlat from = {13.185, 32.89};
        marsad_lonlat to = {15 + i * 0.01, 31.2 + i * 0.002};
        sink += marsad_geodesic_between(from, to).distance_m;
    }
}

static void geodesics_raw(void *context)
{
    const struct geod_geodesic *ellipsoid = context;
    for (int i = 0; i < LINES; i++) {
        double distance, azimuth, back;
        geod_inverse(ellipsoid, 32.89, 13.185, 31.2 + i * 0.002, 15 + i * 0.01, &distance, &azimuth,
                     &back);
        sink += distance;
    }
}

static void measure_geodesics(void)
{
    struct geod_geodesic ellipsoid;
    geod_init(&ellipsoid, 6378137, 1 / 298.257223563);
    print_row("marsad_geodesic_between", measure(geodesics_ours, NULL, LINES),
              "PROJ's geod_inverse", measure(geodesics_raw, &ellipsoid, LINES));
}

/* --- The program --- */

static void measure_commands(void)
{
    command nothing = {{"true", NULL}, 0};
    command version = {{marsad, "--version", NULL}, 0};
    command resolve = {{marsad, "resolve", "Misrata", NULL}, 0};
    print_row("marsad --version", measure(run_command, &version, 1), "true, a process",
              measure(run_command, &nothing, 1));
    print_row("marsad resolve Misrata", measure(run_command, &resolve, 1),
              "SQLite opens and finds, in process", measure(open_and_look_up, NULL, 1));
}

static void measure_build(void)
{
    char path[sizeof scratch + 16];
    glob_t files = {0};
    snprintf(path, sizeof path, "%s/built.gpkg", scratch);
    command build = {{marsad, "gazetteer", "build", "geodata/gazetteer", "-o", path, NULL}, 0};
    if (glob("geodata/gazetteer/*.tsv", 0, NULL, &files)) {
        die("geodata/gazetteer holds no sources");
    }
    print_row("marsad gazetteer build", measure(run_command, &build, 1), "its sources are read",
              measure(read_sources, &files, 1));
    printf("  peak memory %.1f MB\n", (double)build.peak_kb / 1024);
    globfree(&files);
    unlink(path);
}

int main(int argc, char **argv)
{
    marsad = begin_bench(argc, argv, scratch);
    measure_commands();
    measure_names();
    measure_geodesics();
    measure_build();
    rmdir(scratch);
    return 0;
}
