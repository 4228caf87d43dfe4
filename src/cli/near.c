/* marsad near: the places, or the incidents of a table, around a place. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/near.h"

static const double USUAL_RADIUS_M = 50000;

/* ---- options ------------------------------------------------------------------------------- */

/* Words for kinds of places, each with GeoNames' codes and classes for it. */
static const struct {
    const char *word, *codes;
} KIND_WORDS[] = {
    {"towns", "P"},
    {"capitals", "PPLC"},
    {"quarters", "PPLX"},
    {"airports", "AIR"},
    {"military", "INSM,MILB,NVB,AIRB,FT,PSTB,PSTC"},
    {"ports", "PRT,HBR,ANCH,PIER,QUAY,WHRF,DCK,FY"},
    {"oil", "OIL,GASF,PMPO,TNKD"},
    {"hospitals", "HSP"},
    {"districts", "ADM"},
    {"countries", "PCL"},
    {"water", "H"},
    {"terrain", "T"},
};

enum { KIND_WORD_COUNT = sizeof KIND_WORDS / sizeof *KIND_WORDS };

/* The codes of a word, also without its plural s; else the word itself in capitals. */
static void write_kind(FILE *stream, const char *word, size_t length)
{
    for (size_t i = 0; i < KIND_WORD_COUNT; i++) {
        const char *known = KIND_WORDS[i].word;
        size_t full = strlen(known);
        bool singular = known[full - 1] == 's' && length + 1 == full;
        if ((length == full || singular) && strncmp(word, known, length) == 0) {
            fputs(KIND_WORDS[i].codes, stream);
            return;
        }
    }
    for (size_t i = 0; i < length; i++) {
        fputc(toupper((unsigned char)word[i]), stream);
    }
}

/* --kind with its words replaced by codes; NULL if memory is out. */
static char *codes_of(const char *kinds)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) {
        return NULL;
    }
    for (;;) {
        size_t length = strcspn(kinds, ",");
        write_kind(stream, kinds, length);
        if (!kinds[length]) {
            break;
        }
        fputc(',', stream);
        kinds += length + 1;
    }
    fclose(stream);
    return text;
}

static bool is_listed(const char *list, const char *word, size_t length)
{
    for (; *list; list += strcspn(list, ","), list += *list == ',') {
        if (strcspn(list, ",") == length && strncmp(list, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* --kind of incidents: only types that there are. */
static int check_types(const cli_args *args, const char *kinds)
{
    char known[600] = "";
    for (int i = 0; i < MARSAD_TYPE_COUNT; i++) {
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i ? "," : "",
                 marsad_incident_type_name((marsad_incident_type)i));
    }
    for (;;) {
        size_t length = strcspn(kinds, ",");
        if (!is_listed(known, kinds, length)) {
            return cli_usage_error(args, "--kind: \"%.*s\" is no type of incident; they are %s",
                                   (int)length, kinds, known);
        }
        if (!kinds[length]) {
            return CLI_DONE;
        }
        kinds += length + 1;
    }
}

static int read_kinds(const cli_args *args, nearby *all)
{
    const char *kinds = cli_value(args, "kind");
    if (!kinds) {
        return CLI_DONE;
    }
    if (cli_value(args, "in")) {
        int status = check_types(args, kinds);
        all->kinds = status ? NULL : strdup(kinds);
        return status;
    }
    all->kinds = codes_of(kinds);
    return all->kinds ? CLI_DONE : CLI_FAILURE;
}

static int read_options(const cli_args *args, nearby *all)
{
    marsad_error error;
    const char *within = cli_value(args, "within");
    all->radius_m = USUAL_RADIUS_M;
    all->radius_text = within ? within : "50 km";
    if (args->word_count != 1) {
        return cli_usage_error(args, args->word_count ? "give one place, in quotation marks if its "
                                                        "name has spaces"
                                                      : "no place given");
    }
    if (within && marsad_length_parse(within, &all->radius_m, &error)) {
        return cli_usage_error(args, "--within: %s", error.message);
    }
    if (cli_value(args, "in") && !cli_value(args, "in")[0]) {
        return cli_usage_error(args, "--in takes the name of a file, or - for standard input");
    }
    const char *given = cli_events_option_given(args);
    given = !given && cli_value(args, "decisions") ? "decisions" : given;
    if (given && !cli_value(args, "in")) {
        return cli_usage_error(args, "--%s is of a table of incidents: name it with --in", given);
    }
    int status = cli_telling_options(args, &all->telling);
    status = status || !given ? status : cli_check_files(args, cli_value(args, "in"), NULL);
    status = status ? status : cli_limit(args, 1000000, &all->limit);
    return status ? status : read_kinds(args, all);
}

/* ---- finding ------------------------------------------------------------------------------- */

static int find_centre(const cli_args *args, marsad_resolver *resolver, const char *country,
                       nearby *all)
{
    marsad_error error = {0};
    marsad_resolve_options options = cli_resolve_options(country);
    if (marsad_resolve(resolver, args->words[0], &options, &all->answer, &error)) {
        return cli_fail_location(&error, args->words[0]);
    }
    all->centre = marsad_resolution_place(all->answer);
    return cli_check_point(all->answer, all->telling.lang);
}

static bool make_room(nearby *all, size_t count)
{
    all->items = calloc(count ? count : 1, sizeof *all->items);
    if (!all->items) {
        cli_note("out of memory");
    }
    return all->items != NULL;
}

/* All but the place itself. One more than is asked for tells whether there are more. */
static int find_places(const cli_args *args, marsad_gazetteer *gazetteer, nearby *all)
{
    marsad_error error = {0};
    size_t most = all->limit ? all->limit + 2 : 0;
    marsad_status status = marsad_gazetteer_around(gazetteer, all->centre->at, all->radius_m,
                                                   all->kinds, most, &all->places, &error);
    if (status == MARSAD_ERR_USAGE) {
        return cli_usage_error(args, "--kind: %s", error.message);
    }
    if (status) {
        return cli_fail(&error);
    }
    if (!make_room(all, all->places.count)) {
        return CLI_FAILURE;
    }
    for (size_t i = 0; i < all->places.count; i++) {
        const marsad_place_around *item = &all->places.items[i];
        bool itself = all->centre->id[0] && strcmp(all->centre->id, item->place.id) == 0;
        if (itself) {
            continue;
        }
        if (all->limit && all->count == all->limit) {
            all->left_off = 1;
            break;
        }
        all->items[all->count++] = (near_item){
            .place = &item->place,
            .line = {item->line, all->centre->uncertainty_m + item->place.uncertainty_m}};
    }
    return CLI_DONE;
}

static bool is_asked(const nearby *all, const marsad_incident *incident)
{
    const char *type = marsad_incident_type_name(incident->type);
    return marsad_incident_is_placed(incident) &&
           (!all->kinds || is_listed(all->kinds, type, strlen(type)));
}

static int by_distance(const void *a, const void *b)
{
    const near_item *x = a, *y = b;
    double near = x->line.line.distance_m, far = y->line.line.distance_m;
    if (near != far) {
        return near < far ? -1 : 1;
    }
    return (x->incident->row > y->incident->row) - (x->incident->row < y->incident->row);
}

static void take_incidents(nearby *all)
{
    for (size_t i = 0; i < marsad_events_count(all->events); i++) {
        const marsad_incident *incident = marsad_events_get(all->events, i);
        if (!is_asked(all, incident)) {
            continue;
        }
        near_item item = {.incident = incident,
                          .line = {marsad_geodesic_between(all->centre->at, incident->at),
                                   all->centre->uncertainty_m + incident->uncertainty_m}};
        if (item.line.line.distance_m <= all->radius_m) {
            all->items[all->count++] = item;
        } else {
            all->perhaps += item.line.line.distance_m - item.line.uncertainty_m <= all->radius_m;
        }
    }
    qsort(all->items, all->count, sizeof *all->items, by_distance);
    if (all->limit && all->count > all->limit) {
        all->left_off = all->count - all->limit;
        all->count = all->limit;
    }
}

static int find_incidents(const cli_args *args, const cli_places *places, const char *country,
                          nearby *all)
{
    const char *path = cli_value(args, "in");
    marsad_resolve_options options = cli_resolve_options(country);
    int status = cli_read_events(args, path, &all->events);
    if (status) {
        return status;
    }
    status = cli_place_by(args, all->events, places, &options);
    if (status) {
        return status;
    }
    all->unplaced = cli_note_unplaced(path, all->events);
    if (!make_room(all, marsad_events_count(all->events))) {
        return CLI_FAILURE;
    }
    take_incidents(all);
    return CLI_DONE;
}

/* ---- the command --------------------------------------------------------------------------- */

static int find(const cli_args *args, cli_places *places, const char *country, nearby *all)
{
    int status = cli_open_places(args, places);
    status = status ? status : find_centre(args, places->resolver, country, all);
    if (status) {
        return status;
    }
    return cli_value(args, "in") ? find_incidents(args, places, country, all)
                                 : find_places(args, places->gazetteer, all);
}

static int run(const cli_args *args)
{
    nearby all = {0};
    cli_places places = {0};
    cli_format format;
    char country[3];
    int status =
        cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_NDJSON | CLI_CSV | CLI_GEOJSON, &format);
    status = status ? status : cli_country(args, country);
    status = status ? status : read_options(args, &all);
    if (!status) {
        status = find(args, &places, country, &all);
    }
    if (!status) {
        near_print(&all, format);
        bool strict = cli_flag(args, "strict") && all.unplaced;
        status = cli_finish(strict ? CLI_UNRESOLVED : CLI_DONE);
        near_note_rest(&all);
        status = cli_end_events(args, cli_value(args, "in"), all.events, NULL, status);
    }
    free(all.items);
    free(all.kinds);
    marsad_events_free(all.events);
    marsad_place_around_list_clear(&all.places);
    marsad_resolution_free(all.answer);
    cli_close_places(&places);
    return status;
}

static const cli_option OPTIONS[] = {
    {"within", 0, "LENGTH", "how far: 50km (default), 800m, 12.5mi, 10nmi"},
    {"kind", 0, "KINDS", "only these, with commas between them (see above)"},
    {"limit", 0, "N", "the N nearest"},
    {"in", 0, "EVENTS", "incidents of this file rather than places (- is standard input)"},
    {"unit", 0, "UNIT", "tell distances in km (default), mi or nmi"},
    CLI_OPTION_COUNTRY,
    CLI_OPTION_LANG,
    CLI_OPTION_FORMAT("table (default), json, ndjson, csv or geojson"),
    CLI_OPTION_STRICT,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_DECISIONS,
    CLI_OPTIONS_EVENTS,
    CLI_OPTION_END,
};

const cli_command cli_command_near = {
    .name = "near",
    .arguments = "PLACE [--within 50km]",
    .summary = "what lies around a place",
    .details =
        "The places of the gazetteer around a place or a coordinate pair, or with --in the\n"
        "incidents of an events table, the nearest first, with geodesic distance and bearing from\n"
        "there. ± is the sum of the two radii, ? a direction that it leaves open; within_certain\n"
        "(json, csv) says whether the whole of it is within. Countries and districts stand at a\n"
        "point in their middle.\n"
        "\n"
        "--kind takes GeoNames' feature codes, or what they begin with (PPL, AIRP, ADM1), its\n"
        "classes (A districts, H water, L areas, P towns, R roads, S buildings, T terrain, U "
        "under\n"
        "the sea, V woods), or words: towns (P), capitals (PPLC), quarters (PPLX), airports "
        "(AIR),\n"
        "military (INSM, MILB, NVB, AIRB, FT, PSTB, PSTC), ports (PRT, HBR, ANCH, PIER, QUAY,\n"
        "WHRF, DCK, FY), oil (OIL, GASF, PMPO, TNKD), hospitals (HSP), districts (ADM), countries\n"
        "(PCL), water (H), terrain (T). With --in it takes types of incidents (airstrike,clash).\n"
        "\n"
        "That nothing is found is said, and no error.\n"
        "\n"
        "  marsad near Misrata --within 60km --kind airports,towns\n"
        "  marsad near 'Abu Qurayn' --within 40km --in events.csv --format geojson",
    .options = OPTIONS,
    .run = run,
};
