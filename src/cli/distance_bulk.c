/* marsad distance --in FILE: the pairs of a table. */
#include <assert.h>
#include <stdlib.h>

#include "cli/pair_table.h"

enum { OWN_MOST = CLI_LINE_COLUMNS + 4 + CLI_ROAD_COLUMNS };

static_assert((int)OWN_MOST <= (int)BULK_OWN_MOST, "all our columns have room");

typedef struct pairs {
    pair_columns columns[2];
    bool by_road;
} pairs;

/* The line of a pair that is resolved, into `out`; else NULL. */
static const cli_line *line_of(const pair_row *row, cli_line *out)
{
    if (row->outcome.status != ROW_RESOLVED) {
        return NULL;
    }
    *out = cli_line_between(row->ends[0].place, row->ends[1].place);
    return out;
}

/* ---- CSV ----------------------------------------------------------------------------------- */

static size_t own_names(const pairs *p, const cli_telling *telling, const char *out[OWN_MOST])
{
    size_t count = cli_line_header(telling, out);
    out[count++] = "status";
    out[count++] = "reason";
    out[count++] = "from_id";
    out[count++] = "to_id";
    return count + (p->by_road ? cli_road_header(out + count) : 0);
}

static const char *id_of(const pair_row *row, int side)
{
    return row->ends[side].place ? row->ends[side].place->id : "";
}

static int add_csv(const pairs *p, bulk *b, size_t index, const pair_row *row)
{
    cli_line line;
    cli_line_cells figures = {0};
    cli_road_cells roads = {0};
    const char *own[OWN_MOST] = {0};
    int status = CLI_DONE;
    size_t count = cli_line_row(line_of(row, &line), &b->telling, &figures, own);
    own[count++] = row_status_text(row->outcome.status);
    own[count++] = row->outcome.reason;
    own[count++] = id_of(row, 0);
    own[count++] = id_of(row, 1);
    if (p->by_road && row->outcome.status == ROW_RESOLVED) {
        status = cli_road_row(b->places.roads, row->ends[0].place, row->ends[1].place,
                              b->telling.lang, &roads, own + count);
    }
    if (!status) {
        bulk_add_csv(b, index, own);
    }
    free(roads.names);
    return status;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static int fill_json(const pairs *p, const bulk *b, const pair_row *row, struct json_object *object)
{
    static const char *const sides[] = {"from", "to"};
    cli_line line;
    json_object_object_add(object, "reason", json_object_new_string(row->outcome.reason));
    for (int i = 0; i < 2; i++) {
        const marsad_place *place = row->ends[i].place;
        json_object_object_add(object, sides[i], place ? cli_json_place(place) : NULL);
    }
    const cli_line *measured = line_of(row, &line);
    cli_json_line(object, measured, &b->telling);
    if (!measured && p->by_road) {
        json_object_object_add(object, "road", NULL);
        json_object_object_add(object, "road_note", NULL);
    }
    return measured && p->by_road
               ? cli_json_add_road(object, b->places.roads, row->ends[0].place, row->ends[1].place)
               : CLI_DONE;
}

static int add_json(const pairs *p, bulk *b, size_t index, const pair_row *row)
{
    struct json_object *object = bulk_json(b, index, &row->outcome);
    int status = fill_json(p, b, row, object);
    if (status) {
        json_object_put(object);
    } else {
        bulk_add_json(b, object);
    }
    return status;
}

/* ---- table --------------------------------------------------------------------------------- */

/* What the table says of the end: its cell, or its coordinates. */
static void end_text(const pairs *p, const bulk *b, size_t index, const pair_row *row, int side,
                     char out[CLI_SHOWN])
{
    const marsad_place *place = row->ends[side].place;
    const char *cell = pair_table_name(b, index, &p->columns[side]);
    if (!cell[0] && place) {
        cli_point_text(out, place->at);
    } else {
        cli_shown(out, cell);
    }
}

static int add_shown(const pairs *p, bulk *b, size_t index, const pair_row *row)
{
    char from[CLI_SHOWN], to[CLI_SHOWN], distance[CLI_TEXT] = "-", azimuth[CLI_TEXT] = "-";
    cli_line line;
    char *road = NULL;
    int status = CLI_DONE;
    end_text(p, b, index, row, 0, from);
    end_text(p, b, index, row, 1, to);
    if (line_of(row, &line)) {
        cli_distance_text(distance, &line, b->telling.unit);
        cli_bearing_text(azimuth, &line, b->telling.lang);
        if (p->by_road) {
            status = cli_road_text(b->places.roads, row->ends[0].place, row->ends[1].place,
                                   &b->telling, &road);
        }
    }
    const char *cells[] = {NULL,
                           from,
                           to,
                           distance,
                           azimuth,
                           row_status_text(row->outcome.status),
                           road ? road : row->outcome.reason};
    bulk_add_shown(b, index, cells);
    free(road);
    return status;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int do_row(bulk *b, size_t index, void *state)
{
    const pairs *p = state;
    pair_row row;
    int status = pair_table_row(b, index, p->columns, &row);
    if (status) {
        return status;
    }
    bulk_count(b, index, &row.outcome);
    switch (b->format) {
    case CLI_CSV:
        return add_csv(p, b, index, &row);
    case CLI_TABLE:
        return add_shown(p, b, index, &row);
    default:
        return add_json(p, b, index, &row);
    }
}

static int do_table(bulk *b, pairs *p)
{
    static const char *const header[] = {"ROW", "FROM", "TO", "DISTANCE", "BEARING", "STATUS", ""};
    const char *own[OWN_MOST];
    int status = pair_table_find(b, p->columns);
    if (!status && p->by_road) {
        status = bulk_open_places(b);
        status = status ? status : cli_open_roads(&b->places);
    }
    const bulk_output output = {.header = header,
                                .header_count = 7,
                                .figures = 3,
                                .own = own,
                                .own_count = own_names(p, &b->telling, own),
                                .missed = "pairs are not measured",
                                .row = do_row,
                                .state = p};
    return status ? status : bulk_run(b, &output);
}

int cli_distance_bulk(const cli_args *args)
{
    bulk b;
    pairs p = {.by_road = cli_flag(args, "road")};
    int status = bulk_open(&b, args, "places");
    status = status ? status : do_table(&b, &p);
    bulk_close(&b);
    return status;
}
