/* geo/vector: tables and lines through OGR, and what it would pass over in silence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <math.h>

#include "base/memory.h"
#include "geo/vector.h"
#include "scratch.h"

/* What the file reads as: "[id][name]|2:<007><a>|3:<8><b>", or "error ROW: message". */
static char *read_all(const char *path)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    marsad_error error = {0};
    mrs_vector *vector = NULL;
    bool more = true;
    if (!mrs_vector_open_rows(path, NULL, &vector, &error)) {
        size_t columns = mrs_vector_column_count(vector);
        for (size_t i = 0; i < columns; i++) {
            fprintf(out, "[%s]", mrs_vector_column_name(vector, i));
        }
        while (!mrs_vector_next(vector, &more, &error) && more) {
            fprintf(out, "|%ld:", mrs_vector_row(vector));
            if (mrs_vector_cell_count(vector) != columns) {
                fprintf(out, "(%zu)", mrs_vector_cell_count(vector));
            } else if (mrs_vector_fault(vector)) {
                fprintf(out, "!");
            }
            for (size_t i = 0; i < columns; i++) {
                fprintf(out, "<%s>", mrs_vector_text(vector, i));
            }
        }
    }
    if (error.status) {
        fprintf(out, "error %ld: %s", error.row, error.message);
        assert_string_equal(error.file, path);
    }
    mrs_vector_close(vector);
    fclose(out);
    return text;
}

static void expect(const char *name, const char *content, const char *expected)
{
    const char *path = scratch_text(name, content);
    char *got = read_all(path);
    unlink(path);
    assert_string_equal(got, expected);
    free(got);
}

static void expect_error(const char *name, const char *content, size_t length, long row,
                         const char *part)
{
    const char *path = scratch_bytes(name, content, length);
    char *got = read_all(path);
    unlink(path);
    char *error = strstr(got, "error ");
    if (!error || strtol(error + 6, NULL, 10) != row || !strstr(error, part)) {
        fail_msg("%s", got);
    }
    free(got);
}

static void cells_stay_text(void **state)
{
    (void)state;
    expect("a.csv", "id,n,date\n007,1e5,2020-01-02\n,,\n",
           "[id][n][date]|2:<007><1e5><2020-01-02>|3:<><><>");
    expect("a.csv", "2020,7\n1,2\n", "[2020][7]|2:<1><2>");
    expect("a.csv", "WKT,_WKT\nzzz,\"POINT(1 2)\"\n", "[WKT][_WKT]|2:<zzz><POINT(1 2)>");
}

static void companions_do_not_matter(void **state)
{
    (void)state;
    const char *types = "\"Integer\",\"Real\"";
    scratch_text("a.csvt", types);
    expect("a.csv", "id,n\n007,x\n", "[id][n]|2:<007><x>");
    unlink(scratch_path("a.csvt"));
}

static void dialects_are_read(void **state)
{
    (void)state;
    expect("a.csv", "\xEF\xBB\xBFid,b\r\n1,\"x\r\ny\"\r\n", "[id][b]|2:<1><x\ny>");
    expect("a.csv", "id;b\n1;a,b\n", "[id][b]|2:<1><a,b>");
    expect("a.tsv", "id\tb\n1\t2", "[id][b]|2:<1><2>");
    expect("a", "\" id \", b \n\"say \"\"x\"\"\",2\n", "[id][b]|2:<say \"x\"><2>");
    expect("a.csv", "\"a,b\";c\n1;2\n", "[a,b][c]|2:<1><2>");
    expect("a.txt", "a,b,,\n1,2,,\n", "[a][b][][]|2:<1><2><><>");
    expect("a.csv", "a,b\r1,2\r3,4\r", "[a][b]|2:<1><2>|3:<3><4>");
}

static void one_column_is_a_table(void **state)
{
    (void)state;
    expect("a.csv", "location\nTripoli\n\n\"Sirte, east\"\n",
           "[location]|2:<Tripoli>|4:<Sirte, east>");
    expect("a.csv", "location,\nTripoli,\n", "[location][]|2:<Tripoli><>");
    expect("a.csv", "location", "[location]");
    expect("a.csv", "location\nTripoli, Libya\n", "[location]|2:(2)<Tripoli>");
}

static void rows_count_as_in_a_spreadsheet(void **state)
{
    (void)state;
    expect("a.csv", "a,b\n\n\n1,\"x\n\ny\"\n\n2,3\n", "[a][b]|4:<1><x\n\ny>|6:<2><3>");
}

static void uneven_rows_are_seen(void **state)
{
    (void)state;
    expect("a.csv", "a,b,c\n1,2\n1,2,3,4\n1\n1,2,3\n",
           "[a][b][c]|2:(2)<1><2><>|3:(4)<1><2><3>|4:(1)<1><><>|5:<1><2><3>");
}

/* Of a gazetteer's table a row that leaves the others in doubt is the end. */
static void malformed_csv_is_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        long row;
        const char *part;
    } cases[] = {
        {"", 0, 0, "empty"},
        {"\xEF\xBB\xBF", 3, 0, "empty"},
        {"\n1,2\n", 5, 1, "name the columns"},
        {"a,b\n1,\"x\n2,3\n", 13, 2, "never closed"},
        {"a,b\n1,2\n3,x\"y\n", 14, 3, "inside an unquoted cell"},
        {"a,b\n\"x\"y,2\n", 11, 2, "after the closing"},
        {"a,b\n1,\0\n", 8, 2, "NUL"},
        {"\xFF\xFE"
         "a\0",
         4, 0, "UTF-16"},
        {"PK\x03\x04xx", 6, 0, "export the table as CSV"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = scratch_bytes("a.csv", cases[i].text, cases[i].length);
        mrs_vector *vector = NULL;
        marsad_error error = {0};
        bool more = true;
        marsad_status status = mrs_vector_open(path, MRS_VECTOR_LAYER, NULL, &vector, &error);
        while (!status && more) {
            status = mrs_vector_next(vector, &more, &error);
        }
        mrs_vector_close(vector);
        unlink(path);
        assert_int_equal(status, MARSAD_ERR_INPUT);
        assert_int_equal(error.row, cases[i].row);
        assert_non_null(strstr(error.message, cases[i].part));
    }
}

/* A CSV may have geometries in a column named for them. */
static void geometries_in_csv_are_read(void **state)
{
    (void)state;
    const char *path =
        scratch_text("a.csv", "id,WKT\n1,\"LINESTRING (13 32,14 33)\"\n2,\n3,none\n");
    mrs_vector *vector;
    const mrs_shape *shape;
    bool more;
    static const mrs_shape_kind kinds[] = {MRS_SHAPE_LINES, MRS_SHAPE_NONE, MRS_SHAPE_NONE};
    assert_int_equal(mrs_vector_open(path, MRS_VECTOR_LAYER, NULL, &vector, NULL), MARSAD_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(mrs_vector_next(vector, &more, NULL), MARSAD_OK);
        assert_int_equal(mrs_vector_shape(vector, &shape, NULL), MARSAD_OK);
        assert_int_equal(shape->kind, kinds[i]);
    }
    mrs_vector_close(vector);
    unlink(path);
}

static const char GEOJSON[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"id\":\"007\",\"date\":\"2020-01-02\",\"killed\":3.0,"
    "\"x\":null},\"geometry\":{\"type\":\"Point\",\"coordinates\":[15.25,31.5]}},"
    "{\"type\":\"Feature\",\"properties\":{\"id\":\"a\\nb\"},\"geometry\":null}]}";

static void geojson_is_read(void **state)
{
    (void)state;
    static const char expected[] = "[id][date][killed][x]|1:<007><2020-01-02><3><>|2:<a\nb><><><>";
    expect("a.geojson", GEOJSON, expected);
    expect("a.json", GEOJSON, expected);
    expect("a", GEOJSON, expected);
}

static void truncated_geojson_is_an_error(void **state)
{
    (void)state;
    for (size_t length = 1; length + 1 < sizeof GEOJSON; length++) {
        expect_error("a.geojson", GEOJSON, length, 0, "GeoJSON");
    }
    expect_error("a.geojson", "hello", 5, 0, "GeoJSON");
}

static void pipes_are_read(void **state)
{
    (void)state;
    char path[64];
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a,b\n1,2\n", 8), 8);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    char *got = read_all(path);
    close(ends[0]);
    assert_string_equal(got, "[a][b]|2:<1><2>");
    free(got);
}

static void absent_files_are_not_found(void **state)
{
    (void)state;
    static const char *const names[] = {"/nowhere/a.csv", "http://localhost/a.geojson",
                                        "/vsimem/a.csv", "{\"type\":\"FeatureCollection\"}"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        marsad_error error = {0};
        mrs_vector *vector;
        assert_int_equal(mrs_vector_open_rows(names[i], NULL, &vector, &error),
                         MARSAD_ERR_NOT_FOUND);
        assert_int_equal(mrs_vector_open(names[i], MRS_VECTOR_ANY, NULL, &vector, &error),
                         MARSAD_ERR_NOT_FOUND);
        assert_null(vector);
        assert_string_equal(error.file, names[i]);
    }
    marsad_error error = {0};
    mrs_vector *vector;
    assert_int_equal(mrs_vector_open(scratch_folder, MRS_VECTOR_ANY, NULL, &vector, &error),
                     MARSAD_ERR_INPUT);
}

/* Writes the file, opens it as any vector format and steps to its first feature. */
static mrs_vector *first_feature(const char *name, const char *content, const mrs_shape **shape)
{
    mrs_vector *vector;
    marsad_error error = {0};
    const char *path = scratch_text(name, content);
    bool more;
    if (mrs_vector_open(path, MRS_VECTOR_ANY, NULL, &vector, &error) ||
        mrs_vector_next(vector, &more, &error) || mrs_vector_shape(vector, shape, &error)) {
        fail_msg("%s", error.message);
    }
    assert_true(more);
    unlink(path);
    return vector;
}

static void lines_come_in_parts(void **state)
{
    (void)state;
    const mrs_shape *shape;
    mrs_vector *vector = first_feature(
        "a.geojson",
        "{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2,9],[3,4,9]],[[5,6],[7,8],"
        "[190,9]]]}",
        &shape);
    assert_int_equal(shape->kind, MRS_SHAPE_LINES);
    assert_int_equal(shape->line_count, 2);
    assert_int_equal(shape->point_count, 5);
    assert_int_equal(shape->ends[0], 2);
    assert_int_equal(shape->ends[1], 5);
    assert_true(shape->points[1].lon == 3 && shape->points[1].lat == 4);
    assert_true(shape->points[4].lon == 190);
    mrs_vector_close(vector);
}

/* UTM zone 33N's false easting lies on 15 degrees east. */
static void projected_files_become_wgs84(void **state)
{
    (void)state;
    const mrs_shape *shape;
    mrs_vector *vector = first_feature(
        "a.geojson",
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
        "\"urn:ogc:def:crs:EPSG::32633\"}},\"features\":[{\"type\":\"Feature\",\"properties\":{},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[500000,0]}}]}",
        &shape);
    assert_int_equal(shape->kind, MRS_SHAPE_POINT);
    assert_true(mrs_vector_has_crs(vector));
    assert_true(fabs(shape->points[0].lon - 15) < 1e-9 && fabs(shape->points[0].lat) < 1e-9);
    mrs_vector_close(vector);
}

/* KML's and GML's axes: whatever the file's order, longitude comes first here. */
static void axis_order_is_ours(void **state)
{
    (void)state;
    const mrs_shape *shape;
    mrs_vector *vector = first_feature(
        "a.kml",
        "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark>"
        "<LineString><coordinates>13.5,32.5 14,33</coordinates></LineString></Placemark></Document>"
        "</kml>",
        &shape);
    assert_int_equal(shape->kind, MRS_SHAPE_LINES);
    assert_true(shape->points[0].lon == 13.5 && shape->points[0].lat == 32.5);
    mrs_vector_close(vector);
}

static void areas_come_with_their_rings(void **state)
{
    (void)state;
    const mrs_shape *shape;
    mrs_vector *vector = first_feature(
        "a.geojson",
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[6,1],[6,2],"
        "[5,1]]],[[[20,0],[21,0],[21,1],[20,0]]]]}",
        &shape);
    assert_int_equal(shape->kind, MRS_SHAPE_AREAS);
    assert_int_equal(shape->point_count, 12);
    assert_int_equal(shape->line_count, 3);
    assert_int_equal(shape->ends[1], 8);
    assert_int_equal(shape->area_count, 2);
    assert_int_equal(shape->area_ends[0], 2);
    assert_int_equal(shape->area_ends[1], 3);
    assert_true(shape->points[4].lon == 5 && shape->points[4].lat == 1);
    assert_null(shape->native);
    mrs_vector_close(vector);
}

static void other_geometry_is_told_apart(void **state)
{
    (void)state;
    const mrs_shape *shape;
    mrs_vector *vector = first_feature("a.geojson",
                                       "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":"
                                       "\"Point\",\"coordinates\":[1,2]}]}",
                                       &shape);
    assert_int_equal(shape->kind, MRS_SHAPE_OTHER);
    assert_int_equal(shape->point_count, 0);
    mrs_vector_close(vector);
}

static void a_collection_of_one_kind_is_that_kind(void **state)
{
    (void)state;
    static const char area[] = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,0]]]}";
    static const char line[] = "{\"type\":\"MultiLineString\",\"coordinates\":[[[0,0],[9,0]]]}";
    static const char empty[] = "{\"type\":\"LineString\",\"coordinates\":[]}";
    const struct {
        const char *first, *second;
        mrs_shape_kind kind;
        size_t lines, areas;
    } cases[] = {{area, area, MRS_SHAPE_AREAS, 2, 2},
                 {line, line, MRS_SHAPE_LINES, 2, 0},
                 {area, empty, MRS_SHAPE_AREAS, 1, 1},
                 {area, line, MRS_SHAPE_OTHER, 0, 0},
                 {line, area, MRS_SHAPE_OTHER, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        const mrs_shape *shape;
        snprintf(text, sizeof text,
                 "{\"type\":\"GeometryCollection\",\"geometries\":[%s,{\"type\":"
                 "\"GeometryCollection\",\"geometries\":[%s]}]}",
                 cases[i].first, cases[i].second);
        mrs_vector *vector = first_feature("a.geojson", text, &shape);
        assert_int_equal(shape->kind, cases[i].kind);
        assert_int_equal(shape->line_count, cases[i].lines);
        assert_int_equal(shape->area_count, cases[i].areas);
        mrs_vector_close(vector);
    }
}

static void layers_are_found_by_name(void **state)
{
    (void)state;
    const char *path = scratch_text("a.geojson", GEOJSON);
    mrs_vector *vector;
    assert_int_equal(mrs_vector_open(path, MRS_VECTOR_ANY, "a", &vector, NULL), MARSAD_OK);
    mrs_vector_close(vector);
    marsad_error error = {0};
    assert_int_equal(mrs_vector_open(path, MRS_VECTOR_ANY, "b", &vector, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_non_null(strstr(error.message, "\"b\""));
    unlink(path);
}

/* KML's folders are layers: taking one of several would lose the others without a word. */
static void several_layers_are_not_guessed_among(void **state)
{
    (void)state;
    static const char folder_of[] =
        "<Folder><name>%s</name><Placemark><LineString><coordinates>13,32 14,33</coordinates>"
        "</LineString></Placemark></Folder>";
    char text[2048] = "<?xml version=\"1.0\"?><kml "
                      "xmlns=\"http://www.opengis.net/kml/2.2\"><Document>";
    size_t head = strlen(text);
    snprintf(text + head, sizeof text - head, folder_of, "east");
    head = strlen(text);
    snprintf(text + head, sizeof text - head, folder_of, "west");
    head = strlen(text);
    snprintf(text + head, sizeof text - head, "</Document></kml>");
    const char *path = scratch_text("a.kml", text);
    mrs_vector *vector;
    marsad_error error = {0};
    assert_int_equal(mrs_vector_open(path, MRS_VECTOR_ANY, NULL, &vector, &error),
                     MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "2 layers"));
    assert_int_equal(mrs_vector_open(path, MRS_VECTOR_ANY, "west", &vector, NULL), MARSAD_OK);
    mrs_vector_close(vector);
    unlink(path);
}

/* Text that is no vector file at all: GDAL's own words must not reach stderr. */
static void gdal_stays_quiet(void **state)
{
    (void)state;
    const char *path = scratch_bytes("a.gpkg", "not a database", 14);
    char noise[256];
    snprintf(noise, sizeof noise, "%s/stderr", scratch_folder);
    fflush(stderr);
    int saved = dup(2);
    assert_non_null(freopen(noise, "w", stderr));
    mrs_vector *vector;
    marsad_error error = {0};
    marsad_status status = mrs_vector_open(path, MRS_VECTOR_ANY, NULL, &vector, &error);
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    struct stat about;
    assert_int_equal(stat(noise, &about), 0);
    assert_int_equal(about.st_size, 0);
    assert_int_equal(status, MARSAD_ERR_INPUT);
    assert_non_null(strstr(error.message, "OGR"));
    unlink(noise);
    unlink(scratch_path("a.gpkg"));
}

static void memory_may_run_out(void **state)
{
    (void)state;
    const char *content = "id,name\n1,a\n2,b\n";
    const char *path = scratch_text("a.csv", content);
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status == MARSAD_ERR_MEMORY && nth < 200; nth++) {
        mrs_vector *vector;
        mrs_alloc_fail_at(nth);
        status = mrs_vector_open(path, MRS_VECTOR_LAYER, NULL, &vector, NULL);
        mrs_alloc_fail_at(0);
        assert_true(status == MARSAD_OK || !vector);
        mrs_vector_close(vector);
    }
    assert_int_equal(status, MARSAD_OK);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_stay_text),
        cmocka_unit_test(companions_do_not_matter),
        cmocka_unit_test(dialects_are_read),
        cmocka_unit_test(one_column_is_a_table),
        cmocka_unit_test(rows_count_as_in_a_spreadsheet),
        cmocka_unit_test(uneven_rows_are_seen),
        cmocka_unit_test(malformed_csv_is_an_error),
        cmocka_unit_test(geometries_in_csv_are_read),
        cmocka_unit_test(geojson_is_read),
        cmocka_unit_test(truncated_geojson_is_an_error),
        cmocka_unit_test(pipes_are_read),
        cmocka_unit_test(absent_files_are_not_found),
        cmocka_unit_test(lines_come_in_parts),
        cmocka_unit_test(projected_files_become_wgs84),
        cmocka_unit_test(axis_order_is_ours),
        cmocka_unit_test(areas_come_with_their_rings),
        cmocka_unit_test(other_geometry_is_told_apart),
        cmocka_unit_test(a_collection_of_one_kind_is_that_kind),
        cmocka_unit_test(layers_are_found_by_name),
        cmocka_unit_test(several_layers_are_not_guessed_among),
        cmocka_unit_test(gdal_stays_quiet),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
