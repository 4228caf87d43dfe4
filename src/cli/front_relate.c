/* marsad front relate: how the incidents of a table lie to a front. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct job {
    const cli_args *args;
    const char *events_path;
    const char *output;
    const char *const *front_paths;
    size_t front_count;
    marsad_date at;
    marsad_lang lang;
    cli_format format;
    marsad_front *front;
    marsad_events *events;
    cli_places places;
    marsad_event_relation *relations; /* of the terminal's table, and of a file */
    marsad_more_columns front_columns;
    size_t unplaced; /* or placed ambiguously */
} job;

/* --- Options --- */

static int read_options(job *j)
{
    const cli_args *args = j->args;
    j->front_paths = cli_values(args, "front", &j->front_count);
    bool words_for_front = args->word_count > 2 && !j->front_count;
    if (args->word_count != 2 && !words_for_front) {
        return cli_usage_error(args, args->word_count < 2 ? "which events file?"
                                                          : "one events file at a time");
    }
    j->events_path = args->words[1];
    if (!j->front_count) {
        return cli_usage_error(args, "which front? name its file with --front");
    }
    char country[3];
    int status = cli_country(args, country);
    status = status ? status : cli_date_option(args, "at", &j->at, NULL);
    status = status ? status : cli_lang(args, &j->lang);
    status = status
                 ? status
                 : cli_front_output(args, CLI_TABLE | CLI_JSON | CLI_NDJSON | CLI_CSV | CLI_GEOJSON,
                                    &j->output, &j->format);
    return status ? status : cli_check_files(args, j->events_path, j->output);
}

/* --- Opening and relating --- */

/* The columns that are printed are the library's, which relates each incident by itself. */
static int relate(job *j)
{
    marsad_error error = {0};
    marsad_status status =
        j->output || j->format == CLI_TABLE
            ? marsad_front_relate_events(j->front, j->events, j->at, &j->relations, &error)
            : marsad_front_columns(j->front, j->at, &j->front_columns, &error);
    return status ? cli_fail(&error) : CLI_DONE;
}

static int prepare(job *j)
{
    int status = cli_read_events(j->args, j->events_path, &j->events);
    status = status ? status : cli_open_front(j->args, j->front_paths, j->front_count, &j->front);
    status = status ? status : cli_place_events(j->args, j->events, &j->places);
    return status ? status : relate(j);
}

/* --- What is told of an incident --- */

typedef enum column {
    COLUMN_ROW,
    COLUMN_ID,
    COLUMN_DATE,
    COLUMN_TYPE,
    COLUMN_LOCATION,
    COLUMN_PLACED_BY,
    COLUMN_LON,
    COLUMN_LAT,
    COLUMN_UNCERTAINTY_M,
    COLUMNS,
    COLUMNS_MOST = COLUMNS + 16 /* with those of the front */
} column;

typedef enum kind {
    KIND_TEXT,    /* "" where there is none, as in the table */
    KIND_FINDING, /* null where there is none */
    KIND_NUMBER,
    KIND_FLAG
} kind;

static const char *const names[COLUMNS] = {"row",       "id",  "date", "type",         "location",
                                           "placed_by", "lon", "lat",  "uncertainty_m"};

static const kind kinds[COLUMNS] = {[COLUMN_ROW] = KIND_NUMBER,
                                    [COLUMN_LON] = KIND_NUMBER,
                                    [COLUMN_LAT] = KIND_NUMBER,
                                    [COLUMN_UNCERTAINTY_M] = KIND_NUMBER};

static size_t column_count(const job *j)
{
    size_t all = COLUMNS + j->front_columns.count;
    return all < COLUMNS_MOST ? all : COLUMNS_MOST;
}

static const char *name_of(const job *j, size_t index)
{
    return index < COLUMNS ? names[index] : j->front_columns.columns[index - COLUMNS].name;
}

static kind kind_of(const job *j, size_t index)
{
    static const kind of_front[] = {[MARSAD_MORE_TEXT] = KIND_FINDING,
                                    [MARSAD_MORE_NUMBER] = KIND_NUMBER,
                                    [MARSAD_MORE_FLAG] = KIND_FLAG};
    return index < COLUMNS ? kinds[index]
                           : of_front[j->front_columns.columns[index - COLUMNS].kind];
}

/* What stands in each column, "" where nothing is known. */
typedef struct findings {
    const char *cells[COLUMNS_MOST];
    char numbers[COLUMNS][CLI_NUMBER]; /* what the figures and dates among them are kept in */
} findings;

static void put_number(findings *f, column index, double value, int decimals)
{
    f->cells[index] = cli_number_text(f->numbers[index], value, decimals);
}

static void put_incident(findings *f, const marsad_incident *incident)
{
    put_number(f, COLUMN_ROW, (double)incident->row, 0);
    f->cells[COLUMN_ID] = incident->id;
    f->cells[COLUMN_DATE] = marsad_date_text(incident->date, f->numbers[COLUMN_DATE]);
    f->cells[COLUMN_TYPE] = marsad_incident_type_name(incident->type);
    f->cells[COLUMN_LOCATION] = incident->location;
    f->cells[COLUMN_PLACED_BY] = marsad_placement_text(incident->placement);
    if (marsad_incident_is_placed(incident)) {
        put_number(f, COLUMN_LON, incident->at.lon, 6);
        put_number(f, COLUMN_LAT, incident->at.lat, 6);
    }
    if (marsad_incident_is_placed(incident) && incident->uncertainty_m > 0) {
        put_number(f, COLUMN_UNCERTAINTY_M, incident->uncertainty_m, 1);
    }
}

/* Fails only where an incident is not on Earth, which its reading has ruled out. */
static void find(const job *j, size_t index, findings *f)
{
    *f = (findings){0};
    const marsad_incident *incident = marsad_events_get(j->events, index);
    put_incident(f, incident);
    const marsad_more_columns *more = &j->front_columns;
    if (more->fill) {
        more->fill(more->state, incident, f->cells + COLUMNS, NULL);
    }
    for (size_t i = 0; i < COLUMNS_MOST; i++) {
        f->cells[i] = f->cells[i] ? f->cells[i] : "";
    }
}

/* --- Printing --- */

static struct json_object *json_cell(const char *text, kind of)
{
    switch (of) {
    case KIND_NUMBER:
        return text[0] ? json_object_new_double_s(strtod(text, NULL), text) : NULL;
    case KIND_FLAG:
        return text[0] ? json_object_new_boolean(strcmp(text, "true") == 0) : NULL;
    case KIND_FINDING:
        return text[0] ? json_object_new_string(text) : NULL;
    case KIND_TEXT:
        break;
    }
    return json_object_new_string(text);
}

static struct json_object *json_incident(const job *j, size_t index)
{
    findings f;
    struct json_object *object = json_object_new_object();
    find(j, index, &f);
    for (size_t i = 0; i < column_count(j); i++) {
        json_object_object_add(object, name_of(j, i), json_cell(f.cells[i], kind_of(j, i)));
    }
    return object;
}

static struct json_object *json_feature(const job *j, size_t index)
{
    const marsad_incident *incident = marsad_events_get(j->events, index);
    return cli_json_feature(marsad_incident_is_placed(incident) ? &incident->at : NULL,
                            json_incident(j, index));
}

static void print_ndjson(const job *j)
{
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        cli_json_print(json_incident(j, i), true, stdout);
    }
}

static void print_json(const job *j)
{
    struct json_object *all = json_object_new_array();
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        json_object_array_add(all, json_incident(j, i));
    }
    cli_json_print(all, false, stdout);
}

static void print_geojson(const job *j)
{
    struct json_object *features = json_object_new_array();
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        json_object_array_add(features, json_feature(j, i));
    }
    cli_json_print_features(features);
}

static void print_csv(const job *j)
{
    const char *header[COLUMNS_MOST];
    for (size_t i = 0; i < column_count(j); i++) {
        header[i] = name_of(j, i);
    }
    cli_csv_row(stdout, column_count(j), header);
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        findings f;
        find(j, i, &f);
        cli_csv_row(stdout, column_count(j), f.cells);
    }
}

enum { TABLE_COLUMNS = 8, CELL = 256 };

static void add_table_row(const job *j, cli_table *table, size_t index)
{
    char distance[CELL] = "";
    char controller[CELL] = "";
    char date[MARSAD_DATE_TEXT] = "";
    findings f;
    find(j, index, &f);
    const marsad_incident *incident = marsad_events_get(j->events, index);
    const marsad_event_relation *item = &j->relations[index];
    const marsad_front_relation *relation = &item->relation;
    const char *direction = "";
    const char *holder = item->related ? marsad_front_holder(j->front, relation->controller) : NULL;
    if (item->related && relation->has_line) {
        snprintf(distance, sizeof distance, "%.1f", relation->distance_m / 1000);
    }
    if (item->related && relation->has_line && relation->distance_m > 0) {
        direction = j->lang == MARSAD_LANG_EN ? marsad_compass_abbreviation(relation->azimuth_deg)
                                              : marsad_compass_word(relation->azimuth_deg, j->lang);
    }
    if (holder) {
        snprintf(controller, sizeof controller, "%.200s%s", holder,
                 relation->controller_certain ? "" : "?");
    }
    if (item->related) {
        marsad_date_text(marsad_front_state_at(j->front, item->state)->date, date);
    }
    bool placed = marsad_incident_is_placed(incident);
    const char *const cells[TABLE_COLUMNS] = {
        f.cells[COLUMN_ROW],
        f.cells[COLUMN_DATE],
        incident->location[0] ? incident->location : incident->label,
        distance,
        direction,
        controller,
        date,
        placed ? marsad_event_relation_note(item) : f.cells[COLUMN_PLACED_BY]};
    cli_table_add(table, cells);
}

static void print_table(const job *j)
{
    static const char *const header[TABLE_COLUMNS] = {
        "ROW", "DATE", "LOCATION", "KM TO FRONT", "TO", "CONTROLLER", "FRONT OF", "NOTE"};
    cli_table *table = cli_table_new(TABLE_COLUMNS, header);
    cli_table_align_right(table, 0);
    cli_table_align_right(table, 3);
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        add_table_row(j, table, i);
    }
    cli_table_print(table, stdout);
    if (marsad_front_holder_count(j->front) == 0) {
        cli_note("note: the front does not say who holds its sides (attributes left and right), so "
                 "no controller is told");
    }
}

static void print(const job *j)
{
    switch (j->format) {
    case CLI_JSON:
        print_json(j);
        break;
    case CLI_NDJSON:
        print_ndjson(j);
        break;
    case CLI_CSV:
        print_csv(j);
        break;
    case CLI_GEOJSON:
        print_geojson(j);
        break;
    case CLI_TABLE:
        print_table(j);
        break;
    }
}

static int write_file(const job *j)
{
    marsad_error error = {0};
    if (marsad_front_write_events(j->front, j->events, j->relations, j->output, &error)) {
        return cli_fail(&error);
    }
    size_t related = 0;
    size_t others = 0;
    size_t count = marsad_events_count(j->events);
    for (size_t i = 0; i < count; i++) {
        bool placed = marsad_incident_is_placed(marsad_events_get(j->events, i));
        related += j->relations[i].related;
        others += placed && !j->relations[i].related;
    }
    cli_note("%s: %zu of %zu incidents related to the front; %zu without a place", j->output,
             related, count, j->unplaced);
    if (others) {
        cli_note("%s: %zu with a place %s not related: the column front_note says why", j->output,
                 others, others == 1 ? "is" : "are");
    }
    return CLI_DONE;
}

static int tell(job *j)
{
    int status = CLI_DONE;
    j->unplaced = cli_note_unplaced(j->events_path, j->events);
    cli_note_far(j->events_path, &j->places, j->events);
    if (j->output) {
        status = write_file(j);
    } else {
        print(j);
    }
    if (!status && j->unplaced && cli_flag(j->args, "strict")) {
        status = CLI_UNRESOLVED;
    }
    return cli_finish(status);
}

int cli_front_relate(const cli_args *args)
{
    job j = {.args = args};
    int status = read_options(&j);
    status = status ? status : prepare(&j);
    status = status ? status : tell(&j);
    status = cli_end_events(args, j.events_path, j.events, j.output, status);
    marsad_event_relations_free(j.relations);
    marsad_front_columns_free(&j.front_columns);
    marsad_events_free(j.events);
    marsad_front_free(j.front);
    cli_close_places(&j.places);
    return status;
}
