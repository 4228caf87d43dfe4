/* What the commands that draw a map have in common: opening what it is drawn from. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/map.h"

/* --- Opening --- */

static int is_style(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');
    return end && end > entry->d_name && strcmp(end, ".json") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Says which styles the data folder has, where `name` is none of them. */
static int no_such_style(const cli_drawing *d, const char *name)
{
    char *folder = cli_path(d->data, "styles");
    struct dirent **entries = NULL;
    int count = folder ? scandir(folder, &entries, is_style, by_name) : 0;
    char list[400] = "";
    size_t used = 0;
    for (int i = 0; i < count; i++) {
        const char *file = entries[i]->d_name;
        int length = (int)(strrchr(file, '.') - file);
        if (used + (size_t)length + 3 < sizeof list) {
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", used ? ", " : "",
                                     length, file);
        }
        free(entries[i]);
    }
    free(entries);
    free(folder);
    cli_note("--style: no style is called \"%s\"; there are %s, and a file is given by its path",
             name, list);
    return CLI_INPUT;
}

static int open_style(cli_drawing *d)
{
    const char *name = cli_value(d->args, "style");
    name = name ? name : "report";
    bool is_path = strchr(name, '/') || strchr(name, '.');
    char *path = NULL;
    if (is_path) {
        path = strdup(name);
    } else {
        char file[256];
        snprintf(file, sizeof file, "styles/%.200s.json", name);
        path = cli_path(d->data, file);
    }
    marsad_error error;
    int status = CLI_DONE;
    if (!path) {
        status = CLI_FAILURE;
    } else if (!is_path && access(path, F_OK) != 0) {
        status = no_such_style(d, name);
    } else if (marsad_style_open(path, &d->style, &error)) {
        status = cli_fail(&error);
    }
    free(path);
    return status;
}

static int open_front(cli_drawing *d)
{
    size_t count;
    const char *const *files = cli_values(d->args, "front", &count);
    return count ? cli_open_front(d->args, files, count, &d->front) : CLI_DONE;
}

static int open_all(cli_drawing *d)
{
    int status = cli_read_events_by(d->args, d->args->words[0], &d->options->events, &d->events);
    if (!status && !(d->data = cli_data_folder(d->args))) {
        status = CLI_INPUT;
    }
    status = status ? status : open_style(d);
    status = status ? status : open_front(d);
    return status ? status : cli_open_places(d->args, &d->places);
}

static int place_events(cli_drawing *d)
{
    marsad_resolve_options how = cli_resolve_options(d->options->country);
    int status = cli_place_by(d->args, d->events, &d->places, &how);
    status = status ? status : cli_frame_around(d->args, &d->places, &how, &d->options->map);
    return status ? status
                  : cli_find_insets(d->args, &d->places, &how, &d->options->map, &d->insets);
}

/* Pango reads the machine's whole font configuration at its start, although the map then uses only
 * the fonts of its own: it is pointed to that file at once. */
static void point_to_fonts(const cli_drawing *d)
{
    char *fonts = cli_path(d->data, "styles/fonts.conf");
    char *absolute = fonts ? realpath(fonts, NULL) : NULL;
    if (absolute) {
        setenv("FONTCONFIG_FILE", absolute, 1);
    }
    free(absolute);
    free(fonts);
}

int cli_open_drawing(const cli_args *args, cli_map_options *options, cli_drawing *d)
{
    *d = (cli_drawing){.args = args, .options = options};
    int status = open_all(d);
    status = status ? status : place_events(d);
    if (!status) {
        cli_note_unplaced(args->words[0], d->events);
        cli_note_far(args->words[0], &d->places, d->events);
        point_to_fonts(d);
    }
    return status;
}

marsad_map_sources cli_drawing_sources(const cli_drawing *d)
{
    return (marsad_map_sources){.data_folder = d->data,
                                .gazetteer = d->places.gazetteer,
                                .style = d->style,
                                .events = d->events,
                                .front = d->front};
}

int cli_drawing_status(const cli_drawing *d, const marsad_map_summary *summary)
{
    bool incomplete = summary->unplaced + summary->ambiguous > 0;
    return incomplete && cli_flag(d->args, "strict") ? CLI_UNRESOLVED : CLI_DONE;
}

int cli_end_drawing(const cli_drawing *d, int status)
{
    const char *output = d->options->output ? d->options->output : cli_value(d->args, "frames");
    return cli_end_events(d->args, d->args->words[0], d->events, output, status);
}

void cli_close_drawing(cli_drawing *d)
{
    cli_free_insets(&d->insets);
    marsad_front_free(d->front);
    marsad_events_free(d->events);
    marsad_style_free(d->style);
    cli_close_places(&d->places);
    free(d->data);
}
