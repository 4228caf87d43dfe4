/* marsad report: a page with the map, what it is drawn from, and how it came to be. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/map.h"

/* --- The command line, for the report's method --- */

static bool is_plain(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./,:=+@%";
    return word[0] && !word[strspn(word, plain)];
}

/* A word as a shell takes it: as it is, or in single quotes. */
static void put_word(FILE *stream, const char *word)
{
    if (is_plain(word)) {
        fputs(word, stream);
        return;
    }
    fputc('\'', stream);
    for (; *word; word++) {
        if (*word == '\'') {
            fputs("'\\''", stream);
        } else {
            fputc(*word, stream);
        }
    }
    fputc('\'', stream);
}

/* The last part of a path: where a file lay is not for the readers of a report. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static bool names_file(const char *option)
{
    static const char *const names[] = {"output", "template",  "front",
                                        "style",  "decisions", "rejected"};
    bool found = false;
    for (size_t i = 0; !found && i < sizeof names / sizeof *names; i++) {
        found = strcmp(option, names[i]) == 0;
    }
    return found;
}

/* Which files the machine has its data in, and what is said on its terminal, tell nobody else
 * anything. */
static bool is_left_out(const char *option)
{
    return strcmp(option, "data") == 0 || strcmp(option, "verbose") == 0;
}

static void put_option(FILE *stream, const cli_args *args, const cli_option *option)
{
    size_t count;
    const char *const *values = cli_values(args, option->name, &count);
    for (size_t i = 0; !is_left_out(option->name) && i < count; i++) {
        if (option->letter) {
            fprintf(stream, " -%c", option->letter);
        } else {
            fprintf(stream, " --%s", option->name);
        }
        if (option->argument) {
            fputc(' ', stream);
            put_word(stream, names_file(option->name) ? base_name(values[i]) : values[i]);
        }
    }
}

/* To be freed; NULL, with a message, if memory is out. */
static char *command_line(const cli_args *args)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (stream) {
        fputs("marsad report ", stream);
        put_word(stream, base_name(args->words[0]));
        for (const cli_option *option = args->command->options; option->name; option++) {
            if (option->name[0]) {
                put_option(stream, args, option);
            }
        }
        fclose(stream);
    }
    if (!text) {
        cli_note("out of memory");
    }
    return text;
}

/* --- Its options --- */

enum { MOST_PATH = 4096 };

/* With --format, the ending that -o has none of; both may say the same. */
static int apply_format(const cli_args *args, const char *format, const char *output,
                        char named[MOST_PATH])
{
    static const char *const formats[] = {"html", "xml", "md", "tex", "docx"};
    size_t i = 0;
    while (i < sizeof formats / sizeof *formats && strcmp(format, formats[i]) != 0) {
        i++;
    }
    if (i == sizeof formats / sizeof *formats) {
        return cli_usage_error(args, "--format is html, xml, md, tex or docx, not \"%s\"", format);
    }
    const char *dot = strrchr(base_name(output), '.');
    bool same = dot && strcasecmp(dot + 1, format) == 0;
    if (!same && dot && marsad_report_check_path(output, NULL) == MARSAD_OK) {
        return cli_usage_error(args, "--format says %s, and -o \"%s\" another", format, output);
    }
    int length = snprintf(named, MOST_PATH, "%s%s%s", output, same ? "" : ".", same ? "" : format);
    return length < MOST_PATH ? CLI_DONE : cli_usage_error(args, "-o is too long a name");
}

static int read_output(const cli_args *args, cli_map_options *out, char named[MOST_PATH])
{
    marsad_error error;
    const char *format = cli_value(args, "format");
    out->output = cli_value(args, "output");
    if (!out->output) {
        return cli_usage_error(args, "where to? name a file with -o");
    }
    if (format) {
        int status = apply_format(args, format, out->output, named);
        if (status) {
            return status;
        }
        out->output = named;
    }
    return marsad_report_check_path(out->output, &error) ? cli_fail(&error) : CLI_DONE;
}

static int read_options(const cli_args *args, cli_map_options *out, marsad_report_options *report,
                        char named[MOST_PATH])
{
    *report = marsad_report_defaults();
    *out = (cli_map_options){.map = report->map};
    report->template_path = cli_value(args, "template");
    report->fit_height = !cli_value(args, "size");
    int status = read_output(args, out, named);
    return status ? status : cli_read_drawing_options(args, out);
}

/* --- The command --- */

static void note_report(const cli_args *args, const char *output,
                        const marsad_report_summary *summary)
{
    const marsad_map_summary *map = &summary->map;
    cli_note("%s: %zu incident%s, %zu of them on the map; %zu not placed, %zu ambiguous, %zu "
             "outside the map",
             output, summary->rows, summary->rows == 1 ? "" : "s", map->drawn, map->unplaced,
             map->ambiguous, map->outside);
    if (cli_flag(args, "verbose")) {
        cli_note("projection: %s", map->projection);
    }
}

static int write_report(const cli_drawing *d, marsad_report_options *report)
{
    marsad_map_sources sources = cli_drawing_sources(d);
    marsad_report_summary summary = {0};
    marsad_error error;
    char *command = command_line(d->args);
    int status = command ? CLI_DONE : CLI_FAILURE;
    report->map = d->options->map;
    report->command = command;
    if (!status && marsad_report_write(&sources, report, d->options->output, &summary, &error)) {
        status = cli_fail_row(&error, d->args->words[0]);
    } else if (!status) {
        note_report(d->args, d->options->output, &summary);
        status = cli_drawing_status(d, &summary.map);
    }
    free(command);
    return status;
}

static int run(const cli_args *args)
{
    char named[MOST_PATH];
    cli_map_options options;
    marsad_report_options report;
    cli_drawing drawing = {0};
    int status = read_options(args, &options, &report, named);
    status = status ? status : cli_open_drawing(args, &options, &drawing);
    if (!status) {
        status = cli_end_drawing(&drawing, write_report(&drawing, &report));
    }
    cli_close_drawing(&drawing);
    return status;
}

static const cli_option option_table[] = {
    {"output", 'o', "FILE", "write the report to FILE: .html, .xml, .md, .tex or .docx"},
    {"format", 0, "FORMAT",
     "html, xml, md, tex or docx (default: by the file's ending); the last three by pandoc"},
    {"title", 0, "TEXT", "the report's title"},
    {"lang", 0, "LANG[+LANG]",
     "language of the report: en, ar or fr; of two, such as ar+en, its map names places in both"},
    {"template", 0, "FILE", "an XSLT stylesheet of your own (see styles/README.md)"},

    CLI_OPTION_HEADING("its map"),
    {"style", 0, "STYLE", "report (the default), print, dark or minimal, or a style file"},
    {"size", 0, "SIZE", "1200x900 (pixels), a4-landscape, 120mmx80mm (default: 1200 pixels wide)"},
    {"bbox", 0, "W,S,E,N", "show this box, in degrees (default: where the incidents are)"},
    {"around", 0, "PLACE:KM", "show the surroundings of a place"},
    {"crs", 0, "CRS", "projected CRS such as EPSG:32633 (default: chosen by the extent)"},
    {"graticule", 0, "KIND", "ticks, lines, none, or auto (the default)"},
    {"as", 0, "HOW",
     "callouts, numbers, points, groups, hexbin or density; auto (the default) chooses by how many "
     "there are"},
    {"size-by", 0, "COLUMN", "size symbols by the numbers in this column, such as killed"},
    {"color-by", 0, "COLUMN", "colour incidents by type (the default), date, or a column"},
    {"link", 0, "COLUMN", "let incidents lead to the web address in this column, such as url"},
    {"front", 0, "FILE", "draw this front, and tell how the incidents lie to it; several times"},
    {"at", 0, "DATE[,DATE]",
     "the front in force then; of two dates, and what changed between them"},
    {"facet", 0, "HOW", "small maps by day, week, month, year, type, or a column"},
    {"inset", 0, "PLACE:KM", "show the surroundings of a place larger"},
    {"no-inset", 0, NULL, "no inset"},

    CLI_OPTIONS_EVENTS,

    CLI_OPTION_HEADING("names, data and messages"),
    CLI_OPTION_COUNTRY,
    CLI_OPTION_DECISIONS,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_STRICT,
    {"verbose", 0, NULL, "say what was chosen"},
    CLI_OPTION_END};

const cli_command cli_command_report = {
    "report",
    "EVENTS -o FILE",
    CLI_SUMMARY_REPORT,
    "Places the incidents of EVENTS and writes a report of them: the map, key figures, a\n"
    "table that can be sorted and filtered, incidents by day, type and place, distances,\n"
    "what could not be placed, method, sources and licences. The page is one file that asks\n"
    "the network for nothing. An .xml is what a --template is given.\n\n"
    "  marsad report incidents.csv -o report.html --title \"Clashes in January\"\n"
    "  marsad report incidents.csv -o report.html --lang ar --front front.geojson\n"
    "  marsad report incidents.csv -o report.html --template ours.xsl",
    option_table,
    run};
