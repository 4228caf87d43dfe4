/* marsad front relate: how the incidents of a table lie to a front. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct job {
    const cli_args *args;
    const char *events_path;
    const char *front_path;
    cli_format format;
    char country[3];
    marsad_front *front;
    marsad_events *events;
    cli_places places;
    size_t unplaced; /* or placed ambiguously */
} job;

/* --- Options --- */

static int read_options(job *j)
{
    const cli_args *args = j->args;
    if (args->word_count == 0 || strcmp(args->words[0], "relate") != 0) {
        return cli_usage_error(args, "say what to do with the front: relate EVENTS --front FILE");
    }
    if (args->word_count != 2) {
        return cli_usage_error(args, args->word_count < 2 ? "which events file?"
                                                          : "one events file at a time");
    }
    j->events_path = args->words[1];
    j->front_path = cli_value(args, "front");
    if (!j->front_path) {
        return cli_usage_error(args, "which front? name its file with --front");
    }
    int status = cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_CSV, &j->format);
    return status ? status : cli_country(args, j->country);
}

/* --- Opening and placing --- */

static int read_inputs(job *j)
{
    marsad_error error = {0};
    int status = cli_read_events(j->events_path, &j->events);
    if (!status && marsad_front_open(&j->front_path, 1, NULL, &j->front, &error)) {
        status = cli_fail(&error);
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

static int place_events(job *j)
{
    if (!needs_names(j->events)) {
        return CLI_DONE;
    }
    marsad_error error = {0};
    marsad_resolve_options options = cli_resolve_options(j->country);
    int status = cli_open_places(j->args, &j->places);
    if (status) {
        return status;
    }
    if (marsad_events_place(j->events, j->places.resolver, &options, &error)) {
        return cli_fail(&error);
    }
    return CLI_DONE;
}

/* --- Printing --- */

static const char *placement_word(marsad_placement placement)
{
    switch (placement) {
    case MARSAD_PLACED_AMBIGUOUSLY:
        return "ambiguous";
    case MARSAD_PLACED_BY_NAME:
        return "name";
    case MARSAD_PLACED_BY_COORDINATES:
        return "coordinates";
    case MARSAD_UNPLACED:
        break;
    }
    return "unresolved";
}

static int relate(const job *j, const marsad_incident *incident, marsad_front_relation *out)
{
    marsad_error error = {0};
    if (marsad_front_relate(j->front, 0, incident->at, incident->uncertainty_m, out, &error)) {
        return cli_fail(&error);
    }
    return CLI_DONE;
}

static void add_number(struct json_object *object, const char *key, bool known, double value,
                       int decimals)
{
    json_object_object_add(object, key, known ? cli_json_number(value, decimals) : NULL);
}

static struct json_object *incident_json(const marsad_incident *incident,
                                         const marsad_front_relation *relation)
{
    bool placed = marsad_incident_is_placed(incident);
    struct json_object *o = json_object_new_object();
    json_object_object_add(o, "row", json_object_new_int64(incident->row));
    json_object_object_add(o, "id", json_object_new_string(incident->id));
    json_object_object_add(o, "type",
                           json_object_new_string(marsad_incident_type_name(incident->type)));
    json_object_object_add(o, "location", json_object_new_string(incident->location));
    json_object_object_add(o, "placed_by",
                           json_object_new_string(placement_word(incident->placement)));
    add_number(o, "lon", placed, incident->at.lon, 6);
    add_number(o, "lat", placed, incident->at.lat, 6);
    add_number(o, "uncertainty_m", placed, incident->uncertainty_m, 1);
    add_number(o, "front_distance_m", placed, relation->distance_m, 1);
    add_number(o, "front_azimuth_deg", placed, relation->azimuth_deg, 3);
    add_number(o, "front_lon", placed, relation->nearest.lon, 6);
    add_number(o, "front_lat", placed, relation->nearest.lat, 6);
    json_object_object_add(o, "controller_certain",
                           placed ? json_object_new_boolean(!relation->within_uncertainty) : NULL);
    return o;
}

static int print_json(const job *j)
{
    struct json_object *all = json_object_new_array();
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        const marsad_incident *incident = marsad_events_get(j->events, i);
        marsad_front_relation relation = {0};
        int status =
            marsad_incident_is_placed(incident) ? relate(j, incident, &relation) : CLI_DONE;
        if (status) {
            json_object_put(all);
            return status;
        }
        json_object_array_add(all, incident_json(incident, &relation));
    }
    cli_json_print(all, false, stdout);
    return CLI_DONE;
}

enum { CSV_COLUMNS = 13, CELL_SIZE = 40 };

static void print_csv_row(const marsad_incident *incident, const marsad_front_relation *relation)
{
    bool placed = marsad_incident_is_placed(incident);
    char row[CELL_SIZE];
    char figures[7][CELL_SIZE] = {{0}};
    const double values[7] = {incident->at.lon,     incident->at.lat,      incident->uncertainty_m,
                              relation->distance_m, relation->azimuth_deg, relation->nearest.lon,
                              relation->nearest.lat};
    static const int decimals[7] = {6, 6, 1, 1, 3, 6, 6};
    for (int i = 0; placed && i < 7; i++) {
        snprintf(figures[i], CELL_SIZE, "%.*f", decimals[i], values[i]);
    }
    snprintf(row, sizeof row, "%ld", incident->row);
    const char *certain = relation->within_uncertainty ? "false" : "true";
    const char *const cells[CSV_COLUMNS] = {row,
                                            incident->id,
                                            marsad_incident_type_name(incident->type),
                                            incident->location,
                                            placement_word(incident->placement),
                                            figures[0],
                                            figures[1],
                                            figures[2],
                                            figures[3],
                                            figures[4],
                                            figures[5],
                                            figures[6],
                                            placed ? certain : ""};
    cli_csv_row(stdout, CSV_COLUMNS, cells);
}

static int print_csv(const job *j)
{
    static const char *const header[CSV_COLUMNS] = {"row",
                                                    "id",
                                                    "type",
                                                    "location",
                                                    "placed_by",
                                                    "lon",
                                                    "lat",
                                                    "uncertainty_m",
                                                    "front_distance_m",
                                                    "front_azimuth_deg",
                                                    "front_lon",
                                                    "front_lat",
                                                    "controller_certain"};
    cli_csv_row(stdout, CSV_COLUMNS, header);
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        const marsad_incident *incident = marsad_events_get(j->events, i);
        marsad_front_relation relation = {0};
        int status =
            marsad_incident_is_placed(incident) ? relate(j, incident, &relation) : CLI_DONE;
        if (status) {
            return status;
        }
        print_csv_row(incident, &relation);
    }
    return CLI_DONE;
}

enum { TABLE_COLUMNS = 6 };

static void add_table_row(cli_table *table, const marsad_incident *incident,
                          const marsad_front_relation *relation)
{
    char row[CELL_SIZE];
    char distance[CELL_SIZE] = "";
    bool placed = marsad_incident_is_placed(incident);
    const char *where = incident->location[0] ? incident->location : incident->label;
    const char *certain = relation->within_uncertainty ? "no" : "yes";
    snprintf(row, sizeof row, "%ld", incident->row);
    if (placed) {
        snprintf(distance, sizeof distance, "%.1f", relation->distance_m / 1000);
    }
    const char *direction =
        relation->distance_m > 0 ? marsad_compass_abbreviation(relation->azimuth_deg) : "";
    const char *const cells[TABLE_COLUMNS] = {row,
                                              where,
                                              distance,
                                              direction,
                                              placed ? certain : "",
                                              placed ? "" : placement_word(incident->placement)};
    cli_table_add(table, cells);
}

static int print_table(const job *j)
{
    static const char *const header[TABLE_COLUMNS] = {"ROW", "LOCATION",     "KM TO FRONT",
                                                      "TO",  "SIDE CERTAIN", ""};
    cli_table *table = cli_table_new(TABLE_COLUMNS, header);
    cli_table_align_right(table, 0);
    cli_table_align_right(table, 2);
    int status = CLI_DONE;
    for (size_t i = 0; !status && i < marsad_events_count(j->events); i++) {
        const marsad_incident *incident = marsad_events_get(j->events, i);
        marsad_front_relation relation = {0};
        status = marsad_incident_is_placed(incident) ? relate(j, incident, &relation) : CLI_DONE;
        if (!status) {
            add_table_row(table, incident, &relation);
        }
    }
    cli_table_print(table, stdout);
    return status;
}

static int print_relations(const job *j)
{
    int status = j->format == CLI_JSON  ? print_json(j)
                 : j->format == CLI_CSV ? print_csv(j)
                                        : print_table(j);
    if (!status && j->unplaced && cli_flag(j->args, "strict")) {
        status = CLI_UNRESOLVED;
    }
    return cli_finish(status);
}

static int run(const cli_args *args)
{
    job j = {.args = args};
    int status = read_options(&j);
    status = status ? status : read_inputs(&j);
    status = status ? status : place_events(&j);
    if (!status) {
        j.unplaced = cli_note_unplaced(j.events_path, j.events);
        status = print_relations(&j);
    }
    marsad_events_free(j.events);
    marsad_front_free(j.front);
    cli_close_places(&j.places);
    return status;
}

static const cli_option option_table[] = {
    {"front", 0, "FILE", "the front's lines, in any vector format and CRS"},
    CLI_OPTION_COUNTRY,
    CLI_OPTION_FORMAT("table (default), json or csv"),
    CLI_OPTION_STRICT,
    CLI_OPTION_GAZETTEER,
    CLI_OPTION_DATA,
    CLI_OPTION_END};

const cli_command cli_command_front = {
    .name = "front",
    .arguments = "relate EVENTS --front FILE",
    .summary = "how the incidents of a table lie to a front",
    .details =
        "For each incident: the geodesic distance to the nearest point of the front, the azimuth\n"
        "towards it, that point, and whether the incident's side of the front is certain: it is\n"
        "not where its uncertainty radius reaches the front. Incidents that are unresolved or\n"
        "ambiguous are listed without figures.\n"
        "\n"
        "  marsad front relate incidents.csv --front front.geojson --format json",
    .options = option_table,
    .run = run};
