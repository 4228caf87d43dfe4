/* Rows of a PostGIS table, read from a server of the test's own: on a socket in a scratch folder,
 * with passwords, gone afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glob.h>

#include "geo/vector.h"

static char folder[] = "/tmp/marsad-postgis-XXXXXX";
static char programs[256]; /* of the server; "" if it is not installed */

static const char tables[] =
    "CREATE EXTENSION postgis;"
    "CREATE TABLE incidents (id integer PRIMARY KEY, place text, killed integer, share numeric,"
    " day date, at timestamptz, checked boolean, tags text[], more jsonb,"
    " geom geometry(Point, 32633));"
    "INSERT INTO incidents VALUES"
    " (1, 'أبو قرين', 3, 0.5, '2020-01-26', '2020-01-26 10:30:00+02', true, '{a,\"b c\"}',"
    "  '{\"k\": 1}', ST_Transform(ST_SetSRID(ST_MakePoint(15.25, 31.5), 4326), 32633)),"
    " (2, 'Sirte', NULL, 2, NULL, NULL, false, NULL, NULL, NULL),"
    " (3, '', 12, NULL, '2020-02-01', NULL, NULL, '{}', NULL,"
    "  ST_Transform(ST_SetSRID(ST_MakePoint(13.1875, 32.875), 4326), 32633));"
    "CREATE TABLE plain (name text, n bigint);"
    "INSERT INTO plain VALUES ('x', 9007199254740993);"
    "CREATE TABLE bare (name text);"
    "CREATE SCHEMA other; CREATE TABLE other.deep (name text);"
    "INSERT INTO other.deep VALUES ('y');";

/* Runs a program of the server's as the user that it wants to run as. */
static int run_as_postgres(const char *command)
{
    char line[2048];
    const char *as = getuid() == 0 ? "runuser -u postgres -- " : "";
    snprintf(line, sizeof line, "cd %s && %ssh -c '%s' >>%s/log 2>&1 </dev/null", folder, as,
             command, folder);
    return system(line); /* NOLINT(cert-env33-c): the commands are the test's own */
}

static int run_program(const char *name, const char *arguments)
{
    char line[1024];
    snprintf(line, sizeof line, "%s/%s %s", programs, name, arguments);
    return run_as_postgres(line);
}

static void find_programs(void)
{
    glob_t found;
    if (glob("/usr/lib/postgresql/*/bin/initdb", 0, NULL, &found) == 0) {
        const char *last = found.gl_pathv[found.gl_pathc - 1];
        snprintf(programs, sizeof programs, "%.*s", (int)(strlen(last) - strlen("/initdb")), last);
        globfree(&found);
    }
}

static int write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    return file && fputs(text, file) >= 0 && fclose(file) == 0 ? 0 : -1;
}

static int show_log(void)
{
    char line[300];
    snprintf(line, sizeof line, "cat %s/log >&2", folder);
    return system(line) ? -1 : -1; /* NOLINT(cert-env33-c) */
}

static int start_server(void **state)
{
    (void)state;
    find_programs();
    if (!programs[0]) {
        return 0;
    }
    char line[512];
    if (!mkdtemp(folder) || write_file("password", "s3cret-word\n") || write_file("sql", tables)) {
        return -1;
    }
    snprintf(line, sizeof line,
             "chmod 755 %s && if [ $(id -u) = 0 ]; then chown -R postgres %s; fi", folder, folder);
    if (system(line)) { /* NOLINT(cert-env33-c) */
        return -1;
    }
    snprintf(line, sizeof line,
             "-D %s/data -U owner -A scram-sha-256 --pwfile=%s/password -E UTF8 --locale=C "
             "--no-sync",
             folder, folder);
    if (run_program("initdb", line)) {
        return show_log();
    }
    snprintf(line, sizeof line,
             "-D %s/data -w -l %s/server.log -o \"-k %s -c listen_addresses= -c fsync=off\" start",
             folder, folder, folder);
    if (run_program("pg_ctl", line)) {
        return show_log();
    }
    snprintf(line, sizeof line,
             "PGPASSWORD=s3cret-word %s/psql -q -v ON_ERROR_STOP=1 -h %s -U owner -f %s/sql "
             "postgres",
             programs, folder, folder);
    return run_as_postgres(line) ? show_log() : 0;
}

static int stop_server(void **state)
{
    (void)state;
    if (!programs[0]) {
        return 0;
    }
    char line[512];
    snprintf(line, sizeof line, "-D %s/data -w -m immediate stop", folder);
    int failed = run_program("pg_ctl", line);
    snprintf(line, sizeof line, "rm -rf %s", folder);
    return system(line) || failed ? -1 : 0; /* NOLINT(cert-env33-c) */
}

static void need_server(void)
{
    if (!programs[0]) {
        print_message("PostgreSQL is not installed: make setup installs it\n");
        skip();
    }
}

/* The connection, followed by `more` words. */
static const char *connection(const char *more)
{
    static char text[512];
    snprintf(text, sizeof text, "PG:host=%s user=owner dbname=postgres password=s3cret-word%s",
             folder, more);
    return text;
}

/* "[id]…|1:<1>…", or "error STATUS: message". */
static char *read_all(const char *path, const mrs_vector_how *how)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    marsad_error error = {0};
    mrs_vector *vector;
    bool more = true;
    if (!mrs_vector_open_rows(path, how, &vector, &error)) {
        fprintf(out, "%s/%s:", mrs_vector_format(vector), mrs_vector_layer(vector));
        for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
            fprintf(out, "[%s]", mrs_vector_column_name(vector, i));
        }
        while (!mrs_vector_next(vector, &more, &error) && more) {
            marsad_lonlat at;
            double reach;
            fprintf(out, "|%ld:", mrs_vector_row(vector));
            for (size_t i = 0; i < mrs_vector_column_count(vector); i++) {
                fprintf(out, "<%s>", mrs_vector_text(vector, i));
            }
            if (mrs_vector_position(vector, &at, &reach)) {
                fprintf(out, "@%.6f %.6f", at.lon, at.lat);
            }
        }
    }
    if (error.status) {
        fprintf(out, "error %d: %s: %s", error.status, error.file, error.message);
    }
    mrs_vector_close(vector);
    fclose(out);
    return text;
}

static void expect(const char *path, const mrs_vector_how *how, const char *expected)
{
    char *got = read_all(path, how);
    assert_string_equal(got, expected);
    free(got);
}

static void expect_error(const char *path, const mrs_vector_how *how, marsad_status status,
                         const char *part)
{
    char *got = read_all(path, how);
    char *error = strstr(got, "error ");
    if (!error || strtol(error + 6, NULL, 10) != (long)status || !strstr(error, part)) {
        fail_msg("%s", got);
    }
    free(got);
}

static void cells_are_text(void **state)
{
    (void)state;
    need_server();
    expect(connection(""), &(mrs_vector_how){.layer = "incidents"},
           "PostGIS/incidents:[id][place][killed][share][day][at][checked][tags][more]"
           "|1:<1><أبو قرين><3><0.5><2020-01-26><2020-01-26T08:30:00Z><true><[\"a\",\"b c\"]>"
           "<{\"k\": 1}>@15.250000 31.500000"
           "|2:<2><Sirte><><2><><><false><><>"
           "|3:<3><><12><><2020-02-01><><><><>@13.187500 32.875000");
    expect(connection(""), &(mrs_vector_how){.layer = "plain"},
           "PostGIS/plain:[name][n]|1:<x><9007199254740993>");
    expect(connection(""), &(mrs_vector_how){.layer = "other.deep"},
           "PostGIS/other.deep:[name]|1:<y>");
}

static void uris_connect_too(void **state)
{
    (void)state;
    need_server();
    char path[512];
    static const char *const schemes[] = {"postgresql", "postgres", "PG:postgresql"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        snprintf(path, sizeof path, "%s://owner:s3cret-word@/postgres?host=%s", schemes[i], folder);
        expect(path, &(mrs_vector_how){.layer = "plain"},
               "PostGIS/plain:[name][n]|1:<x><9007199254740993>");
    }
}

static void tables_are_chosen(void **state)
{
    (void)state;
    need_server();
    expect_error(connection(""), NULL, MARSAD_ERR_INPUT,
                 "has 3 layers with rows, \"incidents\", \"plain\", \"other.deep\": say which is "
                 "meant with --layer");
    expect_error(connection(""), &(mrs_vector_how){.layer = "nothing"}, MARSAD_ERR_NOT_FOUND,
                 "no layer \"nothing\"; the database has ");
    expect(connection(" tables=plain"), NULL, "PostGIS/plain:[name][n]|1:<x><9007199254740993>");
}

static void the_server_judges_conditions(void **state)
{
    (void)state;
    need_server();
    expect(connection(""), &(mrs_vector_how){.layer = "incidents", .where = "killed > 5"},
           "PostGIS/incidents:[id][place][killed][share][day][at][checked][tags][more]"
           "|1:<3><><12><><2020-02-01><><><><>@13.187500 32.875000");
    expect_error(connection(""), &(mrs_vector_how){.layer = "plain", .where = "deaths > 5"},
                 MARSAD_ERR_USAGE, "the columns are \"name\", \"n\"");
    expect_error(connection(""), &(mrs_vector_how){.layer = "plain", .where = "n >"},
                 MARSAD_ERR_USAGE, "the condition (n >) cannot be used");
}

/* None of these shows a word of the password. */
static void failures_to_connect_are_said(void **state)
{
    (void)state;
    need_server();
    char uri[300];
    snprintf(uri, sizeof uri, "postgresql://owner:wr0ng@/postgres?host=%s", folder);
    char words[300];
    snprintf(words, sizeof words, "PG:host=%s user=owner dbname=postgres password='wr0ng \\' x'",
             folder);
    const char *const paths[] = {uri,
                                 words,
                                 "PG:host=/nowhere password=wr0ng",
                                 "postgresql://a:wr0ng@localhost:1/x",
                                 "PG:nonsense password = wr0ng",
                                 "PG:password=wr0ng%zz host=/nowhere bad=1"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char *got = read_all(paths[i], NULL);
        assert_non_null(strstr(got, "error 2: "));
        assert_non_null(strstr(got, "cannot connect to the database: "));
        assert_null(strstr(got, "wr0ng"));
        free(got);
    }
}

static void a_broken_connection_is_no_end(void **state)
{
    (void)state;
    need_server();
    marsad_error error;
    mrs_vector *vector;
    bool more;
    assert_int_equal(mrs_vector_open_rows(connection(""), &(mrs_vector_how){.layer = "incidents"},
                                          &vector, &error),
                     MARSAD_OK);
    char line[600];
    snprintf(
        line, sizeof line,
        "PGPASSWORD=s3cret-word %s/psql -q -h %s -U owner -c \"SELECT pg_terminate_backend(pid) "
        "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL AND "
        "backend_type = \\$\\$client backend\\$\\$\" postgres",
        programs, folder);
    assert_int_equal(run_as_postgres(line), 0);
    assert_int_equal(mrs_vector_next(vector, &more, &error), MARSAD_ERR_INPUT);
    mrs_vector_close(vector);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_text),
        cmocka_unit_test(uris_connect_too),
        cmocka_unit_test(tables_are_chosen),
        cmocka_unit_test(the_server_judges_conditions),
        cmocka_unit_test(failures_to_connect_are_said),
        cmocka_unit_test(a_broken_connection_is_no_end),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
