/** Expressions: compiled once from JSON into a tree, then evaluated against a view. */
#ifndef MARSAD_MAP_STYLE_EXPR_H
#define MARSAD_MAP_STYLE_EXPR_H

#include <json-c/json.h>

#include "map/style.h"
#include "map/style_check.h"
#include "map/style_property.h"

typedef enum mrs_op {
    MRS_OP_LITERAL, /* `value` */
    MRS_OP_GET,
    MRS_OP_HAS,
    MRS_OP_ZOOM,
    MRS_OP_EQUAL,
    MRS_OP_UNEQUAL,
    MRS_OP_LESS,
    MRS_OP_LESS_EQUAL,
    MRS_OP_GREATER,
    MRS_OP_GREATER_EQUAL,
    MRS_OP_ALL,
    MRS_OP_ANY,
    MRS_OP_NOT,
    MRS_OP_IN,
    MRS_OP_CASE,  /* arguments: condition, output, … , otherwise */
    MRS_OP_MATCH, /* arguments: input, output, … , otherwise; see `labels` */
    MRS_OP_COALESCE,
    MRS_OP_STEP,        /* arguments: input, output below the first stop, output, … */
    MRS_OP_INTERPOLATE, /* arguments: input, output at each stop */
    MRS_OP_CONCAT,
    MRS_OP_TO_STRING,
    MRS_OP_TO_NUMBER,
    MRS_OP_ADD,
    MRS_OP_SUBTRACT,
    MRS_OP_MULTIPLY,
    MRS_OP_DIVIDE,
    MRS_OP_REMAINDER,
    MRS_OP_MIN,
    MRS_OP_MAX,
    MRS_OP_UPCASE,
    MRS_OP_DOWNCASE
} mrs_op;

typedef struct mrs_match_label {
    mrs_value value;
    size_t output; /* index in the arguments */
} mrs_match_label;

typedef struct mrs_expr {
    mrs_op op;
    mrs_kind kind; /* what it gives; MRS_KIND_ANY where only the feature knows */
    bool uses_feature;
    bool uses_zoom;
    size_t count;
    const struct mrs_expr **arguments;
    mrs_value value;
    size_t label_count;
    mrs_match_label *labels;
    double *stops; /* step: one for each argument from the third; interpolate: from the second */
    double base;   /* interpolate: 1 is linear */
} mrs_expr;

/** Where `zoom` may stand, which is where MapLibre allows it. */
typedef enum mrs_zoom_rule {
    MRS_ZOOM_ANYWHERE, /* filters */
    MRS_ZOOM_CURVE,    /* properties: only as the input of the outermost step or interpolate */
    MRS_ZOOM_HERE,     /* this is that input */
    MRS_ZOOM_NOWHERE
} mrs_zoom_rule;

/** Compiles an expression or plain value; every fault names its path. The tree lives in the
 *  checker's arena. */
marsad_status mrs_expr_compile(const mrs_checker *checker, const mrs_path *path,
                               struct json_object *json, const mrs_expected *expected,
                               mrs_zoom_rule zoom, const mrs_expr **out);

/** Evaluates. Strings and arrays live in the arena, the style or the feature. False where the
 *  expression has no value for this feature. */
bool mrs_expr_evaluate(const mrs_expr *expr, const mrs_view *view, mrs_arena *arena,
                       mrs_value *out);

/** Whether the JSON is an array that begins with an operator's name. */
bool mrs_expr_is(struct json_object *json);

#endif
