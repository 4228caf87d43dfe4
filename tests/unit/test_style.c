/* The style language: expressions, faults, and what the renderer reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "map/style_expr.h"
#include "map/style_value.h"
#include "marsad/style.h"

/* --- Features and tables --- */

static mrs_value get_from_json(const void *feature, const char *name)
{
    struct json_object *found = NULL;
    json_object_object_get_ex(feature, name, &found);
    switch (json_object_get_type(found)) {
    case json_type_boolean:
        return mrs_value_flag(json_object_get_boolean(found));
    case json_type_int:
    case json_type_double:
        return mrs_value_number(json_object_get_double(found));
    case json_type_string:
        return mrs_value_text(json_object_get_string(found));
    default:
        return mrs_value_null();
    }
}

typedef struct table {
    char *text;
    char *next;
} table;

static void open_table(table *rows, const char *name)
{
    char path[512];
    const char *folder = getenv("MARSAD_TESTS");
    snprintf(path, sizeof path, "%s/cases/style/%s", folder ? folder : "tests", name);
    marsad_error error = {0};
    if (mrs_file_read(path, &rows->text, NULL, &error) != MARSAD_OK) {
        fail_msg("%s: %s", path, error.message);
    }
    rows->next = rows->text;
}

/* Splits the next row that is neither empty nor a comment into exactly `count` fields. */
static bool next_row(table *rows, char **fields, size_t count)
{
    char *line = NULL;
    do {
        line = strsep(&rows->next, "\n");
    } while (line && (*line == '\0' || *line == '#'));
    if (!line) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        fields[i] = strsep(&line, "\t");
        if (!fields[i]) {
            fail_msg("a row has fewer than %zu fields: %s", count, fields[0]);
        }
    }
    assert_null(line);
    return true;
}

/* --- Expressions --- */

static const struct {
    const char *name;
    mrs_expected expected;
    mrs_zoom_rule zoom;
} kinds[] = {
    {"any", {.kind = MRS_KIND_ANY}, MRS_ZOOM_ANYWHERE},
    {"flag", {.kind = MRS_KIND_FLAG}, MRS_ZOOM_CURVE},
    {"number", {.kind = MRS_KIND_NUMBER}, MRS_ZOOM_CURVE},
    {"share", {.kind = MRS_KIND_NUMBER, .min = 0, .max = 1}, MRS_ZOOM_CURVE},
    {"text", {.kind = MRS_KIND_TEXT}, MRS_ZOOM_CURVE},
    {"color", {.kind = MRS_KIND_COLOR}, MRS_ZOOM_CURVE},
    {"numbers", {.kind = MRS_KIND_NUMBERS}, MRS_ZOOM_CURVE},
    {"texts", {.kind = MRS_KIND_TEXTS}, MRS_ZOOM_CURVE},
};

static size_t find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return i;
        }
    }
    fail_msg("unknown kind in the table: %s", name);
    return 0;
}

static void show(const mrs_value *value, char *out, size_t size)
{
    size_t used = 0;
    switch (value->kind) {
    case MRS_VALUE_NULL:
        snprintf(out, size, "null");
        break;
    case MRS_VALUE_FLAG:
        snprintf(out, size, "%s", value->flag ? "true" : "false");
        break;
    case MRS_VALUE_NUMBER:
        snprintf(out, size, "%.10g", value->number);
        break;
    case MRS_VALUE_TEXT:
        snprintf(out, size, "\"%s\"", value->text);
        break;
    case MRS_VALUE_COLOR:
        snprintf(out, size, "rgba(%.0f,%.0f,%.0f,%.3g)", value->color.r * 255, value->color.g * 255,
                 value->color.b * 255, value->color.a);
        break;
    case MRS_VALUE_NUMBERS:
    case MRS_VALUE_TEXTS:
        for (size_t i = 0; i < value->count && used < size; i++) {
            const char *lead = i ? "," : "[";
            used +=
                (size_t)(value->kind == MRS_VALUE_NUMBERS
                             ? snprintf(out + used, size - used, "%s%.10g", lead, value->numbers[i])
                             : snprintf(out + used, size - used, "%s\"%s\"", lead,
                                        value->texts[i]));
        }
        snprintf(out + used, size - used, "]");
        break;
    }
}

static void run_expression(struct json_object *json, struct json_object *properties, size_t kind,
                           double zoom, char *out, size_t size)
{
    mrs_arena arena = {0};
    marsad_error error = {0};
    const mrs_checker checker = {NULL, &error, &arena};
    const mrs_view view = {zoom, get_from_json, properties};
    const mrs_expr *expr = NULL;
    mrs_value value;
    if (mrs_expr_compile(&checker, NULL, json, &kinds[kind].expected, kinds[kind].zoom, &expr)) {
        assert_int_equal(error.status, MARSAD_ERR_INPUT);
        snprintf(out, size, "!%s", error.message);
    } else if (mrs_expr_evaluate(expr, &view, &arena, &value) &&
               mrs_value_convert(&value, kinds[kind].expected.kind, false, &arena)) {
        show(&value, out, size);
    } else {
        snprintf(out, size, "none");
    }
    mrs_arena_clear(&arena);
}

static bool meets(const char *got, const char *expected)
{
    return *expected == '!' ? strncmp(got, expected, strlen(expected)) == 0
                            : strcmp(got, expected) == 0;
}

static void test_expression_table(void **state)
{
    (void)state;
    table rows;
    char *field[5];
    size_t count = 0;
    size_t wrong = 0;
    open_table(&rows, "expressions.tsv");
    while (next_row(&rows, field, 5)) {
        char got[1024];
        struct json_object *json = json_tokener_parse(field[1]);
        struct json_object *properties = json_tokener_parse(field[2]);
        run_expression(json, properties, find_kind(field[0]), strtod(field[3], NULL), got,
                       sizeof got);
        if (!meets(got, field[4])) {
            print_error("%s as %s: expected %s, got %s\n", field[1], field[0], field[4], got);
            wrong++;
        }
        count++;
        json_object_put(json);
        json_object_put(properties);
    }
    mrs_free(rows.text);
    assert_true(count > 100);
    assert_int_equal(wrong, 0);
}

static bool holds(const char *op, const char *a, const char *b)
{
    char text[128];
    char got[64];
    snprintf(text, sizeof text, "[\"%s\", [\"+\", %s], %s]", op, a, b);
    struct json_object *json = json_tokener_parse(text);
    assert_non_null(json);
    run_expression(json, NULL, find_kind("any"), 0, got, sizeof got);
    json_object_put(json);
    assert_true(strcmp(got, "true") == 0 || strcmp(got, "false") == 0);
    return got[0] == 't';
}

static void test_comparisons_mirror(void **state)
{
    (void)state;
    static const char *const numbers[] = {"-1", "0", "0.5", "1", "1e9"};
    enum { COUNT = sizeof numbers / sizeof *numbers };
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < COUNT; j++) {
            const char *a = numbers[i];
            const char *b = numbers[j];
            assert_int_equal(holds("<", a, b), i < j);
            assert_int_equal(holds("<", a, b), holds(">", b, a));
            assert_int_equal(holds("<=", a, b), holds(">=", b, a));
            assert_int_equal(holds("<", a, b), !holds(">=", a, b));
            assert_int_equal(holds("==", a, b), holds("==", b, a));
            assert_int_equal(holds("==", a, b), !holds("!=", a, b));
        }
    }
}

/* --- Styles --- */

static marsad_style *parse(const char *json)
{
    marsad_style *style = NULL;
    marsad_error error = {0};
    if (mrs_style_parse(json, strlen(json), NULL, &style, &error) != MARSAD_OK) {
        fail_msg("%s", error.message);
    }
    return style;
}

#define SOURCES "\"sources\": {\"marsad\": {\"type\": \"vector\", \"url\": \"marsad://theatre\"}}"

static void wrap(const char *part, const char *json, char *out, size_t size)
{
    if (strcmp(part, "root") == 0) {
        snprintf(out, size, "%s", json);
    } else if (strcmp(part, "layer") == 0) {
        snprintf(out, size, "{\"version\": 8, " SOURCES ", \"layers\": [%s]}", json);
    } else {
        snprintf(out, size, "{\"version\": 8, " SOURCES ", \"metadata\": %s, \"layers\": []}",
                 json);
    }
}

static void test_fault_table(void **state)
{
    (void)state;
    table rows;
    char *field[3];
    size_t count = 0;
    size_t wrong = 0;
    open_table(&rows, "faults.tsv");
    while (next_row(&rows, field, 3)) {
        char json[2048];
        marsad_error error = {0};
        marsad_style *style = NULL;
        wrap(field[0], field[1], json, sizeof json);
        marsad_status status = mrs_style_parse(json, strlen(json), "a.json", &style, &error);
        bool right = status == MARSAD_ERR_INPUT && error.status == status && !style &&
                     strcmp(error.file, "a.json") == 0 &&
                     strncmp(error.message, field[2], strlen(field[2])) == 0;
        if (!right) {
            print_error("%s: expected %s, got %s\n", field[1], field[2], error.message);
            wrong++;
        }
        marsad_style_free(style);
        count++;
    }
    mrs_free(rows.text);
    assert_true(count > 50);
    assert_int_equal(wrong, 0);
}

static void expect_bad_bytes(const char *json, size_t length, const char *part)
{
    marsad_style *style = NULL;
    marsad_error error = {0};
    assert_int_equal(mrs_style_parse(json, length, NULL, &style, &error), MARSAD_ERR_INPUT);
    assert_null(style);
    assert_non_null(strstr(error.message, part));
}

static void test_bytes_that_are_not_json(void **state)
{
    (void)state;
    char deep[512];
    memset(deep, '[', sizeof deep);
    expect_bad_bytes(deep, sizeof deep, "nesting too deep");
    expect_bad_bytes("", 0, "the text ends too early");
    expect_bad_bytes("{\n  \"version\": 8,\n  \"name\": x\n}", 31, "line 3, column 11");
    expect_bad_bytes("{\"name\": \"\xff\xfe\"}", 14, "not valid JSON");
    expect_bad_bytes("{}\0{}", 5, "something follows");
    expect_bad_bytes("{} // remark", 12, "not valid JSON");
}

static void test_open_reports_files(void **state)
{
    (void)state;
    marsad_style *style = (marsad_style *)&style;
    marsad_error error = {0};
    assert_int_equal(marsad_style_open("/no/such/style.json", &style, &error),
                     MARSAD_ERR_NOT_FOUND);
    assert_null(style);
    assert_string_equal(error.file, "/no/such/style.json");
    assert_int_not_equal(marsad_style_open("/", &style, &error), MARSAD_OK);
    assert_int_equal(marsad_style_open(NULL, &style, &error), MARSAD_ERR_USAGE);
    assert_int_equal(marsad_style_open("x", NULL, &error), MARSAD_ERR_USAGE);
    assert_int_not_equal(marsad_style_open("/no/such/style.json", &style, NULL), MARSAD_OK);
    marsad_style_free(NULL);
    assert_string_equal(marsad_style_name(NULL), "");
}

/* --- Reading properties --- */

#define EVERY_KIND                                                                                 \
    "{\"version\": 8, \"name\": \"all\", " SOURCES ", \"metadata\": {\"marsad:font\": \"Noto\", "  \
    "\"marsad:title-size\": 30, \"marsad:page-color\": \"#0f0\", \"other\": 1}, \"layers\": ["     \
    "{\"id\": \"page\", \"type\": \"background\"},"                                                \
    "{\"id\": \"a\", \"type\": \"fill\", \"source\": \"marsad\", \"source-layer\": \"land\","      \
    " \"minzoom\": 3, \"maxzoom\": 6, \"filter\": [\"==\", [\"get\", \"k\"], 1],"                  \
    " \"paint\": {\"fill-color\": [\"get\", \"c\"], \"fill-opacity\": [\"get\", \"o\"]}},"         \
    "{\"id\": \"b\", \"type\": \"symbol\", \"source\": \"marsad\", \"source-layer\": \"places\","  \
    " \"layout\": {\"visibility\": \"none\", \"text-field\": [\"get\", \"k\"],"                    \
    " \"text-transform\": [\"get\", \"t\"], \"text-anchor\": [\"get\", \"t\"]}},"                  \
    "{\"id\": \"d\", \"type\": \"symbol\", \"source\": \"marsad\", \"source-layer\": \"places\"}," \
    "{\"id\": \"l\", \"type\": \"line\", \"source\": \"marsad\", \"source-layer\": \"roads\","     \
    " \"paint\": {\"line-dasharray\": [4, 2, 1]}}]}"

static void assert_near(double got, double expected)
{
    assert_true(got - expected < 1e-9 && expected - got < 1e-9);
}

static void test_layer_applies(void **state)
{
    (void)state;
    marsad_style *style = parse(EVERY_KIND);
    struct json_object *one = json_tokener_parse("{\"k\": 1}");
    struct json_object *two = json_tokener_parse("{\"k\": 2}");
    const mrs_layer *layer = mrs_style_layer(style, 1);
    assert_int_equal(mrs_style_layer_count(style), 5);
    assert_null(mrs_style_layer(style, 5));
    assert_string_equal(layer->id, "a");
    assert_int_equal(layer->source, MRS_SOURCE_LAND);
    assert_true(mrs_layer_applies(layer, &(mrs_view){3, get_from_json, one}));
    assert_true(mrs_layer_applies(layer, &(mrs_view){5.99, get_from_json, one}));
    assert_false(mrs_layer_applies(layer, &(mrs_view){2.99, get_from_json, one}));
    assert_false(mrs_layer_applies(layer, &(mrs_view){6, get_from_json, one}));
    assert_false(mrs_layer_applies(layer, &(mrs_view){5, get_from_json, two}));
    assert_false(mrs_layer_applies(layer, &(mrs_view){5, NULL, NULL}));
    assert_false(mrs_layer_applies(mrs_style_layer(style, 2), &(mrs_view){5, NULL, NULL}));
    assert_true(mrs_layer_applies(mrs_style_layer(style, 0), &(mrs_view){5, NULL, NULL}));
    json_object_put(one);
    json_object_put(two);
    marsad_style_free(style);
}

static void test_values_and_limits(void **state)
{
    (void)state;
    marsad_style *style = parse(EVERY_KIND);
    const mrs_layer *fill = mrs_style_layer(style, 1);
    struct json_object *good = json_tokener_parse("{\"c\": \"#00f\", \"o\": 7, \"k\": 12.5}");
    struct json_object *bad = json_tokener_parse("{\"c\": \"bluu\", \"o\": \"x\"}");
    const mrs_view view = {5, get_from_json, good};
    const mrs_view worse = {5, get_from_json, bad};
    assert_near(mrs_layer_color(fill, MRS_FILL_COLOR, &view).b, 1);
    assert_near(mrs_layer_color(fill, MRS_FILL_OUTLINE_COLOR, &view).b, 1);
    assert_near(mrs_layer_color(fill, MRS_FILL_COLOR, &worse).b, 0);
    assert_near(mrs_layer_color(fill, MRS_FILL_COLOR, &worse).a, 1);
    assert_near(mrs_layer_number(fill, MRS_FILL_OPACITY, &view), 1);
    assert_near(mrs_layer_number(fill, MRS_FILL_OPACITY, &worse), 1);
    assert_true(mrs_layer_flag(fill, MRS_FILL_ANTIALIAS, &view));
    assert_true(mrs_layer_varies(fill, MRS_FILL_COLOR));
    assert_true(mrs_layer_varies(fill, MRS_FILL_OUTLINE_COLOR));
    assert_false(mrs_layer_varies(fill, MRS_FILL_ANTIALIAS));
    assert_true(mrs_layer_has(fill, MRS_FILL_COLOR));
    assert_false(mrs_layer_has(fill, MRS_FILL_OUTLINE_COLOR));
    /* Asked for with the wrong function, a property gives nothing. */
    assert_near(mrs_layer_number(fill, MRS_FILL_COLOR, &view), 0);
    assert_near(mrs_layer_color(fill, MRS_FILL_OPACITY, &view).a, 0);
    assert_string_equal(mrs_layer_keyword(fill, MRS_FILL_COLOR, &view), "");

    double dashes[MRS_STYLE_ARRAY_MAX] = {0};
    const mrs_layer *line = mrs_style_layer(style, 4);
    assert_int_equal(mrs_layer_numbers(line, MRS_LINE_DASHARRAY, &view, dashes, 2), 3);
    assert_near(dashes[1], 2);
    assert_near(dashes[2], 0);
    json_object_put(good);
    json_object_put(bad);
    marsad_style_free(style);
}

static void expect_text(const mrs_layer *layer, const char *properties, const char *expected)
{
    mrs_buffer text = {0};
    struct json_object *feature = json_tokener_parse(properties);
    const mrs_view view = {5, get_from_json, feature};
    mrs_buffer_add(&text, "what stood there before");
    mrs_layer_text(layer, MRS_TEXT_FIELD, &view, &text);
    assert_string_equal(text.text, expected);
    mrs_buffer_clear(&text);
    json_object_put(feature);
}

static void test_texts_and_words(void **state)
{
    (void)state;
    marsad_style *style = parse(EVERY_KIND);
    const mrs_layer *symbol = mrs_style_layer(style, 2);
    expect_text(symbol, "{\"k\": 12.5}", "12.5");
    expect_text(symbol, "{\"k\": \"Sirt\u00e9\", \"t\": \"uppercase\"}", "SIRT\u00c9");
    expect_text(symbol, "{\"k\": \"Sirte\", \"t\": \"lowercase\"}", "sirte");
    expect_text(symbol, "{\"k\": \"Sirte\", \"t\": \"sideways\"}", "Sirte");
    expect_text(symbol, "{}", "");

    struct json_object *feature = json_tokener_parse("{\"t\": \"top-left\"}");
    const mrs_view view = {5, get_from_json, feature};
    assert_string_equal(mrs_layer_keyword(symbol, MRS_TEXT_ANCHOR, &view), "top-left");
    assert_string_equal(mrs_layer_keyword(symbol, MRS_TEXT_TRANSFORM, &view), "none");
    assert_string_equal(mrs_layer_keyword(symbol, MRS_SYMBOL_PLACEMENT, &view), "point");
    json_object_put(feature);
    marsad_style_free(style);
}

/* What stands in the specification for properties that a style leaves out. */
static void test_defaults(void **state)
{
    (void)state;
    marsad_style *style = parse(EVERY_KIND);
    const mrs_layer *symbol = mrs_style_layer(style, 3);
    const mrs_view view = {5, NULL, NULL};
    double offset[2] = {9, 9};
    const char *fonts[MRS_STYLE_ARRAY_MAX] = {NULL};
    assert_near(mrs_layer_number(symbol, MRS_TEXT_SIZE, &view), 16);
    assert_near(mrs_layer_number(symbol, MRS_TEXT_MAX_WIDTH, &view), 10);
    assert_near(mrs_layer_number(symbol, MRS_TEXT_LINE_HEIGHT, &view), 1.2);
    assert_near(mrs_layer_number(symbol, MRS_TEXT_PADDING, &view), 2);
    assert_near(mrs_layer_number(symbol, MRS_SYMBOL_SORT_KEY, &view), 0);
    assert_near(mrs_layer_color(symbol, MRS_TEXT_COLOR, &view).a, 1);
    assert_near(mrs_layer_color(symbol, MRS_TEXT_HALO_COLOR, &view).a, 0);
    assert_string_equal(mrs_layer_keyword(symbol, MRS_TEXT_JUSTIFY, &view), "center");
    assert_near(mrs_layer_number(symbol, MRS_SYMBOL_SPACING, &view), 250);
    assert_near(mrs_layer_number(symbol, MRS_ICON_OPACITY, &view), 1);
    assert_near(mrs_layer_number(symbol, MRS_ICON_ROTATE, &view), 0);
    assert_string_equal(mrs_layer_keyword(symbol, MRS_ICON_ANCHOR, &view), "center");
    assert_int_equal(mrs_layer_numbers(symbol, MRS_ICON_OFFSET, &view, offset, 2), 2);
    assert_string_equal(mrs_layer_keyword(mrs_style_layer(style, 1), MRS_FILL_PATTERN, &view), "");
    offset[0] = offset[1] = 9;
    assert_int_equal(mrs_layer_numbers(symbol, MRS_TEXT_OFFSET, &view, offset, 2), 2);
    assert_near(offset[1], 0);
    assert_int_equal(mrs_layer_texts(symbol, MRS_TEXT_FONT, &view, fonts, MRS_STYLE_ARRAY_MAX), 1);
    assert_string_equal(fonts[0], "Noto");
    assert_int_equal(mrs_layer_texts(symbol, MRS_TEXT_VARIABLE_ANCHOR, &view, fonts, 1), 0);
    assert_int_equal(
        mrs_layer_numbers(mrs_style_layer(style, 1), MRS_LINE_DASHARRAY, &view, offset, 2), 0);
    marsad_style_free(style);
}

static void test_furniture(void **state)
{
    (void)state;
    marsad_style *style = parse(EVERY_KIND);
    assert_string_equal(marsad_style_name(style), "all");
    assert_string_equal(mrs_style_text(style, MRS_FONT), "Noto");
    assert_near(mrs_style_number(style, MRS_TITLE_SIZE), 30);
    assert_near(mrs_style_number(style, MRS_SUBTITLE_SIZE), 15);
    assert_near(mrs_style_number(style, MRS_SMALL_SIZE), 10.5);
    assert_near(mrs_style_color(style, MRS_PAGE_COLOR).g, 1);
    assert_near(mrs_style_color(style, MRS_PAGE_COLOR).r, 0);
    assert_near(mrs_style_number(style, MRS_PAGE_COLOR), 0);
    assert_string_equal(mrs_style_text(style, MRS_TITLE_SIZE), "");
    for (int i = 0; i < MRS_FURNITURE_COUNT; i++) {
        const mrs_furniture_spec *spec = mrs_furniture_describe((mrs_furniture)i);
        bool set = spec->kind == MRS_KIND_COLOR
                       ? mrs_style_color(style, (mrs_furniture)i).a > 0
                       : spec->kind == MRS_KIND_NUMBER || *mrs_style_text(style, (mrs_furniture)i);
        assert_true(set);
    }
    marsad_style_free(style);
}

static void test_memory_running_out(void **state)
{
    (void)state;
    marsad_status status = MARSAD_ERR_MEMORY;
    long nth = 0;
    while (status == MARSAD_ERR_MEMORY && nth < 1000) {
        marsad_style *style = NULL;
        mrs_alloc_fail_at(++nth);
        status = mrs_style_parse(EVERY_KIND, strlen(EVERY_KIND), NULL, &style, NULL);
        mrs_alloc_fail_at(0);
        assert_int_equal(style != NULL, status == MARSAD_OK);
        marsad_style_free(style);
    }
    assert_int_equal(status, MARSAD_OK);
    assert_true(nth > 1);
}

/* --- The style that comes with Marsad --- */

static const mrs_layer *layer_named(const marsad_style *style, const char *id)
{
    for (size_t i = 0; i < mrs_style_layer_count(style); i++) {
        if (strcmp(mrs_style_layer(style, i)->id, id) == 0) {
            return mrs_style_layer(style, i);
        }
    }
    fail_msg("no layer %s", id);
    return NULL;
}

static bool shows(const mrs_layer *layer, double zoom, const char *properties)
{
    struct json_object *feature = json_tokener_parse(properties);
    bool applies = mrs_layer_applies(layer, &(mrs_view){zoom, get_from_json, feature});
    json_object_put(feature);
    return applies;
}

static void test_report_style(void **state)
{
    (void)state;
    marsad_style *style = NULL;
    marsad_error error = {0};
    if (marsad_style_open("styles/report.json", &style, &error) != MARSAD_OK) {
        fail_msg("%s", error.message);
    }
    assert_string_equal(marsad_style_name(style), "report");
    const mrs_layer *focus = layer_named(style, "focus-country");
    assert_true(shows(focus, 7, "{\"focus\": true}"));
    assert_false(shows(focus, 7, "{\"focus\": false}"));
    assert_false(shows(focus, 7, "{}"));
    const mrs_layer *labels = layer_named(style, "place-labels");
    assert_true(shows(labels, 7.6, "{\"rank\": 4}"));
    assert_false(shows(labels, 7.6, "{\"rank\": 5}"));
    assert_true(shows(labels, 12, "{\"rank\": 5}"));
    assert_false(shows(labels, 3, "{\"rank\": 2}"));
    assert_true(shows(layer_named(style, "borders-disputed"), 7, "{\"disputed\": true}"));
    assert_true(shows(layer_named(style, "borders-agreed"), 7, "{}"));
    const mrs_layer *teeth = layer_named(style, "front-teeth");
    assert_true(shows(teeth, 7, "{\"side\": 2, \"state\": \"now\"}"));
    assert_false(shows(teeth, 7, "{\"side\": 2, \"state\": \"before\"}"));
    assert_false(shows(teeth, 7, "{\"side\": 0, \"state\": \"now\"}"));
    const mrs_layer *gained = layer_named(style, "control-gained");
    assert_true(shows(gained, 7, "{\"side\": 0, \"change\": \"gained\"}"));
    assert_false(shows(gained, 7, "{\"side\": 1, \"change\": \"\"}"));
    const mrs_view view = {7, NULL, NULL};
    assert_string_equal(mrs_layer_keyword(gained, MRS_FILL_PATTERN, &view), "hatch");
    assert_string_equal(mrs_layer_keyword(teeth, MRS_SYMBOL_PLACEMENT, &view), "line");
    assert_string_equal(mrs_layer_keyword(teeth, MRS_ICON_ANCHOR, &view), "bottom");
    assert_false(shows(layer_named(style, "borders-agreed"), 7, "{\"disputed\": true}"));
    marsad_style_free(style);
}

static void test_every_type_has_an_icon(void **state)
{
    (void)state;
    static const char *const names[] = {
        "advance",       "ground_attack",  "recapture",  "withdrawal", "pursuit",
        "clash",         "shelling",       "airstrike",  "drone",      "explosion",
        "arrest",        "abduction",      "protest",    "riot",       "ceasefire",
        "agreement",     "displacement",   "aid",        "other",      "place-capital",
        "place-airport", "front-triangle", "front-disc", "front-bar"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        char *svg = NULL;
        snprintf(path, sizeof path, "styles/icons/%s.svg", names[i]);
        assert_int_equal(mrs_file_read(path, &svg, NULL, NULL), MARSAD_OK);
        assert_non_null(strstr(svg, "viewBox=\"0 0 15 15\""));
        assert_null(strstr(svg, "href"));
        assert_null(strstr(svg, "<text"));
        mrs_free(svg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expression_table),
        cmocka_unit_test(test_comparisons_mirror),
        cmocka_unit_test(test_fault_table),
        cmocka_unit_test(test_bytes_that_are_not_json),
        cmocka_unit_test(test_open_reports_files),
        cmocka_unit_test(test_layer_applies),
        cmocka_unit_test(test_values_and_limits),
        cmocka_unit_test(test_texts_and_words),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_furniture),
        cmocka_unit_test(test_memory_running_out),
        cmocka_unit_test(test_report_style),
        cmocka_unit_test(test_every_type_has_an_icon),
    };
    return cmocka_run_group_tests_name("style", tests, NULL, NULL);
}
