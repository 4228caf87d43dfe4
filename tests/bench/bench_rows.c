/* Measures reading a million rows beside OGR's reading of the same file, and beside counting its
 * line ends. Usage: bench_rows FOLDER */
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "geo/gdal.h"
#include "geo/vector.h"
#include "measure.h"

enum { ROWS = 1000000 };

static volatile size_t sink; /* what is read must not be optimized away */

typedef struct table {
    char path[300];
    mrs_vector_how how;
} table;

static void begin_table(table *out, const char *folder, const char *name, FILE **file)
{
    snprintf(out->path, sizeof out->path, "%s/%s", folder, name);
    *file = fopen(out->path, "wb");
    if (!*file) {
        die(out->path);
    }
}

/* Rows of some 150 bytes; `quote` is "\"" or "", and `headline` may be in any encoding. */
static void write_csv(table *out, const char *folder, const char *name, const char *quote,
                      const char *headline)
{
    FILE *file;
    begin_table(out, folder, name, &file);
    fputs("id,date,type,location,admin1,country,lon,lat,actor1,actor2,killed,headline,source\n",
          file);
    for (int i = 0; i < ROWS; i++) {
        fprintf(file,
                "E%d,2020-01-%02d,shelling,Abu Qurayn,Misrata,LY,15.%04d,31.%04d,GNA,LNA,%d,"
                "%s%s %d%s,https://example.org/reports/%d\n",
                i, i % 28 + 1, i % 10000, i % 9000, i % 20, quote, headline, i, quote, i);
    }
    fclose(file);
}

static void write_lines(table *out, const char *folder)
{
    FILE *file;
    begin_table(out, folder, "bench-rows.ndjson", &file);
    for (int i = 0; i < ROWS; i++) {
        fprintf(file,
                "{\"id\":\"E%d\",\"date\":\"2020-01-%02d\",\"type\":\"shelling\",\"location\":"
                "\"Abu Qurayn\",\"country\":\"LY\",\"killed\":%d,\"headline\":\"Shelling %d\"}\n",
                i, i % 28 + 1, i % 20, i);
    }
    fclose(file);
}

static void read_rows(void *context)
{
    table *in = context;
    mrs_vector *vector;
    marsad_error error;
    bool more = true;
    size_t rows = 0, bytes = 0;
    must(mrs_vector_open_rows(in->path, &in->how, &vector, &error), &error);
    for (; more; rows += more) {
        must(mrs_vector_next(vector, &more, &error), &error);
        for (size_t i = 0; more && i < mrs_vector_column_count(vector); i++) {
            bytes += mrs_vector_text(vector, i)[0] != '\0';
        }
    }
    mrs_vector_close(vector);
    if (rows == 0) {
        die(in->path);
    }
    sink = bytes;
}

static void read_by_ogr(void *context)
{
    table *in = context;
    marsad_error error;
    must(mrs_gdal_load(&error), &error);
    mrs_gdal.GDALAllRegister();
    GDALDatasetH dataset = mrs_gdal.GDALOpenEx(in->path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH layer = dataset ? mrs_gdal.GDALDatasetGetLayer(dataset, 0) : NULL;
    size_t rows = 0, bytes = 0;
    for (OGRFeatureH feature; layer && (feature = mrs_gdal.OGR_L_GetNextFeature(layer)); rows++) {
        bytes += mrs_gdal.OGR_F_GetFieldAsString(feature, 0)[0] != '\0';
        mrs_gdal.OGR_F_Destroy(feature);
    }
    if (rows != ROWS) {
        die("OGR reads other rows");
    }
    mrs_gdal.GDALClose(dataset);
    sink = bytes;
}

static void count_line_ends(void *context)
{
    table *in = context;
    static char block[262144];
    size_t count = 0, got;
    FILE *file = fopen(in->path, "rb");
    while (file && (got = fread(block, 1, sizeof block, file)) > 0) {
        const char *end = block + got;
        for (const char *at = block; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
            count++;
        }
    }
    fclose(file);
    sink = count;
}

static void row(const char *what, table *in, bool by_ogr)
{
    figure ours = measure(read_rows, in, 1);
    print_row(what, ours, by_ogr ? "OGR reads it" : "its line ends are counted",
              measure(by_ogr ? read_by_ogr : count_line_ends, in, 1));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        die("give a folder for the tables");
    }
    table plain = {0}, quoted = {0}, arabic = {0}, lines = {0};
    write_csv(&plain, argv[1], "bench-rows.csv", "", "Shelling of the road south of the town");
    write_csv(&quoted, argv[1], "bench-quoted.csv", "\"", "Shelling of the road, at");
    write_csv(&arabic, argv[1], "bench-1256.csv", "",
              "\xDE\xD5\xDD \xDA\xE1\xEC \xC7\xE1\xD8\xD1\xED\xDE \xC7\xE1\xD3\xC7\xCD\xE1\xED");
    write_lines(&lines, argv[1]);
    print_header();
    row("1,000,000 rows of CSV", &plain, false);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    long peak_kb = usage.ru_maxrss;
    row("", &plain, true);
    row("with quoted cells", &quoted, true);
    row("in windows-1256", &arabic, false);
    row("1,000,000 lines of JSON", &lines, false);
    plain.how.where = "killed > 15";
    row("CSV where killed > 15", &plain, true);
    printf("%-30s %9.1f MB\n", "memory of the first", (double)peak_kb / 1024);
    const char *const paths[] = {plain.path, quoted.path, arabic.path, lines.path};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        unlink(paths[i]);
    }
    return 0;
}
