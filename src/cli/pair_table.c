/* Reading pairs of places from a table: their columns, names and coordinates. */
#include "cli/pair_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const SIDES[2] = {"from", "to"};

/* Coordinates of a table are not known better than this, however many zeros it has. */
static const double PRECISION_LEAST_M = 10;
static const double METRES_A_DEGREE = 111195;

/* ---- columns ------------------------------------------------------------------------------- */

/* False, with `*status` as it was, if there is no such column. */
static bool find_column(const bulk *b, const char *name, size_t *out, int *status)
{
    marsad_error error = {0};
    marsad_status found = marsad_table_find(b->table, name, out, &error);
    if (found == MARSAD_ERR_INPUT) {
        *status = cli_fail(&error);
    }
    return found == MARSAD_OK;
}

static int find_side(const bulk *b, int side, pair_columns *columns)
{
    int status = CLI_DONE;
    char lon[16], lat[16], what[96];
    snprintf(lon, sizeof lon, "%s_lon", SIDES[side]);
    snprintf(lat, sizeof lat, "%s_lat", SIDES[side]);
    columns->named = find_column(b, SIDES[side], &columns->name, &status);
    bool has_lon = find_column(b, lon, &columns->lon, &status);
    bool has_lat = find_column(b, lat, &columns->lat, &status);
    columns->placed = has_lon && has_lat;
    if (!status && has_lon != has_lat) {
        cli_note("%s: row 1: the column \"%s\" stands without \"%s\"", b->file, has_lon ? lon : lat,
                 has_lon ? lat : lon);
        return CLI_INPUT;
    }
    if (status || columns->named || columns->placed) {
        return status;
    }
    snprintf(what, sizeof what, "neither a column \"%s\" nor columns \"%s\" and \"%s\"",
             SIDES[side], lon, lat);
    return bulk_no_column(b, what);
}

int pair_table_find(const bulk *b, pair_columns out[2])
{
    int status = find_side(b, 0, &out[0]);
    return status ? status : find_side(b, 1, &out[1]);
}

const char *pair_table_name(const bulk *b, size_t index, const pair_columns *columns)
{
    return columns->named ? marsad_table_cell(b->table, index, columns->name) : "";
}

/* ---- an end of a pair ---------------------------------------------------------------------- */

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

static void read_point(const bulk *b, size_t index, int side, const pair_columns *columns,
                       pair_row *row)
{
    const char *lon = marsad_table_cell(b->table, index, columns->lon);
    const char *lat = marsad_table_cell(b->table, index, columns->lat);
    marsad_lonlat at;
    double steps[2];
    char shown[CLI_SHOWN];
    const char *comma = strchr(lon, ',') || strchr(lat, ',') ? "; decimals take a point" : "";
    if (!read_degrees(lon, 180, &at.lon, &steps[0])) {
        row_say(&row->outcome, ROW_MALFORMED,
                "%s_lon must be a number from -180 to 180, not \"%s\"%s", SIDES[side],
                cli_shown(shown, lon), comma);
    } else if (!read_degrees(lat, 90, &at.lat, &steps[1])) {
        row_say(&row->outcome, ROW_MALFORMED,
                "%s_lat must be a number from -90 to 90, not \"%s\"%s", SIDES[side],
                cli_shown(shown, lat), comma);
    } else {
        set_point(&row->ends[side], pair_table_name(b, index, columns), at,
                  fmax(steps[0], steps[1]));
    }
}

static int read_name(bulk *b, const char *text, int side, pair_row *row)
{
    marsad_lonlat at;
    double radius_m;
    char shown[CLI_SHOWN];
    marsad_error error = {0};
    marsad_status status = marsad_coordinates_parse(text, &at, &radius_m, &error);
    if (status == MARSAD_OK) {
        set_point(&row->ends[side], text, at, radius_m);
        return CLI_DONE;
    }
    if (status == MARSAD_ERR_INPUT) {
        row_say(&row->outcome, ROW_MALFORMED, "%s \"%s\": %s", SIDES[side], cli_shown(shown, text),
                error.message);
        return CLI_DONE;
    }
    marsad_resolve_options options = cli_resolve_options(b->country);
    return bulk_resolve(b, SIDES[side], text, &options, &row->ends[side].place, &row->outcome);
}

static bool has_degrees(const bulk *b, size_t index, const pair_columns *columns)
{
    return columns->placed && !(cli_is_blank(marsad_table_cell(b->table, index, columns->lon)) &&
                                cli_is_blank(marsad_table_cell(b->table, index, columns->lat)));
}

static int read_end(bulk *b, size_t index, int side, const pair_columns *columns, pair_row *row)
{
    const char *name = pair_table_name(b, index, columns);
    if (has_degrees(b, index, columns)) {
        read_point(b, index, side, columns, row);
    } else if (cli_is_blank(name)) {
        row_say(&row->outcome, ROW_MALFORMED, "%s is empty", SIDES[side]);
    } else {
        return read_name(b, name, side, row);
    }
    return CLI_DONE;
}

int pair_table_row(bulk *b, size_t index, const pair_columns columns[2], pair_row *out)
{
    int status = CLI_DONE;
    out->ends[0].place = out->ends[1].place = NULL;
    out->outcome.status = ROW_RESOLVED;
    out->outcome.reason[0] = '\0';
    if (!bulk_check_cells(b, index, &out->outcome)) {
        return CLI_DONE;
    }
    for (int side = 0; side < 2 && !status; side++) {
        status = read_end(b, index, side, &columns[side], out);
    }
    return status;
}
