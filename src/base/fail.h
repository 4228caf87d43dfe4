/** Filling a marsad_error and returning its status in one step. */
#ifndef MARSAD_BASE_FAIL_H
#define MARSAD_BASE_FAIL_H

#include "marsad/status.h"

/** Fills `error` (may be NULL) with a printf-formatted message; returns `status`. */
marsad_status mrs_fail(marsad_error *error, marsad_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** As mrs_fail(), at a place in an input file: `file` and `column` may be NULL, `row` 0. */
marsad_status mrs_fail_at(marsad_error *error, marsad_status status, const char *file, long row,
                          const char *column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/** MARSAD_ERR_MEMORY with its message. */
marsad_status mrs_fail_memory(marsad_error *error);

#ifdef __clang_analyzer__
/* Lets the analyzer, which sees one file at a time, know that a failure is never MARSAD_OK. */
static inline marsad_status mrs_never_ok(marsad_status status)
{
    if (status == MARSAD_OK) {
        __builtin_unreachable();
    }
    return status;
}
#define mrs_fail(...)        mrs_never_ok((mrs_fail)(__VA_ARGS__))
#define mrs_fail_at(...)     mrs_never_ok((mrs_fail_at)(__VA_ARGS__))
#define mrs_fail_memory(...) mrs_never_ok((mrs_fail_memory)(__VA_ARGS__))
#endif

#endif
