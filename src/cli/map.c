/* marsad map: draws the annotated map. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/map_lang.h"
#include "cli/map_panes.h"

static const cli_option option_table[] = {
    {"output", 'o', "FILE", "write the map to FILE: .svg, .png or .pdf"},
    {"title", 0, "TEXT", "the map's title"},
    {"size", 0, "SIZE", "the sheet: 1600x1200 (pixels, the default), a4, a4-landscape, 120mmx80mm"},
    {"margin", 0, "WIDTH", "around all that is drawn: 10mm, 0.5in, 40px (default: by the size)"},
    {"bleed", 0, "WIDTH", "of paper: add this much, such as 3mm, to each side, to be cut off"},
    {"dpi", 0, "N", "dots per inch of a PNG: 36 to 1200 (default 96)"},
    {"lang", 0, "LANG[+LANG]",
     "language of names and words: en, ar or fr; of two, labels name places in both"},
    {"bbox", 0, "W,S,E,N", "show this box, in degrees"},
    {"around", 0, "PLACE:KM", "show the surroundings of a place"},
    {"front", 0, "FILE", "draw this front and how incidents lie to it; may be given several times"},
    {"at", 0, "DATE[,DATE]",
     "the front in force then; of two dates, and what changed between them"},
    {"graticule", 0, "KIND",
     "ticks on the frame, lines across the map, or none (default: ticks, or lines where north "
     "turns)"},
    {"style", 0, "STYLE", "dark, minimal, print or report (the default), or a style file"},
    {"crs", 0, "CRS", "projected CRS such as EPSG:32633 (default: chosen by the extent)"},
    {"as", 0, "HOW",
     "show incidents as auto, callouts, numbers, points, groups, hexbin or density"},
    {"size-by", 0, "COLUMN", "size symbols by the numbers in this column, such as killed"},
    {"color-by", 0, "COLUMN", "colour incidents by type (the default), date, or a column"},
    {"link", 0, "COLUMN",
     "in an SVG or PDF, let incidents lead to the web address in this column, such as url"},
    CLI_OPTIONS_PANES,
    {"svg-text", 0, "KIND", "an SVG's text as text (the default), or as outline for print tools"},
    CLI_OPTION_COUNTRY,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_STRICT,
    {"verbose", 0, NULL, "say what was chosen, and how many labels found room"},
    CLI_OPTION_END};

/* Everything that a run opens. */
typedef struct job {
    const cli_args *args;
    const char *output;
    char country[3];
    char *data;
    cli_places places;
    marsad_style *style;
    marsad_events *events;
    marsad_front *front; /* NULL without --front */
    marsad_map *map;
    marsad_map_options options;
    cli_insets insets;
} job;

/* --- Options --- */

static int read_size(job *j)
{
    const char *text = cli_value(j->args, "size");
    marsad_error error;
    if (text && marsad_map_size_parse(text, &j->options, &error)) {
        return cli_usage_error(j->args, "--size: %s", error.message);
    }
    return CLI_DONE;
}

/* A bare number counts in the sheet's unit: after the size. */
static int read_edges(job *j)
{
    const char *margin = cli_value(j->args, "margin");
    const char *bleed = cli_value(j->args, "bleed");
    marsad_error error;
    if (margin && marsad_map_margin_parse(margin, &j->options, &error)) {
        return cli_usage_error(j->args, "--margin: %s", error.message);
    }
    if (bleed && marsad_map_bleed_parse(bleed, &j->options, &error)) {
        return cli_usage_error(j->args, "--bleed: %s", error.message);
    }
    return CLI_DONE;
}

static int read_graticule(job *j)
{
    static const struct {
        const char *name;
        marsad_graticule kind;
    } kinds[] = {{"ticks", MARSAD_GRATICULE_TICKS},
                 {"lines", MARSAD_GRATICULE_LINES},
                 {"none", MARSAD_GRATICULE_NONE}};
    const char *name = cli_value(j->args, "graticule");
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            j->options.graticule = kinds[i].kind;
            return CLI_DONE;
        }
    }
    return name ? cli_usage_error(j->args, "--graticule is ticks, lines or none, not \"%s\"", name)
                : CLI_DONE;
}

static int read_dpi(job *j)
{
    const char *text = cli_value(j->args, "dpi");
    bool digits = text && *text && strlen(text) <= 4 && !text[strspn(text, "0123456789")];
    int dpi = digits ? atoi(text) : 0;
    if (text && (dpi < 36 || dpi > 1200)) {
        return cli_usage_error(
            j->args, "--dpi is a whole number of dots per inch from 36 to 1200, not \"%s\"", text);
    }
    j->options.dpi = text ? dpi : j->options.dpi;
    return CLI_DONE;
}

/* Size, resolution and format together. */
static int check_options(job *j)
{
    marsad_error error;
    if (marsad_map_check_options(&j->options, j->output, &error)) {
        return cli_usage_error(j->args, "%s", error.message);
    }
    return CLI_DONE;
}

static int read_bbox(job *j)
{
    const char *text = cli_value(j->args, "bbox");
    marsad_error error;
    if (text && cli_value(j->args, "around")) {
        return cli_usage_error(j->args, "--bbox and --around exclude each other");
    }
    if (text && marsad_bbox_parse(text, &j->options.bbox, &error)) {
        return cli_usage_error(j->args, "--bbox: %s", error.message);
    }
    j->options.has_bbox = text != NULL;
    return CLI_DONE;
}

/* --at DATE, or --at OLD,NEW. */
static int read_at(job *j)
{
    marsad_date first;
    marsad_date second;
    if (!cli_value(j->args, "at")) {
        return CLI_DONE;
    }
    if (!cli_value(j->args, "front")) {
        return cli_usage_error(j->args,
                               "--at says when a front was in force: name its file with --front");
    }
    int status = cli_date_option(j->args, "at", &first, &second);
    if (!status && second.year && marsad_date_compare(first, second) >= 0) {
        return cli_usage_error(j->args, "--at takes the earlier date first, not \"%s\"",
                               cli_value(j->args, "at"));
    }
    j->options.front_at = second.year ? second : first;
    j->options.front_since = second.year ? first : (marsad_date){0};
    return status;
}

static int read_svg_text(job *j)
{
    const char *kind = cli_value(j->args, "svg-text");
    j->options.svg_outlines = kind && strcmp(kind, "outline") == 0;
    if (kind && !j->options.svg_outlines && strcmp(kind, "text") != 0) {
        return cli_usage_error(j->args, "--svg-text is text or outline, not \"%s\"", kind);
    }
    return CLI_DONE;
}

/* One file, or with --frames many in a folder. */
static int read_output(job *j)
{
    j->output = cli_value(j->args, "output");
    bool frames = cli_value(j->args, "frames") != NULL;
    marsad_error error;
    if (frames && j->output) {
        return cli_usage_error(j->args, "--frames names the folder to write to: leave out -o");
    }
    if (!frames && !j->output) {
        return cli_usage_error(j->args, "where to? name a file with -o");
    }
    return !frames && marsad_map_check_path(j->output, &error) ? cli_fail(&error) : CLI_DONE;
}

static int read_symbols(job *j)
{
    const char *as = cli_value(j->args, "as");
    marsad_error error;
    j->options.size_by = cli_value(j->args, "size-by");
    j->options.color_by = cli_value(j->args, "color-by");
    if (as && marsad_map_as_parse(as, &j->options.as, &error)) {
        return cli_usage_error(j->args, "--as: %s", error.message);
    }
    return CLI_DONE;
}

static int read_options(job *j)
{
    j->options = marsad_map_defaults();
    if (j->args->word_count != 1) {
        return cli_usage_error(j->args, j->args->word_count ? "one events file at a time"
                                                            : "which events file?");
    }
    int status = read_output(j);
    j->options.title = cli_value(j->args, "title");
    j->options.crs = cli_value(j->args, "crs");
    j->options.link = cli_value(j->args, "link");
    status = status ? status : cli_map_lang(j->args, &j->options);
    status = status ? status : cli_read_panes(j->args, &j->options);
    status = status ? status : read_size(j);
    status = status ? status : read_edges(j);
    status = status ? status : read_dpi(j);
    status = status ? status : check_options(j);
    status = status ? status : read_bbox(j);
    status = status ? status : read_at(j);
    status = status ? status : read_svg_text(j);
    status = status ? status : read_symbols(j);
    status = status ? status : read_graticule(j);
    return status ? status : cli_country(j->args, j->country);
}

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

/* --- Placing --- */

/* Frames the map on the place called `name`. */
static int frame_on(job *j, const char *name, double metres)
{
    marsad_resolution *found = NULL;
    marsad_resolve_options how = cli_resolve_options(j->country);
    int status = cli_find_centre("around", &j->places, &how, name, &found);
    if (!status) {
        const marsad_place *place = found->candidates[0].place;
        j->options.bbox = marsad_bbox_around(place->at, metres);
        j->options.has_bbox = true;
        bool listed = place->feature_code[0]; /* a point has neither kind nor country */
        cli_note("showing %g km around %s%s%s%s%s", metres / 1000, place->name, listed ? " (" : "",
                 place->feature_code, listed ? "), " : "", listed ? place->country : "");
    }
    marsad_resolution_free(found);
    return status;
}

static int frame_around(job *j)
{
    const char *text = cli_value(j->args, "around");
    char *name = NULL;
    double metres = 0;
    if (!text) {
        return CLI_DONE;
    }
    int status = cli_split_around(j->args, "around", text, &name, &metres);
    status = status ? status : frame_on(j, name, metres);
    free(name);
    return status;
}

static int place_events(job *j)
{
    marsad_error error;
    marsad_resolve_options options = cli_resolve_options(j->country);
    if (marsad_events_place(j->events, j->places.resolver, &options, &error)) {
        return cli_fail(&error);
    }
    int status = frame_around(j);
    return status ? status
                  : cli_find_insets(j->args, &j->places, &options, &j->options, &j->insets);
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

static bool is_png(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcasecmp(path + length - 4, ".png") == 0;
}

/* Says how many incidents lead nowhere although their row gives an address. */
static void note_links(const job *j, const marsad_map_summary *summary)
{
    if (summary->not_linked > 0) {
        cli_note("%s: row %ld, column %s: not an http, https or mailto address%s: no link",
                 j->args->words[0], summary->not_linked_row, j->options.link,
                 summary->not_linked > 1 ? ", and neither are those of other rows" : "");
    }
    if (summary->linked > 0 && is_png(j->output)) {
        cli_note("%s: a PNG has no links; write an .svg or .pdf", j->output);
    }
}

static void note_drawn(const job *j, const marsad_map_summary *summary)
{
    cli_note("%s: %zu of %zu incidents drawn; %zu not placed, %zu ambiguous, %zu outside the map",
             j->output, summary->drawn, summary->incidents, summary->unplaced, summary->ambiguous,
             summary->outside);
}

static int strict_status(const job *j, const marsad_map_summary *summary)
{
    bool incomplete = summary->unplaced + summary->ambiguous > 0;
    return incomplete && cli_flag(j->args, "strict") ? CLI_UNRESOLVED : CLI_DONE;
}

static int draw(job *j)
{
    point_to_fonts(j);
    marsad_map_sources sources = {.data_folder = j->data,
                                  .gazetteer = j->places.gazetteer,
                                  .style = j->style,
                                  .events = j->events,
                                  .front = j->front};
    if (!j->output) {
        marsad_map_summary last = {0};
        int status = cli_draw_frames(j->args, &sources, &j->options, &last);
        return status ? status : strict_status(j, &last);
    }
    marsad_error error;
    if (marsad_map_compose(&sources, &j->options, &j->map, &error) ||
        marsad_map_write(j->map, j->output, &error)) {
        return cli_fail(&error);
    }
    const marsad_map_summary *summary = marsad_map_describe(j->map);
    note_drawn(j, summary);
    if (summary->left_out[0]) {
        cli_note("%s: left out for want of room: %s", j->output, summary->left_out);
    }
    note_links(j, summary);
    if (cli_flag(j->args, "verbose")) {
        cli_map_say_more(summary);
    }
    if (summary->drawn == 0 && summary->outside > 0) {
        cli_note("no incident lies in the area shown; look at --bbox (W,S,E,N) or --around");
    }
    return strict_status(j, summary);
}

static int run(const cli_args *args)
{
    job j = {.args = args};
    int status = read_options(&j);
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
    "Places the incidents of EVENTS (CSV or GeoJSON) by name or coordinates and draws them. What "
    "cannot be\nplaced is listed on the map and on standard error, never dropped.\n\n"
    "  marsad map incidents.csv -o incidents.svg --title \"Clashes in January\"\n"
    "  marsad map incidents.csv -o misrata.png --around Misrata:80 --lang ar\n"
    "  marsad map incidents.csv -o a4.png --size a4-landscape --dpi 300\n"
    "  marsad map incidents.csv -o front.png --front front.geojson --at 2020-01-25,2020-01-27",
    option_table,
    run};
