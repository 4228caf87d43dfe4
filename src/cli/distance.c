/* marsad distance: geodesic distances and bearings between places or coordinates. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct points {
    marsad_resolution **items;
    size_t count;
    marsad_lang lang;
} points;

/* Every point is resolved by the time that this is asked, which the analyzer cannot follow. */
static const marsad_place *place_of(const points *all, size_t index)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    return all->items[index]->candidates[0].place;
}

static const char *name_of(const points *all, size_t index)
{
    const char *name = marsad_place_name(place_of(all, index), all->lang);
    return name[0] ? name : all->items[index]->query;
}

/* "Tripoli (PPLC, Tripoli, LY; 32.88743 13.18733)": enough to tell places of one name apart. */
static char *describe(const marsad_place *place, marsad_lang lang)
{
    const char *const parts[] = {place->feature_code, place->admin1, place->country};
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) {
        return NULL;
    }
    fprintf(stream, "%s (", marsad_place_name(place, lang));
    const char *separator = "";
    for (int i = 0; i < 3; i++) {
        if (parts[i][0]) {
            fprintf(stream, "%s%s", separator, parts[i]);
            separator = ", ";
        }
    }
    fprintf(stream, "%s%.5f%c %.5f%c)", separator[0] ? "; " : "", fabs(place->at.lat),
            place->at.lat < 0 ? 'S' : 'N', fabs(place->at.lon), place->at.lon < 0 ? 'W' : 'E');
    fclose(stream);
    return text;
}

/* ---- resolving ----------------------------------------------------------------------------- */

static void note_ambiguous(const marsad_resolution *answer, marsad_lang lang)
{
    cli_note("\"%s\" is ambiguous: %s; choose with --country, or give coordinates", answer->query,
             answer->reason);
    for (size_t i = 0; i < answer->candidate_count; i++) {
        char *text = describe(answer->candidates[i].place, lang);
        fprintf(stderr, "  %s\n", text ? text : answer->candidates[i].place->name);
        free(text);
    }
}

/* Says what keeps the answer from being a point; CLI_DONE if nothing does. */
static int check_answer(const marsad_resolution *answer, marsad_lang lang)
{
    if (answer->status == MARSAD_RESOLVED && answer->candidate_count > 0) {
        return CLI_DONE;
    }
    if (answer->status == MARSAD_AMBIGUOUS) {
        note_ambiguous(answer, lang);
    } else {
        cli_note("\"%s\" is not resolved: %s", answer->query, answer->reason);
    }
    return CLI_INPUT;
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
        int status = check_answer(all->items[all->count], all->lang);
        result = status ? status : result;
    }
    return result;
}

/* ---- printing ------------------------------------------------------------------------------ */

static marsad_geodesic between(const points *all, size_t from, size_t to)
{
    return marsad_geodesic_between(place_of(all, from)->at, place_of(all, to)->at);
}

/* A distance of nothing has no direction. */
static const char *direction_of(marsad_geodesic line)
{
    return line.distance_m > 0 ? marsad_compass_abbreviation(line.azimuth_deg) : "";
}

static struct json_object *pair_json(const points *all, size_t from, size_t to)
{
    marsad_geodesic line = between(all, from, to);
    struct json_object *pair = json_object_new_object();
    json_object_object_add(pair, "from", cli_json_place(place_of(all, from)));
    json_object_object_add(pair, "to", cli_json_place(place_of(all, to)));
    json_object_object_add(pair, "distance_m", cli_json_number(line.distance_m, 4));
    json_object_object_add(pair, "azimuth_deg", cli_json_number(line.azimuth_deg, 6));
    json_object_object_add(pair, "back_azimuth_deg", cli_json_number(line.back_azimuth_deg, 6));
    json_object_object_add(pair, "direction", json_object_new_string(direction_of(line)));
    return pair;
}

static void print_json(const points *all)
{
    if (all->count == 2) {
        cli_json_print(pair_json(all, 0, 1), false, stdout);
        return;
    }
    struct json_object *pairs = json_object_new_array();
    for (size_t from = 0; from < all->count; from++) {
        for (size_t to = from + 1; to < all->count; to++) {
            json_object_array_add(pairs, pair_json(all, from, to));
        }
    }
    cli_json_print(pairs, false, stdout);
}

static void print_csv_pair(const points *all, size_t from, size_t to)
{
    marsad_geodesic line = between(all, from, to);
    char distance[40];
    char azimuth[40];
    char back[40];
    snprintf(distance, sizeof distance, "%.4f", line.distance_m);
    snprintf(azimuth, sizeof azimuth, "%.6f", line.azimuth_deg);
    snprintf(back, sizeof back, "%.6f", line.back_azimuth_deg);
    const char *const cells[] = {name_of(all, from), name_of(all, to), distance, azimuth, back,
                                 direction_of(line)};
    cli_csv_row(stdout, 6, cells);
}

static void print_csv(const points *all)
{
    static const char *const header[] = {
        "from", "to", "distance_m", "azimuth_deg", "back_azimuth_deg", "direction"};
    cli_csv_row(stdout, 6, header);
    for (size_t from = 0; from < all->count; from++) {
        for (size_t to = from + 1; to < all->count; to++) {
            print_csv_pair(all, from, to);
        }
    }
}

static void print_pair(const points *all)
{
    static const char *const sides[] = {"from", "to"};
    marsad_geodesic line = between(all, 0, 1);
    for (size_t i = 0; i < 2; i++) {
        char *text = describe(place_of(all, i), all->lang);
        printf("%-9s %s\n", sides[i], text ? text : name_of(all, i));
        free(text);
    }
    printf("%-9s %.3f km", "distance", line.distance_m / 1000);
    if (line.distance_m > 0) {
        printf(", %s (%.1f°, back %.1f°)", marsad_compass_word(line.azimuth_deg, all->lang),
               line.azimuth_deg, line.back_azimuth_deg);
    }
    putchar('\n');
}

/* Every point against every other, in kilometres. */
static int print_matrix(const points *all)
{
    const char **cells = calloc(all->count + 1, sizeof *cells);
    char(*figures)[32] = calloc(all->count, sizeof *figures);
    int result = CLI_DONE;
    if (!cells || !figures) {
        cli_note("out of memory");
        result = CLI_FAILURE;
        goto done;
    }
    cells[0] = "km";
    for (size_t i = 0; i < all->count; i++) {
        cells[i + 1] = name_of(all, i);
    }
    cli_table *table = cli_table_new(all->count + 1, cells);
    for (size_t from = 0; from < all->count; from++) {
        cells[0] = name_of(all, from);
        cli_table_align_right(table, from + 1);
        for (size_t to = 0; to < all->count; to++) {
            snprintf(figures[to], sizeof figures[to], "%.3f",
                     between(all, from, to).distance_m / 1000);
            cells[to + 1] = figures[to];
        }
        cli_table_add(table, cells);
    }
    cli_table_print(table, stdout);
done:
    free(figures);
    free(cells);
    return result;
}

static int print_points(const points *all, cli_format format)
{
    int result = CLI_DONE;
    if (format == CLI_JSON) {
        print_json(all);
    } else if (format == CLI_CSV) {
        print_csv(all);
    } else if (all->count == 2) {
        print_pair(all);
    } else {
        result = print_matrix(all);
    }
    return cli_finish(result);
}

static int run(const cli_args *args)
{
    points all = {0};
    cli_places places = {0};
    cli_format format;
    char country[3];
    if (args->word_count < 2) {
        return cli_usage_error(args, "give at least two places, or coordinates such as "
                                     "\"32.9N 13.2E\"");
    }
    int result = cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_CSV, &format);
    result = result ? result : cli_lang(args, &all.lang);
    result = result ? result : cli_country(args, country);
    if (result) {
        return result;
    }
    all.items = calloc((size_t)args->word_count, sizeof(marsad_resolution *));
    if (!all.items) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    result = cli_open_places(args, &places);
    result = result ? result : resolve_words(args, places.resolver, country, &all);
    if (!result) {
        result = print_points(&all, format);
    }
    for (size_t i = 0; i < all.count; i++) {
        marsad_resolution_free(all.items[i]);
    }
    free(all.items);
    cli_close_places(&places);
    return result;
}

static const cli_option OPTIONS[] = {
    CLI_OPTION_COUNTRY,   CLI_OPTION_LANG, CLI_OPTION_FORMAT("table, json or csv"),
    CLI_OPTION_GAZETTEER, CLI_OPTION_DATA, CLI_OPTION_END,
};

const cli_command cli_command_distance = {
    .name = "distance",
    .arguments = "A B [C …]",
    .summary = "geodesic distance and bearing; more than two give a matrix",
    .details =
        "Each point is a place's name, in any script, or a coordinate pair such as\n"
        "\"32.9N 13.2E\". Distances are along the geodesic on the WGS 84 ellipsoid, azimuths\n"
        "in degrees clockwise from true north. With more than two points, the table shows\n"
        "every point against every other, and json and csv list each pair once.\n"
        "\n"
        "  marsad distance Tripoli Misrata\n"
        "  marsad distance طرابلس \"32.4N 15.1E\" Sirte --country LY --format csv",
    .options = OPTIONS,
    .run = run,
};
