/* What the subcommands that read an events file share. */
#include <string.h>

#include "cli/cli.h"

/* "events.csv", or what "-" stands for. */
static const char *shown(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* ---- reading -------------------------------------------------------------------------------- */

int cli_print_problems(const marsad_problems *problems)
{
    enum { MOST_PRINTED = 20 };
    int status = CLI_DONE;
    size_t printed = problems->count < MOST_PRINTED ? problems->count : MOST_PRINTED;
    for (size_t i = 0; i < printed; i++) {
        status = cli_fail(&problems->items[i]);
    }
    if (problems->found > printed) {
        cli_note("… and %zu more", problems->found - printed);
    }
    return status;
}

/* What is not seen in the events themselves. */
static void note_reading(const cli_args *args, const char *path, const marsad_events *events)
{
    size_t left_out = marsad_events_left_out(events);
    const char *since = cli_value(args, "since");
    const char *until = cli_value(args, "until");
    if (marsad_events_note(events)[0]) {
        cli_note("%s: %s", shown(path), marsad_events_note(events));
    }
    if (left_out) {
        cli_note("%s: %zu row%s %s%s%s%s%s left out", shown(path), left_out,
                 left_out == 1 ? "" : "s", since ? "before " : "", since ? since : "",
                 since && until ? " or " : "", until ? "after " : "", until ? until : "");
    }
}

int cli_read_events_by(const cli_args *args, const char *path, const marsad_events_options *options,
                       marsad_events **out)
{
    marsad_error error = {0};
    marsad_problems problems = {0};
    int status = CLI_DONE;
    *out = NULL;
    if (marsad_events_read(path, options, out, &problems, &error)) {
        status = problems.count ? cli_print_problems(&problems) : cli_fail(&error);
    } else {
        cli_print_problems(&problems);
        note_reading(args, path, *out);
    }
    marsad_problems_clear(&problems);
    return status;
}

int cli_read_events(const cli_args *args, const char *path, marsad_events **out)
{
    marsad_events_options options;
    *out = NULL;
    int status = cli_events_options(args, &options);
    return status ? status : cli_read_events_by(args, path, &options, out);
}

/* ---- rows with faults ----------------------------------------------------------------------- */

static bool is_same_file(const char *a, const char *b)
{
    return marsad_side_file_at(a, b) == MARSAD_SIDE_TABLE;
}

/* What `option` writes must be none of the other files that are read: it would be lost. */
static int check_others(const cli_args *args, const char *option, const char *written)
{
    static const char *const read[] = {"front", "decisions", "known", "gazetteer", "template"};
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        size_t count;
        const char *const *values = cli_values(args, read[i], &count);
        for (size_t v = 0; v < count; v++) {
            if (is_same_file(written, values[v])) {
                return cli_usage_error(args, "%s names the file of --%s, which would be lost",
                                       option, read[i]);
            }
        }
    }
    return CLI_DONE;
}

static int check_rejected(const cli_args *args, const char *given, const char *path,
                          const char *output)
{
    if (!given[0]) {
        return cli_usage_error(args, "--rejected takes the name of a file");
    }
    if (output && (is_same_file(given, output) || strcmp(given, output) == 0)) {
        return cli_usage_error(args, "--rejected and -o name the same file");
    }
    if (is_same_file(given, path)) {
        return cli_usage_error(args, "--rejected names the table itself: it would be lost");
    }
    return check_others(args, "--rejected", given);
}

int cli_check_files(const cli_args *args, const char *path, const char *output)
{
    const char *given = cli_value(args, "rejected");
    int status = given ? check_rejected(args, given, path, output) : CLI_DONE;
    if (status || !output) {
        return status;
    }
    if (is_same_file(output, path)) {
        return cli_usage_error(args, "-o names the table itself, which would be lost: name another "
                                     "file");
    }
    return check_others(args, "-o", output);
}

static int write_rejected(marsad_events *events, const char *path)
{
    marsad_error error;
    size_t count = marsad_events_rejected_count(events);
    if (marsad_events_write_rejected(events, path, &error)) {
        return cli_fail(&error);
    }
    cli_note("%zu row%s left aside: %s in %s", count, count == 1 ? "" : "s",
             count == 1 ? "it stands" : "they stand", path);
    return CLI_INPUT;
}

/* Beside the output, unless somebody's own file would be lost. */
static int write_beside(marsad_events *events, const char *table, const char *path)
{
    size_t count = marsad_events_rejected_count(events);
    marsad_side_file there = marsad_side_file_at(path, table);
    if (there == MARSAD_SIDE_NONE || there == MARSAD_SIDE_EARLIER) {
        return write_rejected(events, path);
    }
    cli_note("%zu row%s left aside; not written to %s, %s: name a file with --rejected", count,
             count == 1 ? "" : "s", path,
             there == MARSAD_SIDE_TABLE ? "which is the table itself"
                                        : "which holds something else");
    return CLI_INPUT;
}

/* What an earlier run has left behind says nothing of this table. */
static void note_stale(const char *table, const char *path)
{
    if (marsad_side_file_at(path, table) == MARSAD_SIDE_EARLIER) {
        cli_note("%s is of an earlier run: no row has a fault now", path);
    }
}

int cli_end_events(const cli_args *args, const char *path, marsad_events *events,
                   const char *output, int status)
{
    if (!events || (status != CLI_DONE && status != CLI_UNRESOLVED)) {
        return status;
    }
    size_t count = marsad_events_rejected_count(events);
    const char *given = cli_value(args, "rejected");
    char *beside = output && !given ? marsad_side_file_path(output) : NULL;
    if (output && !given && !beside) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    if (given && count) {
        status = write_rejected(events, given);
    } else if (beside && count) {
        status = write_beside(events, path, beside);
    } else if (count) {
        cli_note("%zu row%s left aside; --rejected FILE keeps %s", count, count == 1 ? "" : "s",
                 count == 1 ? "it" : "them");
        status = CLI_INPUT;
    } else if (given || beside) {
        note_stale(path, given ? given : beside);
    }
    marsad_string_free(beside);
    return status;
}

marsad_resolve_options cli_resolve_options(const char *country)
{
    marsad_resolve_options options = marsad_resolve_defaults();
    options.country = country[0] ? country : NULL;
    return options;
}

int cli_place_by(const cli_args *args, marsad_events *events, const cli_places *places,
                 const marsad_resolve_options *how)
{
    marsad_error error;
    marsad_decisions *decisions = NULL;
    const char *path = cli_value(args, "decisions");
    marsad_status status =
        path ? marsad_decisions_read(path, places->gazetteer, &decisions, &error) : MARSAD_OK;
    if (!status) {
        status = marsad_events_place_decided(events, places->resolver, how, decisions, &error);
    }
    marsad_decisions_free(decisions);
    return status ? cli_fail(&error) : CLI_DONE;
}

/* What a reader should look at: no place at all, or one that is far from sure. */
static void note_incident(const char *path, const marsad_incident *incident)
{
    const double sure = 0.75;
    const marsad_resolution *answer = incident->resolution;
    if (!marsad_incident_is_placed(incident)) {
        cli_note("%s: row %ld, column location: \"%s\" is %s: %s", path, incident->row,
                 incident->location, marsad_resolve_status_text(answer->status), answer->reason);
    } else if (answer && answer->confidence < sure) {
        cli_note("%s: row %ld, column location: \"%s\" is not sure (%.2f): %s", path, incident->row,
                 incident->location, answer->confidence, answer->reason);
    }
}

size_t cli_note_unplaced(const char *path, const marsad_events *events)
{
    size_t count = 0;
    path = shown(path);
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        note_incident(path, incident);
        count += !marsad_incident_is_placed(incident);
    }
    return count;
}
