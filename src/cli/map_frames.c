/* marsad map --frames: a map of each period, all in the frame of the whole. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/map.h"

static int make_folder(const char *folder)
{
    struct stat there;
    if (mkdir(folder, 0777) == 0 || (stat(folder, &there) == 0 && S_ISDIR(there.st_mode))) {
        return CLI_DONE;
    }
    cli_note("--frames: %s: %s", folder,
             errno == EEXIST ? "is a file, not a folder" : strerror(errno));
    return CLI_INPUT;
}

/* "frames/2020-01-25.png": the first day of the period, or the month or year. */
static char *frame_path(const char *folder, marsad_date date, const char *format)
{
    char day[MARSAD_DATE_TEXT];
    char file[MARSAD_DATE_TEXT + 8];
    snprintf(file, sizeof file, "%s.%.4s", marsad_date_text(date, day), format);
    return cli_path(folder, file);
}

static int draw_frame(const cli_args *args, const marsad_map_sources *sources,
                      const marsad_map_options *options, marsad_map_summary *summary)
{
    const char *format = cli_value(args, "format");
    char *path = frame_path(cli_value(args, "frames"), options->only_from, format ? format : "png");
    marsad_map *map = NULL;
    marsad_error error;
    int status = path ? CLI_DONE : CLI_FAILURE;
    if (!status && (marsad_map_compose(sources, options, &map, &error) ||
                    marsad_map_write(map, path, &error))) {
        status = cli_fail_row(&error, args->words[0]);
    }
    if (!status) {
        *summary = *marsad_map_describe(map);
    }
    marsad_map_free(map);
    free(path);
    return status;
}

/* Incidents with a place whose date says too little for any of the maps. */
static size_t count_undated(const marsad_events *events, marsad_date like)
{
    size_t count = 0;
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        const marsad_incident *incident = marsad_events_get(events, i);
        marsad_date date = incident->date;
        bool known = date.year && (date.month || !like.month) && (date.day || !like.day);
        count += marsad_incident_is_placed(incident) && !known;
    }
    return count;
}

static void note_frames(const cli_args *args, const marsad_events *events, const marsad_span *spans,
                        size_t count)
{
    char first[MARSAD_DATE_TEXT];
    char last[MARSAD_DATE_TEXT];
    cli_note("%s: %zu map%s written, %s to %s", cli_value(args, "frames"), count,
             count == 1 ? "" : "s", marsad_date_text(spans[0].first, first),
             marsad_date_text(spans[count - 1].last, last));
    size_t undated = count_undated(events, spans[0].first);
    if (undated) {
        cli_note("%zu of %zu incidents have a date that is not exact enough for a map of its own",
                 undated, marsad_events_count(events));
    }
}

int cli_draw_frames(const cli_args *args, const marsad_map_sources *sources,
                    const cli_map_options *options, marsad_map_summary *summary)
{
    marsad_span *spans = NULL;
    size_t count = 0;
    marsad_error error;
    int status = CLI_DONE;
    if (marsad_map_periods(sources->events, options->every, &spans, &count, &error)) {
        status = cli_fail(&error);
    }
    status = status ? status : make_folder(cli_value(args, "frames"));
    for (size_t i = 0; !status && i < count; i++) {
        marsad_map_options drawn = options->map;
        drawn.only_from = spans[i].first;
        drawn.only_to = spans[i].last;
        status = draw_frame(args, sources, &drawn, summary);
    }
    if (!status) {
        note_frames(args, sources->events, spans, count);
    }
    marsad_map_periods_free(spans);
    return status;
}
