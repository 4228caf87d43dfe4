/* marsad distance: geodesic distances and bearings between places or coordinates. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct points {
    marsad_resolution **items;
    size_t count;
    cli_telling telling;
    const marsad_roads *roads;
    bool by_road;
} points;

/* Every point is resolved by the time that this is asked. */
static const marsad_place *place_of(const points *all, size_t index)
{
    return marsad_resolution_place(all->items[index]);
}

static const char *name_of(const points *all, size_t index)
{
    return cli_point_name(all->items[index], all->telling.lang);
}

static cli_line between(const points *all, size_t from, size_t to)
{
    return cli_line_between(place_of(all, from), place_of(all, to));
}

/* Resolves all words, and reports all that cannot be, not only the first. */
static int resolve_words(const cli_args *args, marsad_resolver *resolver, const char *country,
                         points *all)
{
    marsad_resolve_options options = cli_resolve_options(country);
    int result = CLI_DONE;
    for (; all->count < (size_t)args->word_count; all->count++) {
        marsad_error error = {0};
        const char *word = args->words[all->count];
        if (marsad_resolve(resolver, word, &options, &all->items[all->count], &error)) {
            return cli_fail_location(&error, word);
        }
        int status = cli_check_point(all->items[all->count], all->telling.lang);
        result = status ? status : result;
    }
    return result;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static int pair_json(const points *all, size_t from, size_t to, struct json_object **out)
{
    cli_line line = between(all, from, to);
    struct json_object *pair = json_object_new_object();
    json_object_object_add(pair, "from", cli_json_place(place_of(all, from)));
    json_object_object_add(pair, "to", cli_json_place(place_of(all, to)));
    cli_json_line(pair, &line, &all->telling);
    *out = pair;
    return all->by_road
               ? cli_json_add_road(pair, all->roads, place_of(all, from), place_of(all, to))
               : CLI_DONE;
}

static int print_json(const points *all)
{
    struct json_object *pairs = json_object_new_array();
    int status = CLI_DONE;
    for (size_t from = 0; from < all->count; from++) {
        for (size_t to = from + 1; !status && to < all->count; to++) {
            struct json_object *pair;
            status = pair_json(all, from, to, &pair);
            json_object_array_add(pairs, pair);
        }
    }
    if (status) {
        json_object_put(pairs);
        return status;
    }
    bool single = all->count == 2;
    struct json_object *printed = single ? json_object_array_get_idx(pairs, 0) : pairs;
    cli_json_print(json_object_get(printed), false, stdout);
    json_object_put(pairs);
    return CLI_DONE;
}

/* ---- CSV ----------------------------------------------------------------------------------- */

static int print_csv_pair(const points *all, size_t from, size_t to)
{
    cli_line line = between(all, from, to);
    cli_line_cells figures = {0};
    cli_road_cells roads = {0};
    const char *cells[2 + CLI_LINE_COLUMNS + CLI_ROAD_COLUMNS] = {name_of(all, from),
                                                                  name_of(all, to)};
    size_t count = 2 + cli_line_row(&line, &all->telling, &figures, cells + 2);
    if (all->by_road) {
        int status = cli_road_row(all->roads, place_of(all, from), place_of(all, to),
                                  all->telling.lang, &roads, cells + count);
        if (status) {
            return status;
        }
        count += CLI_ROAD_COLUMNS;
    }
    cli_csv_row(stdout, count, cells);
    free(roads.names);
    return CLI_DONE;
}

static int print_csv(const points *all)
{
    const char *header[2 + CLI_LINE_COLUMNS + CLI_ROAD_COLUMNS] = {"from", "to"};
    size_t count = 2 + cli_line_header(&all->telling, header + 2);
    count += all->by_road ? cli_road_header(header + count) : 0;
    cli_csv_row(stdout, count, header);
    int status = CLI_DONE;
    for (size_t from = 0; from < all->count; from++) {
        for (size_t to = from + 1; !status && to < all->count; to++) {
            status = print_csv_pair(all, from, to);
        }
    }
    return status;
}

/* ---- the table of two ---------------------------------------------------------------------- */

static void print_line(const points *all, const cli_line *line)
{
    char distance[CLI_TEXT];
    char azimuth[CLI_TEXT];
    cli_distance_text(distance, line, all->telling.unit);
    printf("%-9s %s", "distance", distance);
    double uncertainty = cli_azimuth_uncertainty(line);
    if (line->line.distance_m > 0 && isnan(uncertainty)) {
        printf(", ");
        cli_put(cli_direction_word(line, all->telling.lang), stdout);
        printf("? (direction not certain)");
    } else if (line->line.distance_m > 0) {
        cli_azimuth_text(azimuth, line);
        printf(", ");
        cli_put(cli_direction_word(line, all->telling.lang), stdout);
        printf(" (%s; back %.*f°)", azimuth, cli_decimals(uncertainty, 1),
               line->line.back_azimuth_deg);
    }
    putchar('\n');
}

static int print_pair(const points *all)
{
    static const char *const sides[] = {"from", "to"};
    cli_line line = between(all, 0, 1);
    for (size_t i = 0; i < 2; i++) {
        char *text = cli_describe_place(place_of(all, i), all->telling.lang);
        printf("%-9s %s\n", sides[i], text ? text : name_of(all, i));
        free(text);
    }
    print_line(all, &line);
    if (!all->by_road) {
        return CLI_DONE;
    }
    char *road;
    int status =
        cli_road_text(all->roads, place_of(all, 0), place_of(all, 1), &all->telling, &road);
    if (!status) {
        printf("%-9s %s\n", "road", road);
        free(road);
    }
    return status;
}

/* ---- the matrix ---------------------------------------------------------------------------- */

/* What a cell of a matrix says of the line from the row's place to the column's; "" for nothing. */
typedef int (*cell_text)(const points *all, size_t from, size_t to, char out[CLI_TEXT]);

/* The decimals that the least certain pair leaves: one figure is read against another. */
static int matrix_decimals(const points *all)
{
    double most = 0;
    for (size_t from = 0; from < all->count; from++) {
        for (size_t to = from + 1; to < all->count; to++) {
            most = fmax(most, between(all, from, to).uncertainty_m);
        }
    }
    return cli_decimals(most / marsad_unit_metres(all->telling.unit), 3);
}

static int distance_cell(const points *all, size_t from, size_t to, char out[CLI_TEXT])
{
    snprintf(out, CLI_TEXT, "%.*f", matrix_decimals(all),
             between(all, from, to).line.distance_m / marsad_unit_metres(all->telling.unit));
    return CLI_DONE;
}

static int bearing_cell(const points *all, size_t from, size_t to, char out[CLI_TEXT])
{
    cli_line line = between(all, from, to);
    double uncertainty = cli_azimuth_uncertainty(&line);
    if (isnan(uncertainty)) {
        cli_bearing_text(out, &line, all->telling.lang);
    } else {
        snprintf(out, CLI_TEXT, "%.*f° %s", cli_decimals(uncertainty, 1), line.line.azimuth_deg,
                 cli_direction_word(&line, all->telling.lang));
    }
    return CLI_DONE;
}

static int road_cell(const points *all, size_t from, size_t to, char out[CLI_TEXT])
{
    cli_road road;
    int status = cli_find_road(all->roads, place_of(all, from), place_of(all, to), &road);
    snprintf(out, CLI_TEXT, "%.0f", road.path.length_m / marsad_unit_metres(all->telling.unit));
    if (road.why_not[0]) {
        snprintf(out, CLI_TEXT, "none");
    }
    marsad_road_path_clear(&road.path);
    return status;
}

/* A place against all others; the last column is its own radius where `radii` is asked for. */
static int add_matrix_row(const points *all, cli_table *table, size_t from, cell_text text,
                          bool radii, const char **cells, char (*texts)[CLI_TEXT])
{
    size_t to = 0;
    int status = CLI_DONE;
    cells[0] = name_of(all, from);
    for (; !status && to < all->count; to++) {
        snprintf(texts[to], CLI_TEXT, "-");
        status = from == to ? CLI_DONE : text(all, from, to, texts[to]);
        cells[to + 1] = texts[to];
    }
    if (radii) {
        cli_length_text(texts[to], place_of(all, from)->uncertainty_m, all->telling.unit);
        cells[to + 1] = texts[to];
    }
    if (!status) {
        cli_table_add(table, cells);
    }
    return status;
}

static int print_matrix(const points *all, const char *corner, cell_text text, bool radii)
{
    size_t columns = all->count + 1 + radii;
    const char **cells = calloc(columns, sizeof *cells);
    char(*texts)[CLI_TEXT] = calloc(columns, sizeof *texts);
    int status = CLI_DONE;
    if (!cells || !texts) {
        free(cells);
        free(texts);
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    cells[0] = corner;
    for (size_t i = 0; i < all->count; i++) {
        cells[i + 1] = name_of(all, i);
    }
    cells[columns - 1] = radii ? "±" : cells[columns - 1];
    cli_table *table = cli_table_new(columns, cells);
    for (size_t i = 1; i < columns; i++) {
        cli_table_align_right(table, i);
    }
    for (size_t from = 0; !status && from < all->count; from++) {
        status = add_matrix_row(all, table, from, text, radii, cells, texts);
    }
    cli_table_print(table, stdout);
    free(texts);
    free(cells);
    return status;
}

/* A name alone does not say which place was taken for it. */
static void print_points_meant(const points *all)
{
    for (size_t i = 0; i < all->count; i++) {
        char *text = cli_describe_place(place_of(all, i), all->telling.lang);
        printf("%s\n", text ? text : name_of(all, i));
        free(text);
    }
    putchar('\n');
}

static int print_matrices(const points *all)
{
    const char *unit = marsad_unit_text(all->telling.unit);
    print_points_meant(all);
    int status = print_matrix(all, unit, distance_cell, true);
    if (!status) {
        putchar('\n');
        status = print_matrix(all, "bearing", bearing_cell, false);
    }
    if (!status && all->by_road) {
        char corner[32];
        snprintf(corner, sizeof corner, "%s by road", unit);
        putchar('\n');
        status = print_matrix(all, corner, road_cell, false);
    }
    return status;
}

/* ---- the command --------------------------------------------------------------------------- */

static int print_points(const points *all, cli_format format)
{
    int result;
    if (format == CLI_JSON) {
        result = print_json(all);
    } else if (format == CLI_CSV) {
        result = print_csv(all);
    } else if (all->count == 2) {
        result = print_pair(all);
    } else {
        result = print_matrices(all);
    }
    return cli_finish(result);
}

static int measure_words(const cli_args *args, cli_format format, const char *country, points *all)
{
    cli_places places = {0};
    all->items = calloc((size_t)args->word_count, sizeof(marsad_resolution *));
    if (!all->items) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    int result = cli_open_places(args, &places);
    result = result ? result : resolve_words(args, places.resolver, country, all);
    if (!result && all->by_road) {
        result = cli_open_roads(&places);
    }
    if (!result) {
        all->roads = places.roads;
        result = print_points(all, format);
    }
    for (size_t i = 0; i < all->count; i++) {
        marsad_resolution_free(all->items[i]);
    }
    free(all->items);
    cli_close_places(&places);
    return result;
}

static int run(const cli_args *args)
{
    points all = {.by_road = cli_flag(args, "road")};
    cli_format format;
    char country[3];
    if (cli_value(args, "in")) {
        return cli_distance_bulk(args);
    }
    if (args->word_count < 2) {
        return cli_usage_error(args, "give at least two places, or coordinates such as "
                                     "\"32.9N 13.2E\"");
    }
    int result = cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_CSV, &format);
    result = result ? result : cli_telling_options(args, &all.telling);
    result = result ? result : cli_country(args, country);
    return result ? result : measure_words(args, format, country, &all);
}

static const cli_option OPTIONS[] = {
    {"in", 0, "FILE", "measure the pairs of this CSV table (- is standard input)"},
    {"unit", 0, "UNIT", "tell distances in km (default), mi or nmi"},
    {"road", 0, NULL, "along the basemap's roads, too, where both ends lie near one"},
    CLI_OPTION_COUNTRY,
    CLI_OPTION_LANG,
    CLI_OPTION_FORMAT("table, json or csv; with --in also ndjson"),
    CLI_OPTION_STRICT,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_END,
};

const cli_command cli_command_distance = {
    .name = "distance",
    .arguments = "A B [C …] | --in FILE",
    .summary = "geodesic distance and bearing; more than two give a matrix",
    .details =
        "Each point is a place's name, in any script, or a coordinate pair such as\n"
        "\"32.9N 13.2E\". Distances are along the geodesic on the WGS 84 ellipsoid, azimuths\n"
        "in degrees clockwise from true north. With more than two points, the table shows\n"
        "every point against every other, and json and csv list each pair once.\n"
        "\n"
        "± is the sum of the two places' radii: if each lies somewhere in its own, the distance\n"
        "is off by no more than that (distance_uncertainty_m), nor the bearing by more\n"
        "than azimuth_uncertainty_deg, which is empty where it could be any (then the terminal\n"
        "puts a ? behind the word). The terminal shows two digits of the uncertainty, and the\n"
        "distance as far; csv and json keep metres.\n"
        "\n"
        "--road goes along the basemap's roads, where either end has one within its radius (at\n"
        "least 5 km, at most 25 km). A schematic road is drawn from town to town: what is on the\n"
        "ground is somewhat longer.\n"
        "\n"
        "--in reads a CSV table with the columns from and to (names or coordinates), or from_lon,\n"
        "from_lat, to_lon and to_lat; where it has both, coordinates go before the name. Their\n"
        "radius is half a step of the last decimal, at least 10 m. All columns are kept and ours\n"
        "added. A row that cannot be answered stays, with its status (ambiguous, unresolved,\n"
        "malformed) and the reason; malformed ones are told, too, and give status 2.\n"
        "\n"
        "  marsad distance Tripoli Misrata --road\n"
        "  marsad distance طرابلس \"32.4N 15.1E\" Sirte --country LY --format csv\n"
        "  marsad distance --in pairs.csv --unit nmi --format csv",
    .options = OPTIONS,
    .run = run,
};
