/* marsad near: the places, or the incidents of a table, around a place. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const double USUAL_RADIUS_M = 50000;

/* A place or an incident, and how it lies to the place asked about. */
typedef struct found {
    const marsad_place *place;
    const marsad_incident *incident; /* or this */
    cli_line line;
} found;

typedef struct nearby {
    marsad_resolution *answer; /* for the place asked about */
    const marsad_place *centre;
    double radius_m;
    const char *radius_text; /* as it was given */
    char *kinds;             /* feature codes or incident types; NULL: all */
    size_t limit;            /* 0: none */
    cli_telling telling;
    marsad_place_around_list places;
    marsad_events *events; /* NULL where places are asked for */
    found *items;
    size_t count;
    size_t left_off; /* within, but beyond the limit; of places 1 stands for any number */
    size_t perhaps;  /* incidents that are farther, but whose uncertainty reaches within */
} nearby;

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
    int status = cli_telling_options(args, &all->telling);
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
        all->items[all->count++] =
            (found){.place = &item->place,
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
    const found *x = a, *y = b;
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
        found item = {.incident = incident,
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

static int find_incidents(const cli_args *args, marsad_resolver *resolver, const char *country,
                          nearby *all)
{
    marsad_error error = {0};
    const char *path = cli_value(args, "in");
    marsad_resolve_options options = cli_resolve_options(country);
    int status = cli_read_events(path, &all->events);
    if (status) {
        return status;
    }
    if (marsad_events_place(all->events, resolver, &options, &error)) {
        return cli_fail(&error);
    }
    cli_note_unplaced(strcmp(path, "-") == 0 ? "standard input" : path, all->events);
    if (!make_room(all, marsad_events_count(all->events))) {
        return CLI_FAILURE;
    }
    take_incidents(all);
    return CLI_DONE;
}

/* ---- telling ------------------------------------------------------------------------------- */

static void add_text(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, json_object_new_string(text));
}

static void date_text(marsad_date date, char out[32])
{
    out[0] = '\0';
    if (date.year) {
        int length = snprintf(out, 32, "%04d", date.year);
        length += date.month ? snprintf(out + length, 16, "-%02d", date.month) : 0;
        if (date.day) {
            snprintf(out + length, 8, "-%02d", date.day);
        }
    }
}

static struct json_object *json_incident(const marsad_incident *incident, marsad_lang lang)
{
    struct json_object *object = json_object_new_object();
    char date[32];
    date_text(incident->date, date);
    json_object_object_add(object, "row", json_object_new_int64(incident->row));
    add_text(object, "id", incident->id);
    add_text(object, "date", date);
    add_text(object, "type", marsad_incident_type_name(incident->type));
    add_text(object, "location", incident->location);
    add_text(object, "label", incident->label);
    add_text(object, "headline", marsad_incident_headline(incident, lang));
    json_object_object_add(object, "lon", cli_json_number(incident->at.lon, 6));
    json_object_object_add(object, "lat", cli_json_number(incident->at.lat, 6));
    json_object_object_add(object, "uncertainty_m", cli_json_number(incident->uncertainty_m, 1));
    return object;
}

/* The item as one flat object, which CSV and GeoJSON are made of too. */
static struct json_object *json_item(const nearby *all, const found *item)
{
    struct json_object *object = item->place ? cli_json_place(item->place)
                                             : json_incident(item->incident, all->telling.lang);
    bool certain = item->line.line.distance_m + item->line.uncertainty_m <= all->radius_m;
    cli_json_line(object, &item->line, &all->telling, "distance_uncertainty_m");
    json_object_object_add(object, "within_certain", json_object_new_boolean(certain));
    return object;
}

static void print_json(const nearby *all)
{
    struct json_object *object = json_object_new_object();
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < all->count; i++) {
        json_object_array_add(list, json_item(all, &all->items[i]));
    }
    json_object_object_add(object, "place", cli_json_place(all->centre));
    json_object_object_add(object, "within_m", cli_json_number(all->radius_m, 3));
    json_object_object_add(object, all->events ? "incidents" : "places", list);
    cli_json_print(object, false, stdout);
}

static void print_ndjson(const nearby *all)
{
    for (size_t i = 0; i < all->count; i++) {
        cli_json_print(json_item(all, &all->items[i]), true, stdout);
    }
}

static struct json_object *json_feature(const nearby *all, const found *item)
{
    marsad_lonlat at = item->place ? item->place->at : item->incident->at;
    struct json_object *feature = json_object_new_object();
    struct json_object *geometry = json_object_new_object();
    struct json_object *pair = json_object_new_array();
    struct json_object *properties = json_item(all, item);
    json_object_object_del(properties, "lon");
    json_object_object_del(properties, "lat");
    json_object_array_add(pair, cli_json_number(at.lon, 6));
    json_object_array_add(pair, cli_json_number(at.lat, 6));
    add_text(geometry, "type", "Point");
    json_object_object_add(geometry, "coordinates", pair);
    add_text(feature, "type", "Feature");
    json_object_object_add(feature, "geometry", geometry);
    json_object_object_add(feature, "properties", properties);
    return feature;
}

static void print_geojson(const nearby *all)
{
    struct json_object *collection = json_object_new_object();
    struct json_object *features = json_object_new_array();
    for (size_t i = 0; i < all->count; i++) {
        json_object_array_add(features, json_feature(all, &all->items[i]));
    }
    add_text(collection, "type", "FeatureCollection");
    json_object_object_add(collection, "features", features);
    cli_json_print(collection, false, stdout);
}

/* The columns that the object's members become. */
static const char *const PLACE_COLUMNS[] = {"id",     "name", "name_ar", "feature_code",  "country",
                                            "admin1", "lon",  "lat",     "uncertainty_m", "source"};
static const char *const INCIDENT_COLUMNS[] = {
    "row", "id", "date", "type", "location", "label", "headline", "lon", "lat", "uncertainty_m"};

enum { OWN_COLUMNS = 10, CSV_MOST = OWN_COLUMNS + CLI_LINE_COLUMNS + 1 };

static size_t csv_header(const nearby *all, const char *out[CSV_MOST])
{
    const char *const *own = all->events ? INCIDENT_COLUMNS : PLACE_COLUMNS;
    for (size_t i = 0; i < OWN_COLUMNS; i++) {
        out[i] = own[i];
    }
    size_t count = OWN_COLUMNS + cli_line_header(&all->telling, out + OWN_COLUMNS);
    for (size_t i = OWN_COLUMNS; i < count; i++) {
        out[i] = strcmp(out[i], "uncertainty_m") == 0 ? "distance_uncertainty_m" : out[i];
    }
    out[count++] = "within_certain";
    return count;
}

static void print_csv(const nearby *all)
{
    const char *header[CSV_MOST], *cells[CSV_MOST];
    size_t count = csv_header(all, header);
    cli_csv_row(stdout, count, header);
    for (size_t i = 0; i < all->count; i++) {
        struct json_object *object = json_item(all, &all->items[i]);
        for (size_t column = 0; column < count; column++) {
            struct json_object *member = json_object_object_get(object, header[column]);
            cells[column] = member ? json_object_get_string(member) : "";
        }
        cli_csv_row(stdout, count, cells);
        json_object_put(object);
    }
}

static void add_row(const nearby *all, cli_table *table, const found *item)
{
    char distance[CLI_TEXT], bearing[CLI_TEXT], name[CLI_SHOWN], kind[CLI_TEXT];
    const marsad_incident *incident = item->incident;
    char date[32] = "";
    cli_distance_text(distance, &item->line, all->telling.unit);
    cli_bearing_text(bearing, &item->line, all->telling.lang);
    if (incident) {
        const char *headline = marsad_incident_headline(incident, all->telling.lang);
        cli_shown(name, headline[0] ? headline : incident->label);
        date_text(incident->date, date);
        snprintf(kind, sizeof kind, "%s", marsad_incident_type_name(incident->type));
        char row[32], where[CLI_SHOWN];
        snprintf(row, sizeof row, "%ld", incident->row);
        const char *const cells[] = {distance,
                                     bearing,
                                     date,
                                     kind,
                                     incident->id[0] ? incident->id : row,
                                     cli_shown(where, incident->location),
                                     name};
        cli_table_add(table, cells);
    } else {
        const char *const cells[] = {
            distance, bearing, cli_shown(name, marsad_place_name(item->place, all->telling.lang)),
            item->place->feature_code, item->place->id};
        cli_table_add(table, cells);
    }
}

static void print_table(const nearby *all)
{
    static const char *const places[] = {"DISTANCE", "BEARING", "PLACE", "KIND", "ID"};
    static const char *const incidents[] = {"DISTANCE", "BEARING",  "DATE",    "TYPE",
                                            "ID",       "LOCATION", "HEADLINE"};
    if (all->count == 0) {
        return; /* a note says so */
    }
    cli_table *table = all->events ? cli_table_new(7, incidents) : cli_table_new(5, places);
    cli_table_align_right(table, 0);
    for (size_t i = 0; i < all->count; i++) {
        add_row(all, table, &all->items[i]);
    }
    cli_table_print(table, stdout);
}

/* What the data does not say of itself. */
static void note_rest(const nearby *all)
{
    const char *what = all->events ? "incident" : "place";
    const char *name = cli_point_name(all->answer, all->telling.lang);
    if (all->count == 0) {
        cli_note("no %s%s is known within %s of %s", what, all->kinds ? " of this kind" : "",
                 all->radius_text, name);
    }
    if (all->left_off) {
        cli_note("more %ss lie within %s: give a larger --limit", what, all->radius_text);
    }
    if (all->perhaps) {
        cli_note("%zu more incident%s may lie within %s: %s uncertainty reaches so far",
                 all->perhaps, all->perhaps == 1 ? "" : "s", all->radius_text,
                 all->perhaps == 1 ? "its" : "their");
    }
}

static void print_found(const nearby *all, cli_format format)
{
    switch (format) {
    case CLI_JSON:
        print_json(all);
        break;
    case CLI_NDJSON:
        print_ndjson(all);
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

/* ---- the command --------------------------------------------------------------------------- */

static int find(const cli_args *args, cli_places *places, const char *country, nearby *all)
{
    int status = cli_open_places(args, places);
    status = status ? status : find_centre(args, places->resolver, country, all);
    if (status) {
        return status;
    }
    return cli_value(args, "in") ? find_incidents(args, places->resolver, country, all)
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
        print_found(&all, format);
        status = cli_finish(CLI_DONE);
        note_rest(&all);
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
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_END,
};

const cli_command cli_command_near = {
    .name = "near",
    .arguments = "PLACE [--within 50km]",
    .summary = "what lies around a place",
    .details =
        "The places of the gazetteer around a place or a coordinate pair, or with --in the\n"
        "incidents of an events table, the nearest first, with geodesic distance and bearing from\n"
        "there. ± is the sum of the two radii; within_certain (json, csv) says whether the whole\n"
        "of it is within. Countries and districts stand at a point in their middle.\n"
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
