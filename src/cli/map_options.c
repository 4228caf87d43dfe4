/* marsad map: its options, and what excludes or needs what. */
#include <stdlib.h>
#include <string.h>

#include "cli/map.h"

const cli_option cli_map_option_table[] = {
    {"output", 'o', "FILE", "write the map to FILE: .svg, .png or .pdf"},
    {"title", 0, "TEXT", "the map's title (default: by the incidents' dates)"},
    {"lang", 0, "LANG[+LANG]",
     "language of names and words: en, ar or fr; of two, such as ar+en, labels name places in "
     "both"},
    {"style", 0, "STYLE", "report (the default), print, dark or minimal, or a style file"},

    CLI_OPTION_HEADING("the sheet"),
    {"size", 0, "SIZE",
     "1600x1200 (pixels, the default), a4, a4-landscape, 120mmx80mm; a0 to a6, letter, legal, "
     "tabloid"},
    {"margin", 0, "WIDTH", "around all that is drawn: 10mm, 0.5in, 40px (default: by the size)"},
    {"bleed", 0, "WIDTH", "of paper: add this much, such as 3mm, to each side, to be cut off"},
    {"dpi", 0, "N", "dots per inch of a PNG: 36 to 1200 (default 96)"},
    {"svg-text", 0, "KIND", "an SVG's text as text (the default), or as outline for print tools"},
    {"snippet", 0, "KIND",
     "print the lines that put the map into a document: html, md or tex (a PDF or PNG); or docx: "
     "write FILE.docx beside it, a Word document of the map and its caption"},

    CLI_OPTION_HEADING("the ground"),
    {"bbox", 0, "W,S,E,N", "show this box, in degrees (default: where the incidents are)"},
    {"around", 0, "PLACE:KM", "show the surroundings of a place"},
    {"crs", 0, "CRS", "projected CRS such as EPSG:32633 (default: chosen by the extent)"},
    {"graticule", 0, "KIND",
     "ticks on the frame, lines across the map, none, or auto (the default: ticks, or lines where "
     "north turns)"},

    CLI_OPTION_HEADING("the incidents"),
    {"as", 0, "HOW",
     "callouts, numbers (and a key), points, groups (by place), hexbin or density; auto (the "
     "default) chooses by how many there are"},
    {"size-by", 0, "COLUMN", "size symbols by the numbers in this column, such as killed"},
    {"color-by", 0, "COLUMN", "colour incidents by type (the default), date, or a column"},
    {"link", 0, "COLUMN",
     "in an SVG or PDF, let incidents lead to the web address in this column, such as url"},
    {"only", 0, "DATE[,DATE]",
     "draw only those of this day, month or year, or from one to the other, on the map of all"},
    {"trail", 0, NULL, "with --only or --frames: a faint dot where something happened before"},

    CLI_OPTION_HEADING("the front"),
    {"front", 0, "FILE", "draw this front and how incidents lie to it; several times"},
    {"at", 0, "DATE[,DATE]",
     "the front in force then; of two dates, and what changed between them"},

    CLI_OPTION_HEADING("several maps"),
    {"inset", 0, "PLACE:KM", "show this part larger in a frame of its own; several times"},
    {"no-inset", 0, NULL, "choose no inset where incidents crowd"},
    {"facet", 0, "BY",
     "on one sheet, a small map for each day, week, month, year, type, or value of a column"},
    {"frames", 0, "DIR",
     "instead of -o: write a map for each day or longer period into DIR, to be animated"},
    {"every", 0, "PERIOD",
     "with --frames: day, week, month or year (default: the shortest that makes at most 60 maps)"},
    {"format", 0, "FORMAT", "with --frames: png (the default), svg or pdf"},

    CLI_OPTIONS_EVENTS,

    CLI_OPTION_HEADING("names, data and messages"),
    CLI_OPTION_DECISIONS,
    CLI_OPTION_COUNTRY,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_STRICT,
    {"verbose", 0, NULL, "say what was chosen, and how many labels found room"},
    CLI_OPTION_END};

/* --- Words --- */

/* The place of an option's value among `words`, or -1: with a usage error that lists them, or,
 * where the option is not given, without one and CLI_DONE. */
static int read_word(const cli_args *args, const char *option, const char *const *words, int *out)
{
    const char *value = cli_value(args, option);
    char list[80] = "";
    *out = -1;
    for (int i = 0; value && words[i]; i++) {
        if (strcmp(value, words[i]) == 0) {
            *out = i;
            return CLI_DONE;
        }
        const char *before = i == 0 ? "" : words[i + 1] ? ", " : " or ";
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", before, words[i]);
    }
    return value ? cli_usage_error(args, "--%s is %s, not \"%s\"", option, list, value) : CLI_DONE;
}

/* "ar" of "ar+en", as one of a list of languages. */
static int read_language(const cli_args *args, const char *name, size_t length, marsad_lang *out)
{
    char code[24];
    marsad_error error;
    snprintf(code, sizeof code, "%.*s", (int)(length < sizeof code ? length : sizeof code), name);
    if (marsad_lang_parse(code, out, &error)) {
        return cli_usage_error(args, "--lang: %s; two at once are written ar+en", error.message);
    }
    return CLI_DONE;
}

/* One language, or two for labels in both, the sheet's own first. */
static int read_languages(const cli_args *args, cli_map_options *out)
{
    const char *text = cli_value(args, "lang");
    const char *plus = text ? strchr(text, '+') : NULL;
    if (!plus) {
        return cli_lang(args, &out->map.lang);
    }
    int status = read_language(args, text, (size_t)(plus - text), &out->map.lang);
    status =
        status ? status : read_language(args, plus + 1, strlen(plus + 1), &out->map.second_lang);
    if (!status && out->map.lang == out->map.second_lang) {
        return cli_usage_error(args, "--lang: \"%s\" names one language twice", text);
    }
    out->map.bilingual = !status;
    return status;
}

/* --- The file, or the files --- */

/* What says how the maps of --frames are has no meaning without them. */
static int check_frames(const cli_args *args, bool frames)
{
    static const char *const belonging[] = {"every", "format"};
    for (size_t i = 0; !frames && i < sizeof belonging / sizeof *belonging; i++) {
        if (cli_value(args, belonging[i])) {
            return cli_usage_error(args, "--%s belongs to --frames: name a folder with that",
                                   belonging[i]);
        }
    }
    if (frames && !cli_value(args, "frames")[0]) {
        return cli_usage_error(args, "--frames takes the name of the folder to write to");
    }
    return CLI_DONE;
}

static int read_output(const cli_args *args, cli_map_options *out)
{
    out->output = cli_value(args, "output");
    bool frames = cli_value(args, "frames") != NULL;
    marsad_error error;
    if (frames && out->output) {
        return cli_usage_error(args, "--frames names the folder to write to: leave out -o");
    }
    if (!frames && !out->output) {
        return cli_usage_error(args, "where to? name a file with -o");
    }
    if (!frames && marsad_map_check_path(out->output, &error)) {
        return cli_fail(&error);
    }
    return check_frames(args, frames);
}

static int read_frames(const cli_args *args, cli_map_options *out)
{
    static const char *const periods[] = {"day", "week", "month", "year", NULL};
    static const char *const formats[] = {"png", "svg", "pdf", NULL};
    int period;
    int format;
    int status = read_word(args, "every", periods, &period);
    out->every = (marsad_every)(MARSAD_EVERY_DAY + period); /* MARSAD_EVERY_AUTO stands before */
    return status ? status : read_word(args, "format", formats, &format);
}

static int read_snippet(const cli_args *args, cli_map_options *out)
{
    const char *kind = cli_value(args, "snippet");
    marsad_error error;
    char *text = NULL;
    out->has_snippet = kind != NULL;
    if (!kind) {
        return CLI_DONE;
    }
    if (!out->output) {
        return cli_usage_error(args, "--snippet is of one map: it does not go with --frames");
    }
    /* A dry run, so that nothing is drawn for a snippet that cannot be made. */
    marsad_status status = marsad_snippet_parse(kind, &out->snippet, &error);
    if (!status) {
        status = out->snippet == MARSAD_SNIPPET_DOCX
                     ? marsad_report_docx_path(out->output, &text, &error)
                     : marsad_report_snippet(out->snippet, out->output, "", &text, &error);
    }
    if (status) {
        return cli_usage_error(args, "--snippet: %s", error.message);
    }
    marsad_string_free(text);
    return CLI_DONE;
}

/* --- The sheet --- */

static int read_size(const cli_args *args, cli_map_options *out)
{
    const char *text = cli_value(args, "size");
    marsad_error error;
    if (text && marsad_map_size_parse(text, &out->map, &error)) {
        return cli_usage_error(args, "--size: %s", error.message);
    }
    return CLI_DONE;
}

/* A bare number counts in the sheet's unit: after the size. */
static int read_edges(const cli_args *args, cli_map_options *out)
{
    const char *margin = cli_value(args, "margin");
    const char *bleed = cli_value(args, "bleed");
    marsad_error error;
    if (margin && marsad_map_margin_parse(margin, &out->map, &error)) {
        return cli_usage_error(args, "--margin: %s", error.message);
    }
    if (bleed && marsad_map_bleed_parse(bleed, &out->map, &error)) {
        return cli_usage_error(args, "--bleed: %s", error.message);
    }
    return CLI_DONE;
}

static int read_dpi(const cli_args *args, cli_map_options *out)
{
    const char *text = cli_value(args, "dpi");
    bool digits = text && *text && strlen(text) <= 4 && !text[strspn(text, "0123456789")];
    int dpi = digits ? atoi(text) : 0;
    if (text && (dpi < 36 || dpi > 1200)) {
        return cli_usage_error(
            args, "--dpi is a whole number of dots per inch from 36 to 1200, not \"%s\"", text);
    }
    out->map.dpi = text ? dpi : out->map.dpi;
    return CLI_DONE;
}

/* Size and resolution together. */
static int check_sheet(const cli_args *args, cli_map_options *out)
{
    marsad_error error;
    if (marsad_map_check_options(&out->map, NULL, &error)) {
        return cli_usage_error(args, "%s", error.message);
    }
    return CLI_DONE;
}

static int read_svg_text(const cli_args *args, cli_map_options *out)
{
    static const char *const kinds[] = {"text", "outline", NULL};
    int kind;
    int status = read_word(args, "svg-text", kinds, &kind);
    out->map.svg_outlines = kind == 1;
    return status;
}

/* --- The ground --- */

static int read_bbox(const cli_args *args, cli_map_options *out)
{
    const char *text = cli_value(args, "bbox");
    marsad_error error;
    if (text && cli_value(args, "around")) {
        return cli_usage_error(args, "--bbox and --around exclude each other");
    }
    if (text && marsad_bbox_parse(text, &out->map.bbox, &error)) {
        return cli_usage_error(args, "--bbox: %s", error.message);
    }
    out->map.has_bbox = text != NULL;
    return CLI_DONE;
}

static int read_graticule(const cli_args *args, cli_map_options *out)
{
    static const char *const names[] = {"ticks", "lines", "none", "auto", NULL};
    static const marsad_graticule kinds[] = {MARSAD_GRATICULE_TICKS, MARSAD_GRATICULE_LINES,
                                             MARSAD_GRATICULE_NONE, MARSAD_GRATICULE_AUTO};
    int kind;
    int status = read_word(args, "graticule", names, &kind);
    out->map.graticule = kind >= 0 ? kinds[kind] : MARSAD_GRATICULE_AUTO;
    return status;
}

/* --- The incidents --- */

static int read_symbols(const cli_args *args, cli_map_options *out)
{
    const char *as = cli_value(args, "as");
    marsad_error error;
    out->map.size_by = cli_value(args, "size-by");
    out->map.color_by = cli_value(args, "color-by");
    if (as && marsad_map_as_parse(as, &out->map.as, &error)) {
        return cli_usage_error(args, "--as: %s", error.message);
    }
    return CLI_DONE;
}

/* DATE or OLD,NEW; of one date, `last` has year 0. */
static int read_dates(const cli_args *args, const char *option, marsad_date *first,
                      marsad_date *last)
{
    int status = cli_date_option(args, option, first, last);
    if (!status && last->year && marsad_date_compare(*first, *last) >= 0) {
        return cli_usage_error(args, "--%s takes the earlier date first, not \"%s\"", option,
                               cli_value(args, option));
    }
    return status;
}

static int read_days(const cli_args *args, cli_map_options *out)
{
    static const char *const excluded[] = {"frames", "facet"};
    bool only = cli_value(args, "only") != NULL;
    for (size_t i = 0; only && i < sizeof excluded / sizeof *excluded; i++) {
        if (cli_value(args, excluded[i])) {
            return cli_usage_error(args, "--only and --%s exclude each other", excluded[i]);
        }
    }
    out->map.trail = cli_flag(args, "trail");
    if (out->map.trail && !only && !cli_value(args, "frames")) {
        return cli_usage_error(args, "--trail belongs to --only or --frames: give one of them");
    }
    int status = read_dates(args, "only", &out->map.only_from, &out->map.only_to);
    if (!out->map.only_to.year) {
        out->map.only_to = out->map.only_from;
    }
    return status;
}

/* --- The front --- */

static int read_at(const cli_args *args, cli_map_options *out)
{
    marsad_date first;
    marsad_date second;
    if (cli_value(args, "at") && !cli_value(args, "front")) {
        return cli_usage_error(args,
                               "--at says when a front was in force: name its file with --front");
    }
    int status = read_dates(args, "at", &first, &second);
    out->map.front_at = second.year ? second : first;
    out->map.front_since = second.year ? first : (marsad_date){0};
    return status;
}

/* --- Several maps --- */

static int read_panes(const cli_args *args, cli_map_options *out)
{
    static const char *const pairs[][2] = {
        {"facet", "frames"}, {"facet", "inset"}, {"no-inset", "inset"}};
    out->map.facet = cli_value(args, "facet");
    out->map.no_inset = cli_flag(args, "no-inset");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (cli_value(args, pairs[i][0]) && cli_value(args, pairs[i][1])) {
            return cli_usage_error(args, "--%s and --%s exclude each other", pairs[i][0],
                                   pairs[i][1]);
        }
    }
    return CLI_DONE;
}

static int read_country(const cli_args *args, cli_map_options *out)
{
    return cli_country(args, out->country);
}

static int read_events_options(const cli_args *args, cli_map_options *out)
{
    const char *output = out->output ? out->output : cli_value(args, "frames");
    int status = cli_check_files(args, args->words[0], output);
    return status ? status : cli_events_options(args, &out->events);
}

/* One after the other, as long as there is no fault. */
typedef int (*step)(const cli_args *args, cli_map_options *out);

static int take_steps(const cli_args *args, cli_map_options *out, const step *steps, size_t count)
{
    int status = CLI_DONE;
    for (size_t i = 0; !status && i < count; i++) {
        status = steps[i](args, out);
    }
    return status;
}

static int check_words(const cli_args *args)
{
    if (args->word_count != 1) {
        return cli_usage_error(args, args->word_count ? "one events file at a time"
                                                      : "which events file?");
    }
    return CLI_DONE;
}

int cli_read_drawing_options(const cli_args *args, cli_map_options *out)
{
    static const step steps[] = {read_languages, read_panes,         read_size,      read_edges,
                                 read_dpi,       check_sheet,        read_bbox,      read_at,
                                 read_days,      read_symbols,       read_graticule, read_svg_text,
                                 read_country,   read_events_options};
    int status = check_words(args);
    out->map.title = cli_value(args, "title");
    out->map.crs = cli_value(args, "crs");
    out->map.link = cli_value(args, "link");
    return status ? status : take_steps(args, out, steps, sizeof steps / sizeof *steps);
}

/* And the format. */
static int check_file(const cli_args *args, const cli_map_options *out)
{
    marsad_error error;
    if (marsad_map_check_options(&out->map, out->output, &error)) {
        return cli_usage_error(args, "%s", error.message);
    }
    return CLI_DONE;
}

int cli_read_map_options(const cli_args *args, cli_map_options *out)
{
    static const step steps[] = {read_output, read_frames, read_snippet};
    *out = (cli_map_options){.map = marsad_map_defaults()};
    int status = check_words(args);
    status = status ? status : take_steps(args, out, steps, sizeof steps / sizeof *steps);
    status = status ? status : cli_read_drawing_options(args, out);
    return status ? status : check_file(args, out);
}
