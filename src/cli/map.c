/* marsad map: draws the annotated map. */
#include "cli/map.h"

static int draw_frames(const cli_drawing *d)
{
    marsad_map_sources sources = cli_drawing_sources(d);
    marsad_map_summary last = {0};
    int status = cli_draw_frames(d->args, &sources, d->options, &last);
    return status ? status : cli_drawing_status(d, &last);
}

/* A picture cannot be printed as text: it has a document of its own, beside the map. */
static int write_docx(const cli_map_options *options, const marsad_map *map)
{
    char *path = NULL;
    marsad_error error;
    int status = CLI_DONE;
    if (marsad_report_docx_path(options->output, &path, &error) ||
        marsad_report_docx(map, options->output, path, &error)) {
        status = cli_fail(&error);
    } else {
        cli_note("%s: a Word document of the map and its caption", path);
    }
    marsad_string_free(path);
    return status;
}

static int print_snippet(const cli_map_options *options, const marsad_map *map)
{
    if (options->snippet == MARSAD_SNIPPET_DOCX) {
        return write_docx(options, map);
    }
    const marsad_map_summary *summary = marsad_map_describe(map);
    char *text = NULL;
    marsad_error error;
    if (marsad_report_snippet(options->snippet, options->output, summary->title, &text, &error)) {
        return cli_fail(&error);
    }
    fputs(text, stdout);
    marsad_string_free(text);
    return cli_finish(CLI_DONE);
}

static int draw_one(const cli_drawing *d)
{
    marsad_map_sources sources = cli_drawing_sources(d);
    marsad_map *map = NULL;
    marsad_error error;
    int status = CLI_DONE;
    if (marsad_map_compose(&sources, &d->options->map, &map, &error) ||
        marsad_map_write(map, d->options->output, &error)) {
        status = cli_fail_row(&error, d->args->words[0]);
    } else {
        cli_note_map(d->args, d->options, marsad_map_describe(map));
        status = d->options->has_snippet ? print_snippet(d->options, map) : status;
        status = status ? status : cli_drawing_status(d, marsad_map_describe(map));
    }
    marsad_map_free(map);
    return status;
}

static int run(const cli_args *args)
{
    cli_map_options options;
    cli_drawing drawing = {0};
    int status = cli_read_map_options(args, &options);
    status = status ? status : cli_open_drawing(args, &options, &drawing);
    if (!status) {
        status = options.output ? draw_one(&drawing) : draw_frames(&drawing);
        status = cli_end_drawing(&drawing, status);
    }
    cli_close_drawing(&drawing);
    return status;
}

const cli_command cli_command_map = {
    "map",
    "EVENTS -o FILE",
    CLI_SUMMARY_MAP,
    "Places the incidents of EVENTS by name or coordinates and draws them. What cannot be\n"
    "placed is listed on the map and on standard error, never dropped; rows with faults are\n"
    "counted on the map and written to a file beside it, and the status is 2. 'marsad events\n"
    "info EVENTS' says how a table is understood.\n\n"
    "  marsad map incidents.csv -o incidents.svg --title \"Clashes in January\"\n"
    "  marsad map incidents.csv -o misrata.png --around Misrata:80 --lang ar\n"
    "  marsad map incidents.csv -o a4.png --size a4-landscape --dpi 300\n"
    "  marsad map incidents.csv -o front.png --front front.geojson --at 2020-01-25,2020-01-27",
    cli_map_option_table,
    run};
