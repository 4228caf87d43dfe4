/* marsad map: draws the annotated map. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/map.h"

/* Everything that a run opens. */
typedef struct job {
    const cli_args *args;
    cli_map_options options;
    cli_insets insets;
    char *data;
    cli_places places;
    marsad_style *style;
    marsad_events *events;
    marsad_front *front; /* NULL without --front */
    marsad_map *map;
} job;

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
static int no_such_style(const job *j, const char *name)
{
    char *folder = cli_path(j->data, "styles");
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

static int open_style(job *j)
{
    const char *name = cli_value(j->args, "style");
    name = name ? name : "report";
    bool is_path = strchr(name, '/') || strchr(name, '.');
    char *path = NULL;
    if (is_path) {
        path = strdup(name);
    } else {
        char file[256];
        snprintf(file, sizeof file, "styles/%.200s.json", name);
        path = cli_path(j->data, file);
    }
    marsad_error error;
    int status = CLI_DONE;
    if (!path) {
        status = CLI_FAILURE;
    } else if (!is_path && access(path, F_OK) != 0) {
        status = no_such_style(j, name);
    } else if (marsad_style_open(path, &j->style, &error)) {
        status = cli_fail(&error);
    }
    free(path);
    return status;
}

static int open_front(job *j)
{
    size_t count;
    const char *const *files = cli_values(j->args, "front", &count);
    return count ? cli_open_front(j->args, files, count, &j->front) : CLI_DONE;
}

static int open_all(job *j)
{
    int status = cli_read_events(j->args->words[0], &j->events);
    if (!status && !(j->data = cli_data_folder(j->args))) {
        status = CLI_INPUT;
    }
    status = status ? status : open_style(j);
    status = status ? status : open_front(j);
    return status ? status : cli_open_places(j->args, &j->places);
}

static int place_events(job *j)
{
    marsad_error error;
    marsad_resolve_options how = cli_resolve_options(j->options.country);
    if (marsad_events_place(j->events, j->places.resolver, &how, &error)) {
        return cli_fail(&error);
    }
    int status = cli_frame_around(j->args, &j->places, &how, &j->options.map);
    return status ? status
                  : cli_find_insets(j->args, &j->places, &how, &j->options.map, &j->insets);
}

/* --- Drawing --- */

/* Pango reads the machine's whole font configuration at its start, although the map then uses only
 * the fonts of its own: it is pointed to that file at once. */
static void point_to_fonts(const job *j)
{
    char *fonts = cli_path(j->data, "styles/fonts.conf");
    char *absolute = fonts ? realpath(fonts, NULL) : NULL;
    if (absolute) {
        setenv("FONTCONFIG_FILE", absolute, 1);
    }
    free(absolute);
    free(fonts);
}

static int strict_status(const job *j, const marsad_map_summary *summary)
{
    bool incomplete = summary->unplaced + summary->ambiguous > 0;
    return incomplete && cli_flag(j->args, "strict") ? CLI_UNRESOLVED : CLI_DONE;
}

static int print_snippet(const job *j, const marsad_map_summary *summary)
{
    char *text = NULL;
    marsad_error error;
    if (marsad_report_snippet(j->options.snippet, j->options.output, summary->title, &text,
                              &error)) {
        return cli_fail(&error);
    }
    fputs(text, stdout);
    marsad_string_free(text);
    return cli_finish(CLI_DONE);
}

static int draw(job *j)
{
    point_to_fonts(j);
    marsad_map_sources sources = {.data_folder = j->data,
                                  .gazetteer = j->places.gazetteer,
                                  .style = j->style,
                                  .events = j->events,
                                  .front = j->front};
    if (!j->options.output) {
        marsad_map_summary last = {0};
        int status = cli_draw_frames(j->args, &sources, &j->options, &last);
        return status ? status : strict_status(j, &last);
    }
    marsad_error error;
    if (marsad_map_compose(&sources, &j->options.map, &j->map, &error) ||
        marsad_map_write(j->map, j->options.output, &error)) {
        return cli_fail_row(&error, j->args->words[0]);
    }
    const marsad_map_summary *summary = marsad_map_describe(j->map);
    cli_note_map(j->args, &j->options, summary);
    int status = j->options.has_snippet ? print_snippet(j, summary) : CLI_DONE;
    return status ? status : strict_status(j, summary);
}

static int run(const cli_args *args)
{
    job j = {.args = args};
    int status = cli_read_map_options(args, &j.options);
    status = status ? status : open_all(&j);
    status = status ? status : place_events(&j);
    if (!status) {
        cli_note_unplaced(args->words[0], j.events);
        status = draw(&j);
    }
    cli_free_insets(&j.insets);
    marsad_map_free(j.map);
    marsad_front_free(j.front);
    marsad_events_free(j.events);
    marsad_style_free(j.style);
    cli_close_places(&j.places);
    free(j.data);
    return status;
}

const cli_command cli_command_map = {
    "map",
    "EVENTS -o FILE",
    CLI_SUMMARY_MAP,
    "Places the incidents of EVENTS (CSV or GeoJSON) by name or coordinates and draws\n"
    "them. What cannot be placed is listed on the map and on standard error, never\ndropped.\n\n"
    "  marsad map incidents.csv -o incidents.svg --title \"Clashes in January\"\n"
    "  marsad map incidents.csv -o misrata.png --around Misrata:80 --lang ar\n"
    "  marsad map incidents.csv -o a4.png --size a4-landscape --dpi 300\n"
    "  marsad map incidents.csv -o front.png --front front.geojson --at 2020-01-25,2020-01-27",
    cli_map_option_table,
    run};
