/* geo/vector_write: what is written reads back the same, in every format, or leaves no trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>
#include <signal.h>

#include "base/file.h"
#include "base/memory.h"
#include "folder.h"
#include "geo/vector.h"
#include "geo/vector_write.h"
#include "scratch.h"

static const mrs_field fields[] = {{"name", MRS_CELL_TEXT, 0},
                                   {"الاسم", MRS_CELL_TEXT, 0},
                                   {"killed", MRS_CELL_INTEGER, 0},
                                   {"front_distance_m", MRS_CELL_NUMBER, 1},
                                   {"front_azimuth_deg", MRS_CELL_NUMBER, 3},
                                   {"certain", MRS_CELL_FLAG, 0}};

enum { FIELDS = sizeof fields / sizeof *fields };

static const mrs_cell rows[][FIELDS] = {{{.text = "Abu Qurayn"},
                                         {.text = "أبو قرين"},
                                         {.integer = 12},
                                         {.number = 24238.51234},
                                         {.number = 0.000123},
                                         {.flag = true}},
                                        {{.text = "say \"it\", she; said\tso"},
                                         {.text = "line one\nline two"},
                                         {.integer = -3},
                                         {.number = -0.04},
                                         {.number = 359.9996},
                                         {.flag = false}},
                                        {{.is_null = true},
                                         {.is_null = true},
                                         {.is_null = true},
                                         {.is_null = true},
                                         {.is_null = true},
                                         {.is_null = true}},
                                        {{.text = "007"},
                                         {.text = "=1+1"},
                                         {.integer = 5000000000},
                                         {.number = 1e6},
                                         {.number = NAN},
                                         {.flag = true}}};

enum { ROWS = sizeof rows / sizeof *rows };

/* What the rows read back as: numbers with their decimals, and neither nulls nor NaN. */
static const char row1[] = "<Abu Qurayn><أبو قرين><12><24238.5><0><true>";
static const char row2[] = "<say \"it\", she; said\tso><line one\nline two><-3><0><360><false>";
static const char row3[] = "<><><><><><>";
static const char row4[] = "<007><=1+1><5000000000><1000000><><true>";
static const char header[] = "[name][الاسم][killed][front_distance_m][front_azimuth_deg][certain]";

static const char *const tables[] = {"csv", "tsv", "xlsx", "ods"};
static const char *const maps[] = {"geojson", "json", "geojsonl", "geojsons", "gpkg", "kml", "shp"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const marsad_lonlat spot = {15.255, 31.45};
static const size_t one_end = 1;

static marsad_status begin_layer(const char *path, mrs_write_shape shape, const mrs_field *columns,
                                 size_t count, mrs_writer **out, marsad_error *error)
{
    const mrs_writer_plan plan = {
        .layer = "incidents", .shape = shape, .fields = columns, .field_count = count};
    return mrs_writer_begin(path, &plan, out, error);
}

static marsad_status write_some(const char *path, size_t count, marsad_error *error)
{
    mrs_writer *writer;
    marsad_status status = begin_layer(path, MRS_WRITE_POINT, fields, FIELDS, &writer, error);
    for (size_t i = 0; !status && i < count; i++) {
        status = mrs_writer_add(writer, rows[i], &spot, &one_end, i % 2 == 0, error);
        if (status) {
            mrs_writer_abandon(writer);
        }
    }
    return status ? status : mrs_writer_commit(writer, error);
}

/* Writes the rows above as points; every second one has none. */
static void write_rows(const char *path)
{
    marsad_error error = {0};
    if (write_some(path, ROWS, &error)) {
        fail_msg("%s: %s: %s", path, error.file, error.message);
    }
}

static const char *path_of(const char *stem, const char *ending)
{
    char name[64];
    snprintf(name, sizeof name, "%s.%s", stem, ending);
    return scratch_path(name);
}

static void print_feature(FILE *out, mrs_vector *vector, marsad_error *error)
{
    fputc('|', out);
    for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
        fprintf(out, "<%s>", mrs_vector_text(vector, i));
    }
    const mrs_shape *shape;
    if (mrs_vector_shape(vector, &shape, error) || !shape->kind) {
        return;
    }
    size_t start = 0;
    fputs(shape->kind == MRS_SHAPE_POINT   ? " point"
          : shape->kind == MRS_SHAPE_LINES ? " lines"
          : shape->kind == MRS_SHAPE_AREAS ? " areas"
                                           : " other",
          out);
    for (size_t i = 0, line = 0; i < shape->point_count; i++) {
        fprintf(out, "%s%.6g,%.6g", i == start ? " " : ";", shape->points[i].lon,
                shape->points[i].lat);
        if (line < shape->line_count && i + 1 == shape->ends[line]) {
            line++;
            start = i + 1;
        }
    }
}

/* "[columns]|<cells> point 15,31|…", or with "error: …" at its end. */
static char *dump(const char *path, mrs_vector_formats reader)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    marsad_error error = {0};
    mrs_vector *vector = NULL;
    bool more = true;
    if (!mrs_vector_open(path, reader, NULL, &vector, &error)) {
        for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
            fprintf(out, "[%s]", mrs_vector_column_name(vector, i));
        }
        while (!mrs_vector_next(vector, &more, &error) && more && !error.status) {
            print_feature(out, vector, &error);
        }
    }
    if (error.status) {
        fprintf(out, "error: %s: %s", error.file, error.message);
    }
    mrs_vector_close(vector);
    fclose(out);
    return text;
}

/* A file of several parts has them all beside the one that is named. */
static void remove_all(void)
{
    folder_files(scratch_folder, true);
}

static void expect_dump(const char *path, mrs_vector_formats reader, const char *expected)
{
    char *got = dump(path, reader);
    if (strcmp(got, expected) != 0) {
        fail_msg("%s\n  reads as %s\n  and not  %s", path, got, expected);
    }
    free(got);
}

static void tables_read_back(void **state)
{
    (void)state;
    char expected[1024];
    snprintf(expected, sizeof expected, "%s|%s|%s|%s|%s", header, row1, row2, row3, row4);
    for (size_t i = 0; i < COUNT(tables); i++) {
        const char *path = path_of("a", tables[i]);
        write_rows(path);
        expect_dump(path, MRS_VECTOR_LAYER, expected);
        assert_int_equal(folder_files(scratch_folder, true), 1);
    }
}

static void maps_read_back(void **state)
{
    (void)state;
    char expected[1024];
    const char at[] = " point 15.255,31.45";
    snprintf(expected, sizeof expected, "%s|%s%s|%s|%s%s|%s", header, row1, at, row2, row3, at,
             row4);
    for (size_t i = 0; i < 5; i++) {
        const char *path = path_of("a", maps[i]);
        write_rows(path);
        expect_dump(path, MRS_VECTOR_ANY, expected);
        assert_int_equal(folder_files(scratch_folder, true), 1);
    }
}

/* The reader shows columns of KML's own before ours, and "name" among them. */
static void kml_reads_back(void **state)
{
    (void)state;
    const char *path = path_of("a", "kml");
    write_rows(path);
    expect_dump(
        path, MRS_VECTOR_ANY,
        "[Name][description][timestamp][begin][end][altitudeMode][tessellate][extrude][visibility]"
        "[drawOrder][icon][الاسم][killed][front_distance_m][front_azimuth_deg][certain]"
        "|<Abu Qurayn><><><><><><-1><0><-1><><><أبو قرين><12><24238.5><0><true> point 15.255,31.45"
        "|<say \"it\", she; said\tso><><><><><><><><-1><><><line one\nline "
        "two><-3><0><360><false>"
        "|<><><><><><><-1><0><-1><><><><><><><> point 15.255,31.45"
        "|<007><><><><><><><><-1><><><=1+1><5000000000><1000000><><true>");
    assert_int_equal(folder_files(scratch_folder, true), 1);
}

static void shapefiles_read_back(void **state)
{
    (void)state;
    const char *path = path_of("a", "shp");
    write_rows(path);
    expect_dump(path, MRS_VECTOR_ANY,
                "[name][الاسم][killed][front_dist][front_azim][certain]"
                "|<Abu Qurayn><أبو قرين><12><24238.5><0.000><true> point 15.255,31.45"
                "|<say \"it\", she; said\tso><line one\nline two><-3><0.0><360.000><false>"
                "|<><><><><><> point 15.255,31.45"
                "|<007><=1+1><5000000000><1000000.0><><true>");
    static const char *const parts[] = {"dbf", "shx", "prj", "cpg", "shp"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        assert_int_equal(access(path_of("a", parts[i]), R_OK), 0);
    }
    assert_int_equal(folder_files(scratch_folder, true), COUNT(parts));
}

/* It keeps no feature without a place: that is said, and nothing is written. */
static void flatgeobuf_wants_places(void **state)
{
    (void)state;
    const char *path = path_of("a", "fgb");
    marsad_error error = {0};
    assert_int_equal(write_some(path, 2, &error), MARSAD_ERR_USAGE);
    assert_string_equal(error.file, path);
    assert_int_equal(error.row, 2);
    assert_int_equal(folder_files(scratch_folder, false), 0);
    assert_int_equal(write_some(path, 1, &error), MARSAD_OK);
    char expected[1024];
    snprintf(expected, sizeof expected, "%s|%s point 15.255,31.45", header, row1);
    expect_dump(path, MRS_VECTOR_ANY, expected);
    remove_all();
}

static void nothing_to_write_is_a_file(void **state)
{
    (void)state;
    static const char *const all[] = {"csv",    "tsv", "xlsx", "ods",  "geojson",
                                      "ndjson", "fgb", "kml",  "gpkg", "shp"};
    for (size_t i = 0; i < COUNT(all); i++) {
        marsad_error error = {0};
        const char *path = path_of("none", all[i]);
        if (write_some(path, 0, &error)) {
            fail_msg("%s: %s", path, error.message);
        }
        assert_int_equal(access(path, R_OK), 0);
        bool table = i < 4;
        char *got = dump(path, table ? MRS_VECTOR_LAYER : MRS_VECTOR_ANY);
        assert_null(strchr(got, '|'));
        /* OGR reads no layer from some of its own files that hold none but its name. */
        if (strcmp(all[i], "ndjson") != 0 && strcmp(all[i], "kml") != 0 &&
            strcmp(all[i], "ods") != 0) {
            if (strstr(got, "error")) {
                fail_msg("%s: %s", path, got);
            }
        }
        free(got);
        remove_all();
    }
}

/* ---- the same bytes ------------------------------------------------------------------------- */

static void expect_same_bytes(const char *one, const char *other)
{
    char *bytes[2];
    size_t lengths[2];
    assert_int_equal(mrs_file_read(one, &bytes[0], &lengths[0], NULL), MARSAD_OK);
    assert_int_equal(mrs_file_read(other, &bytes[1], &lengths[1], NULL), MARSAD_OK);
    if (lengths[0] != lengths[1] || memcmp(bytes[0], bytes[1], lengths[0]) != 0) {
        fail_msg("%s and %s differ", one, other);
    }
    mrs_free(bytes[0]);
    mrs_free(bytes[1]);
}

static void two_writes_give_the_same_bytes(void **state)
{
    (void)state;
    const char *endings[COUNT(tables) + COUNT(maps)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(tables); i++) {
        endings[count++] = tables[i];
    }
    for (size_t i = 0; i < COUNT(maps); i++) {
        endings[count++] = maps[i];
    }
    for (size_t i = 0; i < count; i++) {
        write_rows(path_of("one", endings[i]));
        write_rows(path_of("other", endings[i]));
        expect_same_bytes(path_of("one", endings[i]), path_of("other", endings[i]));
    }
    expect_same_bytes(path_of("one", "dbf"), path_of("other", "dbf"));
    remove_all();
}

/* Beside the file rather than in memory. */
static marsad_status write_large(const char *path, size_t count, marsad_error *error)
{
    const mrs_writer_plan plan = {.layer = "incidents",
                                  .shape = MRS_WRITE_POINT,
                                  .fields = fields,
                                  .field_count = FIELDS,
                                  .large = true};
    mrs_writer *writer;
    marsad_status status = mrs_writer_begin(path, &plan, &writer, error);
    for (size_t i = 0; !status && i < count; i++) {
        status = mrs_writer_add(writer, rows[0], &spot, &one_end, 1, error);
        if (status) {
            mrs_writer_abandon(writer);
        }
    }
    return status ? status : mrs_writer_commit(writer, error);
}

static void what_is_large_gives_the_same_bytes(void **state)
{
    (void)state;
    static const char *const all[] = {"gpkg", "fgb", "kml", "xlsx", "csv"};
    for (size_t i = 0; i < COUNT(all); i++) {
        marsad_error error = {0};
        assert_int_equal(write_some(path_of("one", all[i]), 1, &error), MARSAD_OK);
        if (write_large(path_of("other", all[i]), 1, &error)) {
            fail_msg("%s: %s", error.file, error.message);
        }
        expect_same_bytes(path_of("one", all[i]), path_of("other", all[i]));
        assert_int_equal(folder_files(scratch_folder, true), 2);
    }
}

/* Two writes of one second would agree on that second: so the dates themselves are looked at. */
static void no_file_has_a_date_of_today(void **state)
{
    (void)state;
    char *bytes;
    write_rows(path_of("a", "shp"));
    assert_int_equal(mrs_file_read(path_of("a", "dbf"), &bytes, NULL, NULL), MARSAD_OK);
    assert_memory_equal(bytes + 1, "\x64\x01\x01", 3); /* years since 1900, month, day */
    mrs_free(bytes);
    for (size_t i = 2; i < 4; i++) {
        write_rows(path_of("a", tables[i]));
        assert_int_equal(mrs_file_read(path_of("a", tables[i]), &bytes, NULL, NULL), MARSAD_OK);
        assert_memory_equal(bytes, "PK\3\4", 4);
        assert_memory_equal(bytes + 10, "\0\0\0\0", 4); /* time and date of a ZIP's first file */
        mrs_free(bytes);
    }
    remove_all();
}

/* ---- names and texts ------------------------------------------------------------------------ */

static void write_one(const char *path, const mrs_field *columns, size_t count,
                      const mrs_cell *cells)
{
    mrs_writer *writer;
    marsad_error error = {0};
    if (begin_layer(path, MRS_WRITE_POINT, columns, count, &writer, &error) ||
        mrs_writer_add(writer, cells, &spot, &one_end, 1, &error) ||
        mrs_writer_commit(writer, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
}

static void short_names_stay_apart(void **state)
{
    (void)state;
    static const mrs_field columns[] = {{"front_line_a", MRS_CELL_TEXT, 0},
                                        {"front_line_b", MRS_CELL_TEXT, 0},
                                        {"FRONT_LINE_C", MRS_CELL_TEXT, 0},
                                        {"المسيطر", MRS_CELL_TEXT, 0},
                                        {"المسيطرة", MRS_CELL_TEXT, 0}};
    static const mrs_cell cells[] = {
        {.text = "1"}, {.text = "2"}, {.text = "3"}, {.text = "4"}, {.text = "5"}};
    const char *path = path_of("a", "shp");
    write_one(path, columns, COUNT(columns), cells);
    expect_dump(path, MRS_VECTOR_ANY,
                "[front_line][front_li_2][FRONT_LI_3][المسي][المس_2]|<1><2><3><4><5> point "
                "15.255,31.45");
    remove_all();
}

static void columns_may_have_any_name(void **state)
{
    (void)state;
    static const mrs_field columns[] = {{"fid", MRS_CELL_TEXT, 0},  {"geom", MRS_CELL_TEXT, 0},
                                        {"Geom", MRS_CELL_TEXT, 0}, {"", MRS_CELL_TEXT, 0},
                                        {"id", MRS_CELL_TEXT, 0},   {"ogc_fid", MRS_CELL_TEXT, 0}};
    static const mrs_cell cells[] = {{.text = "x"}, {.text = "y"}, {.text = "z"},
                                     {.text = "-"}, {.text = "i"}, {.text = "o"}};
    static const char *const some[] = {"gpkg", "geojson", "shp", "csv"};
    for (size_t i = 0; i < COUNT(some); i++) {
        const char *path = path_of("a", some[i]);
        write_one(path, columns, COUNT(columns), cells);
        char *got = dump(path, MRS_VECTOR_LAYER);
        const char *expected = "[fid][geom][Geom_2][column][id][ogc_fid]|<x><y><z><-><i><o>";
        if (strncmp(got, expected, strlen(expected)) != 0) {
            fail_msg("%s reads as %s", path, got);
        }
        free(got);
        remove_all();
    }
}

/* A shapefile has room for 254 bytes: what is cut off can be seen to be. */
static void long_texts_end_visibly(void **state)
{
    (void)state;
    char text[401] = "";
    for (size_t i = 0; i < 200; i++) {
        strcat(text, "ض");
    }
    const mrs_field column = {"note", MRS_CELL_TEXT, 0};
    const mrs_cell cell = {.text = text};
    const char *path = path_of("a", "shp");
    write_one(path, &column, 1, &cell);
    char *got = dump(path, MRS_VECTOR_ANY);
    const char *cut = strstr(got, "ض…>");
    assert_non_null(cut);
    assert_int_equal(cut - strchr(got, '<') - 1, 248);
    free(got);
    remove_all();
    path = path_of("a", "gpkg");
    write_one(path, &column, 1, &cell);
    got = dump(path, MRS_VECTOR_ANY);
    assert_non_null(strstr(got, text));
    free(got);
    remove_all();
}

/* OGR would write it as a formula, of which only the result can be seen. */
static void a_text_is_no_formula(void **state)
{
    (void)state;
    const mrs_field column = {"note", MRS_CELL_TEXT, 0};
    const mrs_cell cells[] = {{.text = "of:=1+1"}, {.text = "=1+1"}};
    static const char *const expected[][2] = {{"[note]|< of:=1+1>", "[note]|<=1+1>"},
                                              {"[note]|<of:=1+1>", "[note]|<=1+1>"}};
    static const char *const some[] = {"ods", "xlsx"};
    for (size_t i = 0; i < 4; i++) {
        const char *path = path_of("a", some[i / 2]);
        write_one(path, &column, 1, &cells[i % 2]);
        expect_dump(path, MRS_VECTOR_LAYER, expected[i / 2][i % 2]);
        remove_all();
    }
}

/* ---- geometry ------------------------------------------------------------------------------- */

static void expect_shape(const char *ending, mrs_write_shape kind, const marsad_lonlat *points,
                         const size_t *ends, size_t rings, const char *expected)
{
    const mrs_field column = {"n", MRS_CELL_INTEGER, 0};
    const mrs_cell cell = {.integer = 1};
    mrs_writer *writer;
    marsad_error error = {0};
    const char *path = path_of("shape", ending);
    if (begin_layer(path, kind, &column, 1, &writer, &error) ||
        mrs_writer_add(writer, &cell, points, ends, rings, &error) ||
        mrs_writer_commit(writer, &error)) {
        fail_msg("%s: %s", path, error.message);
    }
    char *got = dump(path, MRS_VECTOR_ANY);
    const char *shape = strstr(got, "> ");
    if (!shape || strcmp(shape + 2, expected) != 0) {
        fail_msg("%s: %s and not %s", path, got, expected);
    }
    free(got);
    remove_all();
}

static void lines_and_areas_are_written(void **state)
{
    (void)state;
    static const marsad_lonlat line[] = {{15, 31}, {15.5, 31.25}, {16, 31}};
    static const size_t line_end = 3;
    static const marsad_lonlat area[] = {{0, 0}, {4, 0}, {4, 4}, {0, 4},
                                         {1, 1}, {1, 2}, {2, 2}, {2, 1}};
    static const size_t area_ends[] = {4, 8};
    static const char *const some[] = {"geojson", "geojsonl", "gpkg", "fgb"};
    for (size_t i = 0; i < COUNT(some); i++) {
        expect_shape(some[i], MRS_WRITE_LINE, line, &line_end, 1, "lines 15,31;15.5,31.25;16,31");
        expect_shape(some[i], MRS_WRITE_AREA, area, area_ends, 2,
                     "areas 0,0;4,0;4,4;0,4;0,0 1,1;1,2;2,2;2,1;1,1");
    }
    expect_shape("shp", MRS_WRITE_LINE, line, &line_end, 1, "lines 15,31;15.5,31.25;16,31");
    expect_shape("shp", MRS_WRITE_AREA, area, area_ends, 2,
                 "areas 0,0;0,4;4,4;4,0;0,0 1,1;2,1;2,2;1,2;1,1");
}

/* RFC 7946: outer rings run counter-clockwise. */
static void geojson_rings_have_their_sense(void **state)
{
    (void)state;
    static const marsad_lonlat clockwise[] = {{0, 0}, {0, 4}, {4, 4}, {4, 0}};
    static const size_t end = 4;
    expect_shape("geojson", MRS_WRITE_AREA, clockwise, &end, 1, "areas 0,0;4,0;4,4;0,4;0,0");
}

static void the_antimeridian_is_cut(void **state)
{
    (void)state;
    static const marsad_lonlat line[] = {{179, 10}, {-179, 12}};
    static const size_t line_end = 2;
    static const marsad_lonlat area[] = {{178, 0}, {-178, 0}, {-178, 4}, {178, 4}};
    static const size_t area_end = 4;
    static const marsad_lonlat touching[] = {{178, 0}, {180, 0}, {180, 4}, {178, 4}};
    expect_shape("gpkg", MRS_WRITE_LINE, line, &line_end, 1, "lines 179,10;180,11 -180,11;-179,12");
    expect_shape("geojson", MRS_WRITE_LINE, line, &line_end, 1,
                 "lines 179,10;180,11 -180,11;-179,12");
    expect_shape("geojson", MRS_WRITE_AREA, touching, &area_end, 1,
                 "areas 178,0;180,0;180,4;178,4;178,0");
    expect_shape("geojson", MRS_WRITE_AREA, area, &area_end, 1,
                 "areas 178,0;180,0;180,4;178,4;178,0 -178,4;-180,4;-180,0;-178,0;-178,4");
}

static void a_pole_may_be_inside(void **state)
{
    (void)state;
    static const marsad_lonlat area[] = {{0, 80}, {120, 80}, {-120, 80}};
    static const size_t end = 3;
    expect_shape("geojson", MRS_WRITE_AREA, area, &end, 1,
                 "areas 120,80;180,80;180,90;0,90;0,80;120,80"
                 " 0,80;0,90;-180,90;-180,80;-120,80;0,80");
}

/* ---- failures ------------------------------------------------------------------------------- */

static void expect_refusal(const char *path, marsad_status status, const char *part)
{
    marsad_error error = {0};
    assert_int_equal(mrs_writer_check_path(path, &error), status);
    assert_int_equal(write_some(path, 1, &error), status);
    assert_string_equal(error.file, path);
    if (!strstr(error.message, part)) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(folder_files(scratch_folder, false), 0);
}

static void bad_paths_are_refused(void **state)
{
    (void)state;
    expect_refusal(path_of("a", "docx"), MARSAD_ERR_USAGE, ".csv, .tsv, .xlsx, .ods, .geojson");
    expect_refusal(scratch_path("csv"), MARSAD_ERR_USAGE, "ending");
    expect_refusal(scratch_path(".csv"), MARSAD_ERR_USAGE, "ending");
    expect_refusal("-", MARSAD_ERR_USAGE, "ending");
    expect_refusal("/dev/full", MARSAD_ERR_USAGE, "ending");
    expect_refusal("/nonexistent/a.csv", MARSAD_ERR_IO, "folder does not exist");
    const char *folder = scratch_path("folder.csv");
    assert_int_equal(mkdir(folder, 0700), 0);
    marsad_error error = {0};
    assert_int_equal(mrs_writer_check_path(folder, &error), MARSAD_ERR_IO);
    assert_non_null(strstr(error.message, "is a folder"));
    rmdir(folder);
    const char *link = scratch_path("full.csv");
    assert_int_equal(symlink("/dev/full", link), 0);
    assert_int_equal(mrs_writer_check_path(link, &error), MARSAD_ERR_IO);
    assert_non_null(strstr(error.message, "no ordinary file"));
    unlink(link);
}

static void endings_are_read_in_any_case(void **state)
{
    (void)state;
    write_rows(path_of("a", "GeoJSON"));
    char *got = dump(path_of("a", "GeoJSON"), MRS_VECTOR_ANY);
    assert_non_null(strstr(got, row1));
    free(got);
    remove_all();
}

static rlim_t limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return before;
}

/* As on a full disk. What was there before stays. */
static void a_full_disk_leaves_no_trace(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    static const char *const all[] = {"csv", "tsv",  "xlsx", "ods",   "geojson",
                                      "kml", "gpkg", "shp",  "ndjson"};
    for (size_t i = 0; i < COUNT(all); i++) {
        marsad_error error = {0};
        const char *path = path_of("a", all[i]);
        rlim_t before = limit_file_size(100);
        marsad_status status = write_some(path, ROWS, &error);
        limit_file_size(before);
        assert_int_equal(status, MARSAD_ERR_IO);
        assert_non_null(strstr(error.message, "cannot write"));
        assert_int_equal(folder_files(scratch_folder, false), 0);
    }
}

/* Where OGR itself writes to the disk: full from the start, or in the midst of it. */
static void a_disk_may_be_too_small_for_what_is_large(void **state)
{
    (void)state;
    static const char *const some[] = {"gpkg", "fgb"};
    static const rlim_t limits[] = {100, 9000, 120000, 180000};
    for (size_t i = 0; i < COUNT(some) * COUNT(limits); i++) {
        marsad_error error = {0};
        const char *path = path_of("a", some[i / COUNT(limits)]);
        rlim_t before = limit_file_size(limits[i % COUNT(limits)]);
        marsad_status status = write_large(path, 2000, &error);
        limit_file_size(before);
        assert_int_equal(status, MARSAD_ERR_IO);
        assert_non_null(strstr(error.message, "cannot write"));
        assert_int_equal(folder_files(scratch_folder, false), 0);
    }
}

static void a_failure_keeps_the_old_file(void **state)
{
    (void)state;
    const char *path = path_of("a", "csv");
    marsad_error error = {0};
    assert_int_equal(write_some(path, 1, NULL), MARSAD_OK);
    char *before = dump(path, MRS_VECTOR_LAYER);
    rlim_t limit = limit_file_size(100);
    marsad_status status = write_some(path, ROWS, &error);
    limit_file_size(limit);
    assert_int_equal(status, MARSAD_ERR_IO);
    expect_dump(path, MRS_VECTOR_LAYER, before);
    free(before);
    write_rows(path);
    char *after = dump(path, MRS_VECTOR_LAYER);
    assert_non_null(strstr(after, row4));
    free(after);
    remove_all();
}

/* An index of the shapefile that was there before would find the wrong features. */
static void stale_indexes_are_removed(void **state)
{
    (void)state;
    FILE *index = fopen(path_of("a", "qix"), "w");
    assert_non_null(index);
    fclose(index);
    write_rows(path_of("a", "shp"));
    assert_int_not_equal(access(path_of("a", "qix"), F_OK), 0);
    remove_all();
}

static void giving_up_leaves_no_trace(void **state)
{
    (void)state;
    mrs_writer *writer;
    assert_int_equal(
        begin_layer(path_of("a", "gpkg"), MRS_WRITE_POINT, fields, FIELDS, &writer, NULL),
        MARSAD_OK);
    assert_int_equal(mrs_writer_add(writer, rows[0], &spot, &one_end, 1, NULL), MARSAD_OK);
    mrs_writer_abandon(writer);
    mrs_writer_abandon(NULL);
    assert_int_equal(folder_files(scratch_folder, false), 0);
}

static void let_memory_run_out(const char *path, bool large, int files)
{
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status && nth < 200; nth++) {
        marsad_error error = {0};
        mrs_alloc_fail_at(nth);
        status = large ? write_large(path, 2, &error) : write_some(path, ROWS, &error);
        mrs_alloc_fail_at(0);
        assert_true(!status || status == MARSAD_ERR_MEMORY);
        assert_int_equal(folder_files(scratch_folder, false), status ? 0 : files);
    }
    assert_int_equal(status, MARSAD_OK);
    remove_all();
}

static void memory_may_run_out(void **state)
{
    (void)state;
    let_memory_run_out(path_of("a", "shp"), false, 5);
    let_memory_run_out(path_of("a", "gpkg"), true, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_read_back),
        cmocka_unit_test(maps_read_back),
        cmocka_unit_test(kml_reads_back),
        cmocka_unit_test(shapefiles_read_back),
        cmocka_unit_test(flatgeobuf_wants_places),
        cmocka_unit_test(nothing_to_write_is_a_file),
        cmocka_unit_test(two_writes_give_the_same_bytes),
        cmocka_unit_test(what_is_large_gives_the_same_bytes),
        cmocka_unit_test(no_file_has_a_date_of_today),
        cmocka_unit_test(short_names_stay_apart),
        cmocka_unit_test(columns_may_have_any_name),
        cmocka_unit_test(long_texts_end_visibly),
        cmocka_unit_test(a_text_is_no_formula),
        cmocka_unit_test(lines_and_areas_are_written),
        cmocka_unit_test(geojson_rings_have_their_sense),
        cmocka_unit_test(the_antimeridian_is_cut),
        cmocka_unit_test(a_pole_may_be_inside),
        cmocka_unit_test(bad_paths_are_refused),
        cmocka_unit_test(endings_are_read_in_any_case),
        cmocka_unit_test(a_full_disk_leaves_no_trace),
        cmocka_unit_test(a_disk_may_be_too_small_for_what_is_large),
        cmocka_unit_test(a_failure_keeps_the_old_file),
        cmocka_unit_test(stale_indexes_are_removed),
        cmocka_unit_test(giving_up_leaves_no_trace),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("vector_write", tests, scratch_make, scratch_remove);
}
