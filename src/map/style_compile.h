/** Shared by the two halves of the compiler. */
#ifndef MARSAD_MAP_STYLE_COMPILE_H
#define MARSAD_MAP_STYLE_COMPILE_H

#include "map/style_expr.h"

/** One call being compiled: `json` is the array whose first item names the operator. */
typedef struct mrs_call {
    const mrs_checker *checker;
    const mrs_path *path;
    struct json_object *json;
    size_t length; /* of the array */
    const mrs_expected *expected;
    mrs_zoom_rule zoom;
    const char *name; /* of the operator */
} mrs_call;

/** Room for a node's arguments; memory out is an error. */
marsad_status mrs_call_reserve(const mrs_call *call, mrs_expr *expr, size_t count);

/** Compiles the array's item at `index` as the node's next argument. */
marsad_status mrs_call_argument(const mrs_call *call, mrs_expr *expr, size_t index,
                                const mrs_expected *expected, mrs_zoom_rule zoom);

/** The rule for arguments that are not a curve's input. */
mrs_zoom_rule mrs_call_inner_zoom(const mrs_call *call);

/** What a node gives whose value is one of its arguments from `first` in steps of `stride`. */
mrs_kind mrs_call_common_kind(const mrs_call *call, const mrs_expr *expr, size_t first,
                              size_t stride);

marsad_status mrs_compile_case(const mrs_call *call, mrs_expr *expr);
marsad_status mrs_compile_match(const mrs_call *call, mrs_expr *expr);
marsad_status mrs_compile_coalesce(const mrs_call *call, mrs_expr *expr);
marsad_status mrs_compile_step(const mrs_call *call, mrs_expr *expr);
marsad_status mrs_compile_interpolate(const mrs_call *call, mrs_expr *expr);

#endif
