/* marsad distance --in FILE: the pairs of a table. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/pair_table.h"

enum {
    FAULTS_MOST = 20, /* malformed rows that are told one by one */
    OWN_MOST = CLI_LINE_COLUMNS + 4 + CLI_ROAD_COLUMNS,
    OUTPUT_BUFFER = 1 << 18
};

typedef struct bulk {
    pair_table pairs;
    cli_telling telling;
    cli_format format;
    bool by_road;
    size_t counts[PAIR_STATUSES];
    struct json_object *list; /* of --format json */
    cli_table *table;         /* of --format table */
    const char **cells;       /* of a row of CSV: the table's, then ours */
} bulk;

static size_t columns_of(const bulk *b)
{
    return marsad_table_column_count(b->pairs.table);
}

/* The line of a pair that is resolved, into `out`; else NULL. */
static const cli_line *line_of(const pair_row *row, cli_line *out)
{
    if (row->status != PAIR_RESOLVED) {
        return NULL;
    }
    *out = cli_line_between(row->ends[0].place, row->ends[1].place);
    return out;
}

/* ---- CSV ----------------------------------------------------------------------------------- */

/* Our column's name, or another where the table has one of this name. */
static const char *own_name(const bulk *b, const char *name, char out[64])
{
    size_t column;
    bool taken = marsad_table_find(b->pairs.table, name, &column, NULL) != MARSAD_ERR_NOT_FOUND;
    snprintf(out, 64, "%s%s", taken ? "marsad_" : "", name);
    return out;
}

static void print_header(const bulk *b)
{
    const char *own[OWN_MOST];
    char names[OWN_MOST][64];
    size_t count = cli_line_header(&b->telling, own), columns = columns_of(b);
    own[count++] = "status";
    own[count++] = "reason";
    own[count++] = "from_id";
    own[count++] = "to_id";
    count += b->by_road ? cli_road_header(own + count) : 0;
    for (size_t i = 0; i < columns; i++) {
        b->cells[i] = marsad_table_column(b->pairs.table, i);
    }
    for (size_t i = 0; i < count; i++) {
        b->cells[columns + i] = own_name(b, own[i], names[i]);
    }
    cli_csv_row(stdout, columns + count, b->cells);
}

static const char *id_of(const pair_row *row, int side)
{
    return row->ends[side].place ? row->ends[side].place->id : "";
}

static int print_csv(const bulk *b, size_t index, const pair_row *row)
{
    cli_line line;
    cli_line_cells figures = {0};
    cli_road_cells roads = {0};
    size_t count = columns_of(b);
    int status = CLI_DONE;
    for (size_t i = 0; i < count; i++) {
        b->cells[i] = marsad_table_cell(b->pairs.table, index, i);
    }
    count += cli_line_row(line_of(row, &line), &b->telling, &figures, b->cells + count);
    b->cells[count++] = pair_status_text(row->status);
    b->cells[count++] = row->reason;
    b->cells[count++] = id_of(row, 0);
    b->cells[count++] = id_of(row, 1);
    if (b->by_road && row->status == PAIR_RESOLVED) {
        status = cli_road_row(b->pairs.places.roads, row->ends[0].place, row->ends[1].place,
                              b->telling.lang, &roads, b->cells + count);
        count += CLI_ROAD_COLUMNS;
    } else if (b->by_road) {
        for (size_t i = 0; i < CLI_ROAD_COLUMNS; i++) {
            b->cells[count++] = "";
        }
    }
    if (!status) {
        cli_csv_row(stdout, count, b->cells);
    }
    free(roads.names);
    return status;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static struct json_object *json_input(const bulk *b, size_t index)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; i < columns_of(b); i++) {
        json_object_object_add(object, marsad_table_column(b->pairs.table, i),
                               json_object_new_string(marsad_table_cell(b->pairs.table, index, i)));
    }
    return object;
}

static int json_pair(const bulk *b, size_t index, const pair_row *row, struct json_object **out)
{
    static const char *const sides[] = {"from", "to"};
    cli_line line;
    struct json_object *object = json_object_new_object();
    *out = object;
    json_object_object_add(object, "row",
                           json_object_new_int64(marsad_table_row(b->pairs.table, index)));
    json_object_object_add(object, "input", json_input(b, index));
    json_object_object_add(object, "status", json_object_new_string(pair_status_text(row->status)));
    json_object_object_add(object, "reason", json_object_new_string(row->reason));
    for (int i = 0; i < 2; i++) {
        const marsad_place *place = row->ends[i].place;
        json_object_object_add(object, sides[i], place ? cli_json_place(place) : NULL);
    }
    const cli_line *measured = line_of(row, &line);
    cli_json_line(object, measured, &b->telling);
    if (!measured && b->by_road) {
        json_object_object_add(object, "road", NULL);
        json_object_object_add(object, "road_note", NULL);
    }
    return measured && b->by_road ? cli_json_add_road(object, b->pairs.places.roads,
                                                      row->ends[0].place, row->ends[1].place)
                                  : CLI_DONE;
}

static int add_json(const bulk *b, size_t index, const pair_row *row)
{
    struct json_object *object;
    int status = json_pair(b, index, row, &object);
    if (status) {
        json_object_put(object);
    } else if (b->format == CLI_NDJSON) {
        cli_json_print(object, true, stdout);
    } else {
        json_object_array_add(b->list, object);
    }
    return status;
}

/* ---- table --------------------------------------------------------------------------------- */

/* What the table says of the end: its cell, or its coordinates. */
static void end_text(const bulk *b, size_t index, const pair_row *row, int side,
                     char out[CLI_SHOWN])
{
    const pair_columns *columns = &b->pairs.columns[side];
    const marsad_place *place = row->ends[side].place;
    const char *cell =
        columns->named ? marsad_table_cell(b->pairs.table, index, columns->name) : "";
    if (!cell[0] && place) {
        snprintf(out, CLI_SHOWN, "%.5f%c %.5f%c", fabs(place->at.lat),
                 place->at.lat < 0 ? 'S' : 'N', fabs(place->at.lon), place->at.lon < 0 ? 'W' : 'E');
    } else {
        cli_shown(out, cell);
    }
}

static int add_to_table(const bulk *b, size_t index, const pair_row *row)
{
    char number[32], from[CLI_SHOWN], to[CLI_SHOWN], distance[CLI_TEXT] = "-";
    char azimuth[CLI_TEXT] = "-";
    cli_line line;
    char *road = NULL;
    int status = CLI_DONE;
    snprintf(number, sizeof number, "%ld", marsad_table_row(b->pairs.table, index));
    end_text(b, index, row, 0, from);
    end_text(b, index, row, 1, to);
    if (line_of(row, &line)) {
        cli_distance_text(distance, &line, b->telling.unit);
        cli_bearing_text(azimuth, &line, b->telling.lang);
        if (b->by_road) {
            status = cli_road_text(b->pairs.places.roads, row->ends[0].place, row->ends[1].place,
                                   &b->telling, &road);
        }
    }
    const char *const cells[] = {number,
                                 from,
                                 to,
                                 distance,
                                 azimuth,
                                 pair_status_text(row->status),
                                 road ? road : row->reason};
    cli_table_add(b->table, cells);
    free(road);
    return status;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int begin(bulk *b)
{
    static const char *const header[] = {"ROW", "FROM", "TO", "DISTANCE", "BEARING", "STATUS", ""};
    b->cells = calloc(columns_of(b) + OWN_MOST, sizeof *b->cells);
    if (!b->cells) {
        cli_note("out of memory");
        return CLI_FAILURE;
    }
    setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
    if (b->format == CLI_CSV) {
        print_header(b);
    } else if (b->format == CLI_JSON) {
        b->list = json_object_new_array();
    } else if (b->format == CLI_TABLE) {
        b->table = cli_table_new(7, header);
        cli_table_align_right(b->table, 0);
        cli_table_align_right(b->table, 3);
    }
    if (!b->by_road) {
        return CLI_DONE;
    }
    int status = pair_table_open_places(&b->pairs);
    return status ? status : cli_open_roads(&b->pairs.places);
}

static void note_malformed(const bulk *b, size_t index, const pair_row *row)
{
    if (b->counts[PAIR_MALFORMED] <= FAULTS_MOST) {
        cli_note("%s: row %ld: %s", b->pairs.file, marsad_table_row(b->pairs.table, index),
                 row->reason);
    }
}

static int tell_row(bulk *b, size_t index)
{
    pair_row row;
    pair_table_row(&b->pairs, index, &row);
    if (row.fatal) {
        return CLI_FAILURE;
    }
    b->counts[row.status]++;
    if (row.status == PAIR_MALFORMED) {
        note_malformed(b, index, &row);
    }
    switch (b->format) {
    case CLI_CSV:
        return print_csv(b, index, &row);
    case CLI_TABLE:
        return add_to_table(b, index, &row);
    default:
        return add_json(b, index, &row);
    }
}

/* What was not answered, in a line. */
static void note_counts(const bulk *b)
{
    const size_t *counts = b->counts;
    size_t missed = counts[PAIR_AMBIGUOUS] + counts[PAIR_UNRESOLVED] + counts[PAIR_MALFORMED];
    if (counts[PAIR_MALFORMED] > FAULTS_MOST) {
        cli_note("… and %zu more malformed rows", counts[PAIR_MALFORMED] - FAULTS_MOST);
    }
    if (missed) {
        cli_note("%s: %zu of %zu pairs are not measured: %zu ambiguous, %zu unresolved, %zu "
                 "malformed",
                 b->pairs.file, missed, marsad_table_row_count(b->pairs.table),
                 counts[PAIR_AMBIGUOUS], counts[PAIR_UNRESOLVED], counts[PAIR_MALFORMED]);
    }
}

static int end(bulk *b, int status)
{
    if (b->list && !status) {
        cli_json_print(json_object_get(b->list), false, stdout);
    }
    if (b->table) {
        cli_table_print(b->table, stdout);
    }
    json_object_put(b->list);
    free(b->cells);
    if (status) {
        return status;
    }
    note_counts(b);
    bool missed = b->counts[PAIR_AMBIGUOUS] + b->counts[PAIR_UNRESOLVED] > 0;
    bool strict = cli_flag(b->pairs.args, "strict") && missed;
    return cli_finish(b->counts[PAIR_MALFORMED] ? CLI_INPUT : strict ? CLI_UNRESOLVED : CLI_DONE);
}

static int tell_rows(bulk *b)
{
    size_t count = marsad_table_row_count(b->pairs.table);
    if (count == 0) {
        cli_note("%s: the table has no rows below its header", b->pairs.file);
        return CLI_INPUT;
    }
    int status = begin(b);
    for (size_t i = 0; !status && i < count; i++) {
        status = tell_row(b, i);
    }
    return end(b, status);
}

int cli_distance_bulk(const cli_args *args)
{
    bulk b = {.by_road = cli_flag(args, "road")};
    if (args->word_count) {
        return cli_usage_error(args, "give either places or --in, not both");
    }
    if (!cli_value(args, "in")[0]) {
        return cli_usage_error(args, "--in takes the name of a file, or - for standard input");
    }
    int status = cli_format_option(args, CLI_TABLE | CLI_JSON | CLI_NDJSON | CLI_CSV, &b.format);
    status = status ? status : cli_telling_options(args, &b.telling);
    if (status) {
        return status;
    }
    status = pair_table_open(args, &b.pairs);
    status = status ? status : tell_rows(&b);
    pair_table_close(&b.pairs);
    return status;
}
