/* The operators that choose or mix among outputs. */
#include "map/style_compile.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "map/style_value.h"

static const mrs_expected anything = {.kind = MRS_KIND_ANY};
static const mrs_expected a_flag = {.kind = MRS_KIND_FLAG};
static const mrs_expected a_number = {.kind = MRS_KIND_NUMBER};

static marsad_status compile_outputs(const mrs_call *call, mrs_expr *expr, size_t first,
                                     size_t stride)
{
    marsad_status status = MARSAD_OK;
    for (size_t i = first; !status && i < call->length; i += stride) {
        status = mrs_call_argument(call, expr, i, call->expected, mrs_call_inner_zoom(call));
    }
    return status;
}

marsad_status mrs_compile_case(const mrs_call *call, mrs_expr *expr)
{
    if (call->length % 2 != 0) {
        return mrs_check_fail(call->checker, call->path,
                              "`case` takes pairs of condition and output, then a fallback");
    }
    marsad_status status = mrs_call_reserve(call, expr, call->length - 1);
    for (size_t i = 1; !status && i < call->length; i++) {
        bool condition = i % 2 == 1 && i + 1 < call->length;
        status = mrs_call_argument(call, expr, i, condition ? &a_flag : call->expected,
                                   mrs_call_inner_zoom(call));
    }
    if (status) {
        return status;
    }
    /* Outputs stand at 1, 3, … and the fallback, whose index is even, at the end. */
    mrs_kind kind = mrs_call_common_kind(call, expr, 1, 2);
    bool same = expr->arguments[expr->count - 1]->kind == kind;
    expr->kind = same || call->expected->kind != MRS_KIND_ANY ? kind : MRS_KIND_ANY;
    return MARSAD_OK;
}

marsad_status mrs_compile_coalesce(const mrs_call *call, mrs_expr *expr)
{
    marsad_status status = mrs_call_reserve(call, expr, call->length - 1);
    for (size_t i = 1; !status && i < call->length; i++) {
        status = mrs_call_argument(call, expr, i, call->expected,
                                   call->zoom == MRS_ZOOM_HERE ? MRS_ZOOM_NOWHERE : call->zoom);
    }
    if (!status) {
        expr->kind = mrs_call_common_kind(call, expr, 0, 1);
    }
    return status;
}

/* --- match --- */

static marsad_status add_label(const mrs_call *call, mrs_expr *expr, const mrs_path *path,
                               struct json_object *json, size_t output)
{
    mrs_value value = mrs_value_null();
    marsad_status status = MARSAD_OK;
    if (json_object_is_type(json, json_type_string)) {
        const char *text = NULL;
        status = mrs_check_text(call->checker, path, json, &text);
        value = mrs_value_text(text);
    } else {
        double number = 0;
        status = mrs_check_number(call->checker, path, json, &number);
        value = mrs_value_number(number);
        if (!status && fabs(number - trunc(number)) > 0) {
            status = mrs_check_fail(call->checker, path, "a label must be text or a whole number");
        }
    }
    if (status) {
        return status;
    }
    for (size_t i = 0; i < expr->label_count; i++) {
        if (expr->labels[i].value.kind != value.kind) {
            return mrs_check_fail(call->checker, path,
                                  "labels must be all texts or all whole numbers");
        }
        if (mrs_value_equal(&expr->labels[i].value, &value)) {
            return mrs_check_fail(call->checker, path, "this label stands twice");
        }
    }
    expr->labels[expr->label_count++] = (mrs_match_label){value, output};
    return MARSAD_OK;
}

static marsad_status add_labels(const mrs_call *call, mrs_expr *expr, size_t index, size_t output)
{
    struct json_object *json = json_object_array_get_idx(call->json, index);
    mrs_path here = mrs_path_index(call->path, index);
    if (!json_object_is_type(json, json_type_array)) {
        return add_label(call, expr, &here, json, output);
    }
    size_t count = json_object_array_length(json);
    if (count == 0) {
        return mrs_check_fail(call->checker, &here, "expected at least one label");
    }
    marsad_status status = MARSAD_OK;
    for (size_t i = 0; !status && i < count; i++) {
        mrs_path item = mrs_path_index(&here, i);
        status = add_label(call, expr, &item, json_object_array_get_idx(json, i), output);
    }
    return status;
}

static size_t count_labels(const mrs_call *call)
{
    size_t count = 0;
    for (size_t i = 2; i + 1 < call->length; i += 2) {
        struct json_object *json = json_object_array_get_idx(call->json, i);
        count +=
            json_object_is_type(json, json_type_array) ? json_object_array_length(json) : (size_t)1;
    }
    return count;
}

static marsad_status check_match_input(const mrs_call *call, const mrs_expr *expr)
{
    mrs_kind input = expr->arguments[0]->kind;
    mrs_kind label = mrs_value_kind_of(&expr->labels[0].value);
    if (input == MRS_KIND_ANY || input == label) {
        return MARSAD_OK;
    }
    mrs_path here = mrs_path_index(call->path, 1);
    return mrs_check_fail(call->checker, &here, "the labels are each %s, but the input is %s",
                          mrs_kind_name(label), mrs_kind_name(input));
}

marsad_status mrs_compile_match(const mrs_call *call, mrs_expr *expr)
{
    if (call->length % 2 != 1) {
        return mrs_check_fail(call->checker, call->path,
                              "`match` takes an input, pairs of label and output, and a fallback");
    }
    marsad_status status = mrs_call_reserve(call, expr, (call->length + 1) / 2);
    expr->labels = mrs_arena_alloc(call->checker->arena, count_labels(call), sizeof *expr->labels);
    if (!status && !expr->labels) {
        status = mrs_fail_memory(call->checker->error);
    }
    if (!status) {
        status = mrs_call_argument(call, expr, 1, &anything, mrs_call_inner_zoom(call));
    }
    for (size_t i = 2; !status && i + 1 < call->length; i += 2) {
        status = add_labels(call, expr, i, i / 2);
    }
    if (!status) {
        status = check_match_input(call, expr);
    }
    if (!status) {
        status = compile_outputs(call, expr, 3, 2);
    }
    if (!status) {
        status = mrs_call_argument(call, expr, call->length - 1, call->expected,
                                   mrs_call_inner_zoom(call));
    }
    if (!status) {
        expr->kind = mrs_call_common_kind(call, expr, 1, 1);
    }
    return status;
}

/* --- Curves --- */

static marsad_status read_stops(const mrs_call *call, mrs_expr *expr)
{
    expr->stops = mrs_arena_alloc(call->checker->arena, call->length / 2, sizeof *expr->stops);
    if (!expr->stops) {
        return mrs_fail_memory(call->checker->error);
    }
    size_t count = 0;
    for (size_t i = 3; i < call->length; i += 2) {
        mrs_path here = mrs_path_index(call->path, i);
        double *stop = &expr->stops[count++];
        marsad_status status =
            mrs_check_number(call->checker, &here, json_object_array_get_idx(call->json, i), stop);
        if (status) {
            return status;
        }
        if (count > 1 && stop[0] <= stop[-1]) {
            return mrs_check_fail(call->checker, &here, "stops must ascend, but %g follows %g",
                                  stop[0], stop[-1]);
        }
    }
    return MARSAD_OK;
}

/* `input` is the index of the input; the stops begin at 3 in both forms. */
static marsad_status compile_input(const mrs_call *call, mrs_expr *expr, size_t input)
{
    if (call->length % 2 != 1) {
        return mrs_check_fail(call->checker, call->path,
                              "`%s` ends with pairs of stop and output, but one has no output",
                              call->name);
    }
    mrs_zoom_rule zoom = call->zoom == MRS_ZOOM_CURVE ? MRS_ZOOM_HERE : mrs_call_inner_zoom(call);
    marsad_status status = mrs_call_reserve(call, expr, call->length);
    if (!status) {
        status = mrs_call_argument(call, expr, input, &a_number, zoom);
    }
    return status ? status : read_stops(call, expr);
}

marsad_status mrs_compile_step(const mrs_call *call, mrs_expr *expr)
{
    marsad_status status = compile_input(call, expr, 1);
    if (!status) {
        status = compile_outputs(call, expr, 2, 2);
    }
    if (!status) {
        expr->kind = mrs_call_common_kind(call, expr, 1, 1);
    }
    return status;
}

/* ["linear"] or ["exponential", base] */
static marsad_status read_curve(const mrs_call *call, mrs_expr *expr)
{
    static const char *const curves[] = {"linear", "exponential", NULL};
    mrs_path here = mrs_path_index(call->path, 1);
    struct json_object *json = json_object_array_get_idx(call->json, 1);
    size_t length = json_object_is_type(json, json_type_array) ? json_object_array_length(json) : 0;
    struct json_object *name = length ? json_object_array_get_idx(json, 0) : NULL;
    if (!json_object_is_type(name, json_type_string)) {
        return mrs_check_fail(call->checker, &here,
                              "expected [\"linear\"] or [\"exponential\", base]");
    }
    int curve = mrs_word_index(json_object_get_string(name), curves);
    if (curve < 0) {
        mrs_path item = mrs_path_index(&here, 0);
        return mrs_check_fail_word(call->checker, &item, "unknown curve",
                                   json_object_get_string(name), curves);
    }
    if (length != (size_t)curve + 1) {
        return mrs_check_fail(call->checker, &here,
                              "expected [\"linear\"] or [\"exponential\", base]");
    }
    expr->base = 1;
    if (curve == 0) {
        return MARSAD_OK;
    }
    mrs_path item = mrs_path_index(&here, 1);
    marsad_status status =
        mrs_check_number(call->checker, &item, json_object_array_get_idx(json, 1), &expr->base);
    if (!status && expr->base <= 0) {
        status = mrs_check_fail(call->checker, &item, "the base must be above 0");
    }
    return status;
}

marsad_status mrs_compile_interpolate(const mrs_call *call, mrs_expr *expr)
{
    mrs_kind kind = call->expected->kind;
    bool mixes = kind == MRS_KIND_NUMBER || kind == MRS_KIND_COLOR || kind == MRS_KIND_NUMBERS;
    if (kind != MRS_KIND_ANY && (!mixes || call->expected->fixed)) {
        return mrs_check_fail(call->checker, call->path,
                              "this value cannot be interpolated; use `step`");
    }
    mrs_call inner = *call;
    inner.expected = kind == MRS_KIND_ANY ? &a_number : call->expected;
    marsad_status status = read_curve(&inner, expr);
    if (!status) {
        status = compile_input(&inner, expr, 2);
    }
    if (!status) {
        status = compile_outputs(&inner, expr, 4, 2);
    }
    expr->kind = inner.expected->kind;
    return status;
}
