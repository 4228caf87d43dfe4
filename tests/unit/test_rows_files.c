/* geo/vector by rows: the formats that OGR reads, written by ogr2ogr and read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "geo/vector.h"
#include "rows_said.h"
#include "scratch.h"

static const char source[] =
    "{\"type\":\"FeatureCollection\",\"name\":\"incidents\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"place\":\"أبو قرين\",\"killed\":3,\"share\":0.1,"
    "\"whole\":7.0,\"day\":\"2020-01-26\",\"at\":\"2020-01-26T10:30:00Z\",\"code\":\"007\"},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[15.25,31.5]}},"
    "{\"type\":\"Feature\",\"properties\":{\"place\":\"=1+1\",\"killed\":null,\"share\":null,"
    "\"whole\":12.5,\"day\":null,\"at\":null,\"code\":\"\"},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[13.1875,32.875]}}]}";

static void run(const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    assert_true(length > 0 && (size_t)length < sizeof line);
    if (system(line) != 0) { /* NOLINT(cert-env33-c): the commands are the test's own */
        fail_msg("%s", line);
    }
}

static void remove_all(void)
{
    DIR *folder = opendir(scratch_folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            char path[300];
            snprintf(path, sizeof path, "%s/%s", scratch_folder, entry->d_name);
            unlink(path);
        }
    }
    closedir(folder);
}

/* What comes through a pipe, of which nothing can be read twice. */
static char *piped_said(const char *path)
{
    char command[400];
    snprintf(command, sizeof command, "cat %s", path);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c) */
    assert_non_null(pipe);
    int before = dup(STDIN_FILENO);
    dup2(fileno(pipe), STDIN_FILENO);
    char *got = rows_said("-", NULL);
    dup2(before, STDIN_FILENO);
    close(before);
    pclose(pipe);
    return got;
}

static const struct {
    const char *ending, *driver, *more, *expected;
    bool by_pipe;
} formats[] = {
    {"xlsx", "XLSX", "",
     "XLSX[place][killed][share][whole][day][at][code]"
     "|2<أبو قرين><3><0.1><7><2020-01-26><2020-01-26T10:30:00><007>"
     "|3<=1+1><><><12.5><><><>",
     true},
    {"ods", "ODS", "",
     "ODS[place][killed][share][whole][day][at][code]"
     "|2<أبو قرين><3><0.1><7><2020-01-26><2020-01-26T10:30:00><007>"
     "|3<=1+1><><><12.5><><><>",
     true},
    {"gpkg", "GPKG", "",
     "GeoPackage[place][killed][share][whole][day][at][code]"
     "|1<أبو قرين><3><0.1><7><2020-01-26><2020-01-26T10:30:00Z><007>@15.25 31.5"
     "|2<=1+1><><><12.5><><><>@13.1875 32.875",
     true},
    {"shp", "\"ESRI Shapefile\"", "-lco ENCODING=UTF-8 -select place,killed,share,whole,day,code",
     "Shapefile[place][killed][share][whole][day][code]"
     "|1<أبو قرين><3><0.1><7><2020-01-26><007>@15.25 31.5"
     "|2<=1+1><><><12.5><><>@13.1875 32.875",
     false},
    {"fgb", "FlatGeobuf", "-lco SPATIAL_INDEX=NO",
     "FlatGeobuf[place][killed][share][whole][day][at][code]"
     "|1<أبو قرين><3><0.1><7><2020-01-26><2020-01-26T10:30:00Z><007>@15.25 31.5"
     "|2<=1+1><><><12.5><><><>@13.1875 32.875",
     true},
    {"geojson", "GeoJSON", "",
     "GeoJSON[place][killed][share][whole][day][at][code]"
     "|1<أبو قرين><3><0.1><7><2020-01-26><2020-01-26T10:30:00Z><007>@15.25 31.5"
     "|2<=1+1><><><12.5><><><>@13.1875 32.875",
     true},
    {"geojsonl", "GeoJSONSeq", "",
     "NDJSON[place][killed][share][whole][day][at][code]"
     "|1<أبو قرين><3><0.1><7><2020-01-26><2020-01-26T10:30:00Z><007>@15.25 31.5"
     "|2<=1+1><><><12.5><><><>@13.1875 32.875",
     true},
    {"csv", "CSV", "",
     "CSV[place][killed][share][whole][day][at][code]"
     "|2<أبو قرين><3><0.1><7><2020/01/26><2020/01/26 10:30:00+00><007>"
     "|3<=1+1><><><12.5><><><>",
     true},
};

static void formats_read_back(void **state)
{
    (void)state;
    scratch_text("source.geojson", source);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/a.%s", scratch_folder, formats[i].ending);
        run("ogr2ogr -q -f %s %s %s %s/source.geojson -nln a 2>/dev/null", formats[i].driver,
            formats[i].more, path, scratch_folder);
        char *got = rows_said(path, NULL);
        if (strcmp(got, formats[i].expected) != 0) {
            fail_msg("%s:\n got      %s\n expected %s", formats[i].ending, got,
                     formats[i].expected);
        }
        free(got);
        got = piped_said(path);
        if (formats[i].by_pipe) {
            assert_string_equal(got, formats[i].expected);
        } else {
            assert_non_null(strstr(got, "error 2 "));
        }
        free(got);
    }
    remove_all();
}

/* The columns that the others have are KML's own. */
static void kml_and_gpx_read_back(void **state)
{
    (void)state;
    scratch_text("source.geojson", source);
    run("ogr2ogr -q -f KML %s/a.kml %s/source.geojson -nln a 2>/dev/null", scratch_folder,
        scratch_folder);
    run("ogr2ogr -q -f GPX %s/a.gpx %s/source.geojson -nln waypoints "
        "-sql 'SELECT place AS name FROM incidents' 2>/dev/null",
        scratch_folder, scratch_folder);
    char *got = rows_said(scratch_path("a.kml"), NULL);
    assert_non_null(strstr(got, "<أبو قرين>"));
    assert_non_null(strstr(got, "@15.25 31.5"));
    free(got);
    got = rows_said(scratch_path("a.gpx"), NULL);
    assert_non_null(strstr(got, "<أبو قرين>"));
    assert_non_null(strstr(got, "@13.1875 32.875"));
    free(got);
    remove_all();
}

static void expect(const char *name, const mrs_vector_how *how, const char *expected)
{
    char *got = rows_said(scratch_path(name), how);
    assert_string_equal(got, expected);
    free(got);
}

static void sheets_are_chosen(void **state)
{
    (void)state;
    scratch_text("one.csv", "a,n\nx,1\n");
    scratch_text("two.csv", "b,n\ny,2\nz,3\n");
    static const char *const endings[] = {"xlsx", "ods", "gpkg"};
    for (size_t i = 0; i < 3; i++) {
        char name[16], all[200], expected[200];
        bool sheets = i < 2;
        const char *format = i == 0 ? "XLSX" : i == 1 ? "ODS" : "GeoPackage";
        snprintf(name, sizeof name, "a.%s", endings[i]);
        snprintf(all, sizeof all, "%s/%s", scratch_folder, name);
        run("ogr2ogr -q %s %s/one.csv", all, scratch_folder);
        expect(name, NULL,
               i == 0   ? "XLSX[a][n]|2<x><1>"
               : i == 1 ? "ODS[a][n]|2<x><1>"
                        : "GeoPackage[a][n]|1<x><1>");
        run("ogr2ogr -q -update -append %s %s/two.csv", all, scratch_folder);
        snprintf(expected, sizeof expected,
                 "error 2 row 0: the file has 2 %ss with rows, \"one\", \"two\": say which is "
                 "meant with --%s",
                 sheets ? "sheet" : "layer", sheets ? "sheet" : "layer");
        expect(name, NULL, expected);
        snprintf(expected, sizeof expected, "%s[b][n]|%d<y><2>|%d<z><3>", format, sheets ? 2 : 1,
                 sheets ? 3 : 2);
        expect(name, &(mrs_vector_how){.layer = "two"}, expected);
        snprintf(expected, sizeof expected,
                 "error 3 row 0: no %s \"three\"; the file has \"one\", \"two\"",
                 sheets ? "sheet" : "layer");
        expect(name, &(mrs_vector_how){.layer = "three"}, expected);
        snprintf(expected, sizeof expected, "%s[b][n]|%d<z><3>", format, sheets ? 3 : 1);
        expect(name, &(mrs_vector_how){.layer = "two", .where = "b > 'y'"}, expected);
        char *got =
            rows_said(scratch_path(name), &(mrs_vector_how){.layer = "two", .where = "c = 1"});
        assert_int_equal(strncmp(got, "error 1 row 0: the condition (c = 1) cannot be used: ", 53),
                         0);
        assert_non_null(strstr(got, "; the columns are \"b\", \"n\""));
        free(got);
    }
    remove_all();
}

/* A sheet's rows have the numbers that they have there, blank ones counted. */
static void sheets_keep_their_row_numbers(void **state)
{
    (void)state;
    scratch_text("one.csv", "a,b\n1,x\n,\n3,y\n");
    run("ogr2ogr -q %s/a.xlsx %s/one.csv", scratch_folder, scratch_folder);
    expect("a.xlsx", NULL, "XLSX[a][b]|2<1><x>|3<><>|4<3><y>");
    remove_all();
}

/* A table of texts alone still has its first row as a header. */
static void a_sheet_of_texts_has_a_header(void **state)
{
    (void)state;
    scratch_text("one.csv", "lieu,note\nSirte,calme\n");
    static const char *const endings[] = {"xlsx", "ods"};
    for (size_t i = 0; i < 2; i++) {
        char name[16];
        snprintf(name, sizeof name, "a.%s", endings[i]);
        run("ogr2ogr -q %s/%s %s/one.csv", scratch_folder, name, scratch_folder);
        expect(name, NULL,
               i ? "ODS[lieu][note]|2<Sirte><calme>" : "XLSX[lieu][note]|2<Sirte><calme>");
    }
    remove_all();
}

/* Its key is a column of a table, unless OGR has made it. */
static void keys_are_columns(void **state)
{
    (void)state;
    scratch_text("one.csv", "place,n\nSirte,1\nHun,2\n");
    run("ogr2ogr -q -lco FID=event_id %s/a.gpkg %s/one.csv", scratch_folder, scratch_folder);
    expect("a.gpkg", NULL, "GeoPackage[event_id][place][n]|1<1><Sirte><1>|2<2><Hun><2>");
    expect("a.gpkg", &(mrs_vector_how){.where = "event_id = 2"},
           "GeoPackage[event_id][place][n]|1<2><Hun><2>");
    remove_all();
}

/* A shapefile without its code page file: its texts are what one says they are. */
static void shapefiles_have_an_encoding(void **state)
{
    (void)state;
    scratch_text("one.csv", "place,x,y\nسرت,16.5,31.2\n");
    run("ogr2ogr -q -lco ENCODING=CP1256 %s/a.shp %s/one.csv -oo X_POSSIBLE_NAMES=x "
        "-oo Y_POSSIBLE_NAMES=y -select place 2>/dev/null && rm -f %s/a.cpg && "
        "printf '\\0' | dd of=%s/a.dbf bs=1 seek=29 conv=notrunc 2>/dev/null",
        scratch_folder, scratch_folder, scratch_folder, scratch_folder);
    expect("a.shp", &(mrs_vector_how){.encoding = "CP1256"}, "Shapefile[place]|1<سرت>@16.5 31.2");
    remove_all();
}

/* However much of a file is there, it is read or refused with a reason. */
static void truncated_files_are_refused(void **state)
{
    (void)state;
    static const char *const endings[] = {"xlsx", "ods", "geojson", "gpkg", "fgb"};
    scratch_text("source.geojson", source);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/a.%s", scratch_folder, endings[i]);
        run("ogr2ogr -q %s %s/source.geojson -nln a 2>/dev/null", path, scratch_folder);
        FILE *file = fopen(path, "rb");
        static char bytes[200000];
        assert_non_null(file);
        size_t length = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        char *whole = rows_said(path, NULL);
        for (size_t part = 1; part < 16; part++) {
            scratch_bytes(path + strlen(scratch_folder) + 1, bytes, length * part / 16);
            char *got = rows_said(path, NULL);
            if (!strstr(got, "error 2 ") && strcmp(got, whole) != 0) {
                fail_msg("%s, %zu/16: %s", endings[i], part, got);
            }
            free(got);
        }
        free(whole);
    }
    remove_all();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_read_back),
        cmocka_unit_test(kml_and_gpx_read_back),
        cmocka_unit_test(sheets_are_chosen),
        cmocka_unit_test(sheets_keep_their_row_numbers),
        cmocka_unit_test(a_sheet_of_texts_has_a_header),
        cmocka_unit_test(keys_are_columns),
        cmocka_unit_test(shapefiles_have_an_encoding),
        cmocka_unit_test(truncated_files_are_refused),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
