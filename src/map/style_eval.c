#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "map/style_color.h"
#include "map/style_expr.h"
#include "map/style_value.h"

typedef struct evaluation {
    const mrs_view *view;
    mrs_arena *arena;
} evaluation;

static bool evaluate(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    return mrs_expr_evaluate(expr, ev->view, ev->arena, out);
}

static bool evaluate_as(const evaluation *ev, const mrs_expr *expr, mrs_kind kind, mrs_value *out)
{
    return evaluate(ev, expr, out) && mrs_value_convert(out, kind, false, ev->arena);
}

static bool get_property(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    mrs_value name;
    if (!evaluate_as(ev, expr->arguments[0], MRS_KIND_TEXT, &name)) {
        return false;
    }
    *out = ev->view->get ? ev->view->get(ev->view->feature, name.text) : mrs_value_null();
    return true;
}

static bool compare(mrs_op op, int order)
{
    switch (op) {
    case MRS_OP_LESS:
        return order < 0;
    case MRS_OP_LESS_EQUAL:
        return order <= 0;
    case MRS_OP_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

static bool comparison(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    mrs_value a;
    mrs_value b;
    if (!evaluate(ev, expr->arguments[0], &a) || !evaluate(ev, expr->arguments[1], &b)) {
        return false;
    }
    if (expr->op == MRS_OP_EQUAL || expr->op == MRS_OP_UNEQUAL) {
        *out = mrs_value_flag(mrs_value_equal(&a, &b) == (expr->op == MRS_OP_EQUAL));
        return true;
    }
    int order = 0;
    if (a.kind == MRS_VALUE_NUMBER && b.kind == MRS_VALUE_NUMBER) {
        order = (a.number > b.number) - (a.number < b.number);
    } else if (a.kind == MRS_VALUE_TEXT && b.kind == MRS_VALUE_TEXT) {
        order = strcmp(a.text, b.text);
    } else {
        return false;
    }
    *out = mrs_value_flag(compare(expr->op, order));
    return true;
}

/* `all` stops at the first false, `any` at the first true: what follows may have no value. */
static bool conjunction(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    bool decisive = expr->op == MRS_OP_ANY;
    for (size_t i = 0; i < expr->count; i++) {
        if (!evaluate_as(ev, expr->arguments[i], MRS_KIND_FLAG, out)) {
            return false;
        }
        if (out->flag == decisive) {
            return true;
        }
    }
    *out = mrs_value_flag(!decisive);
    return true;
}

static bool contains(const mrs_value *needle, const mrs_value *hay, const char *needle_text)
{
    if (hay->kind == MRS_VALUE_TEXT) {
        return strstr(hay->text, needle_text) != NULL;
    }
    for (size_t i = 0; i < hay->count; i++) {
        mrs_value item = hay->kind == MRS_VALUE_NUMBERS ? mrs_value_number(hay->numbers[i])
                                                        : mrs_value_text(hay->texts[i]);
        if (mrs_value_equal(&item, needle)) {
            return true;
        }
    }
    return false;
}

static bool membership(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    mrs_value needle = mrs_value_null();
    mrs_value hay = mrs_value_null();
    if (!evaluate(ev, expr->arguments[0], &needle) || !evaluate(ev, expr->arguments[1], &hay)) {
        return false;
    }
    if (hay.kind == MRS_VALUE_NULL) {
        *out = mrs_value_flag(false);
        return true;
    }
    const char *text = mrs_value_write(&needle, ev->arena);
    bool searchable =
        hay.kind == MRS_VALUE_TEXT || hay.kind == MRS_VALUE_NUMBERS || hay.kind == MRS_VALUE_TEXTS;
    if (!searchable || !text) {
        return false;
    }
    *out = mrs_value_flag(contains(&needle, &hay, text));
    return true;
}

static bool choose_case(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    for (size_t i = 0; i + 1 < expr->count; i += 2) {
        if (!evaluate_as(ev, expr->arguments[i], MRS_KIND_FLAG, out)) {
            return false;
        }
        if (out->flag) {
            return evaluate(ev, expr->arguments[i + 1], out);
        }
    }
    return evaluate(ev, expr->arguments[expr->count - 1], out);
}

static bool choose_match(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    mrs_value input;
    if (!evaluate(ev, expr->arguments[0], &input)) {
        return false;
    }
    size_t output = expr->count - 1;
    for (size_t i = 0; i < expr->label_count; i++) {
        if (mrs_value_equal(&expr->labels[i].value, &input)) {
            output = expr->labels[i].output;
            break;
        }
    }
    return evaluate(ev, expr->arguments[output], out);
}

static bool coalesce(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    for (size_t i = 0; i < expr->count; i++) {
        if (!evaluate(ev, expr->arguments[i], out)) {
            return false;
        }
        if (out->kind != MRS_VALUE_NULL) {
            return true;
        }
    }
    return true;
}

/* How many of the stops are at or below the input. */
static size_t stops_reached(const mrs_expr *expr, size_t count, double input)
{
    size_t reached = 0;
    while (reached < count && expr->stops[reached] <= input) {
        reached++;
    }
    return reached;
}

static bool step(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    mrs_value input;
    if (!evaluate_as(ev, expr->arguments[0], MRS_KIND_NUMBER, &input)) {
        return false;
    }
    size_t reached = stops_reached(expr, expr->count - 2, input.number);
    return evaluate(ev, expr->arguments[1 + reached], out);
}

static bool mix(const evaluation *ev, const mrs_value *from, const mrs_value *to, double t,
                mrs_value *out)
{
    if (from->kind == MRS_VALUE_NUMBER) {
        *out = mrs_value_number(from->number + (to->number - from->number) * t);
        return true;
    }
    if (from->kind == MRS_VALUE_COLOR) {
        *out = mrs_value_color(mrs_color_mix(from->color, to->color, t));
        return true;
    }
    double *numbers = mrs_arena_alloc(ev->arena, from->count, sizeof *numbers);
    if (!numbers || from->count != to->count) {
        return false;
    }
    for (size_t i = 0; i < from->count; i++) {
        numbers[i] = from->numbers[i] + (to->numbers[i] - from->numbers[i]) * t;
    }
    *out = (mrs_value){.kind = MRS_VALUE_NUMBERS, .count = from->count, .numbers = numbers};
    return true;
}

/* How far the input is from one stop to the next, on a curve that grows by `base` per unit. */
static double progress(double base, double input, double lower, double upper)
{
    double span = upper - lower;
    double way = input - lower;
    if (fabs(base - 1) < 1e-12) {
        return way / span;
    }
    return (pow(base, way) - 1) / (pow(base, span) - 1);
}

static bool interpolate(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    mrs_value input;
    if (!evaluate_as(ev, expr->arguments[0], MRS_KIND_NUMBER, &input)) {
        return false;
    }
    size_t count = expr->count - 1;
    size_t reached = stops_reached(expr, count, input.number);
    if (reached == 0 || reached == count) {
        return evaluate_as(ev, expr->arguments[reached ? count : 1], expr->kind, out);
    }
    mrs_value from;
    mrs_value to;
    if (!evaluate_as(ev, expr->arguments[reached], expr->kind, &from) ||
        !evaluate_as(ev, expr->arguments[reached + 1], expr->kind, &to)) {
        return false;
    }
    double t = progress(expr->base, input.number, expr->stops[reached - 1], expr->stops[reached]);
    return isfinite(t) && mix(ev, &from, &to, t, out);
}

static bool concatenate(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    mrs_buffer joined = {0};
    bool fine = true;
    for (size_t i = 0; fine && i < expr->count; i++) {
        mrs_value part;
        const char *text = NULL;
        fine = evaluate(ev, expr->arguments[i], &part) &&
               (text = mrs_value_write(&part, ev->arena)) != NULL;
        if (fine) {
            mrs_buffer_add(&joined, text);
        }
    }
    if (fine) {
        *out = mrs_value_text(
            mrs_arena_text(ev->arena, joined.text ? joined.text : "", joined.length));
    }
    fine = fine && !joined.failed && out->kind == MRS_VALUE_TEXT;
    mrs_buffer_clear(&joined);
    return fine;
}

/* As JavaScript's Number(): the whole text, spaces around it aside, and "" is 0. */
static bool text_to_number(const char *text, double *out)
{
    const char *start = text + strspn(text, " \t\n\r");
    char *end = NULL;
    *out = 0;
    if (*start == '\0') {
        return true;
    }
    if (strspn(start, "+-.0123456789eE") < strcspn(start, " \t\n\r")) {
        return false;
    }
    *out = strtod(start, &end);
    return end != start && end[strspn(end, " \t\n\r")] == '\0' && isfinite(*out);
}

static bool to_number(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    for (size_t i = 0; i < expr->count; i++) {
        mrs_value value = mrs_value_null();
        double number = 0;
        if (!evaluate(ev, expr->arguments[i], &value)) {
            return false;
        }
        bool fine = value.kind == MRS_VALUE_NULL || value.kind == MRS_VALUE_FLAG ||
                    value.kind == MRS_VALUE_NUMBER ||
                    (value.kind == MRS_VALUE_TEXT && text_to_number(value.text, &number));
        if (fine) {
            number = value.kind == MRS_VALUE_FLAG     ? (value.flag ? 1 : 0)
                     : value.kind == MRS_VALUE_NUMBER ? value.number
                                                      : number;
            *out = mrs_value_number(number);
            return true;
        }
    }
    return false;
}

static double combine(mrs_op op, double a, double b)
{
    switch (op) {
    case MRS_OP_ADD:
        return a + b;
    case MRS_OP_SUBTRACT:
        return a - b;
    case MRS_OP_MULTIPLY:
        return a * b;
    case MRS_OP_DIVIDE:
        return a / b;
    case MRS_OP_REMAINDER:
        return fmod(a, b);
    case MRS_OP_MIN:
        return fmin(a, b);
    default:
        return fmax(a, b);
    }
}

static bool arithmetic(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    double total = 0;
    for (size_t i = 0; i < expr->count; i++) {
        if (!evaluate_as(ev, expr->arguments[i], MRS_KIND_NUMBER, out)) {
            return false;
        }
        total = i ? combine(expr->op, total, out->number) : out->number;
    }
    if (expr->op == MRS_OP_SUBTRACT && expr->count == 1) {
        total = -total;
    }
    *out = mrs_value_number(total);
    return isfinite(total);
}

static bool change_case(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    if (!evaluate_as(ev, expr->arguments[0], MRS_KIND_TEXT, out)) {
        return false;
    }
    *out = mrs_value_text(mrs_text_case(out->text, expr->op == MRS_OP_UPCASE, ev->arena));
    return true;
}

static bool write_out(const evaluation *ev, const mrs_expr *expr, mrs_value *out)
{
    return evaluate(ev, expr->arguments[0], out) &&
           (*out = mrs_value_text(mrs_value_write(out, ev->arena))).kind == MRS_VALUE_TEXT;
}

bool mrs_expr_evaluate(const mrs_expr *expr, const mrs_view *view, mrs_arena *arena, mrs_value *out)
{
    const evaluation ev = {view, arena};
    switch (expr->op) {
    case MRS_OP_LITERAL:
        *out = expr->value;
        return true;
    case MRS_OP_GET:
        return get_property(&ev, expr, out);
    case MRS_OP_HAS:
        if (!get_property(&ev, expr, out)) {
            return false;
        }
        *out = mrs_value_flag(out->kind != MRS_VALUE_NULL);
        return true;
    case MRS_OP_ZOOM:
        *out = mrs_value_number(view->zoom);
        return true;
    case MRS_OP_EQUAL:
    case MRS_OP_UNEQUAL:
    case MRS_OP_LESS:
    case MRS_OP_LESS_EQUAL:
    case MRS_OP_GREATER:
    case MRS_OP_GREATER_EQUAL:
        return comparison(&ev, expr, out);
    case MRS_OP_ALL:
    case MRS_OP_ANY:
        return conjunction(&ev, expr, out);
    case MRS_OP_NOT:
        if (!evaluate_as(&ev, expr->arguments[0], MRS_KIND_FLAG, out)) {
            return false;
        }
        *out = mrs_value_flag(!out->flag);
        return true;
    case MRS_OP_IN:
        return membership(&ev, expr, out);
    case MRS_OP_CASE:
        return choose_case(&ev, expr, out);
    case MRS_OP_MATCH:
        return choose_match(&ev, expr, out);
    case MRS_OP_COALESCE:
        return coalesce(&ev, expr, out);
    case MRS_OP_STEP:
        return step(&ev, expr, out);
    case MRS_OP_INTERPOLATE:
        return interpolate(&ev, expr, out);
    case MRS_OP_CONCAT:
        return concatenate(&ev, expr, out);
    case MRS_OP_TO_STRING:
        return write_out(&ev, expr, out);
    case MRS_OP_TO_NUMBER:
        return to_number(&ev, expr, out);
    case MRS_OP_ADD:
    case MRS_OP_SUBTRACT:
    case MRS_OP_MULTIPLY:
    case MRS_OP_DIVIDE:
    case MRS_OP_REMAINDER:
    case MRS_OP_MIN:
    case MRS_OP_MAX:
        return arithmetic(&ev, expr, out);
    case MRS_OP_UPCASE:
    case MRS_OP_DOWNCASE:
        return change_case(&ev, expr, out);
    }
    return false;
}
