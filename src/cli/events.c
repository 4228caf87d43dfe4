/* What the subcommands that read an events file share. */
#include <string.h>

#include "cli/cli.h"

static int print_problems(const marsad_problems *problems)
{
    enum { MOST_PRINTED = 100 };
    int status = CLI_INPUT;
    for (size_t i = 0; i < problems->count && i < MOST_PRINTED; i++) {
        status = cli_fail(&problems->items[i]);
    }
    if (problems->count > MOST_PRINTED) {
        cli_note("… and %zu more", problems->count - MOST_PRINTED);
    }
    return status;
}

int cli_read_events(const char *path, marsad_events **out)
{
    marsad_error error = {0};
    marsad_problems problems = {0};
    int status = CLI_DONE;
    const char *file = strcmp(path, "-") == 0 ? "/dev/stdin" : path;
    if (marsad_events_read(file, NULL, out, &problems, &error) || problems.count) {
        status = problems.count ? print_problems(&problems) : cli_fail(&error);
        marsad_events_free(*out);
        *out = NULL;
    }
    marsad_problems_clear(&problems);
    return status;
}

marsad_resolve_options cli_resolve_options(const char *country)
{
    marsad_resolve_options options = marsad_resolve_defaults();
    options.country = country[0] ? country : NULL;
    return options;
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
    path = strcmp(path, "-") == 0 ? "standard input" : path;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        note_incident(path, incident);
        count += !marsad_incident_is_placed(incident);
    }
    return count;
}
