#include "map/style.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "map/style_expr.h"
#include "map/style_model.h"
#include "map/style_property.h"
#include "map/style_value.h"

/* --- Opening --- */

/* Deeper than any style that a person writes, shallow enough for the recursion over it. */
enum { JSON_DEPTH = 64 };

static marsad_status fail_json(const char *file, const char *json, size_t offset,
                               const char *problem, marsad_error *error)
{
    size_t line = 1;
    size_t column = 1;
    for (size_t i = 0; i < offset; i++) {
        bool newline = json[i] == '\n';
        line += newline;
        column = newline ? 1 : column + 1;
    }
    return mrs_fail_at(error, MARSAD_ERR_INPUT, file, 0, NULL,
                       "not valid JSON at line %zu, column %zu: %s", line, column, problem);
}

static size_t skip_spaces(const char *json, size_t length, size_t offset)
{
    while (offset < length && strchr(" \t\r\n", json[offset]) && json[offset]) {
        offset++;
    }
    return offset;
}

static marsad_status parse_json(const char *json, size_t length, const char *file,
                                struct json_object **out, marsad_error *error)
{
    if (length >= INT_MAX) {
        return mrs_fail_at(error, MARSAD_ERR_INPUT, file, 0, NULL, "too large for a style");
    }
    struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH);
    if (!tokener) {
        return mrs_fail_memory(error);
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *root = json_tokener_parse_ex(tokener, json, (int)length);
    enum json_tokener_error problem = json_tokener_get_error(tokener);
    size_t end = json_tokener_get_parse_end(tokener);
    json_tokener_free(tokener);

    marsad_status status = MARSAD_OK;
    if (problem == json_tokener_continue) {
        status = fail_json(file, json, length, "the text ends too early", error);
    } else if (problem != json_tokener_success) {
        status = fail_json(file, json, end, json_tokener_error_desc(problem), error);
    } else if (skip_spaces(json, length, end) < length) {
        status = fail_json(file, json, skip_spaces(json, length, end),
                           "something follows the style", error);
    }
    if (status) {
        json_object_put(root);
        root = NULL;
    }
    *out = root;
    return status;
}

marsad_status mrs_style_parse(const char *json, size_t length, const char *file, marsad_style **out,
                              marsad_error *error)
{
    *out = NULL;
    struct json_object *root = NULL;
    marsad_status status = parse_json(json, length, file, &root, error);
    if (status) {
        return status;
    }
    marsad_style *style = mrs_alloc(1, sizeof *style);
    if (style) {
        mrs_checker checker = {file, error, &style->arena};
        status = mrs_style_read(&checker, root, style);
    } else {
        status = mrs_fail_memory(error);
    }
    json_object_put(root);
    if (status) {
        marsad_style_free(style);
        return status;
    }
    *out = style;
    return MARSAD_OK;
}

marsad_status marsad_style_open(const char *path, marsad_style **out, marsad_error *error)
{
    if (!out) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "marsad_style_open needs a place for the style");
    }
    *out = NULL;
    if (!path) {
        return mrs_fail(error, MARSAD_ERR_USAGE, "marsad_style_open needs a path");
    }
    char *json = NULL;
    size_t length = 0;
    marsad_status status = mrs_file_read(path, &json, &length, error);
    if (!status) {
        status = mrs_style_parse(json, length, path, out, error);
    }
    mrs_free(json);
    return status;
}

void marsad_style_free(marsad_style *style)
{
    if (style) {
        mrs_arena_clear(&style->arena);
        mrs_free(style);
    }
}

const char *marsad_style_name(const marsad_style *style)
{
    return style ? style->name : "";
}

/* --- Reading --- */

size_t mrs_style_layer_count(const marsad_style *style)
{
    return style->layer_count;
}

const mrs_layer *mrs_style_layer(const marsad_style *style, size_t index)
{
    return index < style->layer_count ? &style->layers[index] : NULL;
}

bool mrs_layer_applies(const mrs_layer *layer, const mrs_view *view)
{
    if (!layer->visible || view->zoom < layer->min_zoom || view->zoom >= layer->max_zoom) {
        return false;
    }
    if (!layer->filter) {
        return true;
    }
    mrs_arena arena = {0};
    mrs_value value;
    bool applies = mrs_expr_evaluate(layer->filter, view, &arena, &value) &&
                   value.kind == MRS_VALUE_FLAG && value.flag;
    mrs_arena_clear(&arena);
    return applies;
}

bool mrs_layer_has(const mrs_layer *layer, mrs_property property)
{
    return layer->values[property] != NULL;
}

/* An unset outline takes the fill's colour. */
static mrs_property source_of(const mrs_layer *layer, mrs_property property)
{
    bool follows = property == MRS_FILL_OUTLINE_COLOR && !layer->values[property];
    return follows ? MRS_FILL_COLOR : property;
}

bool mrs_layer_varies(const mrs_layer *layer, mrs_property property)
{
    const mrs_expr *expr = layer->values[source_of(layer, property)];
    return expr && expr->uses_feature;
}

/* Expressions are checked for their kind when compiled; what a feature makes of them is checked
 * here, so that a drawing never sees a value outside the documented limits. */
static bool acceptable(mrs_value *value, const mrs_expected *expected)
{
    if (value->kind == MRS_VALUE_NUMBER) {
        bool limited = expected->min < expected->max;
        value->number =
            limited ? fmin(fmax(value->number, expected->min), expected->max) : value->number;
        return isfinite(value->number);
    }
    if (value->kind == MRS_VALUE_TEXT && expected->words) {
        int word = mrs_word_index(value->text, expected->words);
        value->text = word < 0 ? value->text : expected->words[word];
        return word >= 0;
    }
    return true;
}

/* The property's value; a null where it is of another kind than asked for. */
static mrs_value read(const mrs_layer *layer, mrs_property property, mrs_kind kind,
                      const mrs_view *view, mrs_arena *arena)
{
    mrs_property source = source_of(layer, property);
    const mrs_property_spec *spec = mrs_property_describe(source);
    if (spec->expected.kind != kind) {
        return mrs_value_null();
    }
    const mrs_expr *expr = layer->values[source];
    mrs_value value;
    if (expr && mrs_expr_evaluate(expr, view, arena, &value) &&
        mrs_value_convert(&value, kind, spec->expected.from_any, arena) &&
        acceptable(&value, &spec->expected)) {
        return value;
    }
    return spec->unset;
}

double mrs_layer_number(const mrs_layer *layer, mrs_property property, const mrs_view *view)
{
    mrs_arena arena = {0};
    mrs_value value = read(layer, property, MRS_KIND_NUMBER, view, &arena);
    mrs_arena_clear(&arena);
    return value.kind == MRS_VALUE_NUMBER ? value.number : 0;
}

bool mrs_layer_flag(const mrs_layer *layer, mrs_property property, const mrs_view *view)
{
    mrs_arena arena = {0};
    mrs_value value = read(layer, property, MRS_KIND_FLAG, view, &arena);
    mrs_arena_clear(&arena);
    return value.kind == MRS_VALUE_FLAG && value.flag;
}

mrs_color mrs_layer_color(const mrs_layer *layer, mrs_property property, const mrs_view *view)
{
    mrs_arena arena = {0};
    mrs_value value = read(layer, property, MRS_KIND_COLOR, view, &arena);
    mrs_arena_clear(&arena);
    return value.kind == MRS_VALUE_COLOR ? value.color : (mrs_color){0, 0, 0, 0};
}

const char *mrs_layer_keyword(const mrs_layer *layer, mrs_property property, const mrs_view *view)
{
    if (!mrs_property_describe(property)->expected.words) {
        return "";
    }
    mrs_arena arena = {0};
    mrs_value value = read(layer, property, MRS_KIND_TEXT, view, &arena);
    mrs_arena_clear(&arena);
    /* One of the property's words, which outlive the arena. */
    return value.kind == MRS_VALUE_TEXT ? value.text : "";
}

static const char *transform(const mrs_layer *layer, const char *text, const mrs_view *view,
                             mrs_arena *arena)
{
    const char *how = mrs_layer_keyword(layer, MRS_TEXT_TRANSFORM, view);
    return strcmp(how, "none") == 0 ? text
                                    : mrs_text_case(text, strcmp(how, "uppercase") == 0, arena);
}

void mrs_layer_text(const mrs_layer *layer, mrs_property property, const mrs_view *view,
                    mrs_buffer *out)
{
    mrs_arena arena = {0};
    mrs_value value = read(layer, property, MRS_KIND_TEXT, view, &arena);
    const char *text = value.kind == MRS_VALUE_TEXT ? value.text : "";
    if (property == MRS_TEXT_FIELD) {
        text = transform(layer, text, view, &arena);
    }
    out->length = 0;
    mrs_buffer_add(out, text);
    out->failed |= arena.failed; /* the text is then not what the style asks for */
    mrs_arena_clear(&arena);
}

size_t mrs_layer_numbers(const mrs_layer *layer, mrs_property property, const mrs_view *view,
                         double *out, size_t capacity)
{
    mrs_arena arena = {0};
    mrs_value value = read(layer, property, MRS_KIND_NUMBERS, view, &arena);
    size_t count = value.kind == MRS_VALUE_NUMBERS ? value.count : 0;
    for (size_t i = 0; i < count && i < capacity; i++) {
        out[i] = value.numbers[i];
    }
    mrs_arena_clear(&arena);
    return count;
}

size_t mrs_layer_texts(const mrs_layer *layer, mrs_property property, const mrs_view *view,
                       const char **out, size_t capacity)
{
    mrs_arena arena = {0};
    mrs_value value = read(layer, property, MRS_KIND_TEXTS, view, &arena);
    const char *font = mrs_style_text(layer->style, MRS_FONT);
    if (property == MRS_TEXT_FONT && value.count == 0) {
        value = (mrs_value){.kind = MRS_VALUE_TEXTS, .count = 1, .texts = &font};
    }
    size_t count = value.kind == MRS_VALUE_TEXTS ? value.count : 0;
    for (size_t i = 0; i < count && i < capacity; i++) {
        out[i] = value.texts[i];
    }
    mrs_arena_clear(&arena);
    return count;
}

mrs_color mrs_style_color(const marsad_style *style, mrs_furniture key)
{
    const mrs_value *value = &style->furniture[key];
    return value->kind == MRS_VALUE_COLOR ? value->color : (mrs_color){0, 0, 0, 0};
}

double mrs_style_number(const marsad_style *style, mrs_furniture key)
{
    const mrs_value *value = &style->furniture[key];
    return value->kind == MRS_VALUE_NUMBER ? value->number : 0;
}

const char *mrs_style_text(const marsad_style *style, mrs_furniture key)
{
    const mrs_value *value = &style->furniture[key];
    return value->kind == MRS_VALUE_TEXT ? value->text : "";
}
