/* Reading pairs of places from a table: their columns, names and coordinates. */
#include "cli/pair_table.h"

#include <math.h>
#include <search.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *const SIDES[2] = {"from", "to"};

/* Coordinates of a table are not known better than this, however many zeros it has. */
static const double PRECISION_LEAST_M = 10;
static const double METRES_A_DEGREE = 111195;

/* A name, and what it was resolved to: a table has few names, but a million times. */
typedef struct known_name {
    const char *name;
    marsad_resolution *answer; /* NULL where the name is malformed */
    char why[sizeof((marsad_error *)0)->message];
} known_name;

const char *pair_status_text(pair_status status)
{
    static const char *const texts[] = {"resolved", "ambiguous", "unresolved", "malformed"};
    return texts[status];
}

/* ---- columns ------------------------------------------------------------------------------- */

/* False, with `*status` as it was, if there is no such column. */
static bool find_column(const pair_table *pairs, const char *name, size_t *out, int *status)
{
    marsad_error error = {0};
    marsad_status found = marsad_table_find(pairs->table, name, out, &error);
    if (found == MARSAD_ERR_INPUT) {
        *status = cli_fail(&error);
    }
    return found == MARSAD_OK;
}

static int find_side(pair_table *pairs, int side)
{
    int status = CLI_DONE;
    char lon[16], lat[16], what[96];
    pair_columns *columns = &pairs->columns[side];
    snprintf(lon, sizeof lon, "%s_lon", SIDES[side]);
    snprintf(lat, sizeof lat, "%s_lat", SIDES[side]);
    columns->named = find_column(pairs, SIDES[side], &columns->name, &status);
    bool has_lon = find_column(pairs, lon, &columns->lon, &status);
    bool has_lat = find_column(pairs, lat, &columns->lat, &status);
    columns->placed = has_lon && has_lat;
    if (!status && has_lon != has_lat) {
        cli_note("%s: row 1: the column \"%s\" stands without \"%s\"", pairs->file,
                 has_lon ? lon : lat, has_lon ? lat : lon);
        return CLI_INPUT;
    }
    if (status || columns->named || columns->placed) {
        return status;
    }
    snprintf(what, sizeof what, "neither a column \"%s\" nor columns \"%s\" and \"%s\"",
             SIDES[side], lon, lat);
    return cli_no_column(pairs->file, pairs->table, what);
}

int pair_table_open(const cli_args *args, pair_table *out)
{
    marsad_error error = {0};
    const char *path = cli_value(args, "in");
    *out = (pair_table){.args = args, .file = strcmp(path, "-") == 0 ? "standard input" : path};
    int status = cli_country(args, out->country);
    if (status) {
        return status;
    }
    if (marsad_table_read(path, &out->table, &error)) {
        return cli_fail(&error);
    }
    status = find_side(out, 0);
    return status ? status : find_side(out, 1);
}

static void free_name(void *node)
{
    known_name *name = node;
    marsad_resolution_free(name->answer);
    free(name);
}

void pair_table_close(pair_table *pairs)
{
    tdestroy(pairs->names, free_name);
    if (pairs->opened) {
        cli_close_places(&pairs->places);
    }
    marsad_table_free(pairs->table);
}

int pair_table_open_places(pair_table *pairs)
{
    if (pairs->opened) {
        return CLI_DONE;
    }
    pairs->opened = true;
    return cli_open_places(pairs->args, &pairs->places);
}

/* ---- an end of a pair ---------------------------------------------------------------------- */

/* Takes off the part of a character that a reason of full length may end in. */
static void cut_to_characters(char *reason)
{
    size_t bad;
    if (!marsad_text_is_utf8(reason, strlen(reason), &bad)) {
        reason[bad] = '\0';
    }
}

/* Says of an end of the row what is wrong with it, behind what was said of the other. */
static void say(pair_row *row, pair_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void say(pair_row *row, pair_status status, const char *format, ...)
{
    size_t length = strlen(row->reason);
    if (length > 0) {
        length += (size_t)snprintf(row->reason + length, PAIR_REASON - length, "; ");
    }
    if (length < PAIR_REASON) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(row->reason + length, PAIR_REASON - length, format, arguments);
        va_end(arguments);
        cut_to_characters(row->reason);
    }
    row->status = status > row->status ? status : row->status;
}

static const char *trimmed(const char *text, int *length)
{
    text += strspn(text, " \t\r\n");
    size_t bytes = strlen(text);
    while (bytes > 0 && strchr(" \t\r\n", text[bytes - 1])) {
        bytes--;
    }
    *length = (int)bytes;
    return text;
}

/* A point of the table's own. */
static void set_point(pair_end *end, const char *name, marsad_lonlat at, double radius_m)
{
    static char nothing[1];
    end->own = (marsad_place){.id = nothing,
                              .name = (char *)(uintptr_t)name,
                              .name_ar = nothing,
                              .name_fr = nothing,
                              .feature_code = nothing,
                              .country = nothing,
                              .admin1 = nothing,
                              .at = at,
                              .uncertainty_m = radius_m,
                              .source = nothing};
    end->place = &end->own;
}

/* Reads decimal degrees: their size, and what half a step of the last decimal leaves open. */
static bool read_degrees(const char *cell, double most, double *out, double *half_step_m)
{
    int length;
    const char *text = trimmed(cell, &length);
    char *rest = NULL;
    if (length == 0 || strspn(text, "+-.0123456789eE") < (size_t)length) {
        return false;
    }
    *out = strtod(text, &rest);
    const char *point = memchr(text, '.', (size_t)length);
    int decimals = point ? (int)strspn(point + 1, "0123456789") : 0;
    *half_step_m = fmax(PRECISION_LEAST_M, METRES_A_DEGREE / 2 * pow(10, -decimals));
    return rest == text + length && fabs(*out) <= most;
}

static void read_point(const pair_table *pairs, size_t index, int side, pair_row *row)
{
    const pair_columns *columns = &pairs->columns[side];
    const char *lon = marsad_table_cell(pairs->table, index, columns->lon);
    const char *lat = marsad_table_cell(pairs->table, index, columns->lat);
    marsad_lonlat at;
    double steps[2];
    char shown[CLI_SHOWN];
    const char *comma = strchr(lon, ',') || strchr(lat, ',') ? "; decimals take a point" : "";
    if (!read_degrees(lon, 180, &at.lon, &steps[0])) {
        say(row, PAIR_MALFORMED, "%s_lon must be a number from -180 to 180, not \"%s\"%s",
            SIDES[side], cli_shown(shown, lon), comma);
    } else if (!read_degrees(lat, 90, &at.lat, &steps[1])) {
        say(row, PAIR_MALFORMED, "%s_lat must be a number from -90 to 90, not \"%s\"%s",
            SIDES[side], cli_shown(shown, lat), comma);
    } else {
        const char *name =
            columns->named ? marsad_table_cell(pairs->table, index, columns->name) : "";
        set_point(&row->ends[side], name, at, fmax(steps[0], steps[1]));
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const known_name *)a)->name, ((const known_name *)b)->name);
}

/* Asks the resolver; false, after telling, if that fails for a reason other than the name. */
static bool resolve(pair_table *pairs, known_name *name)
{
    marsad_error error = {0};
    marsad_resolve_options options = cli_resolve_options(pairs->country);
    if (pair_table_open_places(pairs)) {
        return false;
    }
    if (!marsad_resolve(pairs->places.resolver, name->name, &options, &name->answer, &error)) {
        return true;
    }
    snprintf(name->why, sizeof name->why, "%s", error.message);
    if (error.status != MARSAD_ERR_INPUT || error.file[0]) {
        cli_fail(&error);
        return false;
    }
    return true;
}

/* The name's answer, asked for the first time or remembered; NULL after telling why. */
static const known_name *look_up(pair_table *pairs, const char *text)
{
    const known_name wanted = {.name = text};
    void *found = tfind(&wanted, &pairs->names, by_name);
    if (found) {
        return *(known_name **)found;
    }
    known_name *name = calloc(1, sizeof *name);
    if (!name) {
        cli_note("out of memory");
        return NULL;
    }
    name->name = text;
    if (!resolve(pairs, name)) {
        free_name(name);
        return NULL;
    }
    if (!tsearch(name, &pairs->names, by_name)) {
        cli_note("out of memory");
        free_name(name);
        return NULL;
    }
    return name;
}

static void take_answer(const known_name *name, int side, pair_row *row)
{
    const marsad_resolution *answer = name->answer;
    char shown[CLI_SHOWN];
    if (!answer) {
        say(row, PAIR_MALFORMED, "%s \"%s\": %s", SIDES[side], cli_shown(shown, name->name),
            name->why);
        return;
    }
    if (answer->status == MARSAD_RESOLVED) {
        row->ends[side].place = marsad_resolution_place(answer);
    } else {
        say(row, answer->status == MARSAD_AMBIGUOUS ? PAIR_AMBIGUOUS : PAIR_UNRESOLVED,
            "%s \"%s\" is %s: %s", SIDES[side], cli_shown(shown, name->name),
            marsad_resolve_status_text(answer->status), answer->reason);
    }
}

static void read_name(pair_table *pairs, const char *text, int side, pair_row *row)
{
    marsad_lonlat at;
    double radius_m;
    char shown[CLI_SHOWN];
    marsad_error error = {0};
    marsad_status status = marsad_coordinates_parse(text, &at, &radius_m, &error);
    if (status == MARSAD_OK) {
        set_point(&row->ends[side], text, at, radius_m);
    } else if (status == MARSAD_ERR_INPUT) {
        say(row, PAIR_MALFORMED, "%s \"%s\": %s", SIDES[side], cli_shown(shown, text),
            error.message);
    } else {
        const known_name *name = look_up(pairs, text);
        row->fatal = !name;
        if (name) {
            take_answer(name, side, row);
        }
    }
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void read_end(pair_table *pairs, size_t index, int side, pair_row *row)
{
    const pair_columns *columns = &pairs->columns[side];
    const marsad_table *table = pairs->table;
    bool degrees = columns->placed && !(is_blank(marsad_table_cell(table, index, columns->lon)) &&
                                        is_blank(marsad_table_cell(table, index, columns->lat)));
    const char *name = columns->named ? marsad_table_cell(table, index, columns->name) : "";
    if (degrees) {
        read_point(pairs, index, side, row);
    } else if (is_blank(name)) {
        say(row, PAIR_MALFORMED, "%s is empty", SIDES[side]);
    } else {
        read_name(pairs, name, side, row);
    }
}

void pair_table_row(pair_table *pairs, size_t index, pair_row *out)
{
    size_t cells = marsad_table_cell_count(pairs->table, index);
    size_t columns = marsad_table_column_count(pairs->table);
    out->ends[0].place = out->ends[1].place = NULL;
    out->status = PAIR_RESOLVED;
    out->reason[0] = '\0';
    out->fatal = false;
    if (cells != columns) {
        say(out, PAIR_MALFORMED, "the row has %zu cell%s where the header has %zu", cells,
            cells == 1 ? "" : "s", columns);
        return;
    }
    for (int side = 0; side < 2 && !out->fatal; side++) {
        read_end(pairs, index, side, out);
    }
}
