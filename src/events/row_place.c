#include <math.h>
#include <stdio.h>
#include <string.h>

#include "events/plain.h"
#include "events/precision.h"
#include "events/row_parts.h"
#include "geo/number.h"

/* A decimal comma becomes a point where it is the only one. */
static bool read_number(const char *cell, double *out)
{
    char plain[64];
    if (mrs_number_parse(cell, strlen(cell), out)) {
        return true;
    }
    if (!mrs_plain_text(cell, plain, sizeof plain)) {
        return false;
    }
    char *comma = strchr(plain, ',');
    if (comma && comma == strrchr(plain, ',') && !strchr(plain, '.')) {
        *comma = '.';
    }
    return mrs_number_parse(plain, strlen(plain), out);
}

/* ---- lon and lat --------------------------------------------------------------------------- */

/* Reads a number between -limit and limit. */
static bool read_degrees(const mrs_row *row, mrs_faults *faults, mrs_column column, double limit,
                         double *out)
{
    const char *cell = row->cells[column];
    if (!read_number(cell, out)) {
        mrs_row_fault(row, faults, column, "a number of decimal degrees");
        return false;
    }
    if (fabs(*out) > limit) {
        mrs_fault(faults, row->number, mrs_column_name(column),
                  "%s is out of range: %.40s is not between -%g and %g degrees",
                  mrs_column_name(column), cell, limit, limit);
        return false;
    }
    return true;
}

/* Coordinates as a text that tells its order. */
static bool read_text(const char *text, marsad_incident *out, marsad_error *error)
{
    double precision_m;
    if (marsad_coordinates_parse(text, &out->at, &precision_m, error)) {
        return false;
    }
    out->placement = MARSAD_PLACED_BY_COORDINATES;
    out->uncertainty_m = precision_m;
    return true;
}

static bool is_number(const char *cell)
{
    double ignored;
    return read_number(cell, &ignored);
}

/* Degrees, minutes and seconds in two columns: 32°53'N, 13°11'E. */
static bool read_angles(const mrs_row *row, marsad_incident *out)
{
    char both[200];
    const char *lat = row->cells[MRS_COLUMN_LAT], *lon = row->cells[MRS_COLUMN_LON];
    if (is_number(lat) || is_number(lon)) {
        return false;
    }
    int length = snprintf(both, sizeof both, "%s, %s", lat, lon);
    return length > 0 && (size_t)length < sizeof both && read_text(both, out, NULL);
}

static void read_lon_lat(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    if (read_angles(row, out)) {
        return;
    }
    marsad_lonlat at;
    bool lon = read_degrees(row, faults, MRS_COLUMN_LON, 180, &at.lon);
    bool lat = read_degrees(row, faults, MRS_COLUMN_LAT, 90, &at.lat);
    if (lon && lat) {
        out->at = at;
        out->placement = MARSAD_PLACED_BY_COORDINATES;
    }
}

/* ---- both in one cell ---------------------------------------------------------------------- */

/* Two numbers alone, or with a height and an accuracy behind them as survey forms write them. */
static bool split_numbers(const char *cell, char numbers[2][40])
{
    int count = 0;
    while (*cell) {
        cell += strspn(cell, " ,;");
        size_t length = strcspn(cell, " ,;");
        double ignored;
        if (length == 0) {
            break;
        }
        if (count == 4 || length >= sizeof numbers[0] ||
            !mrs_number_parse(cell, length, &ignored)) {
            return false;
        }
        if (count < 2) {
            snprintf(numbers[count], sizeof numbers[0], "%.*s", (int)length, cell);
        }
        count++;
        cell += length;
    }
    return count == 2 || count == 4;
}

static void read_coordinates(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    char numbers[2][40], labelled[120];
    const char *cell = row->cells[MRS_COLUMN_COORDINATES], *text = cell;
    mrs_order order = row->schema ? row->schema->order : MRS_ORDER_BY_TEXT;
    if (order != MRS_ORDER_BY_TEXT && split_numbers(cell, numbers)) {
        bool lat_first = order == MRS_ORDER_LAT_LON;
        snprintf(labelled, sizeof labelled, "lat %s, lon %s", numbers[!lat_first],
                 numbers[lat_first]);
        text = labelled;
    }
    marsad_error error = {0};
    if (read_text(text, out, &error)) {
        return;
    }
    char quoted[MRS_QUOTED_SIZE];
    mrs_fault(faults, row->number, "coordinates", "coordinates \"%s\" cannot be read: %s",
              mrs_quoted(quoted, cell), error.message);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void read_point(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    if (!marsad_lonlat_valid(row->point)) {
        mrs_fault(faults, row->number, NULL,
                  "the point's coordinates, %g and %g, are out of range: longitude comes first",
                  row->point.lon, row->point.lat);
        return;
    }
    out->at = row->point;
    out->placement = MARSAD_PLACED_BY_COORDINATES;
}

/* The finest district where the row names nothing else. */
static void place_by_district(const mrs_row *row, marsad_incident *out)
{
    static const mrs_column districts[] = {MRS_COLUMN_ADMIN3, MRS_COLUMN_ADMIN2, MRS_COLUMN_ADMIN1};
    for (int i = 0; mrs_row_is_foreign(row) && !out->location[0] && i < 3; i++) {
        out->location = row->cells[districts[i]];
    }
}

static void read_place(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    bool lon = row->cells[MRS_COLUMN_LON][0] != '\0';
    bool lat = row->cells[MRS_COLUMN_LAT][0] != '\0';
    if (row->unreadable[MRS_COLUMN_LOCATION] || row->unreadable[MRS_COLUMN_LON] ||
        row->unreadable[MRS_COLUMN_LAT] || row->unreadable[MRS_COLUMN_COORDINATES]) {
        return;
    }
    if (lon && lat) {
        read_lon_lat(row, faults, out);
    } else if (lon || lat) {
        mrs_fault(faults, row->number, lon ? "lat" : "lon", "%s is given without %s",
                  lon ? "lon" : "lat", lon ? "lat" : "lon");
    } else if (row->cells[MRS_COLUMN_COORDINATES][0]) {
        read_coordinates(row, faults, out);
    } else if (row->has_point) {
        read_point(row, faults, out);
    } else if (place_by_district(row, out), !out->location[0]) {
        mrs_fault(faults, row->number, "location", "neither a location nor lon and lat");
    }
}

/* A code of precision, or 0. Codes that do not exist are a fault only in a table of our own. */
static int read_code(const mrs_row *row, mrs_faults *faults, mrs_column column, int most)
{
    const char *cell = row->cells[column];
    double code = 0;
    if (cell[0] && (!read_number(cell, &code) || code < 1 || code > most || rint(code) != code)) {
        char must[40];
        snprintf(must, sizeof must, "a whole number from 1 to %d", most);
        if (!mrs_row_is_foreign(row)) {
            mrs_row_fault(row, faults, column, must);
        }
        return 0;
    }
    return (int)code;
}

static void read_uncertainty(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    const char *cell = row->cells[MRS_COLUMN_UNCERTAINTY_M];
    int where_prec = read_code(row, faults, MRS_COLUMN_WHERE_PREC, 7);
    int geo_precision = read_code(row, faults, MRS_COLUMN_GEO_PRECISION, 3);
    double metres = 0;
    if (cell[0] && (!read_number(cell, &metres) || metres < 0)) {
        mrs_row_fault(row, faults, MRS_COLUMN_UNCERTAINTY_M, "a number of metres of 0 or more");
    } else if (cell[0]) {
        out->uncertainty_m = metres;
    } else if (out->placement == MARSAD_PLACED_BY_COORDINATES && where_prec) {
        out->uncertainty_m = mrs_where_prec_m(where_prec);
    } else if (out->placement == MARSAD_PLACED_BY_COORDINATES && geo_precision) {
        out->uncertainty_m = mrs_geo_precision_m(geo_precision);
    }
}

void mrs_row_read_place(const mrs_row *row, mrs_faults *faults, marsad_incident *out)
{
    read_place(row, faults, out);
    read_uncertainty(row, faults, out);
}
