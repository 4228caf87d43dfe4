/* Measures what Marsad costs, each figure beside a floor measured in the same run: the least that
 * the libraries underneath take for the same result. Usage: bench MARSAD, from the checkout's root.
 */
#include <cairo.h>
#include <geodesic.h>
#include <glob.h>
#include <png.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unistd.h>

#include "marsad/marsad.h"
#include "measure.h"

#define EVENTS    "geodata/events/abu-qurayn-2020-01.csv"
#define GAZETTEER "geodata/gazetteer.gpkg"

enum { WIDTH = 1600, HEIGHT = 1200 };

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

static void read_events(void *context)
{
    (void)context;
    read_plainly(EVENTS);
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

/* --- Maps --- */

/* The libpng of the floor: the compression and filter that are quickest to give a small map. */
static void encode(cairo_surface_t *image, FILE *stream)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        die("libpng cannot write");
    }
    png_init_io(png, stream);
    png_set_IHDR(png, info, WIDTH, HEIGHT, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 6);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_write_info(png, info);
    png_set_filler(png, 0, PNG_FILLER_AFTER);
    png_set_bgr(png);
    unsigned char *pixels = cairo_image_surface_get_data(image);
    for (int y = 0; y < HEIGHT; y++) {
        png_write_row(png, pixels + (long)y * cairo_image_surface_get_stride(image));
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
}

/* Paints the finished map as one picture and encodes it. */
static void paint_and_encode(void *context)
{
    cairo_surface_t *map = context;
    cairo_surface_t *page = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    FILE *stream = fopen("/dev/null", "wb");
    cairo_t *cr = cairo_create(page);
    cairo_set_source_surface(cr, map, 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_flush(page);
    if (stream) {
        encode(page, stream);
        fclose(stream);
    }
    cairo_surface_destroy(page);
}

static void measure_maps(void)
{
    static const char *const kinds[] = {"png", "svg", "pdf"};
    char paths[3][sizeof scratch + 16];
    command runs[3];
    figure figures[3];
    for (int i = 0; i < 3; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/map.%s", scratch, kinds[i]);
        runs[i] = (command){{marsad, "map", EVENTS, "-o", paths[i], NULL}, 0};
        figures[i] = measure(run_command, &runs[i], 1);
    }
    cairo_surface_t *map = cairo_image_surface_create_from_png(paths[0]);
    figure painted = measure(paint_and_encode, map, 1);
    figure read = measure(read_events, NULL, 1);
    cairo_surface_destroy(map);
    for (int i = 0; i < 3; i++) {
        char what[64];
        snprintf(what, sizeof what, "marsad map, %s", kinds[i]);
        print_row(what, figures[i], "cairo paints, libpng encodes the map", painted);
        print_row("", figures[i], "the events file is read", read);
        printf("  peak memory %.1f MB\n", (double)runs[i].peak_kb / 1024);
        unlink(paths[i]);
    }
}

/* --- Maps of many incidents --- */

/* A table of incidents at coordinates around Libya, from a fixed seed (the generator of S. Park and
 * K. Miller, Random number generators: good ones are hard to find, 1988). */
static double next_random(long *state)
{
    *state = *state * 16807 % 2147483647;
    return (double)*state / 2147483647;
}

static void write_incidents(const char *path, int count)
{
    static const char *const types[] = {"clash",     "airstrike", "shelling", "explosion",
                                        "abduction", "protest",   "arrest",   "displacement"};
    FILE *out = fopen(path, "w");
    long state = 20200125;
    if (!out) {
        die(path);
    }
    fputs("date,type,actor1,lon,lat\n", out);
    for (int i = 0; i < count; i++) {
        int month = 1 + (int)(12 * next_random(&state));
        int day = 1 + (int)(28 * next_random(&state));
        const char *type = types[(int)(8 * next_random(&state))];
        int actor = 1 + (int)(6 * next_random(&state));
        double lon = 10 + 14 * next_random(&state);
        double lat = 24 + 8.5 * next_random(&state);
        fprintf(out, "2020-%02d-%02d,%s,Group %d,%.5f,%.5f\n", month, day, type, actor, lon, lat);
    }
    if (fclose(out)) {
        die(path);
    }
}

/* As many discs as there are incidents, drawn with cairo alone, and encoded by libpng. */
static void discs_as_png(void *context)
{
    const int *count = context;
    long state = 20200125;
    cairo_surface_t *page = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create(page);
    FILE *stream = fopen("/dev/null", "wb");
    for (int i = 0; i < *count; i++) {
        double x = WIDTH * next_random(&state);
        cairo_arc(cr, x, HEIGHT * next_random(&state), 9, 0, 6.2831853);
        cairo_set_source_rgb(cr, 0.8, 0.4, i % 8 / 8.0);
        cairo_fill_preserve(cr);
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_stroke(cr);
    }
    cairo_destroy(cr);
    cairo_surface_flush(page);
    if (stream) {
        encode(page, stream);
        fclose(stream);
    }
    cairo_surface_destroy(page);
}

/* As many references to a symbol, printed. */
static void discs_as_svg(void *context)
{
    const int *count = context;
    long state = 20200125;
    FILE *stream = fopen("/dev/null", "wb");
    for (int i = 0; stream && i < *count; i++) {
        double x = WIDTH * next_random(&state);
        fprintf(stream, "<use href=\"#m\" x=\"%.2f\" y=\"%.2f\"/>", x,
                HEIGHT * next_random(&state));
    }
    if (stream) {
        fclose(stream);
    }
}

static void measure_many(int count)
{
    static const char *const kinds[] = {"png", "svg"};
    char table[sizeof scratch + 16];
    snprintf(table, sizeof table, "%s/many.csv", scratch);
    write_incidents(table, count);
    for (int i = 0; i < 2; i++) {
        char path[sizeof scratch + 16];
        char what[64];
        snprintf(path, sizeof path, "%s/many.%s", scratch, kinds[i]);
        snprintf(what, sizeof what, "marsad map, %d, %s", count, kinds[i]);
        command run = {{marsad, "map", table, "-o", path, NULL}, 0};
        figure ours = measure(run_command, &run, 1);
        print_row(what, ours,
                  i == 0 ? "cairo draws as many discs, libpng" : "as many references are printed",
                  measure(i == 0 ? discs_as_png : discs_as_svg, &count, 1));
        printf("  peak memory %.1f MB\n", (double)run.peak_kb / 1024);
        unlink(path);
    }
    unlink(table);
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
    if (argc != 2) {
        fputs("usage: bench MARSAD, from the checkout's root\n", stderr);
        return 1;
    }
    marsad = argv[1];
    setenv("MARSAD_DATA", ".", 1);
    if (!mkdtemp(scratch)) {
        die("no folder for what is written");
    }
    print_header();
    measure_commands();
    measure_names();
    measure_geodesics();
    measure_maps();
    measure_many(1000);
    measure_many(100000);
    measure_build();
    rmdir(scratch);
    return 0;
}
