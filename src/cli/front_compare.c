/* marsad front compare: what changed between two fronts, or two dates of one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { CELL = 300, PIECES_SHOWN = 10, TOWNS_SHOWN = 20 };

/* One of the two fronts. */
typedef struct side {
    const char *path;
    marsad_front *opened; /* NULL where it is the other's file */
    const marsad_front *front;
    marsad_date at; /* that was asked for */
    size_t state;
} side;

typedef struct job {
    const cli_args *args;
    const char *output;
    cli_format format;
    side sides[2];
    marsad_gazetteer *gazetteer;
    marsad_front_comparison *change;
} job;

/* ---- which states -------------------------------------------------------------------------- */

static int read_options(job *j)
{
    const cli_args *args = j->args;
    if (args->word_count < 2 || args->word_count > 3) {
        return cli_usage_error(args, "which fronts? give two files, or one with --at DATE,DATE");
    }
    bool one_file = args->word_count == 2;
    j->sides[0].path = args->words[1];
    j->sides[1].path = args->words[one_file ? 1 : 2];
    int status = cli_date_option(args, "at", &j->sides[0].at, &j->sides[1].at);
    if (!status && cli_value(args, "at") && !j->sides[1].at.year) {
        status = cli_usage_error(args, "--at: a comparison takes two dates, as DATE,DATE");
    }
    return status ? status
                  : cli_front_output(args, CLI_TABLE | CLI_JSON | CLI_CSV | CLI_GEOJSON, &j->output,
                                     &j->format);
}

static int open_fronts(job *j)
{
    side *old = &j->sides[0];
    side *new_side = &j->sides[1];
    int status = cli_open_front(j->args, &old->path, 1, &old->opened);
    old->front = old->opened;
    new_side->front = old->opened;
    if (!status && new_side->path != old->path) {
        status = cli_open_front(j->args, &new_side->path, 1, &new_side->opened);
        new_side->front = new_side->opened;
    }
    return status;
}

/* "2020-01-25, 2020-01-27": the dates of a front's states. To free with free(). */
static char *list_dates(const marsad_front *front)
{
    char *text = NULL;
    size_t size;
    char date[MARSAD_DATE_TEXT];
    FILE *stream = open_memstream(&text, &size);
    for (size_t i = 0; stream && i < marsad_front_state_count(front); i++) {
        fprintf(stream, "%s%s", i ? ", " : "",
                marsad_date_text(marsad_front_state_at(front, i)->date, date));
    }
    if (stream) {
        fclose(stream);
    }
    return text;
}

/* Fails where it is not clear which of a file's states is meant. */
static int fail_choice(const side *s, const char *what)
{
    char *dates = list_dates(s->front);
    cli_note("%s: the front has the dates %s; %s", s->path, dates ? dates : "", what);
    free(dates);
    return CLI_INPUT;
}

static int choose_at(side *s)
{
    marsad_error error = {0};
    if (marsad_front_in_force(s->front, s->at, &s->state, &error)) {
        cli_note("%s: %s", s->path, error.message);
        return CLI_INPUT;
    }
    return CLI_DONE;
}

static int choose_in_one_file(job *j)
{
    side *old = &j->sides[0];
    side *new_side = &j->sides[1];
    size_t count = marsad_front_state_count(old->front);
    if (count < 2) {
        cli_note("%s: the front has one state only; give another file to compare it with",
                 old->path);
        return CLI_INPUT;
    }
    if (!old->at.year) {
        new_side->state = 1;
        return count == 2 ? CLI_DONE : fail_choice(old, "choose two with --at DATE,DATE");
    }
    int status = choose_at(old);
    status = status ? status : choose_at(new_side);
    if (!status && old->state == new_side->state) {
        status = fail_choice(old, "both dates of --at fall to one of them");
    }
    return status;
}

static int choose_states(job *j)
{
    int status = CLI_DONE;
    if (!j->sides[1].opened) {
        return choose_in_one_file(j);
    }
    for (int i = 0; !status && i < 2; i++) {
        side *s = &j->sides[i];
        if (s->at.year) {
            status = choose_at(s);
        } else if (marsad_front_state_count(s->front) > 1) {
            status = fail_choice(s, "choose one of each file with --at DATE,DATE");
        }
    }
    return status;
}

/* ---- comparing ----------------------------------------------------------------------------- */

static void note_order(const marsad_front_comparison *c)
{
    char before[MARSAD_DATE_TEXT];
    char after[MARSAD_DATE_TEXT];
    if (c->before.year && c->after.year && marsad_date_compare(c->before, c->after) > 0) {
        cli_note("note: the old front is of %s, and the new one of %s: time runs backwards",
                 marsad_date_text(c->before, before), marsad_date_text(c->after, after));
    }
}

static void note_ends(const marsad_front_comparison *c)
{
    if (c->joined_m >= 1) {
        cli_note("note: loose ends of the lines were joined over %.1f km", c->joined_m / 1000);
    }
    if (c->loose_ends > 0) {
        cli_note("note: %zu loose end%s found none to be joined with: what lies beyond is not told",
                 c->loose_ends, c->loose_ends == 1 ? "" : "s");
    }
}

static int compare(job *j)
{
    marsad_error error = {0};
    const side *s = j->sides;
    if (marsad_front_compare(s[0].front, s[0].state, s[1].front, s[1].state, j->gazetteer,
                             &j->change, &error)) {
        return cli_fail(&error);
    }
    note_order(j->change);
    note_ends(j->change);
    return CLI_DONE;
}

/* ---- as a table ---------------------------------------------------------------------------- */

static const char *holder_name(const char *holder)
{
    return holder[0] ? holder : "(nobody known)";
}

/* Square kilometres; "" where they are not known. */
static const char *km2(char out[CELL], double area_m2)
{
    out[0] = '\0';
    if (isfinite(area_m2)) {
        snprintf(out, CELL, "%.1f", area_m2 / 1e6 + 0.0);
    }
    return out;
}

static void add_balance(cli_table *table, const marsad_front_balance *b)
{
    char figures[5][CELL];
    char net[CELL + 1];
    double change = b->gained_m2 - b->lost_m2;
    snprintf(net, sizeof net, "%s%s", change > 0 ? "+" : "", km2(figures[4], change));
    const char *const cells[] = {holder_name(b->holder),        km2(figures[0], b->gained_m2),
                                 km2(figures[1], b->lost_m2),   net,
                                 km2(figures[2], b->before_m2), km2(figures[3], b->after_m2)};
    cli_table_add(table, cells);
}

/* Lines do not tell how much ground is behind them. Nobody is listed only where ground changed. */
static void print_balances(const marsad_front_comparison *c)
{
    static const char *const header[] = {"HOLDER",  "GAINED KM2", "LOST KM2",
                                         "NET KM2", "BEFORE KM2", "AFTER KM2"};
    bool has_areas = isfinite(c->balances[0].before_m2);
    size_t columns = has_areas ? 6 : 4;
    cli_table *table = cli_table_new(columns, header);
    for (size_t i = 1; i < columns; i++) {
        cli_table_align_right(table, i);
    }
    for (size_t i = 0; i < c->balance_count; i++) {
        const marsad_front_balance *b = &c->balances[i];
        if (b->holder[0] || b->gained_m2 > 0 || b->lost_m2 > 0) {
            add_balance(table, b);
        }
    }
    cli_table_print(table, stdout);
}

static void print_advances(const marsad_front_comparison *c)
{
    static const char *const header[] = {"ADVANCE OF", "KM", "TO", "FROM POINT", "TO POINT"};
    if (c->advance_count == 0) {
        return;
    }
    cli_table *table = cli_table_new(5, header);
    cli_table_align_right(table, 1);
    for (size_t i = 0; i < c->advance_count; i++) {
        const marsad_front_advance *a = &c->advances[i];
        char distance[CELL];
        char from[CLI_POINT];
        char to[CLI_POINT];
        snprintf(distance, sizeof distance, "%.1f", a->distance_m / 1000);
        const char *const cells[] = {a->holder, distance,
                                     marsad_compass_abbreviation(a->azimuth_deg),
                                     cli_point_text(from, a->from), cli_point_text(to, a->to)};
        cli_table_add(table, cells);
    }
    putchar('\n');
    cli_table_print(table, stdout);
}

static void print_towns(const marsad_front_comparison *c)
{
    static const char *const header[] = {"TOWN", "FROM", "TO", "CERTAIN"};
    if (c->town_count == 0) {
        return;
    }
    cli_table *table = cli_table_new(4, header);
    for (size_t i = 0; i < c->town_count && i < TOWNS_SHOWN; i++) {
        const marsad_front_town *town = &c->towns[i];
        const char *const cells[] = {town->place->name, holder_name(town->from),
                                     holder_name(town->to), town->certain ? "yes" : "no"};
        cli_table_add(table, cells);
    }
    putchar('\n');
    cli_table_print(table, stdout);
    if (c->town_count > TOWNS_SHOWN) {
        printf("and %zu less important ones (all with --format json)\n",
               c->town_count - TOWNS_SHOWN);
    }
}

static void print_pieces(const marsad_front_comparison *c)
{
    static const char *const header[] = {"PIECE", "FROM", "TO", "KM2"};
    if (c->change_count == 0) {
        puts(c->loose_ends ? "\nno ground that the lines enclose changed hands"
                           : "\nno ground changed hands");
        return;
    }
    cli_table *table = cli_table_new(4, header);
    cli_table_align_right(table, 0);
    cli_table_align_right(table, 3);
    double rest = 0;
    for (size_t i = 0; i < c->change_count; i++) {
        const marsad_front_change *change = &c->changes[i];
        char number[CELL];
        char area[CELL];
        snprintf(number, sizeof number, "%zu", i + 1);
        const char *const cells[] = {number, holder_name(change->from), holder_name(change->to),
                                     km2(area, change->area_m2)};
        if (i < PIECES_SHOWN) {
            cli_table_add(table, cells);
        } else {
            rest += change->area_m2;
        }
    }
    putchar('\n');
    cli_table_print(table, stdout);
    if (c->change_count > PIECES_SHOWN) {
        printf("and %zu smaller ones, %.1f km2 together\n", c->change_count - PIECES_SHOWN,
               rest / 1e6);
    }
}

static int print_table(const marsad_front_comparison *c)
{
    char before[MARSAD_DATE_TEXT];
    char after[MARSAD_DATE_TEXT];
    if (c->before.year && c->after.year) {
        printf("Change from %s to %s\n\n", marsad_date_text(c->before, before),
               marsad_date_text(c->after, after));
    }
    print_balances(c);
    print_advances(c);
    print_towns(c);
    print_pieces(c);
    return CLI_DONE;
}

/* ---- as JSON ------------------------------------------------------------------------------- */

static struct json_object *json_km2(double area_m2)
{
    return isfinite(area_m2) ? cli_json_number(area_m2 / 1e6, 3) : NULL;
}

static struct json_object *json_point(marsad_lonlat at)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "lon", cli_json_number(at.lon, 6));
    json_object_object_add(object, "lat", cli_json_number(at.lat, 6));
    return object;
}

static struct json_object *json_balance(const marsad_front_balance *b)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "holder", cli_json_text(b->holder));
    json_object_object_add(object, "before_km2", json_km2(b->before_m2));
    json_object_object_add(object, "after_km2", json_km2(b->after_m2));
    json_object_object_add(object, "gained_km2", json_km2(b->gained_m2));
    json_object_object_add(object, "lost_km2", json_km2(b->lost_m2));
    return object;
}

static struct json_object *json_advance(const marsad_front_advance *a)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "holder", cli_json_text(a->holder));
    json_object_object_add(object, "distance_m", cli_json_number(a->distance_m, 1));
    json_object_object_add(object, "azimuth_deg", cli_json_number(a->azimuth_deg, 3));
    json_object_object_add(object, "direction",
                           json_object_new_string(marsad_compass_abbreviation(a->azimuth_deg)));
    json_object_object_add(object, "from", json_point(a->from));
    json_object_object_add(object, "to", json_point(a->to));
    json_object_object_add(object, "change", json_object_new_int64((int64_t)a->change));
    return object;
}

static struct json_object *json_town(const marsad_front_town *town)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "place", cli_json_place(town->place));
    json_object_object_add(object, "from", cli_json_text(town->from));
    json_object_object_add(object, "to", cli_json_text(town->to));
    json_object_object_add(object, "certain", json_object_new_boolean(town->certain));
    return object;
}

static struct json_object *json_change(const marsad_front_change *change)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "from", cli_json_text(change->from));
    json_object_object_add(object, "to", cli_json_text(change->to));
    json_object_object_add(object, "area_km2", json_km2(change->area_m2));
    return object;
}

#define JSON_LIST(root, name, make, items, count)                                                  \
    do {                                                                                           \
        struct json_object *list = json_object_new_array();                                        \
        for (size_t i = 0; i < (count); i++) {                                                     \
            json_object_array_add(list, make(&(items)[i]));                                        \
        }                                                                                          \
        json_object_object_add(root, name, list);                                                  \
    } while (0)

static int print_json(const marsad_front_comparison *c)
{
    struct json_object *root = json_object_new_object();
    json_object_object_add(root, "before", cli_json_date(c->before));
    json_object_object_add(root, "after", cli_json_date(c->after));
    JSON_LIST(root, "balances", json_balance, c->balances, c->balance_count);
    JSON_LIST(root, "advances", json_advance, c->advances, c->advance_count);
    JSON_LIST(root, "towns", json_town, c->towns, c->town_count);
    JSON_LIST(root, "changes", json_change, c->changes, c->change_count);
    json_object_object_add(root, "joined_m", cli_json_number(c->joined_m, 1));
    json_object_object_add(root, "loose_ends", json_object_new_int64((int64_t)c->loose_ends));
    cli_json_print(root, false, stdout);
    return CLI_DONE;
}

/* ---- as CSV and GeoJSON -------------------------------------------------------------------- */

enum { CSV_COLUMNS = 12 };

static const marsad_front_advance *advance_of(const marsad_front_comparison *c, const char *holder)
{
    for (size_t i = 0; i < c->advance_count; i++) {
        if (strcmp(c->advances[i].holder, holder) == 0) {
            return &c->advances[i];
        }
    }
    return NULL;
}

static void add_figure(char figures[CSV_COLUMNS][CLI_NUMBER], int column, double value,
                       int decimals)
{
    if (isfinite(value)) {
        cli_number_text(figures[column], value, decimals);
    }
}

/* A row a holder. */
static int print_csv(const marsad_front_comparison *c)
{
    static const char *const header[CSV_COLUMNS] = {
        "holder",      "before_km2", "after_km2", "gained_km2", "lost_km2", "advance_m",
        "azimuth_deg", "direction",  "from_lon",  "from_lat",   "to_lon",   "to_lat"};
    cli_csv_row(stdout, CSV_COLUMNS, header);
    for (size_t i = 0; i < c->balance_count; i++) {
        const marsad_front_balance *b = &c->balances[i];
        const marsad_front_advance *a = advance_of(c, b->holder);
        char figures[CSV_COLUMNS][CLI_NUMBER] = {""};
        const char *cells[CSV_COLUMNS];
        const double areas[] = {b->before_m2, b->after_m2, b->gained_m2, b->lost_m2};
        for (int k = 0; k < 4; k++) {
            add_figure(figures, 1 + k, areas[k] / 1e6, 3);
        }
        if (a) {
            const double points[] = {a->from.lon, a->from.lat, a->to.lon, a->to.lat};
            add_figure(figures, 5, a->distance_m, 1);
            add_figure(figures, 6, a->azimuth_deg, 3);
            for (int k = 0; k < 4; k++) {
                add_figure(figures, 8 + k, points[k], 6);
            }
        }
        for (int k = 0; k < CSV_COLUMNS; k++) {
            cells[k] = figures[k];
        }
        cells[0] = b->holder;
        cells[7] = a ? marsad_compass_abbreviation(a->azimuth_deg) : "";
        cli_csv_row(stdout, CSV_COLUMNS, cells);
    }
    return CLI_DONE;
}

static marsad_status write_changes(const void *what, const char *path, marsad_error *error)
{
    return marsad_front_comparison_write(what, path, error);
}

/* ---- all of it ----------------------------------------------------------------------------- */

static int write_file(const job *j)
{
    marsad_error error = {0};
    if (marsad_front_comparison_write(j->change, j->output, &error)) {
        return cli_fail(&error);
    }
    cli_note("%s: %zu piece%s of ground that changed hands", j->output, j->change->change_count,
             j->change->change_count == 1 ? "" : "s");
    return CLI_DONE;
}

static int tell(const job *j)
{
    if (j->output) {
        return write_file(j);
    }
    int status = j->format == CLI_JSON      ? print_json(j->change)
                 : j->format == CLI_CSV     ? print_csv(j->change)
                 : j->format == CLI_GEOJSON ? cli_print_geojson(write_changes, j->change)
                                            : print_table(j->change);
    return cli_finish(status);
}

int cli_front_compare(const cli_args *args)
{
    job j = {.args = args};
    int status = read_options(&j);
    status = status ? status : open_fronts(&j);
    status = status ? status : choose_states(&j);
    status = status ? status : cli_open_gazetteer(args, &j.gazetteer);
    status = status ? status : compare(&j);
    status = status ? status : tell(&j);
    marsad_front_comparison_free(j.change);
    marsad_gazetteer_close(j.gazetteer);
    marsad_front_free(j.sides[0].opened);
    marsad_front_free(j.sides[1].opened);
    return status;
}
