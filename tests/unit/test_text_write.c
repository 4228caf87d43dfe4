/* geo/vector_write's texts: what stands in them, parts that later runs go on with, and cells that
 * are no formulas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <math.h>
#include <signal.h>

#include "base/file.h"
#include "base/memory.h"
#include "folder.h"
#include "geo/formula.h"
#include "geo/vector.h"
#include "geo/vector_write.h"
#include "marsad/table.h"
#include "scratch.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const mrs_field fields[] = {{"name", MRS_CELL_TEXT, 0},
                                   {"killed", MRS_CELL_INTEGER, 0},
                                   {"far_m", MRS_CELL_NUMBER, 1},
                                   {"sure", MRS_CELL_FLAG, 0}};
static const mrs_cell rows[][4] = {
    {{.text = "Abu \"Q\", أبو"}, {.integer = -12}, {.number = 24238.56}, {.flag = true}},
    {{.text = "two\nlines\t\\"}, {.is_null = true}, {.number = NAN}, {.flag = false}},
    {{.text = "=1+1"}, {.integer = 5000000000}, {.number = -0.04}, {.is_null = true}}};
static const marsad_lonlat spot = {15.25512345678, 31.45};
static const size_t one_end = 1;

static mrs_writer_plan plan_of(const char *format)
{
    return (mrs_writer_plan){.layer = "incidents",
                             .shape = MRS_WRITE_POINT,
                             .fields = fields,
                             .field_count = COUNT(fields),
                             .format = format};
}

static mrs_writer *begin(const char *path, const mrs_writer_plan *plan)
{
    mrs_writer *writer;
    marsad_error error = {0};
    if (mrs_writer_begin(path, plan, &writer, &error)) {
        fail_msg("%s: %s", error.file, error.message);
    }
    return writer;
}

static void add_rows(mrs_writer *writer, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        assert_int_equal(mrs_writer_add(writer, rows[i], &spot, &one_end, i != 1, NULL), MARSAD_OK);
    }
}

static void expect_bytes(const char *path, const char *expected)
{
    char *bytes;
    assert_int_equal(mrs_file_read(path, &bytes, NULL, NULL), MARSAD_OK);
    assert_string_equal(bytes, expected);
    mrs_free(bytes);
}

static const char csv_text[] = "name,killed,far_m,sure\n"
                               "\"Abu \"\"Q\"\", أبو\",-12,24238.6,true\n"
                               "\"two\nlines\t\\\",,,false\n"
                               "'=1+1,5000000000,0,\n";

static const struct {
    const char *format, *text;
} texts[] = {
    {"csv", csv_text},
    {"tsv", "name\tkilled\tfar_m\tsure\n"
            "\"Abu \"\"Q\"\", أبو\"\t-12\t24238.6\ttrue\n"
            "\"two\nlines\t\\\"\t\t\tfalse\n"
            "'=1+1\t5000000000\t0\t\n"},
    {"ndjson", "{\"name\":\"Abu \\\"Q\\\", أبو\",\"killed\":-12,\"far_m\":24238.6,\"sure\":true}\n"
               "{\"name\":\"two\\nlines\\t\\\\\",\"killed\":null,\"far_m\":null,\"sure\":false}\n"
               "{\"name\":\"=1+1\",\"killed\":5000000000,\"far_m\":0,\"sure\":null}\n"},
    {"geojsonl",
     "{\"type\":\"Feature\",\"properties\":{\"name\":\"Abu \\\"Q\\\", أبو\",\"killed\":-12,"
     "\"far_m\":24238.6,\"sure\":true},\"geometry\":{\"type\":\"Point\",\"coordinates\":"
     "[15.2551235,31.45]}}\n"
     "{\"type\":\"Feature\",\"properties\":{\"name\":\"two\\nlines\\t\\\\\",\"killed\":null,"
     "\"far_m\":null,\"sure\":false},\"geometry\":null}\n"
     "{\"type\":\"Feature\",\"properties\":{\"name\":\"=1+1\",\"killed\":5000000000,\"far_m\":0,"
     "\"sure\":null},\"geometry\":{\"type\":\"Point\",\"coordinates\":[15.2551235,31.45]}}\n"},
};

static void texts_hold_what_was_added(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *path = scratch_path("text"); /* the format need not be in the name */
        mrs_writer_plan plan = plan_of(texts[i].format);
        mrs_writer *writer = begin(path, &plan);
        add_rows(writer, 0, COUNT(rows));
        assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
        expect_bytes(path, texts[i].text);
        unlink(path);
    }
}

static void geojson_is_one_document(void **state)
{
    (void)state;
    for (size_t count = 0; count <= COUNT(rows); count++) {
        const char *path = scratch_path("a.geojson");
        mrs_writer_plan plan = plan_of(NULL);
        mrs_writer *writer = begin(path, &plan);
        add_rows(writer, 0, count);
        assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
        json_object *document = json_object_from_file(path);
        assert_non_null(document);
        json_object *features = json_object_object_get(document, "features");
        assert_int_equal(json_object_array_length(features), count);
        json_object_put(document);
        unlink(path);
    }
}

static void each_feature_of_a_sequence_has_its_mark(void **state)
{
    (void)state;
    const char *path = scratch_path("a.geojsons");
    mrs_writer_plan plan = plan_of(NULL);
    mrs_writer *writer = begin(path, &plan);
    add_rows(writer, 0, 2);
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
    char *bytes;
    assert_int_equal(mrs_file_read(path, &bytes, NULL, NULL), MARSAD_OK);
    assert_memory_equal(bytes, "\x1e{", 2);
    assert_non_null(strstr(bytes, "}\n\x1e{"));
    mrs_free(bytes);
    unlink(path);
}

static void every_control_character_is_escaped(void **state)
{
    (void)state;
    char text[40] = "";
    for (int i = 1; i < 32; i++) {
        text[i - 1] = (char)i;
    }
    strcat(text, "\x7f\"\\/");
    const mrs_field column = {text, MRS_CELL_TEXT, 0};
    const mrs_cell cell = {.text = text};
    const mrs_writer_plan plan = {.layer = text, .fields = &column, .field_count = 1};
    const char *path = scratch_path("a.ndjson");
    mrs_writer *writer = begin(path, &plan);
    assert_int_equal(mrs_writer_add(writer, &cell, NULL, NULL, 0, NULL), MARSAD_OK);
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
    json_object *object = json_object_from_file(path);
    assert_non_null(object);
    assert_string_equal(json_object_get_string(json_object_object_get(object, text)), text);
    json_object_put(object);
    unlink(path);
}

static void what_is_no_utf8_is_replaced_in_json(void **state)
{
    (void)state;
    const mrs_field column = {"a", MRS_CELL_TEXT, 0};
    const mrs_cell cell = {.text = "x\xC3(\xE2\x82 é"};
    const mrs_writer_plan plan = {.layer = "", .fields = &column, .field_count = 1};
    const char *path = scratch_path("a.ndjson");
    mrs_writer *writer = begin(path, &plan);
    assert_int_equal(mrs_writer_add(writer, &cell, NULL, NULL, 0, NULL), MARSAD_OK);
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
    expect_bytes(path, "{\"a\":\"x\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD é\"}\n");
    unlink(path);
}

/* Most readers pass over an empty line. */
static void an_empty_cell_alone_is_a_row(void **state)
{
    (void)state;
    const mrs_field column = {"a", MRS_CELL_TEXT, 0};
    const mrs_cell cell = {.text = ""};
    const mrs_writer_plan plan = {.layer = "", .fields = &column, .field_count = 1, .bom = true};
    const char *path = scratch_path("a.csv");
    mrs_writer *writer = begin(path, &plan);
    assert_int_equal(mrs_writer_add(writer, &cell, NULL, NULL, 0, NULL), MARSAD_OK);
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
    expect_bytes(path, "\xEF\xBB\xBF"
                       "a\n\"\"\n");
    unlink(path);
}

static void numbers_are_written_alike(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{0, -1, "0"},
                 {-0.0, 3, "0"},
                 {1.5, 0, "2"},
                 {-1.005, 2, "-1"},
                 {0.1 + 0.2, -1, "0.3"},
                 {1e15, -1, "1000000000000000"},
                 {123456.789, 1, "123456.8"},
                 {-17.0500, 6, "-17.05"},
                 {0.000001, 6, "0.000001"},
                 {99.9999, 2, "100"},
                 {1e300, 2, NULL},
                 {15.25512345678901, -1, "15.255123456789"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[MRS_NUMBER_TEXT];
        size_t length = mrs_number_text(cases[i].value, cases[i].decimals, text);
        assert_int_equal(length, strlen(text));
        if (cases[i].text) {
            assert_string_equal(text, cases[i].text);
        } else {
            assert_true(strtod(text, NULL) == cases[i].value);
        }
    }
}

/* ---- formulas ------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    bool shielded;
} formulas[] = {{"=1+1", true},         {"+218 21 480 0000", true},
                {"@SUM(A1)", true},     {"-1+2", true},
                {"-12°30'", true},      {"\t=1", true},
                {"\r=1", true},         {"=cmd|' /C calc'!A0", true},
                {"=\"a\",\"b\"", true}, {"--", true},
                {"'=1", true},          {"''-x", true},
                {"'-5", true},          {"-", false},
                {"-3.5", false},        {"+12", false},
                {"-1e-3", false},       {"", false},
                {"'", false},           {"''", false},
                {"'Ayn Zara", false},   {" =1", false},
                {"Abu=Qurayn", false},  {"أبو قرين", false}};

static void only_formulas_are_shielded(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(formulas); i++) {
        if (mrs_formula_like(formulas[i].text) != formulas[i].shielded) {
            fail_msg("\"%s\"", formulas[i].text);
        }
        assert_int_equal(marsad_table_is_formula(formulas[i].text), formulas[i].shielded);
        char written[64];
        snprintf(written, sizeof written, "%s%s", formulas[i].shielded ? "'" : "",
                 formulas[i].text);
        assert_string_equal(mrs_formula_bare(written), formulas[i].text);
    }
}

/* In a cell and in a header; CR alone within quotation marks is read as a line end. */
static void formulas_read_back(const char *ending)
{
    char name[16];
    snprintf(name, sizeof name, "a.%s", ending);
    const char *path = scratch_path(name);
    const mrs_field columns[] = {{"=name", MRS_CELL_TEXT, 0}, {"b", MRS_CELL_TEXT, 0}};
    const mrs_writer_plan plan = {.layer = "", .fields = columns, .field_count = 2};
    mrs_writer *writer = begin(path, &plan);
    for (size_t i = 0; i < COUNT(formulas); i++) {
        const mrs_cell cells[] = {{.text = formulas[i].text}, {.text = "x"}};
        assert_int_equal(mrs_writer_add(writer, cells, NULL, NULL, 0, NULL), MARSAD_OK);
    }
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
    mrs_vector *vector;
    marsad_table *table;
    bool more;
    assert_int_equal(mrs_vector_open(path, MRS_VECTOR_LAYER, NULL, &vector, NULL), MARSAD_OK);
    assert_int_equal(marsad_table_read(path, &table, NULL), MARSAD_OK);
    assert_string_equal(mrs_vector_column_name(vector, 0), "=name");
    assert_string_equal(marsad_table_column(table, 0), "=name");
    for (size_t i = 0; i < COUNT(formulas); i++) {
        assert_int_equal(mrs_vector_next(vector, &more, NULL), MARSAD_OK);
        assert_true(more);
        const char *expected = formulas[i].text[0] == '\r' ? "\n=1" : formulas[i].text;
        assert_string_equal(mrs_vector_text(vector, 0), expected);
        assert_string_equal(marsad_table_cell(table, i, 0), expected);
    }
    mrs_vector_close(vector);
    marsad_table_free(table);
    unlink(path);
}

static void what_is_shielded_reads_back(void **state)
{
    (void)state;
    formulas_read_back("csv");
    formulas_read_back("tsv");
}

/* Readers tell by the header what separates the cells. */
static void a_header_tells_its_separator(void **state)
{
    (void)state;
    const mrs_field columns[] = {{"a,b;c|d,e", MRS_CELL_TEXT, 0}, {"=f\tg\th", MRS_CELL_TEXT, 0}};
    const mrs_cell cells[] = {{.text = "1,2"}, {.text = "3"}};
    static const char *const names[] = {"a.csv", "a.tsv"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *path = scratch_path(names[i]);
        const mrs_writer_plan plan = {.layer = "", .fields = columns, .field_count = 2};
        mrs_writer *writer = begin(path, &plan);
        assert_int_equal(mrs_writer_add(writer, cells, NULL, NULL, 0, NULL), MARSAD_OK);
        assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
        marsad_table *table;
        assert_int_equal(marsad_table_read(path, &table, NULL), MARSAD_OK);
        assert_int_equal(marsad_table_column_count(table), 2);
        assert_string_equal(marsad_table_column(table, 0), columns[0].name);
        assert_string_equal(marsad_table_column(table, 1), columns[1].name);
        assert_string_equal(marsad_table_cell(table, 0, 0), "1,2");
        marsad_table_free(table);
        unlink(path);
    }
}

/* ---- objects -------------------------------------------------------------------------------- */

static void objects_keep_what_is_in_them(void **state)
{
    (void)state;
    const mrs_field columns[] = {{"lon", MRS_CELL_NUMBER, 6}, {"why", MRS_CELL_TEXT, 0}};
    const mrs_cell cells[] = {{.number = 15.5}, {.is_null = true}};
    const mrs_writer_plan plan = {.layer = "", .fields = columns, .field_count = 2};
    static const char *const objects[] = {"{}", " { } \r\n", "{\"a\": {\"b\":[1.10, null]} }"};
    const char *path = scratch_path("a.ndjson");
    mrs_writer *writer = begin(path, &plan);
    for (size_t i = 0; i < COUNT(objects); i++) {
        assert_int_equal(mrs_writer_add_object(writer, objects[i], strlen(objects[i]), cells, NULL),
                         MARSAD_OK);
    }
    assert_int_equal(mrs_writer_add_object(writer, "{\"a\":1}", 7, NULL, NULL), MARSAD_OK);
    static const char *const others[] = {"", " ", "{", "}", "[1]", "{\"a\":1}]", "null"};
    for (size_t i = 0; i < COUNT(others); i++) {
        marsad_error error = {0};
        assert_int_equal(mrs_writer_add_object(writer, others[i], strlen(others[i]), cells, &error),
                         MARSAD_ERR_INPUT);
        assert_int_equal(error.row, 5);
    }
    assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
    expect_bytes(path, "{\"lon\":15.5,\"why\":null}\n"
                       "{\"lon\":15.5,\"why\":null}\n"
                       "{\"a\": {\"b\":[1.10, null]},\"lon\":15.5,\"why\":null}\n"
                       "{\"a\":1}\n");
    unlink(path);
}

/* ---- parts ---------------------------------------------------------------------------------- */

/* A run that stops after one row and half of another, and one that goes on behind the first. */
static void a_part_is_gone_on_with(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *path = scratch_path("out");
        const char *part = scratch_path("out.part");
        mrs_writer_plan plan = plan_of(texts[i].format);
        plan.part = true;
        mrs_writer *writer = begin(path, &plan);
        add_rows(writer, 0, 1);
        uint64_t length = 0;
        assert_int_equal(mrs_writer_flush(writer, &length, NULL), MARSAD_OK);
        add_rows(writer, 1, 3);
        assert_int_equal(mrs_writer_leave(writer, NULL), MARSAD_OK);
        assert_int_not_equal(access(path, F_OK), 0);
        expect_bytes(part, texts[i].text);
        plan.keep = length;
        writer = begin(path, &plan);
        add_rows(writer, 1, 3);
        uint64_t end = 0;
        assert_int_equal(mrs_writer_flush(writer, &end, NULL), MARSAD_OK);
        assert_int_equal(end, strlen(texts[i].text));
        assert_int_equal(mrs_writer_commit(writer, NULL), MARSAD_OK);
        assert_int_not_equal(access(part, F_OK), 0);
        expect_bytes(path, texts[i].text);
        unlink(path);
    }
}

static void a_part_that_is_too_short_is_refused(void **state)
{
    (void)state;
    const char *path = scratch_path("a.csv");
    const char *part = scratch_text("a.csv.part", "name,kil");
    mrs_writer_plan plan = plan_of(NULL);
    plan.part = true;
    plan.keep = 9;
    mrs_writer *writer;
    marsad_error error = {0};
    assert_int_equal(mrs_writer_begin(path, &plan, &writer, &error), MARSAD_ERR_INPUT);
    assert_null(writer);
    assert_non_null(strstr(error.message, "shorter"));
    expect_bytes(part, "name,kil");
    plan.keep = 0;
    writer = begin(path, &plan);
    mrs_writer *other;
    assert_int_equal(mrs_writer_begin(path, &plan, &other, &error), MARSAD_ERR_IO);
    assert_non_null(strstr(error.message, "another process"));
    mrs_writer_abandon(writer);
    assert_int_equal(folder_files(scratch_folder, false), 0);
}

static void expect_no_plan(const char *path, const mrs_writer_plan *plan, const char *part)
{
    mrs_writer *writer;
    marsad_error error = {0};
    assert_int_equal(mrs_writer_begin(path, plan, &writer, &error), MARSAD_ERR_USAGE);
    assert_null(writer);
    if (!strstr(error.message, part)) {
        fail_msg("%s", error.message);
    }
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    mrs_writer_plan plan = plan_of("gpkg");
    expect_no_plan("-", &plan, "standard output");
    plan = plan_of("docx");
    expect_no_plan("-", &plan, "no format \"docx\"");
    plan = plan_of("geojson");
    plan.part = true;
    expect_no_plan(scratch_path("a.geojson"), &plan, "whole");
    plan = plan_of("gpkg");
    plan.part = true;
    expect_no_plan(scratch_path("a.gpkg"), &plan, "whole");
    plan = plan_of("geojson");
    plan.shape = MRS_WRITE_AREA;
    expect_no_plan("-", &plan, "whole");
    assert_int_equal(folder_files(scratch_folder, false), 0);
}

/* The disk is full while rows go out, not only at the end. */
static void a_full_disk_is_met_on_the_way(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const struct rlimit small = {.rlim_cur = 100000, .rlim_max = limit.rlim_max};
    mrs_writer_plan plan = plan_of("csv");
    mrs_writer *writer = begin(scratch_path("a.csv"), &plan);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    marsad_error error = {0};
    marsad_status status = MARSAD_OK;
    long added = 0;
    for (; !status && added < 100000; added++) {
        status = mrs_writer_add(writer, rows[0], &spot, &one_end, 1, &error);
    }
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_int_equal(status, MARSAD_ERR_IO);
    assert_in_range(added, 1000, 10000);
    mrs_writer_abandon(writer);
    assert_int_equal(folder_files(scratch_folder, false), 0);
}

static void rows_may_go_out_at_once(void **state)
{
    (void)state;
    const char *path = scratch_path("a.csv");
    mrs_writer_plan plan = plan_of(NULL);
    plan.part = true;
    plan.at_once = true;
    mrs_writer *writer = begin(path, &plan);
    add_rows(writer, 0, 1);
    expect_bytes(scratch_path("a.csv.part"), "name,killed,far_m,sure\n"
                                             "\"Abu \"\"Q\"\", أبو\",-12,24238.6,true\n");
    mrs_writer_abandon(writer);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    marsad_status status = MARSAD_ERR_MEMORY;
    for (long nth = 1; status && nth < 100; nth++) {
        mrs_writer *writer = NULL;
        mrs_writer_plan plan = plan_of("geojson");
        mrs_alloc_fail_at(nth);
        status = mrs_writer_begin(scratch_path("a"), &plan, &writer, NULL);
        for (size_t i = 0; !status && i < COUNT(rows); i++) {
            status = mrs_writer_add(writer, rows[i], &spot, &one_end, 1, NULL);
        }
        if (status) {
            mrs_writer_abandon(writer);
        } else {
            status = mrs_writer_commit(writer, NULL);
        }
        mrs_alloc_fail_at(0);
        assert_true(!status || status == MARSAD_ERR_MEMORY);
        assert_int_equal(folder_files(scratch_folder, false), !status);
    }
    assert_int_equal(status, MARSAD_OK);
    unlink(scratch_path("a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_hold_what_was_added),
        cmocka_unit_test(geojson_is_one_document),
        cmocka_unit_test(each_feature_of_a_sequence_has_its_mark),
        cmocka_unit_test(every_control_character_is_escaped),
        cmocka_unit_test(what_is_no_utf8_is_replaced_in_json),
        cmocka_unit_test(an_empty_cell_alone_is_a_row),
        cmocka_unit_test(numbers_are_written_alike),
        cmocka_unit_test(only_formulas_are_shielded),
        cmocka_unit_test(what_is_shielded_reads_back),
        cmocka_unit_test(a_header_tells_its_separator),
        cmocka_unit_test(objects_keep_what_is_in_them),
        cmocka_unit_test(a_part_is_gone_on_with),
        cmocka_unit_test(a_part_that_is_too_short_is_refused),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(a_full_disk_is_met_on_the_way),
        cmocka_unit_test(rows_may_go_out_at_once),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("text_write", tests, scratch_make, scratch_remove);
}
