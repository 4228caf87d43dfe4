/* marsad gazetteer import: adding a source to the place-name database, and telling what came of it.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

/* ---- stopping ------------------------------------------------------------------------------ */

static volatile sig_atomic_t stop_signal;

static void note_signal(int number)
{
    stop_signal = number;
}

static bool is_stopped(void *context)
{
    (void)context;
    return stop_signal != 0;
}

/* The first Ctrl-C ends the import in order; a second one ends the program. A signal that whoever
   started the program ignores stays ignored. */
static void catch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction was;
        struct sigaction action = {.sa_handler = note_signal};
        action.sa_flags = (int)(SA_RESETHAND | SA_RESTART);
        sigemptyset(&action.sa_mask);
        if (sigaction(numbers[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN) {
            sigaction(numbers[i], &action, NULL);
        }
    }
}

/* Ends as the signal would have ended the program, so that a shell's loop stops too. */
static void die_of_signal(void)
{
    signal((int)stop_signal, SIG_DFL);
    raise((int)stop_signal);
}

/* ---- options ------------------------------------------------------------------------------- */

static int read_format(const cli_args *args, marsad_import_format *out)
{
    static const struct {
        const char *name;
        marsad_import_format format;
    } formats[] = {{"geonames", MARSAD_IMPORT_GEONAMES},
                   {"overpass", MARSAD_IMPORT_OVERPASS},
                   {"osm", MARSAD_IMPORT_OSM},
                   {"layer", MARSAD_IMPORT_LAYER}};
    const char *value = cli_value(args, "from");
    for (size_t i = 0; value && i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(value, formats[i].name) == 0) {
            *out = formats[i].format;
            return CLI_DONE;
        }
    }
    return value ? cli_usage_error(
                       args, "--from is one of geonames, overpass, osm, layer, not \"%s\"", value)
                 : CLI_DONE;
}

static int read_population(const cli_args *args, int64_t *out)
{
    const char *value = cli_value(args, "min-population");
    if (!value) {
        return CLI_DONE;
    }
    char *end = NULL;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (!isdigit((unsigned char)value[0]) || *end || errno) {
        return cli_usage_error(args, "--min-population takes a whole number, not \"%s\"", value);
    }
    *out = number;
    return CLI_DONE;
}

/* `country` is to outlive the options. */
static int read_options(const cli_args *args, marsad_import_options *out, char country[3])
{
    *out = marsad_import_defaults();
    out->layer = cli_value(args, "layer");
    out->map = cli_value(args, "map");
    out->alternate_names = cli_value(args, "alternate-names");
    out->feature_code = cli_value(args, "feature-code");
    out->feature_classes = cli_value(args, "feature-class");
    out->source_name = cli_value(args, "source-name");
    out->licence = cli_value(args, "licence");
    out->attribution = cli_value(args, "attribution");
    out->url = cli_value(args, "source-url");
    out->date = cli_value(args, "source-date");
    out->stop = is_stopped;
    int status = cli_country(args, country);
    out->country = country;
    if (!status) {
        status = read_format(args, &out->format);
    }
    return status ? status : read_population(args, &out->min_population);
}

/* ---- the summary --------------------------------------------------------------------------- */

static void show_progress(void *context, int64_t done, int64_t total)
{
    int *shown = context;
    int percent = total ? (int)(100 * done / total) : 0;
    if (percent != *shown) {
        fprintf(stderr, "\rimporting: %3d %%%s", percent,
                done == total ? "\r                \r" : "");
        *shown = percent;
    }
}

static void note_problems(const marsad_import_summary *summary)
{
    for (size_t i = 0; i < summary->problem_count; i++) {
        const marsad_import_problem *problem = &summary->problems[i];
        cli_note("%s: row %ld: %s: %s", problem->file, problem->row,
                 marsad_import_skip_text(problem->reason), problem->message);
    }
    int64_t more = summary->problems_in_all - (int64_t)summary->problem_count;
    if (more > 0) {
        cli_note("and %" PRId64 " more like these", more);
    }
}

static void add_row(cli_table *table, const char *label, int64_t count)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, count);
    const char *const cells[] = {label, text};
    cli_table_add(table, cells);
}

static void print_table(const char *source, const char *path, const marsad_import_summary *summary)
{
    static const char *const header[] = {"PLACES", "COUNT"};
    cli_table *table = cli_table_new(2, header);
    cli_table_align_right(table, 1);
    add_row(table, "read", summary->read);
    add_row(table, "new", summary->added);
    add_row(table, "joined to one that was there", summary->joined);
    add_row(table, "replaced", summary->replaced);
    for (int i = 0; i < MARSAD_SKIP_COUNT; i++) {
        if (summary->skipped[i]) {
            char label[64];
            snprintf(label, sizeof label, "skipped: %s",
                     marsad_import_skip_text((marsad_import_skip)i));
            add_row(table, label, summary->skipped[i]);
        }
    }
    printf("%s, as %s\n\n", source, summary->source);
    cli_table_print(table, stdout);
    printf("\n%s: %" PRId64 " places (%+" PRId64 "), %" PRId64 " names (%+" PRId64 ")\n", path,
           summary->places, summary->places - summary->places_before, summary->names,
           summary->names - summary->names_before);
}

static void add_count(struct json_object *object, const char *key, int64_t count)
{
    json_object_object_add(object, key, json_object_new_int64(count));
}

static struct json_object *json_problems(const marsad_import_summary *summary)
{
    struct json_object *problems = json_object_new_array();
    for (size_t i = 0; i < summary->problem_count; i++) {
        const marsad_import_problem *problem = &summary->problems[i];
        struct json_object *object = json_object_new_object();
        cli_json_add_text(object, "file", problem->file);
        add_count(object, "row", problem->row);
        cli_json_add_text(object, "reason", marsad_import_skip_text(problem->reason));
        cli_json_add_text(object, "message", problem->message);
        json_object_array_add(problems, object);
    }
    return problems;
}

static void print_json(const char *source, const char *path, const marsad_import_summary *summary)
{
    struct json_object *object = json_object_new_object();
    struct json_object *skipped = json_object_new_object();
    for (int i = 0; i < MARSAD_SKIP_COUNT; i++) {
        add_count(skipped, marsad_import_skip_text((marsad_import_skip)i), summary->skipped[i]);
    }
    cli_json_add_text(object, "file", source);
    cli_json_add_text(object, "source", summary->source);
    add_count(object, "read", summary->read);
    add_count(object, "new", summary->added);
    add_count(object, "joined", summary->joined);
    add_count(object, "replaced", summary->replaced);
    json_object_object_add(object, "skipped", skipped);
    cli_json_add_text(object, "gazetteer", path);
    add_count(object, "places", summary->places);
    add_count(object, "places_before", summary->places_before);
    add_count(object, "names", summary->names);
    add_count(object, "names_before", summary->names_before);
    json_object_object_add(object, "problems", json_problems(summary));
    add_count(object, "problems_in_all", summary->problems_in_all);
    cli_json_print(object, false, stdout);
}

int cli_gazetteer_import(const cli_args *args)
{
    const char *output = cli_value(args, "output");
    cli_format format = CLI_TABLE;
    marsad_import_options options;
    char country[3];
    if (args->word_count != 2) {
        return cli_usage_error(args, "import takes one file");
    }
    if (!output) {
        return cli_usage_error(args, "import needs -o with the gazetteer to create or extend");
    }
    int status = cli_format_option(args, CLI_TABLE | CLI_JSON, &format);
    if (!status) {
        status = read_options(args, &options, country);
    }
    if (status) {
        return status;
    }
    const char *source = args->words[1];
    int shown = -1;
    marsad_error error;
    marsad_import_summary summary;
    marsad_progress progress = isatty(STDERR_FILENO) ? show_progress : NULL;
    catch_signals();
    if (marsad_gazetteer_import(&options, source, output, &summary, progress, &shown, &error)) {
        if (progress && shown >= 0) {
            fputs("\r                \r", stderr);
        }
        status = cli_fail(&error);
        if (stop_signal) {
            die_of_signal();
        }
        return status;
    }
    note_problems(&summary);
    if (format == CLI_JSON) {
        print_json(source, output, &summary);
    } else {
        print_table(source, output, &summary);
    }
    marsad_import_summary_clear(&summary);
    return cli_finish(CLI_DONE);
}
