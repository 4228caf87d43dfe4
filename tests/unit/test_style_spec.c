/*
 * Styles and expressions beside MapLibre's own specification: tests/style-spec/check.cjs, run by
 * node with the npm package of the version in package-lock.json there, which make has installed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data_folder.h"
#include "scratch.h"

static const char *folder_of(const char *variable, const char *otherwise)
{
    const char *value = getenv(variable);
    return value ? value : otherwise;
}

/* The exit status of the check, whose words go to `out`. */
static int check(const char *what, const char *files, char *out, size_t size)
{
    char command[3000];
    snprintf(command, sizeof command, "node '%s/style-spec/check.cjs' '%s/style-spec' %s %s 2>&1",
             folder_of("MARSAD_TESTS", "tests"), folder_of("MARSAD_BUILD", "build"), what, files);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(out, 1, size - 1, pipe);
    out[length] = '\0';
    return pclose(pipe);
}

static void print_log(void)
{
    char line[512];
    char path[512];
    snprintf(path, sizeof path, "%s/style-spec/npm.log", folder_of("MARSAD_BUILD", "build"));
    FILE *log = fopen(path, "r");
    while (log && fgets(line, sizeof line, log)) {
        print_error("npm: %s", line);
    }
    if (log) {
        fclose(log);
    }
}

/* The check must pass, and say `summary`, which tells how much it looked at at least. */
static void must_pass(const char *what, const char *files, long at_least)
{
    char out[20000];
    if (check(what, files, out, sizeof out) != 0) {
        fail_msg("%s:\n%s", what, out);
    }
    assert_true(strtol(out, NULL, 10) >= at_least);
}

static void the_package_is_there(void **state)
{
    (void)state;
    char path[512];
    snprintf(path, sizeof path, "%s/style-spec/node_modules/@maplibre/maplibre-gl-style-spec",
             folder_of("MARSAD_BUILD", "build"));
    if (access(path, R_OK) != 0) {
        print_log();
        fail_msg("%s is not there: 'make setup' installs npm, and 'make check' fetches the package "
                 "with it, for which the network is needed once",
                 path);
    }
}

static void every_style_passes(void **state)
{
    (void)state;
    char pattern[300];
    snprintf(pattern, sizeof pattern, "%s/styles/*.json", data_folder());
    must_pass("styles", pattern, 4);
}

static void expressions_give_the_same(void **state)
{
    (void)state;
    char path[300];
    snprintf(path, sizeof path, "'%s/cases/style/expressions.tsv'",
             folder_of("MARSAD_TESTS", "tests"));
    must_pass("expressions", path, 60);
}

static void defaults_are_the_same(void **state)
{
    (void)state;
    char path[300];
    snprintf(path, sizeof path, "'%s/styles/README.md'", data_folder());
    must_pass("properties", path, 45);
}

/* --- The checks find faults --- */

static void must_fail(const char *what, const char *text, const char *fault)
{
    char out[20000];
    const char *path = scratch_text("wrong", text);
    assert_int_not_equal(check(what, path, out, sizeof out), 0);
    unlink(path);
    if (!strstr(out, fault)) {
        fail_msg("'%s' is not in: %s", fault, out);
    }
}

static void faults_are_found(void **state)
{
    (void)state;
    must_fail("styles",
              "{\"version\": 8, \"sources\": {}, \"layers\": [{\"id\": \"a\", \"type\": "
              "\"background\", \"paint\": {\"background-colour\": \"#fff\"}}]}",
              "unknown property \"background-colour\"");
    must_fail("expressions", "any\t[\"+\", 1, 2]\t{}\t0\t4\n", "expects 4, MapLibre gives 3");
    must_fail("expressions", "any\t[\"plus\", 1, 2]\t{}\t0\t3\n", "MapLibre gives nothing");
    must_fail("properties", "| `line-cap` | `butt`, `round` | `round` |\n", "MapLibre's is butt");
    must_fail("properties", "| `line-curl` | number | 0 |\n", "no such property");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_package_is_there),      cmocka_unit_test(every_style_passes),
        cmocka_unit_test(expressions_give_the_same), cmocka_unit_test(defaults_are_the_same),
        cmocka_unit_test(faults_are_found),
    };
    return cmocka_run_group_tests_name("style_spec", tests, scratch_make, scratch_remove);
}
