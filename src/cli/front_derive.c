/* marsad front derive: a front estimated from events and known holders. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"

enum { CELL = 64, EVIDENCE_SHOWN = 100 };

typedef struct job {
    const cli_args *args;
    const char *events_path, *known_path;
    const char *output;
    cli_format format;
    marsad_derive_options options;
    char *basemap;
    marsad_events *events, *known_events;
    cli_places places, known_places;
    marsad_holding *known;
    char **texts; /* of the known: their evidence */
    size_t known_count;
    size_t unplaced;
    marsad_front *front;
} job;

/* ---- what is asked ------------------------------------------------------------------------- */

static int read_radius(job *j)
{
    const char *text = cli_value(j->args, "radius");
    marsad_error error = {0};
    if (text && marsad_length_parse(text, &j->options.radius_m, &error)) {
        return cli_usage_error(j->args, "--radius: %s", error.message);
    }
    if (j->options.radius_m > MARSAD_DERIVE_RADIUS_MOST) {
        return cli_usage_error(j->args, "--radius goes up to %.0f km",
                               MARSAD_DERIVE_RADIUS_MOST / 1000);
    }
    return CLI_DONE;
}

/* Areas and lines fit in no table: a look before the work is done. */
static int check_file(const char *path)
{
    marsad_error error = {0};
    return path && marsad_front_check_path(path, true, &error) ? cli_fail(&error) : CLI_DONE;
}

static int read_options(job *j)
{
    const cli_args *args = j->args;
    if (args->word_count != 2) {
        return cli_usage_error(args, args->word_count < 2 ? "which events file?"
                                                          : "one events file at a time");
    }
    j->events_path = args->words[1];
    j->known_path = cli_value(args, "known");
    j->options = marsad_derive_defaults();
    int status = cli_date_option(args, "at", &j->options.at, NULL);
    if (!status && !j->options.at.year) {
        status = cli_usage_error(args, "for which date? give it with --at");
    }
    status = status ? status : read_radius(j);
    status = status ? status
                    : cli_front_output(args, CLI_TABLE | CLI_JSON | CLI_CSV | CLI_GEOJSON,
                                       &j->output, &j->format);
    status = status ? status : check_file(j->output);
    status = status ? status : check_file(cli_value(args, "lines"));
    return status ? status : cli_check_files(args, j->events_path, j->output);
}

/* ---- known holders ------------------------------------------------------------------------- */

/* Who holds the place of a row: `controller_after`, or a column `controller`. */
static const char *controller_of(const marsad_events *events, size_t index)
{
    const char *controller = marsad_events_get(events, index)->controller_after;
    for (size_t i = 0; !controller[0] && i < marsad_events_column_count(events); i++) {
        if (strcasecmp(marsad_events_column(events, i), "controller") == 0) {
            controller = marsad_events_cell(events, index, i);
        }
    }
    return controller;
}

/* "Misrata, known holder since 2019-04-04". To free with free(). */
static char *evidence_of(const marsad_incident *incident)
{
    char *text = NULL;
    size_t size;
    char date[MARSAD_DATE_TEXT];
    const char *name = incident->location[0] ? incident->location : incident->label;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) {
        return NULL;
    }
    fprintf(stream, "%s%sknown holder", name, name[0] ? ", " : "");
    if (incident->date.year) {
        fprintf(stream, " since %s", marsad_date_text(incident->date, date));
    }
    fclose(stream);
    return text;
}

static int add_known(job *j, size_t index)
{
    const marsad_incident *incident = marsad_events_get(j->known_events, index);
    const char *controller = controller_of(j->known_events, index);
    if (!controller[0]) {
        cli_note("%s: row %ld: the place has no controller; name it in the column controller",
                 j->known_path, incident->row);
        return CLI_INPUT;
    }
    if (!marsad_incident_is_placed(incident)) {
        return CLI_DONE; /* noted with all that have no place */
    }
    char *text = evidence_of(incident);
    if (!text) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    j->texts[j->known_count] = text;
    j->known[j->known_count++] = (marsad_holding){
        .at = incident->at, .controller = controller, .date = incident->date, .evidence = text};
    return CLI_DONE;
}

static int read_known(job *j)
{
    if (!j->known_path) {
        return CLI_DONE;
    }
    int status = cli_read_events_by(j->args, j->known_path, NULL, &j->known_events);
    if (!status && marsad_events_rejected_count(j->known_events)) {
        cli_note("%s: a holder that is missing would move the front: mend these rows first",
                 j->known_path);
        status = CLI_INPUT;
    }
    status = status ? status : cli_place_events(j->args, j->known_events, &j->known_places);
    if (status) {
        return status;
    }
    size_t count = marsad_events_count(j->known_events);
    j->known = calloc(count + 1, sizeof *j->known);
    j->texts = calloc(count + 1, sizeof *j->texts);
    if (!j->known || !j->texts) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    j->unplaced += cli_note_unplaced(j->known_path, j->known_events);
    for (size_t i = 0; !status && i < count; i++) {
        status = add_known(j, i);
    }
    j->options.known = j->known;
    j->options.known_count = j->known_count;
    return status;
}

/* ---- deriving ------------------------------------------------------------------------------ */

/* What is passed over with no other word than this. */
static void note_undated(const job *j)
{
    for (size_t i = 0; i < marsad_events_count(j->events); i++) {
        const marsad_incident *incident = marsad_events_get(j->events, i);
        if (incident->controller_after[0] && !incident->date.year && !incident->end_date.year) {
            cli_note(
                "%s: row %ld, column date: without a date its controller_after is no evidence; "
                "what has none may stand in the file of --known",
                j->events_path, incident->row);
        }
    }
}

static int derive(job *j)
{
    marsad_error error = {0};
    j->unplaced += cli_note_unplaced(j->events_path, j->events);
    note_undated(j);
    j->options.basemap = j->basemap;
    if (!j->basemap) {
        cli_note("note: there is no basemap, so the areas are not clipped to land");
    }
    return marsad_front_derive(j->events, &j->options, &j->front, &error) ? cli_fail(&error)
                                                                          : CLI_DONE;
}

static int prepare(job *j)
{
    int status = cli_read_events(j->args, j->events_path, &j->events);
    status = status ? status : cli_place_events(j->args, j->events, &j->places);
    status = status ? status : read_known(j);
    status = status ? status : cli_basemap(j->args, &j->basemap);
    return status ? status : derive(j);
}

/* ---- printing ------------------------------------------------------------------------------ */

static const char *holder_of(const job *j, size_t area)
{
    const marsad_front_state *state = marsad_front_state_at(j->front, 0);
    const char *name = marsad_front_holder(j->front, state->areas[area].holder);
    return name ? name : "";
}

/* As many whole letters as fit a line of the terminal. */
static const char *shorten(char out[EVIDENCE_SHOWN + 8], const char *text)
{
    size_t length = strlen(text);
    if (length <= EVIDENCE_SHOWN) {
        return text;
    }
    length = EVIDENCE_SHOWN;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--;
    }
    snprintf(out, EVIDENCE_SHOWN + 8, "%.*s…", (int)length, text);
    return out;
}

static int print_table(const job *j)
{
    static const char *const header[] = {"CONTROLLER", "KM2", "EVIDENCE"};
    const marsad_front_state *state = marsad_front_state_at(j->front, 0);
    char date[MARSAD_DATE_TEXT];
    printf("Estimate for %s: ground within %g km of the latest evidence\n\n",
           marsad_date_text(state->date, date), j->options.radius_m / 1000);
    cli_table *table = cli_table_new(3, header);
    cli_table_align_right(table, 1);
    for (size_t i = 0; i < state->area_count; i++) {
        char area[CELL];
        char evidence[EVIDENCE_SHOWN + 8];
        snprintf(area, sizeof area, "%.1f", state->areas[i].area_m2 / 1e6);
        const char *const cells[] = {holder_of(j, i), area,
                                     shorten(evidence, state->areas[i].evidence)};
        cli_table_add(table, cells);
    }
    cli_table_print(table, stdout);
    return CLI_DONE;
}

static int print_json(const job *j)
{
    const marsad_front_state *state = marsad_front_state_at(j->front, 0);
    struct json_object *root = json_object_new_object();
    struct json_object *areas = json_object_new_array();
    for (size_t i = 0; i < state->area_count; i++) {
        struct json_object *area = json_object_new_object();
        json_object_object_add(area, "controller", cli_json_text(holder_of(j, i)));
        json_object_object_add(area, "area_km2", cli_json_number(state->areas[i].area_m2 / 1e6, 3));
        json_object_object_add(area, "evidence", cli_json_text(state->areas[i].evidence));
        json_object_array_add(areas, area);
    }
    json_object_object_add(root, "date", cli_json_date(state->date));
    json_object_object_add(root, "derived", json_object_new_boolean(state->derived));
    json_object_object_add(root, "radius_m", cli_json_number(j->options.radius_m, 1));
    json_object_object_add(root, "front_length_m", cli_json_number(state->length_m, 1));
    json_object_object_add(root, "areas", areas);
    cli_json_print(root, false, stdout);
    return CLI_DONE;
}

static int print_csv(const job *j)
{
    static const char *const header[] = {"controller", "date", "area_km2", "derived", "evidence"};
    const marsad_front_state *state = marsad_front_state_at(j->front, 0);
    char date[MARSAD_DATE_TEXT];
    marsad_date_text(state->date, date);
    cli_csv_row(stdout, 5, header);
    for (size_t i = 0; i < state->area_count; i++) {
        char area[CELL];
        snprintf(area, sizeof area, "%.3f", state->areas[i].area_m2 / 1e6);
        const char *const cells[] = {holder_of(j, i), date, area, "true", state->areas[i].evidence};
        cli_csv_row(stdout, 5, cells);
    }
    return CLI_DONE;
}

static marsad_status write_front(const void *what, const char *path, marsad_error *error)
{
    return marsad_front_write(what, 0, path, error);
}

static int write_file(const job *j)
{
    marsad_error error = {0};
    const marsad_front_state *state = marsad_front_state_at(j->front, 0);
    char date[MARSAD_DATE_TEXT];
    if (marsad_front_write(j->front, 0, j->output, &error)) {
        return cli_fail(&error);
    }
    cli_note("%s: an estimate for %s: %zu area%s of control, %.1f km of front", j->output,
             marsad_date_text(state->date, date), state->area_count,
             state->area_count == 1 ? "" : "s", state->length_m / 1000);
    return CLI_DONE;
}

/* The lines in a file of their own, where they are asked for. */
static int write_lines(const job *j)
{
    marsad_error error = {0};
    const char *path = cli_value(j->args, "lines");
    const marsad_front_state *state = marsad_front_state_at(j->front, 0);
    if (path && state->line_count == 0) {
        cli_note("%s is not written: nowhere do two holders meet", path);
        return CLI_DONE;
    }
    return path && marsad_front_write_lines(j->front, 0, path, &error) ? cli_fail(&error)
                                                                       : CLI_DONE;
}

static int tell(const job *j)
{
    int status = j->output                  ? write_file(j)
                 : j->format == CLI_JSON    ? print_json(j)
                 : j->format == CLI_CSV     ? print_csv(j)
                 : j->format == CLI_GEOJSON ? cli_print_geojson(write_front, j->front)
                                            : print_table(j);
    status = status ? status : write_lines(j);
    if (!status && j->unplaced && cli_flag(j->args, "strict")) {
        status = CLI_UNRESOLVED;
    }
    return cli_finish(status);
}

static void clear(job *j)
{
    for (size_t i = 0; i < j->known_count; i++) {
        free(j->texts[i]);
    }
    free(j->texts);
    free(j->known);
    free(j->basemap);
    marsad_front_free(j->front);
    marsad_events_free(j->known_events);
    marsad_events_free(j->events);
    cli_close_places(&j->known_places);
    cli_close_places(&j->places);
}

int cli_front_derive(const cli_args *args)
{
    job j = {.args = args};
    int status = read_options(&j);
    status = status ? status : prepare(&j);
    status = status ? status : tell(&j);
    status = cli_end_events(args, j.events_path, j.events, j.output, status);
    clear(&j);
    return status;
}
