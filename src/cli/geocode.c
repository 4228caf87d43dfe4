/* marsad geocode: gives the rows of a table their places, and writes them with all their columns.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

typedef struct job {
    const cli_args *args;
    const char *in, *out;
    cli_places places;
    marsad_decisions *decisions;
    marsad_front *front; /* NULL without --front */
    marsad_more_columns more;
    marsad_geocode_options options;
    marsad_geocode_summary summary;
    char *context;
    char country[3];
} job;

static const char *shown(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* --- Progress, and being stopped --- */

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

/* The first Ctrl-C lets the run end tidily, a second one ends it at once. */
static void listen(void)
{
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = interrupt;
    sigaction(SIGTERM, &action, NULL);
}

static void print_left(double seconds)
{
    if (seconds < 0) {
        return;
    }
    unsigned long whole = (unsigned long)(seconds + 0.5);
    if (whole >= 3600) {
        fprintf(stderr, ", %lu h %02lu min left", whole / 3600, whole / 60 % 60);
    } else if (whole >= 60) {
        fprintf(stderr, ", %lu min %02lu s left", whole / 60, whole % 60);
    } else {
        fprintf(stderr, ", %lu s left", whole);
    }
}

static bool on_progress(void *state, const marsad_geocode_progress *progress)
{
    const bool *shows = state;
    if (*shows) {
        fprintf(stderr, "\rgeocoding: %llu rows", (unsigned long long)progress->rows);
        if (progress->share > 0) {
            fprintf(stderr, ", %d %%", (int)(progress->share * 100));
        }
        fprintf(stderr, ", %.0f rows/s", progress->rows_per_s);
        print_left(progress->left_s);
        fputs("\033[K", stderr);
    }
    return !interrupted;
}

/* --- Options --- */

static int read_options(job *j)
{
    const cli_args *args = j->args;
    if (args->word_count != 1) {
        return cli_usage_error(args, args->word_count < 1 ? "which events file?"
                                                          : "one events file at a time");
    }
    j->in = args->words[0];
    j->out = cli_value(args, "output");
    if (!j->out) {
        return cli_usage_error(args, "where to? -o FILE, or -o - for standard output");
    }
    j->options = marsad_geocode_defaults();
    int status = cli_events_options(args, &j->options.events);
    status = status ? status : cli_country(args, j->country);
    status = status ? status : cli_check_files(args, j->in, j->out);
    j->options.resolve = cli_resolve_options(j->country);
    j->options.format = cli_value(args, "format");
    j->options.review = cli_value(args, "review");
    j->options.rejected = cli_value(args, "rejected");
    j->options.by_row = cli_flag(args, "by-row");
    j->options.resume = cli_flag(args, "resume");
    if (!status && cli_value(args, "at") && !cli_value(args, "front")) {
        return cli_usage_error(args,
                               "--at says which state of a front: name its file with --front");
    }
    return status;
}

/* --- Opening --- */

static int open_front(job *j)
{
    size_t count;
    marsad_date at;
    marsad_error error;
    const char *const *files = cli_values(j->args, "front", &count);
    int status = cli_date_option(j->args, "at", &at, NULL);
    if (status || !count) {
        return status;
    }
    status = cli_open_front(j->args, files, count, &j->front);
    if (!status && marsad_front_columns(j->front, at, &j->more, &error)) {
        status = cli_fail(&error);
    }
    j->options.more = &j->more;
    return status;
}

static int open_decisions(job *j)
{
    marsad_error error;
    const char *path = cli_value(j->args, "decisions");
    if (path && marsad_decisions_read(path, j->places.gazetteer, &j->decisions, &error)) {
        return cli_fail(&error);
    }
    j->options.decisions = j->decisions;
    return CLI_DONE;
}

/* What else a run that goes on must share with the one that was stopped. */
static int make_context(job *j)
{
    static const char *const names[] = {"front", "at", "gazetteer", "data"};
    size_t size = 0;
    FILE *text = open_memstream(&j->context, &size);
    for (size_t i = 0; text && i < sizeof names / sizeof *names; i++) {
        size_t count;
        const char *const *values = cli_values(j->args, names[i], &count);
        for (size_t v = 0; v < count; v++) {
            fprintf(text, "--%s %s\n", names[i], values[v]);
        }
    }
    if (!text || fclose(text) != 0) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    j->options.context = j->context;
    return CLI_DONE;
}

static int open_all(job *j)
{
    int status = open_front(j);
    status = status ? status : cli_open_places(j->args, &j->places);
    status = status ? status : open_decisions(j);
    return status ? status : make_context(j);
}

/* --- What is told at the end --- */

static void count_text(char *to, size_t size, uint64_t count, const char *words)
{
    size_t length = strlen(to);
    snprintf(to + length, size - length, "%s%llu %s", length ? ", " : "", (unsigned long long)count,
             words);
}

static void note_summary(const job *j)
{
    const marsad_geocode_summary *s = &j->summary;
    char by[128] = "";
    uint64_t placed = s->by_name + s->by_coordinates + s->by_decision;
    count_text(by, sizeof by, s->by_name, "by name");
    count_text(by, sizeof by, s->by_coordinates, "by coordinates");
    if (j->decisions) {
        count_text(by, sizeof by, s->by_decision, "by decision");
    }
    cli_note("%s: %llu of %llu rows placed: %s; %llu ambiguous, %llu unresolved; %llu to be "
             "checked; %llu rejected",
             shown(j->in), (unsigned long long)placed, (unsigned long long)s->rows, by,
             (unsigned long long)s->ambiguous, (unsigned long long)s->unresolved,
             (unsigned long long)s->to_check, (unsigned long long)s->rejected);
}

static void note_decisions(const job *j)
{
    const marsad_geocode_summary *s = &j->summary;
    if (s->idle_decisions) {
        cli_note("%s: %llu decision%s on names that no row has: \"%s\"%s",
                 cli_value(j->args, "decisions"), (unsigned long long)s->idle_decisions,
                 s->idle_decisions == 1 ? "" : "s", s->idle,
                 s->idle_decisions > 1 ? " and others" : "");
    }
    if (j->options.review && !s->questions) {
        cli_note("%s: no question is left to settle", j->options.review);
    } else if (j->options.review) {
        cli_note("%s: %llu question%s to settle: fill in the column choice, then give the file "
                 "with --decisions",
                 j->options.review, (unsigned long long)s->questions, s->questions == 1 ? "" : "s");
    }
}

static void note_rejected(const job *j)
{
    const marsad_geocode_summary *s = &j->summary;
    bool one = s->rejected == 1;
    if (!s->rejected || (strcmp(j->out, "-") == 0 && !j->options.rejected)) {
        return;
    }
    if (s->rejected_path[0]) {
        cli_note("%llu row%s left aside: %s in %s", (unsigned long long)s->rejected, one ? "" : "s",
                 one ? "it stands" : "they stand", s->rejected_path);
    } else {
        cli_note("%llu row%s left aside; not written beside the output, where another file has the "
                 "name: name one with --rejected",
                 (unsigned long long)s->rejected, one ? "" : "s");
    }
}

static int tell_stopped(const job *j)
{
    if (j->summary.can_resume) {
        cli_note("%s: stopped after %llu rows; the same command with --resume goes on", j->out,
                 (unsigned long long)j->summary.rows);
    } else {
        cli_note("%s: stopped; nothing was written", j->out);
    }
    return CLI_FAILURE;
}

static int tell(const job *j)
{
    const marsad_geocode_summary *s = &j->summary;
    if (s->note[0]) {
        cli_note("%s: %s", shown(j->in), s->note);
    }
    if (s->stopped) {
        return tell_stopped(j);
    }
    if (j->options.resume && s->from_row) {
        cli_note("%s: went on at row %llu", j->out, (unsigned long long)s->from_row);
    } else if (j->options.resume) {
        cli_note("%s: an earlier run has left nothing to go on with: begun anew", j->out);
    }
    note_summary(j);
    note_decisions(j);
    note_rejected(j);
    if (s->rejected) {
        return CLI_INPUT;
    }
    bool open = s->ambiguous + s->unresolved > 0;
    return open && cli_flag(j->args, "strict") ? CLI_UNRESOLVED : CLI_DONE;
}

/* --- The run --- */

static int geocode(job *j)
{
    marsad_error error = {0};
    marsad_problems problems = {0};
    bool shows = isatty(STDERR_FILENO) && strcmp(j->out, "-") != 0;
    bool is_filter = strcmp(j->in, "-") == 0; /* which may be waiting for a line */
    if (!is_filter) {
        listen();
        j->options.progress = on_progress;
        j->options.progress_state = &shows;
    }
    marsad_status failed = marsad_geocode(j->in, j->out, j->places.resolver, &j->options,
                                          &j->summary, &problems, &error);
    if (shows) {
        fputs("\r\033[K", stderr);
    }
    int status = CLI_DONE;
    if (failed == MARSAD_ERR_IO && interrupted) { /* while it waited for a pipe */
        cli_note("%s: stopped; nothing was written", j->out);
        status = CLI_FAILURE;
    } else if (failed == MARSAD_ERR_INPUT && problems.count) {
        status = cli_print_problems(&problems);
    } else if (failed) {
        status = cli_fail(&error);
    } else {
        cli_print_problems(&problems);
        status = tell(j);
    }
    marsad_problems_clear(&problems);
    return cli_finish(status);
}

static int run(const cli_args *args)
{
    job j = {.args = args};
    int status = read_options(&j);
    status = status ? status : open_all(&j);
    status = status ? status : geocode(&j);
    marsad_front_columns_free(&j.more);
    marsad_front_free(j.front);
    marsad_decisions_free(j.decisions);
    cli_close_places(&j.places);
    free(j.context);
    return status;
}

static const cli_option option_table[] = {
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORMAT("csv, tsv, xlsx, ods, ndjson, geojsonl, geojson, gpkg, fgb, kml or shp "
                      "(default: by the file's ending; of -, ndjson)"),
    {"review", 0, "FILE", "write the names that stay open, with what they may be, to this table"},
    CLI_OPTION_DECISIONS,
    {"front", 0, "FILE", "add how each row lies to this front; several are its states"},
    {"at", 0, "DATE", "to the front's state of this day, not to that of each row's day"},
    {"by-row", 0, NULL, "answer each row by itself, not with the help of the other rows"},
    {"resume", 0, NULL, "go on with what a stopped run has left"},
    CLI_OPTION_STRICT,
    CLI_OPTION_COUNTRY,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTIONS_EVENTS,
    CLI_OPTION_END};

const cli_command cli_command_geocode = {
    "geocode",
    "EVENTS -o FILE",
    "give the rows of a table their places",
    "Writes the table with all its columns and, behind them, where each row lies, how\n"
    "sure that is, and why. Coordinates that a row has are checked against its name.\n"
    "What stays open is told, never guessed: --review writes it for a person to\n"
    "settle, and --decisions reads the answers.\n\n"
    "  marsad geocode incidents.xlsx -o placed.gpkg\n"
    "  marsad geocode incidents.csv -o placed.csv --review open.xlsx\n"
    "  marsad geocode incidents.csv -o placed.csv --decisions open.xlsx --review open.xlsx\n"
    "  marsad geocode incidents.csv -o placed.csv --front front.geojson\n"
    "  cat lines.ndjson | parallel --pipe -k marsad geocode - -o - > placed.ndjson",
    option_table,
    run};
