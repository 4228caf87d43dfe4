/* marsad gazetteer: building, describing and checking the place-name database. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static void show_progress(void *context, int64_t done, int64_t total)
{
    int *shown = context;
    int percent = total ? (int)(100 * done / total) : 0;
    if (percent != *shown) {
        fprintf(stderr, "\rbuilding: %3d %%%s", percent, done == total ? "\r              \r" : "");
        *shown = percent;
    }
}

static int note_counts(const char *path)
{
    marsad_gazetteer *gazetteer = NULL;
    marsad_gazetteer_info info = {0};
    marsad_error error;
    marsad_status status = marsad_gazetteer_open(path, &gazetteer, &error);
    if (!status) {
        status = marsad_gazetteer_describe(gazetteer, &info, &error);
    }
    if (!status) {
        cli_note("%s: %" PRId64 " places, %" PRId64 " names from %zu source%s", path, info.places,
                 info.names, info.source_count, info.source_count == 1 ? "" : "s");
    }
    marsad_gazetteer_info_clear(&info);
    marsad_gazetteer_close(gazetteer);
    return status ? cli_fail(&error) : CLI_DONE;
}

static int build(const cli_args *args)
{
    const char *output = cli_value(args, "output");
    if (args->word_count != 2) {
        return cli_usage_error(args, "build takes one folder of sources");
    }
    if (!output) {
        return cli_usage_error(args, "build needs -o with the file to write");
    }
    int shown = -1;
    marsad_error error;
    marsad_progress progress = isatty(STDERR_FILENO) ? show_progress : NULL;
    if (marsad_gazetteer_build(args->words[1], output, progress, &shown, &error)) {
        return cli_fail(&error);
    }
    return note_counts(output);
}

/* The gazetteer that is named, or the data folder's. To free with free(); NULL after an error. */
static char *gazetteer_path(const cli_args *args)
{
    const char *named = args->word_count > 1 ? args->words[1] : cli_value(args, "gazetteer");
    if (named) {
        return strdup(named);
    }
    char *folder = cli_data_folder(args);
    char *path = folder ? cli_path(folder, "geodata/gazetteer.gpkg") : NULL;
    free(folder);
    return path;
}

static struct json_object *json_source(const marsad_source *source)
{
    struct json_object *object = json_object_new_object();
    cli_json_add_text(object, "name", source->name);
    cli_json_add_text(object, "licence", source->licence);
    cli_json_add_text(object, "attribution", source->attribution);
    cli_json_add_text(object, "url", source->url);
    cli_json_add_text(object, "date", source->date);
    json_object_object_add(object, "places", json_object_new_int64(source->places));
    return object;
}

static void print_json(const marsad_gazetteer_info *info)
{
    const double edges[] = {info->extent.west, info->extent.south, info->extent.east,
                            info->extent.north};
    struct json_object *object = json_object_new_object();
    struct json_object *extent = json_object_new_array();
    struct json_object *sources = json_object_new_array();
    for (int i = 0; i < 4; i++) {
        json_object_array_add(extent, cli_json_number(edges[i], 6));
    }
    for (size_t i = 0; i < info->source_count; i++) {
        json_object_array_add(sources, json_source(&info->sources[i]));
    }
    cli_json_add_text(object, "path", info->path);
    json_object_object_add(object, "places", json_object_new_int64(info->places));
    json_object_object_add(object, "names", json_object_new_int64(info->names));
    json_object_object_add(object, "arabic_names", json_object_new_int64(info->arabic_names));
    json_object_object_add(object, "extent", extent);
    json_object_object_add(object, "sources", sources);
    cli_json_print(object, false, stdout);
}

static void print_table(const marsad_gazetteer_info *info)
{
    printf("%s: %" PRId64 " places, %" PRId64 " names, %" PRId64 " of them in Arabic script\n\n",
           info->path, info->places, info->names, info->arabic_names);
    static const char *const header[] = {"SOURCE", "PLACES", "LICENCE", "DATE", "ATTRIBUTION"};
    cli_table *table = cli_table_new(5, header);
    cli_table_align_right(table, 1);
    for (size_t i = 0; i < info->source_count; i++) {
        const marsad_source *source = &info->sources[i];
        char places[32];
        snprintf(places, sizeof places, "%" PRId64, source->places);
        const char *const cells[] = {source->name, places, source->licence, source->date,
                                     source->attribution};
        cli_table_add(table, cells);
    }
    cli_table_print(table, stdout);
}

static int info(const cli_args *args)
{
    cli_format format = CLI_TABLE;
    int status = cli_format_option(args, CLI_TABLE | CLI_JSON, &format);
    if (status) {
        return status;
    }
    char *path = gazetteer_path(args);
    if (!path) {
        return CLI_INPUT;
    }
    marsad_gazetteer *gazetteer = NULL;
    marsad_gazetteer_info about = {0};
    marsad_error error;
    marsad_status failed = marsad_gazetteer_open(path, &gazetteer, &error);
    if (!failed) {
        failed = marsad_gazetteer_describe(gazetteer, &about, &error);
    }
    if (!failed && format == CLI_JSON) {
        print_json(&about);
    } else if (!failed) {
        print_table(&about);
    }
    marsad_gazetteer_info_clear(&about);
    marsad_gazetteer_close(gazetteer);
    free(path);
    return failed ? cli_fail(&error) : cli_finish(CLI_DONE);
}

static int check(const cli_args *args)
{
    char *path = gazetteer_path(args);
    if (!path) {
        return CLI_INPUT;
    }
    marsad_error error;
    marsad_status failed = marsad_gazetteer_check(path, NULL, &error);
    if (!failed) {
        printf("%s: all is well\n", path);
    }
    free(path);
    return failed ? cli_fail(&error) : cli_finish(CLI_DONE);
}

static int run(const cli_args *args)
{
    static const struct {
        const char *name;
        int (*run)(const cli_args *args);
    } actions[] = {
        {"build", build}, {"import", cli_gazetteer_import}, {"info", info}, {"check", check}};
    if (args->word_count == 0) {
        return cli_usage_error(args, "what to do is one of build, import, info, check");
    }
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(args->words[0], actions[i].name) != 0) {
            continue;
        }
        if (args->word_count > 2) {
            return cli_usage_error(args, "%s takes one file or folder", actions[i].name);
        }
        return actions[i].run(args);
    }
    return cli_usage_error(args, "what to do is one of build, import, info, check, not \"%s\"",
                           args->words[0]);
}

static const cli_option options_table[] = {
    CLI_OPTION_OUTPUT,
    CLI_OPTION_FORMAT("of info and import: table (default) or json"),
    {"from", 0, "FORMAT", "import: geonames, overpass, osm or layer (told by the content)"},
    {"alternate-names", 0, "FILE", "import: GeoNames' alternateNamesV2.txt"},
    {"layer", 0, "NAME", "import: this layer of the file"},
    {"map", 0, "KEY=COLUMN,..", "import: which columns hold what"},
    {"feature-code", 0, "CODE", "import: the kind of places for which the source has none"},
    {"country", 0, "CC", "import: only places of this country, or of none"},
    {"feature-class", 0, "LIST", "import: only these of GeoNames' classes, PA for instance"},
    {"min-population", 0, "N", "import: no populated places with fewer people"},
    {"source-name", 0, "NAME", "import: what the source is called"},
    {"licence", 0, "LICENCE", "import: of the source"},
    {"attribution", 0, "TEXT", "import: how maps credit it (its name)"},
    {"source-url", 0, "URL", "import: where the source is found"},
    {"source-date", 0, "DATE", "import: of the data, such as 2025-06"},
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_END};

const cli_command cli_command_gazetteer = {
    .name = "gazetteer",
    .arguments = "build FOLDER -o FILE | import SOURCE -o FILE | info [FILE] | check [FILE]",
    .summary = "build, extend, describe or check the place-name database",
    .details =
        "build reads sources.tsv in the folder and the files it names, and writes a\n"
        "GeoPackage whole or not at all. info tells what a gazetteer holds and under which\n"
        "licences. check looks for damage, and for keys that are not up to date.\n"
        "\n"
        "import adds a source to the gazetteer FILE, or creates it: a dump of GeoNames, places\n"
        "of OpenStreetMap (.osm.pbf, .osm, or JSON of the Overpass API), or any table or layer\n"
        "that OGR reads, whose columns --map tells: id, name, name_ar (or another language),\n"
        "alternates, pcode, feature_code, country, admin1, lon, lat, uncertainty_m, population.\n"
        "Without lon and lat the geometry says where a place is. A place that the gazetteer has\n"
        "from another source is joined to that. What was taken and what was not is told.\n"
        "\n"
        "  marsad gazetteer build geodata/gazetteer -o geodata/gazetteer.gpkg\n"
        "  marsad gazetteer import LY.txt --alternate-names alternateNamesV2.txt -o my.gpkg\n"
        "  marsad gazetteer import libya.osm.pbf --country LY -o my.gpkg\n"
        "  marsad gazetteer import towns.csv -o my.gpkg --map name=Town,name_ar=البلدة,pcode=P \\\n"
        "      --feature-code PPL --source-name \"Field office\" --licence \"CC BY 4.0\"\n"
        "  marsad gazetteer info my.gpkg --format json",
    .options = options_table,
    .run = run};
