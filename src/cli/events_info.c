/* marsad events info: what is understood of a table of incidents, and what is wrong with it. */
#include <string.h>

#include "cli/cli.h"

enum { MOST_FAULTS = 20 };

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* ---- as text -------------------------------------------------------------------------------- */

static void print_head(const char *path, const marsad_events_info *info)
{
    printf("%s: %s", strcmp(path, "-") == 0 ? "standard input" : path, info->format);
    if (info->encoding[0]) {
        printf(", %s", info->encoding);
    }
    if (info->layer[0]) {
        printf(", layer %s", info->layer);
    }
    printf(", %zu row%s; recognised as %s\n", info->rows, plural(info->rows), info->convention);
    if (info->note[0]) {
        printf("%s\n", info->note);
    }
    if (info->layer_count > 1) {
        printf("all layers: ");
        for (size_t i = 0; i < info->layer_count; i++) {
            printf("%s%s", i ? ", " : "", info->layers[i]);
        }
        putchar('\n');
    }
    if (info->left_out) {
        printf("%zu more row%s before --since or after --until\n", info->left_out,
               plural(info->left_out));
    }
}

static void print_columns(const marsad_events_info *info)
{
    static const char *const headers[] = {"COLUMN", "MEANING", "KNOWN BY", "FILLED", "SAMPLE"};
    if (!info->column_count) {
        return;
    }
    cli_table *table = cli_table_new(5, headers);
    cli_table_align_right(table, 3);
    for (size_t i = 0; i < info->column_count; i++) {
        const marsad_info_column *column = &info->columns[i];
        char filled[32], name[CLI_SHOWN], sample[CLI_SHOWN], known[CLI_SHOWN];
        snprintf(filled, sizeof filled, "%zu", column->filled);
        snprintf(known, sizeof known, "%s%s%.100s", column->known_by, column->tag[0] ? " " : "",
                 column->tag);
        const char *cells[] = {cli_shown(name, column->name),
                               column->meaning[0] ? column->meaning : "(kept)", known, filled,
                               cli_shown(sample, column->sample)};
        cli_table_add(table, cells);
    }
    putchar('\n');
    cli_table_print(table, stdout);
    putchar('\n');
}

static void print_dates(const marsad_events_info *info)
{
    char first[MARSAD_DATE_TEXT], last[MARSAD_DATE_TEXT];
    fputs("dates:  ", stdout);
    if (info->first.year) {
        printf("%s to %s", marsad_date_text(info->first, first),
               marsad_date_text(info->last, last));
    } else {
        fputs("none", stdout);
    }
    const struct {
        size_t count;
        const char *what;
    } more[] = {{info->undated, "without one"},
                {info->partial, "known to the month or year only"},
                {info->ranges, "with an end"},
                {info->serials, "as a spreadsheet's number of days"}};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (more[i].count) {
            printf("; %zu %s", more[i].count, more[i].what);
        }
    }
    putchar('\n');
}

/* The types in the order of their numbers: the commonest first, then as in the legend. */
static size_t order_types(const marsad_events_info *info, int out[MARSAD_TYPE_COUNT])
{
    size_t count = 0;
    for (int type = 0; type < MARSAD_TYPE_COUNT; type++) {
        size_t at = count;
        if (!info->types[type]) {
            continue;
        }
        for (; at > 0 && info->types[out[at - 1]] < info->types[type]; at--) {
            out[at] = out[at - 1];
        }
        out[at] = type;
        count++;
    }
    return count;
}

static void print_types(const marsad_events_info *info)
{
    int order[MARSAD_TYPE_COUNT];
    size_t count = order_types(info, order);
    fputs("types:  ", stdout);
    for (size_t i = 0; i < count; i++) {
        printf("%s%s %zu", i ? ", " : "", marsad_incident_type_name((marsad_incident_type)order[i]),
               info->types[order[i]]);
    }
    puts(count ? "" : "none");
    for (size_t i = 0; i < info->other_count; i++) {
        char text[CLI_SHOWN];
        printf("%s\"%s\" %zu", i ? ", " : "other:  ", cli_shown(text, info->others[i].text),
               info->others[i].count);
    }
    if (info->other_count) {
        putchar('\n');
    }
}

static void print_places(const marsad_events_info *info)
{
    printf("places: %zu row%s with coordinates, %zu with a name to resolve (%s%zu different)\n",
           info->with_coordinates, plural(info->with_coordinates), info->to_resolve,
           info->more_names ? "more than " : "", info->names);
}

/* Where each fault is one of its kind, the list of them says as much. */
static void print_kinds(const marsad_events_info *info)
{
    for (size_t i = 0; info->fault_count < info->problems.found && i < info->fault_count; i++) {
        const marsad_info_fault *fault = &info->faults[i];
        printf("  %zu × %s", fault->count, fault->text);
        printf(fault->row ? ", first in row %ld\n" : "\n", fault->row);
    }
}

static void print_faults(const marsad_events_info *info)
{
    size_t found = info->problems.found;
    if (!found) {
        puts("faults: none");
        return;
    }
    printf("faults: %zu, in %zu of %zu row%s\n", found, info->rejected, info->rows,
           plural(info->rows));
    print_kinds(info);
    for (size_t i = 0; i < info->problems.count && i < MOST_FAULTS; i++) {
        const marsad_error *item = &info->problems.items[i];
        fputs("  ", stdout);
        if (item->row) {
            printf("row %ld%s%s: ", item->row, item->column[0] ? ", column " : "", item->column);
        }
        printf("%s\n", item->message);
    }
    if (found > MOST_FAULTS) {
        printf("  … and %zu more\n", found - MOST_FAULTS);
    }
}

static void print_text(const char *path, const marsad_events_info *info)
{
    print_head(path, info);
    print_columns(info);
    print_dates(info);
    print_types(info);
    print_places(info);
    print_faults(info);
}

/* ---- as JSON -------------------------------------------------------------------------------- */

static void add_number(struct json_object *to, const char *key, size_t value)
{
    json_object_object_add(to, key, json_object_new_int64((int64_t)value));
}

static void add_text(struct json_object *to, const char *key, const char *text)
{
    cli_json_add_text(to, key, text[0] ? text : NULL);
}

static struct json_object *json_columns(const marsad_events_info *info)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < info->column_count; i++) {
        const marsad_info_column *column = &info->columns[i];
        struct json_object *item = json_object_new_object();
        cli_json_add_text(item, "name", column->name);
        add_text(item, "meaning", column->meaning);
        add_text(item, "known_by", column->known_by);
        add_text(item, "tag", column->tag);
        add_number(item, "filled", column->filled);
        add_text(item, "sample", column->sample);
        json_object_array_add(list, item);
    }
    return list;
}

static struct json_object *json_dates(const marsad_events_info *info)
{
    struct json_object *dates = json_object_new_object();
    json_object_object_add(dates, "first", cli_json_date(info->first));
    json_object_object_add(dates, "last", cli_json_date(info->last));
    add_number(dates, "undated", info->undated);
    add_number(dates, "partial", info->partial);
    add_number(dates, "ranges", info->ranges);
    add_number(dates, "serials", info->serials);
    return dates;
}

static struct json_object *json_types(const marsad_events_info *info)
{
    int order[MARSAD_TYPE_COUNT];
    size_t count = order_types(info, order);
    struct json_object *types = json_object_new_object();
    for (size_t i = 0; i < count; i++) {
        add_number(types, marsad_incident_type_name((marsad_incident_type)order[i]),
                   info->types[order[i]]);
    }
    return types;
}

static struct json_object *json_others(const marsad_events_info *info)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < info->other_count; i++) {
        struct json_object *item = json_object_new_object();
        cli_json_add_text(item, "text", info->others[i].text);
        add_number(item, "count", info->others[i].count);
        json_object_array_add(list, item);
    }
    return list;
}

static struct json_object *json_places(const marsad_events_info *info)
{
    struct json_object *places = json_object_new_object();
    add_number(places, "with_coordinates", info->with_coordinates);
    add_number(places, "to_resolve", info->to_resolve);
    add_number(places, "names", info->names);
    json_object_object_add(places, "more_names", json_object_new_boolean(info->more_names));
    return places;
}

static struct json_object *json_faults(const marsad_events_info *info)
{
    struct json_object *faults = json_object_new_object();
    struct json_object *kinds = json_object_new_array();
    struct json_object *first = json_object_new_array();
    for (size_t i = 0; i < info->fault_count; i++) {
        struct json_object *kind = json_object_new_object();
        add_text(kind, "column", info->faults[i].column);
        cli_json_add_text(kind, "fault", info->faults[i].text);
        add_number(kind, "count", info->faults[i].count);
        add_number(kind, "row", (size_t)info->faults[i].row);
        json_object_array_add(kinds, kind);
    }
    for (size_t i = 0; i < info->problems.count && i < MOST_FAULTS; i++) {
        const marsad_error *error = &info->problems.items[i];
        struct json_object *item = json_object_new_object();
        add_number(item, "row", (size_t)error->row);
        add_text(item, "column", error->column);
        cli_json_add_text(item, "fault", error->message);
        json_object_array_add(first, item);
    }
    add_number(faults, "count", info->problems.found);
    json_object_object_add(faults, "kinds", kinds);
    json_object_object_add(faults, "first", first);
    return faults;
}

static void print_json(const char *path, const marsad_events_info *info)
{
    struct json_object *all = json_object_new_object();
    struct json_object *layers = json_object_new_array();
    for (size_t i = 0; i < info->layer_count; i++) {
        json_object_array_add(layers, json_object_new_string(info->layers[i]));
    }
    cli_json_add_text(all, "file", path);
    cli_json_add_text(all, "format", info->format);
    add_text(all, "encoding", info->encoding);
    add_text(all, "note", info->note);
    add_text(all, "layer", info->layer);
    json_object_object_add(all, "layers", layers);
    cli_json_add_text(all, "recognised_as", info->convention);
    json_object_object_add(all, "usable", json_object_new_boolean(info->usable));
    add_number(all, "rows", info->rows);
    add_number(all, "rejected", info->rejected);
    add_number(all, "left_out", info->left_out);
    json_object_object_add(all, "columns", json_columns(info));
    json_object_object_add(all, "dates", json_dates(info));
    json_object_object_add(all, "types", json_types(info));
    json_object_object_add(all, "others", json_others(info));
    json_object_object_add(all, "places", json_places(info));
    json_object_object_add(all, "faults", json_faults(info));
    cli_json_print(all, false, stdout);
}

/* ---- the command ---------------------------------------------------------------------------- */

static int tell(const char *path, const marsad_events_options *options, cli_format format)
{
    marsad_events_info info;
    marsad_error error;
    if (marsad_events_info_read(path, options, &info, &error)) {
        return cli_fail(&error);
    }
    if (format == CLI_JSON) {
        print_json(path, &info);
    } else {
        print_text(path, &info);
    }
    bool sound = info.usable && info.problems.found == 0;
    marsad_events_info_clear(&info);
    return cli_finish(sound ? CLI_DONE : CLI_INPUT);
}

static int run(const cli_args *args)
{
    marsad_events_options options;
    cli_format format;
    if (args->word_count == 0 || strcmp(args->words[0], "info") != 0) {
        return cli_usage_error(args, "what to do is info");
    }
    if (args->word_count != 2) {
        return cli_usage_error(args, args->word_count < 2 ? "which events file?"
                                                          : "one events file at a time");
    }
    int status = cli_format_option(args, CLI_TABLE | CLI_JSON, &format);
    status = status ? status : cli_events_options(args, &options);
    return status ? status : tell(args->words[1], &options, format);
}

static const cli_option option_table[] = {CLI_OPTION_FORMAT("table (default) or json"),
                                          CLI_OPTIONS_EVENTS_READ, CLI_OPTION_END};

const cli_command cli_command_events = {
    .name = "events",
    .arguments = "info EVENTS",
    .summary = "what is understood of a table of incidents, and what is wrong",
    .details =
        "Says whose table it is (Marsad's own, ACLED's, UCDP's, with HXL tags, or with usual\n"
        "headers in English, Arabic or French), what each column means to Marsad and by what\n"
        "that is known, the dates, the types with the words that fall to \"other\", how many rows\n"
        "have coordinates and how many a name to resolve, and what is wrong. Columns that mean\n"
        "nothing to Marsad are kept. --map says what a column means where that is not seen.\n"
        "\n"
        "The status is 2 where anything is wrong.\n"
        "\n"
        "  marsad events info acled.csv\n"
        "  marsad events info incidents.xlsx --sheet January --map location=Lieu,date=Jour\n"
        "  marsad events info incidents.csv --format json",
    .options = option_table,
    .run = run,
};
