/** Instructions a name, counted by Valgrind: the one measure that does not change with what else
 * the machine does. What the system's kernel does is not in it. */
#ifndef MARSAD_TESTS_INSTRUCTIONS_H
#define MARSAD_TESTS_INSTRUCTIONS_H

#include "passes.h"

enum { COUNTED_NAMES = 400 };

static inline bool can_count_instructions(void)
{
    return system("valgrind --version >/dev/null 2>&1") == 0;
}

/* The number after "I refs:" in Valgrind's log, whose thousands are set off by commas. */
static inline double instructions_read(const char *log)
{
    char line[512];
    double count = 0;
    FILE *stream = fopen(log, "rb");
    while (stream && fgets(line, sizeof line, stream)) {
        const char *at = strstr(line, "refs:");
        for (; at && *at; at++) {
            count = *at >= '0' && *at <= '9' ? count * 10 + (*at - '0') : count;
        }
    }
    if (!stream || count <= 0) {
        die(log);
    }
    fclose(stream);
    unlink(log);
    return count;
}

static inline double instructions_of(const char *program, const char *gazetteer,
                                     const char *queries, const char *times, const char *log)
{
    char log_option[600];
    snprintf(log_option, sizeof log_option, "--log-file=%s", log);
    command run = {.words = {"valgrind", "--tool=cachegrind", "--cache-sim=no",
                             "--cachegrind-out-file=/dev/null", log_option, program, "--passes",
                             gazetteer, queries, times, NULL}};
    run_command(&run);
    return instructions_read(log);
}

/** What the third pass over some of the queries adds to two, a name; `scratch` is a file to be
 *  written. 0 if there is no Valgrind. */
static inline double instructions_a_name(const char *program, const char *gazetteer,
                                         const char *queries, const char *scratch)
{
    char some[600];
    query_set set = {0};
    if (!can_count_instructions()) {
        return 0;
    }
    query_set_read(queries, &set);
    query_set first = set;
    first.count = set.count < COUNTED_NAMES ? set.count : COUNTED_NAMES;
    snprintf(some, sizeof some, "%s.some", queries);
    query_set_write(&first, some, "wb");
    double two = instructions_of(program, gazetteer, some, "2", scratch);
    double three = instructions_of(program, gazetteer, some, "3", scratch);
    double count = (double)first.count;
    unlink(some);
    query_set_clear(&set);
    return (three - two) / count;
}

#endif
