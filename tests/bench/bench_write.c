/* Measures the writing of a table: rows of 25 columns as csv, ndjson and geojson, beside the same
 * bytes as they are and OGR's CSV writer.
 * Usage: bench_write FOLDER */
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "geo/gdal.h"
#include "geo/vector_write.h"
#include "measure.h"

enum { ROWS = 1000000, COLUMNS = 25 };

static mrs_field fields[COLUMNS];
static mrs_cell cells[COLUMNS];

/* What geocoding writes: mostly short texts, a long one, some numbers. */
static void make_row(void)
{
    static const char *const texts[] = {
        "2020-01-26",
        "Abu Qurayn",
        "أبو قرين",
        "ground_attack",
        "Misratah",
        "LY",
        "",
        "exact",
        "GNA forces said that they had retaken the town, and \"held\" the road to the west"};
    for (size_t i = 0; i < COLUMNS; i++) {
        bool is_number = i % 5 == 4;
        static char names[COLUMNS][16];
        snprintf(names[i], sizeof names[i], "column_%zu", i);
        fields[i] = (mrs_field){names[i], is_number ? MRS_CELL_NUMBER : MRS_CELL_TEXT, 6};
        cells[i].text = texts[i % (sizeof texts / sizeof *texts)];
        if (is_number) {
            cells[i].number = 15.2551234 * (double)(i + 1);
        }
    }
}

static double megabytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

/* Of this process, which is what can be compared on a machine that others use. */
static double processor_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static void report(const char *what, double start)
{
    double time = processor_s() - start;
    printf("%-28s %7.2f s  %9.0f rows/s  at most %4.0f MB so far\n", what, time, ROWS / time,
           megabytes());
}

static void write_ours(const char *path, bool large)
{
    marsad_error error;
    mrs_writer *writer;
    static const size_t end = 1;
    const marsad_lonlat spot = {15.2551234, 31.45};
    double start = processor_s();
    const mrs_writer_plan plan = {.layer = "events",
                                  .shape = MRS_WRITE_POINT,
                                  .fields = fields,
                                  .field_count = COLUMNS,
                                  .large = large};
    must(mrs_writer_begin(path, &plan, &writer, &error), &error);
    for (long i = 0; i < ROWS; i++) {
        must(mrs_writer_add(writer, cells, &spot, &end, 1, &error), &error);
    }
    must(mrs_writer_commit(writer, &error), &error);
    report(strrchr(path, '.'), start);
}

static void write_bytes(const char *from, const char *to)
{
    static char block[1 << 16];
    FILE *in = must_have(fopen(from, "rb"));
    FILE *out = must_have(fopen(to, "wb"));
    double start = processor_s();
    for (size_t got; (got = fread(block, 1, sizeof block, in)) > 0;) {
        if (fwrite(block, 1, got, out) != got) {
            die("cannot write the copy");
        }
    }
    fclose(in);
    fclose(out);
    report("floor: a copy of the .csv", start);
}

static void write_ogr(const char *path)
{
    marsad_error error;
    must(mrs_gdal_load(&error), &error);
    mrs_gdal.RegisterOGRCSV();
    GDALDriverH driver = mrs_gdal.GDALGetDriverByName("CSV");
    double start = processor_s();
    GDALDatasetH dataset = mrs_gdal.GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL);
    OGRLayerH layer =
        must_have(mrs_gdal.GDALDatasetCreateLayer(dataset, "events", NULL, wkbNone, NULL));
    for (size_t i = 0; i < COLUMNS; i++) {
        bool is_number = fields[i].kind == MRS_CELL_NUMBER;
        OGRFieldDefnH field =
            mrs_gdal.OGR_Fld_Create(fields[i].name, is_number ? OFTReal : OFTString);
        if (mrs_gdal.OGR_L_CreateField(layer, field, FALSE) != OGRERR_NONE) {
            die("OGR creates no column");
        }
        mrs_gdal.OGR_Fld_Destroy(field);
    }
    for (long row = 0; row < ROWS; row++) {
        OGRFeatureH feature = mrs_gdal.OGR_F_Create(mrs_gdal.OGR_L_GetLayerDefn(layer));
        for (int i = 0; i < COLUMNS; i++) {
            if (fields[i].kind == MRS_CELL_NUMBER) {
                mrs_gdal.OGR_F_SetFieldDouble(feature, i, cells[i].number);
            } else {
                mrs_gdal.OGR_F_SetFieldString(feature, i, cells[i].text);
            }
        }
        if (mrs_gdal.OGR_L_CreateFeature(layer, feature) != OGRERR_NONE) {
            die("OGR writes no row");
        }
        mrs_gdal.OGR_F_Destroy(feature);
    }
    mrs_gdal.GDALClose(dataset);
    report("OGR's .csv", start);
}

int main(int argc, char **argv)
{
    if (argc != 2 || chdir(argv[1]) != 0) {
        die("usage: bench_write FOLDER");
    }
    make_row();
    printf("%d rows of %d columns\n", ROWS, COLUMNS);
    write_ours("write.csv", false);
    write_bytes("write.csv", "copy.csv");
    write_ours("write.ndjson", false);
    write_ours("write.geojson", false);
    write_ours("write.gpkg", true);
    unlink("write.gpkg");
    unlink("copy.csv");
    unlink("write.ndjson");
    unlink("write.geojson");
    write_ogr("ogr.csv");
    unlink("ogr.csv");
    unlink("write.csv");
    return 0;
}
