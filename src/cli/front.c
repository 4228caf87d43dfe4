/* marsad front: finds what is to be done, and what its parts share. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* Reads `length` bytes as a date. */
static marsad_status parse_date(const char *text, size_t length, marsad_date *out,
                                marsad_error *error)
{
    char date[64];
    snprintf(date, sizeof date, "%.*s", (int)(length < 60 ? length : 60), text);
    return marsad_date_parse(date, out, error);
}

int cli_date_option(const cli_args *args, const char *name, marsad_date *first, marsad_date *second)
{
    const char *value = cli_value(args, name);
    marsad_error error = {0};
    *first = (marsad_date){0};
    if (second) {
        *second = (marsad_date){0};
    }
    if (!value) {
        return CLI_DONE;
    }
    const char *comma = second ? strchr(value, ',') : NULL;
    size_t length = comma ? (size_t)(comma - value) : strlen(value);
    marsad_status status = parse_date(value, length, first, &error);
    if (!status && comma) {
        status = parse_date(comma + 1, strlen(comma + 1), second, &error);
    }
    return status ? cli_usage_error(args, "--%s: %s", name, error.message) : CLI_DONE;
}

static void note_warning(const marsad_error *warning)
{
    char row[32] = "";
    if (warning->row > 0) {
        snprintf(row, sizeof row, "feature %ld: ", warning->row);
    }
    cli_note("warning: %s%s%s%s", warning->file, warning->file[0] ? ": " : "", row,
             warning->message);
}

int cli_open_front(const cli_args *args, const char *const *files, size_t count, marsad_front **out)
{
    marsad_error error = {0};
    char *basemap = NULL;
    size_t warnings = 0;
    *out = NULL;
    int status = cli_basemap(args, &basemap);
    if (!status && marsad_front_open(files, count, basemap, out, &error)) {
        status = cli_fail(&error);
    }
    free(basemap);
    const marsad_error *list = *out ? marsad_front_warnings(*out, &warnings) : NULL;
    for (size_t i = 0; i < warnings; i++) {
        note_warning(&list[i]);
    }
    return status;
}

/* A table with coordinates throughout needs no gazetteer. */
static bool needs_names(const marsad_events *events)
{
    for (size_t i = 0; i < marsad_events_count(events); i++) {
        if (marsad_events_get(events, i)->placement != MARSAD_PLACED_BY_COORDINATES) {
            return true;
        }
    }
    return false;
}

int cli_place_events(const cli_args *args, marsad_events *events, cli_places *places)
{
    char country[3];
    int status = cli_country(args, country);
    if (status || !needs_names(events)) {
        return status;
    }
    marsad_resolve_options options = cli_resolve_options(country);
    status = cli_open_places(args, places);
    return status ? status : cli_place_by(args, events, places, &options);
}

/* --- Which --- */

typedef struct action {
    const char *name;
    int (*run)(const cli_args *args);
    const char *const *options; /* of those in the table, which are its own */
} action;

#define EVENTS_OPTIONS                                                                             \
    "map", "sheet", "layer", "where", "since", "until", "encoding", "separator", "rejected"

#define OPTIONS(...)                                                                               \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* Those in no list are of all. */
static const action actions[] = {
    {"relate", cli_front_relate,
     OPTIONS("front", "at", "strict", "country", "lang", "decisions", EVENTS_OPTIONS)},
    {"compare", cli_front_compare, OPTIONS("at")},
    {"derive", cli_front_derive,
     OPTIONS("at", "known", "radius", "lines", "strict", "country", "decisions", EVENTS_OPTIONS)},
};

static bool is_listed(const char *const *list, const char *name)
{
    while (*list && strcmp(*list, name) != 0) {
        list++;
    }
    return *list != NULL;
}

/* An option of another action would be passed over in silence. */
static int check_options(const cli_args *args, const action *chosen)
{
    for (const cli_option *option = args->command->options; option->name; option++) {
        bool own = is_listed(chosen->options, option->name);
        for (size_t i = 0; !own && i < sizeof actions / sizeof *actions; i++) {
            if (is_listed(actions[i].options, option->name) && cli_value(args, option->name)) {
                return cli_usage_error(args, "%s takes no --%s", chosen->name, option->name);
            }
        }
    }
    return CLI_DONE;
}

static int run(const cli_args *args)
{
    const char *name = args->word_count ? args->words[0] : NULL;
    for (size_t i = 0; name && i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            int status = check_options(args, &actions[i]);
            return status ? status : actions[i].run(args);
        }
    }
    return name ? cli_usage_error(args, "what to do is one of relate, compare, derive, not \"%s\"",
                                  name)
                : cli_usage_error(args, "what to do is one of relate, compare, derive");
}

static const cli_option option_table[] = {
    {"front", 0, "FILE", "relate: the front, in any vector format and CRS; may be repeated"},
    {"at", 0, "DATE", "the front in force on this date; compare: two, as DATE,DATE"},
    {"known", 0, "FILE", "derive: a table of places whose holders are known"},
    {"radius", 0, "LENGTH", "derive: how far evidence reaches (default 30km)"},
    {"lines", 0, "FILE", "derive: write the lines of the front to this file too"},
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORMAT("table (default), json, csv or geojson; relate: also ndjson"),
    CLI_OPTION_STRICT,
    CLI_OPTION_COUNTRY,
    CLI_OPTION_LANG,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_DECISIONS,
    CLI_OPTIONS_EVENTS,
    CLI_OPTION_END};

const cli_command cli_command_front = {
    .name = "front",
    .arguments = "relate EVENTS --front FILE… | compare OLD NEW | derive EVENTS --at DATE",
    .summary = "incidents against a front, the change between two, or one estimated",
    .details =
        "A front is lines, with the attributes left and right (who holds the ground there, seen\n"
        "along the line), or areas, with the attribute controller. With the attribute date it may\n"
        "have states of several dates, in one file or in one a date (where its name may say it).\n"
        "\n"
        "relate tells for each incident, against the front in force at its date or --at another:\n"
        "the geodesic distance to the front's nearest point and the direction towards it, whose\n"
        "ground the incident lies on, and the front's date. A controller is not certain (\"?\")\n"
        "where the incident's uncertainty radius reaches the front, or the line ends before it.\n"
        "Incidents without a place, or before the first front, are listed without figures. With\n"
        "-o, the table is written with all its columns and these, as .csv, .tsv, .xlsx, .ods,\n"
        ".geojson, .ndjson, .gpkg, .fgb, .kml or .shp.\n"
        "\n"
        "  marsad front relate incidents.csv --front front.geojson\n"
        "  marsad front relate incidents.csv --front 2020-01-25.gpkg --front 2020-01-27.gpkg\n"
        "  marsad front relate incidents.csv --front front.geojson --at 2020-01-26 --format json\n"
        "  marsad front relate incidents.csv --front front.geojson -o related.gpkg\n"
        "\n"
        "compare tells what ground changed hands between two fronts, or two dates of one: each\n"
        "holder's gains and losses in km², geodesic; how far it advanced at most, and where; the\n"
        "towns on that ground (certain where their uncertainty radius reaches neither front); the\n"
        "pieces of ground, with their shapes in -o and --format geojson. Both fronts are areas, "
        "or\n"
        "both lines that name their sides; loose ends of lines are joined, which is told.\n"
        "\n"
        "  marsad front compare 2020-01-25.geojson 2020-01-27.geojson -o changes.geojson\n"
        "  marsad front compare front.gpkg --at 2020-01-25,2020-01-27\n"
        "\n"
        "derive estimates who holds what on a date, from the column controller_after of incidents\n"
        "up to then and a table of known holders (location, or lon and lat; controller; date, if\n"
        "not from the beginning). Ground belongs to the nearest of the latest evidence, no "
        "farther\n"
        "than --radius; beyond it, it is unknown. The areas are clipped to land and marked as\n"
        "derived; each names its evidence. Where two holders meet is the front (--lines FILE).\n"
        "\n"
        "  marsad front derive incidents.csv --at 2020-01-27 --known holders.csv -o derived.gpkg",
    .options = option_table,
    .run = run};
