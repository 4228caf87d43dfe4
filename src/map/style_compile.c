#include "map/style_compile.h"

#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "map/style_color.h"
#include "map/style_value.h"

/* --- Constants --- */

static marsad_status check_range(const mrs_checker *checker, const mrs_path *path, double number,
                                 const mrs_expected *expected)
{
    bool limited = expected->min < expected->max;
    if (!limited || (number >= expected->min && number <= expected->max)) {
        return MARSAD_OK;
    }
    if (expected->max > 1e300) {
        return mrs_check_fail(checker, path, "expected a number of %g or more, not %g",
                              expected->min, number);
    }
    return mrs_check_fail(checker, path, "expected a number from %g to %g, not %g", expected->min,
                          expected->max, number);
}

static marsad_status check_word(const mrs_checker *checker, const mrs_path *path, const char *word,
                                const mrs_expected *expected)
{
    if (!expected->words || mrs_word_index(word, expected->words) >= 0) {
        return MARSAD_OK;
    }
    return mrs_check_fail_word(checker, path, "unknown value", word, expected->words);
}

/* MapLibre replaces {name} in texts; here that is written as an expression. */
static marsad_status check_tokens(const mrs_checker *checker, const mrs_path *path,
                                  const mrs_value *value, const mrs_expected *expected)
{
    const char *open = expected->from_any ? strchr(value->text, '{') : NULL;
    if (open && strchr(open, '}')) {
        return mrs_check_fail(checker, path,
                              "\"{name}\" in text is not supported; write [\"get\", \"name\"]");
    }
    return MARSAD_OK;
}

static marsad_status check_scalar(const mrs_checker *checker, const mrs_path *path,
                                  mrs_value *value, const mrs_expected *expected)
{
    if (expected->kind == MRS_KIND_ANY) {
        return MARSAD_OK;
    }
    if (expected->kind == MRS_KIND_COLOR && value->kind == MRS_VALUE_TEXT) {
        const char *text = value->text;
        if (!mrs_value_convert(value, MRS_KIND_COLOR, false, checker->arena)) {
            return mrs_check_fail(checker, path,
                                  "\"%.60s\" is not a color; write a CSS color such as \"#3366cc\"",
                                  text);
        }
        return MARSAD_OK;
    }
    mrs_kind kind = mrs_value_kind_of(value);
    bool written = expected->kind == MRS_KIND_TEXT && expected->from_any && kind != MRS_KIND_ANY;
    if (kind != expected->kind && !written) {
        return mrs_check_fail(checker, path, "expected %s, but this is %s",
                              mrs_kind_name(expected->kind),
                              kind == MRS_KIND_ANY ? "null" : mrs_kind_name(kind));
    }
    if (kind == MRS_KIND_NUMBER && !written) {
        return check_range(checker, path, value->number, expected);
    }
    if (kind != MRS_KIND_TEXT) {
        return MARSAD_OK;
    }
    marsad_status status = check_tokens(checker, path, value, expected);
    return status ? status : check_word(checker, path, value->text, expected);
}

static marsad_status read_scalar(const mrs_checker *checker, const mrs_path *path,
                                 struct json_object *json, mrs_value *out)
{
    marsad_status status = MARSAD_OK;
    double number = 0;
    const char *text = NULL;
    switch (json_object_get_type(json)) {
    case json_type_boolean:
        *out = mrs_value_flag(json_object_get_boolean(json));
        return MARSAD_OK;
    case json_type_double:
    case json_type_int:
        status = mrs_check_number(checker, path, json, &number);
        *out = mrs_value_number(number);
        return status;
    case json_type_string:
        status = mrs_check_text(checker, path, json, &text);
        *out = mrs_value_text(text);
        return status;
    default:
        *out = mrs_value_null();
        return MARSAD_OK;
    }
}

static marsad_status new_literal(const mrs_checker *checker, mrs_value value, const mrs_expr **out)
{
    mrs_expr *expr = mrs_arena_alloc(checker->arena, 1, sizeof *expr);
    if (!expr) {
        return mrs_fail_memory(checker->error);
    }
    expr->op = MRS_OP_LITERAL;
    expr->value = value;
    expr->kind = mrs_value_kind_of(&value);
    *out = expr;
    return MARSAD_OK;
}

static marsad_status compile_scalar(const mrs_checker *checker, const mrs_path *path,
                                    struct json_object *json, const mrs_expected *expected,
                                    const mrs_expr **out)
{
    mrs_value value;
    marsad_status status = read_scalar(checker, path, json, &value);
    if (!status) {
        status = check_scalar(checker, path, &value, expected);
    }
    return status ? status : new_literal(checker, value, out);
}

/* --- Arrays as values --- */

static mrs_kind array_kind(struct json_object *json, const mrs_expected *expected)
{
    if (expected->kind != MRS_KIND_ANY) {
        return expected->kind;
    }
    struct json_object *first =
        json_object_array_length(json) ? json_object_array_get_idx(json, 0) : NULL;
    return json_object_is_type(first, json_type_string) ? MRS_KIND_TEXTS : MRS_KIND_NUMBERS;
}

static marsad_status read_items(const mrs_checker *checker, const mrs_path *path,
                                struct json_object *json, const mrs_expected *item, double *numbers,
                                const char **texts)
{
    size_t count = json_object_array_length(json);
    for (size_t i = 0; i < count; i++) {
        mrs_path here = mrs_path_index(path, i);
        mrs_value value;
        marsad_status status =
            read_scalar(checker, &here, json_object_array_get_idx(json, i), &value);
        if (!status) {
            status = check_scalar(checker, &here, &value, item);
        }
        if (status) {
            return status;
        }
        if (item->kind == MRS_KIND_NUMBER) {
            numbers[i] = value.number;
        } else {
            texts[i] = value.text;
        }
    }
    return MARSAD_OK;
}

static marsad_status check_count(const mrs_checker *checker, const mrs_path *path, size_t count,
                                 const mrs_expected *expected)
{
    if (expected->kind == MRS_KIND_ANY) {
        return MARSAD_OK;
    }
    if (expected->count && count != expected->count) {
        return mrs_check_fail(checker, path, "expected %zu items, not %zu", expected->count, count);
    }
    if (count == 0 || count > MRS_STYLE_ARRAY_MAX) {
        return mrs_check_fail(checker, path, "expected 1 to %d items, not %zu",
                              (int)MRS_STYLE_ARRAY_MAX, count);
    }
    return MARSAD_OK;
}

static marsad_status compile_array(const mrs_checker *checker, const mrs_path *path,
                                   struct json_object *json, const mrs_expected *expected,
                                   const mrs_expr **out)
{
    mrs_kind kind = array_kind(json, expected);
    if (kind != MRS_KIND_NUMBERS && kind != MRS_KIND_TEXTS) {
        return mrs_check_fail(checker, path, "expected %s, but this is an array",
                              mrs_kind_name(kind));
    }
    size_t count = json_object_array_length(json);
    marsad_status status = check_count(checker, path, count, expected);
    if (status) {
        return status;
    }
    mrs_expected item = {.words = expected->words, .min = expected->min, .max = expected->max};
    item.kind = kind == MRS_KIND_NUMBERS ? MRS_KIND_NUMBER : MRS_KIND_TEXT;
    double *numbers = mrs_arena_alloc(checker->arena, count, sizeof *numbers);
    const char **texts = mrs_arena_alloc(checker->arena, count, sizeof *texts);
    if (!numbers || !texts) {
        return mrs_fail_memory(checker->error);
    }
    status = read_items(checker, path, json, &item, numbers, texts);
    if (status) {
        return status;
    }
    mrs_value value = {.count = count};
    if (kind == MRS_KIND_NUMBERS) {
        value.kind = MRS_VALUE_NUMBERS;
        value.numbers = numbers;
    } else {
        value.kind = MRS_VALUE_TEXTS;
        value.texts = texts;
    }
    return new_literal(checker, value, out);
}

/* --- Calls --- */

marsad_status mrs_call_reserve(const mrs_call *call, mrs_expr *expr, size_t count)
{
    expr->arguments = mrs_arena_alloc(call->checker->arena, count, sizeof *expr->arguments);
    return expr->arguments ? MARSAD_OK : mrs_fail_memory(call->checker->error);
}

marsad_status mrs_call_argument(const mrs_call *call, mrs_expr *expr, size_t index,
                                const mrs_expected *expected, mrs_zoom_rule zoom)
{
    mrs_path here = mrs_path_index(call->path, index);
    const mrs_expr *argument = NULL;
    marsad_status status =
        mrs_expr_compile(call->checker, &here, json_object_array_get_idx(call->json, index),
                         expected, zoom, &argument);
    if (status || !argument) {
        return status;
    }
    expr->arguments[expr->count++] = argument;
    expr->uses_feature |= argument->uses_feature;
    expr->uses_zoom |= argument->uses_zoom;
    return MARSAD_OK;
}

mrs_zoom_rule mrs_call_inner_zoom(const mrs_call *call)
{
    return call->zoom == MRS_ZOOM_ANYWHERE ? MRS_ZOOM_ANYWHERE : MRS_ZOOM_NOWHERE;
}

mrs_kind mrs_call_common_kind(const mrs_call *call, const mrs_expr *expr, size_t first,
                              size_t stride)
{
    if (call->expected->kind != MRS_KIND_ANY) {
        return call->expected->kind;
    }
    mrs_kind kind = expr->arguments[first]->kind;
    for (size_t i = first + stride; i < expr->count; i += stride) {
        if (expr->arguments[i]->kind != kind) {
            return MRS_KIND_ANY;
        }
    }
    return kind;
}

typedef struct operator_spec {
    const char *name;
    mrs_op op;
    mrs_kind gives;
    mrs_kind takes; /* of each argument, where `compile` is NULL */
    size_t least, most;
    marsad_status (*compile)(const mrs_call *call, mrs_expr *expr);
} operator_spec;

static marsad_status compile_simple(const mrs_call *call, mrs_expr *expr);
static marsad_status compile_comparison(const mrs_call *call, mrs_expr *expr);
static marsad_status compile_in(const mrs_call *call, mrs_expr *expr);
static marsad_status compile_zoom(const mrs_call *call, mrs_expr *expr);

#define ANY    MRS_KIND_ANY
#define FLAG   MRS_KIND_FLAG
#define NUMBER MRS_KIND_NUMBER
#define TEXT   MRS_KIND_TEXT
#define MANY   SIZE_MAX

static const operator_spec operators[] = {
    {"literal", MRS_OP_LITERAL, ANY, ANY, 1, 1, NULL},
    {"get", MRS_OP_GET, ANY, TEXT, 1, 1, compile_simple},
    {"has", MRS_OP_HAS, FLAG, TEXT, 1, 1, compile_simple},
    {"zoom", MRS_OP_ZOOM, NUMBER, ANY, 0, 0, compile_zoom},
    {"==", MRS_OP_EQUAL, FLAG, ANY, 2, 2, compile_comparison},
    {"!=", MRS_OP_UNEQUAL, FLAG, ANY, 2, 2, compile_comparison},
    {"<", MRS_OP_LESS, FLAG, ANY, 2, 2, compile_comparison},
    {"<=", MRS_OP_LESS_EQUAL, FLAG, ANY, 2, 2, compile_comparison},
    {">", MRS_OP_GREATER, FLAG, ANY, 2, 2, compile_comparison},
    {">=", MRS_OP_GREATER_EQUAL, FLAG, ANY, 2, 2, compile_comparison},
    {"all", MRS_OP_ALL, FLAG, FLAG, 0, MANY, compile_simple},
    {"any", MRS_OP_ANY, FLAG, FLAG, 0, MANY, compile_simple},
    {"!", MRS_OP_NOT, FLAG, FLAG, 1, 1, compile_simple},
    {"in", MRS_OP_IN, FLAG, ANY, 2, 2, compile_in},
    {"case", MRS_OP_CASE, ANY, ANY, 3, MANY, mrs_compile_case},
    {"match", MRS_OP_MATCH, ANY, ANY, 4, MANY, mrs_compile_match},
    {"coalesce", MRS_OP_COALESCE, ANY, ANY, 1, MANY, mrs_compile_coalesce},
    {"step", MRS_OP_STEP, ANY, ANY, 4, MANY, mrs_compile_step},
    {"interpolate", MRS_OP_INTERPOLATE, ANY, ANY, 4, MANY, mrs_compile_interpolate},
    {"concat", MRS_OP_CONCAT, TEXT, ANY, 1, MANY, compile_simple},
    {"to-string", MRS_OP_TO_STRING, TEXT, ANY, 1, 1, compile_simple},
    {"to-number", MRS_OP_TO_NUMBER, NUMBER, ANY, 1, MANY, compile_simple},
    {"+", MRS_OP_ADD, NUMBER, NUMBER, 1, MANY, compile_simple},
    {"-", MRS_OP_SUBTRACT, NUMBER, NUMBER, 1, 2, compile_simple},
    {"*", MRS_OP_MULTIPLY, NUMBER, NUMBER, 1, MANY, compile_simple},
    {"/", MRS_OP_DIVIDE, NUMBER, NUMBER, 2, 2, compile_simple},
    {"%", MRS_OP_REMAINDER, NUMBER, NUMBER, 2, 2, compile_simple},
    {"min", MRS_OP_MIN, NUMBER, NUMBER, 1, MANY, compile_simple},
    {"max", MRS_OP_MAX, NUMBER, NUMBER, 1, MANY, compile_simple},
    {"upcase", MRS_OP_UPCASE, TEXT, TEXT, 1, 1, compile_simple},
    {"downcase", MRS_OP_DOWNCASE, TEXT, TEXT, 1, 1, compile_simple},
};

enum { OPERATOR_COUNT = sizeof operators / sizeof *operators };

static const operator_spec *find_operator(struct json_object *name)
{
    if (!json_object_is_type(name, json_type_string)) {
        return NULL;
    }
    for (size_t i = 0; i < OPERATOR_COUNT; i++) {
        if (strcmp(operators[i].name, json_object_get_string(name)) == 0) {
            return &operators[i];
        }
    }
    return NULL;
}

bool mrs_expr_is(struct json_object *json)
{
    return json_object_is_type(json, json_type_array) && json_object_array_length(json) &&
           find_operator(json_object_array_get_idx(json, 0));
}

static marsad_status compile_simple(const mrs_call *call, mrs_expr *expr)
{
    const operator_spec *spec = find_operator(json_object_array_get_idx(call->json, 0));
    const mrs_expected argument = {.kind = spec->takes};
    marsad_status status = mrs_call_reserve(call, expr, call->length - 1);
    for (size_t i = 1; !status && i < call->length; i++) {
        status = mrs_call_argument(call, expr, i, &argument, mrs_call_inner_zoom(call));
    }
    expr->uses_feature |= expr->op == MRS_OP_GET || expr->op == MRS_OP_HAS;
    return status;
}

static marsad_status compile_zoom(const mrs_call *call, mrs_expr *expr)
{
    if (call->zoom != MRS_ZOOM_ANYWHERE && call->zoom != MRS_ZOOM_HERE) {
        return mrs_check_fail(call->checker, call->path,
                              "`zoom` may only be the input of the outermost `step` or "
                              "`interpolate`");
    }
    expr->uses_zoom = true;
    return MARSAD_OK;
}

/* The filters of old styles, ["==", "class", "primary"], name a property by a bare text. */
static marsad_status refuse_old_filter(const mrs_call *call)
{
    for (size_t i = 1; i < call->length; i++) {
        if (json_object_is_type(json_object_array_get_idx(call->json, i), json_type_array)) {
            return MARSAD_OK;
        }
    }
    return mrs_check_fail(call->checker, call->path,
                          "`%s` compares two constants; write [\"get\", \"name\"] for a property",
                          call->name);
}

static bool is_ordered(mrs_kind kind)
{
    return kind == MRS_KIND_ANY || kind == MRS_KIND_NUMBER || kind == MRS_KIND_TEXT;
}

static bool is_comparable(mrs_kind kind)
{
    return is_ordered(kind) || kind == MRS_KIND_FLAG;
}

static marsad_status compile_comparison(const mrs_call *call, mrs_expr *expr)
{
    marsad_status status = refuse_old_filter(call);
    if (!status) {
        status = compile_simple(call, expr);
    }
    if (status) {
        return status;
    }
    bool equality = expr->op == MRS_OP_EQUAL || expr->op == MRS_OP_UNEQUAL;
    mrs_kind kinds[2] = {expr->arguments[0]->kind, expr->arguments[1]->kind};
    for (size_t i = 0; i < 2; i++) {
        if (!(equality ? is_comparable(kinds[i]) : is_ordered(kinds[i]))) {
            mrs_path here = mrs_path_index(call->path, i + 1);
            return mrs_check_fail(call->checker, &here, "`%s` cannot compare %s", call->name,
                                  mrs_kind_name(kinds[i]));
        }
    }
    if (kinds[0] != kinds[1] && kinds[0] != MRS_KIND_ANY && kinds[1] != MRS_KIND_ANY) {
        return mrs_check_fail(call->checker, call->path, "`%s` compares %s with %s", call->name,
                              mrs_kind_name(kinds[0]), mrs_kind_name(kinds[1]));
    }
    return MARSAD_OK;
}

static marsad_status compile_in(const mrs_call *call, mrs_expr *expr)
{
    marsad_status status = refuse_old_filter(call);
    if (!status) {
        status = compile_simple(call, expr);
    }
    if (status) {
        return status;
    }
    mrs_kind kind = expr->arguments[1]->kind;
    if (kind == MRS_KIND_FLAG || kind == MRS_KIND_NUMBER || kind == MRS_KIND_COLOR) {
        mrs_path here = mrs_path_index(call->path, 2);
        return mrs_check_fail(call->checker, &here,
                              "`in` looks in an array or text, but this is %s",
                              mrs_kind_name(kind));
    }
    return MARSAD_OK;
}

static marsad_status check_arity(const mrs_call *call, const operator_spec *spec)
{
    size_t given = call->length - 1;
    if (given >= spec->least && given <= spec->most) {
        return MARSAD_OK;
    }
    const char *bound = spec->least == spec->most ? ""
                        : given < spec->least     ? "at least "
                                                  : "at most ";
    size_t limit = given < spec->least ? spec->least : spec->most;
    return mrs_check_fail(call->checker, call->path, "`%s` takes %s%zu argument%s, not %zu",
                          spec->name, bound, limit, limit == 1 ? "" : "s", given);
}

static bool fits(mrs_kind kind, const mrs_expected *expected)
{
    if (expected->kind == MRS_KIND_ANY || kind == MRS_KIND_ANY || kind == expected->kind) {
        return true;
    }
    if (expected->kind == MRS_KIND_COLOR) {
        return kind == MRS_KIND_TEXT;
    }
    return expected->kind == MRS_KIND_TEXT && expected->from_any && kind != MRS_KIND_NUMBERS &&
           kind != MRS_KIND_TEXTS;
}

static marsad_status fail_operator(const mrs_checker *checker, const mrs_path *path,
                                   struct json_object *name)
{
    mrs_path here = mrs_path_index(path, 0);
    if (!json_object_is_type(name, json_type_string)) {
        return mrs_check_fail(checker, path,
                              "expected an expression, whose first item is an operator's name; "
                              "write an array of values as [\"literal\", [...]]");
    }
    const char *names[OPERATOR_COUNT + 1] = {NULL};
    for (size_t i = 0; i < OPERATOR_COUNT; i++) {
        names[i] = operators[i].name;
    }
    return mrs_check_fail_word(checker, &here, "unknown operator", json_object_get_string(name),
                               names);
}

static marsad_status compile_call(mrs_call *call, const mrs_expr **out)
{
    struct json_object *first = json_object_array_get_idx(call->json, 0);
    const operator_spec *spec = find_operator(first);
    if (!spec) {
        return fail_operator(call->checker, call->path, first);
    }
    call->name = spec->name;
    marsad_status status = check_arity(call, spec);
    if (status) {
        return status;
    }
    if (spec->op == MRS_OP_LITERAL) {
        struct json_object *value = json_object_array_get_idx(call->json, 1);
        mrs_path here = mrs_path_index(call->path, 1);
        return json_object_is_type(value, json_type_array)
                   ? compile_array(call->checker, &here, value, call->expected, out)
                   : mrs_expr_compile(call->checker, &here, value, call->expected, call->zoom, out);
    }
    mrs_expr *expr = mrs_arena_alloc(call->checker->arena, 1, sizeof *expr);
    if (!expr) {
        return mrs_fail_memory(call->checker->error);
    }
    expr->op = spec->op;
    expr->kind = spec->gives;
    status = spec->compile(call, expr);
    if (status) {
        return status;
    }
    if (!fits(expr->kind, call->expected)) {
        return mrs_check_fail(call->checker, call->path, "expected %s, but `%s` gives %s",
                              mrs_kind_name(call->expected->kind), spec->name,
                              mrs_kind_name(expr->kind));
    }
    *out = expr;
    return MARSAD_OK;
}

static marsad_status fail_object(const mrs_checker *checker, const mrs_path *path,
                                 struct json_object *json)
{
    if (json_object_object_get_ex(json, "stops", NULL)) {
        return mrs_check_fail(checker, path,
                              "functions with \"stops\" are not supported; write an "
                              "[\"interpolate\", ...] or [\"step\", ...] expression");
    }
    return mrs_check_fail(checker, path,
                          "expected a value or an expression, but this is an object");
}

marsad_status mrs_expr_compile(const mrs_checker *checker, const mrs_path *path,
                               struct json_object *json, const mrs_expected *expected,
                               mrs_zoom_rule zoom, const mrs_expr **out)
{
    if (json_object_is_type(json, json_type_object)) {
        return fail_object(checker, path, json);
    }
    if (!json_object_is_type(json, json_type_array)) {
        return compile_scalar(checker, path, json, expected, out);
    }
    bool outermost = zoom == MRS_ZOOM_CURVE;
    bool wants_array = expected->kind == MRS_KIND_NUMBERS || expected->kind == MRS_KIND_TEXTS;
    if (outermost && wants_array && !mrs_expr_is(json)) {
        return compile_array(checker, path, json, expected, out);
    }
    mrs_call call = {checker, path, json, json_object_array_length(json), expected, zoom, NULL};
    if (call.length == 0) {
        return mrs_check_fail(checker, path, "expected an expression, but this array is empty");
    }
    return compile_call(&call, out);
}
