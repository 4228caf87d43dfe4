/* marsad resolve: which place is meant by a name, how sure, and why. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"

enum {
    FAULTS_MOST = 20 /* noted before the rest is left unread */
};

typedef struct answers {
    marsad_resolution **items;
    size_t count, capacity;
    size_t faults; /* locations that have no answer, as they are malformed */
    marsad_lang lang;
} answers;

static void free_answers(answers *all)
{
    for (size_t i = 0; i < all->count; i++) {
        marsad_resolution_free(all->items[i]);
    }
    free(all->items);
}

/* The place meant, or NULL. */
static const marsad_place *place_of(const marsad_resolution *answer)
{
    return marsad_resolution_place(answer);
}

static bool make_room(answers *all)
{
    if (all->count < all->capacity) {
        return true;
    }
    size_t capacity = all->capacity * 2 + 16;
    void *items = realloc(all->items, capacity * sizeof(marsad_resolution *));
    if (!items) {
        cli_note("out of memory");
        return false;
    }
    all->items = items;
    all->capacity = capacity;
    return true;
}

/* Notes a malformed location. The others are read on, so that all faults are told at once, and
   answered. */
static int note_fault(marsad_error *error, const char *location, const char *file, long row,
                      answers *all)
{
    if (error->status != MARSAD_ERR_INPUT || error->file[0]) {
        return cli_fail(error); /* not of the location, but of the gazetteer or the machine */
    }
    char name[CLI_SHOWN];
    snprintf(error->file, sizeof error->file, "%s", file ? file : cli_shown(name, location));
    error->row = row;
    cli_fail(error);
    if (++all->faults < FAULTS_MOST) {
        return CLI_DONE;
    }
    cli_note("%d faults: what follows is not read", FAULTS_MOST);
    return CLI_INPUT;
}

static int ask(marsad_resolver *resolver, const char *location,
               const marsad_resolve_options *options, const char *file, long row, answers *all)
{
    marsad_error error = {0};
    if (!make_room(all)) {
        return CLI_FAILURE;
    }
    if (marsad_resolve(resolver, location, options, &all->items[all->count], &error)) {
        return note_fault(&error, location, file, row, all);
    }
    all->count++;
    return CLI_DONE;
}

/* A line may end in LF, CR LF, or CR alone as old tables of the Macintosh do. */
static int ask_line(marsad_resolver *resolver, char *line, const char *file, long *row,
                    const marsad_resolve_options *options, answers *all)
{
    int status = CLI_DONE;
    size_t length = strcspn(line, "\n");
    length -= length > 0 && line[length - 1] == '\r';
    line[length] = '\0';
    for (char *part; status == CLI_DONE && (part = strsep(&line, "\r"));) {
        ++*row;
        if (!cli_is_blank(part)) {
            status = ask(resolver, part, options, file, *row, all);
        }
    }
    return status;
}

static int ask_lines(marsad_resolver *resolver, FILE *stream, const char *file,
                     const marsad_resolve_options *options, answers *all)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    long row = 0;
    int status = CLI_DONE;
    while (status == CLI_DONE && (length = getline(&line, &size, stream)) >= 0) {
        char *text = row == 0 && strncmp(line, "\xEF\xBB\xBF", 3) == 0 ? line + 3 : line;
        if (strlen(line) < (size_t)length) {
            cli_note("%s: row %ld: has a zero byte; save it as text in UTF-8", file, row + 1);
            status = CLI_INPUT;
        } else {
            status = ask_line(resolver, text, file, &row, options, all);
        }
    }
    if (status == CLI_DONE && ferror(stream)) {
        cli_note("%s: cannot read: %s", file, strerror(errno));
        status = CLI_INPUT;
    }
    free(line);
    return status;
}

static int ask_file(marsad_resolver *resolver, const char *path,
                    const marsad_resolve_options *options, answers *all)
{
    if (strcmp(path, "-") == 0) {
        return ask_lines(resolver, stdin, "standard input", options, all);
    }
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        cli_note("%s: is a folder, not a file", path);
        return CLI_INPUT;
    }
    FILE *stream = fopen(path, "rb");
    if (!stream) {
        cli_note(errno == ENOENT ? "%s: no such file" : "%s: cannot read: %s", path,
                 strerror(errno));
        return CLI_INPUT;
    }
    int status = ask_lines(resolver, stream, path, options, all);
    fclose(stream);
    return status;
}

static const char *match_or_null(const marsad_resolution *answer)
{
    return answer->status == MARSAD_UNRESOLVED ? NULL : marsad_match_text(answer->match);
}

/* UCDP's and ACLED's precision codes; null when unresolved. */
static void add_precision(struct json_object *object, const marsad_resolution *answer)
{
    int where = marsad_where_prec(answer), geo = marsad_geo_precision(answer);
    json_object_object_add(object, "where_prec", where ? json_object_new_int(where) : NULL);
    json_object_object_add(object, "geo_precision", geo ? json_object_new_int(geo) : NULL);
}

/* The places that a relative location was built from. */
static struct json_object *json_anchors(const marsad_resolution *answer)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < answer->anchor_count; i++) {
        json_object_array_add(list, cli_json_place(answer->anchors[i]));
    }
    return list;
}

/* What else it may be: when unresolved, what comes nearest. */
static struct json_object *json_candidates(const marsad_resolution *answer)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = answer->status == MARSAD_UNRESOLVED ? 0 : 1; i < answer->candidate_count; i++) {
        const marsad_candidate *candidate = &answer->candidates[i];
        struct json_object *object = cli_json_place(candidate->place);
        json_object_object_add(object, "confidence", cli_json_number(candidate->confidence, 2));
        cli_json_add_text(object, "match", marsad_match_text(candidate->match));
        json_object_array_add(list, object);
    }
    return list;
}

static struct json_object *json_answer(const marsad_resolution *answer)
{
    struct json_object *object = json_object_new_object();
    cli_json_add_text(object, "query", answer->query);
    cli_json_add_text(object, "status", marsad_resolve_status_text(answer->status));
    json_object_object_add(object, "confidence", cli_json_number(answer->confidence, 2));
    cli_json_add_text(object, "match", match_or_null(answer));
    json_object_object_add(object, "place",
                           place_of(answer) ? cli_json_place(place_of(answer)) : NULL);
    cli_json_add_text(object, "reason", answer->reason);
    add_precision(object, answer);
    json_object_object_add(object, "anchors", json_anchors(answer));
    json_object_object_add(object, "candidates", json_candidates(answer));
    return object;
}

static void print_json(const answers *all, bool by_line)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < all->count; i++) {
        if (by_line) {
            cli_json_print(json_answer(all->items[i]), true, stdout);
        } else {
            json_object_array_add(list, json_answer(all->items[i]));
        }
    }
    if (by_line) {
        json_object_put(list);
    } else {
        cli_json_print(list, false, stdout);
    }
}

/* A feature a name: without a geometry where it is unresolved. */
static struct json_object *json_feature(const marsad_resolution *answer)
{
    const marsad_place *place = place_of(answer);
    struct json_object *properties = place ? cli_json_place(place) : json_object_new_object();
    json_object_object_del(properties, "lon");
    json_object_object_del(properties, "lat");
    cli_json_add_text(properties, "query", answer->query);
    cli_json_add_text(properties, "status", marsad_resolve_status_text(answer->status));
    json_object_object_add(properties, "confidence", cli_json_number(answer->confidence, 2));
    cli_json_add_text(properties, "match", match_or_null(answer));
    cli_json_add_text(properties, "reason", answer->reason);
    return cli_json_feature(place ? &place->at : NULL, properties);
}

static void print_geojson(const answers *all)
{
    struct json_object *features = json_object_new_array();
    for (size_t i = 0; i < all->count; i++) {
        json_object_array_add(features, json_feature(all->items[i]));
    }
    cli_json_print_features(features);
}

/* "" where there is no place. */
static const char *number(char out[CLI_NUMBER], const marsad_place *place, double value,
                          int decimals)
{
    out[0] = '\0';
    return place ? cli_number_text(out, value, decimals) : out;
}

static void print_csv(const answers *all)
{
    static const char *const header[] = {"query", "status",  "confidence",    "match",   "id",
                                         "name",  "name_ar", "feature_code",  "country", "admin1",
                                         "lon",   "lat",     "uncertainty_m", "source",  "reason"};
    static const marsad_place nowhere = {0};
    cli_csv_row(stdout, sizeof header / sizeof *header, header);
    for (size_t i = 0; i < all->count; i++) {
        const marsad_resolution *answer = all->items[i];
        const marsad_place *found = place_of(answer), *place = found ? found : &nowhere;
        char confidence[32], lon[CLI_NUMBER], lat[CLI_NUMBER], radius[CLI_NUMBER];
        snprintf(confidence, sizeof confidence, "%.2f", answer->confidence);
        const char *const cells[] = {answer->query,
                                     marsad_resolve_status_text(answer->status),
                                     confidence,
                                     match_or_null(answer),
                                     place->id,
                                     place->name,
                                     place->name_ar,
                                     place->feature_code,
                                     place->country,
                                     place->admin1,
                                     number(lon, found, place->at.lon, 6),
                                     number(lat, found, place->at.lat, 6),
                                     number(radius, found, place->uncertainty_m, 1),
                                     place->source,
                                     answer->reason};
        cli_csv_row(stdout, sizeof cells / sizeof *cells, cells);
    }
}

static void print_table(const answers *all)
{
    static const char *const header[] = {"QUERY", "STATUS", "SURE", "PLACE", "LON", "LAT", "WHY"};
    cli_table *table = cli_table_new(7, header);
    cli_table_align_right(table, 2);
    cli_table_align_right(table, 4);
    cli_table_align_right(table, 5);
    for (size_t i = 0; i < all->count; i++) {
        const marsad_resolution *answer = all->items[i];
        const marsad_place *place = place_of(answer);
        char sure[32] = "-", lon[32] = "-", lat[32] = "-";
        char query[CLI_SHOWN], name[CLI_SHOWN];
        if (place) {
            snprintf(sure, sizeof sure, "%.2f", answer->confidence);
            snprintf(lon, sizeof lon, "%.5f", place->at.lon);
            snprintf(lat, sizeof lat, "%.5f", place->at.lat);
        }
        const char *const cells[] = {
            cli_shown(query, answer->query),
            marsad_resolve_status_text(answer->status),
            sure,
            cli_shown(name, place ? marsad_place_name(place, all->lang) : "-"),
            lon,
            lat,
            answer->reason};
        cli_table_add(table, cells);
    }
    cli_table_print(table, stdout);
}

static void print_answers(const answers *all, cli_format format)
{
    switch (format) {
    case CLI_JSON:
    case CLI_NDJSON:
        print_json(all, format == CLI_NDJSON);
        break;
    case CLI_GEOJSON:
        print_geojson(all);
        break;
    case CLI_CSV:
        print_csv(all);
        break;
    case CLI_TABLE:
        print_table(all);
        break;
    }
}

static bool all_resolved(const answers *all)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i]->status != MARSAD_RESOLVED) {
            return false;
        }
    }
    return true;
}

static int ask_all(const cli_args *args, marsad_resolver *resolver,
                   const marsad_resolve_options *options, answers *all)
{
    int status = CLI_DONE;
    for (int i = 0; status == CLI_DONE && i < args->word_count; i++) {
        status = ask(resolver, args->words[i], options, NULL, 0, all);
    }
    if (status == CLI_DONE && cli_value(args, "in")) {
        status = ask_file(resolver, cli_value(args, "in"), options, all);
    }
    return status == CLI_DONE && all->faults ? CLI_INPUT : status;
}

/* --near takes a place or coordinates. */
static int read_near(const cli_args *args, marsad_resolver *resolver,
                     marsad_resolve_options *options)
{
    const char *value = cli_value(args, "near");
    marsad_resolution *found = NULL;
    marsad_error error;
    if (!value) {
        return CLI_DONE;
    }
    if (marsad_resolve(resolver, value, options, &found, &error)) {
        snprintf(error.file, sizeof error.file, "--near");
        return cli_fail(&error);
    }
    bool sure = found->status == MARSAD_RESOLVED;
    if (sure) {
        options->has_near = true;
        options->near = marsad_resolution_place(found)->at;
    } else {
        cli_note("--near: \"%s\" is %s: %s", value, marsad_resolve_status_text(found->status),
                 found->reason);
    }
    marsad_resolution_free(found);
    return sure ? CLI_DONE : CLI_INPUT;
}

static int run(const cli_args *args)
{
    answers all = {0};
    cli_places places = {0};
    cli_format format = CLI_TABLE;
    char country[3];
    marsad_resolve_options options = marsad_resolve_defaults();
    if (!args->word_count == !cli_value(args, "in")) {
        return cli_usage_error(args, args->word_count ? "give either names or --in, not both"
                                                      : "no name given");
    }
    if (cli_value(args, "in") && !cli_value(args, "in")[0]) {
        return cli_usage_error(args, "--in takes the name of a file, or - for standard input");
    }
    int status =
        cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_NDJSON | CLI_CSV | CLI_GEOJSON, &format);
    status = status ? status : cli_lang(args, &all.lang);
    status = status ? status : cli_country(args, country);
    status = status ? status : cli_limit(args, 1000, &options.max_candidates);
    if (status) {
        return status;
    }
    options.country = country;
    status = cli_open_places(args, &places);
    status = status ? status : read_near(args, places.resolver, &options);
    status = status ? status : ask_all(args, places.resolver, &options, &all);
    if (status == CLI_DONE || (status == CLI_INPUT && all.count)) {
        /* What can be answered is, beside faults that were told. */
        print_answers(&all, format);
        bool strict = status == CLI_DONE && cli_flag(args, "strict") && !all_resolved(&all);
        status = cli_finish(strict ? CLI_UNRESOLVED : status);
    }
    free_answers(&all);
    cli_close_places(&places);
    return status;
}

static const cli_option options_table[] = {
    {"in", 0, "FILE", "read names from this file, one a line (- is standard input)"},
    CLI_OPTION_COUNTRY,
    {"near", 0, "PLACE", "prefer places near this one (a name or coordinates)"},
    {"limit", 0, "N", "keep at most this many candidates a name (default 5)"},
    CLI_OPTION_FORMAT("table (default), json, ndjson, csv or geojson"),
    CLI_OPTION_LANG,
    CLI_OPTION_STRICT,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_END};

const cli_command cli_command_resolve = {
    .name = "resolve",
    .arguments = "NAME... | --in FILE",
    .summary = "which place is meant by a name, how sure, and why",
    .details =
        "A name is compared in any script without regard to case, accents, harakat, hyphens and\n"
        "spaces; then without articles, joined prepositions and words of kind (مطار, district); "
        "then\n"
        "by its sounds, so that spellings that no gazetteer lists are found too. Known are also\n"
        "\"Tripoli, Lebanon\", locations relative to places (\"15 km south of Misrata\", قرب سرت,\n"
        "\"on the road from X to Y\"), and coordinates: degrees, minutes and seconds, UTM, MGRS.\n"
        "Empty lines of a file are skipped.\n"
        "\n"
        "SURE is the probability that the place is meant. A name that could be two places is\n"
        "ambiguous; one that no place is likely to be meant by is unresolved, and nothing is\n"
        "guessed: of an unresolved name json has the nearest candidates, for a person to choose.\n"
        "\n"
        "  marsad resolve معيتيقة 'Abu Grein' --country LY\n"
        "  marsad resolve '15 km south of Misrata' 'near Sirte'\n"
        "  marsad resolve --in names.txt --format csv",
    .options = options_table,
    .run = run};
