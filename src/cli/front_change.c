/* What changed between two fronts, on standard output. */
#include <math.h>
#include <string.h>

#include "cli/cli.h"

enum { CELL = 300, PIECES_SHOWN = 10, TOWNS_SHOWN = 20 };

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

int cli_print_change(const marsad_front_comparison *c, cli_format format)
{
    switch (format) {
    case CLI_JSON:
        return print_json(c);
    case CLI_CSV:
        return print_csv(c);
    case CLI_GEOJSON:
        return cli_print_geojson(write_changes, c);
    default:
        return print_table(c);
    }
}
