/** Running the programs that maps are put into. Include it after <cmocka.h>. */
#ifndef MARSAD_TESTS_EMBED_PROGRAMS_H
#define MARSAD_TESTS_EMBED_PROGRAMS_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static inline const char *from_environment(const char *variable, const char *otherwise)
{
    const char *value = getenv(variable);
    return value ? value : otherwise;
}

static inline const char *build_folder(void)
{
    return from_environment("MARSAD_BUILD", "build");
}

/** The path of a file in build/embed, where all that these tests make stays to be looked at; good
 *  until the sixteenth call from now. */
static inline const char *work_path(const char *name)
{
    static char paths[16][300];
    static int next;
    char *path = paths[next++ % 16];
    snprintf(path, sizeof paths[0], "%s/embed/%s", build_folder(), name);
    return path;
}

/** What the last program printed, on standard output and standard error. */
static char programs_said[200000];

/** Runs a line of the shell, for at most three minutes; its exit status. */
__attribute__((format(printf, 1, 2))) static inline int try_program(const char *format, ...)
{
    char command[4000];
    char line[4100];
    va_list rest;
    va_start(rest, format);
    vsnprintf(command, sizeof command, format, rest);
    va_end(rest);
    snprintf(line, sizeof line, "{ timeout 180 %s ; } 2>&1 </dev/null", command);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    size_t length = fread(programs_said, 1, sizeof programs_said - 1, pipe);
    programs_said[length] = '\0';
    while (fgetc(pipe) != EOF) {
    }
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/** The same; the test fails with what was printed if the status is not 0. */
#define run_program(...)                                                                           \
    do {                                                                                           \
        if (try_program(__VA_ARGS__) != 0) {                                                       \
            fail_msg("%s", programs_said);                                                         \
        }                                                                                          \
    } while (0)

static inline void must_have_said(const char *text)
{
    if (!strstr(programs_said, text)) {
        fail_msg("\"%s\" is not in:\n%s", text, programs_said);
    }
}

/** Runs a script of tests/embed with node. */
#define run_script(format, ...)                                                                    \
    run_program("env MARSAD_BUILD='%s' node '%s/embed/" format, build_folder(),                    \
                from_environment("MARSAD_TESTS", "tests"), __VA_ARGS__)

#endif
